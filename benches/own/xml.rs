//! `read/xlsx/xml.rs` against quick-xml over the part of a sheet, and `read/xlsx.rs` against calamine over a workbook.

use std::io::{Cursor, Read};

use calamine::Reader as _;
use giaingan::read;
use quick_xml::events::Event;
use rust_xlsxwriter::{Format, Workbook};
use zip::ZipArchive;

use super::duel;

/// The very file, which is private in the library and stands on no other.
#[path = "../../src/read/xlsx/xml.rs"]
#[allow(dead_code, unused_imports, reason = "not all of it is measured, nor its tests")]
mod own;
use own::{Piece, Pieces, Tag};

const ROWS: u32 = 10_000;

/// What one comes to that looks at each cell: how many there are, their places and styles, their values.
#[derive(PartialEq, Eq, Debug, Default)]
struct Seen {
    cells: usize,
    attributes: usize,
    texts: usize,
}

pub(crate) fn run() {
    let workbook = workbook();
    let mut part = String::new();
    let mut archive = ZipArchive::new(Cursor::new(&workbook[..])).unwrap();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut part).unwrap();
    assert_eq!(ours(&part), theirs(&part));
    duel("pieces of the XML of a sheet: quick-xml", || ours(&part), || theirs(&part));
    duel(
        "cells of a workbook: calamine",
        || {
            let book = read::workbook(&workbook).ok().unwrap();
            assert_eq!(book.sheets[0].cells.len(), 6 * ROWS as usize);
        },
        || {
            let mut book = calamine::Xlsx::new(Cursor::new(&workbook[..])).unwrap();
            let range = book.worksheet_range("SN").unwrap();
            assert_eq!(range.used_cells().count(), 6 * ROWS as usize);
        },
    );
}

/// A report of so many rows (số liệu minh họa): a number, a name, four amounts, of which one is a formula.
fn workbook() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("SN").unwrap();
    let (name, money) = (Format::new().set_text_wrap(), Format::new().set_num_format("#,##0"));
    for row in 0..ROWS {
        sheet.write(row, 0, row + 1).unwrap();
        sheet.write_with_format(row, 1, format!("Công trình số {row}"), &name).unwrap();
        for column in 2..5 {
            sheet.write_with_format(row, column, 1250.5 * f64::from(row + 1), &money).unwrap();
        }
        let formula = rust_xlsxwriter::Formula::new(format!("=C{0}-D{0}", row + 1)).set_result("7");
        sheet.write_formula_with_format(row, 5, formula, &money).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn ours(part: &str) -> Seen {
    let mut seen = Seen::default();
    let cell = |seen: &mut Seen, tag: Tag<'_>| {
        seen.cells += 1;
        seen.attributes +=
            tag.attributes().map(|(name, value)| name.len() + value.len()).sum::<usize>();
    };
    let mut pieces = Pieces::of(part);
    while let Some(piece) = pieces.next().unwrap() {
        match piece {
            Piece::Start(tag) if tag.name == "c" => {
                cell(&mut seen, tag);
                seen.texts += pieces.plain("<v>", "</v></c>").map_or(0, str::len);
            }
            Piece::Empty(tag) if tag.name == "c" => cell(&mut seen, tag),
            Piece::Text(text) => seen.texts += text.len(),
            _ => {}
        }
    }
    seen
}

fn theirs(part: &str) -> Seen {
    let mut seen = Seen::default();
    let mut reader = quick_xml::Reader::from_str(part);
    // Ours does not look either.
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
                seen.cells += 1;
                for attribute in tag.attributes().with_checks(false) {
                    let attribute = attribute.unwrap();
                    seen.attributes += attribute.key.as_ref().len() + attribute.value.len();
                }
            }
            Event::Text(text) => seen.texts += text.len(),
            Event::Eof => return seen,
            _ => {}
        }
    }
}
