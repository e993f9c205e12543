//! How the sending of rows ended: settled, tried again, or told to whom it concerns.

use std::time::Duration;

use super::*;
use crate::limits::{RETRY_AFTER_LONGEST, RETRY_FIRST, RETRY_LONGEST};
use crate::outgoing::{Outgoing, Subject, Unreachable};
use crate::state::desk::PersonNote;
use crate::state::posts::PostKind;

/// Times that a refused message is sent again with less: without mark-up, then without buttons.
pub(super) const STRIPS: u8 = 2;

impl Engine {
    /// The sending of a row ended.
    pub(super) fn ended(
        &mut self,
        row: &Row,
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        self.pending.settle_row(row.id);
        if self.overtaken(row, outcome, now) {
            return Ok(());
        }
        self.renewed(row, outcome);
        match row.subject {
            Subject::Post { incident, post } => {
                self.post_ended(row, incident, post, outcome, now, store)
            }
            Subject::PostEdit { incident, post } => {
                self.edit_ended(row, incident, post, outcome, now, store)
            }
            Subject::Question { chat, user } => {
                self.question_ended(row, (chat, user), outcome, now, store)
            }
            Subject::Offer { chat } => self.offer_ended(row, chat, outcome, now, store),
            Subject::Probe { .. }
            | Subject::Checking { .. }
            | Subject::Night { .. }
            | Subject::Duty { .. }
            | Subject::Swap { .. }
            | Subject::Handover { .. }
            | Subject::Presence { .. }
            | Subject::Prompt { .. }
            | Subject::Report { .. } => self.selftest_ended(row, outcome, now, store),
            Subject::Elsewhere { chat, message } => {
                self.other_ended(row, outcome, now, store)?;
                if matches!(outcome, Outcome::Unreachable(_)) {
                    let decision = self.ask(store, |world| {
                        decide::not_in_private(world, chat, message, now)
                    })?;
                    self.absorb(decision, now);
                }
                Ok(())
            }
            Subject::Limit {
                ref person,
                ref disputes,
                late,
            } => {
                self.other_ended(row, outcome, now, store)?;
                if matches!(outcome, Outcome::Unreachable(_)) {
                    let limit = (disputes.as_slice(), late);
                    let decision = self.ask(store, |world| {
                        decide::limit_not_delivered(world, person, limit, now)
                    })?;
                    self.absorb(decision, now);
                }
                Ok(())
            }
            Subject::Audit | Subject::Other => self.other_ended(row, outcome, now, store),
        }
    }

    fn post_ended(
        &mut self,
        row: &Row,
        number: IncidentNumber,
        id: u32,
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let Some(mut folder) = self.take_folder(number, store)? else {
            self.pending.row_done(row.id);
            return Ok(());
        };
        let Some(post) = folder
            .posts
            .get_mut(id)
            .filter(|post| post.sending == Some(row.id))
        else {
            self.pending.row_done(row.id);
            self.lay_back(folder);
            return Ok(());
        };
        match outcome {
            Outcome::Sent(message) => {
                post.sending = None;
                post.message = *message;
                post.dropped = false;
                if row.revision < post.revision {
                    // It changed while it was on its way.
                    post.shown = 0;
                }
                let useless = message.is_none();
                if useless {
                    folder.posts.list.retain(|post| post.id != id);
                }
            }
            Outcome::RetryAfter(_) | Outcome::Transient(_) | Outcome::Unknown(_)
                if !post.dropped =>
            {
                self.retry(row, outcome, now);
                self.lay_back(folder);
                return Ok(());
            }
            Outcome::Moved(to) => {
                self.pending.row_done(row.id);
                let from = post.chat;
                self.lay_back(folder);
                return self.moved(from, *to, now, store);
            }
            Outcome::Refused(_) if row.stripped < STRIPS && !post.dropped => {
                self.strip(row, now);
                self.lay_back(folder);
                return Ok(());
            }
            _ => {
                post.sending = None;
                post.dropped = true;
            }
        }
        self.pending.row_done(row.id);
        // The decision looks at the folder as it is now.
        self.stage(folder);
        let decision = self.ask(store, |world| {
            decide::post_ended(world, number, id, outcome, now)
        })?;
        self.absorb(decision, now);
        self.bring_up_to_date(number, now);
        Ok(())
    }

