//! Whether the law of `kith-sync` says the same as the naive model: of one community, told to both.

use crate::fold::{Body, Device, Held, Id, Model, Person, Role, State, Status};
use ed25519_dalek::SigningKey;
use kith_sync::charter::{
    self, Coming, Cut, DeviceKeys, Law, Note, Statement, claim_invite, cross_sign, prove_founder,
};
use kith_sync::id::{CircleId, CommunityId, DeviceId, PersonId, RecordHash, StatementId};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

const RANDOM: [u8; 16] = [7; 16];

/// The statement's name: names are ordered in both as they were made.
fn id(named: Id) -> StatementId {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&named.0.to_be_bytes());
    RecordHash(bytes)
}

fn signer(use_of: u8, number: u64) -> SigningKey {
    let mut seed = [use_of; 32];
    seed[24..].copy_from_slice(&number.to_be_bytes());
    SigningKey::from_bytes(&seed)
}

/// What was made of the model's devices, once for each.
#[derive(Default)]
struct Cast(BTreeMap<u64, (DeviceKeys, SigningKey, SigningKey)>);

impl Cast {
    fn of(&mut self, device: Device) -> &(DeviceKeys, SigningKey, SigningKey) {
        self.0.entry(device.0).or_insert_with(|| {
            let (sign, endpoint) = (signer(1, device.0), signer(2, device.0));
            let keys = DeviceKeys {
                sign: sign.verifying_key().to_bytes(),
                seal: [3; 32],
                endpoint: endpoint.verifying_key().to_bytes(),
            };
            (keys, sign, endpoint)
        })
    }

    fn device(&mut self, device: Device) -> DeviceId {
        self.of(device).0.device()
    }

    /// A person is named by their first device, which has the same number.
    fn person(&mut self, person: Person) -> PersonId {
        self.of(Device(person.0)).0.person()
    }
}

fn role(role: Role) -> charter::Role {
    match role {
        Role::Guest => charter::Role::Guest,
        Role::Member => charter::Role::Member,
        Role::Steward => charter::Role::Steward,
        Role::Organiser => charter::Role::Organiser,
    }
}

/// The first number of a kind that needs the role.
fn number(needs: Role) -> u32 {
    match needs {
        Role::Organiser => 64,
        Role::Steward => 128,
        _ => 192,
    }
}

const COMMUNITY: Id = Id(1);

