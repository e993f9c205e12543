//! A seed makes a plan.

mod trouble;

use std::time::Duration;

use super::chance::Chance;
use super::plan::{Act, Action, Plan, ReportForm, Temper, Wish};
use super::town::{Place, Shape, Who};
use super::{asked, secrets};

/// Seconds of a day; what is left of it is for coming to rest.
const DAY: i64 = 20 * 3600;
/// Seconds of a day on which everything happens at once.
const STORM: i64 = 40 * 60;

const PLACES: [&str; 6] = [
    "12 Dongfeng Rd",
    "east gate",
    "pit 3",
    "school yard",
    "老街桥头",
    "canteen, 3rd floor",
];

struct Draw {
    chance: Chance,
    actions: Vec<Action>,
    reports: u64,
    seconds: i64,
}

impl Plan {
    /// The plan that a seed makes.
    pub fn of(seed: u64) -> Self {
        let mut chance = Chance::new(seed ^ 0xD077_BE11);
        let shape = Shape {
            repeat: chance.one_of([0, 1, 2]),
            again: chance.one_of([None, Some(1)]),
            ack_timeout: chance.one_of([None, Some(15), Some(30), Some(90)]),
        };
        let mut draw = Draw {
            chance,
            actions: Vec::new(),
            reports: 0,
            seconds: if seed % 8 == 5 { STORM } else { DAY },
        };
        draw.people();
        draw.incidents();
        draw.talk();
        draw.telegram();
        draw.machine();
        draw.checks();
        draw.ledger(seed);
        let mut actions = draw.actions;
        actions.sort_by_key(|action| action.at);
        let last = actions.last().map_or(Duration::ZERO, |action| action.at);
        Self {
            seed,
            shape,
            actions,
            end: last + Duration::from_secs(900),
        }
    }
}

impl Draw {
    fn add(&mut self, at: i64, what: Act) {
        let at = Duration::from_millis(at.max(0).cast_unsigned());
        self.actions.push(Action { at, what });
    }

    fn some_time(&mut self) -> i64 {
        self.chance.between(60_000, self.seconds * 1000)
    }

    fn span(&mut self, least: i64, most: i64) -> Duration {
        Duration::from_secs(self.chance.between(least, most).cast_unsigned())
    }

    fn staff(&mut self) -> Who {
        self.chance.one_of(Who::STAFF)
    }

    fn temper(&mut self) -> Temper {
        match self.chance.between(0, 99) {
            0..32 => Temper::Prompt,
            32..48 => Temper::Late,
            48..58 => Temper::Twice,
            58..76 => Temper::Never,
            76..84 => Temper::Declines,
            84..91 => Temper::Escalates,
            _ => Temper::Meddles,
        }
    }

    fn people(&mut self) {
        for who in Who::STAFF {
            let temper = self.temper();
            self.add(0, Act::Becomes(who, temper));
            for _ in 0..self.chance.between(0, 2) {
                let (at, temper) = (self.some_time(), self.temper());
                self.add(at, Act::Becomes(who, temper));
            }
        }
        for _ in 0..self.chance.between(0, 3) {
            let (who, at) = (self.staff(), self.some_time());
            self.add(at, Act::Block(who));
            if self.chance.percent(80) {
                let later = at + self.chance.between(5_000, 3 * 3_600_000);
                self.add(later, Act::Unblock(who));
            }
        }
        if self.chance.percent(40) {
            let at = self.some_time();
            self.add(at, Act::Start(Who::Wang));
        }
        if self.chance.percent(10) {
            let (at, who) = (self.some_time(), self.staff());
            self.add(at, Act::Deactivate(who));
        }
    }

    /// Incidents come one by one and in storms.
    fn incidents(&mut self) {
        // Mostly an ordinary day, now and then a terrible one.
        let draws = [(); 3].map(|()| self.chance.between(5, 30));
        let count = draws.into_iter().min().unwrap_or(5);
        let mut times = Vec::new();
        while times.len() < usize::try_from(count).unwrap_or(0) {
            let at = self.some_time();
            times.push(at);
            if self.chance.percent(25) {
                for _ in 0..self.chance.between(1, 6) {
                    times.push(at + self.chance.between(0, 90_000));
                }
            }
        }
        times.sort_unstable();
        for at in times {
            self.incident(at);
        }
    }

