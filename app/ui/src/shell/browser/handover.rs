//! How the person's browser is given a link that opens the page: by a file that only its owner reads.
//!
//! The arguments with which a program runs are for everyone on the computer to read, and a link opens once for whoever
//! comes first. So the browser is told of a file, and the file leads on to the page.

use crate::system;
use kith_sync::system::{close_folder, private_file};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// The folder of the files, in the home.
const FOLDER: &str = "page-open";
/// Where there is one, browsers may come as snaps, which read no file below a folder whose name begins with a dot.
const SNAPS: &str = "/snap";

/// Opens the person's browser at `link`. Where there is none, the printed address serves.
///
/// # Errors
/// When no file can be written or no program opens it.
pub fn open(home: &Path, link: &str) -> io::Result<()> {
    system::open_file(&write(&folder(home), link)?)
}

/// A link was opened: takes away the file that led to it, and the folder after the last.
pub fn opened(home: &Path, link: &str) {
    let folder = folder(home);
    if std::fs::remove_file(folder.join(name(link))).is_ok() {
        // Another file may be waited for.
        drop(std::fs::remove_dir(folder));
    }
}

/// Takes away all that was written for the browser: no page is shown any more.
pub fn clear(home: &Path) {
    match std::fs::remove_dir_all(folder(home)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, "a file that led to the page is still there");
        }
        _ => {}
    }
}

/// The folder of a home's files.
pub fn folder(home: &Path) -> PathBuf {
    let user = std::env::var_os("HOME").filter(|_| Path::new(SNAPS).is_dir());
    place(home, user.as_deref().map(Path::new))
}

/// The folder in the home; where browsers would not read it there, one beside the person's other things.
fn place(home: &Path, user: Option<&Path>) -> PathBuf {
    let is_dotted = |part: Component<'_>| part.as_os_str().as_encoded_bytes().starts_with(b".");
    match user.filter(|user| user.is_absolute() && home.components().any(is_dotted)) {
        Some(user) => {
            let name = blake3::hash(home.as_os_str().as_encoded_bytes()).to_hex();
            user.join(format!("kith-{FOLDER}-{}", name.get(..8).unwrap_or_default()))
        }
        None => home.join(FOLDER),
    }
}

/// Writes a file that leads on to `link`, in a folder that nobody else can look into.
pub fn write(folder: &Path, link: &str) -> io::Result<PathBuf> {
    close_folder(folder)?;
    let file = folder.join(name(link));
    let mut written = private_file().write(true).create_new(true).open(&file)?;
    written.write_all(page(link).as_bytes())?;
    Ok(file)
}

/// The name of a link's file, from which nobody learns the link.
fn name(link: &str) -> String {
    format!("{}.html", blake3::hash(link.as_bytes()).to_hex())
}

/// A page that leads on at once, without script.
fn page(link: &str) -> String {
    format!(
        r#"<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0;url={link}">
<title>Kith</title>
<p><a href="{link}">Kith</a></p>
"#
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn a_file_that_leads_to_the_page_is_for_its_owner_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(FOLDER);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for open in [false, true] {
            if open {
                std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o777)).unwrap();
            }
            let file = write(&folder, &format!("http://127.0.0.1:1/open/{open}")).unwrap();
            assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        }
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    #[cfg(unix)]
    fn nothing_is_written_through_a_way_to_elsewhere() {
        let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = home.path().join(FOLDER);
        std::os::unix::fs::symlink(elsewhere.path(), &folder).unwrap();
        assert!(write(&folder, "http://127.0.0.1:1/open/x").is_err());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_second_file_for_the_same_link_is_refused_and_another_link_has_its_own() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(FOLDER);
        let link = |word: &str| format!("http://127.0.0.1:1/open/{word}");
        let file = write(&folder, &link("a")).unwrap();
        assert!(write(&folder, &link("a")).is_err(), "what stands there may be a way to elsewhere");
        assert_ne!(write(&folder, &link("b")).unwrap(), file);
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    #[cfg(unix)]
    fn where_browsers_read_nothing_hidden_the_file_lies_in_sight() {
        let (hidden, user) = (Path::new("/home/ada/.local/share/kith"), Path::new("/home/ada"));
        assert_eq!(place(hidden, None), hidden.join(FOLDER));
        assert_eq!(place(Path::new("/srv/kith"), Some(user)), Path::new("/srv/kith").join(FOLDER));
        let seen = place(hidden, Some(user));
        assert!(seen.starts_with(user) && !seen.to_string_lossy().contains("/."), "{seen:?}");
        assert_ne!(seen, place(Path::new("/home/ada/.other"), Some(user)), "each home has its own");
    }
}
