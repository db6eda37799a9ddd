//! What the law withstands: bytes that nobody meant, statements that cite nonsense, and very many of them.

#![expect(clippy::indexing_slicing, reason = "a test may panic")]

use kith_sync::body::{Body, Reading, read_statement};
use kith_sync::charter::{DeviceKeys, Facts, Law, Note, Role, Statement, claim_invite, cross_sign, prove_invited};
use kith_sync::id::{CircleId, CommunityId, PersonId, StatementId};
use kith_tests::charters::{COMMUNITY, Mood, Tale, cast, differences, law};
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha20Rng;
use std::time::Instant;

const MOODS: [Mood; 4] = [Mood::Calm, Mood::Quarrel, Mood::Doors, Mood::Devices];

/// A statement with some of its bytes changed; nothing if they say nothing any more.
fn garbled(note: &Note, rng: &mut ChaCha20Rng) -> Option<Note> {
    let body = note.body.as_ref()?;
    let mut bytes = Body::of(body).encode();
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
        Reading::Known(body) => Some(*body),
        Reading::Newer => None,
        Reading::Broken => return None,
    };
    Some(Note { body, ..note.clone() })
}

#[test]
fn garbled_statements_are_judged_as_the_model_judges_them() {
    let mut read = 0;
    for seed in 0..240 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut tale = Tale::told(seed, MOODS[seed as usize % 4]);
        tale.told.retain_mut(|told| {
            if rng.random_bool(0.7) {
                return true;
            }
            let garbled = garbled(&told.note, &mut rng);
            read += usize::from(garbled.is_some());
            told.proof_ok = None;
            garbled.map(|note| told.note = note).is_some()
        });
        tale.facts = Facts::new(COMMUNITY, []);
        let found = differences(&tale);
        assert!(found.is_empty(), "seed {seed}\n{tale}\n{}", found.join("\n"));
    }
    assert!(read > 300, "only {read} garbled statements could be read");
}

#[test]
fn cites_of_the_unknown_of_itself_and_in_circles_leave_a_statement_out() {
    for seed in 0..120 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let mut tale = Tale::told(seed, MOODS[seed as usize % 4]);
        let ids: Vec<StatementId> = tale.told.iter().map(|told| told.note.id).collect();
        for told in tale.told.iter_mut().skip(1) {
            match rng.random_range(0..12) {
                0 => told.note.cites.push(StatementId { 0: rng.random() }),
                1 => told.note.cites.push(told.note.id),
                2 => told.note.cites.extend(told.note.cites.clone()),
                3 => told.note.cites.push(ids[rng.random_range(0..ids.len())]),
                _ => {}
            }
        }
        tale.facts = Facts::new(COMMUNITY, []);
        let found = differences(&tale);
        assert!(found.is_empty(), "seed {seed}\n{tale}\n{}", found.join("\n"));
    }
}

#[test]
fn the_order_in_which_statements_come_changes_nothing() {
    for seed in 0..60 {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let tale = Tale::told(seed, MOODS[seed as usize % 4]);
        let whole = law(&tale);
        let mut notes: Vec<Note> = tale.told.iter().map(|told| told.note.clone()).collect();
        for at in (1..notes.len()).rev() {
            notes.swap(at, rng.random_range(0..=at));
        }
        let mut facts = Facts::new(COMMUNITY, []);
        for held in 1..=notes.len() {
            facts = facts.renewed(notes[..held].iter().cloned());
        }
        let late = Law::judge(facts);
        assert_eq!(late.applied(), whole.applied());
        assert!(notes.iter().all(|note| late.is_valid(&note.id) == whole.is_valid(&note.id)));
    }
}

/// A community by hand: who says what is up to the test.
struct Crowd {
    rng: ChaCha20Rng,
    notes: Vec<Note>,
    /// Key, person, last statement.
    members: Vec<(ed25519_dalek::SigningKey, DeviceKeys, PersonId, StatementId)>,
}

impl Crowd {
    fn founded() -> Self {
        let rng = ChaCha20Rng::seed_from_u64(7);
        let mut crowd = Self { rng, notes: Vec::new(), members: Vec::new() };
        let (sign, keys) = crowd.new_device();
        let genesis = Statement::Genesis { keys, members_invite: true, random: [0; 16] };
        crowd.members.push((sign, keys, keys.person(), StatementId { 0: COMMUNITY.0 }));
        crowd.say(0, genesis, Vec::new());
        crowd
    }

