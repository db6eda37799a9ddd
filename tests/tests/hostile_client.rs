//! A modified client signs and seals well, and breaks one rule of docs/protocol.md §5 at a time. Every device
//! refuses it for the same reason, with its writer named, and everybody can still write, save and load.
//!
//! Two refusals of the table cannot come this way: *breaks the document* is the net under all others, and nothing
//! is known that falls into it; two changes of one number told to two people are a fork of a log, tested with forks.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::legacy::{ElementId, MarkData, OpId, OpType};
use automerge::{ActorId, Change, ExpandedChange, ObjType, ScalarValue};
use kith_sync::body::{Body, Named};
use kith_sync::charter::Statement;
use kith_sync::document::Refusal;
use kith_sync::node::{ReplicaError, Taken};
use kith_sync::record::{Draft, Erased, Range, Secret, Tail};
use kith_sync::store::LogRow;
use kith_tests::craft::{Attempt, Mine, encode, in_the_name_of, op, own_log, put, run, summed, with_columns};
use kith_tests::village::Village;

/// Three who keep to the rules, and one who does not.
const HONEST: [usize; 3] = [0, 1, 2];
const MODIFIED: usize = 3;
const ALL: [usize; 4] = [0, 1, 2, MODIFIED];

/// Four people, each of whom has said something in one topic.
fn village() -> (Village, String) {
    let mut village = Village::of(7, &["Ada", "Bea", "Cyd", "Mallory"]);
    let topic = village.start_topic(0, "Harvest", "When do we begin?");
    village.world.run();
    for at in [1, 2] {
        village.reply(at, &topic, &format!("words of {at}"));
    }
    village.start_topic(MODIFIED, "Mine", "An honest word");
    village.world.run();
    village.agreed(&ALL);
    (village, topic)
}

/// Says past every check what `attempts` gives, and holds the village to all that must then hold.
#[track_caller]
fn refused(reason: &str, attempts: impl FnOnce(&Mine) -> Vec<Attempt>) {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    let attempts = attempts(&mine);
    let count = attempts.len();
    assert!(count > 0);
    for attempt in attempts {
        say(&mut village, attempt, None);
    }
    village.world.run();
    stands(&mut village, &topic, reason, count, &before.rows);
}

fn say(village: &mut Village, Attempt { part, document }: Attempt, erased: Option<Vec<Erased>>) {
    let now = village.world.now_ms;
    let core = village.world.core(MODIFIED);
    let circle = core.replica().everyone();
    core.replica_mut().say_unchecked(&circle, part, document, erased).unwrap();
    core.flush(now).unwrap();
}

/// Every device refused `count` records of the modified client for `reason`, shows what it showed before, and
/// goes on.
#[track_caller]
fn stands(village: &mut Village, topic: &str, reason: &str, count: usize, rows: &str) {
    let mallory = village.person(MODIFIED);
    for at in ALL {
        let refusals = village.world.core(at).replica().store().refusals().unwrap();
        assert_eq!(refusals, vec![(mallory, reason.to_owned()); count], "device {at}");
    }
    let seen = village.agreed(&ALL);
    assert_eq!(seen.rows, rows, "what is shown is as before");
    goes_on(village, topic);
}

/// Everybody can still write, save and load, the modified client too when it keeps to the rules.
#[track_caller]
fn goes_on(village: &mut Village, topic: &str) {
    for at in ALL {
        village.reply(at, topic, &format!("after all, {at}"));
    }
    village.world.run();
    let words = village.words(0, topic);
    assert!(ALL.iter().all(|at| words.contains(&format!("after all, {at}"))), "{words:?}");
    let before = village.agreed(&ALL);
    for at in ALL {
        village.restart(at);
    }
    village.settle();
    let loaded = village.agreed(&ALL);
    assert_eq!((loaded.root, loaded.rows), (before.root, before.rows));
    village.reply(0, topic, "and once more");
    village.world.run();
    village.agreed(&ALL);
}

