//! A month's figures: sections one under another, a line each, with a bar under those that are parts of a whole.
//!
//! It is looked at on a phone, printed and sent on: big letters, black on white. What falls short is told by a
//! sign and a word in the figure itself, and by a bar that does not reach its line; grey only helps.

use dutybell_core::chart::{Bar, Chart, Section};

use super::PictureError;
use super::drawing::{Drawing, Frame};
use super::font::{Weight, covered, lacks, width};
use super::lines::{Block, Piece, set};

/// Pixels of a phone's width.
const WIDTH: f32 = 1080.0;
const MARGIN: f32 = 28.0;
const ROOM: f32 = WIDTH - 2.0 * MARGIN;
/// Between a name and its figure.
const GAP: f32 = 24.0;
/// Lines stand so far apart, in heights of a letter.
const LEADING: f32 = 1.26;
/// From a line's middle to its baseline, in heights of a letter: the middle of a Chinese character.
const BASE: f32 = 0.38;
/// Of a bar, and of what lies under it.
const BAR: f32 = 16.0;
const AFTER_BAR: f32 = 12.0;
/// How far the line of what should be reached sticks out of its bar.
const STICKS_OUT: f32 = 6.0;

const TITLE: f32 = 54.0;
const HEAD: f32 = 40.0;
const TEXT: f32 = 36.0;
const SMALL: f32 = 28.0;

const BLACK: &str = "#000";
const DARK: &str = "#24303c";
const GREY: &str = "#555";
const WHITE: &str = "#fff";
const EMPTY: &str = "#e9ecef";

/// The picture.
pub(super) fn png(chart: &Chart) -> Result<Vec<u8>, PictureError> {
    let mut page = Page {
        drawing: Drawing::new(),
        y: MARGIN,
    };
    page.line(&chart.title, TITLE, Weight::Bold, BLACK);
    for section in &chart.sections {
        page.section(section);
    }
    page.y += GAP;
    if lacks_any(chart) {
        page.line(&chart.lacking, SMALL, Weight::Regular, BLACK);
    }
    page.line(&chart.foot, SMALL, Weight::Regular, GREY);
    let height = (page.y + MARGIN).ceil();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "some thousand pixels"
    )]
    let size = (WIDTH as u32, height as u32);
    page.drawing.png(size.0, size.1)
}

struct Page {
    drawing: Drawing,
    y: f32,
}

impl Page {
    fn section(&mut self, section: &Section) {
        self.y += GAP;
        let head = set(
            &[vec![piece(&section.head, Weight::Bold)]],
            ROOM - GAP,
            HEAD,
        );
        let band = Frame {
            x: MARGIN,
            y: self.y,
            width: ROOM,
            height: height(&head) + GAP,
        };
        self.drawing.fill(band, DARK);
        self.y += GAP / 2.0;
        self.block(&head, MARGIN + GAP / 2.0, ROOM - GAP, WHITE);
        self.y += GAP;
        for bar in &section.bars {
            self.bar(bar);
        }
        for note in &section.notes {
            self.line(note, TEXT, Weight::Regular, BLACK);
        }
    }

    fn bar(&mut self, bar: &Bar) {
        let weight = if bar.is_short() {
            Weight::Bold
        } else {
            Weight::Regular
        };
        // Where both have no room side by side, the figure gets half and lines of its own.
        let value = covered(&bar.value);
        let wide = width(&value, TEXT, weight).min(ROOM / 2.0) + 1.0;
        let value = set(&[vec![Piece::new(value, weight)]], wide, TEXT);
        let label = set(&[vec![piece(&bar.label, weight)]], ROOM - wide - GAP, TEXT);
        let top = self.y;
        self.block(&label, MARGIN, ROOM - wide - GAP, BLACK);
        let below = self.y;
        self.y = top;
        self.block(&value, WIDTH - MARGIN - wide, wide, BLACK);
        self.y = below.max(self.y);
        let Some(length) = bar.length else {
            return;
        };
        self.y += STICKS_OUT;
        let part = |thousandths: u16| ROOM * f32::from(thousandths) / 1000.0;
        let frame = |width: f32| Frame {
            x: MARGIN,
            y: self.y,
            width,
            height: BAR,
        };
        self.drawing.fill(frame(ROOM), EMPTY);
        self.drawing.fill(frame(part(length)), DARK);
        if let Some(target) = bar.target {
            let line = Frame {
                x: MARGIN + part(target) - 2.0,
                y: self.y - STICKS_OUT,
                width: 4.0,
                height: BAR + 2.0 * STICKS_OUT,
            };
            self.drawing.fill(line, BLACK);
        }
        self.y += BAR + AFTER_BAR;
    }

    fn line(&mut self, text: &str, size: f32, weight: Weight, colour: &str) {
        let block = set(&[vec![piece(text, weight)]], ROOM, size);
        self.block(&block, MARGIN, ROOM, colour);
    }

    /// What comes next stands under it.
    fn block(&mut self, block: &Block, x: f32, room: f32, colour: &str) {
        for line in &block.lines {
            let baseline = self.y + block.size * (LEADING / 2.0 + BASE);
            for run in line {
                let width = run.width.min(room - run.x);
                let ink = (run.size, run.weight, colour);
                self.drawing
                    .text(&run.text, (x + run.x, baseline), width, ink);
            }
            self.y += block.size * LEADING;
        }
    }
}

fn height(block: &Block) -> f32 {
    block.lines.iter().map(|_| block.size * LEADING).sum()
}

/// Text that is measured as it will be drawn.
fn piece(text: &str, weight: Weight) -> Piece {
    Piece::new(covered(text), weight)
}

fn lacks_any(chart: &Chart) -> bool {
    let sections = chart.sections.iter();
    let heads = sections.clone().map(|section| &section.head);
    let notes = sections.clone().flat_map(|section| &section.notes);
    let bars = sections.flat_map(|section| &section.bars);
    let bars = bars.flat_map(|bar| [&bar.label, &bar.value]);
    let mut all = heads.chain(notes).chain(bars);
    all.any(|text| lacks(text))
}
