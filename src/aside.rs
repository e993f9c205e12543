//! Files that are there whole or not at all: written under another name first, then renamed.

use std::ffi::OsString;
use std::fs::File;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// Puts a text into a file with these rights, in place of what was there. After a failure, a kill or
/// a power cut the file holds either the old text or the new one.
///
/// # Errors
/// When the system refuses; the file is as it was then.
pub(crate) fn write(path: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    // A link stays one: what it leads to is replaced.
    let path = match std::fs::canonicalize(path) {
        Ok(path) => path,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => path.to_owned(),
        Err(error) => return Err(error),
    };
    let fresh = fresh(&path);
    let placed = place(&path, &fresh, text, mode);
    if placed.is_err() {
        // The first failure is told; this one says no more.
        let _ = std::fs::remove_file(&fresh);
    }
    placed
}

fn place(path: &Path, fresh: &Path, text: &str, mode: u32) -> std::io::Result<()> {
    // Left by a kill, perhaps with other rights.
    match std::fs::remove_file(fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = File::options();
    let mut file = options
        .write(true)
        .create_new(true)
        .mode(mode)
        .open(fresh)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    std::fs::rename(fresh, path)?;
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// In the same folder: a rename does not cross file systems.
fn fresh(path: &Path) -> PathBuf {
    let mut name: OsString = path.as_os_str().to_owned();
    name.push(".fresh");
    name.into()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn names(folder: &Path) -> Vec<OsString> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name()).collect()
    }

    #[test]
    fn the_old_text_is_whole_until_the_new_one_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("token");
        std::fs::write(&path, "old").unwrap();
        std::fs::write(fresh(&path), "half a tex").unwrap();
        let mut old = File::open(&path).unwrap();
        write(&path, "new", 0o600).unwrap();
        let mut text = String::new();
        old.read_to_string(&mut text).unwrap();
        assert_eq!(text, "old", "it is not emptied under whoever reads it");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(names(folder.path()), ["token"]);
    }

    #[test]
    fn a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("kept"), folder.path().join("link"));
        std::fs::write(&path, "old").unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        write(&link, "new", 0o644).unwrap();
        assert!(link.is_symlink());
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
    }

    #[test]
    fn a_failure_leaves_what_was_there_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        // No file can take the place of a folder with something in it.
        let path = folder.path().join("full");
        std::fs::create_dir(&path).unwrap();
        std::fs::write(path.join("kept"), "old").unwrap();
        write(&path, "new", 0o644).unwrap_err();
        assert_eq!(names(folder.path()), ["full"]);
        assert_eq!(names(&path), ["kept"]);
    }
}
