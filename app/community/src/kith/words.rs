//! Troubles in words for people: what happened, what is safe, what to do.

use crate::command::{Role, Trouble};
use kith_sync::charter;
use kith_sync::node::{LinkError, ReplicaError, Stopped};
use kith_sync::session::Refused;
use kith_sync::store::StoreError;

pub(super) fn stopped(_: Stopped) -> Trouble {
    Trouble("Kith is closing. What was answered before is kept; open it again and try once more.".into())
}

pub(super) fn replica(error: ReplicaError) -> Trouble {
    let words = match error {
        ReplicaError::NotAllowed => {
            "Your role here does not allow that. Nothing was changed; ask an organiser or steward.".into()
        }
        ReplicaError::NeedsNewer => {
            "This community needs a newer Kith. You can read everything; update Kith to write again.".into()
        }
        ReplicaError::NotActive => "You cannot write here: you are waiting for a steward, have left, or were removed. \
             What is here stays readable."
            .into(),
        ReplicaError::TooLarge => "That is too large to keep. Nothing was changed; make it shorter.".into(),
        ReplicaError::Document(error) => {
            format!("That could not be written ({error}). Nothing was changed; try again.")
        }
        ReplicaError::Store(error) => return store(&error),
    };
    Trouble(words)
}

pub(super) fn store(error: &StoreError) -> Trouble {
    let words = match error {
        StoreError::Newer => {
            "This home was written by a newer Kith. Nothing was changed; update Kith to open it.".into()
        }
        StoreError::Damaged(what) => format!(
            "Part of this home is damaged ({what}). Nothing was changed. Your other devices and the people you sync \
             with still have what they received: keep this home as it is, and join again from another device."
        ),
        StoreError::Sqlite(error) => sqlite(error),
    };
    Trouble(words)
}

fn sqlite(error: &rusqlite::Error) -> String {
    use rusqlite::ErrorCode::{DatabaseCorrupt, DiskFull, NotADatabase, SystemIoFailure};
    match error.sqlite_error_code() {
        Some(DiskFull) => {
            "The disk is full, so this was not kept. What was kept before is safe; make room and try again.".into()
        }
        Some(DatabaseCorrupt | NotADatabase) => {
            "The database of this home is damaged. Nothing was changed. Your other \
             devices and the people you sync with still have what they received: keep this home as it is, and join \
             again from another device."
                .into()
        }
        Some(SystemIoFailure) => {
            "The disk refused, so this was not kept. What was kept before is safe; check the disk and try again.".into()
        }
        _ => format!("The database refused ({error}), so this was not kept. What was kept before is safe; try again."),
    }
}

pub(super) fn link(error: LinkError) -> Trouble {
    let words = match error {
        LinkError::Foreign => "That is not a Kith link. Nothing was changed; a Kith link begins with “kith:”.",
        LinkError::Broken => {
            "That link is damaged or cut short. Nothing was changed; copy all of it, or ask for it again."
        }
        LinkError::Newer => "That link was made by a newer Kith. Nothing was changed; update Kith and use it again.",
    };
    Trouble(words.into())
}

pub(super) fn refused(why: Refused) -> Trouble {
    let words = match why {
        Refused::UnknownInvitation => {
            "Whoever answered does not know that invitation. You were not let in; ask for a \
             new link, or try again once they have synced."
        }
        Refused::Closed => "That invitation was closed. You were not let in; ask for a new link.",
        Refused::Expired => "That invitation's last day is over. You were not let in; ask for a new link.",
        Refused::BadProof => "That link does not fit the invitation. You were not let in; ask for a new link.",
        Refused::MayNot => "Whoever answered may not let people in. You were not let in; ask a member for a new link.",
    };
    Trouble(words.into())
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
