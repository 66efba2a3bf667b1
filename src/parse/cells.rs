//! One cell of a table: what it states, and what is wrong with it. Texts wait until their column is known (`text_numbers`).

use super::number::{self, Notation, Typed};
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::Rule;
use crate::domain::submission::Stated;
use crate::read::shown::Scale;
use crate::read::{Sheet, Value};
use crate::rules;

/// A cell as it was read.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    /// What it states.
    pub stated: Stated,
    /// Why it was set aside, or what was repaired.
    pub remark: Option<(&'static Rule, Words)>,
    /// The amount of a cell that is set aside although it can be read.
    pub known: Option<Money>,
}

impl Read {
    /// A cell that is set aside under a rule.
    pub(super) fn aside(rule: &'static Rule, words: Words) -> Read {
        Read { stated: Stated::SetAside, remark: Some((rule, words)), known: None }
    }

    /// The amount that it states, or would state if it were not set aside.
    pub(super) fn amount(&self) -> Option<Money> {
        self.stated.amount().or(self.known)
    }
}

/// Reads a money cell whose figures are in `unit`; a text states nothing yet. What its number format shows (`scale`) is
/// what the unit meant.
pub(super) fn money(value: Option<&Value>, scale: Scale, unit: MoneyUnit) -> Read {
    let Some(value) = value else { return Read::default() };
    match (value, scale) {
        (Value::Number(number), Scale::Percent) if *number != 0.0 => percentage(*number, unit),
        (Value::Number(number), Scale::Thousands { times, shows_zero }) if number.is_finite() => {
            divided(*number, times, shows_zero, unit)
        }
        _ => plain(value, unit),
    }
}

/// A number that is shown as a percentage.
fn percentage(number: f64, unit: MoneyUnit) -> Read {
    let shown = (number * 10_000.0).round() / 100.0;
    let words = words!(
        "Ô hiện {shown}%, là tỷ lệ phần trăm chứ không phải số tiền",
        "The cell shows {shown}%, a percentage and no amount";
        shown
    );
    let known = Money::from_cell(number, unit).map(|rounded| rounded.money);
    Read { known, ..Read::aside(&rules::NOT_A_NUMBER, words) }
}

/// A number that is shown divided by a thousand so many times: it is in đồng where what is shown is in the unit of the
/// table, and where the table is in đồng anyway. Else nobody knows which of the two is wrong.
fn divided(number: f64, times: u8, shows_zero: bool, unit: MoneyUnit) -> Read {
    let shown = MoneyUnit::ALL.get(usize::from(times)).copied();
    let by = shown.map_or_else(
        || format!("10^{}", 3 * u32::from(times)),
        |shown| Money::from_dong(shown.dong() as i64).to_string(),
    );
    if !shows_zero && (shown == Some(unit) || unit == MoneyUnit::Dong) {
        let read = plain(&Value::Number(number), MoneyUnit::Dong);
        if shown == Some(unit) || read.remark.is_some() {
            return read;
        }
        let words = words!(
            "Định dạng ô hiện số đã chia cho {by}, biểu ghi đơn vị tính là đồng; đã đọc giá trị trong ô theo đồng",
            "The format shows numbers divided by {by}, the form is in đồng; what the cells hold was read as đồng";
            by
        );
        return Read { remark: Some((&rules::MONEY_UNIT_MISSING, words)), ..read };
    }
    let words = match shows_zero {
        true => words!(
            "Ô chứa {number} nhưng định dạng chia cho {by} nên hiện là 0; không rõ số nào đúng",
            "The cell holds {number}, and its format divides by {by} and shows 0; nobody knows which is meant";
            number, by
        ),
        false => Words::new(
            format!(
                "Định dạng ô hiện số đã chia cho {by} nhưng đơn vị tính là {}; không rõ số tiền thật",
                unit.label()
            ),
            format!(
                "The format shows numbers divided by {by}, and the unit of money is {}; nobody knows the amount",
                unit.text().en
            ),
        ),
    };
    // As the number reads in đồng, in the unit of the table, or as it is shown there: the most that may be missing.
    let seen = number / 1000_f64.powi(i32::from(times));
    let ways = match shows_zero {
        true => [(number, unit), (number, MoneyUnit::Dong)],
        false => [(seen, unit), (number, MoneyUnit::Dong)],
    };
    let amounts = ways.into_iter().filter_map(|(number, unit)| Money::from_cell(number, unit));
    let known = amounts.map(|rounded| rounded.money).max_by_key(|amount| amount.abs());
    Read { known, ..Read::aside(&rules::MONEY_UNIT_CONTRADICTED, words) }
}

