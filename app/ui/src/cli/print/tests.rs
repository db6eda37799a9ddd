use super::*;
use crate::cli::done::done;
use crate::cli::task::InTerminal;
use kith_community::charter::{CharterLine, DecisionRow, PersonName};
use kith_community::charter::{CharterQuery, CharterView, CharterWaits, PeopleQuery, PersonRow, Standing};
use kith_community::command::{Done, Request, Role};
use kith_community::home::DeviceStatus;
use kith_community::home::{CommunitiesQuery, CommunityStatus, StatusQuery, StatusView};
use kith_community::invitation::GreetingView;
use kith_community::query::AnyView;
use kith_community::reach::{DeviceRow, DevicesQuery};
use kith_community::today::{Joined, NewInTopic};
use kith_community::today::{TodayQuery, TodayView, Waiting};
use kith_community::topic::{PostView, TopicQuery, TopicRow, TopicView, TopicsQuery};
use kith_community::topic::{ReactionView, TopicsView};
use kith_community::{home, invitation};

const NOW: i64 = 1_000_000_000;

fn words(text: &str) -> String {
    text.to_owned()
}

fn view(view: &AnyView, now: i64) -> String {
    match view {
        AnyView::Charter(view) => CharterQuery::told(view, now),
        AnyView::Communities(view) => CommunitiesQuery::told(view, now),
        AnyView::Devices(view) => DevicesQuery::told(view, now),
        AnyView::People(view) => PeopleQuery::told(view, now),
        AnyView::Status(view) => StatusQuery::told(view, now),
        AnyView::Today(view) => TodayQuery::told(view, now),
        AnyView::Topic(view) => TopicQuery::told(view, now),
        AnyView::Topics(view) => TopicsQuery::told(view, now),
        other => panic!("{other:?} is told nowhere"),
    }
}

fn a_post() -> PostView {
    PostView {
        post: words("p1"),
        author: words("Ada"),
        person: words("a1"),
        text: words("Beans first."),
        time_ms: NOW - 120_000,
        reached: 2,
        known: 3,
        mine: true,
        ..PostView::default()
    }
}

fn a_topic(posts: Vec<PostView>) -> AnyView {
    AnyView::Topic(Box::new(TopicView { topic: words("t1"), title: words("Seeds"), posts, ..TopicView::default() }))
}

#[test]
fn empty_lists_say_why_and_what_to_do() {
    for (empty, said) in [
        (AnyView::Communities(Box::default()), "No communities yet. Start one with: kith new NAME --as ME"),
        (AnyView::Topics(Box::default()), "No topics yet. Start one with: kith topic new TITLE"),
        (AnyView::People(Box::default()), "Nobody is known here yet. Ask others in with: kith invite"),
        (AnyView::Devices(Box::default()), "No devices yet. Start a community with: kith new NAME --as ME"),
        (AnyView::Today(Box::default()), "Nothing is new since you last looked."),
        (AnyView::Charter(Box::new(CharterView { lines: vec![], needs_newer: false })), "Nothing was stated yet."),
        (
            AnyView::Status(Box::new(StatusView { communities: vec![], troubles: vec![] })),
            "No communities yet. Start one with: kith new NAME --as ME",
        ),
    ] {
        assert_eq!(view(&empty, NOW), said);
    }
}

#[test]
fn rows_are_one_line_each() {
    let person = |name: &str, status, me| PersonRow {
        person: words("a1"),
        name: words(name),
        chosen: words(name),
        role: Role::Organiser,
        status,
        devices: 2,
        me,
        came_ms: None,
        versions: vec![],
    };
    let people = AnyView::People(Box::new(vec![
        person("Ada\nroot", Standing::Active, true),
        person("", Standing::Waiting, false),
    ]));
    assert_eq!(
        view(&people, NOW),
        "a1  Ada root · organiser, you · 2 devices\na1  (the name has not arrived yet) · waits for a steward · 2 devices"
    );
    let rows = vec![TopicRow {
        topic: words("t1"),
        channel_name: words("garden"),
        title: words("Seeds"),
        author: words("Ada"),
        replies: 1,
        resolved: true,
        ..TopicRow::default()
    }];
    let topics = AnyView::Topics(Box::new(TopicsView { rows, ..TopicsView::default() }));
    assert_eq!(view(&topics, NOW), "t1  Seeds · Ada · in garden · 1 reply · resolved");
    let devices =
        AnyView::Devices(Box::new(vec![DeviceRow { device: words("d1"), this: true, ..DeviceRow::default() }]));
    assert_eq!(view(&devices, NOW), "d1  (no name yet) · this one");
}

#[test]
fn a_topic_shows_each_post_and_how_far_it_got() {
    let changed = PostView {
        edited: true,
        late: true,
        reached: 3,
        versions: vec![words("Peas first.")],
        reactions: vec![ReactionView { emoji: words("🌱"), by: vec![words("Bo"), words("Cy")], mine: false }],
        ..a_post()
    };
    let gone = PostView { text: String::new(), deleted: true, reached: 1, ..a_post() };
    assert_eq!(
        view(&a_topic(vec![a_post(), changed, gone]), NOW),
        "Seeds\n\n\
         Ada · 2 minutes ago · p1 · reached 2 of 3\n  Beans first.\n\n\
         Ada · 2 minutes ago · p1 · edited · came late · reached everyone known\n  Beans first.\n  2 versions: Peas first.\n  🌱 Bo, Cy\n\n\
         Ada · 2 minutes ago · p1 · reached 1 of 3\n  (deleted)"
    );
}

