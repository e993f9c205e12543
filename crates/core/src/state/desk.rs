//! What the bot has on its desk beside the incidents: people, chats, forms, counters.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::audit::{Late, Said};
use crate::ids::{
    DisputeNumber, IncidentNumber, PersonId, PresenceId, PromptId, RosterId, TelegramChat,
    TelegramUser,
};
use crate::outgoing::Unreachable;
use crate::settings::{Language, Settings};
use crate::state::change::Head;
use crate::state::duty::{Duties, Duty};
use crate::state::evidence::{Album, Fetch};
use crate::state::feed::Feed;
use crate::state::form::Form;
use crate::state::invite::{Guesses, Invite};
use crate::state::ledger::Dispute;
use crate::state::log::Log;
use crate::state::marks::{Mark, Marks};
use crate::state::offer::Offer;
use crate::state::overlay::{Overlay, PersonOver};
use crate::state::presence::Checks;
use crate::state::prompt::Prompting;
use crate::state::record::Hash;
use crate::state::roster::{Month, Override};
use crate::state::selftest::{Check, NightTest, SelfTests};
use crate::state::swap::Swap;
use crate::time::At;

/// Everything that is small and kept in memory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Desk {
    /// Number of the last incident.
    pub last_incident: u64,
    /// By person.
    pub people: BTreeMap<PersonId, PersonNote>,
    /// By user, for those who are not configured.
    pub languages: BTreeMap<TelegramUser, Language>,
    /// By the id that the configuration gives.
    pub chats: BTreeMap<TelegramChat, ChatNote>,
    /// Running forms.
    pub forms: BTreeMap<(TelegramChat, TelegramUser), Form>,
    /// The last offer to report, by chat.
    pub offers: BTreeMap<TelegramChat, Offer>,
    /// Files to be fetched, by incident and piece.
    pub fetches: BTreeMap<(IncidentNumber, u32), Fetch>,
    /// Albums that come in, by chat and Telegram's name.
    pub albums: BTreeMap<(TelegramChat, String), Album>,
    /// When an administrator was last told of a trouble of a kind.
    pub troubles: BTreeMap<String, At>,
    /// What was changed in chat and lies over the file.
    pub overlay: Overlay,
    /// The end of the record of those changes.
    pub changes: Head,
    /// Invitations by the hash of their code.
    pub invites: BTreeMap<Hash, Invite>,
    /// Calendar feeds by the hash of their token.
    pub feeds: BTreeMap<Hash, Feed>,
    /// Wrong codes by user.
    pub guesses: BTreeMap<TelegramUser, Guesses>,
    /// Whether everybody can be reached.
    pub selftests: SelfTests,
    /// What is under way of shifts.
    pub duties: Duties,
    /// What is under way of presence checks, by row.
    pub presence: BTreeMap<PresenceId, Checks>,
    /// What is under way of prompts, by row.
    pub prompts: BTreeMap<PromptId, Prompting>,
    /// Every dispute, also what is over: without any name or typed word.
    pub disputes: BTreeMap<DisputeNumber, Dispute>,
    /// The ends of the logs.
    pub logs: BTreeMap<Log, Head>,
    /// Where each month begins in the records.
    pub marks: Marks,
    /// What the auditor has said is overdue.
    pub overdue: BTreeMap<Late, Said>,
}

/// What is known of a person beyond the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PersonNote {
    /// Why the last message did not arrive, if so.
    #[serde(default)]
    pub unreachable: Option<Unreachable>,
    /// Chosen by `/lang`.
    #[serde(default)]
    pub language: Option<Language>,
    /// Whether the account was named by a contact, and nothing has shown yet that it can be written to.
    #[serde(default, skip_serializing_if = "is_false")]
    pub untried: bool,
    /// When the phone last rang in a night test, by its owner's word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub night_proof: Option<At>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_false(flag: &bool) -> bool {
    !flag
}

/// What is known of a chat beyond the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ChatNote {
    /// Chosen by `/lang`.
    #[serde(default)]
    pub language: Option<Language>,
    /// The supergroup that the group became.
    #[serde(default)]
    pub moved_to: Option<TelegramChat>,
}

