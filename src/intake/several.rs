//! Several files of one unit for one period: those that share no line are one report; of those that do, the last counts,
//! and no figure of an earlier one is lost without a word.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::consolidated::told;
use super::homeless;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::homeless::Homeless;
use crate::domain::key::{Funding, Key};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Problem, Severity};
use crate::domain::same_money::{Relation, Stated, is_near, rounding, same_money, together};
use crate::domain::submission::{CheckedAs, Counted, Figure, Measure, SetAside, Submission};
use crate::rules;

/// What the files of a unit became.
pub(super) struct Settled {
    /// The report: the last file, with those that add to it.
    pub report: Submission,
    /// The files of which a later one states every figure anew, in the order they came.
    pub superseded: Vec<Submission>,
    /// The files of which it states only some: the others are in the report, set aside.
    pub partly: Vec<Submission>,
    /// What is to be said of superseded files.
    pub problems: Vec<Problem>,
}

/// Settles the files of a unit; they are in the order they came, and there is at least one.
pub(super) fn settle(mut files: Vec<Submission>, budget: i32) -> Settled {
    let summaries = summaries(&mut files, budget);
    let are_alone = alone(&files, budget);
    let report = files.pop().expect("a unit is entered with a file");
    let mut sums = Sums::default();
    sums.add(&report);
    let mut settled =
        Settled { report, superseded: Vec::new(), partly: Vec::new(), problems: Vec::new() };
    let mut added = Vec::new();
    for (mut earlier, is_alone) in files.into_iter().zip(are_alone).rev() {
        let lacking = lacking(&earlier, &settled.report, is_alone, &sums, budget);
        if !matches!(lacking, Lacking::Everything(_)) {
            homeless::refuse(&mut earlier);
        }
        match lacking {
            Lacking::Everything(alike) => {
                added.push(earlier.file.path.clone());
                let alike = alike.map(|alike| counted_twice(&earlier, &settled.report, alike));
                settled.report.problems.extend(alike);
                sums.add(&earlier);
                settled.report.join(earlier);
            }
            Lacking::Nothing => {
                settled.problems.extend(not_restated(&earlier, &settled.report));
                settled.superseded.push(earlier);
            }
            Lacking::Some(figures) => {
                settled.problems.extend(not_restated(&earlier, &settled.report));
                settled.partly.push(earlier.clone());
                settled.report.join(leftover(earlier, &figures));
            }
        }
    }
    settled.superseded.reverse();
    settled.partly.reverse();
    for summary in summaries {
        added.push(summary.file.path.clone());
        settled.report.join(summary);
    }
    homeless::check(&mut settled.report, budget);
    homeless::refuse(&mut settled.report);
    if !added.is_empty() {
        let names = added.join("; ");
        let words = words!(
            "Đơn vị gửi nhiều tệp không trùng nội dung nào; tính cả tệp này và: {names}.",
            "The unit sent several files that share no line; this one counts, and: {names}.";
            names
        );
        let place = Place { file: Some(settled.report.file.path.clone()), ..Place::default() };
        let unit = settled.report.unit.clone();
        settled.report.problems.push(Problem::new(&rules::FILES_ADD_UP, place, words).of(&unit));
    }
    settled
}

/// Takes out the files that only sum up others, wherever they came: all their figures are what two or more others state
/// together, in no less detail. They are checked and stand beside the report. One that tells the cumulative besides, which
/// the others leave out, comes last instead: it stands for them.
fn summaries(files: &mut Vec<Submission>, budget: i32) -> Vec<Submission> {
    let mut summaries = Vec::new();
    let mut sums = sums_of_others(files, budget);
    for at in (0..files.len()).rev() {
        let sum = sums[at];
        if matches!(sum, Sum::No) {
            continue;
        }
        let mut summary = files.remove(at);
        if matches!(sum, Sum::More) {
            files.push(summary);
            sums = sums_of_others(files, budget);
            continue;
        }
        sums = sums_of_others(files, budget);
        for figure in std::mem::take(&mut summary.lines).iter().flat_map(|line| &line.figures) {
            summary.checked.add(CheckedAs::Repeat, figure.amount);
        }
        summaries.insert(0, summary);
    }
    summaries
}

