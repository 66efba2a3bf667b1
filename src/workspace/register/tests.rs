//! `danh-muc.xlsx` as offices fill it in, on sheets built by hand.

use std::sync::Arc;

use chrono::NaiveDate;

use super::*;
use crate::domain::code::UnitCode;
use crate::domain::indicator::Kind;
use crate::domain::key::{Funding, PlanYear, Source};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};

fn t(text: &str) -> Value {
    Value::Text(text.into())
}

fn n(number: f64) -> Value {
    Value::Number(number)
}

fn d(day: &str) -> Value {
    Value::Date(day.parse::<NaiveDate>().unwrap().and_hms_opt(0, 0, 0).unwrap())
}

/// A sheet from its rows; an empty text is a blank.
fn sheet(name: &str, rows: Vec<Vec<Value>>) -> Sheet {
    let mut cells = Vec::new();
    for (row, values) in (0..).zip(rows) {
        for (column, value) in (0..).zip(values) {
            if value != t("") {
                cells.push((Cell::new(row, column), value));
            }
        }
    }
    Sheet { name: Arc::from(name), cells, ..Sheet::default() }
}

fn texts(row: &[&str]) -> Vec<Value> {
    row.iter().map(|text| t(text)).collect()
}

fn units() -> Sheet {
    sheet(
        "Đơn vị",
        vec![
            texts(&["Mã đơn vị", "Tên đơn vị", "Loại", "Tên khác"]),
            texts(&["HL-01", "Thị trấn Hữu Lũng", "thị trấn", "TT Hữu Lũng; Hữu Lũng"]),
            texts(&["HL-02", "Xã Cai Kinh", "xã"]),
        ],
    )
}

const HEADINGS: [&str; 10] = [
    "Số quyết định",
    "Ngày",
    "Mã đơn vị",
    "Mã nội dung",
    "Công trình",
    "Loại vốn",
    "Nguồn vốn",
    "Năm vốn",
    "Số tiền",
    "Ghi chú",
];

fn journal(rows: Vec<Vec<Value>>) -> Sheet {
    let mut all = vec![
        texts(&["SỔ THEO DÕI"]),
        texts(&["Đơn vị tính: triệu đồng"]),
        vec![],
        texts(&HEADINGS),
    ];
    all.extend(rows);
    sheet("Kế hoạch vốn", all)
}

fn office() -> Office {
    Office { year: Some(2024), money_unit: MoneyUnit::Dong, ..Office::default() }
}

fn read(sheets: Vec<Sheet>) -> Result<Register, Faults> {
    parse(
        &Workbook { sheets, ..Workbook::default() },
        "ab".to_owned(),
        &mut Catalogue::embedded(),
        &office(),
        None,
    )
}

fn faults(sheets: Vec<Sheet>) -> Vec<String> {
    let faults = read(sheets).expect_err("something is wrong");
    faults.list().iter().map(|words| words.vi.clone()).collect()
}

/// The only fault of the sheets is told with all these parts.
fn tells(sheets: Vec<Sheet>, parts: &[&str]) {
    let faults = faults(sheets);
    assert_eq!(faults.len(), 1, "{faults:#?}");
    for part in parts {
        assert!(faults[0].contains(part), "{part:?} is not in {:?}", faults[0]);
    }
}

/// A sound row of the journal, with one column changed.
fn row_with(column: usize, value: Value) -> Vec<Value> {
    let mut row = vec![
        t("15/QĐ"),
        d("2024-01-15"),
        t("HL-01"),
        t("gn.3.1"),
        t(""),
        t("SN"),
        t("TW"),
        n(2024.0),
        n(17.5),
        t(""),
    ];
    row[column] = value;
    row
}

