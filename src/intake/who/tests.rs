//! Whose report a file is.

use super::*;
use crate::domain::catalogue::Catalogue;
use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::domain::settings::Settings;

fn register() -> Register {
    let unit = |code: &str, name: &str| Unit::new(UnitCode::new(code).unwrap(), name);
    Register {
        units: vec![
            unit("HL-01", "Thị trấn Hữu Lũng"),
            unit("HL-07", "Xã Hòa Lạc"),
            unit("HL-21", "Xã Yên Bình"),
            unit("HL-22", "Xã Yên Sơn"),
            unit("HL-26", "Phòng Lao động - Thương binh và Xã hội - Dân tộc"),
        ],
        ..Register::default()
    }
}

fn who(titles: &[&str], file: &str) -> Result<String, String> {
    let register = register();
    let mut settings = Settings::default();
    settings.office.authority = "UBND huyện Hữu Lũng".to_owned();
    let titles = titles.iter().enumerate();
    let form = Form {
        titles: titles
            .map(|(row, text)| (0, Cell::new(row as u32, 0), (*text).to_owned()))
            .collect(),
        ..Form::default()
    };
    let catalogue = Catalogue::embedded();
    let period = Period::Month(2024, 6);
    let context =
        Context { catalogue: &catalogue, register: &register, settings: &settings, period };
    let found = Directory::new(&register).unit(&form, file, None, context);
    found.map(|found| found.unit.code.to_string()).map_err(|words| words.vi)
}

#[test]
fn the_title_goes_before_the_name_of_the_file() {
    let titles = ["UBND HUYỆN HỮU LŨNG", "UBND XÃ HÒA LẠC"];
    assert_eq!(who(&titles, "bao cao Yen Binh.xlsx").as_deref(), Ok("HL-07"));
    let titles = ["UBND HUYỆN HỮU LŨNG", "PHÒNG LAO ĐỘNG – THƯƠNG BINH VÀ XÃ HỘI – DÂN TỘC"];
    assert_eq!(who(&titles, "x.xlsx").as_deref(), Ok("HL-26"));
}

#[test]
fn a_blank_title_leaves_it_to_the_name_of_the_file() {
    let titles = ["UBND HUYỆN HỮU LŨNG", "UBND XÃ …………………"];
    assert_eq!(who(&titles, "nop/2024-06/yen son T6.xlsx").as_deref(), Ok("HL-22"));
    assert_eq!(who(&titles, "HL-01_thang 6.xlsx").as_deref(), Ok("HL-01"));
    assert!(who(&titles, "bao cao.xlsx").is_err());
}

#[test]
fn a_unit_that_is_nobodys_is_said_with_the_nearest_names() {
    let said = who(&["UBND HUYỆN HỮU LŨNG", "UBND XÃ YÊN BINH HẠ"], "Yen Son.xlsx").unwrap_err();
    assert!(said.contains("YÊN BINH HẠ") && said.contains("Xã Yên Bình (HL-21)"), "{said}");
}

#[test]
fn without_a_register_the_file_names_its_unit() {
    let form = |texts: &[&str]| Form {
        titles: texts
            .iter()
            .enumerate()
            .map(|(row, text)| (0, Cell::new(row as u32, 0), (*text).to_owned()))
            .collect(),
        ..Form::default()
    };
    let unit = bare::unit(&form(&["UBND HUYỆN HỮU LŨNG", "UBND XÃ CAI KINH"]), "x.xlsx").unwrap().0;
    assert_eq!((unit.code.as_str(), unit.name.as_str()), ("Xã Cai Kinh", "Xã Cai Kinh"));
    let unit =
        bare::unit(&form(&["UBND xã Mường Lát 00001", "Mã đơn vị: DV00001"]), "x.xlsx").unwrap().0;
    assert_eq!((unit.code.as_str(), unit.name.as_str()), ("DV00001", "Xã Mường Lát 00001"));
    let named = |titles: &[&str], file: &str| {
        let (unit, other) = bare::unit(&form(titles), file).unwrap();
        (unit.code.to_string(), other)
    };
    let code = |titles: &[&str], file: &str| named(titles, file).0;
    for file in [
        "a/Xã Hòa Sơn T6.xlsx",
        "TS-03 - Xã Hòa Sơn - bao cao thang 4.xlsx",
        "6.2024 Xã Hòa Sơn.xlsx",
    ] {
        assert_eq!(code(&[], file), "Xã Hòa Sơn", "{file}");
        assert_eq!(code(&["UBND HUYỆN HỮU LŨNG", "BÁO CÁO"], file), "Xã Hòa Sơn", "{file}");
        assert_eq!(code(&["UBND HUYỆN HỮU LŨNG", "PHÒNG KINH TẾ"], file), "Xã Hòa Sơn");
        assert_eq!(code(&["UBND XÃ HÒA SƠN", "PHÒNG KINH TẾ"], file), "Xã Hòa Sơn");
    }
    assert_eq!(code(&[], "TS-01_T06_2024.xlsx"), "TS-01");
    assert_eq!(code(&[], "Xã Nam Sơn năm 2024.xlsx"), "Xã Nam Sơn");
    assert_eq!(code(&["PHÒNG KINH TẾ"], "A Vương - bao cao thang 10.xlsx"), "A Vương");
    assert_eq!(code(&["UBND HUYỆN A", "PHÒNG DÂN TỘC"], "Bieu 01.xlsx"), "Phòng Dân tộc");
    for line in [
        "Đơn vị: xã Hòa Sơn",
        "Tên đơn vị: UBND xã Hòa sơn",
        "Đơn vị thực hiện: XÃ HÒA SƠN",
        "(Báo cáo của UBND xã Hòa Sơn)",
        "XÃ HÒA SƠN",
    ] {
        assert_eq!(code(&["Đơn vị: Triệu đồng", line], "x.xlsx"), "Xã Hòa Sơn", "{line}");
    }
    let copied = named(&["UBND XÃ CAI KINH"], "Xã Hòa Sơn T6.xlsx");
    assert_eq!(copied, ("Xã Hòa Sơn".to_owned(), Some("Xã Cai Kinh".to_owned())));
}

