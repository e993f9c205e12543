//! The town's prompts, and how people answer them: in time, late, twice, never, or by what they press by
//! mistake.

use std::time::Duration;

use dutybell_core::parse::button::Press;
use dutybell_core::parse::prompt::{PromptPress, QuestionButton};
use dutybell_core::settings::{Ledger, Prompt, PromptKind, Target, Whom};
use dutybell_core::state::prompt::Found;
use dutybell_core::state::schedule::Schedule;

use super::chance::Chance;
use super::plan::{Temper, Wish};
use super::town::Who;
use super::world::World;

const MINUTE: Duration = Duration::from_secs(60);

/// Places of the ledger; none of them is a name.
const PLACES: [&str; 2] = ["East village", "西村"];

/// Bodies to which a dispute can go.
pub(super) const BODIES: [&str; 2] = ["Judicial office", "信访办"];

/// The rows of `[[prompts]]`. Before 04:00, and before each fourth hour after it, there is time in which none of
/// them runs, so that a town can come to rest.
pub(super) fn prompts() -> Vec<Prompt> {
    let person = |id: &str| Target::Person(id.into());
    let role = |id: &str| Target::Role(id.into());
    let screening = Prompt {
        ask: vec![role("mediator_east"), role("mediator_west")],
        within: MINUTE * 120,
        remind: vec![MINUTE * 60, MINUTE * 20],
        escalate: vec![Whom::Role("judicial".into())],
        report_to: Some("town".into()),
        // Without a written report: its workbook is an upload, which waits for no turn in a chat.
        onward: None,
        ..row("screening", PromptKind::Screening)
    };
    let safety = Prompt {
        ask: vec![person("li"), person("chen"), role("deputy")],
        each_person: true,
        within: MINUTE * 40,
        remind: vec![MINUTE * 15],
        ..row("safety", PromptKind::Acknowledge)
    };
    let items = vec!["lights".to_owned(), "轮胎".to_owned()];
    let car = Prompt {
        ask: vec![role("duty_officer"), person("he")],
        within: MINUTE * 20,
        remind: vec![MINUTE * 5],
        escalate: vec![Whom::Person("zhao".into()), Whom::Roster("office".into())],
        report_to: Some("hall".into()),
        ..row("car", PromptKind::Checklist(items))
    };
    let times = [
        ("0 30 0,4,8,12,16,20 * * *", screening),
        ("0 10 2,6,10,14,18,22 * * *", safety),
        ("0 0 3,9,15,21 * * *", car),
    ];
    let rows = times.into_iter().filter_map(|(cron, row)| {
        let schedule = Schedule::cron(cron).ok()?;
        Some(Prompt { schedule, ..row })
    });
    rows.collect()
}

fn row(id: &str, kind: PromptKind) -> Prompt {
    // Replaced by the row's own.
    let never = Schedule::on("dec 31 00:00").or_else(|_| Schedule::cron("0 0 0 31 12 *"));
    Prompt {
        id: id.into(),
        name: None,
        kind,
        schedule: never.unwrap_or_else(|wrong| unreachable!("{wrong:?}")),
        ask: Vec::new(),
        each_person: false,
        within: MINUTE,
        remind: Vec::new(),
        escalate: Vec::new(),
        report_to: None,
        onward: None,
    }
}

/// `[ledger]`, with limits of hours instead of weeks.
pub(super) fn ledger() -> Ledger {
    Ledger {
        places: PLACES.map(str::to_owned).into(),
        bodies: BODIES.map(str::to_owned).into(),
        mediate_within: MINUTE * 180,
        revisit_after: MINUTE * 90,
        remind: vec![MINUTE * 60, MINUTE * 15],
        retention: Some(MINUTE * 120),
    }
}

