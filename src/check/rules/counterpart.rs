//! Family 5, the local share of the plan against what the office is obliged to put beside the central money.

use crate::check::case::Case;
use crate::check::gate::group::{Sheets, largest};
use crate::check::gate::wording;
use crate::domain::counterpart::{self, Share};
use crate::domain::key::{Key, Source};
use crate::domain::lang::words;
use crate::domain::place::Place;
use crate::domain::rule::Problem;
use crate::domain::settings::Counterpart;
use crate::domain::submission::{Line, Measure};
use crate::rules;

pub(super) fn below_ratio(case: &Case<'_>) -> Vec<Problem> {
    let set = counterpart::of_unit(case.context.settings, &case.submission.unit);
    set.into_iter().filter_map(|of| check(case, of)).collect()
}

fn check(case: &Case<'_>, setting: &Counterpart) -> Option<Problem> {
    let component = &setting.component;
    let is_meant = |key: &Key| counterpart::is_meant(component.as_ref(), key);
    let sheets = Sheets::new(case.submission);
    let lines: Vec<&Line> =
        case.submission.lines.iter().filter(|line| is_meant(&line.key)).collect();
    let share = if case.plan.is_empty() {
        if lines.iter().any(|line| sheets.lacks(line, Measure::Plan)) {
            return None;
        }
        let stated = lines.iter().filter_map(|line| Some((&line.key, line.amount(Measure::Plan)?)));
        Share::of(stated)?
    } else {
        let planned = case.plan.iter().map(|(key, amount)| (key, *amount));
        Share::of(planned.filter(|(key, _)| is_meant(key)))?
    };
    let ratio = setting.ratio;
    let rule = &rules::COUNTERPART_BELOW_RATIO;
    let unit = case.submission.money_unit;
    let allowed = case.context.settings.tolerance(rule, unit, share.rounding());
    let lacking = share.lacking(ratio, allowed);
    if lacking.is_zero() {
        return None;
    }
    let (local, expected) = (share.local, share.local + lacking);
    let subject = match component {
        Some(component) => case.context.catalogue.title(component),
        None => case.context.register.name(&case.submission.unit),
    };
    let [central, local_words, owed] =
        [share.whole - local, local, expected].map(|amount| wording::amount(amount, unit));
    let by = setting.decision.as_ref().map_or_else(String::new, |number| format!(" ({number})"));
    let words = words!(
        "{subject}: kế hoạch NSTW {central}, vốn địa phương {local_words}; đối ứng {ratio}%{by} phải là {owed}.",
        "{subject}: the plan has {central} central and {local_words} local; {ratio}%{by} would be {owed}.";
        subject, central, local_words, ratio, by, owed
    );
    let is_local = |line: &&&Line| line.key.source.is_some_and(|of| Source::Local.covers(of));
    let of_local: Vec<&Line> = lines.iter().filter(is_local).copied().collect();
    let line = largest(&of_local, Measure::Plan).or_else(|| largest(&lines, Measure::Plan));
    let problem = match line {
        Some(line) => sheets.problem(rule, line, Measure::Plan, words),
        None => {
            let file = Some(case.submission.file.path.clone());
            Problem::new(rule, Place { file, ..Place::default() }, words)
        }
    };
    Some(problem.compared(local, expected))
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::code::UnitCode;
    use crate::domain::settings::{Counterpart, Percent};

    fn ratio(component: Option<&str>, unit: Option<&str>, ratio: f64) -> Counterpart {
        Counterpart {
            component: component.map(|id| id.parse().unwrap()),
            unit: unit.and_then(UnitCode::new),
            ratio: Percent::new(ratio).unwrap(),
            decision: None,
        }
    }

    fn found(settings: Vec<Counterpart>, plan: &[(&str, f64)]) -> Vec<String> {
        let mut world = World::default();
        world.settings.counterpart = settings;
        let rows = plan.iter().zip(10..);
        let lines = rows.map(|((key, plan), row)| line(row, key, Some(*plan), [None, Some(0.0)]));
        world.found(submission("2024-06", lines.collect()), vec![])
    }

    #[test]
    fn a_share_below_the_ratio_is_told_with_what_is_missing() {
        let ten = || vec![ratio(Some("gn.3"), None, 10.0)];
        let short = [("gn.3.1@central", 950.0), ("gn.3.1@province", 50.0)];
        assert_eq!(found(ten(), &short), ["w GN506 C12 -50"]);
        let enough = [
            ("gn.3.1@central", 900.0),
            ("gn.3.1@province", 50.0),
            ("gn.3.2@district", 30.0),
            ("gn.3.2@commune", 20.0),
        ];
        assert_eq!(found(ten(), &enough), [""; 0]);
        assert_eq!(found(vec![], &short), [""; 0]);
        assert_eq!(found(vec![ratio(Some("gn.2"), None, 10.0)], &short), [""; 0]);
    }

    #[test]
    fn other_contributions_are_no_counterpart() {
        let plan = [("gn.2@central", 900.0), ("gn.2@other", 500.0)];
        assert_eq!(found(vec![ratio(None, Some("HL-01"), 10.0)], &plan), ["w GN506 C11 -90"]);
        assert_eq!(found(vec![ratio(None, Some("HL-02"), 10.0)], &plan), [""; 0]);
    }

    #[test]
    fn a_plan_that_is_not_split_by_source_says_nothing() {
        let plan = [("gn.2@central", 950.0), ("gn.2", 10.0)];
        assert_eq!(found(vec![ratio(Some("gn.2"), None, 10.0)], &plan), [""; 0]);
    }

    #[test]
    fn a_share_that_was_rounded_is_enough() {
        let plan = [("gn.2@central", 1111.5), ("gn.2@local", 123.0)];
        assert_eq!(found(vec![ratio(None, None, 10.0)], &plan), [""; 0]);
    }

    #[test]
    fn what_is_said_for_the_unit_goes_before_what_is_said_for_all() {
        let plan = [("gn.2@central", 950.0), ("gn.2@local", 50.0)];
        let both = vec![ratio(Some("gn.2"), None, 10.0), ratio(Some("gn.2"), Some("HL-01"), 5.0)];
        assert_eq!(found(both, &plan), [""; 0]);
    }

    #[test]
    fn the_register_goes_before_what_the_unit_states() {
        let mut world = World::planning(&[
            ("HL-01", "gn.2@central:2024", 900.0),
            ("HL-01", "gn.2@district:2024", 100.0),
        ]);
        world.settings.counterpart = vec![ratio(None, None, 10.0)];
        let coarse = || vec![line(10, "gn.2", Some(1000.0), [None, Some(0.0)])];
        assert_eq!(world.found(submission("2024-06", coarse()), vec![]), [""; 0]);
        world.settings.counterpart[0].ratio = Percent::new(12.5).unwrap();
        assert_eq!(world.found(submission("2024-06", coarse()), vec![]), ["w GN506 C11 -25"]);
    }
}
