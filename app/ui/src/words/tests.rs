use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn en() -> Words {
    Words::of("en")
}

/// Keys and attributes, each with the names of what goes into it.
fn sentences(language: &Language) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in language.words.iter().flat_map(|(_, words)| words.lines()) {
        let begins = line.split_once(" =").map(|(name, _)| name);
        match begins {
            Some(name) if name.starts_with("    .") => {
                key = format!("{}.{}", key.split('.').next().unwrap_or_default(), name.trim().trim_start_matches('.'));
            }
            Some(name) if !name.starts_with([' ', '#']) => key = name.to_owned(),
            _ => {}
        }
        let names = found.entry(key.clone()).or_default();
        let put_in = line.split('$').skip(1).map(|rest| rest.split(|letter: char| !letter.is_alphanumeric()).next());
        names.extend(put_in.flatten().map(str::to_owned));
    }
    found
}

#[test]
fn every_language_says_the_same_things() {
    let [english, others @ ..] = &LANGUAGES;
    for language in others {
        let files = |language: &Language| language.words.iter().map(|(file, _)| *file).collect::<Vec<_>>();
        assert_eq!(files(language), files(english), "{}", language.name);
        let (theirs, ours) = (sentences(language), sentences(english));
        let keys = |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<Vec<_>>();
        assert_eq!(keys(&theirs), keys(&ours), "{}", language.name);
        for (key, names) in ours {
            assert_eq!(theirs.get(&key), Some(&names), "{key} in {}", language.name);
        }
    }
}

#[test]
fn every_language_can_be_read_whole() {
    for language in &LANGUAGES {
        let mut keys = BTreeSet::new();
        for (file, words) in language.words {
            let read = FluentResource::try_new((*words).to_owned());
            assert!(read.is_ok(), "{file} in {}: {:?}", language.name, read.err().map(|(_, errors)| errors));
            for line in words.lines().filter(|line| !line.starts_with([' ', '#'])) {
                let key = line.split_once(" =").map(|(key, _)| key);
                assert!(key.is_none_or(|key| keys.insert(key)), "{file} in {} says {key:?} again", language.name);
            }
        }
        assert_eq!(Words::of(language.code).language().code, language.code);
    }
}

#[test]
fn every_sentence_that_is_said_has_words() {
    let keys = sentences(&LANGUAGES[0]);
    let mut said = 0;
    for source in sources() {
        for marker in [".say(\"", ".with(\"", "words.with(\"", "Sentence::of(\"", "Trouble::of(\""] {
            for rest in source.split(marker).skip(1) {
                let key = rest.split('"').next().unwrap();
                let trouble = format!("trouble-{key}");
                // `with` also puts things into a sentence, under a name that is no key.
                let is_name = marker.contains("with") && !key.contains('-');
                said += 1;
                assert!(is_name || keys.contains_key(key) || keys.contains_key(&trouble), "{key} has no words");
            }
        }
    }
    assert!(said > 300, "only {said} sentences were found in the sources");
}

/// The sources of the two crates that speak, without their tests.
fn sources() -> Vec<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src"), root.join("../community/src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "tests.rs" && name != "fake.rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                found.push(text.split("#[cfg(test)]\nmod tests").next().unwrap().to_owned());
            }
        }
    }
    found
}

#[test]
fn numbers_choose_the_form_of_the_word() {
    assert_eq!(en().with("new-count", [("count", 1_i64.into())]), "1 new");
    assert_eq!(en().with("people-count", [("count", 0_i64.into())]), "nobody yet");
    let french = Words::of("fr_FR.UTF-8");
    assert_ne!(
        french.with("people-count", [("count", 1_i64.into())]),
        french.with("people-count", [("count", 2_i64.into())])
    );
    let arabic = Words::of("ar");
    let forms: BTreeSet<String> =
        [1_i64, 2, 3, 11].map(|count| arabic.with("topic-news", [("count", count.into())])).into_iter().collect();
    assert!(forms.len() >= 3, "{forms:?}");
}

#[test]
fn a_role_is_chosen_in_every_language() {
    for language in &LANGUAGES {
        let words = Words::of(language.code);
        let roles: BTreeSet<String> =
            ["guest", "member", "steward", "organiser"].map(|role| words.with("role", [("role", role.into())])).into();
        assert_eq!(roles.len(), 4, "{}", language.name);
    }
}

