//! The formulas of a sheet: where they stand, and what they say.

use serde::{Deserialize, Serialize};

use crate::domain::place::Cell;

/// So long is a formula that Excel takes, in letters of one byte.
const LONGEST: usize = 8192;

/// The bytes of text that are kept of one sheet: of a large report some hundred thousand.
const MOST_TEXT: usize = 16 << 20;

/// The cells of a sheet whose value a formula gave, and what it says; all in one text, since a sheet can have a million of
/// them.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Formulas {
    /// By cell, with the number of the text.
    cells: Vec<(Cell, Option<u32>)>,
    /// The cell that a text was written for, and where the text ends.
    texts: Vec<(Cell, usize)>,
    text: String,
}

impl Formulas {
    /// Keeps a text that was written for `cell`, and gives its number; `None` where it says nothing, or is too much.
    pub(super) fn keep(&mut self, cell: Cell, text: &str) -> Option<u32> {
        if text.is_empty() || LONGEST < text.len() || MOST_TEXT < self.text.len() {
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
    /// references move along. `None` where there is none, or its text was too much.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_share_a_text_and_what_is_too_long_is_known_as_a_formula_alone() {
        let at = |cell: &str| cell.parse::<Cell>().unwrap();
        let mut formulas = Formulas::default();
        let shared = formulas.keep(at("C11"), "SUM(C12:C18)");
        for cell in ["C11", "D11"] {
            formulas.push(at(cell), shared);
        }
        let long = "A1+".repeat(LONGEST);
        for (cell, text) in [("E11", ""), ("F11", "F12+F13"), ("G11", "'2'!G11"), ("H11", &long)] {
            let number = formulas.keep(at(cell), text);
            formulas.push(at(cell), number);
        }
        formulas.sort();
        assert_eq!(formulas.says(at("D11")), Some(("SUM(C12:C18)", at("C11"))));
        assert_eq!(formulas.says(at("F11")), Some(("F12+F13", at("F11"))));
        assert_eq!(formulas.says(at("G11")), Some(("'2'!G11", at("G11"))));
        let untold =
            ["E11", "H11"].map(|cell| (formulas.says(at(cell)), formulas.contains(at(cell))));
        assert_eq!(untold, [(None, true); 2]);
        assert!(!formulas.contains(at("C12")));
    }
}
