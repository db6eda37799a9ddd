//! The rules of the house: who may name whom, and what a file looks like. Reads the sources as text.

#[path = "house/cycles.rs"]
mod cycles;
#[path = "house/names.rs"]
mod names;
#[path = "house/source.rs"]
mod source;

use source::Source;

/// What the modules within may not name. A name is found wherever its words stand in a row in a path.
struct Rule {
    within: &'static [&'static str],
    names: &'static [&'static str],
    because: &'static str,
}

const RULES: &[Rule] = &[
    Rule {
        within: &[
            "sync/src/record",
            "sync/src/charter",
            "sync/src/epoch",
            "sync/src/document",
            "sync/src/session",
            "sync/src/snapshot",
            "sync/src/parcel",
        ],
        names: &[
            "tokio",
            "iroh",
            "rusqlite",
            "swarm_discovery",
            "std::fs",
            "std::net",
            "std::thread",
            "std::env",
            "SystemTime",
            "Instant",
            "getrandom",
            "thread_rng",
            "OsRng",
            "SysRng",
            "rand::rng",
            "rand::random",
        ],
        because: "the core is pure: time and randomness are arguments",
    },
    Rule {
        within: &[
            "sync/src/record",
            "sync/src/charter",
            "sync/src/epoch",
            "sync/src/document",
            "sync/src/session",
            "sync/src/snapshot",
            "sync/src/parcel",
        ],
        names: &["crate::store", "crate::net", "crate::blob", "crate::hub", "crate::node"],
        because: "imports run from node to store and net, and from those to the pure modules",
    },
    Rule {
        within: &["sync/src/node", "app"],
        names: &["Change::from_bytes"],
        because: "document reads changes from afar within bounds: read_change",
    },
    Rule {
        within: &["sync/src/store"],
        names: &["crate::net", "crate::node"],
        because: "store and net never import each other, nor the loop above them",
    },
    Rule {
        within: &["sync/src/net"],
        names: &["crate::store", "crate::node", "rusqlite"],
        because: "store and net never import each other, nor the loop above them",
    },
    Rule {
        within: &["sync/src"],
        names: &["kith_community", "dioxus", "axum"],
        because: "imports run ui, community, sync: never back",
    },
    Rule {
        within: &["app/community/src"],
        names: &["iroh", "tokio::net", "std::net", "dioxus", "axum"],
        because: "community has no UI and no sockets",
    },
    Rule {
        within: &["app/ui/src/screens", "app/ui/src/widgets"],
        names: &["automerge", "rusqlite", "kith_sync"],
        because: "screens know views and commands, no document",
    },
    Rule {
        within: &["app/ui/src/widgets"],
        names: &["crate::seam", "crate::bridge", "crate::route", "crate::screens", "crate::parts", "crate::shell"],
        because: "a widget takes props and callbacks; what knows the home or where things are is a part or a screen",
    },
    Rule {
        within: &["app/ui/src/parts"],
        names: &["crate::bridge", "crate::screens", "crate::shell"],
        because: "screens are composed of parts, and not the other way",
    },
];

/// What one system has and another has not. Tests may name it.
const OF_A_SYSTEM: Rule = Rule {
    within: &["sync/src", "app"],
    names: &[
        "std::os",
        "tokio::signal",
        "tokio::net::unix",
        "tokio::net::windows",
        "tokio::net::UnixDatagram",
        "tokio::net::UnixListener",
        "tokio::net::UnixSocket",
        "tokio::net::UnixStream",
        "interprocess",
    ],
    because: "what differs between systems stands in `system`, of sync for files and of ui for the rest",
};
const SYSTEM: [&str; 2] = ["sync/src/system", "app/ui/src/system"];

const LONGEST_FILE: usize = 600;

