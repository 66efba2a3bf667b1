//! The rules that look for faults: the record of each with its function. Those that reading the files finds are raised
//! where they are found.

use super::case::Case;
use super::gate::demand::{self, Demanding};
use crate::domain::context::Context;
use crate::domain::rule::{Problem, Rule};
use crate::domain::works::WorksOf;
use crate::rules;

mod allocation;
mod arithmetic;
mod content;
mod counterpart;
mod cumulative;
mod file;
mod forecast;
mod funding;
mod jump;
pub(super) mod obligation;
pub(super) mod overlap;
mod plan;
mod planless;
mod quarter;
mod rate;
mod register;
mod repeated;
mod results;
mod returned;
mod stalled;
pub(super) mod unknown;
mod values;
mod volume;

/// What looks for the problems of a rule.
pub(super) enum Find {
    /// A function over the figures of one report, and what its problems demand of the cells around them: an edit of a
    /// cell may clear them (`locate`).
    Figures(fn(&Case<'_>) -> Vec<Problem>, Demanding),
    /// A function over one report of which no cell in particular is to blame.
    Report(fn(&Case<'_>) -> Vec<Problem>),
    /// A function over the register.
    Register(fn(&Context<'_>) -> Vec<Problem>),
    /// A function over the works of all reports together.
    Together(fn(&Context<'_>, &[WorksOf]) -> Vec<Problem>),
}

/// The rules with their functions, by code.
pub(super) static CHECKS: &[(&Rule, Find)] = &[
    (&rules::OUTDATED_TEMPLATE, Find::Report(file::issued_before)),
    (&rules::SAME_AS_LAST_PERIOD, Find::Report(repeated::repeated)),
    (&rules::PARTLY_FILLED, Find::Report(obligation::partly_filled)),
    (&rules::MISSING_COLUMN, Find::Report(planless::without_plan)),
    (&rules::NEGATIVE_AMOUNT, Find::Figures(values::negative, demand::itself)),
    (&rules::BLANK_WORKED_OUT, Find::Report(unknown::worked_out)),
    (&rules::CHILDREN_DO_NOT_ADD_UP, Find::Figures(arithmetic::children, arithmetic::below)),
    (&rules::PARTS_DO_NOT_ADD_UP, Find::Figures(arithmetic::parts, arithmetic::across)),
    (&rules::RATE_DIFFERS, Find::Figures(rate::rates, rate::quotient)),
    (
        &rules::PERIOD_AND_CUMULATIVE_DISAGREE,
        Find::Figures(cumulative::disagreeing, cumulative::grown),
    ),
    (&rules::PLAN_DIFFERS_FROM_REGISTER, Find::Figures(plan::differing, plan::as_registered)),
    (&rules::DISBURSED_OVER_PLAN, Find::Figures(plan::overspent, plan::within_plan)),
    (&rules::LINE_NOT_IN_PLAN, Find::Figures(plan::unplanned, plan::nothing)),
    (&rules::PLANNED_LINE_MISSING, Find::Figures(plan::missing, demand::itself)),
    (&rules::UNUSUAL_FUNDING_TYPE, Find::Report(funding::unusual)),
    (&rules::COUNTERPART_BELOW_RATIO, Find::Report(counterpart::below_ratio)),
    (&rules::OVER_ALLOCATED, Find::Register(allocation::over_allocated)),
    (&rules::NOT_YET_ALLOCATED, Find::Register(allocation::unallocated)),
    (&rules::DISBURSED_OVER_VOLUME, Find::Report(volume::over_volume)),
    (&rules::FORECAST_OUT_OF_RANGE, Find::Figures(forecast::out_of_range, demand::itself)),
    (&rules::IMPLAUSIBLE_REGISTER, Find::Register(register::implausibilities)),
    (&rules::RETURN_OUT_OF_RANGE, Find::Figures(returned::out_of_range, demand::itself)),
    (&rules::CUMULATIVE_FELL, Find::Figures(cumulative::fallen, cumulative::not_fallen)),
    (&rules::STALLED, Find::Report(stalled::stalled)),
    (&rules::UNUSUAL_JUMP, Find::Report(jump::jumped)),
    (&rules::QUARTER_DIFFERS_FROM_MONTHS, Find::Figures(quarter::differing, demand::itself)),
    (&rules::UNKNOWN_FIGURE, Find::Report(unknown::unknown)),
    (&rules::OVERLAP_BETWEEN_PROGRAMS, Find::Together(overlap::overlaps)),
    (&rules::LOW_RATE_WITHOUT_REASON, Find::Report(content::low_rate)),
    (&rules::DIFFICULTY_WITHOUT_PROPOSAL, Find::Report(content::unproposed)),
    (&rules::UNKNOWN_DIFFICULTY, Find::Report(content::unknown)),
    (&rules::INDICATOR_NEARLY_NAMED, Find::Report(results::nearly_named)),
    (&rules::RESULT_NOT_ADDED, Find::Report(results::not_added)),
    (&rules::RESULT_FELL, Find::Report(results::fallen)),
];

/// What the problems of a rule demand of the cells around them, where it is a rule over figures.
pub(crate) fn demand_of(rule: &Rule) -> Option<Demanding> {
    CHECKS.iter().find_map(|(of, find)| match find {
        Find::Figures(_, demand) if *of == rule => Some(*demand),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{CHECKS, Find};
    use crate::domain::rule::{Rule, Scope};
    use crate::rules;

    #[test]
    fn a_rule_has_a_function_where_its_record_says_that_it_looks_and_only_there() {
        let scope = |rule: &Rule| {
            let find = CHECKS.iter().find(|(of, _)| *of == rule);
            find.map(|(_, find)| match find {
                Find::Figures(..) | Find::Report(_) => Scope::Report,
                Find::Register(_) => Scope::Register,
                Find::Together(_) => Scope::Together,
            })
        };
        for rule in rules::ALL {
            let is_looked_for =
                !matches!(rule.scope, Scope::Opening | Scope::Reading | Scope::Closed);
            assert_eq!(scope(rule), is_looked_for.then_some(rule.scope), "{}", rule.code);
        }
        assert!(CHECKS.is_sorted_by_key(|(rule, _)| rule.code));
    }
}
