//! Checklists: each item is marked, and what is wrong is said in words or pictures.

use super::hearers::Hearers;
use super::{Problem, PromptSaid, PromptTold, RoundTitle, keep, known, log, private, refresh, say};
use crate::decide::form::{self, Pressed};
use crate::decide::{Effect, Line, Place, Turn, World, rights};
use crate::ids::{MessageId, PersonId, PromptId, TelegramChat};
use crate::incoming::{Attachment, AttachmentKind, ChatMessage, Sender};
use crate::limits::{PROMPT_KEPT, REMARK_CHARS, REMARK_FILES};
use crate::outgoing::Subject;
use crate::state::desk::DeskChange;
use crate::state::event::Actor;
use crate::state::form::{Form, FormKind};
use crate::state::prompt::{Found, Origin, RemarkForm, Round, Unit};
use crate::state::prompt_log::{SentFile, What};
use crate::state::selftest::Stands;

/// An item gets a mark. What is wrong is asked for.
pub(super) fn mark(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    (id, round, place): (&PromptId, &mut Round, u16),
    (item, found): (u8, Found),
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
    let was = there.found.replace(found);
    let is_said = there.is_said();
    let form = turn
        .world
        .desk
        .forms
        .get(&(pressed.chat, pressed.sender.id));
    let waits = form.and_then(|form| match &form.kind {
        FormKind::Remark(waits) if waits.origin == origin => Some(waits),
        _ => None,
    });
    let here = Place {
        chat: pressed.chat,
        message: Some(pressed.message),
    };
    if found == Found::Good {
        if let (Some(form), Some(waits)) = (form, waits.filter(|waits| waits.item == Some(item))) {
            go_on(turn, here, pressed.sender, (form, waits), round);
        }
        return PromptTold::Marked.into();
    }
    if is_said {
        return PromptTold::RemarkStands.into();
    }
    if was == Some(Found::Problem) {
        return PromptTold::RemarkWanted.into();
    }
    let told = match (form, waits) {
        (Some(_), Some(waits)) if waits.item.is_some() => return PromptTold::RemarkNext.into(),
        (Some(form), Some(waits)) => Some((form, waits)),
        (Some(form), None) if !matches!(form.kind, FormKind::Remark(_)) => {
            return PromptTold::RemarkAfterForm.into();
        }
        _ => None,
    };
    let older = told.map_or_else(
        || RemarkForm {
            origin,
            item: None,
            asked: Vec::new(),
            album: None,
        },
        |(form, waits)| behind(form, waits),
    );
    ask(turn, here, pressed.sender, older, (round, item));
    PromptTold::RemarkWanted.into()
}

/// What is wrong with an item is asked for.
fn ask(
    turn: &mut Turn<'_>,
    here: Place,
    sender: &Sender,
    older: RemarkForm,
    (round, item): (&Round, u8),
) {
    let Some(name) = round.item(item) else { return };
    let asked = PromptSaid::RemarkAsked {
        item: name.to_owned(),
    };
    let kind = FormKind::Remark(RemarkForm {
        item: Some(item),
        ..older
    });
    form::open(turn, here, sender, kind, asked.into());
}

/// As it is once nothing is asked for: it knows what its messages were about.
fn behind(form: &Form, waits: &RemarkForm) -> RemarkForm {
    let questions = form.questions.iter();
    let questions = questions.filter_map(|question| question.message.zip(waits.item));
    RemarkForm {
        asked: waits.asked.iter().copied().chain(questions).collect(),
        item: None,
        ..waits.clone()
    }
}

/// The next item of which nothing was said is asked for; where there is none, nothing is waited for any more
/// but the rest of an album, whose pictures come as messages of their own.
fn go_on(
    turn: &mut Turn<'_>,
    here: Place,
    sender: &Sender,
    (form, waits): (&Form, &RemarkForm),
    round: &Round,
) {
    let older = behind(form, waits);
    let unit = round.unit(waits.origin.unit);
    if let Some(item) = unit.and_then(Unit::unsaid) {
        return ask(turn, here, sender, older, (round, item));
    }
    let with_album = older.album.is_some();
    form::end(turn, here.chat, sender.id, None);
    if with_album {
        let form = Form {
            kind: FormKind::Remark(older),
            questions: Vec::new(),
            ..form.clone()
        };
        let change = DeskChange::Form(here.chat, sender.id, Some(form));
        turn.decision.desk.push(change);
    }
}

/// The item that is asked for.
pub(in crate::decide) fn item_of(world: &World<'_>, waits: &RemarkForm) -> Option<String> {
    let prompting = world.desk.prompts.get(&waits.origin.prompt)?;
    let round = prompting.round(waits.origin.at)?;
    round.item(waits.item?).map(str::to_owned)
}

/// Whether a message is the checklist itself.
pub(in crate::decide) fn shows_round(
    world: &World<'_>,
    origin: &Origin,
    (chat, id): (TelegramChat, MessageId),
) -> bool {
    let prompting = world.desk.prompts.get(&origin.prompt);
    let round = prompting.and_then(|prompting| prompting.round(origin.at));
    let mut copies = round.into_iter().flat_map(|round| &round.copies);
    copies.any(|copy| copy.chat == chat && copy.stands == Stands::At(id))
}

