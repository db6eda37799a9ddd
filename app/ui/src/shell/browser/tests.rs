use super::*;
use crate::bridge::fake::Fake;
use futures_util::{SinkExt as _, StreamExt as _};
use kith_community::query::AnyView;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;

struct Shown {
    home: TempDir,
    page: Page,
    port: u16,
}

/// An answer in full.
struct Heard(String);

impl Heard {
    fn code(&self) -> u16 {
        self.0.split(' ').nth(1).unwrap().parse().unwrap()
    }

    fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.0.split_once("\r\n\r\n").unwrap();
        let mut lines = head.lines().skip(1).filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn between(&self, before: &str, after: &str) -> &str {
        self.0.split_once(before).unwrap().1.split_once(after).unwrap().0
    }
}

impl Shown {
    async fn begin() -> Self {
        let home = tempfile::tempdir().unwrap();
        let page = show(&home).await;
        let port = page.links.make().rsplit(':').next().unwrap().split('/').next().unwrap().parse().unwrap();
        Self { home, page, port }
    }

    /// A request with our own host, and lines of headers besides.
    async fn get(&self, path: &str, headers: &str) -> Heard {
        let port = self.port;
        self.say(&format!("GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{headers}Connection: close\r\n\r\n")).await
    }

    async fn say(&self, request: &str) -> Heard {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.unwrap();
        Heard(heard)
    }

    /// The path of a fresh link.
    fn link(&self) -> String {
        let link = self.page.links.make();
        link.strip_prefix(&format!("http://127.0.0.1:{}", self.port)).unwrap().to_owned()
    }

    /// Opens a link: a cookie header, and the token.
    async fn enter(&self) -> (String, String) {
        let heard = self.get(&self.link(), "").await;
        assert_eq!(heard.code(), 200);
        let cookie = heard.header("set-cookie").unwrap().split(';').next().unwrap();
        let token = heard.between("kith-token\" content=\"", "\"");
        (format!("Cookie: {cookie}\r\n"), token.to_owned())
    }

    fn origin(&self) -> String {
        format!("Origin: http://127.0.0.1:{}\r\n", self.port)
    }

    /// A page that was let in.
    async fn let_in(&self, cookie: &str, token: &str) -> Live {
        let mut socket = self.knock(cookie).await;
        socket.send(Message::text(hello(token))).await.unwrap();
        assert!(matches!(socket.next().await, Some(Ok(Message::Binary(_)))));
        socket
    }

    /// What the socket says to a page with this cookie header that says `hello`: its first message.
    async fn live(&self, cookie: &str, hello: &str) -> Option<Message> {
        let mut socket = self.knock(cookie).await;
        socket.send(Message::text(hello)).await.unwrap();
        socket.next().await?.ok()
    }

    /// A socket that has said nothing yet.
    async fn knock(&self, cookie: &str) -> Live {
        let uri = format!("ws://127.0.0.1:{}/live", self.port).parse().unwrap();
        let cookie = cookie.trim().strip_prefix("Cookie: ").unwrap();
        let asked = tokio_tungstenite::tungstenite::ClientRequestBuilder::new(uri)
            .with_header("Origin", format!("http://127.0.0.1:{}", self.port))
            .with_header("Cookie", cookie);
        let stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        tokio_tungstenite::client_async(asked, stream).await.unwrap().0
    }
}

type Live = tokio_tungstenite::WebSocketStream<TcpStream>;

/// Whether a page is still answered.
async fn goes_on(page: &mut Live) -> bool {
    page.send(Message::text("__ping__")).await.unwrap();
    while let Some(Ok(heard)) = page.next().await {
        if !matches!(&heard, Message::Binary(edits) if edits.first() == Some(&1)) {
            return true;
        }
    }
    false
}

async fn show(home: &TempDir) -> Page {
    let bridge = Bridge::Fake(Fake::showing(AnyView::Communities(Box::default())));
    Page::open(home.path(), None, bridge).await.unwrap()
}

fn hello(token: &str) -> String {
    serde_json::json!({"token": token, "path": "/"}).to_string()
}

const UPGRADE: &str = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

#[tokio::test]
async fn a_link_opens_once() {
    let shown = Shown::begin().await;
    let link = shown.link();
    assert_eq!(shown.get(&link, "").await.code(), 200);
    let again = shown.get(&link, "").await;
    assert_eq!(again.code(), 403);
    assert_eq!(again.header("set-cookie"), None);
    assert!(!again.0.contains("kith-token"));
    assert_eq!(shown.get("/open/abcdefgh", "").await.code(), 403);
    assert_eq!(shown.get("/open/", "").await.code(), 403);
}

