//! The order of keys. GTK gives a menu its keys at once, while letters that were typed before still wait for the page,
//! which runs in a process of its own: closed by its keys, the window would go without what was typed last. So keys with
//! Ctrl take the road of letters: they go to the page first, which hands back what it has no use for.

use dioxus_desktop::tao::platform::unix::WindowExtUnix;
use dioxus_desktop::tao::window::Window;
use gtk::gdk::ModifierType;
use gtk::glib::Propagation;
use gtk::prelude::{GtkWindowExt, WidgetExt};

/// Has the menus of a window hear of a key once the page has had every key before it.
pub fn keep_order(window: &Window) {
    window.gtk_window().connect_key_press_event(|window, key| {
        if !key.state().contains(ModifierType::CONTROL_MASK) {
            return Propagation::Proceed;
        }
        // What the page handed back it does not take a second time.
        if !window.propagate_key_event(key) {
            window.activate_key(key);
        }
        Propagation::Stop
    });
}
