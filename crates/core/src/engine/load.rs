//! From the store into memory: the desk and the open incidents, nothing that grows with history.

use super::*;
use crate::audit::Late;
use crate::ids::{PersonId, PresenceId, PromptId, RosterId};
use crate::settings::Language;
use crate::state::change::Head;
use crate::state::desk::{ChatNote, PersonNote};
use crate::state::duty::Duty;
use crate::state::evidence::{Album, Fetch};
use crate::state::feed::Feed;
use crate::state::form::Form;
use crate::state::incident::Incident;
use crate::state::invite::{Guesses, Invite};
use crate::state::ledger::Dispute;
use crate::state::log::Log;
use crate::state::marks::Mark;
use crate::state::offer::Offer;
use crate::state::overlay::PersonOver;
use crate::state::presence::Checks;
use crate::state::prompt::Prompting;
use crate::state::roster::Override;
use crate::state::selftest::{Check, NightTest};
use crate::state::swap::Swap;

/// The desk's record of the last incident's number.
const LAST_INCIDENT: &str = "count/incidents";

/// The desk's record of the end of the record of changes.
const CHANGES: &str = "changes/head";

/// The desk's record of when the next morning's check is due.
const MORNING: &str = "selftest/morning";

/// The desk's record of the check that runs.
const CHECK: &str = "selftest/check";

/// The desk's record of who stands in for whom.
const OVERRIDES: &str = "overrides/all";

/// Where the number of the last incident is stored, as an encoded [`IncidentNumber`].
pub fn last_incident_key() -> crate::store::Key {
    crate::store::Key::named(Space::Desk, LAST_INCIDENT)
}

/// How many rows are claimed at once at start.
const ROWS_AT_ONCE: usize = 1000;

impl Engine {
    /// Becomes the writer of a store and takes up where the last one stopped.
    ///
    /// # Errors
    /// When the store can't be read, or holds what this build does not understand.
    pub fn load(
        store: &mut dyn Store,
        settings: Arc<Settings>,
        words: Arc<Words>,
        bot: BotSelf,
        seed: Seed,
        now: At,
    ) -> Result<(Self, Fence), StoreError> {
        let fence = store.acquire()?;
        let desk = desk(store)?;
        let mut open = BTreeMap::new();
        store.load(Space::Open, &mut |_, value| {
            let folder: Folder = decoded(value)?;
            open.insert(folder.incident.number, folder);
            Ok(())
        })?;
        let mut engine = Self {
            recogniser: Recogniser::new(&settings),
            settings: Arc::new(desk.overlay.over(&settings)),
            file: settings,
            seed,
            words,
            bot,
            desk,
            open,
            pending: Pending::default(),
            questions: question::Loose::default(),
            overdue: Vec::new(),
            epoch: fence.epoch,
            month: None,
            aside_due: None,
            last_row: 0,
            last_batch: 0,
        };
        engine.recall(store)?;
        engine.take_up(store, &fence, now)?;
        engine.yield_to_file(now);
        engine.plan_duties(now);
        engine.plan_presence(now);
        engine.plan_prompts(now);
        Ok((engine, fence))
    }

    /// Incidents that were stored before their way was remembered get it from their record.
    fn recall(&mut self, store: &dyn Store) -> Result<(), StoreError> {
        for (number, folder) in &mut self.open {
            if folder.incident.trail.is_none() {
                let entries = store
                    .events(number.0)?
                    .iter()
                    .map(|bytes| decoded(bytes))
                    .collect::<Result<Vec<Entry>, StoreError>>()?;
                folder.incident.trail =
                    Incident::replay(&entries).and_then(|replayed| replayed.trail);
            }
        }
        Ok(())
    }

    /// Rows left by the last run are offered again, and whatever a death left half done in memory
    /// is mended: the store itself is never half.
    fn take_up(&mut self, store: &mut dyn Store, fence: &Fence, now: At) -> Result<(), StoreError> {
        let mut waiting: BTreeSet<RowId> = BTreeSet::new();
        loop {
            let rows = store.claim_rows(fence, ROWS_AT_ONCE)?;
            if rows.is_empty() {
                break;
            }
            for stored in rows {
                let mut row: Row = decoded(&stored.value)?;
                if row.since() > now {
                    // The clock was set back meanwhile: nobody is to wait for it to come round.
                    row.due = now;
                    row.waits_since = None;
                }
                waiting.insert(row.id);
                self.pending.put_row(row);
            }
        }
        let numbers: Vec<IncidentNumber> = self.open.keys().copied().collect();
        for number in numbers {
            let Some(mut folder) = self.open.get(&number).cloned() else {
                continue;
            };
            for post in &mut folder.posts.list {
                if post.sending.is_some_and(|row| !waiting.contains(&row)) {
                    post.sending = None;
                }
                if post.editing.is_some_and(|row| !waiting.contains(&row)) {
                    post.editing = None;
                    post.shown = 0;
                }
            }
            folder
                .posts
                .list
                .retain(|post| !(post.dropped && post.sending.is_none()));
            self.put_folder(folder, now);
        }
        self.resume_fetches(now);
        self.plan_morning(now);
        self.refresh_desk_timers();
        self.look_aside(now, store)?;
        Ok(())
    }
}

