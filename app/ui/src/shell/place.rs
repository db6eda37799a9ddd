//! Where the page is. Dioxus would steer a browser by evaluating script in the page, which the page's
//! policy forbids; so the address is shown in an element that `kith.js` follows, and the browser's own
//! back and forward arrive as input on it. A window has the same, since it is a page too.

use crate::seam::Seam;
use crate::tree::Tree;
use dioxus::prelude::*;
use dioxus_history::History;
use kith_community::settings::Settings;
use std::cell::RefCell;
use std::rc::Rc;
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
        self.tell();
    }

    /// The screen that is shown; whoever asks follows it.
    #[cfg(all(feature = "window", not(any(target_os = "android", target_os = "ios"))))]
    pub fn route(&self) -> Option<crate::route::Route> {
        self.place.read().path.parse().ok()
    }

    /// Goes to `path`, as a link in the page would.
    #[cfg(feature = "window")]
    pub fn visit(&self, path: &str) {
        self.go(Place { how: "push", ..Place::begin(path) });
        self.tell();
    }

    fn go(&self, place: Place) {
        let mut ours = self.place;
        ours.set(place);
    }

    fn tell(&self) {
        let update = self.update.borrow().clone();
        if let Some(update) = update {
            update();
        }
    }
}

/// The screens at `path`, and around them what `kith.js` follows.
#[component]
pub fn Placed(seam: Seam, settings: Settings, path: String, children: Element) -> Element {
    let place = use_signal(|| Place::begin(&path));
    let history = use_hook(|| Rc::new(PageHistory::new(place)));
    use_hook(|| {
        provide_context(history.clone());
        dioxus_history::provide_history_context(history.clone());
    });
    let arrive = move |event: FormEvent| history.arrive(&event.value());
    rsx! {
        input {
            id: "place",
            r#type: "hidden",
            "data-at": place().path,
            "data-how": place().how,
            oninput: arrive,
        }
        Tree { seam, settings, {children} }
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
