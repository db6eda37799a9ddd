//! What becomes of changes that break a sheet, and of what cannot be written.

use super::super::library::SAVE_AFTER;
use super::super::slices::Changed;
use super::*;
use crate::charter::Statement;
use crate::document::SPOILS;
use crate::id::StatementId;
use crate::node::{Me, Saying};
use crate::record::{Draft, Range, Secret, Tail};
use crate::store::Store;
use automerge::transaction::Transactable as _;
use automerge::{ChangeHash, ObjType, ROOT, ReadDoc as _};
use rand::SeedableRng as _;
use rand_chacha::ChaCha20Rng;
use rusqlite::Connection;

/// Makes no rows.
struct Rowless;

impl Slices for Rowless {
    fn project(&mut self, _: &Connection, _: &Changed<'_>) -> rusqlite::Result<()> {
        Ok(())
    }

    fn let_go(&mut self, _: &Connection, _: i64, _: u64, _: u8) -> rusqlite::Result<()> {
        Ok(())
    }
}

fn found() -> Replica<Rowless> {
    let store = Store::in_memory(&[]).unwrap();
    Replica::found(store, Rowless, ChaCha20Rng::seed_from_u64(1), true).unwrap()
}

fn say(replica: &mut Replica<Rowless>, number: i64) {
    say_as(replica, "k", number);
}

fn say_as(replica: &mut Replica<Rowless>, key: &'static str, number: i64) {
    let edit = move |sheet: &mut automerge::transaction::Transaction<'_>| {
        let (_, items) = sheet.get(ROOT, "items")?.unwrap();
        let item = sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
        sheet.put(&item, key, number)?;
        Ok::<_, automerge::AutomergeError>(Some(item))
    };
    let circle = replica.everyone();
    let saying =
        Saying { circle, kind: Kind::Sheet, document: None, contents: vec![], erased: vec![], edit: Box::new(edit) };
    replica.say(saying).unwrap();
}

fn saved(replica: &Replica<Rowless>) -> Document {
    let id = *replica.documents.keys().next().unwrap();
    Document::load(Kind::Sheet, &replica.store.saved(&id).unwrap().unwrap()).unwrap()
}

#[test]
fn a_document_is_saved_now_and_then_and_opens_as_it_was() {
    let mut replica = found();
    for number in 0..SAVE_AFTER as i64 + 5 {
        say(&mut replica, number);
    }
    assert_eq!(saved(&replica).changes(), SAVE_AFTER);
    let (id, open) = replica.documents.pop_first().unwrap();
    assert_eq!(open.changes(), SAVE_AFTER + 5);
    assert_eq!(replica.document(&id).unwrap().heads(), open.heads());
}

/// Somebody whom the founder let in.
fn member(founder: &mut Replica<Rowless>, seed: u8) -> Replica<Rowless> {
    let (store, seed) = (Store::in_memory(&[]).unwrap(), Secret([seed; 32]));
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rowless>::begin(&store, &seed, person, &founder.community(), founder.charter_key()).unwrap();
    let mut member = Replica::open(store, Rowless, ChaCha20Rng::seed_from_u64(2)).unwrap();
    let invite = founder.invite(0, 30_000).unwrap();
    founder.admit(&member.ask(&invite)).unwrap();
    member.absorb(&founder.charter_ranges()).unwrap();
    member
}

/// What the author said from a record on, as it travels.
fn said(author: &Replica<Rowless>, mut from: u64) -> Vec<Range> {
    let log = author.logs.values().find(|log| log.circle.is_some()).unwrap();
    let next = || {
        let range = author.store.range(log, from).unwrap()?;
        from += range.records.len() as u64;
        Some(range)
    };
    std::iter::from_fn(next).collect()
}

