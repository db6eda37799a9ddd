use super::*;
use crate::cli::task::InTerminal;
use kith_community::charter::{CharterQuery, PeopleQuery};
use kith_community::command::Role;
use kith_community::command::{Command, Request};
use kith_community::community::CustomsQuery;
use kith_community::home::{CommunitiesQuery, StatusQuery};
use kith_community::reach::DevicesQuery;
use kith_community::today::TodayQuery;
use kith_community::topic::{TopicQuery, TopicsQuery};
use kith_community::{charter, community, device, home, invitation, reaction, topic};

fn read(line: &[&str]) -> Result<(Cli, Task), clap::Error> {
    let words = std::iter::once("kith").chain(line.iter().copied());
    Cli::read(words.map(OsString::from))
}

fn words(text: &str) -> String {
    text.to_owned()
}

#[test]
fn the_arguments_are_what_is_definable() {
    Cli::command().debug_assert();
}

fn asks(command: impl Into<Command>) -> Task {
    Task::Send(Request::of(None, command))
}

fn looks(query: impl InTerminal) -> Task {
    Task::look(None, query)
}

fn manages(command: home::Command) -> Task {
    Task::Send(command.into())
}

/// Each line is read as its task.
fn check(table: &[(&str, Task)]) {
    for (line, task) in table {
        let split: Vec<&str> = line.split(' ').collect();
        let read = read(&split).map(|(_, task)| task);
        assert_eq!(read.as_ref().ok(), Some(task), "{line}: {read:?}");
    }
}

#[test]
fn what_stays_is_understood() {
    let page = |port, no_open| PageArgs { port, no_open, demo: false };
    assert_eq!(read(&[]).unwrap().1, Task::Open(page(None, false), None));
    check(&[
        ("--no-open --port 0", Task::Open(page(Some(0), true), None)),
        ("open", Task::Open(page(None, false), None)),
        ("open kith:abc", Task::Open(page(None, false), Some(words("kith:abc")))),
        ("serve", Task::Serve(page(None, false))),
        ("serve --port 7777 --no-open", Task::Serve(page(Some(7777), true))),
        ("run", Task::Run),
    ]);
}

#[test]
fn ways_in_and_views_are_understood() {
    let (link, me, name) = (words("kith:abc"), words("Ada"), words("Readers"));
    let join = |timeout_s| home::Command::Join { link: words("kith:abc"), me: words("Ada"), timeout_s };
    check(&[
        ("new Readers --as Ada", manages(home::Command::New { name, me, channel: Some("Just talking".to_owned()) })),
        ("invite", asks(invitation::Command::Open { days: 14 })),
        ("invite --days 3", asks(invitation::Command::Open { days: 3 })),
        ("join kith:abc --as Ada", manages(join(60))),
        ("join kith:abc --as Ada --timeout 5", manages(join(5))),
        ("device link", asks(device::Command::Link)),
        ("device join kith:abc", manages(home::Command::DeviceJoin { link, timeout_s: 60 })),
        ("device rename abcd Phone", asks(device::Command::Rename { device: words("abcd"), name: words("Phone") })),
        ("device remove Phone", asks(device::Command::Remove { device: words("Phone") })),
        ("devices", looks(DevicesQuery)),
        ("communities", looks(CommunitiesQuery)),
        ("people", looks(PeopleQuery)),
        ("topics", looks(TopicsQuery::latest(500))),
        ("charter", looks(CharterQuery)),
        ("today", looks(TodayQuery)),
        ("status", looks(StatusQuery::default())),
        ("sync", manages(home::Command::Sync { community: None, seconds: 20 })),
        ("sync --for 3", manages(home::Command::Sync { community: None, seconds: 3 })),
    ]);
}

