//! Binding by invite: a link and a QR code of one use bind a Telegram account to a person.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_sandbox::model::Call;
use support::{GROUP, Plan, Seen, Town, user};

/// Wang has no account yet.
async fn town() -> Town {
    Town::with(Plan::calm().unbound("wang")).await
}

/// The code of an invitation's link.
fn code(invitation: &Seen) -> String {
    let text = invitation.text();
    let (_, rest) = text.split_once("https://t.me/dutybell_bot?start=").unwrap();
    rest.lines().next().unwrap().to_owned()
}

/// The town office invites Wang.
async fn invites(town: &mut Town) -> String {
    town.says("office", "office", "/invite wang");
    let invitation = town.sees("office", "Invitation for Wang Fang").await;
    code(&invitation)
}

fn starts(town: &Town, who: &str, code: &str) {
    town.says(who, who, &format!("/start {code}"));
}

#[tokio::test]
async fn a_link_binds_once_and_the_administrators_hear_of_it() {
    let mut town = town().await;
    let code = invites(&mut town).await;
    assert!((22..=64).contains(&code.len()), "{code}");
    town.call("a picture", |call: &Call| call.method == "sendPhoto")
        .await;
    starts(&town, "wang", &code);
    let welcome = town.sees("wang", "Wang Fang, you can be paged now.").await;
    assert!(welcome.text().contains("Your roles: Duty desk"));
    town.sees("office", "Wang Fang is bound now").await;
    // He is who he is from now on: paged, with rights, by name.
    town.says("wang", "wang", "/report III: a tree on the road");
    town.sees("wang", "registered").await;
    town.sees(GROUP, "registered").await;
    town.sees("wang", "Is anyone hurt?").await;
    town.rings("wang", "LEVEL III").await;
    town.rings("chen", "LEVEL III").await;
    town.presses("wang", "Acknowledge").await;
    // Start again is no mistake.
    starts(&town, "wang", &code);
    town.sees("wang", "Wang Fang, you can be paged now.").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "wang");
    assert_eq!(stored[0]["reporter"], "wang");
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.contains("2 changes of people"),
        "{}",
        verified.out
    );
}

