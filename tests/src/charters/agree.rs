//! The same charter for both laws, and all that can be asked of either.

use super::cast::{COMMUNITY, EACH, PEOPLE, cast};
use super::propose::key_of;
use super::tell::{Tale, Told};
use crate::model::{self, Body, Judgement, Keys, Model};
use kith_sync::charter::{
    Cut, DeviceKeys, Law, Note, Role, Statement, Status, Verdict, Writer, was_claimed, was_cross_signed, was_invited,
};
use kith_sync::id::{CircleId, CommunityId, DeviceId, PersonId, StatementId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};

/// What `kith-sync` says of the tale.
#[must_use]
pub fn law(tale: &Tale) -> Law {
    Law::judge(tale.facts.renewed(tale.told.iter().map(|told| told.note.clone())))
}

/// What the model says of it.
#[must_use]
pub fn modelled(tale: &Tale) -> Judgement {
    let all = tale.told.iter().map(statement);
    let all: BTreeMap<model::Id, model::Statement> = all.map(|s| (s.id, s)).collect();
    Model { community: COMMUNITY.0 }.judge(&all)
}

/// Where the two differ, in words; nothing if they agree.
#[must_use]
pub fn differences(tale: &Tale) -> Vec<String> {
    let both = Both { law: law(tale), model: modelled(tale), found: Vec::new() };
    both.compared(tale)
}

fn statement(told: &Told) -> model::Statement {
    let note = &told.note;
    let named = cast().actors.iter().find(|actor| actor.device == note.device);
    let signed = named.is_none_or(|actor| actor.keys.sign == note.sign_key);
    stated(note, &COMMUNITY, signed, told.proof_ok)
}

/// A note as the model takes it; who does not say whether its proof is good has it checked.
pub fn stated(note: &Note, community: &CommunityId, signed: bool, proof_ok: Option<bool>) -> model::Statement {
    let read = |said: &Statement| body(said, community, proof_ok.unwrap_or_else(|| proven(said, note, community)));
    model::Statement {
        id: note.id.0,
        // A log signed with another key than the device's is no device's.
        device: if signed { note.device.0 } else { [0xee; 16] },
        claims: Some(note.person.0),
        cites: note.cites.iter().map(|id| id.0).collect(),
        body: note.body.as_ref().map_or(Body::Unknown, read),
    }
}

fn body(said: &Statement, community: &CommunityId, proof_ok: bool) -> Body {
    match said {
        Statement::Genesis { keys, members_invite, .. } => {
            Body::Genesis { keys: keys_of(keys), members_invite: *members_invite }
        }
        Statement::Invite { key, role, limit, .. } => {
            Body::Invite { key: *key, role: role_of(*role), limit: *limit, proof_ok }
        }
        Statement::Close { key } => Body::Close { key: *key },
        Statement::Admit { invite, person, keys, lifts, .. } => {
            Body::Admit { key: *invite, person: person.0, keys: keys_of(keys), proof_ok, lifts: ids(lifts) }
        }
        Statement::Leave { cuts } => Body::Leave { cuts: cuts_of(cuts) },
        Statement::Role { person, from, to } => Body::Role { person: person.0, from: role_of(*from), to: role_of(*to) },
        Statement::Remove { person, cuts, .. } => Body::Remove { person: person.0, cuts: cuts_of(cuts) },
        Statement::Restore { person, role, lifts, cuts } => {
            Body::Restore { person: person.0, role: role_of(*role), lifts: ids(lifts), cuts: cuts_of(cuts) }
        }
        Statement::DeviceAdd { keys, .. } => Body::DeviceAdd { keys: keys_of(keys), proof_ok },
        Statement::DeviceRemove { device, cuts } => Body::DeviceRemove { device: device.0, cuts: cuts_of(cuts) },
        Statement::StandIn => Body::StandIn,
        Statement::Circle { members, .. } => Body::Circle { members: members.iter().map(|person| person.0).collect() },
        Statement::Epoch { circle, replaces, .. } => {
            Body::Epoch { circle: circle_of(circle, community), replaces: ids(replaces) }
        }
        Statement::Policy { members_invite } => Body::Policy { members_invite: *members_invite },
        Statement::Hub { .. } => Body::Hub,
    }
}

