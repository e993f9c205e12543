//! Reminders that are longer before a shift than the shift before it lasts.

use super::*;
use chrono::TimeZone;
use chrono_tz::Europe::Berlin;

/// Lets time pass until this local time in Berlin, in 2027.
fn until_in_berlin(story: &mut Story, (month, day): (u32, u32), hour: u32, minute: u32) {
    let local = Berlin.with_ymd_and_hms(2027, month, day, hour, minute, 0);
    let at = At::from(local.unwrap().to_utc());
    story.pass(at.since(story.now));
    assert_eq!(story.now, at);
}

/// Li, Sun, Li, Sun from that day of 2027 on, reminded a day ahead.
fn in_berlin(month: u32, day: u32) -> Story {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.timezone = Berlin;
    settings.rosters[0].start = NaiveDate::from_ymd_opt(2027, month, day).unwrap();
    settings.rosters[0].asks.remind = vec![HOUR * 24];
    Story::with(settings)
}

#[test]
fn of_twelve_hour_shifts_a_day_ahead() {
    let mut settings = rostered(&[&["li"], &["sun"], &["zhao"]]);
    let time = |hour| NaiveTime::from_hms_opt(hour, 30, 0).unwrap();
    settings.rosters[0].rotation = Rotation::Shifts(vec![time(8), time(20)]);
    settings.rosters[0].asks.remind = vec![HOUR * 24];
    let mut story = Story::with(settings);
    // Since Monday 08:30: Li, Sun, Zhao, Li, Sun …; on Wednesday at 08:30 it is Sun's turn.
    until(&mut story, 24, 8, 29);
    let before = texts(&story, SUN).len();
    until(&mut story, 24, 8, 30);
    let coming: Vec<String> = texts(&story, SUN).split_off(before);
    assert_eq!(coming.len(), 1, "{coming:?}");
    assert!(
        coming[0].starts_with("🕗 You are on duty 25 Nov 08:30–25 Nov 20:30"),
        "{coming:?}"
    );
    assert!(!coming[0].contains("delayed"), "{coming:?}");
}

#[test]
fn of_daily_shifts_two_days_ahead() {
    let mut settings = rostered(&[&["li"], &["sun"], &["zhao"]]);
    settings.rosters[0].asks.remind = vec![HOUR * 48];
    let mut story = Story::with(settings);
    until(&mut story, 24, 8, 14);
    assert!(texts(&story, LI).is_empty());
    // Li's next shift is that of Thursday.
    until(&mut story, 24, 8, 30);
    assert!(
        story
            .newest(LI)
            .starts_with("🕗 You are on duty 26 Nov 08:30–27 Nov 08:30")
    );
    assert!(!story.newest(LI).contains("delayed"));
    assert_eq!(kinds(&story), ["counted", "asked", "reminded"]);
    story.restart();
    story.pass(HOUR);
    let all = texts(&story, LI);
    let reminders = all.iter().filter(|text| text.starts_with("🕗"));
    assert_eq!(reminders.count(), 1, "and once");
}

#[test]
fn a_day_ahead_of_the_shift_after_that_of_twenty_three_hours() {
    let mut story = in_berlin(3, 25);
    until_in_berlin(&mut story, (3, 27), 7, 29);
    let before = texts(&story, SUN).len();
    until_in_berlin(&mut story, (3, 27), 7, 30);
    assert_eq!(texts(&story, SUN).len(), before + 1);
    let coming = story.newest(SUN);
    assert!(
        coming.starts_with("🕗 You are on duty 28 Mar 08:30–29 Mar 08:30"),
        "{coming}"
    );
    assert!(!coming.contains("delayed"), "{coming}");
}

#[test]
fn a_day_ahead_of_the_shift_after_that_of_twenty_five_hours() {
    let mut story = in_berlin(10, 28);
    until_in_berlin(&mut story, (10, 30), 9, 29);
    let before = texts(&story, SUN).len();
    until_in_berlin(&mut story, (10, 30), 9, 30);
    assert_eq!(texts(&story, SUN).len(), before + 1);
    let coming = story.newest(SUN);
    assert!(
        coming.starts_with("🕗 You are on duty 31 Oct 08:30–1 Nov 08:30"),
        "{coming}"
    );
    assert!(!coming.contains("delayed"), "{coming}");
}
