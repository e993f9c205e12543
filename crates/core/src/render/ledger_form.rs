//! The ledger's questions: a registration step by step, a line, a choice, Confirm.

use crate::ids::{DisputeNumber, PersonId};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::ledger::{Act, LedgerPress};
use crate::parse::tag::Tag;
use crate::render::buttons::rows;
use crate::render::choices::{Choice, Choices, choices};
use crate::render::compose::typed;
use crate::render::ledger::{dispute, kind, numbered, press};
use crate::render::{View, message};
use crate::state::ledger::{Asked, DisputeDraft, DisputeKind, Private, Wanted};

/// The next question, under what was chosen so far.
pub(super) fn question(
    view: &View<'_>,
    draft: &DisputeDraft,
    people: &[PersonId],
    page: u32,
) -> Message {
    let wants = draft.wants();
    let mut lines = vec![view.say("dispute-new", &[])];
    let mut so_far: Vec<String> = draft.kind.map(|it| kind(view, it)).into_iter().collect();
    so_far.extend(draft.place.as_ref().map(|place| view.name(place)));
    if let Some(place) = &draft.other_place {
        so_far.push(view.name(place.words()));
    }
    if !so_far.is_empty() {
        lines.push(so_far.join(" · "));
    }
    let told = [
        ("dispute-parties", &draft.parties),
        ("dispute-account", &draft.account),
    ];
    lines.extend(told.into_iter().filter_map(|(id, text)| {
        let words = typed(text.as_ref()?.words());
        Some(view.say(id, &[("text", (&words).into())]))
    }));
    if let Some(mediator) = &draft.mediator {
        let name = view.person_apart(mediator);
        lines.push(view.say("dispute-mediator", &[("name", (&name).into())]));
    }
    let (id, offered) = match wants {
        Wanted::Kind => ("dispute-ask-kind", unlisted(kinds(view))),
        Wanted::Place if view.settings.ledger.places.is_empty() => {
            ("dispute-ask-place-typed", unlisted(Vec::new()))
        }
        Wanted::Place => ("dispute-ask-place", places(view, page)),
        Wanted::Parties => ("dispute-ask-parties", unlisted(Vec::new())),
        Wanted::Account => ("dispute-ask-account", unlisted(Vec::new())),
        Wanted::Mediator => ("dispute-ask-mediator", mediators(view, people, page)),
        Wanted::Confirm => {
            let confirm = press(LedgerPress::Confirm(draft.tag()));
            let confirm = view.button("label-confirm", &confirm);
            ("dispute-ask-confirm", unlisted(vec![vec![confirm]]))
        }
    };
    lines.push(view.say(id, &[]));
    lines.extend(offered.lines);
    let mut choices = offered.rows;
    let mut end = Vec::new();
    if wants != Wanted::Kind {
        end.push(view.button("label-dispute-back", &press(LedgerPress::Back)));
    }
    end.push(cancel(view));
    choices.push(end);
    let mut question = message(&lines.join("\n"));
    question.rows = choices;
    question
}

fn cancel(view: &View<'_>) -> Button {
    view.button("label-cancel", &press(LedgerPress::Drop))
}

fn kinds(view: &View<'_>) -> Vec<Vec<Button>> {
    let kinds = DisputeKind::ALL.into_iter().map(|it| Button {
        label: kind(view, it),
        data: press(LedgerPress::Kind(it)).encode(),
    });
    rows(kinds.collect())
}

/// Buttons that stand for themselves.
fn unlisted(rows: Vec<Vec<Button>>) -> Choices {
    Choices {
        lines: Vec::new(),
        rows,
    }
}

fn places(view: &View<'_>, page: u32) -> Choices {
    let places = view.settings.ledger.places.iter();
    let places =
        places.map(|place| Choice::named(view, place, press(LedgerPress::Place(Tag::of(place)))));
    let places: Vec<Choice> = places.collect();
    choices(view, &places, page, |page| press(LedgerPress::Page(page)))
}

/// The reader comes first, and is called so.
fn mediators(view: &View<'_>, people: &[PersonId], page: u32) -> Choices {
    let choose = |person: &PersonId| press(LedgerPress::Mediator(person.clone()));
    let mut people = people.iter();
    let me = people
        .next()
        .map(|person| view.button("label-dispute-me", &choose(person)));
    let others: Vec<Choice> = people
        .map(|person| of_person(view, person, choose(person)))
        .collect();
    let mut all = choices(view, &others, page, |page| press(LedgerPress::Page(page)));
    all.rows.splice(..0, me.map(|me| vec![me]));
    all
}

fn of_person(view: &View<'_>, person: &PersonId, press: Press) -> Choice {
    Choice {
        name: view.person_apart(person),
        label: view.person_label(person),
        press,
    }
}

