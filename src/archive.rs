//! Reading a stopped bot's store: incidents with their records, in order of number.

use dutybell_core::codec;
use dutybell_core::decide::Folder;
use dutybell_core::engine;
use dutybell_core::ids::IncidentNumber;
use dutybell_core::state::incident::Incident;
use dutybell_core::state::record::Entry;
use dutybell_core::store::{Key, Space, Store, StoreError};

/// Visits every incident with its record. Whatever `each` fails with ends the visit.
pub(crate) fn visit<E: From<StoreError>>(
    store: &dyn Store,
    mut each: impl FnMut(&Incident, &[Entry]) -> Result<(), E>,
) -> Result<(), E> {
    for number in 1..=last_number(store)? {
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

/// The number of the last incident; numbers have no gap.
fn last_number(store: &dyn Store) -> Result<u64, StoreError> {
    match store.state(&engine::last_incident_key())? {
        Some(bytes) => decode::<IncidentNumber>(&bytes).map(|number| number.0),
        None => Ok(0),
    }
}

fn folder(store: &dyn Store, number: u64) -> Result<Option<Folder>, StoreError> {
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
