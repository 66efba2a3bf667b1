//! What a formula adds up: `SUM`, `SUBTOTAL` and `+` over cells of its own sheet, also where it shows nothing as long as
//! there is nothing to add. Any other formula is not understood, and nothing is concluded from it.

use crate::domain::place::{Area, Cell, column_letters};
use crate::domain::submission::Addition;

/// Nobody puts a sum into more brackets than this.
const DEEPEST: usize = 8;

/// A longer formula is no sum that anybody could mend.
const LONGEST: usize = 1000;

/// The rows and columns of a sheet.
const ROWS: i64 = 1 << 20;
const COLUMNS: i64 = 1 << 14;

/// What the formula `text` (without its `=`), which was written for the cell `of`, adds up in the cell `at`; `None` where it
/// is no sum.
pub(super) fn addition(text: &str, of: Cell, at: Cell) -> Option<Addition> {
    if LONGEST < text.len() {
        return None;
    }
    let mut reader = Reader { rest: text, told: "=".to_owned(), areas: Vec::new(), of, at };
    let is_subtotal = reader.subtotal()?;
    if !is_subtotal && !reader.guarded()? {
        reader.sum(0)?;
    }
    let is_whole = reader.rest.trim_start().is_empty() && !reader.areas.is_empty();
    let Reader { told, areas, .. } = reader;
    is_whole.then(|| Addition { text: told.into(), areas, is_subtotal })
}

struct Reader<'a> {
    rest: &'a str,
    /// What was read, as it stands in the cell.
    told: String,
    areas: Vec<Area>,
    of: Cell,
    at: Cell,
}