/// Whether a file sums up others.
#[derive(Clone, Copy)]
enum Sum {
    /// It does not.
    No,
    /// All that it tells is their sum.
    All,
    /// All its figures are; it tells the cumulative of the period before besides.
    More,
}

/// What each file is to all the others. All figures are put together once, since a unit may send thousands of files.
fn sums_of_others(files: &[Submission], budget: i32) -> Vec<Sum> {
    /// What was found of a file.
    #[derive(Clone, Default)]
    struct Found {
        /// A figure is its own, or no sum of what the others state.
        is_own: bool,
        /// It tells a cumulative that nobody else does.
        tells_more: bool,
        /// Files whose money it states, too: two are enough to know.
        parts: BTreeSet<usize>,
    }
    let mut all: Vec<(usize, bool, Stated<'_>)> = Vec::new();
    for (file, report) in files.iter().enumerate() {
        let own = stated(report).into_iter();
        all.extend(own.map(|(at, stated)| (file, is_cell(report, at), stated)));
    }
    let figures: Vec<&Stated<'_>> = all.iter().map(|(.., stated)| stated).collect();
    let has_money = |at: &usize| !figures[*at].amount.is_zero();
    let sum = |group: &[usize]| -> Money { group.iter().map(|at| figures[*at].amount).sum() };
    let count = |group: &[usize]| group.iter().filter(|at| has_money(at)).count();
    let mut found = vec![Found::default(); files.len()];
    for (_, group) in together(&figures, budget) {
        let (total, counted) = (sum(&group), count(&group));
        let slack = rounding(group.iter().map(|at| figures[*at]));
        // Figures come file by file.
        let by_file: Vec<&[usize]> = group.chunk_by(|a, b| all[*a].0 == all[*b].0).collect();
        let with_money = || by_file.iter().filter(|own| own.iter().any(has_money));
        let first: Vec<usize> = with_money().map(|own| all[own[0]].0).take(3).collect();
        for own in with_money() {
            let file = all[own[0]].0;
            let of = &mut found[file];
            if by_file.len() == 1 {
                of.tells_more = true;
                of.is_own |= own.iter().any(|at| all[*at].1);
                continue;
            }
            let (sum, parts) = (sum(own), count(own));
            let is_coarse = parts <= counted - parts;
            of.is_own |= !is_coarse || !is_near(sum, total - sum, slack);
            of.parts.extend(first.iter().filter(|other| **other != file));
        }
    }
    let one = |of: Found| match of.parts.len() {
        _ if of.is_own => Sum::No,
        0 | 1 => Sum::No,
        _ if of.tells_more => Sum::More,
        _ => Sum::All,
    };
    found.into_iter().map(one).collect()
}

/// Which files have no money that another of them speaks of, even were all put together: thousands of files that share no
/// line need not be held against each other.
fn alone(files: &[Submission], budget: i32) -> Vec<bool> {
    let mut are_alone = vec![true; files.len()];
    let own = files.iter().map(stated);
    let all: Vec<(usize, Stated<'_>)> = (0..)
        .zip(own)
        .flat_map(|(file, own)| own.into_iter().map(move |(_, stated)| (file, stated)))
        .collect();
    let figures: Vec<&Stated<'_>> = all.iter().map(|(_, stated)| stated).collect();
    for (_, group) in together(&figures, budget) {
        if group.iter().any(|at| all[*at].0 != all[group[0]].0) {
            group.iter().for_each(|at| are_alone[all[*at].0] = false);
        }
    }
    are_alone
}

/// Whether a figure that a report states stands in a cell: a cumulative that is told by two does not.
fn is_cell(report: &Submission, (line, figure): At) -> bool {
    figure < report.lines[line].figures.len()
}

/// Two files share no line, both count, and have a sum in common: it may be a correction under other names (GN113).
fn counted_twice(
    earlier: &Submission,
    later: &Submission,
    (program, measure, sum): (ComponentId, Measure, Money),
) -> Problem {
    let (label, other) = (measure.label(), &earlier.file.path);
    let words = words!(
        "Tệp này và {other} không trùng dòng nào nên tính cả hai, nhưng cùng ghi {label} của {program} là {sum} đồng; nếu tệp này là bản sửa thì loại tệp trước bằng mục [[exclude]]",
        "This file and {other} share no line and both count, but state the same {label} of {program}, {sum} đồng; if this one is a correction, leave the earlier out with [[exclude]]";
        other, label, program, sum
    );
    let place = Place { file: Some(later.file.path.clone()), ..Place::default() };
    let problem = Problem::new(&rules::FILES_ADD_UP, place, words).of(&later.unit);
    Problem { severity: Some(Severity::Warning), found: Some(sum), ..problem }
}

/// Money of a file that a later one stands for, though nobody knows whether the later one states it (GN105).
pub(super) fn uncompared(unit: &UnitCode, place: Place, words: Words, sum: Money) -> Problem {
    let problem = Problem::new(&rules::SEVERAL_SUBMISSIONS, place, words).of(unit);
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

/// What the later report, whose sums are at hand, lacks of an earlier file. One that is alone shares no line with it.
fn lacking(
    earlier: &Submission,
    later: &Submission,
    is_alone: bool,
    sums: &Sums,
    budget: i32,
) -> Lacking {
    let (at, ours): (Vec<At>, Vec<Stated<'_>>) = stated(earlier).into_iter().unzip();
    if ours.iter().all(|stated| stated.amount.is_zero()) {
        // Nothing but figures without a funding type: they are asked of all files together, unless they are told anew.
        let is_told_anew = earlier.homeless.iter().all(|own| is_among(own, &later.homeless))
            || is_split(&earlier.homeless, later, budget);
        return if is_told_anew { Lacking::Nothing } else { Lacking::Everything(None) };
    }
    let theirs = || stated(later).into_iter().map(|(_, stated)| stated).collect::<Vec<_>>();
    let compare = || same_money(&ours, &theirs(), budget);
    let compared = (!is_alone).then(compare);
    if compared.as_ref().is_none_or(|compared| compared.relation == Relation::Disjoint) {
        match alike(earlier, sums) {
            Alike::Wholly => {}
            Alike::Partly(program, measure, sum) => {
                return Lacking::Everything(Some((program, measure, sum)));
            }
            Alike::No => return Lacking::Everything(None),
        }
    }
    let compared = compared.unwrap_or_else(compare);
    // Measure by measure: who states only what was disbursed says nothing of the plan.
    let alone = compared.groups.iter().filter(|group| !group.is_common());
    let alone = alone.flat_map(|group| &group.ours).filter(|own| !ours[**own].amount.is_zero());
    let left: BTreeSet<At> = alone.map(|own| at[*own]).collect();
    if left.is_empty() { Lacking::Nothing } else { Lacking::Some(left) }
}

/// Whether later files tell the money of figures without a funding type by both types, and no less of it: who states less
/// may have left a part of it to the earlier file.
fn is_split(figures: &[Homeless], later: &Submission, budget: i32) -> bool {
    let types: BTreeSet<Funding> = later.lines.iter().map(|line| line.key.funding).collect();
    let has_both = [Funding::Investment, Funding::Recurrent].iter().all(|of| types.contains(of));
    let mut money = figures.iter().filter(|own| !own.cell.amount.is_zero());
    has_both && money.all(|own| homeless::is_reached(later, own, budget))
}

/// Whether a later file tells a figure without a funding type anew, whatever its amount.
fn is_among(own: &Homeless, later: &[Homeless]) -> bool {
    let what = |of: &Homeless| (of.id.clone(), of.work.clone(), of.facts, of.measure);
    later.iter().any(|other| what(other) == what(own))
}

/// The figures of a report, each with its place. A cumulative that a line tells by the one before and what came since
/// comes after its figures.
fn stated(report: &Submission) -> Vec<(At, Stated<'_>)> {
    let mut slack: BTreeMap<u16, Money> = BTreeMap::new();
    for table in &report.tables {
        slack.insert(table.sheet, table.tolerance(1));
    }
    let mut stated = Vec::new();
    for (line_at, line) in report.lines.iter().enumerate() {
        let slack = slack.get(&line.sheet).copied().unwrap_or_default();
        for (at, figure) in told(line).iter().enumerate() {
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
    let words = words!(
        "Tệp gửi sau được tính thay tệp này; {count} ô đã để riêng của tệp này có số tiền mà tệp gửi sau không ghi, cần đối chiếu.",
        "A later file stands for this one; it does not state the amounts of {count} cells that were set aside here: compare them.";
        count
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

fn alike(earlier: &Submission, later: &Sums) -> Alike {
    let mut own = Sums::default();
    own.add(earlier);
    own.by_kind.retain(|_, sum| !sum.is_zero());
    own.by_program.retain(|_, sum| !sum.is_zero());
    let equal = equal(&own.by_kind, &later.by_kind);
    let amounts: BTreeSet<Money> = equal.iter().map(|(_, sum)| *sum).collect();
    if equal.len() == own.by_kind.len() && 1 < amounts.len() {
        return Alike::Wholly;
    }
    // But the type or the source may be what was corrected: that is for people to say.
    let of_programs = || self::equal(&own.by_program, &later.by_program).into_iter().next();
    let first =
        equal.first().map(|((key, measure), sum)| ((key.component.clone(), *measure), *sum));
    match first.or_else(of_programs) {
        Some(((program, measure), sum)) => Alike::Partly(program, measure, sum),
        None => Alike::No,
    }
}

/// The plans and cumulatives of a report.
#[derive(Default)]
struct Sums {
    /// By program, funding type, source and year: of another one it is other money, however much it is.
    by_kind: BTreeMap<(Key, Measure), Money>,
    by_program: BTreeMap<(ComponentId, Measure), Money>,
}

impl Sums {
    fn add(&mut self, report: &Submission) {
        for line in &report.lines {
            let program = line.key.component.program();
            let is_meant =
                |figure: &&Figure| [Measure::Plan, Measure::Cumulative].contains(&figure.measure);
            for figure in line.figures.iter().filter(is_meant) {
                let kind = Key { component: program.clone(), work: None, ..line.key.clone() };
                *self.by_kind.entry((kind, figure.measure)).or_default() += figure.amount;
                let of_program = (program.clone(), figure.measure);
                *self.by_program.entry(of_program).or_default() += figure.amount;
            }
        }
    }
}

/// The sums that both state.
fn equal<T: Ord + Clone>(
    own: &BTreeMap<(T, Measure), Money>,
    other: &BTreeMap<(T, Measure), Money>,
) -> Vec<((T, Measure), Money)> {
    let equal = own.iter().filter(|(key, sum)| other.get(key) == Some(sum));
    equal.map(|(key, sum)| (key.clone(), *sum)).collect()
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
    let mut unsaid = Money::ZERO;
    let mut left = Counted::default();
    for (line_at, line) in earlier.lines.iter().enumerate() {
        let all = told(line);
        let is_lost = |at: &usize| figures.contains(&(line_at, *at));
        let lost: Vec<&Figure> = (0..all.len()).filter(is_lost).map(|at| &all[at]).collect();
        // What two figures tell together stands in no cell that could be set aside.
        let (cells, together): (Vec<&Figure>, Vec<&Figure>) =
            lost.iter().partition(|figure| line.figures.contains(figure));
        unsaid += together.iter().map(|figure| figure.amount).sum();
        for figure in cells {
            sum += figure.amount;
            left.add(figure.amount);
            rest.set_aside.push(line.set_aside(figure, &rules::SEVERAL_SUBMISSIONS));
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
    let problem =
        Problem::new(&rules::SEVERAL_SUBMISSIONS, place, words).of(&rest.unit).setting_aside(sum);
    let severity = if rest.set_aside.is_empty() { Severity::Warning } else { Severity::Error };
    let found = Some(unsaid).filter(|unsaid| !unsaid.is_zero());
    rest.problems.push(Problem { severity: Some(severity), found, ..problem });
    rest
}
