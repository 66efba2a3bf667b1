//! The cumulative that a report leaves to be added up: a unit may tell only what it disbursed in the period, and then
//! its cumulative is that of the report before and the period (our own form asks for one of the two).
//!
//! It is worked out line by line where a rule asks for it and nothing is stated, never instead of what is stated. Where a
//! month between is missing, or what came before is not wholly known, it is the least that was disbursed. Where the
//! report before is coarser (without the sources that this one has) no line is known to have any of it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::group::{Sheets, groups, total};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::rule::Case;
use crate::domain::submission::{Figure, Line, Measure, Submission};

use Measure::{Cumulative, InPeriod};

/// How much is known of what was disbursed before.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    /// All of it.
    Wholly,
    /// That it is at least so much.
    AtLeast,
}

/// The cumulative of a line that states none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Implied {
    /// The number of the line in its submission.
    line: usize,
    amount: Money,
    known: Known,
}

/// The lines of the submission with the cumulative figures that are known at least as well as that: each stands where
/// the figure of the period does.
pub(super) fn lines<'a>(case: &Case<'a>, known: Known) -> Cow<'a, [Line]> {
    let mut implied = amounts(case);
    implied.retain(|of| known == Known::AtLeast || of.known == Known::Wholly);
    if implied.is_empty() {
        return Cow::Borrowed(&case.submission.lines);
    }
    let mut lines = case.submission.lines.clone();
    fill(&mut lines, &implied);
    Cow::Owned(lines)
}

/// Puts the cumulative figures into their lines.
fn fill(lines: &mut [Line], implied: &[Implied]) {
    for of in implied {
        let line = &mut lines[of.line];
        let column = line.cell(InPeriod).column;
        let column = u16::try_from(column).expect("the column of a figure");
        line.figures.push(Figure { measure: Cumulative, column, amount: of.amount });
    }
}

/// The submission with what it wholly implies: what a later report follows.
pub(super) fn filled(mut submission: Submission, implied: &[Implied]) -> Submission {
    fill(&mut submission.lines, implied);
    submission
}

/// What is wholly implied, where anything is.
pub(super) fn wholly(case: &Case<'_>) -> Vec<Implied> {
    let mut implied = amounts(case);
    implied.retain(|of| of.known == Known::Wholly);
    implied
}

/// Whether the report leaves any cumulative to be added up.
pub(super) fn leaves_any(submission: &Submission) -> bool {
    submission.lines.iter().any(is_open)
}

/// Whether a line tells of the period and leaves its cumulative blank.
pub(super) fn is_open(line: &Line) -> bool {
    line.figure(InPeriod).is_some() && line.figure(Cumulative).is_none() && !line.lacks_cumulative
}

