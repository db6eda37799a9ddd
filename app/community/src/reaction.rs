//! Answers without words.

mod rows;

pub(crate) use rows::{REACTED, Reactions};

use crate::command::{Act, Done};
use crate::item::say::{change_items, new_item};
use crate::item::schema::{DELETED, MARK, ON, STANDS};
use crate::line;
use crate::project::Rows;
use crate::reader::Reader;
use crate::topic::{own_reactions, post};
use crate::trouble::Trouble;
use crate::tx::Tx;
use automerge::transaction::Transactable;
use kith_sync::node::{Replica, Saying};
use serde::{Deserialize, Serialize};

/// The kind of an item that is a reaction.
pub(crate) const REACTION: i64 = 3;
/// What it says.
pub(crate) const EMOJI: &str = "e";
/// Most bytes of a reaction.
pub const MAX_EMOJI: usize = 32;
/// The reactions that are given with one tap where the community chose none: the first four have words.
pub const REACTIONS: [&str; 6] = ["same", "heard", "thanks", "idea", "👍", "❤"];

/// What is done about reactions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// React to a post; the same again takes it back.
    Toggle {
        /// The post or topic.
        post: String,
        /// The reaction.
        emoji: String,
    },
}

impl Act for Command {
    fn may(&self, _reader: &Reader<'_>) -> Result<(), Trouble> {
        let Self::Toggle { .. } = self;
        Ok(())
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        let Self::Toggle { post, emoji } = self;
        let saying = react(tx.replica(), &post, &emoji, tx.now_ms)?;
        tx.say(saying).map(|_| Done::Post { post })
    }
}

/// Reacts to a post or topic; the same again takes it back.
///
/// # Errors
/// In words, when the reaction cannot be taken, or the post is not here or deleted.
pub fn react(replica: &Replica<Rows>, id: &str, emoji: &str, time_ms: i64) -> Result<Saying<'static>, Trouble> {
    let reader = Reader::of(replica);
    let target = post(&reader, id)?;
    let Some(emoji) = reaction(emoji) else {
        return Err(Trouble::of("reaction-odd").with("most", MAX_EMOJI));
    };
    let given = own_reactions(&reader, &target.item, &emoji)?;
    let standing: Vec<_> = given.iter().filter(|reaction| reaction.mark == STANDS).collect();
    if let Some(first) = standing.first() {
        let document = first.document;
        let same = standing.iter().filter(|reaction| reaction.document == document);
        let ops = same.map(|reaction| reaction.op.clone()).collect();
        return Ok(change_items(replica, document, ops, |sheet, item| sheet.put(item, MARK, DELETED)));
    }
    target.refuse_gone()?;
    if let Some(taken_back) = given.last() {
        let op = taken_back.op.clone();
        return Ok(change_items(replica, taken_back.document, vec![op], |sheet, item| sheet.delete(item, MARK)));
    }
    let on = target.item.to_bytes().to_vec();
    Ok(new_item(replica, REACTION, time_ms, Vec::new(), move |sheet, item| {
        sheet.put(item, ON, on)?;
        sheet.put(item, EMOJI, emoji)
    }))
}

/// A reaction as it is compared and kept: without what only chooses how an emoji is drawn. None if it cannot be shown.
pub(crate) fn reaction(text: &str) -> Option<String> {
    // Text and emoji presentation, and what keyboards add around an emoji.
    let plain: String = text.trim().chars().filter(|letter| !matches!(letter, '\u{FE0E}' | '\u{FE0F}')).collect();
    let plain = plain.trim_matches(['\u{200B}', '\u{200D}', '\u{2060}', '\u{FEFF}']);
    let odd = |letter: char| letter.is_whitespace() || letter.is_control();
    let fits = plain.len() <= MAX_EMOJI && !line::is_blank(plain) && !plain.chars().any(odd);
    fits.then(|| plain.to_owned())
}

/// Each reaction once, in the order in which they were named.
pub(crate) fn apart(reactions: Vec<String>) -> Vec<String> {
    let mut apart: Vec<String> = Vec::with_capacity(reactions.len());
    for one in reactions {
        if !apart.contains(&one) {
            apart.push(one);
        }
    }
    apart
}
