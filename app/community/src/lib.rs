//! What a community is: the seam that screens use, and one slice for each noun.
//!
//! Knows no screens and no sockets. Two verbs join what people see to what is true: `send` and `watch`.

pub mod command;
mod kith;
pub mod query;

pub use kith::{Kith, Watch};