#[test]
fn words_cannot_steer_the_terminal() {
    let hostile = PostView { text: words("\u{1b}]0;x\u{7}\u{9b}2J\u{202e}abc\nüñ👩‍🌾"), ..a_post() };
    let said = view(&a_topic(vec![hostile]), NOW);
    assert!(said.contains("\u{fffd}]0;x\u{fffd}\u{fffd}2J\u{fffd}abc\n  üñ👩‍🌾"), "{said:?}");
    assert_eq!(clean("\u{0}\r\t\u{7f}\u{85}\u{2066}"), "\u{fffd}".repeat(6));
}

#[test]
fn what_came_of_a_command_is_said() {
    let new = home::Command::New { name: words("Readers"), me: words("Ada"), channel: None }.into();
    let community = |waiting| Done::Community { community: words("c1"), waiting };
    let join = home::Command::Join { link: words("kith:x"), me: words("Bo"), timeout_s: 60 }.into();
    assert_eq!(
        done(&new, &community(false)),
        "Readers is begun, on this device. Its id: c1\nAsk others in with: kith invite"
    );
    assert_eq!(done(&join, &community(false)), "You are in. The community's id: c1");
    assert!(done(&join, &community(true)).contains("wait until a steward says yes"));
    let invited =
        done(&Request::of(None, invitation::Command::Open { days: 14 }), &Done::Link { link: words("kith:x") });
    assert!(invited.starts_with("kith:x\n\n█"), "{invited}");
    let synced = Done::Synced { quiet: false, records_in: 1, records_out: 2, bytes_in: 3, bytes_out: 4 };
    assert_eq!(
        done(&home::Command::Sync { community: None, seconds: 1 }.into(), &synced),
        "The time is over, and something is left to do.\nCame: 1 records, 3 bytes. Went: 2 records, 4 bytes."
    );
}

#[test]
fn status_today_and_charter_are_plain_lines() {
    let device = DeviceStatus {
        device: words("d2"),
        person: words("b1"),
        name: words("Bo"),
        last_heard: Some(NOW - 3_600_000),
        behind: 2,
        differs: true,
    };
    let never = DeviceStatus { device: words("d3"), person: words("c1"), ..DeviceStatus::default() };
    let status = AnyView::Status(Box::new(StatusView {
        troubles: vec![],
        communities: vec![CommunityStatus {
            community: words("c1"),
            name: words("Readers"),
            digest: words("dd"),
            root: words("rr"),
            records: 7,
            devices: vec![device, never],
        }],
    }));
    assert_eq!(
        view(&status, NOW),
        "Readers  c1\n  7 records here\n  digest dd\n  root   rr\n  \
         d2 of Bo · heard from 1 hour ago · has not signed for 2 records · SHOWS SOMETHING ELSE: a defect, please report it\n  \
         d3 of c1 · not heard from yet · has signed for all that is here"
    );
    let new_since = vec![NewInTopic { topic: words("t1"), title: words("Seeds"), posts: 4, ..NewInTopic::default() }];
    let joined = vec![Joined { person: words("c1"), name: words("Cy"), by: words("Ada") }];
    let waiting = vec![Waiting::Charter(CharterWaits::Vouch { name: words("Di"), person: words("d1") })];
    let by = Some(PersonName { person: words("a1"), name: words("Ada") });
    let greeting = Some(GreetingView { text: words("Come in"), by });
    let decided = DecisionRow {
        id: words("s2"),
        by: PersonName { person: words("a1"), name: words("Ada") },
        about: Some(PersonName { person: words("b1"), name: words("Bo") }),
        what: Sentence::of("decided-removed"),
        why: words("He sold the keys"),
        at_ms: None,
    };
    let today = AnyView::Today(Box::new(TodayView {
        greeting,
        waiting,
        new_since,
        more_new: 0,
        joined,
        more_joined: 60,
        decided: vec![decided],
    }));
    let told = "Ada invited you. The invitation says: Come in\nd1  Di waits to be let in\nt1  Seeds · 4 new\nCy joined\n\
                60 more joined\nAda removed Bo · He sold the keys";
    assert_eq!(view(&today, NOW), told);
    let line = CharterLine {
        id: words("s1"),
        by: words("Ada"),
        what: Sentence::of("charter-remove").with("person", "Bo"),
        holds: false,
        at_ms: Some(NOW - 3_600_000),
    };
    let charter = AnyView::Charter(Box::new(CharterView { lines: vec![line], needs_newer: true }));
    assert!(
        view(&charter, NOW)
            .starts_with("s1  Ada: removed Bo · 1 hour ago (does not hold)\nSome of it needs a newer Kith")
    );
}

#[test]
fn an_answer_as_json_is_the_view_itself() {
    assert_eq!(
        crate::cli::json(&kith_community::query::Bare(&AnyView::People(Box::default()))).ok(),
        Some(words("[]"))
    );
    let done = Done::Community { community: words("c1"), waiting: false };
    assert_eq!(crate::cli::json(&done).ok(), Some(words("{\"community\":\"c1\"}")));
}
