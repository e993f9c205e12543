//! `/people`: who is there, and what an administrator changes from the phone.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_core::ids::TelegramUser;
use dutybell_sandbox::model::{Call, Saying};
use support::{GROUP, Place, Plan, Seen, Town, user};

/// Zhao is the commander and asked first; the desk is Chen and Wang, who has no account.
async fn town() -> Town {
    Town::with(Plan::calm().unbound("wang")).await
}

/// The administrator looks at somebody.
async fn card(town: &mut Town, who: &str, name: &str) -> Seen {
    town.says("office", "office", &format!("/people {who}"));
    town.sees("office", &format!("👤 {name}")).await
}

#[tokio::test]
async fn the_list_says_who_is_bound_and_in_which_role_and_stays_in_private() {
    let mut town = town().await;
    town.says("office", GROUP, "/people");
    town.sees(GROUP, "The list is in your private chat with me.")
        .await;
    let list = town.sees("office", "👥 6 people, 5 bound").await;
    assert!(list.text().contains("Zhao Jianguo: ✓ bound · Commander"));
    assert!(
        list.text()
            .contains("Wang Fang: ○ no Telegram account yet · Duty desk"),
        "{}",
        list.text()
    );
    town.says("li", "li", "/people");
    town.sees("li", "Only administrators may do this.").await;
    // A button that was seen elsewhere gives nobody the right.
    let press = town.press(
        user("li"),
        Place::chat("li"),
        list.id(),
        &list.data("Wang Fang"),
    );
    assert!(
        town.toast(&press)
            .await
            .text
            .contains("Only administrators")
    );
    town.presses("office", "Wang Fang").await;
    town.becomes(&list, "👤 Wang Fang (wang)").await;
    town.presses("office", "All people").await;
    town.becomes(&list, "👥 6 people").await;
    town.says("office", "office", "/people nobody");
    town.sees("office", "Nobody is called “nobody”").await;
    town.end().await;
}

#[tokio::test]
async fn a_role_given_in_chat_is_paged_and_taken_away_is_not() {
    let mut town = town().await;
    let seen = card(&mut town, "li", "Li Qiang (li)").await;
    town.presses("office", "Roles").await;
    town.becomes(&seen, "Li Qiang: which roles?").await;
    town.presses("office", "Commander").await;
    town.becomes(&seen, "Give Li Qiang the role Commander?")
        .await;
    // Nothing has happened yet, and Cancel leaves it so.
    town.presses("office", "Cancel").await;
    town.becomes(&seen, "which roles?").await;
    town.presses("office", "Commander").await;
    town.becomes(&seen, "Give Li Qiang").await;
    let toast = town.presses("office", "Confirm").await;
    assert_eq!(toast.text, "Done, and in the record.");
    town.sees("li", "Town Office gave you the role Commander.")
        .await;
    town.becomes(&seen, "which roles?").await;
    // It holds over a death, and is paged.
    town.restart().await;
    town.says("sun", GROUP, "/report I: smoke");
    town.sees(GROUP, "registered").await;
    town.rings("zhao", "LEVEL I").await;
    town.rings("li", "You are Commander.").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.presses("zhao", "Acknowledge").await;
    town.becomes(&seen, "which roles?").await;
    // Taken away from the last one, it says what that means.
    town.presses("office", "✓ Commander").await;
    town.becomes(&seen, "Take the role Commander from Li Qiang?")
        .await;
    assert!(!town.now(&seen).text.contains("Nobody has the role"));
    town.presses("office", "Confirm").await;
    town.sees("li", "took the role Commander from you").await;
    card(&mut town, "zhao", "Zhao Jianguo").await;
    // Also while the bot runs and holds its store.
    let checked = town.runs(&["check"]).await;
    assert!(
        checked.out.ends_with("\n  li: not in commander\n"),
        "{}",
        checked.out
    );
    town.presses("office", "Roles").await;
    town.presses("office", "✓ Commander").await;
    town.shows("office", "Nobody has the role Commander then")
        .await;
    town.presses("office", "Confirm").await;
    town.sees("zhao", "took the role Commander from you").await;
    town.says("sun", GROUP, "/report I: more smoke");
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Commander: nobody there, skipped").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("sun", "LEVEL I").await;
    town.end().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.contains("3 changes of people"),
        "{}",
        verified.out
    );
    let checked = town.runs(&["check"]).await;
    assert!(
        checked.out.contains("li: not in commander"),
        "{}",
        checked.out
    );
    assert!(checked.out.contains("zhao: not in commander"));
}

