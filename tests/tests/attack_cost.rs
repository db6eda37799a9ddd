//! Attacks: what one person makes all others pay. Each test prints what it measured and fails where the cost has no bound.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic")]

use automerge::transaction::Transactable as _;
use automerge::{ObjType, ROOT, ReadDoc as _};
use kith_community::project::Rows;
use kith_community::rename;
use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::document::Kind;
use kith_sync::epoch::Seal;
use kith_sync::id::{DocumentId, StatementId};
use kith_sync::node::{Me, Replica, Saying, Slices as _};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail};
use kith_sync::store::Store;
use kith_tests::chaos::copy_of;
use kith_tests::town::Town;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use std::time::Instant;

type Device = Replica<Rows>;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn memory() -> Store {
    Store::in_memory(Rows.migrations()).unwrap()
}

fn found() -> Device {
    let mut founder = Replica::found(memory(), Rows, rng(1), true).unwrap();
    rename(&mut founder, "Ada").unwrap();
    founder
}

fn newcomer(founder: &mut Device, seed: u8) -> Device {
    let (store, seed) = (memory(), Secret([seed; 32]));
    let person = Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, &founder.community(), founder.charter_key()).unwrap();
    let mut device = Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap();
    let invite = founder.invite(0, u32::MAX).unwrap();
    founder.admit(&device.ask(&invite)).unwrap();
    hear(&mut device, &everything(founder));
    device
}

fn everything(device: &Device) -> Vec<Range> {
    let mut logs = device.store().logs().unwrap();
    logs.sort_by_key(|log| (log.circle.is_some(), log.first()));
    let mut all = Vec::new();
    for log in &logs {
        let mut from = 0;
        while let Some(range) = device.store().range(log, from).unwrap() {
            from = range.from + range.records.len() as u64;
            all.push(range);
        }
    }
    all
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
    let copied = Store::open_with_vfs(&path, "unix", Rows.migrations()).unwrap();
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

/// Milliseconds that something takes, the least of three times.
fn ms(mut work: impl FnMut()) -> f64 {
    let once = |work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        begun.elapsed().as_secs_f64() * 1_000.0
    };
    (0..3).map(|_| once(&mut work)).fold(f64::MAX, f64::min)
}

/// The charter log of a modified client, written past every check.
struct Liar {
    head: Head,
    intro: Option<Intro>,
    signer: ed25519_dalek::SigningKey,
    key: Secret,
    rng: ChaCha20Rng,
}

impl Liar {
    fn of(device: &Device) -> Self {
        let me = device.me();
        let intro = Intro {
            sign_key: me.keys.sign,
            nonce: [0; 16],
            device: me.device(),
            person: me.person,
            kind: LogKind::Charter,
            tag: [0; 16],
        };
        let head = Head::start(&intro);
        Self { head, intro: Some(intro), signer: me.signer().clone(), key: device.charter_key().clone(), rng: rng(9) }
    }

    /// Ranges of these bodies, each as long as ranges may be; the first tells the frontier.
    fn say(&mut self, bodies: impl IntoIterator<Item = Body>, frontier: Option<Vec<StatementId>>) -> Vec<Range> {
        let (mut all, mut from, mut records, mut last) = (Vec::new(), self.head.count, Vec::new(), [0; 64]);
        let mut frontier = frontier;
        for body in bodies {
            let tail = Tail { intro: self.intro.take(), frontier: frontier.take(), ..Tail::default() };
            let draft = Draft { tail, parts: vec![body.encode()] };
            let (said, signature) = self.head.append(&self.signer, &self.key, draft, &mut self.rng).unwrap();
            records.push(said.record);
            last = signature;
            if self.head.at_boundary() {
                let records = std::mem::take(&mut records);
                all.push(Range { log: self.head.log, from, records, signature });
                from = self.head.count;
            }
        }
        if !records.is_empty() {
            all.push(Range { log: self.head.log, from, records, signature: last });
        }
        all
    }
}

fn heard() -> Body {
    Body::stated(&Statement::Heard, None)
}

