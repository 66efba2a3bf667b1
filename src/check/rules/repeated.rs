//! Family 1, a report that is the one of an earlier period under a new title.

use std::collections::BTreeSet;

use crate::check::case::Case;
use crate::check::gate::wording;
use crate::domain::lang::{Words, words};
use crate::domain::money::Money;
use crate::domain::obligation::reported;
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure, Submission};
use crate::rules;

use Measure::{Cumulative, InPeriod};

/// So many different amounts are not disbursed again by chance.
const TELLING: usize = 3;

pub(super) fn repeated(case: &Case<'_>) -> Vec<Problem> {
    if case.history.is_empty() || has_nothing(case.submission) {
        return Vec::new();
    }
    let own = &case.submission.file.sha256;
    let twin = case.history.iter().rev().find(|past| !own.is_empty() && past.sha256 == own);
    let words = match (twin, case.base) {
        (Some(twin), _) => {
            let period = twin.period.words();
            words!(
                "Tệp này giống từng byte tệp báo cáo {period}.",
                "The file is byte by byte that of the report of {period}.";
                period
            )
        }
        (None, Some(base)) if is_same(case, base) => told(case, base.period),
        (None, _) => return Vec::new(),
    };
    let place = Place { file: Some(case.submission.file.path.clone()), ..Place::default() };
    vec![Problem::new(&rules::SAME_AS_LAST_PERIOD, place, words)]
}

/// Whether there is nothing that could have been copied: every figure is 0, or 0 is what it says of the period.
fn has_nothing(submission: &Submission) -> bool {
    let stated = |measure| submission.lines.iter().filter_map(move |line| line.amount(measure));
    let is_nil = |measure| stated(measure).all(|amount| amount.is_zero());
    if stated(InPeriod).next().is_some() { is_nil(InPeriod) } else { is_nil(Cumulative) }
}

/// Whether each obligation states the same in the period and as cumulative.
fn is_same(case: &Case<'_>, base: &Submission) -> bool {
    let own = reported(&case.submission.lines, &case.submission.set_aside);
    // What the base leaves to be added up is in its lines; the history knows what it states.
    let stated = case.history.iter().rfind(|past| past.period == base.period);
    let (Some(own), Some(earlier)) = (own, stated.and_then(|past| past.reported)) else {
        return false;
    };
    let paid = own.values().filter_map(|sum| sum.in_period).any(|amount| !amount.is_zero());
    let alike = own.len() == earlier.len()
        && own.iter().all(|(obligation, sum)| {
            let before = earlier.get(obligation);
            before.is_some_and(|before| {
                (before.in_period, before.cumulative) == (sum.in_period, sum.cumulative)
            })
        });
    if !paid || !alike {
        return false;
    }
    let grows = |sum: &Money| !sum.is_zero();
    if own.values().any(|sum| sum.cumulative.as_ref().is_some_and(grows)) {
        return true;
    }
    // Without cumulative figures a month may well be like the one before: only many equal amounts tell.
    let amounts = |lines: &[Line]| -> Vec<(crate::domain::key::Key, Money)> {
        let stated = lines.iter().filter_map(|line| Some((&line.key, line.amount(InPeriod)?)));
        let mut paid: Vec<_> = stated
            .filter(|(_, amount)| !amount.is_zero())
            .map(|(key, amount)| (key.clone(), amount))
            .collect();
        paid.sort();
        paid
    };
    let now = amounts(&case.submission.lines);
    let different: BTreeSet<Money> = now.iter().map(|(_, amount)| *amount).collect();
    TELLING <= different.len() && now == amounts(&base.lines)
}

