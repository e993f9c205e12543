//! SIGHUP: a good configuration takes effect, a bad one is refused, and pages go on.

#![allow(clippy::unwrap_used, reason = "a test fails by its panic")]

mod support;

use dutybell_sandbox::model::{Fault, Scope};
use support::{GROUP, Plan, Town};

async fn hang_up(town: &mut Town, words: &str) {
    town.bot().hang_up().await;
    town.bot().logs(words).await;
}

const ACCEPTED: &str = "the configuration was read anew";
const REFUSED: &str = "the new configuration was refused";

#[tokio::test]
async fn what_is_new_goes_by_the_new_configuration_and_what_runs_by_its_own() {
    let steps = "{ page = [\"commander\"], wait = \"1h\" }, { page = [\"duty\"], wait = \"1h\" }";
    let mut town = Town::with(Plan::calm().policy(steps, "")).await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let other = Plan::calm()
        .policy("{ page = [\"deputy\"], wait = \"1h\" }", "")
        .also("[[categories]]\nid = \"gas\"\nname = \"Gas leak\"\nkeywords = [\"gas\"]\nseverity = \"I\"\n");
    town.configure(&other);
    hang_up(&mut town, ACCEPTED).await;
    town.says("li", GROUP, "/report gas in the mill");
    town.sees(GROUP, "🔴 #2 Gas leak").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("sun", "LEVEL I Gas leak").await;
    // The first one goes on as it began.
    town.says("li", GROUP, "/escalate 1");
    town.rings("chen", "smoke").await;
    town.rings("wang", "smoke").await;
    town.sees(GROUP, "#1 escalated. Paging").await;
    town.sees(GROUP, "escalated, Chen Yue").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn the_language_changes_with_the_file() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    town.configure(&Plan::calm().language(Some("zh")));
    hang_up(&mut town, ACCEPTED).await;
    town.says("li", GROUP, "/report 车祸");
    town.sees(GROUP, "#2").await;
    town.sees(GROUP, "有人受伤吗").await;
    town.rings("chen", "报告").await;
    town.rings("wang", "报告").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn a_bad_one_is_refused_and_told_and_the_old_one_goes_on() {
    let mut town = Town::begin().await;
    town.bot().logs("dutybell runs").await;
    let good = std::fs::read_to_string(town.config()).unwrap();
    let broken = good.replace("people = [\"sun\"]", "people = [\"nobody\"]");
    let line = broken
        .lines()
        .position(|line| line.contains("nobody"))
        .unwrap()
        + 1;
    std::fs::write(town.config(), &broken).unwrap();
    hang_up(&mut town, REFUSED).await;
    let notice = town
        .sees("office", "The new configuration was refused")
        .await;
    for words in [
        &format!("1 problem: line {line}:"),
        "nobody",
        "dutybell check",
    ] {
        assert!(notice.text().contains(words), "{words}: {}", notice.text());
    }
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    // Each time somebody tries he hears of it.
    std::fs::write(town.config(), broken.replace("[\"zhao\"]", "[\"none\"]")).unwrap();
    hang_up(&mut town, "config.problems=2").await;
    let notice = town
        .sees("office", "The new configuration was refused")
        .await;
    assert!(
        notice.text().contains("2 problems, the first: line"),
        "{}",
        notice.text()
    );
    std::fs::remove_file(town.config()).unwrap();
    hang_up(&mut town, "there is no such file").await;
    town.sees("office", "there is no such file").await;
    town.configure(&Plan::calm());
    hang_up(&mut town, ACCEPTED).await;
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    assert_eq!(town.end().await.len(), 2);
}

#[tokio::test]
async fn what_needs_a_restart_is_told_and_waits_for_it() {
    let mut town = Town::begin().await;
    town.reports("li", "smoke").await;
    town.rings("zhao", "LEVEL II").await;
    let good = std::fs::read_to_string(town.config()).unwrap();
    let moved = good
        .replace("data_dir = \"data\"", "data_dir = \"elsewhere\"")
        .replace("[telegram]", "[http]\nlisten = \"127.0.0.1:0\"\n[telegram]");
    std::fs::write(town.config(), moved).unwrap();
    hang_up(&mut town, ACCEPTED).await;
    let notice = town.sees("office", "need a restart").await;
    assert!(
        notice.text().contains("data_dir, [http] listen"),
        "{}",
        notice.text()
    );
    town.reports("li", "fire in the mill").await;
    town.rings("zhao", "fire in the mill").await;
    std::fs::write(town.config(), good).unwrap();
    assert_eq!(town.end().await.len(), 2, "all in the old data_dir");
}

#[tokio::test]
async fn a_storm_of_signals_stops_no_page() {
    let steps = "{ page = [\"commander\"], wait = \"1s\" }, { page = [\"deputy\"], wait = \"1h\" }";
    let mut town = Town::asleep(Plan::calm().policy(steps, "")).await;
    let down = town.fault(Fault::Down, Scope::everything());
    town.wake();
    town.bot().logs("Telegram can't be asked yet").await;
    town.bot().hang_up().await;
    town.mend(down);
    town.reports("li", "smoke").await;
    for round in 0..50 {
        if round % 2 == 0 {
            std::fs::write(town.config(), "people = 5").unwrap();
        } else {
            town.configure(&Plan::calm().policy(steps, ""));
        }
        town.bot().hang_up().await;
    }
    town.rings("zhao", "LEVEL II").await;
    town.rings("sun", "LEVEL II").await;
    town.stop().await;
}
