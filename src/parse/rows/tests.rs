//! Rows of small tables: what becomes of their money.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::domain::key::PlanYear;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::rule::Severity;
use crate::domain::submission::{Line, Measure, Submission};
use crate::parse::fixture;
use crate::read::{Sheet, Value};

const HEADING: [&str; 5] = [
    "STT",
    "Nội dung",
    "Kế hoạch vốn năm 2024",
    "Giải ngân trong tháng",
    "Lũy kế giải ngân từ đầu năm",
];

/// A row of texts; numbers are numbers.
type Texts = Vec<String>;

fn row(number: &str, label: &str, figures: [i64; 3]) -> Texts {
    let figures = figures.iter().map(i64::to_string);
    [number.to_owned(), label.to_owned()].into_iter().chain(figures).collect()
}

fn text(label: &str) -> Texts {
    vec![String::new(), label.to_owned()]
}

fn heading() -> Texts {
    HEADING.iter().map(|text| (*text).to_owned()).collect()
}

/// Reads a table with this heading and these rows.
fn read_under(heading: Texts, rows: &[Texts]) -> Submission {
    let mut sheet = Sheet { name: "Vốn sự nghiệp".into(), ..Sheet::default() };
    let above = [text("Kinh phí sự nghiệp tháng 6 năm 2024"), text("Đơn vị tính: triệu đồng")];
    let all = above.into_iter().chain([heading]).chain(rows.iter().cloned());
    for (at, texts) in all.enumerate() {
        for (column, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let is_figure = 1 < column;
            let number = text.parse().ok().filter(|_| is_figure);
            let value = number.map_or_else(|| Value::Text(text.as_str().into()), Value::Number);
            sheet.cells.push((Cell::new(at as u32, column as u32), value));
        }
    }
    fixture::read(vec![sheet])
}

fn read(rows: &[Texts]) -> Submission {
    read_under(heading(), rows)
}

/// The lines: what they are about, and their amounts in triệu đồng.
fn lines(submission: &Submission) -> BTreeMap<String, Vec<i128>> {
    let mut lines: BTreeMap<String, Vec<i128>> = BTreeMap::new();
    for line in &submission.lines {
        let work = line.key.work.as_ref().map_or(String::new(), |work| format!(" / {work}"));
        let amounts = line.figures.iter().map(|figure| figure.amount.as_dong() / 1_000_000);
        lines.entry(format!("{}{work}", line.key.component)).or_default().extend(amounts);
    }
    lines
}

/// What is set aside, in triệu đồng, and the codes of the errors.
fn refused(submission: &Submission) -> (i128, Vec<&str>) {
    let sum: i128 =
        submission.set_aside.iter().map(|aside| aside.amount.as_dong() / 1_000_000).sum();
    let is_error = |severity: Option<Severity>| severity.is_none_or(|is| is == Severity::Error);
    let errors = submission.problems.iter().filter(|problem| is_error(problem.severity));
    let codes = errors.map(|problem| problem.rule.code.0).filter(|code| *code == "GN204");
    (sum, codes.collect())
}

#[test]
fn words_below_a_form_are_no_row_and_end_it_behind_its_last_row_only() {
    let told = |below: &[&[&str]]| {
        let table: [&[&str]; 5] = [
            &["BÁO CÁO GIẢI NGÂN VỐN SỰ NGHIỆP THÁNG 6 NĂM 2024", "", "", "", "ĐVT: triệu đồng"],
            &["STT", "Nội dung", "Kế hoạch vốn", "Giải ngân trong kỳ", "Lũy kế giải ngân"],
            &["I", "Chương trình MTQG giảm nghèo bền vững", "400", "40", "200"],
            &["1", "Dự án 2", "400", "40", "200"],
            &["", "Ghi chú: số liệu minh họa"],
        ];
        let rows = [&table[..], below].concat();
        let read = fixture::read(vec![fixture::sheet("SN", &rows)]);
        let last = rows.len() as u32 - 1;
        let unread = read.problems.iter().filter(|problem| problem.rule.code.0 == "GN302");
        unread.filter(|problem| problem.place.cell.is_some_and(|cell| cell.row == last)).count()
    };
    assert_eq!(told(&[&[""], &["", "Cán bộ tổng hợp", "", "", "Chủ tài khoản"]]), 0);
    assert_eq!(told(&[&["", "", "Nguồn: Kho bạc Nhà nước"]]), 0);
    assert_eq!(told(&[&[""], &["", "Người lập biểu", "", "", "05/7/2024"]]), 0);
    let notes: [&[&str]; 5] = [
        &[""],
        &["", "", "Ghi chú: số liệu minh họa"],
        &["", "", "Nguồn: Kho bạc Nhà nước"],
        &["", "Cán bộ tổng hợp", "", "", "chị Lan"],
        &["3", "Dự án 5", "", "", "Kế toán trưởng"],
    ];
    for note in notes {
        for row in [
            ["2", "Dự án 3", "", "", "chưa chi"],
            ["II.1", "Dự án 3", "", "", "chưa chi"],
            ["", "Dự án 3", "", "", "khoảng 12 triệu đồng"],
            ["", "Dự án 3", "", "", "mười hai triệu"],
        ] {
            assert_eq!(told(&[&[""], note, &row]), 1, "{note:?} {row:?}");
        }
    }
}

