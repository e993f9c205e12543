use std::path::Path;
use std::time::Duration;

use chrono::NaiveTime;
use dutybell_core::ids::PersonId;
use dutybell_core::settings::{
    Asks, Language, RoleMembers, Rotation, SelfTest, SendLimits, SpecialPeriod, Target, Whom,
};

use secrecy::ExposeSecret as _;

use super::super::{Mode, load};
use super::{BASE, changed, check};

#[test]
fn the_example_of_the_repository_is_good() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("config/dutybell.toml");
    let config = load(&path).unwrap();
    assert_eq!(config.data_dir, path.with_file_name("data"));
    assert_eq!(config.telegram.token_file, path.with_file_name("token"));
}

#[test]
fn the_example_of_the_specification_is_good() {
    let config = check(include_str!("spec.toml")).unwrap();
    let settings = config.settings;
    assert_eq!(config.http_listen, "127.0.0.1:8090".parse().ok());
    assert_eq!(
        config.telegram.proxy.unwrap().expose_secret(),
        "socks5://127.0.0.1:1080"
    );
    assert_eq!(settings.people[0].language, Some(Language::En));
    assert!(settings.people[0].admin && !settings.people[1].admin);
    let RoleMembers::Roster(roster) = &settings.roles[1].members else {
        panic!("{:?}", settings.roles[1]);
    };
    assert_eq!(settings.roster(roster).unwrap().rotation, Rotation::Daily);
    let muster = &settings.musters[0];
    assert_eq!((muster.team.as_str(), muster.need), ("patrol", Some(6)));
    assert_eq!(muster.within, Duration::from_secs(1800));
    // Nothing is said of it, so the usual holds.
    assert_eq!(settings.selftest, SelfTest::default());
    let major = &settings.policies[0];
    assert_eq!(major.repeat, 2);
    assert_eq!(major.ack_timeout, Some(Duration::from_secs(1800)));
    assert_eq!(major.steps[0].again, Some(Duration::from_secs(60)));
    assert_eq!(
        major.steps[0].page,
        [
            Target::Role("duty_officer".into()),
            Target::Role("commander".into())
        ]
    );
}

#[test]
fn the_morning_and_the_age_of_a_night_test_can_be_set() {
    let text = format!("{BASE}\n[selftest]\nmorning = \"06:45\"\nnight_proof = \"14d\"\n");
    let selftest = check(&text).unwrap().settings.selftest;
    assert_eq!(selftest.morning, NaiveTime::from_hms_opt(6, 45, 0));
    assert_eq!(selftest.night_proof, Duration::from_secs(14 * 86_400));
    let wrong = check(&text.replace("06:45", "24:45").replace("14d", "14")).unwrap_err();
    assert_eq!(wrong.len(), 2, "{wrong:?}");
}

/// A step that resolves to nobody is skipped and named; only a policy of such steps is a mistake.
#[test]
fn a_role_may_be_vacant() {
    let text = changed(
        "[[policies]]",
        "[[roles]]\nid = \"vacant\"\npeople = []\n[[policies]]",
    );
    let text = text.replace(
        "page = [\"commander\"]",
        "page = [\"vacant\", \"commander\"]",
    );
    let settings = check(&text).unwrap().settings;
    let RoleMembers::People(people) = &settings.roles[1].members else {
        panic!("{:?}", settings.roles[1]);
    };
    assert!(people.is_empty());
}

#[test]
fn what_is_left_out_has_a_default() {
    let config = check(BASE).unwrap();
    let settings = config.settings;
    assert_eq!(settings.timezone, chrono_tz::Asia::Shanghai);
    assert_eq!(settings.language, Language::Zh);
    assert_eq!(settings.limits, SendLimits::default());
    assert_eq!(config.data_dir, Path::new("/etc/dutybell/data"));
    assert_eq!(config.telegram.mode, Mode::Polling);
    assert_eq!(config.telegram.api_url, None);
    assert_eq!(config.telegram.token_file, Path::new("/etc/dutybell/token"));
    assert_eq!(config.http_listen, None);
    assert_eq!(settings.roles[0].name, "commander");
    assert_eq!(settings.people[1].telegram, None);
    assert_eq!(
        (
            settings.policies[0].repeat,
            settings.policies[0].ack_timeout
        ),
        (0, None)
    );
    assert!(!settings.chats[0].reports && !settings.chats[0].announce);
}

#[test]
fn absolute_paths_stay() {
    let text =
        format!("data_dir = \"/var/lib/dutybell\"\n[telegram]\ntoken_file = \"/run/t\"\n{BASE}");
    let config = check(&text).unwrap();
    assert_eq!(config.data_dir, Path::new("/var/lib/dutybell"));
    assert_eq!(config.telegram.token_file, Path::new("/run/t"));
}

