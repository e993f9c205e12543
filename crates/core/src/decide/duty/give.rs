//! Who takes a shift: `/swap`, the buttons that lead there, and what an administrator decides.

use chrono::NaiveTime;

use super::said::DutySaid;
use super::said_swap::{Seen, SwapSaid, SwapTold};
use super::{moved, read, swap};
use crate::decide::form::Pressed;
use crate::decide::{Effect, Line, Place, Speech, Turn, invite, rights};
use crate::ids::{MessageId, PersonId, TelegramChat};
use crate::incoming::Sender;
use crate::limits::{MY_SHIFTS, MY_SHIFTS_AHEAD, STAND_INS};
use crate::parse::command::Mistake;
use crate::parse::swap::{Day, ShortTag, SlotTag, SwapPress, cuts, first_word, last_word};
use crate::parse::tag::Tag;
use crate::settings::Person;
use crate::state::duty::Pressed as PressedAt;
use crate::state::roster::{Shift, each_once, instant};
use crate::state::swap::{Slot, Way};

/// What `/swap` asks for.
struct Wanted {
    /// Whose shift.
    whose: PersonId,
    /// On which day it begins.
    on: Day,
    /// Who takes it.
    to: Option<PersonId>,
    /// On which day a shift of his begins that is taken in return.
    back: Option<Day>,
}

/// `/swap DATE PERSON`, `/swap DATE PERSON DATE` in exchange, and for administrators `/swap DATE PERSON
/// PERSON`: whose shift, and who takes it. Everything is answered in private.
pub(in crate::decide) fn command(turn: &mut Turn<'_>, place: Place, sender: &Sender, asked: &str) {
    let Some(me) = rights::person_id(&turn.world, sender.id) else {
        return turn.answer(place, Line::MayNotRead);
    };
    if asked.is_empty() {
        if place.chat.is_private() {
            read::my_shifts(turn, place, sender);
        } else {
            let said = read::mine(turn, &me, true);
            turn.answer_in_private(place, sender.id, Speech::Duty(Box::new(said)));
            turn.answer(place, Line::Swap(SwapTold::InPrivate));
        }
        return;
    }
    if !place.chat.is_private() && turn.note_of(&me).unreachable.is_some() {
        let bot = turn.world.bot.username.clone();
        return turn.answer(place, Line::StartFirst { bot });
    }
    let line =
        wanted(turn, &me, sender, asked).and_then(|wanted| begin(turn, place, sender, wanted));
    match line {
        Ok(Some(line)) | Err(line) => turn.answer(place, line),
        Ok(None) if !place.chat.is_private() => turn.answer(place, Line::Swap(SwapTold::InPrivate)),
        Ok(None) => {}
    }
}

fn wanted(turn: &Turn<'_>, me: &PersonId, sender: &Sender, asked: &str) -> Result<Wanted, Line> {
    let (word, rest) = first_word(asked);
    let Some(on) = Day::read(word) else {
        let given = word.to_owned();
        return Err(Line::Mistake(Mistake::SwapDay { given }));
    };
    let of_me = |to, back| Wanted {
        whose: me.clone(),
        on,
        to,
        back,
    };
    if rest.is_empty() {
        return Ok(of_me(None, None));
    }
    let find = |text: &str| invite::find(&turn.world, text);
    let one = match find(rest) {
        Ok(to) => return Ok(of_me(Some(to), None)),
        Err(line) => line,
    };
    if let Some((name, last)) = last_word(rest)
        && let Some(back) = Day::read(last)
    {
        return find(name).map(|to| of_me(Some(to), Some(back)));
    }
    let mut two = cuts(rest).filter_map(|(whose, to)| Some((find(whose).ok()?, find(to).ok()?)));
    if let Some((whose, to)) = two.next() {
        if whose != *me && !rights::administers(&turn.world, sender.id) {
            return Err(Line::Swap(SwapTold::OfOthers(whose)));
        }
        let to = Some(to);
        let back = None;
        return Ok(Wanted {
            whose,
            on,
            to,
            back,
        });
    }
    Err(one)
}

