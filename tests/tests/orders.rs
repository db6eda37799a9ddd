//! Whatever came first, devices that hold the same records read the same: a modified client and a carrier try to part them.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test may panic")]

use automerge::ROOT;
use automerge::transaction::Transactable as _;
use automerge::{ObjType, ReadDoc as _};
use kith_community::invitation;
use kith_community::project::Rows;
use kith_community::rename;
use kith_sync::body::{Body, Named};
use kith_sync::charter::Statement;
use kith_sync::document::Kind;
use kith_sync::id::DocumentId;
use kith_sync::node::{Me, Replica, Saying, Slices as _};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail};
use kith_sync::store::Store;
use kith_tests::by_hand::alike;
use kith_tests::chaos::copy_of;
use kith_tests::craft::{Mine, encode, op, own_log, prefix, put};
use kith_tests::town::Town;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;

type Device = Replica<Rows>;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn memory() -> Store {
    Store::in_memory(&Rows.migrations()).unwrap()
}

fn found() -> Device {
    let mut founder = Replica::found(memory(), Rows, rng(1), true).unwrap();
    rename(&mut founder, "Ada").unwrap();
    founder
}

fn bare(founder: &Device, seed: u8, person: Option<kith_sync::id::PersonId>) -> Device {
    let (store, seed) = (memory(), Secret([seed; 32]));
    let person = Me::from_seed(&seed, person).person;
    Replica::<Rows>::begin(&store, &seed, person, &founder.community(), founder.charter_key()).unwrap();
    Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap()
}

fn newcomer(founder: &mut Device, seed: u8) -> Device {
    let mut device = bare(founder, seed, None);
    let invite = founder.invite(0, u32::MAX).unwrap();
    founder.admit(&device.ask(&invite)).unwrap();
    hear(&mut device, &everything(founder));
    device
}

fn further(of: &mut Device, seed: u8) -> Device {
    let mut device = bare(of, seed, Some(of.me().person));
    let [own, endpoint] = device.ask_as_device(&of.me().device());
    of.add_device(device.me().keys, own, endpoint).unwrap();
    hear(&mut device, &everything(of));
    device
}

fn ranges(device: &Device, wanted: impl Fn(&kith_sync::store::LogRow) -> bool) -> Vec<Range> {
    let mut logs = device.store().logs().unwrap();
    logs.sort_by_key(|log| (log.circle.is_some(), log.first()));
    let mut all = Vec::new();
    for log in logs.iter().filter(|log| wanted(log)) {
        let mut from = 0;
        while let Some(range) = device.store().range(log, from).unwrap() {
            from = range.from + range.records.len() as u64;
            all.push(range);
        }
    }
    all
}

fn everything(device: &Device) -> Vec<Range> {
    ranges(device, |_| true)
}

fn charter(device: &Device) -> Vec<Range> {
    ranges(device, |log| log.circle.is_none())
}

fn content(device: &Device) -> Vec<Range> {
    ranges(device, |log| log.circle.is_some())
}

fn hear(device: &mut Device, ranges: &[Range]) {
    loop {
        let taken = device.absorb(ranges).unwrap();
        if taken.iter().all(|taken| taken.new_records() == 0) {
            return;
        }
    }
}

fn copy(device: &Device, run: u64) -> Device {
    let path = copy_of(device.store());
    let copied = Store::open_with_vfs(&path, "unix", &Rows.migrations()).unwrap();
    Replica::open(copied, Rows, rng(run)).unwrap()
}

fn says(device: &mut Device, document: Option<DocumentId>, number: i64) {
    let edit = move |sheet: &mut automerge::transaction::Transaction<'_>| {
        let (_, items) = sheet.get(ROOT, "items")?.unwrap();
        let item = sheet.insert_object(&items, sheet.length(&items), ObjType::Map)?;
        sheet.put(&item, "k", 1_i64)?;
        sheet.put(&item, "t", number)?;
        sheet.put(&item, "h", 1_i64)?;
        Ok::<_, automerge::AutomergeError>(Some(item))
    };
    let circle = device.everyone();
    let contents = vec![format!("title {number}").into_bytes()];
    let saying = Saying { circle, kind: Kind::Sheet, document, contents, erased: vec![], edit: Box::new(edit) };
    device.say(saying).unwrap();
}

