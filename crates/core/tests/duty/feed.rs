//! Calendar feeds: made in private, read by a token, void when they should be.

use chrono_tz::Europe::Berlin;
use dutybell_core::ids::TelegramChat;
use dutybell_core::render::Calendar;
use dutybell_core::render::words::Words;
use dutybell_core::state::change::{self, Change, ChangeEntry};
use dutybell_core::state::feed::{Feed, FeedShift};
use dutybell_core::state::invite::Code;
use dutybell_core::state::roster::{Override, instant};

use super::*;

const URL: &str = "https://duty.example.org/bell";

fn reachable() -> Story {
    let mut settings = rostered(&[&["li", "zhao"], &["sun"]]);
    settings.public_url = Some(URL.to_owned());
    Story::with(settings)
}

/// `/duty`, Calendar, and this button; the token of the link that comes.
fn makes(story: &mut Story, user: i64, of: &str) -> String {
    story.say(user, private(user), "/duty");
    story.press(user, private(user), "Calendar");
    story.press(user, private(user), of);
    token(story, user)
}

/// `/duty`, Calendar, and the button for a new link where one stands.
fn asks_anew(story: &mut Story, user: i64) {
    story.say(user, private(user), "/duty");
    story.press(user, private(user), "Calendar");
    let (_, list) = story.shown(private(user)).pop().unwrap();
    let mut labels = list.rows.iter().flatten().map(|button| &button.label);
    let label = labels
        .find(|label| label.starts_with("New link: "))
        .unwrap();
    story.press(user, private(user), label);
}

/// The same, confirmed; the token of the link that comes.
fn renews(story: &mut Story, user: i64) -> String {
    asks_anew(story, user);
    story.press(user, private(user), "Confirm");
    token(story, user)
}

fn token(story: &Story, user: i64) -> String {
    let text = story.newest(user);
    let link = text.lines().find(|line| line.starts_with(URL)).unwrap();
    let file = link.strip_prefix(URL).unwrap();
    let file = file.strip_prefix("/calendar/").unwrap();
    file.strip_suffix(".ics").unwrap().to_owned()
}

fn calendar(story: &Story, token: &str) -> Option<Calendar> {
    let source = story.engine.feed(&Code::read(token).unwrap())?;
    Some(source.calendar(&Words::new(), story.now))
}

fn changes(story: &Story) -> Vec<String> {
    let stored = dutybell_core::store::Reads::events(&story.store, change::STREAM).unwrap();
    let entries: Vec<ChangeEntry> = stored
        .iter()
        .map(|bytes| codec::decode(bytes).unwrap())
        .collect();
    change::verify(story.engine.desk().changes, &entries).unwrap();
    let told = |change: &Change| format!("{} {}", change.kind(), change.text());
    entries.iter().map(|entry| told(&entry.change)).collect()
}

#[test]
fn one_s_own_shifts_are_in_one_s_own_calendar() {
    let mut story = reachable();
    let token = makes(&mut story, LI, "My shifts");
    assert!(token.len() >= 22);
    let calendar = calendar(&story, &token).unwrap();
    assert_eq!(calendar.name, "Duty of Li Qiang");
    let settings = rostered(&[&["li", "zhao"], &["sun"]]);
    let rosters = dutybell_core::state::roster::Rosters::of(&settings, &[]);
    let day = 24 * 3_600_000;
    let span = At(story.now.0 - 31 * day)..At(story.now.0 + 100 * day);
    let shifts = rosters.shifts_of(&"li".into(), &span);
    assert!(shifts.len() > 45);
    assert_eq!(calendar.entries.len(), shifts.len());
    for (entry, shift) in calendar.entries.iter().zip(&shifts) {
        assert_eq!((entry.from, entry.to), (shift.from, shift.to));
        assert_eq!(entry.summary, "Duty: Town office");
        assert_eq!(entry.description, "With Zhao Jianguo");
    }
    let mut uids: Vec<&String> = calendar.entries.iter().map(|entry| &entry.uid).collect();
    uids.sort_unstable();
    uids.dedup();
    assert_eq!(uids.len(), shifts.len());
    // A day later the same shifts have the same names.
    story.pass(HOUR * 24);
    let later = self::calendar(&story, &token).unwrap();
    let same = |uid: &String| later.entries.iter().any(|entry| entry.uid == *uid);
    assert!(calendar.entries[2..].iter().all(|entry| same(&entry.uid)));
    assert_eq!(changes(&story), ["feed_made li"]);
}

