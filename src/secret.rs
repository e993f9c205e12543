//! The secret of the webhook: made by the program, kept beside the store, known to nobody else.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use secrecy::SecretString;

use crate::{aside, chance};

/// The file in `data_dir`.
const NAME: &str = "webhook_secret";

/// Bytes of chance in a secret; twice as many characters, of 256 allowed.
/// Source: Bot API, setWebhook.secret_token.
const BYTES: usize = 32;

/// Shorter ones were not made here.
const LEAST_CHARACTERS: usize = 16;

/// Why there is no secret.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SecretError {
    /// The system refuses.
    #[error("the webhook's secret in {} can't be kept: {source}\n  let the user who runs dutybell own data_dir", path.display())]
    System {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// Others may read it.
    #[error("others may read the webhook's secret {} (mode {mode:o})\n  delete the file: a new secret is made at the next start", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Its rights.
        mode: u32,
    },
    /// It is none.
    #[error("the file {} holds no secret\n  delete it: a new one is made at the next start", .0.display())]
    None(PathBuf),
}

/// The secret, made at the first call. Whoever deletes the file gets a new one at the next start.
///
/// # Errors
/// When it can't be read or kept, or is no secret any more.
pub(crate) fn webhook(data_dir: &Path) -> Result<SecretString, SecretError> {
    let path = data_dir.join(NAME);
    let system = |source| SecretError::System {
        path: path.clone(),
        source,
    };
    let mut file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return make(&path).map_err(system);
        }
        Err(error) => return Err(system(error)),
    };
    let mode = file.metadata().map_err(system)?.permissions().mode() & 0o777;
    if mode & 0o077 != 0 {
        return Err(SecretError::Open { path, mode });
    }
    let mut text = String::new();
    file.read_to_string(&mut text).map_err(system)?;
    let secret = text.trim();
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    if !(LEAST_CHARACTERS..=256).contains(&secret.len()) || !secret.chars().all(allowed) {
        return Err(SecretError::None(path));
    }
    Ok(secret.to_owned().into())
}

/// Half a secret must never be found.
fn make(path: &Path) -> std::io::Result<SecretString> {
    let chance: [u8; BYTES] = chance::bytes()?;
    let secret: String = chance.iter().map(|byte| format!("{byte:02x}")).collect();
    aside::write(path, &secret, 0o600)?;
    Ok(secret.into())
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn it_is_made_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let made = webhook(folder.path()).unwrap();
        assert_eq!(made.expose_secret().len(), 2 * BYTES);
        let again = webhook(folder.path()).unwrap();
        assert_eq!(made.expose_secret(), again.expose_secret());
        let path = folder.path().join(NAME);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::remove_file(&path).unwrap();
        let other = webhook(folder.path()).unwrap();
        assert_ne!(made.expose_secret(), other.expose_secret());
    }

    #[test]
    fn one_that_others_may_read_or_that_is_none_is_told_with_the_mend() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        for (text, mode, words) in [
            ("0123456789abcdef", 0o644, "others may read"),
            ("", 0o600, "holds no secret"),
            ("short", 0o600, "holds no secret"),
            ("not a secret at all", 0o600, "holds no secret"),
        ] {
            std::fs::write(&path, text).unwrap();
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            let told = webhook(folder.path()).unwrap_err().to_string();
            assert!(told.contains(words) && told.contains("delete"), "{told}");
        }
    }
}
