//! What a device holds, judged by the naive model too.

use super::agree::{role_of, statement_in, status_of, verdict_of};
use crate::model::{self, Judgement, Model};
use kith_sync::charter::Writer;
use kith_sync::node::{Replica, Slices};
use std::collections::{BTreeMap, BTreeSet};

/// Where the law and the model differ on the statements and records that a device holds; nothing if they agree.
#[must_use]
pub fn replica_differences<S: Slices>(replica: &Replica<S>) -> Vec<String> {
    let community = replica.community();
    let all = replica.notes().iter().map(|note| statement_in(note, &community, replica.notes()));
    let all: BTreeMap<model::Id, model::Statement> = all.map(|said| (said.id, said)).collect();
    let judged = Model { community: community.0 }.judge(&all);
    let mut found = Vec::new();
    statements(replica, &judged, &mut found);
    people(replica, &judged, &mut found);
    records(replica, &judged, &mut found);
    found
}

fn statements<S: Slices>(replica: &Replica<S>, judged: &Judgement, found: &mut Vec<String>) {
    let law = replica.law();
    let held = replica.notes().iter().map(|note| note.id);
    let valid: BTreeSet<model::Id> = held.filter(|id| law.is_valid(id)).map(|id| id.0).collect();
    if valid != judged.valid {
        found.push(format!("what is valid: {} statements here, {} in the model", valid.len(), judged.valid.len()));
    }
    let applied: Vec<model::Id> = law.applied().iter().map(|id| id.0).collect();
    if applied != judged.applied {
        found.push("which removals apply".to_owned());
    }
}

fn people<S: Slices>(replica: &Replica<S>, judged: &Judgement, found: &mut Vec<String>) {
    let law = replica.law();
    let here: BTreeSet<[u8; 16]> = law.people().iter().map(|person| person.0).collect();
    if here != judged.standing.people.keys().copied().collect() {
        found.push("who came".to_owned());
    }
    for person in law.people() {
        let Some(member) = judged.standing.people.get(&person.0) else { continue };
        let mine = (status_of(law.status(&person)), law.given_role(&person).map(role_of));
        if mine != (member.status, Some(member.role)) {
            found.push(format!("{person:02x?}: {mine:?} here, {:?} {:?} in the model", member.status, member.role));
        }
    }
}

/// The verdict on every content record that is stored.
fn records<S: Slices>(replica: &Replica<S>, judged: &Judgement, found: &mut Vec<String>) {
    let law = replica.law();
    for log in replica.store().logs().unwrap_or_default().into_iter().filter(|log| log.circle.is_some()) {
        let writer: Writer = log.writer();
        let honest = law.owner(&writer.device).is_none_or(|(_, keys)| keys.sign == writer.sign_key);
        let person = if honest { writer.person.0 } else { [0xee; 16] };
        for record in replica.store().records_from(&log, 0).unwrap_or_default() {
            let number = record.verified.number;
            let mine = verdict_of(law.verdict(&writer, number, &record.frontier));
            let frontier = record.frontier.iter().map(|id| id.0).collect();
            let theirs = judged.verdict(writer.log.0, person, writer.device.0, number, &frontier);
            if mine != theirs {
                found.push(format!("record {number} of {:02x?}: {mine:?} here, {theirs:?} in the model", log.id));
            }
        }
    }
}
