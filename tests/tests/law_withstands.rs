//! What the law withstands: bytes that nobody meant, statements that cite nonsense, and very many of them.

#![expect(clippy::indexing_slicing, reason = "a test may panic")]

use kith_sync::body::{Body, Reading, read_statement};
use kith_sync::charter::{
    Added, Coming, DeviceKeys, Law, Note, Role, Statement, Told, claim_invite, cross_sign, prove_founder,
};
use kith_sync::id::{CircleId, CommunityId, PersonId, StatementId};
use kith_tests::agree::told;
use kith_tests::fold::many::drawn;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::time::Instant;

const COMMUNITY: CommunityId = CommunityId([1; 32]);

/// A statement with some of its bytes changed; nothing if they say nothing any more.
fn garbled(note: &Note, rng: &mut ChaCha20Rng) -> Option<Note> {
    let mut bytes = Body::of(note.statement()?).encode();
    for _ in 0..rng.random_range(1..4) {
        let at = rng.random_range(0..bytes.len());
        match rng.random_range(0..5) {
            0 => bytes[at] ^= 1 << rng.random_range(0..8u32),
            1 => bytes[at] = bytes[at].wrapping_add(1),
            2 => bytes[at] = rng.random(),
            3 => bytes.truncate(at.max(1)),
            _ => bytes.insert(at, rng.random()),
        }
    }
    let Some(Body::Statement { bytes, .. }) = Body::decode(&bytes) else {
        return None;
    };
    let body = match read_statement(&bytes) {
        Reading::Known(body) => Told::Known(*body),
        Reading::Newer(number) => Told::Newer(number),
        Reading::Broken => return None,
    };
    Some(Note { body, ..note.clone() })
}

/// Every order in which these come leaves the same law.
fn come_in_any_order(community: CommunityId, notes: &[Note], rng: &mut ChaCha20Rng) {
    let whole = Law::of(community, notes.iter().cloned());
    let mut shuffled = notes.to_vec();
    for at in (1..shuffled.len()).rev() {
        shuffled.swap(at, rng.random_range(0..=at));
    }
    let mut late = Law::none(community);
    for held in shuffled.chunks(3) {
        late.add_all(held.iter().cloned());
    }
    // What came before something that it cites comes once more.
    late.add_all(shuffled);
    assert_eq!(late.applied(), whole.applied());
    assert!(late.in_order().map(|note| note.id).eq(whole.in_order().map(|note| note.id)));
    assert!(notes.iter().all(|note| late.is_valid(&note.id) == whole.is_valid(&note.id)));
}

#[test]
fn garbled_statements_leave_one_law_whatever_comes_first() {
    let mut read = 0;
    for seed in 0..120 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let (community, mut notes) = told(&drawn(seed, 40));
        notes.retain_mut(|note| {
            if rng.random_bool(0.7) {
                return true;
            }
            let garbled = garbled(note, &mut rng);
            read += usize::from(garbled.is_some());
            garbled.map(|garbled| *note = garbled).is_some()
        });
        come_in_any_order(community, &notes, &mut rng);
    }
    assert!(read > 150, "only {read} garbled statements could be read");
}

#[test]
fn cites_of_the_unknown_of_itself_and_in_circles_leave_one_law_whatever_comes_first() {
    for seed in 0..60 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let (community, mut notes) = told(&drawn(seed, 40));
        let ids: Vec<StatementId> = notes.iter().map(|note| note.id).collect();
        for note in notes.iter_mut().skip(1) {
            match rng.random_range(0..12) {
                0 => note.cites.push(StatementId { 0: rng.random() }),
                1 => note.cites.push(note.id),
                2 => note.cites.extend(note.cites.clone()),
                3 => note.cites.push(ids[rng.random_range(0..ids.len())]),
                _ => {}
            }
        }
        come_in_any_order(community, &notes, &mut rng);
    }
}

/// A community by hand: who says what is up to the test.
struct Crowd {
    rng: ChaCha20Rng,
    notes: Vec<Note>,
    /// By which those who keep to the law know what they may say.
    law: Law,
    /// Key, person, last statement.
    members: Vec<(DeviceKeys, PersonId, StatementId)>,
}

