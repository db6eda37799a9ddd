//! Lines that people write: cleaned in the one way that every device agrees on.

use crate::trouble::Trouble;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// Most marks that may stand on one letter: a script needs three or four, stacks of them cover what stands around.
const MAX_MARKS: usize = 4;

/// One line of words: composed as Unicode's form C has it; breaks and odd blanks become one blank each; control
/// characters, letters that only deceive the eye and marks beyond [`MAX_MARKS`] on a letter are gone, and so is white
/// space at the ends.
pub(crate) fn clean(text: &str) -> String {
    let kept = text.chars().filter_map(|letter| match letter {
        _ if letter.is_whitespace() => Some(' '),
        _ if letter.is_control() || deceives(letter) => None,
        _ => Some(letter),
    });
    let (mut marks, mut was_blank, mut line) = (0, false, String::new());
    for letter in kept.nfc() {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        let doubles = was_blank && letter == ' ';
        if marks <= MAX_MARKS && !doubles {
            line.push(letter);
        }
        was_blank = letter == ' ';
    }
    // What was left out may have kept apart what composes.
    line.trim().nfc().collect()
}

/// Whether it is set above, below or around the letter before it.
fn is_mark(letter: char) -> bool {
    let encloses = matches!(letter, '\u{488}' | '\u{489}' | '\u{20dd}'..='\u{20e0}' | '\u{20e2}'..='\u{20e4}' | '\u{a670}'..='\u{a672}');
    encloses || canonical_combining_class(letter) != 0
}

/// Without a width, or turning the direction of what follows: with them one name looks like another. The joiners that
/// scripts and emoji need are not among them, nor the isolates.
fn deceives(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}')
}

/// Whether nothing of it can be seen.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|letter| letter.is_whitespace() || letter.is_control() || is_invisible(letter))
}

/// A clean line of at most `most` characters; `what` names it in the sentence when it is not.
pub(crate) fn checked(what: &str, text: &str, most: usize) -> Result<String, Trouble> {
    let line = clean(text);
    let letters = line.chars().count();
    if is_blank(&line) {
        return Err(Trouble::of("line-empty").with("what", what));
    }
    if letters > most {
        return Err(Trouble::of("line-long").with("what", what).with("most", most).with("has", letters));
    }
    Ok(line)
}

/// Unicode's default ignorable code points, and the two blanks that are letters.
pub(crate) fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_loses_what_controls() {
        for (typed, kept) in [
            ("  Ada  ", "Ada"),
            ("A\nd\u{7}a\u{9f}", "A da"),
            ("Pe\u{200b}tra\u{feff}", "Petra"),
            ("evil \u{202e}eltit", "evil eltit"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("\u{2067}עדה\u{2069}", "\u{2067}עדה\u{2069}"),
            ("👩\u{200d}🌾", "👩\u{200d}🌾"),
            ("\t\r\n", ""),
            ("Zoe\u{308}", "Zoë"),
            ("Ada\u{3164}\u{2003}\u{a0}Okoro\u{34f}", "Ada Okoro"),
            ("Ọ\u{301}la", "Ọ\u{301}la"),
            ("שָּׁלוֹם", "שָּׁלוֹם"),
        ] {
            assert_eq!(clean(typed), kept);
        }
    }

    #[test]
    fn a_letter_bears_as_many_marks_as_scripts_need_and_no_stack() {
        let stacked: String =
            "Zalgo".chars().flat_map(|letter| [letter].into_iter().chain(['\u{316}', '\u{30d}'].repeat(20))).collect();
        let kept = clean(&stacked);
        let marks = kept.nfd().filter(|letter| is_mark(*letter)).count();
        assert!((5..=5 * (MAX_MARKS + 1)).contains(&marks), "{marks}");
        assert_eq!(clean(&"a\u{489}".repeat(3)), "a\u{489}".repeat(3));
        assert!(clean(&format!("a{}", "\u{489}".repeat(50))).chars().count() <= MAX_MARKS + 1);
        assert_eq!(clean(&kept), kept, "cleaned once is clean");
    }

    #[test]
    fn what_nobody_can_see_is_blank() {
        for blank in ["", "   ", "\u{200b}\u{200d}", "\u{202e}\u{2066}", "\u{3164}", "\u{fe0f}", "\u{2800} \u{e0041}"] {
            assert!(is_blank(blank), "{blank:?}");
        }
        for seen in ["a", "👩\u{200d}🌾", "\u{200f}عدا", "·"] {
            assert!(!is_blank(seen), "{seen:?}");
        }
    }

    #[test]
    fn a_line_has_its_limit_in_characters() {
        assert_eq!(checked("name", &"é".repeat(64), 64), Ok("é".repeat(64)));
        let long = Trouble::of("line-long").with("what", "name").with("most", 64_i64).with("has", 65_i64);
        assert_eq!(checked("name", &"é".repeat(65), 64), Err(long));
        assert_eq!(checked("name", " \u{200b} ", 64), Err(Trouble::of("line-empty").with("what", "name")));
    }
}
