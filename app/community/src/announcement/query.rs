//! What people see of announcements. How far one has got is told from signed receipts and from who says that they have read it,
//! and from nothing else.

use super::rows::ANNOUNCED;
use super::{ANNOUNCE, ANNOUNCEMENT};
use crate::item::schema::item;
use crate::item::schema::state::MISSING;
use crate::may;
use crate::names::{self, Number};
use crate::profile::{self, PROFILES};
use crate::project::Rows;
use crate::query::{At, Read};
use crate::reader::Reader;
use crate::today::Waits;
use crate::trouble::Trouble;
use kith_sync::id::{ItemId, LogId, PersonId, to_text};
use kith_sync::node::{Reach, Replica, Subjects};
use rusqlite::Row;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Most announcements in one view.
const MAX_ROWS: u32 = 200;
/// Most announcements that wait to be read.
const MAX_WAITING: u32 = 20;

/// Announcements in circle ?1 as person ?2 sees them, or the one that is item ?4, of which `which` is true, the newest by their
/// authors' clocks first.
fn standing(which: &str) -> String {
    format!(
        "SELECT shown.item, shown.name, who.name, people.name, shown.time_ms, coalesce(title.text, ''),
            coalesce(words.text, ''), shown.log, shown.number, shown.person = ?2, EXISTS (
                SELECT 1 FROM readings JOIN shown AS said ON said.item = readings.item
                WHERE readings.announcement = shown.item AND said.person = ?2) AS is_read,
            title.text IS NULL OR title.text = '' OR coalesce(words.state = {MISSING}, 0) AS lacks
         FROM shown CROSS JOIN names AS who ON who.id = shown.person LEFT JOIN people ON people.person = who.name
         LEFT JOIN words AS title ON title.item = shown.item AND title.field = 'h' AND title.standing = 1
         LEFT JOIN words ON words.item = shown.item AND words.field = 'w' AND words.standing = 1
         WHERE shown.kind = {ANNOUNCEMENT} AND shown.circle = ?1 AND {which}
         ORDER BY shown.time_ms DESC, shown.name DESC LIMIT ?3"
    )
}

/// Announcements, the newest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementsQuery {
    /// At most so many.
    pub most: u32,
}

/// One announcement, and who has read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementQuery {
    /// Which.
    pub announcement: String,
}

const READS: Subjects = ANNOUNCED.and(PROFILES).and(Subjects::CHARTER).and(Subjects::RECEIPTS);

impl Read for AnnouncementsQuery {
    const READS: Subjects = READS;

    fn look(&self, at: &At<'_>) -> Result<AnnouncementsView, Trouble> {
        let (reader, most) = (at.reader(), self.most.min(MAX_ROWS));
        let mut found = look(&reader, ALL, most.saturating_add(1), None)?;
        let has_older = found.len() > usize::try_from(most).unwrap_or(usize::MAX);
        found.truncate(usize::try_from(most).unwrap_or(usize::MAX));
        let rows = counted(at, &reader, found)?;
        Ok(AnnouncementsView { may_announce: may_announce(&reader), rows, has_older })
    }
}

impl Read for AnnouncementQuery {
    const READS: Subjects = READS;

    fn look(&self, at: &At<'_>) -> Result<AnnouncementView, Trouble> {
        let reader = at.reader();
        let missing = || Trouble::of("announcement-not-here").with("id", self.announcement.as_str());
        let id: ItemId = self.announcement.trim().parse().map_err(|_| missing())?;
        let number = names::number(reader.rows, &id.to_bytes())?;
        let found = look(&reader, ONE, 1, Some(number))?.pop().ok_or_else(missing)?;
        if !looks_after(&reader, &found) {
            return Ok(AnnouncementView { row: found.row, people: Vec::new() });
        }
        let people = readers(at, &reader, &found)?;
        let count = ReadersCount::of(people.iter().map(|row| row.how_far));
        Ok(AnnouncementView { row: AnnouncementRow { readers: Some(count), ..found.row }, people })
    }
}

