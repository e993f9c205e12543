//! Anything a phone can send, and what no phone sends: an answer or silence, never a stuck queue.

mod support;

use dutybell_sandbox::model::{Fault, Saying, Scope};
use serde_json::json;
use support::{GROUP, Place as _, Raw, Town, look, user};

/// The bot is as good as before: a report comes through whole.
async fn still_works(town: &mut Town) {
    town.reports("li", "smoke at the very end").await;
    town.rings("zhao", "smoke at the very end").await;
}

#[tokio::test]
async fn updates_that_cannot_be_read_are_kept_aside_and_hold_up_nothing() {
    let mut town = Town::begin().await;
    let (group, li) = (GROUP, user("li"));
    for fault in [
        Fault::lone_surrogate(group, li),
        Fault::nested(129),
        Fault::nested(5_000),
        Fault::fields_missing(),
    ] {
        town.fault(fault, Scope::times(1));
    }
    for json in [
        r#"{"update_id":$ID,"message":"a text"}"#,
        r#"{"update_id":$ID,"message":{"message_id":"x","chat":{"id":1,"type":"private"}}}"#,
        r#"{"update_id":$ID,"message":{"message_id":1e400,"chat":{"id":1,"type":"private"}}}"#,
        r#"{"update_id":$ID,"callback_query":{"id":5}}"#,
        r#"{"update_id":$ID,"my_chat_member":{}}"#,
        r#"{"update_id":$ID,"message":{"message_id":1,"chat":{"id":99999999999999999999,"type":"private"}}}"#,
        r#"{"update_id":$ID,"update_id":$ID,"message":null}"#,
    ] {
        town.update(json);
    }
    still_works(&mut town).await;
    let notice = town.sees("office", "A message could not be read").await;
    assert!(notice.text().contains("kept aside"));
    // Once an hour is enough.
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_broken_update_between_two_reports_costs_neither() {
    let mut town = Town::asleep(support::Plan::calm()).await;
    town.says("li", GROUP, "/report smoke");
    town.fault(Fault::lone_surrogate(GROUP, user("li")), Scope::times(1));
    town.fault(Fault::nested(300), Scope::times(1));
    town.says("li", GROUP, "/report fire in the mill");
    town.wake();
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "🔴 #2 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "smoke").await;
    town.rings("zhao", "fire in the mill").await;
    town.sees("office", "A message could not be read").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn kinds_of_update_without_use_are_passed_in_silence() {
    let mut town = Town::begin().await;
    for (kind, body) in [
        ("poll", json!({ "id": "1", "question": "?" })),
        (
            "channel_post",
            json!({ "message_id": 1, "chat": { "id": -1, "type": "channel" } }),
        ),
        ("inline_query", json!({ "id": "1", "query": "x" })),
        ("chat_join_request", json!({})),
        ("something_of_next_year", json!([1, 2, 3])),
    ] {
        town.update(format!("{{\"update_id\":$ID,\"{kind}\":{body}}}"));
    }
    town.update(r#"{"update_id":$ID}"#);
    still_works(&mut town).await;
    town.end().await;
}

#[tokio::test]
async fn messages_without_words_are_silent_in_the_group_and_answered_in_private() {
    let things = [
        ("sticker", json!({ "file_id": "s", "emoji": "🔥" })),
        ("poll", json!({ "id": "1", "question": "/report ?" })),
        ("dice", json!({ "emoji": "🎲", "value": 6 })),
        (
            "contact",
            json!({ "phone_number": "+86", "first_name": "x" }),
        ),
        ("location", json!({ "latitude": 30.0, "longitude": 120.0 })),
        ("voice", json!({ "file_id": "v", "duration": 3 })),
        ("video_note", json!({ "file_id": "n" })),
        ("photo", json!([])),
        ("story", json!({})),
        (
            "new_chat_members",
            json!([{ "id": 5, "is_bot": false, "first_name": "N" }]),
        ),
        (
            "pinned_message",
            json!({ "message_id": 1, "chat": { "id": -1, "type": "group" } }),
        ),
        ("forum_topic_created", json!({ "name": "x" })),
    ];
    let mut town = Town::begin().await;
    for (kind, what) in &things {
        town.message(&Raw::message("li", GROUP).with(kind, what.clone()));
    }
    for (kind, what) in things.iter().take(6) {
        town.message(&Raw::message("li", "li").with(kind, what.clone()));
        let (says, mends) = match *kind {
            "location" | "voice" => (
                "I don't know what this belongs to.",
                "/report as its caption",
            ),
            _ => ("I did not understand that.", "press Report"),
        };
        let answer = town.sees("li", says).await;
        assert!(answer.text().contains(mends), "{kind}: {}", answer.text());
    }
    still_works(&mut town).await;
    town.end().await;
}

#[tokio::test]
async fn text_that_looks_like_markup_is_only_text() {
    let texts = [
        "<b>smoke</b> & <a href=\"http://x.cn\">here</a> </i>",
        "smoke *bold* _under_ [link](http://x.cn) `code` ||spoiler||",
        "smoke @durov #tag $TON /close 1 tel:+86 https://t.me/x",
        "smoke \u{202E}txet desrever\u{202C} \u{200F}\u{2066}x",
        "smoke 👩‍👩‍👧‍👦 🇨🇳 e\u{301}\u{301}\u{301} \u{FEFF}\u{200B}",
        "smoke { $n } {\"x\"} \u{E001}1001\u{E002}me\u{E003} \\n \\u0000 %s ; DROP TABLE",
        "smoke\n\n\n\n🔴 #1 Fire · Level I · waiting\n\nlast",
    ];
    let mut town = Town::begin().await;
    for (text, number) in texts.iter().zip(1..) {
        town.says("li", GROUP, &format!("/report {text}"));
        let card = town.sees(GROUP, &format!("🔴 #{number} Fire")).await;
        town.sees(GROUP, "Is anyone hurt?").await;
        let page = town.rings("zhao", &format!("#{number}")).await;
        for view in [&card.view, &page.view] {
            let acts = view
                .entities
                .iter()
                .filter(|entity| !matches!(entity["type"].as_str(), Some("code" | "text_mention")));
            let acts: Vec<_> = acts.collect();
            assert!(acts.is_empty(), "{text}: {acts:?}");
            let mentions = view
                .entities
                .iter()
                .filter(|entity| entity["type"] == "text_mention");
            assert!(
                mentions.count() <= 1,
                "only who is paged is mentioned: {}",
                look(view)
            );
        }
        assert!(
            page.text()
                .lines()
                .next()
                .unwrap()
                .ends_with(&format!("#{number}"))
        );
    }
    town.presses("zhao", "Acknowledge").await;
    let stored = town.end().await;
    for (incident, text) in stored.iter().zip(texts) {
        assert_eq!(incident["text"], text, "as it was typed");
    }
}

#[tokio::test]
async fn a_full_message_and_an_empty_one() {
    let mut town = Town::begin().await;
    let full = format!("/report {}", "烟".repeat(4096 - "/report ".len()));
    town.says("li", GROUP, &full);
    town.sees(GROUP, "🔴 #1 Incident").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("chen", "#1").await;
    town.rings("wang", "#1").await;
    town.says("li", GROUP, &format!("/update 1 {}", "火".repeat(4000)));
    town.sees(GROUP, "#1: update stored.").await;
    town.says("chen", "chen", &format!("/close 1 {}", "😀".repeat(2000)));
    town.sees("chen", "#1 stood down.").await;
    town.shows(GROUP, "🟢 #1").await;
    // Blanks alone are no report: the form begins.
    town.message(&Raw::message("li", "li").with("text", json!("/report \u{3000}\n\t ")));
    town.sees("li", "What is it?").await;
    town.message(&Raw::message("li", "li").with("text", json!("   ")));
    town.message(&Raw::message("li", "li").with("text", json!("")));
    town.message(&Raw::message("li", GROUP).with("text", json!("")));
    town.sees("li", "I did not understand that.").await;
    town.sees("li", "I did not understand that.").await;
    let stored = town.end().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0]["text"].as_str().unwrap().chars().count(), 4088);
}

#[tokio::test]
async fn commands_of_other_bots_and_misspelt_ones() {
    let mut town = Town::begin().await;
    for text in [
        "/report@other_bot smoke",
        "/play",
        "/weather tomorrow",
        "/",
        "//",
        "/@dutybell_bot",
    ] {
        town.message(&Raw::message("li", GROUP).with("text", json!(text)));
    }
    town.says("li", GROUP, "/reprot smoke");
    town.sees(GROUP, "There is no such command. Did you mean /report?")
        .await;
    town.says("li", "li", "/weather");
    town.sees("li", "There is no command /weather. All commands: /help")
        .await;
    town.says("li", "li", "/ack seven");
    town.sees("li", "“seven” is no number. For example: /ack 7")
        .await;
    town.says("li", "li", "/ack 99999999999999999999999");
    town.sees("li", "is no number").await;
    town.says("li", "li", "/ack -1");
    town.sees("li", "is no number").await;
    town.says("li", "li", "/ack 0");
    town.sees("li", "There is no incident yet.").await;
    town.says("li", "li", "/severity 1");
    town.sees("li", "Which level? For example: /severity 7 II")
        .await;
    still_works(&mut town).await;
    town.says("zhao", "zhao", "/severity 1 LXX");
    town.sees("zhao", "There is no level “LXX”. Levels: I, II, III, IV")
        .await;
    town.end().await;
}

#[tokio::test]
async fn edited_anonymous_and_automatic_messages() {
    let mut town = Town::begin().await;
    let text = |raw: Raw, text: &str| raw.with("text", json!(text));
    let said = town.says("li", GROUP, "/report smoke");
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "smoke").await;
    let edited = Raw::message("li", GROUP).with("message_id", json!(said.0));
    let edited = text(edited, "/report it was a drill");
    town.update(edited.update("edited_message"));
    town.shows(GROUP, "edited: «it was a drill»").await;
    // Nobody of this chat.
    let channel =
        Raw::message("li", GROUP).with("sender_chat", json!({ "id": -1009, "type": "channel" }));
    town.message(&text(channel, "/report fire"));
    town.sees(GROUP, "You write anonymously").await;
    let nobody = Raw::message("li", GROUP).without("from");
    town.message(&text(nobody, "/ack 1"));
    town.sees(GROUP, "You write anonymously").await;
    let robot = json!({ "id": 99, "is_bot": true, "first_name": "Robot" });
    town.message(&text(
        Raw::message("li", GROUP).with("from", robot),
        "/report fire",
    ));
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn button_data_that_is_not_ours_is_answered_and_does_nothing() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    for data in [
        "",
        "x",
        "1:",
        "1:ack",
        "1:ack:",
        "1:ack:x",
        "1:ack:-1",
        "2:ack:1",
        "1:nothing:1",
        "1:sev:1",
        "1:esc:1:99999999999",
        "null",
        "{\"a\":1}",
        "1:ack:18446744073709551616",
        "一二三",
    ] {
        let press = town.press(user("zhao"), GROUP, card.id(), data);
        let toast = town.toast(&press).await;
        assert_eq!(
            toast.text,
            "This button is not known here. Look at the latest card: /incidents"
        );
    }
    for (data, answer) in [
        ("1:ack:7", "There is no incident #7."),
        ("1:sev:1:NONE", "There is no level “NONE”."),
        ("1:cat:1:none", "#1: nothing to change."),
        ("1:list:4000000000", "Here it is."),
    ] {
        let press = town.press(user("zhao"), "zhao".chat(), card.id(), data);
        let toast = town.toast(&press).await;
        assert!(toast.text.starts_with(answer), "{data}: {}", toast.text);
    }
    town.refused("message").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "open");
    assert_eq!(stored[0]["severity"], "II");
}