#[test]
fn talk_is_understood() {
    let (topic, post, text) = (|| words("t1"), || words("p1"), || words("yes"));
    let start = |channel, body| {
        asks(topic::Command::Start { title: words("Seeds"), channel, body, asks: false, sending: None })
    };
    let reply = |text, quotes| asks(topic::Command::Reply { topic: topic(), text, quotes, sending: None });
    let resolve = |resolved| asks(topic::Command::Resolve { topic: topic(), resolved });
    check(&[
        ("topic new Seeds", start(None, None)),
        ("topic new Seeds --channel garden --body -beans", start(Some(words("garden")), Some(words("-beans")))),
        ("topic show t1", looks(TopicQuery::end(topic()))),
        ("reply t1 yes", reply(text(), vec![])),
        ("reply t1 -1", reply(words("-1"), vec![])),
        ("reply t1 yes --quote p1 --quote p2", reply(text(), vec![post(), words("p2")])),
        ("edit p1 yes", asks(topic::Command::Edit { post: post(), text: text() })),
        ("delete p1", asks(topic::Command::Delete { post: post() })),
        ("erase p1", asks(topic::Command::Erase { post: post() })),
        ("react p1 🌱", asks(reaction::Command::Toggle { post: post(), emoji: words("🌱") })),
        ("resolve t1", resolve(true)),
        ("resolve t1 --open", resolve(false)),
    ]);
}

#[test]
fn belonging_is_understood() {
    let person = || words("Bo");
    let role = |role| asks(charter::Command::SetRole { person: person(), role });
    let customs = |reactions, answer_h| asks(community::Command::SetCustoms { reactions, answer_h });
    let remove = |why| asks(charter::Command::Remove { person: person(), why });
    check(&[
        ("role Bo organiser", role(Role::Organiser)),
        ("role Bo steward", role(Role::Steward)),
        ("role Bo member", role(Role::Member)),
        ("remove Bo", remove(None)),
        ("remove Bo --why spam", remove(Some(words("spam")))),
        ("restore Bo", asks(charter::Command::Restore { person: person() })),
        ("customs", looks(CustomsQuery)),
        ("customs --reactions same,🌱", customs(Some(vec![words("same"), words("🌱")]), None)),
        ("customs --reactions= --answer-within 3d", customs(Some(vec![]), Some(72))),
        ("customs --answer-within 0h", customs(None, Some(0))),
        ("customs --answer-within 1w", customs(None, Some(168))),
        ("leave", asks(charter::Command::Leave)),
        ("device go-on", asks(device::Command::GoOn)),
        ("forget", manages(home::Command::Forget { community: None })),
        ("greet Welcome", asks(invitation::Command::Greet { greeting: words("Welcome") })),
    ]);
}

#[test]
fn what_holds_for_every_command_may_stand_before_or_after_it() {
    for line in [
        ["--home", "/h", "--net", "loopback", "--community", "C", "--json", "topics"].as_slice(),
        &["topics", "--json", "--community", "C", "--net", "loopback", "--home", "/h"],
    ] {
        let (cli, _) = read(line).unwrap();
        assert_eq!(cli.home, Some(PathBuf::from("/h")));
        assert_eq!(cli.net, Some(Net::Loopback));
        assert_eq!(cli.community.as_deref(), Some("C"));
        assert!(cli.json);
    }
}

#[test]
fn wrong_use_ends_with_2_and_help_with_0() {
    let table: &[(&[&str], i32)] = &[
        (&["--help"], 0),
        (&["topic", "new", "--help"], 0),
        (&["--version"], 0),
        (&["nonsense"], 2),
        (&["new", "Name"], 2),
        (&["customs", "--answer-within", "soon"], 2),
        (&["customs", "--answer-within", "d"], 2),
        (&["customs", "--answer-within", "9999999999d"], 2),
        (&["customs", "--answer-within", "999999999w"], 2),
        (&["new", "--as", "Ada"], 2),
        (&["join", "kith:abc"], 2),
        (&["invite", "--days", "-1"], 2),
        (&["invite", "--days", "many"], 2),
        (&["topic"], 2),
        (&["topic", "show"], 2),
        (&["device"], 2),
        (&["role", "Bo", "guest"], 2),
        (&["role", "Bo"], 2),
        (&["--net", "wifi", "topics"], 2),
        (&["--home", "", "topics"], 2),
        (&["--port", "70000"], 2),
        (&["--no-open", "topics"], 2),
        (&["topics", "--no-open"], 2),
        (&["sync", "--for"], 2),
        (&["reply", "t1"], 2),
        (&["reply", "t1", "a", "b"], 2),
    ];
    for (line, code) in table {
        let refused = read(line).map(|(_, task)| task).map_err(|error| error.exit_code());
        assert_eq!(refused, Err(*code), "{line:?}");
    }
}
