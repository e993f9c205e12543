//! A file that was read and is being checked, then turned into settings.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono_tz::Tz;
use dutybell_core::settings::{Language, Settings};

use super::names::Names;
use super::problem::{Findings, Lines};
use super::tree::Table;
use super::{
    Config, calendar, committees, connections, duty, evidence, holidays, levels, people, periods,
    policies, presence, recurring, selftest, walk,
};

/// What every check may look at.
pub(super) struct Draft<'t> {
    pub(super) root: &'t Table,
    pub(super) names: Names<'t>,
    pub(super) lines: Lines<'t>,
}

impl<'t> Draft<'t> {
    pub(super) fn new(text: &'t str, root: &'t Table) -> Self {
        Self {
            root,
            names: Names::collect(root),
            lines: Lines::new(text),
        }
    }

    /// Everything that is wrong, in no order.
    pub(super) fn check(&self) -> Findings {
        let mut findings = Findings::default();
        walk::walk(self.root, &self.names, &mut findings);
        self.names.check_unique(&self.lines, &mut findings);
        for check in [
            people::check,
            levels::check,
            policies::check,
            duty::check,
            periods::check,
            holidays::check,
            presence::check,
            recurring::check,
            committees::check,
            connections::check,
        ] {
            check(self, &mut findings);
        }
        findings
    }

    /// The configuration; `None` only where [`Self::check`] finds something.
    pub(super) fn build(&self, folder: &Path) -> Option<Config> {
        let root = self.root;
        let holidays = holidays::read(root);
        let special_periods = all(root, "special_periods", periods::period)?;
        let settings = Settings {
            timezone: zone(root)?,
            language: people::language(root).unwrap_or(Language::Zh),
            duty_phone: root.text("duty_phone").map(str::to_owned),
            public_url: connections::public_url(root),
            people: all(root, "people", people::person)?,
            chats: all(root, "chats", people::chat)?,
            roles: all(root, "roles", people::role)?,
            severities: all(root, "severities", levels::severity)?,
            categories: all(root, "categories", levels::category)?,
            policies: all(root, "policies", |row| policies::policy(row, &self.names))?,
            musters: all(root, "musters", selftest::muster)?,
            rosters: all(root, "rosters", |row| duty::asking_roster(row, &self.names))?,
            presence: all(root, "presence", |row| {
                presence::row(row, &self.names, &holidays)
            })?,
            prompts: all(root, "prompts", |row| {
                recurring::prompt(row, &self.names, (&holidays, &special_periods))
            })?,
            special_periods,
            ledger: recurring::ledger(root),
            holidays: Arc::clone(&holidays),
            selftest: selftest::selftest(root),
            limits: connections::limits(root),
            evidence: evidence::limits(root),
        };
        Some(Config {
            settings,
            committees: all(root, "committees", committees::committee)?,
            data_dir: data_dir(root, folder),
            keep_free: evidence::keep_free(root),
            telegram: connections::telegram(root, folder),
            http_listen: connections::listen(root),
        })
    }
}

/// Where the store lives, beside the file where nothing else is said.
pub(super) fn data_dir(root: &Table, folder: &Path) -> PathBuf {
    folder.join(root.text("data_dir").unwrap_or("data"))
}

fn zone(root: &Table) -> Option<Tz> {
    root.text("timezone")
        .map_or(Some(Tz::Asia__Shanghai), |name| calendar::zone(name).ok())
}

/// All rows or none: a person silently left out would not be paged.
fn all<T>(root: &Table, key: &str, one: impl FnMut(&Table) -> Option<T>) -> Option<Vec<T>> {
    root.rows(key).map(one).collect()
}