/// An announcement, and where it came from.
struct Found {
    row: AnnouncementRow,
    item: Number,
    author: PersonId,
    log: i64,
    number: u64,
}

/// All of them.
const ALL: &str = "?4 IS NULL";
/// The one that is named.
const ONE: &str = "shown.item = ?4";
/// Those that wait to be read: all of their words are here.
const UNREAD: &str = "?4 IS NULL AND NOT is_read AND NOT lacks AND shown.person <> ?2";

fn look(reader: &Reader<'_>, which: &str, most: u32, one: Option<Number>) -> rusqlite::Result<Vec<Found>> {
    let mut query = reader.rows.prepare_cached(&standing(which))?;
    let found = query.query_map((reader.in_circle()?, reader.as_me()?, most, one), read)?;
    found.collect()
}

fn read(row: &Row<'_>) -> rusqlite::Result<Found> {
    let author = PersonId(row.get(2)?);
    Ok(Found {
        item: row.get(0)?,
        author,
        log: row.get(7)?,
        number: row.get(8)?,
        row: AnnouncementRow {
            announcement: item(row.get(1)?).to_string(),
            person: to_text(&author.0),
            author: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            time_ms: row.get(4)?,
            title: row.get(5)?,
            text: row.get(6)?,
            mine: row.get(9)?,
            read: row.get(10)?,
            lacks: row.get(11)?,
            readers: None,
        },
    })
}

/// Whether who reads this may announce something.
fn may_announce(reader: &Reader<'_>) -> bool {
    reader.writes && may::ask(reader, ANNOUNCE).is_ok()
}

/// Whether who reads this is told who has read it: whoever may announce, and its author.
fn looks_after(reader: &Reader<'_>, found: &Found) -> bool {
    found.row.mine || may::ask(reader, ANNOUNCE).is_ok()
}

/// The rows, each with how far it has got if that is for the reader to know.
fn counted(at: &At<'_>, reader: &Reader<'_>, found: Vec<Found>) -> Result<Vec<AnnouncementRow>, Trouble> {
    if !found.iter().any(|found| looks_after(reader, found)) {
        return Ok(found.into_iter().map(|found| found.row).collect());
    }
    let reach = at.replica.reach()?;
    let row = |found: Found| {
        if !looks_after(reader, &found) {
            return Ok(found.row);
        }
        let known = Known::of(at, reader, &reach, &found)?;
        let count = ReadersCount::of(others(&reach, &found.author).map(|person| known.how_far(&person)));
        Ok(AnnouncementRow { readers: Some(count), ..found.row })
    };
    found.into_iter().map(row).collect()
}

/// Everyone else who belongs and has been here, those first of whom least is known.
fn readers(at: &At<'_>, reader: &Reader<'_>, found: &Found) -> Result<Vec<ReaderRow>, Trouble> {
    let (reach, mut names) = (at.replica.reach()?, profile::names(reader.rows)?);
    let known = Known::of(at, reader, &reach, found)?;
    let row = |person: PersonId| {
        let name = names.remove(&person).unwrap_or_default().name;
        ReaderRow { person: to_text(&person.0), name, how_far: known.how_far(&person) }
    };
    let mut rows: Vec<ReaderRow> = others(&reach, &found.author).map(row).collect();
    rows.sort_by(|one, other| (one.how_far, &one.name, &one.person).cmp(&(other.how_far, &other.name, &other.person)));
    Ok(rows)
}

fn others<'a>(reach: &'a Reach, author: &PersonId) -> impl Iterator<Item = PersonId> + use<'a> {
    let author = *author;
    reach.known().filter(move |person| *person != author)
}

/// What is known of the way of one announcement.
struct Known<'a> {
    reach: &'a Reach,
    said: BTreeSet<PersonId>,
    log: Option<LogId>,
    number: u64,
}

impl<'a> Known<'a> {
    fn of(at: &At<'_>, reader: &Reader<'_>, reach: &'a Reach, found: &Found) -> Result<Self, Trouble> {
        let log = at.replica.log_of(found.log).map(|log| log.name());
        Ok(Self { reach, said: read_by(reader, found.item)?, log, number: found.number })
    }

