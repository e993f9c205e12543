//! `dutybell check`: every mistake of a configuration, or what it means in words.

use std::env;
use std::fmt::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use dutybell_core::limits::EVIDENCE_BYTES;
use dutybell_core::settings::{Person, Policy, RoleMembers, Settings, Step, Target};

use dutybell_core::time::At;

use super::changed;
use super::committees::Left;
use super::doubts::Doubts;
use super::mediation::Mediation;
use super::shifts::Shifts;
use super::times::Times;
use crate::clock;
use crate::config::committees::Committee;
use crate::config::{self, Config, Problems, duration};

/// A mistake was found.
const FAILED: u8 = 1;
/// There was nothing to check.
const UNUSABLE: u8 = 2;

/// Checks the file and prints the outcome to standard output.
pub(crate) fn run(path: &Path) -> ExitCode {
    let (report, code) = report(path, clock::now());
    println!("{report}");
    ExitCode::from(code)
}

fn report(path: &Path, now: At) -> (String, u8) {
    match config::load(path) {
        Ok(config) => {
            let (in_force, changed) = changed::over(&config);
            let summary = Summary {
                settings: &in_force,
                committees: &config.committees,
                now,
            };
            let large = large_files(&config).unwrap_or_default();
            let left = Left {
                committees: &config.committees,
                settings: &in_force,
            };
            let text = format!(
                "{}: no problems\n{summary}{large}{changed}{left}",
                path.display()
            );
            (text, 0)
        }
        Err(problems @ Problems::Unreadable { .. }) => (problems.to_string(), UNUSABLE),
        Err(problems) => {
            let count = match problems.count() {
                1 => "1 problem".to_owned(),
                count => format!("{count} problems"),
            };
            (
                format!("{problems}\n\n{count} in {}", path.display()),
                FAILED,
            )
        }
    }
}

/// More is to be kept than Telegram gives out.
fn large_files(config: &Config) -> Option<&'static str> {
    let own = config.telegram.api_url.as_ref();
    let own = own.is_some_and(|url| url.host_str() != Some("api.telegram.org"));
    let alone = !own && env::var_os("TELOXIDE_API_URL").is_none();
    (alone && config.settings.evidence.max_file > EVIDENCE_BYTES).then_some(
        "\nnote: Telegram gives out files of up to 20MB: a larger max_file needs a Bot API server of \
         your own (api_url)",
    )
}

/// A configuration in words, so that its owner sees what the program understood.
struct Summary<'a> {
    settings: &'a Settings,
    committees: &'a [Committee],
    now: At,
}

impl fmt::Display for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            settings,
            committees,
            now,
        } = *self;
        let tables = [
            ("people", settings.people.len()),
            ("chats", settings.chats.len()),
            ("roles", settings.roles.len()),
            ("severities", settings.severities.len()),
            ("categories", settings.categories.len()),
            ("rosters", settings.rosters.len()),
        ];
        let counts: Vec<String> = tables
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(table, count)| format!("{table} {count}"))
            .collect();
        write!(
            f,
            "{}\npolicies, the first that fits is used:",
            counts.join(", ")
        )?;
        for policy in &settings.policies {
            write!(f, "\n  {}", policy_words(settings, policy)?)?;
        }
        write!(f, "{}", Shifts { settings, now })?;
        let mediation = Mediation {
            settings,
            committees,
        };
        write!(f, "{mediation}")?;
        write!(f, "{}", Times { settings, now })?;
        for remark in remarks(settings) {
            write!(f, "\nnote: {remark}")?;
        }
        let doubts = Doubts {
            settings,
            committees,
            now,
        };
        write!(f, "{doubts}")?;
        Ok(())
    }
}

/// `major: level I, II; fire → Commander (Zhao Jianguo) 3m → …; then 2 more rounds`
fn policy_words(settings: &Settings, policy: &Policy) -> Result<String, fmt::Error> {
    let mut words = format!("{}: ", policy.id);
    let levels = list(&policy.severities);
    let categories = list(&policy.categories);
    match (policy.severities.is_empty(), policy.categories.is_empty()) {
        (true, true) => words.push_str("everything"),
        (false, true) => write!(words, "level {levels}")?,
        (true, false) => write!(words, "category {categories}")?,
        (false, false) => write!(words, "level {levels} with category {categories}")?,
    }
    for step in &policy.steps {
        write!(words, " → {}", step_words(settings, step)?)?;
    }
    match policy.repeat {
        0 => {}
        1 => words.push_str("; then once more"),
        rounds => write!(words, "; then {rounds} more rounds")?,
    }
    if let Some(timeout) = policy.ack_timeout {
        let timeout = duration::words(timeout);
        write!(words, "; asked after {timeout} without an update")?;
    }
    Ok(words)
}

