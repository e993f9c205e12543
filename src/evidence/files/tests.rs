use std::os::unix::fs::PermissionsExt as _;
use std::sync::atomic::AtomicU64;

use dutybell_core::ids::TelegramChat;
use dutybell_core::incoming::AttachmentKind;
use dutybell_core::time::At;
use tokio::sync::mpsc::channel;

use super::*;

/// Of `abc`. Source: FIPS 180-4, example of SHA-256.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn fetch() -> Fetch {
    Fetch {
        incident: IncidentNumber(7),
        piece: 2,
        kind: AttachmentKind::Photo,
        file_id: "x".into(),
        limit: 4,
        chat: TelegramChat(1),
        message: None,
        since: At(0),
        due: At(0),
        attempt: 0,
        refusals: 0,
    }
}

fn receive(files: &Files, parts: &[&str], whole: bool) -> Result<(Hash, u64), Unreceived> {
    let (sender, parts_in) = channel(8);
    for part in parts {
        sender
            .try_send(Part::Bytes(part.as_bytes().to_vec()))
            .unwrap();
    }
    if whole {
        sender.try_send(Part::End).unwrap();
    }
    drop(sender);
    files.receive(&fetch(), Some(3), parts_in)
}

fn names(files: &Files) -> Vec<String> {
    let entries = fs::read_dir(&files.folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn a_file_is_named_by_its_hash_and_for_its_owner_alone() {
    let home = tempfile::tempdir().unwrap();
    let files = Files::within(home.path()).keeping_free(0);
    files.prepare().unwrap();
    let (hash, bytes) = receive(&files, &["a", "bc"], true).unwrap();
    assert_eq!((hash.to_string().as_str(), bytes), (ABC, 3));
    let path = files.path(IncidentNumber(7), hash);
    assert_eq!(
        path.file_name().unwrap().to_str().unwrap(),
        format!("7-{ABC}")
    );
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(&files.folder)), (0o600, 0o700));
    assert_eq!(files.hash(IncidentNumber(7), hash).unwrap(), hash);
    fs::write(&path, "abd").unwrap();
    assert_ne!(files.hash(IncidentNumber(7), hash).unwrap(), hash);
}

#[test]
fn a_stop_waits_for_no_file() {
    let home = tempfile::tempdir().unwrap();
    let files = Files::within(home.path()).keeping_free(0);
    files.stop();
    let cut = receive(&files, &["a", "bc"], true);
    assert!(matches!(cut, Err(Unreceived::Cut)), "{cut:?}");
}

#[test]
fn half_a_file_is_none() {
    let home = tempfile::tempdir().unwrap();
    let files = Files::within(home.path()).keeping_free(0);
    for (parts, whole) in [(&["ab"][..], false), (&["ab"], true)] {
        let cut = receive(&files, parts, whole);
        assert!(matches!(cut, Err(Unreceived::Cut)), "{cut:?}");
    }
    let large = receive(&files, &["abc", "de"], true);
    assert!(matches!(large, Err(Unreceived::TooLarge)), "{large:?}");
    assert_eq!(names(&files), Vec::<String>::new());
}

#[test]
fn a_full_disk_takes_no_file_and_a_folder_made_anew_spares_the_half_ones() {
    let home = tempfile::tempdir().unwrap();
    let mut files = Files::within(home.path()).keeping_free(0);
    files.room = Room {
        keep_free: 10,
        free_of: |_| Ok(12),
    };
    let full = receive(&files, &["a", "bc"], true);
    assert!(
        matches!(&full, Err(Unreceived::Disk(error)) if error.kind() == io::ErrorKind::StorageFull),
        "{full:?}"
    );
    assert_eq!(names(&files), Vec::<String>::new());
    fs::write(files.folder.join("half-7-1"), "a").unwrap();
    files.make_folder().unwrap();
    assert_eq!(names(&files), ["half-7-1"]);
}

/// Telegram need not say how large a file is.
#[test]
fn a_disk_that_fills_during_a_file_takes_no_more_of_it() {
    static LOOKS: AtomicU64 = AtomicU64::new(0);
    let home = tempfile::tempdir().unwrap();
    let mut files = Files::within(home.path()).keeping_free(0);
    files.room = Room {
        keep_free: 1 << 20,
        // Another program fills it after the first look.
        free_of: |_| Ok((64 << 20) >> (10 * LOOKS.fetch_add(1, Relaxed))),
    };
    let (sender, parts) = channel(8);
    for _ in 0..6 {
        sender.try_send(Part::Bytes(vec![0; 1 << 20])).unwrap();
    }
    let large = Fetch {
        limit: 20 << 20,
        ..fetch()
    };
    let full = files.receive(&large, None, parts);
    assert!(matches!(full, Err(Unreceived::Disk(_))), "{full:?}");
    assert_eq!(LOOKS.load(Relaxed), 2);
}

#[test]
fn what_a_death_left_half_is_cleared_and_the_rest_stays() {
    let home = tempfile::tempdir().unwrap();
    let files = Files::within(home.path()).keeping_free(0);
    files.prepare().unwrap();
    fs::write(files.folder.join("half-7-1"), "a").unwrap();
    fs::write(files.folder.join("7-abc"), "a").unwrap();
    files.prepare().unwrap();
    assert_eq!(names(&files), ["7-abc"]);
}
