//! A sheet in the making: an official page on A4, its columns and rows, what is said at its cells.

mod rows;
mod write;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{Range, RangeInclusive};

use rust_xlsxwriter::{
    ColNum, ConditionalFormatText, ConditionalFormatTextRule, Format, Note, ProtectionOptions,
    RowNum, Worksheet,
};

use crate::domain::lang::Text;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;

use super::Shared;
use super::number;
use super::style::{self, Kind, Styles};
use super::text::{self, clean, clean_lines};
use rows::{Content, Paint, Rows};
pub(crate) use write::number_of;

/// An amount as a table tells it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Told {
    /// What is known of it.
    pub money: Money,
    /// A part of it is known by nobody, or not by itself.
    pub is_least: bool,
}

impl From<Money> for Told {
    fn from(money: Money) -> Told {
        Told { money, is_least: false }
    }
}

/// What stands where there is no rate.
pub(crate) const NO_RATE: &str = "–";

/// Excel allows 65,530 links in a sheet; far fewer are of use.
pub(crate) const MOST_LINKS: usize = 20_000;

/// Texts at cells that somebody has to look at.
pub(crate) type Notes = BTreeMap<Cell, Vec<String>>;

/// Height of a row and width of a column without one of its own, in pixels; the digits of the font are 7 wide.
pub(super) const ROW: u32 = 20;
/// Likewise.
pub(super) const COLUMN: u32 = 64;

/// The height of the highest row that a sheet can have, in points.
const HIGHEST: f64 = 409.0;

/// What a sheet is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// The office reads it.
    Report,
    /// A unit fills it in: what is not an entry cell is locked, and its own texts keep their lines.
    Form,
}

/// A sheet in the making.
pub(crate) struct Page<'a> {
    /// What it shares with the others of its workbook.
    pub shared: &'a Shared<'a>,
    /// The sheet.
    pub sheet: Worksheet,
    links: usize,
    /// Its column widths, in letters.
    widths: Vec<f64>,
    of: Use,
    /// What is said at its cells.
    notes: Option<&'a Notes>,
    /// Its rows until it is finished.
    rows: Rows,
    /// The formats of cells outside of tables.
    formats: Vec<Format>,
    /// The most decimals of an amount in a column.
    decimals: BTreeMap<ColNum, u8>,
    /// The last row whose height is given.
    last_high: Option<RowNum>,
    /// The columns whose amounts are held against each other.
    compared: Range<ColNum>,
    /// The last column that is printed, and how many at the left are repeated where the others go over several pages.
    printed: Option<(ColNum, ColNum)>,
    /// The first columns of those that belong together.
    blocks: BTreeSet<ColNum>,
}

/// No letter of the office's own sheets is printed smaller, in points.
const SMALLEST: f64 = 8.0;

/// Papers: their numbers in Excel and how wide they are, landscape, in inches.
const PAPERS: [(u8, f64); 2] = [(9, 11.69), (8, 16.54)];

/// What is left free at the left and at the right of a printed page, in inches.
const MARGINS: (f64, f64) = (0.6, 0.5);

/// How a sheet with a table is printed and scrolled.
#[derive(Clone, Copy)]
pub(crate) struct Print {
    /// The first row of the heading, repeated on every page.
    pub heading: RowNum,
    /// The first row below it.
    pub body: RowNum,
    /// The first column that scrolls.
    pub frozen: ColNum,
    /// The last cell that is printed.
    pub last: (RowNum, ColNum),
}

