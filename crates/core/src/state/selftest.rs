//! Whether everybody can be reached: the check that runs, the next morning's, and night tests.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{NaiveTime, TimeDelta};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, PersonId, TelegramChat};
use crate::limits::{CHECK_LIFE, NIGHT_ANSWER, ON_CALL_WITHIN};
use crate::outgoing::{Outcome, Unreachable};
use crate::settings::{RoleMembers, Settings, Target};
use crate::state::duty::{Duties, on_duty};
use crate::state::roster;
use crate::time::At;

/// What is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SelfTests {
    /// When the next morning's check is due; `None`: checks are made by hand only.
    pub morning: Option<At>,
    /// The check that runs.
    pub check: Option<Check>,
    /// Night tests that wait for an answer, by who is asked.
    pub nights: BTreeMap<PersonId, NightTest>,
}

/// A check of everybody and every chat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// When it began; it also names the check.
    pub began: At,
    /// When it was due, if it is a morning's.
    #[serde(default)]
    pub morning: Option<At>,
    /// Messages that the result will stand in.
    pub tellings: Vec<Telling>,
    /// Who is on call, each once.
    pub people: Vec<PersonId>,
    /// What is asked, and what came of it.
    pub probes: Vec<Probe>,
}

/// A message that the result of a check will stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Telling {
    /// Where.
    pub chat: TelegramChat,
    /// Which.
    pub stands: Stands,
}

/// Where a message stands that was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    /// It is on its way.
    Sending,
    /// It is there.
    At(MessageId),
    /// It did not arrive, or nobody knows where.
    Nowhere,
}

impl Stands {
    /// Where it stands once its sending has ended for good.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Sent(Some(message)) => Self::At(*message),
            _ => Self::Nowhere,
        }
    }
}

/// A question of a check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Probe {
    /// About whom.
    pub of: Probed,
    /// The answer.
    pub found: Found,
}

/// Who or what is probed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Probed {
    /// A person.
    Person(PersonId),
    /// A chat, by the id that the configuration gives.
    Chat(TelegramChat),
}

/// What came of a probe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// No answer yet; at the end of the check: Telegram did not answer.
    Waiting,
    /// A message would arrive.
    Fine,
    /// None would.
    Unreachable(Unreachable),
    /// Telegram refuses, for this reason.
    Refused(String),
}

/// A person was called as at night.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NightTest {
    /// When it was asked for; it also names the test.
    pub began: At,
    /// Who asked for it.
    pub by: PersonId,
    /// The message.
    pub stands: Stands,
    /// When it arrived.
    #[serde(default)]
    pub arrived: Option<At>,
}

impl SelfTests {
    /// When something is to be done about all this.
    pub fn next_due(&self) -> Option<At> {
        let check = self.check.as_ref().map(Check::due);
        let nights = self.nights.values().map(NightTest::due);
        let all = self.morning.into_iter().chain(check).chain(nights);
        all.min()
    }
}

impl Check {
    /// When it ends, whoever has answered by then.
    pub fn due(&self) -> At {
        self.began.plus(CHECK_LIFE)
    }

    /// Whether there is nothing left to wait for.
    pub fn is_over(&self) -> bool {
        let answered = self
            .probes
            .iter()
            .all(|probe| probe.found != Found::Waiting);
        let stand = |telling: &Telling| telling.stands != Stands::Sending;
        answered && self.tellings.iter().all(stand)
    }

    /// Whether Telegram has answered no question.
    pub fn heard_nothing(&self) -> bool {
        let answered = |found: &Found| match found {
            Found::Waiting | Found::Unreachable(Unreachable::NotBound | Unreachable::Left) => false,
            Found::Fine | Found::Unreachable(_) | Found::Refused(_) => true,
        };
        let mut asked = self.probes.iter().map(|probe| &probe.found);
        !asked.any(answered)
    }

    /// What was found out about somebody or a chat: the worst, and a no is worse than no answer.
    pub fn found(&self, of: &Probed) -> Option<&Found> {
        let about = self.probes.iter().filter(|probe| probe.of == *of);
        let found = about.map(|probe| &probe.found);
        found.max_by_key(|found| match found {
            Found::Fine => 0,
            Found::Waiting => 1,
            Found::Unreachable(_) | Found::Refused(_) => 2,
        })
    }
}