#[test]
fn a_roster_s_calendar_names_who_is_on_duty() {
    let mut story = reachable();
    let token = makes(&mut story, SUN, "Town office");
    let calendar = calendar(&story, &token).unwrap();
    assert_eq!(calendar.name, "Town office");
    let summaries: Vec<&str> = calendar.entries[..2]
        .iter()
        .map(|entry| entry.summary.as_str())
        .collect();
    assert_eq!(summaries, ["Li Qiang, Zhao Jianguo", "Sun Min"]);
    assert_eq!(calendar.entries[0].description, "Town office");
    // Each shift begins where the one before ends.
    for pair in calendar.entries.windows(2) {
        assert_eq!(pair[0].to, pair[1].from);
    }
}

#[test]
fn a_swap_is_in_the_calendar_at_once() {
    let mut story = reachable();
    let token = makes(&mut story, LI, "Town office");
    let first = |story: &Story| calendar(story, &token).unwrap().entries[1].summary.clone();
    assert_eq!(first(&story), "Sun Min");
    story.say(SUN, private(SUN), "/swap 11-24 Zhao");
    story.press(ZHAO, private(ZHAO), "Confirm");
    assert_eq!(first(&story), "Zhao Jianguo");
}

#[test]
fn a_link_is_told_once_kept_as_a_hash_and_outlives_a_restart() {
    let mut story = reachable();
    let token = makes(&mut story, LI, "My shifts");
    assert!(!format!("{:?}", story.engine.desk()).contains(&token));
    story.restart();
    assert!(calendar(&story, &token).is_some());
    story.say(LI, private(LI), "/duty");
    story.press(LI, private(LI), "Calendar");
    let list = story.newest(LI);
    assert!(list.contains("✓ My shifts: link since"), "{list}");
    assert!(!list.contains("/calendar/"));
    // A new one makes it void; each kind stands for itself.
    let newer = renews(&mut story, LI);
    assert!(story.newest(LI).contains("The link before it is void."));
    assert!(calendar(&story, &token).is_none());
    let roster = makes(&mut story, LI, "Town office");
    assert!(calendar(&story, &newer).is_some() && calendar(&story, &roster).is_some());
    assert_eq!(story.engine.desk().feeds.len(), 2);
}

#[test]
fn a_revoked_link_and_that_of_somebody_who_has_left_are_void() {
    let mut story = reachable();
    let token = makes(&mut story, LI, "My shifts");
    let (message, data) = story.button(private(LI), "Revoke").unwrap();
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "The link is void from now on.");
    assert!(calendar(&story, &token).is_none());
    // Nothing of it stands there any more.
    assert!(story.button(private(LI), "Revoke").is_none());
    assert!(!story.newest(LI).contains("/calendar/"));
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "There is no link to revoke.");
    let token = makes(&mut story, SUN, "Town office");
    // Somebody else's button revokes his own.
    let (message, data) = story.button(private(SUN), "Revoke").unwrap();
    story.press_data(LI, private(LI), message, &data);
    assert!(calendar(&story, &token).is_some());
    story.say(OFFICE, private(OFFICE), "/people sun");
    story.press(OFFICE, private(OFFICE), "Has left");
    story.press(OFFICE, private(OFFICE), "Confirm");
    assert!(calendar(&story, &token).is_none());
    let told = changes(&story);
    assert_eq!(
        told[..3],
        ["feed_made li", "feed_revoked li", "feed_made sun office"]
    );
}

/// Whose feeds are kept.
fn owners(story: &Story) -> Vec<String> {
    let feeds = story.engine.desk().feeds.values();
    feeds.map(|feed| feed.owner.to_string()).collect()
}

