//! What people do in talk, each as a saying for [`kith_sync::node::Replica::say`].
//!
//! Refusals are sentences for people; nothing is written before the saying is said.

mod erase;
mod sending;
mod target;

pub use erase::{erase, left_to_erase};

use super::order::to_follow;
use super::schema;
use super::views::{Resolution, resolution};
use super::{MAX_CHANNEL, MAX_QUOTES, MAX_TEXT, MAX_TITLE, may_settle};
use crate::item::field::{put_items, put_part, put_together};
use crate::item::say::{change_items, new_item};
use crate::item::schema::{DELETED, MARK, ON, TITLE, WORDS, put_replaced};
use crate::line;
use crate::names;
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use automerge::transaction::Transactable;
use kith_sync::id::ItemId;
use kith_sync::node::{Replica, Saying};
use sending::Sending;
use target::own_post;
pub(super) use target::topic;
pub(crate) use target::{own_reactions, post};

/// A topic to be started. Blank first words or a blank channel are as good as none.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewTopic<'a> {
    /// What it is about.
    pub title: &'a str,
    /// The channel it belongs to, by id or name.
    pub channel: Option<&'a str>,
    /// First words.
    pub words: Option<&'a str>,
    /// Whether its author wants an answer.
    pub asks: bool,
    /// Names the sending.
    pub sending: Option<&'a str>,
}

/// What came of something that is to be sent once.
pub enum Once {
    /// It was sent before, and made this.
    Before(ItemId),
    /// It is to be said.
    New(Saying<'static>),
}

/// Starts a topic.
///
/// # Errors
/// In words, when the title or the words cannot be taken, or the channel is not here.
pub fn start_topic(replica: &Replica<Rows>, new: &NewTopic<'_>, time_ms: i64) -> Result<Once, Trouble> {
    let reader = Reader::of(replica);
    let title = line::checked("title", new.title, MAX_TITLE)?;
    let channel = new.channel.filter(|channel| !line::is_blank(channel));
    let channel = channel.map(|channel| target::channel(&reader, channel)).transpose()?.map(|found| found.item);
    let words = new.words.filter(|words| !line::is_blank(words)).map(checked_text).transpose()?;
    let sending = Sending::of(new.sending, &[title.as_bytes(), words.as_deref().unwrap_or_default()]);
    if let Some(before) = sending.made(&reader)? {
        return Ok(Once::Before(before));
    }
    let after = to_follow(&reader, None, time_ms)?;
    let (has_words, asks) = (words.is_some(), new.asks);
    let contents = [title.into_bytes()].into_iter().chain(words).collect();
    Ok(Once::New(new_item(replica, schema::TOPIC, time_ms, contents, move |sheet, item| {
        put_part(sheet, item, TITLE, 1)?;
        if has_words {
            put_part(sheet, item, WORDS, 2)?;
        }
        if let Some(channel) = channel {
            sheet.put(item, schema::CHANNEL_OF, channel.to_bytes().to_vec())?;
        }
        if asks {
            sheet.put(item, schema::ASKS, true)?;
        }
        sending.put(sheet, item)?;
        put_together(sheet, item, schema::AFTER, &after)
    })))
}

/// Makes a channel, with its open conversation.
///
/// # Errors
/// In words, when the name cannot be taken, or a channel here has it.
pub fn start_channel(replica: &Replica<Rows>, name: &str, time_ms: i64) -> Result<Saying<'static>, Trouble> {
    let reader = Reader::of(replica);
    let name = channel_name(&reader, name, None)?;
    let after = to_follow(&reader, None, time_ms)?;
    Ok(new_item(replica, schema::CHANNEL, time_ms, vec![name.into_bytes()], move |sheet, item| {
        put_part(sheet, item, TITLE, 1)?;
        put_together(sheet, item, schema::AFTER, &after)
    }))
}

/// An answer in a topic or an open conversation, quoting other posts by name.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewReply<'a> {
    /// The topic, or the channel.
    pub topic: &'a str,
    /// The words.
    pub text: &'a str,
    /// Posts that are quoted.
    pub quotes: &'a [String],
    /// Names the sending.
    pub sending: Option<&'a str>,
}

/// Answers.
///
/// # Errors
/// In words, when the text cannot be taken or the topic or a quoted post is not here.
pub fn reply(replica: &Replica<Rows>, new: &NewReply<'_>, time_ms: i64) -> Result<Once, Trouble> {
    let reader = Reader::of(replica);
    let on = topic(&reader, new.topic)?.item;
    let text = checked_text(new.text)?;
    let sending = Sending::of(new.sending, &[&on.to_bytes(), &text]);
    if let Some(before) = sending.made(&reader)? {
        return Ok(Once::Before(before));
    }
    if new.quotes.len() > MAX_QUOTES {
        return Err(Trouble::of("quotes-many").with("most", MAX_QUOTES).with("has", new.quotes.len()));
    }
    let quotes = new.quotes.iter().map(|quoted| Ok(post(&reader, quoted)?.item));
    let quotes: Vec<ItemId> = quotes.collect::<Result<_, Trouble>>()?;
    let after = to_follow(&reader, Some(&on), time_ms)?;
    Ok(Once::New(new_item(replica, schema::REPLY, time_ms, vec![text], move |sheet, item| {
        sheet.put(item, ON, on.to_bytes().to_vec())?;
        put_part(sheet, item, WORDS, 1)?;
        sending.put(sheet, item)?;
        put_together(sheet, item, schema::AFTER, &after)?;
        put_items(sheet, item, schema::QUOTES, &quotes)
    })))
}