/// What became of each record of the one content log, and the heads of its sheet.
fn fate(replica: &mut Replica<Rowless>) -> (Vec<State>, Vec<ChangeHash>) {
    let log = replica.logs.values().find(|log| log.circle.is_some()).unwrap().clone();
    let records = replica.store.records_from(&log, 0).unwrap();
    let id = replica.documents_of(&log, &records[0]).unwrap().unwrap();
    let document = replica.document(&id).unwrap();
    let heads = document.heads();
    replica.documents.insert(id, document);
    (records.iter().map(|record| record.state).collect(), heads)
}

#[test]
fn what_does_not_load_again_has_one_outcome_whenever_it_comes() {
    let mut author = found();
    let (mut early, mut late) = (member(&mut author, 7), member(&mut author, 8));
    early.absorb(&author.charter_ranges()).unwrap();
    let mut outcomes = BTreeSet::new();
    for number in 0..SAVE_AFTER as u64 + 8 {
        say_as(&mut author, if number == 3 { SPOILS } else { "k" }, number as i64);
        early.absorb(&author.charter_ranges()).unwrap();
        early.absorb(&said(&author, number)).unwrap();
        if number >= 3 {
            let (states, heads) = fate(&mut early);
            outcomes.insert((states[3] == State::Refused, heads));
        }
    }
    let first = outcomes.first().unwrap();
    assert!(outcomes.len() == 1 && first.0, "it was taken for a while");
    late.absorb(&author.charter_ranges()).unwrap();
    late.absorb(&said(&author, 0)).unwrap();
    assert_eq!(fate(&mut late), fate(&mut early));
    // Its author's own device finds it when it saves the sheet; a program that starts anew changes nothing.
    assert_eq!(fate(&mut author), fate(&mut early));
    assert_eq!(author.state_root().unwrap(), early.state_root().unwrap());
    early.documents.clear();
    assert_eq!(fate(&mut late), fate(&mut early));
}

#[test]
fn what_breaks_a_sheet_here_is_not_looked_for_in_what_comes_to_it() {
    let mut author = found();
    say(&mut author, 0);
    let (log, id) =
        (author.logs.values().find(|log| log.circle.is_some()).unwrap().id, *author.documents.keys().next().unwrap());
    say_as(&mut author, SPOILS, 1);
    let open = author.documents.get(&id).unwrap();
    assert!(!open.is_proved() && open.changes() == 2);
    author.merge(id, Vec::new()).unwrap();
    let open = author.documents.get(&id).unwrap();
    assert!(open.is_proved() && open.changes() == 1);
    let log = author.logs.get(&log).unwrap().clone();
    let states: Vec<State> = author.store.records_from(&log, 0).unwrap().iter().map(|record| record.state).collect();
    assert_eq!(states, [State::Accepted, State::Refused]);
    author.documents.clear();
    assert_eq!(author.document(&id).unwrap().changes(), 1);
}

/// An erasing names contents of content logs: what somebody hung on a statement stays with everyone, or digests of the
/// charter would differ for good.
#[test]
fn what_hangs_on_a_statement_is_let_go_nowhere() {
    let mut author = found();
    let (mut early, mut late) = (member(&mut author, 7), member(&mut author, 8));
    say(&mut author, 0);
    early.absorb(&author.charter_ranges()).unwrap();
    let everyone = author.everyone();
    let key = author.key_to_write_under(&everyone).unwrap();
    let (mut content, unaware) = author.next_tail(&everyone, &key).unwrap();
    let row = author.own_charter_log().unwrap();
    let (mut head, charter_key) = (row.head.clone(), author.charter_key().clone());
    let parts = vec![Body::of(&Statement::Policy { members_invite: false }).encode(), b"hung on it".to_vec()];
    author.append_own(&mut head, &charter_key, Draft { tail: Tail::default(), parts }).unwrap();
    let erased = author.part_of(row.id, row.head.count, 1).unwrap();
    let draft = Draft { tail: Tail { erased: Some(vec![erased]), ..unaware }, parts: vec![Body::Nothing.encode()] };
    author.append_own(&mut content, &key, draft).unwrap();
    early.absorb(&said(&author, 0)).unwrap();
    for reader in [&mut early, &mut late] {
        reader.absorb(&author.charter_ranges()).unwrap();
        reader.absorb(&said(&author, 0)).unwrap();
        assert_eq!(reader.summaries(None), author.summaries(None));
    }
    let asked: i64 = early.store.connection().query_row("SELECT count(*) FROM erasures", [], |row| row.get(0)).unwrap();
    assert_eq!(asked, 1, "it was asked");
}