/// For statements whose teller does not know.
fn proven(said: &Statement, note: &Note, community: &CommunityId) -> bool {
    match said {
        Statement::Invite { key, own, .. } => was_claimed(community, &note.device, key, own),
        Statement::Admit { invite, person, keys, proof, own, .. } => {
            was_invited(community, invite, person, keys, proof, own)
        }
        Statement::DeviceAdd { keys, own } => was_cross_signed(community, &note.device, keys, own),
        _ => true,
    }
}

pub(crate) fn ids(all: &[StatementId]) -> BTreeSet<model::Id> {
    all.iter().map(|id| id.0).collect()
}

fn cuts_of(cuts: &[Cut]) -> model::Cuts {
    let mut furthest = model::Cuts::new();
    for cut in cuts {
        let count = furthest.entry(cut.log.0).or_default();
        *count = cut.count.max(*count);
    }
    furthest
}

fn keys_of(keys: &DeviceKeys) -> Keys {
    Keys { device: keys.device().0, person: keys.person().0 }
}

pub(crate) fn role_of(role: Role) -> model::Role {
    match role {
        Role::Guest => model::Role::Guest,
        Role::Member => model::Role::Member,
        Role::Steward => model::Role::Steward,
        Role::Organiser => model::Role::Organiser,
    }
}

pub(crate) fn status_of(status: Status) -> model::Status {
    match status {
        Status::Unknown => model::Status::Unknown,
        Status::Active => model::Status::Active,
        Status::Waiting => model::Status::Waiting,
        Status::Removed => model::Status::Removed,
        Status::Left => model::Status::Left,
    }
}

pub(crate) fn verdict_of(verdict: Verdict) -> model::Verdict {
    match verdict {
        Verdict::Stands => model::Verdict::Stands,
        Verdict::Late => model::Verdict::Late,
        Verdict::Waits => model::Verdict::Waits,
        Verdict::Refused => model::Verdict::Refused,
    }
}

fn circle_of(circle: &CircleId, community: &CommunityId) -> model::Circle {
    if *circle == CircleId::everyone(community) { model::EVERYONE } else { circle.0 }
}

struct Both {
    law: Law,
    model: Judgement,
    found: Vec<String>,
}

impl Both {
    fn compared(mut self, tale: &Tale) -> Vec<String> {
        let told = || tale.told.iter().map(|told| &told.note);
        let valid = told().filter(|note| self.law.is_valid(&note.id)).map(|note| note.id.0);
        self.same("valid", &valid.collect(), &self.model.valid.clone());
        let order = self.law.facts().in_order().map(|note| note.id.0).collect();
        self.same("the order", &order, &self.model.order.clone());
        let applied = self.law.applied().iter().map(|id| id.0).collect();
        self.same("applied", &applied, &self.model.applied.clone());
        let frontier = ids(&self.law.facts().frontier());
        self.same("the frontier", &frontier, &self.model.frontier());
        let standing = &self.model.standing;
        let (invite, newer) = (standing.members_invite, standing.read_only);
        self.same("members invite", &self.law.members_invite(), &invite);
        self.same("needs newer", &self.law.needs_newer(), &newer);
        self.people();
        self.devices();
        self.invites(tale);
        let mut rng = ChaCha20Rng::seed_from_u64(tale.seed ^ 0x5eed);
        self.circles(tale, &mut rng);
        self.verdicts(tale, &mut rng);
        self.found
    }

    fn same<T: PartialEq + Debug>(&mut self, what: impl Display, law: &T, model: &T) {
        if law != model {
            self.found.push(format!("{what}: the law says {law:02x?}\n  the model says {model:02x?}"));
        }
    }

    fn people(&mut self) {
        let people = self.law.people().iter().map(|person| person.0).collect::<BTreeSet<_>>();
        let theirs = self.model.standing.people.clone();
        self.same("who came", &people, &theirs.keys().copied().collect());
        for actor in &cast().actors {
            let person = actor.person;
            let member = theirs.get(&person.0);
            let status = status_of(self.law.status(&person));
            let theirs = member.map_or(model::Status::Unknown, |member| member.status);
            self.same(format_args!("status of {person:02x?}"), &status, &theirs);
            let given = self.law.given_role(&person).map(role_of);
            self.same(format_args!("role of {person:02x?}"), &given, &member.map(|member| member.role));
            let acts = self.law.role(&person).map(role_of);
            let lent = |member: &model::Member| {
                if member.organises { model::Role::Organiser } else { member.role }
            };
            self.same(format_args!("power of {person:02x?}"), &acts, &member.map(lent));
            let since = self.law.appointment(&person).map(|id| id.0);
            self.same(format_args!("appointment of {person:02x?}"), &since, &member.map(|m| m.appointment));
        }
    }

