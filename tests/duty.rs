//! A shift is reminded of, begins, is not taken over in time, and then is: the real program, its time
//! twelve times as fast.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::time::Duration;

use support::{GROUP, Plan, SIX_HOURS, Town, look};

const MINUTE: Duration = Duration::from_secs(60);

/// Li's shift ends between two and three minutes after the bot has started.
async fn before_the_handover(keys: &str) -> Town {
    let plan = Plan::calm()
        .policy("{ page = [\"officer\"], wait = \"1h\" }", "")
        .rostered(keys);
    let mut town = Town::asleep(plan).await;
    town.time_runs(SIX_HOURS - 3 * MINUTE, 12);
    town.wake();
    town
}

#[tokio::test]
async fn a_presence_check_is_answered_or_told_of_and_survives_a_death() {
    let plan = Plan::calm()
        .policy("{ page = [\"officer\"], wait = \"1h\" }", "")
        .rostered("escalate = [\"commander\"]")
        .also(
            "[[presence]]\nid = \"watch\"\ncron = \"0 */10 * * * *\"\nroster = \"post\"\nwithin = \"5m\"\n",
        );
    let mut town = Town::asleep(plan).await;
    // Li counts as having just taken over: within five minutes he is not asked.
    town.time_runs(Duration::ZERO, 60);
    town.wake();
    let first = town.rings("li", "Presence check · Town post").await;
    insta::assert_snapshot!(look(&first.view), @r"
    🔔 HH:MM Presence check · Town post
    Press In post by HH:MM, or this is told to: Commander.
    ❬In post❭
    ");
    let toast = town.presses("li", "In post").await;
    assert_eq!(toast.text, "You are in post.");
    town.becomes(&first, "In post · Town post").await;
    let second = town.rings("li", "Presence check · Town post").await;
    town.settles().await;
    // A death between asking and pressing asks nobody twice and lets nothing pass.
    town.restart().await;
    town.rings("zhao", "⚠️ Li Qiang: no answer at").await;
    let missed = town
        .rings("li", "⚠️ You have not answered the presence check")
        .await;
    town.loses_buttons(&second).await;
    let toast = town.presses("li", "In post").await;
    assert_eq!(
        toast.text,
        "You are in post. It is noted that you answered late."
    );
    town.becomes(&missed, "In post · Town post").await;
    town.sees("zhao", "Li Qiang is in post · Town post").await;
    town.stop().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.starts_with("the record holds"),
        "{}",
        verified.out
    );
}

#[tokio::test]
async fn a_shift_that_nobody_takes_over_is_told_and_pages_go_to_both_until_somebody_does() {
    let keys = "remind = [\"1m\"]\nack_within = \"4m\"\nescalate = [\"commander\"]";
    let mut town = before_the_handover(keys).await;
    let reminder = town.rings("sun", "🕗 You are on duty").await;
    insta::assert_snapshot!(look(&reminder.view), @r"
    🕗 You are on duty HH:MM–HH:MM · Town post
    You take over from Li Qiang. Next: Li Qiang
    Press On duty by HH:MM, or this is told to: Commander.
    ❬Noted❭
    ❬Can't come, swap❭
    ");
    town.sees("li", "handover to Sun Min · Town post").await;
    town.presses("li", "All quiet").await;
    let first = town.rings("sun", "Your shift starts · Town post").await;
    assert!(first.text().contains("Li Qiang"), "{}", first.text());
    assert!(first.text().contains("all quiet"), "{}", first.text());
    assert!(
        first
            .text()
            .contains("Until then Li Qiang stays responsible.")
    );
    town.settles().await;
    // A death between asking and pressing loses nothing and asks nobody twice.
    town.restart().await;
    let again = town.rings("sun", "🟡 Your shift started at").await;
    town.loses_buttons(&first).await;
    town.rings("zhao", "⚠️ Sun Min not on duty at").await;
    let missed = town.rings("sun", "⚠️ You are not on duty").await;
    town.loses_buttons(&again).await;
    // No moment without an officer.
    town.reports("chen", "a tree on the road").await;
    town.rings("li", "a tree on the road").await;
    town.rings("sun", "a tree on the road").await;
    let toast = town.presses("sun", "On duty").await;
    assert_eq!(
        toast.text,
        "You are on duty. It is noted that you came late."
    );
    town.becomes(&missed, "On duty · Town post").await;
    town.sees("sun", "📋 Please sign item by item (1)").await;
    let toast = town.presses("sun", "✓ 1").await;
    assert_eq!(toast.text, "All signed.");
    town.sees("li", "Sun Min is on duty · Town post").await;
    town.sees("zhao", "Sun Min is on duty · Town post").await;
    let toast = town.presses_late("sun", &missed, "On duty").await;
    assert!(
        toast.text.starts_with("You have been on duty since"),
        "{toast:?}"
    );
    // Li is free.
    town.reports("chen", "a cow on the rails").await;
    town.rings("sun", "a cow on the rails").await;
    town.settles().await;
    town.stop().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.contains("10 entries of the duty log"),
        "{}",
        verified.out
    );
    town.wake();
    town.end().await;
}

