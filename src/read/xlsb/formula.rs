//! What a formula of an .xlsb says: its tokens stand in the order of calculation, and are put back into words here.
//!
//! Sums of cells of the own sheet are told, with what may stand around them ([MS-XLSB] 2.5.97). Of anything else – another
//! sheet, a name, a function that no sum needs – only that it is a formula is known: a wrong text is worse than none.
//! Not calamine's: it shows a shared formula as an empty one, takes `>=` for `>`, and breaks off at a token that is cut.

use std::collections::BTreeMap;

use super::records::Record;
use crate::domain::place::{Cell, column_letters};
use crate::read::formulas::Formulas;

/// A longer formula is no sum that anybody could mend.
const MOST_TOKENS: usize = 500;

/// The most bytes that are put together for one formula.
const LONGEST: usize = 4096;

/// How tightly a part holds together: a sum is bracketed where it is multiplied.
type Hold = u8;

/// A part that holds together beside any sign, and one with a sign before it.
const WHOLE: Hold = 6;
const SIGNED: Hold = 5;

/// The signs between two parts, by their tokens from 0x03.
const SIGNS: [(&str, Hold); 12] = [
    ("+", 2),
    ("-", 2),
    ("*", 3),
    ("/", 3),
    ("^", 4),
    ("&", 1),
    ("<", 0),
    ("<=", 0),
    ("=", 0),
    (">=", 0),
    (">", 0),
    ("<>", 0),
];

/// What the formulas of a sheet say, cell by cell.
#[derive(Default)]
pub(super) struct Told {
    cells: Vec<(Cell, Says)>,
    /// What cells share, by the cell that they name.
    shared: BTreeMap<Cell, Option<u32>>,
}

/// The number of a text, or the cell whose formula is shared.
enum Says {
    Text(Option<u32>),
    As(Cell),
}

impl Told {
    /// Takes the record of a cell whose value a formula gave.
    pub(super) fn take(&mut self, record: &Record<'_>, cell: Cell, formulas: &mut Formulas) {
        let at = 10
            + match record.kind {
                0x08 => {
                    record.long(8).filter(|of| *of != u32::MAX).map_or(4, |of| 4 + 2 * of as usize)
                }
                0x09 => 8,
                _ => 1,
            };
        let says = match shared_with(record, at) {
            Some(first) => Says::As(first),
            None => {
                let text = text(record, at, cell);
                Says::Text(text.and_then(|text| formulas.keep(cell, &text)))
            }
        };
        self.cells.push((cell, says));
    }

    /// Takes the record of a formula that cells share; it stands behind the first of them.
    pub(super) fn take_shared(&mut self, record: &Record<'_>, formulas: &mut Formulas) {
        if let Some((cell, Says::As(first))) = self.cells.last() {
            let text = text(record, 16, *cell);
            let number = text.and_then(|text| formulas.keep(*cell, &text));
            self.shared.insert(*first, number);
        }
    }

    /// Puts them to the others of the sheet.
    pub(super) fn put(self, formulas: &mut Formulas) {
        for (cell, says) in self.cells {
            let number = match says {
                Says::Text(number) => number,
                Says::As(first) => self.shared.get(&first).copied().flatten(),
            };
            formulas.push(cell, number);
        }
    }
}

/// The cell whose formula is shared where tokens (behind their length at `at`) say nothing else.
fn shared_with(record: &Record<'_>, at: usize) -> Option<Cell> {
    let is_shared = record.long(at)? == 5 && record.byte(at + 4)? == 0x01;
    let column = || record.long(at + 13);
    if is_shared { Some(Cell::new(record.long(at + 5)?, column()?)) } else { None }
}

/// The text of the tokens that stand behind their length at `at` of a record, without the `=`, in the cell `of`; `None`
/// where there is something else than is known here.
fn text(record: &Record<'_>, at: usize, of: Cell) -> Option<String> {
    let length = record.long(at)? as usize;
    let mut tokens = Tokens { record, at: at + 4, to: (at + 4).checked_add(length)?, of };
    let mut parts: Vec<(String, Hold)> = Vec::new();
    for _ in 0..MOST_TOKENS {
        if tokens.at == tokens.to {
            let [(text, _)] = <[(String, Hold); 1]>::try_from(parts).ok()?;
            return Some(text);
        }
        tokens.take(&mut parts)?;
        if LONGEST < parts.last().map_or(0, |(text, _)| text.len()) {
            return None;
        }
    }
    None
}

struct Tokens<'a, 'r> {
    record: &'a Record<'r>,
    at: usize,
    to: usize,
    of: Cell,
}

