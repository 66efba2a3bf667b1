//! The sheet "Kế hoạch vốn": the journal of decisions, an amount a row.

use crate::domain::catalogue::Catalogue;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Source, Work};
use crate::domain::label::Label;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::register::{self, Decision, Unit, planned};
use crate::domain::settings::Office;
use crate::read::Value;

use super::super::faults::{quoted, suggestion};
use super::form::{Form, Heading, KnownBy};
use super::programs::Programs;
use super::table::{Book, Row, Table, place};
use super::typed::{self, NoNumber};
use super::units::{self, Codes};

#[derive(Clone, Copy, PartialEq, Debug)]
enum Column {
    Number,
    Date,
    Unit,
    Component,
    Work,
    Funding,
    Source,
    Year,
    Amount,
    Note,
}

static FORM: Form<Column> = Form {
    sheet: "Kế hoạch vốn",
    known_by: KnownBy::Headings,
    headings: &[
        Heading::optional(
            Column::Number,
            "Số quyết định",
            &["so quyet dinh", "so qd", "quyet dinh"],
        ),
        Heading::required(Column::Date, "Ngày", &["ngay", "ngay quyet dinh", "ngay qd", "ngay ky"]),
        // Without it every row would be an assignment to the office.
        Heading::required(Column::Unit, "Mã đơn vị", &["ma don vi", "ma dv"]),
        Heading::required(Column::Component, "Mã nội dung", &["ma noi dung", "ma thanh phan"]),
        Heading::optional(Column::Work, "Công trình", &["cong trinh", "ten cong trinh"]),
        Heading::required(Column::Funding, "Loại vốn", &["loai von"]),
        Heading::telling(Column::Source, "Nguồn vốn", &["nguon von", "nguon"], is_source),
        Heading::telling(Column::Year, "Năm vốn", &["nam von", "nam", "nam ke hoach"], is_year),
        Heading::required(Column::Amount, "Số tiền", &["so tien", "so von", "kinh phi"]),
        Heading::optional(Column::Note, "Ghi chú", &["ghi chu"]),
    ],
};

fn is_source(value: &Value) -> bool {
    matches!(value, Value::Text(text) if typed::source(text).is_some())
}

fn is_year(value: &Value) -> bool {
    match value {
        Value::Number(number) => typed::year(&number.to_string()).is_some(),
        Value::Text(text) => typed::year(text).is_some(),
        _ => false,
    }
}

/// What the other sheets have told.
pub(super) struct Known<'a> {
    /// The units; `None` where their table could not be read.
    pub(super) units: Option<&'a [Unit]>,
    /// Whether the office's own programs are in the catalogue.
    pub(super) programs: Programs,
}

/// The decisions, in the order of the sheet, and where they stand. An office may have no journal.
pub(super) fn read(
    book: &mut Book<'_>,
    known: &Known<'_>,
    catalogue: &Catalogue,
    office: &Office,
    meant: Option<MoneyUnit>,
) -> (Vec<Decision>, Option<register::Journal>) {
    let Some(table) = book.table(&FORM) else { return (Vec::new(), None) };
    let heading = table.heading_of(Column::Amount).expect("a journal has its required columns");
    let (unit, unit_at) = money_unit(book, &table, heading).unwrap_or((office.money_unit, heading));
    let unit = meant.unwrap_or(unit);
    let codes = known.units.map(Codes::of);
    let reader = Journal { known, codes, catalogue, office, unit };
    let decisions = table.rows().filter_map(|row| reader.decision(book, &row)).collect();
    let journal = register::Journal {
        unit_at: place(Some(table.sheet), Some(unit_at)),
        money_unit: unit,
        amount: heading.column,
        year: table.place(Column::Year),
    };
    (decisions, Some(journal))
}

