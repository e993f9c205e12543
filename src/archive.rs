//! Reading a stopped bot's store: incidents with their records, in order of number.

use std::collections::BTreeMap;

use dutybell_core::codec;
use dutybell_core::decide::Folder;
use dutybell_core::engine;
use dutybell_core::ids::IncidentNumber;
use dutybell_core::invariants;
use dutybell_core::state::change::{self, ChangeEntry};
use dutybell_core::state::desk::Desk;
use dutybell_core::state::incident::Incident;
use dutybell_core::state::ledger::{Dispute, LedgerEntry, LedgerEvent, Text, TextKey};
use dutybell_core::state::log::{self, Log, LogEntry, Logged};
use dutybell_core::state::record::Entry;
use dutybell_core::store::{Key, Reads, Space, StoreError};

/// Visits every incident with its record, and looks whether there are more than are counted. Whatever `each`
/// fails with ends the visit.
pub(crate) fn visit<E: From<StoreError>>(
    store: &dyn Reads,
    each: impl FnMut(&Incident, &[Entry]) -> Result<(), E>,
) -> Result<(), E> {
    visit_until(store, last_number(store)?, each)?;
    Ok(nothing_beyond(store)?)
}

/// Looks whether there are more incidents than are counted: a count that was set back would hide them.
pub(crate) fn nothing_beyond(store: &dyn Reads) -> Result<(), StoreError> {
    let last = last_number(store)?;
    for space in [Space::Open, Space::Archive] {
        if store.state(&Key::numbered(space, last + 1))?.is_some() {
            let fault = format!("the count of incidents ends at {last}, and there are more");
            return Err(StoreError::Fatal(fault));
        }
    }
    Ok(())
}

/// Visits the incidents up to a number: while the bot runs, more may come.
pub(crate) fn visit_until<E: From<StoreError>>(
    store: &dyn Reads,
    last: u64,
    mut each: impl FnMut(&Incident, &[Entry]) -> Result<(), E>,
) -> Result<(), E> {
    for number in 1..=last {
        let folder = folder(store, number)?
            .ok_or_else(|| StoreError::Fatal(format!("incident {number} is missing")))?;
        let entries: Vec<Entry> = store
            .events(number)?
            .iter()
            .map(|bytes| decode(bytes))
            .collect::<Result<_, StoreError>>()?;
        each(&folder.incident, &entries)?;
    }
    Ok(())
}

/// The record of changes of people.
pub(crate) fn changes(store: &dyn Reads) -> Result<Vec<ChangeEntry>, StoreError> {
    let entries = store.events(change::STREAM)?;
    entries.iter().map(|bytes| decode(bytes)).collect()
}

/// The entries of a log.
pub(crate) fn entries<E>(store: &dyn Reads) -> Result<Vec<LogEntry<E>>, StoreError>
where
    E: Logged + serde::de::DeserializeOwned,
{
    let entries = store.events(E::LOG.stream())?;
    entries.iter().map(|bytes| decode(bytes)).collect()
}

/// How much of the ledger was checked.
#[derive(Debug, Clone, Copy)]
pub(crate) struct LedgerChecked {
    pub(crate) disputes: usize,
    pub(crate) entries: usize,
    pub(crate) texts: usize,
}

/// Checks the ledger: its log holds, tells the disputes as they are stored, and knows every text by its
/// digest. No word of a text is in what this fails with.
pub(crate) fn ledger<E>(store: &dyn Reads, desk: &Desk) -> Result<LedgerChecked, E>
where
    E: From<StoreError> + From<log::Broken> + From<invariants::Violation>,
{
    let entries = entries::<LedgerEvent>(store)?;
    log::verify(desk.log_end(Log::Ledger), &entries)?;
    let mut texts = BTreeMap::new();
    store.load(Space::Private, &mut |name, value| {
        let unknown = || StoreError::Fatal("a text of the ledger has an unknown name".to_owned());
        let key = TextKey::read(name).ok_or_else(unknown)?;
        texts.insert(key, decode::<Text>(value)?);
        Ok(())
    })?;
    invariants::ledger(&desk.disputes, &entries, &texts)?;
    Ok(LedgerChecked {
        disputes: desk.disputes.len(),
        entries: entries.len(),
        texts: texts.len(),
    })
}

/// The disputes in order of number, and the ledger's log.
pub(crate) fn disputes(store: &dyn Reads) -> Result<(Vec<Dispute>, Vec<LedgerEntry>), StoreError> {
    let disputes = engine::desk(store)?.disputes.into_values();
    Ok((disputes.collect(), entries::<LedgerEvent>(store)?))
}

/// The number of the last incident; numbers have no gap.
pub(crate) fn last_number(store: &dyn Reads) -> Result<u64, StoreError> {
    match store.state(&engine::last_incident_key())? {
        Some(bytes) => decode::<IncidentNumber>(&bytes).map(|number| number.0),
        None => Ok(0),
    }
}

fn folder(store: &dyn Reads, number: u64) -> Result<Option<Folder>, StoreError> {
    for space in [Space::Open, Space::Archive] {
        if let Some(bytes) = store.state(&Key::numbered(space, number))? {
            return decode(&bytes).map(Some);
        }
    }
    Ok(None)
}

fn decode<T: serde::de::DeserializeOwned>(bytes: &[u8]) -> Result<T, StoreError> {
    codec::decode(bytes).map_err(|error| StoreError::Fatal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use dutybell_core::store::model::{Disk, ModelStore};
    use dutybell_core::store::{Batch, StateWrite, Store as _};

    #[test]
    fn a_count_that_was_taken_away_hides_no_incident() {
        let mut store = ModelStore::open(&Disk::default()).unwrap();
        let fence = store.acquire().unwrap();
        let nothing = |_: &Incident, _: &[Entry]| Ok::<_, StoreError>(());
        assert!(visit(&store, nothing).is_ok(), "an empty store");
        let batch = Batch {
            id: 1,
            state: vec![StateWrite {
                key: Key::numbered(Space::Archive, 1),
                value: Some(vec![1]),
            }],
            ..Batch::default()
        };
        store.commit(&fence, &batch).unwrap();
        let told = visit(&store, nothing).unwrap_err().to_string();
        assert!(told.contains("the count of incidents ends at 0"), "{told}");
    }
}
