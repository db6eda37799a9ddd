//! Settling content: each waiting record is accepted, refused, set aside as late, or waits on.

mod open;

use super::forks::TWICE;
use super::replica::{Replica, ReplicaError};
use super::slices::{Brought, Fresh, Slices, Touched};
use crate::body::{Body, Named};
use crate::charter::{Grounds, Verdict};
use crate::document::{Accepted, Document, Incoming, Kind, Outcome, Refusal};
use crate::id::{CircleId, DeviceId, DocumentId, LogId, PersonId, derive, first8};
use crate::record::Part;
use crate::store::{ChangeRow, DocumentRow, LogRow, RecordRow, State};
use std::collections::{BTreeMap, BTreeSet};

/// Documents kept open.
const KEPT_OPEN: usize = 128;

/// Records that are read at once of a log that is judged anew.
const AT_ONCE: usize = 256;

/// Why a record is refused whose log is not of the person that it names. It may become theirs: two people may come to
/// have one device, if neither's statement knows the other's.
const NOT_ITS_PERSONS: &str = "the log is not its person's";

/// Why a record is refused that begins a document where none may be: a second card, or by a number that means another already.
const NOT_BY_THIS_NUMBER: &str = "the document is not to be begun here by this number";

/// A change on its way into a document.
#[derive(Clone)]
pub(super) struct Candidate {
    pub log: i64,
    pub record: RecordRow,
    pub incoming: Incoming,
    /// It does not stand by itself: something that stands was built on it.
    pub late: bool,
}

pub(super) fn incoming(candidates: &[Candidate]) -> Vec<Incoming> {
    candidates.iter().map(|candidate| candidate.incoming.clone()).collect()
}

/// A change that this device wrote into an open document, until its record has taken the road of any other.
pub(super) struct Own {
    pub document: DocumentId,
    pub bytes: Vec<u8>,
    pub accepted: Accepted,
}

/// What a record turned out to be.
pub(super) enum Found {
    /// For a statement, or for another record.
    Waits,
    /// Its key or its body: whatever brings these has its log judged anew.
    Lacks,
    Late,
    Refused(String),
    Erases,
    Changes(DocumentId, Incoming),
}

impl<S: Slices> Replica<S> {
    /// Judges what waits until nothing more can be done. `everywhere`: the charter is another; `keys`: there are more of them.
    ///
    /// Nobody pays for what others have waiting, or late: what is said is judged with what its person has, and of late records only
    /// those are looked at again that were not read. Of a verdict that changes [`Replica::recheck`] knows.
    pub(super) fn settle(&mut self, everywhere: bool, keys: bool) -> Result<(), ReplicaError> {
        let fresh = std::mem::take(&mut self.unsettled);
        let fresh = fresh.iter().filter_map(|log| self.places.get(log)).copied();
        let fresh: BTreeSet<i64> = fresh.filter(|id| self.open.contains(id)).collect();
        let mut logs = match everywhere || keys {
            true => self.open.iter().filter(|id| keys || fresh.contains(id) || self.may_go_on(id)).copied().collect(),
            false => self.with_late_words(fresh),
        };
        let mut judged = BTreeSet::new();
        while !logs.is_empty() {
            let rows = self.with_branches(&logs);
            judged.extend(rows.iter().map(|row| row.id));
            let people = self.settle_once(&rows)?;
            // What was accepted may be what others of the same documents waited for; those are one person's.
            let of_them = |id: &i64| self.logs.get(id).is_some_and(|log| people.contains(&log.intro.person));
            logs = self.open.iter().copied().filter(|id| of_them(id) && self.may_go_on(id)).collect();
        }
        for log in judged {
            self.store.all_judged(log)?;
        }
        self.show_restated()?;
        self.show_late()?;
        while self.documents.len() > KEPT_OPEN {
            self.documents.pop_first();
        }
        Ok(())
    }

    /// These logs, and of the people who say them, and of whose words some are late, all in which something waits: it may stand on the
    /// late words that what came now brings in, and that on it, so that they fit together alone.
    fn with_late_words(&self, mut fresh: BTreeSet<i64>) -> BTreeSet<i64> {
        let author = |id: &i64| self.logs.get(id).map(|log| log.intro.person);
        let who: BTreeSet<PersonId> = fresh.iter().filter_map(author).collect();
        // Only those who speak pay for it: most of what comes brings nothing of a circle at all.
        if who.is_empty() {
            return fresh;
        }
        let late = self.having_late.iter().filter_map(author).filter(|person| who.contains(person));
        let who: BTreeSet<PersonId> = late.collect();
        let is_theirs = |id: &i64| author(id).is_some_and(|person| who.contains(&person));
        fresh.extend(self.open.iter().filter(|id| is_theirs(id) && self.may_go_on(id)));
        fresh
    }

