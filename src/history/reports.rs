//! Which reports stand before a report: of its unit, and of the units that it has taken over.

use chrono::NaiveDate;

use crate::domain::code::UnitCode;
use crate::domain::key::Funding;
use crate::domain::known::{Amount, Before, Complete, Held};
use crate::domain::period::Period;
use crate::domain::register::Register;

/// 1 January of the budget year: before it nothing was disbursed.
pub fn first_day(year: i32) -> NaiveDate {
    Period::Year(year).from()
}

/// Whether `after` begins the day after `before` ends.
pub fn follows(before: Period, after: Period) -> bool {
    before.to().succ_opt() == Some(after.from())
}

/// The units that `unit` has taken over by `day`.
pub fn merged_into<'r>(
    register: &'r Register,
    unit: &UnitCode,
    day: NaiveDate,
) -> impl Iterator<Item = &'r UnitCode> {
    let gone = register.units.iter().filter(|gone| gone.merged_into.is_some());
    gone.map(|gone| &gone.code).filter(move |gone| register.successor(gone, day) == Some(unit))
}

/// The units whose last reports before `day` make up what `unit` had disbursed when it reported `period`, with the
/// period of each: its own, and those it took over after that.
pub fn earlier_units<'r>(
    register: &'r Register,
    unit: &'r UnitCode,
    period: Period,
    latest: impl Fn(&UnitCode) -> Option<Period>,
) -> Vec<(&'r UnitCode, Period)> {
    let own = latest(unit);
    // One that still reported for that period itself is not in its successor's report.
    let is_in_own = |gone: &UnitCode| {
        own.is_some_and(|own| {
            register.successor(gone, own.to()) == Some(unit)
                && latest(gone).is_none_or(|last| last.to() < own.to())
        })
    };
    let gone = merged_into(register, unit, period.to()).filter(|gone| !is_in_own(gone));
    let gone = gone.filter_map(|gone| Some((gone, latest(gone)?)));
    own.map(|own| (unit, own)).into_iter().chain(gone).collect()
}

