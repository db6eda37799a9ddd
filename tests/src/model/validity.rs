//! One walk along the order (§3.6): which statements are valid, given the removals that are applied.

use std::collections::BTreeSet;

use super::authority::authorised;
use super::charter::Charter;
use super::statement::{Body, Id, Named, Person, Role, Statement};
use super::view::{Notes, View};

/// A removal that takes effect, and whom it names.
#[derive(Clone, Debug)]
pub struct Applied {
    pub id: Id,
    pub named: Named,
}

#[derive(Clone, Default)]
pub struct Validity {
    pub held: BTreeSet<Id>,
    pub notes: Notes,
}

impl Validity {
    /// What is valid but for `out` and what the applied strike.
    pub fn of(charter: &Charter, applied: &[Applied], out: &BTreeSet<Id>) -> Validity {
        let mut valid = Validity::default();
        for s in charter.order.iter().filter(|s| !out.contains(&s.id)) {
            let view = valid.own_view(charter, s);
            let Some(author) = authorised(&view, charter.community, s) else {
                continue;
            };
            let is_applied = applied.iter().any(|q| q.id == s.id);
            if !is_applied && is_void(charter, applied, &valid, s, author) {
                continue;
            }
            let needs_two = needs_two(&view, s, author);
            let organises = view.role(author) == Some(Role::Organiser);
            valid.take(s.id, author, needs_two, organises);
        }
        valid
    }

    fn take(&mut self, id: Id, author: Person, needs_two: bool, organises: bool) {
        self.held.insert(id);
        self.notes.author.insert(id, author);
        if needs_two {
            self.notes.needs_two.insert(id);
        }
        if organises {
            self.notes.by_organiser.insert(id);
        }
    }

    pub fn view<'a>(&'a self, charter: &'a Charter) -> View<'a> {
        View::of(charter, &self.notes, &self.held)
    }

    pub fn own_view<'a>(&'a self, charter: &'a Charter, s: &Statement) -> View<'a> {
        let held = self.held.intersection(&charter.past(&s.id)).copied().collect();
        View::of(charter, &self.notes, &held)
    }

    /// Whether this removal is valid, and has its partner if it needs two.
    pub fn carries(&self, charter: &Charter, removal: &Statement) -> bool {
        self.held.contains(&removal.id) && self.view(charter).in_effect(removal)
    }
}

fn needs_two(view: &View<'_>, s: &Statement, author: Person) -> bool {
    s.unseats().is_some_and(|person| {
        person != author
            && view.is_active(person)
            && view.role(person) == Some(Role::Organiser)
            && view.active_organisers() >= 3
    })
}

/// Struck (§3.4) by an applied removal, and not of a kind that stays.
fn is_void(charter: &Charter, applied: &[Applied], valid: &Validity, s: &Statement, author: Person) -> bool {
    let names = |q: &Applied| match q.named {
        Named::Person(person) => person == author,
        Named::Device(device) => device == s.device,
    };
    let naming: Vec<&Applied> = applied.iter().filter(|q| names(q)).collect();
    if naming.iter().any(|q| charter.knows(&q.id, &s.id)) {
        return false;
    }
    let mut strikers = naming.iter().filter(|q| charter.concurrent(&q.id, &s.id));
    strikers.any(|q| match (charter.get(&q.id).map(|q| &q.body), &s.body) {
        (None | Some(Body::Leave { .. }), _) => false,
        (_, Body::Admit { .. } | Body::Epoch { .. }) => false,
        (Some(Body::Role { to, .. }), _) => {
            let lowered = valid.own_view(charter, s).with_role(author, *to);
            authorised(&lowered, charter.community, s).is_none()
        }
        _ => true,
    })
}
