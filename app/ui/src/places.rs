//! The places of a community, one row each: what stands in the navigation, in the window's menus, and in addresses.

use crate::route::Route;
use crate::widgets::icon::Icon;
use kith_community::community::CommunityView;

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

/// What there is to say of a place.
pub struct PlaceRow {
    place: Place,
    /// What an address in it has behind its community.
    segment: &'static str,
    /// What it is marked with.
    pub icon: Icon,
    /// The key of what it is called.
    pub label: &'static str,
    /// Its keys in the window.
    #[cfg_attr(
        not(all(feature = "window", not(any(target_os = "android", target_os = "ios")))),
        expect(dead_code, reason = "only a window has menus")
    )]
    pub keys: &'static str,
    /// Where it begins.
    pub route: fn(String) -> Route,
    /// What is counted beside it, if something is.
    pub count: Option<PlaceCount>,
}

/// A count beside a place.
#[derive(Clone, Copy)]
pub struct PlaceCount {
    /// How many.
    pub of: fn(&CommunityView) -> u32,
    /// The key of what they are.
    pub label: &'static str,
    /// Whether none of it waits for the reader.
    pub calm: bool,
}

/// In the order of the navigation.
pub static PLACES: [PlaceRow; 5] = [
    PlaceRow {
        place: Place::Today,
        segment: "today",
        icon: Icon::Today,
        label: "nav-today",
        keys: "CmdOrCtrl+Digit1",
        route: |community| Route::Today { community },
        count: Some(PlaceCount { of: |view| view.waiting, label: "nav-waiting", calm: false }),
    },
    PlaceRow {
        place: Place::Talk,
        segment: "talk",
        icon: Icon::Talk,
        label: "nav-talk",
        keys: "CmdOrCtrl+Digit2",
        route: |community| Route::NoTopic { community },
        count: Some(PlaceCount { of: |view| view.unread, label: "nav-unread", calm: true }),
    },
    PlaceRow {
        place: Place::People,
        segment: "people",
        icon: Icon::People,
        label: "nav-people",
        keys: "CmdOrCtrl+Digit3",
        route: |community| Route::Nobody { community },
        count: None,
    },
    PlaceRow {
        place: Place::Reach,
        segment: "reach",
        icon: Icon::Reach,
        label: "nav-reach",
        keys: "CmdOrCtrl+Digit4",
        route: |community| Route::Reach { community },
        count: None,
    },
    PlaceRow {
        place: Place::Settings,
        segment: "settings",
        icon: Icon::Settings,
        label: "nav-settings",
        keys: "CmdOrCtrl+Comma",
        route: |community| Route::SettingsScreen { community },
        count: None,
    },
];

impl PlaceRow {
    /// Which place it is.
    pub fn place(&self) -> Place {
        self.place
    }
}

impl Place {
    /// Its row.
    pub fn row(self) -> &'static PlaceRow {
        let [today, others @ ..] = &PLACES;
        others.iter().find(|row| row.place == self).unwrap_or(today)
    }

    /// The place whose addresses have this behind their community.
    pub fn of(segment: &str) -> Option<Self> {
        PLACES.iter().find(|row| row.segment == segment).map(PlaceRow::place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_where_it_leads() {
        for row in &PLACES {
            assert_eq!((row.route)("c1".to_owned()).place(), Some(row.place()));
            assert_eq!(row.place().row().label, row.label);
        }
    }
}
