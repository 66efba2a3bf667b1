//! One workbook in every format: the same cells come out of each, and what a file cannot tell is said.

use std::fs;

use giaingan::domain::place::{Area, Cell};
use giaingan::read::shown::{Look, Scale, Unseen};
use giaingan::read::{self, About, Refused, Sheet, Value, Workbook};

use super::program::contained;
use super::workspace::fixture;

fn file(name: &str) -> Vec<u8> {
    contained();
    fs::read(fixture("formats").join(name)).unwrap()
}

fn workbook(name: &str) -> Workbook {
    read::workbook_named(&file(name), name).unwrap()
}

fn cell(name: &str) -> Cell {
    name.parse().unwrap()
}

fn abouts(workbook: &Workbook) -> Vec<About> {
    workbook.remarks.iter().map(|remark| remark.about).collect()
}

/// A tone mark may stand behind its letter (code page 1258): what is compared is what is seen.
fn shown(sheet: &Sheet) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization;
    let words = |(cell, value): &(Cell, Value)| match value {
        Value::Text(text) => format!("{cell} {}", text.nfc()),
        other => format!("{cell} {other:?}"),
    };
    sheet.cells.iter().map(words).collect()
}

const BOOKS: [&str; 5] = ["book.xlsx", "book.xls", "book.ods", "book.xlsb", "book-95.xls"];

#[test]
fn every_format_gives_the_same_cells() {
    for name in BOOKS {
        let book = workbook(name);
        let [sheet, hidden] = &book.sheets[..] else { panic!("{name}: {:?}", book.sheets) };
        assert_eq!(sheet.failure, None, "{name}");
        assert!(book.remarks.is_empty(), "{name}: {:?}", book.remarks);
        let at = |place: &str| sheet.get(cell(place)).cloned();
        let text = |text: &str| Some(Value::Text(text.into()));
        let error = |text: &str| Some(Value::Error(text.into()));
        let day = chrono::NaiveDate::from_ymd_opt(2024, 6, 30).unwrap().and_hms_opt(0, 0, 0);
        assert_eq!(at("B2"), day.map(Value::Date), "{name}");
        assert_eq!(at("B5"), Some(Value::Number(1_234_567_890.0)), "{name}");
        assert_eq!(at("C5"), Some(Value::Number(600.25)), "{name}");
        assert_eq!(at("D5"), Some(Value::Number(0.5)), "{name}: the result of a formula");
        assert_eq!(at("C6"), Some(Value::Number(-3.0)), "{name}");
        assert_eq!(at("B7"), text("-"), "{name}");
        assert_eq!(at("C7"), error("#DIV/0!"), "{name}: the error of a formula");
        assert_eq!(at("D7"), None, "{name}: an empty text is a blank");
        assert_eq!(at("C8"), error("#N/A"), "{name}");
        assert_eq!(at("H900"), Some(Value::Number(12.0)), "{name}");
        assert_eq!(shown(sheet), shown(&workbook("book.xlsx").sheets[0]), "{name}");
        let merges = [("A1", "D1"), ("A9", "A10")];
        let merges = merges.map(|(from, to)| Area { from: cell(from), to: cell(to) });
        assert_eq!(sheet.merges, merges, "{name}");
        assert_eq!(
            (&sheet.hidden_rows[..], &sheet.hidden_columns[..]),
            (&[5][..], &[4][..]),
            "{name}"
        );
        assert!(hidden.is_hidden && !sheet.is_hidden, "{name}");
        assert_eq!(hidden.cells, [(cell("C3"), Value::Number(3.0))], "{name}");
    }
}

