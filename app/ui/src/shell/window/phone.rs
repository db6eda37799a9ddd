//! A phone's screen: the system has no menus and keeps no windows, so nothing stands around the screens.

use super::Front;
use crate::words::Words;
use dioxus::prelude::*;
use dioxus_desktop::Config;
use dioxus_desktop::tao::event::WindowEvent;
use std::path::Path;

/// Nothing.
#[derive(Clone, PartialEq)]
pub struct Chrome;

impl Chrome {
    /// Nothing, in any words.
    pub fn new(_: &Words, _: &Path) -> Self {
        Self
    }

    /// The whole screen.
    pub fn configure(&self, config: Config) -> Config {
        config
    }

    /// The screen stays where it is.
    pub fn follow(&self, _: &WindowEvent<'_>) {}

    /// Nothing is to be found again.
    pub fn keep(&self) {}
}

/// The system decides what is in front.
pub fn come() {}

/// Nothing is done beside the screens.
#[component]
pub fn Beside(chrome: Chrome, front: Front) -> Element {
    rsx! {}
}
