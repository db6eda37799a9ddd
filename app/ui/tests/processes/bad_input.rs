//! What is broken, foreign, too much or out of turn gets a clear sentence and changes nothing.

use crate::home::{Home, community, meet, text};
use kith_sync::store::Store;
use serde_json::{Value, json};
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::process::Command;

#[test]
fn a_link_that_is_not_whole_opens_nothing() {
    let (a, b) = (Home::new(), Home::new());
    a.found("Sunday choir", "Ada");
    let link = a.invite();
    let (begin, end) = link.split_at(link.len() / 2);
    let other = if end.starts_with('a') { 'b' } else { 'a' };
    let flipped = format!("{begin}{other}{}", end.get(1..).unwrap());
    for (bad, why) in [
        ("", "not a Kith link"),
        ("hello", "not a Kith link"),
        ("קית:אבג", "not a Kith link"),
        ("kith:", "damaged"),
        ("kith:aaaa", "damaged"),
        ("kith:👩‍🌾", "damaged"),
        (begin, "damaged"),
        (&flipped, "damaged"),
        (&format!("{link}a"), "damaged"),
        (&format!("kith:{}", "a".repeat(9_000)), "damaged"),
    ] {
        let words = b.refused(&["join", bad, "--as", "Ben"]);
        assert!(words.contains(why), "{bad}: {words}");
        assert!(words.contains("Nothing was changed"), "{words}");
        b.refused(&["device", "join", bad]);
    }
    assert_eq!(b.kith(&["communities"]), json!([]));

    a.run();
    let shouted = format!("  {}\n", link.to_uppercase());
    b.join(&shouted, "Ben");
}

#[test]
fn a_link_for_something_else_says_what_it_is_for() {
    let [a, b] = community(["Ada", "Ben"]);
    a.run();
    let link = a.invite();
    for home in [&a, &b] {
        let words = home.refused(&["join", &link, "--as", "Again"]);
        assert!(words.contains("already belong"), "{words}");
    }
    let words = b.refused(&["device", "join", &link]);
    assert!(words.contains("kith join"), "{words}");
    let device = text(&a.kith(&["device", "link"]), "link");
    let words = Home::new().refused(&["join", &device, "--as", "Cara"]);
    assert!(words.contains("kith device join"), "{words}");
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);
}

#[test]
fn a_link_that_nobody_answers_can_be_used_again() {
    let (a, b) = (Home::new(), Home::new());
    a.found("Sunday choir", "Ada");
    let link = a.invite();
    let words = b.refused(&["join", &link, "--as", "Ben", "--timeout", "1"]);
    assert!(words.contains("goes on asking"), "{words}");
    assert!(!words.contains("ERROR"), "{words}");
    assert_eq!(b.kith(&["communities"])[0]["joining"], true);
    a.run();
    b.join(&link, "Ben");
    assert_eq!(a.standing("Ben"), "member active");
    assert_eq!(a.kith(&["people"]).as_array().unwrap().len(), 2);
}

#[test]
fn words_that_are_empty_or_too_long_are_not_taken() {
    let a = Home::new();
    a.found("Sunday choir", "Ada");
    let topic = a.start_topic("Concert", "Sunday at four");
    let before = a.told();
    let long = "ß".repeat(50_000);
    let title = "t".repeat(1_000);
    for bad in [
        ["topic", "new", ""].as_slice(),
        &["topic", "new", " \n "],
        &["topic", "new", "\u{200b}\u{2060}"],
        &["topic", "new", &title],
        &["topic", "new", "Long", "--body", &long],
        &["reply", &topic, ""],
        &["reply", &topic, " \t "],
        &["reply", &topic, &long],
        &["edit", &topic, ""],
        &["edit", &topic, &long],
        &["react", &topic, ""],
        &["react", &topic, "two words"],
        &["new", "", "--as", "Ada"],
        &["new", "Choir", "--as", ""],
        &["new", "Choir", "--as", "\u{200d}\u{3164}"],
        &["new", "Choir", "--as", &title],
        &["invite", "--days", "0"],
        &["invite", "--days", "100000"],
    ] {
        let words = a.refused(bad);
        assert!(words.len() < 400, "{words}");
    }
    a.run();
    // Longer than a process takes as one argument.
    let words = "x".repeat(200 << 10);
    let command = json!({"topic": {"reply": {"topic": topic, "text": words, "quotes": []}}});
    let answer = ask(&a, &json!({"send": {"community": {"community": null, "command": command}}}));
    assert_eq!(answer["trouble"]["key"], "trouble-post-long", "{answer}");
    assert_eq!(a.told(), before);
}

