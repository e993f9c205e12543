//! The duty log: who was reminded, asked and told, and who took over (`state::log`).

mod presence;

use serde::{Deserialize, Serialize};

use crate::ids::{PersonId, PresenceId, RosterId};
use crate::state::handover::NoteSaid;
use crate::state::log::{Log, LogEntry, Logged};
use crate::state::swap::{Slot, Unanswered, Way};
use crate::time::At;

pub use presence::{PresenceEvent, PresenceWhat};

/// An entry of the log.
pub type DutyEntry = LogEntry<DutyEvent>;

/// What happened, to the shift of a roster that begins then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DutyEvent {
    /// Which roster.
    pub roster: RosterId,
    /// The shift's beginning.
    pub shift: At,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// The roster is new here: whoever is named counts at once.
    Counted {
        /// Who.
        people: Vec<PersonId>,
    },
    /// Its people were reminded before it begins.
    Reminded {
        /// Who.
        people: Vec<PersonId>,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// Its people were asked whether they are there.
    Asked {
        /// Who.
        people: Vec<PersonId>,
        /// Whether they had been asked before.
        again: bool,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// Whoever did this is on duty.
    TakenOver {
        /// Whether that was late.
        late: bool,
    },
    /// Somebody did not press in time.
    NotTakenOver {
        /// Who.
        person: PersonId,
    },
    /// Somebody's absence was told.
    Told {
        /// Whose.
        person: PersonId,
        /// To whom.
        to: Vec<PersonId>,
        /// When that was due, where that was long before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<At>,
    },
    /// A reminder was noted by whoever did this.
    Noted,
    /// Whoever did this leaves something for the next.
    HandoverNote {
        /// What.
        said: NoteSaid,
    },
    /// What was handed over at the taking over, to be signed.
    HandedOver {
        /// Who had it before.
        from: Vec<PersonId>,
        /// What.
        items: Vec<String>,
    },
    /// Whoever did this signs one of them.
    Signed {
        /// Which.
        item: String,
    },
    /// It was told that nobody signed these.
    Unsigned {
        /// Which.
        items: Vec<String>,
    },
    /// Somebody was asked to take somebody's place.
    SwapAsked {
        /// Whose.
        of: PersonId,
        /// Who was asked.
        to: PersonId,
        /// What is taken in return.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back: Option<Slot>,
    },
    /// Such a question came to nothing.
    SwapOver {
        /// Whose place it was about.
        of: PersonId,
        /// Who was asked.
        to: PersonId,
        /// Why.
        why: Unanswered,
    },
    /// Somebody stands in for somebody else.
    Moved {
        /// Who is not on duty.
        off: PersonId,
        /// Who is.
        on: PersonId,
        /// From when on: the shift may have begun before.
        from: At,
        /// Until when.
        to: At,
        /// How that came.
        way: Way,
    },
    /// A message about it did not arrive.
    NotDelivered {
        /// For whom it was.
        person: PersonId,
    },
    /// Nobody was asked, since it was over by then: the bot was down.
    NotSent {
        /// How many shifts, of which this is the first.
        shifts: u32,
        /// When the last of them ended.
        to: At,
    },
    /// Of a presence check within the shift.
    Presence(PresenceEvent),
}

impl Logged for DutyEvent {
    const LOG: Log = Log::Duty;

    fn kind(&self) -> &'static str {
        match &self.what {
            What::Counted { .. } => "counted",
            What::Reminded { .. } => "reminded",
            What::Asked { again: false, .. } => "asked",
            What::Asked { again: true, .. } => "asked_again",
            What::TakenOver { late: false } => "taken_over",
            What::TakenOver { late: true } => "taken_over_late",
            What::NotTakenOver { .. } => "not_taken_over",
            What::Told { .. } => "told",
            What::Noted => "noted",
            What::HandoverNote { .. } => "handover_note",
            What::HandedOver { .. } => "handed_over",
            What::Signed { .. } => "signed",
            What::Unsigned { .. } => "unsigned",
            What::SwapAsked { .. } => "swap_asked",
            What::SwapOver { why, .. } => match why {
                Unanswered::Refused => "swap_refused",
                Unanswered::Withdrawn => "swap_withdrawn",
                Unanswered::TooLate => "swap_too_late",
                Unanswered::Void => "swap_void",
                Unanswered::Unreached => "swap_unreached",
            },
            What::Moved { way, .. } => match way {
                Way::Swap => "swapped",
                Way::Cover => "covered",
                Way::Taken => "stepped_in",
                Way::Undone => "swap_undone",
            },
            What::NotDelivered { .. } => "not_delivered",
            What::NotSent { .. } => "not_sent",
            What::Presence(event) => event.kind(),
        }
    }

    fn text(&self) -> String {
        let shift = format!("{} {}", self.roster, self.shift.rfc3339());
        let listed = |people: &[PersonId]| -> String {
            let people: Vec<&str> = people.iter().map(PersonId::as_str).collect();
            people.join(", ")
        };
        let late = |due: &Option<At>| match due {
            Some(due) => format!(" (due {})", due.rfc3339()),
            None => String::new(),
        };
        match &self.what {
            What::Counted { people } => format!("{shift}: {}", listed(people)),
            What::Reminded { people, due } | What::Asked { people, due, .. } => {
                format!("{shift}: {}{}", listed(people), late(due))
            }
            What::TakenOver { .. } | What::Noted => shift,
            What::HandoverNote { said } => match said {
                NoteSaid::Quiet => format!("{shift}: quiet"),
                NoteSaid::Open(numbers) => {
                    let numbers = numbers.iter().map(|number| format!("#{number}"));
                    format!("{shift}: open {}", numbers.collect::<Vec<_>>().join(", "))
                }
                NoteSaid::Text(text) => format!("{shift}: «{text}»"),
            },
            What::HandedOver { from, items } => {
                format!("{shift}: {} from {}", items.join(", "), listed(from))
            }
            What::Signed { item } => format!("{shift}: {item}"),
            What::Unsigned { items } => format!("{shift}: {}", items.join(", ")),
            What::SwapAsked { of, to, back } => {
                let back = back.as_ref().map_or_else(String::new, |back| {
                    let (from, to) = (back.from.rfc3339(), back.to.rfc3339());
                    format!(", for {} {from} to {to} of {}", back.roster, back.of)
                });
                format!("{shift}: {of}, to {to}{back}")
            }
            What::SwapOver { of, to, .. } => format!("{shift}: {of}, to {to}"),
            What::Moved {
                off, on, from, to, ..
            } => {
                let (from, to) = (from.rfc3339(), to.rfc3339());
                format!("{shift}: {on} for {off}, {from} to {to}")
            }
            What::NotTakenOver { person } | What::NotDelivered { person } => {
                format!("{shift}: {person}")
            }
            What::Told { person, to, due } => {
                format!("{shift}: {person}, to {}{}", listed(to), late(due))
            }
            What::NotSent { shifts, to } => {
                format!("{shift}: {shifts} until {}", to.rfc3339())
            }
            What::Presence(event) => format!("{shift}: {}", event.text()),
        }
    }
}

