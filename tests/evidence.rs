//! Evidence: what comes with reports is kept on the disk, told by its hash, and shown again.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use dutybell_core::incoming::AttachmentKind;
use dutybell_core::state::record::Hash;
use dutybell_sandbox::model::{BotStanding, DOWNLOAD, Fault, File, Saying, Scope};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use support::{GROUP, PATIENCE, Plan, Seen, Town, entries, kinds, user};

/// More than the bot is given by Telegram.
const TOO_LARGE: usize = 20 * 1024 * 1024 + 1;

fn hash(bytes: &[u8]) -> String {
    Hash::from(<[u8; 32]>::from(Sha256::digest(bytes))).to_string()
}

/// A file on somebody's phone.
fn file(town: &Town, kind: AttachmentKind, bytes: &[u8]) -> String {
    town.telegram(|telegram, _| {
        telegram.keep_file(File {
            kind: Some(kind),
            name: "../../name of the sender's".to_owned(),
            mime: "application/octet-stream".to_owned(),
            bytes: bytes.into(),
        })
    })
}

fn photo(town: &Town, bytes: &[u8], caption: &str) -> Saying {
    Saying::text(caption).with_file(
        AttachmentKind::Photo,
        file(town, AttachmentKind::Photo, bytes),
    )
}

/// Waits until a piece is on the disk.
async fn kept(town: &mut Town, piece: u32) {
    let words = format!("evidence is kept incident.number=1 piece={piece} ");
    let waits = tokio::time::timeout(PATIENCE, town.bot().logs(&words));
    assert!(waits.await.is_ok(), "piece {piece} is not kept");
}

/// Where a file of the first incident lies.
fn path(town: &Town, bytes: &[u8]) -> PathBuf {
    town.data()
        .join("evidence")
        .join(format!("1-{}", hash(bytes)))
}

fn files(town: &Town) -> Vec<String> {
    let entries = std::fs::read_dir(town.data().join("evidence")).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

/// What the timeline of an exported incident says of a kind.
fn texts(incident: &Value, kind: &str) -> Vec<String> {
    let entries = incident["timeline"].as_array().unwrap().iter();
    entries
        .filter(|entry| entry["kind"] == kind)
        .map(|entry| entry["text"].as_str().unwrap().to_owned())
        .collect()
}

/// Li reports with a photo in the group.
async fn reports_with(town: &mut Town, saying: Saying) -> Seen {
    town.sends("li", GROUP, saying);
    let card = town.sees(GROUP, "🔴 #1").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II Fire").await;
    card
}

#[tokio::test]
async fn a_photo_is_kept_and_its_hash_stands_in_the_timeline() {
    let mut town = Town::begin().await;
    let saying = photo(&town, b"smoke over the roof", "/report smoke");
    reports_with(&mut town, saying).await;
    kept(&mut town, 1).await;
    town.says("zhao", "zhao", "/timeline 1");
    let record = town.sees("zhao", "Record of #1").await;
    let told = format!(
        "photo 1 kept, 19 B, SHA-256 {}",
        hash(b"smoke over the roof")
    );
    assert!(record.text().contains(&told), "{}", record.text());
    let toast = town.presses("zhao", "Photos and files (1)").await;
    assert_eq!(toast.text, "#1: photos and files follow.");
    assert!(town.sees("zhao", "").await.view.file.is_some());

    let path = path(&town, b"smoke over the roof");
    assert_eq!(std::fs::read(&path).unwrap(), b"smoke over the roof");
    assert_eq!(files(&town).len(), 1, "no name of the sender's");
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let stored = town.end().await;
    let told = format!(
        "photo (1): 19 bytes, sha256 {}",
        hash(b"smoke over the roof")
    );
    assert_eq!(texts(&stored[0], "evidence_kept"), [told]);
}

#[tokio::test]
async fn verify_names_a_file_that_was_changed_or_taken_away() {
    let mut town = Town::begin().await;
    let saying = photo(&town, b"one", "/report smoke");
    let card = reports_with(&mut town, saying).await;
    kept(&mut town, 1).await;
    let saying = photo(&town, b"two", "").replying(card.id());
    town.sends("li", GROUP, saying);
    town.sees(GROUP, "#1: noted and kept").await;
    kept(&mut town, 2).await;
    town.end().await;
    let verified = town.runs(&["verify"]).await;
    assert!(
        verified.out.contains("the evidence holds: 2 files"),
        "{}",
        verified.out
    );

    std::fs::write(path(&town, b"one"), b"eno").unwrap();
    std::fs::remove_file(path(&town, b"two")).unwrap();
    let verified = town.runs(&["verify"]).await;
    assert_eq!(verified.code, 1);
    for words in [
        "incident 1: evidence 1 was changed: ",
        "incident 1: evidence 2 is missing: ",
    ] {
        assert!(verified.out.contains(words), "{}", verified.out);
    }
}

#[tokio::test]
async fn answers_to_card_and_page_are_kept_with_and_without_words() {
    let mut town = Town::begin().await;
    let card = town.reports("li", "smoke").await;
    let page = town.rings("zhao", "LEVEL II").await;
    let saying = photo(&town, b"one", "").replying(card.id());
    town.sends("guest", GROUP, saying);
    town.sees(GROUP, "#1: noted and kept with the incident.")
        .await;
    let voice = file(&town, AttachmentKind::Voice, b"two");
    let saying = Saying::text("")
        .with_file(AttachmentKind::Voice, voice)
        .replying(page.id());
    town.sends("zhao", "zhao", saying);
    town.sees("zhao", "#1: noted and kept with the incident.")
        .await;
    let saying = photo(&town, b"three", "the roof too").replying(card.id());
    town.sends("li", GROUP, saying);
    town.sees(GROUP, "#1: update stored.").await;
    let place = Saying::location(31.25, 120.5).replying(card.id());
    town.sends("li", GROUP, place);
    town.sees(GROUP, "#1: noted and kept with the incident.")
        .await;
    for piece in 1..=3 {
        kept(&mut town, piece).await;
    }
    town.presses("zhao", "Full text, photos").await;
    town.sees("zhao", "the roof too").await;
    for _ in 0..4 {
        let shown = town.sees("zhao", "").await;
        assert!(shown.view.file.is_some() || shown.view.location.is_some());
    }
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "evidence_kept"), 3);
    assert_eq!(
        texts(&stored[0], "evidence"),
        ["photo", "voice", "position"]
    );
    assert_eq!(texts(&stored[0], "updated"), ["the roof too"]);
    assert_eq!(texts(&stored[0], "position"), ["31.250000, 120.500000 (4)"]);
}

