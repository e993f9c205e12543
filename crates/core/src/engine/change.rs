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
        let person = entry.change.person();
        if let Some(over) = overlay.people.get(person)
            && self.desk.overlay.people.get(person) != Some(over)
        {
            self.note(&DeskChange::PersonOver(person.clone(), over.clone()));
            self.settings = Arc::new(self.desk.overlay.over(&self.file));
        }
        self.pending.changes.push(entry);
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

    pub(super) fn note(&mut self, change: &DeskChange) {
        self.desk.apply(change);
        self.pending.desk_changed(change);
    }
}
