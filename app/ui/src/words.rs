//! The app's words: sentences by their keys, with plurals, numbers, dates and lists as a language has them.

mod calendar;

use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentBundle, FluentResource, FluentValue};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale_core::{Locale, locale};
use kith_community::sentence::{Sentence, Value};
use kith_community::settings::Settings;
use std::cmp::Ordering;
use std::rc::Rc;

use calendar::Calendar;

// A list of files for each language, by its code.
include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// The languages there are, the one for all others first.
pub static LANGUAGES: [Language; 3] = [
    Language { code: "en", name: "English", locale: locale!("en-GB"), direction: "ltr", words: EN },
    Language { code: "fr", name: "Français", locale: locale!("fr"), direction: "ltr", words: FR },
    Language { code: "ar", name: "العربية", locale: locale!("ar"), direction: "rtl", words: AR },
];

/// A language of the app.
pub struct Language {
    /// As settings name it, and `lang` on the page.
    pub code: &'static str,
    /// As its speakers call it.
    pub name: &'static str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    locale: Locale,
    /// Its files: the name of each, and what it says.
    words: &'static [(&'static str, &'static str)],
}

/// So much later than this device's clock a moment is told as one of a clock that is ahead, in milliseconds: clocks differ a
/// little between honest devices.
const AHEAD_MS: i64 = 10 * 60_000;

/// All words of one language. Cheap to clone.
#[derive(Clone)]
pub struct Words(Rc<Inner>);

struct Inner {
    language: &'static Language,
    own: FluentBundle<FluentResource>,
    /// For what has no words in the language yet.
    english: Option<FluentBundle<FluentResource>>,
    calendar: Calendar,
    list: Option<ListFormatter>,
    order: Option<CollatorBorrowed<'static>>,
}

impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0.language, other.0.language)
    }
}

/// The question that a second organiser is asked about a person.
pub fn asks_for(rises: bool) -> &'static str {
    if rises { "ask-second-raise" } else { "ask-second" }
}

impl Words {
    /// The words of the language that is nearest to `tag`, such as `fr` or `en_GB.UTF-8`.
    pub fn of(tag: &str) -> Self {
        let wanted = tag.split(['-', '_', '.']).next().unwrap_or_default();
        let [english, ..] = &LANGUAGES;
        let language = LANGUAGES.iter().find(|language| language.code == wanted).unwrap_or(english);
        let locale = &language.locale;
        Self(Rc::new(Inner {
            language,
            own: bundle(language),
            english: (language.code != english.code).then(|| bundle(english)),
            calendar: Calendar::of(locale),
            list: ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default()).ok(),
            order: Collator::try_new(locale.into(), CollatorOptions::default()).ok(),
        }))
    }

    /// The words of the language that was chosen, else of the one that the system speaks.
    pub fn chosen(settings: &Settings) -> Self {
        match &settings.language {
            Some(language) => Self::of(language),
            None => Self::of(&sys_locale::get_locale().unwrap_or_default()),
        }
    }

    /// Which language it is.
    pub fn language(&self) -> &'static Language {
        self.0.language
    }

    /// What `key` says.
    pub fn say(&self, key: &str) -> String {
        self.with(key, [])
    }

    /// What `key` says, with these put in.
    pub fn with<const N: usize>(&self, key: &str, values: [(&str, Value); N]) -> String {
        let values = values.iter().map(|(name, value)| (*name, value));
        self.find(key, values).unwrap_or_else(|| missing(key))
    }

    /// What a sentence says.
    pub fn sentence(&self, sentence: &Sentence) -> String {
        let values = sentence.with.iter().map(|(name, value)| (name.as_str(), value));
        self.find(&sentence.key, values).unwrap_or_else(|| missing(&sentence.key))
    }

    /// What a sentence says in a terminal, where commands are at hand.
    pub fn in_terminal(&self, sentence: &Sentence) -> String {
        let values = sentence.with.iter().map(|(name, value)| (name.as_str(), value));
        let more = self.find(&format!("{}.terminal", sentence.key), values);
        [Some(self.sentence(sentence)), more].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }

    /// How long so many hours are: “three days”.
    pub fn hours(&self, hours: u32) -> String {
        self.with("customs-after", [("hours", hours.into())])
    }

    /// The names in a sentence: “Ada, Ben and Chidi”.
    pub fn list<'a>(&self, names: impl Iterator<Item = &'a str> + Clone) -> String {
        match &self.0.list {
            Some(list) => list.format(names).to_string(),
            None => names.collect::<Vec<_>>().join(", "),
        }
    }

    /// The order of the language's alphabet.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        self.0.order.as_ref().map_or_else(|| one.cmp(other), |order| order.compare(one, other))
    }

    /// When something was, as short as can be: “14:20”, “yesterday”, “Tue”, “9 Nov”.
    /// Both in milliseconds since 1970. What a clock far ahead says is marked as such.
    pub fn when(&self, now_ms: i64, then_ms: i64) -> String {
        let when = self.0.calendar.when(now_ms, then_ms).unwrap_or_else(|| self.say("when-yesterday"));
        if is_ahead(now_ms, then_ms) { self.with("when-ahead-brief", [("when", when.into())]) } else { when }
    }

    /// When something was, to the minute: “14:20”, “Tue 14:20”, “9 Nov 14:20”.
    pub fn moment(&self, now_ms: i64, then_ms: i64) -> String {
        let moment = self.0.calendar.moment(now_ms, then_ms);
        if is_ahead(now_ms, then_ms) { self.with("when-ahead", [("when", moment.into())]) } else { moment }
    }

    /// The day in full: “Thursday 12 November”.
    pub fn day(&self, at_ms: i64) -> String {
        self.0.calendar.day(at_ms)
    }

    /// A person's name: it may not have come yet.
    pub fn person(&self, name: &str) -> String {
        self.or(name, "someone")
    }

    /// A community's name: it may not have come yet.
    pub fn community(&self, name: &str) -> String {
        self.or(name, "community-unnamed")
    }

    /// A topic's title: it may have been taken back, or not have come yet.
    pub fn title(&self, title: &str) -> String {
        self.or(title, "topic-untitled")
    }

    /// A channel's name: it may not have come yet.
    pub fn channel(&self, name: &str) -> String {
        self.or(name, "channel-unnamed")
    }

    /// When somebody was last heard of. Both in milliseconds since 1970.
    pub fn heard(&self, now_ms: i64, then_ms: Option<i64>) -> String {
        match then_ms {
            Some(then_ms) => self.with("heard-at", [("when", self.moment(now_ms, then_ms).into())]),
            None => self.say("heard-never"),
        }
    }

    fn or(&self, text: &str, key: &str) -> String {
        if text.is_empty() { self.say(key) } else { text.to_owned() }
    }

    fn find<'a>(&self, key: &str, values: impl Iterator<Item = (&'a str, &'a Value)>) -> Option<String> {
        let values: Vec<(&str, Value)> = values.map(|(name, value)| (name, self.put(name, value))).collect();
        let values = values.iter().map(|(name, value)| (*name, value));
        let own = read(&self.0.own, key, values.clone(), self.0.language);
        own.or_else(|| read(self.0.english.as_ref()?, key, values, self.0.language))
    }

    /// A value as it is put in: milliseconds since 1970 as day and hour.
    fn put(&self, name: &str, value: &Value) -> Value {
        match value {
            Value::Number(at_ms) if name.ends_with("_ms") => self.0.calendar.stamp(*at_ms).into(),
            value => value.clone(),
        }
    }
}

