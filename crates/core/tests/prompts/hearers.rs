//! Who hears of what is missing where those who should can't be reached.

use super::*;
use dutybell_core::outgoing::Unreachable;
use dutybell_core::state::prompt_log::What;

fn blocked() -> Outcome {
    Outcome::Unreachable(Unreachable::Blocked)
}

/// Li and the deputies are asked; nobody is named to hear of it, and there is no group for it.
fn unwatched() -> Settings {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].escalate.clear();
    settings.prompts[0].report_to = None;
    settings
}

/// Until just before the limit of the first round.
fn before_limit(settings: Settings) -> Story {
    let mut story = Story::with(settings);
    until(&mut story, 11, 26, 8, 59);
    story
}

/// What was told to whom, and what did not arrive.
fn course(story: &Story) -> Vec<String> {
    let entries = entries(story).into_iter();
    let told = entries.filter_map(|entry| match entry.event.what {
        What::Told { to, chat, .. } => {
            let to = to.iter().map(ToString::to_string);
            let to = to.chain(chat.map(|chat| chat.to_string()));
            Some(format!("told {}", to.collect::<Vec<_>>().join(" ")))
        }
        What::NotDelivered { person } => Some(format!("lost {person}")),
        What::NotPosted { chat } => Some(format!("lost {chat}")),
        _ => None,
    });
    told.collect()
}

fn summaries(story: &Story, chat: TelegramChat) -> usize {
    let shown = story.shown(chat).into_iter();
    shown
        .filter(|(_, message)| message.text.starts_with("📋 Not answered"))
        .count()
}

#[test]
fn where_the_one_administrator_has_blocked_the_bot_the_announcing_groups_hear() {
    let mut story = before_limit(unwatched());
    story.broken = vec![(private(OFFICE), blocked())];
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(course(&story), ["told office", "lost office", "told town"]);
    assert_eq!(
        group(&story),
        ["📋 Not answered: Li Qiang, Deputy\n\
          Safety inspection · 25 November · due by 09:00 · 0 of 2 have answered"]
    );
    assert_eq!(story.press(LI, TOWN, "Ask again"), "Asked again (2).");
    // A day later it is known that he can't be reached.
    until(&mut story, 11, 27, 9, 0);
    assert_eq!(course(&story).last().unwrap(), "told town");
    assert_eq!(course(&story).len(), 4);
    // Who heard that it was missing hears that it is there.
    story.press(LI, private(LI), "Done");
    assert!(
        group(&story)
            .last()
            .unwrap()
            .starts_with("📋 Li Qiang has answered")
    );
    story.press(SUN, private(SUN), "Done");
    assert!(group(&story).last().unwrap().contains("complete 2/2"));
    assert!(story.button(TOWN, "Ask again").is_none());
}

#[test]
fn leaders_who_can_not_be_reached_are_left_out_while_others_are_there() {
    let mut settings = unwatched();
    let named = ["zhao", "sun"].map(|id| Whom::Person(id.into()));
    settings.prompts[0].escalate = named.to_vec();
    let mut story = before_limit(settings);
    story.broken = vec![(private(ZHAO), blocked())];
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(course(&story), ["told zhao sun", "lost zhao"]);
    until(&mut story, 11, 27, 9, 0);
    assert_eq!(course(&story)[2..], ["told sun"]);
    assert!(texts(&story, OFFICE).is_empty() && group(&story).is_empty());
}

#[test]
fn it_goes_from_leaders_to_administrators_to_groups_and_nobody_is_tried_twice() {
    let mut settings = unwatched();
    settings.prompts[0].escalate = vec![Whom::Person("zhao".into())];
    let mut story = before_limit(settings);
    let refused = || Outcome::Refused("no".into());
    story.broken = vec![
        (private(ZHAO), blocked()),
        (private(OFFICE), refused()),
        (TOWN, refused()),
    ];
    until(&mut story, 11, 26, 9, 0);
    story.pass(HOUR);
    assert_eq!(
        course(&story),
        [
            "told zhao",
            "lost zhao",
            "told office",
            "lost office",
            "told town",
            "lost town"
        ]
    );
}

#[test]
fn while_one_has_it_nobody_else_is_told() {
    let mut settings = asking(PromptKind::Acknowledge);
    settings.prompts[0].escalate = vec![Whom::Person("zhao".into())];
    let mut story = before_limit(settings.clone());
    story.broken = vec![(private(ZHAO), blocked())];
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(course(&story), ["told zhao town", "lost zhao"]);
    assert_eq!(summaries(&story, private(OFFICE)), 0);

    let mut story = before_limit(settings);
    let no_rights = Outcome::Unreachable(Unreachable::NoRights);
    story.broken = vec![(private(ZHAO), blocked()), (TOWN, no_rights)];
    until(&mut story, 11, 26, 9, 0);
    assert_eq!(
        course(&story),
        ["told zhao town", "lost zhao", "lost town", "told office"]
    );
    assert_eq!(summaries(&story, private(OFFICE)), 1);
}

