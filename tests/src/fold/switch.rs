//! Each rule of the order and of judging can be broken, to show that a scenario notices.

use std::cell::Cell;

/// A rule that can be left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// What most voices heard first comes before a taking (§3.3).
    Settled,
    /// Voices are of those whom both sides know (§3.3).
    Common,
    /// What is said by somebody below settles nothing before a taking from a person (§3.3).
    Level,
    /// The senior's words come first (§3.4).
    Rank,
    /// What a device says beside other words of its own comes last (§3.4).
    Beside,
    /// A second weighs as the heavier of the two (§3.4).
    SecondsRank,
    /// What is void may let somebody wait (§3.5).
    Waiting,
    /// Who was let in twice stands by either (§3.5).
    Twice,
    /// Changes of organisers take two (§3.6).
    Two,
    /// What a silent device says of long ago is no older for it (§3.4).
    Ages,
    /// Who goes voids nothing that another device of theirs said (§3.4).
    Goes,
    /// What somebody lost is settled before whatever they say (§3.3).
    Parted,
    /// Lent powers touch no organiser by right (§3.7).
    Lent,
    /// What an ended stand-in lent is void (§3.7).
    Ended,
    /// What more voices heard goes before what fewer did (§3.4).
    Margins,
    /// Before one's own close or device-remove no more is settled than what it would void (§3.3).
    Narrow,
    /// A branch that nobody else knows takes no part (§3.2).
    Branches,
    /// What is said by who is out is younger than all (§3.4).
    Late,
    /// What stands in a law that this version cannot read is not judged (§3.2).
    Unread,
    /// Of one person only so many statements stand without a word of an organiser's (§3.5).
    Most,
    /// An answer to a question counts only while nothing else was said of it (§3.6).
    Falls,
    /// A circle is asked of the author's past alone (§3.5).
    Circles,
    /// That an invitation is there is asked of the author's past alone (§3.5).
    Table,
    /// Who left comes back with a device of theirs (§3.5).
    Back,
    /// Nor with one that was ended (§3.5).
    Stolen,
    /// A device that is out can be put out once more (§3.5).
    Again,
    /// Who knows that they are out does not say that they heard, unless they gather a part (§3.5).
    Out,
    /// Whom an organiser raises by right needs nobody else's word to be here (§3.5).
    Raised,
    /// Who brings in a device that is somebody else's as well takes it from nobody (§3.5).
    Bound,
    /// Who was let in behind more than one person stands by any (§3.5).
    Behind,
    /// Whom an organiser confirms does not take along who waited behind them (§3.5).
    Confirmed,
    /// Who follows the last organiser stays, whoever let them in (§3.5).
    Seated,
    /// Who was brought back by two apart came back by either (§3.5).
    BackAgain,
    /// Who says again as of before what was given changes no seniority (§3.5).
    SaidAgain,
    /// A restore that brings nobody back makes no question fall (§3.6).
    RestoreFalls,
    /// Who left as a guest comes back as one (§3.5).
    GuestBack,
    /// A lower gives nobody a role by right that was only lent (§3.5).
    LowersOnly,
}

thread_local! {
    static BROKEN: Cell<Option<Rule>> = const { Cell::new(None) };
    static MOST: Cell<usize> = const { Cell::new(2_048) };
    static PART: Cell<usize> = const { Cell::new(64) };
}

/// Does it as though this rule were not there.
pub fn without<T>(rule: Rule, then: impl FnOnce() -> T) -> T {
    BROKEN.set(Some(rule));
    let done = then();
    BROKEN.set(None);
    done
}

/// Does it as though this many statements were the most that one person may say unheard (§3.5).
pub fn with_most<T>(most: usize, then: impl FnOnce() -> T) -> T {
    let before = MOST.replace(most);
    let done = then();
    MOST.set(before);
    done
}

/// Does it as though this many statements were the most that one may cite (§3.1).
pub fn with_part<T>(part: usize, then: impl FnOnce() -> T) -> T {
    let before = PART.replace(part);
    let done = then();
    PART.set(before);
    done
}

pub(super) fn part() -> usize {
    PART.get()
}

pub(super) fn most() -> usize {
    if holds(Rule::Most) { MOST.get() } else { usize::MAX }
}

/// Mends whatever was broken: for who catches a panic.
pub fn mend() {
    BROKEN.set(None);
    MOST.set(2_048);
    PART.set(64);
}

pub(super) fn holds(rule: Rule) -> bool {
    BROKEN.get() != Some(rule)
}
