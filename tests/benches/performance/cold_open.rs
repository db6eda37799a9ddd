//! Opening a home that has been closed, until the newest posts of the busiest topic are in hand.

use crate::measure::{Usage, median, mib, row, usage};
use kith_community::Kith;
use kith_community::query::{AnyView, Query as _};
use kith_community::topic::TopicQuery;
use kith_sync::net::Mode;
use kith_tests::crowd::Community;
use std::path::Path;
use std::process::Command as Program;
use std::time::{Duration, Instant};

/// The first argument of a process that opens a home and looks at a topic.
pub const ROLE: &str = "--look";
const RUNS: usize = 5;
/// How many posts are looked at.
const NEWEST: usize = 50;

pub fn run(community: &Community, dir: &Path, posts: usize) {
    let home = dir.join(format!("home-{posts}"));
    community.put_into(&home);
    let looks: Vec<(Duration, Usage)> = (0..RUNS).map(|_| look_in_a_process(&home, &community.busiest)).collect();
    let seconds = median(looks.iter().map(|(took, _)| took.as_secs_f64()).collect());
    let peak = median(looks.iter().map(|(_, usage)| usage.peak_kib as f64).collect());
    let what = |of: &str| format!("{posts} posts, cold open to the newest {NEWEST}: {of}");
    row(&what("seconds"), &format!("{seconds:.3}"), "< 0.5");
    row(&what("peak memory"), &mib(peak as u64), "< 150 MB");
}

fn look_in_a_process(home: &Path, topic: &str) -> (Duration, Usage) {
    let program = std::env::current_exe().expect("this program's path");
    let began = Instant::now();
    let output = Program::new(program).arg(ROLE).arg(home).arg(topic).output().expect("a process");
    let took = began.elapsed();
    let said = String::from_utf8(output.stdout).expect("text");
    let numbers: Vec<u64> = said.split_whitespace().filter_map(|number| number.parse().ok()).collect();
    let [posts, cpu_ms, peak_kib] = numbers[..] else { panic!("it said {said:?}") };
    assert_eq!(posts, NEWEST as u64, "posts in hand");
    (took, Usage { cpu_ms, peak_kib })
}

/// Opens the home, says how many posts came and what that took, and is gone without a farewell.
pub fn look(home: &Path, topic: &str) {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let posts = runtime.block_on(async {
        let kith = Kith::open(home, Mode::Off).await.expect("a home");
        let query = TopicQuery::end(topic);
        let mut watch = kith.watch(query.put(None)).await.expect("a view");
        let Some(Ok(AnyView::Topic(view))) = watch.next().await else { panic!("no topic") };
        view.posts.into_iter().rev().take(NEWEST).filter(|post| !post.text.is_empty()).count()
    });
    let Usage { cpu_ms, peak_kib } = usage();
    println!("{posts} {cpu_ms} {peak_kib}");
    std::process::exit(0);
}
