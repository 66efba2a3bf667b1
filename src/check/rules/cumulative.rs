//! Families 4 and 6, across reports: a cumulative figure grows by what was disbursed in the period.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::case::{Case, Merger};
use crate::check::gate::demand::{Demand, Demands, SumKind};
use crate::check::gate::grid::{Grid, Sum};
use crate::check::gate::group::{Group, Sheets, groups, largest, total};
use crate::check::gate::site::Site;
use crate::check::gate::wording;
use crate::domain::key::{Key, PlanYear};
use crate::domain::known::{Amount, Held};
use crate::domain::lang::{Text, Words, words};
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::{Problem, Severity};
use crate::domain::submission::{Column, Figure, Line, Measure, Stated, Table};
use crate::history::first_day;
use crate::rules;

use Measure::{Cumulative, InPeriod, Previous};

const AGAINST: Text = Text {
    vi: "lũy kế kỳ trước cộng giải ngân trong kỳ được",
    en: "the previous cumulative and the period add up to",
};

/// Where nobody says what was disbursed before: nothing at the least.
const AT_LEAST: Text = Text {
    vi: "ít nhất phải bằng số giải ngân trong kỳ",
    en: "and has at least to be what was disbursed in the period,",
};

pub(super) fn disagreeing(case: &Case<'_>) -> Vec<Problem> {
    let is_first = case.submission.period.from() == first_day(case.context.year());
    match case.base.filter(|_| !is_first) {
        Some(base) => {
            let mut problems = against_report(case, Some(&Sheets::new(base)));
            if case.is_next {
                problems.extend(stated_previous(case, &Sheets::new(base)));
            }
            problems
        }
        None if is_first => against_report(case, None),
        None if states_previous(case) => against_column(case),
        None => against_report(case, None),
    }
}

/// Whether the form has a column of the previous cumulative.
fn states_previous(case: &Case<'_>) -> bool {
    let mut columns = case.submission.tables.iter().flat_map(|table| &table.columns);
    columns.any(|column| column.measure == Previous)
}

/// Cumulative against the report before and the period. Without a report nothing was disbursed before the first period of
/// the year, and before another one nobody knows how much: it cannot be less than nothing.
fn against_report<'a>(case: &Case<'a>, base: Option<&Sheets<'a>>) -> Vec<Problem> {
    let sheets = Sheets::new(case.submission);
    let is_whole = base.is_none_or(|base| !has_lost_rows(base));
    let is_known = base.is_some() || case.is_next;
    // Of who never reported until then no figure stands for it below.
    let below = base.and_then(|base| base.submission.below);
    let lacks_some = below.is_some_and(|of| of.coverage.lacks_some());
    let mut problems = Vec::new();
    for group in groups_since(case, base) {
        let lacks = |measure| group.lines.iter().any(|line| sheets.lacks(line, measure));
        if lacks(InPeriod) || is_unsure(&sheets, &group.lines) {
            continue;
        }
        if base.is_some_and(|base| is_unsure(base, &group.before)) {
            continue;
        }
        if group.before.is_empty() && !is_whole {
            continue;
        }
        // What is paid for accepted work alone may be less than what was paid out, advances included.
        if !is_known && group.lines.iter().any(|line| is_piece(&sheets, line)) {
            continue;
        }
        let (Some((found, stated)), Some((in_period, added))) =
            (total(&group.lines, Cumulative), total(&group.lines, InPeriod))
        else {
            continue;
        };
        let (before, earlier) = total(&group.before, Cumulative).unwrap_or_default();
        let expected = before + in_period;
        // Who was silent below before this report tells two periods at once; of who is silent now what it paid may be known,
        // and its cumulative is not.
        let is_late = |of: &&Line| of.is_provisional() || of.is_lost_below(Cumulative);
        let is_late = lacks_some || group.before.iter().any(is_late);
        let may_be_more =
            !case.is_next || is_late || group.lines.iter().any(|of| of.is_lost_below(InPeriod));
        let may_be_less =
            group.lines.iter().any(|of| of.is_provisional() || of.is_lost_below(Cumulative));
        if found == expected || may_be_more && expected < found || may_be_less && found < expected {
            continue;
        }
        let addends = stated.max(added + earlier);
        let rule = &rules::PERIOD_AND_CUMULATIVE_DISAGREE;
        if (found - expected).abs() <= group.tolerance(case, rule, &sheets, base, addends) {
            continue;
        }
        let Some(line) = largest(&group.lines, Cumulative) else { continue };
        let unit = sheets.unit(line);
        let place = sheets.place(case, line, Cumulative);
        let against = if is_known { AGAINST } else { AT_LEAST };
        let mut words = wording::differs(&place, unit, found, against, expected);
        if is_known {
            let [before, in_period] = [before, in_period].map(|money| wording::amount(money, unit));
            let addends = words!(
                "Kỳ trước {before}, trong kỳ {in_period}.",
                "Before: {before}; in the period: {in_period}.";
                before, in_period
            );
            words = wording::then(words, &addends);
        }
        problems.push(sheets.problem(rule, line, Cumulative, words).compared(found, expected));
    }
    problems
}

