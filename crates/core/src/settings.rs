//! The configuration as the core uses it: already checked, every reference good.
//!
//! The program's `config` room reads the file and makes this; nothing here fails.

use std::sync::Arc;
use std::time::Duration;

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{
    CategoryId, ChatId, PersonId, PolicyId, PresenceId, PromptId, RoleId, RosterId, SeverityId,
    TelegramChat, TelegramUser,
};
use crate::state::schedule::Schedule;
use crate::state::schedule::holidays::Holidays;

/// Everything the core takes from the configuration file.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Zone of every local time in the file and in messages.
    pub timezone: Tz,
    /// Language where neither person nor chat says another.
    pub language: Language,
    /// Shown in every notice that somebody can't be reached.
    pub duty_phone: Option<String>,
    /// `[http] url`: the address by which phones reach the program's pages, where they do.
    pub public_url: Option<String>,
    /// `[[people]]`
    pub people: Vec<Person>,
    /// `[[chats]]`
    pub chats: Vec<Chat>,
    /// `[[roles]]`
    pub roles: Vec<Role>,
    /// `[[severities]]`, highest first; never empty.
    pub severities: Vec<Severity>,
    /// `[[categories]]` in the order of the file.
    pub categories: Vec<Category>,
    /// `[[policies]]`, first match wins; the last matches everything.
    pub policies: Vec<Policy>,
    /// `[[musters]]`
    pub musters: Vec<Muster>,
    /// `[[rosters]]`
    pub rosters: Vec<Roster>,
    /// `[[special_periods]]`
    pub special_periods: Vec<SpecialPeriod>,
    /// `[[holidays]]`; schedules share them.
    pub holidays: Arc<Holidays>,
    /// `[[presence]]`
    pub presence: Vec<Presence>,
    /// `[[prompts]]`
    pub prompts: Vec<Prompt>,
    /// `[ledger]`
    pub ledger: Ledger,
    /// `[selftest]`
    pub selftest: SelfTest,
    /// `[telegram.limits]`
    pub limits: SendLimits,
    /// `[evidence]`
    pub evidence: EvidenceLimits,
}

/// Language of what people see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Chinese, the default of the product.
    Zh,
    /// English.
    En,
}

/// `[[people]]`
#[derive(Debug, Clone)]
pub struct Person {
    /// Unique among people and roles.
    pub id: PersonId,
    /// How the person is called in messages.
    pub name: String,
    /// Numeric Telegram user; `None` until bound by invite.
    pub telegram: Option<TelegramUser>,
    /// With `+`, so that a tap calls.
    pub phone: Option<String>,
    /// Overrides [`Settings::language`].
    pub language: Option<Language>,
    /// Whether this person administers the bot.
    pub admin: bool,
    /// Marked in chat as gone: known by name, asked for nothing, allowed nothing.
    pub gone: bool,
}

/// `[[chats]]`
#[derive(Debug, Clone)]
pub struct Chat {
    /// Unique among chats.
    pub id: ChatId,
    /// The chat as configured; may since have become another supergroup.
    pub telegram: TelegramChat,
    /// Whether reports are taken here.
    pub reports: bool,
    /// Whether incident cards and reminders are posted here.
    pub announce: bool,
    /// Whether a message with a category's word is offered as a report, where the bot sees it.
    pub offer: bool,
    /// Overrides [`Settings::language`].
    pub language: Option<Language>,
}

/// `[[roles]]`
#[derive(Debug, Clone)]
pub struct Role {
    /// Unique among people and roles.
    pub id: RoleId,
    /// Shown in messages.
    pub name: String,
    /// Who has the role.
    pub members: RoleMembers,
}

/// Who has a role.
#[derive(Debug, Clone)]
pub enum RoleMembers {
    /// A fixed list, all paged in this order.
    People(Vec<PersonId>),
    /// Whoever is on shift.
    Roster(RosterId),
}

/// `[[severities]]`; the order in [`Settings::severities`] is the rank.
#[derive(Debug, Clone)]
pub struct Severity {
    /// Names the level in a report, beside the aliases.
    pub id: SeverityId,
    /// Shown in messages.
    pub name: String,
    /// Further words that name the level in a report.
    pub aliases: Vec<String>,
    /// Given to reports that name nothing; where none is marked, the lowest level is.
    pub default: bool,
}

/// `[[categories]]`
#[derive(Debug, Clone)]
pub struct Category {
    /// Unique among categories.
    pub id: CategoryId,
    /// Shown in messages.
    pub name: String,
    /// Words that name the category in a report.
    pub keywords: Vec<String>,
    /// Level where the report names none.
    pub severity: Option<SeverityId>,
}

