//! Where the bot is: started, blocked, added, removed, moved.

use crate::decide::{
    Decision, Line, Place, Speech, Turn, World, escalation, form, offer, result, rights,
};
use crate::ids::{IncidentNumber, PersonId, TelegramChat};
use crate::incoming::Membership;
use crate::outgoing::Unreachable;
use crate::state::desk::{ChatNote, DeskChange, PersonNote};
use crate::state::duty::Duties;
use crate::state::incident::Paging;
use crate::state::posts::PostKind;
use crate::time::At;

/// The bot's standing in a chat changed.
pub fn membership(world: World<'_>, change: &Membership, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let chat = change.chat.id;
    if change.chat.private {
        if let Some(person) = rights::person_id(&world, change.by.id) {
            if change.present {
                turn.is_back(&person);
            } else {
                let note = PersonNote {
                    unreachable: Some(Unreachable::Blocked),
                    ..turn.note_of(&person)
                };
                turn.decision
                    .desk
                    .push(DeskChange::Person(person.clone(), note));
                turn.is_gone(&person, Unreachable::Blocked);
            }
        }
    } else if let Some(configured) = world.desk.chat(world.settings, chat) {
        if !change.present {
            turn.cannot_write(chat, Unreachable::NoRights);
        } else if configured.announce {
            turn.post_missing_cards(chat);
        }
    } else if change.present {
        turn.answer(
            Place {
                chat,
                message: None,
            },
            Line::ChatNotConfigured(chat),
        );
    }
    turn.done()
}

/// A group became a supergroup.
pub fn migrated(world: World<'_>, from: TelegramChat, to: TelegramChat, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let configured = world.desk.configured(from);
    let note = world
        .desk
        .chats
        .get(&configured)
        .cloned()
        .unwrap_or_default();
    if note.moved_to != Some(to) && configured != to {
        let note = ChatNote {
            moved_to: Some(to),
            ..note
        };
        turn.decision.desk.push(DeskChange::Chat(configured, note));
        if world
            .settings
            .chats
            .iter()
            .any(|chat| chat.telegram == configured)
        {
            turn.tell_administrators(&Speech::ChatMoved {
                from: configured,
                to,
            });
        }
    }
    form::migrated(&mut turn, from, to);
    offer::migrated(&mut turn, from);
    let numbers: Vec<IncidentNumber> = world.open.keys().copied().collect();
    for number in numbers {
        let affected = world
            .open
            .get(&number)
            .is_some_and(|folder| folder.posts.list.iter().any(|post| post.chat == from));
        if let (true, Some(draft)) = (affected, turn.open(number)) {
            // A card must live on; a notice that has arrived has done its work.
            draft.posts.list.retain(|post| {
                post.chat != from || post.kind == PostKind::Card || post.sending.is_some()
            });
            for post in draft.posts.list.iter_mut().filter(|post| post.chat == from) {
                post.move_to(to);
            }
        }
    }
    turn.done()
}

impl Turn<'_> {
    /// The bot can write to a chat again: open incidents get their card there, and it is true.
    fn post_missing_cards(&mut self, chat: TelegramChat) {
        let numbers: Vec<IncidentNumber> = self
            .world
            .open
            .iter()
            .filter(|(_, folder)| folder.posts.card_in(chat).is_none())
            .map(|(number, _)| *number)
            .collect();
        for number in numbers {
            if let Some(draft) = self.open(number) {
                draft.posts.add(PostKind::Card, chat, None);
            }
        }
        // What could not be edited meanwhile is brought up to date.
        let there: Vec<IncidentNumber> = self
            .world
            .open
            .iter()
            .filter(|(_, folder)| folder.posts.card_in(chat).is_some())
            .map(|(number, _)| *number)
            .collect();
        for number in there {
            if let Some(draft) = self.open(number) {
                for post in draft.posts.list.iter_mut().filter(|post| post.chat == chat) {
                    post.shown = 0;
                }
            }
        }
    }

    /// A person can't be reached any more: where he is being paged he is named, and his step does not
    /// wait for an answer that can't come.
    pub(super) fn is_gone(&mut self, person: &PersonId, why: Unreachable) {
        let (world, now) = (self.world, self.now);
        let waiting: Vec<IncidentNumber> = world
            .open
            .values()
            .filter(|folder| {
                folder.incident.waits_for(person) || folder.incident.is_offered_to(person)
            })
            .map(|folder| folder.incident.number)
            .collect();
        for number in waiting {
            if let Some(draft) = self.open(number) {
                result::out_of_reach(draft, &world, person, why, now);
            }
        }
    }

    /// A person can be reached again: whatever waits for him is sent.
    pub(super) fn is_back(&mut self, person: &PersonId) {
        let note = self.note_of(person);
        let known = PersonNote {
            unreachable: None,
            untried: false,
            ..note.clone()
        };
        if known != note {
            self.decision
                .desk
                .push(DeskChange::Person(person.clone(), known));
        }
        if note.unreachable.is_some() {
            self.call_back(person);
        }
    }

    /// Every running step pages whoever is new on duty.
    pub(super) fn call_new(&mut self, person: &PersonId, duties: &Duties) {
        let (world, now) = (self.world, self.now);
        let without = |paging: &Paging| !paging.members.contains(person);
        let running: Vec<IncidentNumber> = world
            .open
            .values()
            .filter(|folder| folder.incident.paging().is_some_and(without))
            .map(|folder| folder.incident.number)
            .collect();
        for number in running {
            if let Some(draft) = self.open(number) {
                escalation::call_new(draft, &world, duties, person, now);
            }
        }
    }

    /// Every running step that waits for a person pages him.
    pub(super) fn call_back(&mut self, person: &PersonId) {
        let (world, now) = (self.world, self.now);
        let waiting: Vec<IncidentNumber> = world
            .open
            .values()
            .filter(|folder| folder.incident.paging().is_some())
            .filter(|folder| folder.incident.reach(person).is_some())
            .map(|folder| folder.incident.number)
            .collect();
        for number in waiting {
            if let Some(draft) = self.open(number) {
                escalation::call_back(draft, &world, person, now);
            }
        }
    }
}
