//! Small workbooks of one unit, read as its report of June 2024: for tests.

use std::sync::LazyLock;

use super::{Known, submission};
use crate::domain::catalogue::Catalogue;
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::place::Cell;
use crate::domain::register::Register;
use crate::domain::settings::Settings;
use crate::domain::submission::{FileId, Submission};
use crate::read::{Sheet, Value, Workbook};
use crate::recognise::form;
use crate::recognise::heading::Time;
use crate::recognise::lexicon::Lexicon;
use crate::recognise::rows::Names;

static KNOWN: LazyLock<(Catalogue, Lexicon, Names)> = LazyLock::new(|| {
    let catalogue = Catalogue::embedded();
    let names = Names::new(&catalogue);
    (catalogue, Lexicon::new(&[]).unwrap(), names)
});

/// A sheet of texts; what reads as a number behind the first column is one, unless a `'` stands before it.
pub(crate) fn sheet(name: &str, rows: &[&[&str]]) -> Sheet {
    let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
    for (row, texts) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*texts).filter(|(_, text)| !text.is_empty()) {
            let number = text.parse().ok().filter(|_| 0 < column);
            let text = || Value::Text(text.trim_start_matches('\'').into());
            sheet.cells.push((Cell::new(row, column), number.map_or_else(text, Value::Number)));
        }
    }
    sheet
}

/// What a unit without a registered plan reports in a workbook with these sheets.
pub(crate) fn read(sheets: Vec<Sheet>) -> Submission {
    let (catalogue, lexicon, names) = &*KNOWN;
    let workbook = Workbook { sheets, ..Workbook::default() };
    let form = form(&workbook, lexicon, names, &Time::of(2024));
    let (register, settings) = (Register::default(), Settings::default());
    let period = "2024-06".parse().unwrap();
    let context = Context { catalogue, register: &register, settings: &settings, period };
    let known = Known { lexicon, names, context };
    let file = FileId {
        path: "a.xlsx".into(),
        sha256: String::new(),
        received: None,
        is_registered: false,
        order: (0, 0),
    };
    let unit = UnitCode::new("A").unwrap();
    submission(&known, &workbook, &form, &unit, file, None)
}
