//! The way from screens and commands to the open home: in this process, or in the one that has it
//! open. The only file that holds [`Kith`].

#[cfg(test)]
pub mod fake;
mod remote;
mod server;
mod wire;

pub use remote::not_understood;
pub use server::{Door, Show, Shown};
pub use wire::{mode_name, stopped};

use crate::system::socket;
use kith_community::command::{Done, Request, Step, Trouble};
use kith_community::query::{AnyView, Look, Query};
use kith_community::{HELD, Kith, Watch, demo};
use kith_sync::net::Mode;
use remote::{Greeted, Remote};
use std::path::Path;
use std::time::Duration;
use tokio::sync::mpsc;

/// Steps that wait to be told.
const NEWS: usize = 64;
/// How often an opening is tried anew, while another process is about to close the home or to answer for it.
const TRIES: u32 = 15;
const BETWEEN_TRIES: Duration = Duration::from_millis(200);

/// The open home, near or far. Cheap to clone.
#[derive(Clone)]
pub enum Bridge {
    /// This process has the home open.
    Direct(Kith),
    /// Another process has it open and answers.
    Remote(Remote),
    /// Tests answer by themselves.
    #[cfg(test)]
    Fake(fake::Fake),
}

/// A view and every later one.
pub enum Watching {
    /// From this process.
    Direct(Box<Watch>),
    /// From the process that has the home open.
    Remote(remote::Views),
    /// From a test.
    #[cfg(test)]
    Fake(fake::Views),
}

/// What is heard of a command.
#[derive(Debug)]
pub enum News {
    /// A step of something that takes a while.
    Step(Step),
    /// What came of it; the last of the news.
    End(Result<Done, Trouble>),
}

/// Why there is no bridge.
#[derive(Debug)]
pub enum Closed {
    /// The running Kith was asked for other networks than it uses.
    Contradiction(String),
    /// Anything else.
    Trouble(Trouble),
}

impl Bridge {
    /// Reaches the Kith that runs on this home, else opens the home. Without `asked`, whatever
    /// networks the running one uses are fine, and a home opened here uses those of its settings.
    ///
    /// # Errors
    /// In words for people.
    pub async fn open(home: &Path, asked: Option<Mode>) -> Result<Self, Closed> {
        Self::reach(home, asked, asked).await
    }

    /// Makes a demo in an empty folder and opens it, off all networks.
    ///
    /// # Errors
    /// In words for people.
    pub async fn open_demo(home: &Path) -> Result<Self, Closed> {
        let made = home.to_owned();
        let now_ms = crate::when::now_ms();
        let made = tokio::task::spawn_blocking(move || demo::make(&made, now_ms)).await;
        made.unwrap_or_else(|_| Err(broke()))?;
        Ok(Self::Direct(Kith::open(home, Mode::Off).await?))
    }

    /// Like [`Bridge::open`], but a home opened here stays off all networks: what is looked at is on disk.
    ///
    /// # Errors
    /// In words for people.
    pub async fn open_to_look(home: &Path, asked: Option<Mode>) -> Result<Self, Closed> {
        Self::reach(home, asked, Some(Mode::Off)).await
    }

    async fn reach(home: &Path, asked: Option<Mode>, here: Option<Mode>) -> Result<Self, Closed> {
        let mut tries = 0;
        loop {
            if let Some(greeted) = Remote::greet(home).await? {
                return check_mode(greeted, asked);
            }
            let opened = match here {
                Some(mode) => Kith::open(home, mode).await,
                None => Kith::open_as_set(home).await,
            };
            let held = match opened {
                Ok(kith) => return Ok(Self::Direct(kith)),
                Err(trouble) => trouble,
            };
            tries += 1;
            if !is_held(&held) {
                return Err(Closed::Trouble(held));
            }
            if tries > TRIES {
                return Err(Closed::Trouble(no_answer(home)));
            }
            tokio::time::sleep(BETWEEN_TRIES).await;
        }
    }

