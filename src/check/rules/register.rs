//! Family 5, the office's own register: what in it cannot be (GN511).

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

use crate::check::case::Case;
use crate::check::gate::wording;
use crate::domain::context::Context;
use crate::domain::key::{Key, PlanYear};
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::register::{Decision, Unit, implausible};
use crate::domain::rule::{Problem, Severity};
use crate::rules;

pub(super) fn implausibilities(context: &Context<'_>) -> Vec<Problem> {
    let mut problems = later_years(context);
    problems.extend(negative_plans(context));
    problems.extend(negative_assignments(context));
    problems.extend(unnumbered(context));
    problems.extend(same_names(&context.register.units));
    problems
}

/// What is planned for each year after the budget year, told once a year at its first cell.
fn later_years(context: &Context<'_>) -> Vec<Problem> {
    let Some(journal) = &context.register.journal else { return Vec::new() };
    let budget = context.year();
    let mut years: BTreeMap<i32, Vec<&Decision>> = BTreeMap::new();
    for decision in context.register.decided(context.period.to()) {
        match decision.key.year {
            PlanYear::Of(year) if budget < year => years.entry(year).or_default().push(decision),
            _ => {}
        }
    }
    let problem = |(year, decisions): (i32, Vec<&Decision>)| {
        let at = journal.year_at(decisions[0]);
        let sum: Money = decisions.iter().map(|decision| decision.amount).sum();
        let (count, amount) = (decisions.len(), wording::amount(sum, journal.money_unit));
        let words = words!(
            "Năm vốn {year} sau năm ngân sách {budget} ({count} dòng, {amount}). Số tiền này vẫn tính trong kế hoạch cho đến khi sửa.",
            "The plan year {year} is after the budget year {budget} ({count} rows, {amount}). The money stays in the plan until this is mended.";
            year, budget, count, amount
        );
        Problem::new(&rules::IMPLAUSIBLE_REGISTER, at, words)
    };
    years.into_iter().map(problem).collect()
}

/// The keys of a unit whose decisions come to less than 0, each at the decision that takes most away.
fn negative_plans(context: &Context<'_>) -> Vec<Problem> {
    let (register, day, budget) = (context.register, context.period.to(), context.year());
    let Some(journal) = &register.journal else { return Vec::new() };
    let mut problems = Vec::new();
    // The plan of a unit that was merged is looked at with that of the one that took it over.
    let units = register.units.iter().map(|unit| &unit.code);
    for unit in units.filter(|unit| register.successor(unit, day).is_none()) {
        let plan = register.plan(unit, day);
        for key in implausible(&plan, budget).filter(|key| plan[*key].is_negative()) {
            let owners = register.owners(unit, day);
            let is_own = |decision: &&Decision| {
                let is_its = decision.unit.as_ref().is_some_and(|owner| owners.contains(&owner));
                is_its && decision.key == *key
            };
            let own = register.decided(day).filter(is_own);
            let Some(decision) = own.min_by_key(|decision| decision.amount) else { continue };
            let about = wording::key(context, key);
            let [sum, taken] = [plan[key], decision.amount]
                .map(|money| wording::amount(money, journal.money_unit));
            let (name, number) = (register.name(unit), wording::quoted(&decision.number));
            let words = words!(
                "{name}, {about}: các quyết định cộng lại thành {sum}; quyết định {number} ghi {taken}. Số này vẫn nằm trong kế hoạch cho đến khi sửa.",
                "{name}, {about}: its decisions come to {sum}; decision {number} says {taken}. It stays in the plan until this is mended.";
                name, about, sum, number, taken
            );
            let place = journal.amount_at(decision);
            let problem = Problem::new(&rules::IMPLAUSIBLE_REGISTER, place, words);
            problems.push(problem.compared(plan[key], Money::ZERO));
        }
    }
    problems
}

