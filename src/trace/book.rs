//! A consolidated workbook as it was read: the rows of "Dữ liệu", and what its own formulas add up of them.
//!
//! What is summed into which printed total has one answer, the formula that stands in its cell: Excel goes by it, and so
//! does whoever follows a total here.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use chrono::Datelike as _;

use super::formula::{Expr, expression};
use crate::domain::bridge::Side;
use crate::domain::closing::Stood;
use crate::domain::code::UnitCode;
use crate::domain::key::Funding;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::{Area, Cell};
use crate::read::{self, Refused, Sheet, Value, Workbook};
use crate::render::workbook::ledger::{Amount, Kind};
use crate::render::workbook::lines::{self, Field};

/// A consolidated workbook.
pub(super) struct Book {
    /// Its sheets.
    pub sheets: Vec<Sheet>,
    /// The unit of its money.
    pub unit: MoneyUnit,
    /// Its period.
    pub period: Period,
    /// Its budget year.
    pub year: i32,
    /// Its tables of rows, by name: the number of the sheet.
    tables: BTreeMap<String, usize>,
    /// The columns of each sheet that is such a table.
    columns: BTreeMap<usize, BTreeMap<Field, u32>>,
    /// The rows of all tables: sheet and row.
    rows: Vec<(usize, u32)>,
    /// The rows by what stands in a column, where it was asked for.
    index: RefCell<BTreeMap<Field, Rc<ByWord>>>,
}

/// The numbers of rows by what stands in a column of them.
type ByWord = HashMap<String, Rc<[u32]>>;

/// Something that is added up.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Term {
    /// An amount of a row of "Dữ liệu", by the number of the row.
    Entry(u32, Amount),
    /// A number that stands in a cell of another sheet.
    Cell(usize, Cell),
}

/// A sum: how often each of its terms is in it.
pub(super) type Form = BTreeMap<Term, i64>;

/// What a cell holds.
#[derive(Clone, Debug)]
pub(super) enum Held {
    /// Nothing.
    Blank,
    /// Words.
    Text,
    /// A number that a formula names.
    Number(f64),
    /// A sum.
    Sum(Form),
    /// One sum of another.
    Rate(Form, Form),
    /// A formula that does something else.
    Other,
}

/// A value as conditions compare it.
fn word(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text.to_lowercase(),
        _ => String::new(),
    }
}

/// What the mark of a workbook of ours says, by name; empty where it is none.
fn mark_of(workbook: &Workbook) -> BTreeMap<String, String> {
    let sheet = workbook.sheets.iter().find(|sheet| *sheet.name == *mark::SHEET);
    let rows = sheet.into_iter().flat_map(|sheet| {
        sheet.rows(0..u32::MAX).map(|(row, _)| {
            let [name, value] = [0, 1].map(|column| sheet.text(Cell::new(row, column)).to_owned());
            (name, value)
        })
    });
    rows.collect()
}

