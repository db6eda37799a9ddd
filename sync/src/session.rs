//! A session: how two devices find out what each lacks, and bring it over.
//!
//! Pure: frames in, frames out, and questions to a [`Shelf`]. docs/protocol.md §6.

mod asking;
mod compare;
mod frame;
mod packing;
mod parts;
mod sending;
mod spreading;
#[cfg(test)]
mod tests;

pub use frame::{
    Asked, BUCKETS, Digest, Entry, Frame, Gap, Given, Lacks, MAX_ENTRIES, MAX_FRAME, Mark, Name, Place, Refused,
};
pub use packing::{PACK_FROM, Packed};
pub use parts::{Came, GIVEN_FREE, Lack, MAX_LACKS};

use crate::id::{CircleId, LogId, derive, derive16, first8};
use crate::record::{Range, Secret};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The protocol's version.
pub const VERSION: u8 = 0;
/// Most frames waiting to be taken by the network, ranges not counted: they are read when there is room.
const MAX_QUEUE: usize = 256;
/// Most logs that are noted for one peer, by what it says it has and wants, beside two for each that is here: whatever a member
/// made others store, they compare it.
pub const MAX_NOTED: usize = 65_536;

/// How often in one session either side asks for receipts.
const MAX_RECEIPTS_ASKED: u32 = 64;

/// How long a log is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Which, by its name.
    pub log: LogId,
    /// The log that this is a branch of, or the log itself.
    pub trunk: LogId,
    /// Number of its first record: of a branch, where it leaves the log.
    pub first: u64,
    /// How many records, those before the first too.
    pub count: u64,
    /// Hash of the newest, or the log id.
    pub head: [u8; 32],
    /// Of the parts that are not here; zero if all are.
    pub held: [u8; 16],
    /// How many records there are before the first of which a part is lacking.
    pub whole: u64,
    /// Of a charter log: its turn to be sent, the lower first. What binds a device is in logs of lower turns than the device's own.
    pub turn: Option<i64>,
}

impl Summary {
    /// Whether it is a branch of another.
    #[must_use]
    pub fn is_branch(&self) -> bool {
        self.trunk != self.log
    }
}

/// What a session asks about what is stored.
pub trait Shelf {
    /// The circles that both this device and its peer may read, with their secrets.
    fn circles(&self) -> Vec<(CircleId, Secret)>;
    /// The logs of a circle, or of the charter, in order of their ids.
    fn logs(&self, circle: Option<&CircleId>) -> Vec<Summary>;
    /// The range of a log that starts at `from`.
    fn range(&self, log: &LogId, from: u64) -> Option<Range>;
    /// The next packed block of these logs of circles, each from its number on. `None` when nothing can be packed.
    fn packed(&self, logs: &[(LogId, u64)]) -> Option<Packed>;
    /// The same logs, those first in which something was said last.
    fn newest_first(&self, logs: Vec<LogId>) -> Vec<LogId>;
    /// Records of a log or branch, from this number on, of which parts lack here: at most so many, in their order.
    fn lacks(&self, log: &LogId, from: u64, most: usize) -> Vec<Lack>;
    /// Bytes of a log's records with all their parts, those of its branches too.
    fn bytes(&self, log: &LogId) -> u64;
    /// The sealed bytes of a part of the record of that log, or of a branch of it, that has this number and whose hash
    /// begins so.
    fn part(&self, log: &LogId, number: u64, start: &[u8; 8], part: u8) -> Option<Vec<u8>>;
    /// A digest over the receipts held, and each: first half of the device, number.
    fn receipts(&self) -> ([u8; 8], Vec<([u8; 8], u64)>);
}

/// What the node must do for a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// Take in this range of the log or branch of that name.
    Absorb(LogId, Range),
    /// Unpack this block and take in what it holds, then say what [`Session::landed`] and what did not.
    Unpack(Vec<u8>),
    /// Hand these epochs' keys to the peer.
    Seal(Vec<crate::id::StatementId>),
    /// Send the receipts that the peer lacks, by what it has.
    GiveReceipts(Vec<([u8; 8], u64)>),
    /// Take in these parts of records.
    Fill(Vec<Came>),
    /// Take in these receipts.
    TakeReceipts(Vec<Vec<u8>>),
    /// Unpack this block of receipts and take them in.
    UnpackReceipts(Vec<u8>),
    /// The peer broke the protocol: close.
    Breach(&'static str),
}

