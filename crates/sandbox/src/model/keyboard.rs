//! Buttons and keyboards: `reply_markup` read as strictly as Telegram reads it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::answer::ApiError;

/// Bytes of a button's data. Source: Bot API, InlineKeyboardButton.callback_data.
const DATA_BYTES: usize = 64;
/// Characters that a copy button may hold. Source: Bot API, CopyTextButton.
const COPY_CHARS: usize = 256;
/// Characters of a hint in the text field. Source: Bot API, ForceReply.
const HINT_CHARS: usize = 64;
/// Telegram refuses a markup with more buttons.
const MOST_BUTTONS: usize = 100;

/// What hangs on a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Markup {
    /// Nothing.
    #[default]
    None,
    /// Rows of buttons under the message.
    Inline(Vec<Vec<InlineButton>>),
    /// A keyboard below the text field.
    Keyboard(Keyboard),
    /// The text field opens as an answer.
    Force(Force),
    /// Takes a keyboard away.
    Remove,
}

/// A button under a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InlineButton {
    /// What is on it.
    pub text: String,
    /// What it does.
    #[serde(flatten)]
    pub action: Action,
}

/// What a button does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Sends data to the bot.
    Data(String),
    /// Opens an address.
    Url(String),
    /// Copies text.
    Copy(String),
    /// Something that this sandbox does not play: shown, not usable.
    Other(String),
}

/// A keyboard below the text field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keyboard {
    /// Rows of keys.
    pub rows: Vec<Vec<Key>>,
    /// Hidden after one use.
    pub one_time: bool,
    /// Shown only to who is answered.
    pub selective: bool,
    /// What the empty text field says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    resize: bool,
    persistent: bool,
}

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// What is on it, and what is sent.
    pub text: String,
    /// Sends the phone's position instead.
    pub location: bool,
    /// Sends the phone's number instead.
    pub contact: bool,
}

/// The text field opens as an answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Force {
    /// What the empty text field says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Only for who is answered.
    pub selective: bool,
}

impl InlineButton {
    /// What a press sends to the bot.
    pub fn data(&self) -> Option<&str> {
        match &self.action {
            Action::Data(data) => Some(data),
            _ => None,
        }
    }

    fn read(button: &Value) -> Result<Self, ApiError> {
        let Some(text) = button["text"].as_str() else {
            return Err(ApiError::bad("field \"text\" must be of type String"));
        };
        if text.trim().is_empty() {
            return Err(ApiError::bad(
                "inline keyboard button text must be non-empty",
            ));
        }
        let action = if let Some(data) = button.get("callback_data") {
            let data = data.as_str().unwrap_or_default();
            if data.is_empty() || data.len() > DATA_BYTES {
                return Err(ApiError::bad("BUTTON_DATA_INVALID"));
            }
            Action::Data(data.to_owned())
        } else if let Some(url) = button["url"].as_str() {
            if url.is_empty() {
                return Err(ApiError::bad("BUTTON_URL_INVALID"));
            }
            Action::Url(url.to_owned())
        } else if let Some(copy) = button["copy_text"]["text"].as_str() {
            if copy.is_empty() || copy.chars().count() > COPY_CHARS {
                return Err(ApiError::bad("BUTTON_COPY_TEXT_INVALID"));
            }
            Action::Copy(copy.to_owned())
        } else if let Some(other) = OTHER_ACTIONS
            .iter()
            .find(|action| !button[**action].is_null())
        {
            Action::Other((*other).to_owned())
        } else {
            return Err(ApiError::bad(
                "can't parse inline keyboard button: Text buttons are unallowed in the inline \
                 keyboard",
            ));
        };
        Ok(Self {
            text: text.to_owned(),
            action,
        })
    }

    fn json(&self) -> Value {
        match &self.action {
            Action::Data(data) => json!({ "text": self.text, "callback_data": data }),
            Action::Url(url) => json!({ "text": self.text, "url": url }),
            Action::Copy(copy) => json!({ "text": self.text, "copy_text": { "text": copy } }),
            Action::Other(_) => json!({ "text": self.text }),
        }
    }
}

const OTHER_ACTIONS: [&str; 7] = [
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "callback_game",
    "pay",
];

