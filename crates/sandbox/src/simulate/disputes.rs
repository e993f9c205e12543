//! The ledger, held against what those who keep it did and were told at their phones.

use std::collections::{BTreeMap, BTreeSet};

use dutybell_core::codec;
use dutybell_core::decide::{LedgerTold, Line};
use dutybell_core::engine;
use dutybell_core::ids::{DisputeNumber, IncidentNumber, TelegramChat};
use dutybell_core::invariants;
use dutybell_core::parse::button::Press;
use dutybell_core::parse::ledger::{Act, LedgerPress};
use dutybell_core::state::desk::Desk;
use dutybell_core::state::event::{Actor, Event};
use dutybell_core::state::figures::Mediations;
use dutybell_core::state::ledger::{Dispute, LedgerEntry, Text, TextKey, What};
use dutybell_core::state::log::{self, Log};
use dutybell_core::state::prompt::Prompting;
use dutybell_core::state::prompt_log::{PromptEntry, What as PromptWhat};
use dutybell_core::state::roster::Month;
use dutybell_core::store::{Batch, Reads, Space};
use dutybell_core::time::At;

use super::Breach;
use super::town::Who;
use super::watch::presses_of;
use super::world::World;

/// What was seen at the phones.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Who was told that a dispute is registered.
    registered: BTreeMap<DisputeNumber, Who>,
    /// Who was told that an incident is raised.
    raised: BTreeMap<IncidentNumber, Who>,
    /// Timers as they are durable, since the bot started.
    timers: BTreeMap<Vec<u8>, At>,
}

