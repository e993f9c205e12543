//! The dispute ledger: cards, limits, and the sentences about it. All of it stands in private chats, and
//! what holds a name is protected from being forwarded (MESSAGES, "Rules").

use crate::decide::{DisputeCard, LedgerSaid};
use crate::ids::{DisputeNumber, PersonId};
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::ledger::{Act, Filter, LedgerPress};
use crate::render::compose::{headed_pages, shorten, typed};
use crate::render::words::Words;
use crate::render::{
    View, ledger_form, ledger_letter, ledger_line, ledger_list, ledger_unasked, message,
};
use crate::settings::{Language, Settings};
use crate::state::ledger::{
    Dispute, DisputeKind, Limit, Outcome, Stage, Step, TextKind, Transfer, What,
};

/// Characters of the account on a card; all of it is one tap away.
const ACCOUNT_CHARS: usize = 600;

/// Characters of a text in a line of a card's history.
const STEP_CHARS: usize = 120;

/// Steps of its way that a card shows, the last ones.
const STEPS_SHOWN: usize = 10;

/// UTF-16 units of a message of all that is kept.
const PAGE_UNITS: usize = 3500;

/// The messages.
pub(super) fn said(view: &View<'_>, said: &LedgerSaid) -> Vec<Message> {
    let mut messages = match said {
        LedgerSaid::Whole(whole) => return self::whole(view, whole),
        LedgerSaid::Letter(card) => return ledger_letter::letter(view, card),
        LedgerSaid::NotYours { who, readings } => vec![not_yours(view, who, *readings)],
        LedgerSaid::Question {
            draft,
            people,
            page,
        } => vec![ledger_form::question(view, draft, people, *page)],
        LedgerSaid::Ask { number, asked } => vec![ledger_form::ask(view, *number, asked)],
        LedgerSaid::AskOutcome(number) => vec![ledger_form::outcome(view, *number)],
        LedgerSaid::AskKept { number, words } => {
            vec![ledger_form::kept(view, *number, words.as_ref())]
        }
        LedgerSaid::SureOfWords {
            question,
            words,
            tag,
        } => {
            let asked = self::said(view, question).into_iter().next();
            let asked = asked.map(|asked| asked.text).unwrap_or_default();
            vec![ledger_form::sure_of_words(view, &asked, (words, *tag))]
        }
        LedgerSaid::AskBody {
            number,
            bodies,
            page,
        } => vec![ledger_form::body(view, *number, bodies, *page)],
        LedgerSaid::AskMediator {
            number,
            people,
            page,
        } => vec![ledger_form::mediator(view, *number, people, *page)],
        LedgerSaid::Sure { number, act } => vec![ledger_form::sure(view, *number, *act)],
        LedgerSaid::Over(None) => vec![message(&view.say("dispute-form-over", &[]))],
        LedgerSaid::Over(Some(number)) => vec![message(&numbered(view, "dispute-noted", *number))],
        LedgerSaid::Left(number) => vec![of_one(view, "dispute-left", *number)],
        LedgerSaid::NotNoted(number) => vec![of_one(view, "dispute-not-noted", *number)],
        LedgerSaid::Reminder(None) => vec![message(&view.say("dispute-form-reminder", &[]))],
        LedgerSaid::Reminder(Some(number)) => {
            vec![message(&numbered(view, "dispute-tell-reminder", *number))]
        }
        LedgerSaid::Expired(None) => vec![message(&view.say("dispute-form-expired", &[]))],
        LedgerSaid::Expired(Some(number)) => vec![of_one(view, "dispute-tell-expired", *number)],
        LedgerSaid::Registered(dispute) => vec![registered(view, dispute)],
        LedgerSaid::Yours(dispute) => vec![ledger_unasked::yours(view, dispute)],
        LedgerSaid::ByAnother(dispute) => vec![ledger_unasked::by_another(view, dispute)],
        LedgerSaid::Card(card) => vec![self::card(view, card)],
        LedgerSaid::List {
            list,
            filter,
            page,
            readings,
        } => {
            let mut list = ledger_list::list(view, list, *filter, *page);
            list.rows.extend(readings.then(|| vec![to_readings(view)]));
            vec![list]
        }
        LedgerSaid::Stages => vec![ledger_list::stages(view)],
        LedgerSaid::Kinds => vec![ledger_list::kinds(view)],
        LedgerSaid::Soon {
            dispute,
            limit,
            due,
        } => vec![ledger_unasked::soon(view, dispute, *limit, *due)],
        LedgerSaid::Late {
            dispute,
            limit,
            due,
        } => vec![ledger_unasked::late(view, dispute, *limit, *due)],
        LedgerSaid::LateAll { list, due } => vec![ledger_list::late(view, list, *due)],
        LedgerSaid::Readings {
            list,
            page,
            more,
            keeper,
        } => {
            let mut readings = ledger_list::readings(view, list, *page, *more);
            let open = press(LedgerPress::List(Filter::Open, 0));
            let back = keeper.then(|| vec![view.button("label-dispute-open", &open)]);
            readings.rows.extend(back);
            vec![readings]
        }
    };
    for message in &mut messages {
        message.protect = true;
    }
    messages
}