fn said(cast: &mut Cast, held: &Held, named: Id) -> charter::Told {
    let (s, community) = (&held[&named], CommunityId(id(COMMUNITY).0));
    if !s.well_formed && !matches!(s.body, Body::Unknown { .. }) {
        return charter::Told::Newer(30); // No kind may have this number.
    }
    let author = cast.device(s.device);
    let own = |invite: Id| claim_invite(&signer(4, invite.0), &community, &author);
    charter::Told::Known(match &s.body {
        Body::Genesis { members_invite } => {
            let (keys, _, endpoint) = cast.of(s.device);
            let endpoint = prove_founder(endpoint, keys, &RANDOM);
            Statement::Genesis { keys: *keys, members_invite: *members_invite, random: RANDOM, endpoint }
        }
        Body::Invite { limit } => {
            let key = signer(4, named.0).verifying_key().to_bytes();
            Statement::Invite { key, limit: *limit, last_day: 0, own: own(named) }
        }
        Body::TakeOver { invite } => Statement::TakeOver { invite: id(*invite), own: own(*invite) },
        Body::Close { invite } => Statement::Close { invite: id(*invite) },
        Body::Admit { invite, person, device, lifts } => {
            let person = cast.person(*person);
            let (keys, sign, endpoint) = cast.of(*device);
            let (link, lifts) = (signer(4, invite.0), lifts.iter().map(|lift| id(*lift)).collect::<Vec<_>>());
            let key = link.verifying_key().to_bytes();
            let coming = Coming { invite: &key, person: &person, keys, lifts: &lifts };
            let proofs = coming.prove(&community, &link, sign, endpoint);
            Statement::Admit { invite: id(*invite), person, keys: *keys, proofs, lifts }
        }
        Body::Leave => Statement::Leave { cuts: Vec::new() },
        Body::Raise { person, to } => Statement::Raise { person: cast.person(*person), to: role(*to) },
        Body::Lower { person, to } => Statement::Lower { person: cast.person(*person), to: role(*to) },
        Body::Remove { person } => Statement::Remove { person: cast.person(*person), cuts: Vec::new(), why: None },
        Body::Restore { person } => Statement::Restore { person: cast.person(*person), cuts: Vec::new() },
        Body::DeviceAdd { device } => {
            let (keys, sign, endpoint) = cast.of(*device);
            let by = |signer| cross_sign(signer, &community, &author, keys);
            Statement::DeviceAdd { keys: *keys, own: by(sign), endpoint: by(endpoint) }
        }
        Body::DeviceRemove { device } => Statement::DeviceRemove { device: cast.device(*device), cuts: Vec::new() },
        Body::Second { first } => Statement::Second { first: id(*first), why: None },
        Body::StandIn => Statement::StandIn,
        Body::EndStandIn => Statement::EndStandIn,
        Body::Policy { members_invite } => Statement::Policy { members_invite: *members_invite },
        Body::Heard => Statement::Heard,
        Body::Circle { members } => {
            let members = members.iter().map(|member| cast.person(*member)).collect();
            Statement::Circle { members, random: RANDOM, commitment: [0; 32] }
        }
        Body::Epoch { circle, replaces } => {
            let everyone = CircleId::everyone(&community);
            let circle = circle.map_or(everyone, |circle| CircleId::opened_by(&id(circle)));
            let replaces = replaces.iter().map(|epoch| id(*epoch)).collect();
            Statement::Epoch { circle, commitment: [0; 32], replaces }
        }
        Body::Unmake { person } => Statement::Unmake { person: cast.person(*person) },
        Body::Unknown { needs } => return charter::Told::Newer(number(*needs)),
    })
}

/// What is malformed in `kith-sync` and cannot be told in the model, is so in both.
fn fit(held: &mut Held) {
    for s in held.values_mut() {
        if !s.well_formed && matches!(s.body, Body::Unknown { .. }) {
            s.body = Body::Heard;
        }
        if let Body::Admit { person, device, lifts, .. } = &s.body {
            s.well_formed &= !lifts.is_empty() || person.0 == device.0;
        }
    }
}

/// Of each other device one statement at most is cited.
fn cite_one_each(held: &mut Held) {
    let devices: BTreeMap<Id, Device> = held.iter().map(|(id, s)| (*id, s.device)).collect();
    for s in held.values_mut() {
        let others = s.cites.iter().filter_map(|id| devices.get(id)).filter(|device| **device != s.device);
        let (count, each) = (others.clone().count(), others.collect::<BTreeSet<_>>());
        s.well_formed &= each.len() == count;
    }
}

fn notes(cast: &mut Cast, held: &Held) -> Vec<Note> {
    let note = |(named, s): (&Id, &crate::fold::Statement)| {
        let body = said(cast, held, *named);
        let cites = s.cites.iter().map(|cited| id(*cited)).collect();
        let (device, person) = (cast.device(s.device), cast.person(s.person));
        let sign_key = cast.of(s.device).0.sign;
        Note { id: id(*named), device, person, sign_key, cites, body }
    };
    held.iter().map(note).collect()
}

/// The community and its statements, as `kith-sync` has them.
#[must_use]
pub fn told(held: &Held) -> (CommunityId, Vec<Note>) {
    (CommunityId(id(COMMUNITY).0), notes(&mut Cast::default(), held))
}

/// Holds the law of `kith-sync` to the model, whatever came first; answers how many statements count.
///
/// # Panics
/// When they differ.
pub fn agree(mut held: Held, seed: u64) -> usize {
    fit(&mut held);
    cite_one_each(&mut held);
    let (community, mut notes) = told(&held);
    let told = untold(&community, &notes);
    let mut rng = ChaCha20Rng::seed_from_u64(seed);
    let mut law = Law::none(community);
    for note in &notes {
        law.add(note);
    }
    same(seed, &law, &told);
    for at in (1..notes.len()).rev() {
        notes.swap(at, rng.random_range(0..=at));
    }
    same(seed, &Law::of(community, notes), &told);
    law.facts().len()
}

