//! A hub: a device of nobody's that keeps what it cannot read, and passes it on.
//!
//! It holds no key and knows no law. It checks that each log is its own writer's, and that who comes knows the
//! charter key; the rest its guests judge. docs/protocol.md §6, docs/decisions/0009.

use super::core::Output;
use super::parts::{lacks_of, part_in};
use crate::id::{CircleId, DeviceId, LogId, derive, derive16};
use crate::record::{Head, LogKind, Part, Range, RecordError, Secret, Verified, bit, parts_in};
use crate::session::{Ask, Came, Frame, Lack, Packed, Session, Shelf, Summary};
use crate::store::{ChangeRow, LogRow, Scope, State, Store, StoreError};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use std::collections::{BTreeMap, BTreeSet};

/// How much a hub keeps, in bytes of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    /// Of one log.
    pub log: u64,
    /// Of the whole community.
    pub community: u64,
    /// Of all logs that one key signs.
    pub writer: u64,
    /// Of what one guest brought since the hub was opened, whoever wrote it.
    pub guest: u64,
}

impl Default for Quota {
    /// 64 MiB a log, 4 GiB in all; a writer has an eighth of that, and a guest brings half of it.
    fn default() -> Self {
        Self { log: 64 << 20, community: 4 << 30, writer: 512 << 20, guest: 2 << 30 }
    }
}

/// What a log takes besides its records: without it empty logs would be free.
const LOG_BYTES: u64 = 1_024;

/// Most guests of whom it is known how much they brought; then that of all is forgotten.
const MAX_BRINGERS: usize = 4_096;

/// One community's records on a hub, and its guests.
pub struct Hub<C> {
    store: Store,
    endpoint: [u8; 32],
    door: [u8; 32],
    quota: Quota,
    logs: BTreeMap<LogId, Kept>,
    guests: BTreeMap<C, Guest>,
    /// How many bytes each guest brought, by endpoint.
    brought: BTreeMap<[u8; 32], u64>,
    outputs: Vec<Output<C>>,
}

struct Kept {
    row: LogRow,
    bytes: u64,
}

struct Guest {
    endpoint: [u8; 32],
    proven: bool,
    session: Session,
}

/// What became of a range.
enum Taken {
    New,
    /// Nothing is kept of it: it is here, or of a branch.
    Nothing,
    /// There is no room for it.
    Full,
    /// It begins beyond what is here.
    Gap(u64),
    Broken,
}

/// The key with which to check, at a hub, that a guest knows the charter key. It opens nothing.
#[must_use]
pub fn door(charter_key: &Secret) -> [u8; 32] {
    door_key(charter_key).verifying_key().to_bytes()
}

fn door_key(charter_key: &Secret) -> SigningKey {
    SigningKey::from_bytes(&derive("kith 0 hub door", &[&charter_key.0]))
}

fn knock(hub: &[u8; 32], guest: &[u8; 32]) -> Vec<u8> {
    [b"kith 0 hub".as_slice(), hub, guest].concat()
}

/// A proof that the device at `guest` knows the charter key, good at this hub only.
pub(super) fn prove(charter_key: &Secret, hub: &[u8; 32], guest: &[u8; 32]) -> [u8; 64] {
    door_key(charter_key).sign(&knock(hub, guest)).to_bytes()
}

/// Under which name a hub stands among the devices that were met.
pub(super) fn device_of(endpoint: &[u8; 32]) -> DeviceId {
    DeviceId(derive16("kith 0 hub device", &[endpoint]))
}

