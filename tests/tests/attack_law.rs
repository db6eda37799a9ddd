//! Attacks: what the law costs, where somebody said two things beside each other.

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic")]

use ed25519_dalek::SigningKey;
use kith_sync::charter::{Coming, DeviceKeys, Law, Note, Statement, claim_invite, cross_sign, prove_founder};
use kith_sync::id::{CommunityId, PersonId, StatementId};
use std::time::Instant;

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

struct Said {
    community: CommunityId,
    notes: Vec<Note>,
}

impl Said {
    fn by_members(members: &[u64]) -> (Self, StatementId) {
        let mut said = Self { community: CommunityId(id(1).0), notes: Vec::new() };
        let endpoint = prove_founder(&signer(1, 2), &keys(1), &[7; 16]);
        let genesis =
            said.say(FOUNDER, &[], Statement::Genesis { keys: keys(1), members_invite: true, random: [7; 16], endpoint });
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
}

fn law(said: &Said) -> (Law, f64) {
    let begun = Instant::now();
    let law = Law::of(said.community, said.notes.clone());
    let took = begun.elapsed().as_secs_f64() * 1_000.0;
    assert_eq!(law.facts().len(), said.notes.len());
    (law, took)
}

/// A member says two things beside each other, once (a backup that was brought back). What all others say since, one after the other and
/// each knowing all before, costs its square at each start, and more with each word.
#[test]
fn one_fork_makes_all_that_is_said_since_cost_its_square() {
    let mut measured = Vec::new();
    for (forks, long) in [(0, 800), (1, 200), (1, 400), (1, 800)] {
        let (mut said, mut last) = Said::by_members(&[2, 3, 4]);
        let before = last;
        last = said.heard((2, 2), &[before]);
        if forks > 0 {
            said.heard((2, 2), &[before]);
        }
        for number in 0..long {
            last = said.heard(((number % 2) + 3, (number % 2) + 3), &[last]);
        }
        let (mut law, took) = law(&said);
        let more = said.heard(FOUNDER, &[last]);
        let note = said.notes.last().unwrap().clone();
        assert_eq!(note.id, more);
        let begun = Instant::now();
        law.add(&note);
        let one = begun.elapsed().as_secs_f64() * 1_000.0;
        println!("{forks} forks, {long} statements: a start {took:.0} ms, one more {one:.2} ms");
        measured.push(took);
    }
    assert!(measured[3] < 20.0 * measured[0], "one fork: {:.0} ms in place of {:.0}", measured[3], measured[0]);
}

/// Devices of one member that say things beside each other, within the bound: what is cited is worked out for each post and each frame.
#[test]
fn devices_that_forked_cost_each_post_the_square_of_what_they_said() {
    let mut measured = Vec::new();
    for devices in [8_u64, 16, 31] {
        let (mut said, mut last) = Said::by_members(&[2, 3]);
        for device in 0..devices {
            last = said.add_device((2, 2), last, 1_000 + device);
        }
        for device in 0..devices {
            for _ in 0..64 {
                said.heard((1_000 + device, 2), &[last]);
            }
        }
        let (law, took) = law(&said);
        let begun = Instant::now();
        let frontier = law.facts().frontier();
        let one = begun.elapsed().as_secs_f64() * 1_000.0;
        println!(
            "{devices} devices, {} statements: a start {took:.0} ms, what is cited ({}) {one:.1} ms",
            said.notes.len(),
            frontier.len()
        );
        measured.push(one);
    }
    assert!(measured[2] < 5.0, "{:.1} ms for each post and each frame", measured[2]);
}
