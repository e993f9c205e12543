//! Days and a time as people write them.
//!
//! ```text
//! on      = days " " hour ":" minute
//! days    = day { "," day }                  each of them counts; also "，" and "、"
//! day     = "every day" | "daily" | "每天"
//!         | "workday" | "工作日"             Monday to Friday but for [[holidays]]
//!         | weekday [ "-" weekday ]          "wed", "Mon-Fri", "Wednesday", "周三", "星期一至星期五"
//!         | number                           of every month: "1", "16", "1st", "1日"
//!         | "last" [ "day" ] | "月末"        of every month
//!         | "last" weekday | "最后周五"      of every month
//!         | month number | number month      of every year: "jun 30", "30 June", "6月30日"
//! ```
//! Case does not matter. A day that a month lacks (31 in April) is skipped in it, so `feb 29` comes in leap
//! years. A bare number beside a day with a month is refused: in `jun 15, 30` it may mean either.

use std::str::FromStr;

use chrono::{Datelike, Days, Month, NaiveDate, NaiveTime, Weekday};

use super::Wrong;
use super::holidays::Holidays;

/// No month has a later day.
const LONGEST_MONTH: u32 = 31;

const SEPARATORS: [char; 3] = [',', '，', '、'];
const DASHES: [char; 4] = ['-', '–', '至', '到'];

/// Days, and the time of day on each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plain {
    /// Any of these; never empty, none twice, in the order of the file.
    pub days: Vec<Day>,
    /// Local time.
    pub time: NaiveTime,
}

/// Days that recur.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    /// Each one.
    Every,
    /// Each working day.
    Working,
    /// Of every week: from a weekday to another, which may be the same or come before it.
    Week(Weekday, Weekday),
    /// This day of every month that has it.
    Month(u32),
    /// The last day of every month.
    Last,
    /// The last day of this name of every month.
    LastOf(Weekday),
    /// This day of this month (1 to 12) of every year that has it.
    Year(u32, u32),
}

impl Plain {
    /// Reads an `on` expression.
    pub(super) fn read(text: &str) -> Result<Self, Wrong> {
        let text = text.trim();
        let is_time = |word: &str| word.contains([':', '：']);
        let (days, time) = text.rsplit_once(char::is_whitespace).unwrap_or(("", text));
        if !is_time(time) {
            return Err(Wrong::NoTime(text.to_owned()));
        }
        if is_time(days) || time.contains(SEPARATORS) {
            return Err(Wrong::Times(text.to_owned()));
        }
        let shaped = time.len() == "00:00".len();
        let time = NaiveTime::parse_from_str(time, "%H:%M")
            .ok()
            .filter(|_| shaped)
            .ok_or_else(|| Wrong::Time(time.to_owned()))?;
        if days.trim().is_empty() {
            return Err(Wrong::NoDay(text.to_owned()));
        }
        let mut read = Vec::new();
        let mut bare = None;
        for given in days.split(SEPARATORS).map(str::trim) {
            let day = day(given)?;
            if matches!(day, Day::Month(_)) {
                bare = Some(given);
            }
            if !read.contains(&day) {
                read.push(day);
            }
        }
        match bare.filter(|_| read.iter().any(|day| matches!(day, Day::Year(..)))) {
            Some(bare) => Err(Wrong::WhichMonth(bare.to_owned())),
            None => Ok(Self { days: read, time }),
        }
    }

    /// Whether it fires on this day.
    pub(super) fn fits(&self, day: NaiveDate, holidays: &Holidays) -> bool {
        self.days.iter().any(|one| one.fits(day, holidays))
    }

    /// The days of which some months have none, and which are skipped in those: 29, 30 and 31 of every month.
    pub fn skipped(&self) -> impl Iterator<Item = u32> {
        self.days.iter().filter_map(|day| match day {
            Day::Month(day) if *day > 28 => Some(*day),
            _ => None,
        })
    }
}

