//! The words of workbooks: names of sheets, headings, and what the duty log says in a word.

use crate::render::words::Words;
use crate::settings::Language;
use crate::state::duty_log::DutyEvent;
use crate::state::ledger::{DisputeKind, Stage};
use crate::state::log::Logged as _;
use crate::state::prompt_answers::Outcome;

/// A language's words for workbooks.
#[derive(Clone, Copy)]
pub struct SheetWords<'a> {
    /// All words.
    pub words: &'a Words,
    /// In which language.
    pub language: Language,
}

impl SheetWords<'_> {
    /// The name of a sheet: `duty`, `attendance`, `incidents`, `timeline`, `prompts`, `answers`, `disputes`.
    pub fn sheet(&self, id: &str) -> String {
        self.say(&format!("sheet-{id}"))
    }

    /// The heading of a column, by its name in the other formats.
    pub fn heading(&self, column: &str) -> String {
        self.say(&format!("column-{column}"))
    }

    /// What an entry of the duty log tells.
    pub fn event(&self, event: &DutyEvent) -> String {
        self.say(&format!("log-{}", event.kind()))
    }

    /// What an entry of the prompt log tells, by its kind.
    pub fn prompt_event(&self, kind: &str) -> String {
        self.say(&format!("promptlog-{kind}"))
    }

    /// What an entry of the ledger tells, by its kind.
    pub fn ledger_event(&self, kind: &str) -> String {
        self.say(&format!("ledgerlog-{kind}"))
    }

    /// What a dispute is about.
    pub fn dispute_kind(&self, kind: DisputeKind) -> String {
        self.say(&format!("dispute-kind-{}", kind.word()))
    }

    /// How far a dispute has come.
    pub fn stage(&self, stage: Stage) -> String {
        self.say(&format!("dispute-stage-{}", stage.word()))
    }

    /// What came of a question of a prompt.
    pub fn outcome(&self, outcome: Outcome) -> String {
        self.say(&format!("outcome-{}", outcome.word()))
    }

    /// The state of an incident: `open`, `acknowledged`, `closed`.
    pub fn state(&self, word: &str) -> String {
        self.say(&format!("value-{word}"))
    }

    fn say(&self, id: &str) -> String {
        self.words.say(self.language, id, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PersonId;
    use crate::state::duty_log::{PresenceEvent, PresenceWhat, What};
    use crate::state::handover::NoteSaid;
    use crate::state::swap::{Unanswered, Way};
    use crate::time::At;

    /// Each thing that can happen, once. Whoever adds one is stopped here by the compiler, and adds its words.
    fn after(what: Option<&What>) -> Option<What> {
        let (at, person) = (At(0), || PersonId::from("li"));
        let people = || vec![person()];
        let presence = |what| {
            What::Presence(PresenceEvent {
                row: "watch".into(),
                at,
                what,
            })
        };
        let over = |why| What::SwapOver {
            of: person(),
            to: person(),
            why,
        };
        let moved = |way| What::Moved {
            off: person(),
            on: person(),
            from: at,
            to: at,
            way,
        };
        Some(match what {
            None => What::Counted { people: people() },
            Some(What::Counted { .. }) => What::Reminded {
                people: people(),
                due: None,
            },
            Some(What::Reminded { .. }) => What::Asked {
                people: people(),
                again: false,
                due: None,
            },
            Some(What::Asked { again: false, .. }) => What::Asked {
                people: people(),
                again: true,
                due: None,
            },
            Some(What::Asked { again: true, .. }) => What::TakenOver { late: false },
            Some(What::TakenOver { late: false }) => What::TakenOver { late: true },
            Some(What::TakenOver { late: true }) => What::NotTakenOver { person: person() },
            Some(What::NotTakenOver { .. }) => What::Told {
                person: person(),
                to: people(),
                due: None,
            },
            Some(What::Told { .. }) => What::Noted,
            Some(What::Noted) => What::HandoverNote {
                said: NoteSaid::Quiet,
            },
            Some(What::HandoverNote { .. }) => What::HandedOver {
                from: people(),
                items: Vec::new(),
            },
            Some(What::HandedOver { .. }) => What::Signed {
                item: String::new(),
            },
            Some(What::Signed { .. }) => What::Unsigned { items: Vec::new() },
            Some(What::Unsigned { .. }) => What::SwapAsked {
                of: person(),
                to: person(),
                back: None,
            },
            Some(What::SwapAsked { .. }) => over(Unanswered::Refused),
            Some(What::SwapOver { why, .. }) => match why {
                Unanswered::Refused => over(Unanswered::Withdrawn),
                Unanswered::Withdrawn => over(Unanswered::TooLate),
                Unanswered::TooLate => over(Unanswered::Void),
                Unanswered::Void => over(Unanswered::Unreached),
                Unanswered::Unreached => moved(Way::Swap),
            },
            Some(What::Moved { way, .. }) => match way {
                Way::Swap => moved(Way::Cover),
                Way::Cover => moved(Way::Taken),
                Way::Taken => moved(Way::Undone),
                Way::Undone => What::NotDelivered { person: person() },
            },
            Some(What::NotDelivered { .. }) => What::NotSent { shifts: 1, to: at },
            Some(What::NotSent { .. }) => presence(PresenceWhat::Asked {
                people: people(),
                until: at,
            }),
            Some(What::Presence(event)) => presence(match &event.what {
                PresenceWhat::Asked { .. } => PresenceWhat::Spared { people: people() },
                PresenceWhat::Spared { .. } => PresenceWhat::InPost { late: false },
                PresenceWhat::InPost { late: false } => PresenceWhat::InPost { late: true },
                PresenceWhat::InPost { late: true } => PresenceWhat::Missed { person: person() },
                PresenceWhat::Missed { .. } => PresenceWhat::Unreached { person: person() },
                PresenceWhat::Unreached { .. } => PresenceWhat::Freed { person: person() },
                PresenceWhat::Freed { .. } => PresenceWhat::Told {
                    person: person(),
                    to: people(),
                    due: None,
                },
                PresenceWhat::Told { .. } => PresenceWhat::NotDelivered { person: person() },
                PresenceWhat::NotDelivered { .. } => PresenceWhat::NotSent { checks: 1, to: at },
                PresenceWhat::NotSent { .. } => PresenceWhat::Skipped,
                PresenceWhat::Skipped => PresenceWhat::Withdrawn { people: people() },
                PresenceWhat::Withdrawn { .. } => return None,
            }),
        })
    }

    #[test]
    fn whatever_the_duty_log_tells_has_a_word_in_both_languages() {
        let words = Words::new();
        let all = std::iter::successors(after(None), |what| after(Some(what)));
        let mut told = Vec::new();
        for what in all {
            let event = DutyEvent {
                roster: "office".into(),
                shift: At(0),
                what,
            };
            for language in [Language::Zh, Language::En] {
                let words = SheetWords {
                    words: &words,
                    language,
                };
                let word = words.event(&event);
                assert!(!word.starts_with("log-") && !told.contains(&word), "{word}");
                told.push(word);
            }
        }
        assert_eq!(told.len(), 2 * 37);
    }
}
