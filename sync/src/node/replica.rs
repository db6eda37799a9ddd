//! A replica: one community on this device. What is stored, and what follows from it.
//!
//! Every change takes the same road here, a person's own and one from afar.

use super::absorb::Read;
use super::early::Early;
use super::forks::TWICE;
use super::quarantine::Quarantine;
use super::sealed::Seals;
use super::settle::Own;
use super::slices::Slices;
use super::subjects::Subjects;
use crate::charter::{DeviceKeys, Law, Note};
use crate::document::{Document, DocumentError};
use crate::epoch::{everyone_secret, seal_keys};
use crate::id::{CircleId, CommunityId, DeviceId, DocumentId, LogId, PersonId, StatementId, derive};
use crate::record::{Erased, Range, RecordError, Secret, mark};
use crate::store::{LogRow, Open, RecordRow, Store, StoreError, Written};
use automerge::ChangeHash;
use ed25519_dalek::SigningKey;
use rand::Rng;
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};

/// Why something could not be done here.
#[derive(Debug, thiserror::Error)]
pub enum ReplicaError {
    /// The database refused; nothing of it was done.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The charter does not let this person do that.
    #[error("the charter does not allow it")]
    NotAllowed,
    /// The community is read-only here.
    #[error("this community needs a newer Kith")]
    NeedsNewer,
    /// This device no longer belongs, or does not yet.
    #[error("this device is not active in the community")]
    NotActive,
    /// The database was put back, and something that this device said in the charter is missing.
    #[error("this device was put back from a copy and lacks something that it said in the charter")]
    Restored,
    /// A record may not be that large.
    #[error("that is larger than a record may be")]
    TooLarge,
    /// The edit could not be made.
    #[error(transparent)]
    Document(#[from] DocumentError),
}

impl ReplicaError {
    /// Whether it is no fault: this device may not say that now.
    pub(super) fn is_may_not(&self) -> bool {
        matches!(self, Self::NotAllowed | Self::NotActive | Self::NeedsNewer | Self::Restored)
    }

    /// What this device may not say now ends nothing else: it is said at a later flush.
    pub(super) fn said_later(self) -> Result<(), Self> {
        if !self.is_may_not() {
            return Err(self);
        }
        tracing::debug!(error = %self, "something is to be said later");
        Ok(())
    }
}

impl From<RecordError> for ReplicaError {
    fn from(_: RecordError) -> Self {
        Self::TooLarge
    }
}

impl From<rusqlite::Error> for ReplicaError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// The secret halves of this device's keys in one community.
pub struct Me {
    pub(super) sign: SigningKey,
    pub(super) seal: Secret,
    /// iroh's secret key.
    pub endpoint: Secret,
    /// The public halves.
    pub keys: DeviceKeys,
    /// Whose device this is.
    pub person: PersonId,
}

impl Me {
    /// New keys; the person is new too unless told otherwise later.
    #[must_use]
    pub fn new(rng: &mut impl Rng) -> Self {
        let mut seed = [0; 32];
        rng.fill_bytes(&mut seed);
        Self::from_seed(&Secret(seed), None)
    }

    /// The keys that grow from a seed.
    #[must_use]
    pub fn from_seed(seed: &Secret, person: Option<PersonId>) -> Self {
        let sign = SigningKey::from_bytes(&derive("kith 0 own sign", &[&seed.0]));
        let endpoint = derive("kith 0 own endpoint", &[&seed.0]);
        let (seal, seal_public) = seal_keys(&Secret(derive("kith 0 own seal", &[&seed.0])));
        let endpoint_public = SigningKey::from_bytes(&endpoint).verifying_key().to_bytes();
        let keys = DeviceKeys { sign: sign.verifying_key().to_bytes(), seal: seal_public, endpoint: endpoint_public };
        Self { sign, seal, endpoint: Secret(endpoint), keys, person: person.unwrap_or_else(|| keys.person()) }
    }

    /// This device.
    #[must_use]
    pub fn device(&self) -> DeviceId {
        self.keys.device()
    }

    /// What shows that the endpoint is this device's own.
    #[must_use]
    pub fn endpoint_signer(&self) -> SigningKey {
        SigningKey::from_bytes(&self.endpoint.0)
    }

