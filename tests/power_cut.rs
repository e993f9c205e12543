//! Power cuts: at each death all that was not synced is gone, and still no report, no page and no
//! acknowledgement is lost.

#[path = "support/deaths/mod.rs"]
mod deaths;
#[path = "support/power_fs/mod.rs"]
mod power_fs;
mod support;

use std::io;

use deaths::{Storm, lives, seed};
use power_fs::PowerFs;
use support::{Plan, Town};

/// How often the power goes.
const DEATHS: usize = 40;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn power_cuts_lose_nothing_that_was_confirmed() -> io::Result<()> {
    let Some(disk) = PowerFs::mount_or_say_why()? else {
        return Ok(());
    };
    let lives = lives(seed(), DEATHS);
    let town = Town::asleep(Plan::calm()).await;
    let data = disk.mountpoint().join("data");
    let configuration = std::fs::read_to_string(town.config())?;
    let moved = configuration.replace(
        "data_dir = \"data\"",
        &format!("data_dir = \"{}\"", data.display()),
    );
    assert_ne!(configuration, moved, "the store lies on the disk");
    std::fs::write(town.config(), moved)?;
    let mut storm = Storm::begin(town);
    for life in &lives {
        storm.live(life).await;
        disk.cut();
        storm.dies().await;
        disk.power_on();
    }
    storm.end().await;
    assert!(data.join("db").exists(), "nothing was stored on the disk");
    Ok(())
}
