use super::*;
use crate::domain::place::Area;
use crate::parse::fixture;

const FIGURES: [&[&str]; 4] = [
    &["UBND XÃ HÒA SƠN", "Đơn vị tính: triệu đồng"],
    &["STT", "Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân", "Khó khăn, vướng mắc", "Kiến nghị"],
    &["1", "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo", "500", "40"],
    &["2", "Tiểu dự án 2: Cải thiện dinh dưỡng", "100", "90"],
];

/// A sheet with merged cells.
fn sheet(name: &str, rows: &[&[&str]], merges: &[&str]) -> Sheet {
    let area = |text: &&str| {
        let (from, to) = text.split_once(':').unwrap();
        Area { from: from.parse().unwrap(), to: to.parse().unwrap() }
    };
    Sheet { merges: merges.iter().map(area).collect(), ..fixture::sheet(name, rows) }
}

/// Sheet and row, component, and the texts.
fn told(sheets: Vec<Sheet>) -> Vec<String> {
    let read = fixture::read(sheets);
    let codes: Vec<&str> = read.problems.iter().map(|problem| problem.rule.code.0).collect();
    assert!(!codes.contains(&"GN201") && !codes.contains(&"GN209"), "{codes:?}");
    let component =
        |of: &Difficulty| of.component.as_ref().map_or("-".to_owned(), ToString::to_string);
    let texts = |of: &Difficulty| {
        of.told.iter().map(|told| told.text.to_string()).collect::<Vec<_>>().join("|")
    };
    let found = read.difficulties.iter();
    found.map(|of| format!("{}.{} {} {}", of.sheet, of.row + 1, component(of), texts(of))).collect()
}

fn figures(name: &str) -> Sheet {
    sheet(name, &FIGURES, &[])
}

#[test]
fn a_sheet_of_difficulties_is_read_with_what_each_is_about() {
    let rows: [&[&str]; 9] = [
        &["KHÓ KHĂN, VƯỚNG MẮC VÀ ĐỀ XUẤT, KIẾN NGHỊ"],
        &[
            "STT",
            "Mã",
            "Nội dung",
            "Khó khăn, vướng mắc",
            "Nguyên nhân",
            "Đề xuất, kiến nghị",
            "Cấp giải quyết",
            "Tình trạng",
        ],
        &[
            "1",
            "gn.2",
            "Dự án 2",
            "Chưa có hướng dẫn",
            "Khách quan",
            "Ban hành",
            "tỉnh",
            "Chưa giải quyết",
        ],
        &["2", "gn.3.2", "Tiểu dự án 2", "Không", "-", "", "huyện", "Đã giải quyết"],
        &["3", "", "Tiểu dự án 2: Cải thiện dinh dưỡng", "Giá tăng"],
        &["", "", "", "Thiếu cán bộ"],
        &["4", "", "Khó khăn chung", "Mưa lũ làm chậm giải ngân 500"],
        &["5", "", "", "Sáp nhập đơn vị"],
        &["6", "", "", ""],
    ];
    let read = told(vec![figures("GN"), sheet("Khó khăn, vướng mắc", &rows, &[])]);
    assert_eq!(
        read,
        [
            "1.3 gn.2 Chưa có hướng dẫn|Khách quan|Ban hành|tỉnh|Chưa giải quyết",
            "1.5 gn.3.2 Giá tăng||||",
            "1.6 gn.3.2 Thiếu cán bộ||||",
            "1.7 - Mưa lũ làm chậm giải ngân 500||||",
            "1.8 - Sáp nhập đơn vị||||",
        ]
    );
}

#[test]
fn a_list_without_labels_goes_by_its_texts_and_sections() {
    let rows: [&[&str]; 5] = [
        &["TT", "Tồn tại, hạn chế", "Nguyên nhân chậm giải ngân", "Giải pháp"],
        &["I", "Chương trình mục tiêu quốc gia giảm nghèo bền vững"],
        &["1", "Chưa có định mức", "Văn bản chậm", "Ban hành"],
        &["II", "Chương trình mục tiêu quốc gia xây dựng nông thôn mới"],
        &["1", "Thiếu vốn đối ứng"],
    ];
    let read = told(vec![figures("GN"), sheet("Tồn tại", &rows, &[])]);
    assert_eq!(
        read,
        ["1.3 gn Chưa có định mức|Văn bản chậm|Ban hành", "1.5 ntm Thiếu vốn đối ứng||"]
    );
}

#[test]
fn what_stands_beside_the_figures_is_about_their_row() {
    let mut rows: Vec<Vec<&str>> = FIGURES.iter().map(|row| row.to_vec()).collect();
    rows[2].extend(["Chưa mua được giống", "Hướng dẫn đấu thầu"]);
    rows[3].extend(["Không có"]);
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let read = told(vec![sheet("GN", &rows, &[])]);
    assert_eq!(read, ["0.3 gn.2 Chưa mua được giống|Hướng dẫn đấu thầu"]);
}

