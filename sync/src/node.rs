//! The node: replicas and sessions, driven by one loop.

mod absorb;
mod backup;
mod core;
mod early;
mod erase;
mod forks;
pub mod hub;
mod join;
mod late;
mod library;
mod packing;
mod parts;
mod quarantine;
mod receipt;
mod replica;
mod run;
mod sealed;
mod sealing;
mod settle;
mod shelf;
mod slices;
mod waiting;
mod why;
mod write;

pub use self::core::{Core, Count, Notice, Output, Search};
pub use absorb::Taken;
pub use forks::{MAX_BRANCHES, branch_name};
pub use join::{Asked, Link, LinkError, LinkFor, MAX_LINK, MAX_LINK_GREETING, community_from_text, invite_key};
pub use late::MAX_LATE;
pub use receipt::Reach;
pub use replica::{Me, News, Replica, ReplicaError};
pub use run::{DAY_MS, Driven, Node, StartError, Stopped, now_ms};
pub use sealing::{MAX_LACKING, asked_for};
pub use slices::{Changed, Origin, Slices, Touched, Words};
pub use waiting::MAX_WAITING;
pub use write::{Said, Saying};
