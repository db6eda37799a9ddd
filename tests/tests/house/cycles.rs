//! Which modules import each other in a circle. What lies side by side in one folder is compared, each with all below it: a parent
//! and its own children may name each other.

use crate::source::{self, Source};
use crate::{absolute, module};
use std::collections::{BTreeMap, BTreeSet};

/// How many modules of one folder the largest circle has. The numbers only ever get smaller.
const KNOWN: &[(&str, usize)] = &[
    ("app/community", 19),
    ("app/community/charter", 4),
    ("app/community/community", 2),
    ("app/community/home", 3),
    ("app/community/topic", 5),
    ("app/ui", 7),
    ("sync/charter", 5),
    ("sync/node", 6),
    ("sync/node/core", 4),
];

#[test]
fn no_more_modules_import_each_other_in_a_circle_than_did() {
    let found = circles(&source::workspace());
    let known: BTreeMap<String, usize> = KNOWN.iter().map(|(folder, most)| ((*folder).to_owned(), *most)).collect();
    let sizes: BTreeMap<String, usize> = found.iter().map(|(folder, names)| (folder.clone(), names.len())).collect();
    assert_eq!(sizes, known, "in these folders modules import each other in a circle: {found:#?}");
}

#[test]
fn a_circle_is_found_however_long_and_a_parent_and_its_children_are_none() {
    let file = |path: &str, text: &str| Source::new(path, text);
    let sources = [
        file("sync/src/a.rs", "mod deep;\nuse self::deep::X;\nuse crate::b::Y;"),
        file("sync/src/a/deep.rs", "use super::Z;\nuse crate::d::One;"),
        file("sync/src/b.rs", "fn f() { crate::c::g(); }"),
        file("sync/src/c.rs", "use crate::{a::deep::X, d};"),
        file("sync/src/d.rs", "#[cfg(test)]\nmod tests { use crate::a::X; }"),
    ];
    let found = circles(&sources);
    let [("sync", names)] = found.iter().map(|(folder, names)| (folder.as_str(), names)).collect::<Vec<_>>()[..] else {
        panic!("{found:?}");
    };
    assert_eq!(names.iter().map(String::as_str).collect::<Vec<_>>(), ["a", "b", "c"]);
}

/// The largest circle of each folder that has one.
fn circles(sources: &[Source]) -> BTreeMap<String, BTreeSet<String>> {
    let mut named: BTreeMap<String, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    for source in sources {
        let Some((of, _)) = source.path.split_once("/src/").filter(|(of, _)| !of.starts_with("tests")) else {
            continue;
        };
        let module = module(&source.path);
        let (code, _) = source.code_and_tests();
        for (_, path) in source::paths(code) {
            let full = absolute(&module, &path);
            let to: Vec<&str> = full.split("::").collect();
            let same = module.iter().zip(&to).take_while(|(one, other)| one == other).count();
            let is_inside = to.first() == Some(&"crate") && same > 0;
            if let (true, Some(from), Some(to)) = (is_inside, module.get(same), to.get(same)) {
                let folder =
                    std::iter::once(of).chain(module.iter().take(same).skip(1).copied()).collect::<Vec<_>>().join("/");
                named.entry(folder).or_default().entry((*from).to_owned()).or_default().insert((*to).to_owned());
            }
        }
    }
    let largest = |(folder, names): (String, BTreeMap<String, BTreeSet<String>>)| {
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            names.keys().map(|name| (name.as_str(), reached(&names, name))).collect();
        let circle = |name: &str| -> BTreeSet<String> {
            let back = |other: &&str| reached.get(other).is_some_and(|back| back.contains(name));
            reached.get(name).into_iter().flatten().copied().filter(back).map(str::to_owned).collect()
        };
        let largest = names.keys().map(|name| circle(name)).max_by_key(BTreeSet::len)?;
        (largest.len() > 1).then_some((folder, largest))
    };
    named.into_iter().filter_map(largest).collect()
}

/// All that a module names, from one to the next.
fn reached<'a>(names: &'a BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<&'a str> {
    let (mut seen, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(name) = next.pop() {
        for other in names.get(name).into_iter().flatten() {
            if seen.insert(other.as_str()) {
                next.push(other);
            }
        }
    }
    seen
}
