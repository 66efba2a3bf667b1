use std::fs;

use chrono::DateTime;
use proptest::prelude::*;

use super::*;

const HEAD: &str = "unit,period,file,received_at,sha256\n";

/// A workspace whose register is this text.
fn kept(text: &[u8]) -> tempfile::TempDir {
    let root = tempfile::tempdir().unwrap();
    fs::write(root.path().join(FILE), text).unwrap();
    root
}

fn add(root: &Path, file: &str, sha256: &str) {
    let unit = UnitCode::new("HL-05").unwrap();
    let received = DateTime::parse_from_rfc3339("2024-07-01T16:55:00+07:00").unwrap();
    let period = "2024-06".parse().unwrap();
    let entry = Entry { unit: &unit, period, file, received, sha256 };
    Ledger::open(root).unwrap().add(&entry).unwrap();
}

fn text(root: &Path) -> String {
    String::from_utf8(fs::read(root.join(FILE)).unwrap()).unwrap()
}

fn receipts(root: &Path) -> Receipts {
    read(text(root).as_bytes()).unwrap()
}

#[test]
fn a_register_begins_with_its_headings_and_one_that_was_cut_off_there_too() {
    for root in [tempfile::tempdir().unwrap(), kept(b"")] {
        add(root.path(), "nop/2024-06/Xã A, B.xlsx", "ab");
        add(root.path(), "nop/2024-06/b.xlsx", "cd");
        let line = "HL-05,2024-06,\"nop/2024-06/Xã A, B.xlsx\",2024-07-01T16:55:00+07:00,ab\n";
        let other = "HL-05,2024-06,nop/2024-06/b.xlsx,2024-07-01T16:55:00+07:00,cd\n";
        assert_eq!(text(root.path()), [HEAD, line, other].concat());
    }
}

#[test]
fn what_excel_saved_is_gone_on_with_as_it_stands() {
    let before = "\u{feff}ghi chú;unit;period;file;received_at;sha256\r\n\
                  qua bưu điện;HL-01;Jun-24;nop/2024-06/a.xlsx;01/07/2024 08:00;00\r\n";
    let root = kept(before.as_bytes());
    add(root.path(), "nop/2024-06/a;b.xlsx", "ab");
    let line = ";HL-05;2024-06;\"nop/2024-06/a;b.xlsx\";2024-07-01T16:55:00+07:00;ab\r\n";
    assert_eq!(text(root.path()), format!("{before}{line}"));
    let receipts = receipts(root.path());
    assert_eq!((receipts.rows.len(), receipts.faults.len()), (2, 0));
    assert_eq!(receipts.of("nop/2024-06/a;b.xlsx").unwrap().row, 1);
}

#[test]
fn a_line_that_was_cut_off_is_ended_and_the_next_one_is_whole() {
    let whole = "HL-01,2024-06,\"nop/2024-06/Xã \"\"A\"\", B.xlsx\",2024-07-01T08:00:00+07:00,00\n";
    for cut in (0..whole.len()).filter(|cut| whole.is_char_boundary(*cut)) {
        let root = kept(format!("{HEAD}{}", &whole[..cut]).as_bytes());
        add(root.path(), "nop/2024-06/b.xlsx", "ab");
        add(root.path(), "nop/2024-06/c.xlsx", "cd");
        let rows = receipts(root.path()).rows;
        let files: Vec<&str> = rows.iter().rev().take(2).map(|row| &*row.file).collect();
        assert_eq!(files, ["nop/2024-06/c.xlsx", "nop/2024-06/b.xlsx"], "{}", &whole[..cut]);
        assert!(text(root.path()).starts_with(&format!("{HEAD}{}", &whole[..cut])));
    }
}

#[test]
fn what_is_no_register_is_left_as_it_is() {
    for text in [&b"unit,period\n"[..], b"\xff\xfeu\0n\0"] {
        let root = kept(text);
        assert!(Ledger::open(root.path()).is_err());
        assert_eq!(fs::read(root.path().join(FILE)).unwrap(), text);
    }
}

#[test]
fn what_comes_again_of_a_unit_for_a_period_keeps_its_first_receipt() {
    let root = kept(HEAD.as_bytes());
    add(root.path(), "nop/2024-06/a.xlsx", "ab");
    add(root.path(), "nop/2024-06/b.xlsx", "ab");
    let receipts = receipts(root.path());
    let of = |unit: &str, period: &str, sha256: &str| {
        let unit = UnitCode::new(unit).unwrap();
        receipts.of_report(&unit, period.parse().unwrap(), sha256).map(|own| own.file.as_str())
    };
    assert_eq!(of("HL-05", "2024-06", "ab"), Some("nop/2024-06/a.xlsx"));
    for (unit, period, sha256) in
        [("HL-06", "2024-06", "ab"), ("HL-05", "2024-05", "ab"), ("HL-05", "2024-06", "")]
    {
        assert_eq!(of(unit, period, sha256), None, "{unit} {period} {sha256}");
    }
    let open =
        read(format!("{HEAD},2024-06,nop/2024-06/c.xlsx,2024-07-01,ab\n").as_bytes()).unwrap();
    let unit = UnitCode::new("HL-06").unwrap();
    assert!(open.of_report(&unit, "2024-06".parse().unwrap(), "ab").is_some());
}

#[test]
fn many_at_once_lose_no_line() {
    let root = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for run in 0..8 {
            let root = root.path();
            scope.spawn(move || {
                for file in 0..12 {
                    add(root, &format!("nop/2024-06/{run}-{file}.xlsx"), &format!("{run}-{file}"));
                }
            });
        }
    });
    let receipts = receipts(root.path());
    assert_eq!((receipts.rows.len(), receipts.faults.len()), (96, 0));
    assert_eq!(text(root.path()).matches("received_at").count(), 1);
}

#[cfg(unix)]
#[test]
fn a_register_that_excel_replaced_while_it_was_waited_for_is_the_new_one() {
    let root = kept(HEAD.as_bytes());
    let path = root.path().join(FILE);
    let holder = File::open(&path).unwrap();
    holder.lock().unwrap();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| add(root.path(), "nop/2024-06/b.xlsx", "ab"));
        let saved = root.path().join("saved");
        fs::write(&saved, format!("{HEAD}HL-01,2024-06,nop/2024-06/a.xlsx,2024-07-01,00\n"))
            .unwrap();
        fs::rename(&saved, &path).unwrap();
        drop(holder);
        waiting.join().unwrap();
    });
    assert_eq!(receipts(root.path()).rows.len(), 2);
}

proptest! {
    #[test]
    fn a_line_is_read_as_it_was_meant_whatever_stands_before(
        before in "[a-z,;\"\n\r\u{e3}]{0,40}",
        name in "[^\u{0}-\u{1f}\\\\/]{1,20}",
    ) {
        let root = kept(format!("{HEAD}{before}").as_bytes());
        let file = format!("nop/2024-06/{name}x.xlsx");
        add(root.path(), &file, "ab");
        let receipts = receipts(root.path());
        prop_assert_eq!(receipts.rows.last().map(|row| &*row.sha256), Some("ab"));
        prop_assert!(receipts.of(&file).is_some());
        let kept_as_it_was = text(root.path()).starts_with(&format!("{HEAD}{before}"));
        prop_assert!(kept_as_it_was);
    }
}
