//! The page: a private message that always fits (MESSAGES 1 and 2), and what becomes of it.

use crate::ids::{PersonId, TelegramUser};
use crate::limits::{HEADLINE_COLUMNS, PAGE_TEXT_CHARS};
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::parse::recognise::severity_named;
use crate::render::compose::{fit, mention, typed};
use crate::render::{View, card, edits, handing, ledger, message, withdraw};
use crate::state::event::Actor;
use crate::state::incident::{Incident, Phase};
use crate::time::At;

/// A page as its post knows it.
pub(super) struct Page<'a> {
    pub(super) person: &'a PersonId,
    pub(super) role: Option<&'a str>,
    pub(super) nth: u32,
    pub(super) superseded: bool,
    pub(super) due: Option<At>,
}

/// What the page of one person says now.
pub(super) fn page(view: &View<'_>, incident: &Incident, page: &Page<'_>) -> Message {
    if let Some(handing) = incident.handing()
        && handing.to == *page.person
    {
        return handing::page(view, incident, page, handing);
    }
    match &incident.phase {
        Phase::Paging(_) | Phase::Exhausted { .. } => waiting(view, incident, page),
        Phase::Acknowledged { by, at, .. } => {
            let mine = *by == Actor::Person(page.person.clone());
            let id = if mine { "page-yours" } else { "page-others" };
            let mut arguments = vec![
                ("n", incident.number.0.into()),
                ("level", incident.severity.as_str().into()),
            ];
            let (category, time) = (view.category(incident.category.as_ref()), view.time(*at));
            let who = view.actor(by);
            arguments.push(("category", (&category).into()));
            arguments.push(("time", (&time).into()));
            if !mine {
                arguments.push(("who", (&who).into()));
            }
            let mut lines = vec![
                format!("{}{}", view.drill(incident), view.say(id, &arguments)),
                text(view, incident),
            ];
            if !mine {
                lines.push(view.say("page-nothing-to-do", &[]));
            } else {
                lines.push(reported(view, incident));
            }
            let mut page_message = message(&lines.join("\n"));
            if mine && !page.superseded {
                page_message.rows = view.course(incident);
                page_message.rows.push(vec![
                    view.button("label-full", &Press::Full(incident.number)),
                ]);
            }
            page_message
        }
        Phase::Closed { .. } => {
            let head = format!("{}{}", view.drill(incident), card::head(view, incident));
            message(&format!("{head}\n{}", text(view, incident)))
        }
    }
}

fn waiting(view: &View<'_>, incident: &Incident, page: &Page<'_>) -> Message {
    let mut lines = vec![
        format!("{}{}", view.drill(incident), head(view, incident, page.nth)),
        text(view, incident),
        reported(view, incident),
    ];
    // Whoever is called must know before he comes.
    lines.extend(withdraw::on_card(view, incident));
    lines.extend(view.late(page.due));
    if page.nth > 1 {
        lines.extend(so_far(view, incident, page));
    }
    let declined = incident.declined.contains(page.person);
    let asked = is_asked(view, incident, page.person);
    if !asked {
        lines.push(view.say("page-nothing-to-do", &[]));
    } else if incident.was_given_back_by(page.person) {
        lines.push(view.say("page-gave-back", &[]));
    } else if declined {
        lines.push(view.say("page-declined", &[]));
    } else {
        lines.push(role_and_next(view, incident, page));
    }
    let mut message = message(&lines.join("\n"));
    message.sound = true;
    if !page.superseded {
        let number = incident.number;
        if asked {
            message.rows.push(vec![view.acknowledge(number)]);
        }
        if asked && !declined {
            message.rows.push(vec![
                view.button("label-cannot", &Press::Decline(number)),
                view.button("label-escalate", &Press::Escalate(number, incident.turn)),
            ]);
        }
        message
            .rows
            .push(vec![view.button("label-full", &Press::Full(number))]);
    }
    message
}

/// Whether the person may still answer: another level can bring a policy without him.
fn is_asked(view: &View<'_>, incident: &Incident, person: &PersonId) -> bool {
    incident.asks(person, view.settings, &view.desk.duties, view.now)
        || view.settings.person(person).is_some_and(|who| who.admin)
}

