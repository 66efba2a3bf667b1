//! How a number looks in a cell: never "1,000.", and the amounts of a column alike.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{ConditionalFormatFormula, Worksheet, XlsxError};

use super::style;

use crate::domain::money::{Money, MoneyUnit};

/// The most decimals that an amount shows; its cell holds all of it.
pub const MOST: u8 = 3;

/// As many decimals as the amount has, at most [`MOST`]; more only where it would show as 0.
pub fn decimals(amount: Money, unit: MoneyUnit) -> u8 {
    let precision = precision(unit);
    let dong = amount.as_dong();
    let ends_in_zeros = |zeros: &u8| dong % 10_i128.pow(u32::from(*zeros)) == 0;
    let zeros = (0..=precision).rev().find(ends_in_zeros).unwrap_or(0);
    let has = precision - zeros;
    let is_lost = dong.abs() * 2 * 10_i128.pow(u32::from(MOST)) < unit.dong();
    if is_lost { has } else { has.min(MOST) }
}

/// The width that an amount takes beside its sign, in digits: a separator is half of one, and a cell has a margin.
pub fn room(amount: Money, unit: MoneyUnit, decimals: u8) -> f64 {
    let whole = amount.as_number(unit).abs().trunc().to_string().len();
    let digits = whole + usize::from(decimals);
    let separators = (whole - 1) / 3 + usize::from(0 < decimals);
    digits as f64 + separators as f64 / 2.0 + 1.5
}

/// The decimals of a whole đồng in `unit`.
pub fn precision(unit: MoneyUnit) -> u8 {
    unit.dong().ilog10() as u8
}

/// Where people type, a number with a fraction shows it by a format of its own, to at most so many decimals: optional decimals in
/// the format of the cell would leave their point behind a whole number ("1,000.").
pub fn show_fractions(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    decimals: u8,
) -> Result<(), XlsxError> {
    if decimals == 0 {
        return Ok(());
    }
    let cell = row_col_to_cell(rows.0, columns.0);
    let rule = format!("=AND(ISNUMBER({cell}),ROUND(N({cell}),{decimals})<>ROUND(N({cell}),0))");
    let rule = ConditionalFormatFormula::new().set_rule(rule.as_str());
    let rule = rule.set_format(style::fraction(decimals));
    sheet.add_conditional_format(rows.0, columns.0, rows.1, columns.1, &rule)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_has_the_decimals_that_it_needs_and_at_most_three() {
        let million = |dong| decimals(Money::from_dong(dong), MoneyUnit::Million);
        assert_eq!(million(6_975_000_000), 0);
        assert_eq!(million(6_975_300_000), 1);
        assert_eq!(million(-6_975_312_345), 3);
        assert_eq!(million(0), 0);
        assert_eq!(decimals(Money::from_dong(6_975_312_345), MoneyUnit::Billion), 3);
        assert_eq!(decimals(Money::from_dong(5), MoneyUnit::Dong), 0);
    }

    #[test]
    fn a_little_money_never_shows_as_nothing() {
        let million = |dong| decimals(Money::from_dong(dong), MoneyUnit::Million);
        assert_eq!([million(5), million(-499), million(500)], [6, 6, 3]);
    }
}
