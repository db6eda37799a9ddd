//! `docs/schema.sql` is what SQLite says of a database after all migrations. `KITH_WRITE=1` writes it anew.

use kith_community::project::Rows;
use kith_sync::node::Slices as _;
use kith_sync::store::{MIGRATIONS, Store};
use std::fs;
use std::path::Path;

const HEAD: &str = "\
-- The tables of one community's database, as they stand after all migrations: first sync's own, then the slices'.
-- Written by tests/tests/schema.rs (KITH_WRITE=1) from what SQLite says, with the comments of the migrations.
-- The tables with which FTS5 keeps its index are its own and are left out.
";

#[test]
fn the_schema_in_the_docs_is_the_one_of_the_database() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema.sql");
    let store = Store::in_memory(Rows.migrations()).unwrap();
    let found = schema(&store, &[MIGRATIONS, Rows.migrations()].concat());
    if std::env::var_os("KITH_WRITE").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let told = fs::read_to_string(&path).unwrap_or_default();
    let differences = differences(&told, &found);
    assert!(
        differences.is_empty(),
        "docs/schema.sql is not the schema; KITH_WRITE=1 writes it anew:\n{}",
        differences.join("\n")
    );
}

#[test]
fn a_difference_is_shown_by_its_lines() {
    let found = differences("one\ntwo\nthree\nfour\n", "one\ntwo and\nthree\nfour\nfive\n");
    assert_eq!(found, ["- two", "+ two and", "+ five"]);
    assert!(differences("one\n", "one\n").is_empty());
}

#[test]
fn comments_above_a_table_come_with_it() {
    let store = Store::in_memory(&["-- Of a file.\n\n-- Why a.\n-- And how.\nCREATE TABLE a (b TEXT);"]).unwrap();
    let told = schema(&store, &["-- Of a file.\n\n-- Why a.\n-- And how.\nCREATE TABLE a (b TEXT);"]);
    assert!(told.ends_with("\n\n-- Why a.\n-- And how.\nCREATE TABLE a (b TEXT);\n"), "{told}");
}

/// Every table, index and trigger in the order in which they were made, each with the comment of its migration.
fn schema(store: &Store, migrations: &[&str]) -> String {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";
    let mut query = store.connection().prepare(sql).unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    let made: Vec<(String, String, String)> = rows.collect::<Result<_, _>>().unwrap();
    let virtuals: Vec<String> = made
        .iter()
        .filter(|(_, _, sql)| sql.starts_with("CREATE VIRTUAL"))
        .map(|(_, name, _)| format!("{name}_"))
        .collect();
    let mut told = HEAD.to_owned();
    for (kind, name, sql) in &made {
        if virtuals.iter().any(|shadow| name.starts_with(shadow.as_str())) && kind == "table" {
            continue;
        }
        let comment = comment(name, migrations);
        let apart = if kind == "index" && comment.is_empty() { "" } else { "\n" };
        told.push_str(&format!("{apart}{comment}{sql};\n"));
    }
    told
}

/// The comment lines directly above where a migration makes this.
fn comment(name: &str, migrations: &[&str]) -> String {
    for migration in migrations {
        let lines: Vec<&str> = migration.lines().collect();
        let made = lines.iter().position(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some("CREATE") && words.take(3).any(|word| word == name)
        });
        if let Some(at) = made {
            let above = lines[..at].iter().rev().take_while(|line| line.starts_with("--")).count();
            return lines[at - above..at].iter().map(|line| format!("{line}\n")).collect();
        }
    }
    String::new()
}

/// Lines that only one of the two has, in order: `-` those of the docs, `+` those of the database.
fn differences(told: &str, found: &str) -> Vec<String> {
    let (told, found): (Vec<&str>, Vec<&str>) = (told.lines().collect(), found.lines().collect());
    // The longest common run of lines from each pair of places on.
    let mut common = vec![vec![0_usize; found.len() + 1]; told.len() + 1];
    for (a, old) in told.iter().enumerate().rev() {
        for (b, new) in found.iter().enumerate().rev() {
            common[a][b] = if old == new { common[a + 1][b + 1] + 1 } else { common[a + 1][b].max(common[a][b + 1]) };
        }
    }
    let (mut a, mut b, mut lines) = (0, 0, Vec::new());
    while a < told.len() || b < found.len() {
        if a < told.len() && b < found.len() && told[a] == found[b] {
            (a, b) = (a + 1, b + 1);
        } else if b == found.len() || (a < told.len() && common[a + 1][b] >= common[a][b + 1]) {
            lines.push(format!("- {}", told[a]));
            a += 1;
        } else {
            lines.push(format!("+ {}", found[b]));
            b += 1;
        }
    }
    lines
}