/// A number that is shown as it stands, or what is no number.
fn plain(value: &Value, unit: MoneyUnit) -> Read {
    match value {
        Value::Number(number) => match Money::from_cell(*number, unit) {
            Some(rounded) => Read {
                stated: Stated::Amount(rounded.money),
                remark: rounded.cut.then(|| (&rules::FRACTION_OF_DONG, cut(rounded.money))),
                known: None,
            },
            None if number.is_finite() => Read::aside(
                &rules::NOT_A_NUMBER,
                words!(
                    "Số {number} quá lớn, không thể là số tiền",
                    "{number} is too large to be an amount";
                    number
                ),
            ),
            None => Read::aside(
                &rules::NOT_A_NUMBER,
                words!(
                    "Ô chứa giá trị không phải là số hữu hạn",
                    "The cell holds no finite number"
                ),
            ),
        },
        Value::Text(_) => Read::default(),
        Value::Error(error) => Read::aside(&rules::ERROR_CELL, error_words(error)),
        Value::NoResult => Read { stated: Stated::Unknown, ..Read::default() },
        Value::Date(date) => Read::aside(&rules::NOT_A_NUMBER, date_words(date.date())),
        Value::Bool(value) => {
            let word = if *value { "TRUE" } else { "FALSE" };
            Read::aside(
                &rules::NOT_A_NUMBER,
                words!(
                    "Ô chứa giá trị đúng/sai ({word}) thay cho số tiền",
                    "The cell holds {word} where an amount should be";
                    word
                ),
            )
        }
    }
}

/// The amount of a cell's number, typed as text or not; `None` where the cell holds none.
pub(super) fn amount(sheet: &Sheet, cell: Cell, unit: MoneyUnit) -> Option<Money> {
    match sheet.get(cell) {
        Some(Value::Text(text)) => super::text_numbers::aside(text, unit),
        value => money(value, sheet.look(cell).scale, unit).amount(),
    }
}

/// What is said of an error value.
pub(super) fn error_words(error: &str) -> Words {
    let error = crate::domain::label::harmless(error);
    words!("Ô báo lỗi {error}", "The cell holds the error {error}"; error)
}

/// What is said of a fraction of a đồng that was cut.
pub(super) fn cut(money: Money) -> Words {
    words!(
        "Số tiền lẻ dưới một đồng được làm tròn thành {money} đồng",
        "A fraction of a đồng was rounded to {money} đồng";
        money
    )
}

/// A date where money should be: Excel makes one of "1.5" or "1/5", or shows a number as one.
fn date_words(date: chrono::NaiveDate) -> Words {
    use chrono::Datelike;
    let shown = date.format("%d/%m/%Y");
    // Serial numbers of days: amounts of a few thousand fall before 1990, those of many thousand after 2050.
    let epoch = chrono::NaiveDate::from_ymd_opt(1899, 12, 30).expect("a day");
    if !(1990..2050).contains(&date.year()) {
        let serial = (date - epoch).num_days();
        return words!(
            "Ô chứa ngày {shown} thay cho số tiền; nhiều khả năng là số {serial} bị định dạng thành ngày",
            "The cell holds the date {shown} where an amount should be; probably the number {serial} with the format of a date";
            shown, serial
        );
    }
    let (day, month) = (date.day(), date.month());
    words!(
        "Ô chứa ngày {shown} thay cho số tiền; nhiều khả năng đã gõ \"{day}.{month}\" hoặc \"{day}/{month}\" và Excel tự đổi thành ngày",
        "The cell holds the date {shown} where an amount should be; probably \"{day}.{month}\" or \"{day}/{month}\" was typed and Excel made it a date";
        shown, day, month
    )
}

