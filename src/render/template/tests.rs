//! What an issued form promises, on a form like those of a commune: three programs, carry-over, works.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::outline::Outline;
use super::*;
use crate::domain::code::UnitCode;
use crate::domain::key::{Funding, PlanYear, Source, Work};
use crate::domain::submission::Measure;

/// A unit and its plan; figures are made up (số liệu minh họa).
pub(in crate::render) struct Sample {
    settings: Settings,
    catalogue: Catalogue,
    unit: Unit,
    plan: BTreeMap<Key, Money>,
    previous: BTreeMap<Key, Money>,
}

fn key(component: &str, work: &str, funding: Funding, source: Source, year: i32) -> Key {
    Key {
        component: component.parse().unwrap(),
        work: (!work.is_empty()).then(|| Work::named(work)),
        funding,
        source: Some(source),
        year: PlanYear::Of(year),
    }
}

impl Sample {
    pub(in crate::render) fn new() -> Sample {
        use Funding::{Investment as Dt, Recurrent as Sn};
        use Source::{Central, District, Province};
        let mut settings = Settings::default();
        settings.office.name = "Phòng Tài chính - Kế hoạch huyện Hữu Lũng".to_owned();
        settings.office.authority = "UBND huyện Hữu Lũng".to_owned();
        settings.office.year = Some(2024);
        let mut unit = Unit::new(UnitCode::new("HL-08").unwrap(), "Xã Hòa Sơn");
        unit.kind = "xã".to_owned();
        let million = |thousands: i64| Money::from_dong(thousands * 1_000);
        let plan = [
            (key("dtts.1.b", "", Dt, Central, 2024), 2_654_000),
            (key("dtts.4.1", "", Dt, Central, 2023), 3_387_000),
            (key("dtts.4.1", "", Dt, District, 2023), 378_400),
            (key("dtts.4.1", "", Dt, Central, 2024), 2_327_000),
            (key("dtts.4.1", "", Dt, District, 2024), 49_900),
            (key("ntm.2", "Đường trục thôn Làng Bến", Dt, Central, 2024), 2_491_000),
            (key("ntm.2", "Đường trục thôn Làng Bến", Dt, Province, 2024), 215_600),
            (key("ntm.2", "Nhà văn hóa thôn Cốc Mò", Dt, Central, 2024), 3_150_000),
            (key("ntm.2", "Nhà văn hóa thôn Cốc Mò", Dt, Province, 2024), 217_500),
            (key("ntm.2", "", Dt, Province, 2024), 100_000),
            (key("ntm.3", "", Dt, Central, 2024), 0),
            (key("dtts.3.1", "", Sn, Central, 2024), 2_250_000),
            (key("gn.2", "", Sn, Central, 2024), 295_000),
            (key("gn.3.1", "", Sn, Central, 2024), 3_801_000),
            (key("gn.3.1", "", Sn, District, 2024), 350_900),
            (key("ntm.11", "", Sn, Central, 2023), 3_466_000),
        ];
        let previous = [
            (key("dtts.1.b", "", Dt, Central, 2024), 1_076_000),
            (key("dtts.4.1", "Đường Lũng Vài", Dt, Central, 2023), 1_082_100),
            (key("ntm.2", "Đường trục thôn Làng Bến", Dt, Central, 2024), 1_393_100),
            (key("ntm.2", "Cầu Nà Pá", Dt, Central, 2024), 233_200),
            (key("gn.2", "", Sn, Central, 2024), 141_900),
        ];
        let amounts = |rows: &[(Key, i64)]| {
            rows.iter().map(|(key, thousands)| (key.clone(), million(*thousands))).collect()
        };
        Sample {
            settings,
            catalogue: Catalogue::embedded(),
            unit,
            plan: amounts(&plan),
            previous: amounts(&previous),
        }
    }

    pub(in crate::render) fn order(&self) -> Order<'_> {
        Order {
            settings: &self.settings,
            catalogue: &self.catalogue,
            unit: &self.unit,
            period: Period::Month(2024, 6),
            plan: &self.plan,
            previous: &self.previous,
            due: self.settings.due(Period::Month(2024, 6), Some(&self.unit)),
            register_state: "0123abcd",
            obstacles: &[],
            sent: None,
        }
    }

    fn form(&self) -> Vec<u8> {
        form(&self.order()).unwrap()
    }
}

