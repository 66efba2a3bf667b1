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
use self::files::{Files, place, typed};
use self::origin::{Origins, Piece};
use self::words::{Asked, Query};
use crate::check::Checked;
use crate::domain::bridge::Side;
use crate::domain::key::Key;
use crate::domain::known::Known;
use crate::domain::label::Label;
use crate::domain::lang::{Lang, Text, Words, words};
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::place::{Cell, Place};
use crate::domain::submission::CheckedAs;
use crate::domain::summary::{State, Summary};
use crate::domain::tally::Rate;
use crate::domain::traced::{Answer, Found, How, OfCell, Origin, Part, Printed, Sum, Total};
use crate::parse::ledger::reason;
use crate::read::{Refused, Value};
use crate::render::workbook;
use crate::render::workbook::ledger::{self, Amount, Row};
use crate::run;
use crate::workspace::{Workspace, shown_path};

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

    /// A cell of a unit's file.
    fn of_file(&self, file: &str, sheet: &str, cell: Cell) -> Answered {
        let path = self.file_named(file)?;
        let asked = words!(
            "ô {cell} của trang {sheet}, tệp {path}",
            "cell {cell} of sheet {sheet} of {path}";
            cell, sheet, path
        );
        let Some(read) = self.files.shown(&path) else {
            return Err(Nothing(words!(
                "không mở được tệp {path}", "cannot open {path}"; path
            )));
        };
        let sheets: Vec<Arc<str>> = match &*read {
            files::File::Book(book) => book.sheets.iter().map(|of| of.name.clone()).collect(),
            files::File::Other(workbook) => {
                workbook.sheets.iter().map(|of| of.name.clone()).collect()
            }
        };
        let Some(name) = sheets.iter().find(|of| below::is_name(of, sheet)).cloned() else {
            return Err(Nothing(words!(
                "tệp {path} không có trang tính \"{sheet}\"; các trang: {sheets}",
                "{path} has no sheet \"{sheet}\"; it has: {sheets}";
                path, sheet, sheets = sheets.join("; ")
            )));
        };
        let at = place(&path, &name, cell);
        let value = read.value(&name, cell);
        let of = OfCell {
            place: at.clone(),
            unit: None,
            name: String::new(),
            period: None,
            typed: value.map(typed),
            what: self.nothing_counted(&at, value),
            figures: Vec::new(),
            rows: Vec::new(),
            totals: Vec::new(),
            below: None,
        };
        let found = self.of_cell(of);
        Ok(self.answer(asked, Found::Cell(found)))
    }

    /// The file of the run that a name means: its path from the workspace, or its own name.
    fn file_named(&self, name: &str) -> Result<Arc<str>, Nothing> {
        let reports = self.reports.iter().flat_map(|report| report.submission().files());
        let mut paths: BTreeSet<Arc<str>> = reports.map(|file| file.path.clone()).collect();
        paths.extend(self.summary.submissions.iter().filter_map(|row| row.file.clone()));
        let name = shown_path(name);
        let own = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
        let ways: [&dyn Fn(&str) -> bool; 4] = [
            &|path| path == name,
            &|path| path.ends_with(&format!("/{name}")),
            &|path| below::is_name(&own(path), &name),
            &|path| below::is_name(own(path).rsplit_once('.').map_or("", |(stem, _)| stem), &name),
        ];
        for is_it in ways {
            let found: Vec<&Arc<str>> = paths.iter().filter(|path| is_it(path)).collect();
            match &found[..] {
                [] => {}
                [path] => return Ok(Arc::clone(path)),
                several => {
                    let list: Vec<&str> = several.iter().map(|path| &***path).collect();
                    return Err(Nothing(words!(
                        "nhiều tệp tên \"{name}\"; ghi cả đường dẫn: {list}",
                        "several files are named \"{name}\"; give the path: {list}";
                        name, list = list.join("; ")
                    )));
                }
            }
        }
        let label = Label::new(&name);
        let near = paths.iter().filter(|path| {
            let of = Label::new(&own(path));
            of.resembles(&label) || of.words().filter(|word| label.has(word)).count() > 2
        });
        let near: Vec<&str> = near.take(5).map(|path| &**path).collect();
        Err(Nothing(match near.is_empty() {
            true => words!(
                "không có tệp \"{name}\" trong năm ngân sách này",
                "there is no file \"{name}\" in this budget year";
                name
            ),
            false => words!(
                "không có tệp \"{name}\" trong năm ngân sách này; gần giống: {near}",
                "there is no file \"{name}\" in this budget year; near: {near}";
                name, near = near.join("; ")
            ),
        }))
    }

    /// What became of a cell that no figure comes from.
    fn nothing_counted(&self, at: &Place, value: Option<&Value>) -> Words {
        let aside = self.summary.set_aside.iter().find(|of| {
            Some(&of.file) == at.file.as_ref()
                && Some(&of.sheet) == at.sheet.as_ref()
                && Some(of.cell) == at.cell
        });
        if let Some(of) = aside {
            return words!(
                "chưa đưa vào tổng hợp (quy tắc {rule})",
                "set aside, in no total (rule {rule})";
                rule = of.rule
            );
        }
        let state = self.summary.submissions.iter().find(|row| row.file == at.file);
        match (state.map(|row| row.state), value) {
            (_, None) => words!("ô trống", "a blank cell"),
            (_, Some(Value::Text(text))) if !text.chars().any(|of| of.is_ascii_digit()) => {
                self::text()
            }
            (Some(State::Superseded), _) => words!(
                "không tính: tệp này đã được thay bằng tệp nộp sau của đơn vị",
                "not counted: a later file of the unit takes the place of this one"
            ),
            (Some(state @ (State::Rejected | State::Excluded | State::OtherPeriod)), _) => words!(
                "không tính: {state}",
                "not counted: {state}";
                state = state.label()
            ),
            (_, value) => self.standing(at).unwrap_or_else(|| match value {
                Some(Value::Number(_)) => words!(
                    "số không thuộc cột số liệu nào: không dùng đến",
                    "a number in no column of figures: not used"
                ),
                _ => self::text(),
            }),
        }
    }

    /// What a cell of a table is that is no figure, by the file read once more.
    fn standing(&self, at: &Place) -> Option<Words> {
        let (file, cell) = (at.file.as_ref()?, at.cell?);
        let read = run::once_more(self.workspace, file, self.summary.period).ok()?;
        for submission in &read {
            let Some(sheet) = submission.sheet_at(at) else { continue };
            for table in submission.tables.iter().filter(|table| table.sheet == sheet) {
                let row = table.rows.iter().position(|row| row.index == cell.row);
                let column = table.columns.iter().position(|of| of.index == cell.column);
                let (Some(row), Some(column)) = (row, column) else { continue };
                let measure = table.columns[column].measure;
                let label = table.rows[row].label.trim();
                let what = words!(
                    "{measure}, dòng \"{label}\"",
                    "{measure}, row \"{label}\"";
                    measure = measure.label(), label
                );
                let is_figure = submission.lines.iter().any(|line| {
                    let own = line.figures.iter().find(|of| u32::from(of.column) == cell.column);
                    (line.sheet, line.row) == (sheet, cell.row) && own.is_some()
                });
                let why = match (is_figure, reason(table, row, column)) {
                    (true, _) => words!(
                        "cùng số đã ghi ở chỗ khác, được tính ở đó",
                        "the same money is stated elsewhere, where it counts"
                    ),
                    (_, CheckedAs::Total) => words!(
                        "số tổng: các dòng của nó đã được cộng",
                        "a total: the rows that it sums up count themselves"
                    ),
                    (_, CheckedAs::Part) => words!(
                        "phần của một số đã được tính, hoặc tổng của các phần đã được tính",
                        "a part of a figure that counts, or the whole of parts that count"
                    ),
                    (_, CheckedAs::OtherPeriod) => {
                        words!("số của kỳ khác", "of another period")
                    }
                    (_, CheckedAs::Repeat | CheckedAs::Superseded | CheckedAs::NotAsked) => {
                        words!("không phải số để cộng", "no figure to be added")
                    }
                };
                return Some(words!(
                    "chỉ để đối chiếu, không cộng: {what}; {why}",
                    "checked, not added: {what}; {why}";
                    what, why
                ));
            }
        }
        None
    }

    /// With the figures that a cell states, the rows and the totals that it is in.
    fn of_cell(&self, mut of: OfCell) -> OfCell {
        let Some(cell) = of.place.cell else { return of };
        let row = self.summary.submissions.iter().find(|row| row.file == of.place.file);
        if let Some(row) = row {
            (of.unit, of.name, of.period) = (row.unit.clone(), row.name.clone(), Some(row.period));
        }
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, report) in self.reports.iter().enumerate() {
            let submission = report.submission();
            let Some(sheet) = submission.sheet_at(&of.place) else { continue };
            (of.unit, of.period) = (Some(submission.unit.clone()), Some(submission.period));
            of.name = self.summary.register.name(&submission.unit);
            for line in self.origins.lines(at).iter() {
                if (line.sheet, line.row) != (sheet, cell.row) {
                    continue;
                }
                let own = line.figures.iter().filter(|of| u32::from(of.column) == cell.column);
                pieces.extend(own.map(|figure| Piece {
                    report: at,
                    sheet,
                    cell,
                    key: line.key.clone(),
                    measure: figure.measure,
                    amount: figure.amount,
                    how: How::Stated,
                }));
            }
        }
        if pieces.is_empty() {
            return of;
        }
        of.figures = pieces
            .iter()
            .map(|piece| (piece.key.clone(), piece.measure.label(), piece.amount))
            .collect();
        let belows = pieces.iter().filter_map(|piece| self.origins.of_piece(piece).below);
        of.below = belows.reduce(|mut all, more| {
            all.total += more.total;
            all.rows.extend(more.rows);
            all
        });
        let unit = of.unit.as_ref().map(|unit| {
            self.summary.register.successor(unit, self.summary.period.to()).unwrap_or(unit).clone()
        });
        let meets = |key: &Key| {
            pieces.iter().any(|piece| {
                key.covers(&piece.key, self.summary.year)
                    || piece.key.covers(key, self.summary.year)
            })
        };
        let rows = ledger::rows(self.summary, self.lang, |_, row| {
            row.code == unit && row.decision.is_none() && row.key.as_ref().is_some_and(meets)
        });
        let mut terms: BTreeMap<(u32, Amount), Money> = BTreeMap::new();
        for (number, row) in &rows {
            for amount in Amount::ALL {
                let found = self.origins.pieces(row, amount).unwrap_or_default();
                let is_here = |piece: &&Piece| {
                    self.reports[piece.report].submission().place(piece.sheet, piece.cell)
                        == of.place
                };
                let own: Vec<Money> = found.iter().filter(is_here).map(|of| of.amount).collect();
                if !own.is_empty() {
                    let heading = lines_heading(amount);
                    of.rows.push((heading, self.origins.part(*number, row, amount, 1)));
                    terms.insert((*number as u32, amount), own.into_iter().sum());
                }
            }
        }
        let numbers: BTreeSet<u32> = terms.keys().map(|(number, _)| *number).collect();
        let reckoner = Reckoner::only(self.book, &numbers);
        for (sheet, at) in self.book.totals() {
            let held = reckoner.held(sheet, at);
            let Held::Sum(form) = &*held else { continue };
            let share: Vec<Money> = form
                .iter()
                .filter_map(|(term, times)| match term {
                    Term::Entry(number, amount) => {
                        Some(terms.get(&(*number, *amount))?.times(*times))
                    }
                    Term::Cell(..) => None,
                })
                .collect();
            if !share.is_empty() {
                of.totals.push((self.print(sheet, at), share.into_iter().sum()));
            }
        }
        of.what = match (of.rows.is_empty(), of.totals.is_empty()) {
            (true, _) => words!(
                "đã đọc, không nằm trong số nào của kỳ này (có báo cáo sau ghi lại, hoặc số của kỳ khác)",
                "read, and in no figure of this period (a later report states it anew, or it is of another period)"
            ),
            (false, true) => words!(
                "được đọc vào \"Dữ liệu\", không ô tổng nào của sổ cộng nó",
                "it is in \"Dữ liệu\", and no cell of the workbook adds it up"
            ),
            (false, false) => words!("được tính", "it counts"),
        };
        of
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
