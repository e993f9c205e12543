//! Acknowledge: once, by whom it concerns, and everybody knows it.

mod support;

use dutybell_sandbox::model::Fault;
use dutybell_sandbox::model::Scope;
use support::{GROUP, Plan, Town, buttons, kinds, look, user};

/// Both are paged at once.
const BOTH: &str = r#"{ page = ["commander", "deputy"], wait = "1h" }"#;

#[tokio::test]
async fn the_button_stops_paging_and_every_copy_shows_who_has_it() {
    let mut town = Town::with(Plan::calm().policy(BOTH, "")).await;
    let card = town.reports("li", "smoke").await;
    let mine = town.rings("zhao", "LEVEL II").await;
    let other = town.rings("sun", "LEVEL II").await;
    let toast = town.presses("zhao", "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    assert!(!toast.alert);
    town.loses_buttons(&other).await;
    insta::assert_snapshot!(look(&town.now(&other)), @r"
    🟠 #1 Fire · Level II · Zhao Jianguo acknowledged HH:MM
    «smoke»
    Nothing to do for you.
    ");
    town.shows("zhao", "you acknowledged").await;
    insta::assert_snapshot!(look(&town.now(&mine)), @r"
    🟠 #1 Fire · Level II · you acknowledged HH:MM
    «smoke»
    Reported HH:MM by Li Qiang · +86 138 0000 1005
    ❬Update❭
    ❬Escalate | Stand down❭
    ❬Hand on❭
    ❬Full text, photos❭
    ");
    town.shows(GROUP, "🟠 #1").await;
    insta::assert_snapshot!(look(&town.now(&card)), @r"
    🟠 #1 Fire · Level II · Zhao Jianguo acknowledged HH:MM
    «smoke»
    HH:MM Li Qiang reported · registered
    HH:MM Zhao Jianguo (Commander) · paged
    HH:MM Sun Min (Deputy) · paged
    ❬Update❭
    ❬Escalate | Stand down❭
    ❬Hand on❭
    ❬Level I | Level III | Level IV❭
    ❬Road accident❭
    ");
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "acknowledged");
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
    assert_eq!(kinds(&stored[0]).last(), Some(&"acknowledged"));
}

#[tokio::test]
async fn two_who_press_at_once_are_both_answered_and_one_has_it() {
    let mut town = Town::with(Plan::calm().policy(BOTH, "")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.rings("sun", "LEVEL II").await;
    let zhao = town.begins_press("zhao", "zhao", "Acknowledge").await;
    let sun = town.begins_press("sun", "sun", "Acknowledge").await;
    assert_eq!(
        town.toast(&zhao).await.text,
        "Acknowledged #1. Nobody else is paged."
    );
    let late = support::without_times(&town.toast(&sun).await.text);
    assert_eq!(
        late,
        "Zhao Jianguo acknowledged #1 at HH:MM. Nothing to do."
    );
    let stored = town.end().await;
    let acknowledged = kinds(&stored[0])
        .into_iter()
        .filter(|kind| *kind == "acknowledged");
    assert_eq!(acknowledged.count(), 1);
}

#[tokio::test]
async fn a_second_press_of_the_same_person_is_gentle() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    let toast = town.presses_late("zhao", &page, "Acknowledge").await;
    assert!(
        toast.text.starts_with("You acknowledged #1 at"),
        "{}",
        toast.text
    );
    let toast = town.presses_late("zhao", &page, "Can't respond").await;
    assert!(
        toast.text.starts_with("You acknowledged #1 at"),
        "{}",
        toast.text
    );
    town.end().await;
}

#[tokio::test]
async fn a_late_press_after_the_end_says_how_it_stands() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    town.presses_in(GROUP, "zhao", "Stand down").await;
    town.loses_buttons(&card).await;
    town.loses_buttons(&page).await;
    for label in [
        "Acknowledge",
        "Update",
        "Escalate",
        "Stand down",
        "Level I",
        "Road accident",
    ] {
        let toast = town.presses_late("zhao", &card, label).await;
        assert!(
            toast.text.contains("#1 was stood down at"),
            "{label}: {}",
            toast.text
        );
    }
    for label in ["Acknowledge", "Can't respond", "Escalate"] {
        let toast = town.presses_late("zhao", &page, label).await;
        assert!(
            toast.text.contains("#1 was stood down at"),
            "{label}: {}",
            toast.text
        );
    }
    town.end().await;
}

#[tokio::test]
async fn the_command_does_as_the_button_also_as_an_answer_to_the_card() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    let second = town.reports("li", "fire in the mill").await;
    town.rings("zhao", "smoke").await;
    town.rings("zhao", "fire in the mill").await;
    town.says("zhao", GROUP, "/ack");
    town.sees(
        GROUP,
        "Which one? Add the number, for example “1”. Open: #1, #2",
    )
    .await;
    town.replies("zhao", GROUP, second.id(), "/ack");
    town.sees(GROUP, "Acknowledged #2.").await;
    town.says("zhao", GROUP, "/ack #1");
    town.sees(GROUP, "Acknowledged #1.").await;
    town.says("zhao", "zhao", "/ack 7");
    town.sees("zhao", "There is no incident #7. The last one is #2.")
        .await;
    assert_ne!(card.id(), second.id());
    let stored = town.end().await;
    assert!(
        stored
            .iter()
            .all(|incident| incident["state"] == "acknowledged")
    );
}

#[tokio::test]
async fn updates_and_the_stand_down_are_on_the_card() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.says("guest", GROUP, "/update 1 water is on");
    town.sees(GROUP, "#1: update stored.").await;
    town.shows(GROUP, "Passer By: «water is on»").await;
    let toast = town.presses_in(GROUP, "li", "Update").await;
    assert_eq!(
        toast.text,
        "Write the news as a reply to the message below."
    );
    let ask = town.sees(GROUP, "#1: what is the news?").await;
    assert!(ask.view.force_reply.is_some());
    town.replies("li", GROUP, ask.id(), "roof is safe");
    town.sees(GROUP, "#1: update stored.").await;
    town.shows(GROUP, "Li Qiang: «roof is safe»").await;
    town.says("zhao", GROUP, "/close 1 out, nobody hurt");
    town.sees(GROUP, "#1 stood down.").await;
    town.loses_buttons(&card).await;
    insta::assert_snapshot!(look(&town.now(&card)), @r"
    🟢 #1 Fire · stood down HH:MM after N s
    «smoke»
    HH:MM Li Qiang reported · registered
    HH:MM Li Qiang: «roof is safe»
    HH:MM Zhao Jianguo (Commander) · paged
    Zhao Jianguo stood it down
    Reason: «out, nobody hurt»
    ");
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "closed");
    assert_eq!(stored[0]["closed_by"], "zhao");
}

