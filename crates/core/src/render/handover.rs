//! Handing a shift over: the question for a note, the sheet to be signed (MESSAGES 10).

use crate::decide::{HandoverSaid, HandoverTold, NoteAsked, SheetShown};
use crate::ids::{IncidentNumber, PersonId};
use crate::limits::HANDOVER_CHARS;
use crate::outgoing::Message;
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::render::buttons::rows;
use crate::render::compose::{shorten, typed};
use crate::render::duty::roster_name;
use crate::render::{View, card, message};
use crate::state::handover::{Item, Note, NoteSaid};
use crate::state::incident::Incident;

/// Characters of a report where several stand below each other.
const TEXT_CHARS: usize = 80;

/// So many notes stand in the question for On duty, those with words first; all with words stand on the
/// sheet.
const NOTES_SHOWN: usize = 3;

/// What is said about handovers.
pub(super) fn said(view: &View<'_>, said: &HandoverSaid) -> Message {
    match said {
        HandoverSaid::NoteAsked(asked) => note_asked(view, asked),
        HandoverSaid::Noted { roster, notes } => {
            let roster = roster_name(view, roster);
            let mut lines = vec![view.say("handover-noted", &[("roster", (&roster).into())])];
            lines.extend(notes.iter().map(|note| self::note(view, note)));
            message(&lines.join("\n"))
        }
        HandoverSaid::Sheet(shown) => sheet(view, shown),
        HandoverSaid::Unsigned {
            roster,
            shift,
            from,
            to,
            items,
        } => {
            let mut lines = vec![view.say(
                "handover-unsigned",
                &[
                    ("time", (&view.time(*shift)).into()),
                    ("n", items.len().into()),
                    ("roster", (&roster_name(view, roster)).into()),
                ],
            )];
            lines.extend(between(view, from, to));
            lines.extend(items.iter().map(|item| self::item(view, item, &[])));
            let mut told = message(&lines.join("\n"));
            told.sound = true;
            told
        }
    }
}

/// What those before have left, as it stands in the question for On duty.
pub(super) fn left(view: &View<'_>, notes: &[Note]) -> Vec<String> {
    let words = |note: &&Note| matches!(note.said, NoteSaid::Text(_));
    let (mut first, rest): (Vec<&Note>, Vec<&Note>) = notes.iter().partition(words);
    first.extend(rest);
    let more = first.len().saturating_sub(NOTES_SHOWN);
    let shown = first.iter().take(NOTES_SHOWN);
    let shown = shown.map(|note| self::note(view, note));
    let more = (more > 0).then(|| view.say("and-more", &[("n", more.into())]));
    shown.chain(more).collect()
}

/// One sentence about handovers.
pub(super) fn told(view: &View<'_>, told: &HandoverTold) -> String {
    match told {
        HandoverTold::NotOnDuty => view.say("line-handover-not-on-duty", &[]),
        HandoverTold::InPrivate => view.say("line-swap-in-private", &[]),
        HandoverTold::WordsOnly => view.say("line-handover-words-only", &[]),
        HandoverTold::Noted(roster) => {
            let roster = roster_name(view, roster);
            view.say("line-handover-noted", &[("roster", (&roster).into())])
        }
        HandoverTold::WordsKept => view.say("line-handover-words-kept", &[]),
        HandoverTold::TooLong => {
            let most = [("most", HANDOVER_CHARS.into())];
            view.say("line-handover-too-long", &most)
        }
        HandoverTold::Yours(number) => view.say("line-handover-yours", &[("n", number.0.into())]),
        HandoverTold::Signed => view.say("line-handover-signed", &[]),
        HandoverTold::SignedAll => view.say("line-handover-signed-all", &[]),
        HandoverTold::SignedBy { by, at } => view.say(
            "line-handover-signed-by",
            &[
                ("who", (&view.person(by)).into()),
                ("time", (&view.time(*at)).into()),
            ],
        ),
    }
}

