//! A tale as a person may read it: people are letters, devices numbers after them, statements by their turn.

use super::cast::{EACH, cast};
use super::tell::{Tale, Told};
use kith_sync::charter::Statement;
use kith_sync::id::{DeviceId, PersonId, StatementId};
use std::fmt::{Display, Formatter, Result};

impl Display for Tale {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        for told in &self.told {
            let note = &told.note;
            let claims = self.person(&note.person);
            let who = device(&note.device);
            let cites: Vec<String> = note.cites.iter().map(|id| self.name(id)).collect();
            let short = note.id.0.iter().take(2).map(|byte| format!("{byte:02x}"));
            let short: String = short.collect();
            writeln!(
                f,
                "{} ({short}) by {who} for {claims}, knowing {}: {}",
                self.name(&note.id),
                cites.join(" "),
                self.words(told)
            )?;
        }
        Ok(())
    }
}

impl Tale {
    fn name(&self, id: &StatementId) -> String {
        let found = self.told.iter().position(|told| told.note.id == *id);
        found.map_or("?".to_owned(), |n| format!("s{n}"))
    }

    fn person(&self, person: &PersonId) -> String {
        let found = cast().actors.iter().position(|actor| actor.person == *person);
        found.map_or("?".to_owned(), named)
    }

    fn words(&self, told: &Told) -> String {
        let names = |ids: &[StatementId]| ids.iter().map(|id| self.name(id)).collect::<Vec<_>>().join(" ");
        let good = if told.proof_ok == Some(false) { " (broken proof)" } else { "" };
        match &told.note.body {
            None => "something newer".to_owned(),
            Some(Statement::Invite { key, role, limit, .. }) => {
                format!("invite {:02x} as {role:?}, limit {limit}{good}", key[0])
            }
            Some(Statement::Close { key }) => format!("close {:02x}", key[0]),
            Some(Statement::Admit { invite, person, keys, lifts, .. }) => format!(
                "admit {} on {} by {:02x}, lifts [{}]{good}",
                self.person(person),
                device(&keys.device()),
                invite[0],
                names(lifts)
            ),
            Some(Statement::Role { person, from, to }) => {
                format!("role of {} from {from:?} to {to:?}", self.person(person))
            }
            Some(Statement::Remove { person, .. }) => format!("remove {}", self.person(person)),
            Some(Statement::Restore { person, role, lifts, .. }) => {
                format!("restore {} as {role:?}, lifts [{}]", self.person(person), names(lifts))
            }
            Some(Statement::DeviceAdd { keys, .. }) => {
                format!("add device {}{good}", device(&keys.device()))
            }
            Some(Statement::DeviceRemove { device: out, .. }) => {
                format!("remove device {}", device(out))
            }
            Some(Statement::Leave { .. }) => "leave".to_owned(),
            Some(other) => format!("{other:?}"),
        }
    }
}

fn device(device: &DeviceId) -> String {
    let found = cast().actors.iter().position(|actor| actor.device == *device);
    found.map_or("?".to_owned(), named)
}

fn named(nth: usize) -> String {
    let letter = char::from(b'A' + (nth / EACH) as u8);
    format!("{letter}{}", nth % EACH + 1)
}
