use dutybell_core::ids::{MessageId, TelegramChat};
use dutybell_sandbox::model::{BotStanding, Mistake, Role};
use serde_json::json;

use crate::town::{LI, TOWN, WANG, YARD, ZHAO, at, bot_says, ok, quiet, refused, waiting};

const GROWN: TelegramChat = TelegramChat(-1_001_000_000_500);

#[test]
fn with_privacy_the_bot_sees_commands_answers_to_it_and_what_happened() {
    let mut telegram = quiet();
    let asked = MessageId(bot_says(&mut telegram, TOWN, "Anyone hurt?"));
    telegram.say(ZHAO, TOWN, "good morning", at(0)).unwrap();
    telegram.say(ZHAO, TOWN, "see /report", at(0)).unwrap();
    telegram
        .say(ZHAO, TOWN, "/report@other_bot x", at(0))
        .unwrap();
    telegram.say(ZHAO, TOWN, "/report smoke", at(0)).unwrap();
    telegram
        .say(ZHAO, TOWN, "/report@Dutybell_Bot smoke", at(0))
        .unwrap();
    telegram.reply(LI, TOWN, asked, "no", at(0)).unwrap();
    telegram.leave(WANG, TOWN, at(0)).unwrap();
    let seen: Vec<String> = waiting(&mut telegram)
        .iter()
        .map(|update| {
            let message = &update["message"];
            message["text"].as_str().unwrap_or("(service)").to_owned()
        })
        .collect();
    assert_eq!(
        seen,
        [
            "/report smoke",
            "/report@Dutybell_Bot smoke",
            "no",
            "(service)"
        ]
    );
}

#[test]
fn a_command_that_answers_an_unseen_message_brings_that_message_along() {
    let mut telegram = quiet();
    let said = telegram.say(ZHAO, TOWN, "smoke at 12", at(0)).unwrap();
    telegram.reply(LI, TOWN, said, "/report", at(0)).unwrap();
    let update = &waiting(&mut telegram)[0]["message"];
    assert_eq!(update["reply_to_message"]["text"], "smoke at 12");
    assert_eq!(update["entities"][0]["type"], "bot_command");
}

#[test]
fn an_administrator_sees_everything() {
    let mut telegram = quiet();
    telegram.set_standing(TOWN, Some(ZHAO), BotStanding::Administrator, at(0));
    telegram.say(ZHAO, TOWN, "good morning", at(0)).unwrap();
    let updates = waiting(&mut telegram);
    assert_eq!(
        updates[0]["my_chat_member"]["new_chat_member"]["status"],
        "administrator"
    );
    assert_eq!(updates[1]["message"]["text"], "good morning");
}

#[test]
fn a_group_that_grows_up_tells_both_ids_and_refuses_the_old_one() {
    let mut telegram = quiet();
    telegram.migrate(YARD, GROWN, at(0)).unwrap();
    let updates = waiting(&mut telegram);
    assert_eq!(updates[0]["message"]["chat"]["id"], json!(YARD));
    assert_eq!(updates[0]["message"]["chat"]["type"], "group");
    assert_eq!(updates[0]["message"]["migrate_to_chat_id"], json!(GROWN));
    assert_eq!(updates[1]["message"]["chat"]["id"], json!(GROWN));
    assert_eq!(updates[1]["message"]["chat"]["type"], "supergroup");
    assert_eq!(updates[1]["message"]["migrate_from_chat_id"], json!(YARD));

    let error = refused(
        &mut telegram,
        "sendMessage",
        json!({ "chat_id": YARD, "text": "x" }),
    );
    assert_eq!(error.code, 400);
    assert_eq!(
        error.description,
        "Bad Request: group chat was upgraded to a supergroup chat"
    );
    assert_eq!(error.parameters.migrate_to_chat_id, Some(GROWN));

    bot_says(&mut telegram, GROWN, "here now");
    telegram.say(LI, GROWN, "/report x", at(0)).unwrap();
    assert_eq!(
        telegram.say(LI, YARD, "x", at(0)),
        Err(Mistake::Moved(YARD, GROWN))
    );
    assert_eq!(telegram.chat(GROWN).unwrap().members[&ZHAO], Role::Creator);
    let again = telegram.migrate(YARD, TelegramChat(-9), at(0));
    assert_eq!(again, Err(Mistake::CannotMigrate(YARD, TelegramChat(-9))));
}

#[test]
fn thrown_out_the_bot_hears_it_and_can_write_no_more() {
    let mut telegram = quiet();
    telegram.set_standing(TOWN, Some(ZHAO), BotStanding::Kicked, at(0));
    telegram.set_standing(YARD, Some(ZHAO), BotStanding::Kicked, at(0));
    let updates = waiting(&mut telegram);
    assert_eq!(updates[0]["message"]["left_chat_member"]["is_bot"], true);
    assert_eq!(
        updates[1]["my_chat_member"]["new_chat_member"]["status"],
        "kicked"
    );
    for (chat, kind) in [(TOWN, "supergroup"), (YARD, "group")] {
        let params = json!({ "chat_id": chat, "text": "x" });
        let error = refused(&mut telegram, "sendMessage", params);
        assert_eq!(error.code, 403);
        assert_eq!(
            error.description,
            format!("Forbidden: bot was kicked from the {kind} chat")
        );
    }
    telegram.say(ZHAO, TOWN, "/report x", at(0)).unwrap();
    assert_eq!(
        waiting(&mut telegram).len(),
        updates.len(),
        "it hears nothing"
    );
}

#[test]
fn members_are_told_apart() {
    let mut telegram = quiet();
    let status = |telegram: &mut dutybell_sandbox::model::Telegram, user: i64| {
        let params = json!({ "chat_id": YARD, "user_id": user });
        ok(telegram, "getChatMember", params)["status"].clone()
    };
    assert_eq!(status(&mut telegram, 1001), "creator");
    assert_eq!(status(&mut telegram, 1002), "member");
    assert_eq!(status(&mut telegram, 1003), "left");
    let me = telegram.bot().id.0;
    assert_eq!(status(&mut telegram, me), "member");
    let count = ok(
        &mut telegram,
        "getChatMemberCount",
        json!({ "chat_id": YARD }),
    );
    assert_eq!(count, 3);
    ok(&mut telegram, "leaveChat", json!({ "chat_id": YARD }));
    assert_eq!(telegram.chat(YARD).unwrap().bot, BotStanding::Left);
}
