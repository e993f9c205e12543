//! A small town with a scripted stand-in for the bot, to work on the page: it reports, pages,
//! takes presses and asks back, without the program around it.
//!
//! `cargo run -p dutybell-sandbox --example phones [PORT]`

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_sandbox::model::{ChatKind, Group, Limits, Person, Telegram, Town};
use dutybell_sandbox::{Hook, Sandbox, Setup};
use serde_json::{Value, json};

const TOWN: TelegramChat = TelegramChat(-1_001_000_000_001);
const ZHAO: TelegramUser = TelegramUser(1001);
const LI: TelegramUser = TelegramUser(1002);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let port = match std::env::args().nth(1) {
        Some(port) => port.parse()?,
        None => 0,
    };
    let sandbox = Sandbox::start(Setup {
        listen: SocketAddr::from((Ipv4Addr::LOCALHOST, port)),
        town: town(),
        hooks: vec![Hook::new("kill", "停掉机器人", "Kill the bot", |_| async {
            Err("here the bot is only a script".to_owned())
        })],
        ..Setup::default()
    })
    .await?;
    println!("{}", sandbox.page_url());
    sandbox.show(
        "captions",
        json!({
            "1001": { "zh": "总指挥", "en": "Commander" },
            "1002": { "zh": "值班员", "en": "Duty officer" },
        }),
    );
    sandbox.with(|telegram, now| {
        let mut call = |method: &str, params: Value| {
            telegram.call(method, &params, now);
        };
        call(
            "setMyCommands",
            commands("", ["Report an incident", "What I can do"]),
        );
        call("setMyCommands", commands("zh", ["报告事件", "使用说明"]));
        telegram.say(LI, TOWN, "早上好，今天我值班", now)?;
        telegram.say(LI, TOWN, "/report 1级 东风路12号三楼冒烟，有人被困", now)?;
        Ok::<(), dutybell_sandbox::model::Mistake>(())
    })?;
    let mut offset = 0;
    loop {
        let next = sandbox.with(|telegram, now| {
            let updates = telegram.call("getUpdates", &json!({ "offset": offset }), now);
            let updates = updates.value().unwrap_or_default();
            for update in updates.as_array().into_iter().flatten() {
                offset = update["update_id"].as_i64().unwrap_or(0) + 1;
                answer(telegram, update, now);
            }
            telegram.seq()
        });
        let changed = |telegram: &Telegram| (!telegram.updates().is_empty()).then_some(next);
        // Nothing to do is no reason to stop.
        let _ = sandbox.until(changed, Duration::from_secs(3600)).await;
    }
}

fn town() -> Town {
    let people = vec![
        Person::new(1001, "赵建国").speaking("zh-hans").started(),
        Person::new(1002, "李强").speaking("zh-hans").started(),
        Person::new(1003, "孙敏").speaking("zh-hans").started(),
        Person::new(1004, "Chen Guang").speaking("en").started(),
        Person::new(1005, "王芳").speaking("zh-hans"),
    ];
    let members: Vec<TelegramUser> = people.iter().map(|person| person.id).collect();
    Town {
        people,
        groups: vec![
            Group::new(TOWN.0, "东镇应急", members),
            Group {
                kind: ChatKind::Group,
                ..Group::new(-700, "巡逻队", [LI, TelegramUser(1004)])
            },
        ],
        limits: Limits::off(),
        ..Town::default()
    }
}

fn commands(language: &str, words: [&str; 2]) -> Value {
    json!({
        "language_code": language,
        "commands": [
            { "command": "report", "description": words[0] },
            { "command": "help", "description": words[1] },
        ],
    })
}

