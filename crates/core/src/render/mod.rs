//! From meaning to messages, in the reader's language. All words are in `locales/`.

use crate::outgoing::Message;
use crate::settings::{Language, Settings};
use crate::state::desk::Desk;
use crate::time::At;

mod buttons;
mod card;
mod changed;
mod choices;
mod compose;
mod duty;
mod edits;
mod evidence;
mod export;
mod feed;
mod form;
mod handing;
mod handover;
mod invite;
mod ledger;
mod ledger_form;
mod ledger_letter;
mod ledger_line;
mod ledger_list;
mod ledger_unasked;
mod likeness;
mod line;
mod list;
mod names;
mod notice;
mod offer;
mod overdue;
mod page;
mod people;
mod post;
mod presence;
mod prompt;
mod prompt_items;
mod prompt_line;
mod prompt_missing;
mod prompt_title;
mod prompt_withdrawn;
mod roster;
mod roster_text;
mod screening_report;
mod selftest;
pub mod setup;
pub mod sheets;
mod speech;
mod stats;
mod stats_rates;
mod swap;
mod talk;
mod timeline;
mod withdraw;
pub mod words;

pub use compose::shorten;
pub use feed::{Calendar, CalendarEntry, calendar};
pub(crate) use ledger::may_turn_violent;
pub use ledger::names_dispute;
pub use names::nth_time as local_time;
pub(crate) use post::priority;
pub use post::{post, wanted};
pub use roster::month_pictures;
pub use roster_text::sheet_text;
pub use speech::speech;
pub use stats::{chart_text, stats_picture};
pub use talk::{command_list, shortcut};

use words::Words;

/// What rendering looks at: words, names, the reader's language and the instant.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The words.
    pub words: &'a Words,
    /// Names and zone.
    pub settings: &'a Settings,
    /// What is known beyond the configuration.
    pub desk: &'a Desk,
    /// The reader's language.
    pub language: Language,
    /// Now: times of today stand without a date.
    pub now: At,
}

impl View<'_> {
    fn say(&self, id: &str, arguments: &[(&str, words::Argument<'_>)]) -> String {
        self.words.say(self.language, id, arguments)
    }

    /// A toast: at most 200 characters, no entities.
    pub fn toast(&self, line: &crate::decide::Line) -> String {
        let text = compose::plain(&line::text(self, line));
        shorten(&text, crate::limits::TOAST_CHARS)
    }

    /// Whether a toast deserves a box that must be closed: refusals and stale buttons
    /// (MESSAGES 15).
    pub fn is_alert(&self, line: &crate::decide::Line) -> bool {
        use crate::decide::{Line, PromptTold, SwapTold};
        if let Line::Ledger(told) = line {
            return told.is_alert();
        }
        matches!(
            line,
            Line::MayNot { .. }
                | Line::HandOnOnly { .. }
                | Line::WithdrawOnly { .. }
                | Line::WithdrawnBefore { .. }
                | Line::MayNotRead
                | Line::AdministratorsOnly
                | Line::RosterUnknown { .. }
                | Line::InviteBound(_)
                | Line::InviteGone(_)
                | Line::NightUnbound(_)
                | Line::NightOfAnother(_)
                | Line::DutyOver { .. }
                | Line::DutyGone
                | Line::DutyOfOthers(_)
                | Line::Swap(
                    SwapTold::OfOthers(_) | SwapTold::NotYours(_) | SwapTold::Gone | SwapTold::Void
                )
                | Line::PresenceOver(_)
                | Line::Prompt(
                    PromptTold::Over(_)
                        | PromptTold::OfOthers(_)
                        | PromptTold::AgainOf(_)
                        | PromptTold::SomethingFound(_)
                        | PromptTold::RegistersNow
                        | PromptTold::ReportOver(_)
                        | PromptTold::ReportOf(_)
                )
                | Line::PresenceOfOthers(_)
                | Line::OldButton
                | Line::FeedGone
                | Line::ForeignButton
                | Line::ClosedAlready { .. }
                | Line::NewsOfClosed { .. }
                | Line::StrangerUser(_)
                | Line::StrangerChat(_)
        )
    }
}

/// A message of one text.
fn message(text: &str) -> Message {
    compose::compose(text)
}