#[tokio::test]
async fn a_press_under_a_message_that_telegram_no_longer_shows() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let from = json!({ "id": user("zhao"), "is_bot": false, "first_name": "Zhao" });
    for press in [
        json!({ "id": "1", "from": from, "chat_instance": "1", "data": "1:ack:1" }),
        json!({ "id": "2", "from": from, "inline_message_id": "x", "data": "1:ack:1" }),
        json!({ "id": "3", "from": from, "game_short_name": "x" }),
    ] {
        town.update(format!("{{\"update_id\":$ID,\"callback_query\":{press}}}"));
    }
    town.refused("query is too old").await;
    let old = json!({ "id": "4", "from": from, "data": "1:ack:1", "message":
        { "message_id": card.id(), "date": 0, "chat": { "id": GROUP, "type": "supergroup" } } });
    town.update(format!("{{\"update_id\":$ID,\"callback_query\":{old}}}"));
    town.shows(GROUP, "🟠 #1").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}

#[tokio::test]
async fn an_update_without_a_number_neither_turns_the_bot_in_circles_nor_fills_its_disk() {
    let mut town = Town::begin().await;
    town.settles().await;
    town.fault(Fault::id_missing(), Scope::times(1));
    town.sees("office", "A message could not be read").await;
    // It can't be confirmed, so it comes again with every poll until something follows it.
    let polls = |town: &Town| {
        town.telegram(|telegram, _| {
            let calls = telegram.calls_since(0);
            calls.filter(|call| call.method == "getUpdates").count()
        })
    };
    let before = polls(&town);
    town.until("a few polls more", |telegram| {
        let calls = telegram.calls_since(0);
        let polls = calls.filter(|call| call.method == "getUpdates").count();
        (polls >= before + 4).then_some(())
    })
    .await;
    let times: Vec<_> = town.telegram(|telegram, _| {
        let calls = telegram.calls_since(0);
        let polls = calls.filter(|call| call.method == "getUpdates");
        polls.skip(before).map(|call| call.at).collect()
    });
    let took = times[3].since(times[0]);
    assert!(
        took >= std::time::Duration::from_millis(900),
        "no pauses: {took:?}"
    );
    still_works(&mut town).await;
    town.end().await;
}

