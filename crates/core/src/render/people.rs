//! Everybody, one person, and the questions before a change. For administrators, in private.

use crate::decide::people::{Said, Told};
use crate::ids::{IncidentNumber, PersonId, RoleId};
use crate::limits::PEOPLE_PAGE;
use crate::outgoing::{Button, Message};
use crate::parse::button::Press;
use crate::parse::people::PeoplePress;
use crate::parse::tag::Tag;
use crate::render::buttons::rows;
use crate::render::compose::{fit, plain, typed};
use crate::render::{View, changed, message};
use crate::settings::{Person, RoleMembers};
use crate::state::form::Newcomer;

/// Columns of a role's button: two stand side by side.
const ROLE_COLUMNS: usize = 20;

/// The message.
pub(super) fn said(view: &View<'_>, said: &Said) -> Message {
    match said {
        Said::List(page) => list(view, *page),
        Said::Card(id) => card(view, id),
        Said::History { person, entries } => changed::history(view, person, entries),
        Said::Roles(id) => roles(view, id),
        Said::RoleSure {
            person,
            role,
            into,
            vacant,
        } => role_sure(view, person, role, *into, *vacant),
        Said::PhoneAsked(id) => asked(view, "people-phone-ask", id),
        Said::PhoneSure { person, phone } => {
            let text = view.say(
                "people-phone-sure",
                &[
                    ("name", (&view.person(person)).into()),
                    ("phone", (&typed(phone)).into()),
                ],
            );
            let sure = PeoplePress::PhoneIs {
                person: Tag::of(person.as_str()),
                phone: phone.clone(),
            };
            sure_of(view, vec![text], sure, PeoplePress::Card(person.clone()))
        }
        Said::GoneSure {
            person,
            vacant,
            holds,
        } => gone_sure(view, person, vacant, holds),
        Said::ReturnedSure {
            person,
            roles,
            is_bound,
        } => returned_sure(view, person, roles, *is_bound),
        Said::UnbindSure { person, holds } => unbind_sure(view, person, holds),
        Said::ColleagueAsked => {
            let mut question = message(&view.say("people-add-ask", &[]));
            question.rows = vec![vec![view.button("label-cancel", &press(PeoplePress::Drop))]];
            question
        }
        Said::ColleagueSure { newcomer, namesake } => colleague_sure(view, newcomer, *namesake),
        Said::Over => message(&view.say("people-over", &[])),
        Said::Export => message(&view.say("people-export", &[])),
        Said::News { by, change, vacant } => changed::news(view, by, change, vacant),
        Said::Yours { by, change } => changed::yours(view, by, change),
    }
}

/// The sentence.
pub(super) fn told(view: &View<'_>, told: &Told) -> String {
    let id = match told {
        Told::InPrivate => "people-in-private",
        Told::Unknown => "people-unknown",
        Told::Already => "people-already",
        Told::Done => "people-done",
        Told::RoleOfRoster => "people-role-of-roster",
        Told::LastAdministrator => "people-last-administrator",
        Told::PhoneWrong => "people-phone-wrong",
        Told::NameWrong => "people-name-wrong",
        Told::Dropped => "people-over",
        Told::AccountTaken(owner) => {
            let name = view.person(owner);
            return view.say("people-account-taken", &[("name", (&name).into())]);
        }
        Told::ReturnedUnbound(person) => {
            let name = view.person(person);
            return view.say("people-returned-unbound", &[("name", (&name).into())]);
        }
        Told::PagesNobody(policy) => {
            let policy = view.name(policy.as_str());
            return view.say("people-pages-nobody", &[("policy", (&policy).into())]);
        }
    };
    view.say(id, &[])
}

pub(super) fn press(press: PeoplePress) -> Press {
    Press::People(press)
}

/// A question with Confirm and Cancel.
fn sure_of(view: &View<'_>, lines: Vec<String>, sure: PeoplePress, back: PeoplePress) -> Message {
    let mut question = message(&lines.join("\n"));
    question.rows = vec![
        vec![view.button("label-confirm", &press(sure))],
        vec![view.button("label-cancel", &press(back))],
    ];
    question
}