fn crafted(mine: &Mine, wrong: impl FnOnce(ExpandedChange) -> ExpandedChange) -> Attempt {
    mine.crafted(wrong(mine.craft(mine.fine())))
}

#[test]
fn the_crafting_itself_is_fine() {
    let (mut village, topic) = village();
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    say(&mut village, crafted(&mine, |change| change), None);
    village.world.run();
    for at in ALL {
        assert_eq!(village.world.core(at).replica().store().refusals().unwrap(), []);
    }
    assert_eq!(village.agreed(&ALL).unsettled, Vec::<String>::new());
    goes_on(&mut village, &topic);
}

#[test]
fn too_large_is_refused() {
    refused(&Refusal::TooLarge.to_string(), |mine| {
        let many = (0..4_097).map(|_| op(&mine.item, "y".into(), put(()), &[])).collect();
        let key = op(&mine.item, "k".repeat(65).as_str().into(), put(1), &[]);
        vec![mine.crafted(mine.craft(many)), mine.crafted(mine.craft(vec![key]))]
    });
}

#[test]
fn a_run_length_bomb_is_too_large() {
    refused(&Refusal::TooLarge.to_string(), |mine| {
        let claimed = 30_000_000;
        let bytes = with_columns(
            &encode(mine.craft(mine.fine())),
            &[
                (1, run(claimed, &[0])),
                (2, run(claimed, &[1])),
                (1 << 4 | 5, run(claimed, &[1, b'y'])),
                (4 << 4 | 2, run(claimed, &[1])),
                (5 << 4 | 6, run(claimed, &[0])),
                (7 << 4, run(claimed, &[0])),
            ],
        );
        assert!(bytes.len() < 200, "{} bytes", bytes.len());
        vec![mine.change(bytes)]
    });
}

#[test]
fn not_plain_is_refused() {
    refused(&Refusal::NotPlain.to_string(), |mine| {
        let unknown = with_columns(&encode(mine.craft(mine.fine())), &[(11 << 4 | 4, vec![1])]);
        let trailing = [encode(mine.craft(mine.fine())), vec![0]].concat();
        vec![
            crafted(mine, |change| ExpandedChange { time: 1, ..change }),
            crafted(mine, |change| ExpandedChange { message: Some("hello".into()), ..change }),
            crafted(mine, |change| ExpandedChange { extra_bytes: vec![1, 2, 3], ..change }),
            mine.change(unknown),
            mine.change(trailing),
        ]
    });
}

#[test]
fn an_inflated_chunk_is_not_plain() {
    refused(&Refusal::NotPlain.to_string(), |mine| {
        let zeros = op(&mine.item, "b".into(), put(vec![0_u8; 50_000]), &[]);
        let chunk = Change::from(mine.craft(vec![zeros])).bytes().to_vec();
        assert!(chunk.len() < 1_000);
        let column = with_columns(&encode(mine.craft(mine.fine())), &[(4 << 4 | 2 | 8, vec![3, 0])]);
        vec![mine.change(chunk), mine.change(column)]
    });
}

#[test]
fn not_canonical_is_refused() {
    refused(&Refusal::NotCanonical.to_string(), |mine| {
        let honest = encode(mine.craft(mine.fine()));
        let mut flipped = honest.clone();
        flipped[5] ^= 1;
        let short = honest[..honest.len() - 1].to_vec();
        // A column that says nothing, where one would be left out.
        let longer = summed(&with_columns(&honest, &[(9 << 4 | 4, vec![1])]));
        [flipped, short, longer].map(|bytes| mine.change(bytes)).into()
    });
}

#[test]
fn anothers_sheet_and_profile_are_not_theirs() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let bea = village.person(1);
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    for (at, kind) in [(0, 0), (1, 1)] {
        let document = Named { kind, person: bea, number: 0 };
        let part = Body::New { document, change: encode(mine.craft(mine.fine())) }.encode();
        say(&mut village, Attempt { part, document: Some(70 + at) }, None);
    }
    village.world.run();
    stands(&mut village, &topic, &Refusal::NotTheirs.to_string(), 2, &before.rows);
}

