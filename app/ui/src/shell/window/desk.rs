//! What a window has on a desk: menus, a place that is kept, notices of the system, and a title.

mod geometry;
#[cfg(target_os = "linux")]
mod keys;
mod menu;
mod notices;

use super::Front;
use crate::seam::{Seen, use_view};
use crate::shell::place::PageHistory;
use crate::words::Words;
use dioxus::prelude::*;
use dioxus_desktop::tao::event::WindowEvent;
use dioxus_desktop::{Config, WindowBuilder, icon_from_memory, window};
use geometry::Geometry;
use kith_community::home::CommunitiesQuery;
use menu::{Menus, use_menus};
use notices::Notices;
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

const ICON: &[u8] = include_bytes!("../../../../../assets/icon.png");

/// What stands around the screens. It outlives the window: menus that are taken down after it are a warning for each of
/// their keys.
#[derive(Clone)]
pub struct Chrome {
    menus: Menus,
    geometry: Rc<RefCell<Geometry>>,
    home: PathBuf,
}

impl Chrome {
    /// In these words, and as it was left.
    pub fn new(words: &Words, home: &Path) -> Self {
        let geometry = Rc::new(RefCell::new(Geometry::load(home)));
        Self { menus: Menus::new(words), geometry, home: home.to_owned() }
    }

    /// A window with all of it.
    pub fn configure(&self, config: Config) -> Config {
        let kept = self.geometry.clone();
        let config = config
            .with_window(self.geometry.borrow().place(WindowBuilder::new().with_title("Kith")))
            .with_menu(self.menus.bar.clone())
            .with_on_window(move |window, _| {
                kept.borrow().settle(&window);
                #[cfg(target_os = "linux")]
                keys::keep_order(&window);
            });
        match icon_from_memory(ICON) {
            Ok(icon) => config.with_icon(icon),
            Err(_) => config,
        }
    }

    /// Takes note of what happens to the window.
    pub fn follow(&self, event: &WindowEvent<'_>) {
        if matches!(event, WindowEvent::Focused(false)) {
            self.keep();
        }
        self.geometry.borrow_mut().follow(event);
    }

    /// Keeps what is to be found again.
    pub fn keep(&self) {
        self.geometry.borrow().save(&self.home);
    }
}

impl PartialEq for Chrome {
    fn eq(&self, other: &Self) -> bool {
        self.menus == other.menus
    }
}

/// Has the window come before the others.
pub fn come() {
    let window = window();
    window.set_visible(true);
    window.set_minimized(false);
    window.set_focus();
}

/// What the window does beside the screens.
#[component]
pub fn WindowExtras(chrome: Chrome, front: Front) -> Element {
    let history = use_context::<Rc<PageHistory>>();
    use_menus(chrome.menus, history.clone());
    use_title(history);
    rsx! {
        Notices { front }
    }
}

/// The window is called after the community it shows.
fn use_title(history: Rc<PageHistory>) {
    let all = use_view(|| None, || CommunitiesQuery);
    use_effect(move || {
        let here = history.route().and_then(|route| route.community());
        let name = match &*all.read() {
            Seen::Here(rows) => {
                rows.iter().find(|row| Some(&row.community) == here.as_ref()).map(|row| row.name.clone())
            }
            _ => None,
        };
        let title = name.filter(|name| !name.is_empty()).map_or("Kith".to_owned(), |name| format!("{name} · Kith"));
        window().set_title(&title);
    });
}