impl NightTest {
    /// When it counts as unheard.
    pub fn due(&self) -> At {
        self.arrived.unwrap_or(self.began).plus(NIGHT_ANSWER)
    }
}

/// The first instant after `after` at which a day shows this local time.
pub fn next_morning(time: NaiveTime, zone: Tz, after: At) -> At {
    let today = after.utc().with_timezone(&zone).date_naive();
    // A day that summer time changes has its time too, so one of these lies ahead.
    let days = (-1..=2).map(|days| today + TimeDelta::days(days));
    days.map(|day| roster::instant(zone, day, time))
        .find(|at| *at > after)
        .unwrap_or_else(|| after.plus(ON_CALL_WITHIN))
}

/// Everybody whom a step of a policy, or a roster within a day, resolves to, and the administrators;
/// each once, in this order.
pub fn on_call(settings: &Settings, duties: &Duties, now: At) -> Vec<PersonId> {
    let steps = settings.policies.iter().flat_map(|policy| &policy.steps);
    let paged = steps
        .flat_map(|step| &step.page)
        .flat_map(|target| match target {
            Target::Person(id) => vec![id.clone()],
            Target::Role(id) => settings.role(id).map_or_else(Vec::new, |role| {
                members(settings, duties, &role.members, now)
            }),
        });
    let shifts = settings.rosters.iter().flat_map(|roster| {
        members(
            settings,
            duties,
            &RoleMembers::Roster(roster.id.clone()),
            now,
        )
    });
    let administrators = settings.administrators().map(|person| person.id.clone());
    let all = paged.chain(shifts).chain(administrators);
    roster::each_once(all.filter(|id| settings.person(id).is_some()))
}

/// Who has a role now or within a day.
pub fn members(
    settings: &Settings,
    duties: &Duties,
    members: &RoleMembers,
    now: At,
) -> Vec<PersonId> {
    match members {
        RoleMembers::People(people) => people.clone(),
        RoleMembers::Roster(id) => {
            // Also a shift that begins with the next morning's check.
            let end = now.plus(ON_CALL_WITHIN + Duration::from_millis(1));
            let shifts = duties.named(settings).shifts(id, now..end);
            let now_there = on_duty(settings, duties, id, now);
            let coming = shifts.flat_map(|shift| shift.people);
            roster::each_once(now_there.into_iter().chain(coming))
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveDateTime};

    use super::*;

    fn at(zone: Tz, text: &str) -> At {
        let local = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap();
        roster::instant(zone, local.date(), local.time())
    }

    #[test]
    fn the_next_morning_is_strictly_ahead_and_comes_once_a_day() {
        let zone = chrono_tz::Asia::Shanghai;
        let time = NaiveTime::from_hms_opt(7, 30, 0).unwrap();
        let next = |text| next_morning(time, zone, at(zone, text));
        assert_eq!(next("2026-11-24 02:11"), at(zone, "2026-11-24 07:30"));
        assert_eq!(next("2026-11-24 07:30"), at(zone, "2026-11-25 07:30"));
        assert_eq!(next("2026-11-24 23:59"), at(zone, "2026-11-25 07:30"));
    }

    #[test]
    fn a_morning_that_summer_time_skips_is_after_the_gap_and_a_double_one_is_the_first() {
        let zone = chrono_tz::Europe::Berlin;
        let time = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let gap = next_morning(time, zone, at(zone, "2027-03-27 12:00"));
        assert_eq!(gap.rfc3339(), "2027-03-28T01:00:00.000Z");
        let double = next_morning(time, zone, at(zone, "2026-10-24 12:00"));
        assert_eq!(double.rfc3339(), "2026-10-25T00:30:00.000Z");
        // Not once more an hour later.
        let after = next_morning(time, zone, double);
        assert_eq!(after, at(zone, "2026-10-26 02:30"));
    }

    #[test]
    fn every_instant_of_a_year_has_a_morning_within_a_day_and_an_hour() {
        let zone = chrono_tz::Europe::Berlin;
        let time = NaiveTime::from_hms_opt(2, 30, 0).unwrap();
        let start = roster::instant(zone, NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(), time);
        for hour in 0..(366 * 24) {
            let now = start.plus(Duration::from_secs(hour * 3600 + 7));
            let ahead = next_morning(time, zone, now).since(now);
            assert!(!ahead.is_zero() && ahead.as_secs() <= 25 * 3600, "{hour}");
        }
    }
}
