//! "Hoàn trả, điều chỉnh": what the unit proposes to return, or to have changed, of each plan that it has. A sheet of its own:
//! few rows are filled in, and the money tables are wide enough.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use super::Order;
use super::columns::Block;
use super::content;
use super::entries::Entries;
use super::guard;
use super::outline::{Kind, Place};
use super::sent::Content;
use super::split::Part;
use super::table::Table as MoneyTable;
use crate::domain::key::{Funding, Key, PlanYear, Source};
use crate::domain::mark;
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::submission::Measure;
use crate::render::xlsx::Shared;
use crate::render::xlsx::cells;
use crate::render::xlsx::letterhead::{self, ISSUED, Issued};
use crate::render::xlsx::number::precision;
use crate::render::xlsx::page::{Notes, Page};
use crate::render::xlsx::style::{Kind as As, Look};
use crate::render::xlsx::table::{self, Column, Table, Value};

/// The row of the total, below the heading.
const TOTAL: RowNum = ISSUED + 1;
/// Rows beside those of the plan that are left to fill in.
const FREE_ROWS: usize = 5;

/// The rows of the sheet, and what is said of its cells.
#[derive(Debug, Default)]
pub(in crate::render) struct Proposals {
    rows: Vec<Row>,
    /// Cells to look at, and why.
    pub remarks: Notes,
}

/// A row.
#[derive(Debug, Default)]
struct Row {
    code: String,
    label: String,
    kind: Use,
    /// Whose money it is; none of a heading and a free row.
    of: Option<(Place, Funding, Part)>,
    stated: BTreeMap<Asked, Content>,
}

/// What a row is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Use {
    /// The component of the works below it.
    Heading,
    /// Money that is planned, or of which something was stated.
    Listed,
    /// To be filled in with its name.
    #[default]
    Free,
}

/// A column that is filled in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Asked {
    Return,
    Raise,
    Lower,
}

const ASKED: [(Asked, &str); 3] = [
    (Asked::Return, "Đề nghị hoàn trả, hủy dự toán"),
    (Asked::Raise, "Đề nghị điều chỉnh tăng"),
    (Asked::Lower, "Đề nghị điều chỉnh giảm"),
];

impl Proposals {
    /// The name of the sheet.
    pub(in crate::render) const SHEET: &str = mark::PROPOSALS;

    /// A row for each plan of the unit, and for what it stated.
    pub(in crate::render) fn of(tables: &[MoneyTable]) -> Proposals {
        let mut rows = Vec::new();
        for table in tables {
            let outline = &table.outline.rows;
            for row in outline {
                if let Kind::Sum(below) = &row.kind {
                    let is_work = |at: &usize| {
                        let place = outline[*at].place.as_ref();
                        place.is_some_and(|place| place.1.is_some())
                    };
                    if row.component.is_some() && below.iter().any(is_work) {
                        let (code, label) = (row.code.clone(), short(&row.code, &row.label));
                        rows.push(Row { code, label, kind: Use::Heading, ..Row::default() });
                    }
                    continue;
                }
                let Some(place) = &row.place else { continue };
                let of = Measure::PROPOSED;
                let stated = row.figures.keys().filter(|(measure, _)| of.contains(measure));
                let parts: BTreeSet<Part> =
                    row.plan.keys().copied().chain(stated.map(|(_, part)| *part)).collect();
                for part in parts {
                    let content = |measure| row.figures.get(&(measure, part));
                    rows.push(Row {
                        code: row.code.clone(),
                        label: short(&row.code, &row.label),
                        kind: Use::Listed,
                        of: Some((place.clone(), table.funding, part)),
                        stated: Measure::PROPOSED
                            .into_iter()
                            .filter_map(|measure| entry(measure, content(measure)?))
                            .collect(),
                    });
                }
            }
        }
        rows.resize_with(rows.len() + FREE_ROWS, Row::default);
        Proposals { rows, remarks: Notes::new() }
    }