/// Whether the cumulative figure of a line is a piece of what was disbursed.
fn is_piece(sheets: &Sheets<'_>, line: &Line) -> bool {
    let figure = line.figures.iter().find(|figure| figure.measure == Cumulative);
    let columns = sheets.table(line).map_or(&[][..], |table| &table.columns);
    let is_own = |head: &&Column| figure.is_some_and(|of| u32::from(of.column) == head.index);
    columns.iter().find(is_own).is_some_and(|head| head.facts.piece.is_some())
}

static NO_PLAN: BTreeMap<Key, Money> = BTreeMap::new();

/// This report's lines with those of a report before it.
fn groups_since<'a>(case: &Case<'a>, before: Option<&Sheets<'a>>) -> Vec<Group<'a>> {
    let before = before.map_or(&[][..], |sheets| &sheets.submission.lines);
    groups(case, case.submission.lines.iter(), before.iter(), &NO_PLAN)
}

/// Whether a cumulative figure of these lines is not known: set aside, or left blank beside money of the period.
fn is_unsure(sheets: &Sheets<'_>, lines: &[&Line]) -> bool {
    let is_open = |line: &Line| {
        let in_period = line.amount(InPeriod).is_some_and(|amount| !amount.is_zero());
        in_period && line.figure(Cumulative).is_none()
    };
    lines.iter().any(|line| is_open(line) || sheets.lacks(line, Cumulative))
}

/// Whether money of a row without a line was set aside: what was disbursed before is then not wholly known.
fn has_lost_rows(sheets: &Sheets<'_>) -> bool {
    let lines = sheets.submission.lines.iter();
    let rows: BTreeSet<_> = lines.map(|line| (line.sheet, line.row)).collect();
    let mut cells = sheets.submission.set_aside.iter();
    cells.any(|cell| !rows.contains(&(cell.sheet, cell.cell.row)))
}

/// What a table states in a leaf row for one column of cumulative figures.
struct Stating<'t> {
    table: &'t Table,
    row: usize,
    column: usize,
    amount: Money,
}

impl Stating<'_> {
    fn problem(&self, case: &Case<'_>, against: Text, expected: Money) -> Option<Problem> {
        let (row, head) = (&self.table.rows[self.row], &self.table.columns[self.column]);
        let rule = &rules::PERIOD_AND_CUMULATIVE_DISAGREE;
        let usual = self.table.tolerance(2);
        let allowed = case.context.settings.tolerance(rule, head.unit, usual);
        if (self.amount - expected).abs() <= allowed {
            return None;
        }
        let cell = wording::cell(&row.label, &head.heading);
        let words = wording::differs(&cell, head.unit, self.amount, against, expected);
        let place = case.submission.place(self.table.sheet, self.table.cell(self.row, self.column));
        Some(Problem::new(rule, place, words).compared(self.amount, expected))
    }
}

