//! Reads the workspace's own source files, as the tests of its rules need them: code apart from
//! comments and literals, and the paths that the code names.

use std::fs;
use std::iter::Peekable;
use std::path::Path;

/// A source file, its path relative to the repository and with forward slashes.
pub struct Source {
    pub path: String,
    /// The text with comments and literals blanked, line by line where it was.
    pub code: String,
    /// The text with everything but comments blanked.
    pub comments: String,
}

impl Source {
    pub fn new(path: &str, text: &str) -> Source {
        let (mut code, mut comments) = (String::new(), String::new());
        let mut rest = text;
        while !rest.is_empty() {
            let (kind, length) = first_piece(rest);
            let (piece, after) = rest.split_at(length);
            code.push_str(&kept(piece, kind == Kind::Code));
            comments.push_str(&kept(piece, kind == Kind::Comment));
            rest = after;
        }
        Source { path: path.to_owned(), code, comments }
    }

    /// Code outside of, and code inside of, the test modules at the end of the file. All of a file
    /// that is itself a test is inside.
    pub fn code_and_tests(&self) -> (&str, &str) {
        let is_test =
            self.path.contains("/tests/") || self.path.starts_with("tests/") || self.path.ends_with("/tests.rs");
        let mut marks =
            self.code.match_indices("#[cfg(test)]").map(|(at, mark)| (at, self.code.split_at(at + mark.len()).1));
        let inline = marks.find(|(_, after)| {
            let opening = after.trim_start_matches(|c| c != '{' && c != ';');
            after.trim_start().starts_with("mod ") && opening.starts_with('{')
        });
        let begin = if is_test { 0 } else { inline.map_or(self.code.len(), |(at, _)| at) };
        self.code.split_at(begin)
    }
}

/// Every Rust source of the workspace, in order of path.
pub fn workspace() -> Vec<Source> {
    let mut files = Vec::new();
    for folder in ["sync", "app", "tests"] {
        collect(&root().join(folder), &mut files);
    }
    files.sort();
    files.iter().map(|path| Source::new(path, &read(path))).collect()
}

/// The text of a file of the repository.
pub fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The paths that code names, with the line of each: `use a::{b, c::d}` names `a::b` and `a::c::d`.
pub fn paths(code: &str) -> Vec<(usize, String)> {
    let mut tokens = tokens(code).into_iter().peekable();
    let mut found = Vec::new();
    while tokens.peek().is_some() {
        read_path("", &mut tokens, &mut found);
    }
    found
}

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

fn collect(folder: &Path, into: &mut Vec<String>) {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    for entry in entries.filter_map(Result::ok) {
        let (path, name) = (entry.path(), entry.file_name());
        let is_built = name == "target" || name == "node_modules";
        if path.is_dir() && !is_built {
            collect(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let relative = path.strip_prefix(root()).unwrap_or(&path);
            into.push(relative.to_string_lossy().replace('\\', "/"));
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Code,
    Comment,
    Literal,
}

/// What the text begins with, and its length in bytes, at least one letter.
fn first_piece(text: &str) -> (Kind, usize) {
    if text.starts_with("//") {
        return (Kind::Comment, text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return (Kind::Comment, block_comment(text));
    }
    if let Some(length) = raw_string(text).or_else(|| quoted(text)).or_else(|| letter(text)) {
        return (Kind::Literal, length);
    }
    let word = text.find(|c: char| !is_word(c)).unwrap_or(text.len());
    let one = text.chars().next().map_or(0, char::len_utf8);
    (Kind::Code, word.max(one))
}

fn block_comment(text: &str) -> usize {
    let mut depth = 0_usize;
    for (at, _) in text.char_indices() {
        let (before, after) = text.split_at(at);
        if after.starts_with("/*") {
            depth += 1;
        } else if before.ends_with("*/") {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}

fn raw_string(text: &str) -> Option<usize> {
    let opened = ["br", "cr", "r"].into_iter().find_map(|prefix| text.strip_prefix(prefix))?;
    let body = opened.trim_start_matches('#');
    let hashes = opened.len() - body.len();
    let end = format!("\"{}", "#".repeat(hashes));
    let inside = body.strip_prefix('"')?;
    let length = inside.find(&end).map_or(inside.len(), |at| at + end.len());
    Some(text.len() - inside.len() + length)
}

fn quoted(text: &str) -> Option<usize> {
    let inside = ["b\"", "c\"", "\""].into_iter().find_map(|opening| text.strip_prefix(opening))?;
    Some(text.len() - inside.len() + until_quote(inside, '"'))
}

/// A letter in single quotes, not a lifetime.
fn letter(text: &str) -> Option<usize> {
    let inside = ["b'", "'"].into_iter().find_map(|opening| text.strip_prefix(opening))?;
    let mut letters = inside.chars();
    let is_letter = letters.next()? == '\\' || letters.next()? == '\'';
    is_letter.then(|| text.len() - inside.len() + until_quote(inside, '\''))
}

fn until_quote(inside: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if c == quote && !escaped {
            return at + c.len_utf8();
        }
        escaped = c == '\\' && !escaped;
    }
    inside.len()
}

fn kept(piece: &str, keep: bool) -> String {
    if keep {
        return piece.to_owned();
    }
    piece.chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect()
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

type Tokens<'a> = Peekable<std::vec::IntoIter<(usize, &'a str)>>;

/// Words, `::` and single signs, with their lines.
fn tokens(code: &str) -> Vec<(usize, &str)> {
    let (mut rest, mut line, mut found) = (code, 1, Vec::new());
    while let Some(c) = rest.chars().next() {
        let word = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let sign = if rest.starts_with("::") { 2 } else { c.len_utf8() };
        let (token, after) = rest.split_at(if word > 0 { word } else { sign });
        line += usize::from(c == '\n');
        if !c.is_whitespace() {
            found.push((line, token));
        }
        rest = after;
    }
    found
}

/// Reads one path, or each path of a group, or steps over one token that begins none.
fn read_path(group: &str, tokens: &mut Tokens<'_>, found: &mut Vec<(usize, String)>) {
    let Some((line, first)) = tokens.next().filter(|(_, token)| token.starts_with(is_word)) else {
        return;
    };
    let mut path = join(group, first);
    while tokens.next_if(|(_, token)| *token == "::").is_some() {
        if tokens.next_if(|(_, token)| *token == "{").is_some() {
            while tokens.peek().is_some() && tokens.next_if(|(_, token)| *token == "}").is_none() {
                read_path(&path, tokens, found);
            }
            return;
        }
        let Some((_, name)) = tokens.next_if(|(_, token)| token.starts_with(is_word)) else {
            break;
        };
        path = join(&path, name);
    }
    found.push((line, path));
}

fn join(path: &str, name: &str) -> String {
    match (path, name) {
        ("", name) => name.to_owned(),
        (path, "self") => path.to_owned(),
        (path, name) => format!("{path}::{name}"),
    }
}
