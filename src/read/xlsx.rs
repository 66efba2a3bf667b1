//! .xlsx and .xlsm: each part inflated once and read in one pass. Read here and not by calamine, which gives a whole sheet up
//! for one error value that it does not know, reads the first of two sheets of one name twice, keeps hidden rows to
//! itself, and takes nearly twice as long for a workbook (`benches/own`).

mod fonts;
mod package;
mod sheet;
mod strings;
mod styles;
mod xml;

use std::collections::BTreeMap;

pub(super) use self::fonts::faces;
use self::package::Package;
use self::sheet::Book;
use super::serial::Epoch;
use super::{About, Refused, Remark, Room, Sheet, Workbook, damaged, in_order, repeated_names};
use crate::domain::lang::words;

/// Reads an .xlsx or .xlsm.
///
/// # Errors
/// Why nothing of it could be read.
pub(super) fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut package = Package::open(bytes)?;
    let contents = package.contents().ok_or_else(|| damaged("workbook.xml"))?;
    let book = Book {
        strings: strings::read(&package.related("sharedStrings").map_err(damaged)?)?,
        styles: styles::read(&package.related("styles").map_err(damaged)?)
            .ok_or_else(|| damaged("styles.xml"))?,
        epoch: if contents.is_1904 { Epoch::Y1904 } else { Epoch::Y1900 },
    };
    let mut left = Room::default();
    // The parts that were read, and whether they hold anything.
    let mut read: BTreeMap<String, bool> = BTreeMap::new();
    let mut twice = 0;
    let mut workbook = Workbook::default();
    for listed in contents.sheets {
        let part = listed.part.to_lowercase();
        if let Some(holds_cells) = read.get(&part) {
            twice += usize::from(*holds_cells);
            continue;
        }
        let mut sheet = Sheet {
            name: listed.name.as_str().into(),
            is_hidden: listed.is_hidden,
            ..Sheet::default()
        };
        match package.part(&listed.part) {
            Ok(xml) => sheet::read(&xml, &book, &mut sheet, &mut left)?,
            Err(error) => sheet.failure = Some(error),
        }
        workbook.remarks.extend(in_order(&mut sheet));
        read.insert(part, !sheet.cells.is_empty());
        workbook.sheets.push(sheet);
    }
    workbook.remarks.extend(repeated_names(&workbook.sheets));
    let mut repeats = Vec::new();
    if 0 < twice {
        repeats.push(words!(
            "Tệp kê {twice} trang tính dùng chung phần dữ liệu của trang khác; mỗi phần chỉ đọc một lần",
            "{twice} sheets are listed that share the part of another; each part is read once";
            twice
        ));
    }
    if 0 < package.repeated {
        let count = package.repeated;
        repeats.push(words!(
            "Trong tệp có {count} phần ghi hai lần; đã đọc phần ghi sau, như Excel",
            "{count} parts stand in the file twice; the later ones were read, as Excel does";
            count
        ));
    }
    let remark = |words| Remark { about: About::Repetition, sheet: None, cell: None, words };
    workbook.remarks.extend(repeats.into_iter().map(remark));
    Ok(workbook)
}
