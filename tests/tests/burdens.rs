//! What somebody says who is put out, or whom nobody let in, costs others' posts nothing: counted in bytes that are asked for.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use kith_community::rename;
use kith_sync::body::{Body, Named};
use kith_sync::charter::Statement;
use kith_sync::document::Kind;
use kith_sync::epoch::everyone_secret;
use kith_sync::id::StatementId;
use kith_sync::node::{MAX_LATE, Me};
use kith_sync::record::{Intro, LogKind, Range, Secret, Tail, mark, tag};
use kith_tests::bare::{Device, bare, charter, everything, found, further, hear, newcomer, own_words, says};
use kith_tests::counting::{Counting, asked};
use kith_tests::craft::log_of;

#[global_allocator]
static COUNTING: Counting = Counting;

/// A log in everyone's circle that so many times says nothing; it begins its person's first sheet before, if it is told to.
fn says_nothing(device: &Device, many: usize, begins_sheet: bool) -> Vec<Range> {
    let (me, circle) = (device.me(), everyone_secret(device.charter_key()));
    let (.., key) = device.store().epoch_keys().unwrap().swap_remove(0);
    let (device_id, kind, nonce) = (me.device(), LogKind::Content, [9; 16]);
    let blank = Intro { sign_key: me.keys.sign, nonce, device: device_id, person: me.person, kind, tag: [0; 16] };
    let intro = Intro { tag: tag(&circle, &blank), ..blank };
    let named = Named { kind: Kind::Sheet as u8, person: me.person, number: 0 };
    let sheet = begins_sheet.then_some(0);
    let begins = if begins_sheet { Body::New { document: named, change: vec![7; 99] } } else { Body::Nothing };
    let first = Tail {
        document: sheet,
        mark: Some(mark(&key, &intro.log())),
        frontier: Some(device.law().facts().frontier()),
        ..Tail::default()
    };
    let more = (1..many).map(|_| match begins_sheet {
        true => (Tail { document: sheet, ..Tail::default() }, Body::Change(vec![7; 99])),
        false => (Tail::default(), Body::Nothing),
    });
    let said = [(first, begins)].into_iter().chain(more);
    log_of(me, &intro, &key, said.map(|(tail, body)| (tail, vec![body.encode()])))
}

/// A founder, and one of a member's two devices, from which the other was put out.
struct Stolen {
    founder: Device,
    one: Device,
    stolen: Device,
    said: i64,
}

impl Stolen {
    fn telephone() -> Self {
        let mut founder = found();
        let mut one = newcomer(&mut founder, 2);
        says(&mut one, None, 0);
        let stolen = further(&mut one, 5);
        let device = stolen.me().device();
        let cuts = one.cuts_of_device(&device);
        one.state(&Statement::DeviceRemove { device, cuts }).unwrap();
        hear(&mut founder, &everything(&one));
        Self { founder, one, stolen, said: 0 }
    }

    /// What another post of its owner costs the founder.
    fn post(&mut self) -> u64 {
        self.said += 1;
        says(&mut self.one, None, self.said);
        // The key comes before.
        hear(&mut self.founder, &charter(&self.one));
        let last = everything(&self.one).pop().unwrap();
        let before = asked();
        assert_eq!(self.founder.absorb(&[last]).unwrap()[0].new_records(), 1);
        let cost = asked() - before;
        assert_eq!(self.states(0), 0, "the post waits for nothing");
        cost
    }

    /// What a post costs once the stolen one has said so much, in the sheet itself or nowhere.
    fn post_after(many: usize, in_sheet: bool) -> u64 {
        let mut told = Self::telephone();
        let late = says_nothing(&told.stolen, many, in_sheet);
        hear(&mut told.founder, &late);
        assert_eq!(told.states(3), many, "late");
        told.post();
        told.post()
    }

    fn states(&self, state: u8) -> usize {
        let sql = "SELECT count(*) FROM records WHERE state IN (?1, iif(?1 = 0, 4, ?1))";
        self.founder.store().connection().query_row(sql, [state], |row| row.get(0)).unwrap()
    }
}

