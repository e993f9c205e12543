//! Prompts: whoever is asked answers alone, and what is missing stays missing until it is told
//! (`state::prompt`).
//!
//! A row has one timer, which follows from what is kept of its rounds. What was missed while the bot was down
//! comes once and says when it was due.

mod answer;
mod ask;
mod checklist;
mod ending;
mod hearers;
mod late;
mod mine;
mod register;
mod report;
mod report_copies;
mod said;

use chrono_tz::Tz;

use crate::decide::duty::leaders_of;
use crate::decide::form::Pressed;
use crate::decide::{Decision, Effect, Line, Sending, Speech, Turn, World};
use crate::ids::{ChatId, PersonId, PromptId, TelegramChat};
use crate::outgoing::{Outcome, Outgoing, Priority, Subject};
use crate::parse::prompt::PromptPress;
use crate::settings::{Prompt, Settings, Target};
use crate::state::desk::{Desk, DeskChange};
use crate::state::duty::with_role;
use crate::state::event::Actor;
use crate::state::log::Log;
use crate::state::prompt::{Copied, Prompting, Round};
use crate::state::prompt_log::{PromptEvent, What};
use crate::state::screening_report::Counted;
use crate::state::selftest::Stands;
use crate::time::At;

pub use crate::state::prompt_title::RoundTitle;
pub(in crate::decide) use checklist::{item_of, remark, shows_round};
pub(in crate::decide) use mine::{command, waits_for};
pub(in crate::decide) use register::dispute_registered;
pub(in crate::decide) use report_copies::ended as report_ended;
pub use said::{
    Answered, Problem, PromptSaid, PromptTold, Question, ReportShown, ReportWhy, SeenTo, Silent,
    Why,
};

/// Looks at every row as it is configured now. What is due stays for its timer.
pub fn plan_prompts(settings: &Settings, desk: &Desk, now: At) -> Decision {
    let mut decision = Decision::default();
    let gone = |id: &PromptId| settings.prompt(id).is_none();
    let ended = desk.prompts.iter().filter(|(id, _)| gone(id));
    let ended = ended.filter_map(|(_, prompting)| report::ends(prompting));
    let begin = ended
        .min_by_key(|ended| ended.seq)
        .unwrap_or_else(|| counted_now(desk, now));
    for row in &settings.prompts {
        let known = desk.prompts.get(&row.id);
        let mut prompting = known
            .cloned()
            .unwrap_or_else(|| Prompting::begin(row, settings.timezone, now));
        let zone = settings.timezone;
        plan(&mut decision, (row, zone), &mut prompting, (now, begin));
        if known != Some(&prompting) {
            keep(&mut decision, &row.id, Some(prompting));
        }
    }
    for (id, prompting) in &desk.prompts {
        if gone(id) {
            ending::end_all(&mut decision, (settings, desk), id, prompting);
            keep(&mut decision, id, None);
        }
    }
    decision
}

/// A row as it is configured now is laid out anew. What a clock far ahead had begun ends.
fn plan(
    decision: &mut Decision,
    (row, zone): (&Prompt, Tz),
    prompting: &mut Prompting,
    (now, begin): (At, Counted),
) {
    prompting.report_to.clone_from(&row.report_to);
    let untrue = prompting.plan(row, zone, now);
    for round in &untrue.rounds {
        ending::withdraw(decision, &row.id, round, true);
    }
    for report in &untrue.reports {
        report::withdraw(decision, &row.id, report);
    }
    report::plan(row, prompting, (now, begin));
}

/// Where the reports of a row begin that has one from now on.
fn counted_now(desk: &Desk, now: At) -> Counted {
    Counted {
        at: now,
        seq: desk.log_end(Log::Ledger).seq,
    }
}