/// Goes on with what was asked for; a line where that is the whole answer.
fn begin(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    wanted: Wanted,
) -> Result<Option<Line>, Line> {
    let mut slots = slots_on(turn, &wanted.whose, wanted.on);
    let Some(slot) = slots.pop() else {
        return Err(no_shift(turn, sender, &wanted.whose));
    };
    if !slots.is_empty() && wanted.back.is_some() {
        return Err(SwapTold::Several.into());
    }
    if !slots.is_empty() {
        slots.push(slot);
        let said = SwapSaid::Which {
            slots,
            to: wanted.to,
        };
        answer(turn, place, sender, said);
        return Ok(None);
    }
    let Some(to) = wanted.to else {
        let said = whom(turn, slot, sender);
        answer(turn, place, sender, said);
        return Ok(None);
    };
    let back = match wanted.back {
        None => None,
        Some(day) => Some(in_return(turn, sender, (&slot, &to), day)?),
    };
    let own = asks_for_own(turn, sender, &slot, &to);
    if let Some(refused) = refusal(turn, &slot, &to, back.as_ref(), own) {
        return Err(refused);
    }
    if own {
        let line = swap::ask(turn, sender, None, (slot, to, back));
        let asked = matches!(line, Line::Swap(SwapTold::Asked(_)));
        return Ok((!asked).then_some(line));
    }
    let said = self::sure(turn, slot, to);
    answer(turn, place, sender, said);
    Ok(None)
}

/// The shift that is taken in return: on the same roster, else the only one of that day.
fn in_return(
    turn: &Turn<'_>,
    sender: &Sender,
    (give, to): (&Slot, &PersonId),
    day: Day,
) -> Result<Slot, Line> {
    let mut slots = slots_on(turn, to, day);
    if slots.iter().any(|slot| slot.roster == give.roster) {
        slots.retain(|slot| slot.roster == give.roster);
    }
    match (slots.pop(), slots.is_empty()) {
        (Some(back), true) => Ok(back),
        (Some(_), false) => Err(SwapTold::Several.into()),
        (None, _) => Err(no_shift(turn, sender, to)),
    }
}

/// Whether somebody gives away a place of his own by asking. An administrator whom nobody can be asked for
/// arranges it.
fn asks_for_own(turn: &Turn<'_>, sender: &Sender, slot: &Slot, to: &PersonId) -> bool {
    let own = rights::person_id(&turn.world, sender.id).as_ref() == Some(&slot.of);
    let known = turn.world.settings.person(to);
    let bound = known.is_some_and(|person| person.telegram.is_some());
    own && (bound || !rights::administers(&turn.world, sender.id))
}

/// Somebody is to cover: really?
fn sure(turn: &Turn<'_>, slot: Slot, to: PersonId) -> SwapSaid {
    let known = turn.world.settings.person(&to);
    let bound = known.is_some_and(|person| person.telegram.is_some());
    SwapSaid::Sure {
        clash: swap::clashes(turn, &to, &slot),
        reached: bound && turn.note_of(&to).unreachable.is_none(),
        slot,
        to,
    }
}

/// A button about swaps.
pub(in crate::decide) fn press(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    press: SwapPress,
) -> Line {
    let sender = pressed.sender;
    let Some(me) = rights::person_id(&turn.world, sender.id) else {
        return Line::MayNotRead;
    };
    match press {
        SwapPress::Yes(began) => swap::yes(turn, pressed, began),
        SwapPress::No(began) => swap::no(turn, pressed, began),
        SwapPress::Withdraw(began) => swap::withdraw(turn, pressed, began),
        SwapPress::Drop => {
            swap::rewrite(turn, pressed.chat, pressed.message, SwapSaid::Dropped);
            Line::Swap(SwapTold::Dropped)
        }
        SwapPress::Take { slot, sure } => match slot_of(turn, &slot) {
            Some(slot) => super::step_in::press(turn, pressed, &me, slot, sure),
            None => outdated(turn, pressed),
        },
        SwapPress::Whom(slot) => {
            let Some(slot) = slot_of(turn, &slot) else {
                return outdated(turn, pressed);
            };
            if slot.of != me && !rights::administers(&turn.world, sender.id) {
                return Line::Swap(SwapTold::OfOthers(slot.of));
            }
            let said = whom(turn, slot, sender);
            let place = Place {
                chat: pressed.chat,
                message: None,
            };
            answer(turn, place, sender, said);
            Line::Comes
        }
        SwapPress::To { slot, to, sure } => {
            let Some((slot, to)) = slot_of(turn, &slot).zip(person_of(turn, to)) else {
                return outdated(turn, pressed);
            };
            to_person(turn, pressed, &me, (slot, to), sure)
        }
    }
}