#[test]
fn units_and_journal_are_read() {
    let mut second = row_with(1, t("20/5/2024"));
    second.splice(
        2..=8,
        [t(""), t("GN.2"), t("Lớp  nghề A"), t("Vốn đầu tư"), t(""), t(""), t("-1.234.567,5")],
    );
    let register =
        read(vec![units(), journal(vec![row_with(9, t("đợt 1")), vec![], second])]).unwrap();
    assert_eq!(register.state, "ab");
    assert_eq!(register.units[0].aliases, ["TT Hữu Lũng", "Hữu Lũng"]);
    let [first, second] = register.decisions.as_slice() else { panic!("two decisions") };
    assert_eq!((first.number.as_str(), first.note.as_str(), first.row), ("15/QĐ", "đợt 1", 4));
    assert_eq!(first.unit, UnitCode::new("HL-01"));
    assert_eq!((first.key.funding, first.key.source), (Funding::Recurrent, Some(Source::Central)));
    assert_eq!(first.amount, Money::from_dong(17_500_000));
    assert_eq!(second.date.to_string(), "2024-05-20");
    assert_eq!((second.unit.as_ref(), second.key.component.as_str()), (None, "gn.2"));
    assert_eq!((second.key.source, second.key.year), (None, PlanYear::Of(2024)));
    assert_eq!(second.key.work.as_ref().unwrap().identity(), "lop nghe a");
    assert_eq!((second.amount, second.row), (Money::from_dong(-1_234_567_500_000), 6));
}

#[test]
fn columns_stand_in_any_order_among_others_and_below_anything() {
    let sheet = sheet(
        "KH vốn năm 2024",
        vec![
            texts(&["UBND HUYỆN HỮU LŨNG"]),
            texts(&[
                "",
                "",
                "",
                "SỐ TIỀN (Tr.đ)",
                "STT",
                "Loại\nvốn",
                "Mã nội dung *",
                "NGÀY",
                "ma don vi",
            ]),
            vec![
                t(""),
                t(""),
                t(""),
                n(3.0),
                n(1.0),
                t("ĐT"),
                t("gn.1"),
                d("2024-02-01"),
                t("hl-02"),
            ],
        ],
    );
    let register = read(vec![units(), sheet]).unwrap();
    assert_eq!(register.decisions[0].amount, Money::from_dong(3_000_000));
    assert_eq!(register.decisions[0].unit, UnitCode::new("HL-02"));
}

#[test]
fn the_unit_of_money_is_stated_above_the_table_else_it_is_the_offices() {
    let amount = |head: Vec<Value>| {
        let rows = vec![head, texts(&HEADINGS), row_with(8, n(2.0))];
        read(vec![units(), sheet("Kế hoạch vốn", rows)])
            .map(|read| read.decisions[0].amount.as_dong())
    };
    assert_eq!(amount(texts(&["ĐVT: 1.000 đ"])), Ok(2_000));
    assert_eq!(amount(texts(&["", "Đơn vị tính", "tỷ đồng"])), Ok(2_000_000_000));
    assert_eq!(amount(texts(&["Đơn vị: Phòng Tài chính"])), Ok(2));
    assert_eq!(amount(vec![]), Ok(2));
    let error = amount(texts(&["Đơn vị tính: lượng vàng"])).unwrap_err().to_string();
    assert!(error.contains("Kế hoạch vốn!A1") && error.contains("triệu đồng"), "{error}");
}

