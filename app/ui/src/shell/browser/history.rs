//! Where the page is. dioxus-liveview would steer the browser by evaluating script in the page,
//! which the page's policy forbids; so the address is shown in an element that `kith.js` follows,
//! and the browser's own back and forward arrive as input on it.

use dioxus::prelude::*;
use dioxus_history::History;
use std::cell::RefCell;
use std::sync::Arc;

/// The longest address taken from the page, in bytes.
const LONGEST: usize = 2_000;

type Update = Arc<dyn Fn() + Send + Sync>;

/// The address, and how the browser is to get there.
#[derive(Clone, PartialEq)]
pub struct Place {
    /// From `/` on.
    pub path: String,
    /// `push` keeps the address before, `replace` does not; `stay`: the browser is there by itself.
    pub how: &'static str,
}

/// The router's way to the page's address.
pub struct PageHistory {
    place: Signal<Place>,
    update: RefCell<Option<Update>>,
}

impl Place {
    /// Where the page says it is.
    pub fn begin(path: &str) -> Self {
        let fits = path.starts_with('/') && !path.starts_with("//") && path.len() <= LONGEST;
        Self { path: if fits { path } else { "/" }.to_owned(), how: "stay" }
    }
}

impl PageHistory {
    /// Begins at `place`.
    pub fn new(place: Signal<Place>) -> Self {
        let update = RefCell::default();
        Self { place, update }
    }

    /// The browser went to `path` by itself.
    pub fn arrive(&self, path: &str) {
        self.go(Place::begin(path));
        let update = self.update.borrow().clone();
        if let Some(update) = update {
            update();
        }
    }

    fn go(&self, place: Place) {
        let mut ours = self.place;
        ours.set(place);
    }
}

impl History for PageHistory {
    fn current_route(&self) -> String {
        self.place.peek().path.clone()
    }

    fn push(&self, path: String) {
        self.go(Place { path, how: "push" });
    }

    fn replace(&self, path: String) {
        self.go(Place { path, how: "replace" });
    }

    /// Only the browser's own button goes back.
    fn go_back(&self) {}

    /// Only the browser's own button goes forward.
    fn go_forward(&self) {}

    fn updater(&self, update: Update) {
        self.update.replace(Some(update));
    }
}
