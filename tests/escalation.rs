//! From step to step until somebody acknowledges, or until nobody is left.

mod support;

use support::{GROUP, Plan, Town, buttons, kinds, look};

/// Two people, one after the other, quickly.
const SHORT: &str = r#"{ page = ["commander"], wait = "1s" }, { page = ["deputy"], wait = "1s" }"#;

#[tokio::test]
async fn nobody_answers_so_the_next_is_paged_and_at_last_it_is_said_aloud() {
    let mut town = Town::with(Plan::calm().policy(SHORT, "repeat = 1")).await;
    let card = town.reports("li", "smoke").await;
    let first = town.rings("zhao", "🔴 LEVEL II Fire").await;
    assert!(first.text().contains("Deputy is paged"), "{}", first.text());
    town.rings("sun", "🔴 LEVEL II Fire").await;
    let notice = town.sees(GROUP, "no answer, Sun Min is paged").await;
    assert_eq!(notice.view.reply_to.as_ref().unwrap().id, card.id());
    insta::assert_snapshot!(look(&notice.view), @r"
    ⏫ #1 HH:MM no answer, Sun Min is paged
    Zhao Jianguo: delivered, no answer
    Whoever is near: call the duty phone +86 138 0000 0000
    ❬Acknowledge❭
    ");
    let second = town.rings("zhao", "🔴 2nd CALL").await;
    insta::assert_snapshot!(look(&second.view), @r"
    🔴 2nd CALL · LEVEL II Fire · smoke · #1
    «smoke»
    Reported HH:MM by Li Qiang · +86 138 0000 1005
    N s, nobody has acknowledged.
    Paged so far: Zhao Jianguo (you), Sun Min
    You are Commander. Not acknowledged by HH:MM: Deputy is paged.
    ❬Acknowledge❭
    ❬Can't respond | Escalate❭
    ❬Full text, photos❭
    ");
    town.loses_buttons(&first).await;
    let notice = town.sees(GROUP, "no answer, Zhao Jianguo is paged").await;
    assert!(notice.text().contains("Round 2"), "{}", notice.text());
    town.rings("sun", "🔴 2nd CALL").await;
    town.sees(GROUP, "no answer, Sun Min is paged").await;
    let end = town.rings(GROUP, "⛔ #1 Fire: everyone was paged").await;
    insta::assert_snapshot!(look(&end.view), @r"
    ⛔ #1 Fire: everyone was paged, nobody acknowledged
    Phone now: +86 138 0000 0000
    HH:MM Zhao Jianguo ×2 · HH:MM Sun Min ×2
    The bot has stopped paging. Phone now, or page again.
    ❬Acknowledge❭
    ❬Page everyone again❭
    ");
    town.rings("office", "⛔ #1 Fire: everyone was paged").await;
    town.becomes(&card, "⛔ #1 Fire · Level II · nobody answered")
        .await;
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "open");
    let kinds = kinds(&stored[0]);
    assert_eq!(kinds.iter().filter(|kind| **kind == "paged").count(), 4);
    assert_eq!(kinds.iter().filter(|kind| **kind == "exhausted").count(), 1);
}

#[tokio::test]
async fn after_exhaustion_everyone_may_be_paged_again_or_it_is_taken() {
    let mut town = Town::with(Plan::calm().policy(SHORT, "repeat = 0")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "Sun Min is paged").await;
    let over = town.rings(GROUP, "⛔ #1").await;
    let told = town.rings("office", "⛔ #1").await;
    let toast = town.presses_in(GROUP, "li", "Page everyone again").await;
    assert_eq!(toast.text, "#1: paging starts again with Zhao Jianguo.");
    town.rings("zhao", "2nd CALL").await;
    town.sees(GROUP, "paging starts again: Zhao Jianguo").await;
    let toast = town.presses("zhao", "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    town.loses_buttons(&over).await;
    town.loses_buttons(&told).await;
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}

#[tokio::test]
async fn it_rings_anew_while_its_step_waits() {
    let steps = r#"{ page = ["commander"], wait = "1h", again = "1s" }"#;
    let mut town = Town::with(Plan::calm().policy(steps, "")).await;
    town.reports("li", "smoke").await;
    let first = town.rings("zhao", "🔴 LEVEL II").await;
    let second = town.rings("zhao", "🔴 2nd CALL").await;
    town.loses_buttons(&first).await;
    town.rings("zhao", "🔴 3rd CALL").await;
    town.loses_buttons(&second).await;
    town.presses("zhao", "Acknowledge").await;
    // One may have been on its way already.
    let calls = town.wall("zhao").len();
    let stored = town.export().await;
    assert!((3..=4).contains(&calls), "{calls} calls");
    assert_eq!(stored[0]["state"], "acknowledged");
}

#[tokio::test]
async fn who_never_started_the_bot_is_noticed_at_once_and_named() {
    let mut town = Town::with(Plan::calm().never_started("zhao")).await;
    town.reports("li", "smoke").await;
    town.rings("sun", "LEVEL II").await;
    let notice = town
        .sees(GROUP, "Zhao Jianguo: unreachable (never started the bot)")
        .await;
    insta::assert_snapshot!(look(&notice.view), @r"
    ⏫ #1 HH:MM nobody left to answer, Sun Min is paged
    Zhao Jianguo: unreachable (never started the bot)
    Whoever is near: call the duty phone +86 138 0000 0000
    ❬Acknowledge❭
    ");
    let card = town
        .shows(GROUP, "✗ unreachable, never started the bot")
        .await;
    assert!(card.text.starts_with("🔴 #1 Fire"), "{}", card.text);
    let stored = town.end().await;
    assert!(kinds(&stored[0]).contains(&"unreachable"));
}

#[tokio::test]
async fn who_blocked_the_bot_is_noticed_at_once_and_named() {
    let mut town = Town::with(Plan::calm().blocked("zhao")).await;
    town.reports("li", "smoke").await;
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "Zhao Jianguo: unreachable (blocked the bot)")
        .await;
    town.end().await;
}

#[tokio::test]
async fn who_is_not_bound_is_passed_at_once_and_named() {
    let mut town = Town::with(Plan::calm().unbound("zhao")).await;
    town.reports("li", "smoke").await;
    town.rings("sun", "LEVEL II").await;
    let notice = town
        .sees(
            GROUP,
            "Zhao Jianguo: unreachable (no Telegram account known)",
        )
        .await;
    assert!(
        notice.text().contains("+86 138 0000 0000"),
        "{}",
        notice.text()
    );
    town.end().await;
}

#[tokio::test]
async fn one_of_a_step_out_of_reach_leaves_the_step_to_the_others() {
    let mut town = Town::with(Plan::calm().blocked("chen")).await;
    town.reports("li", "III: something").await;
    town.rings("wang", "LEVEL III").await;
    let notice = town
        .sees(GROUP, "Chen Yue: unreachable (blocked the bot)")
        .await;
    assert!(notice.text().starts_with("⚠️ #1"), "{}", notice.text());
    let toast = town.presses("wang", "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    town.end().await;
}

#[tokio::test]
async fn nobody_at_all_can_be_reached_and_that_is_said_at_once() {
    let plan = Plan::calm().blocked("zhao").unbound("sun");
    let mut town = Town::with(plan).await;
    town.reports("li", "smoke").await;
    let end = town.rings(GROUP, "⛔ #1 Fire: everyone was paged").await;
    assert!(
        end.text().contains("Zhao Jianguo (blocked the bot)"),
        "{}",
        end.text()
    );
    assert!(
        end.text().contains("Sun Min (no Telegram account known)"),
        "{}",
        end.text()
    );
    town.rings("office", "⛔ #1").await;
    town.end().await;
}

#[tokio::test]
async fn who_blocks_the_bot_after_his_page_is_named_and_passed_at_once() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    town.telegram(|telegram, now| telegram.block(support::user("zhao"), now))
        .unwrap();
    town.rings("sun", "LEVEL II").await;
    let notice = town
        .sees(GROUP, "nobody left to answer, Sun Min is paged")
        .await;
    assert!(
        notice
            .text()
            .contains("Zhao Jianguo: unreachable (blocked the bot)"),
        "{}",
        notice.text()
    );
    town.shows(GROUP, "✗ unreachable, blocked the bot").await;
    let stored = town.end().await;
    assert_eq!(kinds(&stored[0]).last(), Some(&"paged"));
    assert!(kinds(&stored[0]).contains(&"unreachable"));
}

#[tokio::test]
async fn who_comes_back_while_his_step_waits_is_paged_after_all() {
    let mut town = Town::with(Plan::calm().blocked("chen")).await;
    town.reports("li", "III: something").await;
    town.rings("wang", "LEVEL III").await;
    town.sees(GROUP, "Chen Yue: unreachable").await;
    town.telegram(|telegram, now| telegram.unblock(support::user("chen"), now))
        .unwrap();
    town.rings("chen", "LEVEL III").await;
    town.end().await;
}

#[tokio::test]
async fn cannot_respond_of_all_of_a_step_passes_it_at_once() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    let toast = town.presses("zhao", "Can't respond").await;
    assert_eq!(toast.text, "Noted, you can't respond. Paging Sun Min.");
    town.rings("sun", "LEVEL II").await;
    let notice = town
        .sees(GROUP, "nobody left to answer, Sun Min is paged")
        .await;
    assert!(
        notice.text().contains("Zhao Jianguo: can't respond"),
        "{}",
        notice.text()
    );
    town.shows("zhao", "Noted: you can't respond.").await;
    assert!(!buttons(&town.now(&page)).contains(&"Can't respond".to_owned()));
    // Who can't may change his mind.
    let toast = town.presses("zhao", "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}

#[tokio::test]
async fn cannot_respond_of_one_leaves_the_step_to_the_other() {
    let mut town = Town::begin().await;
    town.reports("li", "III: something").await;
    town.rings("chen", "LEVEL III").await;
    town.rings("wang", "LEVEL III").await;
    let toast = town.presses("chen", "Can't respond").await;
    assert_eq!(toast.text, "Noted, you can't respond. Paging Wang Fang.");
    town.shows(GROUP, "Chen Yue (Duty desk) · can't respond")
        .await;
    town.presses("wang", "Can't respond").await;
    town.rings(GROUP, "⛔ #1").await;
    town.rings("office", "⛔ #1").await;
    town.end().await;
}

#[tokio::test]
async fn anybody_escalates_by_button_and_a_second_press_changes_nothing() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let toast = town.presses_late("guest", &card, "Escalate").await;
    assert_eq!(toast.text, "#1 escalated. Paging Sun Min.");
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "escalated, Sun Min is paged").await;
    let toast = town.presses_late("li", &card, "Escalate").await;
    assert_eq!(
        toast.text,
        "#1 is already escalated: Sun Min is being paged."
    );
    town.end().await;
}

#[tokio::test]
async fn escalate_as_a_command_goes_on_to_the_end() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.says("li", GROUP, "/escalate 1");
    town.sees(GROUP, "#1 escalated. Paging Sun Min.").await;
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "escalated, Sun Min is paged").await;
    town.says("li", GROUP, "/escalate");
    town.sees(GROUP, "#1: nobody is left to page. Phone now.")
        .await;
    town.rings(GROUP, "⛔ #1").await;
    town.rings("office", "⛔ #1").await;
    town.end().await;
}