impl<'a> Page<'a> {
    /// A sheet for people to read: A4 landscape, one page wide, page numbers and the coverage at the foot of every page.
    pub(crate) fn report(
        sheet: Worksheet,
        shared: &'a Shared<'a>,
        name: &str,
    ) -> anyhow::Result<Page<'a>> {
        let mut page = Page::on(sheet, shared, name)?;
        page.set_up();
        Ok(page)
    }

    /// A sheet of a form that a unit fills in.
    pub(crate) fn form(shared: &'a Shared<'a>, name: &str) -> anyhow::Result<Page<'a>> {
        let mut page = Page::bare(shared, name)?;
        page.set_up();
        page.sheet.set_margins(0.5, 0.4, 0.6, 0.6, 0.3, 0.3);
        // Without this the writer stores 0 where a formula results in a blank text.
        page.sheet.set_formula_result_default("");
        Ok(Page { of: Use::Form, ..page })
    }

    /// A sheet that the office types in: nothing but the paper.
    pub(crate) fn bare(shared: &'a Shared<'a>, name: &str) -> anyhow::Result<Page<'a>> {
        let mut sheet = Worksheet::new();
        // What people type looks like the rest.
        sheet.set_default_format(&style::text(11.0), ROW, COLUMN)?;
        Page::on(sheet, shared, name)
    }

    fn on(mut sheet: Worksheet, shared: &'a Shared<'a>, name: &str) -> anyhow::Result<Page<'a>> {
        sheet.set_name(name)?.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        Ok(Page {
            shared,
            sheet,
            links: 0,
            widths: Vec::new(),
            of: Use::Report,
            notes: None,
            rows: Rows::default(),
            formats: Vec::new(),
            decimals: BTreeMap::new(),
            last_high: None,
            compared: 0..0,
            printed: None,
            blocks: BTreeSet::new(),
        })
    }

    fn set_up(&mut self) {
        let page_number = Text { vi: "Trang &P/&N", en: "Page &P of &N" }.get(self.shared.lang);
        self.sheet
            .set_margins(MARGINS.0, MARGINS.1, 0.6, 0.6, 0.3, 0.3)
            .set_print_center_horizontally(true)
            .set_screen_gridlines(false)
            .set_zoom(90)
            .set_footer(style::foot(&self.shared.footer, page_number));
    }

    /// These cells are marked, with what is said of them.
    pub(crate) fn mark(&mut self, notes: &'a Notes) {
        self.notes = Some(notes);
    }

    /// Which rows repeat, what stays in sight, and what is printed.
    pub(crate) fn print(&mut self, print: Print) -> anyhow::Result<()> {
        let (row, column) = print.last;
        self.sheet
            .set_freeze_panes(print.body, print.frozen)?
            .set_repeat_rows(print.heading, print.body - 1)?
            .set_print_area(0, 0, row, column)?;
        self.printed = Some((column, print.frozen));
        Ok(())
    }

    /// All of the sheet is printed, as wide as these columns and without an end; so many at the left are repeated.
    pub(crate) fn print_columns(&mut self, last: ColNum, repeated: ColNum) {
        self.printed = Some((last, repeated));
    }

    /// Columns that belong together begin here, and those that stand alone.
    pub(crate) fn blocks(&mut self, firsts: impl IntoIterator<Item = ColNum>) {
        self.blocks = firsts.into_iter().collect();
    }

    /// The columns for what belongs to the sheet as a whole: its title, notes and signatures. Where the columns go over
    /// several pages they end on the first of them for certain, and begin behind those that are repeated. So many columns at
    /// the left are.
    pub(crate) fn reach(&self, last: ColNum, repeated: ColNum) -> (ColNum, ColNum) {
        // Amounts may make columns wider than they are now.
        const ROOM: f64 = 0.95;
        let [_, (_, widest)] = PAPERS;
        let breaks = self.breaks(last, repeated, self.room(widest) * ROOM);
        breaks.first().map_or((0, last), |first| (repeated, first - 1))
    }

    /// Before which columns a page ends, where so many inches fit on one: between blocks, as far as they are no wider.
    fn breaks(&self, last: ColNum, repeated: ColNum, room: f64) -> Vec<ColNum> {
        let wide =
            |columns: Range<ColNum>| -> f64 { columns.map(|column| self.inches(column)).sum() };
        let left = wide(0..repeated);
        let is_inside = |first: &&ColNum| repeated < **first && **first <= last;
        let firsts: Vec<ColNum> = self.blocks.iter().filter(is_inside).copied().collect();
        let ends = firsts.iter().copied().chain([last + 1]);
        let (mut breaks, mut taken) = (Vec::new(), left);
        for (first, end) in [repeated].iter().chain(&firsts).copied().zip(ends) {
            let is_whole = left + wide(first..end) <= room;
            let step = if is_whole { end - first } else { 1 };
            for piece in (first..end).step_by(usize::from(step)) {
                let own = wide(piece..piece + step);
                if room < taken + own && left < taken {
                    breaks.push(piece);
                    taken = left;
                }
                taken += own;
            }
        }
        breaks
    }

    /// How much of a sheet a paper takes where letters are as small as they may be, in inches. Programs measure columns a
    /// little differently.
    fn room(&self, paper: f64) -> f64 {
        const SLACK: f64 = 0.9;
        (paper - MARGINS.0 - MARGINS.1) * self.shared.styles.size / SMALLEST * SLACK
    }

    /// How wide columns are, in pixels.
    pub(crate) fn pixels(&self, columns: impl IntoIterator<Item = ColNum>) -> u32 {
        let one = |column| (self.width(column) * 7.0 + 5.0).trunc() as u32;
        columns.into_iter().map(one).sum()
    }

    /// How wide a column is, in inches of 96 pixels.
    fn inches(&self, column: ColNum) -> f64 {
        f64::from(self.pixels([column])) / 96.0
    }

    /// A4, else A3, as the columns need; where letters would be too small on that, as many pages side by side as it takes.
    fn lay_out(&mut self) -> anyhow::Result<()> {
        let Some((last, repeated)) = self.printed.filter(|_| self.of != Use::Form) else {
            return Ok(());
        };
        let whole: f64 = (0..=last).map(|column| self.inches(column)).sum();
        let fits = PAPERS.into_iter().find(|(_, wide)| whole <= self.room(*wide));
        let (paper, wide) = fits.unwrap_or(PAPERS[1]);
        self.sheet.set_paper_size(paper);
        if fits.is_some() {
            return Ok(());
        }
        let breaks: Vec<u32> =
            self.breaks(last, repeated, self.room(wide)).into_iter().map(u32::from).collect();
        let scale = (SMALLEST / self.shared.styles.size * 100.0).ceil();
        self.sheet.set_print_scale(scale as u16).set_page_order(true);
        self.sheet.set_vertical_page_breaks(&breaks)?;
        if 0 < repeated {
            self.sheet.set_repeat_columns(0, repeated - 1)?;
        }
        Ok(())
    }

    /// The amounts of these columns are held against each other: all of them have one number of decimals.
    pub(crate) fn compare(&mut self, columns: Range<ColNum>) {
        self.compared = columns;
    }

    /// The sheet. Every amount has as many decimals as the longest of its column, and the column has room for them.
    pub(crate) fn finish(mut self) -> anyhow::Result<Worksheet> {
        let most = self.compared.clone().filter_map(|column| self.decimals.get(&column).copied());
        let most = most.max().unwrap_or(0);
        self.decimals.extend(self.compared.clone().map(|column| (column, most)));
        let mut last = None;
        for (row, cells) in std::mem::take(&mut self.rows).into_rows() {
            cells.each(|column, paint, content| self.write((row, column), paint, content))?;
            last = Some(row);
        }
        // Where rows go out as they are made the library writes the last one twice if its height is given.
        if let Some(row) = last.filter(|_| last == self.last_high && self.of == Use::Report) {
            self.sheet.write_blank(row + 1, 0, &Format::default())?;
        }
        for (column, width) in (0..).zip(&self.widths) {
            self.sheet.set_column_width(column, *width)?;
        }
        self.lay_out()?;
        for (cell, texts) in self.notes.into_iter().flatten() {
            /// Letters that stand on a line of a note.
            const LINE: f64 = 52.0;
            let text = texts.join("\n\n");
            let lines = text::lines(&text, LINE);
            self.note(cell.row, cell.column as ColNum, &text, (340, 20 + 16 * (lines + 1)))?;
        }
        if self.of == Use::Form {
            // Without a password: it guards against a slip, not against a person.
            self.sheet.protect_with_options(&ProtectionOptions {
                format_columns: true,
                format_rows: true,
                ..ProtectionOptions::new()
            });
        }
        Ok(self.sheet)
    }

    /// A note at a cell, so many pixels wide and high.
    pub(crate) fn note(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: &str,
        (width, height): (u32, u32),
    ) -> anyhow::Result<()> {
        let note = Note::new(&*clean_lines(text)).add_author_prefix(false);
        self.sheet.insert_note(row, column, &note.set_width(width).set_height(height))?;
        Ok(())
    }

    /// A text as a cell can hold it.
    fn fit<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.of == Use::Form { clean_lines(text) } else { clean(text) }
    }

    /// Makes the column wide enough for an amount.
    pub(crate) fn make_room(&mut self, column: ColNum, amount: Money, kind: Kind) {
        let room = room(amount, self.shared.unit(), kind);
        if let Some(width) = self.widths.get_mut(usize::from(column)) {
            *width = width.max(room);
        }
    }

    /// Column widths from the first column on, in letters. Of two tables of a sheet the wider column counts.
    pub(crate) fn widths(&mut self, widths: &[f64]) {
        for (at, width) in widths.iter().enumerate() {
            match self.widths.get_mut(at) {
                Some(wide) => *wide = width.max(*wide),
                None => self.widths.push(*width),
            }
        }
    }

    /// The width of a column, in letters.
    pub(crate) fn width(&self, column: ColNum) -> f64 {
        self.widths.get(usize::from(column)).copied().unwrap_or(9.0)
    }

    /// How many letters of a table stand on a line of a column.
    pub(crate) fn letters(&self, column: ColNum) -> f64 {
        self.width(column) / self.scale()
    }

    fn scale(&self) -> f64 {
        self.shared.styles.size / Styles::SIZE
    }

    /// The two sides of a title or of signatures over these columns: the last column of the left side
    /// and the first of the right one, each wide enough for a name.
    pub(crate) fn sides(&self, (first, last): (ColNum, ColNum)) -> (ColNum, ColNum) {
        const WIDE: f64 = 52.0;
        let reach = |columns: &mut dyn Iterator<Item = ColNum>| {
            let mut wide = 0.0;
            let mut at = 0;
            for column in columns {
                at = column;
                wide += self.width(column);
                if WIDE <= wide {
                    break;
                }
            }
            at
        };
        let left = reach(&mut (first..=last)).min(last.saturating_sub(1)).max(first);
        let right = reach(&mut (first..=last).rev()).max(left + 1);
        (left, right)
    }

    /// A cell turns red where it holds this text.
    pub(crate) fn alarm(
        &mut self,
        (row, column): (RowNum, ColNum),
        text: &str,
    ) -> anyhow::Result<()> {
        let red = style::alarming();
        let rule = ConditionalFormatText::new()
            .set_rule(ConditionalFormatTextRule::Contains(text.to_owned()))
            .set_format(red);
        self.sheet.add_conditional_format(row, column, row, column, &rule)?;
        Ok(())
    }

    /// A note over these columns below a table; gives the row below it.
    pub(crate) fn note_below(
        &mut self,
        row: RowNum,
        (first, last): (ColNum, ColNum),
        note: &str,
    ) -> anyhow::Result<RowNum> {
        self.across((row, first), (row, last), note, &self.shared.styles.note)?;
        let letters: f64 = (first..=last).map(|column| self.width(column)).sum();
        self.height(row, text::lines(note, letters))?;
        Ok(row + 1)
    }

    /// A key that only the tool or a formula reads.
    pub(crate) fn key(&mut self, row: RowNum, column: ColNum, key: &str) -> anyhow::Result<()> {
        self.put((row, column), Paint::Column, Content::Text(&clean(key)))
    }

    /// The same that is a number.
    pub(crate) fn key_number(
        &mut self,
        row: RowNum,
        column: ColNum,
        key: f64,
    ) -> anyhow::Result<()> {
        self.put((row, column), Paint::Column, Content::Number(key))
    }

    /// Such keys in a row from this cell on.
    pub(crate) fn keys(
        &mut self,
        (row, first): (RowNum, ColNum),
        keys: &[String],
    ) -> anyhow::Result<()> {
        let mut keys = (first..).zip(keys).filter(|(_, key)| !key.is_empty());
        keys.try_for_each(|(column, key)| self.key(row, column, key))
    }

    /// Hides the columns in which such keys stand.
    pub(crate) fn hide(&mut self, mut columns: RangeInclusive<ColNum>) -> anyhow::Result<()> {
        columns.try_for_each(|column| self.sheet.set_column_hidden(column).map(|_| ()))?;
        Ok(())
    }

    /// Lets rows be folded under the one above them: how deep each from `first` on stands, 0 for what always shows.
    pub(crate) fn outline(&mut self, first: RowNum, depths: &[u8]) -> anyhow::Result<()> {
        // What Excel has beside 0.
        const DEEPEST: u8 = 7;
        for depth in 1..=DEEPEST {
            let is_below = |row: &RowNum| depth <= depths[(row - first) as usize];
            let rows: Vec<RowNum> = (first..).take(depths.len()).filter(is_below).collect();
            for run in rows.chunk_by(|row, next| row + 1 == *next) {
                self.sheet.group_rows(run[0], run[run.len() - 1])?;
            }
        }
        self.sheet.group_symbols_above(true);
        Ok(())
    }

    /// A row high enough for so many lines of text. A row of a form with one line grows with what the unit writes into it.
    pub(crate) fn height(&mut self, row: RowNum, lines: u32) -> anyhow::Result<()> {
        if self.of == Use::Form && lines == 1 {
            return Ok(());
        }
        self.points(row, f64::from(lines) * 14.5 * self.scale() + 3.5)
    }

    /// A row of so many points, as far as a sheet can have them. A merged cell never grows by itself, and another program
    /// than Excel may not let the others grow.
    pub(crate) fn points(&mut self, row: RowNum, points: f64) -> anyhow::Result<()> {
        self.sheet.set_row_height(row, points.min(HIGHEST))?;
        self.last_high = self.last_high.max(Some(row));
        Ok(())
    }
}