    /// Something in a log is to be judged, or judged again.
    pub(super) fn judge_anew(&mut self, log: i64) {
        self.open.insert(log);
        self.knowing_more.remove(&log);
    }

    /// Whether something that waits in a log may be judged otherwise than it was: who makes up statements that they know costs nobody
    /// more than a look whether these came.
    fn may_go_on(&self, log: &i64) -> bool {
        let lacks = self.knowing_more.get(log);
        lacks.is_none_or(|lacks| lacks.iter().any(|id| self.law.facts().holds(id)))
    }

    /// Answers whose documents may take in more now.
    fn settle_once(&mut self, logs: &[LogRow]) -> Result<BTreeSet<PersonId>, ReplicaError> {
        let mut batches: BTreeMap<DocumentId, Vec<Candidate>> = BTreeMap::new();
        let mut behind = BTreeMap::new();
        let mut settled = BTreeSet::new();
        for log in logs {
            if self.judge_log(log, &mut behind, &mut batches)? {
                settled.insert(log.intro.person);
            }
        }
        self.take_back_own(&batches);
        for (document, batch) in batches {
            let log = batch.first().and_then(|candidate| self.logs.get(&candidate.log));
            let person = log.map(|log| log.intro.person);
            if self.merge(document, batch)? {
                settled.extend(person);
            }
        }
        Ok(settled)
    }

    /// What a stored record waits for, in words, for those who look for the reason.
    #[doc(hidden)]
    pub fn waits_for(&mut self, log: &LogRow, record: &RecordRow) -> Result<String, ReplicaError> {
        let number = record.verified.number;
        let verdict = self.law.verdict(&self.writer_of(log, number), number, &record.frontier);
        if verdict != Verdict::Stands {
            return Ok(format!("the charter: {verdict:?}"));
        }
        if self.secret(log, record).is_none() {
            return Ok("its key".into());
        }
        Ok(match self.read(log, record)? {
            Found::Changes(document, _) => format!("what its change stands on in {document:?}, or those before it"),
            Found::Waits => "the record that begins its document".into(),
            Found::Lacks => "its body".into(),
            Found::Late | Found::Refused(_) | Found::Erases => "nothing".into(),
        })
    }

    /// What a record says, whether or not it stands.
    pub(super) fn read(&mut self, log: &LogRow, record: &RecordRow) -> Result<Found, ReplicaError> {
        let verified = &record.verified;
        let Some(secret) = self.secret(log, record) else {
            return Ok(Found::Lacks);
        };
        if verified.record.parts.first().and_then(Part::sealed).is_none() {
            return Ok(Found::Lacks);
        }
        let Ok(plain) = verified.open(&secret, 0) else {
            return Ok(Found::Refused("the record cannot be opened".into()));
        };
        let Some(circle) = log.circle else {
            return Ok(Found::Waits);
        };
        match (Body::decode(&plain), verified.tail.document) {
            (Some(Body::Nothing), _) => Ok(Found::Erases),
            (Some(Body::New { document, change }), Some(number)) => {
                self.begin_document(log, circle, (document, verified.number), number, change)
            }
            (Some(Body::Change(bytes)), Some(number)) => {
                let Some(id) = self.document_named(log, number, verified.number)? else {
                    return Ok(Found::Waits);
                };
                if self.store.document(&id)?.is_none() {
                    // The record that begins it waits, or is of a kind that is not known here.
                    return Ok(Found::Waits);
                }
                Ok(Found::Changes(id, Incoming { bytes, prefix: prefix(&log.head.log, &id), lane: log.id }))
            }
            _ => Ok(Found::Refused("the record says nothing a circle can hold".into())),
        }
    }

    fn begin_document(
        &mut self,
        log: &LogRow,
        circle: CircleId,
        (named, record): (Named, u64),
        number: u32,
        bytes: Vec<u8>,
    ) -> Result<Found, ReplicaError> {
        let place = ChangeRow { log: log.id, number: record };
        let Some(id) = self.note_document(log, circle, &named, place, number)? else {
            let is_theirs = named.person == log.intro.person;
            let why = if is_theirs { NOT_BY_THIS_NUMBER.to_owned() } else { Refusal::NotTheirs.to_string() };
            return Ok(Found::Refused(why));
        };
        let Some(kind) = kind_of(named.kind) else {
            // A newer Kith reads it: that judges anew what is open when it starts.
            return Ok(Found::Lacks);
        };
        if self.store.document(&id)?.is_none() {
            let document = Document::begin(kind);
            let row = DocumentRow { id, kind: named.kind, circle, person: named.person, number: named.number };
            self.store.put_document(&row, &heads_bytes(&document), &document.save())?;
        }
        Ok(Found::Changes(id, Incoming { bytes, prefix: prefix(&log.head.log, &id), lane: log.id }))
    }

