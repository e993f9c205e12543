//! The guided report: category, level, then one message with where and what.
//!
//! The text may come at any moment; it completes the report with what was chosen so far. So the
//! form asks much and demands only the text.

mod asked;

use crate::decide::evidence::Came;
use crate::decide::people::{Said, colleague};
use crate::decide::report::{self, NewReport};
use crate::decide::{
    Called, Effect, LedgerSaid, Line, Place, PromptSaid, Speech, Turn, ledger, likeness, prompt,
};
use crate::ids::{CategoryId, IncidentNumber, MessageId, SeverityId, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Quoted, Sender};
use crate::state::desk::DeskChange;
use crate::state::form::{Form, FormKind, Question};
use crate::state::ledger::LedgerForm;

/// Begins a guided report; an older form of the same person here is replaced.
pub(super) fn begin(turn: &mut Turn<'_>, place: Place, sender: &Sender) {
    let kind = FormKind::Report {
        category: None,
        severity: None,
    };
    let speech = if turn.world.settings.categories.is_empty() {
        Speech::FormSeverity(sender.id)
    } else {
        Speech::FormCategory(sender.id)
    };
    open(turn, place, sender, kind, speech);
}

/// Asks for the text of an update.
pub(super) fn ask_update(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    number: IncidentNumber,
) {
    let speech = Speech::UpdateAsked(number, called(place.chat, sender));
    open(
        turn,
        place,
        sender,
        FormKind::Update { incident: number },
        speech,
    );
}

/// A form begins with its first question; an older one of the same person here is over.
pub(super) fn open(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    kind: FormKind,
    speech: Speech,
) {
    end(turn, place.chat, sender.id, None);
    let form = Form {
        kind,
        began: turn.now,
        reminded: false,
        aside: false,
        begun_by: place.message,
        name: sender.name.clone(),
        questions: Vec::new(),
    };
    put(turn, place.chat, sender.id, form);
    turn.decision.effects.push(Effect::Ask {
        chat: place.chat,
        user: sender.id,
        reply_to: place.message,
        speech,
    });
}

fn put(turn: &mut Turn<'_>, chat: TelegramChat, user: TelegramUser, form: Form) {
    turn.decision
        .desk
        .push(DeskChange::Form(chat, user, Some(form)));
}

/// The form is over: nothing waits for an answer any more, and its questions say so, with the
/// incident that came of it. `false` where there was none.
pub(super) fn end(
    turn: &mut Turn<'_>,
    chat: TelegramChat,
    user: TelegramUser,
    stored: Option<IncidentNumber>,
) -> bool {
    let Some(form) = turn.world.desk.forms.get(&(chat, user)).cloned() else {
        return false;
    };
    turn.decision.desk.push(DeskChange::Form(chat, user, None));
    let speech = match form.kind {
        FormKind::Report { .. } | FormKind::Update { .. } => Speech::FormOver(stored),
        FormKind::Colleague { .. } | FormKind::Phone { .. } => Said::Over.into(),
        FormKind::Remark(_) => PromptSaid::RemarkOver.into(),
        FormKind::Ledger(_) => LedgerSaid::Over(None).into(),
    };
    close(turn, chat, form.questions, Some(&speech));
    true
}

pub(super) fn close(
    turn: &mut Turn<'_>,
    chat: TelegramChat,
    questions: Vec<Question>,
    speech: Option<&Speech>,
) {
    turn.decision
        .effects
        .extend(questions.into_iter().map(|question| Effect::CloseQuestion {
            chat,
            question,
            speech: speech.cloned(),
        }));
}

/// The question under which a button was pressed, taken out of its form. A press can be quicker
/// than the news that its message has arrived. Other messages with buttons are copies that arrived
/// while Telegram's answer was lost: theirs go.
pub(super) fn pressed_question(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    form: &mut Form,
) -> Question {
    let questions = std::mem::take(&mut form.questions);
    let (mut asking, others): (Vec<_>, Vec<_>) =
        questions.into_iter().partition(|question| question.buttons);
    form.questions = others;
    let is_it = |question: &Question| question.message == Some(pressed.message);
    let may_be = |question: &Question| question.message.is_none();
    let found = asking
        .iter()
        .position(is_it)
        .or_else(|| asking.iter().position(may_be))
        .map(|index| asking.remove(index))
        .unwrap_or_default();
    close(turn, pressed.chat, asking, None);
    Question {
        message: Some(pressed.message),
        buttons: true,
        ..found
    }
}

