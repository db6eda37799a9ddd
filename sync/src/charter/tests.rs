//! The statements' bytes, and what makes one malformed. What the law makes of them is compared with the naive
//! model in `kith-tests`.

use super::*;
use crate::body::{Body, Reading, read_statement};
use crate::id::{CircleId, CommunityId, DeviceId, LogId, PersonId, StatementId};
use ed25519_dalek::SigningKey;

/// The id of genesis in what is founded here.
const COMMUNITY: CommunityId = CommunityId([1; 32]);
/// One of each kind as it is written, in the order of their numbers.
const GOLDEN: &str = include_str!("tests/statements.txt");

fn signer(seed: u8) -> SigningKey {
    SigningKey::from_bytes(&[seed; 32])
}

fn public(seed: u8) -> [u8; 32] {
    signer(seed).verifying_key().to_bytes()
}

/// The keys of a device: it signs by this seed, and its endpoint by the next.
fn keys(seed: u8) -> DeviceKeys {
    DeviceKeys { sign: public(seed), seal: [seed + 1; 32], endpoint: public(seed + 1) }
}

fn id(n: u8) -> StatementId {
    StatementId { 0: [n; 32] }
}

fn genesis() -> Statement {
    let endpoint = prove_founder(&signer(11), &keys(10), &[2; 16]);
    Statement::Genesis { keys: keys(10), members_invite: true, random: [2; 16], endpoint }
}

fn invite(inviter: &DeviceId) -> Statement {
    let own = claim_invite(&signer(40), &COMMUNITY, inviter);
    Statement::Invite { key: public(40), limit: 3, last_day: 20_000, own }
}

/// Lets in by the invitation that statement 2 opened.
fn admit(seed: u8, lifts: Vec<StatementId>) -> Statement {
    let (keys, person) = (keys(seed), keys(seed).person());
    let coming = Coming { invite: &public(40), person: &person, keys: &keys, lifts: &lifts };
    let proofs = coming.prove(&COMMUNITY, &signer(40), &signer(seed), &signer(seed + 1));
    Statement::Admit { invite: id(2), person, keys, proofs, lifts }
}

fn device_add(adder: &DeviceKeys, seed: u8, endpoint: u8) -> Statement {
    let keys = DeviceKeys { endpoint: public(endpoint), ..keys(seed) };
    let by = |seed| cross_sign(&signer(seed), &COMMUNITY, &adder.device(), &keys);
    Statement::DeviceAdd { keys, own: by(seed), endpoint: by(seed + 1) }
}

