//! Workbooks (xlsx), as spreadsheet programs open them: a sheet a subject, its heading frozen, each column as
//! wide as what is in it, types right, and no text that runs.
//!
//! Rows go to a file of the system's temporary folder as they come, so that a long record needs no memory.

use std::io::Write;

use chrono::NaiveDateTime;
use rust_xlsxwriter::{Format, Workbook, Worksheet, XlsxError};

/// Columns of a text that would push the others out of sight are this wide, and no wider.
const WIDEST: usize = 60;
/// Beside the text itself.
const MARGIN: usize = 2;
/// Beside a heading: the button of its filter.
const FILTER: usize = 2;
/// A4, by the number that the format has for it (ECMA-376, part 1, 18.3.1.63).
const A4: u8 = 9;
/// UTF-16 units of a cell, as spreadsheet programs count; they refuse a file with more in one.
const CELL_UNITS: usize = 32_767;
/// As `2026-11-24 02:11:00`.
const MOMENT_COLUMNS: usize = 19;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    /// A text, whatever it begins with.
    Text(String),
    /// A whole number.
    Number(i64),
    /// A local time.
    Moment(NaiveDateTime),
    /// Yes or no.
    Flag(bool),
    /// Nothing.
    Empty,
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}

impl Cell {
    /// What may be missing.
    pub(super) fn of(value: Option<impl Into<Self>>) -> Self {
        value.map_or(Self::Empty, Into::into)
    }
}

/// A workbook in the making.
pub(super) struct Book {
    workbook: Workbook,
    heading: Format,
    moment: Format,
    number: Format,
}

/// A sheet in the making; [`Sheet::end`] ends it.
pub(super) struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    moment: &'a Format,
    number: &'a Format,
    /// The last one that is written; 0 is the heading.
    row: u32,
    widths: Vec<usize>,
}

impl Book {
    pub(super) fn new() -> Self {
        Self {
            workbook: Workbook::new(),
            heading: Format::new().set_bold(),
            moment: Format::new().set_num_format("yyyy-mm-dd hh:mm:ss"),
            number: Format::new().set_num_format("0"),
        }
    }

    /// A further sheet, with its heading.
    pub(super) fn sheet(
        &mut self,
        name: &str,
        headings: &[String],
    ) -> Result<Sheet<'_>, XlsxError> {
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        for_paper(sheet)?;
        for (column, heading) in (0..).zip(headings) {
            sheet.write_string_with_format(0, column, heading, &self.heading)?;
        }
        Ok(Sheet {
            sheet,
            moment: &self.moment,
            number: &self.number,
            row: 0,
            widths: headings
                .iter()
                .map(|heading| columns(heading) + FILTER)
                .collect(),
        })
    }

    /// Writes all of it.
    pub(super) fn write<W: Write + Send>(mut self, out: W) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(out)
    }
}

/// Offices print, and file the paper: as wide as a page, lines between the cells, the heading on each page.
fn for_paper(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet
        .set_paper_size(A4)
        .set_landscape()
        .set_print_fit_to_pages(1, 0)
        .set_print_gridlines(true)
        .set_repeat_rows(0, 0)?;
    Ok(())
}

impl Sheet<'_> {
    /// The next row.
    pub(super) fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        self.row += 1;
        for (column, cell) in (0..).zip(cells) {
            let width = match cell {
                Cell::Text(text) => {
                    self.sheet.write_string(self.row, column, fitting(text))?;
                    columns(text)
                }
                Cell::Number(number) => {
                    #[expect(
                        clippy::cast_precision_loss,
                        reason = "spreadsheets know no other numbers; ours have less than 53 bits"
                    )]
                    let value = *number as f64;
                    self.sheet
                        .write_number_with_format(self.row, column, value, self.number)?;
                    number.to_string().len()
                }
                Cell::Moment(moment) => {
                    self.sheet
                        .write_datetime_with_format(self.row, column, moment, self.moment)?;
                    MOMENT_COLUMNS
                }
                Cell::Flag(flag) => {
                    self.sheet.write_boolean(self.row, column, *flag)?;
                    "FALSE".len()
                }
                Cell::Empty => 0,
            };
            if let Some(widest) = self.widths.get_mut(usize::from(column)) {
                *widest = width.max(*widest);
            }
        }
        Ok(())
    }

    /// Nothing more comes: the columns get their widths, and the heading its filters where there is something to
    /// be filtered.
    pub(super) fn end(self) -> Result<(), XlsxError> {
        if self.row > 0 {
            let columns = u16::try_from(self.widths.len()).unwrap_or(u16::MAX);
            self.sheet
                .autofilter(0, 0, self.row, columns.saturating_sub(1))?;
        }
        for (column, width) in (0..).zip(&self.widths) {
            let width = (width + MARGIN).min(WIDEST);
            self.sheet
                .set_column_width(column, u32::try_from(width).map_or(0.0, f64::from))?;
        }
        Ok(())
    }
}

/// A text as a cell holds it.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= CELL_UNITS {
        return text.to_owned();
    }
    let mut units = 0;
    let kept = text.chars().take_while(|c| {
        units += c.len_utf16();
        units < CELL_UNITS
    });
    kept.chain(std::iter::once('…')).collect()
}

