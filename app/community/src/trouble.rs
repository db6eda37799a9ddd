//! Why something was not done, as a sentence for people: what happened, what is safe, what to do.

use crate::sentence::{Sentence, Value};
use kith_sync::node::{LinkError, ReplicaError, Stopped};
use kith_sync::session::Refused;
use kith_sync::store::StoreError;
use serde::{Deserialize, Serialize};

/// Why a command was not done, or a view is not there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{0}")]
pub struct Trouble(pub Sentence);

impl Trouble {
    /// The trouble whose sentence is `trouble-` and `key`.
    #[must_use]
    pub fn of(key: &str) -> Self {
        Self(Sentence::of(&format!("trouble-{key}")))
    }

    /// Whether it is the trouble `key`.
    #[must_use]
    pub fn is(&self, key: &str) -> bool {
        self.0.key.strip_prefix("trouble-") == Some(key)
    }

    /// Puts something into its sentence.
    #[must_use]
    pub fn with(self, name: &str, value: impl Into<Value>) -> Self {
        Self(self.0.with(name, value))
    }

    /// Why somebody who answered does not let this device in. `here_ms`: what this device's clock shows.
    pub(crate) fn refused(why: Refused, here_ms: i64) -> Self {
        match why {
            Refused::UnknownInvitation => Self::of("refused-unknown"),
            Refused::Closed => Self::of("refused-closed"),
            Refused::Expired { now_ms, until_ms } => Self::of("refused-expired")
                .with("until_ms", until_ms)
                .with("theirs_ms", now_ms)
                .with("here_ms", here_ms),
            Refused::BadProof => Self::of("refused-proof"),
            Refused::MayNot => Self::of("refused-may-not"),
        }
    }
}

impl From<Stopped> for Trouble {
    fn from(_: Stopped) -> Self {
        Self::of("closing")
    }
}

impl From<ReplicaError> for Trouble {
    fn from(error: ReplicaError) -> Self {
        match error {
            ReplicaError::NotAllowed => Self::of("not-allowed"),
            ReplicaError::NeedsNewer => Self::of("needs-newer"),
            ReplicaError::NotActive => Self::of("not-active"),
            ReplicaError::Restored => Self::of("restored"),
            ReplicaError::TooLarge => Self::of("too-large"),
            ReplicaError::Document(error) => Self::of("unwritable").with("why", error.to_string()),
            ReplicaError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Newer => Self::of("home-newer"),
            StoreError::Damaged(what) => Self::of("home-damaged").with("what", what),
            StoreError::Sqlite(error) => error.into(),
        }
    }
}

/// A command is one transaction: where the database refuses any of it, nothing was changed.
impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase, ReadOnly, SystemIoFailure};
        let by_hook = |error: &rusqlite::ffi::Error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_COMMITHOOK;
        if error.sqlite_error().is_some_and(by_hook) {
            return Self::of("database-gone");
        }
        match error.sqlite_error_code() {
            Some(ReadOnly) => Self::of("disk-read-only"),
            Some(DiskFull) => Self::of("disk-full"),
            Some(DatabaseCorrupt | NotADatabase) => Self::of("database-damaged"),
            Some(SystemIoFailure) => Self::of("disk-refused"),
            _ => Self::of("database-refused").with("why", error.to_string()),
        }
    }
}

impl From<LinkError> for Trouble {
    fn from(error: LinkError) -> Self {
        Self::of(match error {
            LinkError::Foreign => "link-foreign",
            LinkError::Broken => "link-broken",
            LinkError::Newer => "link-newer",
        })
    }
}
