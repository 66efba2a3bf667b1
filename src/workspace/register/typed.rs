//! What a clerk types into `danh-muc.xlsx`, as values: amounts, units of money, funding types, sources, years.

use crate::domain::key::{Funding, Source};
use crate::domain::label::Label;
use crate::domain::money::MoneyUnit;
use crate::domain::year;

/// Why a typed number is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoNumber {
    /// One separator with three digits behind it: 1.234 is a thousand and more, or one and a little.
    Ambiguous,
    /// Anything else.
    Wrong,
}

/// The plain decimal (`-1234567.5`) of a typed number: `1.234.567,5`, `1,234,567.5`, `1 234 567,5`, `17551`.
pub(super) fn decimal(text: &str) -> Result<String, NoNumber> {
    let text = text.trim();
    let (sign, text) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", text),
    };
    let is_spaced = text.contains(char::is_whitespace);
    let groups: Vec<&str> = text.split(char::is_whitespace).collect();
    let text = groups.concat();
    if !text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b',') {
        return Err(NoNumber::Wrong);
    }
    let (points, commas) = (text.matches('.').count(), text.matches(',').count());
    let (whole, fraction) = match (points, commas) {
        (0, 0) => (text.as_str(), ""),
        // Both: the last kind stands before the fraction, once.
        (1.., 1) if text.rfind('.') < text.find(',') => split(&text, ','),
        (1, 1..) if text.rfind(',') < text.find('.') => split(&text, '.'),
        (1, 0) => single(&text, '.', is_spaced)?,
        (0, 1) => single(&text, ',', is_spaced)?,
        (2.., 0) | (0, 2..) => (text.as_str(), ""),
        _ => return Err(NoNumber::Wrong),
    };
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let spaced_right = !is_spaced || groups[1..].iter().all(|group| 3 <= group.len());
    if whole.is_empty() || !is_digits(fraction) || !is_grouped(whole) || !spaced_right {
        return Err(NoNumber::Wrong);
    }
    let whole = whole.replace(['.', ','], "");
    Ok(if fraction.is_empty() {
        format!("{sign}{whole}")
    } else {
        format!("{sign}{whole}.{fraction}")
    })
}

fn split(text: &str, separator: char) -> (&str, &str) {
    text.split_once(separator).expect("the separator was counted")
}

/// A number with one separator: a decimal, unless it could as well be a thousand.
fn single(text: &str, separator: char, is_spaced: bool) -> Result<(&str, &str), NoNumber> {
    let (whole, fraction) = split(text, separator);
    let could_be_thousands = fraction.len() == 3 && whole.len() <= 3 && whole != "0";
    if fraction.is_empty() {
        return Err(NoNumber::Wrong);
    }
    if could_be_thousands && !is_spaced { Err(NoNumber::Ambiguous) } else { Ok((whole, fraction)) }
}

/// Whether the groups between separators of one kind have three digits each.
fn is_grouped(whole: &str) -> bool {
    let mut groups = whole.split(['.', ',']);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    (rest.peek().is_none() || (1..=3).contains(&first.len())) && rest.all(|group| group.len() == 3)
}

/// The unit of money that a text names: `triệu đồng`, `tr.đ`, `1.000 đ`, `tỷ`.
pub(super) fn money_unit(text: &str) -> Option<MoneyUnit> {
    let squeezed: String = Label::new(text).words().collect();
    match squeezed.as_str() {
        "dong" | "d" | "vnd" | "vnđ" | "dongvietnam" => Some(MoneyUnit::Dong),
        "nghindong" | "nghin" | "nghind" | "ngandong" | "ngan" | "ngand" | "1000dong" | "1000d" => {
            Some(MoneyUnit::Thousand)
        }
        "trieudong" | "trieu" | "trieud" | "trd" | "trdong" | "tr" | "1000000dong" | "1000000d" => {
            Some(MoneyUnit::Million)
        }
        "tydong" | "ty" | "tyd" | "tidong" | "ti" | "1000000000dong" | "1000000000d" => {
            Some(MoneyUnit::Billion)
        }
        _ => None,
    }
}

/// The funding type that a text names: `ĐT`, `Vốn đầu tư phát triển`, `SN`, `Kinh phí sự nghiệp`.
pub(super) fn funding(text: &str) -> Option<Funding> {
    match without(text, &["von", "nguon", "kinh", "phi", "kp", "chi"]).as_str() {
        "dt" | "dtpt" | "dau tu" | "dau tu phat trien" | "dau tu cong" | "xdcb" => {
            Some(Funding::Investment)
        }
        "sn" | "kpsn" | "su nghiep" | "thuong xuyen" => Some(Funding::Recurrent),
        _ => None,
    }
}

/// The source that a text names: `TW`, `NSTW`, `Ngân sách tỉnh`, `NSH (đối ứng)`, `xã`, `NSĐP`, `khác`.
pub(super) fn source(text: &str) -> Option<Source> {
    match without(text, &["von", "nguon", "ngan", "sach", "ns", "cap", "doi", "ung"]).as_str() {
        "tw" | "nstw" | "trung uong" => Some(Source::Central),
        "tinh" | "nst" => Some(Source::Province),
        "huyen" | "nsh" | "thi xa" => Some(Source::District),
        "xa" | "nsx" | "phuong" | "thi tran" => Some(Source::Commune),
        "dia phuong" | "nsdp" | "dp" => Some(Source::Local),
        "nuoc ngoai" | "oda" => Some(Source::Foreign),
        "khac" | "huy dong" | "huy dong khac" | "dan gop" | "long ghep" => Some(Source::Other),
        _ => None,
    }
}