/// A row's timer fell due.
pub fn prompt_due(world: World<'_>, id: &PromptId, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let (Some(row), Some(known)) = (world.settings.prompt(id), world.desk.prompts.get(id)) else {
        return turn.done();
    };
    let zone = world.settings.timezone;
    let mut prompting = known.clone();
    let begin = counted_now(world.desk, now);
    plan(
        &mut turn.decision,
        (row, zone),
        &mut prompting,
        (now, begin),
    );
    let ends = (0..prompting.rounds.len()).map(|index| prompting.ends(index));
    let ends: Vec<Option<At>> = ends.collect();
    for (round, ends) in prompting.rounds.iter_mut().zip(ends) {
        ask::remind(&mut turn, row, round);
        if round.told.is_none() && round.until <= now {
            late::tell(&mut turn, row, round);
        } else {
            late::tell_again(&mut turn, row, round, ends);
        }
    }
    if let Some(fired) = prompting.fire(row, zone, now) {
        let unasked = ask::not_asked(&mut turn, row, &fired.missed);
        // One that is sent to nobody has no end that would be heard of.
        let unasked = unasked.filter(|unasked| !unasked.copies.is_empty());
        prompting.unasked.extend(unasked);
        if row.onward.is_some() {
            let skipped = fired.missed.iter();
            let skipped = skipped.map(|missed| (missed.last, missed.rounds));
            prompting.skipped.extend(skipped);
        }
        if prompting.round(fired.ask).is_none() {
            if let Some(report) = prompting.begin_anew(fired.ask, now) {
                report::withdraw(&mut turn.decision, id, &report);
            }
            let round = ask::ask(&mut turn, row, fired.ask);
            prompting.add(round);
        }
    }
    let over: Vec<At> = (0..prompting.rounds.len())
        .filter(|index| prompting.ends(*index).is_some_and(|ends| ends <= now))
        .filter_map(|index| Some(prompting.rounds.get(index)?.at))
        .collect();
    report::draft_due(&mut turn, row, &mut prompting, &over);
    report::follow(&mut turn, row, &mut prompting);
    prompting.rounds.retain(|round| {
        let ends = over.contains(&round.at);
        if ends {
            ending::end(&mut turn.decision, id, round);
        }
        !ends
    });
    report::forget(&mut prompting, now);
    keep(&mut turn.decision, id, Some(prompting));
    turn.done()
}

/// A button of a prompt was pressed.
pub(in crate::decide) fn press(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    button: PromptPress,
) -> Line {
    match button {
        PromptPress::Mine => mine::press(turn, pressed),
        PromptPress::Again { prompt, at, listed } => {
            let line = late::again(turn, pressed, &prompt, at);
            if listed {
                mine::show_anew(turn, pressed);
            }
            line
        }
        PromptPress::Report { prompt, at, button } => {
            report_copies::press(turn, pressed, (&prompt, at), button)
        }
        PromptPress::Question {
            prompt,
            at,
            unit,
            button,
        } => answer::press(turn, pressed, (&prompt, at), unit, button),
    }
}

