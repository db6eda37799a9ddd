//! Writing: what this device says becomes a record, and takes the same road as one from afar.

use super::absorb::Taken;
use super::replica::{Replica, ReplicaError};
use super::settle::{Own, actor, kind_of};
use super::slices::Slices;
use crate::body::{Body, Named};
use crate::charter::{
    Coming, Cut, DeviceKeys, Haste, Law, MAX_LISTED, Note, Statement, Told, claim_invite, cross_sign, prove_founder,
};
use crate::document::{Document, Kind};
use crate::epoch::fresh_secret;
use crate::id::{CircleId, CommunityId, DeviceId, DocumentId, ItemId, PersonId, RecordHash, StatementId};
use crate::record::{Draft, Erased, Head, Intro, LogKind, MAX_ERASED, MAX_FRONTIER, Range, Secret, Tail, mark, tag};
use crate::store::{LogRow, Store};
use automerge::transaction::Transaction;
use automerge::{AutomergeError, ObjId};
use ed25519_dalek::SigningKey;
use rand::Rng;
use rand_chacha::ChaCha20Rng;
use std::cmp::Reverse;

/// Under which name it is noted when this device last said that it heard.
const HEARD: &str = "heard";
/// In what time it is counted how often, in milliseconds: of what may be gathered it says so once in it.
const HEARD_MS: i64 = 60 * 60 * 1_000;
/// How often in that time of who is put out by others than those whose words make room.
const HEARD_SOON: u64 = 16;
/// Changes after which a sheet begins anew: each post costs its readers as much as the sheet is long
/// (docs/decisions/0017).
const SHEET_CHANGES: usize = 128;

/// What a person says in a circle: an edit of the own sheet or card, with the contents it names by part number.
pub struct Saying<'a> {
    /// The circle.
    pub circle: CircleId,
    /// Profile or sheet.
    pub kind: Kind,
    /// Which sheet: the newest if `None`. An edit of an older item names its sheet.
    pub document: Option<DocumentId>,
    /// Plain text of parts 1, 2, ….
    pub contents: Vec<Vec<u8>>,
    /// Parts to be let go by everyone.
    pub erased: Vec<Erased>,
    /// The edit; answers the object of the item it made, if it made one.
    #[expect(clippy::type_complexity, reason = "written out once, called with closures")]
    pub edit: Box<dyn FnOnce(&mut Transaction<'_>) -> Result<Option<ObjId>, AutomergeError> + 'a>,
}

/// What was said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Said {
    /// The record's hash.
    pub record: RecordHash,
    /// The item that was made, if one was.
    pub item: Option<ItemId>,
}

