//! Reading a link with the device's camera. The page's script shows what the camera sees and hands over pictures, each
//! after the one before was read; they are read here, and kept nowhere.

use crate::qr;
use crate::seam::Seam;
use crate::tree::use_words;
use crate::widgets::icon::{Draw, Icon};
use crate::widgets::sheet::Sheet;
use dioxus::prelude::*;
use std::sync::{Mutex, TryLockError};
use std::time::Duration;

/// How long a picture is looked at.
const PATIENCE: Duration = Duration::from_secs(2);
/// Pictures without a code after which another code is forgotten.
const STEADY: u32 = 8;

/// What was seen in the latest picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sight {
    /// No code yet.
    Nothing,
    /// A code, but no link of Kith, so many pictures ago.
    Other(u32),
    /// The person, or the system, does not let Kith use the camera.
    NotAllowed,
    /// There is no camera, or something else uses it.
    NoCamera,
}

/// A button that opens the camera; where there can be none, the page's styles hide it.
#[component]
pub fn Scan(found: EventHandler<String>) -> Element {
    let words = use_words();
    let mut open = use_signal(|| false);
    rsx! {
        button { class: "btn btn-wide scan-open", r#type: "button", onclick: move |_| open.set(true), Draw { icon: Icon::Camera } {words.say("scan-open")} }
        if open() {
            Camera {
                found: move |link| {
                    open.set(false);
                    found.call(link);
                },
                close: move |()| open.set(false),
            }
        }
    }
}

#[component]
fn Camera(found: EventHandler<String>, close: EventHandler) -> Element {
    let words = use_words();
    let (mut sight, mut looked) = (use_signal(|| Sight::Nothing), use_signal(|| 0_u32));
    let seam = use_context::<Seam>();
    let look = move |event: FormEvent| {
        let (seam, handed) = (seam.clone(), event.value());
        spawn(async move {
            match seam.aside(PATIENCE, move || look_alone(&handed)).await {
                Some(Ok(link)) => return found.call(link),
                Some(Err(seen)) => {
                    let next = after(*sight.peek(), seen);
                    sight.set(next);
                }
                None => tracing::warn!("a picture could not be read in time"),
            }
            looked += 1;
        });
    };
    let (key, urgent) = match sight() {
        Sight::Nothing => ("scan-looks", false),
        Sight::Other(_) => ("scan-other", false),
        Sight::NotAllowed => ("scan-not-allowed", true),
        Sight::NoCamera => ("scan-no-camera", true),
    };
    rsx! {
        Sheet { id: "scan", title: words.say("scan-open"), close,
            if !urgent {
                video { id: "scan-video", class: "scan", muted: true, "playsinline": true, "aria-hidden": "true" }
            }
            p { role: if urgent { "alert" } else { "status" }, class: if urgent { "wrong" } else { "centre" }, {words.say(key)} }
            input { id: "scan-picture", r#type: "hidden", "data-read": "{looked}", oninput: look }
        }
    }
}

/// Looks at a picture, unless one before it is still looked at: of those that take too long there is never more than one.
fn look_alone(handed: &str) -> Result<String, Sight> {
    static LOOKING: Mutex<()> = Mutex::new(());
    let _looking = match LOOKING.try_lock() {
        Ok(looking) => looking,
        Err(TryLockError::Poisoned(broken)) => broken.into_inner(),
        Err(TryLockError::WouldBlock) => return Err(Sight::Nothing),
    };
    sight_of(handed)
}

/// What is said after another picture: what was said stays until several in a row say otherwise, since a hand trembles.
fn after(said: Sight, seen: Sight) -> Sight {
    match (said, seen) {
        (Sight::Other(pictures), Sight::Nothing) if pictures < STEADY => Sight::Other(pictures + 1),
        (_, seen) => seen,
    }
}

/// The link in what the page's script hands over: a picture, or after a `!` why there is none.
fn sight_of(handed: &str) -> Result<String, Sight> {
    match handed {
        "!NotAllowedError" | "!SecurityError" => return Err(Sight::NotAllowed),
        other if other.starts_with('!') => return Err(Sight::NoCamera),
        _ => {}
    }
    let codes = qr::read(handed);
    let link = codes.iter().find(|text| is_link(text)).cloned();
    link.ok_or(if codes.is_empty() { Sight::Nothing } else { Sight::Other(0) })
}

fn is_link(text: &str) -> bool {
    text.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("kith:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_a_code_does_not_flicker() {
        let mut said = after(Sight::Nothing, Sight::Other(0));
        for _ in 0..STEADY {
            said = after(said, Sight::Nothing);
            assert!(matches!(said, Sight::Other(_)));
        }
        assert_eq!(after(said, Sight::Nothing), Sight::Nothing);
        assert_eq!(after(said, Sight::NoCamera), Sight::NoCamera);
    }

    #[test]
    fn a_picture_without_a_link_says_what_is_in_it() {
        let invitation = "kith:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        let grey = qr::tests::picture(invitation, 4);
        assert_eq!(sight_of(&grey), Ok(invitation.to_owned()));
        assert_eq!(sight_of(&qr::tests::picture("https://example.org", 4)), Err(Sight::Other(0)));
        for (handed, seen) in [
            ("", Sight::Nothing),
            ("no picture", Sight::Nothing),
            ("!NotAllowedError", Sight::NotAllowed),
            ("!NotFoundError", Sight::NoCamera),
        ] {
            assert_eq!(sight_of(handed), Err(seen), "{handed}");
        }
    }
}
