//! Looks whether everything in a home is as it should be. What it says can be shown to anyone who helps: it names no
//! person, no words and no address.

use super::Open;
use super::communities::{Home, has_come};
use super::query::{DoctorView, Finding};
use crate::sentence::Sentence;
use crate::trouble::Trouble;
use kith_sync::net::Mode;

/// A clock before this moment was never set: 1 January 2024, in milliseconds since 1970.
const CLOCK_FLOOR_MS: i64 = 1_704_067_200_000;

/// What is found.
pub(super) async fn examine(home: &Home) -> Result<DoctorView, Trouble> {
    let mut findings = vec![
        Finding { well: true, what: Sentence::of("doctor-version").with("version", env!("CARGO_PKG_VERSION")) },
        writable(home),
        clock(),
        network(home.usual_mode()),
    ];
    findings.extend(home.unread().into_iter().map(|trouble| Finding { well: false, what: trouble.0 }));
    let nodes = home.nodes().await.unwrap_or_default();
    findings.push(Finding { well: true, what: Sentence::of("doctor-communities").with("count", nodes.len()) });
    for (at, node) in nodes.into_iter().enumerate() {
        let found = node.call(move |open| community(open, at + 1)).await?;
        findings.extend(found);
    }
    Ok(DoctorView { findings })
}

fn writable(home: &Home) -> Finding {
    match home.try_writing() {
        Ok(()) => Finding { well: true, what: Sentence::of("doctor-home") },
        Err(error) => Finding { well: false, what: Sentence::of("doctor-home-not").with("why", error.to_string()) },
    }
}

fn clock() -> Finding {
    let well = kith_sync::node::now_ms() > CLOCK_FLOOR_MS;
    Finding { well, what: Sentence::of(if well { "doctor-clock" } else { "doctor-clock-not" }) }
}

fn network(mode: Mode) -> Finding {
    let key = match mode {
        Mode::Online => "doctor-online",
        Mode::Lan => "doctor-lan",
        Mode::Loopback => "doctor-loopback",
        Mode::Off => "doctor-off",
    };
    Finding { well: true, what: Sentence::of(key) }
}

/// One community, by its place in the list alone.
fn community(open: &mut Open, at: usize) -> Vec<Finding> {
    let replica = open.core.replica();
    let rows = replica.store().connection();
    let checked = rows.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    let well = checked.as_deref() == Ok("ok");
    let database = if well { "doctor-database" } else { "doctor-database-not" };
    let refused = replica.store().refusals().map_or(0, |refused| refused.len());
    let connected = open.core.connected().count();
    let mut found = vec![Finding { well, what: Sentence::of(database).with("at", at) }];
    if refused > 0 {
        found.push(Finding { well: false, what: Sentence::of("doctor-refused").with("at", at).with("count", refused) });
    }
    if !has_come(replica) {
        found.push(Finding { well: false, what: Sentence::of("doctor-joining").with("at", at) });
    }
    found.push(Finding { well: true, what: Sentence::of("doctor-connected").with("at", at).with("count", connected) });
    found
}
