//! Which of several columns of one meaning counts: the rows are the witnesses, not the words.
//!
//! A heading says what a column measures; where two say the same, the figures mostly tell which one is the sum, the part,
//! the copy, or empty. Only leaf rows are asked (a sum over rows says nothing new), and rows with equal figures once.
//! Nothing here looks at the register or at earlier reports: what they are later held against must not choose a column.

mod evidence;
mod lanes;
mod rates;
mod repeats;
mod sisters;
mod splits;
mod states;
mod sums;
mod told;
mod twins;
#[cfg(test)]
mod tests;

use std::sync::Arc;

pub(super) use self::evidence::step;
pub(super) use self::lanes::{lanes, leaves};
pub(super) use self::repeats::proved_sums;
use crate::domain::attributes::Facts;
use crate::domain::money::Money;
use crate::domain::submission::{Measure, Stated};
use crate::recognise::lexicon::{Said, State};

/// A column of a table with what its headings say and what its leaf rows state.
#[derive(Clone, Debug)]
pub(super) struct Lane {
    /// Its place in the sheet.
    pub index: u32,
    /// Its headings, from top to bottom, ` › ` between.
    pub path: Arc<str>,
    /// What its headings say that it measures.
    pub said: Option<Said>,
    /// What else they say.
    pub facts: Facts,
    /// Some of their words were not understood.
    pub is_doubtful: bool,
    /// They say that it is a sum, themselves or in the row of column numbers (`3=4+5`).
    pub sums_up: SumsUp,
    /// They say that it is only a part of what stands beside it: "Trong đó: …".
    pub is_of_which: bool,
    /// They say that the State Treasury confirmed it.
    pub is_confirmed: bool,
    /// The state of the plan that it says to show.
    pub state: Option<State>,
    /// What each leaf row states.
    pub stated: Vec<Stated>,
}

impl Lane {
    /// Whether it is taken off, not added: "Điều chỉnh giảm".
    fn is_taken_off(&self) -> bool {
        self.state == Some(State::Decrease)
    }
}

/// What the headings of a column say of its being a sum.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub(super) enum SumsUp {
    /// Nothing.
    #[default]
    Unsaid,
    /// "Tổng số", "Cộng".
    Said,
    /// The columns, by their place in the sheet, that the row of column numbers adds up.
    Of(Vec<u32>),
}

/// What became of a column.
#[derive(Clone, Debug)]
pub(super) struct Settled {
    /// What it measures, after its rows were asked.
    pub said: Option<Said>,
    /// What else is known of its money.
    pub facts: Facts,
    /// The state of the plan that it shows, by its words or by the figures.
    pub state: Option<State>,
    /// Whether it counts.
    pub fate: Fate,
    /// The columns that it was proved to be the sum of, one list for each proof.
    pub sums: Vec<Vec<usize>>,
    /// It is the plan as it would be after the changes that are proposed.
    pub is_proposed_plan: bool,
}

/// Whether a column counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    /// It stands for what its headings say.
    Counts,
    /// Its money is a part, or a copy, of this column's, or nothing at all.
    Part(usize),
    /// The Treasury's figure of what this column states, or these two together: the previous cumulative and the period.
    Confirms(usize, Option<usize>),
    /// It says the same as another, and the rows do not tell which is meant (GN202).
    Ambiguous,
    /// Nobody knows what it is (GN201).
    Unknown,
}

/// The columns of one table while they are settled.
struct Columns<'a> {
    lanes: &'a [Lane],
    settled: Vec<Settled>,
    /// Which of them hold a few figures alone, without any word over them.
    noted: Vec<bool>,
    /// The largest power of ten that divides all amounts, in đồng.
    step: Money,
    budget: i32,
}

/// Settles what each column of a table is, in the budget year `budget`. Columns that are no money are left as they are.
pub(super) fn settle(lanes: &[Lane], budget: i32) -> Vec<Settled> {
    let settled = lanes.iter().map(|lane| Settled {
        said: lane.said,
        facts: lane.facts,
        state: lane.state,
        fate: if lane.said.is_some() { Fate::Counts } else { Fate::Unknown },
        sums: Vec::new(),
        is_proposed_plan: false,
    });
    let amounts = lanes.iter().flat_map(|lane| &lane.stated).filter_map(|stated| stated.amount());
    let (settled, noted, step) = (settled.collect(), sums::noted(lanes), step(amounts));
    let mut columns = Columns { lanes, settled, noted, step, budget };
    columns.set_strangers_apart();
    columns.find_confirmed();
    columns.find_states();
    columns.find_proposed_plans();
    columns.find_sums();
    columns.find_numerator();
    columns.choose_among_twins();
    columns.doubt_wholes();
    columns.settled
}

impl Columns<'_> {
    /// What a column measures, if it counts.
    fn measure(&self, at: usize) -> Option<Measure> {
        match (self.settled[at].fate, self.settled[at].said) {
            (Fate::Counts, Some(Said::Measure(measure))) => Some(measure),
            _ => None,
        }
    }

    fn counting(&self) -> impl Iterator<Item = (usize, Measure)> {
        (0..self.lanes.len()).filter_map(|at| Some((at, self.measure(at)?)))
    }

    /// Whether the money of `part` is some of the money of `whole`, by what their headings say.
    fn is_within(&self, part: usize, whole: usize) -> bool {
        let (part, whole) = (&self.settled[part].facts, &self.settled[whole].facts);
        part != whole && whole.covers(part, self.budget)
    }
}
