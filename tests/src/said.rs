//! What people say about who belongs, written by hand: who says it, by which device, and what they claim to know is up to the test.

use crate::agree::{differences, untold};
use ed25519_dalek::SigningKey;
use kith_sync::charter::{
    Coming, DeviceKeys, Law, Note, Role, Statement, Writer, claim_invite, cross_sign, prove_founder,
};
use kith_sync::id::{CommunityId, LogId, PersonId, StatementId};

/// A device by number, and the number of its person's first device.
pub type Device = (u64, u64);

/// The first device of person 1.
pub const FOUNDER: Device = (1, 1);

fn signer(number: u64, of: u8) -> SigningKey {
    let mut seed = [of; 32];
    seed[..8].copy_from_slice(&number.to_be_bytes());
    SigningKey::from_bytes(&seed)
}

/// The key of the invitation of this number.
#[must_use]
pub fn link(number: u64) -> SigningKey {
    signer(number, 9)
}

/// The keys of a device.
#[must_use]
pub fn keys(number: u64) -> DeviceKeys {
    let public = |of| signer(number, of).verifying_key().to_bytes();
    DeviceKeys { sign: public(1), seal: [3; 32], endpoint: public(2) }
}

/// The person whose first device this is.
#[must_use]
pub fn person(number: u64) -> PersonId {
    keys(number).person()
}

