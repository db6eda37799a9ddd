//! Two devices that meet come to rest, and soon: nobody is sent the same without end, whatever it refuses of it.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::epoch::{Seal, everyone_secret};
use kith_sync::id::{CircleId, LogId};
use kith_sync::net::Purpose;
use kith_sync::node::hub::Quota;
use kith_sync::node::{MAX_BRANCHES, Me, Replica, Slices as _};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail, mark, tag};
use kith_sync::session::{Frame, Lack, Packed, Session, Shelf, Summary, digest};
use kith_sync::store::{LogRow, Store};
use kith_tests::chaos::copy_of;
use kith_tests::town::Town;
use kith_tests::village::any_rng;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeMap;

type Device = Replica<Rows>;

/// Writes ranges of a log past every check.
struct Writer {
    head: Head,
    signer: ed25519_dalek::SigningKey,
    key: Secret,
    rng: ChaCha20Rng,
}

impl Writer {
    fn of(me: &Me, intro: &Intro, key: &Secret) -> Self {
        Self { head: Head::start(intro), signer: me.signer().clone(), key: key.clone(), rng: any_rng(3) }
    }

    /// Ranges of these records, each as long as ranges may be.
    fn say(&mut self, said: impl IntoIterator<Item = (Tail, Body)>) -> Vec<Range> {
        let (mut all, mut from, mut records, mut last) = (Vec::new(), self.head.count, Vec::new(), [0; 64]);
        for (tail, body) in said {
            let draft = Draft { tail, parts: vec![body.encode()] };
            let (verified, signature) = self.head.append(&self.signer, &self.key, draft, &mut self.rng).unwrap();
            records.push(verified.record);
            last = signature;
            if self.head.at_boundary() {
                all.push(Range { log: self.head.log, from, records: std::mem::take(&mut records), signature });
                from = self.head.count;
            }
        }
        if !records.is_empty() {
            all.push(Range { log: self.head.log, from, records, signature: last });
        }
        all
    }
}

/// How a log of a device begins.
fn begins(me: &Me, kind: LogKind, nonce: [u8; 16]) -> Intro {
    Intro { sign_key: me.keys.sign, nonce, device: me.device(), person: me.person, kind, tag: [0; 16] }
}

/// Two minutes in one place: how many kB were sent in the first and how many in the second.
fn minutes_together(town: &mut Town, names: &[&str]) -> [usize; 2] {
    for name in names {
        let at = town.at(name);
        town.world.move_to(at, 1);
    }
    town.world.meet();
    town.world.tap();
    let mut bytes = Vec::new();
    for _ in 0..120 {
        town.world.now_ms += 1_000;
        let now = town.world.now_ms;
        for name in names.iter().filter(|name| **name != "hub") {
            let at = town.at(name);
            town.core(name).tick(now);
            town.world.flush(at);
        }
        town.world.run_some(1_000);
        bytes.push(town.world.tapped().iter().map(Vec::len).sum::<usize>() / 1_024);
    }
    let (first, both) = (*bytes.get(59).unwrap(), *bytes.last().unwrap());
    [first, both - first]
}

/// They are at rest: a minute in which nobody says anything costs next to nothing.
fn rest(town: &mut Town, names: &[&str], most_kb: usize) {
    let [first, second] = minutes_together(town, names);
    assert!(first < most_kb, "{first} kB in the first minute");
    assert!(second < 5, "{second} kB in the second minute, in which nothing was new");
    for name in names.iter().filter(|name| **name != "hub") {
        assert!(town.core(name).is_quiet(), "{name} is not at rest");
    }
}