    fn how_far(&self, person: &PersonId) -> HowFar {
        if self.said.contains(person) {
            HowFar::Read
        } else if self.log.is_some_and(|log| self.reach.held_by(person, &log) > self.number) {
            HowFar::Has
        } else {
            HowFar::Unknown
        }
    }
}

/// Who says that they have read it.
fn read_by(reader: &Reader<'_>, announcement: Number) -> rusqlite::Result<BTreeSet<PersonId>> {
    let sql =
        "SELECT who.name FROM readings CROSS JOIN shown USING (item) CROSS JOIN names AS who ON who.id = shown.person
               WHERE announcement = ? AND circle = ?";
    let mut query = reader.rows.prepare_cached(sql)?;
    query.query_map((announcement, reader.in_circle()?), |row| row.get(0).map(PersonId))?.collect()
}

/// An announcement as the reader sees it.
pub(super) fn one(reader: &Reader<'_>, announcement: &ItemId) -> rusqlite::Result<Option<AnnouncementRow>> {
    let number = names::number(reader.rows, &announcement.to_bytes())?;
    Ok(look(reader, ONE, 1, Some(number))?.pop().map(|found| found.row))
}

/// Announcements, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementsView {
    /// Whether the reader may announce something.
    pub may_announce: bool,
    /// Those that stand.
    pub rows: Vec<AnnouncementRow>,
    /// Whether there are older ones.
    pub has_older: bool,
}

/// An announcement in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementRow {
    /// Its id.
    pub announcement: String,
    /// What it says in one line; empty until that has arrived.
    pub title: String,
    /// More about it; empty if there is none, or until it has arrived.
    pub text: String,
    /// Who announced it, by id.
    pub person: String,
    /// What they are called; empty until that has arrived.
    pub author: String,
    /// By their clock, in milliseconds since 1970.
    pub time_ms: i64,
    /// Whether the reader announced it.
    pub mine: bool,
    /// Whether the reader says that they have read it.
    pub read: bool,
    /// Whether some of its words have not arrived.
    #[serde(default)]
    pub lacks: bool,
    /// How far it has got; absent for who is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub readers: Option<ReadersCount>,
}

/// How far an announcement has got among everyone else who belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadersCount {
    /// People who say that they have read it.
    pub read: u32,
    /// Others, one of whose devices has signed for it.
    pub has: u32,
    /// People of whom neither is known.
    pub unknown: u32,
}

impl ReadersCount {
    fn of(people: impl Iterator<Item = HowFar>) -> Self {
        let mut count = Self::default();
        for how_far in people {
            let one = match how_far {
                HowFar::Read => &mut count.read,
                HowFar::Has => &mut count.has,
                HowFar::Unknown => &mut count.unknown,
            };
            *one = one.saturating_add(1);
        }
        count
    }
}

/// One announcement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnouncementView {
    /// What it says.
    pub row: AnnouncementRow,
    /// How far it has got with everyone else, those first of whom least is known; empty for who is not told.
    pub people: Vec<ReaderRow>,
}

/// How far an announcement has got with one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReaderRow {
    /// Their id.
    pub person: String,
    /// What they are called; empty until that has arrived.
    pub name: String,
    /// What is known.
    pub how_far: HowFar,
}

/// What is known of an announcement's way to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowFar {
    /// Nothing. They may have it already.
    Unknown,
    /// One of their devices has signed for it.
    Has,
    /// They say that they have read it.
    Read,
}

/// An announcement that the reader has not read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnouncementWaits {
    /// To be read.
    Unread(AnnouncementRow),
}

impl Waits for AnnouncementWaits {
    const READS: Subjects = ANNOUNCED.and(PROFILES);

    fn all(replica: &Replica<Rows>) -> Result<Vec<Self>, Trouble> {
        let found = look(&Reader::of(replica), UNREAD, MAX_WAITING, None)?;
        Ok(found.into_iter().map(|found| Self::Unread(found.row)).collect())
    }

    fn key(&self) -> String {
        let Self::Unread(row) = self;
        format!("announcement {}", row.announcement)
    }
}
