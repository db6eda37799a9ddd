//! How a home looks and speaks: chosen on a device, for all its communities, and told to nobody.

use serde::{Deserialize, Serialize};

/// The settings of a home.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "snake_case")]
pub struct Settings {
    /// The app's language; as the system's while there is none.
    pub language: Option<String>,
    /// Day or dusk.
    pub light: Light,
    /// How large the letters are.
    pub text: TextSize,
    /// The letters of people's words.
    pub letters: Letters,
    /// Whether things move.
    pub movement: Movement,
    /// What Enter does where one answers.
    pub enter: Enter,
    /// Whether the system tells of what is new while nobody looks, where it lets Kith.
    pub notices: Notices,
    /// From this hour on, by this device's clock, nothing is told; with [`Settings::quiet_until`].
    pub quiet_from: Option<u8>,
    /// Until this hour.
    pub quiet_until: Option<u8>,
    /// Which networks may be used.
    pub network: Network,
}

impl Settings {
    /// Whether nothing is told in this hour of the day. From and until the same hour is never.
    #[must_use]
    pub fn is_quiet(&self, hour: u8) -> bool {
        match (self.quiet_from, self.quiet_until) {
            (Some(from), Some(until)) if from <= until => (from..until).contains(&hour),
            (Some(from), Some(until)) => hour >= from || hour < until,
            _ => false,
        }
    }
}

/// Whether the system tells of what is new.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notices {
    /// It does, where it lets Kith.
    #[default]
    Given,
    /// It does not.
    None,
}

/// What Enter does where one answers; with Shift it always begins a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Enter {
    /// It sends where there is a mouse or a touchpad, and begins a line where there is none.
    #[default]
    Device,
    /// It sends.
    Send,
    /// It begins a line.
    Line,
}

/// Day or dusk.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Light {
    /// As the device has it.
    #[default]
    Device,
    /// Dark on light.
    Day,
    /// Light on dark.
    Dusk,
}

/// How large the letters are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TextSize {
    /// As the device has them.
    #[default]
    Normal,
    /// 115 in a hundred.
    Large,
    /// 135 in a hundred.
    Larger,
    /// 160 in a hundred.
    Largest,
}

/// The letters of people's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// As in a book, so that one sees who speaks.
    #[default]
    Book,
    /// As those of the app.
    Plain,
}

/// Whether things move.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Movement {
    /// A little.
    #[default]
    Gentle,
    /// Not at all.
    None,
}

/// Which networks may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Network {
    /// The internet and the local network.
    #[default]
    Online,
    /// The local network only.
    Lan,
    /// This machine only.
    Loopback,
    /// None.
    Off,
}
