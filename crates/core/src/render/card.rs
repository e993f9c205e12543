//! The incident's card: one message a chat, edited in place, always true (MESSAGES 3).

use crate::limits::{CARD_TEXT_CHARS, NEWS_CHARS};
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::compose::{shorten, typed};
use crate::render::{View, edits, handing, ledger, likeness, message, withdraw};
use crate::state::event::{Fact, FactAnswer, Restart};
use crate::state::incident::{Ending, Incident, Phase, Reach, Tried};

/// People of whom the card tells; all are in the timeline.
const TRIED_SHOWN: usize = 12;

/// The card as it stands. A live card names who is paged in a way that notifies them.
pub(super) fn card(view: &View<'_>, incident: &Incident) -> Message {
    let mut lines = vec![
        format!("{}{}", view.drill(incident), head(view, incident)),
        view.say(
            "quoted",
            &[("text", (&view.report(incident, CARD_TEXT_CHARS)).into())],
        ),
    ];
    lines.extend(edits::report(view, incident));
    lines.push(view.say(
        "card-reported",
        &[
            ("time", (&view.time(incident.reported_at)).into()),
            ("who", (&view.actor(&incident.reporter)).into()),
        ],
    ));
    lines.extend(ledger::on_incident(view, incident.dispute));
    lines.extend(likeness::also(view, incident));
    lines.extend(facts(view, incident));
    if let Some(news) = &incident.news {
        let text = typed(&shorten(&news.text, NEWS_CHARS));
        lines.push(view.say(
            "card-news",
            &[
                ("time", (&view.time(news.at)).into()),
                ("who", (&view.actor(&news.by)).into()),
                ("text", (&text).into()),
            ],
        ));
    }
    lines.extend(edits::update(view, incident));
    lines.extend(withdraw::on_card(view, incident));
    lines.extend(began_again(view, incident));
    lines.extend(tried(view, incident));
    lines.extend(next(view, incident));
    let mut card = message(&lines.join("\n"));
    card.rows = view.course(incident);
    card.rows.extend(likeness::button(view, incident));
    card.rows.extend(view.corrections(incident));
    card
}

/// The card for who asked for it, with a way to the whole record.
pub(super) fn copy(view: &View<'_>, incident: &Incident) -> Message {
    let mut copy = card(view, incident);
    copy.rows.push(vec![
        view.button("label-timeline", &Press::Timeline(incident.number)),
        view.button("label-full", &Press::Full(incident.number)),
    ]);
    copy
}

/// Line 1: state as a sign and a word.
pub(super) fn head(view: &View<'_>, incident: &Incident) -> String {
    let category = view.category(incident.category.as_ref());
    let level = incident.severity.as_str();
    let number = incident.number.0;
    match &incident.phase {
        Phase::Paging(_) => view.say(
            "card-open",
            &[
                ("n", number.into()),
                ("category", (&category).into()),
                ("level", level.into()),
            ],
        ),
        Phase::Exhausted { .. } => view.say(
            "card-exhausted",
            &[
                ("n", number.into()),
                ("category", (&category).into()),
                ("level", level.into()),
            ],
        ),
        Phase::Acknowledged { by, at, .. } => view.say(
            if incident.came_with_shift() {
                "card-with"
            } else {
                "card-acknowledged"
            },
            &[
                ("n", number.into()),
                ("category", (&category).into()),
                ("level", level.into()),
                ("who", (&view.actor(by)).into()),
                ("time", (&view.time(*at)).into()),
            ],
        ),
        Phase::Closed {
            ending: Ending::Merged(into),
            ..
        } => view.say(
            "card-merged",
            &[
                ("n", number.into()),
                ("category", (&category).into()),
                ("into", into.0.into()),
            ],
        ),
        Phase::Closed { at, ending, .. } => view.say(
            match ending {
                Ending::Withdrawn => "card-withdrawn",
                Ending::StoodDown | Ending::Merged(_) => "card-closed",
            },
            &[
                ("n", number.into()),
                ("category", (&category).into()),
                ("time", (&view.time(*at)).into()),
                ("span", (&view.span(at.since(incident.reported_at))).into()),
            ],
        ),
    }
}

fn facts(view: &View<'_>, incident: &Incident) -> Vec<String> {
    incident
        .facts
        .iter()
        .map(|(fact, answer)| {
            let id = match fact {
                Fact::Hurt => "card-hurt",
                Fact::Support => "card-support",
            };
            view.say(
                id,
                &[("answer", (&view.fact_answer(*fact, *answer)).into())],
            )
        })
        .collect()
}

impl View<'_> {
    pub(super) fn fact_answer(&self, fact: Fact, answer: FactAnswer) -> String {
        let id = match (fact, answer) {
            (Fact::Hurt, FactAnswer::No) => "answer-no",
            (Fact::Hurt, FactAnswer::Yes) => "answer-yes",
            (Fact::Hurt, FactAnswer::Unknown) => "answer-unknown",
            (Fact::Support, FactAnswer::No) => "support-no",
            (Fact::Support, FactAnswer::Yes) => "support-yes",
            (Fact::Support, FactAnswer::Unknown) => "support-unknown",
        };
        self.say(id, &[])
    }
}

