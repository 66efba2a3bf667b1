//! Turns problems into findings: the severity that the office has set for the rule, and their order.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{misread, waiver};
use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::period::Period;
use crate::domain::register::Register;
use crate::domain::rule::{Finding, Problem, Rule, Severity};
use crate::domain::settings::Level;

/// A problem with the severity that the settings give it; `None` where its rule is off.
///
/// What keeps money out of the totals stays as a note even then: nothing is dropped silently.
pub(crate) fn finding(
    context: &Context<'_>,
    period: Period,
    mut problem: Problem,
) -> Option<Finding> {
    let rule = problem.rule;
    let set = context.settings.rules.get(&rule.code).and_then(|set| set.severity);
    let severity = match set {
        Some(Level::Off) if problem.set_aside.is_zero() => return None,
        Some(Level::Off) => Severity::Note,
        Some(Level::As(set)) => softened(rule, set, problem.severity),
        None => problem.severity.unwrap_or(rule.severity),
    };
    problem.severity = Some(severity);
    let accepted = waiver::acceptance(context, period, &problem);
    let fault = misread::fault(&problem).filter(|_| accepted.is_none()).map(Arc::new);
    let money_unit = context.settings.office.money_unit;
    Some(Finding { accepted, fault, money_unit, ..Finding::new(severity, problem) })
}

/// The setting goes before the rule; what a problem says of itself may only soften a setting (an explained fall).
fn softened(rule: &Rule, set: Severity, own: Option<Severity>) -> Severity {
    match own {
        Some(own) if rule.severity < own => set.max(own),
        _ => set,
    }
}

/// By unit in the order of the register (those it does not know, then what has none, at the end); within a unit the
/// worst first, then what is worth most ([`Finding::rank`]): a clerk calls a unit once, about all of its report.
pub fn sort(register: &Register, findings: &mut [Finding]) {
    let units = register.units.iter().enumerate();
    let order: BTreeMap<&UnitCode, usize> = units.map(|(at, unit)| (&unit.code, at)).collect();
    let unit = |finding: &Finding| match &finding.problem.unit {
        Some(code) => order.get(code).copied().unwrap_or(usize::MAX - 1),
        None => usize::MAX,
    };
    // In place: a list of keys beside that of the findings is as long again.
    findings.sort_unstable_by(|a, b| {
        let key = |finding: &Finding| (unit(finding), finding.rank());
        let (one, other) = (&a.problem, &b.problem);
        let known = key(a).cmp(&key(b)).then_with(|| one.unit.cmp(&other.unit));
        let known = known.then_with(|| one.identity().cmp(&other.identity()));
        known.then_with(|| one.words.vi.cmp(&other.words.vi))
    });
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::lang::Words;
    use crate::domain::place::Place;
    use crate::domain::rule::{Problem, Rule, Severity};
    use crate::domain::settings::{Level, RuleSetting};
    use crate::domain::submission::Submission;
    use crate::rules;

    fn overspent() -> Submission {
        submission("2024-06", vec![line(10, "gn.2", Some(100.0), [None, Some(112.0)])])
    }

    fn with(rule: &Rule, level: Level) -> World {
        let mut world = World::default();
        let setting = RuleSetting { severity: Some(level), tolerance: None };
        world.settings.rules.insert(rule.code, setting);
        world
    }

    #[test]
    fn the_settings_say_how_bad_a_finding_is() {
        assert_eq!(
            with(&rules::DISBURSED_OVER_PLAN, Level::As(Severity::Note)).found(overspent(), vec![]),
            ["n GN502 E11 +12"]
        );
        assert_eq!(
            with(&rules::DISBURSED_OVER_PLAN, Level::Off).found(overspent(), vec![]),
            [""; 0]
        );
    }

    #[test]
    fn an_explanation_softens_what_the_settings_say() {
        let mut report = submission("2024-06", vec![line(10, "gn.2", Some(-5.0), [None; 2])]);
        report.explanations.push(said(10, "Nộp trả ngân sách"));
        assert_eq!(
            with(&rules::NEGATIVE_AMOUNT, Level::As(Severity::Error)).found(report.clone(), vec![]),
            ["w GN303 C11 -"]
        );
        assert_eq!(
            with(&rules::NEGATIVE_AMOUNT, Level::As(Severity::Note)).found(report, vec![]),
            ["n GN303 C11 -"]
        );
    }

    fn problem(rule: &'static Rule) -> Problem {
        Problem::new(rule, Place::default(), Words::default())
    }

    #[test]
    fn money_that_is_set_aside_is_named_even_when_its_rule_is_off() {
        let mut report = submission("2024-06", vec![]);
        report.problems = vec![
            problem(&rules::UNKNOWN_ROW),
            problem(&rules::UNKNOWN_ROW).setting_aside(million(3.0)),
        ];
        assert_eq!(with(&rules::UNKNOWN_ROW, Level::Off).found(report, vec![]), ["n GN204 - -"]);
    }

    #[test]
    fn what_cannot_be_decided_is_worse_than_its_rule() {
        let mut undecided = problem(&rules::AMBIGUOUS_NUMBER);
        undecided.severity = Some(Severity::Error);
        let mut report = submission("2024-06", vec![]);
        report.problems = vec![undecided];
        assert_eq!(World::default().found(report, vec![]), ["GN306 - -"]);
    }

    #[test]
    fn findings_come_by_unit_then_the_worst_then_the_largest() {
        let mut world = World::planning(&[("", "gn.2", 5.0)]);
        world.register.units.reverse();
        let of = |code: &str| {
            let mut report = submission(
                "2024-06",
                vec![
                    line(10, "gn.2", Some(100.0), [None, Some(112.0)]),
                    line(11, "gn.4", Some(100.0), [None, Some(150.0)]),
                ],
            );
            report.problems =
                vec![problem(&rules::NUMBER_TYPED_AS_TEXT), problem(&rules::HIDDEN_FIGURES)];
            report.unit = unit(code);
            report
        };
        let (_, findings) = world.check(vec![of("HL-01"), of("A-99"), of("HL-02")], vec![]);
        let told: Vec<String> = findings
            .iter()
            .map(|finding| {
                let unit = finding.problem.unit.as_ref().map_or("-", |unit| unit.as_str());
                format!("{unit} {}", told(finding))
            })
            .collect();
        let mut want = Vec::new();
        for unit in ["HL-02", "HL-01", "A-99"] {
            for told in ["GN502 E12 +50", "GN502 E11 +12", "w GN206 - -", "n GN301 - -"] {
                want.push(format!("{unit} {told}"));
            }
        }
        want.push("- n GN508 - -5".to_owned());
        assert_eq!(told, want);
    }
}