/// The name of the statement that was said at this place.
#[must_use]
pub fn id(number: u64) -> StatementId {
    let mut bytes = [1; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    StatementId { 0: bytes }
}

/// A log of a person's first device.
#[must_use]
pub fn writer(number: u64, log: LogId) -> Writer {
    Writer { log, device: keys(number).device(), person: person(number), sign_key: keys(number).sign }
}

/// Puts a person out, and keeps none of their words.
#[must_use]
pub fn out(whom: u64) -> Statement {
    Statement::Remove { person: person(whom), cuts: Vec::new(), why: None }
}

/// Puts a device out, and keeps none of its words.
#[must_use]
pub fn device_out(number: u64) -> Statement {
    Statement::DeviceRemove { device: keys(number).device(), cuts: Vec::new() }
}

/// Lets a person in again.
#[must_use]
pub fn restore(whom: u64) -> Statement {
    Statement::Restore { person: person(whom), cuts: Vec::new() }
}

/// Goes, and keeps no words of one's own.
#[must_use]
pub fn leave() -> Statement {
    Statement::Leave { cuts: Vec::new() }
}

/// An invitation that a member made.
pub struct Link {
    /// The statement that opened it.
    pub invite: StatementId,
    key: SigningKey,
}

/// What is said, each under the next number.
#[derive(Clone)]
pub struct Said {
    /// Which community it is about.
    pub community: CommunityId,
    /// In the order in which it was said here.
    pub notes: Vec<Note>,
}

impl Said {
    /// The founder has founded, and opened an invitation by which these came; answers the last statement too.
    #[must_use]
    pub fn by_members(members: &[u64]) -> (Self, StatementId) {
        let mut said = Self { community: CommunityId(id(1).0), notes: Vec::new() };
        let endpoint = prove_founder(&signer(1, 2), &keys(1), &[7; 16]);
        let genesis = Statement::Genesis { keys: keys(1), members_invite: true, random: [7; 16], endpoint };
        let genesis = said.say(FOUNDER, &[], genesis);
        let Link { invite, .. } = said.invite(FOUNDER, genesis, 1);
        let last = members.iter().fold(invite, |last, member| said.admit(FOUNDER, last, *member));
        (said, last)
    }

    /// Says it, as one who knows these. Whether it counts is for the law to say.
    pub fn say(&mut self, by: Device, cites: &[StatementId], body: Statement) -> StatementId {
        let (keys, named) = (keys(by.0), id(self.notes.len() as u64 + 1));
        let (device, person, sign_key) = (keys.device(), person(by.1), keys.sign);
        self.notes.push(Note { id: named, device, person, sign_key, cites: cites.to_vec(), body: body.into() });
        named
    }

    /// Says that these were heard.
    pub fn heard(&mut self, by: Device, cites: &[StatementId]) -> StatementId {
        self.say(by, cites, Statement::Heard)
    }

    /// These hear, each of those before.
    pub fn all_hear(&mut self, members: &[u64], knowing: StatementId) -> StatementId {
        members.iter().fold(knowing, |last, member| self.heard((*member, *member), &[last]))
    }

    /// Lets somebody in by the founder's invitation.
    pub fn admit(&mut self, by: Device, knowing: StatementId, newcomer: u64) -> StatementId {
        self.comes(by, &[knowing], &founders(), newcomer, Vec::new())
    }

    /// Lets somebody in again who left, by the founder's invitation.
    pub fn comes_back(&mut self, by: Device, left: StatementId, whom: u64) -> StatementId {
        self.comes(by, &[left], &founders(), whom, vec![left])
    }

    /// Lets somebody in by this invitation, who left by these if there are any.
    pub fn comes(
        &mut self,
        by: Device,
        cites: &[StatementId],
        link: &Link,
        whom: u64,
        lifts: Vec<StatementId>,
    ) -> StatementId {
        let (key, keys, person) = (link.key.verifying_key().to_bytes(), keys(whom), person(whom));
        let coming = Coming { invite: &key, person: &person, keys: &keys, lifts: &lifts };
        let proofs = coming.prove(&self.community, &link.key, &signer(whom, 1), &signer(whom, 2));
        self.say(by, cites, Statement::Admit { invite: link.invite, person, keys, proofs, lifts })
    }

    /// Opens an invitation of this number.
    pub fn invite(&mut self, by: Device, knowing: StatementId, number: u64) -> Link {
        let key = link(number);
        let own = claim_invite(&key, &self.community, &keys(by.0).device());
        let body = Statement::Invite { key: key.verifying_key().to_bytes(), limit: 0, last_day: 0, own };
        Link { invite: self.say(by, &[knowing], body), key }
    }

    /// Lets these in by such an invitation, one after another.
    pub fn admit_all(&mut self, link: &Link, by: Device, knowing: StatementId, newcomers: &[u64]) -> StatementId {
        newcomers.iter().fold(knowing, |last, newcomer| self.comes(by, &[last], link, *newcomer, Vec::new()))
    }

    /// Adds a device to the author's.
    pub fn add_device(&mut self, by: Device, knowing: StatementId, added: u64) -> StatementId {
        let keys = keys(added);
        let proof = |of| cross_sign(&signer(added, of), &self.community, &self::keys(by.0).device(), &keys);
        let (own, endpoint) = (proof(1), proof(2));
        self.say(by, &[knowing], Statement::DeviceAdd { keys, own, endpoint })
    }

    /// Raises somebody to more than a member, or lowers them.
    pub fn set(&mut self, by: Device, knowing: StatementId, whom: u64, to: Role) -> StatementId {
        let person = person(whom);
        let up = to > Role::Member;
        let body = if up { Statement::Raise { person, to } } else { Statement::Lower { person, to } };
        self.say(by, &[knowing], body)
    }

    /// Agrees to what was asked.
    pub fn second(&mut self, by: Device, first: StatementId) -> StatementId {
        self.say(by, &[first], Statement::Second { first, why: None })
    }

    /// What holds.
    #[must_use]
    pub fn law(&self) -> Law {
        Law::of(self.community, self.notes.iter().cloned())
    }

    /// What holds, whether it comes in this order or backwards, and by the naive model too.
    ///
    /// # Panics
    /// When they differ.
    #[must_use]
    pub fn agreed(&self) -> Law {
        let (law, told) = (self.law(), untold(&self.community, &self.notes));
        let backwards = Law::of(self.community, self.notes.iter().rev().cloned());
        for law in [&law, &backwards] {
            assert_eq!(differences(law, &told), Vec::<String>::new());
        }
        law
    }

    /// What holds by what these know, and they.
    #[must_use]
    pub fn known_by(&self, frontier: &[StatementId]) -> Law {
        let known = self.law().facts().with_past(&frontier.iter().copied().collect());
        Law::of(self.community, self.notes.iter().filter(|note| known.contains(&note.id)).cloned())
    }
}

/// The invitation that the founder opened when they founded.
#[must_use]
pub fn founders() -> Link {
    Link { invite: id(2), key: link(1) }
}
