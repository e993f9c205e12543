//! Makes workbooks of what is stored, while the bot runs. It reads through the writer, a slice at a time, so
//! that no page waits for it and nobody else touches the store.

use std::sync::Arc;

use dutybell_core::outgoing::{Drawn, Exported};
use dutybell_core::settings::Settings;
use dutybell_core::state::screening_report::ReportBook;
use dutybell_core::store::{EachEntry, Key, Reads, Space, StoreError};
use tokio::runtime::Handle;

use crate::cli::export::ExportError;
use crate::clock;
use crate::export::{self, Format};
use crate::writer::WriterHandle;

/// Entries of a stream that are read at once: some tenths of a millisecond of the writer.
const AT_ONCE: usize = 64;

/// Whoever is asked for workbooks. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Clerk {
    writer: WriterHandle,
}

impl Clerk {
    /// Reads through this writer.
    pub(crate) fn new(writer: WriterHandle) -> Self {
        Self { writer }
    }

    /// A workbook: what its file is called, and its bytes.
    ///
    /// # Errors
    /// Why it can't be made, in words for a log.
    pub(crate) async fn workbook(&self, drawn: &Drawn) -> Result<(String, Vec<u8>), String> {
        let settings = self.writer.settings().await;
        let settings = settings.map_err(|gone| gone.to_string())?;
        let (book, word, of) = match drawn {
            Drawn::Report(report) => (Book::Report(report.clone()), "screening", report.at),
            Drawn::Workbook(kind) => (Book::Stored(*kind), kind.word(), clock::now()),
            _ => return Err("this is no workbook".to_owned()),
        };
        let day = of.utc().with_timezone(&settings.timezone);
        let name = format!("{word}-{}.xlsx", day.format("%Y-%m-%d"));
        let shelf = Shelf {
            writer: self.writer.clone(),
            runtime: Handle::current(),
        };
        let made = tokio::task::spawn_blocking(move || made(&shelf, &settings, &book));
        match made.await {
            Ok(Ok(bytes)) => Ok((name, bytes)),
            Ok(Err(error)) => Err(error.to_string()),
            Err(_) => Err("making the workbook broke off".to_owned()),
        }
    }
}

/// What a workbook is made of.
enum Book {
    /// Of what came with the message.
    Report(Box<ReportBook>),
    /// Of what is stored.
    Stored(Exported),
}

fn made(shelf: &Shelf, settings: &Arc<Settings>, book: &Book) -> Result<Vec<u8>, ExportError> {
    let mut bytes = Vec::new();
    let (out, format) = (&mut bytes, Format::Xlsx);
    match book {
        Book::Report(report) => export::screening_report::write(report, settings, out)?,
        Book::Stored(kind) => {
            match kind {
                Exported::Incidents => export::incidents::write(shelf, settings, format, out)?,
                Exported::Duty => export::duty::write(shelf, settings, format, out)?,
                Exported::Disputes => export::disputes::write(shelf, settings, format, out)?,
                Exported::Prompts => export::prompts::write(shelf, settings, format, out)?,
            };
        }
    }
    Ok(bytes)
}

/// The store, as the writer hands it over.
struct Shelf {
    writer: WriterHandle,
    runtime: Handle,
}

impl Shelf {
    fn ask<T: Send + 'static>(
        &self,
        read: impl FnOnce(&dyn Reads) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let answer = self.runtime.block_on(self.writer.read(read));
        answer.map_err(|gone| StoreError::Fatal(gone.to_string()))?
    }
}

impl Reads for Shelf {
    fn state(&self, key: &Key) -> Result<Option<Vec<u8>>, StoreError> {
        let key = key.clone();
        self.ask(move |store| store.state(&key))
    }

    fn load(&self, space: Space, each: &mut EachEntry<'_>) -> Result<(), StoreError> {
        let entries = self.ask(move |store| {
            let mut entries: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
            store.load(space, &mut |name, value| {
                entries.push((name.to_vec(), value.to_vec()));
                Ok(())
            })?;
            Ok(entries)
        })?;
        entries
            .iter()
            .try_for_each(|(name, value)| each(name, value))
    }

    fn events_from(&self, stream: u64, seq: u32, limit: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut events: Vec<Vec<u8>> = Vec::new();
        // Entries count up by one, from 1 on.
        let mut next = seq.max(1);
        while events.len() < limit {
            let at_once = AT_ONCE.min(limit - events.len());
            let slice = self.ask(move |store| store.events_from(stream, next, at_once))?;
            let count = slice.len();
            events.extend(slice);
            if count < at_once {
                break;
            }
            next = next.saturating_add(u32::try_from(count).unwrap_or(u32::MAX));
        }
        Ok(events)
    }
}