/// The cells of a sheet that hold something, by their names.
fn cells(bytes: &[u8], sheet: &str) -> BTreeMap<String, Data> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
    let range = workbook.worksheet_range(sheet).unwrap();
    let (top, left) = range.start().unwrap_or_default();
    let named = |(row, column, value): (usize, usize, &Data)| {
        let (row, column) = (top + row as u32, left as u16 + column as u16);
        (rust_xlsxwriter::utility::row_col_to_cell(row, column), value.clone())
    };
    let blank = |value: &Data| *value == Data::Empty || *value == Data::String(String::new());
    range.used_cells().map(named).filter(|(_, value)| !blank(value)).collect()
}

fn text(cells: &BTreeMap<String, Data>, name: &str) -> String {
    cells.get(name).map(Data::to_string).unwrap_or_default()
}

#[test]
#[ignore = "writes forms to look at into the folder FORM_FOLDER"]
fn forms_to_look_at() {
    let folder = std::env::var("FORM_FOLDER").unwrap();
    let write =
        |name: &str, bytes: Vec<u8>| std::fs::write(format!("{folder}/{name}"), bytes).unwrap();
    write("form.xlsx", Sample::new().form());
    let mut narrow = Sample::new();
    narrow.plan.retain(|key, _| ["gn.2", "gn.3.1"].contains(&key.component.as_str()));
    narrow.settings.office.money_unit = crate::domain::money::MoneyUnit::Dong;
    write("narrow.xlsx", narrow.form());
    let mut one = Sample::new();
    one.plan.retain(|key, _| key.component.as_str() == "gn.2");
    one.previous.clear();
    one.unit.name = "Phòng Nông nghiệp và Phát triển nông thôn".to_owned();
    one.unit.kind = "phòng ban".to_owned();
    write("one.xlsx", one.form());
    let register = crate::render::register::empty(&Catalogue::embedded(), 2024);
    write("register.xlsx", register.unwrap());
}

fn outline(sample: &Sample, funding: Funding) -> Outline {
    Outline::new(&sample.order(), funding).unwrap()
}

#[test]
fn a_form_has_the_sheets_that_the_unit_owes_and_its_mark() {
    let mut sample = Sample::new();
    let sheets = |bytes: &[u8]| {
        let workbook: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap();
        workbook.sheet_names().join(" · ")
    };
    assert_eq!(
        sheets(&sample.form()),
        "Bìa · Vốn đầu tư · Vốn sự nghiệp · Khó khăn, vướng mắc · Kết quả thực hiện · Hoàn trả, điều chỉnh · giaingan"
    );
    let form = sample.form();
    let marked = cells(&form, mark::SHEET);
    let says = |row: u32| (text(&marked, &format!("A{row}")), text(&marked, &format!("B{row}")));
    let expected = [
        (mark::KIND, mark::FORM),
        (mark::UNIT, "HL-08"),
        (mark::PERIOD, "2024-06"),
        (mark::REGISTER, "0123abcd"),
        (mark::MONEY_UNIT, "triệu đồng"),
        (mark::SEAL, mark::UNSEALED),
    ];
    for (row, (name, value)) in (1..).zip(expected) {
        assert_eq!(says(row), (name.to_owned(), value.to_owned()));
    }
    for (key, amount) in &mut sample.plan {
        if key.funding == Funding::Investment {
            *amount = Money::ZERO;
        }
    }
    assert!(!sheets(&sample.form()).contains("Vốn đầu tư"));
}

#[test]
fn the_same_order_gives_the_same_bytes() {
    assert_eq!(Sample::new().form(), Sample::new().form());
}

