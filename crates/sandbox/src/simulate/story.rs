//! The transcript of a run, as somebody would tell it.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::render;
use dutybell_core::time::At;

use super::town::{Place, Who};
use super::watch::page_of;
use super::world::World;
use crate::model::{Entry, Happening, MessageView};

/// Characters of a message in a line of the transcript.
const SHOWN: usize = 90;

impl World {
    /// A line about something that nobody sees at a phone.
    pub(crate) fn tell_of(&mut self, what: &str) {
        let time = self.time(self.now);
        self.trace.push(format!("{time} ** {what}"));
    }

    /// A line about something that happened in a chat.
    pub(crate) fn write_down(&mut self, entry: &Entry) {
        let place = entry.chat.map(name).unwrap_or_default();
        let what = match &entry.what {
            Happening::Posted { message } => match message.from {
                Some(user) => format!("{} → {place}: {}", person(user), words(message)),
                None => format!("→ {place} {}{}", sound(message), words(message)),
            },
            Happening::Edited { message } => format!("~ {place} {}", words(message)),
            Happening::Pressed {
                by, label, data, ..
            } => {
                format!("{} → {place}: [{label}] {data}", person(*by))
            }
            Happening::Answered { to, text, .. } => format!("→ {} «{text}»", person(*to)),
            Happening::Changed { about } => format!("({about:?} changed)"),
            Happening::Deleted { .. } | Happening::Busy { .. } | Happening::Read { .. } => return,
        };
        let time = self.time(entry.at);
        self.trace.push(format!("{time} {what}"));
    }

    fn time(&self, at: At) -> String {
        let seconds = at.0.div_euclid(1000).rem_euclid(60);
        let millis = at.0.rem_euclid(1000);
        let minute = render::local_time(self.settings.timezone, at);
        format!("{minute}:{seconds:02}.{millis:03}")
    }
}

fn person(user: TelegramUser) -> String {
    Who::of(user).map_or_else(|| user.to_string(), |who| who.to_string())
}

fn name(chat: TelegramChat) -> String {
    if chat.is_private() {
        return person(TelegramUser(chat.0));
    }
    Place::GROUPS
        .into_iter()
        .find(|place| place.configured(Who::Zhao) == chat)
        .map_or_else(|| "grown town".to_owned(), |place| place.to_string())
}

fn sound(message: &MessageView) -> String {
    match page_of(&message.buttons) {
        _ if message.silent => String::new(),
        Some(number) => format!("PAGE #{number} "),
        None => "RINGS ".to_owned(),
    }
}

fn words(message: &MessageView) -> String {
    let line = message.text.replace('\n', " / ");
    let mut text: String = line.chars().take(SHOWN).collect();
    if let Some(service) = &message.service {
        text.push_str(&format!("({service:?})"));
    }
    if message.file.is_some() {
        text.push_str(" (file)");
    }
    for row in message.labels() {
        text.push_str(&format!(" [{}]", row.join("|")));
    }
    text
}