impl Tokens<'_, '_> {
    /// Takes the next token: it adds a part, or puts those before it together.
    fn take(&mut self, parts: &mut Vec<(String, Hold)>) -> Option<()> {
        let token = self.byte()?;
        // The same tokens stand for references, values and arrays.
        let kind = if (0x20..0x80).contains(&token) { token & 0x1F | 0x20 } else { token };
        match kind {
            0x03..=0x0E => {
                let (sign, hold) = SIGNS[usize::from(kind - 0x03)];
                let (right, left) = (parts.pop()?, parts.pop()?);
                let (left, right) = (held(left, hold), held(right, hold + 1));
                parts.push((format!("{left}{sign}{right}"), hold));
            }
            0x12 | 0x13 => {
                let (text, _) = parts.pop().filter(|(_, hold)| *hold == WHOLE)?;
                parts.push((format!("{}{text}", if kind == 0x12 { "+" } else { "-" }), SIGNED));
            }
            0x14 => {
                let (text, _) = parts.pop().filter(|(_, hold)| *hold == WHOLE)?;
                parts.push((format!("{text}%"), WHOLE));
            }
            0x15 => {
                let (text, _) = parts.pop()?;
                parts.push((format!("({text})"), WHOLE));
            }
            // An argument that is left out.
            0x16 => parts.push((String::new(), WHOLE)),
            0x17 => {
                let length = self.short()?;
                let text = (0..length).map(|_| self.short()).collect::<Option<Vec<u16>>>()?;
                let text = String::from_utf16(&text).ok()?.replace('"', "\"\"");
                parts.push((format!("\"{text}\""), WHOLE));
            }
            // How the formula is calculated and set: it says nothing; but for SUM with one argument.
            0x19 => match self.byte()? {
                0x10 => {
                    let _ = self.short()?;
                    call("SUM", 1, parts)?;
                }
                0x01 | 0x02 | 0x08 | 0x20 | 0x21 | 0x40 | 0x41 | 0x80 => self.skip(2)?,
                _ => return None,
            },
            0x1D => {
                let text = if self.byte()? == 0 { "FALSE" } else { "TRUE" };
                parts.push((text.to_owned(), WHOLE));
            }
            0x1E => parts.push((self.short()?.to_string(), WHOLE)),
            0x1F => {
                let number = f64::from_le_bytes(self.bytes()?);
                parts.push((number.to_string(), if number < 0.0 { SIGNED } else { WHOLE }));
            }
            0x21 => {
                let (name, arguments) = fixed(self.short()?)?;
                call(name, arguments, parts)?;
            }
            0x22 => {
                let arguments = usize::from(self.byte()? & 0x7F);
                let name = varied(self.short()?)?;
                call(name, arguments, parts)?;
            }
            0x24 | 0x2C => {
                let (row, column) = (self.long()?, self.short()?);
                parts.push((self.cell(row, column, kind == 0x2C)?, WHOLE));
            }
            0x25 | 0x2D => {
                let (first, last) = (self.long()?, self.long()?);
                let (left, right) = (self.short()?, self.short()?);
                let [from, to] = [(first, left), (last, right)]
                    .map(|(row, column)| self.cell(row, column, kind == 0x2D));
                parts.push((format!("{}:{}", from?, to?), WHOLE));
            }
            _ => return None,
        }
        Some(())
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let bytes = self.record.bytes(self.at)?;
        self.skip(N)?;
        Some(bytes)
    }

    fn byte(&mut self) -> Option<u8> {
        self.bytes().map(u8::from_le_bytes)
    }

    fn short(&mut self) -> Option<u16> {
        self.bytes().map(u16::from_le_bytes)
    }

    fn long(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_le_bytes)
    }

    /// A reference as it is written: what moves along with its formula has no `$`, and is told in a shared formula by how
    /// far away it is.
    fn cell(&self, row: u32, column: u16, is_shared: bool) -> Option<String> {
        let (moves_across, moves_down) = (column & 0x4000 != 0, column & 0x8000 != 0);
        let from = |of: u32, moves: bool| if is_shared && moves { of } else { 0 };
        let row = row.wrapping_add(from(self.of.row, moves_down)) & super::LAST.row;
        let column = u32::from(column & 0x3FFF) + from(self.of.column, moves_across);
        let fixed = |moves: bool| if moves { "" } else { "$" };
        let letters = column_letters(column & super::LAST.column);
        Some(format!("{}{letters}{}{}", fixed(moves_across), fixed(moves_down), row + 1))
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.at = self.at.checked_add(bytes).filter(|at| *at <= self.to)?;
        Some(())
    }
}

/// A part in brackets where it would fall apart beside a sign that holds tighter.
fn held((text, hold): (String, Hold), least: Hold) -> String {
    if hold < least { format!("({text})") } else { text }
}

fn call(name: &str, arguments: usize, parts: &mut Vec<(String, Hold)>) -> Option<()> {
    let from = parts.len().checked_sub(arguments)?;
    let arguments: Vec<String> = parts.drain(from..).map(|(text, _)| text).collect();
    parts.push((format!("{name}({})", arguments.join(",")), WHOLE));
    Some(())
}

/// A function that always has as many arguments.
fn fixed(number: u16) -> Option<(&'static str, usize)> {
    Some(match number {
        24 => ("ABS", 1),
        27 => ("ROUND", 2),
        212 => ("ROUNDUP", 2),
        213 => ("ROUNDDOWN", 2),
        480 => ("IFERROR", 2),
        _ => return None,
    })
}

