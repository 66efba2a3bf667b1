//! "Theo đơn vị": the units ranked by rate, and below them what each has by program and funding type.

mod columns;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use rust_xlsxwriter::{
    Chart, ChartFormat, ChartLine, ChartSolidFill, ChartType, ColNum, ConditionalFormat3ColorScale,
    ConditionalFormatDataBar, ConditionalFormatType, RowNum, Worksheet,
};

use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::lang::Text;
use crate::domain::place::column_letters;
use crate::domain::summary::UnitTotal;
use crate::domain::tally::{Rate, Tally};
use crate::render::sentences;
use crate::render::xlsx::cells;
use crate::render::xlsx::page::{NO_RATE, Page};
use crate::render::xlsx::style::{self, Kind, Look};
use crate::render::xlsx::table::Table;

use super::frame::{Frame, Titled};
use super::ledger::Amount;
use super::{Book, lines};
use columns::{Key, MONEY, Of, Places, Rates, Row};

/// The name of the sheet.
pub(super) const NAME: &str = "Theo đơn vị";

/// A program and funding type.
type Part = (ComponentId, Funding);

/// Where the rows of units and parts stand, for the sums of others.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    first: RowNum,
    last: RowNum,
    /// The columns of money.
    money: [(Amount, ColNum); MONEY.len()],
    /// The hidden columns by which the rows are summed: key of the unit, program, funding type.
    unit: ColNum,
    program: ColNum,
    funding: ColNum,
    /// The hidden column with the rate of all, for the chart.
    mean: ColNum,
}

impl Layout {
    /// The sum of a column over the units for a program (or all) and a funding type, for any sheet's formula.
    pub(super) fn sum(
        &self,
        amount: Amount,
        program: Option<&ComponentId>,
        funding: Funding,
    ) -> String {
        let money = self.money.iter().find(|(of, _)| *of == amount);
        let (_, column) = money.expect("only what this sheet sums is asked for");
        let program = program
            .map(|program| format!(",{},\"{program}\"", self.range(self.program)))
            .unwrap_or_default();
        let funding = format!(",{},{}", self.range(self.funding), lines::funding(funding));
        format!("SUMIFS({}{program}{funding})", self.range(*column))
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
    /// Its rows of the parts that are wanted.
    fn rows(&self, is_wanted: impl Fn(&Part) -> bool) -> Vec<RowNum> {
        let rows = (self.row + 1..).zip(self.parts.keys());
        rows.filter(|(_, part)| is_wanted(part)).map(|(row, _)| row).collect()
    }

    /// Its name, and how it stands where it did not report.
    fn title(&self, book: &Book<'_>) -> String {
        let standing = match (self.unit.provisional, self.unit.received) {
            (true, _) => Text { vi: " (tạm tính)", en: " (provisional)" },
            (false, false) => Text { vi: " (chưa có báo cáo)", en: " (no report)" },
            (false, true) => Text { vi: "", en: "" },
        };
        format!("{}{}", self.unit.name, book.say(standing))
    }
}

/// The sheet, and where its rows stand.
pub(super) fn sheet(book: &Book<'_>) -> anyhow::Result<(Worksheet, Layout)> {
    let mut entries = ranked(book);
    let rates = Rates::of(&entries);
    let table = columns::table(book, &rates);
    let last = table.last();
    let frozen = table.column(Key::Money(Amount::Plan));
    let title = Text {
        vi: "KẾT QUẢ GIẢI NGÂN VỐN CÁC CHƯƠNG TRÌNH MỤC TIÊU QUỐC GIA THEO ĐƠN VỊ",
        en: "DISBURSEMENT OF THE NATIONAL TARGET PROGRAMS BY UNIT",
    };
    let mut frame = Frame::begin(book, Titled::new(NAME, book.say(title), frozen), &table)?;
    let (page, first) = (&mut frame.page, frame.body);
    let total = first + entries.len() as RowNum;
    let chart_row = total + 2;
    let detail = chart_row + chart_rows(entries.len());
    let mut next = detail + 1;
    for entry in &mut entries {
        entry.row = next;
        next += 1 + entry.parts.len() as RowNum;
    }
    let layout = Layout {
        first: detail + 1,
        last: next.max(detail + 2) - 1,
        money: MONEY.map(|amount| (amount, table.column(Key::Money(amount)))),
        unit: last + 1,
        program: last + 2,
        funding: last + 3,
        mean: last + 4,
    };
    let places = Places { entries: &entries, first, total, layout };
    ranking(page, book, &table, places)?;
    chart(page, book, &table, places, chart_row)?;
    let section = Text {
        vi: "Chi tiết theo chương trình và loại vốn",
        en: "By program and funding type",
    };
    page.words(detail, 0, book.say(section), &book.shared.styles.section)?;
    page.height(detail, 2)?;
    details(book, page, &table, places, &rates)?;
    frame.next = next;
    if let Some(note) = sentences::marks(book.summary) {
        frame.note(note.get(book.shared.lang))?;
    }
    frame.page.sheet.set_page_breaks(&[chart_row])?;
    Ok((frame.signed()?, layout))
}

/// The units by rank, the row of totals, and colours for the rates.
fn ranking<'r>(
    page: &mut Page<'_>,
    book: &Book<'_>,
    table: &Table<'_, Row<'r>, Key>,
    places: Places<'r>,
) -> anyhow::Result<()> {
    let whole: Tally = places.entries.iter().map(|entry| entry.whole).sum();
    let mean = Some((Key::Rate, whole.rate()));
    for (row, entry) in (places.first..).zip(places.entries) {
        let of = Row { of: Of::Ranked(entry), tally: entry.whole, mean, places };
        table.row(page, row, &of, Look::Plain)?;
    }
    let of = Row { of: Of::Total, tally: whole, mean: None, places };
    table.row(page, places.total, &of, Look::Total)?;
    if places.first == places.total {
        return Ok(());
    }
    let (rate, difference) = (table.column(Key::Rate), table.column(Key::Difference));
    let gone = book.summary.period.time_gone(book.summary.year);
    shades(page, (rate, difference - 1), (places.first, places.total - 1), gone)
}

