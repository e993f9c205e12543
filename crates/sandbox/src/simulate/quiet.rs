//! Checked when the town has come to rest: nothing is owed, and what people see is true.

use std::collections::BTreeSet;
use std::time::Duration;

use dutybell_core::audit::{self, Books};
use dutybell_core::codec;
use dutybell_core::decide::Folder;
use dutybell_core::ids::{PersonId, TelegramChat};
use dutybell_core::limits::AUDIT_ROWS;
use dutybell_core::outgoing::{Message as Rendered, Row};
use dutybell_core::parse::button::Press;
use dutybell_core::render::{self, View};
use dutybell_core::settings::Language;
use dutybell_core::state::desk::Desk;
use dutybell_core::state::duty::Watched;
use dutybell_core::state::duty_log::{DutyEntry, What};
use dutybell_core::state::event::Event;
use dutybell_core::state::incident::Phase;
use dutybell_core::state::log::{self, Log};
use dutybell_core::state::posts::Post;
use dutybell_core::state::selftest::Stands;
use dutybell_core::store::{Reads, Space, Store};
use dutybell_core::time::At;

use super::town::{Place, Who};
use super::watch::presses_of;
use super::world::World;
use super::{Breach, request, town};
use crate::model::{InlineButton, Message};

/// The longest that coming to rest may take: every policy's rounds and every question after them.
const PATIENCE: Duration = Duration::from_secs(12 * 3600);

impl World {
    /// Whether all is quiet; then everything must be as promised.
    pub(crate) fn is_quiet(&mut self) -> Result<bool, Breach> {
        if self.nothing_under_way() && self.bot_is_idle() {
            self.check_rest()?;
            return Ok(true);
        }
        let since = self.witness.rests.unwrap_or(self.now);
        if self.ago(since) > PATIENCE {
            return Err(self.breach("L2", "the town does not come to rest".to_owned()));
        }
        Ok(false)
    }

    fn check_rest(&mut self) -> Result<(), Breach> {
        let desk = self.bot.as_ref().map(|bot| bot.engine.desk().clone());
        let desk = desk.unwrap_or_default();
        self.check_whole()?;
        let folders = self.folders()?;
        self.check_reports(&folders)?;
        for (number, who) in self.witness.acknowledged.clone() {
            self.check_acknowledgement(number, who)?;
        }
        for folder in &folders {
            self.check_end(folder)?;
            for post in &folder.posts.list {
                self.check_post(folder, post, &desk)?;
            }
        }
        self.check_buttons()?;
        self.check_tests(&desk)?;
        self.check_duties(&desk)?;
        self.check_presence(&desk)?;
        self.check_prompts(&desk)?;
        self.check_disputes(&desk)?;
        self.check_audit(&folders, &desk)?;
        self.check_outbox()
    }

    /// Whoever asked who can be reached, or whether a phone rings, has been told.
    fn check_tests(&self, desk: &Desk) -> Result<(), Breach> {
        let tests = &desk.selftests;
        if tests.check.is_none() && tests.nights.is_empty() {
            return Ok(());
        }
        Err(self.breach("P9", format!("the town rests and waits for {tests:?}")))
    }

    /// Of a shift that runs nothing is owed: whoever did not press was asked, and told of; and the duty
    /// log holds.
    fn check_duties(&self, desk: &Desk) -> Result<(), Breach> {
        let stored = self.read(self.read_disk()?.events(Log::Duty.stream()))?;
        let log: Vec<DutyEntry> = stored
            .iter()
            .filter_map(|bytes| codec::decode(bytes).ok())
            .collect();
        log::verify(desk.log_end(Log::Duty), &log)
            .map_err(|broken| self.breach("I2", broken.to_string()))?;
        let told = |from: At, person: &PersonId| {
            log.iter().any(|entry| {
                let here = entry.event.shift == from;
                here && matches!(&entry.event.what, What::Told { person: of, .. } if of == person)
            })
        };
        for watched in desk.duties.rosters.values().flat_map(|duty| &duty.shifts) {
            let mut copies = watched.copies.iter();
            if let Some(lost) = copies.find(|copy| copy.stands == Stands::Sending) {
                return Err(self.breach("P1", format!("of a shift is never sent: {lost:?}")));
            }
            let runs = watched.from <= self.bot_clock() && self.bot_clock() < watched.to;
            let mut missing = watched.missing();
            let owed =
                missing.find(|person| watched.asked.is_none() || !told(watched.from, person));
            if let Some(person) = owed.filter(|_| runs && !watched.over) {
                let what = format!("{person} is not on duty, and nobody was told: {watched:?}");
                return Err(self.breach("P5", what));
            }
        }
        Ok(())
    }

