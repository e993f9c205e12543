//! The guided report: category, level, then one message with where and what.
//!
//! The text may come at any moment; it completes the report with what was chosen so far. So the
//! form asks much and demands only the text.

use crate::decide::report::{self, NewReport};
use crate::decide::{Called, Effect, Line, Place, Speech, Turn, course};
use crate::ids::{CategoryId, MessageId, SeverityId, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Sender};
use crate::outgoing::Priority;
use crate::state::desk::DeskChange;
use crate::state::form::{Form, FormKind};

/// Begins a guided report; an older form of the same person here is replaced.
pub(super) fn begin(turn: &mut Turn<'_>, place: Place, sender: &Sender) {
    let kind = FormKind::Report {
        category: None,
        severity: None,
    };
    put(turn, place.chat, sender.id, kind);
    let speech = if turn.world.settings.categories.is_empty() {
        Speech::FormSeverity(sender.id)
    } else {
        Speech::FormCategory(sender.id)
    };
    turn.answer(place, speech);
}

/// Asks for the text of an update.
pub(super) fn ask_update(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    number: crate::ids::IncidentNumber,
) {
    put(
        turn,
        place.chat,
        sender.id,
        FormKind::Update { incident: number },
    );
    turn.answer(
        place,
        Speech::UpdateAsked(number, called(place.chat, sender)),
    );
}

fn put(turn: &mut Turn<'_>, chat: TelegramChat, user: TelegramUser, kind: FormKind) {
    let form = Form {
        kind,
        began: turn.now,
        reminded: false,
    };
    turn.decision
        .desk
        .push(DeskChange::Form(chat, user, Some(form)));
}

/// A category was chosen.
pub(super) fn category(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    owner: TelegramUser,
    id: Option<CategoryId>,
) -> Line {
    let form = match own_report(turn, pressed, owner) {
        Ok(form) => form,
        Err(line) => return line,
    };
    let id = id.filter(|id| turn.world.settings.category(id).is_some());
    if let FormKind::Report { severity, .. } = form.kind {
        put(
            turn,
            pressed.chat,
            owner,
            FormKind::Report {
                category: Some(id),
                severity,
            },
        );
    }
    turn.decision.effects.push(Effect::Rewrite {
        chat: pressed.chat,
        id: pressed.message,
        speech: Speech::FormSeverity(owner),
    });
    Line::FormGoesOn
}

/// A level was chosen.
pub(super) fn severity(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    owner: TelegramUser,
    id: Option<SeverityId>,
) -> Line {
    let form = match own_report(turn, pressed, owner) {
        Ok(form) => form,
        Err(line) => return line,
    };
    let id = id.filter(|id| turn.world.settings.severity(id).is_some());
    if let FormKind::Report { category, .. } = form.kind {
        turn.decision.effects.push(Effect::Rewrite {
            chat: pressed.chat,
            id: pressed.message,
            speech: Speech::FormChosen {
                category: category.clone().flatten(),
                severity: id.clone(),
            },
        });
        put(
            turn,
            pressed.chat,
            owner,
            FormKind::Report {
                category,
                severity: Some(id),
            },
        );
    }
    turn.decision.effects.push(Effect::Say {
        chat: pressed.chat,
        reply_to: Some(pressed.message),
        speech: Speech::FormText(called(pressed.chat, pressed.sender)),
        priority: Priority::Answer,
    });
    Line::FormGoesOn
}

/// The form is dropped by its button.
pub(super) fn drop_by_button(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    owner: TelegramUser,
) -> Line {
    if pressed.sender.id != owner {
        return Line::OthersForm;
    }
    turn.decision.effects.push(Effect::Rewrite {
        chat: pressed.chat,
        id: pressed.message,
        speech: Speech::FormOver(None),
    });
    if turn.world.desk.forms.contains_key(&(pressed.chat, owner)) {
        turn.decision
            .desk
            .push(DeskChange::Form(pressed.chat, owner, None));
        Line::FormCancelled
    } else {
        Line::FormGone
    }
}

/// The form is dropped by `/cancel`.
pub(super) fn cancel(turn: &mut Turn<'_>, chat: TelegramChat, user: TelegramUser) -> Line {
    if turn.world.desk.forms.contains_key(&(chat, user)) {
        turn.decision.desk.push(DeskChange::Form(chat, user, None));
        Line::FormCancelled
    } else {
        Line::NothingToCancel
    }
}

/// A message that may be what a form waits for; `false` where it is not.
///
/// In a group only an answer to the bot counts: people there talk to each other.
pub(super) fn take_text(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender) -> bool {
    let chat = message.chat.id;
    let Some(form) = turn.world.desk.forms.get(&(chat, sender.id)).cloned() else {
        return false;
    };
    let to_bot = message.reply_to.as_deref().is_some_and(|quoted| {
        quoted
            .from
            .as_ref()
            .is_some_and(|from| from.id == turn.world.bot.id)
    });
    if !message.chat.private && !to_bot {
        return false;
    }
    let text = message.text.trim();
    if text.is_empty() && message.attachments.is_empty() {
        return false;
    }
    let place = Place {
        chat,
        message: Some(message.id),
    };
    turn.decision
        .desk
        .push(DeskChange::Form(chat, sender.id, None));
    match form.kind {
        FormKind::Report { category, severity } => {
            if report::accepts(turn, message, sender, text) {
                report::store(
                    turn,
                    NewReport {
                        place,
                        sender: sender.clone(),
                        text: text.to_owned(),
                        evidence: message.attachments.clone(),
                        category: category.flatten(),
                        severity: severity.flatten(),
                    },
                );
            }
        }
        FormKind::Update { incident } => {
            let line = course::update(turn, incident, sender, text, &message.attachments);
            turn.answer(place, line);
        }
    }
    true
}

/// In a group a question says whose it is.
fn called(chat: TelegramChat, sender: &Sender) -> Option<Called> {
    (!chat.is_private()).then(|| Called {
        user: sender.id,
        name: sender.name.clone(),
    })
}

/// A press under one of the bot's messages.
#[derive(Clone, Copy)]
pub(super) struct Pressed<'a> {
    /// Where.
    pub(super) chat: TelegramChat,
    /// Under which message.
    pub(super) message: MessageId,
    /// Who.
    pub(super) sender: &'a Sender,
}

fn own_report(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    owner: TelegramUser,
) -> Result<Form, Line> {
    if pressed.sender.id != owner {
        return Err(Line::OthersForm);
    }
    match turn.world.desk.forms.get(&(pressed.chat, owner)) {
        Some(form) if matches!(form.kind, FormKind::Report { .. }) => Ok(form.clone()),
        _ => {
            turn.decision.effects.push(Effect::Rewrite {
                chat: pressed.chat,
                id: pressed.message,
                speech: Speech::FormOver(None),
            });
            Err(Line::FormGone)
        }
    }
}
