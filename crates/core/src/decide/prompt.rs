//! Prompts: whoever is asked answers alone, and what is missing stays missing until it is told
//! (`state::prompt`).

use crate::decide::{Decision, Turn};
use crate::ids::{DisputeNumber, PersonId, PromptId};
use crate::settings::Target;
use crate::state::desk::DeskChange;
use crate::state::event::Actor;
use crate::state::prompt::{Origin, Prompting};
use crate::state::prompt_log::{PromptEvent, What};
use crate::time::At;

/// A dispute was registered for the question of a screening.
#[expect(dead_code, reason = "the ledger calls it")]
pub(in crate::decide) fn dispute_registered(
    turn: &mut Turn<'_>,
    origin: &Origin,
    number: DisputeNumber,
    person: &PersonId,
) {
    let Some(mut prompting) = known(turn, &origin.prompt) else {
        return;
    };
    let unit = prompting
        .round_mut(origin.at)
        .and_then(|round| round.unit_mut(origin.unit));
    let Some(unit) = unit.filter(|unit| !unit.disputes.contains(&number)) else {
        return;
    };
    unit.disputes.push(number);
    let who = unit.who.clone();
    keep(&mut turn.decision, &origin.prompt, Some(prompting));
    log(
        &mut turn.decision,
        (&origin.prompt, origin.at),
        Some(&who),
        Actor::Person(person.clone()),
        What::Registered { dispute: number },
    );
}

/// What is under way of a row, as of this turn: a turn may change it more than once.
fn known(turn: &Turn<'_>, prompt: &PromptId) -> Option<Prompting> {
    let changes = turn.decision.desk.iter().rev();
    let mut changed = changes.filter_map(|change| match change {
        DeskChange::Prompt(id, prompting) if id == prompt => Some(prompting.as_deref()),
        _ => None,
    });
    let stored = turn.world.desk.prompts.get(prompt);
    changed.next().unwrap_or(stored).cloned()
}

fn keep(decision: &mut Decision, prompt: &PromptId, prompting: Option<Prompting>) {
    decision
        .desk
        .push(DeskChange::Prompt(prompt.clone(), prompting.map(Box::new)));
}

fn log(
    decision: &mut Decision,
    (prompt, at): (&PromptId, At),
    unit: Option<&Target>,
    by: Actor,
    what: What,
) {
    let event = PromptEvent {
        prompt: prompt.clone(),
        at,
        unit: unit.cloned(),
        what,
    };
    decision.prompts.push((by, event));
}
