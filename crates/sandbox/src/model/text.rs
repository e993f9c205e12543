//! Texts and their spans, measured as Telegram measures them: in UTF-16 units.

use serde_json::{Value, json};

use super::answer::ApiError;
use super::html;
use super::params::Params;

/// Units of a message. Source: Bot API, sendMessage.
pub const TEXT_UNITS: usize = 4096;
/// Units of a caption. Source: Bot API, sendPhoto.
pub const CAPTION_UNITS: usize = 1024;

/// A text with its spans, found to be acceptable.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Formatted {
    pub(crate) text: String,
    pub(crate) entities: Vec<Value>,
}

/// The text of a message.
pub(crate) fn message_text(params: Params<'_>) -> Result<Formatted, ApiError> {
    let formatted = read(params, "text", "entities")?;
    if formatted.text.is_empty() {
        return Err(ApiError::bad("message text is empty"));
    }
    if units(&formatted.text) > TEXT_UNITS {
        return Err(ApiError::bad("message is too long"));
    }
    Ok(formatted)
}

/// The caption of a file; may be empty.
pub(crate) fn caption(params: Params<'_>) -> Result<Formatted, ApiError> {
    let formatted = read(params, "caption", "caption_entities")?;
    if units(&formatted.text) > CAPTION_UNITS {
        return Err(ApiError::bad("message caption is too long"));
    }
    Ok(formatted)
}

fn read(params: Params<'_>, text: &str, entities: &str) -> Result<Formatted, ApiError> {
    let text = params.text(text).unwrap_or_default();
    let mode = params.text("parse_mode").unwrap_or_default();
    let entities = params.json(entities)?;
    let mut formatted = match (entities, mode.to_ascii_lowercase().as_str()) {
        (Some(entities), _) => Formatted {
            entities: checked(&text, &entities)?,
            text: text.into_owned(),
        },
        (None, "") => Formatted {
            text: text.into_owned(),
            entities: Vec::new(),
        },
        (None, "html") => html::parse(&text)?,
        (None, _) => return Err(ApiError::bad("unsupported parse_mode")),
    };
    formatted.text.truncate(formatted.text.trim_end().len());
    Ok(formatted)
}

/// Length in UTF-16 units.
pub(crate) fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Refuses spans that lie outside of the text or cut a character in two, as Telegram does.
fn checked(text: &str, entities: &Value) -> Result<Vec<Value>, ApiError> {
    let list = entities
        .as_array()
        .ok_or_else(|| ApiError::bad("expected an Array of MessageEntity"))?;
    let length = units(text);
    for entity in list {
        let kind = entity["type"].as_str().unwrap_or_default();
        if kind.is_empty() {
            return Err(ApiError::bad(
                "can't parse MessageEntity: field \"type\" must be of type String",
            ));
        }
        let (Some(from), Some(span)) = (entity["offset"].as_u64(), entity["length"].as_u64())
        else {
            return Err(ApiError::bad(
                "receive an entity with incorrect offset or length",
            ));
        };
        let from = usize::try_from(from).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(span).unwrap_or(usize::MAX));
        if span == 0 {
            return Err(ApiError::bad(
                "receive an entity with incorrect offset or length",
            ));
        }
        if to > length {
            return Err(ApiError::bad(format!(
                "entity beginning at UTF-16 offset {from} ends after the end of the text at \
                 UTF-16 offset {length}"
            )));
        }
        if !on_boundary(text, from) {
            return Err(ApiError::bad(
                "entity begins in a middle of a UTF-16 symbol",
            ));
        }
        if !on_boundary(text, to) {
            return Err(ApiError::bad("entity ends in a middle of a UTF-16 symbol"));
        }
        if kind == "text_mention" && entity["user"]["id"].as_i64().is_none() {
            return Err(ApiError::bad(
                "can't parse MessageEntity: field \"user\" is required",
            ));
        }
    }
    Ok(list.clone())
}

fn on_boundary(text: &str, offset: usize) -> bool {
    let mut at = 0;
    for character in text.chars() {
        if at >= offset {
            break;
        }
        at += character.len_utf16();
    }
    at == offset
}

/// Commands, mentions and links that Telegram finds by itself in what people write.
pub(crate) fn found(text: &str) -> Vec<Value> {
    let mut entities = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let (kind, end) = match bare.chars().next() {
            Some('/') => ("bot_command", command_end(bare)),
            Some('@') => ("mention", name_end(bare, 1)),
            Some('h') if bare.starts_with("http://") || bare.starts_with("https://") => {
                ("url", bare.len())
            }
            _ => ("", 0),
        };
        if end > 1 {
            entities.push(json!({ "type": kind, "offset": offset, "length": units(&bare[..end]) }));
        }
        offset += units(word);
    }
    entities
}

/// The command at the start of a text and the bot it is meant for, if one is named.
pub(crate) fn command(text: &str) -> Option<(&str, Option<&str>)> {
    let end = command_end(text);
    if !text.starts_with('/') || end < 2 {
        return None;
    }
    let word = &text[1..end];
    Some(match word.split_once('@') {
        Some((name, bot)) => (name, Some(bot)),
        None => (word, None),
    })
}

fn command_end(word: &str) -> usize {
    let name = name_end(word, 1);
    if name > 1 && word[name..].starts_with('@') {
        name_end(word, name + 1)
    } else {
        name
    }
}

fn name_end(word: &str, from: usize) -> usize {
    word.get(from..)
        .and_then(|rest| rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')))
        .map_or(word.len(), |length| from + length)
}
