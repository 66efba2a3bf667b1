//! The consolidated workbook: a sheet a file, every sum a live formula over "Dữ liệu" with its result beside it.
//!
//! "Dữ liệu" holds the lines; "Theo đơn vị" and the two forms sum them, "Tổng hợp" sums those. The result that is
//! stored with a formula is computed from the same written numbers, so that a recalculation changes nothing.

mod frame;
pub(crate) mod ledger;
pub(crate) mod lines;
mod package;
mod units;
mod overview;
mod by_program;
mod course;
mod adjustments;
mod compared;
mod funnel;
mod held;
mod counterpart;
mod proposals;
mod reductions;
mod required;
mod tree;
mod columns;
mod form;
mod submissions;
mod months;
mod findings;
mod obstacles;
mod outlook;
mod results;
mod sources;
mod relay;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufWriter;

use anyhow::{Context as _, Result, ensure};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, RowNum, Workbook, Worksheet};

use crate::domain::code::{ComponentId, UnitCode};
use crate::domain::key::Funding;
use crate::domain::lang::{Lang, Text};
use crate::domain::mark;
use crate::domain::money::MoneyUnit;
use crate::domain::submission::Reach;
use crate::domain::summary::Summary;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::Styles;
use crate::render::xlsx::text::clean;
use crate::render::xlsx::{Shared, sheets};

use chrono::Datelike;
use ledger::Ledger;
use package::{Amendments, Outline, amended};

/// How hard the package is compressed, of 9. The usual 6 takes four times as long for a file a sixth smaller, and a quarter of
/// the time of a large workbook.
const COMPRESSION: u8 = 3;

/// What every sheet is made from.
struct Book<'a> {
    summary: &'a Summary,
    /// The rows of "Dữ liệu".
    ledger: Ledger<'a>,
    shared: Shared<'a>,
    workbook: RefCell<Workbook>,
    /// The outlines of the sheets, by their names.
    outlines: RefCell<BTreeMap<String, Outline>>,
}

impl Book<'_> {
    /// A fixed text in the language of the workbook.
    fn say(&self, text: Text) -> &'static str {
        self.shared.say(text)
    }

    /// The name of whoever holds money: a unit, or the office itself.
    fn holder(&self, unit: Option<&UnitCode>) -> String {
        let office = Text { vi: "Cơ quan tổng hợp", en: "The office" };
        let name = unit.map(|unit| self.summary.register.name(unit));
        name.unwrap_or_else(|| self.say(office).to_owned())
    }

    /// The unit of the money that is written.
    fn unit(&self) -> MoneyUnit {
        self.summary.money_unit()
    }

    /// A sheet that people read.
    fn page(&self, name: &str) -> Result<Page<'_>> {
        Page::report(self.sheet()?, &self.shared, name)
    }

    /// A sheet with a chart: the library takes the labels that a chart keeps beside it from cells that it still holds.
    fn charted(&self, name: &str) -> Result<Page<'_>> {
        Page::report(Worksheet::new(), &self.shared, name)
    }

    /// Lets rows be folded under the one above them: how deep each from `first` on stands, 0 for what always shows.
    fn outline(&self, page: &mut Page<'_>, first: RowNum, depths: Vec<u8>) -> Result<()> {
        page.outline(first, &depths)?;
        self.outlines.borrow_mut().insert(page.sheet.name(), Outline { first, depths });
        Ok(())
    }

    /// A sheet whose rows go into a file of the system's: those of all sheets would take gigabytes until the workbook is saved.
    fn sheet(&self) -> Result<Worksheet> {
        let mut workbook = self.workbook.borrow_mut();
        workbook.add_worksheet_with_low_memory()?;
        workbook.worksheets_mut().pop().context("a sheet was added")
    }
}

/// The consolidated workbook of a summary, as an .xlsx file without a name: it is too large for the memory. Same summary, same bytes. `home` leads from the
/// folder where it will stand to that of the units' files, for its links.
///
/// # Errors
/// Lines that do not add up to the totals of the summary (a bug, never printed), and what the writer of workbooks
/// refuses (a text or a sheet beyond Excel's limits, a full disk).
pub(crate) fn consolidated(summary: &Summary, lang: Lang, home: &str) -> Result<File> {
    in_parts(summary, lang, home, lines::MOST_ROWS)
}

