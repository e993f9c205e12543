//! Answers by button.

use super::hearers::Hearers;
use super::late::{complete, groups};
use super::{
    Answered, Problem, PromptSaid, PromptTold, RoundTitle, checklist, keep, known, log, people_of,
    private, refresh, register, renew, say,
};
use crate::decide::form::Pressed;
use crate::decide::{Line, Turn, ledger, rights};
use crate::ids::{PersonId, PromptId};
use crate::limits::PROMPT_DAY;
use crate::outgoing::Subject;
use crate::parse::prompt::QuestionButton;
use crate::settings::PromptKind;
use crate::state::event::Actor;
use crate::state::prompt::{Answer, Origin, Round, Unit, later};
use crate::state::prompt_log::What;
use crate::time::At;

/// A button under a question was pressed.
pub(super) fn press(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    (id, at): (&PromptId, At),
    place: u16,
    button: QuestionButton,
) -> Line {
    let world = turn.world;
    let here = (pressed.chat, pressed.message);
    let mut prompting = known(turn, id);
    let round = prompting.as_mut().and_then(|known| known.round_mut(at));
    let Some((round, unit)) = round.and_then(|round| {
        let unit = round.unit(place)?.clone();
        Some((round, unit))
    }) else {
        renew(&mut turn.decision, here, None);
        return PromptTold::Over(at).into();
    };
    let person = rights::person_id(&world, pressed.sender.id);
    let Some(person) = person.filter(|person| answers_for(turn, &unit, person)) else {
        return PromptTold::OfOthers(unit.who).into();
    };
    if let Some(answer) = unit.answer {
        let by = Some((pressed, &person));
        refresh(&mut turn.decision, id, round, place, by);
        keep(&mut turn.decision, id, prompting);
        return PromptTold::AnsweredBy(answer).into();
    }
    let late = round.is_late(&unit, turn.now);
    let origin = Origin {
        prompt: id.clone(),
        at: round.at,
        unit: place,
    };
    let what = match (button, &round.kind) {
        (QuestionButton::Done, PromptKind::Acknowledge) => What::Done { late },
        (QuestionButton::Nothing | QuestionButton::All, PromptKind::Screening)
            if ledger::registers_for(turn.world.desk, &origin) =>
        {
            return PromptTold::RegistersNow.into();
        }
        (QuestionButton::Nothing, PromptKind::Screening) => {
            if !unit.disputes.is_empty() {
                refresh(
                    &mut turn.decision,
                    id,
                    round,
                    place,
                    Some((pressed, &person)),
                );
                keep(&mut turn.decision, id, prompting);
                return PromptTold::SomethingFound(unit.disputes).into();
            }
            What::NothingFound { late }
        }
        (QuestionButton::All, PromptKind::Screening) => {
            if unit.disputes.is_empty() {
                return PromptTold::NothingRegistered.into();
            }
            let disputes = unit.disputes;
            What::AllRegistered { disputes, late }
        }
        (QuestionButton::Register, PromptKind::Screening) => {
            return register::pressed(turn, pressed, &origin);
        }
        (QuestionButton::Item(item, found), PromptKind::Checklist(_)) => {
            let line = checklist::mark(turn, pressed, (id, round, place), (item, found));
            refresh(
                &mut turn.decision,
                id,
                round,
                place,
                Some((pressed, &person)),
            );
            keep(&mut turn.decision, id, prompting);
            return line;
        }
        (QuestionButton::Submit, PromptKind::Checklist(_)) => {
            let left = unit.items.iter().filter(|item| item.found.is_none());
            let left = left.count();
            if left > 0 {
                return PromptTold::ItemsLeft(left).into();
            }
            let found = unit.items.iter().filter_map(|item| item.found);
            let found = found.collect();
            What::Checked { found, late }
        }
        (QuestionButton::Later, _) => {
            let times = (round.at, round.until);
            let Some(tomorrow) = later(world.settings.timezone, turn.now, times) else {
                let here = Some((pressed, &person));
                refresh(&mut turn.decision, id, round, place, here);
                let until = round.until;
                keep(&mut turn.decision, id, prompting);
                return PromptTold::NoLater(until).into();
            };
            if let Some(unit) = round.unit_mut(place) {
                unit.snoozed.insert(person.clone(), tomorrow);
            }
            let what = What::Snoozed { to: tomorrow };
            let by = Actor::Person(person);
            log(&mut turn.decision, (id, at), Some(&unit.who), by, what);
            keep(&mut turn.decision, id, prompting);
            return PromptTold::Later(tomorrow).into();
        }
        _ => return Line::OldButton,
    };
    log(
        &mut turn.decision,
        (id, at),
        Some(&unit.who),
        Actor::Person(person.clone()),
        what,
    );
    let answer = Answer {
        by: person.clone(),
        at: turn.now,
        late,
    };
    take(turn, id, round, place, &answer);
    refresh(
        &mut turn.decision,
        id,
        round,
        place,
        Some((pressed, &person)),
    );
    let what = what_of(round, place);
    keep(&mut turn.decision, id, prompting);
    PromptTold::Noted { what, late }.into()
}