/// What the browser is to open for a link, and the arguments by which it is told so, which all the computer can read.
fn hand_over(shown: &Shown, link: &str) -> (std::path::PathBuf, Vec<String>) {
    let file = handover::write(&handover::folder(shown.home.path()), link).unwrap();
    let opener = crate::system::openers(&file).next().unwrap();
    let told = std::iter::once(opener.get_program()).chain(opener.get_args());
    let told = told.map(|one| one.to_string_lossy().into_owned()).collect();
    (file, told)
}

#[tokio::test]
async fn whoever_reads_how_the_browser_was_opened_opens_nothing() {
    let shown = Shown::begin().await;
    let link = shown.page.links.make();
    let (file, told) = hand_over(&shown, &link);
    let (other, _) = hand_over(&shown, &shown.page.links.make());
    assert!(told.len() > 1);
    let words =
        told.iter().flat_map(|one| one.split(|letter: char| !letter.is_alphanumeric())).filter(|it| !it.is_empty());
    for word in words.chain(told.iter().map(String::as_str)) {
        assert!(!link.ends_with(word), "{word}");
        let heard = shown.get(&format!("/open/{}", word.trim_start_matches('/')), "").await;
        assert_eq!((heard.code(), heard.header("set-cookie")), (403, None), "{word}");
    }
    // Whoever can read the file is its owner.
    let written = std::fs::read_to_string(&file).unwrap();
    let (_, rest) = written.split_once("url=").unwrap();
    let (led, _) = rest.split_once('"').unwrap();
    assert_eq!(led, link);
    let at = link.strip_prefix(&format!("http://127.0.0.1:{}", shown.port)).unwrap();
    assert_eq!(shown.get(at, "").await.code(), 200);
    assert!(!file.exists() && other.exists(), "one has served, and the other not yet");
    assert_eq!(shown.get(at, "").await.code(), 403);
}

#[tokio::test]
async fn whoever_came_first_locks_nobody_out() {
    let shown = Shown::begin().await;
    let link = shown.link();
    assert_eq!(shown.get(&link, "").await.code(), 200, "somebody was faster");
    assert_eq!(shown.get(&link, "").await.code(), 403);
    let (cookie, token) = shown.enter().await;
    shown.let_in(&cookie, &token).await;
}

#[tokio::test]
async fn a_page_that_ends_leaves_no_file_that_led_to_it() {
    let shown = Shown::begin().await;
    let (file, _) = hand_over(&shown, &shown.page.links.make());
    let Shown { home, page, .. } = shown;
    page.close().await;
    assert!(!file.exists());
    // Nor does one that ended in a hurry, from the next start on.
    let folder = handover::folder(home.path());
    let file = handover::write(&folder, "http://127.0.0.1:1/open/x").unwrap();
    let _page = show(&home).await;
    assert!(!file.exists());
}

#[tokio::test]
async fn a_link_that_is_used_up_leads_to_a_page_that_says_what_to_do() {
    let shown = Shown::begin().await;
    let link = shown.link();
    assert_eq!(shown.get(&link, "").await.code(), 200);
    for (at, language, says) in [
        (link.as_str(), "", "needs a new link"),
        ("/c/c1/talk", "Accept-Language: en-GB,en;q=0.5\r\n", "needs a new link"),
        ("/shut", "Accept-Language: fr\r\n", "besoin d’un nouveau lien"),
        ("/open/abcdefgh", "Accept-Language: ar\r\n", "dir=\"rtl\""),
    ] {
        let heard = shown.get(at, language).await;
        assert_eq!(heard.code(), 403, "{at}");
        assert!(heard.0.contains(says), "{at}: {}", heard.0);
        assert!(heard.header("content-type").unwrap().starts_with("text/html"), "{at}");
        assert!(heard.0.contains("/kith.css") && !heard.0.contains("<script"), "{at}");
    }
    assert_eq!(shown.get("/kith.css", "").await.code(), 200);
    // No page of others has Kith open itself.
    for from in ["", "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: none\r\n"] {
        assert_eq!(shown.get("/again", from).await.code(), 403, "{from}");
    }
}

