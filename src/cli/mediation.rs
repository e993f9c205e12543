//! Written reports, the dispute ledger and the committees, in words for `dutybell check`.

use std::fmt;

use dutybell_core::decide::ledger_keepers;
use dutybell_core::settings::{Ledger, Onward, Prompt, PromptKind, Settings, Target, Whom};

use super::check::{list, target_words};
use crate::config::committees::Committee;
use crate::config::duration;

/// What a mediation committee is to know of the file, where something of it is there: each line with a line break
/// before it.
pub(super) struct Mediation<'a> {
    /// In force, with what was changed in chat.
    pub(super) settings: &'a Settings,
    pub(super) committees: &'a [Committee],
}

impl fmt::Display for Mediation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let screenings: Vec<&Prompt> = screenings(self.settings).collect();
        let reports = screenings.iter().map(|row| match &row.onward {
            Some(onward) => self.report(row, onward),
            None => format!(
                "{}: none is drafted; onward_to and onward_within ask for one",
                row.id
            ),
        });
        let reports: Vec<String> = reports.collect();
        if !reports.is_empty() {
            write!(f, "\nwritten reports:")?;
        }
        for report in reports {
            write!(f, "\n  {report}")?;
        }
        if !screenings.is_empty() || self.settings.ledger != Ledger::default() {
            write!(f, "\ndispute ledger:")?;
            for line in self.ledger() {
                write!(f, "\n  {line}")?;
            }
        }
        if !self.committees.is_empty() {
            write!(f, "\nmediation committees:")?;
        }
        for committee in self.committees {
            let members = committee.members.iter();
            let members = members.map(|id| {
                let known = self.settings.person(id);
                known.map_or(id.as_str(), |person| person.name.as_str())
            });
            let (name, women) = (&committee.name, committee.women);
            let called = if women == 1 { "woman" } else { "women" };
            write!(f, "\n  {name}: {}; {women} {called}", list(members))?;
        }
        Ok(())
    }
}

impl Mediation<'_> {
    /// `screening: to the judicial office by 3d after the question (2d to answer, 1d for the report); drafted for …`
    fn report(&self, row: &Prompt, onward: &Onward) -> String {
        let escalate = row.escalate.iter();
        let whom: Vec<String> = escalate
            .map(|whom| whom_words(self.settings, whom))
            .collect();
        let whom = if whom.is_empty() {
            "the administrators".to_owned()
        } else {
            list(whom)
        };
        format!(
            "{}: to {} by {} after the question ({} to answer, {} for the report); drafted for {whom}",
            row.id,
            onward.to,
            duration::words(row.within.saturating_add(onward.within)),
            duration::words(row.within),
            duration::words(onward.within),
        )
    }

    /// Who keeps it, then its limits, a line each.
    fn ledger(&self) -> [String; 4] {
        let keepers = ledger_keepers(self.settings);
        let keepers = keepers.iter().filter_map(|id| self.settings.person(id));
        let keepers: Vec<&str> = keepers.map(|person| person.name.as_str()).collect();
        let ledger = &self.settings.ledger;
        let remind = ledger.remind.iter().map(|before| duration::words(*before));
        let remind: Vec<String> = remind.collect();
        [
            if keepers.is_empty() {
                "kept by nobody: no screening asks anybody".to_owned()
            } else {
                format!("kept by {}", list(keepers))
            },
            format!(
                "mediation within {}; revisit {} after an agreement",
                duration::words(ledger.mediate_within),
                duration::words(ledger.revisit_after)
            ),
            if remind.is_empty() {
                "no reminders before these limits".to_owned()
            } else {
                format!("reminders {} before these limits", list(remind))
            },
            match ledger.retention {
                Some(kept) => format!(
                    "names and texts are removed {} after the end",
                    duration::words(kept)
                ),
                None => "names and texts stay (no retention)".to_owned(),
            },
        ]
    }
}

/// Prompts that ask for disputes.
pub(super) fn screenings(settings: &Settings) -> impl Iterator<Item = &Prompt> {
    let prompts = settings.prompts.iter();
    prompts.filter(|row| matches!(row.kind, PromptKind::Screening))
}

fn whom_words(settings: &Settings, whom: &Whom) -> String {
    match whom {
        Whom::Person(id) => target_words(settings, &Target::Person(id.clone())),
        Whom::Role(id) => target_words(settings, &Target::Role(id.clone())),
        Whom::Roster(id) => {
            let known = settings.roster(id);
            let name = known.map_or(id.as_str(), |roster| roster.name.as_str());
            format!("on shift in {name}")
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::config;

    fn told(text: &str) -> String {
        let config = config::parse(text, Path::new("")).unwrap();
        let mediation = Mediation {
            settings: &config.settings,
            committees: &config.committees,
        };
        mediation.to_string().trim_start().to_owned()
    }

    #[test]
    fn the_example_is_told_in_plain_lines() {
        insta::assert_snapshot!(told(include_str!("../../config/dutybell.toml")), @r"
        written reports:
          screening: to 镇司法所 by 3d after the question (2d to answer, 1d for the report); drafted for 带班领导 (孙敏, 赵建国)
        dispute ledger:
          kept by 赵建国, 孙敏, 王芳, 陈玥
          mediation within 30d; revisit 30d after an agreement
          reminders 5d before these limits
          names and texts are removed 1095d after the end
        mediation committees:
          镇人民调解委员会: 王芳, 陈玥, 周伟; 2 women
        ");
    }

    #[test]
    fn what_is_not_configured_is_not_told() {
        let spec = include_str!("../config/tests/spec.toml");
        let calm = spec.replace("kind = \"screening\"", "kind = \"acknowledge\"");
        assert_eq!(told(&calm), "");
        let kept = told(&format!("{calm}\n[ledger]\nremind = []\n"));
        insta::assert_snapshot!(kept, @r"
        dispute ledger:
          kept by nobody: no screening asks anybody
          mediation within 30d; revisit 30d after an agreement
          no reminders before these limits
          names and texts stay (no retention)
        ");
    }
}
