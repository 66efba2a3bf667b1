//! The columns of a money table: only those that the unit's plan needs.

use chrono::NaiveDate;

use super::outline::{Outline, Part};
use crate::domain::key::PlanYear;
use crate::domain::period::Period;

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

/// Where everything stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Columns {
    /// The columns of the split.
    pub parts: Vec<Part>,
    /// The budget year.
    pub year: i32,
    /// Kế hoạch vốn.
    pub plan: Group,
    /// Giá trị khối lượng hoàn thành.
    pub volume: u16,
    /// Giải ngân trong kỳ.
    pub in_period: Group,
    /// Lũy kế giải ngân đến hết kỳ trước, where any is known.
    pub previous: Option<u16>,
    /// Lũy kế giải ngân.
    pub cumulative: Group,
    /// Tỷ lệ (%).
    pub rate: u16,
    /// Ước giải ngân đến …: those days that are still to come.
    pub forecasts: Vec<(u16, NaiveDate)>,
    /// Giải trình; Ghi chú is the column after it.
    pub reason: u16,
    /// Whether the figures begin at nothing with this period.
    pub from_zero: bool,
}

impl Columns {
    /// The columns for a table in a period of a budget year.
    pub(super) fn new(outline: &Outline, period: Period, year: i32) -> Columns {
        let parts = u16::try_from(outline.parts.len()).expect("few years times six sources");
        let plan = Group::at(FIGURES, parts);
        let volume = plan.last + 1;
        let in_period = Group::at(volume + 1, parts);
        let previous = outline.has_previous().then_some(in_period.last + 1);
        let cumulative = Group::at(previous.unwrap_or(in_period.last) + 1, parts);
        let rate = cumulative.last + 1;
        // The books of a budget year close on 31 January of the next one (Luật Đầu tư công 2019 Đ.68).
        let ends = [(year, 12), (year + 1, 1)].map(|(year, month)| {
            NaiveDate::from_ymd_opt(year, month, 31).expect("both months have 31 days")
        });
        let ahead = ends.into_iter().filter(|&day| period.to() < day);
        let forecasts: Vec<_> = (rate + 1..).zip(ahead).collect();
        let reason = forecasts.last().map_or(rate, |(column, _)| *column) + 1;
        let from_zero = Some(period.from()) == NaiveDate::from_ymd_opt(year, 1, 1);
        let parts = outline.parts.clone();
        Columns {
            parts,
            year,
            plan,
            volume,
            in_period,
            previous,
            cumulative,
            rate,
            forecasts,
            reason,
            from_zero,
        }
    }

    /// Ghi chú, the last column.
    pub(super) fn note(&self) -> u16 {
        self.reason + 1
    }

    /// Whether the page must be A3.
    pub(super) fn is_wide(&self) -> bool {
        A4_FIGURES < self.reason - FIGURES
    }

    /// The columns that a unit fills in on a row of its own: runs of first and last.
    pub(super) fn entries(&self) -> Vec<(u16, u16)> {
        let split = [self.in_period, self.cumulative].map(|group| (group.first, group.last));
        let mut entries = vec![(self.volume, self.volume), split[0], split[1]];
        entries.extend(self.forecasts.iter().map(|&(column, _)| (column, column)));
        entries
    }

    /// The columns that add up downwards.
    pub(super) fn summed(&self) -> impl Iterator<Item = u16> {
        let rate = self.rate;
        (FIGURES..self.reason).filter(move |&column| column != rate)
    }

    /// What a plan year is called in the heading.
    pub(super) fn year_label(&self, year: PlanYear) -> String {
        match year {
            PlanYear::Of(year) if year < self.year => format!("Vốn năm {year} kéo dài"),
            PlanYear::Of(year) => format!("Vốn năm {year}"),
            PlanYear::CarryOver => "Vốn các năm trước kéo dài".to_owned(),
            PlanYear::Any => "Vốn các năm".to_owned(),
        }
    }

    /// The columns of the split by plan year: first and last position among the parts.
    pub(super) fn years(&self) -> Vec<(PlanYear, u16, u16)> {
        let mut years: Vec<(PlanYear, u16, u16)> = Vec::new();
        for (position, part) in (0..).zip(&self.parts) {
            match years.last_mut() {
                Some((year, _, last)) if *year == part.year => *last = position,
                _ => years.push((part.year, position, position)),
            }
        }
        years
    }
}