impl DutyEvent {
    /// Whom it is about, beside whoever did it.
    pub fn people(&self) -> Vec<&PersonId> {
        match &self.what {
            What::Counted { people }
            | What::Reminded { people, .. }
            | What::Asked { people, .. } => people.iter().collect(),
            What::NotTakenOver { person }
            | What::Told { person, .. }
            | What::NotDelivered { person } => vec![person],
            What::SwapAsked { of, to, .. } | What::SwapOver { of, to, .. } => vec![of, to],
            What::Moved { off, on, .. } => vec![off, on],
            What::HandedOver { from, .. } => from.iter().collect(),
            What::TakenOver { .. }
            | What::Noted
            | What::HandoverNote { .. }
            | What::Signed { .. }
            | What::Unsigned { .. }
            | What::NotSent { .. } => Vec::new(),
            What::Presence(event) => event.people(),
        }
    }

    /// Of a presence check: its row, and when it was due.
    pub fn check(&self) -> Option<(&PresenceId, At)> {
        match &self.what {
            What::Presence(event) => Some((&event.row, event.at)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::change::Head;
    use crate::state::event::Actor;
    use crate::state::log::{Broken, verify};

    fn log() -> Vec<DutyEntry> {
        let event = |what| DutyEvent {
            roster: "office".into(),
            shift: At(1_764_000_000_000),
            what,
        };
        let asked = What::Asked {
            people: vec!["li".into()],
            again: false,
            due: None,
        };
        let first = DutyEntry::chain(Head::default(), At(5), Actor::Bot, event(asked));
        let head = first.head();
        let taken = event(What::TakenOver { late: false });
        let second = DutyEntry::chain(head, At(6), Actor::Person("li".into()), taken);
        vec![first, second]
    }

    #[test]
    fn a_changed_entry_a_missing_one_and_a_cut_off_end_are_named() {
        let good = log();
        let end = Head {
            seq: 2,
            hash: good[1].hash,
        };
        assert_eq!(verify(end, &good), Ok(()));
        assert_eq!(verify(end, &good[1..]), Err(Broken::Gap(Log::Duty, 1)));
        assert_eq!(verify(end, &good[..1]), Err(Broken::Gap(Log::Duty, 2)));
        let mut forged = good;
        forged[1].event.what = What::TakenOver { late: true };
        assert_eq!(verify(end, &forged), Err(Broken::Hash(Log::Duty, 2)));
    }

    #[test]
    fn an_entry_of_the_first_builds_is_read() {
        let entry = log().remove(1);
        let stored = serde_json::to_string(&entry).unwrap();
        let first = stored.replace("\"event\":", "\"duty\":");
        assert_ne!(stored, first);
        assert_eq!(serde_json::from_str::<DutyEntry>(&first).unwrap(), entry);
    }
}