/// Whether a moment is one of a clock that is far ahead of this device's.
fn is_ahead(now_ms: i64, then_ms: i64) -> bool {
    then_ms.saturating_sub(now_ms) > AHEAD_MS
}

/// A message, or after a dot an attribute of one.
fn read<'a>(
    bundle: &FluentBundle<FluentResource>,
    key: &str,
    values: impl Iterator<Item = (&'a str, &'a Value)>,
    language: &Language,
) -> Option<String> {
    let (id, attribute) = key.split_once('.').map_or((key, None), |(id, attribute)| (id, Some(attribute)));
    let message = bundle.get_message(id)?;
    let pattern = match attribute {
        Some(attribute) => message.get_attribute(attribute)?.value(),
        None => message.value()?,
    };
    let mut args = FluentArgs::new();
    for (name, value) in values {
        args.set(name.to_owned(), into_fluent(value, language));
    }
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a sentence lacks something that goes into it");
    }
    Some(said)
}

fn into_fluent(value: &Value, language: &Language) -> FluentValue<'static> {
    match value {
        Value::Number(number) => FluentValue::Number(FluentNumber::from(*number)),
        Value::Text(text) => FluentValue::String(isolated(text, language).into()),
    }
}

/// Words that may run the other way than the sentence keep their direction to themselves. What a sentence chooses by,
/// such as a role, stays as it is.
fn isolated(text: &str, language: &Language) -> String {
    let chooses = text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if chooses || (language.direction == "ltr" && text.is_ascii()) {
        return text.to_owned();
    }
    format!("\u{2068}{text}\u{2069}")
}

/// What cannot be read is left out and logged; a test reads all of it.
fn bundle(language: &Language) -> FluentBundle<FluentResource> {
    let mut bundle = FluentBundle::new(vec![language.code.parse().unwrap_or_default()]);
    // What may need it is isolated by itself, so that numbers are not.
    bundle.set_use_isolating(false);
    for (file, words) in language.words {
        let resource = FluentResource::try_new((*words).to_owned()).unwrap_or_else(|(resource, errors)| {
            tracing::error!(language = language.code, file, ?errors, "words cannot be read");
            resource
        });
        if let Err(errors) = bundle.add_resource(resource) {
            tracing::error!(language = language.code, file, ?errors, "words say a thing twice");
        }
    }
    bundle
}

fn missing(key: &str) -> String {
    tracing::error!(key, "a sentence has no words");
    key.to_owned()
}

#[cfg(test)]
mod tests;