fn step_words(settings: &Settings, step: &Step) -> Result<String, fmt::Error> {
    let targets: Vec<String> = step
        .page
        .iter()
        .map(|target| target_words(settings, target))
        .collect();
    let mut words = format!("{} {}", targets.join(" + "), duration::words(step.wait));
    if let Some(again) = step.again {
        write!(words, " (rings every {})", duration::words(again))?;
    }
    Ok(words)
}

/// A person, or a role and who has it.
pub(super) fn target_words(settings: &Settings, target: &Target) -> String {
    let named = |id| {
        settings
            .person(id)
            .map_or(id.as_str(), |person| &person.name)
    };
    match target {
        Target::Person(id) => named(id).to_owned(),
        Target::Role(id) => {
            let Some(role) = settings.role(id) else {
                return id.to_string();
            };
            let members = match &role.members {
                RoleMembers::People(people) => list(people.iter().map(named)),
                RoleMembers::Roster(roster) => {
                    let name = settings
                        .roster(roster)
                        .map_or(roster.as_str(), |roster| &roster.name);
                    format!("on shift in {name}")
                }
            };
            format!("{} ({members})", role.name)
        }
    }
}

/// What is allowed and still worth a look.
fn remarks(settings: &Settings) -> Vec<String> {
    let unbound: Vec<&str> = settings
        .people
        .iter()
        .filter(|person| person.telegram.is_none())
        .map(|person: &Person| person.name.as_str())
        .collect();
    let mut remarks = Vec::new();
    if !unbound.is_empty() {
        remarks.push(format!(
            "not reachable until invited with /invite: {}",
            list(unbound)
        ));
    }
    let vacant: Vec<&str> = settings
        .roles
        .iter()
        .filter(|role| matches!(&role.members, RoleMembers::People(people) if people.is_empty()))
        .map(|role| role.name.as_str())
        .collect();
    if !vacant.is_empty() {
        remarks.push(format!(
            "nobody has these roles, so steps that page only them are skipped: {}",
            list(vacant)
        ));
    }
    let lacks = [
        (
            settings.administrators().next().is_none(),
            "nobody is an administrator (admin = true), so nobody is told when something breaks",
        ),
        (
            settings.chats.iter().all(|chat| !chat.reports),
            "no chat takes reports (reports = true)",
        ),
        (
            settings.chats.iter().all(|chat| !chat.announce),
            "no chat shows incidents (announce = true)",
        ),
    ];
    remarks.extend(
        lacks
            .into_iter()
            .filter(|(lacking, _)| *lacking)
            .map(|(_, remark)| remark.to_owned()),
    );
    remarks
}

