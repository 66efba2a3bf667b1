//! The formulas of a sheet: where they stand, and the text of those that may be sums.

use serde::{Deserialize, Serialize};

use crate::domain::place::Cell;

/// A longer formula is no sum that anybody could mend.
const LONGEST: usize = 1000;

/// The bytes of text that are kept of one sheet: of a large report some hundred thousand.
const MOST_TEXT: usize = 16 << 20;

/// The cells of a sheet whose value a formula gave, and what it says where it may be a sum; all in one text, since a sheet
/// can have a million of them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Formulas {
    /// By cell, with the number of the text.
    cells: Vec<(Cell, Option<u32>)>,
    /// The cell that a text was written for, and where the text ends.
    texts: Vec<(Cell, usize)>,
    text: String,
}

impl Formulas {
    /// Keeps a text that was written for `cell`, and gives its number; `None` where it cannot be a sum, or is too much.
    pub(super) fn keep(&mut self, cell: Cell, text: &str) -> Option<u32> {
        if LONGEST < text.len() || MOST_TEXT < self.text.len() || !may_be_sum(text) {
            return None;
        }
        let number = u32::try_from(self.texts.len()).ok()?;
        self.text.push_str(text);
        self.texts.push((cell, self.text.len()));
        Some(number)
    }

    /// A formula gave the value of `cell`; with the number of its text.
    pub(super) fn push(&mut self, cell: Cell, text: Option<u32>) {
        self.cells.push((cell, text));
    }

    /// Puts them in the order of their cells.
    pub(super) fn sort(&mut self) {
        self.cells.sort_by_key(|(cell, _)| *cell);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Whether a formula gave the value of the cell.
    pub fn contains(&self, cell: Cell) -> bool {
        self.at(cell).is_some()
    }

    /// What the formula of a cell says, without its `=`, and the cell that it was written for: cells may share one, whose
    /// references move along. `None` where there is none that may be a sum.
    pub fn says(&self, cell: Cell) -> Option<(&str, Cell)> {
        let number = self.at(cell)?.as_ref().copied()? as usize;
        let from = number.checked_sub(1).map_or(0, |before| self.texts[before].1);
        let (of, to) = self.texts[number];
        Some((&self.text[from..to], of))
    }

    fn at(&self, cell: Cell) -> Option<&Option<u32>> {
        let found = self.cells.binary_search_by_key(&cell, |(at, _)| *at).ok()?;
        Some(&self.cells[found].1)
    }
}

/// Whether a formula has no sign but those of references of its own sheet and of sums.
fn may_be_sum(text: &str) -> bool {
    let is_known = |byte: u8| {
        byte.is_ascii_alphanumeric()
            || matches!(byte, b'$' | b':' | b'+' | b'(' | b')' | b',' | b';' | b' ')
    };
    !text.is_empty() && text.bytes().all(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_a_sum_is_kept_and_cells_share_a_text() {
        let at = |cell: &str| cell.parse::<Cell>().unwrap();
        let mut formulas = Formulas::default();
        let shared = formulas.keep(at("C11"), "SUM(C12:C18)");
        for cell in ["C11", "D11"] {
            formulas.push(at(cell), shared);
        }
        for (cell, text) in [("E11", "E12/D12*100"), ("F11", "F12+F13"), ("G11", "'2'!G11")] {
            let number = formulas.keep(at(cell), text);
            formulas.push(at(cell), number);
        }
        formulas.sort();
        assert_eq!(formulas.says(at("D11")), Some(("SUM(C12:C18)", at("C11"))));
        assert_eq!(formulas.says(at("F11")), Some(("F12+F13", at("F11"))));
        let untold =
            ["E11", "G11"].map(|cell| (formulas.says(at(cell)), formulas.contains(at(cell))));
        assert_eq!(untold, [(None, true); 2]);
        assert!(!formulas.contains(at("C12")));
    }
}
