//! Where the window stands and how large it is, kept in the home.

use dioxus_desktop::WindowBuilder;
use dioxus_desktop::tao::dpi::{LogicalSize, PhysicalPosition, PhysicalSize};
use dioxus_desktop::tao::event::WindowEvent;
use dioxus_desktop::tao::window::Window;
use serde::{Deserialize, Serialize};
use std::path::Path;

const FILE: &str = "window.json";
/// The narrowest phone that the screens are drawn for, in points.
const LEAST: LogicalSize<f64> = LogicalSize { width: 320.0, height: 400.0 };
const USUAL: LogicalSize<f64> = LogicalSize { width: 1080.0, height: 760.0 };

/// In the screen's own pixels; absent until the window has stood somewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Geometry {
    at: Option<(i32, i32)>,
    size: Option<(u32, u32)>,
}

impl Geometry {
    /// As it was when the window was last here. What cannot be read is as if it never had been.
    pub fn load(home: &Path) -> Self {
        let kept = std::fs::read(home.join(FILE)).ok();
        kept.and_then(|kept| serde_json::from_slice(&kept).ok()).unwrap_or_default()
    }

    /// Keeps it.
    pub fn save(&self, home: &Path) {
        let kept = serde_json::to_vec(self).map_err(std::io::Error::from);
        if let Err(error) = kept.and_then(|kept| std::fs::write(home.join(FILE), kept)) {
            tracing::warn!(%error, "the window's place was not kept");
        }
    }

    /// A window of that size.
    pub fn place(&self, window: WindowBuilder) -> WindowBuilder {
        let window = window.with_min_inner_size(LEAST);
        match self.size {
            Some((width, height)) => window.with_inner_size(PhysicalSize::new(width, height)),
            None => window.with_inner_size(USUAL),
        }
    }

    /// Puts it where it stood, unless no screen is there any more.
    pub fn settle(&self, window: &Window) {
        let Some((x, y)) = self.at else { return };
        let is_there = window.available_monitors().any(|screen| {
            let (at, size) = (screen.position(), screen.size());
            holds(at.x, size.width, x) && holds(at.y, size.height, y)
        });
        if is_there {
            window.set_outer_position(PhysicalPosition::new(x, y));
        }
    }

    /// Takes note of what happens to it.
    pub fn follow(&mut self, event: &WindowEvent<'_>) {
        match event {
            WindowEvent::Moved(at) => self.at = Some((at.x, at.y)),
            WindowEvent::Resized(size) if size.width > 0 && size.height > 0 => {
                self.size = Some((size.width, size.height));
            }
            _ => {}
        }
    }
}

fn holds(from: i32, length: u32, at: i32) -> bool {
    let (from, at) = (i64::from(from), i64::from(at));
    (from..from + i64::from(length)).contains(&at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_again_and_nonsense_is_none() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(Geometry::load(home.path()), Geometry::default());
        let mut geometry = Geometry::default();
        geometry.follow(&WindowEvent::Moved(PhysicalPosition::new(-40, 12)));
        geometry.follow(&WindowEvent::Resized(PhysicalSize::new(640, 480)));
        // As some systems report a window that was put away.
        geometry.follow(&WindowEvent::Resized(PhysicalSize::new(0, 0)));
        geometry.save(home.path());
        assert_eq!(Geometry::load(home.path()), Geometry { at: Some((-40, 12)), size: Some((640, 480)) });
        std::fs::write(home.path().join(FILE), b"{\"at\":[1]}").unwrap();
        assert_eq!(Geometry::load(home.path()), Geometry::default());
    }

    #[test]
    fn a_screen_holds_its_edge_and_not_the_next_pixel() {
        assert!(holds(0, 100, 0) && holds(0, 100, 99) && holds(-100, 100, -1));
        assert!(!holds(0, 100, 100) && !holds(0, 100, -1) && !holds(i32::MAX, u32::MAX, i32::MIN));
    }
}
