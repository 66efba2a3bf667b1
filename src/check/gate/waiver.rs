//! Waivers (`[[waiver]]`): which findings the office accepted, and which waivers accept nothing any more.
//!
//! A waiver with a cell accepts what its rule finds in that cell; one with a sheet only, or with neither, accepts
//! everything that the rule finds there for that unit and time. The report says how many those were. What becomes of it
//! where a later file comes in is told by [`kept`](super::kept).

use std::sync::Arc;

use crate::domain::code::UnitCode;
use crate::domain::context::Context;
use crate::domain::label::Label;
use crate::domain::lang::Words;
use crate::domain::period::Period;
use crate::domain::rule::{Acceptance, Finding, Problem};
use crate::domain::settings::Waiver;

/// How a problem of a report for `period` was accepted, where it was: for that period or for the one that is added up.
pub(crate) fn acceptance(
    context: &Context<'_>,
    period: Period,
    problem: &Problem,
) -> Option<Arc<Acceptance>> {
    let waiver = meant(context, period, problem)?;
    let Waiver { reason, by, until, .. } = waiver;
    Some(Arc::new(Acceptance { reason: reason.clone(), by: by.clone(), until: *until }))
}

/// The waiver that accepts a problem.
pub(crate) fn meant<'a>(
    context: &Context<'a>,
    period: Period,
    problem: &Problem,
) -> Option<&'a Waiver> {
    let mut waivers = context.settings.waiver.iter();
    waivers.find(|waiver| is_of(waiver, problem) && is_for(waiver, context, period))
}

/// What is said of each waiver that is for a report at hand (its unit and period) and accepts nothing in it.
pub(crate) fn idle(
    context: &Context<'_>,
    reports: &[(&UnitCode, Period)],
    findings: &[Finding],
) -> Vec<Words> {
    let is_at_hand = |waiver: &Waiver| {
        let mut of_unit = reports.iter().filter(|(unit, _)| **unit == waiver.unit);
        of_unit.any(|(_, period)| is_for(waiver, context, *period))
    };
    let accepts = |waiver: &Waiver| {
        // One whose figure has changed is told with the finding.
        findings.iter().any(|finding| {
            let recalled = finding.recalled.as_ref().filter(|known| known.accepted.is_some());
            let was = recalled.is_some_and(|known| {
                is_of(
                    waiver,
                    &Problem { place: known.place.clone(), ..Problem::clone(&finding.problem) },
                )
            });
            was || finding.accepted.is_some() && is_of(waiver, &finding.problem)
        })
    };
    let waivers = context.settings.waiver.iter();
    waivers.filter(|waiver| is_at_hand(waiver) && !accepts(waiver)).map(idle_words).collect()
}

fn idle_words(waiver: &Waiver) -> Words {
    let Waiver { rule, unit, period, reason, .. } = waiver;
    let file = waiver.file.as_deref().map_or_else(String::new, |file| format!(" {file}"));
    let sheet = waiver.sheet.as_deref().unwrap_or("");
    let place = match waiver.cell {
        Some(cell) if sheet.is_empty() => format!(" {cell}"),
        Some(cell) => format!(" {sheet}!{cell}"),
        None if sheet.is_empty() => String::new(),
        None => format!(" {sheet}"),
    };
    let place = file + &place;
    Words::new(
        format!(
            "Giải trình {rule} của {unit}{place}, kỳ {period} (“{reason}”) không còn khớp với nội dung nào: hãy bỏ mục [[waiver]] này trong giaingan.toml, hoặc sửa lại tệp, trang, ô."
        ),
        format!(
            "The waiver of {rule} for {unit}{place}, {period} (“{reason}”) matches no finding any more: remove this [[waiver]] from giaingan.toml, or mend its file, sheet and cell."
        ),
    )
}

/// Whether a waiver names this problem: its rule and unit, and as much of its place as the waiver says.
pub(crate) fn is_of(waiver: &Waiver, problem: &Problem) -> bool {
    if waiver.rule != problem.rule.code || problem.unit.as_ref() != Some(&waiver.unit) {
        return false;
    }
    let in_file = waiver
        .file
        .as_deref()
        .is_none_or(|file| problem.place.file.as_deref().is_some_and(|at| at == file));
    let on_sheet = waiver.sheet.as_deref().is_none_or(|sheet| {
        let at = problem.place.sheet.as_deref();
        at.is_some_and(|at| Label::new(at) == Label::new(sheet))
    });
    let in_cell = waiver.cell.is_none_or(|cell| problem.place.cell == Some(cell));
    in_file && on_sheet && in_cell
}

/// A waiver may be given for a month, and for a quarter that holds it; never for a report of before it begins.
fn is_for(waiver: &Waiver, context: &Context<'_>, period: Period) -> bool {
    waiver.period.from() <= period.from()
        && [period, context.period].into_iter().any(|period| is_within(waiver, period))
}

