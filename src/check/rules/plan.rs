//! Family 5, a unit's report against its plan.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use super::obligation;
use super::register::Doubts;
use crate::check::case::Case;
use crate::check::gate::demand::{Demand, Demands, SumKind};
use crate::check::gate::group::{Group, Sheets, groups, largest, total};
use crate::check::gate::implied::{self, Take};
use crate::check::gate::site::Site;
use crate::check::gate::wording;
use crate::domain::key::{Key, PlanYear};
use crate::domain::lang::{Text, Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::obligation::Obligation;
use crate::domain::place::Place;
use crate::domain::register::Decision;
use crate::domain::rule::Problem;
use crate::domain::submission::Line;
use crate::domain::submission::Measure::{Cumulative, InPeriod, Plan};
use crate::rules;

pub(super) fn differing(case: &Case<'_>) -> Vec<Problem> {
    if case.plan.is_empty() {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let rule = &rules::PLAN_DIFFERS_FROM_REGISTER;
    let doubts = Doubts::of(case);
    let journal = OnceCell::new();
    let mut problems = Vec::new();
    let groups = groups(case, sheets.lines(Plan), [].iter(), case.plan).into_iter();
    for group in groups.filter(|group| !doubts.touch(group.keys())) {
        let Some((found, stated)) = total(&group.lines, Plan) else { continue };
        let Some(expected) = registered(&group) else { continue };
        if found == expected || group.lines.iter().any(|line| sheets.lacks(line, Plan)) {
            continue;
        }
        if (found - expected).abs() <= group.tolerance(case, rule, &sheets, None, stated) {
            continue;
        }
        let Some(line) = largest(&group.lines, Plan) else { continue };
        let (unit, place) = (sheets.unit(line), sheets.place(case, line, Plan));
        let against = Text { vi: "kế hoạch đã giao", en: "the register has" };
        let mut words = wording::differs(&place, unit, found, against, expected);
        let journal = journal.get_or_init(|| Journal::of(case));
        if let Some(hint) = journal.hint(&group, found - expected, unit) {
            words = wording::then(words, &hint);
        }
        problems.push(sheets.problem(rule, line, Plan, words).compared(found, expected));
    }
    problems
}

fn registered(group: &Group<'_>) -> Option<Money> {
    (!group.plan.is_empty()).then(|| group.plan.iter().map(|(_, amount)| *amount).sum())
}

/// The decisions on the plan of a unit, by their amounts.
struct Journal<'a> {
    budget: i32,
    /// By whether they are dated after the period, and the amount.
    decisions: BTreeMap<(bool, Money), Decisions<'a>>,
}

/// The last decision on each key, with its number in the journal.
type Decisions<'a> = BTreeMap<Key, (usize, &'a Decision)>;

