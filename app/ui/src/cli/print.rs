//! Answers as plain text for a terminal. Words of people cannot steer the terminal.

use crate::qr;
use crate::when::{ago, now_ms, reach, titled};
use crate::words::Words;
use kith_community::charter::{CharterView, DecisionRow, PersonRow, Standing};
use kith_community::command::{Command, Done, Request, Role};
use kith_community::community::Customs;
use kith_community::home::{CommunityRow, CommunityStatus, DoctorView, Finding, StatusView};
use kith_community::query::AnyView;
use kith_community::reach::DeviceRow;
use kith_community::sentence::Sentence;
use kith_community::today::{TodayView, Waiting};
use kith_community::topic::{PostView, TopicRow, TopicView, TopicsView};
use kith_community::{charter, device, home, local, profile, reaction, topic};
use std::fmt::Write as _;

/// What came of what was asked.
pub fn done(request: &Request, done: &Done) -> String {
    match (request, done) {
        (_, Done::Link { link }) => invitation(link),
        (Request::Home(home::Command::New { name, .. }), Done::Community { community, .. }) => {
            format!("{} is begun, on this device. Its id: {community}\nAsk others in with: kith invite", clean(name))
        }
        (_, Done::Community { community, waiting: true }) => {
            format!("You are known there, and wait until a steward says yes. The community's id: {community}")
        }
        (_, Done::Community { community, .. }) => {
            format!("You are in. The community's id: {community}")
        }
        (_, Done::Synced { quiet, records_in, records_out, bytes_in, bytes_out }) => {
            let end = if *quiet { "Nothing is left to do." } else { "The time is over, and something is left to do." };
            format!(
                "{end}\nCame: {records_in} records, {bytes_in} bytes. Went: {records_out} records, {bytes_out} bytes."
            )
        }
        (Request::Community { command, .. }, done) => done_of(command, done),
        (Request::Home(_), _) => "Done.".to_owned(),
    }
}

/// What came of a command of a community.
fn done_of(command: &Command, done: &Done) -> String {
    let said = match command {
        Command::Topic(topic::Command::Resolve { resolved: true, .. }) => "The topic is marked as resolved.",
        Command::Topic(topic::Command::Resolve { .. }) => "The topic is open again.",
        Command::Topic(topic::Command::Retitle { .. }) => "The topic has its new title.",
        Command::Topic(topic::Command::Edit { .. }) => "The post has its new words.",
        Command::Topic(topic::Command::Delete { .. }) => "The post is deleted.",
        Command::Topic(topic::Command::Undelete { .. }) => "The post stands again.",
        Command::Topic(topic::Command::Erase { .. }) => {
            "The words are taken back here. Each device lets go of them when it hears."
        }
        Command::Reaction(reaction::Command::Toggle { .. }) => "The reaction is changed.",
        Command::Charter(_) if matches!(done, Done::Person { asked: true, .. }) => {
            "You ask for it. It takes a second organiser: they find it on their Today."
        }
        Command::Charter(charter::Command::Remove { .. }) => {
            "They are removed here. Each device follows when it hears."
        }
        Command::Charter(charter::Command::Restore { .. }) => "They belong here.",
        Command::Charter(charter::Command::SetRole { .. }) => "They have their new role.",
        Command::Charter(charter::Command::Leave) => "You have left. Others know when they hear of it.",
        Command::Local(local::Command::Seen { .. }) => "It counts as seen.",
        Command::Device(device::Command::Rename { name, .. }) => {
            return format!("It is called {} on your own devices.", line(name));
        }
        Command::Device(device::Command::Remove { .. }) => "The device is ended. Others follow when they hear of it.",
        Command::Device(device::Command::GoOn) => "This device goes on without what is missing.",
        Command::Profile(profile::Command::Rename { .. }) => "You have your new name.",
        _ => {
            return match done {
                Done::Topic { topic } => format!("The topic is begun. Its id: {topic}"),
                Done::Post { post } => format!("It is said. The post's id: {post}"),
                _ => "Done.".to_owned(),
            };
        }
    };
    said.to_owned()
}