impl World {
    /// An answer to a press: what it confirms is kept in mind.
    pub(super) fn note_confirmed(
        &mut self,
        who: Who,
        pressed: &Press,
        text: &str,
    ) -> Result<(), Breach> {
        self.note_answer(who, pressed, text)?;
        let desk = self.bot.as_ref().map(|bot| bot.engine.desk());
        let (disputes, incidents) = desk.map_or((0, 0), |desk| {
            (desk.disputes.len() as u64, desk.last_incident)
        });
        match pressed {
            Press::Ledger(LedgerPress::Confirm(_)) => {
                let registered = (1..=disputes).rev().map(DisputeNumber).find(|number| {
                    self.is_toast(&Line::Ledger(LedgerTold::Registered(*number)), text)
                });
                if let Some(number) = registered {
                    self.witness.ledger.registered.insert(number, who);
                    self.figures.disputes += 1;
                    self.says_all(who, who.user().private_chat(), number.0);
                }
            }
            Press::Ledger(LedgerPress::Act(_, Act::ViolentSure)) => {
                let raised = (1..=incidents)
                    .rev()
                    .map(IncidentNumber)
                    .find(|number| self.is_toast(&Line::Ledger(LedgerTold::Raised(*number)), text));
                if let Some(number) = raised {
                    self.witness.ledger.raised.insert(number, who);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// A process starts: it sets all timers anew.
    pub(super) fn forget_timers(&mut self) {
        self.witness.ledger.timers.clear();
    }

    /// Whatever is to happen to prompts and disputes by itself has its timer, in the same commit.
    pub(super) fn check_timers(&mut self, batch: &Batch) -> Result<(), Breach> {
        let timers = &mut self.witness.ledger.timers;
        for name in &batch.timers_cleared {
            timers.remove(name);
        }
        let set = batch
            .timers
            .iter()
            .map(|timer| (timer.name.clone(), timer.due));
        timers.extend(set);
        let Some(bot) = &self.bot else {
            return Ok(());
        };
        let desk = bot.engine.desk();
        if self.witness.prompts.began.is_none() && !desk.prompts.is_empty() {
            let since = desk.prompts.values().map(|prompting| prompting.since).min();
            self.witness.prompts.began = since;
        }
        let prompts = desk.prompts.iter();
        let due = prompts.map(|(row, it)| (format!("prompt/{row}"), Prompting::due(it)));
        let ledger = self.settings.ledger.clone();
        let disputes = desk.disputes.values();
        let next = disputes
            .filter_map(|dispute| dispute.next_due(&ledger))
            .map(|(at, _)| at)
            .min();
        let due: Vec<(String, Option<At>)> = due.chain([("ledger/due".to_owned(), next)]).collect();
        for (name, due) in due {
            let set = self.witness.ledger.timers.get(name.as_bytes()).copied();
            if due.is_some() && set.is_none_or(|set| Some(set) > due) {
                let what = format!("{name} is due {due:?}, and its timer is {set:?}");
                return Err(self.breach("P5", what));
            }
        }
        let unlimited = desk
            .disputes
            .values()
            .find(|it| it.is_open() && it.limit().is_none());
        match unlimited {
            None => Ok(()),
            Some(dispute) => {
                let (number, stage) = (dispute.number, dispute.stage);
                Err(self.breach(
                    "P5",
                    format!("dispute {number} is {stage:?} and has no limit"),
                ))
            }
        }
    }

    /// The log on the disk tells the disputes on the disk, and the texts are those that were told.
    pub(super) fn check_ledger(&self) -> Result<Vec<LedgerEntry>, Breach> {
        let store = self.read_disk()?;
        let desk = self.read(engine::desk(&store))?;
        let stored = self.read(store.events(Log::Ledger.stream()))?;
        let entries: Vec<LedgerEntry> = stored
            .iter()
            .filter_map(|bytes| codec::decode(bytes).ok())
            .collect();
        log::verify(desk.log_end(Log::Ledger), &entries)
            .map_err(|broken| self.breach("I2", broken.to_string()))?;
        let mut texts: BTreeMap<TextKey, Text> = BTreeMap::new();
        let read = store.load(Space::Private, &mut |name, bytes| {
            texts.extend(TextKey::read(name).zip(codec::decode(bytes).ok()));
            Ok(())
        });
        self.read(read)?;
        self.held(invariants::ledger(&desk.disputes, &entries, &texts))?;
        Ok(entries)
    }

    /// All that is promised of disputes, in a town that rests.
    pub(super) fn check_disputes(&mut self, desk: &Desk) -> Result<(), Breach> {
        let entries = self.check_ledger()?;
        let prompts = self.prompt_log(desk)?;
        for (number, who) in &self.witness.ledger.registered {
            let by = Actor::Person(who.id().into());
            let kept = entries.iter().any(|entry| {
                let registers = matches!(entry.event.what, What::Registered { .. });
                entry.event.dispute == Some(*number) && registers && entry.by == by
            });
            if !kept {
                let what = format!("dispute {number}, which {who} registered, is lost");
                return Err(self.breach("P1", what));
            }
        }
        for dispute in desk.disputes.values() {
            self.check_origin(dispute, &prompts)?;
            self.check_limit(dispute)?;
            for incident in &dispute.incidents {
                let link = Event::FromDispute {
                    dispute: dispute.number,
                };
                let linked = self
                    .record(incident.0)?
                    .iter()
                    .any(|entry| entry.event == link);
                if !linked {
                    let what = format!("#{incident} does not know dispute {}", dispute.number);
                    return Err(self.breach("P6", what));
                }
            }
        }
        for (number, who) in &self.witness.ledger.raised {
            let mut disputes = desk.disputes.values();
            if !disputes.any(|dispute| dispute.incidents.contains(number)) {
                let what = format!("#{number}, which {who} raised, is of no dispute");
                return Err(self.breach("P1", what));
            }
        }
        for entry in &entries {
            self.check_late_told(entry)?;
        }
        self.check_all_registered(&prompts)?;
        self.check_mediations(desk, &entries)?;
        let count = |is: fn(&What) -> bool| {
            entries.iter().filter(|entry| is(&entry.event.what)).count() as u64
        };
        self.figures.mediated += count(|what| matches!(what, What::Agreed { .. } | What::Failed));
        self.figures.transferred += count(|what| matches!(what, What::TransferAccepted));
        self.figures.revisited += count(|what| matches!(what, What::Revisited { .. }));
        self.figures.reopened += count(|what| matches!(what, What::Reopened { .. }));
        self.figures.raised += count(|what| matches!(what, What::RaisedIncident { .. }));
        self.figures.forgotten += count(|what| matches!(what, What::NamesRemoved));
        self.figures.told_late += count(|what| matches!(what, What::LateTold { .. }));
        Ok(())
    }

    /// What was registered for a screening counts there, as long as the screening's round was not over.
    fn check_origin(&self, dispute: &Dispute, prompts: &[PromptEntry]) -> Result<(), Breach> {
        let Some(origin) = &dispute.origin else {
            return Ok(());
        };
        let of_round = prompts
            .iter()
            .filter(|entry| entry.event.prompt == origin.prompt && entry.event.at == origin.at);
        let mut counted = false;
        let mut is_over = false;
        for entry in of_round {
            counted |= matches!(entry.event.what,
                PromptWhat::Registered { dispute: number } if number == dispute.number);
            // A day after its last answer, or at the next limit, a round is forgotten.
            is_over |= entry.at <= dispute.registered_at
                && matches!(
                    entry.event.what,
                    PromptWhat::Ended { .. } | PromptWhat::Withdrawn { .. }
                );
        }
        if counted || is_over {
            return Ok(());
        }
        let number = dispute.number;
        Err(self.breach(
            "P6",
            format!("dispute {number} does not count for {origin:?}"),
        ))
    }

    /// Whoever signs that these are all signs what was registered until then.
    fn check_all_registered(&self, prompts: &[PromptEntry]) -> Result<(), Breach> {
        for (index, entry) in prompts.iter().enumerate() {
            let PromptWhat::AllRegistered { disputes, .. } = &entry.event.what else {
                continue;
            };
            let before = prompts.iter().take(index);
            let registered = before.filter_map(|one| match &one.event.what {
                PromptWhat::Registered { dispute } => {
                    let same = one.event.prompt == entry.event.prompt
                        && one.event.at == entry.event.at
                        && one.event.unit == entry.event.unit;
                    same.then_some(*dispute)
                }
                _ => None,
            });
            let registered: Vec<DisputeNumber> = registered.collect();
            if registered != *disputes {
                let what = format!("{disputes:?} are signed and {registered:?} registered");
                return Err(self.breach("P6", what));
            }
        }
        Ok(())
    }

    /// Of a limit nothing is owed: it was reminded of, and where it has passed that was told.
    fn check_limit(&self, dispute: &Dispute) -> Result<(), Breach> {
        let now = self.bot_clock();
        let number = dispute.number;
        if let Some(due) = dispute.late_due(now) {
            let what = format!("the limit of dispute {number} passed, which was due {due:?}");
            return Err(self.breach("P5", what));
        }
        if let Some(due) = dispute.reminder_due(&self.settings.ledger, now) {
            let what = format!("a reminder of dispute {number} was due {due:?}");
            return Err(self.breach("P5", what));
        }
        match dispute.forget_due(&self.settings.ledger) {
            Some(due) if due <= now => {
                Err(self.breach("P8", format!("the names in dispute {number} are kept")))
            }
            _ => Ok(()),
        }
    }

    /// Whom the log says to have been told of a late dispute has the message.
    fn check_late_told(&self, entry: &LedgerEntry) -> Result<(), Breach> {
        let (What::LateTold { to, .. }, Some(number)) = (&entry.event.what, entry.event.dispute)
        else {
            return Ok(());
        };
        let since = self.true_time(entry.at);
        for person in to {
            let who = Who::STAFF
                .into_iter()
                .find(|who| person.as_str() == who.id());
            let Some(chat) = who.map(|who| who.user().private_chat()) else {
                continue;
            };
            if self.witness.clock_set.is_some() || !self.witness.in_reach_since(chat, since) {
                continue;
            }
            if !self.has_dispute(chat, number, since) {
                let what = format!("{person} was not told that dispute {number} is late");
                return Err(self.breach("P5", what));
            }
        }
        Ok(())
    }

    /// Whether a message of that time or later leads to a dispute, or to the list of all that are open.
    fn has_dispute(&self, chat: TelegramChat, number: DisputeNumber, since: At) -> bool {
        let messages = self.telegram.chat(chat).map(|chat| chat.messages.values());
        let mut later = messages
            .into_iter()
            .flatten()
            .filter(|message| message.at >= since);
        later.any(|message| {
            message.by_bot()
                && message.text.starts_with('🟥')
                && presses_of(message).iter().any(|press| {
                    let shows = LedgerPress::Show(number);
                    matches!(press, Press::Ledger(press) if *press == shows || *press == LedgerPress::Open)
                })
        })
    }

    /// What the product counts is what was counted by hand.
    fn check_mediations(&self, desk: &Desk, entries: &[LedgerEntry]) -> Result<(), Breach> {
        let Some(month) = Month::at(self.settings.timezone, self.bot_clock()) else {
            return Ok(());
        };
        let zone = self.settings.timezone;
        let within = |entry: &LedgerEntry| Month::at(zone, entry.at) == Some(month);
        let counted = Mediations::of(entries, &desk.disputes, within);
        let count =
            |is: fn(&What) -> bool| entries.iter().filter(|entry| is(&entry.event.what)).count();
        let by_hand = (
            desk.disputes.len(),
            count(|what| matches!(what, What::Agreed { .. })),
            count(|what| matches!(what, What::Failed)),
            taken_in_mediation(entries),
            count(|what| matches!(what, What::TransferAccepted)),
        );
        let agreed = counted.agreed.len() + counted.broken.len();
        let found = (
            counted.registered.len(),
            agreed,
            counted.failed.len(),
            counted.taken.len(),
            counted.transferred.len(),
        );
        let stand = desk
            .disputes
            .values()
            .filter(|dispute| dispute.agreed_at.is_some());
        // Of those that agreed and stand there, or were closed after it, none has broken out again.
        let stand = stand.filter(|dispute| {
            dispute.outcome == Some(dutybell_core::state::ledger::Outcome::Agreed)
        });
        if found == by_hand && stand.count() <= counted.agreed.len() {
            return Ok(());
        }
        Err(self.breach(
            "P6",
            format!("{found:?} counted, by hand {by_hand:?}: {counted:?}"),
        ))
    }
}

/// How often a body took what was being mediated: an oracle that knows the log alone.
fn taken_in_mediation(entries: &[LedgerEntry]) -> usize {
    let mut mediated: BTreeSet<DisputeNumber> = BTreeSet::new();
    let mut taken = 0;
    for entry in entries {
        let Some(number) = entry.event.dispute else {
            continue;
        };
        match &entry.event.what {
            What::MediationBegan => {
                mediated.insert(number);
            }
            What::TransferAccepted if mediated.remove(&number) => taken += 1,
            What::Agreed { .. } | What::Failed | What::Closed | What::Reopened { .. } => {
                mediated.remove(&number);
            }
            _ => {}
        }
    }
    taken
}
