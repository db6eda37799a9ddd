//! A crowd: very many devices that come together in parts of a network, and in the end all meet.

use super::{Chaos, Plan, Tally};
use crate::sim::Part;
use rand::RngExt;
use std::time::Instant;

/// How a crowd is made.
#[derive(Clone, Copy, Debug)]
pub struct Crowd {
    /// Everything follows from it.
    pub seed: u64,
    /// Devices in the end.
    pub devices: usize,
    /// Parts of the network in which they come together.
    pub parts: u32,
    /// Things done once all are there.
    pub steps: usize,
}

/// What became of it.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// What a run comes to.
    pub tally: Tally,
    /// People known.
    pub people: usize,
    /// Statements of the charter.
    pub statements: usize,
    /// Most connections that a device had in the end, and on average.
    pub most: usize,
    /// In tenths.
    pub average_tenths: usize,
}

/// Lets a crowd gather; panics where devices end apart.
#[must_use]
pub fn gather(plan: Crowd) -> Gathered {
    let Crowd { seed, devices, parts, steps } = plan;
    let first = 2 * parts as usize;
    let began = Instant::now();
    let told = |what: &str| println!("{:>5} ms: {what}", began.elapsed().as_millis());
    let mut chaos = Chaos::found(Plan { seed, devices: first, steps, backups: false });
    for at in 0..chaos.world.len() {
        chaos.world.move_to(at, at as Part % parts + 1);
    }
    told("the first have met");
    let mut round = 0;
    while chaos.world.len() < devices && round < devices * 4 {
        let part = round as Part % parts + 1;
        round += 1;
        let here: Vec<usize> =
            (0..chaos.world.len()).filter(|at| chaos.world.part(*at) == part && chaos.world.is_on(*at)).collect();
        let at = here[chaos.world.rng.random_range(0..here.len())];
        chaos.join_by(at, part);
        chaos.tick();
        chaos.world.run_some(150);
    }
    assert_eq!(chaos.world.len(), devices, "{plan:?}: not all could be asked in");
    told("all have asked to come in");
    chaos.world.run();
    told("each part is at rest");
    for _ in 0..steps {
        chaos.live(parts);
    }
    told("all have lived");
    chaos.world.duplicate_percent = 0;
    chaos.world.break_permille = 0;
    for at in 0..devices {
        chaos.world.turn_on(at);
        chaos.world.move_to(at, 1);
    }
    chaos.world.run();
    told("all have met");
    let statements = chaos.world.core(0).replica().notes().len();
    let people = chaos.world.core(0).replica().law().people().len();
    chaos.judge(false);
    told("all are judged");
    let connections: Vec<usize> = (0..devices).map(|at| chaos.world.connections(at)).collect();
    let most = connections.iter().copied().max().unwrap_or(0);
    let average_tenths = connections.iter().sum::<usize>() * 10 / devices;
    Gathered { tally: chaos.tally, people, statements, most, average_tenths }
}

impl Chaos {
    /// One thing that happens to somebody: mostly they speak, few move, few judge.
    fn live(&mut self, parts: Part) {
        let at = self.pick();
        self.world.now_ms += 700;
        match self.world.rng.random_range(0..100) {
            0..60 => self.speak(at),
            60..66 => self.judge_someone(at),
            66..74 => {
                let part = self.world.rng.random_range(1..=parts);
                self.world.move_to(at, part);
            }
            74..80 if self.world.is_on(at) => self.world.turn_off(at),
            74..88 => self.world.turn_on(at),
            _ => {
                let rounds = self.world.rng.random_range(1..400);
                self.tick();
                self.world.run_some(rounds);
            }
        }
    }
}
