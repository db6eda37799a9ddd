//! What waits and what came late costs others nothing: neither a statement nor a start, nor once their writer was removed.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kith_community::project::Rows;
use kith_sync::body::Body;
use kith_sync::charter::Statement;
use kith_sync::epoch::everyone_secret;
use kith_sync::id::{RecordHash, StatementId, derive};
use kith_sync::record::{Erased, Intro, LogKind, Range, Secret, Tail, mark, tag};
use kith_sync::session::digest;
use kith_tests::bare::{Device, charter, everything, found, hear, newcomer, own_words, says};
use kith_tests::chaos::replica_differences;
use kith_tests::counting::{Counting, asked};
use kith_tests::craft::log_of;

#[global_allocator]
static COUNTING: Counting = Counting;

/// How a log of this device in everyone's circle is introduced, and the key of the first epoch there.
fn content(device: &Device, nonce: u16) -> (Intro, Secret) {
    let (me, circle) = (device.me(), everyone_secret(device.charter_key()));
    let (.., key) = device.store().epoch_keys().unwrap().swap_remove(0);
    let mut n = [9; 16];
    n[..2].copy_from_slice(&nonce.to_be_bytes());
    let kind = LogKind::Content;
    let blank = Intro { sign_key: me.keys.sign, nonce: n, device: me.device(), person: me.person, kind, tag: [0; 16] };
    (Intro { tag: tag(&circle, &blank), ..blank }, key)
}

fn nothing() -> Vec<Vec<u8>> {
    vec![Body::Nothing.encode()]
}

/// A statement that nobody ever said.
fn made_up(nth: u64) -> StatementId {
    RecordHash(derive("kith 0 test", &[&nth.to_be_bytes()]))
}

fn states(device: &Device, state: u8) -> usize {
    let sql = "SELECT count(*) FROM records JOIN logs ON logs.id = records.log
               WHERE circle IS NOT NULL AND state IN (?1, iif(?1 = 0, 4, ?1))";
    device.store().connection().query_row(sql, [state], |row| row.get(0)).unwrap()
}

/// What two devices that hold the same must have alike.
fn seen(device: &Device) -> ([[u8; 16]; 2], [u8; 16], String) {
    let held = [digest(&device.summaries(None)), device.digest()];
    (held, device.state_root().unwrap(), Rows::fingerprint(device.store().connection()).unwrap())
}

/// An erasing waits behind a word of the same document that knows a made-up statement; then comes what the erasing knows.
#[test]
fn an_erasing_behind_a_word_that_waits_for_ever_counts_whatever_came_first() {
    let mut founder = found();
    let mut mal = newcomer(&mut founder, 2);
    says(&mut mal, None, 1);
    hear(&mut founder, &everything(&mal));
    let target = {
        let all = own_words(&mal);
        // the log in which mal said the topic
        let row = kith_tests::craft::own_log(&mal);
        let records = mal.store().records_from(&row, 0).unwrap();
        let last = records.into_iter().rev().find(|record| record.verified.record.parts.len() > 1).unwrap();
        assert!(!all.is_empty());
        Erased { log: row.head.log, number: last.verified.number, part: 1, start: last.verified.hash.start() }
    };
    let mut late_hearing = newcomer(&mut founder, 7);
    hear(&mut late_hearing, &everything(&founder));
    hear(&mut founder, &everything(&late_hearing));
    let mut other = newcomer(&mut founder, 8);
    hear(&mut late_hearing, &everything(&founder));
    hear(&mut other, &everything(&founder));
    // Something that mal knows and one of the two does not yet.
    let said = mal_says_heard(&mut mal, &founder);
    let statement = charter(&mal);
    let (intro, key) = content(&mal, 1);
    let named = Some(mark(&key, &intro.log()));
    let lies = (
        Tail { mark: named, document: Some(0), frontier: Some(vec![made_up(1)]), ..Tail::default() },
        vec![Body::Change(vec![7; 99]).encode()],
    );
    let erases = (
        Tail { document: Some(0), frontier: Some(vec![said]), erased: Some(vec![target]), ..Tail::default() },
        vec![Body::Change(vec![7; 99]).encode()],
    );
    let words = log_of(mal.me(), &intro, &key, [lies, erases]);
    // One hears the words first, the other the statement.
    hear(&mut late_hearing, &words);
    hear(&mut late_hearing, &statement);
    hear(&mut other, &statement);
    hear(&mut other, &words);
    hear(&mut late_hearing, &everything(&other));
    hear(&mut other, &everything(&late_hearing));
    assert_eq!(digest(&late_hearing.summaries(None)), digest(&other.summaries(None)), "the charter is the same");
    assert_eq!(late_hearing.digest(), other.digest(), "what is held of the circle");
    assert_eq!(seen(&late_hearing).2, seen(&other).2, "rows");
}