/// Whether a button of a prompt is what somebody looks for.
pub(super) fn is(wish: Wish, press: &PromptPress) -> bool {
    let button = match press {
        PromptPress::Again { .. } => return wish == Wish::AskAgain,
        PromptPress::Mine | PromptPress::Report { .. } => return false,
        PromptPress::Question { button, .. } => *button,
    };
    match button {
        QuestionButton::Done => wish == Wish::Done,
        QuestionButton::Nothing => wish == Wish::Nothing,
        QuestionButton::Register => wish == Wish::Register,
        QuestionButton::All => wish == Wish::AllRegistered,
        QuestionButton::Item(item, _) => wish == Wish::Item(item),
        QuestionButton::Submit => wish == Wish::Submit,
        QuestionButton::Later => false,
    }
}

/// What somebody who has pressed this will write about, once the bot asks for it.
pub(super) fn will_write(press: &Press) -> Option<&'static str> {
    match press {
        Press::Update(_) => Some("news"),
        Press::Prompt(PromptPress::Question {
            button: QuestionButton::Item(_, Found::Problem),
            ..
        }) => Some("remark"),
        _ => None,
    }
}

impl World {
    /// What somebody will want to press under a question of a prompt, and after how many milliseconds; `None`
    /// where it is none.
    pub(super) fn answers(
        &self,
        who: Who,
        presses: &[Press],
        chance: &mut Chance,
    ) -> Option<Vec<(i64, Wish)>> {
        let presses = presses.iter().filter_map(|press| match press {
            Press::Prompt(press) => Some(press),
            _ => None,
        });
        let presses: Vec<&PromptPress> = presses.collect();
        let has = |wish: Wish| presses.iter().any(|press| is(wish, press));
        let soon = chance.between(2_000, 70_000);
        let temper = self.crowd.temper(who);
        if has(Wish::AskAgain) {
            let presses = temper != Temper::Never && chance.percent(30) && !self.resting;
            return Some(
                presses
                    .then_some((soon, Wish::AskAgain))
                    .into_iter()
                    .collect(),
            );
        }
        let row = presses.iter().find_map(|press| match press {
            PromptPress::Question { prompt, .. } => self.settings.prompt(prompt),
            _ => None,
        })?;
        let within = i64::try_from(row.within.as_millis()).unwrap_or(i64::MAX);
        let at = match temper {
            Temper::Never => return Some(Vec::new()),
            Temper::Late | Temper::Declines => chance.between(within / 4, within / 2 * 3),
            _ => soon,
        };
        let mut wishes = match &row.kind {
            PromptKind::Acknowledge => vec![(at, Wish::Done)],
            PromptKind::Screening if has(Wish::AllRegistered) => {
                let more = !self.resting && chance.percent(20);
                let wish = if more {
                    Wish::Register
                } else {
                    Wish::AllRegistered
                };
                vec![(at, wish)]
            }
            PromptKind::Screening if !self.resting && chance.percent(50) => {
                vec![(at, Wish::Register)]
            }
            PromptKind::Screening => vec![(at, Wish::Nothing)],
            PromptKind::Checklist(items) => {
                let items = u8::try_from(items.len()).unwrap_or(u8::MAX);
                checks(at, items, chance)
            }
        };
        match temper {
            Temper::Twice => {
                let again: Vec<(i64, Wish)> = wishes
                    .iter()
                    .map(|(at, wish)| (at + chance.between(100, 60_000), *wish))
                    .collect();
                wishes.extend(again);
            }
            Temper::Meddles => {
                let any = u8::try_from(chance.between(0, 4)).unwrap_or(0);
                wishes.push((soon / 2, Wish::Any(any)));
            }
            _ => {}
        }
        Some(wishes)
    }
}

/// Taps on a checklist: each item, now and then once more since something is wrong, then Submit.
fn checks(at: i64, items: u8, chance: &mut Chance) -> Vec<(i64, Wish)> {
    let mut wishes = Vec::new();
    let mut at = at;
    for item in 0..items {
        wishes.push((at, Wish::Item(item)));
        at += chance.between(500, 20_000);
        if chance.percent(30) {
            wishes.push((at, Wish::Item(item)));
            at += chance.between(500, 90_000);
        }
    }
    wishes.push((at + chance.between(500, 60_000), Wish::Submit));
    wishes
}
