//! Numbers that were typed as text: what a text can mean in Vietnamese and in English notation, never which is meant.

use crate::domain::label::Label;
use crate::domain::money::MoneyUnit;
use crate::recognise::titles;

/// How an office writes separators.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Notation {
    /// `1.234.567,89`
    Vietnamese,
    /// `1,234,567.89`
    English,
}

impl Notation {
    /// Both.
    pub(crate) const ALL: [Notation; 2] = [Notation::Vietnamese, Notation::English];

    /// The separator of groups and that of the fraction.
    const fn separators(self) -> (char, char) {
        match self {
            Notation::Vietnamese => ('.', ','),
            Notation::English => (',', '.'),
        }
    }
}

/// What a text in a money cell is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Typed {
    /// It states nothing: blanks, dots left to fill in, `x` ("not applicable").
    Blank,
    /// A dash: an explicit nothing.
    Nothing,
    /// A number.
    Number(Number),
    /// A number with `%` behind.
    Percent(Number),
    /// No number.
    NotANumber,
}

/// A number as it can be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Number {
    vietnamese: Option<String>,
    english: Option<String>,
    /// The unit of money that stands with it.
    pub unit: Option<MoneyUnit>,
}

impl Number {
    /// The number in a notation, as a plain decimal with a point before the fraction; `None` where it is not written so.
    pub(crate) fn read_as(&self, notation: Notation) -> Option<&str> {
        match notation {
            Notation::Vietnamese => self.vietnamese.as_deref(),
            Notation::English => self.english.as_deref(),
        }
    }

    /// The notation that it is a witness of: `12,5` is no English number.
    pub(crate) fn notation(&self) -> Option<Notation> {
        match (&self.vietnamese, &self.english) {
            (Some(_), None) => Some(Notation::Vietnamese),
            (None, Some(_)) => Some(Notation::English),
            _ => None,
        }
    }
}

/// Reads a text.
///
/// Groups may be parted by spaces of any width or apostrophes too; `đ`, `VNĐ`, `tr.đ`, `tỷ` … may stand behind, a sign
/// before or behind, or brackets around it. "7 tỷ 392 triệu" is one number. A text with anything else in it is none.
pub(crate) fn read(text: &str) -> Typed {
    let text: String = text.chars().filter_map(plain).collect();
    let text = text.trim().trim_start_matches('\'').trim();
    if !text.contains(char::is_alphanumeric) {
        let is_all = |of: &[char]| text.chars().all(|letter| of.contains(&letter));
        return match () {
            () if is_all(&[' ', '.', ',', '…', '_']) => Typed::Blank,
            () if is_all(&[' ', '-']) => Typed::Nothing,
            () => Typed::NotANumber,
        };
    }
    if matches!(text, "x" | "X" | "×") {
        return Typed::Blank;
    }
    let (text, is_percent) = match text.strip_suffix('%') {
        Some(rest) => (rest.trim_end(), true),
        None => (text, false),
    };
    match number(text) {
        Some(number) if is_percent && number.unit.is_none() => Typed::Percent(number),
        Some(number) if !is_percent => Typed::Number(number),
        _ => Typed::NotANumber,
    }
}

/// Whether a text states nothing at all, so that its row holds no money by it.
pub(crate) fn is_blank(text: &str) -> bool {
    let may_be = text.chars().take(200).all(|letter| !letter.is_ascii_digit());
    may_be && read(text) == Typed::Blank
}

/// Full-width forms, the many spaces, dashes and apostrophes as plain ones; what cannot be seen falls out.
fn plain(letter: char) -> Option<char> {
    Some(match letter {
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}'
        | '\u{ad}' => return None,
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0)?,
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '﹣' => '-',
        '’' | '‘' | '`' | '´' | 'ʼ' => '\'',
        '₫' => 'đ',
        letter if letter.is_whitespace() || letter.is_control() => ' ',
        letter => letter,
    })
}

