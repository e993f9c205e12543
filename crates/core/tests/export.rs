//! Workbooks in chat: who gets them, and where.

mod support;

use dutybell_core::outgoing::{Exported, Outcome, Outgoing};
use support::{Story, TOWN, private};

const ZHAO: i64 = 11;
const OFFICE: i64 = 15;

/// The workbooks that a chat was sent.
fn workbooks(story: &Story, user: i64) -> Vec<Exported> {
    let sent = story.sent.iter().map(|(_, body)| body);
    let to = sent.filter(|body| body.chat() == Some(private(user)));
    to.filter_map(Outgoing::workbook).collect()
}

#[test]
fn an_administrator_gets_it_in_private_and_nobody_else_does() {
    let mut story = Story::begin();
    story.say(OFFICE, TOWN, "/export Incidents");
    assert_eq!(workbooks(&story, OFFICE), [Exported::Incidents]);
    story.say(ZHAO, private(ZHAO), "/export incidents");
    assert_eq!(
        story.newest(ZHAO),
        "Only administrators may do this. Ask: Town office."
    );
    assert!(workbooks(&story, ZHAO).is_empty());
    let in_the_group = story.sent.iter().map(|(_, body)| body);
    let mut in_the_group = in_the_group.filter(|body| body.chat() == Some(TOWN));
    assert!(in_the_group.all(|body| body.workbook().is_none()));
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
    let toast = story.press(ZHAO, TOWN, "Export");
    assert_eq!(toast, "Only administrators may do this. Ask: Town office.");
}

#[test]
fn one_that_can_not_be_made_says_how_else() {
    let mut story = Story::begin();
    let asked = story.written(OFFICE, private(OFFICE), "/export duty");
    story.hear(asked);
    let row = story.departs();
    assert_eq!(row.body.workbook(), Some(Exported::Duty));
    story.ends(row, Outcome::Refused("the file is too big".into()));
    assert_eq!(
        story.newest(OFFICE),
        "📁 The workbook could not be made or sent. With the bot stopped: dutybell export duty --format xlsx --out FILE"
    );
}
