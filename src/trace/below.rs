//! Levels below: what a figure that the workbook of an office below states is made of, by the "Dữ liệu" and the "Nguồn" of
//! that workbook, and what the files of its own units say, where they are at hand.

use std::sync::Arc;

use super::book::Book;
use super::files::{File, Files, typed};
use crate::domain::key::{Key, PlanYear};
use crate::domain::label::Label;
use crate::domain::lang::{Lang, Text};
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::{Cell, Place};
use crate::domain::submission::Measure;
use crate::domain::traced::{Below, Lower, Seen};
use crate::read::{Sheet, Value};
use crate::render::workbook::ledger::Amount;
use crate::render::workbook::lines::{self, Field};

/// No file leads deeper than commune, district, province, ministry.
const DEEPEST: usize = 6;

/// What the figure in a cell is made of; `None` where its file is no workbook of an office below.
pub(super) fn of(
    files: &Files,
    place: &Place,
    key: &Key,
    measure: Measure,
    total: Money,
) -> Option<Box<Below>> {
    let name = place.file.as_ref()?;
    let file = files.shown(name)?;
    let File::Book(book) = &*file else { return None };
    made_of(files, book, name, (key, measure), total, 0).map(Box::new)
}

/// The columns of "Dữ liệu" in which a measure may stand: what was assigned is handed up as the plan.
fn columns(measure: Measure) -> &'static [Amount] {
    match measure {
        Measure::Plan => &[Amount::Assigned, Amount::Plan],
        Measure::Allocated => &[Amount::Plan, Amount::StatedAllocated],
        Measure::Volume => &[Amount::Volume],
        Measure::InPeriod => &[Amount::InPeriod],
        Measure::Cumulative => &[Amount::Cumulative],
        Measure::Forecast => &[Amount::Forecast],
        Measure::ForecastNext => &[Amount::ForecastNext],
        _ => &[],
    }
}

fn made_of(
    files: &Files,
    book: &Book,
    name: &Arc<str>,
    (key, measure): (&Key, Measure),
    total: Money,
    depth: usize,
) -> Option<Below> {
    let of = |key: &Key| -> Vec<u32> {
        (0..book.length() as u32).filter(|row| is_of(book, *row, key)).collect()
    };
    // A column of a form may leave it open that its money is this year's.
    let own = Key { year: PlanYear::Of(book.year), ..key.clone() };
    let rows = match of(key) {
        none if none.is_empty() && key.year == PlanYear::Any => of(&own),
        rows => rows,
    };
    let of_column = |amount: &Amount| -> Vec<(u32, Money)> {
        rows.iter().filter_map(|row| Some((*row, book.money(*row, *amount)?))).collect()
    };
    let ways = columns(measure).iter().map(|amount| (*amount, of_column(amount)));
    let ways: Vec<(Amount, Vec<(u32, Money)>)> = ways.collect();
    let is_it = |rows: &[(u32, Money)]| {
        !rows.is_empty() && rows.iter().map(|(_, money)| *money).sum::<Money>() == total
    };
    let found = ways.iter().find(|(_, rows)| is_it(rows));
    let (_, rows) = found.or_else(|| ways.iter().find(|(_, rows)| !rows.is_empty()))?;
    let sources = Sources::of(book);
    let lower = |(row, money): &(u32, Money)| {
        let text = |field| book.text(*row, field);
        let mut lower = Lower {
            number: text(Field::Number),
            unit: text(Field::Unit),
            name: text(Field::UnitName),
            kind: text(Field::Standing),
            amount: *money,
            file: text(Field::File),
            sheet: text(Field::Sheet),
            row: text(Field::Row),
            note: text(Field::Note),
            seen: Seen::NotAsked,
            below: None,
        };
        if files.looks_below() {
            (lower.seen, lower.below) = sources.look(files, &lower, (key, measure), depth);
        }
        lower
    };
    Some(Below { file: name.clone(), total, rows: rows.iter().map(lower).collect() })
}

/// Whether a row of "Dữ liệu" is about a key.
fn is_of(book: &Book, row: u32, key: &Key) -> bool {
    let is = |field: Field, text: &str| book.text(row, field) == text;
    let either = |field: Field, of: &dyn Fn(Lang) -> String| {
        [Lang::Vi, Lang::En].into_iter().any(|lang| is(field, &of(lang)))
    };
    is(Field::Component, key.component.as_str())
        && is(Field::Funding, key.funding.short())
        && is(Field::Work, key.work.as_ref().map_or("", |work| &work.name))
        && either(Field::Source, &|lang| lines::source(key.source, lang).to_owned())
        && either(Field::Year, &|lang| match key.year {
            PlanYear::Of(year) => year.to_string(),
            year => lines::year_words(year, lang).unwrap_or_default().to_owned(),
        })
}

/// What "Nguồn" says of the files.
#[derive(Default)]
struct Sources {
    /// File, SHA-256, unit of money.
    files: Vec<(String, String, Option<MoneyUnit>)>,
    /// File and sheet, column, what it was read as.
    readings: Vec<(String, u32, String)>,
}

