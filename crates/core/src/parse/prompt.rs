//! ```text
//! data = "m" | "a:" round | "b:" round | report ":" round | verb ":" unit ":" round | mark ":" unit ":" item ":" round
//! report = "p" | "t" | "u"
//! verb = "d" | "l" | "n" | "r" | "e" | "s"
//! mark = "g" | "w"
//! round = instant ":" prompt
//! ```
//! What stands behind `1:pr:` in the data of the buttons of prompts. `instant` is when the round was due, in
//! decimal milliseconds; `unit` and `item` are places in it, from 0. A mark is the one that is wanted (good or
//! wrong), so that a tap that comes twice changes nothing.

use crate::ids::PromptId;
use crate::limits::{BUTTON_DATA_BYTES, ID_BYTES};
use crate::state::prompt::Found;
use crate::time::At;

// Instants have so many digits until the year 2286.
const _: () = assert!("1:pr:g:65535:255:9999999999999:".len() + ID_BYTES <= BUTTON_DATA_BYTES);

/// A button of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PromptPress {
    /// What is open for whoever presses.
    Mine,
    /// Those who have not answered are asked again.
    Again {
        /// Which prompt.
        prompt: PromptId,
        /// Which round.
        at: At,
        /// Whether it stands in a list of what is open, which is shown anew then.
        listed: bool,
    },
    /// A button of the written report of a round.
    Report {
        /// Which prompt.
        prompt: PromptId,
        /// Which round.
        at: At,
        /// Which button.
        button: ReportButton,
    },
    /// A button under somebody's question.
    Question {
        /// Which prompt.
        prompt: PromptId,
        /// Which round.
        at: At,
        /// Whose question.
        unit: u16,
        /// Which button.
        button: QuestionButton,
    },
}

/// A button of a written report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportButton {
    /// It is made.
    Reported,
    /// It is to be shown, whole.
    Show {
        /// Whether the button stands in a list of what is open, which is shown anew then.
        listed: bool,
    },
}

/// A button under a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuestionButton {
    /// It is done.
    Done,
    /// Remind tomorrow.
    Later,
    /// Nothing found.
    Nothing,
    /// Register dispute.
    Register,
    /// That is all.
    All,
    /// An item is to have this mark.
    Item(u8, Found),
    /// Submit.
    Submit,
}

impl PromptPress {
    /// As button data behind the verb.
    pub fn encode(&self) -> String {
        match self {
            Self::Mine => "m".to_owned(),
            Self::Again { prompt, at, listed } => {
                let verb = if *listed { "b" } else { "a" };
                format!("{verb}:{}:{prompt}", at.0)
            }
            Self::Report { prompt, at, button } => {
                let verb = match button {
                    ReportButton::Reported => "p",
                    ReportButton::Show { listed: false } => "t",
                    ReportButton::Show { listed: true } => "u",
                };
                format!("{verb}:{}:{prompt}", at.0)
            }
            Self::Question {
                prompt,
                at,
                unit,
                button,
            } => {
                let verb = match button {
                    QuestionButton::Done => "d",
                    QuestionButton::Later => "l",
                    QuestionButton::Nothing => "n",
                    QuestionButton::Register => "r",
                    QuestionButton::All => "e",
                    QuestionButton::Submit => "s",
                    QuestionButton::Item(item, found) => {
                        let mark = match found {
                            Found::Good => "g",
                            Found::Problem => "w",
                        };
                        return format!("{mark}:{unit}:{item}:{}:{prompt}", at.0);
                    }
                };
                format!("{verb}:{unit}:{}:{prompt}", at.0)
            }
        }
    }

    /// From button data behind the verb.
    pub fn decode(data: &str) -> Option<Self> {
        if data == "m" {
            return Some(Self::Mine);
        }
        let (verb, rest) = data.split_once(':')?;
        if verb == "a" || verb == "b" {
            let (at, prompt) = round(rest)?;
            let listed = verb == "b";
            return Some(Self::Again { prompt, at, listed });
        }
        let reports = match verb {
            "p" => Some(ReportButton::Reported),
            "t" => Some(ReportButton::Show { listed: false }),
            "u" => Some(ReportButton::Show { listed: true }),
            _ => None,
        };
        if let Some(button) = reports {
            let (at, prompt) = round(rest)?;
            return Some(Self::Report { prompt, at, button });
        }
        let (unit, rest) = rest.split_once(':')?;
        let (button, rest) = match verb {
            "d" => (QuestionButton::Done, rest),
            "l" => (QuestionButton::Later, rest),
            "n" => (QuestionButton::Nothing, rest),
            "r" => (QuestionButton::Register, rest),
            "e" => (QuestionButton::All, rest),
            "s" => (QuestionButton::Submit, rest),
            "g" | "w" => {
                let (item, rest) = rest.split_once(':')?;
                let found = if verb == "g" {
                    Found::Good
                } else {
                    Found::Problem
                };
                (QuestionButton::Item(item.parse().ok()?, found), rest)
            }
            _ => return None,
        };
        let (at, prompt) = round(rest)?;
        Some(Self::Question {
            prompt,
            at,
            unit: unit.parse().ok()?,
            button,
        })
    }
}

fn round(text: &str) -> Option<(At, PromptId)> {
    let (at, prompt) = text.split_once(':')?;
    let prompt = (!prompt.is_empty()).then(|| PromptId::new(prompt))?;
    Some((At(at.parse().ok()?), prompt))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_button_comes_back_and_fits() {
        let prompt = || PromptId::new("p".repeat(ID_BYTES));
        let question = |button| PromptPress::Question {
            prompt: prompt(),
            // The end of the year 2099.
            at: At(4_102_444_799_999),
            unit: u16::MAX,
            button,
        };
        let presses = [
            PromptPress::Mine,
            PromptPress::Again {
                prompt: prompt(),
                at: At(4_102_444_799_999),
                listed: false,
            },
            PromptPress::Again {
                prompt: prompt(),
                at: At(4_102_444_799_999),
                listed: true,
            },
            PromptPress::Report {
                prompt: prompt(),
                at: At(4_102_444_799_999),
                button: ReportButton::Reported,
            },
            PromptPress::Report {
                prompt: prompt(),
                at: At(4_102_444_799_999),
                button: ReportButton::Show { listed: false },
            },
            PromptPress::Report {
                prompt: prompt(),
                at: At(4_102_444_799_999),
                button: ReportButton::Show { listed: true },
            },
            question(QuestionButton::Done),
            question(QuestionButton::Later),
            question(QuestionButton::Nothing),
            question(QuestionButton::Register),
            question(QuestionButton::All),
            question(QuestionButton::Submit),
            question(QuestionButton::Item(u8::MAX, Found::Good)),
            question(QuestionButton::Item(u8::MAX, Found::Problem)),
        ];
        for press in presses {
            let data = press.encode();
            assert!("1:pr:".len() + data.len() <= BUTTON_DATA_BYTES, "{data}");
            assert_eq!(PromptPress::decode(&data), Some(press));
        }
        for foreign in [
            "",
            "x",
            "a",
            "a:1:",
            "d:1:2",
            "g:1:2:3",
            "i:1:2:3:p",
            "d:70000:1:p",
        ] {
            assert_eq!(PromptPress::decode(foreign), None, "{foreign}");
        }
    }
}