#[test]
fn an_amount_that_is_more_than_any_line_can_be_does_not_count_typed_or_not() {
    let rows = |amount: &str| {
        let mut rows: Vec<Texts> =
            (1..=4).map(|number| row("", &format!("Dự án {number}"), [400, 40, 50])).collect();
        rows[3][4] = amount.to_owned();
        rows.insert(0, text("Chương trình MTQG giảm nghèo bền vững"));
        rows
    };
    for amount in ["400000000", "400.000.000", "-400000000", "400,000,000"] {
        let submission = read(&rows(amount));
        let aside: Vec<_> = submission.set_aside.iter().map(|aside| aside.amount.abs()).collect();
        assert_eq!(aside, [Money::from_dong(400_000_000_000_000)], "{amount}");
        let cumulatives =
            submission.lines.iter().filter_map(|line| line.amount(Measure::Cumulative));
        assert_eq!(cumulatives.sum::<Money>(), Money::from_dong(150_000_000), "{amount}");
        let told =
            submission.problems.iter().find(|problem| problem.rule.code.0 == "GN302").unwrap();
        assert_eq!(told.set_aside.abs(), aside[0], "{amount}");
    }
    assert!(read(&rows("100000000")).set_aside.is_empty());
}

#[track_caller]
fn assert_lines(rows: &[Texts], want: &[(&str, [i128; 3])]) {
    let submission = read(rows);
    let want: BTreeMap<String, Vec<i128>> =
        want.iter().map(|(key, amounts)| ((*key).to_owned(), amounts.to_vec())).collect();
    assert_eq!(lines(&submission), want);
    assert_eq!(refused(&submission), (0, Vec::new()));
}

#[test]
fn a_part_told_beside_its_whole_never_replaces_it() {
    for label in
        ["Trong đó: tạm ứng chưa thu hồi", "- Gồm: chi mua con giống", "Riêng chi hội nghị"]
    {
        let rows = [
            row("I", "CTMTQG giảm nghèo bền vững", [150, 15, 30]),
            row("1", "Dự án 2", [100, 10, 20]),
            row("", label, [0, 4, 7]),
            row("2", "Dự án 7", [50, 5, 10]),
        ];
        assert_lines(&rows, &[("gn.2", [100, 10, 20]), ("gn.7", [50, 5, 10])]);
    }
}

#[test]
fn a_part_or_a_page_sum_between_the_sources_of_a_component_makes_none_of_them_a_section() {
    let whole = [
        row("II", "Dự án 2", [90, 9, 50]),
        row("-", "Ngân sách trung ương", [60, 6, 30]),
        row("-", "Ngân sách địa phương", [30, 3, 20]),
        row("III", "Dự án 4", [40, 4, 20]),
        row("-", "Ngân sách địa phương", [40, 4, 20]),
    ];
    let program = row("", "Chương trình MTQG giảm nghèo bền vững", [130, 13, 70]);
    let with_part = |parts: &[Texts]| {
        let rows = [std::slice::from_ref(&program), &whole[..2], parts, &whole[2..]].concat();
        let submission = read(&rows);
        assert_eq!(refused(&submission), (0, Vec::new()));
        lines(&submission)
    };
    let part = row("", "Trong đó: chi tạm ứng", [20, 2, 10]);
    assert_eq!(with_part(&[part]), with_part(&[]));
    let page = row("", "Cộng trang", [60, 6, 30]);
    assert_eq!(with_part(&[page]), with_part(&[]));
}

#[test]
fn parts_that_make_up_their_whole_are_its_works() {
    let rows = [
        row("1", "CTMTQG giảm nghèo bền vững", [100, 10, 20]),
        row("1", "Dự án 2", [100, 10, 20]),
        row("", "Trong đó: mua cây giống", [60, 7, 15]),
        row("", "Mua con giống", [40, 3, 5]),
    ];
    let submission = read(&rows);
    assert_eq!(lines(&submission).len(), 2);
    assert_eq!(refused(&submission).0, 0);
}

#[test]
fn a_list_below_gom_that_leaves_money_out_leaves_the_whole_alone() {
    let rows = [
        row("1", "CTMTQG giảm nghèo bền vững", [100, 10, 20]),
        row("1", "Dự án 2", [100, 10, 20]),
        row("", "Gồm: mua cây giống", [60, 7, 15]),
        row("", "Mua con giống", [30, 2, 4]),
    ];
    assert_lines(&rows, &[("gn.2", [100, 10, 20])]);
}

#[test]
fn a_part_of_more_than_its_whole_is_set_aside() {
    let rows = [
        row("1", "CTMTQG giảm nghèo bền vững", [100, 10, 20]),
        row("1", "Dự án 2", [100, 10, 20]),
        row("", "Trong đó: tạm ứng", [0, 0, 25]),
    ];
    let submission = read(&rows);
    assert_eq!(lines(&submission)["gn.2"], [100, 10, 20]);
    assert_eq!(refused(&submission), (25, vec!["GN204"]));
}

