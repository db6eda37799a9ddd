//! The charter: who belongs, as a pure function over a set of signed statements.
//!
//! docs/protocol.md §3. Knows no clock, no order of arrival and no document; last-writer-wins can be
//! steered, and law must not be.

mod facts;
mod law;
mod standing;
mod statement;
mod view;

pub use facts::{Facts, Note};
pub use law::{Law, Status};
pub use standing::{Verdict, Writer};
pub use statement::{
    Cut, DeviceKeys, KINDS, MAX_LISTED, Role, Statement, cross_sign, prove_invited, was_cross_signed, was_invited,
};
