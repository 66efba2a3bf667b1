//! "Dữ liệu": one row a line, an Excel table that every other sheet sums.

use std::borrow::Cow;
use std::io;

use rust_xlsxwriter::{ColNum, IgnoreError, RowNum, Table, TableColumn, TableStyle, Worksheet};

use crate::domain::code::UnitCode;
use crate::domain::key::{Funding, PlanYear, Source};
use crate::domain::known::Known;
use crate::domain::lang::{Lang, Text, words};

use super::Book;
use super::ledger::{Amount, Extent, Row};
use super::package::TableRange;
use crate::render::xlsx::cells::at;
use crate::render::xlsx::links::Target;
use crate::render::xlsx::page::{MOST_LINKS, Page, number_of};
use crate::render::xlsx::raw::RawRows;
use crate::render::xlsx::style::{Kind, Look};

/// The name of the sheet.
pub(crate) const NAME: &str = "Dữ liệu";
/// The name of the table.
pub(crate) const TABLE: &str = "DuLieu";
/// The row of its headings.
pub(crate) const HEADING: RowNum = 3;
/// So many rows are left below it; what is more goes on in "Dữ liệu 2", "Dữ liệu 3".
pub(super) const MOST_ROWS: usize = 1_048_576 - HEADING as usize - 1;

/// A name with the number of its part: the first has none.
pub(crate) fn of_part(name: &str, gap: &str, part: usize) -> String {
    match part {
        0 => name.to_owned(),
        part => format!("{name}{gap}{}", part + 1),
    }
}

/// A column of the table.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Field {
    Number,
    Standing,
    UnitKey,
    Unit,
    UnitName,
    Program,
    Component,
    Label,
    Work,
    Funding,
    Source,
    Year,
    Money(Amount),
    File,
    Sheet,
    Row,
    Decision,
    Date,
    Note,
    FormKey,
}

impl Field {
    /// All, from left to right.
    pub(crate) fn all() -> impl Iterator<Item = Field> {
        use Field::*;
        let keys = [
            Number, Standing, UnitKey, Unit, UnitName, Program, Component, Label, Work, Funding,
            Source, Year,
        ];
        let rest = [File, Sheet, Row, Decision, Date, Note, FormKey];
        keys.into_iter().chain(Amount::ALL.map(Money)).chain(rest)
    }

    /// Letters and blanks only where a formula names it: other signs would need quoting there.
    pub(crate) const fn heading(self) -> Text {
        match self {
            Field::Number => Text { vi: "STT", en: "No" },
            Field::Standing => Text { vi: "Loại dòng", en: "Kind of row" },
            Field::UnitKey => Text { vi: "Khóa đơn vị", en: "Unit key" },
            Field::Unit => Text { vi: "Mã đơn vị", en: "Unit code" },
            Field::UnitName => Text { vi: "Đơn vị", en: "Unit" },
            Field::Program => Text { vi: "Chương trình", en: "Program" },
            Field::Component => Text { vi: "Mã nội dung", en: "Component code" },
            Field::Label => Text { vi: "Nội dung", en: "Component" },
            Field::Work => Text { vi: "Công trình", en: "Work" },
            Field::Funding => Text { vi: "Loại vốn", en: "Funding type" },
            Field::Source => Text { vi: "Nguồn vốn", en: "Source" },
            Field::Year => Text { vi: "Năm vốn", en: "Plan year" },
            Field::Money(amount) => match amount {
                Amount::Assigned => Text { vi: "Vốn giao", en: "Assigned" },
                Amount::Allocated => Text { vi: "Đã phân bổ", en: "Allocated" },
                Amount::Plan => Text { vi: "Kế hoạch tính tỷ lệ", en: "Plan of the rate" },
                Amount::Stated => {
                    Text { vi: "Kế hoạch đơn vị báo", en: "Plan stated by unit" }
                }
                Amount::StatedAllocated => {
                    Text { vi: "Phân bổ đơn vị báo", en: "Allocated stated by unit" }
                }
                Amount::Volume => {
                    Text { vi: "Khối lượng hoàn thành", en: "Accepted volume" }
                }
                Amount::InPeriod => {
                    Text { vi: "Giải ngân trong kỳ", en: "Disbursed in period" }
                }
                Amount::Cumulative => Text { vi: "Lũy kế giải ngân", en: "Cumulative" },
                Amount::Carried => {
                    Text { vi: "Trong đó tạm tính", en: "Of which provisional" }
                }
                Amount::Forecast => {
                    Text { vi: "Ước đến tháng 12", en: "Forecast to December" }
                }
                Amount::ForecastNext => {
                    Text { vi: "Ước đến tháng 1 năm sau", en: "Forecast to January" }
                }
                Amount::ToReturn => {
                    Text { vi: "Đề nghị hoàn trả", en: "Proposed to return" }
                }
                Amount::ToAdjust => {
                    Text { vi: "Đề nghị điều chỉnh", en: "Proposed change" }
                }
                Amount::SetAside => Text { vi: "Số chưa đưa vào", en: "Amount set aside" },
            },
            Field::File => Text { vi: "Tệp", en: "File" },
            Field::Sheet => Text { vi: "Sheet", en: "Sheet" },
            Field::Row => Text { vi: "Dòng", en: "Row" },
            Field::Decision => Text { vi: "Số quyết định", en: "Decision" },
            Field::Date => Text { vi: "Ngày quyết định", en: "Date of decision" },
            Field::Note => Text { vi: "Ghi chú, mã lỗi", en: "Note, finding" },
            Field::FormKey => Text { vi: "Khóa biểu", en: "Form key" },
        }
    }

