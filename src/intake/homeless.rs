//! Figures of which nothing says whether they are investment or recurrent.
//!
//! They cannot be added up. Where the lines of the unit state the same money by funding type (a summary beside the sheets or
//! the files that it sums up, a column "Tổng số" beside its parts), they are checks on it; one that is equal proves nothing,
//! so none of a table may differ, and more than one amount must be equal. Else they are set aside (GN203): an error where
//! money planned or paid is missing, a note where it is only a forecast or an allocation.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::homeless::Homeless;
use crate::domain::label::harmless;
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::rule::{Problem, Severity};
use crate::domain::same_money::is_near;
use crate::domain::submission::{CheckedAs, Line, Measure, Submission};
use crate::rules;

/// Counts those figures as checked whose money the lines of the report state. The others wait: another file of the unit
/// may state it.
pub fn check(report: &mut Submission, budget: i32) {
    let mut by_sheet: BTreeMap<u16, Vec<Homeless>> = BTreeMap::new();
    for figure in std::mem::take(&mut report.homeless) {
        by_sheet.entry(figure.cell.sheet).or_default().push(figure);
    }
    for figures in by_sheet.into_values() {
        let proven = proven(report, &figures, budget);
        for figure in figures {
            match proven.contains(&figure.measure) {
                true => report.checked.add(CheckedAs::Repeat, figure.cell.amount),
                false => report.homeless.push(figure),
            }
        }
    }
}

/// The measures of which the lines of a report state all that a table does. A measure of which they state nothing proves
/// nothing either way.
fn proven(report: &Submission, figures: &[Homeless], budget: i32) -> BTreeSet<Measure> {
    let all: BTreeSet<Measure> = figures.iter().map(|figure| figure.measure).collect();
    let told: Vec<(&Homeless, Told)> =
        figures.iter().map(|figure| (figure, told(report, figure, budget))).collect();
    let of = |measure: Measure| {
        let own = told.iter().filter(move |(figure, _)| figure.measure == measure);
        own.map(|(_, told)| *told)
    };
    let is_silent = |measure: &Measure| of(*measure).all(|told| matches!(told, Told::Nowhere));
    let is_stated = |measure: &Measure| of(*measure).all(|told| matches!(told, Told::Alike { .. }));
    let stated: BTreeSet<Measure> = all.iter().copied().filter(is_stated).collect();
    let is_sum = told.iter().any(|(_, told)| matches!(told, Told::Alike { parts: 2.. }));
    let of_stated = figures.iter().filter(|figure| stated.contains(&figure.measure));
    let differs = !all.iter().all(|measure| is_stated(measure) || is_silent(measure));
    if !differs && (is_sum || 1 < amounts(of_stated)) {
        return stated;
    }
    // A summary may have been copied from a sheet of one source with that sheet's title. Its figures tell: all of them are
    // sums over every source, and more than one is.
    let is_sum = |figure: &Homeless| {
        let mut anything = figure.clone();
        (anything.facts.source, anything.facts.year) = (None, None);
        matches!(self::told(report, &anything, budget), Told::Alike { .. })
    };
    let is_summary = 1 < amounts(figures.iter()) && figures.iter().all(is_sum);
    if is_summary { all } else { BTreeSet::new() }
}

/// How many different amounts, but for 0, these state.
fn amounts<'a>(figures: impl Iterator<Item = &'a Homeless>) -> usize {
    let amounts = figures.map(|figure| figure.cell.amount).filter(|amount| !amount.is_zero());
    amounts.collect::<BTreeSet<Money>>().len()
}

/// Whether the lines of a report tell all of a figure's money, or more.
pub fn is_reached(report: &Submission, figure: &Homeless, budget: i32) -> bool {
    matches!(told(report, figure, budget), Told::Alike { .. } | Told::More)
}

/// What the lines of a report tell of a figure's money.
#[derive(Clone, Copy)]
enum Told {
    /// Nothing.
    Nowhere,
    /// The same, as so many parts that are not 0.
    Alike { parts: usize },
    /// More than it.
    More,
    /// Something else: most often only a part of it.
    Differs,
}

