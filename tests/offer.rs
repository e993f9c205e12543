//! Where the bot sees what people write, it offers silently to report it.

mod support;

use support::{GROUP, Plan, Town, look};

#[tokio::test]
async fn one_tap_reports_what_somebody_wrote() {
    let mut town = Town::with(Plan::calm().sees_talk()).await;
    town.says("guest", GROUP, "who has the key of the hall?");
    town.says("guest", GROUP, "there is smoke over the school");
    let offer = town.sees(GROUP, "Report this?").await;
    insta::assert_snapshot!(look(&offer.view), @r"
    Report this? Fire
    ❬Report❭
    ❬Cancel❭
    ");
    town.says("guest", GROUP, "really, fire");
    town.settles().await;
    town.restart().await;
    let toast = town.presses_in(GROUP, "li", "Report").await;
    assert_eq!(toast.text, "Reported as #1.");
    town.becomes(&offer, "Reported as #1.").await;
    town.sees(GROUP, "Li Qiang reported · registered").await;
    town.sees(GROUP, "Is anyone hurt?").await;
    town.rings("zhao", "LEVEL II").await;
    let late = town.presses_late("guest", &offer, "Report").await;
    assert_eq!(late.text, "Reported as #1.");
    let stored = town.end().await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0]["text"], "there is smoke over the school");
    assert_eq!(stored[0]["reporter"], "li");
}

#[tokio::test]
async fn an_offer_can_be_dropped_and_nothing_is_stored() {
    let mut town = Town::with(Plan::calm().sees_talk()).await;
    town.says("guest", GROUP, "the fire brigade has a new car");
    let offer = town.sees(GROUP, "Report this?").await;
    town.presses_in(GROUP, "guest", "Cancel").await;
    town.becomes(&offer, "Not reported").await;
    assert_eq!(town.end().await.len(), 0);
}

#[tokio::test]
async fn a_bot_in_privacy_mode_is_silent() {
    let mut town = Town::begin().await;
    town.says("guest", GROUP, "there is smoke over the school");
    town.end().await;
}