/// Without a report before: cumulative against the form's own column of the previous cumulative.
fn against_column(case: &Case<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        for (column, head) in table.columns.iter().enumerate() {
            if head.measure != Cumulative || head.is_detail {
                continue;
            }
            let same = |measure| grid.columns(measure, head.facts, case.context.year());
            let (before, in_period) = (same(Previous), same(InPeriod));
            for row in (0..table.rows.len()).filter(|&row| grid.is_leaf(row)) {
                let Stated::Amount(amount) = table.at(row, column) else { continue };
                let Sum::Of(in_period, _) = grid.across(row, &in_period) else { continue };
                let stating = Stating { table, row, column, amount };
                problems.extend(match grid.across(row, &before) {
                    Sum::Of(before, _) => stating.problem(case, AGAINST, before + in_period),
                    Sum::Nothing if amount < in_period => {
                        stating.problem(case, AT_LEAST, in_period)
                    }
                    Sum::Nothing | Sum::Unsound => None,
                });
            }
        }
    }
    problems
}

/// The form's own column of the previous cumulative against the report before.
fn stated_previous<'a>(case: &Case<'a>, base: &Sheets<'a>) -> Vec<Problem> {
    if !states_previous(case) {
        return Vec::new();
    }
    let reported = reported_before(case, base);
    let mut problems = Vec::new();
    for table in &case.submission.tables {
        let grid = Grid::new(table);
        let columns = grid.columns(Previous, Default::default(), case.context.year());
        let Some(&column) = columns.first() else { continue };
        for row in (0..table.rows.len()).filter(|&row| grid.is_leaf(row)) {
            let Some(amount) = grid.across(row, &columns).amount() else { continue };
            let at = (table.sheet, table.rows[row].index);
            let Some(&Some(expected)) = reported.get(&at) else { continue };
            let against =
                Text { vi: "báo cáo kỳ trước ghi", en: "the previous report states" };
            let stating = Stating { table, row, column, amount };
            problems.extend(stating.problem(case, against, expected));
        }
    }
    problems
}

/// What the report before states as cumulative for each row of this one; `None` where rows cannot be told apart.
fn reported_before<'a>(case: &Case<'a>, base: &Sheets<'a>) -> BTreeMap<(u16, u32), Option<Money>> {
    let mut reported: BTreeMap<(u16, u32), Option<Money>> = BTreeMap::new();
    let is_whole = !has_lost_rows(base);
    for group in groups_since(case, Some(base)) {
        let rows: BTreeSet<_> = group.lines.iter().map(|line| (line.sheet, line.row)).collect();
        let is_known = rows.len() == 1
            && !is_unsure(base, &group.before)
            && (is_whole || !group.before.is_empty());
        let before = total(&group.before, Cumulative).map_or(Money::ZERO, |(amount, _)| amount);
        for row in rows {
            let sum = reported.entry(row).or_insert(Some(Money::ZERO));
            *sum = sum.filter(|_| is_known).map(|sum| sum + before);
        }
    }
    reported
}

pub(super) fn fallen(case: &Case<'_>) -> Vec<Problem> {
    let Some(previous) = case.previous.map(Sheets::new) else { return Vec::new() };
    let sheets = Sheets::new(case.submission);
    let rule = &rules::CUMULATIVE_FELL;
    // After a merger several reports stand before this one, and only their sum can be compared.
    let together: Option<Vec<Line>> = case.merger.map(|_| held_lines(&case.before.last));
    let before = together.as_deref().unwrap_or(&previous.submission.lines);
    let mut problems = Vec::new();
    for group in groups(case, case.submission.lines.iter(), before.iter(), &NO_PLAN) {
        let Some((expected, earlier)) = total(&group.before, Cumulative) else { continue };
        let Some((found, stated)) = total(&group.lines, Cumulative) else {
            problems.extend(vanished(case, &sheets, &group, expected));
            continue;
        };
        if expected <= found || is_unsure(&sheets, &group.lines) {
            continue;
        }
        let addends = stated.max(earlier);
        if expected - found <= group.tolerance(case, rule, &sheets, Some(&previous), addends) {
            continue;
        }
        let Some(line) = largest(&group.lines, Cumulative) else { continue };
        let place = sheets.place(case, line, Cumulative);
        let period = previous.submission.period.words();
        let (against, which) = match case.merger {
            None => (
                Text { vi: "báo cáo trước ghi", en: "the report before states" },
                words!("Báo cáo trước: {period}.", "The report before: {period}."; period),
            ),
            Some(_) => (
                Text {
                    vi: "các báo cáo trước của những đơn vị đã sáp nhập ghi",
                    en: "the reports before of the merged units state",
                },
                Words::default(),
            ),
        };
        let words = wording::differs(&place, sheets.unit(line), found, against, expected);
        let words = wording::then(words, &which);
        let mut problem = sheets.problem(rule, line, Cumulative, words).compared(found, expected);
        let explains = |line: &&Line| case.submission.explains(line.sheet, line.row);
        if group.lines.iter().any(explains) || case.merger == Some(Merger::Now) {
            problem.severity = Some(Severity::Warning);
        }
        problems.push(problem);
    }
    problems
}

