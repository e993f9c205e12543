//! Attendance by month, and `/stats`.

use super::*;
use dutybell_core::ids::PersonId;
use dutybell_core::state::attendance::{Counts, Tally, attendance};
use dutybell_core::state::change::Head;
use dutybell_core::state::duty_log::{DutyEvent, PresenceEvent, PresenceWhat, What};
use dutybell_core::state::event::Actor;
use dutybell_core::state::roster::Month;

const DAY: i64 = 86_400_000;
/// 2026-11-30 08:30 in Shanghai, where Li and Sun take turns day by day.
const LAST_OF_NOVEMBER: At = At(1_795_998_600_000);

/// A log in the making.
#[derive(Default)]
struct Log {
    head: Head,
    entries: Vec<DutyEntry>,
}

impl Log {
    fn add(&mut self, roster: &str, shift: At, by: Option<&str>, what: What) -> &mut Self {
        let by = by.map_or(Actor::Bot, |id| Actor::Person(id.into()));
        let event = DutyEvent {
            roster: roster.into(),
            shift,
            what,
        };
        let entry = DutyEntry::chain(self.head, shift.plus(HOUR), by, event);
        self.head = Head {
            seq: entry.seq,
            hash: entry.hash,
        };
        self.entries.push(entry);
        self
    }

    fn takes_over(&mut self, roster: &str, shift: At, who: &str, late: bool) -> &mut Self {
        self.add(roster, shift, Some(who), What::TakenOver { late })
    }

    fn misses(&mut self, roster: &str, shift: At, who: &str) -> &mut Self {
        let person = who.into();
        self.add(roster, shift, None, What::NotTakenOver { person })
    }

    fn check(&mut self, shift: At, at: At, by: Option<&str>, what: PresenceWhat) -> &mut Self {
        let event = PresenceEvent {
            row: "watch".into(),
            at,
            what,
        };
        self.add("office", shift, by, What::Presence(event))
    }
}

fn tally(on_time: u32, late: u32, missed: u32) -> Tally {
    Tally {
        on_time,
        late,
        missed,
    }
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

/// The office, and a patrol.
fn settings_with_patrol() -> Settings {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let patrol = Roster {
        id: "patrol".into(),
        name: "Patrol".into(),
        patrol: true,
        turns: vec![vec!["li".into(), "zhao".into(), "sun".into()]],
        ..settings.rosters[0].clone()
    };
    settings.rosters.push(patrol);
    settings
}

#[test]
fn what_was_pressed_and_missed_is_counted_by_person_and_month() {
    let november = LAST_OF_NOVEMBER;
    let december = At(november.0 + DAY);
    let mut log = Log::default();
    let people: Vec<PersonId> = vec!["li".into()];
    log.add("office", november, None, What::Counted { people })
        .takes_over("office", november, "li", false)
        .takes_over("office", At(november.0 - DAY), "sun", false)
        // Told of, and there after all: late, once.
        .misses("office", december, "sun")
        .takes_over("office", december, "sun", true)
        .misses("office", At(december.0 + DAY), "li")
        .takes_over("patrol", november, "zhao", false)
        .misses("patrol", november, "sun");
    let at = november.plus(HOUR);
    let to = vec!["zhao".into()];
    log.check(
        november,
        at,
        Some("li"),
        PresenceWhat::InPost { late: false },
    )
    .check(
        november,
        at.plus(HOUR),
        None,
        PresenceWhat::Missed {
            person: "li".into(),
        },
    )
    .check(
        november,
        at.plus(HOUR),
        None,
        PresenceWhat::Told {
            person: "li".into(),
            to,
            due: None,
        },
    )
    .check(
        november,
        at.plus(HOUR * 2),
        None,
        PresenceWhat::Missed {
            person: "li".into(),
        },
    )
    .check(
        november,
        at.plus(HOUR * 2),
        Some("li"),
        PresenceWhat::InPost { late: true },
    )
    // The shift began in November, whatever the day of the check.
    .check(
        november,
        december.plus(HOUR),
        Some("li"),
        PresenceWhat::InPost { late: false },
    )
    .check(
        november,
        december,
        None,
        PresenceWhat::Freed {
            person: "sun".into(),
        },
    );
    let settings = settings_with_patrol();
    let months = attendance(&log.entries, &settings);
    assert_eq!(months.len(), 2);
    let of = |text: &str, who: &str| months[&month(text)].get(&who.into()).copied();
    assert_eq!(
        of("2026-11", "li"),
        Some(Counts {
            shifts: tally(1, 0, 0),
            presence: tally(2, 1, 1),
            ..Counts::default()
        })
    );
    assert_eq!(
        of("2026-11", "sun"),
        Some(Counts {
            shifts: tally(1, 0, 0),
            patrols: tally(0, 0, 1),
            ..Counts::default()
        })
    );
    let patrols = of("2026-11", "zhao").unwrap().patrols;
    assert_eq!(patrols, tally(1, 0, 0));
    assert_eq!(of("2026-12", "sun").unwrap().shifts, tally(0, 1, 0));
    assert_eq!(of("2026-12", "li").unwrap().shifts, tally(0, 0, 1));
    // By another calendar the shift of the first of December begins in November.
    let mut elsewhere = settings;
    elsewhere.timezone = chrono_tz::America::New_York;
    let months = attendance(&log.entries, &elsewhere);
    assert_eq!(
        months[&month("2026-11")][&"sun".into()].shifts,
        tally(1, 1, 0)
    );
}

#[test]
fn the_log_of_a_month_equals_what_was_counted_by_hand() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    settings.rosters[0].asks.remind.clear();
    let mut story = Story::with(settings);
    let (mut sun, mut li) = (tally(0, 0, 0), tally(0, 0, 0));
    for day in 24..=30 {
        until(&mut story, day, 8, 31);
        let (user, counted) = if day % 2 == 0 {
            (SUN, &mut sun)
        } else {
            (LI, &mut li)
        };
        match day % 3 {
            0 => {
                story.press(user, private(user), "On duty");
                counted.on_time += 1;
            }
            1 => {
                until(&mut story, day, 9, 0);
                story.press(user, private(user), "On duty");
                counted.late += 1;
            }
            _ => {
                until(&mut story, day, 9, 0);
                counted.missed += 1;
            }
        }
    }
    story.say(LI, private(LI), "/stats");
    let line = |name: &str, tally: Tally| {
        format!(
            "{name} | shifts {}/{}/{}",
            tally.on_time, tally.late, tally.missed
        )
    };
    assert_eq!(
        story.chart(LI),
        [
            "Figures of 2026-11".to_owned(),
            "[Incidents: 0]".to_owned(),
            "[Attendance: on time/late/missed]".to_owned(),
            line("Sun Min", sun),
            line("Li Qiang", li),
        ]
    );
}