fn returned_sure(view: &View<'_>, id: &PersonId, roles: &[RoleId], is_bound: bool) -> Message {
    let mut lines = vec![view.say(
        "people-returned-sure",
        &[("name", (&view.person(id)).into())],
    )];
    let roles = roles.iter().map(|role| role_name(view, role)).collect();
    lines.push(roles_line(view, roles));
    if !is_bound {
        lines.push(view.say("people-unbound", &[]));
    }
    let sure = PeoplePress::Returned {
        person: id.clone(),
        sure: true,
    };
    sure_of(view, lines, sure, PeoplePress::Card(id.clone()))
}

/// Which roles somebody has, or that there are none.
fn roles_line(view: &View<'_>, roles: Vec<String>) -> String {
    if roles.is_empty() {
        return view.say("people-roles-none", &[]);
    }
    let roles = view.listed(roles);
    view.say("whoami-roles", &[("roles", (&roles).into())])
}

fn asked(view: &View<'_>, text: &str, id: &PersonId) -> Message {
    let mut question = message(&view.say(text, &[("name", (&view.person(id)).into())]));
    question.rows = vec![vec![view.button("label-cancel", &press(PeoplePress::Drop))]];
    question
}

/// Whether somebody can be reached, as far as it is known.
fn reach(view: &View<'_>, person: &Person) -> (bool, String) {
    if person.gone {
        return (false, view.say("people-gone", &[]));
    }
    if person.telegram.is_none() {
        return (false, view.say("people-unbound", &[]));
    }
    let note = view.desk.people.get(&person.id);
    match note.and_then(|note| note.unreachable) {
        None if note.is_some_and(|note| note.untried) => (true, view.say("people-untried", &[])),
        Some(why) => {
            let why = view.why(why);
            (
                false,
                view.say("people-unreachable", &[("why", (&why).into())]),
            )
        }
        None => (true, view.say("people-reachable", &[])),
    }
}

fn list(view: &View<'_>, page: u32) -> Message {
    let (here, gone): (Vec<&Person>, Vec<&Person>) =
        view.settings.people.iter().partition(|person| !person.gone);
    let bound = here.iter().filter(|person| person.telegram.is_some());
    let (bound, reached) = (
        bound.count(),
        here.iter().filter(|person| reach(view, person).0).count(),
    );
    let all: Vec<&Person> = here.iter().copied().chain(gone).collect();
    let pages = all.len().div_ceil(PEOPLE_PAGE).max(1);
    let page = usize::try_from(page).unwrap_or(0).min(pages - 1);
    let shown = &all[page * PEOPLE_PAGE..all.len().min((page + 1) * PEOPLE_PAGE)];
    let mut lines = vec![view.say(
        "people-head",
        &[
            ("n", here.len().into()),
            ("bound", bound.into()),
            ("lost", (bound - reached).into()),
        ],
    )];
    if pages > 1 {
        lines.push(view.say(
            "incidents-page",
            &[("page", (page + 1).into()), ("pages", pages.into())],
        ));
    }
    lines.extend(shown.iter().map(|person| {
        let (_, state) = reach(view, person);
        let roles = view.roles_of(&person.id);
        let name = view.person_apart(&person.id);
        if roles.is_empty() {
            view.say(
                "people-line",
                &[("name", (&name).into()), ("state", (&state).into())],
            )
        } else {
            let roles = view.listed(roles);
            view.say(
                "people-line-roles",
                &[
                    ("name", (&name).into()),
                    ("state", (&state).into()),
                    ("roles", (&roles).into()),
                ],
            )
        }
    }));
    let mut answer = message(&lines.join("\n"));
    answer.rows = rows(
        shown
            .iter()
            .map(|person| {
                let card = press(PeoplePress::Card(person.id.clone()));
                view.person_button(&person.id, &card)
            })
            .collect(),
    );
    let number = u32::try_from(page).unwrap_or(0);
    let mut turning = Vec::new();
    if page > 0 {
        turning.push(view.button("label-back", &press(PeoplePress::List(number - 1))));
    }
    if page + 1 < pages {
        turning.push(view.button("label-more", &press(PeoplePress::List(number + 1))));
    }
    answer.rows.extend((!turning.is_empty()).then_some(turning));
    answer.rows.push(vec![
        view.button("label-people-add", &press(PeoplePress::Add)),
        view.button("label-people-export", &press(PeoplePress::Export)),
    ]);
    answer
        .rows
        .push(vec![view.button("label-selftest", &Press::SelfTest)]);
    answer
}