/// `[[policies]]`
#[derive(Debug, Clone)]
pub struct Policy {
    /// Unique among policies.
    pub id: PolicyId,
    /// Levels it is for; empty matches all.
    pub severities: Vec<SeverityId>,
    /// Categories it is for; empty matches all, also an incident without category.
    pub categories: Vec<CategoryId>,
    /// Paged in turn; never empty.
    pub steps: Vec<Step>,
    /// Rounds after the first.
    pub repeat: u32,
    /// Acknowledged and no update for so long: asked, then paged again. `None`: never.
    pub ack_timeout: Option<Duration>,
}

/// One step of a policy.
#[derive(Debug, Clone)]
pub struct Step {
    /// Roles or people, all paged at once, in this order.
    pub page: Vec<Target>,
    /// How long the step may go unanswered.
    pub wait: Duration,
    /// Rings anew this often while the step waits.
    pub again: Option<Duration>,
}

/// Who a step pages: people and roles share one name space, so a name is one or the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// One person.
    Person(PersonId),
    /// All of a role.
    Role(RoleId),
}

/// `[[musters]]`
#[derive(Debug, Clone)]
pub struct Muster {
    /// Who is called.
    pub team: RoleId,
    /// Where they gather.
    pub point: String,
    /// How long they have.
    pub within: Duration,
    /// How many are wanted.
    pub need: Option<u32>,
}

/// `[[rosters]]`
#[derive(Debug, Clone)]
pub struct Roster {
    /// Unique among rosters.
    pub id: RosterId,
    /// Shown in messages.
    pub name: String,
    /// `people`: take turns in this order. A turn is that of one person or of several, of whom the
    /// first is the captain; neither the list nor a turn is empty.
    pub turns: Vec<Vec<PersonId>>,
    /// The first of `people` takes over on this day.
    pub start: NaiveDate,
    /// When the first of `people` takes over on `start`, local time; in a daily or weekly rotation all
    /// others as well.
    pub handover: NaiveTime,
    /// How long a shift is.
    pub rotation: Rotation,
    /// Whether each turn is a patrol's, with a captain and at least two members (DOMAIN, "Duty").
    pub patrol: bool,
    /// How its people are reminded, and asked whether they are there.
    pub asks: Asks,
}

/// How people are reminded of their shifts, and asked whether they are there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asks {
    /// So long before a shift its people are reminded.
    pub remind: Vec<Duration>,
    /// On duty must be pressed within this time.
    pub ack_within: Duration,
    /// So long before the end they are asked for a handover note; half of a shift at most.
    pub handover_note: Duration,
    /// What was handed over is to be signed within this time.
    pub sign_within: Duration,
    /// Who is told when it was not; empty: the administrators.
    pub escalate: Vec<Whom>,
}

impl Default for Asks {
    fn default() -> Self {
        Self {
            remind: Vec::new(),
            ack_within: crate::limits::ACK_WITHIN,
            handover_note: crate::limits::HANDOVER_NOTE,
            sign_within: crate::limits::SIGN_WITHIN,
            escalate: Vec::new(),
        }
    }
}

/// Who is told of something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// One person.
    Person(PersonId),
    /// All of a role.
    Role(RoleId),
    /// Whoever is on duty in a roster.
    Roster(RosterId),
}

/// How a roster turns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rotation {
    /// A shift a day.
    Daily,
    /// A shift a week, from the weekday of `start`.
    Weekly,
    /// Several shifts a day, beginning at these local times, ascending.
    Shifts(Vec<NaiveTime>),
}

/// `[[special_periods]]`: holidays and big events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecialPeriod {
    /// Shown in messages.
    pub name: String,
    /// Its first day: a duty day, so it begins at the first handover.
    pub from: NaiveDate,
    /// Its last day, which ends at the first handover of the next.
    pub to: NaiveDate,
    /// On duty in this period; outside of such periods they rest.
    pub rosters: Vec<RosterId>,
    /// Rosters for which those stand in; empty: they are on duty besides everybody else.
    pub instead_of: Vec<RosterId>,
}

/// `[[presence]]`: whoever is on duty is asked now and then for one tap.
#[derive(Debug, Clone)]
pub struct Presence {
    /// Unique among presence checks.
    pub id: PresenceId,
    /// Shown in messages; `None`: the roster's name is.
    pub name: Option<String>,
    /// When it is asked.
    pub schedule: Schedule,
    /// Whoever is on duty here is asked.
    pub roster: RosterId,
    /// So long is there to press In post.
    pub within: Duration,
    /// Who is told when somebody did not; empty: whom the roster names.
    pub escalate: Vec<Whom>,
}

