//! Checklists with many items, long remarks, and names that begin alike.

use super::*;

/// Forty items whose names are as long as they may be and begin alike.
fn forty() -> Vec<String> {
    (1..=40)
        .map(|n| format!("{}{n:02}", "消防栓".repeat(19) + "x"))
        .collect()
}

fn checking(items: Vec<String>) -> Story {
    let mut settings = asking(PromptKind::Checklist(items));
    settings.prompts[0].name = Some("Equipment".into());
    settings.prompts[0].ask = vec![Target::Role("deputy".into())];
    let mut story = Story::with(settings);
    until(&mut story, 11, 25, 9, 0);
    story
}

fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

#[test]
fn items_that_begin_alike_have_the_number_of_their_line_on_the_button() {
    let items = ["消防栓一号楼一层东侧", "对讲机", "消防栓一号楼一层西侧"];
    let mut story = checking(items.map(str::to_owned).to_vec());
    let asked = texts(&story, SUN).remove(0);
    assert!(
        asked.ends_with("\n○ 1 消防栓一号楼一层东侧\n○ 对讲机\n○ 3 消防栓一号楼一层西侧"),
        "{asked}"
    );
    assert_eq!(
        labels(&story, SUN),
        ["○ 1 消防栓一号楼一…", "○ 对讲机", "○ 3 消防栓一号楼一…"]
    );
    story.press(SUN, private(SUN), "○ 3 消防栓一号楼一…");
    assert!(texts(&story, SUN)[0].ends_with("\n✓ 3 消防栓一号楼一层西侧"));
    assert_eq!(labels(&story, SUN)[2], "✓ 3 消防栓一号楼一…");
}

#[test]
fn forty_long_items_stand_in_one_message() {
    let mut story = checking(forty());
    let asked = texts(&story, SUN).remove(0);
    for (place, item) in (1..).zip(forty()) {
        assert!(asked.contains(&format!("\n○ {place} {item}")), "{item}");
    }
    let shown = labels(&story, SUN);
    let apart: std::collections::BTreeSet<&String> = shown.iter().collect();
    assert_eq!((shown.len(), apart.len()), (40, 40));
    story.press(SUN, private(SUN), &shown[39].clone());
    assert!(texts(&story, SUN)[0].contains("\n✓ 40 "));
}

#[test]
fn what_does_not_fit_one_message_comes_to_those_who_see_to_it_whole() {
    let mut story = checking(forty());
    let chat = private(SUN);
    let remark = |n: usize| format!("{}{n:02}", "水压不足".repeat(74));
    for n in 1..=40_usize {
        let label = labels(&story, SUN)
            .into_iter()
            .find(|label| label.starts_with(&format!("○ {n} ")));
        let label = label.unwrap();
        story.press(SUN, chat, &label);
        story.press(SUN, chat, &label.replace('○', "✓"));
        story.say(SUN, chat, &remark(n));
    }
    let short = "Remarks are shortened here; they are passed on whole.";
    let asked = texts(&story, SUN).remove(0);
    assert!(units(&asked) < 4096 && asked.ends_with(short), "{asked}");
    assert!(
        asked.contains("\n✗ 40 ") && asked.contains("水压不…»"),
        "{asked}"
    );
    story.press(SUN, chat, "Submit");
    let answered = texts(&story, SUN).remove(0);
    assert!(answered.starts_with("✅ Equipment · 25 November · Deputy"));
    assert!(
        units(&answered) < 4096 && answered.ends_with(short),
        "{answered}"
    );
    for told in [texts(&story, ZHAO), group(&story)] {
        let told: Vec<String> = told
            .into_iter()
            .filter(|text| text.starts_with("⚠️"))
            .collect();
        assert!(told.len() > 3, "{told:?}");
        assert!(
            told[0]
                .starts_with("⚠️ Deputy: 40 problems found\nEquipment · 25 November · Sun Min\n")
        );
        for (part, text) in (1..).zip(&told) {
            assert!(units(text) < 4096);
            let head = format!("⚠️ Equipment · 25 November · Sun Min, part {part}\n✗ ");
            assert!(part == 1 || text.starts_with(&head), "{text}");
        }
        let all = told.concat();
        for (n, item) in (1..).zip(forty()) {
            assert!(all.contains(&format!("✗ {item}: «{}»", remark(n))), "{n}");
        }
    }
}

#[test]
fn a_few_remarks_stand_whole_everywhere() {
    let mut story = checking(vec!["Radio".into(), "Boat".into()]);
    let chat = private(SUN);
    story.press(SUN, chat, "○ Radio");
    story.press(SUN, chat, "○ Boat");
    story.press(SUN, chat, "✓ Boat");
    let remark = "leaks ".repeat(49);
    story.say(SUN, chat, &remark);
    story.press(SUN, chat, "Submit");
    for text in [&texts(&story, SUN)[0], &texts(&story, ZHAO)[0]] {
        assert!(
            text.ends_with(&format!("✗ Boat: «{}»", remark.trim())),
            "{text}"
        );
    }
}
