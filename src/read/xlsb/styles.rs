//! How the cells of each style show what they hold.

use std::collections::BTreeMap;

use super::records::{Record, Records};
use crate::read::colour::{self, Colour, WHITE};
use crate::read::shown::{Code, Style};

/// The styles of a workbook.
#[derive(Default)]
pub(super) struct Styles {
    cells: Vec<Style>,
    fonts: Vec<Font>,
    plain: Style,
}

/// What of a font changes what a text says.
#[derive(Clone, Copy, Default)]
pub(super) struct Font {
    /// It sets letters above the line.
    pub is_raised: bool,
    /// It strikes them through.
    pub is_struck: bool,
    colour: Colour,
}

impl Styles {
    /// That of the cells with this number.
    pub(super) fn of_cell(&self, number: u32) -> &Style {
        self.cells.get(number as usize).unwrap_or(&self.plain)
    }

    /// The font with this number.
    pub(super) fn font(&self, number: u16) -> Font {
        self.fonts.get(usize::from(number)).copied().unwrap_or_default()
    }
}

/// Reads the part: fonts, fills and the formats that are written out come before the cells' own.
pub(super) fn read(part: &[u8]) -> Styles {
    let mut styles = Styles::default();
    let mut codes: BTreeMap<u16, Code> = BTreeMap::new();
    let mut fills: Vec<Colour> = Vec::new();
    let mut is_of_cells = false;
    for record in Records::new(part).flatten() {
        match record.kind {
            0x2B => styles.fonts.push(font(&record).unwrap_or_default()),
            0x2C => {
                if let (Some(number), Some(code)) = (record.short(0), record.text(2)) {
                    codes.insert(number, Code::read(&code));
                }
            }
            0x2D => {
                let is_none = record.long(0) == Some(0);
                let behind = if is_none { Some(WHITE) } else { colour(&record, 4) };
                fills.push(behind.unwrap_or_default());
            }
            0x269 => is_of_cells = true,
            0x26A => is_of_cells = false,
            0x2F if is_of_cells => {
                let number = |at| record.short(at).unwrap_or_default();
                let code = codes.get(&number(2)).cloned();
                let font = styles.font(number(4));
                let behind = fills.get(usize::from(number(6))).copied().unwrap_or(WHITE);
                styles.cells.push(Style {
                    is_open: number(12) & 0x1000 == 0,
                    code: code.unwrap_or_else(|| Code::built_in(number(2))),
                    unseen: colour::unseen(font.colour, behind, font.is_struck),
                });
            }
            _ => {}
        }
    }
    styles
}

fn font(record: &Record<'_>) -> Option<Font> {
    Some(Font {
        is_struck: record.short(2)? & 0x08 != 0,
        is_raised: record.short(6)? == 1,
        colour: colour(record, 12)?,
    })
}

/// A colour: of what kind, its number, how much lighter or darker, red, green, blue.
fn colour(record: &Record<'_>, at: usize) -> Option<Colour> {
    let number = u32::from(record.byte(at + 1)?);
    Some(match record.byte(at)? >> 1 {
        1 => Colour::indexed(number),
        2 => {
            let rgb = [4, 5, 6].map(|place| record.byte(at + place));
            let [red, green, blue] = rgb.map(|part| u32::from(part.unwrap_or_default()));
            Colour::Rgb(red << 16 | green << 8 | blue)
        }
        3 => Colour::theme(number, f64::from(record.short(at + 2)? as i16) / f64::from(i16::MAX)),
        _ => Colour::Automatic,
    })
}
