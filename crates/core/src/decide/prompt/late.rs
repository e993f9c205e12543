//! What is not answered in time is told, asked again, and told once more a day later; and what is whole.

use super::answer::problems_of;
use super::ask::{is_reached, next, put_all, strip};
use super::hearers::Hearers;
use super::{
    PromptSaid, PromptTold, RoundTitle, SeenTo, Silent, Why, group, keep, known, leaders, log,
    private, renew, say, strip_summaries,
};
use crate::decide::form::Pressed;
use crate::decide::{Line, Turn, rights};
use crate::ids::{PersonId, PromptId, TelegramChat};
use crate::limits::{PROMPT_AGAIN, PROMPT_DAY, PROMPT_KEPT};
use crate::outgoing::Subject;
use crate::settings::Prompt;
use crate::state::event::Actor;
use crate::state::figures::Mediations;
use crate::state::prompt::{Copied, Round, Unit};
use crate::state::prompt_log::What;
use crate::state::selftest::Stands;
use crate::time::At;

/// The limit has passed: whoever has not answered hears of it, and so do those who see to it.
pub(super) fn tell(turn: &mut Turn<'_>, row: &Prompt, round: &mut Round) {
    let now = turn.now;
    round.told = Some(now);
    // After a long pause one message is enough.
    round.told_again = days_late(round, now) > 0;
    let places: Vec<u16> = round.missing().map(|(place, _)| place).collect();
    if places.is_empty() {
        return;
    }
    let due = round.until.long_before(now);
    for place in places {
        let Some(unit) = round.unit_mut(place) else {
            continue;
        };
        unit.missed = true;
        unit.undelivered = !is_reached(turn, unit);
        let undelivered = unit.undelivered;
        let who = unit.who.clone();
        log(
            &mut turn.decision,
            (&row.id, round.at),
            Some(&who),
            Actor::Bot,
            What::NotAnswered { undelivered },
        );
        put_all(turn, &row.id, round, place, Why::Late, None);
    }
    let to = Hearers::of(turn, row, &[]);
    round.telling = next(round);
    pass_on(turn, row, round, &to, due);
}

/// Whole days since the limit.
pub(super) fn days_late(round: &Round, now: At) -> u32 {
    let days = now.since(round.until).as_secs() / PROMPT_DAY.as_secs();
    u32::try_from(days).unwrap_or(u32::MAX)
}

/// A day after the limit the group hears once more who has not answered; those who see to it, where there is
/// no group. Nobody does of a round that ends by then: of a daily one the next is told already.
pub(super) fn tell_again(turn: &mut Turn<'_>, row: &Prompt, round: &mut Round, ends: Option<At>) {
    let now = turn.now;
    let due = round.until.plus(PROMPT_DAY);
    if round.told.is_none() || round.told_again || due > now || round.completed.is_some() {
        return;
    }
    round.told_again = true;
    if ends.is_some_and(|ends| ends <= due) {
        return;
    }
    let due = due.long_before(now);
    let mut to = Hearers::of(turn, row, &[]);
    if group(&turn.world, row).is_some() {
        to.people.clear();
    }
    round.telling = next(round);
    pass_on(turn, row, round, &to, due);
}

/// These are told who has not answered, and the log says so. What does not arrive is an entry of its own.
pub(super) fn pass_on(
    turn: &mut Turn<'_>,
    row: &Prompt,
    round: &mut Round,
    to: &Hearers,
    due: Option<At>,
) {
    for person in &to.people {
        if !round.heard.contains(person) {
            round.heard.push(person.clone());
        }
    }
    for chat in to.chats(&turn.world) {
        summary(turn, row, round, chat, due);
    }
    to.log(turn, (&row.id, round.at), due);
}

/// The groups that hear how a round goes on: its row's, and those that heard who was missing.
pub(super) fn groups(turn: &Turn<'_>, row: &Prompt, round: &Round) -> Vec<TelegramChat> {
    let summaries = round.copies.iter().filter(|copy| {
        let there = copy.question.is_none() && copy.stands != Stands::Nowhere;
        there && !copy.chat.is_private()
    });
    let chats = summaries.map(|copy| turn.world.desk.current(copy.chat));
    let mut chats: Vec<TelegramChat> = chats.chain(group(&turn.world, row)).collect();
    chats.sort_unstable();
    chats.dedup();
    chats
}

/// Who has not answered, with a button; in the place of an older one there.
fn summary(
    turn: &mut Turn<'_>,
    row: &Prompt,
    round: &mut Round,
    chat: TelegramChat,
    due: Option<At>,
) {
    let said = PromptSaid::Missing {
        round: seen_to(turn, &row.id, round),
        due,
        days: days_late(round, turn.now),
        private: chat.is_private(),
    };
    let nth = next(round);
    let subject = Subject::Prompt {
        row: row.id.clone(),
        at: round.at,
        nth,
    };
    say(turn, chat, said, subject, PROMPT_DAY);
    strip(&mut turn.decision, round, |copy| {
        copy.question.is_none() && copy.chat == chat
    });
    round.copies.push(Copied {
        nth,
        question: None,
        chat,
        stands: Stands::Sending,
        superseded: false,
        stale: false,
    });
}

