//! Whatever people press and however time passes: each answers once, it is whole once, and time goes on.

use proptest::prelude::*;

use super::*;

#[derive(Debug, Clone)]
enum Move {
    Press(usize, usize),
    Pass(u32),
    Back(u32),
    Restart,
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0..4_usize, 0..64_usize).prop_map(|(who, which)| Move::Press(who, which)),
        4 => (1..60_u32 * 40).prop_map(Move::Pass),
        1 => (1..60_u32 * 8).prop_map(Move::Back),
        1 => Just(Move::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn each_answers_once_and_it_is_whole_once(
        checks in any::<bool>(),
        moves in proptest::collection::vec(any_move(), 1..60),
    ) {
        let kind = if checks {
            PromptKind::Checklist(vec!["Phone".into(), "Radios".into()])
        } else {
            PromptKind::Acknowledge
        };
        let mut settings = asking(kind);
        settings.prompts[0].schedule = Schedule::cron("0 0 9 * * *").unwrap();
        let mut story = Story::with(settings);
        let users = [LI, SUN, ZHAO, OFFICE];
        let mut pressed: Vec<(i64, dutybell_core::ids::TelegramChat, dutybell_core::ids::MessageId, String)> = Vec::new();
        let mut since = At(0);
        for step in moves {
            match step {
                Move::Press(who, which) => {
                    for chat in [private(LI), private(SUN), private(ZHAO), TOWN] {
                        for (id, message) in story.shown(chat) {
                            for button in message.rows.into_iter().flatten() {
                                let known = (users[who], chat, id, button.data);
                                if !pressed.contains(&known) {
                                    pressed.push(known);
                                }
                            }
                        }
                    }
                    if !pressed.is_empty() {
                        // Old buttons too.
                        let (_, chat, id, data) = pressed[(which * 7919) % pressed.len()].clone();
                        story.press_data(users[who], chat, id, &data);
                    }
                }
                Move::Pass(minutes) => story.pass(Duration::from_secs(60) * minutes),
                Move::Back(minutes) => {
                    story.now = story.now.minus(Duration::from_secs(60) * minutes);
                    story.restart();
                    story.pass(Duration::ZERO);
                }
                Move::Restart => {
                    story.restart();
                    story.pass(Duration::ZERO);
                }
            }
            let desk = story.engine.desk();
            let prompting = &desk.prompts[&"weekly".into()];
            prop_assert!(since <= prompting.since);
            since = prompting.since;
            prop_assert!(prompting.due().is_some());
            prop_assert!(prompting.rounds.windows(2).all(|two| two[0].at < two[1].at));
        }
        let (mut answers, mut whole, mut asked) = (Vec::new(), Vec::new(), Vec::new());
        for entry in entries(&story) {
            let key = (entry.event.at, entry.event.unit.clone());
            if entry.event.answers().is_some() {
                prop_assert!(!answers.contains(&key), "{key:?} twice");
                answers.push(key);
            } else if entry.event.kind() == "completed" {
                prop_assert!(!whole.contains(&key.0));
                whole.push(key.0);
            } else if entry.event.kind().starts_with("asked") && entry.event.unit.is_some() {
                prop_assert!(!asked.contains(&key), "{key:?} asked twice");
                asked.push(key);
            }
        }
        for round in &whole {
            prop_assert_eq!(answers.iter().filter(|(at, _)| at == round).count(), 2);
        }
    }
}
