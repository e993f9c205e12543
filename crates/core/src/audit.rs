//! The auditor (SPEC, promise 5): what is overdue and unsent, by what is stored and by nothing that
//! those who should have done it say of themselves.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::decide::Folder;
use crate::ids::{IncidentNumber, TelegramChat};
use crate::invariants;
use crate::limits::{
    FORM_LIFE, FORM_REMINDER, OFFER_LIFE, OVERDUE_ANSWER, OVERDUE_CARD, OVERDUE_PAGE,
    OVERDUE_REMINDER, OVERDUE_TIMER,
};
use crate::outgoing::{Priority, Row, Subject};
use crate::settings::Ledger;
use crate::state::desk::Desk;
use crate::state::incident::Phase;
use crate::state::presence::Checks;
use crate::state::prompt::Prompting;
use crate::time::At;

/// Kinds of what can be overdue, the gravest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Late {
    /// Pages that have not left.
    Pages,
    /// Incidents that nobody has, whose next step is due and is not taken.
    Steps,
    /// Incidents that nobody has and for which nothing will happen.
    Stuck,
    /// Reminders and other messages.
    Reminders,
    /// Timers of forms, offers and tests.
    Timers,
    /// Answers for which somebody waits.
    Answers,
    /// Cards that do not show what is so.
    Cards,
}

impl Late {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Pages,
        Self::Steps,
        Self::Stuck,
        Self::Reminders,
        Self::Timers,
        Self::Answers,
        Self::Cards,
    ];

    /// As stores, logs and metrics name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Steps => "steps",
            Self::Stuck => "stuck",
            Self::Reminders => "reminders",
            Self::Timers => "timers",
            Self::Answers => "answers",
            Self::Cards => "cards",
        }
    }

    /// The kind of this name.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }

    /// Whether word of it rings. What is late rings (SPEC section 3, "Sound"), but for cards and answers,
    /// which are silent even when they are in time. A group is not woken for timers of the bot itself: they
    /// are the administrators' to mend.
    pub fn rings(self, in_group: bool) -> bool {
        match self {
            Self::Answers | Self::Cards => false,
            Self::Timers => !in_group,
            Self::Pages | Self::Steps | Self::Stuck | Self::Reminders => true,
        }
    }

    /// Whether somebody may not be called because of it: the program is then not ready.
    pub fn is_grave(self) -> bool {
        matches!(self, Self::Pages | Self::Steps | Self::Stuck)
    }
}

/// Something is overdue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overdue {
    /// What.
    pub kind: Late,
    /// How many.
    pub count: usize,
    /// Since when the oldest of them should have happened.
    pub since: At,
    /// Incidents that are concerned, ascending.
    pub incidents: BTreeSet<IncidentNumber>,
}

/// What was said of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    /// Since when the oldest of them should have happened.
    pub since: At,
    /// Incidents that were named.
    pub incidents: BTreeSet<IncidentNumber>,
    /// Whether the last look found nothing of it: what comes and goes is not over by one look.
    pub quiet: bool,
}

/// What the auditor looks at.
pub struct Books<'a> {
    /// Rows of the outbox that are not done.
    pub rows: &'a [Row],
    /// Incidents that are not closed.
    pub open: &'a BTreeMap<IncidentNumber, Folder>,
    /// Forms, offers and tests.
    pub desk: &'a Desk,
    /// From which the ledger's reminders follow.
    pub ledger: &'a Ledger,
    /// What a busy machine may take: added to every limit.
    pub slack: Duration,
}

/// What is overdue now, the gravest first.
pub fn look(books: &Books<'_>, now: At) -> Vec<Overdue> {
    let mut found = Findings::default();
    rows(books, now, &mut found);
    incidents(books, now, &mut found);
    timers(books, now, &mut found);
    found.0.into_values().collect()
}

#[derive(Default)]
struct Findings(BTreeMap<Late, Overdue>);