    fn devices(&mut self) {
        let theirs = self.model.standing.devices.clone();
        for actor in &cast().actors {
            let device = actor.device;
            let bound = theirs.get(&device.0);
            let owner = self.law.owner(&device).map(|(person, _)| person.0);
            self.same(format_args!("owner of {device:02x?}"), &owner, &bound.map(|bound| bound.person));
            let active = self.law.is_active(&device);
            self.same(format_args!("{device:02x?} active"), &active, &bound.is_some_and(|b| b.active));
            let listed = owner
                .is_some_and(|person| self.law.devices(&PersonId(person)).iter().any(|(listed, _)| *listed == device));
            self.same(format_args!("{device:02x?} listed"), &listed, &bound.is_some_and(|b| !b.out));
        }
    }

    fn invites(&mut self, tale: &Tale) {
        for link in 0..cast().links.len() {
            let key = key_of(link);
            let open = self.law.invitation(&key).map(|(role, _)| role_of(role));
            let theirs = tale.told.iter().find_map(|told| match &told.note.body {
                Some(Statement::Invite { key: named, role, .. }) if *named == key => {
                    let open = self.model.standing.open_invites.contains(&told.note.id.0);
                    open.then_some(role_of(*role))
                }
                _ => None,
            });
            self.same(format_args!("link {link} open as"), &open, &theirs);
        }
    }

    fn circles(&mut self, tale: &Tale, rng: &mut ChaCha20Rng) {
        let opened = tale.told.iter().map(|told| CircleId::opened_by(&told.note.id));
        let everyone = CircleId::everyone(&COMMUNITY);
        let all: Vec<CircleId> = [everyone].into_iter().chain(opened).collect();
        let epochs = all.iter().flat_map(|circle| self.law.epochs(circle));
        let epochs = epochs.map(|(id, _)| id.0).collect();
        self.same("epochs", &epochs, &self.model.standing.epochs.clone());
        for circle in all {
            let name = circle_of(&circle, &COMMUNITY);
            for person in self.law.people() {
                let reads = (self.law.reads(&person, &circle), self.model.reads(person.0, &name));
                self.same(format_args!("{person:02x?} reads {circle:02x?}"), &reads.0, &reads.1);
            }
            for chance in [1.0, 0.6, 0.3] {
                let held: BTreeSet<model::Id> =
                    self.model.standing.epochs.iter().filter(|_| rng.random_bool(chance)).copied().collect();
                let law = self.law.write_under(&circle, |id| held.contains(&id.0)).map(|id| id.0);
                let model = self.model.write_under(name, &held);
                self.same(format_args!("to write under in {circle:02x?}"), &law, &model);
            }
        }
    }

    fn verdicts(&mut self, tale: &Tale, rng: &mut ChaCha20Rng) {
        for _ in 0..24 {
            let actor = &cast().actors[rng.random_range(0..PEOPLE * EACH)];
            let other = &cast().actors[rng.random_range(0..PEOPLE * EACH)];
            let (odd, forged) = (rng.random_bool(0.1), rng.random_bool(0.05));
            let writer = Writer {
                log: if odd { other.log } else { actor.log },
                device: actor.device,
                person: if odd { other.owner } else { actor.owner },
                sign_key: if forged { other.keys.sign } else { actor.keys.sign },
            };
            let most = tale.told.len().min(3);
            let mut frontier = Vec::new();
            for _ in 0..rng.random_range(0..=most) {
                frontier.push(tale.told[rng.random_range(0..tale.told.len())].note.id);
            }
            if rng.random_bool(0.03) {
                frontier.push(StatementId { 0: [9; 32] });
            }
            let number = rng.random_range(0..6);
            let law = verdict_of(self.law.verdict(&writer, number, &frontier));
            let honest = writer.sign_key == actor.keys.sign;
            let person = if honest { writer.person.0 } else { [0xee; 16] };
            let DeviceId(device) = writer.device;
            let model = self.model.verdict(writer.log.0, person, device, number, &ids(&frontier));
            self.same(format_args!("record {number} of {writer:02x?} at {frontier:02x?}"), &law, &model);
        }
    }
}
