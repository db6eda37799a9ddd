//! A link as a picture that a phone's camera reads: for the terminal, and as the path of an SVG; and the way back, from
//! what a camera sees.

use data_encoding::BASE64;
use qrcode::render::unicode::Dense1x2;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light around the picture, in squares; the standard asks for four.
const QUIET: usize = 4;
/// Most points along a side of a picture that is read.
const MAX_SIDE: usize = 640;
/// Most codes that are read in one picture.
const MAX_CODES: usize = 4;

/// Half blocks, two squares in a letter, light squares drawn: for terminals with a dark ground.
/// `None` when the link is too long for a picture.
pub fn terminal(link: &str) -> Option<String> {
    let code = code(link)?;
    let mut picture = code.render::<Dense1x2>();
    picture.dark_color(Dense1x2::Light);
    picture.light_color(Dense1x2::Dark);
    Some(picture.build())
}

/// The side in squares, and an SVG path that fills the dark ones.
/// `None` when the link is too long for a picture.
pub fn svg(link: &str) -> Option<(usize, String)> {
    let code = code(link)?;
    let width = code.width();
    let mut path = String::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (x, y) = (at % width + QUIET, at / width + QUIET);
            write!(path, "M{x} {y}h1v1h-1z").ok()?;
        }
    }
    Some((width + 2 * QUIET, path))
}

/// The texts of the codes in a picture: a square of grey points, row by row, a byte each, in base64. None for what is no
/// such picture. A picture full of corners of codes can take long: call it where nobody waits.
pub fn read(picture: &str) -> Vec<String> {
    if picture.len() > BASE64.encode_len(MAX_SIDE * MAX_SIDE) {
        return Vec::new();
    }
    let points = BASE64.decode(picture.as_bytes()).unwrap_or_default();
    let side = points.len().isqrt();
    if points.is_empty() || side * side != points.len() {
        return Vec::new();
    }
    let grey = |x: usize, y: usize| points.get(y * side + x).copied().unwrap_or(u8::MAX);
    let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, grey);
    let codes = picture.detect_grids().into_iter().take(MAX_CODES);
    codes.filter_map(|code| code.decode().ok().map(|(_, text)| text)).collect()
}

/// The link's letters in capitals, which take the least room; its scheme stays small, since systems look for it so.
fn code(link: &str) -> Option<QrCode> {
    let (scheme, rest) = link.split_once(':')?;
    QrCode::with_error_correction_level(format!("{scheme}:{}", rest.to_uppercase()), EcLevel::L).ok()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a camera that looks straight at a code would hand over, so many points for each of its squares.
    pub fn picture(text: &str, points: usize) -> String {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).unwrap();
        BASE64.encode(&grey(&code, points))
    }

    fn grey(code: &QrCode, points: usize) -> Vec<u8> {
        let (width, colors) = (code.width(), code.to_colors());
        let side = (width + 2 * QUIET) * points;
        let square = |at: usize| (at / points).checked_sub(QUIET).filter(|at| *at < width);
        let dark = |x: usize, y: usize| match (square(x), square(y)) {
            (Some(x), Some(y)) => colors[y * width + x] == Color::Dark,
            _ => false,
        };
        (0..side * side).map(|at| if dark(at % side, at / side) { 30 } else { 220 }).collect()
    }

    #[test]
    fn a_code_is_read_back_with_its_letters_in_capitals() {
        let link = format!("kith:{}", "abcdefghijklmnopqrstuvwxyz234567".repeat(16));
        let code = code(&link).unwrap();
        let small = QrCode::with_error_correction_level(&link, EcLevel::L).unwrap();
        assert!(code.width() + 8 < small.width(), "{} {}", code.width(), small.width());
        let read = read(&BASE64.encode(&grey(&code, 5)));
        assert_eq!(read, [format!("kith:{}", link.trim_start_matches("kith:").to_uppercase())]);
    }

    #[test]
    fn what_is_no_picture_has_no_codes() {
        let large = BASE64.encode(&vec![0; (MAX_SIDE + 1) * (MAX_SIDE + 1)]);
        for odd in ["", "!", "AAA", "AAAA", large.as_str()] {
            assert_eq!(read(odd), Vec::<String>::new());
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn a_picture_of_anything_is_looked_at_without_harm(
            text in "[ -~]{1,60}",
            points in 1_usize..4,
            spots in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..400),
        ) {
            let code = QrCode::with_error_correction_level(&text, EcLevel::L).unwrap();
            let mut grey = grey(&code, points);
            for (at, point) in spots {
                let at = at.index(grey.len());
                grey[at] = point;
            }
            let _ = read(&BASE64.encode(&grey));
        }
    }

    #[test]
    fn the_terminal_gets_half_blocks_with_a_quiet_zone() {
        let picture = terminal("kith:abcdefgh").unwrap();
        let lines: Vec<&str> = picture.lines().collect();
        assert!(picture.chars().all(|letter| " ▀▄█\n".contains(letter)));
        assert!(lines[0].chars().all(|letter| letter == '█'));
        assert_eq!(lines[0].chars().count(), 21 + 2 * QUIET);
    }

    #[test]
    fn the_page_gets_one_path_of_dark_squares() {
        let (side, path) = svg("kith:abcdefgh").unwrap();
        assert_eq!(side, 21 + 2 * QUIET);
        assert!(path.starts_with("M4 4h1v1h-1z"));
    }

    #[test]
    fn what_is_too_long_has_no_picture() {
        let long = format!("kith:{}", "a".repeat(6_000));
        assert_eq!((terminal(&long), svg(&long)), (None, None));
    }
}
