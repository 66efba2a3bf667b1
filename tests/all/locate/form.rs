//! Reports with figures made up ("số liệu minh họa") that add up: the ground on which faults are put.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use giaingan::domain::catalogue::Catalogue;
use rust_xlsxwriter::{Format, Formula, Workbook};

/// Numbers that look like chance, the same in every run.
pub(super) struct Chance(pub u64);

impl Chance {
    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }

    /// One of these.
    pub(super) fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }
}

/// What a form lets one check.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Level {
    pub name: &'static str,
    /// Each measure is split by source.
    pub sources: bool,
    /// Sums and rates are formulas: they follow what was typed wrongly.
    pub formulas: bool,
    /// Each figure was rounded to whole millions by itself, as in printed tables: sums hold only nearly.
    pub rounded: bool,
    pub register: bool,
    pub previous: bool,
    /// There is a column of rates.
    pub rates: bool,
    /// Plan, period and cumulative; else the cumulative alone.
    pub measures: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Measure {
    Plan,
    InPeriod,
    Cumulative,
    Rate,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Whole,
    Central,
    District,
}

#[derive(Clone, Debug)]
pub(super) struct Row {
    pub id: String,
    pub label: String,
    pub parent: Option<usize>,
}

/// A report as a grid of cells, in tenths of a million; rates in hundredths of a percent.
#[derive(Clone, Debug)]
pub(super) struct Form {
    pub rows: Vec<Row>,
    pub columns: Vec<(Measure, Part)>,
    pub cells: Vec<Vec<Option<f64>>>,
    /// The cells that hold text: sums go past them.
    pub texts: Vec<(usize, usize)>,
    /// Its sums and rates are formulas.
    pub formulas: bool,
    /// The sums of rows whose formula is of another range of rows.
    pub ranges: BTreeMap<(usize, usize), RangeInclusive<usize>>,
}

/// The first row of figures, from 0; the first column of figures.
pub(super) const FIRST: (u32, u16) = (8, 2);

/// The components of each size.
const SIZES: [&[&str]; 3] = [
    &["gn.2", "gn.3.1", "gn.3.2"],
    &[
        "gn.1.1", "gn.1.2", "gn.2", "gn.3.1", "gn.3.2", "gn.4.1", "gn.4.2", "gn.4.3", "gn.6.1",
        "gn.6.2",
    ],
    &[
        "dtts.1",
        "dtts.2",
        "dtts.3.1",
        "dtts.3.2",
        "dtts.4.1",
        "dtts.4.2",
        "dtts.5.1",
        "dtts.5.2",
        "dtts.5.3",
        "dtts.5.4",
        "dtts.6",
        "dtts.7",
        "dtts.8",
        "dtts.9.1",
        "dtts.9.2",
        "dtts.10.1",
        "dtts.10.2",
        "dtts.10.3",
        "gn.1.1",
        "gn.1.2",
        "gn.2",
        "gn.3.1",
        "gn.3.2",
        "gn.4.1",
        "gn.4.2",
        "gn.4.3",
        "gn.5",
        "gn.6.1",
        "gn.6.2",
        "gn.7.1",
        "gn.7.2",
    ],
];

impl Form {
    /// A form of a size whose figures add up; `month` is 5 or 6, and June continues May.
    pub(super) fn new(size: usize, level: Level, seed: u64, month: u32) -> Form {
        let rows = rows(SIZES[size]);
        let parts: &[Part] = match level.sources {
            true => &[Part::Whole, Part::Central, Part::District],
            false => &[Part::Whole],
        };
        let measures = [Measure::Plan, Measure::InPeriod, Measure::Cumulative];
        let shown = if level.measures { &measures[..] } else { &measures[2..] };
        let mut columns: Vec<(Measure, Part)> =
            shown.iter().flat_map(|measure| parts.iter().map(|part| (*measure, *part))).collect();
        columns.extend(level.rates.then_some((Measure::Rate, Part::Whole)));
        let cells = vec![vec![None; columns.len()]; rows.len()];
        let (texts, formulas) = (Vec::new(), level.formulas);
        let mut form = Form { rows, columns, cells, texts, formulas, ranges: BTreeMap::new() };
        let mut chance = Chance(seed);
        for row in 0..form.rows.len() {
            if !form.is_leaf(row) {
                continue;
            }
            let has_district = chance.below(4) != 0;
            for part in [Part::Central, Part::District] {
                // Drawn in any case, so that both months draw the same.
                let plan = 500 + chance.below(40_000) as i64;
                let [before, in_period] =
                    [chance.below(60), chance.below(25)].map(|share| plan * share as i64 / 100 + 1);
                let spent = if chance.below(5) == 0 { 0 } else { in_period };
                let (in_period, cumulative) =
                    if month == 5 { (before, before) } else { (spent, before + spent) };
                if part == Part::District && !has_district {
                    continue;
                }
                for (measure, amount) in measures.into_iter().zip([plan, in_period, cumulative]) {
                    if !shown.contains(&measure) {
                        continue;
                    }
                    let at = form.column(measure, if level.sources { part } else { Part::Whole });
                    let cell = &mut form.cells[row][at];
                    *cell = Some(cell.unwrap_or(0.0) + amount as f64);
                }
            }
        }
        form.add_up();
        if level.rounded {
            let is_rate = |(measure, _): &(Measure, Part)| *measure == Measure::Rate;
            let rates = form.columns.iter().position(is_rate).unwrap_or(form.columns.len());
            let figures = form.cells.iter_mut().flat_map(|row| row[..rates].iter_mut());
            figures.flatten().for_each(|figure| *figure = (*figure / 10.0).round() * 10.0);
        }
        form
    }

