//! `/roster`: the month as pictures and as text.

use chrono_tz::Europe::Berlin;
use dutybell_core::ids::TelegramChat;
use dutybell_core::outgoing::{Drawn, Message, Outgoing, Priority};
use dutybell_core::settings::{Language, Person};
use dutybell_core::sheet::{Sheet, Stint};

use super::*;

/// The pictures of a chat, with what stands under them.
fn pictures(story: &Story, chat: TelegramChat) -> Vec<(Sheet, Message)> {
    let shown = story.sent.iter().filter_map(|(_, body)| match body {
        Outgoing::Upload {
            chat: to,
            drawn: Drawn::Roster(sheet),
            message,
            ..
        } if *to == chat => Some(((**sheet).clone(), message.clone())),
        _ => None,
    });
    shown.collect()
}

fn labels(message: &Message) -> Vec<Vec<&str>> {
    let rows = message.rows.iter();
    rows.map(|row| row.iter().map(|button| button.label.as_str()).collect())
        .collect()
}

/// Presses a button under the newest picture of a chat.
fn press(story: &mut Story, user: i64, chat: TelegramChat, label: &str) {
    let shown = pictures(story, chat);
    let buttons = shown.last().unwrap().1.rows.iter().flatten();
    let data = buttons.clone().find(|button| button.label == label);
    let data = data.unwrap_or_else(|| panic!("{label}")).data.clone();
    let message = story.last_said();
    story.press_data(user, chat, message, &data);
}

fn people(cell: &[Stint]) -> String {
    let stints = cell.iter().map(|stint| {
        let names = stint.people.iter().map(|name| name.signed());
        let names: Vec<String> = stint.from.iter().cloned().chain(names).collect();
        names.join(" ")
    });
    stints.collect::<Vec<String>>().join("; ")
}

fn second(settings: &mut Settings) {
    let mut leaders = settings.rosters[0].clone();
    leaders.id = "leaders".into();
    leaders.name = "Leaders".into();
    leaders.turns = vec![vec!["zhao".into()]];
    leaders.rotation = Rotation::Weekly;
    settings.rosters.push(leaders);
}

#[test]
fn the_running_month_comes_as_a_picture_and_leads_to_the_others() {
    let mut story = begin();
    story.say(LI, TOWN, "/roster");
    let shown = pictures(&story, TOWN);
    let [(sheet, caption)] = &*shown else {
        panic!("{} pictures", shown.len());
    };
    assert_eq!(sheet.title, "Town office, November 2026");
    assert_eq!(caption.text, "🗓 Town office, November 2026");
    assert!(!caption.sound);
    assert_eq!(
        labels(caption),
        [vec!["◀ October", "December ▶"], vec!["As text"]]
    );
    assert_eq!(sheet.days.len(), 30);
    assert_eq!(sheet.columns[0].hours.as_deref(), Some("from 08:30"));
    let today: Vec<u32> = sheet
        .days
        .iter()
        .filter(|day| day.today.is_some())
        .map(|day| day.number)
        .collect();
    // It hands over at 08:30.
    assert_eq!(today, [23]);
    // It begins on the 23rd.
    let cells: Vec<String> = sheet.days[21..25]
        .iter()
        .map(|day| people(&day.cells[0]))
        .collect();
    assert_eq!(cells, ["", "Li Qiang", "Sun Min", "Li Qiang"]);
    press(&mut story, LI, TOWN, "December ▶");
    let shown = pictures(&story, TOWN);
    assert_eq!(shown[1].0.title, "Town office, December 2026");
    assert_eq!(shown[1].0.days.len(), 31);
    assert!(shown[1].0.days.iter().all(|day| day.today.is_none()));
}

