//! Topics, channels, replies and what is settled, as rows; and what lists show of the topics in which something moved.

use super::activity::{self, Grown};
use super::schema::{self, CHANNEL, REPLY, RESOLVE, TOPIC};
use super::{MAX_QUOTES, SETTLE, order, seen};
use crate::item::field::MAX_LISTED;
use crate::item::schema::{ERASED, STANDS, WORDS};
use crate::item::{self, Item, Sheet};
use crate::local::draft;
use crate::names::Number;
use crate::noun::{Noun, Work};
use kith_sync::id::ItemId;
use kith_sync::node::Subjects;
use rusqlite::OptionalExtension as _;
use std::collections::{BTreeMap, BTreeSet};

/// Topics and channels, with their posts.
pub(crate) struct Topics;

/// Topics, channels and posts, how they stand, and what was not seen of them.
pub(crate) const TOPICS: Subjects = Subjects::sliced(3);

impl Noun for Topics {
    fn name(&self) -> &'static str {
        "topic"
    }

    fn subject(&self) -> Subjects {
        TOPICS
    }

    fn kinds(&self) -> &'static [i64] {
        &[TOPIC, REPLY, RESOLVE, CHANNEL]
    }

    fn kinds_shown_late(&self) -> &'static [i64] {
        &[TOPIC, REPLY]
    }

    fn once(&self, kind: i64) -> &'static [&'static str] {
        if kind == RESOLVE { &schema::RESOLVE_ONCE } else { &schema::ONCE }
    }

    fn tables(&self) -> &'static [&'static str] {
        &["topics", "quotes", "follows", "resolves"]
    }

    fn alike(&self) -> &'static [&'static str] {
        &[
            "SELECT of.name, channel.name, is_channel, asks FROM topics JOIN names AS of ON of.id = item
             LEFT JOIN names AS channel ON channel.id = channel ORDER BY of.name",
            "SELECT of.name, earlier.name FROM follows JOIN names AS of ON of.id = item
             JOIN names AS earlier ON earlier.id = earlier ORDER BY of.name, earlier.name",
            "SELECT of.name, circle.name, channel.name, is_channel, place, last.name, replies, answered, asks, resolved,
                listed, begun_ms
             FROM activity JOIN names AS of ON of.id = topic JOIN names AS circle ON circle.id = circle
             JOIN names AS last ON last.id = last LEFT JOIN names AS channel ON channel.id = channel ORDER BY of.name",
            "SELECT of.name, place, quoted.name FROM quotes JOIN names AS of ON of.id = item
             JOIN names AS quoted ON quoted.id = quoted ORDER BY of.name, place",
            "SELECT of.name, topic.name, resolved, by_role FROM resolves JOIN names AS of ON of.id = item
             JOIN names AS topic ON topic.id = topic ORDER BY of.name",
        ]
    }

    fn work<'a>(&self, sheet: &'a Sheet<'a>) -> Box<dyn Work + 'a> {
        Box::new(Moved { sheet, posts: BTreeSet::new(), topics: BTreeSet::new(), grown: BTreeMap::new() })
    }
}

/// Posts that came, went or changed, and the topics in which lists show something else.
struct Moved<'a> {
    sheet: &'a Sheet<'a>,
    posts: BTreeSet<Number>,
    /// To be counted anew.
    topics: BTreeSet<Number>,
    /// With nothing but new replies.
    grown: BTreeMap<Number, Grown>,
}

impl Work for Moved<'_> {
    fn write(&mut self, item: &Item<'_>) -> rusqlite::Result<()> {
        if item.sheet.is_mine() && item.mark == ERASED && !item.late {
            // Whichever device of the person erased it: other words for what is erased are words of it, too.
            draft::forget_drafts(item.sheet.rows, &draft::edit_of(&item.origin.item.to_string()), None)?;
        }
        match (item.kind, item.on()?) {
            (TOPIC, _) => self.write_topic(item, false),
            (CHANNEL, _) => self.write_topic(item, true),
            (REPLY, Some(topic)) => self.write_reply(item, topic),
            (RESOLVE, Some(topic)) => self.write_resolve(item, topic),
            _ => Ok(()),
        }
    }

    /// No change moves an item, and any device can have its own stand nowhere: the topic in which it stood is counted anew,
    /// what follows it placed anew.
    fn note_old(&mut self, item: Number) -> rusqlite::Result<()> {
        let rows = self.sheet.rows;
        let post = "SELECT topic FROM items WHERE item = ? AND topic IS NOT NULL";
        let old: Option<Number> = rows.prepare_cached(post)?.query_row([item], |row| row.get(0)).optional()?;
        if let Some(old) = old {
            self.posts.insert(item);
            self.topics.insert(old);
        }
        let resolve = "SELECT topic FROM resolves WHERE item = ?";
        let old: Option<Number> = rows.prepare_cached(resolve)?.query_row([item], |row| row.get(0)).optional()?;
        self.topics.extend(old);
        seen::note_answered(rows, item)?;
        let no_post = "
            UPDATE items SET topic = NULL, place = NULL, shown = NULL, stands = NULL, unseen = NULL, sending = NULL
            WHERE item = ? AND topic IS NOT NULL";
        rows.prepare_cached(no_post)?.execute([item]).map(drop)
    }

    /// What followed them is placed anew.
    fn forget(&mut self, which: &str) -> rusqlite::Result<()> {
        let gone = format!(
            "SELECT item, topic FROM items WHERE {which} AND topic IS NOT NULL
             UNION ALL SELECT item, resolves.topic FROM items JOIN resolves USING (item) WHERE {which}"
        );
        let mut query = self.sheet.rows.prepare_cached(&gone)?;
        let mut found = query.query([self.sheet.document])?;
        while let Some(row) = found.next()? {
            self.posts.insert(row.get(0)?);
            self.topics.insert(row.get(1)?);
        }
        Ok(())
    }

    fn end(&mut self) -> rusqlite::Result<()> {
        let (rows, mut topics) = (self.sheet.rows, std::mem::take(&mut self.topics));
        topics.append(&mut order::place_followers(rows, &self.posts)?);
        self.grown.retain(|topic, _| !topics.contains(topic));
        activity::refresh(rows, &topics)?;
        activity::grow(rows, &self.grown)
    }
}

