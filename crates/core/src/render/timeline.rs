//! The whole record of an incident, and the full text of its report and updates.

use crate::limits::TIMELINE_CHARS;
use crate::outgoing::Message;
use crate::render::compose::{pages, shorten, typed};
use crate::render::{View, duty, edits, evidence, message};
use crate::state::event::{Event, Fact, Passed, Restart};
use crate::state::incident::{Incident, News};
use crate::state::record::Entry;

/// Hexadecimal digits of the last hash under a record: enough to compare by eye.
const HASH_DIGITS: usize = 16;

/// The record in as many messages as it needs.
pub(super) fn timeline(view: &View<'_>, incident: &Incident, entries: &[Entry]) -> Vec<Message> {
    let number = incident.number.0;
    let mut lines: Vec<String> = entries.iter().map(|entry| line(view, entry)).collect();
    let hash: String = incident
        .hash
        .to_string()
        .chars()
        .take(HASH_DIGITS)
        .collect();
    lines.push(view.say("timeline-foot", &[("hash", (&hash).into())]));
    let mut messages: Vec<Message> = pages(&lines, TIMELINE_CHARS)
        .into_iter()
        .enumerate()
        .map(|(part, text)| {
            let head = if part == 0 {
                view.say(
                    "timeline-head",
                    &[("n", number.into()), ("count", entries.len().into())],
                )
            } else {
                view.say(
                    "timeline-part",
                    &[("n", number.into()), ("part", (part + 1).into())],
                )
            };
            message(&format!("{}{head}\n{text}", view.drill(incident)))
        })
        .collect();
    if let Some(last) = messages.last_mut() {
        last.rows = evidence::buttons(view, incident);
    }
    messages
}

fn whole_news(view: &View<'_>, news: &News) -> Vec<String> {
    let (time, who) = (view.time(news.at), view.actor(&news.by));
    let head = [("time", (&time).into()), ("who", (&who).into())];
    std::iter::once(view.say("full-news", &head))
        .chain(news.text.lines().map(typed))
        .collect()
}

/// What people typed about an incident, whole.
pub(super) fn full(view: &View<'_>, incident: &Incident) -> Vec<Message> {
    let category = view.category(incident.category.as_ref());
    let head = view.say(
        "full-head",
        &[
            ("n", incident.number.0.into()),
            ("category", (&category).into()),
            ("level", incident.severity.as_str().into()),
        ],
    );
    let mut lines = vec![format!("{}{head}", view.drill(incident))];
    lines.extend(incident.text.lines().map(typed));
    lines.extend(edits::whole(view, incident));
    for also in incident.also() {
        let (time, who) = (view.time(also.at), view.actor(&also.by));
        let head = [("time", (&time).into()), ("who", (&who).into())];
        lines.push(view.say("full-news", &head));
        lines.extend(also.text.lines().map(typed));
        lines.extend(also.news.iter().flat_map(|news| whole_news(view, news)));
    }
    lines.extend(incident.news.iter().flat_map(|news| whole_news(view, news)));
    pages(&lines, TIMELINE_CHARS)
        .iter()
        .map(|text| message(text))
        .collect()
}

fn line(view: &View<'_>, entry: &Entry) -> String {
    let line = format!("{} {}", view.precise_time(entry.at), sentence(view, entry));
    match entry.event.due() {
        Some(due) => {
            let time = view.precise_time(due);
            format!("{line} · {}", view.say("late", &[("time", (&time).into())]))
        }
        None => line,
    }
}