    /// Notes which document a log means by a number from here on. `None` if it is not its person's to begin, or if by that number the
    /// log means another already: while a body lacks it is known from the number which document it is about.
    pub(super) fn note_document(
        &self,
        log: &LogRow,
        circle: CircleId,
        named: &Named,
        place: ChangeRow,
        number: u32,
    ) -> Result<Option<DocumentId>, ReplicaError> {
        let profile = kind_of(named.kind) == Some(Kind::Profile);
        let misplaced = profile && (circle != self.everyone() || named.number > 0);
        if named.person != log.intro.person || misplaced {
            return Ok(None);
        }
        let id = named.id(&circle);
        // A number means what it meant first on the way to this record, in whichever branch that stands.
        match self.document_named(log, number, place.number)? {
            Some(means) if means == id => {}
            Some(_) => {
                // It may have been noted before that was known: what says so may have come later.
                self.store.forget_number(place, number)?;
                return Ok(None);
            }
            None => self.store.number_document(place, number, &id)?,
        }
        Ok(Some(id))
    }

    /// Merges a batch into its document and makes rows of it. True if anything was accepted.
    fn merge(&mut self, id: DocumentId, batch: Vec<Candidate>) -> Result<bool, ReplicaError> {
        let (mut document, outcomes) = self.merge_into(&id, &batch)?;
        let (stuck, mut done): (Vec<_>, Vec<_>) =
            batch.into_iter().zip(outcomes).partition(|(_, outcome)| *outcome == Outcome::Waiting);
        let stuck = stuck.into_iter().map(|(candidate, _)| candidate).collect();
        done.extend(self.merge_on_late(&id, &mut document, stuck)?);
        let (mut items, mut fresh) = (BTreeSet::new(), Fresh::default());
        let mut any = false;
        for (candidate, outcome) in &done {
            let number = candidate.record.verified.number;
            match outcome {
                Outcome::Accepted(accepted) => {
                    let from = ChangeRow { log: candidate.log, number };
                    self.store.insert_change(&id, &accepted.hash.0, from)?;
                    let hash = candidate.record.verified.hash;
                    fresh.changes.insert(accepted.hash, Brought { from, hash, start: accepted.start_op });
                    fresh.said.push(&accepted.change);
                    fresh.records.insert((candidate.log, number), &candidate.record);
                    items.extend(accepted.items.iter().cloned());
                    any = true;
                }
                Outcome::Known => any = true,
                Outcome::Waiting => continue,
                Outcome::Refused(_) if candidate.late => continue,
                Outcome::Refused(why) => {
                    self.store.set_state(candidate.log, number, State::Refused, Some(&why.to_string()))?;
                    continue;
                }
            }
            if candidate.late {
                continue;
            }
            self.store.set_state(candidate.log, number, State::Accepted, None)?;
        }
        if any {
            self.store.put_heads(&id, &heads_bytes(&document))?;
            if self.news.erased {
                fresh.records.clear();
            }
            self.project(&id, &document, Touched::Items(items.into_iter().collect()), &fresh)?;
            let came_late = done.iter().any(|(candidate, _)| candidate.late);
            self.stir_late(&id, fresh.changes.keys().copied(), came_late)?;
        }
        self.documents.insert(id, document);
        if any {
            self.save_when_due(&id)?;
        }
        Ok(any)
    }

    /// Merges the batch. What this device wrote itself was checked as it was written, and is there already. What others
    /// wrote counts only once the document was seen to load again with it.
    fn merge_into(&mut self, id: &DocumentId, batch: &[Candidate]) -> Result<(Document, Vec<Outcome>), ReplicaError> {
        let of_own = |own: &mut Own| own.document == *id && batch.iter().any(|one| one.incoming.bytes == own.bytes);
        let own = self.own.take_if(of_own);
        let holds = |own: &Own| self.documents.get(id).is_some_and(|document| document.holds(&own.accepted.hash));
        match (own.filter(holds), batch) {
            (Some(own), [_]) => return Ok((self.document(id)?, vec![Outcome::Accepted(own.accepted)])),
            // Something else came with it, or it may wait behind something: it is judged as others' changes are.
            (Some(_), _) => drop(self.documents.remove(id)),
            (None, _) => {}
        }
        let mut document = self.document(id)?;
        if !document.is_proved() {
            // What breaks a document is not to be looked for in what only now comes to it.
            self.documents.insert(*id, document);
            self.save(id)?;
            document = self.document(id)?;
        }
        let outcomes = document.merge(incoming(batch));
        Ok((document, outcomes))
    }

