//! A month of duty: a row for each day, a column for each roster, as high as it must be.
//!
//! It is looked at on a phone, printed and sent on: big letters, black on white. What a day or a shift is
//! (today, weekend, special period, swapped) is told by a word, a sign or a line; grey only helps.

use dutybell_core::sheet::{Column, Day, NOBODY, SPECIAL, STAND_IN, Sheet, Stint, shares};

use super::PictureError;
use super::drawing::{Drawing, Frame};
use super::font::{Weight, covered, lacks, width};
use super::lines::{Block, Piece, set};

/// Pixels of a phone's width.
const WIDTH: f32 = 1080.0;
const MARGIN: f32 = 28.0;
/// Of the column of days.
const DATES: f32 = 172.0;
/// Between a line of the table and letters.
const PAD: f32 = 12.0;
/// Above and below the letters of a row.
const PAD_ROW: f32 = 7.0;
/// Lines stand so far apart, in heights of a letter.
const LEADING: f32 = 1.26;
/// From a line's middle to its baseline, in heights of a letter: the middle of a Chinese character.
const BASE: f32 = 0.38;

const TITLE: f32 = 54.0;
const HEAD: f32 = 34.0;
const NUMBER: f32 = 40.0;
const SMALL: f32 = 28.0;
/// Of names, where one, two or three rosters stand side by side.
const NAMES: [f32; 3] = [38.0, 35.0, 32.0];

const BLACK: &str = "#000";
const WHITE: &str = "#fff";
const DARK: &str = "#24303c";
const GREY: &str = "#555";
const LINE: &str = "#9aa3ab";
const WEEKEND: &str = "#e9ecef";

/// A text, where it is to stand.
type Ink<'a> = (f32, Weight, &'a str);

/// The picture.
pub(super) fn png(sheet: &Sheet) -> Result<Vec<u8>, PictureError> {
    let mut page = Page {
        drawing: Drawing::new(),
        columns: columns(sheet),
        y: MARGIN,
    };
    page.title(sheet);
    page.heads(sheet);
    let (top, mut today) = (page.y, None);
    for (index, day) in sheet.days.iter().enumerate() {
        let from = page.y;
        page.day(day, sheet, index);
        if day.today.is_some() {
            today = Some((from, page.y));
        }
    }
    page.rules(top, today);
    page.foot(sheet);
    // No month comes near a size that Telegram refuses (width and height of 10,000 together).
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
    columns: Vec<Place>,
    y: f32,
}

/// From where on a column stands, and how wide it is.
type Place = (f32, f32);

/// The places of the columns of rosters.
fn columns(sheet: &Sheet) -> Vec<Place> {
    let size = names(sheet.columns.len());
    let measured = |pieces: &[Piece]| -> Vec<f32> {
        let widths = pieces.iter().map(|piece| {
            let size = size * piece.share;
            // With the blank before it, and a pixel for the sum of roundings.
            width(&piece.text, size, piece.weight) + width(" ", size, piece.weight) + 1.0
        });
        widths.collect()
    };
    let needs = sheet.columns.iter().enumerate().map(|(index, column)| {
        let cells = sheet.days.iter().filter_map(|day| day.cells.get(index));
        let stints = cells.flatten().map(|stint| stint_pieces(stint, sheet));
        let stints: Vec<Vec<f32>> = stints.map(|pieces| measured(&pieces)).collect();
        let widest = stints.iter().flatten().copied().fold(0.0, f32::max);
        let hours = column.hours.as_deref().unwrap_or_default();
        let hours = width(hours, SMALL, Weight::Regular);
        let name = width(&covered(&column.name), HEAD, Weight::Bold);
        let longest = stints.iter().map(|pieces| pieces.iter().sum());
        let longest = longest.fold(name + 1.0, f32::max);
        (widest.max(hours) + 2.0 * PAD, longest + 2.0 * PAD)
    });
    let needs: Vec<(f32, f32)> = needs.collect();
    let mut x = MARGIN + DATES;
    let places = shares(&needs, WIDTH - 2.0 * MARGIN - DATES)
        .into_iter()
        .map(|width| {
            let place = (x, width);
            x += width;
            place
        });
    places.collect()
}

/// How high names are, with so many columns.
fn names(columns: usize) -> f32 {
    NAMES[columns.clamp(1, NAMES.len()) - 1]
}

fn count(number: usize) -> f32 {
    // Columns and lines are few.
    f32::from(u16::try_from(number).unwrap_or(u16::MAX))
}