#[tokio::test]
async fn silence_after_the_acknowledgement_is_asked_about_aloud() {
    let steps = r#"{ page = ["commander"], wait = "1h" }, { page = ["deputy"], wait = "1h" }"#;
    let mut town = Town::with(Plan::calm().policy(steps, "ack_timeout = \"1s\"")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    let question = town.rings("zhao", "no update for").await;
    insta::assert_snapshot!(look(&question.view), @r"
    🟠 #1 you acknowledged HH:MM, no update for N s
    Still on it? No answer in 5 min: paging starts again.
    ❬Still on it❭
    ❬Update | Escalate | Stand down❭
    ");
    let toast = town.presses("zhao", "Still on it").await;
    assert_eq!(toast.text, "#1: noted, still yours.");
    town.loses_buttons(&question).await;
    let again = town.rings("zhao", "no update for").await;
    assert_ne!(again.id(), question.id());
    town.says("zhao", "zhao", "/close 1 out");
    town.sees("zhao", "#1 stood down.").await;
    town.loses_buttons(&again).await;
    let stored = town.end().await;
    let kinds = kinds(&stored[0]);
    assert_eq!(
        kinds[3..],
        [
            "acknowledged",
            "questioned",
            "still_on_it",
            "questioned",
            "closed"
        ]
    );
}

#[tokio::test]
async fn who_can_no_longer_be_asked_lets_paging_start_again() {
    let steps = r#"{ page = ["commander"], wait = "1h" }, { page = ["deputy"], wait = "1h" }"#;
    let mut town = Town::with(Plan::calm().policy(steps, "ack_timeout = \"2s\"")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.telegram(|telegram, now| telegram.block(user("zhao"), now))
        .unwrap();
    town.rings("sun", "LEVEL II").await;
    town.sees(GROUP, "Sun Min is paged").await;
    town.sees(GROUP, "paging starts again").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["state"], "open");
}

#[tokio::test]
async fn a_page_that_still_waits_is_dropped() {
    let mut town = Town::with(Plan::calm().policy(BOTH, "")).await;
    let sun = user("sun").private_chat();
    let wait = Fault::TooManyRequests {
        chat: Some(sun),
        retry_after: 2,
    };
    let told = town.fault(wait, Scope::times(1).chat(sun));
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.call("the page that must wait", |call| {
        call.method == "sendMessage" && call.params["chat_id"] == serde_json::json!(sun)
    })
    .await;
    town.presses("zhao", "Acknowledge").await;
    // What comes to him after the wait is what he asks for, not the page.
    town.says("sun", "sun", "/incident 1");
    let copy = town.sees("sun", "🟠 #1").await;
    assert!(buttons(&copy.view).contains(&"Record".to_owned()));
    town.shows(GROUP, "🟠 #1").await;
    let _ = (told, card);
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "zhao");
}

#[tokio::test]
async fn a_press_is_answered_within_a_second_also_right_after_a_restart() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    town.restart().await;
    let pressed = town.telegram(|_, now| now);
    let toast = town.presses("zhao", "Acknowledge").await;
    assert_eq!(toast.text, "Acknowledged #1. Nobody else is paged.");
    let waited = toast.at.since(pressed);
    assert!(waited <= std::time::Duration::from_secs(1), "{waited:?}");
    town.shows("zhao", "you acknowledged").await;
    assert_eq!(buttons(&town.now(&page))[0], "Update");
    town.end().await;
}
