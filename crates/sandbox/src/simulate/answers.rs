//! What became of prompts: what people did and were told at their phones, held against the log and the
//! figures.
//!
//! The log is read entry by entry and counted by hand here: the folds that the product counts with are what is
//! to be shown right.

use std::collections::{BTreeMap, BTreeSet};

use dutybell_core::codec;
use dutybell_core::decide::{Answered, Line, Problem, PromptTold};
use dutybell_core::ids::{PersonId, PromptId, TelegramChat, TelegramUser};
use dutybell_core::parse::button::Press;
use dutybell_core::parse::prompt::{PromptPress, QuestionButton};
use dutybell_core::render::View;
use dutybell_core::settings::{Language, PromptKind, Target};
use dutybell_core::state::desk::Desk;
use dutybell_core::state::event::Actor;
use dutybell_core::state::log::{self, Log};
use dutybell_core::state::prompt_log::{PromptEntry, What};
use dutybell_core::store::Reads;
use dutybell_core::time::At;

use super::Breach;
use super::town::Who;
use super::world::World;
use crate::model::MessageView;

/// A question: of which prompt, when the round was due, and whose place in it.
type Question = (PromptId, At, u16);

/// What was seen at the phones.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// When prompts became known, by the bot's clock.
    pub(super) began: Option<At>,
    /// Who pressed a button that answers.
    tried: BTreeSet<(Question, Who)>,
    /// Who was told that his answer is noted, and whether as late.
    confirmed: BTreeMap<Question, (Who, bool)>,
    /// Questions that came.
    questions: BTreeMap<(Question, Who), Vec<At>>,
    /// Where it was told who has not answered.
    summaries: BTreeSet<(PromptId, At, TelegramChat)>,
}

/// One question of the log, counted by hand.
pub(super) struct Asked {
    pub(super) prompt: PromptId,
    pub(super) at: At,
    pub(super) place: u16,
    pub(super) unit: Target,
    pub(super) asked: At,
    /// Those who have an account.
    pub(super) people: Vec<PersonId>,
    /// Until when it was to be answered; the last is in force.
    pub(super) until: At,
    pub(super) extended: Option<At>,
    /// Who answered, when, and whether it is marked late.
    pub(super) answer: Option<(Actor, At, bool)>,
    /// When it was told that there was none, and whether no question had arrived.
    pub(super) missed: Option<(At, bool)>,
    pub(super) withdrawn: bool,
    pub(super) reminded: Vec<(At, Vec<PersonId>)>,
    pub(super) again: Vec<PersonId>,
    pub(super) lost: Vec<PersonId>,
}

impl Asked {
    pub(super) fn question(&self) -> Question {
        (self.prompt.clone(), self.at, self.place)
    }

    fn is_of(&self, entry: &PromptEntry) -> bool {
        let of_round = self.prompt == entry.event.prompt && self.at == entry.event.at;
        let unit = entry.event.unit.as_ref();
        of_round && unit.is_none_or(|unit| *unit == self.unit)
    }

    fn take(&mut self, entry: &PromptEntry) {
        match &entry.event.what {
            What::Extended { until } => {
                self.until = *until;
                self.extended = Some(entry.at);
            }
            What::Reminded { people } => self.reminded.push((entry.at, people.clone())),
            What::NotAnswered { undelivered } => self.missed = Some((entry.at, *undelivered)),
            What::AskedAgain { people } if self.answer.is_none() => {
                self.again.extend(people.iter().cloned())
            }
            // Without a unit it was no question.
            What::NotDelivered { person } if entry.event.unit.is_some() => {
                self.lost.push(person.clone());
            }
            What::Withdrawn { missing, .. } => self.withdrawn |= missing.contains(&self.unit),
            _ => {}
        }
        if let Some(late) = entry.event.answers() {
            self.answer = Some((entry.by.clone(), entry.at, late));
        }
    }
}

/// Whether a button answers the question.
fn answers(button: QuestionButton) -> bool {
    match button {
        QuestionButton::Done
        | QuestionButton::Nothing
        | QuestionButton::All
        | QuestionButton::Submit => true,
        QuestionButton::Later | QuestionButton::Register | QuestionButton::Item(..) => false,
    }
}

fn asked_by(press: &Press) -> Option<(Question, QuestionButton)> {
    let Press::Prompt(PromptPress::Question {
        prompt,
        at,
        unit,
        button,
    }) = press
    else {
        return None;
    };
    Some(((prompt.clone(), *at, *unit), *button))
}

impl World {
    /// Somebody presses a button under a question.
    pub(super) fn note_tried(&mut self, who: Who, press: &Press) {
        if let Some((question, _)) = asked_by(press).filter(|(_, button)| answers(*button)) {
            self.witness.prompts.tried.insert((question, who));
        }
    }

