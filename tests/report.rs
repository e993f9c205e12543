//! A report: stored, shown, paged, and answered where it is taken.

mod support;

use serde_json::json;
use support::{ELSEWHERE, GROUP, Plan, Town, buttons, entries, kinds, look};

#[tokio::test]
async fn one_line_in_the_group_is_stored_shown_and_paged() {
    let mut town = Town::begin().await;
    let said = town.says("li", GROUP, "/report smoke in 12 Dongfeng Rd, 3rd floor ");
    let card = town.sees(GROUP, "🔴 #1").await;
    insta::assert_snapshot!(look(&card.view), @r"
    🔴 #1 Fire · Level II · waiting
    «smoke in 12 Dongfeng Rd, 3rd floor»
    HH:MM Li Qiang reported · registered
    HH:MM Zhao Jianguo (Commander) · paged
    Next HH:MM: Deputy
    ❬Acknowledge❭
    ❬Update | Escalate | Stand down❭
    ❬Level I | Level III | Level IV❭
    ❬Road accident❭
    ");
    assert_eq!(card.view.reply_to.as_ref().unwrap().id, said);
    let page = town.rings("zhao", "🔴 LEVEL II").await;
    insta::assert_snapshot!(look(&page.view), @r"
    🔴 LEVEL II Fire · smoke in 12 Dongfeng Rd · #1
    «smoke in 12 Dongfeng Rd, 3rd floor»
    Reported HH:MM by Li Qiang · +86 138 0000 1005
    You are Commander. Not acknowledged by HH:MM: Deputy is paged.
    ❬Acknowledge❭
    ❬Can't respond | Escalate❭
    ❬Full text, photos❭
    ");
    let question = town.sees(GROUP, "Is anyone hurt?").await;
    assert_eq!(question.view.reply_to.as_ref().unwrap().id, said);
    insta::assert_snapshot!(look(&question.view), @r"
    #1 is stored.
    Is anyone hurt?
    ❬No | Yes | Not known❭
    ❬Later | Withdraw❭
    ");
    let stored = town.end().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0]["number"], 1);
    assert_eq!(stored[0]["text"], "smoke in 12 Dongfeng Rd, 3rd floor");
    assert_eq!(stored[0]["severity"], "II");
    assert_eq!(stored[0]["category"], "fire");
    assert_eq!(stored[0]["reporter"], "li");
    assert_eq!(stored[0]["state"], "open");
    assert_eq!(kinds(&stored[0]), ["reported", "step_entered", "paged"]);
    assert_eq!(entries(&stored[0], "delivered"), 1);
}

#[tokio::test]
async fn a_level_named_wins_and_what_names_nothing_is_of_the_lowest() {
    let mut town = Town::begin().await;
    town.says("li", GROUP, "/report@dutybell_bot I: fire in the school");
    town.sees(GROUP, "🔴 #1 Fire · Level I · waiting").await;
    town.rings("zhao", "LEVEL I Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.says("li", GROUP, "/report 3级 着火了，东风路12号");
    town.sees(GROUP, "🔴 #2 Fire · Level III · waiting").await;
    town.rings("chen", "LEVEL III Fire").await;
    town.rings("wang", "LEVEL III Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.says("li", GROUP, "/report misfire of the tractor, 3 people hurt");
    town.sees(GROUP, "🔴 #3 Incident · Level IV · waiting")
        .await;
    town.rings("chen", "LEVEL IV Incident").await;
    town.rings("wang", "LEVEL IV Incident").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "I: fire in the school");
    assert_eq!(stored[2]["category"], json!(null));
}

#[tokio::test]
async fn a_private_report_is_shown_there_and_in_the_group() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report smoke");
    town.sees("li", "🔴 #1 Fire · Level II · waiting").await;
    town.sees("li", "Is anyone hurt?").await;
    let card = town.sees(GROUP, "🔴 #1 Fire · Level II · waiting").await;
    assert_eq!(card.view.reply_to, None);
    town.rings("zhao", "LEVEL II").await;
    town.presses("zhao", "Acknowledge").await;
    town.shows("li", "🟠 #1").await;
    town.shows(GROUP, "🟠 #1").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["chat_telegram"], json!(support::user("li")));
}

