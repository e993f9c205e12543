//! Checked when the town has come to rest: no round of a prompt has vanished, whoever was asked has answered or
//! is told as missing, every reminder was sent, and the figures are those counted by hand.

use std::time::Duration;

use dutybell_core::ids::{PersonId, PromptId, TelegramChat};
use dutybell_core::state::desk::Desk;
use dutybell_core::state::figures::{Answers, Prompts};
use dutybell_core::state::prompt_log::{PromptEntry, What};
use dutybell_core::state::roster::Month;
use dutybell_core::time::At;

use super::Breach;
use super::answers::{Asked, by_hand, is_screening};
use super::plan::Act;
use super::town::{self, Place, Who};
use super::world::World;

/// A reminder of something that ends within this may be overtaken by its end.
const AT_ONCE: Duration = Duration::from_secs(30);

impl World {
    /// All that is promised of prompts.
    pub(super) fn check_prompts(&mut self, desk: &Desk) -> Result<(), Breach> {
        let log = self.prompt_log(desk)?;
        let asked = by_hand(&log);
        self.check_fires(desk, &log)?;
        self.check_answers(&asked)?;
        for one in &asked {
            self.check_ended(desk, &log, one)?;
            self.check_reminders(one)?;
            self.check_delivered(desk, one)?;
        }
        self.check_figures(&log, &asked)?;
        self.figures.questions += asked.len() as u64;
        let missed = asked.iter().filter(|one| one.missed.is_some());
        self.figures.missed += missed.count() as u64;
        let reminded = asked.iter().map(|one| one.reminded.len() as u64);
        self.figures.reminders += reminded.sum::<u64>();
        Ok(())
    }

    /// Whatever has fired was asked, or is told as not asked.
    fn check_fires(&self, desk: &Desk, log: &[PromptEntry]) -> Result<(), Breach> {
        let Some(began) = self.witness.prompts.began else {
            return Err(self.breach("P5", "prompts never became known".to_owned()));
        };
        for row in &self.settings.prompts {
            let zone = self.settings.timezone;
            let known = desk.prompts.get(&row.id).map(|prompting| prompting.since);
            let until = known.map_or(self.bot_clock(), |since| since.max(self.bot_clock()));
            let fires = row.schedule.fires_after(zone, began);
            for fire in fires.take_while(|fire| *fire <= until) {
                let of_row = log.iter().filter(|entry| entry.event.prompt == row.id);
                let mut times = 0;
                for entry in of_row {
                    times += match &entry.event.what {
                        What::Asked { .. } if entry.event.at == fire => 1,
                        What::NotAsked { to, .. } if entry.event.at <= fire && fire <= *to => 100,
                        _ => 0,
                    };
                }
                if times == 0 || times > 100 {
                    let what = format!("{} of {fire:?} is in the log {times} times", row.id);
                    return Err(self.breach("P5", what));
                }
            }
        }
        Ok(())
    }

    /// Whoever was asked has answered, or it was told that he has not.
    fn check_ended(&self, desk: &Desk, log: &[PromptEntry], one: &Asked) -> Result<(), Breach> {
        let question = one.question();
        let of_round =
            |entry: &&PromptEntry| entry.event.prompt == one.prompt && entry.event.at == one.at;
        if let Some((missed, _)) = one.missed {
            let mut told = log
                .iter()
                .filter(of_round)
                .filter(|entry| entry.at == missed);
            let told = told.find_map(|entry| match &entry.event.what {
                What::Told { to, chat, .. } => Some((to, chat)),
                _ => None,
            });
            let Some((to, chat)) = told.filter(|(to, chat)| !to.is_empty() || chat.is_some())
            else {
                let what = format!("nobody was told that {question:?} is not answered");
                return Err(self.breach("P5", what));
            };
            for person in to {
                self.check_told(one, missed, person)?;
            }
            if let Some(chat) = chat.as_ref().and_then(|id| self.settings.chat(id)) {
                self.check_told_group(one, missed, chat.telegram)?;
            }
        } else if one.answer.is_none() && !one.withdrawn {
            let what = format!("{question:?} is neither answered nor told as missing");
            return Err(self.breach("P5", what));
        }
        let lives = desk
            .prompts
            .get(&one.prompt)
            .and_then(|it| it.round(one.at));
        if lives.is_some() || one.answer.is_some() || one.withdrawn {
            return Ok(());
        }
        let ended = log.iter().filter(of_round).any(|entry| {
            matches!(&entry.event.what, What::Ended { missing } if missing.contains(&one.unit))
        });
        if ended {
            Ok(())
        } else {
            Err(self.breach("P5", format!("{question:?} vanished without a word")))
        }
    }

