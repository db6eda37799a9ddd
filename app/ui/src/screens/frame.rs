//! What stands around every screen of a community: its places, its name, and how far one's words have got.

mod telling;

use crate::places::{PLACES, Place, PlaceRow};
use crate::route::Route;
use crate::seam::{Seen, use_view};
use crate::tree::{Intent, Wish, use_words};
use crate::widgets::empty::{Drawing, Empty};
use crate::widgets::face::{Emblems, glyph};
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::ring::Ring;
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::charter::{PersonQuery, Standing};
use kith_community::command::Trouble;
use kith_community::community::{CommunityQuery, CommunityView};
use kith_community::home::{CommunitiesQuery, CommunityRow};
use kith_community::reach::ReachCount;
use telling::Telling;
#[cfg(feature = "window")]
pub use telling::tells;

/// The community that the screens are of, for those inside the frame.
#[derive(Clone, Copy)]
pub struct CommunityContext(pub Memo<Option<CommunityView>>);

impl CommunityContext {
    /// Whether the reader may write here, as far as is known.
    pub fn may_write(&self) -> bool {
        self.0.read().as_ref().is_none_or(|view| view.may.write)
    }
}

/// What the bar is headed with inside one thing, such as a topic's title.
#[derive(Clone, Copy)]
pub struct Heading(pub Signal<Option<String>>);

/// The frame of a community's screens.
#[component]
pub fn Frame(community: ReadSignal<String>) -> Element {
    let seen = use_view(move || Some(community()), || CommunityQuery);
    let around = use_memo(move || match &*seen.read() {
        Seen::Here(view) => Some(view.clone()),
        _ => None,
    });
    use_context_provider(|| CommunityContext(around));
    // What was here and was taken off this device, perhaps on another page, leads to the door.
    let mut was_here = use_hook(|| CopyValue::new(String::new()));
    use_effect(move || match &*seen.read() {
        Seen::Here(_) => was_here.set(community()),
        Seen::Trouble(trouble) if is_gone(trouble) && *was_here.read() == community() => {
            navigator().replace(Route::Door {});
        }
        _ => {}
    });
    let emblems = use_memo(move || around.read().as_ref().map(|view| view.emblems.clone()).unwrap_or_default());
    use_context_provider(|| Emblems(emblems));
    use_context_provider(|| Heading(Signal::new(None)));
    let words = use_words();
    if let Seen::Trouble(trouble) = &*seen.read() {
        return rsx! {
            main { class: "door", id: "main",
                Empty { alone: true, drawing: Drawing::Nothing, title: words.say("lost-title"), text: words.sentence(&trouble.0),
                    Link { to: Route::Door {}, class: "btn btn-main", {words.say("lost-back")} }
                }
            }
        };
    }
    let inside = use_route::<Route>().list().is_some();
    rsx! {
        div { class: "app", "data-depth": if inside { "inside" },
            a { class: "skip btn", href: "#main", {words.say("skip")} }
            Navigation { community }
            Switcher { community }
            TopBar { community }
            Outlet::<Route> {}
            News { community }
        }
    }
}

/// What the page's title counts, and what the system tells of while nobody looks.
#[component]
fn News(community: ReadSignal<String>) -> Element {
    let CommunityContext(around) = use_context();
    let Some(around) = around() else {
        return rsx! {};
    };
    rsx! {
        span { id: "news", hidden: true, "data-count": many(around.unread_posts) }
        Telling { community, name: around.name }
    }
}

/// A count as a mark has it; empty for none. Beyond what is counted it says so.
fn many(count: u32) -> String {
    match count {
        0 => String::new(),
        1..MANY => count.to_string(),
        _ => format!("{}+", MANY - 1),
    }
}

/// From so many on, a mark says no more than that there are more.
const MANY: u32 = 1_000;

fn is_gone(trouble: &Trouble) -> bool {
    trouble.is("no-community") || trouble.is("no-community-some-unread")
}

/// A list beside one of what it lists; on a phone, one at a time.
#[component]
pub fn Panes(label: String, children: Element) -> Element {
    let inside = use_route::<Route>().list().is_some();
    rsx! {
        main { class: "main panes", id: "main", tabindex: "-1", "data-show": if inside { "one" } else { "list" },
            section { class: "pane pane-list", "aria-label": label, {children} }
            Outlet::<Route> {}
        }
    }
}

