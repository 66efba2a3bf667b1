//! What is said of texts where figures should be.

use super::{Candidate, Open};
use crate::domain::lang::Words;
use crate::domain::money::{Money, MoneyUnit};
use crate::parse::cells::{self, Read, quote};
use crate::parse::witness::Reason;
use crate::rules;

pub fn percent(text: &str) -> Read {
    let quoted = quote(text);
    Read::aside(
        &rules::NOT_A_NUMBER,
        Words::new(
            format!("Ô ghi {quoted}, là tỷ lệ phần trăm chứ không phải số tiền"),
            format!("The cell says {quoted}, a percentage and no amount"),
        ),
    )
}

pub fn no_number(text: &str) -> Read {
    let quoted = quote(text);
    // What Excel shows for a broken formula, pasted as a text.
    let name = text.trim().strip_prefix('#');
    if name.is_some_and(|name| name.starts_with(|letter: char| letter.is_ascii_uppercase())) {
        return Read::aside(&rules::ERROR_CELL, cells::error_words(text.trim()));
    }
    Read::aside(
        &rules::NOT_A_NUMBER,
        Words::new(
            format!("Ô ghi {quoted}, không phải là số"),
            format!("The cell says {quoted}, which is no number"),
        ),
    )
}

/// An amount in `unit` with all its digits.
pub fn shown(amount: Money, unit: MoneyUnit) -> Words {
    let decimals = unit.dong().ilog10();
    let digits = amount.show(unit, decimals);
    Words::new(format!("{digits} {}", unit.text().vi), format!("{digits} {}", unit.text().en))
}

pub fn taken(text: &str, open: &Open<'_>, read: Candidate, reason: Reason) -> Words {
    let quoted = quote(text);
    let others = ways(open);
    let amount = shown(read.rounded.money, read.unit);
    let reason = reason.words();
    Words::new(
        format!("Số {quoted} có thể là {}; đã đọc là {} vì {}", others.vi, amount.vi, reason.vi),
        format!("{quoted} may be {}; read as {}: {}", others.en, amount.en, reason.en),
    )
}

pub fn undecided(text: &str, open: &Open<'_>, reason: Option<Reason>) -> Words {
    let quoted = quote(text);
    let ways = ways(open);
    match reason {
        None => Words::new(
            format!(
                "Số {quoted} có thể là {} và không có căn cứ để chọn; ô được để riêng",
                ways.vi
            ),
            format!("{quoted} may be {}, and nothing decides; the cell is set aside", ways.en),
        ),
        Some(reason) => {
            let reason = reason.words();
            Words::new(
                format!(
                    "Số {quoted} có thể là {}; các căn cứ trái nhau (một căn cứ: {}); ô được để riêng",
                    ways.vi, reason.vi
                ),
                format!(
                    "{quoted} may be {}; what should decide disagrees (one: {}); the cell is set aside",
                    ways.en, reason.en
                ),
            )
        }
    }
}

fn ways(open: &Open<'_>) -> Words {
    let shown = open.candidates.iter().map(|way| shown(way.rounded.money, way.unit));
    let (vi, en): (Vec<String>, Vec<String>) = shown.map(|words| (words.vi, words.en)).unzip();
    Words::new(vi.join(" hoặc "), en.join(" or "))
}
