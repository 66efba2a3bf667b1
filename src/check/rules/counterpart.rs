//! Family 5, the local share of the plan against what the office is obliged to put beside the central money.

use crate::check::case::Case;
use crate::check::gate::group::{Sheets, largest};
use crate::check::gate::wording;
use crate::domain::key::{Key, Source};
use crate::domain::lang::words;
use crate::domain::money::Money;
use crate::domain::place::Place;
use crate::domain::rule::Problem;
use crate::domain::settings::Counterpart;
use crate::domain::submission::{Line, Measure};
use crate::rules;

pub(super) fn below_ratio(case: &Case<'_>) -> Vec<Problem> {
    let settings = &case.context.settings.counterpart;
    if settings.is_empty() {
        return Vec::new();
    }
    let unit = &case.submission.unit;
    let is_own = |of: &&Counterpart| of.unit.as_ref().is_none_or(|code| code == unit);
    let own: Vec<&Counterpart> = settings.iter().filter(is_own).collect();
    // What is said for the unit goes before what is said for all.
    let is_replaced = |of: &Counterpart| {
        let instead =
            |other: &&Counterpart| other.unit.is_some() && other.component == of.component;
        of.unit.is_none() && own.iter().any(instead)
    };
    own.iter().filter(|of| !is_replaced(of)).filter_map(|of| check(case, of)).collect()
}

fn check(case: &Case<'_>, setting: &Counterpart) -> Option<Problem> {
    let component = &setting.component;
    let is_meant =
        |key: &Key| component.as_ref().is_none_or(|component| component.covers(&key.component));
    let sheets = Sheets::new(case.submission);
    let lines: Vec<&Line> =
        case.submission.lines.iter().filter(|line| is_meant(&line.key)).collect();
    let (central, local) = if case.plan.is_empty() {
        if lines.iter().any(|line| sheets.lacks(line, Measure::Plan)) {
            return None;
        }
        let stated = lines.iter().filter_map(|line| Some((&line.key, line.amount(Measure::Plan)?)));
        split(stated)?
    } else {
        split(
            case.plan.iter().map(|(key, amount)| (key, *amount)).filter(|(key, _)| is_meant(key)),
        )?
    };
    let whole = central + local;
    if whole <= Money::ZERO {
        return None;
    }
    let ratio = setting.ratio;
    let expected = ratio.of(whole);
    let rule = &rules::COUNTERPART_BELOW_RATIO;
    let unit = case.submission.money_unit;
    let rounding = Money::from_dong(i64::try_from(whole.as_dong() / 2_000).ok()?);
    if expected - local <= case.context.settings.tolerance(rule, unit, rounding) {
        return None;
    }
    let subject = match component {
        Some(component) => case.context.catalogue.title(component),
        None => case.context.register.name(&case.submission.unit),
    };
    let [central, local_words, owed] =
        [central, local, expected].map(|amount| wording::amount(amount, unit));
    let words = words!(
        "{subject}: kế hoạch NSTW {central}, vốn địa phương {local_words}; đối ứng {ratio}% phải là {owed}.",
        "{subject}: the plan has {central} central and {local_words} local; {ratio}% would be {owed}.";
        subject, central, local_words, ratio, owed
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

/// Central and local money of a plan; `None` where some of it has no source.
fn split<'a>(plan: impl Iterator<Item = (&'a Key, Money)>) -> Option<(Money, Money)> {
    let (mut central, mut local) = (Money::ZERO, Money::ZERO);
    for (key, amount) in plan.filter(|(_, amount)| !amount.is_zero()) {
        match key.source? {
            Source::Central => central += amount,
            Source::Province | Source::District | Source::Commune | Source::Local => {
                local += amount;
            }
            Source::Foreign | Source::Other => {}
        }
    }
    Some((central, local))
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
