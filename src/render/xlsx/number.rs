//! How a number looks in a cell: never "1,000.", and the amounts of a column alike.

use rust_xlsxwriter::utility::row_col_to_cell;
use rust_xlsxwriter::{ConditionalFormatFormula, Format, Worksheet, XlsxError};

use super::style;

use crate::domain::money::{Money, MoneyUnit};

/// The most decimals that an amount shows; its cell holds all of it.
pub(crate) const MOST: u8 = 3;

/// As many decimals as the amount has, at most [`MOST`]; more only where it would show as 0.
pub(crate) fn decimals(amount: Money, unit: MoneyUnit) -> u8 {
    let precision = precision(unit);
    let dong = amount.as_dong();
    let ends_in_zeros = |zeros: &u8| dong % 10_i128.pow(u32::from(*zeros)) == 0;
    let zeros = (0..=precision).rev().find(ends_in_zeros).unwrap_or(0);
    let has = precision - zeros;
    let is_lost = dong.abs() * 2 * 10_i128.pow(u32::from(MOST)) < unit.dong();
    if is_lost { has } else { has.min(MOST) }
}

/// The width that an amount takes beside its sign, in digits: a separator is half of one, and a cell has a margin.
pub(crate) fn room(amount: Money, unit: MoneyUnit, decimals: u8) -> f64 {
    let whole = amount.as_number(unit).abs().trunc().to_string().len();
    let digits = whole + usize::from(decimals);
    let separators = (whole - 1) / 3 + usize::from(0 < decimals);
    digits as f64 + separators as f64 / 2.0 + 1.5
}

/// The decimals of a whole đồng in `unit`.
pub(crate) fn precision(unit: MoneyUnit) -> u8 {
    unit.dong().ilog10() as u8
}

/// Where people type, a number with a fraction shows it by a format of its own, to at most so many decimals: optional decimals in
/// the format of the cell would leave their point behind a whole number ("1,000.").
pub(crate) fn show_fractions(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    decimals: u8,
) -> Result<(), XlsxError> {
    if decimals == 0 {
        return Ok(());
    }
    let condition = has_fraction(rows.0, columns.0, decimals);
    colour(sheet, rows, columns, &condition, style::fraction(Format::new(), decimals))
}

/// Colours numbers that meet a condition, as formulas write it for the first cell. One with a fraction shows it as
/// [`show_fractions`] does: LibreOffice applies the first format of a cell that fits and no other.
pub(crate) fn colour_numbers(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    condition: &str,
    format: &Format,
    decimals: u8,
) -> Result<(), XlsxError> {
    if 0 < decimals {
        let both = format!("AND({condition},{})", has_fraction(rows.0, columns.0, decimals));
        colour(sheet, rows, columns, &both, style::fraction(format.clone(), decimals))?;
    }
    colour(sheet, rows, columns, condition, format.clone())
}

/// Gives the cells that meet a condition a format.
pub(crate) fn colour(
    sheet: &mut Worksheet,
    rows: (u32, u32),
    columns: (u16, u16),
    condition: &str,
    format: Format,
) -> Result<(), XlsxError> {
    let rule = ConditionalFormatFormula::new().set_rule(format!("={condition}").as_str());
    let rule = rule.set_format(format);
    sheet.add_conditional_format(rows.0, columns.0, rows.1, columns.1, &rule)?;
    Ok(())
}

fn has_fraction(row: u32, column: u16, decimals: u8) -> String {
    let cell = row_col_to_cell(row, column);
    format!("AND(ISNUMBER({cell}),ROUND(N({cell}),{decimals})<>ROUND(N({cell}),0))")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_coloured_number_shows_its_fraction_where_only_the_first_format_applies() {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        let red = style::over_plan();
        colour_numbers(workbook.add_worksheet(), (4, 9), (2, 3), "C5>1", &red, 3).unwrap();
        let package = std::io::Cursor::new(workbook.save_to_buffer().unwrap());
        let mut package = zip::ZipArchive::new(package).unwrap();
        let mut part =
            |name: &str| std::io::read_to_string(package.by_name(name).unwrap()).unwrap();
        let sheet = part("xl/worksheets/sheet1.xml");
        let (first, second) = (sheet.find("AND(C5&gt;1,"), sheet.find("<formula>C5&gt;1<"));
        assert!(first.unwrap() < second.unwrap(), "{sheet}");
        let styles = part("xl/styles.xml");
        let formats: Vec<&str> = styles.split("<dxf>").skip(1).collect();
        assert!(formats.iter().all(|format| format.contains("<fill>")), "{styles}");
        assert_eq!(formats.iter().filter(|format| format.contains("numFmt")).count(), 1);
    }

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
