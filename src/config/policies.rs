//! `[[policies]]`: who is paged when. First match wins, so an earlier one can hide a later one.

use dutybell_core::ids::{PersonId, PolicyId, RoleId};
use dutybell_core::settings::{Policy, Step, Target};

use super::draft::Draft;
use super::kind::Kind;
use super::names::Names;
use super::problem::{Absent, Findings, Flaw};
use super::tree::Table;

pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    let policies: Vec<&Table> = draft.root.rows("policies").collect();
    for (index, policy) in policies.iter().enumerate() {
        check_steps(policy, findings);
        check_reach(policy, draft, findings);
        let hiding = policies[..index].iter().find(|other| covers(other, policy));
        if let Some(hiding) = hiding {
            findings.add(policy.place("id"), hidden(draft, hiding));
        }
    }
    if let Some(last) = policies.last().filter(|last| !matches_all(last)) {
        let flaw = Flaw::new(
            "the last policy must be for everything, or some incidents page nobody",
            "add a last [[policies]] without `severities` and `categories`",
        );
        findings.add_absent(last.place("id"), Absent::File("policies".to_owned()), flaw);
    }
}

fn check_steps(policy: &Table, findings: &mut Findings) {
    for step in policy.rows("steps") {
        if let (Some(wait), Some(again)) = (step.span("wait"), step.span("again"))
            && again >= wait
        {
            findings.add(
                step.place("again"),
                Flaw::new(
                    "`again` never comes before the step's `wait` is over",
                    "make `again` shorter than `wait`, or leave it out",
                ),
            );
        }
    }
}

/// A role that nobody has makes its step be skipped; a policy of such steps alone pages nobody. So it
/// is where a special period must run first.
fn check_reach(policy: &Table, draft: &Draft<'_>, findings: &mut Findings) {
    let is_empty = |id: &str| {
        let mut roles = draft.root.rows("roles");
        roles.any(|role| {
            role.text("id") == Some(id) && role.has("people") && role.list("people").is_empty()
        })
    };
    let paged: Vec<&str> = policy
        .rows("steps")
        .flat_map(|step| step.texts("page").map(|(id, _)| id))
        .collect();
    let flaw = if paged.iter().all(|id| is_empty(id)) {
        Flaw::new(
            "this policy can page nobody: nobody has the roles of its steps",
            "give one of these roles `people`, or page somebody who is there",
        )
    } else if paged.iter().all(|id| is_empty(id) || is_special(id, draft)) {
        Flaw::new(
            "this policy can page nobody outside of special periods: its rosters are on duty in them only",
            "page somebody who is always there as well",
        )
    } else {
        return;
    };
    if !paged.is_empty() {
        findings.add(policy.place("id"), flaw);
    }
}

/// Whether a role is that of a roster which is on duty in special periods only.
fn is_special(id: &str, draft: &Draft<'_>) -> bool {
    let mut roles = draft.root.rows("roles");
    let role = roles.find(|role| role.text("id") == Some(id));
    role.and_then(|role| role.text("roster"))
        .is_some_and(|roster| {
            let mut periods = draft.root.rows("special_periods");
            periods.any(|period| period.texts("rosters").any(|(id, _)| id == roster))
        })
}

fn matches_all(policy: &Table) -> bool {
    !policy.has("severities") && !policy.has("categories")
}

/// Whether everything that `later` is for is taken by `earlier` already.
fn covers(earlier: &Table, later: &Table) -> bool {
    ["severities", "categories"].iter().all(|key| {
        let mut wanted = later.texts(key).peekable();
        !earlier.has(key)
            || wanted.peek().is_some()
                && wanted.all(|(id, _)| earlier.texts(key).any(|(taken, _)| taken == id))
    })
}

fn hidden(draft: &Draft<'_>, hiding: &Table) -> Flaw {
    let line = draft.lines.line(hiding.place("id"));
    let id = hiding.text("id").unwrap_or("?");
    let mend = if matches_all(hiding) {
        format!("move `{id}`, which is for everything, to the end")
    } else {
        format!("move this policy above `{id}`")
    };
    Flaw::new(
        format!("this policy is never used: `{id}` on line {line} takes all that it is for"),
        mend,
    )
}

pub(super) fn policy(row: &Table, names: &Names<'_>) -> Option<Policy> {
    let step = |row: &Table| {
        Some(Step {
            page: targets(row, "page", names),
            wait: row.span("wait")?,
            again: row.span("again"),
        })
    };
    Some(Policy {
        id: PolicyId::new(row.text("id")?),
        severities: row.texts("severities").map(|(id, _)| id.into()).collect(),
        categories: row.texts("categories").map(|(id, _)| id.into()).collect(),
        steps: row.rows("steps").map(step).collect::<Option<_>>()?,
        repeat: row
            .whole("repeat")
            .map_or(Some(0), |count| count.try_into().ok())?,
        ack_timeout: row.span("ack_timeout"),
    })
}

/// Whom a list names: people and roles share one name space.
pub(super) fn targets(row: &Table, key: &str, names: &Names<'_>) -> Vec<Target> {
    row.texts(key)
        .map(|(id, _)| {
            if names.has(Kind::Role, id) {
                Target::Role(RoleId::new(id))
            } else {
                Target::Person(PersonId::new(id))
            }
        })
        .collect()
}