#[test]
fn what_cannot_be_written_leaves_nothing_behind() {
    let mut replica = found();
    say(&mut replica, 0);
    let circle = replica.everyone();
    let edit = |sheet: &mut automerge::transaction::Transaction<'_>| {
        let (_, items) = sheet.get(ROOT, "items")?.unwrap();
        sheet.insert_object(&items, 0, ObjType::Map)?;
        sheet.put(&items, 99, 1)?;
        Ok::<_, automerge::AutomergeError>(None)
    };
    let saying =
        Saying { circle, kind: Kind::Sheet, document: None, contents: vec![], erased: vec![], edit: Box::new(edit) };
    assert!(replica.say(saying).is_err());
    say(&mut replica, 1);
    let document = replica.documents.values().next().unwrap();
    assert_eq!(document.changes(), 2);
    let (_, items) = document.auto().get(ROOT, "items").unwrap().unwrap();
    assert_eq!(document.auto().length(&items), 2);
}

/// Asks of a record that the database cannot give, where it is told to.
#[derive(Default)]
struct Blind(std::rc::Rc<std::cell::Cell<bool>>);

impl Slices for Blind {
    fn project(&mut self, rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
        let id = changed.document.merged().last().unwrap();
        let meta = changed.document.auto().get_change_meta_by_hash(&id).unwrap();
        let origin = changed.origin((meta.start_op, &meta.actor)).unwrap();
        if self.0.get() {
            rows.execute_batch("ALTER TABLE records RENAME TO hidden")?;
            let elsewhere = crate::node::Origin { number: origin.number + 1, ..origin };
            assert_eq!(changed.role_at(&elsewhere), None);
        }
        Ok(())
    }

    fn let_go(&mut self, _: &Connection, _: i64, _: u64, _: u8) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// Else an item would be written as if its author had no right to it, and stay so.
#[test]
fn what_the_database_cannot_answer_makes_no_rows() {
    let slices = Blind::default();
    let is_blind = slices.0.clone();
    let store = Store::in_memory(&[]).unwrap();
    let mut replica = Replica::found(store, slices, ChaCha20Rng::seed_from_u64(1), true).unwrap();
    let circle = replica.everyone();
    let saying = || {
        let edit = |sheet: &mut automerge::transaction::Transaction<'_>| {
            let (_, items) = sheet.get(ROOT, "items")?.unwrap();
            sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
            Ok::<_, automerge::AutomergeError>(None)
        };
        Saying { circle, kind: Kind::Sheet, document: None, contents: vec![], erased: vec![], edit: Box::new(edit) }
    };
    replica.say(saying()).unwrap();
    is_blind.set(true);
    assert!(matches!(replica.say(saying()), Err(ReplicaError::Store(_))));
    is_blind.set(false);
    replica.say(saying()).unwrap();
    let id = *replica.documents.keys().next().unwrap();
    assert_eq!(
        replica.documents[&id].auto().length(&replica.documents[&id].auto().get(ROOT, "items").unwrap().unwrap().1),
        2
    );
}

/// A record of the author's that begins a document, or goes on with one, under the newest key of a circle.
fn put(author: &mut Replica<Rowless>, under: CircleId, body: &Body, document: Option<u32>) {
    let everyone = author.everyone();
    let put = |replica: &mut Replica<Rowless>| {
        let key = replica.key_to_write_under(&under)?;
        let (mut head, tail) = replica.next_tail(&everyone, &key)?;
        replica.append_own(&mut head, &key, Draft { tail: Tail { document, ..tail }, parts: vec![body.encode()] })
    };
    author.in_transaction(put).unwrap();
}

