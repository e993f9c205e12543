//! Places, bodies and mediators to choose from: as many as a township has, and each told from the others.

use super::*;
use dutybell_core::ids::TelegramUser;
use dutybell_core::outgoing::Message;
use dutybell_core::settings::Person;

/// A county: more places, bodies and mediators than a message has buttons.
fn county() -> Settings {
    let mut settings = village();
    let named = |what: &str| (1..=120).map(|n| format!("{what} {n}")).collect();
    settings.ledger.places = named("Village");
    settings.ledger.bodies = named("Bureau");
    for n in 1..=120_i64 {
        let id = format!("m{n}");
        settings.prompts[0]
            .ask
            .push(Target::Person(id.as_str().into()));
        settings.people.push(Person {
            id: id.as_str().into(),
            name: format!("Mediator {n}"),
            telegram: Some(TelegramUser(1000 + n)),
            phone: None,
            language: None,
            admin: false,
            gone: false,
        });
    }
    settings
}

fn last(story: &Story) -> Message {
    story.shown(private(LI)).pop().unwrap().1
}

/// Presses it, leafing on until it is there; each page is what Telegram takes.
fn leafs_to(story: &mut Story, label: &str) -> usize {
    let mut pages = 1;
    while !labels(story, LI).iter().any(|shown| shown == label) {
        assert!(labels(story, LI).len() <= 40);
        story.press(LI, private(LI), "Next page");
        pages += 1;
    }
    assert!(labels(story, LI).contains(&"Previous page".to_owned()));
    story.press(LI, private(LI), label);
    pages
}

#[test]
fn more_than_a_message_has_buttons_goes_over_pages() {
    let mut story = Story::with(county());
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    assert_eq!(leafs_to(&mut story, "Village 120"), 4);
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, ACCOUNT);
    // Whoever fills it in stands on each page.
    story.press(LI, chat, "Next page");
    assert_eq!(labels(&story, LI)[0], "I mediate");
    assert_eq!(labels(&story, LI).len(), 1 + 30 + 2 + 2);
    story.press(LI, chat, "Previous page");
    leafs_to(&mut story, "Mediator 119");
    story.press(LI, chat, "Confirm");
    let registered = dispute(&story, 1);
    assert_eq!(registered.place.as_deref(), Some("Village 120"));
    assert_eq!(registered.mediator, "m119".into());
    story.say(LI, chat, "/transfer 1");
    leafs_to(&mut story, "Bureau 77");
    story.say(LI, chat, "calm");
    assert_eq!(dispute(&story, 1).body(), Some("Bureau 77"));
    // Who leads may name another.
    story.say(ZHAO, private(ZHAO), "/dispute 1");
    story.press(ZHAO, private(ZHAO), "Other mediator");
    story.press(ZHAO, private(ZHAO), "Next page");
    story.press(ZHAO, private(ZHAO), "Next page");
    story.press(ZHAO, private(ZHAO), "Mediator 70");
    assert_eq!(dispute(&story, 1).mediator, "m70".into());
    entries(&story);
}

#[test]
fn a_page_of_a_question_that_is_over_turns_nothing() {
    let mut story = Story::with(county());
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    let (message, data) = story.button(chat, "Next page").unwrap();
    story.press(LI, chat, "Village 3");
    assert_eq!(
        story.press_data(LI, chat, message, &data),
        "That question is over. A new dispute: /dispute; all of them: /disputes"
    );
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    story.press(LI, chat, "Village 3");
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, ACCOUNT);
    story.press(LI, chat, "I mediate");
    story.press(LI, chat, "Confirm");
    // Bodies of a dispute that has one by now: its card stands there instead.
    story.say(LI, chat, "/transfer 1");
    let (message, data) = story.button(chat, "Next page").unwrap();
    story.say(LI, chat, "/transfer 1 Bureau 1");
    story.say(LI, chat, "calm");
    let toast = story.press_data(LI, chat, message, &data);
    assert!(toast.contains("D1"), "{toast}");
    assert_eq!(stage(&story), Stage::Offered);
}

#[test]
fn labels_that_are_alike_are_numbered_and_listed_above() {
    let mut settings = village();
    settings.ledger.places = vec![
        "老城社区居民委员会东区".into(),
        "河口村".into(),
        "老城社区居民委员会西区".into(),
    ];
    settings.ledger.bodies = vec![
        "县人力资源和社会保障局一科".into(),
        "县人力资源和社会保障局二科".into(),
    ];
    let mut story = Story::with(settings);
    let chat = private(LI);
    story.say(LI, chat, "/dispute");
    story.press(LI, chat, "Neighbours");
    let question = last(&story);
    assert!(
        question
            .text
            .ends_with("\n1 老城社区居民委员会东区\n3 老城社区居民委员会西区"),
        "{}",
        question.text
    );
    assert_eq!(
        labels(&story, LI)[..3],
        ["1 老城社区居民委…", "河口村", "3 老城社区居民委…"]
    );
    story.press(LI, chat, "3 老城社区居民委…");
    story.say(LI, chat, PARTIES);
    story.say(LI, chat, ACCOUNT);
    story.press(LI, chat, "I mediate");
    story.press(LI, chat, "Confirm");
    assert_eq!(
        dispute(&story, 1).place.as_deref(),
        Some("老城社区居民委员会西区")
    );
    story.say(LI, chat, "/transfer 1");
    assert!(
        last(&story)
            .text
            .ends_with("\n2 县人力资源和社会保障局二科")
    );
    story.press(LI, chat, "2 县人力资源和社…");
    story.say(LI, chat, "calm");
    assert_eq!(
        dispute(&story, 1).body(),
        Some("县人力资源和社会保障局二科")
    );
}
