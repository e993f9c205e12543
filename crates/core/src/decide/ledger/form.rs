//! The ledger's questions: a registration step by step, and lines about a dispute that is there.
//!
//! What was told so far lies in the form alone and goes with it. Every step can be taken back or cancelled.

use super::{Keeper, LedgerSaid, LedgerTold, course, enter, keeper, list, look, tell};
use crate::decide::form::{self, Pressed};
use crate::decide::{Effect, Line, Place, Speech, Turn, prompt, rights};
use crate::ids::{DisputeNumber, PersonId, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Sender};
use crate::limits::{
    FORM_LIFE, LEDGER_PLACE_CHARS, LEDGER_SURE_AFTER, LEDGER_TEXT_CHARS, PARTIES_CHARS,
};
use crate::outgoing::Priority;
use crate::parse::ledger::LedgerPress;
use crate::parse::one_line;
use crate::parse::tag::Tag;
use crate::state::desk::{Desk, DeskChange};
use crate::state::form::{Form, FormKind};
use crate::state::ledger::{Asked, DisputeDraft, LedgerForm, Private, TextKind, Wanted, What};
use crate::state::prompt::Origin;

pub(super) fn begin(turn: &mut Turn<'_>, place: Place, sender: &Sender, origin: Option<Origin>) {
    let draft = DisputeDraft {
        origin,
        ..DisputeDraft::default()
    };
    let kind = FormKind::Ledger(LedgerForm::Register(Box::new(draft.clone())));
    let question = question(turn, sender.id, draft, 0);
    form::open(turn, place, sender, kind, question.into());
}

/// Asks for a line about a dispute, or for a choice where a line was typed already.
pub(super) fn ask(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    dispute: DisputeNumber,
    asked: Asked,
    told: Option<Private>,
) {
    let said = tell_question(dispute, &asked, told.is_some());
    let kind = FormKind::Ledger(LedgerForm::Tell {
        dispute,
        asked,
        card: keeper.card,
        told,
    });
    form::open(turn, keeper.place, keeper.sender, kind, said.into());
}

fn tell_question(number: DisputeNumber, asked: &Asked, told: bool) -> LedgerSaid {
    match asked {
        Asked::Result(None) => LedgerSaid::AskOutcome(number),
        Asked::Revisit if told => LedgerSaid::AskKept {
            number,
            words: None,
        },
        _ => LedgerSaid::Ask {
            number,
            asked: asked.clone(),
        },
    }
}

fn question(turn: &Turn<'_>, user: TelegramUser, draft: DisputeDraft, page: u32) -> LedgerSaid {
    let me = rights::person_id(&turn.world, user);
    let mut people = rights::keepers(turn.world.settings);
    people.sort_by_key(|person| Some(person) != me.as_ref());
    LedgerSaid::Question {
        draft: Box::new(draft),
        people,
        page,
    }
}

/// A message while a question of the ledger waits.
pub(in crate::decide) fn answered(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    form: Form,
    asked: LedgerForm,
) {
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    let Some(person) = keeper(&turn.world, sender) else {
        form::end(turn, place.chat, sender.id, None);
        let told = LedgerTold::NotYours(rights::keepers(turn.world.settings));
        return turn.answer(place, told);
    };
    let text = message.text.trim();
    // What came with a photo would be kept nowhere, and its words would hide that.
    if text.is_empty() || !message.attachments.is_empty() {
        return turn.answer(place, LedgerTold::Words);
    }
    let keeper = Keeper {
        place,
        sender,
        person: &person,
        card: None,
    };
    let told = match asked {
        LedgerForm::Register(draft) => told_of_new(turn, keeper, form, *draft, text),
        LedgerForm::Tell {
            dispute,
            asked,
            card,
            told,
        } => {
            let keeper = Keeper { card, ..keeper };
            told_of(turn, keeper, form, (dispute, asked, told), text)
        }
    };
    if let Err(told) = told {
        turn.answer(place, told);
    }
}

/// Whether somebody is filling in a dispute for a question of a screening: of a role, any of those who have it.
pub(in crate::decide) fn registers_for(desk: &Desk, of: &Origin) -> bool {
    desk.forms.values().any(|form| {
        let FormKind::Ledger(LedgerForm::Register(draft)) = &form.kind else {
            return false;
        };
        draft.origin.as_ref() == Some(of)
    })
}

fn fits(text: &str, most: usize) -> Result<Private, LedgerTold> {
    if text.chars().count() > most {
        return Err(LedgerTold::TooLong(most));
    }
    Ok(Private::new(text))
}