#[test]
fn a_link_ends_for_good_with_the_account_that_made_it() {
    let mut story = reachable();
    let token = makes(&mut story, SUN, "Town office");
    story.say(OFFICE, private(OFFICE), "/people sun");
    story.press(OFFICE, private(OFFICE), "Unbind");
    story.press(OFFICE, private(OFFICE), "Confirm");
    assert!(calendar(&story, &token).is_none());
    assert!(owners(&story).is_empty());
    assert_eq!(changes(&story).last().unwrap(), "feed_revoked sun office");
    // Another account, by the file.
    let token = makes(&mut story, ZHAO, "My shifts");
    let mut settings = reachable().settings;
    settings.people[0].telegram = Some(dutybell_core::ids::TelegramUser(77));
    story.reconfigure(settings);
    assert!(calendar(&story, &token).is_none());
    assert!(owners(&story).is_empty());
    // Whoever has left, and is back.
    story.reconfigure(reachable().settings);
    makes(&mut story, ZHAO, "My shifts");
    story.say(OFFICE, private(OFFICE), "/people zhao");
    story.press(OFFICE, private(OFFICE), "Has left");
    story.press(OFFICE, private(OFFICE), "Confirm");
    assert!(owners(&story).is_empty());
    assert_eq!(changes(&story).last().unwrap(), "feed_revoked zhao");
}

#[test]
fn whoever_is_not_in_the_file_any_more_has_no_link_when_he_is_there_again() {
    for restarts in [false, true] {
        let mut story = reachable();
        let token = makes(&mut story, ZHAO, "My shifts");
        makes(&mut story, ZHAO, "Town office");
        let kept = makes(&mut story, LI, "My shifts");
        let whole = reachable().settings;
        let mut without = whole.clone();
        without.people.retain(|person| person.id.as_str() != "zhao");
        for settings in [without, whole] {
            if restarts {
                story.settings = settings;
                story.restart();
                story.pass(Duration::ZERO);
            } else {
                story.reconfigure(settings);
            }
        }
        assert!(calendar(&story, &token).is_none());
        assert!(calendar(&story, &kept).is_some());
        assert_eq!(owners(&story), ["li"]);
        let told = changes(&story);
        let revoked = told
            .iter()
            .filter(|one| one.starts_with("feed_revoked zhao"));
        assert_eq!(revoked.count(), 2);
        story.restart();
        assert_eq!(owners(&story), ["li"]);
    }
}

#[test]
fn a_new_link_is_asked_about_where_one_stands() {
    let mut story = reachable();
    let first = makes(&mut story, LI, "My shifts");
    asks_anew(&mut story, LI);
    assert!(story.newest(LI).contains("void"), "{}", story.newest(LI));
    assert!(calendar(&story, &first).is_some());
    story.pass(MINUTE);
    let (message, data) = story.button(private(LI), "Confirm").unwrap();
    story.press_data(LI, private(LI), message, &data);
    let second = token(&story, LI);
    assert!(calendar(&story, &first).is_none() && calendar(&story, &second).is_some());
    // The same press once more makes no third.
    assert!(story.button(private(LI), "Confirm").is_none());
    story.press_data(LI, private(LI), message, &data);
    assert!(calendar(&story, &second).is_some());
}

#[test]
fn a_button_of_an_older_link_revokes_no_newer_one() {
    let mut story = reachable();
    makes(&mut story, LI, "My shifts");
    let (message, data) = story.button(private(LI), "Revoke").unwrap();
    story.pass(MINUTE);
    let newer = renews(&mut story, LI);
    let toast = story.press_data(LI, private(LI), message, &data);
    assert_eq!(toast, "There is no link to revoke.");
    assert!(calendar(&story, &newer).is_some());
    let shown = story.shown(private(LI));
    let pressed = shown.iter().find(|(id, _)| *id == message).unwrap();
    assert!(!pressed.1.text.contains("/calendar/"), "{}", pressed.1.text);
}

#[test]
fn namesakes_are_told_apart_in_a_calendar() {
    let mut settings = rostered(&[&["li", "zhao"], &["sun"]]);
    settings.public_url = Some(URL.to_owned());
    settings.people[4].name = "Zhao Jianguo".into();
    let mut story = Story::with(settings);
    let token = makes(&mut story, LI, "My shifts");
    let calendar = calendar(&story, &token).unwrap();
    let with = &calendar.entries[0].description;
    assert!(with.contains("zhao"), "{with}");
}