/// Words that came late are kept, and looked at again whenever anybody says anything.
#[test]
fn what_came_late_costs_each_post_of_all_others() {
    let mut measured = Vec::new();
    for late in [0, 250, 500, 1_000] {
        let mut founder = found();
        let mut dee = newcomer(&mut founder, 2);
        let mut ben = newcomer(&mut founder, 3);
        let person = dee.me().person;
        says(&mut dee, None, 0);
        let before = everything(&dee);
        hear(&mut founder, &before);
        for number in 0..late {
            says(&mut dee, None, number);
        }
        let cuts = founder.cuts_of(&person);
        founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
        hear(&mut ben, &everything(&dee));
        hear(&mut ben, &everything(&founder));
        for number in 0..3 {
            says(&mut ben, None, number);
        }
        let post = ms(|| says(&mut ben, None, 7));
        let mut other = copy(&founder, 8);
        hear(&mut ben, &everything(&founder));
        let statement = ms(|| {
            other.state(&Statement::Heard).unwrap();
            let all = everything(&other);
            ben.absorb(&all).unwrap();
        });
        println!("{late} late records: a post {post:.1} ms, a statement {statement:.1} ms");
        measured.push(post);
    }
    assert!(measured[3] < 10.0 * measured[0], "each post costs {:.1} ms in place of {:.1}", measured[3], measured[0]);
}

/// One branch more of a charter log costs the square of those that are there.
#[test]
fn branches_of_a_charter_log_cost_their_cube() {
    let mut founder = found();
    let (ill, other) = (newcomer(&mut founder, 2), newcomer(&mut founder, 3));
    let mut ben = newcomer(&mut founder, 4);
    hear(&mut ben, &everything(&founder));
    // Another device of theirs waits for what nobody says.
    let waits = Liar::of(&other).say([heard()], Some(vec![kith_sync::id::RecordHash([0xff; 32])]));
    hear(&mut ben, &waits);
    let mut liar = Liar::of(&ill);
    let root = liar.say([heard()], Some(ill.law().facts().frontier()));
    hear(&mut ben, &root);
    let fork = liar.head.clone();
    let mut measured = Vec::new();
    let mut begun = Instant::now();
    for branch in 1..=192 {
        liar.head = fork.clone();
        let one = liar.say([heard()], None);
        ben.absorb(&one).unwrap();
        if branch % 48 == 0 {
            let took = begun.elapsed().as_secs_f64() * 1_000.0;
            let kept = ben.store().logs().unwrap().iter().filter(|log| log.base.is_some()).count();
            println!("{kept} branches: {:.1} ms each of the last 48", took / 48.0);
            measured.push(took);
            begun = Instant::now();
        }
    }
    let start = ms(|| ben.reload().unwrap());
    println!("a start {start:.0} ms");
    assert!(measured[3] < 6.0 * measured[0], "four times the branches, {:.1} times the cost of each", measured[3] / measured[0]);
}

/// In a log that was written twice one record more costs all that was ever said there.
#[test]
fn a_log_that_was_written_twice_costs_the_square_of_its_length() {
    let mut measured = Vec::new();
    for (forked, long) in [(false, 1_000), (true, 250), (true, 500), (true, 1_000)] {
        let mut founder = found();
        let ill = newcomer(&mut founder, 2);
        let mut ben = newcomer(&mut founder, 3);
        hear(&mut ben, &everything(&founder));
        let mut base = copy(&ill, 5);
        says(&mut base, None, 0);
        hear(&mut ben, &everything(&base));
        if forked {
            let mut twin = copy(&base, 7);
            says(&mut twin, None, 1);
            hear(&mut ben, &everything(&twin));
        }
        let mut spent = 0.0;
        let mut last = 0.0;
        for number in 0..long {
            says(&mut base, None, number);
            let log = kith_tests::craft::own_log(&base);
            // As it is pushed: one record, one signature.
            let range = base.store().range(&log, log.head.count - 1).unwrap().unwrap();
            let begun = Instant::now();
            ben.absorb(&[range]).unwrap();
            last = begun.elapsed().as_secs_f64() * 1_000.0;
            spent += last;
        }
        println!("forked {forked}, {long} posts: {:.1} s in all, the last {last:.1} ms", spent / 1_000.0);
        measured.push(spent);
    }
    assert!(measured[3] < 6.0 * measured[1], "four times as long, {:.1} times the cost", measured[3] / measured[1]);
}