fn mal_says_heard(mal: &mut Device, founder: &Device) -> StatementId {
    hear(mal, &everything(founder));
    mal.state(&Statement::Heard).unwrap()
}

/// What it costs the founder to hear one more statement of the charter, which is about nobody that writes.
fn one_statement(founder: &mut Device, by: &mut Device) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..3 {
        hear(by, &charter(founder));
        by.state(&Statement::Heard).unwrap();
        let own = Intro {
            sign_key: by.me().keys.sign,
            nonce: [0; 16],
            device: by.me().device(),
            person: by.me().person,
            kind: LogKind::Charter,
            tag: [0; 16],
        };
        let of_by: Vec<Range> = charter(by).into_iter().filter(|range| range.log == own.log()).collect();
        let last = of_by.last().unwrap().clone();
        let before = asked();
        let taken = founder.absorb(&[last]).unwrap();
        let cost = asked() - before;
        assert!(taken[0].new_records() > 0, "{taken:?}");
        least = least.min(cost);
    }
    least
}

/// Mal writes so many records, is removed by the founder, who has heard them or not; what does a statement cost then?
fn after_removal(heard_before: bool, said: impl Fn(&Device) -> Vec<Range>) -> u64 {
    let mut founder = found();
    let mut ben = newcomer(&mut founder, 3);
    let mal = newcomer(&mut founder, 2);
    hear(&mut founder, &everything(&mal));
    let words = said(&mal);
    if heard_before {
        hear(&mut founder, &words);
    }
    let person = mal.me().person;
    let cuts = founder.cuts_of(&person);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    hear(&mut founder, &words);
    one_statement(&mut founder, &mut ben)
}

/// A log in which each record knows another statement that nobody ever said.
fn knows_made_up(mal: &Device, many: u64, bytes: usize) -> Vec<Range> {
    let (intro, key) = content(mal, 1);
    let named = Some(mark(&key, &intro.log()));
    let said = (0..many).map(|nth| {
        let mark = if nth == 0 { named } else { None };
        let frontier = Some(vec![made_up(nth)]);
        (Tail { mark, frontier, ..Tail::default() }, vec![Body::Nothing.encode(), vec![7; bytes]])
    });
    log_of(mal.me(), &intro, &key, said)
}

/// A log of so many records that say nothing, under a key.
fn quiet(mal: &Device, intro: &Intro, key: &Secret, many: u64, bytes: usize) -> Vec<Range> {
    let named = Some(mark(key, &intro.log()));
    let frontier = Some(mal.law().facts().frontier());
    let said = (0..many).map(|nth| {
        let (mark, frontier) = if nth == 0 { (named, frontier.clone()) } else { (None, None) };
        (Tail { mark, frontier, ..Tail::default() }, vec![Body::Nothing.encode(), vec![7; bytes]])
    });
    log_of(mal.me(), intro, key, said)
}

/// The same under a key that nobody has.
fn under_no_key(mal: &Device, many: u64, bytes: usize) -> Vec<Range> {
    quiet(mal, &content(mal, 1).0, &Secret([77; 32]), many, bytes)
}

/// The same under the key that all have.
fn says_nothing(mal: &Device, many: u64, bytes: usize) -> Vec<Range> {
    let (intro, key) = content(mal, 1);
    quiet(mal, &intro, &key, many, bytes)
}

/// So many logs of one record each.
fn many_logs(mal: &Device, many: u64) -> Vec<Range> {
    let mut all = Vec::new();
    for nth in 0..many {
        let (intro, key) = content(mal, u16::try_from(nth).unwrap());
        let tail = Tail {
            mark: Some(mark(&key, &intro.log())),
            frontier: Some(mal.law().facts().frontier()),
            ..Tail::default()
        };
        all.extend(log_of(mal.me(), &intro, &key, [(tail, nothing())]));
    }
    all
}

#[test]
fn words_that_know_what_nobody_said_cost_no_statement_after_their_writer_was_removed() {
    let some = after_removal(false, |mal| knows_made_up(mal, 10, 1_000));
    let more = after_removal(false, |mal| knows_made_up(mal, 3_000, 1_000));
    assert!(more < 2 * some, "a statement costs {more} bytes in place of {some}");
}