/// A sentence about one dispute, with the way to its card.
fn of_one(view: &View<'_>, id: &str, number: DisputeNumber) -> Message {
    let mut one = message(&numbered(view, id, number));
    one.rows = vec![show(view, number)];
    one
}

/// A sentence about one dispute.
pub(super) fn numbered(view: &View<'_>, id: &str, number: DisputeNumber) -> String {
    let number = dispute(view, number);
    view.say(id, &[("d", (&number).into())])
}

/// A dispute as people call it: never as an incident is.
pub(super) fn dispute(view: &View<'_>, number: DisputeNumber) -> String {
    view.say("dispute-number", &[("n", number.0.into())])
}

/// Whether a message of the bot is about a dispute: it begins with the ledger's sign or, after signs alone, with a
/// dispute's number in any language.
pub fn names_dispute(words: &Words, text: &str) -> bool {
    let first = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let numbered = |language| {
        let zero = words.say(language, "dispute-number", &[("n", 0_u64.into())]);
        let rest = first.strip_prefix(zero.trim_end_matches('0'));
        rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
    };
    text.starts_with('📒') || [Language::Zh, Language::En].into_iter().any(numbered)
}

pub(super) fn kind(view: &View<'_>, kind: DisputeKind) -> String {
    view.say(&format!("dispute-kind-{}", kind.word()), &[])
}

pub(super) fn stage(view: &View<'_>, stage: Stage) -> String {
    view.say(&format!("dispute-stage-{}", stage.word()), &[])
}

/// The place, where it is one of the configuration.
pub(super) fn place(view: &View<'_>, dispute: &Dispute) -> String {
    match &dispute.place {
        Some(place) => view.name(place),
        None => view.say("dispute-place-other", &[]),
    }
}

pub(super) fn press(press: LedgerPress) -> Press {
    Press::Ledger(press)
}

/// Number, kind and place: all that may be told of a dispute without a name.
pub(super) fn called(view: &View<'_>, dispute: &Dispute) -> String {
    let number = self::dispute(view, dispute.number);
    [number, kind(view, dispute.kind), place(view, dispute)].join(" · ")
}

fn not_yours(view: &View<'_>, who: &[PersonId], readings: bool) -> Message {
    let mut refusal = message(&ledger_line::whose(view, who));
    if readings {
        refusal.rows = vec![vec![to_readings(view)]];
    }
    refusal
}

fn to_readings(view: &View<'_>) -> Button {
    view.button("label-dispute-readings", &press(LedgerPress::Readings(0)))
}

pub(super) fn show(view: &View<'_>, number: DisputeNumber) -> Vec<Button> {
    vec![view.button("label-dispute-show", &press(LedgerPress::Show(number)))]
}