/// What units had disbursed, as lines to be compared.
fn held_lines(held: &Held) -> Vec<Line> {
    let line = |(key, amount): (&Key, &Amount)| Line {
        key: key.clone(),
        sheet: 0,
        row: 0,
        figures: vec![Figure { measure: Cumulative, column: 0, amount: amount.money }],
        lacks_cumulative: false,
        previous: None,
        relayed: None,
    };
    held.iter().map(line).collect()
}

/// Money that was disbursed before and of which this report states nothing, though it states cumulative figures of the
/// same funding type: it would leave the totals without a word.
fn vanished(
    case: &Case<'_>,
    sheets: &Sheets<'_>,
    group: &Group<'_>,
    expected: Money,
) -> Option<Problem> {
    let key = &group.before.first()?.key;
    let states =
        |line: &&Line| line.key.funding == key.funding && line.figure(Cumulative).is_some();
    let is_stated = case.submission.lines.iter().any(|line| states(&line));
    let is_unsure = is_unsure(sheets, &group.lines) || has_lost_rows(sheets);
    if expected <= Money::ZERO || !is_stated || is_unsure {
        return None;
    }
    let title = case.context.catalogue.title(&key.component);
    let work = key.work.as_ref().map_or(String::new(), |work| format!(", {work}"));
    let unit = case.submission.money_unit;
    let before = wording::amount(expected, unit);
    let words = words!(
        "{title}{work}: báo cáo trước ghi lũy kế {before}, kỳ này để trống.",
        "{title}{work}: the report before states {before}, this one nothing.";
        title, work, before
    );
    let rule = &rules::CUMULATIVE_FELL;
    let problem = match group.lines.first() {
        Some(line) => sheets.problem(rule, line, Cumulative, words),
        None => {
            let file = Some(case.submission.file.path.clone());
            let place = Place { file, ..Place::default() };
            // One row of the form, whatever its sources and years.
            let row = Key { source: None, year: PlanYear::Any, ..key.clone() };
            Problem::new(rule, place, words).of(&case.submission.unit).missing(row)
        }
    };
    let severity = (case.merger == Some(Merger::Now)).then_some(Severity::Warning);
    Some(Problem { severity, ..problem.compared(Money::ZERO, expected) })
}

/// What the cumulative is the sum of: against the report before, or against the form's own column of the previous one.
pub(super) fn grown(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    let case = demands.case;
    let table = site.table_of(case.submission);
    let (head, budget) = (&table.columns[site.column], case.context.year());
    let is_first = case.submission.period.from() == first_day(budget);
    if head.measure == Previous {
        return demands.sum(problem, SumKind::Register, vec![site], Vec::new());
    }
    if is_first || case.base.is_some() {
        let of = |measure| demands.since_base().of(site, &[measure]);
        return demands.sum(problem, SumKind::Time, of(Cumulative), of(InPeriod));
    }
    if !states_previous(case) {
        let of = demands.since_base().of(site, &[Cumulative, InPeriod]);
        return demands.bound(problem, of);
    }
    let grid = Grid::new(table);
    let columns = [Previous, InPeriod]
        .into_iter()
        .flat_map(|measure| grid.columns(measure, head.facts, budget));
    let columns: Vec<usize> = columns.collect();
    let columns = grid.counted_columns(site.row, &columns);
    let parts = columns.into_iter().map(|column| Site { column, ..site }).collect();
    demands.sum(problem, SumKind::Time, vec![site], parts)
}

