//! Every number with its unit, its reason and its source.

use std::time::Duration;

/// UTF-16 units of a message. Source: Bot API, sendMessage (1–4096 characters after entities).
pub const MESSAGE_CHARS: usize = 4096;

/// Bytes of a button's data. Source: Bot API, InlineKeyboardButton.callback_data.
pub const BUTTON_DATA_BYTES: usize = 64;

/// Characters of an answer to a press. Source: Bot API, answerCallbackQuery.
pub const TOAST_CHARS: usize = 200;

/// A report of up to so many characters stands whole in a page. Source: SPEC section 3.
pub const PAGE_TEXT_CHARS: usize = 300;

/// Bytes of a key's name in a store: ids are short, and an index page holds many.
pub const KEY_BYTES: usize = 256;

/// Bytes of one batch: far above what one decision writes, far below what stalls a sync.
pub const BATCH_BYTES: usize = 64 * 1024 * 1024;

/// How long an update's id is remembered. Telegram keeps updates for 24 h (Bot API, getUpdates);
/// twice that covers a clock set wrong by hours.
pub const SEEN_FOR: Duration = Duration::from_secs(48 * 3600);
