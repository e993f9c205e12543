//! Whether the files on our disk are those that the record tells of.

use std::io::ErrorKind;

use dutybell_core::state::evidence::Filed;
use dutybell_core::state::incident::Incident;

use super::Files;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// Files that are as the record says.
    pub(crate) good: u64,
    /// A line on each that is not.
    pub(crate) bad: Vec<String>,
}

impl Checked {
    /// Looks at the files of an incident.
    pub(crate) fn look_at(&mut self, files: &Files, incident: &Incident) {
        for (piece, filed) in &incident.filed {
            let Filed::Kept { sha256, .. } = filed else {
                continue;
            };
            let number = incident.number;
            let what = match files.hash(number, *sha256) {
                Ok(found) if found == *sha256 => {
                    self.good += 1;
                    continue;
                }
                Ok(_) => "was changed".to_owned(),
                Err(error) if error.kind() == ErrorKind::NotFound => "is missing".to_owned(),
                Err(error) => format!("can't be read: {error}"),
            };
            let path = files.path(number, *sha256);
            self.bad.push(format!(
                "incident {number}: evidence {piece} {what}: {}",
                path.display()
            ));
        }
    }
}
