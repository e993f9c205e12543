//! What comes with reports: noted, fetched beside everything else, and shown again.

mod support;

use std::time::Duration;

use dutybell_core::engine::Input;
use dutybell_core::ids::{IncidentNumber, RowId, TelegramChat};
use dutybell_core::incoming::{Attachment, AttachmentKind, ChatMessage, Incoming, Position};
use dutybell_core::limits::{FETCH_FOR, FETCH_TRIES, FETCH_TRIES_OF_DAY, SHOWN_AGAIN};
use dutybell_core::outgoing::{Drawn, Outcome, Outgoing, Row};
use dutybell_core::settings::EvidenceLimits;
use dutybell_core::state::evidence::{Fetched, Filed};
use dutybell_core::state::incident::Incident;
use dutybell_core::state::record::Hash;
use support::carried::{answers, carries, photo};
use support::{Story, TOWN, private, settings};

const ZHAO: i64 = 11;
const LI: i64 = 14;
const OFFICE: i64 = 15;
const GUEST: i64 = 99;

fn place() -> Attachment {
    Attachment {
        kind: AttachmentKind::Position,
        file_id: String::new(),
        unique_id: String::new(),
        size: None,
        name: None,
        position: Position::of_degrees(31.25, 120.5),
    }
}

fn sends(story: &mut Story, from: (i64, TelegramChat), text: &str, attachments: &[Attachment]) {
    carries(story, from, text, attachments, |_| {});
}

fn fetched(story: &mut Story, piece: u32, fetched: Fetched) {
    story.tell(Input::Fetched {
        incident: IncidentNumber(1),
        piece,
        fetched,
    });
}

fn kept() -> Fetched {
    Fetched::Kept {
        sha256: Hash::from([7; 32]),
        bytes: 1000,
    }
}

fn incident(story: &Story) -> Incident {
    let folder = story.engine.open().next();
    let folder = folder.unwrap_or_else(|| panic!("no incident is open"));
    folder.incident.clone()
}

/// The last line said in a chat.
fn last(story: &Story, chat: TelegramChat) -> String {
    story.lines(chat).pop().unwrap_or_default()
}

fn wanted(story: &Story) -> Vec<(u32, &str)> {
    let fetches = story.fetches.iter();
    fetches
        .map(|fetch| (fetch.piece, fetch.file_id.as_str()))
        .collect()
}

fn evidence_kinds(story: &Story) -> Vec<&'static str> {
    let mut kinds = story.kinds(1);
    kinds.retain(|kind| kind.starts_with("evidence") || *kind == "position");
    kinds
}

#[test]
fn a_photo_with_a_report_is_fetched_and_its_hash_is_in_the_record() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    assert_eq!(wanted(&story), [(1, "file-a")]);
    fetched(&mut story, 1, kept());
    let entry = story.record(1).pop().unwrap();
    assert_eq!(entry.event.kind(), "evidence_kept");
    assert_eq!(
        entry.event.text(),
        format!("photo (1): 1000 bytes, sha256 {}", "07".repeat(32))
    );
    assert!(story.engine.desk().fetches.is_empty());
    story.replays(1);
    // What comes of it twice counts once.
    fetched(&mut story, 1, kept());
    assert_eq!(evidence_kinds(&story), ["evidence_kept"]);
}

#[test]
fn a_photo_answers_the_card_and_a_page_without_words() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    answers(&mut story, (GUEST, TOWN), "🔴 #1", &[photo("a")]);
    assert_eq!(last(&story, TOWN), "#1: noted and kept with the incident.");
    answers(&mut story, (ZHAO, private(ZHAO)), "🔴 LEVEL", &[photo("b")]);
    assert_eq!(wanted(&story), [(1, "file-a"), (2, "file-b")]);
    assert_eq!(evidence_kinds(&story), ["evidence", "evidence"]);
    assert_eq!(incident(&story).news, None, "no empty words on the card");
    // In private without any reference it is said what to do.
    sends(&mut story, (ZHAO, private(ZHAO)), "", &[photo("c")]);
    assert!(last(&story, private(ZHAO)).starts_with("I don't know what this belongs to."));
    // Talk in the group is none of the bot's business.
    let before = story.sent.len();
    sends(&mut story, (LI, TOWN), "", &[photo("d")]);
    assert_eq!((story.sent.len(), story.fetches.len()), (before, 2));
    story.replays(1);
}