#[test]
fn wrong_actor_is_refused() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let hers = Mine::of(village.world.core(1).replica());
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    let wrong = [hers.actor(1).to_vec(), vec![0; 16], vec![7; 16], mine.actor(1)[..15].to_vec()];
    let count = wrong.len();
    for actor in wrong {
        let attempt = crafted(&mine, |change| ExpandedChange { actor_id: ActorId::from(actor), ..change });
        say(&mut village, attempt, None);
    }
    village.world.run();
    stands(&mut village, &topic, &Refusal::WrongActor.to_string(), count, &before.rows);
}

#[test]
fn wrong_number_is_refused() {
    refused(&Refusal::WrongNumber.to_string(), |mine| {
        let seqs = [0, 2, u64::from(u32::MAX)];
        seqs.map(|seq| crafted(mine, |change| ExpandedChange { seq, ..change })).into()
    });
}

#[test]
fn missing_ancestry_is_refused() {
    refused(&Refusal::MissingAncestry.to_string(), |mine| {
        let nobody = OpId(3, ActorId::from(mine.actor(0xbb)));
        let nothing = OpId(mine.item.0 + 900, mine.item.1.clone());
        let named = [&nobody, &nothing, &mine.mine(5)];
        let objects = named.map(|name| mine.crafted(mine.craft(vec![op(name, "y".into(), put(1), &[])])));
        let overwritten = op(&mine.item, "k".into(), put(1), &[&nothing]);
        objects.into_iter().chain([mine.crafted(mine.craft(vec![overwritten]))]).collect()
    });
}

#[test]
fn anothers_words_are_not_among_ones_ancestors() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let hers = Mine::of(village.world.core(1).replica());
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    let over = op(&hers.item, "w".into(), put(9), &[]);
    say(&mut village, mine.crafted(mine.craft(vec![over])), None);
    village.world.run();
    stands(&mut village, &topic, &Refusal::MissingAncestry.to_string(), 1, &before.rows);
}

#[test]
fn wrong_start_is_refused() {
    refused(&Refusal::WrongStart.to_string(), |mine| {
        let right = mine.next_op();
        let forged = [1, right - 1, right + 1, (1 << 31) - 1, 1 << 31, 1 << 33];
        let start =
            |wrong: u64| crafted(mine, |change| ExpandedChange { start_op: wrong.try_into().unwrap(), ..change });
        forged.map(start).into()
    });
}

/// What has no meaning where it stands, each under its own words.
fn unfit(why: &'static str, wrong: impl FnOnce(&Mine) -> Vec<automerge::legacy::Op>) {
    refused(&Refusal::DoesNotFit(why).to_string(), |mine| vec![mine.crafted(mine.craft(wrong(mine)))]);
}

#[test]
fn values_at_places_that_do_not_fit_are_refused() {
    unfit("a key in a list or text", |mine| vec![op(&mine.items, "y".into(), put(1), &[])]);
    unfit("an element in a map", |mine| vec![op(&mine.item, ElementId::Id(mine.item.clone()).into(), put(1), &[])]);
    unfit("it is in no object", |mine| vec![op(&mine.kind, "y".into(), put(1), &[])]);
    unfit("it deletes or adds to nothing", |mine| vec![op(&mine.item, "k".into(), OpType::Delete, &[])]);
    unfit("what it overwrites is no value of this place", |mine| {
        vec![op(&mine.item, "t".into(), put(1), &[&mine.kind])]
    });
    unfit("it overwrites one value twice", |mine| vec![op(&mine.item, "k".into(), put(1), &[&mine.kind, &mine.kind])]);
}

