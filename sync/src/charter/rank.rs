//! The roles that a person was ever given by right: docs/protocol.md §5.

use super::Role;
use super::state::At;

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