impl Moved<'_> {
    fn write_topic(&mut self, item: &Item<'_>, is_channel: bool) -> rusqlite::Result<()> {
        let channel = item.fields.item(schema::CHANNEL_OF).filter(|_| !is_channel);
        let channel = channel.map(|channel| item.sheet.number(&channel.to_bytes())).transpose()?;
        let asks = item.fields.flag(schema::ASKS).unwrap_or_default() && !is_channel;
        item.run("INSERT INTO topics VALUES (?, ?, ?, ?)", (item.id, channel, is_channel, asks))?;
        let shown = item.mark != STANDS || (!is_channel && item.has_words(WORDS)?);
        self.write_post(item, item.id, &item.fields.listed(schema::AFTER), shown)
    }

    fn write_reply(&mut self, item: &Item<'_>, topic: Number) -> rusqlite::Result<()> {
        let quotes = item.fields.items(schema::QUOTES, MAX_LISTED);
        for (place, quoted) in quotes.iter().take(MAX_QUOTES).enumerate() {
            let quoted = item.sheet.number(&quoted.to_bytes())?;
            item.run("INSERT INTO quotes VALUES (?, ?, ?)", (item.id, place, quoted))?;
        }
        let mut earlier = item.fields.listed(schema::AFTER);
        earlier.extend(quotes.into_iter().take(MAX_QUOTES));
        self.write_post(item, topic, &earlier, true)
    }

    fn write_resolve(&mut self, item: &Item<'_>, topic: Number) -> rusqlite::Result<()> {
        let Some(resolved) = item.fields.flag(schema::RESOLVED) else {
            return Ok(());
        };
        let by_role = item.is_by(SETTLE);
        item.run("INSERT INTO resolves VALUES (?, ?, ?, ?)", (item.id, topic, resolved, by_role))?;
        self.topics.insert(topic);
        item.write_replaces()
    }

    /// A post in its place; what it makes new, and what it answers.
    fn write_post(&mut self, item: &Item<'_>, topic: Number, earlier: &[ItemId], shown: bool) -> rusqlite::Result<()> {
        let (rows, id) = (item.sheet.rows, item.id);
        let sending = item.fields.bytes(schema::SENDING).filter(|sending| sending.len() <= schema::MAX_SENDING);
        for earlier in earlier {
            let earlier = item.sheet.number(&earlier.to_bytes())?;
            if earlier != id && earlier != topic {
                item.run("INSERT OR IGNORE INTO follows VALUES (?, ?)", (id, earlier))?;
            }
        }
        let clock_ms = item.fields.number(item::schema::TIME).unwrap_or_default();
        let place = order::place_of(rows, id, topic, clock_ms)?;
        let (is_new, is_seen) = seen::note_arrival(rows, id)?;
        // A topic that is only a title is no post, and is news all the same.
        let tells = shown || item.kind == TOPIC;
        let is_told = item.stands() && tells;
        let unseen = is_told && !item.sheet.is_mine() && !is_seen;
        let write =
            "UPDATE items SET topic = ?, place = ?, shown = ?, stands = ?, unseen = ?, sending = ? WHERE item = ?";
        item.run(write, (topic, place, shown, item.stands(), unseen, sending, id))?;
        let post = seen::Post { post: id, topic, place, me: item.sheet.me };
        match (item.sheet.is_mine(), is_told) {
            (true, true) => seen::note_own(rows, post)?,
            (true, false) => {}
            (false, true) => seen::note_other(rows, post)?,
            (false, false) => seen::forget(rows, id)?,
        }
        self.posts.insert(id);
        if item.is_new && is_new && item.stands() && shown && topic != id {
            let Sheet { circle, person, .. } = *item.sheet;
            let grown = self.grown.entry(topic).or_insert_with(|| Grown::of(circle, person));
            grown.add(rows, id, place, unseen)?;
        } else {
            self.topics.insert(topic);
        }
        Ok(())
    }
}
