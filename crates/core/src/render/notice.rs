//! Notices under the card: the next step, who can't be reached, exhaustion (MESSAGES 5 to 7).

use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::render::{View, message};
use crate::state::event::{Fact, FactAnswer, Passed, Restart};
use crate::state::incident::{Incident, Phase, Reach};
use crate::state::posts::{Escalated, Resumed};
use crate::time::At;

/// A silent answer under the card.
pub(super) fn escalated(view: &View<'_>, incident: &Incident, notice: &Escalated) -> Message {
    let time = view.time(notice.at.unwrap_or(incident.reported_at));
    let who = view.listed(
        notice
            .paged
            .iter()
            .map(|person| view.mention(person))
            .collect(),
    );
    let id = match (notice.paged.is_empty(), notice.why) {
        (true, _) => "unreached-head",
        (false, Some(Passed::NoAnswer)) => "escalated-no-answer",
        (false, Some(Passed::ByHand)) => "escalated-by-hand",
        (false, Some(Passed::Nobody | Passed::NobodyLeft)) => "escalated-nobody-left",
        (false, None) if notice.restart == Some(Restart::Category) => "escalated-category",
        (false, None) if notice.restart == Some(Restart::HandedBack) => "escalated-handed-back",
        (false, None) if notice.restart == Some(Restart::NotTaken) => "escalated-not-taken",
        (false, None) if notice.restart == Some(Restart::HolderLeft) => "escalated-holder-left",
        (false, None) => "escalated-again",
    };
    let mut arguments = vec![("n", incident.number.0.into()), ("time", (&time).into())];
    if !notice.paged.is_empty() {
        arguments.push(("who", (&who).into()));
    }
    let mut lines = vec![format!(
        "{}{}",
        view.drill(incident),
        view.say(id, &arguments)
    )];
    lines.extend(view.late(notice.due));
    if notice.round > 1 {
        lines.push(view.say("escalated-round", &[("round", notice.round.into())]));
    }
    for roles in &notice.nobody {
        lines.push(view.say("notice-nobody", &[("roles", (&view.name(roles)).into())]));
    }
    for (person, why) in &notice.unreached {
        lines.push(view.say(
            "notice-unreached",
            &[
                ("who", (&view.person(person)).into()),
                ("why", (&view.why(*why)).into()),
            ],
        ));
    }
    if !notice.silent.is_empty() {
        let who = view.people(&notice.silent);
        lines.push(view.say("notice-silent", &[("who", (&who).into())]));
    }
    if !notice.unsent.is_empty() {
        let who = view.people(&notice.unsent);
        lines.push(view.say("notice-sending", &[("who", (&who).into())]));
    }
    if !notice.declined.is_empty() {
        let who = view.people(&notice.declined);
        lines.push(view.say("notice-declined", &[("who", (&who).into())]));
    }
    let missing = [
        notice.unreached.is_empty(),
        notice.nobody.is_empty(),
        notice.silent.is_empty(),
        notice.unsent.is_empty(),
    ];
    if missing.contains(&false) {
        lines.push(view.duty_call());
    }
    let mut message = message(&lines.join("\n"));
    if incident.is_open() {
        message.rows.push(vec![view.acknowledge(incident.number)]);
    }
    message
}

/// The notice that nobody answered, as its post knows it.
pub(super) struct End<'a> {
    pub(super) nobody: &'a [String],
    pub(super) due: Option<At>,
    pub(super) resumed: Option<&'a Resumed>,
}

/// Everyone was paged, nobody acknowledged: who was tried and when.
pub(super) fn exhausted(view: &View<'_>, incident: &Incident, end: &End<'_>) -> Message {
    let category = view.category(incident.category.as_ref());
    let head = view.say(
        "exhausted-head",
        &[
            ("n", incident.number.0.into()),
            ("category", (&category).into()),
        ],
    );
    let stands = end.resumed.is_none() && matches!(incident.phase, Phase::Exhausted { .. });
    let mut lines = vec![format!("{}{head}", view.drill(incident))];
    lines.extend(view.late(end.due));
    if let (Some(phone), true) = (&view.settings.duty_phone, stands) {
        lines.push(view.say("exhausted-phone", &[("phone", phone.into())]));
    }
    let (tried, declined) = match end.resumed {
        Some(resumed) => (&resumed.tried, &resumed.declined),
        None => (&incident.tried, &incident.declined),
    };
    let times: Vec<String> = tried
        .iter()
        .filter(|tried| tried.count > 0)
        .map(|tried| {
            let name = format!("{} {}", view.time(tried.first), view.person(&tried.person));
            view.say(
                "times",
                &[("name", (&name).into()), ("n", tried.count.into())],
            )
        })
        .collect();
    if !times.is_empty() {
        lines.push(times.join(" · "));
    }
    for tried in tried {
        if let Reach::Unreachable(why) = tried.reach {
            let who = view.person(&tried.person);
            lines.push(view.say(
                "exhausted-unreached",
                &[("who", (&who).into()), ("why", (&view.why(why)).into())],
            ));
        }
    }
    for roles in end.nobody {
        lines.push(view.say("notice-nobody", &[("roles", (&view.name(roles)).into())]));
    }
    if !declined.is_empty() {
        let who = view.people(declined);
        lines.push(view.say("notice-declined", &[("who", (&who).into())]));
    }
    lines.extend(what_now(view, incident, end));
    let mut message = message(&lines.join("\n"));
    message.sound = true;
    if stands {
        let number = incident.number;
        message.rows.push(vec![view.acknowledge(number)]);
        message
            .rows
            .push(vec![view.button("label-again", &Press::Again(number))]);
    }
    message
}