#[test]
fn each_wrong_cell_is_named_with_what_to_write() {
    for (column, value, cell, parts) in [
        (1, t("32/1/2024"), "B5", vec!["\"32/1/2024\"", "15/01/2024"]),
        (1, n(45306.0), "B5", vec!["\"45306\"", "15/01/2024"]),
        (1, t(""), "B5", vec!["thiếu ngày"]),
        (2, t("HL-20"), "C5", vec!["\"HL-20\"", "HL-02 (Xã Cai Kinh)"]),
        (2, t("xa cai kinh"), "C5", vec!["có phải ý là HL-02"]),
        (3, t("gn.31"), "D5", vec!["\"gn.31\"", "có phải ý là gn.3.1"]),
        (3, t(""), "D5", vec!["thiếu mã nội dung"]),
        (5, t("đầu cơ"), "F5", vec!["\"đầu cơ\"", "ĐT (vốn đầu tư) hoặc SN"]),
        (5, t(""), "F5", vec!["loại vốn"]),
        (6, t("TW và tỉnh"), "G5", vec!["mỗi nguồn một dòng"]),
        (7, t("2022-2023"), "H5", vec!["một năm"]),
        (7, n(2204.0), "H5", vec!["\"2204\""]),
        (8, t("1.234"), "I5", vec!["\"1.234\"", "hai số khác nhau"]),
        (8, t("17 triệu"), "I5", vec!["\"17 triệu\"", "gõ một số"]),
        (8, t(""), "I5", vec!["gõ một số"]),
        (8, n(1e300), "I5", vec!["gõ một số"]),
        (8, d("2024-01-15"), "I5", vec!["gõ một số"]),
        (8, Value::Error("#REF!".into()), "I5", vec!["#REF!"]),
        (8, Value::NoResult, "I5", vec!["công thức chưa có kết quả"]),
        (2, Value::Error("#N/A".into()), "C5", vec!["#N/A"]),
    ] {
        let place = format!("danh-muc.xlsx › Kế hoạch vốn!{cell}: ");
        let parts: Vec<&str> = parts.into_iter().chain([place.as_str()]).collect();
        tells(vec![units(), journal(vec![row_with(column, value)])], &parts);
    }
}

#[test]
fn all_faults_of_the_file_are_told_together() {
    let mut worst = row_with(1, t("hôm qua"));
    worst.splice(2..=8, [t("?"), t("?"), t(""), t("?"), t("?"), t("?"), t("?")]);
    let twice = sheet(
        "Đơn vị",
        vec![texts(&["Mã đơn vị", "Tên đơn vị"]), texts(&["A", "X"]), texts(&["a", "Y"])],
    );
    let found = faults(vec![twice, journal(vec![worst])]);
    assert_eq!(found.len(), 8, "{found:#?}");
    assert!(found[0].contains("Đơn vị!A3") && found[0].contains("ô A2"), "{}", found[0]);
}

#[test]
fn remarks_signatures_and_sums_are_no_decisions() {
    let sum = vec![t("Tổng cộng"), t(""), t(""), t(""), t(""), t(""), t(""), t(""), n(17.5)];
    let rows = vec![
        row_with(8, n(17.5)),
        sum,
        texts(&["", "", "NGƯỜI LẬP BIỂU"]),
        texts(&["Ghi chú: theo QĐ"]),
    ];
    assert_eq!(read(vec![units(), journal(rows)]).unwrap().decisions.len(), 1);
    let stray = vec![t("Điều chỉnh"), t(""), t(""), t(""), t(""), t(""), t(""), t(""), n(17.5)];
    assert!(!faults(vec![units(), journal(vec![stray])]).is_empty());
}

#[test]
fn a_missing_table_or_column_is_said() {
    tells(vec![sheet("Trang 1", vec![texts(&["Tên"])])], &["thiếu trang \"Đơn vị\""]);
    let without: Vec<&str> = HEADINGS.into_iter().filter(|name| *name != "Mã đơn vị").collect();
    tells(
        vec![units(), sheet("Kế hoạch vốn", vec![texts(&without)])],
        &["Kế hoạch vốn: ", "dòng 1", "\"Mã đơn vị\""],
    );
    tells(
        vec![units(), sheet("Kế hoạch vốn", vec![texts(&["a", "b"])])],
        &["không thấy dòng tiêu đề"],
    );
    let twice: Vec<&str> = HEADINGS.into_iter().chain(["Số tiền"]).collect();
    tells(
        vec![units(), sheet("Kế hoạch vốn", vec![texts(&twice)])],
        &["Kế hoạch vốn!K1", "lặp lại"],
    );
    let mut torn = journal(vec![]);
    torn.failure = Some("hỏng".to_owned());
    tells(vec![units(), torn], &["Kế hoạch vốn: ", "hỏng"]);
    let copy = |name: &str| Sheet { name: name.into(), ..journal(vec![]) };
    tells(vec![units(), copy("KH 1"), copy("KH 2")], &["\"KH 1\", \"KH 2\""]);
}

