//! "Theo đơn vị": the units ranked by rate, and below them what each has by program and funding type.

mod ranking;
mod detail;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::place::column_letters;
use crate::domain::summary::UnitTotal;
use crate::domain::tally::Tally;

use crate::render::sentences;

use super::Book;
use super::ledger::Amount;
use super::lines;
use super::words;
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::text;

/// The name of the sheet.
pub const NAME: &str = "Theo đơn vị";

const RANK: ColNum = 0;
const CODE: ColNum = 1;
const UNIT: ColNum = 2;
/// The columns of money that sum "Dữ liệu".
const MONEY: [(ColNum, Amount); 4] = [
    (PLAN, Amount::Plan),
    (4, Amount::InPeriod),
    (CUMULATIVE, Amount::Cumulative),
    (6, Amount::Carried),
];
const PLAN: ColNum = 3;
const CUMULATIVE: ColNum = 5;
const REMAINING: ColNum = 7;
const RATE: ColNum = 8;
const UNIT_WIDTH: f64 = 30.0;

/// A program and funding type.
type Part = (ComponentId, Funding);

/// Where the rows of units and parts stand, for the sums of others.
pub struct Layout {
    first: RowNum,
    last: RowNum,
    /// The hidden columns by which the rows are summed: key of the unit, program, funding type.
    unit: ColNum,
    program: ColNum,
    funding: ColNum,
}

impl Layout {
    /// The sum of a column over the units for a program (or all) and a funding type, for any sheet's formula.
    pub fn sum(&self, amount: Amount, program: Option<&ComponentId>, funding: Funding) -> String {
        let money = MONEY.into_iter().find(|(_, of)| *of == amount);
        let (column, _) = money.expect("only what this sheet sums is asked for");
        let program = program
            .map(|program| format!(",{},\"{program}\"", self.range(self.program)))
            .unwrap_or_default();
        let funding = format!(",{},{}", self.range(self.funding), lines::funding(funding));
        format!("SUMIFS({}{program}{funding})", self.range(column))
    }

    fn range(&self, column: ColNum) -> String {
        let letters = column_letters(u32::from(column));
        format!("'{NAME}'!${letters}${}:${letters}${}", self.first + 1, self.last + 1)
    }
}

/// What is known of a unit before its rows are written.
struct Entry<'a> {
    /// Its place in the summary.
    index: usize,
    unit: &'a UnitTotal,
    parts: BTreeMap<Part, Tally>,
    whole: Tally,
    rank: Option<usize>,
    /// Its row of the second table; its parts follow.
    row: RowNum,
}

impl Entry<'_> {
    fn funding(&self, funding: Funding) -> Tally {
        self.parts.iter().filter(|((_, of), _)| *of == funding).map(|(_, tally)| *tally).sum()
    }

    /// Its rows of the parts that are wanted.
    fn rows(&self, is_wanted: impl Fn(&Part) -> bool) -> Vec<RowNum> {
        let rows = (self.row + 1..).zip(self.parts.keys());
        rows.filter(|(_, part)| is_wanted(part)).map(|(row, _)| row).collect()
    }

    /// Its name, and how it stands where it did not report.
    fn title(&self, book: &Book<'_>) -> String {
        let standing = match (self.unit.provisional, self.unit.received) {
            (true, _) => words(" (tạm tính)", " (provisional)"),
            (false, false) => words(" (chưa có báo cáo)", " (no report)"),
            (false, true) => words("", ""),
        };
        format!("{}{}", self.unit.name, book.say(standing))
    }
}

/// The columns of rates and what follows them.
struct Columns {
    fundings: Vec<(ColNum, Funding)>,
    parts: Vec<(ColNum, Part)>,
    difference: ColNum,
    remark: ColNum,
}

