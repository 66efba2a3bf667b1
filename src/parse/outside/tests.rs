//! Numbers outside of every table: which of them are told, and with how much.

use crate::domain::rule::Severity;
use crate::parse::fixture::{read, sheet};

const TABLE: [&[&str]; 9] = [
    &["UBND XÃ CAI KINH"],
    &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024"],
    &[""],
    &["", "", "", "", "Đơn vị tính: triệu đồng"],
    &["STT", "Nội dung", "Kế hoạch vốn", "Giải ngân trong kỳ", "Lũy kế giải ngân", "Ghi chú"],
    &["I", "Chương trình MTQG giảm nghèo bền vững", "400", "40", "200"],
    &["1", "Dự án 2", "400", "40", "200"],
    &["", "NGƯỜI LẬP BIỂU"],
    &[""],
];

/// What is told of the rows put below the table, above it and on a sheet beside: rule, severity where it is not the
/// rule's own, and what is set aside or noted in triệu đồng.
fn told(at: Place, rows: &[&[&str]]) -> Vec<(&'static str, Option<Severity>, i128)> {
    let mut table = TABLE.to_vec();
    let mut sheets = Vec::new();
    match at {
        Place::Above => drop(table.splice(2..3, rows.iter().copied())),
        Place::Note => drop(table.splice(6..7, rows.iter().copied())),
        Place::Below => table.extend(rows),
        Place::Sheet => sheets.push(sheet("Phụ", rows)),
    }
    sheets.insert(0, sheet("Vốn sự nghiệp", &table));
    let read = read(sheets);
    let aside: i128 = read.set_aside.iter().map(|aside| aside.amount.as_dong()).sum();
    assert_eq!(read.lines.len(), 1, "{rows:?}");
    let problems =
        read.problems.iter().filter(|problem| ["GN209", "GN210"].contains(&problem.rule.code.0));
    let amount =
        |found: Option<crate::domain::money::Money>| found.map_or(aside, |found| found.as_dong());
    problems
        .map(|problem| (problem.rule.code.0, problem.severity, amount(problem.found) / 1_000_000))
        .collect()
}

#[derive(Clone, Copy)]
enum Place {
    Above,
    Below,
    Note,
    Sheet,
}

#[test]
fn money_outside_of_the_tables_is_told() {
    let note = Some(Severity::Note);
    for (at, rows, want) in [
        (Place::Below, &[&["", "Chi khác", "", "", "70"][..]][..], ("GN209", None, 70)),
        (Place::Below, &[&["", "Chi khác", "", "", "'1.070,5"]], ("GN209", None, 1070)),
        (Place::Below, &[&["", "Chi khác", "", "", "2024"]], ("GN209", None, 2024)),
        (Place::Below, &[&["", "", "", "", "", "", "", "770"]], ("GN209", None, 770)),
        (Place::Below, &[&["", "Kinh phí mua sắm", "", "", "", "", "77"]], ("GN209", None, 77)),
        (Place::Below, &[&["", "Dự án 4", "'77", "7", "7"]], ("GN210", None, 91)),
        (Place::Below, &[&["2.1", "Mua giống", "77", "7", "7"]], ("GN210", None, 91)),
        (Place::Below, &[&["", "Dự án 4", "", "", "", "", "", "'7,5"]], ("GN210", None, 7)),
        (Place::Above, &[&["", "Kinh phí bổ sung trong tháng:", "77"], &[""]], ("GN209", None, 77)),
        (Place::Above, &[&["", "Dự án 4", "77"], &[""]], ("GN210", None, 77)),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "770"]], ("GN209", None, 770)),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "100"]], ("GN209", None, 100)),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "150"]], ("GN209", None, 150)),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "500"]], ("GN209", None, 500)),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "'150,5"]], ("GN209", None, 150)),
        (
            Place::Note,
            &[&["1", "Dự án 2", "400", "40", "200", "'1150 triệu"]],
            ("GN209", None, 1150),
        ),
        (Place::Sheet, &[&["", "Dự án 4", "77", "7", "7"]], ("GN210", None, 91)),
        (Place::Sheet, &[&["", "777", "77"], &["", "555"]], ("GN210", note, 1332)),
        (
            Place::Sheet,
            &[&["Đường thôn A", "777"], &["Đường thôn B", "'555,5"]],
            ("GN210", note, 1332),
        ),
        (Place::Sheet, &[&["Công trình", "Số tiền"], &["Đường thôn A", "77"]], ("GN210", note, 77)),
    ] {
        assert_eq!(told(at, rows), vec![want], "{rows:?}");
    }
}

