//! Several files of one unit for one period: those that share no line are one report; of those that do, the last counts,
//! and no figure of an earlier one is lost without a word.

use std::collections::{BTreeMap, BTreeSet};

use super::homeless;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::homeless::Homeless;
use crate::domain::key::{Funding, Key};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, RuleCode, Severity};
use crate::domain::same_money::{Group, Relation, Stated, same_money};
use crate::domain::submission::{
    CheckedAs, Counted, Figure, FileId, Measure, SetAside, Submission,
};

/// What the files of a unit became.
pub struct Settled {
    /// The report: the last file, with those that add to it.
    pub report: Submission,
    /// The files of which a later one states every figure anew, in the order they came.
    pub superseded: Vec<Submission>,
    /// The files of which it states only some: the others are in the report, set aside.
    pub partly: Vec<FileId>,
    /// What is to be said of superseded files.
    pub problems: Vec<Problem>,
}

/// Settles the files of a unit; they are in the order they came, and there is at least one.
pub fn settle(mut files: Vec<Submission>, budget: i32) -> Settled {
    let summaries = summaries(&mut files, budget);
    let report = files.pop().expect("a unit is entered with a file");
    let mut settled =
        Settled { report, superseded: Vec::new(), partly: Vec::new(), problems: Vec::new() };
    let mut added = Vec::new();
    for mut earlier in files.into_iter().rev() {
        let lacking = lacking(&earlier, &settled.report, budget);
        if !matches!(lacking, Lacking::Everything(_)) {
            homeless::refuse(&mut earlier);
        }
        match lacking {
            Lacking::Everything(alike) => {
                added.push(earlier.file.path.clone());
                let alike = alike.map(|alike| counted_twice(&earlier, &settled.report, alike));
                settled.report.problems.extend(alike);
                settled.report.join(earlier);
            }
            Lacking::Nothing => {
                settled.problems.extend(not_restated(&earlier, &settled.report));
                settled.superseded.insert(0, earlier);
            }
            Lacking::Some(figures) => {
                settled.problems.extend(not_restated(&earlier, &settled.report));
                settled.partly.push(earlier.file.clone());
                settled.report.join(leftover(earlier, &figures));
            }
        }
    }
    for summary in summaries {
        added.push(summary.file.path.clone());
        settled.report.join(summary);
    }
    homeless::check(&mut settled.report, budget);
    homeless::refuse(&mut settled.report);
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

/// Takes out the files that only sum up others, wherever they came: all their figures are what two or more others state
/// together, in no less detail. They are checked and stand beside the report.
fn summaries(files: &mut Vec<Submission>, budget: i32) -> Vec<Submission> {
    let mut summaries = Vec::new();
    for at in (0..files.len()).rev() {
        if !sums_up(files, at, budget) {
            continue;
        }
        let mut summary = files.remove(at);
        for figure in std::mem::take(&mut summary.lines).iter().flat_map(|line| &line.figures) {
            summary.checked.add(CheckedAs::Repeat, figure.amount);
        }
        summaries.insert(0, summary);
    }
    summaries
}

fn sums_up(files: &[Submission], at: usize, budget: i32) -> bool {
    let ours: Vec<Stated<'_>> = stated(&files[at]).into_iter().map(|(_, stated)| stated).collect();
    let others = files.iter().enumerate().filter(|(other, _)| *other != at);
    let theirs = others
        .flat_map(|(other, file)| stated(file).into_iter().map(move |(_, stated)| (other, stated)));
    let (owners, theirs): (Vec<usize>, Vec<Stated<'_>>) = theirs.unzip();
    let compared = same_money(&ours, &theirs, budget);
    if compared.relation != Relation::Repeats {
        return false;
    }
    let common: Vec<&Group> = compared.groups.iter().filter(|group| group.is_common()).collect();
    let owns_money = |of: &&usize| !theirs[**of].amount.is_zero();
    let with_money = |group: &&Group| group.theirs.iter().filter(owns_money).count();
    let is_coarse = common.iter().all(|group| {
        let own = group.ours.iter().filter(|own| !ours[**own].amount.is_zero());
        own.count() <= with_money(group)
    });
    let parts = common.iter().flat_map(|group| group.theirs.iter().filter(owns_money));
    let parts: BTreeSet<usize> = parts.map(|of| owners[*of]).collect();
    is_coarse && 1 < parts.len()
}

/// Two files share no line, both count, and have a sum in common: it may be a correction under other names (GN113).
fn counted_twice(
    earlier: &Submission,
    later: &Submission,
    (program, measure, sum): (ComponentId, Measure, Money),
) -> Problem {
    let (label, other) = (measure.label(), &earlier.file.path);
    let words = Words::new(
        format!(
            "Tệp này và {other} không trùng dòng nào nên tính cả hai, nhưng cùng ghi {} của {program} là {sum} đồng; nếu tệp này là bản sửa thì loại tệp trước bằng mục [[exclude]]",
            label.vi
        ),
        format!(
            "This file and {other} share no line and both count, but state the same {} of {program}, {sum} đồng; if this one is a correction, leave the earlier out with [[exclude]]",
            label.en
        ),
    );
    let place = Place { file: Some(later.file.path.clone()), ..Place::default() };
    let problem = Problem::new(RuleCode("GN113"), place, words).of(&later.unit);
    Problem { severity: Some(Severity::Warning), found: Some(sum), ..problem }
}

/// Money of a file that a later one stands for, though nobody knows whether the later one states it (GN105).
pub fn uncompared(unit: &UnitCode, place: Place, words: Words, sum: Money) -> Problem {
    let problem = Problem::new(RuleCode("GN105"), place, words).of(unit);
    Problem { found: Some(sum), severity: Some(Severity::Warning), ..problem }
}

/// Which figures of an earlier file a later one does not state.
enum Lacking {
    /// All: the two share no line. A sum that both state all the same: of which program and measure.
    Everything(Option<(ComponentId, Measure, Money)>),
    /// None: the later file states every figure.
    Nothing,
    /// These.
    Some(BTreeSet<At>),
}

/// A figure: the number of its line, and its own in the line.
type At = (usize, usize);

fn lacking(earlier: &Submission, later: &Submission, budget: i32) -> Lacking {
    let (at, ours): (Vec<At>, Vec<Stated<'_>>) = stated(earlier).into_iter().unzip();
    let (_, theirs): (Vec<At>, Vec<Stated<'_>>) = stated(later).into_iter().unzip();
    if ours.iter().all(|stated| stated.amount.is_zero()) {
        // Nothing but figures without a funding type: they are asked of all files together, unless they are told anew.
        let is_told_anew = earlier.homeless.iter().all(|own| is_among(own, &later.homeless))
            || is_split(&earlier.homeless, later, budget);
        return if is_told_anew { Lacking::Nothing } else { Lacking::Everything(None) };
    }
    let compared = same_money(&ours, &theirs, budget);
    if compared.relation == Relation::Disjoint {
        match alike(earlier, later) {
            Alike::Wholly => {}
            Alike::Partly(program, measure, sum) => {
                return Lacking::Everything(Some((program, measure, sum)));
            }
            Alike::No => return Lacking::Everything(None),
        }
    }
    // Measure by measure: who states only what was disbursed says nothing of the plan.
    let alone = compared.groups.iter().filter(|group| !group.is_common());
    let alone = alone.flat_map(|group| &group.ours).filter(|own| !ours[**own].amount.is_zero());
    let left: BTreeSet<At> = alone.map(|own| at[*own]).collect();
    if left.is_empty() { Lacking::Nothing } else { Lacking::Some(left) }
}

/// Whether later files tell the money of figures without a funding type by both types, whatever its amount.
fn is_split(figures: &[Homeless], later: &Submission, budget: i32) -> bool {
    let types: BTreeSet<Funding> = later.lines.iter().map(|line| line.key.funding).collect();
    let has_both = [Funding::Investment, Funding::Recurrent].iter().all(|of| types.contains(of));
    let mut money = figures.iter().filter(|own| !own.cell.amount.is_zero());
    has_both && money.all(|own| homeless::is_told(later, own, budget))
}

/// Whether a later file tells a figure without a funding type anew, whatever its amount.
fn is_among(own: &Homeless, later: &[Homeless]) -> bool {
    let what = |of: &Homeless| (of.id.clone(), of.work.clone(), of.facts, of.measure);
    later.iter().any(|other| what(other) == what(own))
}

/// The figures of a report, each with its place.
fn stated(report: &Submission) -> Vec<(At, Stated<'_>)> {
    let mut slack: BTreeMap<u16, Money> = BTreeMap::new();
    for table in &report.tables {
        slack.insert(table.sheet, table.tolerance(1));
    }
    let mut stated = Vec::new();
    for (line_at, line) in report.lines.iter().enumerate() {
        let slack = slack.get(&line.sheet).copied().unwrap_or_default();
        for (at, figure) in line.figures.iter().enumerate() {
            let (measure, amount) = (figure.measure, figure.amount);
            stated.push(((line_at, at), Stated { key: &line.key, measure, amount, slack }));
        }
    }
    stated
}

/// The cells that were set aside in an earlier file, and whose amounts the later one does not state either.
fn not_restated(earlier: &Submission, later: &Submission) -> Option<Problem> {
    // Each amount of the later file confirms one of the earlier: its figures come first.
    let mut amounts: BTreeMap<(Money, Option<Measure>), usize> = BTreeMap::new();
    let figures = |of: &Submission| -> Vec<(Money, Option<Measure>)> {
        let figures = of.lines.iter().flat_map(|line| &line.figures);
        figures.map(|figure| (figure.amount, Some(figure.measure))).collect()
    };
    let homeless = later.homeless.iter().map(|figure| &figure.cell);
    let aside = later.set_aside.iter().chain(homeless).map(|cell| (cell.amount, cell.measure));
    figures(later).into_iter().chain(aside).for_each(|key| *amounts.entry(key).or_default() += 1);
    let mut confirm = |key: (Money, Option<Measure>)| {
        let known = amounts.get_mut(&key).filter(|count| 0 < **count);
        known.map(|count| *count -= 1).is_some()
    };
    for key in figures(earlier) {
        confirm(key);
    }
    let is_lost = |cell: &&SetAside| {
        !cell.amount.is_zero()
            && !confirm((cell.amount, cell.measure))
            && !confirm((cell.amount, None))
    };
    let lost: Vec<&SetAside> = earlier.set_aside.iter().filter(is_lost).collect();
    let first = lost.first()?;
    let count = lost.len();
    let words = Words::new(
        format!(
            "Tệp gửi sau được tính thay tệp này; {count} ô đã để riêng của tệp này có số tiền mà tệp gửi sau không ghi, cần đối chiếu."
        ),
        format!(
            "A later file stands for this one; it does not state the amounts of {count} cells that were set aside here: compare them."
        ),
    );
    let sum = lost.iter().map(|cell| cell.amount).sum();
    Some(uncompared(&earlier.unit, earlier.place(first.sheet, first.cell), words, sum))
}

/// How the sums of two files that share no line stand to each other.
enum Alike {
    /// Every plan and cumulative of the one is that of the other, and not by chance: one report under other names.
    Wholly,
    /// Some are: the first of them, of which program and measure.
    Partly(ComponentId, Measure, Money),
    /// None is.
    No,
}

fn alike(a: &Submission, b: &Submission) -> Alike {
    // Another funding type, source or year is other money, however much it is.
    let sums = |of: &Submission| {
        let mut sums: BTreeMap<(Key, Measure), Money> = BTreeMap::new();
        for line in &of.lines {
            let component = line.key.component.program();
            let key = Key { component, work: None, ..line.key.clone() };
            for figure in &line.figures {
                if [Measure::Plan, Measure::Cumulative].contains(&figure.measure) {
                    *sums.entry((key.clone(), figure.measure)).or_default() += figure.amount;
                }
            }
        }
        sums.retain(|_, sum| !sum.is_zero());
        sums
    };
    let (own, other) = (sums(a), sums(b));
    let equal: Vec<(&(Key, Measure), &Money)> =
        own.iter().filter(|(key, sum)| other.get(key) == Some(sum)).collect();
    let amounts: BTreeSet<&Money> = equal.iter().map(|(_, sum)| *sum).collect();
    match equal.first() {
        None => Alike::No,
        Some(_) if equal.len() == own.len() && 1 < amounts.len() => Alike::Wholly,
        Some(((key, measure), sum)) => Alike::Partly(key.component.clone(), *measure, **sum),
    }
}

/// What is left of an earlier file: the figures that the later one lacks, set aside (GN105).
fn leftover(mut earlier: Submission, figures: &BTreeSet<At>) -> Submission {
    let mut rest = Submission::new(
        earlier.unit.clone(),
        earlier.period,
        earlier.file.clone(),
        earlier.money_unit,
    );
    rest.sheets = std::mem::take(&mut earlier.sheets);
    rest.read = earlier.read;
    let (mut sum, mut names) = (Money::ZERO, Vec::new());
    let mut left = Counted::default();
    for (line_at, line) in earlier.lines.iter().enumerate() {
        let own = line.figures.iter().enumerate();
        let lost: Vec<&Figure> =
            own.filter(|(at, _)| figures.contains(&(line_at, *at))).map(|(_, of)| of).collect();
        for figure in &lost {
            sum += figure.amount;
            left.add(figure.amount);
            rest.set_aside.push(line.set_aside(figure, RuleCode("GN105")));
        }
        let Some(first) = lost.first() else { continue };
        let cell = Cell::new(line.row, u32::from(first.column));
        let sheet = rest.sheets.get(usize::from(line.sheet)).map_or("", |name| &**name);
        let measures = |label: &dyn Fn(Measure) -> &'static str| {
            let labels: Vec<&str> = lost.iter().map(|figure| label(figure.measure)).collect();
            format!("{}: {} ({sheet}!{cell})", line.key.component, labels.join(", "))
        };
        let en = measures(&|measure| measure.label().en);
        names.push(Words::new(measures(&|measure| measure.label().vi), en));
    }
    let mut stated_anew = earlier.read;
    stated_anew -= left;
    rest.checked.add_all(CheckedAs::Superseded, stated_anew);
    const MOST: usize = 8;
    let more = names.len().saturating_sub(MOST);
    names.truncate(MOST);
    let list = |text: &dyn Fn(&Words) -> String| {
        names.iter().map(text).collect::<Vec<String>>().join("; ")
    };
    let (list_vi, list_en) = (list(&|name| name.vi.clone()), list(&|name| name.en.clone()));
    let (more_vi, more_en) = match more {
        0 => (String::new(), String::new()),
        more => (format!(" và {more} dòng khác"), format!(" and {more} more lines")),
    };
    let words = Words::new(
        format!(
            "Tệp gửi sau không ghi các số liệu mà tệp này có: {list_vi}{more_vi}; các số liệu đó chưa đưa vào tổng hợp."
        ),
        format!(
            "The later file lacks figures that this one has: {list_en}{more_en}; they are set aside."
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
    use crate::domain::key::PlanYear;
    use crate::domain::money::MoneyUnit;
    use crate::domain::submission::Line;

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

    /// A file that states plan and cumulative of programs as a whole.
    fn summary(file: &str, rows: &[(&str, i64, i64)]) -> Submission {
        let lines: Vec<_> =
            rows.iter().map(|(id, plan, paid)| (*id, Investment, *plan, *paid)).collect();
        let mut summary = report(file, &lines);
        for line in std::mem::take(&mut summary.lines) {
            for figure in &line.figures {
                let cell = line.set_aside(figure, RuleCode("GN203"));
                let (id, measure) = (line.key.component.clone(), figure.measure);
                let facts = crate::domain::facts::Facts::default();
                summary.homeless.push(Homeless { id, work: None, facts, measure, cell });
            }
        }
        summary
    }

    #[test]
    fn a_file_that_sums_up_the_files_of_each_funding_type_is_a_check_wherever_it_comes() {
        let parts = || {
            [
                report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
                report("b.xlsx", &[("gn.1.1", Investment, 80, 5)]),
            ]
        };
        for at in 0..3 {
            let mut files = parts().to_vec();
            files.insert(at, summary("th.xlsx", &[("gn", 180, 45)]));
            let report = settle(files, 2024).report;
            assert_eq!((report.lines.len(), report.set_aside.len()), (2, 0), "{at}");
            assert!(balances(&report) && report.homeless.is_empty());
        }
        let files = [&parts()[..], &[summary("th.xlsx", &[("gn", 190, 45)])]].concat();
        let report = settle(files, 2024).report;
        let told = report.problems.iter().find(|problem| problem.rule.0 == "GN203").unwrap();
        assert_eq!((told.set_aside.as_dong(), report.lines.len()), (235, 2), "the plan differs");
        assert!(told.place.to_string().starts_with("th.xlsx") && balances(&report));
    }

    #[test]
    fn a_file_that_sums_up_others_by_funding_type_is_a_check_wherever_it_comes() {
        let parts = || {
            let first = [("gn.2", Recurrent, 100, 40), ("gn.4.3", Recurrent, 10, 4)];
            [report("a.xlsx", &first), report("b.xlsx", &[("gn.1.1", Investment, 80, 5)])]
        };
        let sum =
            |plan| report("th.xlsx", &[("gn", Recurrent, plan, 44), ("gn", Investment, 80, 5)]);
        for at in 0..3 {
            let mut files = parts().to_vec();
            files.insert(at, sum(110));
            let settled = settle(files, 2024);
            let report = &settled.report;
            assert_eq!((report.lines.len(), settled.superseded.len()), (3, 0), "{at}");
            assert!(report.problems.iter().all(|of| of.rule.0 == "GN113") && balances(report));
        }
        // One that differs is no sum: what it says is told.
        let files = [&parts()[..1], &[sum(120)], &parts()[1..]].concat();
        let report = settle(files, 2024).report;
        assert!(report.problems.iter().any(|of| of.rule.0 == "GN105") && balances(&report));
        // A copy of one file is no sum of two.
        let files = [&parts()[..], &parts()[..1]].concat();
        let settled = settle(files, 2024);
        assert_eq!((settled.report.lines.len(), settled.superseded.len()), (3, 1));
    }

    #[test]
    fn a_summary_that_was_sent_again_stands_for_the_first() {
        let files = vec![
            summary("th1.xlsx", &[("gn", 170, 45)]),
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40), ("gn.1.1", Investment, 80, 5)]),
            summary("th2.xlsx", &[("gn", 180, 45)]),
        ];
        let settled = settle(files, 2024);
        assert_eq!((settled.superseded.len(), settled.report.set_aside.len()), (1, 0));
        assert_eq!(settled.problems[0].found.unwrap().as_dong(), 170, "nobody states that plan");
    }

    #[test]
    fn a_correction_that_splits_the_money_by_funding_type_stands_for_the_first() {
        let split = |plan: i64| {
            vec![
                summary("a.xlsx", &[("gn", 170, 45)]),
                report("b.xlsx", &[("gn.2", Recurrent, plan, 40), ("gn.1.1", Investment, 80, 5)]),
            ]
        };
        // Its plan was wrong: that is told, and counts nowhere.
        let settled = settle(split(100), 2024);
        assert_eq!((settled.superseded.len(), settled.report.set_aside.len()), (1, 0));
        assert_eq!(settled.problems[0].found.unwrap().as_dong(), 215);
        assert!(balances(&settled.report));
        let one = settle(
            split(100)
                .into_iter()
                .map(|mut file| {
                    file.lines.truncate(1);
                    file.read = Counted::default();
                    let figures =
                        file.lines.iter().flat_map(|line| &line.figures).map(|of| of.amount);
                    let homeless = file.homeless.iter().map(|of| of.cell.amount);
                    figures.chain(homeless).for_each(|amount| file.read.add(amount));
                    file
                })
                .collect(),
            2024,
        );
        let told = one.report.problems.iter().find(|problem| problem.rule.0 == "GN203");
        assert_eq!(told.unwrap().set_aside.as_dong(), 215, "the other type may be missing");
    }

    #[test]
    fn a_correction_that_states_every_line_takes_the_place_of_the_first() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]),
            report("b.xlsx", &[("gn.2", Recurrent, 100, 45), ("gn.4.3", Recurrent, 7, 1)]),
        ];
        let settled = settle(files, 2024);
        assert_eq!((settled.superseded.len(), settled.report.lines.len()), (1, 2));
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
    fn an_equal_sum_of_another_funding_type_says_nothing_and_one_of_several_is_told() {
        let settled = |later: &[(&str, Funding, i64, i64)]| {
            let first = report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]);
            let report = settle(vec![first, report("b.xlsx", later)], 2024).report;
            let told = report.problems.iter().map(|of| (of.rule.0, of.found.map(Money::as_dong)));
            (report.lines.len(), told.collect::<Vec<_>>())
        };
        let apart = (2, vec![("GN113", None)]);
        assert_eq!(settled(&[("gn.1.1", Investment, 100, 40)]), apart);
        let told = (2, vec![("GN113", Some(100)), ("GN113", None)]);
        assert_eq!(settled(&[("gn.4.3", Recurrent, 100, 45)]), told);
        let unpaid = |file, id| report(file, &[(id, Recurrent, 100, 0)]);
        let settled = settle(vec![unpaid("a.xlsx", "gn.2"), unpaid("b.xlsx", "gn.4.3")], 2024);
        let found: Vec<_> = settled.report.problems.iter().map(|of| of.found).collect();
        assert_eq!(found, [Some(Money::from_dong(100)), None], "one amount proves nothing");
    }

    /// The report without its figures of a measure.
    fn without(mut report: Submission, measure: Measure) -> Submission {
        for line in &mut report.lines {
            line.figures.retain(|figure| figure.measure != measure);
        }
        report.read = Counted::default();
        let figures = report.lines.iter().flat_map(|line| &line.figures);
        figures.for_each(|figure| report.read.add(figure.amount));
        report
    }

    #[test]
    fn who_states_only_what_was_disbursed_does_not_take_the_place_of_the_plan() {
        let first = report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]);
        let later = report("b.xlsx", &[("gn.2", Recurrent, 0, 45)]);
        let settled = settle(vec![first.clone(), without(later, Measure::Plan)], 2024);
        let problem = &settled.report.problems[0];
        assert_eq!((problem.rule.0, problem.set_aside.as_dong()), ("GN105", 100));
        assert!(problem.words.vi.contains("gn.2: kế hoạch vốn (Biểu!C11)"), "{}", problem.words.vi);
        assert_eq!((settled.partly.len(), balances(&settled.report)), (1, true));
        let supplement = without(report("b.xlsx", &[("gn.2", Recurrent, 0, 40)]), Measure::Plan);
        let settled = settle(vec![without(first, Measure::Cumulative), supplement], 2024);
        assert_eq!(settled.report.problems[0].rule.0, "GN113", "plan and disbursement apart");
    }

    #[test]
    fn what_was_set_aside_in_the_first_file_is_told_unless_the_correction_states_it() {
        let with_aside = |figures: &[(Measure, i64)]| {
            let mut first = report("a.xlsx", &[("gn.2", Recurrent, 100, 40)]);
            for (measure, dong) in figures {
                let mut line = first.lines[0].clone();
                (line.row, line.figures[0].measure) = (20, *measure);
                line.figures[0].amount = Money::from_dong(*dong);
                first.read.add(line.figures[0].amount);
                first.set_aside.push(line.set_aside(&line.figures[0], RuleCode("GN204")));
            }
            first
        };
        let lost = |first: Submission, later: &[(&str, Funding, i64, i64)]| {
            let settled = settle(vec![first, report("b.xlsx", later)], 2024);
            assert_eq!(settled.superseded.len(), 1);
            let found =
                |problem: &Problem| (problem.place.to_string(), problem.found.unwrap().as_dong());
            settled.problems.iter().map(found).collect::<Vec<_>>()
        };
        let same = [("gn.2", Recurrent, 100, 40)];
        let first = || with_aside(&[(Measure::Plan, 70), (Measure::Cumulative, 7)]);
        assert_eq!(lost(first(), &same), [("a.xlsx › Biểu!C21".to_owned(), 77)]);
        let mended = [same[0], ("gn.4.3", Recurrent, 70, 7)];
        assert_eq!(lost(first(), &mended), [], "the row is understood now");
        let twice = || with_aside(&[(Measure::Plan, 100)]);
        assert_eq!(lost(twice(), &same).len(), 1, "100 is the plan of gn.2, not this one");
    }

    #[test]
    fn a_file_of_zeros_adds_nothing() {
        let files = vec![
            report("a.xlsx", &[("gn.2", Recurrent, 0, 0)]),
            report("b.xlsx", &[("ntm.2", Investment, 90, 10)]),
        ];
        assert_eq!(settle(files, 2024).superseded[0].file.path, "a.xlsx".into());
    }
}