/// The width that an amount takes, in digits.
fn room(amount: Money, unit: MoneyUnit, kind: Kind) -> f64 {
    let sign = match kind {
        Kind::Number(_) => f64::from(u8::from(amount.is_negative())),
        _ => 2.0,
    };
    sign + number::room(amount, unit, kind.decimals())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::lang::Lang;
    use crate::domain::settings::Settings;

    /// The papers and the breaks of a sheet with columns of these widths, of which the first is repeated and blocks begin
    /// at `blocks`.
    fn laid_out(widths: &[f64], blocks: &[ColNum]) -> (Vec<ColNum>, (ColNum, ColNum)) {
        let settings = Settings::default();
        let shared = Shared {
            settings: &settings,
            period: "2024-06".parse().unwrap(),
            lang: Lang::Vi,
            home: "",
            footer: String::new(),
            has_rates: true,
            styles: Styles::new(Lang::Vi),
        };
        let mut page = Page::bare(&shared, "Biểu").unwrap();
        page.widths(widths);
        page.blocks(blocks.iter().copied());
        let last = widths.len() as ColNum - 1;
        let [_, (_, wide)] = PAPERS;
        (page.breaks(last, 1, page.room(wide)), page.reach(last, 1))
    }

    #[test]
    fn columns_that_belong_together_stay_on_one_page_and_the_title_on_the_first() {
        // 20 letters are 145 pixels: a page of A3 takes 12 of them.
        let narrow = [20.0; 8];
        assert_eq!(laid_out(&narrow, &[]), (vec![], (0, 7)));
        let wide = [20.0; 20];
        assert_eq!(laid_out(&wide, &[1, 8, 15]), (vec![8, 15], (1, 7)));
        assert_eq!(laid_out(&wide, &[1, 8, 13]), (vec![8, 13], (1, 7)));
        assert_eq!(
            laid_out(&wide[..18], &[1, 8, 15]).0,
            [8],
            "the second and the third fit on one"
        );
        // A block that no page takes is broken where it has to be.
        let (breaks, _) = laid_out(&[20.0; 30], &[1]);
        assert_eq!(breaks.len(), 2);
    }

    #[test]
    fn every_page_is_as_wide_as_letters_of_eight_points_allow() {
        for width in [5.0, 12.0, 33.0, 90.0] {
            let widths = [width; 40];
            let (breaks, _) = laid_out(&widths, &[1, 9, 30]);
            let ends = breaks.iter().copied().chain([40]);
            let firsts = [1].into_iter().chain(breaks.iter().copied());
            let most = (16.54 - 1.1) * 96.0 * 11.0 / 8.0;
            for (first, end) in firsts.zip(ends) {
                let pixels = f64::from(end - first + 1) * (width * 7.0 + 5.0);
                assert!(pixels <= most || end - first == 1, "{first}..{end} of {width}: {pixels}");
            }
        }
    }
}
