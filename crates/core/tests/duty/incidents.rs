//! Incidents that ring while a shift is taken over.

use super::*;

/// As [`rostered`]; what is not grave rings for so long, and so often.
fn ringing(again: Option<Duration>) -> Settings {
    let mut settings = rostered(&[&["li"], &["sun"]]);
    let step = &mut settings.policies[1].steps[0];
    step.wait = MINUTE * 30;
    step.again = again;
    settings
}

fn pages(story: &Story, user: i64) -> usize {
    let sent = story.sent.iter();
    let of_user = sent.filter(|(_, body)| body.chat() == Some(private(user)));
    let text = |body: &Outgoing| matches!(body, Outgoing::Send { message, .. } if message.sound && message.text.contains("a tree lies"));
    of_user.filter(|(_, body)| text(body)).count()
}

#[test]
fn what_rings_over_the_handover_rings_for_whoever_comes_on_duty() {
    let mut story = Story::with(ringing(Some(MINUTE)));
    until(&mut story, 24, 8, 29);
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    assert_eq!((pages(&story, LI), pages(&story, SUN)), (1, 0));
    until(&mut story, 24, 8, 30);
    assert_eq!((pages(&story, LI), pages(&story, SUN)), (2, 1));
    until(&mut story, 24, 8, 32);
    assert_eq!((pages(&story, LI), pages(&story, SUN)), (4, 3));
    let card = story.shown(TOWN);
    assert!(
        card.iter().any(|(_, card)| card.text.contains("Sun Min")),
        "{card:?}"
    );
    story.press(SUN, private(SUN), "On duty");
    until(&mut story, 24, 8, 34);
    assert_eq!((pages(&story, LI), pages(&story, SUN)), (4, 5));
    assert!(story.button(private(LI), "Acknowledge").is_none());
    let toast = story.press(SUN, private(SUN), "Acknowledge");
    assert_eq!(toast, "Acknowledged #1. Nobody else is paged.");
}

#[test]
fn whoever_is_off_duty_rings_on_while_nobody_else_may_answer() {
    let mut story = Story::with(ringing(Some(MINUTE)));
    until(&mut story, 24, 8, 29);
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    until(&mut story, 24, 8, 32);
    story.press(SUN, private(SUN), "On duty");
    story.press(SUN, private(SUN), "Can't respond");
    let before = pages(&story, LI);
    until(&mut story, 24, 8, 33);
    assert_eq!(pages(&story, LI), before + 1);
}

#[test]
fn whoever_takes_over_is_paged_at_once_for_what_is_running() {
    let mut story = Story::with(ringing(None));
    until(&mut story, 24, 8, 29);
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    until(&mut story, 24, 8, 32);
    assert_eq!((pages(&story, LI), pages(&story, SUN)), (1, 0));
    story.press(SUN, private(SUN), "On duty");
    assert_eq!((pages(&story, LI), pages(&story, SUN)), (1, 1));
    let toast = story.press(SUN, private(SUN), "Acknowledge");
    assert_eq!(toast, "Acknowledged #1. Nobody else is paged.");
}

#[test]
fn whoever_stays_responsible_may_acknowledge_though_the_roster_names_him_no_more() {
    let mut story = Story::with(ringing(None));
    until(&mut story, 24, 8, 31);
    let mut settings = ringing(None);
    settings.rosters[0].turns[0] = vec!["zhao".into()];
    story.reconfigure(settings.clone());
    assert_eq!(responsible(&story, &settings), ["sun", "li"]);
    story.say(ZHAO, TOWN, "/report III: a tree lies on the road");
    assert_eq!(pages(&story, LI), 1);
    let toast = story.press(LI, private(LI), "Acknowledge");
    assert_eq!(toast, "Acknowledged #1. Nobody else is paged.");
}