/// With commas.
pub(super) fn list<T: fmt::Display>(items: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = items.into_iter().map(|item| item.to_string()).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-24 02:11 in Shanghai.
    const NOW: At = At(1_795_457_460_000);

    fn report_of(text: &str) -> (String, u8) {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("duty.toml");
        std::fs::write(&file, text).unwrap();
        let (report, code) = report(&file, NOW);
        (
            report.replace(&folder.path().display().to_string(), "DIR"),
            code,
        )
    }

    #[test]
    fn a_good_file_is_told_in_words() {
        let (report, code) = report_of(include_str!("../config/tests/spec.toml"));
        assert_eq!(code, 0);
        insta::assert_snapshot!(report, @r"
        DIR/duty.toml: no problems
        people 6, chats 1, roles 6, severities 3, categories 1, rosters 2
        policies, the first that fits is used:
          major: level I, II with category fire → Duty officer (on shift in Office duty) + Commander (Zhao Jianguo) 3m (rings every 1m) → Deputy (Li) 5m → Command group (Zhao Jianguo, Li, Wang) 10m; then 2 more rounds; asked after 30m without an update
          rest: everything → Duty officer (on shift in Office duty) 90s
        rosters, who is on shift now and next by the file (swaps made in chat apart):
          Office duty: 2026-11-23 08:30 Li → 2026-11-24 08:30 Wang → 2026-11-25 08:30 Chen
          Leaders: 2027-02-05 09:00 Wang → 2027-02-08 09:00 Zhao Jianguo until 2027-02-13 09:00
        written reports:
          screening: none is drafted; onward_to and onward_within ask for one
        dispute ledger:
          kept by Li, Wang, Chen, Sun, Zhou
          mediation within 30d; revisit 30d after an agreement
          reminders 5d before these limits
          names and texts stay (no retention)
        prompts, when they are asked next:
          screening (Sun, Zhou, 2d to answer): Tue 2026-12-01 09:00; Wed 2026-12-16 09:00; Fri 2027-01-01 09:00; Sat 2027-01-16 09:00; Mon 2027-02-01 09:00
        note: not reachable until invited with /invite: Wang, Sun, Zhou
        ");
    }

    #[test]
    fn shifts_say_who_stands_in_and_when_duty_ends() {
        let spec = include_str!("../config/tests/spec.toml");
        let text = spec
            .replace("handover = \"09:00\"", "handover = \"08:30\"")
            .replace(
                "people = [\"zhao\", \"wang\"]",
                "people = [\"zhao\", [\"wang\", \"li\"]]",
            )
            .replace("from = \"2027-02-05\"", "from = \"2026-11-24\"")
            .replace(
                "to = \"2027-02-12\"",
                "to = \"2026-11-24\"\ninstead_of = [\"office\"]",
            );
        let (report, code) = report_of(&text);
        assert_eq!(code, 0, "{report}");
        let lines: Vec<&str> = report
            .lines()
            .filter(|line| line.contains(": 2026-"))
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        Office duty: 2026-11-23 08:30 Li → 2026-11-24 08:30 Wang + Li (Leaders instead) → 2026-11-25 08:30 Chen
        Leaders: 2026-11-24 08:30 Wang + Li until 2026-11-25 08:30
        ");
        let over = text.replace("2026-11-24\"", "2026-11-20\"");
        assert!(
            report_of(&over)
                .0
                .contains("\n  Leaders: nobody from now on\n")
        );
    }

    #[test]
    fn presence_checks_say_when_they_are_asked() {
        let spec = include_str!("../config/tests/spec.toml");
        let row = |id: &str, cron: &str| {
            format!(
                "[[presence]]\nid = \"{id}\"\ncron = \"{cron}\"\nroster = \"office\"\nwithin = \"10m\"\n"
            )
        };
        let (rows, other) = (
            row("night", "0 0 22,0,2,4 * * *"),
            row("fri", "0 0 9 * * Fri"),
        );
        let (report, code) = report_of(&format!("{spec}\n{rows}{other}"));
        assert_eq!(code, 0, "{report}");
        let lines: Vec<&str> = report
            .lines()
            .skip_while(|line| !line.starts_with("presence"))
            .take(3)
            .collect();
        insta::assert_snapshot!(lines.join("\n"), @r"
        presence checks, when they are asked next:
          night (on shift in Office duty, 10m to answer): Tue 2026-11-24 04:00, 22:00; Wed 2026-11-25 00:00, 02:00, 04:00
          fri (on shift in Office duty, 10m to answer): Fri 2026-11-27 09:00; Fri 2026-12-04 09:00; Fri 2026-12-11 09:00; Fri 2026-12-18 09:00; Fri 2026-12-25 09:00
        ");
    }

    #[test]
    fn times_have_seconds_where_a_row_has_some() {
        let told = prompts(
            &["cron = \"*/15 0 9 * * *\"", "cron = \"30 0 9 * * *\""],
            "",
        );
        for times in [
            "Tue 2026-11-24 09:00, 09:00:15, 09:00:30, 09:00:45; Wed 2026-11-25 09:00\n",
            "Tue 2026-11-24 09:00:30; Wed 2026-11-25 09:00:30; ",
        ] {
            assert!(told.contains(times), "{told}");
        }
    }

    /// What is said of prompts with these schedules, and what is noted of them.
    fn prompts(schedules: &[&str], more: &str) -> String {
        let spec = include_str!("../config/tests/spec.toml");
        let spec = spec.replace("cron = \"0 0 9 1,16 * *\"", "on = \"every wed 09:00\"");
        let rows = schedules.iter().enumerate().map(|(index, keys)| {
            format!(
                "[[prompts]]\nid = \"p{index}\"\nkind = \"acknowledge\"\nask = [\"duty_leader\", \"li\"]\n\
                 within = \"8h\"\n{keys}\n"
            )
        });
        let rows: String = rows.collect();
        let (report, code) = report_of(&format!("{spec}\n{more}\n{rows}"));
        assert_eq!(code, 0, "{report}");
        let lines = report
            .lines()
            .skip_while(|line| !line.starts_with("prompts"));
        let lines: Vec<&str> = lines
            .filter(|line| {
                !line.starts_with("note: not reachable") && !line.contains("no written report")
            })
            .collect();
        lines.join("\n")
    }

    #[test]
    fn plain_schedules_are_told_in_words() {
        let told = prompts(
            &[
                "on = \"1,16 09:00\"",
                "on = \"last 17:00\"",
                "on = \"jun 30, dec 31 09:00\"",
                "on = \"mon-fri, 周日 08:00\"",
                "on = \"15, last fri 08:00\"",
                "on = \"feb 29 00:00\"",
                "on = \"31 09:00\"",
                "cron = \"0 0 7,19 * * *\"",
            ],
            "",
        );
        insta::assert_snapshot!(told, @r#"
        prompts, when they are asked next:
          screening (every Wednesday at 09:00; Sun, Zhou, 2d to answer): Wed 2026-11-25 09:00; Wed 2026-12-02 09:00; Wed 2026-12-09 09:00; Wed 2026-12-16 09:00; Wed 2026-12-23 09:00
          p0 (on the 1st and 16th at 09:00; Duty leader (Wang), Li, 8h to answer): Tue 2026-12-01 09:00; Wed 2026-12-16 09:00; Fri 2027-01-01 09:00; Sat 2027-01-16 09:00; Mon 2027-02-01 09:00
          p1 (on the last day of the month at 17:00; Duty leader (Wang), Li, 8h to answer): Mon 2026-11-30 17:00; Thu 2026-12-31 17:00; Sun 2027-01-31 17:00; Sun 2027-02-28 17:00; Wed 2027-03-31 17:00
          p2 (on 30 June and 31 December at 09:00; Duty leader (Wang), Li, 8h to answer): Thu 2026-12-31 09:00; Wed 2027-06-30 09:00; Fri 2027-12-31 09:00; Fri 2028-06-30 09:00; Sun 2028-12-31 09:00
          p3 (every Monday to Friday and Sunday at 08:00; Duty leader (Wang), Li, 8h to answer): Tue 2026-11-24 08:00; Wed 2026-11-25 08:00; Thu 2026-11-26 08:00; Fri 2026-11-27 08:00; Sun 2026-11-29 08:00
          p4 (on the 15th and last Friday of the month at 08:00; Duty leader (Wang), Li, 8h to answer): Fri 2026-11-27 08:00; Tue 2026-12-15 08:00; Fri 2026-12-25 08:00; Fri 2027-01-15 08:00; Fri 2027-01-29 08:00
          p5 (on 29 February of leap years at 00:00; Duty leader (Wang), Li, 8h to answer): Tue 2028-02-29 00:00; Sun 2032-02-29 00:00; Fri 2036-02-29 00:00; Wed 2040-02-29 00:00; Mon 2044-02-29 00:00
          p6 (on the 31st at 09:00; Duty leader (Wang), Li, 8h to answer): Thu 2026-12-31 09:00; Sun 2027-01-31 09:00; Wed 2027-03-31 09:00; Mon 2027-05-31 09:00; Sat 2027-07-31 09:00
          p7 (Duty leader (Wang), Li, 8h to answer): Tue 2026-11-24 07:00, 19:00; Wed 2026-11-25 07:00, 19:00; Thu 2026-11-26 07:00
        note: p6: a month without a 31st is left out; the last day of every month is "last"
        "#);
    }

    #[test]
    fn what_is_asked_in_special_periods_says_so() {
        let told = prompts(
            &["on = \"every day 17:00\"\nperiods = [\"Spring Festival\"]"],
            "",
        );
        let line = "  p0 (every day at 17:00, in special periods; Duty leader (Wang), Li, 8h to answer): \
                    Fri 2027-02-05 17:00; Sat 2027-02-06 17:00; Sun 2027-02-07 17:00; Mon 2027-02-08 17:00; \
                    Tue 2027-02-09 17:00";
        assert!(told.lines().any(|told| told == line), "{told}");
    }

    #[test]
    fn a_period_that_is_over_is_noted_and_blanks_around_its_name_are_nothing() {
        let over = "[[special_periods]]\nname = \" Flood season\"\nfrom = \"2026-06-01\"\nto = \"2026-09-30\"\n\
                    rosters = [\"leaders\"]\n";
        let daily = |names: &str| format!("on = \"every day 17:00\"\nperiods = [{names}]");
        let note = "note: p0: it never falls on a day of its special periods; add the next one to \
                    [[special_periods]], or let it fall on one of their days";
        let told = prompts(&[&daily("\"Flood season \"")], over);
        assert!(told.lines().any(|told| told == note), "{told}");
        let told = prompts(&[&daily("\"Flood season \", \"Spring Festival\"")], over);
        assert!(!told.contains("never falls"), "{told}");
        assert!(told.contains("Fri 2027-02-05 17:00"), "{told}");
    }

    #[test]
    fn questions_pile_up_on_the_days_of_their_periods_alone() {
        let spec = include_str!("../config/tests/spec.toml");
        let day = "[[special_periods]]\nname = \"Storm\"\nfrom = \"2026-12-01\"\nto = \"2026-12-01\"\n\
                   rosters = [\"leaders\"]\n";
        let hourly = "[[prompts]]\nid = \"hourly\"\nkind = \"acknowledge\"\nask = [\"li\"]\nwithin = \"2d\"\n\
                      cron = \"0 0 * * * *\"\n";
        let (report, code) = report_of(&format!("{spec}\n{day}\n{hourly}"));
        assert!(code != 0 && report.contains("are open at once"), "{report}");
        let (report, code) = report_of(&format!("{spec}\n{day}\n{hourly}periods = [\"Storm\"]"));
        assert_eq!(code, 0, "{report}");
    }

    #[test]
    fn moved_times_say_from_when() {
        let holidays =
            "[[holidays]]\nname = \"元旦\"\nfrom = \"2027-01-01\"\nto = \"2027-01-03\"\n";
        let schedules = [
            "on = \"1,16 09:00\"\nholidays = \"next\"",
            "cron = \"0 0 9 * * Sun\"\nholidays = \"next\"",
            "on = \"workday 08:30\"",
        ];
        insta::assert_snapshot!(prompts(&schedules, holidays), @r"
        prompts, when they are asked next:
          screening (every Wednesday at 09:00; Sun, Zhou, 2d to answer): Wed 2026-11-25 09:00; Wed 2026-12-02 09:00; Wed 2026-12-09 09:00; Wed 2026-12-16 09:00; Wed 2026-12-23 09:00
          p0 (on the 1st and 16th at 09:00, moved to working days; Duty leader (Wang), Li, 8h to answer): Tue 2026-12-01 09:00; Wed 2026-12-16 09:00; Mon 2027-01-04 09:00 (moved from Fri 2027-01-01); Mon 2027-01-18 09:00 (moved from Sat 2027-01-16); Mon 2027-02-01 09:00
          p1 (moved to working days; Duty leader (Wang), Li, 8h to answer): Mon 2026-11-30 09:00 (moved from Sun 2026-11-29); Mon 2026-12-07 09:00 (moved from Sun 2026-12-06); Mon 2026-12-14 09:00 (moved from Sun 2026-12-13); Mon 2026-12-21 09:00 (moved from Sun 2026-12-20); Mon 2026-12-28 09:00 (moved from Sun 2026-12-27)
          p2 (every working day at 08:30; Duty leader (Wang), Li, 8h to answer): Tue 2026-11-24 08:30; Wed 2026-11-25 08:30; Thu 2026-11-26 08:30; Fri 2026-11-27 08:30; Mon 2026-11-30 08:30
        ");
        let note = "note: no holiday lies ahead in [[holidays]], so only weekends count as days off: p0, p1, p2";
        assert!(!prompts(&schedules, holidays).contains(note));
        let over = holidays.replace("2027-01-0", "2026-01-0");
        for ended in [&*over, ""] {
            let told = prompts(&schedules, ended);
            assert!(told.lines().any(|line| line == note), "{told}");
            assert!(!prompts(&["on = \"1 09:00\""], ended).contains("no holiday"));
        }
    }

    #[test]
    fn files_that_telegram_gives_to_nobody_are_noted() {
        let spec = include_str!("../config/tests/spec.toml");
        let large = format!("{spec}\n[evidence]\nmax_file = \"200MB\"\n");
        let note = "note: Telegram gives out files of up to 20MB";
        assert!(report_of(&large).0.contains(note));
        assert!(!report_of(spec).0.contains(note));
        let own = large.replace("https://api.telegram.org", "http://127.0.0.1:8081");
        let (report, code) = report_of(&own);
        assert!(code == 0 && !report.contains(note), "{report}");
    }

    #[test]
    fn problems_are_counted_and_fail() {
        let (report, code) = report_of("langauge = \"zh\"\n");
        assert_eq!(code, FAILED);
        assert!(report.contains(
            "DIR/duty.toml:1:1: the file has no key `langauge`\n  did you mean `language`?"
        ));
        assert!(
            report.ends_with("\n\n5 problems in DIR/duty.toml"),
            "{report}"
        );
    }

    #[test]
    fn no_file_is_another_status() {
        let (report, code) = report(Path::new("/nowhere/duty.toml"), NOW);
        assert_eq!(code, UNUSABLE);
        assert!(
            report.starts_with("/nowhere/duty.toml: there is no such file"),
            "{report}"
        );
    }
}