/// The sending of a message with buttons ended for good.
pub(in crate::decide) fn ended(
    turn: &mut Turn<'_>,
    (id, at): (&PromptId, At),
    nth: u32,
    body: &Outgoing,
    outcome: &Outcome,
) {
    let Some(chat) = body.chat() else { return };
    let stands = Stands::of(outcome);
    let mut known = known(turn, id);
    let sent = matches!(outcome, Outcome::Sent(_));
    if let Some(known) = &mut known
        && hearers::not_asked_ended(turn, id, known, (at, nth), (chat, stands, sent))
    {
        return;
    }
    let round = known.as_mut().and_then(|known| known.round_mut(at));
    let found = round.and_then(|round| {
        // A press was quicker than this news.
        let adopted = |copy: &Copied| copy.nth == 0 && copy.chat == chat && copy.stands == stands;
        round.copies.retain(|copy| !adopted(copy));
        let place = round.copies.iter().position(|copy| copy.nth == nth)?;
        Some((round, place))
    });
    let Some((round, place)) = found else {
        // It was over while the message was on its way.
        if let Stands::At(message) = stands {
            renew(&mut turn.decision, (chat, message), None);
        } else if !sent {
            hearers::not_delivered(turn, (id, at), chat);
        }
        return;
    };
    let Some(mut copy) = round.copies.get(place).cloned() else {
        return;
    };
    copy.stands = stands;
    copy.chat = chat;
    if let (Some((unit, person)), false) = (&copy.question, sent) {
        let who = round.unit(*unit).map(|unit| unit.who.clone());
        let what = What::NotDelivered {
            person: person.clone(),
        };
        log(&mut turn.decision, (id, at), who.as_ref(), Actor::Bot, what);
    }
    let mut extended = false;
    if let (Some((unit, person)), Stands::At(_)) = (&copy.question, &copy.stands)
        // On a phone that is not his any more it has reached nobody.
        && private(&turn.world, person) == Some(chat)
        && let Some(unit) = round.unit_mut(*unit)
        && unit.arrived.is_none()
    {
        unit.arrived = Some(turn.now);
        extended = unit.answer.is_none() && nth <= round.asking && round.extend(turn.now);
    }
    show(&mut turn.decision, id, round, &copy);
    copy.stale = false;
    let is_summary = copy.question.is_none();
    if copy.superseded {
        round.copies.remove(place);
    } else if let Some(there) = round.copies.get_mut(place) {
        *there = copy;
    }
    if is_summary && !sent {
        hearers::summary_lost(turn, id, round, chat);
    }
    if extended {
        let what = What::Extended { until: round.until };
        log(&mut turn.decision, (id, at), None, Actor::Bot, what);
        for place in ask::places(round) {
            refresh(&mut turn.decision, id, round, place, None);
        }
    }
    keep(&mut turn.decision, id, known);
}

/// A message that has arrived says what is so by now.
fn show(decision: &mut Decision, id: &PromptId, round: &Round, copy: &Copied) {
    let Stands::At(message) = copy.stands else {
        return;
    };
    let place = (copy.chat, message);
    if copy.superseded {
        return renew(decision, place, None);
    }
    let Some((unit, _)) = &copy.question else {
        if round.completed.is_some() {
            renew(decision, place, None);
        }
        return;
    };
    if let Some(said) = answer::answered(round, *unit) {
        renew(decision, place, Some(said));
    } else if copy.stale {
        let question = ask::question(id, round, *unit, Why::Shown, None);
        renew(decision, place, question.map(PromptSaid::Question));
    }
}

/// Every message with somebody's question says what is so by now, also one that nobody knew of.
fn refresh(
    decision: &mut Decision,
    id: &PromptId,
    round: &mut Round,
    unit: u16,
    pressed: Option<(Pressed<'_>, &PersonId)>,
) {
    let (pressed, person) = pressed.unzip();
    let mut copies = std::mem::take(&mut round.copies);
    let mut is_known = false;
    for copy in &mut copies {
        if !matches!(&copy.question, Some((of, _)) if *of == unit) {
            continue;
        }
        let here = |pressed: &Pressed<'_>| {
            pressed.chat == copy.chat && copy.stands == Stands::At(pressed.message)
        };
        is_known |= pressed.as_ref().is_some_and(here);
        copy.stale = true;
        show(decision, id, round, copy);
        copy.stale = copy.stands == Stands::Sending;
    }
    // A press can be quicker than the news that its message has arrived.
    if let Some((pressed, person)) = pressed.filter(|_| !is_known).zip(person) {
        let mut copy = Copied {
            nth: 0,
            question: Some((unit, person.clone())),
            chat: pressed.chat,
            stands: Stands::At(pressed.message),
            superseded: false,
            stale: true,
        };
        show(decision, id, round, &copy);
        copy.stale = false;
        // From now on it says what is so, as the others do.
        copies.insert(0, copy);
    }
    round.copies = copies;
}