fn is_within(waiver: &Waiver, period: Period) -> bool {
    let is_up_to = |until| (waiver.period..=until).contains(&period);
    period == waiver.period || waiver.until.is_some_and(is_up_to)
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::check::idle_waivers;
    use crate::domain::catalogue::Catalogue;
    use crate::domain::context::Context;
    use crate::domain::rule::Finding;
    use crate::domain::settings::Waiver;
    use crate::domain::submission::Submission;
    use crate::rules;

    fn overspent() -> Submission {
        submission("2024-06", vec![line(10, "gn.2", Some(100.0), [None, Some(112.0)])])
    }

    fn waiver(change: &dyn Fn(&mut Waiver)) -> Waiver {
        let mut waiver = Waiver {
            rule: rules::DISBURSED_OVER_PLAN.code,
            unit: unit("HL-01"),
            period: "2024-06".parse().unwrap(),
            file: None,
            sheet: None,
            cell: None,
            by: None,
            until: None,
            reason: "Tạm ứng theo hợp đồng".to_owned(),
        };
        change(&mut waiver);
        waiver
    }

    /// The findings of a report under these waivers, and what is said of those that accept nothing.
    fn under(report: Submission, waivers: Vec<Waiver>) -> (Vec<Finding>, Vec<String>) {
        let mut world = World::default();
        world.settings.waiver = waivers;
        let period = report.period;
        let (checked, findings) = world.check(vec![report], vec![]);
        let context = Context {
            catalogue: &Catalogue::embedded(),
            register: &world.register,
            settings: &world.settings,
            period,
        };
        let idle = idle_waivers(&context, &checked, &findings);
        (findings, idle.into_iter().map(|words| words.vi).collect())
    }

    #[test]
    fn a_waiver_accepts_one_finding_for_its_time() {
        let waived = |change: &dyn Fn(&mut Waiver)| {
            let (findings, _) = under(overspent(), vec![waiver(change)]);
            assert_eq!(findings[0].is_error(), findings[0].accepted.is_none());
            findings[0].accepted.is_some()
        };
        assert!(waived(&|_| {}));
        assert!(waived(&|waiver| waiver.cell = "E11".parse().ok()));
        assert!(waived(&|waiver| waiver.sheet = Some("VỐN SỰ NGHIỆP ".to_owned())));
        assert!(!waived(&|waiver| waiver.cell = "E12".parse().ok()));
        assert!(!waived(&|waiver| waiver.sheet = Some("Vốn đầu tư".to_owned())));
        assert!(!waived(&|waiver| waiver.unit = unit("HL-02")));
        assert!(!waived(&|waiver| waiver.rule = rules::PLAN_DIFFERS_FROM_REGISTER.code));
        assert!(!waived(&|waiver| waiver.period = "2024-04".parse().unwrap()));
        assert!(waived(&from_april_to("2024-06")) && !waived(&from_april_to("2024-05")));
    }

    fn from_april_to(until: &'static str) -> impl Fn(&mut Waiver) {
        move |waiver| {
            waiver.period = "2024-04".parse().unwrap();
            waiver.until = until.parse().ok();
        }
    }

    #[test]
    fn a_quarter_is_no_reason_to_accept_what_was_found_before_the_waiver_begins() {
        let period = |text: &str| text.parse().unwrap();
        let from_june = waiver(&|waiver| {
            waiver.period = "2024-06".parse().unwrap();
            waiver.until = "2024-12".parse().ok();
        });
        let of_quarter = waiver(&|waiver| waiver.period = "2024-Q2".parse().unwrap());
        let (catalogue, register) = (Catalogue::embedded(), Default::default());
        let settings = Default::default();
        let context = Context {
            catalogue: &catalogue,
            register: &register,
            settings: &settings,
            period: period("2024-Q2"),
        };
        let accepts = |waiver: &Waiver, of: &str| super::is_for(waiver, &context, period(of));
        assert!(accepts(&from_june, "2024-06") && !accepts(&from_june, "2024-05"));
        assert!(accepts(&of_quarter, "2024-05") && accepts(&of_quarter, "2024-06"));
    }

    #[test]
    fn a_waiver_without_a_cell_accepts_all_that_its_rule_finds_there() {
        let mut report = overspent();
        report.lines.push(line(11, "gn.4", Some(100.0), [None, Some(150.0)]));
        let accepted = |waivers| {
            let (findings, idle) = under(report.clone(), waivers);
            assert!(idle.is_empty(), "{idle:?}");
            findings.iter().filter(|finding| finding.accepted.is_some()).count()
        };
        assert_eq!(accepted(vec![waiver(&|_| {})]), 2);
        assert_eq!(accepted(vec![waiver(&|waiver| waiver.cell = "E11".parse().ok())]), 1);
        // Both accept something: that one of them would do is no reason to remove the other.
        let one = waiver(&|waiver| waiver.cell = "E11".parse().ok());
        assert_eq!(accepted(vec![waiver(&|_| {}), one]), 2);
    }

    #[test]
    fn a_waiver_that_accepts_nothing_is_said_where_its_report_is_at_hand() {
        let idle = |change: &dyn Fn(&mut Waiver)| under(overspent(), vec![waiver(change)]).1;
        assert!(idle(&|_| {}).is_empty());
        let told = idle(&|waiver| waiver.cell = "E12".parse().ok());
        assert!(told[0].contains("GN502") && told[0].contains("E12"), "{told:?}");
        assert!(told[0].contains("không còn khớp với nội dung nào"), "{told:?}");
        assert_eq!(idle(&|waiver| waiver.rule = rules::CUMULATIVE_FELL.code).len(), 1);
        assert!(idle(&|waiver| waiver.unit = unit("HL-02")).is_empty(), "no report of it");
        assert!(
            idle(&|waiver| waiver.period = "2024-05".parse().unwrap()).is_empty(),
            "another period"
        );
        let other_rule_from_april_to = |until| {
            idle(&move |waiver: &mut Waiver| {
                from_april_to(until)(waiver);
                waiver.rule = rules::CUMULATIVE_FELL.code;
            })
        };
        assert_eq!(other_rule_from_april_to("2024-12").len(), 1);
        assert!(other_rule_from_april_to("2024-05").is_empty(), "its time is over");
    }
}
