//! How the person's browser is given a link that opens the page: by a file that only its owner reads.
//!
//! The arguments with which a program runs are for everyone on the computer to read, and a link opens once for whoever
//! comes first. So the browser is told of a file, and the file leads on to the page.

use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of the files, in the home.
const FOLDER: &str = "page-open";
/// Where there is one, browsers may come as snaps, which read no file below a folder whose name begins with a dot.
const SNAPS: &str = "/snap";

/// Opens the person's browser at `link`. Where there is none, the printed address serves.
///
/// # Errors
/// When no file can be written or no program opens it.
pub fn open(home: &Path, link: &str) -> io::Result<()> {
    let file = write(&folder(home), link)?;
    let mut child = opener(&file).spawn()?;
    // Waited for elsewhere, so that it does not stay as a dead entry among the processes.
    drop(std::thread::spawn(move || child.wait()));
    Ok(())
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

/// Has the system open a file as it opens any other. All of it can be read by everyone.
pub fn opener(file: &Path) -> Command {
    let (program, before): (_, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(before).arg(file);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
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
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    // One that was there already may be open to others, or be a way to a folder of theirs.
    let found = std::fs::symlink_metadata(folder)?;
    let above = folder.parent().map(std::fs::metadata).transpose()?;
    if !found.is_dir() || above.is_none_or(|above| above.uid() != found.uid()) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    std::fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    let file = folder.join(name(link));
    let mut written = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&file)?;
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
    fn a_file_that_leads_to_the_page_is_for_its_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join(FOLDER);
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        for open in [false, true] {
            if open {
                std::fs::set_permissions(&folder, Permissions::from_mode(0o777)).unwrap();
            }
            let file = write(&folder, &format!("http://127.0.0.1:1/open/{open}")).unwrap();
            assert_eq!((mode(&folder), mode(&file)), (0o700, 0o600));
        }
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    fn nothing_is_written_through_a_way_to_elsewhere() {
        let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = home.path().join(FOLDER);
        std::os::unix::fs::symlink(elsewhere.path(), &folder).unwrap();
        assert!(write(&folder, "http://127.0.0.1:1/open/x").is_err());
        assert_eq!(std::fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }

    #[test]
    fn where_browsers_read_nothing_hidden_the_file_lies_in_sight() {
        let (hidden, user) = (Path::new("/home/ada/.local/share/kith"), Path::new("/home/ada"));
        assert_eq!(place(hidden, None), hidden.join(FOLDER));
        assert_eq!(place(Path::new("/srv/kith"), Some(user)), Path::new("/srv/kith").join(FOLDER));
        let seen = place(hidden, Some(user));
        assert!(seen.starts_with(user) && !seen.to_string_lossy().contains("/."), "{seen:?}");
        assert_ne!(seen, place(Path::new("/home/ada/.other"), Some(user)), "each home has its own");
    }
}
