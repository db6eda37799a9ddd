//! What people see of invitations.

use super::view;
use crate::charter::PersonName;
use crate::query::{At, Read};
use crate::trouble::Trouble;
use serde::{Deserialize, Serialize};

/// The invitation that was made here last, while it is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationQuery;

impl Read for InvitationQuery {
    fn look(&self, at: &At<'_>) -> Result<InvitationView, Trouble> {
        view(at.replica, &at.address(), at.now_ms)
    }
}

/// An invitation that is good.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvitationView {
    /// The link; absent when none is good.
    pub link: Option<String>,
    /// When it ends, in milliseconds since 1970.
    pub until_ms: i64,
    /// The line of one's own that is in it; empty for none.
    #[serde(default)]
    pub greeting: String,
}

/// A line for a newcomer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GreetingView {
    /// The words; empty if there were none.
    pub text: String,
    /// Who made the link by which one came; absent until the charter says so.
    pub by: Option<PersonName>,
}
