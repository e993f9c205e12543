//! Who can be reached is known before the night: by hand, each morning, and by a call as at night.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::time::Duration;

use dutybell_core::ids::TelegramChat;
use dutybell_sandbox::model::{BotStanding, Fault, Scope};
use support::{GROUP, HALF_A_DAY, Plan, Seen, Town, look, user};

const MINUTE: Duration = Duration::from_secs(60);
const SMALL: TelegramChat = TelegramChat(-4001);
const GROWN: TelegramChat = TelegramChat(-1_001_000_000_777);

/// The town office asks, and is answered at once.
async fn asks(town: &mut Town) -> Seen {
    town.says("office", "office", "/selftest");
    town.sees("office", "🔎 Checking who can be reached").await
}

fn stands(town: &Town, standing: BotStanding) {
    town.telegram(|telegram, now| telegram.set_standing(GROUP, Some(user("li")), standing, now));
}

#[tokio::test]
async fn everybody_who_cannot_be_reached_is_named_with_how_to_mend_it() {
    let plan = Plan::calm()
        .never_started("sun")
        .blocked("zhao")
        .unbound("wang");
    let mut town = Town::with(plan).await;
    let result = asks(&mut town).await;
    town.becomes(&result, "2 of 5 people on call can be reached")
        .await;
    insta::assert_snapshot!(look(&town.now(&result)), @r"
    ⚠️ HH:MM 2 of 5 people on call can be reached
    ✗ Zhao Jianguo: blocked the bot → open t.me/dutybell_bot and press Restart
    ✗ Sun Min: never started the bot → open t.me/dutybell_bot and press Start
    ✗ Wang Fang: no Telegram account known → /invite wang
    ⚠ No night test yet: Chen Yue, Town Office
    ✅ Groups fine: town
    ❬Test again❭
    ❬Invite Wang Fang❭
    ❬Night: Chen Yue | Night tests❭
    ");
    // Whoever comes back is found by the next test, in the same message.
    town.telegram(|telegram, now| telegram.unblock(user("zhao"), now))
        .unwrap();
    town.presses("office", "Test again").await;
    town.becomes(&result, "3 of 5 people on call can be reached")
        .await;
    town.presses("office", "Invite Wang Fang").await;
    town.sees("office", "Invitation for Wang Fang").await;
    town.end().await;
}

#[tokio::test]
async fn in_the_group_by_an_administrator_alone() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/selftest");
    town.sees(GROUP, "Only administrators may do this. Ask: Town Office.")
        .await;
    town.says("office", GROUP, "/selftest");
    let result = town.sees(GROUP, "🔎 Checking").await;
    let told = town.becomes(&result, "✅").await;
    assert!(told.text.contains("5 of 5"), "{}", told.text);
    // The way without typing.
    town.says("office", "office", "/help");
    town.sees("office", "/selftest").await;
    town.presses("office", "Self-test").await;
    let result = town.sees("office", "🔎 Checking").await;
    town.becomes(&result, "5 of 5").await;
    town.end().await;
}

#[tokio::test]
async fn a_group_that_threw_the_bot_out_or_silenced_it_is_named() {
    let mut town = Town::begin().await;
    stands(&town, BotStanding::Kicked);
    town.sees("office", "I can't write to the chat").await;
    let result = asks(&mut town).await;
    let told = town.becomes(&result, "1 group can't be written to").await;
    assert!(
        told.text.contains("✗ Group “town”: I can't write there"),
        "{}",
        told.text
    );
    stands(&town, BotStanding::Member);
    town.presses("office", "Test again").await;
    town.becomes(&result, "✅ Groups fine: town").await;
    // In it, but without the right to write.
    stands(&town, BotStanding::Restricted);
    town.presses("office", "Test again").await;
    town.becomes(&result, "✗ Group “town”: I can't write there")
        .await;
    town.refused("not enough rights").await;
    town.end().await;
}

