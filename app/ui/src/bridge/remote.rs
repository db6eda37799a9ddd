//! A Kith in another process, reached over the local socket of its home.

use super::Shown;
use super::wire::{self, Answer, Greeting, LONGEST_ANSWER, LONGEST_QUESTION, Lines, Question, VERSION};
use crate::system::socket::{self, Incoming, Outgoing};
use kith_community::command::{Done, Request, Step, Trouble};
use kith_community::query::{AnyView, Look};
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::mpsc;

/// How long a running Kith may take to greet.
const GREETING: Duration = Duration::from_secs(5);

/// A running Kith. Each question has a connection of its own.
#[derive(Clone, Debug)]
pub struct Remote {
    home: PathBuf,
}

/// A running Kith that answered.
#[derive(Debug)]
pub struct Greeted {
    /// The Kith.
    pub remote: Remote,
    /// Its networks.
    pub mode: String,
}

/// The views that a running Kith sends.
pub struct Views {
    lines: Lines<Incoming>,
    /// Closing this side ends the watch.
    _ours: Outgoing,
}

struct Talk {
    lines: Lines<Incoming>,
    ours: Outgoing,
}

impl Remote {
    /// Reaches the Kith that runs on `home`; `None` when none answers.
    ///
    /// # Errors
    /// When one answers that cannot be talked with.
    pub async fn greet(home: &Path) -> Result<Option<Greeted>, Trouble> {
        let remote = Self { home: home.to_owned() };
        let found = remote.connect().await?;
        Ok(found.map(|(_, mode)| Greeted { remote, mode }))
    }

    /// Does what is asked, there.
    ///
    /// # Errors
    /// In words for people.
    pub async fn send(&self, request: Request, steps: mpsc::Sender<Step>) -> Result<Done, Trouble> {
        let mut talk = self.ask(&Question::Send(request)).await?;
        loop {
            match talk.answer().await? {
                // Nobody listening to steps is no reason to stop.
                Answer::Step(step) => drop(steps.send(step).await),
                Answer::Done(done) => return Ok(done),
                Answer::Trouble(trouble) => return Err(trouble),
                Answer::View(_) | Answer::Page(_) | Answer::Window => return Err(not_understood()),
            }
        }
    }

    /// Views from there.
    ///
    /// # Errors
    /// In words for people.
    pub async fn watch(&self, look: Look) -> Result<Views, Trouble> {
        let Talk { lines, ours } = self.ask(&Question::Watch(look)).await?;
        Ok(Views { lines, _ours: ours })
    }

    /// Has it show itself, with a link that the system was asked to open.
    ///
    /// # Errors
    /// In words for people.
    pub async fn show(&self, link: Option<String>) -> Result<Option<Shown>, Trouble> {
        match self.ask(&Question::Show { link }).await?.answer().await? {
            Answer::Page(link) => Ok(link.map(Shown::Page)),
            Answer::Window => Ok(Some(Shown::Window)),
            Answer::Trouble(trouble) => Err(trouble),
            _ => Err(not_understood()),
        }
    }

    async fn ask(&self, question: &Question) -> Result<Talk, Trouble> {
        let length = serde_json::to_vec(question).map_or(0, |line| line.len());
        if length > LONGEST_QUESTION {
            return Err(too_long());
        }
        let Some((mut talk, _)) = self.connect().await? else {
            return Err(wire::stopped());
        };
        let written = wire::write(&mut talk.ours, question).await;
        written.map_err(|_| wire::stopped())?;
        Ok(talk)
    }

    async fn connect(&self) -> Result<Option<(Talk, String)>, Trouble> {
        let (theirs, ours) = match socket::connect(&self.home).await {
            Ok(halves) => halves,
            Err(error) if socket::is_nobody(error.kind()) => return Ok(None),
            Err(error) => return Err(unreachable(&socket::path(&self.home), &error)),
        };
        let mut lines = Lines::new(theirs, LONGEST_ANSWER);
        let Ok(Ok(Some(line))) = tokio::time::timeout(GREETING, lines.next()).await else {
            return Ok(None);
        };
        let greeting: Greeting = serde_json::from_slice(&line).map_err(|_| not_understood())?;
        if greeting.kith != VERSION {
            return Err(other_version(greeting.kith));
        }
        Ok(Some((Talk { lines, ours }, greeting.mode)))
    }
}

impl Talk {
    async fn answer(&mut self) -> Result<Answer, Trouble> {
        match self.lines.next().await {
            Ok(Some(line)) => serde_json::from_slice(&line).map_err(|_| not_understood()),
            _ => Err(wire::stopped()),
        }
    }
}

impl Views {
    /// The next view; `None` when that Kith has stopped. Cancel safe.
    pub async fn next(&mut self) -> Option<Result<AnyView, Trouble>> {
        let line = self.lines.next().await.ok().flatten()?;
        Some(match serde_json::from_slice(&line) {
            Ok(Answer::View(view)) => Ok(view),
            Ok(Answer::Trouble(trouble)) => Err(trouble),
            _ => Err(not_understood()),
        })
    }
}

fn unreachable(socket: &Path, error: &std::io::Error) -> Trouble {
    Trouble::of("socket-unusable").with("socket", socket.display().to_string()).with("why", error.to_string())
}

fn other_version(theirs: u32) -> Trouble {
    Trouble::of("other-version").with("theirs", theirs).with("ours", VERSION)
}

pub fn not_understood() -> Trouble {
    Trouble::of("not-understood")
}

fn too_long() -> Trouble {
    Trouble::of("question-long")
}
