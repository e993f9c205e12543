//! Reading: the open incidents, one card, one record, and who one is.

mod support;

use support::{GROUP, Plan, Town, buttons, look};

#[tokio::test]
async fn the_list_shows_at_least_twenty_highest_level_first() {
    let mut town = Town::begin().await;
    for number in 1..=24 {
        let level = ["IV", "III", "II", "I"][number % 4];
        town.says("li", "li", &format!("/report {level}: house {number}"));
        town.sees("li", &format!("🔴 #{number} ")).await;
        town.sees("li", "Is anyone hurt?").await;
        town.sees(GROUP, &format!("🔴 #{number} ")).await;
        let paged: &[&str] = if number % 4 >= 2 {
            &["zhao"]
        } else {
            &["chen", "wang"]
        };
        for who in paged {
            town.rings(*who, &format!("house {number} · #{number}"))
                .await;
        }
    }
    town.presses("zhao", "Acknowledge").await;
    town.says("li", "li", "/incidents");
    let list = town.sees("li", "Open incidents: 24").await;
    let lines: Vec<&str> = list.text().lines().skip(1).collect();
    assert_eq!(lines.len(), 24);
    let levels: Vec<&str> = lines
        .iter()
        .map(|line| line.split_whitespace().nth(2).unwrap())
        .collect();
    let sorted: Vec<&str> = ["I", "II", "III", "IV"]
        .into_iter()
        .flat_map(|l| [l; 6])
        .collect();
    assert_eq!(levels, sorted, "{lines:?}");
    assert!(
        lines[0].starts_with("🔴 #3 I Incident · waiting since"),
        "{}",
        lines[0]
    );
    assert!(list.text().contains("🟠"), "{}", list.text());
    assert_eq!(buttons(&list.view)[0], "#3");
    town.presses("li", "#3").await;
    let card = town.sees("li", "🔴 #3 Incident · Level I").await;
    assert!(buttons(&card.view).contains(&"Record".to_owned()));
    town.end().await;
}

#[tokio::test]
async fn a_longer_list_turns_its_pages_in_place() {
    let mut town = Town::with(Plan::calm().policy(r#"{ page = ["zhao"], wait = "1h" }"#, "")).await;
    for number in 1..=33 {
        town.says("li", "li", &format!("/report house {number}"));
        town.sees("li", &format!("🔴 #{number} ")).await;
        town.sees("li", "Is anyone hurt?").await;
        town.sees(GROUP, &format!("🔴 #{number} ")).await;
        town.rings("zhao", &format!("house {number} ·")).await;
    }
    town.says("li", "li", "/incidents");
    let list = town.sees("li", "Page 1 of 2").await;
    town.presses("li", "Next page").await;
    let second = town.becomes(&list, "Page 2 of 2").await;
    assert!(second.text.contains("house 33"), "{}", second.text);
    town.presses("li", "Previous page").await;
    town.becomes(&list, "Page 1 of 2").await;
    town.end().await;
}

#[tokio::test]
async fn a_card_and_its_record_are_shown_on_demand() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/incident 1");
    town.sees("li", "There is no incident yet. Report one: /report TEXT")
        .await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.settles().await;
    town.presses("zhao", "Acknowledge").await;
    town.says("zhao", GROUP, "/close 1 out");
    town.sees(GROUP, "#1 stood down.").await;
    town.says("li", "li", "/incident 1");
    let card = town.sees("li", "🟢 #1 Fire").await;
    assert_eq!(buttons(&card.view), ["Record", "Full text, photos"]);
    town.presses("li", "Record").await;
    let record = town.sees("li", "Record of #1: 6 entries").await;
    let hash = record.text().rsplit_once("Chain: ").unwrap().1.to_owned();
    let shown = look(&record.view).replace(&hash, "HASH");
    insta::assert_snapshot!(shown, @r"
    Record of #1: 6 entries
    HH:MM:SS Li Qiang reported «smoke» · Level II · Fire
    HH:MM:SS round 1, step 1
    HH:MM:SS Zhao Jianguo (Commander) paged, call 1
    HH:MM:SS Zhao Jianguo: call 1 delivered
    HH:MM:SS Zhao Jianguo acknowledged
    HH:MM:SS Zhao Jianguo stood it down «out»
    Chain: HASH
    ");
    town.says("li", "li", "/timeline x");
    town.sees("li", "“x” is no number. For example: /timeline 7")
        .await;
    town.says("li", "li", "/incident 9");
    town.sees("li", "There is no incident #9. The last one is #1.")
        .await;
    let stored = town.end().await;
    let last = stored[0]["timeline"].as_array().unwrap().last().unwrap()["hash"].clone();
    assert!(
        last.as_str()
            .unwrap()
            .starts_with(hash.trim_end_matches('…')),
        "{last} {hash}"
    );
}

#[tokio::test]
async fn buttons_of_a_copy_of_the_card_go_when_the_matter_is_decided() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.says("sun", "sun", "/incident 1");
    let copy = town.sees("sun", "🔴 #1 Fire").await;
    town.says("sun", "sun", "/incidents");
    town.sees("sun", "Open incidents: 1").await;
    town.presses("sun", "#1").await;
    let newer = town.sees("sun", "🔴 #1 Fire").await;
    town.loses_buttons(&copy).await;
    town.presses("zhao", "Acknowledge").await;
    let now = town.becomes(&newer, "🟠 #1 Fire").await;
    assert!(!buttons(&now).contains(&"Acknowledge".to_owned()));
    // An answer to a copy is as good as one to the card.
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    town.replies("sun", "sun", newer.id(), "/close");
    town.sees("sun", "#1 stood down.").await;
    let now = town.becomes(&newer, "🟢 #1 Fire").await;
    assert_eq!(buttons(&now), ["Record", "Full text, photos"]);
    town.end().await;
}

#[tokio::test]
async fn whoami_tells_what_a_configuration_needs() {
    let mut town = Town::begin().await;
    town.says("office", "office", "/whoami");
    let me = town.sees("office", "You are Town Office (office).").await;
    insta::assert_snapshot!(look(&me.view), @r"
    You are Town Office (office).
    Administrator
    Phone: +86 138 0000 1006
    Your Telegram number: 1006
    ");
    town.says("zhao", GROUP, "/whoami");
    let me = town.sees(GROUP, "You are Zhao Jianguo").await;
    assert!(me.text().contains("This chat's id: -1001000000001"));
    assert!(
        !me.text().contains("+86 138 0000 1001"),
        "private numbers stay private"
    );
    town.says("guest", "guest", "/whoami");
    town.sees("guest", "Your Telegram number: 2001").await;
    town.end().await;
}