    /// What signs records and proofs.
    #[must_use]
    pub fn signer(&self) -> &SigningKey {
        &self.sign
    }
}

/// The keys held, each with its circle.
pub(super) type EpochKeys = BTreeMap<StatementId, (CircleId, Secret)>;

/// One community on this device.
pub struct Replica<S> {
    pub(super) store: Store,
    pub(super) slices: S,
    pub(super) me: Me,
    pub(super) community: CommunityId,
    pub(super) charter_key: Secret,
    pub(super) law: Law,
    /// Statements that came before something that they cite.
    pub(super) early: Early,
    /// Charter ranges of devices that nobody is known to have let in.
    pub(super) quarantine: Quarantine,
    /// Which statement each record of a charter log made.
    pub(super) said: BTreeMap<i64, BTreeMap<u64, StatementId>>,
    /// When each was said, by its author's clock.
    pub(super) stated_at: BTreeMap<StatementId, i64>,
    pub(super) logs: BTreeMap<i64, LogRow>,
    pub(super) places: BTreeMap<LogId, i64>,
    /// Of logs that were written twice, the name of each stretch by its first record.
    pub(super) stretches: BTreeMap<i64, BTreeMap<u64, LogId>>,
    pub(super) circle_secrets: BTreeMap<CircleId, Secret>,
    pub(super) epoch_keys: EpochKeys,
    pub(super) sealed_to_me: Seals,
    pub(super) marks: BTreeMap<(LogId, [u8; 16]), Secret>,
    pub(super) documents: BTreeMap<DocumentId, Document>,
    /// Second half of this program run's actors.
    pub(super) run: [u8; 8],
    pub(super) rng: ChaCha20Rng,
    /// Logs of which something came, or lacks, since content was settled last.
    pub(super) unsettled: BTreeSet<LogId>,
    /// Content logs with records that wait, or of which it is not known yet what they erase.
    pub(super) open: BTreeSet<i64>,
    /// Of those, the logs with records that came late.
    pub(super) having_late: BTreeSet<i64>,
    /// Of those, the logs whose late records are all to be looked at: they were not since this program started, or since the log was
    /// written twice.
    pub(super) late_unseen: BTreeSet<i64>,
    /// Late records that were not read, for want of a key or a body, or behind one that waits: by log, the number of the record and
    /// of its document. Those too that were, but know statements that are not here: without a number of a document. They are looked
    /// at whenever their log is judged.
    pub(super) late_unread: BTreeMap<i64, BTreeMap<u64, Option<u32>>>,
    /// Records that were refused as said twice, by log, of which it is not known yet what they erase: nobody judged them before, or they
    /// know statements that are not here.
    pub(super) erasing_unknown: BTreeMap<i64, BTreeSet<u64>>,
    /// Of the open ones, the logs in which nothing waits but for statements that are not here, for a key, or for a body; and these
    /// statements.
    pub(super) knowing_more: BTreeMap<i64, BTreeSet<StatementId>>,
    /// What this device just wrote.
    pub(super) own: Option<Own>,
    /// Documents of which what came late is to be shown anew.
    pub(super) late: BTreeSet<DocumentId>,
    /// Documents beside which what came late is shown as it is, and the changes for which more of that waits.
    pub(super) late_shown: BTreeMap<DocumentId, BTreeSet<ChangeHash>>,
    /// How many records of each charter log were read, those before its first too.
    pub(super) read: BTreeMap<i64, u64>,
    /// Parts that lacked and came: row of the log, number, part.
    pub(super) filled: BTreeSet<(i64, u64, u8)>,
    /// Logs of which other parts are held than was counted.
    pub(super) uneven: BTreeSet<i64>,
    /// Documents of whose contents something came or went.
    pub(super) restated: BTreeSet<DocumentId>,
    /// Whether peers that lack much are given packed blocks.
    pub(super) packs: bool,
    /// How often all of it was read from the database.
    pub(super) reloads: u64,
    /// As last told, in milliseconds since 1970; 0 before.
    pub(super) now_ms: i64,
    /// Devices that made other documents of the same records.
    pub(super) differing: BTreeSet<DeviceId>,
    /// How much of what this device has written is not counted on any more, since its database was put back.
    pub(super) missing: Written,
    /// Whether the database was put back, and something that this device said in the charter is missing.
    pub(super) restored: bool,
    /// What changed since the last [`Replica::take_news`].
    pub(super) news: News,
}

/// What changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct News {
    /// Logs with new records.
    pub logs: BTreeSet<LogId>,
    /// Logs whose own records are others from a number on, since a branch took the place.
    pub turned: BTreeMap<LogId, u64>,
    /// Whether the charter is another.
    pub charter: bool,
    /// What people see that may be another, of what slices make.
    pub subjects: Subjects,
    /// Whether keys came that were not held before.
    pub keys: bool,
    /// Whether receipts are others.
    pub receipts: bool,
    /// Whether something was let go.
    pub erased: bool,
    /// Logs of which parts lack that did not before.
    pub lacks: BTreeSet<LogId>,
    /// Whether this device wrote something.
    pub own: bool,
}

