//! One sentence for each situation: toasts and answers to commands.

use crate::decide::{Action, Line, Waiting};
use crate::ids::IncidentNumber;
use crate::parse::command::Mistake;
use crate::render::words::Argument;
use crate::render::{View, duty, evidence, handover, ledger_line, people, prompt_line, swap};
use crate::settings::Language;
use crate::state::event::Actor;

/// The sentence, typed parts marked.
pub(super) fn text(view: &View<'_>, line: &Line) -> String {
    let numbered = |id: &str, n: &IncidentNumber| view.say(id, &[("n", n.0.into())]);
    let paged = |id: &str, n: &IncidentNumber, paged: &[crate::ids::PersonId]| {
        view.say(
            id,
            &[("n", n.0.into()), ("who", (&view.people(paged)).into())],
        )
    };
    match line {
        Line::Acknowledged(n) => numbered("line-acknowledged", n),
        Line::AcknowledgedBy { number, by, at } => view.say(
            "line-acknowledged-by",
            &[
                ("n", number.0.into()),
                ("who", (&view.actor(by)).into()),
                ("time", (&view.time(*at)).into()),
            ],
        ),
        Line::AcknowledgedByYou { number, at } => view.say(
            "line-acknowledged-by-you",
            &[("n", number.0.into()), ("time", (&view.time(*at)).into())],
        ),
        Line::NothingToHandOn(n) => numbered("line-nothing-to-hand-on", n),
        Line::HandOnOnly { number, by } => view.say(
            "line-hand-on-only",
            &[
                ("n", number.0.into()),
                ("who", (&view.actor(by)).into()),
                ("admins", (&administrators(view)).into()),
            ],
        ),
        Line::HandOnAsked(_) => view.say("line-hand-on-asked", &[]),
        Line::HandedOn { number, to, until } => view.say(
            "line-handed-on",
            &[
                ("n", number.0.into()),
                ("who", (&view.person(to)).into()),
                ("time", (&view.time(*until)).into()),
            ],
        ),
        Line::CalledToTakeOver {
            number,
            by,
            to,
            until,
        } => view.say(
            "handing-called",
            &[
                ("n", number.0.into()),
                ("who", (&view.actor(by)).into()),
                ("to", (&view.mention(to)).into()),
                ("until", (&view.time(*until)).into()),
            ],
        ),
        Line::HandOnNotTo(person) => view.say(
            "line-hand-on-not-to",
            &[("name", (&view.person(person)).into())],
        ),
        Line::TakenOver { number, by } => by_whom(view, "line-taken-over", *number, by),
        Line::HandedBack {
            number,
            paged: people,
        } => paged("line-handed-back", number, people),
        Line::HandedBackBy { number, by } => by_whom(view, "line-handed-back-by", *number, by),
        Line::NewsOfClosed { number, at } => view.say(
            "line-news-of-closed",
            &[("n", number.0.into()), ("time", (&view.time(*at)).into())],
        ),
        Line::WithdrawOnly { number, by } => by_whom(view, "line-withdraw-only", *number, by),
        Line::WithdrawAsked(_) => view.say("line-withdraw-asked", &[]),
        Line::Withdrawn(n) => numbered("line-withdrawn", n),
        Line::WithdrawNoted(n) => numbered("line-withdraw-noted", n),
        Line::WithdrawNotedAmongOthers(n) => numbered("line-withdraw-noted-others", n),
        Line::WithdrawnAlready(n) => numbered("line-withdrawn-already", n),
        Line::WithdrawnBy { number, by } => by_whom(view, "line-withdrawn-by", *number, by),
        Line::Merged { number, into } => merged(view, "line-merged", *number, *into),
        Line::GoesOnAs { number, into } => merged(view, "line-goes-on-as", *number, *into),
        Line::YoursAs { number, into } => merged(view, "line-yours-as", *number, *into),
        Line::WithdrawnBefore { number, at } => view.say(
            "line-withdrawn-before",
            &[("n", number.0.into()), ("time", (&view.time(*at)).into())],
        ),
        Line::OfferTaken(n) => numbered("line-offer-taken", n),
        Line::OfferOver => view.say("line-offer-over", &[]),
        Line::EditsFull(n) => numbered("line-edits-full", n),
        Line::Dropped(n) => numbered("line-dropped", n),
        Line::ClosedAlready { number, at } => view.say(
            "line-closed",
            &[("n", number.0.into()), ("time", (&view.time(*at)).into())],
        ),
        Line::MayNot {
            number,
            action,
            severity,
            who,
        } => {
            let who = view.listed(who.iter().map(|name| view.name(name)).collect());
            let who = ("who", Argument::from(&who));
            match action {
                Action::Acknowledge => {
                    view.say("line-may-not-acknowledge", &[("n", number.0.into()), who])
                }
                Action::StandDown => view.say(
                    "line-may-not-stand-down",
                    &[("level", severity.as_str().into()), who],
                ),
                Action::ChangeLevel => {
                    view.say("line-may-not-change", &[("n", number.0.into()), who])
                }
            }
        }
        Line::MonthToCome(month) => {
            let month = month.to_string();
            view.say("line-month-to-come", &[("month", (&month).into())])
        }
        Line::MayNotRead => view.say(
            "line-may-not-read",
            &[("who", (&administrators(view)).into())],
        ),
        Line::AdministratorsOnly => view.say(
            "line-administrators",
            &[("who", (&administrators(view)).into())],
        ),
        Line::FeedRevoked => view.say("line-feed-revoked", &[]),
        Line::FeedGone => view.say("line-feed-gone", &[]),
        Line::NoRosters => view.say("oncall-none", &[]),
        Line::RosterUnknown { given, known } => {
            let given = view.name(given);
            let known = known.iter().map(|id| duty::roster_name(view, id));
            let known = view.listed(known.collect());
            view.say(
                "line-roster-unknown",
                &[("given", (&given).into()), ("known", (&known).into())],
            )
        }
        Line::PersonUnknown(given) => {
            let given = view.name(given);
            view.say("line-person-unknown", &[("given", (&given).into())])
        }
        Line::PersonSeveral { given, people } => {
            let given = view.name(given);
            let people = people.iter().map(|id| view.person_with_id(id));
            let people = view.listed(people.collect());
            view.say(
                "line-person-several",
                &[("given", (&given).into()), ("people", (&people).into())],
            )
        }
        Line::InviteComes(person) => {
            let name = view.person(person);
            view.say("line-invite-comes", &[("name", (&name).into())])
        }
        Line::StartFirst { bot } => view.say("line-start-first", &[("bot", bot.into())]),
        Line::InviteBound(person) => {
            let name = view.person(person);
            view.say("line-invite-bound", &[("name", (&name).into())])
        }
        Line::InviteGone(person) => {
            let name = view.person(person);
            view.say("line-invite-gone", &[("name", (&name).into())])
        }
        Line::People(told) => people::told(view, told),
        Line::Ledger(told) => ledger_line::told(view, told),
        Line::Checking => view.say("line-checking", &[]),
        Line::NightComesToYou => view.say("line-night-comes-to-you", &[]),
        Line::NightComes(person) => {
            let name = view.person(person);
            view.say("line-night-comes", &[("name", (&name).into())])
        }
        Line::NightUnbound(person) => {
            let name = view.person(person);
            view.say("line-night-unbound", &[("name", (&name).into())])
        }
        Line::NightWho(given) => {
            let given = view.name(given);
            view.say("line-night-who", &[("given", (&given).into())])
        }
        Line::NightOfAnother(person) => {
            let name = view.person(person);
            view.say("line-night-of-another", &[("name", (&name).into())])
        }
        Line::DutyTaken { late: false } => view.say("line-duty-taken", &[]),
        Line::DutyTaken { late: true } => view.say("line-duty-taken-late", &[]),
        Line::DutyTakenAlready(at) => {
            let time = view.time(*at);
            view.say("line-duty-taken-already", &[("time", (&time).into())])
        }
        Line::DutyOver { from, to } => view.say(
            "line-duty-over",
            &[
                ("from", (&view.time(*from)).into()),
                ("to", (&view.time(*to)).into()),
            ],
        ),
        Line::DutyGone => view.say("line-duty-gone", &[]),
        Line::DutyNoted(from) => {
            let time = view.time(*from);
            view.say("line-duty-noted", &[("time", (&time).into())])
        }
        Line::Swap(told) => swap::told(view, told),
        Line::Handover(told) => handover::told(view, told),
        Line::DutyOfOthers(people) => {
            let who = view.people(people);
            view.say("line-duty-of-others", &[("who", (&who).into())])
        }
        Line::Prompt(told) => prompt_line::text(view, told),
        Line::InPost { late: false } => view.say("line-in-post", &[]),
        Line::InPost { late: true } => view.say("line-in-post-late", &[]),
        Line::PresenceAlready(at) => {
            let time = view.time(*at);
            view.say("line-presence-already", &[("time", (&time).into())])
        }
        Line::PresenceOver(at) => {
            let time = view.time(*at);
            view.say("line-presence-over", &[("time", (&time).into())])
        }
        Line::PresenceOfOthers(people) => {
            let who = view.people(people);
            view.say("line-presence-of-others", &[("who", (&who).into())])
        }
        Line::NightLate => view.say("line-night-late", &[]),
        Line::NightHeard => view.say("line-night-heard", &[]),
        Line::NightUnheard => view.say("line-night-unheard", &[]),
        Line::CodeUnknown => view.say("line-code-unknown", &[]),
        Line::CodeUsed => view.say("line-code-used", &[]),
        Line::CodeReplaced => view.say("line-code-replaced", &[]),
        Line::CodeExposed => view.say("line-code-exposed", &[]),
        Line::CodeExpired => view.say("line-code-expired", &[]),
        Line::CodeVoid => view.say("line-code-void", &[]),
        Line::CodeOfAnother { you } => {
            let name = view.person(you);
            view.say("line-code-of-another", &[("name", (&name).into())])
        }
        Line::CodePersonBound => view.say("line-code-person-bound", &[]),
        Line::CodeTooMany => view.say("line-code-too-many", &[]),
        Line::DeclineNoted { paged, .. } if paged.is_empty() => {
            view.say("line-decline-noted-last", &[])
        }
        Line::DeclineNoted { paged, .. } => view.say(
            "line-decline-noted",
            &[("who", (&view.people(paged)).into())],
        ),
        Line::Escalated {
            number,
            paged: people,
        } => paged("line-escalated", number, people),
        Line::EscalatedAlready {
            number,
            paged: people,
        } => paged("line-escalated-already", number, people),
        Line::NobodyLeft(n) => numbered("line-nobody-left", n),
        Line::PagedAgain {
            number,
            paged: people,
        } => paged("line-paged-again", number, people),
        Line::UpdateStored(n) => numbered("line-update-stored", n),
        Line::UpdateAsked(_) => view.say("line-update-asked", &[]),
        Line::EvidenceStored(n) => numbered("line-evidence-stored", n),
        Line::EvidenceTooLarge { number, limit } => view.say(
            "line-evidence-large",
            &[
                ("n", number.0.into()),
                ("limit", (&evidence::size(*limit)).into()),
            ],
        ),
        Line::EvidenceTooMany { number, limit } => view.say(
            "line-evidence-many",
            &[("n", number.0.into()), ("limit", (*limit).into())],
        ),
        Line::EvidenceComes(n) => numbered("line-evidence-comes", n),
        Line::EvidenceCame(n) => numbered("line-evidence-came", n),
        Line::EvidenceNotGiven(n) => numbered("line-evidence-not-given", n),
        Line::EvidenceNone(n) => numbered("line-evidence-none", n),
        Line::EvidenceNotShown => view.say("line-evidence-not-shown", &[]),
        Line::EvidenceLoose => view.say("line-evidence-loose", &[]),
        Line::StoodDown(n) => numbered("line-stood-down", n),
        Line::SeverityChanged { number, to } => view.say(
            "line-severity-changed",
            &[("n", number.0.into()), ("level", to.as_str().into())],
        ),
        Line::SeveritySame { number, to } => view.say(
            "line-severity-same",
            &[("n", number.0.into()), ("level", to.as_str().into())],
        ),
        Line::SeverityUnknown { given, known } => {
            let known = known.iter().map(|id| view.name(id.as_str())).collect();
            view.say(
                "line-severity-unknown",
                &[
                    ("given", (&view.name(given)).into()),
                    ("known", (&view.listed(known)).into()),
                ],
            )
        }
        Line::CategoryChanged { number, to } => view.say(
            "line-category-changed",
            &[
                ("n", number.0.into()),
                ("category", (&view.category(Some(to))).into()),
            ],
        ),
        Line::CategorySame(n) => numbered("line-category-same", n),
        Line::FactNoted(n) => numbered("line-fact-noted", n),
        Line::LaterNoted(_) => view.say("line-later-noted", &[]),
        Line::StillOnItNoted(n) => numbered("line-still-noted", n),
        Line::FullComes(n) => numbered("line-full-comes", n),
        Line::Comes => view.say("line-comes", &[]),
        Line::OldButton => view.say("line-old", &[]),
        Line::AnswersAnother(Waiting::Report) => view.say("line-another-report", &[]),
        Line::AnswersAnother(Waiting::Update(n)) => numbered("line-another-update", n),
        Line::AnswersAnother(Waiting::Remark) => view.say("line-another-remark", &[]),
        Line::ForeignButton => view.say("line-foreign", &[]),
        Line::NoIncident { last: 0, .. } => view.say("line-no-incident-yet", &[]),
        Line::NoIncident { number, last } => view.say(
            "line-no-incident",
            &[("n", number.0.into()), ("last", (*last).into())],
        ),
        Line::WhichIncident { open } => which(view, open),
        Line::OthersForm => view.say("line-others-form", &[]),
        Line::FormGone => view.say("line-form-gone", &[]),
        Line::FormGoesOn => view.say("line-form-goes-on", &[]),
        Line::FormCancelled => view.say("line-form-cancelled", &[]),
        Line::NothingToCancel => view.say("line-nothing-to-cancel", &[]),
        // Said in the language chosen, whatever was spoken before.
        Line::LanguageSet(language) => View {
            language: *language,
            ..*view
        }
        .say("line-language-set", &[]),
        Line::LanguageOfGroup => view.say("line-language-group", &[]),
        Line::StrangerUser(user) => {
            view.say("line-stranger-user", &[("id", (&user.to_string()).into())])
        }
        Line::StrangerChat(chat) => {
            view.say("line-stranger-chat", &[("id", (&chat.to_string()).into())])
        }
        Line::ChatNotConfigured(chat) => view.say(
            "line-chat-not-configured",
            &[("id", (&chat.to_string()).into())],
        ),
        Line::NoReportsHere => view.say("line-no-reports", &[]),
        Line::Mistake(mistake) => mistake_text(view, mistake),
        Line::NotUnderstood => view.say("line-not-understood", &[]),
        Line::Forwarded => view.say("line-forwarded", &[]),
        Line::AnonymousForm => view.say("line-anonymous-form", &[]),
        Line::Anonymous => view.say("line-anonymous", &[]),
    }
}

