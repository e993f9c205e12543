//! Files to be fetched: ordered once the commit that wants them is durable, again at a start, and
//! again when a try has failed; and what is shown of them again.

use super::*;
use crate::limits::FETCH_LONGEST;
use crate::outgoing::{Drawn, Message, Outgoing};

type Piece = (IncidentNumber, u32);

impl Engine {
    /// A try to fetch a file ended.
    pub(super) fn fetched(
        &mut self,
        (number, piece): Piece,
        fetched: &Fetched,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        let decision = self.ask(store, |world| {
            decide::fetched(world, number, piece, fetched, now)
        })?;
        self.absorb(decision, now);
        Ok(())
    }

    /// Gives a file up whose end could not be decided: it would be fetched for ever.
    pub fn give_up_fetch(&mut self, number: IncidentNumber, piece: u32) {
        let change = DeskChange::Fetch(number, piece, None);
        self.desk.apply(&change);
        self.pending.desk_changed(&change);
        let name = TimerName::Fetch(number, piece).encode();
        self.pending.clear_timer(name);
    }

    /// A file is to be fetched, now or later, or no more.
    pub(super) fn refresh_fetch(&mut self, (number, piece): Piece, now: At) {
        let name = TimerName::Fetch(number, piece).encode();
        match self.desk.fetches.get(&(number, piece)) {
            Some(fetch) if fetch.due > now => self.pending.set_timer(name, fetch.due),
            Some(fetch) => self.pending.fetch(fetch.clone()),
            None => self.pending.clear_timer(name),
        }
    }

    /// A file that had to wait is tried again.
    pub(super) fn fetch_due(&mut self, (number, piece): Piece) {
        let name = TimerName::Fetch(number, piece).encode();
        self.pending.clear_timer(name);
        if let Some(fetch) = self.desk.fetches.get(&(number, piece)) {
            self.pending.fetch(fetch.clone());
        }
    }

    /// At a start: what was being fetched is fetched anew. One that waits has its timer, unless the
    /// clock was set back meanwhile.
    pub(super) fn resume_fetches(&mut self, now: At) {
        let pieces: Vec<Piece> = self
            .desk
            .fetches
            .values()
            .filter(|fetch| fetch.due <= now || fetch.due > now.plus(FETCH_LONGEST))
            .map(|fetch| (fetch.incident, fetch.piece))
            .collect();
        for piece in pieces {
            self.fetch_due(piece);
        }
    }

    /// Telegram refuses to show a piece of evidence: our own copy goes instead, where there is one.
    pub(super) fn evidence_refused(
        &mut self,
        row: &Row,
        now: At,
        store: &dyn Store,
    ) -> Result<(), StoreError> {
        match row.body.clone() {
            Outgoing::SendFile {
                chat,
                kept: Some(kept),
                reply_to,
                ..
            } => self.pending.put_row(Row {
                due: now,
                body: Outgoing::Upload {
                    chat,
                    drawn: Drawn::Kept(kept),
                    message: Message::default(),
                    reply_to,
                },
                ..row.clone()
            }),
            Outgoing::SendFile { chat, reply_to, .. }
            | Outgoing::SendLocation { chat, reply_to, .. }
            | Outgoing::Upload { chat, reply_to, .. } => {
                self.pending.row_done(row.id);
                let decision =
                    self.ask(store, |world| decide::not_shown(world, chat, reply_to, now))?;
                self.absorb(decision, now);
            }
            _ => self.pending.row_done(row.id),
        }
        Ok(())
    }
}