#[test]
fn stats_of_a_month_are_one_tap_away_from_the_next() {
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    story.say(ZHAO, private(ZHAO), "/stats 2026年10月");
    let empty = [
        "Figures of 2026-10",
        "[Incidents: 0]",
        "[Attendance: no shift and no presence check in the duty log.]",
    ];
    assert_eq!(story.chart(ZHAO), empty);
    story.press(ZHAO, private(ZHAO), "2026-11 ▶");
    let came = "Sun Min | shifts 1/0/0".to_owned();
    assert!(story.chart(ZHAO).contains(&came));
    assert!(
        story.button(private(ZHAO), "2026-12 ▶").is_none(),
        "not yet"
    );
    story.press(ZHAO, private(ZHAO), "As text");
    let text = story.newest(ZHAO);
    assert_eq!(
        text,
        "📊 Figures of 2026-11\n\nIncidents: 0\n\nAttendance: on time/late/missed\nSun Min · shifts 1/0/0"
    );
    story.press(ZHAO, private(ZHAO), "◀ 2026-10");
    assert!(story.newest(ZHAO).starts_with("📊 Figures of 2026-10\n"));
    story.press(ZHAO, private(ZHAO), "As a picture");
    assert_eq!(story.chart(ZHAO), empty);
    story.say(ZHAO, private(ZHAO), "/help");
    story.press(ZHAO, private(ZHAO), "Statistics");
    assert_eq!(story.chart(ZHAO)[0], "Figures of 2026-11");
}

#[test]
fn a_month_that_is_none_is_answered_with_how_to_write_it() {
    let mut story = begin();
    story.say(ZHAO, private(ZHAO), "/stats last");
    assert_eq!(
        story.newest(ZHAO),
        "“last” is no month. Write it like /stats 2026-12"
    );
    // Whoever is not configured reads nothing.
    story.say(99, TOWN, "/stats");
    let answer = story.shown(TOWN).pop().unwrap().1.text;
    assert!(!answer.contains('📊'), "{answer}");
}

#[test]
fn of_a_log_that_cannot_be_read_whole_there_are_no_figures_and_the_bot_goes_on() {
    let mut story = begin();
    until(&mut story, 24, 8, 31);
    story.press(SUN, private(SUN), "On duty");
    story.spoils(u64::MAX, 9999);
    story.say(ZHAO, private(ZHAO), "/stats 2026-11");
    assert_eq!(
        story.chart(ZHAO).pop().unwrap(),
        "[Attendance: no figures, the duty log can't be read whole. Tell an administrator.]"
    );
}

#[test]
fn a_long_list_fits_a_message() {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let mut turn = Vec::new();
    for number in 0..60 {
        let mut person = settings.people[0].clone();
        person.id = format!("crowd_with_a_rather_long_id_{number:02}")
            .as_str()
            .into();
        person.name = "Somebody whose name is as long as a name may be here and longer".into();
        person.telegram = Some(dutybell_core::ids::TelegramUser(500 + number));
        turn.push(person.id.clone());
        settings.people.push(person);
    }
    settings.rosters[0].turns = vec![turn];
    let mut story = Story::with(settings);
    until(&mut story, 24, 9, 0);
    story.say(LI, private(LI), "/stats");
    story.press(LI, private(LI), "As text");
    let (_, shown) = story.shown(private(LI)).pop().unwrap();
    dutybell_core::invariants::message(&shown).unwrap();
    assert!(
        shown.text.ends_with("…and 40 more: /export duty"),
        "{}",
        shown.text
    );
}
