//! Where a home is when nobody says: `$KITH_HOME`, else the platform's place for data.

use std::ffi::OsString;
use std::path::PathBuf;

/// The home that was named, else the usual one. `var` reads the environment.
pub fn find(named: Option<PathBuf>, var: impl Fn(&str) -> Option<OsString>) -> Option<PathBuf> {
    let var = |name| var(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let own = if cfg!(target_os = "android") {
        of_the_app()
    } else if cfg!(any(target_os = "macos", target_os = "ios")) {
        var("HOME").map(|user| user.join("Library/Application Support/kith"))
    } else if cfg!(windows) {
        // Not the roaming one: two computers with the keys of one device would write its logs twice.
        var("LOCALAPPDATA").map(|data| data.join("kith"))
    } else {
        // A relative XDG_DATA_HOME is to be ignored, as its specification says.
        var("XDG_DATA_HOME")
            .filter(|data| data.is_absolute())
            .or_else(|| var("HOME").map(|user| user.join(".local/share")))
            .map(|data| data.join("kith"))
    };
    named.or_else(|| var("KITH_HOME")).or(own)
}

/// Where Android lets an app keep things: every app has a user of its own, made of the person's number and the app's, and
/// runs under its own name.
#[cfg(unix)]
fn of_the_app() -> Option<PathBuf> {
    use std::os::unix::fs::MetadataExt as _;
    const USERS_APART: u32 = 100_000;
    let person = std::fs::metadata("/proc/self").ok()?.uid() / USERS_APART;
    let name = std::fs::read("/proc/self/cmdline").ok()?;
    let name = std::str::from_utf8(name.split(|byte| *byte == 0).next()?).ok()?;
    Some(PathBuf::from(format!("/data/user/{person}/{name}/files/kith")))
}

#[cfg(not(unix))]
fn of_the_app() -> Option<PathBuf> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    fn found(named: Option<&str>, vars: &[(&str, &str)]) -> Option<String> {
        let var = |name: &str| {
            let found = vars.iter().find(|(key, _)| *key == name);
            found.map(|(_, value)| OsString::from(value))
        };
        let home = find(named.map(PathBuf::from), var)?;
        Some(home.to_string_lossy().into_owned())
    }

    #[test]
    fn the_nearest_word_counts() {
        let all = [("KITH_HOME", "/k"), ("XDG_DATA_HOME", "/x"), ("HOME", "/h")];
        let [_, xdg, user] = all;
        for (named, vars, home) in [
            (Some("/n"), all.as_slice(), Some("/n")),
            (None, &all, Some("/k")),
            (None, &[xdg, user], Some("/x/kith")),
            (None, &[user], Some("/h/.local/share/kith")),
            (None, &[("XDG_DATA_HOME", "rel"), user], Some("/h/.local/share/kith")),
            (None, &[("KITH_HOME", ""), user], Some("/h/.local/share/kith")),
            (None, &[], None),
        ] {
            assert_eq!(found(named, vars).as_deref(), home, "{named:?} {vars:?}");
        }
    }
}
