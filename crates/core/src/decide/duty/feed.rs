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
    /// Is a new link wanted, where one stands?
    Sure {
        /// The roster; `None`: one's own shifts.
        roster: Option<RosterId>,
        /// When the link was made that would be void.
        made: At,
    },
    /// A new link; it is told this once.
    Link {
        /// The roster; `None`: one's own shifts.
        roster: Option<RosterId>,
        /// The link.
        link: String,
        /// When it was made.
        made: At,
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
        FeedPress::Make(roster) => make(turn, place, sender, owner, roster, None),
        FeedPress::Renew(made, roster) => {
            if let (true, Some(id)) = (place.chat.is_private(), place.message) {
                let chat = place.chat;
                turn.decision.effects.push(Effect::Strip { chat, id });
            }
            make(turn, place, sender, owner, roster, Some(made))
        }
        FeedPress::Revoke(made, roster) => revoke(turn, place, &owner, roster, made),
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
            made: stands_since(turn, owner, roster.as_ref()),
            roster,
        });
    FeedSaid::Offers(offers.collect())
}

/// When the link of this kind was made that somebody has.
fn stands_since(turn: &Turn<'_>, owner: &PersonId, roster: Option<&RosterId>) -> Option<At> {
    let standing = standing(turn, owner, roster).into_iter();
    standing.map(|(_, made)| made).max()
}

/// The feeds that somebody has of this kind after what is decided so far, and when each was made.
fn standing(turn: &Turn<'_>, owner: &PersonId, roster: Option<&RosterId>) -> Vec<(Hash, At)> {
    let dropped = |hash: &Hash| {
        let mut desk = turn.decision.desk.iter();
        desk.any(|change| matches!(change, DeskChange::Feed(gone, None) if gone == hash))
    };
    let feeds = turn.world.desk.feeds.iter();
    feeds
        .filter(|(_, feed)| feed.owner == *owner && feed.roster.as_ref() == roster)
        .filter(|(hash, _)| !dropped(hash))
        .map(|(hash, feed)| (*hash, feed.made))
        .collect()
}

/// A new link; the older one is void, since nobody can be told it again. So where one stands it is asked
/// about first: `sure` is when the one was made that may go.
fn make(
    turn: &mut Turn<'_>,
    place: Place,
    sender: &Sender,
    owner: PersonId,
    roster: Option<RosterId>,
    sure: Option<At>,
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
    match (stands_since(turn, &owner, roster.as_ref()), sure) {
        (Some(made), None) => {
            let asked = FeedSaid::Sure { roster, made };
            turn.answer_in_private(place, sender.id, Speech::Feed(asked));
            return Line::Comes;
        }
        (stands, Some(_)) if stands != sure => return Line::OldButton,
        _ => {}
    }
    let replaces = drop_standing(turn, &owner, roster.as_ref());
    let token = world.seed.feed(world.desk.changes.seq + 1);
    let feed = Feed {
        owner: owner.clone(),
        roster: roster.clone(),
        user: Some(sender.id),
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
                made: turn.now,
                replaces,
            }),
        },
        priority: Priority::Answer,
        subject: place.elsewhere(),
        life: ANSWER_LIFE,
    });
    Line::Comes
}

/// The button of an older link leaves the newer one alone. What there is now stands in the place of the
/// message that was pressed, whose link is void either way.
fn revoke(
    turn: &mut Turn<'_>,
    place: Place,
    owner: &PersonId,
    roster: Option<RosterId>,
    made: At,
) -> Line {
    let stands = stands_since(turn, owner, roster.as_ref()) == Some(made);
    if stands {
        drop_standing(turn, owner, roster.as_ref());
        let change = Change::FeedRevoked {
            person: owner.clone(),
            roster,
        };
        let by = crate::state::event::Actor::Person(owner.clone());
        turn.decision.changes.push((by, change));
    }
    if let (true, Some(id)) = (place.chat.is_private(), place.message) {
        let speech = Speech::Feed(offers(turn, owner));
        let chat = place.chat;
        turn.decision
            .effects
            .push(Effect::Rewrite { chat, id, speech });
    }
    if stands {
        Line::FeedRevoked
    } else {
        Line::FeedGone
    }
}

/// Whether there was one.
fn drop_standing(turn: &mut Turn<'_>, owner: &PersonId, roster: Option<&RosterId>) -> bool {
    let standing = standing(turn, owner, roster);
    let gone = standing
        .iter()
        .map(|(hash, _)| DeskChange::Feed(*hash, None));
    turn.decision.desk.extend(gone);
    !standing.is_empty()
}
