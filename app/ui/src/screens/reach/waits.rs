//! What waits for the reader of their own devices.

use crate::parts::notice::Refusal;
use crate::route::Route;
use crate::seam::use_send;
use crate::tree::use_words;
use crate::waits::WaitsShown;
use crate::widgets::icon::{Draw, Icon};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::device::{Command, DeviceWaits};

impl WaitsShown for DeviceWaits {
    fn told(&self, words: &Words) -> String {
        match self {
            Self::PutBack => words.say("ask-put-back-why"),
        }
    }

    fn route(&self, community: String) -> Route {
        Route::Today { community }
    }

    fn slip(&self, community: String) -> Element {
        match self {
            Self::PutBack => rsx! { PutBack { community } },
        }
    }
}

/// This device lacks something that it once decided: what to do about it.
#[component]
fn PutBack(community: String) -> Element {
    let (words, sender) = (use_words(), use_send());
    let go_on = {
        let community = community.clone();
        move |_| sender.send(Some(community.clone()), Command::GoOn, |_| ())
    };
    rsx! {
        article { class: "slip ask",
            p { class: "ask-why", i { Draw { icon: Icon::History } } {words.say("ask-put-back-why")} }
            h3 { class: "slip-title", {words.say("ask-put-back")} }
            p { {words.say("ask-put-back-text")} }
            div { class: "ask-foot",
                Link { to: Route::Reach { community }, class: "btn", {words.say("ask-put-back-meet")} }
                button { class: "btn btn-quiet", r#type: "button", onclick: go_on, {words.say("ask-put-back-act")} }
            }
            Refusal { sent: sender.sent }
        }
    }
}
