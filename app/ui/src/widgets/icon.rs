//! Icons, drawn by Lucide. The page gets a sprite of those that are used here, and each use names one.

use dioxus::prelude::*;
use icondata_lu as lu;

/// An icon, by Lucide's own names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// To the newest.
    ArrowDown,
    /// Send.
    ArrowUp,
    /// Back.
    Back,
    /// Scan.
    Camera,
    /// Done.
    Check,
    /// One of several is chosen here.
    Choose,
    /// Settled.
    CircleCheck,
    /// Not yet.
    Clock,
    /// Close.
    Close,
    /// Copy.
    Copy,
    /// Fetch.
    Download,
    /// I heard this.
    Ear,
    /// Not told of.
    EarOff,
    /// Follow this.
    Forward,
    /// By the internet.
    Globe,
    /// Same here.
    Hand,
    /// Thank you.
    HandHeart,
    /// Came late.
    History,
    /// Waits.
    Hourglass,
    /// What is this?
    Info,
    /// Another device.
    Laptop,
    /// A link.
    Link,
    /// Leave.
    Leave,
    /// Belongs to those who look after it.
    HeartHandshake,
    /// More of this.
    More,
    /// Change.
    Pencil,
    /// One more.
    Plus,
    /// Talk.
    Talk,
    /// People.
    People,
    /// A code for a camera.
    QrCode,
    /// Reach.
    Reach,
    /// Answer.
    Reply,
    /// Settings.
    Settings,
    /// Send elsewhere.
    Share,
    /// This device.
    Smartphone,
    /// Two versions.
    Split,
    /// A beginning.
    Sprout,
    /// Write anew.
    SquarePen,
    /// Today.
    Today,
    /// Delete.
    Trash,
    /// Back to before.
    Undo,
    /// Bring someone in.
    UserPlus,
    /// Someone goes.
    UserX,
    /// By Wi-Fi.
    Wifi,
    /// By nothing.
    WifiOff,
    /// Seen.
    Eye,
    /// Larger.
    Maximize,
    /// An emblem of a face.
    Sun,
    /// An emblem of a face.
    Moon,
    /// An emblem of a face.
    Star,
    /// An emblem of a face.
    Bird,
    /// An emblem of a face.
    Fish,
    /// An emblem of a face.
    Flower,
    /// An emblem of a face.
    Palm,
    /// An emblem of a face.
    Drum,
    /// An emblem of a face.
    Book,
    /// An emblem of a face.
    Mountain,
    /// An emblem of a face.
    Flame,
    /// An emblem of a face.
    Feather,
}

/// The emblems that a face may bear, by the names that cards have.
pub const EMBLEMS: [(&str, Icon); 12] = [
    ("sun", Icon::Sun),
    ("moon", Icon::Moon),
    ("star", Icon::Star),
    ("bird", Icon::Bird),
    ("fish", Icon::Fish),
    ("flower", Icon::Flower),
    ("palm", Icon::Palm),
    ("drum", Icon::Drum),
    ("book", Icon::Book),
    ("mountain", Icon::Mountain),
    ("flame", Icon::Flame),
    ("feather", Icon::Feather),
];

