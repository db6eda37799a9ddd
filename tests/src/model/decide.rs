//! Which removals are applied, in order of their authors' rank (§3.6).

use std::collections::BTreeSet;

use super::charter::Charter;
use super::statement::{Id, Named, Statement};
use super::validity::{Applied, Validity};
use super::view::Rank;

pub struct Decided {
    pub valid: Validity,
    pub applied: Vec<Id>,
}

pub fn decide(charter: &Charter) -> Decided {
    let removals = sorted_removals(charter);
    let mut void = BTreeSet::new();
    loop {
        match pass(charter, &removals, &void) {
            Ok(decided) => return decided,
            Err(undone) => void.insert(undone),
        };
    }
}

/// By the rank of their authors as seen, nothing struck.
fn sorted_removals(charter: &Charter) -> Vec<&Statement> {
    let seen = Validity::of(charter, &[], &BTreeSet::new());
    let any = Default::default();
    let removals = charter.order.iter().filter(|s| s.removes(any).is_some());
    let mut ranked: Vec<(Rank, usize, &Statement)> = removals
        .map(|s| {
            let view = seen.own_view(charter, s);
            let rank = view.bound(s.device).map(|author| view.rank(author));
            (rank.unwrap_or(Rank::NONE), charter.place(&s.id), s)
        })
        .collect();
    ranked.sort_by_key(|(rank, place, _)| (*rank, *place));
    ranked.into_iter().map(|(_, _, s)| s).collect()
}

/// One pass; an error is an applied removal that a later one takes the ground from.
fn pass(charter: &Charter, removals: &[&Statement], void: &BTreeSet<Id>) -> Result<Decided, Id> {
    let mut out = void.clone();
    let mut applied: Vec<Applied> = Vec::new();
    for r in removals.iter().filter(|r| !void.contains(&r.id)) {
        let valid = Validity::of(charter, &applied, &out);
        let named = named_by(&valid, r);
        let Some(named) = named.filter(|_| valid.carries(charter, r)) else {
            out.insert(r.id);
            continue;
        };
        applied.push(Applied { id: r.id, named });
        let valid = Validity::of(charter, &applied, &out);
        if let Some(undone) = first_undone(charter, &applied, &valid) {
            return Err(undone);
        }
    }
    Ok(Decided { valid: Validity::of(charter, &applied, &out), applied: applied.into_iter().map(|q| q.id).collect() })
}

fn named_by(valid: &Validity, removal: &Statement) -> Option<Named> {
    let author = valid.notes.author.get(&removal.id)?;
    removal.removes(*author)
}

fn first_undone(charter: &Charter, applied: &[Applied], valid: &Validity) -> Option<Id> {
    let statements = applied.iter().filter_map(|q| charter.get(&q.id));
    let mut undone = statements.filter(|x| !valid.carries(charter, x));
    undone.next().map(|x| x.id)
}
