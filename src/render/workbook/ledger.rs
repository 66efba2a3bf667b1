//! The rows of "Dữ liệu": decisions, lines and cells set aside, so that plain sums over them are the totals.
//!
//! The lines of hundreds of units would take gigabytes as rows. So no list of them is kept: they are made twice, once to
//! be added up and once to be written.

mod rows;
mod sums;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use anyhow::ensure;

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Key, PlanYear, Source, Work};
use crate::domain::known::Known;
use crate::domain::lang::{Lang, Text};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::register::Decision;
use crate::domain::rule::RuleCode;
use crate::domain::summary::Summary;
use crate::domain::tally::Tally;

use self::rows::Rows;
pub(super) use self::sums::{Lacks, MEASURES, Sums};
use crate::render::xlsx::page::Told;

/// What a row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// A decision that assigns money to the office.
    Assigned,
    /// A decision that allocates it to a unit.
    Allocated,
    /// A line of a report.
    Reported,
    /// A line of the last report of a unit that has not reported.
    Provisional,
    /// A cell that was read and is not in the totals.
    SetAside,
}

impl Kind {
    /// For people.
    pub(crate) const fn label(self) -> Text {
        match self {
            Kind::Assigned => Text { vi: "Quyết định giao", en: "Assignment" },
            Kind::Allocated => Text { vi: "Quyết định phân bổ", en: "Allocation" },
            Kind::Reported => Text { vi: "Báo cáo", en: "Report" },
            Kind::Provisional => Text { vi: "Tạm tính", en: "Provisional" },
            Kind::SetAside => Text { vi: "Chưa đưa vào tổng hợp", en: "Set aside" },
        }
    }
}

/// The columns of money of "Dữ liệu".
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Amount {
    /// Assigned to the office.
    Assigned,
    /// Allocated to units by the register.
    Allocated,
    /// The plan of the rate: of the decisions where the register plans for the unit, else what the unit states.
    Plan,
    /// What the unit states as its plan.
    Stated,
    /// What the unit states as allocated below it.
    StatedAllocated,
    /// Accepted volume.
    Volume,
    /// Disbursed in the period.
    InPeriod,
    /// Disbursed since 1 January.
    Cumulative,
    /// The provisional part of it.
    Carried,
    /// Forecast to 31/12.
    Forecast,
    /// Forecast to 31/01.
    ForecastNext,
    /// Proposed to be returned.
    ToReturn,
    /// The change of the plan that is proposed.
    ToAdjust,
    /// Read and not in the totals.
    SetAside,
}

impl Amount {
    /// All, in the order of the columns.
    pub(crate) const ALL: [Amount; 14] = [
        Amount::Assigned,
        Amount::Allocated,
        Amount::Plan,
        Amount::Stated,
        Amount::StatedAllocated,
        Amount::Volume,
        Amount::InPeriod,
        Amount::Cumulative,
        Amount::Carried,
        Amount::Forecast,
        Amount::ForecastNext,
        Amount::ToReturn,
        Amount::ToAdjust,
        Amount::SetAside,
    ];
}

impl Told {
    /// A column of a tally.
    pub(crate) fn of(tally: Tally, amount: Amount) -> Told {
        let (money, is_least) = match amount {
            Amount::Plan => (tally.plan, false),
            Amount::InPeriod => (tally.in_period, tally.lacks_in_period),
            Amount::Cumulative => (tally.cumulative, tally.lacks_cumulative),
            _ => (tally.carried, false),
        };
        Told { money, is_least }
    }
}

/// Where money of a key stands in a form: the plan year and the source.
pub(super) type Slot = (PlanYear, Option<Source>);

