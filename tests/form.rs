//! The guided report: by buttons, in any order, over any death.

mod support;

use dutybell_sandbox::model::{Fault, Scope};
use support::{GROUP, Place as _, Town, buttons, look};

#[tokio::test]
async fn two_taps_and_one_message_make_a_report() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    let form = town.sees("li", "What is it?").await;
    insta::assert_snapshot!(look(&form.view), @r"
    📝 What is it? Tap, or reply to this with where and what.
    ❬Fire | Road accident | Something else❭
    ❬Cancel❭
    ");
    town.presses("li", "Fire").await;
    let form = town.becomes(&form, "How serious is it?").await;
    insta::assert_snapshot!(look(&form), @r"
    📝 How serious is it? Tap, or reply to this with where and what.
    ❬Level I | Level II | Level III❭
    ❬Level IV | Not known❭
    ❬Cancel❭
    ");
    town.presses("li", "Level I").await;
    town.shows("li", "📝 Fire · Level I").await;
    let ask = town.sees("li", "Where and what?").await;
    let hint = ask
        .view
        .force_reply
        .as_ref()
        .and_then(|force| force.hint.as_deref());
    assert_eq!(hint, Some("Where and what?"));
    town.replies("li", "li", ask.id(), "12 Dongfeng Rd, third floor");
    town.sees("li", "🔴 #1 Fire · Level I · waiting").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Fire · Level I · waiting").await;
    town.rings("zhao", "LEVEL I Fire").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "12 Dongfeng Rd, third floor");
    assert_eq!(stored[0]["category"], "fire");
    assert_eq!(stored[0]["severity"], "I");
}

#[tokio::test]
async fn a_kill_between_any_two_taps_loses_nothing_of_the_form() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/report");
    town.sees(GROUP, "What is it?").await;
    town.settles().await;
    town.restart().await;
    town.presses_in(GROUP, "li", "Road accident").await;
    town.shows(GROUP, "How serious is it?").await;
    town.settles().await;
    town.restart().await;
    town.presses_in(GROUP, "li", "Level II").await;
    let ask = town.sees(GROUP, "Where and what?").await;
    town.settles().await;
    town.kill().await;
    town.replies("li", GROUP, ask.id(), "at the bridge");
    town.wake();
    town.sees(GROUP, "🔴 #1 Road accident · Level II · waiting")
        .await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II Road accident · at the bridge")
        .await;
    let stored = town.end().await;
    assert_eq!(stored[0]["category"], "traffic");
    assert_eq!(stored[0]["severity"], "II");
    assert_eq!(stored[0]["chat_telegram"], serde_json::json!(GROUP));
}

#[tokio::test]
async fn the_text_may_come_at_once() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    let form = town.sees("li", "What is it?").await;
    town.says("li", "li", "smoke over the school");
    town.sees("li", "🔴 #1 Fire · Level II").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.rings("zhao", "smoke over the school").await;
    // The form has done its work: it says so, and its buttons go.
    let over = town.becomes(&form, "📝 Registered as #1.").await;
    assert_eq!(buttons(&over), [""; 0]);
    // A phone that has not heard of it yet.
    let toast = town.presses_late("li", &form, "Fire").await;
    assert_eq!(toast.text, "This form is over. Start anew: /report");
    town.refused("message is not modified").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_photo_may_be_the_answer() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    town.sees("li", "What is it?").await;
    town.presses("li", "Something else").await;
    town.shows("li", "How serious is it?").await;
    town.presses("li", "Not known").await;
    town.shows("li", "📝 Noted.").await;
    town.sees("li", "Where and what?").await;
    town.shows_photo("li", "li", "behind the hall");
    town.sees("li", "🔴 #1 Incident · Level IV").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Incident").await;
    town.rings("chen", "behind the hall").await;
    town.rings("wang", "behind the hall").await;
    town.presses("wang", "Full text, photos").await;
    town.sees("wang", "behind the hall").await;
    assert!(town.sees("wang", "").await.view.file.is_some());
    town.end().await;
}

#[tokio::test]
async fn in_a_group_talk_is_no_answer_and_a_form_has_one_owner() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/report");
    let form = town.sees(GROUP, "What is it?").await;
    let toast = town.presses_in(GROUP, "guest", "Fire").await;
    assert_eq!(
        toast.text,
        "This form belongs to somebody else. Start your own: /report"
    );
    town.says("li", GROUP, "who has the key of the hall?");
    town.replies("guest", GROUP, form.id(), "the mill burns");
    town.settles().await;
    town.replies("li", GROUP, form.id(), "smoke in the hall");
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.becomes(&form, "📝 Registered as #1.").await;
    town.loses_buttons(&form).await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "smoke in the hall").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "smoke in the hall");
}

