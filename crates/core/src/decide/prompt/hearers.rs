//! Who hears of what is missing, and what follows where it arrives at nobody.
//!
//! Those whom the row names come first, then the administrators, then the groups that announce incidents.
//! Whoever can't be reached counts as nobody, and a message that did not arrive goes on to those who come next.

use super::late::{days_late, pass_on};
use super::{Copied, PromptSaid, Subject, group, group_of, keep, leaders, log, private, say};
use crate::decide::{Turn, World};
use crate::ids::{ChatId, PersonId, PromptId, TelegramChat};
use crate::limits::PROMPT_KEPT;
use crate::settings::{Person, Prompt, Settings};
use crate::state::desk::Desk;
use crate::state::event::Actor;
use crate::state::prompt::{Prompting, Round, Unasked};
use crate::state::prompt_log::What;
use crate::state::selftest::Stands;
use crate::time::At;

/// Who hears of something.
pub(super) struct Hearers {
    /// In private.
    pub(super) people: Vec<PersonId>,
    /// In these groups.
    pub(super) groups: Vec<ChatId>,
}

impl Hearers {
    /// Those of a row, but for chats where it did not arrive. Its own group is one of them.
    pub(super) fn of(turn: &Turn<'_>, row: &Prompt, but: &[TelegramChat]) -> Self {
        let world = &turn.world;
        let open = |chat: &TelegramChat| !but.contains(chat);
        let known = |person: &PersonId| private(world, person).is_some_and(|chat| open(&chat));
        let reached =
            |person: &PersonId| known(person) && turn.note_of(person).unreachable.is_none();
        let named = leaders(world, row, turn.now);
        let mut people: Vec<PersonId> = named.iter().filter(|id| reached(id)).cloned().collect();
        if people.is_empty() {
            let administrators = world.settings.administrators().map(|person| &person.id);
            people = administrators.filter(|id| reached(id)).cloned().collect();
        }
        let own = group(world, row).filter(open).and(row.report_to.clone());
        let mut groups: Vec<ChatId> = own.into_iter().collect();
        if people.is_empty() && groups.is_empty() {
            let at = |id: &ChatId| group_of(world, id).is_some_and(|chat| open(&chat));
            groups = announcing(world.settings).filter(at).collect();
        }
        if people.is_empty() && groups.is_empty() {
            // Better in vain than not at all: what is known of them may be old.
            people = named.into_iter().filter(known).collect();
        }
        Self { people, groups }
    }

    /// Whether there is nobody.
    pub(super) fn is_nobody(&self) -> bool {
        self.people.is_empty() && self.groups.is_empty()
    }

    /// Their chats.
    pub(super) fn chats(&self, world: &World<'_>) -> Vec<TelegramChat> {
        let people = self.people.iter().filter_map(|id| private(world, id));
        let groups = self.groups.iter().filter_map(|id| group_of(world, id));
        people.chain(groups).collect()
    }

    /// That they are told is in the log; of several groups each in an entry of its own.
    pub(super) fn log(&self, turn: &mut Turn<'_>, of: (&PromptId, At), due: Option<At>) {
        let mut groups = self.groups.iter().cloned();
        let what = What::Told {
            to: self.people.clone(),
            chat: groups.next(),
            due,
        };
        log(&mut turn.decision, of, None, Actor::Bot, what);
        for chat in groups {
            let what = What::Told {
                to: Vec::new(),
                chat: Some(chat),
                due,
            };
            log(&mut turn.decision, of, None, Actor::Bot, what);
        }
    }
}

/// The group of a row, which nobody may be able to write to any more, and so the administrators who can be
/// reached too; where nobody of them can be, the groups that announce incidents.
pub(super) fn group_and_administrators(
    settings: &Settings,
    desk: &Desk,
    report_to: Option<&ChatId>,
) -> Vec<TelegramChat> {
    let group = |id: &ChatId| Some(desk.current(settings.chat(id)?.telegram));
    let reached = |person: &&Person| {
        let note = desk.people.get(&person.id);
        !person.gone && note.is_none_or(|note| note.unreachable.is_none())
    };
    let administrators = settings.administrators().filter(reached);
    let administrators = administrators.filter_map(|person| Some(person.telegram?.private_chat()));
    let own = report_to.and_then(group);
    let mut chats: Vec<TelegramChat> = administrators.collect();
    if chats.is_empty() {
        let others = announcing(settings).filter_map(|id| group(&id));
        chats.extend(others.filter(|chat| Some(*chat) != own));
    }
    own.into_iter().chain(chats).collect()
}

/// The groups in which incidents stand.
fn announcing(settings: &Settings) -> impl Iterator<Item = ChatId> + use<'_> {
    let chats = settings.chats.iter().filter(|chat| chat.announce);
    chats.map(|chat| chat.id.clone())
}

