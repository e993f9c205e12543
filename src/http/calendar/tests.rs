//! Calendars, read back by another parser than the one that wrote them.

use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, ICalendarValue};
use dutybell_core::render::{Calendar, CalendarEntry};
use proptest::prelude::*;

use super::*;

/// The entries of a calendar, as a stranger reads them.
fn read(text: &str) -> Vec<CalendarEntry> {
    let read = ICalendar::parse(text).unwrap();
    let events = read.components.iter();
    let events = events.filter(|one| one.component_type == ICalendarComponentType::VEvent);
    events
        .map(|event| {
            let value = |name: &ICalendarProperty| {
                let mut entries = event.entries.iter().filter(|entry| entry.name == *name);
                let value = entries.next().map(|entry| entry.values.clone());
                assert!(entries.next().is_none(), "{name:?} twice");
                value
            };
            let words = |name| match value(&name).as_deref() {
                Some([ICalendarValue::Text(text)]) => text.clone(),
                None | Some([]) => String::new(),
                other => panic!("{name:?}: {other:?}"),
            };
            let at = |name| match value(&name).as_deref() {
                Some([ICalendarValue::PartialDateTime(time)]) => {
                    // In UTC, and of nothing else.
                    assert_eq!((time.tz_hour, time.tz_minute), (Some(0), Some(0)));
                    At(time.to_timestamp().unwrap() * 1000)
                }
                other => panic!("{name:?}: {other:?}"),
            };
            at(ICalendarProperty::Dtstamp);
            CalendarEntry {
                uid: words(ICalendarProperty::Uid),
                from: at(ICalendarProperty::Dtstart),
                to: at(ICalendarProperty::Dtend),
                summary: words(ICalendarProperty::Summary),
                description: words(ICalendarProperty::Description),
            }
        })
        .collect()
}

/// What every reader may expect of a file. Source: RFC 5545, section 3.1 (lines *should* be no longer
/// than 75 bytes).
fn is_well_formed(text: &str) {
    assert!(text.ends_with("END:VCALENDAR\r\n"), "{text}");
    for line in text.split_inclusive("\r\n") {
        let line = line.strip_suffix("\r\n").unwrap();
        // 75, and the blank with which the crate goes on in the next line.
        assert!(line.len() <= 76, "{line}");
        assert!(!line.contains(['\r', '\n']) && !line.is_empty(), "{line}");
    }
    assert!(
        text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"),
        "{text}"
    );
}

fn calendar(name: &str, entries: Vec<CalendarEntry>) -> Calendar {
    Calendar {
        name: name.to_owned(),
        made: At(1_795_457_460_000),
        entries,
    }
}

fn entry(summary: &str, description: &str) -> CalendarEntry {
    CalendarEntry {
        uid: "5f2a@dutybell".to_owned(),
        from: At(1_795_480_200_000),
        to: At(1_795_566_600_000),
        summary: summary.to_owned(),
        description: description.to_owned(),
    }
}

#[test]
fn a_calendar_reads_back_as_it_was_meant() {
    let meant = calendar(
        "Town office, night; \\o/",
        vec![
            entry("值班：镇政府值班室", "同班：欧阳建国、陈玥"),
            entry("Li; Wang, Jr \\ \"x\" : = 🔔", ""),
            entry(&"欧阳建国、".repeat(30), &"a b ".repeat(60)),
        ],
    );
    let text = written(&meant);
    is_well_formed(&text);
    assert_eq!(read(&text), meant.entries);
    assert!(
        text.contains("\r\nX-WR-CALNAME:Town office night o/\r\n"),
        "{text}"
    );
    assert!(
        text.contains("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT60M\r\n"),
        "{text}"
    );
    assert!(text.contains("\r\nDTSTART:20261124T003000Z\r\n"), "{text}");
    // It is no invitation to be answered.
    assert!(!text.contains("METHOD"), "{text}");
    // The same text each time: programs ask often, and whoever has it gets nothing anew.
    assert_eq!(written(&meant), text);
    assert_eq!(tag(&text), tag(&written(&meant)));
}

#[test]
fn a_calendar_without_shifts_is_one() {
    let text = written(&calendar("Leaders", Vec::new()));
    is_well_formed(&text);
    assert!(read(&text).is_empty());
}

proptest! {
    #[test]
    fn no_name_breaks_a_calendar(summary in "\\PC{0,80}", description in "\\PC{0,200}") {
        // Names stand in one line, without blanks around.
        let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let meant = calendar("x", vec![entry(&one_line(&summary), &one_line(&description))]);
        let text = written(&meant);
        is_well_formed(&text);
        prop_assert_eq!(read(&text), meant.entries);
    }
}
