//! ```text
//! swap    = [ day [ blanks rest ] ]
//! day     = [ year "-" ] month "-" day | [ year "/" ] month "/" day | [ year "年" ] month "月" day [ "日" | "号" ]
//!         | "today" | "今天" | "tomorrow" | "明天" | "后天"
//! ```
//! `rest` is a person, a person and a day (theirs, in return), or two persons (whose shift, and who
//! takes it): which of them is decided by who is known.
//!
//! ```text
//! data    = "w" slot | ( "t" | "T" ) slot | ( "c" | "C" ) slot8 | ( "y" | "n" | "x" ) instant | "d"
//! slot    = tag begin roster
//! slot8   = tag tag begin roster
//! begin   = 11 hexadecimal digits: milliseconds
//! tag     = 8 hexadecimal digits, of a person
//! instant = hexadecimal milliseconds
//! ```
//! stands behind `1:s:` in the data of the buttons.

use chrono::{Datelike, Days, NaiveDate};

use crate::ids::{PersonId, RosterId};
use crate::parse::fold;
use crate::parse::tag::Tag;
use crate::time::At;

/// A person in a button that has a roster beside him: four bytes.
pub type ShortTag = Tag<4>;

/// A button about swaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SwapPress {
    /// Who takes this place on a shift? The choice comes as a message.
    Whom(SlotTag),
    /// This person is to take it; an administrator is asked for Confirm first.
    To {
        /// Which place.
        slot: SlotTag,
        /// Who.
        to: ShortTag,
        /// Confirmed.
        sure: bool,
    },
    /// Whoever presses takes the place at once; asked for Confirm first.
    Take {
        /// Which place.
        slot: SlotTag,
        /// Confirmed.
        sure: bool,
    },
    /// The one who was asked takes the shift.
    Yes(At),
    /// He can't.
    No(At),
    /// The one who asked has thought better of it.
    Withdraw(At),
    /// Drops the question under which it stands.
    Drop,
}

/// A place on a shift, as it fits a button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotTag {
    /// Of which roster.
    pub roster: RosterId,
    /// When the shift begins.
    pub from: At,
    /// Whose place.
    pub of: ShortTag,
}

impl SlotTag {
    /// Of a place.
    pub fn new(roster: &RosterId, from: At, of: &PersonId) -> Self {
        Self {
            roster: roster.clone(),
            from,
            of: Tag::of(of.as_str()),
        }
    }
}

/// Digits of an instant beside a roster, where not one byte is to spare: good for five hundred years.
const INSTANT: usize = 11;

impl SwapPress {
    pub(super) fn encode(&self) -> String {
        let after = |slot: &SlotTag| format!("{:0INSTANT$x}{}", slot.from.0, slot.roster);
        match self {
            Self::Whom(slot) => format!("w{}{}", slot.of, after(slot)),
            Self::To { slot, to, sure } => {
                let verb = if *sure { 'C' } else { 'c' };
                format!("{verb}{}{to}{}", slot.of, after(slot))
            }
            Self::Take { slot, sure } => {
                let verb = if *sure { 'T' } else { 't' };
                format!("{verb}{}{}", slot.of, after(slot))
            }
            Self::Yes(began) => format!("y{:x}", began.0),
            Self::No(began) => format!("n{:x}", began.0),
            Self::Withdraw(began) => format!("x{:x}", began.0),
            Self::Drop => "d".to_owned(),
        }
    }

    pub(super) fn decode(data: &str) -> Option<Self> {
        let (verb, rest) = data.split_at_checked(1)?;
        let instant = |text: &str| i64::from_str_radix(text, 16).ok().map(At);
        let slot = |rest: &str| {
            let (of, rest) = rest.split_at_checked(ShortTag::DIGITS)?;
            let (from, roster) = rest.split_at_checked(INSTANT)?;
            Some(SlotTag {
                roster: RosterId::new(roster),
                from: instant(from)?,
                of: ShortTag::read(of)?,
            })
        };
        Some(match verb {
            "w" => Self::Whom(slot(rest)?),
            "c" | "C" => {
                let (of, rest) = rest.split_at_checked(ShortTag::DIGITS)?;
                let (to, rest) = rest.split_at_checked(ShortTag::DIGITS)?;
                Self::To {
                    slot: slot(&format!("{of}{rest}"))?,
                    to: ShortTag::read(to)?,
                    sure: verb == "C",
                }
            }
            "t" | "T" => Self::Take {
                slot: slot(rest)?,
                sure: verb == "T",
            },
            "y" => Self::Yes(instant(rest)?),
            "n" => Self::No(instant(rest)?),
            "x" => Self::Withdraw(instant(rest)?),
            "d" if rest.is_empty() => Self::Drop,
            _ => return None,
        })
    }
}

/// A day as people write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// So many days from today.
    Ahead(u8),
    /// A date.
    Date {
        /// Where it was written.
        year: Option<i32>,
        /// 1 to 12.
        month: u32,
        /// 1 to 31.
        day: u32,
    },
}

/// A date without a year is not looked for further back: a week's shift may have begun then.
const BACK: Days = Days::new(7);

