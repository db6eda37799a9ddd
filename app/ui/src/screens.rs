//! One module a screen: each reads views, sends commands, and hands the rest to widgets.

pub mod frame;
pub mod invite;
pub mod lost;
pub mod people;
pub mod topic;
pub mod topics;
pub mod welcome;

use crate::route::Route;
use dioxus::prelude::*;

/// All screens, one at a time.
#[component]
pub fn Screens() -> Element {
    rsx! {
        Router::<Route> {}
    }
}