/// A function that may have more arguments or less.
fn varied(number: u16) -> Option<&'static str> {
    Some(match number {
        0 => "COUNT",
        1 => "IF",
        4 => "SUM",
        5 => "AVERAGE",
        6 => "MIN",
        7 => "MAX",
        344 => "SUBTOTAL",
        480 => "IFERROR",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::records::Records;
    use super::*;

    const MOVES: u16 = 0xC000;

    fn area(kind: u8, rows: [u32; 2], columns: [u16; 2]) -> Vec<u8> {
        let rows = rows.iter().flat_map(|row| row.to_le_bytes());
        let columns = columns.iter().flat_map(|column| column.to_le_bytes());
        [kind].into_iter().chain(rows).chain(columns).collect()
    }

    fn reference(row: u32, column: u16) -> Vec<u8> {
        [&[0x44][..], &row.to_le_bytes(), &column.to_le_bytes()].concat()
    }

    /// What the tokens of the cell F20 say.
    fn read(tokens: &[&[u8]]) -> Option<String> {
        let tokens = tokens.concat();
        let length = u32::try_from(tokens.len()).unwrap().to_le_bytes();
        let content = [&length[..], &tokens].concat();
        let record = [&[0x09, content.len() as u8], &content[..]].concat();
        text(&Records::new(&record).next()?.ok()?, 0, "F20".parse().unwrap())
    }

    #[test]
    fn sums_are_told_as_they_were_typed() {
        let f12_f18 = area(0x25, [11, 17], [5 | MOVES, 5 | MOVES]);
        let f14 = reference(13, 5 | MOVES);
        let fixed = reference(13, 5);
        let sum = [0x19, 0x10, 0, 0];
        let call = |arguments: u8, number: u8| [0x42, arguments, number, 0];
        assert_eq!(read(&[&f12_f18, &sum]).as_deref(), Some("SUM(F12:F18)"));
        let two = read(&[&f12_f18, &f14, &call(2, 4)]);
        assert_eq!(two.as_deref(), Some("SUM(F12:F18,F14)"));
        let added = read(&[&f14, &fixed, &[0x03], &f12_f18, &sum, &[0x03]]);
        assert_eq!(added.as_deref(), Some("F14+$F$14+SUM(F12:F18)"));
        let subtotal = read(&[&[0x1E, 9, 0], &f12_f18, &[0x42, 2, 0x58, 0x01]]);
        assert_eq!(subtotal.as_deref(), Some("SUBTOTAL(9,F12:F18)"));
        let rate = read(&[&f14, &fixed, &[0x06], &[0x1E, 2, 0], &[0x41, 27, 0]]);
        assert_eq!(rate.as_deref(), Some("ROUND(F14/$F$14,2)"));
        let none = [&f12_f18[..], &call(1, 0), &[0x1E, 0, 0], &[0x0B, 0x19, 0x02, 0, 0]].concat();
        let blank = [&[0x17, 0, 0, 0x19, 0x08, 0, 0][..], &f12_f18, &sum, &call(3, 1)].concat();
        let guarded = read(&[&none, &blank]);
        assert_eq!(guarded.as_deref(), Some("IF(COUNT(F12:F18)=0,\"\",SUM(F12:F18))"));
        let product = read(&[&f14, &fixed, &[0x04], &[0x1E, 2, 0], &[0x05]]);
        assert_eq!(product.as_deref(), Some("(F14-$F$14)*2"));
    }

    #[test]
    fn what_moves_in_a_shared_formula_is_told_by_how_far_away_it_is() {
        let above = area(0x2D, [u32::MAX - 7, u32::MAX], [MOVES, MOVES]);
        let beside = [&[0x4C][..], &0_u32.to_le_bytes(), &(0x3FFF | MOVES).to_le_bytes()].concat();
        let text = read(&[&above, &[0x19, 0x10, 0, 0], &beside, &[0x03]]);
        assert_eq!(text.as_deref(), Some("SUM(F12:F19)+E20"));
    }

    #[test]
    fn what_is_not_known_has_no_text() {
        let f14 = reference(13, 5 | MOVES);
        let other_sheet = [&[0x3A, 0, 0][..], &f14[1..]].concat();
        assert_eq!(read(&[&other_sheet, &f14, &[0x03]]), None);
        assert_eq!(read(&[&f14, &[0x42, 1, 200, 0]]), None, "a function of another kind");
        assert_eq!(read(&[&f14, &f14]), None, "two parts and nothing between them");
        assert_eq!(read(&[&f14[..5]]), None, "cut off");
        assert_eq!(read(&[&[0x03]]), None);
        assert_eq!(read(&[]), None);
    }

    proptest! {
        #[test]
        fn no_bytes_stop_the_reader(tokens in prop::collection::vec(any::<u8>(), 0..60)) {
            let _ = read(&[&tokens]);
        }
    }
}
