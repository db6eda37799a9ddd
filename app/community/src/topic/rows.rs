//! A sheet becomes rows: one for each item, what its kind says, and every word it ever had.

use super::activity::{self, Grown};
use super::found::{self, AT_ONCE};
use super::order;
use super::schema::{self, state};
use super::seen;
use super::walk::{Put, Walk, walk, walk_all};
use super::{MAX_ANSWER_H, MAX_QUOTES, MAX_TITLE, REACTIONS};
use crate::device;
use crate::field::{Fields, MAX_LISTED, Op};
use crate::line;
use crate::local::draft;
use crate::may::Right;
use crate::names::{Noted, Number};
use automerge::ActorId;
use kith_sync::id::ItemId;
use kith_sync::node::{Changed, Origin, Touched, Words};
use rusqlite::{Connection, OptionalExtension as _, Params};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Posts that came, went or changed, and the topics in which lists show something else.
#[derive(Default)]
struct Moved {
    posts: BTreeSet<Number>,
    /// To be counted anew.
    topics: BTreeSet<Number>,
    /// With nothing but new replies.
    grown: BTreeMap<Number, Grown>,
}

/// A sheet on its way into rows: whose it is, by numbers, and what moves.
struct Sheet<'a> {
    rows: &'a Connection,
    changed: &'a Changed<'a>,
    names: Noted<'a>,
    document: Number,
    circle: Number,
    person: Number,
    me: Number,
    moved: RefCell<Moved>,
}

/// Makes rows of what changed in a sheet.
pub(crate) fn project(rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
    let names = Noted::of(rows);
    let sheet = Sheet {
        rows,
        changed,
        document: names.number(&changed.id.0)?,
        circle: names.number(&changed.circle.0)?,
        person: names.number(&changed.named.person.0)?,
        me: names.number(&changed.me.0)?,
        names,
        moved: RefCell::default(),
    };
    match &changed.touched {
        Touched::Late(items) => sheet.project_late(items)?,
        _ => sheet.project_standing()?,
    }
    let Moved { posts, mut topics, mut grown } = sheet.moved.into_inner();
    topics.append(&mut order::place_followers(rows, &posts)?);
    grown.retain(|topic, _| !topics.contains(topic));
    activity::refresh(rows, &topics)?;
    activity::grow(rows, &grown)?;
    found::put_waiting(rows, AT_ONCE)
}