impl Book {
    /// The workbook in these bytes.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn read(bytes: &[u8]) -> Result<Option<Book>, Refused> {
        read::workbook(bytes).map(Book::of)
    }

    /// `None` where it is no consolidated workbook of ours, or has no "Dữ liệu".
    pub(super) fn of(workbook: Workbook) -> Option<Book> {
        let mark = mark_of(&workbook);
        mark.get(mark::KIND).filter(|kind| kind.starts_with(mark::CONSOLIDATED_BY))?;
        let label = mark.get(mark::MONEY_UNIT)?;
        let unit = MoneyUnit::ALL.into_iter().find(|unit| unit.label() == label)?;
        let period = mark.get(mark::PERIOD)?.parse::<Period>().ok()?;
        let year = period.from().year();
        let (mut tables, mut columns, mut rows) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for part in 0.. {
            let name = lines::of_part(lines::NAME, " ", part);
            let found = workbook.sheets.iter().position(|sheet| *sheet.name == *name);
            let Some(at) = found else { break };
            let sheet = &workbook.sheets[at];
            let heads: BTreeMap<Field, u32> = Field::all()
                .filter_map(|field| {
                    let text = field.heading();
                    let is_it = |(_, value): &&(Cell, Value)| {
                        matches!(value, Value::Text(own) if [text.vi, text.en].contains(&&**own))
                    };
                    let found = sheet.row(lines::HEADING).iter().find(is_it)?;
                    Some((field, found.0.column))
                })
                .collect();
            let number = heads.get(&Field::Number).copied()?;
            let filled = sheet.rows(lines::HEADING + 1..u32::MAX);
            let filled = filled.filter(|(_, cells)| read::in_column(cells, number).is_some());
            rows.extend(filled.map(|(row, _)| (at, row)));
            tables.insert(lines::of_part(lines::TABLE, "", part), at);
            columns.insert(at, heads);
        }
        (!tables.is_empty()).then(|| Book {
            sheets: workbook.sheets,
            unit,
            period,
            year,
            tables,
            columns,
            rows,
            index: RefCell::default(),
        })
    }

    /// What each part of a unit came to in it, and whose reports counted. What of it was not known it does not say.
    /// `None` where a row of a unit, or an amount of it, is not as it was written.
    pub(super) fn side(&self) -> Option<Side> {
        let mut side = Side::default();
        for row in 0..self.rows.len() as u32 {
            let funding = self.text(row, Field::Funding);
            let funding = Funding::ALL.into_iter().find(|of| of.short() == funding);
            let component = self.text(row, Field::Component).parse().ok();
            let unit = UnitCode::new(&self.text(row, Field::Unit));
            let money = |amount| match self.value(row, Field::Money(amount)) {
                None => Some(Money::ZERO),
                Some(_) => self.money(row, amount),
            };
            let [plan, in_period, cumulative] =
                [Amount::Plan, Amount::InPeriod, Amount::Cumulative].map(money);
            let stood = Stood {
                plan: plan?,
                in_period: in_period?,
                cumulative: cumulative?,
                ..Stood::default()
            };
            // Of what was assigned to the office, and what was set aside, nothing is in these three.
            let Some(((unit, component), funding)) = unit.zip(component).zip(funding) else {
                if stood != Stood::default() {
                    return None;
                }
                continue;
            };
            let kind = self.text(row, Field::Standing);
            let label = Kind::Reported.label();
            if [label.vi, label.en].contains(&&*kind) {
                side.reported.insert(unit.clone());
            }
            side.standing.entry((unit, component, funding)).or_default().add(&stood);
        }
        Some(side)
    }

    /// How many rows "Dữ liệu" has.
    pub(super) fn length(&self) -> usize {
        self.rows.len()
    }

    fn value(&self, row: u32, field: Field) -> Option<&Value> {
        let (sheet, at) = self.rows[row as usize];
        let column = *self.columns[&sheet].get(&field)?;
        self.sheets[sheet].get(Cell::new(at, column))
    }

    /// What stands in a row under a heading.
    pub(super) fn text(&self, row: u32, field: Field) -> String {
        match self.value(row, field) {
            Some(Value::Text(text)) => text.to_string(),
            Some(Value::Number(number)) => number.to_string(),
            _ => String::new(),
        }
    }

    /// An amount of a row.
    pub(super) fn money(&self, row: u32, amount: Amount) -> Option<Money> {
        match self.value(row, Field::Money(amount))? {
            Value::Number(number) => Some(Money::from_cell(*number, self.unit)?.money),
            _ => None,
        }
    }

    /// The number of the sheet that a name means: as it stands, else as a clerk types it.
    pub(super) fn sheet(&self, name: &str) -> Option<usize> {
        self.sheets.iter().position(|sheet| *sheet.name == *name)
    }

    /// The amount of a term.
    pub(super) fn amount(&self, term: Term) -> Money {
        match term {
            Term::Entry(row, amount) => self.money(row, amount).unwrap_or_default(),
            Term::Cell(sheet, cell) => self.printed(sheet, cell).unwrap_or_default(),
        }
    }

    /// What a sum comes to.
    pub(super) fn sum(&self, form: &Form) -> Money {
        form.iter().map(|(term, times)| self.amount(*term).times(*times)).sum()
    }

    /// The amount that a cell shows.
    pub(super) fn printed(&self, sheet: usize, cell: Cell) -> Option<Money> {
        match self.sheets[sheet].get(cell)? {
            Value::Number(number) => Some(Money::from_cell(*number, self.unit)?.money),
            _ => None,
        }
    }

    /// The cells of which the formula of a cell speaks, and the formula itself.
    pub(super) fn formula(&self, sheet: usize, cell: Cell) -> Option<(&str, Vec<(usize, Cell)>)> {
        let (text, _) = self.sheets[sheet].formulas.says(cell)?;
        let mut cells = Vec::new();
        if let Some(read) = expression(text) {
            self.named(&read, sheet, &mut cells);
        }
        Some((text, cells))
    }

    fn named(&self, read: &Expr, own: usize, cells: &mut Vec<(usize, Cell)>) {
        match read {
            Expr::Cells(sheet, area) if area.from == area.to => {
                let sheet = sheet.as_ref().map_or(Some(own), |name| self.sheet(name));
                let named = sheet.map(|sheet| (sheet, area.from));
                cells.extend(named.filter(|named| !cells.contains(named)));
            }
            Expr::Call(_, takes) => takes.iter().for_each(|of| self.named(of, own, cells)),
            Expr::Pair(a, _, b) => [a, b].into_iter().for_each(|of| self.named(of, own, cells)),
            Expr::Minus(of) => self.named(of, own, cells),
            _ => {}
        }
    }

    /// The cells with formulas of the sheets that people see, "Dữ liệu" left out.
    pub(super) fn totals(&self) -> impl Iterator<Item = (usize, Cell)> {
        let seen = self.sheets.iter().enumerate();
        let seen = seen.filter(|(at, sheet)| !sheet.is_hidden && !self.columns.contains_key(at));
        seen.flat_map(|(at, sheet)| {
            let cells = sheet.cells.iter().map(|(cell, _)| *cell);
            cells.filter(|cell| sheet.formulas.contains(*cell)).map(move |cell| (at, cell))
        })
    }

    /// The words beside a cell in its row, and those above it in its column.
    pub(super) fn about(&self, sheet: usize, cell: Cell) -> (String, String) {
        let sheet = &self.sheets[sheet];
        let area = |cell: Cell| {
            let merged = sheet.merges.iter().find(|area| area.contains(cell)).copied();
            merged.unwrap_or(Area { from: cell, to: cell })
        };
        let text = |cell: Cell| sheet.text(area(cell).from);
        let has_words = |text: &&str| 1 < text.chars().filter(|of| of.is_alphabetic()).count();
        // Numbers and codes of rows stand at the left of what they are called.
        let left = (0..cell.column).map(|column| text(Cell::new(cell.row, column)));
        let left: Vec<&str> = left.filter(has_words).collect();
        let is_name = |text: &&&str| text.contains(' ');
        let label = left.iter().find(is_name).or(left.first()).copied().unwrap_or_default();
        // The words nearest above, with those that stand above them on the rows of the first column's heading.
        let head = |row: &u32| has_words(&text(Cell::new(*row, cell.column)));
        let mut above: Vec<&str> = Vec::new();
        if let Some(row) = (0..cell.row).rev().find(head) {
            let Area { from, .. } = area(Cell::new(row, 0));
            let heads = (from.row..=row).map(|row| text(Cell::new(row, cell.column)));
            above.extend(heads.filter(has_words));
            above.dedup();
        }
        (label.to_owned(), above.join(" › "))
    }

    fn index(&self, field: Field) -> Rc<ByWord> {
        let mut known = self.index.borrow_mut();
        let make = || {
            let mut rows: HashMap<String, Vec<u32>> = HashMap::new();
            for row in 0..self.rows.len() as u32 {
                if let Some(value) = self.value(row, field) {
                    rows.entry(word(value)).or_default().push(row);
                }
            }
            let rows = rows.into_iter().map(|(word, rows)| (word, rows.into()));
            Rc::new(rows.collect::<ByWord>())
        };
        Rc::clone(known.entry(field).or_insert_with(make))
    }

    /// The table and the field that a reference of a formula names.
    fn field(&self, table: &str, column: &str) -> Option<(usize, Field)> {
        let sheet = *self.tables.get(table)?;
        let is_it = |field: &Field| [field.heading().vi, field.heading().en].contains(&column);
        Some((sheet, Field::all().find(is_it)?))
    }
}

