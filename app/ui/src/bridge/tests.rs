use super::fake::Fake;
use super::*;
use kith_community::charter::PeopleQuery;
use kith_community::command::Command;
use kith_community::home::{CommunitiesQuery, CommunityRow};
use kith_community::reach::DevicesQuery;
use kith_community::topic::TopicQuery;
use kith_community::{charter, home, topic};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};

struct Home {
    folder: TempDir,
    fake: Fake,
    door: Door,
}

impl Home {
    fn open() -> Self {
        Self::showing(AnyView::Communities(Box::default()))
    }

    fn showing(view: AnyView) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fake = Fake::showing(view);
        let show: Show = std::sync::Arc::new(|link| match link {
            Some(link) if link == "kith:window" => Some(Shown::Window),
            Some(_) => None,
            None => Some(Shown::Page("http://127.0.0.1:1/open/x".to_owned())),
        });
        let bridge = Bridge::Fake(fake.clone());
        let door = Door::open(folder.path(), bridge, Some(show)).unwrap();
        Self { folder, fake, door }
    }

    async fn bridge(&self) -> Bridge {
        Bridge::open(self.folder.path(), None).await.unwrap_or_else(|_| panic!("no answer"))
    }

    /// Says `words` as they are, and hears all that comes until the end.
    async fn hear(&self, words: &[u8]) -> Vec<serde_json::Value> {
        let (theirs, mut ours) = socket::connect(self.folder.path()).await.unwrap();
        // It may have heard enough before the end.
        drop(ours.write_all(words).await);
        drop(ours.shutdown().await);
        let mut lines = BufReader::new(theirs).lines();
        let mut heard = Vec::new();
        while let Ok(Some(line)) = lines.next_line().await {
            heard.push(serde_json::from_str(&line).unwrap());
        }
        heard
    }
}

/// The steps, and the end.
async fn heard(bridge: &Bridge, request: Request) -> (Vec<String>, Result<Done, Trouble>) {
    let (mut news, mut steps) = (bridge.send(request), Vec::new());
    loop {
        match news.recv().await.unwrap() {
            News::Step(step) => steps.push(step.0.key),
            News::End(done) => return (steps, done),
        }
    }
}

fn request(command: impl Into<Command>) -> Request {
    Request::of(None, command)
}

fn look(query: impl Query) -> Look {
    query.put(None)
}

fn joining() -> Request {
    home::Command::Join { link: "kith:x".to_owned(), me: "Ada".to_owned(), timeout_s: 1 }.into()
}

#[tokio::test]
async fn a_command_is_done_by_the_running_kith_and_its_steps_are_told() {
    let home = Home::open();
    let bridge = home.bridge().await;
    assert!(bridge.is_remote());
    let (told, done) = heard(&bridge, joining()).await;
    let community = "c1".to_owned();
    assert_eq!(done, Ok(Done::Community { community, waiting: true }));
    assert_eq!(told, ["step-reading", "step-looking"]);
    assert_eq!(home.fake.sent(), [joining()]);
}

#[tokio::test]
async fn trouble_travels_in_its_own_words() {
    let home = Home::open();
    let bridge = home.bridge().await;
    let reply = topic::Command::Reply { topic: "t".to_owned(), text: "yes".to_owned(), quotes: vec![], sending: None };
    let done = heard(&bridge, request(reply)).await.1;
    assert_eq!(done, Err(Trouble::of("topic-not-here")));
    let topic = "t9".to_owned();
    let view = bridge.look(look(TopicQuery::end(topic))).await;
    assert_eq!(view, Err(Trouble::of("no-topic").with("topic", "t9")));
}

#[tokio::test]
async fn a_watch_shows_the_present_and_each_later_view() {
    let home = Home::open();
    let mut watching = home.bridge().await.watch(look(CommunitiesQuery)).await.unwrap();
    assert_eq!(watching.next().await, Some(Ok(AnyView::Communities(Box::default()))));
    let row = CommunityRow { community: "c1".to_owned(), name: "Readers".to_owned(), ..CommunityRow::default() };
    let later = AnyView::Communities(Box::new(vec![row]));
    home.fake.shown.send_replace(later.clone());
    assert_eq!(watching.next().await, Some(Ok(later)));
}

#[tokio::test]
async fn a_list_without_rows_stays_what_it_was_asked_as() {
    let home = Home::open();
    for (query, rows) in [
        (look(PeopleQuery), AnyView::People(Box::default())),
        (look(DevicesQuery), AnyView::Devices(Box::default())),
        (look(CommunitiesQuery), AnyView::Communities(Box::default())),
    ] {
        home.fake.shown.send_replace(rows.clone());
        assert_eq!(home.bridge().await.look(query).await, Ok(rows));
    }
}

#[tokio::test]
async fn the_running_kith_shows_itself_with_the_link_it_is_handed() {
    let home = Home::open();
    let page = home.bridge().await.show(None).await;
    assert_eq!(page, Ok(Some(Shown::Page("http://127.0.0.1:1/open/x".to_owned()))));
    let window = home.bridge().await.show(Some("kith:window".to_owned())).await;
    assert_eq!(window, Ok(Some(Shown::Window)));
    let closing = home.bridge().await.show(Some("kith:other".to_owned())).await;
    assert_eq!(closing, Ok(None));
}

// A pipe of Windows says nothing when one of its sides has said all.
#[cfg(unix)]
#[tokio::test]
async fn the_protocol_is_lines_of_json_after_a_greeting() {
    let home = Home::open();
    let join = serde_json::json!({"send": joining()}).to_string();
    assert_eq!(
        home.hear(format!("{join}\n").as_bytes()).await,
        [
            serde_json::json!({"kith": 0, "mode": "loopback"}),
            serde_json::json!({"step": {"key": "step-reading"}}),
            serde_json::json!({"step": {"key": "step-looking"}}),
            serde_json::json!({"done": {"community": "c1", "waiting": true}}),
        ]
    );
}

