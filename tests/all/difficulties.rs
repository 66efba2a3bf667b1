//! A difficulty typed into an issued form comes back with its component and all its texts.

use std::fs;

use giaingan::domain::catalogue::Catalogue;
use giaingan::domain::code::UnitCode;
use giaingan::domain::context::Context;
use giaingan::domain::difficulty::Part;
use giaingan::domain::place::Cell;
use giaingan::domain::register::Register;
use giaingan::domain::settings::Settings;
use giaingan::domain::submission::{FileId, Submission};
use giaingan::parse::{self, Known};
use giaingan::read::{self, Value, Workbook};
use giaingan::recognise::{self, heading::Time, lexicon::Lexicon, rows::Names};

use super::workspace::{entries, fixture};

fn submission(workbook: &Workbook) -> Submission {
    let (catalogue, register) = (Catalogue::embedded(), Register::default());
    let (settings, lexicon) = (Settings::default(), Lexicon::new(&[]).unwrap());
    let names = Names::new(&catalogue);
    let period = "2023-05".parse().unwrap();
    let context =
        Context { catalogue: &catalogue, register: &register, settings: &settings, period };
    let known = Known { lexicon: &lexicon, names: &names, context };
    let form = recognise::form(workbook, &lexicon, &names, &Time::of(2023));
    let unit = UnitCode::new("BK-01").unwrap();
    let file = FileId {
        path: "x.xlsx".into(),
        sha256: String::new(),
        received: None,
        is_registered: false,
        order: (0, 0),
    };
    parse::submission(&known, workbook, &form, &unit, file, None)
}

#[test]
fn a_difficulty_typed_into_an_issued_form_is_read_with_its_component() {
    let mut count = 0;
    for path in entries(&fixture("issued-form-filled/nop/2023-05")) {
        let mut book = read::workbook(&fs::read(&path).unwrap()).unwrap();
        assert_eq!(submission(&book).difficulties, [], "nothing but what the form was issued with");
        assert_eq!(submission(&book).asked.len(), 1);
        let mut sheets = book.sheets.iter_mut();
        let sheet = sheets.find(|sheet| *sheet.name == *"Khó khăn, vướng mắc").unwrap();
        let is_code = |(cell, value): &&(Cell, Value)| {
            cell.column == 1 && matches!(value, Value::Text(text) if text.contains('.'))
        };
        let (first, code) = sheet.cells.iter().find(is_code).unwrap().clone();
        let Value::Text(code) = code else { unreachable!("it was found as a text") };
        for (column, text) in [(3, "Chưa có hướng dẫn"), (5, "Ban hành hướng dẫn"), (6, "tỉnh")]
        {
            sheet.cells.push((Cell::new(first.row, column), Value::Text(text.into())));
        }
        sheet.cells.sort_by_key(|(cell, _)| *cell);
        let read = submission(&book);
        let [difficulty] = &read.difficulties[..] else { panic!("{:?}", read.difficulties) };
        assert_eq!(difficulty.component.as_ref().map(ToString::to_string), Some(code.to_string()));
        assert_eq!(difficulty.text(Part::Difficulty), Some("Chưa có hướng dẫn"));
        assert_eq!(difficulty.text(Part::Cause), None);
        assert_eq!(difficulty.text(Part::Proposal), Some("Ban hành hướng dẫn"));
        assert_eq!(difficulty.text(Part::Level), Some("tỉnh"));
        count += 1;
    }
    assert!(3 < count, "only {count} forms");
}