impl<'a> Journal<'a> {
    fn of(case: &Case<'a>) -> Journal<'a> {
        let (register, day) = (case.context.register, case.submission.period.to());
        let owners = register.owners(&case.submission.unit, day);
        let is_own = |decision: &Decision| {
            decision.unit.as_ref().is_some_and(|owner| owners.contains(&owner))
        };
        let mut decisions: BTreeMap<_, Decisions<'_>> = BTreeMap::new();
        let own = register.decisions.iter().enumerate().filter(|(_, decision)| is_own(decision));
        for (at, decision) in own {
            let alike = decisions.entry((day < decision.date, decision.amount)).or_default();
            let last = alike.entry(decision.key.clone()).or_insert((at, decision));
            if last.1.date <= decision.date {
                *last = (at, decision);
            }
        }
        Journal { budget: case.context.year(), decisions }
    }

    /// The decision that explains the gap by its amount: missing (the gap is its opposite), or counted too early or twice.
    fn hint(&self, group: &Group<'_>, gap: Money, unit: MoneyUnit) -> Option<Words> {
        let tell = |decision: &Decision, vi: &str, en: &str| {
            let (number, date) = (&decision.number, decision.date.format("%-d/%-m/%Y"));
            let amount = wording::amount(decision.amount, unit);
            Words::new(
                format!("Quyết định số {number} ngày {date} ({}) {vi}.", amount.vi),
                format!("Decision {number} of {date} ({}) {en}.", amount.en),
            )
        };
        if let Some(missing) = self.last(group, false, -gap) {
            return Some(tell(
                missing,
                "có thể đơn vị chưa cập nhật",
                "seems to be missing in the unit's plan",
            ));
        }
        if let Some(early) = self.last(group, true, gap) {
            return Some(tell(
                early,
                "ban hành sau kỳ báo cáo, có thể đơn vị đã tính trước",
                "is dated after the period and seems to be counted already",
            ));
        }
        let twice = self.last(group, false, gap)?;
        Some(tell(twice, "có thể đơn vị đã cộng hai lần", "seems to be counted twice"))
    }

    /// The last decision of this amount on what a group is about.
    fn last(&self, group: &Group<'_>, is_early: bool, amount: Money) -> Option<&'a Decision> {
        let alike = self.decisions.get(&(is_early, amount))?;
        let found = group.plan.iter().flat_map(|(key, _)| {
            key.wholes(alike, self.budget).into_iter().chain(key.parts(alike, self.budget))
        });
        let last = found.max_by_key(|(_, (at, decision))| (decision.date, *at));
        last.map(|(_, (_, decision))| *decision)
    }
}

pub(super) fn overspent(case: &Case<'_>) -> Vec<Problem> {
    let sheets = Sheets::new(case.submission);
    let is_registered = !case.plan.is_empty();
    let lines = implied::lines(case, Take::AtLeast);
    // Where every line stays within the plan that stands beside it, so do all their sums.
    let is_within = |line: &Line| match (line.amount(Cumulative), line.amount(Plan)) {
        (Some(paid), Some(plan)) => paid <= plan,
        (None, _) => true,
        (Some(_), None) => false,
    };
    if !is_registered && lines.iter().all(is_within) {
        return Vec::new();
    }
    let rule = &rules::DISBURSED_OVER_PLAN;
    let doubts = Doubts::of(case);
    let mut problems = Vec::new();
    let groups = groups(case, lines.iter(), [].iter(), case.plan).into_iter();
    for group in groups.filter(|group| !doubts.touch(group.keys())) {
        let Some((found, stated)) = total(&group.lines, Cumulative) else { continue };
        let lacks = |measure| group.lines.iter().any(|line| sheets.lacks(line, measure));
        let planned = if is_registered {
            registered(&group)
        } else {
            total(&group.lines, Plan).filter(|_| !lacks(Plan)).map(|(amount, _)| amount)
        };
        let Some(expected) = planned else { continue };
        if found <= expected || lacks(Cumulative) {
            continue;
        }
        if found - expected <= group.tolerance(case, rule, &sheets, None, stated) {
            continue;
        }
        let Some(line) = largest(&group.lines, Cumulative) else { continue };
        let place = sheets.place(case, line, Cumulative);
        let against = Text { vi: "kế hoạch vốn chỉ có", en: "the plan is only" };
        let mut words = wording::differs(&place, sheets.unit(line), found, against, expected);
        if let Some(said) = implied::said(line) {
            words = wording::then(words, &said);
        }
        problems.push(sheets.problem(rule, line, Cumulative, words).compared(found, expected));
    }
    problems
}

pub(super) fn unplanned(case: &Case<'_>) -> Vec<Problem> {
    if case.plan.is_empty() {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let doubts = Doubts::of(case);
    let mut rows: BTreeMap<(u16, u32), Vec<&Line>> = BTreeMap::new();
    for group in groups(case, case.submission.lines.iter(), [].iter(), case.plan) {
        if group.plan.is_empty() && !doubts.touch(group.keys()) {
            for line in group.lines {
                rows.entry((line.sheet, line.row)).or_default().push(line);
            }
        }
    }
    let problem = |lines: Vec<&Line>| {
        let (measure, line) = [Cumulative, InPeriod, Plan].into_iter().find_map(|measure| {
            let line = largest(&lines, measure)?;
            line.amount(measure).filter(|amount| !amount.is_zero()).map(|_| (measure, line))
        })?;
        let (found, stated) = total(&lines, measure)?;
        let amount = wording::amount(found, sheets.unit(line));
        // No cell of the row states what several of them add up to.
        let (place, key) = match stated {
            0 | 1 => (sheets.place(case, line, measure), line.key.clone()),
            _ => {
                let (row, measure) = (wording::row(&sheets.row(case, line)), measure.label());
                let place = words!(
                    "{row}, {measure} (cộng các cột)",
                    "{row}, {measure} (its columns together)";
                    row, measure
                );
                (place, Key { source: None, year: PlanYear::Any, ..line.key.clone() })
            }
        };
        let key = wording::key(&case.context, &key);
        let words = words!(
            "{place}: ghi {amount}, kế hoạch đã giao không có: {key}.",
            "{place}: states {amount}, the plan has no: {key}.";
            place, amount, key
        );
        let problem = sheets.problem(&rules::LINE_NOT_IN_PLAN, line, measure, words);
        Some(problem.compared(found, Money::ZERO))
    };
    rows.into_values().filter_map(problem).collect()
}

pub(super) fn missing(case: &Case<'_>) -> Vec<Problem> {
    let submission = case.submission;
    if case.plan.is_empty() || submission.lines.is_empty() {
        // Without lines nothing of the file could be used, and another finding says why.
        return Vec::new();
    }
    let ticks: BTreeSet<_> = submission.nil_ticks.iter().collect();
    let doubts = Doubts::of(case);
    let mut absent: BTreeMap<Key, Money> = BTreeMap::new();
    for group in groups(case, submission.lines.iter(), [].iter(), case.plan) {
        if !group.lines.is_empty() || doubts.touch(group.keys()) {
            continue;
        }
        for (key, amount) in group.plan.iter().filter(|(_, amount)| !amount.is_zero()) {
            if ticks.contains(&(key.component.program(), key.funding)) {
                continue;
            }
            // One finding for a row of the form, whatever its sources and years.
            let row = Key { source: None, year: PlanYear::Any, ..(*key).clone() };
            *absent.entry(row).or_insert(Money::ZERO) += *amount;
        }
    }
    if absent.is_empty() {
        return Vec::new();
    }
    // Of an obligation that is left out as a whole GN111 speaks.
    let blank = obligation::blank(case);
    absent.retain(|key, _| !blank.contains_key(&Obligation::of(key)));
    let problem = |(key, expected): (Key, Money)| {
        let amount = wording::amount(expected, submission.money_unit);
        let line = wording::key(&case.context, &key);
        let words = words!(
            "Báo cáo không có dòng nào cho: {line}; kế hoạch đã giao {amount}.",
            "The report has no row for: {line}; its plan is {amount}.";
            line, amount
        );
        let place = Place { file: Some(submission.file.path.clone()), ..Place::default() };
        let problem = Problem::new(&rules::PLANNED_LINE_MISSING, place, words);
        problem.compared(Money::ZERO, expected).missing(key)
    };
    absent.into_iter().map(problem).collect()
}

/// The plans that are compared together.
pub(super) fn as_registered(
    demands: &Demands<'_>,
    site: Site,
    problem: &Problem,
) -> Option<Demand> {
    let whole = demands.with_plan().of(site, &[Plan]);
    demands.sum(problem, SumKind::Register, whole, Vec::new())
}

/// What was disbursed within the plan, and the plan.
pub(super) fn within_plan(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    // Where the cumulative is left out, the figure of the period is named.
    let named = site.table_of(demands.case.submission).columns[site.column].measure;
    let paid = if named == InPeriod { InPeriod } else { Cumulative };
    let sites = demands.with_plan().of(site, &[paid, Plan]);
    demands.bound(problem, sites)
}

/// Nothing was planned there: nothing should stand there.
pub(super) fn nothing(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    demands.sum(problem, SumKind::Register, vec![site], Vec::new())
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::lang::Lang;
    use crate::domain::submission::{Line, Measure};

    fn planned(row: u32, key: &str, plan: f64, cumulative: f64) -> Line {
        line(row, key, Some(plan), [None, Some(cumulative)])
    }

    fn found(plan: &[(&str, f64)], lines: Vec<Line>) -> Vec<String> {
        let plan: Vec<_> = plan.iter().map(|(key, amount)| ("HL-01", *key, *amount)).collect();
        World::planning(&plan).found(submission("2024-06", lines), vec![])
    }

    const SOURCES: [(&str, f64); 2] = [("gn.2@central:2024", 800.0), ("gn.2@district:2024", 200.0)];

    #[test]
    fn a_stated_plan_is_the_registered_one() {
        assert_eq!(found(&SOURCES, vec![planned(10, "gn.2", 1000.0, 0.0)]), [""; 0]);
        assert_eq!(found(&SOURCES, vec![planned(10, "gn.2", 1150.0, 0.0)]), ["GN501 C11 +150"]);
        assert_eq!(found(&[], vec![planned(10, "gn.2", 1150.0, 0.0)]), [""; 0]);
    }

    #[test]
    fn a_coarse_form_meets_a_register_with_sources_and_years() {
        let fine = [
            ("gn.2@central:2024", 500.0),
            ("gn.2@central:2023", 300.0),
            ("gn.2@district:2023", 200.0),
        ];
        assert_eq!(found(&fine, vec![planned(10, "gn.2", 1000.0, 900.0)]), [""; 0]);
        let carried =
            vec![planned(10, "gn.2:2024", 500.0, 100.0), planned(10, "gn.2:kd", 500.0, 500.0)];
        assert_eq!(found(&fine, carried), [""; 0]);
    }

    #[test]
    fn works_of_a_form_meet_a_register_of_components() {
        let works = vec![
            planned(10, "ntm.2/Đường A", 60.0, 60.0),
            planned(11, "ntm.2/Đường B", 40.0, 10.0),
        ];
        assert_eq!(found(&[("ntm.2@central:2024", 100.0)], works.clone()), [""; 0]);
        assert_eq!(found(&[("ntm.2@central:2024", 90.0)], works), ["GN501 C11 +10"]);
    }

    #[test]
    fn the_decision_that_explains_the_gap_is_named() {
        let mut world = World::planning(&[("HL-01", "gn.2:2024", 1000.0)]);
        world.decide("88/QĐ-UBND", "2024-05-20", "HL-01", "gn.2:2024", -150.0);
        world.decide("99/QĐ-UBND", "2024-07-03", "HL-01", "gn.2:2024", 70.0);
        let words = |plan: f64| {
            let report = submission("2024-06", vec![planned(10, "gn.2:2024", plan, 0.0)]);
            let (_, findings) = world.check(vec![report], vec![]);
            findings[0].problem.words.get(Lang::Vi).to_owned()
        };
        let missing = words(1000.0);
        assert!(missing.contains("88/QĐ-UBND ngày 20/5/2024"), "{missing}");
        assert!(missing.contains("chưa cập nhật"), "{missing}");
        assert!(words(920.0).contains("99/QĐ-UBND ngày 3/7/2024"));
        assert!(!words(990.0).contains("Quyết định"));
    }

    #[test]
    fn the_whole_plan_may_be_spent_and_not_more() {
        let spent = |amount| found(&SOURCES, vec![line(10, "gn.2", None, [None, Some(amount)])]);
        assert_eq!(spent(1000.0), [""; 0]);
        assert_eq!(spent(1012.0), ["GN502 E11 +12"]);
        let by_source = vec![
            planned(10, "gn.2@central:2024", 800.0, 500.0),
            planned(10, "gn.2@district:2024", 200.0, 212.0),
        ];
        assert_eq!(found(&SOURCES, by_source), ["GN502 E11 +12"]);
    }

    #[test]
    fn without_a_register_the_stated_plan_is_the_limit() {
        assert_eq!(found(&[], vec![planned(10, "gn.2", 100.0, 112.0)]), ["GN502 E11 +12"]);
        assert_eq!(found(&[], vec![line(10, "gn.2", None, [None, Some(5.0)])]), [""; 0]);
        let mut report = submission("2024-06", vec![line(10, "gn.2", None, [None, Some(5.0)])]);
        report.lines.push(planned(11, "gn.2", 1.0, 0.0));
        report.set_aside.push(set_aside("C11", Measure::Plan));
        assert_eq!(World::default().found(report, vec![]), [""; 0]);
    }

    #[test]
    fn a_plan_taken_back_leaves_nothing_to_spend() {
        let back = [("gn.2:2024", 100.0), ("gn.2:2024", -100.0)];
        assert_eq!(found(&back, vec![planned(10, "gn.2:2024", 0.0, 5.0)]), ["GN502 E11 +5"]);
        assert_eq!(found(&back, vec![planned(10, "gn.2:2024", 0.0, 0.0)]), [""; 0]);
    }

    #[test]
    fn a_line_with_money_is_in_the_plan() {
        let with = |extra: Line| found(&SOURCES, vec![planned(10, "gn.2", 1000.0, 0.0), extra]);
        assert_eq!(with(planned(11, "gn.3.1", 0.0, 30.0)), ["GN503 E12 +30"]);
        assert_eq!(with(planned(11, "gn.3.1", 30.0, 0.0)), ["GN503 C12 +30"]);
        assert_eq!(with(planned(11, "gn.3.1", 0.0, 0.0)), [""; 0]);
        assert_eq!(with(planned(11, "gn.2@commune", 0.0, 0.0)), [""; 0]);
    }

    #[test]
    fn a_row_that_is_not_planned_is_told_once() {
        let row = vec![
            planned(10, "gn.2", 1000.0, 0.0),
            planned(11, "gn.3.1@central", 30.0, 10.0),
            planned(11, "gn.3.1@district", 5.0, 2.0),
        ];
        assert_eq!(found(&SOURCES, row.clone()), ["GN503 E12 +12"]);
        // No cell states 12.
        let plan: Vec<_> = SOURCES.iter().map(|(key, amount)| ("HL-01", *key, *amount)).collect();
        let (_, told) = World::planning(&plan).check(vec![submission("2024-06", row)], vec![]);
        let words =
            &told.iter().find(|finding| finding.rule.code.0 == "GN503").unwrap().problem.words;
        assert!(
            words.vi.contains("lũy kế giải ngân (cộng các cột): ghi 12 triệu đồng"),
            "{words:?}"
        );
    }

    #[test]
    fn a_planned_line_is_reported_or_ticked() {
        let plan =
            [("gn.2:2024", 100.0), ("gn.4@central:2024", 150.0), ("gn.4@district:2024", 50.0)];
        let lines = || vec![planned(10, "gn.2:2024", 100.0, 0.0)];
        assert_eq!(found(&plan, lines()), ["w GN504 - -200"]);
        assert_eq!(found(&plan, vec![]), [""; 0]);
        let plan: Vec<_> = plan.iter().map(|(key, amount)| ("HL-01", *key, *amount)).collect();
        let mut ticked = submission("2024-06", lines());
        let key = key("gn");
        ticked.nil_ticks.push((key.component, key.funding));
        assert_eq!(World::planning(&plan).found(ticked, vec![]), [""; 0]);
    }

    #[test]
    fn a_plan_that_was_set_aside_is_not_compared() {
        let mut report = submission("2024-06", vec![line(10, "gn.2", None, [None, Some(5.0)])]);
        report.lines.push(planned(11, "gn.2/Mô hình A", 10.0, 0.0));
        report.set_aside.push(set_aside("C11", Measure::Plan));
        let world = World::planning(&[("HL-01", "gn.2:2024", 100.0)]);
        assert_eq!(world.found(report, vec![]), [""; 0]);
    }
}