/// The same with so many rows of "Dữ liệu" on a sheet.
fn in_parts(summary: &Summary, lang: Lang, home: &str, most_rows: usize) -> Result<File> {
    let ledger = Ledger::of(summary, lang, most_rows);
    ledger.must_agree_with(summary)?;
    let workbook = RefCell::new(sheets::workbook()?);
    let (shared, outlines) = (shared(summary, lang, home), RefCell::default());
    let book = Book { summary, ledger, shared, workbook, outlines };
    let (by_unit, layout) = units::sheet(&book)?;
    let before = [
        overview::sheet(&book, &layout)?,
        form::sheet(&book, Funding::Investment)?,
        form::sheet(&book, Funding::Recurrent)?,
        by_unit,
        funnel::sheet(&book)?,
        held::sheet(&book)?,
        required::sheet(&book)?,
        submissions::sheet(&book)?,
        findings::sheet(&book)?,
        obstacles::sheet(&book)?,
        results::sheet(&book)?,
        course::sheet(&book, &layout)?,
    ];
    let beside = [
        counterpart::sheet(&book)?,
        outlook::sheet(&book)?,
        proposals::sheet(&book)?,
        reductions::sheet(&book)?,
        adjustments::sheet(&book)?,
        compared::sheet(&book, &layout)?,
        months::sheet(&book)?,
    ];
    let parts = 0..book.ledger.parts();
    let ledger = parts.clone().map(|part| lines::sheet(&book, part)).collect::<Result<Vec<_>>>()?;
    let tables = parts.map(|part| lines::table(&book, part)).collect::<Result<Vec<_>>>()?;
    let behind = [sources::sheet(&book)?, relay::sheet(&book)?, marked(&book)?];
    let mut workbook = book.workbook.take();
    workbook.set_zip_compression_level(COMPRESSION);
    workbook.set_properties(&properties(&book)?);
    let front = before.into_iter().chain(beside.into_iter().flatten());
    front.for_each(|sheet| workbook.push_worksheet(sheet));
    let lines = workbook.worksheets().len();
    ledger.into_iter().chain(behind).for_each(|sheet| workbook.push_worksheet(sheet));
    let outlines = book.outlines.take().into_iter().map(|(name, outline)| {
        let at = workbook.worksheets().iter().position(|sheet| sheet.name() == name);
        (at.expect("every sheet is in the workbook"), outline)
    });
    let amendments = Amendments { tables, lines, outlines: outlines.collect() };
    let package = tempfile::tempfile()?;
    workbook.save_to_writer(BufWriter::new(&package))?;
    // Its sheets are held until then.
    drop(workbook);
    let (mut rows, mut written) = ((1..).zip(book.ledger.rows()), 0);
    let package = amended(package, &amendments, COMPRESSION, |part, out| {
        written += lines::rows(&book, part, &mut rows, out)?;
        Ok(())
    })?;
    // The sums beside them were computed from the same rows, made another time.
    ensure!(written == book.ledger.length, "{written} of {} rows", book.ledger.length);
    Ok(package)
}

fn shared<'a>(summary: &'a Summary, lang: Lang, home: &'a str) -> Shared<'a> {
    let coverage = summary.coverage;
    let (received, expected) = (coverage.received, coverage.expected);
    let mut footer = match lang {
        Lang::Vi => format!("Tổng hợp từ báo cáo của {received}/{expected} đơn vị"),
        Lang::En => format!("From the reports of {received} of {expected} units"),
    };
    let Reach { expected, received, .. } = coverage.below;
    if 0 < expected {
        footer += &match lang {
            Lang::Vi => format!(" ({received}/{expected} đơn vị cấp dưới)"),
            Lang::En => format!(" ({received} of {expected} units below)"),
        };
    }
    Shared {
        settings: &summary.settings,
        period: summary.period,
        lang,
        home,
        footer,
        has_rates: !summary.totals.tally.is_doubted,
        styles: Styles::new(lang),
    }
}

/// Title, author and a creation date that depends on the period alone.
fn properties(book: &Book<'_>) -> Result<DocProperties> {
    let day = book.summary.period.to();
    let created =
        ExcelDateTime::from_ymd(u16::try_from(day.year())?, day.month() as u8, day.day() as u8)?;
    let title = Text {
        vi: "Tổng hợp giải ngân vốn CTMTQG",
        en: "Disbursement of the National Target Programs",
    };
    let title = format!("{}, {}", book.say(title), book.summary.period.show(book.shared.lang));
    Ok(DocProperties::new()
        .set_title(title)
        .set_author(clean(&book.summary.settings.office.name))
        .set_creation_datetime(&created))
}

/// The name of a program for people.
fn program_name(book: &Book<'_>, program: &ComponentId) -> String {
    let Some(node) = book.summary.catalogue.get(program) else { return program.to_string() };
    if book.shared.lang == Lang::En { node.en.clone() } else { node.short.clone() }
}

/// The very hidden sheet by which the tool knows its own workbook one level up.
fn marked(book: &Book<'_>) -> Result<Worksheet> {
    let period = book.summary.period.to_string();
    let reach = book.summary.coverage.reach();
    let reach = [reach.expected, reach.received, reach.missing, reach.rejected];
    let reach = reach.map(|count| count.to_string()).join(" ");
    let room = book.summary.totals.room.map(|money| money.as_dong().to_string()).join(" ");
    let doubted = if book.summary.totals.tally.is_doubted { mark::YES } else { mark::NO };
    let rows = [
        (mark::KIND, mark::CONSOLIDATED),
        (mark::PERIOD, &period),
        (mark::MONEY_UNIT, book.unit().label()),
        (mark::PART, form::name(Funding::Investment)),
        (mark::PART, form::name(Funding::Recurrent)),
        (mark::PART, mark::DIFFICULTIES),
        (mark::PART, mark::RESULTS),
        (mark::REACH, &reach),
        (mark::ROOM, &room),
        (mark::DOUBTED, doubted),
        (mark::SEAL, mark::UNSEALED),
    ];
    Ok(sheets::marked(&rows)?)
}