fn answer(telegram: &mut Telegram, update: &Value, now: dutybell_core::time::At) {
    let mut call = |method: &str, params: Value| telegram.call(method, &params, now);
    let press = &update["callback_query"];
    if press.is_object() {
        let data = press["data"].as_str().unwrap_or_default();
        if data == "never" {
            return;
        }
        let (text, alert) = match data {
            "ack" => ("已收到 #7，不再呼叫他人。", false),
            _ => ("您没有权限结束 I 级事件。可以：升级、续报。", true),
        };
        let id = &press["id"];
        call(
            "answerCallbackQuery",
            json!({ "callback_query_id": id, "text": text, "show_alert": alert }),
        );
        if data == "ack" {
            let message = &press["message"];
            let text = "🟠 #7 火灾 · I级 · 赵建国 02:13 已收到\n«东风路12号三楼冒烟，有人被困……»";
            call(
                "editMessageText",
                json!({ "chat_id": message["chat"]["id"], "message_id": message["message_id"],
                    "text": text,
                    "reply_markup": { "inline_keyboard": [
                        [{ "text": "续报", "callback_data": "more" }],
                        [{ "text": "升级", "callback_data": "up" }, { "text": "应急结束", "callback_data": "down" }],
                    ] } }),
            );
        }
        return;
    }
    let message = &update["message"];
    let chat = &message["chat"]["id"];
    let text = message["text"].as_str().or(message["caption"].as_str());
    let reply = json!({ "message_id": message["message_id"] });
    match text.unwrap_or_default() {
        text if text.starts_with("/report") => report(&mut call, chat, &reply),
        text if text.starts_with("/start") => {
            call(
                "sendMessage",
                json!({ "chat_id": chat, "text": "您好，已登记。", "reply_markup": { "keyboard":
                    [["到岗", "报告"], [{ "text": "发送位置", "request_location": true }]] } }),
            );
        }
        _ => {
            call(
                "sendMessage",
                json!({ "chat_id": chat, "text": "#7 有人受伤吗？", "reply_parameters": reply,
                    "disable_notification": true,
                    "reply_markup": { "force_reply": true, "input_field_placeholder": "几人，伤情如何" } }),
            );
        }
    }
}

fn report(
    call: &mut impl FnMut(&str, Value) -> dutybell_sandbox::model::Answer,
    chat: &Value,
    reply: &Value,
) {
    let card = "🔴 #7 火灾 · I级 · 待确认\n«东风路12号三楼冒烟，有人被困……»\n\
                02:11 李强 报告 → 02:11 呼叫 赵建国（总指挥）\n下一步 02:14：副指挥 孙敏\n\
                区指挥中心 须于 04:11 前电话报送";
    let before = card.split("赵建国").next().unwrap_or_default();
    let units = |text: &str| text.encode_utf16().count();
    call(
        "sendMessage",
        json!({ "chat_id": chat, "text": card, "reply_parameters": reply,
            "disable_notification": true,
            "entities": [
                { "type": "bold", "offset": 0, "length": units(card.lines().next().unwrap_or_default()) },
                { "type": "text_mention", "offset": units(before), "length": 3, "user": { "id": 1001 } },
            ],
            "reply_markup": { "inline_keyboard": [
                [{ "text": "收到", "callback_data": "ack" }],
                [{ "text": "续报", "callback_data": "never" }, { "text": "升级", "callback_data": "up" },
                 { "text": "应急结束", "callback_data": "down" }],
            ] } }),
    );
    let page = "🔴 【I级】火灾 · 东风路12号 · #7\n«三楼冒烟，有人被困……»\n\
                李强 02:11 报告 · +86 138 0000 0002\n您是总指挥。02:14 前未确认将呼叫副指挥。";
    call(
        "sendMessage",
        json!({ "chat_id": ZHAO, "text": page, "protect_content": false,
            "reply_markup": { "inline_keyboard": [
                [{ "text": "收到", "callback_data": "ack" }],
                [{ "text": "无法到场", "callback_data": "no" }, { "text": "升级", "callback_data": "up" }],
                [{ "text": "全文与照片", "callback_data": "all" }],
            ] } }),
    );
}
