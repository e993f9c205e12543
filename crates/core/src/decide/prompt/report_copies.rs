//! The written report of a screening as people get it: its text, its workbook, and buttons until it is made.

use std::time::Duration;

use super::hearers::group_and_administrators;
use super::late::sees_to;
use super::mine::show_anew;
use super::{
    PromptSaid, PromptTold, ReportShown, ReportWhy, group, keep, known, leaders, log, private,
    renew, say,
};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Turn, ledger, rights};
use crate::ids::{PersonId, PromptId};
use crate::limits::{PROMPT_DAY, PROMPT_KEPT};
use crate::outgoing::{Drawn, Outcome, Outgoing, Subject};
use crate::parse::prompt::ReportButton;
use crate::settings::Prompt;
use crate::state::event::Actor;
use crate::state::prompt::Prompting;
use crate::state::prompt_log::What;
use crate::state::screening_report::{
    ReportBook, ReportCopy, ReportDispute, Reported, ScreeningReport,
};
use crate::state::selftest::Stands;
use crate::time::At;

/// Nobody of those whom it is for can be written to: the group hears of it and the administrators, or where those
/// can't be reached the groups that announce incidents.
pub(super) fn tell_nobody(turn: &mut Turn<'_>, row: &Prompt, report: &ScreeningReport) {
    let said = PromptSaid::ReportForNobody {
        title: report.title.clone(),
        to: report.to.clone(),
        limit: report.limit,
        of: leaders(&turn.world, row, turn.now),
    };
    tell_others(turn, row, &said);
}

/// It was not made, and is no longer asked for.
pub(super) fn tell_given_up(turn: &mut Turn<'_>, row: &Prompt, report: &ScreeningReport) {
    let said = PromptSaid::ReportGivenUp {
        title: report.title.clone(),
        to: report.to.clone(),
        limit: report.limit,
        gone: None,
    };
    tell_others(turn, row, &said);
}

fn tell_others(turn: &mut Turn<'_>, row: &Prompt, said: &PromptSaid) {
    let world = turn.world;
    for chat in group_and_administrators(world.settings, world.desk, row.report_to.as_ref()) {
        say(turn, chat, said.clone(), Subject::Other, PROMPT_KEPT);
    }
}

/// The report as it is shown.
fn shown(turn: &Turn<'_>, id: &PromptId, report: &ScreeningReport) -> ReportShown {
    let disputes = &turn.world.desk.disputes;
    let kind_of = |number| disputes.get(&number).map(|dispute| dispute.kind);
    ReportShown {
        prompt: id.clone(),
        title: report.title.clone(),
        to: report.to.clone(),
        limit: report.limit,
        draft: report.draft.clone(),
        courses: report.draft.courses(kind_of),
    }
}

/// So long is a message about it worth sending.
fn life(report: &ScreeningReport, now: At) -> Duration {
    report.limit.since(now).max(PROMPT_DAY)
}

/// Text and workbook to somebody, and buttons where it is said why. Who keeps no ledger gets no list of
/// disputes.
pub(super) fn whole(
    turn: &mut Turn<'_>,
    id: &PromptId,
    report: &mut ScreeningReport,
    person: &PersonId,
    why: Option<ReportWhy>,
) {
    let Some(chat) = private(&turn.world, person) else {
        return;
    };
    let life = life(report, turn.now);
    let text = PromptSaid::ReportText(Box::new(shown(turn, id, report)));
    say(turn, chat, text, Subject::Other, life);
    if rights::keeps_ledger(turn.world.settings, person) {
        ledger::report_read(turn, person);
        turn.decision.effects.push(Effect::Draw {
            chat,
            reply_to: None,
            drawn: Drawn::Report(Box::new(book(turn, id, report))),
            speech: PromptSaid::ReportBook(report.title.clone()).into(),
            subject: Subject::Other,
            life,
        });
    }
    if let Some(why) = why {
        put(turn, id, report, person, (why, None));
    }
}

fn book(turn: &Turn<'_>, id: &PromptId, report: &ScreeningReport) -> ReportBook {
    let known = &turn.world.desk.disputes;
    let disputes = report.draft.disputes().into_iter();
    let disputes = disputes.filter_map(|number| {
        let dispute = known.get(&number)?;
        Some(ReportDispute {
            number,
            kind: dispute.kind,
            place: dispute.place.clone(),
            mediator: dispute.mediator.clone(),
            registered_at: dispute.registered_at,
        })
    });
    ReportBook {
        prompt: id.clone(),
        at: report.title.at,
        to: report.to.clone(),
        limit: report.limit,
        draft: report.draft.clone(),
        disputes: disputes.collect(),
    }
}

/// A message with buttons, in the place of an older one there; `false` where there is no account.
pub(super) fn put(
    turn: &mut Turn<'_>,
    id: &PromptId,
    report: &mut ScreeningReport,
    person: &PersonId,
    (why, due): (ReportWhy, Option<At>),
) -> bool {
    let Some(chat) = private(&turn.world, person) else {
        return false;
    };
    report.messages += 1;
    if !report.heard.contains(person) {
        report.heard.push(person.clone());
    }
    let nth = report.messages;
    let said = PromptSaid::ReportDue {
        report: Box::new(shown(turn, id, report)),
        why,
        due,
    };
    let subject = Subject::Report {
        row: id.clone(),
        at: report.title.at,
        nth,
    };
    let life = life(report, turn.now);
    say(turn, chat, said, subject, life);
    for copy in report.copies.iter_mut().filter(|copy| copy.chat == chat) {
        if !copy.superseded
            && let Stands::At(message) = copy.stands
        {
            renew(&mut turn.decision, (chat, message), None);
        }
        copy.superseded = true;
    }
    report.forget_superseded();
    report.copies.push(ReportCopy {
        nth,
        chat,
        stands: Stands::Sending,
        superseded: false,
    });
    true
}

