//! A face: made from a name and the person's key, so that it is the same on every device and needs no photo.

use crate::widgets::icon::{Draw, EMBLEMS};
use dioxus::prelude::*;
use kith_community::profile::alike;
use std::collections::BTreeMap;
use unicode_segmentation::UnicodeSegmentation;

/// Dyes and weaves there are.
const DYES: u32 = 8;
const WEAVES: u32 = 6;

/// The emblems that people chose instead of initials, for the faces inside a community.
#[derive(Clone, Copy)]
pub struct Emblems(pub Memo<BTreeMap<String, String>>);

/// How large it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Size {
    /// Beside a line of words.
    Small,
    /// Beside a name.
    #[default]
    Usual,
    /// At the head of a card.
    Huge,
}

/// A face; the name stands beside it, so it is hidden from screen readers.
#[component]
pub fn Face(
    person: String,
    name: String,
    #[props(default)] size: Size,
    /// Drawn as an outline: not heard of yet, or not reached.
    #[props(default)]
    away: bool,
) -> Element {
    let (dye, weave) = look(&person);
    let emblems = use_hook(try_consume_context::<Emblems>);
    let emblem = emblems.and_then(|Emblems(emblems)| emblems.read().get(&person).cloned());
    let emblem = EMBLEMS.iter().find(|(name, _)| emblem.as_deref() == Some(name)).map(|(_, icon)| *icon);
    rsx! {
        span {
            class: "face",
            class: if size == Size::Small { "face-s" },
            class: if size == Size::Huge { "face-xl" },
            class: if away { "face-away" },
            "data-dye": "{dye}",
            "data-weave": "{weave}",
            "aria-hidden": "true",
            if let Some(icon) = emblem { Draw { icon } } else { "{initials(&name)}" }
        }
    }
}

/// Dye and weave of a person, from 1 on.
fn look(person: &str) -> (u32, u32) {
    let [a, b, ..] = *blake3::hash(person.as_bytes()).as_bytes();
    (u32::from(a) % DYES + 1, u32::from(b) % WEAVES + 1)
}

/// Two letters: of two words the first of each, else the first two of the only one. A mark behind the name is none.
pub fn initials(name: &str) -> String {
    let (name, _) = alike::split(name);
    let mut words = name.split_whitespace();
    let (first, last) = (words.next().unwrap_or("·"), words.next_back());
    let mut letters = first.graphemes(true);
    let one = letters.next().map(str::to_uppercase).unwrap_or_default();
    let two = match last {
        Some(last) => last.graphemes(true).next().map(str::to_uppercase),
        None => letters.next().map(str::to_owned),
    };
    // A second that is no letter says nothing.
    let two = two.filter(|two| two.chars().next().is_some_and(char::is_alphanumeric));
    one + &two.unwrap_or_default()
}

/// The emblem of a community: like a person's, but a number at its end is kept.
pub fn glyph(name: &str) -> String {
    let number = name.split_whitespace().next_back().filter(|word| word.len() <= 3 && word.parse::<u16>().is_ok());
    match (name.chars().find(|letter| !letter.is_whitespace()), number) {
        (Some(first), Some(number)) if !first.is_numeric() => first.to_uppercase().chain(number.chars()).collect(),
        _ => initials(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_two_letters_if_it_has_any() {
        for (name, letters) in [
            ("Ada", "Ad"),
            ("mama ugo", "MU"),
            ("T", "T"),
            ("Ọla", "Ọl"),
            ("", "·"),
            ("عدا", "عد"),
            ("🌱x", "🌱x"),
            ("Ada #4821", "Ad"),
            ("e\u{301}mile", "E\u{301}m"),
            ("👩\u{200d}🌾 Ife", "👩\u{200d}🌾I"),
        ] {
            assert_eq!(initials(name), letters);
        }
    }

    #[test]
    fn a_community_keeps_the_number_it_is_called_by() {
        for (name, emblem) in
            [("Owerri 24", "O24"), ("Nekede Women", "NW"), ("2024", "20"), ("Choir", "Ch"), ("Year 20245", "Y2")]
        {
            assert_eq!(glyph(name), emblem);
        }
    }

    #[test]
    fn a_face_follows_from_the_person_and_is_drawable() {
        assert_eq!(look("abc"), look("abc"));
        for person in 0..100 {
            let (dye, weave) = look(&person.to_string());
            assert!((1..=DYES).contains(&dye) && (1..=WEAVES).contains(&weave));
        }
    }
}
