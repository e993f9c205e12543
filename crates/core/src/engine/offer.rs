//! Offers to report as messages: the offer learns where it stands, and once it waits for nothing its
//! buttons go, also where the news of its arrival is later than its end.

use super::speak::answer;
use super::*;
use crate::decide::{Line, Speech};
use crate::ids::MessageId;
use crate::limits::{OFFER_EVERY, OFFER_LIFE};
use crate::outgoing::{Outgoing, Priority, Subject};
use crate::state::offer::{Fate, Offer};

impl Engine {
    /// The offer of a chat goes out.
    pub(super) fn offer(&mut self, chat: TelegramChat, now: At) {
        let Some(offer) = self.desk.offers.get(&chat).cloned() else {
            return;
        };
        let speech = Speech::Offer {
            about: offer.about,
            category: offer.category.clone(),
        };
        for message in render::speech(&self.view(chat, now), &speech) {
            let id = self.new_row_id();
            let body = Outgoing::Send {
                chat,
                message,
                reply_to: Some(offer.about),
            };
            self.pending.new_row(Row {
                priority: Priority::Reminder,
                // Later than the next one could come, it is of no use.
                expires: Some(now.plus(OFFER_EVERY)),
                ..answer(id, now, Subject::Offer { chat }, body)
            });
            self.with_offer(chat, |offer| offer.sending = Some(id));
        }
    }

    /// An offer waits for nothing any more: taken back if it has not left, else changed.
    pub(super) fn close_offer(&mut self, chat: TelegramChat, offer: &Offer, now: At) {
        if let Some(id) = offer.shown {
            self.say_what_became(chat, id, offer, now);
        } else if let Some(row) = offer.sending {
            // If it is in flight it will arrive, and is changed then.
            self.pending.withdraw_row(row);
        }
    }

    fn say_what_became(&mut self, chat: TelegramChat, id: MessageId, offer: &Offer, now: At) {
        let line = match offer.fate {
            Fate::Taken(number) => Line::OfferTaken(number),
            Fate::Stands | Fate::Over => Line::OfferOver,
        };
        for message in render::speech(&self.view(chat, now), &line.into()) {
            let row = self.new_row_id();
            let body = Outgoing::Edit { chat, id, message };
            self.pending.new_row(Row {
                priority: Priority::Card,
                ..answer(row, now, Subject::Other, body)
            });
        }
    }

    /// The sending of an offer ended.
    pub(super) fn offer_ended(
        &mut self,
        row: &Row,
        chat: TelegramChat,
        outcome: &Outcome,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let offer = self.desk.offers.get(&chat);
        let own = offer.filter(|offer| offer.sending == Some(row.id)).cloned();
        let stands = own.as_ref().is_some_and(Offer::stands);
        match outcome {
            Outcome::Sent(Some(id)) => {
                self.pending.row_done(row.id);
                let place = row.body.chat().unwrap_or(chat);
                match own {
                    Some(offer) if stands => self.with_offer(chat, |known| {
                        known.sending = None;
                        known.shown = offer.shown.or(Some(*id));
                    }),
                    Some(offer) => {
                        self.with_offer(chat, |known| known.sending = None);
                        if offer.shown.is_none() {
                            self.say_what_became(place, *id, &offer, now);
                        }
                    }
                    None => {
                        let body = Outgoing::Strip {
                            chat: place,
                            id: *id,
                        };
                        let id = self.new_row_id();
                        self.pending.new_row(answer(id, now, Subject::Other, body));
                    }
                }
                Ok(())
            }
            // What waits for nothing is not tried again.
            Outcome::RetryAfter(_) | Outcome::Transient(_) | Outcome::Unknown(_) if !stands => {
                self.pending.row_done(row.id);
                Ok(())
            }
            Outcome::RetryAfter(_)
            | Outcome::Transient(_)
            | Outcome::Unknown(_)
            | Outcome::Moved(_)
            | Outcome::Refused(_) => self.other_ended(row, outcome, now, store),
            _ => {
                self.with_offer(chat, |offer| {
                    if offer.sending == Some(row.id) {
                        offer.sending = None;
                    }
                });
                self.other_ended(row, outcome, now, store)
            }
        }
    }

    /// An offer that nobody takes ends by itself.
    pub(super) fn refresh_offer_timer(&mut self, chat: TelegramChat) {
        let name = TimerName::Offer(chat).encode();
        match self.desk.offers.get(&chat).filter(|offer| offer.stands()) {
            Some(offer) => self.pending.set_timer(name, offer.at.plus(OFFER_LIFE)),
            None => self.pending.clear_timer(name),
        }
    }

    fn with_offer(&mut self, chat: TelegramChat, change: impl FnOnce(&mut Offer)) {
        let Some(offer) = self.desk.offers.get(&chat) else {
            return;
        };
        let mut changed = offer.clone();
        change(&mut changed);
        if changed != *offer {
            let change = DeskChange::Offer(chat, changed);
            self.desk.apply(&change);
            self.pending.desk_changed(&change);
        }
    }
}
