//! Checked while the bot runs: the invariants of its state, and what people and Telegram see.

use std::time::Duration;

use dutybell_core::codec;
use dutybell_core::decide::{Folder, Line};
use dutybell_core::engine::Order;
use dutybell_core::ids::{IncidentNumber, UpdateId};
use dutybell_core::invariants::{self, Violation};
use dutybell_core::outgoing::{Button, Outgoing, Row};
use dutybell_core::parse::button::Press;
use dutybell_core::render::wanted;
use dutybell_core::state::event::{Actor, Event};
use dutybell_core::state::incident::{Incident, Phase};
use dutybell_core::state::posts::PostKind;
use dutybell_core::state::prompt::Prompting;
use dutybell_core::state::record::Entry;
use dutybell_core::store::model::ModelStore;
use dutybell_core::store::{Batch, Reads, Space, Store, StoreError};

use super::Breach;
use super::world::World;
use crate::model::{Happening, InlineButton, Message, Rule};

/// What falls due happens within this, however much comes at once.
const OVERDUE: Duration = Duration::from_secs(30);

/// After a start Telegram remembers what the bot does not: the longest window and wait there is.
const FORGOTTEN: Duration = Duration::from_secs(61);

impl World {
    /// Looks at what has happened in the chats since the last look.
    pub(crate) fn listen(&mut self) -> Result<(), Breach> {
        let entries: Vec<_> = self
            .telegram
            .transcript_since(self.heard)
            .cloned()
            .collect();
        for entry in entries {
            self.heard = entry.seq;
            self.write_down(&entry);
            match &entry.what {
                Happening::Posted { message } if message.by_bot() && !message.silent => {
                    if let Some(number) = page_of(&message.buttons) {
                        *self.witness.pages.entry(number).or_default() += 1;
                        self.figures.pages += 1;
                    }
                }
                Happening::Answered { press, text, .. } => self.check_toast(press, text)?,
                _ => {}
            }
            self.check_said(entry.chat, &entry.what)?;
            self.hear(entry.chat, &entry.what)?;
        }
        self.check_violations()
    }

    /// What a commit has made so.
    pub(crate) fn check_commit(&mut self, batch: &Batch, orders: &[Order]) -> Result<(), Breach> {
        self.check_stored(batch)?;
        self.check_timers(batch)?;
        for write in &batch.state {
            let Ok(number) = <[u8; 8]>::try_from(write.key.name.as_slice()) else {
                continue;
            };
            let number = u64::from_be_bytes(number);
            let folder = match (write.key.space, &write.value) {
                (Space::Open, Some(_)) => self.open_folder(number),
                (Space::Archive, Some(bytes)) => codec::decode(bytes).ok(),
                _ => continue,
            };
            let Some(folder) = folder else {
                return Err(self.breach("S2", format!("#{number} was stored and can't be read")));
            };
            self.check_folder(&folder)?;
            self.count(&folder.incident);
            self.witness.unchecked.insert(number);
            self.witness.first_seen.entry(number).or_insert(self.now);
            self.witness.incidents.insert(number, folder.incident);
        }
        for order in orders {
            if let Order::Offer(row) | Order::Again(row) = order {
                self.check_row(row)?;
            }
        }
        Ok(())
    }

    fn open_folder(&self, number: u64) -> Option<Folder> {
        let bot = self.bot.as_ref()?;
        bot.engine
            .open()
            .find(|folder| folder.incident.number.0 == number)
            .cloned()
    }

    fn check_folder(&self, folder: &Folder) -> Result<(), Breach> {
        self.held(invariants::incident(&folder.incident))?;
        self.held(invariants::posts(folder))?;
        // Pages and cards wait for no other message, so they are in the outbox from the beginning.
        let forgotten = folder.posts.list.iter().find(|post| {
            matches!(post.kind, PostKind::Page { .. } | PostKind::Card)
                && post.message.is_none()
                && post.sending.is_none()
                && !post.dropped
                && wanted(&folder.incident, post)
        });
        if let Some(post) = forgotten {
            let number = folder.incident.number;
            return Err(self.breach("P1", format!("#{number} forgets {post:?}")));
        }
        match self.witness.incidents.get(&folder.incident.number.0) {
            Some(before) => self.held(invariants::progress(before, &folder.incident)),
            None => Ok(()),
        }
    }

