//! A message in a chat: a command, an answer to a form, or talk.

use crate::decide::evidence::{self, Answered, Came};
use crate::decide::{
    Decision, Line, MonthAsked, Place, PromptTold, Speech, Turn, World, acknowledge, course, duty,
    export, form, invite, ledger, likeness, night, offer, people, prompt, read, report, rights,
    selftest, stats,
};
use crate::ids::{IncidentNumber, TelegramChat, TelegramUser};
use crate::incoming::{ChatMessage, Quoted, Sender};
use crate::parse::command::{self, Command, Mistake, Parsed, Which};
use crate::parse::recognise::severity_named;
use crate::render::names_dispute;
use crate::settings::Language;
use crate::state::desk::{ChatNote, DeskChange, PersonNote};
use crate::time::At;

/// Decides about a new message. `shortcut` is what a key of the reply keyboard stands for.
pub fn message(
    world: World<'_>,
    message: &ChatMessage,
    shortcut: Option<Command>,
    now: At,
) -> Decision {
    let mut turn = Turn::new(world, now);
    let parsed = match shortcut {
        Some(command) => Parsed::Command(command),
        None => command::parse(&message.text, &world.bot.username),
    };
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    // Whoever wrote it, and as what: everybody there can read it.
    if let Parsed::Command(Command::Start { code }) = &parsed
        && invite::exposed(&mut turn, message, code)
    {
        return turn.done();
    }
    if message.forwarded && !matches!(parsed, Parsed::Talk) {
        shown(&mut turn, message);
        return turn.done();
    }
    let Some(sender) = &message.from else {
        // A channel: nobody of this chat, but a report must not be lost without a word.
        if let Parsed::Command(_) = parsed {
            turn.answer(place, Line::Anonymous);
        }
        return turn.done();
    };
    if sender.bot {
        return turn.done();
    }
    if message.chat.private
        && let Some(person) = rights::person_id(&world, sender.id)
    {
        turn.is_back(&person);
    }
    match parsed {
        Parsed::Command(command)
            if sender.id == TelegramUser::ANONYMOUS && !open_to_the_anonymous(&command) =>
        {
            turn.answer(place, Line::Anonymous);
        }
        Parsed::Command(command) => obey(&mut turn, message, sender, command),
        Parsed::Wrong(mistake) => wrong(&mut turn, message, sender, mistake),
        Parsed::NotForUs => {}
        Parsed::Talk => talk(&mut turn, message, sender),
    }
    turn.done()
}

/// A command that was forwarded is somebody else's: it is shown, not given. In a group people show
/// it to each other; in private only the bot is there to be shown it.
fn shown(turn: &mut Turn<'_>, message: &ChatMessage) {
    let (Some(sender), true) = (&message.from, message.chat.private) else {
        return;
    };
    if let Some(person) = rights::person_id(&turn.world, sender.id) {
        turn.is_back(&person);
    }
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    let line = if rights::belongs(&turn.world, message.chat.id, Some(sender.id)) {
        Line::Forwarded
    } else {
        Line::StrangerUser(sender.id)
    };
    turn.answer(place, line);
}

/// What anybody in a configured chat may do (SPEC section 3, "Rights"), whoever that is. The rest
/// asks who it is.
fn open_to_the_anonymous(command: &Command) -> bool {
    matches!(
        command,
        Command::Start { .. }
            | Command::Help
            | Command::Whoami
            | Command::Cancel
            | Command::Report { .. }
            | Command::Update(..)
            | Command::Escalate(_)
    )
}

