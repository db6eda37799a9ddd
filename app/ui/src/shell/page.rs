//! The page that the screens are shown in, drawn from the first moment as the settings have it.

use crate::tree::attributes;
use crate::widgets::icon::sprite;
use crate::words::Words;
use kith_community::settings::Settings;

/// The page's own scripts: the glue first, since the others hang on it.
const SCRIPTS: [&str; 4] = [
    include_str!("../../../../assets/kith.js"),
    include_str!("../../../../assets/kith/typing.js"),
    include_str!("../../../../assets/kith/reading.js"),
    include_str!("../../../../assets/kith/telling.js"),
];

/// The scripts as they are sent, in one piece and without their comments.
pub fn script() -> String {
    let lines = SCRIPTS.iter().flat_map(|script| script.lines());
    lines.map(str::trim).filter(|line| !line.starts_with("//")).fold(String::new(), |all, line| all + line + "\n")
}

/// The page, with what its shell puts in the head and at the end of the body.
pub fn page(settings: &Settings, head: &str, end: &str) -> String {
    let words = Words::chosen(settings);
    let (opening, script) = (words.say("page-opening"), words.say("page-script"));
    let body = format!(
        r#"<p id="line" class="lost" role="status" data-lost="{lost}" data-key="{key}">{opening}</p>
<noscript>{script}</noscript>
{sprite}
{end}"#,
        lost = words.say("page-lost"),
        key = words.say("page-key"),
        sprite = sprite(),
    );
    document(settings, &words, head, &body)
}

/// A page of words alone, without script.
pub fn still(settings: &Settings, words: &Words, text: &str) -> String {
    let body = format!(
        r#"<div class="door"><header class="door-top"><span class="brand"><img src="/icon.svg" alt="" width="32" height="32"> Kith</span></header>
<main class="door-body"><section class="door-main view">{text}</section></main></div>"#
    );
    let head = r#"<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/kith.css">"#;
    document(settings, words, head, &body)
}

fn document(settings: &Settings, words: &Words, head: &str, body: &str) -> String {
    let (language, look) = (words.language(), attributes(settings));
    let chosen: String = [("theme", look.theme), ("text", look.text), ("face", look.face), ("motion", look.motion)]
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!(" data-{name}=\"{value}\""))
        .collect();
    format!(
        r#"<!doctype html>
<html lang="{code}" dir="{direction}"{chosen}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content">
<meta name="color-scheme" content="light dark">
<title>Kith</title>
{head}
</head>
<body>
{body}
</body>
</html>
"#,
        code = language.code,
        direction = language.direction,
    )
}
