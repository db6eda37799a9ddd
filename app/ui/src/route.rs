//! The addresses of the screens.

use crate::screens::door::{Again, Door, Join, Start};
use crate::screens::frame::Frame;
use crate::screens::lost::Lost;
use crate::screens::people::{Decided, Nobody, PeoplePanes, Person};
use crate::screens::reach::Reach;
use crate::screens::settings::SettingsScreen;
use crate::screens::talk::{NewTopic, NoTopic, TalkPanes};
use crate::screens::today::Today;
use crate::screens::topic::Topic;
use dioxus::prelude::*;

/// Where one can be.
#[derive(Clone, Debug, PartialEq, Routable)]
#[rustfmt::skip]
pub enum Route {
    #[route("/")]
    Door {},
    #[route("/join")]
    Join {},
    #[route("/start")]
    Start {},
    #[route("/again")]
    Again {},
    #[nest("/c/:community")]
        #[layout(Frame)]
            #[route("/today")]
            Today { community: String },
            #[layout(TalkPanes)]
                #[route("/talk")]
                NoTopic { community: String },
                #[route("/talk/new")]
                NewTopic { community: String },
                #[route("/talk/:topic")]
                Topic { community: String, topic: String },
            #[end_layout]
            #[layout(PeoplePanes)]
                #[route("/people")]
                Nobody { community: String },
                #[route("/people/decided")]
                Decided { community: String },
                #[route("/people/:person")]
                Person { community: String, person: String },
            #[end_layout]
            #[route("/reach")]
            Reach { community: String },
            #[route("/settings")]
            SettingsScreen { community: String },
        #[end_layout]
    #[end_nest]
    #[route("/:..path")]
    Lost { path: Vec<String> },
}

/// A place in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// What waits and what is new.
    Today,
    /// Topics.
    Talk,
    /// Everyone.
    People,
    /// Who has what.
    Reach,
    /// How it looks and speaks.
    Settings,
}

impl Route {
    /// Which place an address belongs to.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::Today { .. } => Some(Place::Today),
            Self::NoTopic { .. } | Self::NewTopic { .. } | Self::Topic { .. } => Some(Place::Talk),
            Self::Nobody { .. } | Self::Decided { .. } | Self::Person { .. } => Some(Place::People),
            Self::Reach { .. } => Some(Place::Reach),
            Self::SettingsScreen { .. } => Some(Place::Settings),
            Self::Door {} | Self::Join {} | Self::Start {} | Self::Again {} | Self::Lost { .. } => None,
        }
    }

    /// The community that it is in.
    #[cfg(all(feature = "window", not(any(target_os = "android", target_os = "ios"))))]
    pub fn community(&self) -> Option<&str> {
        match self {
            Self::Today { community }
            | Self::NoTopic { community }
            | Self::NewTopic { community }
            | Self::Topic { community, .. }
            | Self::Nobody { community }
            | Self::Decided { community }
            | Self::Person { community, .. }
            | Self::Reach { community }
            | Self::SettingsScreen { community } => Some(community),
            Self::Door {} | Self::Join {} | Self::Start {} | Self::Again {} | Self::Lost { .. } => None,
        }
    }

    /// The list that a thing was chosen from, where the address is inside one thing.
    pub fn list(&self) -> Option<Self> {
        match self {
            Self::NewTopic { community } | Self::Topic { community, .. } => {
                Some(Self::NoTopic { community: community.clone() })
            }
            Self::Person { community, .. } | Self::Decided { community } => {
                Some(Self::Nobody { community: community.clone() })
            }
            _ => None,
        }
    }
}

impl Place {
    /// In the order of the navigation.
    pub const ALL: [Self; 5] = [Self::Today, Self::Talk, Self::People, Self::Reach, Self::Settings];

    /// Where it is.
    pub fn route(self, community: String) -> Route {
        match self {
            Self::Today => Route::Today { community },
            Self::Talk => Route::NoTopic { community },
            Self::People => Route::Nobody { community },
            Self::Reach => Route::Reach { community },
            Self::Settings => Route::SettingsScreen { community },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_address_leads_back_to_its_screen() {
        let community = "c1".to_owned();
        let mut all = vec![Route::Door {}, Route::Join {}, Route::Start {}, Route::Again {}];
        all.extend(Place::ALL.map(|place| place.route(community.clone())));
        let (topic, person) = ("t1".to_owned(), "p1".to_owned());
        all.push(Route::Topic { community: community.clone(), topic });
        all.push(Route::Person { community: community.clone(), person });
        all.push(Route::Decided { community: community.clone() });
        all.push(Route::NewTopic { community });
        for route in all {
            assert_eq!(route.to_string().parse::<Route>().ok(), Some(route));
        }
        assert!(matches!("/no/such".parse(), Ok(Route::Lost { .. })));
    }

    #[test]
    fn every_place_is_where_it_leads() {
        for place in Place::ALL {
            assert_eq!(place.route("c1".to_owned()).place(), Some(place));
        }
    }
}
