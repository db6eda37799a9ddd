//! Logs written twice: whatever order the branches come in, every device comes to the same.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_community::topic;
use kith_community::{act, rename};
use kith_sync::charter::Statement;
use kith_sync::id::PersonId;
use kith_sync::net::Address;
use kith_sync::node::{MAX_BRANCHES, Replica, Slices as _};
use kith_sync::record::{Range, Secret};
use kith_sync::session::digest;
use kith_sync::store::Store;
use kith_tests::chaos::{copy_of, replica_differences};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;

type Device = Replica<Rows>;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn memory() -> Store {
    Store::in_memory(&Rows.migrations()).unwrap()
}

/// A founder and a member who has heard all.
fn pair() -> (Device, Device) {
    let mut founder = Replica::found(memory(), Rows, rng(1), true).unwrap();
    rename(&mut founder, "Ada").unwrap();
    let member = newcomer(&mut founder, 2);
    (founder, member)
}

/// Somebody the founder lets in, who hears all that the founder has.
fn newcomer(founder: &mut Device, seed: u8) -> Device {
    let (store, seed) = (memory(), Secret([seed; 32]));
    let person = kith_sync::node::Me::from_seed(&seed, None).person;
    Replica::<Rows>::begin(&store, &seed, person, &founder.community(), founder.charter_key()).unwrap();
    let mut device = Replica::open(store, Rows, ChaCha20Rng::from_seed(seed.0)).unwrap();
    let invite = founder.invite(0, u32::MAX).unwrap();
    founder.admit(&device.ask(&invite)).unwrap();
    hear(&mut device, &everything(founder));
    device
}

/// Every range that is stored, branches after what they leave.
fn everything(device: &Device) -> Vec<Range> {
    let mut logs = device.store().logs().unwrap();
    logs.sort_by_key(|log| (log.circle.is_some(), log.first()));
    let mut all = Vec::new();
    for log in logs {
        let mut from = 0;
        while let Some(range) = device.store().range(&log, from).unwrap() {
            from = range.from + range.records.len() as u64;
            all.push(range);
        }
    }
    all
}

/// Takes ranges in again and again until nothing more is new.
fn hear(device: &mut Device, ranges: &[Range]) {
    loop {
        let taken = device.absorb(ranges).unwrap();
        if taken.iter().all(|taken| taken.new_records() == 0) {
            return;
        }
    }
}

fn says(device: &mut Device, text: &str) {
    let address = Address { endpoint: [0; 32], sockets: Vec::new(), relay: None };
    let start = topic::Command::Start { title: text.into(), channel: None, body: None, asks: false, sending: None };
    act(device, &address, start, 1_800_000_000_000).unwrap();
}

/// A device out of a copy of another's database; of one `run`, its actors are the same.
fn copy(device: &Device, run: u64) -> Device {
    let path = copy_of(device.store());
    // The file goes at once; the copy is good for as long as it is open.
    let copied = Store::open_with_vfs(&path, "unix", &Rows.migrations()).unwrap();
    Replica::open(copied, Rows, rng(run)).unwrap()
}

/// What must be alike, and how many words of `person` are shown.
fn seen(device: &Device, person: &PersonId) -> (Vec<[u8; 16]>, String, u64) {
    let rows = device.store().connection();
    let shown = rows
        .query_row(
            "SELECT count(*) FROM words JOIN items USING (item) JOIN names ON names.id = person WHERE name = ? AND text <> ''",
            [person.0],
            |row| row.get(0),
        )
        .unwrap();
    let ids = vec![digest(&device.summaries(None)), device.digest(), device.state_root().unwrap()];
    (ids, Rows::fingerprint(rows).unwrap(), shown)
}

/// Records that are not accepted.
fn unsettled(device: &Device) -> Vec<String> {
    let sql = "SELECT log, number, state, coalesce(why, '-') FROM records WHERE state <> 1 ORDER BY log, number";
    let mut query = device.store().connection().prepare(sql).unwrap();
    let rows = query.query_map([], |row| {
        let (log, number, state): (i64, i64, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok(format!("{log}:{number} {state} {}", row.get::<_, String>(3)?))
    });
    rows.unwrap().collect::<Result<_, _>>().unwrap()
}

/// Every row, to look at when two devices differ.
fn written_out(device: &Device) -> Vec<String> {
    let rows = device.store().connection();
    let mut lines = Vec::new();
    for table in ["items", "words", "replies", "topics"] {
        let mut query = rows.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = query.column_count();
        let mut found = query.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values = (0..columns).map(|column| format!("{:02x?}", row.get_ref(column).unwrap()));
            lines.push(format!("{table}: {}", values.collect::<Vec<_>>().join(" ")));
        }
    }
    lines
}