impl Page {
    fn title(&mut self, sheet: &Sheet) {
        let part = sheet.part.as_deref().unwrap_or_default();
        let beside = if part.is_empty() {
            0.0
        } else {
            width(part, SMALL, Weight::Bold) + 2.0 * PAD
        };
        let room = WIDTH - 2.0 * MARGIN - beside;
        let title = set(&[vec![piece(&sheet.title, Weight::Bold)]], room, TITLE);
        if !part.is_empty() {
            let wide = width(part, SMALL, Weight::Bold);
            let at = (WIDTH - MARGIN - wide, self.y + TITLE);
            self.drawing
                .text(part, at, wide, (SMALL, Weight::Bold, GREY));
        }
        self.block(&title, (MARGIN, room), self.y, BLACK);
        self.y += height(&title) + PAD_ROW;
    }

    fn heads(&mut self, sheet: &Sheet) {
        let columns = sheet.columns.iter().zip(&self.columns);
        let heads: Vec<Block> = columns.map(|(one, place)| head(one, *place)).collect();
        let tallest = heads.iter().map(height).fold(HEAD * LEADING, f32::max);
        let high = tallest + 2.0 * PAD;
        let band = Frame {
            x: MARGIN,
            y: self.y,
            width: WIDTH - 2.0 * MARGIN,
            height: high,
        };
        self.drawing.fill(band, DARK);
        let date = set(
            &[vec![piece(&sheet.date_head, Weight::Bold)]],
            DATES - 2.0 * PAD,
            HEAD,
        );
        self.block(&date, (MARGIN + PAD, DATES), self.y + PAD, WHITE);
        let places = self.columns.clone();
        for (head, (x, each)) in heads.iter().zip(places) {
            self.block(head, (x + PAD, each - 2.0 * PAD), self.y + PAD, WHITE);
        }
        self.y += high;
    }

    fn day(&mut self, day: &Day, sheet: &Sheet, index: usize) {
        let places = self.columns.clone();
        let cells = day.cells.iter().zip(&places);
        let cells: Vec<Block> = cells.map(|(one, place)| cell(one, sheet, *place)).collect();
        let date = date(day);
        let tallest = cells.iter().chain([&date]).map(height).fold(0.0, f32::max);
        let high = tallest + 2.0 * PAD_ROW;
        let (top, left) = (self.y, MARGIN);
        let row = |x: f32, width: f32| Frame {
            x,
            y: top,
            width,
            height: high,
        };
        if day.weekend {
            self.drawing.fill(row(left, WIDTH - 2.0 * MARGIN), WEEKEND);
        }
        let ink = if day.today.is_some() {
            self.drawing.fill(row(left, DATES), BLACK);
            WHITE
        } else {
            BLACK
        };
        // A new week begins under a thick line.
        if index > 0 {
            let thick = if after_sunday(sheet, index) { 4.0 } else { 1.5 };
            let rule = Frame {
                x: left,
                y: top - thick / 2.0,
                width: WIDTH - 2.0 * MARGIN,
                height: thick,
            };
            let colour = if thick > 2.0 { DARK } else { LINE };
            self.drawing.fill(rule, colour);
        }
        let middle = |block: &Block| top + (high - height(block)) / 2.0;
        self.block(&date, (left + PAD, DATES - PAD), middle(&date), ink);
        for (cell, (x, each)) in cells.iter().zip(places) {
            self.block(cell, (x + PAD, each - 2.0 * PAD), middle(cell), BLACK);
        }
        self.y += high;
    }

    /// Lines between the columns and round the table, and the frame of today over them.
    fn rules(&mut self, top: f32, today: Option<(f32, f32)>) {
        let all = |from: f32, to: f32| Frame {
            x: MARGIN,
            y: from,
            width: WIDTH - 2.0 * MARGIN,
            height: to - from,
        };
        for (x, _) in self.columns.clone() {
            let rule = Frame {
                x: x - 0.75,
                width: 1.5,
                ..all(top, self.y)
            };
            self.drawing.fill(rule, LINE);
        }
        self.drawing.outline(all(top, self.y), 3.0, DARK);
        if let Some((from, to)) = today {
            self.drawing.outline(all(from, to), 6.0, BLACK);
        }
    }

    /// What signs mean, and as of when this is.
    fn foot(&mut self, sheet: &Sheet) {
        self.y += PAD;
        let room = WIDTH - 2.0 * MARGIN;
        let lacking = lacks_any(sheet).then_some(&sheet.lacking);
        for line in sheet.legend.iter().chain(lacking) {
            let line = set(&[vec![piece(line, Weight::Regular)]], room, SMALL);
            self.block(&line, (MARGIN, room), self.y, BLACK);
            self.y += height(&line);
        }
        let foot = set(&[vec![piece(&sheet.foot, Weight::Regular)]], room, SMALL);
        self.block(&foot, (MARGIN, room), self.y, GREY);
        self.y += height(&foot);
    }

