//! What a device may think of saying, given what it knows.

use super::cast::{Actor, COMMUNITY, EACH, PEOPLE, cast};
use super::tell::{Mood, Teller};
use kith_sync::charter::{Cut, Law, Role, Statement, Status, claim_invite, cross_sign, prove_invited};
use kith_sync::id::{CircleId, PersonId, StatementId};
use rand::RngExt;

const ROLES: [Role; 4] = [Role::Guest, Role::Member, Role::Steward, Role::Organiser];

/// How often each kind comes up: by number, genesis first, the unknown last.
const CALM: [u32; 16] = [1, 8, 4, 14, 3, 14, 12, 12, 6, 5, 4, 3, 5, 6, 1, 1];
const QUARREL: [u32; 16] = [0, 3, 1, 5, 1, 24, 28, 16, 2, 5, 7, 0, 1, 2, 1, 0];
const DOORS: [u32; 16] = [0, 14, 10, 34, 8, 10, 9, 14, 1, 3, 1, 0, 0, 6, 0, 0];
const DEVICES: [u32; 16] = [0, 2, 1, 6, 2, 4, 7, 6, 16, 14, 2, 8, 18, 0, 2, 1];

/// A body, and whether its proof is as it should be.
type Proposal = (Option<Statement>, Option<bool>);

impl Teller {
    pub(super) fn propose(&mut self, device: usize, law: &Law, kind: usize) -> Proposal {
        let plain = |statement| (Some(statement), Some(true));
        let proven = |(statement, proof_ok)| (Some(statement), proof_ok);
        let me = cast().actors[device].owner;
        match kind {
            0 => plain(Statement::Genesis { keys: cast().actors[device].keys, members_invite: true, random: [1; 16] }),
            1 => {
                let link = self.rng.random_range(0..cast().links.len());
                proven(self.open_door(device, link))
            }
            2 => plain(Statement::Close { key: key_of(self.open_link(law)) }),
            3 => proven(self.let_in(law)),
            4 => plain(Statement::Leave { cuts: self.cuts() }),
            5 => plain(self.role(law)),
            6 => {
                let person = self.somebody(law);
                plain(Statement::Remove { person, cuts: self.cuts(), why: None })
            }
            7 => plain(self.restore(law)),
            8 => {
                let own = device - device % EACH + self.rng.random_range(1..EACH);
                let any = self.rng.random_range(0..PEOPLE * EACH);
                let new = if self.rng.random_bool(0.85) { own } else { any };
                proven(self.add_device(device, new))
            }
            9 => {
                let any = self.somebodys().device;
                plain(Statement::DeviceRemove { device: any, cuts: self.cuts() })
            }
            10 => plain(Statement::StandIn),
            11 => plain(self.circle(me, law)),
            12 => plain(self.epoch(law)),
            13 => plain(Statement::Policy { members_invite: self.rng.random_bool(0.5) }),
            14 => plain(Statement::Hub { endpoint: [7; 32] }),
            _ => (None, Some(true)),
        }
    }

    /// What kind of statement comes next.
    pub(super) fn kind(&mut self, waits: bool) -> usize {
        if waits && self.rng.random_bool(0.6) {
            return if self.rng.random_bool(0.7) { 8 } else { 4 };
        }
        let weights = match self.mood {
            Mood::Calm => CALM,
            Mood::Quarrel => QUARREL,
            Mood::Doors => DOORS,
            Mood::Devices => DEVICES,
        };
        let mut left = self.rng.random_range(0..weights.iter().sum());
        let mut kinds = weights.iter().enumerate();
        let found = kinds.find(|(_, weight)| {
            let here = left < **weight;
            left = left.saturating_sub(**weight);
            here
        });
        found.map_or(15, |(kind, _)| kind)
    }

