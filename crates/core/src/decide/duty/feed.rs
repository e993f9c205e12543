//! Calendar feeds: made and revoked by their owners, in private.

use crate::decide::{Effect, Line, Place, Sending, Speech, Turn, rights};
use crate::ids::{PersonId, RosterId};
use crate::incoming::Sender;
use crate::limits::ANSWER_LIFE;
use crate::outgoing::Priority;
use crate::parse::roster::FeedPress;
use crate::state::change::Change;
use crate::state::desk::DeskChange;
use crate::state::feed::Feed;
use crate::state::record::Hash;
use crate::time::At;

/// What somebody can subscribe to, and whether he has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedOffer {
    /// The roster; `None`: his own shifts.
    pub roster: Option<RosterId>,
    /// Since when there is a link.
    pub made: Option<At>,
}

/// What is said about feeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedSaid {
    /// What there is.
    Offers(Vec<FeedOffer>),
    /// There can't be any: the program has no address that a phone could ask.
    Off,
    /// A new link; it is told this once.
    Link {
        /// The roster; `None`: one's own shifts.
        roster: Option<RosterId>,
        /// The link.
        link: String,
        /// Whether an older one is void by it.
        replaces: bool,
    },
}

/// A button about feeds. The answer goes to whoever pressed alone, wherever that was.
pub(in crate::decide) fn press(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    press: FeedPress,
) -> Line {
    let Some(owner) = rights::person_id(&turn.world, sender.id) else {
        return Line::MayNotRead;
    };
    match press {
        FeedPress::List => {
            let said = offers(turn, &owner);
            turn.answer_in_private(place, sender.id, Speech::Feed(said));
            Line::Comes
        }
        FeedPress::Make(roster) => make(turn, place, sender, owner, roster),
        FeedPress::Revoke(roster) => revoke(turn, &owner, roster),
    }
}

fn offers(turn: &Turn<'_>, owner: &PersonId) -> FeedSaid {
    let settings = turn.world.settings;
    if settings.public_url.is_none() {
        return FeedSaid::Off;
    }
    let rosters = settings
        .rosters
        .iter()
        .map(|roster| Some(roster.id.clone()));
    let offers = std::iter::once(None)
        .chain(rosters)
        .map(|roster| FeedOffer {
            made: standing(turn, owner, roster.as_ref())
                .map(|(_, feed)| feed.made)
                .max(),
            roster,
        });
    FeedSaid::Offers(offers.collect())
}

/// The feeds that somebody has of this kind.
fn standing<'a>(
    turn: &Turn<'a>,
    owner: &'a PersonId,
    roster: Option<&'a RosterId>,
) -> impl Iterator<Item = (Hash, &'a Feed)> {
    let feeds = turn.world.desk.feeds.iter();
    feeds
        .filter(move |(_, feed)| feed.owner == *owner && feed.roster.as_ref() == roster)
        .map(|(hash, feed)| (*hash, feed))
}

/// A new link; the older one is void, since nobody can be told it again.
fn make(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    owner: PersonId,
    roster: Option<RosterId>,
) -> Line {
    let world = turn.world;
    let Some(url) = &world.settings.public_url else {
        turn.answer_in_private(place, sender.id, Speech::Feed(FeedSaid::Off));
        return Line::Comes;
    };
    if let Some(roster) = &roster
        && world.settings.roster(roster).is_none()
    {
        return Line::OldButton;
    }
    let replaces = drop_standing(turn, &owner, roster.as_ref());
    let token = world.seed.feed(world.desk.changes.seq + 1);
    let feed = Feed {
        owner: owner.clone(),
        roster: roster.clone(),
        made: turn.now,
    };
    turn.decision
        .desk
        .push(DeskChange::Feed(token.hash(), Some(feed)));
    let change = Change::FeedMade {
        person: owner,
        roster: roster.clone(),
    };
    turn.decision.changes.push((turn.actor(sender), change));
    turn.decision.effects.push(Effect::Send {
        body: Sending::Say {
            chat: sender.id.private_chat(),
            reply_to: place.in_private(),
            speech: Speech::Feed(FeedSaid::Link {
                roster,
                link: token.calendar(url),
                replaces,
            }),
        },
        priority: Priority::Answer,
        subject: place.elsewhere(),
        life: ANSWER_LIFE,
    });
    Line::Comes
}

fn revoke(turn: &mut Turn<'_>, owner: &PersonId, roster: Option<RosterId>) -> Line {
    if !drop_standing(turn, owner, roster.as_ref()) {
        return Line::FeedGone;
    }
    let change = Change::FeedRevoked {
        person: owner.clone(),
        roster,
    };
    let by = crate::state::event::Actor::Person(owner.clone());
    turn.decision.changes.push((by, change));
    Line::FeedRevoked
}

/// Whether there was one.
fn drop_standing(turn: &mut Turn<'_>, owner: &PersonId, roster: Option<&RosterId>) -> bool {
    let hashes: Vec<Hash> = standing(turn, owner, roster)
        .map(|(hash, _)| hash)
        .collect();
    let gone = hashes.iter().map(|hash| DeskChange::Feed(*hash, None));
    turn.decision.desk.extend(gone);
    !hashes.is_empty()
}
