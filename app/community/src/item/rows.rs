//! A sheet becomes rows: one for each item, what its noun makes of it, and every word it ever had.

use super::field::{Fields, Op};
use super::found::{self, AT_ONCE};
use super::schema::{self, state};
use super::walk::{Put, Walk, walk, walk_all};
use crate::may::Right;
use crate::names::{Noted, Number};
use crate::noun::{self, NOUNS, Work};
use kith_sync::charter::Role;
use kith_sync::id::ItemId;
use kith_sync::node::{Changed, Origin, Touched};
use rusqlite::{Connection, Params};

/// A sheet on its way into rows: whose it is, by numbers.
pub(crate) struct Sheet<'a> {
    pub(crate) rows: &'a Connection,
    pub(crate) document: Number,
    pub(crate) circle: Number,
    /// Whose sheet it is.
    pub(crate) person: Number,
    /// This device's person.
    pub(crate) me: Number,
    pub(super) changed: &'a Changed<'a>,
    names: Noted<'a>,
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
    };
    let mut at_work = AtWork { sheet: &sheet, nouns: NOUNS.iter().map(|noun| noun.work(&sheet)).collect() };
    match &changed.touched {
        Touched::Late(items) => at_work.project_late(items)?,
        _ => at_work.project_standing()?,
    }
    at_work.nouns.iter_mut().try_for_each(|noun| noun.end())?;
    found::put_waiting(rows, AT_ONCE)
}

impl Sheet<'_> {
    /// The number that rows have for a name.
    pub(crate) fn number(&self, name: &[u8]) -> rusqlite::Result<Number> {
        self.names.number(name)
    }

    /// Whether it is one of this device's person.
    pub(crate) fn is_mine(&self) -> bool {
        self.changed.named.person == self.changed.me
    }

    fn fields(&self, op: &Op) -> Option<Fields<'_>> {
        Fields::made_by(self.changed.document, op, &[schema::KIND])
    }

    /// Whether an item is in the rows, by the op that made it.
    fn has(&self, op: &Op) -> rusqlite::Result<bool> {
        let Some(origin) = self.changed.origin((op.0, &op.1)) else {
            return Ok(false);
        };
        let has = "SELECT EXISTS (SELECT 1 FROM names JOIN items ON item = id WHERE name = ?)";
        self.rows.prepare_cached(has)?.query_row([origin.item.to_bytes()], |row| row.get(0))
    }
}

/// The nouns at work on a sheet, in the order of [`NOUNS`].
struct AtWork<'a> {
    sheet: &'a Sheet<'a>,
    nouns: Vec<Box<dyn Work + 'a>>,
}

impl AtWork<'_> {
    fn project_standing(&mut self) -> rusqlite::Result<()> {
        let changed = self.sheet.changed;
        let auto = changed.document.auto();
        if changed.touched == Touched::All {
            self.forget("document = ?1")?;
        }
        let Walk { made, mut puts } = match &changed.touched {
            Touched::Items(_) => walk(auto, changed.said().iter().copied()),
            Touched::All | Touched::Late(_) => walk_all(auto),
        };
        let touched = match &changed.touched {
            Touched::Items(items) => items.clone(),
            Touched::All | Touched::Late(_) => made.into_iter().collect(),
        };
        for op in &touched {
            self.project_item(op, puts.remove(op).unwrap_or_default(), false)?;
        }
        Ok(())
    }

    /// What came late, of the kinds that are shown though they did.
    fn project_late(&mut self, items: &[Op]) -> rusqlite::Result<()> {
        self.forget("document = ?1 AND late = 1")?;
        // Mostly nothing came late, and a walk costs as much as all that its author ever said.
        if items.is_empty() {
            return Ok(());
        }
        let Walk { mut puts, .. } = walk_all(self.sheet.changed.document.auto());
        for op in items {
            let kind = self.sheet.fields(op).and_then(|fields| fields.number(schema::KIND));
            let is_shown = kind.is_some_and(|kind| NOUNS.iter().any(|noun| noun.kinds_shown_late().contains(&kind)));
            if is_shown && !self.sheet.has(op)? {
                self.project_item(op, puts.remove(op).unwrap_or_default(), true)?;
            }
        }
        Ok(())
    }

    /// Throws away items of the document, with all that was said of them.
    fn forget(&mut self, which: &str) -> rusqlite::Result<()> {
        self.nouns.iter_mut().try_for_each(|noun| noun.forget(which))?;
        let forget = format!("DELETE FROM items WHERE {which}");
        if self.sheet.rows.prepare_cached(&forget)?.execute([self.sheet.document])? > 0 {
            NOUNS.iter().for_each(|noun| self.sheet.changed.note(noun.subject()));
        }
        Ok(())
    }

    fn project_item(&mut self, op: &Op, puts: Vec<Put>, late: bool) -> rusqlite::Result<()> {
        let (sheet, changed) = (self.sheet, self.sheet.changed);
        let (Some(fields), Some(origin)) = (sheet.fields(op), changed.origin((op.0, &op.1))) else {
            return Ok(());
        };
        let (mark, marked_by) =
            fields.greatest(schema::MARK).map_or((schema::STANDS, None), |(mark, op)| (mark, Some(op)));
        let mark = mark.clamp(schema::STANDS, schema::ERASED);
        let id = sheet.number(&origin.item.to_bytes())?;
        let kind = fields.number(schema::KIND).unwrap_or_default();
        let noun = noun::of(kind);
        let of_noun = noun.and_then(|at| NOUNS.get(at));
        of_noun.iter().for_each(|noun| changed.note(noun.subject()));
        let fields = fields.said_once(of_noun.map_or(&schema::ONCE, |noun| noun.once(kind)));
        let needs = of_noun.and_then(|noun| noun.needs(kind));
        let has_right = needs.is_none_or(|right| right.is_of(changed.role_at(&origin)));
        let kind = if has_right { kind } else { schema::NOTHING };
        let mut item = Item { sheet, fields, origin, kind, id, mark, late, is_new: false };
        item.is_new = item.begin(op)?;
        if !item.is_new && !late && item.was_late()? {
            // Shown apart it had words that do not stand with it.
            self.forget(&format!("document = ?1 AND late = 1 AND item = {id}"))?;
            item.is_new = item.begin(op)?;
        }
        item.write_mark(marked_by)?;
        if item.is_new {
            item.write_words(puts)?;
        } else {
            item.write()?;
            item.add_words(puts)?;
            item.stand_words()?;
            self.nouns.iter_mut().try_for_each(|noun| noun.note_old(id))?;
            item.forget_kind()?;
        }
        match noun.filter(|_| has_right).and_then(|at| self.nouns.get_mut(at)) {
            Some(noun) => noun.write(&item),
            None => Ok(()),
        }
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
pub(crate) struct Item<'a> {
    pub(crate) sheet: &'a Sheet<'a>,
    pub(crate) fields: Fields<'a>,
    pub(crate) kind: i64,
    pub(crate) id: Number,
    pub(crate) mark: i64,
    /// It stands in no document: it came after an end of its author or of their device.
    pub(crate) late: bool,
    /// It was not in the rows before.
    pub(crate) is_new: bool,
    pub(crate) origin: Origin,
}