impl Sheet<'_> {
    fn project_standing(&self) -> rusqlite::Result<()> {
        let auto = self.changed.document.auto();
        if self.changed.touched == Touched::All {
            self.forget("document = ?1")?;
        }
        let Walk { made, mut puts } = match &self.changed.touched {
            Touched::Items(_) => walk(auto, self.changed.said().iter().copied()),
            Touched::All | Touched::Late(_) => walk_all(auto),
        };
        let touched = match &self.changed.touched {
            Touched::Items(items) => items.clone(),
            Touched::All | Touched::Late(_) => made.into_iter().collect(),
        };
        for op in &touched {
            self.project_item(op, puts.remove(op).unwrap_or_default(), false)?;
        }
        Ok(())
    }

    /// Topics and replies that came late; of other kinds nothing is shown.
    fn project_late(&self, items: &[Op]) -> rusqlite::Result<()> {
        self.forget("document = ?1 AND late = 1")?;
        // Mostly nothing came late, and a walk costs as much as all that its author ever said.
        if items.is_empty() {
            return Ok(());
        }
        let Walk { mut puts, .. } = walk_all(self.changed.document.auto());
        for op in items {
            let fields = self.fields(op);
            let kind = fields.and_then(|fields| fields.number(schema::KIND));
            if matches!(kind, Some(schema::TOPIC | schema::REPLY)) && !self.has(op)? {
                self.project_item(op, puts.remove(op).unwrap_or_default(), true)?;
            }
        }
        Ok(())
    }

    fn fields(&self, op: &Op) -> Option<Fields<'_>> {
        Fields::made_by(self.changed.document, op, &schema::ONCE)
    }

    /// Whether an item is in the rows, by the op that made it.
    fn has(&self, op: &Op) -> rusqlite::Result<bool> {
        let Some(origin) = self.changed.origin((op.0, &op.1)) else {
            return Ok(false);
        };
        let has = "SELECT EXISTS (SELECT 1 FROM names JOIN items ON item = id WHERE name = ?)";
        self.rows.prepare_cached(has)?.query_row([origin.item.to_bytes()], |row| row.get(0))
    }

    /// Throws away items of the document, with all that was said of them. What followed them is placed anew.
    fn forget(&self, which: &str) -> rusqlite::Result<()> {
        let gone = format!(
            "SELECT item, topic FROM items WHERE {which} AND topic IS NOT NULL
             UNION ALL SELECT item, resolves.topic FROM items JOIN resolves USING (item) WHERE {which}"
        );
        let mut query = self.rows.prepare_cached(&gone)?;
        let mut found = query.query([self.document])?;
        let mut moved = self.moved.borrow_mut();
        while let Some(row) = found.next()? {
            moved.posts.insert(row.get(0)?);
            moved.topics.insert(row.get(1)?);
        }
        self.rows.prepare_cached(&format!("DELETE FROM items WHERE {which}"))?.execute([self.document])?;
        Ok(())
    }

    fn project_item(&self, op: &Op, puts: Vec<Put>, late: bool) -> rusqlite::Result<()> {
        let (Some(fields), Some(origin)) = (self.fields(op), self.changed.origin((op.0, &op.1))) else {
            return Ok(());
        };
        let (mark, marked_by) =
            fields.greatest(schema::MARK).map_or((schema::STANDS, None), |(mark, op)| (mark, Some(op)));
        let mark = mark.clamp(schema::STANDS, schema::ERASED);
        let id = self.names.number(&origin.item.to_bytes())?;
        let kind = fields.number(schema::KIND).unwrap_or_default();
        let fields = fields.said_once(schema::once(kind));
        let has_right = schema::needs(kind).is_none_or(|right| right.is_of(self.changed.role_at(&origin)));
        let kind = if has_right { kind } else { schema::NOTHING };
        let (rows, changed) = (self.rows, self.changed);
        let mut item = Item { sheet: self, rows, changed, fields, origin, kind, id, mark, late, is_new: false };
        if item.is_mine() && mark == schema::ERASED && !late {
            // Whichever device of the person erased it: other words for what is erased are words of it, too.
            draft::forget_drafts(self.rows, &draft::edit_of(&origin.item.to_string()), None)?;
        }
        item.is_new = item.begin(op)?;
        item.write_mark(marked_by)?;
        if item.is_new {
            item.write_words(puts)?;
            return item.write_kind();
        }
        item.write()?;
        item.add_words(puts)?;
        item.stand_words()?;
        item.note_old_place()?;
        item.forget_kind()?;
        item.write_kind()
    }
}

/// Lets go of words whose content part was let go, without a change of the item.
///
/// # Errors
/// Whatever SQLite answers.
pub fn let_go(rows: &Connection, log: i64, number: u64, part: u8) -> rusqlite::Result<()> {
    let words = "
        UPDATE words SET state = ?1, text = '' WHERE id IN (
            SELECT words.id FROM items INDEXED BY items_by_record CROSS JOIN words USING (item)
            WHERE items.log = ?2 AND items.number = ?3 AND words.log = ?2 AND words.number = ?3 AND part = ?4
            UNION ALL SELECT id FROM words INDEXED BY words_later
            WHERE log = ?2 AND number = ?3 AND part = ?4 AND later = 1)";
    rows.prepare_cached(words)?.execute((state::ERASED, log, number, part))?;
    Ok(())
}

