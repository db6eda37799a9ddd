//! The app and the `kith` command: one component tree, one seam.
//!
//! `cli` reads what is asked, `bridge` is the only file that holds the open home, `shell` shows
//! the screens. Screens and widgets know views and commands, no document and no socket.

#![forbid(unsafe_code)]

mod bridge;
pub mod cli;
mod parts;
mod places;
mod qr;
mod route;
mod screens;
mod seam;
mod shell;
mod styles;
mod system;
mod tree;
mod waits;
mod when;
mod widgets;
mod words;
