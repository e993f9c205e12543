//! What is open for whoever asks.

use super::answer::answers_for;
use super::ask::put;
use super::late::{seen_to, sees_to};
use super::report_copies::waiting;
use super::{PromptSaid, PromptTold, ReportShown, SeenTo, Why, keep, known, renew};
use crate::decide::form::Pressed;
use crate::decide::{Line, Place, Turn, rights};
use crate::incoming::Sender;

/// `/prompts`: the questions as new messages, and who has not answered for those who see to it.
pub(in crate::decide) fn command(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
) -> Option<Line> {
    let Some(person) = rights::person_id(&turn.world, sender.id) else {
        return Some(Line::MayNotRead);
    };
    let (mut questions, mut rounds): (usize, Vec<SeenTo>) = (0, Vec::new());
    let mut reports: Vec<ReportShown> = Vec::new();
    for row in &turn.world.settings.prompts {
        let Some(mut prompting) = known(turn, &row.id) else {
            continue;
        };
        let before = questions;
        let sees = sees_to(turn, row, &person);
        for round in &mut prompting.rounds {
            let open = round.missing();
            let own = open.filter(|(_, unit)| answers_for(turn, unit, &person));
            let own: Vec<u16> = own.map(|(place, _)| place).collect();
            for unit in own {
                if put(turn, &row.id, round, unit, &person, Why::Shown, None) {
                    questions += 1;
                }
            }
            if sees && round.completed.is_none() {
                rounds.push(seen_to(turn, &row.id, round));
            }
        }
        if sees {
            reports.extend(waiting(turn, &row.id, &prompting));
        }
        if questions > before {
            keep(&mut turn.decision, &row.id, Some(prompting));
        }
    }
    let said = PromptSaid::Mine {
        reports,
        questions,
        rounds,
    };
    turn.answer_in_private(place, sender.id, said.into());
    None
}

/// Whether a question waits for somebody's answer.
pub(in crate::decide) fn waits_for(turn: &Turn<'_>, sender: &Sender) -> bool {
    let Some(person) = rights::person_id(&turn.world, sender.id) else {
        return false;
    };
    let rounds = turn.world.desk.prompts.values();
    let mut rounds = rounds.flat_map(|prompting| &prompting.rounds);
    rounds.any(|round| {
        let mut open = round.missing();
        open.any(|(_, unit)| answers_for(turn, unit, &person))
    })
}

/// A list of what is open, after a press under it.
pub(super) fn show_anew(turn: &mut Turn<'_>, pressed: Pressed<'_>) {
    let Some(person) = rights::person_id(&turn.world, pressed.sender.id) else {
        return;
    };
    let (mut questions, mut rounds): (usize, Vec<SeenTo>) = (0, Vec::new());
    let mut reports: Vec<ReportShown> = Vec::new();
    for row in &turn.world.settings.prompts {
        let Some(prompting) = known(turn, &row.id) else {
            continue;
        };
        let sees = sees_to(turn, row, &person);
        if sees {
            reports.extend(waiting(turn, &row.id, &prompting));
        }
        for round in &prompting.rounds {
            let own = round.missing();
            questions += own
                .filter(|(_, unit)| answers_for(turn, unit, &person))
                .count();
            if sees && round.completed.is_none() {
                rounds.push(seen_to(turn, &row.id, round));
            }
        }
    }
    let here = (pressed.chat, pressed.message);
    let said = PromptSaid::Mine {
        reports,
        questions,
        rounds,
    };
    renew(&mut turn.decision, here, Some(said));
}

/// The same by button.
pub(super) fn press(turn: &mut Turn<'_>, pressed: Pressed<'_>) -> Line {
    let place = Place {
        chat: pressed.chat,
        message: Some(pressed.message),
    };
    match command(turn, place, pressed.sender) {
        Some(line) => line,
        None if pressed.chat.is_private() => Line::Comes,
        None => PromptTold::InPrivate.into(),
    }
}
