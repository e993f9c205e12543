//! Who has not answered, for the group and for those who see to it.

use crate::decide::{ReportShown, SeenTo, Silent};
use crate::limits::PROMPT_UNITS;
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::prompt::PromptPress;
use crate::render::buttons::rows;
use crate::render::duty::reach;
use crate::render::prompt_title::{all_units, title, unit};
use crate::render::{View, message, screening_report};
use crate::time::At;

/// Phone numbers of so many people fit beside the rest.
const PHONES: usize = 4;

/// Who has not answered in time. It rings in private: the group has those who see to it.
pub(super) fn missing(
    view: &View<'_>,
    round: &SeenTo,
    due: Option<At>,
    days: u32,
    private: bool,
) -> Message {
    let who = names(view, &round.missing);
    let head = if days == 0 {
        view.say("prompt-missing", &[("who", (&who).into())])
    } else {
        let days = ("n", days.into());
        view.say("prompt-missing-days", &[("who", (&who).into()), days])
    };
    let mut lines = vec![head];
    lines.extend(view.late(due));
    lines.push(of_round(view, "prompt-missing-of", round));
    let unreached = round.missing.iter().filter(|silent| !silent.reached);
    let unreached: Vec<Silent> = unreached.cloned().collect();
    if !unreached.is_empty() {
        let who = names(view, &unreached);
        lines.push(view.say("prompt-unreached", &[("who", (&who).into())]));
    }
    let half_done = round.missing.iter().filter(|silent| silent.registered > 0);
    let half_done: Vec<String> = half_done
        .map(|silent| {
            let (who, n) = (unit(view, &silent.who), silent.registered.into());
            view.say("prompt-half-done-of", &[("who", (&who).into()), ("n", n)])
        })
        .collect();
    if !half_done.is_empty() {
        let who = view.listed(half_done);
        lines.push(view.say("prompt-half-done", &[("who", (&who).into())]));
    }
    let people = round.missing.iter().flat_map(|silent| &silent.people);
    let people: Vec<_> = people.collect();
    if private && people.len() <= PHONES {
        for person in people {
            let name = view.person(person);
            let call = reach(view, person, true).into_iter();
            lines.extend(call.map(|call| {
                let name_and_call = [("name", (&name).into()), ("call", (&call).into())];
                view.say("prompt-call", &name_and_call)
            }));
        }
    }
    let mut told = message(&lines.join("\n"));
    told.rows = vec![vec![view.button("label-ask-again", &again(round, false))]];
    told.sound = private;
    told
}

/// What is open for somebody.
pub(super) fn mine(
    view: &View<'_>,
    (questions, rounds): (usize, &[SeenTo]),
    reports: &[ReportShown],
) -> Message {
    let mut lines = vec![if questions == 0 {
        view.say("prompt-mine-none", &[])
    } else {
        view.say("prompt-mine", &[("n", questions.into())])
    }];
    if !rounds.is_empty() {
        lines.push(view.say("prompt-mine-rounds", &[]));
    }
    let mut buttons: Vec<Button> = Vec::new();
    let silent = rounds.iter().map(|round| round.missing.len());
    let fits = silent.sum::<usize>() <= PROMPT_UNITS;
    for (nth, round) in (1_usize..).zip(rounds) {
        let of = of_round(view, "prompt-mine-of", round);
        let who = if fits {
            names(view, &round.missing)
        } else {
            // The message about each round names all.
            let missing = round.missing.iter();
            view.listed(missing.map(|silent| unit(view, &silent.who)).collect())
        };
        lines.push(view.say(
            "prompt-mine-round",
            &[
                ("nth", nth.into()),
                ("of", (&of).into()),
                ("who", (&who).into()),
            ],
        ));
        if round.again {
            buttons.push(Button {
                label: view.say("label-ask-again-nth", &[("n", nth.into())]),
                data: again(round, true).encode(),
            });
        }
    }
    if !reports.is_empty() {
        lines.push(view.say("prompt-mine-reports", &[]));
    }
    for (nth, report) in (1_usize..).zip(reports) {
        lines.push(screening_report::line(view, report));
        buttons.push(screening_report::button_nth(view, report, nth));
    }
    let mut answer = message(&lines.join("\n"));
    answer.rows = rows(buttons);
    answer
}

fn of_round(view: &View<'_>, id: &str, round: &SeenTo) -> String {
    let (of, time) = (title(view, &round.title), view.time(round.until));
    let (n, all) = round.answered;
    view.say(
        id,
        &[
            ("title", (&of).into()),
            ("time", (&time).into()),
            ("n", n.into()),
            ("all", all.into()),
        ],
    )
}

fn names(view: &View<'_>, missing: &[Silent]) -> String {
    all_units(view, missing.iter().map(|silent| &silent.who))
}

fn again(round: &SeenTo, listed: bool) -> Press {
    Press::Prompt(PromptPress::Again {
        prompt: round.prompt.clone(),
        at: round.title.at,
        listed,
    })
}