impl Crowd {
    fn founded() -> Self {
        let rng = ChaCha20Rng::seed_from_u64(7);
        let mut crowd = Self { rng, notes: Vec::new(), law: Law::none(COMMUNITY), members: Vec::new() };
        let ([_, endpoint], keys) = crowd.new_device();
        let endpoint = prove_founder(&endpoint, &keys, &[0; 16]);
        let genesis = Statement::Genesis { keys, members_invite: true, random: [0; 16], endpoint };
        crowd.members.push((keys, keys.person(), StatementId { 0: COMMUNITY.0 }));
        crowd.say(0, genesis, Vec::new());
        crowd.law.add(&crowd.notes[0]);
        crowd
    }

    fn new_device(&mut self) -> ([ed25519_dalek::SigningKey; 2], DeviceKeys) {
        let both = [self.rng.random(), self.rng.random()].map(|seed| ed25519_dalek::SigningKey::from_bytes(&seed));
        let [sign, endpoint] = [&both[0], &both[1]].map(|signer| signer.verifying_key().to_bytes());
        (both, DeviceKeys { sign, seal: self.rng.random(), endpoint })
    }

    fn say(&mut self, who: usize, body: Statement, cites: Vec<StatementId>) -> StatementId {
        let mut id = StatementId { 0: COMMUNITY.0 };
        if !self.notes.is_empty() {
            self.rng.fill_bytes(&mut id.0);
        }
        let (keys, person, last) = &mut self.members[who];
        *last = id;
        let (device, person, sign_key) = (keys.device(), *person, keys.sign);
        self.notes.push(Note { id, device, person, sign_key, cites, body: body.into() });
        id
    }

    /// Says it knowing all, or the own last statement and something recent of another's: of one device one alone is cited.
    fn say_soon(&mut self, who: usize, body: Statement) -> StatementId {
        let own = self.members[who].2;
        let device = self.members[who].0.device();
        let by = |id: StatementId| self.notes.iter().rev().find(|note| note.id == id).map(|note| note.device);
        let recent = self.notes.len().saturating_sub(20);
        let other = &self.notes[self.rng.random_range(recent..self.notes.len())];
        let mut cites = vec![own];
        cites.extend((by(own) != Some(other.device)).then_some(other.id));
        if self.rng.random_bool(0.8) {
            cites = self.law.facts().frontier();
            cites.extend((by(own) == Some(device) && !cites.contains(&own)).then_some(own));
        }
        let before = (self.members[who].2, self.notes.len());
        let said = self.say(who, body, cites);
        if self.notes.last().map(|note| self.law.add(note)) != Some(Added::Counts) {
            // Nobody who keeps to the law says it.
            self.members[who].2 = before.0;
            self.notes.truncate(before.1);
        }
        said
    }

    /// Invites and admits somebody new.
    fn let_in(&mut self, who: usize) -> usize {
        let link = ed25519_dalek::SigningKey::from_bytes(&self.rng.random());
        let key = link.verifying_key().to_bytes();
        let own = claim_invite(&link, &COMMUNITY, &self.members[who].0.device());
        let invite = self.say_soon(who, Statement::Invite { key, limit: 0, last_day: 0, own });
        let ([sign, endpoint], keys) = self.new_device();
        let person = keys.person();
        let coming = Coming { invite: &key, person: &person, keys: &keys, lifts: &[] };
        let proofs = coming.prove(&COMMUNITY, &link, &sign, &endpoint);
        let id = self.say_soon(who, Statement::Admit { invite, person, keys, proofs, lifts: Vec::new() });
        self.members.push((keys, person, id));
        self.members.len() - 1
    }

    fn add_device(&mut self, who: usize) {
        let (both, keys) = self.new_device();
        let [own, endpoint] = both.map(|signer| cross_sign(&signer, &COMMUNITY, &self.members[who].0.device(), &keys));
        self.say_soon(who, Statement::DeviceAdd { keys, own, endpoint });
    }

    fn raise(&mut self, who: usize, whom: usize, to: Role) {
        let person = self.members[whom].1;
        self.say_soon(who, Statement::Raise { person, to });
    }

    fn remove(&mut self, who: usize, whom: usize) {
        let person = self.members[whom].1;
        self.say_soon(who, Statement::Remove { person, cuts: Vec::new(), why: None });
    }

