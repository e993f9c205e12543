//! Giving out a file: `/file/bot{TOKEN}/{path}`.

use std::sync::Arc;

use dutybell_core::time::At;
use serde_json::json;

use super::answer::{Answer, ApiError};
use super::calls::Heard;
use super::telegram::Telegram;

/// The name by which [`super::Scope::method`] narrows a fault to files that are given out.
pub const DOWNLOAD: &str = "file";

/// How a file is given out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Download {
    /// Whole.
    Whole(Arc<[u8]>),
    /// One half, and after so many milliseconds the other.
    Slow(Arc<[u8]>, u64),
    /// One half, then the connection closes.
    Half(Arc<[u8]>),
    /// Not at all.
    Instead(Answer),
}

impl Telegram {
    /// Gives out the file at the path that getFile told.
    pub fn download(&mut self, path: &str, now: At) -> Download {
        let params = json!({ "path": path });
        let aftermath = match self.meet_faults(DOWNLOAD, None, now) {
            Ok(aftermath) => aftermath,
            Err(answer) => {
                self.log_call(DOWNLOAD, &params, Heard::instead(&answer), now);
                return Download::Instead(answer);
            }
        };
        let Some(bytes) = self.file_at(path).map(|file| Arc::clone(&file.bytes)) else {
            let error = ApiError::new(404, "Not Found");
            self.log_call(DOWNLOAD, &params, Heard::refusal(&error), now);
            return Download::Instead(Answer::Error(error));
        };
        let heard = if aftermath.lost {
            Heard::Nothing { took_effect: true }
        } else {
            Heard::Ok(json!({ "bytes": bytes.len() }))
        };
        self.log_call(DOWNLOAD, &params, heard, now);
        match aftermath.slow_millis {
            _ if aftermath.lost => Download::Half(bytes),
            0 => Download::Whole(bytes),
            millis => Download::Slow(bytes, millis),
        }
    }
}
