//! What removals strike (§3.4), and in which order they apply (§3.6).

use super::authority::authorised;
use super::bits::Bits;
use super::facts::Facts;
use super::note::Named;
use super::view::{Findings, View};
use super::{Note, Statement};

/// What holds, and through which removals.
#[derive(Clone, Debug, Default)]
pub(super) struct Decided {
    pub found: Findings,
    /// In the order they applied.
    pub applied: Vec<usize>,
    /// Removals passed over for nothing but the lack of a partner.
    pub alone: Bits,
    /// How often a statement was asked of its view.
    pub asked: u64,
}

/// Sorts the removals once, then applies them; begins again when one loses what it stood on.
pub(super) fn decide(facts: &Facts) -> Decided {
    let seen = Pass::as_seen(facts);
    let sorted = sorted_removals(facts, &seen.found);
    let mut void = Bits::default();
    let mut pass = seen.clone();
    loop {
        let Some(lost) = pass.run(&sorted, &void) else {
            return pass.decided();
        };
        void.put(lost);
        pass = Pass { asked: pass.asked, ..seen.clone() };
    }
}

/// By the rank of their authors as seen, nothing struck.
fn sorted_removals(facts: &Facts, seen: &Findings) -> Vec<(usize, Named)> {
    let well_formed = (0..facts.len()).filter(|at| !facts.malformed.has(*at));
    let mut sorted: Vec<(usize, Named)> = well_formed.filter_map(|at| Some((at, facts.note(at)?.removes()?))).collect();
    sorted.sort_by_cached_key(|(at, _)| {
        let view = View::new(facts, seen, facts.past.get(*at));
        let author = facts.note(*at).and_then(|note| view.owner(&note.device));
        let rank = author.and_then(|(person, _)| view.rank(&person));
        (rank.unwrap_or((u8::MAX, usize::MAX)), *at)
    });
    sorted
}

/// One pass over the removals: what is valid given those applied so far.
#[derive(Clone)]
struct Pass<'a> {
    facts: &'a Facts,
    found: Findings,
    applied: Vec<(usize, Named)>,
    /// Void for good, or skipped.
    out: Bits,
    alone: Bits,
    asked: u64,
}

impl<'a> Pass<'a> {
    fn as_seen(facts: &'a Facts) -> Self {
        let (found, applied) = (Findings::default(), Vec::new());
        let mut pass = Self { facts, found, applied, out: Bits::default(), alone: Bits::default(), asked: 0 };
        pass.judge_again(|_, _| true);
        pass
    }

    /// Answers the first applied removal from which a later one, or itself, took the ground.
    fn run(&mut self, sorted: &[(usize, Named)], void: &Bits) -> Option<usize> {
        self.out = void.clone();
        self.judge_again(|at, _| void.has(at));
        for (at, named) in sorted.iter().copied().filter(|(at, _)| !void.has(*at)) {
            if self.carries(at) {
                self.applied.push((at, named));
                self.judge_again(|other, note| other == at || named.said(note));
                let lost = self.applied.iter().find(|(at, _)| !self.carries(*at));
                if let Some((lost, _)) = lost {
                    return Some(*lost);
                }
            } else {
                if self.found.valid.has(at) {
                    self.alone.put(at);
                }
                self.out.put(at);
                self.judge_again(|other, _| other == at);
            }
        }
        None
    }

    fn decided(self) -> Decided {
        let applied = self.applied.into_iter().map(|(at, _)| at).collect();
        Decided { found: self.found, applied, alone: self.alone, asked: self.asked }
    }

    /// Whether the removal is valid, and has its partner if it needs two.
    fn carries(&self, at: usize) -> bool {
        View::new(self.facts, &self.found, None).in_effect(at)
    }

    /// One walk along the order: judges again what `touched` names, and what knows anything that changed.
    fn judge_again(&mut self, touched: impl Fn(usize, &Note) -> bool) {
        let (mut changed, mut any) = (Bits::default(), false);
        for (at, note) in self.facts.notes.iter().enumerate() {
            let past = self.facts.past.get(at).filter(|_| any);
            if (touched(at, note) || past.is_some_and(|past| past.meets(&changed))) && self.judge(at, note) {
                changed.put(at);
                any = true;
            }
        }
    }

    /// Answers whether anything of the finding changed.
    fn judge(&mut self, at: usize, note: &Note) -> bool {
        self.asked += 1;
        let view = View::new(self.facts, &self.found, self.facts.past.get(at));
        let valid = !self.facts.malformed.has(at)
            && !self.out.has(at)
            && authorised(view, note)
            && !self.is_void(view, at, note);
        let needs_two = valid && needs_two(view, note);
        let by_organiser = valid && note.unseats().is_some() && view.is_organiser(&note.person);
        let found = &mut self.found;
        let changes =
            [found.valid.set(at, valid), found.needs_two.set(at, needs_two), found.by_organiser.set(at, by_organiser)];
        changes.contains(&true)
    }

    /// Struck by an applied removal, and not of a kind that stays.
    fn is_void(&self, view: View<'_>, at: usize, note: &Note) -> bool {
        let facts = self.facts;
        let applied = || self.applied.iter().filter(|(_, named)| named.said(note));
        if matches!(note.body, Some(Statement::Admit { .. } | Statement::Epoch { .. }))
            || applied().any(|(removal, _)| *removal == at || facts.knows(*removal, at))
            || self.applied.iter().any(|(removal, _)| *removal == at)
        {
            return false;
        }
        let mut strikers = applied().filter(|(removal, _)| facts.concurrent(*removal, at));
        strikers.any(|(removal, _)| match facts.body(*removal) {
            None | Some(Statement::Leave { .. }) => false,
            Some(Statement::Role { to, .. }) => {
                let lowered = View { acting: Some((note.person, *to)), ..view };
                !authorised(lowered, note)
            }
            _ => true,
        })
    }
}

/// Whether the removal is of an organiser, by another, where there are three or more (§3.5).
fn needs_two(view: View<'_>, note: &Note) -> bool {
    let other = note.unseats().filter(|person| *person != note.person);
    other.is_some_and(|person| {
        view.is_organiser(&person) && view.active(&person) && view.organisers().take(3).count() == 3
    })
}
