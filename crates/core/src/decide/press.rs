//! A button was pressed. Every press is answered, whatever it was.

use crate::decide::evidence::{self, Came};
use crate::decide::form::{self, Pressed};
use crate::decide::message::set_language;
use crate::decide::{
    Decision, Effect, Line, MonthAsked, Place, Speech, Turn, World, acknowledge, course, duty,
    export, handing, invite, ledger, likeness, night, offer, people, prompt, read, report, rights,
    selftest, stats, withdraw,
};
use crate::ids::TelegramChat;
use crate::incoming;
use crate::parse::button::Press;
use crate::parse::prompt::PromptPress;
use crate::parse::roster::MonthPress;
use crate::time::At;

/// Decides about a press.
pub fn press(world: World<'_>, press: &incoming::Press, now: At) -> Decision {
    let mut turn = Turn::new(world, now);
    let line = match (
        Press::decode(&press.data),
        press.chat.as_ref(),
        press.message,
    ) {
        (Some(button), Some(chat), Some(message)) => {
            let pressed = Pressed {
                chat: chat.id,
                message,
                sender: &press.from,
            };
            if chat.private
                && let Some(person) = rights::person_id(&world, press.from.id)
            {
                turn.is_back(&person);
            }
            let line = obey(&mut turn, pressed, button.clone());
            let line = likeness::in_which_way(&turn, line);
            take_stale_buttons(&mut turn, pressed, &button);
            line
        }
        (Some(_), _, _) => Line::OldButton,
        (None, _, _) => Line::ForeignButton,
    };
    turn.decision.effects.push(Effect::Answer {
        press: press.id.clone(),
        user: press.from.id,
        line,
    });
    turn.done()
}

