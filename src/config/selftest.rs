//! `[selftest]` and `[[musters]]`: when it is checked who can be reached, and how many are wanted.

use dutybell_core::ids::RoleId;
use dutybell_core::settings::{Muster, SelfTest};

use super::calendar;
use super::tree::Table;

pub(super) fn selftest(root: &Table) -> SelfTest {
    let usual = SelfTest::default();
    let Some(row) = root.table("selftest") else {
        return usual;
    };
    let morning = row
        .text("morning")
        .and_then(|time| calendar::time(time).ok());
    SelfTest {
        morning: morning.or(usual.morning),
        night_proof: row.span("night_proof").unwrap_or(usual.night_proof),
    }
}

pub(super) fn muster(row: &Table) -> Option<Muster> {
    Some(Muster {
        team: RoleId::new(row.text("team")?),
        point: row.text("point")?.to_owned(),
        within: row.span("within")?,
        need: row.whole("need").and_then(|need| need.try_into().ok()),
    })
}