#[test]
fn words_with_a_photo_are_an_update() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    sends(
        &mut story,
        (LI, TOWN),
        "/update 1 the roof too",
        &[photo("a")],
    );
    assert_eq!(wanted(&story), [(1, "file-a")]);
    assert_eq!(incident(&story).news.unwrap().text, "the roof too");
}

#[test]
fn the_rest_of_an_album_belongs_to_its_report_and_only_of_who_sent_it() {
    let mut story = Story::begin();
    let album = |message: &mut ChatMessage| message.album = Some("77".into());
    let town = (LI, TOWN);
    carries(&mut story, town, "/report smoke", &[photo("a")], album);
    let before = story.sent.len();
    carries(&mut story, town, "", &[photo("b")], album);
    carries(&mut story, (GUEST, TOWN), "", &[photo("x")], album);
    carries(&mut story, town, "", &[photo("c")], |message| {
        message.album = Some("78".into());
    });
    story.restart();
    carries(&mut story, town, "", &[photo("d")], album);
    assert_eq!(story.sent.len(), before, "the report had its answer");
    let ids: Vec<String> = incident(&story)
        .evidence
        .into_iter()
        .map(|piece| piece.unique_id)
        .collect();
    assert_eq!(ids, ["a", "b", "d"]);
    assert_eq!(story.engine.open().count(), 1);
}

#[test]
fn an_album_is_forgotten_with_time() {
    let mut story = Story::begin();
    for name in ["77", "78"] {
        carries(
            &mut story,
            (LI, TOWN),
            "/report smoke",
            &[photo("a")],
            |message| {
                message.album = Some(name.into());
            },
        );
        story.pass(Duration::from_secs(2 * 3600));
    }
    let names: Vec<&str> = story
        .engine
        .desk()
        .albums
        .keys()
        .map(|(_, name)| name.as_str())
        .collect();
    assert_eq!(names, ["78"]);
}

#[test]
fn a_form_takes_a_photo_and_the_question_for_news_too() {
    let mut story = Story::begin();
    let li = (LI, private(LI));
    story.say(LI, private(LI), "/report");
    story.press(LI, private(LI), "Fire");
    sends(&mut story, li, "12 Dongfeng Rd", &[photo("a")]);
    story.press(LI, private(LI), "Update");
    answers(&mut story, li, "✏️ #1", &[photo("b")]);
    assert_eq!(
        last(&story, private(LI)),
        "#1: noted and kept with the incident."
    );
    assert!(story.engine.desk().forms.is_empty());
    assert_eq!(wanted(&story), [(1, "file-a"), (2, "file-b")]);
}

#[test]
fn a_photo_for_a_card_is_no_answer_to_a_form() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    story.say(LI, TOWN, "/report");
    answers(&mut story, (LI, TOWN), "🔴 #1", &[photo("a")]);
    assert_eq!(story.engine.open().count(), 1);
    assert_eq!(story.engine.desk().forms.len(), 1);
}

#[test]
fn a_place_is_noted_and_shown_again() {
    let mut story = Story::begin();
    story.say(LI, TOWN, "/report smoke");
    answers(&mut story, (LI, TOWN), "🔴 #1", &[place()]);
    assert!(story.fetches.is_empty());
    let entry = story.record(1).pop().unwrap();
    assert_eq!(entry.event.text(), "31.250000, 120.500000 (1)");
    story.say(ZHAO, private(ZHAO), "/timeline 1");
    story.press(ZHAO, private(ZHAO), "Photos and files (1)");
    let shown = story.sent.iter().any(|(_, body)| {
        matches!(body, Outgoing::SendLocation { position, .. } if Some(*position) == place().position)
    });
    assert!(shown);
    story.replays(1);
}

#[test]
fn what_is_too_large_is_said_at_once_and_still_shown_from_telegram() {
    let mut story = Story::begin();
    let large = Attachment {
        size: Some(21 << 20),
        ..photo("a")
    };
    sends(&mut story, (LI, TOWN), "/report smoke", &[large]);
    let said: Vec<String> = story.lines(TOWN);
    let said = said.iter().find(|line| line.contains("larger than 20 MB"));
    assert!(said.is_some(), "{:?}", story.lines(TOWN));
    assert!(story.fetches.is_empty());
    assert_eq!(evidence_kinds(&story), ["evidence_refused"]);
    story.press(ZHAO, private(ZHAO), "Full text, photos");
    let shown = story.sent.iter().any(|(_, body)| {
        matches!(body, Outgoing::SendFile { file_id, kept: None, .. } if file_id == "file-a")
    });
    assert!(shown);
}