#[tokio::test]
async fn only_the_newest_links_stay_good() {
    let shown = Shown::begin().await;
    let links: Vec<String> = (0..9).map(|_| shown.link()).collect();
    assert_eq!(shown.get(&links[0], "").await.code(), 403);
    assert_eq!(shown.get(&links[1], "").await.code(), 200);
}

#[tokio::test]
async fn nothing_is_shown_without_the_cookie() {
    let shown = Shown::begin().await;
    let (cookie, token) = shown.enter().await;
    for path in ["/", "/c/c1/people", "/live.js", "/kith.js", "/live"] {
        let wrong = cookie.replace('=', "=0");
        let others = cookie.replace("kith-", "kith-1");
        for without in ["", &wrong, &others, &format!("Cookie: kith-{}={token}\r\n", shown.port)] {
            assert_eq!(shown.get(path, without).await.code(), 403, "{path} {without}");
        }
    }
    for path in ["/", "/c/c1/people", "/live.js", "/kith.js", "/kith.css", "/icon.svg"] {
        assert_eq!(shown.get(path, &cookie).await.code(), 200, "{path}");
    }
    assert!(!shown.get("/", &cookie).await.0.contains(&token));
}

#[tokio::test]
async fn a_foreign_host_or_origin_is_refused_before_a_link_is_used() {
    let shown = Shown::begin().await;
    let (port, link) = (shown.port, shown.link());
    for host in ["evil.example", "localhost", &format!("localhost:{port}"), "127.0.0.1", "127.0.0.1:1", ""] {
        let asked = format!("GET {link} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(shown.say(&asked).await.code(), 403, "{host}");
    }
    let twice = format!("GET {link} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil\r\nConnection: close\r\n\r\n");
    assert_ne!(shown.say(&twice).await.code(), 200);
    let absolute = format!("GET http://evil{link} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(shown.say(&absolute).await.code(), 403);
    for origin in ["null", "http://evil.example", "https://127.0.0.1", &format!("http://localhost:{port}"), ""] {
        assert_eq!(shown.get(&link, &format!("Origin: {origin}\r\n")).await.code(), 403, "{origin}");
    }
    assert_eq!(shown.get(&link, &shown.origin()).await.code(), 200);
}

#[tokio::test]
async fn the_socket_asks_for_its_own_origin_and_the_cookie() {
    let shown = Shown::begin().await;
    let (cookie, _) = shown.enter().await;
    let origin = shown.origin();
    for (headers, code) in [
        (format!("{UPGRADE}{cookie}"), 403),
        (format!("{UPGRADE}{origin}"), 403),
        (format!("{UPGRADE}{cookie}Origin: http://evil\r\n"), 403),
        (format!("{UPGRADE}{cookie}Origin: null\r\n"), 403),
    ] {
        assert_eq!(shown.get("/live", &headers).await.code(), code, "{headers}");
    }
}

#[tokio::test]
async fn the_cookie_is_useless_without_the_token() {
    let shown = Shown::begin().await;
    let (cookie, token) = shown.enter().await;
    let long = " ".repeat(5_000) + &hello(&token);
    for wrong in
        [&hello(""), &hello("00"), &hello(&token.replace(|c: char| c.is_ascii_digit(), "f")), "{}", "hi", &long]
    {
        let Some(Message::Close(Some(frame))) = shown.live(&cookie, wrong).await else {
            panic!("{wrong:.30} was let in");
        };
        assert_eq!(u16::from(frame.code), 4403);
    }
    let Some(Message::Binary(edits)) = shown.live(&cookie, &hello(&token)).await else {
        panic!("the page was not let in");
    };
    assert_eq!(edits.first(), Some(&1));
}

#[tokio::test]
async fn ten_megabytes_at_once_end_the_page_that_sent_them_and_no_other() {
    let shown = Shown::begin().await;
    let (cookie, token) = shown.enter().await;
    let (mut person, mut other) = (shown.let_in(&cookie, &token).await, shown.let_in(&cookie, &token).await);
    // It may be cut off before all of it is out.
    drop(other.send(Message::text("x".repeat(10_000_000))).await);
    while let Some(Ok(_)) = other.next().await {}
    assert!(goes_on(&mut person).await);
}

#[tokio::test]
async fn a_flood_of_odd_acts_is_passed_over_and_other_pages_go_on() {
    let shown = Shown::begin().await;
    let (cookie, token) = shown.enter().await;
    let (mut person, mut other) = (shown.let_in(&cookie, &token).await, shown.let_in(&cookie, &token).await);
    for number in 0..20_000 {
        let odd = [r#"{"method":"query","params":{}}"#, "", "[]", r#"{"method":"eval"}"#][number % 4];
        other.feed(Message::text(odd)).await.unwrap();
    }
    other.flush().await.unwrap();
    assert!(goes_on(&mut person).await && goes_on(&mut other).await);
}

#[tokio::test]
async fn sockets_that_say_nothing_are_few_and_soon_gone() {
    let shown = Shown::begin().await;
    let (cookie, token) = shown.enter().await;
    let mut person = shown.let_in(&cookie, &token).await;
    let mut silent = Vec::new();
    for _ in 0..live::STRANGERS {
        silent.push(shown.knock(&cookie).await);
    }
    let headers = format!("{UPGRADE}{cookie}{}", shown.origin());
    assert_eq!(shown.get("/live", &headers).await.code(), 503);
    assert!(goes_on(&mut person).await);
    for mut socket in silent {
        assert!(matches!(socket.next().await, Some(Ok(Message::Close(_)))));
    }
    shown.let_in(&cookie, &token).await;
}

#[tokio::test]
async fn no_request_may_carry_a_body() {
    let shown = Shown::begin().await;
    let (cookie, _) = shown.enter().await;
    for body in ["Content-Length: 1\r\n", "Content-Length: 99999999999\r\n", "Transfer-Encoding: chunked\r\n"] {
        assert_eq!(shown.get("/", &format!("{cookie}{body}")).await.code(), 413, "{body}");
    }
    let port = shown.port;
    let post = format!("POST / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{cookie}Connection: close\r\n\r\n");
    assert_eq!(shown.say(&post).await.code(), 405);
}

#[tokio::test]
async fn every_answer_carries_the_policy() {
    let shown = Shown::begin().await;
    let (cookie, _) = shown.enter().await;
    for heard in
        [shown.get("/", &cookie).await, shown.get("/", "").await, shown.get("/kith.js", "Origin: null\r\n").await]
    {
        let policy = heard.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self';"), "{policy}");
        let loose: Vec<&str> = policy.split("; ").filter(|rule| rule.contains("unsafe")).collect();
        assert!(policy.contains("frame-ancestors 'none'") && loose == ["style-src-attr 'unsafe-inline'"], "{policy}");
        assert_eq!(heard.header("cache-control"), Some("no-store"));
        assert_eq!(heard.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(heard.header("x-frame-options"), Some("DENY"));
        assert_eq!(heard.header("referrer-policy"), Some("no-referrer"));
    }
    let heard = shown.get(&shown.link(), "").await;
    let cookie = heard.header("set-cookie").unwrap();
    assert!(cookie.starts_with(&format!("kith-{}=", shown.port)), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Strict; Path=/"), "{cookie}");
    assert!(!heard.0.contains("<script>"));
}

#[tokio::test]
async fn the_page_listens_on_this_machine_alone() {
    let home = tempfile::tempdir().unwrap();
    let (listener, _) = listen(home.path(), Some(0)).await.unwrap();
    assert!(listener.local_addr().unwrap().ip().is_loopback());
}

#[tokio::test]
async fn a_page_opened_before_is_known_after_a_new_start() {
    let shown = Shown::begin().await;
    let (cookie, _) = shown.enter().await;
    let Shown { home, page, port } = shown;
    page.close().await;
    let page = show(&home).await;
    let shown = Shown { home, page, port };
    assert_eq!(shown.get("/", &cookie).await.code(), 200);
}

#[tokio::test]
async fn whoever_took_the_port_has_learned_nothing_that_is_still_good() {
    let home = tempfile::tempdir().unwrap();
    let taken = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    keys::remember_port(home.path(), taken.local_addr().unwrap().port()).unwrap();
    let before = keys::load_or_make(home.path()).unwrap();
    assert_eq!(keys::load_or_make(home.path()).unwrap(), before);
    let _page = show(&home).await;
    assert_ne!(keys::load_or_make(home.path()).unwrap(), before);
    assert_ne!(keys::last_port(home.path()), taken.local_addr().unwrap().port());
}

#[tokio::test]
async fn the_interpreter_is_a_plain_file() {
    let shown = Shown::begin().await;
    let (cookie, _) = shown.enter().await;
    let script = shown.get("/live.js", &cookie).await;
    assert!(script.0.contains("class NativeInterpreter"));
    assert!(!script.0.contains("<script>") && !script.0.contains("</script>"));
}