/// A round, for those who see to it.
pub(super) fn seen_to(turn: &Turn<'_>, id: &PromptId, round: &Round) -> SeenTo {
    let reached = |person: &PersonId| {
        let there = private(&turn.world, person).is_some();
        there && turn.note_of(person).unreachable.is_none()
    };
    let missing = round.missing().map(|(_, unit)| Silent {
        who: unit.who.clone(),
        people: unit.people.clone(),
        reached: unit.arrived.is_some() && unit.people.iter().any(reached),
        registered: unit.disputes.len(),
    });
    SeenTo {
        prompt: id.clone(),
        title: RoundTitle::of(round),
        until: round.until,
        answered: round.answered(),
        missing: missing.collect(),
        again: round.told.is_some(),
    }
}

/// Whether somebody may have those asked again who have not answered, or sees who they are.
pub(super) fn sees_to(turn: &Turn<'_>, row: &Prompt, person: &PersonId) -> bool {
    let known = turn.world.settings.person(person);
    known.is_some_and(|known| known.admin) || leaders(&turn.world, row, turn.now).contains(person)
}

/// Ask again was pressed.
pub(super) fn again(turn: &mut Turn<'_>, pressed: Pressed<'_>, id: &PromptId, at: At) -> Line {
    let (world, now) = (turn.world, turn.now);
    let row = world.settings.prompt(id);
    let mut prompting = known(turn, id);
    let round = prompting.as_mut().and_then(|known| known.round_mut(at));
    let (Some(row), Some(round)) = (row, round) else {
        renew(&mut turn.decision, (pressed.chat, pressed.message), None);
        return PromptTold::Over(at).into();
    };
    let person = rights::person_id(&world, pressed.sender.id);
    let is_asked = |person: &PersonId| round.units.iter().any(|unit| unit.has(person));
    let person = person.filter(|person| is_asked(person) || sees_to(turn, row, person));
    let Some(person) = person else {
        return PromptTold::AgainOf(leaders(&world, row, now)).into();
    };
    let places: Vec<u16> = round.missing().map(|(place, _)| place).collect();
    if places.is_empty() {
        renew(&mut turn.decision, (pressed.chat, pressed.message), None);
        return PromptTold::NobodyMissing.into();
    }
    // A clock that was set back must not bar it.
    let lately = |last: &At| *last <= now && now.since(*last) < PROMPT_AGAIN;
    if let Some(last) = round.again.filter(lately) {
        return PromptTold::AskedAgainAlready(last).into();
    }
    round.again = Some(now);
    let count = places.len();
    let mut people: Vec<PersonId> = Vec::new();
    for place in places {
        people.extend(put_all(turn, id, round, place, Why::Again, None));
    }
    let what = What::AskedAgain { people };
    let by = Actor::Person(person);
    log(&mut turn.decision, (id, at), None, by, what);
    keep(&mut turn.decision, id, prompting);
    PromptTold::AskedAgain(count).into()
}

/// The last answer has come: the group hears it.
pub(super) fn complete(turn: &mut Turn<'_>, id: &PromptId, round: &mut Round) {
    round.completed = Some(turn.now);
    let row = turn.world.settings.prompt(id);
    let chats = row.map_or_else(Vec::new, |row| groups(turn, row, round));
    strip_summaries(&mut turn.decision, round);
    let answers = round.units.iter().filter_map(|unit| unit.answer.as_ref());
    let in_time = answers.filter(|answer| !answer.late).count();
    let units = round.units.len();
    let what = What::Completed {
        answers: units,
        in_time,
    };
    log(&mut turn.decision, (id, round.at), None, Actor::Bot, what);
    if chats.is_empty() {
        return;
    }
    let is_late = |unit: &&Unit| unit.answer.as_ref().is_some_and(|answer| answer.late);
    let late = round.units.iter().filter(is_late);
    let ledger = turn.world.desk.disputes.values();
    let mediating = Mediations::default().with_pending(ledger, turn.now);
    let problems = (0..).zip(&round.units);
    let problems = problems.map(|(place, _)| problems_of(round, place).len());
    let said = PromptSaid::Complete {
        title: RoundTitle::of(round),
        units,
        disputes: round.disputes(),
        mediating: mediating.pending.len(),
        problems: problems.sum(),
        in_time,
        late: late.map(|unit| unit.who.clone()).collect(),
    };
    for chat in chats {
        say(turn, chat, said.clone(), Subject::Other, PROMPT_KEPT);
    }
}