fn note_asked(view: &View<'_>, asked: &NoteAsked) -> Message {
    let (time, next) = (view.time(asked.to), view.people(&asked.next));
    let roster = roster_name(view, &asked.roster);
    let mut lines = vec![if asked.next.is_empty() {
        view.say(
            "handover-ask-nobody",
            &[("time", (&time).into()), ("roster", (&roster).into())],
        )
    } else {
        view.say(
            "handover-ask",
            &[
                ("time", (&time).into()),
                ("next", (&next).into()),
                ("roster", (&roster).into()),
            ],
        )
    }];
    let incidents = asked.incidents.map(|incidents| {
        let counts = [("n", incidents.into()), ("open", asked.open.into())];
        view.say("handover-incidents", &counts)
    });
    let on_duty = asked.on_duty.map(|pressed| {
        let time = view.time(pressed.at);
        view.say("handover-on-duty", &[("time", (&time).into())])
    });
    let shift: Vec<String> = incidents.into_iter().chain(on_duty).collect();
    if !shift.is_empty() {
        let shift = shift.join(" · ");
        lines.push(view.say("handover-shift", &[("what", (&shift).into())]));
    }
    lines.extend(view.late(asked.late));
    lines.push(view.say("handover-how", &[]));
    let mut question = message(&lines.join("\n"));
    let (from, roster) = (asked.from, &asked.roster);
    let quiet = Press::Quiet(from, roster.clone());
    question.rows = vec![vec![view.button("label-quiet", &quiet)]];
    if asked.open > 0 {
        let open = Press::HandOverOpen(from, roster.clone());
        question
            .rows
            .push(vec![view.button("label-hand-over-open", &open)]);
    }
    question
}

fn sheet(view: &View<'_>, shown: &SheetShown) -> Message {
    let sheet = &shown.sheet;
    let open = sheet.unsigned().count();
    let roster = roster_name(view, &shown.roster);
    let mut lines = vec![if open == 0 {
        view.say("handover-sheet-signed", &[("roster", (&roster).into())])
    } else {
        let arguments = [("n", open.into()), ("roster", (&roster).into())];
        view.say("handover-sheet", &arguments)
    }];
    if !sheet.from.is_empty() {
        let from = view.people(&sheet.from);
        lines.push(view.say("handover-from", &[("from", (&from).into())]));
    }
    let mut buttons = Vec::new();
    for (index, one) in sheet.items.iter().enumerate() {
        let sign = if one.signed.is_some() { "☑" } else { "☐" };
        let what = item(view, &one.item, &shown.incidents);
        lines.push(format!("{sign} {}. {what}", index + 1));
        if let (None, Ok(item)) = (&one.signed, u8::try_from(index)) {
            let press = Press::Sign(item, shown.shift, shown.roster.clone());
            let label = view.say("label-sign", &[("n", (index + 1).into())]);
            let mut button = view.button("label-quiet", &press);
            button.label = label;
            buttons.push(button);
        }
    }
    let mut answer = message(&lines.join("\n"));
    answer.rows = rows(buttons);
    answer
}

fn item(view: &View<'_>, item: &Item, incidents: &[Incident]) -> String {
    match item {
        Item::Note(note) => self::note(view, note),
        Item::Incident(number) => incident(view, *number, incidents),
        Item::Rest(numbers) => {
            let numbers = numbers
                .iter()
                .map(|number| view.say("label-number", &[("n", number.0.into())]));
            let numbers = view.listed(numbers.collect());
            view.say("handover-rest", &[("numbers", (&numbers).into())])
        }
    }
}

fn incident(view: &View<'_>, number: IncidentNumber, incidents: &[Incident]) -> String {
    let known = incidents.iter().find(|incident| incident.number == number);
    match known {
        Some(known) => {
            let (head, text) = (card::head(view, known), view.report(known, TEXT_CHARS));
            format!("{head}\n«{text}»")
        }
        None => view.say("label-number", &[("n", number.0.into())]),
    }
}

fn note(view: &View<'_>, note: &Note) -> String {
    let (who, time) = (view.person(&note.by), view.time(note.at));
    let what = match &note.said {
        NoteSaid::Quiet => view.say("handover-quiet", &[]),
        NoteSaid::Open(numbers) => {
            let numbers = numbers
                .iter()
                .map(|number| view.say("label-number", &[("n", number.0.into())]));
            let numbers = view.listed(numbers.collect());
            view.say("handover-open", &[("numbers", (&numbers).into())])
        }
        NoteSaid::Text(text) => typed(&shorten(&one_line(text), HANDOVER_CHARS)),
    };
    view.say(
        "handover-note",
        &[
            ("who", (&who).into()),
            ("time", (&time).into()),
            ("what", (&what).into()),
        ],
    )
}

fn between(view: &View<'_>, from: &[PersonId], to: &[PersonId]) -> Option<String> {
    if from.is_empty() || to.is_empty() {
        return None;
    }
    let (from, to) = (view.people(from), view.people(to));
    let arguments = [("from", (&from).into()), ("to", (&to).into())];
    Some(view.say("handover-between", &arguments))
}
