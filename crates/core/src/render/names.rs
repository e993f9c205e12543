//! Names, times and spans as people read them.

use std::time::Duration;

use chrono::{Datelike, Timelike};
use chrono_tz::Tz;

use crate::ids::{CategoryId, PersonId, TelegramUser};
use crate::outgoing::Unreachable;
use crate::parse::one_line;
use crate::render::View;
use crate::render::compose::{mention, shorten, typed};
use crate::state::event::Actor;
use crate::state::incident::Incident;
use crate::time::At;

/// Characters of a name: longer ones are cut, so that a line stays a line.
const NAME_CHARS: usize = 48;

/// `HH:MM` in a zone; midnight is 00:00.
pub fn nth_time(zone: Tz, at: At) -> String {
    let local = at.utc().with_timezone(&zone);
    format!("{:02}:{:02}", local.hour(), local.minute())
}

impl View<'_> {
    /// The local time, with the date if not today.
    pub(super) fn time(&self, at: At) -> String {
        let zone = self.settings.timezone;
        let local = at.utc().with_timezone(&zone);
        let time = nth_time(zone, at);
        if local.date_naive() == self.now.utc().with_timezone(&zone).date_naive() {
            return time;
        }
        self.say(
            "month-day",
            &[
                ("month", local.month().into()),
                ("day", local.day().into()),
                ("time", (&time).into()),
            ],
        )
    }

    /// The day with its year, for what is read long after or by others.
    pub(super) fn full_date(&self, at: At) -> String {
        let local = at.utc().with_timezone(&self.settings.timezone);
        self.say(
            "full-date",
            &[
                ("year", (&local.year().to_string()).into()),
                ("month", local.month().into()),
                ("day", local.day().into()),
            ],
        )
    }

    /// The local time, with the date if not today and the year if not this one.
    pub(super) fn time_in_year(&self, at: At) -> String {
        let zone = self.settings.timezone;
        let year = |at: At| at.utc().with_timezone(&zone).year();
        if year(at) == year(self.now) {
            return self.time(at);
        }
        format!("{} {}", self.full_date(at), nth_time(zone, at))
    }

    /// That something happened long after it was due, where it did.
    pub(super) fn late(&self, due: Option<At>) -> Option<String> {
        due.map(|due| self.say("late", &[("time", (&self.time(due)).into())]))
    }

    /// The local time to the second, for records.
    pub(super) fn precise_time(&self, at: At) -> String {
        let local = at.utc().with_timezone(&self.settings.timezone);
        format!("{}:{:02}", self.time(at), local.second())
    }

    /// A span as people say it.
    pub(super) fn span(&self, span: Duration) -> String {
        let seconds = span.as_secs();
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3600, seconds / 60);
        if days > 0 {
            self.say(
                "span-days",
                &[("d", days.into()), ("h", (hours % 24).into())],
            )
        } else if hours > 0 {
            self.say(
                "span-hours",
                &[("h", hours.into()), ("m", (minutes % 60).into())],
            )
        } else if minutes > 0 {
            self.say("span-minutes", &[("m", minutes.into())])
        } else {
            self.say("span-seconds", &[("s", seconds.into())])
        }
    }

    /// A person's name.
    pub(super) fn person(&self, id: &PersonId) -> String {
        let name = self
            .settings
            .person(id)
            .map_or(id.as_str(), |person| person.name.as_str());
        self.name(name)
    }

    /// A person's name and the word that names nobody else.
    pub(super) fn person_with_id(&self, id: &PersonId) -> String {
        let name = self.person(id);
        self.say(
            "person-with-id",
            &[
                ("name", (&name).into()),
                ("id", (&typed(id.as_str())).into()),
            ],
        )
    }

    /// A person's name, with the id where somebody else is called so too.
    pub(super) fn person_apart(&self, id: &PersonId) -> String {
        if self.has_namesake(id) {
            self.person_with_id(id)
        } else {
            self.person(id)
        }
    }

    /// Whether somebody else is called as this person is.
    pub(super) fn has_namesake(&self, id: &PersonId) -> bool {
        let Some(person) = self.settings.person(id) else {
            return false;
        };
        let name = person.name.to_lowercase();
        let mut others = self.settings.people.iter().filter(|other| other.id != *id);
        others.any(|other| other.name.to_lowercase() == name)
    }

    /// A person's name that notifies him.
    pub(super) fn mention(&self, id: &PersonId) -> String {
        let known = self.settings.person(id);
        match known.and_then(|person| Some((person.telegram?, &person.name))) {
            Some((user, name)) => mention(user, &shorten(&one_line(name), NAME_CHARS)),
            None => self.person(id),
        }
    }

    /// A name that somebody typed.
    pub(super) fn name(&self, name: &str) -> String {
        typed(&shorten(&one_line(name), NAME_CHARS))
    }

    /// Who did something.
    pub(super) fn actor(&self, actor: &Actor) -> String {
        match actor {
            Actor::Person(id) => self.person(id),
            Actor::Guest { id, name } if *id == TelegramUser::ANONYMOUS => {
                self.say("anonymous", &[("name", (&self.name(name)).into())])
            }
            Actor::Guest { name, .. } => self.name(name),
            Actor::Bot => self.say("the-bot", &[]),
        }
    }

    /// Names of the roles that a person has, or has in turn.
    pub(super) fn roles_of(&self, person: &PersonId) -> Vec<String> {
        let roles = self.settings.roles_of(person);
        roles.map(|role| self.name(&role.name)).collect()
    }

    /// Several people; `nobody` where there are none.
    pub(super) fn people(&self, people: &[PersonId]) -> String {
        self.listed(people.iter().map(|id| self.person(id)).collect())
    }

    /// A list of names of bounded length.
    pub(super) fn listed(&self, names: Vec<String>) -> String {
        const SHOWN: usize = 8;
        if names.is_empty() {
            return self.say("nobody", &[]);
        }
        let more = names.len().saturating_sub(SHOWN);
        let mut text = names
            .into_iter()
            .take(SHOWN)
            .collect::<Vec<_>>()
            .join(self.comma());
        if more > 0 {
            text.push(' ');
            text.push_str(&self.say("and-more", &[("n", more.into())]));
        }
        text
    }

    pub(super) fn comma(&self) -> &'static str {
        match self.language {
            crate::settings::Language::Zh => "、",
            crate::settings::Language::En => ", ",
        }
    }

    /// Why somebody can't be reached.
    pub(super) fn why(&self, why: Unreachable) -> String {
        let id = match why {
            Unreachable::NotBound => "why-not-bound",
            Unreachable::NeverStarted => "why-never-started",
            Unreachable::Blocked => "why-blocked",
            Unreachable::Deactivated => "why-deactivated",
            Unreachable::NoRights => "why-no-rights",
            Unreachable::Left => "why-left",
        };
        self.say(id, &[])
    }

    /// The category's name, or what stands for none.
    pub(super) fn category(&self, category: Option<&CategoryId>) -> String {
        match category {
            Some(id) => {
                let name = self
                    .settings
                    .category(id)
                    .map_or(id.as_str(), |known| known.name.as_str());
                self.name(name)
            }
            None => self.say("no-category", &[]),
        }
    }

    /// The typed report, shortened; what stands for it where only a photo came.
    pub(super) fn report(&self, incident: &Incident, characters: usize) -> String {
        if incident.text.is_empty() {
            return self.say("file-only", &[]);
        }
        typed(&shorten(&incident.text, characters))
    }

    /// In front of line 1 of everything about an exercise.
    pub(super) fn drill(&self, incident: &Incident) -> String {
        if incident.drill {
            format!("{} ", self.say("drill", &[]))
        } else {
            String::new()
        }
    }

    /// Whom to call in a notice that somebody can't be reached.
    pub(super) fn duty_call(&self) -> String {
        match &self.settings.duty_phone {
            Some(phone) => self.say("duty-call", &[("phone", phone.into())]),
            None => self.say("duty-none", &[]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn midnight_is_zero_o_clock() {
        let midnight = At(1_795_536_000_000);
        assert_eq!(nth_time(chrono_tz::Asia::Shanghai, midnight), "00:00");
    }
}