fn registered(view: &View<'_>, dispute: &Dispute) -> Message {
    let called = called(view, dispute);
    let head = view.say("dispute-registered", &[("what", (&called).into())]);
    let lines = [
        head,
        limit(view, dispute).unwrap_or_default(),
        mediator(view, dispute),
    ];
    let mut registered = message(&lines.join("\n"));
    registered.rows = vec![show(view, dispute.number)];
    registered
}

pub(super) fn mediator(view: &View<'_>, dispute: &Dispute) -> String {
    let name = view.person_apart(&dispute.mediator);
    view.say("dispute-mediator", &[("name", (&name).into())])
}

/// The limit that runs, and whether it has passed.
pub(super) fn limit(view: &View<'_>, dispute: &Dispute) -> Option<String> {
    let (limit, by) = dispute.limit()?;
    let time = view.time_in_year(by);
    let id = match (limit, by <= view.now) {
        (Limit::Mediation, false) => "dispute-mediate-by",
        (Limit::Mediation, true) => "dispute-mediate-late",
        (Limit::Revisit, false) => "dispute-revisit-by",
        (Limit::Revisit, true) => "dispute-revisit-late",
        (Limit::NextStep, false) => "dispute-next-by",
        (Limit::NextStep, true) => "dispute-next-late",
        (Limit::Answer, false) => "dispute-answer-by",
        (Limit::Answer, true) => "dispute-answer-late",
        (Limit::Closing, false) => "dispute-closing-by",
        (Limit::Closing, true) => "dispute-closing-late",
    };
    Some(view.say(id, &[("time", (&time).into())]))
}

/// Line 1 of a card: number, what, where, how it stands.
fn head(view: &View<'_>, dispute: &Dispute) -> String {
    let (called, stage) = (called(view, dispute), stage(view, dispute.stage));
    view.say(
        "dispute-head",
        &[("what", (&called).into()), ("stage", (&stage).into())],
    )
}

fn card(view: &View<'_>, card: &DisputeCard) -> Message {
    let dispute = &card.dispute;
    let mut lines = about(view, card, ACCOUNT_CHARS);
    let hidden = dispute.way.len().saturating_sub(STEPS_SHOWN);
    if hidden > 0 {
        lines.push(view.say("dispute-earlier", &[("n", hidden.into())]));
    }
    let way = dispute.way.iter().skip(hidden);
    lines.extend(way.map(|step| self::step(view, card, step, STEP_CHARS)));
    let mut message = message(&lines.join("\n"));
    message.rows = buttons(view, dispute);
    message
}

/// All that is kept, in as many messages as it takes.
fn whole(view: &View<'_>, card: &DisputeCard) -> Vec<Message> {
    let mut lines = about(view, card, usize::MAX);
    let way = card.dispute.way.iter();
    lines.extend(way.map(|step| self::step(view, card, step, usize::MAX)));
    parts(view, card.dispute.number, &lines)
}

/// What holds names, in as many messages as it takes. Each says in its first line which dispute it is about: what
/// people typed must not begin a message of the bot.
pub(super) fn parts(view: &View<'_>, number: DisputeNumber, lines: &[String]) -> Vec<Message> {
    let number = dispute(view, number);
    let pages = headed_pages(lines, PAGE_UNITS, |part| {
        view.say(
            "dispute-part",
            &[("d", (&number).into()), ("part", part.into())],
        )
    });
    let messages = pages.iter().map(|page| Message {
        protect: true,
        ..message(page)
    });
    messages.collect()
}