#[test]
fn links_go_to_private_chats_alone_and_to_people_of_the_configuration() {
    let mut story = reachable();
    story.say(LI, TOWN, "/duty");
    story.press(LI, TOWN, "Calendar");
    story.press(LI, private(LI), "My shifts");
    token(&story, LI);
    let shown = story.shown(TOWN);
    assert!(
        shown
            .iter()
            .all(|(_, one)| !one.text.contains("/calendar/"))
    );
    let (message, data) = story.button(private(LI), "My shifts").unwrap();
    let toast = story.press_data(99, TelegramChat(99), message, &data);
    assert!(
        toast.starts_with("Only people whom the configuration names"),
        "{toast}"
    );
    assert_eq!(story.engine.desk().feeds.len(), 1);
}

#[test]
fn without_an_address_it_says_how_to_get_one() {
    let mut story = begin();
    story.say(LI, private(LI), "/duty");
    story.press(LI, private(LI), "Calendar");
    let told = story.newest(LI);
    assert!(told.contains("[http] with listen and url"), "{told}");
}

/// Li and Sun in turn, in Berlin, handing over at 02:30.
fn in_berlin() -> Settings {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.timezone = Berlin;
    settings.rosters[0].handover = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
    settings
}

fn at(month: u32, day: u32, hour: u32, minute: u32) -> At {
    let day = NaiveDate::from_ymd_opt(2027, month, day).unwrap();
    instant(
        Berlin,
        day,
        NaiveTime::from_hms_opt(hour, minute, 0).unwrap(),
    )
}

fn feed(owner: &str, roster: Option<&str>) -> Feed {
    Feed {
        owner: owner.into(),
        roster: roster.map(Into::into),
        user: None,
        made: At(0),
    }
}

#[test]
fn a_roster_s_feed_goes_without_a_gap_through_summer_time() {
    let now = at(3, 20, 12, 0);
    let shifts = feed("li", Some("office")).shifts(&in_berlin(), &[], now);
    assert!(shifts.len() > 130);
    for pair in shifts.windows(2) {
        assert_eq!(pair[0].shift.to, pair[1].shift.from);
    }
    let minutes = |day: u32| {
        let of_day = |one: &&FeedShift| one.shift.from == at(3, day, 2, 30);
        let shift = &shifts.iter().find(of_day).unwrap().shift;
        shift.to.since(shift.from).as_secs() / 60
    };
    // 02:30 is skipped on the 28th: it happens at 03:00, which is 23 hours and a half after 02:30 of the
    // day before.
    assert_eq!((minutes(26), minutes(27), minutes(28)), (1440, 1410, 1410));
}

#[test]
fn a_swap_is_in_both_calendars_and_the_rest_stays() {
    let (settings, now) = (in_berlin(), at(6, 1, 12, 0));
    let (own, other) = (feed("li", None), feed("sun", None));
    let before = own.shifts(&settings, &[], now);
    let swapped = before[20].shift.clone();
    let over = [Override {
        roster: "office".into(),
        from: swapped.from,
        to: swapped.to,
        off: "li".into(),
        on: "sun".into(),
    }];
    let after = own.shifts(&settings, &over, now);
    assert_eq!(after.len() + 1, before.len());
    assert!(after.iter().all(|one| before.contains(one)));
    let others = other.shifts(&settings, &over, now);
    let taken = others.iter().find(|one| one.shift.from == swapped.from);
    // The same shift in somebody else's calendar is another entry.
    assert_ne!(taken.unwrap().uid, before[20].uid);
    // In the roster's calendar it is another entry than before: a calendar has nothing else to tell it by.
    let office = feed("li", Some("office"));
    let (old, new) = (
        office.shifts(&settings, &[], now),
        office.shifts(&settings, &over, now),
    );
    let at = |shifts: &[FeedShift]| {
        let mut found = shifts.iter();
        found
            .find(|one| one.shift.from == swapped.from)
            .unwrap()
            .uid
            .clone()
    };
    assert_ne!(at(&old), at(&new));
    let same = old.iter().filter(|one| new.contains(one)).count();
    assert_eq!(same + 1, old.len());
}

#[test]
fn a_feed_of_somebody_or_something_that_is_gone_is_none() {
    let settings = in_berlin();
    assert!(feed("li", Some("office")).is_good(&settings));
    assert!(!feed("nobody", None).is_good(&settings));
    assert!(!feed("li", Some("patrol")).is_good(&settings));
}
