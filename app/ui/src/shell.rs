//! Ways to show the one component tree.

pub mod browser;
mod page;
mod place;
#[cfg(feature = "window")]
pub mod window;

/// Whether there is anything to show a window or a browser on.
pub fn has_screen() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