    /// How its cells look. Amounts have as many decimals as the longest of their column.
    fn kind(self, book: &Book<'_>) -> Kind {
        match self {
            Field::Money(amount) => Kind::Number(book.ledger.extents[amount as usize].decimals),
            Field::Year => Kind::Centre,
            _ => Kind::Text,
        }
    }

    fn width(self) -> f64 {
        match self {
            Field::Number | Field::UnitKey | Field::Row | Field::Funding => 7.0,
            Field::Standing => 20.0,
            Field::Money(_) | Field::Decision => 15.0,
            Field::UnitName | Field::File => 24.0,
            Field::Label | Field::Work | Field::Note => 34.0,
            Field::Sheet => 16.0,
            _ => 11.0,
        }
    }

    /// The column of a part as formulas of all sheets name it.
    fn reference(self, part: usize, lang: Lang) -> String {
        format!("{}[{}]", of_part(TABLE, "", part), self.heading().get(lang))
    }
}

/// `SUMIFS` of a column of money over the rows of all parts that meet every condition. A condition is a reference or a
/// word of ours, never a text of a unit: `*`, `?` and `=` would act there.
pub(super) fn sum_where(book: &Book<'_>, amount: Amount, conditions: &[(Field, &str)]) -> String {
    let of_part = |part: usize| {
        let conditions = conditions
            .iter()
            .map(|(field, is)| format!(",{},{is}", field.reference(part, book.shared.lang)));
        let sum = Field::Money(amount).reference(part, book.shared.lang);
        format!("SUMIFS({sum}{})", conditions.collect::<String>())
    };
    (0..book.ledger.parts()).map(of_part).collect::<Vec<_>>().join("+")
}

/// The sum of a column of money over the rows of all parts.
pub(super) fn sum(book: &Book<'_>, amount: Amount) -> String {
    let lang = book.shared.lang;
    let of_part = |part| format!("SUM({})", Field::Money(amount).reference(part, lang));
    (0..book.ledger.parts()).map(of_part).collect::<Vec<_>>().join("+")
}

/// What stands over a column of money.
pub(crate) const fn heading(amount: Amount) -> Text {
    Field::Money(amount).heading()
}

/// The funding type as the table writes it, quoted for a formula.
pub(super) fn funding(funding: Funding) -> String {
    format!("\"{}\"", funding.short())
}

/// The source as the table writes it.
pub(crate) fn source(source: Option<Source>, lang: Lang) -> &'static str {
    source.map_or(Text { vi: "chưa tách", en: "not split" }.get(lang), Source::short)
}

/// The plan year as the table writes it; `None` for a number.
pub(crate) fn year_words(year: PlanYear, lang: Lang) -> Option<&'static str> {
    match year {
        PlanYear::Of(_) => None,
        PlanYear::CarryOver => Some(Text { vi: "kéo dài", en: "carry-over" }.get(lang)),
        PlanYear::Any => Some(Text { vi: "chưa tách", en: "not split" }.get(lang)),
    }
}

