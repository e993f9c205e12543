//! What is in the pictures: ink where a text belongs, and none outside.

use std::fmt::Write as _;
use std::path::Path;

use dutybell_core::chart::{Bar, Chart, Section};
use dutybell_core::decide::DutyMonth;
use dutybell_core::render::words::Words;
use dutybell_core::render::{View, month_pictures};
use dutybell_core::settings::{Language, Settings};
use dutybell_core::sheet::{Name, Sheet};
use dutybell_core::state::desk::Desk;
use dutybell_core::state::roster::{Override, Rosters, running_day};
use dutybell_core::time::At;
use proptest::prelude::*;

use super::*;

/// People by id and name, and the tables of rosters and periods.
fn settings(zone: &str, people: &[(&str, &str)], rosters: &str) -> Settings {
    let mut text = format!("timezone = \"{zone}\"\n");
    for (id, name) in people {
        // Writing to a String can't fail.
        let _ = write!(text, "[[people]]\nid = \"{id}\"\nname = \"{name}\"\n");
    }
    let rest = format!(
        "[[chats]]\nid = \"town\"\ntelegram = -1001000000001\n[[severities]]\nid = \"I\"\n\
         [[policies]]\nid = \"rest\"\nsteps = [{{ page = [\"{}\"], wait = \"3m\" }}]\n",
        people[0].0
    );
    let config = crate::config::parse(&(text + &rest + rosters), Path::new("/etc/dutybell"));
    match config {
        Ok(config) => config.settings,
        Err(problems) => panic!("{problems:?}"),
    }
}

/// The tables of a month, seen at that instant.
fn sheets(
    settings: &Settings,
    overrides: &[Override],
    month: &str,
    now: &str,
    language: Language,
) -> Vec<Sheet> {
    let rosters = Rosters::of(settings, overrides);
    let month = month.parse().unwrap();
    let shown = DutyMonth {
        month,
        running: running_day(settings.timezone, &settings.rosters, at(now)),
        one: None,
        rosters: settings
            .rosters
            .iter()
            .map(|roster| (roster.id.clone(), rosters.month(roster, month)))
            .collect(),
    };
    let view = View {
        words: &Words::new(),
        settings,
        desk: &Desk::default(),
        language,
        now: at(now),
    };
    let pictures = month_pictures(&view, &shown);
    pictures.into_iter().map(|(sheet, _)| sheet).collect()
}

fn at(text: &str) -> At {
    At::from(
        chrono::DateTime::parse_from_rfc3339(text)
            .unwrap()
            .with_timezone(&chrono::Utc),
    )
}

/// Width, height, and whether each pixel is dark.
struct Seen {
    width: usize,
    height: usize,
    dark: Vec<bool>,
}

fn seen(png: &[u8]) -> Seen {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png))
        .read_info()
        .unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let frame = reader.next_frame(&mut bytes).unwrap();
    let pixels = bytes.chunks(3);
    Seen {
        width: frame.width as usize,
        height: frame.height as usize,
        dark: pixels.map(|pixel| pixel[1] < 100).collect(),
    }
}

const TOWN: [(&str, &str); 6] = [
    ("li", "李强"),
    ("wang", "王伟"),
    ("chen", "陈玥"),
    ("zhao", "欧阳建国"),
    ("sun", "孙敏"),
    ("zhou", "周喆"),
];

const THREE: &str = r#"
[[rosters]]
id = "office"
name = "镇政府值班室"
people = ["li", "wang", "chen"]
start = "2026-01-01"
handover = "08:30"
[[rosters]]
id = "leaders"
name = "带班领导"
people = ["zhao", "sun"]
start = "2026-01-05"
handover = "08:30"
rotation = "weekly"
[[rosters]]
id = "patrol"
name = "夜间巡逻队"
people = [["zhou", "sun", "li"], ["wang", "chen", "zhao"]]
start = "2026-01-01"
rotation = "shifts"
shifts = ["08:00", "20:00"]
[[special_periods]]
name = "春节"
from = "2026-12-05"
to = "2026-12-12"
rosters = ["leaders"]
instead_of = ["office"]
"#;