/// A row of "Dữ liệu".
pub(crate) struct Row<'a> {
    /// What it is.
    pub kind: Kind,
    /// The unit that it counts for: an index into [`Summary::units`].
    pub unit: Option<usize>,
    /// Its code.
    pub code: Option<UnitCode>,
    /// Its name.
    pub name: Cow<'a, str>,
    /// What it is about.
    pub key: Option<Key>,
    /// The label of a row that was set aside.
    pub label: Option<&'a str>,
    /// The money, by [`Amount`].
    pub amounts: [Option<Money>; Amount::ALL.len()],
    /// How its figure of the period is known.
    pub in_period_known: Option<Known>,
    /// How its cumulative is known.
    pub basis: Option<Known>,
    /// File, sheet and cell.
    pub origin: Option<(&'a str, &'a str, Cell)>,
    /// The decision.
    pub decision: Option<&'a Decision>,
    /// The rule that set it aside.
    pub rule: Option<RuleCode>,
    /// Why it stands here as it does.
    pub note: String,
}

impl Row<'_> {
    /// The money of one column.
    pub(crate) fn amount(&self, amount: Amount) -> Option<Money> {
        self.amounts[amount as usize]
    }

    /// How the money of one column is known.
    pub(crate) fn known(&self, amount: Amount) -> Option<Known> {
        match amount {
            Amount::InPeriod => self.in_period_known,
            Amount::Cumulative => self.basis,
            _ => None,
        }
    }

    fn set(&mut self, amount: Amount, money: Option<Money>) {
        self.amounts[amount as usize] = money;
    }
}

/// A row of a form: component and, where they are listed, work.
pub(super) type FormPlace = (Funding, ComponentId, Option<Work>);

/// How far the amounts of a column reach.
#[derive(Clone, Copy, Default)]
pub(super) struct Extent {
    /// The smallest one, or nothing.
    pub least: Money,
    /// The largest one, or nothing.
    pub most: Money,
    /// The decimals that they need.
    pub decimals: u8,
}

/// What stands in a row of a form.
#[derive(Default)]
pub(super) struct OfPlace {
    /// Its money.
    pub sums: Sums,
    /// What it lacks.
    pub lacks: Lacks,
    /// Whose it is: indices into [`Summary::units`].
    pub units: BTreeSet<usize>,
}

/// The rows of "Dữ liệu" of a summary that are wanted, each with its number from 0.
pub(crate) fn rows<'a>(
    summary: &'a Summary,
    lang: Lang,
    mut is_wanted: impl FnMut(usize, &Row<'a>) -> bool,
) -> Vec<(usize, Row<'a>)> {
    let source = Rows::of(summary, lang);
    let rows = source.iter().enumerate();
    rows.filter(|(number, row)| is_wanted(*number, row)).collect()
}

/// The rows of "Dữ liệu" and what sums over them give.
pub(super) struct Ledger<'a> {
    source: Rows<'a>,
    /// How many rows it has.
    pub length: usize,
    /// So many of them fit on a sheet.
    pub most_rows: usize,
    /// How many rows of each sheet name the cell of a file.
    pub origins: Vec<usize>,
    /// The rows of the forms, in their order.
    pub places: Vec<(FormPlace, OfPlace)>,
    /// The funding types whose works are too many to be listed in its form.
    pub condensed: BTreeSet<Funding>,
    /// Under which plan years and sources a column has money, or misses some.
    pub slots: BTreeSet<(Funding, Amount, Slot)>,
    /// How far the amounts of a column reach, by [`Amount`].
    pub extents: [Extent; Amount::ALL.len()],
    /// What "Theo đơn vị" sums: the tally of each unit by program and funding type.
    pub by_unit: BTreeMap<(usize, ComponentId, Funding), Tally>,
    totals: [Money; Amount::ALL.len()],
    by_program: BTreeMap<(ComponentId, Funding), [Money; Amount::ALL.len()]>,
    /// What the columns come to by program, funding type, plan year and source.
    pub by_slot: BTreeMap<(ComponentId, Funding), BTreeMap<Slot, OfSlot>>,
}

