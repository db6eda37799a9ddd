//! How the files of a home are made on each system: the owner's alone where the system has file modes. Nothing outside of
//! this file and of the app's `system` names a system's own interfaces.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _};

/// Options by which a file of a home is opened. One that is made is readable by its owner alone; on Windows it has the
/// permissions of its folder, which in a person's profile are the person's, the system's and its administrators'.
#[must_use]
pub fn private_file() -> OpenOptions {
    #[cfg_attr(not(unix), expect(unused_mut, reason = "only Unix has file modes"))]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    options.mode(0o600);
    options
}

/// Makes a folder, and those above it, which only their owner may enter. One that is there stays as it is.
///
/// # Errors
/// When it cannot be made.
pub fn make_private_folder(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    builder.mode(0o700);
    builder.create(path)
}

/// Makes a folder, or closes one that is there to everybody but its owner. On Windows one that is there keeps its
/// permissions.
///
/// # Errors
/// When it cannot be made, when it leads elsewhere, and when it is not its parent's owner's.
pub fn close_folder(path: &Path) -> io::Result<()> {
    make_private_folder(path)?;
    // One that was there already may be open to others, or be a way to a folder of theirs.
    let found = std::fs::symlink_metadata(path)?;
    if !found.is_dir() {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    #[cfg(unix)]
    {
        let above = path.parent().map(std::fs::metadata).transpose()?;
        if above.is_none_or(|above| above.uid() != found.uid()) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// Replaces a small file in one step; it is readable by its owner alone.
///
/// # Errors
/// When it cannot be written.
pub fn replace_private(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(".new");
    let mut file = private_file().write(true).create(true).truncate(true).open(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&fresh, path)
}

/// Makes the disk keep which files a folder holds: syncing a file does not. Windows has no such call.
///
/// # Errors
/// When the folder cannot be opened or synced.
pub fn keep_names(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Which file stands at a path, if one does.
#[cfg(unix)]
pub(crate) fn file_at(path: &Path) -> Option<(u64, u64)> {
    std::fs::metadata(path).ok().map(|file| (file.dev(), file.ino()))
}

/// Whether a file stands at a path. Windows lets nobody delete or replace a database that is open.
#[cfg(not(unix))]
pub(crate) fn file_at(path: &Path) -> Option<(u64, u64)> {
    path.exists().then_some((0, 0))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::Permissions;

    fn mode(path: &Path) -> u32 {
        std::fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_made_is_for_its_owner_alone() {
        let place = tempfile::tempdir().unwrap();
        let (folder, file, kept) = (place.path().join("a/b"), place.path().join("f"), place.path().join("k"));
        make_private_folder(&folder).unwrap();
        private_file().write(true).create_new(true).open(&file).unwrap();
        replace_private(&kept, b"one").unwrap();
        replace_private(&kept, b"two").unwrap();
        assert_eq!((mode(&folder), mode(&file), mode(&kept)), (0o700, 0o600, 0o600));
        assert_eq!(std::fs::read(&kept).unwrap(), b"two");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 3);
    }

    #[test]
    fn a_folder_is_closed_to_others_unless_it_leads_elsewhere() {
        let place = tempfile::tempdir().unwrap();
        let (open, way) = (place.path().join("open"), place.path().join("way"));
        std::fs::create_dir(&open).unwrap();
        std::fs::set_permissions(&open, Permissions::from_mode(0o777)).unwrap();
        std::os::unix::fs::symlink(&open, &way).unwrap();
        assert!(close_folder(&way).is_err());
        assert_eq!(mode(&open), 0o777);
        close_folder(&open).unwrap();
        assert_eq!(mode(&open), 0o700);
    }
}
