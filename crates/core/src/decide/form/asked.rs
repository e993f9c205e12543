//! Which messages a form that waits takes as its own, where a reply to another may tell of a dispute.
//!
//! A name must not get into a report, an update or a remark (SPEC section 4, promise 8). The ledger's many sentences
//! are not to be told by their words, so what is not known to belong to the form, or to an incident, is refused. What
//! is written without replying to anything is always for the form.

use crate::decide::message::{live_incident, told_incident};
use crate::decide::{Line, Place, PromptSaid, PromptTold, Speech, Turn, Waiting, prompt, rights};
use crate::incoming::{ChatMessage, Quoted, Sender};
use crate::limits::ALBUM_LIFE;
use crate::render::{self, View};
use crate::settings::Language;
use crate::state::form::{Form, FormKind};

/// Whether a keeper of the ledger answers in private something else than what is asked now.
pub(super) fn answers_another(
    turn: &Turn<'_>,
    message: &ChatMessage,
    quoted: &Quoted,
    (sender, form): (&Sender, &Form),
) -> bool {
    let world = turn.world;
    let keeps = || {
        let person = rights::person_id(&world, sender.id);
        person.is_some_and(|person| rights::keeps_ledger(world.settings, &person))
    };
    if !message.chat.private || !keeps() {
        return false;
    }
    let mut questions = form.questions.iter().filter_map(|asked| asked.message);
    let belongs = match &form.kind {
        FormKind::Update { incident } => told_incident(turn, quoted) == Some(*incident),
        FormKind::Remark(waits) => {
            waits.takes(message.album.as_deref(), quoted.id)
                || prompt::shows_round(&world, &waits.origin, (message.chat.id, quoted.id))
        }
        FormKind::Report { .. } => false,
        // What these ask for is confirmed before it is used, or is a number.
        FormKind::Colleague { .. } | FormKind::Phone { .. } | FormKind::Ledger(_) => return false,
    };
    !(belongs
        || questions.any(|id| id == quoted.id)
        || says(turn, form, sender, &quoted.text)
        || live_incident(turn, message.chat.id, quoted).is_some())
}

/// Whether the words are those with which the form asks: a copy may stand of which nobody knows, since Telegram's
/// answer was lost.
fn says(turn: &Turn<'_>, form: &Form, sender: &Sender, text: &str) -> bool {
    let world = turn.world;
    let mut asked: Vec<Speech> = match &form.kind {
        FormKind::Report { .. } => vec![
            Speech::FormCategory(sender.id),
            Speech::FormSeverity(sender.id),
            Speech::FormText(None),
            Speech::FormReminder(None),
        ],
        FormKind::Update { incident } => vec![Speech::UpdateAsked(*incident, None)],
        FormKind::Remark(waits) => {
            let item = prompt::item_of(&world, waits);
            let asks = item.map(|item| PromptSaid::RemarkAsked { item }.into());
            let again = [PromptTold::RemarkTooLong, PromptTold::RemarkWhat];
            let again = again.map(|told| Line::from(told).into());
            asks.into_iter().chain(again).collect()
        }
        FormKind::Colleague { .. } | FormKind::Phone { .. } | FormKind::Ledger(_) => Vec::new(),
    };
    asked.push(another(form).into());
    [Language::Zh, Language::En].into_iter().any(|language| {
        let view = View {
            words: world.words,
            settings: world.settings,
            desk: world.desk,
            language,
            now: turn.now,
        };
        let mut said = asked.iter().flat_map(|asked| render::speech(&view, asked));
        said.any(|said| said.text == text)
    })
}

/// Nothing is stored, which is said; of an album once.
pub(super) fn refuse(turn: &mut Turn<'_>, message: &ChatMessage, form: &Form) {
    let album = message.album.as_deref();
    if album.is_some_and(|album| turn.lately("answers_another", album, ALBUM_LIFE)) {
        return;
    }
    let place = Place {
        chat: message.chat.id,
        message: Some(message.id),
    };
    turn.answer(place, another(form));
}

fn another(form: &Form) -> Line {
    Line::AnswersAnother(match form.kind {
        FormKind::Update { incident } => Waiting::Update(incident),
        FormKind::Remark(_) => Waiting::Remark,
        _ => Waiting::Report,
    })
}