/// The desk as it is stored.
///
/// # Errors
/// When the store can't be read, or holds what this build does not understand.
pub fn desk(store: &dyn Reads) -> Result<Desk, StoreError> {
    let mut desk = Desk::default();
    store.load(Space::Desk, &mut |name, value| {
        desk.apply(&desk_change(name, value)?);
        Ok(())
    })?;
    Ok(desk)
}

fn decoded<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    codec::decode(bytes).map_err(|error| StoreError::Fatal(error.to_string()))
}

/// How a change of the desk is stored: one small record a subject.
pub(super) fn desk_record(change: &DeskChange) -> (Vec<u8>, Option<Vec<u8>>) {
    let (name, value) = match change {
        DeskChange::Counted(number) => (LAST_INCIDENT.to_owned(), Some(codec::encode(number))),
        DeskChange::Person(id, note) => (format!("person/{id}"), Some(codec::encode(note))),
        DeskChange::Language(user, language) => {
            (format!("language/{user}"), Some(codec::encode(language)))
        }
        DeskChange::Chat(chat, note) => (format!("chat/{chat}"), Some(codec::encode(note))),
        DeskChange::Form(chat, user, form) => (
            format!("form/{chat}/{user}"),
            form.as_ref().map(codec::encode),
        ),
        DeskChange::Offer(chat, offer) => (format!("offer/{chat}"), Some(codec::encode(offer))),
        DeskChange::Fetch(number, piece, fetch) => (
            format!("fetch/{number}/{piece}"),
            fetch.as_ref().map(codec::encode),
        ),
        DeskChange::Album(chat, name, album) => (
            format!("album/{chat}/{name}"),
            album.as_ref().map(codec::encode),
        ),
        DeskChange::Trouble(kind, at) => (format!("trouble/{kind}"), Some(codec::encode(at))),
        DeskChange::TroubleOver(kind) => (format!("trouble/{kind}"), None),
        DeskChange::Morning(due) => (MORNING.to_owned(), due.as_ref().map(codec::encode)),
        DeskChange::Check(check) => (CHECK.to_owned(), check.as_deref().map(codec::encode)),
        DeskChange::Night(person, test) => {
            (format!("night/{person}"), test.as_ref().map(codec::encode))
        }
        DeskChange::Duty(roster, duty) => {
            (format!("duty/{roster}"), duty.as_deref().map(codec::encode))
        }
        DeskChange::Presence(row, checks) => (
            format!("presence/{row}"),
            checks.as_deref().map(codec::encode),
        ),
        DeskChange::Prompt(row, prompting) => (
            format!("prompt/{row}"),
            prompting.as_deref().map(codec::encode),
        ),
        DeskChange::Overrides(all) => (OVERRIDES.to_owned(), Some(codec::encode(all))),
        DeskChange::Swap(began, swap) => (
            format!("swap/{}", began.0),
            swap.as_deref().map(codec::encode),
        ),
        DeskChange::Mark(month, mark) => {
            (format!("mark/{month}"), mark.as_ref().map(codec::encode))
        }
        DeskChange::Dispute(dispute) => (
            format!("dispute/{}", dispute.number),
            Some(codec::encode(dispute)),
        ),
        DeskChange::Logged(log, head) => {
            (format!("{}log/head", log.word()), Some(codec::encode(head)))
        }
        DeskChange::Overdue(kind, since) => (
            format!("overdue/{}", kind.word()),
            since.as_ref().map(codec::encode),
        ),
        DeskChange::PersonOver(id, over) => (format!("over/{id}"), Some(codec::encode(over))),
        DeskChange::Changed(head) => (CHANGES.to_owned(), Some(codec::encode(head))),
        DeskChange::Invite(code, invite) => {
            (format!("invite/{code}"), invite.as_ref().map(codec::encode))
        }
        DeskChange::Feed(token, feed) => {
            (format!("feed/{token}"), feed.as_ref().map(codec::encode))
        }
        DeskChange::Guesses(user, guesses) => (
            format!("guesses/{user}"),
            guesses.as_ref().map(codec::encode),
        ),
    };
    (name.into_bytes(), value)
}