/// A category was chosen.
pub(super) fn category(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    owner: TelegramUser,
    id: Option<CategoryId>,
) -> Line {
    let mut form = match own_report(turn, pressed, owner) {
        Ok(form) => form,
        Err(line) => return line,
    };
    let id = id.filter(|id| turn.world.settings.category(id).is_some());
    if let FormKind::Report { category, .. } = &mut form.kind {
        *category = Some(id);
    }
    let question = pressed_question(turn, pressed, &mut form);
    form.questions.push(question);
    go_on(turn, pressed.chat, owner, form);
    turn.decision.effects.push(Effect::AskInPlace {
        chat: pressed.chat,
        user: owner,
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
    let mut form = match own_report(turn, pressed, owner) {
        Ok(form) => form,
        Err(line) => return line,
    };
    let id = id.filter(|id| turn.world.settings.severity(id).is_some());
    let question = pressed_question(turn, pressed, &mut form);
    if let FormKind::Report { category, severity } = &mut form.kind {
        let speech = Speech::FormChosen {
            category: category.clone().flatten(),
            severity: id.clone(),
        };
        close(turn, pressed.chat, vec![question], Some(&speech));
        *severity = Some(id);
    }
    go_on(turn, pressed.chat, owner, form);
    turn.decision.effects.push(Effect::Ask {
        chat: pressed.chat,
        user: owner,
        reply_to: Some(pressed.message),
        speech: Speech::FormText(called(pressed.chat, pressed.sender)),
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
    let mut form = match own_report(turn, pressed, owner) {
        Ok(form) => form,
        Err(line) => return line,
    };
    turn.decision
        .desk
        .push(DeskChange::Form(pressed.chat, owner, None));
    let question = pressed_question(turn, pressed, &mut form);
    form.questions.push(question);
    let over = Speech::FormOver(None);
    close(turn, pressed.chat, form.questions, Some(&over));
    Line::FormCancelled
}

/// A tap is a sign of life: the time until the reminder begins anew.
fn go_on(turn: &mut Turn<'_>, chat: TelegramChat, user: TelegramUser, form: Form) {
    let form = Form {
        began: turn.now,
        reminded: false,
        ..form
    };
    put(turn, chat, user, form);
}

/// The form is dropped by `/cancel`.
pub(super) fn cancel(turn: &mut Turn<'_>, chat: TelegramChat, user: TelegramUser) -> Line {
    if end(turn, chat, user, None) {
        Line::FormCancelled
    } else {
        Line::NothingToCancel
    }
}

/// The group of a form has another id now: the form goes on there. What stood in the old group
/// can't be changed any more; what is on its way is sent to the new one.
pub(super) fn migrated(turn: &mut Turn<'_>, from: TelegramChat, to: TelegramChat) {
    let forms = &turn.world.desk.forms;
    let moving: Vec<_> = forms
        .iter()
        .filter(|((chat, _), _)| *chat == from)
        .map(|((_, user), form)| (*user, form.clone()))
        .collect();
    for (user, mut form) in moving {
        turn.decision.desk.push(DeskChange::Form(from, user, None));
        if !turn.world.desk.forms.contains_key(&(to, user)) {
            form.questions.retain(|question| question.message.is_none());
            form.begun_by = None;
            put(turn, to, user, form);
        }
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
    let of_bot = |quoted: &&Quoted| {
        let from = quoted.from.as_ref();
        from.is_some_and(|from| from.id == turn.world.bot.id)
    };
    let quoted = message.reply_to.as_deref().filter(of_bot);
    if !message.chat.private && quoted.is_none() {
        return false;
    }
    if let FormKind::Ledger(asked) = form.kind.clone() {
        ledger::answered(turn, message, sender, form, asked);
        return true;
    }
    if let Some(quoted) = quoted
        && asked::answers_another(turn, message, quoted, (sender, &form))
    {
        asked::refuse(turn, message, &form);
        return true;
    }
    // Somebody's number, shared with a report or an update, is what it says.
    let shared = message.contact.as_ref().map(|contact| contact.words());
    let text = shared.as_deref().unwrap_or(message.text.trim());
    if text.is_empty() && message.attachments.is_empty() {
        return false;
    }
    if let FormKind::Remark(waits) = &form.kind {
        return prompt::remark(turn, message, sender, (&form, waits));
    }
    let place = Place {
        chat,
        message: Some(message.id),
    };
    let stored = match form.kind {
        FormKind::Report { category, severity } => {
            if report::accepts(turn, message, sender, text) {
                report::store(
                    turn,
                    NewReport {
                        place,
                        sender: sender.clone(),
                        text: text.to_owned(),
                        evidence: message.attachments.clone(),
                        album: message.album.clone(),
                        category: category.flatten(),
                        severity: severity.flatten(),
                    },
                )
            } else {
                None
            }
        }
        FormKind::Update { incident } => {
            let came = Came::with(message);
            let line = likeness::update(turn, incident, sender, text, &came);
            turn.answer(place, line);
            None
        }
        FormKind::Colleague { .. } => {
            colleague::answered(turn, message, sender);
            return true;
        }
        FormKind::Phone { person } => {
            colleague::phone_given(turn, message, sender, &person);
            return true;
        }
        FormKind::Remark(_) | FormKind::Ledger(_) => return true,
    };
    end(turn, chat, sender.id, stored);
    true
}

/// Somebody does something else while a line about a dispute is waited for.
pub(super) fn set_aside(turn: &mut Turn<'_>, user: TelegramUser) {
    let chat = user.private_chat();
    let form = turn.world.desk.forms.get(&(chat, user));
    let tells = |form: &&Form| matches!(form.kind, FormKind::Ledger(LedgerForm::Tell { .. }));
    if let Some(form) = form.filter(tells).filter(|form| !form.aside) {
        let form = Form {
            aside: true,
            ..form.clone()
        };
        put(turn, chat, user, form);
    }
}

/// In a group a question says whose it is.
fn called(chat: TelegramChat, sender: &Sender) -> Option<Called> {
    called_by_name(chat, sender.id, &sender.name)
}

/// As [`called`], where only the form remembers the name; forms stored by older builds have none.
pub(super) fn called_by_name(chat: TelegramChat, user: TelegramUser, name: &str) -> Option<Called> {
    (!chat.is_private() && !name.is_empty()).then(|| Called {
        user,
        name: name.to_owned(),
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
            // A message that the form did not know of, or a phone that has not heard of the end.
            turn.decision.effects.push(Effect::Strip {
                chat: pressed.chat,
                id: pressed.message,
            });
            Err(Line::FormGone)
        }
    }
}
