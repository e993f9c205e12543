//! The embedded font: Noto Sans CJK SC, cut to what names need (`font/README.md`).

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::{Database, Source};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider as _};

/// What the font calls itself: a family that matches nothing would draw no text at all.
pub(super) const FAMILY: &str = "Noto Sans CJK SC";

/// In the place of a character that the font lacks: it would be dropped without a trace.
pub(super) const LACKING: &str = "〔?〕";

static REGULAR: &[u8] = include_bytes!("font/NotoSansCJKsc-Regular.otf");
static BOLD: &[u8] = include_bytes!("font/NotoSansCJKsc-Bold.otf");

/// How thick letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// A weight, ready to measure with.
struct Face {
    charmap: Charmap<'static>,
    /// Of a letter one pixel high.
    metrics: GlyphMetrics<'static>,
}

impl Face {
    /// `None` for what is no font; a test draws with both.
    fn of(bytes: &'static [u8]) -> Option<Self> {
        let font = FontRef::new(bytes).ok()?;
        Some(Self {
            charmap: font.charmap(),
            metrics: font.glyph_metrics(Size::new(1.0), LocationRef::default()),
        })
    }

    /// Not what has no width of its own: it would stand on its neighbour, or outside.
    fn has(&self, c: char) -> bool {
        let glyph = self.charmap.map(c);
        let width = glyph.and_then(|glyph| self.metrics.advance_width(glyph));
        width.is_some_and(|width| width > 0.0)
    }

    fn width(&self, c: char) -> f32 {
        let glyph = self.charmap.map(c);
        let width = glyph.and_then(|glyph| self.metrics.advance_width(glyph));
        // A full width: nothing is wider.
        width.unwrap_or(1.0)
    }
}

static FACES: LazyLock<[Option<Face>; 2]> = LazyLock::new(|| [Face::of(REGULAR), Face::of(BOLD)]);

fn face(weight: Weight) -> Option<&'static Face> {
    let [regular, bold] = &*FACES;
    match weight {
        Weight::Regular => regular.as_ref(),
        Weight::Bold => bold.as_ref(),
    }
}

/// Both weights for resvg, and no font of this machine.
pub(super) fn database() -> Arc<Database> {
    static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        for bytes in [REGULAR, BOLD] {
            database.load_font_source(Source::Binary(Arc::new(bytes)));
        }
        database.set_serif_family(FAMILY);
        database.set_sans_serif_family(FAMILY);
        Arc::new(database)
    });
    DATABASE.clone()
}

/// A text with every character that the font has, and [`LACKING`] for each of the others. What is seen
/// nowhere (joiners, selectors of a variant) is left out.
pub(super) fn covered(text: &str) -> String {
    let has = |c: char| {
        let faces = [Weight::Regular, Weight::Bold].map(face);
        faces
            .iter()
            .all(|face| face.is_some_and(|face| face.has(c)))
    };
    let mut all = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !is_unseen(*c)) {
        if has(c) {
            all.push(c);
        } else {
            all.push_str(LACKING);
        }
    }
    all
}

/// Whether a text has a character that must be told otherwise.
pub(super) fn lacks(text: &str) -> bool {
    covered(text).contains(LACKING) && !text.contains(LACKING)
}

/// Unicode, Default_Ignorable_Code_Point: those that come with names.
fn is_unseen(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
    ) || matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// How wide a text is, in pixels, of letters so high.
pub(super) fn width(text: &str, size: f32, weight: Weight) -> f32 {
    let face = face(weight);
    let widths = text.chars().map(|c| face.map_or(1.0, |face| face.width(c)));
    widths.sum::<f32>() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_gb2312_lacks_are_there_and_what_is_not_is_told() {
        for name in [
            "陈玥",
            "李喆",
            "王堃",
            "张珺",
            "祎",
            "〇",
            "Ångström Müller",
            "⇄★◆—",
        ] {
            assert_eq!(covered(name), name);
            assert!(!lacks(name));
        }
        assert_eq!(covered("陈𠮷"), "陈〔?〕");
        assert_eq!(covered("Li 🔥"), "Li 〔?〕");
        assert_eq!(covered("김 x"), "〔?〕 x");
        assert_eq!(covered("葛\u{E0100}"), "葛");
        assert_eq!(covered("x\u{302A}"), "x〔?〕");
        assert!(lacks("陈𠮷"));
    }

    #[test]
    fn a_chinese_character_is_as_wide_as_it_is_high() {
        assert!((width("陈玥", 40.0, Weight::Regular) - 80.0).abs() < 0.01);
        assert!(width("WWW", 40.0, Weight::Bold) > width("iii", 40.0, Weight::Bold) * 2.0);
    }
}