    pub(super) fn column(&self, measure: Measure, part: Part) -> usize {
        self.columns.iter().position(|column| *column == (measure, part)).unwrap()
    }

    pub(super) fn is_leaf(&self, row: usize) -> bool {
        !self.rows.iter().any(|below| below.parent == Some(row))
    }

    /// Whether the form computes this cell from others.
    pub(super) fn is_sum(&self, row: usize, column: usize) -> bool {
        let has_parts = self.columns.contains(&(Measure::Cumulative, Part::Central));
        !self.is_leaf(row) || has_parts && self.columns[column].1 == Part::Whole
    }

    fn is_computed(&self, row: usize, column: usize) -> bool {
        self.columns[column].0 == Measure::Rate || self.is_sum(row, column)
    }

    /// Computes all sums and rates.
    pub(super) fn add_up(&mut self) {
        for row in (0..self.rows.len()).rev() {
            for column in 0..self.columns.len() {
                let measure = self.columns[column].0;
                if measure == Measure::Rate || !self.is_sum(row, column) {
                    continue;
                }
                let addends: Vec<f64> = if self.is_leaf(row) {
                    let parts =
                        [Part::Central, Part::District].map(|part| self.column(measure, part));
                    parts.into_iter().filter_map(|at| self.number(row, at)).collect()
                } else {
                    let below = self.addends(row, column).into_iter();
                    below.filter_map(|below| self.number(below, column)).collect()
                };

                self.cells[row][column] = (!addends.is_empty()).then(|| addends.iter().sum());
            }
        }
        let rate = self.columns.iter().position(|(measure, _)| *measure == Measure::Rate);
        let Some(rate) = rate else { return };
        let [plan, paid] =
            [Measure::Plan, Measure::Cumulative].map(|measure| self.column(measure, Part::Whole));
        for row in &mut self.cells {
            row[rate] = match (row[plan], row[paid]) {
                (Some(plan), Some(paid)) if plan != 0.0 => Some((paid / plan * 10_000.0).round()),
                _ => None,
            };
        }
    }

    /// The rows directly below one.
    pub(super) fn children(&self, row: usize) -> Vec<usize> {
        (0..self.rows.len()).filter(|below| self.rows[*below].parent == Some(row)).collect()
    }

    /// The last row of those that belong to one.
    pub(super) fn end(&self, row: usize) -> usize {
        self.children(row).last().map_or(row, |last| self.end(*last))
    }

    /// The rows that a sum is of, as its formula says.
    fn addends(&self, row: usize, column: usize) -> Vec<usize> {
        let range = self.ranges.get(&(row, column));
        range.map_or_else(|| self.children(row), |range| range.clone().collect())
    }

    /// The formula of a sum: a range where its rows or columns stand together.
    fn formula(&self, row: usize, column: usize) -> String {
        let cells: Vec<(usize, usize)> = match self.is_leaf(row) {
            true => {
                let measure = self.columns[column].0;
                [Part::Central, Part::District].map(|part| (row, self.column(measure, part))).into()
            }
            false => self.addends(row, column).into_iter().map(|at| (at, column)).collect(),
        };
        let is_next = |pair: &[(usize, usize)]| pair[1].0 - pair[0].0 + pair[1].1 - pair[0].1 == 1;
        let name = |(row, column): (usize, usize)| self.address(row, column);
        match cells.as_slice() {
            [first, .., last] if cells.windows(2).all(is_next) => {
                format!("=SUM({}:{})", name(*first), name(*last))
            }
            _ => format!("={}", cells.into_iter().map(name).collect::<Vec<_>>().join("+")),
        }
    }

    /// The figure of a cell, as a formula sees it.
    fn number(&self, row: usize, column: usize) -> Option<f64> {
        self.cells[row][column].filter(|_| !self.texts.contains(&(row, column)))
    }

    /// `F14`.
    pub(super) fn address(&self, row: usize, column: usize) -> String {
        let letter = char::from(b'A' + FIRST.1 as u8 + column as u8);
        format!("{letter}{}", FIRST.0 as usize + row + 1)
    }

