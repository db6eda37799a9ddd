//! Two communities on one home have nothing in common but the home.

use crate::Kith;
use crate::command::{Command, Request};
use crate::{device, home, invitation, topic};
use kith_sync::net::Mode;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// As many bytes as the shortest id or key has.
const SHORTEST: usize = 16;

/// A home with these communities, each with a little in it; answers their databases.
fn home(communities: &[(&str, &str)]) -> (tempfile::TempDir, Vec<PathBuf>) {
    let home = tempfile::tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(live(home.path(), communities));
    let entries = std::fs::read_dir(home.path().join("communities")).unwrap();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "db"));
    assert_eq!(files.len(), communities.len());
    (home, files)
}

async fn live(home: &Path, communities: &[(&str, &str)]) {
    let kith = Kith::open(home, Mode::Loopback).await.unwrap();
    let (steps, _) = tokio::sync::mpsc::channel(8);
    for (name, me) in communities {
        let new = home::Command::New { name: (*name).into(), me: (*me).into(), channel: None };
        kith.send(new.into(), steps.clone()).await.unwrap();
        let topic = topic::Command::Start {
            title: format!("{name}!"),
            channel: None,
            body: Some(format!("{name}?")),
            asks: false,
            sending: None,
        };
        let commands: [Command; 3] =
            [topic.into(), invitation::Command::Open { days: 3 }.into(), device::Command::Link.into()];
        for command in commands {
            kith.send(Request::of(Some((*name).into()), command), steps.clone()).await.unwrap();
        }
    }
    kith.close().await;
}

/// Every run of sixteen bytes in every value of every table.
fn runs(file: &Path) -> BTreeSet<[u8; SHORTEST]> {
    let rows = Connection::open(file).unwrap();
    let mut tables = rows.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap();
    let mut runs = BTreeSet::new();
    for table in tables.iter().filter(|table| !table.starts_with("words_search")) {
        let mut query = rows.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = query.column_count();
        let mut found = query.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            for column in 0..columns {
                if let ValueRef::Blob(bytes) | ValueRef::Text(bytes) = row.get_ref(column).unwrap() {
                    let all = bytes.windows(SHORTEST).map(|run| <[u8; SHORTEST]>::try_from(run).unwrap());
                    // A run of noughts with a byte or two at its end tells nobody apart.
                    runs.extend(all.filter(|run| run.iter().filter(|byte| **byte != 0).count() > SHORTEST / 2));
                }
            }
        }
    }
    runs
}

fn port(file: &Path) -> Vec<u8> {
    let rows = Connection::open(file).unwrap();
    rows.query_row("SELECT value FROM meta WHERE key = 'port'", [], |row| row.get(0)).unwrap()
}

/// Sixteen bytes in a row that two communities of one home share must be part of the format: a community of
/// another home has them too.
#[test]
fn communities_on_one_home_share_no_key_id_or_port() {
    let (_one, files) = home(&[("Rowing club", "Ada"), ("Choir", "Ada")]);
    let (_other, strangers) = home(&[("Allotments", "Ida")]);
    let [first, second] = [&files[0], &files[1]].map(|file| runs(file));
    let stranger = runs(&strangers[0]);
    let format: BTreeSet<_> = first.intersection(&stranger).copied().collect();
    let shared: Vec<_> = first.intersection(&second).filter(|run| !format.contains(*run)).collect();
    assert_eq!(shared, Vec::<&[u8; SHORTEST]>::new());
    assert_ne!(port(&files[0]), port(&files[1]));

    // The search finds: a community shares its keys with itself, and far more than with any other.
    assert!(first.len() > 1_000 && first.len() > 5 * format.len(), "{} of {}", format.len(), first.len());
}
