//! What one person can make all others store and look at has a bound, and no bound decides what counts.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::transaction::Transactable as _;
use automerge::{ObjType, ROOT, ReadDoc as _};
use kith_community::project::Rows;
use kith_community::rename;
use kith_sync::body::Body;
use kith_sync::charter::{Statement, Status};
use kith_sync::document::Kind;
use kith_sync::epoch::{Seal, seal_to};
use kith_sync::id::{CircleId, DocumentId, RecordHash, StatementId};
use kith_sync::net::{Address, Purpose};
use kith_sync::node::{MAX_WAITING, Me, Replica, Saying, Slices as _, Taken};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail};
use kith_sync::session::Frame;
use kith_sync::store::Store;
use kith_tests::counting::{Counting, asked};
use kith_tests::town::Town;
use rand::SeedableRng;
use rand_chacha::ChaCha20Rng;
use std::collections::BTreeSet;

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

#[global_allocator]
static COUNTING: Counting = Counting;

/// Bytes of memory that something asks for, the least of three times: what it looks through.
fn bytes(mut work: impl FnMut()) -> u64 {
    let once = |work: &mut dyn FnMut()| {
        let before = asked();
        work();
        asked() - before
    };
    (0..3).map(|_| once(&mut work)).fold(u64::MAX, u64::min)
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

/// M, who was removed, dials A and introduces themselves with these ranges, a connection for every so many.
fn introduces(town: &mut Town, ranges: &[Range], each: usize) {
    let endpoint = town.replica("M").me().keys.endpoint;
    let now = town.world.now_ms;
    for (at, some) in ranges.chunks(each).enumerate() {
        let conn = 1_000_000 + at as u64;
        let core = town.core("A");
        let address = Address { endpoint, sockets: Vec::new(), relay: None };
        core.opened(conn, Purpose::Sync, address, false);
        let hello = Frame::Hello {
            version: 0,
            salt: [1; 8].into(),
            digests: Vec::new().into_iter().collect(),
            receipts: [0; 8].into(),
        };
        core.received(conn, &hello.encode(), now).unwrap();
        while core.next_frame(conn).is_some() {}
        for (nth, one) in some.chunks(8).enumerate() {
            let last = (nth + 1) * 8 >= some.len();
            core.received(conn, &Frame::Introduce { ranges: one.to_vec(), last }.encode(), now).unwrap();
        }
        while core.next_frame(conn).is_some() {}
        core.closed(conn, now);
    }
}

fn town_without_m() -> Town {
    let mut town = Town::of(&["A", "B", "M"]);
    let person = town.person("M");
    town.with("A", |a| {
        for _ in 0..80 {
            a.state(&Statement::Heard).unwrap();
        }
        let cuts = a.cuts_of(&person);
        a.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    });
    assert_eq!(town.status("A", "M"), Status::Removed);
    town
}

/// Who was removed says without end what cites something that nobody ever said.
#[test]
fn what_waits_for_ever_is_stored_up_to_a_bound_and_costs_no_post() {
    let mut town = town_without_m();
    let topic = town.starts("A", "Harvest");
    let mut liar = Liar::of(town.replica("M"));
    let mut frontier: Vec<StatementId> = town.replica("A").notes().iter().rev().take(63).map(|note| note.id).collect();
    frontier.push(kith_sync::id::RecordHash([0xff; 32]));
    let mut measured = Vec::new();
    for round in 0..4 {
        let a = town.replica("A");
        let count =
            a.store().connection().query_row("SELECT count(*) FROM records", [], |row| row.get::<_, i64>(0)).unwrap();
        let post = bytes(|| drop(town.says("A", &topic, "An honest word")));
        measured.push((count, post));
        if round < 3 {
            let ranges = liar.say((0..4_096).map(|_| heard()), Some(frontier.clone()));
            introduces(&mut town, &ranges, 64);
        }
    }
    let (first, last) = (measured[0], measured[3]);
    assert!(last.0 - first.0 < 3_000, "who was removed made A store {} statements", last.0 - first.0);
    println!("{measured:?}");
    assert!(last.1 < 2 * first.1, "and each post costs {} bytes in place of {}", last.1, first.1);
}

/// The same with seals to one device. They are stored without a bound (docs/security.md), opened only once and looked at never.
#[test]
fn seals_of_epochs_that_nobody_opened_cost_no_post_and_no_start() {
    let mut town = town_without_m();
    let topic = town.starts("A", "Harvest");
    let mut liar = Liar::of(town.replica("M"));
    let (community, victim) = (town.replica("A").community(), town.replica("A").me().keys);
    let circle = CircleId::everyone(&community);
    let mut measured = Vec::new();
    let mut draw = rng(5);
    for round in 0..4_u8 {
        let post = bytes(|| drop(town.says("A", &topic, "An honest word")));
        let start = bytes(|| town.with("A", |a| a.reload().unwrap()));
        measured.push((start, post));
        if round < 3 {
            let secret = Secret([round; 32]);
            let mut entry = |nth: u8| {
                let epoch = kith_sync::id::RecordHash([nth; 32]);
                seal_to(&community, &circle, &victim, &secret, &[(epoch, secret.clone())], &mut draw).unwrap()
            };
            let entries: Vec<_> = (0..=255).map(&mut entry).collect();
            let bodies = (0..24).map(|_| Body::Seal(Seal { circle, entries: entries.clone() }));
            let ranges = liar.say(bodies, None);
            introduces(&mut town, &ranges, 16);
        }
    }
    let (first, last) = (measured[0], measured[3]);
    assert!(last.0 < 100 * first.0, "a start takes {} bytes in place of {}", last.0, first.0);
    println!("{measured:?}");
    assert!(last.1 < 2 * first.1, "and each post costs {} bytes in place of {}", last.1, first.1);
}

#[test]
fn a_start_goes_through_what_waits_once_however_often_others_took_turns() {
    let mut town = Town::of(&["A", "B", "M"]);
    let mut liar = Liar::of(town.replica("M"));
    let frontier: Vec<StatementId> = town.replica("M").law().facts().frontier();
    let turns = 100;
    for _ in 0..turns {
        town.with("A", |a| a.state(&Statement::Heard).unwrap());
        let of_a = town.replica("A").charter_ranges();
        town.with("B", |b| {
            b.absorb(&of_a).unwrap();
            b.state(&Statement::Heard).unwrap()
        });
        let of_b = town.replica("B").charter_ranges();
        town.with("A", |a| a.absorb(&of_b).unwrap());
    }
    let without = bytes(|| town.with("A", |a| a.reload().unwrap()));
    let nobody = [frontier, vec![kith_sync::id::RecordHash([0xff; 32])]].concat();
    let ranges = liar.say((0..8_192).map(|_| heard()), Some(nobody));
    town.with("A", |a| a.absorb(&ranges).unwrap());
    let with = bytes(|| town.with("A", |a| a.reload().unwrap()));
    println!("{with} {without}");
    assert!(with < 20 * without, "{with} bytes in place of {without}");
}

/// Somebody's log holds more than is stored while it waits. In whatever order two logs come, all of both counts in the end.
#[test]
fn what_is_not_stored_while_it_waits_is_taken_as_soon_as_that_comes() {
    let mut founder = found();
    let mut other = newcomer(&mut founder, 2);
    let (mut waits, mut one) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    for device in [&mut other, &mut waits, &mut one] {
        hear(device, &everything(&founder));
    }
    other.state(&Statement::Heard).unwrap();
    hear(&mut founder, &everything(&other));
    for _ in 0..MAX_WAITING + 500 {
        founder.state(&Statement::Heard).unwrap();
    }
    let (of_founder, of_other) = (charter_log(&founder), charter_log(&other));
    let all = founder.law().facts().len();
    let taken: Vec<Taken> = waits.absorb(&of_founder).unwrap();
    assert_eq!(taken.last(), Some(&Taken::Later));
    let stored = taken.iter().map(Taken::new_records).sum::<u64>();
    assert!((MAX_WAITING - 64..=MAX_WAITING).contains(&stored), "{stored}");
    waits.reload().unwrap();
    assert_eq!(waits.absorb(&of_founder).unwrap().last(), Some(&Taken::Later));
    waits.absorb(&of_other).unwrap();
    assert!(waits.law().facts().len() as u64 > stored, "what was stored counts at once");
    waits.absorb(&of_founder).unwrap();
    assert_eq!(waits.law().facts().len(), all);
    // Both at once need no second time.
    one.absorb(&[of_founder, of_other].concat()).unwrap();
    assert_eq!(one.law().facts().len(), all);
    assert_eq!(one.digest(), waits.digest());
}

/// A flood of seals for epochs that nobody knows hides no key from a device that hears of its epoch after.
#[test]
fn a_key_is_found_behind_more_seals_than_are_kept_in_memory() {
    let mut founder = found();
    let mut carol = newcomer(&mut founder, 2);
    let dee = newcomer(&mut founder, 3).me().person;
    let cuts = founder.cuts_of(&dee);
    founder.state(&Statement::Remove { person: dee, cuts, why: None }).unwrap();
    hear(&mut carol, &everything(&founder));
    let mallory = newcomer(&mut founder, 4);
    let mut ben = newcomer(&mut founder, 5);
    // Carol opens an epoch and does not know Ben, to whom another hands its key.
    let before = keys(&carol);
    says(&mut carol, None, 1);
    let opened: BTreeSet<StatementId> = keys(&carol).difference(&before).copied().collect();
    assert_eq!(opened.len(), 1);
    hear(&mut founder, &everything(&carol));
    let victim = ben.me();
    assert_eq!(founder.answer_need(&victim.device(), &opened).unwrap().len(), 1);
    let (circle, mut draw) = (ben.everyone(), rng(5));
    let flood = (0..12_u8).map(|nth| {
        let secret = Secret([nth; 32]);
        let epochs: Vec<_> = (0..512_u16).map(|epoch| (unknown(nth, epoch), secret.clone())).collect();
        let entry = seal_to(&ben.community(), &circle, &victim.keys, &secret, &epochs, &mut draw).unwrap();
        Body::Seal(Seal { circle, entries: vec![entry] })
    });
    let flood: Vec<Body> = flood.collect();
    let mut liar = Liar::of(&mallory);
    let flood = liar.say(flood, None);
    ben.absorb(&flood).unwrap();
    ben.absorb(&charter_log(&founder)).unwrap();
    assert!(keys(&ben).is_disjoint(&opened), "its epoch is not known");
    ben.absorb(&charter_log(&carol)).unwrap();
    assert!(keys(&ben).is_superset(&opened));
}

/// A device's own log of the charter.
fn charter_log(device: &Device) -> Vec<Range> {
    let key = device.me().keys.sign;
    let logs = device.store().logs().unwrap();
    let own = logs.into_iter().find(|row| row.circle.is_none() && row.intro.sign_key == key).unwrap();
    everything(device).into_iter().filter(|range| range.log == own.head.log).collect()
}

fn unknown(nth: u8, epoch: u16) -> StatementId {
    let mut id = [nth; 32];
    id[..2].copy_from_slice(&epoch.to_be_bytes());
    RecordHash(id)
}

fn keys(device: &Device) -> BTreeSet<StatementId> {
    device.store().epoch_keys().unwrap().into_iter().map(|(epoch, ..)| epoch).collect()
}
