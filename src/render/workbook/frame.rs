//! A sheet of one table: its head, its rows one below the other, what stands below them, signatures.

use rust_xlsxwriter::{ColNum, RowNum, Worksheet};

use crate::domain::lang::Text;
use crate::domain::money::Money;
use crate::render::xlsx::letterhead::{self, Head};
use crate::render::xlsx::page::{Page, Print};
use crate::render::xlsx::style::Look;
use crate::render::xlsx::table::{Column, Table, Value};

use super::Book;

/// What such a sheet is called, and what stands above its table.
pub(super) struct Titled<'t> {
    name: &'static str,
    title: &'t str,
    /// How many columns at the left stay in sight.
    frozen: ColNum,
    counts: Option<String>,
    has_money: bool,
    /// How many columns at the right stand beside the page.
    beside: ColNum,
}

impl<'t> Titled<'t> {
    /// A sheet that tells amounts, of which so many columns at the left stay in sight.
    pub(super) fn new(name: &'static str, title: &'t str, frozen: ColNum) -> Titled<'t> {
        Titled { name, title, frozen, counts: None, has_money: true, beside: 0 }
    }

    /// The same without a unit of money.
    pub(super) fn without_money(self) -> Titled<'t> {
        Titled { has_money: false, ..self }
    }

    /// The same with a line below the title that counts what the table tells.
    pub(super) fn counts(self, counts: String) -> Titled<'t> {
        Titled { counts: Some(counts), ..self }
    }

    /// The same with the file in the last column, beside the page: paths are not printed above signatures.
    pub(super) fn file_beside(self) -> Titled<'t> {
        Titled { beside: 1, ..self }
    }
}

/// The sheet while its rows are written.
pub(super) struct Frame<'p> {
    /// The sheet.
    pub page: Page<'p>,
    /// The columns of what belongs to the sheet as a whole: title, notes, signatures.
    pub wide: (ColNum, ColNum),
    /// The row of the first heading.
    pub heading: RowNum,
    /// The first row below the headings.
    pub body: RowNum,
    /// The row that is written next.
    pub next: RowNum,
    frozen: ColNum,
    last: ColNum,
}

impl<'p> Frame<'p> {
    /// Begins a sheet down to the headings of its table.
    pub(super) fn begin<R, K: Copy + PartialEq>(
        book: &'p Book<'_>,
        titled: Titled<'_>,
        table: &Table<'_, R, K>,
    ) -> anyhow::Result<Frame<'p>> {
        let mut page = book.page(titled.name)?;
        table.widths(&mut page);
        let last = table.last() - titled.beside;
        let wide = page.reach(last, titled.frozen);
        let head = Head { number: None, title: titled.title, columns: wide };
        let mut heading = letterhead::head(&mut page, &head)? + 1;
        if let Some(counts) = &titled.counts {
            let row = heading - 1;
            page.across((row, wide.0), (row, wide.1), counts, &book.shared.styles.centre_bold)?;
            heading += 1;
        }
        if titled.has_money {
            letterhead::money_unit(&mut page, heading - 1, wide.1)?;
        }
        let body = table.heading(&mut page, heading)?;
        Ok(Frame { page, wide, heading, body, next: body, frozen: titled.frozen, last })
    }

    /// Writes the next row.
    pub(super) fn row<R, K: Copy + PartialEq>(
        &mut self,
        table: &Table<'_, R, K>,
        of: &R,
        look: Look,
    ) -> anyhow::Result<()> {
        table.row(&mut self.page, self.next, of, look)?;
        self.next += 1;
        Ok(())
    }

    /// Writes the next row with a text over all columns of the page.
    pub(super) fn banner<R, K: Copy + PartialEq>(
        &mut self,
        table: &Table<'_, R, K>,
        words: &str,
        look: Look,
    ) -> anyhow::Result<()> {
        table.banner(&mut self.page, self.next, (words, self.wide.1), look)?;
        self.next += 1;
        Ok(())
    }

    /// Writes the sums of some columns over all rows; `before` is the first column right of the label.
    pub(super) fn total<R, K: Copy + PartialEq>(
        &mut self,
        table: &Table<'_, R, K>,
        (label, before): (&str, K),
        sums: &[(K, Money)],
    ) -> anyhow::Result<()> {
        table.total(&mut self.page, self.body..self.next, (label, before), sums)?;
        self.next += 1;
        Ok(())
    }

    /// Writes a note below the table.
    pub(super) fn note(&mut self, note: &str) -> anyhow::Result<()> {
        self.next = self.page.note_below(self.next, self.wide, note)?;
        Ok(())
    }

    /// The sheet with signatures below all that was written.
    pub(super) fn signed(self) -> anyhow::Result<Worksheet> {
        let print = self.print();
        letterhead::signed(self.page, self.wide, print)
    }

    /// The sheet without signatures.
    pub(super) fn end(mut self) -> anyhow::Result<Worksheet> {
        self.page.print(self.print())?;
        self.page.finish()
    }

    fn print(&self) -> Print {
        let Frame { heading, body, frozen, .. } = *self;
        Print { heading, body, frozen, last: (self.next, self.last) }
    }
}

/// The column of numbers of rows.
pub(super) fn number<'a, R, K>(
    book: &Book<'_>,
    number: impl Fn(&R) -> String + 'a,
) -> Column<'a, R, K> {
    let heading = book.say(Text { vi: "STT", en: "No" });
    Column::new(heading, 5.0, move |_, of: &R| Value::Centred(number(of)))
}

/// What stands beside a sum.
pub(super) const SUM: Text = Text { vi: "CỘNG", en: "SUM" };
