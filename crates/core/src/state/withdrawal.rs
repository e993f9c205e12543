//! The report was taken back by who made it.

use crate::ids::TelegramUser;
use crate::state::incident::Incident;
use crate::time::At;

impl Incident {
    /// When the reporter took it back.
    pub fn withdrawn(&self) -> Option<At> {
        self.trail.as_ref().and_then(|trail| trail.withdrawn)
    }

    /// Whether the reporter may take it back: once, and who reports anonymously is not known again.
    pub fn may_be_withdrawn(&self) -> bool {
        !self.is_closed()
            && self.withdrawn().is_none()
            && self.reporter_telegram != TelegramUser::ANONYMOUS
    }
}
