//! Numbers that were typed as text, in Vietnamese or English notation.

/// What a text in a money cell is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Typed {
    /// A dash: an explicit nothing.
    Nothing,
    /// A plain decimal, a point before the fraction.
    Number(String),
    /// One separator with three digits after it: read as this, but it could be meant otherwise ("357,792").
    Ambiguous(String),
    /// No number.
    NotANumber,
}

/// Reads a text as a number.
///
/// `1.234.567,89` and `1,234,567.89` are certain, spaces (also U+00A0) between groups, and `đ`, `đồng`, `%` behind are
/// allowed. One separator with three digits behind is read as grouping when it is a point, the Vietnamese way, and as
/// a fraction when it is a comma; both are ambiguous.
pub fn read(text: &str) -> Typed {
    let text: String = text.trim().chars().filter(|letter| !letter.is_whitespace()).collect();
    if matches!(text.as_str(), "-" | "–" | "—" | "−") {
        return Typed::Nothing;
    }
    let bare = ["đồng", "đ", "%"].iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(&text);
    let (negative, bare) = match bare.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inside) => (true, inside),
        None => match bare.strip_prefix(['-', '−']) {
            Some(rest) => (true, rest),
            None => (false, bare),
        },
    };
    let is_plain = |byte: u8| byte.is_ascii_digit() || byte == b'.' || byte == b',';
    let begins = bare.starts_with(|letter: char| letter.is_ascii_digit());
    if !begins
        || !bare.bytes().all(is_plain)
        || !bare.ends_with(|letter: char| letter.is_ascii_digit())
    {
        return Typed::NotANumber;
    }
    let sign = if negative { "-" } else { "" };
    let number = |text: String| format!("{sign}{text}");
    let (points, commas) = (bare.matches('.').count(), bare.matches(',').count());
    let three = |text: &str, separator: char| {
        let mut groups = text.split(separator);
        let first = groups.next().unwrap_or_default();
        (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3)
    };
    match (points, commas) {
        (0, 0) => Typed::Number(number(bare.to_owned())),
        (1, 0) | (0, 1) => {
            let separator = if points == 1 { '.' } else { ',' };
            let grouped = three(bare, separator) && !bare.starts_with('0');
            match (grouped, separator) {
                (true, '.') => Typed::Ambiguous(number(bare.replace('.', ""))),
                (true, _) => Typed::Ambiguous(number(bare.replace(',', "."))),
                (false, _) => Typed::Number(number(bare.replace(',', "."))),
            }
        }
        (_, 0) if three(bare, '.') => Typed::Number(number(bare.replace('.', ""))),
        (0, _) if three(bare, ',') => Typed::Number(number(bare.replace(',', ""))),
        _ => mixed(bare).map_or(Typed::NotANumber, |text| Typed::Number(number(text))),
    }
}

/// Both separators: the last one begins the fraction, the other groups by three.
fn mixed(text: &str) -> Option<String> {
    let at = text.rfind(['.', ','])?;
    let (whole, fraction) = (&text[..at], &text[at + 1..]);
    let group = if text.as_bytes()[at] == b',' { '.' } else { ',' };
    let mut groups = whole.split(group);
    let first = groups.next()?;
    let is_grouped = (1..=3).contains(&first.len()) && groups.all(|part| part.len() == 3);
    let digits: String = whole.split(group).collect();
    let is_digits = digits.bytes().all(|byte| byte.is_ascii_digit());
    (is_grouped && is_digits).then(|| format!("{digits}.{fraction}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn number(text: &str) -> Typed {
        Typed::Number(text.to_owned())
    }

    #[test]
    fn both_notations_are_read() {
        for (text, want) in [
            ("1.234.567,89", "1234567.89"),
            ("1,234,567.89", "1234567.89"),
            ("1.234.567", "1234567"),
            ("12,5", "12.5"),
            (" 1 234\u{a0}567 ", "1234567"),
            ("2500 đ", "2500"),
            ("-12,5", "-12.5"),
            ("(300)", "-300"),
            ("0,125", "0.125"),
            ("26,59%", "26.59"),
        ] {
            assert_eq!(read(text), number(want), "{text}");
        }
    }

    #[test]
    fn a_dash_is_nothing_and_words_are_no_number() {
        assert_eq!(read(" – "), Typed::Nothing);
        for text in ["", "đang làm", "1.2.3", "1,23,456", "12-13", "1.234.56", "..", ",5", "5,"] {
            assert_eq!(read(text), Typed::NotANumber, "{text}");
        }
    }

    #[test]
    fn three_digits_behind_one_separator_can_be_read_two_ways() {
        assert_eq!(read("1.234"), Typed::Ambiguous("1234".to_owned()));
        assert_eq!(read("357,792"), Typed::Ambiguous("357.792".to_owned()));
    }

    proptest! {
        #[test]
        fn what_an_office_writes_is_read_back(dong in 0..9_007_199_254_740_992_i64) {
            use crate::domain::money::{Money, MoneyUnit};
            let money = Money::from_dong(dong);
            let digits = match read(&money.to_string()) {
                Typed::Number(digits) | Typed::Ambiguous(digits) => digits,
                other => return Err(TestCaseError::fail(format!("{other:?}"))),
            };
            prop_assert_eq!(Money::from_decimal(&digits, MoneyUnit::Dong).map(|r| r.money), Some(money));
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = read(&text);
        }
    }
}