impl Day {
    /// Reads one word.
    pub fn read(word: &str) -> Option<Self> {
        let word = fold(word).to_lowercase();
        let ahead = match word.as_str() {
            "today" | "今天" => Some(0),
            "tomorrow" | "明天" => Some(1),
            "后天" => Some(2),
            _ => None,
        };
        if let Some(days) = ahead {
            return Some(Self::Ahead(days));
        }
        let parts: Vec<&str> = if let Some((year, rest)) = word.split_once('年') {
            let (month, day) = rest.split_once('月')?;
            vec![year, month, without_day_sign(day)]
        } else if let Some((month, day)) = word.split_once('月') {
            vec![month, without_day_sign(day)]
        } else {
            let sign = if word.contains('/') { '/' } else { '-' };
            word.split(sign).collect()
        };
        let number = |text: &str| -> Option<u32> {
            let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| text.parse().ok()).flatten()
        };
        let (year, month, day) = match parts[..] {
            [month, day] => (None, number(month)?, number(day)?),
            [year, month, day] if year.len() == 4 => {
                let year = i32::try_from(number(year)?).ok()?;
                (Some(year), number(month)?, number(day)?)
            }
            _ => return None,
        };
        // Any leap year: what it has not, no year has.
        NaiveDate::from_ymd_opt(year.unwrap_or(2024), month, day)?;
        Some(Self::Date { year, month, day })
    }

    /// The date that is meant today: without a year the nearest from a week ago on.
    pub fn date(self, today: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Ahead(days) => today.checked_add_days(Days::new(days.into())),
            Self::Date {
                year: Some(year),
                month,
                day,
            } => NaiveDate::from_ymd_opt(year, month, day),
            Self::Date { month, day, .. } => {
                let earliest = today.checked_sub_days(BACK)?;
                // 29 February comes once in eight years at the rarest.
                (earliest.year()..=earliest.year() + 8)
                    .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                    .find(|date| *date >= earliest)
            }
        }
    }
}

fn without_day_sign(day: &str) -> &str {
    day.strip_suffix(['日', '号', '號']).unwrap_or(day)
}

/// The first word and what follows it.
pub fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim();
    match text.find(char::is_whitespace) {
        Some(at) => (&text[..at], text[at..].trim_start()),
        None => (text, ""),
    }
}

/// Everything but the last word, and the last word.
pub fn last_word(text: &str) -> Option<(&str, &str)> {
    let text = text.trim();
    let (rest, last) = text.rsplit_once(char::is_whitespace)?;
    Some((rest.trim_end(), last))
}

/// All ways to cut a text in two between words, the shortest first part first.
pub fn cuts(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let text = text.trim();
    let blanks = text
        .char_indices()
        .filter(|(_, letter)| letter.is_whitespace());
    blanks.map(move |(at, _)| (text[..at].trim_end(), text[at..].trim_start()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::limits::BUTTON_DATA_BYTES;

    fn date(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn days_as_people_write_them() {
        let today = date(2026, 11, 28);
        for (word, meant) in [
            ("2026-12-03", date(2026, 12, 3)),
            ("12-03", date(2026, 12, 3)),
            ("12/3", date(2026, 12, 3)),
            ("12月3日", date(2026, 12, 3)),
            ("１２月３号", date(2026, 12, 3)),
            ("2027年1月5日", date(2027, 1, 5)),
            ("today", date(2026, 11, 28)),
            ("明天", date(2026, 11, 29)),
            ("后天", date(2026, 11, 30)),
            // Over the end of the year, and a week back.
            ("01-02", date(2027, 1, 2)),
            ("11-21", date(2026, 11, 21)),
            ("11-20", date(2027, 11, 20)),
            ("02-29", date(2028, 2, 29)),
        ] {
            let read = Day::read(word).and_then(|day| day.date(today));
            assert_eq!(read, Some(meant), "{word}");
        }
        for word in [
            "",
            "13-01",
            "02-30",
            "3",
            "wang",
            "26-12-03",
            "12-",
            "-1-2",
            "2026-02-29",
            "3.12",
            "2026-12/03",
        ] {
            assert_eq!(Day::read(word), None, "{word}");
        }
    }

    #[test]
    fn the_longest_ids_fit_a_button() {
        let long = "x".repeat(32);
        let slot = SlotTag::new(&RosterId::new(&long), At(4_102_444_800_000), &"li".into());
        let press = SwapPress::To {
            slot,
            to: Tag::of(&long),
            sure: true,
        };
        assert!("1:s:".len() + press.encode().len() <= BUTTON_DATA_BYTES);
    }

    proptest! {
        #[test]
        fn every_press_comes_back(
            of in "[a-z]{1,8}", to in "[a-z]{1,8}", from in 0..=4_102_444_800_000_i64,
            roster in "[a-zA-Z0-9_:一-龥-]{1,10}", verb in 0..8,
        ) {
            let slot = SlotTag::new(&RosterId::new(&roster), At(from), &PersonId::new(&of));
            let press = match verb {
                0 => SwapPress::Whom(slot),
                1 => SwapPress::To { slot, to: Tag::of(&to), sure: false },
                2 => SwapPress::To { slot, to: Tag::of(&to), sure: true },
                3 => SwapPress::Take { slot, sure: from % 2 == 0 },
                4 => SwapPress::Yes(At(from)),
                5 => SwapPress::No(At(from)),
                6 => SwapPress::Withdraw(At(from)),
                _ => SwapPress::Drop,
            };
            prop_assert_eq!(SwapPress::decode(&press.encode()), Some(press));
        }

        #[test]
        fn no_data_and_no_day_panics(text in "\\PC{0,40}") {
            let _ = SwapPress::decode(&text);
            let _ = Day::read(&text).map(|day| day.date(date(2026, 11, 28)));
            cuts(&text).for_each(drop);
        }
    }
}