impl Day {
    fn fits(self, day: NaiveDate, holidays: &Holidays) -> bool {
        let ends = |days: u64| {
            let later = day.checked_add_days(Days::new(days));
            later.is_none_or(|later| later.month() != day.month())
        };
        match self {
            Self::Every => true,
            Self::Working => holidays.works(day),
            Self::Week(from, to) => day.weekday().days_since(from) <= to.days_since(from),
            Self::Month(of) => day.day() == of,
            Self::Last => ends(1),
            Self::LastOf(weekday) => day.weekday() == weekday && ends(7),
            Self::Year(month, of) => (day.month(), day.day()) == (month, of),
        }
    }
}

fn day(given: &str) -> Result<Day, Wrong> {
    if given.is_empty() {
        return Err(Wrong::EmptyDay);
    }
    let wrong = || Wrong::Day(given.to_owned());
    let folded = tight(&given.to_lowercase());
    let words: Vec<&str> = folded.split_whitespace().collect();
    let day = match words[..] {
        ["every", "day"] | ["daily" | "每天" | "每日"] => Day::Every,
        ["workday" | "workdays" | "工作日" | "每个工作日"] | ["every", "workday"] => {
            Day::Working
        }
        ["last"]
        | ["last", "day"]
        | ["月末" | "月底" | "每月末" | "每月底" | "最后一天" | "每月最后一天"] => {
            Day::Last
        }
        ["last", name] => Day::LastOf(weekday(name).ok_or_else(wrong)?),
        [
            "first" | "second" | "third" | "fourth" | "1st" | "2nd" | "3rd" | "4th",
            name,
        ] if name == "day" || weekday(name).is_some() => {
            return Err(Wrong::Nth(given.to_owned()));
        }
        ["every", name] => weekdays(name).ok_or_else(wrong)?,
        [one, two] => {
            let (day, name) = number(one)
                .map(|day| (day, two))
                .or_else(|| number(two).map(|day| (day, one)))
                .ok_or_else(wrong)?;
            let month = Month::from_str(name).map_err(|_| wrong())?;
            of_year(month.number_from_month(), day, given)?
        }
        [one] => {
            if let Some(day) = weekdays(one).or_else(|| last_of(one)) {
                day
            } else if let Some(number) = number(one.strip_prefix("每月").unwrap_or(one)) {
                of_month(number, given)?
            } else if let Some((month, day)) = chinese(one) {
                of_year(month, day, given)?
            } else {
                let mut ends = one.split(DASHES);
                let error = if ends.all(|end| number(end).is_some()) {
                    Wrong::Range
                } else {
                    Wrong::Day
                };
                return Err(error(given.to_owned()));
            }
        }
        _ => return Err(wrong()),
    };
    Ok(day)
}

/// Without blanks around dashes.
fn tight(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').map(str::trim).collect();
    parts.join("-")
}

fn of_month(day: u32, given: &str) -> Result<Day, Wrong> {
    if (1..=LONGEST_MONTH).contains(&day) {
        Ok(Day::Month(day))
    } else {
        Err(Wrong::NoSuchDay(given.to_owned()))
    }
}

/// Any leap year tells which days there are.
fn of_year(month: u32, day: u32, given: &str) -> Result<Day, Wrong> {
    match NaiveDate::from_ymd_opt(2028, month, day) {
        Some(_) => Ok(Day::Year(month, day)),
        None => Err(Wrong::NoSuchDay(given.to_owned())),
    }
}

/// `wed` or `mon-fri`.
fn weekdays(text: &str) -> Option<Day> {
    let (from, to) = text.split_once(DASHES).unwrap_or((text, text));
    Some(Day::Week(weekday(from)?, weekday(to)?))
}

/// `最后周五`
fn last_of(text: &str) -> Option<Day> {
    let text = text.strip_prefix("每月").unwrap_or(text);
    let name = text.strip_prefix("最后")?;
    let name = name.strip_prefix("一个").unwrap_or(name);
    weekday(name).map(Day::LastOf)
}

/// `wed`, `Wednesday`, `周三`, `每周三`, `星期三`
fn weekday(name: &str) -> Option<Weekday> {
    let chinese = name.strip_prefix('每').unwrap_or(name);
    let chinese = ["周", "星期"]
        .into_iter()
        .find_map(|prefix| chinese.strip_prefix(prefix));
    match chinese {
        None => Weekday::from_str(name).ok(),
        Some("一") => Some(Weekday::Mon),
        Some("二") => Some(Weekday::Tue),
        Some("三") => Some(Weekday::Wed),
        Some("四") => Some(Weekday::Thu),
        Some("五") => Some(Weekday::Fri),
        Some("六") => Some(Weekday::Sat),
        Some("日" | "天") => Some(Weekday::Sun),
        Some(_) => None,
    }
}

