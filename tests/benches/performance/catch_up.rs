//! Catching up: a newcomer that was let in and holds no post meets one device that holds them all.

use crate::measure::{copy, median, mib, row};
use crate::peer::{Count, Peer};
use kith_tests::crowd::Community;
use std::time::Duration;

/// Meetings measured; the table shows the middle one of each figure.
const RUNS: usize = 3;

/// How records may travel.
const WAYS: [Way; 2] = [
    Way { name: "record by record", packed: false, most: "≤ 400" },
    Way { name: "verified snapshot", packed: true, most: "" },
];

struct Way {
    name: &'static str,
    packed: bool,
    /// How many bytes a post may take.
    most: &'static str,
}

struct Meeting {
    took: Duration,
    giver: Count,
    receiver: Count,
}

pub fn run(community: &Community, posts: usize) {
    for way in WAYS {
        let meetings: Vec<Meeting> = (0..RUNS).map(|_| meet(community, posts, way.packed)).collect();
        tell(community, posts, &way, &meetings);
    }
}

fn meet(community: &Community, posts: usize, packed: bool) -> Meeting {
    let mut giver = Peer::start(&copy(&community.full, "giver.db"));
    let mut receiver = Peer::start(&copy(&community.newcomer, "receiver.db"));
    if !packed {
        giver.ask("unpacked");
    }
    let before = [giver.count(), receiver.count()];
    // As where devices announce themselves, each learns of the other: the one with the lower key dials.
    receiver.ask(&format!("meet {}", giver.address));
    giver.ask(&format!("meet {}", receiver.address));
    let took = receiver.ask(&format!("await {}", community.records));
    let mut counts = [giver.count(), receiver.count()];
    for (count, before) in counts.iter_mut().zip(before) {
        count.usage.cpu_ms -= before.usage.cpu_ms;
    }
    let [giver_count, receiver_count] = counts;
    assert_eq!(receiver_count.rows, posts as u64, "posts that can be read");
    giver.stop();
    receiver.stop();
    let took = Duration::from_micros(took.parse().expect("microseconds"));
    Meeting { took, giver: giver_count, receiver: receiver_count }
}

fn tell(community: &Community, posts: usize, way: &Way, meetings: &[Meeting]) {
    let middle = |figure: &dyn Fn(&Meeting) -> f64| median(meetings.iter().map(figure).collect());
    let each = posts as f64;
    let what = |of: &str| format!("{posts} posts, {}: {of}", way.name);
    let rate = middle(&|meeting| each / meeting.took.as_secs_f64());
    let rates = meetings.iter().map(|meeting| format!("{:.0}", each / meeting.took.as_secs_f64()));
    let rates = rates.collect::<Vec<_>>().join(", ");
    row(&what("posts a second, of each run"), &format!("{rate:.0} ({rates})"), "≥ 8,000");
    let (down, up) = (middle(&|m| m.receiver.read as f64), middle(&|m| m.receiver.written as f64));
    row(&what("bytes a post to the newcomer"), &format!("{:.1}", down / each), way.most);
    row(&what("bytes a post from the newcomer"), &format!("{:.2}", up / each), "");
    row(
        &what("bytes against the raw text"),
        &format!("{:.2}", (down + up) / community.text_bytes as f64),
        if way.packed { "≤ 0.85" } else { "" },
    );
    row(&what("CPU of the newcomer"), &format!("{:.2} s", middle(&|m| m.receiver.usage.cpu_ms as f64) / 1e3), "");
    row(&what("CPU of the giver"), &format!("{:.2} s", middle(&|m| m.giver.usage.cpu_ms as f64) / 1e3), "");
    row(&what("peak memory of the newcomer"), &mib(middle(&|m| m.receiver.usage.peak_kib as f64) as u64), "");
}
