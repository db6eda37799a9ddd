//! Documents: Automerge, and the rules a change must keep before it is merged (docs/protocol.md §5).
//!
//! Pure: knows no records, clocks or disk. Whoever calls says whose log a change came from. A change
//! from afar is hostile until checked: `bound` looks at bytes, `check` at what they say, `table`
//! remembers what every change said, `merge` lets in what passed.

mod bound;
mod check;
mod merge;
mod table;
#[cfg(test)]
mod tests;

use crate::id::first8;
use automerge::legacy::OpId;
use automerge::transaction::{CommitOptions, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, Change, ChangeHash, LoadOptions, ObjType, ReadDoc, TextEncoding};
use std::panic::{AssertUnwindSafe, catch_unwind};
use table::Table;

/// Most bytes of one change.
pub const MAX_BYTES: usize = 64 * 1024;
/// Most operations of one change.
pub const MAX_OPS: u64 = 4096;
/// Most earlier operations that one change may overwrite.
pub const MAX_PREDS: u64 = 8192;
/// Most bytes of a map's key.
pub const MAX_KEY: u64 = 64;
/// Operations count below this: Automerge keeps 32 bits, and one bit is left as room.
pub const MAX_OP: u64 = 1 << 31;
/// How deep objects may lie within each other; what stands at the root lies at 1.
pub const MAX_DEPTH: u8 = 16;
/// Most bytes of a saved document that [`Document::load`] reads.
pub const MAX_SAVED: usize = 256 * 1024 * 1024;

const ENCODING: TextEncoding = TextEncoding::UnicodeCodePoint;
/// The actor of the change that begins every document.
const BEGINNER: [u8; 16] = [0; 16];

/// What a document is for. Both kinds have the rule *person*: only one person's devices write there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Kind {
    /// A person's card: a map at the root.
    Profile = 0,
    /// All one person says and does in a circle: a list of items at the root.
    Sheet = 1,
}

impl Kind {
    /// The key at the root under which everything lies, and what lies there.
    #[must_use]
    pub fn container(self) -> (&'static str, ObjType) {
        match self {
            Kind::Profile => ("card", ObjType::Map),
            Kind::Sheet => ("items", ObjType::List),
        }
    }
}

/// Why a change is set aside for ever. A change is refused for what it and its ancestors say, never
/// for the order in which things arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Over a cap on bytes, operations, predecessors or keys.
    #[error("the change is larger than a change may be")]
    TooLarge,
    /// Compressed, or with a message, a time, an unknown column or extra bytes.
    #[error("the change holds more than plain operations")]
    NotPlain,
    /// Decoding and encoding again gives other bytes, or decoding fails.
    #[error("the change is not written the one way it can be")]
    NotCanonical,
    /// Another person's document. Given by the layer of records, never by a [`Document`].
    #[error("the document is another person's")]
    NotTheirs,
    /// The actor is not one of this log and document.
    #[error("the change claims another writer")]
    WrongActor,
    /// `seq` is not one more than this actor's last among the ancestors, or is taken.
    #[error("the change does not follow its writer's last")]
    WrongNumber,
    /// An operation, object or element that it names is not among its ancestors.
    #[error("the change names what it cannot have known")]
    MissingAncestry,
    /// `start_op` does not follow the dependencies, or operations count past [`MAX_OP`].
    #[error("the change's operations are counted wrongly")]
    WrongStart,
    /// An operation has no meaning where it stands.
    #[error("an operation does not fit: {0}")]
    DoesNotFit(&'static str),
    /// Objects within objects beyond [`MAX_DEPTH`].
    #[error("the change nests too deep")]
    TooDeep,
    /// Automerge failed on it.
    #[error("the change would break the document")]
    Breaks,
}

/// Why a document cannot be loaded or written.
#[derive(Debug, thiserror::Error)]
pub enum DocumentError {
    /// The saved bytes are no document of this kind; make it anew from its records.
    #[error("the saved document cannot be read")]
    Unreadable,
    /// What was to be written would be refused by every other device. Nothing was written.
    #[error("this cannot be written: {0}")]
    Refused(#[from] Refusal),
    /// Automerge refused the edit. Nothing was written.
    #[error("this cannot be written: {0}")]
    Automerge(#[from] AutomergeError),
    /// Automerge panicked on the edit. Nothing was written.
    #[error("writing failed within the document")]
    Panicked,
}

/// The first half of an actor: `H("actor", log id ‖ document)`, eight bytes.
pub type Prefix = [u8; 8];

/// A change that came with a record of the log whose actors begin with `prefix`.
#[derive(Clone, Debug)]
pub struct Incoming {
    /// The change as its writer's `raw_bytes`.
    pub bytes: Vec<u8>,
    /// What the log and the document demand of the actor.
    pub prefix: Prefix,
    /// Tells the branches of a log apart that was written twice: each has an order of its own.
    pub lane: i64,
}

/// What became of one change.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It is merged.
    Accepted(Accepted),
    /// What it depends on, or an earlier change of its log, is not here yet. Offer it again.
    Waiting,
    /// It is set aside for ever.
    Refused(Refusal),
    /// It was merged before.
    Known,
}

/// What a merged change is and touched.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The change.
    pub change: Box<Change>,
    /// The change's hash.
    pub hash: ChangeHash,
    /// Who wrote it.
    pub actor: ActorId,
    /// The counter of its first operation.
    pub start_op: u64,
    /// How many operations it has.
    pub ops: u64,
    /// The maps directly in a sheet's list that it made, altered at any depth, or deleted, in order.
    pub items: Vec<(u64, ActorId)>,
}

