//! Prompts: whoever a row of `[[prompts]]` asks answers alone, in time, late or not at all.
//!
//! Each firing of a row is a round, known by when it was due, so a clock that is set back and a restart ask
//! nobody twice. A round carries what it asks and whom, so another configuration changes nothing that runs.
//! What happened is in `state::prompt_log`.

mod round;
mod unasked;

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{ChatId, PromptId};
use crate::limits::{
    PROMPT_DAY, PROMPT_KEPT, PROMPT_LATER, PROMPT_ROUNDS, PROMPTS_COUNTED, REPORT_SETTLES,
    SHIFT_KEPT,
};
use crate::settings::Prompt;
use crate::state::roster::{Month, instant};
use crate::state::screening_report::{Counted, ScreeningReport};
use crate::time::At;

pub use round::{Answer, Copied, Found, Item, RemarkForm, Round, Unit};
pub use unasked::Unasked;

/// The question of a screening that a dispute was registered for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Of which prompt.
    pub prompt: PromptId,
    /// When the round was due.
    pub at: At,
    /// Which of those who are asked.
    pub unit: u16,
}

/// What is under way of a row of `[[prompts]]`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prompting {
    /// Up to when everything that fired is dealt with: at first when the row became known. What fired before
    /// is not owed.
    pub since: At,
    /// When it fires next.
    pub next: Option<At>,
    /// What had fired by an older setting, and is still to be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owed: Option<At>,
    /// Rounds of which something may follow, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
    /// Up to where written reports have counted; at first where the row became known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// Rounds that were not asked and that no report tells yet: when the last of some was due, and how many.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skipped: Vec<(At, u32)>,
    /// The group in which completions stand by the row as it was last looked at: once the row is gone, what it had
    /// under way is told there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_to: Option<ChatId>,
    /// Rounds that were not asked, while that is on its way to those who are told.
    #[serde(
        default,
        deserialize_with = "unasked::one_or_several",
        skip_serializing_if = "Vec::is_empty"
    )]
    pub unasked: Vec<Unasked>,
    /// Written reports of which something may follow, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ScreeningReport>,
}

/// What a clock far ahead had begun, and that ends once the clock is right.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Untrue {
    /// Rounds that it had asked.
    pub rounds: Vec<Round>,
    /// Their written reports.
    pub reports: Vec<ScreeningReport>,
}

/// What fired and is to be dealt with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fired {
    /// The last: it is asked, however late.
    pub ask: At,
    /// Those before it, which are not: the oldest month first.
    pub missed: Vec<Missed>,
}

/// Firings of a month that are not asked, since a later one is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missed {
    /// How many.
    pub rounds: u32,
    /// The first of them.
    pub first: At,
    /// The last.
    pub last: At,
    /// The day for which the first was, where it was moved to a later one: all of them count in its month.
    pub day: Option<NaiveDate>,
}

impl Missed {
    /// Figures are those of a month, so each month of a local calendar has its own: that of the day for which it
    /// was, where that was moved.
    fn by_month(zone: Tz, times: impl IntoIterator<Item = (At, Option<NaiveDate>)>) -> Vec<Self> {
        let mut times: Vec<(At, Option<NaiveDate>)> = times.into_iter().collect();
        times.sort_unstable();
        let month = |(at, day): &(At, Option<NaiveDate>)| Month::counting(zone, *at, *day);
        let of_a_month = times.chunk_by(|a, b| month(a) == month(b));
        let missed = of_a_month.filter_map(|times| {
            let (first, day) = *times.first()?;
            Some(Self {
                rounds: u32::try_from(times.len()).ok()?,
                first,
                last: times.last()?.0,
                day,
            })
        });
        missed.collect()
    }
}

impl Prompting {
    /// Of a row that was not known before: nothing is owed.
    pub fn begin(row: &Prompt, zone: Tz, now: At) -> Self {
        Self {
            since: now,
            next: row.schedule.next_after(zone, now),
            owed: None,
            rounds: Vec::new(),
            counted: None,
            skipped: Vec::new(),
            report_to: row.report_to.clone(),
            unasked: Vec::new(),
            reports: Vec::new(),
        }
    }