/// Whether somebody answers for a unit: one of those asked, or who has the role by now.
pub(super) fn answers_for(turn: &Turn<'_>, unit: &Unit, person: &PersonId) -> bool {
    unit.has(person) || people_of(&turn.world, &unit.who, turn.now).contains(person)
}

/// An answer is there: those who heard that it was missing hear of it, and what is wrong is told.
fn take(turn: &mut Turn<'_>, id: &PromptId, round: &mut Round, place: u16, answer: &Answer) {
    let row = turn.world.settings.prompt(id);
    let Some(unit) = round.unit_mut(place) else {
        return;
    };
    unit.answer = Some(answer.clone());
    unit.snoozed.clear();
    let origin = Origin {
        prompt: id.clone(),
        at: round.at,
        unit: place,
    };
    checklist::ask_no_more(turn, &origin);
    let Some(unit) = round.unit(place) else {
        return;
    };
    let (who, missed) = (unit.who.clone(), unit.missed);
    let title = RoundTitle::of(round);
    let problems = problems_of(round, place);
    if !problems.is_empty() {
        checklist::tell(turn, id, round, place, (&answer.by, problems));
    }
    let is_last = round.missing().next().is_none();
    if let Some(row) = row.filter(|_| missed) {
        let said = PromptSaid::LateAnswer {
            title,
            who,
            answer: answer.clone(),
            what: what_of(round, place),
            until: round.until,
        };
        let to = Hearers::of(turn, row, &[]).people;
        let now = to.iter().filter(|leader| !round.heard.contains(leader));
        let all = round.heard.iter().chain(now);
        let others = all.filter(|leader| **leader != answer.by);
        let chats: Vec<_> = others
            .filter_map(|leader| private(&turn.world, leader))
            // The last answer is told by the completion, which names whoever was late.
            .chain(groups(turn, row, round).into_iter().filter(|_| !is_last))
            .collect();
        for chat in chats {
            say(turn, chat, said.clone(), Subject::Other, PROMPT_DAY);
        }
    }
    if is_last {
        complete(turn, id, round);
    }
}

/// What somebody answered.
pub(super) fn what_of(round: &Round, place: u16) -> Answered {
    let Some(unit) = round.unit(place) else {
        return Answered::Done;
    };
    match &round.kind {
        PromptKind::Acknowledge => Answered::Done,
        PromptKind::Checklist(items) => Answered::Checked {
            items: items.len(),
            problems: problems_of(round, place),
        },
        PromptKind::Screening if unit.disputes.is_empty() => Answered::Nothing,
        PromptKind::Screening => Answered::Disputes(unit.disputes.len()),
    }
}

/// What is wrong with the items of a checklist.
pub(super) fn problems_of(round: &Round, place: u16) -> Vec<Problem> {
    let (Some(unit), PromptKind::Checklist(names)) = (round.unit(place), &round.kind) else {
        return Vec::new();
    };
    let problems = unit.problems().map(|(item, found)| Problem {
        item: names.get(usize::from(item)).cloned().unwrap_or_default(),
        remark: found.remark.clone(),
        files: found.files.len(),
    });
    problems.collect()
}

/// What a question says once it is answered.
pub(super) fn answered(round: &Round, place: u16) -> Option<PromptSaid> {
    let unit = round.unit(place)?;
    Some(PromptSaid::Answered {
        title: RoundTitle::of(round),
        who: unit.who.clone(),
        answer: unit.answer.clone()?,
        what: what_of(round, place),
        until: round.until,
    })
}
