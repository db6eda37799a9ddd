//! Holds what a query says it reads against what becomes of its view: one that is another though nothing of that changed would be
//! shown old to whoever watches it.

use super::{Chaos, Plan};
use kith_community::announcement::AnnouncementsQuery;
use kith_community::charter::{CharterQuery, DecisionsQuery, PeopleQuery, PersonQuery};
use kith_community::community::{CommunityQuery, CustomsQuery};
use kith_community::invitation::InvitationQuery;
use kith_community::local::DraftQuery;
use kith_community::look;
use kith_community::project::Rows;
use kith_community::query::Read;
use kith_community::reach::{DevicesQuery, ReachQuery};
use kith_community::today::TodayQuery;
use kith_community::topic::{TopicQuery, TopicsQuery};
use kith_community::trouble::Trouble;
use kith_sync::id::to_text;
use kith_sync::node::{Replica, Versions};
use std::collections::BTreeMap;
use std::fmt::Debug;

/// Runs a plan, and after each step looks at all that its device may show. Answers how many views were others, and which changed without a
/// word: `name` of the query, and both views.
#[must_use]
pub fn run_watched(plan: Plan) -> (usize, Vec<String>) {
    let mut chaos = Chaos::found(plan);
    let mut watched: BTreeMap<usize, Vec<Box<dyn Watched>>> = BTreeMap::new();
    let (mut changed, mut silent) = (0, Vec::new());
    for _ in 0..plan.steps {
        chaos.step();
        for at in 0..chaos.world.len() {
            if !chaos.world.is_on(at) {
                continue;
            }
            let told = chaos.world.told(at);
            let replica = chaos.world.core(at).replica();
            for one in watched.entry(at).or_insert_with(|| all(replica)) {
                match one.look(replica, &told) {
                    Found::Same => {}
                    Found::Another => changed += 1,
                    Found::Silent(which) => silent.push(format!("device {at}: {which}")),
                }
            }
        }
    }
    (changed, silent)
}

/// What a page may have open.
fn all(replica: &Replica<Rows>) -> Vec<Box<dyn Watched>> {
    let me = to_text(&replica.me().person.0);
    let topic = look(replica, &TopicsQuery::latest(1)).ok().and_then(|mut view| view.rows.pop());
    let mut all: Vec<Box<dyn Watched>> = vec![
        One::of(AnnouncementsQuery { most: 10 }),
        One::of(CharterQuery),
        One::of(CommunityQuery),
        One::of(CustomsQuery),
        One::of(DecisionsQuery { skip: 0, most: 40 }),
        One::of(DevicesQuery),
        One::of(DraftQuery { place: "topic".to_owned() }),
        One::of(InvitationQuery),
        One::of(PeopleQuery),
        One::of(PersonQuery { person: me }),
        One::of(ReachQuery),
        One::of(TodayQuery),
        One::of(TopicsQuery::latest(60)),
    ];
    all.extend(topic.map(|row| One::of(TopicQuery::end(row.topic)) as Box<dyn Watched>));
    all
}

enum Found {
    Same,
    Another,
    Silent(String),
}

trait Watched {
    fn look(&mut self, replica: &Replica<Rows>, told: &Versions) -> Found;
}

struct One<Q: Read> {
    query: Q,
    last: Option<(u64, Result<Q::View, Trouble>)>,
}

impl<Q: Read<View: Debug> + Debug + 'static> One<Q> {
    fn of(query: Q) -> Box<Self> {
        Box::new(Self { query, last: None })
    }
}

impl<Q: Read<View: Debug> + Debug> Watched for One<Q> {
    fn look(&mut self, replica: &Replica<Rows>, told: &Versions) -> Found {
        let (version, view) = (told.of(Q::READS), look(replica, &self.query));
        let found = match &self.last {
            Some((_, last)) if *last == view => Found::Same,
            Some((before, last)) if *before == version => {
                Found::Silent(format!("{:?}\n{last:?}\n{view:?}", self.query))
            }
            Some(_) => Found::Another,
            None => Found::Same,
        };
        self.last = Some((version, view));
        found
    }
}