    /// Prints what it costs; times are for whoever reads, only counts are asserted.
    fn judged(&self, what: &str) -> Law {
        let begun = Instant::now();
        let law = Law::of(COMMUNITY, self.notes.iter().cloned());
        let judged = begun.elapsed();
        let held = self.notes.iter().filter(|note| law.is_valid(&note.id)).count();
        println!(
            "{what}: {} statements of {} people, {held} hold, {} removals apply, {} judged; {judged:.0?}",
            law.facts().len(),
            law.people().len(),
            law.applied().len(),
            law.effort()
        );
        law
    }
}

#[test]
fn a_thousand_statements_of_two_hundred_people_are_soon_judged() {
    let mut crowd = Crowd::founded();
    for _ in 0..5 {
        let next = crowd.let_in(0);
        crowd.raise(0, next, Role::Organiser);
    }
    while crowd.notes.len() < 1_000 {
        let who = crowd.rng.random_range(0..crowd.members.len());
        let whom = crowd.rng.random_range(6..crowd.members.len().max(7));
        let organiser = crowd.rng.random_range(0..6);
        match crowd.rng.random_range(0..20) {
            0..8 if crowd.members.len() < 200 => _ = crowd.let_in(who),
            8..13 => crowd.add_device(who),
            13 if whom < crowd.members.len() => {
                crowd.raise(organiser, whom, Role::Steward);
            }
            14 if whom < crowd.members.len() && crowd.rng.random_bool(0.5) => {
                crowd.remove(organiser, whom);
            }
            15 => _ = crowd.say_soon(organiser, Statement::Policy { members_invite: true }),
            _ => {
                let circle = CircleId::everyone(&COMMUNITY);
                let commitment = crowd.rng.random();
                let epoch = Statement::Epoch { circle, commitment, replaces: Vec::new() };
                crowd.say_soon(who, epoch);
            }
        }
    }
    let law = crowd.judged("a community of years");
    assert!(law.people().len() > 100 && law.applied().len() > 5);
}

#[test]
fn organisers_who_remove_each_other_all_day_are_judged_in_the_end() {
    let mut crowd = Crowd::founded();
    for _ in 0..12 {
        let next = crowd.let_in(0);
        crowd.raise(0, next, Role::Organiser);
    }
    while crowd.notes.len() < 400 {
        let (who, whom) = (crowd.rng.random_range(0..13), crowd.rng.random_range(0..13));
        if crowd.rng.random_bool(0.4) {
            crowd.remove(who, whom);
        } else {
            crowd.add_device(who);
        }
    }
    crowd.judged("a quarrel of thirteen organisers");
}

#[test]
fn a_chain_of_a_thousand_newcomers_is_followed_to_its_end() {
    let mut crowd = Crowd::founded();
    for last in 0..500 {
        crowd.let_in(last);
    }
    let law = crowd.judged("a chain of newcomers");
    assert!(law.people().len() > 400);
}

#[test]
fn another_community_holds_nothing_of_this_one() {
    let (_, notes) = told(&drawn(1, 40));
    let law = Law::of(CommunityId([9; 32]), notes.clone());
    assert!(notes.iter().all(|note| !law.facts().holds(&note.id)));
    assert!(law.people().is_empty() && law.applied().is_empty());
}

#[test]
fn what_is_drawn_tells_of_everything() {
    let (mut held, mut void, mut alone, mut statuses) = ([0; 21], 0, 0, [0; 5]);
    for seed in 0..100 {
        let (community, notes) = told(&drawn(seed, 40));
        let law = Law::of(community, notes);
        for note in law.in_order() {
            let kind = note.statement().map_or(0, kind);
            let holds = law.is_valid(&note.id);
            held[kind] += usize::from(holds);
            void += usize::from(!holds);
            alone += usize::from(law.lacks_a_second(&note.id));
        }
        for person in law.people() {
            statuses[law.status(&person) as usize] += 1;
        }
    }
    println!("hold {held:?}, {void} do not, {alone} lack a second, statuses {statuses:?}");
    let told: Vec<usize> = (0..21).filter(|kind| *kind != 14).collect();
    assert!(told.iter().all(|kind| held[*kind] > 1), "{held:?}");
    assert!(void > 100 && alone > 5 && statuses[1..].iter().all(|count| *count > 5));
}

/// The number of a statement's kind, as it is written.
fn kind(body: &Statement) -> usize {
    match Body::of(body) {
        Body::Statement { bytes, .. } => usize::from(bytes[1] & 0x1f),
        _ => 0,
    }
}
