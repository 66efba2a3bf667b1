//! Family 5, the cumulative figure between what was accepted before it and what is forecast after it.

use super::group::{Group, Sheets, groups, largest, total};
use super::wording;
use crate::domain::key::{Key, align};
use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::rule::{Case, Check, Problem, Rule, RuleCode, Severity};
use crate::domain::submission::{Line, Measure};

use Measure::{Cumulative, Forecast, ForecastNext, Plan, Volume};

pub(super) static DISBURSED_OVER_VOLUME: Rule = Rule {
    code: RuleCode("GN509"),
    name: "disbursed-over-volume",
    severity: Severity::Note,
    title: Text {
        vi: "Giải ngân vượt giá trị khối lượng hoàn thành",
        en: "disbursed more than the accepted volume",
    },
    why: Text {
        vi: "Thanh toán theo khối lượng hoàn thành được nghiệm thu; phần vượt thường là tạm ứng hợp đồng (NĐ 254/2025/NĐ-CP), cần theo dõi thu hồi. Chỉ xét dòng có ghi khối lượng, và chỉ là lưu ý vì tạm ứng là đúng quy định.",
        en: "Payment follows accepted volume; what goes beyond is mostly an advance on a contract (Decree 254/2025/NĐ-CP), to be recovered later. Only rows that state a volume are looked at, and it is only a note, since an advance is lawful.",
    },
    example: Text {
        vi: "Khối lượng hoàn thành 300 triệu đồng, lũy kế giải ngân 420 triệu đồng: vượt 120, có thể là tạm ứng.",
        en: "Accepted volume 300 million, cumulative 420 million: 120 beyond it, maybe an advance.",
    },
    advice: Text {
        vi: "Nếu là tạm ứng thì ghi rõ ở cột Ghi chú hoặc Giải trình; nếu không thì cập nhật giá trị khối lượng hoàn thành.",
        en: "Where it is an advance, say so under Ghi chú or Giải trình; else bring the accepted volume up to date.",
    },
    check: Check::Each(over_volume),
};

