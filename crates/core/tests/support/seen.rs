//! What a chat shows.

use super::*;

impl Story {
    /// The messages of a chat as its members see them now.
    pub(crate) fn shown(&self, chat: TelegramChat) -> Vec<(MessageId, Message)> {
        let mut shown: Vec<(MessageId, Message)> = Vec::new();
        for (sent, body) in &self.sent {
            match body {
                Outgoing::Send {
                    chat: to, message, ..
                } if *to == chat => {
                    shown.push((*sent, message.clone()));
                }
                Outgoing::Edit {
                    chat: to,
                    id,
                    message,
                } if *to == chat => {
                    if let Some((_, old)) = shown.iter_mut().find(|(known, _)| known == id) {
                        *old = message.clone();
                    }
                }
                Outgoing::Strip { chat: to, id } if *to == chat => {
                    if let Some((_, old)) = shown.iter_mut().find(|(known, _)| known == id) {
                        old.rows.clear();
                    }
                }
                _ => {}
            }
        }
        shown
    }

    /// First lines and buttons of a chat's messages as they stand.
    pub(crate) fn lines(&self, chat: TelegramChat) -> Vec<String> {
        self.shown(chat)
            .iter()
            .map(|(_, message)| {
                let first = message.text.lines().next().unwrap_or_default();
                let labels: Vec<&str> = message
                    .rows
                    .iter()
                    .flatten()
                    .map(|button| button.label.as_str())
                    .collect();
                if labels.is_empty() {
                    first.to_owned()
                } else {
                    format!("{first} {labels:?}")
                }
            })
            .collect()
    }

    /// The newest message of a private chat, whole.
    pub(crate) fn newest(&self, user: i64) -> String {
        let shown = self.shown(private(user));
        shown
            .last()
            .map(|(_, message)| message.text.clone())
            .unwrap_or_default()
    }
}