    /// Looks at when it fires next by the row as it is now. What had fired by an older setting stays owed, and
    /// so is what the new one fires since it was last looked at. Returns what a clock far ahead had begun.
    pub fn plan(&mut self, row: &Prompt, zone: Tz, now: At) -> Untrue {
        if self.since.since(now) > SHIFT_KEPT {
            return self.set_right(row, zone, now);
        }
        let next = row.schedule.next_after(zone, self.since);
        if next != self.next {
            let due = self.next.filter(|next| *next <= now);
            self.owed = self.owed.or(due);
            self.next = next;
        }
        if self.owed.is_none() && self.next.is_none_or(|next| next > now) {
            self.since = self.since.max(now);
        }
        Untrue::default()
    }

    /// After a clock that was far ahead nothing is owed from before, and a round that is due after now has yet to
    /// come. What the first report of such rounds that was not made has counted, and all after it, is counted again:
    /// better told twice than never. A report that is made, or whose round has ended, stays, since a clock that is far
    /// behind looks the same from here.
    fn set_right(&mut self, row: &Prompt, zone: Tz, now: At) -> Untrue {
        let rounds = std::mem::take(&mut self.rounds).into_iter();
        let (untrue, rounds): (Vec<_>, Vec<_>) = rounds.partition(|round| round.at > now);
        let begun = Self::begin(row, zone, now);
        (self.since, self.next, self.owed) = (begun.since, begun.next, begun.owed);
        for mut round in rounds {
            round.closes = None;
            self.add(round);
        }
        let of_untrue = |report: &ScreeningReport| {
            report.reported.is_none() && untrue.iter().any(|round| round.at == report.title.at)
        };
        let reports = std::mem::take(&mut self.reports).into_iter();
        let (dropped, kept): (Vec<_>, Vec<_>) = reports.partition(of_untrue);
        let lost = dropped.iter().map(|report| report.draft.from);
        self.counted = lost.min_by_key(|from| from.seq).or(self.counted);
        self.reports = kept;
        self.skipped.retain(|(at, _)| *at <= now);
        self.unasked.retain(|unasked| unasked.first <= now);
        Untrue {
            rounds: untrue,
            reports: dropped,
        }
    }

    /// A round begins of which there is a report that was not made before now: a clock far ahead had asked it before.
    /// It is to be drafted in its time.
    pub fn begin_anew(&mut self, at: At, now: At) -> Option<ScreeningReport> {
        let untrue = |one: &ScreeningReport| {
            let reported = one.reported.as_ref();
            one.title.at == at && reported.is_some_and(|reported| reported.at >= now)
        };
        let place = self.reports.iter().position(untrue)?;
        Some(self.reports.remove(place))
    }

    /// What fired until now, which is dealt with by that.
    pub fn fire(&mut self, row: &Prompt, zone: Tz, now: At) -> Option<Fired> {
        let due = self.next.filter(|next| *next <= now);
        let owed = self.owed.take();
        due.or(owed)?;
        let fired = |from: At| {
            let fires = row.schedule.fires_after(zone, from);
            fires.take_while(move |at| *at <= now)
        };
        // The last is looked for from near: whoever was down for a year is not to count a year's seconds.
        let hour = std::time::Duration::from_secs(3600);
        let near = [hour, hour * 24, hour * 24 * 32, hour * 24 * 370];
        let near = near.into_iter().map(|span| self.since.max(now.minus(span)));
        let last = near.chain([self.since]).find_map(|from| fired(from).last());
        let ask = last.max(owed)?;
        let missed = row.schedule.told_after(zone, self.since);
        let missed = missed.take_while(|fire| fire.at < ask);
        let missed = missed.map(|fire| (fire.at, fire.counts_for()));
        let missed = missed.take(PROMPTS_COUNTED);
        let just_before = std::time::Duration::from_millis(1);
        let of_older = owed.filter(|owed| {
            let too = row.schedule.next_after(zone, owed.minus(just_before));
            *owed < ask && too != Some(*owed)
        });
        let missed = Missed::by_month(zone, missed.chain(of_older.map(|at| (at, None))));
        self.since = now;
        self.next = row.schedule.next_after(zone, now);
        Some(Fired { ask, missed })
    }

