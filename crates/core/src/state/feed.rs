//! Calendar feeds: links by which somebody's own calendar reads shifts, his own or a roster's.
//!
//! A feed belongs to the person who made it: it ends when he revokes it, makes a new one of the same kind,
//! is here no longer, or loses the account that made it. Of its token only the SHA-256 is kept, so whoever reads the store can't read a
//! feed, and looking a token up takes no longer for one that is nearly right.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::ids::{PersonId, RosterId, TelegramUser};
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
    /// The account that made it: whoever has lost it may still have the link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<TelegramUser>,
    /// When it was made.
    pub made: At,
}

/// A shift in a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedShift {
    /// The same in each rendering, and another in each kind of feed: calendars throw together what has
    /// one name. A shift that ends otherwise or is somebody else's is another entry: a calendar that has
    /// the old one would see nothing newer in it.
    pub uid: String,
    /// The shift.
    pub shift: Shift,
}

impl Feed {
    /// Whether its owner is still here under the account that made it, and what it shows.
    pub fn is_good(&self, settings: &Settings) -> bool {
        let roster = self.roster.as_ref();
        !self.is_forsaken(settings) && roster.is_none_or(|roster| settings.roster(roster).is_some())
    }

    /// Whether its owner is gone, or has the account that made it no longer: it must not come back with
    /// him.
    pub fn is_forsaken(&self, settings: &Settings) -> bool {
        let owner = settings.person(&self.owner);
        let account = owner.filter(|owner| !owner.gone);
        let account = account.and_then(|owner| owner.telegram);
        account.is_none_or(|account| self.user.is_some_and(|user| user != account))
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
        let (from, to) = (shift.from.rfc3339(), shift.to.rfc3339());
        let people = shift.people.iter().map(PersonId::as_str);
        for part in [whose, shift.roster.as_str(), &from, &to]
            .into_iter()
            .chain(people)
        {
            digest.update(part.as_bytes());
            digest.update([0]);
        }
        let hash = Hash::of(&digest.finalize());
        format!("{hash}@dutybell")
    }
}
