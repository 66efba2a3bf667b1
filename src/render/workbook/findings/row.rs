//! One finding as a row: what, where, by how much, where the fault may be, what was explained and accepted.

use rust_xlsxwriter::{ColNum, RowNum};

use crate::domain::lang::Lang;
use crate::domain::place::Place;
use crate::domain::rule::{Acceptance, Finding, Severity};

use super::super::{Book, words};
use super::COLUMNS;
use crate::render::xlsx::cells::at;
use crate::render::xlsx::page::Page;
use crate::render::xlsx::style::{Kind, Look};
use crate::render::xlsx::text;

const TITLE: ColNum = 3;
const PLACE: ColNum = 4;
const MESSAGE: ColNum = 5;
/// The first of the columns that are held against each other, up to their difference.
pub(super) const EXPECTED: ColNum = 6;
const FOUND: ColNum = 7;
const DIFFERENCE: ColNum = 8;
/// The column of the amounts that are not in the totals.
pub(super) const SET_ASIDE: ColNum = 9;
const HINT: ColNum = 10;
const ADVICE: ColNum = 11;
const EXPLAINED: ColNum = 12;
const ACCEPTED: ColNum = 13;
const FILE: ColNum = 14;

/// How a finding stands to others.
pub(super) enum Role<'a> {
    /// It stands for itself; these follow from it.
    Lead(&'a [&'a Finding]),
    /// It follows from the finding with this number, above it.
    Consequence {
        /// The cause.
        of: &'a Finding,
        /// Its number.
        number: u32,
    },
}

/// The finding as row `row`, numbered within its unit.
pub(super) fn write(
    page: &mut Page<'_>,
    book: &Book<'_>,
    row: RowNum,
    number: u32,
    of: &Finding,
    role: Role<'_>,
) -> anyhow::Result<()> {
    let look = Look::Plain;
    let (problem, lang) = (&of.problem, page.shared.lang);
    page.count(row, 0, u64::from(number), look)?;
    let is_open_error = of.is_error() && matches!(role, Role::Lead(_));
    let severity = if is_open_error { Look::Strong } else { look };
    page.text(row, 1, &level(of, lang), severity, Kind::Centre)?;
    page.text(row, 2, of.rule.code.0, look, Kind::Centre)?;
    let place_words = match place(&problem.place) {
        none if none.is_empty() => book.say(words("cả tệp", "the whole file")).to_owned(),
        place => place,
    };
    match problem.place.file.as_deref() {
        Some(file) => {
            let target = (file, problem.place.sheet.as_deref(), problem.place.cell);
            page.link((row, PLACE), &place_words, target, look)?;
        }
        None => page.blank(row, PLACE, look)?,
    }
    amounts(page, row, of)?;
    let title = if matches!(role, Role::Lead(_)) { Kind::Text } else { Kind::Inset };
    let accepted = of.accepted.as_ref().map_or_else(String::new, |accepted| why(accepted, lang));
    let texts = [
        (TITLE, of.rule.title.get(lang), title),
        (MESSAGE, problem.words.get(lang), Kind::Text),
        (HINT, &hint(book, of, &role), Kind::Text),
        (ADVICE, of.rule.advice.get(lang), Kind::Text),
        (EXPLAINED, of.explanation.as_deref().unwrap_or(""), Kind::Text),
        (ACCEPTED, &accepted, Kind::Text),
        (FILE, problem.place.file.as_deref().unwrap_or(""), Kind::Text),
    ];
    let mut lines = lines_in(PLACE, &place_words).max(lines_in(1, &level(of, lang)));
    for (column, text, kind) in texts {
        page.text(row, column, text, look, kind)?;
        lines = lines.max(lines_in(column, text));
    }
    page.height(row, lines)
}

fn lines_in(column: ColNum, text: &str) -> u32 {
    text::lines(text, COLUMNS[usize::from(column)].1)
}

fn amounts(page: &mut Page<'_>, row: RowNum, of: &Finding) -> anyhow::Result<()> {
    let look = Look::Plain;
    let problem = &of.problem;
    let difference = format!("{}-{}", at(row, FOUND), at(row, EXPECTED));
    let set_aside = Some(problem.set_aside).filter(|amount| !amount.is_zero());
    let amounts = [problem.expected, problem.found, of.difference(), set_aside];
    for (column, amount) in (EXPECTED..).zip(amounts) {
        let Some(amount) = amount else {
            page.blank(row, column, look)?;
            continue;
        };
        if column == DIFFERENCE {
            page.sum(row, column, &difference, amount, look)?;
        } else {
            page.money(row, column, amount, look)?;
        }
    }
    Ok(())
}

/// `Lỗi`, `Lỗi (kéo theo)`, `Lỗi (đã chấp nhận)`.
fn level(of: &Finding, lang: Lang) -> String {
    let level = of.severity.label().get(lang);
    let beside = match of {
        Finding { accepted: Some(_), .. } => words("đã chấp nhận", "accepted"),
        Finding { is_consequence: true, severity: Severity::Error | Severity::Warning, .. } => {
            words("kéo theo", "follows")
        }
        _ => return level.to_owned(),
    };
    format!("{level} ({})", beside.get(lang))
}

/// Where the fault most likely is and how much follows from it; or from which cell this follows.
fn hint(book: &Book<'_>, of: &Finding, role: &Role<'_>) -> String {
    let consequences = match role {
        Role::Consequence { of: cause, number } => {
            let cell = place(&cause.problem.place);
            return match book.shared.lang {
                Lang::Vi => format!("Kéo theo ô {cell} (STT {number})"),
                Lang::En => format!("Follows from {cell} (No {number})"),
            };
        }
        Role::Lead(consequences) => consequences.len(),
    };
    let fault = of.fault.as_ref().map_or("", |fault| fault.words.get(book.shared.lang));
    match (consequences, book.shared.lang) {
        (0, _) => fault.to_owned(),
        (count, Lang::Vi) => format!("{fault} Kéo theo {count} nội dung ngay dưới."),
        (count, Lang::En) => format!("{fault} From it follow the next {count}."),
    }
}

/// Why it was accepted, by whom, until when.
fn why(accepted: &Acceptance, lang: Lang) -> String {
    let (by, until) = (words("Người chấp nhận", "By"), words("đến hết", "up to and with"));
    let mut parts = vec![accepted.reason.trim().to_owned()];
    parts.extend(accepted.by.as_ref().map(|name| format!("{}: {name}", by.get(lang))));
    let last = accepted.until;
    parts.extend(last.map(|period| format!("{} {}", until.get(lang), period.show(lang))));
    parts.join("; ")
}

/// Sheet and cell, as far as they are known: `Vốn đầu tư!E8`.
fn place(place: &Place) -> String {
    let sheet = place.sheet.as_deref().unwrap_or("");
    place.cell.map_or_else(|| sheet.to_owned(), |cell| format!("{sheet}!{cell}"))
}
