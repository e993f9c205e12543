//! A report becomes an incident: stored, shown, paged, in one decision.

use crate::decide::evidence::{self, Came};
use crate::decide::{
    Draft, LedgerTold, Line, Place, Speech, Turn, escalation, ledger, likeness, offer, rights,
};
use crate::ids::{CategoryId, IncidentNumber, SeverityId, TelegramUser};
use crate::incoming::{Attachment, ChatMessage, Quoted, Sender};
use crate::parse::command::{self, Command, Parsed};
use crate::state::desk::DeskChange;
use crate::state::event::{Event, Report};
use crate::state::policy::PolicySnapshot;
use crate::state::posts::PostKind;

/// What is reported.
pub(super) struct NewReport {
    /// Where it was reported and by which message.
    pub(super) place: Place,
    /// By whom.
    pub(super) sender: Sender,
    /// What was typed.
    pub(super) text: String,
    /// Photos, files and places.
    pub(super) evidence: Vec<Attachment>,
    /// The album that they are of.
    pub(super) album: Option<String>,
    /// Category chosen by a button.
    pub(super) category: Option<CategoryId>,
    /// Level chosen by a button.
    pub(super) severity: Option<SeverityId>,
}

/// `/report`: at once with text, photo or a message answered; guided without.
pub(super) fn command(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender, text: &str) {
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    let quoted = quoted(turn, message);
    let text = whole_text(turn, message, text);
    let mut evidence = message.attachments.clone();
    evidence.extend(
        quoted
            .into_iter()
            .flat_map(|quoted| quoted.attachments.iter().cloned()),
    );

    if !accepts(turn, message, sender, &text) {
        return;
    }
    if text.is_empty() && evidence.is_empty() {
        let answered = message.reply_to.as_deref();
        if answered.is_some_and(|it| ledger::may_name_parties(&turn.world, message.chat.id, it)) {
            turn.answer(place, LedgerTold::NotQuoted);
            return;
        }
        if sender.id == TelegramUser::ANONYMOUS {
            // Buttons are pressed under one's own name, so the form would know nobody who presses.
            turn.answer(place, Line::AnonymousForm);
            return;
        }
        super::form::begin(turn, place, sender);
        return;
    }
    store(
        turn,
        NewReport {
            place,
            sender: sender.clone(),
            text,
            evidence,
            album: message.album.clone(),
            category: None,
            severity: None,
        },
    );
}

/// The message that a report answers and takes in.
fn quoted<'a>(turn: &Turn<'_>, message: &'a ChatMessage) -> Option<&'a Quoted> {
    message.reply_to.as_deref().filter(|quoted| {
        // A reply to the bot's own words is no report of them.
        quoted
            .from
            .as_ref()
            .is_none_or(|from| from.id != turn.world.bot.id)
            && !ledger::may_name_parties(&turn.world, message.chat.id, quoted)
    })
}

/// What a report says: what was typed after the command, and what the message that it answers says.
pub(super) fn whole_text(turn: &Turn<'_>, message: &ChatMessage, typed: &str) -> String {
    let quoted_text = quoted(turn, message).map_or("", |quoted| {
        words_of(quoted, &turn.world.bot.username).trim()
    });
    match (typed, quoted_text) {
        ("", quoted) => quoted.to_owned(),
        (typed, "") => typed.to_owned(),
        (typed, quoted) => format!("{typed}\n{quoted}"),
    }
}

/// What a message says, without the command where it was itself a report.
fn words_of<'a>(quoted: &'a Quoted, username: &str) -> &'a str {
    match command::parse(&quoted.text, username) {
        Parsed::Command(Command::Report { text }) => {
            let whole = quoted.text.trim_end();
            // What follows the command is the end of the message.
            whole
                .len()
                .checked_sub(text.len())
                .and_then(|from| whole.get(from..))
                .unwrap_or(whole)
        }
        _ => &quoted.text,
    }
}