/// That another category brought other people: the names below are those of two policies.
fn began_again(view: &View<'_>, incident: &Incident) -> Option<String> {
    let (why, at) = incident.trail.as_ref()?.restarted?;
    (incident.is_open() && why == Restart::Category)
        .then(|| view.say("card-category", &[("time", (&view.time(at)).into())]))
}

fn tried(view: &View<'_>, incident: &Incident) -> Vec<String> {
    let hidden = incident.tried.len().saturating_sub(TRIED_SHOWN);
    let mut lines: Vec<String> = incident
        .tried
        .iter()
        .skip(hidden)
        .map(|tried| {
            view.say(
                "card-tried",
                &[
                    ("time", (&view.time(tried.first)).into()),
                    ("who", (&who(view, incident, tried)).into()),
                    ("how", (&how(view, incident, tried)).into()),
                ],
            )
        })
        .collect();
    if hidden > 0 {
        lines.push(view.say("and-more", &[("n", hidden.into())]));
    }
    lines
}

fn who(view: &View<'_>, incident: &Incident, tried: &Tried) -> String {
    let waits = incident
        .paging()
        .is_some_and(|paging| paging.members.contains(&tried.person));
    let name = if waits {
        view.mention(&tried.person)
    } else {
        view.person(&tried.person)
    };
    let name = match &tried.role {
        Some(role) => view.say(
            "as-role",
            &[
                ("name", (&name).into()),
                ("role", (&view.name(role)).into()),
            ],
        ),
        None => name,
    };
    if tried.count > 1 {
        view.say(
            "times",
            &[("name", (&name).into()), ("n", tried.count.into())],
        )
    } else {
        name
    }
}

fn how(view: &View<'_>, incident: &Incident, tried: &Tried) -> String {
    if incident.was_given_back_by(&tried.person) {
        return view.say("how-gave-back", &[]);
    }
    if incident.is_excused(&tried.person) {
        return view.say("how-declined", &[]);
    }
    match tried.reach {
        // Told apart in the record only: an edit for each delivery would use up the group's minute.
        Reach::Sending | Reach::Delivered => view.say("how-paged", &[]),
        Reach::Failed => view.say("how-failed", &[]),
        Reach::Unreachable(why) => view.say("how-unreachable", &[("why", (&view.why(why)).into())]),
    }
}

fn next(view: &View<'_>, incident: &Incident) -> Vec<String> {
    match &incident.phase {
        Phase::Paging(_) => {
            let mut lines = Vec::new();
            if let Some(at) = incident.rings_again() {
                lines.push(view.say("card-rings", &[("time", (&view.time(at)).into())]));
            }
            lines.push(view.next_step(incident));
            if let Some((who, at)) = &incident.acknowledged {
                lines.push(view.say(
                    "card-had",
                    &[
                        ("who", (&view.actor(who)).into()),
                        ("time", (&view.time(*at)).into()),
                    ],
                ));
            }
            lines
        }
        Phase::Exhausted { .. } => {
            vec![view.say("card-exhausted-hint", &[]), view.duty_call()]
        }
        Phase::Acknowledged { by, asked, .. } => {
            if let Some(handing) = incident.handing() {
                return vec![handing::on_card(view, handing)];
            }
            let Some(due) = incident.next_due() else {
                return Vec::new();
            };
            let time = view.time(due);
            vec![match asked {
                Some(_) => view.say("card-next-lapse", &[("time", (&time).into())]),
                None => view.say(
                    "card-next-question",
                    &[("time", (&time).into()), ("who", (&view.actor(by)).into())],
                ),
            }]
        }
        Phase::Closed {
            ending: Ending::Withdrawn | Ending::Merged(_),
            ..
        } => Vec::new(),
        Phase::Closed { by, reason, .. } => {
            let mut lines = vec![view.say("card-closed-by", &[("who", (&view.actor(by)).into())])];
            if !reason.is_empty() {
                let reason = typed(&shorten(reason, NEWS_CHARS));
                lines.push(view.say("card-reason", &[("text", (&reason).into())]));
            }
            lines
        }
    }
}

impl View<'_> {
    fn next_step(&self, incident: &Incident) -> String {
        let time = incident
            .step_ends()
            .map(|at| self.time(at))
            .unwrap_or_default();
        match incident.following_step() {
            None => self.say("card-next-last", &[("time", (&time).into())]),
            Some((round, step)) => {
                let who = self.step_names(incident, step);
                let later = incident.paging().is_some_and(|paging| round > paging.round);
                if later {
                    self.say(
                        "card-next-round",
                        &[
                            ("time", (&time).into()),
                            ("round", round.into()),
                            ("who", (&who).into()),
                        ],
                    )
                } else {
                    self.say(
                        "card-next-step",
                        &[("time", (&time).into()), ("who", (&who).into())],
                    )
                }
            }
        }
    }

    /// Names of the roles or people of a step.
    pub(super) fn step_names(&self, incident: &Incident, step: usize) -> String {
        let names = incident
            .policy
            .names_of(step)
            .into_iter()
            .map(|name| self.name(name));
        self.listed(names.collect())
    }
}