/// The unit of money that the heading "Số tiền (triệu đồng)" states, else the last "Đơn vị tính: …" above the table;
/// and the cell that does.
fn money_unit(
    book: &mut Book<'_>,
    table: &Table<'_, Column>,
    heading: Cell,
) -> Option<(MoneyUnit, Cell)> {
    let sheet = table.sheet;
    let amounts = sheet.text(heading);
    if let Some(unit) = amounts.split(['(', ')']).nth(1).and_then(typed::money_unit) {
        return Some((unit, heading));
    }
    let above = sheet.cells.iter().filter(|(cell, _)| cell.row <= table.heading).rev();
    for (cell, value) in above {
        let Value::Text(text) = value else { continue };
        let label = Label::new(text);
        let stated = ["don vi tinh", "dvt", "don vi"].iter().find_map(|words| label.after(words));
        let Some(mut stated) = stated else { continue };
        let mut at = *cell;
        if stated.is_empty() {
            // "Đơn vị tính" | "triệu đồng" in two cells.
            let right =
                sheet.cells.iter().find(|(at, _)| at.row == cell.row && cell.column < at.column);
            let Some((beside, Value::Text(text))) = right else { continue };
            stated = Label::new(text);
            at = *beside;
        }
        if let Some(unit) = typed::money_unit(stated.as_str()) {
            return Some((unit, at));
        }
        // "Đơn vị: Phòng Tài chính" says who, "Đơn vị tính: lượng" means money and cannot be read.
        if label.has("don vi tinh") || label.has("dvt") {
            let typed = quoted(text);
            book.wrong(
                Some(sheet),
                Some(*cell),
                format!("không hiểu {typed}; ghi Đơn vị tính: đồng, nghìn đồng, triệu đồng hoặc tỷ đồng"),
                format!("cannot read {typed}; write Đơn vị tính: đồng, nghìn đồng, triệu đồng or tỷ đồng"),
            );
            return None;
        }
    }
    None
}

/// What the rows of the journal are read against.
struct Journal<'a> {
    known: &'a Known<'a>,
    codes: Option<Codes>,
    catalogue: &'a Catalogue,
    office: &'a Office,
    unit: MoneyUnit,
}

type At<'r, 't, 'a> = &'r Row<'t, 'a, Column>;

