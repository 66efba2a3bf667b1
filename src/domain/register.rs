//! The register: who reports (units), and what was planned by which decision (the plan journal).

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::code::{ComponentId, UnitCode};
use super::key::{Funding, Key, PlanYear, Source, Work};
use super::label::Label;
use super::money::{Money, MoneyUnit};
use super::place::{Cell, Place};

mod leads;

/// The unit of the line with which an empty register shows how it is filled in.
pub const SAMPLE_UNIT: &str = "Xã Ví Dụ";

/// What the lines that show it say of themselves.
pub const SAMPLE_NOTE: &str = "số liệu minh họa, ghi đè dòng này";

/// A unit that reports (đơn vị báo cáo).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// Its name: `Xã Hòa Sơn`.
    pub name: String,
    /// Its kind (Loại): xã, thị trấn, phường, phòng ban …
    pub kind: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Programs that it leads (chủ trì).
    pub leads: Vec<ComponentId>,
    /// The person responsible.
    pub contact: String,
    /// Telephone.
    pub phone: String,
    /// Email.
    pub email: String,
    /// First day on which it exists.
    pub from: Option<NaiveDate>,
    /// Last day on which it exists.
    pub to: Option<NaiveDate>,
    /// The unit that takes over its plan and its past figures from the day after `to`.
    pub merged_into: Option<UnitCode>,
    /// The cell of its name; `None` where no register names it.
    pub named_at: Option<Place>,
}

impl Unit {
    /// A unit of which only the code and the name are known.
    pub fn new(code: UnitCode, name: &str) -> Unit {
        Unit {
            code,
            name: name.to_owned(),
            kind: String::new(),
            aliases: Vec::new(),
            leads: Vec::new(),
            contact: String::new(),
            phone: String::new(),
            email: String::new(),
            from: None,
            to: None,
            merged_into: None,
            named_at: None,
        }
    }

    /// Whether it only shows how the register is filled in.
    pub fn is_sample(&self) -> bool {
        Label::new(&self.name) == Label::new(SAMPLE_UNIT)
    }

    /// Whether it is a commune, town or ward, which reports through its people's committee.
    pub fn is_commune(&self) -> bool {
        let kind = Label::new(&self.kind);
        ["xa", "thi tran", "phuong", "dac khu"].iter().any(|commune| kind.as_str() == *commune)
    }

    /// Its name as a letter is addressed to it: "UBND xã Hòa Sơn".
    pub fn addressed(&self) -> String {
        if !self.is_commune() || Label::new(&self.name).after("ubnd").is_some() {
            return self.name.clone();
        }
        let mut letters = self.name.chars();
        let first = letters.next().map(char::to_lowercase).into_iter().flatten();
        format!("UBND {}", first.chain(letters).collect::<String>())
    }

    /// Whether it exists on that day.
    pub fn exists_on(&self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether there is a day on which both exist.
    pub fn exists_beside(&self, other: &Unit) -> bool {
        let ends_before = |one: &Unit, next: &Unit| {
            one.to.zip(next.from).is_some_and(|(last, first)| last < first)
        };
        !ends_before(self, other) && !ends_before(other, self)
    }

    /// Whether it is a lead agency (cơ quan chủ trì): it consolidates what the units report on what it leads, and reports
    /// by the later deadline.
    pub fn is_lead(&self) -> bool {
        self.is_lead_by_kind() || !self.leads.is_empty()
    }

    /// Whether its kind says so: it is there for nothing else.
    pub fn is_lead_by_kind(&self) -> bool {
        Label::new(&self.kind).has("chu tri")
    }
}

/// How many times over a unit may be merged: a longer chain, as a circle is, stands in no register that was read.
pub const LONGEST_MERGER: usize = 10;

/// A row of the plan journal: one decision about one key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Decision {
    /// Its number (Số quyết định).
    pub number: String,
    /// Its day.
    pub date: NaiveDate,
    /// The unit that the money is allocated to; `None`: assigned to the office by the level above.
    pub unit: Option<UnitCode>,
    /// What it is for; the source is `None` where the journal leaves it blank.
    pub key: Key,
    /// The amount; negative for an adjustment downwards.
    pub amount: Money,
    /// Ghi chú.
    pub note: String,
    /// Its row in "Kế hoạch vốn", from 0.
    pub row: u32,
}

impl Decision {
    /// Whether it only shows how the journal is filled in.
    pub fn is_sample(&self) -> bool {
        Label::new(&self.note) == Label::new(SAMPLE_NOTE)
    }
}

/// The sheet of the plan journal: where it stands, and the unit of its money.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Journal {
    /// The cell that states the unit of its money; where none does, the heading of the amounts.
    pub unit_at: Place,
    /// The unit that its amounts were read in.
    pub money_unit: MoneyUnit,
    /// The column of the amounts, from 0.
    pub amount: u32,
    /// The column of "Năm vốn", from 0; a journal may have none.
    pub year: Option<u32>,
}