    /// Puts a folder where decisions find it, without bringing its messages up to date yet.
    fn stage(&mut self, folder: Folder) {
        let number = folder.incident.number;
        if folder.incident.is_closed() {
            self.pending.close(folder, false);
        } else {
            self.open.insert(number, folder);
            self.pending.touch(number);
        }
    }

    /// Forgets posts that will never be there, and queues what the others lack.
    fn bring_up_to_date(&mut self, number: IncidentNumber, now: At) {
        let open = self.open.remove(&number);
        if let Some(mut folder) = open.or_else(|| self.pending.closed.remove(&number)) {
            folder
                .posts
                .list
                .retain(|post| !(post.dropped && post.sending.is_none()));
            self.put_folder(folder, now);
        }
    }

    fn edit_ended(
        &mut self,
        row: &Row,
        number: IncidentNumber,
        id: u32,
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let Some(mut folder) = self.take_folder(number, store)? else {
            self.pending.row_done(row.id);
            return Ok(());
        };
        let Some(post) = folder
            .posts
            .get_mut(id)
            .filter(|post| post.editing == Some(row.id))
        else {
            self.pending.row_done(row.id);
            self.lay_back(folder);
            return Ok(());
        };
        let outdated = row.revision < post.revision;
        match outcome {
            Outcome::RetryAfter(_) | Outcome::Transient(_) | Outcome::Unknown(_) if !outdated => {
                self.retry(row, outcome, now);
                self.lay_back(folder);
                return Ok(());
            }
            Outcome::Moved(to) => {
                self.pending.row_done(row.id);
                let from = post.chat;
                self.lay_back(folder);
                return self.moved(from, *to, now, store);
            }
            Outcome::Refused(_) if row.stripped < STRIPS && !outdated => {
                self.strip(row, now);
                self.lay_back(folder);
                return Ok(());
            }
            Outcome::Gone(_) => {
                post.editing = None;
                // A card that somebody deleted is posted anew; other messages have done their work.
                if post.kind == PostKind::Card && !folder.incident.is_closed() {
                    post.message = None;
                    post.shown = 0;
                } else {
                    folder.posts.list.retain(|post| post.id != id);
                }
            }
            _ => {
                post.editing = None;
                if outdated {
                    post.shown = 0;
                }
            }
        }
        self.pending.row_done(row.id);
        self.put_folder(folder, now);
        Ok(())
    }

    pub(super) fn other_ended(
        &mut self,
        row: &Row,
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        match outcome {
            Outcome::RetryAfter(_) | Outcome::Transient(_) | Outcome::Unknown(_) => {
                self.retry(row, outcome, now);
            }
            // A chat may take words where it takes no pictures.
            Outcome::Refused(_) | Outcome::Unreachable(Unreachable::NoRights)
                if row.body.is_picture() || row.body.is_workbook() =>
            {
                self.pending.row_done(row.id);
                self.say_instead(row, now);
            }
            Outcome::Refused(_) if row.body.is_evidence() => {
                self.evidence_refused(row, now, store)?;
            }
            Outcome::Refused(_)
                if row.stripped < STRIPS
                    && matches!(row.body, Outgoing::Send { .. } | Outgoing::Upload { .. }) =>
            {
                self.strip(row, now);
            }
            Outcome::Moved(to) => {
                if let Some(from) = row.body.chat() {
                    self.moved(from, *to, now, store)?;
                }
                match redirected(row.body.clone(), *to) {
                    Some(body) => self.pending.put_row(Row {
                        due: now,
                        body,
                        ..row.clone()
                    }),
                    None => self.pending.row_done(row.id),
                }
            }
            Outcome::Unreachable(why) => {
                self.pending.row_done(row.id);
                self.learn_of_owner(row, |note| note.unreachable = Some(*why));
            }
            Outcome::Sent(_) => {
                self.pending.row_done(row.id);
                self.learn_of_owner(row, |_| {});
            }
            _ => self.pending.row_done(row.id),
        }
        Ok(())
    }

