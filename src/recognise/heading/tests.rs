//! What headings of one to five rows say of the columns below them.

use super::*;
use crate::domain::period::Period;
use crate::domain::place::Area;
use crate::recognise::lexicon::YearWord;

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
fn a_rate_of_each_source_of_money_is_a_rate_and_an_amount_below_one_is_none() {
    let below = |group: &str, part: &str| -> String {
        let texts: &[&[&str]] = &[&["Nội dung", "Lũy kế giải ngân", group], &["", "", part]];
        let sheet = sheet(texts, &["A1:A2", "B1:B2"]);
        let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else {
            panic!("one table")
        };
        said(heading).swap_remove(1)
    };
    for group in ["Tỷ lệ", "Đạt (%)", "Tỷ lệ giải ngân"] {
        assert_eq!(below(group, "Nguồn vốn sự nghiệp"), "Rate SN", "{group}");
        assert_eq!(below(group, "Nguồn ngân sách trung ương"), "Rate TW", "{group}");
        assert_eq!(below(group, "Nguồn vốn năm 2023 kéo dài"), "Rate Of(2023)", "{group}");
    }
    assert_ne!(below("Tỷ lệ giải ngân", "Số tiền"), "Rate");
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
fn what_is_left_of_money_paid_takes_the_place_of_no_plan() {
    let sheet = sheet(
        &[
            &["STT", "Nội dung", "Kế hoạch vốn năm 2024", "", "Lũy kế giải ngân"],
            &["", "", "Tổng số", "Còn lại được sử dụng", ""],
        ],
        &["C1:D1", "E1:E2"],
    );
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    let said: Vec<Option<Said>> = heading.columns.iter().map(|headed| headed.said).collect();
    assert_eq!(said[..2], [Measure::Plan, Measure::Remaining].map(|of| Some(Said::Measure(of))));
}

#[test]
fn the_treasury_states_nothing_in_the_place_of_the_owner() {
    let texts = [
        "Kế hoạch vốn",
        "Lũy kế thanh toán KLHT",
        "Lũy kế tạm ứng",
        "Lũy kế giải ngân Kho bạc xác nhận",
    ];
    let said = one_row(&texts);
    assert_eq!(said[2], "Cumulative", "{said:?}");
    // An advance of all funding types lies in what is stated by type.
    let texts =
        ["Lũy kế giải ngân vốn đầu tư", "Lũy kế giải ngân vốn sự nghiệp", "Trong đó: tạm ứng"];
    assert_eq!(one_row(&texts)[2], "ignored");
}

#[test]
fn what_was_assigned_beside_a_plan_is_no_second_plan() {
    for other in
        ["Vốn đã bố trí năm 2024", "Dự toán được duyệt năm 2024", "Kế hoạch sử dụng năm 2024"]
    {
        let said = one_row(&["Kế hoạch vốn năm 2024", other, "Lũy kế giải ngân"]);
        assert_eq!(said, ["Plan", "ignored", "Cumulative"], "{other}");
        assert_eq!(one_row(&[other, "Lũy kế giải ngân"]), ["Plan", "Cumulative"], "{other}");
    }
}

#[test]
fn a_plan_that_stands_alone_in_its_row_is_asked_whatever_stands_beside_it() {
    let said = |rows: &[&[&str]]| {
        let heading: &[&str] = &["Nội dung", "Kế hoạch vốn năm 2024", "Vốn đã bố trí năm 2024"];
        let sheet = sheet(&[&[heading], rows].concat(), &[]);
        let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else {
            panic!("one table")
        };
        said(heading)
    };
    assert_eq!(said(&[&["Dự án 1", "100", "80"], &["Dự án 2", "50", ""]]), ["Plan", "ignored"]);
    assert_eq!(said(&[&["Dự án 1", "100", "80"], &["Dự án 2", "", "30"]]), ["Plan", "Plan"]);
}

#[test]
fn a_second_column_of_running_numbers_is_no_money() {
    let said = |numbers: [&str; 4]| {
        let mut rows = vec![vec!["STT", "Nội dung", "TT", "Kế hoạch vốn", "Giải ngân trong kỳ"]];
        rows.extend(numbers.iter().map(|number| vec!["1", "Dự án", number, "40", "20"]));
        let all: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        let sheet = sheet(&all, &[]);
        let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else {
            panic!("one table")
        };
        heading.columns.len()
    };
    assert_eq!(said(["1", "2", "3", "4"]), 2);
    assert_eq!(said(["1", "2", "1", "2"]), 2);
    assert_eq!(said(["1", "3", "4", "5"]), 3);
    assert_eq!(said(["1", "1", "1", "1"]), 3);
}

#[test]
fn what_was_assigned_in_earlier_years_is_no_plan() {
    for text in
        ["Vốn đã bố trí các năm trước năm 2024", "Lũy kế vốn đã bố trí các năm trước năm 2024"]
    {
        assert_eq!(
            one_row(&[text, "Kế hoạch vốn năm 2024"])[0].split(' ').next(),
            Some("ignored"),
            "{text}"
        );
    }
}

#[test]
fn what_was_paid_in_a_time_above_is_of_that_time() {
    for above in ["Tháng trước", "Kỳ trước", "Đến 31/5/2024", "Quý I/2024"] {
        let sheet = sheet(
            &[
                &["STT", "Nội dung", "Kế hoạch vốn", above, "", "Tháng 6/2024", ""],
                &["", "", "", "Trong tháng", "Lũy kế", "Trong tháng", "Lũy kế"],
            ],
            &["C1:C2", "D1:E1", "F1:G1"],
        );
        let time = Time { period: Some("2024-06".parse().unwrap()), ..Time::of(2024) };
        let [heading] = &find(&sheet, 0, &lexicon(), &time)[..] else { panic!("one table") };
        let want = ["Plan", "ignored", "Previous", "InPeriod", "Cumulative"];
        assert_eq!(said(heading), want, "{above}");
    }
}

#[test]
fn each_plan_year_has_its_own_last_state() {
    let sheet = sheet(
        &[
            &[
                "STT",
                "Nội dung",
                "Kế hoạch năm 2024",
                "",
                "Kế hoạch kéo dài sang năm 2024",
                "",
                "Lũy kế giải ngân",
            ],
            &[
                "",
                "",
                "Giao đầu năm",
                "Tổng kế hoạch sau điều chỉnh",
                "Giao kéo dài",
                "Còn lại được sử dụng",
                "",
            ],
        ],
        &["C1:D1", "E1:F1", "G1:G2"],
    );
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    let want =
        ["ignored Of(2024)", "Plan Of(2024)", "ignored CarryOver", "Plan CarryOver", "Cumulative"];
    assert_eq!(said(heading), want);
}

#[test]
fn what_was_allocated_is_the_plan_where_there_is_no_other() {
    for text in ["Vốn đã phân bổ năm 2024", "Kinh phí đã phân bổ"] {
        assert_eq!(one_row(&[text, "Lũy kế giải ngân"]), ["Plan", "Cumulative"], "{text}");
        let want = ["Plan", "Allocated", "Cumulative"];
        assert_eq!(one_row(&["Kế hoạch vốn giao", text, "Lũy kế giải ngân"]), want, "{text}");
        let want = ["Allocated", "Unallocated", "Cumulative"];
        assert_eq!(one_row(&[text, "Chưa phân bổ", "Lũy kế giải ngân"]), want, "{text}");
    }
}

#[test]
fn a_total_of_funding_types_above_a_year_is_no_sum_of_years() {
    for [whole, carried, current] in [
        ["Tổng cộng", "Vốn năm trước chuyển sang", "Kế hoạch vốn năm 2024"],
        ["Cộng", "Kéo dài", "Năm 2024"],
    ] {
        let years = [whole, carried, current];
        let group = ["Tổng kế hoạch vốn được sử dụng năm 2024", "", ""];
        let sheet = sheet(
            &[
                &[&["Nội dung", "Tổng số", "", "", "Vốn đầu tư", "", ""][..], &["Lũy kế"]].concat(),
                &[&[""], &group[..], &group[..]].concat(),
                &[&[""], &years[..], &years[..]].concat(),
            ],
            &["A1:A3", "B1:D1", "E1:G1", "B2:D2", "E2:G2", "H1:H3"],
        );
        let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else {
            panic!("one table")
        };
        let want = [
            "Plan",
            "Plan CarryOver",
            "Plan Of(2024)",
            "Plan ĐT",
            "Plan ĐT CarryOver",
            "Plan ĐT Of(2024)",
            "Cumulative",
        ];
        assert_eq!(said(heading), want);
    }
}

#[test]
fn rows_may_be_named_after_the_places_they_are_about() {
    for text in ["Địa bàn", "Xã, thị trấn", "Tên địa bàn"] {
        let heading = ["STT", text, "Kế hoạch vốn", "Lũy kế giải ngân"];
        let sheet = sheet(&[&heading, &["1", "Xã A", "100", "30"]], &[]);
        let found = find(&sheet, 0, &lexicon(), &Time::of(2024));
        assert_eq!(found.first().map(|heading| heading.label), Some(1), "{text}");
    }
}

#[test]
fn numbers_under_a_word_for_labels_are_no_labels() {
    for odd in ["Kinh phí dự án", "TT", "Các xã"] {
        let heading = ["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", odd];
        let sheet = sheet(&[&heading, &["1", "Dự án 2", "100", "30", "99"]], &[]);
        let [found] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("{odd}") };
        assert_eq!(said(found), ["Plan", "Cumulative", "?"], "{odd}");
    }
}

