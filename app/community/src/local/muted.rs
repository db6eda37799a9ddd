//! Topics and people that this device's person wants no notices of. What is new in them is listed all the same. Local to
//! this device: nobody learns who muted whom.

use super::Muted;
use crate::trouble::Trouble;
use kith_sync::id::{ItemId, from_text};
use rusqlite::Connection;

/// Migration of what is muted.
pub(crate) const SCHEMA: &str = include_str!("muted.sql");
/// Most topics and people that are muted; a further one is refused.
const MAX_MUTED: usize = 1_000;

/// Mutes, or tells again.
///
/// # Errors
/// In words, when the id is none, or [`MAX_MUTED`] are muted already.
pub fn mute(rows: &Connection, what: &Muted, muted: bool) -> Result<(), Trouble> {
    let subject = subject(what)?;
    if !muted {
        rows.prepare_cached("DELETE FROM muted WHERE subject = ?")?.execute([subject])?;
        return Ok(());
    }
    let keep = "
        INSERT INTO muted SELECT ?1 WHERE (SELECT count(*) FROM muted WHERE subject <> ?1) < ?2
        ON CONFLICT DO UPDATE SET subject = excluded.subject";
    match rows.prepare_cached(keep)?.execute((subject, MAX_MUTED))? {
        0 => Err(Trouble::of("muted-many").with("most", MAX_MUTED)),
        _ => Ok(()),
    }
}

/// Whether a topic's item or a person is muted.
///
/// # Errors
/// Whatever SQLite answers.
pub fn is_muted(rows: &Connection, subject: &[u8]) -> rusqlite::Result<bool> {
    rows.prepare_cached("SELECT EXISTS (SELECT 1 FROM muted WHERE subject = ?)")?.query_row([subject], |row| row.get(0))
}

fn subject(what: &Muted) -> Result<Vec<u8>, Trouble> {
    match what {
        Muted::Topic(topic) => {
            let id =
                topic.trim().parse::<ItemId>().map_err(|_| Trouble::of("no-topic").with("topic", topic.as_str()))?;
            Ok(id.to_bytes().to_vec())
        }
        Muted::Person(person) => {
            let id = from_text::<16>(person.trim());
            id.map(Vec::from).map_err(|_| Trouble::of("no-person").with("person", person.as_str()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kith_sync::id::to_text;
    use kith_sync::store::{Migrations, Store};

    fn person(number: u32) -> Muted {
        let mut id = [0; 16];
        id[..4].copy_from_slice(&number.to_be_bytes());
        Muted::Person(to_text(&id))
    }

    #[test]
    fn as_many_are_muted_as_there_is_room_for_and_the_next_is_refused_in_words() {
        let store = Store::in_memory(&[Migrations { owner: "muted", steps: &[SCHEMA] }]).unwrap();
        let rows = store.connection();
        for number in 0..1_000 {
            mute(rows, &person(number), true).unwrap();
        }
        let refusal = mute(rows, &person(1_000), true);
        assert_eq!(refusal, Err(Trouble::of("muted-many").with("most", MAX_MUTED)));
        // One that is muted already takes no more room, and one that is told of again makes some.
        mute(rows, &person(7), true).unwrap();
        mute(rows, &person(7), false).unwrap();
        mute(rows, &person(1_000), true).unwrap();
        assert!(mute(rows, &Muted::Topic("tea".into()), true).is_err_and(|trouble| trouble.is("no-topic")));
    }
}
