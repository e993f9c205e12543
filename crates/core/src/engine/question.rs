//! Questions of forms as messages: the form learns where they stand, and once they wait for nothing
//! their buttons go, also where the news of their arrival is later than the end of the form.

use super::speak::answer;
use super::*;
use crate::decide::Speech;
use crate::ids::MessageId;
use crate::outgoing::{Message, Outgoing, Subject};
use crate::state::form::{Form, Question};

/// What is known of rows whose form no longer knows them. In memory only: a row that a death
/// found in flight is not heard of again.
#[derive(Debug, Default)]
pub(super) struct Loose {
    /// Changes that may have found their row in flight: they go out once it has ended, or an older
    /// change could land after a newer one.
    overtaking: BTreeMap<RowId, Row>,
    /// Questions that were closed before the news of their arrival.
    closed: BTreeMap<RowId, Closed>,
    /// Changes of other messages that are on their way.
    renewing: BTreeMap<(TelegramChat, MessageId), RowId>,
}

/// What is to be done when the news of a closed question comes.
#[derive(Debug)]
struct Closed {
    /// Where it stands: somebody pressed under it, so it is dealt with.
    at: Option<MessageId>,
    /// What it is to say instead.
    says: Option<Message>,
}

impl Engine {
    /// A form asks with a new message.
    pub(super) fn ask_with(
        &mut self,
        chat: TelegramChat,
        user: TelegramUser,
        reply_to: Option<MessageId>,
        speech: &Speech,
        now: At,
    ) {
        for message in render::speech(&self.view(chat, now), speech) {
            let id = self.new_row_id();
            let question = Question {
                sending: Some(id),
                buttons: !message.rows.is_empty(),
                ..Question::default()
            };
            self.with_form(chat, user, |form| form.questions.push(question));
            let body = Outgoing::Send {
                chat,
                message,
                reply_to,
            };
            let subject = Subject::Question { chat, user };
            self.pending.new_row(answer(id, now, subject, body));
        }
    }

    /// A form's message asks something else.
    pub(super) fn ask_in_place(
        &mut self,
        chat: TelegramChat,
        user: TelegramUser,
        id: MessageId,
        speech: &Speech,
        now: At,
    ) {
        for message in render::speech(&self.view(chat, now), speech) {
            let body = Outgoing::Edit { chat, id, message };
            let editing = self
                .question(chat, user, id)
                .and_then(|asked| asked.editing);
            let row = self.change(editing, Subject::Question { chat, user }, body, now);
            self.with_form(chat, user, |form| {
                let mut asked = form.questions.iter_mut();
                if let Some(asked) = asked.find(|asked| asked.message == Some(id)) {
                    asked.editing = Some(row);
                }
            });
        }
    }

    /// A question waits for nothing any more.
    pub(super) fn close_question(
        &mut self,
        chat: TelegramChat,
        question: &Question,
        speech: Option<&Speech>,
        now: At,
    ) {
        let says = speech.and_then(|speech| {
            let messages = render::speech(&self.view(chat, now), speech);
            messages.into_iter().next()
        });
        if let Some(row) = question.sending {
            // If it is in flight it will arrive, and must then lose its buttons.
            if !self.pending.withdraw_row(row) {
                let closed = Closed {
                    at: question.message,
                    says: says.clone(),
                };
                self.questions.closed.insert(row, closed);
            }
        }
        if let Some(id) = question.message.filter(|_| question.buttons) {
            let body = closing(chat, id, says);
            self.change(question.editing, Subject::Other, body, now);
        }
    }

    /// A message says something else; without words it loses its buttons.
    pub(super) fn renew(
        &mut self,
        chat: TelegramChat,
        id: MessageId,
        speech: Option<&Speech>,
        now: At,
    ) {
        let says = speech.and_then(|speech| {
            let messages = render::speech(&self.view(chat, now), speech);
            messages.into_iter().next()
        });
        let under_way = self.questions.renewing.get(&(chat, id)).copied();
        let body = closing(chat, id, says);
        let row = self.change(under_way, Subject::Other, body, now);
        self.questions.renewing.insert((chat, id), row);
    }

    /// The change of a message may have ended.
    pub(super) fn renewed(&mut self, row: &Row, outcome: &Outcome) {
        let goes_on = matches!(
            outcome,
            Outcome::RetryAfter(_) | Outcome::Transient(_) | Outcome::Unknown(_)
        );
        if !goes_on {
            self.questions.renewing.retain(|_, id| *id != row.id);
        }
    }

    /// Queues a change of a message, in the place of one that is still on its way.
    fn change(
        &mut self,
        editing: Option<RowId>,
        subject: Subject,
        body: Outgoing,
        now: At,
    ) -> RowId {
        let Some(id) = editing else {
            let id = self.new_row_id();
            self.pending.new_row(answer(id, now, subject, body));
            return id;
        };
        let row = answer(id, now, subject, body);
        self.questions.overtaking.insert(id, row.clone());
        self.pending.put_row(row);
        id
    }

    /// Whether a newer change waits for the end of this row; then that one goes out, whatever came
    /// of this one.
    pub(super) fn overtaken(&mut self, row: &Row, outcome: &Outcome, now: At) -> bool {
        let newer = self.questions.overtaking.remove(&row.id);
        let Some(newer) = newer.filter(|newer| newer.body != row.body) else {
            return false;
        };
        match outcome {
            Outcome::Moved(_) => return false,
            Outcome::RetryAfter(_) => self.retry(&newer, outcome, now),
            _ => self.pending.put_row(Row { due: now, ..newer }),
        }
        true
    }