#[test]
fn what_turns_out_too_large_is_said_under_the_message_that_brought_it() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    let said = story.fetches[0].message;
    fetched(&mut story, 1, Fetched::TooLarge);
    let (_, answer) = story.sent.last().unwrap();
    let Outgoing::Send {
        message, reply_to, ..
    } = answer
    else {
        panic!("{answer:?}");
    };
    assert!(message.text.contains("larger than 20 MB"));
    assert!(!message.sound);
    assert_eq!(*reply_to, said);
    assert_eq!(evidence_kinds(&story), ["evidence_refused"]);
    assert!(story.engine.desk().fetches.is_empty());
}

#[test]
fn more_than_are_kept_of_an_incident_are_refused_and_an_album_hears_it_once() {
    let mut settings = settings();
    settings.evidence = EvidenceLimits {
        max_files: 2,
        ..EvidenceLimits::default()
    };
    let mut story = Story::with(settings);
    let album = |message: &mut ChatMessage| message.album = Some("77".into());
    carries(
        &mut story,
        (LI, TOWN),
        "/report smoke",
        &[photo("a")],
        album,
    );
    for id in ["b", "c", "d", "e"] {
        carries(&mut story, (LI, TOWN), "", &[photo(id)], album);
    }
    let said = story.lines(TOWN);
    let said = said.iter().filter(|line| line.contains("no more are kept"));
    assert_eq!(said.count(), 1);
    assert_eq!(wanted(&story), [(1, "file-a"), (2, "file-b")]);
    assert_eq!(incident(&story).evidence.len(), 2);
    answers(&mut story, (LI, TOWN), "🔴 #1", &[photo("f")]);
    assert!(last(&story, TOWN).contains("has 2 photos and files already"));
    story.replays(1);
}

#[test]
fn a_death_loses_no_file_and_a_failed_try_waits_longer_each_time() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    story.restart();
    assert_eq!(wanted(&story), [(1, "file-a")], "ordered anew at the start");
    let mut waits = Vec::new();
    for _ in 0..4 {
        story.fetches.clear();
        let no_line = Fetched::Later {
            why: "no connection".into(),
            wait: None,
        };
        fetched(&mut story, 1, no_line);
        // One that waits is left to its timer.
        story.restart();
        assert_eq!(wanted(&story), []);
        let begun = story.now;
        while story.fetches.is_empty() {
            story.pass(Duration::from_secs(1));
        }
        waits.push(story.now.since(begun).as_secs());
    }
    assert_eq!(waits, [2, 4, 8, 16]);
    assert_eq!(evidence_kinds(&story), Vec::<&str>::new());
    fetched(&mut story, 1, kept());
    assert_eq!(evidence_kinds(&story), ["evidence_kept"]);
}

#[test]
fn a_server_that_says_how_long_is_not_asked_before() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    story.fetches.clear();
    let wait = Some(Duration::from_secs(30));
    let why = "too many requests".to_owned();
    fetched(&mut story, 1, Fetched::Later { why, wait });
    story.pass(Duration::from_secs(29));
    assert_eq!(wanted(&story), []);
    story.pass(Duration::from_secs(1));
    assert_eq!(wanted(&story), [(1, "file-a")]);
}

#[test]
fn what_telegram_does_not_give_out_is_given_up_and_told() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    for _ in 0..FETCH_TRIES {
        assert_eq!(evidence_kinds(&story), Vec::<&str>::new());
        let why = "wrong file_id".to_owned();
        fetched(&mut story, 1, Fetched::Gone { why });
    }
    assert_eq!(evidence_kinds(&story), ["evidence_failed"]);
    assert!(story.engine.desk().fetches.is_empty());
    let told = last(&story, private(OFFICE));
    assert!(
        told.contains("A photo or file of #1 could not be kept: wrong file_id"),
        "{told}"
    );
}

#[test]
fn a_line_that_stays_down_is_given_up_after_a_day() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.pass(FETCH_FOR);
    for _ in 0..FETCH_TRIES_OF_DAY {
        // A bot that was down for that day has tried nothing.
        assert_eq!(evidence_kinds(&story), Vec::<&str>::new());
        let why = "no connection".to_owned();
        fetched(&mut story, 1, Fetched::Later { why, wait: None });
    }
    assert_eq!(evidence_kinds(&story), ["evidence_failed"]);
}