fn talk(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender) {
    let answers =
        |turn: &mut Turn<'_>, answered| evidence::as_answer(turn, message, sender, answered);
    // A question of a form names an incident too, but what answers it ends the form.
    if evidence::of_album(turn, message, sender)
        || answers(turn, Answered::Live)
        || duty::note_reply(turn, message, sender)
        || form::take_text(turn, message, sender)
        || answers(turn, Answered::Told)
    {
        return;
    }
    if !message.chat.private {
        return offer::consider(turn, message, sender);
    }
    if people::colleague::shared(turn, message, sender) {
        return;
    }
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    let line = if !rights::belongs(&turn.world, message.chat.id, Some(sender.id)) {
        Line::StrangerUser(sender.id)
    } else if message.attachments.is_empty() {
        let waits = prompt::waits_for(turn, sender).then_some(Line::Prompt(PromptTold::Waits));
        waits.unwrap_or_else(|| ledger::not_understood(&turn.world, sender))
    } else {
        Line::EvidenceLoose
    };
    turn.answer(place, line);
}

/// An unknown command in a group is probably another bot's.
fn wrong(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender, mistake: Mistake) {
    let near = matches!(&mistake, Mistake::Unknown { near: Some(_), .. });
    let unknown = matches!(&mistake, Mistake::Unknown { .. });
    if message.chat.private || !unknown || near {
        let place = Place {
            chat: message.chat.id,
            message: Some(message.id),
        };
        let stranger = !rights::belongs(&turn.world, message.chat.id, Some(sender.id));
        if !(stranger && unknown && !message.chat.private) {
            let mistake = match mistake {
                // What was typed may be a name, and others read here.
                Mistake::Unknown { near, .. } if !message.chat.private => Mistake::Unknown {
                    given: String::new(),
                    near,
                },
                mistake => mistake,
            };
            turn.answer(place, Line::Mistake(mistake));
        }
    }
}

fn obey(turn: &mut Turn<'_>, message: &ChatMessage, sender: &Sender, command: Command) {
    let chat = message.chat.id;
    let place = Place {
        chat,
        message: Some(message.id),
    };
    form::set_aside(turn, sender.id);
    match &command {
        Command::Start { code } if message.chat.private && !code.is_empty() => {
            return invite::redeem(turn, place, sender, code);
        }
        Command::Invite { person } => return invite::command(turn, place, sender, person),
        Command::People { asked } => return people::command(turn, place, sender, asked),
        Command::Start { .. } => {
            let person = rights::person_id(&turn.world, sender.id);
            return match (message.chat.private, &person) {
                (true, None) => turn.answer(place, Line::StrangerUser(sender.id)),
                (true, Some(_)) => turn.answer(place, Speech::Welcome { person }),
                (false, _) => turn.answer(place, Speech::Help),
            };
        }
        Command::Help => return turn.answer(place, Speech::Help),
        Command::Whoami => {
            return turn.answer(
                place,
                Speech::Whoami {
                    user: sender.id,
                    chat,
                },
            );
        }
        Command::Lang(language) => {
            let line = set_language(turn, chat, sender.id, *language);
            return turn.answer(place, line);
        }
        Command::Cancel => {
            let line = form::cancel(turn, chat, sender.id);
            return turn.answer(place, line);
        }
        Command::Report { text } => return report::command(turn, message, sender, text),
        _ => {}
    }
    if !rights::belongs(&turn.world, chat, Some(sender.id)) {
        let line = if message.chat.private {
            Line::StrangerUser(sender.id)
        } else {
            Line::StrangerChat(chat)
        };
        return turn.answer(place, line);
    }
    match &command {
        Command::SelfTest => return selftest::command(turn, place, sender),
        Command::NightTest { person } => return night::command(turn, place, sender, person),
        Command::Ledger(asked) => return ledger::command(turn, message, sender, asked),
        _ => {}
    }
    let reads = matches!(
        command,
        Command::Incidents
            | Command::Incident(_)
            | Command::Timeline(_)
            | Command::OnCall
            | Command::Duty
            | Command::Swap { .. }
            | Command::Handover { .. }
            | Command::Stats(_)
            | Command::Roster { .. }
            | Command::Prompts
    );
    if reads && !rights::may_read(&turn.world, sender.id) {
        return turn.answer(place, Line::MayNotRead);
    }
    let speech = about_incidents(turn, message, sender, command);
    if let Some(speech) = speech {
        let speech = match speech {
            Speech::Line(line) => likeness::in_which_way(turn, line).into(),
            speech => speech,
        };
        turn.answer(place, speech);
    }
}