#[test]
fn values_that_nobody_knows_are_refused() {
    unfit("a table", |mine| vec![op(&mine.item, "y".into(), OpType::Make(ObjType::Table), &[])]);
    unfit("an unknown value", |mine| {
        let unknown = ScalarValue::Unknown { type_code: 12, bytes: vec![1, 2] };
        vec![op(&mine.item, "y".into(), put(unknown), &[])]
    });
    unfit("a mark", |mine| {
        let begin = MarkData { name: "bold".into(), value: true.into(), expand: true };
        vec![op(&mine.item, "y".into(), OpType::MarkBegin(begin), &[])]
    });
    unfit("a counter out of range", |mine| vec![op(&mine.item, "y".into(), put(ScalarValue::counter(i64::MAX)), &[])]);
    unfit("there is none", |_| vec![]);
}

#[test]
fn too_deep_is_refused() {
    refused(&Refusal::TooDeep.to_string(), |mine| {
        [17, 4_000].map(|depth| mine.crafted(mine.craft(mine.nest(depth)))).into()
    });
}

#[test]
fn a_record_that_says_nothing_is_refused() {
    refused("the record says nothing a circle can hold", |mine| {
        let odd = [
            vec![],
            b"nonsense".to_vec(),
            Body::Statement { bytes: vec![0x80], at_ms: None }.encode(),
            vec![0x9f; 60_000],
        ];
        let mut all: Vec<Attempt> = odd.map(|part| Attempt { part, document: Some(mine.number) }).into();
        // A change without a document.
        all.push(Attempt { document: None, ..crafted(mine, |change| change) });
        all
    });
}

#[test]
fn a_document_of_no_known_kind_waits_for_a_version_that_knows_it() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    let document = Named { kind: 200, ..mine.named };
    let begins = Body::New { document, change: encode(mine.craft(mine.fine())) }.encode();
    let goes_on_there = Body::Change(encode(mine.craft(mine.fine()))).encode();
    for part in [begins, goes_on_there] {
        say(&mut village, Attempt { part, document: Some(70) }, None);
    }
    village.world.run();
    for at in ALL {
        let store = village.world.core(at).replica().store();
        assert_eq!(store.refusals().unwrap(), [], "device {at}");
        let waiting = "SELECT count(*) FROM records WHERE state = 4";
        let waiting: u32 = store.connection().query_row(waiting, [], |row| row.get(0)).unwrap();
        assert_eq!(waiting, 2, "device {at}");
    }
    assert_eq!(village.agreed(&ALL).rows, before.rows);
    goes_on(&mut village, &topic);
}

#[test]
fn a_record_that_does_not_open_with_its_key_is_refused() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let now = village.world.now_ms;
    let core = village.world.core(MODIFIED);
    let mut row = own_log(core.replica());
    let mut rng = kith_tests::village::any_rng(1);
    let draft =
        Draft { tail: Tail { document: Some(0), ..Tail::default() }, parts: vec![b"sealed otherwise".to_vec()] };
    let from = row.head.count;
    let signer = core.replica().me().signer().clone();
    let (verified, signature) = row.head.append(&signer, &Secret([9; 32]), draft, &mut rng).unwrap();
    let range = Range { log: row.head.log, from, records: vec![verified.record], signature };
    core.replica_mut().absorb(&[range]).unwrap();
    core.flush(now).unwrap();
    village.world.run();
    stands(&mut village, &topic, "the record cannot be opened", 1, &before.rows);
}

#[test]
fn a_log_in_anothers_name_is_kept_by_nobody() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let (bea, now) = (village.person(1), village.world.now_ms);
    let core = village.world.core(MODIFIED);
    let range = in_the_name_of(core.replica(), bea);
    core.replica_mut().absorb(std::slice::from_ref(&range)).unwrap();
    core.flush(now).unwrap();
    village.world.run();
    for at in ALL {
        let taken = absorb(&mut village, at, &range);
        assert!(matches!(taken, Taken::Unbound { .. }), "device {at}: {taken:?}");
    }
    assert_eq!(village.agreed(&ALL).rows, before.rows);
    goes_on(&mut village, &topic);
}