#[test]
fn imports_run_one_way_and_files_keep_their_shape() {
    let breaches: Vec<String> = source::workspace().iter().flat_map(breaches).collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

#[test]
fn crates_depend_one_way() {
    for (manifest, below) in [
        ("sync/Cargo.toml", ["kith-community", "kith", "kith-tests"].as_slice()),
        ("app/community/Cargo.toml", &["kith", "kith-tests", "iroh", "dioxus", "axum"]),
        ("app/ui/Cargo.toml", &["kith-tests", "automerge", "rusqlite"]),
    ] {
        let text = source::read(manifest);
        let first = |line: &'_ str| line.split([' ', '.', '=']).next().unwrap_or_default().to_owned();
        let named: Vec<String> = text.lines().map(first).filter(|name| below.contains(&name.as_str())).collect();
        assert!(named.is_empty(), "{manifest} depends on {named:?}: imports run ui, community, sync");
    }
}

#[test]
fn the_rules_read_the_real_sources() {
    let sources = source::workspace();
    for path in ["sync/src/lib.rs", "app/community/src/lib.rs", "app/ui/src/main.rs", "tests/tests/imports.rs"] {
        assert!(sources.iter().any(|source| source.path == path), "{path} was not read");
    }
}

#[test]
fn every_rule_can_fail() {
    for rule in RULES {
        for module in rule.within {
            for name in rule.names {
                let bad = Source::new(&format!("{module}/deep/er.rs"), &format!("//! Bad.\nuse {name};\n"));
                let said = breaches(&bad);
                assert!(
                    said.iter().any(|line| line.contains("er.rs:2") && line.contains(rule.because)),
                    "{module} {name}"
                );
            }
        }
    }
}

#[test]
fn what_one_system_has_is_named_in_its_place_and_in_tests_alone() {
    for name in OF_A_SYSTEM.names {
        let named = |path: &str, text: &str| breaches(&Source::new(path, &format!("//! What.\n{text}"))).len();
        let (using, testing) = (format!("use {name}::X;\n"), format!("#[cfg(test)]\nmod tests {{ use {name}::X; }}\n"));
        for path in ["sync/src/store/place.rs", "app/ui/src/bridge/server.rs", "app/ui/src/systems.rs"] {
            assert_eq!((named(path, &using), named(path, &testing)), (1, 0), "{path} {name}");
        }
        for path in ["sync/src/system.rs", "app/ui/src/system/socket/unix.rs", "app/ui/tests/processes/bad_input.rs"] {
            assert_eq!(named(path, &using), 0, "{path} {name}");
        }
    }
}

#[test]
fn a_name_is_found_however_it_is_imported() {
    let path = "sync/src/charter.rs";
    for bad in [
        "use std::{\n    collections::BTreeMap,\n    time::{Duration, Instant},\n};",
        "use rand::{self, Rng as _};\nfn f() { rand::rng(); }",
        "fn f() -> tokio::io::Result<()> { todo() }",
        "use super::net::Endpoint;",
        "use crate::{id, store};",
        "#[tokio::test]\nasync fn f() {}",
    ] {
        assert_eq!(breaches(&Source::new(path, &format!("//! Bad.\n{bad}"))).len(), 1, "{bad}");
    }
}

#[test]
fn words_in_comments_literals_and_neighbours_names_are_no_imports() {
    let good = r##"//! Knows no tokio, std::fs or crate::store.
/* nor rusqlite /* nor iroh */ */
use super::record::Header;
use std::time::Duration;
fn f<'a>(instant: &'a str, store: u8) -> [&'static str; 3] {
    let _quote = ('"', '\'', b'"', store);
    ["tokio::net", r#"std::fs "quoted" crate::net"#, "\" iroh"]
}
"##;
    assert_eq!(breaches(&Source::new("sync/src/charter.rs", good)), Vec::<String>::new());
}

#[test]
fn a_badly_shaped_file_is_named() {
    let long = format!("//! Long.\n{}", "fn f() {}\n".repeat(LONGEST_FILE));
    let tested = format!("//! Fine.\n#[cfg(test)]\nmod tests {{\n{}}}", "fn f() {}\n".repeat(LONGEST_FILE));
    let count = |path: &str, text: &str| breaches(&Source::new(path, text)).len();
    assert_eq!(count("sync/src/record/mod.rs", "//! Why not.\n"), 1);
    assert_eq!(count("sync/src/record.rs", "use std::fmt;\n//! Late.\n"), 1);
    assert_eq!(count("sync/src/record.rs", &long), 1);
    assert_eq!(count("sync/src/record.rs", &tested), 0);
    assert_eq!(count("sync/src/record/tests.rs", "use super::*;\n"), 0);
}

/// What is wrong with a file, one line each.
fn breaches(source: &Source) -> Vec<String> {
    let rules = RULES.iter().filter(|rule| rule.within.iter().any(|module| lies_in(&source.path, module)));
    let mut found: Vec<String> = rules.flat_map(|rule| breaches_of(source, &source.code, rule)).collect();
    let is_in = |modules: &[&str]| modules.iter().any(|module| lies_in(&source.path, module));
    if is_in(OF_A_SYSTEM.within) && !is_in(&SYSTEM) {
        found.extend(breaches_of(source, source.code_and_tests().0, &OF_A_SYSTEM));
    }
    found.extend(misshapen(source));
    found
}

fn breaches_of(source: &Source, code: &str, rule: &Rule) -> Vec<String> {
    let module = module(&source.path);
    let mut found = Vec::new();
    for (line, path) in source::paths(code) {
        let full = absolute(&module, &path);
        for name in rule.names.iter().filter(|name| is_named(&full, name)) {
            found.push(format!("{}:{line} names {name}, but {}", source.path, rule.because));
        }
    }
    found
}

fn misshapen(source: &Source) -> Vec<String> {
    let path = &source.path;
    let (code, _) = source.code_and_tests();
    let lines = code.lines().count();
    let mut found = Vec::new();
    if path.ends_with("/mod.rs") {
        found.push(format!("{path}: foo.rs beside foo/, never mod.rs"));
    }
    if !code.is_empty() && !source.comments.starts_with("//!") {
        found.push(format!("{path}: opens without `//!`, what it is and must not know"));
    }
    if lines > LONGEST_FILE {
        found.push(format!("{path}: {lines} lines without tests, above {LONGEST_FILE}: look for the second noun"));
    }
    found
}

fn lies_in(path: &str, module: &str) -> bool {
    path.strip_prefix(module).is_some_and(|rest| rest == ".rs" || rest.starts_with('/'))
}

/// `sync/src/charter/view.rs` is `crate::charter::view`.
fn module(path: &str) -> Vec<&str> {
    let inside = path.split_once("/src/").map_or("", |(_, inside)| inside);
    let names = inside.trim_end_matches(".rs").split('/').filter(|name| !["", "lib", "main", "mod"].contains(name));
    std::iter::once("crate").chain(names).collect()
}

fn absolute(module: &[&str], path: &str) -> String {
    let (mut base, mut rest) = (module.to_vec(), path);
    while let Some(after) = rest.strip_prefix("super::") {
        base.pop();
        rest = after;
    }
    match rest.strip_prefix("self::") {
        Some(after) => format!("{}::{after}", base.join("::")),
        None if rest.len() < path.len() => format!("{}::{rest}", base.join("::")),
        None => rest.to_owned(),
    }
}

fn is_named(path: &str, name: &str) -> bool {
    format!("::{path}::").contains(&format!("::{name}::"))
}
