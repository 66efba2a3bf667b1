//! Whether it is the plan journal that is in the wrong unit of money (GN511): seen only where many reports are held
//! against it, and known before any of them is blamed (GN208).

use std::collections::{BTreeMap, BTreeSet};

use super::gate::wording;
use crate::domain::code::UnitCode;
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::register::Register;
use crate::domain::rule::Problem;
use crate::rules;

/// So many units must be off alike.
const FEWEST: usize = 3;

/// A journal whose amounts are in another unit of money than it states.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Misread {
    /// The unit that they are in.
    pub meant: MoneyUnit,
    /// The units whose plan is not off so: it is believed as the journal states it.
    pub others: BTreeSet<UnitCode>,
    /// How many units are off, of how many that can be compared, and the power of ten.
    off: usize,
    compared: usize,
    power: i32,
}

/// The journal's unit of money where at least `FEWEST` units, and two thirds of those that can be compared, are off by
/// the same power of ten, and another unit of money explains it.
///
/// `off_by` is that of each unit ([`crate::domain::submission::Submission::off_by`]).
pub(crate) fn misread(register: &Register, off_by: &BTreeMap<&UnitCode, i32>) -> Option<Misread> {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for power in off_by.values() {
        *counts.entry(*power).or_default() += 1;
    }
    counts.remove(&0);
    let (power, off) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    if off < FEWEST || off * 3 < off_by.len() * 2 {
        return None;
    }
    let meant = register.journal.as_ref()?.money_unit.typed(-power)?;
    let others = off_by.iter().filter(|(_, of)| **of == 0).map(|(unit, _)| (*unit).clone());
    Some(Misread { meant, others: others.collect(), off, compared: off_by.len(), power })
}

impl Misread {
    /// The one finding, at the cell that states the unit.
    pub(crate) fn problem(&self, register: &Register) -> Option<Problem> {
        let journal = register.journal.as_ref()?;
        let times = Money::from_dong(10_i64.pow(self.power.unsigned_abs()));
        let side = match self.power < 0 {
            true => ("nhỏ hơn", "smaller"),
            false => ("lớn hơn", "larger"),
        };
        let (stated, meant) = (journal.money_unit.text(), self.meant.text());
        let (off, all) = (self.off, self.compared);
        let mut words = Words::new(
            format!(
                "Sổ Kế hoạch vốn đọc theo {}, nhưng kế hoạch trong báo cáo của {off}/{all} đơn vị đều {} khoảng {times} lần: nhiều khả năng số trong sổ là {}. Sửa ô này rồi chạy lại; đến khi đó kế hoạch lấy theo báo cáo của đơn vị và không tính tỷ lệ nào.",
                stated.vi, side.0, meant.vi
            ),
            format!(
                "The plan journal reads in {}, but the plan that {off} of {all} units report is about {times} times {}: its amounts are probably in {}. Mend this cell and run again; until then the plan is what the units report, and no rate is taken.",
                stated.en, side.1, meant.en
            ),
        );
        if !self.others.is_empty() {
            let names: Vec<String> = self.others.iter().map(|code| register.name(code)).collect();
            let names = names.join(", ");
            words = wording::then(
                words,
                &words!(
                    "Không lệch như vậy, cần xem lại dòng của: {names}.",
                    "Not off like this, look at the rows of: {names}.";
                    names
                ),
            );
        }
        Some(Problem::new(&rules::IMPLAUSIBLE_REGISTER, journal.unit_at.clone(), words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::Place;
    use crate::domain::register::{Journal, Unit};

    fn register(money_unit: MoneyUnit) -> Register {
        let units = (1..=12).map(|at| {
            let code = UnitCode::new(&format!("HL-{at:02}")).unwrap();
            Unit::new(code, &format!("Xã {at}"))
        });
        let journal = Journal { unit_at: Place::default(), money_unit, amount: 8, year: Some(7) };
        Register { units: units.collect(), journal: Some(journal), ..Register::default() }
    }

    /// What is found where the units are off by these powers, in order.
    fn found(money_unit: MoneyUnit, powers: &[i32]) -> Option<(MoneyUnit, usize)> {
        let register = register(money_unit);
        let codes = register.units.iter().map(|unit| &unit.code);
        let off_by = codes.zip(powers.iter().copied()).collect();
        misread(&register, &off_by).map(|misread| (misread.meant, misread.others.len()))
    }

    #[test]
    fn three_units_and_two_thirds_of_those_compared_show_it() {
        let dong = MoneyUnit::Dong;
        assert_eq!(found(dong, &[6, 6]), None, "two units may be wrong by themselves");
        assert_eq!(found(dong, &[6, 6, 6]), Some((MoneyUnit::Million, 0)));
        assert_eq!(found(dong, &[6; 12]), Some((MoneyUnit::Million, 0)));
        assert_eq!(found(dong, &[6, 6, 6, 6, 0, 0]), Some((MoneyUnit::Million, 2)));
        assert_eq!(found(dong, &[6, 6, 6, 0, 0]), None, "three of five");
        assert_eq!(found(dong, &[6, 6, 6, 3, 3]), None, "not one power");
        assert_eq!(found(dong, &[0; 12]), None);
        assert_eq!(found(dong, &[6, 0, 0, 0]), None, "one unit alone");
    }

    #[test]
    fn the_journal_may_be_off_either_way_and_only_by_a_unit_of_money() {
        assert_eq!(found(MoneyUnit::Million, &[-6; 3]), Some((MoneyUnit::Dong, 0)));
        assert_eq!(found(MoneyUnit::Million, &[-3; 3]), Some((MoneyUnit::Thousand, 0)));
        assert_eq!(found(MoneyUnit::Million, &[3; 3]), Some((MoneyUnit::Billion, 0)));
        assert_eq!(found(MoneyUnit::Million, &[6; 3]), None, "nobody plans in 10¹² đồng");
    }

    #[test]
    fn who_is_not_off_is_named() {
        let register = register(MoneyUnit::Dong);
        let codes = register.units.iter().map(|unit| &unit.code);
        let off_by = codes.zip([6, 6, 6, 0]).collect();
        let problem = misread(&register, &off_by).unwrap().problem(&register).unwrap();
        assert!(problem.words.vi.contains("3/4") && problem.words.vi.contains("Xã 4"));
        assert!(problem.words.en.contains("million"), "{}", problem.words.en);
    }
}