#[test]
fn what_is_left_beside_money_paid_is_no_plan() {
    let texts = ["Kế hoạch vốn năm 2024", "Lũy kế giải ngân", "Kế hoạch vốn còn lại được sử dụng"];
    assert_eq!(one_row(&texts), ["Plan", "Cumulative", "Remaining"]);
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

/// What headings of one row say in a report of June 2024.
fn in_june(texts: &[&str]) -> Vec<String> {
    let time = Time { period: Some(Period::Month(2024, 6)), ..Time::of(2024) };
    let sheet = sheet(&[&[&["Nội dung"], texts].concat()], &[]);
    said(&find(&sheet, 0, &lexicon(), &time)[0])
}

#[test]
fn a_later_day_of_other_money_makes_no_day_an_earlier_one() {
    let texts = ["Kế hoạch", "Giải ngân vốn ĐT đến 30/6", "Giải ngân vốn SN đến 25/6"];
    assert_eq!(in_june(&texts), ["Plan", "Cumulative ĐT", "Cumulative SN"]);
    let texts = ["Giải ngân vốn năm 2023 kéo dài đến 30/6", "Giải ngân vốn năm 2024 đến 25/6"];
    assert_eq!(in_june(&texts), ["Cumulative Of(2023)", "Cumulative Of(2024)"]);
    let texts = ["Lũy kế giải ngân đến 25/6", "Kho bạc xác nhận đến 30/6"];
    assert_eq!(in_june(&texts), ["Cumulative", "Cumulative"]);
    let texts = ["Giải ngân vốn ĐT đến 25/6", "Giải ngân vốn ĐT đến 30/6"];
    assert_eq!(in_june(&texts), ["ignored ĐT", "Cumulative ĐT"]);
    // A sum of other days than its parts is no sum of theirs.
    let sum = "Lũy kế giải ngân đến 25/6";
    let texts = [sum, "Giải ngân vốn ĐT đến 30/6", "Giải ngân vốn SN đến 30/6"];
    assert_eq!(in_june(&texts), ["ignored", "Cumulative ĐT", "Cumulative SN"]);
    let texts = [sum, "Giải ngân vốn ĐT đến 30/6"];
    assert_eq!(in_june(&texts), ["Cumulative", "Cumulative ĐT"], "a part is not the whole");
}

#[test]
fn what_the_treasury_confirms_keeps_its_measure() {
    let texts = ["Giải ngân trong kỳ", "Kho bạc xác nhận trong kỳ", "Lũy kế giải ngân"];
    assert_eq!(in_june(&texts), ["InPeriod", "InPeriod", "Cumulative"]);
}

#[test]
fn an_advance_joins_the_work_of_its_own_time_or_is_told() {
    let work = "Thanh toán khối lượng hoàn thành trong kỳ";
    assert_eq!(in_june(&[work, "Tạm ứng trong kỳ"]), ["InPeriod", "InPeriod"]);
    assert_eq!(in_june(&[work, "Lũy kế tạm ứng"]), ["InPeriod", "?"]);
    let texts = [work, "Lũy kế thanh toán khối lượng hoàn thành", "Lũy kế tạm ứng"];
    assert_eq!(in_june(&texts), ["InPeriod", "Cumulative", "Cumulative"]);
    assert_eq!(in_june(&["Thanh toán KLHT vốn ĐT", "Tạm ứng vốn SN"]), ["Cumulative ĐT", "? SN"]);
    // What holds it is stated, whatever its time.
    assert_eq!(in_june(&["Lũy kế giải ngân", "Tạm ứng vốn SN"]), ["Cumulative", "ignored SN"]);
    assert_eq!(in_june(&[work, "Dư tạm ứng"]), ["InPeriod", "ignored"]);
}

#[test]
fn what_was_paid_beside_an_advance_is_for_work_unless_a_total_holds_both() {
    let pieces = |below: &[&str]| {
        let above = ["Nội dung", "Lũy kế giải ngân"];
        let found = find(&sheet(&[&above, below], &[]), 0, &lexicon(), &Time::of(2024));
        said(&found[0])
    };
    assert_eq!(pieces(&["", "Thanh toán", "Tạm ứng"]), ["Cumulative", "Cumulative"]);
    let want = ["Cumulative", "Cumulative", "ignored"];
    assert_eq!(pieces(&["", "Tổng số", "Thanh toán", "Tạm ứng"]), want);
    assert_eq!(pieces(&["", "Thanh toán", "Trong đó: tạm ứng"]), ["Cumulative", "ignored"]);
}

#[test]
fn instalments_of_the_plan_are_not_its_states_after_one_another() {
    assert_eq!(one_row(&["Giao đợt 1", "Giao đợt 2", "Lũy kế"]), ["Plan", "Plan", "Cumulative"]);
    let texts = ["Giao đợt 1", "Giao đợt 2", "Tổng kế hoạch", "Lũy kế"];
    assert_eq!(one_row(&texts), ["ignored", "ignored", "Plan", "Cumulative"]);
}

#[test]
fn a_number_of_things_is_a_heading_and_the_number_of_one_is_a_row() {
    let lexicon = lexicon();
    let rows = ["Dự án 1: Hỗ trợ", "Tiểu dự án 2", "Nội dung 03: OCOP", "Dự án 2 Đa dạng hóa"];
    for row in rows.iter().chain(&[
        "Tiểu dự án 2 Dự án 4",
        "1. Dự án 2",
        "Nội dung thành phần số 02 - Quy hoạch",
    ]) {
        assert!(is_numbered(row, &lexicon), "{row}");
    }
    let headings =
        ["Nội dung 03 chương trình MTQG", "Danh mục 10 dự án", "Nội dung (1)", "Nội dung"];
    for heading in
        headings.iter().chain(&["Dự án năm 2024", "Nội dung, nhiệm vụ theo Thông tư số 15"])
    {
        assert!(!is_numbered(heading, &lexicon), "{heading}");
    }
}

#[test]
fn the_same_labels_again_begin_a_table_beside() {
    let heading = ["STT", "Nội dung", "Kế hoạch", "Lũy kế"];
    let both = [&heading[..], &[""], &heading].concat();
    let found = find(&sheet(&[&both], &[]), 0, &lexicon(), &Time::of(2024));
    let spans: Vec<_> = found.iter().map(|heading| (heading.label, heading.span.clone())).collect();
    assert_eq!(spans, [(1, 0..5), (6, 5..9)]);
}

/// What a heading says alone in a report of June 2024.
fn alone(text: &str) -> String {
    let time = Time { period: Some(Period::Month(2024, 6)), ..Time::of(2024) };
    let sheet = sheet(&[&["Nội dung", text, "Lũy kế giải ngân"]], &[]);
    let found = find(&sheet, 0, &lexicon(), &time);
    said(&found[0])[0].clone()
}

/// Every kind with wordings that no list holds: a heading is understood from its parts.
#[test]
fn a_wording_is_understood_from_its_parts() {
    let kinds: [(&str, &[&str]); 12] = [
        (
            "Plan",
            &[
                "Vốn KH được giao",
                "Số tiền được giao",
                "Dự toán NSNN giao",
                "Kinh phí được bố trí",
                "Tổng KH vốn (bao gồm cả vốn kéo dài)",
                "K.hoạch vốn",
                "Số kế hoạch giao",
                "DT giao",
                "Vốn đã bố trí năm 2024",
                "Dự toán được duyệt năm 2024",
                "Kế hoạch thực hiện năm 2024",
                "KH sử dụng năm 2024",
                "Kế hoạch vốn giao (xã)",
                "Số vốn phân bổ (dự án)",
                "KP giao (đơn vị)",
            ],
        ),
        (
            "Cumulative",
            &[
                "Luỹ kế GN từ đầu năm",
                "Đã thanh toán đến 30/6",
                "KQ TH 6T đầu năm",
                "Giải ngân từ 01/01 đến 30/6",
                "LK TT từ đầu năm",
                "Giải ngân đến hết T6",
                "Số đã rút dự toán",
                "Số đã giải ngân (CĐT báo cáo)",
            ],
        ),
        (
            "InPeriod",
            &[
                "GN T6",
                "Giải ngân trong kì",
                "Rút dự toán tháng 6",
                "Giải ngân từ 01/6 đến 30/6",
                "Kinh phí đã chi trong tháng",
                "Tháng 6/2024",
            ],
        ),
        (
            "Previous",
            &[
                "LK kỳ trước",
                "GN đến 31/5",
                "Lũy kế giải ngân đến hết tháng 5/2024",
                "Giải ngân 5 tháng đầu năm",
            ],
        ),
        ("Rate", &["GN/KH (%)", "So KH (%)", "% so với KH", "Tỉ lệ GN", "Mức độ hoàn thành (%)"]),
        (
            "Remaining",
            &[
                "Không giải ngân được",
                "Số còn phải giải ngân",
                "Dự toán chưa sử dụng",
                "Số dư dự toán",
            ],
        ),
        ("Unallocated", &["Kinh phí chưa phân bổ", "Số chưa phân khai"]),
        ("Volume", &["GTKL hoàn thành", "Khối lượng đã nghiệm thu"]),
        ("Forecast", &["Ước TH cả năm", "Ước đến 31/12", "Khả năng giải ngân đến hết năm"]),
        ("ForecastNext", &["Ước giải ngân đến 31/01/2025"]),
        (
            "ignored",
            &[
                "Cam kết giải ngân đến 31/12",
                "Kế hoạch chi tháng 7",
                "Nhu cầu kinh phí",
                "Cùng kỳ năm ngoái",
                "Giải ngân năm 2023",
                "Kế hoạch vốn giai đoạn 2021-2025",
                "Dự toán năm 2025",
                "Thu hồi TƯ",
                "Dư TƯ",
                "TMĐT",
                "Ước giải ngân tháng 6",
                "Giải ngân T5",
                "Giải ngân đến 31/7/2024",
                "Vốn đã bố trí",
                "Kế hoạch thực hiện tháng 7",
                "Đăng ký kế hoạch sử dụng năm 2024",
                "Vốn đã bố trí đến hết năm 2023",
            ],
        ),
        (
            "no money",
            &[
                "Số món thanh toán",
                "Số hộ đã giải ngân",
                "Kế hoạch (hộ)",
                "Tiến độ (%)",
                "Cơ cấu vốn (%)",
                "Mã QHNS",
                "Số QĐ",
                "Tỷ lệ khối lượng hoàn thành (%)",
            ],
        ),
    ];
    for (want, texts) in kinds {
        for text in texts {
            assert_eq!(alone(text).split(' ').next(), want.split(' ').next(), "{text}");
        }
    }
    for text in ["Số đã làm", "Đã giao (xã)", "Kế hoạch (đơn vị)"] {
        assert_eq!(alone(text), "?", "{text}");
    }
}

#[test]
fn a_group_says_what_stands_below_it() {
    let rows: [&[&str]; 2] = [
        &["Nội dung", "Cùng kỳ năm 2023", "", "Giải ngân năm 2024", "", "Tỷ lệ (%)", ""],
        &["", "Kế hoạch", "Giải ngân", "Lũy kế", "Trong tháng", "Giải ngân", "Khối lượng"],
    ];
    let found = find(&sheet(&rows, &[]), 0, &lexicon(), &Time::of(2024));
    let want = ["ignored", "ignored", "Cumulative", "InPeriod", "Rate", "no money"];
    assert_eq!(said(&found[0]), want);
}

#[test]
fn a_bare_time_takes_its_month_from_the_heading_above() {
    let rows: [&[&str]; 2] = [
        &[
            "Nội dung",
            "Tháng 6/2024",
            "",
            "Tháng 5/2024",
            "",
            "Giai đoạn 2021-2025",
            "Giải ngân quý I",
        ],
        &["", "Trong tháng", "Lũy kế", "Trong tháng", "Lũy kế", "Lũy kế giải ngân", ""],
    ];
    let time = Time { period: Some(Period::Month(2024, 6)), ..Time::of(2024) };
    let found = find(&sheet(&rows, &["G1:G2"]), 0, &lexicon(), &time);
    let want = ["InPeriod", "Cumulative", "ignored", "Previous", "ignored", "ignored"];
    assert_eq!(said(&found[0]), want);
}

#[test]
fn what_nobody_understood_is_kept_as_it_was_written() {
    let texts = ["Kế hoạch vốn loại Một", "Lũy kế giải ngân", "Đợt hai"];
    let found =
        find(&sheet(&[&[&["Nội dung"], &texts[..]].concat()], &[]), 0, &lexicon(), &Time::of(2024));
    let residue: Vec<String> =
        found[0].columns.iter().map(|headed| headed.residue.join("|")).collect();
    assert_eq!(residue, ["loại Một", "", "Đợt hai"]);
}

#[test]
fn the_months_of_a_quarter_add_up_to_it() {
    let time = Time { period: Some(Period::Quarter(2024, 2)), ..Time::of(2024) };
    let months = ["Kế hoạch", "Tháng 1", "Tháng 2", "Tháng 3", "Tháng 4", "Tháng 5", "Tháng 6"];
    let read = |texts: &[&str]| {
        let sheet = sheet(&[&[&["Nội dung"], texts].concat()], &[]);
        said(&find(&sheet, 0, &lexicon(), &time)[0])
    };
    let (before, within) = ("Previous", "InPeriod");
    assert_eq!(read(&months), ["Plan", before, before, before, within, within, within]);
    // Where one of them is missing they are no sum.
    assert_eq!(
        read(&["Kế hoạch", "Tháng 4", "Tháng 6", "Lũy kế"]),
        ["Plan", "ignored", "ignored", "Cumulative"]
    );
}

#[test]
fn a_heading_goes_no_further_than_its_sisters() {
    let rows: [&[&str]; 3] = [
        &["Nội dung", "Kế hoạch vốn", "", "", "Giải ngân trong kỳ", "", "Lũy kế giải ngân", "", ""],
        &[
            "",
            "Vốn năm 2023",
            "Vốn năm 2024",
            "",
            "Vốn năm 2023",
            "",
            "Vốn năm 2023",
            "Vốn năm 2024",
            "",
        ],
        &["", "NSTW", "NSTW", "NS huyện", "NSTW", "NS huyện", "NSTW", "NSTW", "NS huyện"],
    ];
    let found = find(&sheet(&rows, &["B1:D1", "E1:F1", "G1:I1"]), 0, &lexicon(), &Time::of(2024));
    let said = said(&found[0]);
    assert_eq!(said[3..5], ["InPeriod TW Of(2023)".to_owned(), "? huyện".to_owned()]);
}

proptest::proptest! {
    #[test]
    fn no_heading_panics(text: String) {
        let time = Time { period: Some(Period::Month(2024, 6)), ..Time::of(2024) };
        find(&sheet(&[&["Nội dung", &text, "Kế hoạch"]], &[]), 0, &lexicon(), &time);
    }
}

#[test]
fn a_long_heading_costs_its_length() {
    let text = "lũy kế giải ngân tháng 6 xyz ".repeat(2_000);
    let lexicon = lexicon();
    let start = std::time::Instant::now();
    Meaning::new(&text, &lexicon, &Time::of(2024));
    assert!(start.elapsed().as_secs() < 5);
}

#[test]
fn business_is_no_carry_over() {
    let lexicon = Lexicon::new(&[]).unwrap();
    let year = |text| lexicon.year_word(&heading_label(text));
    assert_eq!(year("Vốn KD"), Some(YearWord::CarryOver));
    for text in ["Vốn hỗ trợ phát triển SX-KD", "Vốn SXKD", "Vốn sản xuất KD"] {
        assert_eq!(year(text), None, "{text}");
    }
}

#[test]
fn a_column_without_a_heading_in_the_midst_of_a_group_says_nothing() {
    let of = |second: &str| {
        let rows: [&[&str]; 3] = [
            &["STT", "Nội dung", "Lũy kế giải ngân", "", "", ""],
            &["", "", "Tổng số", second, "", "NS tỉnh"],
            &["1", "Dự án 2", "40", "30", "3", "10"],
        ];
        let sheet = sheet(&rows, &["A1:A2", "B1:B2", "C1:F1"]);
        said(&find(&sheet, 0, &lexicon(), &Time::of(2024))[0])
    };
    assert_eq!(of("NSTW"), ["Cumulative", "Cumulative TW", "?", "Cumulative tỉnh"]);
    // A blank that was merged downwards is no heading either.
    let rows: [&[&str]; 4] = [
        &["STT", "Nội dung", "Lũy kế giải ngân", "", "", ""],
        &["", "", "Tổng số", "NSTW", "", "NS tỉnh"],
        &["", "", "", "", "", ""],
        &["1", "Dự án 2", "40", "30", "3", "10"],
    ];
    let merges = ["A1:A3", "B1:B3", "C1:F1", "C2:C3", "D2:D3", "E2:E3", "F2:F3"];
    let heading = &find(&sheet(&rows, &merges), 0, &lexicon(), &Time::of(2024))[0];
    assert_eq!(said(heading), ["Cumulative", "Cumulative TW", "?", "Cumulative tỉnh"]);
    // Next to the total it may be one of its parts as little.
    assert_eq!(of(""), ["Cumulative", "?", "?", "Cumulative tỉnh"]);
}

#[test]
fn the_first_column_of_a_group_is_its_total_though_it_says_nothing() {
    let rows: [&[&str]; 3] = [
        &["STT", "Nội dung", "Lũy kế giải ngân", "", ""],
        &["", "", "", "NSTW", "NS tỉnh"],
        &["1", "Dự án 2", "40", "30", "10"],
    ];
    let sheet = sheet(&rows, &["A1:A2", "B1:B2", "C1:E1"]);
    let heading = &find(&sheet, 0, &lexicon(), &Time::of(2024))[0];
    assert_eq!(said(heading), ["Cumulative", "Cumulative TW", "Cumulative tỉnh"]);
}

/// What the headings of a table beside a plan and a cumulative say, with the piece of the whole.
fn proposed(headings: &[&[&str]], merges: &[&str]) -> Vec<String> {
    let sheet = sheet(headings, merges);
    let [heading] = &find(&sheet, 0, &lexicon(), &Time::of(2024))[..] else { panic!("one table") };
    let pieces = heading.columns.iter().map(|headed| headed.facts.piece);
    let half = heading.columns.iter().map(|headed| headed.is_half_said);
    let told = said(heading).into_iter().zip(pieces).zip(half);
    let told = told.map(|((said, piece), half)| {
        let piece = piece.map_or(String::new(), |piece| format!(" {piece:?}"));
        format!("{said}{piece}{}", if half { " half" } else { "" })
    });
    told.skip(2).collect()
}

#[test]
fn what_is_proposed_of_the_plan_is_read_in_every_wording() {
    let one = |words: &str| {
        let row = ["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", words];
        proposed(&[&row, &["", "1", "2", "3"]], &[])[0].clone()
    };
    for words in [
        "Đề nghị hoàn trả",
        "Đề nghị nộp trả ngân sách",
        "Số vốn đề nghị nộp trả",
        "Đề nghị hủy dự toán",
        "Đề nghị hủy bỏ",
        "Đề nghị thu hồi",
        "Số vốn không có khả năng giải ngân, đề nghị hoàn trả",
        "Vốn còn lại không còn nhu cầu sử dụng đề nghị hủy dự toán",
        "Đề xuất trả lại ngân sách cấp trên",
        "Kinh phí xin hoàn trả",
        "ĐỀ NGHỊ HOÀN TRẢ, HỦY DỰ TOÁN",
        "Đề nghị hoàn trả/nộp trả/hủy dự toán",
        "Đề nghị hoàn trả, nộp trả, hủy dự toán",
        "Đề nghị cấp trên thu hồi vốn",
    ] {
        assert_eq!(one(words), "ToReturn", "{words}");
    }
    assert_eq!(one("Đề nghị nộp trả NSTW"), "ToReturn TW");
    for words in [
        "Đề nghị điều chỉnh tăng",
        "Số vốn đề nghị điều chỉnh tăng",
        "Đề nghị bổ sung",
        "Đề nghị bổ sung kế hoạch vốn",
        "Đề xuất điều chỉnh tăng kế hoạch vốn",
        "Đề nghị điều chỉnh kế hoạch vốn tăng",
        "Xin bổ sung vốn",
        "Đề nghị tăng vốn (+)",
    ] {
        assert_eq!(one(words), "ToAdjust Increase", "{words}");
    }
    for words in [
        "Đề nghị điều chỉnh giảm",
        "Kế hoạch vốn đề nghị điều chỉnh giảm",
        "Đề nghị giảm kế hoạch vốn",
        "Đề nghị cắt giảm",
        "Đề nghị điều chỉnh giảm vốn năm 2024",
        "Số vốn chưa giải ngân đề nghị điều chỉnh giảm",
    ] {
        let said = one(words);
        assert!(said.starts_with("ToAdjust") && said.ends_with("Decrease"), "{words}: {said}");
    }
    for words in [
        "Đề nghị điều chỉnh (+/-)",
        "Đề nghị điều chỉnh",
        "Đề nghị điều chỉnh tăng (+), giảm (-)",
        "Đề nghị điều chỉnh tăng/giảm",
        "Đề nghị tăng, giảm",
        "Số vốn đề nghị điều chỉnh",
    ] {
        assert_eq!(one(words), "ToAdjust", "{words}");
    }
}

#[test]
fn what_is_done_or_comes_after_is_no_proposal() {
    let one = |words: &str| {
        let row = ["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", words];
        proposed(&[&row, &["", "1", "2", "3"]], &[])[0].clone()
    };
    for words in
        ["Đã nộp trả", "Đã hoàn trả ngân sách", "Nộp trả ngân sách", "Hủy dự toán", "Phải nộp trả"]
    {
        assert_eq!(one(words), "ignored half", "{words}");
    }
    assert_eq!(one("Kế hoạch vốn đề nghị điều chỉnh"), "ignored half");
    for words in [
        "Kế hoạch đề nghị sau điều chỉnh",
        "Đề nghị bố trí vốn",
        "Đề nghị bổ sung năm 2025",
        "Nhu cầu vốn bổ sung",
        "Đề nghị thu hồi tạm ứng",
        "Đã thu hồi tạm ứng",
        "Đề nghị thanh toán",
    ] {
        let said = one(words);
        assert!(said.starts_with("ignored") && !said.ends_with("half"), "{words}: {said}");
    }
    // The plan after its changes is the plan.
    assert_eq!(one("Kế hoạch vốn sau điều chỉnh"), "Plan");
    assert_eq!(one("Vốn đã điều chỉnh"), "Plan");
    // Words that nobody understood may turn a change round.
    assert_eq!(one("Đề nghị điều chỉnh phần tăng"), "?");
}

#[test]
fn proposals_of_both_ways_are_pieces_of_one_sum() {
    let of = proposed(
        &[
            &["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", "Đề nghị", "", "", "", ""],
            &["", "", "", "Hoàn trả", "Hủy dự toán", "Điều chỉnh tăng", "Điều chỉnh giảm", "Lý do"],
            &["", "1", "2", "3", "4", "5", "6"],
        ],
        &["D1:H1", "A1:A2", "B1:B2", "C1:C2"],
    );
    let want =
        ["ToReturn PaidBack", "ToReturn Cancelled", "ToAdjust Increase", "ToAdjust Decrease"];
    assert_eq!(of, want);
    let of = proposed(
        &[
            &[
                "Nội dung",
                "Kế hoạch vốn",
                "Lũy kế giải ngân",
                "Đề nghị điều chỉnh kế hoạch",
                "",
                "",
            ],
            &["", "", "", "Tổng số", "Tăng", "Giảm"],
            &["", "1", "2", "3", "4", "5"],
        ],
        &["D1:F1", "A1:A2", "B1:B2", "C1:C2"],
    );
    assert_eq!(of, ["ToAdjust", "ToAdjust Increase", "ToAdjust Decrease"]);
}

#[test]
fn what_is_only_named_as_in_a_sum_or_not_is_no_proposal() {
    let one = |words: &str| {
        let row = ["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", words];
        proposed(&[&row, &["", "1", "2", "3"]], &[])[0].clone()
    };
    for words in [
        "Kế hoạch vốn (không bao gồm vốn đề nghị hoàn trả)",
        "Kế hoạch vốn (chưa bao gồm vốn đề nghị bổ sung)",
        "Kế hoạch vốn (không bao gồm vốn kéo dài, vốn đề nghị hoàn trả)",
        "Kế hoạch vốn đã trừ vốn đề nghị điều chỉnh giảm",
    ] {
        assert!(one(words).starts_with("Plan"), "{words}: {}", one(words));
    }
    assert_eq!(one("Lũy kế giải ngân (không bao gồm vốn đề nghị hoàn trả)"), "Cumulative");
    for words in [
        "Vốn còn lại chưa giải ngân (bao gồm vốn đề nghị hoàn trả)",
        "Số vốn còn lại (sau khi trừ vốn đề nghị hoàn trả)",
    ] {
        assert_eq!(one(words), "Remaining", "{words}");
    }
    for words in [
        "Vốn còn lại (gồm cả vốn năm trước chuyển sang) đề nghị hủy dự toán",
        "Số vốn không có đối tượng đề nghị hoàn trả",
    ] {
        assert!(one(words).starts_with("ToReturn"), "{words}: {}", one(words));
    }
}

#[test]
fn the_plan_beside_a_proposal_under_its_heading_is_none() {
    let of = |over: &str, below: [&str; 4]| {
        let [a, b, c, d] = below;
        proposed(
            &[
                &["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", over, "", "", ""],
                &["", "", "", a, b, c, d],
                &["", "1", "2", "3", "4", "5", "6"],
            ],
            &["D1:G1", "A1:A2", "B1:B2", "C1:C2"],
        )
    };
    assert_eq!(
        of(
            "Đề nghị điều chỉnh kế hoạch vốn",
            ["Kế hoạch đã giao", "Tăng", "Giảm", "Sau điều chỉnh"]
        ),
        ["ignored", "ToAdjust Increase", "ToAdjust Decrease", "ignored"]
    );
    assert_eq!(
        of("Đề nghị hoàn trả", ["Kế hoạch vốn", "Đã giải ngân", "Còn lại", "Hoàn trả"])[..1],
        ["ignored"]
    );
    assert_eq!(
        of("Đề nghị hoàn trả", ["Kế hoạch vốn", "Đã giải ngân", "Còn lại", "Hoàn trả"])[3],
        "ToReturn"
    );
}

#[test]
fn capital_of_a_year_beside_a_proposal_is_a_plan() {
    let row =
        ["Nội dung", "Kế hoạch", "Lũy kế giải ngân", "Đề nghị hoàn trả", "Vốn năm 2023 kéo dài"];
    let of = proposed(&[&row, &["", "1", "2", "3", "4"]], &[]);
    assert_eq!(of[0], "ToReturn");
    assert!(of[1].starts_with("Plan"), "{of:?}");
}

#[test]
fn what_is_left_to_be_used_after_a_proposal_is_a_last_state_that_the_figures_are_asked_about() {
    let of = proposed(
        &[
            &["Nội dung", "Lũy kế giải ngân", "Ghi chú", "Kế hoạch vốn kéo dài", "", ""],
            &["", "", "", "Giao", "Đề nghị hủy", "Còn lại được sử dụng"],
            &["", "1", "", "2", "3", "4"],
        ],
        &["D1:F1", "A1:A2", "B1:B2", "C1:C2"],
    );
    assert!(of.last().is_some_and(|last| last.starts_with("Plan")), "{of:?}");
}
