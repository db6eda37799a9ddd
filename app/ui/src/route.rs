//! The addresses of the screens.

use crate::places::Place;
use crate::screens::announcements::{Announcement, Announcements, NewAnnouncement};
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
            #[route("/today/announcements")]
            Announcements { community: String },
            #[route("/today/announcements/new")]
            NewAnnouncement { community: String },
            #[route("/today/announcements/:announcement")]
            Announcement { community: String, announcement: String },
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

impl Route {
    /// Which place an address belongs to.
    pub fn place(&self) -> Option<Place> {
        self.parts().and_then(|(_, place)| Place::of(&place))
    }

    /// The community that it is in.
    #[cfg(all(feature = "window", not(any(target_os = "android", target_os = "ios"))))]
    pub fn community(&self) -> Option<String> {
        self.parts().map(|(community, _)| community)
    }

    /// The list that a thing was chosen from, where the address is inside one thing.
    pub fn list(&self) -> Option<Self> {
        self.parts()?;
        let address = self.to_string();
        let (list, _) = address.rsplit_once('/')?;
        list.parse().ok().filter(|list| !matches!(list, Self::Lost { .. }))
    }

    /// The community and the place that the address names: what stands behind `/c`.
    fn parts(&self) -> Option<(String, String)> {
        if matches!(self, Self::Lost { .. }) {
            return None;
        }
        let address = self.to_string();
        let mut parts = address.strip_prefix("/c/")?.split('/').map(str::to_owned);
        parts.next().zip(parts.next())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::PLACES;

    #[test]
    fn every_address_leads_back_to_its_screen() {
        let community = "c1".to_owned();
        let mut all = vec![Route::Door {}, Route::Join {}, Route::Start {}, Route::Again {}];
        all.extend(PLACES.iter().map(|row| (row.route)(community.clone())));
        let (topic, person) = ("t1".to_owned(), "p1".to_owned());
        all.push(Route::Topic { community: community.clone(), topic });
        all.push(Route::Person { community: community.clone(), person });
        all.push(Route::Decided { community: community.clone() });
        all.push(Route::Announcements { community: community.clone() });
        all.push(Route::NewAnnouncement { community: community.clone() });
        all.push(Route::Announcement { community: community.clone(), announcement: "a1".to_owned() });
        all.push(Route::NewTopic { community });
        for route in all {
            assert_eq!(route.to_string().parse::<Route>().ok(), Some(route));
        }
        assert!(matches!("/no/such".parse(), Ok(Route::Lost { .. })));
    }

    #[test]
    fn inside_one_thing_the_way_back_is_its_list() {
        let community = || "c1".to_owned();
        let (talk, people) = (Route::NoTopic { community: community() }, Route::Nobody { community: community() });
        let topic = Route::Topic { community: community(), topic: "t1".to_owned() };
        let person = Route::Person { community: community(), person: "p1".to_owned() };
        for (inside, list) in [
            (topic, Some(talk.clone())),
            (Route::NewTopic { community: community() }, Some(talk.clone())),
            (person, Some(people.clone())),
            (Route::Decided { community: community() }, Some(people.clone())),
            (talk, None),
            (people, None),
            (Route::Today { community: community() }, None),
            (Route::Join {}, None),
            (Route::Lost { path: vec!["c".to_owned(), "c1".to_owned(), "nowhere".to_owned()] }, None),
        ] {
            assert_eq!(inside.list(), list, "{inside}");
        }
    }
}
