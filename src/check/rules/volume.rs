//! Family 5, what was disbursed against the volume that was accepted.

use crate::check::case::Case;
use crate::check::gate::group::{Group, Sheets, largest, total};
use crate::check::gate::implied::{self, Take};
use crate::check::gate::wording;
use crate::domain::key::{Key, align};
use crate::domain::lang::Text;
use crate::domain::rule::Problem;
use crate::domain::submission::{Line, Measure};
use crate::rules;

use Measure::{Cumulative, Volume};

pub(super) fn over_volume(case: &Case<'_>) -> Vec<Problem> {
    if !super::forecast::states(case, Volume) {
        return Vec::new();
    }
    let sheets = Sheets::new(case.submission);
    let is_one_row = |a: &Line, b: &Line| (a.sheet, a.row) == (b.sheet, b.row);
    let lines = implied::lines(case, Take::AtLeast);
    let rows = lines.chunk_by(is_one_row);
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
        let rule = &rules::DISBURSED_OVER_VOLUME;
        let addends = stated.max(accepted);
        if found - expected <= group.tolerance(case, rule, &sheets, None, addends) {
            continue;
        }
        let Some(line) = largest(&group.lines, Cumulative) else { continue };
        let against = Text { vi: "khối lượng hoàn thành", en: "the accepted volume is" };
        let place = sheets.place(case, line, Cumulative);
        let mut words = wording::differs(&place, sheets.unit(line), found, against, expected);
        if let Some(said) = implied::said(line) {
            words = wording::then(words, &said);
        }
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

#[cfg(test)]
mod tests {
    use crate::check::fixture::*;
    use crate::domain::submission::{Figure, Line, Measure};

    /// A line with its volume in column G.
    fn accepted(row: u32, key: &str, cumulative: Option<f64>, volume: Option<f64>) -> Line {
        let mut line = line(row, key, None, [None, cumulative]);
        let volume = volume.map(million);
        let figure = volume.map(|amount| Figure { measure: Measure::Volume, column: 6, amount });
        line.figures.extend(figure);
        line
    }

    fn found(lines: Vec<Line>) -> Vec<String> {
        World::default().found(submission("2024-06", lines), vec![])
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
        let mut report =
            submission("2024-06", vec![accepted(10, "gn.2", Some(420.0), Some(300.0))]);
        report.lines.push(accepted(10, "gn.2@central", Some(1.0), None));
        report.set_aside.push(set_aside("H11", Measure::Volume));
        assert_eq!(World::default().found(report, vec![]), [""; 0]);
    }
}
