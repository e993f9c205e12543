//! ```text
//! data  = "l:" page | "c:" person | "h:" person | "s:" person | "r:" person
//!       | "ro:" into sure ":" tag ":" role
//!       | "ph:" person | "pn:" tag ":" number
//!       | ( "go:" | "re:" | "un:" ) sure ":" person
//!       | "add" | "yes:" tag | "no" | "file"
//! into  = "+" | "-"
//! sure  = "?" | "!"
//! tag   = 12 hexadecimal digits
//! ```
//! What stands behind `1:p:` in the data of the buttons of `/people`. A person beside something else
//! is a tag, since two ids of 32 bytes do not fit; so is who is to be added.

use crate::ids::{PersonId, RoleId};
use crate::limits::PHONE_CHARS;
use crate::parse::tag::Tag;

// With its tag and verb a number fills 20 bytes of a button's 64 beside itself.
const _: () = assert!(PHONE_CHARS < 40);

/// A button of `/people`. `sure` is the press of Confirm; without it, the question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PeoplePress {
    /// The list from this page on.
    List(u32),
    /// One person.
    Card(PersonId),
    /// What was changed in chat about a person.
    History(PersonId),
    /// A person's coming shifts, to find a stand-in.
    Shifts(PersonId),
    /// Which roles has a person?
    Roles(PersonId),
    /// Into a role, or out of it.
    Role {
        /// Who.
        person: Tag,
        /// Which.
        role: RoleId,
        /// In or out.
        into: bool,
        /// Confirmed.
        sure: bool,
    },
    /// Asks for another phone number.
    Phone(PersonId),
    /// This number is confirmed.
    PhoneIs {
        /// Whose.
        person: Tag,
        /// Which.
        phone: String,
    },
    /// Somebody has left.
    Gone {
        /// Who.
        person: PersonId,
        /// Confirmed.
        sure: bool,
    },
    /// Somebody who had left is back.
    Returned {
        /// Who.
        person: PersonId,
        /// Confirmed.
        sure: bool,
    },
    /// The account is no longer this person's.
    Unbind {
        /// Whose.
        person: PersonId,
        /// Confirmed.
        sure: bool,
    },
    /// Asks for a colleague's contact or name.
    Add,
    /// This colleague is confirmed.
    AddIs(Tag),
    /// The running question is dropped.
    Drop,
    /// People and roles as the file writes them.
    Export,
}