    fn block(&mut self, block: &Block, (x, room): (f32, f32), top: f32, colour: &str) {
        for (index, line) in block.lines.iter().enumerate() {
            let middle = top + block.size * LEADING * (count(index) + 0.5);
            let baseline = middle + block.size * BASE;
            for run in line {
                let place = (x + run.x, baseline);
                let ink: Ink<'_> = (run.size, run.weight, colour);
                let width = run.width.min(room - run.x);
                self.drawing.text(&run.text, place, width, ink);
            }
        }
    }
}

fn height(block: &Block) -> f32 {
    count(block.lines.len()) * block.size * LEADING
}

/// Text that is measured as it will be drawn.
fn piece(text: &str, weight: Weight) -> Piece {
    Piece::new(covered(text), weight)
}

fn head(column: &Column, place: Place) -> Block {
    let mut paragraphs = vec![vec![piece(&column.name, Weight::Bold)]];
    paragraphs.extend(column.hours.as_ref().map(|hours| {
        vec![Piece {
            share: SMALL / HEAD,
            ..piece(hours, Weight::Regular)
        }]
    }));
    set(&paragraphs, place.1 - 2.0 * PAD, HEAD)
}

/// `28 Sat`, and under it what is special about the day.
fn date(day: &Day) -> Block {
    let small = |text: &str, weight| Piece {
        share: SMALL / NUMBER,
        ..piece(text, weight)
    };
    let weight = if day.weekend {
        Weight::Bold
    } else {
        Weight::Regular
    };
    let mut first = vec![
        piece(&day.number.to_string(), Weight::Bold),
        small(&day.weekday, weight),
    ];
    if day.special {
        first.push(small(SPECIAL, Weight::Regular));
    }
    let today = day.today.as_ref();
    let today = today.map(|today| vec![small(today, Weight::Bold)]);
    let paragraphs: Vec<Vec<Piece>> = std::iter::once(first).chain(today).collect();
    set(&paragraphs, DATES - 2.0 * PAD, NUMBER)
}

/// Each stint begins a line.
fn cell(cell: &[Stint], sheet: &Sheet, place: Place) -> Block {
    let size = names(sheet.columns.len());
    let mut paragraphs: Vec<Vec<Piece>> = cell
        .iter()
        .map(|stint| stint_pieces(stint, sheet))
        .collect();
    if paragraphs.is_empty() {
        paragraphs.push(vec![piece(NOBODY, Weight::Regular)]);
    }
    set(&paragraphs, place.1 - 2.0 * PAD, size)
}

fn stint_pieces(stint: &Stint, sheet: &Sheet) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let time = |text: &String| Piece {
        share: 0.85,
        ..piece(text, Weight::Bold)
    };
    pieces.extend(stint.from.as_ref().map(time));
    // A blank of the comma is where a line may end.
    let (comma, blank) = match sheet.comma.strip_suffix(' ') {
        Some(comma) => (comma, true),
        None => (sheet.comma.as_str(), false),
    };
    let last = stint.people.len().saturating_sub(1);
    for (index, name) in stint.people.iter().enumerate() {
        let sign = if stint.stand_in && index == 0 {
            STAND_IN
        } else {
            ""
        };
        let comma = if index < last { comma } else { "" };
        let weight = if name.swapped {
            Weight::Bold
        } else {
            Weight::Regular
        };
        pieces.push(Piece {
            blank: blank || index == 0,
            ..piece(&format!("{sign}{}{comma}", name.signed()), weight)
        });
    }
    pieces.extend(stint.until.as_ref().map(time));
    pieces
}

/// Whether the row before is the last of its week.
fn after_sunday(sheet: &Sheet, index: usize) -> bool {
    let weekend = |index: usize| sheet.days.get(index).is_some_and(|day| day.weekend);
    index > 0 && weekend(index - 1) && !weekend(index)
}

fn lacks_any(sheet: &Sheet) -> bool {
    let names = sheet.days.iter().flat_map(|day| day.cells.iter().flatten());
    let names = names.flat_map(|stint| stint.people.iter().map(|name| name.name.as_str()));
    let heads = sheet.columns.iter().map(|column| column.name.as_str());
    names.chain(heads).chain([sheet.title.as_str()]).any(lacks)
}
