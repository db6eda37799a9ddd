//! What stewards tell everyone.

use crate::cli::print::{clean, line, list, named};
use crate::cli::task::{InTerminal, Task};
use crate::when::ago;
use clap::Subcommand;
use kith_community::announcement::{
    AnnouncementQuery, AnnouncementRow, AnnouncementView, AnnouncementWaits, AnnouncementsQuery, AnnouncementsView,
    Command, HowFar,
};
use kith_community::command::Done;

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// What was announced, newest first
    Announcements,
    /// Tell everyone something, read it, or say that you have read it
    #[command(subcommand)]
    Announcement(AnnouncementAsked),
}

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum AnnouncementAsked {
    /// Tell everyone something; stewards may
    New {
        #[arg(allow_hyphen_values = true)]
        title: String,
        /// More about it
        #[arg(long, value_name = "T", allow_hyphen_values = true)]
        body: Option<String>,
    },
    /// Read an announcement; who looks after the community sees who has read it
    Show { id: String },
    /// Say that you have read it
    Acknowledge { id: String },
    /// Take back what you announced
    TakeBack { id: String },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::Announcement(asked) = self else {
            return Task::look(community, AnnouncementsQuery { most: 200 });
        };
        match asked {
            AnnouncementAsked::Show { id } => Task::look(community, AnnouncementQuery { announcement: id }),
            AnnouncementAsked::New { title, body } => Task::ask(community, Command::Announce { title, text: body }),
            AnnouncementAsked::Acknowledge { id } => Task::ask(community, Command::Acknowledge { announcement: id }),
            AnnouncementAsked::TakeBack { id } => Task::ask(community, Command::TakeBack { announcement: id }),
        }
    }
}

pub fn done(command: &Command, done: &Done) -> Option<String> {
    let said = match (command, done) {
        (Command::Announce { .. }, Done::Post { post }) => return Some(format!("It is announced. Its id: {post}")),
        (Command::Announce { .. }, _) => return None,
        (Command::TakeBack { .. }, _) => "It is taken back here. Each device stops showing it when it hears.",
        (Command::Acknowledge { .. }, _) => "You have read it, and who announced it will see that.",
    };
    Some(said.to_owned())
}

pub fn waits(waits: &AnnouncementWaits) -> String {
    let AnnouncementWaits::Unread(row) = waits;
    let by = named(&row.author, "Someone");
    let id = &row.announcement;
    format!("{id}  {by} announces: {} · read it with: kith announcement show {id}", line(&row.title))
}

impl InTerminal for AnnouncementsQuery {
    fn told(view: &AnnouncementsView, now_ms: i64) -> String {
        let rows = list(&view.rows, "Nothing was announced yet.", |row| {
            let unread = if row.read || row.mine { "" } else { " · not read yet" };
            format!("{}{unread}", head(row, now_ms))
        });
        if view.has_older { format!("{rows}\n(there are older ones)") } else { rows }
    }
}

fn head(row: &AnnouncementRow, now_ms: i64) -> String {
    let title = if row.title.is_empty() { "(the words are not here yet)".to_owned() } else { line(&row.title) };
    let by = named(&row.author, "Someone");
    let mut said = format!("{}  {title} · {by} · {}", row.announcement, ago(now_ms, row.time_ms));
    if let Some(readers) = &row.readers {
        let (read, has, unknown) = (readers.read, readers.has, readers.unknown);
        said.push_str(&format!(" · read by {read}, {has} more have it, of {unknown} nothing is known"));
    }
    said
}

impl InTerminal for AnnouncementQuery {
    fn told(view: &AnnouncementView, now_ms: i64) -> String {
        let mut said = head(&view.row, now_ms);
        if !view.row.text.is_empty() {
            said.push_str(&format!("\n\n{}", clean(&view.row.text)));
        }
        if !view.row.mine && !view.row.read {
            let id = &view.row.announcement;
            said.push_str(&format!("\n\nSay that you have read it: kith announcement acknowledge {id}"));
        }
        for (how_far, label) in [
            (HowFar::Unknown, "Nothing known yet; they may have it already"),
            (HowFar::Has, "Have it"),
            (HowFar::Read, "Have read it"),
        ] {
            let people = view.people.iter().filter(|row| row.how_far == how_far);
            let names: Vec<String> = people.map(|row| named(&row.name, &row.person)).collect();
            if !names.is_empty() {
                let people = if names.len() == 1 { "1 person".to_owned() } else { format!("{} people", names.len()) };
                said.push_str(&format!("\n\n{label} ({people}): {}", names.join(", ")));
            }
        }
        said
    }
}
