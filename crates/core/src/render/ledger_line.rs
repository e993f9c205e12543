//! Single sentences about the ledger.

use crate::decide::LedgerTold;
use crate::ids::{DisputeNumber, PersonId};
use crate::render::{View, ledger};

/// The sentence.
pub(super) fn told(view: &View<'_>, told: &LedgerTold) -> String {
    match told {
        LedgerTold::InPrivate { bot, exposed } => {
            let line = view.say("dispute-in-private", &[("bot", bot.into())]);
            if *exposed {
                [line, view.say("dispute-exposed", &[])].join("\n")
            } else {
                line
            }
        }
        LedgerTold::NotYours(who) => whose(view, who),
        LedgerTold::Which(command) => view.say("dispute-which", &[("command", (*command).into())]),
        LedgerTold::None { last: 0, .. } => view.say("dispute-none-yet", &[]),
        LedgerTold::None { number, last } => {
            let (number, last) = (
                ledger::dispute(view, *number),
                ledger::dispute(view, DisputeNumber(*last)),
            );
            let arguments = [("d", (&number).into()), ("last", (&last).into())];
            view.say("dispute-none", &arguments)
        }
        LedgerTold::Stands { number, stage } => {
            let (called, stage) = (ledger::dispute(view, *number), ledger::stage(view, *stage));
            let arguments = [
                ("d", (&called).into()),
                ("stage", (&stage).into()),
                ("n", number.0.into()),
            ];
            view.say("dispute-stands", &arguments)
        }
        LedgerTold::Words => view.say("dispute-words", &[]),
        LedgerTold::NoFiles => view.say("dispute-no-files", &[]),
        LedgerTold::Choose => view.say("dispute-choose", &[]),
        LedgerTold::TooLong(most) => view.say("dispute-too-long", &[("most", (*most).into())]),
        LedgerTold::NoBody => view.say("dispute-no-body", &[]),
        LedgerTold::NoBodies => view.say("dispute-no-bodies", &[]),
        LedgerTold::Noted(number) => ledger::numbered(view, "dispute-noted", *number),
        LedgerTold::Registered(number) => ledger::numbered(view, "dispute-is-registered", *number),
        LedgerTold::Raised(number) => view.say("dispute-raised", &[("n", number.0.into())]),
        LedgerTold::RaisedAlready(number) => {
            view.say("dispute-raised-already", &[("n", number.0.into())])
        }
        LedgerTold::ReassignOnly(who) => {
            let who = view.people(who);
            view.say("dispute-reassign-only", &[("who", (&who).into())])
        }
        LedgerTold::NoKeeper(person) => {
            let name = view.person(person);
            view.say("dispute-no-keeper", &[("name", (&name).into())])
        }
        LedgerTold::Dropped(None) => view.say("dispute-form-over", &[]),
        LedgerTold::Dropped(Some(number)) => ledger::numbered(view, "dispute-left", *number),
        LedgerTold::Gone => view.say("dispute-form-gone", &[]),
        LedgerTold::NotUnderstood => view.say("dispute-not-understood", &[]),
        LedgerTold::NotQuoted => view.say("dispute-not-quoted", &[]),
    }
}

/// Who keeps the ledger.
pub(super) fn whose(view: &View<'_>, who: &[PersonId]) -> String {
    if who.is_empty() {
        return view.say("dispute-no-screening", &[]);
    }
    let who = view.people(who);
    view.say("dispute-not-yours", &[("who", (&who).into())])
}