#[test]
fn as_text_it_says_the_same() {
    let mut story = begin();
    story.say(LI, TOWN, "/roster 2026-12");
    press(&mut story, LI, TOWN, "As text");
    let shown = story.shown(TOWN);
    let text = &shown.last().unwrap().1;
    let lines: Vec<&str> = text.text.lines().collect();
    assert_eq!(lines[0], "🗓 Town office, December 2026");
    assert_eq!(lines[1], "Town office: from 08:30");
    assert_eq!(lines[2], "1 Tue: Li Qiang");
    assert_eq!(lines[32], "31 Thu: Li Qiang");
    assert!(lines[33].ends_with("(Asia/Shanghai)"), "{lines:?}");
    assert_eq!(
        labels(text),
        [vec!["◀ November", "January ▶"], vec!["As a picture"]]
    );
    story.say(LI, private(LI), "/roster text 2026年11月");
    assert!(
        story
            .newest(LI)
            .contains("23 Mon on now: Li Qiang\n24 Tue: Sun Min")
    );
    until(&mut story, 24, 9, 0);
    story.say(LI, private(LI), "/roster text 2026年11月");
    assert!(story.newest(LI).contains("24 Tue today: Sun Min"));
}

#[test]
fn of_several_rosters_each_can_be_seen_alone() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    second(&mut settings);
    let mut story = Story::with(settings);
    story.say(LI, private(LI), "/roster");
    let (sheet, caption) = pictures(&story, private(LI)).remove(0);
    assert_eq!(sheet.title, "Duty roster, November 2026");
    assert_eq!(sheet.columns.len(), 2);
    // A week stands in each of its days.
    assert_eq!(people(&sheet.days[29].cells[1]), "Zhao Jianguo");
    assert_eq!(labels(&caption)[2], ["Town office", "Leaders"]);
    press(&mut story, LI, private(LI), "Leaders");
    let (sheet, caption) = pictures(&story, private(LI)).remove(1);
    assert_eq!(sheet.title, "Leaders, November 2026");
    assert_eq!(labels(&caption)[2], ["Town office", "All rosters"]);
    story.say(LI, private(LI), "/roster town 2027-01");
    let (sheet, _) = pictures(&story, private(LI)).remove(2);
    assert_eq!(sheet.title, "Town office, January 2027");
    story.say(LI, private(LI), "/roster patrol");
    assert_eq!(
        story.newest(LI),
        "No roster, or more than one, is called “patrol”. There are: Town office, Leaders."
    );
}

#[test]
fn a_swap_is_seen_by_its_sign() {
    let mut story = begin();
    story.say(SUN, private(SUN), "/swap 11-24 Zhao");
    story.press(ZHAO, private(ZHAO), "Confirm");
    story.say(LI, TOWN, "/roster");
    let (sheet, _) = pictures(&story, TOWN).remove(0);
    assert_eq!(people(&sheet.days[23].cells[0]), "⇄Zhao Jianguo");
    assert_eq!(people(&sheet.days[25].cells[0]), "Sun Min");
    assert_eq!(sheet.legend, ["⇄ in the place of somebody else"]);
    story.say(LI, private(LI), "/roster text");
    assert!(story.newest(LI).contains("24 Tue: ⇄Zhao Jianguo"));
}

#[test]
fn it_is_for_people_of_the_configuration() {
    let mut story = begin();
    const GUEST: i64 = 99;
    story.say(GUEST, TOWN, "/roster");
    assert!(pictures(&story, TOWN).is_empty());
    let shown = story.shown(TOWN);
    let refusal = &shown.last().unwrap().1.text;
    assert!(refusal.starts_with("Only people whom the configuration names"));
    let mut without = Story::with(support::settings());
    without.say(LI, private(LI), "/roster");
    assert_eq!(without.newest(LI), "No roster is configured.");
}

#[test]
fn what_can_be_no_picture_comes_as_text() {
    for outcome in [
        Outcome::Refused("drawing has panicked".into()),
        // A group may take words where it takes no photos.
        Outcome::Unreachable(Unreachable::NoRights),
    ] {
        let mut story = begin();
        let asked = story.written(LI, TOWN, "/roster");
        story.hear(asked);
        let row = story.departs();
        assert!(row.body.is_picture());
        story.ends(row, outcome);
        let shown = story.shown(TOWN);
        let text = &shown.last().unwrap().1;
        assert!(text.text.contains("24 Tue: Sun Min"), "{}", text.text);
        assert_eq!(
            labels(text),
            [vec!["◀ October", "December ▶"], vec!["As text"]]
        );
    }
}

