//! Several files of one unit for one period: those that share no line are one report; of those that do, the last counts,
//! and no line of an earlier one is lost without a word.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::code::ComponentId;
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::{Problem, RuleCode, Severity};
use crate::domain::same_money::{Relation, Stated, same_money};
use crate::domain::submission::{CheckedAs, Line, Measure, Submission};

/// What the files of a unit became.
pub struct Settled {
    /// The report: the last file, with those that add to it.
    pub report: Submission,
    /// The places (in the order they came) of the files of which a later one states every line.
    pub superseded: Vec<usize>,
    /// The places of the files of which only lines that the later ones lack are left, set aside.
    pub partly: Vec<usize>,
}

impl Settled {
    /// Whether the last file alone counts, as it was read.
    pub fn is_last_alone(&self) -> bool {
        self.report.beside.is_empty()
    }
}

/// Settles the files of a unit; they are in the order they came, and there is at least one.
pub fn settle(mut files: Vec<Submission>, budget: i32) -> Settled {
    let report = files.pop().expect("a unit is entered with a file");
    let mut settled = Settled { report, superseded: Vec::new(), partly: Vec::new() };
    let mut added = Vec::new();
    for (at, earlier) in files.into_iter().enumerate().rev() {
        match lacking(&earlier, &settled.report, budget) {
            Lacking::Everything => {
                added.push(earlier.file.path.clone());
                settled.report.join(earlier);
            }
            Lacking::Nothing => settled.superseded.push(at),
            Lacking::Some(lines) => {
                settled.partly.push(at);
                settled.report.join(leftover(earlier, &lines));
            }
        }
    }
    if !added.is_empty() {
        let names = added.join("; ");
        let words = Words::new(
            format!("Đơn vị gửi nhiều tệp không trùng nội dung nào; tính cả tệp này và: {names}."),
            format!(
                "The unit sent several files that share no line; this one counts, and: {names}."
            ),
        );
        let place = Place { file: Some(settled.report.file.path.clone()), ..Place::default() };
        let unit = settled.report.unit.clone();
        settled.report.problems.push(Problem::new(RuleCode("GN113"), place, words).of(&unit));
    }
    settled
}

/// Which lines of an earlier file a later one does not state.
enum Lacking {
    /// All: the two share no money.
    Everything,
    /// None: the later file states every line.
    Nothing,
    /// These; indices into its lines.
    Some(BTreeSet<usize>),
}