#[tokio::test]
async fn the_rest_of_an_album_belongs_to_its_report() {
    let mut town = Town::begin().await;
    // To others Telegram shows of an album only what names the bot.
    town.telegram(|telegram, now| {
        let standing = BotStanding::Administrator;
        telegram.set_standing(GROUP, Some(user("zhao")), standing, now);
    });
    let first = photo(&town, b"one", "/report smoke").in_album("77");
    let (second, third) = (photo(&town, b"two", ""), photo(&town, b"three", ""));
    reports_with(&mut town, first).await;
    for saying in [second.in_album("77"), third.in_album("77")] {
        town.sends("li", GROUP, saying);
    }
    for piece in 1..=3 {
        kept(&mut town, piece).await;
    }
    let stored = town.end().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(entries(&stored[0], "evidence_kept"), 3);
}

#[tokio::test]
async fn a_form_keeps_what_answers_it() {
    let mut town = Town::begin().await;
    town.says("li", "li", "/report");
    let asked = town.sees("li", "📝 What is it?").await;
    town.presses("li", "Fire").await;
    town.becomes(&asked, "📝 How serious is it?").await;
    let saying = photo(&town, b"one", "12 Dongfeng Rd");
    town.sends("li", "li", saying);
    town.becomes(&asked, "📝 Registered as #1.").await;
    town.sees("li", "🔴 #1 Fire").await;
    town.sees("li", "Is anyone hurt?").await;
    town.sees(GROUP, "🔴 #1 Fire").await;
    town.rings("zhao", "LEVEL II Fire").await;
    kept(&mut town, 1).await;
    town.presses("li", "Update").await;
    town.sees("li", "✏️ #1").await;
    let saying = photo(&town, b"two", "");
    town.sends("li", "li", saying);
    town.sees("li", "#1: noted and kept with the incident.")
        .await;
    kept(&mut town, 2).await;
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "evidence_kept"), 2);
}

#[tokio::test]
async fn a_file_above_the_limit_is_said_silently_and_still_shown_from_telegram() {
    let mut town = Town::begin().await;
    let saying = photo(&town, &vec![7; TOO_LARGE], "/report smoke");
    reports_with(&mut town, saying).await;
    let told = town.sees(GROUP, "larger than 20 MB").await;
    assert!(told.text().contains("Send it smaller"), "{}", told.text());
    town.presses("zhao", "Full text, photos").await;
    town.sees("zhao", "#1 Fire · Level II").await;
    assert!(town.sees("zhao", "").await.view.file.is_some());
    let stored = town.end().await;
    assert_eq!(
        texts(&stored[0], "evidence_refused"),
        ["photo (1): more than 20971520 bytes"]
    );
    assert_eq!(files(&town), Vec::<String>::new());
}

