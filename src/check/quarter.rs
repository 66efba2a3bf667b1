//! Family 6, a quarter or longer against its months.

use super::past::{months, stated};
use super::{whole, wording};
use crate::domain::lang::{Text, Words};
use crate::domain::money::Money;
use crate::domain::rule::{Case, Check, Problem, Rule, RuleCode, Severity};
use crate::domain::submission::Measure::{Cumulative, InPeriod};
use crate::history::first_day;

pub(super) static QUARTER_DIFFERS_FROM_MONTHS: Rule = Rule {
    code: RuleCode("GN605"),
    name: "quarter-differs-from-months",
    severity: Severity::Error,
    title: Text {
        vi: "Số trong quý (6 tháng, 9 tháng, năm) khác tổng các tháng",
        en: "the quarter is not the sum of its months",
    },
    why: Text {
        vi: "Giải ngân trong quý là tổng giải ngân các tháng của quý đó; kỳ tính từ 01/01 thì số trong kỳ chính là lũy kế. Chỉ so khi đủ báo cáo các tháng.",
        en: "What was disbursed in a quarter is the sum of its months; in a period from 1 January it is the cumulative figure. Compared only where every month came.",
    },
    example: Text {
        vi: "Ba tháng của quý II ghi giải ngân 10, 20 và 30 triệu đồng, báo cáo quý II ghi giải ngân trong quý 70 triệu đồng: phải là 60.",
        en: "The three months of Q2 state 10, 20 and 30 million, the report of Q2 states 70 in the quarter: it should be 60.",
    },
    advice: Text {
        vi: "Đối chiếu lại với báo cáo từng tháng; báo cáo nào sai thì gửi lại báo cáo đó.",
        en: "Compare with the report of each month; send again the one that is wrong.",
    },
    check: Check::Each(differing),
};

fn differing(case: &Case<'_>) -> Vec<Problem> {
    let period = case.submission.period;
    let parts = period.months();
    if parts.is_empty() {
        return Vec::new();
    }
    let Some(now) = stated(case) else { return Vec::new() };
    let is_since_new_year = period.from() == first_day(case.context.year());
    let rule = QUARTER_DIFFERS_FROM_MONTHS.code;
    let mut problems = Vec::new();
    for (obligation, own) in &now {
        let (found, measure) = match (own.in_period, own.cumulative) {
            (Some(found), _) => (found, InPeriod),
            (None, Some(found)) if is_since_new_year => (found, Cumulative),
            (None, _) => continue,
        };
        let months = months(case, obligation);
        let inside: Vec<Money> =
            months.iter().filter(|(of, _)| parts.contains(of)).map(|(_, paid)| *paid).collect();
        if inside.len() < parts.len() {
            continue;
        }
        let expected: Money = inside.iter().copied().sum();
        let unit = case.submission.money_unit;
        // Half of the last digit that a form usually shows, for each month and the quarter.
        let usual = Money::from_dong(unit.dong() as i64 / 2_000 * (inside.len() as i64 + 1));
        let tolerance = case.context.settings.tolerance(rule, unit, usual);
        if (found - expected).abs() <= tolerance {
            continue;
        }
        let against = Text { vi: "cộng các tháng được", en: "the months add up to" };
        let words = |place: &Words, unit| wording::differs(place, unit, found, against, expected);
        let problem = whole::problem(case, obligation, rule, measure, words);
        problems.push(problem.compared(found, expected));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::super::fixture::*;
    use crate::domain::submission::Submission;

    fn report(period: &str, figures: [Option<f64>; 2]) -> Submission {
        submission(period, vec![line(10, "gn.2", Some(1000.0), figures)])
    }

    fn found(now: Submission, months: &[(u32, f64, f64)]) -> Vec<String> {
        let month = |(at, paid, sum): &(u32, f64, f64)| {
            report(&format!("2024-{at:02}"), [Some(*paid), Some(*sum)])
        };
        let world = World::planning(&[("HL-01", "gn.2", 1000.0)]);
        let found = world.found(now, months.iter().map(month).collect());
        found.into_iter().filter(|told| told.contains("GN605")).collect()
    }

    #[test]
    fn a_quarter_is_the_sum_of_its_months() {
        let months = [(3, 5.0, 100.0), (4, 10.0, 110.0), (5, 20.0, 130.0), (6, 30.0, 160.0)];
        let quarter = |paid| report("2024-Q2", [Some(paid), Some(160.0)]);
        assert_eq!(found(quarter(60.0), &months), [""; 0]);
        assert_eq!(found(quarter(70.0), &months), ["GN605 D11 +10"]);
        assert_eq!(found(quarter(70.0), &months[..3]), [""; 0], "a month is missing");
    }

    #[test]
    fn from_new_year_the_cumulative_is_the_sum_of_the_months() {
        let months = [(1, 10.0, 10.0), (2, 20.0, 30.0), (3, 30.0, 60.0)];
        let quarter = |sum| report("2024-Q1", [None, Some(sum)]);
        assert_eq!(found(quarter(60.0), &months), [""; 0]);
        assert_eq!(found(quarter(65.0), &months), ["GN605 E11 +5"]);
    }
}
