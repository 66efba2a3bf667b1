//! What is said of texts where figures should be.

use super::{Candidate, Open};
use crate::domain::lang::{Words, words};
use crate::domain::money::{Money, MoneyUnit};
use crate::parse::ambiguous::Reason;
use crate::parse::cells::{self, Read, quote};
use crate::rules;

pub(super) fn percent(text: &str) -> Read {
    let quoted = quote(text);
    Read::aside(
        &rules::NOT_A_NUMBER,
        words!(
            "Ô ghi {quoted}, là tỷ lệ phần trăm chứ không phải số tiền",
            "The cell says {quoted}, a percentage and no amount";
            quoted
        ),
    )
}

pub(super) fn no_number(text: &str) -> Read {
    let quoted = quote(text);
    // What Excel shows for a broken formula, pasted as a text.
    let name = text.trim().strip_prefix('#');
    if name.is_some_and(|name| name.starts_with(|letter: char| letter.is_ascii_uppercase())) {
        return Read::aside(&rules::ERROR_CELL, cells::error_words(text.trim()));
    }
    Read::aside(
        &rules::NOT_A_NUMBER,
        words!(
            "Ô ghi {quoted}, không phải là số",
            "The cell says {quoted}, which is no number";
            quoted
        ),
    )
}

/// An amount in `unit` with all its digits.
pub(crate) fn shown(amount: Money, unit: MoneyUnit) -> Words {
    let decimals = unit.dong().ilog10();
    let digits = amount.show(unit, decimals);
    words!("{digits} {unit}", "{digits} {unit}"; digits, unit = unit.text())
}

pub(super) fn taken(text: &str, open: &Open<'_>, read: Candidate, reason: Reason) -> Words {
    let quoted = quote(text);
    let others = ways(open);
    let amount = shown(read.rounded.money, read.unit);
    let reason = reason.words();
    words!(
        "Số {quoted} có thể là {others}; đã đọc là {amount} vì {reason}",
        "{quoted} may be {others}; read as {amount}: {reason}";
        quoted, others, amount, reason
    )
}

pub(super) fn undecided(text: &str, open: &Open<'_>, reason: Option<Reason>) -> Words {
    let quoted = quote(text);
    let ways = ways(open);
    match reason {
        None => words!(
            "Số {quoted} có thể là {ways} và không có căn cứ để chọn; ô được để riêng",
            "{quoted} may be {ways}, and nothing decides; the cell is set aside";
            quoted, ways
        ),
        Some(reason) => {
            let reason = reason.words();
            words!(
                "Số {quoted} có thể là {ways}; các căn cứ trái nhau (một căn cứ: {reason}); ô được để riêng",
                "{quoted} may be {ways}; what should decide disagrees (one: {reason}); the cell is set aside";
                quoted, ways, reason
            )
        }
    }
}

fn ways(open: &Open<'_>) -> Words {
    let shown = open.candidates.iter().map(|way| shown(way.rounded.money, way.unit));
    let (vi, en): (Vec<String>, Vec<String>) = shown.map(|words| (words.vi, words.en)).unzip();
    Words::new(vi.join(" hoặc "), en.join(" or "))
}
