//! What those who attacked the law found: statements that anybody may make, in shapes that nobody would by chance.

use ed25519_dalek::SigningKey;
use kith_sync::charter::{
    Added, Coming, DeviceKeys, Law, Note, Role, Statement, claim_invite, cross_sign, prove_founder,
};
use kith_sync::id::{CommunityId, PersonId, StatementId};
use kith_tests::agree::{differences, untold};

/// A device by number, and the number of its person's first device.
type Device = (u64, u64);

const FOUNDER: Device = (1, 1);

fn signer(number: u64, of: u8) -> SigningKey {
    let mut seed = [of; 32];
    seed[..8].copy_from_slice(&number.to_be_bytes());
    SigningKey::from_bytes(&seed)
}

fn keys(number: u64) -> DeviceKeys {
    let public = |of| signer(number, of).verifying_key().to_bytes();
    DeviceKeys { sign: public(1), seal: [3; 32], endpoint: public(2) }
}

fn person(number: u64) -> PersonId {
    keys(number).person()
}

fn id(number: u64) -> StatementId {
    let mut bytes = [1; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    StatementId { 0: bytes }
}

/// What is said, each under the next number.
struct Said {
    community: CommunityId,
    notes: Vec<Note>,
}

impl Said {
    /// The founder has founded, and opened an invitation by which these came; answers the last statement too.
    fn by_members(members: &[u64]) -> (Self, StatementId) {
        let mut said = Self { community: CommunityId(id(1).0), notes: Vec::new() };
        let endpoint = prove_founder(&signer(1, 2), &keys(1), &[7; 16]);
        let genesis = said.say(
            FOUNDER,
            &[],
            Statement::Genesis { keys: keys(1), members_invite: true, random: [7; 16], endpoint },
        );
        let link = signer(1, 9);
        let own = claim_invite(&link, &said.community, &keys(1).device());
        let key = link.verifying_key().to_bytes();
        let invite = said.say(FOUNDER, &[genesis], Statement::Invite { key, limit: 0, last_day: 0, own });
        let mut last = invite;
        for member in members {
            last = said.admit(FOUNDER, last, *member);
        }
        (said, last)
    }

    fn say(&mut self, by: Device, cites: &[StatementId], body: Statement) -> StatementId {
        let (keys, named) = (keys(by.0), id(self.notes.len() as u64 + 1));
        let (device, person, sign_key) = (keys.device(), person(by.1), keys.sign);
        self.notes.push(Note { id: named, device, person, sign_key, cites: cites.to_vec(), body: body.into() });
        named
    }

    fn heard(&mut self, by: Device, cites: &[StatementId]) -> StatementId {
        self.say(by, cites, Statement::Heard)
    }

    /// By the founder's invitation.
    fn admit(&mut self, by: Device, knowing: StatementId, newcomer: u64) -> StatementId {
        let (link, keys, person) = (signer(1, 9), keys(newcomer), person(newcomer));
        let coming = Coming { invite: &link.verifying_key().to_bytes(), person: &person, keys: &keys, lifts: &[] };
        let proofs = coming.prove(&self.community, &link, &signer(newcomer, 1), &signer(newcomer, 2));
        self.say(by, &[knowing], Statement::Admit { invite: id(2), person, keys, proofs, lifts: Vec::new() })
    }

    fn add_device(&mut self, by: Device, knowing: StatementId, added: u64) -> StatementId {
        let keys = keys(added);
        let proof = |of| cross_sign(&signer(added, of), &self.community, &self::keys(by.0).device(), &keys);
        let (own, endpoint) = (proof(1), proof(2));
        self.say(by, &[knowing], Statement::DeviceAdd { keys, own, endpoint })
    }

    fn set(&mut self, by: Device, knowing: StatementId, whom: u64, to: Role) -> StatementId {
        let person = person(whom);
        let up = to > Role::Member;
        let body = if up { Statement::Raise { person, to } } else { Statement::Lower { person, to } };
        self.say(by, &[knowing], body)
    }
}

/// Each of these is beside one word of the device that is removed, and knows all the others: asked one within the other, they
/// cost three times as much with each more.
#[test]
fn one_more_removal_that_was_not_heard_costs_no_more_than_those_before() {
    let (mut said, mut last) = Said::by_members(&[2]);
    let member = (2, 2);
    let devices = 1_000..1_060;
    for device in devices.clone() {
        last = said.add_device(member, last, device);
    }
    let (mut law, mut told) = (Law::none(said.community), 0);
    for device in devices {
        let cuts = Vec::new();
        let out = said.say(member, &[last], Statement::DeviceRemove { device: keys(device).device(), cuts });
        let word = said.heard((device, 2), &[last]);
        last = said.heard(member, &[out, word]);
        let before = law.effort();
        for note in &said.notes[told..] {
            assert_eq!(law.add(note), Added::Counts);
        }
        told = said.notes.len();
        assert!(law.effort() - before < 3_000, "{} at {told} statements", law.effort() - before);
    }
}

/// A removal is no head once a branch knows it that nobody cites.
#[test]
fn who_says_two_things_at_once_hides_no_removal_behind_them() {
    let (mut said, mut last) = Said::by_members(&[2, 3]);
    let (ill, other) = ((2, 2), (3, 3));
    last = said.set(FOUNDER, last, 3, Role::Organiser);
    last = said.set(FOUNDER, last, 2, Role::Organiser);
    let before = said.heard(ill, &[last]);
    let out = Statement::Remove { person: person(2), cuts: Vec::new(), why: None };
    let asked = said.say(other, &[before], out);
    for hides in 0..2 {
        // One of the two, and it is the lesser, knows old things alone.
        let cites: &[StatementId] = if hides == 0 { &[before] } else { &[before, asked] };
        said.heard(ill, cites);
    }
    let mut law = Law::of(said.community, said.notes.iter().cloned());
    for _ in 0..10 {
        let mut cites = law.facts().frontier();
        cites.extend((!cites.contains(&last)).then_some(last));
        let knows = law.facts().with_past(&cites.iter().copied().collect());
        assert!(knows.contains(&asked), "the founder does not hear that a removal was asked for");
        last = said.heard(FOUNDER, &cites);
        assert_eq!(law.add(&said.notes[said.notes.len() - 1]), Added::Counts);
        let branch = said.heard(ill, &[id(9)]);
        assert_eq!(law.add(&said.notes[said.notes.len() - 1]), Added::Counts, "{branch:?}");
    }
}

/// The word that ended a stand-in stood on what that had lent: what is said since is judged alike, one by one and at once.
#[test]
fn after_a_stand_in_was_ended_by_what_it_lent_there_is_one_law() {
    let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
    let (stands_in, next, guest) = ((2, 2), (3, 3), (4, 4));
    last = said.set(FOUNDER, last, 4, Role::Guest);
    last = said.say(stands_in, &[last], Statement::StandIn);
    let person = person(4);
    last = said.say(stands_in, &[last], Statement::Raise { person, to: Role::Member });
    last = said.admit(guest, last, 5);
    last = said.set(FOUNDER, last, 5, Role::Organiser);
    last = said.say((5, 5), &[last], Statement::EndStandIn);
    let beside = last;
    last = said.say(stands_in, &[last], Statement::StandIn);
    said.say(next, &[last], Statement::StandIn);
    let mut one_by_one = Law::none(said.community);
    let counts = said.notes.iter().filter(|note| one_by_one.add(note) == Added::Counts).count();
    assert!(counts >= said.notes.len() - 1, "only {counts}: the last may be refused by what it knows");
    let agrees = |said: &Said, law: &Law| {
        let told = untold(&said.community, &said.notes);
        assert_eq!(differences(law, &told), Vec::<String>::new());
    };
    agrees(&said, &one_by_one);
    said.heard(FOUNDER, &[beside]);
    one_by_one.add(&said.notes[said.notes.len() - 1]);
    agrees(&said, &one_by_one);
    let reversed = said.notes.iter().rev().cloned();
    agrees(&said, &Law::of(said.community, reversed));
}
