//! Prompts: the question, its answer, and where there is none (MESSAGES 11).

use crate::decide::{Answered, PromptQuestion, PromptSaid, Why};
use crate::outgoing::{Button, Keyboard, Message};
use crate::parse::button::Press;
use crate::parse::prompt::{PromptPress, QuestionButton};
use crate::render::prompt_title::{all_units, is_span, short_title, title, unit};
use crate::render::{
    View, message, prompt_items, prompt_missing, prompt_title, prompt_withdrawn, screening_report,
};
use crate::settings::{PromptKind, Target};
use crate::state::prompt::{Answer, later};
use crate::time::At;

/// What is said about prompts; mostly one message.
pub(super) fn said(view: &View<'_>, said: &PromptSaid) -> Vec<Message> {
    let one = match said {
        PromptSaid::Question(asked) => question(view, asked),
        PromptSaid::Answered {
            title: of,
            who,
            answer,
            what,
            until,
        } => {
            let of = of_unit(view, title(view, of), who);
            let mut lines = vec![view.say("prompt-answered", &[("title", (&of).into())])];
            lines.push(by(view, answer, what));
            lines.extend(late(view, answer, *until));
            let with = |most| {
                let problems = prompt_items::problem_lines(view, what, most);
                lines.iter().cloned().chain(problems).collect()
            };
            message(&prompt_items::fitted(view, with))
        }
        PromptSaid::LateAnswer {
            title: of,
            who,
            answer,
            what,
            until,
        } => {
            let (who, done) = (unit(view, who), result(view, what));
            let head = view.say(
                "prompt-late-answer",
                &[("who", (&who).into()), ("what", (&done).into())],
            );
            let mut lines = vec![head, title(view, of), by(view, answer, what)];
            lines.extend(late(view, answer, *until));
            message(&lines.join("\n"))
        }
        PromptSaid::Missing {
            round,
            due,
            days,
            private,
        } => prompt_missing::missing(view, round, *due, *days, *private),
        PromptSaid::NotAsked {
            kind,
            name,
            rounds,
            first,
            last,
        } => {
            let name = prompt_title::name(view, kind, name.as_deref());
            let (first, last) = (view.time(*first), view.time(*last));
            let head = [("name", (&name).into()), ("n", (*rounds).into())];
            let mut lines = vec![view.say("prompt-not-asked", &head)];
            lines.push(if first == last {
                view.say("prompt-not-asked-one", &[("time", (&first).into())])
            } else {
                let span = [("from", (&first).into()), ("to", (&last).into())];
                view.say("prompt-not-asked-span", &span)
            });
            message(&lines.join("\n"))
        }
        PromptSaid::Mine {
            reports,
            questions,
            rounds,
        } => prompt_missing::mine(view, (*questions, rounds), reports),
        PromptSaid::ReportText(report) => screening_report::text(view, report),
        PromptSaid::ReportBook(of) => screening_report::book(view, of),
        PromptSaid::ReportBookFailed => message(&view.say("screening-report-book-failed", &[])),
        PromptSaid::ReportDue { report, why, due } => {
            screening_report::due(view, report, *why, *due)
        }
        PromptSaid::ReportMade {
            title: of,
            to,
            reported,
        } => screening_report::made(view, of, to, reported),
        PromptSaid::ReportForNobody {
            title: of,
            to,
            limit,
            of: people,
        } => screening_report::for_nobody(view, (of, to, *limit), people),
        PromptSaid::ReportGivenUp {
            title: of,
            to,
            limit,
            gone,
        } => screening_report::given_up(view, (of, to, *limit), gone.as_ref()),
        PromptSaid::Withdrawn {
            row,
            title: of,
            missing,
            report,
        } => prompt_withdrawn::round(view, (row, of), missing, report.as_deref()),
        PromptSaid::Complete {
            title: of,
            units,
            disputes,
            mediating,
            problems,
            in_time,
            late,
        } => {
            let name = short_title(view, of);
            let counted = |id: &str, n: usize| view.say(id, &[("n", n.into())]);
            let id = if is_span(of) {
                "prompt-complete"
            } else {
                "prompt-complete-of-day"
            };
            let mut parts =
                vec![view.say(id, &[("title", (&name).into()), ("n", (*units).into())])];
            if of.kind == PromptKind::Screening {
                parts.push(counted("prompt-complete-new", *disputes));
                parts.push(counted("prompt-complete-mediating", *mediating));
            }
            if *problems > 0 {
                parts.push(counted("prompt-complete-problems", *problems));
            }
            // Rounded down: what is not whole is not 100 %.
            let percent = in_time * 100 / (*units).max(1);
            parts.push(counted("prompt-complete-in-time", percent));
            let mut lines = vec![parts.join(" · ")];
            if !late.is_empty() {
                // All of them: this is where the last of them is named.
                let names = all_units(view, late);
                lines.push(view.say("prompt-complete-late", &[("names", (&names).into())]));
            }
            message(&lines.join("\n"))
        }
        PromptSaid::Problems {
            title,
            who,
            by,
            problems,
        } => return prompt_items::problems(view, title, (who, by), problems),
        PromptSaid::RemarkAsked { item } => {
            let item = prompt_items::name(item);
            let mut asked = message(&view.say("prompt-remark-ask", &[("item", (&item).into())]));
            asked.keyboard = Some(Keyboard::Force {
                hint: view.say("prompt-remark-hint", &[]),
            });
            asked
        }
        PromptSaid::RemarkOver => message(&view.say("prompt-remark-over", &[])),
    };
    vec![one]
}