#[test]
fn what_is_no_money_is_not_told() {
    for (at, rows) in [
        (
            Place::Below,
            &[&["", "Điện thoại:", "'0912345678"][..], &["", "Số quyết định", "1234"]][..],
        ),
        (Place::Below, &[&["", "", "", "", "", "", "Năm", "2024"], &["", "Tỷ lệ", "'50%"]]),
        (Place::Below, &[&["", "Số hộ nghèo", "", "", "25"], &["", "Số liệu minh họa"]]),
        (Place::Below, &[&["", "", "", "", "", "", "", "3"]]),
        (Place::Above, &[&["", "Mã đơn vị", "1052345"], &["", "Năm", "2024"], &[""]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "50"]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "2023"]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "400", "100"]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "410", "102.5"]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "410", "'102,5%"]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "250", "'62,5"]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "'(1)"]]),
        (Place::Sheet, &[&["Đơn vị", "Điện thoại"], &["Xã A", "912345678"]]),
        (Place::Sheet, &[&["Báo cáo"], &["Năm", "2024"], &["Tháng", "6"], &["Số trang", "12"]]),
    ] {
        assert_eq!(told(at, rows), Vec::new(), "{rows:?}");
    }
}

#[test]
fn amounts_in_a_column_of_notes_that_speaks_of_rates_are_told() {
    for (heading, note, want) in [
        ("Lý do giải ngân dưới 50%", "1770", 1770),
        ("Lý do tỷ lệ giải ngân thấp", "'1150 triệu", 1150),
        ("Lý do tỷ lệ giải ngân thấp", "'35,5", 0),
        ("Ghi chú (lý do giải ngân dưới 50%)", "62.5", 0),
        ("Ghi chú (lý do giải ngân dưới 50%)", "50", 0),
    ] {
        let heading =
            ["STT", "Nội dung", "Kế hoạch vốn", "Giải ngân trong kỳ", "Lũy kế giải ngân", heading];
        let row = ["1", "Dự án 2", "400", "40", "200", note];
        let mut table = TABLE.to_vec();
        table[4] = &heading;
        table[6] = &row;
        let read = read(vec![sheet("Vốn sự nghiệp", &table)]);
        let aside: i128 = read.set_aside.iter().map(|aside| aside.amount.as_dong()).sum();
        assert_eq!(aside / 1_000_000, want, "{row:?}");
        assert_eq!(read.lines.len(), 1, "{row:?}");
    }
}