/// A view, seen at `now` in milliseconds since 1970.
pub fn view(view: &AnyView, now: i64) -> String {
    match view {
        AnyView::Communities(rows) => {
            list(rows, "No communities yet. Start one with: kith new NAME --as ME", community)
        }
        AnyView::People(rows) => list(rows, "Nobody is known here yet. Ask others in with: kith invite", person),
        AnyView::Devices(rows) => list(rows, "No devices yet. Start a community with: kith new NAME --as ME", device),
        AnyView::Topics(view) => topics(view),
        AnyView::Topic(view) => topic(view, now),
        AnyView::Today(view) => today(view),
        AnyView::Customs(view) => customs(view),
        AnyView::Charter(view) => charter(view, now),
        AnyView::Status(view) => status(view, now),
        AnyView::Doctor(view) => doctor(view),
        // The command line asks for none of these.
        AnyView::Community(_)
        | AnyView::Person(_)
        | AnyView::Reach(_)
        | AnyView::Invitation(_)
        | AnyView::Link(_)
        | AnyView::Draft(_)
        | AnyView::Decisions(_)
        | AnyView::Settings(_) => String::new(),
    }
}

/// A sentence, with what it says of commands. The command line speaks English.
pub fn sentence(sentence: &Sentence) -> String {
    // A terminal is not told where a word of another direction ends.
    clean(&Words::of("en").in_terminal(sentence).replace(['\u{2068}', '\u{2069}'], ""))
}

/// The text without what a terminal would obey; lines end where they did.
pub fn clean(text: &str) -> String {
    text.replace(|letter| letter != '\n' && is_obeyed(letter), "\u{fffd}")
}

/// JSON with what a terminal would obey written as escapes: it stands in strings alone, and means the same there.
pub fn escape(json: &str) -> String {
    json.chars().fold(String::with_capacity(json.len()), |mut all, letter| {
        match is_obeyed(letter) {
            true => drop(write!(all, "\\u{:04x}", u32::from(letter))),
            false => all.push(letter),
        }
        all
    })
}

/// Whether a terminal does something at this letter: control letters, those of eight bits too, and letters that turn the
/// order of others or part lines.
fn is_obeyed(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn list<T>(rows: &[T], none: &str, row: impl Fn(&T) -> String) -> String {
    if rows.is_empty() {
        return none.to_owned();
    }
    rows.iter().map(row).collect::<Vec<_>>().join("\n")
}

fn invitation(link: &str) -> String {
    match qr::terminal(link) {
        Some(picture) => format!("{link}\n\n{picture}"),
        None => link.to_owned(),
    }
}

fn named(name: &str, until: &str) -> String {
    if name.is_empty() {
        return until.to_owned();
    }
    line(name)
}

/// One line, whatever people put into a name or title.
fn line(text: &str) -> String {
    clean(text).replace('\n', " ")
}

fn community(row: &CommunityRow) -> String {
    let Some(entering) = &row.entering else {
        return format!("{}  {}", row.community, named(&row.name, "(its name has not arrived yet)"));
    };
    let name = named(&entering.name, "(its name has not arrived yet)");
    let mut said =
        format!("{}  {name}\n  not in yet, asking since {}", row.community, ago(now_ms(), entering.since_ms));
    let _ = write!(said, "; {} asked, {} in vain", count(entering.devices.into(), "device"), entering.times);
    if let Some(answer) = &entering.answer {
        let _ = write!(said, "\n  {}", sentence(answer));
    }
    said
}

fn person(row: &PersonRow) -> String {
    let mut said = format!("{}  {}", row.person, named(&row.name, "(the name has not arrived yet)"));
    let standing = match row.status {
        Standing::Active => role(row.role),
        Standing::Expected => "let in, not here yet",
        Standing::Waiting => "waits for a steward",
        Standing::Removed => "removed",
        Standing::Left => "left",
    };
    let me = if row.me { ", you" } else { "" };
    let _ = write!(said, " · {standing}{me} · {}", count(row.devices.into(), "device"));
    said
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Steward => "steward",
        Role::Organiser => "organiser",
    }
}