    /// Does what is asked, to the end, whether or not the news are heard. They end with
    /// [`News::End`], or with this process.
    pub fn send(&self, request: Request) -> mpsc::Receiver<News> {
        let (news, heard) = mpsc::channel(NEWS);
        let bridge = self.clone();
        tokio::spawn(async move {
            let (steps, mut told) = mpsc::channel(NEWS);
            let mut work = tokio::spawn(async move { bridge.ask(request, steps).await });
            let done = loop {
                tokio::select! {
                    done = &mut work => break done.unwrap_or_else(|_| Err(broke())),
                    // Nobody who does not listen holds a command up.
                    Some(step) = told.recv() => drop(news.try_send(News::Step(step))),
                }
            };
            while let Ok(step) = told.try_recv() {
                drop(news.try_send(News::Step(step)));
            }
            drop(news.send(News::End(done)).await);
        });
        heard
    }

    async fn ask(&self, request: Request, steps: mpsc::Sender<Step>) -> Result<Done, Trouble> {
        match self {
            Self::Direct(kith) => kith.send(request, steps).await,
            Self::Remote(remote) => remote.send(request, steps).await,
            #[cfg(test)]
            Self::Fake(fake) => fake.send(request, steps).await,
        }
    }

    /// The present view and every later one.
    ///
    /// # Errors
    /// When the query names nothing that is here.
    pub async fn watch(&self, look: Look) -> Result<Watching, Trouble> {
        Ok(match self {
            Self::Direct(kith) => Watching::Direct(Box::new(kith.watch(look).await?)),
            Self::Remote(remote) => Watching::Remote(remote.watch(look).await?),
            #[cfg(test)]
            Self::Fake(fake) => Watching::Fake(fake.watch(look)?),
        })
    }

    /// The present view.
    ///
    /// # Errors
    /// In words for people.
    pub async fn look(&self, look: Look) -> Result<AnyView, Trouble> {
        let mut watching = self.watch(look).await?;
        watching.next().await.unwrap_or_else(|| Err(stopped()))
    }

    /// The present view of a query.
    ///
    /// # Errors
    /// In words for people.
    pub async fn look_at<Q: Query>(&self, community: Option<String>, query: Q) -> Result<Q::View, Trouble> {
        Q::answer(self.look(query.put(community)).await?).ok_or_else(not_understood)
    }

    /// Has the Kith that runs elsewhere show itself, with a link that the system was asked to open; `None` when it
    /// shows nothing.
    ///
    /// # Errors
    /// When it does not answer.
    pub async fn show(&self, link: Option<String>) -> Result<Option<Shown>, Trouble> {
        match self {
            Self::Remote(remote) => remote.show(link).await,
            _ => Ok(None),
        }
    }

    /// The networks that are used now, where this process has the home open.
    pub fn mode(&self) -> Mode {
        match self {
            Self::Direct(kith) => kith.mode(),
            #[cfg(test)]
            Self::Fake(fake) => fake.mode,
            Self::Remote(_) => Mode::Off,
        }
    }

    /// Whether another process has the home open.
    pub fn is_remote(&self) -> bool {
        matches!(self, Self::Remote(_))
    }

    /// Closes what this process has open.
    pub async fn close(&self) {
        if let Self::Direct(kith) = self {
            kith.close().await;
        }
    }
}

impl Watching {
    /// The present view at the first call, then each later one; `None` when there will be no more.
    /// Cancel safe.
    pub async fn next(&mut self) -> Option<Result<AnyView, Trouble>> {
        match self {
            Self::Direct(watch) => watch.next().await,
            Self::Remote(views) => views.next().await,
            #[cfg(test)]
            Self::Fake(views) => views.next().await,
        }
    }
}

impl From<Trouble> for Closed {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

/// Whether another process has the home open.
fn is_held(trouble: &Trouble) -> bool {
    trouble.is(HELD)
}

fn no_answer(home: &Path) -> Trouble {
    Trouble::of("home-silent")
        .with("home", home.display().to_string())
        .with("socket", socket::path(home).display().to_string())
}

/// A panic in a command ends that command, not the Kith that others use.
pub fn broke() -> Trouble {
    Trouble::of("broke")
}

fn check_mode(greeted: Greeted, asked: Option<Mode>) -> Result<Bridge, Closed> {
    match asked.map(mode_name) {
        Some(asked) if asked != greeted.mode => Err(Closed::Contradiction(format!(
            "The Kith that runs on this home uses --net {}, not {asked}. Stop it first, or leave --net out.",
            greeted.mode
        ))),
        _ => Ok(Bridge::Remote(greeted.remote)),
    }
}

#[cfg(test)]
mod tests;