#[test]
fn a_line_that_was_down_uses_up_no_try_of_what_telegram_refuses() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    for _ in 0..FETCH_TRIES {
        let why = "no connection".to_owned();
        fetched(&mut story, 1, Fetched::Later { why, wait: None });
    }
    let why = "the file is temporarily unavailable".to_owned();
    fetched(&mut story, 1, Fetched::Gone { why });
    assert_eq!(evidence_kinds(&story), Vec::<&str>::new());
    fetched(&mut story, 1, kept());
    assert_eq!(evidence_kinds(&story), ["evidence_kept"]);
}

#[test]
fn what_telegram_gives_to_nobody_is_not_blamed_on_our_limit() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    fetched(&mut story, 1, Fetched::NotGiven);
    assert_eq!(
        story.record(1).pop().unwrap().event.text(),
        "photo (1): Telegram does not give out files of this size"
    );
    let said = last(&story, TOWN);
    assert!(said.contains("Telegram does not give out a file"), "{said}");
    story.replays(1);
}

#[test]
fn a_second_press_sends_nothing_twice_and_photos_are_never_late() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    story.say(ZHAO, private(ZHAO), "/timeline 1");
    let files = |story: &Story| {
        let bodies = story.sent.iter().map(|(_, body)| body);
        bodies.filter(|body| body.is_evidence()).count()
    };
    story.press(ZHAO, private(ZHAO), "Photos and files (1)");
    assert_eq!(files(&story), 1);
    let toast = story.press(ZHAO, private(ZHAO), "Photos and files (1)");
    assert!(toast.contains("just now"), "{toast}");
    assert_eq!(files(&story), 1);
    story.press(ZHAO, private(ZHAO), "Acknowledge");
    story.pass(SHOWN_AGAIN);
    story.press(ZHAO, private(ZHAO), "Photos and files (1)");
    assert_eq!(files(&story), 2);
    // Nothing of it is left once the next is shown.
    let troubles = &story.engine.desk().troubles;
    let shown = troubles.keys().filter(|kind| kind.starts_with("shown/"));
    assert_eq!(shown.count(), 1);
}

#[test]
fn a_full_disk_is_told_at_once_and_the_file_kept_once_there_is_room() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    for _ in 0..3 {
        let why = "No space left on device".to_owned();
        fetched(&mut story, 1, Fetched::Disk { why });
    }
    assert_eq!(evidence_kinds(&story), ["evidence_failed"]);
    let told = story.lines(private(OFFICE));
    let told = told.iter().filter(|line| line.contains("No space left"));
    assert_eq!(told.count(), 1);
    fetched(&mut story, 1, kept());
    assert_eq!(evidence_kinds(&story), ["evidence_failed", "evidence_kept"]);
    assert!(matches!(incident(&story).filed[&1], Filed::Kept { .. }));
    story.replays(1);
}

#[test]
fn a_file_of_an_incident_that_is_over_by_then_is_kept_too() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    story.say(OFFICE, TOWN, "/close 1 over");
    assert_eq!(story.engine.open().count(), 0);
    fetched(&mut story, 1, kept());
    assert_eq!(story.record(1).pop().unwrap().event.kind(), "evidence_kept");
    answers(&mut story, (LI, TOWN), "🟢 #1", &[photo("b")]);
    assert!(last(&story, TOWN).starts_with("NOT stored: #1"));
    story.say(ZHAO, private(ZHAO), "/timeline 1");
    story.press(ZHAO, private(ZHAO), "Photos and files (1)");
}

#[test]
fn what_telegram_no_longer_knows_is_shown_from_our_disk() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    fetched(&mut story, 1, kept());
    story.say(ZHAO, private(ZHAO), "/timeline 1");
    let (message, data) = story.button(private(ZHAO), "Photos and files (1)").unwrap();
    story.hear(Incoming::Press(dutybell_core::incoming::Press {
        id: "again".into(),
        from: support::sender(ZHAO),
        chat: Some(support::chat_ref(private(ZHAO))),
        message: Some(message),
        data,
    }));
    let row = loop {
        let row = story.departs();
        if matches!(row.body, Outgoing::SendFile { .. }) {
            break row;
        }
    };
    story.ends(row, Outcome::Refused("wrong file identifier".into()));
    let (_, body) = story.sent.last().unwrap();
    assert!(
        matches!(body, Outgoing::Upload { drawn: Drawn::Kept(kept), .. } if kept.sha256 == Hash::from([7; 32])),
        "{body:?}"
    );
}

