//! Troubles of the layers below, as sentences for people: what happened, what is safe, what to do.

use crate::command::{Role, Trouble};
use kith_sync::charter;
use kith_sync::node::{LinkError, ReplicaError, Stopped};
use kith_sync::session::Refused;
use kith_sync::store::StoreError;

pub(super) fn stopped(_: Stopped) -> Trouble {
    Trouble::of("closing")
}

pub(crate) fn replica(error: ReplicaError) -> Trouble {
    match error {
        ReplicaError::NotAllowed => Trouble::of("not-allowed"),
        ReplicaError::NeedsNewer => Trouble::of("needs-newer"),
        ReplicaError::NotActive => Trouble::of("not-active"),
        ReplicaError::Restored => Trouble::of("restored"),
        ReplicaError::TooLarge => Trouble::of("too-large"),
        ReplicaError::Document(error) => Trouble::of("unwritable").with("why", error.to_string()),
        ReplicaError::Store(error) => store(&error),
    }
}

pub(crate) fn store(error: &StoreError) -> Trouble {
    match error {
        StoreError::Newer => Trouble::of("home-newer"),
        StoreError::Damaged(what) => Trouble::of("home-damaged").with("what", what.as_str()),
        StoreError::Sqlite(error) => sqlite(error),
    }
}

fn sqlite(error: &rusqlite::Error) -> Trouble {
    use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase, ReadOnly, SystemIoFailure};
    if error.sqlite_error().is_some_and(|error| error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_COMMITHOOK) {
        return Trouble::of("database-gone");
    }
    match error.sqlite_error_code() {
        Some(ReadOnly) => Trouble::of("disk-read-only"),
        Some(DiskFull) => Trouble::of("disk-full"),
        Some(DatabaseCorrupt | NotADatabase) => Trouble::of("database-damaged"),
        Some(SystemIoFailure) => Trouble::of("disk-refused"),
        _ => Trouble::of("database-refused").with("why", error.to_string()),
    }
}

pub(super) fn link(error: LinkError) -> Trouble {
    Trouble::of(match error {
        LinkError::Foreign => "link-foreign",
        LinkError::Broken => "link-broken",
        LinkError::Newer => "link-newer",
    })
}

/// `here_ms`: what this device's clock shows.
pub(super) fn refused(why: Refused, here_ms: i64) -> Trouble {
    match why {
        Refused::UnknownInvitation => Trouble::of("refused-unknown"),
        Refused::Closed => Trouble::of("refused-closed"),
        Refused::Expired { now_ms, until_ms } => {
            Trouble::of("refused-expired").with("until_ms", until_ms).with("theirs_ms", now_ms).with("here_ms", here_ms)
        }
        Refused::BadProof => Trouble::of("refused-proof"),
        Refused::MayNot => Trouble::of("refused-may-not"),
    }
}

pub(super) fn role(role: charter::Role) -> Role {
    match role {
        charter::Role::Guest => Role::Guest,
        charter::Role::Member => Role::Member,
        charter::Role::Steward => Role::Steward,
        charter::Role::Organiser => Role::Organiser,
    }
}

pub(super) fn charter_role(role: Role) -> charter::Role {
    match role {
        Role::Guest => charter::Role::Guest,
        Role::Member => charter::Role::Member,
        Role::Steward => charter::Role::Steward,
        Role::Organiser => charter::Role::Organiser,
    }
}
