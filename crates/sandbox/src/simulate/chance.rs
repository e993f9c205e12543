//! Chance that can be had again: a seed makes the same draws for ever.

/// A source of draws (splitmix64).
#[derive(Debug, Clone)]
pub(super) struct Chance(u64);

impl Chance {
    /// Draws that follow from a seed.
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Draws that follow from a seed and from what is to be decided, so that one decision taken
    /// out of a plan leaves all others as they were.
    pub(super) fn about(seed: u64, what: &[i64]) -> Self {
        let mut chance = Self::new(seed);
        for part in what {
            chance.0 = chance.draw() ^ part.cast_unsigned();
        }
        chance
    }

    /// The next draw.
    pub(super) fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// From `least` to `most`, both included.
    pub(super) fn between(&mut self, least: i64, most: i64) -> i64 {
        let span = (most - least).max(0).cast_unsigned() + 1;
        least + (self.draw() % span).cast_signed()
    }

    /// True in so many of a hundred.
    pub(super) fn percent(&mut self, of_a_hundred: i64) -> bool {
        self.between(0, 99) < of_a_hundred
    }

    /// One of several.
    pub(super) fn one_of<T: Clone, const N: usize>(&mut self, list: [T; N]) -> T {
        const { assert!(N > 0) };
        let index = self.draw() % (N as u64);
        list[usize::try_from(index).unwrap_or(0)].clone()
    }
}
