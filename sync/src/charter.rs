//! The charter: who belongs, as a pure function over a set of signed statements.
//!
//! docs/protocol.md §3. Knows no clock, no order of arrival and no document; last-writer-wins can be
//! steered, and law must not be.

mod bits;
mod entries;
mod facts;
mod heard;
mod judge;
mod law;
mod note;
mod order;
mod permit;
mod proof;
mod rank;
mod standing;
mod state;
mod statement;
mod telling;
#[cfg(test)]
mod tests;

pub use facts::Facts;
pub use heard::Haste;
pub use law::{Added, Law, Status};
pub use note::{Note, Told};
pub use proof::{Coming, claim_invite, cross_sign, prove_founder, was_claimed, was_cross_signed, was_founded};
pub use standing::{Grounds, Verdict, Writer};
pub use statement::{Cut, DeviceKeys, KINDS, MAX_LISTED, MAX_WHY, Proofs, Role, Statement, Why, needs};
