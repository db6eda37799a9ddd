//! Days and hours as a language writes them, by this device's clock and time zone.

use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{E, MD, MDE, T, YMD};
use icu_datetime::input::DateTime;
use icu_locale_core::Locale;
use jiff::civil;
use jiff::tz::TimeZone;
use jiff_icu::ConvertFrom as _;

/// The formats that screens use. Each is there for all languages of the app, as a test sees.
pub struct Calendar {
    zone: TimeZone,
    hour: Option<DateTimeFormatter<T>>,
    weekday: Option<DateTimeFormatter<E>>,
    date: Option<DateTimeFormatter<MD>>,
    full: Option<DateTimeFormatter<YMD>>,
    day: Option<DateTimeFormatter<MDE>>,
}

impl Calendar {
    /// As `locale` has it.
    pub fn of(locale: &Locale) -> Self {
        Self {
            zone: TimeZone::system(),
            hour: DateTimeFormatter::try_new(locale.into(), T::hm()).ok(),
            weekday: DateTimeFormatter::try_new(locale.into(), E::short()).ok(),
            date: DateTimeFormatter::try_new(locale.into(), MD::medium()).ok(),
            full: DateTimeFormatter::try_new(locale.into(), YMD::medium()).ok(),
            day: DateTimeFormatter::try_new(locale.into(), MDE::long()).ok(),
        }
    }

    /// The hour today, else the day; `None` for yesterday, which has a word of its own.
    pub fn when(&self, now_ms: i64, then_ms: i64) -> Option<String> {
        match self.days_between(then_ms, now_ms) {
            0 => Some(self.hour(then_ms)),
            1 => None,
            _ => Some(self.short_day(now_ms, then_ms)),
        }
    }

    /// The hour, and before today the day as well.
    pub fn moment(&self, now_ms: i64, then_ms: i64) -> String {
        match self.days_between(then_ms, now_ms) {
            0 => self.hour(then_ms),
            _ => format!("{} {}", self.short_day(now_ms, then_ms), self.hour(then_ms)),
        }
    }

    /// The day in full.
    pub fn day(&self, at_ms: i64) -> String {
        let at = self.at(at_ms);
        let said = self.day.as_ref().map(|day| day.format(&DateTime::convert_from(at)).to_string());
        said.unwrap_or_else(|| at.date().to_string())
    }

    /// Day, year and hour, whatever the day is now: what a clock shows.
    pub fn stamp(&self, at_ms: i64) -> String {
        let at = self.at(at_ms);
        let said = self.full.as_ref().map(|full| full.format(&DateTime::convert_from(at)).to_string());
        format!("{} {}", said.unwrap_or_else(|| at.date().to_string()), self.hour(at_ms))
    }

    fn hour(&self, at_ms: i64) -> String {
        let at = self.at(at_ms);
        let said = self.hour.as_ref().map(|hour| hour.format(&DateTime::convert_from(at)).to_string());
        said.unwrap_or_else(|| at.time().to_string())
    }

    /// Within the last week the weekday, else the date, and the year if it is another.
    fn short_day(&self, now_ms: i64, then_ms: i64) -> String {
        let (now, then) = (self.at(now_ms), self.at(then_ms));
        let at = DateTime::convert_from(then);
        let said = match self.days_between(then_ms, now_ms) {
            1..=6 => self.weekday.as_ref().map(|weekday| weekday.format(&at).to_string()),
            _ if then.year() == now.year() => self.date.as_ref().map(|date| date.format(&at).to_string()),
            _ => self.full.as_ref().map(|full| full.format(&at).to_string()),
        };
        said.unwrap_or_else(|| then.date().to_string())
    }

    /// Midnights from the one to the other; negative if the one is later.
    fn days_between(&self, then_ms: i64, now_ms: i64) -> i32 {
        let (then, now) = (self.at(then_ms).date(), self.at(now_ms).date());
        then.until(now).map_or(i32::MAX, |span| span.get_days())
    }

    /// A clock that is far off is brought to the nearest moment that has a date.
    fn at(&self, ms: i64) -> civil::DateTime {
        let there = jiff::Timestamp::from_millisecond(ms);
        let end = if ms < 0 { jiff::Timestamp::MIN } else { jiff::Timestamp::MAX };
        self.zone.to_datetime(there.unwrap_or(end))
    }
}