    /// What this device wrote and what cannot be merged now is not to stay in the document that is open.
    fn take_back_own(&mut self, batches: &BTreeMap<DocumentId, Vec<Candidate>>) {
        let merges = |own: &mut Own| {
            let batch = batches.get(&own.document);
            batch.is_some_and(|batch| batch.iter().any(|one| one.incoming.bytes == own.bytes))
        };
        if let Some(own) = self.own.take_if(|own| !merges(own)) {
            self.documents.remove(&own.document);
        }
    }

    /// After the charter changed: finds verdicts that are others, and roles of authors as their records knew them, and makes their
    /// documents anew.
    pub(super) fn recheck(&mut self, before: &AllGrounds) -> Result<(), ReplicaError> {
        let mut stale = BTreeSet::new();
        let now = self.grounds();
        let others = |log: &&LogRow| {
            let (before, now) = (before.get(&author(log)), now.get(&author(log)));
            before.zip(now).is_none_or(|(before, now)| !now.judge_as(before))
        };
        let content = self.logs.values().filter(|log| log.circle.is_some());
        for log in content.filter(others).cloned().collect::<Vec<_>>() {
            self.recheck_log(&log, &mut stale)?;
        }
        for (author, now) in &now {
            if before.get(author).is_none_or(|before| !now.rank_as(before)) {
                stale.extend(self.store.documents_by(&author.1)?);
            }
        }
        for id in stale {
            self.rebuild(&id)?;
        }
        Ok(())
    }

    /// What content is judged by, for each author of any.
    pub(super) fn grounds(&self) -> AllGrounds {
        let mut all = AllGrounds::new();
        for log in self.logs.values().filter(|log| log.circle.is_some()) {
            all.entry(author(log)).or_insert_with(|| self.law.grounds(&log.writer()));
        }
        all
    }

    /// Takes back what no longer stands of a log; the documents are then to be made anew.
    pub(super) fn recheck_log(&mut self, log: &LogRow, stale: &mut BTreeSet<DocumentId>) -> Result<(), ReplicaError> {
        if log.circle.is_none() {
            return Ok(());
        }
        let (mut reopened, mut from, mut unlearned) = (false, 0, None);
        loop {
            // Some at a time: a person may have said more than memory holds.
            let records = self.store.some_records(log, from, AT_ONCE)?;
            let Some(last) = records.last() else {
                break;
            };
            from = last.verified.number.saturating_add(1);
            for record in records {
                reopened |= self.recheck_record(log, &record, stale)?;
                if record.state == State::Late
                    && record.verified.tail.document.is_some()
                    && self.waits_now(log, &record)
                {
                    unlearned.get_or_insert(record.verified.number);
                }
            }
        }
        if let Some(first) = unlearned {
            self.unlearn(log, first, stale)?;
        }
        if reopened {
            self.part_rivals(&log.head.log)?;
        }
        if self.having_late.contains(&log.id) {
            // Whether what stands brings in a late record hangs on why that is late, which may be another reason now.
            for document in self.store.documents_by(&log.intro.person)? {
                if self.store.holds_late_of(&document, log.id)? {
                    stale.insert(document);
                }
            }
        }
        Ok(())
    }

    fn waits_now(&self, log: &LogRow, record: &RecordRow) -> bool {
        let number = record.verified.number;
        self.law.verdict(&self.writer_of(log, number), number, &record.frontier) == Verdict::Waits
    }