/// What the running Kith says to a line on its socket.
fn ask(home: &Home, question: &Value) -> Value {
    let mut socket = UnixStream::connect(home.path().join("kith.sock")).unwrap();
    writeln!(socket, "{question}").unwrap();
    let mut lines = BufReader::new(socket).lines();
    let greeting = lines.next().unwrap().unwrap();
    assert!(greeting.contains("loopback"), "{greeting}");
    serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap()
}

#[test]
fn names_in_every_writing_arrive_as_they_were_given() {
    let choir = "מקהלת יום ראשון 🎶";
    let names = ["👩🏽‍🌾", "عبد الله", "Zoe\u{301} \u{2067}שם\u{2069}", "مینا \u{200c}می"];
    let a = Home::new();
    a.found(choir, names[0]);
    a.run();
    let link = a.invite();
    let others = [(); 3].map(|()| Home::new());
    for (home, name) in others.iter().zip(&names[1..]) {
        home.join(&link, name);
        let topic = home.start_topic(name, name);
        assert_eq!(text(&home.posts(&topic)[0], "text"), *name);
    }
    a.kill();
    meet(&[&a, &others[0], &others[1], &others[2]]);
    for home in &others {
        assert_eq!(home.status()["name"], choir);
        // Letters that were typed in two parts are kept as one.
        for name in [names[1], "Zo\u{e9} \u{2067}שם\u{2069}", names[3]] {
            assert_eq!(home.standing(name), "member active");
        }
        home.kith(&["--community", choir, "topics"]);
    }
}

#[test]
fn what_is_not_here_is_named_in_the_refusal() {
    let [a, b] = community(["Ada", "Ben"]);
    let topic = a.start_topic("Concert", "Sunday at four");
    meet(&[&a, &b]);
    for not_ones_own in [
        ["edit", &topic, "Monday"].as_slice(),
        &["delete", &topic],
        &["erase", &topic],
        &["remove", "Ada"],
        &["role", "Ben", "organiser"],
    ] {
        b.refused(not_ones_own);
    }
    for unknown in [
        ["topic", "show", "nosuch"].as_slice(),
        &["reply", "nosuch", "hi"],
        &["reply", &topic, "hi", "--quote", "nosuch"],
        &["edit", "nosuch", "hi"],
        &["delete", "nosuch"],
        &["erase", "nosuch"],
        &["react", "nosuch", "👍"],
        &["resolve", "nosuch"],
        &["role", "nosuch", "steward"],
        &["remove", "nosuch"],
        &["restore", "nosuch"],
        &["--community", "nosuch", "topics"],
    ] {
        let words = a.refused(unknown);
        assert!(words.contains("nosuch"), "{words}");
    }
    let words = Home::new().refused(&["topics"]);
    assert!(words.contains("kith new"), "{words}");
}

#[test]
fn a_home_has_one_kith_at_a_time_and_the_second_says_so() {
    let a = Home::new();
    a.found("Sunday choir", "Ada");
    let lock = File::open(a.path().join("lock")).unwrap();
    lock.lock().unwrap();
    let words = a.refused(&["topics"]);
    assert!(words.contains("Another Kith has"), "{words}");
    lock.unlock().unwrap();

    a.run();
    let words = a.refused(&["run"]);
    assert!(words.contains("already runs"), "{words}");
    let words = a.ends_with(2, &["--net", "off", "topics"]);
    assert!(words.contains("uses --net loopback"), "{words}");
    a.kith(&["--net", "loopback", "topics"]);
}

#[test]
fn joining_without_a_network_is_refused_at_once() {
    let (a, b) = (Home::new(), Home::new());
    a.found("Sunday choir", "Ada");
    let words = b.refused(&["--net", "off", "join", &a.invite(), "--as", "Bo"]);
    assert!(words.contains("--net off") && words.contains("same link again"), "{words}");
    assert_eq!(b.kith(&["communities"]), serde_json::json!([]));
}

#[test]
fn wrong_use_ends_with_two() {
    let a = Home::new();
    for wrong in [
        ["frobnicate"].as_slice(),
        &["topics", "--nonsense"],
        &["topic"],
        &["reply", "one"],
        &["join", "kith:aaaa"],
        &["invite", "--days", "soon"],
        &["role", "Ada", "queen"],
        &["--net", "carrier-pigeon", "topics"],
    ] {
        a.ends_with(2, wrong);
    }
}

