//! One's own devices: what each is called, and the end of one that is lost.

use super::belonging::{Outcome, judge};
use super::words;
use crate::command::Trouble;
use crate::own;
use crate::project::Rows;
use crate::reader::unreadable;
use kith_sync::charter::Statement;
use kith_sync::id::{DeviceId, to_text};
use kith_sync::node::Replica;

/// Fewest letters of an id that name a device.
const FEWEST: usize = 4;

/// Calls a device of one's own something.
///
/// # Errors
/// In words, when it is none of one's own or the name cannot be kept.
pub(super) fn rename(replica: &mut Replica<Rows>, named: &str, name: &str, now_ms: i64) -> Result<(), Trouble> {
    let device = find(replica, named)?;
    // A name that cannot be kept opens no circle.
    own::name_device(replica, replica.everyone(), &device, name, now_ms)?;
    let circle = replica.own_circle().map_err(words::replica)?;
    let saying = own::name_device(replica, circle, &device, name, now_ms)?;
    replica.say(saying).map_err(words::replica).map(drop)
}

/// Ends a device of one's own. This one goes by leaving.
///
/// # Errors
/// In words, when it is none of one's own, or this one.
pub(super) fn remove(replica: &mut Replica<Rows>, named: &str) -> Result<(), Trouble> {
    let device = find(replica, named)?;
    if device == replica.me().device() {
        return Err(Trouble::of("device-this"));
    }
    let statement = Statement::DeviceRemove { device, cuts: replica.cuts_of_device(&device) };
    match judge(replica, &statement, |law| law.is_device_out(&device), "device-no-effect")? {
        Outcome::Holds => replica.state(&statement).map_err(words::replica).map(drop),
        Outcome::Asked => Err(Trouble::of("device-no-effect")),
    }
}

/// The device of one's own that is meant.
fn find(replica: &Replica<Rows>, named: &str) -> Result<DeviceId, Trouble> {
    let wanted = named.trim();
    let names = own::device_names(replica).map_err(unreadable)?;
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
