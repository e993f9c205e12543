//! Calendar feeds, as they are read from outside.

use super::*;
use crate::render::Calendar;
use crate::settings::Language;
use crate::state::change::Change;
use crate::state::event::Actor;
use crate::state::feed::Feed;
use crate::state::invite::Code;
use crate::state::record::Hash;
use crate::state::roster::Override;

/// What a feed follows from. It is taken between two commits and worked out elsewhere, so that no page
/// waits for it.
#[derive(Debug, Clone)]
pub struct FeedSource {
    feed: Feed,
    settings: Arc<Settings>,
    overrides: Vec<Override>,
    language: Language,
}

impl Engine {
    /// Feeds of people who are gone, or have lost their account, end for good.
    pub(super) fn end_feeds(&mut self, now: At) {
        let forsaken = self.desk.feeds.iter();
        let forsaken: Vec<(Hash, Feed)> = forsaken
            .filter(|(_, feed)| feed.is_forsaken(&self.settings))
            .map(|(hash, feed)| (*hash, feed.clone()))
            .collect();
        for (hash, feed) in forsaken {
            self.note(&DeskChange::Feed(hash, None));
            let change = Change::FeedRevoked {
                person: feed.owner,
                roster: feed.roster,
            };
            self.enact(Actor::Bot, change, now);
        }
    }

    /// The feed of a token; `None` where nobody made it, it was revoked, or its owner or roster is gone.
    pub fn feed(&self, token: &Code) -> Option<FeedSource> {
        let feed = self.desk.feeds.get(&token.hash())?;
        if !feed.is_good(&self.settings) {
            return None;
        }
        let owner = self.settings.person(&feed.owner)?;
        let chosen = self.desk.people.get(&feed.owner);
        let language = chosen
            .and_then(|note| note.language)
            .or(owner.language)
            .unwrap_or(self.settings.language);
        Some(FeedSource {
            feed: feed.clone(),
            settings: Arc::clone(&self.settings),
            overrides: self.desk.duties.overrides.clone(),
            language,
        })
    }
}

impl FeedSource {
    /// The calendar as it is now, in its owner's language.
    pub fn calendar(&self, words: &Words, now: At) -> Calendar {
        let shifts = self.feed.shifts(&self.settings, &self.overrides, now);
        let view = render::View {
            words,
            settings: &self.settings,
            // Nothing of it stands in a calendar.
            desk: &Desk::default(),
            language: self.language,
            now,
        };
        render::calendar(&view, &self.feed, &shifts)
    }
}
