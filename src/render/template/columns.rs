//! The columns of a money table: only those that the unit's plan needs.

use chrono::NaiveDate;

use super::outline::Outline;
use super::split::{Part, Parts};
use crate::domain::key::{PlanYear, Source};
use crate::domain::period::Period;
use crate::domain::submission::Measure;

/// STT, Mã and Nội dung stand before the figures.
pub(super) const NUMBER: u16 = 0;
/// Mã.
pub(super) const CODE: u16 = 1;
/// Nội dung.
pub(super) const LABEL: u16 = 2;
/// The width of Nội dung.
pub(super) const LABEL_WIDTH: f64 = 36.0;
/// The first column of figures.
pub(super) const FIGURES: u16 = 3;
/// Beyond so many figure columns the page is A3.
const A4_FIGURES: u16 = 16;

/// A total and the columns that it adds up. Where there is one column only, it is its own total.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Group {
    /// The column of the total.
    pub total: u16,
    /// The first column of the split.
    pub first: u16,
    /// The last column.
    pub last: u16,
}

impl Group {
    fn at(column: u16, parts: u16) -> Group {
        let first = if parts == 1 { column } else { column + 1 };
        Group { total: column, first, last: first + parts - 1 }
    }

    /// Whether the total has a column of its own.
    pub(super) fn is_split(&self) -> bool {
        self.total < self.first
    }
}

/// A measure of money and its columns.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Block {
    /// What it measures.
    pub measure: Measure,
    /// Where it stands.
    pub group: Group,
    /// The columns of its split, from `group.first` on.
    pub parts: Vec<Part>,
}

/// Where everything stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Columns {
    /// The budget year.
    pub year: i32,
    /// The measures that are money, from left to right.
    pub blocks: Vec<Block>,
    /// Kế hoạch vốn.
    pub plan: Group,
    /// Giải ngân trong kỳ.
    pub in_period: Group,
    /// Lũy kế giải ngân đến hết kỳ trước, where any is known.
    pub previous: Option<u16>,
    /// Lũy kế giải ngân.
    pub cumulative: Group,
    /// Tỷ lệ (%).
    pub rate: u16,
    /// Giải trình; Ghi chú is the column after it.
    pub reason: u16,
    /// Whether the figures begin at nothing with this period.
    pub from_zero: bool,
}

/// 31 December and the 31 January after it: the books of a budget year close on that day (Luật Đầu tư công 2019 Đ.68).
pub(super) fn forecast_day(measure: Measure, year: i32) -> NaiveDate {
    let (year, month) = if measure == Measure::Forecast { (year, 12) } else { (year + 1, 1) };
    NaiveDate::from_ymd_opt(year, month, 31).expect("both months have 31 days")
}

/// Puts blocks of columns beside each other.
struct Row<'a> {
    parts: &'a Parts,
    blocks: Vec<Block>,
    next: u16,
}

impl Row<'_> {
    fn add(&mut self, measure: Measure) -> Group {
        let whole = || vec![Part::WHOLE];
        let parts = self.parts.get(&measure).cloned().unwrap_or_else(whole);
        let count = u16::try_from(parts.len()).expect("few years times six sources");
        let group = Group::at(self.next, count);
        self.next = group.last + 1;
        self.blocks.push(Block { measure, group, parts });
        group
    }

    fn skip(&mut self) -> u16 {
        self.next += 1;
        self.next - 1
    }
}

impl Columns {
    /// The columns for a table in a period of a budget year.
    pub(super) fn new(outline: &Outline, period: Period, year: i32) -> Columns {
        let has = |measure: &Measure| outline.parts.contains_key(measure);
        let mut row = Row { parts: &outline.parts, blocks: Vec::new(), next: FIGURES };
        let plan = row.add(Measure::Plan);
        if has(&Measure::Allocated) {
            row.add(Measure::Allocated);
        }
        row.add(Measure::Volume);
        let in_period = row.add(Measure::InPeriod);
        let previous = outline.has_previous().then(|| row.skip());
        let cumulative = row.add(Measure::Cumulative);
        let rate = row.skip();
        // A forecast is asked only for a day to come.
        for measure in [Measure::Forecast, Measure::ForecastNext] {
            if period.to() < forecast_day(measure, year) || has(&measure) {
                row.add(measure);
            }
        }
        let (reason, blocks) = (row.next, row.blocks);
        let from_zero = Some(period.from()) == NaiveDate::from_ymd_opt(year, 1, 1);
        Columns { year, blocks, plan, in_period, previous, cumulative, rate, reason, from_zero }
    }

    /// Ghi chú, the last column.
    pub(super) fn note(&self) -> u16 {
        self.reason + 1
    }

    /// Whether the page must be A3.
    pub(super) fn is_wide(&self) -> bool {
        A4_FIGURES < self.reason - FIGURES
    }

    /// The columns of a measure, where the table has any.
    pub(super) fn block(&self, measure: Measure) -> Option<&Block> {
        self.blocks.iter().find(|block| block.measure == measure)
    }

    /// The measure of a column, and its part of the split; no part where it is the total of one.
    pub(super) fn slot(&self, column: u16) -> Option<(&Block, Option<Part>)> {
        let holds = |block: &&Block| (block.group.total..=block.group.last).contains(&column);
        let block = self.blocks.iter().find(holds)?;
        let part = column.checked_sub(block.group.first);
        Some((block, part.map(|part| block.parts[usize::from(part)])))
    }

    /// The columns that a unit fills in on a row of its own: runs of first and last. The plan only where it is the unit's
    /// own word.
    pub(super) fn entries(&self, plan: PlanOf) -> Vec<(u16, u16)> {
        let asked = |block: &&Block| block.measure != Measure::Plan || plan == PlanOf::Unit;
        let blocks = self.blocks.iter().filter(asked);
        blocks.map(|block| (block.group.first, block.group.last)).collect()
    }

    /// The columns that add up downwards.
    pub(super) fn summed(&self) -> impl Iterator<Item = u16> {
        let rate = self.rate;
        (FIGURES..self.reason).filter(move |&column| column != rate)
    }

    /// Whether plan and cumulative are split alike: then a part can be held against its plan.
    pub(super) fn are_alike(&self) -> bool {
        let parts = |measure| self.block(measure).map(|block| &block.parts);
        parts(Measure::Plan) == parts(Measure::Cumulative)
    }
}

/// Who says the plan of a form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PlanOf {
    /// The register: it is locked.
    Office,
    /// The unit: the register has none for it.
    Unit,
}

impl Block {
    /// What a plan year is called in the heading. "Chưa tách" says that it is no sum of the columns beside it.
    pub(super) fn year_label(year: PlanYear, budget: i32) -> String {
        match year {
            PlanYear::Of(year) if year < budget => format!("Vốn năm {year} kéo dài"),
            PlanYear::Of(year) => format!("Vốn năm {year}"),
            PlanYear::CarryOver => "Vốn các năm trước kéo dài, chưa tách năm".to_owned(),
            PlanYear::Any => "Vốn chưa tách năm".to_owned(),
        }
    }

    /// What a source is called in the heading.
    pub(super) fn source_label(source: Option<Source>) -> &'static str {
        match source {
            None => "Chưa tách nguồn",
            Some(Source::Local) => "NSĐP chưa tách cấp",
            Some(source) => source.label().vi,
        }
    }
}