#[component]
fn Navigation(community: ReadSignal<String>) -> Element {
    let (words, route) = (use_words(), use_route::<Route>());
    let CommunityContext(around) = use_context();
    let around = around();
    let (name, people) = around.as_ref().map_or((String::new(), 0), |view| (view.name.clone(), view.people));
    let counted = |row: &PlaceRow| {
        let of = around.as_ref().zip(row.count).map(|(view, count)| (count, (count.of)(view)));
        of.filter(|(_, of)| *of > 0)
    };
    let name = words.community(&name);
    rsx! {
        nav { class: "nav", "aria-label": words.say("nav-label"),
            div { class: "nav-head",
                button { class: "nav-place", "popovertarget": "places", "aria-label": words.with("nav-change", [("name", name.as_str().into())]),
                    span { class: "place-glyph", "aria-hidden": "true", "{glyph(&name)}" }
                    span { class: "nav-place-name", b { dir: "auto", "{name}" } small { {words.with("people-count", [("count", people.into())])} } }
                    span { class: "nav-place-more", Draw { icon: Icon::Choose, small: true } }
                }
            }
            ul { class: "nav-bar",
                for row in &PLACES {
                    li { key: "{row.label}",
                        Link {
                            to: (row.route)(community()),
                            class: "nav-item",
                            "aria-current": if route.place() == Some(row.place()) { "page" },
                            Draw { icon: row.icon }
                            span { {words.say(row.label)} }
                            if let Some((count, of)) = counted(row) {
                                span { class: "nav-count", "data-calm": if count.calm { "true" }, {many(of)} span { class: "sr", {words.say(count.label)} } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The communities of this device, and the ways into another.
#[component]
fn Switcher(community: ReadSignal<String>) -> Element {
    let words = use_words();
    let all = use_view(|| None, || CommunitiesQuery);
    let rows: Vec<CommunityRow> = match &*all.read() {
        Seen::Here(rows) => rows.clone(),
        _ => Vec::new(),
    };
    let (joining, rows): (Vec<CommunityRow>, _) = rows.into_iter().partition(|row| row.joining);
    rsx! {
        nav { class: "menu menu-places", id: "places", popover: "auto", "aria-label": words.say("places-label"),
            for row in rows {
                Link {
                    key: "{row.community}",
                    to: Route::Today { community: row.community.clone() },
                    "aria-current": if row.community == community() { "true" },
                    span { class: "place-glyph", "aria-hidden": "true", "{glyph(&words.community(&row.name))}" }
                    span {
                        b { dir: "auto", {words.community(&row.name)} }
                        small { {words.with("people-count", [("count", row.people.into())])} }
                    }
                    if row.community == community() {
                        Draw { icon: Icon::Check }
                    }
                }
            }
            for (id, entering) in joining.into_iter().map(|row| (row.community, row.entering.unwrap_or_default())) {
                Link { key: "{id}", to: Route::Join {},
                    span { class: "place-glyph", "data-waits": "yes", Draw { icon: Icon::Hourglass } }
                    span {
                        b { dir: "auto", {words.community(&entering.name)} }
                        small { {words.say(if entering.ended { "places-join-over" } else { "places-join-still" })} }
                    }
                }
            }
            hr {}
            Link { to: Route::Join {}, Draw { icon: Icon::QrCode } {words.say("door-join")} }
            Link { to: Route::Start {}, Draw { icon: Icon::Sprout } {words.say("door-start")} }
        }
    }
}

#[component]
fn TopBar(community: ReadSignal<String>) -> Element {
    let (words, route, intent) = (use_words(), use_route::<Route>(), use_context::<Intent>());
    let around = use_context::<CommunityContext>();
    let writes = around.may_write();
    let Heading(heading) = use_context();
    let around = around.0();
    let name = around.as_ref().map_or(String::new(), |view| view.name.clone());
    let reach = around.map(|view| view.reach).unwrap_or_default();
    let place = route.place().unwrap_or(Place::Today);
    let name = words.community(&name);
    rsx! {
        header { class: "topbar",
            if let Some(list) = route.list() {
                Link { to: list, class: "btn-icon only-stacked", "data-back": "list", "aria-label": words.say("back"), Draw { icon: Icon::Back, turns: true } }
            } else {
                button { class: "btn-icon only-narrow", "popovertarget": "places", "aria-label": words.with("nav-change", [("name", name.as_str().into())]),
                    span { class: "place-glyph", "aria-hidden": "true", "{glyph(&name)}" }
                }
            }
            div { class: "topbar-title",
                h1 { tabindex: "-1", "data-focus": true,
                    if let Some(heading) = heading() {
                        span { class: "only-narrow clamp-1", dir: "auto", "{heading}" }
                        span { class: "only-wide", {words.say(place.row().label)} }
                    } else {
                        {words.say(place.row().label)}
                    }
                }
                ReachLine { community, reach }
            }
            div { class: "topbar-acts",
                if heading().is_some() {
                    button { class: "btn-icon only-narrow", r#type: "button", "popovertarget": "topic-menu", "aria-label": words.say("topic-menu"), Draw { icon: Icon::More } }
                }
                if place == Place::Talk && writes {
                    Link { to: Route::NewTopic { community: community() }, class: "btn btn-main only-wide", Draw { icon: Icon::SquarePen } {words.say("talk-new")} }
                }
                if writes && (route.list().is_none() || place == Place::People) {
                    Link { to: Route::Reach { community: community() }, class: "btn-icon only-narrow", "aria-label": words.say("invite"),
                        onclick: move |_| intent.wish(Wish::Invitation),
                        Draw { icon: Icon::UserPlus }
                    }
                }
                if writes {
                    Link { to: Route::Reach { community: community() }, class: if place == Place::People { "btn btn-main only-wide" } else { "btn only-wide" },
                        onclick: move |_| intent.wish(Wish::Invitation),
                        Draw { icon: Icon::UserPlus } {words.say("invite")}
                    }
                }
            }
        }
    }
}

/// How far one's own words have got; leads to Reach.
#[component]
fn ReachLine(community: ReadSignal<String>, reach: ReachCount) -> Element {
    let words = use_words();
    rsx! {
        Link { to: Route::Reach { community: community() }, class: "reach",
            ReachRing { reach }
            span { role: "status",
                span { class: "reach-here", {words.say("reach-here")} " · " }
                {reach_brief(&words, reach)}
            }
        }
    }
}

/// How far one's own words have got, in the few words that a bar has room for; never rosier than it is.
fn reach_brief(words: &Words, reach: ReachCount) -> String {
    if reach.before < reach.known {
        return words.with("reach-some", [("reached", reach.reached.into()), ("known", reach.known.into())]);
    }
    match reach.known.saturating_sub(reach.last) {
        0 => reach_words(words, reach),
        left => words.with("reach-last-brief", [("left", left.into())]),
    }
}

/// Whether nothing was written that could be on its way.
pub fn is_silent(reach: ReachCount) -> bool {
    reach.silent && reach.reached >= reach.known
}

/// The ring of how far one's own words have got; an empty one where there are none.
#[component]
pub fn ReachRing(reach: ReachCount, #[props(default)] big: bool) -> Element {
    let known = if is_silent(reach) { 0 } else { reach.known };
    rsx! { Ring { reached: reach.reached, known, big } }
}

/// How far one's own words have got, never rosier than it is.
pub fn reach_words(words: &Words, reach: ReachCount) -> String {
    match reach {
        ReachCount { known: 0, .. } => words.say("reach-alone"),
        reach if is_silent(reach) => words.say("reach-silent"),
        ReachCount { reached, known, .. } if reached >= known => words.say("reach-everyone"),
        ReachCount { known, last, before, .. } => {
            let left = known.saturating_sub(last);
            match (left, before >= known) {
                (0, _) => words.with("reach-some", [("reached", before.into()), ("known", known.into())]),
                (left, true) => words.with("reach-last", [("left", left.into())]),
                (left, false) => words.with(
                    "reach-last-and-before",
                    [("left", left.into()), ("before", before.into()), ("known", known.into())],
                ),
            }
        }
    }
}

/// Says so where one belongs no longer, or not yet.
#[component]
pub fn StandingBanner() -> Element {
    let words = use_words();
    let CommunityContext(around) = use_context();
    let around = around();
    let key = match around.as_ref().map(|view| (view.needs_newer, view.me.status)) {
        Some((true, _)) => "banner-newer",
        Some((_, Standing::Waiting)) => "banner-waiting",
        Some((_, Standing::Removed)) if around.as_ref().is_some_and(|view| view.device_ended) => "banner-device",
        Some((_, Standing::Removed)) => "banner-removed",
        Some((_, Standing::Left)) => "banner-left",
        _ => return rsx! {},
    };
    rsx! {
        div { class: "banner", "data-dye": "edo",
            Draw { icon: Icon::Hourglass }
            div { b { {words.say(&format!("{key}-title"))} } {words.say(key)}
                if let Some(view) = around.filter(|view| view.me.status == Standing::Removed && !view.device_ended) {
                    Removal { community: view.community, person: view.me.person }
                }
            }
        }
    }
}

/// Who removed oneself, and why: what everyone else can read.
#[component]
fn Removal(community: ReadSignal<String>, person: ReadSignal<String>) -> Element {
    let words = use_words();
    let seen = use_view(move || Some(community()), move || PersonQuery { person: person() });
    let removed = match &*seen.read() {
        Seen::Here(view) => view.removed.clone(),
        _ => None,
    };
    match removed {
        Some(removed) => rsx! {
            p { {words.with("person-removed", [("name", removed.by.as_str().into())])} ". "
                if removed.why.is_empty() { {words.say("banner-removed-ask")} } else { span { class: "voice", dir: "auto", "“{removed.why}”" } }
            }
        },
        None => rsx! {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_wrote_nothing_is_not_told_that_it_reached_everyone() {
        let words = Words::of("en");
        let all = ReachCount { reached: 7, known: 7, last: 7, before: 7, ..ReachCount::default() };
        for (reach, said) in [
            (all, "reached everyone known"),
            (ReachCount { silent: true, ..all }, "nothing of yours here"),
            (ReachCount { silent: true, ..ReachCount::default() }, "nobody else here yet"),
            // What was taken back again may be on its way.
            (ReachCount { silent: true, reached: 2, before: 2, ..all }, "reached 2 of 7"),
        ] {
            assert_eq!([reach_brief(&words, reach), reach_words(&words, reach)], [said, said], "{reach:?}");
        }
    }
}