    /// What the end of a row says of whom its private chat is; either way he has been tried.
    fn learn_of_owner(&mut self, row: &Row, learn: impl FnOnce(&mut PersonNote)) {
        let chat = row.body.chat().filter(|chat| chat.is_private());
        let owner = chat.and_then(|chat| self.settings.person_of(TelegramUser(chat.0)));
        let Some(person) = owner.map(|person| person.id.clone()) else {
            return;
        };
        let before = self.desk.people.get(&person).cloned().unwrap_or_default();
        let mut note = before.clone();
        note.untried = false;
        learn(&mut note);
        if note != before {
            self.note(&DeskChange::Person(person, note));
        }
    }

    /// A chat's id changed: everything that is bound for it goes to the new one.
    pub(super) fn moved(
        &mut self,
        from: TelegramChat,
        to: TelegramChat,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let decision = self.ask(store, |world| decide::migrated(world, from, to, now))?;
        self.absorb(decision, now);
        Ok(())
    }

    pub(super) fn retry(&mut self, row: &Row, outcome: &Outcome, now: At) {
        let (attempt, due) = match outcome {
            Outcome::RetryAfter(span) => (row.attempt, now.plus((*span).min(RETRY_AFTER_LONGEST))),
            _ => {
                let attempt = row.attempt + 1;
                (attempt, now.plus(backoff(row.id, attempt)))
            }
        };
        self.pending.put_row(Row {
            attempt,
            due,
            waits_since: Some(row.since()),
            ..row.clone()
        });
    }

    /// What Telegram refuses is sent with less.
    fn strip(&mut self, row: &Row, now: At) {
        self.pending.put_row(Row {
            stripped: row.stripped + 1,
            due: now,
            ..row.clone()
        });
    }

    /// Takes an incident out, to be changed and put back: a storm brings so much news of messages
    /// that copying it each time would show. A closed one is a copy; the store keeps its own.
    fn take_folder(
        &mut self,
        number: IncidentNumber,
        store: &dyn Store,
    ) -> Result<Option<Folder>, StoreError> {
        if let Some(folder) = self.open.remove(&number) {
            return Ok(Some(folder));
        }
        let library = Library {
            store,
            pending: &self.pending,
            failed: RefCell::new(None),
        };
        let folder = library.folder(number);
        match library.failed.into_inner() {
            Some(error) => Err(error),
            None => Ok(folder),
        }
    }

    /// Puts back a folder that was not changed.
    fn lay_back(&mut self, folder: Folder) {
        if !folder.incident.is_closed() {
            self.open.insert(folder.incident.number, folder);
        }
    }
}

/// Doubles with each try, capped; spread by a quarter so that rows don't come in step. The spread
/// follows from the row, so that a replay is the same.
fn backoff(id: RowId, attempt: u32) -> Duration {
    let doubled = RETRY_FIRST.saturating_mul(1_u32 << attempt.min(16).saturating_sub(1));
    let capped = doubled.min(RETRY_LONGEST);
    let mixed = (id.0 ^ (u64::from(attempt) << 40)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 56;
    let quarter = capped / 4;
    capped - quarter + quarter.saturating_mul(u32::try_from(mixed).unwrap_or(0)) / 128
}

/// The same for the group that another became; `None` for a change of a message: it stayed in the old group,
/// and its number means another one in the new group.
pub(super) fn redirected(body: Outgoing, to: TelegramChat) -> Option<Outgoing> {
    Some(match body {
        // The message that was answered stayed in the old group.
        Outgoing::Send { message, .. } => Outgoing::Send {
            chat: to,
            message,
            reply_to: None,
        },
        Outgoing::SendFile {
            kind,
            file_id,
            kept,
            ..
        } => Outgoing::SendFile {
            chat: to,
            kind,
            file_id,
            kept,
            reply_to: None,
        },
        Outgoing::SendLocation { position, .. } => Outgoing::SendLocation {
            chat: to,
            position,
            reply_to: None,
        },
        Outgoing::Upload { drawn, message, .. } => Outgoing::Upload {
            chat: to,
            drawn,
            message,
            reply_to: None,
        },
        Outgoing::Edit { .. } | Outgoing::Strip { .. } => return None,
        Outgoing::Knock { .. } => Outgoing::Knock { chat: to },
        Outgoing::Standing { user, .. } => Outgoing::Standing { chat: to, user },
        answer @ Outgoing::Answer { .. } => answer,
    })
}