#[test]
fn what_older_builds_stored_is_referred_to_and_never_fetched() {
    let old: Attachment = serde_json::from_str(r#"{"kind":"photo","file_id":"AgAC"}"#).unwrap();
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[old]);
    assert!(story.fetches.is_empty());
    let stored = serde_json::to_value(incident(&story)).unwrap();
    assert_eq!(stored.get("filed"), None);
    assert_eq!(
        stored["evidence"],
        serde_json::json!([{"kind": "photo", "file_id": "AgAC"}])
    );
}

#[test]
fn who_may_not_read_gets_no_files() {
    let mut story = Story::begin();
    sends(&mut story, (LI, TOWN), "/report smoke", &[photo("a")]);
    story.say(OFFICE, TOWN, "/timeline 1");
    let before = story.sent.len();
    let toast = story.press(GUEST, TOWN, "Photos and files (1)");
    assert!(toast.contains("may read this"), "{toast}");
    assert_eq!(story.sent.len(), before + 1, "the answer alone");
}

#[test]
fn what_cannot_be_shown_is_said_once_for_all_that_were_asked_for() {
    let mut story = Story::begin();
    let pieces = [photo("a"), photo("b"), photo("c")];
    sends(&mut story, (LI, TOWN), "/report smoke", &pieces);
    story.say(ZHAO, private(ZHAO), "/timeline 1");
    let (message, data) = story.button(private(ZHAO), "Photos and files (3)").unwrap();
    story.hear(Incoming::Press(dutybell_core::incoming::Press {
        id: "again".into(),
        from: support::sender(ZHAO),
        chat: Some(support::chat_ref(private(ZHAO))),
        message: Some(message),
        data,
    }));
    let row = loop {
        let row = story.departs();
        if row.body.is_evidence() {
            break row;
        }
    };
    let refused = || Outcome::Refused("wrong file identifier".into());
    story.ends(row.clone(), refused());
    for piece in 1..3 {
        // The others, asked for by the same press.
        let id = RowId(row.id.0 + piece);
        let row = Box::new(Row { id, ..row.clone() });
        let outcome = refused();
        story.tell(Input::Ended { row, outcome });
    }
    let said = story.lines(private(ZHAO));
    let said = said.iter().filter(|line| line.contains("can't be shown"));
    assert_eq!(said.count(), 1);
}

#[test]
fn what_is_joined_keeps_its_own_files_and_is_shown_with_what_goes_on() {
    let mut settings = settings();
    settings.evidence = EvidenceLimits {
        max_files: 1,
        ..EvidenceLimits::default()
    };
    let mut story = Story::with(settings);
    let smoke = "/report smoke in the mill";
    sends(&mut story, (LI, TOWN), smoke, &[photo("a")]);
    let fire = "/report the mill is on fire";
    sends(&mut story, (GUEST, TOWN), fire, &[photo("b")]);
    story.press(GUEST, TOWN, "Same as #1");
    // Fetched only now, it is still the other's, with its hash.
    let number = IncidentNumber(2);
    story.tell(Input::Fetched {
        incident: number,
        piece: 1,
        fetched: kept(),
    });
    assert_eq!(incident(&story).evidence.len(), 1);
    let kept = story.record(2).pop().unwrap();
    assert_eq!(kept.event.kind(), "evidence_kept");
    story.say(ZHAO, private(ZHAO), "/timeline 1");
    let record = story.shown(private(ZHAO)).pop().unwrap().1.text;
    assert!(record.contains("#2: 1 photos and files"), "{record}");
    story.press(ZHAO, private(ZHAO), "Photos and files (2)");
    let shown: Vec<(&str, bool)> = story
        .sent
        .iter()
        .filter_map(|(_, body)| match body {
            Outgoing::SendFile { file_id, kept, .. } => {
                let copy = kept.as_ref().map(|kept| kept.incident);
                Some((file_id.as_str(), copy == Some(number)))
            }
            _ => None,
        })
        .collect();
    assert_eq!(shown, [("file-a", false), ("file-b", true)]);
    story.replays(1);
}
