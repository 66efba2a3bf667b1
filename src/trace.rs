//! From a total to the cells that it is made of, and from a cell to the totals that it is in.
//!
//! Two things decide it, and neither is reckoned a second time here. Which rows of "Dữ liệu" a printed total adds up is what
//! the formula in its cell says: the consolidated workbook of the run is made as `aggregate` makes it, read back, and its
//! formulas are followed (`book`). What stands in these rows is what the run resolved; the cells of a unit's files behind a
//! row are named only where their amounts come to it exactly (`origin`), and the rest is said.

mod below;
mod book;
mod cells;
mod files;
mod formula;
mod origin;
mod unit_cell;
mod words;
#[cfg(test)]
mod tests;

pub(crate) use self::cells::Cells;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{Read as _, Seek as _};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, Result};

use self::book::{Book, Form, Held, Reckoner, Term};
use self::files::{Files, typed};
use self::origin::Origins;
use self::words::{Asked, Query};
use crate::check::Checked;
use crate::domain::bridge::Side;
use crate::domain::known::Known;
use crate::domain::label::Label;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::summary::Summary;
use crate::domain::tally::Rate;
use crate::domain::traced::{Answer, Found, How, Origin, Part, Printed, Sum, Total};
use crate::read::{Refused, Value};
use crate::render::workbook;
use crate::render::workbook::ledger::{self, Amount, Row};
use crate::workspace::Workspace;

/// A consolidated workbook as a side of a comparison; `None` where it is none of ours, or its
/// rows are not as they were written.
///
/// # Errors
/// It cannot be read.
pub fn side(bytes: &[u8]) -> Result<Option<(Period, Side)>, Refused> {
    Ok(Book::read(bytes)?.and_then(|book| Some((book.period, book.side()?))))
}

/// What a key names nothing of: what was understood, and what is near.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nothing(pub Words);

/// A run, the workbook that it comes to, and where its files are.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// What the run came to.
    pub summary: &'a Summary,
    /// All reports of the budget year that count, up to the end of the period.
    pub reports: &'a [Checked],
    /// The folder of the units' files.
    pub workspace: &'a Workspace,
    /// A folder with the files of offices below.
    pub below: Option<&'a Path>,
    /// The language of the workbook.
    pub lang: Lang,
}

/// Follows a key: words, a cell of the consolidated workbook (`Tổng hợp!F12`), or one of a unit's file
/// (`xa-a.xlsx!Vốn sự nghiệp!H23`). `package` is the consolidated workbook of the summary.
///
/// # Errors
/// The workbook cannot be read back.
pub fn follow(run: Run<'_>, key: &[String], package: &File) -> Result<Result<Answer, Nothing>> {
    let book = written(run, package)?;
    let files = Files::new(&run.workspace.root, run.below);
    Ok(Trace::new(run, &book, &files).follow(key))
}

/// The consolidated workbook of a run, read back.
fn written(run: Run<'_>, mut package: &File) -> Result<Book> {
    let mut bytes = Vec::new();
    package.rewind()?;
    package.read_to_end(&mut bytes)?;
    let book = Book::read(&bytes);
    let book = book.map_err(|why| anyhow::anyhow!("{}", why.words().get(run.lang)))?;
    book.context("the consolidated workbook has no rows")
}

struct Trace<'a> {
    workspace: &'a Workspace,
    summary: &'a Summary,
    reports: &'a [Checked],
    lang: Lang,
    origins: Origins<'a>,
    files: &'a Files,
    book: &'a Book,
}

type Answered = Result<Answer, Nothing>;

