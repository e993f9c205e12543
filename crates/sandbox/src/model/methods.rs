//! The methods of the Bot API by name. A method that is not in the table is 404.

mod chat;
mod editing;
mod presses;
mod profile;
mod sending;

use dutybell_core::ids::TelegramChat;
use dutybell_core::time::At;
use serde_json::{Value, json};

use super::answer::ApiError;
use super::chats::{BotStanding, ChatKind};
use super::params::Params;
use super::telegram::Telegram;

pub(crate) const GET_UPDATES: &str = "getUpdates";

type Run = fn(&mut Telegram, Params<'_>, At) -> Result<Value, ApiError>;

/// A method.
pub(crate) struct Method {
    /// As the Bot API writes it.
    pub(crate) name: &'static str,
    /// Whether it counts against the limits on sending.
    pub(crate) counted: bool,
    pub(crate) run: Run,
}

const fn free(name: &'static str, run: Run) -> Method {
    Method {
        name,
        counted: false,
        run,
    }
}

const fn counted(name: &'static str, run: Run) -> Method {
    Method {
        name,
        counted: true,
        run,
    }
}

const METHODS: &[Method] = &[
    counted("sendMessage", sending::send_message),
    counted("editMessageText", editing::edit_text),
    free(GET_UPDATES, done),
    free("answerCallbackQuery", presses::answer),
    counted("editMessageReplyMarkup", editing::edit_markup),
    counted("editMessageCaption", editing::edit_caption),
    counted("sendPhoto", sending::send_photo),
    counted("sendVideo", sending::send_video),
    counted("sendVideoNote", sending::send_video_note),
    counted("sendAnimation", sending::send_animation),
    counted("sendVoice", sending::send_voice),
    counted("sendAudio", sending::send_audio),
    counted("sendDocument", sending::send_document),
    counted("sendLocation", sending::send_location),
    counted("copyMessage", sending::copy_message),
    counted("forwardMessage", sending::forward_message),
    free("sendChatAction", sending::send_chat_action),
    free("deleteMessage", editing::delete_message),
    free("pinChatMessage", chat::pin),
    free("unpinChatMessage", chat::unpin),
    free("setMessageReaction", editing::react),
    free("getChat", chat::get_chat),
    free("getChatMember", chat::get_member),
    free("getChatMemberCount", chat::count_members),
    free("getChatAdministrators", chat::administrators),
    free("leaveChat", chat::leave),
    free("getMe", profile::get_me),
    free("setWebhook", profile::set_webhook),
    free("deleteWebhook", profile::delete_webhook),
    free("getWebhookInfo", profile::webhook_info),
    free("setMyCommands", profile::set_commands),
    free("getMyCommands", profile::get_commands),
    free("deleteMyCommands", profile::delete_commands),
    free("setMyDescription", profile::set_description),
    free("setMyShortDescription", profile::set_short_description),
    free("setChatMenuButton", profile::set_menu_button),
    free("getFile", profile::get_file),
    free("logOut", done),
    free("close", done),
];

/// Case does not matter: clients write `SendMessage` as well.
pub(crate) fn find(name: &str) -> Option<&'static Method> {
    METHODS
        .iter()
        .find(|method| method.name.eq_ignore_ascii_case(name))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "stands in the table of methods beside those that can refuse"
)]
fn done(_: &mut Telegram, _: Params<'_>, _: At) -> Result<Value, ApiError> {
    Ok(json!(true))
}

impl Telegram {
    /// Says whether the bot may write in a chat, in Telegram's words.
    pub(crate) fn reach(&self, id: TelegramChat) -> Result<(), ApiError> {
        let chat = self.standing(id)?;
        if chat == BotStanding::Restricted {
            return Err(ApiError::bad(
                "not enough rights to send text messages to the chat",
            ));
        }
        if let Some(person) = self.people.get(&dutybell_core::ids::TelegramUser(id.0)) {
            if person.deactivated {
                return Err(ApiError::forbidden("user is deactivated"));
            }
            if person.blocked {
                return Err(ApiError::forbidden("bot was blocked by the user"));
            }
            if !person.started {
                return Err(ApiError::forbidden(
                    "bot can't initiate conversation with a user",
                ));
            }
        }
        Ok(())
    }

    /// The bot's standing in a chat that it may look at.
    pub(crate) fn standing(&self, id: TelegramChat) -> Result<BotStanding, ApiError> {
        let chat = self
            .chats
            .get(&id)
            .ok_or_else(|| ApiError::bad("chat not found"))?;
        if let Some(to) = chat.migrated_to {
            return Err(ApiError::migrated(to));
        }
        let kind = match chat.kind {
            ChatKind::Supergroup => "supergroup",
            ChatKind::Private | ChatKind::Group => "group",
        };
        match chat.bot {
            BotStanding::Stranger => Err(ApiError::bad("chat not found")),
            BotStanding::Kicked => Err(ApiError::forbidden(&format!(
                "bot was kicked from the {kind} chat"
            ))),
            BotStanding::Left => Err(ApiError::forbidden(&format!(
                "bot is not a member of the {kind} chat"
            ))),
            standing => Ok(standing),
        }
    }
}