#[test]
fn a_form_as_issued_states_the_plan_and_nothing_that_was_disbursed() {
    let form = Sample::new().form();
    let sheet = cells(&form, "Vốn đầu tư");
    assert_eq!(text(&sheet, "C10"), "TỔNG CỘNG");
    assert_eq!(sheet["D10"], Data::Float(14_970.4));
    assert_eq!(sheet["D15"], Data::Float(6_142.3));
    assert_eq!(sheet["E15"], Data::Float(3_387.0));
    assert_eq!(
        (text(&sheet, "K6"), text(&sheet, "R6")),
        ("Giải ngân trong kỳ".to_owned(), "Lũy kế giải ngân".to_owned())
    );
    let is_body = |name: &&String| {
        let (letters, digits) = name.split_at(name.find(|c: char| c.is_ascii_digit()).unwrap());
        let row: u32 = digits.parse().unwrap();
        let states = letters.len() == 1 && "JKLMNOPRSTUVWXYZ".contains(letters);
        (10..=23).contains(&row) && states
    };
    // Not even a total of 0: an untouched form is not a nil return.
    assert_eq!(sheet.keys().find(is_body), None);
}

#[test]
fn the_last_cumulative_stands_where_the_form_has_a_row_for_it() {
    let form = Sample::new().form();
    let sheet = cells(&form, "Vốn đầu tư");
    // A work that the unit added below a component planned as a whole counts for the component.
    assert_eq!((text(&sheet, "B15"), &sheet["Q15"]), ("dtts.4.1".into(), &Data::Float(1_082.1)));
    // One that it added beside planned works keeps its row.
    assert_eq!((text(&sheet, "C19"), &sheet["Q19"]), ("Cầu Nà Pá".into(), &Data::Float(233.2)));
    assert_eq!(sheet["Q10"], Data::Float(3_784.4));
}

#[test]
fn a_last_cumulative_coarser_than_the_rows_stays_at_the_sum() {
    let mut sample = Sample::new();
    sample.plan.retain(|key, _| key.component.as_str() != "ntm.2" || key.work.is_some());
    sample.previous.insert(
        key("ntm.2", "", Funding::Investment, Source::Other, 2024),
        Money::from_dong(7_000_000),
    );
    let outline = outline(&sample, Funding::Investment);
    let row = outline.rows.iter().find(|row| row.code == "ntm.2").unwrap();
    assert_eq!(row.previous, outline::Previous::Stated(Some(Money::from_dong(1_633_300_000))));
    assert_eq!(
        outline.rows[0].previous,
        outline::Previous::Sum(Some(Money::from_dong(3_791_400_000)))
    );
}

#[test]
fn a_component_has_free_rows_only_where_its_works_are_planned() {
    let outline = outline(&Sample::new(), Funding::Investment);
    let shown: Vec<String> = outline
        .rows
        .iter()
        .map(|row| {
            let kind = match &row.kind {
                outline::Kind::Sum(below) => format!("= {} dòng", below.len()),
                outline::Kind::Entry => "điền".to_owned(),
                outline::Kind::Free => "trống".to_owned(),
            };
            let name = if row.code.is_empty() { &row.label } else { &row.code };
            format!("{} {name}: {kind}", row.number)
        })
        .collect();
    assert_eq!(
        shown,
        [
            " TỔNG CỘNG: = 2 dòng",
            "I dtts: = 2 dòng",
            "1 dtts.1: = 1 dòng",
            "1.1 dtts.1.b: điền",
            "2 dtts.4: = 1 dòng",
            "2.1 dtts.4.1: điền",
            "II ntm: = 1 dòng",
            "1 ntm.2: = 6 dòng",
            "1.1 Phần chưa phân bổ chi tiết: điền",
            "1.2 Cầu Nà Pá: điền",
            "1.3 Đường trục thôn Làng Bến: điền",
            "1.4 Nhà văn hóa thôn Cốc Mò: điền",
            "1.5 : trống",
            "1.6 : trống",
        ]
    );
}

#[test]
fn every_amount_of_the_plan_is_on_the_form_once() {
    let sample = Sample::new();
    for funding in Funding::ALL {
        let of_funding = sample.plan.iter().filter(|(key, _)| key.funding == funding);
        let plan: Money = of_funding.map(|(_, amount)| amount).sum();
        let rows = outline(&sample, funding).rows;
        let filled_in = rows.iter().filter(|row| row.kind == outline::Kind::Entry);
        assert_eq!(filled_in.flat_map(|row| row.plan.values()).sum::<Money>(), plan);
        assert_eq!(rows[0].plan.values().sum::<Money>(), plan);
    }
}