#[test]
fn a_picture_holds_up_no_page_and_parts_come_in_order() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.limits.chat_per_second = 1;
    settings.limits.group_per_minute = 20;
    for index in 0..4 {
        second(&mut settings);
        settings.rosters[index + 1].id = format!("leaders{index}").as_str().into();
    }
    let mut story = Story::with(settings);
    let asked = story.written(SUN, private(SUN), "/roster");
    story.hear(asked);
    let first = story.departs();
    let part = |row: &dutybell_core::outgoing::Row| match &row.body {
        Outgoing::Upload {
            drawn: Drawn::Roster(sheet),
            ..
        } => sheet.part.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(part(&first).as_deref(), Some("part 1 of 2"));
    // It is still being drawn: a page passes it, the second part does not.
    let report = story.written(LI, TOWN, "/report II: smoke");
    story.hear(report);
    story.pass(MINUTE * 4);
    assert!(story.newest(SUN).contains("smoke"));
    assert!(pictures(&story, private(SUN)).is_empty());
    story.ends(first, support::sent(9_000));
    story.pass(MINUTE);
    let parts = pictures(&story, private(SUN));
    assert_eq!(parts.len(), 2);
    assert_eq!(parts[1].0.part.as_deref(), Some("part 2 of 2"));
    assert!(parts[0].1.rows.is_empty() && !parts[1].1.rows.is_empty());
}

fn long(index: usize) -> String {
    format!("第{index}号值班室主任助理兼夜间巡逻队副队长欧阳建国")
}

/// Long names, many of them.
fn crowded() -> Settings {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.language = Language::Zh;
    settings.chats[0].language = Some(Language::Zh);
    settings.people.extend((0..12).map(|index| Person {
        id: format!("p{index}").as_str().into(),
        name: long(index),
        telegram: None,
        phone: None,
        language: None,
        admin: false,
        gone: false,
    }));
    for index in 0..2 {
        second(&mut settings);
        let roster = &mut settings.rosters[index + 1];
        roster.id = format!("r{index}").as_str().into();
        let turn = |from: usize| (from..from + 3).map(|one| format!("p{one}").as_str().into());
        roster.turns = vec![turn(index * 6).collect(), turn(index * 6 + 3).collect()];
        let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
        roster.rotation = Rotation::Shifts(vec![time(8), time(20)]);
        roster.handover = time(8);
    }
    settings
}

#[test]
fn the_whole_month_fits_messages_and_no_name_is_cut() {
    let mut story = Story::with(crowded());
    story.say(LI, TOWN, "/roster 2026-12 文字");
    let shown = story.shown(TOWN);
    let texts: Vec<&str> = shown.iter().map(|(_, message)| &*message.text).collect();
    assert!(texts.len() > 1);
    for text in &texts {
        assert!(text.encode_utf16().count() < 4096 && !text.contains('…'));
    }
    let all = texts.join("\n");
    for index in 0..12 {
        assert_eq!(all.matches(&long(index)).count(), 31);
    }
    let with_buttons = shown.iter().filter(|(_, message)| !message.rows.is_empty());
    assert_eq!(with_buttons.count(), 1);
    // The pictures of the same: each day once, in order, and every name whole.
    story.say(LI, TOWN, "/roster 2026-12");
    let shown = pictures(&story, TOWN);
    let days: Vec<u32> = shown
        .iter()
        .flat_map(|(sheet, _)| sheet.days.iter().map(|day| day.number))
        .collect();
    assert_eq!(days, (1..=31).collect::<Vec<u32>>());
    assert!(shown.len() > 1 && shown.iter().all(|(_, caption)| caption.text.len() < 1024));
    let names = shown.iter().flat_map(|(sheet, _)| sheet.days.iter());
    let names = names.flat_map(|day| day.cells.iter().flatten().flat_map(|one| &one.people));
    assert!(names.clone().any(|name| name.name == long(11)));
}

