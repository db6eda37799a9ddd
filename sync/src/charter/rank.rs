//! The roles that a person was ever given by right: docs/protocol.md §5.

use super::Role;
use super::state::At;

/// A role that somebody was given by right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rank {
    /// The statement that gave it.
    pub by: At,
    pub role: Role,
    /// Whether it changed nothing where it stands in the order: who knew of it and not of what came before had the role by it.
    pub again: bool,
}

/// The role that somebody had as far as was known, by the roles they were given, in the order. What was given again lowers nobody.
pub(super) fn role_known(ranks: &[Rank], knows: impl Fn(At) -> bool) -> Option<Role> {
    let mut again = None;
    for rank in ranks.iter().rev().filter(|rank| knows(rank.by)) {
        again = again.max(Some(rank.role));
        if !rank.again {
            break;
        }
    }
    again
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_again_counts_where_it_alone_is_known_and_lowers_nobody() {
        let rank = |by, role, again| Rank { by, role, again };
        let ranks = [
            rank(0, Role::Member, false),
            rank(1, Role::Organiser, false),
            rank(2, Role::Steward, true),
            rank(3, Role::Member, false),
            rank(4, Role::Member, true),
        ];
        let cases: [(&[At], Option<Role>); 8] = [
            (&[], None),
            (&[0], Some(Role::Member)),
            (&[0, 1], Some(Role::Organiser)),
            (&[0, 2], Some(Role::Steward)),
            (&[0, 1, 2], Some(Role::Organiser)),
            (&[0, 2, 3], Some(Role::Member)),
            (&[0, 1, 4], Some(Role::Organiser)),
            (&[4], Some(Role::Member)),
        ];
        for (known, role) in cases {
            assert_eq!(role_known(&ranks, |at| known.contains(&at)), role, "{known:?}");
        }
    }
}