    /// The cell in which a figure of a key stands: a decrease beside an increase.
    pub(in crate::render) fn cell(&self, key: &Key, measure: Measure) -> Option<Cell> {
        let of = |row: &Row| {
            row.of.as_ref().is_some_and(|((component, work), funding, part)| {
                *component == key.component
                    && *work == key.work
                    && *funding == key.funding
                    && (part.year, part.source) == (key.year, key.source)
            })
        };
        let at = self.rows.iter().position(of)?;
        let asked = match measure {
            Measure::ToReturn => Asked::Return,
            _ if self.rows[at].stated.contains_key(&Asked::Lower) => Asked::Lower,
            _ => Asked::Raise,
        };
        Some(Cell::new(self.at(at), column(asked).into()))
    }

    /// The row of the sheet on which a row stands.
    fn at(&self, row: usize) -> RowNum {
        TOTAL + 1 + RowNum::try_from(row).expect("fewer rows than a sheet has")
    }
}

/// Titles of components may fill half a page; here their code says which one is meant.
const LONGEST: usize = 90;

/// A title that a code stands beside, cut between two words.
fn short(code: &str, label: &str) -> String {
    let cut = label.char_indices().nth(LONGEST).map(|(end, _)| &label[..end]);
    match cut.and_then(|cut| cut.rsplit_once(' ')) {
        Some((cut, _)) if !code.is_empty() => format!("{}…", cut.trim_end_matches([',', ';'])),
        _ => label.to_owned(),
    }
}

/// Where a figure is filled in, and as what: a decrease without its sign.
fn entry(measure: Measure, content: &Content) -> Option<(Asked, Content)> {
    Some(match (measure, content) {
        (Measure::ToReturn, content) => (Asked::Return, content.clone()),
        (_, Content::Amount(amount)) if amount.is_negative() => {
            (Asked::Lower, Content::Amount(-*amount))
        }
        (_, content) => (Asked::Raise, content.clone()),
    })
}

/// STT, Mã, Nội dung, Loại vốn, Năm vốn, Nguồn vốn.
const LEAD: usize = 6;
const LABEL: ColNum = 2;

fn column(asked: Asked) -> ColNum {
    (LEAD + asked as usize) as ColNum
}

/// A row and its number.
type Of<'e> = (u64, &'e Row);

/// The sheet; its free rows take the codes of the sheet of difficulties.
pub(super) fn sheet(
    order: &Order<'_>,
    shared: &Shared<'_>,
    proposals: &Proposals,
    difficulties: &Entries,
) -> anyhow::Result<Worksheet> {
    let mut page = Page::form(shared, Proposals::SHEET)?;
    page.mark(&proposals.remarks);
    let table = columns(order)?;
    table.widths(&mut page);
    let last = table.last();
    let head = Issued {
        annex: "Biểu số 05",
        title: "ĐỀ NGHỊ HOÀN TRẢ, HỦY DỰ TOÁN, ĐIỀU CHỈNH KẾ HOẠCH VỐN",
        left: LABEL,
        right: (last - 2, last),
    };
    letterhead::issued(&mut page, order.unit, &head)?;
    letterhead::money_unit_at(&mut page, ISSUED - 1, (last - 2, last))?;
    let first = table.heading(&mut page, ISSUED)?;
    let rows = (first + 1, first + proposals.rows.len() as RowNum);
    total(&mut page, proposals, (first, last), rows)?;
    for (at, (number, row)) in (first + 1..).zip((1..).zip(&proposals.rows)) {
        let look = if row.kind == Use::Heading { Look::Strong } else { Look::Plain };
        table.row(&mut page, at, &(number, row), look)?;
    }
    table.watch(&mut page, rows)?;
    let free = rows.1 + 1 - FREE_ROWS as RowNum;
    content::offer_codes(&mut page, difficulties, 1, (free, rows.1))?;
    let end = letterhead::unit_signatures(
        &mut page,
        order.unit,
        rows.1 + 2,
        (1, LABEL),
        (last - 2, last),
    )?;
    page.sheet.set_print_area(0, 0, end, last)?;
    page.sheet.set_freeze_panes(first, LABEL + 1)?.set_repeat_rows(ISSUED, ISSUED)?;
    page.finish()
}

