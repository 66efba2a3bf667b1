//! What `trace` found.

use serde::Serialize;

use super::text::Nfc;
use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::{Funding, Key, Source};
use crate::domain::known::Known;
use crate::domain::lang::Lang;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::place::Place;
use crate::domain::tally::Rate;
use crate::domain::traced::{Below, Lower, OfCell, Origin, Part, Printed, Seen, Sum, Total};

/// What the rows need to be told.
#[derive(Clone, Copy)]
pub(super) struct By {
    pub year: i32,
    pub lang: Lang,
}

#[derive(Serialize)]
struct PlaceRow<'a> {
    file: Option<Nfc<'a>>,
    sheet: Option<Nfc<'a>>,
    cell: Option<String>,
}

impl PlaceRow<'_> {
    fn new(of: &Place) -> PlaceRow<'_> {
        PlaceRow {
            file: of.file.as_deref().map(Nfc),
            sheet: of.sheet.as_deref().map(Nfc),
            cell: of.cell.map(|cell| cell.to_string()),
        }
    }
}

#[derive(Serialize)]
struct KeyRow<'a> {
    component: &'a ComponentId,
    work: Option<Nfc<'a>>,
    funding: Funding,
    source: Option<Source>,
    plan_year: Option<i32>,
}

impl KeyRow<'_> {
    fn new(key: &Key, year: i32) -> KeyRow<'_> {
        let work = key.work.as_ref();
        KeyRow {
            component: &key.component,
            work: work.map(|work| Nfc(work.code.as_deref().unwrap_or(&work.name))),
            funding: key.funding,
            source: key.source,
            plan_year: key.year.stated(year),
        }
    }
}

#[derive(Serialize)]
struct PrintedRow<'a> {
    sheet: Nfc<'a>,
    cell: String,
    label: Nfc<'a>,
    heading: Nfc<'a>,
    amount: Option<Money>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<Money>,
}

impl PrintedRow<'_> {
    fn new(of: &Printed, share: Option<Money>) -> PrintedRow<'_> {
        PrintedRow {
            sheet: Nfc(&of.sheet),
            cell: of.cell.to_string(),
            label: Nfc(&of.label),
            heading: Nfc(&of.heading),
            amount: of.amount,
            share,
        }
    }
}

/// A total.
#[derive(Serialize)]
pub(super) struct TotalRow<'a> {
    printed: Vec<PrintedRow<'a>>,
    is_rate: bool,
    rate: Option<Rate>,
    sums: Vec<SumRow<'a>>,
}

impl<'a> TotalRow<'a> {
    pub(super) fn new(of: &'a Total, by: By) -> TotalRow<'a> {
        TotalRow {
            printed: of.printed.iter().map(|of| PrintedRow::new(of, None)).collect(),
            is_rate: of.rate.is_some(),
            rate: of.rate.flatten(),
            sums: of.sums.iter().map(|of| SumRow::new(of, by)).collect(),
        }
    }
}

#[derive(Serialize)]
struct SumRow<'a> {
    name: Nfc<'a>,
    total: Money,
    known: bool,
    of_cells: Money,
    rest: Money,
    rows: Vec<PartRow<'a>>,
}

impl<'a> SumRow<'a> {
    fn new(of: &'a Sum, by: By) -> SumRow<'a> {
        SumRow {
            name: Nfc(of.name.get(by.lang)),
            total: of.total,
            known: !of.is_least,
            of_cells: of.of_cells(),
            rest: of.rest(),
            rows: of.rows.iter().map(|of| PartRow::new(of, by)).collect(),
        }
    }
}

#[derive(Serialize)]
struct PartRow<'a> {
    row: Option<usize>,
    unit: Option<&'a UnitCode>,
    name: Nfc<'a>,
    kind: &'static str,
    #[serde(flatten)]
    key: Option<KeyRow<'a>>,
    amount: Money,
    basis: Option<Known>,
    note: Nfc<'a>,
    rest: Money,
    cells: Vec<OriginRow<'a>>,
}

impl<'a> PartRow<'a> {
    fn new(of: &'a Part, by: By) -> PartRow<'a> {
        PartRow {
            row: of.number,
            unit: of.unit.as_ref(),
            name: Nfc(&of.name),
            kind: of.kind.get(by.lang),
            key: of.key.as_ref().map(|key| KeyRow::new(key, by.year)),
            amount: of.amount,
            basis: of.known,
            note: Nfc(&of.note),
            rest: of.rest(),
            cells: of.cells.iter().map(OriginRow::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct OriginRow<'a> {
    #[serde(flatten)]
    place: PlaceRow<'a>,
    typed: Option<Nfc<'a>>,
    amount: Money,
    how: &'static str,
    period: Option<Period>,
    below: Option<BelowRow<'a>>,
}

impl OriginRow<'_> {
    fn new(of: &Origin) -> OriginRow<'_> {
        OriginRow {
            place: PlaceRow::new(&of.place),
            typed: of.typed.as_deref().map(Nfc),
            amount: of.amount,
            how: of.how.id(),
            period: of.how.period(),
            below: of.below.as_deref().map(BelowRow::new),
        }
    }
}

#[derive(Serialize)]
struct BelowRow<'a> {
    file: Nfc<'a>,
    total: Money,
    of_rows: Money,
    rest: Money,
    rows: Vec<LowerRow<'a>>,
}

impl BelowRow<'_> {
    fn new(of: &Below) -> BelowRow<'_> {
        BelowRow {
            file: Nfc(&of.file),
            total: of.total,
            of_rows: of.of_rows(),
            rest: of.rest(),
            rows: of.rows.iter().map(LowerRow::new).collect(),
        }
    }
}

