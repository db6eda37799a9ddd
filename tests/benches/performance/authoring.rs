//! One person says one thing after another: what each post costs its author's device, and a device that is connected.

use crate::measure::{copy, median, row};
use crate::peer::Peer;
use kith_tests::crowd::{Community, Workload};
use std::path::Path;
use std::time::Instant;

/// Posts of which the cost is told together.
const TOGETHER: usize = 100;
/// Many sheets' worth: a sheet begins anew after 128 changes.
const POSTS: usize = 2_000;
/// The texts are those of the other measurements.
const SEED: u64 = 42;

pub fn run(community: &Community) {
    let texts: Vec<String> = Workload::new(SEED).take(POSTS).map(|post| post.text).collect();
    alone(community, &texts);
    connected(community, &texts);
}

fn alone(community: &Community, texts: &[String]) {
    let database = copy(&community.full, "alone.db");
    let mut author = Peer::start(&database);
    let before = size(&database);
    let mut costs = Vec::new();
    for hundred in texts.chunks(TOGETHER) {
        let before = author.work_us();
        for text in hundred {
            author.ask(&format!("say {} {text}", community.busiest));
        }
        costs.push((author.work_us() - before) / hundred.len() as f64);
    }
    tell("alone: its author", &costs);
    let written = author.ask("disk").parse::<f64>().unwrap_or_default();
    row("alone: written a post", &format!("{:.0} B", written / POSTS as f64), "≤ 30,000");
    author.stop();
    row("alone: disk a post", &format!("{:.0} B", (size(&database) - before) / POSTS as f64), "≤ 1,000");
}

fn connected(community: &Community, texts: &[String]) {
    let mut author = Peer::start(&copy(&community.full, "author.db"));
    let mut reader = Peer::start(&copy(&community.newcomer, "reader.db"));
    reader.ask(&format!("meet {}", author.address));
    reader.ask("still");
    let (mut written, mut read, mut waits) = (Vec::new(), Vec::new(), Vec::new());
    for hundred in texts.chunks(TOGETHER) {
        let before = (author.work_us(), reader.work_us());
        for text in hundred {
            let records = reader.records() + 1;
            let began = Instant::now();
            author.ask(&format!("say {} {text}", community.busiest));
            reader.ask(&format!("await {records}"));
            waits.push(began.elapsed().as_secs_f64() * 1e3);
        }
        written.push((author.work_us() - before.0) / hundred.len() as f64);
        read.push((reader.work_us() - before.1) / hundred.len() as f64);
    }
    tell("connected: its author", &written);
    tell("connected: whoever receives it", &read);
    let last = waits.split_off(waits.len() - TOGETHER);
    let figure = format!("{:.1} ms, the last hundred {:.1} ms", median(waits), median(last));
    row("connected: from the command to rows on the other device", &figure, "");
    author.stop();
    reader.stop();
}

fn tell(who: &str, costs: &[f64]) {
    let list = costs.iter().map(|us| format!("{:.2}", us / 1e3)).collect::<Vec<_>>().join(" ");
    row(&format!("{who}: CPU ms a post, by the hundred"), &list, "< 2");
    // The first hundred pays for caches and for statements that are prepared once.
    let settled = costs.get(1).zip(costs.last()).map_or(0.0, |(first, last)| last / first);
    row(&format!("{who}: the last hundred against the second"), &format!("{settled:.2}"), "≤ 1.2");
}

fn size(database: &Path) -> f64 {
    std::fs::metadata(database).map_or(0.0, |file| file.len() as f64)
}