impl<C: Copy + Ord> Hub<C> {
    /// Opens a store of records that this hub keeps at `endpoint` for those who can open `door`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open(store: Store, endpoint: [u8; 32], door: [u8; 32], quota: Quota) -> Result<Self, StoreError> {
        let mut logs = BTreeMap::new();
        for row in store.logs()? {
            let bytes = store.bytes_of_log(row.id)?.saturating_add(LOG_BYTES);
            logs.insert(row.name(), Kept { row, bytes });
        }
        Ok(Self {
            store,
            endpoint,
            door,
            quota,
            logs,
            guests: BTreeMap::new(),
            brought: BTreeMap::new(),
            outputs: Vec::new(),
        })
    }

    /// Where it is.
    #[must_use]
    pub fn endpoint(&self) -> [u8; 32] {
        self.endpoint
    }

    /// The database.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Bytes kept, as quotas count them.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.logs.values().map(|kept| kept.bytes).sum()
    }

    /// What is to be done outside.
    pub fn take_outputs(&mut self) -> Vec<Output<C>> {
        std::mem::take(&mut self.outputs)
    }

    /// Open connections.
    pub fn connections(&self) -> impl Iterator<Item = C> {
        self.guests.keys().copied()
    }

    /// Somebody is at the door.
    pub fn opened(&mut self, conn: C, endpoint: [u8; 32]) {
        self.guests.insert(conn, Guest { endpoint, proven: false, session: Session::listen() });
    }

    /// A connection is gone.
    pub fn closed(&mut self, conn: C) {
        self.guests.remove(&conn);
    }

    /// Whether nothing is left to do with any guest.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.guests.values().all(|guest| guest.session.is_settled())
    }

    /// The next frame for a connection. Ask only when the network has room for it.
    pub fn next_frame(&mut self, conn: C) -> Option<Vec<u8>> {
        let guest = self.guests.get_mut(&conn).filter(|guest| guest.proven)?;
        Some(guest.session.next_frame(&Shelves { store: &self.store, logs: &self.logs })?.encode())
    }

    /// A frame has come.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn received(&mut self, conn: C, bytes: &[u8]) -> Result<(), StoreError> {
        let Some(guest) = self.guests.get_mut(&conn) else {
            return Ok(());
        };
        let asks = match (guest.proven, Frame::decode(bytes)) {
            (_, None) => vec![Ask::Breach("a frame that cannot be read")],
            (false, Some(Frame::Prove(proof))) => {
                let said = knock(&self.endpoint, &guest.endpoint);
                let door = VerifyingKey::from_bytes(&self.door);
                guest.proven = door.is_ok_and(|door| door.verify_strict(&said, &Signature::from_bytes(&proof)).is_ok());
                if guest.proven { Vec::new() } else { vec![Ask::Breach("no proof")] }
            }
            (false, Some(_)) => vec![Ask::Breach("a stranger's word")],
            (true, Some(frame)) => guest.session.handle(frame, &Shelves { store: &self.store, logs: &self.logs }),
        };
        for ask in asks {
            match ask {
                Ask::Absorb(name, range) => self.take(conn, &name, &range)?,
                // Blocks are for who can open them, so no guest has reason to send one.
                Ask::Unpack(_) => self.hang_up(conn, "a block for a hub"),
                Ask::Breach(why) => self.hang_up(conn, why),
                Ask::Fill(came) => {
                    if !self.fill(&came)? {
                        self.hang_up(conn, "parts that are not what their records name");
                    }
                }
                Ask::Seal(_) | Ask::GiveReceipts(_) | Ask::TakeReceipts(_) | Ask::UnpackReceipts(_) => {}
            }
        }
        Ok(())
    }

    fn hang_up(&mut self, conn: C, why: &'static str) {
        tracing::warn!(why, "a guest broke the protocol");
        self.guests.remove(&conn);
        self.outputs.push(Output::Close(conn));
    }

    fn take(&mut self, conn: C, name: &LogId, range: &Range) -> Result<(), StoreError> {
        let Some(by) = self.guests.get(&conn).map(|guest| guest.endpoint) else {
            return Ok(());
        };
        let taken = self.keep(&by, range)?;
        if let Some(guest) = self.guests.get_mut(&conn).filter(|_| range.is_emptied()) {
            guest.session.gave_less(&range.log);
        }
        match taken {
            Taken::New => {
                let Some(kept) = self.logs.get(&range.log) else {
                    return Ok(());
                };
                let here = super::shelf::summary(&kept.row);
                self.guests.values_mut().for_each(|guest| guest.session.offer(&here));
            }
            Taken::Nothing => {}
            Taken::Full => {
                if let Some(guest) = self.guests.get_mut(&conn) {
                    guest.session.stop(&range.log);
                }
            }
            Taken::Gap(from) => {
                if let Some(guest) = self.guests.get_mut(&conn).filter(|_| *name == range.log) {
                    guest.session.gap(&range.log, from);
                }
            }
            Taken::Broken => self.hang_up(conn, "records that do not verify"),
        }
        Ok(())
    }

    fn keep(&mut self, by: &[u8; 32], range: &Range) -> Result<Taken, StoreError> {
        let base = match self.logs.get(&range.log) {
            None if range.from > 0 => return Ok(Taken::Gap(0)),
            None => Head::introduced(range),
            Some(kept) if range.from > kept.row.head.count => return Ok(Taken::Gap(kept.row.head.count)),
            Some(kept) => Ok(self.store.head_at(&kept.row, range.from)?),
        };
        let (verified, head) = match base.and_then(|base| base.verify(range)) {
            Ok(checked) => checked,
            // Of a log that was written twice a hub keeps the branch that it heard of first.
            Err(RecordError::BadSignature | RecordError::BadRange) if range.from > 0 && !range.records.is_empty() => {
                return Ok(Taken::Nothing);
            }
            Err(_) => return Ok(Taken::Broken),
        };
        let intro = verified.first().and_then(|first| first.tail.intro.as_ref());
        if intro.is_some_and(|intro| !intro.fits_its_kind()) {
            return Ok(Taken::Broken);
        }
        let (id, count) = self.logs.get(&range.log).map_or((None, 0), |kept| (Some(kept.row.id), kept.row.head.count));
        let (mut known, mut new) = (Vec::new(), Vec::new());
        for record in verified {
            match id.filter(|_| record.number < count) {
                Some(id) if self.store.hash_of(id, record.number)? != Some(record.hash) => return Ok(Taken::Nothing),
                Some(_) => known.push(record),
                None => new.push(record),
            }
        }
        self.fill_from(&range.log, &known)?;
        let bytes: u64 = new.iter().map(|record| record.record.weight()).sum();
        let writer = match self.logs.get(&range.log) {
            Some(kept) => Some(kept.row.intro.sign_key),
            None => new.first().and_then(|first| Some(first.tail.intro.as_ref()?.sign_key)),
        };
        if new.is_empty() {
            return Ok(Taken::Nothing);
        }
        if !writer.is_some_and(|writer| self.has_room(by, &writer, &range.log, bytes)) {
            return Ok(Taken::Full);
        }
        let lacks = new.iter().any(|record| record.record.gone() > 0);
        let stored = self.store.transact(|| self.put(range, new, head))?;
        let Some((row, dropped)) = stored else {
            return Ok(Taken::Broken);
        };
        let first = self.first_bytes(&range.log);
        let kept = self.logs.entry(range.log).or_insert(Kept { row: row.clone(), bytes: LOG_BYTES });
        kept.row = row;
        kept.bytes = kept.bytes.saturating_add(bytes);
        self.brings(by, bytes.saturating_add(first));
        dropped.into_iter().chain([range.log]).try_for_each(|log| self.count_held(&log))?;
        if let Some(kept) = self.logs.get(&range.log).filter(|_| lacks) {
            let here = super::shelf::summary(&kept.row);
            self.guests.values_mut().for_each(|guest| guest.session.lacks_more(&here));
        }
        Ok(Taken::New)
    }

    fn count_held(&mut self, log: &LogId) -> Result<(), StoreError> {
        if let Some(kept) = self.logs.get_mut(log) {
            kept.row.held = self.store.held(kept.row.id)?;
        }
        Ok(())
    }

    /// Takes in parts that came by themselves. False if one of them is not what its record's header names.
    fn fill(&mut self, came: &[Came]) -> Result<bool, StoreError> {
        let (mut fits, mut filled) = (true, BTreeSet::new());
        self.store.transact(|| {
            for Came { log, number, start, part, bytes } in came {
                let Some(id) = self.logs.get(log).map(|kept| kept.row.id) else {
                    continue;
                };
                let lack = self.store.lack(id, *number)?.filter(|lack| lack.hash.start() == *start);
                if lack.is_some_and(|lack| lack.lacks & bit((*part).into()) > 0) {
                    fits &= self.store.fill_part(id, *number, *part, bytes)?;
                    filled.insert(*log);
                }
            }
            Ok::<_, StoreError>(())
        })?;
        self.tell_filled(filled)?;
        Ok(fits)
    }

    /// Takes the parts that lacked of records which are here out of the same records come again.
    fn fill_from(&mut self, log: &LogId, records: &[Verified]) -> Result<(), StoreError> {
        let row = self.logs.get(log).map(|kept| (kept.row.id, kept.row.held.first_lack));
        let Some((id, Some(first))) = row else {
            return Ok(());
        };
        let mut filled = false;
        self.store.transact(|| {
            for Verified { number, record, .. } in records.iter().filter(|record| record.number >= first) {
                let lacks = self.store.lack(id, *number)?.map_or(0, |lack| lack.lacks);
                for part in parts_in(lacks) {
                    if let Some(sealed) = record.parts.get(usize::from(part)).and_then(Part::sealed) {
                        filled |= self.store.fill_part(id, *number, part, sealed)?;
                    }
                }
            }
            Ok::<_, StoreError>(())
        })?;
        self.tell_filled(filled.then_some(*log))
    }

    /// More is held of these logs: who asked for it in vain is told.
    fn tell_filled(&mut self, logs: impl IntoIterator<Item = LogId>) -> Result<(), StoreError> {
        for log in logs {
            self.count_held(&log)?;
            let here = self.logs.get(&log).map(|kept| super::shelf::summary(&kept.row));
            here.iter().for_each(|here| self.guests.values_mut().for_each(|guest| guest.session.offer(here)));
        }
        Ok(())
    }

    /// Whether so many bytes more of a log fit: of it, of its writer, of what this guest brings, and of all.
    fn has_room(&self, by: &[u8; 32], writer: &[u8; 32], log: &LogId, bytes: u64) -> bool {
        let here = self.logs.get(log).map_or(LOG_BYTES, |kept| kept.bytes);
        let more = self.first_bytes(log).saturating_add(bytes);
        let written = self.logs.values().filter(|kept| kept.row.intro.sign_key == *writer).map(|kept| kept.bytes);
        let brought = self.brought.get(by).copied().unwrap_or_default();
        here.saturating_add(bytes) <= self.quota.log
            && written.fold(more, u64::saturating_add) <= self.quota.writer
            && brought.saturating_add(more) <= self.quota.guest
            && self.bytes().saturating_add(more) <= self.quota.community
    }

    /// What a log takes that is not here yet.
    fn first_bytes(&self, log: &LogId) -> u64 {
        if self.logs.contains_key(log) { 0 } else { LOG_BYTES }
    }

    fn brings(&mut self, by: &[u8; 32], bytes: u64) {
        if self.brought.len() >= MAX_BRINGERS && !self.brought.contains_key(by) {
            self.brought.clear();
        }
        let brought = self.brought.entry(*by).or_default();
        *brought = brought.saturating_add(bytes);
    }

    /// Stores new records of one log, and lets go of what they ask to let go of in logs of the same writer.
    /// Answers the log, and the others of which parts were let go.
    fn put(
        &self,
        range: &Range,
        new: Vec<Verified>,
        head: Head,
    ) -> Result<Option<(LogRow, BTreeSet<LogId>)>, StoreError> {
        let row = match self.logs.get(&range.log) {
            Some(kept) => Some(kept.row.clone()),
            None => {
                let intro = new.first().and_then(|first| first.tail.intro.as_ref());
                intro.map(|intro| self.store.insert_log(intro, None)).transpose()?
            }
        };
        let Some(mut row) = row else {
            return Ok(None);
        };
        let mut dropped = BTreeSet::new();
        for verified in new {
            let by = ChangeRow { log: row.id, number: verified.number };
            for erased in verified.tail.erased.iter().flatten().filter(|erased| erased.is_of_words()) {
                self.store.remember_erasure(erased, Scope::Key(&row.intro), by)?;
                let own = self.logs.get(&erased.log).map_or(&row, |kept| &kept.row);
                let same = own.head.log == erased.log && own.intro.sign_key == row.intro.sign_key;
                let same = same && own.intro.kind == LogKind::Content;
                let hash = if same { self.store.hash_of(own.id, erased.number)? } else { None };
                if hash.is_some_and(|hash| hash.start() == erased.start) {
                    self.store.drop_part(own.id, erased.number, erased.part)?;
                    dropped.insert(erased.log);
                }
            }
            self.store.append_record(&mut row, verified, State::Accepted)?;
        }
        row.head = head;
        self.store.update_log(&row)?;
        self.store.sign(row.id, &row.head, &range.signature)?;
        Ok(Some((row, dropped)))
    }
}

