//! Dates, times of day and time zones.

use chrono::{NaiveDate, NaiveTime};
use chrono_tz::{TZ_VARIANTS, Tz};

use super::problem::Flaw;
use super::suggest;

/// `2026-11-02`
pub(super) fn date(text: &str) -> Result<NaiveDate, Flaw> {
    let mend = r#"write year-month-day, like "2026-11-02""#;
    let digits: Vec<&str> = text.split('-').collect();
    let shaped = matches!(digits[..], [year, month, day]
        if year.len() == 4 && month.len() == 2 && day.len() == 2)
        && text.bytes().all(|b| b.is_ascii_digit() || b == b'-');
    if !shaped {
        return Err(Flaw::new(format!("`{text}` is no date"), mend));
    }
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| Flaw::new(format!("there is no day {text}"), mend))
}

/// `08:30`; seconds are taken only where they are zero, as an unquoted TOML time has them.
pub(super) fn time(text: &str) -> Result<NaiveTime, Flaw> {
    let mend = if text.contains('：') {
        r#"the colon is a full-width one: write it like "08:30""#
    } else {
        r#"write hour:minute with two digits each, like "08:30""#
    };
    let short = text.strip_suffix(":00").filter(|rest| rest.len() == 5);
    let short = short.unwrap_or(text);
    if short == "24:00" {
        return Err(Flaw::new(
            "24:00 is no time of day",
            r#"midnight is 00:00: write "00:00""#,
        ));
    }
    let shaped = short.len() == 5
        && short.bytes().enumerate().all(|(index, byte)| {
            if index == 2 {
                byte == b':'
            } else {
                byte.is_ascii_digit()
            }
        });
    if !shaped {
        return Err(Flaw::new(format!("`{text}` is no time of day"), mend));
    }
    NaiveTime::parse_from_str(short, "%H:%M")
        .map_err(|_| Flaw::new(format!("there is no time {short}"), mend))
}

/// `Asia/Shanghai`, as the list of time zones writes it.
pub(super) fn zone(text: &str) -> Result<Tz, Flaw> {
    text.parse().map_err(|_| {
        let names = TZ_VARIANTS.iter().map(|zone| zone.name());
        let city = format!("/{}", text.to_lowercase());
        let nearest = suggest::nearest(text, names.clone()).or_else(|| {
            names
                .clone()
                .find(|name| name.to_lowercase().ends_with(&city))
        });
        let mend = match nearest {
            Some(name) => suggest::did_you_mean(name),
            None => {
                r#"write Region/City with capitals, like "Asia/Shanghai" (all of China)"#.to_owned()
            }
        };
        Flaw::new(format!("there is no time zone `{text}`"), mend)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_exist() {
        assert!(date("2028-02-29").is_ok());
        for (text, reason) in [
            ("2027-02-29", "there is no day 2027-02-29"),
            ("2027-2-9", "`2027-2-9` is no date"),
            ("02.11.2026", "`02.11.2026` is no date"),
            ("+027-02-09", "`+027-02-09` is no date"),
        ] {
            assert_eq!(date(text).unwrap_err().reason, reason);
        }
    }

    #[test]
    fn midnight_has_one_name() {
        assert_eq!(time("00:00"), Ok(NaiveTime::MIN));
        assert_eq!(time("08:30"), time("08:30:00"));
        for (text, reason, mend) in [
            ("24:00", "24:00 is no time of day", "midnight is 00:00"),
            ("25:00", "there is no time 25:00", "hour:minute"),
            ("8:30", "`8:30` is no time of day", "two digits"),
            ("0830", "`0830` is no time of day", "two digits"),
            ("08：30", "`08：30` is no time of day", "full-width"),
        ] {
            let flaw = time(text).unwrap_err();
            assert_eq!(flaw.reason, reason);
            assert!(flaw.mend.contains(mend), "{flaw:?}");
        }
    }

    #[test]
    fn zones_are_named_as_in_the_list() {
        assert_eq!(zone("Asia/Shanghai"), Ok(chrono_tz::Asia::Shanghai));
        for (text, mend) in [
            ("asia/shanghai", "did you mean `Asia/Shanghai`?"),
            ("Asia/Shangai", "did you mean `Asia/Shanghai`?"),
            ("Shanghai", "did you mean `Asia/Shanghai`?"),
            ("Asia/Beijing", "\"Asia/Shanghai\" (all of China)"),
            ("", "Region/City"),
        ] {
            let flaw = zone(text).unwrap_err();
            assert!(flaw.mend.contains(mend), "{text}: {flaw:?}");
        }
    }
}
