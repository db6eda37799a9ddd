//! What a device holds of the charter, judged once more by the naive model of the law.

use crate::charters::agree::{ids, role_of, status_of, verdict_of};
use crate::charters::stated;
use crate::model::{self, Judgement, Model};
use kith_community::project::Rows;
use kith_sync::charter::{DeviceKeys, Note, Statement};
use kith_sync::id::{DeviceId, StatementId};
use kith_sync::node::Replica;
use kith_sync::store::{LogRow, State};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Display};

/// Where what the device holds and the model's judgement of it differ; nothing if they agree.
#[must_use]
pub fn replica_differences(replica: &Replica<Rows>) -> Vec<String> {
    differences(replica, &judge(replica))
}

/// What the model says of the statements that this device holds.
pub(super) fn judge(replica: &Replica<Rows>) -> Judgement {
    let keys: BTreeMap<DeviceId, [u8; 32]> =
        replica.notes().iter().filter_map(keys_in).map(|keys| (keys.device(), keys.sign)).collect();
    let stated = replica.notes().iter().map(|note| {
        let signed = keys.get(&note.device).is_none_or(|sign| *sign == note.sign_key);
        stated(note, &replica.community(), signed, None)
    });
    let all = stated.map(|statement| (statement.id, statement)).collect();
    Model { community: replica.community().0 }.judge(&all)
}

fn keys_in(note: &Note) -> Option<DeviceKeys> {
    match &note.body {
        Some(Statement::Genesis { keys, .. } | Statement::Admit { keys, .. } | Statement::DeviceAdd { keys, .. }) => {
            Some(*keys)
        }
        _ => None,
    }
}

/// Where the device's law, or what it made of a record, is not what the model says.
pub(super) fn differences(replica: &Replica<Rows>, model: &Judgement) -> Vec<String> {
    let mut both = Both { replica, model, found: Vec::new() };
    both.charter();
    both.people();
    for row in replica.store().logs().unwrap_or_default().iter().filter(|row| row.circle.is_some()) {
        both.records(row);
    }
    both.found
}

struct Both<'a> {
    replica: &'a Replica<Rows>,
    model: &'a Judgement,
    found: Vec<String>,
}

impl Both<'_> {
    fn same<T: PartialEq + Debug>(&mut self, what: impl Display, here: &T, model: &T) {
        if here != model {
            self.found.push(format!("{what}: here {here:02x?}\n  the model says {model:02x?}"));
        }
    }

    fn charter(&mut self) {
        let (law, model) = (self.replica.law(), self.model);
        self.same("the order", &law.facts().in_order().map(|note| note.id.0).collect(), &model.order);
        let valid = self.replica.notes().iter().filter(|note| law.is_valid(&note.id)).map(|note| note.id.0);
        self.same("valid", &valid.collect(), &model.valid);
        self.same("applied", &law.applied().iter().map(|id| id.0).collect(), &model.applied);
        self.same("members invite", &law.members_invite(), &model.standing.members_invite);
        self.same("needs newer", &law.needs_newer(), &model.standing.read_only);
    }

    fn people(&mut self) {
        let (law, model) = (self.replica.law(), self.model);
        let came: BTreeSet<_> = law.people().iter().map(|person| person.0).collect();
        self.same("who came", &came, &model.standing.people.keys().copied().collect());
        for person in law.people() {
            let Some(member) = model.standing.people.get(&person.0) else {
                continue;
            };
            self.same(format_args!("status of {person:02x?}"), &status_of(law.status(&person)), &member.status);
            let given = law.given_role(&person).map(role_of);
            self.same(format_args!("role of {person:02x?}"), &given, &Some(member.role));
            let lent = if member.organises { model::Role::Organiser } else { member.role };
            self.same(format_args!("power of {person:02x?}"), &law.role(&person).map(role_of), &Some(lent));
        }
        for (device, bound) in &model.standing.devices {
            let device = DeviceId(*device);
            let owner = law.owner(&device).map(|(person, _)| person.0);
            self.same(format_args!("owner of {device:02x?}"), &owner, &Some(bound.person));
            self.same(format_args!("{device:02x?} active"), &law.is_active(&device), &bound.active);
        }
    }

    /// What became of each record of a log: by the law, and in the store.
    fn records(&mut self, row: &LogRow) {
        let writer = row.writer();
        let honest = self.replica.law().owner(&writer.device).is_none_or(|(_, keys)| keys.sign == writer.sign_key);
        let person = if honest { writer.person.0 } else { [0xee; 16] };
        for record in self.replica.store().records_from(row, 0).unwrap_or_default() {
            let number = record.verified.number;
            let writer = self.replica.writer_of(row, number);
            let frontier: &[StatementId] = &record.frontier;
            let model = self.model.verdict(writer.log.0, person, writer.device.0, number, &ids(frontier));
            let law = verdict_of(self.replica.law().verdict(&writer, number, frontier));
            self.same(format_args!("verdict on record {number} of {writer:02x?}"), &law, &model);
            let stored = match record.state {
                State::Accepted => model::Verdict::Stands,
                State::Waiting => model::Verdict::Waits,
                State::Refused => model::Verdict::Refused,
                State::Late => model::Verdict::Late,
            };
            self.same(format_args!("record {number} of {writer:02x?} as stored"), &stored, &model);
        }
    }
}