    /// Somebody was told that his answer is noted.
    pub(super) fn note_answer(
        &mut self,
        who: Who,
        pressed: &Press,
        text: &str,
    ) -> Result<(), Breach> {
        let Some((question, button)) = asked_by(pressed).filter(|(_, button)| answers(*button))
        else {
            return Ok(());
        };
        let Some(late) = self.noted(button, text) else {
            return Ok(());
        };
        let kept = &mut self.witness.prompts.confirmed;
        self.figures.answers += 1;
        self.figures.late_answers += u64::from(late);
        match kept.insert(question.clone(), (who, late)) {
            None => Ok(()),
            Some((before, _)) => {
                let what = format!("{before} and {who} were both told that {question:?} is theirs");
                Err(self.breach("P6", what))
            }
        }
    }

    /// Whether a toast tells that an answer is noted; then, whether as late.
    fn noted(&self, button: QuestionButton, text: &str) -> Option<bool> {
        let problem = Problem {
            item: String::new(),
            remark: String::new(),
            files: 0,
        };
        let told: Vec<Answered> = match button {
            QuestionButton::Done => vec![Answered::Done],
            QuestionButton::Nothing => vec![Answered::Nothing],
            QuestionButton::All => (1..30).map(Answered::Disputes).collect(),
            _ => (0..3)
                .map(|wrong| Answered::Checked {
                    items: 2,
                    problems: vec![problem.clone(); wrong],
                })
                .collect(),
        };
        let all = told.iter().flat_map(|what| [(what, false), (what, true)]);
        let fits = all.filter(|(what, late)| {
            let what = (*what).clone();
            let late = *late;
            self.is_toast(&Line::Prompt(PromptTold::Noted { what, late }), text)
        });
        fits.map(|(_, late)| late).next()
    }

    /// Whether a toast says this, in any language.
    pub(super) fn is_toast(&self, line: &Line, text: &str) -> bool {
        [Language::En, Language::Zh].into_iter().any(|language| {
            let view = View {
                words: &self.words,
                settings: &self.settings,
                desk: &Desk::default(),
                language,
                now: self.now,
            };
            view.toast(line) == text
        })
    }

    /// A message came: keeps in mind what it asks, and what it tells is missing.
    pub(super) fn note_question(&mut self, chat: TelegramChat, message: &MessageView) {
        let buttons = message.buttons.iter().flatten();
        let presses: Vec<Press> = buttons
            .filter_map(|button| Press::decode(button.data()?))
            .collect();
        let who = Who::of(TelegramUser(chat.0)).filter(|_| chat.is_private());
        if let (Some(who), Some((question, _))) = (who, presses.iter().find_map(asked_by)) {
            let came = &mut self.witness.prompts.questions;
            came.entry((question, who)).or_default().push(self.now);
        }
        for press in presses {
            if let Press::Prompt(PromptPress::Again {
                prompt,
                at,
                listed: false,
            }) = press
            {
                self.witness.prompts.summaries.insert((prompt, at, chat));
            }
        }
    }

    /// Whether a button of a prompt stands there for nothing.
    pub(super) fn is_answered(&self, press: &PromptPress) -> bool {
        let desk = self.bot.as_ref().map(|bot| bot.engine.desk());
        let round = |prompt: &PromptId, at: At| desk?.prompts.get(prompt)?.round(at);
        match press {
            PromptPress::Mine | PromptPress::Report { .. } => false,
            PromptPress::Again { listed: true, .. } => false,
            PromptPress::Again { prompt, at, .. } => {
                round(prompt, *at).is_none_or(|round| round.completed.is_some())
            }
            PromptPress::Question {
                prompt, at, unit, ..
            } => {
                let unit = round(prompt, *at).and_then(|round| round.unit(*unit));
                unit.is_none_or(|unit| unit.answer.is_some())
            }
        }
    }

    /// The log of prompts on the disk.
    pub(super) fn prompt_log(&self, desk: &Desk) -> Result<Vec<PromptEntry>, Breach> {
        let stored = self.read(self.read_disk()?.events(Log::Prompt.stream()))?;
        let log: Vec<PromptEntry> = stored
            .iter()
            .filter_map(|bytes| codec::decode(bytes).ok())
            .collect();
        log::verify(desk.log_end(Log::Prompt), &log)
            .map_err(|broken| self.breach("I2", broken.to_string()))?;
        Ok(log)
    }

