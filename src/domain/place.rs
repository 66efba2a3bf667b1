//! Where a figure stands: every figure knows its cell.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// A cell of a sheet, counted from 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct Cell {
    /// The row, from 0.
    pub row: u32,
    /// The column, from 0.
    pub column: u32,
}

impl Cell {
    /// The cell in this row and column, both counted from 0.
    pub const fn new(row: u32, column: u32) -> Cell {
        Cell { row, column }
    }
}

impl fmt::Display for Cell {
    /// As Excel writes it: `AB12`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", column_letters(self.column), u64::from(self.row) + 1)
    }
}

/// The letters of a column counted from 0: 0 is `A`, 26 is `AA`.
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while 0 < rest {
        letters.push(b'A' + ((rest - 1) % 26) as u8);
        rest = (rest - 1) / 26;
    }
    letters.reverse();
    letters.into_iter().map(char::from).collect()
}

impl FromStr for Cell {
    type Err = String;

    fn from_str(text: &str) -> Result<Cell, String> {
        let wrong = || format!("{text:?} is not a cell");
        let digits = text.find(|letter: char| letter.is_ascii_digit()).ok_or_else(wrong)?;
        let (letters, digits) = text.split_at(digits);
        if letters.is_empty()
            || 3 < letters.len()
            || !letters.bytes().all(|b| b.is_ascii_alphabetic())
        {
            return Err(wrong());
        }
        let column = letters
            .bytes()
            .fold(0_u32, |sum, byte| sum * 26 + u32::from(byte.to_ascii_uppercase() - b'A') + 1);
        let row: u32 = digits.parse().map_err(|_| wrong())?;
        if row == 0 {
            return Err(wrong());
        }
        Ok(Cell { row: row - 1, column: column - 1 })
    }
}

/// A range of cells, both corners included.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Area {
    /// Top left.
    pub from: Cell,
    /// Bottom right.
    pub to: Cell,
}

impl Area {
    /// Whether the cell lies in it.
    pub fn contains(&self, cell: Cell) -> bool {
        (self.from.row..=self.to.row).contains(&cell.row)
            && (self.from.column..=self.to.column).contains(&cell.column)
    }
}

/// A value and the cell it came from; the file and the sheet are known to whoever holds it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// The number of the sheet in the workbook, from 0.
    pub sheet: u16,
    /// The cell.
    pub cell: Cell,
}

/// A place that a finding names: a file, perhaps a sheet of it, perhaps a cell of that.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Place {
    /// Path from the workspace, with `/`; `None` where no file is meant (the register, a missing unit).
    pub file: Option<Arc<str>>,
    /// The sheet's name.
    pub sheet: Option<Arc<str>>,
    /// The cell.
    pub cell: Option<Cell>,
}

impl fmt::Display for Place {
    /// `nop/2024-06/x.xlsx › Vốn đầu tư!E8`, as far as it is known.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(file) = &self.file else { return Ok(()) };
        f.write_str(file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, " › {sheet}")?;
        }
        if let Some(cell) = self.cell {
            write!(f, "!{cell}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cell_reads_back_as_it_was_written(row in 0..1_048_576_u32, column in 0..16_384_u32) {
            let cell = Cell { row, column };
            prop_assert_eq!(cell.to_string().parse::<Cell>(), Ok(cell));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = text.parse::<Cell>();
        }
    }

    #[test]
    fn columns_are_named_as_excel_does() {
        assert_eq!(Cell::new(0, 0).to_string(), "A1");
        assert_eq!(Cell::new(11, 27).to_string(), "AB12");
        assert_eq!(column_letters(16_383), "XFD");
    }
}