#[test]
fn whoever_answers_before_the_news_of_the_loss_is_told_to_nobody_as_missing() {
    let mut story = before_limit(unwatched());
    story.broken = vec![(private(OFFICE), Outcome::RetryAfter(HOUR))];
    until(&mut story, 11, 26, 9, 0);
    story.press(LI, private(LI), "Done");
    story.press(SUN, private(SUN), "Done");
    story.broken = vec![(private(OFFICE), blocked())];
    story.pass(HOUR * 2);
    assert_eq!(course(&story), ["told office", "lost office"]);
    assert_eq!(summaries(&story, TOWN), 0);
}

#[test]
fn what_was_not_asked_goes_the_same_way() {
    let mut story = Story::with(unwatched());
    story.broken = vec![(private(OFFICE), blocked())];
    sleeps_until(&mut story, 12, 5, 10, 0);
    let not_asked = "⚠️ Safety inspection: 1 question was not asked\n\
                     The bot was down, due 25 Nov 09:00. It counts as not answered.";
    assert_eq!(group(&story), [not_asked]);
    assert_eq!(course(&story), ["told office", "lost office", "told town"]);
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    assert!(prompting.unasked.is_empty(), "{:?}", prompting.unasked);
    // Once it is known, the group hears at once.
    sleeps_until(&mut story, 12, 17, 10, 0);
    assert_eq!(course(&story).len(), 5, "{:?}", course(&story));
    assert_eq!(group(&story).len(), 3, "{:?}", group(&story));
}

#[test]
fn a_second_outage_does_not_forget_the_news_of_the_first() {
    let mut story = Story::with(unwatched());
    story.broken = vec![(private(OFFICE), Outcome::RetryAfter(DAY * 20))];
    sleeps_until(&mut story, 12, 5, 10, 0);
    sleeps_until(&mut story, 12, 18, 10, 0);
    assert_eq!(course(&story)[..2], ["told office", "told office"]);
    assert_eq!(
        story.engine.desk().prompts[&"weekly".into()].unasked.len(),
        2
    );
    story.broken = vec![(private(OFFICE), blocked())];
    until(&mut story, 12, 26, 10, 0);
    let first = group(&story);
    let first = first
        .iter()
        .filter(|text| text.contains("due 25 Nov 09:00"));
    assert_eq!(first.count(), 1, "{:?}", group(&story));
    let prompting = &story.engine.desk().prompts[&"weekly".into()];
    assert!(prompting.unasked.is_empty(), "{:?}", prompting.unasked);
}

#[test]
fn what_was_not_asked_and_arrives_goes_nowhere_else() {
    let mut settings = unwatched();
    let named = ["zhao", "sun"].map(|id| Whom::Person(id.into()));
    settings.prompts[0].escalate = named.to_vec();
    let mut story = Story::with(settings);
    story.broken = vec![(private(ZHAO), blocked())];
    sleeps_until(&mut story, 12, 5, 10, 0);
    assert_eq!(course(&story), ["told zhao sun", "lost zhao"]);
    assert!(texts(&story, SUN)[0].starts_with("⚠️ Safety inspection: 1 question was not asked"));
    assert!(group(&story).is_empty() && texts(&story, OFFICE).is_empty());
}

#[test]
fn a_written_report_that_nobody_can_get_is_told_where_somebody_reads() {
    let mut settings = half_monthly();
    let prompt = &mut settings.prompts[0];
    prompt.escalate.clear();
    prompt.report_to = None;
    prompt.onward = Some(dutybell_core::settings::Onward {
        to: "Judicial office".into(),
        within: DAY,
    });
    let mut story = Story::with(settings);
    until(&mut story, 12, 1, 9, 0);
    story.broken = vec![(private(OFFICE), blocked())];
    story.press(LI, private(LI), "Nothing found");
    story.press(SUN, private(SUN), "Nothing found");
    story.pass(HOUR);
    assert!(
        group(&story)
            .last()
            .unwrap()
            .starts_with("⚠️ Nobody can get the written report"),
        "{:?}",
        group(&story)
    );
}

#[test]
fn problems_reach_the_announcing_groups_where_nobody_else_can_be_reached() {
    let mut settings = unwatched();
    settings.prompts[0].kind = PromptKind::Checklist(vec!["Radios".into()]);
    let mut story = before_limit(settings);
    story.broken = vec![(private(OFFICE), blocked())];
    until(&mut story, 11, 26, 9, 0);
    until(&mut story, 12, 2, 9, 0);
    story.press(LI, private(LI), "○ Radios");
    story.press(LI, private(LI), "✓ Radios");
    story.say(LI, private(LI), "flat");
    story.press(LI, private(LI), "Submit");
    let told = group(&story);
    assert!(
        told.iter().any(|text| text.contains("✗ Radios: «flat»")),
        "{told:?}"
    );
}
