//! One cell of a table: what it states, and what is wrong with it.

use super::number::{self, Typed};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit, Rounded};
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
    fn aside(code: &'static str, words: Words) -> Read {
        Read { stated: Stated::SetAside, remark: Some((RuleCode(code), words)) }
    }
}

/// Reads a money cell whose figures are in `unit`.
pub fn money(value: Option<&Value>, unit: MoneyUnit) -> Read {
    let Some(value) = value else { return Read::default() };
    match value {
        Value::Number(number) => match Money::from_cell(*number, unit) {
            Some(rounded) => amount(rounded, None),
            None => Read::aside(
                "GN302",
                Words::new(
                    format!("Số {number} quá lớn, không thể là số tiền"),
                    format!("{number} is too large to be an amount"),
                ),
            ),
        },
        Value::Text(text) => typed(text, unit),
        Value::Error(error) => Read::aside(
            "GN304",
            Words::new(format!("Ô báo lỗi {error}"), format!("The cell holds the error {error}")),
        ),
        Value::NoResult => Read { stated: Stated::Unknown, remark: None },
        Value::Date(date) => Read::aside(
            "GN302",
            Words::new(
                format!("Ô chứa ngày {} thay cho số tiền", date.format("%d/%m/%Y")),
                format!("The cell holds the date {} where an amount should be", date.date()),
            ),
        ),
        Value::Bool(_) => Read::aside(
            "GN302",
            Words::new("Ô chứa giá trị đúng/sai thay cho số tiền", "The cell holds a yes/no value"),
        ),
    }
}

fn typed(text: &str, unit: MoneyUnit) -> Read {
    let quoted = quote(text);
    let not_a_number = || {
        Read::aside(
            "GN302",
            Words::new(
                format!("Ô ghi {quoted}, không phải là số"),
                format!("The cell says {quoted}, which is no number"),
            ),
        )
    };
    let (digits, remark) = match number::read(text) {
        Typed::Nothing => {
            return Read { stated: Stated::Amount(Money::ZERO), ..Read::default() };
        }
        Typed::Number(digits) => {
            let words = Words::new(
                format!("Số {quoted} được gõ dưới dạng chữ; đã đọc là {digits}"),
                format!("The number {quoted} is typed as text; read as {digits}"),
            );
            (digits, (RuleCode("GN301"), words))
        }
        Typed::Ambiguous(digits) => {
            let words = Words::new(
                format!("Số {quoted} có thể hiểu hai cách; đã đọc là {digits}"),
                format!("{quoted} can be read in two ways; read as {digits}"),
            );
            (digits, (RuleCode("GN306"), words))
        }
        Typed::NotANumber => return not_a_number(),
    };
    match Money::from_decimal(&digits, unit) {
        Some(rounded) => amount(rounded, Some(remark)),
        None => not_a_number(),
    }
}

fn amount(rounded: Rounded, remark: Option<(RuleCode, Words)>) -> Read {
    let cut = || {
        let words = Words::new(
            format!("Số tiền lẻ dưới một đồng được làm tròn thành {} đồng", rounded.money),
            format!("A fraction of a đồng was rounded to {} đồng", rounded.money),
        );
        (RuleCode("GN308"), words)
    };
    let remark = remark.or_else(|| rounded.cut.then(cut));
    Read { stated: Stated::Amount(rounded.money), remark }
}

/// Reads a cell of a column of rates. What is no number there is nobody's money.
pub fn percent(value: Option<&Value>) -> Stated {
    match value {
        Some(Value::Number(number)) if number.is_finite() => Stated::Percent(*number),
        Some(Value::Text(text)) => match number::read(text) {
            Typed::Number(digits) | Typed::Ambiguous(digits) => {
                digits.parse().map_or(Stated::Blank, Stated::Percent)
            }
            Typed::Nothing | Typed::NotANumber => Stated::Blank,
        },
        _ => Stated::Blank,
    }
}

/// A text of a unit in a sentence of ours: harmless, and not too long.
fn quote(text: &str) -> String {
    let text = crate::domain::label::harmless(text.trim());
    let short: String = text.chars().take(40).collect();
    let dots = if short.len() < text.len() { "…" } else { "" };
    format!("\"{short}{dots}\"")
}