/// One change of the desk; also the unit in which it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeskChange {
    /// An incident got this number.
    Counted(IncidentNumber),
    /// Something is known of a person.
    Person(PersonId, PersonNote),
    /// A user chose a language.
    Language(TelegramUser, Language),
    /// Something is known of a chat.
    Chat(TelegramChat, ChatNote),
    /// A form began, went on or ended.
    Form(TelegramChat, TelegramUser, Option<Form>),
    /// An offer to report was made, went on or ended.
    Offer(TelegramChat, Offer),
    /// A file is to be fetched, or that is over.
    Fetch(IncidentNumber, u32, Option<Box<Fetch>>),
    /// Of an album one has come, or the album is forgotten.
    Album(TelegramChat, String, Option<Album>),
    /// An administrator was told of a trouble.
    Trouble(String, At),
    /// Nothing follows any more from a trouble that was told.
    TroubleOver(String),
    /// The next morning's check is due then, or there is none.
    Morning(Option<At>),
    /// A check began, went on or is over.
    Check(Option<Box<Check>>),
    /// A person's night test began, went on or is over.
    Night(PersonId, Option<NightTest>),
    /// Something of a roster's shifts is otherwise, or the roster is gone.
    Duty(RosterId, Option<Box<Duty>>),
    /// Something of a row's presence checks is otherwise, or the row is gone.
    Presence(PresenceId, Option<Box<Checks>>),
    /// Something of a row's prompts is otherwise, or the row is gone.
    Prompt(PromptId, Option<Box<Prompting>>),
    /// Who stands in for whom is otherwise: all that is known of it.
    Overrides(Vec<Override>),
    /// Somebody was asked to take a shift, or that is decided.
    Swap(At, Option<Box<Swap>>),
    /// A dispute is new or otherwise, by an entry of the ledger's log.
    Dispute(Box<Dispute>),
    /// A log has a new end.
    Logged(Log, Head),
    /// A month begins here in the records, or has no mark any more.
    Mark(Month, Option<Mark>),
    /// The auditor said that something is overdue; or that it is over.
    Overdue(Late, Option<Said>),
    /// What lies over a person's row of the file.
    PersonOver(PersonId, PersonOver),
    /// The record of changes has a new end.
    Changed(Head),
    /// An invitation was made, used or forgotten.
    Invite(Hash, Option<Invite>),
    /// A calendar feed was made or revoked.
    Feed(Hash, Option<Feed>),
    /// Somebody gave a wrong code, or his wrong ones are forgotten.
    Guesses(TelegramUser, Option<Guesses>),
}