/// Sync with one peer whose standing was checked.
#[derive(Debug)]
pub struct Session {
    dialed: bool,
    salt: [u8; 8],
    greeted: bool,
    /// Whether the dialer has greeted and was not answered yet.
    awaiting: bool,
    /// Places by their names in this session.
    places: BTreeMap<Place, Option<CircleId>>,
    /// The circles that both devices read, when that was looked at last.
    shared: BTreeSet<CircleId>,
    /// What was greeted with: both sides compare these, whatever has come since.
    greeting: BTreeMap<Place, (Digest, Vec<Summary>)>,
    /// How many logs were here when it greeted last.
    here: usize,
    /// What the peer is known to hold.
    theirs: BTreeMap<LogId, u64>,
    /// What the peer was told is here.
    told: BTreeMap<LogId, u64>,
    /// Places whose vectors are still awaited.
    comparing: BTreeSet<Place>,
    /// Which buckets of a place the peer's vectors covered since the last greeting: a long one comes in several frames.
    covered: BTreeMap<Place, u16>,
    /// What is to come, by name, up to a count.
    expecting: BTreeMap<[u8; 8], u64>,
    queue: VecDeque<Frame>,
    /// Logs to be sent as records.
    sending: sending::Sending,
    /// Logs to be sent in blocks, in this order.
    packing: Vec<LogId>,
    /// The logs to be sent in either way, to look one up.
    in_line: BTreeSet<LogId>,
    /// Branches to be sent once what they branch off is, by their first record.
    branching: BTreeSet<(u64, LogId)>,
    /// Records sent in blocks and not counted yet.
    packed: u64,
    /// Logs that the peer wants as records.
    plain: BTreeSet<LogId>,
    /// Names of logs that were asked for as records, since they did not come out of their block.
    unpackable: BTreeSet<[u8; 8]>,
    /// What was asked for again.
    asking: asking::Asking,
    /// Logs that turned, and from where on: what the peer wants of them it may want by what they were.
    turned: BTreeMap<LogId, u64>,
    /// Logs of which the peer took a branch for the log itself, and from where on.
    beside: BTreeSet<(LogId, u64)>,
    awaiting_receipts: bool,
    /// How often the peer was asked for receipts.
    asked_receipts: u32,
    /// How often the peer asked for receipts.
    given_receipts: u32,
    /// What is asked and answered of parts that lack.
    parts: parts::Parts,
    /// The digest of receipts that was greeted with.
    receipts: [u8; 8],
    /// Receipts that came since, and go once all else has gone.
    spreading: spreading::Spreading,
}

impl Session {
    /// Begins on the side that dialed; `salt` is new for each session.
    #[must_use]
    pub fn dial(salt: [u8; 8], shelf: &impl Shelf) -> Self {
        let mut session = Self::new(true, salt);
        session.hello(shelf);
        session
    }

    /// Begins on the side that was dialed, which waits for the peer's greeting.
    #[must_use]
    pub fn listen() -> Self {
        Self::new(false, [0; 8])
    }

    fn new(dialed: bool, salt: [u8; 8]) -> Self {
        Self {
            dialed,
            salt,
            greeted: false,
            awaiting: false,
            places: BTreeMap::new(),
            shared: BTreeSet::new(),
            greeting: BTreeMap::new(),
            here: 0,
            theirs: BTreeMap::new(),
            told: BTreeMap::new(),
            comparing: BTreeSet::new(),
            covered: BTreeMap::new(),
            expecting: BTreeMap::new(),
            queue: VecDeque::new(),
            sending: sending::Sending::default(),
            packing: Vec::new(),
            in_line: BTreeSet::new(),
            branching: BTreeSet::new(),
            packed: 0,
            plain: BTreeSet::new(),
            unpackable: BTreeSet::new(),
            asking: asking::Asking::default(),
            turned: BTreeMap::new(),
            beside: BTreeSet::new(),
            awaiting_receipts: false,
            asked_receipts: 0,
            given_receipts: 0,
            parts: parts::Parts::default(),
            receipts: [0; 8],
            spreading: spreading::Spreading::default(),
        }
    }

