//! Each rule of the order and of judging can be broken, to show that a scenario notices.

use std::cell::Cell;

/// A rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What most voices heard first comes before a taking (§3).
    Settled,
    /// Voices are of those whom both sides know (§3).
    Common,
    /// What is said by somebody below settles nothing before a taking from a person (§3).
    Level,
    /// The senior's words come first (§4).
    Rank,
    /// What a device says beside other words of its own comes last (§4).
    Beside,
    /// A second weighs as the heavier of the two (§4).
    SecondsRank,
    /// What is void may let somebody wait (§5).
    Waiting,
    /// Who was let in twice stands by either (§5).
    Twice,
    /// Changes of organisers take two (§6).
    Two,
    /// What a silent device says of long ago is no older for it (§4).
    Ages,
    /// Who goes voids nothing that another device of theirs said (§4).
    Goes,
    /// What somebody lost is settled before whatever they say (§3).
    Parted,
    /// Lent powers touch no organiser by right (§7).
    Lent,
    /// What an ended stand-in lent is void (§7).
    Ended,
}

thread_local! {
    static BROKEN: Cell<Option<Rule>> = const { Cell::new(None) };
}

/// Does it as though this rule were not there.
pub fn without<T>(rule: Rule, then: impl FnOnce() -> T) -> T {
    BROKEN.set(Some(rule));
    let done = then();
    BROKEN.set(None);
    done
}

/// Mends whatever was broken: for who catches a panic.
pub fn mend() {
    BROKEN.set(None);
}

pub(super) fn holds(rule: Rule) -> bool {
    BROKEN.get() != Some(rule)
}
