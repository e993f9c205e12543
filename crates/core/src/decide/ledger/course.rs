//! A dispute's way: mediation, its result, transfer, revisit, the end, and what breaks out again.

use super::form::{ask, tell_mediator};
use super::{
    Keeper, LedgerSaid, LedgerTold, card_of, choose, enter, list, look, read, rewrite, standing,
    tell_of_step,
};
use crate::decide::form::Pressed;
use crate::decide::report::{self, NewReport};
use crate::decide::{Line, Place, Turn, rights};
use crate::ids::{DisputeNumber, PersonId};
use crate::parse::ledger::{Act, number_and_rest, result};
use crate::parse::tag::Tag;
use crate::render;
use crate::state::event::Event;
use crate::state::ledger::{Asked, Dispute, Private, Reading, Stage, TextKind, What};

/// `/mediated N RESULT`
pub(super) fn mediated(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    asked: &Private,
) -> Result<(), LedgerTold> {
    let (number, rest) = which("mediated", asked)?;
    standing(turn, number, may_end)?;
    let (agreed, text) = result(&rest);
    let words = (!text.is_empty()).then(|| Private::new(text));
    match (agreed, words) {
        (Some(_), Some(words)) => {
            fits(&words)?;
            told(turn, keeper, number, &Asked::Result(agreed), words)?;
            list::card(turn, keeper, number)
        }
        (agreed, words) => {
            words.as_ref().map_or(Ok(()), fits)?;
            ask(turn, keeper, number, Asked::Result(agreed), words);
            Ok(())
        }
    }
}

/// `/transfer N BODY`
pub(super) fn transfer(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    asked: &Private,
) -> Result<(), LedgerTold> {
    let (number, rest) = which("transfer", asked)?;
    standing(turn, number, may_go_on)?;
    let bodies = bodies(turn)?;
    let meant = rest.to_lowercase();
    let body = bodies.iter().find(|body| body.to_lowercase() == meant);
    if let Some(body) = body.cloned() {
        ask(turn, keeper, number, Asked::Calming(body), None);
        return Ok(());
    }
    // A body that was typed would stand in the log as it is: only those of the file do.
    if !rest.is_empty() {
        turn.answer(keeper.place, LedgerTold::NoBody);
    }
    let said = LedgerSaid::AskBody {
        number,
        bodies,
        page: 0,
    };
    turn.answer(keeper.place, said);
    Ok(())
}

/// `/revisit N NOTE`
pub(super) fn revisit(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    asked: &Private,
) -> Result<(), LedgerTold> {
    let (number, rest) = which("revisit", asked)?;
    standing(turn, number, may_revisit)?;
    let note = (!rest.is_empty()).then(|| Private::new(rest));
    note.as_ref().map_or(Ok(()), fits)?;
    ask(turn, keeper, number, Asked::Revisit, note);
    Ok(())
}

fn which(command: &'static str, asked: &Private) -> Result<(DisputeNumber, String), LedgerTold> {
    number_and_rest(asked.words()).ok_or(LedgerTold::Which(command))
}

fn fits(words: &Private) -> Result<(), LedgerTold> {
    let most = crate::limits::LEDGER_TEXT_CHARS;
    if words.words().chars().count() > most {
        return Err(LedgerTold::TooLong(most));
    }
    Ok(())
}

pub(super) fn bodies(turn: &Turn<'_>) -> Result<Vec<String>, LedgerTold> {
    let bodies = &turn.world.settings.ledger.bodies;
    if bodies.is_empty() {
        return Err(LedgerTold::NoBodies);
    }
    Ok(bodies.clone())
}

/// Whether a result may be told: where mediation has not begun it begins with that.
fn may_end(dispute: &Dispute) -> bool {
    dispute.stage.is_in_mediation()
}

pub(super) fn may_go_on(dispute: &Dispute) -> bool {
    dispute.allows(&What::TransferOffered {
        body: String::new(),
    })
}

fn may_revisit(dispute: &Dispute) -> bool {
    dispute.allows(&What::Revisited { kept: true })
}

/// A button of a card. One that is too late shows how it stands now.
pub(super) fn act(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    (number, act): (DisputeNumber, Act),
) -> Result<Line, LedgerTold> {
    let done = act_on(turn, keeper, pressed, number, act);
    // A second tap on Confirm finds it done: no new button comes under that finger.
    let sure = matches!(act, Act::CloseSure | Act::ViolentSure);
    if matches!(done, Err(LedgerTold::Stands { .. })) && !sure {
        list::card_in_place(turn, keeper, pressed, number);
    }
    done
}

/// What Confirm asked for is done: the card comes below, and nothing in the place of Confirm, where a second
/// tap would hit it.
fn confirmed(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
) -> Result<(), LedgerTold> {
    let over = LedgerSaid::Over(Some(number));
    rewrite(turn, pressed, over, Line::Comes);
    list::card(turn, keeper, number)
}