/// The change that a stored record stands for.
fn desk_change(name: &[u8], value: &[u8]) -> Result<DeskChange, StoreError> {
    let unknown = || StoreError::Fatal(format!("unknown record {}", String::from_utf8_lossy(name)));
    let name = std::str::from_utf8(name).map_err(|_| unknown())?;
    let (kind, rest) = name.split_once('/').ok_or_else(unknown)?;
    let number = |text: &str| text.parse::<i64>().map_err(|_| unknown());
    Ok(match kind {
        "count" => DeskChange::Counted(decoded(value)?),
        "person" => DeskChange::Person(PersonId::new(rest), decoded::<PersonNote>(value)?),
        "language" => {
            DeskChange::Language(TelegramUser(number(rest)?), decoded::<Language>(value)?)
        }
        "chat" => DeskChange::Chat(TelegramChat(number(rest)?), decoded::<ChatNote>(value)?),
        "form" => {
            let (chat, user) = rest.split_once('/').ok_or_else(unknown)?;
            DeskChange::Form(
                TelegramChat(number(chat)?),
                TelegramUser(number(user)?),
                Some(decoded::<Form>(value)?),
            )
        }
        "offer" => DeskChange::Offer(TelegramChat(number(rest)?), decoded::<Offer>(value)?),
        "fetch" => {
            let fetch = decoded::<Fetch>(value)?;
            DeskChange::Fetch(fetch.incident, fetch.piece, Some(Box::new(fetch)))
        }
        "album" => {
            let (chat, name) = rest.split_once('/').ok_or_else(unknown)?;
            let album = decoded::<Album>(value)?;
            DeskChange::Album(TelegramChat(number(chat)?), name.to_owned(), Some(album))
        }
        "over" => DeskChange::PersonOver(PersonId::new(rest), decoded::<PersonOver>(value)?),
        "changes" => DeskChange::Changed(decoded::<Head>(value)?),
        "invite" => DeskChange::Invite(
            rest.parse().map_err(|_| unknown())?,
            Some(decoded::<Invite>(value)?),
        ),
        "feed" => DeskChange::Feed(
            rest.parse().map_err(|_| unknown())?,
            Some(decoded::<Feed>(value)?),
        ),
        "guesses" => DeskChange::Guesses(
            TelegramUser(number(rest)?),
            Some(decoded::<Guesses>(value)?),
        ),
        "selftest" if name == MORNING => DeskChange::Morning(Some(decoded(value)?)),
        "selftest" if name == CHECK => DeskChange::Check(Some(Box::new(decoded::<Check>(value)?))),
        "night" => DeskChange::Night(PersonId::new(rest), Some(decoded::<NightTest>(value)?)),
        "duty" => {
            let duty = Box::new(decoded::<Duty>(value)?);
            DeskChange::Duty(RosterId::new(rest), Some(duty))
        }
        "presence" => {
            let checks = Box::new(decoded::<Checks>(value)?);
            DeskChange::Presence(PresenceId::new(rest), Some(checks))
        }
        "prompt" => {
            let prompting = Box::new(decoded::<Prompting>(value)?);
            DeskChange::Prompt(PromptId::new(rest), Some(prompting))
        }
        "overrides" => DeskChange::Overrides(decoded::<Vec<Override>>(value)?),
        "swap" => {
            let swap = Box::new(decoded::<Swap>(value)?);
            DeskChange::Swap(swap.began, Some(swap))
        }
        "mark" => DeskChange::Mark(
            rest.parse().map_err(|()| unknown())?,
            Some(decoded::<Mark>(value)?),
        ),
        "dispute" => DeskChange::Dispute(Box::new(decoded::<Dispute>(value)?)),
        "dutylog" => DeskChange::Logged(Log::Duty, decoded::<Head>(value)?),
        "promptlog" => DeskChange::Logged(Log::Prompt, decoded::<Head>(value)?),
        "ledgerlog" => DeskChange::Logged(Log::Ledger, decoded::<Head>(value)?),
        "overdue" => {
            DeskChange::Overdue(Late::of(rest).ok_or_else(unknown)?, Some(decoded(value)?))
        }
        "trouble" => DeskChange::Trouble(rest.to_owned(), decoded(value)?),
        _ => return Err(unknown()),
    })
}