impl Journal {
    /// The cell of an amount.
    pub fn amount_at(&self, decision: &Decision) -> Place {
        self.at(decision, self.amount)
    }

    /// The cell that says for which year an amount is planned, else the amount's own.
    pub fn year_at(&self, decision: &Decision) -> Place {
        self.at(decision, self.year.unwrap_or(self.amount))
    }

    fn at(&self, decision: &Decision, column: u32) -> Place {
        Place { cell: Some(Cell::new(decision.row, column)), ..self.unit_at.clone() }
    }
}

/// Units and plan journal. In a bare folder it is empty.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Register {
    /// The units, in the order of the register.
    pub units: Vec<Unit>,
    /// The decisions, in the order of the journal.
    pub decisions: Vec<Decision>,
    /// Where the decisions stand; `None` where there is no journal.
    pub journal: Option<Journal>,
    /// SHA-256 of `danh-muc.xlsx`, for the forms issued from it.
    pub state: String,
    /// The reports have shown that the journal is not in the unit of money that it states (GN511): nothing is held
    /// against what it plans, and no rate is taken.
    pub is_doubted: bool,
}

impl Register {
    /// The unit with this code.
    pub fn unit(&self, code: &UnitCode) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.code == *code)
    }

    /// A unit's name, or its code where it is not registered.
    pub fn name(&self, code: &UnitCode) -> String {
        self.unit(code).map_or_else(|| code.to_string(), |unit| unit.name.clone())
    }

    /// Decisions dated up to `day`; none where the journal is in doubt.
    pub fn decided(&self, day: NaiveDate) -> impl Iterator<Item = &Decision> {
        self.written(day).filter(|_| !self.is_doubted)
    }

    /// The same, in doubt or not.
    fn written(&self, day: NaiveDate) -> impl Iterator<Item = &Decision> {
        self.decisions.iter().filter(move |decision| decision.date <= day)
    }

    /// Whether anything is planned for `unit` on `day`: it owes a report. That is known even of a journal in doubt.
    pub fn has_plan(&self, unit: &UnitCode, day: NaiveDate) -> bool {
        let plan = self.sums(unit, day, self.written(day));
        plan.values().any(|amount| !amount.is_zero())
    }

    /// The plan of `unit` on `day` by key: the sum of its decisions up to that day. Keys that sum to nothing stay,
    /// so that a plan taken back is known.
    ///
    /// Where the unit took over another one, that one's plan is added from the day after it ended.
    pub fn plan(&self, unit: &UnitCode, day: NaiveDate) -> BTreeMap<Key, Money> {
        self.sums(unit, day, self.decided(day))
    }

    fn sums<'a>(
        &self,
        unit: &UnitCode,
        day: NaiveDate,
        decisions: impl Iterator<Item = &'a Decision>,
    ) -> BTreeMap<Key, Money> {
        let mut plan = BTreeMap::new();
        let owners = self.owners(unit, day);
        for decision in decisions {
            if decision.unit.as_ref().is_some_and(|owner| owners.contains(&owner)) {
                *plan.entry(decision.key.clone()).or_insert(Money::ZERO) += decision.amount;
            }
        }
        plan
    }

    /// The units whose plan is that of `unit` on `day`: itself, and those that it took over.
    pub fn owners<'a>(&'a self, unit: &'a UnitCode, day: NaiveDate) -> Vec<&'a UnitCode> {
        let merged = self.units.iter().filter(|other| other.merged_into.is_some());
        let taken = merged.filter(|other| self.successor(&other.code, day) == Some(unit));
        let own = std::iter::once(unit);
        own.chain(taken.map(|other| &other.code).filter(|taken| *taken != unit)).collect()
    }

    /// What was assigned to the office up to `day`, by key.
    pub fn assigned(&self, day: NaiveDate) -> BTreeMap<Key, Money> {
        let mut assigned = BTreeMap::new();
        for decision in self.decided(day).filter(|decision| decision.unit.is_none()) {
            *assigned.entry(decision.key.clone()).or_insert(Money::ZERO) += decision.amount;
        }
        assigned
    }

    /// Whether any plan was ever decided.
    pub fn has_journal(&self) -> bool {
        !self.decisions.is_empty()
    }

    /// The unit that stands for `code` on `day`, where it was merged before.
    pub fn successor(&self, code: &UnitCode, day: NaiveDate) -> Option<&UnitCode> {
        let mut found = None;
        let mut at = self.unit(code)?;
        // A circle of mergers ends here.
        for _ in 0..LONGEST_MERGER {
            match &at.merged_into {
                Some(next) if at.to.is_some_and(|to| to < day) => {
                    found = Some(next);
                    at = self.unit(next)?;
                }
                _ => break,
            }
        }
        found
    }
}

