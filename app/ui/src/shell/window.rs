//! Kith in a window of its own, which on a phone is all of the screen. Whoever opens Kith again sees it come to the front.

#[cfg(not(any(target_os = "android", target_os = "ios")))]
mod desk;
#[cfg(any(target_os = "android", target_os = "ios"))]
mod phone;

use crate::bridge::Bridge;
use crate::cli::Ending;
use crate::route::Route;
use crate::seam::{Seam, Tapped};
use crate::shell::page;
use crate::shell::place::{PageHistory, Placed};
use crate::styles;
use crate::system::Stopping;
use crate::words::Words;
#[cfg(not(any(target_os = "android", target_os = "ios")))]
use desk::{Chrome, WindowExtras, come};
use dioxus::prelude::*;
use dioxus_desktop::launch::launch_virtual_dom_blocking;
use dioxus_desktop::tao::event::Event;
use dioxus_desktop::{Config, window};
use kith_community::home::SettingsQuery;
use kith_community::settings::Settings;
#[cfg(any(target_os = "android", target_os = "ios"))]
use phone::{Chrome, WindowExtras, come};
use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// What the page in the window may do: draw what Kith sends, and nothing else. The scripts are Kith's own and stand in
/// the page, which nobody else can change; `ws:` is how the window's own process draws.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
                      connect-src 'self' dioxus: ws://127.0.0.1:*; form-action 'none'; base-uri 'none'";
/// How long each step of closing may take: whoever opens Kith meanwhile tries for three seconds.
const CLOSING: Duration = Duration::from_secs(1);
/// Calls to the front that wait at once.
const CALLS: usize = 16;

/// All that a window needs.
pub struct Opening {
    home: PathBuf,
    bridge: Bridge,
    settings: Settings,
    tapped: Tapped,
    front: Front,
    calls: mpsc::Receiver<Call>,
}

/// Has the window come to the front.
#[derive(Clone)]
pub struct Front {
    tapped: Tapped,
    calls: mpsc::Sender<Call>,
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
        let settings = bridge.look_at(None, SettingsQuery).await.unwrap_or_default();
        let tapped = Tapped::default();
        if let Some(link) = link {
            tapped.bring(link);
        }
        let (sender, calls) = mpsc::channel(CALLS);
        let front = Front { tapped: tapped.clone(), calls: sender };
        let (home, kept) = (home.to_owned(), front.clone());
        (Self { home, bridge, settings, tapped, front: kept, calls }, front)
    }
}

impl Front {
    /// Has it come, with a link that the system was asked to open. Whether it is still there.
    pub fn come(&self, link: Option<String>) -> bool {
        let path = link.is_some().then(|| Route::Join {}.to_string());
        if let Some(link) = link {
            self.tapped.bring(link);
        }
        self.call(Call::Come(path))
    }

    /// Has it come and show an address.
    #[cfg(not(any(target_os = "android", target_os = "ios")))]
    fn show(&self, route: &Route) {
        self.call(Call::Come(Some(route.to_string())));
    }

    fn call(&self, call: Call) -> bool {
        match self.calls.try_send(call) {
            Ok(()) => true,
            // It comes anyway, for those who called before.
            Err(TrySendError::Full(_)) => true,
            Err(TrySendError::Closed(_)) => false,
        }
    }
}

/// Shows the window until it is closed, and ends the process.
pub fn show(runtime: &Runtime, opening: Opening, ending: Ending) -> ! {
    let Opening { home, bridge, settings, tapped, front, calls } = opening;
    // Waiting and timers of the tree belong to this runtime.
    let _inside = runtime.enter();
    runtime.spawn(close_when_asked(front.clone()));
    let path = if tapped.waits() { Route::Join {} } else { Route::Door {} }.to_string();
    let chrome = Chrome::new(&Words::chosen(&settings), &home);
    let (kept, work) = (chrome.clone(), runtime.handle().clone());
    let (seam, drafts) = Seam::new(bridge, tapped);
    let (mut closing, called) = (Some((drafts, ending)), front.clone());
    let config = Config::new()
        .with_data_directory(home.join("window"))
        .with_custom_index(index(&settings))
        .with_root_name("kith")
        .with_disable_context_menu(false)
        .with_custom_event_handler(move |event, _| match event {
            Event::WindowEvent { event, .. } => kept.follow(event),
            // How macOS and iOS hand over a link that was tapped.
            Event::Opened { urls } => {
                called.come(urls.first().map(ToString::to_string));
            }
            #[cfg(any(target_os = "android", target_os = "ios"))]
            Event::Resumed => phone::resumed(&called),
            Event::LoopDestroyed => {
                kept.keep();
                if let Some((drafts, ending)) = closing.take() {
                    work.block_on(close(drafts, ending));
                }
                std::process::exit(0);
            }
            _ => {}
        });
    let config = chrome.configure(config);
    let calls = Calls(Rc::new(RefCell::new(Some(calls))));
    let inside = InsideProps { chrome, front, calls };
    let tree = VirtualDom::new_with_props(Window, WindowProps { seam, settings, path, inside });
    launch_virtual_dom_blocking(tree, config)
}

/// Ends with what was typed last kept, and the home closed. What does not end in time is left: nothing that was answered
/// is unsaved.
async fn close(drafts: JoinHandle<()>, ending: Ending) {
    drop(timeout(CLOSING, drafts).await);
    drop(timeout(CLOSING, ending.end()).await);
}

async fn close_when_asked(front: Front) {
    let Ok(stop) = Stopping::listen() else { return };
    stop.wait().await;
    front.call(Call::Close);
}

/// The page of the window, all of it in one.
fn index(settings: &Settings) -> String {
    let head = format!(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<style>{}</style>",
        styles::joined()
    );
    let end = format!("<div id=\"kith\"></div>\n<script>{}</script>", page::script());
    page::page(settings, &head, &end)
}

/// Calls to the front, for the one tree that takes them.
#[derive(Clone)]
struct Calls(Rc<RefCell<Option<mpsc::Receiver<Call>>>>);

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
    let InsideProps { chrome, front, calls } = inside;
    rsx! {
        Placed { seam, settings, path,
            Inside { chrome, front, calls }
        }
    }
}

/// What a window does beside the screens.
#[component]
fn Inside(chrome: Chrome, front: Front, calls: Calls) -> Element {
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
        WindowExtras { chrome, front }
    }
}