impl Item<'_> {
    /// True if the item was not in the rows before: most are written once, and nothing need be thrown away first.
    fn begin(&self, op: &Op) -> rusqlite::Result<bool> {
        let begun = self
            .sheet
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
                self.sheet.number(op.1.to_bytes())?,
                self.late,
                self.origin.log,
                self.origin.number,
            ))?;
        Ok(begun > 0)
    }

    /// Whether its rows are those of an item that came late.
    fn was_late(&self) -> rusqlite::Result<bool> {
        let late = "SELECT late FROM items WHERE item = ?";
        self.sheet.rows.prepare_cached(late)?.query_row([self.id], |row| row.get(0))
    }

    /// Says anew what may have changed of an item.
    fn write(&self) -> rusqlite::Result<()> {
        let time_ms = self.fields.number(schema::TIME).unwrap_or_default();
        let update = "UPDATE items SET kind = ?, mark = ?, time_ms = ?, late = ? WHERE item = ?";
        self.run(update, (self.kind, self.mark, time_ms, self.late, self.id))
    }

    /// Which record set the mark.
    fn write_mark(&self, by: Option<Op>) -> rusqlite::Result<()> {
        let Some(origin) = by.and_then(|(counter, actor)| self.sheet.changed.origin((counter, &actor))) else {
            return Ok(());
        };
        let update = "UPDATE items SET marked_log = ?, marked_number = ? WHERE item = ?";
        self.run(update, (origin.log, origin.number, self.id))
    }

    /// Throws away what it said, in the tables of all nouns.
    fn forget_kind(&self) -> rusqlite::Result<()> {
        for table in NOUNS.iter().flat_map(|noun| noun.tables()).chain(&["replaces"]) {
            self.run(&format!("DELETE FROM {table} WHERE item = ?"), [self.id])?;
        }
        Ok(())
    }

    pub(crate) fn stands(&self) -> bool {
        self.mark == schema::STANDS && !self.late
    }

    /// The item that it is on, as rows name it.
    pub(crate) fn on(&self) -> rusqlite::Result<Option<Number>> {
        self.fields.item(schema::ON).map(|on| self.sheet.number(&on.to_bytes())).transpose()
    }

    /// The role that its author had as far as its record knew.
    pub(crate) fn role(&self) -> Option<Role> {
        self.sheet.changed.role_at(&self.origin)
    }

    /// Whether its author had the right to it by their role, as far as its record knew.
    pub(crate) fn is_by(&self, right: Right) -> bool {
        right.is_of(self.role())
    }

    /// Notes what it speaks instead of.
    pub(crate) fn write_replaces(&self) -> rusqlite::Result<()> {
        for earlier in self.fields.items(schema::REPLACES, schema::MAX_REPLACED) {
            let earlier = self.sheet.number(&earlier.to_bytes())?;
            self.run("INSERT INTO replaces VALUES (?, ?)", (self.id, earlier))?;
        }
        Ok(())
    }

    pub(crate) fn run(&self, sql: &str, params: impl Params) -> rusqlite::Result<()> {
        self.sheet.rows.prepare_cached(sql)?.execute(params).map(drop)
    }
}
