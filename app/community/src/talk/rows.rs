//! A sheet becomes rows: one for each item, what its kind says, and every word it ever had.

use super::activity::{self, Grown};
use super::order::{self, Name};
use super::schema::{self, state};
use super::seen;
use super::walk::{Put, Walk, walk, walk_all};
use super::{MAX_ANSWER_H, MAX_QUOTES, MAX_TITLE, REACTIONS};
use crate::field::{Fields, Op};
use crate::line;
use crate::looking;
use crate::own;
use automerge::{ActorId, ObjId};
use kith_sync::id::ItemId;
use kith_sync::node::{Changed, Origin, Touched, Words};
use rusqlite::{Connection, Params};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// Posts that came, went or changed, and the topics in which lists show something else.
#[derive(Default)]
struct Moved {
    posts: BTreeSet<Name>,
    /// To be counted anew.
    topics: BTreeSet<Name>,
    /// With nothing but new replies.
    grown: BTreeMap<Name, Grown>,
}

/// Makes rows of what changed in a sheet.
pub(crate) fn project(rows: &Connection, changed: &Changed<'_>) -> rusqlite::Result<()> {
    let moved = RefCell::new(Moved::default());
    match &changed.touched {
        Touched::Late(items) => project_late(rows, changed, items, &moved)?,
        _ => project_standing(rows, changed, &moved)?,
    }
    let Moved { posts, mut topics, mut grown } = moved.into_inner();
    topics.append(&mut order::place_followers(rows, &posts)?);
    grown.retain(|topic, _| !topics.contains(topic));
    activity::refresh(rows, changed.me, &topics)?;
    activity::grow(rows, changed.me, &grown)
}

fn project_standing(rows: &Connection, changed: &Changed<'_>, moved: &RefCell<Moved>) -> rusqlite::Result<()> {
    if changed.touched == Touched::All {
        forget(rows, changed, "document = ?1", moved)?;
    }
    let Walk { made, mut puts } = match &changed.touched {
        Touched::Items(_) => walk(changed.document.auto(), changed.said().iter().copied()),
        Touched::All | Touched::Late(_) => walk_all(changed.document.auto()),
    };
    let touched = match &changed.touched {
        Touched::Items(items) => items.clone(),
        Touched::All | Touched::Late(_) => made.into_iter().collect(),
    };
    for op in &touched {
        project_item(rows, changed, op, puts.remove(op).unwrap_or_default(), false, moved)?;
    }
    Ok(())
}

/// Topics and replies that came late; of other kinds nothing is shown.
fn project_late(
    rows: &Connection,
    changed: &Changed<'_>,
    items: &[Op],
    moved: &RefCell<Moved>,
) -> rusqlite::Result<()> {
    forget(rows, changed, "document = ?1 AND late = 1", moved)?;
    // Mostly nothing came late, and a walk costs as much as all that its author ever said.
    if items.is_empty() {
        return Ok(());
    }
    let Walk { mut puts, .. } = walk_all(changed.document.auto());
    for op in items {
        let fields = Fields::of(changed.document.auto(), ObjId::Id(op.0, op.1.clone(), 0));
        let kind = fields.and_then(|fields| fields.number(schema::KIND));
        let stands = "SELECT EXISTS (SELECT 1 FROM items WHERE document = ? AND counter = ? AND actor = ?)";
        let stands: bool =
            rows.prepare_cached(stands)?.query_row((changed.id.0, op.0, op.1.to_bytes()), |row| row.get(0))?;
        if matches!(kind, Some(schema::TOPIC | schema::REPLY)) && !stands {
            project_item(rows, changed, op, puts.remove(op).unwrap_or_default(), true, moved)?;
        }
    }
    Ok(())
}

/// Throws away items of a document, with all that was said of them. What followed them is placed anew.
fn forget(rows: &Connection, changed: &Changed<'_>, which: &str, moved: &RefCell<Moved>) -> rusqlite::Result<()> {
    let gone = format!(
        "SELECT items.item, topic FROM items JOIN posts USING (item) WHERE {which}
         UNION ALL SELECT items.item, topic FROM items JOIN resolves USING (item) WHERE {which}"
    );
    let mut query = rows.prepare_cached(&gone)?;
    let mut found = query.query([changed.id.0])?;
    let mut moved = moved.borrow_mut();
    while let Some(row) = found.next()? {
        moved.posts.insert(row.get(0)?);
        moved.topics.insert(row.get(1)?);
    }
    rows.prepare_cached(&format!("DELETE FROM items WHERE {which}"))?.execute([changed.id.0])?;
    Ok(())
}

