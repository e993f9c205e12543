//! From a sentence with marks to a message with entities.
//!
//! Sentences come from the locale files with typed text put in. What people typed is marked, so
//! that it can't act: Telegram looks for links, mentions and commands in plain text, but not in
//! `code`. Only text that Telegram would act on is set so; all other text looks as usual.

use std::fmt::Write as _;

use crate::ids::TelegramUser;
use crate::limits::MESSAGE_CHARS;
use crate::outgoing::{Entity, EntityKind, Message};

// Private-use characters: typed text is cleaned of them before it is marked.
const INERT: char = '\u{E000}';
const MENTION: char = '\u{E001}';
const MENTION_NAME: char = '\u{E002}';
const END: char = '\u{E003}';

/// Marks what a person typed: no hidden characters, nothing that Telegram acts on.
pub(super) fn typed(text: &str) -> String {
    let clean: String = text
        .chars()
        .map(|c| if c == '\t' { ' ' } else { c })
        .filter(|c| !is_unsafe(*c))
        .collect();
    if acts(&clean) {
        format!("{INERT}{clean}{END}")
    } else {
        clean
    }
}

/// Marks a name that notifies its owner.
pub(super) fn mention(user: TelegramUser, name: &str) -> String {
    let name: String = name.chars().filter(|c| !is_unsafe(*c)).collect();
    let mut text = String::new();
    // Writing to a String can't fail.
    let _ = write!(text, "{MENTION}{user}{MENTION_NAME}{name}{END}");
    text
}

/// Control characters, marks of direction that turn the rest of a line round, and our own marks.
fn is_unsafe(c: char) -> bool {
    (c.is_control() && c != '\n')
        || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
        || matches!(c, INERT..=END)
}

/// Whether Telegram would make something of a text: a mention, hash tag, command or link.
fn acts(text: &str) -> bool {
    let mut before = ' ';
    let mut characters = text.chars().peekable();
    while let Some(c) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let acts = match c {
            '@' => after.is_alphanumeric(),
            '/' if after == '/' => true,
            '/' => after.is_alphanumeric() && !before.is_alphanumeric() && before != '<',
            '#' => after.is_alphanumeric(),
            '$' => after.is_alphabetic(),
            '.' => before.is_alphanumeric() && after.is_alphabetic(),
            _ => false,
        };
        if acts {
            return true;
        }
        before = c;
    }
    false
}