pub(super) fn head(view: &View<'_>, incident: &Incident, nth: u32) -> String {
    let category = view.category(incident.category.as_ref());
    let place = where_it_is(view, incident);
    let place = if place.is_empty() {
        String::new()
    } else {
        view.say("page-where", &[("text", (&typed(&place)).into())])
    };
    let nth_text = view.say("nth", &[("n", nth.into())]);
    let mut arguments = vec![
        ("n", incident.number.0.into()),
        ("category", (&category).into()),
        ("level", incident.severity.as_str().into()),
        ("where", (&place).into()),
    ];
    if nth > 1 {
        arguments.push(("nth", (&nth_text).into()));
        view.say("page-again", &arguments)
    } else {
        view.say("page-first", &arguments)
    }
}

/// The first words of the report: what a locked phone has room for.
fn where_it_is(view: &View<'_>, incident: &Incident) -> String {
    let text = one_line(&incident.text);
    // A level in front of a colon is said already.
    let text = match text.split_once([':', '：']) {
        Some((first, rest))
            if severity_named(view.settings, first).is_some() && !rest.trim().is_empty() =>
        {
            rest.trim().to_owned()
        }
        _ => text,
    };
    let clause = text
        .split(['，', '。', ',', ';', '；', '!', '！', '\n'])
        .next()
        .unwrap_or("");
    fit(clause, HEADLINE_COLUMNS)
}

pub(super) fn text(view: &View<'_>, incident: &Incident) -> String {
    let quoted = view.say(
        "quoted",
        &[("text", (&view.report(incident, PAGE_TEXT_CHARS)).into())],
    );
    let edited = edits::report(view, incident);
    let dispute = ledger::on_incident(view, incident.dispute);
    let lines = std::iter::once(quoted).chain(edited).chain(dispute);
    lines.collect::<Vec<_>>().join("\n")
}

/// Who reported and how to call them; a private message may hold a private number.
pub(super) fn reported(view: &View<'_>, incident: &Incident) -> String {
    let time = view.time(incident.reported_at);
    let phone = incident
        .reporter
        .person()
        .and_then(|id| view.settings.person(id))
        .and_then(|person| person.phone.clone());
    // Who has no known number can be written to by a tap on the name.
    let who = match (&incident.reporter, &phone) {
        (Actor::Guest { id, name }, _) if *id != TelegramUser::ANONYMOUS => {
            mention(*id, &one_line(name))
        }
        (Actor::Person(id), None) => view.mention(id),
        (reporter, _) => view.actor(reporter),
    };
    match phone {
        Some(phone) => view.say(
            "page-reported-phone",
            &[
                ("time", (&time).into()),
                ("who", (&who).into()),
                ("phone", (&phone).into()),
            ],
        ),
        None => view.say(
            "page-reported",
            &[("time", (&time).into()), ("who", (&who).into())],
        ),
    }
}

fn so_far(view: &View<'_>, incident: &Incident, page: &Page<'_>) -> Vec<String> {
    let Some(paging) = incident.paging() else {
        return Vec::new();
    };
    let waited = view.span(paging.rang.since(incident.reported_at));
    let names = incident
        .tried
        .iter()
        .filter(|tried| tried.count > 0)
        .map(|tried| {
            let name = view.person(&tried.person);
            if tried.person == *page.person {
                view.say("you", &[("name", (&name).into())])
            } else {
                name
            }
        })
        .collect();
    let waited = match &incident.acknowledged {
        Some((who, at)) => view.say(
            "page-had",
            &[
                ("who", (&view.actor(who)).into()),
                ("time", (&view.time(*at)).into()),
            ],
        ),
        None => view.say("page-waited", &[("span", (&waited).into())]),
    };
    vec![
        waited,
        view.say("page-sofar", &[("who", (&view.listed(names)).into())]),
    ]
}

fn role_and_next(view: &View<'_>, incident: &Incident, page: &Page<'_>) -> String {
    let mut parts = Vec::new();
    if let Some(role) = page.role {
        parts.push(view.say("page-role", &[("role", (&view.name(role)).into())]));
    }
    if let Some(end) = incident.step_ends() {
        let time = view.time(end);
        parts.push(match incident.following_step() {
            Some((_, step)) => view.say(
                "page-next-step",
                &[
                    ("time", (&time).into()),
                    ("who", (&view.step_names(incident, step)).into()),
                ],
            ),
            None => view.say("page-next-last", &[("time", (&time).into())]),
        });
    }
    let blank = match view.language {
        crate::settings::Language::Zh => "",
        crate::settings::Language::En => " ",
    };
    parts.join(blank)
}
