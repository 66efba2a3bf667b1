//! The amounts in a sentence, and what it says of each: paid, or given out, planned, left over.

use std::collections::BTreeSet;

use crate::domain::label::{Label, composed};
use crate::domain::money::Money;
use crate::parse::number::{self, Notation, Typed};

/// "triệu đồng Việt Nam": no unit behind a number has more words.
const MOST_WORDS: usize = 4;
/// A shorter word before digits is a code or a unit: "DA5", "m2".
const SHORTEST: usize = 3;
/// Nobody pays less: "hỗ trợ 5 đồng bào" is no money.
const LEAST: Money = Money::from_dong(1_000);
/// Words of money that was paid.
const PAID: [&str; 7] =
    ["giai ngan", "thanh toan", "da chi", "chi tra", "da tt", "da gn", "thuc chi"];
/// Words that mean so only right before an amount: "TT" is a town as well, "GN" the reduction of poverty.
const PAID_BEFORE: [&str; 3] = ["tt", "gn", "chi"];
/// What may stand between.
const BETWEEN: [&str; 6] = ["duoc", "la", "so", "tien", "het", "them"];
/// Words before those that make another thing of them: "dự chi", "định mức chi".
const NOT_BEFORE: [&str; 4] = ["muc", "du", "dinh", "phai"];
/// Words that deny a payment.
const NOT: [&str; 3] = ["chua", "khong", "chua duoc"];
/// Words of money that is there to be paid, or is left.
const OTHER: [&str; 9] = [
    "ke hoach",
    "kh",
    "duoc giao",
    "da giao",
    "von giao",
    "du toan",
    "phan bo",
    "con lai",
    "con du",
];

/// What a sentence says of an amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Of {
    Paid,
    Other,
    Unsaid,
    /// "mức 40 triệu đồng": what a thing may cost.
    Norm,
    /// It may be a part of what was paid, or more of it.
    Doubtful,
}

/// The amounts of a sentence.
#[derive(Default)]
pub(super) struct Amounts {
    found: Vec<(Money, Of)>,
    /// It says that some of them were paid.
    pub say_paid: bool,
    /// It says nothing but a name and an amount: "Dự án 5: 77 triệu".
    pub are_bare: bool,
}

impl Amounts {
    /// Those of a text that have a unit of money.
    pub(super) fn of(text: &str) -> Amounts {
        let mut found: Vec<(Money, Of)> = Vec::new();
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            return Amounts::default();
        }
        let written = words_of(text);
        let marks = ['(', ')', ';', ':', ',', '"', '/'];
        let words: Vec<&str> = written.iter().map(|word| word.trim_matches(marks)).collect();
        let (mut at, mut from) = (0, 0);
        let mut are_bare = false;
        while let Some(word) = words.get(at) {
            at += 1;
            if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
                continue;
            }
            let ends = (at..=words.len().min(at + MOST_WORDS)).rev();
            let amount = |end| Some((end, money(&words[at - 1..end])?));
            let read = ends.filter(|end| !is_no_amount(words.get(*end))).find_map(amount);
            let Some((end, amount)) = read else { continue };
            let before = &written[from..at - 1];
            match found.last_mut() {
                // "1 tỷ 200 triệu"
                Some((last, _)) if before.is_empty() && !written[from - 1].ends_with(marks) => {
                    *last += amount;
                }
                // "77 triệu/400 triệu"
                Some(_) if before.is_empty() && written[from - 1].ends_with('/') => {
                    found.push((amount, Of::Other));
                }
                last => {
                    let of = said_of(&before.join(" "), last.map(|(_, of)| *of));
                    let begins = before.last().is_some_and(|word| word.ends_with([':', '-', '–']));
                    are_bare = found.is_empty() && (begins || written[at - 1].starts_with('('));
                    found.push((amount, of));
                }
            }
            (at, from) = (end, end);
        }
        let are_bare = are_bare && from == words.len();
        found.retain(|(_, of)| *of != Of::Norm);
        let has = |wanted: &[Of]| found.iter().any(|(_, of)| wanted.contains(of));
        let behind = Label::new(&written[from..].join(" "));
        let say_paid = has(&[Of::Paid, Of::Doubtful])
            || has(&[Of::Unsaid]) && PAID.iter().any(|paid| behind.has(paid));
        Amounts { say_paid, are_bare: are_bare && !found.is_empty(), found }
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// The amount that is to be told; `None` where nobody knows which it is.
    pub(super) fn told(&self) -> Option<Money> {
        let of = |wanted: Of| self.found.iter().filter(move |(_, of)| *of == wanted);
        let said = [Of::Paid, Of::Unsaid, Of::Other].into_iter().find(|said| 0 < of(*said).count());
        let mut only = of(said?).map(|(amount, _)| *amount);
        let first = only.next().filter(|_| of(Of::Doubtful).count() == 0)?;
        only.next().is_none().then_some(first)
    }

    /// Whether figures state these amounts. Of a sentence that says of nothing that it was paid it is enough that there are
    /// figures.
    pub(super) fn are_among(&self, stated: &BTreeSet<Money>) -> bool {
        if !self.say_paid && !self.are_bare {
            return !stated.is_empty();
        }
        self.asked().iter().all(|amount| stated.contains(amount))
    }

    /// Whether they are a part of this amount, as large as they are.
    pub(super) fn are_within(&self, whole: Option<Money>) -> bool {
        whole.is_some_and(|whole| self.asked().iter().all(|amount| *amount <= whole))
    }

    /// The amounts that figures have to state.
    fn asked(&self) -> Vec<Money> {
        let all = || self.found.iter().filter(|(_, of)| *of != Of::Other || self.are_bare);
        match self.told() {
            Some(amount) => vec![amount],
            None => all().map(|(amount, _)| *amount).collect(),
        }
    }
}

