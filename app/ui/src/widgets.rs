//! Dumb parts of screens: props in, callbacks out. They know neither home nor route.

pub mod field;
pub mod notice;
pub mod post;
pub mod qr;
