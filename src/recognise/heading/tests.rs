//! What headings of one to five rows say of the columns below them.

use super::*;
use crate::read::Area;

/// A sheet from rows of texts; a blank is left out.
fn sheet(rows: &[&[&str]], merges: &[&str]) -> Sheet {
    let mut sheet = Sheet::default();
    for (row, texts) in rows.iter().enumerate() {
        for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let value = text.parse().map_or_else(|_| Value::Text((*text).into()), Value::Number);
            sheet.cells.push((Cell::new(row as u32, column as u32), value));
        }
    }
    for text in merges {
        let (from, to) = text.split_once(':').unwrap();
        sheet.merges.push(Area { from: from.parse().unwrap(), to: to.parse().unwrap() });
    }
    sheet
}

fn said(heading: &Heading) -> Vec<String> {
    let of = |headed: &Headed| {
        let measure = match headed.said {
            Some(Said::Measure(measure)) => format!("{measure:?}"),
            Some(Said::NotAsked) => "ignored".to_owned(),
            Some(Said::NotMoney) => "no money".to_owned(),
            None => "?".to_owned(),
        };
        let facts = headed.facts;
        let funding = facts.funding.map_or("", |funding| funding.short());
        let source = facts.source.map_or("", |source| source.short());
        let year = facts.year.map_or(String::new(), |year| format!("{year:?}"));
        format!("{measure} {funding} {source} {year}")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    heading.columns.iter().map(of).collect()
}

fn lexicon() -> Lexicon {
    Lexicon::new(&[]).unwrap()
}

#[test]
fn merged_headings_are_read_down_each_column() {
    let sheet = sheet(
        &[
            &[
                "STT",
                "Nội dung",
                "Kế hoạch vốn",
                "",
                "",
                "Lũy kế giải ngân",
                "",
                "Tỷ lệ (%)",
                "Ghi chú",
            ],
            &["", "", "Tổng số", "Vốn năm 2023 kéo dài", "Vốn năm 2024", "Tổng số", "Vốn năm 2024"],
            &["", "", "", "NSTW", "NSTW", "", "NS huyện"],
            &["A", "B", "1=2+3", "2", "3", "4", "5", "6=4/1*100", "C"],
            &["I", "Chương trình", "3", "1", "2", "2", "2", "66.7"],
        ],
        &["A1:A3", "B1:B3", "C1:E1", "F1:G1", "H1:H3", "I1:I3", "C2:C3", "F2:F3"],
    );
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    assert_eq!((heading.rows.clone(), heading.body, heading.number), (0..3, 4, Some(0)));
    let want = [
        "Plan",
        "Plan TW Of(2023)",
        "Plan TW Of(2024)",
        "Cumulative",
        "Cumulative huyện Of(2024)",
        "Rate",
    ];
    assert_eq!(said(heading), want);
}

#[test]
fn blanks_continue_a_heading_where_nothing_is_merged() {
    let sheet = sheet(
        &[
            &[
                "STT",
                "Danh mục dự án",
                "Kế hoạch năm 2024",
                "",
                "",
                "Giải ngân tháng báo cáo",
                "",
                "",
                "Đạt %",
            ],
            &["", "", "Tổng số", "Trung ương", "NSĐP", "Tổng số", "Trung ương", "NSĐP"],
            &["", "TỔNG CỘNG", "3", "1", "2", "3", "1", "2", "100"],
        ],
        &[],
    );
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    assert_eq!(heading.body, 2);
    let want = [
        "Plan",
        "Plan TW",
        "Plan địa phương",
        "InPeriod",
        "InPeriod TW",
        "InPeriod địa phương",
        "Rate",
    ];
    assert_eq!(said(heading), want);
}

#[test]
fn the_year_may_stand_on_top_and_the_measure_below() {
    let sheet = sheet(
        &[
            &[
                "TT",
                "Tên dự án",
                "Vốn năm 2022 chuyển nguồn sang",
                "",
                "Dự toán năm 2024",
                "",
                "Tổng lũy kế thanh toán",
            ],
            &[
                "",
                "",
                "Dự toán giao",
                "Thanh toán trong kỳ",
                "Dự toán giao",
                "Thanh toán đến hết ngày 30/6/2024",
            ],
            &["", "", "Trung ương", "Huyện", "Trung ương", "Huyện"],
        ],
        &["C1:D1", "E1:F1", "G1:G3"],
    );
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    let want = [
        "Plan TW Of(2022)",
        "InPeriod huyện Of(2022)",
        "Plan TW Of(2024)",
        "Cumulative huyện Of(2024)",
        "Cumulative",
    ];
    assert_eq!(said(heading), want);
}

#[test]
fn a_title_is_no_heading() {
    let sheet = sheet(
        &[
            &["", "BÁO CÁO GIẢI NGÂN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA"],
            &["Cách điền", "Chỉ điền ô có màu; không sửa cột kế hoạch"],
        ],
        &[],
    );
    assert!(find(&sheet, 0, &lexicon(), &Time::of(2024)).is_empty());
}

/// What the columns of a heading of one row say.
fn one_row(texts: &[&str]) -> Vec<String> {
    let sheet = sheet(&[&[&["Nội dung"], texts].concat(), &["Dự án 2"]], &[]);
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    said(heading)
}

#[test]
fn a_measure_may_be_told_once() {
    let texts = ["Kế hoạch vốn", "Vốn TW", "Vốn ĐP", "Tỷ lệ (%)", "NSTW", "Lũy kế"];
    let want = ["Plan", "Plan TW", "Plan địa phương", "Rate", "? TW", "Cumulative"];
    assert_eq!(one_row(&texts), want);
    let texts = ["Vốn năm trước kéo dài", "Vốn 2024", "Lũy kế giải ngân", "Vốn 2024"];
    let want = ["Plan CarryOver", "Plan Of(2024)", "Cumulative", "Cumulative Of(2024)"];
    assert_eq!(one_row(&texts), want);
}

#[test]
fn a_heading_that_asks_why_measures_nothing() {
    for text in [
        "Nguyên nhân chậm giải ngân",
        "Lý do chưa giải ngân hết kế hoạch vốn",
        "Giải trình tỷ lệ giải ngân",
        "Lý do điều chỉnh tăng",
    ] {
        let texts = ["Kế hoạch vốn", "Lũy kế giải ngân", text];
        assert_eq!(one_row(&texts), ["Plan", "Cumulative"], "{text}");
    }
    let texts = ["Kế hoạch vốn", "Giải ngân trong kỳ (nêu lý do nếu bằng 0)", "Kiến nghị"];
    assert_eq!(one_row(&texts), ["Plan", "InPeriod", "no money"]);
}

#[test]
fn the_last_state_of_the_plan_is_the_plan() {
    let tail = "Lũy kế giải ngân";
    for texts in [
        ["Kế hoạch giao đầu năm", "Điều chỉnh tăng", "Kế hoạch sau điều chỉnh", tail],
        ["Dự toán đầu năm", "Dự toán bổ sung", "Tổng dự toán", tail],
        ["Kế hoạch vốn", "Điều chỉnh, bổ sung trong năm", "Sau điều chỉnh", tail],
    ] {
        assert_eq!(one_row(&texts), ["ignored", "ignored", "Plan", "Cumulative"], "{texts:?}");
    }
    assert_eq!(one_row(&["Kế hoạch giao đầu năm", tail]), ["Plan", "Cumulative"]);
}

#[test]
fn of_cumulative_columns_the_last_day_is_this_period() {
    for texts in [
        ["Giải ngân đến 31/5/2024", "Giải ngân từ 01/6 đến 30/6/2024", "Giải ngân đến 30/6/2024"],
        ["Lũy kế đến hết tháng 5", "Giải ngân tháng 6", "Lũy kế đến hết tháng 6"],
        ["Đã giải ngân các tháng trước", "Giải ngân tháng này", "Giải ngân từ 01/01 đến 30/6"],
    ] {
        assert_eq!(one_row(&texts), ["Previous", "InPeriod", "Cumulative"], "{texts:?}");
    }
    let texts = ["Lũy kế giải ngân đến hết năm 2023", "Kế hoạch năm 2024", "Lũy kế giải ngân"];
    assert_eq!(one_row(&texts), ["ignored", "Plan", "Cumulative"]);
}

#[test]
fn the_same_labels_again_begin_a_table_beside() {
    let heading = ["STT", "Nội dung", "Kế hoạch", "Lũy kế"];
    let both = [&heading[..], &[""], &heading].concat();
    let found = find(&sheet(&[&both], &[]), 0, &lexicon(), &Time::of(2024));
    let spans: Vec<_> = found.iter().map(|heading| (heading.label, heading.span.clone())).collect();
    assert_eq!(spans, [(1, 0..5), (6, 5..9)]);
}