fn sentence(view: &View<'_>, entry: &Entry) -> String {
    let who = view.actor(&entry.by);
    let who = ("who", (&who).into());
    let text = |text: &str| typed(text);
    match &entry.event {
        Event::Reported(report) => {
            let category = report
                .category
                .as_ref()
                .map(|id| format!(" · {}", view.category(Some(id))))
                .unwrap_or_default();
            let level = view.say(
                "ev-reported-level",
                &[
                    ("level", report.severity.as_str().into()),
                    ("category", (&category).into()),
                ],
            );
            let said = view.say(
                "ev-reported",
                &[who, ("text", (&text(&report.text)).into())],
            );
            format!("{said} · {level}")
        }
        Event::StepEntered { round, step, .. } => view.say(
            "ev-step-entered",
            &[("round", (*round).into()), ("step", (step + 1).into())],
        ),
        Event::StepPassed { step, why, .. } => {
            let step = ("step", (step + 1).into());
            match why {
                Passed::NoAnswer => view.say("ev-step-passed-no-answer", &[step]),
                Passed::Nobody => view.say("ev-step-passed-nobody", &[step]),
                Passed::NobodyLeft => view.say("ev-step-passed-nobody-left", &[step]),
                Passed::ByHand => view.say("ev-step-passed-by-hand", &[step, who]),
            }
        }
        Event::Paged { person, role, call } => {
            let name = view.person(person);
            let name = match role {
                Some(role) => view.say(
                    "as-role",
                    &[
                        ("name", (&name).into()),
                        ("role", (&view.name(role)).into()),
                    ],
                ),
                None => name,
            };
            view.say(
                "ev-paged",
                &[("person", (&name).into()), ("call", (*call).into())],
            )
        }
        Event::RangAgain { attempt, .. } => {
            view.say("ev-rang-again", &[("attempt", (*attempt).into())])
        }
        Event::Delivered { person, call } => view.say(
            "ev-delivered",
            &[
                ("person", (&view.person(person)).into()),
                ("call", (*call).into()),
            ],
        ),
        Event::NotReached { person, why } => view.say(
            "ev-not-reached",
            &[
                ("person", (&view.person(person)).into()),
                ("why", (&view.why(*why)).into()),
            ],
        ),
        Event::PageFailed { person, reason } => view.say(
            "ev-page-failed",
            &[
                ("person", (&view.person(person)).into()),
                ("reason", (&text(&shorten(reason, 120))).into()),
            ],
        ),
        Event::PostFailed { chat, reason } => view.say(
            "ev-post-failed",
            &[
                ("chat", (&chat.to_string()).into()),
                ("reason", (&text(&shorten(reason, 120))).into()),
            ],
        ),
        Event::Declined => view.say("ev-declined", &[who]),
        Event::Exhausted => view.say("ev-exhausted", &[]),
        Event::Acknowledged => view.say("ev-acknowledged", &[who]),
        Event::MovedWithShift { roster } => {
            let roster = duty::roster_name(view, roster);
            view.say("ev-moved-with-shift", &[who, ("roster", (&roster).into())])
        }
        Event::Questioned | Event::QuestionedLate { .. } => view.say("ev-questioned", &[]),
        Event::StillOnIt => view.say("ev-still-on-it", &[who]),
        Event::Restarted { why, .. } => match why {
            Restart::Raised => view.say("ev-restarted-raised", &[]),
            Restart::Lapsed => view.say("ev-restarted-lapsed", &[]),
            Restart::ByHand => view.say("ev-restarted-by-hand", &[who]),
            Restart::Category => view.say("ev-restarted-category", &[]),
            Restart::HandedBack => view.say("ev-restarted-handed-back", &[who]),
            Restart::NotTaken => view.say("ev-restarted-not-taken", &[]),
            Restart::HolderLeft => view.say("ev-restarted-holder-left", &[]),
        },
        Event::HandedOn { to, until } => view.say(
            "ev-handed-on",
            &[
                who,
                ("person", (&view.person(to)).into()),
                ("time", (&view.precise_time(*until)).into()),
            ],
        ),
        Event::Edited { text: now, .. } => {
            view.say("ev-edited", &[who, ("text", (&text(now)).into())])
        }
        Event::Likened { to: Some(to) } => view.say("ev-likened", &[("other", to.0.into())]),
        Event::Likened { to: None } => view.say("ev-likened-none", &[]),
        Event::Joined(also) => {
            let reporter = view.actor(&also.by);
            let joined = view.say(
                "ev-joined",
                &[
                    who,
                    ("other", also.number.0.into()),
                    ("reporter", (&reporter).into()),
                    ("time", (&view.precise_time(also.at)).into()),
                    ("text", (&text(&also.text)).into()),
                ],
            );
            if also.pieces == 0 {
                return joined;
            }
            let pieces = [("other", also.number.0.into()), ("n", also.pieces.into())];
            format!("{joined} · {}", view.say("ev-joined-pieces", &pieces))
        }
        Event::AcknowledgedWith { holder, number } => {
            let holder = view.actor(holder);
            view.say(
                "ev-acknowledged-with",
                &[("who", (&holder).into()), ("other", number.0.into())],
            )
        }
        Event::Merged { into } => view.say("ev-merged", &[who, ("other", into.0.into())]),
        Event::Withdrawn { .. } => view.say("ev-withdrawn", &[who]),
        Event::SeverityChanged { from, to, .. } => view.say(
            "ev-severity",
            &[
                who,
                ("from", from.as_str().into()),
                ("to", to.as_str().into()),
            ],
        ),
        Event::CategoryChanged { to, .. } => view.say(
            "ev-category",
            &[who, ("to", (&view.category(Some(to))).into())],
        ),
        Event::FactGiven { fact, answer } => {
            let id = match fact {
                Fact::Hurt => "ev-fact-hurt",
                Fact::Support => "ev-fact-support",
            };
            view.say(
                id,
                &[who, ("answer", (&view.fact_answer(*fact, *answer)).into())],
            )
        }
        Event::Updated { text: news, .. } => {
            view.say("ev-updated", &[who, ("text", (&text(news)).into())])
        }
        Event::FromDispute { dispute } => {
            view.say("ev-from-dispute", &[who, ("d", dispute.0.into())])
        }
        Event::MediatorChanged { dispute, mediator } => {
            let name = view.person(mediator);
            let arguments = [who, ("d", dispute.0.into()), ("name", (&name).into())];
            view.say("ev-mediator-changed", &arguments)
        }
        Event::Evidence(evidence) => evidence::sentence(view, &entry.by, evidence),
        Event::Closed { reason } => view.say("ev-closed", &[who, ("text", (&text(reason)).into())]),
    }
}