/// M wrote their log 67 times over from record 1 on. A and B heard of 65 of these each; of one, that is long, B alone did.
#[test]
fn a_branch_that_is_too_many_is_sent_twice_at_most() {
    let mut town = Town::of(&["A", "B", "M"]);
    let topic = town.starts("A", "Harvest");
    town.meet(&["A", "B", "M"]);
    let m = town.replica("M");
    let (me, circle, (.., key)) =
        (m.me(), everyone_secret(m.charter_key()), m.store().epoch_keys().unwrap().into_iter().next().unwrap());
    let blank = begins(me, LogKind::Content, [5; 16]);
    let intro = Intro { tag: tag(&circle, &blank), ..blank };
    let mut writer = Writer::of(me, &intro, &key);
    let tail = Tail {
        mark: Some(mark(&key, &intro.log())),
        frontier: Some(m.law().facts().frontier()),
        intro: Some(intro),
        ..Tail::default()
    };
    let root = writer.say([(tail, Body::Nothing)]);
    let fork = writer.head.clone();
    let mut branch = |many: usize| {
        writer.head = fork.clone();
        writer.say((0..many).map(|_| (Tail::default(), Body::Nothing)))
    };
    let alike: Vec<Range> = (0..MAX_BRANCHES).flat_map(|_| branch(1)).collect();
    for (name, own) in [("A", branch(1)), ("B", branch(640))] {
        for range in [root.clone(), alike.clone(), own].concat() {
            town.with(name, |device| device.absorb(&[range]).unwrap());
        }
    }
    rest(&mut town, &["A", "B"], 150);
    town.says("B", &topic, "An honest word");
    town.meet(&["A", "B"]);
    assert!(town.texts("A", &topic).contains(&"An honest word".to_owned()));
}

/// B and C talk much in a circle of two, through a hub. A reads nothing of it, and meets the hub.
#[test]
fn a_hub_sends_nobody_a_log_for_ever_that_they_cannot_read() {
    let mut town = Town::of(&["A", "B", "C"]);
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    town.meet(&["A", "B", "C", "hub"]);
    let members = ["B", "C"].map(|name| town.person(name)).to_vec();
    let circle = town.with("B", |b| b.open_circle(members).unwrap());
    for _ in 0..200 {
        town.with("B", |b| b.say_unchecked(&circle, Body::Nothing.encode(), None, None).unwrap());
    }
    town.meet(&["B", "hub"]);
    rest(&mut town, &["A", "hub"], 50);
}

/// A hub has no room for what somebody brings.
#[test]
fn a_full_hub_is_brought_the_same_once() {
    let mut town = Town::of(&["A", "B"]);
    let endpoint = town.hub("hub", "A", Quota { log: 8 * 1_024, ..Quota::default() });
    town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
    let circle = town.replica("A").everyone();
    for _ in 0..400 {
        town.with("A", |a| a.say_unchecked(&circle, Body::Nothing.encode(), None, None).unwrap());
    }
    rest(&mut town, &["A", "hub"], 60);
}

/// M says what waits for a word that A has not heard, and much more. When A hears that word, M's log ends there; B, who heard it
/// before, stores nothing of what follows.
#[test]
fn what_follows_the_end_of_a_log_is_sent_once_a_session() {
    let mut town = Town::of(&["A", "B", "M", "P"]);
    let word = town.with("P", |p| p.state(&Statement::Heard).unwrap());
    let of_p = town.replica("P").charter_ranges();
    let person = town.person("A");
    let m = town.replica("M");
    let (known, intro) = (m.law().facts().frontier(), begins(m.me(), LogKind::Charter, [0; 16]));
    let heard = || Body::stated(&Statement::Heard, None);
    let bad = Body::stated(&Statement::Remove { person, cuts: Vec::new(), why: None }, None);
    let begun = (Tail { intro: Some(intro.clone()), frontier: Some(known), ..Tail::default() }, heard());
    let waits = (Tail { frontier: Some(vec![word]), ..Tail::default() }, bad);
    let more = (0..300).map(|_| (Tail::default(), heard()));
    let all = Writer::of(m.me(), &intro, m.charter_key()).say([begun, waits].into_iter().chain(more));
    town.with("A", |a| {
        a.absorb(&all).unwrap();
        a.absorb(&of_p).unwrap()
    });
    town.with("B", |b| {
        b.absorb(&of_p).unwrap();
        all.iter().for_each(|range| drop(b.absorb(std::slice::from_ref(range)).unwrap()));
    });
    rest(&mut town, &["A", "B"], 100);
}