#[tokio::test]
async fn a_colleague_is_added_by_a_contact_and_bound_at_once() {
    let mut town = town().await;
    town.says("office", "office", "/people");
    town.sees("office", "👥 6 people").await;
    town.presses("office", "Add a colleague").await;
    let question = town.sees("office", "Who is it? Send the contact").await;
    let guest = user("guest");
    town.sends(
        "office",
        "office",
        Saying::contact("Wu Lei", "8613800000099", Some(guest)),
    );
    let sure = town.sees("office", "Add Wu Lei?").await;
    assert!(sure.text().contains("+8613800000099"));
    town.loses_buttons(&question).await;
    town.presses("office", "Confirm").await;
    let card = town.becomes(&sure, "👤 Wu Lei (wu_lei)").await;
    town.sees("office", "Wu Lei is bound now").await;
    assert!(
        card.text.contains("? bound, not tried yet"),
        "{}",
        card.text
    );
    // A second press finds nothing left to do.
    let toast = town.presses_late("office", &sure, "Confirm").await;
    assert!(toast.text.contains("Closed"), "{}", toast.text);
    town.presses("office", "Roles").await;
    town.presses("office", "Commander").await;
    town.presses("office", "Confirm").await;
    town.sees("guest", "gave you the role Commander").await;
    // What has arrived proves it.
    town.settles().await;
    town.says("office", "office", "/people wu_lei");
    let card = town.sees("office", "👤 Wu Lei (wu_lei)").await;
    assert!(card.text().contains("✓ bound"), "{}", card.text());
    town.says("sun", GROUP, "/report I: smoke");
    town.sees(GROUP, "registered").await;
    town.rings("zhao", "LEVEL I").await;
    town.rings("guest", "You are Commander.").await;
    town.presses("guest", "Acknowledge").await;
    town.shows(GROUP, "Wu Lei acknowledged").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    // The account can't be somebody else's as well.
    town.sends(
        "office",
        "office",
        Saying::contact("Other", "+861", Some(guest)),
    );
    town.sees("office", "This account is Wu Lei's already.")
        .await;
    let stored = town.end().await;
    assert_eq!(stored[0]["acknowledged_by"], "wu_lei");
}

#[tokio::test]
async fn a_colleague_is_added_by_name_and_invited() {
    let mut town = town().await;
    town.says("office", "office", "/people");
    town.sees("office", "👥 6 people").await;
    town.presses("office", "Add a colleague").await;
    town.sees("office", "Who is it?").await;
    // The question outlives a death.
    town.restart().await;
    town.says("office", "office", "吴磊");
    let sure = town.sees("office", "Add 吴磊?").await;
    assert!(sure.text().contains("No phone number"));
    town.presses("office", "Confirm").await;
    town.becomes(&sure, "👤 吴磊 (person)").await;
    town.presses("office", "Invite").await;
    let invitation = town.sees("office", "Invitation for 吴磊").await;
    let (_, code) = invitation.text().split_once("start=").unwrap();
    let code = code.lines().next().unwrap().to_owned();
    town.says("guest", "guest", &format!("/start {code}"));
    town.sees("guest", "吴磊, you can be paged now").await;
    town.sees("office", "吴磊 is bound now").await;
    town.says("office", "office", "/people person");
    let card = town.sees("office", "👤 吴磊 (person)").await;
    assert!(card.text().contains("✓ bound"), "{}", card.text());
    town.end().await;
}

#[tokio::test]
async fn a_phone_number_is_changed_after_a_look() {
    let mut town = town().await;
    card(&mut town, "zhao", "Zhao Jianguo").await;
    town.presses("office", "Phone").await;
    town.sees("office", "Which number has Zhao Jianguo?").await;
    town.says("office", "office", "13800000077");
    town.sees("office", "That is no number to call.").await;
    town.says("office", "office", "+86 138 0000 0077");
    let sure = town
        .sees(
            "office",
            "Change Zhao Jianguo's number to +86 138 0000 0077?",
        )
        .await;
    town.presses("office", "Confirm").await;
    town.becomes(&sure, "Phone: +86 138 0000 0077").await;
    town.sees("zhao", "changed your phone number").await;
    town.says("zhao", GROUP, "/report III: a tree");
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.sees(GROUP, "Wang Fang: unreachable").await;
    let page = town.rings("chen", "LEVEL III").await;
    assert!(page.text().contains("+86 138 0000 0077"), "{}", page.text());
    town.end().await;
}

#[tokio::test]
async fn who_has_left_is_paged_no_more_and_his_step_does_not_wait() {
    let plan = Plan::calm().policy(
        r#"{ page = ["commander"], wait = "1h" }, { page = ["duty"], wait = "1h" }"#,
        "",
    );
    let mut town = Town::with(plan).await;
    town.says("li", GROUP, "/report I: smoke");
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    let page = town.rings("zhao", "LEVEL I").await;
    let seen = card(&mut town, "zhao", "Zhao Jianguo").await;
    town.presses("office", "Has left").await;
    town.becomes(&seen, "Has Zhao Jianguo left?").await;
    assert!(
        town.now(&seen)
            .text
            .contains("Nobody has the role Commander then")
    );
    town.presses("office", "Confirm").await;
    town.becomes(&seen, "– has left").await;
    town.sees("zhao", "noted that you have left").await;
    // What he was paged with is taken from him.
    town.loses_buttons(&page).await;
    // The step that waited for him is passed at once.
    town.sees(GROUP, "nobody left to answer, Chen Yue").await;
    town.rings("chen", "LEVEL I").await;
    town.rings("wang", "LEVEL I").await;
    // He may nothing any more.
    let toast = town.presses_late("zhao", &page, "Acknowledge").await;
    assert!(
        toast.text.contains("not in the configuration"),
        "{}",
        toast.text
    );
    town.says("zhao", "zhao", "/incidents");
    town.sees("zhao", "You are not in the configuration yet")
        .await;
    // Back again, with the role of before.
    town.presses("office", "Is back").await;
    town.becomes(&seen, "Is Zhao Jianguo back").await;
    town.presses("office", "Confirm").await;
    town.becomes(&seen, "✓ bound").await;
    town.sees("zhao", "pages arrive here again").await;
    town.presses("office", "Changes").await;
    let history = town.becomes(&seen, "changed in chat 2 times").await;
    assert!(history.text.contains("Town Office: Zhao Jianguo has left"));
    assert!(history.text.contains("Town Office: Zhao Jianguo is back"));
    town.presses("chen", "Acknowledge").await;
    town.says("li", GROUP, "/report I: again");
    town.sees(GROUP, "#2 Incident").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL I").await;
    town.end().await;
}