/// The only year that a text names: `2023`, `Năm 2023`, `2023 kéo dài`.
pub(super) fn year(text: &str) -> Option<i32> {
    let label = Label::new(text);
    let numbers: Vec<&str> =
        label.words().filter(|word| word.bytes().any(|byte| byte.is_ascii_digit())).collect();
    let [year] = numbers.as_slice() else { return None };
    year::of_word(year)
}

/// The label of a text without words that only surround what it says.
fn without(text: &str, fillers: &[&str]) -> String {
    let label = Label::new(text);
    let words: Vec<&str> = label.words().filter(|word| !fillers.contains(word)).collect();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Money;
    use proptest::prelude::*;

    #[test]
    fn plainly_typed_numbers_are_read_in_both_notations() {
        for (typed, want) in [
            ("1.234.567,5", "1234567.5"),
            ("1,234,567.5", "1234567.5"),
            ("1.234.567", "1234567"),
            ("1 234\u{a0}567,25", "1234567.25"),
            ("1 234,567", "1234.567"),
            ("17551", "17551"),
            (" 1460,5 ", "1460.5"),
            ("1460.5", "1460.5"),
            ("1234,567", "1234.567"),
            ("0,125", "0.125"),
            ("-500", "-500"),
            ("– 500", "-500"),
            ("1.234,567", "1234.567"),
        ] {
            assert_eq!(decimal(typed).as_deref(), Ok(want), "{typed}");
        }
    }

    #[test]
    fn a_number_of_two_meanings_is_not_guessed() {
        assert_eq!(decimal("1.234"), Err(NoNumber::Ambiguous));
        assert_eq!(decimal("-357,792"), Err(NoNumber::Ambiguous));
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for typed in [
            "",
            "-",
            "1.2.3",
            "1.234,5.6",
            "1,23,456",
            "12.34.567,8",
            "5 triệu",
            "1e5",
            ",5",
            "5,",
            "1 2",
            "1.234.56",
        ] {
            assert_eq!(decimal(typed), Err(NoNumber::Wrong), "{typed}");
        }
    }

    #[test]
    fn words_of_an_office_are_understood() {
        for (typed, want) in [
            ("triệu đồng", MoneyUnit::Million),
            ("Tr.đ", MoneyUnit::Million),
            ("trđ", MoneyUnit::Million),
            ("1.000 đ", MoneyUnit::Thousand),
            ("nghìn đồng", MoneyUnit::Thousand),
            ("Đồng", MoneyUnit::Dong),
            ("tỷ đồng", MoneyUnit::Billion),
        ] {
            assert_eq!(money_unit(typed), Some(want), "{typed}");
        }
        for typed in ["ĐT", "đtpt", "Vốn đầu tư", "Vốn ĐTPT", "VỐN ĐẦU TƯ PHÁT TRIỂN"]
        {
            assert_eq!(funding(typed), Some(Funding::Investment), "{typed}");
        }
        for typed in ["SN", "Vốn sự nghiệp", "Kinh phí SN", "chi thường xuyên"] {
            assert_eq!(funding(typed), Some(Funding::Recurrent), "{typed}");
        }
        assert_eq!(funding("ĐT, SN"), None);
        for (typed, want) in [
            ("TW", Source::Central),
            ("NSTW", Source::Central),
            ("Ngân sách trung ương", Source::Central),
            ("tỉnh", Source::Province),
            ("NS tỉnh (đối ứng)", Source::Province),
            ("NSH", Source::District),
            ("ngân sách cấp huyện", Source::District),
            ("thị xã", Source::District),
            ("xã", Source::Commune),
            ("NSĐP", Source::Local),
            ("địa phương", Source::Local),
            ("Vốn nước ngoài", Source::Foreign),
            ("Vốn khác", Source::Other),
        ] {
            assert_eq!(source(typed), Some(want), "{typed}");
        }
        assert_eq!(source("TW, tỉnh"), None);
        assert_eq!(source("đối ứng"), None);
        assert_eq!(
            (year("2023"), year("2023 kéo dài"), year("2022-2023")),
            (Some(2023), Some(2023), None)
        );
        assert_eq!((year("23"), year("kéo dài")), (None, None));
    }

    #[test]
    fn every_word_that_we_write_is_read_back() {
        for one in Funding::ALL {
            assert_eq!((funding(one.short()), funding(one.label().vi)), (Some(one), Some(one)));
        }
        for one in Source::ALL {
            assert_eq!((source(one.short()), source(one.label().vi)), (Some(one), Some(one)));
        }
        for one in MoneyUnit::ALL {
            assert_eq!(money_unit(one.label()), Some(one));
        }
    }

    proptest! {
        #[test]
        fn an_amount_as_we_show_it_is_read_back(dong in -10_000_000_000_i64..10_000_000_000) {
            let money = Money::from_dong(dong * 100_000);
            let shown = money.show(MoneyUnit::Million, 1);
            match decimal(&shown) {
                Ok(digits) => {
                    let back = Money::from_decimal(&digits, MoneyUnit::Million).map(|back| back.money);
                    prop_assert_eq!(back, Some(money));
                }
                Err(reason) => prop_assert_eq!(reason, NoNumber::Ambiguous),
            }
        }

        #[test]
        fn no_text_panics(text: String, digits in "[-0-9., ]{0,12}") {
            for text in [text, digits] {
                if let Ok(digits) = decimal(&text) {
                    prop_assert!(digits.parse::<f64>().is_ok(), "{}", digits);
                }
                let _ = (money_unit(&text), funding(&text), source(&text), year(&text));
            }
        }
    }
}