#[test]
fn a_heading_may_be_split_and_a_proposal_merged_over_rows() {
    let rows: [&[&str]; 4] = [
        &["STT", "Nội dung", "Khó khăn", "Kiến nghị", ""],
        &["", "", "", "Cấp huyện", "Cấp tỉnh"],
        &[
            "1",
            "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo",
            "Chưa có hướng dẫn",
            "",
            "Ban hành",
        ],
        &["2", "Tiểu dự án 2: Cải thiện dinh dưỡng", "Giá tăng"],
    ];
    let merges = ["A1:A2", "B1:B2", "C1:C2", "D1:E1", "E3:E4"];
    let read = told(vec![figures("GN"), sheet("GN 2", &rows, &merges)]);
    assert_eq!(read, ["1.3 gn.2 Chưa có hướng dẫn||Ban hành", "1.4 gn.3.2 Giá tăng||Ban hành"]);
}

#[test]
fn money_in_a_table_of_difficulties_is_no_figure() {
    let rows: [&[&str]; 3] = [
        &["STT", "Nội dung", "Số tiền", "Khó khăn, vướng mắc", "Đề xuất, kiến nghị"],
        &[
            "1",
            "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo",
            "460",
            "Chưa giải ngân được",
        ],
        &["2", "Tiểu dự án 2: Cải thiện dinh dưỡng", "10", "Chờ nghiệm thu"],
    ];
    let read = fixture::read(vec![figures("GN"), sheet("Khó khăn giải ngân", &rows, &[])]);
    assert_eq!((read.lines.len(), read.difficulties.len()), (2, 2));
    assert!(
        read.problems.iter().all(|problem| problem.rule.code.0 != "GN209"),
        "{:?}",
        read.problems
    );
}

#[test]
fn an_amount_held_up_is_told_and_counts_nowhere() {
    let heading = ["STT", "Nội dung", "Khó khăn, vướng mắc", "Số tiền vướng mắc (tỷ đồng)"];
    let more = ["Văn bản (số, ngày)", "Tình trạng", "Mã KK"];
    let name = "Dự án 2: Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo";
    let row = |amount: &'static str, document, id| {
        vec!["1", name, "Chưa giải ngân được", amount, document, "Mới", id]
    };
    let rows = [
        [&heading[..], &more[..]].concat(),
        row("1,25", "12/BC-UBND ngày 05/6/2024", "HL-05-KK-1c9a40"),
        row("khoảng 3 tỷ", "", ""),
        vec!["3", name, "", "2", "", "Đã giải quyết", "HL-05-KK-000000"],
    ];
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let alone = fixture::read(vec![figures("GN")]);
    let read = fixture::read(vec![figures("GN"), sheet("Khó khăn", &rows, &[])]);
    let [first, second, third] = &read.difficulties[..] else { panic!("{:?}", read.difficulties) };
    let dong = |of: &Difficulty| of.amount.map(Money::as_dong);
    assert_eq!([first, second, third].map(dong), [Some(1_250_000_000), None, Some(2_000_000_000)]);
    assert_eq!(first.text(Part::Document), Some("12/BC-UBND ngày 05/6/2024"));
    assert_eq!(second.text(Part::Amount), Some("khoảng 3 tỷ"));
    assert_eq!(third.text(Part::Id), Some("HL-05-KK-000000"));
    assert_eq!((read.read, read.checked.all()), (alone.read, alone.checked.all()));
    assert!(read.set_aside.is_empty(), "{:?}", read.set_aside);
    assert_eq!(read.problems.len(), alone.problems.len(), "{:?}", read.problems);
}

#[test]
fn an_amount_held_up_beside_the_figures_is_none_of_them() {
    let mut rows: Vec<Vec<&str>> = FIGURES.iter().map(|row| row.to_vec()).collect();
    rows[1].extend(["Số vốn vướng mắc", "Số văn bản"]);
    rows[2].extend(["Chưa mua được giống", "", "460", "125"]);
    let rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    let alone = fixture::read(vec![figures("GN")]);
    let read = fixture::read(vec![sheet("GN", &rows, &[])]);
    assert_eq!(read.difficulties[0].amount, Some(Money::from_dong(460_000_000)));
    assert_eq!((read.read, read.checked.all()), (alone.read, alone.checked.all()));
    assert!(read.set_aside.is_empty(), "{:?}", read.set_aside);
    // Where no difficulty is told it would be told nowhere.
    let mut rows = rows;
    let untold = [FIGURES[2], &["", "", "460"]].concat();
    rows[2] = &untold;
    let read = fixture::read(vec![sheet("GN", &rows, &[])]);
    assert_eq!((read.difficulties.len(), read.set_aside.len()), (0, 1));
}

#[test]
fn a_form_that_asks_says_where() {
    assert_eq!(fixture::read(vec![figures("GN")]).asked, [(0, Cell::new(1, 4))]);
    let plain: Vec<&[&str]> = FIGURES.iter().map(|row| &row[..row.len().min(4)]).collect();
    assert_eq!(fixture::read(vec![sheet("GN", &plain, &[])]).asked, []);
}
