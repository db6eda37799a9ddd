//! A link as a picture that a phone's camera reads: for the terminal, and as the path of an SVG.

use qrcode::render::unicode::Dense1x2;
use qrcode::{Color, EcLevel, QrCode};
use std::fmt::Write;

/// Light around the picture, in squares; the standard asks for four.
const QUIET: usize = 4;

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

fn code(link: &str) -> Option<QrCode> {
    QrCode::with_error_correction_level(link, EcLevel::L).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let long = "a".repeat(4_000);
        assert_eq!((terminal(&long), svg(&long)), (None, None));
    }
}
