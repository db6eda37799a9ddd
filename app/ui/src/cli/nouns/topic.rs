//! What is talked about.

use crate::cli::print::{clean, count, line, list};
use crate::cli::task::{InTerminal, Task};
use crate::when::{ago, reach, titled};
use clap::Subcommand;
use kith_community::topic::{Command, PostView, TopicQuery, TopicRow, TopicView, TopicWaits, TopicsQuery, TopicsView};
use std::fmt::Write as _;

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// What is talked about, newest first
    Topics,
    /// Start a topic, or read one
    #[command(subcommand)]
    Topic(TopicAsked),
    /// Answer in a topic
    Reply {
        topic: String,
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// A post that is quoted
        #[arg(long = "quote", value_name = "POST")]
        quotes: Vec<String>,
    },
    /// Change your own words
    Edit {
        post: String,
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Give a topic of your own another title, or a channel of your own another name
    Retitle {
        topic: String,
        #[arg(allow_hyphen_values = true)]
        title: String,
    },
    /// Mark your own post, topic or channel as deleted; topics of a channel stay
    Delete { post: String },
    /// Have your own deleted post stand again
    Undelete { post: String },
    /// Take your own words back from every device that obeys
    Erase { post: String },
    /// Mark a topic resolved
    Resolve {
        topic: String,
        /// Mark it open again
        #[arg(long)]
        open: bool,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum TopicAsked {
    /// Start a topic
    New {
        #[arg(allow_hyphen_values = true)]
        title: String,
        /// The channel it belongs to, by name or id
        #[arg(long, value_name = "C")]
        channel: Option<String>,
        /// First words
        #[arg(long, value_name = "T", allow_hyphen_values = true)]
        body: Option<String>,
        /// Ask for an answer
        #[arg(long)]
        asks: bool,
    },
    /// Make a channel, with an open conversation
    Channel {
        #[arg(allow_hyphen_values = true)]
        name: String,
    },
    /// Read a topic, or the conversation of a channel
    Show { id: String },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let command = match self {
            Self::Topics => return Task::look(community, TopicsQuery::latest(500)),
            Self::Topic(TopicAsked::Show { id }) => return Task::look(community, TopicQuery::end(id)),
            Self::Topic(TopicAsked::New { title, channel, body, asks }) => {
                Command::Start { title, channel, body, asks, sending: None }
            }
            Self::Topic(TopicAsked::Channel { name }) => Command::StartChannel { name },
            Self::Reply { topic, text, quotes } => Command::Reply { topic, text, quotes, sending: None },
            Self::Edit { post, text } => Command::Edit { post, text },
            Self::Retitle { topic, title } => Command::Retitle { topic, title },
            Self::Delete { post } => Command::Delete { post },
            Self::Undelete { post } => Command::Undelete { post },
            Self::Erase { post } => Command::Erase { post },
            Self::Resolve { topic, open } => Command::Resolve { topic, resolved: !open },
        };
        Task::ask(community, command)
    }
}

pub fn done(command: &Command) -> Option<&'static str> {
    Some(match command {
        Command::Resolve { resolved: true, .. } => "The topic is marked as resolved.",
        Command::Resolve { .. } => "The topic is open again.",
        Command::Retitle { .. } => "The topic has its new title.",
        Command::Edit { .. } => "The post has its new words.",
        Command::Delete { .. } => "The post is deleted.",
        Command::Undelete { .. } => "The post stands again.",
        Command::Erase { .. } => "The words are taken back here. Each device lets go of them when it hears.",
        Command::Start { .. } | Command::StartChannel { .. } | Command::Reply { .. } => return None,
    })
}

pub fn waits(waits: &TopicWaits) -> String {
    match waits {
        TopicWaits::Quoted { topic, title, author, text, .. } => {
            format!("{topic}  {} · {} answers you: {}", line(titled(title)), line(author), line(text))
        }
        TopicWaits::Versions { topic, title, .. } => {
            format!("{topic}  {} · 2 versions of a post of yours", line(titled(title)))
        }
    }
}

impl InTerminal for TopicsQuery {
    fn told(view: &TopicsView, _: i64) -> String {
        let topics = list(&view.rows, "No topics yet. Start one with: kith topic new TITLE", row);
        let channels = view.channels.iter().map(|row| format!("{}  {} · a channel", row.channel, line(&row.name)));
        channels.chain([topics]).collect::<Vec<_>>().join("\n")
    }
}

fn row(row: &TopicRow) -> String {
    let named = !row.channel_name.is_empty();
    let channel = if named { format!(" · in {}", line(&row.channel_name)) } else { String::new() };
    let resolved = if row.resolved { " · resolved" } else { "" };
    let replies = count(row.replies.into(), "reply");
    format!("{}  {} · {}{channel} · {replies}{resolved}", row.topic, line(titled(&row.title)), line(&row.author))
}

impl InTerminal for TopicQuery {
    fn told(view: &TopicView, now_ms: i64) -> String {
        let state = match (view.two_versions, view.resolved) {
            (true, _) => " · 2 versions: resolved, and open",
            (_, true) => " · resolved",
            _ => "",
        };
        let posts: Vec<String> = view.posts.iter().map(|view| post(view, now_ms)).collect();
        let earlier = if view.has_earlier { "\n\n(there are earlier posts)" } else { "" };
        format!("{}{state}{earlier}\n\n{}", line(titled(&view.title)), posts.join("\n\n"))
    }
}

fn post(view: &PostView, now_ms: i64) -> String {
    let mut said = format!("{} · {} · {}", line(&view.author), ago(now_ms, view.time_ms), view.post);
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
