//! One name, one thing: a type that others may name is called like no other in the crates.

use crate::source::{self, Source};
use std::collections::{BTreeMap, BTreeSet};

/// What each noun has: always said with the noun before it.
const OF_EACH_NOUN: [&str; 1] = ["Command"];

/// One of two files is built, for one system or the other.
const ALTERNATIVES: [&str; 3] = ["ui/src/system/socket/", "ui/src/shell/window/", "ui/src/bridge/"];

/// Names that still mean two things. The list only ever gets shorter.
const KNOWN: [&str; 32] = [
    "Asked", "At", "Draft", "Entry", "Heard", "Held", "Incoming", "Keys", "Kind", "Link", "Mark", "Name", "Net",
    "News", "Open", "Opened", "Opening", "Outcome", "Packed", "Part", "Place", "Read", "Refused", "Role", "Said",
    "Sending", "Standing", "State", "Taken", "Tx", "Words", "Written",
];

#[test]
fn a_public_type_is_called_like_no_other() {
    let twice = twice(&source::workspace());
    let known: BTreeSet<&str> = KNOWN.into_iter().collect();
    let found: BTreeSet<&str> = twice.keys().map(String::as_str).collect();
    let new: Vec<_> = twice.iter().filter(|(name, _)| !known.contains(name.as_str())).collect();
    assert!(new.is_empty(), "another name is needed: {new:?}");
    let mended: Vec<_> = known.difference(&found).collect();
    assert!(mended.is_empty(), "means one thing now; take it off the list: {mended:?}");
}

#[test]
fn a_name_that_is_given_twice_is_found() {
    let file = |path: &str, text: &str| Source::new(path, text);
    let one = file("sync/src/a.rs", "pub struct Seed;\nstruct Bed;\n#[cfg(test)]\nmod tests { pub struct Plot; }");
    let other = file("app/ui/src/b.rs", "pub(in crate::b) enum Seed<V> { A(V) }\npub struct Bed;\npub struct Plot;");
    let noun = file("app/community/src/c.rs", "pub enum Command {}\npub trait Rake {}\n// pub struct Seed;");
    let another = file("app/community/src/d.rs", "pub enum Command {}\npub type Rake = u8;");
    let found: Vec<String> = twice(&[one, other, noun, another]).into_keys().collect();
    assert_eq!(found, ["Rake", "Seed"]);
}

/// The names of types that two files give, with these files.
fn twice(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let mut given: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in sources.iter().filter(|source| !source.path.starts_with("tests/")) {
        for name in types(source.code_and_tests().0).filter(|name| !OF_EACH_NOUN.contains(&name.as_str())) {
            given.entry(name).or_default().insert(place(&source.path));
        }
    }
    given.retain(|_, files| files.len() > 1);
    given
}

/// Where a file is, with all alternatives of one as one.
fn place(path: &str) -> String {
    let folder = ALTERNATIVES.into_iter().find(|folder| path.contains(folder));
    folder.unwrap_or(path).to_owned()
}

/// The types that others may name.
fn types(code: &str) -> impl Iterator<Item = String> {
    code.lines().filter_map(|line| {
        let seen = line.trim_start().strip_prefix("pub")?;
        let rest = if seen.starts_with('(') { seen.split_once(')')?.1 } else { seen };
        let (kind, name) = rest.trim_start().split_once(' ')?;
        let name = name.split(|letter: char| !letter.is_alphanumeric()).next()?;
        ["struct", "enum", "type", "trait"].contains(&kind).then(|| name.to_owned())
    })
}
