//! The units ranked by rate, the district's average among them.

use std::cmp::Reverse;

use super::amounts::{Amounts, bar, percent_of};
use super::screen::{Screen, Tone};
use super::summary::{CUMULATIVE, PLAN, in_unit};
use super::table::{Column, Table};
use crate::domain::key::Funding;
use crate::domain::lang::{Lang, Text};
use crate::domain::summary::{Summary, UnitTotal};
use crate::domain::tally::Tally;

/// A row a unit: both funding types stand beside the rate that blends them.
pub(super) fn ranked(summary: &Summary, lang: Lang, screen: &Screen) -> String {
    if summary.units.is_empty() {
        return String::new();
    }
    let heading = screen.heading(&in_unit(HEADING, summary, lang));
    format!("{heading}{}", table(summary, lang).show(screen))
}

fn table(summary: &Summary, lang: Lang) -> Table {
    let whole = summary.totals.tally;
    let tallies = summary.units.iter().map(|unit| unit.tally).chain([whole]);
    let amounts = tallies.flat_map(|tally| [tally.plan, tally.cumulative]);
    let amounts = Amounts::of(summary.money_unit(), amounts);
    let [investment, recurrent] =
        [INVESTMENT, RECURRENT].map(|text| Column::figure(text.get(lang)));
    let mut table = Table::new(vec![
        Column::words(UNIT.get(lang)),
        Column::figure(PLAN.get(lang)),
        Column::figure(CUMULATIVE.get(lang)),
        Column::figure(RATE.get(lang)),
        investment,
        recurrent,
        Column::picture(""),
    ]);
    let row = |name: String, tally: Tally, parts: [Tally; 2]| {
        let cumulative = amounts.told(tally.cumulative, tally.lacks_cumulative, lang);
        let mut cells = vec![name, amounts.show(tally.plan), cumulative];
        cells.push(percent_of(tally.rate(), tally.lacks_cumulative));
        cells.extend(parts.map(|part| percent_of(part.rate(), part.lacks_cumulative)));
        cells.push(bar(tally.rate()));
        cells
    };
    let mut units: Vec<&UnitTotal> = summary.units.iter().collect();
    units.sort_by_key(|unit| Reverse(unit.tally.rate()));
    let above = match whole.rate() {
        Some(average) => units.iter().filter(|unit| Some(average) <= unit.tally.rate()).count(),
        None => units.len(),
    };
    for (position, unit) in units.iter().enumerate() {
        if position == above {
            table.row(Tone::Strong, row(average_name(lang), whole, by_funding(summary)));
        }
        let parts = Funding::ALL.map(|funding| of_funding(unit, funding));
        let tone = if unit.received { Tone::Quiet } else { Tone::Warning };
        table.row(tone, row(name(unit, lang), unit.tally, parts));
    }
    if above == units.len() {
        table.row(Tone::Strong, row(average_name(lang), whole, by_funding(summary)));
    }
    table
}

fn average_name(lang: Lang) -> String {
    AVERAGE.get(lang).to_owned()
}

fn by_funding(summary: &Summary) -> [Tally; 2] {
    Funding::ALL.map(|funding| summary.funding(funding))
}

fn of_funding(unit: &UnitTotal, funding: Funding) -> Tally {
    let parts = unit.parts.iter().filter(|((_, of), _)| *of == funding);
    parts.map(|(_, tally)| *tally).sum()
}

/// The unit's name and, where its figures are not all of its own report, what they are.
fn name(unit: &UnitTotal, lang: Lang) -> String {
    let carried = !unit.tally.carried.is_zero();
    let mark = match (unit.provisional, unit.received) {
        (true, _) => PROVISIONAL,
        (false, true) if carried => PARTLY_PROVISIONAL,
        (false, true) => return unit.name.clone(),
        (false, false) => WITHOUT_FIGURES,
    };
    format!("{} {}", unit.name, mark.get(lang))
}

const HEADING: Text =
    Text { vi: "Theo đơn vị, xếp theo tỷ lệ", en: "By unit, ranked by rate" };
pub(super) const UNIT: Text = Text { vi: "Đơn vị", en: "Unit" };
const RATE: Text = Text { vi: "So kế\nhoạch", en: "Of\nplan" };
const INVESTMENT: Text = Text { vi: "Vốn\nđầu tư", en: "Invest-\nment" };
const RECURRENT: Text = Text { vi: "Vốn sự\nnghiệp", en: "Recur-\nrent" };
const AVERAGE: Text = Text { vi: "BÌNH QUÂN CHUNG", en: "AVERAGE" };
const PROVISIONAL: Text = Text { vi: "(tạm tính)", en: "(provisional)" };
const PARTLY_PROVISIONAL: Text =
    Text { vi: "(tạm tính một phần)", en: "(partly provisional)" };
const WITHOUT_FIGURES: Text = Text { vi: "(chưa có số liệu)", en: "(no figures)" };
