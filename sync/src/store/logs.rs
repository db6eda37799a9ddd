//! Rows of logs, their records and signatures.

use super::{Held, Store, StoreError, none_is};
use crate::charter::Writer;
use crate::id::{CircleId, DeviceId, LogId, PersonId, RecordHash, StatementId};
use crate::record::{Head, Intro, LogKind, Part, Range, Record, Tail, Verified, bit};
use rusqlite::Row;

/// A log as stored.
#[derive(Clone, Debug)]
pub struct LogRow {
    /// Its row.
    pub id: i64,
    /// Who writes it.
    pub intro: Intro,
    /// Its end.
    pub head: Head,
    /// The circle it belongs to; none for a charter log.
    pub circle: Option<CircleId>,
    /// The epoch mark in force at its end.
    pub mark: Option<[u8; 16]>,
    /// The frontier in force at its end.
    pub frontier: Vec<StatementId>,
    /// Where it branches off, if the log was written twice and this is not the branch that keeps its name.
    pub base: Option<Base>,
    /// Which parts of its records are not here; not stored with the row, but counted from its records.
    pub held: Held,
}

/// Where a branch of a log that was written twice begins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    /// The branch's own name.
    pub name: LogId,
    /// The log's head before the branch's first record.
    pub head: Head,
}

impl LogRow {
    /// The log's id, or a branch's own name: what it is known by. Keys follow from the id in `head`.
    #[must_use]
    pub fn name(&self) -> LogId {
        self.base.as_ref().map_or(self.head.log, |base| base.name)
    }

    /// The number of its first record.
    #[must_use]
    pub fn first(&self) -> u64 {
        self.base.as_ref().map_or(0, |base| base.head.count)
    }

    /// Who writes the log.
    #[must_use]
    pub fn writer(&self) -> Writer {
        let Intro { device, person, sign_key, .. } = self.intro;
        Writer { log: self.name(), device, person, sign_key }
    }
}

/// What the database calls [`State::Waiting`] once the record was judged.
const WAITS_ON: i64 = 4;

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Needs something that is not here.
    Waiting = 0,
    /// Counts.
    Accepted = 1,
    /// Set aside for ever.
    Refused = 2,
    /// Beyond a cut.
    Late = 3,
}

/// A record as stored.
#[derive(Clone, Debug)]
pub struct RecordRow {
    /// Checked when it came.
    pub verified: Verified,
    /// The epoch mark in force.
    pub mark: Option<[u8; 16]>,
    /// The frontier in force.
    pub frontier: Vec<StatementId>,
    /// What became of it.
    pub state: State,
}

pub(super) fn array<const N: usize>(bytes: &[u8]) -> rusqlite::Result<[u8; N]> {
    bytes.try_into().map_err(|_| rusqlite::Error::IntegralValueOutOfRange(0, i64::try_from(N).unwrap_or(0)))
}

fn ids(bytes: &[u8]) -> Vec<StatementId> {
    bytes.as_chunks::<32>().0.iter().copied().map(RecordHash).collect()
}

fn joined(ids: &[StatementId]) -> Vec<u8> {
    ids.iter().flat_map(|id| id.0).collect()
}

pub(super) fn parts_of(bytes: &[u8]) -> Result<Vec<Part>, StoreError> {
    minicbor::decode(bytes).map_err(StoreError::damaged)
}

pub(super) fn bytes_of(parts: &[Part]) -> Result<Vec<u8>, StoreError> {
    minicbor::to_vec(parts).map_err(StoreError::damaged)
}

