//! What reactions are called and how they are drawn: some have a word and an icon of their own, all others are emoji.

use crate::widgets::icon::{Draw, Icon};
use crate::words::Words;
use dioxus::prelude::*;
use kith_community::reaction::REACTIONS;

/// Reactions that have a word: never an answer, never a sort order.
const WORDED: [(&str, Icon); 4] =
    [("same", Icon::Hand), ("heard", Icon::Ear), ("thanks", Icon::HandHeart), ("idea", Icon::Sprout)];

/// Reactions to choose from, besides the community's own.
pub const EMOJIS: [&str; 24] = [
    "😀", "😂", "😊", "😍", "🤔", "😮", "😢", "😡", "🙏", "👏", "💪", "👋", "👎", "✅", "❌", "❓", "🎉", "🔥", "🌱",
    "☕", "🍲", "💧", "🏠", "⭐",
];

/// What stands on a reaction: its word; one without a word is shown as it is.
pub fn reaction_label(words: &Words, emoji: &str) -> String {
    if is_worded(emoji) { words.say(&format!("react-{emoji}")) } else { emoji.to_owned() }
}

/// What a reaction is called, also where it is a picture; one that has no name here is its own.
pub fn reaction_words(words: &Words, emoji: &str) -> String {
    let plain = emoji.trim_end_matches('\u{fe0f}');
    let named = !is_worded(plain) && EMOJIS.iter().chain(&REACTIONS).any(|one| *one == plain);
    match plain.chars().next() {
        Some(letter) if named => words.say(&format!("emoji-{:x}", u32::from(letter))),
        _ => reaction_label(words, emoji),
    }
}

/// The reaction that somebody typed: one that has a word may be called by it.
pub fn worded(words: &Words, typed: &str) -> String {
    let called = |(one, _): &&(&str, Icon)| reaction_label(words, one).to_lowercase() == typed.to_lowercase();
    WORDED.iter().find(called).map_or(typed, |(one, _)| one).to_owned()
}

/// Whether a reaction has a word of its own.
pub fn is_worded(emoji: &str) -> bool {
    WORDED.iter().any(|(one, _)| *one == emoji)
}

/// A reaction as it is drawn: the icon of its word, else itself as an emoji.
#[component]
pub fn ReactionMark(emoji: String) -> Element {
    match WORDED.iter().find(|(one, _)| *one == emoji) {
        Some((_, icon)) => rsx! { Draw { icon: *icon } },
        None => rsx! { "{emoji}\u{fe0f}" },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::LANGUAGES;
    use std::collections::BTreeSet;

    #[test]
    fn every_reaction_that_can_be_tapped_has_words_of_its_own_in_every_language() {
        for language in &LANGUAGES {
            let words = Words::of(language.code);
            let all = REACTIONS.iter().chain(&EMOJIS);
            let called: BTreeSet<String> = all.clone().map(|one| reaction_words(&words, one)).collect();
            assert_eq!(called.len(), REACTIONS.len() + EMOJIS.len(), "{}", language.name);
            let is_said = |one: &String| one.chars().any(char::is_alphabetic) && !one.starts_with("emoji-");
            assert!(called.iter().all(is_said), "{called:?}");
        }
        let words = Words::of("en");
        assert_eq!(reaction_words(&words, "❤\u{fe0f}"), "Heart");
        assert_eq!(["🦜", "uuh"].map(|one| reaction_words(&words, one)), ["🦜", "uuh"]);
    }
}