/// Reads a cell of a column of rates; a text waits, and what is no number there is nobody's money.
pub(super) fn percent(value: Option<&Value>) -> Stated {
    match value {
        Some(Value::Number(number)) if number.is_finite() => Stated::Percent(*number),
        _ => Stated::Blank,
    }
}

/// Reads a text of a column of rates, and whether a `%` was typed.
pub(super) fn typed_percent(text: &str) -> (Stated, bool) {
    let (number, is_percent) = match number::read(text) {
        Typed::Number(number) => (number, false),
        Typed::Percent(number) => (number, true),
        Typed::Blank | Typed::Nothing | Typed::NotANumber => return (Stated::Blank, false),
    };
    // A rate has no groups of thousands: of two readings the smaller one is meant.
    let readings = Notation::ALL.iter().filter_map(|notation| number.read_as(*notation));
    let smallest = readings
        .filter_map(|digits| digits.parse::<f64>().ok())
        .min_by(|a, b| a.abs().total_cmp(&b.abs()));
    (smallest.map_or(Stated::Blank, Stated::Percent), is_percent)
}

/// A text of a unit in a sentence of ours: harmless, and not too long.
pub(super) fn quote(text: &str) -> String {
    let text = crate::domain::label::harmless(text.trim());
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BY_MILLIONS: Scale = Scale::Thousands { times: 2, shows_zero: false };

    fn read(
        number: f64,
        scale: Scale,
        unit: MoneyUnit,
    ) -> (Stated, Option<&'static str>, Option<Money>) {
        let read = money(Some(&Value::Number(number)), scale, unit);
        (read.stated, read.remark.map(|(rule, _)| rule.code.0), read.known)
    }

    #[test]
    fn what_a_format_shows_is_in_the_unit_of_the_table_or_nobody_knows() {
        let amount = |dong| Stated::Amount(Money::from_dong(dong));
        let dong = 1_500_000_000.0;
        assert_eq!(
            read(dong, BY_MILLIONS, MoneyUnit::Million),
            (amount(1_500_000_000), None, None)
        );
        let noted = (amount(1_500_000_000), Some("GN207"), None);
        assert_eq!(read(dong, BY_MILLIONS, MoneyUnit::Dong), noted);
        // The most that may be missing.
        let aside = |money| (Stated::SetAside, Some("GN208"), Some(Money::from_dong(money)));
        assert_eq!(read(dong, BY_MILLIONS, MoneyUnit::Thousand), aside(1_500_000_000));
        let by_thousands = Scale::Thousands { times: 1, shows_zero: false };
        assert_eq!(read(1_500_000.0, by_thousands, MoneyUnit::Million), aside(1_500_000_000));
        let shows_zero = Scale::Thousands { times: 2, shows_zero: true };
        assert_eq!(read(1_500.0, shows_zero, MoneyUnit::Million), aside(1_500_000_000));
        assert_eq!(read(1_500.0, shows_zero, MoneyUnit::Dong), aside(1_500));
    }

    #[test]
    fn a_percentage_is_no_amount_and_nothing_is_nothing() {
        let percent = (Stated::SetAside, Some("GN302"), Some(Money::from_dong(500_000)));
        assert_eq!(read(0.5, Scale::Percent, MoneyUnit::Million), percent);
        let nothing = (Stated::Amount(Money::ZERO), None, None);
        assert_eq!(read(0.0, Scale::Percent, MoneyUnit::Million), nothing);
        assert_eq!(read(0.0, BY_MILLIONS, MoneyUnit::Million), nothing);
        let nobody = (Stated::SetAside, Some("GN302"), None);
        assert_eq!(read(f64::NAN, BY_MILLIONS, MoneyUnit::Million), nobody);
    }

    proptest! {
        /// A sheet in millions, and one in đồng whose format shows millions, say the same.
        #[test]
        fn figures_in_dong_that_show_millions_are_figures_in_millions(dong in -4_000_000_000_000_i64..4_000_000_000_000) {
            let in_millions = read(dong as f64 / 1e6, Scale::One, MoneyUnit::Million);
            prop_assert_eq!(read(dong as f64, BY_MILLIONS, MoneyUnit::Million), in_millions);
        }
    }
}
