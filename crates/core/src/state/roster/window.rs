//! Which rosters answer for one: itself, those of a special period, or none.

use chrono::Days;

use crate::ids::RosterId;
use crate::settings::{Roster, SpecialPeriod};
use crate::state::roster::{Rosters, instant, turn};
use crate::time::At;

/// A span in which the same rosters answer for one.
#[derive(Debug)]
pub(super) struct Window<'a> {
    pub(super) from: At,
    pub(super) to: At,
    pub(super) sources: Vec<&'a Roster>,
}

impl<'a> Rosters<'a> {
    /// The longest span around `now` in which the same rosters answer for `asked`.
    pub(super) fn window(&self, asked: &'a Roster, now: At) -> Window<'a> {
        let sources = self.sources(asked, now);
        let same = |at: At| {
            let others = self.sources(asked, at);
            let ids = |rosters: &[&'a Roster]| -> Vec<&'a RosterId> {
                rosters.iter().map(|roster| &roster.id).collect()
            };
            ids(&others) == ids(&sources)
        };
        let edges = self.edges(asked);
        let (past, ahead) = edges.split_at(edges.partition_point(|edge| *edge <= now));
        let before = |edge: &At| !same(At(edge.0.saturating_sub(1)));
        Window {
            from: past
                .iter()
                .rev()
                .copied()
                .find(before)
                .unwrap_or(At(i64::MIN)),
            to: ahead
                .iter()
                .copied()
                .find(|edge| !same(*edge))
                .unwrap_or(At(i64::MAX)),
            sources,
        }
    }

    /// Instants after `now`, ascending, at which somebody may come on duty where nobody was.
    pub(super) fn openings(&self, asked: &'a Roster, now: At) -> Vec<At> {
        let standing_in = self
            .periods
            .iter()
            .filter(|period| period.instead_of.contains(&asked.id))
            .flat_map(|period| self.resolve(period));
        let begins = std::iter::once(asked)
            .chain(standing_in)
            .filter_map(|roster| turn::begin(roster, self.zone));
        let mut openings: Vec<At> = self.edges(asked).into_iter().chain(begins).collect();
        openings.retain(|opening| *opening > now);
        openings.sort_unstable();
        openings.dedup();
        openings
    }

    /// Whether a roster is on duty in special periods only.
    pub(super) fn is_special(&self, roster: &RosterId) -> bool {
        let mut periods = self.periods.iter();
        periods.any(|period| period.rosters.contains(roster))
    }

    fn sources(&self, asked: &'a Roster, at: At) -> Vec<&'a Roster> {
        let mut running = self.periods.iter().filter(|period| {
            let (from, to) = self.span(period, asked);
            from <= at && at < to
        });
        if let Some(period) = running
            .clone()
            .find(|period| period.instead_of.contains(&asked.id))
        {
            return self.resolve(period).collect();
        }
        let on_duty =
            !self.is_special(&asked.id) || running.any(|period| period.rosters.contains(&asked.id));
        on_duty.then_some(asked).into_iter().collect()
    }

    /// Begins and ends of the periods that concern `asked`, ascending.
    pub(super) fn edges(&self, asked: &Roster) -> Vec<At> {
        let concern = |period: &&SpecialPeriod| {
            period.instead_of.contains(&asked.id) || period.rosters.contains(&asked.id)
        };
        let mut edges: Vec<At> = self
            .periods
            .iter()
            .filter(concern)
            .flat_map(|period| <[At; 2]>::from(self.span(period, asked)))
            .collect();
        edges.sort_unstable();
        edges.dedup();
        edges
    }

    /// The days of a period are duty days of the roster: they run from handover to handover.
    fn span(&self, period: &SpecialPeriod, asked: &Roster) -> (At, At) {
        let time = asked.day_begins();
        let after = period.to.checked_add_days(Days::new(1));
        (
            instant(self.zone, period.from, time),
            after.map_or(At(i64::MAX), |after| instant(self.zone, after, time)),
        )
    }

    fn resolve(&self, period: &'a SpecialPeriod) -> impl Iterator<Item = &'a Roster> + use<'a> {
        let all = self.rosters;
        let ids = period.rosters.iter();
        ids.filter_map(move |id| all.iter().find(|roster| roster.id == *id))
    }
}
