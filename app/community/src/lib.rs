//! What a community is: the seam that screens use, and one slice for each noun.
//!
//! Knows no screens and no sockets. Two verbs join what people see to what is true: `send` and `watch`.

#![forbid(unsafe_code)]

// The seam, and what every command and view begins with.
pub mod command;
mod may;
pub mod query;
mod reader;
pub mod sentence;
pub mod settings;
pub mod trouble;
mod tx;

// The nouns.
pub mod announcement;
pub mod charter;
pub mod community;
pub mod device;
pub mod invitation;
pub mod local;
pub mod profile;
pub mod reach;
pub mod reaction;
pub mod today;
pub mod topic;

// What they share.
mod item;
mod line;
mod names;
mod noun;
mod nouns;
pub mod project;

// The open home, and one to look around in.
pub mod demo;
pub mod home;

#[cfg(test)]
mod tests;

pub use command::act;
pub use home::{HELD, Kith, Watch};
pub use profile::rename_here as rename;
pub use query::look;
pub use reader::Reader;
pub use topic::repeat_erasures;
