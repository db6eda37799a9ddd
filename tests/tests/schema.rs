//! `docs/schema/` is what SQLite says of a database after all migrations, a file an owner. `KITH_WRITE=1` writes it anew.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_sync::node::Slices as _;
use kith_sync::store::{MIGRATIONS, Migrations, Store, StoreError};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HEAD: &str = "\
-- Tables and indexes of one owner in a community's database, as they stand after all migrations.
-- Written by tests/tests/schema.rs (KITH_WRITE=1) from what SQLite says, with the comments of the migrations.
-- The tables with which FTS5 keeps its index are its own and are left out.
";

#[test]
fn the_schema_in_the_docs_is_the_one_of_the_database() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/schema");
    let whole = Store::in_memory(&Rows.migrations()).unwrap();
    let sync = Migrations { owner: "sync", steps: MIGRATIONS };
    let (mut before, mut files) = (BTreeSet::new(), BTreeSet::new());
    for (at, Migrations { owner, steps }) in [sync].into_iter().chain(Rows.migrations()).enumerate() {
        let store = Store::in_memory(&Rows.migrations()[..at]).unwrap();
        let theirs = made(&store).into_iter().map(|(_, name, _)| name).filter(|name| !before.contains(name));
        let theirs: BTreeSet<String> = theirs.collect();
        if theirs.is_empty() {
            continue;
        }
        let (path, found) = (folder.join(format!("{owner}.sql")), schema(&whole, &theirs, steps));
        if std::env::var_os("KITH_WRITE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&path, &found).unwrap();
        }
        let told = fs::read_to_string(&path).unwrap_or_default();
        let first = told.lines().zip(found.lines()).position(|(told, found)| told != found);
        assert!(told == found, "docs/schema/{owner}.sql differs from line {first:?} on; KITH_WRITE=1 writes it anew");
        before.extend(theirs);
        files.insert(path);
    }
    let there: BTreeSet<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(there, files, "a file in docs/schema is of no owner");
    let lost: Vec<_> = made(&whole).into_iter().filter(|(_, name, _)| !before.contains(name)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn comments_above_a_table_come_with_it() {
    let steps = &["-- Of a file.\n\n-- Why a.\n-- And how.\nCREATE TABLE a (b TEXT);"];
    let store = Store::in_memory(&[Migrations { owner: "a", steps }]).unwrap();
    let told = schema(&store, &BTreeSet::from(["a".to_owned()]), steps);
    assert!(told.ends_with("\n\n-- Why a.\n-- And how.\nCREATE TABLE a (b TEXT);\n"), "{told}");
}

/// An older Kith would let what a newer noun says fall behind.
#[test]
fn a_database_with_tables_of_an_owner_that_is_not_known_is_a_newer_ones() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("community.db");
    let known = Rows.migrations();
    let later = Migrations { owner: "later", steps: &["CREATE TABLE later (item INTEGER PRIMARY KEY) STRICT"] };
    drop(Store::open(&path, &known).unwrap());
    drop(Store::open(&path, &known.iter().copied().chain([later]).collect::<Vec<_>>()).unwrap());
    assert!(matches!(Store::open(&path, &known), Err(StoreError::Newer)));
}