#[tokio::test]
async fn the_limits_of_the_configuration_hold_and_are_checked() {
    let limits = "[evidence]\nkeep_free = \"0MB\"\nmax_file = \"1kB\"\nmax_files = 1\n";
    let mut town = Town::with(Plan::calm().also(limits)).await;
    let saying = photo(&town, &[7; 1025], "/report smoke");
    let card = reports_with(&mut town, saying).await;
    town.sees(GROUP, "larger than 1 kB").await;
    let saying = photo(&town, b"two", "").replying(card.id());
    town.sends("li", GROUP, saying);
    town.sees(GROUP, "#1 has 1 photos and files already").await;
    let stored = town.end().await;
    assert_eq!(
        kinds(&stored[0])[3..],
        ["evidence_refused", "evidence_refused"]
    );
    let wrong = limits.replace("1kB", "1 kB");
    town.configure(&Plan::calm().also(&wrong));
    let checked = town.runs(&["check"]).await;
    assert_eq!(checked.code, 1);
    let said = format!("{}{}", checked.out, checked.err);
    assert!(said.contains("`1 kB` is no size"), "{said}");
}

#[tokio::test]
async fn a_death_in_the_middle_of_a_download_loses_nothing() {
    let mut town = Town::begin().await;
    let slow = town.fault(
        Fault::Slow { millis: 3_600_000 },
        Scope::everything().method(DOWNLOAD),
    );
    let saying = photo(&town, b"smoke over the roof", "/report smoke");
    reports_with(&mut town, saying).await;
    town.hits(slow, 1).await;
    town.settles().await;
    town.kill().await;
    // What a death in the middle of writing leaves.
    let half = town.data().join("evidence").join("half-1-1");
    std::fs::write(&half, b"smoke").unwrap();
    town.mend(slow);
    town.wake();
    kept(&mut town, 1).await;
    let path = path(&town, b"smoke over the roof");
    assert_eq!(std::fs::read(path).unwrap(), b"smoke over the roof");
    assert!(!half.exists());
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "evidence_kept"), 1);
    assert_eq!(entries(&stored[0], "reported"), 1);
}

#[tokio::test]
async fn a_download_that_breaks_off_is_tried_again() {
    let mut town = Town::begin().await;
    town.fault(Fault::AnswerLost, Scope::times(1).method(DOWNLOAD));
    town.fault(
        Fault::ServerError { code: 502 },
        Scope::times(1).method("getFile"),
    );
    let saying = photo(&town, b"smoke over the roof", "/report smoke");
    reports_with(&mut town, saying).await;
    kept(&mut town, 1).await;
    let asked = |method| {
        town.telegram(|telegram, _| {
            let calls = telegram.calls_since(0);
            calls.filter(|call| call.method == method).count()
        })
    };
    assert_eq!((asked("getFile"), asked(DOWNLOAD)), (3, 2));
    let stored = town.end().await;
    assert_eq!(entries(&stored[0], "evidence_kept"), 1);
    assert_eq!(entries(&stored[0], "evidence_failed"), 0);
}

#[tokio::test]
async fn what_telegram_has_lost_is_shown_from_the_disk() {
    let mut town = Town::begin().await;
    let id = file(&town, AttachmentKind::Document, b"the plan");
    let saying = Saying::text("/report smoke").with_file(AttachmentKind::Document, id.clone());
    reports_with(&mut town, saying).await;
    kept(&mut town, 1).await;
    town.settles().await;
    assert!(town.telegram(|telegram, _| telegram.forget_file(&id)));
    town.says("zhao", "zhao", "/timeline 1");
    town.sees("zhao", "Record of #1").await;
    town.presses("zhao", "Photos and files (1)").await;
    town.refused("wrong file identifier").await;
    let shown = town.sees("zhao", "").await;
    let again = shown.view.file.unwrap();
    assert_ne!(again.id, id);
    let bytes = town.telegram(|telegram, _| telegram.file(&again.id).unwrap().bytes.to_vec());
    assert_eq!(bytes, b"the plan");

    // Without a copy it is said.
    std::fs::remove_file(path(&town, b"the plan")).unwrap();
    town.says("office", "office", "/timeline 1");
    town.sees("office", "Record of #1").await;
    town.presses("office", "Photos and files (1)").await;
    town.sees("office", "can't be shown here").await;
    town.settles().await;
    town.stop().await;
}

#[tokio::test]
async fn kept_refused_and_failed_are_counted() {
    let mut town = Town::with(Plan::calm().http()).await;
    let saying = photo(&town, b"one", "/report smoke");
    let card = reports_with(&mut town, saying).await;
    kept(&mut town, 1).await;
    let saying = photo(&town, &vec![7; TOO_LARGE], "").replying(card.id());
    town.sends("li", GROUP, saying);
    town.sees(GROUP, "larger than 20 MB").await;
    town.settles().await;
    let (_, text) = town.get("/metrics").await;
    for line in [
        "dutybell_evidence_total{result=\"kept\"} 1",
        "dutybell_evidence_total{result=\"refused\"} 1",
        "dutybell_evidence_total{result=\"failed\"} 0",
    ] {
        assert!(text.contains(line), "{text}");
    }
    town.end().await;
}