/// A founder, somebody who was away, and `others` who came meanwhile, each of whom said a word and sealed so often.
fn away(others: u8, seals: usize) -> Town {
    let mut town = Town::of(&["A", "B"]);
    for seed in 0..others {
        town.with("A", |a| {
            let store = Store::in_memory(&Rows.migrations()).unwrap();
            let seed = Secret([seed + 100; 32]);
            let person = Me::from_seed(&seed, None).person;
            Device::begin(&store, &seed, person, &a.community(), a.charter_key()).unwrap();
            let device = Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap();
            let invite = a.invite(0, u32::MAX).unwrap();
            a.admit(&device.ask(&invite)).unwrap();
            let frontier = a.law().facts().frontier();
            let me = device.me();
            let intro = begins(me, LogKind::Charter, [0; 16]);
            let heard = Body::stated(&Statement::Heard, None);
            let tail = Tail { intro: Some(intro.clone()), frontier: Some(frontier), ..Tail::default() };
            let seal = || Body::Seal(Seal { circle: a.everyone(), entries: Vec::new() });
            let sealed = (0..seals).map(|_| (Tail::default(), seal()));
            let said = Writer::of(me, &intro, a.charter_key()).say([(tail, heard)].into_iter().chain(sealed));
            let taken = a.absorb(&said).unwrap();
            assert_eq!(taken.iter().map(|taken| taken.new_records()).sum::<u64>(), 1 + seals as u64);
        });
    }
    town
}

fn statements(town: &mut Town) -> [usize; 2] {
    ["A", "B"].map(|name| town.replica(name).law().facts().len())
}

/// Names of charter logs that are asked for again, from a number on; not those that are told to stop.
fn asked_again(frames: &[Vec<u8>]) -> usize {
    let frames = frames.iter().filter_map(|frame| Frame::decode(frame));
    let asked = frames.map(|frame| match frame {
        Frame::Want { from, again: true, .. } => from.iter().filter(|mark| mark.count < u64::MAX).count(),
        _ => 0,
    });
    asked.sum()
}

/// More people came than the quarantine has places for, and the founder's own log is as long as two ranges.
#[test]
fn who_was_away_hears_all_in_one_session_and_in_order() {
    let mut town = away(80, 0);
    town.world.tap();
    town.meet(&["A", "B"]);
    let asked = asked_again(town.world.tapped());
    let [a, b] = statements(&mut town);
    assert!(a > 240, "{a}");
    assert_eq!(b, a, "statements that B holds after one session");
    assert_eq!(asked, 0, "logs that came before what binds their device");
}

/// What a device holds of the charter, in the hands of somebody who sends last what came first. Maybe of everyone's circle, too.
struct Backwards {
    circle: Option<(CircleId, Secret)>,
    logs: Vec<Summary>,
    content: Vec<Summary>,
    rows: BTreeMap<LogId, LogRow>,
    store: Store,
}

impl Backwards {
    fn of(device: &Device) -> Self {
        let logs = device.summaries(None).into_iter();
        let logs = logs.map(|log| Summary { turn: log.turn.map(|turn| -turn), ..log }).collect();
        let rows = device.store().logs().unwrap().into_iter().map(|row| (row.name(), row)).collect();
        let store = Store::open_with_vfs(&copy_of(device.store()), "unix", &Rows.migrations()).unwrap();
        let content = device.summaries(Some(&device.everyone()));
        Self { circle: None, logs, content, rows, store }
    }
}

impl Shelf for Backwards {
    fn circles(&self) -> Vec<(CircleId, Secret)> {
        self.circle.clone().into_iter().collect()
    }
    fn logs(&self, circle: Option<&CircleId>) -> Vec<Summary> {
        if circle.is_some() { self.content.clone() } else { self.logs.clone() }
    }
    fn range(&self, log: &LogId, from: u64) -> Option<Range> {
        self.store.range(self.rows.get(log)?, from).ok()?
    }
    fn packed(&self, _: &[(LogId, u64)]) -> Option<Packed> {
        None
    }
    fn newest_first(&self, logs: Vec<LogId>) -> Vec<LogId> {
        logs
    }
    fn lacks(&self, _: &LogId, _: u64, _: usize) -> Vec<Lack> {
        Vec::new()
    }
    fn bytes(&self, _: &LogId) -> u64 {
        0
    }
    fn part(&self, _: &LogId, _: u64, _: &[u8; 8], _: u8) -> Option<Vec<u8>> {
        None
    }
    fn receipts(&self) -> ([u8; 8], Vec<([u8; 8], u64)>) {
        ([0; 8], Vec::new())
    }
}

