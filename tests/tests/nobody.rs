//! What a device writes that nobody let in costs nobody anything: it takes no place, no receipt and nobody's words.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::epoch::everyone_secret;
use kith_sync::id::{LogId, derive};
use kith_sync::node::hub::{Hub, Quota};
use kith_sync::node::{Me, Taken};
use kith_sync::record::{Draft, Head, Intro, LogKind, Range, Secret, Tail, mark, tag};
use kith_sync::session::{Frame, Place, digest};
use kith_tests::bare::{Device, bare, everything, found, hear, newcomer, says};
use kith_tests::craft::own_log;
use kith_tests::town::Town;
use kith_tests::village::any_rng;

/// How the records of a log stand, as they are stored.
fn states(device: &Device, log: &LogId) -> Vec<i64> {
    let sql = "SELECT state FROM records JOIN logs ON logs.id = records.log WHERE logs.log = ? ORDER BY number";
    let mut query = device.store().connection().prepare(sql).unwrap();
    query.query_map([log.0], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// A log of everyone's circle, of so many records, by who knows the charter key, as everybody does who ever had a link.
fn log_of(community: &Device, me: &Me, many: usize) -> Vec<Range> {
    let (secret, key) = (everyone_secret(community.charter_key()), Secret([7; 32]));
    let (device, kind) = (me.device(), LogKind::Content);
    let mut intro = Intro { sign_key: me.keys.sign, nonce: [7; 16], device, person: me.person, kind, tag: [0; 16] };
    intro.tag = tag(&secret, &intro);
    let (mut head, mut rng) = (Head::start(&intro), any_rng(7));
    let (mut all, mut records, mut from) = (Vec::new(), Vec::new(), 0);
    for at in 0..many {
        let named = mark(&key, &intro.log());
        let tail = match at {
            0 => Tail { intro: Some(intro.clone()), mark: Some(named), frontier: Some(Vec::new()), ..Tail::default() },
            _ => Tail::default(),
        };
        let draft = Draft { tail, parts: vec![Body::Nothing.encode(), vec![7; 300]] };
        let (verified, signature) = head.append(me.signer(), &key, draft, &mut rng).unwrap();
        records.push(verified.record);
        if head.at_boundary() || at + 1 == many {
            all.push(Range { log: head.log, from, records: std::mem::take(&mut records), signature });
            from = head.count;
        }
    }
    all
}

/// A log in the name of somebody, by a device of nobody's.
fn in_the_name_of(community: &Device, nth: u64, whom: &Me, many: usize) -> Vec<Range> {
    let seed = Secret(derive("kith 0 test", &[&nth.to_be_bytes()]));
    log_of(community, &Me::from_seed(&seed, Some(whom.person)), many)
}

#[test]
fn logs_of_nobody_in_somebodys_name_cost_them_no_words() {
    let mut founder = found();
    let mut may = newcomer(&mut founder, 2);
    for number in 0..3 {
        says(&mut may, None, number);
    }
    hear(&mut founder, &everything(&may));
    // As many as the cuts of a removal name, each longer than hers.
    let flood: Vec<Range> = (0..1_030).flat_map(|nth| in_the_name_of(&founder, nth, may.me(), 4)).collect();
    hear(&mut founder, &flood);
    let (person, log) = (may.me().person, own_log(&may).head.log);
    let cuts = founder.cuts_of(&person);
    assert_eq!(cuts.len(), 1);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    assert_eq!(states(&founder, &log), [1, 1, 1], "what May had said before");
}

#[test]
fn who_was_let_in_and_never_came_is_not_waited_for_since_nobody_writes_in_their_name() {
    let mut founder = found();
    let never = bare(&founder, 5, None);
    let invite = founder.invite(0, u32::MAX).unwrap();
    founder.admit(&never.ask(&invite)).unwrap();
    let range = in_the_name_of(&founder, 1, never.me(), 1);
    hear(&mut founder, &range);
    assert!(!founder.has_been_here(&never.me().person));
}

/// A receipt names every log of everyone's circle, and has 64 KiB.
#[test]
fn logs_of_nobody_keep_nobody_from_signing() {
    for logs in [0, 6_000] {
        let mut town = Town::of(&["A", "B"]);
        let topic = town.starts("A", "Harvest");
        town.meet(&["A", "B"]);
        let (a, nobody) = (town.replica("A"), Me::from_seed(&Secret([200; 32]), None));
        let flood: Vec<Range> = (0..logs).flat_map(|nth| in_the_name_of(a, nth, &nobody, 1)).collect();
        for name in ["A", "B"] {
            town.with(name, |device| device.absorb(&flood).unwrap());
        }
        town.says("B", &topic, "Did it reach you?");
        town.meet(&["A", "B"]);
        town.world.now_ms += 60_000;
        town.meet(&["A", "B"]);
        let post = town.post("B", &topic, "Did it reach you?").unwrap();
        assert_eq!((post.reached, post.known), (1, 1), "among {logs} logs of nobody");
    }
}

const WIRE: u64 = 1 << 40;

/// Has somebody who holds a link, and was never let in, bring ranges to a hub, which A then meets.
fn brings_by_a_hub(town: &mut Town, flood: &[Range]) {
    let endpoint = town.hub("hub", "A", Quota::default());
    town.with("A", |a| a.state(&Statement::Hub { endpoint }).unwrap());
    let key = town.replica("A").charter_key().clone();
    let opener = ed25519_dalek::SigningKey::from_bytes(&derive("kith 0 hub door", &[&key.0]));
    let mine = [43; 32];
    let knock = [b"kith 0 hub".as_slice(), &endpoint, &mine].concat();
    let proof = ed25519_dalek::Signer::sign(&opener, &knock).to_bytes();
    let digests = vec![(Place::Charter, digest(&[]).into())];
    let hello = Frame::Hello { version: 0, salt: [3; 8].into(), digests, receipts: [0; 8].into() };
    let at = town.at("hub");
    let hub: &mut Hub<u64> = town.world.hub(at);
    hub.opened(WIRE, mine);
    for frame in [Frame::Prove(proof.into()), hello].into_iter().chain(flood.iter().cloned().map(Frame::Records)) {
        hub.received(WIRE, &frame.encode()).unwrap();
    }
    hub.closed(WIRE);
    town.meet(&["A", "hub"]);
}

#[test]
fn what_nobody_let_in_writes_in_a_circle_is_not_kept_though_a_hub_brings_it() {
    let mut town = Town::of(&["A", "B"]);
    let logs = |town: &mut Town| ["A", "B"].map(|name| town.replica(name).store().logs().unwrap().len());
    let before = logs(&mut town);
    let nobody = |nth: u8| Me::from_seed(&Secret([nth + 100; 32]), None);
    let flood: Vec<Range> = (0..10).flat_map(|nth| log_of(town.replica("A"), &nobody(nth), 500)).collect();
    brings_by_a_hub(&mut town, &flood);
    town.meet(&["A", "B"]);
    assert_eq!(logs(&mut town), before);
}

/// A charter log has no nonce. A hub reads no charter, and one that kept such a log would have everybody hang up on it.
#[test]
fn a_log_that_no_device_can_have_is_kept_by_no_hub_and_has_nobody_hang_up_on_one() {
    let me = Me::from_seed(&Secret([99; 32]), None);
    for nonce in [[0; 16], [9; 16]] {
        let mut town = Town::of(&["A"]);
        let (sign_key, device, person, kind) = (me.keys.sign, me.device(), me.person, LogKind::Charter);
        let intro = Intro { sign_key, nonce, device, person, kind, tag: [0; 16] };
        let (mut head, key) = (Head::start(&intro), town.replica("A").charter_key().clone());
        let tail = Tail { frontier: Some(Vec::new()), intro: Some(intro), ..Tail::default() };
        let draft = Draft { tail, parts: vec![Body::of(&Statement::Heard).encode()] };
        let (verified, signature) = head.append(me.signer(), &key, draft, &mut any_rng(1)).unwrap();
        let range = Range { log: head.log, from: 0, records: vec![verified.record], signature };
        let is_odd = nonce != [0; 16];
        let taken = town.with("A", |a| a.absorb(std::slice::from_ref(&range))).unwrap();
        assert_eq!(taken == [Taken::Void], is_odd, "{taken:?}");
        brings_by_a_hub(&mut town, std::slice::from_ref(&range));
        let at = town.at("hub");
        let kept = town.world.hub(at).store().logs().unwrap().iter().any(|log| log.head.log == range.log);
        assert_eq!(kept, !is_odd, "with the nonce {nonce:?}");
    }
}