fn log_row(row: &Row<'_>) -> rusqlite::Result<LogRow> {
    let sign_key = array(&row.get::<_, Vec<u8>>("sign_key")?)?;
    let name = LogId(array(&row.get::<_, Vec<u8>>("log")?)?);
    let kind = if row.get::<_, i64>("kind")? == 0 { LogKind::Charter } else { LogKind::Content };
    let circle = row.get::<_, Option<Vec<u8>>>("circle")?.map(|bytes| array(&bytes)).transpose()?;
    let mark = row.get::<_, Option<Vec<u8>>>("mark")?.map(|bytes| array(&bytes)).transpose()?;
    let intro = Intro {
        sign_key,
        nonce: array(&row.get::<_, Vec<u8>>("nonce")?)?,
        device: DeviceId(array(&row.get::<_, Vec<u8>>("device")?)?),
        person: PersonId(array(&row.get::<_, Vec<u8>>("person")?)?),
        kind,
        tag: array(&row.get::<_, Vec<u8>>("tag")?)?,
    };
    let log = intro.log();
    let base = match row.get::<_, Option<Vec<u8>>>("base_hash")? {
        None => None,
        Some(hash) => {
            let (run_records, run_bytes) = (row.get("base_records")?, row.get("base_bytes")?);
            let head =
                Head { log, sign_key, count: row.get("base_count")?, hash: array(&hash)?, run_records, run_bytes };
            Some(Base { name, head })
        }
    };
    Ok(LogRow {
        id: row.get("id")?,
        intro,
        head: Head {
            log,
            sign_key,
            count: row.get("count")?,
            hash: array(&row.get::<_, Vec<u8>>("hash")?)?,
            run_records: row.get("run_records")?,
            run_bytes: row.get("run_bytes")?,
        },
        base,
        held: Held::default(),
        circle: circle.map(CircleId),
        mark,
        frontier: ids(&row.get::<_, Vec<u8>>("frontier")?),
    })
}