#[tokio::test]
async fn an_answer_to_a_message_takes_that_message_as_the_report() {
    let mut town = Town::begin().await;
    let seen = town.says("guest", GROUP, "there is smoke over the school");
    town.replies("li", GROUP, seen, "/report");
    town.sees(GROUP, "🔴 #1 Fire").await;
    let page = town.rings("zhao", "smoke over the school").await;
    assert!(
        page.text().contains("«there is smoke over the school»"),
        "{}",
        page.text()
    );
    town.sees(GROUP, "Is anyone hurt?").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "there is smoke over the school");
    assert_eq!(stored[0]["reporter"], "li");
}

#[tokio::test]
async fn a_caption_is_a_report_and_its_photo_the_evidence() {
    let mut town = Town::begin().await;
    town.shows_photo("li", GROUP, "/report smoke behind the hall");
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "smoke behind the hall").await;
    let toast = town.presses("zhao", "Full text, photos").await;
    assert_eq!(toast.text, "#1: full text follows.");
    town.sees("zhao", "#1 Fire · Level II").await;
    let photo = town.sees("zhao", "").await;
    assert!(photo.view.file.is_some(), "{:?}", photo.view);
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "smoke behind the hall");
}

#[tokio::test]
async fn a_photo_that_is_answered_is_evidence_though_nothing_is_typed() {
    let mut town = Town::begin().await;
    let photo = town.shows_photo("guest", GROUP, "");
    town.replies("li", GROUP, photo, "/report");
    town.sees(GROUP, "🔴 #1 Incident · Level IV").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    let page = town.rings("chen", "(photo or file, no text)").await;
    town.rings("wang", "(photo or file, no text)").await;
    assert!(buttons(&page.view).contains(&"Full text, photos".to_owned()));
    town.presses("chen", "Full text, photos").await;
    town.sees("chen", "#1 Incident").await;
    assert!(town.sees("chen", "").await.view.file.is_some());
    town.end().await;
}

#[tokio::test]
async fn missing_facts_are_asked_for_one_after_the_other_each_once() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let toast = town.presses_in(GROUP, "guest", "Yes").await;
    assert_eq!(toast.text, "#1: noted.");
    town.shows(GROUP, "Anyone hurt: yes").await;
    town.shows(GROUP, "Is support needed").await;
    town.presses_in(GROUP, "li", "Not known").await;
    let card = town.shows(GROUP, "Support needed: not known").await;
    assert!(card.text.contains("Anyone hurt: yes"), "{}", card.text);
    let thanks = town.shows(GROUP, "#1: thank you").await;
    assert_eq!(buttons(&thanks), ["Withdraw"]);
    let stored = town.end().await;
    assert_eq!(kinds(&stored[0])[3..], ["fact", "fact"]);
}

#[tokio::test]
async fn facts_may_be_put_off() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let toast = town.presses_in(GROUP, "li", "Later").await;
    assert_eq!(toast.text, "Fine. The incident is stored.");
    town.shows(GROUP, "reply to the card with /update 1").await;
    town.end().await;
}

#[tokio::test]
async fn level_and_category_are_changed_by_one_tap_on_the_card() {
    let mut town = Town::begin().await;
    town.reports("li", "something is wrong at the dam").await;
    town.rings("chen", "LEVEL IV Incident").await;
    town.rings("wang", "LEVEL IV Incident").await;
    // Who reports may say what it is; the category's level is graver, so it pages anew.
    let toast = town.presses_in(GROUP, "li", "Fire").await;
    assert_eq!(toast.text, "#1 is Fire now.");
    town.rings("zhao", "LEVEL II Fire").await;
    town.sees(GROUP, "paging starts again: Zhao Jianguo").await;
    town.shows(GROUP, "🔴 #1 Fire · Level II · waiting").await;
    let toast = town.presses_in(GROUP, "zhao", "Level III").await;
    assert_eq!(toast.text, "#1 is level III now.");
    town.shows(GROUP, "🔴 #1 Fire · Level III · waiting").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["severity"], "III");
    assert_eq!(stored[0]["category"], "fire");
    let changes: Vec<_> = kinds(&stored[0])
        .into_iter()
        .filter(|kind| kind.ends_with("_changed"))
        .collect();
    assert_eq!(
        changes,
        ["category_changed", "severity_changed", "severity_changed"]
    );
}

