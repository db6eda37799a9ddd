//! What people do with their own devices: bring a further one, name them, and end one that is lost.

use super::{device_names, name_device};
use crate::charter::{Outcome, judge};
use crate::command::{Act, Done, OK};
use crate::invitation;
use crate::project::Rows;
use crate::reader::Reader;
use crate::trouble::Trouble;
use crate::tx::Tx;
use kith_sync::charter::Statement;
use kith_sync::id::{DeviceId, to_text};
use kith_sync::node::{LinkFor, Replica, ReplicaError};
use serde::{Deserialize, Serialize};

/// Fewest letters of an id that name a device.
const FEWEST: usize = 4;

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Command {
    /// Make a link for a second device of the same person.
    Link,
    /// Call a device of one's own something; nobody else reads it.
    Rename {
        /// Its id, the beginning of it, or what it is called.
        device: String,
        /// What to call it.
        name: String,
    },
    /// End a device of one's own that is lost.
    Remove {
        /// Its id, the beginning of it, or what it is called.
        device: String,
    },
    /// On a device that was put back to an older copy: give up what it once decided and nobody has any more.
    GoOn,
}

impl Act for Command {
    fn may(&self, _reader: &Reader<'_>) -> Result<(), Trouble> {
        match self {
            // Of one's own devices alone.
            Self::Link | Self::Rename { .. } | Self::Remove { .. } | Self::GoOn => Ok(()),
        }
    }

    fn apply(self, tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
        match self {
            Self::Link => link(tx),
            Self::Rename { device, name } => rename(tx, &device, &name).map(|()| OK),
            Self::Remove { device } => remove(tx, &device).map(|()| OK),
            Self::GoOn => tx.go_on_restored().map(|()| OK),
        }
    }
}

fn link(tx: &mut Tx<'_, '_>) -> Result<Done, Trouble> {
    if !tx.replica().is_active() {
        return Err(ReplicaError::NotActive.into());
    }
    let secret = tx.device_link()?;
    let me = tx.replica().me();
    let purpose = LinkFor::Device { person: me.person, adder: me.device() };
    Ok(Done::Link { link: invitation::link_to_here(tx.replica(), tx.address, secret, purpose)?.to_text() })
}

/// Calls a device of one's own something.
///
/// # Errors
/// In words, when it is none of one's own or the name cannot be kept.
fn rename(tx: &mut Tx<'_, '_>, named: &str, name: &str) -> Result<(), Trouble> {
    let device = find(tx.replica(), named)?;
    // A name that cannot be kept opens no circle.
    name_device(tx.replica(), tx.replica().everyone(), &device, name, tx.now_ms)?;
    let circle = tx.own_circle()?;
    let saying = name_device(tx.replica(), circle, &device, name, tx.now_ms)?;
    tx.say(saying).map(drop)
}

/// Ends a device of one's own. This one goes by leaving.
///
/// # Errors
/// In words, when it is none of one's own, or this one.
fn remove(tx: &mut Tx<'_, '_>, named: &str) -> Result<(), Trouble> {
    let device = find(tx.replica(), named)?;
    if device == tx.replica().me().device() {
        return Err(Trouble::of("device-this"));
    }
    let statement = Statement::DeviceRemove { device, cuts: tx.replica().cuts_of_device(&device) };
    match judge(tx.replica(), &statement, |law| law.is_device_out(&device), "device-no-effect")? {
        Outcome::Holds => tx.state(&statement).map(drop),
        Outcome::Asked => Err(Trouble::of("device-no-effect")),
    }
}

/// The device of one's own that is meant.
fn find(replica: &Replica<Rows>, named: &str) -> Result<DeviceId, Trouble> {
    let wanted = named.trim();
    let names = device_names(replica)?;
    let is_meant = |device: &DeviceId| {
        let id = to_text(&device.0);
        let begins = wanted.len() >= FEWEST && id.starts_with(&wanted.to_lowercase());
        begins || names.get(&id).is_some_and(|name| name == wanted)
    };
    let own = replica.law().devices(&replica.me().person).into_iter().map(|(device, _)| device);
    match own.filter(is_meant).collect::<Vec<DeviceId>>().as_slice() {
        [one] => Ok(*one),
        [] => Err(Trouble::of("no-device").with("device", wanted)),
        several => Err(Trouble::of("several-devices").with("device", wanted).with("count", several.len())),
    }
}