const NAMES: [(&str, &str); 6] = [
    ("li", "Li Qiang"),
    ("wang", "Maximilian Alexander von Hohenstein-Wittelsbach"),
    ("chen", "Żółkiewska-Ångström & <Söhne>"),
    ("zhao", "Zhao Jianguo"),
    ("sun", "Sun Min"),
    ("zhou", "Oluwaseunfunmilayotemitope"),
];

/// The office alone.
fn office() -> &'static str {
    let rest = THREE.find("[[rosters]]\nid = \"leaders\"");
    &THREE[..rest.unwrap()]
}

fn swap(from: &str, to: &str, off: &str, on: &str) -> Override {
    Override {
        roster: "office".into(),
        from: at(from),
        to: at(to),
        off: off.into(),
        on: on.into(),
    }
}

/// Where two pictures of one size differ: rows from and to, columns from and to, and how many pixels.
fn difference(one: &Seen, other: &Seen) -> ((usize, usize), (usize, usize), usize) {
    assert_eq!((one.width, one.height), (other.width, other.height));
    let differ: Vec<usize> = (0..one.dark.len())
        .filter(|at| one.dark[*at] != other.dark[*at])
        .collect();
    let rows = || differ.iter().map(|at| at / one.width);
    let columns = || differ.iter().map(|at| at % one.width);
    (
        (rows().min().unwrap(), rows().max().unwrap()),
        (columns().min().unwrap(), columns().max().unwrap()),
        differ.len(),
    )
}

#[test]
fn a_name_leaves_its_ink_in_its_row_and_nowhere_else() {
    let settings = settings("Asia/Shanghai", &TOWN, office());
    let (month, now) = ("2026-12", "2026-11-28T08:00:00Z");
    let sheet = sheets(&settings, &[], month, now, Language::Zh).remove(0);
    let drawn = |sheet: &Sheet| seen(&roster::png(sheet).unwrap());
    let whole = drawn(&sheet);
    let mut without = sheet.clone();
    without.days[9].cells[0][0].people[0].name.clear();
    let (rows, columns, pixels) = difference(&whole, &drawn(&without));
    // A row of a picture of 31 is some sixty pixels high; the days stand left of the names.
    assert!(
        rows.1 - rows.0 < 45 && rows.0 > 600 && rows.1 < 1000,
        "{rows:?}"
    );
    assert!(columns.0 > 200 && columns.1 < 300, "{columns:?}");
    assert!(pixels > 300, "{pixels}");
    // A swap shows by a sign, today by a frame.
    let mut swapped = sheet.clone();
    swapped.days[9].cells[0][0].people[0].swapped = true;
    assert!(difference(&whole, &drawn(&swapped)).2 > 300);
    let mut today = sheet;
    today.days[9].today = Some(String::new());
    assert!(difference(&whole, &drawn(&today)).2 > 5_000);
}

#[test]
fn months_of_all_kinds_are_drawn_whole_in_both_languages() {
    let swaps = [
        swap(
            "2026-12-02T00:30:00Z",
            "2026-12-03T00:30:00Z",
            "chen",
            "zhou",
        ),
        swap("2026-12-18T06:00:00Z", "2026-12-18T20:30:00Z", "li", "zhao"),
    ];
    let now = "2026-12-09T08:00:00Z";
    for (people, rosters, zone, month, days) in [
        (TOWN, THREE, "Asia/Shanghai", "2026-12", 31),
        (NAMES, THREE, "Europe/Berlin", "2026-12", 31),
        (TOWN, office(), "Europe/Berlin", "2027-03", 31),
        (NAMES, office(), "Europe/Berlin", "2027-10", 31),
        (TOWN, office(), "Asia/Shanghai", "2028-02", 29),
    ] {
        for language in [Language::Zh, Language::En] {
            let settings = settings(zone, &people, rosters);
            let sheets = sheets(&settings, &swaps, month, now, language);
            let shown: Vec<u32> = sheets
                .iter()
                .flat_map(|sheet| sheet.days.iter().map(|day| day.number))
                .collect();
            assert_eq!(shown, (1..=days).collect::<Vec<u32>>(), "{month}");
            for sheet in &sheets {
                let seen = seen(&roster::png(sheet).unwrap());
                assert_eq!(seen.width, 1080);
                // As a phone is, or a little longer.
                assert!(seen.height < 2600, "{month}: {}", seen.height);
                for row in seen.dark.chunks(seen.width) {
                    assert!(!row[..20].contains(&true) && !row[1060..].contains(&true));
                }
            }
        }
    }
}

