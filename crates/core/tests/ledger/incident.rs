//! A dispute that may turn violent raises an incident, linked both ways and without names.

use super::*;

#[test]
fn one_tap_and_confirm_raise_an_incident_without_names() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "May turn violent");
    assert!(story.engine.open().next().is_none());
    let (message, confirm) = story.button(chat, "Confirm").unwrap();
    let told = story.press_data(LI, chat, message, &confirm);
    assert_eq!(told, "Incident #1 is raised, paging.");
    assert_eq!(dispute(&story, 1).incidents.len(), 1);
    let incident = story.engine.open().next().unwrap().incident.clone();
    assert_eq!(incident.dispute, Some(dispute(&story, 1).number));
    assert_eq!(
        incident.text,
        "Dispute D1 (Neighbours · East village) may turn violent."
    );
    assert!(story.kinds(1).contains(&"from_dispute"));
    story.replays(1);
    let shown = story.shown(TOWN);
    let card = &shown[0].1.text;
    assert!(
        card.contains("📒 From D1; names: ask the mediator Li Qiang"),
        "{card}"
    );
    assert!(
        shown
            .iter()
            .all(|(_, message)| !message.text.contains("Ge Dafu"))
    );
    // A tap too many raises no second one.
    let again = story.press_data(LI, chat, message, &confirm);
    assert_eq!(again, "Incident #1 was raised and is still open.");
    assert_eq!(story.engine.open().count(), 1);
    assert_eq!(
        kinds(&story),
        ["ledger_registered", "ledger_raised_incident"]
    );
    story.say(LI, chat, "/dispute 1");
    assert!(newest(&story, LI).contains("Incident #1: /incident 1"));
}

#[test]
fn an_incident_says_who_mediates_now() {
    let mut story = begin_with_card();
    let chat = private(LI);
    story.press(LI, chat, "May turn violent");
    story.press(LI, chat, "Confirm");
    story.press(LI, chat, "Other mediator");
    story.press(LI, chat, "Sun Min");
    assert!(story.kinds(1).contains(&"mediator_changed"));
    story.replays(1);
    let shown = story.shown(TOWN);
    let card = &shown[0].1.text;
    assert!(
        card.contains("📒 From D1; names: ask the mediator Sun Min")
            && !card.contains("Li Qiang for"),
        "{card}"
    );
    // And so does each page.
    let shown = story.shown(private(SUN));
    let mut pages = shown
        .iter()
        .filter(|(_, it)| it.text.contains("may turn violent"));
    let (_, page) = pages.next().unwrap();
    assert!(
        page.text.contains("names: ask the mediator Sun Min"),
        "{}",
        page.text
    );
    story.say(LI, TOWN, "/timeline 1");
    let shown = story.shown(TOWN);
    let record = &shown.last().unwrap().1.text;
    assert!(
        record.contains("Li Qiang: D1 is now mediated by Sun Min; ask there for names"),
        "{record}"
    );
}
