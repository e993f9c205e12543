//! What must be true when all is quiet: SPEC section 4, promises 1 and 2.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::copies::{self, Kind, Name};
use super::storm::{Pressed, Said, Storm, all_answered, posted};
use crate::support::{GROUP, user};

/// All of it. How many messages came more than once is for whoever wants to know.
pub(super) fn all(storm: &Storm, stored: &[Value]) -> usize {
    reports_are_stored_once(&storm.reports, stored);
    messages_tell_what_is_stored(storm, stored);
    let copies = copies::copies(storm);
    copies::only_in_doubt(storm, &copies);
    for incident in stored {
        let name = (GROUP, of(incident), Kind::Card);
        assert!(copies.contains_key(&name), "no card: {incident}");
        is_paged(incident, &copies);
    }
    answers_are_kept(storm, stored);
    presses_count_once(&storm.presses, stored);
    copies.values().filter(|places| places.len() > 1).count()
}

/// Every report that was said is there once, and nothing else.
fn reports_are_stored_once(reports: &[Said], stored: &[Value]) {
    for (place, incident) in stored.iter().enumerate() {
        assert_eq!(incident["number"], json!(place + 1), "no gap: {incident}");
    }
    for said in reports {
        let found: Vec<_> = stored
            .iter()
            .filter(|incident| incident["text"] == json!(said.text))
            .collect();
        assert_eq!(found.len(), 1, "{said:?} is stored as {found:?}");
        assert_eq!(found[0]["reporter_telegram"], json!(said.by), "{said:?}");
        assert_eq!(found[0]["chat_telegram"], json!(said.chat), "{said:?}");
    }
    assert_eq!(stored.len(), reports.len());
}

/// Nobody was ever told of an incident what is not stored: nothing leaves before it is durable.
fn messages_tell_what_is_stored(storm: &Storm, stored: &[Value]) {
    storm.town.telegram(|telegram, _| {
        for (_, chat, view) in posted(telegram) {
            let Some((_, number, kind)) = copies::name(chat, view) else {
                continue;
            };
            let incident = incident(stored, number);
            let text = incident["text"].as_str().unwrap();
            let quotes = view.text.contains(&format!("«{text}»"));
            assert!(
                quotes || kind == Kind::Missing,
                "“{}” is not of {incident}",
                view.text
            );
        }
    });
}

/// Everybody of whom the record says that he was paged got the page, unless it was needless by
/// then: somebody had it, or the same person was called anew.
fn is_paged(incident: &Value, copies: &BTreeMap<Name, Vec<u64>>) {
    let timeline = entries(incident);
    let mut calls: BTreeMap<&str, u32> = BTreeMap::new();
    for (place, entry) in timeline.iter().enumerate() {
        if entry.kind != "paged" {
            continue;
        }
        let person = paged(entry);
        let nth = calls.entry(person).or_default();
        *nth += 1;
        let name = (
            user(person).private_chat(),
            of(incident),
            Kind::Page { nth: *nth },
        );
        let needless = timeline[place + 1..].iter().any(|later| match later.kind {
            "acknowledged" => true,
            "declined" => later.by == Some(person),
            "paged" => paged(later) == person,
            _ => false,
        });
        assert!(
            copies.contains_key(&name) || needless,
            "{name:?} never came: {incident}"
        );
    }
    let reached = copies
        .keys()
        .any(|(_, number, kind)| *number == of(incident) && matches!(kind, Kind::Page { .. }));
    let acknowledged = timeline.iter().any(|entry| entry.kind == "acknowledged");
    assert!(reached || acknowledged, "nobody was paged: {incident}");
}

/// Whatever the bot has answered to a press is in the record.
fn answers_are_kept(storm: &Storm, stored: &[Value]) {
    storm.town.telegram(|telegram, _| {
        let open: Vec<_> = telegram.open_presses().collect();
        assert!(all_answered(telegram), "presses never answered: {open:?}");
    });
    let mut kept = 0;
    for press in &storm.presses {
        let answer = storm.town.telegram(|telegram, _| {
            let press = telegram.press_of(&press.id).unwrap();
            press.answer.clone()
        });
        let Some(answer) = answer else { continue };
        let timeline = entries(incident(stored, press.number));
        let number = press.number;
        let has = |kinds: &[&str], text: &str| {
            timeline.iter().any(|entry| {
                kinds.contains(&entry.kind)
                    && entry.by == Some(&actor(press.who))
                    && entry.text.contains(text)
            })
        };
        let is_kept = if answer.text.starts_with(&format!("Acknowledged #{number}.")) {
            has(&["acknowledged"], "")
        } else if answer.text.starts_with("Noted, you can't respond") {
            has(&["declined"], "")
        } else if answer.text.starts_with(&format!("#{number} escalated")) {
            has(&["step_passed", "restarted"], "")
        } else if answer.text.starts_with(&format!("#{number} is level "))
            && answer.text.ends_with(" now.")
        {
            let level = press.label.trim_start_matches("Level ");
            has(&["severity_changed"], &format!("→ {level}"))
        } else {
            continue;
        };
        kept += 1;
        assert!(is_kept, "{press:?} was answered {answer:?}: {timeline:?}");
    }
    assert!(kept > 0, "no press did anything: {:?}", storm.presses);
}

/// An update that comes again changes nothing: no record holds more than was pressed.
fn presses_count_once(presses: &[Pressed], stored: &[Value]) {
    for incident in stored {
        let timeline = entries(incident);
        for (label, kinds) in [
            ("Acknowledge", ["acknowledged"].as_slice()),
            ("Can't respond", &["declined"]),
            ("Escalate", &["step_passed", "restarted"]),
            ("Level", &["severity_changed"]),
        ] {
            for who in ["zhao", "sun", "chen", "wang", "li", "guest", "office"] {
                let pressed = presses.iter().filter(|press| {
                    press.number == of(incident)
                        && press.who == who
                        && press.label.starts_with(label)
                });
                let by = actor(who);
                let recorded = timeline
                    .iter()
                    .filter(|entry| kinds.contains(&entry.kind) && entry.by == Some(by.as_str()));
                assert!(
                    recorded.count() <= pressed.count(),
                    "{who} pressed {label} less often than {incident} says"
                );
            }
        }
    }
}

#[derive(Debug)]
struct Entry<'a> {
    kind: &'a str,
    by: Option<&'a str>,
    text: &'a str,
}

fn entries(incident: &Value) -> Vec<Entry<'_>> {
    let timeline = incident["timeline"].as_array().unwrap();
    timeline
        .iter()
        .map(|entry| Entry {
            kind: entry["kind"].as_str().unwrap(),
            by: entry["by"].as_str(),
            text: entry["text"].as_str().unwrap(),
        })
        .collect()
}

/// The person of an entry like `zhao (commander), call 1`.
fn paged<'a>(entry: &Entry<'a>) -> &'a str {
    entry.text.split([' ', ',']).next().unwrap()
}

/// As the record names somebody.
fn actor(who: &str) -> String {
    match who {
        "guest" => format!("telegram:{}", user(who)),
        _ => who.to_owned(),
    }
}

fn of(incident: &Value) -> u64 {
    incident["number"].as_u64().unwrap()
}

fn incident(stored: &[Value], number: u64) -> &Value {
    let place = usize::try_from(number).unwrap() - 1;
    stored
        .get(place)
        .unwrap_or_else(|| panic!("#{number} was told of and is not stored"))
}
