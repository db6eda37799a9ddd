//! What a community is: the seam that screens use, and one slice for each noun.
//!
//! Knows no screens and no sockets. Two verbs join what people see to what is true: `send` and `watch`.

#![forbid(unsafe_code)]

pub mod command;
pub mod demo;
mod field;
mod kith;
mod line;
pub mod looking;
pub mod muted;
mod names;
pub mod own;
pub mod people;
pub mod project;
pub mod query;
mod reader;
pub mod sentence;
pub mod settings;
pub mod talk;
#[cfg(test)]
mod tests;

pub use kith::act::{act, rename, repeat_erasures};
pub use kith::look::look;
pub use kith::{HELD, Kith, Watch};
pub use reader::Reader;