    fn count(&mut self, after: &Incident) {
        let before = self.witness.incidents.get(&after.number.0);
        let figures = &mut self.figures;
        let phase = |incident: &Incident| std::mem::discriminant(&incident.phase);
        match before {
            None => figures.incidents += 1,
            Some(before) => {
                figures.restarts += u64::from(after.cycle.saturating_sub(before.cycle));
                if phase(before) != phase(after) {
                    match after.phase {
                        Phase::Exhausted { .. } => figures.exhausted += 1,
                        Phase::Acknowledged { .. } => figures.acknowledged += 1,
                        Phase::Closed { .. } => figures.closed += 1,
                        Phase::Paging(_) => {}
                    }
                }
            }
        }
    }

    fn check_row(&mut self, row: &Row) -> Result<(), Breach> {
        match &row.body {
            Outgoing::Send { message, .. } | Outgoing::Edit { message, .. } => {
                self.held(invariants::message(message))
            }
            Outgoing::Answer { press, .. } => {
                let rows = self.witness.answers.entry(press.clone()).or_default();
                rows.insert(row.id);
                if rows.len() > 1 {
                    return Err(self.breach("P7", format!("press {press} has two answers")));
                }
                Ok(())
            }
            Outgoing::SendFile { .. }
            | Outgoing::SendLocation { .. }
            | Outgoing::Upload { .. }
            | Outgoing::Strip { .. }
            | Outgoing::Knock { .. }
            | Outgoing::Standing { .. } => Ok(()),
        }
    }

    /// A row leaves the bot.
    pub(crate) fn check_sending(&mut self, row: &Row) -> Result<(), Breach> {
        self.witness.leaves(row.id, &row.subject);
        let Outgoing::Send { message, .. } = &row.body else {
            return Ok(());
        };
        let Some(number) = page_of_row(&message.rows).filter(|_| message.sound) else {
            return Ok(());
        };
        // One that is merged rings no more; one that is handed on rings whoever is to take it over.
        let open = self
            .open_folder(number)
            .is_some_and(|folder| folder.incident.is_open() || folder.incident.handing().is_some());
        if open {
            Ok(())
        } else {
            Err(self.breach(
                "C2",
                format!("a page of #{number} leaves, which is decided"),
            ))
        }
    }

    /// A row has reached Telegram: counts the messages that came of it.
    pub(crate) fn check_arrival(&mut self, row: &Row, before: u64) -> Result<(), Breach> {
        let posted: Vec<_> = self
            .telegram
            .transcript_since(before)
            .filter_map(|entry| Some((entry.chat?, entry.posted_by_bot()?)))
            .map(|(chat, message)| ((chat, message.id), page_of(&message.buttons).is_some()))
            .collect();
        for (at, page) in posted {
            if let Err(what) = self.witness.arrived(row.id, at, page) {
                return Err(self.breach("P2", what));
            }
        }
        Ok(())
    }

    /// What is confirmed to Telegram must be on the disk.
    pub(crate) fn check_confirmed(&mut self, before: &[UpdateId]) -> Result<(), Breach> {
        let clock = self.bot_clock();
        let left: Vec<UpdateId> = self.telegram.updates().ids().collect();
        let store = self.read_disk()?;
        for id in before {
            if left.contains(id) || self.witness.nameless.contains(&id.0) {
                continue;
            }
            match store.seen(*id, clock) {
                Ok(true) => {}
                _ => {
                    let what = format!("update {id} was confirmed before it was durable");
                    return Err(self.breach("P1", what));
                }
            }
        }
        Ok(())
    }

