//! How components reach the home: `use_view` reads, `use_send` acts. Signals stay on the thread of
//! their tree; what waits for the home runs elsewhere and reports through channels, so that a page
//! that goes in the middle stops nothing half-done.

use crate::bridge::{Bridge, News, not_understood, stopped};
use dioxus::prelude::*;
use kith_community::command::{Command, Done, Request, Step, Trouble};
use kith_community::query::{AnyView, Look, Query};
use kith_community::sentence::Sentence;
use kith_community::{home, local};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::{mpsc, watch};
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::timeout;

/// How long letters are gathered before a draft is written.
const GATHER: Duration = Duration::from_millis(250);

/// The home, as components have it in their context.
#[derive(Clone)]
pub struct Seam {
    bridge: Bridge,
    work: Handle,
    drafts: mpsc::UnboundedSender<Request>,
    unkept: watch::Receiver<Unkept>,
    tapped: Tapped,
}

/// Why what was typed is not kept, by where: the community, a stroke, and the place.
pub type Unkept = BTreeMap<String, Trouble>;

/// The link that the system was asked to open, until a screen takes it.
#[derive(Clone, Default)]
pub struct Tapped(Arc<watch::Sender<Option<String>>>);

impl Tapped {
    /// Takes the place of one that nobody took.
    pub fn bring(&self, link: String) {
        self.0.send_replace(Some(link));
    }

    /// Whether one waits.
    pub fn waits(&self) -> bool {
        self.0.borrow().is_some()
    }

    /// The one that waits, which is gone from then on.
    pub fn take(&self) -> Option<String> {
        let mut link = None;
        self.0.send_if_modified(|waiting| {
            link = waiting.take();
            link.is_some()
        });
        link
    }
}

/// A query that components ask.
pub trait ShownQuery: Query<View: Send + Sync + 'static> + 'static {}

impl<Q: Query<View: Send + Sync + 'static> + 'static> ShownQuery for Q {}

/// What is known of a view.
#[derive(Clone, Debug, PartialEq)]
pub enum Seen<V> {
    /// Nothing yet.
    Waiting,
    /// The view as it is.
    Here(V),
    /// Why there is none.
    Trouble(Trouble),
    /// The home was closed.
    Gone,
}

impl<V> Seen<V> {
    /// Why there is no view; `None` while it is read or here.
    pub fn why(&self) -> Option<Sentence> {
        match self {
            Self::Waiting | Self::Here(_) => None,
            Self::Trouble(trouble) => Some(trouble.0.clone()),
            Self::Gone => Some(Sentence::of("trouble-closing")),
        }
    }
}

/// How far a command is.
#[derive(Clone, Debug, PartialEq)]
pub enum Sent {
    /// None was sent, or it is done.
    Idle,
    /// Under way.
    Busy,
    /// It was refused.
    Refused(Trouble),
}

/// Sends commands, one at a time.
#[derive(Clone, Copy)]
pub struct Sender {
    /// How far the latest is.
    pub sent: Signal<Sent>,
    /// How many have been answered, for good or ill.
    pub answers: Signal<u32>,
    /// The steps of the latest so far.
    pub steps: Signal<Vec<Step>>,
    seam: CopyValue<Seam>,
}

impl Seam {
    /// To be called where the home's own work runs. When the seam is gone and the task has ended, all that was typed is
    /// kept.
    pub fn new(bridge: Bridge, tapped: Tapped) -> (Self, JoinHandle<()>) {
        let work = Handle::current();
        let (drafts, typed) = mpsc::unbounded_channel();
        let (unable, unkept) = watch::channel(Unkept::new());
        let keeping = work.spawn(keep_drafts(bridge.clone(), typed, unable));
        (Self { bridge, work, drafts, unkept, tapped }, keeping)
    }

    /// Keeps what is typed at a place. It is on disk soon, whether or not the page stays.
    pub fn keep_draft(&self, community: String, place: String, text: String, sending: Option<String>) {
        let command = local::Command::Draft { place, text, sending };
        // The other end goes with the process.
        drop(self.drafts.send(Request::of(Some(community), command)));
    }