    fn new_device(&mut self) -> (ed25519_dalek::SigningKey, DeviceKeys) {
        let sign = ed25519_dalek::SigningKey::from_bytes(&self.rng.random());
        let public = sign.verifying_key().to_bytes();
        (sign, DeviceKeys { sign: public, seal: self.rng.random(), endpoint: self.rng.random() })
    }

    fn say(&mut self, who: usize, body: Statement, cites: Vec<StatementId>) -> StatementId {
        let mut id = StatementId { 0: COMMUNITY.0 };
        if !self.notes.is_empty() {
            self.rng.fill_bytes(&mut id.0);
        }
        let (_, keys, person, last) = &mut self.members[who];
        *last = id;
        let (device, person, sign_key) = (keys.device(), *person, keys.sign);
        self.notes.push(Note { id, device, person, sign_key, cites, body: Some(body) });
        id
    }

    /// Says it knowing the own last statement and something recent of another's.
    fn say_soon(&mut self, who: usize, body: Statement) -> StatementId {
        let recent = self.notes.len().saturating_sub(20);
        let other = self.notes[self.rng.random_range(recent..self.notes.len())].id;
        let mut cites = vec![self.members[who].3, other];
        cites.dedup();
        self.say(who, body, cites)
    }

    /// Invites and admits somebody new.
    fn let_in(&mut self, who: usize) -> usize {
        let link = ed25519_dalek::SigningKey::from_bytes(&self.rng.random());
        let key = link.verifying_key().to_bytes();
        let own = claim_invite(&link, &COMMUNITY, &self.members[who].1.device());
        self.say_soon(who, Statement::Invite { key, role: Role::Member, limit: 0, last_day: 0, own });
        let (sign, keys) = self.new_device();
        let person = keys.person();
        let proof = prove_invited(&link, &COMMUNITY, &person, &keys);
        let own = prove_invited(&sign, &COMMUNITY, &person, &keys);
        let admit = Statement::Admit { invite: key, person, keys, proof, own, lifts: Vec::new() };
        let id = self.say_soon(who, admit);
        self.members.push((sign, keys, person, id));
        self.members.len() - 1
    }

    fn add_device(&mut self, who: usize) {
        let (sign, keys) = self.new_device();
        let own = cross_sign(&sign, &COMMUNITY, &self.members[who].1.device(), &keys);
        self.say_soon(who, Statement::DeviceAdd { keys, own });
    }

    fn give(&mut self, who: usize, whom: usize, from: Role, to: Role) {
        let person = self.members[whom].2;
        self.say_soon(who, Statement::Role { person, from, to });
    }

    fn remove(&mut self, who: usize, whom: usize) {
        let person = self.members[whom].2;
        self.say_soon(who, Statement::Remove { person, cuts: Vec::new(), why: None });
    }

    /// Prints what it costs; times are for whoever reads, only counts are asserted.
    fn judged(&self, what: &str) -> Law {
        let begun = Instant::now();
        let facts = Facts::new(COMMUNITY, self.notes.iter().cloned());
        let (read, begun) = (begun.elapsed(), Instant::now());
        let again = facts.renewed(self.notes.iter().cloned());
        let (renewed, begun) = (begun.elapsed(), Instant::now());
        let law = Law::judge(again);
        let judged = begun.elapsed();
        let held = self.notes.iter().filter(|note| law.is_valid(&note.id)).count();
        println!(
            "{what}: {} statements of {} people, {held} hold, {} removals apply, {} asked; read \
             {read:.0?}, ordered again {renewed:.0?}, judged {judged:.0?}",
            law.facts().len(),
            law.people().len(),
            law.applied().len(),
            law.effort()
        );
        law
    }
}