impl<S: Slices> Replica<S> {
    /// Opens what [`Replica::found`] or a join once began in `store`.
    ///
    /// # Errors
    /// When the database cannot be read, or holds no community.
    pub fn open(store: Store, slices: S, rng: ChaCha20Rng) -> Result<Self, ReplicaError> {
        let seed = secret_meta(&store, "seed")?;
        let person = store.meta("person")?.and_then(|bytes| bytes.try_into().ok()).map(PersonId);
        let community = CommunityId(secret_meta(&store, "community")?.0);
        let charter_key = secret_meta(&store, "charter key")?;
        let mut replica = Self::bare(store, slices, Me::from_seed(&seed, person), community, charter_key, rng);
        replica.reload()?;
        replica.project_anew()?;
        replica.mind_backups()?;
        Ok(replica)
    }

    /// Notes in an empty `store` what a device must know before it holds a record.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn begin(
        store: &Store,
        seed: &Secret,
        person: PersonId,
        community: &CommunityId,
        charter_key: &Secret,
    ) -> Result<(), ReplicaError> {
        store.transact(|| {
            store.put_meta("seed", &seed.0)?;
            store.put_meta("person", &person.0)?;
            store.put_meta("community", &community.0)?;
            store.put_meta("charter key", &charter_key.0)?;
            Ok(())
        })
    }

    fn bare(
        store: Store,
        slices: S,
        me: Me,
        community: CommunityId,
        charter_key: Secret,
        mut rng: ChaCha20Rng,
    ) -> Self {
        let mut run = [0; 8];
        rng.fill_bytes(&mut run);
        Self {
            store,
            slices,
            me,
            community,
            charter_key,
            law: Law::none(community),
            early: Early::default(),
            quarantine: Quarantine::default(),
            said: BTreeMap::new(),
            stated_at: BTreeMap::new(),
            logs: BTreeMap::new(),
            places: BTreeMap::new(),
            stretches: BTreeMap::new(),
            circle_secrets: BTreeMap::new(),
            epoch_keys: BTreeMap::new(),
            differing: BTreeSet::new(),
            sealed_to_me: Seals::default(),
            marks: BTreeMap::new(),
            documents: BTreeMap::new(),
            run,
            rng,
            unsettled: BTreeSet::new(),
            open: BTreeSet::new(),
            having_late: BTreeSet::new(),
            late_unseen: BTreeSet::new(),
            late_unread: BTreeMap::new(),
            erasing_unknown: BTreeMap::new(),
            knowing_more: BTreeMap::new(),
            own: None,
            late: BTreeSet::new(),
            late_shown: BTreeMap::new(),
            read: BTreeMap::new(),
            filled: BTreeSet::new(),
            uneven: BTreeSet::new(),
            restated: BTreeSet::new(),
            packs: true,
            reloads: 0,
            now_ms: 0,
            missing: Written::default(),
            restored: false,
            news: News::default(),
        }
    }

    /// Reads everything kept in memory from the database again; after an error memory may be ahead of it.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reload(&mut self) -> Result<(), ReplicaError> {
        self.reloads += 1;
        self.logs = self.store.logs()?.into_iter().map(|row| (row.id, row)).collect();
        self.places = self.logs.values().map(|row| (row.name(), row.id)).collect();
        self.stretches.clear();
        let forked: BTreeSet<LogId> =
            self.logs.values().filter(|row| row.base.is_some()).map(|row| row.head.log).collect();
        forked.iter().try_for_each(|log| self.name_stretches(log))?;
        self.circle_secrets = self.store.circle_secrets()?.into_iter().collect();
        self.circle_secrets.insert(self.everyone(), everyone_secret(&self.charter_key));
        self.epoch_keys =
            self.store.epoch_keys()?.into_iter().map(|(epoch, circle, key)| (epoch, (circle, key))).collect();
        self.documents.clear();
        self.own = None;
        self.marks.clear();
        self.late.clear();
        self.late_shown.clear();
        self.early.clear();
        self.quarantine.try_again();
        self.read.clear();
        self.filled.clear();
        self.uneven.clear();
        self.restated.clear();
        self.said.clear();
        self.stated_at.clear();
        self.sealed_to_me.clear();
        self.rng.fill_bytes(&mut self.run);
        let mut charter: Vec<LogRow> = self.logs.values().filter(|row| row.circle.is_none()).cloned().collect();
        // What a branch follows is read before it.
        charter.sort_by_key(LogRow::first);
        self.law = Law::none(self.community);
        for log in &charter {
            self.read_row(log)?;
        }
        self.hear_early()?;
        self.law.judge();
        self.read_missing()?;
        self.open = self.logs.values().filter(|row| row.circle.is_some()).map(|row| row.id).collect();
        let content: Vec<i64> = self.open.iter().copied().collect();
        self.having_late.clear();
        self.knowing_more.clear();
        self.erasing_unknown.clear();
        for id in content {
            let Some(log) = self.logs.get(&id) else {
                continue;
            };
            let Open { waits, late } = self.store.count_open(log)?;
            if late > 0 {
                self.having_late.insert(id);
            }
            let unknown = match self.stretches.contains_key(&id) {
                true => self.store.refused_for_this(id, TWICE)?,
                false => BTreeSet::new(),
            };
            if waits + late == 0 && unknown.is_empty() {
                self.open.remove(&id);
            }
            self.erasing_unknown.insert(id, unknown);
        }
        self.late_unread.clear();
        self.late_unseen.clone_from(&self.having_late);
        Ok(())
    }

    /// The community.
    #[must_use]
    pub fn community(&self) -> CommunityId {
        self.community
    }

    /// The circle of everyone.
    #[must_use]
    pub fn everyone(&self) -> CircleId {
        CircleId::everyone(&self.community)
    }

    /// This device and its person.
    #[must_use]
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// The key that every link carries.
    #[must_use]
    pub fn charter_key(&self) -> &Secret {
        &self.charter_key
    }

    /// What holds here.
    #[must_use]
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// The statements that count, in no order.
    #[must_use]
    pub fn notes(&self) -> &[Note] {
        self.law.facts().notes()
    }

    /// Reads a stored record of the charter; false if it is none that a charter holds: its log ends there, whenever the body came.
    pub(super) fn recall(&mut self, log: &LogRow, record: &RecordRow) -> bool {
        let last = self.last_said(log, record.verified.number);
        match self.read_said(&log.intro, &record.frontier, last, &record.verified) {
            Read::Note(note, at_ms) => {
                self.said.entry(log.id).or_default().insert(record.verified.number, note.id);
                self.stated_at.extend(at_ms.map(|at_ms| (note.id, at_ms)));
                self.early.push(*note);
            }
            Read::Other => {}
            Read::Broken => return false,
        }
        self.read_seals(&record.verified);
        true
    }

    /// When a statement was said, by its author's clock in milliseconds since 1970: a hint.
    #[must_use]
    pub fn stated_at(&self, id: &StatementId) -> Option<i64> {
        self.stated_at.get(id).copied()
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Gives peers records only and no packed blocks, to measure one beside the other.
    #[doc(hidden)]
    pub fn never_pack(&mut self) {
        self.packs = false;
    }

    /// The log that a row names.
    #[must_use]
    pub fn log_of(&self, row: i64) -> Option<&LogRow> {
        self.logs.get(&row)
    }

    /// A part of a stored record, as an erasing names it.
    #[must_use]
    pub fn part_of(&self, row: i64, number: u64, part: u8) -> Option<Erased> {
        let log = self.logs.get(&row)?.head.log;
        let start = self.store.hash_of(row, number).ok()??.start();
        Some(Erased { log, number, part, start })
    }

    /// Gives the database back.
    #[must_use]
    pub fn into_store(self) -> Store {
        self.store
    }

    /// What changed since this was last asked.
    pub fn take_news(&mut self) -> News {
        std::mem::take(&mut self.news)
    }

    /// Notes that there is something new of a log, or something lacks that did not before.
    pub(super) fn note_news(&mut self, log: LogId) {
        self.news.logs.insert(log);
        self.unsettled.insert(log);
    }

    /// How often all of it was read from the database since it was opened.
    #[doc(hidden)]
    #[must_use]
    pub fn reloads(&self) -> u64 {
        self.reloads
    }

    /// Whether this device may take part.
    #[must_use]
    pub fn is_active(&self) -> bool {
        self.law.is_active(&self.me.device())
    }

    pub(super) fn log(&self, log: &LogId) -> Option<&LogRow> {
        self.logs.get(self.places.get(log)?)
    }

    /// The charter's ranges.
    #[must_use]
    pub fn charter_ranges(&self) -> Vec<Range> {
        self.ranges_of(|row| row.head.count)
    }

    /// The charter's ranges up to those in which the last of these statements stand.
    pub(super) fn charter_ranges_to(&self, last: &BTreeSet<StatementId>) -> Vec<Range> {
        let charter = || self.logs.values().filter(|row| row.circle.is_none());
        let mut ends: BTreeMap<i64, u64> = charter().map(|row| (row.id, self.end_of(row, last))).collect();
        // A branch follows all before it.
        let bases = charter().filter(|row| ends.get(&row.id).is_some_and(|end| *end > 0));
        let bases: Vec<(i64, u64)> =
            bases.filter_map(|row| Some((self.trunk(row.base.as_ref()?)?.id, row.first()))).collect();
        for (trunk, first) in bases {
            ends.entry(trunk).and_modify(|end| *end = first.max(*end));
        }
        self.ranges_of(|row| ends.get(&row.id).copied().unwrap_or(0))
    }

    /// The charter's ranges from where others' knowledge of each log ends. Which branch of a log that was written twice they know
    /// cannot be told: all of it is here.
    pub(super) fn charter_ranges_beyond(&self, known: &BTreeMap<LogId, u64>) -> Vec<Range> {
        let forked: BTreeSet<LogId> =
            self.logs.values().filter(|row| row.base.is_some()).map(|row| row.head.log).collect();
        let known = |row: &LogRow| known.get(&row.head.log).filter(|_| !forked.contains(&row.head.log)).copied();
        self.ranges_between(|row| (known(row).unwrap_or(0), row.head.count))
    }

    fn ranges_of(&self, end: impl Fn(&LogRow) -> u64) -> Vec<Range> {
        self.ranges_between(|row| (0, end(row)))
    }

    /// The charter's ranges of each log from one number up to another, each to its end.
    fn ranges_between(&self, bounds: impl Fn(&LogRow) -> (u64, u64)) -> Vec<Range> {
        let mut rows: Vec<&LogRow> = self.logs.values().filter(|row| row.circle.is_none()).collect();
        rows.sort_by_key(|row| row.first());
        let mut ranges = Vec::new();
        for row in rows {
            let (mut from, end) = bounds(row);
            while from < end
                && let Ok(Some(range)) = self.store.range(row, from)
            {
                from = range.from + range.records.len() as u64;
                ranges.push(range);
            }
        }
        ranges
    }

    /// How many records of a charter log or branch there are up to the last of these statements in it.
    fn end_of(&self, row: &LogRow, of: &BTreeSet<StatementId>) -> u64 {
        let said = self.said.get(&row.id).into_iter().flatten();
        let here = said.filter(|(_, id)| of.contains(*id)).map(|(number, _)| *number + 1).max();
        here.unwrap_or(0)
    }

    /// The key a record's parts are sealed under, if it is held.
    pub(super) fn secret(&mut self, log: &LogRow, record: &RecordRow) -> Option<Secret> {
        if log.circle.is_none() {
            return Some(self.charter_key.clone());
        }
        let named = record.mark?;
        let place = (log.head.log, named);
        if !self.marks.contains_key(&place) {
            let key = key_named(&self.epoch_keys, log, &named)?;
            self.marks.insert(place, key);
        }
        self.marks.get(&place).cloned()
    }
}

/// The key that a record of `log` names by its mark, of those of the log's circle: else a record there would be read by another
/// circle alone.
pub(super) fn key_named(keys: &EpochKeys, log: &LogRow, named: &[u8; 16]) -> Option<Secret> {
    let of_circle = keys.values().filter(|(circle, _)| log.circle == Some(*circle));
    of_circle.map(|(_, key)| key).find(|key| mark(key, &log.head.log) == *named).cloned()
}

fn secret_meta(store: &Store, key: &str) -> Result<Secret, ReplicaError> {
    let bytes = store.meta(key)?.and_then(|bytes| bytes.try_into().ok());
    Ok(Secret(bytes.ok_or_else(|| StoreError::damaged(format_args!("there is no {key}")))?))
}
