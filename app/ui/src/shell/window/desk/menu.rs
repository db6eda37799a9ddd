//! The window's menus, in the language of the screens.

use crate::route::{Place, Route};
use crate::shell::place::PageHistory;
use crate::tree::use_words;
use crate::words::Words;
use dioxus::prelude::*;
use dioxus_desktop::muda::accelerator::Accelerator;
use dioxus_desktop::muda::{IsMenuItem, Menu, MenuItem, PredefinedMenuItem, Submenu};
use dioxus_desktop::{use_muda_event_handler, window};
use std::rc::Rc;

/// How much larger or smaller one step draws.
const ZOOM_STEP: f64 = 0.1;
const ZOOM: std::ops::RangeInclusive<f64> = 0.5..=3.0;

/// The menus, which change their words with the language.
#[derive(Clone)]
pub struct Menus {
    /// All of them.
    pub bar: Menu,
    named: Rc<Vec<(Named, &'static str)>>,
}

enum Named {
    Menu(Submenu),
    Item(MenuItem),
    System(PredefinedMenuItem),
}

/// What stands in a menu.
enum Line {
    /// Something of ours: which, what it is called, and its keys.
    Own(&'static str, &'static str, &'static str),
    /// Something that the system does.
    System(fn(Option<&str>) -> PredefinedMenuItem, &'static str),
    Rule,
}

const KITH: &[Line] = &[
    Line::Own("new", "talk-new", "CmdOrCtrl+KeyN"),
    Line::Own("join", "menu-join", ""),
    Line::Rule,
    Line::Own("settings", "nav-settings", "CmdOrCtrl+Comma"),
    Line::Rule,
    Line::Own("close", "menu-close", "CmdOrCtrl+KeyQ"),
];
const EDIT: &[Line] = &[
    Line::Own("undo", "menu-undo", ""),
    Line::Own("redo", "menu-redo", ""),
    Line::Rule,
    Line::System(PredefinedMenuItem::cut, "menu-cut"),
    Line::System(PredefinedMenuItem::copy, "menu-copy"),
    Line::System(PredefinedMenuItem::paste, "menu-paste"),
    Line::System(PredefinedMenuItem::select_all, "menu-all"),
];
const VIEW: &[Line] = &[
    Line::Own("larger", "menu-larger", "CmdOrCtrl+Equal"),
    Line::Own("smaller", "menu-smaller", "CmdOrCtrl+Minus"),
    Line::Own("usual", "menu-usual", "CmdOrCtrl+Digit0"),
];
const GO: &[Line] = &[
    Line::Own("back", "menu-back", "Alt+ArrowLeft"),
    Line::Own("forward", "menu-forward", "Alt+ArrowRight"),
    Line::Rule,
    Line::Own("today", "nav-today", "CmdOrCtrl+Digit1"),
    Line::Own("talk", "nav-talk", "CmdOrCtrl+Digit2"),
    Line::Own("people", "nav-people", "CmdOrCtrl+Digit3"),
    Line::Own("reach", "nav-reach", "CmdOrCtrl+Digit4"),
];

impl Menus {
    /// In these words.
    pub fn new(words: &Words) -> Self {
        let (bar, mut named) = (Menu::new(), Vec::new());
        for (key, lines) in [("menu-kith", KITH), ("menu-edit", EDIT), ("menu-view", VIEW), ("menu-go", GO)] {
            let menu = Submenu::new(words.say(key), true);
            for line in lines {
                let (item, key) = make(line, words);
                append(&menu, item.as_item());
                named.extend(key.map(|key| (item, key)));
            }
            if let Err(error) = bar.append(&menu) {
                tracing::warn!(%error, "a menu was left out");
            }
            named.push((Named::Menu(menu), key));
        }
        Self { bar, named: Rc::new(named) }
    }

    fn say(&self, words: &Words) {
        for (item, key) in self.named.iter() {
            item.set(&words.say(key));
        }
    }
}

impl PartialEq for Menus {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.named, &other.named)
    }
}

impl Named {
    fn as_item(&self) -> &dyn IsMenuItem {
        match self {
            Self::Menu(menu) => menu,
            Self::Item(item) => item,
            Self::System(item) => item,
        }
    }

    fn set(&self, words: &str) {
        match self {
            Self::Menu(menu) => menu.set_text(words),
            Self::Item(item) => item.set_text(words),
            Self::System(item) => item.set_text(words),
        }
    }
}

fn make(line: &Line, words: &Words) -> (Named, Option<&'static str>) {
    match line {
        Line::Own(id, key, keys) => {
            let keys: Option<Accelerator> = keys.parse().ok();
            (Named::Item(MenuItem::with_id(*id, words.say(key), true, keys)), Some(key))
        }
        Line::System(make, key) => (Named::System(make(Some(&words.say(key)))), Some(key)),
        Line::Rule => (Named::System(PredefinedMenuItem::separator()), None),
    }
}

fn append(menu: &Submenu, item: &dyn IsMenuItem) {
    if let Err(error) = menu.append(item) {
        tracing::warn!(%error, "something was left out of a menu");
    }
}

/// Does what is chosen in them, and has them speak the language of the screens.
pub fn use_menus(menus: Menus, history: Rc<PageHistory>) {
    let words = use_words();
    use_effect(use_reactive!(|words| menus.say(&words)));
    let mut zoom = use_signal(|| 1.0_f64);
    let mut draw = move |level: f64| {
        zoom.set(level.clamp(*ZOOM.start(), *ZOOM.end()));
        window().set_zoom_level(*zoom.peek());
    };
    use_muda_event_handler(move |event| match event.id().as_ref() {
        "larger" => draw(*zoom.peek() + ZOOM_STEP),
        "smaller" => draw(*zoom.peek() - ZOOM_STEP),
        "usual" => draw(1.0),
        "back" => in_page("history.back()"),
        "forward" => in_page("history.forward()"),
        "undo" => in_page("document.execCommand('undo')"),
        "redo" => in_page("document.execCommand('redo')"),
        "close" => window().close(),
        "join" => history.visit(&Route::Join {}.to_string()),
        id => {
            if let Some(route) = history.route().and_then(|here| route(id, here.community()?)) {
                history.visit(&route.to_string());
            }
        }
    });
}

/// Where a menu leads in a community.
fn route(id: &str, community: &str) -> Option<Route> {
    let community = community.to_owned();
    Some(match id {
        "new" => Route::NewTopic { community },
        "today" => Place::Today.route(community),
        "talk" => Place::Talk.route(community),
        "people" => Place::People.route(community),
        "reach" => Place::Reach.route(community),
        "settings" => Place::Settings.route(community),
        _ => return None,
    })
}

fn in_page(script: &str) {
    if let Err(error) = window().webview.evaluate_script(script) {
        tracing::warn!(%error, "the page did not do what a menu asked");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_words_keys_that_can_be_read_and_somewhere_to_lead() {
        let words = Words::of("en");
        for line in [KITH, EDIT, VIEW, GO].into_iter().flatten() {
            let Line::Own(id, key, keys) = line else { continue };
            assert_ne!(words.say(key), *key);
            assert!(keys.is_empty() || keys.parse::<Accelerator>().is_ok(), "{keys}");
            let in_page = ["larger", "smaller", "usual", "back", "forward", "undo", "redo", "close", "join"];
            assert!(in_page.contains(id) || route(id, "c1").is_some(), "{id}");
        }
    }
}