/// Columns of the longest line: a wide character takes two.
fn columns(text: &str) -> usize {
    let line = |line: &str| line.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum();
    text.lines().map(line).max().unwrap_or(0)
}

/// Whether a character is drawn twice as wide as a Latin one (Unicode, East Asian Width, the large blocks).
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x2_0000..=0x3_FFFD)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, DataType as _, Reader as _, Xlsx, open_workbook_from_rs};
    use chrono::NaiveDate;

    use super::*;

    #[test]
    fn wide_characters_take_two_columns_and_the_longest_line_counts() {
        assert_eq!(columns("Li Qiang"), 8);
        assert_eq!(columns("李强"), 4);
        assert_eq!(columns("李强\n到岗 08:30"), 10);
        assert_eq!(columns(""), 0);
    }

    #[test]
    fn another_program_reads_what_was_written() {
        let moment = NaiveDate::from_ymd_opt(2026, 11, 24)
            .and_then(|day| day.and_hms_opt(2, 11, 5))
            .unwrap();
        let mut book = Book::new();
        let headings = ["编号", "Text", "Time", "Flag", "Empty"].map(str::to_owned);
        let mut sheet = book.sheet("值班日志", &headings).unwrap();
        let texts = ["=1+1", "@SUM(A1)", "a\u{1}b", "两行\n文字", ""];
        for text in texts {
            let cells = [
                Cell::Number(-1_001_000_000_001),
                text.into(),
                Cell::Moment(moment),
                Cell::Flag(true),
                Cell::Empty,
            ];
            sheet.row(&cells).unwrap();
        }
        sheet.end().unwrap();
        book.sheet("Other", &headings[..1]).unwrap().end().unwrap();
        let mut bytes = Vec::new();
        book.write(&mut bytes).unwrap();
        let mut read: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).unwrap();
        assert_eq!(read.sheet_names(), ["值班日志", "Other"]);
        let range = read.worksheet_range("值班日志").unwrap();
        let rows: Vec<&[Data]> = range.rows().collect();
        assert_eq!(rows.len(), texts.len() + 1);
        assert_eq!(rows[0][0], Data::String("编号".into()));
        for (row, text) in rows[1..].iter().zip(texts) {
            assert_eq!(row[0], Data::Float(-1_001_000_000_001.0));
            assert_eq!(row[1].get_string().unwrap_or_default(), text);
            assert!(matches!(row[2], Data::DateTime(_)), "{:?}", row[2]);
            assert_eq!(row[2].as_datetime(), Some(moment));
            assert_eq!(row[3], Data::Bool(true));
        }
        let formulas = read.worksheet_formula("值班日志").unwrap();
        assert!(formulas.is_empty(), "no text runs: {formulas:?}");
    }

    #[test]
    fn a_sheet_is_filtered_and_printed_as_offices_do() {
        let headings = ["编号", "状态"].map(str::to_owned);
        let mut book = Book::new();
        let mut sheet = book.sheet("纠纷登记簿", &headings).unwrap();
        for number in 1..=2 {
            sheet.row(&[Cell::Number(number), "已登记".into()]).unwrap();
        }
        sheet.end().unwrap();
        book.sheet("空", &headings).unwrap().end().unwrap();
        let mut bytes = Vec::new();
        book.write(&mut bytes).unwrap();
        let mut parts = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let part = parts.by_name(name).unwrap();
            std::io::read_to_string(part).unwrap()
        };
        let (filled, empty) = (
            part("xl/worksheets/sheet1.xml"),
            part("xl/worksheets/sheet2.xml"),
        );
        assert!(filled.contains("<autoFilter ref=\"A1:B3\"/>"), "{filled}");
        assert!(!empty.contains("autoFilter"), "{empty}");
        for sheet in [&filled, &empty] {
            for set in [
                "<pageSetUpPr fitToPage=\"1\"/>",
                "paperSize=\"9\"",
                "fitToHeight=\"0\"",
                "orientation=\"landscape\"",
                "<printOptions gridLines=\"1\"/>",
                "state=\"frozen\"",
            ] {
                assert!(sheet.contains(set), "{set}: {sheet}");
            }
        }
        let names = part("xl/workbook.xml");
        assert_eq!(names.matches("_xlnm.Print_Titles").count(), 2, "{names}");
        assert!(names.contains("!$1:$1<"), "{names}");
    }

    #[test]
    fn no_cell_holds_more_than_spreadsheets_take() {
        let long = "长".repeat(CELL_UNITS + 1);
        let cut = fitting(&long);
        assert_eq!(cut.chars().count(), CELL_UNITS);
        assert!(cut.ends_with('…'));
        assert_eq!(fitting(&long[3..]), long[3..]);
        // A character beyond the first 65,536 counts twice.
        let bells = "🔔".repeat(CELL_UNITS / 2 + 1);
        let cut = fitting(&bells);
        assert_eq!(cut.encode_utf16().count(), CELL_UNITS);
        assert!(cut.ends_with("🔔…"));
        assert_eq!(fitting(&bells[4..]), bells[4..]);
    }
}