/// Half of the people got a log up to its end in one range, half got its first word before: whenever two of them meet, all behind
/// the end is sent again.
#[test]
fn what_stands_behind_the_end_of_a_log_is_sent_at_each_meeting() {
    let mut town = Town::of(&["A", "B", "M"]);
    let mut liar = Liar::of(town.replica("M"));
    let frontier = town.replica("M").law().facts().frontier();
    let first = liar.say([heard()], Some(frontier));
    let (circle, epoch) = (town.replica("A").everyone(), kith_sync::id::RecordHash([1; 32]));
    let entry = kith_sync::epoch::Entry {
        device: town.device("A"),
        epochs: vec![epoch],
        encapsulated: [7; 32],
        sealed: vec![5; 60_000],
    };
    let seal = Body::Seal(Seal { circle, entries: vec![entry] });
    let person = town.person("A");
    let bad = Body::stated(&Statement::Remove { person, cuts: Vec::new(), why: None }, None);
    let rest = liar.say([bad, seal.clone(), seal.clone(), seal], None);
    let whole = Range {
        from: 0,
        records: first.iter().chain(&rest).flat_map(|range| range.records.clone()).collect(),
        ..rest[0].clone()
    };
    assert_eq!(rest.len(), 1);
    town.with("A", |a| println!("A {:?}", a.absorb(&[whole]).unwrap()));
    town.with("B", |b| println!("B {:?}", b.absorb(&first).unwrap()));
    town.meet(&["A", "B"]);
    town.meet(&["A", "B"]);
    let mut sent = Vec::new();
    for _ in 0..4 {
        town.world.now_ms += 3_600_000;
        town.world.tap();
        town.meet(&["A", "B"]);
        sent.push(town.world.tapped().iter().map(Vec::len).sum::<usize>());
    }
    println!("bytes at each meeting, in which nothing is new: {sent:?}");
    assert!(sent.iter().all(|bytes| *bytes < 50_000), "{sent:?}");
}

/// Circles that name somebody are looked through with all that was ever said, at each frame.
#[test]
fn circles_that_name_somebody_cost_them_the_square_at_each_frame() {
    let mut measured = Vec::new();
    for circles in [0, 500, 1_000, 2_000] {
        let mut town = Town::of(&["A", "B", "M"]);
        let (a, m) = (town.person("A"), town.person("M"));
        let mut liar = Liar::of(town.replica("M"));
        let opens = |nth: u32| {
            let mut random = [0; 16];
            random[..4].copy_from_slice(&nth.to_be_bytes());
            Body::stated(&Statement::Circle { members: vec![a, m], random, commitment: [7; 32] }, None)
        };
        let ranges = liar.say((0..circles).map(opens), Some(town.replica("M").law().facts().frontier()));
        town.with("A", |a| a.absorb(&ranges).unwrap());
        let now = town.world.now_ms;
        let held = town.replica("A").law().facts().len();
        let core = town.core("A");
        let flush = ms(|| core.flush(now).unwrap());
        println!("{circles} circles, {held} statements: a flush, as after each frame, {flush:.2} ms");
        measured.push(flush);
    }
    assert!(measured[3] < 1.0, "{:.2} ms for each frame", measured[3]);
}