    fn incident(&mut self, at: i64) {
        self.reports += 1;
        let number = self.reports;
        let who = match self.chance.between(0, 9) {
            0 => Who::Guest,
            1 if self.chance.percent(30) => Who::Stranger,
            _ => self.staff(),
        };
        let place = match (who, self.chance.between(0, 9)) {
            (Who::Stranger, _) => Place::Private,
            (Who::Guest, 0..8) => Place::Town,
            (Who::Guest, _) => Place::Hall,
            (_, 0..5) => Place::Town,
            (_, 5..9) => Place::Private,
            _ => Place::Hall,
        };
        let form = match self.chance.between(0, 19) {
            0..10 => ReportForm::Text,
            10..12 => ReportForm::Photo,
            12 => ReportForm::PhotoAlone,
            13..15 => ReportForm::AnswerToText,
            15 => ReportForm::AnswerToPhoto,
            _ => ReportForm::Guided,
        };
        let words = self.words(number);
        let report = Act::Report {
            who,
            place,
            form,
            words: words.clone(),
        };
        self.add(at, report);
        if self.chance.percent(10) {
            let later = at + self.chance.between(500, 120_000);
            self.add(
                later,
                Act::Edit(who, place, format!("/report {words}, edited")),
            );
        }
        for _ in 0..self.chance.between(0, 3) {
            self.follow_up(at, number);
        }
        self.second_thoughts(at, number, who, place);
    }

    /// Second thoughts of who reported and of who has it. Drawn from the report, so that all else in
    /// a day stays as it was before there were any.
    fn second_thoughts(&mut self, at: i64, number: u64, who: Who, place: Place) {
        let mut chance = Chance::about(number, &[at]);
        let mut steps: Vec<(i64, Who, Place, Wish)> = Vec::new();
        let begin = at + chance.between(5_000, 600_000);
        let soon = begin + chance.between(2_000, 60_000);
        match chance.between(0, 9) {
            0 | 1 => {
                steps.push((begin, who, place, Wish::Withdraw));
                steps.push((soon, who, place, Wish::Confirm));
            }
            2..5 => {
                for holder in Who::STAFF {
                    steps.push((begin, holder, Place::Private, Wish::HandOn));
                    steps.push((soon, holder, Place::Private, Wish::HandTo));
                }
            }
            5 | 6 => {
                let staff = chance.one_of(Who::STAFF);
                steps.push((begin, staff, Place::Town, Wish::Same));
                steps.push((soon, who, place, Wish::Same));
            }
            _ => {}
        }
        for (at, who, place, wish) in steps {
            self.add(at, Act::Press(who, place, wish, number));
        }
    }

    fn words(&mut self, number: u64) -> String {
        let level = self
            .chance
            .one_of(["", "", "", "I: ", "II: ", "III，", "IV: "]);
        let what = self.chance.one_of([
            "smoke",
            "flood",
            "quarrel",
            "着火",
            "积水",
            "somebody fell",
            "gas smell",
            "3 people hurt",
        ]);
        let at = self.chance.one_of(PLACES);
        let more = match self.chance.between(0, 9) {
            0 => " see http://x.cn/a @durov #fire".to_owned(),
            1 => " 很长".repeat(200),
            2 => "\nsecond line <b>x</b> *y*".to_owned(),
            _ => String::new(),
        };
        format!("{level}{what} at {at} [r{number}]{more}")
    }

