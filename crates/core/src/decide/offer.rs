//! Where the bot sees what people write to each other and a category's word stands in it, it offers
//! silently to report it. Nothing is reported before somebody presses.

use crate::decide::form::Pressed;
use crate::decide::report::{self, NewReport};
use crate::decide::{Decision, Effect, Line, Place, Turn, World, likeness, rights};
use crate::ids::{IncidentNumber, MessageId, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Sender};
use crate::limits::{OFFER_EVERY, OFFER_LIFE, OFFER_SAME};
use crate::state::desk::DeskChange;
use crate::state::incident::Incident;
use crate::state::likeness::{Wording, is_like, similarity};
use crate::state::offer::{Fate, Offer};
use crate::time::At;

/// Looks at what somebody wrote in a group.
pub(super) fn consider(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender) {
    let (world, now) = (turn.world, turn.now);
    let chat = message.chat.id;
    let wanted = world
        .desk
        .chat(world.settings, chat)
        .is_some_and(|chat| chat.reports && chat.offer);
    let speaks = !message.forwarded
        && message.reply_to.is_none()
        && sender.id != TelegramUser::ANONYMOUS
        && !message.chat.private;
    if !wanted || !speaks {
        return;
    }
    let last = world.desk.offers.get(&chat);
    if let Some(last) = last.filter(|last| last.is_of_album(message.album.as_deref())) {
        // Only one picture of an album has its words; the others come with messages of their own.
        let mut offer = last.clone();
        offer.evidence.extend(message.attachments.iter().cloned());
        let most = usize::try_from(world.settings.evidence.max_files).unwrap_or(usize::MAX);
        offer.evidence.truncate(most);
        turn.decision.desk.push(DeskChange::Offer(chat, offer));
        return;
    }
    let text = message.text.trim();
    let Some(category) = world.recogniser.recognise(text, world.settings).category else {
        return;
    };
    if last.is_some_and(|last| now < last.next()) {
        return;
    }
    // They talk about what is reported already: in the first minutes whatever words they use, later
    // where the words are alike. Another fire is another fire.
    let wording = Wording::of(text);
    let told = |open: &Incident| {
        let fresh = now.since(open.reported_at) < OFFER_EVERY;
        (fresh && open.category.as_ref() == Some(&category)) || is_like(None, &wording, open)
    };
    if likeness::candidates(&world, now).any(told) {
        return;
    }
    if let Some(last) = last {
        end(turn, chat, last, Fate::Over);
    }
    let offer = Offer {
        about: message.id,
        text: text.to_owned(),
        evidence: message.attachments.clone(),
        album: message.album.clone(),
        category,
        at: now,
        unwanted: last.map_or(0, |last| last.unwanted_by(now)),
        fate: Fate::Stands,
        sending: None,
        shown: None,
    };
    turn.decision.desk.push(DeskChange::Offer(chat, offer));
    turn.decision.effects.push(Effect::Offer { chat });
}

/// Somebody reports what was offered: as `/report` in reply to the message would.
pub(super) fn take(turn: &mut Turn<'_>, pressed: Pressed<'_>, about: MessageId) -> Line {
    let world = turn.world;
    let chat = pressed.chat;
    let offer = match standing(turn, pressed, about) {
        Ok(offer) => offer,
        Err(line) => return line,
    };
    let takes = world.desk.chat(world.settings, chat);
    if !takes.is_some_and(|chat| chat.reports) {
        return Line::NoReportsHere;
    }
    let report = NewReport {
        place: Place {
            chat,
            message: Some(about),
        },
        sender: pressed.sender.clone(),
        text: offer.text.clone(),
        evidence: offer.evidence.clone(),
        album: offer.album.clone(),
        category: None,
        severity: None,
    };
    // What was stored ends the offer, as any report of these words does.
    match report::store(turn, report) {
        Some(number) => Line::OfferTaken(number),
        None => Line::OfferOver,
    }
}

/// Nobody wants it.
pub(super) fn drop_by_button(turn: &mut Turn<'_>, pressed: Pressed<'_>, about: MessageId) -> Line {
    match standing(turn, pressed, about) {
        Ok(offer) => {
            end(turn, pressed.chat, &offer, Fate::Over);
            Line::OfferOver
        }
        Err(line) => line,
    }
}

/// The offer under which somebody presses. A press can be quicker than the news that its message has
/// arrived.
fn standing(turn: &mut Turn<'_>, pressed: Pressed<'_>, about: MessageId) -> Result<Offer, Line> {
    let chat = pressed.chat;
    if !rights::belongs(&turn.world, chat, Some(pressed.sender.id)) {
        return Err(Line::StrangerChat(chat));
    }
    let offer = turn.world.desk.offers.get(&chat);
    match offer.filter(|offer| offer.about == about) {
        Some(offer) if offer.stands() => Ok(Offer {
            shown: Some(pressed.message),
            ..offer.clone()
        }),
        other => {
            let line = match other.map(|offer| offer.fate) {
                Some(Fate::Taken(number)) => Line::OfferTaken(number),
                _ => Line::OfferOver,
            };
            turn.decision.effects.push(Effect::Strip {
                chat,
                id: pressed.message,
            });
            Err(line)
        }
    }
}

/// A report was stored: an offer of the same words has done its work.
pub(super) fn is_reported(
    turn: &mut Turn<'_>,
    chat: TelegramChat,
    message: Option<MessageId>,
    text: &str,
    number: IncidentNumber,
) {
    let offer = turn.world.desk.offers.get(&chat);
    let same = |offer: &&Offer| {
        message == Some(offer.about) || similarity(&offer.text, text) >= OFFER_SAME
    };
    if let Some(offer) = offer.filter(|offer| offer.stands()).filter(same).cloned() {
        end(turn, chat, &offer, Fate::Taken(number));
    }
}

/// The time of an offer is up.
pub fn offer_due(world: World<'_>, chat: TelegramChat, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let offer = world.desk.offers.get(&chat);
    if let Some(offer) = offer.filter(|offer| now >= offer.at.plus(OFFER_LIFE)) {
        end(&mut turn, chat, offer, Fate::Over);
    }
    turn.done()
}

/// The group of an offer has another id now: its message stays behind and can't be changed.
pub(super) fn migrated(turn: &mut Turn<'_>, from: TelegramChat) {
    if let Some(offer) = turn.world.desk.offers.get(&from)
        && offer.stands()
    {
        let change = DeskChange::Offer(from, offer.ended(Fate::Over));
        turn.decision.desk.push(change);
    }
}

fn end(turn: &mut Turn<'_>, chat: TelegramChat, offer: &Offer, fate: Fate) {
    if !offer.stands() {
        return;
    }
    let offer = offer.ended(fate);
    turn.decision
        .desk
        .push(DeskChange::Offer(chat, offer.clone()));
    turn.decision
        .effects
        .push(Effect::CloseOffer { chat, offer });
}