/// `[[prompts]]`: a recurring check-in.
#[derive(Debug, Clone)]
pub struct Prompt {
    /// Unique among prompts.
    pub id: PromptId,
    /// Shown in messages; `None`: the kind's name is.
    pub name: Option<String>,
    /// What is asked.
    pub kind: PromptKind,
    /// When it is asked.
    pub schedule: Schedule,
    /// Who is asked. Each answers alone: a person for himself, a role as the unit that it is, by any of its
    /// people.
    pub ask: Vec<Target>,
    /// Whether the people of a role answer one by one, and not as a unit.
    pub each_person: bool,
    /// So long is there to answer.
    pub within: Duration,
    /// So long before the limit whoever has not answered is reminded.
    pub remind: Vec<Duration>,
    /// Who is told of what is not answered in time; empty: the administrators.
    pub escalate: Vec<Whom>,
    /// Where completion and summary are posted.
    pub report_to: Option<ChatId>,
    /// To whom the written report of a screening goes, and how long after its limit it may take.
    pub onward: Option<Onward>,
}

/// What a prompt asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PromptKind {
    /// Whether it is done.
    Acknowledge,
    /// Each of these, one by one; never empty.
    Checklist(Vec<String>),
    /// Which disputes there are: nothing found, or as many as need be registered.
    Screening,
}

/// Where a written report goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Onward {
    /// As people call it: the judicial office.
    pub to: String,
    /// How long after the limit of the answers it may take.
    pub within: Duration,
}

/// `[ledger]`: disputes brought to mediation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ledger {
    /// Villages and sites, to choose from.
    pub places: Vec<String>,
    /// Bodies to which a dispute can be transferred, to choose from.
    pub bodies: Vec<String>,
    /// So long after the registration a mediation is to end.
    pub mediate_within: Duration,
    /// So long after an agreement the parties are to be visited again.
    pub revisit_after: Duration,
    /// So long before such a limit the mediator is reminded.
    pub remind: Vec<Duration>,
    /// So long after its end a dispute's names and texts are removed; `None`: never.
    pub retention: Option<Duration>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            bodies: Vec::new(),
            mediate_within: crate::limits::MEDIATE_WITHIN,
            revisit_after: crate::limits::REVISIT_AFTER,
            remind: vec![crate::limits::LEDGER_REMIND],
            retention: None,
        }
    }
}

/// `[selftest]`: reachability is known before the night (SPEC, promise 9).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelfTest {
    /// Local time of the daily check; `None`: by hand only.
    pub morning: Option<NaiveTime>,
    /// A night test older than this is named.
    pub night_proof: Duration,
}

impl Default for SelfTest {
    fn default() -> Self {
        Self {
            morning: NaiveTime::from_hms_opt(7, 30, 0),
            night_proof: Duration::from_secs(30 * 24 * 3600),
        }
    }
}

/// `[telegram.limits]`; what Telegram allows unless a local server allows more.
/// Source: Bot API FAQ, "My bot is hitting limits".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SendLimits {
    /// Messages a second over all chats.
    pub overall_per_second: u32,
    /// Messages a second in one chat.
    pub chat_per_second: u32,
    /// Messages a minute in one group.
    pub group_per_minute: u32,
}

impl Default for SendLimits {
    fn default() -> Self {
        Self {
            overall_per_second: 30,
            chat_per_second: 1,
            group_per_minute: 20,
        }
    }
}

/// `[evidence]`; how much of what comes with reports is kept on our disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EvidenceLimits {
    /// Bytes of one file.
    pub max_file: u64,
    /// Pieces of one incident.
    pub max_files: u32,
}

impl Default for EvidenceLimits {
    fn default() -> Self {
        Self {
            max_file: crate::limits::EVIDENCE_BYTES,
            max_files: crate::limits::EVIDENCE_PIECES,
        }
    }
}

impl Roster {
    /// Whether somebody takes turns in it.
    pub fn has(&self, person: &PersonId) -> bool {
        self.turns.iter().any(|turn| turn.contains(person))
    }

    /// The first handover of a day, local time: where a duty day of this roster begins.
    pub fn day_begins(&self) -> NaiveTime {
        match &self.rotation {
            Rotation::Shifts(times) => times.first().copied().unwrap_or(self.handover),
            Rotation::Daily | Rotation::Weekly => self.handover,
        }
    }
}