/// Something for those who see to it did not arrive, which is in the log.
pub(super) fn not_delivered(turn: &mut Turn<'_>, of: (&PromptId, At), chat: TelegramChat) {
    let settings = turn.world.settings;
    let configured = turn.world.desk.configured(chat);
    let people = settings.people.iter().map(|person| person.id.clone());
    let people = people.filter(|id| private(&turn.world, id) == Some(chat));
    let people = people.map(|person| What::NotDelivered { person });
    let groups = settings.chats.iter();
    let groups = groups.filter(|group| group.telegram == configured);
    let groups = groups.map(|group| What::NotPosted {
        chat: group.id.clone(),
    });
    let entries: Vec<What> = people.chain(groups).collect();
    for what in entries {
        log(&mut turn.decision, of, None, Actor::Bot, what);
    }
}

/// Where messages did not arrive; `None` while one of them is on its way, or is there.
fn all_lost<'a>(copies: impl Iterator<Item = &'a Copied>) -> Option<Vec<TelegramChat>> {
    let lost = |copy: &Copied| (copy.stands == Stands::Nowhere).then_some(copy.chat);
    let chats: Option<Vec<_>> = copies.map(lost).collect();
    chats.filter(|chats| !chats.is_empty())
}

/// Who has not answered is told to those who come next, where it arrived at nobody. Each chat is tried once.
pub(super) fn summary_lost(
    turn: &mut Turn<'_>,
    id: &PromptId,
    round: &mut Round,
    chat: TelegramChat,
) {
    not_delivered(turn, (id, round.at), chat);
    round
        .heard
        .retain(|person| private(&turn.world, person) != Some(chat));
    let telling = round.telling;
    let copies = round.copies.iter();
    let copies = copies.filter(|copy| {
        let of_telling = copy.nth >= telling && copy.nth > 0;
        copy.question.is_none() && !copy.superseded && of_telling
    });
    let row = turn.world.settings.prompt(id);
    let lost = all_lost(copies).filter(|_| round.missing().next().is_some());
    let (Some(row), Some(lost)) = (row, lost) else {
        return;
    };
    let due = round.until.long_before(turn.now);
    let due = due.filter(|_| days_late(round, turn.now) == 0);
    let to = Hearers::of(turn, row, &lost);
    if !to.is_nobody() {
        pass_on(turn, row, round, &to, due);
    }
}

/// That rounds were not asked is told.
pub(super) fn tell_not_asked(
    turn: &mut Turn<'_>,
    id: &PromptId,
    unasked: &mut Unasked,
    to: &Hearers,
) {
    for chat in to.chats(&turn.world) {
        let nth = unasked.copies.last().map_or(1, |copy| copy.nth + 1);
        let subject = Subject::Prompt {
            row: id.clone(),
            at: unasked.first,
            nth,
        };
        let said = PromptSaid::NotAsked {
            kind: unasked.kind.clone(),
            name: unasked.name.clone(),
            rounds: unasked.rounds,
            first: unasked.first,
            last: unasked.last,
        };
        say(turn, chat, said, subject, PROMPT_KEPT);
        unasked.copies.push(Copied {
            nth,
            question: None,
            chat,
            stands: Stands::Sending,
            superseded: false,
            stale: false,
        });
    }
}

/// The news that rounds were not asked has arrived, or has not; `false` where the message was another.
pub(super) fn not_asked_ended(
    turn: &mut Turn<'_>,
    id: &PromptId,
    known: &mut Prompting,
    (at, nth): (At, u32),
    (chat, stands, sent): (TelegramChat, Stands, bool),
) -> bool {
    if known.round(at).is_some() {
        return false;
    }
    let mut all = known.unasked.iter_mut();
    let Some(unasked) = all.find(|unasked| unasked.first == at) else {
        return false;
    };
    let mut copies = unasked.copies.iter_mut();
    let Some(copy) = copies.find(|copy| copy.nth == nth) else {
        return false;
    };
    (copy.chat, copy.stands) = (chat, stands);
    if !sent {
        not_delivered(turn, (id, at), chat);
    }
    let row = turn.world.settings.prompt(id);
    if let (Some(row), Some(lost)) = (row, all_lost(unasked.copies.iter()).filter(|_| !sent)) {
        let to = Hearers::of(turn, row, &lost);
        tell_not_asked(turn, id, unasked, &to);
        if !to.is_nobody() {
            to.log(turn, (id, at), None);
        }
    }
    let flies = |copy: &Copied| copy.stands == Stands::Sending;
    known
        .unasked
        .retain(|unasked| unasked.copies.iter().any(flies));
    keep(&mut turn.decision, id, Some(known.clone()));
    true
}