fn told(case: &Case<'_>, period: Period) -> Words {
    let lines = || case.submission.lines.iter();
    let sum = |measure| lines().filter_map(|line| line.amount(measure)).sum::<Money>();
    let unit = case.submission.money_unit;
    let amount = |measure| wording::amount(sum(measure), unit);
    let (in_period, cumulative, period) = (amount(InPeriod), amount(Cumulative), period.words());
    if lines().all(|line| line.figure(Cumulative).is_none()) {
        return words!(
            "Giải ngân trong kỳ {in_period} giống từng dòng với báo cáo {period}.",
            "Disbursed in the period, {in_period}: row by row the report of {period}.";
            in_period, period
        );
    }
    words!(
        "Trong kỳ {in_period} và lũy kế {cumulative} đều giống hệt báo cáo {period}: lũy kế phải tăng.",
        "{in_period} in the period and {cumulative} cumulative are both those of {period}: the cumulative should have grown.";
        in_period, cumulative, period
    )
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::Submission;

    fn report(period: &str, figures: [[Option<f64>; 2]; 3]) -> Submission {
        let rows = ["gn.2", "gn.3.1", "gn.6.2"].into_iter().zip(figures).zip(10..);
        let lines = rows.map(|((key, figures), row)| line(row, key, Some(1000.0), figures));
        submission(period, lines.collect())
    }

    /// Only what this rule says.
    fn found(now: Submission, earlier: Vec<Submission>) -> Vec<String> {
        let found = World::default().found(now, earlier).into_iter();
        found.filter(|told| told.contains("GN110")).collect()
    }

    const USUAL: [[Option<f64>; 2]; 3] =
        [[Some(40.0), Some(200.0)], [Some(30.0), Some(150.0)], [Some(0.0), Some(100.0)]];

    #[test]
    fn last_months_figures_under_a_new_title_are_told() {
        let may = || vec![report("2024-05", USUAL)];
        assert_eq!(found(report("2024-06", USUAL), may()), ["w GN110 - -"]);
        let mut mended = USUAL;
        mended[0] = [Some(40.0), Some(240.0)];
        assert_eq!(found(report("2024-06", mended), may()), [""; 0]);
    }

    #[test]
    fn a_month_without_disbursement_repeats_the_cumulative() {
        let still = USUAL.map(|[_, cumulative]| [Some(0.0), cumulative]);
        assert_eq!(
            found(report("2024-06", still), vec![report("2024-05", still)]),
            [""; 0],
            "an explicit nil"
        );
        let only = USUAL.map(|[_, cumulative]| [None, cumulative]);
        assert_eq!(found(report("2024-06", only), vec![report("2024-05", only)]), [""; 0]);
        let nothing = [[Some(0.0), Some(0.0)]; 3];
        assert_eq!(found(report("2024-06", nothing), vec![report("2024-05", nothing)]), [""; 0]);
    }

    #[test]
    fn the_same_bytes_are_the_same_file() {
        let sent = |period, sha256: &str| {
            let mut report = report(period, USUAL.map(|[_, cumulative]| [None, cumulative]));
            report.file.sha256 = sha256.to_owned();
            report
        };
        let april = || vec![sent("2024-04", "ab"), sent("2024-05", "cd")];
        assert_eq!(found(sent("2024-06", "ab"), april()), ["w GN110 - -"]);
        assert_eq!(found(sent("2024-06", "ef"), april()), [""; 0]);
        assert_eq!(found(sent("2024-06", ""), vec![sent("2024-05", "")]), [""; 0]);
    }

    #[test]
    fn without_cumulative_figures_only_many_equal_amounts_tell() {
        let paid = |amounts: [f64; 3]| amounts.map(|amount| [Some(amount), None]);
        let both = |amounts| {
            found(report("2024-06", paid(amounts)), vec![report("2024-05", paid(amounts))])
        };
        assert_eq!(both([40.0, 30.0, 7.5]), ["w GN110 - -"]);
        assert_eq!(both([40.0, 40.0, 40.0]), [""; 0], "an allowance paid every month");
        // What January leaves to be added up is known wholly; it is still not what it states.
        let year = |period: &str| report(period, paid([40.0, 30.0, 7.5]));
        assert_eq!(found(year("2024-02"), vec![year("2024-01")]), ["w GN110 - -"]);
    }

    #[test]
    fn another_years_december_is_not_the_month_before_january() {
        assert_eq!(found(report("2024-01", USUAL), vec![report("2023-12", USUAL)]), [""; 0]);
    }
}
