//! From problems to findings: what the office's settings make of them, and their order.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::domain::code::UnitCode;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::period::Period;
use crate::domain::place::Cell;
use crate::domain::register::Register;
use crate::domain::rule::{Context, Finding, Problem, Rule, RuleCode, Severity};
use crate::domain::settings::{Settings, Waiver};

/// A problem with the severity that the settings give it; `None` where its rule is off.
///
/// What keeps money out of the totals stays as a note even then: nothing is dropped silently.
pub(super) fn finding(
    context: &Context<'_>,
    period: Period,
    mut problem: Problem,
) -> Option<Finding> {
    let rule = super::rule(problem.rule);
    let severity = match setting(context.settings, rule.code) {
        Some("off") if problem.set_aside.is_zero() => return None,
        Some("off") => Severity::Note,
        word => severity(rule, word, problem.severity),
    };
    problem.severity = Some(severity);
    let waiver = context.settings.waiver.iter().find(|waiver| {
        accepts(waiver, &problem)
            && [period, context.period].into_iter().any(|period| is_within(waiver, period))
    });
    let waived = waiver.map(|waiver| waiver.reason.clone());
    Some(Finding { rule, severity, problem, waived })
}

fn setting(settings: &Settings, rule: RuleCode) -> Option<&str> {
    settings.rules.get(rule.0)?.severity.as_deref()
}

/// The setting goes before the rule; what a problem says of itself may only soften a setting (an explained fall).
fn severity(rule: &Rule, word: Option<&str>, own: Option<Severity>) -> Severity {
    let set = match word {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        Some("note") => Severity::Note,
        // No setting, or a word that was refused when the settings were read.
        _ => return own.unwrap_or(rule.severity),
    };
    match own {
        Some(own) if rule.severity < own => set.max(own),
        _ => set,
    }
}

fn accepts(waiver: &Waiver, problem: &Problem) -> bool {
    let unit = problem.unit.as_ref().map_or("", UnitCode::as_str);
    let on_sheet = waiver.sheet.as_deref().is_none_or(|sheet| {
        problem.place.sheet.as_deref().is_some_and(|at| at.trim() == sheet.trim())
    });
    let in_cell = waiver.cell.as_deref().is_none_or(|cell| {
        cell.trim().parse::<Cell>().is_ok_and(|cell| problem.place.cell == Some(cell))
    });
    waiver.rule.trim() == problem.rule.0 && waiver.unit.trim() == unit && on_sheet && in_cell
}

fn is_within(waiver: &Waiver, period: Period) -> bool {
    let Ok(from) = waiver.period.parse::<Period>() else { return false };
    let until = waiver.until.as_deref().and_then(|until| until.parse::<Period>().ok());
    period == from || until.is_some_and(|until| (from..=until).contains(&period))
}

/// By unit in the order of the register (those it does not know, then what has none, at the end); within a unit the
/// worst first, then the largest.
pub(super) fn sort(register: &Register, findings: &mut [Finding]) {
    let units = register.units.iter().enumerate();
    let order: BTreeMap<&UnitCode, usize> = units.map(|(at, unit)| (&unit.code, at)).collect();
    let unit = |finding: &Finding| match &finding.problem.unit {
        Some(code) => (order.get(code).copied().unwrap_or(usize::MAX - 1), Some(code.clone())),
        None => (usize::MAX, None),
    };
    findings.sort_by_cached_key(|finding| {
        let problem = &finding.problem;
        let size = finding.difference().unwrap_or(Money::ZERO).abs().max(problem.set_aside.abs());
        let what = (finding.rule.code, problem.place.clone(), problem.words.vi.clone());
        (unit(finding), finding.severity, Reverse(size), what)
    });
}

/// By how much two sums may differ: what the settings say in the unit of the sheet, else `usual`.
pub(super) fn tolerance(
    settings: &Settings,
    rule: RuleCode,
    unit: MoneyUnit,
    usual: Money,
) -> Money {
    let set = settings.rules.get(rule.0).and_then(|rule| rule.tolerance.as_deref());
    let set = set.and_then(|text| Money::from_decimal(&text.trim().replace(',', "."), unit));
    set.map_or(usual, |rounded| rounded.money)
}