/// What is compared with the last report's cumulative.
pub(super) fn not_fallen(demands: &Demands<'_>, site: Site, problem: &Problem) -> Option<Demand> {
    demands.bound(problem, demands.since_previous().of(site, &[Cumulative]))
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::attributes::{Facts, Piece};
    use crate::domain::money::Money;
    use crate::domain::submission::{Below, Column, Line, Measure, Reach, Relayed, Submission};

    fn paid(key: &str, in_period: f64, cumulative: f64) -> Line {
        line(10, key, None, [Some(in_period), Some(cumulative)])
    }

    fn report(period: &str, in_period: f64, cumulative: f64) -> Submission {
        submission(period, vec![paid("gn.2", in_period, cumulative)])
    }

    fn found(now: Submission, earlier: Vec<Submission>) -> Vec<String> {
        World::default().found(now, earlier)
    }

    #[test]
    fn cumulative_is_the_one_before_and_the_period() {
        let may = || vec![report("2024-05", 20.0, 120.0)];
        assert_eq!(found(report("2024-06", 30.0, 150.0), may()), [""; 0]);
        assert_eq!(found(report("2024-06", 30.0, 140.0), may()), ["GN404 E11 -10"]);
        assert_eq!(found(report("2024-06", 30.0, 160.0), may()), ["GN404 E11 +10"]);
    }

    /// A report of an office below of which a part is provisional.
    fn provisional(period: &str, in_period: f64, cumulative: f64) -> Submission {
        let carried = Money::from_dong(5);
        let relayed = Some(Relayed { carried, ..Relayed::default() });
        let line = Line { relayed, ..paid("gn.2", in_period, cumulative) };
        submission(period, vec![line])
    }

    #[test]
    fn who_was_silent_below_tells_two_periods_at_once_and_what_is_less_stays_a_fault() {
        let may = || vec![provisional("2024-05", 20.0, 120.0)];
        assert_eq!(found(report("2024-06", 30.0, 160.0), may()), [""; 0]);
        assert_eq!(found(report("2024-06", 30.0, 140.0), may()), ["GN404 E11 -10"]);
        // Of who is silent now what it paid may be known, and its cumulative is not.
        let may = || vec![report("2024-05", 20.0, 120.0)];
        assert_eq!(found(provisional("2024-06", 30.0, 140.0), may()), [""; 0]);
        assert_eq!(found(provisional("2024-06", 30.0, 160.0), may()), ["GN404 E11 +10"]);
        // Of who never reported until then no figure stands for it below.
        let coverage = Reach { expected: 2, received: 1, missing: 1, rejected: 0 };
        let below = Some(Below { coverage, ..Below::default() });
        let may = vec![Submission { below, ..report("2024-05", 20.0, 120.0) }];
        assert_eq!(found(report("2024-06", 30.0, 160.0), may), [""; 0]);
    }

    #[test]
    fn the_first_period_of_the_year_begins_at_nothing() {
        assert_eq!(found(report("2024-01", 30.0, 40.0), vec![]), ["GN404 E11 +10"]);
        assert_eq!(
            found(report("2024-H1", 30.0, 30.0), vec![report("2024-05", 5.0, 30.0)]),
            [""; 0]
        );
        let last_year = vec![report("2023-12", 5.0, 500.0)];
        assert_eq!(found(report("2024-01", 30.0, 30.0), last_year), [""; 0]);
    }

    #[test]
    fn after_a_missing_month_only_a_cumulative_below_the_sum_is_a_fault() {
        let april = || vec![report("2024-04", 20.0, 100.0)];
        assert_eq!(found(report("2024-06", 30.0, 150.0), april()), [""; 0]);
        assert_eq!(found(report("2024-06", 30.0, 110.0), april()), ["GN404 E11 -20"]);
        assert_eq!(found(report("2024-06", 30.0, 130.0), vec![]), [""; 0]);
    }

    #[test]
    fn where_nothing_is_known_of_the_months_before_no_less_is_disbursed_than_in_the_period() {
        assert_eq!(found(report("2024-06", 30.0, 30.0), vec![]), [""; 0]);
        assert_eq!(found(report("2024-06", 30.0, 3.0), vec![]), ["GN404 E11 -27"]);
        let refunded = found(report("2024-06", -5.0, 0.0), vec![]);
        assert!(!refunded.iter().any(|said| said.starts_with("GN404")), "{refunded:?}");
    }

    #[test]
    fn a_report_within_the_period_is_not_what_the_period_begins_at() {
        let before = || vec![report("2024-06", 30.0, 150.0), report("2024-07-12", 10.0, 160.0)];
        assert_eq!(found(report("2024-07", 25.0, 175.0), before()), [""; 0]);
        assert_eq!(found(report("2024-07", 25.0, 185.0), before()), ["GN404 E11 +10"]);
        assert_eq!(found(report("2024-07", 5.0, 155.0), before()), ["GN601 E11 -5"]);
    }

    #[test]
    fn money_that_a_report_passes_over_in_silence_is_told() {
        let may = || {
            let lines = vec![paid("gn.2", 20.0, 120.0), paid("gn.7.1", 5.0, 80.0)];
            vec![submission("2024-05", lines)]
        };
        let silent = found(report("2024-06", 30.0, 150.0), may());
        assert_eq!(silent.iter().filter(|said| said.starts_with("GN601")).count(), 1, "{silent:?}");
        // A report without any cumulative figure adds to the one before: nothing fell.
        let only_period = line(10, "gn.2", None, [Some(30.0), None]);
        let said = found(submission("2024-06", vec![only_period]), may());
        assert!(!said.iter().any(|said| said.starts_with("GN601")), "{said:?}");
    }

    #[test]
    fn sides_of_different_detail_are_compared_as_sums() {
        let may = submission(
            "2024-05",
            vec![paid("gn.2@central", 1.0, 70.0), paid("gn.2@district", 1.0, 50.0)],
        );
        assert_eq!(found(report("2024-06", 30.0, 150.0), vec![may.clone()]), [""; 0]);
        assert_eq!(found(report("2024-06", 30.0, 149.0), vec![may]), ["GN404 E11 -1"]);
    }

    #[test]
    fn what_was_set_aside_is_never_nothing() {
        let mut june = report("2024-06", 30.0, 5.0);
        june.lines[0].figures.pop();
        june.lines[0].lacks_cumulative = true;
        assert_eq!(found(june, vec![report("2024-05", 20.0, 120.0)]), [""; 0]);
        let mut june = report("2024-06", 30.0, 200.0);
        june.lines[0].figures.remove(0);
        june.set_aside.push(set_aside("D11", Measure::InPeriod));
        assert_eq!(found(june, vec![report("2024-05", 20.0, 120.0)]), [""; 0]);
        let mut may = submission("2024-05", vec![paid("gn.3.1", 1.0, 1.0)]);
        may.set_aside.push(set_aside("E30", Measure::Cumulative));
        let lines = vec![paid("gn.2", 30.0, 150.0), paid("gn.3.1", 0.0, 1.0)];
        assert_eq!(found(submission("2024-06", lines), vec![may]), [""; 0]);
    }

    #[test]
    fn a_cumulative_that_fell_is_a_fault_unless_explained() {
        let may = || vec![report("2024-05", 20.0, 150.0)];
        let mut june = report("2024-06", -30.0, 120.0);
        let both = ["GN303 D11 -", "GN601 E11 -30"];
        let mut told = found(june.clone(), may());
        told.sort();
        assert_eq!(told, both);
        june.explanations.push(said(10, "Thu hồi tạm ứng"));
        let mut told = found(june, may());
        told.sort();
        assert_eq!(told, both.map(|told| format!("w {told}")));
    }

    #[test]
    fn a_merged_unit_continues_the_figures_of_both() {
        let mut world = World::planning(&[]);
        let gone = &mut world.register.units[1];
        gone.to = Some("2024-05-31".parse().unwrap());
        gone.merged_into = Some(unit("HL-01"));
        let mut other = report("2024-05", 5.0, 50.0);
        other.unit = unit("HL-02");
        let may = vec![report("2024-05", 20.0, 120.0), other];
        assert_eq!(world.found(report("2024-06", 30.0, 200.0), may.clone()), [""; 0]);
        assert_eq!(
            world.found(report("2024-06", 30.0, 140.0), may.clone()),
            ["GN601 E11 -30", "GN404 E11 -10"],
            "less than its own"
        );
        let told = world.found(report("2024-06", 30.0, 160.0), may.clone());
        assert_eq!(told, ["GN601 E11 -10"], "less than both had");
        let gone_money = paid("gn.4", 5.0, 5.0);
        let only_new = world.found(submission("2024-06", vec![gone_money]), may.clone());
        assert_eq!(only_new, ["GN601 - -170"], "what both had is not stated at all");
        let new = world.found(report("2024-06", 5.0, 40.0), vec![may[1].clone()]);
        assert_eq!(new, ["GN404 E11 -15", "GN601 E11 -10"]);
    }

    /// A report with a column of the previous cumulative beside in period and cumulative.
    fn with_previous(
        previous: impl Into<Option<f64>>,
        in_period: f64,
        cumulative: f64,
    ) -> Submission {
        let columns = vec![
            column(2, Measure::Previous),
            column(3, Measure::InPeriod),
            column(4, Measure::Cumulative),
        ];
        let figures = [previous.into(), Some(in_period), Some(cumulative)];
        let table = table(columns, &[("gn.2", None, &figures)]);
        Submission { tables: vec![table], ..report("2024-06", in_period, cumulative) }
    }

    #[test]
    fn what_is_paid_for_work_alone_may_be_less_than_what_was_paid_out_in_the_period() {
        let found = |piece| {
            let facts = Facts { piece, ..Facts::default() };
            let paid = Column { facts, ..column(4, Measure::Cumulative) };
            let columns = vec![column(3, Measure::InPeriod), paid];
            let table = table(columns, &[("gn.2", None, &[Some(30.0), Some(20.0)])]);
            found(Submission { tables: vec![table], ..report("2024-06", 30.0, 20.0) }, vec![])
        };
        assert_eq!(found(None), ["GN404 E11 -10"]);
        assert_eq!(found(Some(Piece::Work)), [""; 0]);
    }

    #[test]
    fn the_forms_own_previous_figure_serves_where_no_report_came() {
        assert_eq!(found(with_previous(120.0, 30.0, 150.0), vec![]), [""; 0]);
        assert_eq!(found(with_previous(120.0, 30.0, 140.0), vec![]), ["GN404 E11 -10"]);
        assert_eq!(found(with_previous(None, 30.0, 30.0), vec![]), [""; 0]);
        assert_eq!(found(with_previous(None, 30.0, 20.0), vec![]), ["GN404 E11 -10"]);
    }

    #[test]
    fn the_forms_own_previous_figure_is_that_of_the_report_before() {
        let may = submission(
            "2024-05",
            vec![paid("gn.2@central", 1.0, 70.0), paid("gn.2@district", 1.0, 50.0)],
        );
        assert_eq!(found(with_previous(120.0, 30.0, 150.0), vec![may.clone()]), [""; 0]);
        assert_eq!(found(with_previous(102.0, 30.0, 150.0), vec![may]), ["GN404 C11 -18"]);
        let april = vec![report("2024-04", 20.0, 100.0)];
        assert_eq!(found(with_previous(120.0, 30.0, 150.0), april), [""; 0]);
    }

    #[test]
    fn sources_are_compared_one_by_one() {
        let may = submission(
            "2024-05",
            vec![paid("gn.2@central", 1.0, 70.0), paid("gn.2@district", 1.0, 50.0)],
        );
        let june = submission(
            "2024-06",
            vec![paid("gn.2@central", 1.0, 61.0), paid("gn.2@district", 1.0, 61.0)],
        );
        let mut told = found(june, vec![may]);
        told.sort();
        assert_eq!(told, ["GN404 E11 +10", "GN404 E11 -10", "GN601 E11 -9"]);
    }
}