#[test]
fn only_the_columns_that_the_plan_needs() {
    let mut sample = Sample::new();
    let only = key("gn.2", "", Funding::Recurrent, Source::Central, 2024);
    sample.plan.retain(|key, _| *key == only);
    sample.previous.clear();
    let sheet = cells(&sample.form(), "Vốn sự nghiệp");
    let headings: Vec<String> = ["D", "E", "F", "G", "H", "I", "J", "K", "L"]
        .map(|column| text(&sheet, &format!("{column}6")))
        .to_vec();
    assert_eq!(
        headings,
        [
            "Kế hoạch vốn",
            "Giá trị khối lượng hoàn thành",
            "Giải ngân trong kỳ",
            "Lũy kế giải ngân",
            "Tỷ lệ (%)",
            "Ước giải ngân đến 31/12/2024",
            "Ước giải ngân đến 31/01/2025",
            "Giải trình",
            "Ghi chú"
        ]
    );
    assert_eq!((text(&sheet, "D7"), text(&sheet, "D8")), ("Vốn năm 2024".into(), "NSTW".into()));
}

#[test]
fn a_forecast_is_asked_only_for_a_day_to_come() {
    let sample = Sample::new();
    let outline = outline(&sample, Funding::Recurrent);
    let asked = |period: &str| {
        let columns = columns::Columns::new(&outline, period.parse().unwrap(), 2024);
        let forecasts = [Measure::Forecast, Measure::ForecastNext];
        forecasts.into_iter().filter(|measure| columns.block(*measure).is_some()).count()
    };
    assert_eq!((asked("2024-11"), asked("2024-12"), asked("2025-01-31")), (2, 1, 0));
}

#[test]
fn a_wide_split_goes_on_a3() {
    let sample = Sample::new();
    let is_wide = |funding| {
        let outline = outline(&sample, funding);
        columns::Columns::new(&outline, Period::Month(2024, 6), 2024).is_wide()
    };
    assert!(is_wide(Funding::Investment));
    let mut narrow = Sample::new();
    narrow.plan.retain(|key, _| key.component.as_str() == "gn.3.1");
    let outline = outline(&narrow, Funding::Recurrent);
    assert!(!columns::Columns::new(&outline, Period::Month(2024, 6), 2024).is_wide());
}

#[test]
fn the_deadline_is_said_with_its_last_day() {
    let mut sample = Sample::new();
    let said = |sample: &Sample| text(&cells(&sample.form(), "Bìa"), "B7");
    assert_eq!(said(&sample), "Trước ngày mùng 03/07/2024 (ngày 02/07/2024 là ngày cuối đúng hạn)");
    sample.settings.deadlines.unit.inclusive = true;
    assert_eq!(said(&sample), "Chậm nhất ngày mùng 03/07/2024 (ngày 03/07/2024 vẫn là đúng hạn)");
}

#[test]
fn cover_and_title_blocks_speak_of_no_other_period() {
    let form = Sample::new().form();
    for sheet in ["Bìa", "Vốn đầu tư", "Khó khăn, vướng mắc", "Kết quả thực hiện"]
    {
        let rows = if sheet == "Bìa" { 99 } else { 5 };
        for (name, value) in cells(&form, sheet) {
            let digits = name.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
            if rows < digits.parse::<u32>().unwrap() {
                continue;
            }
            for period in Period::all_in(&value.to_string(), Some(2024)) {
                assert_eq!(period.to(), Period::Month(2024, 6).to(), "{sheet}!{name}: {value}");
            }
        }
    }
}