fn one_of_each() -> Vec<Statement> {
    let (founder, person) = (keys(10), PersonId([5; 16]));
    let cuts = vec![Cut { log: LogId([6; 32]), count: 300 }];
    vec![
        genesis(),
        invite(&founder.device()),
        Statement::Close { invite: id(2) },
        admit(20, vec![id(7)]),
        Statement::Leave { cuts: cuts.clone() },
        Statement::Raise { person, to: Role::Organiser },
        Statement::Remove { person, cuts: cuts.clone(), why: None },
        Statement::Restore { person, cuts: cuts.clone() },
        device_add(&founder, 30, 31),
        Statement::DeviceRemove { device: DeviceId([9; 16]), cuts },
        Statement::StandIn,
        Statement::Circle { members: vec![person], random: [3; 16], commitment: [8; 32] },
        Statement::Epoch { circle: CircleId([4; 16]), commitment: [5; 32], replaces: vec![id(9)] },
        Statement::Policy { members_invite: false },
        Statement::Hub { endpoint: [6; 32] },
        Statement::Lower { person, to: Role::Guest },
        Statement::Second { first: id(3), why: None },
        Statement::TakeOver { invite: id(2), own: claim_invite(&signer(40), &COMMUNITY, &founder.device()) },
        Statement::EndStandIn,
        Statement::Heard,
        Statement::Unmake { person },
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
    let newer: [(&[u8], u32); 4] = [
        (&[0x82, 0x15, 0x80], 21),
        (&[0x82, 0x18, 0xff, 0x81, 0x00], 255),
        (&[0x81, 0x15], 21),
        (&[0x83, 0x19, 3, 0xe8, 1], 1_000),
    ];
    for (bytes, number) in newer {
        assert_eq!(read_statement(bytes), Reading::Newer(number), "{bytes:02x?}");
    }
    let broken =
        [&[][..], &[0x80], &[0x0f], &[0x82, 0x20, 0x80], &[0x82, 0x05, 0x80], &[0xff], &[0x82, 0x00, 0xf6], b"words"];
    for bytes in broken {
        assert_eq!(read_statement(bytes), Reading::Broken, "{bytes:02x?}");
    }
}

#[test]
fn a_number_says_what_it_needs() {
    let bounds = [(63, None), (64, Some(Role::Organiser)), (127, Some(Role::Organiser)), (128, Some(Role::Steward))];
    let more = [(191, Some(Role::Steward)), (192, Some(Role::Member)), (255, Some(Role::Member)), (256, None)];
    for (number, role) in bounds.into_iter().chain(more) {
        assert_eq!(needs(number), role, "{number}");
    }
}

#[test]
fn a_proof_holds_for_just_what_it_names() {
    let (mine, me, elsewhere) = (keys(20), keys(20).person(), CommunityId([2; 32]));
    let (invite, lifts) = (public(40), vec![id(7)]);
    let coming = Coming { invite: &invite, person: &me, keys: &mine, lifts: &lifts };
    let proofs = coming.prove(&COMMUNITY, &signer(40), &signer(20), &signer(21));
    assert!(coming.is_proved(&COMMUNITY, &proofs));
    assert!(!coming.is_proved(&elsewhere, &proofs));
    let (other, them) = (keys(30), keys(30).person());
    for wrong in [
        Coming { invite: &public(41), ..coming },
        Coming { person: &them, ..coming },
        Coming { keys: &other, ..coming },
        Coming { lifts: &[], ..coming },
        Coming { lifts: &[id(8)], ..coming },
    ] {
        assert!(!wrong.is_proved(&COMMUNITY, &proofs), "{wrong:?}");
    }
    for wrong in [
        Proofs { invite: proofs.sign, ..proofs },
        Proofs { sign: proofs.invite, ..proofs },
        Proofs { endpoint: proofs.sign, ..proofs },
    ] {
        assert!(!coming.is_proved(&COMMUNITY, &wrong));
    }

    let claim = claim_invite(&signer(40), &COMMUNITY, &mine.device());
    assert!(was_claimed(&COMMUNITY, &mine.device(), &public(40), &claim));
    assert!(!was_claimed(&elsewhere, &mine.device(), &public(40), &claim));
    assert!(!was_claimed(&COMMUNITY, &other.device(), &public(40), &claim));
    assert!(!was_claimed(&COMMUNITY, &mine.device(), &public(41), &claim));

    let by = |seed| cross_sign(&signer(seed), &COMMUNITY, &mine.device(), &other);
    let holds = was_cross_signed;
    assert!(holds(&COMMUNITY, &mine.device(), &other, &by(30), &by(31)));
    assert!(!holds(&elsewhere, &mine.device(), &other, &by(30), &by(31)));
    assert!(!holds(&COMMUNITY, &other.device(), &other, &by(30), &by(31)));
    assert!(!holds(&COMMUNITY, &mine.device(), &mine, &by(30), &by(31)));
    assert!(!holds(&COMMUNITY, &mine.device(), &other, &by(30), &by(30)), "another's endpoint");
}

/// A founder's statements, one after the other, the first of them genesis; they are numbered from 1.
fn founded(said: Vec<Statement>) -> Vec<Note> {
    let founder = keys(10);
    let mut notes: Vec<Note> = Vec::new();
    for body in [genesis()].into_iter().chain(said) {
        let cites: Vec<StatementId> = notes.last().map(|note| note.id).into_iter().collect();
        notes.push(Note {
            id: id(1 + notes.len() as u8),
            device: founder.device(),
            person: founder.person(),
            sign_key: founder.sign,
            cites,
            body: body.into(),
        });
    }
    notes
}

fn judged(notes: Vec<Note>) -> Law {
    Law::of(COMMUNITY, notes)
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
    let mut other = admit(20, Vec::new());
    if let Statement::Admit { person, .. } = &mut other {
        *person = keys(30).person();
    }
    for (said, holds) in [(admit(20, Vec::new()), true), (other, false)] {
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
    notes[2].body = Told::Newer(64);
    assert!(!judged(notes.clone()).needs_newer(), "who left said it");
    notes.remove(1);
    notes[1].cites = vec![id(1)];
    assert!(judged(notes.clone()).needs_newer(), "who is here said it");
    notes[1].body = Told::Newer(128);
    assert!(!judged(notes).needs_newer(), "it changes nothing of the law");
}

#[test]
fn after_what_cannot_be_read_a_device_goes_on_with_what_takes() {
    let mut notes = founded(vec![Statement::StandIn, Statement::Policy { members_invite: false }, Statement::Heard]);
    notes[1].body = Told::Newer(64);
    let mut law = Law::none(COMMUNITY);
    assert_eq!((law.add(&notes[0]), law.add(&notes[1])), (Added::Counts, Added::Counts));
    assert_eq!(law.add(&notes[2]), Added::Unread);
    assert_eq!(law.add(&notes[3]), Added::Early, "it cites what is not judged");
    let mut unmake = notes[3].clone();
    (unmake.cites, unmake.body) = (vec![id(2)], Statement::Unmake { person: keys(10).person() }.into());
    assert_eq!(law.add(&unmake), Added::Counts);
    assert!(!law.needs_newer());
}

#[test]
fn an_endpoint_two_devices_name_is_not_to_be_had() {
    let founder = keys(10);
    let mut thief = device_add(&founder, 50, 11);
    let law = judged(founded(vec![thief.clone()]));
    assert!(!law.is_valid(&id(2)), "the endpoint is somebody else's");
    if let Statement::DeviceAdd { keys, own, endpoint } = &mut thief {
        // Who holds the key of both may name it twice; the active one is meant.
        *endpoint = cross_sign(&signer(11), &COMMUNITY, &founder.device(), keys);
        *own = cross_sign(&signer(50), &COMMUNITY, &founder.device(), keys);
    }
    let device = DeviceKeys { endpoint: public(11), ..keys(50) }.device();
    let out = Statement::DeviceRemove { device, cuts: Vec::new() };
    let law = judged(founded(vec![thief, out]));
    assert!(law.is_valid(&id(2)) && law.is_valid(&id(3)));
    assert_eq!(law.device_at(&founder.endpoint), Some(founder.device()));
}

#[test]
fn one_statement_of_a_device_may_be_cited() {
    let mut notes =
        founded(vec![invite(&keys(10).device()), admit(20, Vec::new()), Statement::Heard, Statement::Heard]);
    let newcomer = keys(20);
    for (cites, added) in [(vec![id(5)], Added::Counts), (vec![id(4), id(5)], Added::Refused)] {
        let mut law = judged(notes.clone());
        let said = Note {
            id: id(9),
            device: newcomer.device(),
            person: newcomer.person(),
            sign_key: newcomer.sign,
            cites,
            body: Statement::Heard.into(),
        };
        assert_eq!(law.add(&said), added);
    }
    notes.truncate(1);
    assert_eq!(judged(notes).facts().len(), 1);
}
