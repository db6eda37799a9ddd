//! The node: replicas and sessions, driven by one loop.

mod absorb;
mod join;
mod replica;
mod settle;
mod slices;
mod write;

pub use absorb::Taken;
pub use join::{Asked, Link, LinkError, Purpose, community_from_text};
pub use replica::{Me, News, Replica, ReplicaError};
pub use slices::{Changed, Origin, Slices, Touched, Words};
pub use write::{Said, Saying};
