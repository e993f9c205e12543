//! ```text
//! roster   = "/roster" { month | "text" | word }
//! month    = YYYY ( "-" | "/" | "." | "年" ) MM [ "月" ]
//! ```
//! In any order; the other words name the roster. And the buttons about months and calendar feeds.

use crate::ids::RosterId;
use crate::parse::command::{Command, Mistake};
use crate::parse::fold;
use crate::state::roster::Month;
use crate::time::At;

/// Month and `text` in any order; the rest names the roster.
pub(super) fn command(argument: &str) -> Result<Command, Mistake> {
    let (mut month, mut as_text) = (None, false);
    let mut name: Vec<&str> = Vec::new();
    for word in argument.split_whitespace() {
        let folded = fold(word).to_lowercase();
        if let Ok(found) = folded.parse() {
            month = Some(found);
        } else if matches!(folded.as_str(), "text" | "文字" | "文字版") {
            as_text = true;
        } else if looks_like_month(&folded) {
            return Err(Mistake::Month {
                command: "roster",
                given: word.to_owned(),
            });
        } else {
            name.push(word);
        }
    }
    Ok(Command::Roster {
        month,
        roster: name.join(" "),
        as_text,
    })
}

/// Whether somebody meant a month: digits, and what stands between them in dates.
fn looks_like_month(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let dates = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | '年' | '月');
    digits > 0 && word.chars().all(dates)
}

/// ```text
/// month   = [ YYYY-MM ] ":" ( "p" | "t" ) ":" [ roster ]
/// ```
/// `p` is a picture, `t` text. Without a month the running one, without a roster all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthPress {
    /// Which month.
    pub month: Option<Month>,
    /// Which roster.
    pub roster: Option<RosterId>,
    /// As text instead of pictures.
    pub as_text: bool,
}

impl MonthPress {
    pub(super) fn encode(&self) -> String {
        let month = self.month.map_or(String::new(), |month| month.to_string());
        let form = if self.as_text { "t" } else { "p" };
        let roster = self.roster.as_ref().map_or("", RosterId::as_str);
        format!("{month}:{form}:{roster}")
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (month, rest) = data.split_once(':')?;
        let (form, roster) = rest.split_once(':')?;
        let as_text = match form {
            "t" => true,
            "p" => false,
            _ => return None,
        };
        let month = match month {
            "" => None,
            month => Some(month.parse().ok()?),
        };
        Some(Self {
            month,
            roster: (!roster.is_empty()).then(|| RosterId::new(roster)),
            as_text,
        })
    }
}

/// ```text
/// feed    = [ "m" ":" [ roster ] | ( "n" | "r" ) ":" made ":" [ roster ] ]
/// ```
/// `m` makes a link, `n` makes another in the place of the one made then, `r` revokes that one; without a
/// roster that to one's own shifts. Nothing is the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedPress {
    /// Which feeds there are.
    List,
    /// A new link.
    Make(Option<RosterId>),
    /// A new link, confirmed; the one that was made then is void by it.
    Renew(At, Option<RosterId>),
    /// The link that was made then is void.
    Revoke(At, Option<RosterId>),
}

impl FeedPress {
    pub(super) fn encode(&self) -> String {
        let named = |roster: &Option<RosterId>| match roster {
            Some(roster) => roster.to_string(),
            None => String::new(),
        };
        match self {
            Self::List => String::new(),
            Self::Make(roster) => format!("m:{}", named(roster)),
            Self::Renew(made, roster) => format!("n:{}:{}", made.0, named(roster)),
            Self::Revoke(made, roster) => format!("r:{}:{}", made.0, named(roster)),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        if data.is_empty() {
            return Some(Self::List);
        }
        let (what, of) = data.split_once(':')?;
        let named = |roster: &str| (!roster.is_empty()).then(|| RosterId::new(roster));
        if what == "m" {
            return Some(Self::Make(named(of)));
        }
        let (made, roster) = of.split_once(':')?;
        let (made, roster) = (At(made.parse().ok()?), named(roster));
        match what {
            "n" => Some(Self::Renew(made, roster)),
            "r" => Some(Self::Revoke(made, roster)),
            _ => None,
        }
    }
}