impl<'a> Trace<'a> {
    fn new(run: Run<'a>, book: &'a Book, files: &'a Files) -> Trace<'a> {
        let Run { workspace, summary, reports, lang, .. } = run;
        let origins = Origins::new(summary, reports, files);
        Trace { workspace, summary, reports, lang, origins, files, book }
    }

    fn follow(&self, key: &[String]) -> Answered {
        let joined = key.join(" ");
        let cell = joined.rsplit_once('!').map(|(before, cell)| {
            (before.trim().to_owned(), cell.trim().replace('$', "").parse::<Cell>())
        });
        match cell {
            Some((before, Ok(cell))) => self.of_place(&before, cell),
            Some(_) => Err(Nothing(words!(
                "\"{joined}\": sau dấu ! phải là một ô, ví dụ F12",
                "\"{joined}\": a cell has to follow the !, for example F12";
                joined
            ))),
            None => self.of_words(key),
        }
    }

    fn answer(&self, asked: Words, found: Found) -> Answer {
        let (period, money_unit) = (self.summary.period, self.summary.money_unit());
        Answer { period, money_unit, asked, remarks: Vec::new(), found }
    }

    /// A total by its words.
    fn of_words(&self, key: &[String]) -> Answered {
        let (catalogue, register) = (&self.summary.catalogue, &self.summary.register);
        let texts: Vec<&str> = key.iter().flat_map(|text| text.split_whitespace()).collect();
        let mut query = Query::of(&texts, catalogue, register);
        if !query.strange.is_empty() {
            let nothing = query.strange.iter().map(|word| {
                let near = words::near(word, catalogue, register).join("; ");
                match near.is_empty() {
                    true => words!("\"{word}\" không có nghĩa", "\"{word}\" means nothing"; word),
                    false => words!(
                        "\"{word}\" không có nghĩa (gần với: {near})",
                        "\"{word}\" means nothing (near: {near})";
                        word, near
                    ),
                }
            });
            let understood = query.words(catalogue, register);
            return Err(Nothing(words!(
                "{nothing}; phần hiểu được: {understood}",
                "{nothing}; understood: {understood}";
                nothing = joined(nothing.collect(), "; "), understood
            )));
        }
        let remarks = query.follow_mergers(register, self.summary.period.to());
        let asked = query.words(catalogue, register);
        let rows =
            ledger::rows(self.summary, self.lang, |_, row| query.is_met_by(row, self.summary.year));
        let mut sums = Vec::new();
        let (mut rate, mut printed) = (None, Vec::new());
        for measure in query.measures() {
            match measure {
                Asked::Amount(amount) => {
                    let form = form(&rows, amount);
                    printed.extend(self.printing(&form));
                    sums.extend(self.sum(lines_heading(amount), &form));
                }
                Asked::Rate => {
                    let [part, whole] =
                        [Amount::Cumulative, Amount::Plan].map(|amount| form(&rows, amount));
                    let is_told = !self.summary.totals.tally.is_doubted;
                    let of = Rate::of(self.book.sum(&part), self.book.sum(&whole));
                    let of = of.filter(|_| is_told);
                    printed.extend(self.printing_rate(of, &part, &whole));
                    rate = Some(of);
                    sums.extend(self.sum(lines_heading(Amount::Cumulative), &part));
                    sums.extend(self.sum(lines_heading(Amount::Plan), &whole));
                }
            }
        }
        if sums.is_empty() {
            return Err(Nothing(words!(
                "không có số liệu nào của: {asked}{others}",
                "there are no figures of: {asked}{others}";
                asked, others = self.others_than(&rows)
            )));
        }
        let others =
            [Amount::Plan, Amount::InPeriod].into_iter().filter(|_| !query.names_measure());
        let others = others.map(|amount| {
            (lines_heading(amount), rows.iter().filter_map(|(_, row)| row.amount(amount)).sum())
        });
        let total = Total { printed, rate, sums, others: others.collect() };
        Ok(Answer { remarks, ..self.answer(asked, Found::Total(total)) })
    }

    /// What else there is where nothing of a measure is: the measures that the same rows have.
    fn others_than(&self, rows: &[(usize, Row<'_>)]) -> Words {
        let has = |amount: &Amount| rows.iter().any(|(_, row)| row.amount(*amount).is_some());
        let others = Amount::ALL.into_iter().filter(has).map(|of| lines_heading(of).words());
        let others: Vec<Words> = others.collect();
        match others.is_empty() {
            true => words!(
                " (không đơn vị, quyết định nào có nội dung này trong kỳ)",
                " (no unit and no decision has it in this period)"
            ),
            false => words!(
                " (chỉ có: {others})",
                " (there is only: {others})";
                others = joined(others, "; ")
            ),
        }
    }

    /// The rows of a sum, with their cells; `None` where there are no rows.
    fn sum(&self, name: Text, form: &Form) -> Option<Sum> {
        (!form.is_empty()).then(|| self.summed(name.words(), form))
    }

    fn summed(&self, name: Words, form: &Form) -> Sum {
        let numbers: BTreeSet<usize> = form
            .keys()
            .filter_map(|term| match term {
                Term::Entry(row, _) => Some(*row as usize),
                Term::Cell(..) => None,
            })
            .collect();
        let rows = ledger::rows(self.summary, self.lang, |number, _| numbers.contains(&number));
        let rows: BTreeMap<usize, Row<'_>> = rows.into_iter().collect();
        let mut parts = Vec::new();
        let mut is_least = false;
        let is_shared_here = |row: &Row<'_>, amount: Amount| {
            rows.values().any(|other| {
                other.unit == row.unit
                    && other.known(amount) == Some(Known::Group)
                    && other
                        .key
                        .as_ref()
                        .zip(row.key.as_ref())
                        .is_some_and(|(whole, key)| whole.covers(key, self.summary.year))
            })
        };
        for (term, times) in form {
            match term {
                Term::Entry(number, amount) => {
                    let Some(row) = rows.get(&(*number as usize)) else { continue };
                    is_least |= match row.known(*amount) {
                        Some(Known::AtLeast) => true,
                        Some(Known::Share) => !is_shared_here(row, *amount),
                        _ => false,
                    };
                    parts.push(self.origins.part(*number as usize, row, *amount, *times));
                }
                Term::Cell(sheet, cell) => parts.push(self.written(*sheet, *cell, *times)),
            }
        }
        Sum { name, total: self.book.sum(form), is_least, rows: parts }
    }

    /// A number that stands in a sheet of the workbook and is no formula.
    fn written(&self, sheet: usize, cell: Cell, times: i64) -> Part {
        let amount = self.book.printed(sheet, cell).unwrap_or_default().times(times);
        let (name, _) = self.book.about(sheet, cell);
        let of = &self.book.sheets[sheet];
        let at = Place { file: None, sheet: Some(of.name.clone()), cell: Some(cell) };
        let typed = of.get(cell).map(typed);
        Part {
            number: None,
            unit: None,
            name,
            key: None,
            kind: Text { vi: "Số ghi trong sổ tổng hợp", en: "Written in the workbook" },
            amount,
            known: None,
            note: String::new(),
            cells: vec![Origin { place: at, typed, amount, how: How::Written, below: None }],
        }
    }

    fn print(&self, sheet: usize, cell: Cell) -> Printed {
        let (label, heading) = self.book.about(sheet, cell);
        let amount = self.book.printed(sheet, cell);
        Printed { sheet: self.book.sheets[sheet].name.clone(), cell, label, heading, amount }
    }

    /// The cells of the workbook that print a sum.
    fn printing(&self, form: &Form) -> Vec<Printed> {
        let total = Some(self.book.sum(form));
        let shows = |value: &Value| match value {
            Value::Number(number) => {
                Money::from_cell(*number, self.book.unit).map(|of| of.money) == total
            }
            _ => false,
        };
        self.holding(shows, |held| matches!(held, Held::Sum(own) if own == form))
    }

    /// The cells of the workbook that print a rate.
    fn printing_rate(&self, rate: Option<Rate>, part: &Form, whole: &Form) -> Vec<Printed> {
        let Some(rate) = rate.map(Rate::percent) else { return Vec::new() };
        let shows = |value: &Value| *value == Value::Number(rate);
        let is_it = |held: &Held| matches!(held, Held::Rate(a, b) if (a, b) == (part, whole));
        let found = self.holding(shows, is_it).into_iter();
        found.map(|of| Printed { amount: None, ..of }).collect()
    }

    fn holding(
        &self,
        shows: impl Fn(&Value) -> bool,
        is_it: impl Fn(&Held) -> bool,
    ) -> Vec<Printed> {
        let all = Reckoner::new(self.book);
        let cells = self.book.totals().filter(|(sheet, cell)| {
            self.book.sheets[*sheet].get(*cell).is_some_and(&shows)
                && is_it(&all.held(*sheet, *cell))
        });
        cells.map(|(sheet, cell)| self.print(sheet, cell)).collect()
    }

    /// A cell of a sheet, or of a sheet of a file.
    fn of_place(&self, before: &str, cell: Cell) -> Answered {
        let apart = before.rsplit_once('!').or_else(|| before.rsplit_once('›'));
        let Some((file, sheet)) = apart.map(|(file, sheet)| (file.trim(), sheet.trim())) else {
            return match self.sheet_of_workbook(before) {
                Some(sheet) => Ok(self.of_printed(sheet, cell)),
                None => self.of_sheet(before, cell),
            };
        };
        let is_ours = file.starts_with("Tong hop giai ngan") || file.is_empty();
        if let Some(found) = self.sheet_of_workbook(sheet).filter(|_| is_ours) {
            return Ok(self.of_printed(found, cell));
        }
        self.of_file(file, sheet, cell)
    }

    /// The sheet of the consolidated workbook that a name means: as it stands, as a clerk types it, or its beginning.
    fn sheet_of_workbook(&self, name: &str) -> Option<usize> {
        let label = Label::new(name);
        let seen = || (0..self.book.sheets.len()).filter(|at| !self.book.sheets[*at].is_hidden);
        let labelled = |at: usize| Label::new(&self.book.sheets[at].name);
        let same = seen().find(|at| labelled(*at) == label);
        same.or_else(|| {
            let mut begins = seen().filter(|at| labelled(*at).after(label.as_str()).is_some());
            let first = begins.next()?;
            begins.next().is_none().then_some(first)
        })
    }

    /// A sheet that no file is named for: of the one file that has it.
    fn of_sheet(&self, name: &str, cell: Cell) -> Answered {
        let mut files: Vec<Arc<str>> = Vec::new();
        for report in self.reports.iter().map(Checked::submission) {
            if report.period.to() != self.summary.period.to() {
                continue;
            }
            for (at, sheet) in (0..).zip(&report.sheets) {
                if below::is_name(sheet, name) {
                    files.push(report.file_of(at).path.clone());
                }
            }
        }
        match &files[..] {
            [file] => self.of_file(&file.clone(), name, cell),
            [] => {
                let sheets = self.book.sheets.iter().filter(|sheet| !sheet.is_hidden);
                let sheets: Vec<&str> = sheets.map(|sheet| &*sheet.name).collect();
                Err(Nothing(words!(
                    "không có trang tính \"{name}\", cả trong sổ tổng hợp ({sheets}) lẫn trong tệp của các đơn vị",
                    "there is no sheet \"{name}\", neither in the workbook ({sheets}) nor in the units' files";
                    name, sheets = sheets.join("; ")
                )))
            }
            several => {
                let some: Vec<&str> = several.iter().take(5).map(|file| &**file).collect();
                Err(Nothing(words!(
                    "{count} tệp có trang tính \"{name}\"; thêm tên tệp phía trước, ví dụ: \"{first}!{name}!{cell}\" (các tệp: {some}…)",
                    "{count} files have a sheet \"{name}\"; put the file before it, for example: \"{first}!{name}!{cell}\" (files: {some}…)";
                    count = several.len(), name, first = some[0], cell, some = some.join("; ")
                )))
            }
        }
    }

    /// A cell of the consolidated workbook.
    fn of_printed(&self, sheet: usize, cell: Cell) -> Answer {
        let printed = self.print(sheet, cell);
        let name = printed.sheet.clone();
        let asked = words!("ô {cell} của trang {name}", "cell {cell} of sheet {name}"; cell, name);
        let at = Place { file: None, sheet: Some(name), cell: Some(cell) };
        let value = self.book.sheets[sheet].get(cell);
        let shown = value.map(typed).unwrap_or_default();
        let held = Reckoner::new(self.book).held(sheet, cell);
        let plain = |what: Words| Found::Plain { at: at.clone(), what, shown: shown.clone() };
        let of = |name: String| Words::new(name.clone(), name);
        let title = match printed.heading.is_empty() {
            true => printed.label.clone(),
            false => format!("{}: {}", printed.label, printed.heading),
        };
        let found = match &*held {
            Held::Sum(form) => {
                let mut sum = self.summed(of(title), form);
                // What stands in the cell is what is printed.
                sum.total = printed.amount.unwrap_or(sum.total);
                let (printed, others) = (vec![printed], Vec::new());
                Found::Total(Total { printed, rate: None, sums: vec![sum], others })
            }
            Held::Rate(part, whole) => {
                let rate = Rate::of(self.book.sum(part), self.book.sum(whole));
                let [above, below] = [part, whole].map(amount_of);
                let names = [
                    words!("Tử số: {above}", "Numerator: {above}"; above),
                    words!("Mẫu số: {below}", "Denominator: {below}"; below),
                ];
                let sums = names.into_iter().zip([part, whole]);
                let sums = sums.map(|(name, form)| self.summed(name, form)).collect();
                let printed = vec![Printed { amount: None, ..printed }];
                Found::Total(Total { printed, rate: Some(rate), sums, others: Vec::new() })
            }
            Held::Blank => plain(words!("ô trống", "a blank cell")),
            Held::Text => plain(words!("ô chữ, không phải số cộng", "words, and no sum")),
            Held::Number(_) | Held::Other => plain(self.other(sheet, cell)),
        };
        self.answer(asked, found)
    }

    /// What a formula that is no sum is.
    fn other(&self, sheet: usize, cell: Cell) -> Words {
        match self.book.formula(sheet, cell) {
            Some((text, cells)) => {
                let named = cells.iter().map(|(at, cell)| match *at == sheet {
                    true => cell.to_string(),
                    false => format!("{}!{cell}", self.book.sheets[*at].name),
                });
                words!(
                    "công thức ={text} không phải một tổng hay một tỷ lệ; truy từng ô mà nó dùng: {cells}",
                    "the formula ={text} is neither a sum nor a rate; follow the cells that it uses: {cells}";
                    text, cells = named.collect::<Vec<_>>().join(", ")
                )
            }
            None => words!("công thức không đọc được", "a formula that cannot be read"),
        }
    }
}

/// The sum of a column over rows.
fn form(rows: &[(usize, Row<'_>)], amount: Amount) -> Form {
    let has = |(_, row): &&(usize, Row<'_>)| row.amount(amount).is_some();
    let terms = rows.iter().filter(has);
    terms.map(|(number, _)| (Term::Entry(*number as u32, amount), 1)).collect()
}

fn text() -> Words {
    words!(
        "ô chữ (tiêu đề, mã, nội dung, ghi chú), không phải số tiền",
        "words (a heading, a code, a name, a note), and no amount"
    )
}

/// What all terms of a sum are amounts of.
fn amount_of(form: &Form) -> Text {
    let amounts = form.keys().map(|term| match term {
        Term::Entry(_, amount) => Some(*amount),
        Term::Cell(..) => None,
    });
    let amounts: BTreeSet<Option<Amount>> = amounts.collect();
    match amounts.first() {
        Some(Some(amount)) if amounts.len() == 1 => lines_heading(*amount),
        _ => Text { vi: "nhiều chỉ tiêu", en: "several measures" },
    }
}

fn lines_heading(amount: Amount) -> Text {
    workbook::lines::heading(amount)
}

fn joined(parts: Vec<Words>, between: &str) -> Words {
    let of = |lang| parts.iter().map(|of| of.get(lang)).collect::<Vec<_>>().join(between);
    Words::new(of(Lang::Vi), of(Lang::En))
}
