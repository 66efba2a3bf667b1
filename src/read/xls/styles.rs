//! How the cells of each style of an .xls show what they hold, and which cells have a style that changes it.

use std::collections::BTreeMap;

use super::stream::{long, short};
use crate::domain::place::Cell;
use crate::read::colour::{self, Colour, WHITE};
use crate::read::shown::{Code, Style};

const FONT: u16 = 0x0031;
const FORMAT: u16 = 0x041E;
const STYLE: u16 = 0x00E0;
/// The cells whose record begins with their row, column and style: formulas, texts and numbers.
const CELLS: [u16; 6] = [0x0006, 0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E];
/// A row of numbers, each with its style.
const NUMBERS: u16 = 0x00BD;
/// Cells that hold nothing or a yes or no: how they look does not matter.
const BLANK: u16 = 0x0201;
const BLANKS: u16 = 0x00BE;
const YES_OR_NO: u16 = 0x0205;

/// The styles of a workbook, by their numbers.
#[derive(Default)]
pub(super) struct Styles {
    all: Vec<Style>,
    codes: BTreeMap<u16, Code>,
    fonts: Vec<(Colour, bool)>,
}

impl Styles {
    /// That of a number.
    pub(super) fn get(&self, number: u16) -> Option<&Style> {
        self.all.get(usize::from(number))
    }

    /// Takes a record of the workbook; fonts and formats come before the styles.
    pub(super) fn take(&mut self, kind: u16, record: &[u8], is_wide_able: bool) {
        match kind {
            FONT => {
                let is_struck = short(record, 2).is_some_and(|flags| flags & 0x08 != 0);
                let colour = short(record, 4).map_or(0x7FFF, u32::from);
                self.fonts.push((Colour::indexed(colour), is_struck));
            }
            FORMAT => {
                if let (Some(number), Some(code)) = (short(record, 0), code(record, is_wide_able)) {
                    self.codes.insert(number, Code::read(&code));
                }
            }
            STYLE => {
                let style = self.style(record, is_wide_able).unwrap_or_default();
                self.all.push(style);
            }
            _ => {}
        }
    }

    fn style(&self, record: &[u8], is_wide_able: bool) -> Option<Style> {
        let (font, format) = (usize::from(short(record, 0)?), short(record, 2)?);
        // There never was a font number 4.
        let font = if 4 < font { font - 1 } else { font };
        let (pattern, ground) = match is_wide_able {
            true => (long(record, 14)? >> 26, u32::from(short(record, 18)?)),
            false => (long(record, 8)? >> 16 & 0x3F, long(record, 8)?),
        };
        let behind = if pattern == 0 { WHITE } else { Colour::indexed(ground & 0x7F) };
        let code = self.codes.get(&format).cloned();
        let font = self.fonts.get(font);
        Some(Style {
            code: code.unwrap_or_else(|| Code::built_in(format)),
            unseen: font
                .and_then(|(colour, is_struck)| colour::unseen(*colour, behind, *is_struck)),
            is_open: short(record, 4)? & 1 == 0,
        })
    }

    /// The cells of a record whose style changes what they show.
    pub(super) fn styled(&self, kind: u16, record: &[u8]) -> Vec<(Cell, u16)> {
        let place = short(record, 0).zip(short(record, 2));
        let Some((row, column)) = place.map(|(row, column)| (row.into(), column.into())) else {
            return Vec::new();
        };
        let says_something = |style: &u16| self.get(*style).is_some_and(Style::says_something);
        if CELLS.contains(&kind) {
            let style = short(record, 4).filter(says_something);
            return style.map(|style| (Cell::new(row, column), style)).into_iter().collect();
        }
        if kind != NUMBERS {
            return Vec::new();
        }
        // Style and number of each, and behind them the last column.
        let each = record[4..].chunks_exact(6).zip(column..);
        let cells = each.filter_map(|(each, column)| {
            Some((Cell::new(row, column), short(each, 0).filter(says_something)?))
        });
        cells.collect()
    }
}

/// The cells of a record, from the first column to the last, with their styles; blank ones, too.
pub(super) fn cells(kind: u16, record: &[u8]) -> Vec<(Cell, u16)> {
    let place = short(record, 0).zip(short(record, 2));
    let Some((row, column)) = place.map(|(row, column)| (row.into(), u32::from(column))) else {
        return Vec::new();
    };
    // Behind several cells stands the last column.
    let (size, most) = match kind {
        NUMBERS => (6, usize::MAX),
        BLANKS => (2, (record.len() / 2).saturating_sub(3)),
        BLANK | YES_OR_NO => (2, 1),
        kind if CELLS.contains(&kind) => (2, 1),
        _ => return Vec::new(),
    };
    let each = record[4..].chunks_exact(size).zip(column..).take(most);
    each.filter_map(|(each, column)| Some((Cell::new(row, column), short(each, 0)?))).collect()
}

/// The text of a format: letters of two bytes or one, in Excel 5.0 of one.
fn code(record: &[u8], is_wide_able: bool) -> Option<String> {
    if !is_wide_able {
        let length = usize::from(*record.get(2)?);
        return Some(record.get(3..3 + length)?.iter().map(|byte| char::from(*byte)).collect());
    }
    let (length, is_wide) = (usize::from(short(record, 2)?), record.get(4)? & 1 != 0);
    if !is_wide {
        return Some(record.get(5..5 + length)?.iter().map(|byte| char::from(*byte)).collect());
    }
    let (pairs, _) = record.get(5..5 + 2 * length)?.as_chunks::<2>();
    let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
    Some(String::from_utf16_lossy(&units))
}
