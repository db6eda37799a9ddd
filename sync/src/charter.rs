//! The charter: who belongs, as a pure function over a set of signed statements.
//!
//! docs/protocol.md §3. Knows no clock, no order of arrival and no document; last-writer-wins can be
//! steered, and law must not be.

mod authority;
mod bits;
mod decide;
mod facts;
mod index;
mod law;
mod note;
mod proof;
mod rank;
mod standing;
mod statement;
mod telling;
#[cfg(test)]
mod tests;
mod view;

pub use facts::Facts;
pub use law::{Law, Status};
pub use note::Note;
pub use proof::{claim_invite, cross_sign, prove_invited, was_claimed, was_cross_signed, was_invited};
pub use standing::{Verdict, Writer};
pub use statement::{Cut, DeviceKeys, KINDS, MAX_LISTED, MAX_WHY, Role, Statement, Why};
