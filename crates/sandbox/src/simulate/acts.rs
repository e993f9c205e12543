//! The actions of a plan, carried out.

use std::sync::Arc;
use std::time::Duration;

use dutybell_core::incoming::AttachmentKind;
use dutybell_core::store::model::DeathPoint;
use dutybell_core::time::At;

use super::chance::Chance;
use super::plan::{Act, Death, ReportForm, Temper};
use super::secrets;
use super::town::{self, Place, Who};
use super::witness::Expected;
use super::world::{Event, World};
use crate::model::{Fault, FaultId, File, Saying};
use dutybell_core::ids::{MessageId, TelegramChat, UpdateId};

/// Handles of the files that people send; the model names them in this order.
fn photo(index: usize) -> String {
    format!("sandbox-file-{:08}", index + 1)
}

impl World {
    /// A photo for each report, so that one without words can be told from others.
    pub(crate) fn keep_files(&mut self) {
        for index in 0..self.plan.actions.len() {
            self.telegram.keep_file(File {
                kind: Some(AttachmentKind::Photo),
                name: format!("{index}.jpg"),
                mime: "image/jpeg".to_owned(),
                bytes: Arc::from([]),
            });
        }
    }

    /// Carries out an action.
    pub(crate) fn act(&mut self, index: usize, act: Act) {
        let now = self.now;
        match act {
            Act::Becomes(who, temper) => self.crowd.becomes(who, temper),
            Act::Report {
                who,
                place,
                form,
                words,
            } => self.report(index, who, place, form, words),
            Act::Edit(who, place, text) => {
                let chat = self.chat_of(place, who);
                if let Some(id) = self.crowd.last_said.get(&(chat, who)).copied() {
                    let before = self
                        .telegram
                        .message(chat, id)
                        .map(|said| said.text.clone());
                    // Somebody who can't, doesn't.
                    let _ = self.telegram.edit_text(who.user(), chat, id, &text, now);
                    self.may_report_anew(&text, &before.unwrap_or_default());
                }
            }
            Act::Say(who, place, text) => {
                let chat = self.chat_of(place, who);
                let said = self.telegram.say(who.user(), chat, &text, now);
                // What names parties is not turned into a report.
                let said = said.ok().filter(|_| !secrets::tells(&text));
                self.note_command(who, chat, &text);
                self.note_said(who, chat, said);
            }
            Act::Press(who, place, wish, number) => {
                let chat = self.chat_of(place, who);
                if let Some((message, data)) = self.newest(chat, wish, Some(number)) {
                    self.press(who, chat, message, &data, false);
                }
            }
            Act::Start(who) => {
                let _ = self.telegram.start(who.user(), None, now);
                self.look_for(who);
            }
            Act::Block(who) => {
                let _ = self.telegram.block(who.user(), now);
                self.witness.goes_out(who.user().private_chat(), now);
            }
            Act::Unblock(who) => {
                let _ = self.telegram.unblock(who.user(), now);
                self.look_for(who);
            }
            Act::Deactivate(who) => {
                let _ = self.telegram.deactivate(who.user(), now);
                self.witness.goes_out(who.user().private_chat(), now);
            }
            Act::Grow => {
                let small = Place::Town.configured(Who::Zhao);
                if self.telegram.migrate(small, town::GROWN_TOWN, now).is_ok() {
                    self.figures.migrations += 1;
                    self.witness.goes_out(small, now);
                }
            }
            Act::Trouble { fault, scope, span } => {
                if let Fault::Kicked { chat } = fault {
                    let grown = self.telegram.chat(chat).and_then(|chat| chat.migrated_to);
                    if grown.is_some() {
                        return;
                    }
                    self.witness.goes_out(chat, now);
                }
                if fault == Fault::id_missing() {
                    let id = self.telegram.updates().next_id();
                    self.witness.nameless.insert(id.0);
                }
                let id = self.telegram.inject(fault, scope, now);
                self.later(now.plus(span), Event::FaultEnds(id));
            }
            Act::Die(death) => self.doom(death),
            Act::SetClock(seconds) => {
                self.skew += seconds * 1000;
                self.last_bad = now;
                self.witness.clock_was_set(now);
                self.nudge();
            }
            Act::DiskFull(span) => {
                self.disk.fill();
                self.later(now.plus(span), Event::DiskMended);
            }
            Act::DiskSlow(span, millis) => {
                self.sync_millis = millis;
                self.later(now.plus(span), Event::DiskQuick);
            }
            Act::Renumber(next) => self.telegram.renumber_updates(UpdateId(next)),
        }
    }

