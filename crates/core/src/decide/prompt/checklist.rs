//! Checklists: each item is marked, and what is wrong is said in words or pictures.

use super::answer::problems_of;
use super::{
    Problem, PromptSaid, PromptTold, RoundTitle, group, keep, known, leaders, log, private,
    refresh, say,
};
use crate::decide::form::{self, Pressed};
use crate::decide::{Effect, Line, Place, Turn, rights};
use crate::ids::{PersonId, PromptId, TelegramChat};
use crate::incoming::{Attachment, AttachmentKind, ChatMessage, Sender};
use crate::limits::{PROMPT_KEPT, REMARK_CHARS, REMARK_FILES};
use crate::outgoing::Subject;
use crate::state::event::Actor;
use crate::state::form::FormKind;
use crate::state::prompt::{Found, Item, Origin, Round};
use crate::state::prompt_log::What;

/// The next mark of an item: good, something wrong, good … What is wrong is asked for.
pub(super) fn mark(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    (id, round, place): (&PromptId, &mut Round, u16),
    (item, name): (u8, String),
) -> Line {
    let origin = Origin {
        prompt: id.clone(),
        at: round.at,
        unit: place,
    };
    let unit = round.unit_mut(place);
    let Some(there) = unit.and_then(|unit| unit.items.get_mut(usize::from(item))) else {
        return Line::OldButton;
    };
    if there.found != Some(Found::Good) {
        *there = Item {
            found: Some(Found::Good),
            ..Item::default()
        };
        end_form(turn, pressed, &origin, item);
        return PromptTold::Marked.into();
    }
    there.found = Some(Found::Problem);
    let here = Place {
        chat: pressed.chat,
        message: Some(pressed.message),
    };
    let asked = PromptSaid::RemarkAsked { item: name };
    let kind = FormKind::Remark { origin, item };
    form::open(turn, here, pressed.sender, kind, asked.into());
    PromptTold::RemarkWanted.into()
}

fn end_form(turn: &mut Turn<'_>, pressed: Pressed<'_>, origin: &Origin, item: u8) {
    let waiting = turn
        .world
        .desk
        .forms
        .get(&(pressed.chat, pressed.sender.id));
    let kind = FormKind::Remark {
        origin: origin.clone(),
        item,
    };
    if waiting.is_some_and(|form| form.kind == kind) {
        form::end(turn, pressed.chat, pressed.sender.id, None);
    }
}

/// What is wrong with an item was said, or shown.
pub(in crate::decide) fn remark(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    (origin, item): (&Origin, u8),
) {
    let chat = message.chat.id;
    let here = Place {
        chat,
        message: Some(message.id),
    };
    let (id, at) = (&origin.prompt, origin.at);
    let mut prompting = known(turn, id);
    let round = prompting.as_mut().and_then(|known| known.round_mut(at));
    let person = rights::person_id(&turn.world, sender.id);
    let (Some(round), Some(person)) = (round, person) else {
        form::end(turn, chat, sender.id, None);
        return turn.answer(here, Line::from(PromptTold::Over(at)));
    };
    let text = message.text.trim();
    let is_file = |file: &&Attachment| file.kind != AttachmentKind::Position;
    let files: Vec<Attachment> = message
        .attachments
        .iter()
        .filter(is_file)
        .cloned()
        .collect();
    if text.is_empty() && files.is_empty() {
        return turn.answer(here, Line::from(PromptTold::RemarkWhat));
    }
    let unit = round.unit_mut(origin.unit);
    let there = unit.and_then(|unit| {
        let who = unit.who.clone();
        Some((who, unit.items.get_mut(usize::from(item))?))
    });
    let Some((who, there)) = there else {
        form::end(turn, chat, sender.id, None);
        return;
    };
    let said = [&*there.remark, text].join("\n");
    let said = said.trim();
    if said.chars().count() > REMARK_CHARS {
        return turn.answer(here, Line::from(PromptTold::RemarkTooLong));
    }
    said.clone_into(&mut there.remark);
    there.files.extend(files.iter().cloned());
    there.files.truncate(REMARK_FILES);
    let names = files.iter().map(|file| file.unique_id.clone());
    let what = What::Remarked {
        item: item + 1,
        text: text.to_owned(),
        files: names.collect(),
    };
    let by = Actor::Person(person.clone());
    log(&mut turn.decision, (id, at), Some(&who), by, what);
    let name = problems_of_item(round, origin.unit, item);
    let told = round
        .unit(origin.unit)
        .is_some_and(|unit| unit.answer.is_some());
    if let Some(problem) = name.clone().filter(|_| told) {
        // It was handed in already: whoever has heard of it hears this too.
        let files: Vec<Attachment> = files;
        tell_these(
            turn,
            id,
            round,
            origin.unit,
            (&person, vec![problem]),
            files,
        );
    }
    refresh(&mut turn.decision, id, round, origin.unit, None);
    keep(&mut turn.decision, id, prompting);
    // The other pictures of an album come as messages of their own.
    if message.album.is_none() {
        form::end(turn, chat, sender.id, None);
    }
    let item = name.map(|problem| problem.item).unwrap_or_default();
    if message.album.is_none() || !text.is_empty() {
        turn.answer(here, Line::from(PromptTold::RemarkNoted(item)));
    }
}

fn problems_of_item(round: &Round, place: u16, item: u8) -> Option<Problem> {
    let unit = round.unit(place)?;
    let nth = unit.problems().position(|(of, _)| of == item)?;
    problems_of(round, place).into_iter().nth(nth)
}

/// What is wrong is told to those who see to it, with pictures.
pub(super) fn tell(
    turn: &mut Turn<'_>,
    id: &PromptId,
    round: &Round,
    place: u16,
    (by, problems): (&PersonId, Vec<Problem>),
) {
    let unit = round.unit(place);
    let found = unit.into_iter().flat_map(|unit| unit.problems());
    let files = found.flat_map(|(_, item)| item.files.iter().cloned());
    let files: Vec<Attachment> = files.collect();
    tell_these(turn, id, round, place, (by, problems), files);
}

fn tell_these(
    turn: &mut Turn<'_>,
    id: &PromptId,
    round: &Round,
    place: u16,
    (by, problems): (&PersonId, Vec<Problem>),
    files: Vec<Attachment>,
) {
    let (world, now) = (turn.world, turn.now);
    let (Some(row), Some(unit)) = (world.settings.prompt(id), round.unit(place)) else {
        return;
    };
    let leaders = leaders(&world, row, now);
    let others = leaders.iter().filter(|leader| *leader != by);
    let chats: Vec<TelegramChat> = others
        .filter_map(|leader| private(&world, leader))
        .chain(group(&world, row))
        .collect();
    let said = PromptSaid::Problems {
        title: RoundTitle::of(round),
        who: unit.who.clone(),
        by: by.clone(),
        problems,
    };
    for chat in chats {
        say(turn, chat, said.clone(), Subject::Other, PROMPT_KEPT);
        let files = files.iter().map(|file| Effect::File {
            chat,
            file: file.clone(),
            kept: None,
            reply_to: None,
        });
        turn.decision.effects.extend(files);
    }
}
