//! What does not stay in the repository: notes to self, ignored tests, sleeping tests,
//! dependencies that nobody argued for, and claims that no test shows.

#[path = "house/claims.rs"]
mod claims;
#[path = "house/source.rs"]
mod source;

use source::Source;

const MANIFESTS: [&str; 4] = ["sync/Cargo.toml", "app/community/Cargo.toml", "app/ui/Cargo.toml", "tests/Cargo.toml"];

#[test]
fn nothing_half_done_stays_in_the_sources() {
    let leftovers: Vec<String> = source::workspace().iter().flat_map(leftovers).collect();
    assert!(leftovers.is_empty(), "\n{}\n", leftovers.join("\n"));
}

#[test]
fn every_kind_of_leftover_is_found() {
    for bad in [
        "// TODO: later.",
        "/* FIXME */",
        "fn f() { dbg!(1); }",
        "fn f() { todo!() }",
        "fn f() { unimplemented!() }",
        "#[cfg(test)]\nmod tests {\n#[test]\n#[ignore]\nfn f() {} }",
        "#[cfg(test)]\nmod tests {\n#[test]\n#[ignore = \"slow\"]\nfn f() {} }",
        "#[cfg(test)]\nmod tests { fn f() { std::thread::sleep(WHILE); } }",
        "#[cfg(test)]\nmod tests { use tokio::time::{Duration, sleep}; }",
    ] {
        assert_eq!(leftovers(&Source::new("sync/src/record.rs", bad)).len(), 1, "{bad}");
    }
    assert_eq!(
        leftovers(&Source::new("tests/src/world.rs", "use std::thread;\nfn f() { thread::sleep(WHILE) }")).len(),
        1
    );
}

#[test]
fn what_only_looks_like_a_leftover_is_left_alone() {
    let good =
        "/// Ignores what is late.\nfn f(ignore: bool) -> &'static str { tokio::time::sleep(WHILE); \"TODO dbg!(1)\" }";
    assert_eq!(leftovers(&Source::new("sync/src/node.rs", good)), Vec::<String>::new());
}

#[test]
fn every_dependency_and_lint_is_argued_for() {
    let manifest = source::read("Cargo.toml");
    let silent = unargued(&manifest);
    assert!(silent.is_empty(), "Cargo.toml says no reason for: {}", silent.join(", "));
    assert_eq!(
        unargued("[workspace.dependencies]\na = \"1\" # Why.\nb = \"1\"\n# Why.\nc = \"1\"\nd = \"1\"\n"),
        ["b", "d"]
    );
}

#[test]
fn versions_are_named_in_one_place() {
    for path in MANIFESTS {
        let manifest = source::read(path);
        let own =
            entries(&manifest, "dependencies]").into_iter().filter(|(_, line)| !line.contains("workspace = true"));
        let own: Vec<&str> = own.map(|(_, line)| line).collect();
        assert!(own.is_empty(), "{path} has versions of its own: {own:?}");
    }
}

/// What should not be there, one line each.
fn leftovers(source: &Source) -> Vec<String> {
    let (_, tests) = source.code_and_tests();
    let tight: String = source.code.split_whitespace().collect();
    let notes = ["TODO", "FIXME", "XXX"].into_iter().filter(|note| source.comments.contains(note));
    let macros = ["dbg!", "todo!", "unimplemented!"].into_iter().filter(|name| tight.contains(name));
    let ignored = ["#[ignore"].into_iter().filter(|attribute| tight.contains(attribute));
    let sleeps = ["thread::sleep", "time::sleep", "time::sleep_until"];
    let sleeps = sleeps.into_iter().filter(|name| source::paths(tests).iter().any(|(_, path)| is_call(path, name)));
    let found = notes.chain(macros).chain(ignored).chain(sleeps);
    found.map(|what| format!("{} has {what}", source.path)).collect()
}

fn is_call(path: &str, name: &str) -> bool {
    path == name || path.ends_with(&format!("::{name}"))
}

/// The dependencies and lints with no comment on their line or the line above.
fn unargued(manifest: &str) -> Vec<&str> {
    let mut entries = entries(manifest, "dependencies]");
    entries.extend(self::entries(manifest, "lints.rust]"));
    entries.extend(self::entries(manifest, "lints.clippy]"));
    let silent = entries.into_iter().filter(|(above, line)| !above.starts_with('#') && !line.contains('#'));
    silent.map(|(_, line)| line.split([' ', '=', '.']).next().unwrap_or(line)).collect()
}

/// The entries of every section whose heading ends so, each with the line above it.
fn entries<'a>(manifest: &'a str, heading: &str) -> Vec<(&'a str, &'a str)> {
    let (mut inside, mut above, mut found) = (false, "", Vec::new());
    for line in manifest.lines().map(str::trim) {
        if line.starts_with('[') {
            inside = line.ends_with(heading);
        } else if inside && !line.is_empty() && !line.starts_with('#') {
            found.push((above, line));
        }
        above = line;
    }
    found
}