/// The key of a row of a form, as the table and the form write it.
pub(super) fn form_key(place: usize) -> String {
    format!("K{:05}", place + 1)
}

/// The last row of a table of so many rows. A table of Excel has at least one, be it empty.
fn last_row(rows: usize) -> anyhow::Result<RowNum> {
    Ok(HEADING + u32::try_from(rows.max(1))?)
}

/// The table of a part: [`sheet`] writes it with its first row alone.
pub(super) fn table(book: &Book<'_>, part: usize) -> anyhow::Result<TableRange> {
    let to = |last| {
        let column = (Field::all().count() - 1) as ColNum;
        format!("{}:{}", at(HEADING, 0), at(last, column))
    };
    let meant = to(last_row(book.ledger.length_of(part))?);
    Ok(TableRange { name: of_part(TABLE, "", part), written: to(HEADING + 1), meant })
}

/// The sheet of a part, with two rows of samples in place of its own ([`rows`]).
pub(super) fn sheet(book: &Book<'_>, part: usize) -> anyhow::Result<Worksheet> {
    let mut page = Page::report(Worksheet::new(), &book.shared, &of_part(NAME, " ", part))?;
    let title = Text { vi: "DỮ LIỆU TỔNG HỢP", en: "DATA" };
    page.words(0, 0, book.say(title), &book.shared.styles.section)?;
    let about = Text {
        vi: "Mỗi dòng là một quyết định, một dòng báo cáo hoặc một ô chưa đưa vào tổng hợp; các sheet khác cộng từ bảng này. Đơn vị tính",
        en: "A row is a decision, a line of a report or a cell set aside; the other sheets sum this table. Unit of money",
    };
    let mut about = format!("{}: {}", book.say(about), book.unit().text().get(book.shared.lang));
    if MOST_LINKS < book.ledger.origins[part] {
        about.push_str(
            words!(
                ". Chỉ {most} dòng đầu có liên kết đến ô của tệp",
                ". Only the first {most} rows link to the cell of the file";
                most = MOST_LINKS
            )
            .get(book.shared.lang),
        );
    }
    page.words(1, 0, &about, &book.shared.styles.remark)?;
    let fields: Vec<Field> = Field::all().collect();
    let kinds: Vec<Kind> = fields.iter().map(|field| field.kind(book)).collect();
    page.widths(&fields.iter().map(|field| field.width()).collect::<Vec<_>>());
    let columns: Vec<TableColumn> = fields
        .iter()
        .map(|field| {
            let format = book.shared.styles.heading.clone();
            TableColumn::new().set_header(book.say(field.heading())).set_header_format(format)
        })
        .collect();
    for (column, (field, kind)) in (0..).zip(fields.iter().zip(&kinds)) {
        page.sheet.set_column_format(column, book.shared.styles.cell(Look::Bare, *kind))?;
        let special = match field {
            Field::Money(amount) => {
                let Extent { least, most, is_least, .. } = book.ledger.extents[*amount as usize];
                let kind = if is_least { kind.at_least() } else { *kind };
                [least, most].into_iter().for_each(|money| page.make_room(column, money, kind));
                kind
            }
            Field::Row => Kind::Link,
            Field::Date => Kind::Day,
            _ => *kind,
        };
        for (row, kind) in (HEADING + 1..).zip([*kind, special]) {
            page.number(row, column, 0.0, book.shared.styles.cell(Look::Bare, kind))?;
        }
    }
    let table = Table::new()
        .set_name(of_part(TABLE, "", part))
        .set_columns(&columns)
        .set_style(TableStyle::Light1);
    let last = last_row(book.ledger.length_of(part))?;
    page.sheet.add_table(HEADING, 0, HEADING + 1, (fields.len() - 1) as ColNum, &table)?;
    page.height(HEADING, 2)?;
    // The row of a file is a text because it is a link; the table says so once, not Excel in each cell.
    let row =
        fields.iter().position(|field| *field == Field::Row).expect("the table has it") as ColNum;
    page.sheet.ignore_error_range(HEADING + 1, row, last, row, IgnoreError::NumberStoredAsText)?;
    page.print_columns((fields.len() - 1) as ColNum, 5);
    page.sheet.set_zoom(85);
    page.sheet.set_freeze_panes(HEADING + 1, 5)?.set_repeat_rows(HEADING, HEADING)?;
    page.finish()
}

