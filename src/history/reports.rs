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
    let is_in_own =
        |gone: &UnitCode| own.is_some_and(|own| register.successor(gone, own.to()) == Some(unit));
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