impl Store {
    /// Every log that is stored.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn logs(&self) -> Result<Vec<LogRow>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT * FROM logs ORDER BY id")?;
        let mut rows = query.query_map([], log_row)?.collect::<Result<Vec<_>, _>>()?;
        for row in &mut rows {
            row.held = self.held(row.id)?;
        }
        Ok(rows)
    }

    /// Begins a log without records.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn insert_log(&self, intro: &Intro, circle: Option<CircleId>) -> Result<LogRow, StoreError> {
        self.insert_log_named(intro, circle, &intro.log())
    }

    /// Takes back a log that holds nothing yet.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn remove_empty_log(&self, log: i64) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM logs WHERE id = ? AND count = 0")?.execute([log])?;
        Ok(())
    }

    pub(super) fn insert_log_named(
        &self,
        intro: &Intro,
        circle: Option<CircleId>,
        name: &LogId,
    ) -> Result<LogRow, StoreError> {
        let head = Head::start(intro);
        let kind = i64::from(intro.kind == LogKind::Content);
        self.db
            .prepare_cached(
                "INSERT INTO logs (log, kind, nonce, tag, circle, device, person, sign_key, count, hash, run_records,
             run_bytes, mark, frontier) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, ?, 0, 0, NULL, x'')",
            )?
            .execute((
                name.0,
                kind,
                intro.nonce,
                intro.tag,
                circle.map(|circle| circle.0),
                intro.device.0,
                intro.person.0,
                intro.sign_key,
                head.hash,
            ))?;
        let id = self.db.last_insert_rowid();
        let held = Held::default();
        Ok(LogRow { id, intro: intro.clone(), head, circle, mark: None, frontier: Vec::new(), base: None, held })
    }

    /// Puts the log's end where `row` says.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn update_log(&self, row: &LogRow) -> Result<(), StoreError> {
        self.db.prepare_cached(
            "UPDATE logs SET circle = ?, count = ?, hash = ?, run_records = ?, run_bytes = ?, mark = ?, frontier = ?
             WHERE id = ?",
        )?
        .execute((
            row.circle.map(|circle| circle.0),
            row.head.count,
            row.head.hash,
            row.head.run_records,
            row.head.run_bytes,
            row.mark,
            joined(&row.frontier),
            row.id,
        ))?;
        Ok(())
    }

    /// Stores a record, of which `lacks` are the parts that are neither here nor let go.
    fn insert_record(&self, log: i64, record: &RecordRow, lacks: u16) -> Result<(), StoreError> {
        let Verified { number, hash, record: Record { tail, parts }, .. } = &record.verified;
        let ground = self.ground(record.mark.as_ref(), &record.frontier)?;
        let insert = "INSERT INTO records (log, number, hash, tail, parts, size, state, ground, gone, lacks)
                      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
        self.db.prepare_cached(insert)?.execute((
            log,
            number,
            hash.0,
            tail,
            bytes_of(parts)?,
            record.verified.record.size(),
            record.state as i64,
            ground,
            record.verified.record.gone(),
            lacks,
        ))?;
        Ok(())
    }

    /// The row of a mark and a frontier.
    fn ground(&self, mark: Option<&[u8; 16]>, frontier: &[StatementId]) -> Result<i64, StoreError> {
        let named = (mark.map_or(&[][..], |mark| mark), joined(frontier));
        let known = self
            .db
            .prepare_cached("SELECT id FROM grounds WHERE mark = ? AND frontier = ?")?
            .query_row((named.0, &named.1), |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        if let Some(known) = known {
            return Ok(known);
        }
        self.db.prepare_cached("INSERT INTO grounds (mark, frontier) VALUES (?, ?)")?.execute(named)?;
        Ok(self.db.last_insert_rowid())
    }

    /// Stores the record that follows in `row`, without what an erasing that counts names of it, and with what its
    /// tail leaves as before; the row then holds what is in force after it. Whether a part of it is not here stands
    /// in the row only after [`Store::held`]. Answers the record, and the parts of it that lack.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn append_record(
        &self,
        row: &mut LogRow,
        mut verified: Verified,
        state: State,
    ) -> Result<(RecordRow, u16), StoreError> {
        let mut erased = 0;
        let asked = match row.intro.kind {
            LogKind::Content => self.erasures_of(&verified.log, verified.number, &verified.hash, &row.intro)?,
            LogKind::Charter => Vec::new(),
        };
        for part in asked {
            if let Some(here) = verified.record.parts.get_mut(usize::from(part)) {
                *here = here.dropped();
                erased |= bit(usize::from(part));
            }
        }
        let lacks = verified.record.gone() & !erased;
        row.mark = verified.tail.mark.or(row.mark);
        if let Some(frontier) = &verified.tail.frontier {
            row.frontier.clone_from(frontier);
        }
        let record = RecordRow { verified, mark: row.mark, frontier: row.frontier.clone(), state };
        self.insert_record(row.id, &record, lacks)?;
        // A log that was cut back has fewer records than were judged.
        let judged = "UPDATE logs SET judged = ?2 WHERE id = ?1 AND judged > ?2";
        self.db.prepare_cached(judged)?.execute((row.id, record.verified.number))?;
        Ok((record, lacks))
    }

    /// Keeps the signature at a log's end and forgets the one before unless it stands at a boundary.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn sign(&self, log: i64, head: &Head, signature: &[u8; 64]) -> Result<(), StoreError> {
        // The one that is at no boundary is the newest: it lies behind the last boundary.
        self.db
            .prepare_cached(
                "DELETE FROM signatures WHERE log = ?1 AND boundary = 0 AND count > coalesce(
                    (SELECT count FROM signatures WHERE log = ?1 AND boundary = 1 ORDER BY count DESC LIMIT 1), 0)",
            )?
            .execute([log])?;
        self.db.prepare_cached("INSERT OR REPLACE INTO signatures VALUES (?, ?, ?, ?)")?.execute((
            log,
            head.count,
            head.at_boundary(),
            signature,
        ))?;
        Ok(())
    }

    /// The range that starts at `from`, or at a branch's first record, and ends at the next kept signature.
    /// `None` past the end.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn range(&self, log: &LogRow, from: u64) -> Result<Option<Range>, StoreError> {
        let from = from.max(log.first());
        let end: Option<(u64, Vec<u8>)> = self
            .db
            .prepare_cached(
                "SELECT count, signature FROM signatures WHERE log = ? AND count > ? ORDER BY count LIMIT 1",
            )?
            .query_row((log.id, from), |row| Ok(Some((row.get(0)?, row.get(1)?))))
            .or_else(none_is(None))?;
        let Some((end, signature)) = end else {
            return Ok(None);
        };
        let signature = signature.try_into().map_err(|_| StoreError::damaged("a signature's length"))?;
        let mut query = self.db.prepare_cached(
            "SELECT tail, parts FROM records WHERE log = ? AND number >= ? AND number < ? ORDER BY number",
        )?;
        let mut rows = query.query((log.id, from, end))?;
        let mut records = Vec::new();
        while let Some(row) = rows.next()? {
            let parts = parts_of(row.get_ref(1)?.as_blob().map_err(StoreError::damaged)?)?;
            records.push(Record { tail: row.get(0)?, parts });
        }
        Ok(Some(Range { log: log.head.log, from, records, signature }))
    }

    /// The head the log had when it held `count` records.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn head_at(&self, log: &LogRow, count: u64) -> Result<Head, StoreError> {
        let boundary: Option<u64> = self
            .db
            .prepare_cached("SELECT max(count) FROM signatures WHERE log = ? AND boundary = 1 AND count <= ?")?
            .query_row((log.id, count), |row| row.get(0))?;
        let start = log.base.as_ref().map_or_else(|| Head::start(&log.intro), |base| base.head.clone());
        let (mut run_records, mut run_bytes) = match boundary {
            Some(_) => (0, 0),
            None => (start.run_records, start.run_bytes),
        };
        let (records, bytes): (u32, u64) = self
            .db
            .prepare_cached(
                "SELECT count(*), coalesce(sum(size + length(tail)), 0) FROM records WHERE log = ? AND number >= ? AND number < ?",
            )?
            .query_row((log.id, boundary.unwrap_or(0), count), |row| Ok((row.get(0)?, row.get(1)?)))?;
        run_records += records;
        run_bytes += bytes;
        let hash = match count.checked_sub(1) {
            Some(last) if count > start.count => {
                self.hash_of(log.id, last)?.ok_or_else(|| StoreError::damaged("a record is missing"))?.0
            }
            _ => start.hash,
        };
        Ok(Head { count, hash, run_records, run_bytes, ..log.head.clone() })
    }

    /// How many records a log holds from a number on, and how many bytes of tails and parts.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn weight_from(&self, log: i64, number: u64) -> Result<(u64, u64), StoreError> {
        let sum = "SELECT count(*), coalesce(sum(size + length(tail)), 0) FROM records WHERE log = ? AND number >= ?";
        Ok(self.db.prepare_cached(sum)?.query_row((log, number), |row| Ok((row.get(0)?, row.get(1)?)))?)
    }

    /// The hash of a record.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn hash_of(&self, log: i64, number: u64) -> Result<Option<RecordHash>, StoreError> {
        let hash: Option<Vec<u8>> = self
            .db
            .prepare_cached("SELECT hash FROM records WHERE log = ? AND number = ?")?
            .query_row((log, number), |row| row.get(0).map(Some))
            .or_else(none_is(None))?;
        Ok(hash.map(|hash| array(&hash)).transpose()?.map(RecordHash))
    }

    /// One record.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn record(&self, log: &LogRow, number: u64) -> Result<Option<RecordRow>, StoreError> {
        Ok(self.records_where(log, "records", "number = ?2", number)?.pop())
    }

    /// Records of the log from `from` on, in their order, so many at most.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn some_records(&self, log: &LogRow, from: u64, most: usize) -> Result<Vec<RecordRow>, StoreError> {
        let some =
            format!("(SELECT * FROM records WHERE log = ?1 AND number >= ?2 ORDER BY number LIMIT {most}) AS records");
        self.records_where(log, &some, "number >= ?2", from)
    }

    /// All records of the log from `from` on, in their order.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn records_from(&self, log: &LogRow, from: u64) -> Result<Vec<RecordRow>, StoreError> {
        self.records_where(log, "records", "number >= ?2", from)
    }

    pub(super) fn records_where(
        &self,
        log: &LogRow,
        table: &str,
        condition: &str,
        value: u64,
    ) -> Result<Vec<RecordRow>, StoreError> {
        let sql = format!(
            "SELECT number, hash, tail, parts, state, mark, frontier,
                    (SELECT hash FROM records AS before WHERE before.log = ?1 AND before.number = records.number - 1)
             FROM {table} JOIN grounds ON grounds.id = ground WHERE log = ?1 AND {condition} ORDER BY number"
        );
        let mut query = self.db.prepare_cached(&sql)?;
        let mut rows = query.query((log.id, value))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(record_row(log, row)?);
        }
        Ok(found)
    }

    /// Says what became of a record.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn set_state(&self, log: i64, number: u64, state: State, why: Option<&str>) -> Result<(), StoreError> {
        self.db.prepare_cached("UPDATE records SET state = ?, why = ? WHERE log = ? AND number = ?")?.execute((
            if state == State::Waiting { WAITS_ON } else { state as i64 },
            why,
            log,
            number,
        ))?;
        Ok(())
    }

    /// Why a record was refused; `None` if it was not.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn refused_for(&self, log: i64, number: u64) -> Result<Option<String>, StoreError> {
        let mut query = self.db.prepare_cached("SELECT why FROM records WHERE log = ? AND number = ?")?;
        Ok(query.query_row((log, number), |row| row.get(0)).or_else(none_is(None))?)
    }

    /// How many records of a circle are stored, and how many of them were refused.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn count_records(&self, circle: &CircleId) -> Result<(u64, u64), StoreError> {
        Ok(self.db.query_row(
            "SELECT count(*), coalesce(sum(state = 2), 0) FROM records JOIN logs ON logs.id = records.log WHERE circle = ?",
            [circle.0],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?)
    }

    /// Bytes of a log's records, dropped parts too.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn bytes_of_log(&self, log: i64) -> Result<u64, StoreError> {
        let sum = "SELECT coalesce(sum(size + length(tail)), 0) FROM records WHERE log = ?";
        Ok(self.db.query_row(sum, [log], |row| row.get(0))?)
    }

    /// Refused records with their author and reason.
    ///
    /// # Errors
    /// Any [`StoreError`].
    pub fn refusals(&self) -> Result<Vec<(PersonId, String)>, StoreError> {
        let mut query = self.db.prepare(
            "SELECT person, why FROM records JOIN logs ON logs.id = records.log WHERE state = 2 ORDER BY records.log, number",
        )?;
        let rows = query.query_map([], |row| {
            Ok((PersonId(array(&row.get::<_, Vec<u8>>(0)?)?), row.get::<_, Option<String>>(1)?.unwrap_or_default()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

fn record_row(log: &LogRow, row: &Row<'_>) -> Result<RecordRow, StoreError> {
    let number: u64 = row.get(0)?;
    let tail: Vec<u8> = row.get(2)?;
    let parts = parts_of(row.get_ref(3)?.as_blob().map_err(StoreError::damaged)?)?;
    let prev = match row.get::<_, Option<Vec<u8>>>(7)? {
        Some(hash) => array(&hash)?,
        None => log.base.as_ref().map_or(log.head.log.0, |base| base.head.hash),
    };
    let verified = Verified {
        log: log.head.log,
        number,
        prev,
        hash: RecordHash(array(&row.get::<_, Vec<u8>>(1)?)?),
        tail: Tail::decode(&tail).map_err(StoreError::damaged)?,
        record: Record { tail, parts },
    };
    let state = match row.get::<_, i64>(4)? {
        0 | WAITS_ON => State::Waiting,
        1 => State::Accepted,
        2 => State::Refused,
        _ => State::Late,
    };
    let mark =
        Some(row.get::<_, Vec<u8>>(5)?).filter(|mark| !mark.is_empty()).map(|bytes| array(&bytes)).transpose()?;
    Ok(RecordRow { verified, mark, frontier: ids(&row.get::<_, Vec<u8>>(6)?), state })
}
