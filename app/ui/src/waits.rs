//! What waits for the reader, as the screens of each noun show it.

use crate::route::Route;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::today::Waiting;

/// Something that waits, as the page and the system's notices show it.
pub trait WaitsShown {
    /// In a notice of the system's.
    #[cfg_attr(
        not(all(feature = "window", not(any(target_os = "android", target_os = "ios")))),
        expect(dead_code, reason = "only a window gives notices")
    )]
    fn told(&self, words: &Words) -> String;

    /// Where it leads.
    #[cfg_attr(
        not(all(feature = "window", not(any(target_os = "android", target_os = "ios")))),
        expect(dead_code, reason = "only a window gives notices")
    )]
    fn route(&self, community: String) -> Route;

    /// The post that it is about, if it is about one.
    #[cfg_attr(
        not(all(feature = "window", not(any(target_os = "android", target_os = "ios")))),
        expect(dead_code, reason = "only a window gives notices")
    )]
    fn post(&self) -> Option<String> {
        None
    }

    /// On Today.
    fn slip(&self, community: String) -> Element;
}

/// What waits of whichever noun.
pub fn shown(waiting: &Waiting) -> &dyn WaitsShown {
    match waiting {
        Waiting::Announcement(waits) => waits,
        Waiting::Charter(waits) => waits,
        Waiting::Device(waits) => waits,
        Waiting::Topic(waits) => waits,
    }
}
