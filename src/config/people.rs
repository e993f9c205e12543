//! `[[people]]`, `[[chats]]` and `[[roles]]`: who is there and where.

use dutybell_core::ids::{ChatId, PersonId, RoleId, RosterId, TelegramChat, TelegramUser};
use dutybell_core::settings::{Chat, Language, Person, Role, RoleMembers};

use super::draft::Draft;
use super::problem::{Findings, Flaw};
use super::tree::Table;

/// One Telegram number is one person, or one chat.
pub(super) fn check(draft: &Draft<'_>, findings: &mut Findings) {
    for (key, what) in [("people", "person"), ("chats", "chat")] {
        let mut seen: Vec<(i64, usize)> = Vec::new();
        for row in draft.root.rows(key) {
            let Some(number) = row.whole("telegram") else {
                continue;
            };
            let at = row.place("telegram");
            match seen.iter().find(|(earlier, _)| *earlier == number) {
                Some((_, earlier)) => findings.add(
                    at,
                    Flaw::new(
                        format!(
                            "the Telegram number {number} is already that of the {what} on line {}",
                            draft.lines.line(*earlier)
                        ),
                        format!("each {what} has a number of its own: correct one of the two"),
                    ),
                ),
                None => seen.push((number, at)),
            }
        }
    }
}

pub(super) fn language(row: &Table) -> Option<Language> {
    match row.text("language")? {
        "zh" => Some(Language::Zh),
        "en" => Some(Language::En),
        _ => None,
    }
}

pub(super) fn person(row: &Table) -> Option<Person> {
    Some(Person {
        id: PersonId::new(row.text("id")?),
        name: row.text("name")?.trim().to_owned(),
        telegram: row.whole("telegram").map(TelegramUser),
        phone: row.text("phone").map(str::to_owned),
        language: language(row),
        admin: row.flag("admin"),
        gone: false,
    })
}

pub(super) fn chat(row: &Table) -> Option<Chat> {
    Some(Chat {
        id: ChatId::new(row.text("id")?),
        telegram: TelegramChat(row.whole("telegram")?),
        reports: row.flag("reports"),
        announce: row.flag("announce"),
        offer: !row.refuses("offer"),
        language: language(row),
    })
}

pub(super) fn role(row: &Table) -> Option<Role> {
    let members = match row.text("roster") {
        Some(roster) => RoleMembers::Roster(RosterId::new(roster)),
        None => RoleMembers::People(row.texts("people").map(|(id, _)| id.into()).collect()),
    };
    Some(Role {
        id: RoleId::new(row.text("id")?),
        name: row.name()?,
        members,
    })
}