fn card(view: &View<'_>, id: &PersonId) -> Message {
    let back = vec![view.button("label-people-all", &press(PeoplePress::List(0)))];
    let Some(person) = view.settings.person(id) else {
        let mut answer = message(&view.say("people-unknown", &[]));
        answer.rows = vec![back];
        return answer;
    };
    let mut lines = vec![view.say(
        "people-card",
        &[
            ("name", (&view.name(&person.name)).into()),
            ("id", (&typed(id.as_str())).into()),
        ],
    )];
    lines.push(reach(view, person).1);
    lines.push(match &person.phone {
        Some(phone) => view.say("people-phone", &[("phone", (&typed(phone)).into())]),
        None => view.say("people-phone-none", &[]),
    });
    lines.push(roles_line(view, view.roles_of(id)));
    if person.admin {
        lines.push(view.say("whoami-admin", &[]));
    }
    let mut answer = message(&lines.join("\n"));
    let one = |make: fn(PersonId) -> PeoplePress| press(make(id.clone()));
    let history = view.button("label-people-history", &one(PeoplePress::History));
    if person.gone {
        let returned = press(PeoplePress::Returned {
            person: id.clone(),
            sure: false,
        });
        answer.rows = vec![
            vec![view.button("label-people-returned", &returned)],
            vec![history],
            back,
        ];
        return answer;
    }
    let account = match person.telegram {
        None => view.button("label-people-invite", &Press::Invite(id.clone())),
        Some(_) => view.button(
            "label-people-unbind",
            &press(PeoplePress::Unbind {
                person: id.clone(),
                sure: false,
            }),
        ),
    };
    let gone = press(PeoplePress::Gone {
        person: id.clone(),
        sure: false,
    });
    answer.rows = vec![
        vec![view.button("label-people-roles", &one(PeoplePress::Roles))],
        vec![
            view.button("label-people-phone", &one(PeoplePress::Phone)),
            account,
        ],
        vec![history, view.button("label-people-gone", &gone)],
        vec![view.button("label-people-shifts", &one(PeoplePress::Shifts))],
        back,
    ];
    answer
}

fn roles(view: &View<'_>, id: &PersonId) -> Message {
    let mut lines = vec![view.say("people-roles-ask", &[("name", (&view.person(id)).into())])];
    let mut buttons = Vec::new();
    let mut by_roster = Vec::new();
    for role in &view.settings.roles {
        let RoleMembers::People(members) = &role.members else {
            by_roster.push(view.name(&role.name));
            continue;
        };
        let has = members.contains(id);
        let name = plain(&view.name(&role.name));
        let mark = if has {
            "label-people-has"
        } else {
            "label-people-has-not"
        };
        let label = view.say(mark, &[("role", (&fit(&name, ROLE_COLUMNS)).into())]);
        let change = PeoplePress::Role {
            person: Tag::of(id.as_str()),
            role: role.id.clone(),
            into: !has,
            sure: false,
        };
        let data = press(change).encode();
        buttons.push(Button { label, data });
    }
    if !by_roster.is_empty() {
        let roles = view.listed(by_roster);
        lines.push(view.say("people-roles-roster", &[("roles", (&roles).into())]));
    }
    let mut question = message(&lines.join("\n"));
    question.rows = buttons.chunks(2).map(<[Button]>::to_vec).collect();
    let back = press(PeoplePress::Card(id.clone()));
    question
        .rows
        .push(vec![view.button("label-people-one", &back)]);
    question
}