/// The words of a text; "triệu/400" and "được77" are two.
fn words_of(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let digit = word.find(|letter: char| letter.is_ascii_digit());
        let (before, rest) = word.split_at(digit.unwrap_or(0));
        let letters = before.chars().filter(|letter| letter.is_alphabetic()).count();
        let is_word = SHORTEST <= letters
            && before.ends_with(|letter: char| letter == '/' || letter.is_alphabetic());
        if is_word {
            words.extend([before, rest]);
        } else {
            words.push(word);
        }
    }
    words
}

/// What the words before an amount say of it; `last` is what was said of the one before.
fn said_of(before: &str, last: Option<Of>) -> Of {
    // A bracket and a semicolon begin something else.
    let inner = before.rsplit(['(', ';']).next().unwrap_or(before);
    let own = said_by(inner);
    let said = if own == Of::Unsaid { said_by(before) } else { own };
    match (said, last) {
        (Of::Unsaid, Some(Of::Paid | Of::Doubtful)) => Of::Doubtful,
        _ => said,
    }
}

/// What words say of an amount behind them.
fn said_by(text: &str) -> Of {
    let label = Label::new(text);
    let has = |words: &[&str]| words.iter().any(|words| label.has(words));
    let is_denied =
        PAID.iter().any(|paid| NOT.iter().any(|not| label.has(&format!("{not} {paid}"))));
    let is_paid = !is_denied && has(&PAID) || ends_in_paid(&label);
    // Without its mark "mức" is "mục".
    let is_norm = || has(&["dinh muc", "suat"]) || composed(text).to_lowercase().contains("mức");
    match (is_paid, is_denied || has(&OTHER)) {
        (false, _) if is_norm() => Of::Norm,
        (true, false) => Of::Paid,
        (false, true) => Of::Other,
        (true, true) => Of::Doubtful,
        (false, false) => Of::Unsaid,
    }
}

fn ends_in_paid(label: &Label) -> bool {
    let words: Vec<&str> = label.words().collect();
    let Some(at) = words.iter().rposition(|word| !BETWEEN.contains(word)) else { return false };
    let before = at.checked_sub(1).map(|before| words[before]);
    PAID_BEFORE.contains(&words[at])
        && !before.is_some_and(|word| NOT_BEFORE.contains(&word) || NOT.contains(&word))
}

/// "5. Tỷ lệ" is no five billion, and "40 triệu đồng/nhà" is what one of them costs.
fn is_no_amount(next: Option<&&str>) -> bool {
    next.is_some_and(|next| {
        let per = next.split_once('/').map(|(unit, _)| Label::new(unit));
        Label::new(next).as_str() == "le"
            || per.is_some_and(|unit| ["", "d", "dong", "vnd"].contains(&unit.as_str()))
    })
}