#[test]
fn branches_of_any_tree_come_to_the_same_in_any_order() {
    for seed in 0..12 {
        let mut choose = rng(seed);
        let (mut founder, member) = pair();
        let person = member.me().person;
        let mut copies = vec![member];
        let mut said = 0;
        for turn in 0..60 {
            let at = choose.random_range(0..copies.len());
            if turn % 9 == 8 {
                let another = copy(&copies[at], seed * 1_000 + turn);
                copies.push(another);
            }
            says(&mut copies[at], &format!("{seed} {turn}"));
            said += 1;
            if choose.random_bool(0.05) {
                // Statements fork as well.
                copies[at].invite(0, u32::MAX).unwrap();
            }
        }
        let mut all: Vec<Range> = copies.iter().flat_map(everything).collect();
        let mut first = None;
        let mut others: Vec<Device> = (10..13).map(|seed| newcomer(&mut founder, seed)).collect();
        all.extend(everything(&founder));
        others.push(founder);
        for device in &mut others {
            all.shuffle(&mut choose);
            for some in all.chunks(7) {
                device.absorb(some).unwrap();
            }
            hear(device, &all);
            let now = seen(device, &person);
            assert_eq!(now.2, said, "seed {seed}: every word is shown");
            assert_eq!(replica_differences(device), Vec::<String>::new());
            assert_eq!(*first.get_or_insert(now.clone()), now, "seed {seed}");
            device.reload().unwrap();
            assert_eq!(seen(device, &person), now, "seed {seed}: and again when opened anew");
        }
        // Devices that learned that they wrote twice go on in new logs, and everyone hears them.
        for (at, copied) in copies.iter_mut().enumerate() {
            hear(copied, &all);
            says(copied, &format!("{seed} since {at}"));
            let more = everything(copied);
            others.iter_mut().for_each(|device| hear(device, &more));
        }
        let alike: Vec<_> = others.iter().map(|device| seen(device, &person)).collect();
        for (at, one) in alike.iter().enumerate() {
            if *one != alike[0] {
                for device in [0, at] {
                    println!("device {device}: {:?}", unsettled(&others[device]));
                }
            }
            assert_eq!(*one, alike[0], "seed {seed}: {at}");
        }
        assert_eq!(alike[0].2, said + copies.len() as u64);
    }
}

/// More branches of one charter log than are kept, of which another device knows one that came last.
#[test]
fn seventy_branches_of_a_charter_log_leave_one_law() {
    let (mut founder, member) = pair();
    let mut ben = newcomer(&mut founder, 3);
    let faces: Vec<Device> = (0..70)
        .map(|seed| {
            let mut face = copy(&member, seed);
            face.state(&Statement::Heard).unwrap();
            face
        })
        .collect();
    faces.iter().for_each(|face| hear(&mut founder, &everything(face)));
    let kept = founder.store().logs().unwrap().iter().filter(|log| log.base.is_some()).count();
    assert_eq!(kept, MAX_BRANCHES, "the cap");
    hear(&mut ben, &everything(&faces[69]));
    let word = ben.state(&Statement::Heard).unwrap();
    for _ in 0..3 {
        hear(&mut founder, &everything(&ben));
        hear(&mut ben, &everything(&founder));
    }
    assert!(founder.law().is_valid(&word), "what an honest device says counts, whatever it knows");
    let judged = |device: &Device| device.law().in_order().map(|note| note.id).collect::<Vec<_>>();
    assert_eq!(judged(&founder), judged(&ben));
    founder.reload().unwrap();
    assert_eq!(judged(&founder), judged(&ben), "and when opened anew");
}

#[test]
fn two_changes_of_one_number_told_to_two_people_are_one_change_to_all() {
    for seed in 0..8 {
        let (mut founder, member) = pair();
        let person = member.me().person;
        let mut ben = newcomer(&mut founder, 3);
        hear(&mut founder, &everything(&member));
        hear(&mut ben, &everything(&founder));
        // The liar's two faces have one run, so that their next changes have one actor and one number.
        let (mut left, mut right) = (copy(&member, seed), copy(&member, seed));
        for (face, words) in [(&mut left, "yes"), (&mut right, "no, never")] {
            says(face, words);
            says(face, &format!("{words}, I said"));
        }
        hear(&mut founder, &everything(&left));
        hear(&mut ben, &everything(&right));
        let told = |device: &Device| seen(device, &person).2;
        assert_eq!((told(&founder), told(&ben)), (2, 2), "each believes what it was told");

        let both = [everything(&founder), everything(&ben)].concat();
        hear(&mut founder, &both);
        hear(&mut ben, &both);
        if seen(&founder, &person) != seen(&ben, &person) {
            println!("{}\n\n{}", written_out(&founder).join("\n"), written_out(&ben).join("\n"));
        }
        assert_eq!(seen(&founder, &person), seen(&ben, &person), "seed {seed}");
        for device in [&founder, &ben] {
            assert_eq!(told(device), 2, "one of two answers counts");
            let refused = device.store().refusals().unwrap();
            assert!(!refused.is_empty());
            for (who, why) in refused {
                assert_eq!((who, why.as_str()), (person, "its device wrote twice over one place"));
            }
        }
        // Everybody goes on, and what is stored loads.
        says(&mut founder, "we go on");
        says(&mut ben, "so we do");
        hear(&mut ben, &everything(&founder));
        hear(&mut founder, &everything(&ben));
        let now = seen(&founder, &person);
        assert_eq!(now, seen(&ben, &person));
        founder.reload().unwrap();
        says(&mut founder, "again");
        assert_eq!(told(&founder), 2);
    }
}