#[tokio::test]
async fn stickers_and_polls_are_no_words_not_even_as_answers() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/report");
    let form = town.sees(GROUP, "What is it?").await;
    for saying in [Saying::sticker("🔥"), Saying::poll("/report fire?")] {
        // In a group nobody asked the bot; as an answer to a form it says nothing.
        town.sends("li", GROUP, saying.clone());
        town.sends("li", GROUP, saying.clone().replying(form.id()));
        town.sends("li", "li", saying.clone());
        town.sees("li", "I did not understand that.").await;
        // The question still waits.
        town.sends("guest", GROUP, saying.replying(form.id()));
    }
    town.replies("li", GROUP, form.id(), "smoke at the very end");
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "smoke at the very end").await;
    town.becomes(&form, "Registered as #1").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_forwarded_command_is_shown_and_not_given() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "smoke").await;
    let from = user("sun");
    let shown = |text: &str| Saying::text(text).forwarded_from(from);
    let report = town.sends("zhao", GROUP, shown("/report fire in the mill"));
    for text in ["/close 1 it was nothing", "/ack 1", "/reprot fire"] {
        town.sends("zhao", GROUP, shown(text));
    }
    town.sends("li", "li", shown("/report fire in the mill"));
    let answer = town.sees("li", "I do not take forwarded messages").await;
    assert!(answer.text().contains("reply to it with /report"));
    // An older Bot API server says it so.
    let old = Raw::message("zhao", GROUP).with("forward_date", json!(1));
    town.message(&old.with("text", json!("/close 1 over")));
    town.settles().await;
    town.replies("zhao", GROUP, report, "/report");
    town.sees(GROUP, "🔴 #2 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "fire in the mill").await;
    let stored = town.end().await;
    assert_eq!(stored.len(), 2);
    assert_eq!(stored[0]["state"], "open");
    assert_eq!(stored[1]["text"], "fire in the mill");
}