    /// Whether both sides have greeted and nothing is on its way, as far as this side knows.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        let lined_up = self.sending.len() + self.packing.len() + self.branching.len();
        let idle = self.queue.is_empty() && lined_up == 0 && !self.awaiting_receipts && !self.awaiting;
        self.greeted && idle && self.comparing.is_empty() && self.expecting.is_empty()
    }

    /// Whether both sides have greeted.
    #[must_use]
    pub fn has_greeted(&self) -> bool {
        self.greeted
    }

    /// The next frame to send, if there is one. Ask only when the network has room for it.
    pub fn next_frame(&mut self, shelf: &impl Shelf) -> Option<Frame> {
        if let Some(frame) = self.queue.pop_front() {
            return Some(frame);
        }
        let whole = self.next_records(shelf).or_else(|| self.next_block(shelf));
        let whole = whole.or_else(|| self.next_records(shelf)).or_else(|| self.next_of_branch(shelf));
        let whole = whole.or_else(|| self.next_parts(shelf)).or_else(|| self.next_lack(shelf));
        whole.or_else(|| self.spreading.next())
    }

    /// New records of a log are here: the peer is told unless it has them.
    pub fn offer(&mut self, log: &Summary) {
        // Whoever brought them: the peer may learn that they are here before it sends them.
        self.arrived(log);
        self.tell_of_parts(&log.trunk);
        let known = self.theirs.get(&log.log).copied().unwrap_or(0);
        if self.greeted && log.count > known {
            self.send(log);
        }
    }

    fn arrived(&mut self, log: &Summary) {
        let name = self.name(&log.log);
        if self.expecting.get(&name).is_some_and(|count| log.count >= *count) {
            self.expecting.remove(&name);
        }
    }

    /// The log's records are others from `from` on, whatever the peer was sent of it.
    pub fn turned(&mut self, log: &Summary, from: u64) {
        if let Some(known) = self.theirs.get_mut(&log.log) {
            *known = from.min(*known);
        }
        self.turned.entry(log.log).and_modify(|known| *known = from.min(*known)).or_insert(from);
        self.asking.turned(&log.log);
        if self.greeted {
            self.tell_less(log);
        }
        self.offer(log);
    }

    /// The peer holds a branch under the log's name: it is sent what stands here under it, once for each branch.
    pub fn beside(&mut self, log: &Summary, from: u64) {
        if self.beside.insert((log.log, from)) {
            self.turned(log, from);
        }
    }

    /// Sends a frame that is not the session's own to make.
    pub fn push(&mut self, frame: Frame) {
        if self.queue.len() < MAX_QUEUE {
            self.queue.push_back(frame);
        }
    }

    /// Greets again if both devices read a circle now that they did not both read before, by what is here. Only the dialer's
    /// greeting is compared by, so one of the side that was dialed asks for that. Whichever hears last of what changed brings it
    /// about: at the first greeting the other may not have known yet.
    pub fn greet_again(&mut self, shelf: &impl Shelf) {
        // This is asked again once the peer has greeted.
        if !self.greeted || self.awaiting {
            return;
        }
        let shared: BTreeSet<CircleId> = shelf.circles().into_iter().map(|(circle, _)| circle).collect();
        if shared.is_subset(&self.shared) {
            self.shared = shared;
        } else {
            self.hello(shelf);
        }
    }

    /// How many frames and notes on logs are kept for the peer.
    #[must_use]
    pub fn kept(&self) -> usize {
        let notes = self.theirs.len() + self.told.len() + self.expecting.len() + self.greeting.len();
        let asked_anew =
            self.turned.len() + self.beside.len() + self.plain.len() + self.unpackable.len() + self.asking.kept();
        self.queue.len()
            + self.in_line.len()
            + self.branching.len()
            + asked_anew
            + notes
            + self.parts.kept()
            + self.spreading.kept()
    }

    /// Takes a frame of the peer.
    pub fn handle(&mut self, frame: Frame, shelf: &impl Shelf) -> Vec<Ask> {
        let asks = self.heed(frame, shelf);
        match self.theirs.len() + self.expecting.len() > MAX_NOTED + 2 * self.here {
            true => vec![Ask::Breach("more logs than there can be")],
            false => asks,
        }
    }

    fn heed(&mut self, frame: Frame, shelf: &impl Shelf) -> Vec<Ask> {
        match frame {
            Frame::Hello { version, .. } if version != VERSION => {
                vec![Ask::Breach("another version")]
            }
            Frame::Hello { salt, digests, receipts, .. } => self.greeted_by(*salt, &digests, *receipts, shelf),
            _ if !self.greeted => vec![Ask::Breach("no greeting")],
            Frame::Buckets { place, digests } => self.compare_buckets(place, &digests, shelf),
            Frame::Vector { place, covers, entries } => self.compare(place, covers, &entries, shelf),
            Frame::Want { place, from, coming, again: true } => {
                self.expect_less(&coming);
                self.wanted_again(place, &from, shelf)
            }
            Frame::Want { place, from, coming, .. } => self.wanted(place, &from, &coming, shelf),
            Frame::Records(range) => self.received(range.log, range),
            Frame::Branch { name, range } => self.received(name, range),
            Frame::Packed(block) => vec![Ask::Unpack(block.into())],
            Frame::Lack(logs) => self.lacked(&logs, shelf),
            Frame::Parts { parts, last } => self.given(parts, last, shelf),
            Frame::Differ(names) => self.differs(&names, shelf),
            Frame::Need(epochs) => vec![Ask::Seal(epochs)],
            Frame::Receipts(_) if self.given_receipts >= MAX_RECEIPTS_ASKED => {
                vec![Ask::Breach("receipts asked for without end")]
            }
            Frame::Receipts(have) => {
                self.given_receipts += 1;
                vec![Ask::GiveReceipts(have.iter().map(|mark| (*mark.name, mark.count)).collect())]
            }
            Frame::Receipt(all) => {
                self.awaiting_receipts = false;
                vec![Ask::TakeReceipts(all.into_iter().map(Vec::from).collect())]
            }
            Frame::PackedReceipts(block) => {
                self.awaiting_receipts = false;
                vec![Ask::UnpackReceipts(block.into())]
            }
            _ => vec![Ask::Breach("out of turn")],
        }
    }

    fn hello(&mut self, shelf: &impl Shelf) {
        self.awaiting = self.dialed;
        self.asking.compared();
        self.covered.clear();
        self.name_places(shelf);
        let summed = self.places.iter().map(|(place, of)| {
            let logs = shelf.logs(of.as_ref());
            (*place, (Digest::from(digest(&logs)), logs))
        });
        self.greeting = summed.collect();
        self.here = self.greeting.values().map(|(_, logs)| logs.len()).sum();
        let digests = self.greeting.iter().map(|(place, (digest, _))| (*place, *digest)).collect();
        let (receipts, _) = shelf.receipts();
        self.receipts = receipts;
        self.queue.push_back(Frame::Hello {
            version: VERSION,
            salt: self.salt.into(),
            digests,
            receipts: receipts.into(),
        });
    }

    fn name_places(&mut self, shelf: &impl Shelf) {
        self.places.insert(Place::Charter, None);
        self.shared.clear();
        for (circle, secret) in shelf.circles() {
            self.shared.insert(circle);
            let mark = derive16("kith 0 circle mark", &[&secret.0, &self.salt]);
            self.places.insert(Place::Circle(mark.into()), Some(circle));
        }
    }

    fn greeted_by(
        &mut self,
        salt: [u8; 8],
        digests: &[(Place, Digest)],
        receipts: [u8; 8],
        shelf: &impl Shelf,
    ) -> Vec<Ask> {
        if self.dialed && salt != self.salt {
            return vec![Ask::Breach("another session's salt")];
        }
        // A peer that greets and never listens would fill memory with answers.
        if self.queue.len() >= MAX_QUEUE {
            return vec![Ask::Breach("greetings without end")];
        }
        if !self.dialed {
            self.salt = salt;
            self.places.clear();
            self.hello(shelf);
        } else if !std::mem::take(&mut self.awaiting) {
            self.hello(shelf);
            return Vec::new();
        }
        self.greeted = true;
        for (place, theirs) in digests {
            let Some((mine, logs)) = self.greeting.remove(place) else {
                continue;
            };
            if mine == *theirs {
                // Where greetings crossed, it may have differed by an earlier one that the peer did not compare by.
                self.comparing.remove(place);
                self.theirs.extend(logs.iter().map(|log| (log.log, log.count)));
                self.offer_since(*place, shelf);
            } else if self.dialed {
                self.comparing.insert(*place);
            } else {
                self.tell(*place, &logs);
            }
        }
        if self.receipts != receipts {
            self.ask_receipts(shelf);
        }
        if self.dialed {
            self.greet_again(shelf);
        }
        Vec::new()
    }

    /// Asks for the receipts that are not here: what one that came stands on is not. A peer may bring that about a few times.
    pub fn ask_receipts(&mut self, shelf: &impl Shelf) {
        if self.asked_receipts >= MAX_RECEIPTS_ASKED {
            return;
        }
        self.asked_receipts += 1;
        let (_, have) = shelf.receipts();
        let have = have.into_iter().map(|(device, number)| Mark { name: device.into(), count: number });
        self.push(Frame::Receipts(have.collect()));
        self.awaiting_receipts = true;
    }

    /// Sends what has come since the greeting.
    fn offer_since(&mut self, place: Place, shelf: &impl Shelf) {
        let Some(of) = self.places.get(&place).copied() else {
            return;
        };
        for log in shelf.logs(of.as_ref()) {
            self.offer(&log);
        }
    }

    fn received(&mut self, log: LogId, range: Range) -> Vec<Ask> {
        self.landed(&log, range.from.saturating_add(range.records.len() as u64));
        vec![Ask::Absorb(log, range)]
    }

    fn name(&self, log: &LogId) -> [u8; 8] {
        first8(&derive("kith 0 log name", &[&self.salt, &log.0]))
    }
}

/// A digest over logs, their lengths, newest hashes, and the parts that are not here; the same wherever the same is
/// stored.
#[must_use]
pub fn digest(logs: &[Summary]) -> [u8; 16] {
    let mut bytes = Vec::with_capacity(logs.len() * 88);
    for log in logs {
        bytes.extend_from_slice(&log.log.0);
        bytes.extend_from_slice(&log.count.to_be_bytes());
        bytes.extend_from_slice(&log.head);
        bytes.extend_from_slice(&log.held);
    }
    derive16("kith 0 digest", &[&bytes])
}