    /// Pages wait for no other message.
    pub(crate) fn check_lanes(&mut self) -> Result<(), Breach> {
        let (now, limits) = (self.now, self.settings.limits);
        let idle = match &mut self.bot {
            Some(bot) => bot.lanes.idle(now, &limits),
            None => Ok(()),
        };
        idle.map_err(|what| self.breach("P3", what))
    }

    /// What is due happens.
    pub(crate) fn check_overdue(&self) -> Result<(), Breach> {
        let Some(bot) = &self.bot else {
            return Ok(());
        };
        let fresh = |at| self.ago(at) < OVERDUE;
        if fresh(bot.started) || self.sync_millis > 100 || self.witness.clock_set.is_some_and(fresh)
        {
            return Ok(());
        }
        let clock = self.bot_clock();
        let overdue = bot.engine.open().find(|folder| {
            let due = folder.incident.next_due();
            due.is_some_and(|due| clock.since(due) > OVERDUE)
        });
        if let Some(folder) = overdue {
            let number = folder.incident.number;
            return Err(self.breach("P4", format!("#{number} is overdue and nothing happens")));
        }
        let desk = bot.engine.desk();
        let prompts = desk.prompts.values().filter_map(Prompting::due);
        let disputes = desk.disputes.values();
        let disputes = disputes.filter_map(|dispute| dispute.next_due(&self.settings.ledger));
        let next = prompts.chain(disputes.map(|(due, _)| due)).min();
        match next.filter(|due| clock.since(*due) > OVERDUE) {
            Some(due) => {
                let what = format!("a prompt or a dispute is overdue since {due:?}");
                Err(self.breach("P5", what))
            }
            None => Ok(()),
        }
    }

    /// Every press is answered, unless something was wrong meanwhile.
    pub(crate) fn check_press(&mut self, id: &str) -> Result<(), Breach> {
        let Some(pressed) = self.telegram.press_of(id) else {
            return Ok(());
        };
        let calm = self.last_bad < pressed.at;
        let there = self
            .telegram
            .chat(pressed.chat)
            .is_some_and(|chat| chat.bot.present() && chat.migrated_to.is_none());
        if pressed.answer.is_none() && calm && there {
            let what = format!("press {id} of {} has no answer", pressed.data);
            return Err(self.breach("P7", what));
        }
        Ok(())
    }

    /// Whether a text tells that an incident is now somebody's own.
    pub(crate) fn is_acknowledged_toast(&self, number: IncidentNumber, text: &str) -> bool {
        self.is_toast(&Line::Acknowledged(number), text)
    }

    /// What somebody was told must be so.
    fn check_toast(&mut self, press: &str, text: &str) -> Result<(), Breach> {
        let Some((who, _, _, Press::Ack(number))) = self.crowd.presses.get(press) else {
            return Ok(());
        };
        let (who, number) = (who.id(), *number);
        if !self.is_acknowledged_toast(number, text) {
            return Ok(());
        }
        self.witness.acknowledged.push((number.0, who));
        self.check_acknowledgement(number.0, who)
    }

    /// An acknowledgement that was told is on the disk.
    pub(crate) fn check_acknowledgement(&self, number: u64, who: &str) -> Result<(), Breach> {
        let kept = self.record(number)?.iter().any(|entry| {
            entry.event == Event::Acknowledged && entry.by == Actor::Person(who.into())
        });
        if kept {
            Ok(())
        } else {
            Err(self.breach(
                "P1",
                format!("the acknowledgement of #{number} by {who} is lost"),
            ))
        }
    }

