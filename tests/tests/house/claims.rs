//! What docs/security.md claims, tests show: every test it names is in the sources.

use super::source;
use std::collections::BTreeSet;

/// Names in backticks that read like a test's.
fn named(text: &str) -> BTreeSet<&str> {
    let quoted = text.split('`').skip(1).step_by(2);
    quoted.filter(|name| name.contains('_') && name.chars().all(|c| c == '_' || c.is_ascii_alphanumeric())).collect()
}

/// Every function marked as a test.
fn tests() -> BTreeSet<String> {
    let mut tests = BTreeSet::new();
    for source in source::workspace() {
        let mut marked = false;
        for line in source.code.lines().map(str::trim) {
            let name = line.strip_prefix("async ").unwrap_or(line).strip_prefix("fn ");
            if line.starts_with("#[") && line.contains("test") {
                marked = true;
            } else if let Some(name) = name {
                let end = name.find(|c: char| c != '_' && !c.is_ascii_alphanumeric()).unwrap_or(name.len());
                let (name, _) = name.split_at(end);
                if std::mem::take(&mut marked) {
                    tests.insert(name.to_owned());
                }
            }
        }
    }
    tests
}

#[test]
fn every_test_that_the_docs_name_exists() {
    let tests = tests();
    for page in ["docs/security.md", "docs/protocol.md"] {
        let text = source::read(page);
        // A name of three words or more is a test's; of the protocol's own names none is so long.
        let named: Vec<_> = named(&text).into_iter().filter(|name| name.matches('_').count() > 1).collect();
        assert!(named.len() > 30, "{page}: only {} tests are named", named.len());
        let missing: Vec<_> = named.iter().filter(|name| !tests.contains(**name)).collect();
        assert!(missing.is_empty(), "{page} names no test: {missing:?}");
    }
}

#[test]
fn every_claim_names_a_test() {
    let text = source::read("docs/security.md");
    let (_, claimed) = text.split_once("## Claimed").unwrap_or_default();
    let (claimed, left_out) = claimed.split_once("## Not claimed").unwrap_or_default();
    let claims: Vec<&str> = claimed.split("\n\n").filter(|claim| claim.trim_start().starts_with("**")).collect();
    assert!(claims.len() >= 8 && left_out.len() > 500);
    let bare: Vec<_> = claims.iter().filter(|claim| named(claim).is_empty()).collect();
    assert!(bare.is_empty(), "claimed without a test: {bare:?}");
}

#[test]
fn a_test_that_is_not_there_is_missed() {
    assert!(named("a `no_such_test`, `docs/x.md` and `H`").contains("no_such_test"));
    assert!(!tests().contains("no_such_test"));
    assert!(!tests().contains("named"), "a function that is no test does not count");
    assert!(tests().contains("every_rule_can_fail"));
}
