//! What the units propose to return, or to have changed, and what was taken back.

use chrono::NaiveDate;
use serde::Serialize;

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Source};
use crate::domain::money::Money;
use crate::domain::proposals::Proposal;
use crate::domain::register::Decision;

use super::text::Nfc;

/// What a unit proposes of a program, funding type, source and plan year.
#[derive(Serialize)]
pub(super) struct ProposalRow {
    unit: UnitCode,
    program: ComponentId,
    funding: Funding,
    source: Option<Source>,
    plan_year: Option<i32>,
    to_return: Option<Money>,
    to_adjust: Option<Money>,
    to_raise: Option<Money>,
    to_lower: Option<Money>,
    provisional: bool,
}

impl ProposalRow {
    /// `year` is the budget year.
    pub(super) fn new(of: &Proposal, year: i32) -> ProposalRow {
        ProposalRow {
            unit: of.unit.clone(),
            program: of.program.clone(),
            funding: of.funding,
            source: of.source,
            plan_year: of.year.stated(year),
            to_return: of.wish.to_return,
            to_adjust: of.wish.change(),
            to_raise: of.wish.to_raise,
            to_lower: of.wish.to_lower,
            provisional: of.is_provisional,
        }
    }
}

/// A decision that took money back.
#[derive(Serialize)]
pub(super) struct ReductionRow<'a> {
    decision: Option<Nfc<'a>>,
    date: NaiveDate,
    unit: Option<&'a UnitCode>,
    component: &'a ComponentId,
    work: Option<Nfc<'a>>,
    funding: Funding,
    source: Option<Source>,
    plan_year: Option<i32>,
    amount: Money,
    note: Nfc<'a>,
}

impl ReductionRow<'_> {
    /// `year` is the budget year.
    pub(super) fn new(of: &Decision, year: i32) -> ReductionRow<'_> {
        let number = of.number.trim();
        ReductionRow {
            decision: (!number.is_empty()).then_some(Nfc(number)),
            date: of.date,
            unit: of.unit.as_ref(),
            component: &of.key.component,
            work: of.key.work.as_ref().map(|work| Nfc(&work.name)),
            funding: of.key.funding,
            source: of.key.source,
            plan_year: of.key.year.stated(year),
            amount: of.amount,
            note: Nfc(&of.note),
        }
    }
}