    /// Telegram's limits are kept, except where only Telegram can remember.
    fn check_violations(&self) -> Result<(), Breach> {
        let Some(last) = self.telegram.violations().last() else {
            return Ok(());
        };
        let started = self.bot.as_ref().map_or(self.now, |bot| bot.started);
        let forgotten =
            last.at.since(started) < FORGOTTEN && matches!(last.rule, Rule::Group | Rule::Early);
        let set = self
            .witness
            .clock_set
            .is_some_and(|at| last.at.since(at) < FORGOTTEN);
        let told = last.chat.is_none_or(|chat| {
            let bot = self.bot.as_ref();
            bot.is_some_and(|bot| bot.lanes.was_told(chat, self.now))
        });
        if forgotten || set || last.at < self.now || (last.rule == Rule::Early && !told) {
            return Ok(());
        }
        Err(self.breach("P3", format!("{last:?}")))
    }

    /// The records that have changed are whole, and no number is missing.
    pub(crate) fn check_whole(&mut self) -> Result<(), Breach> {
        for number in std::mem::take(&mut self.witness.unchecked) {
            let Some(folder) = self.stored_folder(number)? else {
                return Err(self.breach("P1", format!("#{number} was stored and is gone")));
            };
            self.held(invariants::record(&folder.incident, &self.record(number)?))?;
        }
        self.check_ledger()?;
        let store = self.read_disk()?;
        let mut numbers = Vec::new();
        for space in [Space::Open, Space::Archive] {
            let read = store.load(space, &mut |name, _| {
                if let Ok(number) = <[u8; 8]>::try_from(name) {
                    numbers.push(u64::from_be_bytes(number));
                }
                Ok(())
            });
            self.read(read)?;
        }
        numbers.sort_unstable();
        self.held(invariants::numbers(numbers))
    }

    /// A process that only looks.
    pub(crate) fn read_disk(&self) -> Result<ModelStore, Breach> {
        self.read(ModelStore::open(&self.disk))
    }

    pub(crate) fn read<T>(&self, result: Result<T, StoreError>) -> Result<T, Breach> {
        result.map_err(|error| self.breach("S1", error.to_string()))
    }

    pub(crate) fn held(&self, result: Result<(), Violation>) -> Result<(), Breach> {
        result.map_err(|violation| self.breach(violation.id, violation.what))
    }

    /// An incident on the disk.
    pub(crate) fn stored_folder(&self, number: u64) -> Result<Option<Folder>, Breach> {
        let store = self.read_disk()?;
        for space in [Space::Open, Space::Archive] {
            let key = dutybell_core::store::Key::numbered(space, number);
            if let Some(bytes) = self.read(store.state(&key))? {
                return Ok(codec::decode(&bytes).ok());
            }
        }
        Ok(None)
    }

    /// Its record on the disk.
    pub(crate) fn record(&self, number: u64) -> Result<Vec<Entry>, Breach> {
        let stored = self.read(self.read_disk()?.events(number))?;
        Ok(stored
            .iter()
            .filter_map(|bytes| codec::decode(bytes).ok())
            .collect())
    }
}

/// What the buttons of a message mean.
pub(super) fn presses_of(message: &Message) -> Vec<Press> {
    message
        .markup
        .buttons()
        .filter_map(|button| Press::decode(button.data()?))
        .collect()
}

/// The incident that a message pages for: pages alone offer both to take it and to read it whole.
pub(crate) fn page_of(buttons: &[Vec<InlineButton>]) -> Option<u64> {
    paged(buttons.iter().flatten().filter_map(InlineButton::data))
}

fn page_of_row(buttons: &[Vec<Button>]) -> Option<u64> {
    paged(buttons.iter().flatten().map(|button| button.data.as_str()))
}

fn paged<'a>(data: impl Iterator<Item = &'a str>) -> Option<u64> {
    let presses: Vec<Press> = data.filter_map(Press::decode).collect();
    let number = presses.iter().find_map(|press| match press {
        Press::Ack(number) => Some(*number),
        _ => None,
    })?;
    let whole =
        presses.contains(&Press::Full(number)) && !presses.contains(&Press::Timeline(number));
    whole.then_some(number.0)
}
