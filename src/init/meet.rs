//! Who came: groups that the bot was added to, people who pressed Start. Who only writes in a group
//! can't be paged, and may be anybody.

use dutybell_core::ids::{TelegramChat, TelegramUser};
use dutybell_core::incoming::{ChatRef, Incoming, Sender};
use dutybell_core::render::setup::Said;

use super::dialogue::Dialogue;

/// Everybody so far, in the order of coming.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub(super) groups: Vec<(TelegramChat, String)>,
    /// The first is the administrator.
    pub(super) people: Vec<(TelegramUser, String)>,
    /// Who is not to be taken, whatever he writes.
    pub(super) left_out: Vec<TelegramUser>,
    /// Groups that are not to be taken, whatever is written there.
    pub(super) groups_left_out: Vec<TelegramChat>,
}

/// Somebody came or went.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum News {
    Group(TelegramChat, String),
    GroupLeft(TelegramChat, String),
    /// With the number on the list, from 1.
    Person(usize, TelegramUser, String),
}

impl News {
    pub(super) fn tell(&self, talk: &Dialogue) {
        talk.say(match self {
            Self::Group(id, name) => Said::Group(name, id.0),
            Self::GroupLeft(id, name) => Said::GroupLeft(name, id.0),
            Self::Person(number, id, name) if talk.on_terminal() => {
                Said::Numbered(*number, name, id.0)
            }
            // Nobody can be asked who it is.
            Self::Person(1, id, name) => Said::Admin(name, id.0),
            Self::Person(_, id, name) => Said::Person(name, id.0),
        });
    }
}

impl Met {
    /// Takes an update in.
    pub(super) fn hear(&mut self, incoming: &Incoming) -> Vec<News> {
        let mut news = Vec::new();
        match incoming {
            Incoming::Message(message) | Incoming::Edited(message) => {
                news.extend(self.group(&message.chat));
                let from = message.from.as_ref().filter(|_| message.chat.private);
                news.extend(from.and_then(|from| self.person(from)));
            }
            Incoming::Press(press) => {
                if press.chat.as_ref().is_some_and(|chat| chat.private) {
                    news.extend(self.person(&press.from));
                }
            }
            Incoming::Membership(change) if change.chat.private => {
                if change.present {
                    news.extend(self.person(&change.by));
                }
            }
            Incoming::Membership(change) if change.present => {
                news.extend(self.group(&change.chat));
            }
            Incoming::Membership(change) => news.extend(self.left(change.chat.id)),
            Incoming::Migrated { from, to } => {
                if self.groups_left_out.contains(from) {
                    self.groups_left_out.push(*to);
                }
                // The new one may have been heard of first.
                if self.groups.iter().any(|(id, _)| id == to) {
                    news.extend(self.left(*from));
                } else if let Some((id, _)) = self.groups.iter_mut().find(|(id, _)| id == from) {
                    *id = *to;
                }
            }
            Incoming::Nothing => {}
        }
        news
    }

    fn group(&mut self, chat: &ChatRef) -> Option<News> {
        let known = self.groups.iter().any(|(id, _)| *id == chat.id);
        if chat.private || known || self.groups_left_out.contains(&chat.id) {
            return None;
        }
        self.groups.push((chat.id, chat.title.clone()));
        Some(News::Group(chat.id, chat.title.clone()))
    }

    fn left(&mut self, chat: TelegramChat) -> Option<News> {
        let at = self.groups.iter().position(|(id, _)| *id == chat)?;
        let (id, name) = self.groups.remove(at);
        Some(News::GroupLeft(id, name))
    }

    fn person(&mut self, sender: &Sender) -> Option<News> {
        let known = self.people.iter().any(|(id, _)| *id == sender.id);
        if sender.bot || known || self.left_out.contains(&sender.id) {
            return None;
        }
        let name = match sender.name.trim() {
            "" => sender.id.to_string(),
            name => name.to_owned(),
        };
        self.people.push((sender.id, name.clone()));
        Some(News::Person(self.people.len(), sender.id, name))
    }

    /// Tells the list of the people anew.
    pub(super) fn tell_people(&self, talk: &Dialogue) {
        for (number, (user, name)) in (1..).zip(&self.people) {
            talk.say(Said::Numbered(number, name, user.0));
        }
    }

    /// Tells the list of the groups anew.
    pub(super) fn tell_groups(&self, talk: &Dialogue) {
        for (number, (chat, name)) in (1..).zip(&self.groups) {
            talk.say(Said::NumberedGroup(number, name, chat.0));
        }
    }

    /// Takes these numbers off the list of the groups, for good.
    pub(super) fn leave_groups_out(&mut self, numbers: &[usize]) {
        let all = std::mem::take(&mut self.groups);
        for (number, group) in (1..).zip(all) {
            if numbers.contains(&number) {
                self.groups_left_out.push(group.0);
            } else {
                self.groups.push(group);
            }
        }
    }

    /// Takes these numbers off the list, for good.
    pub(super) fn leave_out(&mut self, numbers: &[usize]) {
        let all = std::mem::take(&mut self.people);
        for (number, person) in (1..).zip(all) {
            if numbers.contains(&number) {
                self.left_out.push(person.0);
            } else {
                self.people.push(person);
            }
        }
    }

    /// Puts this number first; the others keep their order.
    pub(super) fn put_first(&mut self, number: usize) {
        if let Some(before) = self.people.get_mut(..number) {
            before.rotate_right(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn met(names: &[&str]) -> Met {
        Met {
            people: (1..)
                .map(TelegramUser)
                .zip(names.iter().map(|name| (*name).to_owned()))
                .collect(),
            ..Met::default()
        }
    }

    fn names(met: &Met) -> Vec<&str> {
        met.people.iter().map(|(_, name)| name.as_str()).collect()
    }

    #[test]
    fn the_administrator_is_put_first_and_who_is_left_out_does_not_come_back() {
        let mut met = met(&["a", "b", "c", "d"]);
        met.put_first(3);
        assert_eq!(names(&met), ["c", "a", "b", "d"]);
        met.put_first(9);
        met.leave_out(&[1, 3]);
        assert_eq!(names(&met), ["a", "d"]);
        let back = Sender {
            id: TelegramUser(3),
            name: "c".to_owned(),
            bot: false,
            language: None,
        };
        assert_eq!(met.person(&back), None);
    }

    #[test]
    fn a_group_that_grows_is_one_group_whichever_is_heard_of_first() {
        let chat = |id| ChatRef {
            id: TelegramChat(id),
            private: false,
            title: "Town".to_owned(),
        };
        let grown = Incoming::Migrated {
            from: TelegramChat(-5),
            to: TelegramChat(-1005),
        };
        let one = [(TelegramChat(-1005), "Town".to_owned())];
        let mut met = Met::default();
        met.group(&chat(-5));
        assert_eq!(met.hear(&grown), []);
        assert_eq!(met.group(&chat(-1005)), None);
        assert_eq!(met.groups, one);
        let mut met = Met::default();
        met.group(&chat(-5));
        met.group(&chat(-1005));
        let left = News::GroupLeft(TelegramChat(-5), "Town".to_owned());
        assert_eq!(met.hear(&grown), [left]);
        assert_eq!(met.hear(&grown), []);
        assert_eq!(met.groups, one);
        met.leave_groups_out(&[1]);
        assert_eq!(met.group(&chat(-1005)), None);
    }
}
