//! A person's name: cut between letters where it is long, which it then says, with the mark that tells alike names apart.

use crate::tree::use_words;
use dioxus::prelude::*;
use kith_community::profile::alike;
use unicode_segmentation::UnicodeSegmentation;

/// Most letters that are shown, as people count them.
const SHOWN: usize = 40;

/// A name, as it is shown to everyone.
#[component]
pub fn Name(
    name: String,
    /// Not cut: where it stands alone.
    #[props(default)]
    whole: bool,
) -> Element {
    let words = use_words();
    let name = words.person(&name);
    let (text, mark) = alike::split(&name);
    let short = cut(text).filter(|_| !whole);
    rsx! {
        if let Some(short) = short {
            span { class: "name", dir: "auto", title: "{text}", "aria-hidden": "true", "{short}" }
            span { class: "sr", {words.with("name-whole", [("name", text.into())])} }
        } else {
            span { class: "name", dir: "auto", "{text}" }
        }
        if let Some(mark) = mark {
            " "
            span { class: "name-mark", dir: "ltr", title: words.say("name-mark"), "{mark}" }
        }
    }
}

/// The beginning of a name that is too long, with what says so.
fn cut(name: &str) -> Option<String> {
    let mut letters = name.grapheme_indices(true);
    let (end, _) = letters.nth(SHOWN)?;
    Some(format!("{}…", name.get(..end)?.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_is_cut_between_whole_letters_and_says_so() {
        for letter in ["W", "é", "e\u{301}", "👩\u{200d}👩\u{200d}👧", "🇳🇬", "நி"] {
            assert_eq!(cut(&letter.repeat(SHOWN)), None);
            assert_eq!(cut(&letter.repeat(SHOWN + 1)), Some(format!("{}…", letter.repeat(SHOWN))));
        }
    }
}