fn told(report: &Submission, figure: &Homeless, budget: i32) -> Told {
    let amount = figure.cell.amount;
    let is_part = |line: &&Line| {
        let key = &line.key;
        figure.id.covers(&key.component)
            && (figure.work.is_none() || figure.work == key.work)
            && figure.facts.source.is_none_or(|own| key.source.is_some_and(|of| own.covers(of)))
            && figure.facts.year.is_none_or(|own| own.covers(key.year, budget))
    };
    let parts = report.lines.iter().filter(is_part);
    let parts: Vec<Money> = parts.filter_map(|line| line.amount(figure.measure)).collect();
    let rounded = parts.iter().filter(|part| !part.is_zero()).count();
    let own = usize::from(!amount.is_zero());
    let tables = report.tables.iter().filter(|table| table.sheet == figure.cell.sheet);
    let slack = tables.map(|table| table.tolerance(rounded + own)).max().unwrap_or_default();
    let sum: Money = parts.iter().copied().sum();
    match parts.is_empty() && !amount.is_zero() {
        true => Told::Nowhere,
        false if is_near(sum, amount, slack) => {
            Told::Alike { parts: if amount.is_zero() { 0 } else { rounded } }
        }
        false if Money::ZERO <= amount && amount < sum => Told::More,
        false => Told::Differs,
    }
}

/// Sets aside what no file of the unit confirms, and says so.
pub fn refuse(report: &mut Submission) {
    let mut alone: BTreeMap<(u16, bool, u32, Measure), Vec<Homeless>> = BTreeMap::new();
    for figure in std::mem::take(&mut report.homeless) {
        let (sheet, row) = (figure.cell.sheet, figure.cell.cell.row);
        let is_road =
            matches!(figure.measure, Measure::Plan | Measure::InPeriod | Measure::Cumulative);
        let group = match is_road {
            true => (sheet, true, row, Measure::Plan),
            false => (sheet, false, 0, figure.measure),
        };
        alone.entry(group).or_default().push(figure);
    }
    for ((_, is_road, ..), figures) in alone {
        let problem = problem(report, &figures, is_road);
        report.problems.push(problem);
        report.set_aside.extend(figures.into_iter().map(|figure| figure.cell));
    }
}