/// Lets go of words whose content part was let go, without a change of the item.
///
/// # Errors
/// Whatever SQLite answers.
pub fn let_go(rows: &Connection, log: i64, number: u64, part: u8) -> rusqlite::Result<()> {
    rows.prepare_cached("UPDATE words SET state = ?, text = '' WHERE log = ? AND number = ? AND part = ?")?
        .execute((state::ERASED, log, number, part))?;
    Ok(())
}

/// Whether its person erased an item.
///
/// # Errors
/// Whatever SQLite answers.
pub(crate) fn is_erased(rows: &Connection, item: &ItemId) -> rusqlite::Result<bool> {
    let erased = "SELECT EXISTS (SELECT 1 FROM items WHERE item = ? AND mark = ? AND late = 0)";
    rows.prepare_cached(erased)?.query_row((item.to_bytes(), schema::ERASED), |row| row.get(0))
}

/// Rows of the logs that made items, the one with the newest item by its author's clock first.
pub(crate) fn newest_first(rows: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut query = rows.prepare_cached("SELECT log FROM items GROUP BY log ORDER BY max(time_ms) DESC, log")?;
    query.query_map([], |row| row.get(0))?.collect()
}

/// An item on its way into rows.
struct Item<'a> {
    rows: &'a Connection,
    changed: &'a Changed<'a>,
    fields: Fields<'a>,
    id: [u8; 18],
    mark: i64,
    late: bool,
    /// It was not in the rows before.
    is_new: bool,
    moved: &'a RefCell<Moved>,
}

fn project_item(
    rows: &Connection,
    changed: &Changed<'_>,
    op: &Op,
    puts: Vec<Put>,
    late: bool,
    moved: &RefCell<Moved>,
) -> rusqlite::Result<()> {
    let object = ObjId::Id(op.0, op.1.clone(), 0);
    let fields = Fields::of(changed.document.auto(), object);
    let (Some(fields), Some(origin)) = (fields, changed.origin((op.0, &op.1))) else {
        return Ok(());
    };
    let (mark, marked_by) = fields.greatest(schema::MARK).map_or((schema::STANDS, None), |(mark, op)| (mark, Some(op)));
    let mark = mark.clamp(schema::STANDS, schema::ERASED);
    let id = origin.item.to_bytes();
    let mut item = Item { rows, changed, fields, id, mark, late, is_new: false, moved };
    if item.is_mine() && mark == schema::ERASED && !late {
        // Whichever device of the person erased it: other words for what is erased are words of it, too.
        looking::forget_drafts(rows, &looking::edit_of(&origin.item.to_string()), None)?;
    }
    item.is_new = item.begin(op, &origin)?;
    if item.is_new {
        item.write_mark(marked_by)?;
        item.write_words(puts)?;
        return item.write_kind();
    }
    item.write_mark(marked_by)?;
    item.write()?;
    item.add_words(puts)?;
    item.stand_words()?;
    item.forget_kind()?;
    item.write_kind()
}

