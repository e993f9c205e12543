//! An SVG in the making, and its PNG.

use std::fmt::Write as _;
use std::sync::Arc;

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Group, Node, Options, Tree};

use super::PictureError;
use super::font::{FAMILY, Weight, covered, database};

/// Ink may reach beyond the width of its letter by this share of the letters' height, and a pixel: `j` and
/// letters with accents do, by up to 0.058.
const TOUCH: f32 = 0.06;

/// A rectangle, in pixels.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Rectangles and texts on white.
pub(super) struct Drawing {
    svg: String,
    /// From where to where each text may reach.
    texts: Vec<(f32, f32)>,
}

impl Drawing {
    pub(super) fn new() -> Self {
        Self {
            svg: String::new(),
            texts: Vec::new(),
        }
    }

    pub(super) fn fill(&mut self, frame: Frame, colour: &str) {
        let Frame {
            x,
            y,
            width,
            height,
        } = frame;
        // Writing to a String can't fail.
        let _ = write!(
            self.svg,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="{colour}"/>"#
        );
    }

    pub(super) fn outline(&mut self, frame: Frame, thick: f32, colour: &str) {
        let Frame {
            x,
            y,
            width,
            height,
        } = frame;
        let _ = write!(
            self.svg,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" fill="none" stroke="{colour}" stroke-width="{thick:.1}"/>"#
        );
    }

    /// A text with its baseline at `at`, in a place of this width. The caller has measured it.
    pub(super) fn text(
        &mut self,
        text: &str,
        at: (f32, f32),
        width: f32,
        (size, weight, colour): (f32, Weight, &str),
    ) {
        let text = covered(text);
        if text.trim().is_empty() {
            return;
        }
        let weight = match weight {
            Weight::Regular => 400,
            Weight::Bold => 700,
        };
        let (x, y) = at;
        let _ = write!(
            self.svg,
            r#"<text id="t{}" x="{x:.1}" y="{y:.1}" font-size="{size:.1}" font-weight="{weight}" fill="{colour}">{}</text>"#,
            self.texts.len(),
            escaped(text.trim()),
        );
        let touch = size * TOUCH + 1.0;
        self.texts.push((x - touch, x + width + touch));
    }

    /// The picture, if every text is in it and none sticks out.
    pub(super) fn png(self, width: u32, height: u32) -> Result<Vec<u8>, PictureError> {
        let tree = self.checked((width, height), database())?;
        let mut pixels = Pixmap::new(width, height).ok_or(PictureError::Size)?;
        pixels.fill(resvg::tiny_skia::Color::WHITE);
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        encoded(&pixels)
    }

    /// What is to be drawn, once every text is found in its place.
    fn checked(
        self,
        (width, height): (u32, u32),
        fontdb: Arc<Database>,
    ) -> Result<Tree, PictureError> {
        let svg = format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" font-family="{FAMILY}">{}</svg>"#,
            self.svg
        );
        let options = Options {
            font_family: FAMILY.to_owned(),
            fontdb,
            ..Options::default()
        };
        let tree = Tree::from_str(&svg, &options)?;
        let mut found = Vec::new();
        places(tree.root(), &mut found);
        if found.len() < self.texts.len() {
            return Err(PictureError::Lost(self.texts.len() - found.len()));
        }
        let wide = self
            .texts
            .iter()
            .zip(&found)
            .filter(|(place, text)| text.0 < place.0 || text.1 > place.1 || text.0.is_nan());
        match wide.count() {
            0 => Ok(tree),
            wide => Err(PictureError::Wide(wide)),
        }
    }
}

/// From where to where the ink of each text reaches, in their order.
fn places(group: &Group, found: &mut Vec<(f32, f32)>) {
    for node in group.children() {
        match node {
            Node::Group(group) => places(group, found),
            Node::Text(text) => {
                let ink = text.abs_bounding_box();
                found.push((ink.left(), ink.right()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// White lies under everything, so that nothing is transparent.
fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, PictureError> {
    let opaque: Vec<u8> = pixels
        .pixels()
        .iter()
        .flat_map(|pixel| [pixel.red(), pixel.green(), pixel.blue()])
        .collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(bytes)
}

/// What a name can't make mark-up with.
fn escaped(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => all.push_str("&amp;"),
            '<' => all.push_str("&lt;"),
            '>' => all.push_str("&gt;"),
            c => all.push(c),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(text: &str, width: f32) -> Drawing {
        let mut drawing = Drawing::new();
        let ink = (40.0, Weight::Regular, "#000");
        drawing.text(text, (10.0, 50.0), width, ink);
        drawing
    }

    #[test]
    fn a_text_that_leaves_no_trace_is_noticed() {
        let drawn = |fontdb| with("李强", 80.0).checked((200, 80), fontdb);
        assert!(drawn(database()).is_ok());
        let lost = drawn(Arc::new(Database::new()));
        assert!(matches!(lost, Err(PictureError::Lost(1))));
    }

    #[test]
    fn a_text_that_sticks_out_is_noticed() {
        let wide = with("欧阳建国", 120.0).png(400, 80);
        assert!(matches!(wide, Err(PictureError::Wide(1))));
        assert!(with("欧阳建国", 160.0).png(400, 80).is_ok());
    }

    #[test]
    fn ink_beyond_a_letter_is_no_harm() {
        for text in ["june", "ĩj", "Ĩf", "îÏ"] {
            let ink = (54.0, Weight::Bold, "#000");
            let width = crate::picture::font::width(text, 54.0, Weight::Bold);
            let mut drawing = Drawing::new();
            drawing.text(text, (20.0, 60.0), width, ink);
            assert!(drawing.png(400, 80).is_ok(), "{text}");
        }
    }

    #[test]
    fn letters_are_drawn_as_far_apart_as_they_are_measured() {
        // With kerning these pairs are wider than their letters.
        for text in ["{j", "(j", "[j", "fj}", "f]", "f?", "T\u{ef}"] {
            for weight in [Weight::Regular, Weight::Bold] {
                let width = crate::picture::font::width(text, 38.0, weight);
                let mut drawing = Drawing::new();
                drawing.text(text, (20.0, 60.0), width, (38.0, weight, "#000"));
                assert!(drawing.png(400, 80).is_ok(), "{text}");
            }
        }
    }

    #[test]
    fn names_make_no_mark_up() {
        let name = "</text><rect width=\"9\"/>&amp; \"'";
        assert!(with(name, 900.0).png(900, 80).is_ok());
    }
}
