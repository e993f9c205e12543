//! What a decision has to say in the groups becomes posts, and takes over what was not said yet.

use crate::decide::{Draft, World};
use crate::ids::TelegramChat;
use crate::state::incident::{Incident, Phase, Reach};
use crate::state::posts::{Escalated, PostKind, Resumed};
use crate::time::At;

impl Draft {
    /// Turns the collected notice into posts: one message however many steps were passed.
    pub(crate) fn post_notice(&mut self, world: &World<'_>, now: At) {
        let Some(mut notice) = self.notice.take() else {
            return;
        };
        match self.incident.phase {
            Phase::Paging(_) => {
                notice.at = Some(now);
                notice.due = self.late;
                notice.turn = Some(self.incident.turn);
                for chat in self.groups() {
                    let notice = self.with_unsaid(&notice, chat);
                    self.posts.add(PostKind::Escalated(notice), chat, None);
                }
            }
            Phase::Exhausted { at } => {
                for chat in self.must_hear(world) {
                    let nobody = self.with_unsaid(&notice, chat).nobody;
                    let due = self.late;
                    self.posts.add(
                        PostKind::Exhausted {
                            at,
                            nobody,
                            due,
                            resumed: None,
                        },
                        chat,
                        None,
                    );
                }
            }
            Phase::Acknowledged { .. } | Phase::Closed { .. } => {}
        }
    }

    /// Paging begins again: notices that nobody answered keep what they said and say so.
    pub(crate) fn resume(&mut self, now: At) {
        for post in &mut self.posts.list {
            if let PostKind::Exhausted { resumed, .. } = &mut post.kind
                && resumed.is_none()
            {
                *resumed = Some(Box::new(Resumed {
                    at: now,
                    tried: self.incident.tried.clone(),
                    declined: self.incident.declined.clone(),
                }));
            }
        }
    }

    /// Where exhaustion is told: also where the card could not be posted (SPEC, promise 4).
    fn must_hear(&self, world: &World<'_>) -> Vec<TelegramChat> {
        let announcing = world
            .settings
            .chats
            .iter()
            .filter(|chat| chat.announce)
            .map(|chat| world.desk.current(chat.telegram));
        let administrators = world
            .settings
            .administrators()
            .filter_map(|person| person.telegram)
            .map(|user| user.private_chat());
        let mut chats: Vec<TelegramChat> = Vec::new();
        for chat in self
            .groups()
            .into_iter()
            .chain(announcing)
            .chain(administrators)
        {
            if !chats.contains(&chat) {
                chats.push(chat);
            }
        }
        chats
    }

    /// The notice for a chat with what earlier ones there, which did not leave in time, had to say.
    fn with_unsaid(&self, notice: &Escalated, chat: TelegramChat) -> Escalated {
        let mut whole = notice.clone();
        for post in &self.posts.list {
            let waits = post.chat == chat && post.message.is_none() && !post.dropped;
            if let (true, PostKind::Escalated(unsaid)) = (waits, &post.kind)
                && unsaid.is_stale(&self.incident)
            {
                take_over(&mut whole, unsaid, &self.incident);
            }
        }
        whole
    }
}

/// Adds what is still so.
fn take_over(notice: &mut Escalated, unsaid: &Escalated, incident: &Incident) {
    for roles in &unsaid.nobody {
        if !notice.nobody.contains(roles) {
            notice.nobody.push(roles.clone());
        }
    }
    let reach = |person| incident.reach(person).map(|tried| &tried.reach);
    for (person, why) in &unsaid.unreached {
        if matches!(reach(person), Some(Reach::Unreachable(_))) && !notice.names(person) {
            notice.unreached.push((person.clone(), *why));
        }
    }
    let others = [&unsaid.silent, &unsaid.unsent, &unsaid.declined];
    for person in others.into_iter().flatten() {
        if notice.names(person) {
            continue;
        }
        let list = match reach(person) {
            _ if incident.declined.contains(person) => &mut notice.declined,
            Some(Reach::Delivered) => &mut notice.silent,
            Some(Reach::Sending) => &mut notice.unsent,
            Some(Reach::Unreachable(_) | Reach::Failed) | None => continue,
        };
        list.push(person.clone());
    }
}
