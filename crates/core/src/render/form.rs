//! The guided report's questions.

use crate::decide::Called;
use crate::ids::{CategoryId, SeverityId, TelegramUser};
use crate::outgoing::{Keyboard, Message};
use crate::parse::button::Press;
use crate::parse::one_line;
use crate::render::buttons::rows;
use crate::render::compose::mention;
use crate::render::{View, message};

/// What is it?
pub(super) fn category(view: &View<'_>, user: TelegramUser) -> Message {
    let mut question = message(&view.say("form-category", &[]));
    let mut buttons: Vec<_> = view
        .settings
        .categories
        .iter()
        .map(|category| {
            view.named_button(
                &category.name,
                &Press::FormCategory(user, Some(category.id.clone())),
            )
        })
        .collect();
    buttons.push(view.button("label-other", &Press::FormCategory(user, None)));
    question.rows = rows(buttons);
    question
        .rows
        .push(vec![view.button("label-cancel", &Press::FormCancel(user))]);
    question
}

/// How grave is it?
pub(super) fn severity(view: &View<'_>, user: TelegramUser) -> Message {
    let mut question = message(&view.say("form-severity", &[]));
    let mut buttons: Vec<_> = view
        .settings
        .severities
        .iter()
        .map(|severity| {
            let press = Press::FormSeverity(user, Some(severity.id.clone()));
            view.level_button(severity.id.as_str(), &press)
        })
        .collect();
    buttons.push(view.button("label-not-known", &Press::FormSeverity(user, None)));
    question.rows = rows(buttons);
    question
        .rows
        .push(vec![view.button("label-cancel", &Press::FormCancel(user))]);
    question
}

/// What was chosen so far.
pub(super) fn chosen(
    view: &View<'_>,
    category: Option<&CategoryId>,
    severity: Option<&SeverityId>,
) -> Message {
    let level = severity.map(|id| view.say("label-level", &[("id", id.as_str().into())]));
    let what: Vec<String> = category
        .map(|id| view.category(Some(id)))
        .into_iter()
        .chain(level)
        .collect();
    if what.is_empty() {
        return message(&view.say("form-chosen-nothing", &[]));
    }
    message(&view.say("form-chosen", &[("what", (&what.join(" · ")).into())]))
}

/// Where and what? The answer field opens.
pub(super) fn text(view: &View<'_>, called: Option<&Called>) -> Message {
    ask(
        view,
        called,
        &view.say("form-text", &[]),
        view.say("form-hint", &[]),
    )
}

/// What is the news? The answer field opens.
pub(super) fn update(view: &View<'_>, number: u64, called: Option<&Called>) -> Message {
    let hint = view.say("update-hint", &[("n", number.into())]);
    let question = view.say("update-ask", &[("n", number.into())]);
    ask(view, called, &question, hint)
}

fn ask(view: &View<'_>, called: Option<&Called>, text: &str, hint: String) -> Message {
    let mut question = calling(view, called, text);
    question.keyboard = Some(Keyboard::Force { hint });
    question
}

/// A text that says whom it means, where others read along.
pub(super) fn calling(view: &View<'_>, called: Option<&Called>, text: &str) -> Message {
    let Some(Called { user, name }) = called else {
        return message(text);
    };
    let who = mention(*user, &one_line(name));
    let head = view.say("form-for", &[("who", (&who).into())]);
    message(&format!("{head}\n{text}"))
}