#[test]
fn the_other_tables_have_no_heading_of_money() {
    let form = Sample::new().form();
    let headings = |sheet: &str| {
        let cells = cells(&form, sheet);
        ('A'..='H').map(|column| text(&cells, &format!("{column}6"))).collect::<Vec<_>>().join("|")
    };
    assert_eq!(
        headings("Khó khăn, vướng mắc"),
        "STT|Mã|Nội dung|Khó khăn, vướng mắc|Nguyên nhân|Đề xuất, kiến nghị|Cấp giải quyết|Tình trạng"
    );
    assert_eq!(
        headings("Kết quả thực hiện"),
        "STT|Mã|Nội dung|Chỉ tiêu|Đơn vị tính|Kế hoạch năm|Thực hiện (lũy kế từ đầu năm)|Ghi chú"
    );
}

#[test]
fn the_results_of_a_component_are_asked_for_and_go_back_as_they_were_told() {
    use crate::domain::indicator::Indicators;
    use crate::domain::results::{Amount, Quantity, ResultLine};
    let told = |name: &str, unit: &str, done: Amount| ResultLine {
        component: "gn.2".parse().ok(),
        naming: Indicators::embedded().named(name),
        name: name.into(),
        unit: unit.into(),
        plan: Amount::Of(Quantity::whole(30)),
        done,
        in_period: Amount::Blank,
        note: "".into(),
        sheet: 0,
        cell: crate::domain::place::Cell::new(9, 3),
        told: crate::domain::place::Cell::new(9, 6),
        is_partial: false,
        is_carried: false,
    };
    let results = vec![
        told("Số con giống bàn giao", "con", Amount::Of(Quantity::whole(12))),
        told("Trâu", "con", Amount::Text("khoảng 5".into())),
    ];
    let sent = Sent { results, ..Sent::default() };
    let mut sample = Sample::new();
    sample.plan.retain(|key, _| key.component.as_str() == "gn.2");
    let rows = |sent: Option<&Sent>| {
        let cells = cells(&form(&Order { sent, ..sample.order() }).unwrap(), "Kết quả thực hiện");
        let row = |row: u32| {
            let of_row =
                ["B", "D", "E", "F", "G"].map(|column| text(&cells, &format!("{column}{row}")));
            of_row.join("|")
        };
        [7, 8, 16].map(row)
    };
    let blank = ["gn.2|Con giống bàn giao|con||", "gn.2|Cây giống bàn giao|cây||", "||||"];
    assert_eq!(rows(None), blank);
    let filled = ["gn.2|Con giống bàn giao|con|30|12", blank[1], "gn.2|Trâu|con|30|khoảng 5"];
    assert_eq!(rows(Some(&sent)), filled);
}