    /// The sending or changing of a question ended.
    pub(super) fn question_ended(
        &mut self,
        row: &Row,
        whose: (TelegramChat, TelegramUser),
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let (chat, user) = whose;
        let waits = self.asked_by(whose, row.id);
        let tries = matches!(
            outcome,
            Outcome::RetryAfter(_) | Outcome::Transient(_) | Outcome::Unknown(_)
        );
        match (outcome, &row.body) {
            (Outcome::Moved(to), Outgoing::Send { .. }) => {
                let to = *to;
                self.moved(chat, to, now, store)?;
                let waits = self.asked_by((to, user), row.id);
                let body = waits.and_then(|_| results::redirected(row.body.clone(), to));
                if let Some(body) = body {
                    let row = Row {
                        due: now,
                        subject: Subject::Question { chat: to, user },
                        body,
                        ..row.clone()
                    };
                    self.pending.put_row(row);
                } else {
                    self.pending.row_done(row.id);
                }
                return Ok(());
            }
            (Outcome::Moved(to), _) => {
                let to = *to;
                self.pending.row_done(row.id);
                return self.moved(chat, to, now, store);
            }
            (Outcome::Refused(_), Outgoing::Send { .. }) if waits.is_some() => {
                return self.still_asks(row, whose, outcome, now, store);
            }
            // Pressed already: it is there, whatever was heard of it.
            (_, Outgoing::Send { .. }) if tries && waits.as_ref().is_some_and(there) => {}
            _ if tries && waits.is_some() => {
                self.retry(row, outcome, now);
                return Ok(());
            }
            (Outcome::Unreachable(_), _) => {
                self.forget_question(whose, row.id);
                return self.other_ended(row, outcome, now, store);
            }
            _ => {}
        }
        self.pending.row_done(row.id);
        match (outcome, &row.body) {
            (Outcome::Sent(Some(id)), Outgoing::Send { message, .. }) => {
                self.has_arrived(row.id, whose, *id, !message.rows.is_empty(), now);
            }
            (Outcome::Gone(_), Outgoing::Edit { .. }) => self.forget_question(whose, row.id),
            (_, Outgoing::Edit { .. }) => self.with_question(whose, row.id, |asked| {
                asked.editing = None;
            }),
            _ if waits.as_ref().is_some_and(there) => {
                self.with_question(whose, row.id, |asked| asked.sending = None);
            }
            _ => self.forget_question(whose, row.id),
        }
        self.questions.closed.remove(&row.id);
        Ok(())
    }

    /// Telegram refuses it as it is; as other answers it is tried with less.
    fn still_asks(
        &mut self,
        row: &Row,
        whose: (TelegramChat, TelegramUser),
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        if row.stripped >= results::STRIPS {
            self.forget_question(whose, row.id);
        }
        self.other_ended(row, outcome, now, store)
    }

    /// A question stands in its chat. If nothing waits for an answer to it, its buttons go.
    fn has_arrived(
        &mut self,
        row: RowId,
        whose: (TelegramChat, TelegramUser),
        id: MessageId,
        buttons: bool,
        now: At,
    ) {
        let known = match self.asked_by(whose, row) {
            Some(asked) => asked.message.or(Some(id)),
            None => self.questions.closed.get(&row).and_then(|closed| closed.at),
        };
        self.with_question(whose, row, |asked| {
            asked.sending = None;
            asked.message.get_or_insert(id);
        });
        if buttons && known != Some(id) {
            let says = self.questions.closed.remove(&row);
            let body = closing(whose.0, id, says.and_then(|closed| closed.says));
            self.change(None, Subject::Other, body, now);
        }
    }

    /// The question that a row sends or changes, where its form still waits.
    fn asked_by(&self, whose: (TelegramChat, TelegramUser), row: RowId) -> Option<Question> {
        let form = self.desk.forms.get(&whose)?;
        form.questions
            .iter()
            .find(|asked| is_of(asked, row))
            .cloned()
    }

    fn question(&self, chat: TelegramChat, user: TelegramUser, id: MessageId) -> Option<&Question> {
        let form = self.desk.forms.get(&(chat, user))?;
        form.questions
            .iter()
            .find(|asked| asked.message == Some(id))
    }

    fn with_question(
        &mut self,
        (chat, user): (TelegramChat, TelegramUser),
        row: RowId,
        change: impl FnOnce(&mut Question),
    ) {
        self.with_form(chat, user, |form| {
            if let Some(asked) = form.questions.iter_mut().find(|asked| is_of(asked, row)) {
                change(asked);
            }
        });
    }

    fn forget_question(&mut self, (chat, user): (TelegramChat, TelegramUser), row: RowId) {
        self.with_form(chat, user, |form| {
            form.questions.retain(|asked| !is_of(asked, row));
        });
    }

    /// Changes a form where it is; nothing of its time changes.
    fn with_form(
        &mut self,
        chat: TelegramChat,
        user: TelegramUser,
        change: impl FnOnce(&mut Form),
    ) {
        let Some(form) = self.desk.forms.get(&(chat, user)) else {
            return;
        };
        let mut changed = form.clone();
        change(&mut changed);
        if changed != *form {
            let change = DeskChange::Form(chat, user, Some(changed));
            self.desk.apply(&change);
            self.pending.desk_changed(&change);
        }
    }
}

fn is_of(question: &Question, row: RowId) -> bool {
    question.sending == Some(row) || question.editing == Some(row)
}

fn closing(chat: TelegramChat, id: MessageId, says: Option<Message>) -> Outgoing {
    match says {
        Some(message) => Outgoing::Edit { chat, id, message },
        None => Outgoing::Strip { chat, id },
    }
}

fn there(question: &Question) -> bool {
    question.message.is_some()
}