/// It is handed in: nobody is asked any more what is wrong.
pub(super) fn ask_no_more(turn: &mut Turn<'_>, origin: &Origin) {
    let forms = turn.world.desk.forms.iter();
    let of_it = forms.filter(
        |(_, form)| matches!(&form.kind, FormKind::Remark(waits) if waits.origin == *origin),
    );
    let places: Vec<_> = of_it.map(|(place, _)| *place).collect();
    for (chat, user) in places {
        form::end(turn, chat, user, None);
    }
}

/// What is wrong with an item was said, or shown; `false` where the message is about something else.
pub(in crate::decide) fn remark(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    (form, waits): (&Form, &RemarkForm),
) -> bool {
    let chat = message.chat.id;
    let here = Place {
        chat,
        message: Some(message.id),
    };
    let of_album = waits
        .album
        .as_ref()
        .filter(|(album, _)| message.album.as_ref() == Some(album));
    let of_album = of_album.map(|(_, item)| *item);
    let replied = message.reply_to.as_deref().and_then(|quoted| {
        let asked = behind(form, waits).asked;
        let one = asked.into_iter().find(|(id, _)| *id == quoted.id);
        one.map(|(_, item)| item)
    });
    let Some(item) = of_album.or(replied).or(waits.item) else {
        form::end(turn, chat, sender.id, None);
        return false;
    };
    let origin = &waits.origin;
    let (id, at) = (&origin.prompt, origin.at);
    let mut prompting = known(turn, id);
    let round = prompting.as_mut().and_then(|known| known.round_mut(at));
    let person = rights::person_id(&turn.world, sender.id);
    let (Some(round), Some(person)) = (round, person) else {
        form::end(turn, chat, sender.id, None);
        turn.answer(here, Line::from(PromptTold::Over(at)));
        return true;
    };
    let name = round.item(item).map(str::to_owned);
    let unit = round.unit_mut(origin.unit);
    let there = unit.and_then(|unit| {
        let (who, answer) = (unit.who.clone(), unit.answer.clone());
        Some((who, answer, unit.items.get_mut(usize::from(item))?))
    });
    let (Some((who, answer, there)), Some(name)) = (there, name) else {
        form::end(turn, chat, sender.id, None);
        return true;
    };
    if let Some(answer) = answer {
        form::end(turn, chat, sender.id, None);
        turn.answer(here, Line::from(PromptTold::AnsweredBy(answer)));
        return true;
    }
    if there.found != Some(Found::Problem) {
        turn.answer(here, Line::from(PromptTold::RemarkOfGood(name)));
        if waits.item == Some(item) {
            go_on(turn, here, sender, (form, waits), round);
        }
        return true;
    }
    let text = message.text.trim();
    let is_file = |file: &&Attachment| file.kind != AttachmentKind::Position;
    let files: Vec<Attachment> = message
        .attachments
        .iter()
        .filter(is_file)
        .cloned()
        .collect();
    if text.is_empty() && files.is_empty() {
        turn.answer(here, Line::from(PromptTold::RemarkWhat));
        return true;
    }
    let said = [&*there.remark, text].join("\n");
    let said = said.trim();
    if said.chars().count() > REMARK_CHARS {
        turn.answer(here, Line::from(PromptTold::RemarkTooLong));
        return true;
    }
    said.clone_into(&mut there.remark);
    there.files.extend(files.iter().cloned());
    let is_over = there.files.len() > REMARK_FILES;
    there.files.truncate(REMARK_FILES);
    // Of an album each picture comes as a message of its own: it is said once.
    let is_new = is_over && !there.is_full;
    there.is_full |= is_over;
    let sent = files.iter().map(|file| SentFile {
        unique_id: file.unique_id.clone(),
        file_id: file.file_id.clone(),
    });
    let what = What::Remarked {
        item: item + 1,
        text: text.to_owned(),
        files: sent.collect(),
    };
    let by = Actor::Person(person);
    log(&mut turn.decision, (id, at), Some(&who), by, what);
    if is_over && (is_new || of_album.is_none()) {
        turn.answer(here, Line::from(PromptTold::RemarkFull(name)));
    } else if of_album.is_none() || !text.is_empty() {
        turn.answer(here, Line::from(PromptTold::RemarkNoted(name)));
    }
    if of_album.is_none() {
        let album = message.album.clone().map(|album| (album, item));
        let waits = RemarkForm {
            album,
            ..waits.clone()
        };
        if waits.item == Some(item) {
            go_on(turn, here, sender, (form, &waits), round);
        } else {
            let form = Form {
                kind: FormKind::Remark(waits),
                ..form.clone()
            };
            let change = DeskChange::Form(chat, sender.id, Some(form));
            turn.decision.desk.push(change);
        }
    }
    refresh(&mut turn.decision, id, round, origin.unit, None);
    keep(&mut turn.decision, id, prompting);
    true
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
    let world = turn.world;
    let (Some(row), Some(unit)) = (world.settings.prompt(id), round.unit(place)) else {
        return;
    };
    let mut chats = Hearers::of(turn, row, &[]).chats(&world);
    let own = private(&world, by);
    chats.retain(|chat| Some(*chat) != own);
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
