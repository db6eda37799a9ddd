//! The one component tree: what every screen finds around itself, in every shell.

use crate::parts::toast::Toasts;
use crate::screens::Screens;
use crate::screens::people::PeopleList;
use crate::screens::talk::TopicList;
use crate::seam::{Seam, Seen, use_view};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::command::{Command, Request};
use kith_community::home::SettingsQuery;
use kith_community::settings::{Enter, Letters, Light, Movement, Settings, TextSize};

/// The tree of an open home, with what its shell does besides.
#[component]
pub fn Tree(seam: Seam, settings: Settings, children: Element) -> Element {
    use_context_provider(|| seam);
    let settings = use_settings(settings);
    let words = use_memo(move || Words::chosen(&settings.read()));
    use_context_provider(|| settings);
    use_context_provider(|| words);
    use_context_provider(|| Said(Signal::new(String::new())));
    use_context_provider(|| Toast(Signal::new(None)));
    use_context_provider(|| Intent(Signal::new(None)));
    use_context_provider(TopicList::new);
    use_context_provider(PeopleList::new);
    let mut in_sight = use_context_provider(|| InSight(Signal::new(false)));
    rsx! {
        input { id: "sight", r#type: "hidden", oninput: move |event| in_sight.0.set(event.value() == "yes") }
        Look { settings }
        Screens {}
        Toasts {}
        Announcer {}
        {children}
    }
}

/// The settings as they are and become; those the page was drawn with until then.
fn use_settings(first: Settings) -> Memo<Settings> {
    let seen = use_view(|| None, || SettingsQuery);
    let first = use_hook(|| CopyValue::new(first));
    use_memo(move || match &*seen.read() {
        Seen::Here(settings) => settings.clone(),
        _ => first.read().clone(),
    })
}

/// The app's words, in the language that is read now.
pub fn use_words() -> Words {
    use_context::<Memo<Words>>()()
}

/// What a screen reader is told, beside what stands on the screen.
#[derive(Clone, Copy)]
pub struct Said(Signal<String>);

impl Said {
    /// Tells it.
    pub fn say(mut self, words: String) {
        self.0.set(words);
    }
}

/// What was just done, and how it is undone.
#[derive(Clone, Debug, PartialEq)]
pub struct JustDone {
    /// In words.
    pub words: String,
    /// What undoes it.
    pub undo: Option<Request>,
}

/// What whoever followed a link wants to find at its end.
#[derive(Clone, Debug, PartialEq)]
pub enum Wish {
    /// This post, quoted, and the cursor where it is answered.
    Answer(String),
    /// This post, where it stands in its topic.
    Post(String),
    /// The invitation.
    Invitation,
    /// A topic in which a newcomer says hello.
    Hello,
    /// A topic in which a newcomer of this name is greeted.
    Welcome(String),
}

/// The wish that the next screen may grant.
#[derive(Clone, Copy)]
pub struct Intent(pub Signal<Option<Wish>>);

impl Intent {
    /// Wishes.
    pub fn wish(mut self, wish: Wish) {
        self.0.set(Some(wish));
    }

    /// Takes a wish that can be granted here.
    pub fn take(mut self, grants: impl FnOnce(&Wish) -> bool) -> Option<Wish> {
        let granted = self.0.peek().as_ref().is_some_and(grants);
        if granted { self.0.take() } else { None }
    }
}

/// Whether somebody looks at the page, as far as it can know.
#[derive(Clone, Copy)]
pub struct InSight(pub Signal<bool>);

/// Says what was just done.
#[derive(Clone, Copy)]
pub struct Toast(pub Signal<Option<JustDone>>);

impl Toast {
    /// Says it.
    pub fn say(mut self, words: String) {
        self.0.set(Some(JustDone { words, undo: None }));
    }

    /// Says it, and offers to undo it.
    pub fn say_with_undo(mut self, words: String, community: String, undo: impl Into<Command>) {
        let undo = Request::of(Some(community), undo);
        self.0.set(Some(JustDone { words, undo: Some(undo) }));
    }
}

#[component]
fn Announcer() -> Element {
    let said = use_context::<Said>();
    rsx! {
        p { class: "sr", role: "status", "{said.0}" }
    }
}

/// What the page puts on its root: `html` is out of the tree's reach.
#[component]
fn Look(settings: Memo<Settings>) -> Element {
    let look = attributes(&settings.read());
    let words = use_words();
    let language = words.language();
    rsx! {
        div {
            id: "look",
            hidden: true,
            "data-lang": language.code,
            "data-dir": language.direction,
            "data-theme": look.theme,
            "data-text": look.text,
            "data-face": look.face,
            "data-motion": look.motion,
            "data-enter": look.enter,
            // What the page's script says by itself.
            "data-lost": words.say("page-lost"),
            "data-key": words.say("page-key"),
            "data-long": words.say("page-long"),
            "data-copied": words.say("page-copied"),
            "data-needed": words.say("page-needed"),
        }
    }
}

/// Settings as the styles read them; empty where nothing is chosen.
pub struct Attributes {
    /// `light` or `dark`.
    pub theme: &'static str,
    /// `large` and above.
    pub text: &'static str,
    /// `plain`.
    pub face: &'static str,
    /// `still`.
    pub motion: &'static str,
    /// `send` or `line`.
    pub enter: &'static str,
}

/// How settings look to the styles.
pub fn attributes(settings: &Settings) -> Attributes {
    Attributes {
        theme: match settings.light {
            Light::Device => "",
            Light::Day => "light",
            Light::Dusk => "dark",
        },
        text: match settings.text {
            TextSize::Normal => "",
            TextSize::Large => "large",
            TextSize::Larger => "larger",
            TextSize::Largest => "largest",
        },
        face: match settings.letters {
            Letters::Book => "",
            Letters::Plain => "plain",
        },
        motion: match settings.movement {
            Movement::Gentle => "",
            Movement::None => "still",
        },
        enter: match settings.enter {
            Enter::Device => "",
            Enter::Send => "send",
            Enter::Line => "line",
        },
    }
}