impl<S: Slices> Replica<S> {
    /// Founds a community in an empty store.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn found(store: Store, slices: S, mut rng: ChaCha20Rng, members_invite: bool) -> Result<Self, ReplicaError> {
        let seed = fresh_secret(&mut rng);
        let charter_key = fresh_secret(&mut rng);
        let me = super::replica::Me::from_seed(&seed, None);
        let mut random = [0; 16];
        rng.fill_bytes(&mut random);
        let endpoint = prove_founder(&me.endpoint_signer(), &me.keys, &random);
        let genesis = Statement::Genesis { keys: me.keys, members_invite, random, endpoint };
        let intro = charter_intro(&me.keys, me.person);
        let tail = Tail { intro: Some(intro.clone()), frontier: Some(Vec::new()), ..Tail::default() };
        let mut head = Head::start(&intro);
        let draft = Draft { tail, parts: vec![Body::of(&genesis).encode()] };
        let (verified, signature) = head.append(&me.sign, &charter_key, draft, &mut rng)?;
        let community = CommunityId(verified.hash.0);
        Self::begin(&store, &seed, me.person, &community, &charter_key)?;
        let mut replica = Self::open(store, slices, rng)?;
        let range = Range { log: intro.log(), from: 0, records: vec![verified.record], signature };
        replica.in_transaction(|replica| replica.take_in(std::slice::from_ref(&range)))?;
        Ok(replica)
    }

    /// States something in the charter, if the law lets this device.
    ///
    /// # Errors
    /// [`ReplicaError::NotAllowed`] and whatever the database answers.
    pub fn state(&mut self, statement: &Statement) -> Result<StatementId, ReplicaError> {
        self.commit(|tx| tx.state(statement))
    }

    /// Whether the law lets this device state something now.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub fn may_state(&self, statement: &Statement) -> Result<bool, ReplicaError> {
        Ok(self.may_cite(statement).is_ok())
    }

    /// What the law would be once this device stated something, and the name the statement has in it.
    ///
    /// # Errors
    /// As [`Replica::state`], which may still leave a statement without effect: this tells before it is made.
    pub fn foresee(&self, statement: &Statement) -> Result<(Law, StatementId), ReplicaError> {
        let note = self.note(statement, self.may_cite(statement)?);
        Ok((self.law.foreseen(&note), note.id))
    }

    pub(super) fn state_within(&mut self, statement: &Statement) -> Result<StatementId, ReplicaError> {
        self.gather()?;
        let frontier = self.may_cite(statement)?;
        let at_ms = (self.now_ms > 0).then_some(self.now_ms);
        self.append_citing(&Body::stated(statement, at_ms), frontier)
    }

    /// Says *heard* of what nothing else knows, until a tail has room for all of it.
    fn gather(&mut self) -> Result<(), ReplicaError> {
        loop {
            let heads = self.law.facts().frontier();
            if heads.len() <= MAX_FRONTIER {
                return Ok(());
            }
            let some = heads.into_iter().take(MAX_FRONTIER).collect();
            self.append_citing(&Body::of(&Statement::Heard), some)?;
        }
    }

    /// Says once for all that came that it was heard of, if this device is one of those that do.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub fn say_heard(&mut self) -> Result<(), ReplicaError> {
        let Some(haste) = self.law.should_say_heard(&self.me.device()) else { return Ok(()) };
        // A transaction that fails has all of the replica read anew, at each flush.
        if self.may_cite(&Statement::Heard).is_err() {
            return Ok(());
        }
        let (since_ms, times) = self.heard_lately()?;
        let most = match haste {
            Haste::Now => u64::MAX,
            Haste::Soon => HEARD_SOON,
            Haste::Gathered => 1,
        };
        if times >= most {
            return Ok(());
        }
        let said = [since_ms.to_be_bytes(), times.saturating_add(1).to_be_bytes()].concat();
        self.in_transaction(|replica| {
            replica.state_within(&Statement::Heard)?;
            Ok(replica.store.put_meta(HEARD, &said)?)
        })
    }

    /// Since when it is counted how often this device says *heard*, in milliseconds since 1970, and how often it did: an hour at
    /// most. A time that lies ahead was noted by a clock that was wrong.
    fn heard_lately(&self) -> Result<(i64, u64), ReplicaError> {
        let noted = self.store.meta(HEARD)?.unwrap_or_default();
        let noted = noted
            .split_first_chunk::<8>()
            .map(|(since, times)| (i64::from_be_bytes(*since), times.try_into().map(u64::from_be_bytes).unwrap_or(0)));
        let is_now = |since_ms: i64| self.now_ms > 0 && (0..HEARD_MS).contains(&self.now_ms.saturating_sub(since_ms));
        Ok(noted.filter(|(since_ms, _)| is_now(*since_ms)).unwrap_or((self.now_ms, 0)))
    }

    /// What a statement is to cite, if the law lets this device make it.
    pub(super) fn may_cite(&self, statement: &Statement) -> Result<Vec<StatementId>, ReplicaError> {
        if self.restored {
            return Err(ReplicaError::Restored);
        }
        if self.law.needs_newer() && !statement.is_said_unread() {
            return Err(ReplicaError::NeedsNewer);
        }
        // Whoever does not belong lacks no role.
        let refused = if self.is_active() { ReplicaError::NotAllowed } else { ReplicaError::NotActive };
        let frontier = self.law.facts().frontier();
        if self.law.would_hold(&self.note(statement, frontier.clone())) { Ok(frontier) } else { Err(refused) }
    }

    /// A statement as this device would make it.
    fn note(&self, statement: &Statement, mut cites: Vec<StatementId>) -> Note {
        let own = self.own_charter_log();
        let said = own.and_then(|log| self.last_said(&log, log.head.count));
        cites.extend(said.filter(|id| self.law.facts().holds(id)));
        Note {
            id: RecordHash([0xff; 32]),
            device: self.me.device(),
            person: self.me.person,
            sign_key: self.me.keys.sign,
            cites,
            body: Told::Known(statement.clone()),
        }
    }

    /// States something without asking the law first, as a modified Kith might.
    #[doc(hidden)]
    pub fn state_unchecked(&mut self, body: &Body) -> Result<StatementId, ReplicaError> {
        self.in_transaction(|replica| replica.append_charter(body))
    }

    pub(super) fn append_charter(&mut self, body: &Body) -> Result<StatementId, ReplicaError> {
        self.gather()?;
        self.append_citing(body, self.law.facts().frontier())
    }

    fn append_citing(&mut self, body: &Body, frontier: Vec<StatementId>) -> Result<StatementId, ReplicaError> {
        if self.restored {
            return Err(ReplicaError::Restored);
        }
        let (mut head, intro, known) = match self.own_charter_log() {
            Some(row) => (row.head, None, Some(row.frontier)),
            None => {
                let intro = charter_intro(&self.me.keys, self.me.person);
                (Head::start(&intro), Some(intro), None)
            }
        };
        let changed = known.as_ref() != Some(&frontier);
        let tail = Tail { intro, frontier: changed.then_some(frontier), ..Tail::default() };
        let draft = Draft { tail, parts: vec![body.encode()] };
        self.append_own(&mut head, &self.charter_key.clone(), draft)
    }

    /// Chains, signs and takes in one record of this device.
    pub(super) fn append_own(
        &mut self,
        head: &mut Head,
        secret: &Secret,
        draft: Draft,
    ) -> Result<RecordHash, ReplicaError> {
        let from = head.count;
        let (verified, signature) = head.append(&self.me.sign, secret, draft, &mut self.rng)?;
        let range = Range { log: head.log, from, records: vec![verified.record], signature };
        self.news.own = true;
        match self.take_in(&[range])?.as_slice() {
            // A charter log that forked goes on where others know it, which may be a branch.
            [Taken::New(1) | Taken::Beside { new: 1, .. }] => Ok(verified.hash),
            _ => Err(ReplicaError::NotActive),
        }
    }

    /// Says something in a circle.
    ///
    /// # Errors
    /// [`ReplicaError::NotActive`], [`ReplicaError::TooLarge`], and whatever the database answers.
    pub fn say(&mut self, saying: Saying<'_>) -> Result<Said, ReplicaError> {
        self.commit(|tx| tx.say(saying))
    }

    /// Whether this device may say something in a circle now.
    ///
    /// # Errors
    /// [`ReplicaError::NotActive`] and [`ReplicaError::NeedsNewer`] if it may not.
    pub fn may_say(&self, circle: &CircleId) -> Result<(), ReplicaError> {
        if self.law.needs_newer() {
            return Err(ReplicaError::NeedsNewer);
        }
        if !self.is_active() || !self.law.reads(&self.me.person, circle) {
            return Err(ReplicaError::NotActive);
        }
        Ok(())
    }

    pub(super) fn say_within(&mut self, saying: Saying<'_>) -> Result<Said, ReplicaError> {
        self.may_say(&saying.circle)?;
        let key = self.key_to_write_under(&saying.circle)?;
        let (mut head, mut tail) = self.next_tail(&saying.circle, &key)?;
        let (id, named) = self.document_to_write(&saying)?;
        let begun = match self.places.get(&head.log) {
            Some(row) => self.store.number_of_document(*row, &id)?,
            None => None,
        };
        let mut draft = match self.store.document(&id)? {
            Some(_) => self.document(&id)?,
            None => Document::begin(saying.kind),
        };
        let written = draft.write(actor(&head.log, &id, self.run), saying.edit)?;
        self.documents.insert(id, draft);
        let Some(written) = written else {
            return Err(ReplicaError::NotAllowed);
        };
        let (start, hash) = (written.accepted.start_op, written.accepted.hash);
        self.own = Some(Own { document: id, bytes: written.bytes.clone(), accepted: written.accepted });
        let body = match begun {
            Some(number) => {
                tail.document = Some(number);
                Body::Change(written.bytes)
            }
            None => {
                let row = self.places.get(&head.log).copied();
                tail.document = Some(row.map_or(Ok(0), |row| self.store.next_document_number(row))?);
                Body::New { document: named, change: written.bytes }
            }
        };
        tail.erased = (!saying.erased.is_empty()).then_some(saying.erased);
        let parts = [body.encode()].into_iter().chain(saying.contents).collect();
        let record = self.append_own(&mut head, &key, Draft { tail, parts })?;
        if !self.documents.get(&id).is_some_and(|document| document.holds(&hash)) {
            // It waits behind something: what is said next must not be numbered as if it had not been said.
            self.rng.fill_bytes(&mut self.run);
        }
        let offset = match written.value {
            Some(ObjId::Id(counter, ..)) => u16::try_from(counter.saturating_sub(start)).ok(),
            _ => None,
        };
        Ok(Said { record, item: offset.map(|offset| ItemId::new(&record, offset)) })
    }

    /// Names in this device's own logs what another device of its person let go of there: a hub obeys only the
    /// log's own writer. What cannot be said now is said later.
    ///
    /// # Errors
    /// Whatever the database answers.
    pub fn repeat_erasures(&mut self) -> Result<(), ReplicaError> {
        loop {
            let mut all = self.store.repeats(MAX_ERASED)?;
            if all.is_empty() || !self.is_active() || self.law.needs_newer() || self.restored {
                return Ok(());
            }
            let circle = all.first().and_then(|first| self.log(&first.log)?.circle);
            all.retain(|erased| self.log(&erased.log).is_some_and(|row| row.circle == circle));
            // In a circle that was left there is nobody to say it to.
            let circle = circle.filter(|circle| self.law.reads(&self.me.person, circle));
            let is_held_up = match &circle {
                Some(circle) => !self.may_write_in(circle)?,
                None => false,
            };
            if all.is_empty() || is_held_up {
                return Ok(());
            }
            self.in_transaction(|replica| {
                all.iter().try_for_each(|erased| replica.store.forget_repeat(erased))?;
                let Some(circle) = circle else {
                    return Ok(());
                };
                let key = replica.key_to_write_under(&circle)?;
                let (mut head, tail) = replica.next_tail(&circle, &key)?;
                let draft = Draft {
                    tail: Tail { erased: Some(all), repeats: Some(true), ..tail },
                    parts: vec![Body::Nothing.encode()],
                };
                replica.append_own(&mut head, &key, draft).map(drop)
            })?;
        }
    }

    /// Says something without asking the document first, as a modified Kith might. `part` is part 0 in plain
    /// text, whatever it holds; `document` and `erased` stand in the tail as they are.
    #[doc(hidden)]
    pub fn say_unchecked(
        &mut self,
        circle: &CircleId,
        part: Vec<u8>,
        document: Option<u32>,
        erased: Option<Vec<Erased>>,
    ) -> Result<RecordHash, ReplicaError> {
        self.in_transaction(|replica| {
            let key = replica.key_to_write_under(circle)?;
            let (mut head, tail) = replica.next_tail(circle, &key)?;
            let tail = Tail { document, erased, ..tail };
            replica.append_own(&mut head, &key, Draft { tail, parts: vec![part] })
        })
    }

    /// The document the saying goes into, and what it is.
    fn document_to_write(&mut self, saying: &Saying<'_>) -> Result<(DocumentId, Named), ReplicaError> {
        let person = self.me.person;
        if let Some(id) = saying.document
            && let Some(row) = self.store.document(&id)?
        {
            return Ok((id, Named { kind: row.kind, person: row.person, number: row.number }));
        }
        let kind = saying.kind as u8;
        let newest = self.store.newest_number(kind, &saying.circle, &person)?.unwrap_or(0);
        let mut named = Named { kind, person, number: newest };
        if saying.kind == Kind::Sheet && self.store.document(&named.id(&saying.circle))?.is_some() {
            let document = self.document(&named.id(&saying.circle))?;
            let full = document.changes() >= SHEET_CHANGES;
            self.documents.insert(named.id(&saying.circle), document);
            named.number += u32::from(full);
        }
        debug_assert!(kind_of(kind).is_some());
        Ok((named.id(&saying.circle), named))
    }

    /// This device's log at a place that is noted under this name.
    fn own_log(&self, place: &str) -> Result<Option<LogRow>, ReplicaError> {
        let own = self.store.meta(place)?.and_then(|id| id.try_into().ok()).map(crate::id::LogId);
        Ok(own.and_then(|id| self.log(&id)).cloned())
    }

    /// This device's log of the charter, if it said anything there.
    /// Where it forked, the branch that others know.
    pub(super) fn own_charter_log(&self) -> Option<LogRow> {
        let log = charter_intro(&self.me.keys, self.me.person).log();
        if !self.is_forked(&log) {
            return self.log(&log).cloned();
        }
        let newest = self.law.newest_of(&self.me.device())?;
        let says = |row: &LogRow| self.said.get(&row.id).is_some_and(|said| said.values().any(|id| *id == newest));
        let mut branches = self.branches(&log);
        let at = branches.iter().position(says).unwrap_or(0);
        Some(branches.swap_remove(at))
    }

    /// The end of this device's log in the circle, and the tail of its next record.
    pub(super) fn next_tail(&mut self, circle: &CircleId, key: &Secret) -> Result<(Head, Tail), ReplicaError> {
        let place = format!("log {}", crate::id::to_text(&circle.0));
        self.gather()?;
        let frontier = self.law.facts().frontier();
        if let Some(row) = self.own_log(&place)? {
            let named = mark(key, &row.head.log);
            let tail = Tail {
                mark: (row.mark != Some(named)).then_some(named),
                frontier: (row.frontier != frontier).then_some(frontier),
                ..Tail::default()
            };
            return Ok((row.head.clone(), tail));
        }
        let secret = self.circle_secrets.get(circle).ok_or(ReplicaError::NotActive)?;
        let mut intro = Intro { kind: LogKind::Content, ..charter_intro(&self.me.keys, self.me.person) };
        self.rng.fill_bytes(&mut intro.nonce);
        intro.tag = tag(secret, &intro);
        self.store.put_meta(&place, &intro.log().0)?;
        let named = mark(key, &intro.log());
        let head = Head::start(&intro);
        Ok((head, Tail { intro: Some(intro), mark: Some(named), frontier: Some(frontier), ..Tail::default() }))
    }

    /// Opens an invitation and answers its secret.
    ///
    /// # Errors
    /// As [`Replica::state`].
    pub fn invite(&mut self, limit: u32, last_day: u32) -> Result<Secret, ReplicaError> {
        self.commit(|tx| tx.invite(limit, last_day))
    }

    pub(super) fn invite_within(&mut self, limit: u32, last_day: u32) -> Result<Secret, ReplicaError> {
        let secret = fresh_secret(&mut self.rng);
        let signer = SigningKey::from_bytes(&secret.0);
        let key = signer.verifying_key().to_bytes();
        let own = claim_invite(&signer, &self.community, &self.me.device());
        self.state_within(&Statement::Invite { key, limit, last_day, own })?;
        Ok(secret)
    }

    /// Lets a newcomer's device in by the invitation that it names, and seals it the keys.
    ///
    /// # Errors
    /// As [`Replica::state`]; an invitation that is closed or not known here lets nobody in.
    pub fn admit(&mut self, asked: &crate::node::Asked) -> Result<(), ReplicaError> {
        let (invite, _) = self.law.invitation(&asked.invite).ok_or(ReplicaError::NotAllowed)?;
        let statement = Statement::Admit {
            invite,
            person: asked.person,
            keys: asked.keys,
            proofs: asked.proofs,
            lifts: asked.lifts.clone(),
        };
        // Refused before the transaction: after one that fails, all of the replica is read anew.
        self.may_cite(&statement)?;
        self.in_transaction(|replica| {
            replica.state_within(&statement)?;
            replica.seal_all_within(&asked.keys.device())
        })
    }

    /// Adds a further device of this person, and seals it the keys.
    ///
    /// # Errors
    /// As [`Replica::state`].
    pub fn add_device(
        &mut self,
        keys: crate::charter::DeviceKeys,
        own: [u8; 64],
        endpoint: [u8; 64],
    ) -> Result<(), ReplicaError> {
        let statement = Statement::DeviceAdd { keys, own, endpoint };
        self.may_cite(&statement)?;
        self.in_transaction(|replica| {
            replica.state_within(&statement)?;
            replica.seal_all_within(&keys.device())
        })
    }

    /// How many records of each of a person's content logs are here: the cuts of a removal. Of more logs than one statement may
    /// list those that hold the most.
    #[must_use]
    pub fn cuts_of(&self, person: &PersonId) -> Vec<Cut> {
        self.cuts_where(|log| log.intro.person == *person)
    }

    /// The same of one device: the cuts of its removal.
    #[must_use]
    pub fn cuts_of_device(&self, device: &DeviceId) -> Vec<Cut> {
        self.cuts_where(|log| log.intro.device == *device)
    }

    fn cuts_where(&self, is_theirs: impl Fn(&LogRow) -> bool) -> Vec<Cut> {
        let logs = self.logs.values().filter(|log| log.circle.is_some() && is_theirs(log));
        let named = logs.flat_map(|log| self.names_of(log).map(|name| Cut { log: name, count: log.head.count }));
        let mut cuts: Vec<Cut> = named.collect();
        cuts.sort_unstable_by_key(|cut| (Reverse(cut.count), cut.log));
        cuts.truncate(MAX_LISTED);
        cuts
    }

    /// What this device signs to be let in by an invitation. Who left names the leaves that this ends.
    #[must_use]
    pub fn ask(&self, invite: &Secret) -> crate::node::Asked {
        let inviter = SigningKey::from_bytes(&invite.0);
        let (key, lifts) = (inviter.verifying_key().to_bytes(), self.law.leaves(&self.me.person));
        let coming = Coming { invite: &key, person: &self.me.person, keys: &self.me.keys, lifts: &lifts };
        let proofs = coming.prove(&self.community, &inviter, &self.me.sign, &self.me.endpoint_signer());
        crate::node::Asked { invite: key.into(), person: self.me.person, keys: self.me.keys, proofs, lifts }
    }

    /// What this device signs, with both keys, to be added by another of the same person.
    #[must_use]
    pub fn ask_as_device(&self, adder: &DeviceId) -> [[u8; 64]; 2] {
        let by = |signer: &SigningKey| cross_sign(signer, &self.community, adder, &self.me.keys);
        [by(&self.me.sign), by(&self.me.endpoint_signer())]
    }
}

/// How the charter log of a person's device begins: it has one.
pub(super) fn charter_intro(keys: &DeviceKeys, person: PersonId) -> Intro {
    let (sign_key, device) = (keys.sign, keys.device());
    Intro { sign_key, nonce: [0; 16], device, person, kind: LogKind::Charter, tag: [0; 16] }
}
