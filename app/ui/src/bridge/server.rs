//! The local socket of an open home, for commands of other processes of the same person.

use super::wire::{self, Answer, Greeting, LONGEST_QUESTION, Lines, Question, VERSION};
use super::{Bridge, News};
use crate::system::socket::{self, Incoming, Listener, Outgoing};
use anyhow::Context as _;
use kith_community::command::{Request, Trouble};
use kith_community::query::Look;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// Commands that are answered at once; more wait their turn.
const CONNECTIONS: usize = 64;

/// What a running Kith does when it is opened once more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// It shows a page, to which this is a fresh link.
    Page(String),
    /// Its window came to the front.
    Window,
}

/// Shows oneself, with a link that the system was asked to open; `None` when there is nothing to show any more.
pub type Show = Arc<dyn Fn(Option<String>) -> Option<Shown> + Send + Sync>;

/// The socket while it is open.
pub struct Door {
    home: PathBuf,
    closing: CancellationToken,
    task: tokio::task::JoinHandle<()>,
}

#[derive(Clone)]
struct Host {
    bridge: Bridge,
    show: Option<Show>,
}

impl Door {
    /// Listens at the home's socket. The caller has the home open, so a socket found there is stale.
    ///
    /// # Errors
    /// When the home takes no socket.
    pub fn open(home: &Path, bridge: Bridge, show: Option<Show>) -> anyhow::Result<Self> {
        let listener = Listener::bind(home).with_context(|| {
            format!(
                "Kith cannot listen at {}, so no command could reach it; a home whose path is shorter may help",
                socket::path(home).display()
            )
        })?;
        let closing = CancellationToken::new();
        let host = Host { bridge, show };
        let task = tokio::spawn(accept(listener, host, closing.clone()));
        Ok(Self { home: home.to_owned(), closing, task })
    }

    /// Stops listening. To be called while the home is still open, or the socket may be another's.
    pub async fn close(self) {
        socket::remove(&self.home);
        self.closing.cancel();
        drop(self.task.await);
    }
}

async fn accept(listener: Listener, host: Host, closing: CancellationToken) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut guests = JoinSet::new();
    loop {
        let place = places.clone().acquire_owned();
        let found = tokio::select! {
            biased;
            () = closing.cancelled() => return,
            Some(_) = guests.join_next(), if !guests.is_empty() => continue,
            Ok(place) = place => tokio::select! {
                biased;
                () = closing.cancelled() => return,
                found = listener.accept() => found.map(|halves| (halves, place)),
            },
        };
        match found {
            Ok(((theirs, ours), place)) => {
                let host = host.clone();
                guests.spawn(async move {
                    let _place = place;
                    // A guest who goes in the middle is no trouble.
                    drop(host.receive(theirs, ours).await);
                });
            }
            // Most likely too many open files: others end, and then there is room.
            Err(error) => {
                tracing::warn!(%error, "a command could not be let in");
                tokio::time::sleep(std::time::Duration::from_millis(100)).await;
            }
        }
    }
}

impl Host {
    async fn receive(&self, theirs: Incoming, mut ours: Outgoing) -> io::Result<()> {
        let mut lines = Lines::new(theirs, LONGEST_QUESTION);
        let mode = wire::mode_name(self.bridge.mode()).to_owned();
        let greeting = Greeting { kith: VERSION, mode };
        wire::write(&mut ours, &greeting).await?;
        loop {
            let question = match lines.next().await {
                Ok(Some(line)) => serde_json::from_slice(&line).map_err(io::Error::from),
                Ok(None) => return Ok(()),
                Err(error) => Err(error),
            };
            match question {
                Ok(Question::Send(request)) => self.send(request, &mut ours).await?,
                Ok(Question::Watch(look)) => return self.watch(look, lines, ours).await,
                Ok(Question::Show { link }) => self.show(link, &mut ours).await?,
                Err(error) => return wire::write(&mut ours, &refusal(&error)).await,
            }
        }
    }

    async fn send(&self, request: Request, ours: &mut Outgoing) -> io::Result<()> {
        let mut news = self.bridge.send(request);
        while let Some(news) = news.recv().await {
            let answer = match news {
                News::Step(step) => Answer::Step(step),
                News::End(Ok(done)) => Answer::Done(done),
                News::End(Err(trouble)) => Answer::Trouble(trouble),
            };
            wire::write(ours, &answer).await?;
        }
        Ok(())
    }

    async fn watch(&self, look: Look, mut lines: Lines<Incoming>, mut ours: Outgoing) -> io::Result<()> {
        let mut watching = match self.bridge.watch(look).await {
            Ok(watching) => watching,
            Err(trouble) => {
                return wire::write(&mut ours, &Answer::Trouble(trouble)).await;
            }
        };
        loop {
            let view = tokio::select! {
                biased;
                _ = lines.next() => return Ok(()),
                view = watching.next() => view,
            };
            match view {
                Some(Ok(view)) => wire::write(&mut ours, &Answer::View(view)).await?,
                Some(Err(trouble)) => wire::write(&mut ours, &Answer::Trouble(trouble)).await?,
                None => return Ok(()),
            }
        }
    }

    async fn show(&self, link: Option<String>, ours: &mut Outgoing) -> io::Result<()> {
        let answer = match self.show.as_ref().and_then(|show| show(link)) {
            Some(Shown::Page(link)) => Answer::Page(Some(link)),
            Some(Shown::Window) => Answer::Window,
            None => Answer::Page(None),
        };
        wire::write(ours, &answer).await
    }
}

fn refusal(error: &io::Error) -> Answer {
    Answer::Trouble(Trouble::of(match error.kind() {
        io::ErrorKind::FileTooLarge => "question-long",
        _ => "question-odd",
    }))
}