/// The column of the codes: names are too long for an axis.
const CODE: ColNum = 1;

/// The chart of more units than this cannot be read.
const MOST_IN_CHART: usize = 60;

/// How many rows of a sheet the chart of so many units takes.
fn chart_rows(units: usize) -> RowNum {
    if (2..=MOST_IN_CHART).contains(&units) { 18 } else { 0 }
}

/// The rates of the units against that of all of them.
fn chart<'r>(
    page: &mut Page<'_>,
    book: &Book<'_>,
    table: &Table<'_, Row<'r>, Key>,
    places: Places<'r>,
    row: RowNum,
) -> anyhow::Result<()> {
    if chart_rows(places.entries.len()) == 0 {
        return Ok(());
    }
    let (first, last) = (places.first, places.total - 1);
    let rate = table.column(Key::Rate);
    // A line over all units at the rate of the whole: a column of its own, hidden beside the table.
    let mean = places.layout.mean;
    let formula = format!("={}", cells::fixed(rate, (places.total, places.total)));
    let whole: Tally = places.entries.iter().map(|entry| entry.whole).sum();
    let result = whole.rate().map_or_else(|| NO_RATE.to_owned(), |rate| rate.percent().to_string());
    for row in first..=last {
        page.formula(row, mean, formula.clone(), result.clone(), Look::Bare, Kind::Rate)?;
    }
    page.sheet.set_column_hidden(mean)?;
    let title = Text {
        vi: "Tỷ lệ giải ngân của các đơn vị so với bình quân chung (%)",
        en: "Rates of the units against that of all (%)",
    };
    let average = Text { vi: "Bình quân chung", en: "All" };
    let mut chart = Chart::new(ChartType::Column);
    chart
        .add_series()
        .set_name(book.say(Text { vi: "Tỷ lệ của đơn vị", en: "Unit" }))
        .set_categories((NAME, first, CODE, last, CODE))
        .set_values((NAME, first, rate, last, rate))
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color("5B8BC9")))
        .set_gap(60);
    let mut line = Chart::new(ChartType::Line);
    line.add_series()
        .set_name(book.say(average))
        .set_categories((NAME, first, CODE, last, CODE))
        .set_values((NAME, first, mean, last, mean))
        .set_format(ChartFormat::new().set_line(ChartLine::new().set_color("000000").set_width(2)));
    chart.combine(&line);
    // Hidden columns are drawn as well.
    chart.show_hidden_data();
    style::chart(&mut chart, book.say(title));
    let wide = page.pixels(0..=table.last()).min(1_400);
    chart.set_width(wide).set_height(18 * 20 - 30);
    page.sheet.insert_chart_with_offset(row, 0, &chart, 10, 0)?;
    Ok(())
}

