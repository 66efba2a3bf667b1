//! How the rows are made, one after the other.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::domain::code::UnitCode;
use crate::domain::key::Key;
use crate::domain::known::Known;
use crate::domain::lang::{Lang, Text, words};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::register::Decision;
use crate::domain::submission::Measure;
use crate::domain::summary::{SetAsideCell, Standing, Summary, SummaryLine};
use crate::domain::tally::Tally;

use super::{Amount, Kind, Row};

/// What the rows are made of. What the register says of a code is looked up once.
pub(super) struct Rows<'a> {
    pub summary: &'a Summary,
    lang: Lang,
    /// By code: its index in [`Summary::units`] and its name.
    units: BTreeMap<&'a UnitCode, (Option<usize>, &'a str)>,
    /// Who took over from the units of the decisions.
    successors: BTreeMap<&'a UnitCode, &'a UnitCode>,
}

impl<'a> Rows<'a> {
    pub(super) fn of(summary: &'a Summary, lang: Lang) -> Rows<'a> {
        let register = &summary.register;
        let mut successors: BTreeMap<&UnitCode, &UnitCode> = BTreeMap::new();
        for code in summary.decisions.iter().filter_map(|decision| decision.unit.as_ref()) {
            let find = || register.successor(code, summary.period.to()).unwrap_or(code);
            successors.entry(code).or_insert_with(find);
        }
        let mut units: BTreeMap<&UnitCode, (Option<usize>, &str)> = BTreeMap::new();
        for (at, unit) in summary.units.iter().enumerate() {
            units.insert(&unit.unit, (Some(at), &unit.name));
        }
        let set_aside = summary.set_aside.iter().filter_map(|cell| cell.unit.as_ref());
        for code in successors.values().copied().chain(set_aside) {
            let name = || register.unit(code).map_or(code.as_str(), |unit| &unit.name);
            units.entry(code).or_insert_with(|| (None, name()));
        }
        Rows { summary, lang, units, successors }
    }

    /// All rows: decisions, lines unit by unit, cells set aside.
    pub(super) fn iter(&self) -> impl Iterator<Item = Row<'a>> {
        let of = |is_allocated: bool| {
            let decisions = self.summary.decisions.iter();
            decisions.filter(move |decision| decision.unit.is_some() == is_allocated)
        };
        let lines = self.summary.lines.iter().filter_map(|line| self.reported(line));
        of(false)
            .map(|decision| self.assignment(decision))
            .chain(of(true).map(|decision| self.allocation(decision)))
            .chain(lines)
            .chain(self.summary.set_aside.iter().map(|cell| self.set_aside(cell)))
    }

