//! Attacks: two honest devices that can never finish a session.

#![expect(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may panic")]

use kith_sync::body::Body;
use kith_sync::epoch::everyone_secret;
use kith_sync::node::MAX_BRANCHES;
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Tail, mark, tag};
use kith_tests::town::Town;
use kith_tests::village::any_rng;

/// M wrote their log 67 times over from record 1 on; A and B heard of 65 each, and of one that is long B alone.
#[test]
fn beyond_the_cap_of_branches_two_devices_hang_up_on_each_other_for_ever() {
    let mut failed = Vec::new();
    for long in [1_usize, 128, 640, 66 * 64] {
        let mut town = Town::of(&["A", "B", "M"]);
        let topic = town.starts("A", "Harvest");
        town.meet(&["A", "B", "M"]);
        let m = town.replica("M");
        let (me, circle) = (m.me(), everyone_secret(m.charter_key()));
        let keys = m.store().epoch_keys().unwrap();
        let key = keys[0].2.clone();
        let (sign_key, device, person) = (me.keys.sign, me.device(), me.person);
        let blank = Intro { sign_key, nonce: [5; 16], device, person, kind: LogKind::Content, tag: [0; 16] };
        let intro = Intro { tag: tag(&circle, &blank), ..blank };
        let mut head = Head::start(&intro);
        let tail = Tail {
            mark: Some(mark(&key, &intro.log())),
            frontier: Some(m.law().facts().frontier()),
            intro: Some(intro),
            ..Tail::default()
        };
        let signer = me.signer().clone();
        let mut rng = any_rng(3);
        let nothing = |tail: Tail| Draft { tail, parts: vec![Body::Nothing.encode()] };
        let (first, signature) = head.append(&signer, &key, nothing(tail), &mut rng).unwrap();
        let root = Range { log: head.log, from: 0, records: vec![first.record], signature };
        let mut branch = |many: usize| {
            let (mut head, mut from, mut records, mut all) = (head.clone(), head.count, Vec::new(), Vec::new());
            let mut last = [0; 64];
            for _ in 0..many {
                let (said, signature) = head.append(&signer, &key, nothing(Tail::default()), &mut rng).unwrap();
                records.push(said.record);
                last = signature;
                if head.at_boundary() {
                    all.push(Range { log: head.log, from, records: std::mem::take(&mut records), signature });
                    from = head.count;
                }
            }
            if !records.is_empty() {
                all.push(Range { log: head.log, from, records, signature: last });
            }
            all
        };
        let alike: Vec<Range> = (0..MAX_BRANCHES).flat_map(|_| branch(1)).collect();
        let (of_a, of_b) = (branch(1), branch(long));
        for (name, own) in [("A", of_a), ("B", of_b)] {
            let all = [vec![root.clone()], alike.clone(), own].concat();
            town.with(name, |device| {
                for range in all {
                    device.absorb(&[range]).unwrap();
                }
            });
            let branches = town.replica(name).store().logs().unwrap().iter().filter(|log| log.base.is_some()).count();
            println!("{name}: {branches} branches");
        }
        for name in ["A", "B"] {
            let at = town.at(name);
            town.world.move_to(at, 1);
        }
        // Five minutes in one place.
        town.world.tap();
        let mut bytes = Vec::new();
        for second in 0..300 {
            town.world.now_ms += 1_000;
            let now = town.world.now_ms;
            for name in ["A", "B"] {
                let at = town.at(name);
                town.core(name).tick(now);
                town.world.flush(at);
            }
            if second == 150 {
                town.says("B", &topic, "An honest word");
            }
            town.world.run_some(2_000);
            bytes.push(town.world.tapped().iter().map(Vec::len).sum::<usize>());
        }
        let quiet = ["A", "B"].map(|name| town.core(name).is_quiet());
        let [one, two] = [bytes[149], bytes[299] - bytes[149]].map(|bytes| bytes / 1_024);
        let came = town.texts("A", &topic).contains(&"An honest word".to_owned());
        println!("a branch of {long}: at rest {quiet:?}, {one} kB in the first half, {two} kB in the second; B's word came: {came}");
        if quiet != [true; 2] || two > 100 {
            failed.push((long, two));
        }
    }
    assert_eq!(failed, [], "kB sent in two minutes and a half in which one word was said");
}

/// B and C talk much in a circle of two, through a hub. A, who reads nothing of it, meets the hub.
#[test]
fn a_hub_sends_what_somebody_cannot_read() {
    use kith_sync::charter::Statement;
    use kith_sync::node::hub::Quota;
    let mut failed = Vec::new();
    for words in [10_usize, 200, 700] {
        let mut town = Town::of(&["A", "B", "C"]);
        let endpoint = town.hub("hub", "A", Quota::default());
        town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
        town.meet(&["A", "B", "C", "hub"]);
        let members = ["B", "C"].map(|name| town.person(name)).to_vec();
        let circle = town.with("B", |b| b.open_circle(members).unwrap());
        for _ in 0..words {
            let part = Body::Nothing.encode();
            town.with("B", |b| b.say_unchecked(&circle, part, None, None).unwrap());
        }
        town.meet(&["B", "hub"]);
        for name in ["A", "hub"] {
            let at = town.at(name);
            town.world.move_to(at, 1);
        }
        town.world.meet();
        town.world.tap();
        let mut bytes = Vec::new();
        for _ in 0..120 {
            town.world.now_ms += 1_000;
            let now = town.world.now_ms;
            let at = town.at("A");
            town.core("A").tick(now);
            town.world.flush(at);
            town.world.run_some(1_000);
            bytes.push(town.world.tapped().iter().map(Vec::len).sum::<usize>());
        }
        let [one, two] = [bytes[59], bytes[119] - bytes[59]].map(|bytes| bytes / 1_024);
        println!("{words} words: {one} kB in the first minute, {two} kB in the second, at rest {}", town.core("A").is_quiet());
        if two > 100 {
            failed.push((words, two));
        }
    }
    assert_eq!(failed, [], "kB that a hub sends in the second minute");
}

