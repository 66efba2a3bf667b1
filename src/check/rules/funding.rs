//! Family 5, money of a funding type that its component does not have.

use std::collections::BTreeMap;

use crate::check::case::Case;
use crate::check::gate::group::{Sheets, largest, total};
use crate::check::gate::wording;
use crate::domain::code::ComponentId;
use crate::domain::key::{Funding, Key};
use crate::domain::lang::Words;
use crate::domain::money::Money;
use crate::domain::rule::Problem;
use crate::domain::submission::Line;
use crate::domain::submission::Measure::{Cumulative, InPeriod, Plan};
use crate::rules;

pub(super) fn unusual(case: &Case<'_>) -> Vec<Problem> {
    // One finding for a component, whatever the sources, years and works that its money is split into.
    let mut found: BTreeMap<(u16, &ComponentId, Funding), Vec<&Line>> = BTreeMap::new();
    let is_alike =
        |a: &Line, b: &Line| a.key.component == b.key.component && a.key.funding == b.key.funding;
    for lines in case.submission.lines.chunk_by(is_alike) {
        let key = &lines[0].key;
        let usual = case.context.catalogue.sure_funding(&key.component);
        if usual.is_empty() || usual.contains(&key.funding) || is_planned(case, key) {
            continue;
        }
        for line in lines {
            found.entry((line.sheet, &key.component, key.funding)).or_default().push(line);
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    found.into_values().filter_map(|lines| problem(case, &sheets, &lines)).collect()
}

/// The register is the authority on what it plans.
fn is_planned(case: &Case<'_>, key: &Key) -> bool {
    case.plan.iter().any(|(planned, amount)| {
        let (a, b) = (&planned.component, &key.component);
        !amount.is_zero() && planned.funding == key.funding && (a.covers(b) || b.covers(a))
    })
}

fn problem(case: &Case<'_>, sheets: &Sheets<'_>, lines: &[&Line]) -> Option<Problem> {
    let (measure, line) = [Cumulative, InPeriod, Plan].into_iter().find_map(|measure| {
        let line = largest(lines, measure)?;
        line.amount(measure).filter(|amount| !amount.is_zero()).map(|_| (measure, line))
    })?;
    let (found, _) = total(lines, measure)?;
    let amount = wording::amount(found, sheets.unit(line));
    let (place, own) = (sheets.place(case, line, measure), line.key.funding.label());
    let usual = case.context.catalogue.sure_funding(&line.key.component).first()?.label();
    let words = Words::new(
        format!(
            "{}: ghi {} thuộc {}, nội dung này thường chỉ có {}.",
            place.vi,
            amount.vi,
            own.vi.to_lowercase(),
            usual.vi.to_lowercase()
        ),
        format!(
            "{}: states {} as {}; this component usually has only {}.",
            place.en,
            amount.en,
            own.en.to_lowercase(),
            usual.en.to_lowercase()
        ),
    );
    let problem = sheets.problem(&rules::UNUSUAL_FUNDING_TYPE, line, measure, words);
    Some(problem.compared(found, Money::ZERO))
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::key::Funding;
    use crate::domain::submission::Line;

    fn invested(row: u32, key: &str, plan: Option<f64>, figures: [Option<f64>; 2]) -> Line {
        let mut line = line(row, key, plan, figures);
        line.key.funding = Funding::Investment;
        line
    }

    fn found(world: &World, lines: Vec<Line>) -> Vec<String> {
        let found = world.found(submission("2024-06", lines), vec![]).into_iter();
        found.filter(|told| told.contains("GN505")).collect()
    }

    #[test]
    fn investment_on_a_recurrent_component_is_asked_about() {
        let world = World::default();
        let paid = |key| found(&world, vec![invested(10, key, None, [None, Some(30.0)])]);
        assert_eq!(paid("gn.2"), ["w GN505 E11 +30"]);
        assert_eq!(paid("gn.2/Nuôi bò"), ["w GN505 E11 +30"], "a work is of its component");
        assert_eq!(paid("gn.4"), [""; 0], "has both");
        assert_eq!(paid("ntm.1"), [""; 0], "not sure");
        assert_eq!(paid("gn"), [""; 0], "says none");
        let right = vec![line(10, "gn.2", None, [None, Some(30.0)])];
        assert_eq!(found(&world, right), [""; 0]);
    }

    #[test]
    fn no_money_is_no_fault_and_a_plan_alone_is_money() {
        let world = World::default();
        let zero = vec![invested(10, "gn.2", Some(0.0), [Some(0.0), Some(0.0)])];
        assert_eq!(found(&world, zero), [""; 0]);
        let plan = vec![invested(10, "gn.2", Some(40.0), [None, None])];
        assert_eq!(found(&world, plan), ["w GN505 C11 +40"]);
    }

    #[test]
    fn a_component_is_told_once_whatever_its_sources() {
        let lines = vec![
            invested(10, "gn.2@central", None, [None, Some(30.0)]),
            invested(11, "gn.2@district", None, [None, Some(5.0)]),
        ];
        assert_eq!(found(&World::default(), lines), ["w GN505 E11 +35"]);
    }

    #[test]
    fn what_the_register_plans_is_not_asked_about() {
        let mut world = World::planning(&[("HL-01", "gn.2@central:2024", 50.0)]);
        world.register.decisions[0].key.funding = Funding::Investment;
        let lines = vec![invested(10, "gn.2", None, [None, Some(30.0)])];
        assert_eq!(found(&world, lines), [""; 0]);
    }
}