#[test]
fn a_sheet_with_the_title_of_a_report_is_no_annex_whatever_its_headings_say() {
    let note = Some(Severity::Note);
    for (title, severity) in [
        ("BÁO CÁO GIẢI NGÂN THÁNG 6 NĂM 2024", None),
        ("Kinh phí Chương trình mục tiêu quốc gia giảm nghèo bền vững", None),
        ("Vốn CTMTQG năm 2024", None),
        ("DANH SÁCH HỘ ĐƯỢC HỖ TRỢ CHƯƠNG TRÌNH GIẢM NGHÈO BỀN VỮNG", note),
        ("PHỤ LỤC KINH PHÍ XÂY DỰNG NHÀ VĂN HÓA", note),
    ] {
        let rows: [&[&str]; 3] =
            [&[title], &["STT", "Nhóm", "Ghi A", "Ghi B"], &["1", "Alpha", "60", "37"]];
        // An annex whose words speak of no money is noted without an amount.
        let amount = if severity == note { 0 } else { 97 };
        assert_eq!(told(Place::Sheet, &rows), [("GN210", severity, amount)], "{title}");
    }
    // In a unit of money any report is one of ours.
    for (title, severity) in [
        ("TÌNH HÌNH THỰC HIỆN CTMTQG GIẢM NGHÈO", None),
        ("BÁO CÁO THÁNG 6 NĂM 2024", None),
        ("PHỤ LỤC NHÀ VĂN HÓA", note),
    ] {
        let rows: [&[&str]; 4] = [
            &[title],
            &["", "", "", "", "Đơn vị tính: triệu đồng"],
            &["STT", "Nhóm", "Ghi A", "Ghi B"],
            &["1", "Alpha", "60", "37"],
        ];
        let amount = if severity == note { 0 } else { 97 };
        assert_eq!(told(Place::Sheet, &rows), [("GN210", severity, amount)], "{title}");
    }
}

#[test]
fn a_sum_below_the_signatures_that_is_a_row_of_the_table_once_more_is_a_repeat() {
    for label in ["Tổng cộng", "CỘNG", "Tổng số (I)"] {
        assert_eq!(told(Place::Below, &[&["", label, "400", "40", "200"]]), [], "{label}");
    }
    assert_eq!(told(Place::Below, &[&["", "Tổng cộng", "400", "", "200"]]), [], "two of them");
    for row in [["", "Tổng cộng", "400", "40", "201"], ["", "Tổng cộng", "400", "", ""]] {
        assert!(!told(Place::Below, &[&row]).is_empty(), "{row:?}");
    }
    assert!(!told(Place::Below, &[&["", "Dự án 4", "400", "40", "200"]]).is_empty());
}

#[test]
fn a_sum_that_the_table_does_not_prove_whole_is_no_repeat() {
    for (row, amount) in [
        (["", "Tổng cộng", "400", "40", "200", "777", ""], 1417),
        (["", "Tổng cộng", "400", "40", "200", "", "777"], 1417),
        // "1.234" may be two numbers.
        (["", "Tổng cộng", "400", "'1.234", "200", "", ""], 600),
        (["", "Tổng cộng NTM", "400", "40", "200", "", ""], 640),
        (["", "Tổng cộng các khoản ngoài biểu", "400", "40", "200", "", ""], 640),
    ] {
        let told = told(Place::Below, &[&row]);
        let amounts: i128 = told.first().map_or(0, |(_, _, amount)| *amount);
        assert_eq!(amounts, amount, "{row:?}: {told:?}");
    }
    let table: [&[&str]; 9] = [
        &["GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024, đơn vị tính: triệu đồng"],
        &["", "", "CTMTQG giảm nghèo bền vững", "", "CTMTQG xây dựng nông thôn mới"],
        &["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế", "Kế hoạch vốn", "Lũy kế"],
        &["1", "Dự án 2", "400", "200"],
        &["2", "Nội dung thành phần số 02", "", "", "300", "150"],
        &[""],
        &["", "Người lập biểu"],
        &[""],
        &["", "Tổng cộng", "400", "200", "300", "150"],
    ];
    assert_eq!(read(vec![sheet("Biểu", &table)]).set_aside.len(), 0);
    let mut other = table.to_vec();
    other[8] = &["", "Tổng cộng", "400", "200", "350", "199"];
    assert_eq!(read(vec![sheet("Biểu", &other)]).set_aside.len(), 4);
    let alone: &[&str] = &["2", "Dự án 4", "300"];
    let mut table = TABLE.to_vec();
    table.insert(7, alone);
    for (label, is_told) in [("Cộng chương trình NTM", true), ("Cộng Dự án 4", true)] {
        let row = ["", label, "300"];
        let mut rows = table.clone();
        rows.push(&row);
        assert_eq!(!read(vec![sheet("Biểu", &rows)]).set_aside.is_empty(), is_told, "{label}");
    }
}