#[test]
fn works_below_a_blank_part_are_held_against_its_whole() {
    let blank = |label: &str, plan: &str| vec!["".into(), label.into(), plan.into()];
    let read_below = |whole: Texts, works: [[i64; 3]; 2]| {
        let [first, second] = works;
        read(&[
            row("I", "CTMTQG giảm nghèo bền vững", [150, 15, 30]),
            whole,
            text("Trong đó: Tiểu dự án 1"),
            row("-", "Đường A", first),
            row("-", "Đường B", second),
            row("2", "Dự án 7", [50, 5, 10]),
        ])
    };
    let works = [[60, 6, 12], [40, 4, 8]];
    for whole in [row("1", "Dự án 3", [100, 10, 20]), blank("Dự án 3", "100")] {
        let submission = read_below(whole, works);
        let want = [("gn.3.1 / Đường A", vec![60, 6, 12]), ("gn.3.1 / Đường B", vec![40, 4, 8])];
        for (key, amounts) in want {
            assert_eq!(lines(&submission).get(key), Some(&amounts), "{key}");
        }
        assert_eq!(refused(&submission), (0, Vec::new()));
    }
    // Less than the whole, in all that it states: the whole counts.
    let less = read_below(row("1", "Dự án 3", [120, 10, 20]), works);
    assert_eq!(lines(&less)["gn.3"], [120, 10, 20]);
    assert_eq!(refused(&less), (0, Vec::new()));
    // What the whole does not state is not lost.
    let apart = read_below(blank("Dự án 3", "120"), works);
    assert_eq!(lines(&apart)["gn.3"], [120]);
    assert_eq!(refused(&apart).0, 130);
}

#[test]
fn a_row_that_its_whole_needs_is_money_by_any_name() {
    let read_below = |whole: [i64; 3], counted: [i64; 3]| {
        let program = [whole[0] + 50, whole[1] + 5, whole[2] + 10];
        let submission = read(&[
            row("I", "CTMTQG giảm nghèo bền vững", program),
            row("1", "Dự án 2", whole),
            row("-", "Nhà văn hóa thôn", [60, 6, 12]),
            row("-", "Đường giao thông (km)", counted),
            row("2", "Dự án 7", [50, 5, 10]),
        ]);
        let told = submission.problems.iter().find(|problem| problem.rule.code.0 == "GN204");
        let told = told.and_then(|problem| problem.severity);
        (lines(&submission).get("gn.2 / Đường giao thông (km)").cloned(), told)
    };
    assert_eq!(read_below([100, 10, 20], [40, 4, 8]), (Some(vec![40, 4, 8]), None));
    // The works without it make up the whole.
    assert_eq!(read_below([60, 6, 12], [40, 4, 8]), (None, Some(Severity::Note)));
    // Neither is proved.
    assert_eq!(read_below([110, 10, 20], [40, 4, 8]), (None, Some(Severity::Warning)));
}

#[test]
fn a_unit_of_money_in_the_middle_of_a_table_holds_for_the_rows_below_it() {
    let [first, second] = [[100, 10, 20], [50, 5, 10]];
    let unit = |unit: &str| text(&format!("Đơn vị tính: {unit}"));
    let program = || text("CTMTQG giảm nghèo bền vững");
    for other in [
        vec![unit("đồng"), row("2", "Dự án 7", second)],
        vec![unit("đồng"), heading(), row("2", "Dự án 7", second)],
        vec![row("2", "Dự án 7 (đồng)", second)],
    ] {
        let rows: Vec<Texts> =
            [program(), row("1", "Dự án 2", first)].into_iter().chain(other).collect();
        let submission = read(&rows);
        assert_eq!(lines(&submission), BTreeMap::from([("gn.2".to_owned(), vec![100, 10, 20])]));
        assert_eq!(refused(&submission).1, ["GN204"]);
    }
    let same = [
        program(),
        row("1", "Dự án 2", first),
        unit("triệu đồng"),
        row("2", "Dự án 7 (tr.đ)", second),
    ];
    assert_lines(&same, &[("gn.2", first.map(i128::from)), ("gn.7", second.map(i128::from))]);
}

#[test]
fn an_unknown_program_keeps_its_projects_from_the_one_above() {
    for sum in [row("II", "Bảo tồn văn hóa", [90, 8, 19]), text("Bảo tồn văn hóa")] {
        let rows = [
            row("I", "CTMTQG giảm nghèo bền vững", [150, 15, 30]),
            row("1", "Dự án 2", [100, 10, 20]),
            row("2", "Dự án 7", [50, 5, 10]),
            sum,
            row("1", "Dự án 1", [60, 5, 12]),
            row("2", "Dự án 3", [30, 3, 7]),
        ];
        let submission = read(&rows);
        let want = [("gn.2".to_owned(), vec![100, 10, 20]), ("gn.7".to_owned(), vec![50, 5, 10])];
        assert_eq!(lines(&submission), want.into());
        assert!(117 <= refused(&submission).0);
    }
}