fn mint(author: &mut Replica<Rowless>) -> StatementId {
    let everyone = author.everyone();
    author.in_transaction(|replica| replica.mint(&everyone)).unwrap()
}

/// Changes of one actor and one number into a sheet that nobody wrote in yet.
fn rivals(author: &Replica<Rowless>, number: u32) -> (Named, [Vec<u8>; 2]) {
    let log = author.logs.values().find(|log| log.circle.is_some()).unwrap();
    let named = Named { kind: Kind::Sheet as u8, person: author.me.person, number };
    let id = named.id(&author.everyone());
    let changes = [1_i64, 2].map(|value| {
        let edit = move |sheet: &mut automerge::transaction::Transaction<'_>| {
            let (_, items) = sheet.get(ROOT, "items")?.unwrap();
            let item = sheet.insert_object(&items, 0, ObjType::Map)?;
            sheet.put(&item, "k", value)
        };
        let mut sheet = Document::begin(Kind::Sheet);
        sheet.write(actor(&log.head.log, &id, [9; 8]), edit).unwrap().unwrap().bytes
    });
    (named, changes)
}

/// What became of each record of an author's content log, and what all documents come to.
fn outcome(replica: &Replica<Rowless>, author: &PersonId) -> (Vec<State>, [u8; 16]) {
    let log = replica.logs.values().find(|log| log.circle.is_some() && log.intro.person == *author).unwrap();
    let records = replica.store.records_from(log, 0).unwrap();
    (records.iter().map(|record| record.state).collect(), replica.state_root().unwrap())
}

fn is_handed(replica: &mut Replica<Rowless>, of: &Replica<Rowless>, epoch: StatementId) {
    let (circle, key) = of.epoch_keys[&epoch].clone();
    replica.store.put_epoch_key(&epoch, &circle, &key).unwrap();
    replica.epoch_keys.insert(epoch, (circle, key));
    replica.in_transaction(|replica| replica.settle(false, true)).unwrap();
}

/// One sheet under two numbers, the first under a key that the reader is handed later.
#[test]
fn what_cannot_be_read_holds_up_whatever_its_log_says_next() {
    let mut founder = found();
    let mut author = member(&mut founder, 7);
    let before = mint(&mut author);
    let everyone = author.everyone();
    put(&mut author, everyone, &Body::Nothing, None);
    let (document, [first, second]) = rivals(&author, 0);
    put(&mut author, everyone, &Body::New { document, change: first }, Some(77));
    let mut reader = member(&mut founder, 8);
    author.absorb(&founder.charter_ranges()).unwrap();
    mint(&mut author);
    put(&mut author, everyone, &Body::New { document, change: second }, Some(0));
    let person = author.me.person;
    reader.absorb(&author.charter_ranges()).unwrap();
    reader.absorb(&said(&author, 0)).unwrap();
    assert_eq!(outcome(&reader, &person).0, [State::Waiting, State::Waiting, State::Waiting]);
    is_handed(&mut reader, &author, before);
    assert_eq!(outcome(&reader, &person).0, [State::Accepted, State::Accepted, State::Refused]);
    assert_eq!(outcome(&reader, &person), outcome(&author, &person));
}

/// A late record, under a key that the reader is handed later, says first what the log means by a number.
#[test]
fn a_late_record_that_cannot_be_read_holds_up_what_goes_on_by_its_number() {
    let mut founder = found();
    let mut author = member(&mut founder, 7);
    let (person, everyone) = (author.me.person, author.everyone());
    let before = mint(&mut author);
    put(&mut author, everyone, &Body::Nothing, None);
    founder.absorb(&author.charter_ranges()).unwrap();
    founder.absorb(&said(&author, 0)).unwrap();
    let cuts = founder.cuts_of(&person);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    let [(one, [of_one, _]), (other, [of_other, goes_on])] = [0, 1].map(|number| rivals(&author, number));
    put(&mut author, everyone, &Body::New { document: one, change: of_one }, Some(2));
    founder.state(&Statement::Restore { person, cuts: Vec::new() }).unwrap();
    let mut reader = member(&mut founder, 8);
    author.absorb(&founder.charter_ranges()).unwrap();
    mint(&mut author);
    put(&mut author, everyone, &Body::New { document: other, change: of_other }, Some(2));
    put(&mut author, everyone, &Body::Change(goes_on), Some(2));
    reader.absorb(&author.charter_ranges()).unwrap();
    reader.epoch_keys.remove(&before);
    reader.absorb(&said(&author, 0)).unwrap();
    assert_eq!(outcome(&reader, &person).0, [State::Waiting, State::Late, State::Waiting, State::Waiting]);
    is_handed(&mut reader, &author, before);
    assert_eq!(outcome(&reader, &person), outcome(&author, &person));
}