impl Markup {
    /// Reads `reply_markup`.
    pub(crate) fn read(markup: Option<&Value>) -> Result<Self, ApiError> {
        let Some(markup) = markup else {
            return Ok(Self::None);
        };
        if !markup.is_object() {
            return Err(ApiError::bad("object expected as reply markup"));
        }
        if let Some(rows) = markup.get("inline_keyboard") {
            return inline(rows);
        }
        if let Some(rows) = markup.get("keyboard") {
            return keyboard(rows, markup);
        }
        let selective = markup["selective"].as_bool().unwrap_or(false);
        if markup["force_reply"].as_bool() == Some(true) {
            return Ok(Self::Force(Force {
                hint: hint(markup)?,
                selective,
            }));
        }
        if markup["remove_keyboard"].as_bool() == Some(true) {
            return Ok(Self::Remove);
        }
        Ok(Self::None)
    }

    /// Reads `reply_markup` of an edit, where only inline buttons are possible.
    pub(crate) fn read_inline(markup: Option<&Value>) -> Result<Self, ApiError> {
        match Self::read(markup)? {
            markup @ (Self::None | Self::Inline(_)) => Ok(markup),
            _ => Err(ApiError::bad("inline keyboard expected")),
        }
    }

    /// All inline buttons.
    pub fn buttons(&self) -> impl Iterator<Item = &InlineButton> {
        let rows = match self {
            Self::Inline(rows) => rows.as_slice(),
            _ => &[],
        };
        rows.iter().flatten()
    }

    /// `reply_markup` as a message shows it: only inline buttons are part of a message.
    pub(crate) fn json(&self) -> Option<Value> {
        match self {
            Self::Inline(rows) => {
                let rows: Vec<Vec<Value>> = rows
                    .iter()
                    .map(|row| row.iter().map(InlineButton::json).collect())
                    .collect();
                Some(json!({ "inline_keyboard": rows }))
            }
            _ => None,
        }
    }
}

fn rows(rows: &Value) -> Result<&Vec<Value>, ApiError> {
    rows.as_array().ok_or_else(|| {
        ApiError::bad(
            "field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays",
        )
    })
}

fn inline(list: &Value) -> Result<Markup, ApiError> {
    let mut result = Vec::new();
    let mut count = 0;
    for row in rows(list)? {
        let mut buttons = Vec::new();
        for button in rows(row)? {
            buttons.push(InlineButton::read(button)?);
        }
        count += buttons.len();
        if !buttons.is_empty() {
            result.push(buttons);
        }
    }
    if count > MOST_BUTTONS {
        return Err(ApiError::bad("reply markup is too long"));
    }
    Ok(if result.is_empty() {
        Markup::None
    } else {
        Markup::Inline(result)
    })
}

fn keyboard(list: &Value, markup: &Value) -> Result<Markup, ApiError> {
    let mut result = Vec::new();
    for row in rows(list)? {
        let mut keys = Vec::new();
        for key in rows(row)? {
            let text = key.as_str().or_else(|| key["text"].as_str());
            let Some(text) = text.filter(|text| !text.trim().is_empty()) else {
                return Err(ApiError::bad("keyboard button text must be non-empty"));
            };
            keys.push(Key {
                text: text.to_owned(),
                location: key["request_location"].as_bool().unwrap_or(false),
                contact: key["request_contact"].as_bool().unwrap_or(false),
            });
        }
        if !keys.is_empty() {
            result.push(keys);
        }
    }
    if result.is_empty() {
        return Err(ApiError::bad(
            "reply keyboard must contain at least one button",
        ));
    }
    Ok(Markup::Keyboard(Keyboard {
        rows: result,
        one_time: markup["one_time_keyboard"].as_bool().unwrap_or(false),
        selective: markup["selective"].as_bool().unwrap_or(false),
        hint: hint(markup)?,
        resize: markup["resize_keyboard"].as_bool().unwrap_or(false),
        persistent: markup["is_persistent"].as_bool().unwrap_or(false),
    }))
}

fn hint(markup: &Value) -> Result<Option<String>, ApiError> {
    match markup["input_field_placeholder"].as_str() {
        None | Some("") => Ok(None),
        Some(hint) if hint.chars().count() > HINT_CHARS => {
            Err(ApiError::bad("input field placeholder is too long"))
        }
        Some(hint) => Ok(Some(hint.to_owned())),
    }
}