#[test]
fn what_a_cell_shows_is_told_where_it_holds_something_else() {
    let by = |times| Look { scale: Scale::Thousands { times, shows_zero: false }, unseen: None };
    let unseen = |why| Look { scale: Scale::One, unseen: Some(why) };
    let percent = Look { scale: Scale::Percent, unseen: None };
    let want = [
        ("B1", by(2)),
        ("B2", by(1)),
        ("B3", percent),
        ("B4", unseen(Unseen::Format)),
        ("B5", by(2)),
        ("B7", unseen(Unseen::Colour)),
        ("B8", unseen(Unseen::Struck)),
    ];
    let want = want.map(|(place, look)| (cell(place), look));
    for name in ["looks.xlsx", "looks.ods", "looks.xls"] {
        let sheet = &workbook(name).sheets[0];
        let looks: Vec<_> = sheet.looks.iter().filter(|(at, _)| at.row < 9).copied().collect();
        assert_eq!(looks, want, "{name}");
    }
    // The records of the texts of an .xls are calamine's, which keeps no runs.
    for name in ["looks.xlsx", "looks.ods"] {
        let sheet = &workbook(name).sheets[0];
        let texts = ["B10", "B11", "B12"].map(|place| sheet.text(cell(place)).to_owned());
        assert_eq!(texts, ["144", "120,5", "95"], "{name}");
        assert_eq!(sheet.look(cell("B12")), unseen(Unseen::Struck), "{name}");
        assert_eq!(sheet.look(cell("B11")), Look::default(), "{name}");
    }
}

#[test]
fn what_a_protected_sheet_locks_is_known_of_blank_cells_too() {
    for name in ["locked.xlsx", "locked.ods", "locked.xls"] {
        let sheets = workbook(name).sheets;
        let locks = |sheet: usize, places: &[&str]| -> Vec<bool> {
            places.iter().map(|place| sheets[sheet].locks.contains(cell(place))).collect()
        };
        assert_eq!(locks(0, &["A2", "D2", "A3", "A4", "H9"]), [true; 5], "{name}");
        assert_eq!(locks(0, &["B2", "C2", "B3", "F2", "F90"]), [false; 5], "{name}");
        assert_eq!(locks(1, &["A2", "B2", "D2"]), [false; 3], "{name}: it is not protected");
    }
}

#[test]
fn vietnamese_survives_the_code_pages() {
    use unicode_normalization::UnicodeNormalization;
    for name in BOOKS {
        let sheet = &workbook(name).sheets[0];
        let composed = |text: &str| text.nfc().collect::<String>();
        assert_eq!(composed(&sheet.name), "Vốn sự nghiệp", "{name}");
        assert_eq!(composed(sheet.text(cell("A5"))), "Hỗ trợ đầu tư phát triển hạ tầng", "{name}");
    }
}

#[test]
fn a_formula_that_was_never_calculated_has_no_result() {
    for (name, place) in [("never-calculated.xls", "A3"), ("no-result.ods", "A1")] {
        let book = workbook(name);
        assert_eq!(book.sheets[0].get(cell(place)), Some(&Value::NoResult), "{name}");
    }
}

#[test]
fn yes_and_no_are_no_numbers() {
    for name in ["yes-and-no.xls", "yes-and-no.xlsb"] {
        let cells = &workbook(name).sheets[0].cells;
        let held: Vec<Value> = cells.iter().map(|(_, value)| value.clone()).collect();
        assert_eq!(held, [true, false].map(Value::Bool), "{name}");
    }
}

#[test]
fn sheets_of_one_name_are_all_read_and_told() {
    for name in ["same-name.xls", "same-name.xlsb", "same-name.ods"] {
        let book = workbook(name);
        let cells: Vec<_> = book.sheets.iter().map(|sheet| sheet.cells[0].1.clone()).collect();
        assert_eq!(cells, [1.0, 2.0, 3.0].map(Value::Number), "{name}");
        assert!(book.sheets.iter().all(|sheet| sheet.name == book.sheets[0].name), "{name}");
        assert_eq!(abouts(&book), [About::Repetition], "{name}");
    }
}

#[test]
fn an_embedded_workbook_is_not_mistaken_for_the_file() {
    let book = workbook("embedded.xls");
    assert_eq!(abouts(&book), [About::Embedded]);
    assert_eq!(book.sheets[0].cells, workbook("book-95.xls").sheets[0].cells);
}

