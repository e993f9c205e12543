//! Things to say outside an incident's live messages, as rows of the outbox.

use super::*;
use crate::decide::{Effect, PromptSaid, Sending, Speech};
use crate::limits::{ANSWER_LIFE, PRESS_LIFE};
use crate::outgoing::{Drawn, Message, Outgoing, Priority, Subject};

impl Engine {
    /// Queues the rows of an effect.
    pub(super) fn perform(&mut self, effect: Effect, now: At) {
        match effect {
            Effect::Say {
                chat,
                reply_to,
                speech,
                priority,
            } => {
                let messages = render::speech(&self.view(chat, now), &speech);
                let priority = match speech {
                    Speech::Roster(_) => of_so_many(messages.len(), priority),
                    _ => priority,
                };
                for message in messages {
                    let body = Outgoing::Send {
                        chat,
                        message,
                        reply_to,
                    };
                    self.queue(priority, now, ANSWER_LIFE, body);
                }
            }
            Effect::Send {
                body,
                priority,
                subject,
                life,
            } => self.send(body, priority, &subject, life, now),
            Effect::Draw {
                chat,
                reply_to,
                drawn,
                speech,
                subject,
                life,
            } => {
                let messages = render::speech(&self.view(chat, now), &speech);
                for message in messages {
                    let body = Outgoing::Upload {
                        chat,
                        drawn: drawn.clone(),
                        message,
                        reply_to,
                    };
                    let id = self.new_row_id();
                    let row = answer(id, now, subject.clone(), body);
                    self.pending.new_row(Row {
                        expires: Some(now.plus(life)),
                        ..row
                    });
                }
            }
            Effect::ShowMonth {
                chat,
                reply_to,
                month,
            } => {
                let pictures = render::month_pictures(&self.view(chat, now), &month);
                let priority = of_so_many(pictures.len(), Priority::Answer);
                for (sheet, message) in pictures {
                    let body = Outgoing::Upload {
                        chat,
                        drawn: Drawn::Roster(Box::new(sheet)),
                        message,
                        reply_to,
                    };
                    self.queue(priority, now, ANSWER_LIFE, body);
                }
            }
            Effect::ShowStats {
                chat,
                reply_to,
                stats,
            } => {
                let (chart, message) = render::stats_picture(&self.view(chat, now), &stats);
                let body = Outgoing::Upload {
                    chat,
                    drawn: Drawn::Chart(Box::new(chart)),
                    message,
                    reply_to,
                };
                self.queue(Priority::Answer, now, ANSWER_LIFE, body);
            }
            Effect::Rewrite { chat, id, speech } => {
                let messages = render::speech(&self.view(chat, now), &speech);
                for message in messages {
                    let body = Outgoing::Edit { chat, id, message };
                    self.queue(Priority::Answer, now, ANSWER_LIFE, body);
                }
            }
            Effect::Renew { chat, id, speech } => self.renew(chat, id, speech.as_ref(), now),
            Effect::Strip { chat, id } => {
                let body = Outgoing::Strip { chat, id };
                self.queue(Priority::Answer, now, ANSWER_LIFE, body);
            }
            Effect::Ask {
                chat,
                user,
                reply_to,
                speech,
            } => self.ask_with(chat, user, reply_to, &speech, now),
            Effect::AskInPlace {
                chat,
                user,
                id,
                speech,
            } => self.ask_in_place(chat, user, id, &speech, now),
            Effect::CloseQuestion {
                chat,
                question,
                speech,
            } => self.close_question(chat, &question, speech.as_ref(), now),
            Effect::Offer { chat } => self.offer(chat, now),
            Effect::CloseOffer { chat, offer } => self.close_offer(chat, &offer, now),
            Effect::File {
                chat,
                file,
                kept,
                reply_to,
            } => {
                let body = match file.position {
                    Some(position) => Outgoing::SendLocation {
                        chat,
                        position,
                        reply_to,
                    },
                    None => Outgoing::SendFile {
                        chat,
                        kind: file.kind,
                        file_id: file.file_id,
                        kept,
                        reply_to,
                    },
                };
                // Many come at once, and a group has few places in its minute.
                self.queue(Priority::Bulk, now, ANSWER_LIFE, body);
            }
            Effect::Answer { press, user, line } => {
                let language = self.desk.language_of(&self.settings, user);
                let view = render::View {
                    language,
                    ..self.view(user.private_chat(), now)
                };
                let body = Outgoing::Answer {
                    press,
                    text: view.toast(&line),
                    alert: view.is_alert(&line),
                };
                self.queue(Priority::Page, now, PRESS_LIFE, body);
            }
        }
    }

    /// The words of a picture that can't be drawn or sent, in its place.
    pub(super) fn say_instead(&mut self, row: &Row, now: At) {
        let Outgoing::Upload {
            chat,
            drawn,
            message: caption,
            reply_to,
        } = &row.body
        else {
            return;
        };
        let mut messages = match drawn {
            Drawn::Roster(sheet) => render::sheet_text(&self.view(*chat, now), sheet),
            Drawn::Chart(chart) => {
                vec![render::chart_text(&self.view(*chat, now), chart)]
            }
            Drawn::Workbook(kind) => {
                let speech = Speech::ExportFailed(*kind);
                render::speech(&self.view(*chat, now), &speech)
            }
            Drawn::Report(_) => {
                let speech = Speech::from(PromptSaid::ReportBookFailed);
                render::speech(&self.view(*chat, now), &speech)
            }
            Drawn::Qr(_) | Drawn::Text { .. } | Drawn::Kept(_) => return,
        };
        if let Some(last) = messages.last_mut() {
            last.rows.clone_from(&caption.rows);
        }
        let priority = of_so_many(messages.len(), row.priority);
        for message in messages {
            let body = Outgoing::Send {
                chat: *chat,
                message: Message {
                    sound: caption.sound,
                    ..message
                },
                reply_to: *reply_to,
            };
            self.queue(priority, now, ANSWER_LIFE, body);
        }
    }

    fn send(
        &mut self,
        body: Sending,
        priority: Priority,
        subject: &Subject,
        life: Duration,
        now: At,
    ) {
        let bodies: Vec<Outgoing> = match body {
            Sending::Call(body) => vec![body],
            Sending::Say {
                chat,
                reply_to,
                speech,
            } => render::speech(&self.view(chat, now), &speech)
                .into_iter()
                .map(|message| Outgoing::Send {
                    chat,
                    message,
                    reply_to,
                })
                .collect(),
        };
        for body in bodies {
            let id = self.new_row_id();
            self.pending.new_row(Row {
                priority,
                expires: Some(now.plus(life)),
                ..answer(id, now, subject.clone(), body)
            });
        }
    }

    fn queue(&mut self, priority: Priority, now: At, life: std::time::Duration, body: Outgoing) {
        let id = self.new_row_id();
        self.pending.new_row(Row {
            priority,
            expires: Some(now.plus(life)),
            ..answer(id, now, Subject::Other, body)
        });
    }
}

/// Of many at once none may take the place of an incident's card.
fn of_so_many(messages: usize, priority: Priority) -> Priority {
    if messages > 1 {
        Priority::Bulk
    } else {
        priority
    }
}

/// A row that somebody waits for.
pub(super) fn answer(id: RowId, now: At, subject: Subject, body: Outgoing) -> Row {
    Row {
        id,
        priority: Priority::Answer,
        due: now,
        waits_since: None,
        expires: Some(now.plus(ANSWER_LIFE)),
        attempt: 0,
        stripped: 0,
        revision: 0,
        subject,
        body,
    }
}
