//! What `compare` answers.

use std::io;

use serde::Serialize;

use crate::domain::bridge::{Compared, Moved, Told};
use crate::domain::code::UnitCode;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::tally::{Points, Rate};

#[derive(Serialize)]
struct Answer<'a> {
    schema: &'static str,
    command: &'static str,
    office: &'a str,
    from: SideRow,
    to: SideRow,
    known: bool,
    steps: Vec<StepRow<'a>>,
    reread: Vec<&'a str>,
}

#[derive(Serialize)]
struct SideRow {
    period: Period,
    edition: Option<u32>,
    workbook: Option<String>,
    plan: Money,
    cumulative: Money,
    rate: Option<Rate>,
}

#[derive(Serialize)]
struct StepRow<'a> {
    step: &'static str,
    amount: Money,
    points: Option<Points>,
    by_unit: Vec<ShareRow<'a>>,
}

#[derive(Serialize)]
struct ShareRow<'a> {
    unit: &'a UnitCode,
    amount: Money,
}

/// Writes what `compare` answers.
///
/// # Errors
/// What the writer refuses.
pub(crate) fn compared(
    of: &Compared,
    office: &str,
    lang: Lang,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let side = |told: &Told, (plan, cumulative): (Money, Money)| SideRow {
        period: told.period,
        edition: told.edition,
        workbook: told.workbook.clone(),
        plan,
        cumulative,
        rate: Rate::of(cumulative, plan),
    };
    fn step(moved: &Moved) -> StepRow<'_> {
        let by_unit = moved.shares.iter();
        let by_unit = by_unit.map(|share| ShareRow { unit: &share.unit, amount: share.amount });
        StepRow {
            step: moved.step.id(),
            amount: moved.amount,
            points: moved.points,
            by_unit: by_unit.collect(),
        }
    }
    let answer = Answer {
        schema: super::SCHEMA,
        command: "compare",
        office,
        from: side(&of.from, of.bridge.from),
        to: side(&of.to, of.bridge.to),
        known: of.bridge.is_known,
        steps: of.bridge.steps.iter().map(step).collect(),
        reread: of.reread.iter().map(|words| words.get(lang)).collect(),
    };
    serde_json::to_writer(&mut *out, &answer)?;
    writeln!(out)
}
