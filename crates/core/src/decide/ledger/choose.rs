//! To whom a dispute goes: bodies and mediators to choose from, a page at a time.

use super::course::{bodies, may_go_on, may_reassign};
use super::{Keeper, LedgerSaid, LedgerTold, list, rewrite, standing};
use crate::decide::form::Pressed;
use crate::decide::{Line, Turn, rights};
use crate::ids::DisputeNumber;

/// To which body?
pub(super) fn body(
    turn: &mut Turn<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
    page: u32,
) -> Result<Line, LedgerTold> {
    standing(turn, number, may_go_on)?;
    let bodies = bodies(turn)?;
    let said = LedgerSaid::AskBody {
        number,
        bodies,
        page,
    };
    Ok(rewrite(turn, pressed, said, Line::FormGoesOn))
}

/// Who is to mediate?
pub(super) fn mediator(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
    page: u32,
) -> Result<Line, LedgerTold> {
    may_reassign(turn, keeper, number)?;
    let people = rights::keepers(turn.world.settings);
    let said = LedgerSaid::AskMediator {
        number,
        people,
        page,
    };
    Ok(rewrite(turn, pressed, said, Line::FormGoesOn))
}

/// What came of turning a page. Where there is nothing to choose any more, the card shows how it stands.
pub(super) fn turned(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
    done: Result<Line, LedgerTold>,
) -> Result<Line, LedgerTold> {
    if done.is_err() {
        list::card_in_place(turn, keeper, pressed, number);
    }
    done
}
