//! What the gate works with, and what the rules share: figures side by side, what a report leaves unsaid, what the office's
//! settings and waivers make of a problem.

pub(crate) mod demand;
pub(crate) mod formula;
pub(crate) mod grid;
pub(crate) mod group;
pub(crate) mod implied;
pub(crate) mod item;
pub(crate) mod kept;
pub(crate) mod misread;
pub(crate) mod neighbours;
pub(crate) mod past;
pub(crate) mod percent;
pub(crate) mod resubmitted;
pub(crate) mod severity;
pub(crate) mod site;
pub(crate) mod waiver;
pub(crate) mod obligation_cell;
pub(crate) mod wording;
