//! "did you mean …": the nearest of the names that exist.

use strsim::osa_distance;

/// Names listed where none is near; more would bury the message.
const MOST_LISTED: usize = 16;

/// The name that `wrong` was meant to be: the same but for case, or at most two slips away (one
/// for names of two characters, none for one).
pub(super) fn nearest<'a>(
    wrong: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> Option<&'a str> {
    let folded = wrong.to_lowercase();
    let same = known.clone().find(|name| name.to_lowercase() == folded);
    same.or_else(|| {
        known
            .map(|name| (osa_distance(&folded, &name.to_lowercase()), name))
            .filter(|(distance, name)| {
                let shorter = wrong.chars().count().min(name.chars().count());
                *distance <= shorter.saturating_sub(1).min(2)
            })
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, name)| name)
    })
}

/// The hint with a name.
pub(super) fn did_you_mean(name: &str) -> String {
    format!("did you mean `{name}`?")
}

/// The hint: the nearest name, or all that exist.
pub(super) fn hint<'a>(
    wrong: &str,
    what: &str,
    known: impl Iterator<Item = &'a str> + Clone,
) -> String {
    if let Some(name) = nearest(wrong, known.clone()) {
        return did_you_mean(name);
    }
    let mut names: Vec<String> = Vec::new();
    for name in known.map(|name| format!("`{name}`")) {
        // A name that stands twice by mistake is told elsewhere.
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        return format!("the file defines no {what} at all");
    }
    let there = names.len();
    names.truncate(MOST_LISTED);
    let more = if there > names.len() { ", …" } else { "" };
    format!("{what} here: {}{more}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_slips_and_one_for_short_names() {
        let known = ["commander", "duty_officer", "li", "II", "I"];
        for (wrong, right) in [
            ("comander", Some("commander")),
            ("commnader", Some("commander")),
            ("comanderr", Some("commander")),
            ("cmmndr", None),
            ("Commander", Some("commander")),
            ("lj", Some("li")),
            ("xy", None),
            ("V", None),
        ] {
            assert_eq!(nearest(wrong, known.into_iter()), right, "{wrong}");
        }
    }
}