/// The keys of a unit's plan that cannot be: they are planned for a year after the budget year, or their decisions come
/// to less than 0.
///
/// A cut that is not split like what it cuts (by source, by work) is held against all that it covers.
pub fn implausible(plan: &BTreeMap<Key, Money>, budget: i32) -> impl Iterator<Item = &Key> {
    let covered = move |whole: &Key| -> Money {
        plan.iter().filter(|(key, _)| whole.covers(key, budget)).map(|(_, amount)| *amount).sum()
    };
    let is_late = move |key: &Key| matches!(key.year, PlanYear::Of(year) if budget < year);
    plan.iter()
        .filter(move |(key, amount)| {
            is_late(key) && !amount.is_zero() || amount.is_negative() && covered(key).is_negative()
        })
        .map(|(key, _)| key)
}

/// A key of the register: the source is known, the year stated.
pub fn planned(
    component: ComponentId,
    work: Option<Work>,
    funding: Funding,
    source: Option<Source>,
    year: i32,
) -> Key {
    Key { component, work, funding, source, year: PlanYear::Of(year) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decision(day: &str, unit: &str, amount: i64) -> Decision {
        Decision {
            number: "15/QĐ-UBND".to_owned(),
            date: day.parse().unwrap(),
            unit: UnitCode::new(unit),
            key: planned(
                "gn.2".parse().unwrap(),
                None,
                Funding::Recurrent,
                Some(Source::Central),
                2024,
            ),
            amount: Money::from_dong(amount),
            note: String::new(),
            row: 0,
        }
    }

    #[test]
    fn a_plan_is_the_sum_of_the_decisions_up_to_the_day() {
        let register = Register {
            decisions: vec![
                decision("2024-01-15", "HL-01", 100),
                decision("2024-05-20", "HL-01", -30),
                decision("2024-07-01", "HL-01", 500),
                decision("2024-01-10", "", 900),
            ],
            ..Register::default()
        };
        let day = "2024-06-30".parse().unwrap();
        let unit = UnitCode::new("HL-01").unwrap();
        assert_eq!(register.plan(&unit, day).values().sum::<Money>(), Money::from_dong(70));
        assert_eq!(register.assigned(day).values().sum::<Money>(), Money::from_dong(900));
    }

    #[test]
    fn a_plan_for_a_later_year_or_below_nothing_cannot_be() {
        let of = |rows: &[(Option<Source>, i32, i64)]| {
            let component = || "gn.2".parse().unwrap();
            let key = |source, year| planned(component(), None, Funding::Recurrent, source, year);
            let plan: BTreeMap<Key, Money> = rows
                .iter()
                .map(|&(source, year, amount)| (key(source, year), Money::from_dong(amount)))
                .collect();
            implausible(&plan, 2024).count()
        };
        let (central, local) = (Some(Source::Central), Some(Source::Province));
        assert_eq!(of(&[(central, 2024, 100), (central, 2023, 5), (local, 2024, 0)]), 0);
        assert_eq!(of(&[(central, 2024, 100), (central, 2025, 5)]), 1);
        assert_eq!(of(&[(central, 2024, 100), (local, 2024, -5)]), 1);
        assert_eq!(of(&[(central, 2024, 100), (None, 2024, -30)]), 0, "a cut that is not split");
        assert_eq!(of(&[(central, 2024, 100), (None, 2024, -130)]), 1);
    }

    #[test]
    fn units_whose_days_do_not_meet_never_exist_together() {
        let mut old = Unit::new(UnitCode::new("A").unwrap(), "Xã A");
        let mut new = Unit::new(UnitCode::new("B").unwrap(), "Xã A");
        assert!(old.exists_beside(&new));
        old.to = Some("2024-06-30".parse().unwrap());
        assert!(old.exists_beside(&new));
        new.from = Some("2024-07-01".parse().unwrap());
        assert!(!old.exists_beside(&new) && !new.exists_beside(&old));
    }

    #[test]
    fn a_merged_unit_hands_its_plan_over_the_day_after() {
        let mut old = Unit::new(UnitCode::new("A").unwrap(), "Xã A");
        old.to = Some("2024-06-30".parse().unwrap());
        old.merged_into = UnitCode::new("B");
        let new = Unit::new(UnitCode::new("B").unwrap(), "Xã B");
        let register = Register {
            units: vec![old, new],
            decisions: vec![decision("2024-01-15", "A", 100)],
            ..Register::default()
        };
        let plan = |unit: &str, day: &str| {
            register.plan(&UnitCode::new(unit).unwrap(), day.parse().unwrap()).len()
        };
        assert_eq!((plan("B", "2024-06-30"), plan("B", "2024-07-01")), (0, 1));
    }
}