#[test]
fn two_thousand_statements_of_three_hundred_people_are_soon_judged() {
    let mut crowd = Crowd::founded();
    for _ in 0..5 {
        let next = crowd.let_in(0);
        crowd.give(0, next, Role::Member, Role::Organiser);
    }
    while crowd.notes.len() < 2_000 {
        let who = crowd.rng.random_range(0..crowd.members.len());
        let whom = crowd.rng.random_range(6..crowd.members.len().max(7));
        let organiser = crowd.rng.random_range(0..6);
        match crowd.rng.random_range(0..20) {
            0..8 if crowd.members.len() < 300 => _ = crowd.let_in(who),
            8..13 => crowd.add_device(who),
            13 if whom < crowd.members.len() => {
                crowd.give(organiser, whom, Role::Member, Role::Steward);
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
    assert_eq!(law.facts().len(), 2_000);
    assert!(law.people().len() > 200 && law.applied().len() > 10);
    assert!(law.effort() < 20_000, "{} asked", law.effort());
}

#[test]
fn organisers_who_remove_each_other_all_day_are_judged_in_the_end() {
    let mut crowd = Crowd::founded();
    for _ in 0..12 {
        let next = crowd.let_in(0);
        crowd.give(0, next, Role::Member, Role::Organiser);
    }
    while crowd.notes.len() < 400 {
        let (who, whom) = (crowd.rng.random_range(0..13), crowd.rng.random_range(0..13));
        if crowd.rng.random_bool(0.4) {
            crowd.remove(who, whom);
        } else {
            crowd.add_device(who);
        }
    }
    let law = crowd.judged("a quarrel of thirteen organisers");
    assert!(law.effort() < 400 * 400, "{} asked", law.effort());
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
fn of_more_heads_than_a_frontier_names_what_is_said_follows_some() {
    let mut crowd = Crowd::founded();
    let genesis = crowd.members[0].3;
    for _ in 0..300 {
        crowd.say(0, Statement::Policy { members_invite: true }, vec![genesis]);
    }
    let law = crowd.judged("three hundred heads");
    let mut heads = law.facts().frontier();
    assert_eq!(heads.len(), 300);
    heads.truncate(64);
    let said = crowd.say(0, Statement::Policy { members_invite: false }, heads);
    let note = crowd.notes.last().cloned();
    assert!(note.is_some_and(|note| law.would_hold(&note)));
    let law = crowd.judged("one that follows sixty-four of them");
    assert!(law.is_valid(&said) && !law.members_invite());
    assert_eq!(law.facts().frontier().len(), 237);
}

#[test]
fn another_community_holds_nothing_of_this_one() {
    let tale = Tale::told(1, Mood::Calm);
    let notes = tale.told.iter().map(|told| told.note.clone());
    let law = Law::judge(Facts::new(CommunityId([9; 32]), notes));
    assert!(tale.told.iter().all(|told| !law.is_valid(&told.note.id)));
    assert!(law.people().is_empty() && law.applied().is_empty());
    assert!(cast().actors.iter().all(|actor| law.owner(&actor.device).is_none()));
}

#[test]
fn the_tales_tell_of_everything() {
    let (mut held, mut void, mut alone, mut statuses) = ([0; 16], [0; 16], 0, [0; 5]);
    for seed in 0..200 {
        let tale = Tale::told(seed, MOODS[seed as usize % 4]);
        let law = law(&tale);
        for told in &tale.told {
            let kind = told.note.body.as_ref().map_or(15, kind);
            let holds = law.is_valid(&told.note.id);
            held[kind] += usize::from(holds);
            void[kind] += usize::from(!holds);
            alone += usize::from(law.lacks_a_second(&told.note.id));
        }
        for person in law.people() {
            statuses[law.status(&person) as usize] += 1;
        }
    }
    println!("hold {held:?}, do not {void:?}, {alone} lack a second, statuses {statuses:?}");
    assert!(held.iter().all(|count| *count > 5) && void.iter().skip(1).all(|count| *count > 1));
    assert!(alone > 10 && statuses[1..].iter().all(|count| *count > 5));
}

fn kind(body: &Statement) -> usize {
    match body {
        Statement::Genesis { .. } => 0,
        Statement::Invite { .. } => 1,
        Statement::Close { .. } => 2,
        Statement::Admit { .. } => 3,
        Statement::Leave { .. } => 4,
        Statement::Role { .. } => 5,
        Statement::Remove { .. } => 6,
        Statement::Restore { .. } => 7,
        Statement::DeviceAdd { .. } => 8,
        Statement::DeviceRemove { .. } => 9,
        Statement::StandIn => 10,
        Statement::Circle { .. } => 11,
        Statement::Epoch { .. } => 12,
        Statement::Policy { .. } => 13,
        Statement::Hub { .. } => 14,
    }
}
