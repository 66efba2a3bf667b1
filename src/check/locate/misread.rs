//! A unit of money that cannot be (GN208): reading the file told which figures, and the power of ten.

use super::wording;
use crate::domain::place::Place;
use crate::domain::rule::{Fault, Misread, Problem};

/// What to mend where a whole column or table was typed in another unit than it is read in; one edit for one finding.
pub(super) fn fault(problem: &Problem) -> Option<Fault> {
    let wrong = problem.wrong_unit.as_ref()?;
    let cell = match wrong.of {
        Misread::Column(first) => Some(first),
        Misread::Table(stated) => stated.or(problem.place.cell),
    };
    let place = Place { cell, ..problem.place.clone() };
    Some(Fault { place, value: None, clears: 1, of: 1, words: wording::misread(wrong) })
}
