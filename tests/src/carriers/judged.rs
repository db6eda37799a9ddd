//! The end of a run: the carriers go, those who are honest meet, and each of them must be whole.

use super::{ADA, BEA, CYD, Carriers, DAN, HUB, PHONE, RELAYS};
use crate::chaos::Seen;
use kith_community::look;
use kith_community::project::Rows;
use kith_community::topic::TopicQuery;
use kith_sync::node::Replica;
use kith_sync::record::parts_in;
use std::collections::{BTreeMap, BTreeSet};

impl Carriers {
    fn honest(&self) -> Vec<usize> {
        [ADA, BEA, CYD].into_iter().chain(self.newcomers.iter().copied()).collect()
    }

    /// The carriers go, or stay if all they do is to let go of parts; those who are honest meet.
    pub(super) fn end(&mut self) {
        self.village.world.turn_off(PHONE);
        self.village.world.turn_off(DAN);
        let honest = self.honest();
        self.tally.lacked += honest.iter().filter(|at| lacks(self.village.world.core(**at).replica())).count();
        self.held = honest.iter().flat_map(|at| held(self.village.world.core(*at).replica())).collect();
        for at in &honest {
            self.village.world.move_to(*at, 0);
        }
        if self.withholds {
            RELAYS.iter().for_each(|at| self.village.world.turn_off(*at));
        } else {
            RELAYS.iter().chain([&HUB]).for_each(|at| self.village.world.move_to(*at, 0));
        }
        // Whom nobody let in, since a carrier left out too much, asks somebody honest.
        for new in self.newcomers.clone() {
            self.village.world.run();
            if !self.village.world.core(new).replica().is_active() {
                let link = self.link_of(ADA);
                self.village.world.core(new).stop_joining();
                if let Some(link) = link {
                    self.village.world.core(new).join(link);
                }
            }
        }
        self.village.settle();
        self.village.settle();
    }

    pub(super) fn judge(&mut self) {
        let told = format!("{:?}", self.plan.seed);
        let honest = self.honest();
        let mut first: Option<Seen> = None;
        for at in honest {
            let replica = self.village.world.core(at).replica();
            assert!(replica.is_active(), "seed {told}: device {at} was never let in");
            let seen = Seen::by(replica);
            let lacking = lacking(replica);
            let missed = lacking.intersection(&self.held).count();
            assert_eq!(missed, 0, "seed {told}: device {at} is not whole: somebody honest held what lacks there");
            if let Some(first) = &first {
                assert_eq!(*first, seen, "seed {told}: device {at} differs from the first");
            }
            self.judge_words(at, &told);
            first.get_or_insert(seen);
        }
    }

    fn judge_words(&mut self, at: usize, told: &str) {
        let Ok(view) = look(self.village.world.core(at).replica(), &TopicQuery::end(&self.topic)) else {
            panic!("seed {told}: device {at} does not show the topic");
        };
        let posts: BTreeMap<String, (String, bool)> =
            view.posts.into_iter().map(|post| (post.post, (post.text, post.erased))).collect();
        for (post, _) in posts.iter().filter(|(_, (_, erased))| *erased) {
            assert!(self.erased.contains(post), "seed {told}: device {at} shows {post} as erased");
            self.tally.erased += 1;
        }
        for (post, words) in &self.said {
            let shown = posts.get(post).map(|(text, _)| text.as_str()).unwrap_or_default();
            let right = words.as_ref().map_or(!shown.is_empty(), |words| shown == words);
            assert!(right, "seed {told}: device {at} shows {shown:?} for {words:?}");
            self.tally.shown += 1;
        }
    }
}

fn lacks(replica: &Replica<Rows>) -> bool {
    replica.lacks_parts(None) || replica.lacks_parts(Some(&replica.everyone()))
}

/// The parts that are here, each by its record's hash.
fn held(replica: &Replica<Rows>) -> Vec<([u8; 32], u8)> {
    let store = replica.store();
    let logs = store.logs().unwrap_or_default().into_iter();
    let records = logs.flat_map(|row| store.records_from(&row, row.first()).unwrap_or_default());
    let parts = records.flat_map(|record| {
        let parts = record.verified.record.parts.into_iter().zip(0..);
        parts.filter(|(part, _)| part.sealed().is_some()).map(move |(_, at)| (record.verified.hash.0, at))
    });
    parts.collect()
}

/// The parts that lack, each by its record's hash.
fn lacking(replica: &Replica<Rows>) -> BTreeSet<([u8; 32], u8)> {
    let store = replica.store();
    let logs = store.logs().unwrap_or_default().into_iter();
    let lacking = logs.flat_map(|row| store.lacking(row.id, 0, 100_000).unwrap_or_default());
    lacking.flat_map(|lack| parts_in(lack.lacks).map(move |part| (lack.hash.0, part))).collect()
}
