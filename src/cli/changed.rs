//! What was changed in chat and lies over the file, in words for `dutybell check`.

use std::fmt::Write as _;

use dutybell_core::engine;
use dutybell_core::settings::Settings;
use dutybell_core::state::overlay::{Overlay, PersonOver};
use dutybell_core::store::StoreError;

use crate::config::Config;
use crate::in_chat;
use crate::store::SledStore;

/// The settings in force, and what of them was changed in chat: a line a person, each with a line
/// break before it.
pub(super) fn over(config: &Config) -> (Settings, String) {
    let file = &config.settings;
    if !SledStore::exists(&config.data_dir) {
        return (file.clone(), String::new());
    }
    let store = SledStore::open_existing(&config.data_dir);
    let unknown = match store.and_then(|store| engine::desk(&store)) {
        Ok(desk) => return (desk.overlay.over(file), told(&desk.overlay)),
        // A running bot holds the store, and keeps a copy beside it.
        Err(StoreError::Locked(_)) => match in_chat::read(&config.data_dir) {
            Some(overlay) => return (overlay.over(file), told(&overlay)),
            None => {
                "\nnote: the bot is running, so what was changed in chat is not shown; ask it: \
                     /people"
                    .to_owned()
            }
        },
        Err(error) => format!("\nnote: what was changed in chat can't be read: {error}"),
    };
    (file.clone(), unknown)
}

fn told(overlay: &Overlay) -> String {
    let changed: Vec<_> = overlay
        .people
        .iter()
        .filter(|(_, over)| **over != PersonOver::default())
        .collect();
    let mut text = String::new();
    if !changed.is_empty() {
        text.push_str("\nchanged in chat, over this file (/people export writes it as TOML):");
    }
    for (id, over) in changed {
        let mut parts = Vec::new();
        parts.extend(over.added.as_ref().map(|name| format!("added as {name}")));
        parts.extend(over.telegram.map(|user| format!("telegram {user}")));
        parts.extend(
            over.unbound
                .iter()
                .map(|user| format!("no longer telegram {user}")),
        );
        parts.extend(over.phone.as_ref().map(|phone| format!("phone {phone}")));
        parts.extend(over.roles.iter().map(|(role, within)| {
            let way = if *within { "in" } else { "not in" };
            format!("{way} {role}")
        }));
        parts.extend(over.gone.then(|| "has left".to_owned()));
        // Writing to a String can't fail.
        let _ = write!(text, "\n  {id}: {}", parts.join(", "));
    }
    text
}

#[cfg(test)]
mod tests {
    use dutybell_core::ids::TelegramUser;
    use dutybell_core::state::change::Change;

    use super::*;

    #[test]
    fn each_person_is_a_line() {
        let mut overlay = Overlay::default();
        for change in [
            Change::PutIn {
                person: "li".into(),
                role: "deputy".into(),
            },
            Change::Gone {
                person: "wang".into(),
                user: None,
            },
            Change::Gone {
                person: "zhao".into(),
                user: Some(TelegramUser(7)),
            },
            Change::Returned {
                person: "zhao".into(),
            },
        ] {
            overlay.apply(&change);
        }
        assert_eq!(
            told(&overlay),
            "\nchanged in chat, over this file (/people export writes it as TOML):\n  \
             li: in deputy\n  wang: has left"
        );
        assert_eq!(told(&Overlay::default()), "");
    }
}