#[tokio::test]
async fn who_writes_in_the_name_of_the_group_may_report_and_no_more() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/report");
    let form = town.sees(GROUP, "What is it?").await;
    // The first member made the group.
    let hidden = |text: &str| Saying::text(text).anonymously();
    town.sends("zhao", GROUP, hidden("/report the mill burns: fire"));
    let page = town.rings("zhao", "the mill burns").await;
    assert!(
        page.text().contains("(anonymous administrator)"),
        "{}",
        page.text()
    );
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.sends("zhao", GROUP, hidden("/ack 1"));
    town.sees(GROUP, "You write anonymously").await;
    town.sends("zhao", GROUP, hidden("/report"));
    town.sees(GROUP, "Write all in one line").await;
    // Talk to the bot, a sticker, somebody else's words: nobody asked for anything.
    town.sends("zhao", GROUP, hidden("the mill burns").replying(form.id()));
    let sticker = Saying::sticker("🔥").anonymously();
    town.sends("zhao", GROUP, sticker.replying(form.id()));
    let shown = hidden("/report fire").forwarded_from(user("sun"));
    town.sends("zhao", GROUP, shown);
    town.says("li", GROUP, "/cancel");
    town.sees(GROUP, "Cancelled. Nothing was stored.").await;
    town.becomes(&form, "This form is closed").await;
    still_works(&mut town).await;
    assert_eq!(town.end().await.len(), 2);
}