#[test]
fn what_a_stolen_telephone_says_costs_its_owners_posts_nothing() {
    let (before, after) = (Stolen::post_after(1, false), Stolen::post_after(5_000, false));
    assert!(after < before * 11 / 10, "a post costs {after} bytes in place of {before}");
}

/// Where it wrote in the sheet itself, no more is read than is shown.
#[test]
fn what_a_stolen_telephone_says_in_a_sheet_costs_up_to_a_bound() {
    let (bound, beyond) = (Stolen::post_after(MAX_LATE, true), Stolen::post_after(3 * MAX_LATE, true));
    assert!(beyond < bound * 11 / 10, "a post costs {beyond} bytes in place of {bound}");
}

/// The first range of a charter log of somebody whom nobody let in.
fn nobody(nth: u8, frontier: &[StatementId], key: &Secret) -> Range {
    let me = Me::from_seed(&Secret([nth + 100; 32]), None);
    let (sign_key, nonce, device) = (me.keys.sign, [0; 16], me.device());
    let intro = Intro { sign_key, nonce, device, person: me.person, kind: LogKind::Charter, tag: [0; 16] };
    let tail = Tail { frontier: Some(frontier.to_vec()), ..Tail::default() };
    let body = Body::stated(&Statement::Heard, None);
    log_of(&me, &intro, key, [(tail, vec![body.encode()])]).pop().unwrap()
}

#[test]
fn what_nobody_let_in_says_costs_no_post() {
    let mut founder = found();
    let twenty = |founder: &mut Device| {
        let before = asked();
        (0..20).for_each(|number| says(founder, None, number));
        asked() - before
    };
    twenty(&mut founder);
    let before = twenty(&mut founder);
    let (frontier, key) = (founder.law().facts().frontier(), founder.charter_key().clone());
    let flood: Vec<Range> = (0..64).map(|nth| nobody(nth, &frontier, &key)).collect();
    founder.absorb(&flood).unwrap();
    let after = twenty(&mut founder);
    assert!(after < before * 12 / 10, "twenty posts cost {after} bytes in place of {before}");
}

/// What lies there is tried as soon as something was said that may bind its device.
#[test]
fn what_came_before_the_word_that_lets_it_in_is_taken_in_with_that() {
    let mut founder = found();
    let mut ben = newcomer(&mut founder, 2);
    let mut cara = newcomer(&mut ben, 3);
    let person = cara.me().person;
    cara.state(&Statement::Leave { cuts: Vec::new() }).unwrap();
    let of = |device: &Device, by: &Device| {
        let mut all = everything(device);
        let charter = Intro {
            sign_key: by.me().keys.sign,
            nonce: [0; 16],
            device: by.me().device(),
            person: by.me().person,
            kind: LogKind::Charter,
            tag: [0; 16],
        };
        all.retain(|range| range.log == charter.log());
        all
    };
    founder.absorb(&of(&cara, &cara)).unwrap();
    says(&mut founder, None, 1);
    founder.absorb(&of(&ben, &ben)).unwrap();
    assert_eq!(founder.law().status(&person), kith_sync::charter::Status::Left);
}

/// What it costs when one of so many people who are called alike is called so again.
fn called_alike(count: u8) -> u64 {
    let mut founder = found();
    let invite = founder.invite(0, u32::MAX).unwrap();
    let mut last = None;
    for nth in 0..count {
        let mut device = bare(&founder, 10 + nth, None);
        founder.admit(&device.ask(&invite)).unwrap();
        hear(&mut device, &charter(&founder));
        rename(&mut device, "Bea").unwrap();
        hear(&mut founder, &own_words(&device));
        last = Some(device);
    }
    let mut last = last.unwrap();
    let mut costs = |name: &str| {
        rename(&mut last, name).unwrap();
        let said = own_words(&last).pop().unwrap();
        let before = asked();
        hear(&mut founder, &[said]);
        asked() - before
    };
    costs("Zoe");
    costs("Zora");
    costs("Bea")
}

/// Names may be made up by the thousand: each that is heard costs as much as there are people who have it, not their square.
#[test]
fn a_name_that_many_have_costs_as_much_as_there_are_people() {
    let (some, more) = (called_alike(60), called_alike(240));
    assert!(more < 8 * some, "four times as many people cost {more} in place of {some}");
}
