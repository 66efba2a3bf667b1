//! Whole folders: what opens, what does not, and what is said of it.

use std::fs;
use std::sync::Arc;

use super::*;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};

const KNOWN: Known<'static> =
    Known { rules: &[crate::rules::PARTS_DO_NOT_ADD_UP.code], meanings: &["plan"] };

/// Stands for the reader: a register of one unit.
fn one_unit(bytes: &[u8]) -> Result<Workbook> {
    assert_eq!(bytes, b"workbook");
    let texts = [(0, 0, "Mã đơn vị"), (0, 1, "Tên đơn vị"), (1, 0, "HL-01"), (1, 1, "Xã A")];
    let cells = texts.map(|(row, column, text)| (Cell::new(row, column), Value::Text(text.into())));
    let sheet = Sheet { name: Arc::from("Đơn vị"), cells: cells.to_vec(), ..Sheet::default() };
    Ok(Workbook { sheets: vec![sheet], ..Workbook::default() })
}

fn office(settings: &str) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("giaingan.toml"), settings).unwrap();
    fs::write(root.path().join("danh-muc.xlsx"), "workbook").unwrap();
    root
}

fn refusal(path: &Path) -> String {
    let error = Workspace::open(path, &KNOWN, one_unit).expect_err("it cannot be opened");
    assert!(error.downcast_ref::<Faults>().is_some());
    error.to_string()
}

#[test]
fn a_folder_with_settings_is_an_office() {
    let root = office("[office]\nyear = 2024\n");
    fs::write(
        root.path().join("tiep-nhan.csv"),
        "unit,period,file,received_at,sha256\nHL-01,2024-06,nop/2024-06/a.xlsx,2024-07-01T08:00:00+07:00,ab\n",
    )
    .unwrap();
    fs::create_dir_all(root.path().join("nop/T6-2024")).unwrap();
    fs::write(root.path().join("nop/T6-2024/a.xlsx"), "x").unwrap();
    let workspace = Workspace::open(root.path(), &KNOWN, one_unit).unwrap();
    assert_eq!(workspace.kind, Kind::Office);
    assert_eq!((workspace.settings.office.year, workspace.register.units.len()), (Some(2024), 1));
    assert_eq!(workspace.register.state.len(), 64);
    assert_eq!(workspace.receipts.rows.len(), 1);
    let june = "2024-06".parse().unwrap();
    assert_eq!(workspace.periods().unwrap(), [june]);
    let files = workspace.submissions(june).unwrap();
    assert_eq!(&*files[0].shown, "nop/T6-2024/a.xlsx");
    let result = workspace.results(june).join("a.xlsx");
    assert_eq!(workspace.shown(&result), "ket-qua/2024-06/a.xlsx");
    write(&result, &b"x"[..]).unwrap();
    assert!(root.path().join("ket-qua/2024-06/a.xlsx").is_file());
}

#[test]
fn a_folder_without_settings_is_bare() {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join("a.xlsx"), "x").unwrap();
    let workspace = Workspace::open(root.path(), &KNOWN, one_unit).unwrap();
    assert_eq!((workspace.kind, &workspace.settings), (Kind::Bare, &Settings::default()));
    assert!(workspace.register.units.is_empty() && workspace.periods().unwrap().is_empty());
    assert_eq!(workspace.submissions("2024-06".parse().unwrap()).unwrap().len(), 1);
}

#[test]
fn what_is_no_folder_is_said_with_what_to_do() {
    let root = tempfile::tempdir().unwrap();
    let missing = refusal(&root.path().join("huu-lung"));
    assert!(missing.contains("không có thư mục") && missing.contains("giaingan init"), "{missing}");
    fs::write(root.path().join("a.xlsx"), "x").unwrap();
    let file = refusal(&root.path().join("a.xlsx"));
    assert!(file.contains("là một tệp"), "{file}");
}

#[test]
fn an_office_without_its_register_is_told_so() {
    let root = office("");
    fs::remove_file(root.path().join("danh-muc.xlsx")).unwrap();
    assert!(refusal(root.path()).contains("không thấy danh-muc.xlsx"));
}

#[test]
fn what_the_settings_name_must_be_in_the_register() {
    let extension = "[[deadline]]\nperiod = \"2024-06\"\ndue = \"2024-07-05\"\nunit = \"HL-11\"\n";
    let shown = refusal(office(extension).path());
    assert!(shown.contains("dòng 4") && shown.contains("HL-01"), "{shown}");
}
