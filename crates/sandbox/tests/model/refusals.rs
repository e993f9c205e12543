use dutybell_sandbox::model::BotStanding;
use serde_json::{Value, json};

use crate::town::{LI, TOWN, WANG, ZHAO, at, bot_says, ok, quiet, refused};

fn why(method: &str, params: Value) -> String {
    refused(&mut quiet(), method, params).to_string()
}

fn text(text: &str) -> Value {
    json!({ "chat_id": TOWN, "text": text })
}

#[test]
fn people_who_cannot_be_written_to() {
    let mut telegram = quiet();
    telegram.block(ZHAO, at(0)).unwrap();
    telegram.deactivate(LI, at(0)).unwrap();
    let mut send = |chat: i64| {
        let params = json!({ "chat_id": chat, "text": "x" });
        refused(&mut telegram, "sendMessage", params).to_string()
    };
    assert_eq!(send(ZHAO.0), "403 Forbidden: bot was blocked by the user");
    assert_eq!(send(LI.0), "403 Forbidden: user is deactivated");
    assert_eq!(
        send(WANG.0),
        "403 Forbidden: bot can't initiate conversation with a user"
    );
    assert_eq!(send(4_242), "400 Bad Request: chat not found");
    assert_eq!(send(-4_242), "400 Bad Request: chat not found");
}

#[test]
fn blocking_and_starting_again_are_told_to_the_bot() {
    let mut telegram = quiet();
    telegram.block(ZHAO, at(0)).unwrap();
    telegram.unblock(ZHAO, at(0)).unwrap();
    telegram.block(WANG, at(0)).unwrap();
    let updates = crate::town::waiting(&mut telegram);
    let states: Vec<&Value> = updates
        .iter()
        .map(|update| &update["my_chat_member"]["new_chat_member"]["status"])
        .collect();
    assert_eq!(states, ["kicked", "member"], "Wang never met the bot");
}

#[test]
fn texts_that_do_not_fit() {
    assert_eq!(
        why("sendMessage", text("  ")),
        "400 Bad Request: message text is empty"
    );
    assert_eq!(
        why("sendMessage", text(&"😀".repeat(2_049))),
        "400 Bad Request: message is too long"
    );
    ok(&mut quiet(), "sendMessage", text(&"😀".repeat(2_048)));
    assert_eq!(
        why("sendMessage", json!({ "text": "x" })),
        "400 Bad Request: chat_id is empty"
    );
}

#[test]
fn spans_must_lie_within_the_text_and_on_whole_characters() {
    let with = |offset: i64, length: i64| {
        json!({
            "chat_id": TOWN,
            "text": "a😀b",
            "entities": [{ "type": "bold", "offset": offset, "length": length }],
        })
    };
    let mut telegram = quiet();
    for (offset, length) in [(0, 1), (1, 2), (0, 4), (3, 1)] {
        ok(&mut telegram, "sendMessage", with(offset, length));
    }
    for (offset, length) in [(0, 5), (4, 1), (-1, 2), (0, 0), (2, 1), (0, 2)] {
        let error = refused(&mut telegram, "sendMessage", with(offset, length));
        assert!(error.description.contains("entity"), "{error}");
    }
}

#[test]
fn html_is_understood_or_refused() {
    let html = |text: &str| json!({ "chat_id": TOWN, "text": text, "parse_mode": "HTML" });
    let mut telegram = quiet();
    let sent = ok(
        &mut telegram,
        "sendMessage",
        html("<b>三</b> &lt;x&gt; <a href=\"tg://user?id=1001\">Zhao</a>"),
    );
    assert_eq!(sent["text"], "三 <x> Zhao");
    assert_eq!(sent["entities"][0]["type"], "bold");
    assert_eq!(sent["entities"][1]["user"]["id"], 1001);
    assert_eq!(sent["entities"][1]["offset"], 6);
    for broken in ["<b>x", "<x>y</x>", "x</b>", "<b><i>x</b></i>", "a < b"] {
        let error = refused(&mut telegram, "sendMessage", html(broken));
        assert!(
            error.description.contains("can't parse entities"),
            "{error}"
        );
    }
    let mut markdown = html("*x*");
    markdown["parse_mode"] = json!("MarkdownV2");
    assert_eq!(
        why("sendMessage", markdown),
        "400 Bad Request: unsupported parse_mode"
    );
}

