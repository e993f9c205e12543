//! What the auditor found is said once, where people will see it, and that it is over once it is.

use crate::audit::{Late, Overdue};
use crate::decide::{Decision, Effect, Sending, Speech, Turn, World};
use crate::limits::ANSWER_LIFE;
use crate::outgoing::{Priority, Subject};
use crate::state::desk::DeskChange;
use crate::time::At;

/// The auditor has looked.
pub fn audited(world: World<'_>, found: &[Overdue], now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let known = &world.desk.overdue;
    let news: Vec<Overdue> = found
        .iter()
        .filter(|overdue| !known.contains_key(&overdue.kind))
        .cloned()
        .collect();
    let over: Vec<(Late, At)> = known
        .iter()
        .filter(|(kind, _)| found.iter().all(|overdue| overdue.kind != **kind))
        .map(|(kind, since)| (*kind, *since))
        .collect();
    for overdue in &news {
        let change = DeskChange::Overdue(overdue.kind, Some(overdue.since));
        turn.decision.desk.push(change);
    }
    for (kind, _) in &over {
        turn.decision.desk.push(DeskChange::Overdue(*kind, None));
    }
    if !news.is_empty() {
        turn.announce(&Speech::Overdue(news));
    }
    if !over.is_empty() {
        turn.announce(&Speech::OverdueOver(over));
    }
    turn.done()
}

impl Turn<'_> {
    /// To the administrators and into every announcing chat.
    fn announce(&mut self, speech: &Speech) {
        let (settings, desk) = (self.world.settings, self.world.desk);
        let people = settings.administrators();
        let private = people.filter_map(|person| Some(person.telegram?.private_chat()));
        let announcing = settings.chats.iter().filter(|chat| chat.announce);
        let groups = announcing.map(|chat| desk.current(chat.telegram));
        for chat in private.chain(groups) {
            self.decision.effects.push(Effect::Send {
                body: Sending::Say {
                    chat,
                    reply_to: None,
                    speech: speech.clone(),
                },
                priority: Priority::Answer,
                subject: Subject::Audit,
                life: ANSWER_LIFE,
            });
        }
    }
}
