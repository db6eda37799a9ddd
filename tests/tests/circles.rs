//! Circles of some: who reads one holds its secret, in whatever order they heard of it.

use kith_sync::charter::Statement;
use kith_tests::bare::{Device, charter, everything, found, hear, newcomer};

/// The seal of the secret came while May was out: it is kept until May reads the circle.
#[test]
fn who_was_out_for_a_while_reads_the_circle_that_was_opened_meanwhile() {
    let mut founder = found();
    let (mut ben, mut may) = (newcomer(&mut founder, 2), newcomer(&mut founder, 3));
    hear(&mut ben, &everything(&founder));
    let person = may.me().person;
    // The founder puts May out, and takes it back; Ben hears of neither.
    let cuts = founder.cuts_of(&person);
    founder.state(&Statement::Remove { person, cuts: cuts.clone(), why: None }).unwrap();
    let removed = charter(&founder);
    founder.state(&Statement::Restore { person, cuts }).unwrap();
    let circle = ben.open_circle(vec![ben.me().person, person]).unwrap();
    let holds = |device: &Device| device.store().circle_secrets().unwrap().iter().any(|(of, _)| *of == circle);
    hear(&mut may, &removed);
    hear(&mut may, &charter(&ben));
    assert!(!holds(&may), "who is out reads nothing");
    may.take_news();
    hear(&mut may, &charter(&founder));
    assert!(may.is_active() && may.law().reads(&person, &circle));
    assert!(holds(&may));
    assert!(may.take_news().keys, "peers are greeted anew, for what the circle holds");
}
