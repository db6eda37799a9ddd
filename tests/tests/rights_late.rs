//! What is late takes no role, whatever stands on top of it, and a role that fell is noticed however its end came.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use automerge::transaction::Transactable as _;
use automerge::{ObjType, ROOT, ReadDoc as _};
use kith_community::community::CommunityQuery;
use kith_community::project::Rows;
use kith_community::{community, look, topic};
use kith_sync::body::{Body, Named};
use kith_sync::charter::{Role, Statement};
use kith_sync::document::{Document, Incoming, Kind};
use kith_sync::epoch::everyone_secret;
use kith_sync::id::{DocumentId, LogId, StatementId};
use kith_sync::record::{Intro, LogKind, Range, Tail, mark, tag};
use kith_tests::bare::{Device, charter, everything, found, further, hear, newcomer, own_words, says};
use kith_tests::craft::{log_of, own_changes, own_log, prefix};
use kith_tests::relay;
use kith_tests::town::Town;

fn name_of(device: &Device) -> String {
    look(device, &CommunityQuery).unwrap().name
}

fn names_it(device: &mut Device, name: &str) {
    let address = kith_sync::net::Address { endpoint: device.me().keys.endpoint, sockets: Vec::new(), relay: None };
    let command = community::Command::Rename { name: name.into() };
    kith_community::act(device, &address, command, 1_700_000_000_000).unwrap();
}

/// The change by which a log begins an item in the sheet, on top of all that a device said there.
fn next_change(of: &Device, sheet: &DocumentId, log: &LogId) -> Vec<u8> {
    let theirs = prefix(&own_log(of).head.log, sheet);
    let said = own_changes(of).into_iter();
    let said: Vec<Incoming> =
        said.map(|change| Incoming { bytes: change.raw_bytes().to_vec(), prefix: theirs, lane: 0 }).collect();
    assert!(!said.is_empty());
    let mut document = Document::begin(Kind::Sheet);
    document.merge(said);
    let mut actor = [7; 16];
    actor[..8].copy_from_slice(&prefix(log, sheet));
    let written = document.write(actor, |tx| {
        let (_, items) = tx.get(ROOT, "items")?.unwrap();
        let item = tx.insert_object(&items, tx.length(&items), ObjType::Map)?;
        tx.put(&item, "k", 1_i64)?;
        tx.put(&item, "t", 5_i64)
    });
    written.unwrap().unwrap().bytes
}

/// A word on top of what `one` said, in a new log of `two`, another device of the person or the same, by whoever knows this.
fn on_top(one: &Device, two: &Device, frontier: Vec<StatementId>) -> Vec<Range> {
    let person = one.me().person;
    let document = Named { kind: Kind::Sheet as u8, person, number: 0 };
    let (me, circle) = (two.me(), everyone_secret(two.charter_key()));
    let (.., key) = two.store().epoch_keys().unwrap().pop().unwrap();
    let kind = LogKind::Content;
    let blank = Intro { sign_key: me.keys.sign, nonce: [9; 16], device: me.device(), person, kind, tag: [0; 16] };
    let intro = Intro { tag: tag(&circle, &blank), ..blank };
    let change = next_change(one, &document.id(&one.everyone()), &intro.log());
    let named = Some(mark(&key, &intro.log()));
    let tail = Tail { document: Some(0), mark: named, frontier: Some(frontier), ..Tail::default() };
    log_of(me, &intro, &key, [(tail, vec![Body::New { document, change }.encode()])])
}

/// Removed as an organiser and let in again as a member: what they say as of before is late, and stays so under a word of today.
#[test]
fn who_was_restored_as_a_member_names_nothing_as_of_before() {
    let mut founder = found();
    let mut once = newcomer(&mut founder, 2);
    let person = once.me().person;
    founder.state(&Statement::Raise { person, to: Role::Organiser }).unwrap();
    hear(&mut once, &everything(&founder));
    says(&mut once, None, 1);
    hear(&mut founder, &everything(&once));
    let cuts = founder.cuts_of(&person);
    founder.state(&Statement::Remove { person, cuts, why: None }).unwrap();
    let restored = founder.state(&Statement::Restore { person, cuts: Vec::new() }).unwrap();
    assert_eq!(founder.law().given_role(&person), Some(Role::Member));
    names_it(&mut once, "Theirs");
    hear(&mut founder, &everything(&once));
    assert_eq!(name_of(&founder), "", "late");
    hear(&mut founder, &on_top(&once, &once, vec![restored]));
    assert_eq!(name_of(&founder), "");
}