    /// Of a presence check nothing is owed: whoever did not press is told of, and none waits whose time is over.
    fn check_presence(&self, desk: &Desk) -> Result<(), Breach> {
        let now = self.bot_clock();
        for checks in desk.presence.values() {
            if checks.next.is_some_and(|next| next <= now) {
                return Err(self.breach("P5", format!("a presence check is due: {checks:?}")));
            }
            let Some(check) = &checks.check else { continue };
            let mut copies = check.copies.iter();
            if let Some(lost) = copies.find(|copy| copy.stands == Stands::Sending) {
                return Err(self.breach("P1", format!("of a check is never sent: {lost:?}")));
            }
            let told = |person: &PersonId| check.missed.contains(person);
            if check.is_open() || !check.missing().all(told) {
                let what = format!("somebody did not answer, and nobody was told: {check:?}");
                return Err(self.breach("P5", what));
            }
        }
        Ok(())
    }

    /// The auditor has nothing to say of a town that rests.
    fn check_audit(&self, folders: &[Folder], desk: &Desk) -> Result<(), Breach> {
        let stored = self.read(self.read_disk()?.rows(AUDIT_ROWS))?;
        let rows: Vec<Row> = stored
            .iter()
            .filter_map(|row| codec::decode(&row.value).ok())
            .collect();
        let open = folders.iter().filter(|folder| !folder.incident.is_closed());
        let open = open.map(|folder| (folder.incident.number, folder.clone()));
        let found = audit::look(
            &Books {
                rows: &rows,
                open: &open.collect(),
                desk,
                ledger: &self.settings.ledger,
                slack: Duration::ZERO,
            },
            self.bot_clock(),
        );
        if found.is_empty() {
            Ok(())
        } else {
            Err(self.breach("P5", format!("the town rests and is late: {found:?}")))
        }
    }

    fn folders(&self) -> Result<Vec<Folder>, Breach> {
        let store = self.read_disk()?;
        let mut folders: Vec<Folder> = Vec::new();
        for space in [Space::Open, Space::Archive] {
            let read = store.load(space, &mut |_, bytes| {
                folders.extend(codec::decode::<Folder>(bytes).ok());
                Ok(())
            });
            self.read(read)?;
        }
        Ok(folders)
    }

    /// Every report is stored exactly once.
    fn check_reports(&self, folders: &[Folder]) -> Result<(), Breach> {
        for expected in &self.witness.expected {
            let found = folders
                .iter()
                .filter(|folder| {
                    let incident = &folder.incident;
                    incident.text.contains(&expected.key)
                        || (incident.text.is_empty()
                            && incident
                                .evidence
                                .iter()
                                .any(|file| file.file_id == expected.key))
                })
                .count();
            if found < expected.least || found > expected.most {
                let (key, least, most) = (&expected.key, expected.least, expected.most);
                let what = format!("report {key} is stored {found} times, not {least} to {most}");
                return Err(self.breach("P1", what));
            }
        }
        Ok(())
    }

    /// Somebody has it, it is over, or everybody was told that nobody has it.
    fn check_end(&self, folder: &Folder) -> Result<(), Breach> {
        let incident = &folder.incident;
        let number = incident.number;
        match &incident.phase {
            Phase::Paging(_) => {
                return Err(self.breach("L3", format!("#{number} still pages")));
            }
            Phase::Exhausted { at } => self.check_announced(folder, *at)?,
            Phase::Acknowledged { .. } | Phase::Closed { .. } => {}
        }
        let paged = self.witness.pages.contains_key(&number.0);
        let settled = self.record(number.0)?.iter().any(|entry| {
            matches!(
                entry.event,
                Event::Acknowledged
                    | Event::AcknowledgedWith { .. }
                    | Event::Withdrawn { ends: true }
                    | Event::Merged { .. }
                    | Event::Closed { .. }
                    | Event::Exhausted
            )
        });
        if paged || settled {
            Ok(())
        } else {
            Err(self.breach("P1", format!("nobody was ever paged for #{number}")))
        }
    }

