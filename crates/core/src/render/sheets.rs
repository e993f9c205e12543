//! The words of workbooks: names of sheets, headings, and what the duty log says in a word.

use crate::ids::DisputeNumber;
use crate::render::words::Words;
use crate::settings::Language;
use crate::state::duty_log::DutyEvent;
use crate::state::event::Event;
use crate::state::ledger::{Dispute, DisputeKind};
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
    /// The name of a sheet: `duty`, `attendance`, `incidents`, `timeline`, `prompts`, `answers`, `disputes`,
    /// `ledger_log`.
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

    /// What an entry of an incident's record tells.
    pub fn incident_event(&self, event: &Event) -> String {
        self.say(&format!("incidentlog-{}", event.kind()))
    }

    /// A dispute by its number, as chat calls it.
    pub fn dispute(&self, number: DisputeNumber) -> String {
        let n = ("n", number.0.into());
        self.words.say(self.language, "dispute-number", &[n])
    }

    /// Where a dispute is; of a place that was typed the word for other places, since no typed word leaves the
    /// private chats.
    pub fn place(&self, place: Option<&str>) -> String {
        place.map_or_else(|| self.say("dispute-place-other"), str::to_owned)
    }

    /// What a dispute is about.
    pub fn dispute_kind(&self, kind: DisputeKind) -> String {
        self.say(&format!("dispute-kind-{}", kind.word()))
    }

    /// How far a dispute has come; of one that broke out again, and is pending, that too.
    pub fn stage_of(&self, dispute: &Dispute) -> String {
        let stage = self.say(&format!("dispute-stage-{}", dispute.stage.word()));
        if dispute.reopened == 0 || !dispute.stage.is_pending() {
            return stage;
        }
        let stage = ("stage", (&stage).into());
        self.words.say(self.language, "sheet-stage-again", &[stage])
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
    use crate::ids::{IncidentNumber, MessageId, PersonId, PolicyId, TelegramChat, TelegramUser};
    use crate::incoming::{AttachmentKind, Position};
    use crate::outgoing::Unreachable;
    use crate::state::duty_log::{PresenceEvent, PresenceWhat, What};
    use crate::state::event::{Actor, Fact, FactAnswer, Origin, Passed, Report, Restart, Told};
    use crate::state::evidence::{Evidence, Unkept};
    use crate::state::handover::NoteSaid;
    use crate::state::ledger::{self, Stage};
    use crate::state::merge::AlsoReported;
    use crate::state::policy::PolicySnapshot;
    use crate::state::record::Hash;
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

    /// As [`after`], of an incident's record.
    fn event_after(event: Option<&Event>) -> Option<Event> {
        let (at, person, number) = (At(0), || PersonId::from("li"), IncidentNumber(1));
        let reason = String::new;
        let origin = Origin {
            chat: TelegramChat(1),
            message: MessageId(1),
        };
        let (piece, kind) = (1, AttachmentKind::Photo);
        let Some(event) = event else {
            return Some(Event::Declined);
        };
        Some(match event {
            Event::Declined => Event::StepEntered {
                round: 1,
                step: 0,
                due: None,
            },
            Event::StepEntered { .. } => Event::StepPassed {
                round: 1,
                step: 0,
                why: Passed::NoAnswer,
                due: None,
            },
            Event::StepPassed { .. } => Event::Paged {
                person: person(),
                role: None,
                call: 1,
            },
            Event::Paged { .. } => Event::RangAgain {
                attempt: 1,
                due: None,
            },
            Event::RangAgain { .. } => Event::Delivered {
                person: person(),
                call: 1,
            },
            Event::Delivered { .. } => Event::NotReached {
                person: person(),
                why: Unreachable::Blocked,
            },
            Event::NotReached { .. } => Event::PageFailed {
                person: person(),
                reason: reason(),
            },
            Event::PageFailed { .. } => Event::PostFailed {
                chat: origin.chat,
                reason: reason(),
            },
            Event::PostFailed { .. } => Event::Exhausted,
            Event::Exhausted => Event::Acknowledged,
            Event::Acknowledged => Event::HandedOn {
                to: person(),
                until: at,
            },
            Event::HandedOn { .. } => Event::Questioned,
            Event::Questioned => Event::QuestionedLate { due: at },
            Event::QuestionedLate { .. } => Event::StillOnIt,
            Event::StillOnIt => Event::Restarted {
                why: Restart::Raised,
                due: None,
                excused: None,
            },
            Event::Restarted { .. } => Event::SeverityChanged {
                from: "I".into(),
                to: "II".into(),
                policy: None,
            },
            Event::SeverityChanged { .. } => Event::CategoryChanged {
                from: None,
                to: "fire".into(),
                policy: None,
            },
            Event::CategoryChanged { .. } => Event::FactGiven {
                fact: Fact::Hurt,
                answer: FactAnswer::No,
            },
            Event::FactGiven { .. } => Event::Updated {
                text: reason(),
                evidence: Vec::new(),
                origin: None,
            },
            Event::Updated { .. } => Event::Edited {
                origin,
                told: Told::Report,
                text: reason(),
            },
            Event::Edited { .. } => Event::Likened { to: None },
            Event::Likened { .. } => Event::Joined(Box::new(AlsoReported {
                number,
                by: Actor::Bot,
                at,
                text: reason(),
                origin: None,
                pieces: 0,
                news: None,
            })),
            Event::Joined(_) => Event::AcknowledgedWith {
                holder: Actor::Bot,
                number,
            },
            Event::AcknowledgedWith { .. } => Event::MovedWithShift {
                roster: "office".into(),
            },
            Event::MovedWithShift { .. } => Event::Merged { into: number },
            Event::Merged { .. } => Event::Withdrawn { ends: true },
            Event::Withdrawn { .. } => Event::FromDispute {
                dispute: DisputeNumber(1),
            },
            Event::FromDispute { .. } => Event::MediatorChanged {
                dispute: DisputeNumber(1),
                mediator: person(),
            },
            Event::MediatorChanged { .. } => Event::Evidence(Evidence::Added {
                evidence: Vec::new(),
                origin: None,
            }),
            Event::Evidence(Evidence::Added { .. }) => Event::Evidence(Evidence::Placed {
                piece,
                position: Position {
                    latitude: 0,
                    longitude: 0,
                },
            }),
            Event::Evidence(Evidence::Placed { .. }) => Event::Evidence(Evidence::Kept {
                piece,
                kind,
                sha256: Hash::of(b""),
                bytes: 0,
            }),
            Event::Evidence(Evidence::Kept { .. }) => Event::Evidence(Evidence::Refused {
                piece: None,
                kind,
                why: Unkept::TooLarge { limit: 1 },
            }),
            Event::Evidence(Evidence::Refused { .. }) => Event::Evidence(Evidence::Failed {
                piece,
                kind,
                reason: reason(),
            }),
            Event::Evidence(Evidence::Failed { .. }) => Event::Closed { reason: reason() },
            Event::Closed { .. } => Event::Reported(Box::new(Report {
                number,
                text: reason(),
                reporter_telegram: TelegramUser(1),
                chat: origin.chat,
                message: None,
                severity: "I".into(),
                severity_named: false,
                category: None,
                evidence: Vec::new(),
                drill: false,
                policy: PolicySnapshot {
                    id: PolicyId::from("rest"),
                    steps: Vec::new(),
                    repeat: 0,
                    ack_timeout_ms: None,
                },
            })),
            Event::Reported(_) => return None,
        })
    }

    #[test]
    fn whatever_the_record_of_an_incident_tells_has_a_word_in_both_languages() {
        let words = Words::new();
        let all = std::iter::successors(event_after(None), |event| event_after(Some(event)));
        let mut told = std::collections::BTreeMap::new();
        for event in all {
            for language in [Language::Zh, Language::En] {
                let words = SheetWords {
                    words: &words,
                    language,
                };
                let word = words.incident_event(&event);
                assert!(!word.starts_with("incidentlog-"), "{word}");
                // A question that came late is one.
                let kind = told.insert(word.clone(), event.kind());
                assert!(kind.is_none_or(|kind| kind == event.kind()), "{word}");
            }
        }
        assert_eq!(told.len(), 2 * 35);
    }

    #[test]
    fn what_broke_out_again_and_is_pending_says_so() {
        let words = Words::new();
        let said = |language, stage, reopened| {
            let what = ledger::What::Registered {
                kind: DisputeKind::Other,
                place: None,
                mediator: "li".into(),
                mediate_by: At(1),
                origin: None,
            };
            let event = ledger::LedgerEvent {
                dispute: Some(DisputeNumber(1)),
                what,
                texts: Vec::new(),
            };
            let mut dispute = Dispute::begin(At(0), &Actor::Bot, &event).unwrap();
            (dispute.stage, dispute.reopened) = (stage, reopened);
            let words = SheetWords {
                words: &words,
                language,
            };
            words.stage_of(&dispute)
        };
        assert_eq!(said(Language::Zh, Stage::Registered, 0), "已登记");
        assert_eq!(
            said(Language::Zh, Stage::Registered, 1),
            "已登记（再次发生）"
        );
        assert_eq!(
            said(Language::En, Stage::Registered, 2),
            "registered (broke out again)"
        );
        assert_eq!(said(Language::Zh, Stage::Closed, 1), "已结案");
    }
}