#[test]
fn repeated_rows_and_cells_of_an_ods_cost_nothing_where_they_are_empty() {
    let sheet = &workbook("repeated.ods").sheets[0];
    let numbers = ["A1", "B1", "A2", "B2", "A3", "B3", "A1048574"];
    let cells: Vec<Cell> = sheet.cells.iter().map(|(cell, _)| *cell).collect();
    assert_eq!(cells, numbers.map(cell));
    assert_eq!(sheet.hidden_columns.len(), 16_384);
    assert_eq!(sheet.hidden_rows.len(), 1_048_570);
    assert!(matches!(read::workbook(&file("too-many.ods")), Err(Refused::OverLimits(_))));
}

#[test]
fn content_decides_and_another_extension_is_told() {
    let about = |content: &str, name: &str| {
        abouts(&read::workbook_named(&file(content), name).unwrap()).contains(&About::Format)
    };
    for (content, name) in [
        ("book.xlsx", "T6.xls"),
        ("book.xls", "T6.xlsx"),
        ("book.ods", "T6.xlsx"),
        ("book.xlsb", "T6.xlsx"),
        ("book.xlsx", "T6"),
        ("book-95.xls", "xã.ods"),
    ] {
        assert!(about(content, name), "{content} as {name}");
    }
    for (content, name) in [
        ("book.xlsx", "T6.XLSX"),
        ("book.xlsx", "T6.xlsm"),
        ("book.xls", "nop/6.2024/T6.Xls"),
        ("book.ods", "a.b.ODS"),
        ("book.xlsb", "T6.xlsb"),
    ] {
        assert!(!about(content, name), "{content} as {name}");
    }
}

/// SheetJS leaves the columns of the cells of an .xlsb out and fills the table of sectors of an .xls to its end.
#[test]
fn what_sheetjs_writes_is_read_whole() {
    for name in ["sheetjs.xls", "sheetjs.xlsb"] {
        let book = workbook(name);
        let [sheet] = &book.sheets[..] else { panic!("{name}: {:?}", book.sheets) };
        assert_eq!(sheet.failure, None, "{name}");
        assert!(book.remarks.is_empty(), "{name}: {:?}", book.remarks);
        assert_eq!(shown(sheet), SHEETJS, "{name}");
    }
}

const SHEETJS: [&str; 12] = [
    "A1 Kế hoạch vốn",
    "B1 Giải ngân",
    "A2 Dự án 1",
    "B2 Number(1440.5)",
    "D2 Number(600.25)",
    "A3 Dự án 2",
    "B3 Number(95.0)",
    "C3 Number(30.0)",
    "D4 Number(-3.0)",
    "B5 Number(1535.5)",
    "C5 Bool(true)",
    "D5 Error(\"#DIV/0!\")",
];

/// Excel encrypts a workbook whose structure is protected under a password of its own, and opens it without asking.
#[test]
fn what_excel_opens_without_asking_is_read() {
    for name in [
        "default-password.xlsx",
        "default-password-2007.xlsx",
        "default-password.xlsb",
        "default-password.xls",
        "default-password-2003.xls",
    ] {
        let book = workbook(name);
        assert!(book.remarks.is_empty(), "{name}: {:?}", book.remarks);
        assert_eq!(shown(&book.sheets[0]), SHEETJS, "{name}");
    }
    let locked = file("default-password.xlsx");
    let about = |name: &str| abouts(&read::workbook_named(&locked, name).unwrap());
    assert_eq!(about("T6.xlsm"), []);
    assert_eq!(about("T6.xls"), [About::Format]);
}

/// A text that the file does not hold may have been a figure.
#[test]
fn a_cell_whose_text_is_not_in_the_file_is_told() {
    let mut bytes = file("looks.xls");
    let at = bytes.windows(4).position(|record| record == [0xFD, 0, 10, 0]).unwrap();
    bytes[at + 4 + 6] = 200;
    let sheet = &read::workbook(&bytes).unwrap().sheets[0];
    assert!(sheet.failure.as_ref().is_some_and(|failure| failure.contains("no such text")));
}