fn device(row: &DeviceRow) -> String {
    let state = match (row.this, row.last_heard) {
        (true, _) => "this one".to_owned(),
        (_, Some(at)) => format!("heard from {}", ago(now_ms(), at)),
        (_, None) => "not heard from yet".to_owned(),
    };
    format!("{}  {} · {state}", row.device, named(&row.name, "(no name yet)"))
}

fn topics(view: &TopicsView) -> String {
    let topics = list(&view.rows, "No topics yet. Start one with: kith topic new TITLE", topic_row);
    let channels = view.channels.iter().map(|row| format!("{}  {} · a channel", row.channel, line(&row.name)));
    channels.chain([topics]).collect::<Vec<_>>().join("\n")
}

fn topic_row(row: &TopicRow) -> String {
    let named = !row.channel_name.is_empty();
    let channel = if named { format!(" · in {}", line(&row.channel_name)) } else { String::new() };
    let resolved = if row.resolved { " · resolved" } else { "" };
    let replies = count(row.replies.into(), "reply");
    format!("{}  {} · {}{channel} · {replies}{resolved}", row.topic, line(titled(&row.title)), line(&row.author))
}

fn topic(view: &TopicView, now: i64) -> String {
    let state = match (view.two_versions, view.resolved) {
        (true, _) => " · 2 versions: resolved, and open",
        (_, true) => " · resolved",
        _ => "",
    };
    let posts: Vec<String> = view.posts.iter().map(|view| post(view, now)).collect();
    let earlier = if view.has_earlier { "\n\n(there are earlier posts)" } else { "" };
    format!("{}{state}{earlier}\n\n{}", line(titled(&view.title)), posts.join("\n\n"))
}

fn post(view: &PostView, now: i64) -> String {
    let mut said = format!("{} · {} · {}", line(&view.author), ago(now, view.time_ms), view.post);
    let marks = [(view.edited, " · edited"), (view.late, " · came late")];
    said.extend(marks.iter().filter(|(holds, _)| *holds).map(|(_, words)| *words));
    let _ = write!(said, " · {}", reach(view));
    let words = match (view.erased, view.deleted) {
        (true, _) => "(taken back)".to_owned(),
        (_, true) => "(deleted)".to_owned(),
        _ if view.text.is_empty() => "(the words are not here yet)".to_owned(),
        _ => clean(&view.text),
    };
    let _ = write!(said, "\n  {}", words.replace('\n', "\n  "));
    for other in &view.versions {
        let _ = write!(said, "\n  2 versions: {}", clean(other).replace('\n', "\n  "));
    }
    for reaction in &view.reactions {
        let by: Vec<String> = reaction.by.iter().map(|name| line(name)).collect();
        let _ = write!(said, "\n  {} {}", line(&reaction.emoji), by.join(", "));
    }
    said
}

fn customs(view: &Customs) -> String {
    let reactions = view.reactions.iter().map(|one| line(one)).collect::<Vec<_>>().join(" ");
    format!("One tap away: {reactions}\nA question reads as unanswered after {}", count(view.answer_h.into(), "hour"))
}

fn today(view: &TodayView) -> String {
    let topics =
        view.new_since.iter().map(|new| format!("{}  {} · {} new", new.topic, line(titled(&new.title)), new.posts));
    let joined = view.joined.iter().map(|who| format!("{} joined", named(&who.name, "Someone")));
    let more = (view.more_joined > 0).then(|| format!("{} more joined", view.more_joined));
    let joined = joined.chain(more);
    let decided = view.decided.iter().map(decision);
    let greeting = view.greeting.iter().map(|greeting| {
        let by = greeting.by.as_ref().map_or("", |by| &by.name);
        let by = format!("{} invited you.", named(by, "Someone"));
        if greeting.text.is_empty() { by } else { format!("{by} The invitation says: {}", line(&greeting.text)) }
    });
    let all: Vec<String> =
        greeting.chain(view.waiting.iter().map(waiting)).chain(topics).chain(joined).chain(decided).collect();
    list(&all, "Nothing is new since you last looked.", String::clone)
}