    fn somebodys(&mut self) -> &'static Actor {
        &cast().actors[self.rng.random_range(0..self.people * EACH)]
    }

    pub(super) fn some_role(&mut self) -> Role {
        let most = if self.mood == Mood::Quarrel { 7 } else { 5 };
        ROLES[self.rng.random_range(0..most).min(3)]
    }

    fn hero(&self) -> PersonId {
        cast().actors[self.hero * EACH].owner
    }

    /// Mostly somebody who is known.
    fn somebody(&mut self, law: &Law) -> PersonId {
        let people = law.people();
        if people.contains(&self.hero()) && self.rng.random_bool(0.35) {
            return self.hero();
        }
        if people.is_empty() || self.rng.random_bool(0.05) {
            return self.somebodys().person;
        }
        people[self.rng.random_range(0..people.len())]
    }

    fn cuts(&mut self) -> Vec<Cut> {
        let mut cuts = Vec::new();
        for _ in 0..self.rng.random_range(0..3) {
            let log = cast().actors[self.rng.random_range(0..self.people * EACH)].log;
            cuts.push(Cut { log, count: self.rng.random_range(0..6) });
        }
        cuts
    }

    /// Whether a proof is good, and the proof, which is not good by one bit at times.
    fn perhaps_broken(&mut self, mut proof: [u8; 64]) -> ([u8; 64], bool) {
        let broken = self.rng.random_bool(0.02);
        proof[3] ^= u8::from(broken);
        (proof, !broken)
    }

    pub(super) fn open_door(&mut self, device: usize, link: usize) -> (Statement, Option<bool>) {
        let inviter = cast().actors[device].device;
        let own = claim_invite(&cast().links[link], &COMMUNITY, &inviter);
        let (own, good) = self.perhaps_broken(own);
        let role = if self.rng.random_bool(0.5) { Role::Member } else { self.some_role() };
        let limit = self.rng.random_range(0..6u32).saturating_sub(3);
        (Statement::Invite { key: key_of(link), role, limit, last_day: 0, own }, Some(good))
    }

    pub(super) fn opening_role(&mut self, person: usize) -> Option<Statement> {
        let likely = if self.mood == Mood::Quarrel { 0.7 } else { 0.4 };
        let to = self.some_role();
        let person = cast().actors[person * EACH].owner;
        let said = Statement::Role { person, from: Role::Member, to };
        self.rng.random_bool(likely).then_some(said)
    }

    /// By the first link, with no leaves.
    pub(super) fn admit(&mut self, link: usize, newcomer: usize) -> (Statement, Option<bool>) {
        let person = cast().actors[newcomer].person;
        self.admit_as(link, newcomer, person, Vec::new())
    }

    pub(super) fn admit_as(
        &mut self,
        link: usize,
        newcomer: usize,
        person: PersonId,
        lifts: Vec<StatementId>,
    ) -> (Statement, Option<bool>) {
        let actor = &cast().actors[newcomer];
        let named = if self.rng.random_bool(0.01) { self.somebodys().person } else { person };
        let proof = prove_invited(&cast().links[link], &COMMUNITY, &person, &actor.keys);
        let own = prove_invited(&actor.sign, &COMMUNITY, &person, &actor.keys);
        let ((proof, one), (own, two)) = (self.perhaps_broken(proof), self.perhaps_broken(own));
        let admit = Statement::Admit { invite: key_of(link), person: named, keys: actor.keys, proof, own, lifts };
        (admit, Some(one && two && named == person))
    }

    /// Admits a stranger, or someone who left, by a link that seems open.
    fn let_in(&mut self, law: &Law) -> (Statement, Option<bool>) {
        let link = self.open_link(law);
        let mut newcomer = self.rng.random_range(0..self.people * EACH);
        if self.rng.random_bool(0.35) {
            newcomer = self.hero * EACH + newcomer % EACH;
        }
        let owner = cast().actors[newcomer].owner;
        let left = law.status(&owner) == Status::Left && self.rng.random_bool(0.8);
        if self.rng.random_bool(0.12) {
            let lifts = self.all_leaves(&owner);
            return self.admit_as(link, newcomer, owner, lifts);
        }
        if left {
            let mut lifts = law.removals(&owner, &cast().actors[newcomer].device);
            lifts.retain(|id| self.is_leave(id));
            return self.admit_as(link, newcomer, owner, lifts);
        }
        let first = newcomer - newcomer % EACH;
        let newcomer = if self.rng.random_bool(0.9) { first } else { newcomer };
        self.admit(link, newcomer)
    }

    /// A link that seems open, if there is one.
    fn open_link(&mut self, law: &Law) -> usize {
        let links = cast().links.len();
        let any = self.rng.random_range(0..links);
        let mut turned = (0..links).map(|n| (n + any) % links);
        turned.find(|link| law.invitation(&key_of(*link)).is_some()).unwrap_or(any)
    }

    /// Leaves of the person, lifted, valid or not.
    fn all_leaves(&mut self, person: &PersonId) -> Vec<StatementId> {
        let leaves = self.all().in_order().filter(|note| note.person == *person);
        let leaves = leaves.filter(|note| matches!(note.body, Some(Statement::Leave { .. })));
        let mut leaves: Vec<StatementId> = leaves.map(|note| note.id).collect();
        leaves.retain(|_| self.rng.random_bool(0.8));
        leaves
    }

    fn is_leave(&self, id: &StatementId) -> bool {
        let body = self.known(id).and_then(|note| note.body.as_ref());
        matches!(body, Some(Statement::Leave { .. }))
    }

    pub(super) fn add_device(&mut self, device: usize, new: usize) -> (Statement, Option<bool>) {
        let (me, new) = (&cast().actors[device], &cast().actors[new]);
        let own = cross_sign(&new.sign, &COMMUNITY, &me.device, &new.keys);
        let (own, good) = self.perhaps_broken(own);
        (Statement::DeviceAdd { keys: new.keys, own }, Some(good))
    }

    fn role(&mut self, law: &Law) -> Statement {
        let person = self.somebody(law);
        let to = self.some_role();
        let given = law.given_role(&person).filter(|_| self.rng.random_bool(0.97));
        Statement::Role { person, from: given.unwrap_or(Role::Member), to }
    }

    /// Mostly of somebody who is removed or waits.
    fn restore(&mut self, law: &Law) -> Statement {
        let mut away = law.people();
        away.retain(|person| matches!(law.status(person), Status::Removed | Status::Waiting));
        let person = match away.len() {
            0 => self.somebody(law),
            many => away[self.rng.random_range(0..many)],
        };
        let mut lifts = law.removes(&person);
        let admits = law.entries(&person).into_iter();
        lifts.extend(admits.filter(|_| self.rng.random_bool(0.7)));
        if self.rng.random_bool(0.3) {
            let one = self.rng.random_range(0..lifts.len().max(1));
            lifts = lifts.get(one).copied().into_iter().collect();
        }
        let role = self.some_role();
        Statement::Restore { person, role, lifts, cuts: self.cuts() }
    }

    fn circle(&mut self, me: PersonId, law: &Law) -> Statement {
        let mut members: Vec<PersonId> = law.people();
        members.retain(|person| *person == me || self.rng.random_bool(0.4));
        Statement::Circle { members, random: [2; 16] }
    }

    fn epoch(&mut self, law: &Law) -> Statement {
        let mut circles = vec![CircleId::everyone(&COMMUNITY)];
        let opened = law.facts().in_order().filter(|note| matches!(note.body, Some(Statement::Circle { .. })));
        circles.extend(opened.map(|note| CircleId::opened_by(&note.id)));
        let circle = circles[self.rng.random_range(0..circles.len())];
        let mut replaces = law.unreplaced_epochs(&circle);
        if self.rng.random_bool(0.3) {
            replaces.retain(|_| self.rng.random_bool(0.5));
        }
        if self.rng.random_bool(0.03) {
            replaces = law.epochs(&circles[0]).into_iter().map(|(id, _)| id).collect();
        }
        Statement::Epoch { circle, commitment: [3; 32], replaces }
    }
}

pub fn key_of(link: usize) -> [u8; 32] {
    cast().links[link].verifying_key().to_bytes()
}
