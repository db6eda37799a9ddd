//! The statements' bytes, and what makes one malformed. What the law makes of them is compared with the naive
//! model in `kith-tests`.

use super::*;
use crate::body::{Body, Reading, read_statement};
use crate::id::{CircleId, CommunityId, DeviceId, LogId, PersonId, StatementId};
use ed25519_dalek::SigningKey;

const COMMUNITY: CommunityId = CommunityId([1; 32]);
/// One of each kind as it is written, in the order of their numbers.
const GOLDEN: &str = include_str!("tests/statements.txt");

fn signer(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public(seed: u8) -> [u8; 32] {
    signer(seed).verifying_key().to_bytes()
}

fn keys(seed: u8) -> DeviceKeys {
    DeviceKeys { sign: public(seed), seal: [seed + 1; 32], endpoint: [seed + 2; 32] }
}

fn id(n: u8) -> StatementId {
    StatementId { 0: [n; 32] }
}

fn invite(inviter: &DeviceId) -> Statement {
    let own = claim_invite(&signer(40), &COMMUNITY, inviter);
    Statement::Invite { key: public(40), role: Role::Member, limit: 3, last_day: 20_000, own }
}

fn admit(keys: DeviceKeys, seed: u8, lifts: Vec<StatementId>) -> Statement {
    let person = keys.person();
    Statement::Admit {
        invite: public(40),
        person,
        keys,
        proof: prove_invited(&signer(40), &COMMUNITY, &person, &keys),
        own: prove_invited(&signer(seed), &COMMUNITY, &person, &keys),
        lifts,
    }
}

fn one_of_each() -> Vec<Statement> {
    let (founder, person) = (keys(10), PersonId([5; 16]));
    let cuts = vec![Cut { log: LogId([6; 32]), count: 300 }];
    let own = cross_sign(&signer(30), &COMMUNITY, &founder.device(), &keys(30));
    vec![
        Statement::Genesis { keys: founder, members_invite: true, random: [2; 16] },
        invite(&founder.device()),
        Statement::Close { key: public(40) },
        admit(keys(20), 20, vec![id(7)]),
        Statement::Leave { cuts: cuts.clone() },
        Statement::Role { person, from: Role::Guest, to: Role::Organiser },
        Statement::Remove { person, cuts: cuts.clone(), why: None },
        Statement::Restore { person, role: Role::Steward, lifts: vec![id(8)], cuts: cuts.clone() },
        Statement::DeviceAdd { keys: keys(30), own },
        Statement::DeviceRemove { device: DeviceId([9; 16]), cuts },
        Statement::StandIn,
        Statement::Circle { members: vec![person], random: [3; 16] },
        Statement::Epoch { circle: CircleId([4; 16]), commitment: [5; 32], replaces: vec![id(9)] },
        Statement::Policy { members_invite: false },
        Statement::Hub { endpoint: [6; 32] },
    ]
}

fn bytes(statement: &Statement) -> Vec<u8> {
    match Body::of(statement) {
        Body::Statement { bytes, .. } => bytes,
        other => panic!("{other:?} is no statement"),
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn statements_are_written_as_ever() {
    let written: Vec<String> = one_of_each().iter().map(|said| hex(&bytes(said))).collect();
    let golden: Vec<&str> = GOLDEN.lines().collect();
    assert_eq!(written, golden, "\n{}\n", written.join("\n"));
}

#[test]
fn what_is_written_is_read() {
    let all = one_of_each();
    assert_eq!(all.len(), KINDS as usize);
    for said in all {
        let bytes = bytes(&said);
        assert_eq!(read_statement(&bytes), Reading::Known(Box::new(said.clone())));
        let body = Body::of(&said);
        assert_eq!(Body::decode(&body.encode()), Some(body));
        for end in 0..bytes.len() {
            assert_eq!(read_statement(&bytes[..end]), Reading::Broken, "{said:?} cut at {end}");
        }
    }
}

#[test]
fn a_number_above_the_known_is_newer_and_nonsense_is_broken() {
    let newer =
        [&[0x82, 0x0f, 0x80][..], &[0x82, 0x18, 0xff, 0x81, 0x00], &[0x81, 0x0f], &[0x83, 0x19, 0x03, 0xe8, 0x01]];
    for bytes in newer {
        assert_eq!(read_statement(bytes), Reading::Newer, "{bytes:02x?}");
    }
    let broken =
        [&[][..], &[0x80], &[0x0f], &[0x82, 0x20, 0x80], &[0x82, 0x05, 0x80], &[0xff], &[0x82, 0x00, 0xf6], b"words"];
    for bytes in broken {
        assert_eq!(read_statement(bytes), Reading::Broken, "{bytes:02x?}");
    }
}

#[test]
fn a_proof_holds_for_just_what_it_names() {
    let (mine, other) = (keys(20), keys(30));
    let (me, them) = (mine.person(), other.person());
    let elsewhere = CommunityId([2; 32]);
    let proof = prove_invited(&signer(40), &COMMUNITY, &me, &mine);
    let own = prove_invited(&signer(20), &COMMUNITY, &me, &mine);
    let holds = |community, invite: u8, person, keys, proof, own| {
        was_invited(community, &public(invite), person, keys, proof, own)
    };
    assert!(holds(&COMMUNITY, 40, &me, &mine, &proof, &own));
    assert!(!holds(&elsewhere, 40, &me, &mine, &proof, &own));
    assert!(!holds(&COMMUNITY, 41, &me, &mine, &proof, &own));
    assert!(!holds(&COMMUNITY, 40, &them, &mine, &proof, &own));
    assert!(!holds(&COMMUNITY, 40, &me, &other, &proof, &own));
    assert!(!holds(&COMMUNITY, 40, &me, &mine, &own, &own));
    assert!(!holds(&COMMUNITY, 40, &me, &mine, &proof, &proof));

    let claim = claim_invite(&signer(40), &COMMUNITY, &mine.device());
    assert!(was_claimed(&COMMUNITY, &mine.device(), &public(40), &claim));
    assert!(!was_claimed(&elsewhere, &mine.device(), &public(40), &claim));
    assert!(!was_claimed(&COMMUNITY, &other.device(), &public(40), &claim));
    assert!(!was_claimed(&COMMUNITY, &mine.device(), &public(41), &claim));

    let cross = cross_sign(&signer(30), &COMMUNITY, &mine.device(), &other);
    assert!(was_cross_signed(&COMMUNITY, &mine.device(), &other, &cross));
    assert!(!was_cross_signed(&elsewhere, &mine.device(), &other, &cross));
    assert!(!was_cross_signed(&COMMUNITY, &other.device(), &other, &cross));
    assert!(!was_cross_signed(&COMMUNITY, &mine.device(), &mine, &cross));
}

/// A founder's statements, one after the other, the first of them genesis.
fn founded(said: Vec<Statement>) -> Vec<Note> {
    let founder = keys(10);
    let genesis = Statement::Genesis { keys: founder, members_invite: true, random: [2; 16] };
    let mut notes: Vec<Note> = Vec::new();
    for body in [genesis].into_iter().chain(said) {
        let cites: Vec<StatementId> = notes.last().map(|note| note.id).into_iter().collect();
        notes.push(Note {
            id: id(1 + notes.len() as u8),
            device: founder.device(),
            person: founder.person(),
            sign_key: founder.sign,
            cites,
            body: Some(body),
        });
    }
    notes
}

fn judged(notes: Vec<Note>) -> Law {
    Law::judge(Facts::new(COMMUNITY, notes))
}

#[test]
fn an_invitation_without_its_secret_opens_nothing() {
    let founder = keys(10).device();
    for (inviter, holds) in [(founder, true), (keys(20).device(), false)] {
        let law = judged(founded(vec![invite(&inviter)]));
        assert_eq!(law.is_valid(&id(2)), holds);
        assert_eq!(law.invitation(&public(40)).is_some(), holds);
    }
}

#[test]
fn nobody_is_admitted_as_somebody_else() {
    let mut other = admit(keys(20), 20, Vec::new());
    if let Statement::Admit { person, .. } = &mut other {
        *person = keys(30).person();
    }
    for (said, holds) in [(admit(keys(20), 20, Vec::new()), true), (other, false)] {
        let law = judged(founded(vec![invite(&keys(10).device()), said]));
        assert_eq!(law.is_valid(&id(3)), holds);
        assert_eq!(law.status(&keys(30).person()), Status::Unknown);
    }
}

#[test]
fn a_list_may_hold_so_much_and_no_more() {
    for (more, holds) in [(0, true), (1, false)] {
        let cuts = vec![Cut { log: LogId([6; 32]), count: 1 }; MAX_LISTED + more];
        assert_eq!(judged(founded(vec![Statement::Leave { cuts }])).is_valid(&id(2)), holds);
    }
}

#[test]
fn a_log_of_another_person_or_key_says_nothing_for_a_device() {
    let spoil: [fn(&mut Note); 3] = [
        |note| note.person = keys(20).person(),
        |note| note.sign_key = public(20),
        |note| note.device = keys(20).device(),
    ];
    for spoil in spoil {
        let mut notes = founded(vec![Statement::Policy { members_invite: false }]);
        spoil(&mut notes[1]);
        assert!(!judged(notes).is_valid(&id(2)));
        let mut notes = founded(Vec::new());
        spoil(&mut notes[0]);
        assert!(!judged(notes).is_valid(&id(1)));
    }
}

#[test]
fn what_cannot_be_read_stops_this_device_only_if_it_holds() {
    let mut notes = founded(vec![Statement::Leave { cuts: Vec::new() }, Statement::StandIn]);
    notes[2].body = None;
    assert!(!judged(notes.clone()).needs_newer(), "who left said it");
    notes[2].cites = vec![id(1)];
    assert!(judged(notes).needs_newer(), "who is here said it");
}

#[test]
fn an_endpoint_two_devices_name_is_the_active_ones() {
    let mut thief = keys(50);
    thief.endpoint = keys(10).endpoint;
    let own = cross_sign(&signer(50), &COMMUNITY, &keys(10).device(), &thief);
    let add = Statement::DeviceAdd { keys: thief, own };
    let out = Statement::DeviceRemove { device: thief.device(), cuts: Vec::new() };
    let law = judged(founded(vec![add, out]));
    assert!(law.is_valid(&id(2)) && law.is_valid(&id(3)));
    assert_eq!(law.device_at(&thief.endpoint), Some(keys(10).device()));
}