/// B hears all that A holds of the charter from who sends it backwards, `at_once` ranges at a time: how many ranges were sent. If
/// `words_first`, all that was said in everyone's circle, too, and of what is sent at once that comes first.
fn hears_backwards(town: &mut Town, at_once: usize, words_first: bool) -> usize {
    const WIRE: u64 = 1 << 40;
    let at = town.at("A");
    let (address, now) = (town.world.address(at), town.world.now_ms);
    let mut shelf = Backwards::of(town.replica("A"));
    if words_first {
        let a = town.replica("A");
        shelf.circle = Some((a.everyone(), everyone_secret(a.charter_key())));
    }
    let mut giver = Session::listen();
    let core = town.core("B");
    core.opened(WIRE, Purpose::Sync, address, true);
    let mut sent = 0;
    loop {
        let asked = std::iter::from_fn(|| core.next_frame(WIRE)).collect::<Vec<_>>();
        for frame in &asked {
            giver.handle(Frame::decode(frame).unwrap(), &shelf);
        }
        let mut given = std::iter::from_fn(|| giver.next_frame(&shelf)).take(at_once).collect::<Vec<_>>();
        sent += given.iter().filter(|frame| matches!(frame, Frame::Records(_))).count();
        assert!(sent < 20 * shelf.rows.len(), "the same is sent without end");
        if asked.is_empty() && given.is_empty() {
            return sent;
        }
        if words_first {
            let of_charter = |log: &LogId| shelf.rows.get(log).is_some_and(|row| row.circle.is_none());
            given.sort_by_key(|frame| matches!(frame, Frame::Records(range) if of_charter(&range.log)));
        }
        for frame in given {
            core.received(WIRE, &frame.encode(), now).unwrap();
            if words_first {
                core.flush(now).unwrap();
            }
        }
        core.flush(now).unwrap();
    }
}

/// The logs come before what binds their devices, and are more than the quarantine holds, or longer than a range. What it let go of
/// is asked for once each.
#[test]
fn what_came_too_early_is_asked_for_once_its_device_is_bound() {
    for (others, seals) in [(80, 0), (10, 150)] {
        for at_once in [1, 1_000] {
            let mut town = away(others, seals);
            let ranges = town.replica("A").charter_ranges().len();
            let sent = hears_backwards(&mut town, at_once, false);
            let [a, b] = statements(&mut town);
            assert_eq!(b, a, "statements that B holds after one session");
            let held = ["A", "B"].map(|name| digest(&town.replica(name).summaries(None)));
            assert_eq!(held[0], held[1], "charter logs");
            assert!(sent <= 2 * ranges, "{sent} ranges were sent to bring {ranges}");
        }
    }
}

/// The same of what people said: more logs than the quarantine holds.
#[test]
fn words_that_came_too_early_are_asked_for_once_their_device_is_bound() {
    let mut town = away(80, 0);
    for seed in 0..80 {
        town.with("A", |a| {
            let me = Me::from_seed(&Secret([seed + 100; 32]), None);
            let blank = begins(&me, LogKind::Content, [5; 16]);
            let intro = Intro { tag: tag(&everyone_secret(a.charter_key()), &blank), ..blank };
            let key = Secret([7; 32]);
            let tail = Tail {
                mark: Some(mark(&key, &intro.log())),
                frontier: Some(a.law().facts().frontier()),
                intro: Some(intro.clone()),
                ..Tail::default()
            };
            a.absorb(&Writer::of(&me, &intro, &key).say([(tail, Body::Nothing)])).unwrap();
        });
    }
    let sent = hears_backwards(&mut town, 1_000, true);
    let held = ["A", "B"].map(|name| {
        let replica = town.replica(name);
        replica.summaries(Some(&replica.everyone()))
    });
    assert!(held[0].len() > 80, "{} logs", held[0].len());
    assert_eq!(digest(&held[0]), digest(&held[1]), "{} logs of {}", held[1].len(), held[0].len());
    assert!(sent < 400, "{sent} ranges were sent");
}