fn act_on(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
    act: Act,
) -> Result<Line, LedgerTold> {
    let allows = |what: What| move |dispute: &Dispute| dispute.allows(&what);
    match act {
        Act::Begin => {
            let dispute = standing(turn, number, allows(What::MediationBegan))?;
            let what = What::MediationBegan;
            enter(turn, keeper.actor(), number, what, Vec::new());
            tell_of_step(turn, &keeper.actor(), &dispute.mediator, number);
            return Ok(noted(turn, keeper, pressed, number));
        }
        Act::Agreed | Act::Failed => {
            standing(turn, number, may_end)?;
            let agreed = Some(act == Act::Agreed);
            ask(turn, keeper, number, Asked::Result(agreed), None);
        }
        Act::Transfer => return choose::body(turn, pressed, number, 0),
        Act::Accepted | Act::Refused => {
            standing(turn, number, allows(What::TransferAccepted))?;
            let asked = match act {
                Act::Accepted => Asked::Accepted,
                _ => Asked::Refused,
            };
            ask(turn, keeper, number, asked, None);
        }
        Act::Letter => {
            standing(turn, number, allows(What::TransferAccepted))?;
            letter(turn, keeper, number)?;
            return Ok(Line::Comes);
        }
        Act::Revisit => {
            standing(turn, number, may_revisit)?;
            ask(turn, keeper, number, Asked::Revisit, None);
        }
        Act::Close => {
            let dispute = standing(turn, number, allows(What::Closed))?;
            if dispute.stage == Stage::Failed {
                ask(turn, keeper, number, Asked::Closing, None);
            } else {
                let act = Act::CloseSure;
                let said = LedgerSaid::Sure { number, act };
                return Ok(rewrite(turn, pressed, said, Line::FormGoesOn));
            }
        }
        Act::CloseSure => {
            let closes =
                |dispute: &Dispute| dispute.allows(&What::Closed) && dispute.stage != Stage::Failed;
            standing(turn, number, closes)?;
            enter(turn, keeper.actor(), number, What::Closed, Vec::new());
            confirmed(turn, keeper, pressed, number)?;
            return Ok(LedgerTold::Noted(number).into());
        }
        Act::Reopen => {
            let mediate_by = turn.now;
            standing(turn, number, allows(What::Reopened { mediate_by }))?;
            ask(turn, keeper, number, Asked::Reopening, None);
        }
        Act::Correct => {
            look(turn, number)?;
            ask(turn, keeper, number, Asked::Correction, None);
        }
        Act::Violent => {
            may_raise(turn, number)?;
            let act = Act::ViolentSure;
            let said = LedgerSaid::Sure { number, act };
            return Ok(rewrite(turn, pressed, said, Line::FormGoesOn));
        }
        Act::ViolentSure => return raise(turn, keeper, pressed, number),
        Act::Reassign => return choose::mediator(turn, keeper, pressed, number, 0),
    }
    Ok(Line::FormGoesOn)
}

fn noted(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
) -> Line {
    list::card_in_place(turn, keeper, pressed, number);
    LedgerTold::Noted(number).into()
}

/// It goes to this body: the parties are to be calmed first.
pub(super) fn to_body(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    (number, meant): (DisputeNumber, Tag),
) -> Result<Line, LedgerTold> {
    let standing = standing(turn, number, may_go_on);
    if matches!(standing, Err(LedgerTold::Stands { .. })) {
        list::card_in_place(turn, keeper, pressed, number);
    }
    standing?;
    let bodies = bodies(turn)?;
    let body = bodies.iter().find(|body| Tag::of(body) == meant).cloned();
    let body = body.ok_or(LedgerTold::NoBody)?;
    list::card_in_place(turn, keeper, pressed, number);
    ask(turn, keeper, number, Asked::Calming(body), None);
    Ok(Line::FormGoesOn)
}

/// What was asked for was told.
pub(super) fn told(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
    asked: &Asked,
    words: Private,
) -> Result<(), LedgerTold> {
    let ledger = &turn.world.settings.ledger;
    let (now, by) = (turn.now, keeper.actor());
    let (what, kind) = match asked {
        Asked::Result(agreed) => {
            let dispute = standing(turn, number, may_end)?;
            if dispute.stage == Stage::Registered {
                let what = What::MediationBegan;
                enter(turn, by.clone(), number, what, Vec::new());
            }
            let revisit_by = now.plus(ledger.revisit_after);
            let what = match agreed {
                Some(true) => What::Agreed { revisit_by },
                _ => What::Failed,
            };
            (what, TextKind::Result)
        }
        Asked::Calming(body) => {
            let body = body.clone();
            (What::TransferOffered { body }, TextKind::Calming)
        }
        Asked::Accepted => (What::TransferAccepted, TextKind::Answer),
        Asked::Refused => (What::TransferRefused, TextKind::Answer),
        Asked::Revisit => (What::Revisited { kept: true }, TextKind::Revisit),
        Asked::Closing => (What::Closed, TextKind::Reason),
        Asked::Reopening => {
            let mediate_by = now.plus(ledger.mediate_within);
            (What::Reopened { mediate_by }, TextKind::Reason)
        }
        Asked::Correction => (What::Corrected, TextKind::Correction),
    };
    standing(turn, number, |dispute| dispute.allows(&what))?;
    enter(turn, by, number, what, vec![(kind, words)]);
    if matches!(asked, Asked::Calming(_)) {
        letter(turn, keeper, number)?;
    }
    Ok(())
}

