//! What waits, and what is new.

use super::charter::decision;
use super::waiting;
use crate::cli::print::{line, list, named};
use crate::cli::task::{InTerminal, Task};
use crate::when::titled;
use clap::Subcommand;
use kith_community::today::{TodayQuery, TodayView};

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// What is new since you last looked
    Today,
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::Today = self;
        Task::look(community, TodayQuery)
    }
}

impl InTerminal for TodayQuery {
    fn told(view: &TodayView, _: i64) -> String {
        let topics =
            view.new_since.iter().map(|new| format!("{}  {} · {} new", new.topic, line(titled(&new.title)), new.posts));
        let joined = view.joined.iter().map(|who| format!("{} joined", named(&who.name, "Someone")));
        let more = (view.more_joined > 0).then(|| format!("{} more joined", view.more_joined));
        let greeting = view.greeting.iter().map(|greeting| {
            let by = greeting.by.as_ref().map_or("", |by| &by.name);
            let by = format!("{} invited you.", named(by, "Someone"));
            if greeting.text.is_empty() { by } else { format!("{by} The invitation says: {}", line(&greeting.text)) }
        });
        let waits = greeting.chain(view.waiting.iter().map(waiting));
        let all: Vec<String> =
            waits.chain(topics).chain(joined).chain(more).chain(view.decided.iter().map(decision)).collect();
        list(&all, "Nothing is new since you last looked.", String::clone)
    }
}