#[test]
fn the_codes_that_a_free_row_offers_are_each_offered_once() {
    let mut sample = Sample::new();
    // gn.2 has nine rows of results.
    sample.plan.retain(|key, _| ["gn.2", "gn.3.1"].contains(&key.component.as_str()));
    let form = sample.form();
    let codes = cells(&form, "Khó khăn, vướng mắc");
    let offered = ["B7", "B8", "B9"].map(|cell| text(&codes, cell));
    assert_eq!(offered, ["gn.2", "gn.3.1", ""]);
    let package = zip::ZipArchive::new(std::io::Cursor::new(&form)).unwrap();
    let names = package.file_names().map(|name| name.unwrap());
    let sheets = names.filter(|name| name.starts_with("xl/worksheets/sheet"));
    let lists: Vec<String> = sheets
        .flat_map(|name| {
            let sheet = part(&form, &name);
            let lists = sheet.split("<formula1>").skip(1).map(|list| list.split('<').next());
            lists
                .flatten()
                .map(str::to_owned)
                .filter(|list| list.contains("$B$"))
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(lists, ["'Khó khăn, vướng mắc'!$B$7:$B$8"; 3]);
}

#[test]
fn each_obligation_has_a_place_for_its_tick() {
    let cover = cells(&Sample::new().form(), "Bìa");
    let heading = cover.iter().find(|(_, value)| **value == *"Không phát sinh");
    let first: u32 = heading.unwrap().0.trim_start_matches('D').parse().unwrap();
    let rows: Vec<String> = (first + 1..first + 7)
        .map(|row| {
            format!("{} {}", text(&cover, &format!("A{row}")), text(&cover, &format!("C{row}")))
        })
        .collect();
    assert_eq!(
        rows,
        [
            "dtts Vốn đầu tư",
            "dtts Vốn sự nghiệp",
            "gn Vốn sự nghiệp",
            "ntm Vốn đầu tư",
            "ntm Vốn sự nghiệp",
            " "
        ]
    );
}

/// The text of a part of the package.
fn part(form: &[u8], name: &str) -> String {
    let mut package = zip::ZipArchive::new(std::io::Cursor::new(form)).unwrap();
    std::io::read_to_string(package.by_name(name).unwrap()).unwrap()
}

#[test]
fn a_parent_has_no_cell_to_fill_in_and_every_other_row_has() {
    let sample = Sample::new();
    let form = sample.form();
    let styles = part(&form, "xl/styles.xml");
    let formats = styles.split_once("<cellXfs").unwrap().1.split_once("</cellXfs>").unwrap().0;
    let unlocked: Vec<bool> =
        formats.split("<xf ").skip(1).map(|format| format.contains("locked=\"0\"")).collect();
    let sheet = part(&form, "xl/worksheets/sheet2.xml");
    assert!(sheet.contains("<sheetProtection ") && !sheet.contains("password"));
    for (row, line) in (10..).zip(&outline(&sample, Funding::Investment).rows) {
        let (_, rest) = sheet.split_once(&format!("<row r=\"{row}\"")).unwrap();
        let cells = rest.split_once("</row>").unwrap().0.split("<c r=\"").skip(1);
        let style = |cell: &str| {
            let number = cell.split_once("s=\"").unwrap().1.split_once('"').unwrap().0;
            number.parse::<usize>().unwrap()
        };
        let open: String = cells
            .filter(|cell| unlocked[style(cell)])
            .map(|cell| cell.split(|letter: char| letter.is_ascii_digit()).next().unwrap())
            .collect::<Vec<_>>()
            .join(" ");
        let expected = match line.kind {
            outline::Kind::Sum(_) => "",
            outline::Kind::Entry => "J L M N O P S T U V W Y Z AA AB",
            outline::Kind::Free => "C J L M N O P S T U V W Y Z AA AB",
        };
        assert_eq!(open, expected, "row {row}");
    }
}

#[test]
fn a_text_of_any_length_is_cut_and_the_form_is_written() {
    let long = "ễ".repeat(40_000);
    let mut sample = Sample::new();
    let office = &mut sample.settings.office;
    (office.name, office.authority, office.level) = (long.clone(), long.clone(), long.clone());
    let unit = &mut sample.unit;
    (unit.name, unit.contact) = (long.clone(), long.clone());
    (unit.phone, unit.email) = (long.clone(), long.clone());
    let plan = Money::from_dong(1_000_000_000);
    let work = key("ntm.2", &long, Funding::Investment, Source::Central, 2024);
    sample.plan.insert(work.clone(), plan);
    let told = Content::Text(long.as_str().into());
    let figures = BTreeMap::from([(work, BTreeMap::from([(Measure::Cumulative, told)]))]);
    let part = crate::domain::difficulty::Told {
        part: crate::domain::difficulty::Part::Difficulty,
        column: 3,
        text: long.as_str().into(),
    };
    let difficulty = crate::domain::difficulty::Difficulty {
        component: None,
        about: long.as_str().into(),
        is_whole: false,
        sheet: 0,
        row: 9,
        told: vec![part],
        amount: None,
        followed: None,
    };
    let sent = Sent { figures, difficulties: vec![difficulty], ..Sent::default() };
    let bytes = form(&Order { sent: Some(&sent), ..sample.order() }).unwrap();
    let mut parts = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut heights: Vec<f64> = Vec::new();
    for index in 0..parts.len() {
        let xml = std::io::read_to_string(parts.by_index(index).unwrap()).unwrap();
        let of_rows = xml.split(" ht=\"").skip(1);
        heights.extend(of_rows.filter_map(|rest| rest.split('"').next()?.parse::<f64>().ok()));
    }
    // Excel repairs a sheet with a higher row.
    let highest = heights.into_iter().fold(0.0, f64::max);
    assert!((400.0..=409.0).contains(&highest), "{highest}");
}