fn lacking(earlier: &Submission, later: &Submission, budget: i32) -> Lacking {
    let (ours, theirs) = (stated(earlier), stated(later));
    let (lines, ours): (Vec<usize>, Vec<Stated<'_>>) = ours.into_iter().unzip();
    let (_, theirs): (Vec<usize>, Vec<Stated<'_>>) = theirs.into_iter().unzip();
    if ours.iter().all(|stated| stated.amount.is_zero()) {
        return Lacking::Nothing;
    }
    let compared = same_money(&ours, &theirs, budget);
    if compared.relation == Relation::Disjoint && !looks_alike(earlier, later) {
        return Lacking::Everything;
    }
    // A line is stated anew where the later file states any of its measures.
    let mut anew: BTreeSet<usize> = BTreeSet::new();
    for group in compared.groups.iter().filter(|group| group.is_common()) {
        anew.extend(group.ours.iter().map(|&at| lines[at]));
    }
    let holds_money = |line: &Line| line.figures.iter().any(|figure| !figure.amount.is_zero());
    let own = earlier.lines.iter().enumerate();
    let left: BTreeSet<usize> = own
        .filter(|(at, line)| holds_money(line) && !anew.contains(at))
        .map(|(at, _)| at)
        .collect();
    if left.is_empty() { Lacking::Nothing } else { Lacking::Some(left) }
}

/// The figures of a report, each with the number of its line.
fn stated(report: &Submission) -> Vec<(usize, Stated<'_>)> {
    let mut slack: BTreeMap<u16, Money> = BTreeMap::new();
    for table in &report.tables {
        slack.insert(table.sheet, table.tolerance(1));
    }
    let mut stated = Vec::new();
    for (at, line) in report.lines.iter().enumerate() {
        let slack = slack.get(&line.sheet).copied().unwrap_or_default();
        for figure in &line.figures {
            let (measure, amount) = (figure.measure, figure.amount);
            stated.push((at, Stated { key: &line.key, measure, amount, slack }));
        }
    }
    stated
}

/// Whether some program has the same plan or cumulative in both, though no line says so: one report under other names.
fn looks_alike(a: &Submission, b: &Submission) -> bool {
    let sums = |of: &Submission| {
        let mut sums: BTreeMap<(ComponentId, Measure), Money> = BTreeMap::new();
        for line in &of.lines {
            for figure in &line.figures {
                if [Measure::Plan, Measure::Cumulative].contains(&figure.measure) {
                    let key = (line.key.component.program(), figure.measure);
                    *sums.entry(key).or_default() += figure.amount;
                }
            }
        }
        sums
    };
    let other = sums(b);
    sums(a).into_iter().any(|(key, sum)| !sum.is_zero() && other.get(&key) == Some(&sum))
}

/// What is left of an earlier file: the lines that the later one lacks, set aside (GN105).
fn leftover(mut earlier: Submission, lines: &BTreeSet<usize>) -> Submission {
    let mut rest = Submission::new(
        earlier.unit.clone(),
        earlier.period,
        earlier.file.clone(),
        earlier.money_unit,
    );
    rest.sheets = std::mem::take(&mut earlier.sheets);
    rest.read = earlier.read;
    let (mut sum, mut names) = (Money::ZERO, Vec::new());
    let mut left = crate::domain::submission::Counted::default();
    for (at, line) in earlier.lines.iter().enumerate().filter(|(at, _)| lines.contains(at)) {
        for figure in &line.figures {
            sum += figure.amount;
            left.add(figure.amount);
            rest.set_aside.push(line.set_aside(figure, RuleCode("GN105")));
        }
        let cell = earlier.lines[at].cell(Measure::Cumulative);
        let sheet = rest.sheets.get(usize::from(line.sheet)).map_or("", |name| &**name);
        names.push(format!("{} ({sheet}!{cell})", line.key.component));
    }
    let mut stated_anew = earlier.read;
    stated_anew -= left;
    rest.checked.add_all(CheckedAs::Superseded, stated_anew);
    const MOST: usize = 8;
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let list = names.join(", ");
    let (more_vi, more_en) = match more {
        0 => (String::new(), String::new()),
        more => (format!(" và {more} dòng khác"), format!(" and {more} more")),
    };
    let words = Words::new(
        format!(
            "Tệp gửi sau không có các dòng mà tệp này có: {list}{more_vi}; các dòng đó chưa đưa vào tổng hợp."
        ),
        format!(
            "The later file lacks lines that this one has: {list}{more_en}; they are set aside."
        ),
    );
    let place = Place { file: Some(rest.file.path.clone()), ..Place::default() };
    let problem = Problem::new(RuleCode("GN105"), place, words).of(&rest.unit).setting_aside(sum);
    rest.problems.push(Problem { severity: Some(Severity::Error), ..problem });
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::key::{Funding, Key, PlanYear};
    use crate::domain::money::MoneyUnit;
    use crate::domain::submission::{Figure, FileId};

    /// A report of lines (component, funding, plan, cumulative).
    fn report(file: &str, lines: &[(&str, Funding, i64, i64)]) -> Submission {
        let id = FileId { path: file.into(), sha256: String::new(), received: None, order: (0, 0) };
        let period = "2024-06".parse().unwrap();
        let unit = crate::domain::code::UnitCode::new("HL-02").unwrap();
        let mut report = Submission::new(unit, period, id, MoneyUnit::Dong);
        report.sheets.push("Biểu".into());
        for (row, (component, funding, plan, cumulative)) in (10..).zip(lines) {
            let figure = |measure, column, amount: i64| {
                let amount = Money::from_dong(amount);
                Figure { measure, column, amount }
            };
            let line = Line {
                key: Key {
                    component: component.parse().unwrap(),
                    work: None,
                    funding: *funding,
                    source: None,
                    year: PlanYear::Any,
                },
                sheet: 0,
                row,
                figures: vec![
                    figure(Measure::Plan, 2, *plan),
                    figure(Measure::Cumulative, 3, *cumulative),
                ],
                lacks_cumulative: false,
                previous: None,
            };
            line.figures.iter().for_each(|figure| report.read.add(figure.amount));
            report.lines.push(line);
        }
        report
    }

    fn balances(report: &Submission) -> bool {
        let mut told = report.checked.all();
        let used = report.lines.iter().flat_map(|line| &line.figures);
        used.for_each(|figure| told.add(figure.amount));
        report.set_aside.iter().for_each(|cell| told.add(cell.amount));
        told == report.read
    }

    use Funding::{Investment, Recurrent};

    #[test]
    fn a_file_for_each_funding_type_is_one_report() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
            report("b.xlsx", &[("ntm.2", Investment, 90, 10), ("gn.1.1", Investment, 80, 0)]),
        ];
        let settled = settle(files, 2024);
        assert_eq!(settled.report.lines.len(), 3);
        assert!(settled.superseded.is_empty() && balances(&settled.report));
        assert_eq!(settled.report.problems[0].rule.0, "GN113");
        let place = settled.report.place(1, settled.report.lines[2].cell(Measure::Plan));
        assert_eq!(place.to_string(), "a.xlsx › Biểu!C11");
    }

    #[test]
    fn a_correction_that_states_every_line_takes_the_place_of_the_first() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
            report("b.xlsx", &[("gn.2", Recurrent, 100, 45), ("gn.4.3", Recurrent, 7, 1)]),
        ];
        let settled = settle(files, 2024);
        assert_eq!((settled.superseded, settled.report.lines.len()), (vec![0], 2));
        assert!(settled.report.problems.is_empty());
    }

    #[test]
    fn lines_that_a_correction_lacks_are_named_and_set_aside() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40), ("gn.4.3", Recurrent, 7, 1)]),
            report("b.xlsx", &[("gn.2", Recurrent, 100, 45)]),
        ];
        let settled = settle(files, 2024);
        let problem = &settled.report.problems[0];
        assert_eq!((problem.rule.0, problem.set_aside.as_dong()), ("GN105", 8));
        assert!(problem.words.vi.contains("gn.4.3") && balances(&settled.report));
    }

    #[test]
    fn the_same_sums_under_other_names_are_no_second_report() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
            report("b.xlsx", &[("gn.4.3", Recurrent, 100, 40)]),
        ];
        let settled = settle(files, 2024);
        assert_eq!(settled.report.problems[0].rule.0, "GN105");
        assert_eq!(settled.report.set_aside.len(), 2);
    }

    #[test]
    fn a_file_of_zeros_adds_nothing() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 0, 0)]),
            report("b.xlsx", &[("ntm.2", Investment, 90, 10)]),
        ];
        assert_eq!(settle(files, 2024).superseded, [0]);
    }
}