#[test]
fn an_unknown_parent_of_components_known_by_name_is_a_sum() {
    let rows = [
        row("-", "CTMTQG giảm nghèo bền vững", [100, 10, 20]),
        row("-", "Dự án 2", [100, 10, 20]),
        row("-", "Vốn cho làng quê đổi thay", [90, 8, 19]),
        row("-", "Giữ vững quốc phòng, an ninh và trật tự xã hội nông thôn", [90, 8, 19]),
    ];
    assert_lines(&rows, &[("gn.2", [100, 10, 20]), ("ntm.10", [90, 8, 19])]);
}

#[test]
fn quantities_are_no_money() {
    let mut heading = heading();
    heading.insert(2, "ĐVT".to_owned());
    let with = |unit: &str, mut row: Texts| {
        row.insert(2, unit.to_owned());
        row
    };
    let rows = [
        with("", row("I", "CTMTQG giảm nghèo bền vững", [100, 10, 20])),
        with("Triệu đồng", row("1", "Dự án 2", [100, 10, 20])),
        with("Hộ", row("", "Được hỗ trợ", [0, 40, 120])),
        with("lượt người", row("", "Tập huấn", [0, 40, 120])),
        with("", row("", "Số lớp đã mở", [0, 1, 2])),
        with("", row("", "Sửa nhà (nhà)", [0, 1, 2])),
        with("nghìn đồng", row("2", "Dự án 7", [50, 5, 10])),
    ];
    let submission = read_under(heading, &rows);
    assert_eq!(lines(&submission), [("gn.2".to_owned(), vec![100, 10, 20])].into());
    assert_eq!(refused(&submission), (65, vec!["GN204"]));
}

#[test]
fn the_unit_of_a_quantity_beside_the_money_says_nothing_of_the_money() {
    let mut heading = heading();
    heading.splice(2..2, ["ĐVT".to_owned(), "Khối lượng".to_owned()]);
    let with = |unit: &str, quantity: &str, mut row: Texts| {
        row.splice(2..2, [unit.to_owned(), quantity.to_owned()]);
        row
    };
    let rows = [
        with("", "", row("I", "CTMTQG giảm nghèo bền vững", [100, 10, 20])),
        with("mô hình", "3", row("1", "Dự án 2", [100, 10, 20])),
    ];
    let submission = read_under(heading, &rows);
    assert_eq!(lines(&submission), [("gn.2".to_owned(), vec![100, 10, 20])].into());
}

#[test]
fn a_quantity_of_one_row_says_nothing_of_the_unit_of_another() {
    let mut heading = heading();
    heading.splice(2..2, ["ĐVT".to_owned(), "Số hộ".to_owned()]);
    let with = |unit: &str, count: &str, mut row: Texts| {
        row.splice(2..2, [unit.to_owned(), count.to_owned()]);
        row
    };
    let rows = [
        with("", "", row("I", "CTMTQG giảm nghèo bền vững", [400, 40, 200])),
        with("hộ", "12", row("1", "Dự án 2", [400, 40, 200])),
        with("nghìn đồng", "", row("2", "Dự án 4", [90_000, 9_000, 9_000])),
    ];
    let submission = read_under(heading, &rows);
    assert_eq!(lines(&submission), [("gn.2".to_owned(), vec![400, 40, 200])].into());
    assert!(submission.problems.iter().any(|problem| problem.rule.code.0 == "GN204"));
}

#[test]
fn sums_of_blocks_and_of_everything_are_told_apart() {
    let rows = [
        row("1", "CTMTQG giảm nghèo bền vững", [150, 15, 30]),
        row("", "Dự án 2", [100, 10, 20]),
        row("", "Dự án 7", [50, 5, 10]),
        row("", "Cộng", [150, 15, 30]),
        row("2", "Chương trình xây dựng NTM", [30, 3, 4]),
        row("", "Nội dung thành phần số 10", [20, 2, 3]),
        row("", "Nội dung thành phần số 11", [10, 1, 1]),
        row("", "Cộng", [30, 3, 4]),
        row("", "Tổng cộng", [180, 18, 34]),
    ];
    let want = [
        ("gn.2", [100, 10, 20]),
        ("gn.7", [50, 5, 10]),
        ("ntm.10", [20, 2, 3]),
        ("ntm.11", [10, 1, 1]),
    ];
    assert_lines(&rows, &want);
}

#[test]
fn a_heading_above_another_total_begins_another_table() {
    let rows = [
        row("", "TỔNG CỘNG", [150, 15, 30]),
        row("I", "CTMTQG giảm nghèo bền vững", [150, 15, 30]),
        row("1", "Dự án 2", [100, 10, 20]),
        row("2", "Dự án 7", [50, 5, 10]),
        heading(),
        row("", "TỔNG CỘNG", [20, 2, 3]),
        row("I", "Xây dựng nông thôn mới", [20, 2, 3]),
        row("1", "Nội dung thành phần số 10", [20, 2, 3]),
    ];
    let want = [("gn.2", [100, 10, 20]), ("gn.7", [50, 5, 10]), ("ntm.10", [20, 2, 3])];
    assert_lines(&rows, &want);
    assert_eq!(read(&rows).tables.len(), 2);
}

