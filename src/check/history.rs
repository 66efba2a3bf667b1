//! Family 6, a program's money against the unit's own earlier months.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::group::{Sheets, largest};
use super::neighbours::first_day;
use super::spot::Spot;
use super::wording;
use crate::domain::key::Key;
use crate::domain::lang::{Text, Words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::obligation::{Obligation, Reported, reported};
use crate::domain::period::Period;
use crate::domain::rule::{Case, Check, Problem, Rule, RuleCode, Severity};
use crate::domain::submission::{Line, Measure};

use Measure::{Cumulative, InPeriod};

pub(super) static STALLED: Rule = Rule {
    code: RuleCode("GN603"),
    name: "stalled",
    severity: Severity::Warning,
    title: Text {
        vi: "Còn vốn nhưng nhiều kỳ liền không giải ngân",
        en: "money is left and nothing was disbursed for several periods",
    },
    why: Text {
        vi: "Vốn nằm im nhiều tháng có nguy cơ không giải ngân hết, phải kéo dài hoặc bị thu hồi. Số tháng ở targets.stalled_periods (mặc định 3, tính cả kỳ này). Chỉ dựa vào lũy kế mà các báo cáo trước của đơn vị cho thấy: thiếu một tháng không có nghĩa là tháng đó không giải ngân. Không xét khi phần còn lại dưới 1% kế hoạch, hoặc khi vốn mới được giao trong những tháng đó.",
        en: "Money that lies still for months may not be spent in time and be carried over or taken back. The number of months is targets.stalled_periods (3 unless set, this one included). Only what the cumulative figures of the unit's earlier reports show counts: a missing month is not a month without disbursement. Not where less than 1% of the plan is left, or where the money was allocated only within those months.",
    },
    example: Text {
        vi: "Lũy kế vốn sự nghiệp giảm nghèo là 450 triệu đồng từ hết tháng 3 đến hết tháng 6, kế hoạch 900 triệu đồng.",
        en: "Recurrent money of poverty reduction stands at 450 million from the end of March to the end of June; its plan is 900.",
    },
    advice: Text {
        vi: "Hỏi đơn vị nguyên nhân và đề xuất (mục Khó khăn, vướng mắc); nếu đã giải ngân thì cập nhật số liệu.",
        en: "Ask the unit for the cause and what it proposes (sheet of difficulties); where money was disbursed, it brings the figures up to date.",
    },
    check: Check::Each(stalled),
};

fn stalled(case: &Case<'_>) -> Vec<Problem> {
    let periods = case.context.settings.targets.stalled_periods;
    if periods == 0 || case.history.is_empty() {
        return Vec::new();
    }
    let Some(now) = stated(case) else { return Vec::new() };
    let mut problems = Vec::new();
    for (obligation, own) in &now {
        let Some(found) = own.cumulative else { continue };
        let Some((since, months)) = still_since(case, obligation, *own) else { continue };
        if months < periods {
            continue;
        }
        let Some(plan) = plan_of(case, obligation, *own) else { continue };
        let window = next_day(case.submission.period.to()) - Months::new(periods);
        let is_left = |plan: Money| plan.as_dong() < 100 * (plan - found).as_dong();
        if !is_left(plan) || !is_left(planned_on(case, obligation, window, plan)) {
            continue;
        }
        problems.push(cell(case, obligation, STALLED.code, Cumulative, |place, unit| {
            let [paid, left] = [found, plan - found].map(|amount| wording::amount(amount, unit));
            let (from, to) = (shown(since), shown(case.submission.period.to()));
            Words::new(
                format!(
                    "{}: lũy kế vẫn là {} từ {from} đến {to} ({months} tháng liền không giải ngân), còn {}.",
                    place.vi, paid.vi, left.vi
                ),
                format!(
                    "{}: still {} from {from} to {to} ({months} months without disbursement), {} left.",
                    place.en, paid.en, left.en
                ),
            )
        })
        .compared(found, plan));
    }
    problems
}

/// Since which day nothing was disbursed, as far as earlier reports show, and for how many whole months.
fn still_since(
    case: &Case<'_>,
    obligation: &Obligation,
    own: Reported,
) -> Option<(NaiveDate, u32)> {
    let period = case.submission.period;
    let end = next_day(period.to());
    let is_nil = |reported: Reported| reported.in_period.is_some_and(Money::is_zero);
    if own.in_period.is_some_and(|amount| !amount.is_zero()) {
        return None;
    }
    let found = own.cumulative?;
    let mut since = None;
    for past in case.history.iter().rev() {
        let Some(before) = past.of(obligation) else { continue };
        let Some(earlier) = before.cumulative else { continue };
        if earlier != found {
            break;
        }
        let from = if is_nil(before) { past.period.from() } else { next_day(past.period.to()) };
        since = Some(since.map_or(from, |since: NaiveDate| since.min(from)));
    }
    let since = since?;
    // Nothing at all: then nothing was disbursed since the year began.
    let since = if found.is_zero() { first_day(&case.context) } else { since };
    let months = (1..=24).take_while(|&months| since + Months::new(months) <= end).count();
    Some((since, u32::try_from(months).expect("at most 24")))
}

pub(super) static UNUSUAL_JUMP: Rule = Rule {
    code: RuleCode("GN604"),
    name: "unusual-jump",
    severity: Severity::Warning,
    title: Text {
        vi: "Số giải ngân trong tháng tăng đột biến",
        en: "the month's figure jumps far beyond the unit's own months",
    },
    why: Text {
        vi: "Một chữ số gõ thừa hay một ô nhập sai đơn vị tiền vẫn khớp mọi phép cộng nếu cả lũy kế cũng sai theo. So với chính các tháng trước của đơn vị (ít nhất 5 tháng đã biết, quá nửa có giải ngân): chỉ cảnh báo khi số tháng này gấp hơn 3 lần tháng cao nhất và vượt trung vị hơn 10 lần độ lệch tuyệt đối trung vị, độ lệch lấy ít nhất bằng 1% kế hoạch. Tháng 12 thường thanh toán dồn nên mức là 5 lần và 20 lần.",
        en: "A digit too many or an amount in the wrong unit passes every sum where the cumulative figure follows it. Compared with the unit's own earlier months (at least 5 known, most of them with disbursement): told only where the month is more than 3 times the highest of them and lies above their median by more than 10 median absolute deviations, each taken as at least 1% of the plan. Much is paid in December: there it is 5 times and 20.",
    },
    example: Text {
        vi: "Năm tháng đầu mỗi tháng giải ngân 30–50 triệu đồng, tháng 6 ghi 450 triệu đồng; kế hoạch 1.200 triệu đồng.",
        en: "30 to 50 million in each of five months, 450 million in June; the plan is 1.200.",
    },
    advice: Text {
        vi: "Xem lại số trong tháng có thừa chữ số hoặc nhầm đơn vị tiền không; nếu đúng thì ghi lý do vào cột Giải trình.",
        en: "Look for a digit too many or the wrong unit of money; where the figure is right, give the reason under Giải trình.",
    },
    check: Check::Each(jumped),
};

/// How many earlier months must be known.
const KNOWN: usize = 5;

fn jumped(case: &Case<'_>) -> Vec<Problem> {
    let Period::Month(_, month) = case.submission.period else { return Vec::new() };
    if case.history.len() < KNOWN {
        return Vec::new();
    }
    let Some(now) = stated(case) else { return Vec::new() };
    let (times, deviations) = if month == 12 { (5, 20) } else { (3, 10) };
    let mut problems = Vec::new();
    for (obligation, own) in &now {
        let Some(plan) = plan_of(case, obligation, *own) else { continue };
        let last = case.history.iter().rev().find(|past| is_month(past.period));
        let last = last.filter(|last| next_day(last.period.to()) == case.submission.period.from());
        let before = last.and_then(|last| last.of(obligation)?.cumulative);
        let Some(found) = in_month(*own, before) else { continue };
        let months: Vec<i128> = months(case, obligation).into_iter().map(Money::as_dong).collect();
        if months.len() < KNOWN {
            continue;
        }
        let twice_median = twice_median(months.clone());
        let gaps = months.iter().map(|amount| (2 * amount - twice_median).abs());
        // Twice the median of doubled gaps: four times the median absolute deviation.
        let deviation = self::twice_median(gaps.collect()).max(4 * plan.as_dong() / 100);
        let highest = months.iter().copied().max().unwrap_or_default();
        let amount = found.as_dong();
        let is_far = deviations * deviation < 4 * amount - 2 * twice_median;
        if twice_median <= 0 || !is_far || amount <= times * highest {
            continue;
        }
        let usual = Money::from_dong(i64::try_from(twice_median / 2).unwrap_or(i64::MAX));
        let measure = if own.in_period.is_some() { InPeriod } else { Cumulative };
        problems.push(cell(case, obligation, UNUSUAL_JUMP.code, measure, |place, unit| {
            let highest = Money::from_dong(i64::try_from(highest).unwrap_or(i64::MAX));
            let [found, usual, highest] =
                [found, usual, highest].map(|amount| wording::amount(amount, unit));
            let count = months.len();
            Words::new(
                format!(
                    "{}: trong tháng {}; {count} tháng trước thường {}, cao nhất {}.",
                    place.vi, found.vi, usual.vi, highest.vi
                ),
                format!(
                    "{}: {} in the month; of {count} earlier months the median is {}, the highest {}.",
                    place.en, found.en, usual.en, highest.en
                ),
            )
        })
        .compared(found, usual));
    }
    problems
}

/// What was disbursed in each earlier month, where it is known.
fn months(case: &Case<'_>, obligation: &Obligation) -> Vec<Money> {
    let mut found = Vec::new();
    // The day after the month before, and its cumulative.
    let mut before = (first_day(&case.context), Some(Money::ZERO));
    for past in case.history.iter().filter(|past| is_month(past.period)) {
        let own = past.of(obligation);
        let cumulative = if before.0 == past.period.from() { before.1 } else { None };
        found.extend(own.and_then(|own| in_month(own, cumulative)));
        before = (next_day(past.period.to()), own.and_then(|own| own.cumulative));
    }
    found
}

/// What was disbursed in a month: as stated, else what the cumulative grew by.
fn in_month(own: Reported, before: Option<Money>) -> Option<Money> {
    own.in_period.or_else(|| Some(own.cumulative? - before?))
}

fn is_month(period: Period) -> bool {
    matches!(period, Period::Month(..))
}

/// Twice the median, so that it is a whole number.
fn twice_median(mut numbers: Vec<i128>) -> i128 {
    numbers.sort_unstable();
    match numbers.len() {
        0 => 0,
        count => numbers[(count - 1) / 2] + numbers[count / 2],
    }
}

fn next_day(day: NaiveDate) -> NaiveDate {
    day + Days::new(1)
}

fn shown(day: NaiveDate) -> String {
    format!("{}/{}/{}", day.day(), day.month(), day.year())
}

/// What this report states of each obligation.
fn stated(case: &Case<'_>) -> Option<BTreeMap<Obligation, Reported>> {
    reported(&case.submission.lines, &case.submission.set_aside)
}

fn sum(obligation: &Obligation, plan: &BTreeMap<Key, Money>) -> Money {
    plan.iter().filter(|(key, _)| obligation.covers(key)).map(|(_, amount)| *amount).sum()
}

/// The registered plan of an obligation, else the stated one.
fn plan_of(case: &Case<'_>, obligation: &Obligation, own: Reported) -> Option<Money> {
    if case.plan.is_empty() { own.plan } else { Some(sum(obligation, case.plan)) }
}

/// What the register had planned by that day; without a register, `plan`.
fn planned_on(case: &Case<'_>, obligation: &Obligation, day: NaiveDate, plan: Money) -> Money {
    if case.plan.is_empty() {
        return plan;
    }
    sum(obligation, &case.context.register.plan(&case.submission.unit, day))
}

/// A problem of the cell that states this measure of a whole obligation: of the program's row where it has one, else
/// of the line with the largest figure.
fn cell(
    case: &Case<'_>,
    obligation: &Obligation,
    rule: RuleCode,
    measure: Measure,
    words: impl Fn(&Words, MoneyUnit) -> Words,
) -> Problem {
    let spot = Spot::of(case, obligation, &[measure]).filter(Spot::is_filled);
    if let Some(spot) = spot {
        return spot.problem(case, rule, words(&spot.words(), spot.unit()));
    }
    let sheets = Sheets::new(case.submission);
    let lines = case.submission.lines.iter().filter(|line| obligation.covers(&line.key));
    let lines: Vec<&Line> = lines.collect();
    let line = largest(&lines, measure).expect("an obligation that states money has a line");
    let name = wording::obligation(&case.context, obligation);
    sheets.problem(rule, line, measure, words(&name, sheets.unit(line)))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::*;
    use crate::domain::submission::Submission;

    fn report(period: &str, in_period: Option<f64>, cumulative: f64) -> Submission {
        let figures = [in_period, Some(cumulative)];
        submission(period, vec![line(10, "gn.2", Some(1200.0), figures)])
    }

    /// Monthly reports, the last of them checked: what this family says.
    fn of_year(world: &World, months: &[(u32, Option<f64>, f64)]) -> Vec<String> {
        let mut reports: Vec<Submission> = months
            .iter()
            .map(|(month, paid, total)| report(&format!("2024-{month:02}"), *paid, *total))
            .collect();
        let now = reports.pop().unwrap();
        let found = world.found(now, reports).into_iter();
        found.filter(|told| told.contains("GN603") || told.contains("GN604")).collect()
    }

    fn planned() -> World {
        World::planning(&[("HL-01", "gn.2", 1200.0)])
    }

    #[test]
    fn three_months_at_the_same_figure_are_told() {
        let world = planned();
        let flat = |months: std::ops::RangeInclusive<u32>| {
            let months: Vec<_> = months.map(|month| (month, None, 450.0)).collect();
            of_year(&world, &months)
        };
        assert_eq!(flat(3..=6), ["w GN603 E11 -750"]);
        assert_eq!(flat(4..=6), [""; 0], "what was paid in April is not known");
        let nil = [(4, Some(0.0), 450.0), (5, None, 450.0), (6, None, 450.0)];
        assert_eq!(of_year(&world, &nil), ["w GN603 E11 -750"], "April says 0 itself");
        let moved = [(3, None, 440.0), (4, None, 450.0), (5, None, 450.0), (6, None, 450.0)];
        assert_eq!(of_year(&world, &moved), [""; 0]);
        assert_eq!(
            of_year(&World::default(), &[(3, None, 450.0), (6, None, 450.0)]),
            ["w GN603 E11 -750"],
            "the missing months lie between two equal figures; the stated plan serves"
        );
    }

    #[test]
    fn a_missing_month_is_not_a_month_without_disbursement() {
        assert_eq!(of_year(&planned(), &[(6, None, 450.0)]), [""; 0]);
        assert_eq!(of_year(&planned(), &[(2, None, 400.0), (6, None, 450.0)]), [""; 0]);
    }

    #[test]
    fn nothing_is_stalled_where_nothing_is_left() {
        let spent = [(3, None, 1195.0), (6, None, 1195.0)];
        assert_eq!(of_year(&planned(), &spent), [""; 0]);
    }

    #[test]
    fn money_that_was_just_allocated_is_not_stalled() {
        let mut world = World::planning(&[]);
        world.decide("88/QĐ-UBND", "2024-05-20", "HL-01", "gn.2", 1200.0);
        assert_eq!(of_year(&world, &[(5, None, 0.0), (6, None, 0.0)]), [""; 0]);
        assert_eq!(of_year(&world, &[(5, None, 0.0), (7, None, 0.0)]), [""; 0]);
        assert_eq!(of_year(&world, &[(5, None, 0.0), (8, None, 0.0)]), ["w GN603 E11 -1.200"]);
    }

    #[test]
    fn the_office_says_for_how_many_months() {
        let mut world = planned();
        world.settings.targets.stalled_periods = 2;
        assert_eq!(of_year(&world, &[(4, None, 450.0), (6, None, 450.0)]), ["w GN603 E11 -750"]);
        world.settings.targets.stalled_periods = 0;
        assert_eq!(of_year(&world, &[(1, None, 450.0), (12, None, 450.0)]), [""; 0]);
    }

    #[test]
    fn a_program_is_told_once_and_at_what_it_adds_up_to() {
        let of = |period: &str| {
            let lines = vec![
                line(10, "gn.2", None, [None, Some(100.0)]),
                line(11, "gn.3.1", None, [None, Some(300.0)]),
                line(12, "ntm.2", None, [None, Some(0.0)]),
            ];
            submission(period, lines)
        };
        let world = World::planning(&[("HL-01", "gn.2", 300.0), ("HL-01", "gn.3.1", 300.0)]);
        let found = world.found(of("2024-06"), vec![of("2024-03")]);
        assert_eq!(found, ["w GN603 E12 -200"]);
    }

    /// Months with these figures in the period, the cumulative following them.
    fn flow(world: &World, paid: &[f64]) -> Vec<String> {
        let mut total = 0.0;
        let months = paid.iter().zip(1..).map(|(paid, month)| {
            total += paid;
            (month, Some(*paid), total)
        });
        of_year(world, &months.collect::<Vec<_>>())
    }

    #[test]
    fn a_month_ten_times_the_others_is_told() {
        let world = planned();
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 35.0, 45.0, 450.0]), ["w GN604 D11 +410"]);
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 35.0, 45.0, 45.0]), [""; 0]);
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 35.0, 45.0, 150.0]), [""; 0], "three times");
        assert_eq!(flow(&world, &[30.0, 50.0, 40.0, 450.0]), [""; 0], "too few months");
        assert_eq!(
            flow(&world, &[0.0, 0.0, 0.0, 35.0, 0.0, 450.0]),
            [""; 0],
            "a unit that pays in one go"
        );
        assert_eq!(flow(&world, &[1.0, 2.0, 1.0, 2.0, 1.0, 60.0]), [""; 0], "5% of the plan");
    }

    #[test]
    fn december_may_be_high() {
        let paid = |last: f64| [vec![40.0; 11], vec![last]].concat();
        let world = World::planning(&[("HL-01", "gn.2", 1200.0)]);
        assert_eq!(flow(&world, &paid(190.0)), [""; 0]);
        assert_eq!(flow(&world, &paid(600.0)), ["w GN604 D11 +560"]);
    }

    #[test]
    fn months_of_a_form_with_cumulative_figures_only_are_their_differences() {
        let totals = [30.0, 80.0, 120.0, 155.0, 200.0, 650.0];
        let months: Vec<_> =
            totals.iter().zip(1..).map(|(total, month)| (month, None, *total)).collect();
        assert_eq!(of_year(&planned(), &months), ["w GN604 E11 +410"]);
        assert_eq!(of_year(&planned(), &months[1..]), [""; 0], "four months are known");
    }
}