/// Somebody was chosen.
fn to_person(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    me: &PersonId,
    (slot, to): (Slot, PersonId),
    sure: bool,
) -> Line {
    let own = asks_for_own(turn, pressed.sender, &slot, &to);
    if slot.of != *me && !rights::administers(&turn.world, pressed.sender.id) {
        return Line::Swap(SwapTold::OfOthers(slot.of));
    }
    if let Some(refused) = refusal(turn, &slot, &to, None, own) {
        return refused;
    }
    let here = (pressed.chat, pressed.message);
    if own {
        return swap::ask(turn, pressed.sender, Some(here), (slot, to, None));
    }
    if !sure {
        let said = self::sure(turn, slot, to);
        swap::rewrite(turn, here.0, here.1, said);
        return Line::Comes;
    }
    let by = turn.actor(pressed.sender);
    let moves = vec![(slot, to)];
    moved::make(turn, &by, &moves, Way::Cover);
    let said = SwapSaid::Moved {
        moves: moved::as_they_are(&moves, turn.now),
        way: Way::Cover,
        by,
        seen: Seen::Others,
    };
    swap::rewrite(turn, here.0, here.1, said);
    Line::Swap(SwapTold::Done)
}

/// Why somebody can't take a place; `None` where he can.
fn refusal(
    turn: &Turn<'_>,
    slot: &Slot,
    to: &PersonId,
    back: Option<&Slot>,
    own: bool,
) -> Option<Line> {
    let world = &turn.world;
    let known = world.settings.person(to);
    if known.is_none_or(|person| person.gone) {
        return Some(Line::Swap(SwapTold::GoneAway(to.clone())));
    }
    let rosters = world.rosters();
    let is_on = |slot: &Slot, person: &PersonId| {
        let shift = rosters.shift_at(&slot.roster, slot.from.max(turn.now));
        shift.is_some_and(|shift| shift.people.contains(person))
    };
    if is_on(slot, to) {
        return Some(Line::Swap(SwapTold::IsOn(to.clone())));
    }
    if let Some(back) = back
        && is_on(back, &slot.of)
    {
        return Some(Line::Swap(SwapTold::IsOn(slot.of.clone())));
    }
    let bound = known.is_some_and(|person| person.telegram.is_some());
    (own && !bound).then(|| Line::Swap(SwapTold::Unbound(to.clone())))
}

/// Who is offered as a stand-in: those of the roster first, then all others; whoever can be asked.
fn whom(turn: &Turn<'_>, slot: Slot, sender: &Sender) -> SwapSaid {
    let settings = turn.world.settings;
    let rosters = turn.world.rosters();
    let on_it = rosters
        .shift_at(&slot.roster, slot.from.max(turn.now))
        .map_or_else(Vec::new, |shift| shift.people);
    let turns = settings.roster(&slot.roster).map(|roster| &roster.turns);
    let of_roster = turns.into_iter().flatten().flatten().cloned();
    let others = settings.people.iter().map(|person| person.id.clone());
    let here = |person: &Person| person.telegram.is_some() && !person.gone;
    let can = |id: &PersonId| !on_it.contains(id) && settings.person(id).is_some_and(here);
    let mut people = each_once(of_roster.chain(others));
    people.retain(can);
    people.truncate(STAND_INS);
    let me = rights::person_id(&turn.world, sender.id);
    SwapSaid::Whom {
        own: me.as_ref() == Some(&slot.of),
        slot,
        people,
    }
}