fn same(seed: u64, law: &Law, told: &Told) {
    let found = differences(law, told);
    assert!(found.is_empty(), "seed {seed}:\n{}", found.join("\n"));
}

/// What `kith-sync` holds, as the model takes it, and what names what.
pub struct Told {
    /// The statements.
    pub held: Held,
    /// Genesis.
    pub community: Id,
    /// Statements by name.
    pub ids: BTreeMap<StatementId, Id>,
    /// People by name.
    pub people: BTreeMap<PersonId, Person>,
    /// Devices by name.
    pub devices: BTreeMap<DeviceId, Device>,
    /// What removals and restores say of logs.
    pub cuts: BTreeMap<Id, Vec<Cut>>,
}

/// Takes statements for the model; of two names that are compared the lesser stays the lesser.
#[must_use]
pub fn untold(community: &CommunityId, notes: &[Note]) -> Told {
    let names: BTreeSet<StatementId> = notes.iter().map(|note| note.id).collect();
    let ids: BTreeMap<StatementId, Id> = names.into_iter().zip((1..).map(Id)).collect();
    let community = ids.get(&RecordHash(community.0)).copied().unwrap_or(Id(0));
    let (people, devices, cuts) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut told = Told { held: Held::new(), community, ids, people, devices, cuts };
    for note in notes {
        let (id, device, person) = (told.id(&note.id), told.device(note.device), told.person(note.person));
        let cites = note.cites.iter().map(|cited| told.id(cited)).collect();
        let body = told.body(note);
        let well_formed = !matches!(note.body, charter::Told::Newer(number) if charter::needs(number).is_none());
        told.held.insert(id, crate::fold::Statement { id, device, person, cites, body, well_formed });
    }
    cite_one_each(&mut told.held);
    told
}

impl Told {
    fn id(&self, id: &StatementId) -> Id {
        self.ids.get(id).copied().unwrap_or(Id(u64::MAX))
    }

    fn person(&mut self, person: PersonId) -> Person {
        let next = Person(self.people.len() as u64 + 1);
        *self.people.entry(person).or_insert(next)
    }

    fn device(&mut self, device: DeviceId) -> Device {
        let next = Device(self.devices.len() as u64 + 1);
        *self.devices.entry(device).or_insert(next)
    }

    fn body(&mut self, note: &Note) -> Body {
        let Some(body) = note.statement() else {
            let charter::Told::Newer(number) = note.body else { return Body::Heard };
            return Body::Unknown { needs: charter::needs(number).map_or(Role::Guest, role_of) };
        };
        if let Statement::Leave { cuts }
        | Statement::Remove { cuts, .. }
        | Statement::DeviceRemove { cuts, .. }
        | Statement::Restore { cuts, .. } = body
        {
            self.cuts.insert(self.id(&note.id), cuts.clone());
        }
        match body {
            Statement::Genesis { members_invite, .. } => Body::Genesis { members_invite: *members_invite },
            Statement::Invite { limit, .. } => Body::Invite { limit: *limit },
            Statement::TakeOver { invite, .. } => Body::TakeOver { invite: self.id(invite) },
            Statement::Close { invite } => Body::Close { invite: self.id(invite) },
            Statement::Admit { invite, person, keys, lifts, .. } => Body::Admit {
                invite: self.id(invite),
                person: self.person(*person),
                device: self.device(keys.device()),
                lifts: lifts.iter().map(|lift| self.id(lift)).collect(),
            },
            Statement::Leave { .. } => Body::Leave,
            Statement::Raise { person, to } => Body::Raise { person: self.person(*person), to: role_of(*to) },
            Statement::Lower { person, to } => Body::Lower { person: self.person(*person), to: role_of(*to) },
            Statement::Remove { person, .. } => Body::Remove { person: self.person(*person) },
            Statement::Restore { person, .. } => Body::Restore { person: self.person(*person) },
            Statement::DeviceAdd { keys, .. } => Body::DeviceAdd { device: self.device(keys.device()) },
            Statement::DeviceRemove { device, .. } => Body::DeviceRemove { device: self.device(*device) },
            Statement::Second { first, .. } => Body::Second { first: self.id(first) },
            Statement::StandIn => Body::StandIn,
            Statement::EndStandIn => Body::EndStandIn,
            Statement::Policy { members_invite } => Body::Policy { members_invite: *members_invite },
            Statement::Circle { members, .. } => {
                Body::Circle { members: members.iter().map(|member| self.person(*member)).collect() }
            }
            Statement::Epoch { circle, replaces, .. } => {
                let opened = self.ids.iter().find(|(id, _)| CircleId::opened_by(id) == *circle).map(|(_, id)| *id);
                Body::Epoch { circle: opened, replaces: replaces.iter().map(|epoch| self.id(epoch)).collect() }
            }
            // The model knows no hubs; they change nothing that it tells.
            Statement::Hub { .. } | Statement::Heard => Body::Heard,
            Statement::Unmake { person } => Body::Unmake { person: self.person(*person) },
        }
    }
}