fn obey(turn: &mut Turn<'_>, pressed: Pressed<'_>, button: Press) -> Line {
    let place = Place {
        chat: pressed.chat,
        message: Some(pressed.message),
    };
    let sender = pressed.sender;
    // The buttons of the question itself end this again.
    form::set_aside(turn, sender.id);
    // Cards stand in configured chats and with configured people; whoever presses elsewhere has
    // been taken out of the configuration since.
    if button.incident().is_some() && !rights::belongs(&turn.world, pressed.chat, Some(sender.id)) {
        return stranger(pressed.chat, sender.id);
    }
    let reads = matches!(
        button,
        Press::Full(_)
            | Press::Files(_)
            | Press::Timeline(_)
            | Press::Show(_)
            | Press::List(_)
            | Press::ShowOpen
            | Press::OnCall
            | Press::MyShifts
            | Press::Stats(_)
            | Press::StatsText(_)
            | Press::Exports
            | Press::Export(_)
            | Press::Month(_)
            | Press::Prompt(PromptPress::Mine)
    );
    if reads && !rights::may_read(&turn.world, sender.id) {
        return Line::MayNotRead;
    }
    let tests = matches!(
        button,
        Press::SelfTest | Press::TestAgain | Press::Nights | Press::Night(_)
    );
    let apart = tests || matches!(button, Press::Ledger(_));
    if apart && !rights::belongs(&turn.world, pressed.chat, Some(sender.id)) {
        return stranger(pressed.chat, sender.id);
    }
    match button {
        Press::Ack(number) => {
            // Whoever takes what goes on under another number takes that.
            let number = likeness::going_on(turn, number);
            acknowledge::acknowledge(turn, number, sender)
        }
        Press::Decline(number) => acknowledge::decline(turn, number, sender),
        Press::StillOnIt(number) => acknowledge::still_on_it(turn, number, sender),
        Press::Escalate(number, seen) => course::escalate(turn, number, sender, Some(seen)),
        Press::Again(number) => course::page_again(turn, number, sender),
        Press::HandOn(number) => handing::ask(turn, place, number, sender),
        Press::HandTo(number, person) => handing::to_person(turn, number, sender, &person),
        Press::HandBack(number) => handing::back(turn, number, sender),
        Press::Same(number, to) => likeness::same(turn, number, sender, to),
        Press::Withdraw(number) => withdraw::ask(turn, place, number, sender),
        Press::WithdrawConfirm(number) => withdraw::confirm(turn, number, sender),
        Press::Drop(number) => withdraw::drop_question(turn, pressed, number),
        Press::Severity(number, id) => course::change_severity(turn, number, sender, &id),
        Press::Category(number, id) => course::change_category(turn, number, sender, &id),
        Press::Fact(number, fact, answer) => course::give_fact(turn, number, sender, fact, answer),
        Press::Later(number) => course::later(turn, number),
        Press::Close(number) => course::stand_down(turn, number, sender, ""),
        Press::Update(number) => match likeness::goes_on_as(turn, number) {
            Some(incident) if !incident.is_closed() => {
                form::ask_update(turn, place, sender, incident.number);
                Line::UpdateAsked(incident.number)
            }
            Some(_) => likeness::update(turn, number, sender, "", &Came::nothing(place)),
            None => acknowledge::no_incident(&turn.world, number),
        },
        Press::Full(number) => report::send_full(turn, place, number),
        Press::Files(number) => evidence::show(turn, place, number),
        Press::Timeline(number) => {
            let speech = read::timeline(turn, number);
            read::as_message(turn, place, speech)
        }
        Press::Show(number) => {
            let speech = read::incident(turn, place, number);
            speech.map_or(Line::Comes, |speech| read::as_message(turn, place, speech))
        }
        Press::List(page) => {
            if !rights::belongs(&turn.world, pressed.chat, Some(sender.id)) {
                return stranger(pressed.chat, sender.id);
            }
            let speech = read::incidents(turn, page);
            turn.decision.effects.push(Effect::Rewrite {
                chat: pressed.chat,
                id: pressed.message,
                speech,
            });
            Line::Comes
        }
        Press::Report => {
            if !rights::belongs(&turn.world, pressed.chat, Some(sender.id)) {
                return stranger(pressed.chat, sender.id);
            }
            form::begin(turn, place, sender);
            Line::FormGoesOn
        }
        Press::OfferTake(about) => offer::take(turn, pressed, about),
        Press::OfferDrop(about) => offer::drop_by_button(turn, pressed, about),
        Press::FormCategory(owner, id) => form::category(turn, pressed, owner, id),
        Press::FormSeverity(owner, id) => form::severity(turn, pressed, owner, id),
        Press::FormCancel(owner) => form::drop_by_button(turn, pressed, owner),
        Press::Lang(language) => set_language(turn, pressed.chat, sender.id, language),
        Press::Invite(id) => invite::press(turn, place, sender, &id),
        Press::People(button) => people::press(turn, pressed, button),
        Press::Ledger(button) => ledger::press(turn, pressed, button),
        Press::SelfTest => selftest::press(turn, place, sender, false),
        Press::TestAgain => selftest::press(turn, place, sender, true),
        Press::Nights => night::list(turn, place, sender),
        Press::Night(id) => night::press(turn, sender, &id),
        Press::Heard(heard, began, person) => {
            let place = (pressed.chat, pressed.message);
            night::answer(turn, place, sender, (&person, began), heard)
        }
        Press::OnCall => {
            let speech = duty::on_call(turn, pressed.chat);
            read::as_message(turn, place, speech)
        }
        Press::MyShifts => {
            let line = duty::my_shifts(turn, place, sender);
            line.unwrap_or(Line::Comes)
        }
        Press::Noted(from, roster) => duty::note(turn, pressed, &roster, from),
        Press::Quiet(from, roster) => duty::note_press(turn, pressed, (&roster, from), true),
        Press::HandOverOpen(from, roster) => {
            duty::note_press(turn, pressed, (&roster, from), false)
        }
        Press::Sign(item, from, roster) => {
            duty::sign(turn, pressed, (&roster, from), usize::from(item))
        }
        Press::ShowOpen => {
            let speech = read::incidents(turn, 0);
            read::as_message(turn, place, speech)
        }
        Press::Swap(press) => duty::swap_press(turn, pressed, press),
        Press::Stats(month) => {
            stats::show(turn, place, month).map_or_else(|line| line, |()| Line::Comes)
        }
        Press::Exports => export::ask(turn, place, sender),
        Press::Export(kind) => export::press(turn, place, sender, kind),
        Press::StatsText(month) => match stats::as_text(turn, Some(month)) {
            Ok(speech) => read::as_message(turn, place, speech),
            Err(line) => line,
        },
        Press::Feed(button) => duty::feed(turn, place, sender, button),
        Press::Month(MonthPress {
            month,
            roster,
            as_text,
        }) => {
            let asked = MonthAsked {
                month,
                roster,
                as_text,
            };
            let line = duty::show_month(turn, place, &asked);
            line.unwrap_or(Line::Comes)
        }
        Press::Prompt(button) => prompt::press(turn, pressed, button),
        Press::OnDuty(from, roster) => duty::take(turn, pressed, &roster, from),
        Press::InPost(at, row) => duty::in_post(turn, pressed, &row, at),
        Press::Whoami => {
            let speech = Speech::Whoami {
                user: sender.id,
                chat: pressed.chat,
            };
            read::as_message(turn, place, speech)
        }
    }
}

/// A copy that arrived while its answer was lost is unknown, so its buttons stay until somebody
/// presses one of a decided matter.
fn take_stale_buttons(turn: &mut Turn<'_>, pressed: Pressed<'_>, button: &Press) {
    let Some(number) = button.incident() else {
        return;
    };
    let Some(incident) = turn.look(number) else {
        return;
    };
    let decided = match button {
        Press::Ack(_) | Press::Decline(_) => !incident.is_open(),
        Press::Full(_) | Press::Files(_) | Press::Timeline(_) | Press::Show(_) => false,
        _ => incident.is_closed(),
    };
    if decided && !turn.may_be_post_at(number, pressed.chat, pressed.message) {
        turn.decision.effects.push(Effect::Strip {
            chat: pressed.chat,
            id: pressed.message,
        });
    }
}

fn stranger(chat: TelegramChat, user: crate::ids::TelegramUser) -> Line {
    if chat.is_private() {
        Line::StrangerUser(user)
    } else {
        Line::StrangerChat(chat)
    }
}
