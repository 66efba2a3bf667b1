//! One cell of a table: what it states, and what is wrong with it. Texts wait until their column is known (`typed`).

use super::number::{self, Notation, Typed};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::rule::RuleCode;
use crate::domain::submission::Stated;
use crate::read::Value;

/// A cell as it was read.
#[derive(Clone, Debug, Default)]
pub struct Read {
    /// What it states.
    pub stated: Stated,
    /// Why it was set aside, or what was repaired.
    pub remark: Option<(RuleCode, Words)>,
}

impl Read {
    /// A cell that is set aside under a rule.
    pub fn aside(code: &'static str, words: Words) -> Read {
        Read { stated: Stated::SetAside, remark: Some((RuleCode(code), words)) }
    }
}

/// Reads a money cell whose figures are in `unit`; a text states nothing yet.
pub fn money(value: Option<&Value>, unit: MoneyUnit) -> Read {
    let Some(value) = value else { return Read::default() };
    match value {
        Value::Number(number) => match Money::from_cell(*number, unit) {
            Some(rounded) => Read {
                stated: Stated::Amount(rounded.money),
                remark: rounded.cut.then(|| (RuleCode("GN308"), cut(rounded.money))),
            },
            None if number.is_finite() => Read::aside(
                "GN302",
                Words::new(
                    format!("Số {number} quá lớn, không thể là số tiền"),
                    format!("{number} is too large to be an amount"),
                ),
            ),
            None => Read::aside(
                "GN302",
                Words::new(
                    "Ô chứa giá trị không phải là số hữu hạn",
                    "The cell holds no finite number",
                ),
            ),
        },
        Value::Text(_) => Read::default(),
        Value::Error(error) => Read::aside("GN304", error_words(error)),
        Value::NoResult => Read { stated: Stated::Unknown, remark: None },
        Value::Date(date) => Read::aside("GN302", date_words(date.date())),
        Value::Bool(value) => {
            let word = if *value { "TRUE" } else { "FALSE" };
            Read::aside(
                "GN302",
                Words::new(
                    format!("Ô chứa giá trị đúng/sai ({word}) thay cho số tiền"),
                    format!("The cell holds {word} where an amount should be"),
                ),
            )
        }
    }
}

/// The amount of a number, typed as text or not; `None` where the cell holds none.
pub fn amount(value: &Value, unit: MoneyUnit) -> Option<Money> {
    match value {
        Value::Text(text) => super::typed::aside(text, unit),
        value => money(Some(value), unit).stated.amount(),
    }
}

/// What is said of an error value.
pub fn error_words(error: &str) -> Words {
    let error = crate::domain::label::harmless(error);
    Words::new(format!("Ô báo lỗi {error}"), format!("The cell holds the error {error}"))
}

/// What is said of a fraction of a đồng that was cut.
pub fn cut(money: Money) -> Words {
    Words::new(
        format!("Số tiền lẻ dưới một đồng được làm tròn thành {money} đồng"),
        format!("A fraction of a đồng was rounded to {money} đồng"),
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
        return Words::new(
            format!(
                "Ô chứa ngày {shown} thay cho số tiền; nhiều khả năng là số {serial} bị định dạng thành ngày"
            ),
            format!(
                "The cell holds the date {shown} where an amount should be; probably the number {serial} with the format of a date"
            ),
        );
    }
    let (day, month) = (date.day(), date.month());
    Words::new(
        format!(
            "Ô chứa ngày {shown} thay cho số tiền; nhiều khả năng đã gõ \"{day}.{month}\" hoặc \"{day}/{month}\" và Excel tự đổi thành ngày"
        ),
        format!(
            "The cell holds the date {shown} where an amount should be; probably \"{day}.{month}\" or \"{day}/{month}\" was typed and Excel made it a date"
        ),
    )
}

/// Reads a cell of a column of rates; a text waits, and what is no number there is nobody's money.
pub fn percent(value: Option<&Value>) -> Stated {
    match value {
        Some(Value::Number(number)) if number.is_finite() => Stated::Percent(*number),
        _ => Stated::Blank,
    }
}

/// Reads a text of a column of rates, and whether a `%` was typed.
pub fn typed_percent(text: &str) -> (Stated, bool) {
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
pub fn quote(text: &str) -> String {
    let text = crate::domain::label::harmless(text.trim());
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
}