/// A number with a unit of money behind it, as it is written in a Vietnamese sentence.
fn money(words: &[&str]) -> Option<Money> {
    // A unit ends in a letter: most numbers of a label are those of works.
    let last = words.last()?.trim_end_matches('.');
    if !last.ends_with(char::is_alphabetic) {
        return None;
    }
    let text = words.join(" ");
    let Typed::Number(number) = number::read(text.trim_end_matches('.')) else { return None };
    let unit = number.unit?;
    let mut digits = Notation::ALL.into_iter().filter_map(|notation| number.read_as(notation));
    let money = Money::from_decimal(digits.next()?, unit)?.money;
    (LEAST <= money).then_some(money)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_in_a_sentence_has_a_unit_of_money() {
        for (text, want) in [
            ("Dự án 5: đã giải ngân 77 triệu", Some(77_000_000)),
            ("Dự án 5 (đã chi 1.234,5 triệu đồng).", Some(1_234_500_000)),
            ("Giải ngân 1,5 tỷ đồng; kế hoạch 2 tỷ", Some(3_500_000_000)),
            ("Thanh toán 500.000 đồng", Some(500_000)),
            ("GN được 77tr", Some(77_000_000)),
            ("Đã TT 1 tỷ 200 trđ", Some(1_200_000_000)),
            ("Dự án 5: giải ngân đến 30/6/2024", None),
            ("5. Tỷ lệ giải ngân", None),
            ("Hỗ trợ 12 hộ", None),
            ("Dự án 5", None),
        ] {
            let amounts = Amounts::of(text).found.into_iter().map(|(amount, _)| amount);
            let sum = amounts.reduce(|sum, amount| sum + amount);
            assert_eq!(sum.map(|sum| sum.as_dong()), want, "{text}");
        }
    }

    #[test]
    fn words_that_mean_paying_in_front_of_an_amount_only_say_nothing_elsewhere() {
        for (text, want) in [
            ("Đã TT 77 triệu", true),
            ("GN được 77 triệu", true),
            ("Mua giống: chi 77 triệu", true),
            ("Đường vào TT xã dài 77 triệu", false),
            ("Chương trình GN vốn 77 triệu", false),
            ("Dự chi 77 triệu", false),
            ("Chưa giải ngân 77 triệu", false),
            ("77 triệu đã giải ngân", true),
        ] {
            assert_eq!(Amounts::of(text).say_paid, want, "{text}");
        }
    }

    #[test]
    fn what_was_paid_is_told_apart_from_what_was_given_or_nothing_is() {
        for (text, want) in [
            ("Dự án 5: kế hoạch 400 triệu, đã giải ngân 77 triệu", Some(77)),
            ("Dự án 5: đã giải ngân 77 triệu; kế hoạch 400 triệu", Some(77)),
            ("Dự án 5: 77 triệu", Some(77)),
            ("Giải ngân 77 triệu/400 triệu đồng", Some(77)),
            ("Đã giải ngân được77 triệu, còn lại 323 triệu", Some(77)),
            ("Kế hoạch 400 triệu, chi 77 triệu, chưa giải ngân 323 triệu", Some(77)),
            ("Dự án 5: tổng mức 5 tỷ đồng, đã thanh toán 77 triệu", Some(77)),
            ("Chi hỗ trợ 2 triệu đồng/hộ, đã chi 77 triệu", Some(77)),
            ("Định mức chi 2 triệu đồng", None),
            ("Hỗ trợ 5 đồng bào", None),
            ("Đã TT 1 tỷ 200 trđ", Some(1200)),
            ("Dự án 5: giải ngân từ 77 triệu lên 90 triệu đồng", None),
            ("Đã giải ngân: NSTW 77 triệu, NSĐP 90 triệu", None),
            ("Trong tháng giải ngân 10 triệu, lũy kế giải ngân 77 triệu", None),
            ("Thanh toán kế hoạch kéo dài 77 triệu", None),
        ] {
            let told = Amounts::of(text).told().map(|told| told.as_dong() / 1_000_000);
            assert_eq!(told, want, "{text}");
        }
    }
}
