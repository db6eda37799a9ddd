//! The window's menus, in the language of the screens.

use crate::places::Place;
use crate::route::Route;
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
    Item(MenuItem, Act),
    System(PredefinedMenuItem),
}

/// What Kith does itself.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Act {
    NewTopic,
    Join,
    Close,
    Go(Place),
    Back,
    Forward,
    Undo,
    Redo,
    Zoom(f64),
    UsualSize,
}

/// What stands in a menu.
enum Line {
    /// Something of ours: which, what it is called, and its keys.
    Own(Act, &'static str, &'static str),
    /// To a place.
    Place(Place),
    /// Something that the system does.
    System(fn(Option<&str>) -> PredefinedMenuItem, &'static str),
    Rule,
}

/// Each menu, what it is called, and what stands in it.
const MENUS: [(&str, &[Line]); 4] = [
    (
        "menu-kith",
        &[
            Line::Own(Act::NewTopic, "talk-new", "CmdOrCtrl+KeyN"),
            Line::Own(Act::Join, "menu-join", ""),
            Line::Rule,
            Line::Place(Place::Settings),
            Line::Rule,
            Line::Own(Act::Close, "menu-close", "CmdOrCtrl+KeyQ"),
        ],
    ),
    (
        "menu-edit",
        &[
            Line::Own(Act::Undo, "menu-undo", ""),
            Line::Own(Act::Redo, "menu-redo", ""),
            Line::Rule,
            Line::System(PredefinedMenuItem::cut, "menu-cut"),
            Line::System(PredefinedMenuItem::copy, "menu-copy"),
            Line::System(PredefinedMenuItem::paste, "menu-paste"),
            Line::System(PredefinedMenuItem::select_all, "menu-all"),
        ],
    ),
    (
        "menu-view",
        &[
            Line::Own(Act::Zoom(ZOOM_STEP), "menu-larger", "CmdOrCtrl+Equal"),
            Line::Own(Act::Zoom(-ZOOM_STEP), "menu-smaller", "CmdOrCtrl+Minus"),
            Line::Own(Act::UsualSize, "menu-usual", "CmdOrCtrl+Digit0"),
        ],
    ),
    (
        "menu-go",
        &[
            Line::Own(Act::Back, "menu-back", "Alt+ArrowLeft"),
            Line::Own(Act::Forward, "menu-forward", "Alt+ArrowRight"),
            Line::Rule,
            Line::Place(Place::Today),
            Line::Place(Place::Talk),
            Line::Place(Place::People),
            Line::Place(Place::Reach),
        ],
    ),
];

impl Act {
    /// Whether it is about a community, and nothing without one.
    fn is_inside(self) -> bool {
        matches!(self, Self::NewTopic | Self::Go(_))
    }
}

impl Menus {
    /// In these words.
    pub fn new(words: &Words) -> Self {
        let (bar, mut named) = (Menu::new(), Vec::new());
        for (key, lines) in MENUS {
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

    fn items(&self) -> impl Iterator<Item = (&MenuItem, Act)> {
        self.named.iter().filter_map(|(named, _)| match named {
            Named::Item(item, act) => Some((item, *act)),
            Named::Menu(_) | Named::System(_) => None,
        })
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
            Self::Item(item, _) => item,
            Self::System(item) => item,
        }
    }

    fn set(&self, words: &str) {
        match self {
            Self::Menu(menu) => menu.set_text(words),
            Self::Item(item, _) => item.set_text(words),
            Self::System(item) => item.set_text(words),
        }
    }
}

fn make(line: &Line, words: &Words) -> (Named, Option<&'static str>) {
    match line {
        Line::Own(act, key, keys) => {
            let keys: Option<Accelerator> = keys.parse().ok();
            (Named::Item(MenuItem::new(words.say(key), true, keys), *act), Some(key))
        }
        Line::Place(place) => make(&Line::Own(Act::Go(*place), place.row().label, place.row().keys), words),
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
    let spoken = menus.clone();
    use_effect(use_reactive!(|words| spoken.say(&words)));
    let (shown, here) = (menus.clone(), history.clone());
    use_effect(move || {
        let inside = here.route().is_some_and(|route| route.community().is_some());
        for (item, act) in shown.items() {
            item.set_enabled(inside || !act.is_inside());
        }
    });
    let zoom = use_signal(|| 1.0_f64);
    use_muda_event_handler(move |event| {
        if let Some((_, act)) = menus.items().find(|(item, _)| item.id() == event.id()) {
            act_on(act, &history, zoom);
        }
    });
}

fn act_on(act: Act, history: &PageHistory, zoom: Signal<f64>) {
    let here = history.route();
    let community = here.as_ref().and_then(Route::community);
    match act {
        Act::NewTopic => visit(history, community.map(|community| Route::NewTopic { community })),
        Act::Go(place) => visit(history, community.map(place.row().route)),
        Act::Join => visit(history, Some(Route::Join {})),
        Act::Close => window().close(),
        Act::Back => in_page("history.back()"),
        Act::Forward => in_page("history.forward()"),
        Act::Undo => in_page("document.execCommand('undo')"),
        Act::Redo => in_page("document.execCommand('redo')"),
        Act::Zoom(step) => draw(zoom, *zoom.peek() + step),
        Act::UsualSize => draw(zoom, 1.0),
    }
}

fn draw(mut zoom: Signal<f64>, level: f64) {
    zoom.set(level.clamp(*ZOOM.start(), *ZOOM.end()));
    window().set_zoom_level(*zoom.peek());
}

fn visit(history: &PageHistory, route: Option<Route>) {
    if let Some(route) = route {
        history.visit(&route.to_string());
    }
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
    fn every_line_has_words_and_keys_that_no_other_has() {
        let (words, mut taken) = (Words::of("en"), Vec::new());
        for (title, lines) in MENUS {
            assert_ne!(words.say(title), title);
            for line in lines {
                let (key, keys) = match line {
                    Line::Own(_, key, keys) => (*key, *keys),
                    Line::Place(place) => (place.row().label, place.row().keys),
                    Line::System(_, key) => (*key, ""),
                    Line::Rule => continue,
                };
                assert_ne!(words.say(key), key);
                assert!(keys.is_empty() || keys.parse::<Accelerator>().is_ok(), "{keys}");
                assert!(keys.is_empty() || !taken.contains(&keys), "{keys}");
                taken.push(keys);
            }
        }
    }
}