/// Works out what cells hold, of all rows or of some of them.
pub(super) struct Reckoner<'a> {
    book: &'a Book,
    only: Option<&'a BTreeSet<u32>>,
    known: RefCell<HashMap<(usize, Cell), Rc<Held>>>,
}

impl<'a> Reckoner<'a> {
    /// Of all rows.
    pub(super) fn new(book: &'a Book) -> Reckoner<'a> {
        Reckoner { book, only: None, known: RefCell::default() }
    }

    /// As if there were no other rows, and no other figures.
    pub(super) fn only(book: &'a Book, rows: &'a BTreeSet<u32>) -> Reckoner<'a> {
        Reckoner { book, only: Some(rows), known: RefCell::default() }
    }

    /// What a cell holds.
    pub(super) fn held(&self, sheet: usize, cell: Cell) -> Rc<Held> {
        if let Some(known) = self.known.borrow().get(&(sheet, cell)) {
            return Rc::clone(known);
        }
        // A formula that leads back to itself adds up nothing.
        self.known.borrow_mut().insert((sheet, cell), Rc::new(Held::Other));
        let held = Rc::new(self.work_out(sheet, cell));
        self.known.borrow_mut().insert((sheet, cell), Rc::clone(&held));
        held
    }

    fn work_out(&self, at: usize, cell: Cell) -> Held {
        let sheet = &self.book.sheets[at];
        if let Some(columns) = self.book.columns.get(&at) {
            let field = columns.iter().find(|(_, column)| **column == cell.column);
            let row = self.book.rows.binary_search(&(at, cell.row));
            if let (Some((Field::Money(amount), _)), Ok(row)) = (field, row) {
                return self.entries(*amount, [row as u32]);
            }
        }
        if sheet.formulas.contains(cell) {
            let read = sheet.formulas.says(cell).filter(|(_, of)| *of == cell);
            let read = read.and_then(|(text, _)| expression(text));
            return read.map_or(Held::Other, |read| self.evaluated(&read, at));
        }
        match sheet.get(cell) {
            None => Held::Blank,
            Some(Value::Number(_)) if self.only.is_some() => Held::Sum(Form::new()),
            Some(Value::Number(_)) => Held::Sum(Form::from([(Term::Cell(at, cell), 1)])),
            Some(_) => Held::Text,
        }
    }

