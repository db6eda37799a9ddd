//! What the tests share: the simulator, and the naive model of the law.

#![expect(clippy::panic, clippy::indexing_slicing, reason = "a simulator stops where it finds a defect")]

pub mod agree;
pub mod any_order;
pub mod bare;
pub mod by_hand;
pub mod carriers;
pub mod chaos;
pub mod counting;
pub mod craft;
pub mod crowd;
pub mod disk;
pub mod fold;
pub mod fuzz;
pub mod ill;
pub mod line;
pub mod motley;
pub mod newcomers;
pub mod odd;
pub mod pair;
pub mod power;
pub mod relay;
pub mod rowless;
pub mod said;
pub mod sim;
pub mod talkative;
pub mod town;
pub mod village;

pub use rusqlite::Connection;
pub use rusqlite::types::ValueRef;
/// What projecting answers.
pub type Rows = rusqlite::Result<()>;
