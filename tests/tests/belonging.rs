//! What people decide about who belongs is answered as done only when it holds, and whoever is removed reads why.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use kith_community::charter::{CharterWaits, DecisionsQuery, DecisionsView, Permission, PersonQuery, PersonView};
use kith_community::command::{Command, Done, Role as Given};
use kith_community::look;
use kith_community::today::{TodayQuery, TodayView, Waiting};
use kith_community::topic::{Around, TopicQuery};
use kith_community::{charter, device, invitation, local, topic};
use kith_sync::charter::MAX_WHY;
use kith_sync::charter::Role::{Member, Organiser};
use kith_sync::charter::Status::{Active, Left, Removed, Waiting as Waits};
use kith_sync::id::to_text;
use kith_tests::town::Town;

fn refused(town: &mut Town, who: &str, command: impl Into<Command>) -> String {
    let before = town.replica(who).law().facts().len();
    let why = town.tries(who, command).unwrap_err();
    assert_eq!(town.replica(who).law().facts().len(), before, "what is refused is not stated: {why}");
    why
}

fn role(town: &mut Town, whom: &str, role: Given) -> charter::Command {
    charter::Command::SetRole { person: town.id(whom), role }
}

fn remove(town: &mut Town, whom: &str, why: &str) -> charter::Command {
    charter::Command::Remove { person: town.id(whom), why: Some(why.to_owned()) }
}

fn person(town: &mut Town, who: &str, whom: &str) -> PersonView {
    let query = PersonQuery { person: town.id(whom) };
    look(town.replica(who), &query).unwrap()
}

fn today(town: &mut Town, who: &str) -> TodayView {
    look(town.replica(who), &TodayQuery).unwrap()
}

fn decisions(town: &mut Town, who: &str, skip: u32, most: u32) -> DecisionsView {
    look(town.replica(who), &DecisionsQuery { skip, most }).unwrap()
}

fn opened(topic: &str) -> TopicQuery {
    TopicQuery { topic: topic.to_owned(), around: Around::New, before: 10, after: 10 }
}

#[test]
fn on_a_device_that_was_put_out_nothing_is_asked() {
    let mut town = Town::of(&["A", "B"]);
    town.joins_as_device("B2", "B");
    let topic = town.starts("B", "Harvest");
    town.says("B", &topic, "When?");
    town.meet(&["A", "B", "B2"]);
    let quotes = vec![town.post("A", &topic, "When?").unwrap().post];
    town.does("A", topic::Command::Reply { topic, text: "Soon".into(), quotes, sending: None });
    town.meet(&["A", "B", "B2"]);
    assert_eq!(today(&mut town, "B2").waiting.len(), 1, "while it is theirs, an answer waits");
    let device = to_text(&town.device("B2").0);
    town.does("B", device::Command::Remove { device });
    town.meet(&["A", "B", "B2"]);
    assert_eq!(today(&mut town, "B").waiting.len(), 1);
    assert_eq!(today(&mut town, "B2").waiting, []);
}

#[test]
fn a_sole_organiser_steps_down_or_leaves_only_after_another_was_made_one() {
    let mut town = Town::of(&["A", "B"]);
    for to in [Given::Member, Given::Steward] {
        let down = role(&mut town, "A", to);
        assert!(refused(&mut town, "A", down).contains("role-only-organiser"));
    }
    assert!(refused(&mut town, "A", charter::Command::Leave).contains("leave-only-organiser"));
    assert_eq!(town.role("A", "A"), Some(Organiser));

    let up = role(&mut town, "B", Given::Organiser);
    town.does("A", up);
    let down = role(&mut town, "A", Given::Member);
    assert!(matches!(town.does("A", down), Done::Person { asked: false, .. }));
    assert_eq!((town.role("A", "A"), town.role("A", "B")), (Some(Member), Some(Organiser)));
    town.meet(&["A", "B"]);
    assert!(refused(&mut town, "B", charter::Command::Leave).contains("leave-only-organiser"));
    town.does("A", charter::Command::Leave);
    town.meet(&["A", "B"]);
    // Nobody is left behind.
    town.does("B", charter::Command::Leave);
    assert_eq!(town.status("B", "B"), Left);
}

#[test]
fn who_is_alone_may_leave_and_still_is_no_member() {
    let mut town = Town::founded_by("A");
    let down = role(&mut town, "A", Given::Member);
    assert!(refused(&mut town, "A", down).contains("role-only-organiser"));
    town.does("A", charter::Command::Leave);
    assert_eq!(town.status("A", "A"), Left);
}