/// What the columns come to under a plan year and a source.
#[derive(Clone, Copy, Default)]
pub(super) struct OfSlot {
    /// By [`Amount`].
    sums: [Money; Amount::ALL.len()],
    /// By [`Amount`]: a part is known by nobody, or only together with others.
    lacks: [bool; Amount::ALL.len()],
}

impl OfSlot {
    /// The sum of a column.
    pub(super) fn told(&self, amount: Amount) -> Told {
        Told { money: self.sums[amount as usize], is_least: self.lacks[amount as usize] }
    }

    fn add(&mut self, amount: Amount, money: Money, is_least: bool) {
        self.sums[amount as usize] += money;
        self.lacks[amount as usize] |= is_least;
    }
}

impl<'a> Ledger<'a> {
    /// The rows of a summary, so many on a sheet.
    pub(super) fn of(summary: &'a Summary, lang: Lang, most_rows: usize) -> Ledger<'a> {
        sums::ledger(Rows::of(summary, lang), most_rows)
    }

    /// The rows, in the order of the sheet.
    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'a>> {
        self.source.iter()
    }

    /// Whether a column has money anywhere; plan and cumulative always stand there.
    pub(super) fn occurs(&self, amount: Amount) -> bool {
        matches!(amount, Amount::Plan | Amount::Cumulative)
            || self.slots.iter().any(|(_, of, _)| *of == amount)
    }

    /// How many sheets they take.
    pub(super) fn parts(&self) -> usize {
        self.length.div_ceil(self.most_rows).max(1)
    }

    /// How many of them stand on a sheet.
    pub(super) fn length_of(&self, part: usize) -> usize {
        self.most_rows.min(self.length - part * self.most_rows)
    }

    /// The row of a form where the money of a key stands: an index into [`Ledger::places`].
    pub(super) fn place(&self, key: &Key) -> usize {
        let of = sums::place(key, &self.condensed);
        let found = self.places.binary_search_by(|(place, _)| place.cmp(&of));
        found.expect("every key of a row has a place")
    }

    /// The sum of a column over all rows.
    pub(super) fn total(&self, amount: Amount) -> Money {
        self.totals[amount as usize]
    }

    /// The sum of a column for a program and funding type.
    pub(super) fn of_program(
        &self,
        program: &ComponentId,
        funding: Funding,
        amount: Amount,
    ) -> Money {
        let sums = self.by_program.get(&(program.clone(), funding));
        sums.map_or(Money::ZERO, |sums| sums[amount as usize])
    }

    /// The rows must add up to what the summary says, by program and as a whole; a workbook that says something
    /// else than the terminal is never written.
    pub(super) fn must_agree_with(&self, summary: &Summary) -> anyhow::Result<()> {
        let totals = &summary.totals;
        let tally: Tally = self.by_unit.values().copied().sum();
        ensure!(
            tally == totals.tally,
            "the rows add up to {tally:?}, the summary says {:?}",
            totals.tally
        );
        let allocated = self.total(Amount::Allocated);
        ensure!(allocated == totals.allocated, "allocated: {allocated} ≠ {}", totals.allocated);
        let assigned = self.total(Amount::Assigned);
        ensure!(
            assigned == totals.assigned.unwrap_or(Money::ZERO),
            "assigned: {assigned} ≠ {:?}",
            totals.assigned
        );
        let mut by_program: BTreeMap<_, Tally> = BTreeMap::new();
        for ((_, program, funding), tally) in &self.by_unit {
            *by_program.entry((program.clone(), *funding)).or_default() += *tally;
        }
        for program in &summary.programs {
            let tally =
                by_program.remove(&(program.program.clone(), program.funding)).unwrap_or_default();
            ensure!(tally == program.tally, "{}: {tally:?} ≠ {:?}", program.program, program.tally);
        }
        let is_nothing = |tally: &Tally| Tally { is_doubted: false, ..*tally } == Tally::default();
        by_program.retain(|_, tally| !is_nothing(tally));
        ensure!(by_program.is_empty(), "programs that the summary does not list: {by_program:?}");
        Ok(())
    }
}
