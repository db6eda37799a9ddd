//! Meeting again: nothing new, one post while connected, one post said while apart. Bytes of the sessions' streams, and
//! where Linux gives this program a network of its own, bytes of IP packets as well.

use crate::measure::{copy, row};
use crate::peer::{Count, Peer};
use kith_tests::crowd::Community;
use rusqlite::Connection;
use std::fs;
use std::path::Path;
use std::process::Command as Program;

/// The first argument of a process that measures in a network of its own.
pub const ROLE: &str = "--reconnect";
/// Sets the network of its own up, with packets as large as they are elsewhere, and goes on as what it is given.
const ALONE: &str = "ip link set lo mtu 1500 up && exec \"$0\" \"$@\"";

pub fn run(community: &Community, logs: usize) {
    let program = std::env::current_exe().expect("this program's path");
    let mut alone = Program::new("unshare");
    alone.args(["--net", "--", "sh", "-c", ALONE]).arg(program).arg(ROLE);
    alone.arg(&community.full).arg(&community.newcomer).args([&community.busiest, &logs.to_string()]);
    if !alone.status().is_ok_and(|status| status.success()) {
        measure(&community.full, &community.newcomer, &community.busiest, &logs.to_string());
    }
}

pub fn measure(full: &Path, newcomer: &Path, busiest: &str, logs: &str) {
    let full = copy(full, "there.db");
    let newcomer = copy(newcomer, "here.db");
    let what = |of: &str| format!("{logs} logs: {of}");

    let (mut there, mut here) = connect(&full, &newcomer);
    // The first words after somebody came in carry a new key for each of the others.
    let before = Sum::of(&mut here);
    there.ask(&format!("say {busiest} A first word"));
    settle(&mut there, &mut here);
    Sum::of(&mut here).since(&before).tell(&what("the first post after somebody was let in"), "", "");
    let before = Sum::of(&mut here);
    there.ask(&format!("say {busiest} One more word on this"));
    settle(&mut there, &mut here);
    Sum::of(&mut here).since(&before).tell(&what("one post while connected"), "≤ 4,096", "≤ 800");
    let before = Sum::of(&mut here);
    // Nothing is said, and iroh's own pings go by.
    here.ask("idle");
    Sum::of(&mut here).since(&before).tell(&what("twenty quiet seconds"), "0", "");
    part(there, here, &full);

    let before = Sum::default().now();
    let (there, mut here) = connect(&full, &newcomer);
    Sum::of(&mut here).since(&before).tell(&what("quiet reconnect"), "≤ 400", "≤ 9,000");
    part(there, here, &full);

    let before = Sum::default().now();
    let mut there = Peer::start(&full);
    there.ask(&format!("say {busiest} And one while apart"));
    let mut here = Peer::start(&newcomer);
    here.ask(&format!("meet {}", there.address));
    settle(&mut there, &mut here);
    Sum::of(&mut here).since(&before).tell(&what("one post after meeting again"), "≤ 4,096", "≤ 9,000");
    there.stop();
    here.stop();

    // Both remember where the other was, and both dial.
    let before = Sum::default().now();
    let (mut there, mut here) = (Peer::start(&full), Peer::start(&newcomer));
    settle(&mut there, &mut here);
    Sum::of(&mut here).since(&before).tell(&what("quiet reconnect, both dialing"), "≤ 400", "≤ 9,000");
    there.stop();
    here.stop();
}

/// Both devices are up, have met, and have nothing more to say.
fn connect(full: &Path, newcomer: &Path) -> (Peer, Peer) {
    let (mut there, mut here) = (Peer::start(full), Peer::start(newcomer));
    here.ask(&format!("meet {}", there.address));
    settle(&mut there, &mut here);
    (there, here)
}

fn settle(there: &mut Peer, here: &mut Peer) {
    here.ask("still");
    there.ask("still");
    here.ask("still");
}

/// Stops both. One of them forgets where the other was, so that the next meeting has one connection and not two
/// that cross.
fn part(there: Peer, here: Peer, full: &Path) {
    there.stop();
    here.stop();
    let database = Connection::open(full).expect("the database");
    database.execute("DELETE FROM peers", []).expect("forgetting");
}

/// What has gone by so far: on the streams of a device, and on this network.
#[derive(Clone, Copy, Default)]
struct Sum {
    streams: Count,
    ip: Option<(u64, u64)>,
}

impl Sum {
    fn of(here: &mut Peer) -> Self {
        Self { streams: here.count(), ip: None }.now()
    }

    fn now(self) -> Self {
        Self { ip: on_loopback(), ..self }
    }

    fn since(self, before: &Self) -> Self {
        let mut streams = self.streams;
        streams.read -= before.streams.read;
        streams.written -= before.streams.written;
        let ip = self.ip.zip(before.ip).map(|(now, then)| (now.0 - then.0, now.1 - then.1));
        Self { streams, ip }
    }

    fn tell(self, what: &str, of_streams: &str, of_ip: &str) {
        let Count { read, written, .. } = self.streams;
        row(&format!("{what}, bytes both ways"), &format!("{} ({read} in, {written} out)", read + written), of_streams);
        // Outside of a network of its own, others' packets would be counted.
        if std::env::args().nth(1).is_some_and(|first| first == ROLE)
            && let Some((bytes, packets)) = self.ip
        {
            row(&format!("{what}, bytes of IP"), &format!("{bytes} in {packets} packets"), of_ip);
        }
    }
}

/// Bytes and packets that this machine sent to itself.
fn on_loopback() -> Option<(u64, u64)> {
    let all = fs::read_to_string("/proc/self/net/dev").ok()?;
    let counts = all.lines().find_map(|line| line.trim().strip_prefix("lo:"))?;
    let mut counts = counts.split_whitespace().map(|count| count.parse().ok());
    Some((counts.next()??, counts.next()??))
}