    fn entries(&self, amount: Amount, rows: impl IntoIterator<Item = u32>) -> Held {
        let is_asked = |row: &u32| self.only.is_none_or(|only| only.contains(row));
        let has = |row: &u32| self.book.money(*row, amount).is_some();
        let rows = rows.into_iter().filter(is_asked).filter(has);
        Held::Sum(rows.map(|row| (Term::Entry(row, amount), 1)).collect())
    }

    fn evaluated(&self, read: &Expr, own: usize) -> Held {
        match read {
            Expr::Number(number) => Held::Number(*number),
            Expr::Text(_) => Held::Text,
            Expr::Cells(..) => match &self.cells(read, own)[..] {
                [(sheet, cell)] => self.held(*sheet, *cell).as_ref().clone(),
                _ => Held::Other,
            },
            Expr::Column(..) => Held::Other,
            Expr::Minus(of) => match self.evaluated(of, own) {
                Held::Sum(form) => Held::Sum(scaled(form, -1)),
                _ => Held::Other,
            },
            Expr::Pair(a, sign, b) => {
                let pair = (summed(self.evaluated(a, own)), *sign, summed(self.evaluated(b, own)));
                match pair {
                    (Held::Sum(a), "+", Held::Sum(b)) => Held::Sum(plus(a, b)),
                    (Held::Sum(a), "-", Held::Sum(b)) => Held::Sum(plus(a, scaled(b, -1))),
                    (Held::Sum(a), "/", Held::Sum(b)) => Held::Rate(a, b),
                    (Held::Rate(a, b), "*", Held::Number(100.0)) => Held::Rate(a, b),
                    _ => Held::Other,
                }
            }
            Expr::Call(name, takes) => self.called(name, takes, own),
        }
    }

    fn called(&self, name: &str, takes: &[Expr], own: usize) -> Held {
        match (name, takes) {
            ("ROUND" | "IFERROR", [of, _]) => self.evaluated(of, own),
            ("SUM", takes) => self.sum(takes, own),
            ("SUMIFS", [of, conditions @ ..]) => {
                self.sum_where(of, conditions, own).unwrap_or(Held::Other)
            }
            ("IF", [_, of, Expr::Text(_)]) => match self.evaluated(of, own) {
                rate @ Held::Rate(..) => rate,
                _ => Held::Other,
            },
            _ => Held::Other,
        }
    }

    fn sum(&self, takes: &[Expr], own: usize) -> Held {
        let mut sum = Form::new();
        for of in takes {
            if let Expr::Column(table, column) = of {
                let Some((sheet, Field::Money(amount))) = self.book.field(table, column) else {
                    return Held::Other;
                };
                let rows = (0..self.book.rows.len() as u32)
                    .filter(|row| self.book.rows[*row as usize].0 == sheet);
                let Held::Sum(form) = self.entries(amount, rows) else { return Held::Other };
                sum = plus(sum, form);
                continue;
            }
            let parts = match of {
                Expr::Cells(..) => {
                    let cells = self.cells(of, own).into_iter();
                    cells.map(|(sheet, cell)| self.held(sheet, cell).as_ref().clone()).collect()
                }
                of => vec![self.evaluated(of, own)],
            };
            for part in parts {
                match summed(part) {
                    Held::Sum(form) => sum = plus(sum, form),
                    Held::Blank | Held::Text => {}
                    _ => return Held::Other,
                }
            }
        }
        Held::Sum(sum)
    }