fn role_sure(
    view: &View<'_>,
    person: &PersonId,
    role: &RoleId,
    into: bool,
    vacant: bool,
) -> Message {
    let text = if into {
        "people-into-sure"
    } else {
        "people-out-sure"
    };
    let mut lines = vec![view.say(
        text,
        &[
            ("name", (&view.person(person)).into()),
            ("role", (&role_name(view, role)).into()),
        ],
    )];
    if vacant {
        lines.push(vacancy(view, role));
    }
    let sure = PeoplePress::Role {
        person: Tag::of(person.as_str()),
        role: role.clone(),
        into,
        sure: true,
    };
    sure_of(view, lines, sure, PeoplePress::Roles(person.clone()))
}

pub(super) fn vacancy(view: &View<'_>, role: &RoleId) -> String {
    view.say(
        "people-vacant",
        &[("role", (&role_name(view, role)).into())],
    )
}

pub(super) fn role_name(view: &View<'_>, role: &RoleId) -> String {
    let known = view.settings.role(role);
    view.name(known.map_or(role.as_str(), |role| role.name.as_str()))
}

fn gone_sure(
    view: &View<'_>,
    person: &PersonId,
    vacant: &[RoleId],
    holds: &[IncidentNumber],
) -> Message {
    let name = view.person(person);
    let mut lines = vec![view.say("people-gone-sure", &[("name", (&name).into())])];
    lines.extend(vacant.iter().map(|role| vacancy(view, role)));
    lines.extend(in_hand(view, holds));
    let rosters = view.settings.rosters.iter();
    let rosters: Vec<String> = rosters
        .filter(|roster| roster.has(person))
        .map(|roster| view.name(&roster.name))
        .collect();
    if !rosters.is_empty() {
        let rosters = view.listed(rosters);
        lines.push(view.say("people-gone-roster", &[("rosters", (&rosters).into())]));
    }
    let sure = PeoplePress::Gone {
        person: person.clone(),
        sure: true,
    };
    sure_of(view, lines, sure, PeoplePress::Card(person.clone()))
}

fn in_hand(view: &View<'_>, holds: &[IncidentNumber]) -> Option<String> {
    if holds.is_empty() {
        return None;
    }
    let numbers = view.listed(holds.iter().map(|number| format!("#{number}")).collect());
    Some(view.say("people-gone-holds", &[("numbers", (&numbers).into())]))
}

fn unbind_sure(view: &View<'_>, person: &PersonId, holds: &[IncidentNumber]) -> Message {
    let name = view.person(person);
    let mut lines = vec![view.say("people-unbind-sure", &[("name", (&name).into())])];
    lines.extend(in_hand(view, holds));
    let sure = PeoplePress::Unbind {
        person: person.clone(),
        sure: true,
    };
    sure_of(view, lines, sure, PeoplePress::Card(person.clone()))
}

fn colleague_sure(view: &View<'_>, newcomer: &Newcomer, namesake: bool) -> Message {
    let mut lines = vec![view.say(
        "people-add-sure",
        &[("name", (&view.name(&newcomer.name)).into())],
    )];
    lines.push(match &newcomer.phone {
        Some(phone) => view.say("people-phone", &[("phone", (&typed(phone)).into())]),
        None => view.say("people-phone-none", &[]),
    });
    let account = match newcomer.user {
        Some(_) => "people-add-account",
        None => "people-add-invite",
    };
    lines.push(view.say(account, &[]));
    if namesake {
        lines.push(view.say("people-add-namesake", &[]));
    }
    let sure = PeoplePress::AddIs(newcomer.tag());
    sure_of(view, lines, sure, PeoplePress::Drop)
}