/// A line is wanted.
pub(super) fn ask(view: &View<'_>, number: DisputeNumber, asked: &Asked) -> Message {
    let number = dispute(view, number);
    let d = ("d", (&number).into());
    let text = match asked {
        Asked::Result(Some(false)) => view.say("dispute-tell-failed", &[d]),
        Asked::Result(_) => view.say("dispute-tell-agreed", &[d]),
        Asked::Calming(body) => {
            let body = view.name(body);
            view.say("dispute-tell-calming", &[d, ("body", (&body).into())])
        }
        Asked::Accepted => view.say("dispute-tell-accepted", &[d]),
        Asked::Refused => view.say("dispute-tell-refused", &[d]),
        Asked::Revisit => view.say("dispute-tell-revisit", &[d]),
        Asked::Closing => view.say("dispute-tell-closing", &[d]),
        Asked::Reopening => view.say("dispute-tell-reopening", &[d]),
        Asked::Correction => view.say("dispute-tell-correction", &[d]),
    };
    let mut question = message(&text);
    question.rows = vec![vec![cancel(view)]];
    question
}

/// Did they agree?
pub(super) fn outcome(view: &View<'_>, number: DisputeNumber) -> Message {
    let mut question = message(&numbered(view, "dispute-ask-outcome", number));
    let choice = |label: &str, yes| view.button(label, &press(LedgerPress::Choice(number, yes)));
    question.rows = vec![
        vec![choice("label-dispute-agreed", true)],
        vec![choice("label-dispute-failed", false)],
        vec![cancel(view)],
    ];
    question
}

fn quoted(view: &View<'_>, words: &Private) -> String {
    let words = typed(words.words());
    view.say("quoted", &[("text", (&words).into())])
}

/// Is that line the answer?
pub(super) fn sure_of_words(
    view: &View<'_>,
    asked: &str,
    (words, tag): (&Private, Tag),
) -> Message {
    let lines = [
        typed(asked),
        quoted(view, words),
        view.say("dispute-sure-of-words", &[]),
    ];
    let mut question = message(&lines.join("\n"));
    let confirm = view.button("label-confirm", &press(LedgerPress::Words(tag)));
    question.rows = vec![vec![confirm], vec![cancel(view)]];
    question
}

/// Do they keep what they agreed?
pub(super) fn kept(view: &View<'_>, number: DisputeNumber, words: Option<&Private>) -> Message {
    let words = words.map(|words| quoted(view, words));
    let lines = std::iter::once(numbered(view, "dispute-ask-kept", number));
    let lines: Vec<String> = lines.chain(words).collect();
    let mut question = message(&lines.join("\n"));
    let choice = |label: &str, yes| view.button(label, &press(LedgerPress::Choice(number, yes)));
    question.rows = vec![
        vec![choice("label-dispute-kept", true)],
        vec![choice("label-dispute-reopen", false)],
        vec![cancel(view)],
    ];
    question
}

/// To which body does it go?
pub(super) fn body(
    view: &View<'_>,
    number: DisputeNumber,
    bodies: &[String],
    page: u32,
) -> Message {
    let bodies = bodies.iter().map(|body| {
        let to = press(LedgerPress::To(number, Tag::of(body)));
        Choice::named(view, body, to)
    });
    let bodies: Vec<Choice> = bodies.collect();
    let to = |page| press(LedgerPress::Bodies(number, page));
    of_card(
        view,
        "dispute-ask-body",
        number,
        choices(view, &bodies, page, to),
    )
}

/// Who is to mediate?
pub(super) fn mediator(
    view: &View<'_>,
    number: DisputeNumber,
    people: &[PersonId],
    page: u32,
) -> Message {
    let people = people.iter().map(|person| {
        let to = press(LedgerPress::ReassignTo(number, person.clone()));
        of_person(view, person, to)
    });
    let people: Vec<Choice> = people.collect();
    let to = |page| press(LedgerPress::Mediators(number, page));
    of_card(
        view,
        "dispute-ask-reassign",
        number,
        choices(view, &people, page, to),
    )
}

/// A question in the place of a card.
fn of_card(view: &View<'_>, id: &str, number: DisputeNumber, offered: Choices) -> Message {
    let mut lines = vec![numbered(view, id, number)];
    lines.extend(offered.lines);
    let mut question = message(&lines.join("\n"));
    question.rows = offered.rows;
    question.rows.push(back_to_card(view, number));
    question
}

/// Really?
pub(super) fn sure(view: &View<'_>, number: DisputeNumber, act: Act) -> Message {
    let id = match act {
        Act::ViolentSure => "dispute-sure-violent",
        _ => "dispute-sure-close",
    };
    let mut question = message(&numbered(view, id, number));
    let confirm: Press = press(LedgerPress::Act(number, act));
    question.rows = vec![
        vec![view.button("label-confirm", &confirm)],
        back_to_card(view, number),
    ];
    question
}

fn back_to_card(view: &View<'_>, number: DisputeNumber) -> Vec<Button> {
    vec![view.button("label-cancel", &press(LedgerPress::Card(number)))]
}
