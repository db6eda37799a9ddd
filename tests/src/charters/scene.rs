//! Beginnings that chance alone seldom tells: after some of them the corners of the law are near.

use super::cast::{EACH, PEOPLE, cast};
use super::tell::Teller;
use kith_sync::charter::{Role, Statement, Status};
use rand::RngExt;

impl Teller {
    /// Plays one of the scenes, or none.
    pub(super) fn scene(&mut self) {
        match self.rng.random_range(0..12) {
            0 => self.organisers_leave(),
            1 | 2 => self.all_are_crowned(),
            3 => self.hero_returns(),
            4 => self.hero_is_removed_as_a_member_and_as_an_organiser(),
            5 => self.the_condemned_crowns_a_judge(),
            _ => return,
        }
        if self.rng.random_bool(0.5) {
            self.all_hear();
        }
    }

    /// First devices of those who are active, with their roles.
    fn here(&self) -> Vec<(usize, Role)> {
        let law = self.law();
        let firsts = (0..PEOPLE).map(|person| person * EACH);
        let here = firsts.filter_map(|first| {
            let person = cast().actors[first].owner;
            let active = law.status(&person) == Status::Active;
            law.given_role(&person).filter(|_| active).map(|role| (first, role))
        });
        here.collect()
    }

    fn say_plainly(&mut self, device: usize, body: Statement) {
        self.say_knowing(device, body, Some(true));
    }

    fn organisers_leave(&mut self) {
        let here = self.here();
        for (device, _) in here.iter().filter(|(_, role)| *role == Role::Organiser) {
            self.say_plainly(*device, Statement::Leave { cuts: Vec::new() });
        }
        self.all_hear();
        for (device, _) in here {
            if self.rng.random_bool(0.4) {
                self.say_plainly(device, Statement::StandIn);
            }
            if self.rng.random_bool(0.5) {
                self.all_hear();
            }
        }
    }

    fn all_are_crowned(&mut self) {
        for (device, from) in self.here().into_iter().skip(1) {
            let (person, to) = (cast().actors[device].owner, Role::Organiser);
            if self.rng.random_bool(0.85) {
                self.say_plainly(0, Statement::Role { person, from, to });
            }
        }
        self.all_hear();
    }

    /// Gone, and let in again by several who do not hear of each other.
    fn hero_returns(&mut self) {
        let hero = self.hero * EACH;
        for link in 0..3 {
            let (invite, proof_ok) = self.open_door(0, link);
            self.say_knowing(0, invite, proof_ok);
        }
        self.all_hear();
        self.say_plainly(hero, Statement::Leave { cuts: Vec::new() });
        self.all_hear();
        let owner = cast().actors[hero].owner;
        let leaves = self.law().removals(&owner, &cast().actors[hero].device);
        for (device, _) in self.here() {
            if self.rng.random_bool(0.4) {
                let newcomer = hero + self.rng.random_range(0..EACH);
                let link = self.rng.random_range(0..3);
                let (admit, proof_ok) = self.admit_as(link, newcomer, owner, leaves.clone());
                self.say_knowing(device, admit, proof_ok);
                if self.rng.random_bool(0.5) {
                    let to = self.some_role();
                    self.say_plainly(device, Statement::Role { person: owner, from: Role::Member, to });
                }
            }
        }
    }

    /// Some hear that the hero became an organiser, a steward among others does not.
    fn hero_is_removed_as_a_member_and_as_an_organiser(&mut self) {
        let person = cast().actors[self.hero * EACH].owner;
        let here = self.here();
        for (device, from) in here.iter().skip(1).copied() {
            let to = if self.rng.random_bool(0.6) { Role::Organiser } else { Role::Steward };
            let named = cast().actors[device].owner;
            if named != person {
                self.say_plainly(0, Statement::Role { person: named, from, to });
            }
        }
        self.all_hear();
        let from = self.law().given_role(&person).unwrap_or(Role::Member);
        self.say_plainly(0, Statement::Role { person, from, to: Role::Organiser });
        for (device, _) in here {
            if self.rng.random_bool(0.4) {
                self.hear(device, 0);
            }
            if self.rng.random_bool(0.4) {
                self.say_plainly(device, Statement::Remove { person, cuts: Vec::new(), why: None });
            }
        }
    }

    /// A removal takes the ground from the other that it needs.
    fn the_condemned_crowns_a_judge(&mut self) {
        let mut here = self.here();
        let Some((judge, from)) = here.pop().filter(|(judge, _)| *judge > 0) else { return };
        for (device, from) in here.iter().skip(1).copied() {
            let (person, to) = (cast().actors[device].owner, Role::Organiser);
            self.say_plainly(0, Statement::Role { person, from, to });
        }
        self.all_hear();
        let condemned = here[self.rng.random_range(0..here.len())].0;
        let person = cast().actors[judge].owner;
        self.say_plainly(condemned, Statement::Role { person, from, to: Role::Organiser });
        self.hear(judge, condemned);
        for device in here.iter().map(|(device, _)| *device).chain([judge]) {
            if device != condemned && self.rng.random_bool(0.5) {
                let named = if self.rng.random_bool(0.8) { condemned } else { 0 };
                let person = cast().actors[named].owner;
                self.say_plainly(device, Statement::Remove { person, cuts: Vec::new(), why: None });
            }
        }
    }
}
