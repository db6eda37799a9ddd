//! What the tests share: the simulator, and the naive model of the law.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "a simulator stops where it finds a defect")]

pub mod chaos;
pub mod charters;
pub mod model;
pub mod sim;
pub mod talkative;

pub use rusqlite::Connection;
/// What projecting answers.
pub type Rows = rusqlite::Result<()>;