/// The buttons of messages that say who has not answered go.
fn strip_summaries(decision: &mut Decision, round: &mut Round) {
    for copy in &mut round.copies {
        if copy.question.is_none() {
            copy.superseded = true;
            if let Stands::At(message) = copy.stands {
                renew(decision, (copy.chat, message), None);
            }
        }
    }
    round.forget_superseded();
}

/// A message says something else; without words it loses its buttons.
fn renew(
    decision: &mut Decision,
    (chat, id): (TelegramChat, crate::ids::MessageId),
    said: Option<PromptSaid>,
) {
    let speech = said.map(Speech::from);
    decision.effects.push(Effect::Renew { chat, id, speech });
}

/// Who has a role, or is the person, now.
fn people_of(world: &World<'_>, who: &Target, now: At) -> Vec<PersonId> {
    match who {
        Target::Person(person) => vec![person.clone()],
        Target::Role(role) => {
            let role = world.settings.role(role);
            let people = role.map_or_else(Vec::new, |role| {
                with_role(world.settings, &world.desk.duties, &role.members, now)
            });
            let here = |id: &PersonId| world.settings.person(id).is_some_and(|one| !one.gone);
            people.into_iter().filter(here).collect()
        }
    }
}

/// Who sees to a row, in reach or not; the administrators where nobody of those whom it names is there.
fn leaders(world: &World<'_>, row: &Prompt, now: At) -> Vec<PersonId> {
    leaders_of(world, &row.escalate, None, now)
}

/// The group in which completion and summary stand.
fn group(world: &World<'_>, row: &Prompt) -> Option<TelegramChat> {
    group_of(world, row.report_to.as_ref()?)
}

fn group_of(world: &World<'_>, id: &ChatId) -> Option<TelegramChat> {
    let chat = world.settings.chat(id)?;
    Some(world.desk.current(chat.telegram))
}

/// The private chat with somebody, where there is one.
fn private(world: &World<'_>, person: &PersonId) -> Option<TelegramChat> {
    let known = world.settings.person(person).filter(|known| !known.gone)?;
    Some(known.telegram?.private_chat())
}

fn say(
    turn: &mut Turn<'_>,
    chat: TelegramChat,
    said: PromptSaid,
    subject: Subject,
    life: std::time::Duration,
) {
    say_in(&mut turn.decision, chat, said, subject, life);
}

fn say_in(
    decision: &mut Decision,
    chat: TelegramChat,
    said: PromptSaid,
    subject: Subject,
    life: std::time::Duration,
) {
    decision.effects.push(Effect::Send {
        body: Sending::Say {
            chat,
            reply_to: None,
            speech: said.into(),
        },
        priority: Priority::Reminder,
        subject,
        life,
    });
}

/// What is under way of a row, as of this turn: a turn may change it more than once.
fn known(turn: &Turn<'_>, prompt: &PromptId) -> Option<Prompting> {
    let changes = turn.decision.desk.iter().rev();
    let mut changed = changes.filter_map(|change| match change {
        DeskChange::Prompt(id, prompting) if id == prompt => Some(prompting.as_deref()),
        _ => None,
    });
    let stored = turn.world.desk.prompts.get(prompt);
    changed.next().unwrap_or(stored).cloned()
}

fn keep(decision: &mut Decision, prompt: &PromptId, prompting: Option<Prompting>) {
    decision
        .desk
        .push(DeskChange::Prompt(prompt.clone(), prompting.map(Box::new)));
}

fn log(
    decision: &mut Decision,
    (prompt, at): (&PromptId, At),
    unit: Option<&Target>,
    by: Actor,
    what: What,
) {
    let event = PromptEvent {
        prompt: prompt.clone(),
        at,
        unit: unit.cloned(),
        what,
    };
    decision.prompts.push((by, event));
}