#[test]
fn the_sum_of_an_unknown_name_is_a_sum() {
    let rows = [
        text("CTMTQG giảm nghèo bền vững"),
        row("", "Dự án 2", [100, 10, 20]),
        row("", "Dự án 7", [50, 5, 10]),
        row("", "Cộng CTMTQG giảm nghèo bền vững", [150, 15, 30]),
        text("Làng quê đổi mới"),
        row("", "Giữ vững quốc phòng, an ninh và trật tự xã hội nông thôn", [20, 2, 3]),
        row("", "Cộng phần Làng quê đổi mới", [20, 2, 3]),
        row("", "Cộng sổ", [170, 17, 33]),
    ];
    let want = [("gn.2", [100, 10, 20]), ("gn.7", [50, 5, 10]), ("ntm.10", [20, 2, 3])];
    assert_lines(&rows, &want);
}

#[test]
fn a_work_that_equals_the_others_by_chance_stays_a_work() {
    let rows = [
        row("I", "CTMTQG giảm nghèo bền vững", [200, 20, 40]),
        row("1", "Dự án 2", [200, 20, 40]),
        row("-", "Mô hình A", [60, 6, 15]),
        row("-", "Mô hình B", [40, 4, 5]),
        row("-", "Mô hình C", [100, 10, 20]),
    ];
    assert_eq!(lines(&read(&rows)).len(), 3);
}

#[test]
fn a_page_sum_that_is_none_is_set_aside() {
    let rows = [
        row("I", "CTMTQG giảm nghèo bền vững", [150, 15, 30]),
        row("1", "Dự án 2", [100, 10, 20]),
        row("", "Cộng trang 1", [77, 7, 7]),
        row("2", "Dự án 7", [50, 5, 10]),
    ];
    let submission = read(&rows);
    assert_eq!(lines(&submission).len(), 2);
    assert_eq!(refused(&submission), (91, vec!["GN204"]));
}

/// A sound table of two programs, each component with figures that no others add up to by chance.
fn sound(figures: &[[i64; 3]]) -> Vec<Texts> {
    let (first, second) = figures.split_at(figures.len() / 2);
    let sum =
        |part: &[[i64; 3]]| [0, 1, 2].map(|at| part.iter().map(|figures| figures[at]).sum::<i64>());
    let mut rows = vec![row("I", "CTMTQG giảm nghèo bền vững", sum(first))];
    for (at, figures) in first.iter().enumerate() {
        rows.push(row("", ["Dự án 2", "Dự án 3", "Dự án 5", "Dự án 7"][at], *figures));
    }
    rows.push(row("II", "Xây dựng nông thôn mới", sum(second)));
    for (at, figures) in second.iter().enumerate() {
        rows.push(row("", &format!("Nội dung thành phần số {:02}", at + 8), *figures));
    }
    rows
}

/// The sum of the lowest rows among the first ones of a sound table.
fn sum_above(rows: &[Texts]) -> [i64; 3] {
    let is_program = |row: &&Texts| !row[0].is_empty();
    let lowest = rows.iter().filter(|row| !is_program(row));
    let mut sum = [0; 3];
    for row in lowest {
        for (at, sum) in sum.iter_mut().enumerate() {
            *sum += row[at + 2].parse::<i64>().unwrap();
        }
    }
    sum
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_adds_no_money_changes_no_line(
        figures in proptest::collection::vec([100_000..900_000_i64, 1000..90_000_i64, 1000..90_000_i64], 4..8),
        page in 3_usize..5,
        label in "[a-z]{4,9}( [a-z]{3,8}){0,2}",
        words in proptest::sample::select(vec![("Cộng trang", "Mang sang"), ("Cộng sang trang", "Chuyển trang"), ("Cộng trang 1", "Lũy kế trang trước")]),
        note in proptest::sample::select(vec!["(*) Gồm cả vốn lồng ghép Dự án 1.", "Lưu ý: số liệu làm tròn", "* Số liệu tạm tính", "Ghi chú: Dự án 2"]),
    ) {
        let plain = sound(&figures);
        let want = lines(&read(&plain));
        let check = |rows: &[Texts]| {
            let submission = read(rows);
            prop_assert_eq!(&lines(&submission), &want);
            prop_assert_eq!(refused(&submission), (0, Vec::new()));
            Ok(())
        };
        let mut summed = plain.clone();
        summed.push(row("", &label, sum_above(&plain)));
        check(&summed)?;
        let mut paged = plain.clone();
        let page_end = page.min(figures.len() / 2 + 1);
        let above = sum_above(&plain[..page_end]);
        paged.splice(page_end..page_end, [row("", words.0, above), heading(), row("", words.1, above)]);
        check(&paged)?;
        for extra in [text(note), Texts::new()] {
            let mut more = plain.clone();
            more.insert(page, extra.clone());
            more.push(extra);
            check(&more)?;
        }
    }
}