/// What is said where headings of the sound register are typed over: a sheet, a column, what stands there then.
fn retyped(changes: &[(&str, usize, &str)]) -> Vec<String> {
    let mut rows = vec![row_with(2, t("HL-01")); 60];
    rows.push(row_with(7, n(2023.0)));
    let mut sheets = vec![units(), journal(rows)];
    for (name, column, text) in changes {
        let sheet = sheets.iter_mut().find(|sheet| *sheet.name == **name).unwrap();
        let row = if *name == "Đơn vị" { 0 } else { 3 };
        let cell = Cell::new(row, u32::try_from(*column).unwrap());
        sheet.cells.retain(|(at, _)| *at != cell);
        if !text.is_empty() {
            sheet.cells.push((cell, t(text)));
        }
        sheet.cells.sort_by_key(|(at, _)| *at);
    }
    match read(sheets) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.list().iter().map(|words| words.vi.clone()).collect(),
    }
}

#[test]
fn a_heading_that_was_typed_over_is_one_message_with_its_cell_and_its_name() {
    let one = |change: (&str, usize, &str)| {
        let told = retyped(&[change]);
        let [told] = told.as_slice() else { panic!("{change:?}: {told:#?}") };
        told.trim_start_matches("danh-muc.xlsx › ").to_owned()
    };
    let units = one(("Đơn vị", 0, "Ký hiệu"));
    assert_eq!(
        units,
        "Đơn vị!A1: dòng tiêu đề (dòng 1): ô A1 ghi \"Ký hiệu\", phải ghi \"Mã đơn vị\""
    );
    assert!(one(("Đơn vị", 0, "")).contains("ô A1 để trống, phải ghi \"Mã đơn vị\""));
    let place = |at: usize, text, name: &str| {
        let told = one(("Kế hoạch vốn", at, text));
        let cell = Cell::new(3, u32::try_from(at).unwrap());
        assert!(told.starts_with(&format!("Kế hoạch vốn!{cell}: ")), "{told}");
        assert!(told.ends_with(&format!("phải ghi \"{name}\"")), "{told}");
    };
    place(3, "Ghi theo mẫu", "Mã nội dung");
    place(8, "Kinh phí giao đợt 1", "Số tiền");
    place(2, "", "Mã đơn vị");
    // Read as blank these would move money to another year, or leave it without its source, and say nothing.
    place(7, "Giao cho", "Năm vốn");
    place(7, "", "Năm vốn");
    place(6, "Cấp", "Nguồn vốn");
    place(4, "Công trinhh", "Công trình");
}

#[test]
fn two_headings_typed_over_are_still_one_message() {
    let told = retyped(&[("Kế hoạch vốn", 3, "Nội dung 2"), ("Kế hoạch vốn", 7, "Giao cho")]);
    let [told] = told.as_slice() else { panic!("{told:#?}") };
    assert!(told.contains("Kế hoạch vốn!D4: ") && told.contains("ô H4 ghi \"Giao cho\""), "{told}");
}

#[test]
fn columns_that_an_office_added_are_its_own_business() {
    assert_eq!(retyped(&[("Kế hoạch vốn", 10, "Chủ đầu tư"), ("Đơn vị", 4, "Ghi nhớ")]), [""; 0]);
    assert_eq!(retyped(&[("Kế hoạch vốn", 9, "Người nhập")]), [""; 0], "a note that is not needed");
    assert_eq!(retyped(&[("Kế hoạch vốn", 0, "Văn bản")]), [""; 0]);
}

#[test]
fn a_column_by_its_own_name_goes_before_another_wording() {
    let headings: Vec<&str> = ["Kinh phí"].into_iter().chain(HEADINGS).collect();
    let row = [vec![n(9.0)], row_with(8, n(2.0))].concat();
    let journal = sheet("Kế hoạch vốn", vec![texts(&headings), row]);
    assert_eq!(read(vec![units(), journal]).unwrap().decisions[0].amount.as_dong(), 2);
}

