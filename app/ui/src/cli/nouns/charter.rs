//! Who belongs, and in what role.

use crate::cli::print::{count, line, list, named, sentence};
use crate::cli::task::{InTerminal, Task};
use crate::when::ago;
use clap::{Subcommand, ValueEnum};
use kith_community::charter::{
    CharterQuery, CharterView, CharterWaits, Command, DecisionRow, PeopleQuery, PersonRow, Standing,
};
use kith_community::command::{Done, Role};

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// Everyone who ever came
    People,
    /// Who was given which say, in plain lines
    Charter,
    /// Give a person a role
    Role { person: String, role: RoleName },
    /// End a person's belonging
    Remove {
        person: String,
        /// Why, in words that everyone here reads
        #[arg(long, value_name = "T")]
        why: Option<String>,
    },
    /// Bring a removed person back, or vouch for a waiting one
    Restore { person: String },
    /// Leave the community
    Leave,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum RoleName {
    Organiser,
    Steward,
    Member,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Organiser => Self::Organiser,
            RoleName::Steward => Self::Steward,
            RoleName::Member => Self::Member,
        }
    }
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        match self {
            Self::People => Task::look(community, PeopleQuery),
            Self::Charter => Task::look(community, CharterQuery),
            Self::Role { person, role } => Task::ask(community, Command::SetRole { person, role: role.into() }),
            Self::Remove { person, why } => Task::ask(community, Command::Remove { person, why }),
            Self::Restore { person } => Task::ask(community, Command::Restore { person }),
            Self::Leave => Task::ask(community, Command::Leave),
        }
    }
}

pub fn done(command: &Command, done: &Done) -> Option<&'static str> {
    if matches!(done, Done::Person { asked: true, .. }) {
        return Some("You ask for it. It takes a second organiser: they find it on their Today.");
    }
    Some(match command {
        Command::Remove { .. } => "They are removed here. Each device follows when it hears.",
        Command::Restore { .. } => "They belong here.",
        Command::SetRole { .. } => "They have their new role.",
        Command::Leave => "You have left. Others know when they hear of it.",
    })
}

pub fn waits(waits: &CharterWaits) -> String {
    match waits {
        CharterWaits::Vouch { name, person } => format!("{person}  {} waits to be let in", named(name, "Someone")),
        CharterWaits::Second { name, person, by, rises, .. } => {
            let name = named(name, "someone");
            let what = if *rises { "organise" } else { "be removed or organise no more" };
            format!("{person}  {} asks that {name} {what}, which takes two", line(by))
        }
        CharterWaits::Alone { people } => {
            format!("Only you look after {people} people; name a second steward: kith role")
        }
    }
}

/// What was decided about who belongs.
pub fn decision(row: &DecisionRow) -> String {
    let about = row.about.as_ref().map_or("", |about| &about.name);
    let what = row.what.clone().with("by", named(&row.by.name, "Someone")).with("person", named(about, "someone"));
    let why = if row.why.is_empty() { String::new() } else { format!(" · {}", line(&row.why)) };
    format!("{}{why}", sentence(&what))
}

impl InTerminal for PeopleQuery {
    fn told(rows: &Vec<PersonRow>, _: i64) -> String {
        list(rows, "Nobody is known here yet. Ask others in with: kith invite", person)
    }
}

fn person(row: &PersonRow) -> String {
    let standing = match row.status {
        Standing::Active => role(row.role),
        Standing::Expected => "let in, not here yet",
        Standing::Waiting => "waits for a steward",
        Standing::Removed => "removed",
        Standing::Left => "left",
    };
    let me = if row.me { ", you" } else { "" };
    let name = named(&row.name, "(the name has not arrived yet)");
    format!("{}  {name} · {standing}{me} · {}", row.person, count(row.devices.into(), "device"))
}

fn role(role: Role) -> &'static str {
    match role {
        Role::Guest => "guest",
        Role::Member => "member",
        Role::Steward => "steward",
        Role::Organiser => "organiser",
    }
}

impl InTerminal for CharterQuery {
    fn told(view: &CharterView, now_ms: i64) -> String {
        let mut said = list(&view.lines, "Nothing was stated yet.", |row| {
            let void = if row.holds { "" } else { " (does not hold)" };
            let when = row.at_ms.map(|at| format!(" · {}", ago(now_ms, at))).unwrap_or_default();
            let what = sentence(&row.what).replace('\n', " ");
            format!("{}  {}: {what}{when}{void}", row.id, named(&row.by, "(someone)"))
        });
        if view.needs_newer {
            said.push_str("\nSome of it needs a newer Kith to be read; until then nothing can be written here.");
        }
        said
    }
}