/// Writes the rows of a part, and gives how many they were. `rows` are those of this part and the next ones, with their
/// numbers.
pub(super) fn rows<'a>(
    book: &Book<'a>,
    part: usize,
    rows: &mut impl Iterator<Item = (usize, Row<'a>)>,
    out: &mut RawRows<'_>,
) -> io::Result<usize> {
    let fields: Vec<Field> = Field::all().collect();
    let mut written = 0;
    for (at, (number, row)) in (HEADING + 1..).zip(rows.take(book.ledger.length_of(part))) {
        out.row(at, |out| {
            let mut fields = (0..).zip(&fields);
            fields.try_for_each(|(column, field)| value(out, book, column, *field, (number, &row)))
        })?;
        written += 1;
    }
    Ok(written)
}

fn value(
    out: &mut RawRows<'_>,
    book: &Book<'_>,
    column: ColNum,
    field: Field,
    (number, row): (usize, &Row<'_>),
) -> io::Result<()> {
    let key = row.key.as_ref();
    let text = match field {
        Field::Number => return out.number(column, number as f64),
        Field::UnitKey => {
            return row.unit.map_or(Ok(()), |unit| out.number(column, unit as f64 + 1.0));
        }
        Field::Money(amount) => {
            let Some(money) = row.amount(amount) else { return Ok(()) };
            let money = money.as_number(book.unit());
            let is_whole = row.known(amount).is_none_or(Known::is_whole);
            return if is_whole { out.number(column, money) } else { out.special(column, money) };
        }
        Field::Year => match key.map(|key| key.year) {
            Some(PlanYear::Of(year)) => return out.number(column, year.into()),
            Some(year) => year_words(year, book.shared.lang).unwrap_or("").into(),
            None => return Ok(()),
        },
        Field::Date => {
            let Some(date) = row.decision.map(|decision| decision.date) else { return Ok(()) };
            match number_of(date) {
                Some(number) => return out.special(column, number),
                None => date.to_string().into(),
            }
        }
        Field::Row => {
            let Some((file, sheet, cell)) = row.origin else { return Ok(()) };
            let shown = match row.label {
                Some(_) => cell.to_string(),
                None => (cell.row + 1).to_string(),
            };
            let target = Target::of(book.shared.home, (file, Some(sheet), Some(cell)));
            match target.filter(|_| out.links.count < MOST_LINKS) {
                Some(target) => {
                    out.link(column, &shown, &target);
                    return Ok(());
                }
                None => shown.into(),
            }
        }
        Field::Standing => book.say(row.kind.label()).into(),
        Field::Unit => row.code.as_ref().map_or("", UnitCode::as_str).into(),
        Field::UnitName => Cow::from(&*row.name),
        Field::Program => {
            key.map_or("", |key| key.component.as_str().split('.').next().unwrap_or("")).into()
        }
        Field::Component => key.map_or("", |key| key.component.as_str()).into(),
        Field::Label => match (key, row.label) {
            (Some(key), _) => book.summary.catalogue.title(&key.component).into(),
            (None, label) => label.unwrap_or("").into(),
        },
        Field::Work => key.and_then(|key| key.work.as_ref()).map_or("", |work| &*work.name).into(),
        Field::Funding => key.map_or("", |key| key.funding.short()).into(),
        Field::Source => key.map_or("", |key| source(key.source, book.shared.lang)).into(),
        Field::File => row.origin.map_or("", |(file, ..)| file).into(),
        Field::Sheet => row.origin.map_or("", |(_, sheet, _)| sheet).into(),
        Field::Decision => row.decision.map_or("", |decision| &*decision.number).into(),
        Field::Note => Cow::from(&*row.note),
        Field::FormKey => key.map_or(Cow::default(), |key| form_key(book.ledger.place(key)).into()),
    };
    out.text(column, &text);
    Ok(())
}
