//! Figures of which nothing says whether they are investment or recurrent: they are in no line until the other figures of
//! the unit have been asked.

use super::attributes::Facts;
use super::code::ComponentId;
use super::key::Work;
use super::submission::{Measure, SetAside};

/// A figure without a funding type.
#[derive(Clone, Debug)]
pub struct Homeless {
    /// What its row is about.
    pub id: ComponentId,
    /// The work that its row is about, where it is about one.
    pub work: Option<Work>,
    /// What else its row and column say.
    pub facts: Facts,
    /// What it measures.
    pub measure: Measure,
    /// The cell, as it is set aside where nothing confirms it.
    pub cell: SetAside,
}
