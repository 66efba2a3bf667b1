//! `render/json/object.rs` against a struct that serde writes: the same bytes.

use giaingan::domain::code::{ComponentId, UnitCode};
use giaingan::domain::key::{Funding, Source};
use giaingan::domain::known::Known;
use giaingan::domain::money::Money;
use giaingan::domain::submission::Measure;
use giaingan::domain::summary::SummaryLine;
use serde::Serialize;

use super::duel;

/// The very files, which are private in the library and stand on nothing but what is public there.
#[path = "../../src/render/json/object.rs"]
#[allow(dead_code, reason = "not all of it is measured")]
mod object;
#[path = "../../src/render/json/text.rs"]
mod text;
use text::{Harmless, Nfc};

#[derive(Serialize)]
struct Row<'a> {
    unit: &'a UnitCode,
    component: &'a ComponentId,
    work: Option<Nfc<'a>>,
    funding: Funding,
    source: Option<Source>,
    plan_year: Option<i32>,
    plan: Money,
    volume: Option<Money>,
    in_period: Money,
    in_period_known: bool,
    cumulative: Money,
    cumulative_known: bool,
    basis: Option<Known>,
    forecast: Option<Money>,
}

impl Row<'_> {
    fn new(line: &SummaryLine) -> Row<'_> {
        let is_whole = |known: Option<Known>| known.is_none_or(Known::is_whole);
        Row {
            unit: &line.unit,
            component: &line.key.component,
            work: line
                .key
                .work
                .as_ref()
                .map(|work| Nfc(work.code.as_deref().unwrap_or(&work.name))),
            funding: line.key.funding,
            source: line.key.source,
            plan_year: line.key.year.stated(2024),
            plan: line.plan,
            volume: line.stated.get(Measure::Volume),
            in_period: line.in_period,
            in_period_known: is_whole(line.in_period_known),
            cumulative: line.cumulative,
            cumulative_known: is_whole(line.basis),
            basis: line.basis,
            forecast: line.stated.get(Measure::Forecast),
        }
    }
}

pub(crate) fn run() {
    let lines = super::lines();
    assert_eq!(ours(&lines), theirs(&lines));
    duel("lines of the JSON report: serde_json", || ours(&lines), || theirs(&lines));
}

/// As `render/json/rows.rs` does.
fn ours(lines: &[SummaryLine]) -> Vec<u8> {
    let mut out = b"[".to_vec();
    object::write_all(&mut out, lines, |object, line| {
        let row = Row::new(line);
        object.entry("unit", row.unit)?;
        object.entry("component", row.component)?;
        object.entry("work", &row.work)?;
        object.entry("funding", &row.funding)?;
        object.entry("source", &row.source)?;
        object.entry("plan_year", &row.plan_year)?;
        object.entry("plan", &row.plan)?;
        object.entry("volume", &row.volume)?;
        object.entry("in_period", &row.in_period)?;
        object.entry("in_period_known", &row.in_period_known)?;
        object.entry("cumulative", &row.cumulative)?;
        object.entry("cumulative_known", &row.cumulative_known)?;
        object.entry("basis", &row.basis)?;
        object.entry("forecast", &row.forecast)
    })
    .unwrap();
    out.push(b']');
    out
}

fn theirs(lines: &[SummaryLine]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, Harmless);
    serde::Serializer::collect_seq(&mut serializer, lines.iter().map(Row::new)).unwrap();
    out
}