    fn check_told(&self, one: &Asked, at: At, person: &PersonId) -> Result<(), Breach> {
        let who = Who::STAFF
            .into_iter()
            .find(|who| PersonId::from(who.id()) == *person);
        let Some(chat) = who.map(|who| who.user().private_chat()) else {
            return Ok(());
        };
        let since = self.true_time(at);
        let there = self.witness.clock_set.is_none() && self.witness.in_reach_since(chat, since);
        if !there || self.was_summed_up(one, chat) {
            return Ok(());
        }
        let what = format!("{person} was not told that {:?} is missing", one.question());
        Err(self.breach("P5", what))
    }

    fn check_told_group(&self, one: &Asked, at: At, chat: TelegramChat) -> Result<(), Breach> {
        let small = Place::Town.configured(Who::Zhao);
        let current = self.telegram.chat(chat).and_then(|chat| chat.migrated_to);
        let since = self.true_time(at);
        let there = match current {
            Some(grown) => {
                let is_there = self
                    .telegram
                    .chat(grown)
                    .is_some_and(|chat| chat.bot.present());
                is_there && self.witness.only_grew(small)
            }
            None => self.witness.in_reach_since(chat, since),
        };
        let told = [chat, town::GROWN_TOWN]
            .into_iter()
            .any(|chat| self.was_summed_up(one, chat));
        if told || !there || self.witness.clock_set.is_some() {
            return Ok(());
        }
        let what = format!("{chat} was not told that {:?} is missing", one.question());
        Err(self.breach("P5", what))
    }

    /// Each reminder that was due while there was no answer was sent, where the bot ran then, at its time.
    fn check_reminders(&self, one: &Asked) -> Result<(), Breach> {
        let (Some(row), None) = (self.settings.prompt(&one.prompt), self.witness.clock_set) else {
            return Ok(());
        };
        let ends = [
            one.answer.as_ref().map(|(_, at, _)| *at),
            one.missed.map(|(at, _)| at),
        ];
        let end = ends.into_iter().flatten().min().unwrap_or(one.until);
        let from = one.extended.map_or(one.asked, |at| at.max(one.asked));
        for lead in &row.remind {
            let due = one.until.minus(*lead);
            if due <= from || due.plus(AT_ONCE) >= end || one.people.is_empty() {
                continue;
            }
            let sent = one.reminded.iter().map(|(at, _)| *at);
            let sent = sent.filter(|at| *at >= due && *at <= end).min();
            // A bot that was down then sends it once it is there, if it is not too late by then.
            let starts = self.witness.starts.iter().copied();
            let back = starts
                .filter(|at| *at >= due && *at <= end.plus(AT_ONCE))
                .max();
            let in_time = match (sent, back) {
                (Some(sent), None) => sent.since(due) <= AT_ONCE || self.disk_is_slow(),
                (Some(_), Some(_)) => true,
                (None, back) => back.is_some_and(|back| back.plus(AT_ONCE) >= end),
            };
            if !in_time {
                let question = one.question();
                let what = format!("the reminder of {question:?} due at {due:?} was sent {sent:?}");
                return Err(self.breach("P5", what));
            }
        }
        Ok(())
    }