fn about(view: &View<'_>, card: &DisputeCard, most: usize) -> Vec<String> {
    let dispute = &card.dispute;
    let mut lines = vec![head(view, dispute)];
    lines.extend(limit(view, dispute));
    if dispute.stage == Stage::Closed {
        let outcome = match dispute.outcome {
            Some(Outcome::Agreed) => "dispute-outcome-agreed",
            Some(Outcome::Failed) | None => "dispute-outcome-failed",
            Some(Outcome::Transferred) => "dispute-outcome-transferred",
        };
        lines.push(view.say(outcome, &[]));
    }
    lines.extend(
        dispute
            .transfers
            .last()
            .and_then(|it| body(view, dispute, it)),
    );
    lines.push(mediator(view, dispute));
    for incident in &dispute.incidents {
        lines.push(view.say("dispute-incident", &[("n", incident.0.into())]));
    }
    for (kind, id) in [
        (TextKind::Place, "dispute-place"),
        (TextKind::Parties, "dispute-parties"),
        (TextKind::Account, "dispute-account"),
    ] {
        let texts = card.texts.iter().filter(|(_, text)| text.kind == kind);
        lines.extend(texts.map(|(_, text)| {
            let words = typed(&shorten(text.words.words(), most));
            view.say(id, &[("text", (&words).into())])
        }));
    }
    if dispute.removed > 0 {
        lines.push(view.say("dispute-names-removed", &[]));
    }
    if dispute.reopened > 0 {
        lines.push(view.say("dispute-reopened", &[("n", dispute.reopened.into())]));
    }
    lines
}

/// The body that has it or is asked to take it, and since when. One that refused has nothing to do with it.
fn body(view: &View<'_>, dispute: &Dispute, transfer: &Transfer) -> Option<String> {
    let body = view.name(&transfer.body);
    let body = ("body", (&body).into());
    match transfer.answered {
        None => {
            let time = view.time_in_year(transfer.offered);
            Some(view.say("dispute-waits", &[body, ("time", (&time).into())]))
        }
        Some((_, true)) if dispute.outcome == Some(Outcome::Transferred) => {
            Some(view.say("dispute-body", &[body]))
        }
        Some(_) => None,
    }
}

/// A line of the way: when, who, what.
pub(super) fn step_line(view: &View<'_>, step: &Step) -> String {
    let person = |person: &PersonId| view.person_apart(person);
    let what = match &step.what {
        What::Registered { .. } => view.say("dispute-step-registered", &[]),
        What::MediationBegan => view.say("dispute-step-mediation", &[]),
        What::Agreed { .. } => view.say("dispute-step-agreed", &[]),
        What::Failed => view.say("dispute-step-failed", &[]),
        What::TransferOffered { body } => {
            let body = view.name(body);
            view.say("dispute-step-offered", &[("body", (&body).into())])
        }
        What::TransferAccepted => view.say("dispute-step-accepted", &[]),
        What::TransferRefused => view.say("dispute-step-refused", &[]),
        What::Revisited { kept: true } => view.say("dispute-step-kept", &[]),
        What::Revisited { kept: false } => view.say("dispute-step-broke", &[]),
        What::Closed => view.say("dispute-step-closed", &[]),
        What::Reopened { .. } => view.say("dispute-step-reopened", &[]),
        What::Reassigned { mediator } => {
            let name = person(mediator);
            view.say("dispute-step-reassigned", &[("name", (&name).into())])
        }
        What::RaisedIncident { number } => {
            view.say("dispute-step-raised", &[("n", number.0.into())])
        }
        What::NamesRemoved => view.say("dispute-step-names", &[]),
        What::Corrected => view.say("dispute-step-corrected", &[]),
        What::Reminded { .. } | What::LateTold { .. } | What::Read { .. } => String::new(),
    };
    let (time, who) = (view.time_in_year(step.at), view.actor(&step.by));
    view.say(
        "dispute-step",
        &[
            ("time", (&time).into()),
            ("who", (&who).into()),
            ("what", (&what).into()),
        ],
    )
}

/// A line of the way, and what was told with it but for what stands above.
fn step(view: &View<'_>, card: &DisputeCard, step: &Step, most: usize) -> String {
    let line = step_line(view, step);
    if matches!(step.what, What::Registered { .. }) {
        return line;
    }
    let told = step.texts.iter().filter_map(|seq| card.words(*seq));
    let told = told.map(|words| {
        let words = typed(&shorten(words.words(), most));
        view.say("quoted", &[("text", (&words).into())])
    });
    std::iter::once(line)
        .chain(told)
        .collect::<Vec<_>>()
        .join("\n")
}