/// What all rows come to; blank where nothing is proposed.
fn total(
    page: &mut Page<'_>,
    proposals: &Proposals,
    (at, last): (RowNum, ColNum),
    rows: (RowNum, RowNum),
) -> anyhow::Result<()> {
    for column in 0..=last {
        page.blank(at, column, Look::Total)?;
    }
    page.text(at, LABEL, "TỔNG CỘNG", Look::Total, As::Text)?;
    for (asked, _) in ASKED {
        let column = column(asked);
        let cells = cells::range((rows.0, column), (rows.1, column));
        let stated = proposals.rows.iter().filter_map(|row| row.stated.get(&asked)?.amount());
        let sum = stated.reduce(|a, b| a + b);
        let unit = page.shared.unit();
        let result = sum.map_or_else(String::new, |sum: Money| sum.as_number(unit).to_string());
        let formula = format!("=IF(COUNT({cells})=0,\"\",SUM({cells}))");
        page.formula(at, column, formula, result, Look::Total, As::Figure)?;
    }
    Ok(())
}

fn columns<'e>(order: &Order<'_>) -> anyhow::Result<Table<'e, Of<'e>>> {
    let budget = order.settings.budget_year(order.period);
    let words = |row: &Row, text: String| match row.kind {
        Use::Free => Value::entry(text),
        Use::Listed | Use::Heading => Value::Centred(text),
    };
    let fundings = Funding::ALL.map(|funding| funding.label().vi);
    let sources = [Source::Central, Source::Province, Source::District, Source::Commune];
    let sources = sources.map(|source| source.label().vi);
    let part = |row: &Row| row.of.as_ref().map(|(_, _, part)| *part);
    let mut columns: Vec<Column<'e, Of<'e>>> = vec![
        // A number, not a text: a row of words alone could pass for a heading.
        Column::new("STT", 5.0, |_, (number, _): &Of<'e>| Value::Count(*number)),
        Column::new("Mã", 10.0, move |_, (_, row): &Of<'e>| words(row, row.code.clone())),
        Column::new("Nội dung", 38.0, |_, (_, row): &Of<'e>| match row.kind {
            Use::Free => Value::entry(row.label.clone()),
            _ => Value::Text(row.label.clone()),
        }),
        Column::new("Loại vốn", 12.0, move |_, (_, row): &Of<'e>| {
            let funding = row.of.as_ref().map(|(_, funding, _)| funding.label().vi);
            words(row, funding.unwrap_or_default().to_owned())
        })
        .asks(content::one_of(&fundings)?),
        Column::new("Năm vốn", 14.0, move |_, (_, row): &Of<'e>| {
            let year = part(row).map(|part| part.year).filter(|year| *year != PlanYear::Any);
            words(row, year.map_or_else(String::new, |year| year_words(year, budget)))
        }),
        Column::new("Nguồn vốn", 11.0, move |_, (_, row): &Of<'e>| {
            let source = part(row).and_then(|part| part.source);
            words(row, source.map_or_else(String::new, |source| source.label().vi.to_owned()))
        })
        .asks(content::one_of(&sources)?),
    ];
    let unit = order.settings.office.money_unit;
    let decimals = precision(unit);
    let asks = guard::number("Ô này nhận số tiền, không ghi dấu trừ.")?;
    for (asked, heading) in ASKED {
        let take = move |_: &table::At<'_, ()>, (_, row): &Of<'e>| {
            if row.kind == Use::Heading {
                return Value::Blank;
            }
            let value = match row.stated.get(&asked) {
                Some(Content::Text(text)) => Value::Text(text.to_string()),
                stated => Value::Figure(stated.and_then(Content::amount)),
            };
            Value::Entry(Box::new(value))
        };
        let column = Column::new(heading, 13.0, take).asks(asks.clone()).decimals(decimals);
        columns.push(column);
    }
    columns.push(Column::new("Ghi chú", 28.0, |_, (_, row): &Of<'e>| match row.kind {
        Use::Heading => Value::Blank,
        _ => Value::entry(""),
    }));
    Ok(Table::new(columns))
}

fn year_words(year: PlanYear, budget: i32) -> String {
    match year {
        PlanYear::CarryOver => "Vốn kéo dài".to_owned(),
        year => Block::year_label(year, budget),
    }
}