/// A button of a report was pressed.
pub(super) fn press(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    (id, at): (&PromptId, At),
    button: ReportButton,
) -> Line {
    let (world, now) = (turn.world, turn.now);
    let mut prompting = known(turn, id);
    let report = prompting.as_mut().and_then(|known| known.report_mut(at));
    let listed = matches!(button, ReportButton::Show { listed: true });
    let (Some(row), Some(report)) = (world.settings.prompt(id), report) else {
        if listed {
            show_anew(turn, pressed);
        } else {
            renew(&mut turn.decision, (pressed.chat, pressed.message), None);
        }
        return PromptTold::ReportOver(at).into();
    };
    let person = rights::person_id(&world, pressed.sender.id);
    // Whoever has it may say so, also when he leads no more.
    let may = |person: &PersonId| report.heard.contains(person) || sees_to(turn, row, person);
    let Some(person) = person.filter(may) else {
        return PromptTold::ReportOf(leaders(&world, row, now)).into();
    };
    if let ReportButton::Show { .. } = button {
        let reported = report.reported.clone();
        if reported.is_none() {
            whole(turn, id, report, &person, Some(ReportWhy::Shown));
            keep(&mut turn.decision, id, prompting);
        }
        if listed {
            show_anew(turn, pressed);
        }
        return reported.map_or(Line::Comes, |reported| {
            PromptTold::ReportedBy(reported).into()
        });
    }
    if let Some(reported) = report.reported.clone() {
        let made = made(report, &reported);
        renew(
            &mut turn.decision,
            (pressed.chat, pressed.message),
            Some(made),
        );
        return PromptTold::ReportedBy(reported).into();
    }
    // A clock that was set back does not undo what was told.
    let late = now > report.limit || report.told_late.is_some();
    let reported = Reported {
        by: person.clone(),
        at: now,
        late,
    };
    report.reported = Some(reported.clone());
    report.reminders.clear();
    let made = made(report, &reported);
    let here = (pressed.chat, pressed.message);
    let standing = report.copies.iter().filter(|copy| !copy.superseded);
    let places = standing.filter_map(|copy| match copy.stands {
        Stands::At(message) => Some((copy.chat, message)),
        Stands::Sending | Stands::Nowhere => None,
    });
    let mut places: Vec<_> = places.collect();
    // A press can be quicker than the news that its message has arrived.
    if !places.contains(&here) {
        places.push(here);
    }
    for place in places {
        renew(&mut turn.decision, place, Some(made.clone()));
    }
    if let Some(chat) = group(&world, row) {
        say(turn, chat, made, Subject::Other, PROMPT_KEPT);
    }
    let by = Actor::Person(person);
    log(
        &mut turn.decision,
        (id, at),
        None,
        by,
        What::Reported { late },
    );
    keep(&mut turn.decision, id, prompting);
    PromptTold::ReportNoted { late }.into()
}

fn made(report: &ScreeningReport, reported: &Reported) -> PromptSaid {
    PromptSaid::ReportMade {
        title: report.title.clone(),
        to: report.to.clone(),
        reported: reported.clone(),
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
    let mut prompting = known(turn, id);
    let report = prompting.as_mut().and_then(|known| known.report_mut(at));
    let found = report.and_then(|report| {
        let copies = report.copies.iter_mut();
        let mut of_it = copies.filter(|copy| copy.nth == nth);
        let copy = of_it.next()?;
        (copy.chat, copy.stands) = (chat, stands);
        let superseded = copy.superseded;
        Some((report, superseded))
    });
    let Some((report, superseded)) = found else {
        if let Stands::At(message) = stands {
            renew(&mut turn.decision, (chat, message), None);
        }
        return;
    };
    if let Stands::At(message) = stands {
        // It was made, or told again, while the message was on its way.
        if let Some(reported) = &report.reported {
            let made = made(report, reported);
            renew(&mut turn.decision, (chat, message), Some(made));
        } else if superseded {
            renew(&mut turn.decision, (chat, message), None);
        }
    }
    report.forget_superseded();
    if !matches!(outcome, Outcome::Sent(_)) {
        let mut standing = report.copies.iter().filter(|copy| !copy.superseded);
        let lost = report.reported.is_none() && standing.all(|copy| copy.stands == Stands::Nowhere);
        let report = report.clone();
        let people = turn.world.settings.people.iter().map(|person| &person.id);
        let of_chat = people.filter(|person| private(&turn.world, person) == Some(chat));
        for person in of_chat.cloned().collect::<Vec<PersonId>>() {
            let what = What::NotDelivered { person };
            log(&mut turn.decision, (id, at), None, Actor::Bot, what);
        }
        if let (Some(row), true) = (turn.world.settings.prompt(id), lost) {
            tell_nobody(turn, row, &report);
        }
    }
    keep(&mut turn.decision, id, prompting);
}

/// Reports of a row that wait, for somebody who sees to it.
pub(super) fn waiting(turn: &Turn<'_>, id: &PromptId, prompting: &Prompting) -> Vec<ReportShown> {
    let reports = prompting.reports.iter();
    let waiting = reports.filter(|report| report.reported.is_none());
    waiting.map(|report| shown(turn, id, report)).collect()
}