fn amounts(case: &Case<'_>) -> Vec<Implied> {
    let lines = &case.submission.lines;
    if !leaves_any(case.submission) {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let base = case.base.map(Sheets::new);
    let before = case.base.map_or(&[][..], |base| &base.lines);
    let nothing = BTreeMap::new();
    let mut implied = Vec::new();
    for group in groups(case, lines.iter(), before.iter(), &nothing) {
        let is_lost = |line: &Line| sheets.lacks(line, Cumulative) || sheets.lacks(line, InPeriod);
        let [open] = group.lines.as_slice() else { continue };
        let is_within = |line: &&Line| open.key.covers(&line.key, case.context.year());
        if !is_open(open) || is_lost(open) || !group.before.iter().all(is_within) {
            continue;
        }
        let is_unsure = |line: &&Line| {
            is_open(line) || base.as_ref().is_some_and(|base| base.lacks(line, Cumulative))
        };
        let is_known = case.is_next && !group.before.iter().any(is_unsure);
        let sum =
            |lines: &[&Line], measure| total(lines, measure).map_or(Money::ZERO, |(sum, _)| sum);
        implied.push(Implied {
            line: lines.iter().position(|line| std::ptr::eq(line, *open)).expect("one of them"),
            amount: sum(&group.before, Cumulative) + sum(&group.lines, InPeriod),
            known: if is_known { Known::Wholly } else { Known::AtLeast },
        });
    }
    implied
}

/// What is to be said of a cumulative that no cell states; nothing where the line states it.
pub(super) fn said(line: &Line) -> Option<Words> {
    let [cumulative, in_period] = [Cumulative, InPeriod].map(|measure| line.figure(measure));
    let is_implied = cumulative?.column == in_period?.column;
    is_implied.then(|| {
        Words::new(
            "Ô lũy kế để trống: số này là lũy kế kỳ trước cộng số trong kỳ.",
            "The cumulative is blank: this is the previous one and what the period adds.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture::*;
    use crate::domain::submission::Submission;

    /// A report of one line planned with 100: disbursed in the period, and cumulative.
    fn report(period: &str, figures: [Option<f64>; 2]) -> Submission {
        submission(period, vec![line(10, "gn.2", Some(100.0), figures)])
    }

    fn found(now: Submission, earlier: Vec<Submission>) -> Vec<String> {
        World::planning(&[("HL-01", "gn.2@central:2024", 100.0)]).found(now, earlier)
    }

    #[test]
    fn what_is_disbursed_in_the_period_adds_to_the_report_before() {
        let may = || vec![report("2024-05", [Some(80.0), Some(80.0)])];
        assert_eq!(found(report("2024-06", [Some(20.0), None]), may()), [""; 0]);
        assert_eq!(found(report("2024-06", [Some(30.0), None]), may()), ["GN502 D11 +10"]);
        // Of a month without a report nothing is known, but it cannot make it less.
        assert_eq!(found(report("2024-07", [Some(30.0), None]), may()), ["GN502 D11 +10"]);
    }

    #[test]
    fn reports_that_tell_the_period_only_follow_each_other() {
        let month = |month: u32, paid| report(&format!("2024-0{month}"), [Some(paid), None]);
        let year =
            |last| (1..6).map(|at| month(at, 20.0)).chain([month(6, last)]).collect::<Vec<_>>();
        let told = |last| {
            let mut year = year(last);
            let now = year.pop().unwrap();
            found(now, year)
        };
        assert_eq!(told(0.0), [""; 0]);
        assert_eq!(told(5.0), ["GN502 D11 +5"]);
    }

    #[test]
    fn a_month_without_disbursement_forgets_nothing() {
        let earlier = || {
            vec![report("2024-04", [Some(40.0), Some(40.0)]), report("2024-05", [Some(0.0), None])]
        };
        assert_eq!(found(report("2024-06", [Some(10.0), Some(50.0)]), earlier()), [""; 0]);
        assert_eq!(found(report("2024-06", [Some(10.0), Some(55.0)]), earlier()), ["GN404 E11 +5"]);
    }

    #[test]
    fn what_a_coarser_report_told_is_no_sources_alone() {
        let plan = [("HL-01", "gn.2@central:2024", 90.0), ("HL-01", "gn.2@district:2024", 10.0)];
        let june = vec![
            line(10, "gn.2@central:2024", Some(90.0), [Some(5.0), None]),
            line(10, "gn.2@district:2024", Some(10.0), [Some(1.0), None]),
        ];
        let may = vec![line(10, "gn.2", Some(100.0), [Some(80.0), Some(80.0)])];
        let found = |lines| {
            let (june, may) = (submission("2024-06", lines), submission("2024-05", may.clone()));
            World::planning(&plan).found(june, vec![may])
        };
        assert_eq!(found(june.clone()), [""; 0]);
        let district = vec![line(10, "gn.2@district:2024", Some(10.0), [Some(1.0), None])];
        assert_eq!(found(district), ["w GN504 - -90"]);
    }

    #[test]
    fn what_is_stated_goes_before_what_follows() {
        let may = vec![report("2024-05", [Some(80.0), Some(80.0)])];
        assert_eq!(
            found(report("2024-06", [Some(30.0), Some(95.0)]), may),
            ["GN404 E11 -15"],
            "it stays within the plan"
        );
    }
}
