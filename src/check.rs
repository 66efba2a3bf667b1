//! The gate: submissions → checked submissions and findings.

use crate::domain::rule::{Context, Finding, Problem, Rule, RuleCode};
use crate::domain::submission::Submission;

/// A submission that went through the gate. Only [`check`] makes one, so that nothing unchecked is aggregated.
#[derive(Debug)]
pub struct Checked(Submission);

impl Checked {
    /// What was submitted.
    pub fn submission(&self) -> &Submission {
        &self.0
    }
}

/// Everything that was read for a period.
#[derive(Default)]
pub struct Batch {
    /// The submissions that count: of the period, and for a quarter and longer of its months.
    pub current: Vec<Submission>,
    /// The submissions of the budget year before them.
    pub earlier: Vec<Submission>,
    /// What intake brought up that no submission carries: unreadable files, unknown units, wrong periods.
    pub problems: Vec<Problem>,
}

/// What came out of the gate.
pub struct Outcome {
    /// The submissions that count, checked.
    pub current: Vec<Checked>,
    /// Those before them.
    pub earlier: Vec<Checked>,
    /// All findings.
    pub findings: Vec<Finding>,
}

/// All rules, by code.
pub static RULES: &[&Rule] = &[];

/// The rule with this code.
pub fn rule(code: RuleCode) -> &'static Rule {
    RULES.iter().find(|rule| rule.code == code).expect("every code that is raised has a record")
}

/// Runs every rule.
pub fn check(_context: &Context<'_>, batch: Batch) -> Outcome {
    Outcome {
        current: batch.current.into_iter().map(Checked).collect(),
        earlier: batch.earlier.into_iter().map(Checked).collect(),
        findings: Vec::new(),
    }
}
