//! What a unit's later file changed against the one before it, for the finding that tells of several files (GN105): the
//! clerk sees at once whether the right one counts.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::kept::Sheets;
use super::wording;
use crate::check::Checked;
use crate::domain::context::Context;
use crate::domain::key::Key;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::place::{Cell, Place};
use crate::domain::rule::{Finding, Problem, Severity};
use crate::domain::submission::{Counted, Line, Measure};
use crate::rules;

/// How many changes and findings are written out; the others are counted.
const TOLD: usize = 5;

/// Of several reports of a unit the last one counts; `earlier` are the others, in the order they came.
pub(crate) fn problem(context: &Context<'_>, counted: &Checked, earlier: &[Checked]) -> Problem {
    let paths = earlier.iter().map(|report| &*report.submission.file.path);
    let names = paths.collect::<Vec<_>>().join("; ");
    let count = earlier.len() + 1;
    let mut words = words!(
        "Đơn vị gửi {count} tệp; lấy tệp này, không tính: {names}.",
        "The unit sent {count} files; this one counts, not: {names}.";
        count, names
    );
    if let Some(last) = earlier.last() {
        for sentence in differences(context, last, counted) {
            words = wording::then(words, &sentence);
        }
    }
    let place = Place { file: Some(counted.submission.file.path.clone()), ..Place::default() };
    Problem::new(&rules::SEVERAL_SUBMISSIONS, place, words).of(&counted.submission.unit)
}

/// What differs between two reports, in sentences: the largest changes, then the faults that are gone and those that are
/// new.
fn differences(context: &Context<'_>, before: &Checked, after: &Checked) -> Vec<Words> {
    let (old, new) = (before.lines(), after.lines());
    let changes = changes(&old, &new);
    let figures = match changes.len() {
        // A report that only sums up others has no line left that could tell of a change.
        0 if new.is_empty() => None,
        0 if read(before) == read(after) => Some(words!(
            "Số liệu không đổi so với tệp trước.",
            "The figures are those of the file before."
        )),
        0 => Some(words!(
            "Các số được tính không đổi so với tệp trước.",
            "The figures that count are those of the file before."
        )),
        count => {
            let told = changes.iter().take(TOLD).map(|change| change.words(context, after));
            let list = listed(told.collect(), count);
            Some(words!(
                "So với tệp trước có {count} số thay đổi: {list}.",
                "Against the file before {count} figures changed: {list}.";
                count, list
            ))
        }
    };
    let [old, new] = [before, after].map(Sheets::new);
    let gone =
        faults(&old, &new).map(|list| words!("Đã hết: {list}.", "No longer found: {list}."; list));
    let new = faults(&new, &old).map(|list| words!("Mới phát sinh: {list}.", "New: {list}."; list));
    [figures, gone, new].into_iter().flatten().collect()
}

/// The money cells of a report's own file.
fn read(report: &Checked) -> Counted {
    let mut read = report.submission.read;
    report.submission.beside.iter().for_each(|beside| read -= beside.read);
    read
}

/// A figure that is not what it was.
struct Change<'a> {
    key: &'a Key,
    measure: Measure,
    was: Option<Money>,
    now: Option<Money>,
    /// Where it stands in the later report.
    cell: Option<Cell>,
}

impl Change<'_> {
    fn size(&self) -> Money {
        (self.now.unwrap_or_default() - self.was.unwrap_or_default()).abs()
    }

    /// `Dự án 2: …, Vốn sự nghiệp, lũy kế giải ngân (E14): 12 → 15 triệu đồng`.
    fn words(&self, context: &Context<'_>, after: &Checked) -> Words {
        let unit = after.submission.money_unit;
        let (key, measure) = (wording::key(context, self.key), self.measure.label());
        let cell = self.cell.map_or(String::new(), |cell| format!(" ({cell})"));
        let amount = |amount: Option<Money>| match amount {
            Some(amount) => wording::amount(amount, unit),
            None => words!("không ghi", "not stated"),
        };
        let (was, now) = (amount(self.was), amount(self.now));
        words!(
            "{key}, {measure}{cell}: {was} → {now}",
            "{key}, {measure}{cell}: {was} → {now}";
            key, measure, cell, was, now
        )
    }
}