fn decision(row: &DecisionRow) -> String {
    let about = row.about.as_ref().map_or("", |about| &about.name);
    let what = row.what.clone().with("by", named(&row.by.name, "Someone")).with("person", named(about, "someone"));
    let why = if row.why.is_empty() { String::new() } else { format!(" · {}", line(&row.why)) };
    format!("{}{why}", sentence(&what))
}

fn waiting(waiting: &Waiting) -> String {
    match waiting {
        Waiting::Quoted { topic, title, author, text, .. } => {
            format!("{topic}  {} · {} answers you: {}", line(titled(title)), line(author), line(text))
        }
        Waiting::Vouch { name, person } => format!("{person}  {} waits to be let in", named(name, "Someone")),
        Waiting::Second { name, person, by, rises, .. } => {
            let name = named(name, "someone");
            let what = if *rises { "organise" } else { "be removed or organise no more" };
            format!("{person}  {} asks that {name} {what}, which takes two", line(by))
        }
        Waiting::Versions { topic, title, .. } => {
            format!("{topic}  {} · 2 versions of a post of yours", line(titled(title)))
        }
        Waiting::PutBack => {
            "This device was put back from an older copy, and something that you decided here is missing; \
                             let it meet the others, or go on without it: kith device go-on"
                .to_owned()
        }
        Waiting::Alone { people } => format!("Only you look after {people} people; name a second steward: kith role"),
    }
}

fn charter(view: &CharterView, now: i64) -> String {
    let mut said = list(&view.lines, "Nothing was stated yet.", |row| {
        let void = if row.holds { "" } else { " (does not hold)" };
        let when = row.at_ms.map(|at| format!(" · {}", ago(now, at))).unwrap_or_default();
        let what = sentence(&row.what).replace('\n', " ");
        format!("{}  {}: {what}{when}{void}", row.id, named(&row.by, "(someone)"))
    });
    if view.needs_newer {
        said.push_str("\nSome of it needs a newer Kith to be read; until then nothing can be written here.");
    }
    said
}

fn status(view: &StatusView, now: i64) -> String {
    let none = "No communities yet. Start one with: kith new NAME --as ME";
    let troubles: String = view.troubles.iter().map(|trouble| format!("{}\n", sentence(trouble))).collect();
    troubles + &list(&view.communities, none, |row| community_status(row, now))
}

fn community_status(row: &CommunityStatus, now: i64) -> String {
    let name = named(&row.name, "(its name has not arrived yet)");
    let mut said = format!("{name}  {}\n  {} here", row.community, count(row.records, "record"));
    let _ = write!(said, "\n  digest {}\n  root   {}", row.digest, row.root);
    for device in &row.devices {
        let heard =
            device.last_heard.map_or("not heard from yet".to_owned(), |then| format!("heard from {}", ago(now, then)));
        let behind = match device.behind {
            0 => "has signed for all that is here".to_owned(),
            behind => format!("has not signed for {}", count(behind, "record")),
        };
        let differs = if device.differs { " · SHOWS SOMETHING ELSE: a defect, please report it" } else { "" };
        let name = named(&device.name, &device.person);
        let _ = write!(said, "\n  {} of {name} · {heard} · {behind}{differs}", device.device);
    }
    said
}

fn doctor(view: &DoctorView) -> String {
    let row =
        |finding: &Finding| format!("{}  {}", if finding.well { "well" } else { "NOT " }, sentence(&finding.what));
    list(&view.findings, "Nothing was found.", row)
}

fn count(number: u64, unit: &str) -> String {
    match (number, unit.strip_suffix('y')) {
        (1, _) => format!("1 {unit}"),
        (_, Some(stem)) => format!("{number} {stem}ies"),
        _ => format!("{number} {unit}s"),
    }
}

#[cfg(test)]
mod tests;