#[tokio::test]
async fn a_chat_that_is_not_configured_is_told_its_id_and_an_administrator_the_report() {
    let mut town = Town::begin().await;
    town.says("stranger", ELSEWHERE, "/report the mill burns");
    let answer = town.sees(ELSEWHERE, "not configured").await;
    assert!(
        answer.text().contains("-1001000000009"),
        "{}",
        answer.text()
    );
    let notice = town
        .sees("office", "Somebody who is not configured reports")
        .await;
    insta::assert_snapshot!(look(&notice.view), @r"
    ⚠️ Somebody who is not configured reports: nothing was stored.
    Elsewhere (-1001000000009)
    Far Away
    «the mill burns»
    ");
    // The same again soon after is answered, and the administrator is spared.
    town.says("stranger", ELSEWHERE, "/report it still burns");
    town.sees(ELSEWHERE, "not configured").await;
    assert_eq!(town.end().await.len(), 0);
}

#[tokio::test]
async fn a_private_report_of_somebody_unknown_is_told_his_number() {
    let mut town = Town::begin().await;
    town.says("stranger", "stranger", "/report the mill burns");
    town.sees("stranger", "2002").await;
    let notice = town.sees("office", "«the mill burns»").await;
    assert!(notice.text().contains("Far Away"), "{}", notice.text());
    assert_eq!(town.end().await.len(), 0);
}

#[tokio::test]
async fn a_guest_in_the_group_reports_and_is_named() {
    let mut town = Town::begin().await;
    town.says("guest", GROUP, "/report smoke");
    let card = town.sees(GROUP, "Passer By reported").await;
    assert!(card.text().starts_with("🔴 #1 Fire"));
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "by Passer By").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["reporter"], json!(null));
    assert_eq!(
        stored[0]["reporter_telegram"],
        json!(support::user("guest"))
    );
}

#[tokio::test]
async fn a_chat_that_takes_no_reports_says_so() {
    let second = "[[chats]]\nid = \"board\"\ntelegram = -1001000000009\nannounce = true\n";
    let mut town = Town::with(Plan::calm().also(second)).await;
    town.says("li", ELSEWHERE, "/report smoke");
    town.sees(ELSEWHERE, "This chat takes no reports").await;
    town.says("li", GROUP, "/report smoke");
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.sees(ELSEWHERE, "🔴 #1 Fire").await;
    town.rings("zhao", "LEVEL II").await;
    assert_eq!(town.end().await.len(), 1);
}

#[tokio::test]
async fn a_long_report_stands_shortened_in_its_page_and_whole_elsewhere() {
    let mut town = Town::begin().await;
    let long = format!("smoke 着火 {}end", "很多人 and 😀 ".repeat(356));
    assert!(
        long.encode_utf16().count() > 3900,
        "{}",
        long.encode_utf16().count()
    );
    town.says("li", GROUP, &format!("/report {long}"));
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    let page = town.rings("zhao", "LEVEL II Fire").await;
    assert!(page.text().contains("…»"), "{}", page.text());
    assert!(!page.text().contains("end»"));
    assert!(page.text().chars().count() < 700);
    town.presses("zhao", "Full text, photos").await;
    town.sees("zhao", "#1 Fire · Level II").await;
    town.sees("zhao", "smoke 着火 很多人").await;
    town.sees("zhao", "很多人 and 😀 end").await;
    town.says("zhao", "zhao", "/timeline 1");
    let first = town.sees("zhao", "Record of #1: 4 entries").await;
    let second = town.sees("zhao", "Record of #1, part 2").await;
    let together = format!("{}{}", first.text(), second.text());
    assert!(together.contains("很多人 and 😀 end"), "{together}");
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], long);
}

#[tokio::test]
async fn a_report_of_300_characters_stands_whole_in_page_and_card() {
    let mut town = Town::begin().await;
    let text = format!(
        "smoke {}.",
        "东风路十二号三楼，有人被困 & 😀 <b>".repeat(14)
    );
    let text: String = text.chars().take(299).chain(['!']).collect();
    town.says("li", GROUP, &format!("/report {text}"));
    let quoted = format!("«{text}»");
    town.sees(GROUP, &quoted).await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", &quoted).await;
    town.end().await;
}

#[tokio::test]
async fn a_card_that_somebody_deletes_while_it_matters_is_posted_anew() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    town.rings("zhao", "smoke").await;
    town.settles().await;
    // The first member made the group.
    town.deletes("zhao", &card);
    town.presses("zhao", "Acknowledge").await;
    let anew = town.sees(GROUP, "🟠 #1 Fire").await;
    town.refused("message to edit not found").await;
    town.settles().await;
    // The new one lives as the old one did.
    town.presses_in(GROUP, "zhao", "Stand down").await;
    town.becomes(&anew, "🟢 #1").await;
    town.loses_buttons(&anew).await;
    town.settles().await;
    town.deletes("zhao", &anew);
    assert_eq!(town.end().await.len(), 1);
}
