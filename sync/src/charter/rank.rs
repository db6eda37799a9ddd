//! Giving and taking roles: docs/protocol.md §3.5; and which of them somebody knew: §5.

use super::facts::Facts;
use super::permit::By;
use super::state::{At, Holding, State, age};
use super::{Note, Role};
use crate::id::PersonId;
use std::collections::BTreeMap;

/// A role that somebody was given by right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    /// The statement that gave it.
    pub by: At,
    pub role: Role,
    pub gives: Gives,
}

/// How a statement gives a role, where it stands in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gives {
    /// Whatever was before.
    Anew,
    /// At least this: it changed nothing, but who knew of it and not of what came before had the role by it.
    AtLeast,
    /// At most this, likewise, of no more than its author knew the person to have: what is more may take two.
    AtMost {
        /// What its author knew.
        of: Role,
    },
    /// None any more: its person went.
    Nothing,
}

/// The role that somebody had as far as was known, by the roles they were given, in the order.
pub(super) fn role_known(ranks: &[Rank], knows: impl Fn(At) -> bool) -> Option<Role> {
    let mut known = Vec::new();
    for rank in ranks.iter().rev().filter(|rank| knows(rank.by)) {
        known.push(rank);
        if matches!(rank.gives, Gives::Anew | Gives::Nothing) {
            break;
        }
    }
    known.iter().rev().fold(None, |before, rank| match rank.gives {
        Gives::Anew => Some(rank.role),
        Gives::AtLeast => before.max(Some(rank.role)),
        Gives::AtMost { of } if before <= Some(of) => before.min(Some(rank.role)),
        Gives::AtMost { .. } => before,
        Gives::Nothing => None,
    })
}

/// Raises somebody: their own role, or, by a lent power, the one that is lent beside it. What was lent above stays.
pub(super) fn raise(state: &mut State, by: At, power: By, person: PersonId, to: Role) {
    let (own, above) = match state.roles.get(&person) {
        Some(held) => (Some(held.own()), held.lent.map(|(stand_in, _)| (stand_in, held.role))),
        None => (None, None),
    };
    let (own, lent) = match power {
        By::Right => (to, above),
        By::Lent(stand_in) => {
            let lent = above.filter(|(_, role)| *role >= to).unwrap_or((stand_in, to));
            (own.unwrap_or(Role::Member), Some(lent))
        }
    };
    set_role(state, by, person, own, lent);
}

/// Lowers somebody: their own role at least as far, and what is lent beside it.
pub(super) fn lower(state: &mut State, by: At, person: PersonId, to: Role) {
    let Some(held) = state.roles.get(&person) else {
        return;
    };
    let (own, lent) = (held.own().min(to), held.lent.map(|(stand_in, _)| (stand_in, held.role.min(to))));
    set_role(state, by, person, own, lent);
}

/// Sets the own role, and the one that a stand-in lends, if that is more; what gave a level that stays keeps it.
fn set_role(state: &mut State, by: At, person: PersonId, own: Role, lent: Option<(At, Role)>) {
    let before = state.roles.remove(&person);
    let is_there = before.as_ref().map(Holding::own) == Some(own);
    let gives = if is_there { Gives::AtLeast } else { Gives::Anew };
    let lent = lent.filter(|(_, role)| *role > own);
    let role = lent.map_or(own, |(_, role)| role);
    let kept = before.map(|held| held.since).unwrap_or_default();
    let mut since: BTreeMap<Role, At> = kept.into_iter().filter(|(level, _)| *level <= role).collect();
    for level in [Role::Guest, Role::Member, Role::Steward, Role::Organiser] {
        if level <= role {
            since.entry(level).or_insert(by);
        }
    }
    state.ranks.entry(person).or_default().push(Rank { by, role: own, gives });
    state.roles.insert(person, Holding { role, since, lent: lent.map(|(stand_in, _)| (stand_in, own)) });
}

/// Notes a role by right that its person has already, if they have it. Of what gave a level the oldest counts: who says it again
/// as of before makes nobody the junior of those who came since.
pub(super) fn give_again(state: &mut State, by: At, person: PersonId, role: Role) {
    if state.own_role(&person) < Some(role) {
        return;
    }
    let (ages, held) = (&state.ages, state.roles.get_mut(&person));
    let levels = held.into_iter().flat_map(|held| &mut held.since).filter(|(level, _)| **level <= role);
    levels.filter(|(_, since)| age(ages, Some(by)) < age(ages, Some(**since))).for_each(|(_, since)| *since = by);
    state.ranks.entry(person).or_default().push(Rank { by, role, gives: Gives::AtLeast });
}

/// Notes a lower of who was lowered already: who knew of it alone was lowered by it. Not where it would have taken two.
pub(super) fn lower_again(facts: &Facts, state: &mut State, note: &Note, at: At, person: PersonId, to: Role) {
    let ranks = state.ranks.get(&person).map_or(&[][..], Vec::as_slice);
    let knew = facts.past.get(at).and_then(|past| role_known(ranks, |by| past.has(by)));
    if let Some(of) = knew.filter(|knew| *knew > to && (*knew < Role::Organiser || person == note.person)) {
        state.ranks.entry(person).or_default().push(Rank { by: at, role: to, gives: Gives::AtMost { of } });
    }
}

/// Takes away the role of who goes; what it was by right is kept for when they come back.
pub(super) fn take_away(state: &mut State, by: At, person: PersonId) {
    let held = state.roles.remove(&person);
    state.went_as.extend(held.map(|held| (person, held.own())));
    let none = Rank { by, role: Role::Guest, gives: Gives::Nothing };
    state.ranks.entry(person).or_default().push(none);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_again_counts_where_it_alone_is_known() {
        let rank = |by, role, gives| Rank { by, role, gives };
        let ranks = [
            rank(0, Role::Member, Gives::Anew),
            rank(1, Role::Organiser, Gives::Anew),
            rank(2, Role::Steward, Gives::AtLeast),
            rank(3, Role::Member, Gives::Anew),
            rank(4, Role::Member, Gives::AtLeast),
            rank(5, Role::Member, Gives::AtMost { of: Role::Organiser }),
            rank(6, Role::Member, Gives::AtMost { of: Role::Steward }),
            rank(7, Role::Guest, Gives::Nothing),
            rank(8, Role::Member, Gives::AtLeast),
        ];
        let cases: [(&[At], Option<Role>); 15] = [
            (&[], None),
            (&[0], Some(Role::Member)),
            (&[0, 1], Some(Role::Organiser)),
            (&[0, 2], Some(Role::Steward)),
            (&[0, 1, 2], Some(Role::Organiser)),
            (&[0, 2, 3], Some(Role::Member)),
            (&[0, 1, 4], Some(Role::Organiser)),
            (&[4], Some(Role::Member)),
            (&[0, 1, 5], Some(Role::Member)),
            (&[0, 5], Some(Role::Member)),
            (&[5], None),
            (&[0, 1, 6], Some(Role::Organiser)),
            (&[0, 2, 6], Some(Role::Member)),
            (&[0, 1, 7], None),
            (&[0, 1, 7, 8], Some(Role::Member)),
        ];
        for (known, role) in cases {
            assert_eq!(role_known(&ranks, |at| known.contains(&at)), role, "{known:?}");
        }
    }
}
