//! The page that the screens are shown in, drawn from the first moment as the settings have it.

use crate::tree::attributes;
use crate::widgets::icon::sprite;
use crate::words::Words;
use kith_community::settings::Settings;

/// The page's own script.
pub const SCRIPT: &str = include_str!("../../../../assets/kith.js");

/// The page, with what its shell puts in the head and at the end of the body.
pub fn page(settings: &Settings, head: &str, end: &str) -> String {
    let words = Words::chosen(settings);
    let (language, look) = (words.language(), attributes(settings));
    let (opening, script) = (words.say("page-opening"), words.say("page-script"));
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
<p id="line" class="lost" role="status" data-lost="{lost}" data-key="{key}">{opening}</p>
<noscript>{script}</noscript>
{sprite}
{end}
</body>
</html>
"#,
        code = language.code,
        direction = language.direction,
        lost = words.say("page-lost"),
        key = words.say("page-key"),
        sprite = sprite(),
    )
}
