//! Two networks of this test's own with a cable between them, and nothing else in either: what two devices find out about
//! each other, they say on the cable.

use crate::home::{Home, community};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};

/// A network that lasts as long as a process in it.
struct Net(Child);

impl Net {
    /// `None` where this system lets nobody make one.
    fn begin(mut command: Command) -> Option<Self> {
        let hold = ["--net", "--", "sh", "-c", "echo made && exec sleep infinity"];
        let mut child = command.args(hold).stdout(Stdio::piped()).spawn().ok()?;
        let mut said = String::new();
        BufReader::new(child.stdout.take()?).read_line(&mut said).ok()?;
        let net = Self(child);
        (said == "made\n").then_some(net)
    }

    /// Words before a command that is to be run in it.
    fn inside(&self) -> Vec<String> {
        let words = ["nsenter", "--target", &self.0.id().to_string(), "--user", "--net", "--preserve-credentials"];
        words.map(str::to_owned).to_vec()
    }

    fn ip(&self, args: &str) {
        assert!(self.takes(args), "ip {args}");
    }

    fn takes(&self, args: &str) -> bool {
        let inside = self.inside();
        let mut command = Command::new(&inside[0]);
        command.args(&inside[1..]).arg("ip").args(args.split(' ')).status().is_ok_and(|done| done.success())
    }

    /// The end of the cable that lies here, as host `number` of network `third`.
    fn address(&self, third: u8, number: u8) {
        self.ip("address flush dev cable");
        self.ip(&format!("address add 192.168.{third}.{number}/24 dev cable"));
        self.ip("link set cable up");
        self.ip("route replace 224.0.0.0/4 dev cable");
    }
}

impl Drop for Net {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Two networks, and a cable from one to the other.
fn lay() -> Option<[Net; 2]> {
    let mut unshare = Command::new("unshare");
    unshare.args(["--user", "--map-root-user"]);
    let near = Net::begin(unshare)?;
    let inside = near.inside();
    let mut unshare = Command::new(&inside[0]);
    unshare.args(&inside[1..]).arg("unshare");
    let far = Net::begin(unshare)?;
    let laid = near.takes(&format!("link add cable type veth peer name cable netns {}", far.0.id()));
    laid.then_some([near, far])
}

/// Announcements come every few seconds, and later on a machine that has much else to do.
fn wait_for(home: &Home, what: &str, holds: impl Fn() -> bool) {
    for _ in 0..90 {
        if holds() {
            return;
        }
        home.kith(&["--net", "lan", "sync", "--for", "1"]);
    }
    panic!("{what}: not in 90 seconds");
}

#[test]
fn two_devices_find_each_other_on_a_cable_where_nobody_knows_their_addresses() {
    let [a, b] = community(["Ada", "Ben"]);
    let Some(nets) = lay() else {
        return eprintln!("left out: this system lets nobody make a network of their own");
    };
    let topic = a.start_topic("Power cut", "Who has candles?");
    let run = |third| {
        for ((net, home), number) in nets.iter().zip([&a, &b]).zip(1..) {
            net.address(third, number);
            home.run_inside(&net.inside(), &["--net", "lan", "run"]);
        }
    };
    let reads = |home: &Home, words: &str| {
        let shown = home.kith(&["--net", "lan", "topic", "show", &topic]);
        shown["posts"].as_array().is_some_and(|posts| posts.iter().any(|post| post["text"] == words))
    };
    let has_come =
        |home: &Home| home.kith(&["--net", "lan", "topics"])["rows"].as_array().is_some_and(|rows| !rows.is_empty());
    run(50);
    wait_for(&b, "the words of the other", || has_come(&b) && reads(&b, "Who has candles?"));
    b.kith(&["--net", "lan", "reply", &topic, "I have ten"]);
    b.kill();
    a.kill();
    // In another hall both have other addresses.
    run(51);
    wait_for(&a, "the answer", || reads(&a, "I have ten"));
}
