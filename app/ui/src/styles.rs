//! The styles, one file a widget or screen, joined in their order: values, what holds everywhere, the frame, parts and
//! places by the alphabet, helpers.

include!(concat!(env!("OUT_DIR"), "/styles.rs"));

/// Those that others build on.
const FIRST: [&str; 3] = ["tokens", "base", "shell"];
/// Those that have the last word.
const LAST: [&str; 1] = ["helpers"];

/// As the page gets them.
pub fn joined() -> String {
    let is_between = |name: &str| !FIRST.contains(&name) && !LAST.contains(&name);
    let named = |names: &'static [&str]| {
        names.iter().flat_map(|name| FILES.iter().filter(move |(file, _)| file == name)).map(|(_, text)| *text)
    };
    let between = FILES.iter().filter(|(name, _)| is_between(name)).map(|(_, text)| *text);
    named(&FIRST).chain(between).chain(named(&LAST)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_build_on_is_first_and_nothing_is_left_out() {
        let joined = joined();
        let at = |name: &str| {
            let text = FILES.iter().find(|(file, _)| *file == name).map(|(_, text)| *text);
            joined.find(text.unwrap_or_else(|| panic!("there is no {name}.css")))
        };
        let order = [at("tokens"), at("base"), at("shell"), at("banner"), at("today"), at("helpers")];
        assert!(order.is_sorted() && order.iter().all(Option::is_some), "{order:?}");
        assert_eq!(joined.len(), FILES.iter().map(|(_, text)| text.len()).sum::<usize>());
    }
}