/// What stands before a report of `unit` for `period` in the budget year `year`.
///
/// `latest` gives the period of a unit's last report that ends before a day, `held` what that report comes to.
pub fn before(
    register: &Register,
    year: i32,
    unit: &UnitCode,
    period: Period,
    latest: impl Fn(&UnitCode, NaiveDate) -> Option<Period>,
    held: impl Fn(&UnitCode, Period) -> (Held, Complete),
) -> Before {
    let of = |day: NaiveDate| earlier_units(register, unit, period, |unit| latest(unit, day));
    let together = |units: &[(&UnitCode, Period)]| -> (Held, Complete) {
        let mut sum = Held::new();
        let mut complete = Complete::ALL;
        for (unit, period) in units {
            let (held, told) = held(unit, *period);
            for (key, amount) in held {
                let known = sum.get(&key).copied();
                sum.insert(key, known.map_or(amount, |known: Amount| known.plus(amount)));
            }
            complete = Complete::of(|funding: Funding| complete.has(funding) && told.has(funding));
        }
        (sum, if units.is_empty() { Complete::default() } else { complete })
    };
    let reported = of(period.to());
    if period.from() == first_day(year) {
        return Before { last: together(&reported).0, ..Before::new_year() };
    }
    let before = of(period.from());
    let (base, complete) = together(&before);
    let follows = !before.is_empty() && before.iter().all(|(_, earlier)| follows(*earlier, period));
    let last = if before == reported { base.clone() } else { together(&reported).0 };
    Before { base, last, complete, follows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::{Key, PlanYear};
    use crate::domain::known::Known;
    use crate::domain::money::Money;
    use crate::domain::register::Unit;

    fn code(text: &str) -> UnitCode {
        UnitCode::new(text).unwrap()
    }

    /// HL-02 was merged into HL-01 at the end of March, and HL-03 into HL-02 at the end of January.
    fn register() -> Register {
        let merged = |of: &str, into: &str, to: &str| {
            let mut unit = Unit::new(code(of), of);
            (unit.to, unit.merged_into) = (to.parse().ok(), Some(code(into)));
            unit
        };
        let gone = [merged("HL-02", "HL-01", "2024-03-31"), merged("HL-03", "HL-02", "2024-01-31")];
        let units = [Unit::new(code("HL-01"), "HL-01")].into_iter().chain(gone).collect();
        Register { units, ..Register::default() }
    }

    /// The reports that stand before one of HL-01 for `period`, where the units reported last for these.
    fn earlier(period: &str, reported: &[(&str, &str)]) -> Vec<String> {
        let (register, unit) = (register(), code("HL-01"));
        let latest = |unit: &UnitCode| {
            let mut of_unit = reported.iter().filter(|(of, _)| *of == unit.as_str());
            of_unit.next().map(|(_, period)| period.parse().unwrap())
        };
        let found = earlier_units(&register, &unit, period.parse().unwrap(), latest);
        found.into_iter().map(|(unit, period)| format!("{unit} {period}")).collect()
    }

    #[test]
    fn a_merged_unit_stands_before_until_its_successor_reports_for_both() {
        let apart = [("HL-01", "2024-03"), ("HL-02", "2024-03"), ("HL-03", "2024-01")];
        assert_eq!(earlier("2024-03", &apart), ["HL-01 2024-03"]);
        assert_eq!(earlier("2024-04", &apart), ["HL-01 2024-03", "HL-02 2024-03", "HL-03 2024-01"]);
        let together = [("HL-01", "2024-04"), ("HL-02", "2024-03"), ("HL-03", "2024-01")];
        assert_eq!(earlier("2024-05", &together), ["HL-01 2024-04"]);
        // The successor was silent until now: what it took over is not lost.
        assert_eq!(earlier("2024-05", &[("HL-02", "2024-03")]), ["HL-02 2024-03"]);
        assert_eq!(earlier("2024-05", &[]), [""; 0]);
    }

    /// What stands before HL-01's report for `period`: HL-01 and HL-02 reported 5 and 3 đồng for March, HL-02 without
    /// its investment.
    fn before_of(period: &str) -> Before {
        let key = || Key {
            component: "ntm.2".parse().unwrap(),
            work: None,
            funding: Funding::Recurrent,
            source: None,
            year: PlanYear::Any,
        };
        let march: Period = "2024-03".parse().unwrap();
        let latest = |unit: &UnitCode, day: NaiveDate| {
            Some(march).filter(|_| march.to() < day && unit.as_str() != "HL-03")
        };
        let held = |unit: &UnitCode, _: Period| {
            let is_own = unit.as_str() == "HL-01";
            let money = Money::from_dong(if is_own { 5 } else { 3 });
            let held = Held::from([(key(), Amount::new(money, Known::Stated))]);
            (held, Complete::of(|funding| is_own || funding == Funding::Recurrent))
        };
        before(&register(), 2024, &code("HL-01"), period.parse().unwrap(), latest, held)
    }

    fn sum(held: &Held) -> i128 {
        held.values().map(|amount| amount.money.as_dong()).sum()
    }

    #[test]
    fn what_both_had_disbursed_is_one_sum_and_complete_where_both_told_all() {
        let before = before_of("2024-04");
        assert_eq!((sum(&before.base), sum(&before.last)), (8, 8));
        let told = [Funding::Recurrent, Funding::Investment].map(|of| before.complete.has(of));
        assert_eq!((told, before.follows), ([true, false], true));
    }

    #[test]
    fn a_month_without_a_report_between_is_a_gap() {
        let before = before_of("2024-05");
        assert_eq!((sum(&before.base), before.follows), (8, false));
    }

    #[test]
    fn a_period_from_new_year_begins_at_nothing_though_a_part_of_it_was_reported() {
        let before = before_of("2024-H1");
        assert_eq!((sum(&before.base), sum(&before.last)), (0, 8));
        assert_eq!((before.complete, before.follows), (Complete::ALL, true));
    }
}
