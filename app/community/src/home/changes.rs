//! What changed since when, of the home and of each community: a look is read again only if it was something that it reads.

use super::query::reads;
use crate::query::Look;
use kith_sync::id::{CommunityId, from_text};
use kith_sync::node::Versions;
use std::collections::BTreeMap;

/// How often what there is changed.
#[derive(Debug, Default)]
pub(super) struct Changes {
    home: u64,
    communities: BTreeMap<CommunityId, Versions>,
}

/// How often what one look reads changed: of the home, and of the communities. They are not added up, since a community that is
/// opened anew counts anew.
pub(super) type Version = (u64, u64);

impl Changes {
    /// Counts a change that concerns whatever is looked at: settings, or a community that came, went or was opened anew.
    pub(super) fn count_home(&mut self) {
        self.home = self.home.wrapping_add(1);
    }

    /// A community counts this now.
    pub(super) fn put(&mut self, community: CommunityId, versions: Versions) {
        self.communities.insert(community, versions);
    }

    /// How often what a look reads changed.
    pub(super) fn version(&self, look: &Look) -> Version {
        let (named, subjects) = match look {
            Look::Home(query) => (None, reads(query)),
            // Screens name the id. A name may come to mean another community.
            Look::Community { community, query } => (community.as_deref().and_then(id), query.reads()),
        };
        let all = self.communities.iter().filter(|(id, _)| named.as_ref().is_none_or(|named| named == *id));
        (self.home, all.fold(0, |sum, (_, versions)| sum.wrapping_add(versions.of(subjects))))
    }
}

fn id(named: &str) -> Option<CommunityId> {
    from_text(named).ok().map(CommunityId)
}