#[test]
fn an_amount_in_words_is_told_where_no_figure_says_it() {
    let label = "Dự án 5: đã giải ngân 77 triệu";
    for (at, rows) in [
        (Place::Below, &[&["2", label][..]][..]),
        (Place::Above, &[&[label], &[""]]),
        (Place::Below, &[&["2", "Dự án 5 (đã TT 77 trđ)"]]),
        (Place::Below, &[&["2", "Dự án 5: 77tr"]]),
        (Place::Sheet, &[&["", label]]),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200"], &["2", label]]),
        (
            Place::Note,
            &[&["1", "Dự án 2", "400", "40", "200"], &["", "Mua giống: đã chi 77 triệu đồng"]],
        ),
    ] {
        assert_eq!(told(at, rows), [("GN209", None, 77)], "{rows:?}");
    }
    for (at, rows) in [
        (Place::Note, &[&["1", "Dự án 2 (đã giải ngân 200 triệu)", "400", "40", "200"][..]][..]),
        (
            Place::Note,
            &[&["1", "Dự án 2: giải ngân 200 triệu"], &["-", "Mua giống", "400", "40", "200"]],
        ),
        (
            Place::Note,
            &[&["3", "Dự án 3 (tổng mức 5 tỷ đồng)"], &["3.1", "Tiểu dự án 1", "400", "40", "200"]],
        ),
        (Place::Note, &[&["1", "Dự án 2", "400", "40", "200", "Giải ngân 77 triệu trong kỳ"]]),
        (Place::Below, &[&["", "Ghi chú: giải ngân tính đến 30/6, làm tròn 1 triệu đồng"]]),
        (Place::Below, &[&["", "Dự án 2: kế hoạch 400 triệu đồng, đã giải ngân 0,2 tỷ đồng"]]),
    ] {
        assert_eq!(told(at, rows), [], "{rows:?}");
    }
}

/// The amounts in words that are told of a table with these rows, in triệu đồng.
fn worded(rows: &[&[&str]]) -> Vec<i128> {
    let mut table = TABLE.to_vec();
    table.splice(6..7, rows.iter().copied());
    let read = read(vec![sheet("Vốn sự nghiệp", &table)]);
    let aside = read.set_aside.iter().filter(|aside| aside.rule.code.0 == "GN209");
    aside.map(|aside| aside.amount.as_dong() / 1_000_000).collect()
}

#[test]
fn only_figures_of_its_own_row_and_measure_say_what_an_amount_in_words_says() {
    let known = &["1", "Dự án 2", "400", "40", "200"][..];
    let label = "Dự án 5: đã giải ngân 77 triệu";
    let long = format!("Dự án 5: {} đã giải ngân 77 triệu", "hỗ trợ hộ nghèo ".repeat(40));
    let paid = &["2", label][..];
    let total = &["", "Tổng cộng", "400", "40", "200"][..];
    let other = "Chương trình mục tiêu quốc gia xây dựng nông thôn mới";
    for (rows, want) in [
        (&[known, paid, total][..], 77),
        (&[known, paid, &["-", "Hỗ trợ khác", "10", "1", "2"]], 77),
        (&[known, paid, &["II", other, "300", "30", "77"]], 77),
        (&[known, &["2", &long]], 77),
        (&[known, &["2", "Dự án 5", "", "", "", "Đã giải ngân 77 triệu"]], 77),
        (&[known, &["", "Dự án 2: đã giải ngân 400 triệu"]], 400),
        (&[known, &["-", "Mua giống: chi 77 triệu đồng"]], 77),
        (&[known, &["", "Chi khác: 77 triệu"]], 77),
        (&[known, &["2", "Dự án 5 (kế hoạch 77 triệu)"]], 77),
        (&[&["1", "Dự án 2"], &["-", "Mua giống (kinh phí 77 triệu)"]], 77),
        (&[&["", "Tổng cộng: đã giải ngân 277 triệu"], known], 277),
    ] {
        assert_eq!(worded(rows), [want], "{rows:?}");
    }
}