    /// Whoever turns a message that told nothing into a report, reports.
    fn may_report_anew(&mut self, text: &str, before: &str) {
        for expected in &mut self.witness.expected {
            if text.contains(&expected.key) && !before.contains(&expected.key) {
                expected.most += 1;
            }
        }
    }

    fn doom(&mut self, death: Death) {
        if self.bot.is_none() {
            return;
        }
        self.doom = Some(death);
        match (death.commit, death.power) {
            (0, true) => {
                self.disk.power_cut();
                self.die("the power goes between two commits");
            }
            (0, false) => {
                self.disk.kill();
                self.die("killed between two commits");
            }
            (nth, true) => self.disk.die_at(nth, death.point),
            (nth, false) => self.disk.kill_at(nth, death.point),
        }
        let index = DeathPoint::ALL
            .iter()
            .position(|point| *point == death.point);
        if let (Some(index), true) = (index, death.commit > 0) {
            self.figures.death_points[index] += 1;
        }
    }

    fn report(&mut self, index: usize, who: Who, place: Place, form: ReportForm, words: String) {
        let chat = self.chat_of(place, who);
        let (user, now) = (who.user(), self.now);
        let before = self.telegram.updates().next_id();
        let file = photo(index);
        let mark = words.find("[r").map(|at| {
            words[at..]
                .chars()
                .take_while(|c| *c != ']')
                .collect::<String>()
        });
        let Some(mark) = mark else {
            return;
        };
        let mut key = format!("{mark}]");
        let sent = match form {
            ReportForm::Text => self
                .telegram
                .say(user, chat, &format!("/report {words}"), now),
            ReportForm::Photo => {
                let caption: String = format!("/report {words}").chars().take(900).collect();
                let saying = Saying::text(caption).with_file(AttachmentKind::Photo, file);
                self.telegram.send(user, chat, saying, now)
            }
            ReportForm::PhotoAlone => {
                key.clone_from(&file);
                let saying = Saying::text("/report").with_file(AttachmentKind::Photo, file);
                self.telegram.send(user, chat, saying, now)
            }
            ReportForm::AnswerToText => {
                let other = self.neighbour(who, place);
                let said = self.telegram.say(other, chat, &words, now);
                said.and_then(|id| self.telegram.reply(user, chat, id, "/report", now))
            }
            ReportForm::AnswerToPhoto => {
                let other = self.neighbour(who, place);
                let saying = Saying::text(words.chars().take(900).collect::<String>())
                    .with_file(AttachmentKind::Photo, file);
                let said = self.telegram.send(other, chat, saying, now);
                said.and_then(|id| self.telegram.reply(user, chat, id, "/report", now))
            }
            ReportForm::Guided => {
                self.crowd.words.insert((chat, who), words);
                self.note_command(who, chat, "/report");
                self.telegram.say(user, chat, "/report", now)
            }
        };
        let Ok(id) = sent else {
            return;
        };
        self.note_said(who, chat, Some(id));
        self.figures.reports += 1;
        let heard = self.telegram.updates().next_id() != before;
        self.expect(key, who, place, form, heard);
    }