fn role_of(role: charter::Role) -> Role {
    match role {
        charter::Role::Guest => Role::Guest,
        charter::Role::Member => Role::Member,
        charter::Role::Steward => Role::Steward,
        charter::Role::Organiser => Role::Organiser,
    }
}

fn status_of(status: Status) -> charter::Status {
    match status {
        Status::Unknown => charter::Status::Unknown,
        Status::Active => charter::Status::Active,
        Status::Waiting => charter::Status::Waiting,
        Status::Removed => charter::Status::Removed,
        Status::Left => charter::Status::Left,
    }
}

/// Where the law of `kith-sync` and the model's law of the same statements differ; nothing if they agree.
#[must_use]
pub fn differences(law: &Law, told: &Told) -> Vec<String> {
    let model = Model::new(&told.held, told.community);
    let said = model.said();
    let state = model.law(&said);
    let mut found = Found(Vec::new());
    let counted: BTreeSet<Id> = law.facts().notes().iter().map(|note| told.id(&note.id)).collect();
    found.same("what counts", &counted, &said);
    let order: Vec<Id> = law.in_order().map(|note| told.id(&note.id)).collect();
    found.same("the order", &order, &model.order(&said));
    for note in law.in_order() {
        let (Some(author), Some(past)) = (told.people.get(&note.person), told.ids.get(&note.id)) else {
            continue;
        };
        let known = model.past(*past);
        let role = law.role_known(&note.person, &note.cites).map(role_of);
        found.same(&format!("role of {author:?} as {past:?} knew"), &role, &state.role_known(*author, &known));
    }
    for (id, named) in &told.ids {
        if order.contains(named) {
            let fell = state.fallen.contains(named);
            let holds = !state.void.contains(named) && !state.asked.contains_key(named) && !fell;
            found.same(&format!("whether {named:?} holds"), &law.is_valid(id), &holds);
            found.same(&format!("{named:?} asked"), &law.lacks_a_second(id), &state.asked.contains_key(named));
            found.same(&format!("{named:?} fell"), &law.has_fallen(id), &fell);
        }
    }
    found.same("needs newer", &law.needs_newer(), &state.needs_newer());
    found.same("members invite", &law.members_invite(), &state.members_invite.is_some_and(|(yes, _)| yes));
    let organisers: Vec<Option<Person>> = law.organisers().iter().map(|one| told.people.get(one).copied()).collect();
    found.same("organisers", &organisers, &state.organisers().into_iter().map(Some).collect());
    let all: Vec<StatementId> = law.facts().notes().iter().map(|note| note.id).collect();
    for (id, person) in &told.people {
        found.same(&format!("status of {person:?}"), &law.status(id), &status_of(state.status(*person)));
        found.same(&format!("role of {person:?}"), &law.given_role(id).map(role_of), &state.own_role(*person));
        if law.given_role(id).is_some() {
            found.same(&format!("role of {person:?} as all know"), &law.role_known(id, &all), &law.given_role(id));
        }
        let stands_in = state.stands_in(*person).is_some();
        let acts = if stands_in { Some(Role::Organiser) } else { state.role(*person) };
        found.same(&format!("what {person:?} acts as"), &law.role(id).map(role_of), &acts);
        let lent = stands_in || state.roles.get(person).is_some_and(|held| held.lent.is_some());
        found.same(&format!("whether it is lent to {person:?}"), &law.is_lent(id), &lent);
        let devices = law.devices(id).into_iter().filter_map(|(device, _)| told.devices.get(&device).copied());
        let theirs = state.bound.keys().filter(|(device, owner)| owner == person && !state.device_out(*device));
        let theirs: BTreeSet<Device> = theirs.map(|(device, _)| *device).collect();
        found.same(&format!("devices of {person:?}"), &devices.collect(), &theirs);
    }
    found.circles(law, told, &state);
    found.invitations(law, told, &state);
    let stand_ins: Vec<Option<Person>> = law.stand_ins().iter().map(|one| told.people.get(one).copied()).collect();
    let of_model: BTreeSet<Option<Person>> = state.stand_ins.values().copied().map(Some).collect();
    found.same("how many stand in", &stand_ins.len(), &state.stand_ins.len());
    found.same("who stands in", &stand_ins.into_iter().collect(), &of_model);
    for (id, device) in &told.devices {
        let owner = law.owner(id).and_then(|(person, _)| told.people.get(&person).copied());
        found.same(&format!("owner of {device:?}"), &owner, &state.devices.get(device).map(|(owner, _)| *owner));
        found.same(&format!("{device:?} out"), &law.is_device_out(id), &state.device_out(*device));
    }
    found.0
}