/// One more member of these people writes two numbers for one sheet in their log; a carrier (or the writer) leaves out one body
/// for a while.
#[test]
fn of_a_sheet_that_a_log_calls_by_two_numbers_all_waits_behind_a_body_that_lacks() {
    let mut founder = found();
    let mut ill = newcomer(&mut founder, 2);
    says(&mut ill, None, 1);
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &[everything(&ill), everything(&founder)].concat());
    hear(&mut cy, &[everything(&ill), everything(&founder)].concat());
    hear(&mut ben, &charter(&cy));
    hear(&mut ben, &everything(&founder));
    alike(&mut ben, &mut cy);

    let mine = Mine::of(&ill);
    let circle = ill.everyone();
    let y = |value: i64| mine.craft(vec![op(&mine.item, "t".into(), put(value), &[])]);
    let log = own_log(&ill);
    let from = log.head.count;
    // Both are the first change of one actor.
    let first = Body::Change(encode(y(11))).encode();
    let second = Body::New { document: mine.named, change: encode(y(22)) }.encode();
    ill.say_unchecked(&circle, first, Some(mine.number), None).unwrap();
    ill.say_unchecked(&circle, second, Some(77), None).unwrap();
    let whole: Vec<Range> = content(&ill).into_iter().filter(|range| range.log == log.head.log).collect();
    let mut emptied = whole.clone();
    for range in &mut emptied {
        for (number, record) in (range.from..).zip(&mut range.records) {
            if number == from {
                record.parts[0] = record.parts[0].dropped();
            }
        }
    }
    hear(&mut cy, &whole);
    hear(&mut ben, &emptied);
    hear(&mut ben, &whole);
    alike(&mut ben, &mut cy);
}

/// In a branch of their log somebody means another sheet by a number that the log used before. Which branch came first decides.
#[test]
fn a_number_means_in_a_branch_what_it_meant_before_it() {
    let mut founder = found();
    let mut ill = newcomer(&mut founder, 2);
    says(&mut ill, None, 1);
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &[everything(&ill), everything(&founder)].concat());
    hear(&mut cy, &[everything(&ill), everything(&founder)].concat());
    hear(&mut ben, &everything(&founder));
    alike(&mut ben, &mut cy);
    let mine = Mine::of(&ill);
    let circle = ill.everyone();
    let other = Named { number: 5, ..mine.named };
    let fork = own_log(&ill).head.count;
    for seed in 0..64 {
        let (mut left, mut right) = (copy(&ill, 100 + seed), copy(&ill, 200 + seed));
        // A change that begins the other sheet well.
        let mut begin = mine.craft(vec![]);
        let empty = kith_sync::document::Document::begin(Kind::Sheet);
        let id = other.id(&circle);
        let mut actor = [0xaa; 16];
        actor[..8].copy_from_slice(&prefix(&mine.log, &id));
        begin.actor_id = automerge::ActorId::from(actor);
        begin.deps = empty.heads();
        begin.start_op = 2.try_into().unwrap();
        begin.operations = vec![automerge::legacy::Op {
            insert: true,
            ..op(
                &mine.items,
                automerge::legacy::ElementId::Head.into(),
                automerge::legacy::OpType::Make(ObjType::Map),
                &[],
            )
        }];
        left.say_unchecked(
            &circle,
            Body::New { document: other, change: encode(begin) }.encode(),
            Some(mine.number),
            None,
        )
        .unwrap();
        left.say_unchecked(&circle, Body::Change(encode(mine.craft(mine.fine()))).encode(), Some(mine.number), None)
            .unwrap();
        right.say_unchecked(&circle, Body::Nothing.encode(), None, None).unwrap();
        let first = |device: &Device| device.store().hash_of(own_log(device).id, fork).unwrap().unwrap();
        if first(&right) > first(&left) {
            continue;
        }
        hear(&mut ben, &content(&left));
        hear(&mut ben, &content(&right));
        hear(&mut cy, &content(&right));
        hear(&mut cy, &content(&left));
        alike(&mut ben, &mut cy);
        return;
    }
    panic!("no such hashes");
}

/// Words that stand are built on the 1,100th late change of a sheet: who merged them before they heard of the removal keeps them,
/// who heard first never shows them.
#[test]
fn what_stands_on_more_late_words_than_count_waits_on_every_device() {
    let mut founder = found();
    let mut dee = newcomer(&mut founder, 2);
    let mut second = further(&mut dee, 5);
    hear(&mut founder, &charter(&dee));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &everything(&founder));
    for number in 0..8 {
        says(&mut dee, None, number);
    }
    hear(&mut founder, &everything(&dee));
    let sheet = Named { kind: Kind::Sheet as u8, person: dee.me().person, number: 0 }.id(&dee.everyone());
    for number in 8..1_108 {
        says(&mut dee, Some(sheet), number);
    }
    hear(&mut second, &everything(&dee));
    says(&mut second, Some(sheet), 5_000);
    let device = dee.me().device();
    let cuts = founder.cuts_of_device(&device);
    founder.state(&Statement::DeviceRemove { device, cuts }).unwrap();

    let words = [content(&dee), content(&second)].concat();
    hear(&mut ben, &charter(&second));
    hear(&mut ben, &words);
    hear(&mut ben, &everything(&founder));
    hear(&mut cy, &everything(&founder));
    hear(&mut cy, &charter(&second));
    hear(&mut cy, &words);
    hear(&mut ben, &charter(&cy));
    hear(&mut cy, &charter(&ben));
    alike(&mut ben, &mut cy);
}

