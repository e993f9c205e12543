//! `dutybell verify`: checks the tamper-evident record of a stopped bot, and the files it tells of.

use std::path::Path;
use std::process::ExitCode;

use dutybell_core::engine;
use dutybell_core::invariants;
use dutybell_core::state::change;
use dutybell_core::state::duty_log::DutyEvent;
use dutybell_core::state::log::{self, Log};
use dutybell_core::state::prompt_log::PromptEvent;
use dutybell_core::store::StoreError;

use super::failure;
use crate::evidence::{Checked, Files};
use crate::{archive, config, store::SledStore};

#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error("{0}")]
    Store(#[from] StoreError),
    #[error("{0}")]
    Record(#[from] invariants::Violation),
    #[error("{0}")]
    Changes(#[from] change::Broken),
    #[error("{0}")]
    Log(#[from] log::Broken),
}

/// Prints what was checked, or the first broken entry; exit 1 where one is broken.
pub(crate) fn run(path: &Path) -> ExitCode {
    let config = match config::load(path) {
        Ok(config) => config,
        Err(problems) => return failure(2, &problems),
    };
    let store = match SledStore::open_existing(&config.data_dir) {
        Ok(store) => store,
        Err(error) => return failure(2, &error),
    };
    let files = Files::within(&config.data_dir);
    let mut evidence = Checked::default();
    let (mut incidents, mut entries) = (0_u64, 0);
    let checked = archive::visit(&store, |incident, record| {
        invariants::record(incident, record)?;
        incidents += 1;
        entries += record.len();
        evidence.look_at(&files, incident);
        Ok::<_, Broken>(())
    });
    let checked = checked.and_then(|()| {
        let desk = engine::desk(&store)?;
        let changes = archive::changes(&store)?;
        change::verify(desk.changes, &changes)?;
        let duty = archive::entries::<DutyEvent>(&store)?;
        log::verify(desk.log_end(Log::Duty), &duty)?;
        let prompts = archive::entries::<PromptEvent>(&store)?;
        log::verify(desk.log_end(Log::Prompt), &prompts)?;
        let ledger = archive::ledger::<Broken>(&store, &desk)?;
        Ok((changes.len(), duty.len(), prompts.len(), ledger))
    });
    match checked {
        Ok((changes, duty, prompts, ledger)) => {
            println!(
                "the record holds: {incidents} incidents, {entries} entries; {changes} changes of people, {duty} entries of the duty log, {prompts} of the prompt log"
            );
            if ledger.disputes > 0 {
                println!(
                    "the ledger holds: {} disputes, {} entries, {} texts",
                    ledger.disputes, ledger.entries, ledger.texts
                );
            }
            report(&evidence)
        }
        Err(broken) => {
            println!("the record is broken: {broken}");
            ExitCode::from(1)
        }
    }
}

/// Prints what was found of the files; exit 1 where one is not as the record says.
fn report(evidence: &Checked) -> ExitCode {
    if evidence.good > 0 {
        println!("the evidence holds: {} files", evidence.good);
    }
    for bad in &evidence.bad {
        println!("{bad}");
    }
    if evidence.bad.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    }
}
