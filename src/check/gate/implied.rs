//! A report with the cumulative figures that it leaves to be worked out, for the rules: a unit may tell only what it
//! disbursed in the period (our own form asks for one of the two).
//!
//! What they are is the answer of [`history`](crate::history), the same that the totals print. They are put into the
//! lines only where nothing is stated.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::check::case::Case;
use crate::domain::key::Key;
use crate::domain::known::{Amount, Complete, Held, Known};
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::position::{Figures, Position};
use crate::domain::submission::{Counted, Figure, Line, Measure, Submission};
use crate::history::{resolve, statements};

use Measure::{Cumulative, InPeriod};

/// Which figures a rule takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Take {
    /// Those of which all is known.
    Whole,
    /// Also those that are at least so much.
    AtLeast,
}

/// The cumulative figures of a report that no cell of it states.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unstated {
    amounts: Vec<(Key, Amount)>,
    /// Of which funding types the report and those before it tell all.
    pub(crate) complete: Complete,
}

/// The report, resolved against the one before it: once, for all rules that ask.
pub(crate) fn position<'a>(case: &'a Case<'_>) -> &'a Position {
    case.position.get_or_init(|| {
        let report = case.submission;
        let told = statements(&report.lines, &report.set_aside, &mut Counted::default());
        resolve(told, case.before, case.context.year())
    })
}

/// What no cell of the report states.
pub(crate) fn unstated(case: &Case<'_>) -> Unstated {
    let position = position(case);
    let unstated = |(key, figures): (&Key, &Figures)| {
        let amount = figures.cumulative.filter(|amount| amount.known != Known::Stated)?;
        Some((key.clone(), amount))
    };
    let amounts = position.figures.iter().filter_map(unstated).collect();
    Unstated { amounts, complete: position.complete }
}

/// The cumulative figures of a report by key.
pub(crate) fn held(lines: &[Line], unstated: &Unstated) -> Held {
    let mut held = Held::new();
    for (line, amount) in lines.iter().filter_map(|line| Some((line, line.amount(Cumulative)?))) {
        let known = if line.is_provisional() { Known::Carried } else { Known::Stated };
        let stated = Amount::new(amount, known);
        let sum = held.get(&line.key).map_or(stated, |known: &Amount| known.plus(stated));
        held.insert(line.key.clone(), sum);
    }
    held.extend(unstated.amounts.iter().cloned());
    held
}

/// The lines of the submission with the cumulative figures that are known at least as well as that: each stands where
/// the figure of the period does.
pub(crate) fn lines<'a>(case: &Case<'a>, take: Take) -> Cow<'a, [Line]> {
    if !case.submission.lines.iter().any(is_open) {
        return Cow::Borrowed(&case.submission.lines);
    }
    let mut lines = case.submission.lines.clone();
    fill(&mut lines, &unstated(case), take);
    Cow::Owned(lines)
}

/// The submission with what it leaves to be worked out: what a later report follows.
pub(crate) fn filled(mut submission: Submission, unstated: &Unstated) -> Submission {
    fill(&mut submission.lines, unstated, Take::Whole);
    submission
}

/// Puts the cumulative figures into their lines. What stands under no key of the report gets a line of its own, in the
/// row of the first.
fn fill(lines: &mut Vec<Line>, unstated: &Unstated, take: Take) {
    let Some(first) = lines.first().map(|line| (line.sheet, line.row)) else { return };
    let is_taken = |amount: &Amount| amount.known.is_base() || take == Take::AtLeast;
    let worked: BTreeMap<&Key, Money> = unstated
        .amounts
        .iter()
        .filter(|(_, amount)| is_taken(amount))
        .map(|(key, amount)| (key, amount.money))
        .collect();
    let put = |line: &mut Line, amount| {
        let column = u16::try_from(line.cell(InPeriod).column).unwrap_or_default();
        line.figures.push(Figure { measure: Cumulative, column, amount });
    };
    // Of several rows of one key the first has the figure.
    let mut given: BTreeSet<&Key> = BTreeSet::new();
    for line in lines.iter_mut().filter(|line| is_open(line)) {
        let Some((key, amount)) = worked.get_key_value(&line.key) else { continue };
        put(line, if given.insert(key) { *amount } else { Money::ZERO });
    }
    let own: BTreeMap<Key, usize> =
        lines.iter().enumerate().rev().map(|(at, line)| (line.key.clone(), at)).collect();
    for (key, amount) in unstated.amounts.iter().filter(|(key, _)| !given.contains(key)) {
        match own.get(key) {
            Some(&at) if is_taken(amount) && !lines[at].lacks_cumulative => {
                put(&mut lines[at], amount.money);
            }
            Some(_) => {}
            None if amount.money.is_zero() && is_taken(amount) => {}
            None => {
                let figure = Figure { measure: Cumulative, column: 0, amount: amount.money };
                lines.push(Line {
                    key: key.clone(),
                    sheet: first.0,
                    row: first.1,
                    figures: if is_taken(amount) { vec![figure] } else { Vec::new() },
                    lacks_cumulative: !is_taken(amount),
                    previous: None,
                    relayed: None,
                });
            }
        }
    }
}

/// Whether a line tells of the period and leaves its cumulative blank.
pub(crate) fn is_open(line: &Line) -> bool {
    line.figure(InPeriod).is_some() && line.figure(Cumulative).is_none() && !line.lacks_cumulative
}

/// What is to be said of a cumulative that no cell states; nothing where the line states it.
pub(crate) fn said(line: &Line) -> Option<Words> {
    let [cumulative, in_period] = [Cumulative, InPeriod].map(|measure| line.figure(measure));
    let is_implied = cumulative?.column == in_period?.column;
    is_implied.then(|| {
        words!(
            "Ô lũy kế để trống: số này là lũy kế kỳ trước cộng số trong kỳ.",
            "The cumulative is blank: this is the previous one and what the period adds."
        )
    })
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
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