/// The places of somebody on shifts that begin on a day and are not over.
fn slots_on(turn: &Turn<'_>, whose: &PersonId, day: Day) -> Vec<Slot> {
    let zone = turn.world.settings.timezone;
    let today = turn.now.utc().with_timezone(&zone).date_naive();
    let Some((date, next)) = day
        .date(today)
        .and_then(|date| Some((date, date.succ_opt()?)))
    else {
        return Vec::new();
    };
    let span = instant(zone, date, NaiveTime::MIN)..instant(zone, next, NaiveTime::MIN);
    let rosters = turn.world.rosters();
    let shifts = rosters.shifts_of(whose, &span).into_iter();
    shifts
        .filter(|shift| span.contains(&shift.from) && shift.to > turn.now)
        .map(|shift| slot(&shift, whose))
        .collect()
}

/// The coming places of somebody, the running ones first.
pub(super) fn coming(turn: &Turn<'_>, whose: &PersonId) -> Vec<Slot> {
    let span = turn.now..turn.now.plus(MY_SHIFTS_AHEAD);
    let shifts = turn.world.rosters().shifts_of(whose, &span);
    let shifts = shifts.iter().take(MY_SHIFTS);
    shifts.map(|shift| slot(shift, whose)).collect()
}

pub(super) fn slot(shift: &Shift, of: &PersonId) -> Slot {
    Slot {
        roster: shift.roster.clone(),
        from: shift.from,
        to: shift.to,
        of: of.clone(),
    }
}

/// Somebody's coming shifts, for an administrator.
pub(in crate::decide) fn shifts_of(turn: &Turn<'_>, person: &PersonId) -> Speech {
    Speech::Duty(Box::new(DutySaid::Swap(SwapSaid::ShiftsOf {
        person: person.clone(),
        slots: coming(turn, person),
    })))
}

/// The place that a button is about, as long as the shift is not over and that person is on it.
fn slot_of(turn: &Turn<'_>, tag: &SlotTag) -> Option<Slot> {
    let rosters = turn.world.rosters();
    let shift = rosters.shift_at(&tag.roster, tag.from.max(turn.now))?;
    // A shift that others have taken over in its middle is another one.
    if shift.from != tag.from {
        return None;
    }
    let of = shift
        .people
        .iter()
        .find(|id| Tag::of(id.as_str()) == tag.of)?;
    Some(slot(&shift, of))
}

/// The only person whom a tag names.
fn person_of(turn: &Turn<'_>, tag: ShortTag) -> Option<PersonId> {
    let people = turn.world.settings.people.iter();
    let mut named = people.filter(|person| Tag::of(person.id.as_str()) == tag);
    let first = named.next()?;
    named.next().is_none().then(|| first.id.clone())
}

fn no_shift(turn: &Turn<'_>, sender: &Sender, whose: &PersonId) -> Line {
    let me = rights::person_id(&turn.world, sender.id);
    Line::Swap(SwapTold::NoShift {
        of: Some(whose.clone()).filter(|whose| me.as_ref() != Some(whose)),
        next: coming(turn, whose).iter().map(|slot| slot.from).collect(),
    })
}

fn outdated(turn: &mut Turn<'_>, pressed: Pressed<'_>) -> Line {
    strip(turn, pressed.chat, pressed.message);
    Line::Swap(SwapTold::Gone)
}

fn strip(turn: &mut Turn<'_>, chat: TelegramChat, id: MessageId) {
    turn.decision.effects.push(Effect::Strip { chat, id });
}

pub(super) fn answer(turn: &mut Turn<'_>, place: Place, sender: &Sender, said: SwapSaid) {
    let speech = Speech::Duty(Box::new(DutySaid::Swap(said)));
    turn.answer_in_private(place, sender.id, speech);
}

/// Whether On duty was pressed for a shift, and when.
pub(super) fn pressed(turn: &Turn<'_>, shift: &Shift, person: &PersonId) -> Option<PressedAt> {
    let duty = turn.world.desk.duties.rosters.get(&shift.roster)?;
    duty.shift(shift.from)?.taken.get(person).copied()
}
