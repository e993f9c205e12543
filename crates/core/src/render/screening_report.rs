//! The written report of a screening: the text that goes on, and what asks for it (MESSAGES 12).

use crate::decide::{ReportShown, ReportWhy, RoundTitle};
use crate::ids::{PersonId, PromptId};
use crate::limits::{LATE_AFTER, REMINDER_RINGS};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::prompt::{PromptPress, ReportButton};
use crate::render::names::nth_time;
use crate::render::prompt_title::{all_units, title};
use crate::render::prompt_withdrawn::why;
use crate::render::{View, message};
use crate::state::screening_report::{Course, Reported};
use crate::time::At;

/// The text, alone in its message: it is forwarded or copied as it is. No name of a party is in it.
pub(super) fn text(view: &View<'_>, report: &ReportShown) -> Message {
    let draft = &report.draft;
    let (of, to) = (title(view, &report.title), view.name(&report.to));
    let (from, until) = (moment(view, draft.from.at), moment(view, draft.until.at));
    let mut lines = vec![
        view.say("screening-report-head", &[("title", (&of).into())]),
        view.say("screening-report-to", &[("to", (&to).into())]),
        view.say(
            "screening-report-span",
            &[("from", (&from).into()), ("to", (&until).into())],
        ),
        String::new(),
    ];
    let (screened, all) = draft.screened();
    let in_time = draft.in_time();
    lines.push(view.say(
        "screening-report-units",
        &[
            ("all", all.into()),
            ("n", screened.into()),
            ("intime", in_time.into()),
            ("late", (screened - in_time).into()),
        ],
    ));
    lines.extend(missing(view, report, "screening-report-missing"));
    if draft.skipped > 0 {
        let skipped = [("n", draft.skipped.into())];
        lines.push(view.say("screening-report-skipped", &skipped));
    }
    lines.push(String::new());
    let (all, kinds) = &report.courses;
    if draft.mediations.is_some() {
        lines.push(counted(view, "screening-report-new", all));
        lines.push(counted(view, "screening-report-ended", all));
        for (id, n) in [
            ("screening-report-broken", all.broken),
            ("screening-report-closed", all.closed),
        ] {
            if n > 0 {
                lines.push(counted(view, id, all));
            }
        }
    } else {
        lines.push(view.say("screening-report-unread", &[]));
    }
    lines.push(counted(view, "screening-report-pending", all));
    let kinds: Vec<_> = kinds
        .iter()
        .filter(|_| draft.mediations.is_some())
        .collect();
    if !kinds.is_empty() {
        lines.push(String::new());
        lines.push(view.say("screening-report-kinds", &[]));
    }
    for (kind, course) in kinds {
        let kind = view.say(&format!("dispute-kind-{}", kind.word()), &[]);
        let numbers = [
            course.registered,
            course.agreed,
            course.failed,
            course.transferred,
            course.pending,
        ];
        let numbers = numbers.map(|number| number.to_string()).join("/");
        lines.push(view.say(
            "screening-report-kind",
            &[("kind", (&kind).into()), ("numbers", (&numbers).into())],
        ));
    }
    message(&lines.join("\n"))
}

/// That it waits, with its buttons.
pub(super) fn due(
    view: &View<'_>,
    report: &ReportShown,
    why: ReportWhy,
    was_due: Option<At>,
) -> Message {
    let of = title(view, &report.title);
    let over = view.now >= report.limit;
    let head = match why {
        ReportWhy::Drafted => view.say("screening-report-drafted", &[("title", (&of).into())]),
        ReportWhy::Redrafted => view.say("screening-report-redrafted", &[("title", (&of).into())]),
        ReportWhy::Shown => view.say("screening-report-shown", &[("title", (&of).into())]),
        ReportWhy::Reminded => {
            let left = view.span(report.limit.since(view.now));
            let left = [("span", (&left).into()), ("title", (&of).into())];
            view.say("screening-report-reminded", &left)
        }
        ReportWhy::Late if view.now.since(report.limit) < LATE_AFTER => {
            view.say("screening-report-time-up", &[("title", (&of).into())])
        }
        ReportWhy::Late => {
            let late = view.span(view.now.since(report.limit));
            let late = [("span", (&late).into()), ("title", (&of).into())];
            view.say("screening-report-late", &late)
        }
    };
    let mut lines = vec![head];
    lines.extend(view.late(was_due));
    let id = if over {
        "screening-report-was-until"
    } else {
        "screening-report-until"
    };
    lines.push(until(view, id, report));
    let (screened, all) = report.draft.screened();
    let course = &report.courses.0;
    let brief = [
        ("n", screened.into()),
        ("all", all.into()),
        ("new", course.registered.into()),
        ("pending", course.pending.into()),
    ];
    lines.push(if report.draft.mediations.is_some() {
        view.say("screening-report-brief", &brief)
    } else {
        view.say("screening-report-unread", &[])
    });
    lines.extend(missing(view, report, "screening-report-missing"));
    let mut told = message(&lines.join("\n"));
    let mut buttons = vec![button(
        view,
        report,
        "label-reported",
        ReportButton::Reported,
    )];
    if matches!(why, ReportWhy::Reminded | ReportWhy::Late) {
        let show = ReportButton::Show { listed: false };
        buttons.push(button(view, report, "label-report-show", show));
    }
    told.rows = vec![buttons];
    // SPEC section 3, "Sound": reminders ring from one hour before the limit on.
    told.sound = match why {
        ReportWhy::Late => true,
        ReportWhy::Reminded => report.limit.since(view.now) <= REMINDER_RINGS,
        ReportWhy::Drafted | ReportWhy::Redrafted | ReportWhy::Shown => false,
    };
    told
}

