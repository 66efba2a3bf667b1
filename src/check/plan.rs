//! Family 5, a unit's report against its plan.

use std::collections::{BTreeMap, BTreeSet};

use super::group::{Group, Sheets, groups, largest, total};
use super::wording;
use crate::domain::key::{Key, PlanYear};
use crate::domain::lang::{Text, Words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Place;
use crate::domain::register::Decision;
use crate::domain::rule::{Case, Check, Problem, Rule, RuleCode, Severity};
use crate::domain::submission::Measure::{self, Cumulative, InPeriod, Plan};

pub(super) static PLAN_DIFFERS_FROM_REGISTER: Rule = Rule {
    code: RuleCode("GN501"),
    name: "plan-differs-from-register",
    severity: Severity::Error,
    title: Text {
        vi: "Kế hoạch vốn đơn vị ghi khác kế hoạch đã giao",
        en: "the stated plan is not the registered one",
    },
    why: Text {
        vi: "Kế hoạch vốn của đơn vị là tổng các quyết định giao, điều chỉnh đến ngày cuối kỳ trong sổ Kế hoạch vốn. Lệch thường do đơn vị chưa cập nhật quyết định mới; tỷ lệ giải ngân luôn tính trên kế hoạch đã giao.",
        en: "A unit's plan is the sum of the decisions in the plan journal up to the last day of the period. A difference mostly means that the unit has not entered a new decision; rates are always of the registered plan.",
    },
    example: Text {
        vi: "Sổ kế hoạch: giao 1.000, điều chỉnh giảm 150 ngày 20/5; đơn vị vẫn ghi 1.000 triệu đồng.",
        en: "The journal has 1.000 and a cut of 150 on 20 May; the unit still states 1.000 million.",
    },
    advice: Text {
        vi: "Đối chiếu với quyết định giao vốn: đơn vị cập nhật quyết định còn thiếu, hoặc cơ quan tổng hợp bổ sung quyết định chưa ghi vào sổ Kế hoạch vốn.",
        en: "Compare with the decisions: the unit enters the one it is missing, or the office adds the one that is not in the plan journal yet.",
    },
    check: Check::Each(differing),
};

fn differing(case: &Case<'_>) -> Vec<Problem> {
    if case.plan.is_empty() {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let rule = PLAN_DIFFERS_FROM_REGISTER.code;
    let mut problems = Vec::new();
    for group in groups(case, sheets.lines(Plan), [].iter(), case.plan) {
        let Some((found, stated)) = total(&group.lines, Plan) else { continue };
        let Some(expected) = registered(&group) else { continue };
        if found == expected || group.lines.iter().any(|line| sheets.lacks(line, Plan)) {
            continue;
        }
        if (found - expected).abs() <= group.tolerance(case, rule, &sheets, None, stated) {
            continue;
        }
        let Some(line) = largest(&group.lines, Plan) else { continue };
        let (unit, place) = (sheets.unit(line), sheets.place(case, line, Plan));
        let against = Text { vi: "kế hoạch đã giao", en: "the register has" };
        let mut words = wording::differs(&place, unit, found, against, expected);
        if let Some(hint) = decision_hint(case, &group, found - expected, unit) {
            words = wording::then(words, &hint);
        }
        problems.push(sheets.problem(rule, line, Plan, words).compared(found, expected));
    }
    problems
}

fn registered(group: &Group<'_>) -> Option<Money> {
    (!group.plan.is_empty()).then(|| group.plan.iter().map(|(_, amount)| *amount).sum())
}

/// The decision that explains the gap by its amount: missing (the gap is its opposite), or counted too early or twice.
fn decision_hint(
    case: &Case<'_>,
    group: &Group<'_>,
    gap: Money,
    unit: MoneyUnit,
) -> Option<Words> {
    let (register, day) = (case.context.register, case.submission.period.to());
    let (own, budget) = (&case.submission.unit, case.context.year());
    let is_here = |decision: &&Decision| {
        let owner = decision.unit.as_ref();
        owner.is_some_and(|unit| unit == own || register.successor(unit, day) == Some(own))
            && group.plan.iter().any(|(key, _)| {
                key.covers(&decision.key, budget) || decision.key.covers(key, budget)
            })
    };
    let latest = |wanted: &dyn Fn(&Decision) -> bool| {
        let decisions = register.decisions.iter().filter(is_here);
        decisions.filter(|decision| wanted(decision)).max_by_key(|decision| decision.date)
    };
    let tell = |decision: &Decision, vi: &str, en: &str| {
        let (number, date) = (&decision.number, decision.date.format("%-d/%-m/%Y"));
        let amount = wording::amount(decision.amount, unit);
        Words::new(
            format!("Quyết định số {number} ngày {date} ({}) {vi}.", amount.vi),
            format!("Decision {number} of {date} ({}) {en}.", amount.en),
        )
    };
    if let Some(missing) = latest(&|decision| decision.date <= day && decision.amount == -gap) {
        return Some(tell(
            missing,
            "có thể đơn vị chưa cập nhật",
            "seems to be missing in the unit's plan",
        ));
    }
    if let Some(early) = latest(&|decision| day < decision.date && decision.amount == gap) {
        return Some(tell(
            early,
            "ban hành sau kỳ báo cáo, có thể đơn vị đã tính trước",
            "is dated after the period and seems to be counted already",
        ));
    }
    let twice = latest(&|decision| decision.date <= day && decision.amount == gap)?;
    Some(tell(twice, "có thể đơn vị đã cộng hai lần", "seems to be counted twice"))
}

pub(super) static DISBURSED_OVER_PLAN: Rule = Rule {
    code: RuleCode("GN502"),
    name: "disbursed-over-plan",
    severity: Severity::Error,
    title: Text {
        vi: "Giải ngân vượt kế hoạch vốn",
        en: "disbursed more than planned",
    },
    why: Text {
        vi: "Vốn giải ngân trong năm không được vượt kế hoạch vốn năm, kể cả vốn các năm trước được kéo dài (nguyên tắc thanh toán vốn đầu tư công, NĐ 254/2025/NĐ-CP). So theo từng nguồn vốn và năm vốn, đến mức chi tiết mà cả báo cáo và sổ kế hoạch cùng có.",
        en: "What is disbursed in a year may not exceed the year's plan, capital carried over included (the principle of payment of public investment, Decree 254/2025/NĐ-CP). Compared by source and plan year, as finely as both the report and the journal are split.",
    },
    example: Text {
        vi: "Kế hoạch NSTW năm 2024 là 500 triệu đồng, lũy kế giải ngân NSTW năm 2024 ghi 512 triệu đồng.",
        en: "The central plan of 2024 is 500 million, the cumulative figure of it is 512 million.",
    },
    advice: Text {
        vi: "Tìm chữ số gõ thừa, số ghi nhầm cột nguồn vốn hoặc năm vốn; nếu kế hoạch đã được bổ sung thì ghi quyết định bổ sung vào sổ Kế hoạch vốn.",
        en: "Look for a digit too many or a figure under the wrong source or plan year; where the plan was raised, enter that decision in the plan journal.",
    },
    check: Check::Each(overspent),
};

fn overspent(case: &Case<'_>) -> Vec<Problem> {
    let sheets = Sheets::new(case.submission);
    let is_registered = !case.plan.is_empty();
    let rule = DISBURSED_OVER_PLAN.code;
    let mut problems = Vec::new();
    for group in groups(case, case.submission.lines.iter(), [].iter(), case.plan) {
        let Some((found, stated)) = total(&group.lines, Cumulative) else { continue };
        let lacks = |measure| group.lines.iter().any(|line| sheets.lacks(line, measure));
        let planned = if is_registered {
            registered(&group)
        } else {
            total(&group.lines, Plan).filter(|_| !lacks(Plan)).map(|(amount, _)| amount)
        };
        let Some(expected) = planned else { continue };
        if found <= expected || lacks(Cumulative) {
            continue;
        }
        if found - expected <= group.tolerance(case, rule, &sheets, None, stated) {
            continue;
        }
        let Some(line) = largest(&group.lines, Cumulative) else { continue };
        let place = sheets.place(case, line, Cumulative);
        let against = Text { vi: "kế hoạch vốn chỉ có", en: "the plan is only" };
        let words = wording::differs(&place, sheets.unit(line), found, against, expected);
        problems.push(sheets.problem(rule, line, Cumulative, words).compared(found, expected));
    }
    problems
}

pub(super) static LINE_NOT_IN_PLAN: Rule = Rule {
    code: RuleCode("GN503"),
    name: "line-not-in-plan",
    severity: Severity::Error,
    title: Text {
        vi: "Dòng có số liệu nhưng không có trong kế hoạch vốn đã giao",
        en: "a line with money that is not in the plan",
    },
    why: Text {
        vi: "Chỉ được giải ngân cho nội dung, loại vốn, nguồn vốn và năm vốn đã giao cho đơn vị. Số đã giải ngân vẫn nằm trong tổng nhưng không cộng thêm vào kế hoạch, nên tỷ lệ chung bị đẩy lên.",
        en: "Money may be disbursed only for a content, funding type, source and plan year that was allocated to the unit. The money stays in the totals and adds nothing to the plan, which raises the rate.",
    },
    example: Text {
        vi: "Đơn vị ghi giải ngân ở Tiểu dự án 1 Dự án 3 trong khi sổ Kế hoạch vốn chỉ giao Dự án 2 cho đơn vị đó.",
        en: "A unit states money for sub-project 1 of project 3, while the journal gives it project 2 only.",
    },
    advice: Text {
        vi: "Kiểm tra dòng, loại vốn, nguồn vốn và năm vốn có ghi nhầm không; nếu đúng thì bổ sung quyết định giao vốn vào sổ Kế hoạch vốn.",
        en: "Check whether row, funding type, source or plan year is the wrong one; where they are right, add the decision to the plan journal.",
    },
    check: Check::Each(unplanned),
};

fn unplanned(case: &Case<'_>) -> Vec<Problem> {
    if case.plan.is_empty() {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let mut rows: BTreeMap<(u16, u32), Vec<_>> = BTreeMap::new();
    for group in groups(case, case.submission.lines.iter(), [].iter(), case.plan) {
        if group.plan.is_empty() {
            for line in group.lines {
                rows.entry((line.sheet, line.row)).or_default().push(line);
            }
        }
    }
    let problem = |lines: Vec<_>| {
        let sums = [Cumulative, InPeriod, Plan].into_iter().filter_map(|measure: Measure| {
            let stated = |line: &&_| largest(&[*line], measure).is_some();
            let has_money = |line: &&_| total(&[*line], measure).is_some_and(|(sum, _)| !sum.is_zero());
            let lines: Vec<_> = lines.iter().copied().filter(stated).filter(has_money).collect();
            Some((measure, largest(&lines, measure)?, total(&lines, measure)?.0))
        });
        let (measure, line, found) = { sums }.next()?;
        let unit = sheets.unit(line);
        let place = sheets.place(case, line, measure);
        let (amount, key) =
            (wording::amount(found, unit), wording::key(&case.context, &line.key));
        let words = Words::new(
            format!("{}: ghi {}, nhưng kế hoạch đã giao không có: {}.", place.vi, amount.vi, key.vi),
            format!("{}: states {}, but the plan has no: {}.", place.en, amount.en, key.en),
        );
        let problem = sheets.problem(LINE_NOT_IN_PLAN.code, line, measure, words);
        Some(problem.compared(found, Money::ZERO))
    };
    rows.into_values().filter_map(problem).collect()
}

pub(super) static PLANNED_LINE_MISSING: Rule = Rule {
    code: RuleCode("GN504"),
    name: "planned-line-missing",
    severity: Severity::Warning,
    title: Text {
        vi: "Nội dung đã giao vốn không có trong báo cáo",
        en: "a planned line is missing from the report",
    },
    why: Text {
        vi: "Đơn vị được giao vốn cho nội dung nào thì phải báo cáo nội dung đó, kể cả khi chưa giải ngân (ghi 0). Kế hoạch vẫn nằm trong mẫu số, nên thiếu dòng làm tỷ lệ thấp mà không ai giải thích.",
        en: "What a unit was given money for it reports, also when nothing was disbursed (0). The plan stays in the denominator, so a missing line lowers the rate and nobody explains it.",
    },
    example: Text {
        vi: "Sổ Kế hoạch vốn giao 200 triệu đồng cho Dự án 4, báo cáo của đơn vị không có dòng Dự án 4.",
        en: "The journal gives 200 million to project 4, and the report has no row for it.",
    },
    advice: Text {
        vi: "Thêm dòng còn thiếu vào báo cáo và ghi 0 nếu chưa giải ngân, hoặc đánh dấu “không phát sinh”.",
        en: "Add the missing row and enter 0 where nothing was disbursed, or tick “không phát sinh”.",
    },
    check: Check::Each(missing),
};

fn missing(case: &Case<'_>) -> Vec<Problem> {
    let submission = case.submission;
    if submission.lines.is_empty() {
        // Nothing of the file could be used, and another finding says why.
        return Vec::new();
    }
    let ticks: BTreeSet<_> = submission.nil_ticks.iter().collect();
    let mut absent: BTreeMap<Key, Money> = BTreeMap::new();
    for group in groups(case, submission.lines.iter(), [].iter(), case.plan) {
        if !group.lines.is_empty() {
            continue;
        }
        for (key, amount) in group.plan.iter().filter(|(_, amount)| !amount.is_zero()) {
            if ticks.contains(&(key.component.program(), key.funding)) {
                continue;
            }
            // One finding for a row of the form, whatever its sources and years.
            let row = Key { source: None, year: PlanYear::Any, ..(*key).clone() };
            *absent.entry(row).or_insert(Money::ZERO) += *amount;
        }
    }
    let problem = |(key, expected): (Key, Money)| {
        let (amount, key) = (
            wording::amount(expected, submission.money_unit),
            wording::key(&case.context, &key),
        );
        let words = Words::new(
            format!("Báo cáo không có dòng nào cho: {}; kế hoạch đã giao {}.", key.vi, amount.vi),
            format!("The report has no row for: {}; its plan is {}.", key.en, amount.en),
        );
        let place = Place { file: Some(submission.file.path.clone()), ..Place::default() };
        let problem = Problem::new(PLANNED_LINE_MISSING.code, place, words);
        problem.compared(Money::ZERO, expected)
    };
    absent.into_iter().map(problem).collect()
}
