//! Family 8, results: what cannot be added up, and what fell. Nothing of it is money.

use crate::check::case::{Case, Merger};
use crate::check::gate::wording;
use crate::domain::indicator::Kind;
use crate::domain::label::Label;
use crate::domain::lang::{Words, words};
use crate::domain::place::Cell;
use crate::domain::results::{Apart, ResultLine, Told};
use crate::domain::rule::{Problem, Rule, Severity};
use crate::rules;

/// What the report tells.
fn told<'a>(case: &Case<'a>) -> Told<'a> {
    Told::of(&case.submission.results, &case.context.catalogue.indicators)
}

fn problem(
    case: &Case<'_>,
    rule: &'static Rule,
    (line, cell): (&ResultLine, Cell),
    words: Words,
) -> Problem {
    let place = case.submission.place(line.sheet, cell);
    Problem::new(rule, place, words).of(&case.submission.unit)
}

pub(super) fn nearly_named(case: &Case<'_>) -> Vec<Problem> {
    let near = told(case).apart.into_iter().filter_map(|(line, why)| match why {
        Apart::Near(id) => Some((line, id)),
        _ => None,
    });
    near.map(|(line, id)| {
        let typed = wording::quoted(&line.name);
        let name = case.context.catalogue.indicators.name(&id);
        let known = wording::quoted(&name);
        let words = words!(
            "Chỉ tiêu {typed} có phải là {known} không? Số liệu được giữ, chưa cộng.",
            "Is the result {typed} the indicator {known}? Its figures are kept and not added.";
            typed, known
        );
        problem(case, &rules::INDICATOR_NEARLY_NAMED, (line, line.cell), words)
    })
    .collect()
}

pub(super) fn not_added(case: &Case<'_>) -> Vec<Problem> {
    let rule = &rules::RESULT_NOT_ADDED;
    let apart = told(case).apart.into_iter().filter_map(|(line, why)| {
        let name = wording::quoted(&line.name);
        let words = match why {
            Apart::Near(_) | Apart::Unknown => return None,
            Apart::NoUnit => words!(
                "Chỉ tiêu {name}: thiếu đơn vị tính hoặc ghi tỷ lệ, chưa cộng.",
                "Result {name}: without a unit of measure, or as a rate, it is not added.";
                name
            ),
            Apart::NoNumber => words!(
                "Chỉ tiêu {name}: có ô không phải là số, chưa cộng.",
                "Result {name}: one of its cells is no number; it is not added.";
                name
            ),
            Apart::Twice => words!(
                "Chỉ tiêu {name}: trang tính khác ghi số khác cho cùng chỉ tiêu; số ở trang này không cộng.",
                "Result {name}: another sheet tells another figure; this one is not added.";
                name
            ),
        };
        Some(problem(case, rule, (line, line.told), words))
    });
    apart.chain(in_other_units(case)).collect()
}

/// Results in another unit of measure than their indicator's: each is added up by itself.
fn in_other_units<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Problem> + use<'a> {
    let lines = case.submission.results.iter();
    lines.filter_map(|line| {
        let own = case.context.catalogue.indicators.get(line.naming.known()?)?;
        // Without a word there is no unit, which is said of it.
        if Label::new(&line.unit).is_empty() || own.is_in(&line.unit, &line.name) {
            return None;
        }
        let (name, typed) = (wording::quoted(&line.name), wording::quoted(&line.unit));
        let unit = wording::quoted(&own.unit);
        let words = words!(
            "Chỉ tiêu {name}: ghi theo {typed}, danh mục tính theo {unit}; không cộng chung.",
            "Result {name}: told in {typed}, counted in {unit}; it is not added to the others.";
            name, typed, unit
        );
        Some(problem(case, &rules::RESULT_NOT_ADDED, (line, line.told), words))
    })
}

