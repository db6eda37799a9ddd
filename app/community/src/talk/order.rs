//! The order of replies: by their authors' clocks, but never before what they quote.
//!
//! Clocks are hints. Where a clock says otherwise, a reply stands right after what it answers.

use kith_sync::id::ItemId;
use std::collections::{BTreeMap, BTreeSet};

/// What a reply's place follows from.
pub(super) struct Placed {
    pub(super) item: ItemId,
    pub(super) time_ms: i64,
    pub(super) quotes: Vec<ItemId>,
}

/// The replies in order. Those that quote each other in a ring stand last, by their clocks.
pub(super) fn in_order(replies: &[Placed]) -> Vec<ItemId> {
    let times: BTreeMap<ItemId, i64> = replies.iter().map(|reply| (reply.item, reply.time_ms)).collect();
    let mut answers: BTreeMap<ItemId, BTreeSet<ItemId>> = BTreeMap::new();
    let mut waiting: BTreeMap<ItemId, usize> = BTreeMap::new();
    for reply in replies {
        let quoted: BTreeSet<ItemId> =
            reply.quotes.iter().filter(|quoted| times.contains_key(quoted)).copied().collect();
        waiting.insert(reply.item, quoted.len());
        for quoted in quoted {
            answers.entry(quoted).or_default().insert(reply.item);
        }
    }
    let place = |item: &ItemId| (times.get(item).copied().unwrap_or_default(), *item);
    let free = waiting.iter().filter(|(_, left)| **left == 0);
    let mut ready: BTreeSet<(i64, ItemId)> = free.map(|(item, _)| place(item)).collect();
    let mut order = Vec::with_capacity(replies.len());
    while let Some((_, next)) = ready.pop_first() {
        waiting.remove(&next);
        order.push(next);
        for answer in answers.get(&next).into_iter().flatten() {
            if let Some(left) = waiting.get_mut(answer) {
                *left -= 1;
                if *left == 0 {
                    ready.insert(place(answer));
                }
            }
        }
    }
    let ring: BTreeSet<(i64, ItemId)> = waiting.keys().map(place).collect();
    order.extend(ring.into_iter().map(|(_, item)| item));
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(offset: u16) -> ItemId {
        ItemId { record: [7; 16], offset }
    }

    fn order(replies: &[(u16, i64, &[u16])]) -> Vec<u16> {
        let placed: Vec<Placed> = replies
            .iter()
            .map(|(name, time_ms, quotes)| Placed {
                item: item(*name),
                time_ms: *time_ms,
                quotes: quotes.iter().copied().map(item).collect(),
            })
            .collect();
        in_order(&placed).into_iter().map(|item| item.offset).collect()
    }

    #[test]
    fn clocks_order_and_names_break_ties() {
        assert_eq!(order(&[(3, 10, &[]), (1, 20, &[]), (2, 10, &[])]), [2, 3, 1]);
    }

    #[test]
    fn an_answer_with_a_slow_clock_stands_right_after_what_it_quotes() {
        assert_eq!(order(&[(1, 100, &[]), (2, 5, &[1]), (3, 50, &[]), (4, 150, &[])]), [3, 1, 2, 4]);
        assert_eq!(order(&[(1, 30, &[]), (2, 20, &[1]), (3, 10, &[2])]), [1, 2, 3]);
    }

    #[test]
    fn quotes_of_what_is_elsewhere_hold_nothing_back() {
        assert_eq!(order(&[(1, 2, &[9]), (2, 1, &[])]), [2, 1]);
    }

    #[test]
    fn a_ring_of_quotes_is_shown_all_the_same() {
        assert_eq!(order(&[(1, 1, &[2]), (2, 0, &[1]), (3, 5, &[3]), (4, 9, &[])]), [4, 2, 1, 3]);
    }
}
