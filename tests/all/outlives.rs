//! What a unit explains outlives its file: sent again by another program, in another order of rows and columns and without
//! the explanation, it holds for the same figure, and for no other.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;

use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
use giaingan::domain::digest::sha256;
use rust_xlsxwriter::Workbook;
use serde_json::Value;
use tempfile::TempDir;

use super::program::{JUNE, check_june, giaingan};
use super::workspace::{copied, entries, fixture};

/// The file in which the unit explains that it paid −20 triệu, and the one that comes after it.
const FIRST: &str = "nop/2024-06/Xa Cai Kinh T6.xlsx";
const AGAIN: &str = "nop/2024-06/Cai Kinh gui lai.xlsx";
/// The columns of the first file in the order of the other one: its explanations are left out.
const ORDER: [usize; 6] = [0, 1, 4, 5, 3, 2];

/// What the unit says of it there.
const SAID: &str = "Nộp trả tạm ứng theo Thông báo số 12/TB-KBNN";

/// The workspace in which the unit has sent its report again with this amount in the place of −20.
fn sent_again(paid: f64) -> TempDir {
    sent_without(paid, &[])
}

/// The same where the later file lacks these rows of the first.
fn sent_without(paid: f64, lacking: &[usize]) -> TempDir {
    let temp = copied(&fixture("explained-and-accepted"));
    let mut book: Xlsx<_> = open_workbook(temp.path().join(FIRST)).unwrap();
    let range = book.worksheet_range("Vốn sự nghiệp").unwrap();
    let mut again = Workbook::new();
    let sheet = again.add_worksheet().set_name("Biểu 02").unwrap();
    for (row, cells) in range.rows().enumerate().filter(|(row, _)| !lacking.contains(row)) {
        // The table stands two rows lower.
        let row = u32::try_from(row).unwrap() + if row < 5 { 0 } else { 2 };
        for (column, from) in (0_u16..).zip(ORDER) {
            match cells.get(from) {
                Some(Data::Float(-20.0)) => drop(sheet.write(row, column, paid).unwrap()),
                Some(Data::Int(-20)) => drop(sheet.write(row, column, paid).unwrap()),
                Some(Data::Float(number)) => drop(sheet.write(row, column, *number).unwrap()),
                Some(Data::Int(number)) => drop(sheet.write(row, column, *number).unwrap()),
                Some(Data::String(text)) => drop(sheet.write(row, column, text).unwrap()),
                _ => {}
            }
        }
    }
    let bytes = again.save_to_buffer().unwrap();
    fs::write(temp.path().join(AGAIN), &bytes).unwrap();
    let mut receipts = OpenOptions::new().append(true).open(temp.path().join("tiep-nhan.csv"));
    let row = format!("HL-02,2024-06,{AGAIN},2024-07-02T08:00:00+07:00,{}\n", sha256(&bytes));
    receipts.as_mut().unwrap().write_all(row.as_bytes()).unwrap();
    temp
}

/// What is found of the negative amount.
fn negative(folder: &Path) -> Value {
    let found = check_june(folder).findings();
    let mut own = found.iter().filter(|finding| finding["code"] == "GN303");
    let only = own.next().unwrap_or_else(|| panic!("{found:#?}")).clone();
    assert!(own.next().is_none() && only["file"] == AGAIN && only["sheet"] == "Biểu 02", "{only}");
    only
}

#[test]
fn an_explanation_holds_in_a_later_file_of_another_layout_for_the_same_figure() {
    let temp = sent_again(-20.0);
    let found = negative(temp.path());
    assert_eq!((&found["severity"], &found["explanation"]), (&"warning".into(), &SAID.into()));
    assert_eq!(
        (&found["recalled"]["file"], &found["recalled"]["holds"]),
        (&FIRST.into(), &true.into())
    );
    assert_eq!(found["recalled"]["cell"], "D12");
}

#[test]
fn an_explained_figure_that_changes_is_back_with_both_figures() {
    let temp = sent_again(-25.0);
    let found = negative(temp.path());
    assert_eq!((&found["severity"], &found["explanation"]), (&"error".into(), &Value::Null));
    let recalled = &found["recalled"];
    assert_eq!((&recalled["found"], &recalled["holds"]), (&(-20_000_000).into(), &false.into()));
    let message = found["message"].as_str().unwrap();
    assert!(message.contains("khi đó ghi -20 triệu đồng, nay ghi -25 triệu đồng"), "{message}");
    let shown = giaingan(temp.path(), &[&["check"][..], &JUNE].concat()).shown;
    assert!(shown.contains("Số liệu đã thay đổi từ khi đơn vị giải trình"), "{shown}");
}

#[test]
fn an_explanation_of_a_file_whose_other_lines_were_not_stated_again_holds_too() {
    let temp = sent_without(-20.0, &[10]);
    let found = check_june(temp.path()).findings();
    let is_asked = |code: &str| found.iter().any(|finding| finding["code"] == code);
    assert!(is_asked("GN105"), "{found:#?}");
    let found = negative(temp.path());
    assert_eq!((&found["severity"], &found["explanation"]), (&"warning".into(), &SAID.into()));
}

#[test]
fn the_form_that_goes_back_keeps_what_an_earlier_file_explains() {
    let temp = sent_again(-20.0);
    giaingan(temp.path(), &[&["check", "--return"][..], &JUNE].concat());
    let form = &entries(&temp.path().join("tra-lai/2024-06"))[0];
    let mut book: Xlsx<_> = open_workbook(form).unwrap();
    let range = book.worksheet_range("Cần sửa").unwrap();
    let is_told = range.used_cells().any(|(_, _, value)| value.get_string() == Some(SAID));
    assert!(is_told, "{range:?}");
}