pub(super) fn fallen(case: &Case<'_>) -> Vec<Problem> {
    let indicators = &case.context.catalogue.indicators;
    let now = told(case);
    let fell = now.sums.iter().filter_map(|(key, stated)| {
        let (now, then) = (stated.amounts.done?, case.results.get(key)?);
        (now < then.done?).then_some((key, stated.line, now, then))
    });
    fell.map(|(key, line, now, then)| {
        let (name, unit) = (indicators.name(&key.indicator), &key.unit);
        let done = then.done.unwrap_or_default();
        let is_own = then.senders.iter().all(|sender| **sender == case.submission.unit);
        let words = if is_own {
            let period = then.report.period.words();
            words!(
                "Chỉ tiêu {name}: ghi {now} {unit}, báo cáo trước ({period}) ghi {done} {unit}.",
                "Result {name}: {now} {unit}, the report before ({period}) states {done} {unit}.";
                name, now, unit, done, period
            )
        } else {
            words!(
                "Chỉ tiêu {name}: ghi {now} {unit}, các báo cáo trước của những đơn vị đã sáp nhập cộng lại là {done} {unit}.",
                "Result {name}: {now} {unit}, the reports before of the merged units come to {done} {unit}.";
                name, now, unit, done
            )
        };
        let is_stock = indicators.get(&key.indicator).is_some_and(|own| own.kind == Kind::Stock);
        // In the month of a merger the other unit may report for itself.
        let is_less = !is_own && case.merger == Some(Merger::Now);
        let severity = (is_stock || is_less).then_some(Severity::Note);
        let problem = problem(case, &rules::RESULT_FELL, (line, line.told), words);
        Problem { severity, ..problem }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::fixture::*;
    use crate::domain::indicator::Indicators;
    use crate::domain::results::{Amount, Quantity};
    use crate::domain::rule::Finding;
    use crate::domain::submission::Submission;

    /// A report with a result in row 21.
    fn report(period: &str, name: &str, unit: &str, done: i32) -> Submission {
        let line = ResultLine {
            component: "gn.4.1".parse().ok(),
            naming: Indicators::embedded().named(name),
            name: name.into(),
            unit: unit.into(),
            plan: Amount::Blank,
            done: Amount::Of(Quantity::whole(done)),
            in_period: Amount::Blank,
            note: "".into(),
            sheet: 0,
            cell: Cell::new(20, 3),
            told: Cell::new(20, 6),
            is_partial: false,
            is_carried: false,
        };
        Submission { results: vec![line], ..submission(period, vec![]) }
    }

    fn found(now: Submission, before: Vec<Submission>) -> Vec<String> {
        let world = World::default();
        let found = world.found(now, before).into_iter();
        found.filter(|text| text.contains("GN80")).collect()
    }

    #[test]
    fn a_near_name_is_asked_and_an_unknown_one_is_not() {
        assert_eq!(
            found(report("2024-06", "Lớp đào tạo nghề may", "lớp", 3), vec![]),
            ["n GN804 D21 -"]
        );
        assert_eq!(found(report("2024-06", "Nhà văn hóa", "nhà", 3), vec![]), [""; 0]);
        assert_eq!(found(report("2024-06", "Lớp đào tạo nghề", "lớp", 3), vec![]), [""; 0]);
    }

    #[test]
    fn another_unit_of_measure_is_told() {
        for unit in ["khóa", "%"] {
            let report = report("2024-06", "Lớp đào tạo nghề", unit, 3);
            assert_eq!(found(report, vec![]), ["w GN805 G21 -"], "{unit}");
        }
    }

    #[test]
    fn what_fell_is_told_of_a_stock_as_a_note() {
        let fell = |name: &str, unit: &str, amounts: [i32; 2]| {
            let [before, now] = amounts;
            found(report("2024-06", name, unit, now), vec![report("2024-05", name, unit, before)])
        };
        assert_eq!(fell("Lớp đào tạo nghề", "lớp", [4, 1]), ["w GN806 G21 -"]);
        assert_eq!(fell("Hộ vi phạm cam kết", "hộ", [4, 1]), ["n GN806 G21 -"]);
        assert_eq!(fell("Lớp đào tạo nghề", "lớp", [4, 4]), [""; 0]);
    }

    #[test]
    fn after_a_merger_the_sum_of_the_reports_before_must_not_fall() {
        let mut world = World::planning(&[]);
        world.register.units[1].to = "2024-04-30".parse().ok();
        world.register.units[1].merged_into = Some(unit("HL-01"));
        let came = |code: &str, period: &str, done| Submission {
            unit: unit(code),
            ..report(period, "Lớp đào tạo nghề", "lớp", done)
        };
        let found = |world: &World, done| {
            let before = vec![came("HL-01", "2024-04", 5), came("HL-02", "2024-04", 3)];
            let (_, found) = world.check(vec![came("HL-01", "2024-05", done)], before);
            let found = found.iter().filter(|finding| finding.rule.code.0 == "GN806");
            let said = |of: &Finding| (of.severity, of.problem.words.vi.to_string());
            found.map(said).collect::<Vec<_>>()
        };
        assert_eq!(found(&world, 8), []);
        let words = "Chỉ tiêu Lớp đào tạo nghề: ghi 5 lớp, các báo cáo trước của những đơn vị đã sáp nhập cộng lại là 8 lớp.";
        assert_eq!(found(&world, 5), [(Severity::Warning, words.to_owned())]);
        // In the month of the merger the other one may still report for itself.
        world.register.units[1].to = "2024-05-15".parse().ok();
        assert_eq!(found(&world, 5), [(Severity::Note, words.to_owned())]);
    }
}