    /// When the next thing is to be done.
    pub fn due(&self) -> Option<At> {
        let rounds = (0..self.rounds.len()).filter_map(|index| self.due_of(index));
        // While the bot runs nothing is owed from before another setting: so it is looked at each day.
        let look = self.since.plus(PROMPT_DAY);
        let fires = self.next.into_iter().chain(self.owed);
        let reports = self.reports.iter().filter_map(|report| {
            let runs = self.round(report.title.at).is_some();
            report.due(runs)
        });
        rounds.chain(fires).chain(reports).chain([look]).min()
    }

    fn due_of(&self, index: usize) -> Option<At> {
        let round = self.rounds.get(index)?;
        let ends = self.ends(index)?;
        let draft = self.draft_due(round);
        round
            .next_step()
            .into_iter()
            .chain(draft)
            .chain([ends])
            .min()
    }

    /// When nothing of a round follows any more: a day after the last answer; where one is missing, once the
    /// limit of the next round has passed too, and never before its own.
    pub fn ends(&self, index: usize) -> Option<At> {
        let round = self.rounds.get(index)?;
        if let Some(completed) = round.completed {
            return Some(completed.plus(PROMPT_DAY));
        }
        if self.rounds.len() - index > PROMPT_ROUNDS {
            return Some(round.until);
        }
        let kept = round.until.plus(PROMPT_KEPT);
        Some(round.closes.unwrap_or(kept).max(round.until))
    }

    /// When the written report of a round is to be drafted: once it is complete or its limit has passed; anew,
    /// once there are answers that the draft does not tell. One that is made, or given up, is not drafted again.
    pub fn draft_due(&self, round: &Round) -> Option<At> {
        round.onward.as_ref()?;
        let ended = round.completed.or(round.told)?;
        let report = self.report(round.at);
        if report.is_some_and(|report| report.reported.is_some()) {
            return None;
        }
        if !round.drafted {
            return Some(ended);
        }
        if !report?.draft.lacks_answers_of(round) {
            return None;
        }
        let answers = round.units.iter().filter_map(|unit| unit.answer.as_ref());
        let last = answers.map(|answer| answer.at).max().unwrap_or(ended);
        Some(round.completed.unwrap_or(last.plus(REPORT_SETTLES)))
    }

    /// The written report of the round that was due then.
    pub fn report(&self, at: At) -> Option<&ScreeningReport> {
        self.reports.iter().find(|report| report.title.at == at)
    }

    /// The same, to be changed.
    pub fn report_mut(&mut self, at: At) -> Option<&mut ScreeningReport> {
        self.reports.iter_mut().find(|report| report.title.at == at)
    }

    /// A round begins: those before it can be answered until its limit.
    pub fn add(&mut self, round: Round) {
        let before = self.rounds.iter_mut().filter(|one| one.at < round.at);
        for one in before.filter(|one| one.closes.is_none()) {
            one.closes = Some(round.until);
        }
        self.rounds.push(round);
        self.rounds.sort_by_key(|round| round.at);
    }

    /// The round that was due then.
    pub fn round(&self, at: At) -> Option<&Round> {
        self.rounds.iter().find(|round| round.at == at)
    }

    /// The same, to be changed.
    pub fn round_mut(&mut self, at: At) -> Option<&mut Round> {
        self.rounds.iter_mut().find(|round| round.at == at)
    }
}

/// Tomorrow, at the hour of the day of another instant.
fn tomorrow(zone: Tz, now: At, hour: At) -> At {
    let local = |at: At| at.utc().with_timezone(&zone).naive_local();
    let day = local(now).date().checked_add_days(Days::new(1));
    day.map_or(now.plus(PROMPT_DAY), |day| {
        instant(zone, day, local(hour).time())
    })
}

/// When somebody who wants to be reminded tomorrow would be: at the hour of the question. `None` where hardly
/// any time would be left then.
pub fn later(zone: Tz, now: At, (asked, until): (At, At)) -> Option<At> {
    let at = tomorrow(zone, now, asked);
    (at < until.minus(PROMPT_LATER)).then_some(at)
}

/// Whether a row fires twice a month, seen from one of its firings.
pub fn fires_by_halves(row: &Prompt, zone: Tz, at: At) -> bool {
    let year = at.plus(std::time::Duration::from_secs(365 * 24 * 3600));
    let fires = row.schedule.fires_after(zone, at);
    let fires = fires.take_while(|fire| *fire <= year).take(30).count();
    (23..=25).contains(&fires)
}