#[test]
fn a_step_may_page_people_and_roles() {
    let config = check(&changed(r#"["commander"]"#, r#"["li", "commander"]"#)).unwrap();
    assert_eq!(
        config.settings.policies[0].steps[0].page,
        [
            Target::Person("li".into()),
            Target::Role("commander".into())
        ]
    );
}

#[test]
fn a_rotation_is_written_in_several_ways() {
    let time = |hour| NaiveTime::from_hms_opt(hour, 0, 0).unwrap();
    let shifts = Rotation::Shifts(vec![time(8), time(20)]);
    for (keys, rotation, handover) in [
        ("handover = \"08:00\"", Rotation::Daily, 8),
        (
            "handover = 08:00:00\nrotation = \"weekly\"",
            Rotation::Weekly,
            8,
        ),
        (r#"shifts = ["08:00", "20:00"]"#, shifts.clone(), 8),
        (
            "rotation = \"shifts\"\nshifts = [\"08:00\", \"20:00\"]",
            shifts.clone(),
            8,
        ),
        (
            r#"rotation = { shifts = ["08:00", "20:00"] }"#,
            shifts.clone(),
            8,
        ),
        (
            "rotation.shifts = [\"08:00\", \"20:00\"]\nhandover = \"20:00\"",
            shifts,
            20,
        ),
    ] {
        let row = format!(
            "[[rosters]]\nid = \"office\"\npeople = [\"li\"]\nstart = 2026-11-02\n{keys}\n"
        );
        let config =
            check(&changed("", &row)).unwrap_or_else(|problems| panic!("{keys}: {problems:?}"));
        let roster = &config.settings.rosters[0];
        assert_eq!(
            (&roster.rotation, roster.handover),
            (&rotation, time(handover)),
            "{keys}"
        );
        assert_eq!(roster.start.to_string(), "2026-11-02");
    }
}

#[test]
fn a_turn_is_one_person_or_several() {
    let row = "[[rosters]]\nid = \"office\"\npeople = [\"li\", [\"zhao\", \"li\"]]\nstart = 2026-11-02\nhandover = \"08:30\"\n";
    let roster = check(&changed("", row)).unwrap().settings.rosters.remove(0);
    let turns: [Vec<PersonId>; 2] = [vec!["li".into()], vec!["zhao".into(), "li".into()]];
    assert_eq!(roster.turns, turns);
    assert!(!roster.patrol);
    let three = row.replace("\"li\", [", "[\"wu\", ");
    let patrol = format!("{three}patrol = true\n[[people]]\nid = \"wu\"\nname = \"Wu\"\n");
    assert!(check(&changed("", &patrol)).unwrap().settings.rosters[0].patrol);
}

/// Periods that meet may replace the same roster; who stands in may begin with the period.
#[test]
fn a_roster_says_how_its_people_are_asked_or_leaves_it_to_the_defaults() {
    let row = "[[rosters]]\nid = \"office\"\npeople = [\"li\"]\nstart = 2026-11-02\nhandover = \"08:30\"\n";
    let asks = |keys: &str| {
        let text = changed("", &format!("{row}{keys}"));
        check(&text).unwrap().settings.rosters.remove(0).asks
    };
    assert_eq!(asks(""), Asks::default());
    let asked = asks(
        "remind = [\"24h\", \"30m\"]\nack_within = \"5m\"\nescalate = [\"commander\", \"zhao\", \"office\"]\n",
    );
    assert_eq!(
        asked.remind,
        [Duration::from_secs(24 * 3600), Duration::from_secs(1800)]
    );
    assert_eq!(asked.ack_within, Duration::from_secs(300));
    let whom = [
        Whom::Role("commander".into()),
        Whom::Person("zhao".into()),
        Whom::Roster("office".into()),
    ];
    assert_eq!(asked.escalate, whom);
}

#[test]
fn a_period_may_replace_rosters() {
    let text = changed(
        "",
        r#"
[[rosters]]
id = "office"
people = ["li"]
start = "2026-11-02"
shifts = ["08:30", "20:30"]
[[rosters]]
id = "leaders"
people = ["zhao"]
start = "2027-02-05"
handover = "08:30"
[[special_periods]]
name = "Spring Festival"
from = "2027-02-05"
to = "2027-02-12"
rosters = ["leaders"]
instead_of = ["office"]
[[special_periods]]
name = "After it"
from = 2027-02-13
to = 2027-02-13
rosters = ["leaders"]
instead_of = ["office"]
"#,
    );
    let settings = check(&text).unwrap().settings;
    let days = |period: &SpecialPeriod| (period.from.to_string(), period.to.to_string());
    assert_eq!(
        settings
            .special_periods
            .iter()
            .map(days)
            .collect::<Vec<_>>(),
        [("2027-02-05", "2027-02-12"), ("2027-02-13", "2027-02-13")]
            .map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    let spring = &settings.special_periods[0];
    assert_eq!(spring.name, "Spring Festival");
    assert_eq!(spring.rosters, ["leaders".into()]);
    assert_eq!(spring.instead_of, ["office".into()]);
    let spec = check(include_str!("spec.toml")).unwrap().settings;
    assert!(spec.special_periods[0].instead_of.is_empty());
}

#[test]
fn windows_line_ends_and_a_mark_at_the_start_are_fine() {
    let text = format!("\u{feff}{}", BASE.replace('\n', "\r\n"));
    assert!(check(&text).is_ok());
}

#[test]
fn a_presence_check_is_read_and_the_example_is_good() {
    let example = include_str!("../../../config/dutybell.toml");
    let lines = example.lines().skip_while(|line| *line != "# [[presence]]");
    let row: Vec<&str> = lines
        .take_while(|line| !line.is_empty())
        .filter_map(|line| line.strip_prefix("# "))
        .collect();
    let text = format!("{example}\n{}\n", row.join("\n"));
    let settings = check(&text).unwrap().settings;
    let watch = &settings.presence[0];
    assert_eq!(watch.name.as_deref(), Some("夜间查岗"));
    assert_eq!(watch.roster, "office".into());
    assert_eq!(watch.within, Duration::from_secs(600));
    assert_eq!(watch.escalate, [Whom::Role("duty_leader".into())]);
    // Without its own, those of the roster.
    let alone = text.strip_suffix("escalate = [\"duty_leader\"]\n").unwrap();
    let settings = check(alone).unwrap().settings;
    let watch = &settings.presence[0];
    assert!(watch.escalate.is_empty());
    assert_eq!(settings.told_of(watch), [Whom::Role("duty_leader".into())]);
}
