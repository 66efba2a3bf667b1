//! The line of figures of a finding, the same on the screen and in a note on a form: in the unit of money in which the cell is
//! written, once for all of them.

use crate::domain::lang::{Lang, Text};
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::rule::{Finding, Problem};
use crate::domain::tally::Points;

/// `triệu đồng: ghi 11; cộng các dòng con 10; lệch +1`, part by part; nothing where nothing is compared
/// and nothing was set aside.
pub(crate) fn figures(problem: &Problem, unit: MoneyUnit, lang: Lang) -> Vec<String> {
    let names = problem.rule.sides;
    let mut parts = Vec::new();
    let mut say = |name: Text, amount: Option<Money>, sign: &str| {
        let said = |amount: Money| format!("{} {sign}{}", name.get(lang), exact(amount, unit));
        parts.extend(amount.map(said));
    };
    say(names.found, problem.found, "");
    say(names.against, problem.expected, "");
    let gap = problem.difference();
    say(DIFFERENCE, gap, if gap.is_some_and(|gap| Money::ZERO < gap) { "+" } else { "" });
    say(SET_ASIDE, Some(problem.set_aside).filter(|amount| !amount.is_zero()), "");
    if let Some(first) = parts.first_mut() {
        *first = format!("{}: {first}", unit.text().get(lang));
    }
    parts
}

/// `ảnh hưởng 0,42 điểm %`: by how much the printed rate of the whole could move.
pub(crate) fn worth(finding: &Finding, lang: Lang) -> Option<String> {
    Some(format!("{} {}", WORTH.get(lang), points(finding.worth?, lang)))
}

/// `0,42 điểm %`; what is less than is printed says so.
fn points(worth: Points, lang: Lang) -> String {
    let (size, unit) = (worth.size(), POINTS.get(lang));
    match worth.hundredths() {
        0 => format!("< 0,01 {unit}"),
        _ => format!("{size} {unit}"),
    }
}

/// The parts as one line, with a capital letter in front: it may begin with any of them.
pub(crate) fn line(parts: &[String]) -> String {
    let line = parts.join("; ");
    let mut letters = line.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}

/// The number of an amount in a unit, to the last đồng.
pub(super) fn exact(money: Money, unit: MoneyUnit) -> String {
    money.show(unit, unit.dong().ilog10())
}

/// What worth means, for who reads it the first time.
pub(crate) const WORTH_MEANS: Text = Text {
    vi: "Ảnh hưởng: tỷ lệ giải ngân chung có thể thay đổi đến bấy nhiêu khi làm rõ nội dung đó.",
    en: "Worth: by how many percentage points the rate of the whole could move once it is settled.",
};
const DIFFERENCE: Text = Text { vi: "lệch", en: "difference" };
const SET_ASIDE: Text = Text { vi: "chưa đưa vào tổng hợp", en: "not in the totals" };
const WORTH: Text = Text { vi: "ảnh hưởng", en: "worth" };
const POINTS: Text = Text { vi: "điểm %", en: "points" };