#[test]
fn a_row_without_figures_states_the_unit_of_money_of_those_below_it() {
    let beside = |label: &str, unit: &str| {
        let mut row = text(label);
        row.push(unit.to_owned());
        row
    };
    for states in [
        text("(nghìn đồng)"),
        text("Số liệu dưới đây tính theo nghìn đồng"),
        beside("ĐVT:", "nghìn đồng"),
        beside("", "Đơn vị tính: nghìn đồng"),
        ["", "", "", "ĐVT:", "nghìn đồng"].map(str::to_owned).to_vec(),
        ["", "", "ĐVT", "ngàn", ""].map(str::to_owned).to_vec(),
        text("Số tiền dưới đây là ngàn đồng"),
        beside("Đơn vị tính", "nghìn"),
        text("Các dự án còn lại (nghìn đồng)"),
    ] {
        let submission = read(&[
            text("Chương trình MTQG giảm nghèo bền vững"),
            row("1", "Dự án 1", [400, 40, 200]),
            states.clone(),
            row("2", "Dự án 2", [300_000, 30_000, 150_000]),
        ]);
        assert_eq!(lines(&submission).values().flatten().sum::<i128>(), 640, "{states:?}");
        assert_eq!(refused(&submission), (480_000, vec!["GN204"]), "{states:?}");
    }
}

#[test]
fn a_note_on_a_row_with_figures_states_the_unit_of_money_of_no_other_row() {
    let with = |note: &str, mut row: Texts| {
        row.push(note.to_owned());
        row
    };
    let heading = with("Ghi chú", heading());
    for note in ["ĐVT: nghìn đồng", "(nghìn đồng)"] {
        let submission = read_under(
            heading.clone(),
            &[
                text("Chương trình MTQG giảm nghèo bền vững"),
                with(note, row("1", "Dự án 1", [400, 40, 200])),
                row("2", "Dự án 2", [300, 30, 150]),
            ],
        );
        assert_eq!(lines(&submission).values().flatten().sum::<i128>(), 480, "{note}");
        assert_eq!(refused(&submission), (640, vec!["GN204"]), "{note}");
    }
}

#[test]
fn a_row_that_names_several_components_and_is_their_sum_is_no_doubt() {
    let program = || text("Chương trình MTQG giảm nghèo bền vững");
    let parts = || [row("1.1", "Dự án 1", [100, 10, 50]), row("1.2", "Dự án 2", [300, 30, 150])];
    let rows = |sum: [i64; 3], is_above: bool| {
        let sum = row("1", "Dự án 1, 2", sum);
        let [first, second] = parts();
        let rows = if is_above { [sum, first, second] } else { [first, second, sum] };
        [program()].into_iter().chain(rows).collect::<Vec<_>>()
    };
    for is_above in [true, false] {
        let sum = read(&rows([400, 40, 200], is_above));
        assert_eq!(refused(&sum), (0, vec![]), "{is_above}");
        assert_eq!(lines(&sum).values().flatten().sum::<i128>(), 640, "{is_above}");
        let other = read(&rows([400, 40, 201], is_above));
        assert_eq!(refused(&other), (641, vec!["GN204"]), "{is_above}");
    }
    // One amount may be equal by chance.
    let one = [program(), row("1", "Dự án 1, 2", [300, 0, 0]), row("2", "Dự án 2", [300, 0, 0])];
    assert_eq!(refused(&read(&one)), (300, vec!["GN204"]));
}

#[test]
fn an_amount_with_its_unit_is_no_unit_of_money() {
    let typed = |texts: [&str; 5]| texts.map(str::to_owned).to_vec();
    let program = || text("Chương trình MTQG giảm nghèo bền vững");
    for amount in ["1 triệu đồng", "1.000.000 đồng", "(1.000.000 đồng)"] {
        let works = [
            program(),
            text("Dự án 2"),
            typed(["-", "Mua giống", amount, "", amount]),
            row("-", "Mua phân", [2, 0, 2]),
        ];
        let read_cells = read(&works).read.cells;
        assert_eq!(read_cells, 5, "{amount}");
        let one = [
            program(),
            row("1", "Dự án 1", [400, 40, 200]),
            typed(["2", "Dự án 2", "300", amount, "150"]),
        ];
        assert_eq!(refused(&read(&one)).1, Vec::<&str>::new(), "{amount}");
    }
}