/// What a local write gives.
#[derive(Clone, Debug)]
pub struct Written<R> {
    /// What the closure returned.
    pub value: R,
    /// The change, to be put in a record.
    pub bytes: Vec<u8>,
    /// What it touched.
    pub accepted: Accepted,
}

/// One Automerge document in which every change was checked.
///
/// The same accepted changes make the same document in whatever order they came, if callers keep to this:
/// the changes of one log are offered in the log's order, those still waiting again before any later one.
/// Two different changes of one actor and number then meet their verdicts in the order of their records.
#[derive(Clone, Debug)]
pub struct Document {
    kind: Kind,
    auto: Automerge,
    table: Table,
    /// Changes merged since the document was loaded or last proved by [`Document::prove`].
    unsaved: usize,
    /// Whether it was seen that the document loads again as it is.
    proved: bool,
}

impl Document {
    /// A document with nothing but the change every document of its kind begins with.
    #[must_use]
    pub fn begin(kind: Kind) -> Document {
        let schema = schema(kind);
        let table = Table::begin(kind, schema.hash());
        let mut auto = Automerge::new_with_encoding(ENCODING);
        #[expect(clippy::expect_used, reason = "constant input, run by every test")]
        auto.apply_changes([schema]).expect("the first change merges");
        Document { kind, auto, table, unsaved: 0, proved: true }
    }

    /// Reads what [`Document::save`] wrote on this device, and checks every change again.
    ///
    /// Not for bytes from afar: run lengths of whole documents are not bounded beforehand.
    ///
    /// # Errors
    /// [`DocumentError::Unreadable`] when it is over [`MAX_SAVED`], damaged, or holds a change no check passes.
    pub fn load(kind: Kind, saved: &[u8]) -> Result<Document, DocumentError> {
        if saved.len() > MAX_SAVED {
            return Err(DocumentError::Unreadable);
        }
        let auto = guarded(|| load_automerge(saved)).flatten().ok_or(DocumentError::Unreadable)?;
        let mut changes = guarded(|| auto.get_changes(&[])).unwrap_or_default().into_iter();
        let schema = schema(kind).hash();
        if changes.next().is_none_or(|first| first.hash() != schema) {
            return Err(DocumentError::Unreadable);
        }
        let mut document = Document { auto, ..Document::begin(kind) };
        for change in changes {
            let table = &mut document.table;
            let deps = table.find(change.deps()).ok_or(DocumentError::Unreadable)?;
            let fitting = check::fit(table, deps, &change).map_err(|_| DocumentError::Unreadable)?;
            table.add(fitting.row);
        }
        Ok(document)
    }

    /// The whole document, not deflated: the envelope around it compresses within bounds of its own.
    #[must_use]
    pub fn save(&self) -> Vec<u8> {
        self.auto.save_nocompress()
    }

    /// The same, once it was seen that these bytes load again as this document; `None` if they do not. Only what was
    /// written here can bring that about, if it passed every check and Automerge cannot take it all the same.
    #[must_use]
    pub fn prove(&mut self) -> Option<Vec<u8>> {
        let saved = merge::loads_again(&self.auto, &self.table.heads())?;
        (self.unsaved, self.proved) = (0, true);
        Some(saved)
    }

    /// Changes merged since the document was loaded, or last proved to be saved.
    #[must_use]
    pub fn unsaved(&self) -> usize {
        self.unsaved
    }

    /// Whether it was seen that the document loads again with all that is in it.
    #[must_use]
    pub fn is_proved(&self) -> bool {
        self.proved
    }

