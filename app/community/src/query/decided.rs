//! What was decided about who belongs.

use super::PersonName;
use crate::sentence::Sentence;
use serde::{Deserialize, Serialize};

/// A page of decisions, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionsView {
    /// The decisions.
    pub decisions: Vec<DecisionRow>,
    /// Whether there are older ones.
    pub has_older: bool,
}

/// One decision: who was let in, removed, given a role, brought back, or left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionRow {
    /// Its id.
    pub id: String,
    /// Who decided.
    pub by: PersonName,
    /// About whom; absent if about nobody else.
    pub about: Option<PersonName>,
    /// What was decided; the screen puts in the names `by` and `person`.
    pub what: Sentence,
    /// Why, if a reason was given and can be read here.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// When, by the clock of who decided, in milliseconds since 1970: a hint. Absent if it was not said.
    pub at_ms: Option<i64>,
}