fn about_incidents(
    turn: &mut Turn<'_>,
    message: &ChatMessage,
    sender: &Sender,
    command: Command,
) -> Option<Speech> {
    let which = |turn: &Turn<'_>, which| which_incident(turn, message, which);
    Some(match command {
        Command::Incidents => read::incidents(turn, 0),
        Command::OnCall => duty::on_call(turn, message.chat.id),
        Command::Export { kind } => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            export::command(turn, place, sender, &kind);
            return None;
        }
        Command::Stats(month) => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            return stats::show(turn, place, month).err().map(Speech::Line);
        }
        Command::Duty => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            return duty::my_shifts(turn, place, sender).map(Speech::Line);
        }
        Command::Prompts => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            return prompt::command(turn, place, sender).map(Speech::Line);
        }
        Command::Swap { asked } => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            duty::swap_command(turn, place, sender, &asked);
            return None;
        }
        Command::Handover { text } => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            duty::handover_command(turn, place, sender, &text);
            return None;
        }
        Command::Roster {
            month,
            roster,
            as_text,
        } => {
            let place = Place {
                chat: message.chat.id,
                message: Some(message.id),
            };
            let asked = MonthAsked {
                month,
                as_text,
                ..MonthAsked::default()
            };
            duty::roster(turn, place, asked, &roster);
            return None;
        }
        Command::Incident(asked) => match which(turn, asked) {
            Ok(number) => {
                let place = Place {
                    chat: message.chat.id,
                    message: Some(message.id),
                };
                return read::incident(turn, place, number);
            }
            Err(line) => line.into(),
        },
        Command::Timeline(asked) => match which(turn, asked) {
            Ok(number) => read::timeline(turn, number),
            Err(line) => line.into(),
        },
        Command::Ack(asked) => {
            match which(turn, asked).map(|number| likeness::going_on(turn, number)) {
                Ok(number) => acknowledge::acknowledge(turn, number, sender).into(),
                Err(line) => line.into(),
            }
        }
        Command::Escalate(asked) => match which(turn, asked) {
            Ok(number) => course::escalate(turn, number, sender, None).into(),
            Err(line) => line.into(),
        },
        Command::Severity(asked, word) => match which(turn, asked) {
            Ok(number) => change_severity(turn, number, sender, &word).into(),
            Err(line) => line.into(),
        },
        Command::Update(asked, text) => match which(turn, asked)
            .map(|number| likeness::going_on(turn, number))
        {
            Ok(number) if text.is_empty() && message.attachments.is_empty() => {
                let place = Place {
                    chat: message.chat.id,
                    message: Some(message.id),
                };
                match turn.look(number) {
                    Some(incident) if incident.is_closed() => {
                        let came = Came::nothing(place);
                        return Some(course::update(turn, number, sender, "", &came).into());
                    }
                    Some(_) => form::ask_update(turn, place, sender, number),
                    None => return Some(acknowledge::no_incident(&turn.world, number).into()),
                }
                return None;
            }
            Ok(number) => course::update(turn, number, sender, &text, &Came::with(message)).into(),
            Err(line) => line.into(),
        },
        Command::Close(asked, reason) => match which(turn, asked) {
            Ok(number) => course::stand_down(turn, number, sender, &reason).into(),
            Err(line) => line.into(),
        },
        Command::Start { .. }
        | Command::Invite { .. }
        | Command::People { .. }
        | Command::SelfTest
        | Command::Ledger(_)
        | Command::NightTest { .. }
        | Command::Help
        | Command::Lang(_)
        | Command::Whoami
        | Command::Cancel
        | Command::Report { .. } => return None,
    })
}

