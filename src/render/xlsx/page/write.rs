//! What is written into the cells of a page: harmless text, money with its formula and its result.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ColNum, ExcelDateTime, Format, Formula, RowNum, Url};

use super::{LONGEST_LINK, MOST_LINKS, NO_RATE, Page, Told, Written};
use crate::domain::money::Money;
use crate::domain::place::Cell;
use crate::domain::results::Quantity;
use crate::domain::tally::{Points, Rate, Tally};
use crate::render::xlsx::number;
use crate::render::xlsx::style::{Kind, Look, shown};
use crate::render::xlsx::text::clean;

impl Page<'_> {
    /// A text outside of tables.
    pub(crate) fn words(
        &mut self,
        row: RowNum,
        column: ColNum,
        text: &str,
        format: &Format,
    ) -> anyhow::Result<()> {
        let format = self.at(row, column, format);
        self.sheet.write_string_with_format(row, column, self.fit(text), &format)?;
        Ok(())
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
        let text = self.fit(text);
        self.sheet.merge_range(row, column, last_row, last_column, &text, format)?;
        Ok(())
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
        let shared = self.shared;
        self.words(row, column, text, shared.styles.cell(look, kind))
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
        let format = self.cell(row, column, look, kind);
        self.sheet.write_blank(row, column, &format)?;
        Ok(())
    }

    pub(crate) fn count(
        &mut self,
        row: RowNum,
        column: ColNum,
        count: u64,
        look: Look,
    ) -> anyhow::Result<()> {
        let format = self.cell(row, column, look, Kind::Number(0));
        self.sheet.write_number_with_format(row, column, count as f64, &format)?;
        Ok(())
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
        let format = self.cell(row, column, look, Kind::Day);
        // Excel's calendar begins in 1900; an earlier day is shown as it was written.
        match u16::try_from(day.year()).ok().filter(|year| 1900 <= *year) {
            Some(year) => {
                let date = ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8)?;
                self.sheet.write_datetime_with_format(row, column, &date, &format)?;
            }
            None => self.words(row, column, &day.to_string(), &format)?,
        }
        Ok(())
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
        let format = self.cell(row, column, look, Kind::Year);
        self.sheet.write_number_with_format(row, column, f64::from(year), &format)?;
        Ok(())
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
        let format = self.cell(row, column, look, Kind::Figure);
        match amount {
            Some(amount) => {
                let number = amount.as_number(self.shared.unit());
                self.sheet.write_number_with_format(row, column, number, &format)?
            }
            None => self.sheet.write_blank(row, column, &format)?,
        };
        Ok(())
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
        let format = self.cell(row, column, look, kind);
        match number {
            Some(number) => self.sheet.write_number_with_format(row, column, number, &format)?,
            None => self.sheet.write_blank(row, column, &format)?,
        };
        Ok(())
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

    /// An amount that was read, in the format of its column, which has room for it ([`Page::make_room`]).
    pub(crate) fn plain(
        &mut self,
        row: RowNum,
        column: ColNum,
        amount: Money,
    ) -> anyhow::Result<()> {
        self.sheet.write_number(row, column, amount.as_number(self.shared.unit()))?;
        Ok(())
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
        self.written(Written { row, column, amount, look, kind });
        let number = amount.as_number(self.shared.unit());
        let format = self.cell(row, column, look, kind);
        self.sheet.write_number_with_format(row, column, number, &format)?;
        Ok(())
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
        self.written(Written { row, column, amount, look, kind });
        let unit = self.shared.unit();
        let formula = format!("={}", self.shared.rounded(sum));
        self.formula(row, column, formula, amount.as_number(unit).to_string(), look, kind)
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
        let format = self.cell(row, column, look, Kind::Rate);
        self.sheet.write_number_with_format(row, column, rate.percent(), &format)?;
        Ok(())
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
        let formula = Formula::new(formula).set_result(result);
        let format = self.cell(row, column, look, kind);
        self.sheet.write_formula_with_format(row, column, formula, &format)?;
        Ok(())
    }

    /// The name of a cell of another sheet, which leads there.
    pub(crate) fn here(
        &mut self,
        (row, column): (RowNum, ColNum),
        (sheet, cell): (&str, Cell),
        look: Look,
    ) -> anyhow::Result<()> {
        let url =
            Url::new(format!("internal:'{sheet}'!{cell}")).set_text(format!("{sheet}!{cell}"));
        let format = self.cell(row, column, look, Kind::Link);
        self.sheet.write_url_with_format(row, column, url, &format)?;
        Ok(())
    }

    /// A text that leads to a cell of a unit's file, as seen from where the workbook stands.
    pub(crate) fn link(
        &mut self,
        (row, column): (RowNum, ColNum),
        text: &str,
        (file, sheet, cell): (&str, Option<&str>, Option<Cell>),
        look: Look,
    ) -> anyhow::Result<()> {
        let path = format!("{}{file}", self.shared.home);
        let mut target = format!("file:///{}", clean(&path));
        if let Some(sheet) = sheet {
            let cell = cell.unwrap_or(Cell::new(0, 0));
            target.push_str(&format!("#'{}'!{cell}", clean(sheet).replace('\'', "''")));
        }
        // A `#` parts a file from a place in it, and a colon may begin a scheme: such a name gets no link. Nor does one
        // beyond what Excel takes.
        let is_plain =
            !path.contains(['#', ':', '\\', '%']) && target.chars().count() < LONGEST_LINK;
        if !is_plain || MOST_LINKS <= self.links {
            return self.text(row, column, text, look, Kind::Text);
        }
        self.links += 1;
        let format = self.shared.styles.cell(look, Kind::Link);
        let url = Url::new(target);
        self.sheet.write_url_with_options(row, column, url, clean(text), "", Some(format))?;
        Ok(())
    }
}

/// How such an amount is shown.
fn counted(amount: Option<Quantity>) -> Kind {
    Kind::Number(amount.map_or(0, Quantity::decimals))
}
