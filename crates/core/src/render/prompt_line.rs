//! One sentence about a prompt: toasts, and answers to remarks.

use crate::decide::PromptTold;
use crate::limits::{REMARK_CHARS, REMARK_FILES};
use crate::render::View;
use crate::render::prompt::result;
use crate::render::prompt_title::unit;

/// The sentence, typed parts marked.
pub(super) fn text(view: &View<'_>, told: &PromptTold) -> String {
    let plain = |id: &str| view.say(id, &[]);
    let counted = |id: &str, n: usize| view.say(id, &[("n", n.into())]);
    match told {
        PromptTold::Noted { what, late } => {
            let id = if *late {
                "line-prompt-noted-late"
            } else {
                "line-prompt-noted"
            };
            view.say(id, &[("what", (&result(view, what)).into())])
        }
        PromptTold::AnsweredBy(answer) => {
            let (who, time) = (view.person(&answer.by), view.time(answer.at));
            view.say(
                "line-prompt-answered-by",
                &[("who", (&who).into()), ("time", (&time).into())],
            )
        }
        PromptTold::Over(at) => {
            let time = view.time(*at);
            view.say("line-prompt-over", &[("time", (&time).into())])
        }
        PromptTold::OfOthers(who) => {
            let who = unit(view, who);
            view.say("line-prompt-of-others", &[("who", (&who).into())])
        }
        PromptTold::Later(at) => {
            let time = view.time(*at);
            view.say("line-prompt-later", &[("time", (&time).into())])
        }
        PromptTold::NoLater(until) => {
            let time = view.time(*until);
            view.say("line-prompt-no-later", &[("time", (&time).into())])
        }
        PromptTold::Marked => plain("line-prompt-marked"),
        PromptTold::RemarkWanted => plain("line-prompt-remark-wanted"),
        PromptTold::RemarkStands => plain("line-prompt-remark-stands"),
        PromptTold::RemarkNext => plain("line-prompt-remark-next"),
        PromptTold::RemarkAfterForm => plain("line-prompt-remark-after-form"),
        PromptTold::Waits => plain("line-prompt-waits"),
        PromptTold::RegistersNow => plain("line-prompt-registers-now"),
        PromptTold::RemarkOfGood(item) => {
            let item = view.name(item);
            view.say("line-prompt-remark-of-good", &[("item", (&item).into())])
        }
        PromptTold::RemarkNoted(item) => {
            let item = view.name(item);
            view.say("line-prompt-remark-noted", &[("item", (&item).into())])
        }
        PromptTold::RemarkFull(item) => {
            let item = view.name(item);
            view.say(
                "line-prompt-remark-full",
                &[("item", (&item).into()), ("most", REMARK_FILES.into())],
            )
        }
        PromptTold::RemarkTooLong => view.say(
            "line-prompt-remark-too-long",
            &[("most", REMARK_CHARS.into())],
        ),
        PromptTold::RemarkWhat => plain("line-prompt-remark-what"),
        PromptTold::ItemsLeft(n) => counted("line-prompt-items-left", *n),
        PromptTold::SomethingFound(disputes) => {
            counted("line-prompt-something-found", disputes.len())
        }
        PromptTold::NothingRegistered => plain("line-prompt-nothing-registered"),
        PromptTold::AskedAgain(n) => counted("line-prompt-asked-again", *n),
        PromptTold::AskedAgainAlready(at) => {
            let time = view.time(*at);
            view.say(
                "line-prompt-asked-again-already",
                &[("time", (&time).into())],
            )
        }
        PromptTold::AgainOf(people) => {
            let who = view.people(people);
            view.say("line-prompt-again-of", &[("who", (&who).into())])
        }
        PromptTold::NobodyMissing => plain("line-prompt-nobody-missing"),
        PromptTold::InPrivate => plain("line-prompt-in-private"),
        PromptTold::ReportNoted { late: false } => plain("line-report-noted"),
        PromptTold::ReportNoted { late: true } => plain("line-report-noted-late"),
        PromptTold::ReportedBy(reported) => {
            let (who, time) = (view.person(&reported.by), view.time(reported.at));
            view.say(
                "line-reported-by",
                &[("who", (&who).into()), ("time", (&time).into())],
            )
        }
        PromptTold::ReportOver(at) => {
            let time = view.time(*at);
            view.say("line-report-over", &[("time", (&time).into())])
        }
        PromptTold::ReportOf(people) => {
            let who = view.people(people);
            view.say("line-report-of", &[("who", (&who).into())])
        }
    }
}