#[test]
fn an_office_may_have_no_journal() {
    assert!(!read(vec![units()]).unwrap().has_journal());
    assert!(!read(vec![units(), sheet("Kế hoạch vốn", vec![])]).unwrap().has_journal());
}

#[test]
fn units_are_checked_against_each_other() {
    let head = [
        "Mã đơn vị",
        "Tên đơn vị",
        "Chương trình chủ trì",
        "Hiệu lực từ",
        "Hiệu lực đến",
        "Sáp nhập vào",
    ];
    let with = |rows: &[[&str; 6]]| {
        let rows = [head].iter().chain(rows).map(|row| texts(row)).collect();
        vec![sheet("Đơn vị", rows)]
    };
    let good = read(with(&[
        ["A", "Xã A", "gn; NTM", "", "30/6/2024", "b"],
        ["B", "Xã B", "", "", "", ""],
    ]))
    .unwrap();
    assert_eq!(good.units[0].merged_into, UnitCode::new("B"));
    assert_eq!(good.units[0].leads.len(), 2);
    tells(with(&[["A", "Xã A", "", "1/7/2024", "30/6/2024", ""]]), &["Đơn vị!E2", "sớm hơn"]);
    tells(with(&[["A", "Xã A", "ng", "", "", ""]]), &["Đơn vị!C2", "\"ng\""]);
    tells(with(&[["A", "Xã A", "", "", "30/6/2024", "C"]]), &["Đơn vị!F2", "\"C\""]);
    tells(with(&[["A", "Xã A", "", "", "30/6/2024", "A"]]), &["Đơn vị!F2", "chính nó"]);
    tells(
        with(&[["A", "Xã A", "", "", "", "B"], ["B", "Xã B", "", "", "", ""]]),
        &["Đơn vị!E2", "ngày cuối cùng"],
    );
    tells(with(&[["A", "", "", "", "", ""]]), &["Đơn vị!B2", "thiếu tên"]);
    tells(with(&[["", "Xã A", "", "", "", ""]]), &["Đơn vị!A2", "thiếu mã"]);
    let circle =
        with(&[["A", "Xã A", "", "", "30/6/2024", "B"], ["B", "Xã B", "", "", "30/6/2024", "A"]]);
    assert_eq!(faults(circle).len(), 2);
    // A into B into C …: a chain of so many mergers.
    let chain = |mergers: u32| {
        let code = |index: u32| format!("U{index}");
        let rows: Vec<[String; 6]> = (0..=mergers)
            .map(|index| {
                let (to, into) = match index < mergers {
                    true => ("30/6/2024".to_owned(), code(index + 1)),
                    false => Default::default(),
                };
                [code(index), format!("Xã {index}"), String::new(), String::new(), to, into]
            })
            .collect();
        let rows: Vec<[&str; 6]> =
            rows.iter().map(|row| std::array::from_fn(|at| row[at].as_str())).collect();
        read(with(&rows))
    };
    assert!(chain(10).is_ok());
    let told = chain(11).unwrap_err().to_string();
    assert!(told.contains("Đơn vị!F2") && told.contains("quá 10 lần"), "{told}");
    assert_eq!(chain(5000).unwrap_err().list().len(), 4990);
}

#[test]
fn the_office_extends_the_catalogue() {
    let programs = sheet(
        "Chương trình",
        vec![
            texts(&["Mã", "Tên", "Nhãn", "Loại vốn"]),
            texts(&["gn.9.1", "Mô hình A", "Tiểu dự án 1", "ĐT; SN"]),
            texts(&["gn.9", "Dự án của tỉnh", "Dự án 9", ""]),
            texts(&["gn.2", "Sinh kế", "", ""]),
        ],
    );
    let mut catalogue = Catalogue::embedded();
    let before = catalogue.get(&"gn.2".parse().unwrap()).unwrap().clone();
    let workbook = Workbook {
        sheets: vec![programs, units(), journal(vec![row_with(3, t("gn.9.1"))])],
        ..Workbook::default()
    };
    let register = parse(&workbook, String::new(), &mut catalogue, &office(), None).unwrap();
    assert_eq!(register.decisions[0].key.component.as_str(), "gn.9.1");
    assert_eq!(catalogue.funding(&"gn.9.1".parse().unwrap()), Funding::ALL);
    let after = catalogue.get(&"gn.2".parse().unwrap()).unwrap();
    assert_eq!(
        (after.name.as_str(), &after.label, &after.funding),
        ("Sinh kế", &before.label, &before.funding)
    );
    assert!(after.aliases.contains(&before.name));
}

