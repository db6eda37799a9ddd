//! Ways to show the one component tree.

pub mod browser;
