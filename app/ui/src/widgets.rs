//! Dumb parts of screens: props in, callbacks out. They know no home.

pub mod empty;
pub mod face;
pub mod field;
pub mod icon;
mod links;
pub mod name;
pub mod notice;
pub mod post;
pub mod qr;
pub mod reaction;
pub mod ring;
pub mod sheet;