/// What two lists of lines state differently, the largest change first.
fn changes<'a>(before: &'a [Line], after: &'a [Line]) -> Vec<Change<'a>> {
    let (was, now) = (stated(before), stated(after));
    let keys = was.keys().chain(now.keys().filter(|key| !was.contains_key(key)));
    let change = |&(key, measure): &(&'a Key, Measure)| {
        let [was, now] = [&was, &now].map(|of| of.get(&(key, measure)));
        let [before, after] = [was, now].map(|of| of.map(|(amount, _)| *amount));
        (before != after).then(|| Change {
            key,
            measure,
            was: before,
            now: after,
            cell: now.map(|(_, cell)| *cell),
        })
    };
    let mut changes: Vec<Change<'_>> = keys.filter_map(change).collect();
    changes.sort_by_key(|change| (Reverse(change.size()), change.cell, change.measure));
    changes
}

/// What lines state together by key and measure, and the first cell that does.
fn stated(lines: &[Line]) -> BTreeMap<(&Key, Measure), (Money, Cell)> {
    let mut stated = BTreeMap::new();
    for line in lines {
        for figure in &line.figures {
            let cell = Cell::new(line.row, u32::from(figure.column));
            let sum = stated.entry((&line.key, figure.measure)).or_insert((Money::ZERO, cell));
            sum.0 += figure.amount;
        }
    }
    stated
}

/// The errors and warnings of `these` that `those` do not have; where a row was added, a fault has moved and is the same.
fn faults(these: &Sheets<'_>, those: &Sheets<'_>) -> Option<Words> {
    let is_same = |a: &Finding, b: &Finding| {
        let (at, other) = (&a.problem.place, &b.problem.place);
        a.rule == b.rule
            && ((&at.sheet, at.cell) == (&other.sheet, other.cell)
                || these.figure(&a.problem).is_unchanged(&those.figure(&b.problem)))
    };
    let others = &those.report.findings;
    let is_told = |finding: &&Finding| {
        finding.severity < Severity::Note && !others.iter().any(|other| is_same(finding, other))
    };
    let found: Vec<&Finding> = these.report.findings.iter().filter(is_told).collect();
    let name = |finding: &&Finding| {
        let cell = finding.problem.place.cell.map_or(String::new(), |cell| format!(" ({cell})"));
        let (code, title) = (finding.rule.code, finding.rule.title);
        Words::new(
            format!("{code} {}{cell}", title.vi.to_lowercase()),
            format!("{code} {}{cell}", title.en),
        )
    };
    let told = found.iter().take(TOLD).map(name).collect();
    (!found.is_empty()).then(|| listed(told, found.len()))
}