#[tokio::test]
async fn a_form_is_dropped_by_button_or_command_and_nothing_is_stored() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    let form = town.sees("li", "What is it?").await;
    let toast = town.presses("li", "Cancel").await;
    assert_eq!(toast.text, "Cancelled. Nothing was stored.");
    town.becomes(&form, "This form is closed").await;
    town.says("li", "li", "/report");
    let form = town.sees("li", "What is it?").await;
    town.says("li", "li", "/cancel");
    town.sees("li", "Cancelled. Nothing was stored.").await;
    town.becomes(&form, "This form is closed").await;
    town.loses_buttons(&form).await;
    town.says("li", "li", "/cancel");
    town.sees("li", "There is nothing to cancel.").await;
    town.says("li", "li", "smoke");
    town.sees("li", "I did not understand that. To report: press Report")
        .await;
    assert_eq!(town.end().await.len(), 0);
}

#[tokio::test]
async fn a_command_in_between_is_a_command_and_the_form_goes_on() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    town.sees("li", "What is it?").await;
    town.says("li", "li", "/incidents");
    town.sees("li", "No open incidents.").await;
    town.says("li", "li", "smoke");
    town.sees("li", "🔴 #1 Fire").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.rings("zhao", "LEVEL II").await;
    town.end().await;
}

#[tokio::test]
async fn start_brings_a_keyboard_and_its_key_begins_a_report() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/start");
    let welcome = town.sees("li", "Li Qiang, you can be paged now").await;
    let keyboard = welcome.view.keyboard.as_ref().unwrap();
    let keys: Vec<&str> = keyboard
        .rows
        .iter()
        .flatten()
        .map(|key| key.text.as_str())
        .collect();
    assert_eq!(keys, ["Report", "Open incidents", "Help"]);
    town.says("li", "li", "Report");
    let form = town.sees("li", "What is it?").await;
    assert!(buttons(&form.view).contains(&"Cancel".to_owned()));
    town.presses("li", "Cancel").await;
    town.becomes(&form, "This form is closed").await;
    town.says("li", "li", "Open incidents");
    town.sees("li", "No open incidents.").await;
    town.says("li", "li", "Help");
    town.sees("li", "Commands").await;
    town.presses("li", "Report").await;
    town.sees("li", "What is it?").await;
    town.end().await;
}

#[tokio::test]
async fn the_question_for_news_survives_a_kill() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.presses("zhao", "Update").await;
    let ask = town.sees("zhao", "#1: what is the news?").await;
    town.settles().await;
    town.restart().await;
    town.replies("zhao", "zhao", ask.id(), "the roof is safe");
    town.sees("zhao", "#1: update stored.").await;
    town.shows(GROUP, "«the roof is safe»").await;
    town.end().await;
}

#[tokio::test]
async fn a_question_still_on_its_way_when_its_form_ends_keeps_no_buttons() {
    let mut town = Town::begin().await;
    // It arrives, and the news of it comes after the text.
    let slow = Scope::times(1).method("sendMessage").chat("li".chat());
    town.fault(Fault::Slow { millis: 300 }, slow);
    town.says("li", "li", "/report");
    let form = town.sees("li", "What is it?").await;
    town.says("li", "li", "smoke over the school");
    town.sees("li", "🔴 #1 Fire").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.rings("zhao", "smoke over the school").await;
    let over = town.becomes(&form, "📝 Registered as #1.").await;
    assert_eq!(buttons(&over), [""; 0]);
    town.end().await;
}

#[tokio::test]
async fn after_a_kill_the_end_of_a_form_still_finds_its_question() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/report");
    let form = town.sees(GROUP, "What is it?").await;
    town.settles().await;
    town.kill().await;
    town.says("li", GROUP, "/cancel");
    town.wake();
    town.sees(GROUP, "Cancelled. Nothing was stored.").await;
    town.becomes(&form, "This form is closed").await;
    town.loses_buttons(&form).await;
    town.end().await;
}

#[tokio::test]
async fn a_question_that_its_asker_deleted_stops_nothing() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    let form = town.sees("li", "What is it?").await;
    town.settles().await;
    town.deletes("li", &form);
    town.says("li", "li", "smoke over the school");
    town.sees("li", "🔴 #1 Fire").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.rings("zhao", "smoke over the school").await;
    town.refused("message to edit not found").await;
    town.end().await;
}
