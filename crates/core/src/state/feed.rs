//! Calendar feeds: links by which somebody's own calendar reads shifts, his own or a roster's.
//!
//! A feed belongs to the person who made it: it ends when he revokes it, makes a new one of the same kind,
//! or is here no longer. Of its token only the SHA-256 is kept, so whoever reads the store can't read a
//! feed, and looking a token up takes no longer for one that is nearly right.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::ids::{PersonId, RosterId};
use crate::limits::{FEED_AHEAD, FEED_BACK};
use crate::settings::Settings;
use crate::state::record::Hash;
use crate::state::roster::{Override, Rosters, Shift};
use crate::time::At;

/// A feed, found by the hash of its token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feed {
    /// Whose it is.
    pub owner: PersonId,
    /// The roster whose shifts it has; `None`: those of its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster: Option<RosterId>,
    /// When it was made.
    pub made: At,
}

/// A shift in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedShift {
    /// The same in each rendering, and another in each kind of feed: calendars throw together what has
    /// one name.
    pub uid: String,
    /// The shift.
    pub shift: Shift,
}

impl Feed {
    /// Whether its owner is still here, and what it shows.
    pub fn is_good(&self, settings: &Settings) -> bool {
        let owner = settings.person(&self.owner);
        let roster = self.roster.as_ref();
        owner.is_some_and(|owner| !owner.gone)
            && roster.is_none_or(|roster| settings.roster(roster).is_some())
    }

    /// Its shifts, from [`FEED_BACK`] before `now` to [`FEED_AHEAD`] after it, as overrides have them.
    pub fn shifts(&self, settings: &Settings, overrides: &[Override], now: At) -> Vec<FeedShift> {
        let rosters = Rosters::of(settings, overrides);
        let back = i64::try_from(FEED_BACK.as_millis()).unwrap_or(0);
        let span = At(now.0.saturating_sub(back))..now.plus(FEED_AHEAD);
        let shifts: Vec<Shift> = match &self.roster {
            Some(roster) => rosters.shifts(roster, span).collect(),
            None => rosters.shifts_of(&self.owner, &span),
        };
        let named = shifts.into_iter().map(|shift| FeedShift {
            uid: self.uid(&shift),
            shift,
        });
        named.collect()
    }

    /// Ids may hold any characters, so they are hashed.
    fn uid(&self, shift: &Shift) -> String {
        let mut digest = Sha256::new();
        let whose = match &self.roster {
            Some(_) => "roster",
            None => self.owner.as_str(),
        };
        for part in [whose, shift.roster.as_str(), &shift.from.rfc3339()] {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let hash = Hash::of(&digest.finalize());
        format!("{hash}@dutybell")
    }
}