/// Gives one's own post other words, or a topic of one's own other first words.
///
/// # Errors
/// In words, when the text cannot be taken, or the post is not here, not one's own, or deleted.
pub fn edit(replica: &Replica<Rows>, id: &str, text: &str) -> Result<Saying<'static>, Trouble> {
    let target = own_post(&Reader::of(replica), id)?;
    target.refuse_gone()?;
    let text = checked_text(text)?;
    let saying = change_items(replica, target.document, vec![target.op], |sheet, item| put_part(sheet, item, WORDS, 1));
    Ok(Saying { contents: vec![text], ..saying })
}

/// Marks one's own post or topic as deleted.
///
/// # Errors
/// In words, when the post is not here, not one's own, or deleted already.
pub fn delete(replica: &Replica<Rows>, id: &str) -> Result<Saying<'static>, Trouble> {
    let target = own_post(&Reader::of(replica), id)?;
    target.refuse_gone()?;
    Ok(change_items(replica, target.document, vec![target.op], |sheet, item| sheet.put(item, MARK, DELETED)))
}

/// Gives a topic of one's own another title, or a channel of one's own another name.
///
/// # Errors
/// In words, when the title cannot be taken, another channel has the name, or the topic is not here, not one's own, or
/// deleted.
pub fn retitle(replica: &Replica<Rows>, id: &str, title: &str) -> Result<Saying<'static>, Trouble> {
    let reader = Reader::of(replica);
    topic(&reader, id)?;
    let target = own_post(&reader, id)?;
    target.refuse_gone()?;
    let title = match target.kind {
        schema::CHANNEL => channel_name(&reader, title, Some(&target.item))?,
        _ => line::checked("title", title, MAX_TITLE)?,
    };
    let saying = change_items(replica, target.document, vec![target.op], |sheet, item| put_part(sheet, item, TITLE, 1));
    Ok(Saying { contents: vec![title.into_bytes()], ..saying })
}

/// Takes the mark off one's own deleted post or topic.
///
/// # Errors
/// In words, when the post is not here, not one's own, or not deleted.
pub fn undelete(replica: &Replica<Rows>, id: &str) -> Result<Saying<'static>, Trouble> {
    let target = own_post(&Reader::of(replica), id)?;
    if target.mark != DELETED {
        return Err(Trouble::of("post-stands"));
    }
    Ok(change_items(replica, target.document, vec![target.op], |sheet, item| sheet.delete(item, MARK)))
}

/// Says that a topic is resolved, or open again, instead of all that is said of it so far.
///
/// # Errors
/// In words, when the topic is not here, stands so already, or is not theirs to settle.
pub fn resolve(replica: &Replica<Rows>, id: &str, resolved: bool, time_ms: i64) -> Result<Saying<'static>, Trouble> {
    refuse_as_it_stands(&Reader::of(replica), id, resolved)?;
    say_resolved(replica, id, resolved, time_ms)
}

/// Refuses to say of a topic what stands already.
pub(super) fn refuse_as_it_stands(reader: &Reader<'_>, id: &str, resolved: bool) -> Result<(), Trouble> {
    let now = standing_of(reader, &topic(reader, id)?.item)?;
    if now.resolved == resolved && !now.two_versions {
        return Err(Trouble::of(if resolved { "resolved-already" } else { "open-already" }));
    }
    Ok(())
}

/// As [`resolve`], also if it stands so already: of many items that say so, one speaks instead of some.
pub(super) fn say_resolved(
    replica: &Replica<Rows>,
    id: &str,
    resolved: bool,
    time_ms: i64,
) -> Result<Saying<'static>, Trouble> {
    let reader = Reader::of(replica);
    let target = topic(&reader, id)?;
    may_settle(&reader, &target.person)?;
    let on = target.item;
    let now = standing_of(&reader, &on)?;
    Ok(new_item(replica, schema::RESOLVE, time_ms, Vec::new(), move |sheet, item| {
        sheet.put(item, ON, on.to_bytes().to_vec())?;
        sheet.put(item, schema::RESOLVED, resolved)?;
        put_replaced(sheet, item, &now.leaves)
    }))
}

fn standing_of(reader: &Reader<'_>, topic: &ItemId) -> rusqlite::Result<Resolution> {
    resolution(reader.rows, reader.in_circle()?, names::number(reader.rows, &topic.to_bytes())?)
}

/// How many items say at once how a topic stands.
pub(super) fn count_resolves(reader: &Reader<'_>, topic: &str) -> Result<usize, Trouble> {
    let on = self::topic(reader, topic)?.item;
    Ok(standing_of(reader, &on)?.leaves.len())
}

/// A name that no channel here has, but the one that is to have it.
fn channel_name(reader: &Reader<'_>, name: &str, of: Option<&ItemId>) -> Result<String, Trouble> {
    let name = line::checked("channel", name, MAX_CHANNEL)?;
    match target::channel(reader, &name) {
        Ok(found) if of != Some(&found.item) => Err(Trouble::of("channel-already").with("name", name)),
        _ => Ok(name),
    }
}

/// People's words as they wrote them.
///
/// # Errors
/// In words, when there are none, or more than [`MAX_TEXT`] bytes.
pub(crate) fn checked_text(text: &str) -> Result<Vec<u8>, Trouble> {
    if line::is_blank(text) {
        return Err(Trouble::of("post-empty"));
    }
    if text.len() > MAX_TEXT {
        return Err(Trouble::of("post-long").with("most", MAX_TEXT).with("has", text.len()));
    }
    Ok(text.as_bytes().to_vec())
}
