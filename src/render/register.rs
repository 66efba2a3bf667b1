//! The empty register (`danh-muc.xlsx`) that `init` writes for the clerk to fill in.

use anyhow::Context;
use chrono::NaiveDate;
use rust_xlsxwriter::{
    ColNum, DataValidation, DataValidationRule, DocProperties, ExcelDateTime, FormatAlign, Formula,
    RowNum, Worksheet,
};

use crate::domain::catalogue::{Catalogue, Node};
use crate::domain::key::{Funding, Source};
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::settings::Settings;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::{self, Kind, Look, STEPS, Styles};
use crate::render::xlsx::table::{self, Column as Of, Table, Value};
use crate::render::xlsx::{Shared, cells, number, sheets, text};

mod columns;

use columns::{Column, INDICATORS, PLAN, Takes, UNITS};

/// Rows that are prepared with lists and formats.
const ROWS: RowNum = 2_000;
/// The row of the headings of "Kế hoạch vốn", below its title and its unit of money.
const PLAN_HEADING: RowNum = 3;
/// The sheet of the units.
const UNIT_SHEET: &str = "Đơn vị";
/// The sheet with the ids that the plan journal takes. Not "Chương trình": a sheet of that name would be read as a
/// change of the catalogue.
const CODES: &str = "Mã nội dung";
/// The column of the codes on both.
const CODE: ColNum = 0;

/// `danh-muc.xlsx` with headings, validation lists, notes and one sample line to overwrite, as bytes.
///
/// # Errors
/// What the writer of workbooks refuses.
pub(crate) fn empty(catalogue: &Catalogue, year: i32) -> anyhow::Result<Vec<u8>> {
    write(catalogue, year).context("danh-muc.xlsx")
}

fn write(catalogue: &Catalogue, year: i32) -> anyhow::Result<Vec<u8>> {
    let mut workbook = sheets::workbook()?;
    let created = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let shared = Shared {
        settings: &Settings::default(),
        period: Period::Year(year),
        lang: Lang::Vi,
        home: "",
        footer: String::new(),
        has_rates: true,
        styles: Styles::sized(Lang::Vi, 12.0),
    };
    for sheet in [
        units(&shared, year)?,
        plan(&shared, catalogue, year)?,
        indicators(&shared, year)?,
        guide(&shared, catalogue)?,
        codes(&shared, catalogue)?,
    ] {
        workbook.push_worksheet(sheet);
    }
    Ok(workbook.save_to_buffer()?)
}

fn units(shared: &Shared<'_>, year: i32) -> anyhow::Result<Worksheet> {
    let mut page = Page::bare(shared, UNIT_SHEET)?;
    fill_in(&mut page, 0, &UNITS, year, "")?;
    page.finish()
}

fn plan(shared: &Shared<'_>, catalogue: &Catalogue, year: i32) -> anyhow::Result<Worksheet> {
    let mut page = Page::bare(shared, "Kế hoạch vốn")?;
    let title = "SỔ THEO DÕI QUYẾT ĐỊNH GIAO, PHÂN BỔ KẾ HOẠCH VỐN";
    page.words(0, 0, title, &style::text(14.0).set_bold())?;
    page.words(1, 0, "Đơn vị tính: triệu đồng", &style::text(12.0).set_italic())?;
    let last = catalogue.nodes().count() as RowNum;
    let codes = format!("='{CODES}'!{}", cells::fixed(CODE, (1, last)));
    fill_in(&mut page, PLAN_HEADING, &PLAN, year, &codes)?;
    page.finish()
}

fn indicators(shared: &Shared<'_>, year: i32) -> anyhow::Result<Worksheet> {
    let mut page = Page::bare(shared, "Chỉ tiêu")?;
    fill_in(&mut page, 0, &INDICATORS, year, "")?;
    page.finish()
}

/// Headings with their notes, the sample line where there is one, and what is allowed below.
fn fill_in(
    page: &mut Page<'_>,
    heading: RowNum,
    columns: &[Column],
    year: i32,
    codes: &str,
) -> anyhow::Result<()> {
    let mut list = Vec::new();
    for (at, column) in (0..).zip(columns) {
        page.sheet.set_column_format(at, page.shared.styles.cell(Look::Bare, column.kind()))?;
        let of = Of::new(column.heading, column.width, move |_, (): &()| column.sample(year));
        let of = match validation(column, year, codes)? {
            Some(asks) => of.asks(asks),
            None => of,
        };
        let is_amount = matches!(column.takes, Takes::Amount);
        list.push(of.note(column.note).decimals(if is_amount { number::MOST } else { 0 }));
    }
    let table = Table::<_>::new(list);
    table.widths(page);
    let first = table.heading(page, heading)?;
    if columns.iter().any(|column| !column.sample.is_empty()) {
        table.row(page, first, &(), Look::Sample)?;
    }
    let last = heading + ROWS;
    table.watch(page, (first, last))?;
    page.sheet.set_freeze_panes(first, 0)?.set_repeat_rows(heading, heading)?.autofilter(
        heading,
        0,
        last,
        table.last(),
    )?;
    Ok(())
}