/// What the level above assigned and took back again comes to less than 0.
fn negative_assignments(context: &Context<'_>) -> Vec<Problem> {
    let (register, day, budget) = (context.register, context.period.to(), context.year());
    let Some(journal) = &register.journal else { return Vec::new() };
    let assigned = register.assigned(day);
    let negative = implausible(&assigned, budget).filter(|key| assigned[*key].is_negative());
    let problem = |key: &Key| {
        let own = register.decided(day).filter(|of| of.unit.is_none() && of.key == *key);
        let decision = own.min_by_key(|decision| decision.amount)?;
        let about = wording::key(context, key);
        let [sum, taken] = [assigned[key], decision.amount]
            .map(|money| wording::amount(money, journal.money_unit));
        let number = wording::quoted(&decision.number);
        let words = words!(
            "Vốn cấp trên giao, {about}: các quyết định cộng lại thành {sum}; quyết định {number} ghi {taken}. Số này vẫn nằm trong vốn được giao cho đến khi sửa.",
            "Assigned by the level above, {about}: the decisions come to {sum}; decision {number} says {taken}. It stays in what was assigned until this is mended.";
            about, sum, number, taken
        );
        let place = journal.amount_at(decision);
        let problem = Problem::new(&rules::IMPLAUSIBLE_REGISTER, place, words);
        Some(problem.compared(assigned[key], Money::ZERO))
    };
    negative.filter_map(problem).collect()
}

/// Money is taken back by a decision that can be named.
fn unnumbered(context: &Context<'_>) -> Vec<Problem> {
    let Some(journal) = &context.register.journal else { return Vec::new() };
    let decided = context.register.decided(context.period.to());
    let unnamed = decided
        .filter(|decision| decision.amount.is_negative() && decision.number.trim().is_empty());
    let problem = |decision: &Decision| {
        let amount = wording::amount(decision.amount, journal.money_unit);
        let words = words!(
            "Dòng giảm vốn {amount} chưa ghi số quyết định. Số này vẫn được trừ vào kế hoạch vốn.",
            "A row that takes {amount} back names no decision. The plan is lower by it all the same.";
            amount
        );
        let place = journal.amount_at(decision);
        let problem = Problem::new(&rules::IMPLAUSIBLE_REGISTER, place, words);
        Problem { severity: Some(Severity::Warning), found: Some(decision.amount), ..problem }
    };
    unnamed.map(problem).collect()
}

/// Units that bear the name of one before them while both exist: a report that only says its name is either's.
fn same_names(units: &[Unit]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut by_name: BTreeMap<String, Vec<&Unit>> = BTreeMap::new();
    for unit in units {
        let before = by_name.entry(name(unit)).or_default();
        let is_twin = |other: &&&Unit| {
            let is_merged = |one: &Unit, next: &Unit| one.merged_into.as_ref() == Some(&next.code);
            unit.exists_beside(other) && !is_merged(unit, other) && !is_merged(other, unit)
        };
        let twin = before.iter().find(is_twin).copied();
        before.push(unit);
        let (Some(twin), Some(place)) = (twin, &unit.named_at) else { continue };
        let (shown, code, other) = (wording::quoted(&unit.name), &unit.code, &twin.code);
        let words = words!(
            "{code} và {other} cùng tên {shown}: báo cáo chỉ ghi tên thì không biết của đơn vị nào. Ghi tên phân biệt được, hoặc xóa dòng thừa.",
            "{code} and {other} are both called {shown}: a report that only says its name is either's. Give them names that differ, or delete the row that is too many.";
            code, other, shown
        );
        problems.push(Problem::new(&rules::IMPLAUSIBLE_REGISTER, place.clone(), words));
    }
    problems
}

/// A name as it is compared: capitals and the place of the tone in a syllable are nothing (`Hoà`, `Hòa`), the tone is.
fn name(unit: &Unit) -> String {
    let tones = ['\u{300}', '\u{301}', '\u{303}', '\u{309}', '\u{323}'];
    let text = unit.name.to_lowercase();
    let words = text.split(|letter: char| letter.is_whitespace() || letter == '-');
    let word = |word: &str| {
        let (tone, letters): (String, String) = word.nfd().partition(|mark| tones.contains(mark));
        letters + &tone
    };
    words.filter(|word| !word.is_empty()).map(word).collect::<Vec<_>>().join(" ")
}

