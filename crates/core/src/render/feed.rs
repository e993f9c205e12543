//! Calendar feeds: what there is, the link, and the words in a calendar.

use crate::decide::{FeedOffer, FeedSaid};
use crate::ids::RosterId;
use crate::limits::LABEL_COLUMNS;
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::parse::roster::FeedPress;
use crate::render::compose::{fit, plain};
use crate::render::{View, message};
use crate::state::feed::{Feed, FeedShift};
use crate::time::At;

/// A feed as a calendar shows it: plain words, no mark-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Calendar {
    /// What the calendar is called.
    pub name: String,
    /// Since when it has been there: stands as the time at which its entries were made.
    pub made: At,
    /// Its entries, by their beginning.
    pub entries: Vec<CalendarEntry>,
}

/// A shift in a calendar.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarEntry {
    /// The same in each rendering.
    pub uid: String,
    /// When it begins.
    pub from: At,
    /// When it ends.
    pub to: At,
    /// In the day: of one's own the roster, of a roster who is on duty.
    pub summary: String,
    /// Behind it: who else, or of which roster.
    pub description: String,
}

/// What is said about feeds.
pub(super) fn said(view: &View<'_>, said: &FeedSaid) -> Message {
    match said {
        FeedSaid::Off => message(&view.say("feed-off", &[])),
        FeedSaid::Offers(offers) => self::offers(view, offers),
        FeedSaid::Sure { roster, made } => {
            let (name, time) = (called(view, roster.as_ref()), view.time(*made));
            let mut asked = message(&view.say(
                "feed-sure",
                &[("name", (&name).into()), ("time", (&time).into())],
            ));
            let renew = Press::Feed(FeedPress::Renew(*made, roster.clone()));
            asked.rows = vec![vec![view.button("label-confirm", &renew)]];
            asked
        }
        FeedSaid::Link {
            roster,
            link,
            made,
            replaces,
        } => {
            let name = called(view, roster.as_ref());
            let older = replaces.then(|| view.say("feed-replaced", &[]));
            let lines = [
                Some(view.say("feed-link", &[("name", (&name).into())])),
                // Not typed by anybody: it must stay a link that a tap opens.
                Some(link.clone()),
                Some(view.say("feed-how", &[])),
                older,
            ];
            let lines: Vec<String> = lines.into_iter().flatten().collect();
            let mut told = message(&lines.join("\n"));
            let revoke = Press::Feed(FeedPress::Revoke(*made, roster.clone()));
            told.rows = vec![vec![view.button("label-feed-revoke", &revoke)]];
            told
        }
    }
}

/// A line for what there is, a button for each new link and for each that can be revoked.
fn offers(view: &View<'_>, offers: &[FeedOffer]) -> Message {
    let mut lines = vec![view.say("feed-head", &[])];
    let mut rows: Vec<Vec<Button>> = Vec::new();
    for offer in offers {
        let name = called(view, offer.roster.as_ref());
        let make = Press::Feed(FeedPress::Make(offer.roster.clone()));
        let label = match offer.made {
            Some(_) => view.say("label-feed-renew", &[("name", (&name).into())]),
            None => name.clone(),
        };
        let mut row = vec![Button {
            label: fit(&plain(&label), LABEL_COLUMNS),
            data: make.encode(),
        }];
        if let Some(made) = offer.made {
            let since = view.time(made);
            lines.push(view.say(
                "feed-since",
                &[("name", (&name).into()), ("time", (&since).into())],
            ));
            let revoke = Press::Feed(FeedPress::Revoke(made, offer.roster.clone()));
            row.push(view.button("label-feed-revoke", &revoke));
        }
        rows.push(row);
    }
    let mut told = message(&lines.join("\n"));
    told.rows = rows;
    told
}

pub(super) fn called(view: &View<'_>, roster: Option<&RosterId>) -> String {
    match roster {
        Some(roster) => super::duty::roster_name(view, roster),
        None => view.say("feed-mine", &[]),
    }
}

/// A feed in words, in the language of its owner.
pub fn calendar(view: &View<'_>, feed: &Feed, shifts: &[FeedShift]) -> Calendar {
    let roster_name = |id: &RosterId| {
        let known = view.settings.roster(id);
        bare(known.map_or(id.as_str(), |roster| roster.name.as_str()))
    };
    let entries = shifts.iter().map(|one| {
        let shift = &one.shift;
        let names = |without: bool| {
            let people = shift.people.iter();
            let people = people.filter(|person| !(without && **person == feed.owner));
            let names: Vec<String> = people
                .map(|id| super::roster::person_apart(view, id))
                .collect();
            names.join(view.comma())
        };
        let roster = roster_name(&shift.roster);
        let (summary, description) = match &feed.roster {
            Some(_) => (names(false), roster),
            None => {
                let others = names(true);
                let summary = view.say("feed-shift", &[("roster", (&roster).into())]);
                let with = (!others.is_empty())
                    .then(|| view.say("feed-with", &[("names", (&others).into())]));
                (summary, with.unwrap_or_default())
            }
        };
        CalendarEntry {
            uid: one.uid.clone(),
            from: shift.from,
            to: shift.to,
            summary,
            description,
        }
    });
    let name = match &feed.roster {
        Some(roster) => roster_name(roster),
        None => {
            let owner = view.settings.person(&feed.owner);
            let owner = bare(owner.map_or(feed.owner.as_str(), |owner| owner.name.as_str()));
            view.say("feed-of", &[("name", (&owner).into())])
        }
    };
    Calendar {
        name,
        made: feed.made,
        entries: entries.collect(),
    }
}

/// A name whole, in one line.
fn bare(name: &str) -> String {
    plain(&super::compose::typed(&one_line(name)))
}
