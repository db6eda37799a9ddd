//! What differs between systems: where a home is, how other processes of the same person reach it, what ends a Kith that
//! stays, and what opens a file. Nothing else in this crate names a system's own interfaces; files are `kith_sync::system`'s.

pub mod home;
mod opening;
mod signals;
pub mod socket;

pub use opening::{has_screen, open_file};
pub use signals::Stopping;

#[cfg(test)]
pub use opening::openers;
