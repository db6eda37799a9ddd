//! What is to be done in one run.

use clap::Args;
use kith_community::command::{Command, Request};
use kith_community::query::{AnyView, Look, Query};

/// How the answer to a query reads in a terminal.
pub trait InTerminal: Query {
    /// The view as text, at `now_ms` in milliseconds since 1970.
    fn told(view: &Self::View, now_ms: i64) -> String;
}

/// How the page is shown.
#[derive(Args, Clone, Debug, Default, PartialEq, Eq)]
pub struct PageArgs {
    /// The page's port on this machine [default: the last one, else any free one]
    #[arg(long, value_name = "N")]
    pub port: Option<u16>,
    /// Print the page's address, and do not open the browser
    #[arg(long)]
    pub no_open: bool,
    /// Look around in a made-up community, which goes when Kith ends
    #[arg(long)]
    pub demo: bool,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Task {
    /// Show Kith in its window where it has one, else as a page, and sync.
    Open(PageArgs, Option<String>),
    /// Show the page, and sync.
    Serve(PageArgs),
    /// Sync without a screen.
    Run,
    /// Do this, once.
    Send(Request),
    /// Look at this, once.
    Look(Look, Teller),
}

impl Task {
    /// Whether a made-up community is asked for.
    pub fn is_demo(&self) -> bool {
        matches!(self, Self::Serve(page) | Self::Open(page, _) if page.demo)
    }
}

impl PageArgs {
    /// Whether nothing is asked for that only the browser has.
    #[cfg(feature = "window")]
    pub fn fits_window(&self) -> bool {
        self.port.is_none() && !self.no_open
    }
}

/// How an answer is told in a terminal: at a time, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub struct Teller(pub fn(AnyView, i64) -> String);

impl PartialEq for Teller {
    /// What is asked says it already.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Teller {}

impl Task {
    /// Does something in the community of that name, or in the only one.
    pub fn ask(community: Option<String>, command: impl Into<Command>) -> Self {
        Self::Send(Request::of(community, command))
    }

    /// Looks at something of the community of that name, or of the only one.
    pub fn look<Q: InTerminal>(community: Option<String>, query: Q) -> Self {
        fn tell<Q: InTerminal>(view: AnyView, now_ms: i64) -> String {
            Q::answer(view).map(|view| Q::told(&view, now_ms)).unwrap_or_default()
        }
        Self::Look(query.put(community), Teller(tell::<Q>))
    }
}