impl Reader<'_> {
    /// `SUBTOTAL(9,F12:F18)` and nothing else.
    fn subtotal(&mut self) -> Option<bool> {
        if !self.name("SUBTOTAL") {
            return Some(false);
        }
        self.sign(&['('])?;
        let is_sum = self.name("109") || self.name("9");
        self.sign(&[',', ';']).filter(|_| is_sum)?;
        self.arguments(0)?;
        Some(true)
    }

    /// `IF(COUNT(F12:F18)=0,"",SUM(F12:F18))`, as our own forms have it, or `IFERROR(SUM(F12:F18),0)`, and nothing else.
    fn guarded(&mut self) -> Option<bool> {
        const SEPARATORS: &[char] = &[',', ';'];
        if self.name("IFERROR") {
            self.sign(&['('])?;
            self.sum(1)?;
            self.sign(SEPARATORS)?;
            self.nothing()?;
        } else if self.name("IF") {
            self.sign(&['('])?;
            if !self.name("COUNT") {
                return None;
            }
            self.sign(&['('])?;
            self.arguments(1)?;
            // What is counted is not what is added up.
            self.areas.clear();
            self.sign(&['='])?;
            if !self.name("0") {
                return None;
            }
            self.sign(SEPARATORS)?;
            self.nothing()?;
            self.sign(SEPARATORS)?;
            self.sum(1)?;
        } else {
            return Some(false);
        }
        self.sign(&[')'])?;
        Some(true)
    }

    /// Takes `0` or `""`.
    fn nothing(&mut self) -> Option<()> {
        if self.name("0") {
            return Some(());
        }
        self.sign(&['"'])?;
        self.sign(&['"'])
    }

    /// `F12+SUM(F14:F18)`.
    fn sum(&mut self, depth: usize) -> Option<()> {
        if DEEPEST < depth {
            return None;
        }
        let _ = self.sign(&['+']);
        loop {
            if self.name("SUM") {
                self.sign(&['('])?;
                self.arguments(depth)?;
            } else if self.sign(&['(']).is_some() {
                self.sum(depth + 1)?;
                self.sign(&[')'])?;
            } else {
                let from = self.cell()?;
                let to = match self.sign(&[':']) {
                    Some(()) => self.cell()?,
                    None => from,
                };
                self.areas.push(Area {
                    from: Cell::new(from.row.min(to.row), from.column.min(to.column)),
                    to: Cell::new(from.row.max(to.row), from.column.max(to.column)),
                });
            }
            if self.sign(&['+']).is_none() {
                return Some(());
            }
        }
    }

    /// What stands between brackets, with the one that closes.
    fn arguments(&mut self, depth: usize) -> Option<()> {
        loop {
            self.sum(depth + 1)?;
            if self.sign(&[',', ';']).is_none() {
                return self.sign(&[')']);
            }
        }
    }

    /// Takes a name or a number that nothing follows but a sign.
    fn name(&mut self, name: &str) -> bool {
        let rest = self.rest.trim_start();
        let (Some(here), behind) = (rest.get(..name.len()), rest.get(name.len()..)) else {
            return false;
        };
        let goes_on = behind.is_some_and(|rest| rest.starts_with(|of: char| of.is_alphanumeric()));
        let is_it = here.eq_ignore_ascii_case(name) && !goes_on;
        if is_it {
            self.told.push_str(name);
            self.rest = behind.unwrap_or_default();
        }
        is_it
    }

    /// Takes one of these signs.
    fn sign(&mut self, signs: &[char]) -> Option<()> {
        let rest = self.rest.trim_start();
        let sign = rest.chars().next().filter(|sign| signs.contains(sign))?;
        self.told.push(sign);
        self.rest = &rest[sign.len_utf8()..];
        Some(())
    }

    /// Takes a reference (`$F$12`): what has no `$` moves along from the cell that it was written for.
    fn cell(&mut self) -> Option<Cell> {
        let rest = self.rest.trim_start();
        let is_column_fixed = rest.starts_with('$');
        let rest = rest.strip_prefix('$').unwrap_or(rest);
        let letters = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (letters, rest) = rest.split_at(letters);
        let is_row_fixed = rest.starts_with('$');
        let rest = rest.strip_prefix('$').unwrap_or(rest);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = rest.split_at(digits);
        if 7 < digits.len() || rest.starts_with(|of: char| of.is_alphanumeric() || of == '$') {
            return None;
        }
        let named: Cell = format!("{letters}{digits}").parse().ok()?;
        let moved = |named: u32, of: u32, at: u32, is_fixed: bool, most: i64| {
            let by = if is_fixed { 0 } else { i64::from(at) - i64::from(of) };
            let moved = i64::from(named) + by;
            u32::try_from(moved).ok().filter(|_| moved < most)
        };
        let row = moved(named.row, self.of.row, self.at.row, is_row_fixed, ROWS)?;
        let column = moved(named.column, self.of.column, self.at.column, is_column_fixed, COLUMNS)?;
        self.rest = rest;
        let fixed = |is_fixed: bool| if is_fixed { "$" } else { "" };
        let (letters, row_sign) = (column_letters(column), fixed(is_row_fixed));
        let column_sign = fixed(is_column_fixed);
        self.told.push_str(&format!("{column_sign}{letters}{row_sign}{}", row + 1));
        Some(Cell::new(row, column))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `=SUM(F12:F18): F12:F18`; the formula was written for `of`.
    fn read(text: &str, of: &str, at: &str) -> Option<String> {
        let [of, at] = [of, at].map(|cell| cell.parse::<Cell>().unwrap());
        let adds = addition(text, of, at)?;
        let areas = adds.areas.iter().map(|area| match area.from == area.to {
            true => area.from.to_string(),
            false => format!("{}:{}", area.from, area.to),
        });
        Some(format!("{}: {}", adds.text, areas.collect::<Vec<_>>().join(" ")))
    }

    #[test]
    fn sums_are_read_in_all_the_ways_they_are_written() {
        let here = |text: &str| read(text, "F11", "F11").unwrap_or_default();
        assert_eq!(here("SUM(F12:F18)"), "=SUM(F12:F18): F12:F18");
        assert_eq!(here("+F12+F15 + f20"), "=+F12+F15+F20: F12 F15 F20");
        assert_eq!(here("sum($F$18:F12;F20)+F22"), "=SUM($F$18:F12;F20)+F22: F12:F18 F20 F22");
        assert_eq!(here("SUM(F12,(F13+F14))"), "=SUM(F12,(F13+F14)): F12 F13 F14");
        assert_eq!(here("SUBTOTAL(9,F12:F18)"), "=SUBTOTAL(9,F12:F18): F12:F18");
        let ours = "IF(COUNT(F12:F18)=0,\"\",SUM(F12:F18))";
        assert_eq!(here(ours), format!("={ours}: F12:F18"));
        assert_eq!(here("iferror(F12+F15;0)"), "=IFERROR(F12+F15;0): F12 F15");
    }

    #[test]
    fn a_formula_that_cells_share_moves_along() {
        let shared = |at: &str| read("SUM(F12:F18)+$B$1+$C12", "F11", at);
        assert_eq!(shared("G12").unwrap(), "=SUM(G13:G19)+$B$1+$C13: G13:G19 B1 C13");
        assert_eq!(read("SUM(A1:A3)", "B4", "A4"), None, "left of the sheet");
    }

    #[test]
    fn what_is_no_sum_is_not_understood() {
        let others = [
            "F12-F13",
            "F12*2",
            "SUM(F:F)",
            "SUM()",
            "MAX(F12:F18)",
            "F12+5",
            "",
            "SUM(F12",
            "SUBTOTAL(1,F12:F18)",
            "SUBTOTAL(9,F12)+F13",
            "TONG",
            "F12 F13",
            "SUMIF(F12:F18)",
            "IF(COUNT(F12:F18)=1,\"\",SUM(F12:F18))",
            "IF(F12>0,F12,F13)",
            "IFERROR(F12/F13,0)",
            "IF(COUNT(F12)=0,\"\",F12)+F13",
        ];
        for text in others {
            assert_eq!(read(text, "F11", "F11"), None, "{text}");
        }
        let deep = format!("{}F12{}", "(".repeat(400), ")".repeat(400));
        assert_eq!(read(&deep, "F11", "F11"), None);
    }

    proptest! {
        #[test]
        fn no_text_panics(text: String, row in 0..2_000_000_u32) {
            let _ = addition(&text, Cell::new(0, 0), Cell::new(row, 3));
        }
    }
}