/// `a; b; và 3 chỗ khác`: what is told, and how many of all are not.
fn listed(told: Vec<Words>, all: usize) -> Words {
    let rest = all - told.len();
    let join = |texts: Vec<&str>, rest_of: String| {
        let mut parts: Vec<String> = texts.into_iter().map(str::to_owned).collect();
        parts.extend((0 < rest).then_some(rest_of));
        parts.join("; ")
    };
    Words::new(
        join(told.iter().map(|of| of.vi.as_str()).collect(), format!("và {rest} chỗ khác")),
        join(told.iter().map(|of| of.en.as_str()).collect(), format!("and {rest} others")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::Gate;
    use crate::check::fixture::*;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::spill::Shelf;
    use crate::domain::submission::{CheckedAs, Submission};

    fn told(before: Submission, after: Submission) -> String {
        let (world, catalogue) = (World::default(), Catalogue::embedded());
        let context = Context {
            catalogue: &catalogue,
            register: &world.register,
            settings: &world.settings,
            period: after.period,
        };
        let gate = Gate::new(context, &[], &Shelf::default());
        let pass = |report: Submission| gate.pass(report, after.period, |_, _, _| {}).unwrap();
        let (before, after) = (pass(before), pass(after.clone()));
        gate.several(&after, &[before]).words.vi.clone()
    }

    fn report(lines: Vec<Line>) -> Submission {
        submission("2024-06", lines)
    }

    #[test]
    fn what_changed_is_told_with_its_cell_and_the_largest_first() {
        let before = report(vec![
            line(10, "gn.2", Some(100.0), [Some(1.0), Some(10.0)]),
            line(11, "gn.4", Some(50.0), [None, Some(5.0)]),
        ]);
        let after = report(vec![
            line(10, "gn.2", Some(100.0), [Some(2.0), Some(11.0)]),
            line(12, "gn.4", Some(50.0), [None, Some(9.0)]),
            line(13, "gn.5", Some(3.0), [None; 2]),
        ]);
        let told = told(before, after);
        assert!(
            told.contains(
                "không tính: nop/2024-06/HL-01.xlsx. So với tệp trước có 4 số thay đổi: Dự án 4"
            ),
            "{told}"
        );
        assert!(told.contains("lũy kế giải ngân (E13): 5 triệu đồng → 9 triệu đồng"), "{told}");
        assert!(told.contains("kế hoạch vốn (C14): không ghi → 3 triệu đồng"), "{told}");
        assert!(!told.contains("Đã hết") && !told.contains("Mới phát sinh"), "{told}");
    }

    #[test]
    fn a_file_sent_twice_is_told_to_be_the_same() {
        let same = report(vec![line(10, "gn.2", Some(100.0), [None, Some(112.0)])]);
        let told = told(same.clone(), same);
        assert!(told.ends_with("Số liệu không đổi so với tệp trước."), "{told}");
    }

    #[test]
    fn nothing_is_told_to_be_the_same_where_no_line_is_left_that_says_so() {
        let after = |lines: &[Line], sum: i64| {
            let mut report = report(lines.to_vec());
            report.read.add(Money::from_dong(sum));
            report.checked.add(CheckedAs::Repeat, Money::from_dong(sum));
            report
        };
        let told_of = |lines: &[Line]| told(after(lines, 104), after(lines, 100));
        assert!(told_of(&[]).ends_with("không tính: nop/2024-06/HL-01.xlsx."), "{}", told_of(&[]));
        let own = [line(10, "gn.2", Some(100.0), [None, Some(12.0)])];
        let end = "Các số được tính không đổi so với tệp trước.";
        assert!(told_of(&own).ends_with(end), "{}", told_of(&own));
    }

    #[test]
    fn faults_that_are_gone_and_new_are_told_apart_from_those_that_moved() {
        let over = |row, of: &str| line(row, of, Some(100.0), [None, Some(112.0)]);
        let before = report(vec![over(10, "gn.2"), over(11, "gn.4")]);
        let after = report(vec![over(12, "gn.4"), over(13, "gn.5")]);
        let told = told(before, after);
        assert!(told.contains("Đã hết: GN502 giải ngân vượt kế hoạch vốn (E11)."), "{told}");
        assert!(
            told.ends_with("Mới phát sinh: GN502 giải ngân vượt kế hoạch vốn (E14)."),
            "{told}"
        );
    }

    #[test]
    fn many_changes_are_counted() {
        let lines = |amount: f64| {
            (0..8)
                .map(move |row| line(row, &format!("gn.2/Việc {row}"), None, [None, Some(amount)]))
        };
        let told = told(report(lines(1.0).collect()), report(lines(2.0).collect()));
        assert!(told.contains("có 8 số thay đổi") && told.contains("; và 3 chỗ khác."), "{told}");
    }
}