    /// A record was late, whatever it knows, and waits now for statements that are not here. Who gets it only now cannot tell which
    /// document it is about, nor those that follow it: that is forgotten here too, or devices with the same records would differ.
    fn unlearn(&mut self, log: &LogRow, first: u64, stale: &mut BTreeSet<DocumentId>) -> Result<(), ReplicaError> {
        let follows = |row: &LogRow| row.id == log.id || row.first() > first;
        for row in self.branches(&log.head.log).into_iter().filter(follows) {
            let mut from = first.max(row.first());
            loop {
                let records = self.store.some_records(&row, from, AT_ONCE)?;
                let Some(last) = records.last() else {
                    break;
                };
                from = last.verified.number.saturating_add(1);
                for record in records {
                    let about = self.documents_of(&row, &record)?;
                    match record.state {
                        State::Accepted if about.is_some() => {
                            self.store.set_state(row.id, record.verified.number, State::Waiting, None)?;
                            stale.extend(about);
                        }
                        _ => self.late.extend(about),
                    }
                }
            }
            self.store.forget_numbers(ChangeRow { log: row.id, number: first.max(row.first()) })?;
            self.judge_anew(row.id);
            if self.having_late.contains(&row.id) {
                self.late_unseen.insert(row.id);
                self.late_unread.remove(&row.id);
            }
        }
        Ok(())
    }

    /// Judges one anew, and takes back what no longer stands. True if it was refused for whose it is and no longer is.
    fn recheck_record(
        &mut self,
        log: &LogRow,
        record: &RecordRow,
        stale: &mut BTreeSet<DocumentId>,
    ) -> Result<bool, ReplicaError> {
        self.judge_erasing(log, record)?;
        let number = record.verified.number;
        let why = if record.state == State::Refused { self.store.refused_for(log.id, number)? } else { None };
        let was_not_theirs = why.as_deref() == Some(NOT_ITS_PERSONS);
        let verdict = self.law.verdict(&self.writer_of(log, number), number, &record.frontier);
        if record.state == State::Waiting && verdict != Verdict::Waits {
            // Whatever else it waits for: what is late waits for nothing.
            self.judge_anew(log.id);
        }
        let state = match verdict {
            Verdict::Late => State::Late,
            Verdict::Stands if !was_not_theirs && record.state != State::Late => return Ok(false),
            Verdict::Refused if was_not_theirs => return Ok(false),
            Verdict::Waits | Verdict::Refused | Verdict::Stands => State::Waiting,
        };
        // One that was late may stand in a document all the same, for what was built on it.
        let may_be_merged = record.state == State::Accepted || (record.state == State::Late && state != State::Late);
        // What comes after its end is late whatever it says: else what was refused before would be counted otherwise here. Of what
        // was said twice one alone counts, late or not.
        let is_late_anew = record.state == State::Refused && state == State::Late && why.as_deref() != Some(TWICE);
        if may_be_merged || was_not_theirs || is_late_anew {
            self.store.set_state(log.id, number, state, None)?;
            self.judge_anew(log.id);
        }
        if state == State::Late {
            self.having_late.insert(log.id);
            if record.state == State::Refused && (was_not_theirs || is_late_anew) {
                // Who refused it may not have read it.
                self.note_unread(log, record);
            }
        }
        if may_be_merged {
            stale.extend(self.documents_of(log, record)?);
        }
        Ok(was_not_theirs)
    }

    /// What a stored record is about, as far as its log is read.
    pub(super) fn documents_of(
        &mut self,
        log: &LogRow,
        record: &RecordRow,
    ) -> Result<Option<DocumentId>, ReplicaError> {
        match record.verified.tail.document {
            Some(number) => self.document_named(log, number, record.verified.number + 1),
            None => Ok(None),
        }
    }
}

/// Who writes a log: all of an author's logs are judged by the same.
type Author = (DeviceId, PersonId, [u8; 32]);

/// What content is judged by, author by author.
pub(super) type AllGrounds = BTreeMap<Author, Grounds>;

const fn author(log: &LogRow) -> Author {
    (log.intro.device, log.intro.person, log.intro.sign_key)
}

/// First half of the actors by which `log` writes in `document`.
pub(super) fn prefix(log: &LogId, document: &DocumentId) -> [u8; 8] {
    first8(&derive("kith 0 actor", &[&log.0, &document.0]))
}

/// The actor of this program run.
pub(super) fn actor(log: &LogId, document: &DocumentId, run: [u8; 8]) -> [u8; 16] {
    let mut actor = [0; 16];
    for (to, from) in actor.iter_mut().zip(prefix(log, document).into_iter().chain(run)) {
        *to = from;
    }
    actor
}

pub(super) fn kind_of(number: u8) -> Option<Kind> {
    [Kind::Profile, Kind::Sheet].into_iter().find(|kind| *kind as u8 == number)
}

pub(super) fn heads_bytes(document: &Document) -> Vec<u8> {
    document.heads().iter().flat_map(|head| head.0).collect()
}

#[cfg(test)]
mod tests;