#[tokio::test]
async fn a_raised_level_pages_by_the_policy_for_it() {
    let mut town = Town::begin().await;
    town.reports("li", "III: crash on the bridge").await;
    let chen = town.rings("chen", "LEVEL III").await;
    town.rings("wang", "LEVEL III").await;
    town.presses("wang", "Acknowledge").await;
    town.says("wang", "wang", "/severity 1 critical");
    town.sees("wang", "#1 is level I now.").await;
    town.rings("zhao", "🔴 LEVEL I Road accident").await;
    town.sees(GROUP, "paging starts again: Zhao Jianguo").await;
    // The policy for the new level does not ask her: her page offers nothing that is refused.
    let page = town.becomes(&chen, "LEVEL I Road accident").await;
    assert!(page.text.contains("Nothing to do for you."), "{page:?}");
    assert_eq!(buttons(&page), ["Full text, photos"]);
    let toast = town.presses_late("chen", &chen, "Acknowledge").await;
    assert_eq!(
        toast.text,
        "You may not acknowledge #1. These may: Commander, Deputy."
    );
    assert!(toast.alert);
    let stored = town.end().await;
    assert_eq!(stored[0]["severity"], "I");
    assert_eq!(stored[0]["state"], "open");
}

#[tokio::test]
async fn a_lowered_level_pages_nobody() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.says("zhao", GROUP, "/severity 1 IV");
    town.sees(GROUP, "#1 is level IV now.").await;
    town.shows(GROUP, "🔴 #1 Fire · Level IV").await;
    town.end().await;
}