    /// Where what was typed is not kept, and why.
    pub fn unkept(&self) -> watch::Receiver<Unkept> {
        self.unkept.clone()
    }

    /// The link that the system was asked to open.
    pub fn tapped(&self) -> &Tapped {
        &self.tapped
    }

    /// The present view, once.
    pub async fn look<Q: Query>(&self, community: Option<String>, query: Q) -> Seen<Q::View> {
        let (bridge, look) = (self.bridge.clone(), query.put(community));
        let seen = self.work.spawn(async move { bridge.look(look).await });
        seen.await.map_or(Seen::Gone, seen_of::<Q>)
    }

    /// Does what is long away from the tree, for so long at most; `None` if it broke or took longer.
    pub async fn aside<T: Send + 'static>(
        &self,
        most: Duration,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let done = self.work.spawn(async move { timeout(most, spawn_blocking(job)).await });
        done.await.ok()?.ok()?.ok()
    }

    fn watch<Q: ShownQuery>(&self, look: Look) -> watch::Receiver<Seen<Q::View>> {
        let (seen, shown) = watch::channel(Seen::Waiting);
        let bridge = self.bridge.clone();
        self.work.spawn(async move {
            tokio::select! {
                () = seen.closed() => (),
                () = follow::<Q>(&bridge, look, &seen) => (),
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

/// Writes the latest of each place a moment after it is typed, so that each letter costs no write of its own.
async fn keep_drafts(bridge: Bridge, mut typed: mpsc::UnboundedReceiver<Request>, unable: watch::Sender<Unkept>) {
    while let Some(first) = typed.recv().await {
        let mut latest = vec![first];
        let gathered = tokio::time::sleep(GATHER);
        tokio::pin!(gathered);
        loop {
            tokio::select! {
                () = &mut gathered => break,
                more = typed.recv() => match more {
                    Some(more) => {
                        latest.retain(|request| !is_same_place(request, &more));
                        latest.push(more);
                    }
                    None => break,
                },
            }
        }
        for request in latest {
            keep_draft(&bridge, request, &unable).await;
        }
    }
}

/// Keeps one, or says why it could not.
async fn keep_draft(bridge: &Bridge, request: Request, unable: &watch::Sender<Unkept>) {
    let Some((community, place)) = typed_at(&request) else {
        return;
    };
    let place = format!("{community}/{place}");
    let mut heard = bridge.send(request);
    let mut refused = None;
    while let Some(news) = heard.recv().await {
        if let News::End(Err(trouble)) = news {
            tracing::warn!(%trouble, "a draft was not kept");
            refused = Some(trouble);
        }
    }
    unable.send_if_modified(|unkept| match refused {
        Some(trouble) => unkept.insert(place, trouble).is_none(),
        None => unkept.remove(&place).is_some(),
    });
}

fn is_same_place(one: &Request, other: &Request) -> bool {
    typed_at(one) == typed_at(other)
}

/// The community and the place of a draft.
fn typed_at(request: &Request) -> Option<(&str, &str)> {
    match request {
        Request::Community { community, command: Command::Local(local::Command::Draft { place, .. }) } => {
            Some((community.as_deref()?, place))
        }
        _ => None,
    }
}

async fn follow<Q: Query>(bridge: &Bridge, look: Look, seen: &watch::Sender<Seen<Q::View>>) {
    let mut watching = match bridge.watch(look).await {
        Ok(watching) => watching,
        Err(trouble) => return drop(seen.send(Seen::Trouble(trouble))),
    };
    while let Some(view) = watching.next().await {
        seen.send_replace(seen_of::<Q>(view));
    }
    seen.send_replace(Seen::Gone);
}

/// What is known of a view, when this was answered.
fn seen_of<Q: Query>(answered: Result<AnyView, Trouble>) -> Seen<Q::View> {
    match answered {
        Ok(view) => Q::answer(view).map_or_else(|| Seen::Trouble(not_understood()), Seen::Here),
        Err(trouble) => Seen::Trouble(trouble),
    }
}

/// The view of `query` in `community` as it is and as it becomes; what is asked of the home names none. Follows the signals that
/// both read.
pub fn use_view<Q: ShownQuery>(
    community: impl Fn() -> Option<String> + 'static,
    query: impl Fn() -> Q + 'static,
) -> ReadSignal<Seen<Q::View>> {
    let seam = use_context::<Seam>();
    let mut seen = use_signal(|| Seen::Waiting);
    use_resource(move || {
        let mut shown = seam.watch::<Q>(query().put(community()));
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

/// The view of `query` in `community` as it is when it is first asked for; `None` until it is here. Follows the
/// signals that both read.
pub fn use_once<Q: ShownQuery>(
    community: impl Fn() -> Option<String> + 'static,
    query: impl Fn() -> Q + 'static,
) -> Resource<Seen<Q::View>> {
    let seam = use_context::<Seam>();
    use_resource(move || {
        let (seam, community, query) = (seam.clone(), community(), query());
        async move { seam.look(community, query).await }
    })
}

/// Whether a link waits that the system was asked to open.
pub fn use_tapped() -> ReadSignal<bool> {
    let tapped = use_hook(|| CopyValue::new(consume_context::<Seam>().tapped));
    let mut waits = use_signal(|| tapped.peek().waits());
    use_future(move || {
        let mut news = tapped.peek().0.subscribe();
        async move {
            loop {
                let now = news.borrow_and_update().is_some();
                if *waits.peek() != now {
                    waits.set(now);
                }
                if news.changed().await.is_err() {
                    return;
                }
            }
        }
    });
    waits.into()
}

/// What sends commands from this component.
pub fn use_send() -> Sender {
    let (sent, answers, steps) = (use_signal(|| Sent::Idle), use_signal(|| 0), use_signal(Vec::new));
    let seam = use_hook(|| CopyValue::new(consume_context::<Seam>()));
    Sender { sent, answers, steps, seam }
}

impl Sender {
    /// Asks a community for something, unless an answer is still awaited; `then` is called once it is done.
    pub fn send(self, community: Option<String>, command: impl Into<Command>, then: impl FnOnce(Done) + 'static) {
        self.ask(Request::of(community, command), then);
    }

    /// Asks the home for something, likewise.
    pub fn manage(self, command: home::Command, then: impl FnOnce(Done) + 'static) {
        self.ask(command.into(), then);
    }

    /// Asks for what was asked for elsewhere, likewise.
    pub fn ask(mut self, request: Request, then: impl FnOnce(Done) + 'static) {
        if *self.sent.peek() == Sent::Busy {
            return;
        }
        self.sent.set(Sent::Busy);
        self.steps.write().clear();
        let mut heard = self.seam.peek().send(request);
        spawn(async move {
            while let Some(news) = heard.recv().await {
                match news {
                    News::Step(step) => self.steps.write().push(step),
                    News::End(Ok(done)) => {
                        self.answers += 1;
                        self.sent.set(Sent::Idle);
                        return then(done);
                    }
                    News::End(Err(trouble)) => return self.refuse(trouble),
                }
            }
            self.refuse(stopped());
        });
    }

    fn refuse(mut self, trouble: Trouble) {
        self.answers += 1;
        self.sent.set(Sent::Refused(trouble));
    }

    /// Whether one is under way.
    pub fn is_busy(&self) -> bool {
        *self.sent.read() == Sent::Busy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_that_was_tapped_is_taken_once_and_the_latest_counts() {
        let tapped = Tapped::default();
        assert_eq!((tapped.waits(), tapped.take()), (false, None));
        tapped.bring("kith:a".to_owned());
        tapped.bring("kith:b".to_owned());
        let mut news = tapped.0.subscribe();
        assert!(tapped.waits());
        assert_eq!((tapped.take(), tapped.take()), (Some("kith:b".to_owned()), None));
        // Others hear that it is gone, and nobody hears of a take that found nothing.
        assert_eq!((news.has_changed().ok(), news.borrow_and_update().is_none()), (Some(true), true));
        assert_eq!((tapped.take(), news.has_changed().ok()), (None, Some(false)));
    }
}
