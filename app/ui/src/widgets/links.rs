//! What can be tapped in people's words: addresses on the web, mail addresses, telephone numbers.

use linkify::{LinkFinder, LinkKind};

/// Most pieces into which a post is cut.
const MAX_PARTS: usize = 200;
/// Fewest and most digits of a telephone number (ITU-T E.164 allows 15).
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 8..=15;

/// A piece of what somebody wrote.
#[derive(Debug, PartialEq)]
pub enum Part<'a> {
    /// As it is.
    Words(&'a str),
    /// It opens something: where it leads, and how it was written.
    Link(String, &'a str),
}

/// Words, with what can be tapped among them.
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url, LinkKind::Email]);
    let (mut parts, mut end) = (Vec::new(), 0);
    for link in finder.links(text).take(MAX_PARTS) {
        // A mail address may hold letters of any script, so linkify takes an opening quote along.
        let opened = link.as_str().trim_start_matches(ends_address);
        let start = link.end() - opened.len();
        let written = trimmed(opened);
        if written.is_empty() {
            continue;
        }
        let to = match link.kind() {
            LinkKind::Email => format!("mailto:{written}"),
            _ if is_on_web(written) => written.to_owned(),
            _ => continue,
        };
        push_words(&mut parts, text.get(end..start).unwrap_or_default());
        if parts.len() >= MAX_PARTS {
            end = start;
            break;
        }
        parts.push(Part::Link(to, written));
        end = start.saturating_add(written.len());
    }
    push_words(&mut parts, text.get(end..).unwrap_or_default());
    parts
}

/// Words between links, with the telephone numbers in them.
fn push_words<'a>(parts: &mut Vec<Part<'a>>, words: &'a str) {
    let mut rest = words;
    while let Some((start, length, digits)) = find_phone(rest).filter(|_| parts.len() < MAX_PARTS) {
        let end = start.saturating_add(length);
        let (Some(before), Some(number), Some(after)) = (rest.get(..start), rest.get(start..end), rest.get(end..))
        else {
            break;
        };
        if !before.is_empty() {
            parts.push(Part::Words(before));
        }
        parts.push(Part::Link(format!("tel:{digits}"), number));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Words(rest));
    }
}

fn is_on_web(link: &str) -> bool {
    let scheme = link.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| ["http", "https"].iter().any(|web| scheme.eq_ignore_ascii_case(web)))
}

/// A link ends where the sentence goes on: at quotes, blanks and marks of any script, which no address holds unescaped.
fn trimmed(link: &str) -> &str {
    let end = link.find(ends_address).unwrap_or(link.len());
    let mut kept = link.get(..end).unwrap_or_default();
    loop {
        let shorter = kept.trim_end_matches(['.', ',', ':', ';', '!', '?', '\'', '"', '*', '_', '~']);
        let shorter = match shorter.chars().next_back() {
            Some(close @ (')' | ']' | '}')) if is_unopened(shorter, close) => {
                shorter.get(..shorter.len() - close.len_utf8()).unwrap_or_default()
            }
            _ => shorter,
        };
        if shorter == kept {
            return kept;
        }
        kept = shorter;
    }
}

fn is_unopened(text: &str, close: char) -> bool {
    let open = match close {
        ')' => '(',
        ']' => '[',
        _ => '{',
    };
    text.matches(close).count() > text.matches(open).count()
}

/// Marks outside ASCII at which an address ends.
fn ends_address(letter: char) -> bool {
    matches!(
        letter,
        '\u{a0}' | '\u{ab}' | '\u{b4}' | '\u{bb}' // no-break space, guillemets, acute
        | '\u{60c}' | '\u{61b}' | '\u{61f}' | '\u{6d4}' // Arabic comma, semicolon, question mark, full stop
        | '\u{589}' | '\u{964}' | '\u{965}' | '\u{1362}'..='\u{1368}' // Armenian, Devanagari, Ethiopic
        | '\u{2000}'..='\u{200f}' | '\u{2018}'..='\u{201f}' | '\u{2026}' | '\u{2028}'..='\u{202f}' // spaces, quotes, ellipsis
        | '\u{2039}' | '\u{203a}' | '\u{205f}'..='\u{2069}' | '\u{2013}' | '\u{2014}'
        | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301b}' | '\u{301d}'..='\u{301f}' // CJK
        | '\u{ff01}' | '\u{ff08}' | '\u{ff09}' | '\u{ff0c}' | '\u{ff0e}' | '\u{ff1a}' | '\u{ff1b}' | '\u{ff1f}'
        | '\u{ff5e}' | '\u{ff61}'..='\u{ff64}' | '\u{feff}'
    )
}

/// The first telephone number: where it begins, how long it is in bytes, and its digits as they are dialled. It begins
/// with `+` or `0`, as a number that can be dialled from elsewhere does; so years, amounts and dates are none.
fn find_phone(text: &str) -> Option<(usize, usize, String)> {
    let mut before = None;
    for (start, letter) in text.char_indices() {
        let begins = letter == '+' || digit_of(letter) == Some('0');
        if begins && before.is_none_or(stands_before_phone) {
            let rest = text.get(start..)?;
            if let Some((length, digits)) = read_phone(rest) {
                return Some((start, length, digits));
            }
        }
        before = Some(letter);
    }
    None
}

fn stands_before_phone(letter: char) -> bool {
    !letter.is_alphanumeric()
        && !matches!(letter, '+' | '-' | '.' | ',' | '/' | '_' | ':' | '=' | '#' | '$' | '€' | '£')
}

