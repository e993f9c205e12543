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
                // A picture with what stands under it.
                Outgoing::Upload {
                    chat: to, message, ..
                } if *to == chat && body.is_picture() => {
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

    /// The newest chart in a private chat, a line each: `label | value`, and a bar's length where it has one.
    pub(crate) fn chart(&self, user: i64) -> Vec<String> {
        let charts = self.sent.iter().rev().filter_map(|(_, body)| match body {
            Outgoing::Upload {
                chat,
                drawn: Drawn::Chart(chart),
                ..
            } if *chat == private(user) => Some(chart),
            _ => None,
        });
        let Some(chart) = charts.into_iter().next() else {
            return Vec::new();
        };
        let mut lines = vec![chart.title.clone()];
        for section in &chart.sections {
            lines.push(format!("[{}]", section.head));
            lines.extend(section.bars.iter().map(|bar| {
                let length = bar.length.map(|length| format!(" | {length}"));
                format!(
                    "{} | {}{}",
                    bar.label,
                    bar.value,
                    length.unwrap_or_default()
                )
            }));
            lines.extend(section.notes.iter().cloned());
        }
        lines
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