#[test]
fn words_beside_the_figures_state_a_unit_of_money_for_their_own_row_or_none() {
    let with = |note: &str, mut row: Texts| {
        row.resize(5, String::new());
        row.push(note.to_owned());
        row
    };
    let heading = with("Ghi chú", heading());
    for rows in [
        [with("Trả lại 12 (nghìn đồng)", row("2", "Dự án 2", [300, 30, 150])), text("")],
        [with("(nghìn đồng)", text("Dự án 2")), row("-", "Lớp nghề", [300, 30, 150])],
        [with("Tính theo nghìn đồng thì là 12", row("", "Dự án 2", [300, 30, 150])), text("")],
    ] {
        let [first, second] = rows.clone();
        let above =
            [text("Chương trình MTQG giảm nghèo bền vững"), row("1", "Dự án 1", [400, 40, 200])];
        let submission = read_under(
            heading.clone(),
            &above.into_iter().chain([first, second]).collect::<Vec<_>>(),
        );
        assert_eq!(refused(&submission), (0, vec![]), "{rows:?}");
        assert_eq!(lines(&submission).values().flatten().sum::<i128>(), 1120, "{rows:?}");
    }
}

#[test]
fn a_letter_of_a_list_is_no_unit_of_money() {
    for label in ["Hỗ trợ theo điểm (đ)", "Hỗ trợ (d)"] {
        let submission = read(&[
            text("Chương trình MTQG giảm nghèo bền vững"),
            row("1", "Dự án 2", [400, 40, 200]),
            row("-", label, [400, 40, 200]),
        ]);
        assert_eq!(refused(&submission), (0, vec![]), "{label}");
    }
}

#[test]
fn a_row_that_counts_something_is_held_against_every_row_that_it_may_be_a_part_of() {
    let told = |program: i64| {
        let submission = read(&[
            row("I", "Chương trình MTQG giảm nghèo bền vững", [program, 0, 0]),
            row("1", "Dự án 1", [400, 0, 0]),
            row("2", "Dự án 2", [500, 0, 0]),
            row("-", "Hỗ trợ nhà ở (nhà)", [200, 0, 0]),
        ]);
        let (aside, errors) = refused(&submission);
        assert_eq!(lines(&submission).values().flatten().sum::<i128>(), 900);
        let read = submission.read.amount.as_dong() / 1_000_000;
        (aside, errors.len(), read)
    };
    // The program needs it and says no component; lacks something; needs nothing.
    assert_eq!(told(1100), (200, 1, 2200));
    assert_eq!(told(1150), (200, 0, 2250));
    assert_eq!(told(900), (0, 0, 1800));
}

#[test]
fn a_volume_beside_a_column_of_units_is_what_its_rows_say() {
    let mut heading = heading();
    heading.splice(2..2, ["ĐVT".to_owned(), "Khối lượng hoàn thành".to_owned()]);
    let told = |units: [&str; 2]| {
        let with = |unit: &str, mut row: Texts| {
            row.splice(2..2, [unit.to_owned(), "7".to_owned()]);
            row
        };
        let submission = read_under(
            heading.clone(),
            &[
                text("CTMTQG giảm nghèo bền vững"),
                with(units[0], row("1", "Dự án 1", [100, 10, 20])),
                with(units[1], row("2", "Dự án 2", [50, 5, 10])),
            ],
        );
        let aside = refused(&submission).0;
        (lines(&submission).values().flatten().sum::<i128>(), aside)
    };
    assert_eq!(told(["km", "hộ"]), (195, 0));
    assert_eq!(told(["tr.đ", "Triệu đồng"]), (209, 0));
    assert_eq!(told(["tr.đ", "hộ"]), (195, 14));
}

#[test]
fn on_the_page_of_proposals_each_row_speaks_for_itself() {
    let page = |rows: &[[&str; 5]]| {
        let row = |number: usize, row: &[&str; 5]| -> Vec<String> {
            let [code, label, raise, lower, back] = row.map(str::to_owned);
            let whose = ["Vốn sự nghiệp", "Vốn năm 2024", "NSTW"].map(str::to_owned);
            let row = [number.to_string(), code, label].into_iter().chain(whose);
            row.chain([back, raise, lower]).collect()
        };
        let heading = [
            "STT",
            "Mã",
            "Nội dung",
            "Loại vốn",
            "Năm vốn",
            "Nguồn vốn",
            "Đề nghị hoàn trả, hủy dự toán",
            "Đề nghị điều chỉnh tăng",
            "Đề nghị điều chỉnh giảm",
        ];
        let mut all: Vec<Vec<String>> =
            vec![vec!["Đơn vị tính: triệu đồng".into()], heading.map(str::to_owned).to_vec()];
        all.extend((1..).zip(rows).map(|(number, of)| row(number, of)));
        let texts: Vec<Vec<&str>> =
            all.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let texts: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        let read = fixture::read(vec![fixture::sheet("Hoàn trả, điều chỉnh", &texts)]);
        let sum = |measure| -> Money {
            read.lines.iter().filter_map(|of| of.figure(measure)).map(|of| of.amount).sum()
        };
        let codes: Vec<&str> = read.problems.iter().map(|problem| problem.rule.code.0).collect();
        let codes = codes.into_iter().filter(|code| *code != "GN203").collect::<Vec<_>>();
        (sum(Measure::ToAdjust).as_dong() / 1_000_000, codes.join(" "))
    };
    let goats = ["gn.2", "Mô hình nuôi dê", "", "200", ""];
    let bees = ["gn.2", "Mô hình nuôi ong", "200", "", ""];
    assert_eq!(page(&[goats, ["gn.2", "Mô hình nuôi ong", "150", "", ""]]), (-50, String::new()));
    assert_eq!(page(&[bees, bees]), (200, "GN205".to_owned()));
    assert_eq!(page(&[bees, ["", "Đường thôn Bản Mới", "77", "", ""]]), (200, "GN204".to_owned()));
}

