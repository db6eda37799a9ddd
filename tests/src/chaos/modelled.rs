//! What a device holds of the charter, judged once more by the naive model of the law.

use crate::agree::{Told, differences as of_law, untold};
use crate::fold::{Body, Id, Model, Named, Removal, State, Status};
use kith_community::project::Rows;
use kith_sync::charter::{Law, Verdict, Writer};
use kith_sync::id::StatementId;
use kith_sync::node::Replica;
use kith_sync::store::{LogRow, RecordRow, State as Kept};
use std::collections::BTreeSet;

/// Where what the device holds and the model's judgement of it differ; nothing if they agree.
#[must_use]
pub fn replica_differences(replica: &Replica<Rows>) -> Vec<String> {
    let (mut found, stuck) = differences(replica, &judge(replica));
    found.extend(
        stuck.into_iter().map(|(row, record)| format!("{:?} waits in {:?}", record.verified.number, row.head.log)),
    );
    found
}

/// The statements that this device holds, as the model takes them.
pub(super) fn judge(replica: &Replica<Rows>) -> Told {
    untold(&replica.community(), replica.notes())
}

/// Where the device's law, or what it made of a record, is not what the model says; and which records wait though they stand.
pub(super) fn differences(replica: &Replica<Rows>, told: &Told) -> (Vec<String>, Vec<(LogRow, RecordRow)>) {
    let (mut found, mut stuck) = (of_law(replica.law(), told), Vec::new());
    let model = Model::new(&told.held, told.community);
    let state = model.whole();
    for row in replica.store().logs().unwrap_or_default().iter().filter(|row| row.circle.is_some()) {
        found.extend(records(replica, told, (&model, &state), row, &mut stuck));
    }
    (found, stuck)
}

/// What became of each record of a log: by the law, and in the store.
fn records(
    replica: &Replica<Rows>,
    told: &Told,
    judged: (&Model<'_>, &State),
    row: &LogRow,
    stuck: &mut Vec<(LogRow, RecordRow)>,
) -> Vec<String> {
    let mut found = Vec::new();
    for record in replica.store().records_from(row, 0).unwrap_or_default() {
        let number = record.verified.number;
        let writer = replica.writer_of(row, number);
        let model = verdict(replica.law(), told, judged, &writer, number, &record.frontier);
        let law = replica.law().verdict(&writer, number, &record.frontier);
        let stored = match record.state {
            Kept::Accepted => Verdict::Stands,
            Kept::Waiting => Verdict::Waits,
            Kept::Refused => Verdict::Refused,
            Kept::Late => Verdict::Late,
        };
        if (law, model, stored) == (Verdict::Stands, Verdict::Stands, Verdict::Waits) {
            stuck.push((row.clone(), record));
        } else if law != model || stored != model {
            found.push(format!("record {number} of {writer:02x?}: {law:?}, stored {stored:?}, the model: {model:?}"));
        }
    }
    found
}

/// Whether a record's words stand, by the model's state and by what removals and restores name (§3.8).
fn verdict(
    law: &Law,
    told: &Told,
    (model, state): (&Model<'_>, &State),
    writer: &Writer,
    number: u64,
    frontier: &[StatementId],
) -> Verdict {
    let knows_more = frontier.iter().any(|id| !told.ids.contains_key(id));
    let frontier: BTreeSet<Id> = frontier.iter().filter_map(|id| told.ids.get(id).copied()).collect();
    let device = told.devices.get(&writer.device).copied();
    if device.is_none_or(|device| !state.devices.contains_key(&device)) {
        return Verdict::Waits;
    }
    // Two may have one device: the log is of whom it names, if they have it.
    let named = told.people.get(&writer.person).copied();
    let owner = named.zip(device).filter(|(named, device)| state.bound.contains_key(&(*device, *named)));
    let honest = law.owner(&writer.device).is_some_and(|(_, keys)| keys.sign == writer.sign_key);
    let Some((owner, _)) = owner.filter(|_| honest) else {
        return if knows_more { Verdict::Waits } else { Verdict::Refused };
    };
    if matches!(state.status(owner), Status::Waiting | Status::Unknown) {
        return Verdict::Waits;
    }
    let known = |id: &Id| frontier.iter().any(|at| at == id || model.past(*at).contains(id));
    // A return that fell, but that a later one knows of, counts as well.
    let holds = |id: &Id| !state.void.contains(id) || state.returned.contains(id);
    let lifts = |removal: &Removal, lift: &Id| match &told.held[lift].body {
        Body::Restore { person } => !removal.leave && *person == owner && model.past(*lift).contains(&removal.id),
        Body::Admit { lifts, .. } => lifts.contains(&removal.id),
        _ => false,
    };
    // Of who knows what is not here all may be known that is.
    let known = |id: &Id| knows_more || known(id);
    let lifted = |removal: &Removal| told.held.keys().any(|lift| known(lift) && holds(lift) && lifts(removal, lift));
    let about = |removal: &&Removal| match removal.named {
        Named::Person(person) => person == owner,
        Named::Device(named) => Some(named) == device,
    };
    let ends: Vec<&Removal> = state.removals.iter().filter(about).filter(|removal| !lifted(removal)).collect();
    // The words stand that every end leaves: by what it names itself, or what somebody named who could undo it.
    let names = |id: Id| {
        let cuts = told.cuts.get(&asked(told, id)).into_iter().flatten().filter(|cut| cut.log == writer.log);
        cuts.map(|cut| cut.count).max().unwrap_or(0)
    };
    // A steward's end of a person moves nothing once the steward was removed; nor what one said of one's own device by one that was ended.
    let unmoving = |removal: &Removal| {
        let said = &told.held[&asked(told, removal.id)];
        match removal.named {
            Named::Person(_) => !removal.by_organiser && state.status(said.person) == Status::Removed,
            Named::Device(device) => state.bound.contains_key(&(device, said.person)) && state.device_out(said.device),
        }
    };
    let stands = ends.iter().all(|end| {
        let undoes = |by_organiser: bool| by_organiser || !end.by_organiser;
        let unknown = |id: Id| !model.past(end.id).contains(&id);
        let of_device = matches!(end.named, Named::Device(_));
        let moves = state.removals.iter().filter(|other| about(other) && unknown(other.id) && !unmoving(other)).filter(
            |other| {
                if of_device {
                    let [by, author] = [other.id, end.id].map(|id| &told.held[&asked(told, id)]);
                    let may = other.by_organiser || by.person == author.person;
                    other.named == end.named && may && other.named != Named::Device(by.device)
                } else {
                    matches!(other.named, Named::Person(_)) && !other.leave && undoes(other.by_organiser)
                }
            },
        );
        let restores = state.restores.iter().filter(|(id, person, by_organiser)| {
            !of_device && *person == owner && model.past(*id).contains(&end.id) && undoes(*by_organiser)
        });
        let moved = moves.map(|other| names(other.id)).chain(restores.map(|(id, ..)| names(*id))).max();
        number < names(end.id).max(moved.unwrap_or(0))
    });
    match (stands, knows_more) {
        (false, _) => Verdict::Late,
        (true, true) => Verdict::Waits,
        (true, false) => Verdict::Stands,
    }
}

/// What is said: of a second, what it agrees to.
fn asked(told: &Told, id: Id) -> Id {
    match &told.held[&id].body {
        Body::Second { first } => *first,
        _ => id,
    }
}