    fn check_announced(&self, folder: &Folder, at: At) -> Result<(), Breach> {
        let number = folder.incident.number;
        let at = self.true_time(at);
        let cards: BTreeSet<TelegramChat> = folder.posts.card_chats().into_iter().collect();
        let groups = Place::GROUPS.map(|place| self.chat_of(place, Who::Zhao));
        let groups = groups.into_iter().filter(|chat| cards.contains(chat));
        let office = Who::Chen.user().private_chat();
        for chat in groups.chain([office]) {
            // Where the clock was set or the chat was out of reach around then, it may be otherwise.
            let early = At(at.0 - 4 * 3_600_000);
            let small = Place::Town.configured(Who::Zhao);
            let grown = chat == town::GROWN_TOWN;
            let unsure = self.witness.clock_set.is_some_and(|set| set >= early)
                || (grown && !self.witness.only_grew(small));
            if unsure || !self.was_in_reach(chat, number.0) {
                continue;
            }
            // What was told before a group grew up stands in the small one.
            let chats = [chat, if grown { small } else { chat }];
            let told = chats
                .iter()
                .filter_map(|chat| self.telegram.chat(*chat))
                .any(|chat| {
                    chat.messages.values().any(|message| {
                        message.at >= at
                            && !message.silent
                            && presses_of(message).contains(&Press::Again(number))
                    })
                });
            if !told {
                let what = format!("{chat} was not told that #{number} is exhausted");
                return Err(self.breach("P4", what));
            }
        }
        Ok(())
    }

    /// Whether a chat could be written to ever since an incident began. What could not be changed
    /// while a door was closed is not mended when it opens again.
    fn was_in_reach(&self, chat: TelegramChat, number: u64) -> bool {
        let began = self.witness.first_seen.get(&number);
        began.is_some_and(|began| self.witness.in_reach_since(chat, *began))
    }

    /// A live message shows what is so.
    fn check_post(&self, folder: &Folder, post: &Post, desk: &Desk) -> Result<(), Breach> {
        let incident = &folder.incident;
        let number = incident.number;
        let Some(id) = post.message else {
            let lost = post.sending.is_none() && !post.dropped;
            if lost && render::wanted(incident, post) {
                let what = format!("post {} of #{number} is never sent: {post:?}", post.id);
                return Err(self.breach("P1", what));
            }
            return Ok(());
        };
        if !self.is_alive(post.chat, id) || !self.was_in_reach(post.chat, number.0) {
            return Ok(());
        }
        let Some(shown) = self.telegram.message(post.chat, id) else {
            return Ok(());
        };
        let view = View {
            words: &self.words,
            settings: &self.settings,
            desk,
            language: desk.language(&self.settings, post.chat),
            now: self.bot_clock(),
        };
        // A date stands beside times of another day, seen from the day of the last change.
        // A clock that is set back may come to the day before the first.
        let before = At(town::START.0 - 12 * 3_600_000);
        let days = [self.bot_clock(), town::START, before];
        // Another language is spoken from the next change on.
        let looks = days.into_iter().flat_map(|now| {
            [Language::En, Language::Zh].map(|language| View {
                now,
                language,
                ..view
            })
        });
        let true_now = looks
            .into_iter()
            .any(|view| same(shown, &render::post(&view, incident, post)));
        if true_now {
            return Ok(());
        }
        let wanted = render::post(&view, incident, post);
        let what = format!(
            "post {} of #{number} in {} shows «{}» {:?} and should show «{}»",
            post.id,
            post.chat,
            shown.text,
            shown.labels(),
            wanted.text
        );
        Err(self.breach("C1", what))
    }

    /// Buttons of decided matters are gone from every message that the bot knows of.
    fn check_buttons(&self) -> Result<(), Breach> {
        for chat in self.telegram.chats() {
            for message in chat.messages.values().filter(|message| message.by_bot()) {
                if self.is_excused(chat.id, message) {
                    continue;
                }
                if let Some(press) = presses_of(message)
                    .into_iter()
                    .find(|press| self.is_over(press))
                {
                    let what = format!(
                        "message {} in {} still offers {press:?}: «{}»",
                        message.id, chat.id, message.text
                    );
                    return Err(self.breach("C3", what));
                }
            }
        }
        Ok(())
    }