fn problem(report: &Submission, figures: &[Homeless], is_road: bool) -> Problem {
    let first = &figures[0];
    let sum = figures.iter().map(|figure| figure.cell.amount).sum();
    let words = if is_road {
        let label = match harmless(&first.cell.label) {
            label if label.is_empty() => format!("{}", first.cell.cell.row + 1),
            label => label,
        };
        words!(
            "Không rõ số liệu của dòng \"{label}\" là vốn đầu tư hay vốn sự nghiệp",
            "Nothing says whether the row \"{label}\" is investment or recurrent";
            label
        )
    } else {
        let measure = first.measure.label();
        words!(
            "Cột {measure} không chia vốn đầu tư và vốn sự nghiệp",
            "The column {measure} is not split into investment and recurrent";
            measure
        )
    };
    let place = report.place(first.cell.sheet, first.cell.cell);
    let severity = (!is_road).then_some(Severity::Note);
    let problem = Problem::new(&rules::MISSING_COLUMN, place, words).of(&report.unit);
    Problem { severity, ..problem }.setting_aside(sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::Cell;
    use crate::parse::fixture::read;
    use crate::read::{Sheet, Value};

    /// A sheet with a plan and a cumulative for each label.
    fn sheet(name: &str, title: &str, rows: &[(&str, &str, f64, f64)]) -> Sheet {
        let mut sheet = Sheet { name: name.into(), ..Sheet::default() };
        let texts = ["Đơn vị tính: triệu đồng", title];
        let heading = ["STT", "Nội dung", "Kế hoạch vốn năm 2024", "Lũy kế giải ngân từ đầu năm"];
        let text = |row, column, text: &str| (Cell::new(row, column), Value::Text(text.into()));
        sheet.cells.extend((0..).zip(texts).map(|(row, of)| text(row, 0, of)));
        sheet.cells.extend((0..).zip(heading).map(|(column, of)| text(2, column, of)));
        for (row, (number, label, plan, cumulative)) in (3..).zip(rows) {
            sheet.cells.extend([text(row, 0, number), text(row, 1, label)]);
            let numbers = [(2, *plan), (3, *cumulative)];
            let cells = numbers.map(|(at, number)| (Cell::new(row, at), Value::Number(number)));
            sheet
                .cells
                .extend(cells.into_iter().filter(|(_, value)| *value != Value::Number(-1.0)));
        }
        sheet
    }

    /// The same, settled.
    fn settled(sheets: Vec<Sheet>) -> Submission {
        let mut report = read(sheets);
        check(&mut report, 2024);
        refuse(&mut report);
        report
    }

    /// What GN203 sets aside, in million đồng.
    fn refused(submission: &Submission) -> i64 {
        let told = submission.problems.iter().filter(|problem| problem.rule.code.0 == "GN203");
        let sum: Money = told.map(|problem| problem.set_aside).sum();
        (sum.as_dong() / 1_000_000) as i64
    }

    const PROGRAM: (&str, &str, f64, f64) = ("I", "CTMTQG giảm nghèo bền vững", -1.0, -1.0);

    fn detail() -> Vec<Sheet> {
        let title = |of: &str| format!("GIẢI NGÂN {of} THÁNG 6 NĂM 2024");
        let (first, second) = (("1", "Dự án 1", 300.0, 30.0), ("1", "Dự án 1", 200.0, 20.0));
        vec![
            sheet("Vốn đầu tư", &title("VỐN ĐẦU TƯ"), &[PROGRAM, first]),
            sheet("Vốn sự nghiệp", &title("VỐN SỰ NGHIỆP"), &[PROGRAM, second]),
        ]
    }

    #[test]
    fn a_summary_of_all_funding_types_is_a_check() {
        let of = ("I", "CTMTQG giảm nghèo bền vững", 500.0, 50.0);
        let summary = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &[of]);
        let report = settled([detail(), vec![summary]].concat());
        assert_eq!((refused(&report), report.lines.len()), (0, 2));
    }

    #[test]
    fn a_summary_that_differs_is_set_aside_with_its_amount() {
        let of = ("I", "CTMTQG giảm nghèo bền vững", 510.0, 50.0);
        let summary = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &[of]);
        assert_eq!(
            refused(&settled([detail(), vec![summary]].concat())),
            560,
            "the cumulative alone proves nothing"
        );
    }

    #[test]
    fn one_amount_that_is_equal_proves_nothing() {
        // Dự án 2 has one funding type in the catalogue, Dự án 1 in the sheet: 300 may be either's.
        let alone = |paid| {
            let first = &detail()[..1];
            let of = ("I", "CTMTQG giảm nghèo bền vững", 300.0, paid);
            let other = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &[of]);
            refused(&settled([first, &[other]].concat()))
        };
        assert_eq!((alone(-1.0), alone(30.0), alone(31.0)), (300, 0, 331));
        let of = ("I", "CTMTQG giảm nghèo bền vững", 500.0, -1.0);
        let sum = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &[of]);
        assert_eq!(refused(&settled([detail(), vec![sum]].concat())), 0, "a sum of two is proof");
    }

    #[test]
    fn a_summary_under_the_title_of_one_source_is_told_by_its_figures() {
        let central = "GIẢI NGÂN NGUỒN NGÂN SÁCH TRUNG ƯƠNG THÁNG 6 NĂM 2024";
        let summary = |plan, cumulative| {
            let of = ("I", "CTMTQG giảm nghèo bền vững", plan, cumulative);
            settled([detail(), vec![sheet("TH", central, &[of])]].concat())
        };
        assert_eq!(refused(&summary(500.0, 50.0)), 0);
        assert_eq!(refused(&summary(500.0, 49.0)), 549, "one of two figures proves nothing");
    }

    #[test]
    fn money_of_another_component_that_happens_to_be_as_much_is_no_repeat() {
        // Dự án 4 may be of either type; that Dự án 1 beside it is equal to a line elsewhere proves nothing for both.
        let rows = [PROGRAM, ("1", "Dự án 1", 500.0, 50.0), ("2", "Dự án 4", 500.0, 50.0)];
        let other = sheet("TH", "TỔNG HỢP GIẢI NGÂN THÁNG 6 NĂM 2024", &rows);
        assert_eq!(refused(&settled([detail(), vec![other]].concat())), 1100);
    }
}