/// What a hub shows of what it keeps: everything, in one place.
struct Shelves<'a> {
    store: &'a Store,
    logs: &'a BTreeMap<LogId, Kept>,
}

impl Shelf for Shelves<'_> {
    fn circles(&self) -> Vec<(CircleId, Secret)> {
        Vec::new()
    }

    fn logs(&self, _: Option<&CircleId>) -> Vec<Summary> {
        self.logs.values().map(|kept| super::shelf::summary(&kept.row)).collect()
    }

    fn range(&self, log: &LogId, from: u64) -> Option<Range> {
        self.store.range(&self.logs.get(log)?.row, from).ok()?
    }

    fn packed(&self, _: &[(LogId, u64)]) -> Option<Packed> {
        None
    }

    fn lacks(&self, log: &LogId, from: u64, most: usize) -> Vec<Lack> {
        let kept = self.logs.get(log);
        kept.and_then(|kept| lacks_of(self.store, &kept.row, from, most).ok()).unwrap_or_default()
    }

    fn part(&self, log: &LogId, number: u64, start: &[u8; 8], part: u8) -> Option<Vec<u8>> {
        let row = self.logs.get(log)?.row.clone();
        part_in(self.store, &[row], number, start, part).ok()?
    }

    fn bytes(&self, log: &LogId) -> u64 {
        self.logs.get(log).map_or(0, |kept| kept.bytes)
    }

    fn newest_first(&self, logs: Vec<LogId>) -> Vec<LogId> {
        logs
    }

    fn receipts(&self) -> ([u8; 8], Vec<([u8; 8], u64)>) {
        ([0; 8], Vec::new())
    }
}

#[cfg(test)]
mod tests;
