//! What is chosen for everyone.

use crate::cli::print::{count, line};
use crate::cli::task::{InTerminal, Task};
use clap::Subcommand;
use kith_community::community::{Command, Customs, CustomsQuery};

#[derive(Clone, Debug, PartialEq, Eq, Subcommand)]
pub enum Asked {
    /// How the community talks: show it, or choose it for everyone
    Customs {
        /// The reactions that are one tap away, at most six, with commas between; an empty one for the usual ones
        #[arg(long, value_name = "LIST", value_delimiter = ',')]
        reactions: Option<Vec<String>>,
        /// How long a question waits before it reads as unanswered, such as 12h, 3d or 1w
        #[arg(long, value_name = "TIME", value_parser = hours)]
        answer_within: Option<u32>,
    },
}

impl Asked {
    pub fn task(self, community: Option<String>) -> Task {
        let Self::Customs { reactions, answer_within: answer_h } = self;
        if reactions.is_none() && answer_h.is_none() {
            return Task::look(community, CustomsQuery);
        }
        let given = |all: Vec<String>| all.into_iter().filter(|one| !one.is_empty()).collect();
        Task::ask(community, Command::SetCustoms { reactions: reactions.map(given), answer_h })
    }
}

/// Hours, from a number with h, d or w after it.
fn hours(text: &str) -> Result<u32, String> {
    let each = match text.chars().last() {
        Some('h') => 1,
        Some('d') => 24,
        Some('w') => 7 * 24,
        _ => return Err("a number with h, d or w after it".to_owned()),
    };
    let count: u32 =
        text.trim_end_matches(['h', 'd', 'w']).parse().map_err(|_| "a whole number comes first".to_owned())?;
    count.checked_mul(each).ok_or_else(|| "that is too long".to_owned())
}

impl InTerminal for CustomsQuery {
    fn told(view: &Customs, _: i64) -> String {
        let reactions = view.reactions.iter().map(|one| line(one)).collect::<Vec<_>>().join(" ");
        let hours = count(view.answer_h.into(), "hour");
        format!("One tap away: {reactions}\nA question reads as unanswered after {hours}")
    }
}