/// All of them.
static ALL: [(Icon, &str, &icondata_core::IconData); 59] = [
    (Icon::ArrowDown, "arrow-down", lu::LuArrowDown),
    (Icon::ArrowUp, "arrow-up", lu::LuArrowUp),
    (Icon::Back, "arrow-left", lu::LuArrowLeft),
    (Icon::Camera, "camera", lu::LuCamera),
    (Icon::Check, "check", lu::LuCheck),
    (Icon::Choose, "chevrons-up-down", lu::LuChevronsUpDown),
    (Icon::CircleCheck, "circle-check", lu::LuCircleCheck),
    (Icon::Clock, "clock", lu::LuClock),
    (Icon::Close, "x", lu::LuX),
    (Icon::Copy, "copy", lu::LuCopy),
    (Icon::Download, "download", lu::LuDownload),
    (Icon::Ear, "ear", lu::LuEar),
    (Icon::EarOff, "ear-off", lu::LuEarOff),
    (Icon::Forward, "chevron-right", lu::LuChevronRight),
    (Icon::Globe, "globe", lu::LuGlobe),
    (Icon::Hand, "hand", lu::LuHand),
    (Icon::HandHeart, "hand-heart", lu::LuHandHeart),
    (Icon::History, "history", lu::LuHistory),
    (Icon::Hourglass, "hourglass", lu::LuHourglass),
    (Icon::Info, "info", lu::LuInfo),
    (Icon::Laptop, "laptop", lu::LuLaptop),
    (Icon::Link, "link", lu::LuLink),
    (Icon::Leave, "log-out", lu::LuLogOut),
    (Icon::HeartHandshake, "heart-handshake", lu::LuHeartHandshake),
    (Icon::More, "ellipsis", lu::LuEllipsis),
    (Icon::Pencil, "pencil", lu::LuPencil),
    (Icon::Plus, "plus", lu::LuPlus),
    (Icon::Talk, "messages-square", lu::LuMessagesSquare),
    (Icon::People, "users-round", lu::LuUsersRound),
    (Icon::QrCode, "qr-code", lu::LuQrCode),
    (Icon::Reach, "circle-dashed", lu::LuCircleDashed),
    (Icon::Reply, "reply", lu::LuReply),
    (Icon::Settings, "settings", lu::LuSettings),
    (Icon::Share, "share-2", lu::LuShare2),
    (Icon::Smartphone, "smartphone", lu::LuSmartphone),
    (Icon::Split, "split", lu::LuSplit),
    (Icon::Sprout, "sprout", lu::LuSprout),
    (Icon::SquarePen, "square-pen", lu::LuSquarePen),
    (Icon::Today, "sun-medium", lu::LuSunMedium),
    (Icon::Trash, "trash-2", lu::LuTrash2),
    (Icon::Undo, "undo-2", lu::LuUndo2),
    (Icon::UserPlus, "user-plus", lu::LuUserPlus),
    (Icon::UserX, "user-x", lu::LuUserX),
    (Icon::Wifi, "wifi", lu::LuWifi),
    (Icon::WifiOff, "wifi-off", lu::LuWifiOff),
    (Icon::Eye, "eye", lu::LuEye),
    (Icon::Maximize, "maximize", lu::LuMaximize),
    (Icon::Sun, "sun", lu::LuSun),
    (Icon::Moon, "moon", lu::LuMoon),
    (Icon::Star, "star", lu::LuStar),
    (Icon::Bird, "bird", lu::LuBird),
    (Icon::Fish, "fish", lu::LuFish),
    (Icon::Flower, "flower", lu::LuFlower2),
    (Icon::Palm, "palm", lu::LuTreePalm),
    (Icon::Drum, "drum", lu::LuDrum),
    (Icon::Book, "book", lu::LuBookOpen),
    (Icon::Mountain, "mountain", lu::LuMountain),
    (Icon::Flame, "flame", lu::LuFlame),
    (Icon::Feather, "feather", lu::LuFeather),
];

/// One icon; its meaning is always said beside it, so it is hidden from screen readers.
#[component]
pub fn Draw(icon: Icon, #[props(default)] small: bool, #[props(default)] turns: bool) -> Element {
    let at = format!("#i-{}", icon.name());
    rsx! {
        svg { class: "icon", class: if small { "icon-small" }, class: if turns { "icon-turns" }, "aria-hidden": "true",
            r#use { href: "{at}" }
        }
    }
}

impl Icon {
    fn name(self) -> &'static str {
        ALL.iter().find(|(icon, ..)| *icon == self).map_or("", |(_, name, _)| name)
    }
}

/// The sprite, to stand in the page once.
pub fn sprite() -> String {
    let symbols = ALL.iter().map(|(_, name, data)| {
        let view = data.view_box.unwrap_or("0 0 24 24");
        format!(r#"<symbol id="i-{name}" viewBox="{view}">{}</symbol>"#, data.data)
    });
    format!(r#"<svg hidden aria-hidden="true">{}</svg>"#, symbols.collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_emblem_that_can_be_chosen_can_be_drawn() {
        assert_eq!(EMBLEMS.map(|(emblem, _)| emblem), kith_community::profile::EMBLEMS);
    }

    #[test]
    fn every_icon_is_in_the_sprite_once() {
        let sprite = sprite();
        for (icon, name, _) in ALL {
            assert_eq!(icon.name(), name);
            assert_eq!(sprite.matches(&format!("id=\"i-{name}\"")).count(), 1);
        }
    }
}