    /// What people did is what the log tells, and nothing else: whoever was told that his answer is noted has
    /// answered, in time or late as he was told, and whoever has answered pressed the button himself.
    pub(super) fn check_answers(&self, asked: &[Asked]) -> Result<(), Breach> {
        let seen = &self.witness.prompts;
        // Whose press got no word back: it may count or not.
        let presses = self.crowd.presses.values();
        let unsure: BTreeSet<Question> = presses
            .filter_map(|(.., press)| asked_by(press))
            .filter(|(_, button)| answers(*button))
            .map(|(question, _)| question)
            .collect();
        let mut confirmed = seen.confirmed.clone();
        for one in asked {
            let question = one.question();
            let told = confirmed.remove(&question);
            let Some((by, at, late)) = &one.answer else {
                if let Some((who, _)) = told {
                    let what = format!("the answer of {who} to {question:?} is lost");
                    return Err(self.breach("P1", what));
                }
                continue;
            };
            let by = Who::ALL
                .into_iter()
                .find(|who| *by == Actor::Person(who.id().into()));
            let pressed = by.is_some_and(|who| seen.tried.contains(&(question.clone(), who)));
            if !pressed {
                let what = format!("{by:?} is said to have answered {question:?} and has not");
                return Err(self.breach("P6", what));
            }
            match told {
                Some((who, told_late)) if Some(who) == by && told_late == *late => {}
                None if unsure.contains(&question) => {}
                told => {
                    let what = format!("{question:?} is {late} of {by:?}, who was told {told:?}");
                    return Err(self.breach("P6", what));
                }
            }
            self.check_late(one, (*at, *late))?;
        }
        match confirmed.into_iter().next() {
            None => Ok(()),
            Some((question, (who, _))) => {
                let what = format!("{who} answered {question:?}, which was never asked");
                Err(self.breach("P1", what))
            }
        }
    }

    /// Late is marked late, and nothing else is.
    fn check_late(&self, one: &Asked, (at, late): (At, bool)) -> Result<(), Breach> {
        let truly = match one.missed {
            None => at > one.until,
            Some((_, false)) => true,
            Some((_, true)) => {
                let whole = one.until.since(one.asked);
                let came = self.first_question(one);
                // By the bot's clock it came a little later, and before a clock was set some other time.
                let sure = self.witness.clock_set.is_none();
                let in_time = came.is_none_or(|came| at <= came.plus(whole));
                if late && in_time && sure {
                    let what = format!("{:?} is late, and came {came:?}", one.question());
                    return Err(self.breach("P6", what));
                }
                return Ok(());
            }
        };
        if truly == late {
            return Ok(());
        }
        let (question, until) = (one.question(), one.until);
        let what = format!("{question:?}, to be answered by {until:?}, was at {at:?}: late {late}");
        Err(self.breach("P6", what))
    }

    /// When a question first came to one of those who are asked.
    pub(super) fn first_question(&self, one: &Asked) -> Option<At> {
        let questions = &self.witness.prompts.questions;
        let of_it = questions.iter().filter(|((of, who), _)| {
            *of == one.question() && one.people.contains(&who.id().into())
        });
        of_it.filter_map(|(_, came)| came.first().copied()).min()
    }

    /// How often a question came to somebody.
    pub(super) fn questions(&self, one: &Asked, person: &PersonId) -> usize {
        let who = Who::ALL
            .into_iter()
            .find(|who| PersonId::from(who.id()) == *person);
        let questions = &self.witness.prompts.questions;
        let came = who.and_then(|who| questions.get(&(one.question(), who)));
        came.map_or(0, Vec::len)
    }

    /// Whether somebody was told that the answer is his.
    pub(super) fn was_confirmed(&self, one: &Asked) -> bool {
        self.witness.prompts.confirmed.contains_key(&one.question())
    }

    /// Whether a chat was told who has not answered.
    pub(super) fn was_summed_up(&self, one: &Asked, chat: TelegramChat) -> bool {
        let told = (one.prompt.clone(), one.at, chat);
        self.witness.prompts.summaries.contains(&told)
    }
}

/// Every question of the log, counted by hand.
pub(super) fn by_hand(log: &[PromptEntry]) -> Vec<Asked> {
    let mut all: Vec<Asked> = Vec::new();
    for entry in log {
        let event = &entry.event;
        if let (What::Asked { people, until, .. }, Some(unit)) = (&event.what, &event.unit) {
            let before = all.iter();
            let before = before.filter(|one| one.prompt == event.prompt && one.at == event.at);
            all.push(Asked {
                prompt: event.prompt.clone(),
                at: event.at,
                place: u16::try_from(before.count()).unwrap_or(u16::MAX),
                unit: unit.clone(),
                asked: entry.at,
                people: people.clone(),
                until: *until,
                extended: None,
                answer: None,
                missed: None,
                withdrawn: false,
                reminded: Vec::new(),
                again: Vec::new(),
                lost: Vec::new(),
            });
            continue;
        }
        for one in all.iter_mut().filter(|one| one.is_of(entry)) {
            one.take(entry);
        }
    }
    all
}

/// Whether a prompt is a screening.
pub(super) fn is_screening(kind: &PromptKind) -> bool {
    *kind == PromptKind::Screening
}