#[test]
fn a_role_is_for_who_belongs() {
    let mut town = Town::of(&["A", "B", "C", "D"]);
    let out = remove(&mut town, "B", "He sold the keys.");
    town.does("A", out);
    town.does("C", charter::Command::Leave);
    town.meet(&["A", "C"]);
    for gone in ["B", "C"] {
        let up = role(&mut town, gone, Given::Steward);
        assert!(refused(&mut town, "A", up).contains("role-gone"));
    }
    let same = role(&mut town, "D", Given::Member);
    assert!(refused(&mut town, "A", same).contains("role-already"));
    let up = role(&mut town, "A", Given::Steward);
    assert!(refused(&mut town, "D", up).contains("not-allowed"));
    let back = charter::Command::Restore { person: town.id("C") };
    assert!(refused(&mut town, "A", back).contains("restore-left"));
}

/// B lets D in by an invitation that A has closed: D waits. Removed and brought back, D would wait again.
#[test]
fn who_waits_gets_no_role_and_who_is_brought_back_belongs() {
    let mut town = Town::of(&["A", "B"]);
    let mut link = town.link("A", invitation::Command::Open { days: 14 });
    town.meet(&["A", "B"]);
    town.does("A", invitation::Command::Close);
    let endpoint = town.replica("B").me().keys.endpoint;
    link.addresses = vec![kith_sync::net::Address { endpoint, sockets: Vec::new(), relay: None }];
    town.comes("D", &link);
    assert!(town.asks("D", link, "B"));
    town.is_called("D", "D");
    town.meet(&["A", "B", "D"]);
    assert_eq!(town.status("A", "D"), Waits);
    let up = role(&mut town, "D", Given::Steward);
    assert!(refused(&mut town, "A", up).contains("role-waiting"));
    let out = remove(&mut town, "D", "We do not know you.");
    town.does("A", out);
    assert_eq!(town.status("A", "D"), Removed);
    let back = charter::Command::Restore { person: town.id("D") };
    town.does("A", back);
    assert_eq!(town.status("A", "D"), Active, "answered as done, so it is");
    let back = charter::Command::Restore { person: town.id("D") };
    assert!(refused(&mut town, "A", back).contains("restore-belongs"));
}

#[test]
fn of_three_organisers_one_alone_is_told_that_it_takes_two() {
    let mut town = Town::of(&["A", "B", "C", "D"]);
    for other in ["B", "C"] {
        let up = role(&mut town, other, Given::Organiser);
        town.does("A", up);
    }
    town.meet(&["A", "B", "C", "D"]);
    let out = remove(&mut town, "C", "Nobody has seen the accounts.");
    assert!(matches!(town.does("A", out.clone()), Done::Person { asked: true, .. }));
    assert_eq!(town.status("A", "C"), Active);
    assert!(refused(&mut town, "A", out.clone()).contains("second-asked"));
    let down = role(&mut town, "C", Given::Member);
    assert!(refused(&mut town, "A", down).contains("second-asked"), "another word for the same");

    town.meet(&["A", "B", "C", "D"]);
    let asked = today(&mut town, "B").waiting;
    assert!(
        asked.iter().any(|waiting| matches!(waiting, Waiting::Charter(CharterWaits::Second { name, by, why, .. })
            if name == "C" && by == "A" && why == "Nobody has seen the accounts.")),
        "{asked:?}"
    );
    assert!(today(&mut town, "D").waiting.is_empty(), "a member has no say in it");
    assert!(
        today(&mut town, "C")
            .waiting
            .iter()
            .all(|waiting| !matches!(waiting, Waiting::Charter(CharterWaits::Second { .. })))
    );
    assert_eq!(person(&mut town, "D", "C").asked.len(), 1, "everyone sees who asks");
    assert_eq!(decisions(&mut town, "D", 0, 1).decisions[0].what.key, "decided-remove-asked");
    let down = role(&mut town, "C", Given::Member);
    assert!(matches!(town.does("B", down), Done::Person { asked: true, .. }), "another question, of B's own");
    assert_eq!(town.status("B", "C"), Active);
    assert!(matches!(town.does("B", out), Done::Person { asked: false, .. }), "B agrees to what A asked");
    town.meet(&["A", "B", "C", "D"]);
    for name in ["A", "B", "D"] {
        assert_eq!(town.status(name, "C"), Removed, "by {name}");
    }
}