/// Whether reports are taken here; says so where they are not.
pub(super) fn accepts(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    text: &str,
) -> bool {
    let chat = message.chat.id;
    let place = Place {
        chat,
        message: Some(message.id),
    };
    if rights::belongs(&turn.world, chat, Some(sender.id)) {
        let world = turn.world;
        let takes = chat.is_private()
            || world
                .desk
                .chat(world.settings, chat)
                .is_some_and(|chat| chat.reports);
        if !takes {
            turn.answer(place, Line::NoReportsHere);
        }
        return takes;
    }
    let line = if chat.is_private() {
        Line::StrangerUser(sender.id)
    } else {
        Line::StrangerChat(chat)
    };
    turn.answer(place, line);
    let kind = format!("stranger/{chat}/{}", sender.id);
    turn.tell_once_an_hour(
        &kind,
        &Speech::StrangerReports {
            chat,
            title: message.chat.title.clone(),
            name: sender.name.clone(),
            text: text.to_owned(),
        },
    );
    false
}

/// Stores a report and pages.
pub(super) fn store(turn: &mut Turn<'_>, report: NewReport) -> Option<IncidentNumber> {
    let (world, now) = (turn.world, turn.now);
    let number = IncidentNumber(world.desk.last_incident + 1);
    let here = world.desk.current(report.place.chat);
    offer::is_reported(turn, here, report.place.message, &report.text, number);
    let seen = world.recogniser.recognise(&report.text, world.settings);
    let category = report.category.or(seen.category);
    let by_category = || {
        category
            .as_ref()
            .and_then(|id| world.settings.category(id)?.severity.clone())
    };
    let severity_named = report.severity.is_some() || seen.severity_named;
    let severity = report
        .severity
        .or_else(|| seen.severity.filter(|_| seen.severity_named))
        .or_else(by_category)
        .or_else(|| Some(world.settings.default_severity()?.id.clone()))?;
    let policy = world.settings.policy_for(&severity, category.as_ref())?;
    let (evidence, surplus) = evidence::split(&world, 0, &report.evidence);
    let event = Event::Reported(Box::new(Report {
        number,
        text: report.text,
        reporter_telegram: report.sender.id,
        chat: report.place.chat,
        message: report.place.message,
        severity,
        severity_named,
        category,
        evidence: evidence.to_vec(),
        drill: false,
        policy: PolicySnapshot::take(policy, world.settings),
    }));
    let mut draft = Draft::begin(turn.actor(&report.sender), event, now)?;
    // A report that waited at Telegram may name a group by the id it had before it grew up. Message
    // ids end with that id.
    let answered = report.place.message.filter(|_| here == report.place.chat);
    draft.posts.add(PostKind::Card, here, answered);
    for chat in world.settings.chats.iter().filter(|chat| chat.announce) {
        let chat = world.desk.current(chat.telegram);
        if chat != here {
            draft.posts.add(PostKind::Card, chat, None);
        }
    }
    escalation::begin(&mut draft, &world, now);
    likeness::offer(&mut draft, &world, now);
    let missing = draft.incident.missing_fact();
    draft
        .posts
        .add(PostKind::Missing { fact: missing }, here, answered);
    turn.decision.desk.push(DeskChange::Counted(number));
    turn.decision.drafts.insert(number, draft);
    let came = Came {
        place: report.place,
        attachments: &report.evidence,
        album: report.album.as_deref(),
        // The report itself names its message.
        origin: None,
    };
    if let Some(refusal) = evidence::file(turn, number, &report.sender, 0, surplus, &came) {
        turn.answer(came.place, refusal);
    }
    Some(number)
}

/// Full text and photos of an incident, sent to one chat.
pub(super) fn send_full(turn: &mut Turn<'_>, place: Place, number: IncidentNumber) -> Line {
    let Some(incident) = turn.look(number) else {
        return super::acknowledge::no_incident(&turn.world, number);
    };
    turn.answer(place, Speech::Full(Box::new(incident.clone())));
    evidence::send_all(turn, place, &incident);
    Line::FullComes(number)
}