fn merged(view: &View<'_>, id: &str, number: IncidentNumber, into: IncidentNumber) -> String {
    view.say(id, &[("n", number.0.into()), ("into", into.0.into())])
}

fn by_whom(view: &View<'_>, id: &str, number: IncidentNumber, by: &Actor) -> String {
    let who = view.actor(by);
    view.say(id, &[("n", number.0.into()), ("who", (&who).into())])
}

/// Names of the administrators.
fn administrators(view: &View<'_>) -> String {
    let names = view.settings.administrators();
    view.listed(names.map(|person| view.name(&person.name)).collect())
}

fn which(view: &View<'_>, open: &[IncidentNumber]) -> String {
    let Some(first) = open.first() else {
        return view.say("line-which-none", &[]);
    };
    let listed = open
        .iter()
        .map(|n| view.say("label-number", &[("n", n.0.into())]))
        .collect::<Vec<_>>();
    view.say(
        "line-which",
        &[
            ("n", first.0.into()),
            ("open", (&view.listed(listed)).into()),
        ],
    )
}

fn mistake_text(view: &View<'_>, mistake: &Mistake) -> String {
    match mistake {
        Mistake::Unknown { given, near: None } => view.say(
            "line-unknown-command",
            &[("given", (&view.name(given)).into())],
        ),
        Mistake::Unknown {
            given,
            near: Some(near),
        } if given.is_empty() => view.say("line-command-near", &[("near", (*near).into())]),
        Mistake::Unknown {
            given,
            near: Some(near),
        } => view.say(
            "line-unknown-command-near",
            &[
                ("given", (&view.name(given)).into()),
                ("near", (*near).into()),
            ],
        ),
        Mistake::NotANumber { command, given } => view.say(
            "line-not-a-number",
            &[
                ("given", (&view.name(given)).into()),
                ("command", (*command).into()),
            ],
        ),
        Mistake::Missing { .. } => view.say("line-missing-severity", &[]),
        Mistake::Month { command, given } => view.say(
            "line-month",
            &[
                ("given", (&view.name(given)).into()),
                ("command", (*command).into()),
            ],
        ),
        Mistake::SelfTest { given } => view.say(
            "line-selftest-argument",
            &[("given", (&view.name(given)).into())],
        ),
        Mistake::SwapDay { given } => {
            view.say("line-swap-day", &[("given", (&view.name(given)).into())])
        }
        Mistake::Language { .. } => {
            // Whoever asks for another language may not read this one.
            let both = [Language::Zh, Language::En]
                .map(|language| View { language, ..*view }.say("line-language-unknown", &[]));
            both.join("\n")
        }
    }
}
