//! How long ago something was and how far it has got, in words for the terminal; and this device's clock.

use kith_community::topic::PostView;
pub use kith_sync::node::{DAY_MS, now_ms};

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;

/// `then` as seen from `now`, both in milliseconds since 1970.
pub fn ago(now: i64, then: i64) -> String {
    let passed = now.saturating_sub(then);
    match passed {
        // Clocks differ a little between honest devices.
        _ if passed < -MINUTE => "later than this device's clock".to_owned(),
        ..MINUTE => "just now".to_owned(),
        MINUTE..HOUR => count(passed / MINUTE, "minute"),
        HOUR..DAY_MS => count(passed / HOUR, "hour"),
        DAY_MS.. => count(passed / DAY_MS, "day"),
    }
}

/// The hour of the day by this device's clock and time zone.
pub fn hour_now() -> u8 {
    let now = jiff::Timestamp::from_millisecond(now_ms()).unwrap_or_default();
    u8::try_from(now.to_zoned(jiff::tz::TimeZone::system()).hour()).unwrap_or_default()
}

/// How far a post has got, never rosier than it is.
pub fn reach(post: &PostView) -> String {
    match (post.reached, post.known) {
        (0, _) => "here only".to_owned(),
        (reached, known) if reached >= known => "reached everyone known".to_owned(),
        (reached, known) => format!("reached {reached} of {known}"),
    }
}

/// A topic's title: it may have been taken back, or not have come yet.
pub fn titled(title: &str) -> &str {
    if title.is_empty() { "(its title is not here)" } else { title }
}

fn count(number: i64, unit: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {unit}{ending} ago")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_told_in_words() {
        for (passed, words) in [
            (0, "just now"),
            (59 * SECOND, "just now"),
            (-30 * SECOND, "just now"),
            (-2 * MINUTE, "later than this device's clock"),
            (MINUTE, "1 minute ago"),
            (59 * MINUTE, "59 minutes ago"),
            (HOUR, "1 hour ago"),
            (47 * HOUR, "1 day ago"),
            (300 * DAY_MS, "300 days ago"),
        ] {
            assert_eq!(ago(1_000 * DAY_MS, 1_000 * DAY_MS - passed), words);
        }
        assert_eq!(ago(i64::MAX, i64::MIN), count(i64::MAX / DAY_MS, "day"));
    }

    #[test]
    fn a_topic_always_has_words_to_be_found_by() {
        assert_eq!((titled("Tea"), titled("")), ("Tea", "(its title is not here)"));
    }
}
