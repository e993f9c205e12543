//! A message is changed after it told something.

mod support;

use dutybell_core::ids::MessageId;
use support::{GROUP, Town, entries, look, user};

fn edits(town: &Town, who: &str, id: MessageId, text: &str) {
    let done = town.telegram(|telegram, now| telegram.edit_text(user(who), GROUP, id, text, now));
    assert_eq!(done, Ok(()));
}

#[tokio::test]
async fn a_changed_report_is_noted_on_the_card_and_in_the_record() {
    let mut town = Town::begin().await;
    let said = town.says("li", GROUP, "/report smoke in the mill");
    let card = town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    edits(&town, "li", said, "/report smoke in the mill");
    edits(&town, "li", said, "/report smoke in the school");
    town.becomes(&card, "edited").await;
    insta::assert_snapshot!(look(&town.now(&card)), @r"
    🔴 #1 Fire · Level II · waiting
    «smoke in the mill»
    ✎ HH:MM Li Qiang edited: «smoke in the school»
    HH:MM Li Qiang reported · registered
    HH:MM Zhao Jianguo (Commander) · paged
    Next HH:MM: Deputy
    ❬Acknowledge❭
    ❬Update | Escalate | Stand down❭
    ❬Level I | Level III | Level IV❭
    ❬Road accident❭
    ");
    town.shows("zhao", "smoke in the school").await;
    let stored = town.end().await;
    assert_eq!(stored[0]["text"], "smoke in the mill");
    assert_eq!(entries(&stored[0], "edited"), 1);
}

#[tokio::test]
async fn a_mistyped_report_is_mended_by_changing_it() {
    let mut town = Town::begin().await;
    let said = town.says("li", GROUP, "/reprot smoke");
    town.sees(GROUP, "Did you mean /report?").await;
    edits(&town, "li", said, "/report smoke");
    town.sees(GROUP, "registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    town.presses_in(GROUP, "zhao", "Stand down").await;
    edits(&town, "li", said, "/report smoke, and fire");
    town.sees(GROUP, "NOT stored: #1 was over").await;
    let stored = town.end().await;
    assert_eq!(stored.len(), 1, "a closed report is not made anew");
}
