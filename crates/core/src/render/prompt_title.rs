//! How a round of a prompt is called.

use chrono::{Datelike, NaiveDate};

use crate::decide::RoundTitle;
use crate::render::View;
use crate::render::people::role_name;
use crate::settings::{PromptKind, Target};
use crate::time::At;

/// Whoever answers.
pub(super) fn unit(view: &View<'_>, who: &Target) -> String {
    match who {
        Target::Person(person) => view.person(person),
        Target::Role(role) => role_name(view, role),
    }
}

/// All of those who answer: whoever is not named is not asked.
pub(super) fn all_units<'a>(view: &View<'_>, all: impl IntoIterator<Item = &'a Target>) -> String {
    let names: Vec<String> = all.into_iter().map(|who| unit(view, who)).collect();
    names.join(view.comma())
}

/// A row's name, else its kind's.
pub(super) fn name(view: &View<'_>, kind: &PromptKind, name: Option<&str>) -> String {
    let word = || view.say(&format!("prompt-kind-{}", word(kind)), &[]);
    name.map_or_else(word, |name| view.name(name))
}

/// "12月上半月矛盾纠纷排查" of a screening each half month, else the row's name and the day.
pub(super) fn title(view: &View<'_>, of: &RoundTitle) -> String {
    let named = of.name.as_deref().map(|name| view.name(name));
    let word = || view.say(&format!("prompt-kind-{}", word(&of.kind)), &[]);
    if is_span(of) {
        // Where there are several, the names tell them apart.
        let prompts = view.settings.prompts.iter();
        let screenings = prompts.filter(|prompt| prompt.kind == PromptKind::Screening);
        let name = named.filter(|_| screenings.count() > 1);
        return half(view, of, &name.unwrap_or_else(word));
    }
    let name = named.unwrap_or_else(word);
    let next = of.to.map_or(of.at, |to| to);
    // Several a day are told apart by the hour.
    let date = if next.0 - of.at.0 < 24 * 3_600_000 && next != of.at {
        view.time(of.at)
    } else {
        date(view, local(view, of.at))
    };
    let named = [("name", (&name).into()), ("date", (&date).into())];
    view.say("prompt-titled", &named)
}

/// The same in fewer words, where the name says nothing new.
pub(super) fn short_title(view: &View<'_>, of: &RoundTitle) -> String {
    if is_span(of) {
        return half(view, of, &view.say("prompt-screening-short", &[]));
    }
    title(view, of)
}

/// The month's halves begin on the 1st and the 16th; what begins on other days is a span.
fn half(view: &View<'_>, of: &RoundTitle, name: &str) -> String {
    let from = of.from.unwrap_or_else(|| local(view, of.at));
    let next = of.next_day.or_else(|| of.to.map(|to| local(view, to)));
    let month_and_name = [("month", from.month().into()), ("name", name.into())];
    match (from.day(), next.map(|next| next.day())) {
        (1, Some(16)) => view.say("prompt-half-first", &month_and_name),
        (16, Some(1)) => view.say("prompt-half-second", &month_and_name),
        _ => {
            let to = next.and_then(|next| next.pred_opt()).unwrap_or(from);
            let (from, to) = (date(view, from), date(view, to));
            view.say(
                "prompt-span",
                &[
                    ("from", (&from).into()),
                    ("to", (&to).into()),
                    ("name", name.into()),
                ],
            )
        }
    }
}

/// Whether it is called by the time that it is about.
pub(super) fn is_span(of: &RoundTitle) -> bool {
    of.halves && of.kind == PromptKind::Screening
}

fn local(view: &View<'_>, at: At) -> NaiveDate {
    at.utc().with_timezone(&view.settings.timezone).date_naive()
}

fn date(view: &View<'_>, day: NaiveDate) -> String {
    let (month, day) = (day.month().into(), day.day().into());
    view.say("prompt-date", &[("month", month), ("day", day)])
}

fn word(kind: &PromptKind) -> &'static str {
    match kind {
        PromptKind::Acknowledge => "acknowledge",
        PromptKind::Checklist(_) => "checklist",
        PromptKind::Screening => "screening",
    }
}
