//! One module a screen: each reads views, sends commands, and hands the rest to widgets.

pub mod announcements;
pub mod door;
pub mod frame;
pub mod lost;
pub mod people;
pub mod reach;
pub mod settings;
pub mod talk;
pub mod today;
pub mod topic;

use crate::route::Route;
use dioxus::prelude::*;

/// All screens, one at a time.
#[component]
pub fn Screens() -> Element {
    rsx! {
        Router::<Route> {}
    }
}