impl Item<'_> {
    /// True if the item was not in the rows before: most are written once, and nothing need be thrown away first.
    fn begin(&self, op: &Op, origin: &Origin) -> rusqlite::Result<bool> {
        let begun = self
            .rows
            .prepare_cached(
                "INSERT OR IGNORE INTO items (item, document, circle, person, kind, mark, time_ms, counter, actor, late,
                 log, number) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            )?
            .execute((
                self.id,
                self.changed.id.0,
                self.changed.circle.0,
                self.changed.named.person.0,
                self.fields.number(schema::KIND).unwrap_or_default(),
                self.mark,
                self.fields.number(schema::TIME).unwrap_or_default(),
                op.0,
                op.1.to_bytes(),
                self.late,
                origin.log,
                origin.number,
            ))?;
        Ok(begun > 0)
    }

    /// Says anew what may have changed of an item.
    fn write(&self) -> rusqlite::Result<()> {
        let kind = self.fields.number(schema::KIND).unwrap_or_default();
        let time_ms = self.fields.number(schema::TIME).unwrap_or_default();
        let update = "UPDATE items SET kind = ?, mark = ?, time_ms = ?, late = ? WHERE item = ?";
        self.run(update, (kind, self.mark, time_ms, self.late, self.id))
    }

    /// Which record set the mark.
    fn write_mark(&self, by: Option<Op>) -> rusqlite::Result<()> {
        let Some(origin) = by.and_then(|(counter, actor)| self.changed.origin((counter, &actor))) else {
            return Ok(());
        };
        let update = "UPDATE items SET marked_log = ?, marked_number = ? WHERE item = ?";
        self.run(update, (origin.log, origin.number, self.id))
    }

    fn forget_kind(&self) -> rusqlite::Result<()> {
        for table in ["topics", "posts", "quotes", "reactions", "resolves", "replaces", "device_names", "customs"] {
            self.run(&format!("DELETE FROM {table} WHERE item = ?"), [self.id])?;
        }
        Ok(())
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
        let on = fields.item(schema::ON).map(ItemId::to_bytes);
        match (fields.number(schema::KIND), on) {
            (Some(schema::TOPIC), _) => self.write_topic(false),
            (Some(schema::CHANNEL), _) => self.write_topic(true),
            (Some(schema::REPLY), Some(topic)) => self.write_reply(topic),
            (Some(schema::REACTION), Some(post)) => self.write_reaction(post),
            (Some(schema::RESOLVE), Some(topic)) => {
                let resolved = fields.flag(schema::RESOLVED).unwrap_or_default();
                self.run("INSERT INTO resolves VALUES (?, ?, ?)", (id, topic, resolved))?;
                self.moved.borrow_mut().topics.insert(topic);
                self.write_replaces()
            }
            (Some(schema::COMMUNITY_NAME), _) => self.write_replaces(),
            (Some(schema::CUSTOMS), _) => self.write_customs(),
            (Some(own::SEEN), _) => self.write_seen(),
            (Some(own::DEVICE_NAME), _) => {
                let insert = "INSERT INTO device_names VALUES (?, ?)";
                fields.text(own::DEVICE).map_or(Ok(()), |device| self.run(insert, (id, device)))
            }
            _ => Ok(()),
        }
    }

    /// What another of this person's devices says was seen; nobody else can say so.
    fn write_seen(&self) -> rusqlite::Result<()> {
        if !self.is_mine() || !self.stands() {
            return Ok(());
        }
        let names = self.fields.bytes(own::POSTS).unwrap_or_default();
        for post in names.as_chunks::<18>().0.iter().take(own::MAX_SEEN) {
            let topic = seen::note_seen_elsewhere(self.rows, post)?;
            self.moved.borrow_mut().topics.extend(topic);
        }
        Ok(())
    }

    fn write_topic(&self, is_channel: bool) -> rusqlite::Result<()> {
        let channel = self.fields.item(schema::CHANNEL_OF).map(ItemId::to_bytes).filter(|_| !is_channel);
        let asks = self.fields.flag(schema::ASKS).unwrap_or_default() && !is_channel;
        self.run("INSERT INTO topics VALUES (?, ?, ?, ?)", (self.id, channel, is_channel, asks))?;
        let has_words = "SELECT EXISTS (SELECT 1 FROM words WHERE item = ? AND field = ?)";
        let has_words: bool =
            self.rows.prepare_cached(has_words)?.query_row((self.id, schema::WORDS), |row| row.get(0))?;
        let shown = self.mark != schema::STANDS || (!is_channel && has_words);
        self.write_post(self.id, &self.fields.listed(schema::AFTER), shown)
    }

    fn write_reply(&self, topic: Name) -> rusqlite::Result<()> {
        let quotes = self.fields.items(schema::QUOTES);
        for (place, quoted) in quotes.iter().take(MAX_QUOTES).enumerate() {
            self.run("INSERT INTO quotes VALUES (?, ?, ?)", (self.id, place, quoted.to_bytes()))?;
        }
        let mut earlier = self.fields.listed(schema::AFTER);
        earlier.push(schema::item(topic));
        earlier.extend(quotes.into_iter().take(MAX_QUOTES));
        self.write_post(topic, &earlier, true)
    }

    /// A post in its place; what it makes new, and what it answers.
    fn write_post(&self, topic: Name, earlier: &[ItemId], shown: bool) -> rusqlite::Result<()> {
        let sending = self.fields.bytes(schema::SENDING).filter(|sending| sending.len() <= schema::MAX_SENDING);
        let (person, circle) = (self.changed.named.person.0, self.changed.circle.0);
        let insert = "INSERT INTO posts VALUES (?, ?, ?, ?, 0, ?, ?, ?)";
        self.run(insert, (self.id, topic, circle, person, shown, self.stands(), sending))?;
        for earlier in earlier.iter().map(|earlier| earlier.to_bytes()).filter(|earlier| *earlier != self.id) {
            self.run("INSERT OR IGNORE INTO follows VALUES (?, ?)", (self.id, earlier))?;
        }
        let clock_ms = self.fields.number(schema::TIME).unwrap_or_default();
        let place = order::place_of(self.rows, &self.id, clock_ms)?;
        self.run("UPDATE posts SET place = ? WHERE item = ?", (place, self.id))?;
        let is_new = self.note_arrival()?;
        let post = seen::Post { post: &self.id, topic: &topic, place, me: &self.changed.me };
        // A topic that is only a title is no post, and is news all the same.
        let tells = shown || self.fields.number(schema::KIND) == Some(schema::TOPIC);
        let mut unseen = false;
        match (self.is_mine(), self.stands() && tells) {
            (true, true) => seen::note_own(self.rows, &post)?,
            (true, false) => {}
            (false, true) => unseen = seen::note_other(self.rows, &post, is_new)?,
            (false, false) => seen::forget(self.rows, &self.id)?,
        }
        let mut moved = self.moved.borrow_mut();
        moved.posts.insert(self.id);
        if self.is_new && is_new && self.stands() && shown && topic != self.id {
            let grown = moved.grown.entry(topic).or_default();
            grown.replies.push((self.changed.circle, self.changed.named.person));
            grown.unseen += u32::from(unseen);
        } else {
            moved.topics.insert(topic);
        }
        Ok(())
    }

    fn write_reaction(&self, post: Name) -> rusqlite::Result<()> {
        let emoji = self.fields.text(schema::EMOJI).and_then(|text| schema::reaction(&text));
        let Some(emoji) = emoji else {
            return Ok(());
        };
        self.run("INSERT INTO reactions VALUES (?, ?, ?)", (self.id, post, emoji))?;
        if self.is_mine() && self.stands() { seen::note_answered(self.rows, &post) } else { Ok(()) }
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
        for earlier in self.fields.items(schema::REPLACES) {
            self.run("INSERT INTO replaces VALUES (?, ?)", (self.id, earlier.to_bytes()))?;
        }
        Ok(())
    }

    /// Whether it came only now.
    fn note_arrival(&self) -> rusqlite::Result<bool> {
        let came = self.rows.prepare_cached("INSERT OR IGNORE INTO arrivals (came) VALUES (?)")?.execute([self.id])?;
        Ok(came > 0)
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
            let new = self
                .rows
                .prepare_cached(
                    "INSERT OR IGNORE INTO words (item, field, counter, actor, log, number, part, standing, state, text)
                     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                )?
                .execute((
                    self.id,
                    field,
                    op.0,
                    op.1.to_bytes(),
                    origin.log,
                    origin.number,
                    part,
                    place,
                    state,
                    &text,
                ))?;
            if new > 0 && place > 0 && !text.is_empty() {
                let row = self.rows.last_insert_rowid();
                self.run("INSERT INTO words_search (rowid, text) VALUES (?, ?)", (row, text))?;
            }
        }
        Ok(())
    }

    fn add_words(&self, puts: Vec<Put>) -> rusqlite::Result<()> {
        for Put { field, op: (counter, actor), part } in puts {
            let Some(origin) = self.changed.origin((counter, &actor)) else {
                continue;
            };
            self.rows
                .prepare_cached(
                    "INSERT OR IGNORE INTO words (item, field, counter, actor, log, number, part)
                     VALUES (?, ?, ?, ?, ?, ?, ?)",
                )?
                .execute((self.id, field, counter, actor.to_bytes(), origin.log, origin.number, part))?;
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
        let mut query = self
            .rows
            .prepare_cached("SELECT id, counter, actor, part FROM words WHERE item = ? AND field = ? ORDER BY id")?;
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