impl Desk {
    /// Makes a change.
    pub fn apply(&mut self, change: &DeskChange) {
        match change {
            DeskChange::Counted(number) => self.last_incident = number.0,
            DeskChange::Person(id, note) => {
                self.people.insert(id.clone(), note.clone());
            }
            DeskChange::Language(user, language) => {
                self.languages.insert(*user, *language);
            }
            DeskChange::Chat(chat, note) => {
                self.chats.insert(*chat, note.clone());
            }
            DeskChange::Form(chat, user, form) => {
                match form {
                    Some(form) => self.forms.insert((*chat, *user), form.clone()),
                    None => self.forms.remove(&(*chat, *user)),
                };
            }
            DeskChange::Offer(chat, offer) => {
                self.offers.insert(*chat, offer.clone());
            }
            DeskChange::Fetch(number, piece, fetch) => {
                match fetch {
                    Some(fetch) => self.fetches.insert((*number, *piece), (**fetch).clone()),
                    None => self.fetches.remove(&(*number, *piece)),
                };
            }
            DeskChange::Album(chat, name, album) => {
                match album {
                    Some(album) => self.albums.insert((*chat, name.clone()), album.clone()),
                    None => self.albums.remove(&(*chat, name.clone())),
                };
            }
            DeskChange::Trouble(kind, at) => {
                self.troubles.insert(kind.clone(), *at);
            }
            DeskChange::TroubleOver(kind) => {
                self.troubles.remove(kind);
            }
            DeskChange::Morning(due) => self.selftests.morning = *due,
            DeskChange::Check(check) => self.selftests.check = check.as_deref().cloned(),
            DeskChange::Night(person, test) => {
                let nights = &mut self.selftests.nights;
                match test {
                    Some(test) => nights.insert(person.clone(), test.clone()),
                    None => nights.remove(person),
                };
            }
            DeskChange::Duty(roster, duty) => {
                match duty.as_deref() {
                    Some(duty) => self.duties.rosters.insert(roster.clone(), duty.clone()),
                    None => self.duties.rosters.remove(roster),
                };
            }
            DeskChange::Presence(row, checks) => {
                match checks.as_deref() {
                    Some(checks) => self.presence.insert(row.clone(), checks.clone()),
                    None => self.presence.remove(row),
                };
            }
            DeskChange::Prompt(row, prompting) => {
                match prompting.as_deref() {
                    Some(prompting) => self.prompts.insert(row.clone(), prompting.clone()),
                    None => self.prompts.remove(row),
                };
            }
            DeskChange::Overrides(all) => self.duties.overrides = all.clone(),
            DeskChange::Swap(began, swap) => {
                match swap.as_deref() {
                    Some(swap) => self.duties.swaps.insert(*began, swap.clone()),
                    None => self.duties.swaps.remove(began),
                };
            }
            DeskChange::Mark(month, mark) => self.marks.put(*month, mark.clone()),
            DeskChange::Dispute(dispute) => {
                self.disputes.insert(dispute.number, (**dispute).clone());
            }
            DeskChange::Logged(log, head) => {
                self.logs.insert(*log, *head);
            }
            DeskChange::Overdue(kind, said) => {
                match said {
                    Some(said) => self.overdue.insert(*kind, said.clone()),
                    None => self.overdue.remove(kind),
                };
            }
            DeskChange::PersonOver(id, over) => {
                self.overlay.people.insert(id.clone(), over.clone());
            }
            DeskChange::Changed(head) => self.changes = *head,
            DeskChange::Invite(code, invite) => {
                match invite {
                    Some(invite) => self.invites.insert(*code, invite.clone()),
                    None => self.invites.remove(code),
                };
            }
            DeskChange::Feed(token, feed) => {
                match feed {
                    Some(feed) => self.feeds.insert(*token, feed.clone()),
                    None => self.feeds.remove(token),
                };
            }
            DeskChange::Guesses(user, guesses) => {
                match guesses {
                    Some(guesses) => self.guesses.insert(*user, *guesses),
                    None => self.guesses.remove(user),
                };
            }
        }
    }

    /// The id under which a configured chat can be written to now.
    pub fn current(&self, configured: TelegramChat) -> TelegramChat {
        self.chats
            .get(&configured)
            .and_then(|note| note.moved_to)
            .unwrap_or(configured)
    }

    /// The id that the configuration gives for a chat that may have moved.
    pub fn configured(&self, current: TelegramChat) -> TelegramChat {
        self.chats
            .iter()
            .find(|(_, note)| note.moved_to == Some(current))
            .map_or(current, |(configured, _)| *configured)
    }

    /// The end of a log.
    pub fn log_end(&self, log: Log) -> Head {
        self.logs.get(&log).copied().unwrap_or_default()
    }

    /// The configured chat behind an id.
    pub fn chat<'a>(
        &self,
        settings: &'a Settings,
        current: TelegramChat,
    ) -> Option<&'a crate::settings::Chat> {
        let configured = self.configured(current);
        settings
            .chats
            .iter()
            .find(|chat| chat.telegram == configured)
    }

    /// The language for a chat: private chats have their owner's, groups their own.
    pub fn language(&self, settings: &Settings, chat: TelegramChat) -> Language {
        if chat.is_private() {
            return self.language_of(settings, TelegramUser(chat.0));
        }
        let configured = self.configured(chat);
        self.chats
            .get(&configured)
            .and_then(|note| note.language)
            .or_else(|| self.chat(settings, chat).and_then(|chat| chat.language))
            .unwrap_or(settings.language)
    }

    /// The language of a user.
    pub fn language_of(&self, settings: &Settings, user: TelegramUser) -> Language {
        match settings.person_of(user) {
            Some(person) => self
                .people
                .get(&person.id)
                .and_then(|note| note.language)
                .or(person.language)
                .unwrap_or(settings.language),
            None => self
                .languages
                .get(&user)
                .copied()
                .unwrap_or(settings.language),
        }
    }
}