#[tokio::test]
async fn a_bad_line_is_answered_with_trouble_and_the_end() {
    let home = Home::open();
    let sync = "{\"send\":{\"home\":{\"sync\":{\"community\":null,\"seconds\":1}}}}\n";
    let long = "x".repeat(wire::LONGEST_QUESTION + 1);
    for bad in ["\n", "hello\n", "{\"send\":{}}\n", "{\"steal\":1}\n", "[[[[\n", "{\"send\"", "\u{0}\u{7f}\n", &long] {
        let heard = home.hear(format!("{bad}{sync}").as_bytes()).await;
        let said = heard.get(1).and_then(|answer| answer.get("trouble"));
        assert!(said.is_some(), "{:.20}: {heard:?}", bad);
        assert_eq!(heard.len(), 2, "{:.20}", bad);
    }
    assert_eq!(home.fake.sent(), []);
}

#[tokio::test]
async fn what_is_too_long_is_refused_before_it_is_sent() {
    let home = Home::open();
    let text = "x".repeat(wire::LONGEST_QUESTION);
    let edit = topic::Command::Edit { post: "p".to_owned(), text };
    let done = heard(&home.bridge().await, request(edit)).await.1;
    assert_eq!(done, Err(Trouble::of("question-long")));
    assert_eq!(home.fake.sent(), []);
}

#[tokio::test]
async fn the_socket_goes_with_the_door() {
    let home = Home::open();
    let socket = socket::path(home.folder.path());
    assert_eq!(std::fs::read_dir(home.folder.path()).unwrap().count(), 1);
    home.door.close().await;
    assert!(!socket.exists());
}

#[tokio::test]
async fn where_no_socket_can_be_nobody_answers() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("file"), "").unwrap();
    for home in ["no/such".to_owned(), "file".to_owned(), "x".repeat(200)] {
        let greeted = Remote::greet(&folder.path().join(home)).await;
        assert!(matches!(greeted, Ok(None)), "{greeted:?}");
    }
}

#[tokio::test]
async fn a_stale_socket_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    drop(socket::Listener::bind(folder.path()).unwrap());
    assert!(socket::path(folder.path()).exists());
    assert!(matches!(Remote::greet(folder.path()).await, Ok(None)));
    let mut fake = Fake::showing(AnyView::Communities(Box::default()));
    fake.mode = Mode::Off;
    let _door = Door::open(folder.path(), Bridge::Fake(fake), None).unwrap();
    let greeted = Remote::greet(folder.path()).await.unwrap().unwrap();
    assert_eq!(greeted.mode, "off");
    assert_eq!(greeted.remote.show(None).await, Ok(None));
}

#[tokio::test]
async fn networks_that_contradict_the_running_kith_are_told_apart() {
    let home = Home::open();
    assert!(Bridge::open(home.folder.path(), Some(Mode::Loopback)).await.is_ok());
    let Err(Closed::Contradiction(words)) = Bridge::open(home.folder.path(), Some(Mode::Lan)).await else {
        panic!("a contradiction passed");
    };
    assert!(words.contains("--net loopback, not lan"), "{words}");
}

#[tokio::test]
async fn another_version_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let listener = socket::Listener::bind(folder.path()).unwrap();
    let asked = Bridge::open(folder.path(), None);
    let answer = async {
        let (mut theirs, mut ours) = listener.accept().await.unwrap();
        ours.write_all(b"{\"kith\":7,\"mode\":\"online\"}\n").await.unwrap();
        drop(theirs.read_u8().await);
    };
    let (opened, ()) = tokio::join!(asked, answer);
    let Err(Closed::Trouble(trouble)) = opened else {
        panic!("it was not refused");
    };
    assert_eq!(trouble, Trouble::of("other-version").with("theirs", 7_u32).with("ours", 0_u32));
}

#[tokio::test]
async fn a_kith_that_ends_in_the_middle_is_told_in_words() {
    let folder = tempfile::tempdir().unwrap();
    let listener = socket::Listener::bind(folder.path()).unwrap();
    let answer = async {
        for _ in 0..2 {
            let (_, mut ours) = listener.accept().await.unwrap();
            ours.write_all(b"{\"kith\":0,\"mode\":\"online\"}\n{\"step\":{\"key\":\"soon\"}}\n{\"do").await.unwrap();
        }
    };
    let asked = async {
        let Ok(bridge) = Bridge::open(folder.path(), None).await else {
            panic!("no greeting");
        };
        heard(&bridge, joining()).await.1
    };
    let (done, ()) = tokio::join!(asked, answer);
    assert_eq!(done, Err(wire::stopped()));
}

#[tokio::test]
async fn a_command_that_breaks_ends_in_words_and_others_go_on() {
    let home = Home::open();
    let bridge = home.bridge().await;
    let (_, done) = heard(&bridge, request(charter::Command::Leave)).await;
    assert_eq!(done, Err(broke()));
    assert!(heard(&bridge, home::Command::Sync { community: None, seconds: 1 }.into()).await.1.is_ok());
}

#[tokio::test]
async fn a_held_home_is_known_by_the_words_of_the_seam() {
    let folder = tempfile::tempdir().unwrap();
    let kith = Kith::open(folder.path(), Mode::Off).await.unwrap();
    let Err(trouble) = Kith::open(folder.path(), Mode::Off).await else {
        panic!("it was opened twice");
    };
    assert!(is_held(&trouble), "{trouble}");
    kith.close().await;
}