/// What became of it since nobody answered.
fn what_now(view: &View<'_>, incident: &Incident, end: &End<'_>) -> Option<String> {
    // A notice of before it was kept with it knows of the last time only.
    let resumed = match (end.resumed, &incident.phase) {
        (Some(resumed), _) => Some(resumed.at),
        (None, Phase::Paging(_)) => incident.trail.as_ref()?.restarted.map(|(_, at)| at),
        _ => None,
    };
    if let Some(at) = resumed {
        return Some(view.say("exhausted-resumed", &[("time", (&view.time(at)).into())]));
    }
    match &incident.phase {
        Phase::Exhausted { .. } => Some(view.say("exhausted-hint", &[])),
        Phase::Acknowledged { by, at, .. } => Some(view.say(
            "exhausted-taken",
            &[
                ("who", (&view.actor(by)).into()),
                ("time", (&view.time(*at)).into()),
            ],
        )),
        Phase::Paging(_) | Phase::Closed { .. } => None,
    }
}

/// To the one who acknowledged, after silence.
pub(super) fn question(
    view: &View<'_>,
    incident: &Incident,
    his: bool,
    (asked_at, since): (At, At),
    due: Option<At>,
) -> Message {
    let (Phase::Acknowledged { at, asked, .. }, true) = (&incident.phase, his) else {
        return message(&view.say("question-over", &[("n", incident.number.0.into())]));
    };
    let span = view.span(asked_at.since(since));
    let head = view.say(
        "question-head",
        &[
            ("n", incident.number.0.into()),
            ("time", (&view.time(*at)).into()),
            ("span", (&span).into()),
        ],
    );
    if *asked != Some(asked_at) {
        return message(&head);
    }
    let mut lines = vec![format!("{}{head}", view.drill(incident))];
    lines.extend(view.late(due));
    lines.push(view.say("question-ask", &[]));
    let mut question = message(&lines.join("\n"));
    question.sound = true;
    let number = incident.number;
    question.rows = vec![
        vec![view.button("label-still", &Press::StillOnIt(number))],
        vec![
            view.button("label-update", &Press::Update(number)),
            view.button("label-escalate", &Press::Escalate(number, incident.turn)),
            view.button("label-stand-down", &Press::Close(number)),
        ],
    ];
    question
}

/// Missing facts, one after the other in one message (MESSAGES 4).
pub(super) fn missing(view: &View<'_>, incident: &Incident, fact: Option<Fact>) -> Message {
    let number = incident.number;
    let head = view.say("missing-head", &[("n", number.0.into())]);
    let withdraw = incident
        .may_be_withdrawn()
        .then(|| view.button("label-withdraw", &Press::Withdraw(number)));
    let (Some(fact), false) = (fact, incident.is_closed()) else {
        // News of what goes on under another number belong there.
        let number = incident.merged_into().unwrap_or(number);
        let mut thanks = message(&view.say("missing-thanks", &[("n", number.0.into())]));
        thanks.rows.extend(withdraw.map(|button| vec![button]));
        return thanks;
    };
    let ask = match fact {
        Fact::Hurt => "missing-hurt",
        Fact::Support => "missing-support",
    };
    let mut question = message(&format!(
        "{}{head}\n{}",
        view.drill(incident),
        view.say(ask, &[])
    ));
    let answer = |label, answer| view.button(label, &Press::Fact(number, fact, answer));
    let (no, yes) = match fact {
        Fact::Hurt => ("label-no", "label-yes"),
        Fact::Support => ("label-not-needed", "label-needed"),
    };
    question.rows = vec![
        vec![
            answer(no, FactAnswer::No),
            answer(yes, FactAnswer::Yes),
            answer("label-not-known", FactAnswer::Unknown),
        ],
        std::iter::once(view.button("label-later", &Press::Later(number)))
            .chain(withdraw)
            .collect(),
    ];
    question
}