    /// What the cell of the sheet holds.
    pub(super) fn shown(&self, row: usize, column: usize) -> Option<f64> {
        let scale = if self.columns[column].0 == Measure::Rate { 100.0 } else { 10.0 };
        self.cells[row][column].map(|figure| figure / scale)
    }

    /// The plan of the register: component, source, millions.
    pub(super) fn plan(&self) -> Vec<(String, &'static str, f64)> {
        let mut plan = Vec::new();
        for row in (0..self.rows.len()).filter(|row| self.is_leaf(*row)) {
            for (column, (measure, part)) in self.columns.iter().enumerate() {
                let source = if *part == Part::District { "huyện" } else { "TW" };
                if *measure != Measure::Plan || self.is_sum(row, column) {
                    continue;
                }
                if let Some(amount) = self.shown(row, column) {
                    plan.push((self.rows[row].id.clone(), source, amount));
                }
            }
        }
        plan
    }

    /// The workbook of a unit.
    pub(super) fn workbook(&self, unit: &str, month: u32) -> Vec<u8> {
        let mut book = Workbook::new();
        let sheet = book.add_worksheet().set_name("Vốn sự nghiệp").unwrap();
        let title = format!(
            "TÌNH HÌNH GIẢI NGÂN VỐN SỰ NGHIỆP THỰC HIỆN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA THÁNG {month} NĂM 2024"
        );
        for (row, text) in
            [format!("UBND {}", unit.to_uppercase()), title, "Đơn vị tính: triệu đồng".to_owned()]
                .iter()
                .enumerate()
        {
            sheet.write(row as u32, 0, text).unwrap();
        }
        let plain = Format::new();
        sheet.merge_range(4, 0, 7, 0, "STT", &plain).unwrap();
        sheet.merge_range(4, 1, 7, 1, "Nội dung", &plain).unwrap();
        let mut at = FIRST.1;
        let width =
            if self.columns.contains(&(Measure::Cumulative, Part::Central)) { 3 } else { 1 };
        let heads = [
            (Measure::Plan, "Kế hoạch vốn giao"),
            (Measure::InPeriod, "Giải ngân trong tháng"),
            (Measure::Cumulative, "Lũy kế giải ngân từ đầu năm"),
        ];
        let has = |measure: Measure| self.columns.iter().any(|(of, _)| *of == measure);
        for (_, text) in heads.into_iter().filter(|(measure, _)| has(*measure)) {
            if width == 1 {
                sheet.merge_range(4, at, 7, at, text, &plain).unwrap();
            } else {
                sheet.merge_range(4, at, 4, at + 2, text, &plain).unwrap();
                for (offset, part) in ["Tổng số", "NSTW", "NS huyện"].iter().enumerate() {
                    sheet
                        .merge_range(5, at + offset as u16, 7, at + offset as u16, part, &plain)
                        .unwrap();
                }
            }
            at += width;
        }
        if has(Measure::Rate) {
            sheet.merge_range(4, at, 7, at, "Tỷ lệ giải ngân (%)", &plain).unwrap();
        }
        for (row, head) in self.rows.iter().enumerate() {
            let line = FIRST.0 + row as u32;
            sheet.write(line, 1, &head.label).unwrap();
            for column in 0..self.columns.len() {
                let Some(number) = self.shown(row, column) else { continue };
                let at = FIRST.1 + column as u16;
                if self.texts.contains(&(row, column)) {
                    sheet.write(line, at, number.to_string().replace('.', ",")).unwrap();
                } else if self.formulas && self.is_computed(row, column) {
                    let is_rate = self.columns[column].0 == Measure::Rate;
                    let text =
                        if is_rate { "=ROUND(0,2)".to_owned() } else { self.formula(row, column) };
                    let formula = Formula::new(text).set_result(number.to_string());
                    sheet.write(line, at, formula).unwrap();
                } else {
                    sheet.write(line, at, number).unwrap();
                }
            }
        }
        book.save_to_buffer().unwrap()
    }
}

/// A total, and the components with those above them.
fn rows(leaves: &[&str]) -> Vec<Row> {
    let catalogue = Catalogue::embedded();
    let mut rows = vec![Row { id: String::new(), label: "TỔNG CỘNG".to_owned(), parent: None }];
    for leaf in leaves {
        let mut parent = 0;
        let ends = leaf.char_indices().filter(|(_, letter)| *letter == '.').map(|(at, _)| at);
        for end in ends.chain([leaf.len()]) {
            let id = &leaf[..end];
            parent = rows.iter().position(|row| row.id == id).unwrap_or_else(|| {
                let label = catalogue.title(&id.parse().unwrap());
                rows.push(Row { id: id.to_owned(), label, parent: Some(parent) });
                rows.len() - 1
            });
        }
    }
    rows
}