#[test]
fn a_label_may_say_its_money_beside_the_name() {
    let keys = |rows: &[(&str, &str)]| -> Vec<String> {
        let rows: Vec<Texts> =
            rows.iter().map(|(number, label)| row(number, label, [100, 10, 50])).collect();
        let read = read(&rows);
        let named = |line: &Line| {
            let work = line.key.work.as_ref().map_or(String::new(), |work| format!("/{work}"));
            let source = line.key.source.map_or(String::new(), |of| format!(" {of:?}"));
            let year = match line.key.year {
                PlanYear::Of(year) => format!(" {year}"),
                _ => String::new(),
            };
            format!("{}{work} {}{source}{year}", line.key.component, line.key.funding.short())
        };
        read.lines.iter().map(named).collect()
    };
    let gn = "Chương trình MTQG giảm nghèo bền vững";
    for (label, key) in [
        (format!("{gn} - vốn đầu tư"), "gn ĐT"),
        (format!("{gn} (Vốn đầu tư)"), "gn ĐT"),
        (format!("{gn} – NSTW, vốn đầu tư"), "gn ĐT Central"),
        (format!("Vốn đầu tư: {gn}"), "gn ĐT"),
        (format!("{gn} (vốn năm 2023 chuyển sang)"), "gn SN 2023"),
        (format!("{gn} - năm 2023"), "gn SN 2023"),
        (format!("Vốn đầu tư thực hiện {gn}"), "gn ĐT"),
        (format!("{gn} nguồn vốn đầu tư"), "gn ĐT"),
        // A stretch of years is the name's own.
        (format!("{gn} giai đoạn 2021-2025"), "gn SN"),
        (format!("{gn} giai đoạn I: từ năm 2021 đến năm 2025"), "gn SN"),
    ] {
        assert_eq!(keys(&[("I", &label)]), [key], "{label}");
    }
    // It holds for the rows below, until the next node that is none of them.
    let told = keys(&[
        ("I", "Chương trình MTQG giảm nghèo bền vững - vốn đầu tư"),
        ("1", "Dự án 2"),
        ("-", "Đường thôn Nà Pá"),
        ("II", "Chương trình MTQG xây dựng nông thôn mới"),
        ("1", "Nội dung thành phần số 02 (NSTW)"),
        ("-", "Đường Nà Ca (vốn đầu tư)"),
    ]);
    assert_eq!(told.last().map(String::as_str), Some("ntm.2/Đường Nà Ca ĐT Central"));
    assert!(told.contains(&"gn.2/Đường thôn Nà Pá ĐT".to_owned()), "{told:?}");
    // A row that says something else of the same sort ends it, one that splits it further does not.
    let below = |attribute| {
        let program = ("I", "Chương trình MTQG giảm nghèo bền vững - vốn đầu tư");
        keys(&[program, ("1", "Dự án 2"), ("", attribute), ("2", "Dự án 3")])
    };
    assert_eq!(below("NSTW").last().map(String::as_str), Some("gn.3 ĐT"));
    assert_eq!(below("Vốn sự nghiệp").last().map(String::as_str), Some("gn.3 SN"));
}

#[test]
fn what_a_cell_says_of_a_nodes_money_holds_below_it_unless_the_node_has_several_rows() {
    let of_component = |rows: &[[&str; 2]]| {
        let heading = ["STT", "Nội dung", "Loại vốn", HEADING[2], HEADING[3], HEADING[4]];
        let texts = |[label, funding]: &[&str; 2]| -> Texts {
            ["", label, funding, "100", "10", "50"].map(str::to_owned).to_vec()
        };
        let rows: Vec<Texts> = rows.iter().map(texts).collect();
        let read = read_under(heading.map(str::to_owned).to_vec(), &rows);
        let lines = read.lines.iter().filter(|line| line.key.component.as_str() == "gn.2");
        lines.map(|line| line.key.funding.short()).collect::<Vec<_>>()
    };
    let program = "Chương trình MTQG giảm nghèo bền vững";
    assert_eq!(of_component(&[[program, "Vốn đầu tư"], ["Dự án 2", ""]]), ["ĐT"]);
    let several = [[program, "Vốn đầu tư"], ["", "Vốn sự nghiệp"], ["Dự án 2", ""]];
    assert_eq!(of_component(&several), ["SN"]);
    // The label holds for all its rows.
    let label = format!("{program} (vốn đầu tư)");
    let sources = [[&*label, "NSTW"], ["", "NSĐP"], ["Dự án 2", ""]];
    assert_eq!(of_component(&sources), ["ĐT"]);
}
