//! A Telegram without network, clock and chance: the same calls at the same times give the same
//! answers. The server puts HTTP before it, a simulator calls it as it is.
//!
//! ```
//! use dutybell_core::ids::TelegramUser;
//! use dutybell_core::time::At;
//! use dutybell_sandbox::model::{Group, Person, Telegram, Town};
//! use serde_json::json;
//!
//! let zhao = TelegramUser(1001);
//! let mut telegram = Telegram::new(Town {
//!     people: vec![Person::new(1001, "Zhao").started()],
//!     groups: vec![Group::new(-1001, "Town", [zhao])],
//!     ..Town::default()
//! });
//! telegram.say(zhao, Group::new(-1001, "", []).id, "/report smoke", At(0))?;
//! let updates = telegram.call("getUpdates", &json!({ "offset": 0 }), At(1));
//! assert_eq!(updates.value().unwrap()[0]["message"]["text"], "/report smoke");
//! # Ok::<(), dutybell_sandbox::model::Mistake>(())
//! ```

mod acts;
mod answer;
mod callbacks;
mod calls;
mod chats;
mod commands;
mod download;
mod faults;
mod files;
mod groups;
mod html;
mod keyboard;
mod message;
mod methods;
mod params;
mod people;
mod polling;
mod rates;
mod saying;
mod sight;
mod telegram;
mod text;
mod transcript;
mod updates;
mod webhook;
mod wire;

pub use acts::Mistake;
pub use answer::{Answer, ApiError, Parameters};
pub use callbacks::{Pressed, Toast, WAITS};
pub use calls::{Call, Heard};
pub use chats::{BotStanding, Chat, ChatKind, Group, Role, ShownKeyboard};
pub use commands::Command;
pub use download::{DOWNLOAD, Download};
pub use faults::{ActiveFault, Fault, FaultId, Scope};
pub use files::File;
pub use keyboard::{Action, Force, InlineButton, Key, Keyboard, Markup};
pub use message::{Author, Content, Message, Service, SharedContact};
pub use people::{Bot, Person};
pub use polling::{Poll, Waiting};
pub use rates::{Limits, Rule, Violation};
pub use saying::Saying;
pub use telegram::{Logs, Telegram, Town};
pub use text::{CAPTION_UNITS, TEXT_UNITS};
pub use transcript::{About, Entry, FileView, Happening, MessageView, QuoteKind, QuoteView};
pub use updates::UpdateQueue;
pub use webhook::{Deliver, Delivery};
