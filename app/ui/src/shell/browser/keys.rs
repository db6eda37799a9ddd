//! Who may see the page: the home's page key, the cookie and the token made of it, and links that
//! open once.

use anyhow::Context as _;
use blake3::Hash;
use data_encoding::BASE32_NOPAD;
use kith_sync::system::replace_private;
use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Links that are good at a time; a newer one takes the place of the oldest.
const OPEN_LINKS: usize = 8;
const KEY_FILE: &str = "page-key";
const PORT_FILE: &str = "page-port";

/// The two halves that a page needs.
#[derive(Clone)]
pub struct Keys {
    port: u16,
    cookie: Hash,
    token: Hash,
}

/// Links that open the page, once each.
#[derive(Clone)]
pub struct Links {
    port: u16,
    open: Arc<Mutex<VecDeque<Hash>>>,
}

impl Keys {
    /// The halves for this home and port. Cookies are shared by all ports of an address, so
    /// neither half may serve another port.
    pub fn new(key: &[u8; 32], port: u16) -> Self {
        let half = |name: &str| blake3::keyed_hash(key, format!("kith page {name} {port}").as_bytes());
        Self { port, cookie: half("cookie"), token: half("token") }
    }

    /// What the page holds.
    pub fn token(&self) -> String {
        self.token.to_hex().to_string()
    }

    /// What the browser is told to hold, out of every script's reach, until it is closed.
    pub fn set_cookie(&self) -> String {
        let (name, value) = (self.cookie_name(), self.cookie.to_hex());
        format!("{name}={value}; HttpOnly; SameSite=Strict; Path=/")
    }

    /// Whether a `Cookie` header has this page's cookie. In constant time.
    pub fn knows_cookie(&self, header: &str) -> bool {
        let name = self.cookie_name();
        let mut pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(key, value)| key == name && is(&self.cookie, value))
    }

    /// Whether this is the page's token. In constant time.
    pub fn knows_token(&self, token: &str) -> bool {
        is(&self.token, token)
    }

    fn cookie_name(&self) -> String {
        format!("kith-{}", self.port)
    }
}

impl Links {
    /// No links yet.
    pub fn new(port: u16) -> Self {
        let open = Arc::default();
        Self { port, open }
    }

    /// A link that is good once.
    pub fn make(&self) -> String {
        let mut secret = [0; 20];
        // Without randomness there is no link that opens, rather than one that can be guessed.
        let drawn = getrandom::fill(&mut secret).is_ok();
        let word = BASE32_NOPAD.encode(&secret).to_lowercase();
        if drawn {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.push_back(blake3::hash(word.as_bytes()));
            if open.len() > OPEN_LINKS {
                open.pop_front();
            }
        }
        self.link(&word)
    }

    /// The link that a secret opens.
    pub fn link(&self, word: &str) -> String {
        format!("http://127.0.0.1:{}/open/{word}", self.port)
    }

    /// Uses a link's secret up. Whether it was good.
    pub fn take(&self, word: &str) -> bool {
        let hash = blake3::hash(word.as_bytes());
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let before = open.len();
        open.retain(|good| *good != hash);
        open.len() < before
    }
}

fn is(half: &Hash, claimed: &str) -> bool {
    Hash::from_hex(claimed).is_ok_and(|claimed| claimed == *half)
}

/// The home's page key, made where there is none.
pub fn load_or_make(home: &Path) -> anyhow::Result<[u8; 32]> {
    let kept = std::fs::read(home.join(KEY_FILE)).ok();
    match kept.and_then(|bytes| bytes.try_into().ok()) {
        Some(key) => Ok(key),
        None => make(home),
    }
}

/// A new page key for the home: what was made of the one before opens nothing any more.
pub fn make(home: &Path) -> anyhow::Result<[u8; 32]> {
    let mut key = [0; 32];
    getrandom::fill(&mut key).context("This device gave no random numbers")?;
    write(home, KEY_FILE, &key)?;
    Ok(key)
}

/// The port the page last had, or 0 for any free one.
pub fn last_port(home: &Path) -> u16 {
    let kept = std::fs::read_to_string(home.join(PORT_FILE)).ok();
    kept.and_then(|port| port.trim().parse().ok()).unwrap_or(0)
}

/// Keeps the port, so that the page's address stays the same.
pub fn remember_port(home: &Path, port: u16) -> anyhow::Result<()> {
    write(home, PORT_FILE, format!("{port}\n").as_bytes())
}

/// Replaces a small file of the home in one step, readable by its owner alone.
fn write(home: &Path, name: &str, bytes: &[u8]) -> anyhow::Result<()> {
    replace_private(&home.join(name), bytes).with_context(|| format!("Kith cannot write in {}", home.display()))
}