/// What can be done with a dispute where it stands, the usual first.
fn buttons(view: &View<'_>, dispute: &Dispute) -> Vec<Vec<Button>> {
    let number = dispute.number;
    let act = |act: Act| {
        let label = match act {
            Act::Begin => "label-dispute-begin",
            Act::Agreed => "label-dispute-agreed",
            Act::Failed => "label-dispute-failed",
            Act::Transfer => "label-dispute-transfer",
            Act::Accepted => "label-dispute-accepted",
            Act::Refused => "label-dispute-refused",
            Act::Letter => "label-dispute-letter",
            Act::Revisit => "label-dispute-revisit",
            Act::Close | Act::CloseSure => "label-dispute-close",
            Act::Reopen => "label-dispute-reopen",
            Act::Correct => "label-dispute-correct",
            Act::Violent | Act::ViolentSure => "label-dispute-violent",
            Act::Reassign => "label-dispute-reassign",
        };
        view.button(label, &press(LedgerPress::Act(number, act)))
    };
    let rows: &[&[Act]] = match dispute.stage {
        Stage::Registered => &[&[Act::Begin], &[Act::Agreed, Act::Failed, Act::Transfer]],
        Stage::Mediating => &[&[Act::Agreed], &[Act::Failed, Act::Transfer]],
        Stage::Agreed => &[&[Act::Revisit], &[Act::Reopen]],
        Stage::Failed => &[&[Act::Transfer], &[Act::Begin, Act::Close]],
        Stage::Offered => &[&[Act::Accepted], &[Act::Refused, Act::Letter]],
        Stage::Transferred => &[&[Act::Close], &[Act::Revisit, Act::Reopen]],
        Stage::Revisited => &[&[Act::Close], &[Act::Reopen]],
        Stage::Closed => &[&[Act::Reopen]],
    };
    let mut rows: Vec<Vec<Button>> = rows
        .iter()
        .map(|row| row.iter().map(|one| act(*one)).collect())
        .collect();
    if dispute.stage != Stage::Closed {
        rows.push(vec![act(Act::Violent)]);
    }
    let mut rest = vec![act(Act::Correct)];
    if dispute.is_open() {
        rest.push(act(Act::Reassign));
    }
    rest.push(view.button("label-dispute-whole", &press(LedgerPress::Whole(number))));
    rows.push(rest);
    rows
}

/// On the card and the pages of an incident that was raised for a dispute.
pub(super) fn on_incident(view: &View<'_>, number: Option<DisputeNumber>) -> Option<String> {
    let dispute = view.desk.disputes.get(&number?)?;
    let (called, name) = (
        self::dispute(view, dispute.number),
        view.person(&dispute.mediator),
    );
    let arguments = [("d", (&called).into()), ("name", (&name).into())];
    Some(view.say("dispute-of-incident", &arguments))
}

/// The report of an incident for a dispute that may turn violent, in the language of the installation: number, kind
/// and place, and nobody's name. Whom to ask stands beside it, since another may mediate by then.
pub(crate) fn may_turn_violent(words: &Words, settings: &Settings, dispute: &Dispute) -> String {
    let language = settings.language;
    let say = |id: &str| words.say(language, id, &[]);
    let number = words.say(
        language,
        "dispute-number",
        &[("n", dispute.number.0.into())],
    );
    let kind = say(&format!("dispute-kind-{}", dispute.kind.word()));
    let place = match &dispute.place {
        Some(place) => place.clone(),
        None => say("dispute-place-other"),
    };
    words.say(
        language,
        "dispute-may-turn-violent",
        &[
            ("d", (&number).into()),
            ("kind", (&kind).into()),
            ("place", (&place).into()),
        ],
    )
}

/// What a filter shows, in a word or two.
pub(super) fn filter(view: &View<'_>, filter: Filter) -> String {
    match filter {
        Filter::Open => view.say("dispute-filter-open", &[]),
        Filter::Mine => view.say("dispute-filter-mine", &[]),
        Filter::Late => view.say("dispute-filter-late", &[]),
        Filter::All => view.say("dispute-filter-all", &[]),
        Filter::Stage(stage) => self::stage(view, stage),
        Filter::Kind(kind) => self::kind(view, kind),
    }
}