struct Found(Vec<String>);

impl Found {
    /// Who reads each circle, and its epochs.
    fn circles(&mut self, law: &Law, told: &Told, state: &State) {
        let community = told.ids.iter().find(|(_, id)| **id == told.community).map(|(id, _)| CommunityId(id.0));
        let everyones = community.map(|community| (CircleId::everyone(&community), None));
        let opened = told.ids.iter().filter(|(_, id)| state.circles.contains_key(id));
        let opened = opened.map(|(id, named)| (CircleId::opened_by(id), Some(*named)));
        for (circle, named) in everyones.into_iter().chain(opened) {
            let read = told.people.iter().filter(|(id, _)| law.reads(id, &circle)).map(|(_, person)| *person);
            let reads = told.people.values().copied().filter(|person| state.reads(*person, named));
            self.same(&format!("who reads {named:?}"), &read.collect::<BTreeSet<_>>(), &reads.collect());
            let epochs = law.epochs(&circle).into_iter().map(|(id, _)| told.id(&id));
            let of_model = state.epochs.iter().filter(|(_, of)| **of == named).map(|(id, _)| *id);
            self.same(&format!("epochs of {named:?}"), &epochs.collect::<BTreeSet<_>>(), &of_model.collect());
        }
    }

    /// Which invitations are open.
    fn invitations(&mut self, law: &Law, told: &Told, state: &State) {
        for note in law.facts().notes() {
            let Some(Statement::Invite { key, .. }) = note.statement() else { continue };
            let Some(there) = state.invitations.get(&told.id(&note.id)) else { continue };
            let room = there.limit == 0 || there.came.len() < there.limit as usize;
            let open = room && !there.closed && there.said.iter().any(|who| state.may_invite(*who));
            self.same(&format!("whether {:?} is open", told.id(&note.id)), &law.invitation(key).is_some(), &open);
        }
    }

    fn same<T: PartialEq + Debug>(&mut self, what: &str, here: &T, model: &T) {
        if here != model {
            self.0.push(format!("{what}: here {here:?}\n  the model says {model:?}"));
        }
    }
}