#[test]
fn a_unit_may_be_named_by_its_code_or_on_a_line_of_its_own() {
    for line in [
        "Đơn vị báo cáo: HL-07",
        "Mã đơn vị: HL-07",
        "Báo cáo giải ngân (HL-07)",
        "(Báo cáo của UBND xã Hòa Lạc)",
        "Đơn vị thực hiện: xã Hòa Lạc",
        "XÃ HÒA LẠC",
    ] {
        assert_eq!(who(&["UBND TỈNH LẠNG SƠN", line], "x.xlsx").as_deref(), Ok("HL-07"), "{line}");
    }
    let office = ["UBND XÃ HÒA LẠC", "PHÒNG KINH TẾ"];
    assert_eq!(who(&office, "x.xlsx").as_deref(), Ok("HL-07"));
    // The body above is no stranger: the file says whose report it is.
    assert_eq!(who(&["UBND TỈNH LẠNG SƠN"], "Yên Sơn T6.xlsx").as_deref(), Ok("HL-22"));
}

#[test]
fn words_that_every_file_bears_are_near_to_nobody() {
    let said = who(&[], "bao cao thang 3.xlsx").unwrap_err();
    assert!(!said.contains("gần giống"), "{said}");
    assert!(who(&[], "bao cao Xã Hòa Lập.xlsx").unwrap_err().contains("Xã Hòa Lạc (HL-07)"));
}

#[test]
fn names_may_be_abbreviated_or_written_as_one_word() {
    for title in ["PHÒNG LĐ-TB&XH-DT", "PHÒNG LAO ĐỘNG - TB VÀ XH - DÂN TỘC"] {
        assert_eq!(who(&[title], "x.xlsx").as_deref(), Ok("HL-26"), "{title}");
    }
    assert_eq!(who(&["UBND TT HỮU LŨNG"], "x.xlsx").as_deref(), Ok("HL-01"));
    assert_eq!(who(&[], "bcgn-hoalac-t6.xlsx").as_deref(), Ok("HL-07"));
    assert!(who(&[], "bcgn-hoalacthuong.xlsx").is_err());
}

#[test]
fn illustrative_figures_are_no_commune() {
    let label = Label::new("Xã Minh Hòa");
    let entry = [label];
    assert_eq!(longest_in(&Label::new("số liệu minh họa"), &entry), None);
}

#[test]
fn a_table_is_of_the_unit_that_its_title_names_or_its_sheet() {
    let directory = Directory::new(&register());
    let owner = |titles: &[&str], sheet: &str| {
        let text = |text: &str| crate::read::Value::Text(text.into());
        let mut rows: Vec<Vec<crate::read::Value>> =
            titles.iter().map(|title| vec![text(title)]).collect();
        rows.push(["Nội dung", "Kế hoạch vốn", "Lũy kế giải ngân"].map(text).to_vec());
        let cells = rows.into_iter().enumerate().flat_map(|(row, values)| {
            let cell = move |column| Cell::new(row as u32, column as u32);
            values.into_iter().enumerate().map(move |(column, value)| (cell(column), value))
        });
        let cells = cells.collect();
        let page = crate::read::Sheet { name: sheet.into(), cells, ..Default::default() };
        let workbook =
            crate::read::Workbook { sheets: vec![page], ..crate::read::Workbook::default() };
        let lexicon = crate::recognise::lexicon::Lexicon::new(&[]).unwrap();
        let names = crate::recognise::rows::Names::new(&Catalogue::embedded());
        let form = crate::recognise::form(
            &workbook,
            &lexicon,
            &names,
            &crate::recognise::heading::Time::of(2024),
        );
        let owner = directory.owner_of(&form.tables[0], sheet);
        owner.map(|code| code.to_string())
    };
    assert_eq!(owner(&["UBND XÃ YÊN SƠN", "GIẢI NGÂN"], "Biểu 01").as_deref(), Some("HL-22"));
    assert_eq!(owner(&["UBND XÃ YÊN SƠN"], "Hòa Lạc").as_deref(), Some("HL-22"));
    assert_eq!(owner(&["UBND HUYỆN HỮU LŨNG"], "Xã Hòa Lạc").as_deref(), Some("HL-07"));
    assert_eq!(owner(&["Mã đơn vị: HL-21"], "Biểu 01").as_deref(), Some("HL-21"));
    assert_eq!(owner(&["Đường Yên Sơn đi Hòa Lạc"], "Biểu 01"), None);
}