#[test]
fn summer_time_is_told_where_it_moves_a_handover() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.timezone = Berlin;
    settings.rosters[0].handover = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
    let mut story = Story::with(settings);
    story.say(LI, private(LI), "/roster 2027-03 text");
    let text = story.newest(LI);
    let day = |number: &str| {
        let line = text.lines().find(|line| line.starts_with(number));
        line.unwrap_or_else(|| panic!("{text}")).to_owned()
    };
    assert_eq!(day("27 "), "27 Sat: Li Qiang");
    assert_eq!(day("28 "), "28 Sun: 03:00 Sun Min");
    assert_eq!(day("29 "), "29 Mon: Li Qiang");
}

#[test]
fn before_the_handover_the_duty_day_that_still_runs_is_marked() {
    let mut story = begin();
    let marked = |story: &mut Story| {
        story.say(LI, TOWN, "/roster");
        let (sheet, _) = pictures(story, TOWN).pop().unwrap();
        let days = sheet.days.iter().filter(|day| day.today.is_some());
        let days: Vec<String> = days
            .map(|day| format!("{} {}", day.number, day.today.clone().unwrap()))
            .collect();
        (sheet.title, days.join(", "))
    };
    until(&mut story, 25, 2, 0);
    assert_eq!(marked(&mut story).1, "24 on now");
    until(&mut story, 25, 8, 30);
    assert_eq!(marked(&mut story).1, "25 today");
    // The night of a month's last day belongs to that month.
    until(&mut story, 30, 22, 0);
    story.pass(HOUR * 4);
    let (title, days) = marked(&mut story);
    assert_eq!(title, "Town office, November 2026");
    assert_eq!(days, "30 on now");
    story.pass(HOUR * 7);
    let (title, days) = marked(&mut story);
    assert_eq!(title, "Town office, December 2026");
    assert_eq!(days, "1 today");
}

#[test]
fn namesakes_are_told_apart() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.people[4].name = "Sun Min".into();
    let mut story = Story::with(settings);
    story.say(LI, TOWN, "/roster");
    let (sheet, _) = pictures(&story, TOWN).remove(0);
    assert_eq!(people(&sheet.days[22].cells[0]), "Li Qiang");
    let named = people(&sheet.days[23].cells[0]);
    assert!(
        named.contains("Sun Min") && named.contains("sun"),
        "{named}"
    );
}

#[test]
fn a_month_older_than_what_is_kept_says_where_its_swaps_are() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.rosters[0].start = NaiveDate::from_ymd_opt(2026, 7, 6).unwrap();
    let mut story = Story::with(settings);
    for (month, old) in [("2026-07", true), ("2026-08", true), ("2026-09", false)] {
        story.say(LI, TOWN, &format!("/roster {month}"));
        let (sheet, _) = pictures(&story, TOWN).pop().unwrap();
        let says = sheet.legend.iter().any(|line| line.contains("duty log"));
        assert_eq!(says, old, "{month}");
        story.say(LI, private(LI), &format!("/roster {month} text"));
        assert_eq!(story.newest(LI).contains("duty log"), old, "{month}");
    }
}

#[test]
fn of_many_messages_none_goes_before_a_card() {
    let mut story = Story::with(crowded());
    let asked = story.written(LI, TOWN, "/roster 2026-12 文字");
    story.hear(asked);
    assert_eq!(story.departs().priority, Priority::Bulk);
    // One picture, whose words are several messages.
    let mut settings = rostered(&[&["li"], &["sun"]]);
    for index in 0..2 {
        second(&mut settings);
        settings.rosters[index + 1].id = format!("leaders{index}").as_str().into();
    }
    for roster in &mut settings.rosters {
        roster.name = format!("{} of the town", "Night ".repeat(7));
    }
    let mut story = Story::with(settings);
    let asked = story.written(LI, TOWN, "/roster 2026-12");
    story.hear(asked);
    let picture = story.departs();
    assert_eq!(picture.priority, Priority::Answer);
    story.learns_of(picture, Outcome::Refused("drawing has panicked".into()));
    let text = story.departs();
    assert_eq!(text.priority, Priority::Bulk);
    story.ends(text, support::sent(9_000));
    story.pass(MINUTE);
    let shown = story.shown(TOWN);
    assert!(shown.len() > 1, "{}", shown.len());
}