/// A text cut to so many characters, with a mark where it was cut.
pub fn shorten(text: &str, characters: usize) -> String {
    if text.chars().count() <= characters {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(characters.saturating_sub(1)).collect();
    short.truncate(short.trim_end().len());
    short.push('…');
    short
}

/// A text cut to so many columns, a wide character taking two, with a mark where it was cut.
pub(super) fn fit(text: &str, columns: usize) -> String {
    let mut used = 0;
    let mut short = String::new();
    for c in text.chars() {
        used += if c.is_ascii() { 1 } else { 2 };
        if used > columns {
            short.truncate(short.trim_end().len());
            short.push('…');
            break;
        }
        short.push(c);
    }
    short
}

/// The marks taken out.
pub(super) fn plain(marked: &str) -> String {
    compose(marked).text
}

/// A message of a marked sentence; never longer than Telegram takes.
pub(super) fn compose(marked: &str) -> Message {
    let mut text = String::with_capacity(marked.len());
    let mut entities: Vec<Entity> = Vec::new();
    let mut units = 0;
    let mut open: Option<(EntityKind, usize)> = None;
    let mut characters = marked.trim_end().chars();
    while let Some(c) = characters.next() {
        match c {
            INERT => open = Some((EntityKind::Code, units)),
            MENTION => {
                let user: String = characters
                    .by_ref()
                    .take_while(|c| *c != MENTION_NAME)
                    .collect();
                open = user
                    .parse()
                    .ok()
                    .map(|id| (EntityKind::Mention(TelegramUser(id)), units));
            }
            MENTION_NAME => {}
            END => close(&mut open, &mut entities, units),
            c if units + c.len_utf16() < MESSAGE_CHARS => {
                text.push(c);
                units += c.len_utf16();
            }
            _ => {
                text.push('…');
                units += 1;
                break;
            }
        }
    }
    close(&mut open, &mut entities, units);
    Message {
        text,
        entities,
        ..Message::default()
    }
}

fn close(open: &mut Option<(EntityKind, usize)>, entities: &mut Vec<Entity>, units: usize) {
    if let Some((kind, offset)) = open.take()
        && units > offset
    {
        entities.push(Entity {
            kind,
            offset,
            length: units - offset,
        });
    }
}

/// Splits lines into messages of at most so many UTF-16 units each; a longer line is broken.
pub(super) fn pages(lines: &[String], units: usize) -> Vec<String> {
    let mut pages: Vec<String> = Vec::new();
    let mut room = 0;
    for line in lines {
        for piece in pieces(line, units) {
            let need = piece.encode_utf16().count() + 1;
            match pages.last_mut() {
                Some(page) if need <= room => {
                    page.push('\n');
                    page.push_str(&piece);
                    room -= need;
                }
                _ => {
                    pages.push(piece);
                    room = (units + 1).saturating_sub(need);
                }
            }
        }
    }
    pages
}

/// The same; each page after the first has a head of the bot's own, which knows its number.
pub(super) fn headed_pages(
    lines: &[String],
    units: usize,
    head: impl Fn(usize) -> String,
) -> Vec<String> {
    let pages = (1_usize..).zip(pages(lines, units));
    let headed = pages.map(|(part, page)| match part {
        1 => page,
        _ => format!("{}\n{page}", head(part)),
    });
    headed.collect()
}

fn pieces(line: &str, units: usize) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0;
    // A broken line would leave a mark open in one message and closed in the next.
    let long = line.encode_utf16().count() > units;
    let line = if long {
        plain_long(line)
    } else {
        line.to_owned()
    };
    for c in line.chars() {
        if used + c.len_utf16() > units {
            pieces.push(String::new());
            used = 0;
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
        used += c.len_utf16();
    }
    if long {
        pieces.into_iter().map(|piece| typed(&piece)).collect()
    } else {
        pieces
    }
}

fn plain_long(marked: &str) -> String {
    marked
        .chars()
        .filter(|c| !matches!(*c, INERT..=END))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn typed_text_that_would_act_is_inert() {
        for text in [
            "ask @durov",
            "see http://x.cn/a",
            "x.com",
            "do /close 1",
            "#fire",
            "$TON",
        ] {
            let message = compose(&format!("«{}»", typed(text)));
            assert_eq!(message.text, format!("«{text}»"));
            assert_eq!(message.entities[0].kind, EntityKind::Code, "{text}");
            assert_eq!(message.entities[0].offset, 1);
        }
        for text in [
            "着火了",
            "3.5 m deep",
            "and/or",
            "no. 12",
            "call +86 138",
            "<b>x</b>",
        ] {
            assert!(compose(&typed(text)).entities.is_empty(), "{text}");
        }
    }

    #[test]
    fn offsets_count_utf16_units() {
        let message = compose(&format!("🔴 {}", mention(TelegramUser(7), "赵😀")));
        assert_eq!(message.text, "🔴 赵😀");
        let entity = &message.entities[0];
        assert_eq!((entity.offset, entity.length), (3, 3));
        assert_eq!(entity.kind, EntityKind::Mention(TelegramUser(7)));
    }

    #[test]
    fn marks_of_direction_and_our_own_marks_are_taken_out() {
        assert_eq!(compose(&typed("a\u{202E}b\u{E001}c\0d")).text, "abcd");
    }

    proptest! {
        #[test]
        fn every_message_fits_and_its_entities_lie_within(text in "(?s).{0,5000}", at in 0usize..40) {
            let message = compose(&format!("{}{}", "x".repeat(at), typed(&text)));
            let units: Vec<u16> = message.text.encode_utf16().collect();
            prop_assert!(units.len() <= MESSAGE_CHARS);
            for entity in &message.entities {
                prop_assert!(entity.offset + entity.length <= units.len());
            }
        }

        #[test]
        fn pages_hold_every_character_and_fit(
            lines in proptest::collection::vec("[a-z一-龥😀@. ]{0,90}", 0..30),
            units in 20usize..100,
        ) {
            let lines: Vec<String> = lines.iter().map(|line| typed(line)).collect();
            let pages = pages(&lines, units);
            let kept: String = pages.iter().map(|page| plain_long(page)).collect();
            let given: String = lines.iter().map(|line| plain_long(line)).collect();
            prop_assert_eq!(kept.replace('\n', ""), given);
            for page in pages {
                prop_assert!(plain_long(&page).encode_utf16().count() <= units);
            }
        }
    }
}