impl Column {
    /// How its cells look.
    fn kind(&self) -> Kind {
        match self.takes {
            Takes::Day => Kind::Day,
            Takes::Year => Kind::Year,
            Takes::Amount => Kind::Figure,
            _ => Kind::Typed,
        }
    }

    /// What its sample line has.
    fn sample(&self, year: i32) -> Value {
        let is_told = !self.sample.is_empty();
        match self.takes {
            Takes::Day => Value::Day(NaiveDate::from_ymd_opt(year, 1, 15).filter(|_| is_told)),
            Takes::Year => Value::Year(is_told.then_some(year)),
            Takes::Amount => {
                let thousand_million = Money::from_dong(1_000_000_000);
                Value::Figure(is_told.then_some(thousand_million))
            }
            _ => Value::Typed(self.sample.to_owned()),
        }
    }
}

/// What a column takes: the tool says in its own words what it cannot read.
fn validation(column: &Column, year: i32, codes: &str) -> anyhow::Result<Option<DataValidation>> {
    let new = DataValidation::new();
    let (validation, message) = match column.takes {
        Takes::Text => return Ok(None),
        Takes::OneOf(words) => {
            (new.allow_list_strings(words)?, "Nên chọn một giá trị trong danh sách.")
        }
        Takes::Funding => {
            (new.allow_list_strings(&Funding::ALL.map(Funding::short))?, "Chọn ĐT hoặc SN.")
        }
        Takes::Source => {
            let sources = Source::ALL.into_iter().filter(|source| *source != Source::Local);
            let sources: Vec<&str> = sources.map(Source::short).collect();
            (new.allow_list_strings(&sources)?, "Chọn TW, tỉnh, huyện, xã, nước ngoài hoặc khác.")
        }
        Takes::Unit => {
            let units = format!("='{UNIT_SHEET}'!{}", cells::fixed(CODE, (1, ROWS - 1)));
            (new.allow_list_formula(Formula::new(units)), "Mã này chưa có ở trang Đơn vị.")
        }
        Takes::Code => {
            (new.allow_list_formula(Formula::new(codes)), "Mã này không có ở trang Mã nội dung.")
        }
        Takes::Day => {
            let earliest = ExcelDateTime::from_ymd(2010, 1, 1)?;
            (
                new.allow_date(DataValidationRule::GreaterThanOrEqualTo(earliest)),
                "Nhập ngày dạng ngày/tháng/năm, ví dụ 15/01/2024.",
            )
        }
        Takes::Year => (
            new.allow_whole_number(DataValidationRule::Between(year - 5, year)),
            "Năm mà vốn được giao; vốn kéo dài ghi năm gốc.",
        ),
        Takes::Amount => (
            new.allow_decimal_number(DataValidationRule::Between(-1e12, 1e12)),
            "Ô này nhận số; điều chỉnh giảm ghi số âm.",
        ),
    };
    Ok(Some(table::warning(validation, message)?))
}

/// How to fill in the sheets, and the indicators that need no row.
fn guide(shared: &Shared<'_>, catalogue: &Catalogue) -> anyhow::Result<Worksheet> {
    const WIDTH: f64 = 88.0;
    let mut page = Page::bare(shared, "Hướng dẫn")?;
    page.sheet.set_portrait();
    page.widths(&[WIDTH]);
    page.words(0, 0, "CÁCH ĐIỀN DANH MỤC", &style::text(14.0).set_bold())?;
    let format = style::text(12.0).set_text_wrap().set_align(FormatAlign::Top);
    let bold = format.clone().set_bold();
    let known = catalogue.indicators.iter();
    let known = known.map(|known| format!("{} ({}; mã {})", known.name, known.unit, known.id));
    let known = format!("Chỉ tiêu có sẵn: {}.", known.collect::<Vec<_>>().join("; "));
    let lines = columns::GUIDE.into_iter().chain(["", &known]);
    for (row, line) in (2..).zip(lines) {
        page.words(row, 0, line, if line.ends_with(':') { &bold } else { &format })?;
        page.points(row, 3.0 + 16.5 * f64::from(text::lines(line, WIDTH)))?;
    }
    page.finish()
}