#[tokio::test]
async fn a_kill_in_the_middle_of_an_escalation_loses_no_step() {
    let mut town = Town::with(Plan::calm().policy(SHORT, "repeat = 0")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.kill().await;
    town.wake();
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "no answer, Sun Min is paged").await;
    town.restart().await;
    town.rings(GROUP, "⛔ #1").await;
    town.rings("office", "⛔ #1").await;
    let stored = town.end().await;
    assert_eq!(
        kinds(&stored[0])
            .iter()
            .filter(|kind| **kind == "paged")
            .count(),
        2
    );
}

/// So long after a step was due it is late, and a little more.
const DOWN: std::time::Duration = std::time::Duration::from_secs(73);

#[tokio::test]
async fn a_step_that_was_due_while_the_bot_was_down_is_marked_late() {
    let steps = r#"{ page = ["commander"], wait = "10s" }, { page = ["deputy"], wait = "1h" }"#;
    let mut town = Town::with(Plan::calm().policy(steps, "")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    town.kill().await;
    // No wait for something: that the bot is down is what happens.
    tokio::time::sleep(DOWN).await;
    town.wake();
    let page = town.rings("sun", "LEVEL II").await;
    assert!(page.text().contains(", delayed"), "{}", page.text());
    let notice = town.sees(GROUP, "no answer, Sun Min is paged").await;
    assert!(notice.text().contains(", delayed"), "{}", notice.text());
    let stored = town.end().await;
    let entries = stored[0]["timeline"].as_array().unwrap().iter();
    let late: Vec<&str> = entries
        .filter(|entry| entry["text"].as_str().unwrap().contains(", due "))
        .map(|entry| entry["kind"].as_str().unwrap())
        .collect();
    assert_eq!(late, ["step_passed", "step_entered"]);
}

#[tokio::test]
async fn an_acknowledgement_that_came_while_the_bot_was_dead_stops_the_next_step() {
    let mut town = Town::with(Plan::calm().policy(SHORT, "repeat = 0")).await;
    town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    town.kill().await;
    town.says("zhao", "zhao", "/ack 1");
    town.wake();
    town.sees("zhao", "Acknowledged #1. Nobody else is paged.")
        .await;
    town.shows("zhao", "you acknowledged").await;
    assert!(!buttons(&town.now(&page)).contains(&"Acknowledge".to_owned()));
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
    assert!(!kinds(&stored[0]).contains(&"step_passed"));
}