#[tokio::test]
async fn whoever_can_t_come_finds_a_stand_in_who_is_asked_instead() {
    let keys = "remind = [\"1m\"]\nack_within = \"4m\"\nescalate = [\"commander\"]";
    let mut town = before_the_handover(keys).await;
    town.sees("li", "handover to Sun Min").await;
    town.rings("sun", "🕗 You are on duty").await;
    town.presses("sun", "Can't come, swap").await;
    town.sees("sun", "🔁 Who takes your shift?").await;
    let toast = town.presses("sun", "Zhao Jianguo").await;
    assert_eq!(toast.text, "Zhao Jianguo is asked.");
    let question = town.rings("zhao", "🔁 Sun Min asks you for a shift").await;
    insta::assert_snapshot!(look(&question.view), @r"
    🔁 Sun Min asks you for a shift · HH:MM
    HH:MM–HH:MM · Town post
    Until you confirm, Sun Min stays responsible.
    ❬Confirm❭
    ❬I can't❭
    ");
    town.settles().await;
    // A death between question and answer loses nothing.
    town.restart().await;
    let toast = town.presses("zhao", "Confirm").await;
    assert_eq!(toast.text, "Swapped. It has been told.");
    town.sees("sun", "🔁 Zhao Jianguo takes your shift").await;
    town.sees(GROUP, "Both agreed.").await;
    town.rings("zhao", "Your shift starts · Town post").await;
    town.presses("zhao", "On duty").await;
    town.sees("li", "Zhao Jianguo is on duty · Town post").await;
    town.reports("chen", "a cow on the rails").await;
    town.rings("zhao", "a cow on the rails").await;
    town.settles().await;
    town.stop().await;
    let verified = town.runs(&["verify"]).await;
    assert!(verified.out.contains("of the duty log"), "{}", verified.out);
    town.wake();
    town.end().await;
}

#[tokio::test]
async fn the_month_comes_as_a_picture_in_a_group_and_as_text_in_private() {
    let mut town = Town::with(Plan::calm().rostered("")).await;
    town.says("li", GROUP, "/roster");
    let shown = town.sees(GROUP, "🗓 Town post").await;
    let file = shown.view.file.clone().unwrap();
    let bytes = town
        .telegram(|telegram, _| telegram.file(&file.id).map(|file| file.bytes.clone()))
        .unwrap();
    let png = png::Decoder::new(std::io::Cursor::new(bytes)).read_info();
    let png = png.unwrap();
    assert_eq!(png.info().width, 1080);
    assert!(png.info().height > 2000);
    town.says("li", "li", "/roster text");
    let text = town.sees("li", "🗓 Town post").await;
    // Before the handover the duty day of yesterday runs.
    let marked = [" today: ", " on now: "];
    let is_marked = marked.iter().any(|mark| text.text().contains(mark));
    assert!(is_marked, "{}", text.text());
    assert!(text.text().contains("Sun Min"));
    town.presses("li", "As a picture").await;
    let shown = town.sees("li", "🗓 Town post").await;
    assert!(shown.view.file.is_some());
    town.end().await;
}