    /// Makes one local change and checks it as if it came from afar; `None` if the closure did nothing.
    ///
    /// `actor` begins with the log's [`Prefix`] and is new at each start of the program.
    ///
    /// # Errors
    /// When the closure fails, or other devices would refuse what it wrote. The document is then as before; but after
    /// [`DocumentError::Panicked`] only as far as Automerge could still read it, and is rather to be opened anew.
    pub fn write<R>(
        &mut self,
        actor: [u8; 16],
        edit: impl FnOnce(&mut Transaction<'_>) -> Result<R, AutomergeError>,
    ) -> Result<Option<Written<R>>, DocumentError> {
        let before = self.heads();
        // A copy would cost as much as all that was ever written there.
        let Some(done) = guarded(|| commit(&mut self.auto, actor, edit)) else {
            self.take_back(&before);
            return Err(DocumentError::Panicked);
        };
        let Some((value, change)) = done? else {
            return Ok(None);
        };
        let bytes = change.raw_bytes().to_vec();
        match self.judge_own(Incoming { bytes: bytes.clone(), prefix: first8(&actor), lane: 0 }) {
            Ok(accepted) => Ok(Some(Written { value, bytes, accepted })),
            Err(refusal) => {
                self.take_back(&before);
                Err(refusal.into())
            }
        }
    }

    fn judge_own(&mut self, incoming: Incoming) -> Result<Accepted, Refusal> {
        let change = check::read(&incoming)?;
        let deps = self.table.find(change.deps()).ok_or(Refusal::MissingAncestry)?;
        let fitting = check::fit(&self.table, deps, &change)?;
        let accepted = fitting.accepted(change);
        self.table.add(fitting.row);
        self.unsaved += 1;
        self.proved = false;
        Ok(accepted)
    }

    /// Makes Automerge's part of the document as it was.
    fn take_back(&mut self, heads: &[ChangeHash]) {
        if let Some(Ok(before)) = guarded(|| self.auto.fork_at(heads)) {
            self.auto = before;
        }
    }

    /// What the document is for.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The Automerge document, to read.
    #[must_use]
    pub fn auto(&self) -> &Automerge {
        &self.auto
    }

    /// The changes that no other change follows, in ascending order.
    #[must_use]
    pub fn heads(&self) -> Vec<ChangeHash> {
        self.auto.get_heads()
    }

    /// How many changes were written, without the one every document begins with.
    #[must_use]
    pub fn changes(&self) -> usize {
        self.table.len().saturating_sub(1)
    }

    /// Whether a change was merged.
    #[must_use]
    pub fn holds(&self, change: &ChangeHash) -> bool {
        self.table.contains(change)
    }

    /// The changes that were merged, without the one every document begins with, ancestors before descendants.
    pub fn merged(&self) -> impl Iterator<Item = ChangeHash> {
        self.table.hashes().skip(1)
    }

    /// Which change wrote the operation of this counter and actor.
    #[must_use]
    pub fn change_of(&self, op: (u64, &ActorId)) -> Option<ChangeHash> {
        self.table.change_of(&OpId(op.0, op.1.clone()))
    }

    /// The bytes of a change exactly as its writer made them.
    #[must_use]
    pub fn raw_change(&self, hash: &ChangeHash) -> Option<Vec<u8>> {
        self.auto.get_change_by_hash(hash).map(|change| change.raw_bytes().to_vec())
    }
}

/// The change every document of a kind begins with, the same on all devices.
fn schema(kind: Kind) -> Change {
    let (key, object) = kind.container();
    Change::from(automerge::ExpandedChange {
        operations: vec![automerge::legacy::Op {
            action: automerge::legacy::OpType::Make(object),
            obj: automerge::legacy::ObjectId::Root,
            key: key.into(),
            pred: Vec::new().into(),
            insert: false,
        }],
        actor_id: ActorId::from(BEGINNER),
        hash: None,
        seq: 1,
        start_op: std::num::NonZeroU64::MIN,
        time: 0,
        message: None,
        deps: Vec::new(),
        extra_bytes: Vec::new(),
        author: None,
    })
}

fn commit<R>(
    auto: &mut Automerge,
    actor: [u8; 16],
    edit: impl FnOnce(&mut Transaction<'_>) -> Result<R, AutomergeError>,
) -> Result<Option<(R, Change)>, AutomergeError> {
    auto.set_actor(ActorId::from(actor));
    let mut transaction = auto.transaction();
    let value = edit(&mut transaction)?;
    let (hash, _) = transaction.commit_with(CommitOptions::default().with_time(0));
    let Some(hash) = hash else { return Ok(None) };
    let change = auto.get_change_by_hash(&hash).ok_or(AutomergeError::MissingHash(hash))?;
    Ok(Some((value, change)))
}

/// A key for what no rule refuses and Automerge does not load again: every change known to do that is refused before.
#[cfg(test)]
pub(crate) const SPOILS: &str = "spoils";

fn load_automerge(saved: &[u8]) -> Option<Automerge> {
    Automerge::load_with_options(saved, LoadOptions::new().text_encoding(ENCODING)).ok()
}

/// The change in these bytes, if it is within bounds and written the one way it can be.
#[must_use]
pub fn read_change(bytes: &[u8]) -> Option<Change> {
    bound::bound(bytes).ok()?;
    guarded(|| check::canonical(bytes)).flatten()
}

/// Runs what works on hostile bytes; `None` if it panics. Whatever it touched must then be thrown away.
fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