fn question(view: &View<'_>, asked: &PromptQuestion) -> Message {
    let over = view.now > asked.until;
    let id = match asked.why {
        Why::Again => "prompt-again",
        Why::Late => "prompt-overdue",
        Why::Asked => "prompt-asked",
        Why::Shown | Why::Reminded { .. } if over => "prompt-overdue",
        Why::Shown => "prompt-asked",
        Why::Reminded { .. } => "prompt-reminded",
    };
    let of = of_unit(view, title(view, &asked.title), &asked.unit.who);
    let mut lines = vec![view.say(id, &[("title", (&of).into())])];
    lines.extend(view.late(asked.due));
    lines.push(limit(view, asked, over));
    if !asked.unit.disputes.is_empty() {
        let n = asked.unit.disputes.len();
        lines.push(view.say("prompt-registered", &[("n", n.into())]));
    }
    let text = match &asked.title.kind {
        PromptKind::Checklist(names) => prompt_items::fitted(view, |most| {
            let items = prompt_items::lines(view, names, &asked.unit.items, most);
            lines.iter().cloned().chain(items).collect()
        }),
        _ => lines.join("\n"),
    };
    let mut question = message(&text);
    question.rows = buttons(view, asked);
    question.sound = match asked.why {
        Why::Asked | Why::Shown => false,
        Why::Reminded { rings } => rings,
        Why::Late | Why::Again => true,
    };
    question
}

fn limit(view: &View<'_>, asked: &PromptQuestion, over: bool) -> String {
    let time = view.time(asked.until);
    let time = ("time", (&time).into());
    let id = match asked.title.kind {
        _ if asked.unit.undelivered => "prompt-undelivered-until",
        _ if over || asked.why == Why::Late => "prompt-missed-until",
        PromptKind::Acknowledge => "prompt-until-acknowledge",
        PromptKind::Checklist(_) => "prompt-until-checklist",
        PromptKind::Screening => "prompt-until-screening",
    };
    let limit = view.say(id, &[time]);
    let (n, all) = asked.answered;
    if n == 0 || all < 2 {
        return limit;
    }
    let answered = view.say(
        "prompt-answered-of",
        &[("n", n.into()), ("all", all.into())],
    );
    view.say(
        "prompt-sentences",
        &[("first", (&limit).into()), ("second", (&answered).into())],
    )
}

fn buttons(view: &View<'_>, asked: &PromptQuestion) -> Vec<Vec<Button>> {
    let press = |button| {
        Press::Prompt(PromptPress::Question {
            prompt: asked.prompt.clone(),
            at: asked.title.at,
            unit: asked.place,
            button,
        })
    };
    let labelled = |label: &str, button| view.button(label, &press(button));
    let mut rows = match &asked.title.kind {
        PromptKind::Acknowledge => {
            vec![vec![labelled("label-prompt-done", QuestionButton::Done)]]
        }
        PromptKind::Screening => {
            let register = labelled("label-register-dispute", QuestionButton::Register);
            let usual = if asked.unit.disputes.is_empty() {
                labelled("label-nothing-found", QuestionButton::Nothing)
            } else {
                labelled("label-all-registered", QuestionButton::All)
            };
            vec![vec![usual], vec![register]]
        }
        PromptKind::Checklist(names) => {
            let mut rows = prompt_items::buttons(names, asked, press);
            if asked.unit.is_checked() {
                rows.insert(0, vec![labelled("label-submit", QuestionButton::Submit)]);
            }
            rows
        }
    };
    let times = (asked.title.at, asked.until);
    if later(view.settings.timezone, view.now, times).is_some() {
        rows.push(vec![labelled("label-prompt-later", QuestionButton::Later)]);
    }
    rows
}

/// A round, and whose question it is where that is not the reader himself.
fn of_unit(view: &View<'_>, title: String, who: &Target) -> String {
    match who {
        Target::Person(_) => title,
        Target::Role(_) => view.say(
            "prompt-of-unit",
            &[
                ("title", (&title).into()),
                ("unit", (&unit(view, who)).into()),
            ],
        ),
    }
}

/// Who signed it, when, and what.
fn by(view: &View<'_>, answer: &Answer, what: &Answered) -> String {
    let (who, time, what) = (
        view.person(&answer.by),
        view.time(answer.at),
        result(view, what),
    );
    view.say(
        "prompt-answered-by",
        &[
            ("who", (&who).into()),
            ("time", (&time).into()),
            ("what", (&what).into()),
        ],
    )
}

/// What was answered, in a few words.
pub(super) fn result(view: &View<'_>, what: &Answered) -> String {
    let counted = |id: &str, n: usize| view.say(id, &[("n", n.into())]);
    match what {
        Answered::Done => view.say("prompt-answer-done", &[]),
        Answered::Nothing => view.say("prompt-answer-nothing", &[]),
        Answered::Disputes(n) => counted("prompt-answer-disputes", *n),
        Answered::Checked { items, problems } if problems.is_empty() => {
            counted("prompt-answer-good", *items)
        }
        Answered::Checked { problems, .. } => counted("prompt-answer-problems", problems.len()),
    }
}

/// Late is marked late.
fn late(view: &View<'_>, answer: &Answer, until: At) -> Option<String> {
    answer.late.then(|| {
        let time = view.time(until);
        view.say("prompt-late", &[("time", (&time).into())])
    })
}