/// Of three devices of one person two were put out. One of these said what stands between two late words: on one, and under the
/// other, on which the third wrote.
#[test]
fn what_stands_among_late_words_stands_whatever_came_first() {
    let mut founder = found();
    let mut one = newcomer(&mut founder, 2);
    says(&mut one, None, 0);
    let (mut two, mut three) = (further(&mut one, 5), further(&mut one, 6));
    hear(&mut founder, &charter(&one));
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &everything(&founder));
    hear(&mut three, &everything(&one));
    let sheet = Named { kind: Kind::Sheet as u8, person: one.me().person, number: 0 }.id(&one.everyone());
    says(&mut three, Some(sheet), 1);
    hear(&mut one, &everything(&three));
    says(&mut one, Some(sheet), 2);
    // The founder heard that, and not what it stands on.
    let log = own_log(&one).head.log;
    let only: Vec<Range> = content(&one).into_iter().filter(|range| range.log == log).collect();
    hear(&mut founder, &only);
    says(&mut one, Some(sheet), 3);
    hear(&mut two, &everything(&one));
    says(&mut two, Some(sheet), 4);
    for device in [one.me().device(), three.me().device()] {
        let cuts = founder.cuts_of_device(&device);
        founder.state(&Statement::DeviceRemove { device, cuts }).unwrap();
    }
    let words = content(&two);
    hear(&mut ben, &charter(&two));
    hear(&mut ben, &words);
    hear(&mut ben, &everything(&founder));
    hear(&mut cy, &everything(&founder));
    hear(&mut cy, &charter(&two));
    hear(&mut cy, &words);
    hear(&mut ben, &charter(&cy));
    hear(&mut cy, &charter(&ben));
    alike(&mut ben, &mut cy);
    let shown = "SELECT count(*) FROM changes JOIN documents ON row = document WHERE id = ?";
    for device in [&ben, &cy] {
        let merged: i64 = device.store().connection().query_row(shown, [sheet.0], |row| row.get(0)).unwrap();
        assert_eq!(merged, 5, "all that was said there");
    }
}

/// A log of this device in the charter: a word that counts, one that it may not say, a third; and beside the third another with a
/// lesser hash.
fn behind_the_end(ill: &Device, community: &Device) -> [Range; 2] {
    let me = ill.me();
    let intro = Intro {
        sign_key: me.keys.sign,
        nonce: [0; 16],
        device: me.device(),
        person: me.person,
        kind: LogKind::Charter,
        tag: [0; 16],
    };
    let heard = Body::stated(&Statement::Heard, None).encode();
    let person = community.me().person;
    let bad = Body::stated(&Statement::Remove { person, cuts: Vec::new(), why: None }, None).encode();
    let mut head = Head::start(&intro);
    let tail = Tail { intro: Some(intro), frontier: Some(ill.law().facts().frontier()), ..Tail::default() };
    let key = ill.charter_key();
    let mut all = rng(77);
    let (one, _) = head.append(me.signer(), key, Draft { tail, parts: vec![heard.clone()] }, &mut all).unwrap();
    let draft = |body: &[u8]| Draft { tail: Tail::default(), parts: vec![body.to_vec()] };
    let (two, _) = head.append(me.signer(), key, draft(&bad), &mut all).unwrap();
    let fork = head.clone();
    let mut said: Vec<_> = (0..2)
        .map(|_| {
            let mut head = fork.clone();
            head.append(me.signer(), key, draft(&heard), &mut all).unwrap()
        })
        .collect();
    said.sort_by_key(|(record, _)| std::cmp::Reverse(record.hash));
    let [(three, signature), (lesser, other)] = said.try_into().unwrap_or_else(|_| panic!("two"));
    let whole = Range { log: head.log, from: 0, records: vec![one.record, two.record, three.record], signature };
    let beside = Range { log: head.log, from: 2, records: vec![lesser.record], signature: other };
    [whole, beside]
}

/// Else whoever heard it could give that log to nobody any more: what its author said before is known to all others'
/// statements, so that nobody could be let in.
#[test]
fn a_branch_behind_the_end_of_a_log_changes_nothing() {
    for forks in [false, true] {
        let mut town = Town::of(&["A", "B", "M"]);
        let [whole, beside] = {
            let community = copy(town.replica("A"), 1);
            behind_the_end(town.replica("M"), &community)
        };
        for name in ["A", "B"] {
            town.with(name, |device| device.absorb(std::slice::from_ref(&whole)).unwrap());
            if forks {
                town.with(name, |device| device.absorb(std::slice::from_ref(&beside)).unwrap());
            }
        }
        // Life goes on, M is put out even.
        let person = town.person("M");
        town.with("A", |a| {
            let cuts = a.cuts_of(&person);
            a.state(&Statement::Remove { person, cuts, why: None }).unwrap()
        });
        town.meet(&["A", "B"]);
        let link = town.link("A", invitation::Command::Open { days: 14 });
        town.comes("N", &link);
        let is_in = town.asks("N", link, "A");
        assert!(is_in, "forks {forks}: A lets N in, and N can read nothing of the charter from there on");
    }
}