/// That it is made: for those who had it, and for the group.
pub(super) fn made(view: &View<'_>, of: &RoundTitle, to: &str, reported: &Reported) -> Message {
    let (of, to) = (title(view, of), view.name(to));
    let (who, time) = (view.person(&reported.by), view.time(reported.at));
    let id = if reported.late {
        "screening-report-made-late"
    } else {
        "screening-report-made-in-time"
    };
    let head = view.say(
        "screening-report-made",
        &[("title", (&of).into()), ("to", (&to).into())],
    );
    let by = view.say(id, &[("who", (&who).into()), ("time", (&time).into())]);
    message(&[head, by].join("\n"))
}

/// That nobody could be told of it.
pub(super) fn for_nobody(
    view: &View<'_>,
    (of, to, limit): (&RoundTitle, &str, At),
    people: &[PersonId],
) -> Message {
    let of = title(view, of);
    let head = view.say("screening-report-nobody", &[("title", (&of).into())]);
    let was = was_due(view, to, limit);
    let people = view.people(people);
    let mend = view.say(
        "screening-report-nobody-mend",
        &[("people", (&people).into())],
    );
    message(&[head, was, mend, view.duty_call()].join("\n"))
}

/// That it was not made, and is no longer asked for.
pub(super) fn given_up(
    view: &View<'_>,
    (of, to, limit): (&RoundTitle, &str, At),
    gone: Option<&PromptId>,
) -> Message {
    let of = title(view, of);
    let head = view.say("screening-report-given-up", &[("title", (&of).into())]);
    let mut lines = vec![head, was_due(view, to, limit)];
    lines.extend(gone.map(|row| why(view, row)));
    message(&lines.join("\n"))
}

fn was_due(view: &View<'_>, to: &str, limit: At) -> String {
    let (to, time) = (view.name(to), view.time(limit));
    view.say(
        "screening-report-nobody-until",
        &[("time", (&time).into()), ("to", (&to).into())],
    )
}

/// What stands under the workbook.
pub(super) fn book(view: &View<'_>, of: &RoundTitle) -> Message {
    let of = title(view, of);
    message(&view.say("screening-report-book", &[("title", (&of).into())]))
}

/// A line of a list of what is open.
pub(super) fn line(view: &View<'_>, report: &ReportShown) -> String {
    let of = title(view, &report.title);
    let until = until(view, "screening-report-line-until", report);
    let line = [("title", (&of).into()), ("until", (&until).into())];
    view.say("screening-report-line", &line)
}

/// Its button under a list.
pub(super) fn button_nth(view: &View<'_>, report: &ReportShown, nth: usize) -> Button {
    Button {
        label: view.say("label-report-show-nth", &[("nth", nth.into())]),
        data: press(report, ReportButton::Show { listed: true }).encode(),
    }
}

fn button(view: &View<'_>, report: &ReportShown, label: &str, which: ReportButton) -> Button {
    view.button(label, &press(report, which))
}

fn press(report: &ReportShown, button: ReportButton) -> Press {
    Press::Prompt(PromptPress::Report {
        prompt: report.prompt.clone(),
        at: report.title.at,
        button,
    })
}

fn until(view: &View<'_>, id: &str, report: &ReportShown) -> String {
    let (time, to) = (view.time(report.limit), view.name(&report.to));
    view.say(id, &[("time", (&time).into()), ("to", (&to).into())])
}

fn missing(view: &View<'_>, report: &ReportShown, id: &str) -> Option<String> {
    let names = all_units(view, report.draft.missing());
    if names.is_empty() {
        return None;
    }
    Some(view.say(id, &[("names", (&names).into())]))
}

fn counted(view: &View<'_>, id: &str, course: &Course) -> String {
    view.say(
        id,
        &[
            ("registered", course.registered.into()),
            ("reopened", course.reopened.into()),
            ("agreed", course.agreed.into()),
            ("broken", course.broken.into()),
            ("failed", course.failed.into()),
            ("transferred", course.transferred.into()),
            ("closed", course.closed.into()),
            ("revisited", course.revisited.into()),
            ("pending", course.pending.into()),
            ("overdue", course.overdue.into()),
        ],
    )
}

/// Others read it later: the day stands with its year.
fn moment(view: &View<'_>, at: At) -> String {
    let time = nth_time(view.settings.timezone, at);
    format!("{} {time}", view.full_date(at))
}