/// What the modified client says next in the charter, in one range; its own device would refuse to.
fn says_in_the_charter(village: &mut Village, bodies: &[Body]) -> Range {
    let replica = village.world.core(MODIFIED).replica_mut();
    replica.state_unchecked(&Body::stated(&Statement::Heard, None)).unwrap();
    let (me, logs) = (replica.me().signer().clone(), replica.store().logs().unwrap());
    let mine = |log: &&LogRow| log.circle.is_none() && log.intro.sign_key == replica.me().keys.sign;
    let mut head = logs.iter().find(mine).unwrap().head.clone();
    let (from, mut rng) = (head.count, kith_tests::village::any_rng(1));
    let drafts = bodies.iter().map(|body| Draft { parts: vec![body.encode()], ..Draft::default() });
    let said = drafts.map(|draft| head.append(&me, replica.charter_key(), draft, &mut rng).unwrap());
    let (said, signatures): (Vec<_>, Vec<_>) = said.unzip();
    let records = said.into_iter().map(|verified| verified.record).collect();
    village.world.run();
    Range { log: head.log, from, records, signature: *signatures.last().unwrap() }
}

fn absorb(village: &mut Village, at: usize, range: &Range) -> Taken {
    let now = village.world.now_ms;
    let core = village.world.core(at);
    let taken = core.replica_mut().absorb(std::slice::from_ref(range)).unwrap().remove(0);
    core.flush(now).unwrap();
    taken
}

fn heard() -> Body {
    Body::stated(&Statement::Heard, None)
}

/// What its author may not say: no statement, and one that a member may not make.
fn not_to_be_said(village: &mut Village) -> [Body; 2] {
    let person = village.person(0);
    let remove = Statement::Remove { person, cuts: Vec::new(), why: None };
    [Body::Statement { bytes: b"no statement".to_vec(), at_ms: None }, Body::stated(&remove, None)]
}

/// Its own device refuses to say it, and so does every other: the log ends there.
#[test]
fn a_statement_that_cannot_be_read_or_made_ends_its_log() {
    for which in 0..2 {
        let (mut village, topic) = village();
        let before = village.agreed(&ALL);
        let ends = not_to_be_said(&mut village)[which].clone();
        let replica = village.world.core(MODIFIED).replica_mut();
        assert!(matches!(replica.state_unchecked(&ends), Err(ReplicaError::NotActive)));
        let range = says_in_the_charter(&mut village, &[ends, heard()]);
        for at in ALL {
            let held = village.world.core(at).replica().notes().len();
            assert_eq!(absorb(&mut village, at, &range), Taken::Void, "nothing of it can count");
            assert_eq!(village.world.core(at).replica().notes().len(), held, "device {at}");
        }
        village.world.run();
        assert_eq!(village.agreed(&ALL).rows, before.rows);
        goes_on(&mut village, &topic);
    }
}

/// One device gets the range whole, one gets first what leaves out the body of its first word: what stands before the end of
/// the log counts on both, what follows it on neither.
#[test]
fn what_stands_before_the_end_of_a_log_counts_however_it_came() {
    for which in 0..2 {
        let (mut village, topic) = village();
        let before = village.agreed(&ALL);
        let ends = not_to_be_said(&mut village)[which].clone();
        let range = says_in_the_charter(&mut village, &[heard(), ends, heard()]);
        let mut emptied = range.clone();
        emptied.records[0].parts[0] = emptied.records[0].parts[0].dropped();
        for at in ALL {
            let held = village.world.core(at).replica().notes().len();
            if at == 1 {
                assert_eq!(absorb(&mut village, at, &emptied), Taken::New(3));
                assert_eq!(village.world.core(at).replica().notes().len(), held);
            }
            absorb(&mut village, at, &range);
            let replica = village.world.core(at).replica();
            assert_eq!(replica.notes().len(), held + 1, "device {at}, {which}");
        }
        let length = |village: &mut Village| {
            let logs = village.world.core(0).replica().store().logs().unwrap();
            logs.iter().find(|log| log.head.log == range.log).unwrap().head.count
        };
        let count = length(&mut village);
        assert_eq!(count, range.from + 3, "it is stored, for who can hear it later");
        village.world.run();
        assert_eq!(village.agreed(&ALL).rows, before.rows);
        goes_on(&mut village, &topic);
    }
}

