//! What the auditor found is said once, where people will see it, and that it is over once it is.

use crate::audit::{Late, Overdue, Said};
use crate::decide::{Decision, Effect, Sending, Speech, Turn, World};
use crate::limits::ANSWER_LIFE;
use crate::outgoing::{Priority, Subject};
use crate::state::desk::DeskChange;
use crate::time::At;

/// The auditor has looked.
pub fn audited(world: World<'_>, found: &[Overdue], now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let known = &world.desk.overdue;
    let mut news = Vec::new();
    for overdue in found {
        let before = known.get(&overdue.kind);
        let said = Said {
            since: before.map_or(overdue.since, |said| said.since.min(overdue.since)),
            incidents: before
                .map(|said| said.incidents.clone())
                .unwrap_or_default()
                .union(&overdue.incidents)
                .copied()
                .collect(),
            quiet: false,
        };
        // Another incident whose people are not called is another matter.
        let is_news = before.is_none_or(|before| {
            overdue.kind.is_grave() && !overdue.incidents.is_subset(&before.incidents)
        });
        if is_news {
            news.push(overdue.clone());
        }
        if before != Some(&said) {
            let change = DeskChange::Overdue(overdue.kind, Some(said));
            turn.decision.desk.push(change);
        }
    }
    let mut over: Vec<(Late, At)> = Vec::new();
    let gone = |kind: &Late| found.iter().all(|overdue| overdue.kind != *kind);
    for (kind, said) in known.iter().filter(|(kind, _)| gone(kind)) {
        let change = if said.quiet {
            over.push((*kind, said.since));
            None
        } else {
            Some(Said {
                quiet: true,
                ..said.clone()
            })
        };
        turn.decision.desk.push(DeskChange::Overdue(*kind, change));
    }
    if !news.is_empty() {
        turn.announce(|in_group| Speech::Overdue {
            found: news.clone(),
            in_group,
        });
    }
    if !over.is_empty() {
        turn.announce(|_| Speech::OverdueOver(over.clone()));
    }
    turn.done()
}

impl Turn<'_> {
    /// To the administrators and into every announcing chat.
    fn announce(&mut self, speech: impl Fn(bool) -> Speech) {
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
                    speech: speech(!chat.is_private()),
                },
                priority: Priority::Answer,
                subject: Subject::Audit,
                life: ANSWER_LIFE,
            });
        }
    }
}