/// Each unit with its programs and funding types, and beside them the hidden keys by which others sum them.
fn details<'r>(
    book: &Book<'_>,
    page: &mut Page<'_>,
    table: &Table<'_, Row<'r>, Key>,
    places: Places<'r>,
    rates: &Rates,
) -> anyhow::Result<()> {
    let layout = places.layout;
    let whole: Tally = places.entries.iter().map(|entry| entry.whole).sum();
    let means = means(places.entries, rates);
    for (number, entry) in (1..).zip(places.entries) {
        let mean = Some((Key::Rate, whole.rate()));
        let of = Row { of: Of::Unit(number, entry), tally: entry.whole, mean, places };
        table.row(page, entry.row, &of, Look::Group)?;
        for (row, (part, tally)) in (entry.row + 1..).zip(&entry.parts) {
            let of = Row { of: Of::Part(part), tally: *tally, mean: Some(means[part]), places };
            table.row(page, row, &of, Look::Plain)?;
            page.key_number(row, layout.unit, entry.index as f64 + 1.0)?;
            page.key(row, layout.program, part.0.as_str())?;
            page.key(row, layout.funding, part.1.short())?;
        }
    }
    let depths = places.entries.iter().flat_map(|entry| {
        let parts = entry.parts.len();
        [0].into_iter().chain(std::iter::repeat_n(1, parts))
    });
    book.outline(page, layout.first, depths.collect())?;
    for column in layout.unit..=layout.funding {
        page.sheet.set_column_hidden(column)?;
    }
    Ok(())
}

/// The rate of all units for each program and funding type, and the column in which the row of totals has it.
fn means<'e>(entries: &'e [Entry<'_>], rates: &Rates) -> BTreeMap<&'e Part, (Key, Option<Rate>)> {
    let mut tallies: BTreeMap<&Part, Tally> = BTreeMap::new();
    for (part, tally) in entries.iter().flat_map(|entry| &entry.parts) {
        *tallies.entry(part).or_default() += *tally;
    }
    let tallies = tallies.into_iter();
    tallies.map(|(part, tally)| (part, (rates.key(part), tally.rate()))).collect()
}

/// A bar for the rate of the whole, a scale of colours for the rates of its parts.
fn shades(
    page: &mut Page<'_>,
    (rate, last_rate): (ColNum, ColNum),
    (first, last): (RowNum, RowNum),
    time_gone: Rate,
) -> anyhow::Result<()> {
    let bar = ConditionalFormatDataBar::new()
        .set_fill_color("9DC3E6")
        .set_solid_fill(true)
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_maximum(ConditionalFormatType::Number, 100);
    page.sheet.add_conditional_format(first, rate, last, rate, &bar)?;
    if last_rate == rate {
        return Ok(());
    }
    // What keeps pace with the year is in the middle. The lower a rate the darker its cell, in grey as well.
    let gone = time_gone.percent();
    let scale = ConditionalFormat3ColorScale::new()
        .set_minimum(ConditionalFormatType::Number, 0)
        .set_midpoint(ConditionalFormatType::Number, gone)
        .set_maximum(ConditionalFormatType::Number, (gone * 2.0).min(100.0).max(gone + 1.0))
        .set_minimum_color("F4A77A")
        .set_midpoint_color("FFF2CC")
        .set_maximum_color("F3FAEE");
    page.sheet.add_conditional_format(first, rate + 1, last, last_rate, &scale)?;
    Ok(())
}

/// The units, the highest rate first, those without a plan last; units of one rate as the register lists them.
fn ranked<'a>(book: &Book<'a>) -> Vec<Entry<'a>> {
    let mut parts: BTreeMap<usize, BTreeMap<Part, Tally>> = BTreeMap::new();
    for ((unit, program, funding), tally) in &book.ledger.by_unit {
        if *tally != Tally::default() {
            parts.entry(*unit).or_default().insert((program.clone(), *funding), *tally);
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