fn number(text: &str) -> Option<Number> {
    let (is_negative, text) = sign(text)?;
    let begin = text.find(|letter: char| letter.is_ascii_digit())?;
    // "VNĐ 2500"
    let before = unit(&text[..begin])?;
    if before.is_some_and(|unit| unit != MoneyUnit::Dong) {
        return None;
    }
    let parts = parts(&text[begin..])?;
    let signed = |digits: String| if is_negative { format!("-{digits}") } else { digits };
    if let [(digits, unit)] = parts[..] {
        let [vietnamese, english] =
            Notation::ALL.map(|notation| decimal(digits, notation).map(signed));
        let is_one = vietnamese.is_some() || english.is_some();
        let unit = unit.or(before);
        return is_one.then_some(Number { vietnamese, english, unit });
    }
    let digits = signed(compound(&parts)?);
    Some(Number {
        vietnamese: Some(digits.clone()),
        english: Some(digits),
        unit: Some(MoneyUnit::Dong),
    })
}

/// A sign before or behind, or brackets around; `None` where there are two.
fn sign(text: &str) -> Option<(bool, String)> {
    let text = text.trim();
    let (is_negative, rest) = if let Some(rest) = text.strip_prefix('(') {
        let (inside, behind) = rest.split_once(')')?;
        (true, format!("{inside} {behind}"))
    } else if let Some(rest) = text.strip_prefix('-').or_else(|| text.strip_suffix('-')) {
        (true, rest.to_owned())
    } else {
        (false, text.strip_prefix('+').unwrap_or(text).to_owned())
    };
    (!rest.contains(['-', '(', ')', '+'])).then(|| (is_negative, rest.trim().to_owned()))
}

/// Digits and the unit behind them, as often as they follow each other.
fn parts(text: &str) -> Option<Vec<(&str, Option<MoneyUnit>)>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let is_number = |letter: char| letter.is_ascii_digit() || " .,'".contains(letter);
        let end = rest.find(|letter| !is_number(letter)).unwrap_or(rest.len());
        let (digits, behind) = rest.split_at(end);
        let next = behind.find(|letter: char| letter.is_ascii_digit()).unwrap_or(behind.len());
        let (word, behind) = behind.split_at(next);
        parts.push((digits.trim(), unit(word)?));
        rest = behind;
    }
    Some(parts)
}

/// The unit that a text behind a number is; the inner `None` where there is no text.
fn unit(text: &str) -> Option<Option<MoneyUnit>> {
    if text.trim().is_empty() {
        return Some(None);
    }
    let is_word =
        |letter: char| !letter.is_ascii() || letter.is_ascii_alphabetic() || " .".contains(letter);
    text.chars().all(is_word).then(|| titles::unit_word(&Label::new(text)).map(Some))?
}

/// "7 tỷ 392 triệu": whole numbers with falling units, as đồng.
fn compound(parts: &[(&str, Option<MoneyUnit>)]) -> Option<String> {
    let mut sum = 0_i128;
    let mut last: Option<MoneyUnit> = None;
    for (digits, unit) in parts {
        let unit = (*unit)?;
        let number: i128 = digits.parse().ok().filter(|number| (0..1_000_000).contains(number))?;
        let fits = last.is_none_or(|last| unit < last && number * unit.dong() < last.dong());
        if !fits {
            return None;
        }
        sum += number * unit.dong();
        last = Some(unit);
    }
    Some(sum.to_string())
}

/// The plain decimal that `text` is in a notation.
fn decimal(text: &str, notation: Notation) -> Option<String> {
    let (group, point) = notation.separators();
    let (whole, fraction) = match text.split_once(point) {
        Some((whole, fraction)) => (whole.trim_end(), Some(fraction.trim_start())),
        None => (text, None),
    };
    let digits = whole_number(whole, group)?;
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match fraction {
        None => Some(digits),
        Some(fraction) if !fraction.is_empty() && is_digits(fraction) => {
            Some(format!("{digits}.{fraction}"))
        }
        Some(_) => None,
    }
}

