//! A home that only pretends: remembers what was sent, and shows what the test puts there.

use kith_community::command::{Command, Done, Request, Step, Trouble};
use kith_community::query::{AnyQuery, AnyView, Look};
use kith_community::sentence::Sentence;
use kith_community::topic::TopicQuery;
use kith_community::{charter, home, topic};
use kith_sync::net::Mode;
use std::sync::{Arc, Mutex};
use tokio::sync::{mpsc, watch};

/// The pretended home.
#[derive(Clone)]
pub struct Fake {
    sent: Arc<Mutex<Vec<Request>>>,
    pub shown: watch::Sender<AnyView>,
    pub mode: Mode,
}

/// Views of a pretended home.
pub struct Views {
    shown: watch::Receiver<AnyView>,
}

impl Fake {
    pub fn showing(view: AnyView) -> Self {
        Self { sent: Arc::default(), shown: watch::Sender::new(view), mode: Mode::Loopback }
    }

    pub fn sent(&self) -> Vec<Request> {
        self.sent.lock().unwrap().clone()
    }

    /// Leaving breaks, replies are refused, joins take two steps, all else is done.
    pub async fn send(&self, request: Request, steps: mpsc::Sender<Step>) -> Result<Done, Trouble> {
        self.sent.lock().unwrap().push(request.clone());
        match request {
            Request::Community { command: Command::Charter(charter::Command::Leave), .. } => panic!("as the test asks"),
            Request::Community { command: Command::Topic(topic::Command::Reply { .. }), .. } => {
                Err(Trouble::of("topic-not-here"))
            }
            Request::Home(home::Command::Join { .. }) => {
                for key in ["step-reading", "step-looking"] {
                    steps.send(Step(Sentence::of(key))).await.unwrap();
                }
                let community = "c1".to_owned();
                Ok(Done::Community { community, waiting: true })
            }
            _ => Ok(Done::Ok { ok: true }),
        }
    }

    /// A topic cannot be looked at, all else shows the one view.
    pub fn watch(&self, look: Look) -> Result<Views, Trouble> {
        if let Look::Community { query: AnyQuery::Topic(TopicQuery { topic, .. }), .. } = look {
            return Err(Trouble::of("no-topic").with("topic", topic));
        }
        let mut shown = self.shown.subscribe();
        shown.mark_changed();
        Ok(Views { shown })
    }
}

impl Views {
    pub async fn next(&mut self) -> Option<Result<AnyView, Trouble>> {
        self.shown.changed().await.ok()?;
        Some(Ok(self.shown.borrow_and_update().clone()))
    }
}