/// One device hears at once on what a late word stands, the other in the end: which role its author knew of makes no difference.
#[test]
fn a_late_word_counts_alike_whatever_came_first() {
    let mut founder = found();
    let mut member = newcomer(&mut founder, 3);
    let mut one = newcomer(&mut founder, 2);
    let mut two = further(&mut one, 5);
    hear(&mut founder, &charter(&one));
    let [mut first, mut last] = [20, 21].map(|seed| newcomer(&mut founder, seed));
    says(&mut founder, None, 0);
    let person = one.me().person;
    let raised = founder.state(&Statement::Raise { person, to: Role::Organiser }).unwrap();
    hear(&mut member, &charter(&founder));
    member.state(&Statement::Heard).unwrap();
    [&mut one, &mut two].into_iter().for_each(|device| hear(device, &everything(&founder)));
    hear(&mut one, &charter(&member));
    names_it(&mut one, "Theirs");
    let device = one.me().device();
    two.state(&Statement::DeviceRemove { device, cuts: Vec::new() }).unwrap();
    // On top of it, as though neither the member's word nor the end of the device were known.
    let on_top = on_top(&one, &two, vec![raised]);
    let but_members = [charter(&founder), everything(&founder), charter(&two), own_words(&one), on_top].concat();
    hear(&mut first, &charter(&member));
    hear(&mut first, &but_members);
    hear(&mut last, &but_members);
    for device in [&mut first, &mut last] {
        hear(device, &charter(&member));
        device.reload().unwrap();
    }
    hear(&mut last, &but_members);
    assert_eq!(first.state_root().unwrap(), last.state_root().unwrap());
    assert_eq!([&first, &last].map(name_of), ["", ""]);
    let [first, last] = [&first, &last].map(|device| Rows::fingerprint(device.store().connection()).unwrap());
    assert!(first == last, "the same records, other rows");
}

/// X makes B a steward while A removes X; a relay leaves out the body of the removal, which A brings later by itself.
#[test]
fn what_stood_on_an_appointment_that_fell_falls_though_a_relay_left_the_removal_out_first() {
    let everyone = ["A", "X", "B", "R", "C"];
    let mut town = Town::of(&everyone);
    let topic = town.starts("A", "Who has the keys?");
    let [x, b] = ["X", "B"].map(|who| town.person(who));
    town.with("A", |a| a.state(&Statement::Raise { person: x, to: Role::Organiser })).unwrap();
    town.meet(&everyone);
    town.with("X", |x| x.state(&Statement::Raise { person: b, to: Role::Steward })).unwrap();
    town.meet(&["X", "B"]);
    town.does("B", topic::Command::Resolve { topic: topic.clone(), resolved: true });
    town.meet(&["X", "B", "C"]);
    assert!(town.topic("C", &topic).resolved);
    let cuts = town.replica("A").cuts_of(&x);
    town.with("A", |a| a.state(&Statement::Remove { person: x, cuts, why: None })).unwrap();
    town.meet(&["A", "R"]);
    let me = town.person("R");
    let of_charter = |held: relay::Held| held.person != me.0 && held.charter && held.part == 0;
    assert!(relay::empty(town.replica("R").store(), of_charter) > 0);
    town.meet(&["R", "C"]);
    assert_eq!(town.replica("C").law().given_role(&b), Some(Role::Steward), "it has not heard yet");
    town.meet(&["A", "C"]);
    town.meet(&["A", "B"]);
    for who in ["A", "B", "C"] {
        assert_eq!(town.replica(who).law().given_role(&b), Some(Role::Member), "{who}");
        assert!(!town.topic(who, &topic).resolved, "{who}");
    }
}