/// Else a few would read among everyone's words what the others never can.
#[test]
fn what_stands_among_everyones_words_under_a_small_circles_key_is_read_by_nobody() {
    let mut founder = found();
    let mut author = member(&mut founder, 7);
    author.absorb(&founder.charter_ranges()).unwrap();
    let small = author.open_circle(vec![author.me.person, founder.me.person]).unwrap();
    let everyone = author.everyone();
    put(&mut author, everyone, &Body::Nothing, None);
    let (document, [change, _]) = rivals(&author, 0);
    put(&mut author, small, &Body::New { document, change }, Some(0));
    founder.absorb(&author.charter_ranges()).unwrap();
    founder.absorb(&said(&author, 0)).unwrap();
    let person = author.me.person;
    for device in [&founder, &author] {
        assert!(device.epoch_keys.values().any(|(circle, _)| *circle == small));
        assert_eq!(outcome(device, &person).0, [State::Accepted, State::Waiting]);
    }
}

/// Counts the documents that it is shown whole, and has had so many migrations.
struct Counting {
    steps: &'static [&'static str],
    whole: std::rc::Rc<std::cell::Cell<u32>>,
}

impl Slices for Counting {
    fn migrations(&self) -> Vec<crate::store::Migrations> {
        vec![crate::store::Migrations { owner: "counting", steps: self.steps }]
    }

    fn project(&mut self, _: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
        self.whole.set(self.whole.get() + u32::from(changed.touched == Touched::All));
        Ok(())
    }

    fn let_go(&mut self, _: &Connection, _: i64, _: u64, _: u8) -> rusqlite::Result<()> {
        Ok(())
    }
}

/// Else what was said before this Kith knew a noun is shown on other devices and not on this one.
#[test]
fn documents_that_were_here_before_a_table_are_projected_into_it_once() {
    const STEPS: [&str; 2] = ["CREATE TABLE one (a INTEGER) STRICT", "CREATE TABLE two (a INTEGER) STRICT"];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("community.db");
    let whole = std::rc::Rc::<std::cell::Cell<u32>>::default();
    let opens = |steps: &'static [&'static str]| {
        let slices = Counting { steps, whole: whole.clone() };
        let store = Store::open(&path, &slices.migrations()).unwrap();
        (store, slices)
    };
    let (store, slices) = opens(&STEPS[..1]);
    let mut replica = Replica::found(store, slices, ChaCha20Rng::seed_from_u64(1), true).unwrap();
    let circle = replica.everyone();
    let edit = |sheet: &mut automerge::transaction::Transaction<'_>| {
        let (_, items) = sheet.get(ROOT, "items")?.unwrap();
        sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
        Ok::<_, automerge::AutomergeError>(None)
    };
    replica
        .say(Saying {
            circle,
            kind: Kind::Sheet,
            document: None,
            contents: vec![],
            erased: vec![],
            edit: Box::new(edit),
        })
        .unwrap();
    drop(replica);
    let times = |steps| {
        whole.set(0);
        let (store, slices) = opens(steps);
        drop(Replica::open(store, slices, ChaCha20Rng::seed_from_u64(2)).unwrap());
        whole.get()
    };
    assert_eq!([times(&STEPS[..1]), times(&STEPS), times(&STEPS)], [0, 1, 0]);
}