/// The digits of a whole number: in one piece, or in groups of three with one kind of separator.
fn whole_number(text: &str, group: char) -> Option<String> {
    let separator = text.chars().find(|letter| !letter.is_ascii_digit());
    let groups: Vec<&str> = match separator {
        None => vec![text],
        Some(' ') if text.contains(group) => text.split(group).map(str::trim).collect(),
        Some(letter) if letter == group => text.split(group).map(str::trim).collect(),
        Some(' ') => text.split(' ').filter(|part| !part.is_empty()).collect(),
        Some('\'') => text.split('\'').collect(),
        Some(_) => return None,
    };
    let (first, others) = groups.split_first()?;
    let begins = match others {
        [] => !first.is_empty() && (*first == "0" || !first.starts_with('0')),
        _ => (1..=3).contains(&first.len()) && !first.starts_with('0'),
    };
    let digits = groups.concat();
    let is_whole = begins && others.iter().all(|part| part.len() == 3);
    (is_whole && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use proptest::prelude::*;

    /// The number where it can be read in one way only.
    fn certain(number: &Number) -> Option<&str> {
        match (&number.vietnamese, &number.english) {
            (Some(a), Some(b)) if a != b => None,
            (a, b) => a.as_deref().or(b.as_deref()),
        }
    }

    /// The two readings and the unit: `1234 | 1.234 tỷ đồng`.
    fn said(text: &str) -> String {
        let (number, percent) = match read(text) {
            Typed::Blank => return "blank".to_owned(),
            Typed::Nothing => return "nothing".to_owned(),
            Typed::NotANumber => return "none".to_owned(),
            Typed::Number(number) => (number, ""),
            Typed::Percent(number) => (number, " %"),
        };
        let digits = match certain(&number) {
            Some(digits) => digits.to_owned(),
            None => {
                let [vietnamese, english] =
                    Notation::ALL.map(|notation| number.read_as(notation).unwrap());
                format!("{vietnamese} | {english}")
            }
        };
        let unit = number.unit.map_or(String::new(), |unit| format!(" {}", unit.label()));
        format!("{digits}{unit}{percent}")
    }

    #[test]
    fn both_notations_are_read() {
        for (text, want) in [
            ("1.234.567,89", "1234567.89"),
            ("1,234,567.89", "1234567.89"),
            ("1.234.567", "1234567"),
            ("12,5", "12.5"),
            ("12.50", "12.50"),
            ("3733,000", "3733.000"),
            (" 1 234\u{a0}567 ", "1234567"),
            ("1\u{202f}234\u{2009}567,5", "1234567.5"),
            ("1'234'567", "1234567"),
            ("'2500", "2500"),
            ("1 .234. 567 ,5", "1234567.5"),
            ("１２，５", "12.5"),
            ("0,125", "0.125"),
            ("0.125", "0.125"),
            ("26,59 %", "26.59 %"),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
    }

    #[test]
    fn a_sign_stands_before_or_behind_or_is_a_pair_of_brackets() {
        for text in ["-12,5", "−12,5", "– 12,5", "12,5-", "(12,5)", "( 12,5 )"] {
            assert_eq!(said(text), "-12.5", "{text}");
        }
        assert_eq!(said("(12,5) tỷ"), "-12.5 tỷ đồng");
        assert_eq!(said("+12,5"), "12.5");
        for text in ["-(12,5)", "--5", "(12", "12)", "5-3", "(12-3)"] {
            assert_eq!(said(text), "none", "{text}");
        }
    }

    #[test]
    fn the_unit_may_stand_with_the_number() {
        for (text, want) in [
            ("8\u{a0}086\u{a0}900\u{a0}000 đ", "8086900000 đồng"),
            ("2500₫", "2500 đồng"),
            ("VNĐ 2500", "2500 đồng"),
            ("1,5 tỷ", "1.5 tỷ đồng"),
            ("1,5 ti\u{309} đồng", "1.5 tỷ đồng"),
            ("200 triệu", "200 triệu đồng"),
            ("200tr.đ", "200 triệu đồng"),
            ("12 nghìn đồng", "12 nghìn đồng"),
            ("357,792 tỷ", "357.792 | 357792 tỷ đồng"),
            ("7 tỷ 392 triệu", "7392000000 đồng"),
            ("-1 tỷ 200 triệu 500 nghìn đồng", "-1200500000 đồng"),
        ] {
            assert_eq!(said(text), want, "{text}");
        }
        for text in ["12 tỷ 5", "5 triệu 2 tỷ", "1 triệu 2000 nghìn", "12 con", "5 km", "45 tấn"]
        {
            assert_eq!(said(text), "none", "{text}");
        }
    }

    #[test]
    fn a_dash_is_nothing_an_x_states_nothing_and_words_are_no_number() {
        for text in ["-", " – ", "—", "− ", "--"] {
            assert_eq!(said(text), "nothing", "{text}");
        }
        for text in ["", " \u{a0}", "x", "X", "…", "......", "\u{200b}"] {
            assert_eq!(said(text), "blank", "{text}");
        }
        for text in [
            "đang làm",
            "1.2.3",
            "1,23,456",
            "12-13",
            "1.234.56",
            "?",
            ",5",
            "5,",
            "NaN",
            "1e400",
            "12 34",
            "1.234 567",
            "0123",
            "1.234*",
            "O,5",
            "1l5",
            "xx",
            "5 % đ",
            "1/5",
            "00",
        ] {
            assert_eq!(said(text), "none", "{text}");
        }
    }

    #[test]
    fn three_digits_behind_one_separator_can_be_read_two_ways() {
        assert_eq!(said("1.234"), "1234 | 1.234");
        assert_eq!(said("357,792"), "357.792 | 357792");
        assert_eq!(said("(1.234) tỷ"), "-1234 | -1.234 tỷ đồng");
    }

    /// The digits of `whole` in groups of three.
    fn grouped(whole: u64, separator: &str) -> String {
        let digits = whole.to_string();
        let at = |index: usize| 0 < index && (digits.len() - index).is_multiple_of(3);
        let letters = digits.chars().enumerate();
        letters
            .map(|(index, digit)| match at(index) {
                true => format!("{separator}{digit}"),
                false => digit.to_string(),
            })
            .collect()
    }

    proptest! {
        /// Whatever the grouping, the amount is among the readings; a certain reading is the amount.
        #[test]
        fn what_was_meant_is_never_read_as_something_else(
            whole in 0_u64..9_007_199_254_740_992,
            fraction in proptest::option::of("[0-9]{1,6}"),
            notation in proptest::sample::select(&Notation::ALL[..]),
            separator in proptest::sample::select(&["", " ", "\u{a0}", "\u{202f}", "'", "own"][..]),
            around in proptest::sample::select(
                &[("", ""), ("-", ""), ("(", ")"), ("", "-"), (" ", " đ"), ("−", " tr.đ"), ("'", "")][..]
            ),
        ) {
            let (group, point) = notation.separators();
            let group = if separator == "own" { group.to_string() } else { separator.to_owned() };
            let behind = fraction.as_ref().map_or(String::new(), |digits| format!("{point}{digits}"));
            let text = format!("{}{}{behind}{}", around.0, grouped(whole, &group), around.1);
            let is_negative = ["-", "(", "−"].contains(&around.0) || around.1 == "-";
            let sign = if is_negative { "-" } else { "" };
            let meant = match &fraction {
                Some(digits) => format!("{sign}{whole}.{digits}"),
                None => format!("{sign}{whole}"),
            };
            let Typed::Number(number) = read(&text) else {
                return Err(TestCaseError::fail(format!("{text:?} was not read")));
            };
            prop_assert_eq!(number.read_as(notation), Some(meant.as_str()));
            prop_assert!(certain(&number).is_none_or(|digits| digits == meant));
        }

        #[test]
        fn what_an_office_writes_is_read_back(dong in -9_007_199_254_740_992_i64..9_007_199_254_740_992) {
            let money = Money::from_dong(dong);
            let Typed::Number(number) = read(&money.to_string()) else {
                return Err(TestCaseError::fail("no number"));
            };
            let digits = number.read_as(Notation::Vietnamese).unwrap();
            let read = Money::from_decimal(digits, MoneyUnit::Dong);
            prop_assert_eq!(read.map(|rounded| rounded.money), Some(money));
        }

        #[test]
        fn no_text_panics(text in "\\PC*|[-0-9., ()%đtrỷ]{0,20}") {
            let _ = (read(&text), is_blank(&text));
        }
    }
}