    fn sum_where(&self, of: &Expr, conditions: &[Expr], own: usize) -> Option<Held> {
        let pairs = conditions.chunks(2).map(|pair| match pair {
            [of, is] => Some((of, self.condition(is, own)?)),
            _ => None,
        });
        let pairs: Vec<(&Expr, String)> = pairs.collect::<Option<_>>()?;
        if let Expr::Column(table, column) = of {
            let (sheet, Field::Money(amount)) = self.book.field(table, column)? else {
                return None;
            };
            let fields = pairs.iter().map(|(of, _)| match of {
                Expr::Column(table, column) => {
                    Some(self.book.index(self.book.field(table, column)?.1))
                }
                _ => None,
            });
            let fields: Vec<Rc<ByWord>> = fields.collect::<Option<_>>()?;
            let list = |(of, (_, is)): (&'_ Rc<ByWord>, &(&Expr, String))| -> Rc<[u32]> {
                of.get(is).cloned().unwrap_or_default()
            };
            let mut lists: Vec<Rc<[u32]>> = fields.iter().zip(&pairs).map(list).collect();
            lists.sort_by_key(|list| list.len());
            let (first, others) = lists.split_first()?;
            let is_in = |row: &u32| {
                self.book.rows[*row as usize].0 == sheet
                    && others.iter().all(|list| list.binary_search(row).is_ok())
            };
            return Some(self.entries(amount, first.iter().copied().filter(is_in)));
        }
        let mut sum = Form::new();
        let lists: Vec<Vec<(usize, Cell)>> =
            pairs.iter().map(|(of, _)| self.cells(of, own)).collect();
        for (place, (sheet, cell)) in self.cells(of, own).into_iter().enumerate() {
            let is_met = |(list, (_, is)): (&Vec<(usize, Cell)>, &(&Expr, String))| {
                let value = list.get(place).and_then(|(at, of)| self.book.sheets[*at].get(*of));
                value.is_some_and(|value| word(value) == *is)
            };
            if !lists.iter().zip(&pairs).all(is_met) {
                continue;
            }
            match summed(self.held(sheet, cell).as_ref().clone()) {
                Held::Sum(form) => sum = plus(sum, form),
                Held::Blank | Held::Text => {}
                _ => return None,
            }
        }
        Some(Held::Sum(sum))
    }

    /// What a condition compares with.
    fn condition(&self, is: &Expr, own: usize) -> Option<String> {
        match is {
            Expr::Number(number) => Some(number.to_string()),
            Expr::Text(text) if !text.starts_with(['<', '>', '=']) => Some(text.to_lowercase()),
            Expr::Cells(..) => match &self.cells(is, own)[..] {
                [(sheet, cell)] => Some(word(self.book.sheets[*sheet].get(*cell)?)),
                _ => None,
            },
            _ => None,
        }
    }

    /// The cells of a reference, row by row.
    fn cells(&self, of: &Expr, own: usize) -> Vec<(usize, Cell)> {
        let Expr::Cells(sheet, Area { from, to }) = of else { return Vec::new() };
        let sheet = sheet.as_ref().map_or(Some(own), |name| self.book.sheet(name));
        let Some(sheet) = sheet else { return Vec::new() };
        let rows = from.row..=to.row;
        rows.flat_map(|row| (from.column..=to.column).map(move |column| Cell::new(row, column)))
            .map(|cell| (sheet, cell))
            .collect()
    }
}

/// Nothing, as a sum.
fn summed(held: Held) -> Held {
    match held {
        Held::Number(0.0) | Held::Blank => Held::Sum(Form::new()),
        held => held,
    }
}

fn scaled(form: Form, by: i64) -> Form {
    form.into_iter().map(|(term, times)| (term, times * by)).collect()
}

fn plus(a: Form, b: Form) -> Form {
    let (mut sum, other) = if a.len() < b.len() { (b, a) } else { (a, b) };
    for (term, times) in other {
        *sum.entry(term).or_default() += times;
    }
    sum.retain(|_, times| *times != 0);
    sum
}