impl PeoplePress {
    pub(super) fn encode(&self) -> String {
        let mark = |sure: &bool| if *sure { '!' } else { '?' };
        match self {
            Self::List(page) => format!("l:{page}"),
            Self::Card(person) => format!("c:{person}"),
            Self::History(person) => format!("h:{person}"),
            Self::Shifts(person) => format!("s:{person}"),
            Self::Roles(person) => format!("r:{person}"),
            Self::Role {
                person,
                role,
                into,
                sure,
            } => {
                let into = if *into { '+' } else { '-' };
                format!("ro:{into}{}:{person}:{role}", mark(sure))
            }
            Self::Phone(person) => format!("ph:{person}"),
            Self::PhoneIs { person, phone } => format!("pn:{person}:{phone}"),
            Self::Gone { person, sure } => format!("go:{}:{person}", mark(sure)),
            Self::Returned { person, sure } => format!("re:{}:{person}", mark(sure)),
            Self::Unbind { person, sure } => format!("un:{}:{person}", mark(sure)),
            Self::Add => "add".to_owned(),
            Self::AddIs(newcomer) => format!("yes:{newcomer}"),
            Self::Drop => "no".to_owned(),
            Self::Export => "file".to_owned(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (verb, rest) = data.split_once(':').unwrap_or((data, ""));
        let person = || (!rest.is_empty()).then(|| PersonId::new(rest));
        let sure = |text: &str| match text {
            "!" => Some(true),
            "?" => Some(false),
            _ => None,
        };
        let person_and_sure = || {
            let (mark, id) = rest.split_once(':')?;
            let person = (!id.is_empty()).then(|| PersonId::new(id))?;
            Some((person, sure(mark)?))
        };
        Some(match verb {
            "l" => Self::List(rest.parse().ok()?),
            "c" => Self::Card(person()?),
            "h" => Self::History(person()?),
            "s" => Self::Shifts(person()?),
            "r" => Self::Roles(person()?),
            "ro" => {
                let (marks, rest) = rest.split_once(':')?;
                let (tag, role) = rest.split_once(':')?;
                let (into, mark) = match marks.split_at_checked(1)? {
                    ("+", mark) => (true, mark),
                    ("-", mark) => (false, mark),
                    _ => return None,
                };
                Self::Role {
                    person: Tag::read(tag)?,
                    role: RoleId::new(role),
                    into,
                    sure: sure(mark)?,
                }
            }
            "ph" => Self::Phone(person()?),
            "pn" => {
                let (tag, phone) = rest.split_once(':')?;
                Self::PhoneIs {
                    person: Tag::read(tag)?,
                    phone: phone.to_owned(),
                }
            }
            "go" => {
                let (person, sure) = person_and_sure()?;
                Self::Gone { person, sure }
            }
            "re" => {
                let (person, sure) = person_and_sure()?;
                Self::Returned { person, sure }
            }
            "un" => {
                let (person, sure) = person_and_sure()?;
                Self::Unbind { person, sure }
            }
            "add" => Self::Add,
            "yes" => Self::AddIs(Tag::read(rest)?),
            "no" => Self::Drop,
            "file" => Self::Export,
            _ => return None,
        })
    }
}

/// A phone number as people type it, if it is one: with `+` and the country, so that a tap on it
/// calls, at most [`crate::limits::PHONE_CHARS`] characters. Blanks, hyphens and brackets stay.
pub fn phone(text: &str) -> Option<String> {
    let folded = super::fold(text.trim());
    let rest = folded.strip_prefix('+')?;
    let plain = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')');
    let digits = rest.chars().filter(char::is_ascii_digit).count();
    let fits = rest.chars().all(plain) && digits >= 5 && folded.chars().count() <= PHONE_CHARS;
    fits.then_some(folded)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits::BUTTON_DATA_BYTES;
    use crate::parse::button::Press;

    fn any_press() -> impl Strategy<Value = PeoplePress> {
        let person = "[a-z0-9_.一-龥-]{1,10}".prop_map(PersonId::new);
        let flags = (any::<bool>(), any::<bool>());
        prop_oneof![
            any::<u32>().prop_map(PeoplePress::List),
            person.clone().prop_map(PeoplePress::Card),
            person.clone().prop_map(PeoplePress::History),
            person.clone().prop_map(PeoplePress::Roles),
            (person.clone(), "[a-z0-9_.一-龥-]{1,10}", flags).prop_map(
                |(person, role, (into, sure))| PeoplePress::Role {
                    person: Tag::of(person.as_str()),
                    role: RoleId::new(role),
                    into,
                    sure,
                }
            ),
            person.clone().prop_map(PeoplePress::Phone),
            (person.clone(), "[+][0-9 ()-]{1,20}").prop_map(|(person, phone)| {
                PeoplePress::PhoneIs {
                    person: Tag::of(person.as_str()),
                    phone,
                }
            }),
            (person.clone(), any::<bool>())
                .prop_map(|(person, sure)| PeoplePress::Gone { person, sure }),
            (person.clone(), any::<bool>())
                .prop_map(|(person, sure)| PeoplePress::Returned { person, sure }),
            (person, any::<bool>()).prop_map(|(person, sure)| PeoplePress::Unbind { person, sure }),
            Just(PeoplePress::Add),
            "[a-z]{0,9}".prop_map(|name| PeoplePress::AddIs(Tag::of(&name))),
            Just(PeoplePress::Drop),
            Just(PeoplePress::Export),
        ]
    }

    #[test]
    fn the_longest_ids_and_numbers_fit_a_button() {
        let id = "i".repeat(crate::limits::ID_BYTES);
        let person = PersonId::new(&*id);
        let longest = [
            PeoplePress::Role {
                person: Tag::of(person.as_str()),
                role: RoleId::new(&*id),
                into: true,
                sure: true,
            },
            PeoplePress::PhoneIs {
                person: Tag::of(person.as_str()),
                phone: "+".repeat(PHONE_CHARS),
            },
            PeoplePress::Unbind { person, sure: true },
        ];
        for press in longest {
            let data = Press::People(press).encode();
            assert!(data.len() <= BUTTON_DATA_BYTES, "{data}");
        }
    }

    #[test]
    fn phone_numbers_are_read_as_people_write_them() {
        assert_eq!(
            phone(" +86 138 0000 0002 "),
            Some("+86 138 0000 0002".into())
        );
        assert_eq!(phone("＋86-138"), Some("+86-138".into()));
        for wrong in [
            "13800000002",
            "+",
            "+86 abc",
            "",
            "+1234",
            "+1 1111111111111111111111111",
        ] {
            assert_eq!(phone(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn every_press_comes_back(press in any_press()) {
            let press = Press::People(press);
            prop_assert_eq!(Press::decode(&press.encode()), Some(press));
        }

        #[test]
        fn no_data_breaks_the_reader(data in "(1:p:)?.{0,60}") {
            let _ = Press::decode(&data);
        }
    }
}
