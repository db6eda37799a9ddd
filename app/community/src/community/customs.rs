//! What a community chose for how it talks: the reactions that are one tap away, and how long a question waits before
//! it reads as unanswered. Said and merged as the community's name is.

use super::query::Customs;
use super::{ANSWER_H, CUSTOMS, MAX_ANSWER_H};
use crate::item::field::put_texts;
use crate::item::say::new_item;
use crate::item::schema::{MAX_REPLACED, item, put_replaced};
use crate::project::Rows;
use crate::reaction::{EMOJI, MAX_EMOJI, REACTIONS, apart, reaction};
use crate::reader::Reader;
use crate::topic::next_unanswered;
use crate::trouble::Trouble;
use automerge::transaction::Transactable;
use kith_sync::id::ItemId;
use kith_sync::node::{Replica, Saying};

/// Hours that a question waits where the community chose none.
const DEFAULT_ANSWER_H: u32 = 24;
const HOUR_MS: i64 = 3_600_000;

/// Customs in circle ?1 that stand, the ones that hold first.
pub(super) const STANDING: &str = "
    SELECT name, reactions, answer_h FROM shown JOIN customs USING (item)
    WHERE kind = 10 AND circle = ?1 AND NOT EXISTS (
        SELECT 1 FROM replaces JOIN shown AS later ON later.item = replaces.item
        WHERE replaces.earlier = shown.item AND later.kind = 10 AND later.circle = ?1)
    ORDER BY time_ms DESC, name DESC";

/// Customs as an item says them; what it does not say, or says oddly, is none.
#[derive(Clone, Default)]
pub(super) struct Said {
    reactions: Option<Vec<String>>,
    answer_h: Option<u32>,
}

/// What the community chose; what Kith has where it chose nothing.
///
/// # Errors
/// Whatever SQLite answers.
pub fn customs(reader: &Reader<'_>) -> rusqlite::Result<Customs> {
    let Said { reactions, answer_h } = standing(reader, 1)?.1;
    Ok(Customs {
        reactions: reactions.unwrap_or_else(|| REACTIONS.map(str::to_owned).into()),
        answer_h: answer_h.unwrap_or(DEFAULT_ANSWER_H),
    })
}

/// Questions that were asked before this, in milliseconds since 1970, and have no answer read as unanswered at `now_ms`.
///
/// # Errors
/// Whatever SQLite answers.
pub fn asked_before_ms(reader: &Reader<'_>, now_ms: i64) -> rusqlite::Result<i64> {
    Ok(match i64::from(customs(reader)?.answer_h) {
        // At once, whatever the asker's clock says.
        0 => i64::MAX,
        hours => now_ms.saturating_sub(hours.saturating_mul(HOUR_MS)),
    })
}

/// When the next question that waits reads as unanswered, in milliseconds since 1970; `None` if none will.
///
/// # Errors
/// Whatever SQLite answers.
pub fn falls_due_ms(reader: &Reader<'_>, now_ms: i64) -> rusqlite::Result<Option<i64>> {
    let waits_ms = i64::from(customs(reader)?.answer_h).saturating_mul(HOUR_MS);
    let asked_ms = next_unanswered(reader, asked_before_ms(reader, now_ms)?)?;
    Ok(asked_ms.filter(|_| waits_ms > 0).map(|asked_ms| asked_ms.saturating_add(waits_ms).saturating_add(1)))
}

/// Chooses reactions, a time, or both; what is not named stays. No reactions at all are the ones that Kith has.
///
/// # Errors
/// In words, when a reaction cannot be taken, there are too many, or the time is too long.
pub fn set_customs(
    replica: &Replica<Rows>,
    reactions: Option<&[String]>,
    answer_h: Option<u32>,
    time_ms: i64,
) -> Result<Saying<'static>, Trouble> {
    say(replica, &chosen(&Reader::of(replica), reactions, answer_h)?, time_ms)
}

/// What is said of customs where just this is chosen.
pub(super) fn chosen(
    reader: &Reader<'_>,
    reactions: Option<&[String]>,
    answer_h: Option<u32>,
) -> Result<Said, Trouble> {
    let reactions = reactions.map(checked).transpose()?;
    if let Some(hours) = answer_h.filter(|hours| *hours > MAX_ANSWER_H) {
        return Err(Trouble::of("customs-long").with("most", MAX_ANSWER_H).with("has", hours));
    }
    let before = standing(reader, 1)?.1;
    Ok(Said { reactions: reactions.or(before.reactions), answer_h: answer_h.or(before.answer_h) })
}

/// Says so instead of what stands.
pub(super) fn say(replica: &Replica<Rows>, said: &Said, time_ms: i64) -> Result<Saying<'static>, Trouble> {
    let replaces = standing(&Reader::of(replica), MAX_REPLACED)?.0;
    let Said { reactions, answer_h } = said.clone();
    let reactions = reactions.unwrap_or_default();
    Ok(new_item(replica, CUSTOMS, time_ms, Vec::new(), move |sheet, item| {
        put_texts(sheet, item, EMOJI, &reactions)?;
        if let Some(hours) = answer_h {
            sheet.put(item, ANSWER_H, i64::from(hours))?;
        }
        put_replaced(sheet, item, &replaces)
    }))
}

fn checked(reactions: &[String]) -> Result<Vec<String>, Trouble> {
    let odd = || Trouble::of("reaction-odd").with("most", MAX_EMOJI);
    let plain: Vec<String> = reactions.iter().map(|text| reaction(text).ok_or_else(odd)).collect::<Result<_, _>>()?;
    let apart = apart(plain);
    if apart.len() > REACTIONS.len() {
        return Err(Trouble::of("customs-many").with("most", REACTIONS.len()).with("has", apart.len()));
    }
    Ok(apart)
}

/// How many items speak of customs at once.
pub(super) fn count(reader: &Reader<'_>) -> rusqlite::Result<usize> {
    Ok(standing(reader, usize::MAX)?.0.len())
}

/// The first items that speak of customs and that none replaces, at most so many, and what the first of them says.
fn standing(reader: &Reader<'_>, most: usize) -> rusqlite::Result<(Vec<ItemId>, Said)> {
    let mut query = reader.rows.prepare_cached(STANDING)?;
    let mut found = query.query([reader.in_circle()?])?;
    let (mut items, mut first) = (Vec::new(), None);
    while let Some(row) = found.next()?.filter(|_| items.len() < most) {
        items.push(item(row.get(0)?));
        if first.is_none() {
            let reactions: Option<String> = row.get(1)?;
            let reactions = reactions.map(|all| all.split('\n').map(str::to_owned).collect());
            first = Some(Said { reactions, answer_h: row.get(2)? });
        }
    }
    Ok((items, first.unwrap_or_default()))
}