    fn expect(&mut self, key: String, who: Who, place: Place, form: ReportForm, heard: bool) {
        let taken = match place {
            Place::Private => who.is_configured(),
            Place::Town => true,
            Place::Hall => false,
        };
        let guided = form == ReportForm::Guided;
        // With the bot alone, the text that is answered may be taken for a form's; in a group it may
        // be offered as a report, and somebody may press.
        let twice = matches!(form, ReportForm::AnswerToText | ReportForm::AnswerToPhoto);
        // What somebody who keeps the ledger wrote to the bot alone may name parties: no report takes it over.
        let quoted = twice && place == Place::Private && who.keeps_ledger();
        self.witness.expects(Expected {
            key,
            // A form may be left, replaced or run out.
            least: usize::from(taken && heard && !guided && !quoted),
            most: usize::from(taken) + usize::from(taken && twice),
        });
    }

    /// Somebody else in the same chat, where there is one.
    fn neighbour(&self, who: Who, place: Place) -> dutybell_core::ids::TelegramUser {
        match place {
            Place::Private => who.user(),
            _ if who == Who::Guest => Who::Li.user(),
            _ => Who::Guest.user(),
        }
    }

    /// The town comes to rest: what is broken for good stays so, everything else works again.
    pub(crate) fn rest(&mut self) {
        self.tell_of("the town comes to rest");
        let now = self.now;
        self.telegram.lift_all(now);
        self.look_for_groups();
        self.disk.repair();
        self.doom = None;
        self.sync_millis = 3;
        self.resting = true;
        self.crowd.words.clear();
        let mut chance = Chance::about(self.plan.seed, &[3]);
        for who in Who::STAFF {
            if chance.percent(40) {
                self.crowd.becomes(who, Temper::Steadfast);
                let _ = self.telegram.unblock(who.user(), now);
                let _ = self.telegram.start(who.user(), None, now);
                self.look_for(who);
            } else {
                self.crowd.becomes(who, Temper::Never);
                let _ = self.telegram.block(who.user(), now);
                self.witness.goes_out(who.user().private_chat(), now);
            }
        }
        // An update that does not say which it is can only be confirmed by a later one.
        let _ = self.telegram.say(
            Who::Guest.user(),
            self.chat_of(Place::Town, Who::Guest),
            "/whoami",
            now,
        );
        if self.bot.is_none() {
            self.later(now.plus(Duration::from_secs(1)), Event::Start);
        }
        self.witness.rests_at(now);
    }

    /// Whether somebody can be written to now.
    fn look_for(&mut self, who: Who) {
        let phone = self.telegram.person(who.user());
        let there =
            phone.is_some_and(|phone| phone.started && !phone.blocked && !phone.deactivated);
        if there {
            self.witness.comes_back(who.user().private_chat(), self.now);
        }
    }

    /// A fault ends; a group from which the bot was thrown out is there again.
    pub(crate) fn fault_ends(&mut self, id: FaultId) {
        self.telegram.lift(id, self.now);
        self.look_for_groups();
    }

    fn look_for_groups(&mut self) {
        for place in Place::GROUPS {
            let chat = place.configured(Who::Zhao);
            let found = self.telegram.chat(chat);
            if found.is_some_and(|chat| chat.bot.present() && chat.migrated_to.is_none()) {
                self.witness.comes_back(chat, self.now);
            }
        }
    }

    /// The bot looks at its clock anew.
    fn nudge(&mut self) {
        if let Some(bot) = &mut self.bot {
            bot.look_again();
        }
    }

    /// The chat and message of a card are gone when its group grew up.
    pub(crate) fn is_alive(&self, chat: TelegramChat, message: MessageId) -> bool {
        self.telegram.message(chat, message).is_some()
            && self
                .telegram
                .chat(chat)
                .is_some_and(|chat| chat.migrated_to.is_none())
    }

    /// How long ago something was.
    pub(crate) fn ago(&self, at: At) -> Duration {
        self.now.since(at)
    }
}