#[test]
fn the_office_extends_the_indicators() {
    const HEADING: [&str; 6] = ["Mã", "Tên chỉ tiêu", "Tên khác", "Đơn vị", "Loại", "Nội dung"];
    let indicators = |rows: &[[&str; 6]]| {
        let rows = std::iter::once(&HEADING).chain(rows);
        vec![units(), sheet("Chỉ tiêu", rows.map(|row| texts(row)).collect())]
    };
    let mut catalogue = Catalogue::embedded();
    let sheets = indicators(&[
        ["nha-o", "Nhà ở xây mới", "Nhà xây mới; Nhà mới", "nhà", "tại thời điểm", "gn.5"],
        ["lop", "Lớp nghề", "", "", "", ""],
    ]);
    let workbook = Workbook { sheets, ..Workbook::default() };
    parse(&workbook, String::new(), &mut catalogue, &office(), None).unwrap();
    let known = |name: &str| {
        let naming = catalogue.indicators.named(name);
        let found = catalogue.indicators.get(naming.known()?)?;
        Some((found.id.as_str(), found.unit.as_str(), found.kind, found.of.len()))
    };
    assert_eq!(known("Số nhà mới"), Some(("nha-o", "nhà", Kind::Stock, 1)));
    // What a row does not say stays, and the old name is still known.
    let class = Some(("lop", "lớp", Kind::Flow, 2));
    assert_eq!((known("Lớp nghề"), known("Lớp đào tạo nghề")), (class, class));
    for (row, told) in [
        (["Nhà ở", "Nhà ở", "", "nhà", "", ""], ["Chỉ tiêu!A2", "ho-nhan"]),
        (["nha-o", "", "", "nhà", "", ""], ["Chỉ tiêu!B2", "thiếu tên"]),
        (["nha-o", "Nhà ở", "", "", "", ""], ["Chỉ tiêu!D2", "thiếu đơn vị tính"]),
        (["nha-o", "Nhà ở", "", "nhà", "năm", ""], ["Chỉ tiêu!E2", "\"năm\""]),
        (["nha-o", "Nhà ở", "", "nhà", "", "gn.99"], ["Chỉ tiêu!F2", "gn.99"]),
        (["nha-o", "Nhà ở", "Lớp học", "nhà", "", ""], ["Chỉ tiêu!B2", "chỉ tiêu lop"]),
    ] {
        tells(indicators(&[row]), &told);
    }
}

#[test]
fn a_node_of_the_catalogue_needs_an_id_and_a_parent() {
    let programs = |id: &str, funding: &str| {
        let rows = vec![texts(&["Mã", "Tên", "Loại vốn"]), texts(&[id, "Mô hình A", funding])];
        vec![units(), sheet("Chương trình", rows)]
    };
    tells(programs("gn.9.1", ""), &["Chương trình!A2", "chưa có mã gn.9"]);
    tells(programs("Dự án 9", ""), &["Chương trình!A2", "ntm.12"]);
    tells(programs("gn.9", "vay"), &["Chương trình!C2", "\"vay\""]);
}

#[test]
fn without_a_budget_year_a_blank_year_is_asked_for() {
    let office = Office { year: None, ..office() };
    let workbook = Workbook {
        sheets: vec![units(), journal(vec![row_with(7, t(""))])],
        ..Workbook::default()
    };
    let error =
        parse(&workbook, String::new(), &mut Catalogue::embedded(), &office, None).unwrap_err();
    assert!(error.to_string().contains("Kế hoạch vốn!H5"), "{error}");
}