fn told_of_new(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    form: Form,
    mut draft: DisputeDraft,
    text: &str,
) -> Result<(), LedgerTold> {
    match draft.wants() {
        Wanted::Place => {
            let line = one_line(text);
            let places = &turn.world.settings.ledger.places;
            let known = places.iter().find(|place| same(place, &line));
            match known {
                Some(place) => draft.place = Some(place.clone()),
                None => draft.other_place = Some(fits(&line, LEDGER_PLACE_CHARS)?),
            }
        }
        Wanted::Parties => draft.parties = Some(fits(text, PARTIES_CHARS)?),
        Wanted::Account => draft.account = Some(fits(text, LEDGER_TEXT_CHARS)?),
        Wanted::Kind | Wanted::Mediator | Wanted::Confirm => return Err(LedgerTold::Choose),
    }
    go_on(turn, keeper, form, draft, (None, 0));
    Ok(())
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// The next question and the page of it; under the same message where a button was pressed.
fn go_on(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    mut form: Form,
    draft: DisputeDraft,
    (pressed, page): (Option<Pressed<'_>>, u32),
) {
    form.kind = FormKind::Ledger(LedgerForm::Register(Box::new(draft.clone())));
    let said = question(turn, keeper.sender.id, draft, page);
    ask_on(turn, keeper, form, said, pressed);
}

fn ask_on(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    mut form: Form,
    said: LedgerSaid,
    pressed: Option<Pressed<'_>>,
) {
    let (chat, user) = (keeper.place.chat, keeper.sender.id);
    let asking = match pressed {
        Some(pressed) => {
            let question = form::pressed_question(turn, pressed, &mut form);
            form.questions.push(question);
            Effect::AskInPlace {
                chat,
                user,
                id: pressed.message,
                speech: said.into(),
            }
        }
        None => {
            let questions = std::mem::take(&mut form.questions);
            form::close(turn, chat, questions, None);
            Effect::Ask {
                chat,
                user,
                reply_to: None,
                speech: said.into(),
            }
        }
    };
    // An answer is a sign of life: the time until the reminder begins anew.
    form.began = turn.now;
    form.reminded = false;
    form.aside = false;
    turn.decision
        .desk
        .push(DeskChange::Form(chat, user, Some(form)));
    turn.decision.effects.push(asking);
}

/// The form is over, and nothing of what it held is kept in it.
fn finish(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    mut form: Form,
    pressed: Option<Pressed<'_>>,
    said: LedgerSaid,
) {
    let (chat, user) = (keeper.place.chat, keeper.sender.id);
    turn.decision.desk.push(DeskChange::Form(chat, user, None));
    if let Some(pressed) = pressed {
        let question = form::pressed_question(turn, pressed, &mut form);
        form.questions.push(question);
    }
    form::close(turn, chat, form.questions, Some(&said.into()));
}

/// A line about a dispute that is there.
fn told_of(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    mut form: Form,
    (number, asked, told): (DisputeNumber, Asked, Option<Private>),
    text: &str,
) -> Result<(), LedgerTold> {
    let of_choice = asked == Asked::Revisit && told.is_some();
    if of_choice || asked == Asked::Result(None) {
        return Err(LedgerTold::Choose);
    }
    let words = fits(text, LEDGER_TEXT_CHARS)?;
    // What was shown once with Confirm is shown again.
    let doubtful = told.is_some() || form.aside || turn.now.since(form.began) > LEDGER_SURE_AFTER;
    let said = if asked == Asked::Revisit {
        let words = Some(words.clone());
        Some(LedgerSaid::AskKept { number, words })
    } else if doubtful {
        Some(LedgerSaid::SureOfWords {
            question: Box::new(tell_question(number, &asked, false)),
            words: words.clone(),
            tag: tag_of(number, &asked, &words),
        })
    } else {
        None
    };
    if let Some(said) = said {
        form.kind = FormKind::Ledger(LedgerForm::Tell {
            dispute: number,
            asked,
            card: keeper.card,
            told: Some(words),
        });
        ask_on(turn, keeper, form, said, None);
        return Ok(());
    }
    let done = course::told(turn, keeper, number, &asked, words);
    finish_as(turn, keeper, form, None, number, done)?;
    show_anew(turn, keeper, number)
}

/// Stands for this very line in a button.
fn tag_of(number: DisputeNumber, asked: &Asked, words: &Private) -> Tag {
    let number = number.to_string();
    Tag::of(&[&number, &format!("{asked:?}"), words.words()].join("\n"))
}

/// The form is over, and its question says whether what was told is noted.
fn finish_as(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    form: Form,
    pressed: Option<Pressed<'_>>,
    number: DisputeNumber,
    done: Result<(), LedgerTold>,
) -> Result<(), LedgerTold> {
    let said = match &done {
        Ok(()) => LedgerSaid::Over(Some(number)),
        Err(_) => LedgerSaid::NotNoted(number),
    };
    finish(turn, keeper, form, pressed, said);
    done
}

/// The card as it stands now, below what was told; the one from which it was asked loses its buttons.
fn show_anew(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
) -> Result<(), LedgerTold> {
    if let Some(id) = keeper.card {
        let chat = keeper.place.chat;
        turn.decision.effects.push(Effect::Strip { chat, id });
    }
    list::card(turn, keeper, number)
}

/// A button under a question of the ledger.
pub(super) fn press(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    press: LedgerPress,
) -> Result<Line, LedgerTold> {
    let running = turn.world.desk.forms.get(&(pressed.chat, keeper.sender.id));
    let Some(form) = running.cloned() else {
        return Ok(gone(turn, pressed));
    };
    let FormKind::Ledger(asked) = form.kind.clone() else {
        return Ok(gone(turn, pressed));
    };
    if press == LedgerPress::Drop {
        let of = match &asked {
            LedgerForm::Register(_) => None,
            LedgerForm::Tell { dispute, .. } => Some(*dispute),
        };
        let said = of.map_or(LedgerSaid::Over(None), LedgerSaid::Left);
        finish(turn, keeper, form, Some(pressed), said);
        return Ok(LedgerTold::Dropped(of).into());
    }
    match (asked, press) {
        (LedgerForm::Register(draft), LedgerPress::Confirm(meant)) => {
            register(turn, keeper, pressed, form, *draft, meant)
        }
        (LedgerForm::Register(draft), press) => {
            let mut draft = *draft;
            let page = match press {
                LedgerPress::Page(page) => page,
                _ => 0,
            };
            if !chosen(turn, &mut draft, press) {
                return Ok(gone(turn, pressed));
            }
            go_on(turn, keeper, form, draft, (Some(pressed), page));
            Ok(Line::FormGoesOn)
        }
        (
            LedgerForm::Tell {
                dispute,
                asked,
                card,
                told,
            },
            LedgerPress::Choice(meant, yes),
        ) if meant == dispute => {
            let keeper = Keeper { card, ..keeper };
            choice(turn, keeper, pressed, form, (dispute, asked, told), yes)
        }
        (
            LedgerForm::Tell {
                dispute,
                asked,
                card,
                told: Some(words),
            },
            LedgerPress::Words(meant),
        ) if tag_of(dispute, &asked, &words) == meant => {
            let keeper = Keeper { card, ..keeper };
            let done = course::told(turn, keeper, dispute, &asked, words);
            noted(turn, keeper, pressed, form, (dispute, done))
        }
        _ => Ok(gone(turn, pressed)),
    }
}

/// What was chosen goes into the draft, where it is what is asked for: an older copy of the question may
/// ask for something else. `false` where it is not.
fn chosen(turn: &Turn<'_>, draft: &mut DisputeDraft, press: LedgerPress) -> bool {
    match (draft.wants(), press) {
        (_, LedgerPress::Back) => draft.step_back(),
        // Nothing is chosen yet: others are shown to choose from.
        (Wanted::Place | Wanted::Mediator, LedgerPress::Page(_)) => true,
        (Wanted::Kind, LedgerPress::Kind(kind)) => {
            draft.kind = Some(kind);
            true
        }
        (Wanted::Place, LedgerPress::Place(tag)) => {
            let mut places = turn.world.settings.ledger.places.iter();
            draft.place = places.find(|place| Tag::of(place) == tag).cloned();
            draft.place.is_some()
        }
        (Wanted::Mediator, LedgerPress::Mediator(person)) => {
            let keeps = rights::keepers(turn.world.settings).contains(&person);
            draft.mediator = keeps.then_some(person);
            keeps
        }
        _ => false,
    }
}

fn gone(turn: &mut Turn<'_>, pressed: Pressed<'_>) -> Line {
    turn.decision.effects.push(Effect::Strip {
        chat: pressed.chat,
        id: pressed.message,
    });
    LedgerTold::Gone.into()
}

/// The form, as it was shown, is confirmed: the dispute is in the register.
fn register(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    form: Form,
    draft: DisputeDraft,
    meant: Tag,
) -> Result<Line, LedgerTold> {
    if draft.tag() != meant {
        return Ok(gone(turn, pressed));
    }
    let (Some(kind), Some(mediator), Some(parties), Some(account)) = (
        draft.kind,
        draft.mediator.clone(),
        draft.parties.clone(),
        draft.account.clone(),
    ) else {
        return Ok(gone(turn, pressed));
    };
    if !rights::keepers(turn.world.settings).contains(&mediator) {
        return Err(LedgerTold::NoKeeper(mediator));
    }
    let number = DisputeNumber(turn.world.desk.disputes.len() as u64 + 1);
    let what = What::Registered {
        kind,
        place: draft.place.clone(),
        mediator: mediator.clone(),
        mediate_by: turn.now.plus(turn.world.settings.ledger.mediate_within),
        origin: draft.origin.clone(),
    };
    let other_place = draft.other_place.clone();
    let mut texts = vec![(TextKind::Parties, parties), (TextKind::Account, account)];
    texts.extend(other_place.map(|place| (TextKind::Place, place)));
    enter(turn, keeper.actor(), number, what, texts);
    let dispute = look(turn, number)?;
    let said = LedgerSaid::Registered(Box::new(dispute.clone()));
    finish(turn, keeper, form, Some(pressed), said);
    tell_mediator(turn, keeper.person, &mediator, number)?;
    if let Some(origin) = &draft.origin {
        prompt::dispute_registered(turn, origin, number, keeper.person);
    }
    Ok(LedgerTold::Registered(number).into())
}

/// Whoever mediates hears of it, where another said so.
pub(super) fn tell_mediator(
    turn: &mut Turn<'_>,
    by: &PersonId,
    mediator: &PersonId,
    number: DisputeNumber,
) -> Result<(), LedgerTold> {
    if mediator != by {
        let dispute = look(turn, number)?;
        tell(turn, mediator, LedgerSaid::Yours(Box::new(dispute)));
    }
    Ok(())
}

/// The choice for which a form waits.
fn choice(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    mut form: Form,
    (number, asked, told): (DisputeNumber, Asked, Option<Private>),
    yes: bool,
) -> Result<Line, LedgerTold> {
    match (asked, told) {
        (Asked::Result(None), Some(words)) => {
            let asked = Asked::Result(Some(yes));
            let done = course::told(turn, keeper, number, &asked, words);
            noted(turn, keeper, pressed, form, (number, done))
        }
        (Asked::Result(None), None) => {
            let asked = Asked::Result(Some(yes));
            let said = tell_question(number, &asked, false);
            form.kind = FormKind::Ledger(LedgerForm::Tell {
                dispute: number,
                asked,
                card: keeper.card,
                told: None,
            });
            ask_on(turn, keeper, form, said, Some(pressed));
            Ok(Line::FormGoesOn)
        }
        (Asked::Revisit, Some(words)) => {
            let done = course::revisited(turn, keeper, number, yes, words);
            noted(turn, keeper, pressed, form, (number, done))
        }
        _ => Ok(gone(turn, pressed)),
    }
}

/// What a button has confirmed is noted, or not: the form is over, and the card shows how the dispute stands.
fn noted(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    form: Form,
    (number, done): (DisputeNumber, Result<(), LedgerTold>),
) -> Result<Line, LedgerTold> {
    finish_as(turn, keeper, form, Some(pressed), number, done)?;
    show_anew(turn, keeper, number)?;
    Ok(LedgerTold::Noted(number).into())
}

/// A form's time is over, or half of it: its owner hears that nothing is stored.
pub(in crate::decide) fn fell_due(
    turn: &mut Turn<'_>,
    (chat, user): (TelegramChat, TelegramUser),
    form: &Form,
) {
    let over = turn.now >= form.began.plus(FORM_LIFE);
    let dispute = match &form.kind {
        FormKind::Ledger(LedgerForm::Tell { dispute, .. }) => Some(*dispute),
        _ => None,
    };
    let said = if over {
        LedgerSaid::Expired(dispute)
    } else {
        LedgerSaid::Reminder(dispute)
    };
    if over {
        form::end(turn, chat, user, None);
    } else if form.reminded {
        return;
    } else {
        let reminded = Form {
            reminded: true,
            ..form.clone()
        };
        turn.decision
            .desk
            .push(DeskChange::Form(chat, user, Some(reminded)));
    }
    turn.decision.effects.push(Effect::Say {
        chat,
        reply_to: None,
        speech: Speech::from(said),
        priority: Priority::Reminder,
    });
}
