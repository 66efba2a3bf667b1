//! How many findings there are and how much money they are about: what ranks them.

use crate::domain::lang::{Lang, words};
use crate::domain::rule::{Finding, Rank, RuleCode};

/// Sorts the worst first, then what is worth most.
pub(super) fn weight(finding: &Finding) -> (Rank, RuleCode) {
    (finding.rank(), finding.rule.code)
}

/// Errors, warnings, notes.
pub(super) fn numbers<'a>(findings: impl Iterator<Item = &'a Finding>) -> [usize; 3] {
    let mut numbers = [0_usize; 3];
    for finding in findings {
        numbers[finding.severity as usize] += 1;
    }
    numbers
}

/// `2 lỗi, 1 cảnh báo, 0 lưu ý`.
pub(super) fn counts<'a>(findings: impl Iterator<Item = &'a Finding>, lang: Lang) -> String {
    let [errors, warnings, notes] = numbers(findings);
    words!(
        "{errors} lỗi, {warnings} cảnh báo, {notes} lưu ý",
        "errors: {errors}, warnings: {warnings}, notes: {notes}";
        errors, warnings, notes
    )
    .pick(lang)
}

/// The same without what there is none of.
pub(super) fn some<'a>(findings: impl Iterator<Item = &'a Finding>, lang: Lang) -> String {
    let words = match lang {
        Lang::Vi => [["lỗi"; 2], ["cảnh báo"; 2], ["lưu ý"; 2]],
        Lang::En => [["error", "errors"], ["warning", "warnings"], ["note", "notes"]],
    };
    let numbers = numbers(findings);
    let told = numbers.iter().zip(words).filter(|(number, _)| **number != 0);
    let told = told
        .map(|(number, [one, more])| format!("{number} {}", if *number == 1 { one } else { more }));
    told.collect::<Vec<_>>().join(", ")
}
