//! What the model says is what the bot's library understands.

use dutybell_core::ids::{MessageId, TelegramChat};
use dutybell_core::incoming::AttachmentKind;
use dutybell_sandbox::model::{Answer, BotStanding, File, Saying};
use serde_json::{json, value::RawValue};
use teloxide_core::types::{
    BotCommand, ChatFullInfo, ChatMember, Me, Message, Update, UpdateKind, WebhookInfo,
};

use crate::town::{LI, TOWN, WANG, YARD, ZHAO, at, bot_says, ok, quiet};

#[test]
fn every_kind_of_update_is_understood() {
    let mut telegram = quiet();
    let asked = bot_says(&mut telegram, TOWN, "?");
    let page = ok(
        &mut telegram,
        "sendMessage",
        json!({ "chat_id": ZHAO, "text": "page", "reply_markup": {
            "inline_keyboard": [[{ "text": "a", "callback_data": "b" }]] } }),
    );
    let page = MessageId(page["message_id"].as_i64().unwrap());
    let said = telegram.say(ZHAO, TOWN, "/report x", at(0)).unwrap();
    telegram
        .reply(LI, TOWN, MessageId(asked), "no", at(0))
        .unwrap();
    telegram
        .edit_text(ZHAO, TOWN, said, "/report y", at(0))
        .unwrap();
    let zhao = ZHAO.private_chat();
    telegram.press(ZHAO, zhao, page, "b", at(0)).unwrap();
    telegram
        .press_stale(ZHAO, zhao, MessageId(99), "b", at(0))
        .unwrap();
    for kind in [
        AttachmentKind::Photo,
        AttachmentKind::Video,
        AttachmentKind::VideoNote,
        AttachmentKind::Animation,
        AttachmentKind::Voice,
        AttachmentKind::Audio,
        AttachmentKind::Document,
    ] {
        let file = telegram.keep_file(File {
            kind: None,
            name: "f".to_owned(),
            mime: "application/octet-stream".to_owned(),
            bytes: std::sync::Arc::from(&b"x"[..]),
        });
        let saying = Saying::text("/report").with_file(kind, file);
        telegram.send(ZHAO, zhao, saying, at(0)).unwrap();
    }
    let place = Saying {
        location: Some((31.3, 120.6)),
        ..Saying::default()
    };
    telegram.send(ZHAO, zhao, place, at(0)).unwrap();
    telegram.start(WANG, Some("abc"), at(0)).unwrap();
    telegram.block(WANG, at(0)).unwrap();
    telegram.unblock(WANG, at(0)).unwrap();
    for standing in [
        BotStanding::Administrator,
        BotStanding::Restricted,
        BotStanding::Kicked,
        BotStanding::Member,
        BotStanding::Left,
    ] {
        telegram.set_standing(TOWN, Some(ZHAO), standing, at(0));
    }
    telegram.leave(LI, YARD, at(0)).unwrap();
    telegram.join(LI, YARD, at(0)).unwrap();
    telegram
        .migrate(YARD, TelegramChat(-1_001_000_000_777), at(0))
        .unwrap();

    // From the text, not from a value that has lost the order: `update_id` must come first.
    let Answer::Reply(list) = telegram.call("getUpdates", &json!({}), at(0)) else {
        panic!("no updates");
    };
    let list: Vec<&RawValue> = serde_json::from_str(&list).unwrap();
    assert!(list.len() > 20);
    for raw in list {
        let update: Update = serde_json::from_str(raw.get()).unwrap();
        assert!(
            !matches!(update.kind, UpdateKind::Error(_)),
            "not understood: {raw}"
        );
    }
}

#[test]
fn what_methods_return_is_understood() {
    let mut telegram = quiet();
    let me = ok(&mut telegram, "getMe", json!({}));
    serde_json::from_value::<Me>(me).unwrap();
    let info = ok(&mut telegram, "getWebhookInfo", json!({}));
    serde_json::from_value::<WebhookInfo>(info).unwrap();
    for chat in [TOWN, YARD, ZHAO.private_chat()] {
        let full = ok(&mut telegram, "getChat", json!({ "chat_id": chat }));
        serde_json::from_value::<ChatFullInfo>(full).unwrap();
    }
    telegram.set_standing(TOWN, Some(ZHAO), BotStanding::Administrator, at(0));
    let list = ok(
        &mut telegram,
        "getChatAdministrators",
        json!({ "chat_id": TOWN }),
    );
    let list: Vec<ChatMember> = serde_json::from_value(list).unwrap();
    assert_eq!(list.len(), 2);
    let sent = ok(
        &mut telegram,
        "sendMessage",
        json!({ "chat_id": TOWN, "text": "<b>x</b>", "parse_mode": "HTML", "protect_content": true,
            "reply_markup": { "inline_keyboard": [[{ "text": "a", "url": "https://example.org" }]] } }),
    );
    let sent: Message = serde_json::from_value(sent).unwrap();
    ok(
        &mut telegram,
        "pinChatMessage",
        json!({ "chat_id": TOWN, "message_id": sent.id.0 }),
    );
    let full = ok(&mut telegram, "getChat", json!({ "chat_id": TOWN }));
    let full: ChatFullInfo = serde_json::from_value(full).unwrap();
    assert!(full.pinned_message.is_some());
    let place = json!({ "chat_id": TOWN, "latitude": "31.3", "longitude": 120.6 });
    let place = ok(&mut telegram, "sendLocation", place);
    let place: Message = serde_json::from_value(place).unwrap();
    assert!(place.location().is_some());
    let commands = json!({ "commands": [{ "command": "help", "description": "d" }] });
    ok(&mut telegram, "setMyCommands", commands);
    let list = ok(&mut telegram, "getMyCommands", json!({}));
    let list: Vec<BotCommand> = serde_json::from_value(list).unwrap();
    assert_eq!(list[0].command, "help");
}
