//! The configuration as the core uses it: already checked, every reference good.
//!
//! The program's `config` room reads the file and makes this; nothing here fails.

mod duty;
mod recurring;

use std::sync::Arc;
use std::time::Duration;

use chrono::NaiveTime;
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::ids::{
    CategoryId, ChatId, PersonId, PolicyId, PresenceId, PromptId, RoleId, RosterId, SeverityId,
    TelegramChat, TelegramUser,
};
use crate::state::schedule::holidays::Holidays;

pub use duty::{Asks, Presence, Roster, Rotation, SpecialPeriod, Whom};
pub use recurring::{Ledger, Onward, Prompt, PromptKind};

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
