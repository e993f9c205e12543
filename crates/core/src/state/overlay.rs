//! What was changed in chat lies over the file: settings in force = file + overlay.
//!
//! Only an entry of the record of changes alters the overlay ([`Overlay::apply`]); what it changes
//! of the settings is computed here and nowhere else ([`Overlay::over`]). Where the file says the
//! same by now, the file counts from then on ([`Overlay::in_file`]): otherwise a line that is later
//! taken out of the file would come back from here.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, RoleId, TelegramUser};
use crate::settings::{Person, RoleMembers, Settings};
use crate::state::change::Change;

/// Everything that lies over the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlay {
    /// By person.
    pub people: BTreeMap<PersonId, PersonOver>,
}

/// What lies over a person's row.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonOver {
    /// The name of somebody whom the file does not have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub added: Option<String>,
    /// The account bound by a code or a contact.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub telegram: Option<TelegramUser>,
    /// Accounts that were taken from this person: the file's counts no longer if it is one of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub unbound: BTreeSet<TelegramUser>,
    /// Another phone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Put into these roles, or taken out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<RoleId, bool>,
    /// Whether this person is marked as gone.
    #[serde(default, skip_serializing_if = "is_false")]
    pub gone: bool,
    /// The account that this person left with: his again if he comes back, unless it has become
    /// somebody else's meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_with: Option<TelegramUser>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// A part of what lies over a person's row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// That there is such a person.
    Added,
    /// The account.
    Account,
    /// The phone number.
    Phone,
    /// Whether the person is in this role.
    Role(RoleId),
}

impl Aspect {
    /// As the record says it.
    pub fn word(&self) -> String {
        match self {
            Self::Added => "person".to_owned(),
            Self::Account => "account".to_owned(),
            Self::Phone => "phone".to_owned(),
            Self::Role(role) => format!("role {role}"),
        }
    }
}

impl PersonOver {
    fn drop(&mut self, aspect: &Aspect) {
        match aspect {
            Aspect::Added => self.added = None,
            Aspect::Account => {
                self.telegram = None;
                self.unbound.clear();
            }
            Aspect::Phone => self.phone = None,
            Aspect::Role(role) => {
                self.roles.remove(role);
            }
        }
    }
}

impl Overlay {
    /// Follows an entry of the record.
    pub fn apply(&mut self, change: &Change) {
        if let Change::Bound { person, user, .. } = change {
            // One account is one person.
            for (id, over) in &mut self.people {
                if id != person && (over.telegram == Some(*user) || over.left_with == Some(*user)) {
                    (over.telegram, over.left_with) = (None, None);
                    over.unbound.insert(*user);
                }
            }
        }
        let mut over = |person: &PersonId, alter: &dyn Fn(&mut PersonOver)| {
            alter(self.people.entry(person.clone()).or_default());
        };
        match change {
            Change::Invited { .. } | Change::FeedMade { .. } | Change::FeedRevoked { .. } => {}
            Change::Bound { person, user, .. } => over(person, &|over| {
                over.telegram = Some(*user);
                over.unbound.remove(user);
            }),
            Change::Unbound { person, user } => over(person, &|over| {
                over.telegram = None;
                over.unbound.insert(*user);
            }),
            Change::Added {
                person,
                name,
                phone,
            } => over(person, &|over| {
                over.added = Some(name.clone());
                over.phone.clone_from(phone);
            }),
            Change::PutIn { person, role } => over(person, &|over| {
                over.roles.insert(role.clone(), true);
            }),
            Change::TakenOut { person, role } => over(person, &|over| {
                over.roles.insert(role.clone(), false);
            }),
            Change::Phone { person, to, .. } => over(person, &|over| {
                over.phone = Some(to.clone());
            }),
            Change::Gone { person, user } => over(person, &|over| {
                (over.gone, over.left_with) = (true, *user);
            }),
            Change::Returned { person } => over(person, &|over| {
                (over.gone, over.left_with) = (false, None);
            }),
            Change::InFile { person, what } => over(person, &|over| {
                what.iter().for_each(|aspect| over.drop(aspect));
            }),
        }
    }

    /// The settings in force. People whom the file no longer names stay away; an account that the
    /// file has given to somebody else meanwhile is his: one account is one person.
    pub fn over(&self, file: &Settings) -> Settings {
        let mut settings = file.clone();
        for (id, over) in &self.people {
            let Some(name) = over.added.as_ref().filter(|_| file.person(id).is_none()) else {
                continue;
            };
            settings.people.push(Person {
                id: id.clone(),
                name: name.clone(),
                telegram: None,
                phone: None,
                language: None,
                admin: false,
                gone: false,
            });
        }
        for person in &mut settings.people {
            let Some(over) = self.people.get(&person.id) else {
                continue;
            };
            let bound = over.telegram.filter(|user| {
                self.owner_in_file(file, *user)
                    .is_none_or(|owner| owner == person.id)
            });
            let of_file = person.telegram.filter(|user| !over.unbound.contains(user));
            person.telegram = bound.or(of_file);
            if over.phone.is_some() {
                person.phone.clone_from(&over.phone);
            }
            if over.gone {
                (person.telegram, person.admin, person.gone) = (None, false, true);
            }
        }
        for role in &mut settings.roles {
            let RoleMembers::People(members) = &mut role.members else {
                continue;
            };
            for (id, over) in &self.people {
                let known = settings.people.iter().any(|person| person.id == *id);
                let wanted = match over.roles.get(&role.id) {
                    _ if over.gone || !known => Some(false),
                    wanted => wanted.copied(),
                };
                match wanted {
                    Some(true) if !members.contains(id) => members.push(id.clone()),
                    Some(false) => members.retain(|member| member != id),
                    _ => {}
                }
            }
        }
        settings
    }

    /// Whose account it is by the file, as far as the file still counts there.
    fn owner_in_file(&self, file: &Settings, user: TelegramUser) -> Option<PersonId> {
        let owner = file.person_of(user)?;
        let lost = self.people.get(&owner.id).is_some_and(|over| {
            over.gone
                || over.unbound.contains(&user)
                || over.telegram.is_some_and(|bound| bound != user)
        });
        (!lost).then(|| owner.id.clone())
    }

    /// What the file says by now as well, by person.
    pub fn in_file(&self, file: &Settings) -> Vec<(PersonId, Vec<Aspect>)> {
        let same = |id: &PersonId, over: &PersonOver| {
            let person = file.person(id)?;
            let mut what = Vec::new();
            if over.added.is_some() {
                what.push(Aspect::Added);
            }
            let account = match over.telegram {
                Some(user) => person.telegram == Some(user),
                None => {
                    let taken = |user: TelegramUser| over.unbound.contains(&user);
                    !over.unbound.is_empty() && !person.telegram.is_some_and(taken)
                }
            };
            if account {
                what.push(Aspect::Account);
            }
            if over.phone.is_some() && over.phone == person.phone {
                what.push(Aspect::Phone);
            }
            for (id, within) in &over.roles {
                let settled = match file.role(id).map(|role| &role.members) {
                    Some(RoleMembers::People(members)) => members.contains(&person.id) == *within,
                    // There is no such list any more.
                    Some(RoleMembers::Roster(_)) | None => true,
                };
                if settled {
                    what.push(Aspect::Role(id.clone()));
                }
            }
            Some((person.id.clone(), what)).filter(|(_, what)| !what.is_empty())
        };
        self.people
            .iter()
            .filter_map(|(id, over)| same(id, over))
            .collect()
    }
}
