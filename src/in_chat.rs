//! What was changed in chat, as a small file beside the store: a running bot holds the store, and whoever
//! looks at the configuration meanwhile is to see what is in force.

use std::path::Path;

use dutybell_core::state::overlay::Overlay;

use crate::aside;

/// The file in `data_dir`.
const NAME: &str = "changed-in-chat.json";

/// It names accounts and phone numbers.
const MODE: u32 = 0o600;

/// Writes the copy. One that can't be written is taken away: none is better than an old one.
pub(crate) fn write(data_dir: &Path, overlay: &Overlay) {
    let path = data_dir.join(NAME);
    let written = serde_json::to_string_pretty(&overlay.people)
        .map_err(std::io::Error::from)
        .and_then(|text| aside::write(&path, &format!("{text}\n"), MODE));
    if let Err(error) = written {
        tracing::warn!(%error, "what was changed in chat can't be copied beside the store");
        // The first failure is told; this one says no more.
        let _ = std::fs::remove_file(path);
    }
}

/// The copy, where there is one that can be read.
pub(crate) fn read(data_dir: &Path) -> Option<Overlay> {
    let text = std::fs::read_to_string(data_dir.join(NAME)).ok()?;
    let people = serde_json::from_str(&text).ok()?;
    Some(Overlay { people })
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use dutybell_core::state::change::Change;

    use super::*;

    #[test]
    fn what_is_read_is_what_was_written_and_nothing_where_it_can_not_be_written() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(folder.path()), None);
        let mut overlay = Overlay::default();
        overlay.apply(&Change::PutIn {
            person: "li".into(),
            role: "deputy".into(),
        });
        write(folder.path(), &overlay);
        assert_eq!(read(folder.path()), Some(overlay.clone()));
        let path = folder.path().join(NAME);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, MODE);
        // Something is in the way of the new one, so the old one goes too.
        std::fs::create_dir(folder.path().join(format!("{NAME}.fresh"))).unwrap();
        write(folder.path(), &overlay);
        assert_eq!(read(folder.path()), None);
    }
}
