//! Everything that is said outside an incident's live messages.

use crate::decide::Speech;
use crate::limits::{NEWS_CHARS, PAGE_TEXT_CHARS};
use crate::outgoing::Message;
use crate::render::compose::{shorten, typed};
use crate::render::{
    View, card, duty, evidence, export, feed, form, invite, ledger, line, list, message, offer,
    overdue, people, prompt, roster_text, selftest, stats, talk, timeline,
};

/// The messages of a speech; mostly one.
pub fn speech(view: &View<'_>, speech: &Speech) -> Vec<Message> {
    let one = match speech {
        Speech::Line(said) => message(&line::text(view, said)),
        Speech::Welcome { person } => talk::welcome(view, person.as_ref()),
        Speech::People(said) => people::said(view, said),
        Speech::InviteWhom(people) => invite::whom(view, people),
        Speech::Invite {
            person,
            link,
            expires,
        } => invite::link(view, person, link, *expires),
        Speech::Bound { person, user, name } => invite::bound(view, person, *user, name),
        Speech::CodeExposed { person, group } => invite::exposed(view, person, group),
        Speech::Checking => message(&view.say("selftest-checking", &[])),
        Speech::CheckOver => message(&view.say("selftest-over", &[])),
        Speech::Checked(checked) => selftest::checked(view, checked),
        Speech::CheckedLine(checked) => selftest::checked_line(view, checked),
        Speech::NightWhom(people) => selftest::night_whom(view, people),
        Speech::NightTest { person, began, by } => {
            selftest::night_test(view, person, *began, by.as_ref())
        }
        Speech::NightOver => message(&view.say("night-over", &[])),
        Speech::NightAnswered { person, at, heard } => {
            selftest::night_answered(view, person, *at, *heard)
        }
        Speech::NightTold {
            person,
            began,
            heard,
        } => selftest::night_told(view, person, *began, *heard),
        Speech::Prompt(said) => return prompt::said(view, said),
        Speech::Duty(said) => duty::said(view, said),
        Speech::Stats(figures) => stats::text(view, figures),
        Speech::Exports { asked, kinds } => export::kinds(view, asked, kinds),
        Speech::Exported(kind) => export::caption(view, *kind),
        Speech::ExportFailed(kind) => export::failed(view, *kind),
        Speech::Ledger(said) => return ledger::said(view, said),
        Speech::Feed(said) => feed::said(view, said),
        Speech::Roster(month) => return roster_text::month(view, month),
        Speech::Overdue { found, in_group } => overdue::overdue(view, found, *in_group),
        Speech::OverdueOver(over) => overdue::over(view, over),
        Speech::Help => talk::help(view),
        Speech::Whoami { user, chat } => talk::whoami(view, *user, *chat),
        Speech::Card(incident) => card::copy(view, incident),
        Speech::Full(incident) => return timeline::full(view, incident),
        Speech::Incidents { list, page } => list::incidents(view, list, *page),
        Speech::Timeline { incident, entries } => {
            return timeline::timeline(view, incident, entries);
        }
        Speech::FormCategory(user) => form::category(view, *user),
        Speech::FormSeverity(user) => form::severity(view, *user),
        Speech::FormText(called) => form::text(view, called.as_ref()),
        Speech::FormChosen { category, severity } => {
            form::chosen(view, category.as_ref(), severity.as_ref())
        }
        Speech::FormOver(None) => message(&view.say("form-over", &[])),
        Speech::FormOver(Some(number)) => {
            message(&view.say("form-stored", &[("n", number.0.into())]))
        }
        Speech::FormReminder(called) => {
            form::calling(view, called.as_ref(), &view.say("form-reminder", &[]))
        }
        Speech::FormExpired(called) => {
            form::calling(view, called.as_ref(), &view.say("form-expired", &[]))
        }
        Speech::Offer { about, category } => offer::offer(view, *about, category),
        Speech::UpdateAsked(number, called) => form::update(view, number.0, called.as_ref()),
        Speech::StrangerReports {
            chat,
            title,
            name,
            text,
        } => {
            let place = view.say(
                "admin-stranger-chat",
                &[
                    ("title", (&view.name(title)).into()),
                    ("chat", (&chat.to_string()).into()),
                ],
            );
            let text = typed(&shorten(text, PAGE_TEXT_CHARS));
            let quoted = view.say("quoted", &[("text", (&text).into())]);
            let head = view.say("admin-stranger", &[]);
            message(&[head, place, view.name(name), quoted].join("\n"))
        }
        Speech::ChatMoved { from, to } => message(&view.say(
            "admin-moved",
            &[
                ("from", (&from.to_string()).into()),
                ("to", (&to.to_string()).into()),
            ],
        )),
        Speech::CannotWrite { chat, why } => message(&view.say(
            "admin-cannot-write",
            &[
                ("chat", (&chat.to_string()).into()),
                ("why", (&shorten(&view.why(*why), NEWS_CHARS)).into()),
            ],
        )),
        Speech::SecondPoller => message(&view.say("admin-second-poller", &[])),
        Speech::Unreadable => message(&view.say("admin-unreadable", &[])),
        Speech::EvidenceFailed { number, why } => evidence::failed(view, *number, why),
        Speech::Webhook { why } => {
            let why = typed(&shorten(why, NEWS_CHARS));
            message(&view.say("admin-webhook", &[("why", (&why).into())]))
        }
        Speech::ConfigRefused {
            problems,
            line,
            first,
        } => config_refused(view, *problems, *line, first),
        Speech::NeedsRestart { keys } => {
            let keys = view.listed(keys.iter().map(|key| typed(key)).collect());
            message(&view.say("admin-needs-restart", &[("keys", (&keys).into())]))
        }
    };
    vec![one]
}

/// The mistakes are worded in English, as `dutybell check` words them for whoever edits the file.
fn config_refused(view: &View<'_>, problems: usize, line: Option<usize>, first: &str) -> Message {
    let first = typed(&shorten(first, NEWS_CHARS));
    let first = match line {
        Some(line) => view.say(
            "admin-config-line",
            &[("line", line.into()), ("first", (&first).into())],
        ),
        None => first,
    };
    message(&view.say(
        "admin-config-refused",
        &[("n", problems.into()), ("first", (&first).into())],
    ))
}
