//! Changes of people made in chat: into the record, into the overlay, into force, in one commit.

use super::*;
use crate::ids::PersonId;
use crate::state::change::{Change, ChangeEntry, Head};
use crate::state::event::Actor;

impl Engine {
    /// Writes a change into its record and puts it in force.
    pub(super) fn enact(&mut self, by: Actor, change: Change, now: At) {
        let entry = ChangeEntry::chain(self.desk.changes, now, by, change);
        let head = Head {
            seq: entry.seq,
            hash: entry.hash,
        };
        self.note(&DeskChange::Changed(head));
        let mut overlay = self.desk.overlay.clone();
        overlay.apply(&entry.change);
        let altered: Vec<_> = overlay
            .people
            .into_iter()
            .filter(|(person, over)| self.desk.overlay.people.get(person) != Some(over))
            .collect();
        let alters = !altered.is_empty();
        if alters {
            for (person, over) in altered {
                self.note(&DeskChange::PersonOver(person, over));
            }
            self.settings = Arc::new(self.desk.overlay.over(&self.file));
            // Whoever stands in may have left.
            self.plan_duties(now);
        }
        self.pending.changes.push(entry);
        if alters {
            self.end_feeds(now);
        }
    }

    /// People who were bound just now are paged where a running step waits for them.
    pub(super) fn welcome(
        &mut self,
        people: &[PersonId],
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        for person in people {
            let decision = self.ask(store, |world| decide::bound(world, person, now))?;
            self.absorb(decision, now);
        }
        Ok(())
    }

    /// No running step waits for people who have left just now.
    pub(super) fn part_from(
        &mut self,
        people: &[decide::Parting],
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        for parting in people {
            let decision = self.ask(store, |world| decide::left(world, parting, now))?;
            self.absorb(decision, now);
        }
        Ok(())
    }

    /// What the file says by now as well lies over it no longer.
    pub(super) fn yield_to_file(&mut self, now: At) {
        for (person, what) in self.desk.overlay.in_file(&self.file) {
            self.enact(Actor::Bot, Change::InFile { person, what }, now);
        }
        self.end_feeds(now);
    }

    pub(super) fn note(&mut self, change: &DeskChange) {
        self.desk.apply(change);
        self.pending.desk_changed(change);
    }
}
