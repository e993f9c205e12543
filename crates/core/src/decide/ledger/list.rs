//! Reading the ledger: lists, cards, all of one; and who has read.

use super::{Keeper, LedgerSaid, LedgerTold, ReadBy, card_of, keeper, look, read, rewrite};
use crate::codec;
use crate::decide::form::Pressed;
use crate::decide::{Line, Turn, rights};
use crate::ids::DisputeNumber;
use crate::limits::LIST_LINES;
use crate::parse::ledger::Filter;
use crate::state::ledger::{Dispute, LedgerEntry, Reading, What};
use crate::state::log::Log;

/// All that are open, as an answer.
pub(super) fn open(turn: &mut Turn<'_>, keeper: Keeper<'_>) {
    let said = list(turn, keeper, Filter::Open, 0);
    turn.answer(keeper.place, said);
}

/// A list in the place of another.
pub(super) fn turn_to(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    filter: Filter,
    page: u32,
) -> Line {
    let said = list(turn, keeper, filter, page);
    rewrite(turn, pressed, said, Line::Comes)
}

fn list(turn: &mut Turn<'_>, keeper: Keeper<'_>, filter: Filter, page: u32) -> LedgerSaid {
    let now = turn.now;
    let shows = |dispute: &&Dispute| match filter {
        Filter::Open => dispute.is_open(),
        Filter::Mine => dispute.is_open() && dispute.mediator == *keeper.person,
        Filter::Late => dispute.is_late(now),
        Filter::All => true,
        Filter::Stage(stage) => dispute.stage == stage,
        Filter::Kind(kind) => dispute.is_open() && dispute.kind == kind,
    };
    let all = turn.world.desk.disputes.values();
    let mut list: Vec<Dispute> = all.filter(shows).cloned().collect();
    // Late first, then what has a limit, the nearest first, then the rest.
    list.sort_by_key(|dispute| {
        let limit = dispute.limit().map(|(_, by)| by);
        (limit.is_none(), limit, dispute.number)
    });
    read(turn, keeper.actor(), None, Reading::List);
    let readings = rights::administers(&turn.world, keeper.sender.id);
    LedgerSaid::List {
        list,
        filter,
        page,
        readings,
    }
}

/// One card, as a new message.
pub(super) fn card(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
) -> Result<(), LedgerTold> {
    let dispute = look(turn, number)?;
    read(turn, keeper.actor(), Some(number), Reading::Card);
    let card = card_of(turn, dispute);
    turn.answer(keeper.place, LedgerSaid::Card(Box::new(card)));
    Ok(())
}

/// One card, in the place of the message under which a button was pressed.
pub(super) fn card_in_place(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    pressed: Pressed<'_>,
    number: DisputeNumber,
) {
    let Ok(dispute) = look(turn, number) else {
        return;
    };
    read(turn, keeper.actor(), Some(number), Reading::Card);
    let card = card_of(turn, dispute);
    rewrite(turn, pressed, LedgerSaid::Card(Box::new(card)), Line::Comes);
}

/// All that is kept of one.
pub(super) fn whole(
    turn: &mut Turn<'_>,
    keeper: Keeper<'_>,
    number: DisputeNumber,
) -> Result<(), LedgerTold> {
    let dispute = look(turn, number)?;
    read(turn, keeper.actor(), Some(number), Reading::Whole);
    let card = card_of(turn, dispute);
    turn.answer(keeper.place, LedgerSaid::Whole(Box::new(card)));
    Ok(())
}

/// Who read what, for administrators: numbers, and no word of what was read.
pub(super) fn readings(turn: &mut Turn<'_>, pressed: Pressed<'_>, page: u32) -> Line {
    if !rights::administers(&turn.world, pressed.sender.id) {
        return Line::AdministratorsOnly;
    }
    let skipped = usize::try_from(page)
        .unwrap_or(0)
        .saturating_mul(LIST_LINES);
    let mut list = latest(turn, skipped.saturating_add(LIST_LINES + 1));
    list.drain(..skipped.min(list.len()));
    let more = list.len() > LIST_LINES;
    list.truncate(LIST_LINES);
    let said = LedgerSaid::Readings {
        list,
        page,
        more,
        keeper: keeper(&turn.world, pressed.sender).is_some(),
    };
    rewrite(turn, pressed, said, Line::Comes)
}

/// The last readings, the newest first, and no more than so many. The log is read from its end: it grows
/// with each of them.
fn latest(turn: &Turn<'_>, count: usize) -> Vec<ReadBy> {
    /// Entries that are read at once.
    const CHUNK: u32 = 200;
    let mut found = Vec::new();
    let mut end = turn.world.desk.log_end(Log::Ledger).seq + 1;
    while end > 1 && found.len() < count {
        let from = end.saturating_sub(CHUNK).max(1);
        let chunk = turn.world.archive.logged(Log::Ledger, from..end);
        let chunk = chunk.iter().rev();
        // Only a list is made of it, so an entry that can't be read keeps nobody from the rest.
        let entries = chunk.filter_map(|bytes| codec::decode::<LedgerEntry>(bytes).ok());
        found.extend(entries.filter_map(|entry| {
            let What::Read { what } = entry.event.what else {
                return None;
            };
            Some(ReadBy {
                at: entry.at,
                by: entry.by,
                dispute: entry.event.dispute,
                what,
            })
        }));
        end = from;
    }
    found.truncate(count);
    found
}