/// M says what waits for a word that A has not heard, then much more. When A hears that word, M's log ends there; B, who heard it
/// before, stored nothing of what follows. A offers it to B for ever.
#[test]
fn what_follows_the_end_of_a_log_is_offered_for_ever() {
    use kith_sync::charter::Statement;
    let mut failed = Vec::new();
    for more in [1_usize, 300] {
        let mut town = Town::of(&["A", "B", "M", "P"]);
        let word = town.with("P", |p| p.state(&Statement::Heard).unwrap());
        let of_p = town.replica("P").charter_ranges(None);
        let person = town.person("A");
        let m = town.replica("M");
        let me = m.me();
        let intro = Intro {
            sign_key: me.keys.sign,
            nonce: [0; 16],
            device: me.device(),
            person: me.person,
            kind: LogKind::Charter,
            tag: [0; 16],
        };
        let mut head = Head::start(&intro);
        let heard = Body::stated(&Statement::Heard, None).encode();
        let bad = Body::stated(&Statement::Remove { person, cuts: Vec::new(), why: None }, None).encode();
        let known = m.law().facts().frontier();
        let mut rng = any_rng(4);
        let (mut all, mut from, mut records, mut last) = (Vec::new(), 0, Vec::new(), [0; 64]);
        for nth in 0..2 + more {
            let frontier = match nth {
                0 => Some(known.clone()),
                1 => Some(vec![word]),
                _ => None,
            };
            let tail = Tail { intro: (nth == 0).then(|| intro.clone()), frontier, ..Tail::default() };
            let body = if nth == 1 { bad.clone() } else { heard.clone() };
            let draft = Draft { tail, parts: vec![body] };
            let (said, signature) = head.append(me.signer(), m.charter_key(), draft, &mut rng).unwrap();
            records.push(said.record);
            last = signature;
            if head.at_boundary() {
                all.push(Range { log: head.log, from, records: std::mem::take(&mut records), signature });
                from = head.count;
            }
        }
        if !records.is_empty() {
            all.push(Range { log: head.log, from, records, signature: last });
        }
        town.with("A", |a| {
            a.absorb(&all).unwrap();
            a.absorb(&of_p).unwrap()
        });
        town.with("B", |b| {
            b.absorb(&of_p).unwrap();
            all.iter().for_each(|range| drop(b.absorb(std::slice::from_ref(range)).unwrap()));
        });
        for name in ["A", "B"] {
            let at = town.at(name);
            town.world.move_to(at, 1);
        }
        town.world.tap();
        let mut bytes = Vec::new();
        for _ in 0..120 {
            town.world.now_ms += 1_000;
            let now = town.world.now_ms;
            for name in ["A", "B"] {
                let at = town.at(name);
                town.core(name).tick(now);
                town.world.flush(at);
            }
            town.world.run_some(1_000);
            bytes.push(town.world.tapped().iter().map(Vec::len).sum::<usize>());
        }
        let quiet = ["A", "B"].map(|name| town.core(name).is_quiet());
        let said = ["A", "B"].map(|name| town.replica(name).law().facts().len());
        let [one, two] = [bytes[59], bytes[119] - bytes[59]].map(|bytes| bytes / 1_024);
        println!("{more} more: {said:?} statements, at rest {quiet:?}, {one} kB in the first minute, {two} kB in the second");
        if quiet != [true; 2] || two > 100 {
            failed.push((more, two));
        }
    }
    assert_eq!(failed, [], "kB in the second minute");
}

/// A hub has no room for what somebody brings, who goes on to bring it.
#[test]
fn a_hub_that_is_full_is_brought_the_same_for_ever() {
    use kith_sync::charter::Statement;
    use kith_sync::node::hub::Quota;
    let mut failed = Vec::new();
    for words in [10_usize, 400] {
        let mut town = Town::of(&["A", "B"]);
        let endpoint = town.hub("hub", "A", Quota { log: 8 * 1_024, ..Quota::default() });
        town.with("A", |a| a.state(&Statement::Hub { endpoint })).unwrap();
        town.starts("A", "Harvest");
        let circle = town.replica("A").everyone();
        for _ in 0..words {
            let part = Body::Nothing.encode();
            town.with("A", |a| a.say_unchecked(&circle, part, None, None).unwrap());
        }
        for name in ["A", "hub"] {
            let at = town.at(name);
            town.world.move_to(at, 1);
        }
        town.world.meet();
        town.world.tap();
        let mut bytes = Vec::new();
        for _ in 0..120 {
            town.world.now_ms += 1_000;
            let now = town.world.now_ms;
            let at = town.at("A");
            town.core("A").tick(now);
            town.world.flush(at);
            town.world.run_some(1_000);
            bytes.push(town.world.tapped().iter().map(Vec::len).sum::<usize>());
        }
        let [one, two] = [bytes[59], bytes[119] - bytes[59]].map(|bytes| bytes / 1_024);
        println!("{words} words: {one} kB in the first minute, {two} kB in the second, at rest {}", town.core("A").is_quiet());
        if two > 100 {
            failed.push((words, two));
        }
    }
    assert_eq!(failed, [], "kB that a device brings in the second minute");
}