/// What depends on what nobody has is not refused: it may come. It holds up its writer alone.
#[test]
fn a_change_after_one_that_nobody_has_waits_and_strands_its_writer_alone() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let mine = Mine::of(village.world.core(MODIFIED).replica());
    let deps = vec![automerge::ChangeHash([9; 32])];
    say(&mut village, crafted(&mine, |change| ExpandedChange { deps, ..change }), None);
    village.world.run();
    let seen = village.agreed(&ALL);
    assert_eq!((seen.rows, seen.unsettled.len()), (before.rows, 1));
    for at in HONEST {
        village.reply(at, &topic, &format!("after all, {at}"));
        village.world.run();
        village.restart(at);
    }
    village.settle();
    village.agreed(&ALL);
    assert_eq!(village.words(0, &topic).len(), 1 + 2 + HONEST.len());
}

#[test]
fn nobody_erases_anothers_words() {
    let (mut village, topic) = village();
    let before = village.agreed(&ALL);
    let replica = village.world.core(1).replica();
    let hers = own_log(replica);
    let every = (0..hers.head.count).filter_map(|number| replica.part_of(hers.id, number, 1)).collect();
    say(&mut village, Attempt { part: Body::Nothing.encode(), document: None }, Some(every));
    village.world.run();
    assert_eq!(village.agreed(&ALL).rows, before.rows);
    assert!(village.words(2, &topic).contains(&"words of 1".to_owned()));
    goes_on(&mut village, &topic);
}

/// Not even one's own: a body is what others' words may stand on, and the charter is everybody's.
#[test]
fn nobody_erases_bodies_or_statements() {
    let (mut village, topic) = village();
    // So that something hangs on a statement of the modified client's.
    village.join(MODIFIED, "Eve");
    village.settle();
    let before = village.agreed(&ALL);
    let replica = village.world.core(MODIFIED).replica();
    let sign_key = replica.me().keys.sign;
    let mine: Vec<_> =
        replica.store().logs().unwrap().into_iter().filter(|log| log.intro.sign_key == sign_key).collect();
    assert!(mine.iter().any(|log| log.circle.is_none()) && mine.iter().any(|log| log.circle.is_some()));
    let of =
        |log: &LogRow| (0..log.head.count).filter_map(|number| replica.part_of(log.id, number, 0)).collect::<Vec<_>>();
    let every = mine.iter().flat_map(of).collect();
    say(&mut village, Attempt { part: Body::Nothing.encode(), document: None }, Some(every));
    village.world.run();
    assert_eq!(village.agreed(&ALL).rows, before.rows);
    for at in HONEST {
        village.restart(at);
    }
    village.settle();
    let new = village.join(0, "Dot");
    village.settle();
    assert_eq!(village.agreed(&ALL).rows, village.seen(new).rows);
    goes_on(&mut village, &topic);
}

#[test]
fn an_erasing_past_the_end_of_every_log_is_no_trouble() {
    let (mut village, topic) = village();
    let own = own_log(village.world.core(MODIFIED).replica()).head.log;
    let far = [u64::MAX, 1 << 63, 1 << 40].map(|number| Erased { log: own, number, part: 255, start: [0; 8] });
    say(&mut village, Attempt { part: Body::Nothing.encode(), document: None }, Some(far.into()));
    village.world.run();
    assert_eq!(village.agreed(&ALL).unsettled, Vec::<String>::new());
    goes_on(&mut village, &topic);
}
