//! A clean district prints clean: the examples without what is really there to be said give no finding at all, in no
//! period that they hold.

use std::fs;
use std::path::Path;

use calamine::{Data, Reader, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

use super::program::{giaingan, rows};
use super::workspace::{copied, root};

/// The register without the decisions of the level above: what is not assigned cannot wait to be allocated (GN508).
fn drop_assignments(register: &Path) {
    let mut book: Xlsx<_> = open_workbook(register).unwrap();
    let mut cleaned = Workbook::new();
    for name in book.sheet_names() {
        let range = book.worksheet_range(&name).unwrap();
        let sheet = cleaned.add_worksheet();
        sheet.set_name(&name).unwrap();
        let head = range.rows().position(|row| row.contains(&Data::String("Số quyết định".into())));
        let is_assigned = |at: usize, row: &[Data]| {
            head.is_some_and(|head| head < at) && row[2] == Data::Empty && row[8] != Data::Empty
        };
        let rows = range.rows().enumerate().filter(|(at, row)| !is_assigned(*at, row));
        for (row, (_, cells)) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Data::String(text) => sheet.write(row, column, text.as_str()).unwrap(),
                    Data::Float(number) => sheet.write(row, column, *number).unwrap(),
                    Data::DateTime(day) => {
                        let day = ExcelDateTime::from_serial_datetime(day.as_f64()).unwrap();
                        let format = Format::new().set_num_format("dd/mm/yyyy");
                        sheet.write_with_format(row, column, &day, &format).unwrap()
                    }
                    Data::Empty => continue,
                    other => panic!("{other:?}"),
                };
            }
        }
    }
    cleaned.save(register).unwrap();
}

#[test]
fn a_clean_district_prints_clean() {
    for (name, periods, superseded) in [
        (
            "huu-lung-2024",
            &["2024-04", "2024-05", "2024-06", "2024-Q2"][..],
            &["nop/2024-06/BC giai ngan xa Hoa Son T6.xlsx"][..],
        ),
        ("bach-thong-2024", &["2024-03"], &[]),
        ("bac-kan-2023", &["2023-05"], &[]),
    ] {
        let temp = copied(&root().join("examples").join(name));
        drop_assignments(&temp.path().join("danh-muc.xlsx"));
        for file in superseded {
            fs::remove_file(temp.path().join(file)).unwrap();
        }
        for period in periods {
            let report =
                giaingan(temp.path(), &["check", "-p", period, "--format", "json"]).report();
            let read = report["control"]["cells_read"].as_u64().unwrap();
            assert!(20 < read, "{name} {period}: only {read} cells were read");
            let list: Vec<String> = rows(&report, "findings")
                .iter()
                .map(|of| format!("{} {} {} {}", of["code"], of["unit"], of["cell"], of["message"]))
                .collect();
            assert!(list.is_empty(), "{name} {period}:\n{}", list.join("\n"));
        }
    }
}
