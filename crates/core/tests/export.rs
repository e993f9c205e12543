//! Workbooks in chat: who gets them, and where.
mod support;

use std::time::Duration;

use dutybell_core::codec;
use dutybell_core::outgoing::{Drawn, Exported, Outcome, Outgoing};
use dutybell_core::settings::{Prompt, PromptKind, Target};
use dutybell_core::state::ledger::LedgerEntry;
use dutybell_core::state::log::{Log, Logged as _};
use dutybell_core::state::schedule::Schedule;
use dutybell_core::store::Reads as _;
use support::{Story, TOWN, private, settings};

const ZHAO: i64 = 11;
const LI: i64 = 14;
const OFFICE: i64 = 15;

fn workbook(body: &Outgoing) -> Option<Exported> {
    match body {
        Outgoing::Upload {
            drawn: Drawn::Workbook(kind),
            ..
        } => Some(*kind),
        _ => None,
    }
}

/// The workbooks that a chat was sent.
fn workbooks(story: &Story, user: i64) -> Vec<Exported> {
    let sent = story.sent.iter().map(|(_, body)| body);
    let to = sent.filter(|body| body.chat() == Some(private(user)));
    to.filter_map(workbook).collect()
}

#[test]
fn whoever_is_configured_gets_it_in_private_and_nobody_else_does() {
    let mut story = Story::begin();
    story.say(OFFICE, TOWN, "/export Incidents");
    assert_eq!(workbooks(&story, OFFICE), [Exported::Incidents]);
    story.say(ZHAO, private(ZHAO), "/export duty");
    assert_eq!(workbooks(&story, ZHAO), [Exported::Duty]);
    // A guest of the group.
    story.say(99, TOWN, "/export incidents");
    assert!(workbooks(&story, 99).is_empty());
    let in_the_group = story.sent.iter().map(|(_, body)| body);
    let mut in_the_group = in_the_group.filter(|body| body.chat() == Some(TOWN));
    assert!(in_the_group.all(|body| !body.is_workbook()));
}

#[test]
fn without_a_kind_or_with_a_wrong_one_buttons_name_them() {
    let mut story = Story::begin();
    story.say(OFFICE, private(OFFICE), "/export <b>all</b>");
    assert_eq!(
        story.newest(OFFICE),
        "There is no workbook “<b>all</b>”. There are:"
    );
    story.press(OFFICE, private(OFFICE), "Duty log, attendance");
    assert_eq!(workbooks(&story, OFFICE), [Exported::Duty]);
    story.say(OFFICE, TOWN, "/help");
    story.press(OFFICE, TOWN, "Export");
    assert_eq!(story.newest(OFFICE), "📁 Which workbook?");
    story.say(ZHAO, TOWN, "/help");
    let toast = story.press(99, TOWN, "Export");
    assert!(
        toast.starts_with("Only people whom the configuration names"),
        "{toast}"
    );
}

#[test]
fn the_ledger_is_for_those_who_keep_it_and_reading_it_is_logged() {
    let mut settings = settings();
    settings.prompts = vec![Prompt {
        id: "screening".into(),
        name: None,
        kind: PromptKind::Screening,
        schedule: Schedule::on("1,16 09:00").unwrap(),
        ask: vec![Target::Person("li".into())],
        each_person: false,
        within: Duration::from_secs(3600),
        remind: Vec::new(),
        escalate: Vec::new(),
        report_to: None,
        onward: None,
    }];
    let mut story = Story::with(settings);
    story.say(OFFICE, private(OFFICE), "/export disputes");
    assert!(
        workbooks(&story, OFFICE).is_empty(),
        "an administrator keeps no ledger"
    );
    story.say(LI, private(LI), "/export");
    let (_, which) = story.shown(private(LI)).pop().unwrap();
    let labels = which
        .rows
        .iter()
        .flatten()
        .map(|button| button.label.as_str());
    let labels: Vec<&str> = labels.collect();
    assert_eq!(labels.last(), Some(&"Disputes"));
    story.press(LI, private(LI), "Disputes");
    assert_eq!(workbooks(&story, LI), [Exported::Disputes]);
    let log = story.store.events(Log::Ledger.stream()).unwrap();
    let last: LedgerEntry = codec::decode(log.last().unwrap()).unwrap();
    assert_eq!(last.event.text(), "export");
    assert_eq!(last.by.export().as_deref(), Some("li"));
}

#[test]
fn one_that_can_not_be_made_says_how_else() {
    let mut story = Story::begin();
    let asked = story.written(OFFICE, private(OFFICE), "/export duty");
    story.hear(asked);
    let row = story.departs();
    assert_eq!(workbook(&row.body), Some(Exported::Duty));
    story.ends(row, Outcome::Refused("the file is too big".into()));
    assert_eq!(
        story.newest(OFFICE),
        "📁 The workbook could not be made or sent. With the bot stopped: dutybell export duty --format xlsx --out FILE"
    );
}
