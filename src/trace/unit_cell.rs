//! What became of a cell of a unit's file, and the totals that it is in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::book::{Held, Reckoner, Term};
use super::files::{place, typed};
use super::origin::Piece;
use super::{Answered, Nothing, Trace, below, files, lines_heading};
use crate::domain::key::Key;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::submission::CheckedAs;
use crate::domain::summary::State;
use crate::domain::traced::{Found, How, OfCell};
use crate::parse::ledger::reason;
use crate::read::Value;
use crate::render::workbook::ledger::{self, Amount};
use crate::run;
use crate::workspace::shown_path;

impl Trace<'_> {
    /// A cell of a unit's file.
    pub(super) fn of_file(&self, file: &str, sheet: &str, cell: Cell) -> Answered {
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
                super::text()
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
                _ => super::text(),
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
