//! What a check found: who can't be reached, which steps page nobody, which chats, which teams, whose
//! night test is too old.

use crate::decide::{Turn, World, night};
use crate::ids::{ChatId, PersonId, RoleId, TelegramChat};
use crate::limits::ON_CALL_WITHIN;
use crate::outgoing::Unreachable;
use crate::settings::{RoleMembers, Target};
use crate::state::duty::Duties;
use crate::state::policy::PolicySnapshot;
use crate::state::selftest::{Check, Found, Probed, members};
use crate::time::At;

/// What a check found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// When it was made.
    pub at: At,
    /// When it was due, where that was long before.
    pub late: Option<At>,
    /// How many are on call.
    pub people: usize,
    /// Who of them can't be reached, or is not known to be.
    pub unreached: Vec<(PersonId, Found)>,
    /// Steps of policies that page nobody.
    pub vacant: Vec<VacantStep>,
    /// Every chat of the configuration.
    pub chats: Vec<CheckedChat>,
    /// Teams of which fewer can be reached than are wanted.
    pub short: Vec<ShortTeam>,
    /// Who can be reached and was not called by night for too long, the longest first.
    pub unproven: Vec<(PersonId, Option<At>)>,
    /// The bot's user name: whoever never started it finds it there.
    pub bot: String,
}

/// A step that pages nobody, whoever can be reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VacantStep {
    /// The roles that it pages.
    pub roles: Vec<RoleId>,
    /// Whether somebody is there now, and nobody at a later hour of the next day.
    pub later: bool,
}

/// A chat that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedChat {
    /// As the configuration names it.
    pub id: ChatId,
    /// Whether it can be written to.
    pub found: Found,
    /// The supergroup that it became, where the configuration has the old id.
    pub moved_to: Option<TelegramChat>,
}

/// A muster's team of which fewer can be reached than are wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShortTeam {
    /// The team.
    pub team: RoleId,
    /// How many can be reached.
    pub reached: usize,
    /// How many are wanted.
    pub need: u32,
    /// Who can't.
    pub missing: Vec<PersonId>,
}

impl Checked {
    /// Whether somebody should do something about it now.
    pub fn is_wrong(&self) -> bool {
        let chats = self.chats.iter().any(|chat| chat.found != Found::Fine);
        !self.unreached.is_empty() || !self.vacant.is_empty() || chats || !self.short.is_empty()
    }

    /// Of how many people Telegram said nothing.
    pub fn unknown(&self) -> usize {
        let found = self.unreached.iter();
        found.filter(|(_, found)| *found == Found::Waiting).count()
    }

    /// How many people can be reached.
    pub fn reached(&self) -> usize {
        self.people.saturating_sub(self.unreached.len())
    }
}

/// Draws up what came of a check.
pub(super) fn result(turn: &Turn<'_>, check: &Check) -> Checked {
    let world = turn.world;
    let unknown = Found::Unreachable(Unreachable::NotBound);
    let found = |id: &PersonId| {
        let found = check.found(&Probed::Person(id.clone()));
        found.unwrap_or(&unknown).clone()
    };
    let unreached = check
        .people
        .iter()
        .map(|id| (id.clone(), found(id)))
        .filter(|(_, found)| *found != Found::Fine)
        .collect();
    let chats = world.settings.chats.iter().filter_map(|chat| {
        let moved = world.desk.current(chat.telegram);
        Some(CheckedChat {
            id: chat.id.clone(),
            found: check.found(&Probed::Chat(chat.telegram))?.clone(),
            moved_to: Some(moved).filter(|moved| *moved != chat.telegram),
        })
    });
    let mut unproven: Vec<(PersonId, Option<At>)> = check
        .people
        .iter()
        .filter(|id| found(id) == Found::Fine)
        .map(|id| (id.clone(), night::proof(&world, id)))
        .filter(|(_, proof)| night::is_stale(&world, *proof, turn.now))
        .collect();
    unproven.sort_by_key(|(_, proof)| *proof);
    Checked {
        at: check.began,
        late: check.morning.and_then(|due| due.long_before(check.began)),
        people: check.people.len(),
        unreached,
        vacant: vacant_steps(&world, check.began),
        chats: chats.collect(),
        short: short_teams(&world, check, &found),
        unproven,
        bot: world.bot.username.clone(),
    }
}

/// Steps that nobody is there for, now or at some time within a day; the same roles once. A step that
/// names people alone is told by those who are gone; a roster that rests is nobody's fault.
fn vacant_steps(world: &World<'_>, now: At) -> Vec<VacantStep> {
    let settings = world.settings;
    let looks = changes(world, now);
    // Whoever is named has to come, whoever is still there.
    let nobody = Duties {
        overrides: world.desk.duties.overrides.clone(),
        ..Duties::default()
    };
    let mut vacant: Vec<VacantStep> = Vec::new();
    for policy in &settings.policies {
        let taken = PolicySnapshot::take(policy, settings);
        for (index, step) in policy.steps.iter().enumerate() {
            let roles = step.page.iter().filter_map(|target| match target {
                Target::Role(id) => Some(id.clone()),
                Target::Person(_) => None,
            });
            let roles: Vec<RoleId> = roles.collect();
            let known = vacant.iter().any(|step| step.roles == roles);
            let mut empty = looks.iter().filter(|at| {
                taken.people_of(index, settings, &nobody, **at).is_empty()
                    && !taken.missing_of(index, settings, **at).is_empty()
            });
            if let Some(first) = empty.next().filter(|_| !known && !roles.is_empty()) {
                vacant.push(VacantStep {
                    roles,
                    later: *first != now,
                });
            }
        }
    }
    vacant
}

/// Now, and when others come on duty within a day.
fn changes(world: &World<'_>, now: At) -> Vec<At> {
    let span = now..now.plus(ON_CALL_WITHIN);
    let rosters = world.rosters();
    let all = world.settings.rosters.iter();
    let seams = all.flat_map(|roster| rosters.seams(&roster.id, &span));
    let mut changes: Vec<At> = std::iter::once(now).chain(seams).collect();
    changes.sort_unstable();
    changes.dedup();
    changes
}

fn short_teams(
    world: &World<'_>,
    check: &Check,
    found: &dyn Fn(&PersonId) -> Found,
) -> Vec<ShortTeam> {
    let short = world.settings.musters.iter().filter_map(|muster| {
        let need = muster.need?;
        let people = team(world, &muster.team, check.began);
        // Nobody of it is wanted today.
        if people.is_empty() && rests(world, &muster.team, check.began) {
            return None;
        }
        let (reached, missing): (Vec<_>, Vec<_>) = people
            .into_iter()
            .partition(|person| found(person) == Found::Fine);
        let enough = usize::try_from(need).is_ok_and(|need| reached.len() >= need);
        (!enough).then(|| ShortTeam {
            team: muster.team.clone(),
            reached: reached.len(),
            need,
            missing,
        })
    });
    short.collect()
}

/// Whether a team is on duty in special periods only, and none runs.
fn rests(world: &World<'_>, team: &RoleId, now: At) -> bool {
    let role = world.settings.role(team);
    role.is_some_and(|role| match &role.members {
        RoleMembers::Roster(id) => world.rosters().rests(id, now),
        RoleMembers::People(_) => false,
    })
}

/// Who is of a team, now or within a day.
pub(super) fn team(world: &World<'_>, team: &RoleId, now: At) -> Vec<PersonId> {
    let role = world.settings.role(team);
    let people = role.map(|role| members(world.settings, &world.desk.duties, &role.members, now));
    let mut people = people.unwrap_or_default();
    people.retain(|person| world.settings.person(person).is_some());
    people
}
