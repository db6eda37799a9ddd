//! What people look at. Each query is a type of its noun's, and one list says what answers it: screens, the command line and
//! scripts ask the same.

use crate::home::Open;
pub use crate::nouns::{AnyQuery, AnyView, HomeQuery};
use crate::project::Rows;
use crate::reader::Reader;
use crate::settings::Network;
use crate::trouble::Trouble;
use kith_sync::id::DeviceId;
use kith_sync::net::Address;
use kith_sync::node::{Replica, Subjects, now_ms};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A question of which the type of the answer is known.
pub trait Query: Clone {
    /// What answers it, now and whenever it changes.
    type View: Clone + PartialEq;

    /// The question, put to a community by id or name; without one, to the only one. What is asked of the home names none.
    fn put(self, community: Option<String>) -> Look;

    /// The answer out of any; `None` if it answers something else.
    fn answer(view: AnyView) -> Option<Self::View>;
}

/// A query that one community answers, on its thread.
pub trait Read: Query {
    /// What it reads: the view is another only if some of this changed, or its time came.
    const READS: Subjects;

    /// The view.
    ///
    /// # Errors
    /// In words, when the query names nothing that is here.
    fn look(&self, at: &At<'_>) -> Result<Self::View, Trouble>;

    /// When the view changes by itself, in milliseconds since 1970, though nothing is said.
    ///
    /// # Errors
    /// As [`Read::look`].
    fn falls_due_ms(&self, _at: &At<'_>) -> Result<Option<i64>, Trouble> {
        Ok(None)
    }
}

/// What is asked, and of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// Asked of the home.
    Home(HomeQuery),
    /// Asked of one community.
    Community {
        /// Id or name; may be left out while there is only one.
        community: Option<String>,
        /// What is asked.
        query: AnyQuery,
    },
}

/// Where a query looks: one community, as it is at this moment.
pub struct At<'a> {
    /// What is here.
    pub(crate) replica: &'a Replica<Rows>,
    /// The time, in milliseconds since 1970.
    pub(crate) now_ms: i64,
    /// The networks that this device may use, and whether that was asked for at the start and cannot be changed now.
    pub(crate) network: (Network, bool),
    /// The community as it runs; absent where it does not.
    open: Option<&'a Open>,
}

impl<'a> At<'a> {
    /// A community that runs.
    pub(crate) fn running(open: &'a Open, network: (Network, bool)) -> Self {
        Self { replica: open.core.replica(), now_ms: now_ms(), network, open: Some(open) }
    }

    /// The rows as this device's person sees them.
    pub(crate) fn reader(&self) -> Reader<'a> {
        Reader::of(self.replica)
    }

    /// Who is connected at this moment.
    pub(crate) fn connected(&self) -> BTreeSet<DeviceId> {
        self.open.map(|open| open.core.connected().collect()).unwrap_or_default()
    }

    /// Where this device can be reached.
    pub(crate) fn address(&self) -> Address {
        let endpoint = self.replica.me().keys.endpoint;
        self.open.map_or_else(|| Address { endpoint, sockets: Vec::new(), relay: None }, Open::addresses)
    }

    /// Bytes received and sent on all ways since Kith was started.
    pub(crate) fn bytes(&self) -> (u64, u64) {
        self.open.map(Open::bytes).unwrap_or_default()
    }
}

/// The view of one community, where nobody is connected.
///
/// # Errors
/// As [`Read::look`].
pub fn look<Q: Read>(replica: &Replica<Rows>, query: &Q) -> Result<Q::View, Trouble> {
    query.look(&At { replica, now_ms: now_ms(), network: (Network::Off, true), open: None })
}

/// An answer as scripts read it: without its name.
pub struct Bare<'a>(pub &'a AnyView);

/// Makes enums of the queries of the home and of each noun, and of what answers them, listed in [`crate::nouns`].
macro_rules! queries {
    (
        home { $($(#[$home_doc:meta])* $home:ident($home_query:ty) -> $home_view:ty,)* }
        community { $($(#[$doc:meta])* $name:ident($query:ty) -> $view:ty,)* }
    ) => {
        /// What is asked of the home.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum HomeQuery {
            $($(#[$home_doc])* $home($home_query),)*
        }

        /// What is asked of one community.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum AnyQuery {
            $($(#[$doc])* $name($query),)*
        }

        /// The answer to any query.
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum AnyView {
            $($(#[$home_doc])* $home(Box<$home_view>),)*
            $($(#[$doc])* $name(Box<$view>),)*
        }

        $(impl $crate::query::Query for $home_query {
            type View = $home_view;

            fn put(self, _: Option<String>) -> $crate::query::Look {
                $crate::query::Look::Home(HomeQuery::$home(self))
            }

            fn answer(view: AnyView) -> Option<Self::View> {
                if let AnyView::$home(view) = view { Some(*view) } else { None }
            }
        })*

        $(impl $crate::query::Query for $query {
            type View = $view;

            fn put(self, community: Option<String>) -> $crate::query::Look {
                $crate::query::Look::Community { community, query: AnyQuery::$name(self) }
            }

            fn answer(view: AnyView) -> Option<Self::View> {
                if let AnyView::$name(view) = view { Some(*view) } else { None }
            }
        })*

        impl AnyQuery {
            /// Looks.
            pub(crate) fn look(&self, at: &$crate::query::At<'_>) -> Result<AnyView, $crate::trouble::Trouble> {
                match self {
                    $(Self::$name(query) => Ok(AnyView::$name(Box::new($crate::query::Read::look(query, at)?))),)*
                }
            }

            /// What it reads.
            pub(crate) const fn reads(&self) -> kith_sync::node::Subjects {
                match self {
                    $(Self::$name(_) => <$query as $crate::query::Read>::READS,)*
                }
            }

            /// When the view changes by itself.
            pub(crate) fn falls_due_ms(&self, at: &$crate::query::At<'_>) -> Result<Option<i64>, $crate::trouble::Trouble> {
                match self {
                    $(Self::$name(query) => $crate::query::Read::falls_due_ms(query, at),)*
                }
            }
        }

        impl serde::Serialize for $crate::query::Bare<'_> {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self.0 {
                    $(AnyView::$home(view) => serde::Serialize::serialize(view, to),)*
                    $(AnyView::$name(view) => serde::Serialize::serialize(view, to),)*
                }
            }
        }
    };
}
pub(crate) use queries;
