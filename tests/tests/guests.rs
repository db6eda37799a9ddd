//! A guest reads nothing of everyone's circle.

use kith_sync::charter::{Role, Statement};
use kith_sync::record::mark;
use kith_tests::bare::{charter, everything, found, hear, newcomer, says};

/// Whom an organiser makes a guest reads nothing that is said after, though a hub gives them all sealed bytes.
#[test]
fn who_was_made_a_guest_opens_nothing_written_after() {
    let mut founder = found();
    let mut guest = newcomer(&mut founder, 2);
    let mut ben = newcomer(&mut founder, 3);
    hear(&mut guest, &everything(&founder));
    hear(&mut ben, &everything(&founder));
    says(&mut ben, None, 1);
    let person = guest.me().person;
    founder.state(&Statement::Lower { person, to: Role::Guest }).unwrap();
    hear(&mut ben, &charter(&founder));
    assert!(!ben.law().reads(&person, &ben.everyone()));
    says(&mut ben, None, 2);
    let me = ben.me().device();
    let log =
        ben.store().logs().unwrap().into_iter().find(|log| log.circle.is_some() && log.intro.device == me).unwrap();
    let keys = guest.store().epoch_keys().unwrap();
    let opens = keys.iter().any(|(.., key)| Some(mark(key, &log.head.log)) == log.mark);
    assert!(!opens, "a guest has the key under which others go on");
}