#[tokio::test]
async fn what_somebody_had_in_hand_is_called_on_when_he_leaves() {
    let plan = Plan::calm().policy(
        r#"{ page = ["commander"], wait = "1h" }, { page = ["duty"], wait = "1h" }"#,
        "",
    );
    let mut town = Town::with(plan).await;
    town.says("li", GROUP, "/report I: smoke");
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL I").await;
    town.presses("zhao", "Acknowledge").await;
    let seen = card(&mut town, "zhao", "Zhao Jianguo").await;
    town.presses("office", "Has left").await;
    town.becomes(&seen, "Has in hand: #1").await;
    town.presses("office", "Confirm").await;
    town.becomes(&seen, "– has left").await;
    town.sees("zhao", "noted that you have left").await;
    town.sees(GROUP, "whoever had it has left, Chen Yue").await;
    town.rings("chen", "LEVEL I").await;
    town.rings("wang", "LEVEL I").await;
    town.presses("chen", "Acknowledge").await;
    town.shows(GROUP, "Chen Yue acknowledged").await;
    town.end().await;
}

#[tokio::test]
async fn an_account_is_taken_away_and_the_file_gets_what_was_changed() {
    let mut town = town().await;
    let seen = card(&mut town, "zhao", "Zhao Jianguo").await;
    town.presses("office", "Unbind").await;
    town.becomes(&seen, "Take the Telegram account from Zhao Jianguo?")
        .await;
    town.presses("office", "Confirm").await;
    town.becomes(&seen, "no Telegram account yet").await;
    town.sees("zhao", "took this account from you").await;
    town.says("office", "office", "/people office");
    let own = town.sees("office", "👤 Town Office").await;
    town.presses("office", "Unbind").await;
    let toast = town.presses("office", "Has left").await;
    assert!(
        toast.text.contains("Bind another administrator first"),
        "{}",
        toast.text
    );
    assert!(town.now(&own).text.contains("👤 Town Office"));
    // As a file, to be put into the configuration.
    town.says("office", "office", "/people export");
    town.call("a document", |call: &Call| call.method == "sendDocument")
        .await;
    town.sees("office", "People and roles as they are now")
        .await;
    town.stop().await;
    let checked = town.runs(&["check"]).await;
    assert!(
        checked.out.contains("\n  zhao: no longer telegram 1001"),
        "{}",
        checked.out
    );
    // The file says so too: from then on it counts again.
    let file = std::fs::read_to_string(town.config()).unwrap();
    let without = file.replace(&format!("telegram = {}\n", user("zhao")), "");
    assert_ne!(file, without);
    std::fs::write(town.config(), without).unwrap();
    town.wake();
    town.says("office", "office", "/people zhao");
    town.sees("office", "no Telegram account yet").await;
    town.presses("office", "Changes").await;
    town.shows("office", "the configuration file counts again (account)")
        .await;
    town.end().await;
    assert!(!town.runs(&["check"]).await.out.contains("changed in chat"));
    std::fs::write(town.config(), file).unwrap();
    town.wake();
    town.says("office", "office", "/people zhao");
    town.sees("office", "✓ bound").await;
    town.end().await;
}

#[tokio::test]
async fn in_chinese() {
    let mut town = Town::with(Plan::calm().unbound("wang").language(None)).await;
    town.says("office", "office", "/people");
    let list = town.sees("office", "👥 共 6 人，已绑定 5 人").await;
    town.presses("office", "Wang Fang").await;
    town.becomes(&list, "○ 未绑定账号").await;
    town.presses("office", "职务").await;
    town.presses("office", "✓ Duty desk").await;
    town.becomes(&list, "Wang Fang 不再担任 Duty desk？").await;
    town.presses("office", "确认").await;
    town.becomes(&list, "担任哪些职务").await;
    town.sends(
        "office",
        "office",
        Saying::contact("吴磊", "+8613800000099", None::<TelegramUser>),
    );
    town.sees("office", "添加 吴磊？").await;
    town.presses("office", "取消").await;
    town.shows("office", "已关闭").await;
    town.end().await;
}