fn change_severity(
    turn: &mut Turn<'_>,
    number: IncidentNumber,
    sender: &Sender,
    word: &str,
) -> Line {
    match severity_named(turn.world.settings, word) {
        Some(id) => course::change_severity(turn, number, sender, &id),
        None => Line::SeverityUnknown {
            given: word.to_owned(),
            known: turn
                .world
                .settings
                .severities
                .iter()
                .map(|severity| severity.id.clone())
                .collect(),
        },
    }
}

/// By number; else the incident whose message is answered; else the only one there is.
fn which_incident(
    turn: &Turn<'_>,
    message: &ChatMessage,
    which: Which,
) -> Result<IncidentNumber, Line> {
    if let Which::Number(number) = which {
        return Ok(number);
    }
    let mut open = turn.world.open.keys().copied();
    let found = match message.reply_to.as_deref() {
        Some(quoted) => quoted_incident(turn, message.chat.id, quoted),
        None => match (open.next(), open.next()) {
            (Some(only), None) => Some(only),
            _ => None,
        },
    };
    found.ok_or_else(|| Line::WhichIncident {
        open: turn.world.open.keys().copied().collect(),
    })
}

/// The incident of a message that is answered: a live one, the report itself, or the number in
/// line 1 of what the bot wrote about one that is closed. Never another than that.
fn quoted_incident(turn: &Turn<'_>, chat: TelegramChat, quoted: &Quoted) -> Option<IncidentNumber> {
    live_incident(turn, chat, quoted).or_else(|| told_incident(turn, quoted))
}

pub(super) fn live_incident(
    turn: &Turn<'_>,
    chat: TelegramChat,
    quoted: &Quoted,
) -> Option<IncidentNumber> {
    let live = turn.world.open.values().find(|folder| {
        folder.posts.at_message(chat, quoted.id).is_some()
            || (folder.incident.chat == chat && folder.incident.message == Some(quoted.id))
            || folder.incident.took_in(chat, quoted.id)
    });
    live.map(|folder| folder.incident.number)
}

pub(super) fn told_incident(turn: &Turn<'_>, quoted: &Quoted) -> Option<IncidentNumber> {
    let ours = quoted
        .from
        .as_ref()
        .is_some_and(|from| from.id == turn.world.bot.id);
    let line = quoted.text.lines().next().filter(|_| ours)?;
    // What people typed of a dispute may look like an incident's number.
    if names_dispute(turn.world.words, line) {
        return None;
    }
    let numbers = line.match_indices('#').filter_map(|(at, _)| {
        let (before, after) = (&line[..at], &line[at + 1..]);
        // A place may be called 3#12.
        let of_a_word = before.ends_with(|c: char| c.is_ascii_alphanumeric());
        let end = after.find(|c: char| !c.is_ascii_digit());
        let number = after[..end.unwrap_or(after.len())].parse().ok()?;
        (!of_a_word).then_some((IncidentNumber(number), before))
    });
    let numbers: Vec<_> = numbers.collect();
    // A page has its own at the end, after what was reported.
    let at_end = numbers.last().filter(|(_, before)| before.ends_with("· "));
    at_end.or(numbers.first()).map(|(number, _)| *number)
}

pub(super) fn set_language(
    turn: &mut Turn<'_>,
    chat: TelegramChat,
    user: TelegramUser,
    language: Language,
) -> Line {
    let world = turn.world;
    let person = world.settings.person_of(user);
    let change = if chat.is_private() {
        match person {
            Some(person) => {
                // That he writes may have said already that he can be reached.
                let note = PersonNote {
                    language: Some(language),
                    ..turn.note_of(&person.id)
                };
                DeskChange::Person(person.id.clone(), note)
            }
            None => DeskChange::Language(user, language),
        }
    } else {
        if !person.is_some_and(|person| person.admin) {
            return Line::LanguageOfGroup;
        }
        let configured = world.desk.configured(chat);
        let note = world
            .desk
            .chats
            .get(&configured)
            .cloned()
            .unwrap_or_default();
        DeskChange::Chat(
            configured,
            ChatNote {
                language: Some(language),
                ..note
            },
        )
    };
    turn.decision.desk.push(change);
    Line::LanguageSet(language)
}
