//! How components reach the home: `use_view` reads, `use_send` acts. Signals stay on the thread of
//! their tree; what waits for the home runs elsewhere and reports through channels, so that a page
//! that goes in the middle stops nothing half-done.

use crate::bridge::{Bridge, News, stopped};
use dioxus::prelude::*;
use kith_community::command::{Command, Done, Request};
use kith_community::query::{Look, Query, View};
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};

/// The home, as components have it in their context.
#[derive(Clone)]
pub struct Seam {
    bridge: Bridge,
    work: Handle,
}

/// What is known of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen {
    /// Nothing yet.
    Waiting,
    /// The view as it is.
    Here(View),
    /// Why there is none.
    Trouble(String),
    /// The home was closed.
    Gone,
}

/// How far a command is.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// None was sent, or it is done.
    Idle,
    /// Under way, with the steps so far.
    Busy(Vec<String>),
    /// It was refused.
    Refused(String),
}

/// Sends commands, one at a time.
#[derive(Clone, Copy)]
pub struct Sender {
    /// How far the latest is.
    pub sent: Signal<Sent>,
    seam: CopyValue<Seam>,
}

impl Seam {
    /// To be called where the home's own work runs.
    pub fn new(bridge: Bridge) -> Self {
        let work = Handle::current();
        Self { bridge, work }
    }

    fn watch(&self, look: Look) -> watch::Receiver<Seen> {
        let (seen, shown) = watch::channel(Seen::Waiting);
        let bridge = self.bridge.clone();
        self.work.spawn(async move {
            tokio::select! {
                () = seen.closed() => (),
                () = follow(&bridge, look, &seen) => (),
            }
        });
        shown
    }

    fn send(&self, request: Request) -> mpsc::Receiver<News> {
        let _there = self.work.enter();
        self.bridge.send(request)
    }
}

impl PartialEq for Seam {
    /// A tree has one home for all its life.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

async fn follow(bridge: &Bridge, look: Look, seen: &watch::Sender<Seen>) {
    let mut watching = match bridge.watch(look).await {
        Ok(watching) => watching,
        Err(trouble) => return drop(seen.send(Seen::Trouble(trouble.0))),
    };
    while let Some(view) = watching.next().await {
        seen.send_replace(view.map_or_else(|trouble| Seen::Trouble(trouble.0), Seen::Here));
    }
    seen.send_replace(Seen::Gone);
}

/// The view of `query` in `community` as it is and as it becomes. Follows the signals that both read.
pub fn use_view(
    community: impl Fn() -> Option<String> + 'static,
    query: impl Fn() -> Query + 'static,
) -> ReadSignal<Seen> {
    let seam = use_context::<Seam>();
    let mut seen = use_signal(|| Seen::Waiting);
    use_resource(move || {
        let look = Look { community: community(), query: query() };
        let mut shown = seam.watch(look);
        async move {
            seen.set(Seen::Waiting);
            while shown.changed().await.is_ok() {
                let latest = shown.borrow_and_update().clone();
                seen.set(latest);
            }
        }
    });
    seen.into()
}

/// What sends commands from this component.
pub fn use_send() -> Sender {
    let sent = use_signal(|| Sent::Idle);
    let seam = use_hook(|| CopyValue::new(consume_context::<Seam>()));
    Sender { sent, seam }
}

impl Sender {
    /// Sends, unless one is still under way; `then` is called once it is done.
    pub fn send(mut self, community: Option<String>, command: Command, then: impl FnOnce(Done) + 'static) {
        if matches!(*self.sent.peek(), Sent::Busy(_)) {
            return;
        }
        self.sent.set(Sent::Busy(vec![]));
        let request = Request { community, command };
        let mut heard = self.seam.peek().send(request);
        spawn(async move {
            while let Some(news) = heard.recv().await {
                match news {
                    News::Step(step) => self.add_step(step.0),
                    News::End(Ok(done)) => {
                        self.sent.set(Sent::Idle);
                        return then(done);
                    }
                    News::End(Err(trouble)) => return self.sent.set(Sent::Refused(trouble.0)),
                }
            }
            self.sent.set(Sent::Refused(stopped().0));
        });
    }

    fn add_step(&mut self, words: String) {
        if let Sent::Busy(steps) = &mut *self.sent.write() {
            steps.push(words);
        }
    }
}