    /// What somebody does about an incident by hand.
    fn follow_up(&mut self, reported: i64, number: u64) {
        let at = reported + self.chance.between(1_000, 50 * 60_000);
        // Numbers are guessed: some reports are refused and some come later than planned.
        let number = number
            .saturating_sub(self.chance.one_of([0, 0, 0, 1, 2]))
            .max(1);
        let who = if self.chance.percent(90) {
            self.staff()
        } else {
            Who::Guest
        };
        let place = if who == Who::Guest {
            Place::Town
        } else {
            self.chance
                .one_of([Place::Town, Place::Private, Place::Private, Place::Hall])
        };
        let act = match self.chance.between(0, 14) {
            0 => Act::Say(who, place, format!("/ack {number}")),
            1 => Act::Say(who, place, format!("/escalate {number}")),
            2 | 3 => {
                let level = self.chance.one_of(["I", "II", "iii", "4级", "V"]);
                Act::Say(who, place, format!("/severity {number} {level}"))
            }
            4 | 5 => Act::Say(who, place, format!("/update {number} news at {at}")),
            6 => Act::Say(who, place, format!("/close {number} put out")),
            7 => Act::Press(who, place, Wish::StandDown, number),
            8 => Act::Press(who, place, Wish::Level, number),
            9 => Act::Press(who, place, Wish::Category, number),
            10 => Act::Press(who, place, Wish::Escalate, number),
            11 => Act::Press(who, place, Wish::Update, number),
            12 => Act::Press(who, place, Wish::Again, number),
            13 => Act::Press(who, place, Wish::Full, number),
            _ => Act::Press(who, place, Wish::Acknowledge, number),
        };
        self.add(at, act);
    }

    fn talk(&mut self) {
        for _ in 0..self.chance.between(2, 10) {
            let (at, who) = (self.some_time(), self.chance.one_of(Who::ALL));
            let place = match who {
                Who::Stranger => Place::Private,
                Who::Guest => Place::Town,
                _ => self.chance.one_of([Place::Town, Place::Private]),
            };
            let number = self.chance.between(1, 8);
            let text = match self.chance.between(0, 15) {
                0 => "/incidents".to_owned(),
                1 => format!("/incident {number}"),
                2 => format!("/timeline {number}"),
                3 => "/help".to_owned(),
                4 => "/whoami".to_owned(),
                5 => self
                    .chance
                    .one_of(["/lang zh", "/lang en", "/lang xx"])
                    .to_owned(),
                6 => "/cancel".to_owned(),
                7 => "/reprot smoke".to_owned(),
                8 => "hello there".to_owned(),
                9 => "/ack".to_owned(),
                10 => "/ack seven".to_owned(),
                11 => "/severity 1".to_owned(),
                12 => "/report@other_bot fire".to_owned(),
                13 => "/oncall".to_owned(),
                14 => "/duty".to_owned(),
                _ => "/start".to_owned(),
            };
            self.add(at, Act::Say(who, place, text));
        }
    }

    /// The administrator asks who can be reached, and calls people as at night.
    fn checks(&mut self) {
        for _ in 0..self.chance.between(0, 3) {
            let at = self.some_time();
            let place = self.chance.one_of([Place::Town, Place::Private]);
            self.add(at, Act::Say(Who::Chen, place, "/selftest".to_owned()));
        }
        for _ in 0..self.chance.between(0, 2) {
            let (at, whom) = (self.some_time(), self.staff());
            let text = format!("/selftest night {}", whom.id());
            self.add(at, Act::Say(Who::Chen, Place::Private, text));
        }
    }

    /// What is written about disputes; numbers are guessed. Drawn from the seed alone, so that all else in a
    /// day stays as it was before there were any.
    fn ledger(&mut self, seed: u64) {
        let mut chance = Chance::about(seed, &[23]);
        for _ in 0..chance.between(3, 12) {
            let at = chance.between(60_000, self.seconds * 1000);
            let who = match chance.between(0, 9) {
                0 => chance.one_of(Who::ALL),
                _ => chance.one_of(Who::KEEPERS),
            };
            let group = who != Who::Stranger && chance.percent(6);
            let place = if group { Place::Town } else { Place::Private };
            let number = chance.between(1, 9);
            let words = secrets::words(&mut chance);
            let body = chance.one_of(asked::BODIES);
            let text = match chance.between(0, 13) {
                0..4 => "/dispute".to_owned(),
                4 => format!("/dispute {words}"),
                5 => format!("/dispute {number}"),
                6 => format!("/mediated {number} agreed: {words}"),
                7 => format!("/mediated D{number} 未达成，{words}"),
                8 => format!("/mediated {number} {words}"),
                9 => format!("/transfer {number} {body}"),
                10 => format!("/transfer {number} {words}"),
                11 => format!("/revisit {number} {words}"),
                12 => "/prompts".to_owned(),
                _ => "/disputes".to_owned(),
            };
            self.add(at, Act::Say(who, place, text));
        }
    }
}