#[tokio::test]
async fn whoever_is_bound_while_his_step_waits_is_paged_at_once() {
    let plan = Plan::calm()
        .unbound("zhao")
        .unbound("sun")
        .policy(r#"{ page = ["commander", "duty"], wait = "1h" }"#, "");
    let mut town = Town::with(plan).await;
    town.reports("li", "smoke").await;
    town.sees(GROUP, "somebody can't be reached").await;
    town.rings("chen", "LEVEL II").await;
    town.rings("wang", "LEVEL II").await;
    town.says("office", "office", "/invite Zhao");
    let code = code(&town.sees("office", "Invitation for Zhao Jianguo").await);
    starts(&town, "zhao", &code);
    town.sees("zhao", "you can be paged now").await;
    town.rings("zhao", "LEVEL II").await;
    town.sees("office", "is bound now").await;
    town.end().await;
}

#[tokio::test]
async fn only_administrators_invite_and_buttons_do_it_too() {
    let mut town = town().await;
    for who in ["li", "guest"] {
        town.says(who, GROUP, "/invite wang");
        town.sees(GROUP, "Only administrators may do this. Ask: Town Office.")
            .await;
    }
    town.says("office", "office", "/invite");
    let question = town.sees("office", "Not bound yet: 1.").await;
    // A button that was seen elsewhere gives nobody the right.
    let press = town.press(
        user("li"),
        support::Place::chat("li"),
        question.id(),
        &question.data("Wang Fang"),
    );
    let toast = town.toast(&press).await;
    assert!(toast.text.contains("Only administrators"), "{}", toast.text);
    assert!(toast.alert);
    town.presses("office", "Wang Fang").await;
    town.sees("office", "Invitation for Wang Fang").await;
    // In the group the link is not shown.
    town.says("office", GROUP, "/invite Wang Fang");
    town.sees(GROUP, "is in your private chat with me").await;
    town.sees("office", "Invitation for Wang Fang").await;
    town.says("office", "office", "/invite nobody");
    town.sees("office", "Nobody is called “nobody”").await;
    town.says("office", "office", "/invite li");
    town.sees("office", "Li Qiang is bound already").await;
    town.end().await;
}

#[tokio::test]
async fn codes_used_twice_void_or_of_others_get_a_friendly_sentence() {
    let mut town = town().await;
    let old = invites(&mut town).await;
    let code = invites(&mut town).await;
    assert_ne!(old, code);
    // Only the newest is good.
    starts(&town, "wang", &old);
    town.sees("wang", "A newer invitation took the place of this code.")
        .await;
    starts(&town, "li", &code);
    town.sees(
        "li",
        "You are Li Qiang already, and this code is for somebody else.",
    )
    .await;
    starts(&town, "wang", &code);
    town.sees("wang", "you can be paged now").await;
    town.sees("office", "Wang Fang is bound now").await;
    starts(&town, "stranger", &code);
    town.sees("stranger", "This code was used already.").await;
    // Without a code, as ever.
    town.says("stranger", "stranger", "/start");
    town.sees("stranger", "You are not in the configuration yet")
        .await;
    town.end().await;
}

#[tokio::test]
async fn guessing_is_limited_for_the_one_who_guesses() {
    let mut town = town().await;
    let code = invites(&mut town).await;
    for guess in ["a", "b b", "ü", "dddddddddddddddddddddd", "e"] {
        starts(&town, "stranger", guess);
        town.sees("stranger", "I don't know this code.").await;
    }
    // Also the right one is not looked at, or the limit would tell which is right.
    starts(&town, "stranger", &code);
    town.sees("stranger", "Too many wrong codes.").await;
    town.restart().await;
    starts(&town, "stranger", &code);
    town.sees("stranger", "Too many wrong codes.").await;
    starts(&town, "wang", &code);
    town.sees("wang", "you can be paged now").await;
    town.sees("office", "Wang Fang is bound now").await;
    town.end().await;
}

#[tokio::test]
async fn a_death_between_invitation_and_start_loses_neither() {
    let mut town = town().await;
    let code = invites(&mut town).await;
    town.restart().await;
    starts(&town, "wang", &code);
    town.sees("wang", "you can be paged now").await;
    town.sees("office", "Wang Fang is bound now").await;
    town.restart().await;
    town.says("wang", "wang", "/whoami");
    town.sees("wang", "You are Wang Fang").await;
    town.end().await;
}

#[tokio::test]
async fn a_death_in_the_middle_of_a_change_leaves_it_whole_or_not_at_all() {
    let mut town = town().await;
    let code = invites(&mut town).await;
    // Killed as soon as the update is on its way: before or after the commit, as chance has it.
    starts(&town, "wang", &code);
    town.restart().await;
    town.sees("wang", "you can be paged now").await;
    town.sees("office", "Wang Fang is bound now").await;
    town.end().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.contains("2 changes of people"),
        "{}",
        verified.out
    );
}

#[tokio::test]
async fn a_code_of_somebody_who_was_taken_out_of_the_configuration_is_void() {
    let mut town = town().await;
    let code = invites(&mut town).await;
    town.stop().await;
    let file = std::fs::read_to_string(town.config()).unwrap();
    let (before, rest) = file.split_once("\n[[people]]\nid = \"wang\"").unwrap();
    let (_, after) = rest.split_once("\n\n").unwrap();
    let without = format!("{before}\n{after}").replace("\"chen\", \"wang\"", "\"chen\"");
    std::fs::write(town.config(), without).unwrap();
    town.wake();
    starts(&town, "wang", &code);
    town.sees("wang", "somebody who is no longer in the configuration")
        .await;
    town.end().await;
}

#[tokio::test]
async fn in_chinese() {
    let plan = Plan::calm().unbound("wang").language(None);
    let mut town = Town::with(plan).await;
    town.says("office", "office", "/invite wang");
    let code = code(&town.sees("office", "🔗 Wang Fang 的邀请").await);
    starts(&town, "wang", &code);
    town.sees("wang", "您的职务").await;
    town.sees("office", "Wang Fang 已绑定").await;
    town.end().await;
}
