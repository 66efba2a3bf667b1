//! A heading of which one part says nothing, beside headings that say a source, a funding type or a year: the column is
//! their sum where the figures say so, else nobody knows what it is.
//!
//! "Kế hoạch vốn › Xyz" beside "Kế hoạch vốn › NSTW": taken for the whole it would hide the other column.

use crate::domain::label::Label;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::Headed;
use crate::recognise::lexicon::{Lexicon, heading_label};

/// The columns of `measured` whose figures are no sum of the others, though their headings leave nothing else.
pub fn columns<'a>(
    lexicon: &Lexicon,
    sheet: &Sheet,
    framed: &Framed,
    measured: &[&'a Headed],
    budget: i32,
) -> Vec<&'a Headed> {
    let silent = measured.iter().filter(|headed| says_nothing(lexicon, headed));
    let is_no_sum = |headed: &&&Headed| {
        let covers = |whole: &Headed, part: &Headed| {
            whole.said == part.said
                && whole.facts != part.facts
                && whole.facts.covers(&part.facts, budget)
        };
        let below: Vec<&&Headed> = measured.iter().filter(|other| covers(headed, other)).collect();
        let lowest = below.iter().filter(|part| !below.iter().any(|other| covers(part, other)));
        let parts: Vec<u32> =
            lowest.filter(|part| !says_part(part)).map(|part| part.index).collect();
        !parts.is_empty() && !adds_up(sheet, framed, headed.index, &parts)
    };
    silent.filter(is_no_sum).copied().collect()
}

/// Whether one of the texts over a column, below another, says nothing that we know.
fn says_nothing(lexicon: &Lexicon, headed: &Headed) -> bool {
    let texts: Vec<Label> = headed.path.split(" › ").map(heading_label).collect();
    let is_known = |label: &Label| {
        let amounts = ["so tien", "so von", "gia tri", "kinh phi", "tien", "von"];
        lexicon.measure(label).is_some()
            || lexicon.funding(label).is_some()
            || lexicon.source(label).is_some()
            || lexicon.year_word(label).is_some()
            || lexicon.is_rest(label)
            || lexicon.is_total(label)
            || amounts.contains(&label.as_str())
            // A year, a day, the number of a decision.
            || label.as_str().bytes().any(|byte| byte.is_ascii_digit())
    };
    1 < texts.len() && texts.iter().any(|label| !is_known(label))
}

/// "Trong đó: NSTW" is never the whole.
fn says_part(headed: &Headed) -> bool {
    Label::new(&headed.path).has("trong do")
}

/// Whether the figures of a column are the sums of others in most rows that hold any.
fn adds_up(sheet: &Sheet, framed: &Framed, whole: u32, parts: &[u32]) -> bool {
    let number = |row: u32, column: u32| match sheet.get(Cell::new(row, column)) {
        Some(Value::Number(number)) => *number,
        _ => 0.0,
    };
    let (mut good, mut bad) = (0_usize, 0_usize);
    for row in framed.heading.body..framed.end {
        let sum: f64 = parts.iter().map(|part| number(row, *part)).sum();
        let stated = number(row, whole);
        match (sum - stated).abs() <= 1e-6 * stated.abs() {
            true if stated == 0.0 => {}
            true => good += 1,
            false => bad += 1,
        }
    }
    bad <= good
}
