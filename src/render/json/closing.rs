//! What was closed, what keeps a period from being closed, and what the time after adds.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;

use crate::domain::closing::{Accepted, Adjustment, Adjustments, Event, Hindrance, Restated};
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::period::Period;

/// What is added to the closed period before.
#[derive(Serialize)]
pub(super) struct AdjustmentsRow<'a> {
    period: Period,
    edition: u32,
    amount: Money,
    known: bool,
    lines: Vec<AdjustmentRow<'a>>,
}

#[derive(Serialize)]
struct AdjustmentRow<'a> {
    unit: &'a UnitCode,
    component: &'a ComponentId,
    funding: Funding,
    closed: Money,
    now: Money,
    amount: Money,
    known: bool,
}

impl AdjustmentsRow<'_> {
    pub(super) fn new(of: &Adjustments) -> AdjustmentsRow<'_> {
        fn row(of: &Adjustment) -> AdjustmentRow<'_> {
            let (unit, component, funding) = &of.part;
            AdjustmentRow {
                unit,
                component,
                funding: *funding,
                closed: of.closed,
                now: of.now,
                amount: of.amount,
                known: of.is_known,
            }
        }
        AdjustmentsRow {
            period: of.period,
            edition: of.edition,
            amount: of.total(),
            known: of.is_known(),
            lines: of.list.iter().map(row).collect(),
        }
    }
}

/// What `close` and `reopen` answer.
pub(crate) struct Closing<'a> {
    /// `close` or `reopen`.
    pub command: &'static str,
    /// The office.
    pub office: &'a str,
    /// The period.
    pub period: Period,
    /// The edition in force now; `None` where the period is open.
    pub edition: Option<u32>,
    /// Its files with their SHA-256.
    pub files: Option<&'a BTreeMap<String, String>>,
    /// How it differs from the edition before it.
    pub restates: Option<Restated>,
    /// What was accepted in it.
    pub accepted: &'a [Accepted],
    /// What keeps the period from being closed or opened.
    pub refused: &'a [Hindrance],
    /// What became of the period, the newest last.
    pub history: &'a [Event],
}

/// Writes what `close` and `reopen` answer.
///
/// # Errors
/// What the writer refuses.
pub(crate) fn closing(of: &Closing<'_>, lang: Lang, out: &mut dyn io::Write) -> io::Result<()> {
    #[derive(Serialize)]
    struct Answer<'a> {
        schema: &'static str,
        command: &'static str,
        office: &'a str,
        period: Period,
        edition: Option<u32>,
        files: Option<&'a BTreeMap<String, String>>,
        restates: Option<Restated>,
        accepted: &'a [Accepted],
        refused: Vec<RefusedRow<'a>>,
        history: &'a [Event],
    }
    #[derive(Serialize)]
    struct RefusedRow<'a> {
        unit: Option<&'a UnitCode>,
        kind: &'static str,
        acceptable: bool,
        message: &'a str,
    }
    let refused = of.refused.iter().map(|of| RefusedRow {
        unit: of.unit.as_ref(),
        kind: of.kind.id(),
        acceptable: of.kind.can_be_accepted(),
        message: of.words.get(lang),
    });
    let answer = Answer {
        schema: super::SCHEMA,
        command: of.command,
        office: of.office,
        period: of.period,
        edition: of.edition,
        files: of.files,
        restates: of.restates,
        accepted: of.accepted,
        refused: refused.collect(),
        history: of.history,
    };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}