#[test]
fn a_damaged_database_is_named_and_left_as_it_is() {
    let a = Home::new();
    a.found("Sunday choir", "Ada");
    a.start_topic("Concert", &"Sunday at four ".repeat(1_000));
    let path = database(&a);
    let whole = fs::read(&path).unwrap();
    let mut torn = whole.clone();
    torn[5_000..9_000].fill(0xa5);
    let mut headless = whole.clone();
    headless[..100].fill(0);
    for bad in [torn, headless, whole[..whole.len() / 3].to_vec()] {
        fs::write(&path, &bad).unwrap();
        let words = a.refused(&["topic", "new", "More"]);
        assert!(words.contains("damaged"), "{words}");
    }
    fs::write(&path, whole).unwrap();
    a.start_topic("More", "It is well again");
}

#[test]
fn what_is_no_database_is_named_and_the_others_open() {
    let a = Home::new();
    a.found("Sunday choir", "Ada");
    let path = database(&a);
    let whole = fs::read(&path).unwrap();
    let foreign = a.path().join("foreign.sqlite");
    let other = Store::in_memory(&[]).unwrap();
    let made = format!("ATTACH '{}' AS other; CREATE TABLE other.cakes (name TEXT)", foreign.display());
    other.connection().execute_batch(&made).unwrap();
    let foreign = fs::read(foreign).unwrap();
    let wood = a.kith(&["new", "Wood", "--as", "Ada"]);
    let wood = text(&wood, "community");
    let words = b"a shopping list\n".repeat(400);
    for bad in [&b""[..], &foreign, &words] {
        fs::write(&path, bad).unwrap();
        let said = a.refused(&["--community", "Sunday choir", "topic", "new", "More"]);
        assert!(said.contains("damaged") && said.contains("Nothing was changed"), "{said}");
        assert_eq!(fs::read(&path).unwrap(), bad);
        let topic = ["--community", "Wood", "topic", "new", "More"];
        a.kith(&topic);
        let open = a.kith(&["communities"]);
        assert_eq!(open.as_array().unwrap().len(), 1, "{open}");
        assert_eq!(text(&open[0], "community"), wood);
    }
    fs::remove_file(&path).unwrap();
    fs::create_dir(&path).unwrap();
    a.kith(&["--community", "Wood", "topic", "new", "More"]);
    fs::remove_dir(&path).unwrap();
    fs::write(&path, whole).unwrap();
    a.kith(&["--community", "Sunday choir", "topic", "new", "It is well again"]);
}

#[test]
fn an_empty_database_is_not_taken_for_no_community() {
    let a = Home::new();
    a.found("Sunday choir", "Ada");
    fs::write(database(&a), []).unwrap();
    for asked in [["topics"].as_slice(), &["communities"], &["status"], &["topic", "new", "More"]] {
        let said = a.refused(asked);
        assert!(said.contains("is empty") && said.contains("join again"), "{said}");
    }
}

#[test]
fn a_place_that_cannot_be_a_home_is_named() {
    let a = Home::new();
    fs::create_dir_all(a.path()).unwrap();
    let file = a.path().join("letter.txt");
    fs::write(&file, "Dear Ada").unwrap();
    for place in [file.clone(), file.join("within")] {
        let said = Command::new(env!("CARGO_BIN_EXE_kith")).arg("--home").arg(&place).arg("topics").output().unwrap();
        let words = String::from_utf8(said.stderr).unwrap();
        assert_eq!(said.status.code(), Some(1), "{words}");
        assert!(words.contains("cannot keep things") && words.contains("--home"), "{words}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), "Dear Ada");
}

#[test]
fn a_disk_that_takes_no_more_loses_nothing_that_was_answered() {
    let a = Home::new();
    a.found("Sunday choir", "Ada");
    let topic = a.start_topic("Concert", "Sunday at four");
    let before = a.told();
    // A limit on the size of files is what a full disk is to SQLite.
    let full = Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "sh"])
        .args([env!("CARGO_BIN_EXE_kith"), "--net", "off", "--json", "--home"])
        .arg(a.path())
        .args(["reply", &topic, &"no room ".repeat(5_000)])
        .output()
        .unwrap();
    let words = String::from_utf8(full.stderr).unwrap();
    assert_eq!(full.status.code(), Some(1), "{words}");
    assert!(full.stdout.is_empty() && words.contains("is safe"), "{words}");
    assert_eq!(a.told(), before);
    a.reply(&topic, "There is room again");
}

fn database(home: &Home) -> PathBuf {
    let files = fs::read_dir(home.path().join("communities")).unwrap().map(|file| file.unwrap().path());
    let databases: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "db")).collect();
    let [path] = databases.as_slice() else { panic!("{databases:?}") };
    path.clone()
}
