//! The addresses of the screens.

use crate::screens::frame::Frame;
use crate::screens::invite::Invite;
use crate::screens::lost::Lost;
use crate::screens::people::People;
use crate::screens::topic::Topic;
use crate::screens::topics::Topics;
use crate::screens::welcome::Welcome;
use dioxus::prelude::*;

/// Where one can be.
#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
pub enum Route {
    #[route("/")]
    Welcome {},
    #[nest("/c/:community")]
        #[layout(Frame)]
            #[route("/talk")]
            Topics { community: String },
            #[route("/topic/:topic")]
            Topic { community: String, topic: String },
            #[route("/people")]
            People { community: String },
            #[route("/invite")]
            Invite { community: String },
        #[end_layout]
    #[end_nest]
    #[route("/:..path")]
    Lost { path: Vec<String> },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_screen() {
        let community = "c1".to_owned();
        let topic = "t1".to_owned();
        for route in [
            Route::Welcome {},
            Route::Topics { community: community.clone() },
            Route::Topic { community: community.clone(), topic },
            Route::People { community: community.clone() },
            Route::Invite { community },
        ] {
            assert_eq!(route.to_string().parse::<Route>().ok(), Some(route));
        }
        assert!(matches!("/no/such".parse(), Ok(Route::Lost { .. })));
    }
}
