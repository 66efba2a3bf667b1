//! A fault and the findings that follow from it, which one edit clears and which are told together.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::rule::{Fault, Finding};

/// A finding, and those that follow from its fault and are told under it.
#[derive(Clone, Debug)]
pub(crate) struct Told<'a> {
    /// The finding.
    pub lead: &'a Finding,
    /// What follows from it, in the order given.
    pub consequences: Vec<&'a Finding>,
}

impl<'a> Told<'a> {
    /// The finding and all that follows from it.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'a Finding> {
        std::iter::once(self.lead).chain(self.consequences.iter().copied())
    }
}

/// Puts each consequence under the finding that carries its fault; one whose cause is not among `findings` stands for
/// itself. Every finding comes out once, the others in the order given.
pub(crate) fn folded<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Vec<Told<'a>> {
    let (consequences, leads): (Vec<&Finding>, Vec<&Finding>) =
        findings.into_iter().partition(|finding| finding.is_consequence);
    let mut told: Vec<Told<'a>> = Vec::new();
    let mut causes: BTreeMap<*const Fault, usize> = BTreeMap::new();
    for lead in leads {
        if let Some(cause) = cause(lead) {
            causes.entry(cause).or_insert(told.len());
        }
        told.push(Told { lead, consequences: Vec::new() });
    }
    for finding in consequences {
        match cause(finding).and_then(|cause| causes.get(&cause)) {
            Some(&at) => told[at].consequences.push(finding),
            None => told.push(Told { lead: finding, consequences: Vec::new() }),
        }
    }
    told
}

/// Findings of one fault share it.
fn cause(finding: &Finding) -> Option<*const Fault> {
    finding.fault.as_ref().map(Arc::as_ptr)
}