/// The removed device is told of its removal alone, in frames of the charter.
#[test]
fn the_removed_person_reads_why_and_so_does_everyone() {
    let mut town = Town::of(&["A", "B", "D"]);
    let words = "You sold the hall’s keys. \u{2068}قلنا ذلك\u{2069} 🔑 ".repeat(20);
    assert!(words.len() < MAX_WHY);
    let out = remove(&mut town, "D", &words);
    town.does("A", out);
    town.meet(&["A", "B"]);
    town.meet(&["B", "D"]);
    assert_eq!(town.status("D", "D"), Removed);
    for name in ["A", "B", "D"] {
        let removed = person(&mut town, name, "D").removed.unwrap();
        assert_eq!((removed.by.as_str(), removed.why.as_str()), ("A", words.trim()), "{name}");
        assert!(removed.at_ms.is_some_and(|at| at > 0));
    }
    // It learns nothing else.
    let secret = town.starts("A", "Locks");
    town.meet(&["A", "D"]);
    assert!(look(town.replica("D"), &opened(&secret)).is_err());
}

/// Also one who was away while the keys changed, and one who comes after.
#[test]
fn why_is_read_by_who_was_away_and_by_who_comes_later() {
    let mut town = Town::of(&["A", "B", "C", "D"]);
    let first = remove(&mut town, "C", "First reason.");
    town.does("A", first);
    town.starts("A", "Under a new key");
    let second = remove(&mut town, "D", "Second reason.");
    town.does("A", second);
    town.meet(&["A", "D"]);
    town.meet(&["A", "C"]);
    town.meet(&["A", "B"]);
    town.joins("E", "A");
    town.meet(&["A", "E"]);
    for name in ["A", "B", "D", "E"] {
        assert_eq!(person(&mut town, name, "D").removed.unwrap().why, "Second reason.", "{name}");
    }
    assert_eq!(person(&mut town, "C", "C").removed.unwrap().why, "First reason.");
}

#[test]
fn a_reason_has_words_and_an_end() {
    let mut town = Town::of(&["A", "B"]);
    for (why, key) in [(" \u{200b}", "reason-empty"), ("é".repeat(MAX_WHY / 2 + 1).as_str(), "reason-long")] {
        let out = remove(&mut town, "B", why);
        assert!(refused(&mut town, "A", out).contains(key));
    }
    let longest = "é".repeat(MAX_WHY / 2);
    let out = remove(&mut town, "B", &longest);
    town.does("A", out);
    assert_eq!(person(&mut town, "A", "B").removed.unwrap().why, longest);
}

#[test]
fn what_was_decided_is_on_today_until_it_is_seen_and_in_the_list_for_good() {
    let mut town = Town::of(&["A", "B", "C"]);
    assert!(today(&mut town, "B").decided.is_empty(), "what was decided before one came is no news");
    let up = role(&mut town, "C", Given::Steward);
    town.does("A", up);
    let out = remove(&mut town, "C", "Changed my mind.");
    town.does("A", out);
    let back = charter::Command::Restore { person: town.id("C") };
    town.does("A", back);
    town.meet(&["A", "B"]);
    let keys = |rows: &[kith_community::charter::DecisionRow]| -> Vec<String> {
        rows.iter().map(|row| row.what.key.clone()).collect()
    };
    let news = today(&mut town, "B").decided;
    assert_eq!(keys(&news), ["decided-restored", "decided-removed", "decided-role"]);
    assert_eq!((news[1].by.name.as_str(), news[1].why.as_str()), ("A", "Changed my mind."));
    assert!(today(&mut town, "A").decided.is_empty(), "one knows what one decided");
    town.does("B", local::Command::Seen { topic: None, posts: Vec::new() });
    assert!(today(&mut town, "B").decided.is_empty());

    let all = decisions(&mut town, "B", 0, 100);
    let expected =
        ["decided-restored", "decided-removed", "decided-role", "decided-let-in", "decided-let-in", "decided-founded"];
    assert_eq!(keys(&all.decisions), expected);
    assert!(!all.has_older && all.decisions[..5].iter().all(|row| row.at_ms.is_some()));
    let page = decisions(&mut town, "B", 1, 2);
    assert_eq!((keys(&page.decisions), page.has_older), (keys(&all.decisions[1..3]), true));
}

#[test]
fn what_one_may_do_about_a_person_is_what_is_answered_as_done() {
    let mut town = Town::of(&["A", "B"]);
    assert!(person(&mut town, "A", "A").may.is_empty());
    let may = person(&mut town, "A", "B").may;
    assert!(may.contains(&Permission::Remove) && may.contains(&Permission::Role(Given::Organiser)));
    assert!(person(&mut town, "B", "A").may.is_empty());
}
