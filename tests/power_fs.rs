//! The file system of the power cut tests keeps its own promises.

#![expect(clippy::unwrap_used, reason = "a test fails by its panic")]

#[path = "support/power_fs/mod.rs"]
mod power_fs;

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;

use power_fs::{Cut, Names, PowerFs};

fn sync_dir(path: &Path) {
    File::open(path).unwrap().sync_all().unwrap();
}

fn names(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<_> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// A file that is there for good, with its bytes.
fn durable(path: &Path, bytes: &[u8]) -> File {
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path);
    let file = file.unwrap();
    file.write_all_at(bytes, 0).unwrap();
    file.sync_all().unwrap();
    sync_dir(path.parent().unwrap());
    file
}

#[test]
fn what_was_not_synced_is_gone_after_a_cut() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let path = fs.mountpoint().join("a");
    let file = durable(&path, b"kept");
    file.write_all_at(b"lost", 0)?;
    assert_eq!(fs::read(&path)?, b"lost");
    fs.cut();
    assert!(fs::read(&path).is_err() && file.write_all_at(b"x", 0).is_err());
    fs.power_on();
    assert_eq!(fs::read(&path)?, b"kept");
    assert!(file.write_all_at(b"x", 0).is_err(), "opened before the cut");
    assert!(file.sync_all().is_err());
    Ok(())
}

#[test]
fn either_sync_keeps_data_and_length() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let [a, b] = ["a", "b"].map(|name| fs.mountpoint().join(name));
    let file = durable(&a, b"first");
    file.write_all_at(b"second", 3)?;
    file.sync_data()?;
    let other = durable(&b, b"long enough");
    other.set_len(4)?;
    other.sync_all()?;
    other.set_len(2)?;
    fs.cut();
    fs.power_on();
    assert_eq!(
        (fs::read(&a)?, fs::read(&b)?),
        (b"firsecond".to_vec(), b"long".to_vec())
    );
    Ok(())
}

#[test]
fn names_need_a_sync_of_their_directory() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let root = fs.mountpoint();
    durable(&root.join("old"), b"1");
    durable(&root.join("removed"), b"2");
    fs::rename(root.join("old"), root.join("new"))?;
    fs::remove_file(root.join("removed"))?;
    File::create(root.join("synced itself"))?.sync_all()?;
    fs::create_dir(root.join("dir"))?;
    assert_eq!(names(root), ["dir", "new", "synced itself"]);
    fs.cut();
    fs.power_on();
    assert_eq!(names(root), ["old", "removed"]);
    fs::rename(root.join("old"), root.join("new"))?;
    fs::remove_file(root.join("removed"))?;
    fs::create_dir(root.join("dir"))?;
    sync_dir(root);
    fs.cut();
    fs.power_on();
    assert_eq!(names(root), ["dir", "new"]);
    assert_eq!(fs::read(root.join("new"))?, b"1");
    Ok(())
}

#[test]
fn a_gentler_disk_keeps_the_name_of_a_synced_file() -> io::Result<()> {
    if PowerFs::mount_or_say_why()?.is_none() {
        return Ok(());
    }
    let fs = PowerFs::mount_with(Names::WithTheFile)?;
    let deep = fs.mountpoint().join("x/y");
    fs::create_dir_all(&deep)?;
    File::create(deep.join("lost"))?;
    File::create(deep.join("kept"))?.sync_all()?;
    fs::rename(deep.join("kept"), deep.join("renamed"))?;
    fs.cut();
    fs.power_on();
    assert_eq!(names(&deep), ["kept"]);
    Ok(())
}

#[test]
fn the_power_goes_when_it_was_planned() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let path = fs.mountpoint().join("a");
    let cuts = [
        (Cut::at_sync(2), b"1".as_slice()),
        (Cut::after_sync(2), b"2"),
        (Cut::at_write(2), b"1"),
        (Cut::at_write(3), b"2"),
    ];
    for (cut, kept) in cuts {
        fs.wipe();
        let file = durable(&path, b"0");
        fs.plan(cut);
        let mut failed = false;
        for value in [b"1", b"2", b"3"] {
            let written = file.write_all_at(value, 0).and_then(|()| file.sync_data());
            assert!(!failed || written.is_err(), "{cut:?}: it came back");
            failed = written.is_err();
        }
        assert!(failed && !fs.is_on(), "{cut:?}");
        fs.power_on();
        assert_eq!(fs::read(&path)?, kept, "{cut:?}");
    }
    Ok(())
}

#[test]
fn a_cut_may_keep_a_part_of_what_was_not_synced() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let path = fs.mountpoint().join("a");
    let mut seen = std::collections::BTreeSet::new();
    for seed in 0..32 {
        fs.wipe();
        let file = durable(&path, b"....");
        for place in 0..4 {
            file.write_all_at(b"x", place)?;
        }
        fs.plan(Cut::at_sync(1).keeping(seed));
        file.sync_all().unwrap_err();
        fs.power_on();
        seen.insert(fs::read(&path)?);
    }
    assert!(seen.len() > 8, "{seen:?}");
    Ok(())
}

#[test]
fn a_full_disk_takes_nothing_and_then_goes_on() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let file = durable(&fs.mountpoint().join("a"), b"1");
    fs.fill();
    let full = file.write_all_at(b"2", 0).unwrap_err();
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    fs.repair();
    file.write_all_at(b"3", 0)
}

#[test]
fn locks_hold_between_handles() -> io::Result<()> {
    let Some(fs) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let path = fs.mountpoint().join("lock");
    let first = durable(&path, b"");
    first.try_lock()?;
    assert!(File::open(&path)?.try_lock().is_err());
    drop(first);
    File::open(&path)?.try_lock()?;
    Ok(())
}
