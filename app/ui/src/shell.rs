//! Ways to show the one component tree.

pub mod browser;
mod page;
mod place;
#[cfg(feature = "window")]
pub mod window;