impl Sources {
    fn of(book: &Book) -> Sources {
        let mut sources = Sources::default();
        let Some(sheet) = book.sheets.iter().find(|sheet| *sheet.name == *mark::SOURCES) else {
            return sources;
        };
        let mut heads: Vec<(u32, String)> = Vec::new();
        for (row, cells) in sheet.rows(0..u32::MAX) {
            let texts = cells.iter().filter_map(|(cell, value)| match value {
                Value::Text(text) => Some((cell.column, text.to_string())),
                _ => None,
            });
            let texts: Vec<(u32, String)> = texts.collect();
            let is_head = |names: [&str; 2]| texts.iter().any(|(_, text)| names.contains(&&**text));
            if is_head(["SHA-256", "SHA-256"]) || is_head(["Tiêu đề", "Heading"]) {
                heads = texts;
                continue;
            }
            let under = |vi: &str, en: &str| {
                let head = heads.iter().find(|(_, text)| text == vi || text == en)?;
                Some(sheet.text(Cell::new(row, head.0)).to_owned()).filter(|text| !text.is_empty())
            };
            if let (Some(file), Some(sha256)) = (under("Tệp", "File"), under("SHA-256", "SHA-256"))
            {
                let unit = under("Đơn vị tính", "Unit of money").unwrap_or_default();
                let begins = |of: &MoneyUnit| {
                    [of.text().vi, of.text().en].iter().any(|name| unit.starts_with(name))
                };
                let unit = MoneyUnit::ALL.into_iter().find(begins);
                sources.files.push((file, sha256, unit));
            } else if let (Some(place), Some(column), Some(read)) = (
                under("Tệp › sheet", "File › sheet"),
                under("Cột", "Column"),
                under("Hiểu là", "Read as"),
            ) {
                let column = format!("{column}1").parse::<Cell>().map(|cell| cell.column);
                sources.readings.extend(column.ok().map(|column| (place, column, read)));
            }
        }
        sources
    }

    /// What the file of a unit says of a row; and what that is made of, where the file is such a workbook again.
    fn look(
        &self,
        files: &Files,
        lower: &Lower,
        (key, measure): (&Key, Measure),
        depth: usize,
    ) -> (Seen, Option<Box<Below>>) {
        let known = self.files.iter().find(|(file, ..)| *file == lower.file);
        let Some((_, sha256, unit)) = known.filter(|_| !lower.file.is_empty()) else {
            return (Seen::NoFile, None);
        };
        let Some(path) = files.with_hash(sha256) else { return (Seen::Missing, None) };
        let shown = path.display().to_string();
        let Some(file) = files.at(path) else { return (Seen::Missing, None) };
        let below = match &*file {
            File::Book(book) if depth < DEEPEST => {
                let name: Arc<str> = shown.as_str().into();
                made_of(files, book, &name, (key, measure), lower.amount, depth + 1).map(Box::new)
            }
            _ => None,
        };
        let unit = match &*file {
            File::Book(book) => Some(book.unit),
            File::Other(_) => *unit,
        };
        let seen = match (file.sheet(&lower.sheet), unit) {
            (Some(sheet), Some(unit)) => self.compare(sheet, lower, measure, unit, &shown),
            _ => Seen::WorkedOut { file: shown.clone() },
        };
        // A form has no cell of its own for every figure that is handed up beside it; its ledger has the rows.
        let is_in_ledger = below.as_ref().is_some_and(|below| below.rest().is_zero());
        match seen {
            Seen::Differs { .. } if is_in_ledger => (Seen::WorkedOut { file: shown }, below),
            seen => (seen, below),
        }
    }

    /// The cell of the row in a column that was read as the measure.
    fn compare(
        &self,
        sheet: &Sheet,
        lower: &Lower,
        measure: Measure,
        unit: MoneyUnit,
        shown: &str,
    ) -> Seen {
        let file = shown.to_owned();
        let Ok(row) = lower.row.parse::<u32>() else { return Seen::WorkedOut { file } };
        let place = format!("{} › {}", lower.file, lower.sheet);
        let Text { vi, en } = measure.label();
        let is_it =
            |(at, _, read): &&(String, u32, String)| *at == place && (read == vi || read == en);
        let columns = self.readings.iter().filter(is_it).map(|(_, column, _)| *column);
        let cells = columns.filter_map(|column| {
            let cell = Cell::new(row.checked_sub(1)?, column);
            Some((cell, sheet.get(cell)?))
        });
        let cells: Vec<(Cell, &Value)> = cells.collect();
        let states = |(_, value): &&(Cell, &Value)| {
            amount(value, unit).is_some_and(|amount| amount == lower.amount)
        };
        match (cells.iter().find(states), cells.is_empty()) {
            (Some((cell, value)), _) => Seen::Equal { file, cell: *cell, typed: typed(value) },
            (None, true) => Seen::WorkedOut { file },
            (None, false) => {
                let cells = cells.into_iter().map(|(cell, value)| (cell, typed(value)));
                Seen::Differs { file, cells: cells.collect() }
            }
        }
    }
}

/// The amount of a cell: a number, or one that was typed as text.
fn amount(value: &Value, unit: MoneyUnit) -> Option<Money> {
    match value {
        Value::Number(number) => Some(Money::from_cell(*number, unit)?.money),
        Value::Text(text) => {
            let digits = text.trim().replace('.', "").replace(',', ".");
            Some(Money::from_decimal(&digits, unit)?.money)
        }
        _ => None,
    }
}

/// Whether two names are one as a clerk types them.
pub(super) fn is_name(a: &str, b: &str) -> bool {
    Label::new(a) == Label::new(b)
}
