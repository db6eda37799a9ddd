use super::*;
use command::Command as C;

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

#[test]
fn every_line_of_the_contract_is_understood() {
    let page = |port, no_open| Task::Serve(PageArgs { port, no_open });
    let link = || words("kith:abc");
    let me = || words("Ada");
    let table: &[(&[&str], Task)] = &[
        (&[], page(None, false)),
        (&["--no-open", "--port", "0"], page(Some(0), true)),
        (&["serve", "--port", "7777", "--no-open"], page(Some(7777), true)),
        (&["run"], Task::Run),
        (&["new", "Reading circle", "--as", "Ada"], Task::Send(C::New { name: words("Reading circle"), me: me() })),
        (&["invite"], Task::Send(C::Invite { days: 14 })),
        (&["invite", "--days", "3"], Task::Send(C::Invite { days: 3 })),
        (&["join", "kith:abc", "--as", "Ada"], Task::Send(C::Join { link: link(), me: me(), timeout_s: 60 })),
        (&["join", "kith:abc", "--as", "Ada", "--timeout", "5"], Task::Send(C::Join { link: link(), me: me(), timeout_s: 5 })),
        (&["device", "link"], Task::Send(C::DeviceLink)),
        (&["device", "join", "kith:abc"], Task::Send(C::DeviceJoin { link: link(), timeout_s: 60 })),
        (&["devices"], Task::Look(Query::Devices)),
        (&["communities"], Task::Look(Query::Communities)),
        (&["people"], Task::Look(Query::People)),
        (&["topics"], Task::Look(Query::Topics)),
        (&["topic", "new", "Seeds"], Task::Send(C::StartTopic { title: words("Seeds"), channel: None, body: None })),
        (
            &["topic", "new", "Seeds", "--channel", "garden", "--body", "- beans"],
            Task::Send(C::StartTopic { title: words("Seeds"), channel: Some(words("garden")), body: Some(words("- beans")) }),
        ),
        (&["topic", "show", "t1"], Task::Look(Query::Topic { topic: words("t1") })),
        (&["reply", "t1", "yes"], Task::Send(C::Reply { topic: words("t1"), text: words("yes"), quotes: vec![] })),
        (
            &["reply", "t1", "-1 from me", "--quote", "p1", "--quote", "p2"],
            Task::Send(C::Reply { topic: words("t1"), text: words("-1 from me"), quotes: vec![words("p1"), words("p2")] }),
        ),
        (&["edit", "p1", "no"], Task::Send(C::Edit { post: words("p1"), text: words("no") })),
        (&["delete", "p1"], Task::Send(C::Delete { post: words("p1") })),
        (&["erase", "p1"], Task::Send(C::Erase { post: words("p1") })),
        (&["react", "p1", "🌱"], Task::Send(C::React { post: words("p1"), emoji: words("🌱") })),
        (&["resolve", "t1"], Task::Send(C::Resolve { topic: words("t1"), resolved: true })),
        (&["resolve", "t1", "--open"], Task::Send(C::Resolve { topic: words("t1"), resolved: false })),
        (&["role", "Bo", "steward"], Task::Send(C::SetRole { person: words("Bo"), role: Role::Steward })),
        (&["remove", "Bo"], Task::Send(C::Remove { person: words("Bo"), why: None })),
        (&["remove", "Bo", "--why", "spam"], Task::Send(C::Remove { person: words("Bo"), why: Some(words("spam")) })),
        (&["restore", "Bo"], Task::Send(C::Restore { person: words("Bo") })),
        (&["leave"], Task::Send(C::Leave)),
        (&["charter"], Task::Look(Query::Charter)),
        (&["today"], Task::Look(Query::Today)),
        (&["sync"], Task::Send(C::Sync { seconds: 20 })),
        (&["sync", "--for", "3"], Task::Send(C::Sync { seconds: 3 })),
        (&["status"], Task::Look(Query::Status)),
    ];
    for (line, task) in table {
        let read = read(line).map(|(_, task)| task);
        assert_eq!(read.as_ref().ok(), Some(task), "{line:?}: {read:?}");
    }
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
