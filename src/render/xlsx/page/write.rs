//! What is written into the cells of a page: harmless text, money with its formula and its result.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ColNum, ExcelDateTime, Format, Formula, RowNum, Url};

use super::rows::{Content, Paint};
use super::{MOST_LINKS, NO_RATE, Page, Told};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::results::Quantity;
use crate::domain::tally::{Points, Rate, Tally};
use crate::render::xlsx::links::Target;
use crate::render::xlsx::number;
use crate::render::xlsx::style::{self, Kind, Look, shown};
use crate::render::xlsx::text::clean;

impl Page<'_> {
    /// Puts a cell into the sheet when it is finished.
    pub(super) fn put(
        &mut self,
        at: (RowNum, ColNum),
        paint: Paint,
        content: Content<'_>,
    ) -> anyhow::Result<()> {
        if let Paint::Amount(_, kind, _) = paint {
            let most = self.decimals.entry(at.1).or_default();
            *most = kind.decimals().max(*most);
        }
        self.rows.add(at, paint, content)
    }

    /// Writes a cell into the sheet, marked where somebody has to look.
    pub(super) fn write(
        &mut self,
        (row, column): (RowNum, ColNum),
        paint: Paint,
        content: Content<'_>,
    ) -> anyhow::Result<()> {
        let styles = &self.shared.styles;
        let format = match paint {
            Paint::Column => None,
            Paint::Cell(look, kind) => Some(styles.cell(look, kind)),
            Paint::Amount(look, kind, dong) => {
                let most = self.decimals.get(&column);
                let kind = most.map_or(kind, |most| kind.with_decimals(*most));
                self.make_room(column, Money::from_wide(dong), kind);
                Some(styles.cell(look, kind))
            }
            Paint::Own(number) => Some(&self.formats[number]),
        };
        let is_marked =
            self.notes.is_some_and(|notes| notes.contains_key(&Cell::new(row, u32::from(column))));
        let marked;
        let format = match format {
            Some(format) if is_marked => {
                marked = style::marked(format.clone());
                Some(&marked)
            }
            format => format,
        };
        let sheet = &mut self.sheet;
        match (content, format) {
            (Content::Text(text), Some(format)) => {
                sheet.write_string_with_format(row, column, text, format)?
            }
            (Content::Text(text), None) => sheet.write_string(row, column, text)?,
            (Content::Number(number), Some(format)) => {
                sheet.write_number_with_format(row, column, number, format)?
            }
            (Content::Number(number), None) => sheet.write_number(row, column, number)?,
            (Content::Formula(formula, result), Some(format)) => {
                let formula = Formula::new(formula).set_result(result);
                sheet.write_formula_with_format(row, column, formula, format)?
            }
            (Content::Link(target, text), format) => {
                sheet.write_url_with_options(row, column, Url::new(target), text, "", format)?
            }
            (Content::Blank, Some(format)) => sheet.write_blank(row, column, format)?,
            (Content::Merged(last_row, last_column, text), Some(format)) => {
                sheet.merge_range(row, column, last_row, last_column, text, format)?
            }
            (Content::Formula(..) | Content::Blank | Content::Merged(..), None) => {
                unreachable!("only keys have no format of their own")
            }
        };
        Ok(())
    }

    /// A format that is no cell's of a table, as a cell keeps it.
    fn own(&mut self, format: &Format) -> Paint {
        let known = self.formats.iter().position(|known| known == format);
        Paint::Own(known.unwrap_or_else(|| {
            self.formats.push(format.clone());
            self.formats.len() - 1
        }))
    }

    /// A text outside of tables.
    pub(crate) fn words(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: &str,
        format: &Format,
    ) -> anyhow::Result<()> {
        let paint = self.own(format);
        let text = self.fit(text);
        self.put((row, column), paint, Content::Text(&text))
    }

    /// A number outside of tables.
    pub(crate) fn number(
        &mut self,
        row: RowNum,
        column: ColNum,
        number: f64,
        format: &Format,
    ) -> anyhow::Result<()> {
        let paint = self.own(format);
        self.put((row, column), paint, Content::Number(number))
    }

    /// A text over several columns and rows.
    pub(crate) fn across(
        &mut self,
        (row, column): (RowNum, ColNum),
        (last_row, last_column): (RowNum, ColNum),
        text: &str,
        format: &Format,
    ) -> anyhow::Result<()> {
        if (row, column) == (last_row, last_column) {
            return self.words(row, column, text, format);
        }
        let paint = self.own(format);
        let text = self.fit(text);
        self.put((row, column), paint, Content::Merged(last_row, last_column, &text))
    }

    /// A text in a table.
    pub(crate) fn text(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: &str,
        look: Look,
        kind: Kind,
    ) -> anyhow::Result<()> {
        let text = self.fit(text);
        self.put((row, column), Paint::Cell(look, kind), Content::Text(&text))
    }

    /// A cell of a table with a border and nothing in it.
    pub(crate) fn blank(&mut self, row: RowNum, column: ColNum, look: Look) -> anyhow::Result<()> {
        self.empty(row, column, look, Kind::Text)
    }

    /// The same for something of a kind to come.
    pub(crate) fn empty(
        &mut self,
        row: RowNum,
        column: ColNum,
        look: Look,
        kind: Kind,
    ) -> anyhow::Result<()> {
        self.put((row, column), Paint::Cell(look, kind), Content::Blank)
    }

    /// A number of things.
    pub(crate) fn count(
        &mut self,
        row: RowNum,
        column: ColNum,
        count: u64,
        look: Look,
    ) -> anyhow::Result<()> {
        let paint = Paint::Cell(look, Kind::Number(0));
        self.put((row, column), paint, Content::Number(count as f64))
    }

    /// A day, or a blank.
    pub(crate) fn day(
        &mut self,
        row: RowNum,
        column: ColNum,
        day: Option<NaiveDate>,
        look: Look,
    ) -> anyhow::Result<()> {
        let Some(day) = day else { return self.empty(row, column, look, Kind::Day) };
        match number_of(day) {
            Some(number) => {
                let paint = Paint::Cell(look, Kind::Day);
                self.put((row, column), paint, Content::Number(number))
            }
            None => self.text(row, column, &day.to_string(), look, Kind::Day),
        }
    }

    /// A year where it is typed, or a blank.
    pub(crate) fn year(
        &mut self,
        row: RowNum,
        column: ColNum,
        year: Option<i32>,
        look: Look,
    ) -> anyhow::Result<()> {
        let Some(year) = year else { return self.empty(row, column, look, Kind::Year) };
        let paint = Paint::Cell(look, Kind::Year);
        self.put((row, column), paint, Content::Number(f64::from(year)))
    }

    /// An amount that was read, not computed.
    pub(crate) fn money(
        &mut self,
        row: RowNum,
        column: ColNum,
        amount: Money,
        look: Look,
    ) -> anyhow::Result<()> {
        let unit = self.shared.unit();
        self.figure(row, column, amount, look, shown(amount, unit))
    }

    /// The same, of which a part may be known by nobody.
    pub(crate) fn read(
        &mut self,
        row: RowNum,
        column: ColNum,
        Told { money, is_least }: Told,
        look: Look,
    ) -> anyhow::Result<()> {
        let kind = shown(money, self.shared.unit());
        let kind = if is_least { kind.at_least() } else { kind };
        self.figure(row, column, money, look, kind)
    }

    /// An amount where amounts are typed, or a blank.
    pub(crate) fn amount(
        &mut self,
        row: RowNum,
        column: ColNum,
        amount: Option<Money>,
        look: Look,
    ) -> anyhow::Result<()> {
        let number = amount.map(|amount| amount.as_number(self.shared.unit()));
        let content = number.map_or(Content::Blank, Content::Number);
        self.put((row, column), Paint::Cell(look, Kind::Figure), content)
    }

    /// An amount of something that is no money; only what has a fraction shows one.
    pub(crate) fn quantity(
        &mut self,
        row: RowNum,
        column: ColNum,
        amount: Option<Quantity>,
        look: Look,
    ) -> anyhow::Result<()> {
        let number = amount.map(Quantity::as_number);
        // Where people type, the format of the column shows fractions.
        let kind = if look == Look::Entry { Kind::Figure } else { counted(amount) };
        let content = number.map_or(Content::Blank, Content::Number);
        self.put((row, column), Paint::Cell(look, kind), content)
    }

    /// The same that a formula gives; a blank where nobody tells any of it.
    pub(crate) fn quantity_sum(
        &mut self,
        (row, column): (RowNum, ColNum),
        sum: &str,
        amount: Option<Quantity>,
        look: Look,
    ) -> anyhow::Result<()> {
        let Some(told) = amount else { return self.quantity(row, column, None, look) };
        let formula = format!("=ROUND({sum},{})", number::MOST);
        self.formula(row, column, formula, told.as_number().to_string(), look, counted(amount))
    }

    /// The rate of two such amounts in percent, rounded to two decimals; a dash where it is not known.
    pub(crate) fn share(
        &mut self,
        at: Cell,
        part: &str,
        whole: &str,
        rate: Option<Rate>,
        look: Look,
    ) -> anyhow::Result<()> {
        let column = at.column as ColNum;
        let Some(rate) = rate else { return self.text(at.row, column, NO_RATE, look, Kind::Rate) };
        let formula = format!("=ROUND({part}/{whole}*100,2)");
        self.formula(at.row, column, formula, rate.percent().to_string(), look, Kind::Rate)
    }

    /// The same in a given number format.
    pub(crate) fn figure(
        &mut self,
        row: RowNum,
        column: ColNum,
        amount: Money,
        look: Look,
        kind: Kind,
    ) -> anyhow::Result<()> {
        let number = amount.as_number(self.shared.unit());
        let paint = Paint::Amount(look, kind, amount.as_dong());
        self.put((row, column), paint, Content::Number(number))
    }

    /// An amount that a formula gives. It is rounded to the đồng, so that the noise of sums of floats never shows.
    pub(crate) fn sum(
        &mut self,
        row: RowNum,
        column: ColNum,
        sum: &str,
        told: impl Into<Told>,
        look: Look,
    ) -> anyhow::Result<()> {
        let Told { money, is_least } = told.into();
        let kind = shown(money, self.shared.unit());
        let kind = if is_least { kind.at_least() } else { kind };
        self.sum_as(row, column, sum, money, look, kind)
    }

    /// What a plan has left.
    pub(crate) fn left(
        &mut self,
        row: RowNum,
        column: ColNum,
        difference: &str,
        tally: Tally,
        look: Look,
    ) -> anyhow::Result<()> {
        let left = tally.remaining();
        let kind = match (shown(left, self.shared.unit()), tally.lacks_cumulative) {
            (kind, true) => Kind::Most(kind.decimals()),
            (kind, false) => kind,
        };
        self.sum_as(row, column, difference, left, look, kind)
    }

    /// The same in a given number format.
    pub(crate) fn sum_as(
        &mut self,
        row: RowNum,
        column: ColNum,
        sum: &str,
        amount: Money,
        look: Look,
        kind: Kind,
    ) -> anyhow::Result<()> {
        let formula = format!("={}", self.shared.rounded(sum));
        let result = amount.as_number(self.shared.unit()).to_string();
        let paint = Paint::Amount(look, kind, amount.as_dong());
        self.put((row, column), paint, Content::Formula(&formula, &result))
    }

    /// The rate of two cells: `part ÷ whole` in percent, rounded to two decimals; a dash without a plan. `tally` has what
    /// they hold.
    pub(crate) fn rate(
        &mut self,
        at: Cell,
        part: &str,
        whole: &str,
        tally: Tally,
        look: Look,
    ) -> anyhow::Result<()> {
        if !self.shared.has_rates {
            return self.text(at.row, at.column as ColNum, NO_RATE, look, Kind::Rate);
        }
        let kind = if tally.lacks_cumulative { Kind::LeastRate } else { Kind::Rate };
        let formula = format!("=IF({whole}>0,ROUND({part}/{whole}*100,2),\"{NO_RATE}\")");
        let rate = tally.rate();
        let result = rate.map_or_else(|| NO_RATE.to_owned(), |rate| rate.percent().to_string());
        self.formula(at.row, at.column as ColNum, formula, result, look, kind)
    }

    /// A rate that was read; a dash where there is none.
    pub(crate) fn percent(
        &mut self,
        row: RowNum,
        column: ColNum,
        rate: Option<Rate>,
        look: Look,
    ) -> anyhow::Result<()> {
        let Some(rate) = rate else { return self.text(row, column, NO_RATE, look, Kind::Rate) };
        let paint = Paint::Cell(look, Kind::Rate);
        self.put((row, column), paint, Content::Number(rate.percent()))
    }

    /// The difference of two printed rates; a dash where one is missing.
    pub(crate) fn change(
        &mut self,
        at: Cell,
        now: &str,
        then: &str,
        points: Option<Points>,
        look: Look,
    ) -> anyhow::Result<()> {
        let formula = format!(
            "=IF(AND(ISNUMBER({now}),ISNUMBER({then})),ROUND({now}-{then},2),\"{NO_RATE}\")"
        );
        let result =
            points.map_or_else(|| NO_RATE.to_owned(), |points| points.percent().to_string());
        self.formula(at.row, at.column as ColNum, formula, result, look, Kind::Points)
    }

    /// A formula with its result. The text of a formula is always ours, never a unit's.
    pub(crate) fn formula(
        &mut self,
        row: RowNum,
        column: ColNum,
        formula: String,
        result: String,
        look: Look,
        kind: Kind,
    ) -> anyhow::Result<()> {
        self.put((row, column), Paint::Cell(look, kind), Content::Formula(&formula, &result))
    }

    /// The name of a cell of another sheet, which leads there.
    pub(crate) fn here(
        &mut self,
        (row, column): (RowNum, ColNum),
        (sheet, cell): (&str, Cell),
        look: Look,
    ) -> anyhow::Result<()> {
        let target = format!("internal:'{sheet}'!{cell}");
        let content = Content::Link(&target, &format!("{sheet}!{cell}"));
        self.put((row, column), Paint::Cell(look, Kind::Link), content)
    }

    /// A text that leads to a cell of a unit's file, as seen from where the workbook stands.
    pub(crate) fn link(
        &mut self,
        (row, column): (RowNum, ColNum),
        text: &str,
        (file, sheet, cell): (&str, Option<&str>, Option<Cell>),
        look: Look,
    ) -> anyhow::Result<()> {
        let target = Target::of(self.shared.home, (file, sheet, cell));
        let Some(target) = target.filter(|_| self.links < MOST_LINKS) else {
            return self.text(row, column, text, look, Kind::Text);
        };
        self.links += 1;
        let content = Content::Link(&target.url(), &clean(text));
        self.put((row, column), Paint::Cell(look, Kind::Link), content)
    }
}

/// A day as cells hold it. Excel's calendar begins in 1900: an earlier day has no number and is shown as it was written.
pub(crate) fn number_of(day: NaiveDate) -> Option<f64> {
    let year = u16::try_from(day.year()).ok().filter(|year| 1900 <= *year)?;
    let date = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8).ok()?;
    Some(date.to_excel())
}

/// How such an amount is shown.
fn counted(amount: Option<Quantity>) -> Kind {
    Kind::Number(amount.map_or(0, Quantity::decimals))
}
