//! Amounts in words: "Dự án 5: đã giải ngân 77 triệu" on a row without a figure. No column holds them, so they are told (GN209).

use std::collections::BTreeSet;

use super::Known;
use super::cells;
use super::number::{self, Notation, Typed};
use super::unread::{self, Says};
use crate::domain::code::ComponentId;
use crate::domain::label::Label;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::read::{Sheet, Value};
use crate::recognise::Framed;
use crate::recognise::heading::Headed;

/// A longer text is a report in words, not a label.
const LONGEST: usize = 300;
/// "triệu đồng Việt Nam": no unit behind a number has more words.
const MOST_WORDS: usize = 4;

/// A table with its unit of money.
pub type InUnit<'a> = (&'a Framed, MoneyUnit);

/// The labels of a sheet that say an amount, each with it. `tables` are those of the sheet, `is_told` the rows that are
/// read as words anyway. A sentence that says what the row of its component states tells nothing new.
pub fn find(
    known: &Known<'_>,
    sheet: &Sheet,
    tables: &[InUnit<'_>],
    is_told: impl Fn(u32) -> bool,
) -> Vec<(Cell, Money)> {
    let mut says = Says::new(known);
    let rows: Vec<(u32, &[(Cell, Value)])> = sheet.rows(0..u32::MAX).collect();
    let table = |row: u32| {
        let holds = |framed: &&Framed| (framed.heading.body..framed.end).contains(&row);
        tables.iter().map(|(framed, _)| *framed).find(holds)
    };
    let mut found = Vec::new();
    for (at, (row, cells)) in rows.iter().enumerate() {
        if is_told(*row) || table(*row).is_some_and(|framed| framed.checked.is_some()) {
            continue;
        }
        let told = table(*row).map(words_of).unwrap_or_default();
        let texts = cells.iter().filter(|(cell, _)| !told.contains(&cell.column));
        for (cell, value) in texts {
            let Value::Text(text) = value else { continue };
            let amounts = amounts_in(text);
            if amounts.is_empty() {
                continue;
            }
            let is_label = table(*row).is_some_and(|framed| framed.heading.label == cell.column);
            let is_said = is_label && says_paid(text) || says.names_component(text);
            // Its figures stand beside it, or below it in the rows of its parts.
            let holds_figures = |cells: &[(Cell, Value)]| {
                cells.iter().any(|(other, value)| {
                    cell.column < other.column
                        && unread::is_number(value)
                        && unread::is_amount(sheet, *other, value)
                })
            };
            let mut has_parts = || {
                let Some((_, next)) = rows.get(at + 1) else { return false };
                let own = says.components(text).to_vec();
                let is_other = |(_, value): &(Cell, Value)| match value {
                    Value::Text(text) => {
                        let named = says.components(text);
                        let is_below =
                            |id: &ComponentId| own.iter().any(|own| own.covers(id) && own != id);
                        !named.is_empty() && !named.iter().any(is_below)
                    }
                    _ => false,
                };
                holds_figures(next) && !next.iter().any(is_other)
            };
            if is_said && !holds_figures(cells) && !has_parts() {
                let is_new = !is_stated(&mut says, sheet, tables, text, &amounts);
                found.extend(is_new.then(|| (*cell, amounts.into_iter().sum())));
            }
        }
    }
    found
}

/// The columns of a table whose words are read.
fn words_of(framed: &Framed) -> BTreeSet<u32> {
    let heading = &framed.heading;
    let told = heading.told.iter().map(|(_, column)| column);
    heading.notes.iter().chain(&heading.reason).chain(told).copied().collect()
}

/// Whether a text says that money was paid.
fn says_paid(text: &str) -> bool {
    let label = Label::new(text);
    ["giai ngan", "gn", "thanh toan", "tt", "da chi", "chi tra"]
        .iter()
        .any(|words| label.has(words))
}

/// Whether rows of the component that a text names state each of these amounts.
fn is_stated(
    says: &mut Says<'_>,
    sheet: &Sheet,
    tables: &[InUnit<'_>],
    text: &str,
    amounts: &[Money],
) -> bool {
    let named = says.components(text).to_vec();
    let mut stated: BTreeSet<Money> = BTreeSet::new();
    for (framed, unit) in tables {
        let heading = &framed.heading;
        for (row, _) in sheet.rows(heading.body..framed.end) {
            let label = sheet.text(Cell::new(row, heading.label));
            if says.components(label).iter().any(|id| named.contains(id)) {
                let amount = |headed: &Headed| {
                    let unit = headed.unit.unwrap_or(*unit);
                    cells::amount(sheet, Cell::new(row, headed.index), unit)
                };
                stated.extend(heading.columns.iter().filter_map(amount));
            }
        }
    }
    amounts.iter().all(|amount| stated.contains(amount))
}

/// The amounts in a text that have a unit of money.
fn amounts_in(text: &str) -> Vec<Money> {
    let mut found = Vec::new();
    if LONGEST < text.len() || !text.bytes().any(|byte| byte.is_ascii_digit()) {
        return found;
    }
    let words: Vec<&str> = text
        .split_whitespace()
        .map(|word| word.trim_matches(['(', ')', ';', ':', ',', '"']))
        .collect();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        at += 1;
        if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
            continue;
        }
        let ends = (at..=words.len().min(at + MOST_WORDS)).rev();
        let amount = |end| Some((end, money(&words[at - 1..end])?));
        let read = ends.filter(|end| !is_rate(words.get(*end))).find_map(amount);
        if let Some((end, amount)) = read {
            found.push(amount);
            at = end;
        }
    }
    found
}

/// "5. Tỷ lệ" is no five billion.
fn is_rate(next: Option<&&str>) -> bool {
    next.is_some_and(|next| Label::new(next).as_str() == "le")
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
    let rounded = Money::from_decimal(digits.next()?, unit)?;
    Some(rounded.money)
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
            let amounts = amounts_in(text);
            let sum = amounts.iter().copied().reduce(|sum, amount| sum + amount);
            assert_eq!(sum.map(|sum| sum.as_dong()), want, "{text}");
        }
    }
}
