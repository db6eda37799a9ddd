//! Attack 13: what was found and is not mended; and the rig.

/// A lost device said two things of one actor and number; two other devices of its person built on one each.
#[test]
fn of_two_late_words_of_one_number_all_build_on_the_same() {
    use kith_tests::any_order::{Knobs, differs};
    assert_eq!(differs(1_009, Knobs::of("oh")), None);
    assert_eq!(differs(60_033, Knobs::of("oefrch")), None);
}

/// Draws what `KNOBS` says, from the seed `FROM` on, so `MANY`; they meet with `MEET`, and with `EXPLAIN` it is printed how they differ.
#[test]
fn rig() {
    use kith_tests::any_order::{Knobs, differs, explain, meet_and_differ};
    let var = |name: &str| std::env::var(name).ok();
    let number = |name: &str, or: u64| var(name).and_then(|n| n.parse().ok()).unwrap_or(or);
    if var("KNOBS").is_none() {
        return;
    }
    let (knobs, from, many) = (var("KNOBS").unwrap_or_default(), number("FROM", 0), number("MANY", 10));
    let mut found = 0;
    if var("EXPLAIN").is_some() {
        return explain(from, Knobs::of(&knobs));
    }
    for seed in from..from + many {
        let drawn = Knobs::of(&knobs);
        let how = std::panic::catch_unwind(|| {
            if var("MEET").is_some() { meet_and_differ(seed, drawn) } else { differs(seed, drawn) }
        });
        let how = how.unwrap_or_else(|_| Some(format!("seed {seed} panics")));
        if let Some(how) = how {
            eprintln!("{how}");
            found += 1;
        }
    }
    eprintln!("KNOBS={knobs} FROM={from} MANY={many}: {found}");
}