#[test]
fn buttons_must_hold_one_to_sixty_four_bytes() {
    let with = |data: &str| {
        let mut params = text("x");
        params["reply_markup"] =
            json!({ "inline_keyboard": [[{ "text": "b", "callback_data": data }]] });
        params
    };
    ok(&mut quiet(), "sendMessage", with(&"x".repeat(64)));
    for data in [String::new(), "x".repeat(65), "字".repeat(22)] {
        assert_eq!(
            why("sendMessage", with(&data)),
            "400 Bad Request: BUTTON_DATA_INVALID"
        );
    }
}

#[test]
fn answers_to_what_is_gone() {
    let mut params = text("x");
    params["reply_parameters"] = json!({ "message_id": 99 });
    assert_eq!(
        why("sendMessage", params.clone()),
        "400 Bad Request: message to be replied not found"
    );
    params["reply_parameters"]["allow_sending_without_reply"] = json!(true);
    let sent = ok(&mut quiet(), "sendMessage", params);
    assert!(sent.get("reply_to_message").is_none());
}

#[test]
fn edits_that_are_refused() {
    let mut telegram = quiet();
    let id = bot_says(&mut telegram, TOWN, "one");
    let edit = |id: i64, text: &str| json!({ "chat_id": TOWN, "message_id": id, "text": text });
    assert_eq!(
        refused(&mut telegram, "editMessageText", edit(id, "one")).to_string(),
        "400 Bad Request: message is not modified: specified new message content and reply markup \
         are exactly the same as a current content and reply markup of the message"
    );
    assert_eq!(
        refused(&mut telegram, "editMessageText", edit(99, "x")).to_string(),
        "400 Bad Request: message to edit not found"
    );
    let theirs = telegram.say(ZHAO, TOWN, "x", at(0)).unwrap();
    assert_eq!(
        refused(&mut telegram, "editMessageText", edit(theirs.0, "y")).to_string(),
        "400 Bad Request: message can't be edited"
    );
    let edited = ok(&mut telegram, "editMessageText", edit(id, "two"));
    assert_eq!(edited["text"], "two");
    assert!(edited["edit_date"].is_i64());
}

#[test]
fn deleting_pinning_and_rights() {
    let mut telegram = quiet();
    let id = bot_says(&mut telegram, TOWN, "x");
    let theirs = telegram.say(ZHAO, TOWN, "x", at(0)).unwrap();
    let target = |id: i64| json!({ "chat_id": TOWN, "message_id": id });
    assert_eq!(
        refused(&mut telegram, "deleteMessage", target(theirs.0)).description,
        "Bad Request: message can't be deleted"
    );
    assert_eq!(
        refused(&mut telegram, "pinChatMessage", target(id)).description,
        "Bad Request: not enough rights to manage pinned messages in the chat"
    );
    telegram.set_standing(TOWN, Some(ZHAO), BotStanding::Administrator, at(0));
    ok(&mut telegram, "pinChatMessage", target(id));
    ok(&mut telegram, "deleteMessage", target(theirs.0));
    assert_eq!(
        refused(&mut telegram, "deleteMessage", target(theirs.0)).description,
        "Bad Request: message to delete not found"
    );
    telegram.set_standing(TOWN, Some(ZHAO), BotStanding::Restricted, at(0));
    assert_eq!(
        refused(&mut telegram, "sendMessage", text("x")).description,
        "Bad Request: not enough rights to send text messages to the chat"
    );
}

#[test]
fn methods_nobody_knows() {
    assert_eq!(
        why("sendCarrierPigeon", json!({})),
        "404 Not Found: method not found"
    );
    assert_eq!(
        quiet().call("sENDmESSAGE", &text("x"), at(0)).status(),
        Some(200)
    );
}

#[test]
fn shape_of_a_refusal() {
    let answer = quiet().call("sendMessage", &json!({ "chat_id": 1, "text": "x" }), at(0));
    assert_eq!(
        answer.body(),
        "{\"description\":\"Bad Request: chat not found\",\"error_code\":400,\"ok\":false}"
    );
}
