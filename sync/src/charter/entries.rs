//! The ways in, and who stands by whom: docs/protocol.md §3.5, "Entries".

use super::state::At;
use crate::id::PersonId;
use std::collections::{BTreeMap, BTreeSet};

/// One way in.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Genesis or admit.
    pub at: At,
    /// Whether it took effect, or was made good.
    pub good: bool,
    /// Void for nothing but that this author waited.
    pub behind: Option<PersonId>,
}

/// The ways in of everybody. Who stands behind whom is kept and not looked up: many may wait in a row.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    all: BTreeMap<PersonId, Vec<Entry>>,
    /// Who waits behind whom.
    behind: BTreeMap<PersonId, BTreeSet<PersonId>>,
    /// Who stands behind somebody who does; some of them by themselves, too.
    held_up: BTreeSet<PersonId>,
    /// Who was removed, or left: nobody stands behind them.
    gone: BTreeSet<PersonId>,
}

impl Entries {
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub(super) fn contains(&self, person: &PersonId) -> bool {
        self.all.contains_key(person)
    }

    pub(super) fn of(&self, person: &PersonId) -> &[Entry] {
        self.all.get(person).map_or(&[], Vec::as_slice)
    }

    pub(super) fn people(&self) -> impl Iterator<Item = PersonId> {
        self.all.keys().copied()
    }

    /// Whether an entry is good, or behind somebody who is active; entries that only hold each other up are none.
    pub(super) fn stands(&self, person: &PersonId) -> bool {
        self.held_up.contains(person) || self.has_good(person)
    }

    fn has_good(&self, person: &PersonId) -> bool {
        self.of(person).iter().any(|entry| entry.good)
    }

    pub(super) fn come(&mut self, person: PersonId, entry: Entry) {
        let behind = entry.behind;
        self.all.entry(person).or_default().push(entry);
        match behind {
            Some(author) => {
                self.behind.entry(author).or_default().insert(person);
                self.hold_up_behind(author);
            }
            None => self.hold_up_behind(person),
        }
    }

    /// Makes good the entries of the person that `known` tells of; of those who wait behind them as well, from one to the next.
    pub(super) fn confirm(&mut self, person: PersonId, known: impl Fn(At) -> bool) {
        self.make_good(person, &known);
        let (mut confirmed, mut next) = (BTreeSet::from([person]), vec![person]);
        while let Some(author) = next.pop() {
            // Behind who is out stands nobody.
            if self.gone.contains(&author) {
                continue;
            }
            for person in self.behind.get(&author).cloned().unwrap_or_default() {
                let is_behind = |entry: &Entry| entry.behind == Some(author) && known(entry.at);
                let any = self.of(&person).iter().any(is_behind);
                let entries = self.all.get_mut(&person).into_iter().flatten();
                entries.filter(|entry| is_behind(entry)).for_each(|entry| entry.good = true);
                if any && confirmed.insert(person) {
                    next.push(person);
                }
            }
        }
        confirmed.into_iter().for_each(|person| self.hold_up_behind(person));
    }

    /// Makes good the entries of the person that `known` tells of.
    pub(super) fn make_good(&mut self, person: PersonId, known: impl Fn(At) -> bool) {
        for entry in self.all.get_mut(&person).into_iter().flatten() {
            entry.good |= known(entry.at);
        }
        self.hold_up_behind(person);
    }

    /// Somebody was removed or left, or came back.
    pub(super) fn set_gone(&mut self, person: PersonId, gone: bool) {
        match gone {
            true if self.gone.insert(person) => self.let_fall_behind(person),
            false if self.gone.remove(&person) => self.hold_up_behind(person),
            _ => {}
        }
    }

    fn holds_up(&self, author: &PersonId) -> bool {
        !self.gone.contains(author) && self.stands(author)
    }

    /// Who waits behind the author stands if the author holds them up, and so on from one to the next.
    fn hold_up_behind(&mut self, author: PersonId) {
        let mut next = vec![author];
        while let Some(author) = next.pop() {
            if self.holds_up(&author) {
                let behind = self.behind.get(&author).into_iter().flatten();
                next.extend(behind.filter(|person| self.held_up.insert(**person)));
            }
        }
    }

    /// Who stood behind the author alone falls, and so on from one to the next.
    fn let_fall_behind(&mut self, author: PersonId) {
        let (mut fallen, mut next) = (BTreeSet::new(), vec![author]);
        while let Some(author) = next.pop() {
            for person in self.behind.get(&author).into_iter().flatten() {
                if self.held_up.remove(person) {
                    fallen.insert(*person);
                    if !self.has_good(person) {
                        next.push(*person);
                    }
                }
            }
        }
        let authors: BTreeSet<PersonId> =
            fallen.iter().flat_map(|person| self.of(person)).filter_map(|entry| entry.behind).collect();
        authors.into_iter().for_each(|author| self.hold_up_behind(author));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Step {
        Come(u8, Option<u8>),
        Confirm(u8, usize),
        Gone(u8, bool),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            3 => (0..6_u8, proptest::option::weighted(0.8, 0..6_u8)).prop_map(|(who, by)| Step::Come(who, by)),
            1 => (0..6_u8, 0..20_usize).prop_map(|(who, most)| Step::Confirm(who, most)),
            2 => (0..6_u8, any::<bool>()).prop_map(|(who, gone)| Step::Gone(who, gone)),
        ]
    }

    fn person(number: u8) -> PersonId {
        PersonId([number; 16])
    }

    /// As the rule says it: looks from one to the next, however far.
    fn stands(entries: &Entries, person: PersonId) -> bool {
        let (mut asked, mut next) = (BTreeSet::from([person]), vec![person]);
        while let Some(person) = next.pop() {
            for entry in entries.of(&person) {
                if entry.good {
                    return true;
                }
                next.extend(entry.behind.filter(|author| !entries.gone.contains(author) && asked.insert(*author)));
            }
        }
        false
    }

    proptest! {
        #[test]
        fn who_stands_is_who_stands_by_looking_from_one_to_the_next(steps in proptest::collection::vec(step(), 1..30)) {
            let mut entries = Entries::default();
            for (at, step) in steps.into_iter().enumerate() {
                match step {
                    Step::Come(who, by) => {
                        let behind = by.map(person);
                        entries.come(person(who), Entry { at, good: behind.is_none(), behind });
                    }
                    Step::Confirm(who, most) => entries.confirm(person(who), |at| at < most),
                    Step::Gone(who, gone) => entries.set_gone(person(who), gone),
                }
                for who in (0..6).map(person) {
                    prop_assert_eq!(entries.stands(&who), stands(&entries, who), "{:?} at {}", who, at);
                }
            }
        }
    }
}
