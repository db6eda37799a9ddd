//! Items of sheets: what they all have, whatever they say (docs/protocol.md §5). Knows no noun; each noun makes rows of its own
//! items ([`crate::noun`]).

pub(crate) mod field;
mod found;
mod rows;
pub(crate) mod say;
pub(crate) mod schema;
mod walk;
mod words;

#[cfg(test)]
pub(crate) use found::{AT_ONCE, put_waiting};
pub use rows::let_go;
pub(crate) use rows::{Item, Sheet, is_erased, newest_first, project};
