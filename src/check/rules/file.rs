//! Family 1, files: what is said of a file as a whole. Intake raises most of it; the records stand here.

use super::plan;
use crate::check::case::Case;
use crate::domain::lang::words;
use crate::domain::place::Place;
use crate::domain::rule::Problem;
use crate::rules;

/// The plan changed after the form was issued: another state of the register alone is no fault, a telephone number may
/// have changed.
pub(super) fn issued_before(case: &Case<'_>) -> Vec<Problem> {
    let (submission, now) = (case.submission, &case.context.register.state);
    let is_other = submission.register_state.as_deref().is_some_and(|state| state != now);
    if !is_other || now.is_empty() {
        return Vec::new();
    }
    let differing = plan::differing(case).len();
    if differing == 0 {
        return Vec::new();
    }
    let words = words!(
        "Biểu phát hành trước khi sổ Kế hoạch vốn thay đổi: kế hoạch in sẵn khác sổ hiện hành ở {differing} mục (xem GN501).",
        "The form was issued before the plan journal changed: its printed plan differs from the journal in {differing} places (see GN501).";
        differing
    );
    let place = Place { file: Some(submission.file.path.clone()), ..Place::default() };
    vec![Problem::new(&rules::OUTDATED_TEMPLATE, place, words).of(&submission.unit)]
}

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::Submission;

    #[test]
    fn a_form_is_outdated_where_the_plan_changed_after_it_was_issued() {
        let mut world = World::planning(&[("HL-01", "gn.2", 100.0)]);
        world.register.state = "new".to_owned();
        let issued = |state: &str, plan: f64| Submission {
            register_state: Some(state.into()),
            ..submission("2024-06", vec![line(10, "gn.2", Some(plan), [None, Some(5.0)])])
        };
        assert_eq!(world.found(issued("old", 90.0), vec![]), ["GN501 C11 -10", "w GN109 - -"]);
        assert_eq!(world.found(issued("old", 100.0), vec![]), [""; 0]);
        assert_eq!(world.found(issued("new", 90.0), vec![]), ["GN501 C11 -10"]);
    }
}
