use dutybell_core::ids::MessageId;
use dutybell_core::incoming::AttachmentKind;
use dutybell_sandbox::model::{File, Heard, Saying};
use serde_json::json;

use crate::town::{LI, TOWN, ZHAO, at, bot_says, ok, quiet, refused, waiting};

fn photo() -> File {
    File {
        kind: None,
        name: "smoke.jpg".to_owned(),
        mime: "image/jpeg".to_owned(),
        bytes: std::sync::Arc::from(&b"jpeg"[..]),
    }
}

#[test]
fn a_photo_is_sent_on_by_its_handle() {
    let mut telegram = quiet();
    let file = telegram.keep_file(photo());
    let saying = Saying::text("/report smoke").with_file(AttachmentKind::Photo, &file);
    telegram.send(ZHAO, TOWN, saying, at(0)).unwrap();
    let message = &waiting(&mut telegram)[0]["message"];
    assert_eq!(message["caption"], "/report smoke");
    assert_eq!(message["caption_entities"][0]["type"], "bot_command");
    assert_eq!(message["photo"][1]["file_id"], json!(file));
    ok(
        &mut telegram,
        "sendPhoto",
        json!({ "chat_id": TOWN, "photo": file, "caption": "evidence" }),
    );
    let error = refused(
        &mut telegram,
        "sendVoice",
        json!({ "chat_id": TOWN, "voice": file }),
    );
    assert_eq!(error.description, "Bad Request: type of file mismatch");
    let described = ok(&mut telegram, "getFile", json!({ "file_id": file }));
    let path = described["file_path"].as_str().unwrap();
    assert_eq!(&*telegram.file_at(path).unwrap().bytes, b"jpeg");
}

#[test]
fn copies_forget_where_they_come_from_and_forwards_do_not() {
    let mut telegram = quiet();
    let said = telegram.say(ZHAO, TOWN, "smoke", at(0)).unwrap();
    let params = json!({ "chat_id": LI, "from_chat_id": TOWN, "message_id": said });
    ok(&mut telegram, "copyMessage", params.clone());
    let forwarded = ok(&mut telegram, "forwardMessage", params);
    assert_eq!(forwarded["forward_origin"]["sender_user"]["id"], 1001);
    let chat = telegram.chat(LI.private_chat()).unwrap();
    assert_eq!(chat.messages.len(), 2);
    assert_eq!(chat.message(MessageId(1)).unwrap().forwarded_from, None);
}

#[test]
fn a_keyboard_stays_until_it_is_taken_away() {
    let mut telegram = quiet();
    let send = |markup| json!({ "chat_id": ZHAO, "text": "x", "reply_markup": markup });
    ok(
        &mut telegram,
        "sendMessage",
        send(json!({ "keyboard": [["On duty"], [{ "text": "Where", "request_location": true }]] })),
    );
    bot_says(&mut telegram, ZHAO.private_chat(), "more");
    let shown = telegram.chat(ZHAO.private_chat()).unwrap().keyboard.clone();
    let rows = shown.unwrap().keyboard.rows;
    assert_eq!(rows[0][0].text, "On duty");
    assert!(rows[1][0].location);
    ok(
        &mut telegram,
        "sendMessage",
        send(json!({ "remove_keyboard": true })),
    );
    assert!(
        telegram
            .chat(ZHAO.private_chat())
            .unwrap()
            .keyboard
            .is_none()
    );
}

#[test]
fn commands_follow_scope_and_language() {
    let mut telegram = quiet();
    let set = |language: &str, scope: &str, name: &str| {
        json!({
            "commands": [{ "command": name, "description": "d" }],
            "language_code": language,
            "scope": { "type": scope },
        })
    };
    ok(&mut telegram, "setMyCommands", set("", "default", "help"));
    ok(
        &mut telegram,
        "setMyCommands",
        set("zh", "default", "bangzhu"),
    );
    ok(
        &mut telegram,
        "setMyCommands",
        set("", "all_group_chats", "report"),
    );
    let seen = |person, chat| telegram.commands(person, chat)[0].command.clone();
    assert_eq!(seen(ZHAO, ZHAO.private_chat()), "help");
    assert_eq!(seen(LI, LI.private_chat()), "bangzhu");
    assert_eq!(seen(LI, TOWN), "report");
    let error = refused(&mut telegram, "setMyCommands", set("", "default", "Help!"));
    assert_eq!(error.description, "Bad Request: BOT_COMMAND_INVALID");
}

#[test]
fn unread_counts_what_others_wrote() {
    let mut telegram = quiet();
    bot_says(&mut telegram, TOWN, "one");
    telegram.say(ZHAO, TOWN, "two", at(0)).unwrap();
    let chat = telegram.chat(TOWN).unwrap();
    assert_eq!(chat.unread(LI, 99), 2);
    assert_eq!(chat.unread(ZHAO, 99), 0, "who writes has read");
    telegram.read(LI, TOWN, MessageId(1), at(0)).unwrap();
    assert_eq!(telegram.chat(TOWN).unwrap().unread(LI, 99), 1);
}

#[test]
fn everything_is_in_the_logs_in_order() {
    let mut telegram = quiet();
    bot_says(&mut telegram, TOWN, "one");
    let before = telegram.seq();
    refused(&mut telegram, "sendMessage", json!({ "chat_id": TOWN }));
    waiting(&mut telegram);
    let calls: Vec<_> = telegram.calls_since(before).collect();
    assert_eq!(calls[0].method, "sendMessage");
    assert!(matches!(calls[0].answer, Heard::Error { code: 400, .. }));
    assert_eq!(calls[1].method, "getUpdates");
    assert_eq!(calls[1].answer, Heard::Ok(json!(0)));
    let entry = telegram.transcript_since(0).next().unwrap();
    assert_eq!(entry.posted_by_bot().unwrap().text, "one");
    assert!(telegram.transcript_since(before).next().is_none());
}

#[test]
fn silence_is_kept() {
    let mut telegram = quiet();
    ok(
        &mut telegram,
        "sendMessage",
        json!({ "chat_id": TOWN, "text": "x", "disable_notification": true }),
    );
    bot_says(&mut telegram, TOWN, "y");
    let silent: Vec<bool> = telegram
        .transcript_since(0)
        .filter_map(|entry| Some(entry.posted_by_bot()?.silent))
        .collect();
    assert_eq!(silent, [true, false]);
}
