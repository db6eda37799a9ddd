//! The command line: one task a run, over the same `send` and `watch` as the screens.
//!
//! Answers go to stdout, everything else to stderr. Exit code 0: done; 1: trouble; 2: wrong use.

mod args;
mod done;
mod log;
mod nouns;
mod print;
mod stay;
mod task;

use crate::bridge::{Bridge, Closed, Door, News, broke, stopped};
use crate::system;
use args::Cli;
use kith_community::command::{Request, Trouble};
use kith_community::query::{Bare, Look};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use task::{Task, Teller};

/// Why a task was not done.
#[derive(Debug)]
enum Stop {
    Usage(String),
    Trouble(Trouble),
    Other(String),
}

/// What holds for every task.
struct Asked {
    home: PathBuf,
    /// Whether the home was named on the command line.
    is_named: bool,
    net: Option<kith_sync::net::Mode>,
    json: bool,
}

/// Reads the process's arguments and does what they say.
pub fn main() -> ExitCode {
    let (cli, task) = match Cli::read(std::env::args_os()) {
        Ok(read) => read,
        Err(error) => {
            drop(error.print());
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    match run(cli, task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Usage(words)) => end(&words, 2),
        Err(Stop::Trouble(trouble)) => end(&print::sentence(&trouble.0), 1),
        Err(Stop::Other(words)) => end(&words, 1),
    }
}

fn run(cli: Cli, task: Task) -> Result<(), Stop> {
    let is_named = cli.home.is_some();
    let home = system::home::find(cli.home, |name| std::env::var_os(name)).ok_or_else(|| {
        Stop::Usage("Kith does not know where to keep things here. Name a place with --home DIR.".to_owned())
    })?;
    let asked = Asked {
        home: std::path::absolute(home).map_err(anyhow::Error::from)?,
        is_named,
        net: cli.net.map(Into::into),
        json: cli.json,
    };
    let stays = matches!(task, Task::Run | Task::Serve(_) | Task::Open(..)) && !task.is_demo();
    log::begin(stays.then_some(asked.home.as_path()));
    let runtime = tokio::runtime::Runtime::new().map_err(anyhow::Error::from)?;
    // A task of its own, so that a panic ends as words.
    let done = runtime.block_on(async { tokio::spawn(asked.run(task)).await });
    match done.unwrap_or_else(|_| Err(broke().into()))? {
        Next::End => {
            runtime.shutdown_background();
            Ok(())
        }
        #[cfg(feature = "window")]
        Next::Window(opening, ending) => crate::shell::window::show(&runtime, *opening, ending),
    }
}

/// What follows when a task was begun.
enum Next {
    /// It is done.
    End,
    /// A window stays, on the thread that the system wants it on.
    #[cfg(feature = "window")]
    Window(Box<crate::shell::window::Opening>, Ending),
}

/// What is to be closed when a task is done.
pub struct Ending {
    /// Closed while the home is still open, since it may be another's from then on.
    door: Option<Door>,
    bridge: Bridge,
    /// The folder of a demo, which goes.
    demo: Option<PathBuf>,
}

impl Ending {
    /// Closes it.
    pub async fn end(self) {
        if let Some(door) = self.door {
            door.close().await;
        }
        self.bridge.close().await;
        if let Some(home) = self.demo
            && let Err(error) = std::fs::remove_dir_all(&home)
        {
            tracing::warn!(%error, home = %home.display(), "the demo was not taken away");
        }
    }
}

impl Asked {
    async fn run(mut self, task: Task) -> Result<Next, Stop> {
        let demo = if task.is_demo() { self.place_demo()? } else { None };
        let bridge = match &task {
            task if task.is_demo() => Bridge::open_demo(&self.home).await?,
            Task::Look(..) => Bridge::open_to_look(&self.home, self.net).await?,
            _ => Bridge::open(&self.home, self.net).await?,
        };
        let ending = Ending { door: None, bridge: bridge.clone(), demo };
        let done = match task {
            #[cfg(feature = "window")]
            Task::Open(page, link) if page.fits_window() && system::has_screen() => {
                match stay::open(&self, bridge, link).await {
                    Ok(Some((opening, door))) => return Ok(Next::Window(Box::new(opening), Ending { door, ..ending })),
                    done => done.map(drop),
                }
            }
            Task::Open(page, link) => stay::serve(&self, bridge, page, link).await,
            Task::Serve(page) => stay::serve(&self, bridge, page, None).await,
            Task::Run => stay::run(&self, bridge).await,
            Task::Send(request) => self.send(&bridge, request).await,
            Task::Look(look, teller) => self.look(&bridge, look, teller).await,
        };
        ending.end().await;
        done.map(|()| Next::End)
    }

    /// Has the home be where a demo may be: in the one that was named, if it is new; else in a folder that goes at
    /// the end, which is answered.
    fn place_demo(&mut self) -> Result<Option<PathBuf>, Stop> {
        if !self.is_named {
            self.home = std::env::temp_dir().join(format!("kith-demo-{}", std::process::id()));
            return Ok(Some(self.home.clone()));
        }
        if self.home.join("communities").exists() {
            return Err(Stop::Usage("A demo needs a new home. Name another place, or leave --home out.".to_owned()));
        }
        Ok(None)
    }

    async fn send(&self, bridge: &Bridge, request: Request) -> Result<(), Stop> {
        let mut news = bridge.send(request.clone());
        let done = loop {
            match news.recv().await {
                Some(News::Step(step)) => drop(say(io::stderr(), &print::sentence(&step.0))),
                Some(News::End(done)) => break done?,
                None => return Err(stopped().into()),
            }
        };
        if self.json {
            return self.answer(&json(&done)?);
        }
        self.answer(&done::done(&request, &done))
    }

    async fn look(&self, bridge: &Bridge, look: Look, teller: Teller) -> Result<(), Stop> {
        let view = bridge.look(look).await?;
        if self.json {
            return self.answer(&json(&Bare(&view))?);
        }
        self.answer(&teller.0(view, crate::when::now_ms()))
    }

    fn answer(&self, text: &str) -> Result<(), Stop> {
        match say(io::stdout(), text) {
            // Whoever reads has read enough.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => Ok(written.map_err(anyhow::Error::from)?),
        }
    }
}

fn json(value: &impl serde::Serialize) -> Result<String, Stop> {
    Ok(print::escape(&serde_json::to_string(value).map_err(anyhow::Error::from)?))
}

/// All that Kith says leaves here, so that no words of people reach the terminal as they are.
fn say(mut to: impl io::Write, text: &str) -> io::Result<()> {
    to.write_all(print::clean(text.trim_end()).as_bytes())?;
    to.write_all(b"\n")?;
    to.flush()
}

fn end(words: &str, code: u8) -> ExitCode {
    drop(say(io::stderr(), words));
    ExitCode::from(code)
}

impl From<Trouble> for Stop {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<Closed> for Stop {
    fn from(closed: Closed) -> Self {
        match closed {
            Closed::Contradiction(words) => Self::Usage(words),
            Closed::Trouble(trouble) => trouble.into(),
        }
    }
}

impl From<anyhow::Error> for Stop {
    fn from(error: anyhow::Error) -> Self {
        Self::Other(format!("{error:#}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_its_text_and_one_line_end() {
        let mut out = Vec::new();
        say(&mut out, "[]\n\n").unwrap();
        assert_eq!(out, b"[]\n");
    }

    #[test]
    fn nothing_that_a_terminal_obeys_leaves_in_words_or_as_json() {
        let all: String = ('\0'..=char::MAX).filter(|letter| letter.is_control()).collect();
        let turns = ('\u{2028}'..='\u{202e}').chain('\u{2066}'..='\u{2069}');
        let all = turns.fold(all, |all, letter| all + &letter.to_string());
        let hostile = format!("\u{1b}]0;x\u{7}{all}\\ \"end");
        let leaves = |text: &str| {
            let mut out = Vec::new();
            say(&mut out, text).unwrap();
            String::from_utf8(out).unwrap()
        };
        let harmless = |said: &str| said.chars().all(|letter| letter == '\n' || !all.contains(letter));
        // Whatever prints it forgot to make it harmless.
        assert!(harmless(&leaves(&hostile)));
        let said = leaves(&json(&vec![&hostile]).unwrap());
        assert!(harmless(&said) && said.lines().count() == 1, "{said}");
        assert_eq!(serde_json::from_str::<Vec<String>>(&said).unwrap(), [hostile]);
        let plain = "Beans, أهلا, שלום, 👩🏽‍🌾 and ünïcode";
        assert_eq!(leaves(plain), format!("{plain}\n"));
        assert_eq!(leaves(&json(&plain).unwrap()), format!("\"{plain}\"\n"));
    }

    #[test]
    fn a_contradiction_is_wrong_use_and_trouble_is_not() {
        let contradiction = Closed::Contradiction("a".to_owned());
        assert!(matches!(contradiction.into(), Stop::Usage(words) if words == "a"));
        let trouble = Closed::Trouble(Trouble::of("broke"));
        assert!(matches!(trouble.into(), Stop::Trouble(trouble) if trouble.is("broke")));
    }
}