impl Columns {
    fn of(entries: &[Entry<'_>]) -> Columns {
        let parts: BTreeSet<&Part> = entries.iter().flat_map(|entry| entry.parts.keys()).collect();
        let occurs = |funding: &Funding| parts.iter().any(|(_, of)| of == funding);
        let fundings: Vec<_> = (RATE + 1..).zip(Funding::ALL.into_iter().filter(occurs)).collect();
        // Where each funding type has one program, the programs' rates are those of the funding types.
        let is_more = fundings.len() < parts.len();
        let next = RATE + 1 + fundings.len() as ColNum;
        let parts: Vec<_> = (next..).zip(parts.into_iter().filter(|_| is_more).cloned()).collect();
        let difference = next + parts.len() as ColNum;
        Columns { fundings, parts, difference, remark: difference + 1 }
    }
}

/// The sheet, and where its rows stand.
pub fn sheet(book: &Book<'_>) -> anyhow::Result<(Worksheet, Layout)> {
    let mut page = Page::new(&book.shared, NAME)?;
    let mut entries = ranked(book);
    let columns = Columns::of(&entries);
    let mut widths = vec![6.0, 12.0, UNIT_WIDTH, 13.0, 12.0, 13.0, 12.0, 13.0, 9.0];
    widths.resize(columns.difference.into(), 9.0);
    widths.extend([11.0, 18.0]);
    page.widths(&widths);
    let title = words(
        "KẾT QUẢ GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA THEO ĐƠN VỊ",
        "DISBURSEMENT OF THE NATIONAL TARGET PROGRAMS BY UNIT",
    );
    let head = Head { number: None, title: book.say(title), last: columns.remark };
    let row = letterhead::head(&mut page, &head)?;
    letterhead::money_unit(&mut page, row, columns.remark)?;

    let heading = row + 1;
    let first = heading + 2;
    let total = first + entries.len() as RowNum;
    let detail = total + 2;
    let mut next = detail + 1;
    for entry in &mut entries {
        entry.row = next;
        next += 1 + entry.parts.len() as RowNum;
    }
    let layout = Layout {
        first: detail + 1,
        last: next.max(detail + 2) - 1,
        unit: columns.remark + 1,
        program: columns.remark + 2,
        funding: columns.remark + 3,
    };
    ranking::write(&mut page, book, &columns, (heading, total), &entries, &layout)?;
    detail::write(&mut page, book, &columns, (total, detail), &entries, &layout)?;
    if let Some(note) = sentences::marks(book.summary) {
        let note = note.get(book.shared.lang);
        page.across((next, 0), (next, columns.remark), note, &book.shared.styles.note)?;
        page.height(next, text::lines(note, f64::from(columns.remark) * 11.0))?;
        next += 1;
    }
    letterhead::signatures(&mut page, next + 1, columns.remark)?;
    page.sheet.set_page_breaks(&[detail])?;
    page.print(Print { heading, body: first, frozen: UNIT + 1, last: (next + 8, columns.remark) })?;
    Ok((page.finish()?, layout))
}

/// The units, the highest rate first, those without a plan last; units of one rate as the register lists them.
fn ranked<'a>(book: &Book<'a>) -> Vec<Entry<'a>> {
    let mut parts: BTreeMap<usize, BTreeMap<Part, Tally>> = BTreeMap::new();
    for ((unit, program, funding), tally) in book.ledger.by_unit() {
        if tally != Tally::default() {
            parts.entry(unit).or_default().insert((program, funding), tally);
        }
    }
    let units = book.summary.units.iter().enumerate();
    let mut entries: Vec<Entry<'a>> = units
        .map(|(index, unit)| {
            let parts = parts.remove(&index).unwrap_or_default();
            let whole = parts.values().copied().sum();
            Entry { index, unit, parts, whole, rank: None, row: 0 }
        })
        .collect();
    entries.sort_by_key(|entry| Reverse(entry.whole.rate()));
    let mut best = (0, None);
    for (position, entry) in (1..).zip(&mut entries) {
        let rate = entry.whole.rate();
        if best.1 != rate {
            best = (position, rate);
        }
        entry.rank = rate.map(|_| best.0);
    }
    entries
}