fn over_volume(case: &Case<'_>) -> Vec<Problem> {
    if !states(case, Volume) {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let is_one_row = |a: &Line, b: &Line| (a.sheet, a.row) == (b.sheet, b.row);
    let rows = case.submission.lines.chunk_by(is_one_row);
    let rows = rows.filter(|lines| lines.iter().any(|line| line.figure(Volume).is_some()));
    let mut problems = Vec::new();
    for group in rows.flat_map(|lines| by_key(case, lines)) {
        let lacks = |measure| group.lines.iter().any(|line| sheets.lacks(line, measure));
        let (Some((found, stated)), Some((expected, accepted))) =
            (total(&group.lines, Cumulative), total(&group.lines, Volume))
        else {
            continue;
        };
        if found <= expected || lacks(Cumulative) || lacks(Volume) {
            continue;
        }
        let rule = DISBURSED_OVER_VOLUME.code;
        let addends = stated.max(accepted);
        if found - expected <= group.tolerance(case, rule, &sheets, None, addends) {
            continue;
        }
        let Some(line) = largest(&group.lines, Cumulative) else { continue };
        let against = Text { vi: "khối lượng hoàn thành", en: "the accepted volume is" };
        let place = sheets.place(case, line, Cumulative);
        let words = wording::differs(&place, sheets.unit(line), found, against, expected);
        problems.push(sheets.problem(rule, line, Cumulative, words).compared(found, expected));
    }
    problems
}

/// The lines of a row, put together where one of them is not split like the others.
fn by_key<'a>(case: &Case<'a>, lines: &'a [Line]) -> Vec<Group<'a>> {
    let keys: Vec<&Key> = lines.iter().map(|line| &line.key).collect();
    let groups = align(&keys, case.context.year()).into_iter();
    let of = |indices: Vec<usize>| indices.into_iter().map(|at| &lines[at]).collect();
    groups.map(|indices| Group { lines: of(indices), ..Group::default() }).collect()
}

/// Whether any line states something but 0: a column full of zeros was not used.
fn states(case: &Case<'_>, measure: Measure) -> bool {
    let mut amounts = case.submission.lines.iter().filter_map(|line| line.amount(measure));
    amounts.any(|amount| !amount.is_zero())
}

pub(super) static FORECAST_OUT_OF_RANGE: Rule = Rule {
    code: RuleCode("GN510"),
    name: "forecast-out-of-range",
    severity: Severity::Warning,
    title: Text {
        vi: "Ước giải ngân thấp hơn lũy kế hoặc vượt kế hoạch",
        en: "the forecast is below the cumulative or above the plan",
    },
    why: Text {
        vi: "Ước giải ngân đến 31/12 và đến 31/01 năm sau là lũy kế đến ngày đó, nên không thể thấp hơn lũy kế đã giải ngân, không được vượt kế hoạch vốn, và ước đến 31/01 không thấp hơn ước đến 31/12. Đơn vị hay ghi nhầm phần còn phải giải ngân. Ô để trống, cột toàn số 0 thì không xét.",
        en: "The forecasts to 31/12 and to 31/01 are cumulative to that day: never below what was already disbursed, never above the plan, and the later one never below the earlier. Units often enter what is still to be disbursed instead. Blank cells and a column of zeros are left alone.",
    },
    example: Text {
        vi: "Lũy kế 600 triệu đồng, ước giải ngân đến 31/12 ghi 400 (phần còn lại): phải là 1.000.",
        en: "Cumulative 600 million, forecast to 31/12 stated as 400 (what is left): it should be 1.000.",
    },
    advice: Text {
        vi: "Ghi ước giải ngân lũy kế từ đầu năm đến 31/12 (31/01), không ghi phần còn lại; nếu kế hoạch sẽ được bổ sung thì chờ quyết định.",
        en: "Enter the forecast as cumulative from the start of the year, not what is left; wait for the decision where the plan is to be raised.",
    },
    check: Check::Each(out_of_range),
};

const BELOW_CUMULATIVE: Text =
    Text { vi: "lũy kế đã giải ngân", en: "the cumulative is already" };
const BELOW_DECEMBER: Text =
    Text { vi: "ước đến 31/12 đã là", en: "the one to 31/12 is already" };
const ABOVE_PLAN: Text = Text { vi: "kế hoạch vốn chỉ có", en: "the plan is only" };

fn out_of_range(case: &Case<'_>) -> Vec<Problem> {
    let measures = [Forecast, ForecastNext].into_iter().filter(|measure| states(case, *measure));
    let measures: Vec<Measure> = measures.collect();
    if measures.is_empty() {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let lines = || case.submission.lines.iter();
    let nothing = std::collections::BTreeMap::new();
    let by_line = groups(case, lines(), [].iter(), &nothing);
    let with_plan = match case.plan.is_empty() {
        true => Vec::new(),
        false => groups(case, lines(), [].iter(), case.plan),
    };
    let is_registered = !case.plan.is_empty();
    let mut problems = Vec::new();
    for measure in measures {
        let checked = Checked { case, sheets: &sheets, measure };
        for group in &by_line {
            let low = checked.below(group);
            let high = || checked.above(group, total(&group.lines, Plan)?.0, Some(Plan));
            problems.extend(low.or_else(|| high().filter(|_| !is_registered)));
        }
        for group in &with_plan {
            let plan: Money = group.plan.iter().map(|(_, amount)| *amount).sum();
            problems.extend(
                (!group.plan.is_empty()).then(|| checked.above(group, plan, None)).flatten(),
            );
        }
    }
    problems
}

/// A forecast of a report.
struct Checked<'c, 'a> {
    case: &'c Case<'a>,
    sheets: &'c Sheets<'a>,
    measure: Measure,
}

impl Checked<'_, '_> {
    /// Whether the figures of this measure in the group are known, as far as the forecast speaks of them: a forecast
    /// that is blank beside a figure says nothing of it.
    fn is_comparable(&self, group: &Group<'_>, with: Measure) -> bool {
        let budget = self.case.context.year();
        let lacks =
            |line: &Line| self.sheets.lacks(line, self.measure) || self.sheets.lacks(line, with);
        let forecast = |key: &Key| {
            let mut own = group.lines.iter().filter(|line| line.figure(self.measure).is_some());
            own.any(|line| line.key.covers(key, budget))
        };
        let is_open = |line: &Line| {
            line.amount(with).is_some_and(|amount| !amount.is_zero()) && !forecast(&line.key)
        };
        !group.lines.iter().any(|line| lacks(line) || is_open(line))
    }

    /// The forecast against what it cannot be below.
    fn below(&self, group: &Group<'_>) -> Option<Problem> {
        let (found, _) = total(&group.lines, self.measure)?;
        let against = |with: Measure, against: Text| {
            let (expected, addends) = total(&group.lines, with)?;
            let is_low = found < expected && self.is_comparable(group, with);
            is_low.then(|| self.problem(group, found, against, expected, addends)).flatten()
        };
        let december = Period::Year(self.case.context.year()).to();
        let is_past = december < self.case.submission.period.to();
        let of_cumulative = || against(Cumulative, BELOW_CUMULATIVE);
        match self.measure {
            // In January what was disbursed since 31/12 is in the cumulative too.
            Forecast if is_past => None,
            Forecast => of_cumulative(),
            _ => of_cumulative().or_else(|| against(Forecast, BELOW_DECEMBER)),
        }
    }

    /// The forecast against the plan: `of` says which figures the plan comes from, if any of the report's.
    fn above(&self, group: &Group<'_>, plan: Money, of: Option<Measure>) -> Option<Problem> {
        let (found, addends) = total(&group.lines, self.measure)?;
        let paid = total(&group.lines, Cumulative).map_or(Money::ZERO, |(paid, _)| paid);
        // More than the plan was disbursed already: that is told where it stands (GN502).
        if found <= plan || plan < paid {
            return None;
        }
        let lacks = |line: &&Line| of.is_some_and(|of| self.sheets.lacks(line, of));
        if group.lines.iter().any(lacks) {
            return None;
        }
        // The plan of a line that states none is not 0.
        let has_plan = |line: &Line| {
            let budget = self.case.context.year();
            let mut planned = group.lines.iter().filter(|other| other.figure(Plan).is_some());
            planned.any(|other| {
                other.key.covers(&line.key, budget) || line.key.covers(&other.key, budget)
            })
        };
        let forecast = |line: &&&Line| line.figure(self.measure).is_some();
        if of.is_some() && !group.lines.iter().filter(forecast).all(|line| has_plan(line)) {
            return None;
        }
        self.problem(group, found, ABOVE_PLAN, plan, addends)
    }

    fn problem(
        &self,
        group: &Group<'_>,
        found: Money,
        against: Text,
        expected: Money,
        addends: usize,
    ) -> Option<Problem> {
        let rule = FORECAST_OUT_OF_RANGE.code;
        let allowed = group.tolerance(self.case, rule, self.sheets, None, addends);
        if (found - expected).abs() <= allowed {
            return None;
        }
        let line = largest(&group.lines, self.measure)?;
        let place = self.sheets.place(self.case, line, self.measure);
        let words = wording::differs(&place, self.sheets.unit(line), found, against, expected);
        Some(self.sheets.problem(rule, line, self.measure, words).compared(found, expected))
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::*;
    use crate::domain::submission::{Figure, Line, Measure, Submission};

    /// A line with a figure in column G and another in H.
    fn more(mut line: Line, figures: [(Measure, Option<f64>); 2]) -> Line {
        for ((measure, amount), column) in figures.into_iter().zip(6..) {
            let figure = amount.map(|amount| Figure { measure, column, amount: million(amount) });
            line.figures.extend(figure);
        }
        line
    }

    fn forecast(row: u32, key: &str, cumulative: f64, to: [Option<f64>; 2]) -> Line {
        let line = line(row, key, Some(1000.0), [None, Some(cumulative)]);
        more(line, [(Measure::Forecast, to[0]), (Measure::ForecastNext, to[1])])
    }

    fn found(lines: Vec<Line>) -> Vec<String> {
        World::default().found(submission("2024-06", lines), vec![])
    }

    #[test]
    fn a_forecast_lies_between_the_cumulative_and_the_plan() {
        let of = |to| found(vec![forecast(10, "gn.2", 600.0, to)]);
        assert_eq!(of([Some(1000.0), Some(1000.0)]), [""; 0]);
        assert_eq!(of([Some(600.0), None]), [""; 0]);
        assert_eq!(of([None, None]), [""; 0]);
        assert_eq!(of([Some(400.0), None]), ["w GN510 G11 -200"]);
        assert_eq!(of([Some(1100.0), None]), ["w GN510 G11 +100"]);
        assert_eq!(of([None, Some(550.0)]), ["w GN510 H11 -50"]);
        assert_eq!(of([None, Some(1001.0)]), ["w GN510 H11 +1"]);
        assert_eq!(of([Some(900.0), Some(800.0)]), ["w GN510 H11 -100"]);
    }

    #[test]
    fn a_column_of_zeros_was_not_used() {
        let zero = Some(0.0);
        let lines = |to| vec![forecast(10, "gn.2", 600.0, to), forecast(11, "gn.3.1", 5.0, to)];
        assert_eq!(found(lines([zero, zero])), [""; 0]);
        let mut used = lines([zero, None]);
        used[1] = forecast(11, "gn.3.1", 5.0, [Some(10.0), None]);
        assert_eq!(found(used), ["w GN510 G11 -600"]);
    }

    #[test]
    fn a_forecast_in_total_is_compared_with_the_sum_of_the_sources() {
        let lines = |to: f64| {
            let mut whole = forecast(10, "gn.2", 0.0, [Some(to), None]);
            whole.figures.retain(|figure| figure.measure == Measure::Forecast);
            vec![
                line(10, "gn.2@central", Some(700.0), [None, Some(400.0)]),
                line(10, "gn.2@district", Some(300.0), [None, Some(100.0)]),
                whole,
            ]
        };
        assert_eq!(found(lines(800.0)), [""; 0]);
        assert_eq!(found(lines(450.0)), ["w GN510 G11 -50"]);
        assert_eq!(found(lines(1010.0)), ["w GN510 G11 +10"]);
    }

    #[test]
    fn a_blank_forecast_beside_another_work_is_not_nothing() {
        let works = vec![
            forecast(10, "ntm.2/Đường A", 80.0, [Some(100.0), None]),
            forecast(11, "ntm.2/Đường B", 90.0, [None, None]),
        ];
        let world = World::planning(&[("HL-01", "ntm.2", 2000.0)]);
        assert_eq!(world.found(submission("2024-06", works), vec![]), [""; 0]);
    }

    #[test]
    fn the_registered_plan_is_the_limit_where_there_is_one() {
        let world =
            World::planning(&[("HL-01", "gn.2@central", 700.0), ("HL-01", "gn.2@local", 300.0)]);
        let of = |to| {
            let report = submission("2024-06", vec![forecast(10, "gn.2", 600.0, [Some(to), None])]);
            world.found(report, vec![])
        };
        assert_eq!(of(1000.0), [""; 0]);
        assert_eq!(of(1200.0), ["w GN510 G11 +200"]);
    }

    #[test]
    fn what_is_overspent_already_is_told_once() {
        assert_eq!(
            found(vec![forecast(10, "gn.2", 1012.0, [Some(1012.0), None])]),
            ["GN502 E11 +12"]
        );
    }

    #[test]
    fn in_january_the_cumulative_may_pass_the_forecast_to_december() {
        let lines = || vec![forecast(10, "gn.2", 600.0, [Some(500.0), Some(700.0)])];
        let mut world = World::planning(&[]);
        world.register.units.clear();
        assert_eq!(world.found(submission("2025-01-31", lines()), vec![]), [""; 0]);
        assert_eq!(world.found(submission("2024-12", lines()), vec![]), ["w GN510 G11 -100"]);
    }

    fn accepted(row: u32, key: &str, cumulative: Option<f64>, volume: Option<f64>) -> Line {
        let line = line(row, key, None, [None, cumulative]);
        more(line, [(Measure::Volume, volume), (Measure::Allocated, None)])
    }

    #[test]
    fn what_is_paid_beyond_the_accepted_volume_is_noted() {
        let of = |paid, volume| found(vec![accepted(10, "gn.2", Some(paid), volume)]);
        assert_eq!(of(420.0, Some(300.0)), ["n GN509 E11 +120"]);
        assert_eq!(of(300.0, Some(300.0)), [""; 0]);
        assert_eq!(of(420.0, None), [""; 0], "the form does not state it");
        assert_eq!(of(420.0, Some(0.0)), [""; 0], "a column that was not used");
    }

    #[test]
    fn a_volume_in_total_is_compared_with_the_sum_of_the_sources() {
        let lines = |volume| {
            vec![
                accepted(10, "gn.2@central", Some(200.0), None),
                accepted(10, "gn.2@district", Some(50.0), None),
                accepted(10, "gn.2", None, Some(volume)),
                accepted(11, "gn.3.1", Some(900.0), None),
            ]
        };
        assert_eq!(found(lines(250.0)), [""; 0]);
        assert_eq!(found(lines(240.0)), ["n GN509 E11 +10"]);
    }

    #[test]
    fn a_volume_that_was_set_aside_is_not_nothing() {
        let mut report: Submission =
            submission("2024-06", vec![accepted(10, "gn.2", Some(420.0), Some(300.0))]);
        report.lines.push(accepted(10, "gn.2@central", Some(1.0), None));
        report.set_aside.push(set_aside("H11", Measure::Volume));
        assert_eq!(World::default().found(report, vec![]), [""; 0]);
    }
}
