//! The screen that a person looks at, and the program with which the system opens a file.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether there is anything to show a window or a browser on.
pub fn has_screen() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Has the system open a file as it opens any other.
///
/// # Errors
/// When no program opens it.
pub fn open_file(file: &Path) -> io::Result<()> {
    let mut failed = io::ErrorKind::NotFound.into();
    for mut opener in openers(file) {
        match opener.spawn() {
            Ok(mut child) => {
                // Waited for elsewhere, so that it does not stay as a dead entry among the processes.
                drop(std::thread::spawn(move || child.wait()));
                return Ok(());
            }
            Err(error) => failed = error,
        }
    }
    Err(failed)
}

/// The programs that may open a file, best first. Everyone on the computer can read all that they are told.
pub fn openers(file: &Path) -> impl Iterator<Item = Command> {
    open::commands(file).into_iter().map(|mut command| {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    })
}