impl Findings {
    fn add(&mut self, kind: Late, since: At, incident: Option<IncidentNumber>) {
        let found = self.0.entry(kind).or_insert_with(|| Overdue {
            kind,
            count: 0,
            since,
            incidents: BTreeSet::new(),
        });
        found.count += 1;
        found.since = found.since.min(since);
        found.incidents.extend(incident);
    }
}

fn rows(books: &Books<'_>, now: At, found: &mut Findings) {
    // A chat that Telegram told to wait: what is not a page waits there for a known reason.
    let told_to_wait = |row: &&Row| row.due > now && row.attempt == 0 && row.waits_since.is_some();
    let paused: BTreeSet<Option<TelegramChat>> = books
        .rows
        .iter()
        .filter(told_to_wait)
        .map(|row| row.body.chat())
        .collect();
    for row in books.rows {
        let Some((kind, limit)) = kind_of(row) else {
            continue;
        };
        let waits_for_telegram = kind != Late::Pages && paused.contains(&row.body.chat());
        let is_dropped = row.expires.is_some_and(|expires| expires < now);
        if !waits_for_telegram && !is_dropped && now.since(row.since()) > limit + books.slack {
            let incident = match row.subject {
                Subject::Post { incident, .. } | Subject::PostEdit { incident, .. } => {
                    Some(incident)
                }
                _ => None,
            };
            found.add(kind, row.since(), incident);
        }
    }
}

/// What a row is, and how long it may wait; `None` for what nobody misses: answers to presses are
/// dropped after a minute, probes and photos give way to everything, and the auditor's own words say when
/// they were true.
fn kind_of(row: &Row) -> Option<(Late, Duration)> {
    row.body.chat()?;
    if matches!(
        row.subject,
        Subject::Probe { .. } | Subject::Checking { .. } | Subject::Audit
    ) || row.body.is_evidence()
        || row.body.is_probe()
    {
        return None;
    }
    Some(match row.priority {
        Priority::Page => (Late::Pages, OVERDUE_PAGE),
        Priority::Answer => (Late::Answers, OVERDUE_ANSWER),
        Priority::Card => (Late::Cards, OVERDUE_CARD),
        Priority::Reminder | Priority::Bulk => (Late::Reminders, OVERDUE_REMINDER),
    })
}

fn incidents(books: &Books<'_>, now: At, found: &mut Findings) {
    for (number, folder) in books.open {
        let incident = &folder.incident;
        if invariants::incident(incident).is_err() {
            found.add(Late::Stuck, incident.reported_at, Some(*number));
        }
        if let Some(due) = incident.next_due()
            && now.since(due) > OVERDUE_TIMER + books.slack
        {
            let kind = match incident.phase {
                Phase::Paging(_) => Late::Steps,
                _ => Late::Timers,
            };
            found.add(kind, due, Some(*number));
        }
    }
}

fn timers(books: &Books<'_>, now: At, found: &mut Findings) {
    let forms = books.desk.forms.values().map(|form| {
        let span = if form.reminded {
            FORM_LIFE
        } else {
            FORM_REMINDER
        };
        form.began.plus(span)
    });
    let offers = books.desk.offers.values();
    let offers = offers
        .filter(|offer| offer.stands())
        .map(|offer| offer.at.plus(OFFER_LIFE));
    let tests = books.desk.selftests.next_due();
    let duties = books
        .desk
        .duties
        .rosters
        .values()
        .filter_map(|duty| duty.due);
    let presence = books.desk.presence.values();
    let presence = presence.filter_map(Checks::due);
    let prompts = books.desk.prompts.values();
    let prompts = prompts.filter_map(Prompting::due);
    let disputes = books.desk.disputes.values();
    let disputes = disputes.filter_map(|dispute| dispute.next_due(books.ledger));
    let disputes = disputes.map(|(due, _)| due).min();
    for due in forms
        .chain(offers)
        .chain(tests)
        .chain(duties)
        .chain(presence)
        .chain(prompts)
        .chain(disputes)
    {
        if now.since(due) > OVERDUE_TIMER + books.slack {
            found.add(Late::Timers, due, None);
        }
    }
}