/// `6月30日`
fn chinese(text: &str) -> Option<(u32, u32)> {
    let text = text.strip_prefix("每年").unwrap_or(text);
    let (month, day) = text.split_once('月')?;
    Some((number(month)?, number(day)?))
}

/// `16`, `16th`, `16日`, `16号`
fn number(text: &str) -> Option<u32> {
    let endings = ["st", "nd", "rd", "th", "日", "号"];
    let digits = endings
        .into_iter()
        .find_map(|ending| text.strip_suffix(ending))
        .unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // What is too long for a number is no day either.
    plain.then(|| digits.parse().unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(text: &str) -> Vec<Day> {
        let plain = Plain::read(&format!("{text} 09:00"));
        plain.unwrap_or_else(|wrong| panic!("{text}: {wrong}")).days
    }

    #[test]
    fn one_day_is_written_in_many_ways() {
        use Weekday::{Fri, Mon, Sun, Wed};
        for (day, written) in [
            (Day::Every, &["every day", "Daily", "每天", "每日"][..]),
            (Day::Working, &["workday", "every workday", "工作日"]),
            (
                Day::Week(Wed, Wed),
                &[
                    "wed",
                    "WED",
                    "Wednesday",
                    "every wed",
                    "周三",
                    "星期三",
                    "每周三",
                ],
            ),
            (Day::Week(Sun, Sun), &["sun", "周日", "周天", "星期天"]),
            (
                Day::Week(Mon, Fri),
                &[
                    "mon-fri",
                    "Mon - Fri",
                    "Monday–Friday",
                    "周一至周五",
                    "星期一到星期五",
                ],
            ),
            (Day::Month(1), &["1", "01", "1st", "1日", "1号", "每月1日"]),
            (
                Day::Last,
                &["last", "Last day", "月末", "月底", "每月最后一天"],
            ),
            (
                Day::LastOf(Fri),
                &[
                    "last fri",
                    "LAST Friday",
                    "last 周五",
                    "最后周五",
                    "最后一个周五",
                ],
            ),
            (
                Day::Year(6, 30),
                &[
                    "jun 30",
                    "30 June",
                    "June 30th",
                    "6月30日",
                    "6月30",
                    "每年6月30日",
                ],
            ),
        ] {
            for text in written {
                assert_eq!(days(text), [day], "{text}");
            }
        }
    }

    #[test]
    fn several_days_each_count_once() {
        assert_eq!(days("1,16"), [Day::Month(1), Day::Month(16)]);
        assert_eq!(
            days("jun 30, dec 31"),
            [Day::Year(6, 30), Day::Year(12, 31)]
        );
        assert_eq!(
            days("1、16，1,last"),
            [Day::Month(1), Day::Month(16), Day::Last]
        );
    }

    #[test]
    fn a_week_may_be_entered_anywhere() {
        let plain = Plain::read("fri-mon 09:00").unwrap();
        let monday = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let fits: Vec<u32> = monday
            .iter_days()
            .take(7)
            .filter(|day| plain.fits(*day, &Holidays::default()))
            .map(|day| day.day())
            .collect();
        assert_eq!(fits, [23, 27, 28, 29]);
    }

    #[test]
    fn a_day_that_a_month_lacks_is_skipped() {
        let plain = Plain::read("31, 29 09:00").unwrap();
        assert_eq!(plain.skipped().collect::<Vec<_>>(), [31, 29]);
        let leap = Plain::read("feb 29 09:00").unwrap();
        assert_eq!(leap.skipped().next(), None);
        let start = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
        let mut fits = start
            .iter_days()
            .filter(|day| leap.fits(*day, &Holidays::default()));
        assert_eq!(fits.next(), NaiveDate::from_ymd_opt(2028, 2, 29));
    }
}