/// The ids of programs and components with their names.
fn codes(shared: &Shared<'_>, catalogue: &Catalogue) -> anyhow::Result<Worksheet> {
    let mut page = Page::bare(shared, CODES)?;
    let table = Table::<&Node>::new(vec![
        Of::new(CODES, 16.0, |_, node: &&Node| Value::Text(node.id.to_string())),
        Of::new("Tên", 100.0, |_, node: &&Node| {
            let steps = u8::try_from(node.id.depth()).map_or(STEPS, |depth| depth.min(STEPS));
            Value::Inset(steps, node.title().to_owned())
        }),
        Of::new("Loại vốn thường có", 20.0, |_, node: &&Node| {
            let funding: Vec<&str> = node.funding.iter().map(|funding| funding.short()).collect();
            Value::Text(funding.join(", "))
        }),
    ]);
    table.widths(&mut page);
    let body = table.heading(&mut page, 0)?;
    for (row, node) in (body..).zip(catalogue.nodes()) {
        let look = if node.id.is_program() { Look::Strong } else { Look::Plain };
        table.row(&mut page, row, &node, look)?;
    }
    page.sheet.set_freeze_panes(body, 0)?.set_repeat_rows(0, 0)?;
    page.finish()
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

    use super::*;

    fn opened() -> Xlsx<std::io::Cursor<Vec<u8>>> {
        let bytes = empty(&Catalogue::embedded(), 2024).unwrap();
        open_workbook_from_rs(std::io::Cursor::new(bytes)).unwrap()
    }

    fn row(workbook: &mut Xlsx<std::io::Cursor<Vec<u8>>>, sheet: &str, row: u32) -> Vec<String> {
        let range = workbook.worksheet_range(sheet).unwrap();
        let width = range.end().unwrap().1;
        let value = |column| range.get_value((row, column)).map(Data::to_string);
        (0..=width).map(|column| value(column).unwrap_or_default()).collect()
    }

    #[test]
    fn the_register_has_the_headings_of_the_contract() {
        let mut register = opened();
        assert_eq!(
            register.sheet_names(),
            ["Đơn vị", "Kế hoạch vốn", "Chỉ tiêu", "Hướng dẫn", "Mã nội dung"]
        );
        assert_eq!(
            row(&mut register, "Đơn vị", 0).join("|"),
            "Mã đơn vị|Tên đơn vị|Loại|Tên khác|Chương trình chủ trì|Người phụ trách|Điện thoại|\
             Email|Hiệu lực từ|Hiệu lực đến|Sáp nhập vào"
        );
        assert_eq!(
            row(&mut register, "Kế hoạch vốn", 3).join("|"),
            "Số quyết định|Ngày|Mã đơn vị|Mã nội dung|Công trình|Loại vốn|Nguồn vốn|Năm vốn|\
             Số tiền|Ghi chú"
        );
        assert_eq!(row(&mut register, "Kế hoạch vốn", 1)[0], "Đơn vị tính: triệu đồng");
        assert_eq!(
            row(&mut register, "Chỉ tiêu", 0).join("|"),
            "Mã|Tên chỉ tiêu|Tên khác|Đơn vị|Loại|Nội dung"
        );
    }

    #[test]
    fn each_table_has_one_sample_line_that_says_so() {
        let mut register = opened();
        for (sheet, first) in [("Đơn vị", 1), ("Kế hoạch vốn", 4)] {
            assert!(row(&mut register, sheet, first).join("|").contains("số liệu minh họa"));
            let range = register.worksheet_range(sheet).unwrap();
            assert_eq!(range.end().unwrap().0, first, "{sheet}: nothing below the sample");
        }
    }

    #[test]
    fn the_sample_names_a_unit_and_a_component_that_exist() {
        let mut register = opened();
        let unit = row(&mut register, "Đơn vị", 1)[0].clone();
        let decision = row(&mut register, "Kế hoạch vốn", 4);
        assert_eq!(decision[2], unit);
        assert!(Catalogue::embedded().get(&decision[3].parse().unwrap()).is_some());
    }

    #[test]
    fn the_same_year_gives_the_same_bytes() {
        let catalogue = Catalogue::embedded();
        assert_eq!(empty(&catalogue, 2024).unwrap(), empty(&catalogue, 2024).unwrap());
    }
}