/// A chart with a bar that falls short and one that does not.
fn figures(label: &str, length: u16) -> Chart {
    let bar = |label: &str, value: &str, length| Bar {
        length: Some(length),
        target: Some(980),
        ..Bar::plain(label.to_owned(), value.to_owned())
    };
    Chart {
        title: "2026年11月统计".into(),
        sections: vec![
            Section {
                head: "排查：应答 49/50".into(),
                bars: vec![bar(label, "98% ✓", length), bar("Mediated", "19/20", 950)],
                notes: vec!["确认用时：半数在 2 分钟内，九成在 9 分钟内（已确认 4 起）".into()],
            },
            Section {
                head: "Attendance: on time/late/missed".into(),
                bars: vec![Bar::plain(
                    "Maximilian Alexander von Hohenstein-Wittelsbach zu Drachenfels".into(),
                    "shifts 12/1/0 · patrols 3/0/0 · checks 30/2/1 · and more of all that".into(),
                )],
                notes: Vec::new(),
            },
        ],
        lacking: "〔?〕 = 图片中显示不出的字".into(),
        foot: "截至 11月28日 18:00".into(),
    }
}

#[test]
fn a_bar_is_as_long_as_its_figure_and_nothing_sticks_out() {
    let drawn = |length| seen(&chart::png(&figures("李强 <b>&", length)).unwrap());
    let (whole, most) = (drawn(1000), drawn(990));
    let (rows, columns, pixels) = difference(&whole, &most);
    // A hundredth of the room, sixteen high.
    assert_eq!(rows.1 - rows.0, 15);
    assert!(columns.0 > 1040 && columns.1 < 1052, "{columns:?}");
    assert!((150..=176).contains(&pixels), "{pixels}");
    // What falls short is bold too.
    let half = drawn(500);
    let (rows, _, pixels) = difference(&whole, &half);
    assert!(rows.1 - rows.0 > 40 && pixels > 8000, "{rows:?} {pixels}");
    for row in whole.dark.chunks(whole.width) {
        assert!(!row[..20].contains(&true) && !row[1060..].contains(&true));
    }
    let lacking = seen(&chart::png(&figures("𠮷野", 500)).unwrap());
    assert!(lacking.height > half.height + 20);
}

#[test]
fn what_the_font_lacks_is_told_under_the_table() {
    let settings = settings("Asia/Shanghai", &TOWN, office());
    let (month, now) = ("2026-12", "2026-11-28T08:00:00Z");
    let sheet = sheets(&settings, &[], month, now, Language::Zh).remove(0);
    let height = |name: &str| {
        let mut sheet = sheet.clone();
        sheet.days[3].cells[0][0].people = vec![Name {
            name: name.to_owned(),
            swapped: false,
        }];
        seen(&roster::png(&sheet).unwrap()).height
    };
    assert!(height("𠮷野") > height("吉野") + 20);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// Whatever somebody is called: the picture is whole, or the text goes. It holds nothing up.
    #[test]
    fn no_name_breaks_a_picture(names in proptest::collection::vec("\\PC{1,40}", 3)) {
        let settings = settings("Asia/Shanghai", &TOWN, office());
        let (month, now) = ("2026-12", "2026-11-28T08:00:00Z");
        let mut sheet = sheets(&settings, &[], month, now, Language::En).remove(0);
        sheet.days.truncate(3);
        for (day, name) in sheet.days.iter_mut().zip(&names) {
            day.cells[0][0].people[0].name.clone_from(name);
        }
        let drawn = caught(|| roster::png(&sheet));
        prop_assert!(drawn.is_ok(), "{names:?}: {drawn:?}");
    }
}

#[test]
fn a_panic_costs_the_picture_only() {
    let panicked = caught(|| panic!("as resvg does for some texts"));
    assert!(matches!(panicked, Err(PictureError::Panicked)));
}