#[test]
fn words_under_a_key_that_nobody_has_cost_no_statement_after_their_writer_was_removed() {
    let some = after_removal(true, |mal| under_no_key(mal, 10, 1_000));
    let more = after_removal(true, |mal| under_no_key(mal, 3_000, 1_000));
    assert!(more < 2 * some, "a statement costs {more} bytes in place of {some}");
}

#[test]
fn logs_of_who_was_removed_cost_no_statement() {
    let some = after_removal(true, |mal| many_logs(mal, 10));
    let more = after_removal(true, |mal| many_logs(mal, 4_000));
    assert!(more < 2 * some, "a statement costs {more} bytes in place of {some}");
}

/// What it costs to hear a post under a new key, where so much late lies of who was removed.
fn new_key(many: u64) -> u64 {
    let mut founder = found();
    let mut ben = newcomer(&mut founder, 3);
    let mal = newcomer(&mut founder, 2);
    hear(&mut founder, &everything(&mal));
    let person = mal.me().person;
    let cuts = founder.cuts_of(&person);
    let words = says_nothing(&mal, many, 1_000);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    hear(&mut founder, &words);
    assert_eq!(states(&founder, 3), usize::try_from(many).unwrap(), "late");
    hear(&mut ben, &charter(&founder));
    let mut cost = |number: i64, device: &mut Device| {
        // A new key, since somebody else left.
        says(&mut ben, None, number);
        let news = charter(&ben);
        let before = asked();
        device.absorb(&news).unwrap();
        asked() - before
    };
    cost(1, &mut founder)
}

#[test]
fn late_words_cost_no_new_key() {
    let (some, more) = (new_key(10), new_key(3_000));
    assert!(more < 2 * some, "a new key costs {more} bytes in place of {some}");
}

/// What it costs to read all anew, as at a start, with so much late, of how many bytes.
fn start(many: u64, bytes: usize) -> u64 {
    let mut founder = found();
    let mal = newcomer(&mut founder, 2);
    hear(&mut founder, &everything(&mal));
    let person = mal.me().person;
    let cuts = founder.cuts_of(&person);
    let words = says_nothing(&mal, many, bytes);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    hear(&mut founder, &words);
    let before = asked();
    founder.reload().unwrap();
    asked() - before
}

#[test]
fn late_words_are_not_all_read_into_memory_at_a_start() {
    let (some, more) = (start(10, 10_000), start(1_000, 10_000));
    assert!(more < 2 * some, "a start costs {more} bytes in place of {some}");
}

/// What a late record costs that comes behind so many others of the same log.
fn late_one_by_one(many: u64) -> u64 {
    let mut founder = found();
    let mal = newcomer(&mut founder, 2);
    hear(&mut founder, &everything(&mal));
    let person = mal.me().person;
    let cuts = founder.cuts_of(&person);
    let words = says_nothing(&mal, many, 1_000);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    let (last, before) = words.split_last().unwrap();
    hear(&mut founder, before);
    let before = asked();
    founder.absorb(std::slice::from_ref(last)).unwrap();
    asked() - before
}

#[test]
fn a_late_record_costs_the_same_however_many_came_before() {
    let (some, more) = (late_one_by_one(64 * 2), late_one_by_one(64 * 50));
    assert!(more < 2 * some, "{more} in place of {some}");
}

/// What waits for a statement that nobody ever said is late once its writer is out, on who heard it before as on who hears it after.
#[test]
fn what_knows_a_made_up_statement_is_late_whatever_came_first() {
    let mut founder = found();
    let mal = newcomer(&mut founder, 2);
    let (mut ben, mut cy) = (newcomer(&mut founder, 3), newcomer(&mut founder, 4));
    hear(&mut ben, &everything(&founder));
    let words = knows_made_up(&mal, 3, 10);
    let person = mal.me().person;
    founder.state(&Statement::Remove { person, cuts: Vec::new(), why: None }).unwrap();
    let end = charter(&founder);
    for part in [&words, &end] {
        hear(&mut ben, part);
    }
    for part in [&end, &words] {
        hear(&mut cy, part);
    }
    assert_eq!([states(&ben, 3), states(&cy, 3)], [3, 3]);
    for device in [&ben, &cy] {
        assert_eq!(replica_differences(device), Vec::<String>::new());
    }
}