#[test]
fn a_name_of_another_direction_keeps_it_to_itself() {
    assert_eq!(en().with("ask-quoted", [("name", "Ada".into())]), "Ada answers you");
    assert!(en().with("ask-quoted", [("name", "عدا".into())]).starts_with("\u{2068}عدا\u{2069}"));
    assert!(Words::of("ar").with("ask-quoted", [("name", "Ada".into())]).contains("\u{2068}Ada\u{2069}"));
}

#[test]
fn a_terminal_is_told_the_command() {
    let told = en().in_terminal(&Sentence::of("trouble-no-topic").with("topic", "t1"));
    assert!(told.starts_with("No topic here has the id “t1”.") && told.ends_with("“kith topics” lists those here."));
}

#[test]
fn what_has_no_words_is_its_key() {
    assert_eq!(en().say("no-such-key"), "no-such-key");
}

#[test]
fn what_a_clock_far_ahead_says_is_told_as_such() {
    let (now, minute) = (1_790_000_000_000_i64, 60_000_i64);
    for language in &LANGUAGES {
        let words = Words::of(language.code);
        for near in [-minute, 0, 10 * minute] {
            let calendar = Calendar::of(&language.locale);
            assert_eq!(words.moment(now, now + near), calendar.moment(now, now + near));
            assert_eq!(words.when(now, now + near), calendar.when(now, now + near).unwrap_or_default());
        }
        for far in [10 * minute + 1, 20 * 24 * 60 * minute, i64::MAX] {
            let (moment, plain) = (words.moment(now, now.saturating_add(far)), Calendar::of(&language.locale));
            let plain = plain.moment(now, now.saturating_add(far));
            assert!(moment.contains(&plain) && moment != plain, "{moment}");
            let (when, plain) = (words.when(now, now.saturating_add(far)), Calendar::of(&language.locale));
            let plain = plain.when(now, now.saturating_add(far)).unwrap_or_default();
            assert!(when.contains(&plain) && when != plain, "{when}");
        }
    }
    assert!(en().moment(now, now + 60 * minute).ends_with("ahead of this device’s clock"));
}

#[test]
fn days_and_hours_are_short_and_true() {
    // 12 November 2026, 14:20 in the zone of this device.
    let zone = jiff::tz::TimeZone::system();
    let at = |day: i8, hour: i8| {
        let civil = jiff::civil::date(2026, 11, day).at(hour, 20, 0, 0);
        civil.to_zoned(zone.clone()).unwrap().timestamp().as_millisecond()
    };
    let now = at(12, 14);
    let words = en();
    assert_eq!(words.when(now, at(12, 9)), "09:20");
    assert_eq!(words.when(now, at(11, 23)), "Yesterday");
    assert_eq!(words.when(now, at(10, 9)), "Tue");
    assert_eq!(words.when(now, at(2, 9)), "2 Nov");
    assert_eq!(words.moment(now, at(10, 9)), "Tue 09:20");
    assert_eq!(words.day(now), "Thursday 12 November");
    assert_eq!(Words::of("fr").day(now), "jeudi 12 novembre");
    for odd in [i64::MIN, i64::MAX, 0, -1] {
        assert!(!words.when(now, odd).is_empty() && !words.moment(odd, now).is_empty());
    }
}

#[test]
fn names_are_listed_and_ordered_as_the_language_does() {
    assert_eq!(en().list(["Ada", "Ben", "Chidi"].into_iter()), "Ada, Ben and Chidi");
    assert_eq!(Words::of("fr").list(["Ada", "Ben"].into_iter()), "Ada et Ben");
    let mut names = ["Zoë", "Éva", "adaeze", "Ben"];
    names.sort_by(|one, other| en().compare(one, other));
    assert_eq!(names, ["adaeze", "Ben", "Éva", "Zoë"]);
}

/// What happened, what is safe, what to do; the command line names its own way.
#[test]
fn who_was_put_back_is_told_what_to_do() {
    let card = ["ask-put-back-why", "ask-put-back", "ask-put-back-text", "ask-put-back-act"].map(|key| en().say(key));
    assert_eq!(
        card.join(" | "),
        "This device was put back from an older copy | \
         Let it meet the others: something that you decided here is missing. | \
         What you can read is safe. As soon as the others have brought what is missing, you can invite and decide again. \
         If nobody has it, go on without it. | Go on without it"
    );
    for language in &LANGUAGES {
        let words = Words::of(language.code);
        let told = words.in_terminal(&Sentence::of("trouble-restored"));
        assert!(told.contains("kith device go-on"), "{told}");
        assert!(!words.say("ask-put-back-text").contains("ask-put-back"), "{}", language.name);
    }
}