/// The type, the name and the text of every table, view, index and trigger, in the order in which they were made.
fn made(store: &Store) -> Vec<(String, String, String)> {
    let sql = "SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid";
    let mut query = store.connection().prepare(sql).unwrap();
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

/// Those that are named, each with the comment of its migration.
fn schema(store: &Store, named: &BTreeSet<String>, migrations: &[&str]) -> String {
    let made = made(store);
    let virtuals: Vec<String> = made
        .iter()
        .filter(|(_, _, sql)| sql.starts_with("CREATE VIRTUAL"))
        .map(|(_, name, _)| format!("{name}_"))
        .collect();
    let mut told = HEAD.to_owned();
    for (kind, name, sql) in made.iter().filter(|(_, name, _)| named.contains(name)) {
        if virtuals.iter().any(|shadow| name.starts_with(shadow.as_str())) && kind == "table" {
            continue;
        }
        let comment = comment(name, migrations);
        let apart = if kind == "index" && comment.is_empty() { "" } else { "\n" };
        told.push_str(&format!("{apart}{comment}{sql};\n"));
    }
    told
}

/// The comment lines directly above where the last of the migrations that make this does so.
fn comment(name: &str, migrations: &[&str]) -> String {
    for migration in migrations.iter().rev() {
        let lines: Vec<&str> = migration.lines().collect();
        let made = lines.iter().position(|line| {
            let mut words = line.split_whitespace();
            words.next() == Some("CREATE") && words.take(3).any(|word| word == name)
        });
        if let Some(at) = made {
            let above = lines.iter().take(at).rev().take_while(|line| line.starts_with("--")).count();
            return lines.iter().take(at).skip(at - above).map(|line| format!("{line}\n")).collect();
        }
    }
    String::new()
}

#[test]
fn a_database_of_before_keeps_its_pages_and_its_records() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("community.db");
    let before = rusqlite::Connection::open(&path).unwrap();
    before.pragma_update(None, "journal_mode", "WAL").unwrap();
    before.execute_batch("CREATE TABLE migrations (owner TEXT PRIMARY KEY, done INTEGER NOT NULL) STRICT").unwrap();
    // Rows of records were by their key until the sixth.
    for step in &MIGRATIONS[..6] {
        before.execute_batch(step).unwrap();
    }
    let fill = "INSERT INTO migrations VALUES ('sync', 6);
        INSERT INTO logs VALUES (7, x'01', 1, x'02', x'03', x'04', x'05', x'06', x'07', 3, x'08', 3, 9,
            x'0a', x'0b', 0, NULL, 0, 0);
        INSERT INTO records VALUES (7, 0, x'10', x'11', x'12', 1, 1, NULL, x'13', x'14', 0, 0),
            (7, 1, x'20', x'21', x'22', 2, 0, NULL, NULL, x'24', 0, 0),
            (7, 2, x'30', x'31', x'32', 3, 2, 'why', NULL, x'34', 2, 1);
        INSERT INTO documents VALUES (x'50', 1, x'04', x'06', 0, x'51');
        INSERT INTO saved VALUES (x'50', x'52');
        INSERT INTO changes VALUES (x'50', x'60', 7, 0, 0), (x'50', x'61', 7, 2, 1), (x'50', x'62', 7, 1, 0);";
    before.execute_batch(fill).unwrap();
    let all = "SELECT log, number, hash, tail, parts, size, state, why, mark, frontier, gone, lacks FROM records";
    let told = rows(&before, all);
    assert_eq!(told.len(), 3);
    before.close().unwrap();
    let store = Store::open(&path, &Rows.migrations()).unwrap();
    // One that waited was judged: that is another state since the eighth.
    let all = "SELECT log, number, hash, tail, parts, size, state % 4, why, nullif(mark, x''), frontier, gone, lacks
        FROM records JOIN grounds ON grounds.id = ground ORDER BY log, number";
    assert_eq!(rows(store.connection(), all), told);
    let waits = "SELECT number, judged FROM records JOIN logs ON logs.id = records.log WHERE state = 4";
    assert_eq!(rows(store.connection(), waits), ["[Integer(1), Integer(3)]"]);
    let saved =
        "SELECT kind, hex(heads), upto, hex(bytes) FROM documents JOIN saved ON row = document WHERE id = x'50'";
    assert_eq!(rows(store.connection(), saved), [r#"[Integer(1), Text("51"), Integer(2), Text("52")]"#]);
    let brought = "SELECT nth, hex(hash), log, number FROM changes ORDER BY nth";
    assert_eq!(
        rows(store.connection(), brought),
        [
            r#"[Integer(0), Text("60"), Integer(7), Integer(0)]"#,
            r#"[Integer(1), Text("62"), Integer(7), Integer(1)]"#,
            r#"[Integer(2), Text("61"), Integer(7), Integer(2)]"#
        ]
    );
    assert_eq!(rows(store.connection(), "PRAGMA page_size"), ["[Integer(4096)]"]);
    assert_eq!(rows(store.connection(), "PRAGMA wal_autocheckpoint"), ["[Integer(4096)]"]);
    let new = Store::open(&folder.path().join("new.db"), &Rows.migrations()).unwrap();
    assert_eq!(rows(new.connection(), "PRAGMA page_size"), ["[Integer(1024)]"]);
    assert_eq!(rows(new.connection(), "PRAGMA wal_autocheckpoint"), ["[Integer(16384)]"]);
}

fn rows(db: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut query = db.prepare(sql).unwrap();
    let columns = query.column_count();
    let all = query
        .query_map([], |row| (0..columns).map(|at| row.get(at)).collect::<Result<Vec<rusqlite::types::Value>, _>>());
    all.unwrap().map(|row| format!("{:?}", row.unwrap())).collect()
}