    fn assignment(&self, decision: &'a Decision) -> Row<'a> {
        let mut row = Row::new(Kind::Assigned);
        row.key = Some(decision.key.clone());
        row.decision = Some(decision);
        row.set(Amount::Assigned, Some(decision.amount));
        row.note = register_row(decision, self.lang);
        row
    }

    fn allocation(&self, decision: &'a Decision) -> Row<'a> {
        let of = decision.unit.as_ref().expect("an allocation names its unit");
        let owner = self.successors[of];
        let mut row = self.row(Kind::Allocated, owner.clone(), Some(decision.key.clone()));
        row.decision = Some(decision);
        row.set(Amount::Allocated, Some(decision.amount));
        row.set(Amount::Plan, self.is_registered(&row).then_some(decision.amount));
        row.note = register_row(decision, self.lang);
        if owner != of {
            let name = self.summary.register.name(of);
            row.note.push_str(
                words!(
                    "; nhận từ {name} ({of}) do sáp nhập",
                    "; taken over from {name} ({of})";
                    name, of
                )
                .get(self.lang),
            );
        }
        row
    }

    /// A line; what the register alone plans is among the decisions.
    fn reported(&self, line: SummaryLine) -> Option<Row<'a>> {
        let kind = match line.standing {
            Standing::Provisional => Kind::Provisional,
            Standing::Counted | Standing::PlanOnly => Kind::Reported,
        };
        // A unit that is silent now and counts with nothing may have told another month of the period.
        let is_paid = Tally { plan: Money::ZERO, ..line.tally() } != Tally::default();
        let is_planned_only = line.standing == Standing::PlanOnly && !is_paid;
        let mut row = self.row(kind, line.unit, Some(line.key));
        let is_registered = self.is_registered(&row);
        if is_registered && is_planned_only {
            return None;
        }
        row.set(Amount::Plan, (!is_registered).then_some(line.plan));
        row.set(Amount::Stated, line.stated.get(Measure::Plan));
        row.set(Amount::StatedAllocated, line.stated.get(Measure::Allocated));
        row.set(Amount::Volume, line.stated.get(Measure::Volume));
        row.set(Amount::InPeriod, Some(line.in_period));
        row.set(Amount::Cumulative, Some(line.cumulative));
        (row.in_period_known, row.basis) = (line.in_period_known, line.basis);
        row.set(Amount::Carried, (!line.carried.is_zero()).then_some(line.carried));
        row.set(Amount::Forecast, line.stated.get(Measure::Forecast));
        row.set(Amount::ForecastNext, line.stated.get(Measure::ForecastNext));
        row.set(Amount::ToReturn, line.stated.get(Measure::ToReturn));
        row.set(Amount::ToAdjust, line.stated.get(Measure::ToAdjust));
        row.origin = line.place.and_then(|(source, sheet, at)| {
            let source = self.summary.sources.get(source)?;
            let sheet = source.sheets.get(usize::from(sheet))?;
            Some((&*source.file, &**sheet, Cell::new(at, 0)))
        });
        let carried = Text {
            vi: "lũy kế tạm tính theo báo cáo gần nhất",
            en: "cumulative provisional, of the last report",
        };
        let carried = (kind == Kind::Reported && !line.carried.is_zero()).then_some(carried);
        let notes = carried.into_iter().chain(row.basis.and_then(known_note));
        let notes: Vec<&str> = notes.map(|note| note.get(self.lang)).collect();
        row.note = notes.join("; ");
        Some(row)
    }

    fn set_aside(&self, cell: &'a SetAsideCell) -> Row<'a> {
        let mut row = match &cell.unit {
            Some(unit) => self.row(Kind::SetAside, unit.clone(), None),
            None => Row::new(Kind::SetAside),
        };
        row.label = Some(&cell.label);
        row.set(Amount::SetAside, Some(cell.amount));
        row.origin = Some((&cell.file, &cell.sheet, cell.cell));
        row.rule = Some(cell.rule);
        row.note = cell.rule.to_string();
        row
    }

    fn row(&self, kind: Kind, code: UnitCode, key: Option<Key>) -> Row<'a> {
        let (unit, name) = match self.units.get(&code) {
            Some((unit, name)) => (*unit, Cow::Borrowed(*name)),
            None => (None, Cow::Owned(self.summary.register.name(&code))),
        };
        Row { unit, name, code: Some(code), key, ..Row::new(kind) }
    }

    /// Whether the plan of its unit is the registered one.
    fn is_registered(&self, row: &Row<'_>) -> bool {
        row.unit.is_some_and(|unit| self.summary.units[unit].is_registered)
    }
}

impl Row<'_> {
    fn new<'a>(kind: Kind) -> Row<'a> {
        Row {
            kind,
            unit: None,
            code: None,
            name: Cow::Borrowed(""),
            key: None,
            label: None,
            amounts: [None; Amount::ALL.len()],
            in_period_known: None,
            basis: None,
            origin: None,
            decision: None,
            rule: None,
            note: String::new(),
        }
    }
}

fn register_row(decision: &Decision, lang: Lang) -> String {
    let row = decision.row + 1;
    let place = words!(
        "Kế hoạch vốn, dòng {row}",
        "Kế hoạch vốn, row {row}";
        row
    )
    .pick(lang);
    if decision.note.is_empty() { place } else { format!("{place}; {}", decision.note) }
}

/// How a cumulative is known, where the figure alone would say too much.
fn known_note(basis: Known) -> Option<Text> {
    match basis {
        Known::AtLeast => {
            Some(Text { vi: "lũy kế chưa rõ, ít nhất", en: "cumulative unknown, at least" })
        }
        Known::Group => Some(Text {
            vi: "lũy kế theo báo cáo trước, chưa tách",
            en: "cumulative of an earlier report, not split",
        }),
        Known::Share => Some(Text {
            vi: "chưa gồm phần lũy kế chưa tách",
            en: "without its part of the cumulative that is not split",
        }),
        Known::Printed => Some(Text {
            vi: "lũy kế tính từ lũy kế kỳ trước ghi trên biểu",
            en: "cumulative from the previous one on the form",
        }),
        Known::Stated | Known::Implied | Known::Carried => None,
    }
}