/// Whether its person erased an item.
///
/// # Errors
/// Whatever SQLite answers.
pub(crate) fn is_erased(rows: &Connection, item: &ItemId) -> rusqlite::Result<bool> {
    let erased = "SELECT EXISTS (SELECT 1 FROM names JOIN items ON item = id WHERE name = ? AND mark = ? AND late = 0)";
    rows.prepare_cached(erased)?.query_row((item.to_bytes(), schema::ERASED), |row| row.get(0))
}

/// Rows of the logs that made items, the one with the newest item by its author's clock first.
pub(crate) fn newest_first(rows: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut query = rows.prepare_cached("SELECT log FROM items GROUP BY log ORDER BY max(time_ms) DESC, log")?;
    query.query_map([], |row| row.get(0))?.collect()
}

/// An item on its way into rows.
struct Item<'a> {
    sheet: &'a Sheet<'a>,
    rows: &'a Connection,
    changed: &'a Changed<'a>,
    fields: Fields<'a>,
    origin: Origin,
    kind: i64,
    id: Number,
    mark: i64,
    late: bool,
    /// It was not in the rows before.
    is_new: bool,
}

impl Item<'_> {
    /// True if the item was not in the rows before: most are written once, and nothing need be thrown away first.
    fn begin(&self, op: &Op) -> rusqlite::Result<bool> {
        let begun = self
            .rows
            .prepare_cached(
                "INSERT OR IGNORE INTO items (item, document, circle, person, kind, mark, time_ms, counter, actor, late,
                 log, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute((
                self.id,
                self.sheet.document,
                self.sheet.circle,
                self.sheet.person,
                self.kind,
                self.mark,
                self.fields.number(schema::TIME).unwrap_or_default(),
                op.0,
                self.number(op.1.to_bytes())?,
                self.late,
                self.origin.log,
                self.origin.number,
            ))?;
        Ok(begun > 0)
    }

    fn number(&self, name: &[u8]) -> rusqlite::Result<Number> {
        self.sheet.names.number(name)
    }

    /// Says anew what may have changed of an item.
    fn write(&self) -> rusqlite::Result<()> {
        let time_ms = self.fields.number(schema::TIME).unwrap_or_default();
        let update = "UPDATE items SET kind = ?, mark = ?, time_ms = ?, late = ? WHERE item = ?";
        self.run(update, (self.kind, self.mark, time_ms, self.late, self.id))
    }

    /// Which record set the mark.
    fn write_mark(&self, by: Option<Op>) -> rusqlite::Result<()> {
        let Some(origin) = by.and_then(|(counter, actor)| self.changed.origin((counter, &actor))) else {
            return Ok(());
        };
        let update = "UPDATE items SET marked_log = ?, marked_number = ? WHERE item = ?";
        self.run(update, (origin.log, origin.number, self.id))
    }

    /// No change moves an item, and any device can have its own stand nowhere: the topic in which it stood is counted anew,
    /// what follows it placed anew.
    fn note_old_place(&self) -> rusqlite::Result<()> {
        let mut moved = self.sheet.moved.borrow_mut();
        let post = "SELECT topic FROM items WHERE item = ? AND topic IS NOT NULL";
        let resolve = "SELECT topic FROM resolves WHERE item = ?";
        let old: Option<Number> = self.rows.prepare_cached(post)?.query_row([self.id], |row| row.get(0)).optional()?;
        if let Some(old) = old {
            moved.posts.insert(self.id);
            moved.topics.insert(old);
        }
        let old: Option<Number> =
            self.rows.prepare_cached(resolve)?.query_row([self.id], |row| row.get(0)).optional()?;
        moved.topics.extend(old);
        Ok(())
    }

    fn forget_kind(&self) -> rusqlite::Result<()> {
        let said = ["topics", "quotes", "follows", "reactions", "resolves", "replaces", "device_names", "customs"];
        for table in said {
            self.run(&format!("DELETE FROM {table} WHERE item = ?"), [self.id])?;
        }
        seen::note_answered(self.rows, self.id)?;
        let post =
            "UPDATE items SET topic = NULL, place = NULL, shown = NULL, stands = NULL, unseen = NULL, sending = NULL
                    WHERE item = ? AND topic IS NOT NULL";
        self.run(post, [self.id])
    }

    fn stands(&self) -> bool {
        self.mark == schema::STANDS && !self.late
    }

    fn is_mine(&self) -> bool {
        self.changed.named.person == self.changed.me
    }

    /// What the item's kind says, in the kind's own tables.
    fn write_kind(&self) -> rusqlite::Result<()> {
        let Self { fields, id, .. } = self;
        let on = fields.item(schema::ON).map(|on| self.number(&on.to_bytes())).transpose()?;
        match (self.kind, on) {
            (schema::TOPIC, _) => self.write_topic(false),
            (schema::CHANNEL, _) => self.write_topic(true),
            (schema::REPLY, Some(topic)) => self.write_reply(topic),
            (schema::REACTION, Some(post)) => self.write_reaction(post),
            (schema::RESOLVE, Some(topic)) => {
                let Some(resolved) = fields.flag(schema::RESOLVED) else {
                    return Ok(());
                };
                let by_role = Right::Settle.is_of(self.changed.role_at(&self.origin));
                self.run("INSERT INTO resolves VALUES (?, ?, ?, ?)", (id, topic, resolved, by_role))?;
                self.sheet.moved.borrow_mut().topics.insert(topic);
                self.write_replaces()
            }
            (schema::COMMUNITY_NAME, _) => self.write_replaces(),
            (schema::CUSTOMS, _) => self.write_customs(),
            (device::SEEN, _) => self.write_seen(),
            (device::DEVICE_NAME, _) => {
                let insert = "INSERT INTO device_names VALUES (?, ?)";
                fields.text(device::DEVICE).map_or(Ok(()), |device| self.run(insert, (id, device)))
            }
            _ => Ok(()),
        }
    }

    /// What another of this person's devices says was seen; nobody else can say so.
    fn write_seen(&self) -> rusqlite::Result<()> {
        if !self.is_mine() || !self.stands() {
            return Ok(());
        }
        let names = self.fields.bytes(device::POSTS).unwrap_or_default();
        for post in names.as_chunks::<18>().0.iter().take(device::MAX_SEEN) {
            let topic = seen::note_seen_elsewhere(self.rows, post)?;
            self.sheet.moved.borrow_mut().topics.extend(topic);
        }
        Ok(())
    }

    fn write_topic(&self, is_channel: bool) -> rusqlite::Result<()> {
        let channel = self.fields.item(schema::CHANNEL_OF).filter(|_| !is_channel);
        let channel = channel.map(|channel| self.number(&channel.to_bytes())).transpose()?;
        let asks = self.fields.flag(schema::ASKS).unwrap_or_default() && !is_channel;
        self.run("INSERT INTO topics VALUES (?, ?, ?, ?)", (self.id, channel, is_channel, asks))?;
        let has_words = "SELECT EXISTS (SELECT 1 FROM words WHERE item = ? AND field = ?)";
        let has_words: bool =
            self.rows.prepare_cached(has_words)?.query_row((self.id, schema::WORDS), |row| row.get(0))?;
        let shown = self.mark != schema::STANDS || (!is_channel && has_words);
        self.write_post(self.id, &self.fields.listed(schema::AFTER), shown)
    }

    fn write_reply(&self, topic: Number) -> rusqlite::Result<()> {
        let quotes = self.fields.items(schema::QUOTES, MAX_LISTED);
        for (place, quoted) in quotes.iter().take(MAX_QUOTES).enumerate() {
            let quoted = self.number(&quoted.to_bytes())?;
            self.run("INSERT INTO quotes VALUES (?, ?, ?)", (self.id, place, quoted))?;
        }
        let mut earlier = self.fields.listed(schema::AFTER);
        earlier.extend(quotes.into_iter().take(MAX_QUOTES));
        self.write_post(topic, &earlier, true)
    }

    /// A post in its place; what it makes new, and what it answers.
    fn write_post(&self, topic: Number, earlier: &[ItemId], shown: bool) -> rusqlite::Result<()> {
        let sending = self.fields.bytes(schema::SENDING).filter(|sending| sending.len() <= schema::MAX_SENDING);
        for earlier in earlier {
            let earlier = self.number(&earlier.to_bytes())?;
            if earlier != self.id && earlier != topic {
                self.run("INSERT OR IGNORE INTO follows VALUES (?, ?)", (self.id, earlier))?;
            }
        }
        let clock_ms = self.fields.number(schema::TIME).unwrap_or_default();
        let place = order::place_of(self.rows, self.id, topic, clock_ms)?;
        let (is_new, is_seen) = seen::note_arrival(self.rows, self.id)?;
        // A topic that is only a title is no post, and is news all the same.
        let tells = shown || self.fields.number(schema::KIND) == Some(schema::TOPIC);
        let is_told = self.stands() && tells;
        let unseen = is_told && !self.is_mine() && !is_seen;
        let write =
            "UPDATE items SET topic = ?, place = ?, shown = ?, stands = ?, unseen = ?, sending = ? WHERE item = ?";
        self.run(write, (topic, place, shown, self.stands(), unseen, sending, self.id))?;
        let post = seen::Post { post: self.id, topic, place, me: self.sheet.me };
        match (self.is_mine(), is_told) {
            (true, true) => seen::note_own(self.rows, post)?,
            (true, false) => {}
            (false, true) => seen::note_other(self.rows, post)?,
            (false, false) => seen::forget(self.rows, self.id)?,
        }
        let mut moved = self.sheet.moved.borrow_mut();
        moved.posts.insert(self.id);
        if self.is_new && is_new && self.stands() && shown && topic != self.id {
            let Sheet { circle, person, .. } = *self.sheet;
            let grown = moved.grown.entry(topic).or_insert_with(|| Grown::of(circle, person));
            grown.add(self.rows, self.id, place, unseen)?;
        } else {
            moved.topics.insert(topic);
        }
        Ok(())
    }

    fn write_reaction(&self, post: Number) -> rusqlite::Result<()> {
        let emoji = self.fields.text(schema::EMOJI).and_then(|text| schema::reaction(&text));
        let Some(emoji) = emoji else {
            return Ok(());
        };
        self.run("INSERT INTO reactions VALUES (?, ?, ?)", (self.id, post, emoji))?;
        if self.is_mine() && self.stands() { seen::note_answered(self.rows, post) } else { Ok(()) }
    }

    fn write_customs(&self) -> rusqlite::Result<()> {
        let named = self.fields.texts(schema::EMOJI);
        let mut reactions = schema::apart(named.iter().filter_map(|text| schema::reaction(text)).collect());
        reactions.truncate(REACTIONS.len());
        let reactions = (!reactions.is_empty()).then(|| reactions.join("\n"));
        let hours = self.fields.number(schema::ANSWER_H).filter(|hours| (0..=i64::from(MAX_ANSWER_H)).contains(hours));
        self.run("INSERT INTO customs VALUES (?, ?, ?)", (self.id, reactions, hours))?;
        self.write_replaces()
    }

    fn write_replaces(&self) -> rusqlite::Result<()> {
        for earlier in self.fields.items(schema::REPLACES, schema::MAX_REPLACED) {
            let earlier = self.number(&earlier.to_bytes())?;
            self.run("INSERT INTO replaces VALUES (?, ?)", (self.id, earlier))?;
        }
        Ok(())
    }

    fn run(&self, sql: &str, params: impl Params) -> rusqlite::Result<()> {
        self.rows.prepare_cached(sql)?.execute(params).map(drop)
    }

    /// The words of a new item: row and index at once.
    fn write_words(&self, puts: Vec<Put>) -> rusqlite::Result<()> {
        let standing = schema::CONTENT.map(|field| (field, self.fields.parts(field)));
        for Put { field, op, part } in puts {
            let Some(origin) = self.changed.origin((op.0, &op.1)) else {
                continue;
            };
            let (state, text) = self.read(field, Some(&origin), part);
            let text = if self.shows(field) { text } else { String::new() };
            let all = standing.iter().find(|(of, _)| *of == field).map_or(&[][..], |(_, parts)| parts);
            let place = all.iter().position(|(by, _)| *by == op).map_or(0, |place| place + 1);
            self.put_words(&Put { field, op, part }, &origin, place, state, &text)?;
            if place > 0 && !text.is_empty() {
                found::note(self.rows, self.rows.last_insert_rowid(), &text)?;
            }
        }
        Ok(())
    }

    fn put_words(&self, put: &Put, from: &Origin, standing: usize, state: i64, text: &str) -> rusqlite::Result<()> {
        let insert = "
            INSERT INTO words (item, field, counter, actor, log, number, part, later, standing, state, text)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, log <> ?5 OR number <> ?6, ?8, ?9, ?10 FROM items WHERE item = ?1";
        let Put { field, op, part } = put;
        let actor = self.number(op.1.to_bytes())?;
        self.run(insert, (self.id, field, op.0, actor, from.log, from.number, part, standing, state, text))
    }

    fn add_words(&self, puts: Vec<Put>) -> rusqlite::Result<()> {
        for put in puts {
            let Some(origin) = self.changed.origin((put.op.0, &put.op.1)) else {
                continue;
            };
            if !self.words(put.field)?.iter().any(|word| word.op == put.op) {
                self.put_words(&put, &origin, 0, state::MISSING, "")?;
            }
        }
        Ok(())
    }

    /// Says of each of the item's words whether they stand, and what is left of them.
    fn stand_words(&self) -> rusqlite::Result<()> {
        for field in schema::CONTENT {
            let standing = self.fields.parts(field);
            for word in self.words(field)? {
                let place = standing.iter().position(|(op, _)| *op == word.op);
                let origin = self.changed.origin((word.op.0, &word.op.1));
                let (state, text) = self.read(field, origin.as_ref(), word.part);
                let text = if self.shows(field) { text } else { String::new() };
                self.rows
                    .prepare_cached("UPDATE words SET standing = ?, state = ?, text = ? WHERE id = ?")?
                    .execute((place.map_or(0, |place| place + 1), state, text, word.id))?;
            }
        }
        Ok(())
    }

    fn words(&self, field: &str) -> rusqlite::Result<Vec<Word>> {
        let mut query = self.rows.prepare_cached(
            "SELECT words.id, counter, name, part FROM words CROSS JOIN names ON names.id = actor
                 WHERE item = ? AND field = ? ORDER BY words.id",
        )?;
        let words = query.query_map((self.id, field), |row| {
            let actor: Vec<u8> = row.get(2)?;
            Ok(Word { id: row.get(0)?, op: (row.get(1)?, ActorId::from(actor)), part: row.get(3)? })
        })?;
        words.collect()
    }

    /// Whether words of a field are shown as the item is marked. A deleted topic keeps its title: what others said
    /// there is found by it.
    fn shows(&self, field: &str) -> bool {
        self.mark == schema::STANDS || (self.mark == schema::DELETED && field == schema::TITLE)
    }

    /// What is left of words, and their text as it is shown.
    fn read(&self, field: &str, origin: Option<&Origin>, part: u8) -> (i64, String) {
        match origin.map_or(Words::Missing, |origin| self.changed.words(origin, part)) {
            Words::Here(bytes) => match String::from_utf8(bytes) {
                Ok(text) if field == schema::TITLE => {
                    (state::HERE, line::clean(&text).chars().take(MAX_TITLE).collect())
                }
                Ok(text) => (state::HERE, text),
                Err(_) => (state::MISSING, String::new()),
            },
            Words::Erased => (state::ERASED, String::new()),
            Words::Missing => (state::MISSING, String::new()),
        }
    }
}

/// A row of words.
struct Word {
    id: i64,
    op: Op,
    part: u8,
}