    fn is_excused(&self, chat: TelegramChat, message: &Message) -> bool {
        let row = self.witness.made_by.get(&(chat, message.id));
        let doubted = row.is_some_and(|row| self.witness.is_doubted(*row));
        // A copy that somebody asked for does not live.
        let copy = presses_of(message)
            .iter()
            .any(|press| matches!(press, Press::Timeline(_)));
        doubted
            || copy
            || !self.is_alive(chat, message.id)
            || !self.witness.in_reach_since(chat, message.at)
    }

    fn is_over(&self, press: &Press) -> bool {
        if let Press::OnDuty(from, roster)
        | Press::Noted(from, roster)
        | Press::Quiet(from, roster)
        | Press::HandOverOpen(from, roster)
        | Press::Sign(_, from, roster) = press
        {
            let desk = self.bot.as_ref().map(|bot| bot.engine.desk());
            let duty = desk.and_then(|desk| desk.duties.rosters.get(roster));
            // One that is forgotten has ended long ago.
            return duty
                .and_then(|duty| duty.shift(*from))
                .is_none_or(|watched| is_decided(press, watched));
        }
        if let Press::InPost(at, row) = press {
            let desk = self.bot.as_ref().map(|bot| bot.engine.desk());
            let checks = desk.and_then(|desk| desk.presence.get(row));
            let check = checks.and_then(|checks| checks.check(*at));
            return check.is_none_or(|check| check.missing().next().is_none());
        }
        if let Press::Prompt(press) = press {
            return self.is_answered(press);
        }
        let incident = press
            .incident()
            .and_then(|number| self.witness.incidents.get(&number.0));
        let Some(incident) = incident else {
            return false;
        };
        match (&incident.phase, press) {
            (_, Press::Full(_) | Press::Files(_) | Press::Timeline(_) | Press::Show(_)) => false,
            (Phase::Closed { .. }, _) => true,
            (Phase::Acknowledged { .. }, Press::Ack(_) | Press::Decline(_)) => {
                incident.handing().is_none()
            }
            (Phase::Acknowledged { .. }, press) => {
                matches!(press, Press::Again(_))
            }
            (
                Phase::Paging(_) | Phase::Exhausted { .. },
                Press::HandOn(_) | Press::HandTo(..) | Press::HandBack(_),
            ) => true,
            (Phase::Paging(_) | Phase::Exhausted { .. }, _) => false,
        }
    }

    /// The outbox is empty, for whoever comes after.
    fn check_outbox(&mut self) -> Result<(), Breach> {
        self.bot = None;
        let mut store = self.read_disk()?;
        let acquired = store.acquire();
        let fence = self.read(acquired)?;
        let rows = store.claim_rows(&fence, 10);
        let rows = self.read(rows)?;
        match rows.first() {
            None => Ok(()),
            Some(row) => Err(self.breach("L4", format!("row {} is still in the outbox", row.id))),
        }
    }
}

fn same(shown: &Message, wanted: &Rendered) -> bool {
    let entities: Vec<_> = wanted.entities.iter().map(request::entity).collect();
    let labels: Vec<_> = shown.markup.buttons().map(InlineButton::data).collect();
    let buttons: Vec<_> = wanted
        .rows
        .iter()
        .flatten()
        .map(|button| Some(button.data.as_str()))
        .collect();
    shown.text == wanted.text.trim_end() && shown.entities == entities && labels == buttons
}

/// Whether a button about a shift stands there for nothing.
fn is_decided(press: &Press, watched: &Watched) -> bool {
    match press {
        Press::Noted(..) => watched.over || watched.asked.is_some(),
        Press::Sign(item, ..) => {
            let sheet = watched.handover.sheet.as_ref();
            let item = sheet.and_then(|sheet| sheet.items.get(usize::from(*item)));
            item.is_none_or(|item| item.signed.is_some())
        }
        // A note may come late.
        Press::Quiet(..) | Press::HandOverOpen(..) => false,
        _ => watched.over || watched.missing().next().is_none(),
    }
}
