//! Which admits wait (§3.2): found from those that stand, so that none holds itself up.

use std::collections::BTreeSet;

use super::super::statement::{Body, Id, Person, Role, Statement};
use super::View;

impl View<'_> {
    pub fn waits(&self, entry: &Statement) -> bool {
        !self.standing.contains(&entry.id)
    }

    /// Starts from genesis and goes on while an admit that nothing holds back has a sponsor that stands.
    pub(super) fn entries_that_stand(&self) -> BTreeSet<Id> {
        let mut standing = BTreeSet::new();
        loop {
            let found = self.line().filter(|s| self.may_stand(s, &standing));
            let found: BTreeSet<Id> = found.map(|s| s.id).collect();
            if found == standing {
                return standing;
            }
            standing = found;
        }
    }

    fn may_stand(&self, s: &Statement, standing: &BTreeSet<Id>) -> bool {
        if matches!(s.body, Body::Genesis { .. }) {
            return true;
        }
        let (Some(_), Some(author)) = (self.entry(s), self.author(s)) else {
            return false;
        };
        let held_back = self.met_a_close(s) || self.met_a_removal(s, author) || self.is_over(s);
        let mut sponsors = self.entries_of(author);
        self.is_restored(s) || !held_back && sponsors.any(|entry| standing.contains(&entry.id))
    }

    fn is_restored(&self, admit: &Statement) -> bool {
        let lists = |s: &Statement| matches!(&s.body, Body::Restore { lifts, .. } if lifts.contains(&admit.id));
        self.line().any(lists)
    }

    fn met_a_close(&self, admit: &Statement) -> bool {
        let Body::Admit { key: used, .. } = admit.body else {
            return false;
        };
        self.line()
            .any(|s| matches!(s.body, Body::Close { key } if key == used) && self.charter.concurrent(&s.id, &admit.id))
    }

    fn met_a_removal(&self, admit: &Statement, author: Person) -> bool {
        self.line().any(|s| {
            let names = match s.body {
                Body::Remove { person, .. } => person == author,
                Body::DeviceRemove { device, .. } => device == admit.device,
                _ => false,
            };
            names && self.charter.concurrent(&s.id, &admit.id) && self.in_effect(s)
        })
    }

    fn is_over(&self, admit: &Statement) -> bool {
        let (Body::Admit { key, .. }, Some((_, limit))) = (&admit.body, self.terms(admit)) else {
            return false;
        };
        let place = self.charter.place(&admit.id);
        let earlier = self.admits_by(*key);
        let earlier = earlier.filter(|s| self.charter.place(&s.id) < place);
        let mut others = self.admitted_by(earlier);
        if let Some((newcomer, _)) = self.entry(admit) {
            others.remove(&newcomer);
        }
        limit > 0 && others.len() >= limit
    }

    /// The role and limit of the invite that this admit knew.
    pub(super) fn terms(&self, admit: &Statement) -> Option<(Role, usize)> {
        let Body::Admit { key: used, .. } = admit.body else {
            return None;
        };
        let known = |s: &&Statement| self.charter.knows(&admit.id, &s.id);
        self.line().filter(known).find_map(|s| match s.body {
            Body::Invite { key, role, limit, .. } if key == used => Some((role, usize::try_from(limit).ok()?)),
            _ => None,
        })
    }
}