impl Journal<'_> {
    /// The decision of a row; `None` where the row is none, or has faults that were noted.
    fn decision(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<Decision> {
        // Remarks and signatures under the table; a sum of what stands above.
        if row.is_blank(Column::Amount) && row.is_blank(Column::Component) || is_sum(book, row) {
            return None;
        }
        // Each column is read before any is missed: a clerk sees all that is wrong with the row.
        let date = self.date(book, row);
        let unit = self.unit(book, row);
        let component = self.component(book, row);
        let funding = self.funding(book, row);
        let source = self.source(book, row);
        let year = self.year(book, row);
        let amount = self.amount(book, row);
        let work = book.text(row, Column::Work);
        let work = (!work.is_empty()).then(|| Work::named(&work));
        let (number, note) = (book.text(row, Column::Number), book.text(row, Column::Note));
        Some(Decision {
            number,
            date: date?,
            unit: unit?,
            key: planned(component?, work, funding?, source?, year?),
            amount: amount?,
            note,
            row: row.index,
        })
    }

    fn date(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<chrono::NaiveDate> {
        if row.is_blank(Column::Date) {
            book.wrong_at(
                row,
                Column::Date,
                "thiếu ngày quyết định; gõ theo dạng ngày/tháng/năm, ví dụ 15/01/2024",
                "the day of the decision is missing; type day/month/year, such as 15/01/2024",
            );
        }
        book.day(row, Column::Date)
    }

    fn unit(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<Option<UnitCode>> {
        if row.is_blank(Column::Unit) {
            return Some(None);
        }
        let typed = book.text(row, Column::Unit);
        let (units, codes) = (self.known.units?, self.codes.as_ref()?);
        match codes.get(&typed) {
            Some(code) => Some(Some(code.clone())),
            None if typed.is_empty() => None,
            None => {
                let hint = suggestion(units::nearest_unit(&typed, units));
                let typed = quoted(&typed);
                book.wrong_at(
                    row,
                    Column::Unit,
                    format!("trang Đơn vị không có mã {typed}{}; để trống nếu là vốn cấp trên giao", hint.vi),
                    format!("the sheet Đơn vị has no code {typed}{}; leave it blank for what is assigned to the office", hint.en),
                );
                None
            }
        }
    }

    fn component(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<ComponentId> {
        let typed = book.text(row, Column::Component);
        match units::component(&typed, self.catalogue) {
            Ok(id) => Some(id),
            Err(_) if typed.is_empty() => {
                if row.is_blank(Column::Component) {
                    book.wrong_at(
                        row,
                        Column::Component,
                        "thiếu mã nội dung, ví dụ gn.3.1; nếu là dòng cộng thì xóa đi",
                        "the id of the component is missing, such as gn.3.1; delete the row if it is a sum",
                    );
                }
                None
            }
            Err(_) if self.known.programs == Programs::Unread => None,
            Err(meant) => {
                let (typed, hint) = (quoted(&typed), suggestion(meant));
                book.wrong_at(
                    row,
                    Column::Component,
                    format!("không có mã nội dung {typed}{}", hint.vi),
                    format!("there is no component {typed}{}", hint.en),
                );
                None
            }
        }
    }

    fn funding(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<Funding> {
        let typed = book.text(row, Column::Funding);
        let funding = typed::funding(&typed);
        if funding.is_none() {
            let typed = quoted(&typed);
            book.wrong_at(
                row,
                Column::Funding,
                format!("loại vốn {typed} không dùng được; ghi ĐT (vốn đầu tư) hoặc SN (vốn sự nghiệp)"),
                format!("the funding type {typed} cannot be used; write ĐT (investment) or SN (recurrent)"),
            );
        }
        funding
    }

    fn source(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<Option<Source>> {
        if row.is_blank(Column::Source) {
            return Some(None);
        }
        let typed = book.text(row, Column::Source);
        let source = typed::source(&typed);
        if source.is_none() && !typed.is_empty() {
            let typed = quoted(&typed);
            book.wrong_at(
                row,
                Column::Source,
                format!("nguồn vốn {typed} không dùng được; ghi TW, tỉnh, huyện, xã, địa phương hoặc khác, mỗi nguồn một dòng"),
                format!("the source {typed} cannot be used; write TW, tỉnh, huyện, xã, địa phương or khác, a row each"),
            );
        }
        source.map(Some)
    }

    fn year(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<i32> {
        let is_blank = row.is_blank(Column::Year);
        if let Some(year) = self.office.year.filter(|_| is_blank) {
            return Some(year);
        }
        let typed = book.text(row, Column::Year);
        let year = typed::year(&typed);
        if year.is_none() && (is_blank || !typed.is_empty()) {
            let typed = quoted(&typed);
            book.wrong_at(
                row,
                Column::Year,
                format!("năm vốn {typed} không dùng được; ghi một năm gồm bốn chữ số, ví dụ 2024"),
                format!("the plan year {typed} cannot be used; write one year of four digits, such as 2024"),
            );
        }
        year
    }

    fn amount(&self, book: &mut Book<'_>, row: At<'_, '_, '_>) -> Option<Money> {
        let rounded = match row.value(Column::Amount) {
            Some(Value::Number(number)) => {
                Money::from_cell(*number, self.unit).ok_or(NoNumber::Wrong)
            }
            Some(Value::Text(text)) => typed::decimal(text)
                .and_then(|digits| Money::from_decimal(&digits, self.unit).ok_or(NoNumber::Wrong)),
            Some(Value::Error(_) | Value::NoResult) => {
                book.text(row, Column::Amount);
                return None;
            }
            _ => Err(NoNumber::Wrong),
        };
        let (vi, en) = match rounded {
            Ok(rounded) => return Some(rounded.money),
            Err(NoNumber::Ambiguous) => (
                "có thể là hai số khác nhau; gõ lại thành số không có dấu phân cách hàng nghìn",
                "could be two different numbers; type it as a number without separators of thousands",
            ),
            Err(NoNumber::Wrong) => (
                "không phải số tiền dùng được; gõ một số, ví dụ 1460,5 (điều chỉnh giảm: -1460,5)",
                "is no usable amount; type a number, such as 1460,5 (taken back: -1460,5)",
            ),
        };
        let typed = quoted(&book.text(row, Column::Amount));
        book.wrong_at(
            row,
            Column::Amount,
            format!("số tiền {typed} {vi}; đơn vị tính: {}", self.unit.label()),
            format!("the amount {typed} {en}; in {}", self.unit.text().en),
        );
        None
    }
}

/// Whether a row sums up others: it says so, and names no component and no day.
fn is_sum(book: &mut Book<'_>, row: At<'_, '_, '_>) -> bool {
    let keys = [Column::Component, Column::Date, Column::Funding, Column::Source, Column::Year];
    let says_so = |text: &str| {
        let label = Label::new(text);
        label.words().next().is_some_and(|word| ["tong", "cong"].contains(&word))
    };
    let texts = [Column::Number, Column::Unit, Column::Work, Column::Note];
    keys.iter().all(|column| row.is_blank(*column))
        && texts.iter().any(|column| says_so(&book.text(row, *column)))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_column_is_found_by_its_name() {
        super::FORM.assert_sound();
    }
}