    fn disk_is_slow(&self) -> bool {
        let mut actions = self.plan.actions.iter();
        actions.any(|action| matches!(action.what, Act::DiskSlow(..)))
    }

    /// Each question came, or the log says that it did not.
    fn check_delivered(&self, desk: &Desk, one: &Asked) -> Result<(), Breach> {
        if desk
            .prompts
            .get(&one.prompt)
            .and_then(|it| it.round(one.at))
            .is_none()
        {
            // Of a round that is over nobody notes how a sending ended.
            return Ok(());
        }
        for person in &one.people {
            let of_him = |people: &[PersonId]| people.iter().filter(|it| *it == person).count();
            let reminded: usize = one.reminded.iter().map(|(_, people)| of_him(people)).sum();
            let sent = 1 + reminded + of_him(&one.again) + usize::from(one.missed.is_some());
            let (came, lost) = (self.questions(one, person), of_him(&one.lost));
            if came + lost < sent {
                let what = format!(
                    "{:?} was sent to {person} {sent} times, came {came} times and is lost {lost} times",
                    one.question()
                );
                return Err(self.breach("P1", what));
            }
        }
        Ok(())
    }

    /// What the product counts is what was counted by hand.
    fn check_figures(&self, log: &[PromptEntry], asked: &[Asked]) -> Result<(), Breach> {
        let zone = self.settings.timezone;
        let Some(month) = Month::at(zone, self.bot_clock()) else {
            return Ok(());
        };
        let counted = Prompts::of(&self.settings, month, log);
        for row in &self.settings.prompts {
            let answers = if is_screening(&row.kind) {
                Some(&counted.screening)
            } else {
                let mut others = counted.others.iter();
                others
                    .find(|(id, _)| *id == row.id)
                    .map(|(_, answers)| answers)
            };
            let answers = answers.cloned().unwrap_or_default();
            let expected = count(&row.id, log, asked);
            let found = (
                answers.in_time,
                u32::try_from(answers.late.len()).unwrap_or(u32::MAX),
                answers.missing.len(),
                answers.open,
            );
            if found != expected {
                let what = format!("{}: {found:?} counted, by hand {expected:?}", row.id);
                return Err(self.breach("P6", what));
            }
            self.check_no_fewer(&row.id, &answers, asked)?;
        }
        Ok(())
    }

    /// No fewer answers are counted than people were told of.
    fn check_no_fewer(
        &self,
        id: &PromptId,
        answers: &Answers,
        asked: &[Asked],
    ) -> Result<(), Breach> {
        let of_row = asked.iter().filter(|one| one.prompt == *id);
        let told = of_row.filter(|one| self.was_confirmed(one)).count();
        let counted = usize::try_from(answers.done()).unwrap_or(0);
        if told <= counted {
            Ok(())
        } else {
            let what = format!("{id}: {told} were told that they answered, {counted} are counted");
            Err(self.breach("P6", what))
        }
    }
}

/// In time, late, missing, open: by hand.
fn count(id: &PromptId, log: &[PromptEntry], asked: &[Asked]) -> (u32, u32, usize, u32) {
    let (mut in_time, mut late, mut missing, mut open) = (0, 0, 0, 0);
    for one in asked
        .iter()
        .filter(|one| one.prompt == *id && !one.withdrawn)
    {
        match (&one.answer, one.missed) {
            (Some((.., false)), _) => in_time += 1,
            (Some((.., true)), _) => late += 1,
            (None, Some(_)) => missing += 1,
            (None, None) => open += 1,
        }
    }
    let of_row = log.iter().filter(|entry| entry.event.prompt == *id);
    for entry in of_row {
        if let What::NotAsked { rounds, units, .. } = &entry.event.what {
            missing += units.len().max(1) * usize::try_from(*rounds).unwrap_or(0);
        }
    }
    (in_time, late, missing, open)
}
