//! What a unit sent, where its form goes back to it filled in.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::code::ComponentId;
use crate::domain::difficulty::Difficulty;
use crate::domain::key::{Funding, Key};
use crate::domain::money::Money;
use crate::domain::results::ResultLine;
use crate::domain::submission::Measure;

/// The unit's own figures.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    /// What stands for each key; a plan only where the register has none for the unit.
    pub figures: BTreeMap<Key, BTreeMap<Measure, Content>>,
    /// What it ticked as "không phát sinh".
    pub nil: BTreeSet<(ComponentId, Funding)>,
    /// The difficulties that it told.
    pub difficulties: Vec<Difficulty>,
    /// The results that it told.
    pub results: Vec<ResultLine>,
}

impl Sent {
    /// Whether nothing at all could be taken from what the unit sent.
    pub fn is_empty(&self) -> bool {
        let is_silent = self.difficulties.is_empty() && self.results.is_empty();
        self.figures.is_empty() && self.nil.is_empty() && is_silent
    }
}

/// What the unit wrote into a cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content {
    /// An amount.
    Amount(Money),
    /// What could not be read as one: it goes back as it was written.
    Text(Arc<str>),
}

impl Content {
    /// The amount, where it is one.
    pub fn amount(&self) -> Option<Money> {
        match self {
            Content::Amount(amount) => Some(*amount),
            Content::Text(_) => None,
        }
    }
}
