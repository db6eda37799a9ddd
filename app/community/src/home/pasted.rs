//! The link in what people paste: alone, in a sentence, in a quoted mail, in the address of a web page, from a code.
//!
//! A link ends with a checksum, so whatever a program put between its letters is skipped, and every place where it may
//! end is tried.

use crate::trouble::Trouble;
use kith_sync::node::{Link, LinkError, MAX_LINK};
use percent_encoding::percent_decode_str;

const SCHEME: &[u8] = b"kith";
/// How often something may have been percent-encoded: by a page, and by what redirects to it.
const ENCODED: usize = 3;
/// Most places tried as a link's end, whatever was pasted: each costs a checksum over at most [`MAX_LINK`] letters.
const MAX_TRIES: u32 = 4_096;

/// What a character can be to a link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Piece {
    /// One of its letters, in lower case.
    Letter(u8),
    /// What follows the scheme.
    Colon,
    /// Between letters: spaces, line breaks, quotation marks, brackets and all that is not seen.
    Gap,
    /// No part of a link.
    Other,
}

/// Finds the link in what was pasted.
pub(super) fn read_link(text: &str) -> Result<Link, Trouble> {
    let pieces = pieces(&decoded(text));
    let (mut tries, mut why) = (MAX_TRIES, LinkError::Foreign);
    let mut rest = pieces.as_slice();
    while let Some((_, next)) = rest.split_first() {
        if let Some(body) = after_scheme(rest) {
            match link_in(body, &mut tries) {
                Ok(link) => return Ok(link),
                Err(LinkError::Newer) => why = LinkError::Newer,
                Err(_) if why == LinkError::Foreign => why = LinkError::Broken,
                Err(_) => {}
            }
        }
        rest = next;
    }
    Err(why.into())
}

/// The text with percent-encoding undone, as far as there is any.
fn decoded(text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..ENCODED {
        if !text.contains('%') {
            break;
        }
        text = percent_decode_str(&text).decode_utf8_lossy().into_owned();
    }
    text
}

fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::with_capacity(text.len());
    for piece in text.chars().map(piece) {
        // Two gaps are one.
        if piece != Piece::Gap || pieces.last() != Some(&Piece::Gap) {
            pieces.push(piece);
        }
    }
    pieces
}

fn piece(character: char) -> Piece {
    match plain(character) {
        ':' => Piece::Colon,
        letter @ ('a'..='z' | 'A'..='Z' | '2'..='7') => {
            u8::try_from(letter.to_ascii_lowercase()).map_or(Piece::Other, Piece::Letter)
        }
        other if other.is_alphanumeric() => Piece::Other,
        _ => Piece::Gap,
    }
}

/// The ASCII character that a full-width one is the wide form of, and that a Turkish keyboard writes with another dot.
fn plain(character: char) -> char {
    match character {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(character).saturating_sub(0xfee0)).unwrap_or(character),
        'İ' | 'ı' => 'i',
        other => other,
    }
}

/// What follows `kith:`, if the pieces begin with that.
fn after_scheme(pieces: &[Piece]) -> Option<&[Piece]> {
    if pieces.first() == Some(&Piece::Gap) {
        return None;
    }
    let mut rest = pieces;
    for wanted in SCHEME.iter().map(|letter| Piece::Letter(*letter)).chain([Piece::Colon]) {
        if let [Piece::Gap, after @ ..] = rest {
            rest = after;
        }
        rest = match rest {
            [found, after @ ..] if *found == wanted => after,
            _ => return None,
        };
    }
    Some(rest)
}

/// The link whose letters begin here, wherever it ends.
fn link_in(pieces: &[Piece], tries: &mut u32) -> Result<Link, LinkError> {
    let mut body = String::new();
    let mut found = Err(LinkError::Broken);
    for piece in pieces.iter().chain([&Piece::Other]) {
        if let Piece::Letter(letter) = piece {
            body.push(char::from(*letter));
            continue;
        }
        if body.len() > MAX_LINK || *tries == 0 {
            break;
        }
        // Two links may stand side by side.
        let ends = [Some(body.as_str()), body.strip_suffix("kith").filter(|_| *piece == Piece::Colon)];
        for end in ends.into_iter().flatten().filter(|end| !end.is_empty()) {
            *tries = tries.saturating_sub(1);
            match Link::from_text(&format!("kith:{end}")) {
                Err(LinkError::Broken | LinkError::Foreign) => {}
                read => found = read,
            }
        }
        if found.is_ok() || *piece == Piece::Other {
            break;
        }
    }
    found
}

#[cfg(test)]
mod tests;
