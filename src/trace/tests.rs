//! Every printed total of a workspace reaches cells whose sum it is.

use std::fs;
use std::path::Path;

use super::book::Held;
use super::*;
use crate::render::workbook::consolidated;
use crate::run::{self, Year};

/// A run of the example, and its workbook.
fn with_example(period: &str, check: impl FnOnce(&Trace<'_>)) {
    with("examples/huu-lung-2024", period, check);
}

/// A run of a folder of the repository, and its workbook.
fn with(folder: &str, period: &str, check: impl FnOnce(&Trace<'_>)) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let workspace = run::open(&folder).unwrap();
    let year = Year::read(workspace, period.parse().ok(), Lang::Vi, &()).unwrap();
    let (done, reports) = year.with_reports().unwrap();
    let package = consolidated(&done.summary, Lang::Vi, "").unwrap();
    let traced = Run {
        summary: &done.summary,
        reports: reports.all(),
        workspace: &done.workspace,
        below: None,
        lang: Lang::Vi,
    };
    let (book, files) = (written(traced, &package).unwrap(), Files::new(&folder, None));
    check(&Trace::new(traced, &book, &files));
}

/// The formulas that are neither sums nor rates: comparisons of two cells, ranks, shares of a time.
fn is_no_sum(formula: &str) -> bool {
    let names = ["ISNUMBER", "RANK(", "\"Khớp\"", "MAX(", "*", "/"];
    names.iter().any(|name| formula.contains(name))
}

/// That every cell with a formula is the sum of the rows that it is said to be, or the rate of two such sums.
fn every_formula_is_what_it_shows(trace: &Trace<'_>) {
    let all = Reckoner::new(trace.book);
    let (mut sums, mut rates) = (0, 0);
    for (sheet, cell) in trace.book.totals() {
        let at = format!("{}!{cell}", trace.book.sheets[sheet].name);
        match &*all.held(sheet, cell) {
            Held::Sum(form) => {
                sums += 1;
                assert_eq!(Some(trace.book.sum(form)), trace.book.printed(sheet, cell), "{at}");
            }
            Held::Rate(part, whole) => {
                rates += 1;
                let rate = Rate::of(trace.book.sum(part), trace.book.sum(whole));
                match trace.book.sheets[sheet].get(cell) {
                    Some(Value::Number(shown)) => {
                        assert_eq!(rate.map(Rate::percent), Some(*shown), "{at}");
                    }
                    _ => assert_eq!(rate, None, "{at}"),
                }
            }
            held => {
                let formula = trace.book.formula(sheet, cell).map(|(text, _)| text);
                assert!(formula.is_some_and(is_no_sum), "{at} {held:?} {formula:?}");
            }
        }
    }
    assert!(500 < sums && 200 < rates, "{sums} {rates}");
}

/// That every amount of every row is that of the cells that are named for it.
fn every_row_is_its_cells(trace: &Trace<'_>) {
    let rows = ledger::rows(trace.summary, trace.lang, |_, _| true);
    assert_eq!(rows.len(), trace.book.length());
    for (number, row) in &rows {
        for amount in Amount::ALL.into_iter().filter(|of| row.amount(*of).is_some()) {
            let part = trace.origins.part(*number, row, amount, 1);
            assert_eq!(trace.book.money(*number as u32, amount), Some(part.amount));
            let key = (number + 1, &row.code, &row.key, row.known(amount));
            assert_eq!(part.rest(), Money::ZERO, "{amount:?} {key:?} {:?}", part.cells);
            for cell in &part.cells {
                assert!(cell.typed.is_some(), "{:?}", cell.place);
            }
        }
    }
}

#[test]
fn every_printed_total_of_a_month_reaches_cells_whose_sum_it_is() {
    with_example("2024-06", |trace| {
        every_formula_is_what_it_shows(trace);
        every_row_is_its_cells(trace);
    });
}

#[test]
fn every_printed_total_of_a_quarter_reaches_cells_whose_sum_it_is() {
    with_example("2024-Q2", |trace| {
        every_formula_is_what_it_shows(trace);
        every_row_is_its_cells(trace);
    });
}

#[test]
fn what_is_worked_out_shows_the_cells_that_it_comes_from() {
    for (fixture, period) in [
        ("cumulative-fell", "2024-Q2"),
        ("quarter-with-gap", "2024-Q2"),
        ("missing-zero", "2024-Q2"),
        ("missing-carry", "2024-H1"),
        ("previous-on-the-form", "2024-06"),
        ("cumulative-unknown", "2024-06"),
        ("files-add-up", "2024-06"),
        ("who-was-merged", "2024-06"),
        ("treasury-differs", "2024-06"),
        ("figure-below-the-notes", "2024-06"),
    ] {
        with(&format!("fixtures/{fixture}"), period, every_row_is_its_cells);
    }
}

#[test]
fn every_cell_that_counts_is_in_the_totals_with_its_amount() {
    with_example("2024-06", |trace| {
        let report = trace.reports.iter().rposition(|report| report.has_lines()).unwrap();
        let submission = trace.reports[report].submission();
        for line in trace.origins.lines(report).iter().take(4) {
            for figure in line.figures.iter().filter(|figure| !figure.amount.is_zero()) {
                let cell = line.cell(figure.measure);
                let at = submission.place(line.sheet, cell);
                let key = format!("{}!{}!{cell}", at.file.unwrap(), at.sheet.unwrap());
                let answer = trace.follow(std::slice::from_ref(&key)).unwrap();
                let Found::Cell(of) = answer.found else { panic!("{key}") };
                assert!(!of.rows.is_empty(), "{key} {:?}", of.what);
                let whole = of.totals.iter().find(|(of, _)| &*of.sheet == "Tổng hợp");
                if figure.measure == crate::domain::submission::Measure::Cumulative {
                    assert_eq!(whole.map(|(_, share)| *share), Some(figure.amount), "{key}");
                }
            }
        }
    });
}

#[test]
fn nothing_is_understood_in_silence() {
    with_example("2024-06", |trace| {
        let said = |key: &str| match trace.follow(&[key.to_owned()]) {
            Ok(answer) => match answer.found {
                Found::Plain { what, .. } => what.vi,
                Found::Cell(of) => of.what.vi,
                Found::Total(_) => answer.asked.vi,
            },
            Err(Nothing(words)) => words.vi,
        };
        for (key, part) in [
            ("gn HL-99", "\"HL-99\" không có nghĩa; phần hiểu được: Lũy kế giải ngân; "),
            ("gn HL-5", "(gần với: HL-05 Xã Đô Lương"),
            ("vốn sự nghiêp Xã Hòa Sơn", "Vốn sự nghiệp; Xã Hòa Sơn (HL-08)"),
            ("giảm nghèo ngân sách huyện 1999", "không có số liệu nào của"),
            ("Tổng hợp!12F", "sau dấu ! phải là một ô"),
            ("Tổng hợp!ZZ99", "ô trống"),
            ("tong hop!K12", "truy từng ô mà nó dùng: H12, J12"),
            ("Trang lạ!A1", "không có trang tính \"Trang lạ\""),
            ("Vốn sự nghiệp!H15", "thêm tên tệp phía trước"),
            ("khong co.xlsx!Vốn sự nghiệp!H15", "không có tệp \"khong co.xlsx\""),
            (
                "Xa Minh Son thang 6.xlsx!Trang lạ!H15",
                "không có trang tính \"Trang lạ\"; các trang:",
            ),
            ("Xa Minh Son thang 6.xlsx!Vốn đầu tư!ZZ9", "ô trống"),
            ("HL-05 báo cáo tháng 6 năm 2024!Vốn sự nghiệp!B15", "ô chữ"),
            ("HL-05 báo cáo tháng 6 năm 2024!Vốn sự nghiệp!H14", "các dòng của nó đã được cộng"),
            ("HL-05 báo cáo tháng 6 năm 2024!Vốn sự nghiệp!I15", "phần của một số đã được tính"),
            ("HL-05 báo cáo tháng 6 năm 2024!Vốn sự nghiệp!F15", "không ô tổng nào của sổ cộng nó"),
            (
                "nop/2024-06/BC giai ngan xa Hoa Son T6.xlsx!Vốn đầu tư!M13",
                "được thay bằng tệp nộp sau",
            ),
        ] {
            assert!(said(key).contains(part), "{key}: {}", said(key));
        }
    });
}

#[test]
fn words_in_any_order_mean_the_same_and_the_longest_name_goes_before_the_words_in_it() {
    with_example("2024-06", |trace| {
        let total = |key: &str| {
            let answer = trace.follow(&[key.to_owned()]).unwrap_or_else(|of| panic!("{of:?}"));
            let Found::Total(total) = answer.found else { panic!("{key}") };
            total.sums.iter().map(|sum| sum.total).sum::<Money>()
        };
        for (one, other) in [
            ("gn sự nghiệp HL-05", "hl-05 SN \"Giảm nghèo bền vững\" lũy kế"),
            ("cumulative", "lũy kế giải ngân"),
            ("đầu tư kế hoạch Xã Hòa Sơn", "HL-08 investment plan"),
            ("in_period NSTW", "trong kỳ trung ương"),
        ] {
            assert_eq!(total(one), total(other), "{one} | {other}");
            assert!(!total(one).is_zero(), "{one}");
        }
        let fundings = total("vốn đầu tư") + total("vốn sự nghiệp");
        assert_eq!(fundings, trace.summary.totals.tally.cumulative);
        let years = ["kéo dài", "2024", "chưa tách năm"].map(|year| {
            let answer = trace.follow(&[year.to_owned()]);
            answer.map_or(Money::ZERO, |_| total(year))
        });
        assert_eq!(years.into_iter().sum::<Money>(), fundings);
        assert!(!years[0].is_zero());
        let both = total("in_period cumulative");
        assert_eq!(both, total("in_period") + total("cumulative"));
    });
}

#[test]
fn a_folder_without_files_of_offices_below_says_that_none_is_found() {
    let temp = tempfile::tempdir().unwrap();
    fs::write(temp.path().join("a.txt"), "x").unwrap();
    let files = Files::new(temp.path(), Some(temp.path()));
    assert!(files.looks_below());
    assert_eq!(files.with_hash("abc"), None);
}