impl Settings {
    /// The person with this id.
    pub fn person(&self, id: &PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == *id)
    }

    /// The person bound to this Telegram user.
    pub fn person_of(&self, user: TelegramUser) -> Option<&Person> {
        self.people
            .iter()
            .find(|person| person.telegram == Some(user))
    }

    /// The role with this id.
    pub fn role(&self, id: &RoleId) -> Option<&Role> {
        self.roles.iter().find(|role| role.id == *id)
    }

    /// The roster with this id.
    pub fn roster(&self, id: &RosterId) -> Option<&Roster> {
        self.rosters.iter().find(|roster| roster.id == *id)
    }

    /// The presence check with this id.
    pub fn presence_row(&self, id: &PresenceId) -> Option<&Presence> {
        self.presence.iter().find(|row| row.id == *id)
    }

    /// The prompt with this id.
    pub fn prompt(&self, id: &PromptId) -> Option<&Prompt> {
        self.prompts.iter().find(|prompt| prompt.id == *id)
    }

    /// Who is told when somebody does not answer a presence check: whom it names, else whom its roster does.
    pub fn told_of<'a>(&'a self, row: &'a Presence) -> &'a [Whom] {
        if !row.escalate.is_empty() {
            return &row.escalate;
        }
        let roster = self.roster(&row.roster);
        roster.map_or(&[], |roster| &roster.asks.escalate)
    }

    /// Whether a roster is on duty in special periods only.
    pub fn is_special(&self, roster: &RosterId) -> bool {
        let mut periods = self.special_periods.iter();
        periods.any(|period| period.rosters.contains(roster))
    }

    /// The rosters that stand in for a roster in some special period.
    pub fn stand_ins(&self, roster: &RosterId) -> impl Iterator<Item = &RosterId> {
        let periods = self.special_periods.iter();
        periods
            .filter(|period| period.instead_of.contains(roster))
            .flat_map(|period| &period.rosters)
    }

    /// Whether somebody takes turns in a roster, or in one that stands in for it in some special
    /// period.
    pub fn takes_turns(&self, person: &PersonId, roster: &RosterId) -> bool {
        std::iter::once(roster)
            .chain(self.stand_ins(roster))
            .filter_map(|id| self.roster(id))
            .any(|roster| roster.has(person))
    }

    /// The chat with this id.
    pub fn chat(&self, id: &ChatId) -> Option<&Chat> {
        self.chats.iter().find(|chat| chat.id == *id)
    }

    /// The category with this id.
    pub fn category(&self, id: &CategoryId) -> Option<&Category> {
        self.categories.iter().find(|category| category.id == *id)
    }

    /// The level with this id.
    pub fn severity(&self, id: &SeverityId) -> Option<&Severity> {
        self.severities.iter().find(|severity| severity.id == *id)
    }

    /// Position of a level, 0 the highest; a level no longer configured ranks lowest.
    pub fn rank(&self, id: &SeverityId) -> usize {
        self.severities
            .iter()
            .position(|severity| severity.id == *id)
            .unwrap_or(self.severities.len())
    }

    /// The level of a report that names nothing.
    pub fn default_severity(&self) -> Option<&Severity> {
        self.severities
            .iter()
            .find(|severity| severity.default)
            .or_else(|| self.severities.last())
    }

    /// The policy for a level and category: the first that matches.
    pub fn policy_for(
        &self,
        severity: &SeverityId,
        category: Option<&CategoryId>,
    ) -> Option<&Policy> {
        self.policies.iter().find(|policy| {
            (policy.severities.is_empty() || policy.severities.contains(severity))
                && (policy.categories.is_empty()
                    || category.is_some_and(|category| policy.categories.contains(category)))
        })
    }

    /// Whether a policy has anybody to page at all, at whatever hour of an ordinary day. The file refuses
    /// one that has not.
    pub fn can_page(&self, policy: &Policy) -> bool {
        let here = |id: &PersonId| self.person(id).is_some_and(|person| !person.gone);
        let anybody = |target: &Target| match target {
            Target::Person(id) => here(id),
            Target::Role(id) => match self.role(id).map(|role| &role.members) {
                Some(RoleMembers::People(people)) => people.iter().any(here),
                Some(RoleMembers::Roster(id)) => self
                    .roster(id)
                    .filter(|_| !self.is_special(id))
                    .is_some_and(|roster| roster.turns.iter().flatten().any(here)),
                None => false,
            },
        };
        let mut targets = policy.steps.iter().flat_map(|step| &step.page);
        targets.any(anybody)
    }

    /// The roles that a person has, or has in turn.
    pub fn roles_of(&self, person: &PersonId) -> impl Iterator<Item = &Role> {
        self.roles.iter().filter(|role| match &role.members {
            RoleMembers::People(people) => people.contains(person),
            RoleMembers::Roster(id) => self.takes_turns(person, id),
        })
    }

    /// Everybody with `admin = true`.
    pub fn administrators(&self) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(|person| person.admin)
    }
}