#[derive(Serialize)]
struct LowerRow<'a> {
    row: &'a str,
    unit: Nfc<'a>,
    name: Nfc<'a>,
    kind: Nfc<'a>,
    amount: Money,
    file: Nfc<'a>,
    sheet: Nfc<'a>,
    place: &'a str,
    note: Nfc<'a>,
    seen: Option<&'static str>,
    found: Option<Nfc<'a>>,
    cells: Vec<SeenCell<'a>>,
    below: Option<BelowRow<'a>>,
}

#[derive(Serialize)]
struct SeenCell<'a> {
    cell: String,
    typed: Nfc<'a>,
}

impl LowerRow<'_> {
    fn new(of: &Lower) -> LowerRow<'_> {
        let cell = |cell: &crate::domain::place::Cell, typed| SeenCell {
            cell: cell.to_string(),
            typed: Nfc(typed),
        };
        let (seen, found, cells) = match &of.seen {
            Seen::NotAsked => (None, None, Vec::new()),
            Seen::NoFile => (Some("no-file"), None, Vec::new()),
            Seen::Missing => (Some("missing"), None, Vec::new()),
            Seen::Equal { file, cell: at, typed } => {
                (Some("equal"), Some(file), vec![cell(at, typed)])
            }
            Seen::Differs { file, cells } => {
                let cells = cells.iter().map(|(at, typed)| cell(at, typed)).collect();
                (Some("differs"), Some(file), cells)
            }
            Seen::WorkedOut { file } => (Some("worked-out"), Some(file), Vec::new()),
        };
        LowerRow {
            row: &of.number,
            unit: Nfc(&of.unit),
            name: Nfc(&of.name),
            kind: Nfc(&of.kind),
            amount: of.amount,
            file: Nfc(&of.file),
            sheet: Nfc(&of.sheet),
            place: &of.row,
            note: Nfc(&of.note),
            seen,
            found: found.map(|file| Nfc(file)),
            cells,
            below: of.below.as_deref().map(BelowRow::new),
        }
    }
}

/// A cell of a report.
#[derive(Serialize)]
pub(super) struct CellRow<'a> {
    #[serde(flatten)]
    place: PlaceRow<'a>,
    unit: Option<&'a UnitCode>,
    name: Nfc<'a>,
    reported: Option<Period>,
    typed: Option<Nfc<'a>>,
    counts: bool,
    what: Nfc<'a>,
    figures: Vec<FigureRow<'a>>,
    rows: Vec<InRow<'a>>,
    totals: Vec<PrintedRow<'a>>,
    below: Option<BelowRow<'a>>,
}

#[derive(Serialize)]
struct FigureRow<'a> {
    #[serde(flatten)]
    key: KeyRow<'a>,
    measure: &'static str,
    amount: Money,
}

#[derive(Serialize)]
struct InRow<'a> {
    column: &'static str,
    #[serde(flatten)]
    row: PartRow<'a>,
}

impl<'a> CellRow<'a> {
    pub(super) fn new(of: &'a OfCell, by: By) -> CellRow<'a> {
        let figure = |(key, measure, amount): &'a (Key, crate::domain::lang::Text, Money)| {
            let key = KeyRow::new(key, by.year);
            FigureRow { key, measure: measure.get(by.lang), amount: *amount }
        };
        CellRow {
            place: PlaceRow::new(&of.place),
            unit: of.unit.as_ref(),
            name: Nfc(&of.name),
            reported: of.period,
            typed: of.typed.as_deref().map(Nfc),
            counts: !of.totals.is_empty(),
            what: Nfc(of.what.get(by.lang)),
            figures: of.figures.iter().map(figure).collect(),
            rows: of
                .rows
                .iter()
                .map(|(column, part)| InRow {
                    column: column.get(by.lang),
                    row: PartRow::new(part, by),
                })
                .collect(),
            totals: of.totals.iter().map(|(of, share)| PrintedRow::new(of, Some(*share))).collect(),
            below: of.below.as_deref().map(BelowRow::new),
        }
    }
}

/// A cell of the workbook that adds up nothing.
#[derive(Serialize)]
pub(super) struct PlainRow<'a> {
    #[serde(flatten)]
    place: PlaceRow<'a>,
    what: Nfc<'a>,
    shown: Nfc<'a>,
}

impl<'a> PlainRow<'a> {
    pub(super) fn new(at: &'a Place, what: &'a str, shown: &'a str) -> PlainRow<'a> {
        PlainRow { place: PlaceRow::new(at), what: Nfc(what), shown: Nfc(shown) }
    }
}
