//! A phone's screen: the system has no menus and keeps no windows, so nothing stands around the screens.

#[cfg(target_os = "android")]
mod android;

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

/// What Android is asked for beside the screens: links that were tapped, and its sheet for sharing. The page's script
/// hands over what is to be shared.
#[cfg(target_os = "android")]
#[component]
pub fn WindowExtras(chrome: Chrome, front: Front) -> Element {
    use_hook(|| {
        android::hear_all();
        android::bring_tapped(front);
    });
    rsx! {
        input { id: "share", r#type: "hidden", oninput: move |event| android::share(event.value()) }
    }
}

/// Elsewhere the page's own sheet for sharing serves, and the system hands links over by itself.
#[cfg(not(target_os = "android"))]
#[component]
pub fn WindowExtras(chrome: Chrome, front: Front) -> Element {
    rsx! {}
}

/// The screen is looked at again: perhaps because a link was tapped.
pub fn resumed(front: &Front) {
    #[cfg(target_os = "android")]
    android::bring_tapped(front.clone());
    #[cfg(not(target_os = "android"))]
    let _ = front;
}