#[test]
fn an_amount_in_words_that_figures_state_or_that_nobody_paid_is_no_news() {
    let known = &["1", "Dự án 2", "400", "40", "200"][..];
    let parts = &[
        &["1", "Dự án 3: đã giải ngân 200 triệu"][..],
        &["1.1", "Tiểu dự án 1", "300", "30", "150"],
        &["", "Trong đó: giống", "100", "10", "50"],
        &["1.2", "Tiểu dự án 2", "100", "10", "50"],
    ];
    let work = &["-", "Lớp dệt", "400", "40", "200"][..];
    let deep = &[
        &["1", "Dự án 3 (tổng mức 5 tỷ đồng)"][..],
        &["1.1", "Tiểu dự án 1"],
        &["-", "Mua giống", "400", "40", "200"],
    ];
    for rows in [
        &parts[..],
        deep,
        &[&["1", "Dự án 4 (kế hoạch giao 400 triệu)"], &["", "Trong đó:"], work],
        &[known, &["", "Trong đó: đã giải ngân vốn kéo dài 77 triệu"]],
        &[known, &["", "Tổng cộng: đã giải ngân 200 triệu"]],
        &[known, &["", "Cộng Dự án 2: đã giải ngân 200 triệu"]],
        &[known, &["-", "Làm nhà ở, mức hỗ trợ 40 triệu đồng/nhà"]],
        &[known, &["-", "Vay vốn (mức 50 triệu đồng)"]],
        &[known, &["-", "Mua giống (kinh phí 77 triệu)"]],
        &[&["1", "Dự án 2", "400", "40", "200", "Đã giải ngân 77 triệu trong tháng 5"]],
    ] {
        assert_eq!(worded(rows), [0; 0], "{rows:?}");
    }
}

#[test]
fn an_everyday_word_at_the_beginning_of_a_label_silences_no_money() {
    for label in [
        "Năm 2023 chuyển sang",
        "Trang thiết bị dạy nghề",
        "Ngày hội đại đoàn kết",
        "Tháng 5 bổ sung",
    ] {
        let found = told(Place::Below, &[&["", label, "770", "77", "300"]]);
        assert!(found.iter().any(|(_, _, amount)| *amount != 0), "{label}: {found:?}");
    }
    for label in ["Năm", "Số điện thoại:", "Tháng 6", "Trang 2"] {
        assert_eq!(told(Place::Sheet, &[&["", label, "860"]]), [], "{label}");
    }
}

#[test]
fn a_row_of_figures_is_not_passed_over_for_a_word_that_counts() {
    for label in ["Dự án 4 hỗ trợ nhà ở (hộ)", "Hỗ trợ nhà ở cho 12 hộ", "Kinh phí làm đường (m)"]
    {
        let found = told(Place::Below, &[&["", label, "770", "77", "300"]]);
        assert!(found.iter().any(|(_, _, amount)| *amount != 0), "{label}: {found:?}");
    }
}

#[test]
fn the_figures_of_a_program_slipped_out_of_no_column_of_another() {
    let rows: [&[&str]; 5] = [
        &["GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024, đơn vị tính: triệu đồng"],
        &["", "", "CTMTQG giảm nghèo bền vững", "", "CTMTQG xây dựng nông thôn mới"],
        &["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế", "Kế hoạch vốn", "Lũy kế"],
        &["1", "Dự án 2", "400", "200"],
        &["2", "Nội dung thành phần số 02", "", "", "300", "150"],
    ];
    let read = read(vec![sheet("Biểu", &rows)]);
    assert_eq!((read.lines.len(), read.set_aside.len()), (2, 0));
}