#[tokio::test]
async fn a_group_that_grew_up_is_followed_and_named() {
    let mut town = Town::with(Plan::calm().small_group(SMALL)).await;
    let held = Scope::everything().method("sendChatAction").chat(SMALL);
    let held = town.fault(Fault::Down, held);
    let result = asks(&mut town).await;
    town.hits(held, 1).await;
    // The bot does not hear of the change, the check meets it.
    let deaf = town.fault(Fault::Down, Scope::everything().method("getUpdates"));
    town.telegram(|telegram, now| telegram.migrate(SMALL, GROWN, now))
        .unwrap();
    town.mend(held);
    town.refused("upgraded to a supergroup").await;
    town.sees("office", "became a supergroup").await;
    let told = town.becomes(&result, "has a new id and is followed").await;
    assert!(told.text.contains("-1001000000777"), "{}", told.text);
    assert!(told.text.contains("✅ Groups fine: town"), "{}", told.text);
    town.mend(deaf);
    town.end().await;
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_check_loses_nothing() {
    let mut town = Town::with(Plan::calm().unbound("wang")).await;
    let held = town.fault(Fault::Down, Scope::everything().method("sendChatAction"));
    let result = asks(&mut town).await;
    town.hits(held, 5).await;
    town.settles().await;
    town.restart().await;
    town.hits(held, 10).await;
    town.mend(held);
    town.becomes(&result, "4 of 5 people on call can be reached")
        .await;
    town.end().await;
}

#[tokio::test]
async fn a_night_test_rings_and_keeps_its_date_over_a_kill() {
    let mut town = Town::begin().await;
    town.says("office", "office", "/selftest night sun");
    town.sees("office", "The test call goes to Sun Min.").await;
    let call = town.rings("sun", "🔔 Test call, no incident").await;
    insta::assert_snapshot!(look(&call.view), @r"
    🔔 Test call, no incident
    Locked and in Do Not Disturb: did you hear it?
    Asked for by Town Office. Answer within 10 minutes.
    ❬Yes | No❭
    ");
    // Nobody else can say what Sun's phone did.
    let press = town.press(
        user("zhao"),
        support::Place::chat("zhao"),
        call.id(),
        &call.data("Yes"),
    );
    let toast = town.toast(&press).await;
    assert!(toast.text.contains("only Sun Min can answer"), "{toast:?}");
    town.settles().await;
    town.restart().await;
    town.presses("sun", "Yes").await;
    town.becomes(&call, "✅ Test call heard").await;
    town.sees("office", "✅ Sun Min heard the test call").await;
    town.settles().await;
    town.restart().await;
    let result = asks(&mut town).await;
    let told = town.becomes(&result, "5 of 5").await;
    assert!(!told.text.contains("Sun Min"), "{}", told.text);
    // One's own phone, by oneself.
    town.says("zhao", "zhao", "/selftest night");
    town.sees("zhao", "Test call sent.").await;
    let call = town.rings("zhao", "🔔 Test call").await;
    town.presses("zhao", "No").await;
    let advice = town.becomes(&call, "🔕 Not heard.").await;
    assert!(advice.text.contains("Android:") && advice.text.contains("iPhone:"));
    town.sees("office", "🔕 Zhao Jianguo did not hear").await;
    assert!(town.end().await.is_empty(), "no number was used");
}

#[tokio::test]
async fn a_night_test_that_nobody_answers_is_told() {
    let mut town = Town::begin().await;
    town.says("office", "office", "/selftest night chen");
    town.sees("office", "The test call goes to Chen Yue.").await;
    let call = town.rings("chen", "🔔 Test call").await;
    town.settles().await;
    town.kill().await;
    town.time_runs(11 * MINUTE, 1);
    town.wake();
    town.sees("office", "🔕 Chen Yue: no answer to the test call")
        .await;
    town.becomes(&call, "🔔 This test call is over.").await;
    let toast = town.presses_late("chen", &call, "Yes").await;
    assert!(toast.text.starts_with("This test is over."), "{toast:?}");
    assert!(!toast.alert);
    town.end().await;
}

#[tokio::test]
async fn each_morning_the_administrators_hear_and_the_group_what_is_wrong() {
    let mut town = Town::asleep(Plan::calm().unbound("wang")).await;
    town.time_runs(HALF_A_DAY - 2 * MINUTE, 20);
    town.wake();
    let told = town.sees("office", "4 of 5 people on call").await;
    assert!(told.text().contains("✗ Wang Fang"), "{}", told.text());
    assert!(!told.text().contains("delayed"), "{}", told.text());
    let line = town.sees(GROUP, "4 of 5 people on call").await;
    assert_eq!(line.text().lines().count(), 1, "{}", line.text());
    town.end().await;
}

#[tokio::test]
async fn a_morning_missed_while_the_bot_was_down_comes_once_after_the_start() {
    // Nothing is owed for mornings before the first start.
    let mut town = Town::begin().await;
    town.echoes().await;
    town.kill().await;
    town.time_runs(HALF_A_DAY + 26 * 60 * MINUTE, 1);
    town.wake();
    let told = town.sees("office", "✅").await;
    assert!(told.text().contains("5 of 5"), "{}", told.text());
    assert!(told.text().contains(", delayed"), "{}", told.text());
    town.settles().await;
    town.restart().await;
    town.end().await;
}

#[tokio::test]
async fn in_chinese() {
    let plan = Plan::calm().language(None).never_started("sun");
    let mut town = Town::with(plan).await;
    town.says("office", "office", "/selftest");
    let result = town.sees("office", "🔎 正在检查").await;
    town.becomes(&result, "今天可以叫到").await;
    insta::assert_snapshot!(look(&town.now(&result)), @r"
    ⚠️ HH:MM 今天可以叫到 4/5 人
    ✗ Sun Min：从未启用机器人 → 请本人打开 t.me/dutybell_bot 点“开始”
    ⚠ 尚无夜间测试：Zhao Jianguo、Chen Yue、Wang Fang、Town Office
    ✅ 群可发送：town
    ❬重测❭
    ❬夜测 Zhao Jiangu… | 夜间测试❭
    ");
    town.says("office", "office", "/selftest night zhao");
    town.sees("office", "测试呼叫将发给 Zhao Jianguo").await;
    let call = town.rings("zhao", "🔔 测试呼叫，并无事件").await;
    town.presses("zhao", "没听到").await;
    town.becomes(&call, "安卓").await;
    town.sees("office", "🔕 Zhao Jianguo 没听到").await;
    town.end().await;
}
