//! Kith in a window of its own, which on a phone is all of the screen. Whoever opens Kith again sees it come to the front.

#[cfg(not(any(target_os = "android", target_os = "ios")))]
mod desk;
#[cfg(any(target_os = "android", target_os = "ios"))]
mod phone;

use crate::bridge::{Bridge, Door};
use crate::cli::Ending;
use crate::route::Route;
use crate::seam::{Arrived, Seam};
use crate::shell::page;
use crate::shell::place::{PageHistory, Placed};
use crate::styles;
use crate::words::Words;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
use desk::{Around, Beside, come};
use dioxus::prelude::*;
use dioxus_desktop::launch::launch_virtual_dom_blocking;
use dioxus_desktop::tao::event::Event;
use dioxus_desktop::{Config, window};
use kith_community::query::{Look, Query, View};
use kith_community::settings::Settings;
#[cfg(any(target_os = "android", target_os = "ios"))]
use phone::{Around, Beside, come};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// What the page in the window may do: draw what Kith sends, and nothing else. The scripts are Kith's own and stand in
/// the page, which nobody else can change; `ws:` is how the window's own process draws.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
                      connect-src 'self' dioxus: ws://127.0.0.1:*; form-action 'none'; base-uri 'none'";
/// How long closing may take before the window's process ends anyway.
const CLOSING: Duration = Duration::from_secs(5);

/// All that a window needs.
pub struct Opening {
    home: PathBuf,
    bridge: Bridge,
    settings: Settings,
    arrived: Arrived,
    front: Front,
    calls: mpsc::UnboundedReceiver<Call>,
    door: Option<Door>,
    ending: Option<Ending>,
}

/// Has the window come to the front.
#[derive(Clone)]
pub struct Front {
    arrived: Arrived,
    calls: mpsc::UnboundedSender<Call>,
}

enum Call {
    /// Come to the front, at an address if one is named.
    Come(Option<String>),
    /// End.
    Close,
}

impl Opening {
    /// A window on a home, with a link that the system was asked to open.
    pub async fn new(home: &Path, bridge: Bridge, link: Option<String>) -> (Self, Front) {
        let settings = match bridge.look(Look { community: None, query: Query::Settings }).await {
            Ok(View::Settings(settings)) => settings,
            _ => Settings::default(),
        };
        let arrived = Arrived::default();
        if let Some(link) = link {
            arrived.bring(link);
        }
        let (sender, calls) = mpsc::unbounded_channel();
        let front = Front { arrived: arrived.clone(), calls: sender };
        let (home, kept) = (home.to_owned(), front.clone());
        (Self { home, bridge, settings, arrived, front: kept, calls, door: None, ending: None }, front)
    }

    /// With the home's socket, which is closed before the home is.
    pub fn behind(self, door: Door) -> Self {
        Self { door: Some(door), ..self }
    }

    /// With what is closed at the end.
    pub fn ending_with(self, ending: Ending) -> Self {
        Self { ending: Some(ending), ..self }
    }
}

impl Front {
    /// Has it come, with a link that the system was asked to open.
    pub fn come(&self, link: Option<String>) {
        let path = link.is_some().then(|| Route::Join {}.to_string());
        if let Some(link) = link {
            self.arrived.bring(link);
        }
        self.call(Call::Come(path));
    }

    /// Has it come and show an address.
    #[cfg(not(any(target_os = "android", target_os = "ios")))]
    fn show(&self, route: &Route) {
        self.call(Call::Come(Some(route.to_string())));
    }

    fn call(&self, call: Call) {
        // The window is gone where nobody listens, and the process goes with it.
        drop(self.calls.send(call));
    }
}

/// Shows the window until it is closed, and ends the process.
pub fn show(runtime: &Runtime, opening: Opening) -> ! {
    let Opening { home, bridge, settings, arrived, front, calls, door, ending } = opening;
    // Waiting and timers of the tree belong to this runtime.
    let _inside = runtime.enter();
    runtime.spawn(close_when_asked(front.clone()));
    let path = if arrived.waits() { Route::Join {} } else { Route::Door {} }.to_string();
    let around = Around::new(&Words::chosen(&settings), &home);
    let (kept, work) = (around.clone(), runtime.handle().clone());
    let mut closing = Some((door, ending));
    let config = Config::new()
        .with_data_directory(home.join("window"))
        .with_custom_index(index(&settings))
        .with_root_name("kith")
        .with_disable_context_menu(false)
        .with_custom_event_handler(move |event, _| match event {
            Event::WindowEvent { event, .. } => kept.follow(event),
            Event::LoopDestroyed => {
                kept.keep();
                let (door, ending) = closing.take().unwrap_or_default();
                // Nothing answered is unsaved, so what does not close in time is left.
                drop(work.block_on(async { tokio::time::timeout(CLOSING, close(door, ending)).await }));
                std::process::exit(0);
            }
            _ => {}
        });
    let config = around.configure(config);
    let seam = Seam::new(bridge, arrived);
    let calls = Calls(Rc::new(RefCell::new(Some(calls))));
    let inside = InsideProps { around, front, calls };
    let tree = VirtualDom::new_with_props(Window, WindowProps { seam, settings, path, inside });
    launch_virtual_dom_blocking(tree, config)
}

async fn close(door: Option<Door>, ending: Option<Ending>) {
    if let Some(door) = door {
        door.close().await;
    }
    if let Some(ending) = ending {
        ending.end().await;
    }
}

async fn close_when_asked(front: Front) {
    let (Ok(mut terminate), Ok(mut interrupt)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        return;
    };
    tokio::select! {
        _ = terminate.recv() => (),
        _ = interrupt.recv() => (),
    }
    front.call(Call::Close);
}

/// The page of the window, all of it in one.
fn index(settings: &Settings) -> String {
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<style>{}</style>",
        styles::joined()
    );
    let end = format!("<div id=\"kith\"></div>\n<script>{}</script>", page::SCRIPT);
    page::page(settings, &head, &end)
}

/// Calls to the front, for the one tree that takes them.
#[derive(Clone)]
struct Calls(Rc<RefCell<Option<mpsc::UnboundedReceiver<Call>>>>);

impl PartialEq for Calls {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl PartialEq for Front {
    /// A tree has one window for all its life.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

#[component]
fn Window(seam: Seam, settings: Settings, path: String, inside: InsideProps) -> Element {
    let InsideProps { around, front, calls } = inside;
    rsx! {
        Placed { seam, settings, path,
            Inside { around, front, calls }
        }
    }
}

/// What a window does beside the screens.
#[component]
fn Inside(around: Around, front: Front, calls: Calls) -> Element {
    let history = use_context::<Rc<PageHistory>>();
    use_future(move || {
        let (calls, history) = (calls.0.borrow_mut().take(), history.clone());
        async move {
            let Some(mut calls) = calls else { return };
            while let Some(call) = calls.recv().await {
                match call {
                    Call::Come(path) => {
                        come();
                        if let Some(path) = path {
                            history.visit(&path);
                        }
                    }

                    Call::Close => window().close(),
                }
            }
        }
    });
    rsx! {
        Beside { around, front }
    }
}
