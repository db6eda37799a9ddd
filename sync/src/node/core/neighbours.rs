//! Neighbours: to whom a device keeps a connection when there are too many to keep one to each.
//!
//! All stand on a ring by a hash of their endpoints. A device keeps the nearest on either side, so that everything gets
//! to everyone, and some that a hash of both endpoints picks, so that it gets there in few steps and nobody is picked
//! by many.

use crate::id::derive16;
use std::collections::BTreeSet;

/// Up to so many devices, this one among them, all connect to all.
const ALL: usize = 30;
/// Neighbours to keep on either side.
const NEAR: usize = 3;
/// Neighbours to keep elsewhere.
const FAR: usize = 4;
/// Fewer than these are chosen only where all are.
pub(super) const FEWEST: usize = NEAR + 1;

/// A place on the ring.
type Place = [u8; 16];

/// Whom of the others to connect to in a community of so many devices; `None`: all. One that does not answer is
/// tried again in its time, and does not count: another is chosen beside it.
pub(super) fn choose(
    me: &[u8; 32],
    others: &[[u8; 32]],
    devices: usize,
    answers: impl Fn(&[u8; 32]) -> bool,
) -> Option<BTreeSet<[u8; 32]>> {
    if devices <= ALL {
        return None;
    }
    let mut ring: Vec<(Place, [u8; 32])> = others.iter().map(|endpoint| (place(endpoint), *endpoint)).collect();
    ring.sort_unstable();
    let mut chosen = BTreeSet::new();
    let mut keep = |count: usize, walk: &mut dyn Iterator<Item = [u8; 32]>| {
        let mut kept = 0;
        while let (true, Some(endpoint)) = (kept < count, walk.next()) {
            kept += usize::from(answers(&endpoint));
            chosen.insert(endpoint);
        }
    };
    let here = place(me);
    keep(NEAR, &mut after(&ring, &here));
    keep(NEAR, &mut before(&ring, &here));
    let mut far: Vec<(Place, [u8; 32])> =
        others.iter().map(|endpoint| (derive16("kith 0 far", &[me, endpoint]), *endpoint)).collect();
    far.sort_unstable();
    keep(FAR, &mut far.into_iter().map(|(_, endpoint)| endpoint));
    Some(chosen)
}

fn place(endpoint: &[u8; 32]) -> Place {
    derive16("kith 0 ring", &[endpoint])
}

/// Once around from a place on.
fn after<'a>(ring: &'a [(Place, [u8; 32])], place: &Place) -> impl Iterator<Item = [u8; 32]> + use<'a> {
    let (behind, ahead) = ring.split_at(ring.partition_point(|(other, _)| other < place));
    ahead.iter().chain(behind).map(|(_, endpoint)| *endpoint)
}

/// Once around the other way.
fn before<'a>(ring: &'a [(Place, [u8; 32])], place: &Place) -> impl Iterator<Item = [u8; 32]> + use<'a> {
    let (behind, ahead) = ring.split_at(ring.partition_point(|(other, _)| other < place));
    behind.iter().rev().chain(ahead.iter().rev()).map(|(_, endpoint)| *endpoint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    type Graph = BTreeMap<[u8; 32], BTreeSet<[u8; 32]>>;

    fn crowd(count: u16) -> Vec<[u8; 32]> {
        (0..count).map(|nth| *blake3::hash(&nth.to_be_bytes()).as_bytes()).collect()
    }

    /// Who is connected to whom when all have chosen, and those that do not answer are nobody's.
    fn graph(all: &[[u8; 32]], answers: impl Fn(&[u8; 32]) -> bool) -> Graph {
        let here: Vec<[u8; 32]> = all.iter().filter(|one| answers(one)).copied().collect();
        let mut graph: Graph = here.iter().map(|one| (*one, BTreeSet::new())).collect();
        for me in &here {
            let others: Vec<[u8; 32]> = all.iter().filter(|other| *other != me).copied().collect();
            let chosen = choose(me, &others, all.len(), &answers).unwrap_or_else(|| others.iter().copied().collect());
            for other in chosen.into_iter().filter(|other| answers(other)) {
                graph.get_mut(me).unwrap().insert(other);
                graph.get_mut(&other).unwrap().insert(*me);
            }
        }
        graph
    }

    /// How many steps it takes from one to all; none if some are not reached.
    fn steps(graph: &Graph, from: &[u8; 32]) -> Option<usize> {
        let mut reached = BTreeSet::from([*from]);
        let mut edge = reached.clone();
        let mut steps = 0;
        while reached.len() < graph.len() {
            edge = edge.iter().flat_map(|one| &graph[one]).filter(|one| !reached.contains(*one)).copied().collect();
            if edge.is_empty() {
                return None;
            }
            reached.extend(&edge);
            steps += 1;
        }
        Some(steps)
    }

    #[test]
    fn thirty_devices_connect_to_all() {
        let all = crowd(30);
        assert!(graph(&all, |_| true).values().all(|others| others.len() == 29));
        let all = crowd(31);
        assert!(graph(&all, |_| true).values().any(|others| others.len() < 30));
    }

    #[test]
    fn in_a_crowd_connections_are_few_and_everyone_is_near() {
        for count in [31, 60, 200, 1_000] {
            let all = crowd(count);
            let graph = graph(&all, |_| true);
            let most = graph.values().map(BTreeSet::len).max().unwrap();
            assert!(most <= 2 * NEAR + 5 * FAR, "{most} of {count}");
            let far = all.iter().step_by(7).map(|from| steps(&graph, from).unwrap()).max().unwrap();
            assert!(far <= 6, "{far} steps among {count}");
        }
    }

    #[test]
    fn those_that_do_not_answer_are_replaced() {
        let all = crowd(200);
        for share in [2, 4, 10] {
            // All but one in so many are away.
            let here: BTreeSet<[u8; 32]> = all.iter().step_by(share).copied().collect();
            let graph = graph(&all, |one| here.contains(one));
            assert!(all.iter().step_by(share).all(|from| steps(&graph, from).is_some()), "1 in {share}");
            assert!(graph.values().all(|others| others.len() >= FEWEST));
        }
    }

    #[test]
    fn a_newcomer_changes_the_neighbours_of_few() {
        let all = crowd(201);
        let (before, after) = (graph(&all[..200], |_| true), graph(&all, |_| true));
        let others = before.iter().filter(|(one, others)| after[*one] != **others).count();
        assert!(others <= 40, "{others}");
    }
}