/// The keys that the register has wrong: nobody is blamed for what differs from them.
pub(super) struct Doubts(Vec<Key>);

impl Doubts {
    /// Those of the unit's plan.
    pub(super) fn of(case: &Case<'_>) -> Doubts {
        Doubts(implausible(case.plan, case.context.year()).cloned().collect())
    }

    /// Those of all units, and of what was assigned to the office.
    pub(super) fn of_all(context: &Context<'_>) -> Doubts {
        let (register, day) = (context.register, context.period.to());
        let plans = register.units.iter().map(|unit| register.plan(&unit.code, day));
        let plans = plans.chain([register.assigned(day)]);
        let wrong = |plan| implausible(&plan, context.year()).cloned().collect::<Vec<_>>();
        Doubts(plans.flat_map(wrong).collect())
    }

    /// Whether some of these keys may be about money that the register has wrong: of the same content and funding type.
    pub(super) fn touch<'k>(&self, mut keys: impl Iterator<Item = &'k Key>) -> bool {
        let is_near = |key: &Key, doubtful: &Key| {
            let (a, b) = (&key.component, &doubtful.component);
            key.funding == doubtful.funding && (a.covers(b) || b.covers(a))
        };
        keys.any(|key| self.0.iter().any(|doubtful| is_near(key, doubtful)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::*;
    use crate::domain::money::MoneyUnit;
    use crate::domain::place::{Cell, Place};
    use crate::domain::register::Journal;

    /// HL-01 and HL-02 with this plan, as it stands in a file: a row a decision, the year in H, the amount in I.
    fn written(plan: &[(&str, &str, f64)]) -> World {
        let mut world = World::planning(plan);
        world.register.journal = Some(Journal {
            unit_at: Place { cell: Some(Cell::new(1, 0)), ..Place::default() },
            money_unit: MoneyUnit::Million,
            amount: 8,
            year: Some(7),
        });
        for (row, decision) in (4..).zip(&mut world.register.decisions) {
            decision.row = row;
        }
        world
    }

    fn found(world: &World) -> Vec<String> {
        world.check(vec![], vec![]).1.iter().map(told).collect()
    }

    #[test]
    fn a_plan_year_after_the_budget_year_is_told_once_and_nobody_else_is_blamed() {
        let plan = [("HL-01", "gn.2:2024", 100.0), ("HL-01", "gn.2:2042", 40.0)];
        let mut world = written(&plan);
        assert_eq!(found(&world), ["GN511 H6 -"]);
        let report = |plan| {
            let lines = vec![line(10, "gn.2:2024", Some(plan), [None, Some(120.0)])];
            submission("2024-06", lines)
        };
        assert_eq!(world.found(report(140.0), vec![]), ["GN511 H6 -"]);
        world.decide("16/QĐ-UBND", "2024-01-15", "HL-01", "gn.2:2042", 1.0);
        assert_eq!(found(&world), ["GN511 H6 -"], "two rows of one year are one slip");
        world.decide("16/QĐ-UBND", "2024-01-15", "HL-01", "gn.2:2025", 1.0);
        assert_eq!(found(&world).len(), 2);
        world.register.decisions.truncate(1);
        let blamed = world.found(report(140.0), vec![]);
        assert_eq!(blamed, ["GN501 C11 +40", "GN502 E11 +20"], "the register is sound again");
    }

    #[test]
    fn carried_over_money_is_of_a_year_before() {
        assert_eq!(found(&written(&[("HL-01", "gn.2:2023", 100.0)])), [""; 0]);
    }

    #[test]
    fn decisions_of_a_unit_that_come_to_less_than_nothing_are_told_at_the_one_that_takes_most() {
        let of = |cut| {
            let plan = [("HL-01", "gn.2@central:2024", 150.0), ("HL-01", "gn.2@central:2024", cut)];
            found(&written(&plan))
        };
        assert_eq!(of(-150.0), [""; 0], "taken back as a whole");
        assert_eq!(of(-151.0), ["GN511 I6 -1"]);
    }

    #[test]
    fn no_more_is_taken_from_the_office_than_was_assigned_to_it() {
        let of = |cut| {
            let plan = [("", "gn.2@central:2024", 150.0), ("", "gn.2@central:2024", cut)];
            let mut world = written(&plan);
            world.register.decisions.iter_mut().for_each(|of| of.number = "1/QĐ".to_owned());
            found(&world)
        };
        assert_eq!(of(-150.0), [""; 0]);
        assert_eq!(of(-151.0), ["GN511 I6 -1"]);
    }

    #[test]
    fn money_is_taken_back_by_a_decision_with_a_number() {
        let plan = [("HL-01", "gn.2:2024", 150.0), ("HL-01", "gn.2:2024", -50.0)];
        let mut world = written(&plan);
        world.register.decisions[1].number = " ".to_owned();
        assert_eq!(found(&world), ["w GN511 I6 -"]);
        world.register.decisions[1].number = "31/QĐ-UBND".to_owned();
        assert_eq!(found(&world), [""; 0]);
    }

    #[test]
    fn who_spends_what_the_register_has_below_nothing_is_not_blamed() {
        let plan = [("HL-01", "gn.2:2024", -500.0), ("HL-01", "gn.4:2024", 100.0)];
        let lines = vec![
            line(10, "gn.2:2024", Some(80.0), [None, Some(20.0)]),
            line(11, "gn.4:2024", Some(100.0), [None, Some(112.0)]),
        ];
        let found = written(&plan).found(submission("2024-06", lines), vec![]);
        assert_eq!(found, ["GN502 E12 +12", "GN511 I5 -500"], "only of that content");
    }

    #[test]
    fn balances_with_a_slip_of_the_register_in_them_are_not_told_again() {
        let plan = [
            ("", "gn.2:2024", 100.0),
            ("HL-01", "gn.2:2024", -900.0),
            ("", "gn.4:2024", 50.0),
            ("HL-01", "gn.4:2024", 20.0),
        ];
        assert_eq!(found(&written(&plan)), ["GN511 I6 -900", "n GN508 - -30"]);
        let plan = [("", "gn.2:2024", 100.0), ("HL-01", "gn.2:2042", 100.0)];
        assert_eq!(found(&written(&plan)), ["GN511 H6 -"]);
    }

    #[test]
    fn two_units_of_one_name_are_told_apart_only_by_time_or_tone() {
        let of = |names: [&str; 2], change: fn(&mut [Unit])| {
            let mut world = written(&[]);
            for (row, (unit, name)) in (1..).zip(world.register.units.iter_mut().zip(names)) {
                unit.name = name.to_owned();
                unit.named_at = Some(Place { cell: Some(Cell::new(row, 1)), ..Place::default() });
            }
            change(&mut world.register.units);
            found(&world)
        };
        let nothing: fn(&mut [Unit]) = |_| {};
        assert_eq!(of(["Xã Hoà Sơn", "xã  Hòa sơn"], nothing), ["GN511 B3 -"]);
        assert_eq!(of(["Xã Tân Lập", "Xã Tấn Lập"], nothing), [""; 0]);
        let after: fn(&mut [Unit]) = |units| {
            units[0].to = "2024-06-30".parse().ok();
            units[1].from = "2024-07-01".parse().ok();
        };
        assert_eq!(of(["Xã Hòa Sơn", "Xã Hòa Sơn"], after), [""; 0], "one after the other");
        let merged: fn(&mut [Unit]) = |units| {
            units[0].to = "2024-06-30".parse().ok();
            units[0].merged_into = Some(units[1].code.clone());
        };
        assert_eq!(of(["Xã Hòa Sơn", "Xã Hòa Sơn"], merged), [""; 0]);
    }

    #[test]
    fn a_register_in_doubt_is_held_against_nobody() {
        let mut world = written(&[("HL-01", "gn.2:2024", 0.0001), ("", "gn.2:2024", 0.0002)]);
        let lines = vec![line(10, "gn.2:2024", Some(100.0), [None, Some(20.0)])];
        let report = submission("2024-06", lines);
        assert_eq!(world.found(report.clone(), vec![]).len(), 3);
        world.register.is_doubted = true;
        assert_eq!(world.found(report, vec![]), [""; 0]);
    }
}
