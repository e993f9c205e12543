//! Pictures of tables: own SVG, made to PNG by resvg. The only room that names it.
//!
//! `font` knows the embedded font: what it lacks, how wide a text is. `lines` breaks texts into lines.
//! `drawing` writes SVG and makes the PNG, and refuses one from which a text is missing or in which one
//! sticks out. `roster` lays out a month of duty,
//! `chart` a month's figures.

mod chart;
mod drawing;
mod font;
mod lines;
mod roster;
#[cfg(test)]
mod tests;

use std::panic::{AssertUnwindSafe, catch_unwind};

use dutybell_core::outgoing::Drawn;

/// Why there is no picture; its words are sent instead.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PictureError {
    /// The SVG is not understood.
    #[error("the picture's own text can't be read back: {0}")]
    Svg(#[from] resvg::usvg::Error),
    /// A text has left no trace.
    #[error("{0} of the picture's texts were not drawn")]
    Lost(usize),
    /// A text sticks out of its place.
    #[error("{0} of the picture's texts are wider than their place")]
    Wide(usize),
    /// There are no such pictures.
    #[error("the picture is too large")]
    Size,
    /// It can't be encoded.
    #[error("the picture can't be encoded: {0}")]
    Png(#[from] png::EncodingError),
    /// The library has panicked. It does for some texts (resvg#732).
    #[error("drawing has panicked")]
    Panicked,
    /// It is another kind of file.
    #[error("there is no table to draw")]
    NoTable,
    /// The program stops.
    #[error("stopped while drawing")]
    Stopped,
}

/// A table or chart as PNG, drawn beside everything else: it takes some tenths of a second of a core.
///
/// # Errors
/// Where it can't be drawn whole, or is none.
pub(crate) async fn draw(drawn: Drawn) -> Result<Vec<u8>, PictureError> {
    let png = move || match &drawn {
        Drawn::Roster(sheet) => roster::png(sheet),
        Drawn::Chart(figures) => chart::png(figures),
        Drawn::Qr(_)
        | Drawn::Text { .. }
        | Drawn::Kept(_)
        | Drawn::Workbook(_)
        | Drawn::Report(_) => Err(PictureError::NoTable),
    };
    let drawn = tokio::task::spawn_blocking(move || caught(png));
    drawn.await.unwrap_or(Err(PictureError::Stopped))
}

/// A panic costs the picture, and nothing else.
fn caught(draw: impl FnOnce() -> Result<Vec<u8>, PictureError>) -> Result<Vec<u8>, PictureError> {
    // What a panic leaves half done is dropped with it.
    catch_unwind(AssertUnwindSafe(draw)).unwrap_or(Err(PictureError::Panicked))
}
