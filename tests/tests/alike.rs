//! Two devices that hold the same records show the same, whatever they heard first, also where caps bite.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_sync::body::{Body, Named};
use kith_sync::charter::Statement;
use kith_sync::document::Kind;
use kith_sync::id::DocumentId;
use kith_sync::node::{MAX_BRANCHES, MAX_LATE};
use kith_sync::record::Range;
use kith_tests::bare::{Device, charter, copy, everything, found, further, hear, newcomer, own_words, ranges, says};
use kith_tests::craft::own_log;

/// The time that an honest post says, by which it is found.
const HONEST: i64 = 5_000;

/// What devices that hold the same have alike.
fn seen(device: &Device) -> ([u8; 16], [u8; 16], String) {
    (device.digest(), device.state_root().unwrap(), Rows::fingerprint(device.store().connection()).unwrap())
}

fn shows_honest(device: &Device) -> bool {
    let sql = "SELECT EXISTS (SELECT 1 FROM items WHERE time_ms = ? AND late = 0)";
    device.store().connection().query_row(sql, [HONEST], |row| row.get(0)).unwrap()
}

fn first_sheet(of: &Device) -> DocumentId {
    Named { kind: Kind::Sheet as u8, person: of.me().person, number: 0 }.id(&of.everyone())
}

/// A founder, a person's two devices of which one is stolen later, and two others.
fn hall() -> [Device; 5] {
    let mut founder = found();
    let mut stolen = newcomer(&mut founder, 2);
    let second = further(&mut stolen, 5);
    hear(&mut founder, &charter(&stolen));
    let (mut ben, cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &everything(&founder));
    [founder, stolen, second, ben, cy]
}

/// A stolen device writes so many records that are no changes, then a word, on which another device of its person builds that has
/// not heard of the theft. Ben hears of the theft last, Cy first.
#[test]
fn what_stands_on_a_late_word_stands_alike_behind_however_much_that_is_refused() {
    for refused in [0, MAX_LATE + 76] {
        let [mut founder, mut stolen, mut second, mut ben, mut cy] = hall();
        (0..3).for_each(|number| says(&mut stolen, None, number));
        hear(&mut founder, &everything(&stolen));
        let (sheet, circle) = (first_sheet(&stolen), stolen.everyone());
        let number = stolen.store().number_of_document(own_log(&stolen).id, &sheet).unwrap();
        for _ in 0..refused {
            stolen.say_unchecked(&circle, Body::Change(vec![7; 99]).encode(), number, None).unwrap();
        }
        says(&mut stolen, Some(sheet), 8);
        hear(&mut second, &everything(&stolen));
        says(&mut second, Some(sheet), HONEST);
        let device = stolen.me().device();
        let cuts = founder.cuts_of_device(&device);
        founder.state(&Statement::DeviceRemove { device, cuts }).unwrap();
        let words = |device: &Device| ranges(device, |log| log.circle.is_some());
        let words = [words(&stolen), words(&second)].concat();
        for part in [charter(&second), words.clone(), everything(&founder)] {
            hear(&mut ben, &part);
        }
        for part in [everything(&founder), charter(&second), words] {
            hear(&mut cy, &part);
        }
        hear(&mut ben, &everything(&cy));
        hear(&mut cy, &everything(&ben));
        assert_eq!(seen(&ben), seen(&cy), "behind {refused} that are refused");
        assert_eq!(shows_honest(&ben), refused < MAX_LATE, "as far as late words are looked at");
    }
}

/// A stolen device writes its log in more branches than are kept; another device of its person, which knows one of them alone, builds on
/// that.
#[test]
fn what_stands_on_one_of_more_branches_than_are_kept_stands_alike() {
    let [mut founder, mut stolen, mut second, mut ben, mut cy] = hall();
    (0..3).for_each(|number| says(&mut stolen, None, number));
    for device in [&mut second, &mut founder, &mut ben] {
        hear(device, &everything(&stolen));
    }
    let sheet = first_sheet(&stolen);
    let many = i64::try_from(MAX_BRANCHES).unwrap() + 6;
    let branches: Vec<Vec<Range>> = (0..many)
        .map(|number| {
            let mut other = copy(&stolen, 1_000 + number.unsigned_abs());
            says(&mut other, Some(sheet), 100 + number);
            own_words(&other)
        })
        .collect();
    let (last, others) = branches.split_last().unwrap();
    // Which branches are kept hangs on their hashes too: the log itself is always here.
    others.iter().for_each(|branch| hear(&mut ben, branch));
    hear(&mut second, last);
    says(&mut second, Some(sheet), HONEST);
    let words = everything(&second);
    hear(&mut cy, &everything(&founder));
    hear(&mut cy, &words);
    hear(&mut ben, &words);
    for branch in &branches {
        hear(&mut ben, branch);
        hear(&mut cy, branch);
    }
    hear(&mut ben, &everything(&cy));
    hear(&mut cy, &everything(&ben));
    assert!(shows_honest(&cy) && shows_honest(&ben), "the post of the honest device");
}
