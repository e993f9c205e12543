//! What falls due.

use crate::decide::{
    Decision, Effect, Speech, Turn, World, acknowledge, escalation, form, handing, ledger,
};
use crate::ids::{IncidentNumber, TelegramChat, TelegramUser};
use crate::limits::FORM_LIFE;
use crate::outgoing::Priority;
use crate::state::desk::DeskChange;
use crate::state::event::{Actor, Passed};
use crate::state::form::{Form, FormKind};
use crate::state::incident::Phase;
use crate::time::At;

/// An incident's timer fell due. A timer that is early or late for what is now does nothing: the
/// incident's own next instant decides.
pub fn incident_due(world: World<'_>, number: IncidentNumber, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let Some(draft) = turn.open(number) else {
        return turn.done();
    };
    let Some(due) = draft.incident.next_due().filter(|due| *due <= now) else {
        return turn.done();
    };
    let ended = draft.incident.step_ends().filter(|end| *end <= now);
    let due = ended.unwrap_or(due);
    draft.late = due.long_before(now);
    match &draft.incident.phase {
        Phase::Paging(_) if ended.is_some() => {
            escalation::pass(draft, &world, Passed::NoAnswer, Actor::Bot, now);
        }
        Phase::Paging(_) => escalation::ring_again(draft, &world, now),
        Phase::Acknowledged { .. } if draft.incident.handing().is_some() => {
            handing::ran_out(draft, &world, now);
        }
        Phase::Acknowledged { .. } => acknowledge::silent_too_long(draft, &world, now),
        Phase::Exhausted { .. } | Phase::Closed { .. } => {}
    }
    turn.done()
}

/// A form's timer fell due: reminded once, then dropped.
pub fn form_due(world: World<'_>, chat: TelegramChat, user: TelegramUser, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let Some(form) = world.desk.forms.get(&(chat, user)) else {
        return turn.done();
    };
    if let FormKind::Ledger(_) = &form.kind {
        ledger::fell_due(&mut turn, (chat, user), form);
        return turn.done();
    }
    let called = form::called_by_name(chat, user, &form.name);
    let speech = if now >= form.began.plus(FORM_LIFE) {
        form::end(&mut turn, chat, user, None);
        Speech::FormExpired(called)
    } else if !form.reminded {
        let reminded = Form {
            reminded: true,
            ..form.clone()
        };
        turn.decision
            .desk
            .push(DeskChange::Form(chat, user, Some(reminded)));
        Speech::FormReminder(called)
    } else {
        return turn.done();
    };
    if matches!(form.kind, FormKind::Report { .. }) {
        turn.decision.effects.push(Effect::Say {
            chat,
            reply_to: form.begun_by,
            speech,
            priority: Priority::Reminder,
        });
    }
    turn.done()
}
