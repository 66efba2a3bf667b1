//! What an issued form promises, on a form like those of a commune: three programs, carry-over, works.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

use super::*;
use crate::domain::code::UnitCode;
use crate::domain::key::{PlanYear, Source, Work};

/// A unit and its plan; figures are made up (số liệu minh họa).
pub(super) struct Sample {
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
    fn new() -> Sample {
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

    fn order(&self) -> Order<'_> {
        Order {
            settings: &self.settings,
            catalogue: &self.catalogue,
            unit: &self.unit,
            period: Period::Month(2024, 6),
            plan: &self.plan,
            previous: &self.previous,
            due: self.settings.due(Period::Month(2024, 6), "HL-08", false),
            register_state: "0123abcd",
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
fn write_sample_for_the_eye() {
    let Ok(folder) = std::env::var("FORM_FOLDER") else { return };
    std::fs::write(format!("{folder}/form.xlsx"), Sample::new().form()).unwrap();
    let register = crate::render::register::empty(&Catalogue::embedded(), 2024).unwrap();
    std::fs::write(format!("{folder}/register.xlsx"), register).unwrap();
}