fn read_phone(text: &str) -> Option<(usize, String)> {
    let mut digits = String::new();
    let (mut end, mut gap) = (0, 0);
    for (at, letter) in text.char_indices() {
        if let Some(digit) = digit_of(letter) {
            digits.push(digit);
            (end, gap) = (at + letter.len_utf8(), 0);
        } else if letter == '+' && at == 0 {
            digits.push('+');
        } else if is_separator(letter) && gap < 2 && digits.len() > 1 {
            gap += 1;
        } else if letter.is_alphabetic() && gap == 0 {
            return None;
        } else {
            break;
        }
        if digits.len() > 24 {
            return None;
        }
    }
    let count = digits.trim_start_matches('+').len();
    let fewest = if digits.starts_with('+') { *PHONE_DIGITS.start() } else { 9 };
    (count >= fewest && PHONE_DIGITS.contains(&count)).then_some((end, digits))
}

fn is_separator(letter: char) -> bool {
    matches!(letter, ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2011}' | '/' | '(' | ')' | '.')
}

/// A digit as it is dialled: phones know no others.
fn digit_of(letter: char) -> Option<char> {
    let zero = match letter {
        '0'..='9' => '0',
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6f0}'..='\u{6f9}' => '\u{6f0}',
        '\u{966}'..='\u{96f}' => '\u{966}',
        _ => return None,
    };
    char::from_digit(u32::from(letter).saturating_sub(u32::from(zero)), 10)
}

#[cfg(test)]
mod tests {
    use super::Part::{Link, Words};
    use super::*;

    fn links(text: &str) -> Vec<String> {
        let parts = parts(text).into_iter();
        parts.filter_map(|part| if let Link(to, _) = part { Some(to) } else { None }).collect()
    }

    #[test]
    fn a_link_ends_where_the_sentence_goes_on() {
        let link = "https://example.org/a?b=c";
        let after = [
            "",
            " ",
            ".",
            ",",
            "!",
            "?",
            ")",
            "\"",
            "'",
            "”",
            "’",
            "»",
            "›",
            "“",
            "،",
            "؟",
            "؛",
            "۔",
            "\u{a0}next",
            "…",
            "...",
            "\u{202f}!",
            "\u{200b}",
            "\u{2003}x",
            "」",
            "』",
            "。",
            "、",
            "，",
            "）",
            "】",
            "》",
            "।",
            "።",
            "։",
            "?!”",
            "),",
            "».",
            "—x",
            "\u{200f}",
            "\u{2069}",
            "*",
            "**",
            ">",
            "<",
        ];
        for end in after {
            let text = format!("See {link}{end}");
            assert_eq!(links(&text), [link], "{text}");
            let joined: String = parts(&text)
                .into_iter()
                .map(|part| match part {
                    Words(words) | Link(_, words) => words,
                })
                .collect();
            assert_eq!(joined, text);
        }
        for before in ["(", "«", "„", "“", "‘", "「", "\u{a0}", "\u{2067}", "،", "<"] {
            assert_eq!(links(&format!("{before}{link}")), [link], "{before}");
        }
    }

    #[test]
    fn what_belongs_to_a_link_stays_in_it() {
        for link in [
            "https://en.wikipedia.org/wiki/Borehole_(disambiguation)",
            "Https://Example.org",
            "HTTP://EXAMPLE.ORG/A",
            "https://例え.jp/パス",
            "https://example.org/كتاب",
            "https://example.org/ụmụ",
            "https://example.org/?q=a%20b#c",
            "http://127.0.0.1:8080/x",
        ] {
            assert_eq!(links(&format!("({link}).")), [link], "{link}");
        }
    }

    #[test]
    fn mail_addresses_and_telephone_numbers_can_be_tapped() {
        for (text, to) in [
            ("ada@example.org", "mailto:ada@example.org"),
            ("Write to ada.o+kith@mail.example.org, please", "mailto:ada.o+kith@mail.example.org"),
            ("«ada@example.org»", "mailto:ada@example.org"),
            ("ada@example.org؟", "mailto:ada@example.org"),
            ("+234 803 555 0199", "tel:+2348035550199"),
            ("Call +44 (0)20 7946 0018!", "tel:+4402079460018"),
            ("08035550199", "tel:08035550199"),
            ("0803-555-0199.", "tel:08035550199"),
            ("(0803) 555 0199", "tel:08035550199"),
            ("+1\u{a0}202\u{a0}555\u{a0}0114", "tel:+12025550114"),
            ("01 23 45 67 89", "tel:0123456789"),
            ("0049 30 901820", "tel:004930901820"),
            ("اتصل ٠٨٠٣٥٥٥٠١٩٩", "tel:08035550199"),
            ("۰۹۱۲۳۴۵۶۷۸۹", "tel:09123456789"),
        ] {
            assert_eq!(links(text), [to], "{text}");
        }
    }

    #[test]
    fn nothing_else_is_a_link() {
        for text in [
            "",
            "No address.",
            "javascript://example.org/%0aalert(1)",
            "kith:abc example.org",
            "ftp://example.org",
            "data:text/html,x",
            "2026-11-29",
            "29.11.2026",
            "01.02.2026",
            "08:00",
            "1 000 000",
            "0.123456789",
            "+5",
            "12,000,000",
            "#0803555019",
            "IBAN DE02120300000000202051",
            "0x1234567890ab",
            "+234",
            "000",
            "v0.10.11.12",
            "@ada",
            "a@b",
        ] {
            assert_eq!(links(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_post_of_nothing_but_links_loses_no_letter_and_is_cut_into_few_pieces() {
        for piece in ["http://a.example ", "a@b.example ", "+234 803 555 0199, "] {
            let text = piece.repeat(1_000);
            let parts = parts(&text);
            assert!(parts.len() <= MAX_PARTS + 3, "{piece}");
            let joined: String = parts
                .into_iter()
                .map(|part| match part {
                    Words(words) | Link(_, words) => words,
                })
                .collect();
            assert_eq!(joined, text);
        }
    }
}
