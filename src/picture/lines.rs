//! Texts in lines of a given width: nothing is cut off, nothing sticks out.

use super::font::{Weight, width};

/// A piece of a text that stays together where a line can hold it: a name, a time.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) weight: Weight,
    /// As a share of the letters' height.
    pub(super) share: f32,
    /// Whether a blank stands before it, where it is not the first of a line.
    pub(super) blank: bool,
}

impl Piece {
    pub(super) fn new(text: impl Into<String>, weight: Weight) -> Self {
        Self {
            text: text.into(),
            weight,
            share: 1.0,
            blank: true,
        }
    }
}

/// A piece in its line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) text: String,
    pub(super) weight: Weight,
    pub(super) size: f32,
    /// From the line's beginning.
    pub(super) x: f32,
    pub(super) width: f32,
}

/// Lines of letters so high.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) size: f32,
    pub(super) lines: Vec<Vec<Run>>,
}

/// Smaller letters, where a word is wider than its place; below that it is broken.
const SMALLER: [f32; 3] = [1.0, 0.9, 0.8];

/// Paragraphs in lines.
pub(super) fn set(paragraphs: &[Vec<Piece>], room: f32, size: f32) -> Block {
    let fits = |size: f32| {
        let mut words = paragraphs.iter().flatten().flat_map(|piece| {
            let words = words(&piece.text).into_iter();
            words.map(|(word, _)| width(word, size * piece.share, piece.weight))
        });
        words.all(|word| word <= room)
    };
    let fitting = SMALLER.iter().map(|share| size * share);
    let smallest = size * SMALLER[SMALLER.len() - 1];
    let size = fitting
        .into_iter()
        .find(|size| fits(*size))
        .unwrap_or(smallest);
    let mut lines = Vec::new();
    for pieces in paragraphs {
        let mut setter = Setter {
            room,
            size,
            lines: vec![Vec::new()],
            x: 0.0,
        };
        pieces.iter().for_each(|piece| setter.put(piece));
        lines.extend(setter.lines.into_iter().filter(|line| !line.is_empty()));
    }
    Block { size, lines }
}

/// Where a piece may be broken: at a blank, and behind a hyphen. Whether a blank stands before it.
fn words(text: &str) -> Vec<(&str, bool)> {
    let words = text.split(' ').flat_map(|word| {
        let parts = word.split_inclusive('-').enumerate();
        parts.map(|(index, part)| (part, index == 0))
    });
    words.collect()
}

struct Setter {
    room: f32,
    size: f32,
    lines: Vec<Vec<Run>>,
    x: f32,
}

impl Setter {
    fn put(&mut self, piece: &Piece) {
        let size = self.size * piece.share;
        let wide = |text: &str| width(text, size, piece.weight);
        if wide(&piece.text) <= self.room {
            self.put_whole(&piece.text, piece, piece.blank);
            return;
        }
        for (index, (word, apart)) in words(&piece.text).into_iter().enumerate() {
            let blank = if index > 0 { apart } else { piece.blank };
            if wide(word) <= self.room {
                self.put_whole(word, piece, blank);
                continue;
            }
            let mut part = String::new();
            for c in word.chars() {
                part.push(c);
                if wide(&part) > self.room {
                    part.pop();
                    self.put_whole(&part, piece, blank);
                    part = c.to_string();
                }
            }
            self.put_whole(&part, piece, blank);
        }
    }

    fn put_whole(&mut self, text: &str, piece: &Piece, blank: bool) {
        if text.is_empty() {
            return;
        }
        let size = self.size * piece.share;
        let wide = width(text, size, piece.weight);
        let first = self.lines.last().is_none_or(Vec::is_empty);
        let gap = if blank && !first {
            width(" ", size, piece.weight)
        } else {
            0.0
        };
        if !first && self.x + gap + wide > self.room {
            self.lines.push(Vec::new());
            self.x = 0.0;
        } else {
            self.x += gap;
        }
        if let Some(line) = self.lines.last_mut() {
            line.push(Run {
                text: text.to_owned(),
                weight: piece.weight,
                size,
                x: self.x,
                width: wide,
            });
        }
        self.x += wide;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn texts(block: &Block) -> Vec<String> {
        let line = |line: &Vec<Run>| {
            let runs: Vec<&str> = line.iter().map(|run| run.text.as_str()).collect();
            runs.join("|")
        };
        block.lines.iter().map(line).collect()
    }

    #[test]
    fn names_stay_whole_where_a_line_holds_them() {
        let names = ["李强、", "欧阳建国、", "陈静"];
        let pieces = names.map(|name| Piece {
            blank: false,
            ..Piece::new(name, Weight::Regular)
        });
        let block = set(&[pieces.to_vec()], 200.0, 32.0);
        assert_eq!(texts(&block), ["李强、", "欧阳建国、", "陈静"]);
        let block = set(&[pieces.to_vec()], 270.0, 32.0);
        assert_eq!(texts(&block), ["李强、|欧阳建国、", "陈静"]);
    }

    #[test]
    fn a_long_word_gets_smaller_and_then_is_broken() {
        let one = |text: &str| set(&[vec![Piece::new(text, Weight::Regular)]], 200.0, 40.0);
        assert!((one("Max").size - 40.0).abs() < 0.1);
        let smaller = one("Maximilian");
        assert!(smaller.size < 39.0 && smaller.lines.len() == 1);
        assert_eq!(texts(&one("Hohen-Wittelsbach")), ["Hohen-", "Wittelsbach"]);
        assert_eq!(
            texts(&one("值班室主任副主任等")),
            ["值班室主任副", "主任等"]
        );
        assert_eq!(texts(&one("Anna von der Leyen zu")).len(), 3);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_sticks_out(
            names in proptest::collection::vec("[a-zA-Z一-龥 ]{1,30}", 1..6),
            room in 60.0_f32..400.0,
        ) {
            let pieces: Vec<Piece> =
                names.iter().map(|name| Piece::new(name.as_str(), Weight::Bold)).collect();
            let block = set(&[pieces], room, 32.0);
            for run in block.lines.iter().flatten() {
                prop_assert!(run.x + run.width <= room + 0.01, "{run:?}");
            }
            let letters = |text: &str| text.split_whitespace().collect::<String>();
            let set: String = block.lines.iter().flatten().map(|run| run.text.as_str()).collect();
            prop_assert_eq!(letters(&set), letters(&names.concat()));
        }
    }
}