/// The letter to the body.
fn letter(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
) -> Result<(), LedgerTold> {
    let dispute = look(turn, number)?;
    read(turn, keeper.actor(), Some(number), Reading::Letter);
    let card = card_of(turn, dispute);
    turn.answer(keeper.place, LedgerSaid::Letter(Box::new(card)));
    Ok(())
}

/// The parties were visited again. Where they do not keep what they agreed, it is open again.
pub(super) fn revisited(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
    kept: bool,
    note: Private,
) -> Result<(), LedgerTold> {
    standing(turn, number, may_revisit)?;
    let told = vec![(TextKind::Revisit, note)];
    enter(turn, keeper.actor(), number, What::Revisited { kept }, told);
    if !kept {
        let mediate_by = turn.now.plus(turn.world.settings.ledger.mediate_within);
        let what = What::Reopened { mediate_by };
        enter(turn, keeper.actor(), number, what, Vec::new());
    }
    Ok(())
}

/// An incident that was raised and is open still answers for the next press too.
fn may_raise(turn: &Turn<'_>, number: DisputeNumber) -> Result<Dispute, LedgerTold> {
    let what = What::RaisedIncident {
        number: crate::ids::IncidentNumber(0),
    };
    let dispute = standing(turn, number, |dispute| dispute.allows(&what))?;
    let mut raised = dispute.incidents.iter().rev();
    let open = raised.find(|incident| turn.world.open.contains_key(incident));
    match open {
        Some(incident) => Err(LedgerTold::RaisedAlready(*incident)),
        None => Ok(dispute),
    }
}

/// An incident is raised, without any name: who comes asks the mediator.
fn raise(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
) -> Result<Line, LedgerTold> {
    let dispute = may_raise(turn, number)?;
    let text = render::may_turn_violent(turn.world.words, turn.world.settings, &dispute);
    let report = NewReport {
        place: Place {
            message: None,
            ..keeper.place
        },
        sender: keeper.sender.clone(),
        text,
        evidence: Vec::new(),
        album: None,
        category: None,
        severity: None,
    };
    let Some(incident) = report::store(turn, report) else {
        return Ok(Line::OldButton);
    };
    let (by, now) = (keeper.actor(), turn.now);
    if let Some(draft) = turn.open(incident) {
        draft.emit(by.clone(), Event::FromDispute { dispute: number }, now);
    }
    let what = What::RaisedIncident { number: incident };
    enter(turn, by, number, what, Vec::new());
    confirmed(turn, keeper, pressed, number)?;
    Ok(LedgerTold::Raised(incident).into())
}

pub(super) fn may_reassign(
    turn: &Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
) -> Result<Dispute, LedgerTold> {
    let what = What::Reassigned {
        mediator: keeper.person.clone(),
    };
    let dispute = standing(turn, number, |dispute| dispute.allows(&what))?;
    let settings = turn.world.settings;
    // Where the mediator keeps the ledger no more, anybody who does can see to it.
    if dispute.mediator == *keeper.person
        || rights::leads_ledger(settings, keeper.person)
        || !rights::keeps_ledger(settings, &dispute.mediator)
    {
        return Ok(dispute);
    }
    let mut who = vec![dispute.mediator.clone()];
    let keepers = rights::keepers(settings).into_iter();
    who.extend(
        keepers
            .filter(|person| *person != dispute.mediator && rights::leads_ledger(settings, person)),
    );
    Err(LedgerTold::ReassignOnly(who))
}

/// Another mediates from now on.
pub(super) fn reassign(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    (number, mediator): (DisputeNumber, PersonId),
) -> Result<Line, LedgerTold> {
    let may = may_reassign(turn, keeper, number);
    if may.is_err() {
        list::card_in_place(turn, keeper, pressed, number);
    }
    let dispute = may?;
    if !rights::keepers(turn.world.settings).contains(&mediator) {
        return Err(LedgerTold::NoKeeper(mediator));
    }
    if dispute.mediator != mediator {
        let what = What::Reassigned {
            mediator: mediator.clone(),
        };
        enter(turn, keeper.actor(), number, what, Vec::new());
        tell_mediator(turn, keeper.person, &mediator, number)?;
        tell_incidents(turn, keeper, &dispute, &mediator);
    }
    Ok(noted(turn, keeper, pressed, number))
}

/// Whoever comes to an incident that was raised for it asks the new mediator for names.
fn tell_incidents(turn: &mut Turn<'_>, keeper: Keeper<'_>, dispute: &Dispute, mediator: &PersonId) {
    let (by, now) = (keeper.actor(), turn.now);
    for incident in &dispute.incidents {
        if let Some(draft) = turn.open(*incident) {
            let event = Event::MediatorChanged {
                dispute: dispute.number,
                mediator: mediator.clone(),
            };
            draft.emit(by.clone(), event, now);
        }
    }
}