/// A member adds and removes a device of their own: whoever writes next opens a new key and seals it to all.
#[test]
fn two_words_of_a_member_make_others_seal_a_key_to_all() {
    let mut founder = found();
    let mut ill = newcomer(&mut founder, 2);
    for seed in 10..70 {
        newcomer(&mut founder, seed);
    }
    hear(&mut ill, &everything(&founder));
    let bytes = |device: &Device| -> (i64, i64) {
        let sum = "SELECT coalesce(sum(size + length(tail)), 0) FROM records JOIN logs ON logs.id = records.log WHERE kind = 0 AND sign_key = ?";
        let of = |key: [u8; 32]| device.store().connection().query_row(sum, [key], |row| row.get::<_, i64>(0)).unwrap();
        (of(founder_key(device)), of(ill_key()))
    };
    fn founder_key(device: &Device) -> [u8; 32] {
        device.notes()[0].sign_key
    }
    fn ill_key() -> [u8; 32] {
        Me::from_seed(&Secret([2; 32]), None).keys.sign
    }
    says(&mut founder, None, 1);
    let before = bytes(&founder);
    for turn in 0..20_u8 {
        let me = Me::from_seed(&Secret([100 + turn; 32]), Some(ill.me().person));
        let by = |signer: &ed25519_dalek::SigningKey| {
            kith_sync::charter::cross_sign(signer, &ill.community(), &ill.me().device(), &me.keys)
        };
        let (own, endpoint) = (by(me.signer()), by(&me.endpoint_signer()));
        // A modified client need not seal anything to a device that it throws away.
        ill.state(&Statement::DeviceAdd { keys: me.keys, own, endpoint }).unwrap();
        ill.state(&Statement::DeviceRemove { device: me.device(), cuts: Vec::new() }).unwrap();
        hear(&mut founder, &everything(&ill));
        says(&mut founder, None, i64::from(turn));
        hear(&mut ill, &everything(&founder));
    }
    let after = bytes(&founder);
    let (paid, spent) = (after.0 - before.0, after.1 - before.1);
    println!("20 turns among 62 people: the member says {spent} bytes of charter, one honest writer {paid}");
    assert!(paid < 10 * spent, "{paid} bytes for {spent}");
}

/// Words under a key that nobody has wait for ever, and are looked at again whenever anybody says anything.
#[test]
fn what_waits_for_a_key_costs_each_post_of_all_others() {
    use kith_sync::epoch::everyone_secret;
    use kith_sync::record::{mark, tag};
    let mut measured = Vec::new();
    for words in [0, 1_000, 4_000] {
        let mut founder = found();
        let ill = newcomer(&mut founder, 2);
        let mut ben = newcomer(&mut founder, 3);
        hear(&mut ben, &everything(&founder));
        let (me, key) = (ill.me(), Secret([99; 32]));
        let blank = Intro {
            sign_key: me.keys.sign,
            nonce: [4; 16],
            device: me.device(),
            person: me.person,
            kind: LogKind::Content,
            tag: [0; 16],
        };
        let intro = Intro { tag: tag(&everyone_secret(ill.charter_key()), &blank), ..blank };
        let mut head = Head::start(&intro);
        let mut rng = rng(6);
        let (mut from, mut records) = (0, Vec::new());
        for nth in 0..words {
            let tail = Tail {
                mark: (nth == 0).then(|| mark(&key, &intro.log())),
                frontier: (nth == 0).then(|| ill.law().facts().frontier()),
                intro: (nth == 0).then(|| intro.clone()),
                document: Some(nth),
                ..Tail::default()
            };
            let draft = Draft { tail, parts: vec![Body::Nothing.encode()] };
            let (said, signature) = head.append(me.signer(), &key, draft, &mut rng).unwrap();
            records.push(said.record);
            if head.at_boundary() {
                let records = std::mem::take(&mut records);
                ben.absorb(&[Range { log: head.log, from, records, signature }]).unwrap();
                from = head.count;
            }
        }
        for number in 0..3 {
            says(&mut ben, None, number);
        }
        let post = ms(|| says(&mut ben, None, 7));
        println!("{from} words that wait: a post {post:.1} ms");
        measured.push(post);
    }
    assert!(measured[2] < 10.0 * measured[0], "each post costs {:.1} ms in place of {:.1}", measured[2], measured[0]);
}
