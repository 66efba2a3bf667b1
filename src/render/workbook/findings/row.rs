//! One finding as a row: what, where, by how much, where the fault may be, what was explained and accepted.

use crate::domain::lang::{Lang, Text as Say, words};
use crate::domain::place::Place;
use crate::domain::rule::{Acceptance, Finding, Severity};
use crate::render::sentences;
use crate::render::xlsx::page::Told;
use crate::render::xlsx::table::{At, Column, Table, Value};

use super::super::Book;

/// The columns that formulas name.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Expected,
    Found,
    /// The amounts that are not in the totals.
    SetAside,
}

/// How a finding stands to others.
pub(super) enum Role<'a> {
    /// It stands for itself; so many follow from it.
    Lead(usize),
    /// It follows from the finding with this number, above it.
    Consequence {
        /// The cause.
        of: &'a Finding,
        /// Its number.
        number: u64,
    },
}

/// A finding, numbered within its unit.
pub(super) struct Row<'a> {
    pub number: u64,
    pub of: &'a Finding,
    pub role: Role<'a>,
}

impl Row<'_> {
    fn is_lead(&self) -> bool {
        matches!(self.role, Role::Lead(_))
    }
}

/// The columns.
pub(super) fn table<'a>(book: &'a Book<'_>) -> Table<'a, Row<'a>, Key> {
    use Value::{Blank, Centred, Count, Inset, Money, Strong, Sum, Text};
    let lang = book.shared.lang;
    let say = |vi, en| book.say(Say { vi, en });
    let hint_heading = say("Gợi ý chỗ sai, lỗi kéo theo", "Where the fault may be, what follows");
    Table::new(vec![
        Column::new(say("STT", "No"), 5.0, |_, row: &Row<'a>| Count(row.number)),
        Column::new(say("Mức độ", "Severity"), 10.0, move |_, row: &Row<'a>| {
            let level = level(row.of, lang);
            if row.of.is_error() && row.is_lead() { Strong(level) } else { Centred(level) }
        }),
        Column::new(say("Mã", "Code"), 8.0, |_, row: &Row<'a>| {
            Centred(row.of.rule.code.0.to_owned())
        }),
        Column::new(say("Nội dung", "Title"), 20.0, move |_, row: &Row<'a>| {
            let title = row.of.rule.title.get(lang).to_owned();
            if row.is_lead() { Text(title) } else { Inset(1, title) }
        }),
        Column::new(say("Vị trí", "Place"), 20.0, |_, row: &Row<'a>| link(book, row.of)),
        Column::new(say("Diễn giải", "Message"), 46.0, move |_, row: &Row<'a>| {
            Text(sentences::told(row.of, lang).into_owned())
        }),
        Column::new(say("So với", "Expected"), 16.0, |_, row: &Row<'a>| {
            Money(row.of.problem.expected)
        })
        .key(Key::Expected),
        Column::new(say("Số đang ghi", "Found"), 16.0, |_, row: &Row<'a>| {
            Money(row.of.problem.found)
        })
        .key(Key::Found),
        Column::new(say("Chênh lệch", "Difference"), 16.0, |at: &At<'_, Key>, row: &Row<'a>| {
            let formula = || format!("{}-{}", at.cell(Key::Found), at.cell(Key::Expected));
            row.of.difference().map_or(Blank, |difference| Sum(formula(), Told::from(difference)))
        }),
        Column::new(say("Chưa đưa vào tổng hợp", "Set aside"), 16.0, |_, row: &Row<'a>| {
            Money(Some(row.of.problem.set_aside).filter(|amount| !amount.is_zero()))
        })
        .key(Key::SetAside),
        Column::new(
            say("Ảnh hưởng tỷ lệ chung (điểm %)", "Worth (points)"),
            11.0,
            |_, row: &Row<'a>| {
                row.of.worth.map_or(Blank, |worth| Value::Percent(Some(worth.into())))
            },
        ),
        Column::new(hint_heading, 30.0, |_, row: &Row<'a>| Text(hint(book, row.of, &row.role))),
        Column::new(say("Cách xử lý", "What to do"), 30.0, move |_, row: &Row<'a>| {
            Text(row.of.rule.advice_to_office(lang).into_owned())
        }),
        Column::new(
            say("Giải trình của đơn vị", "The unit explains"),
            22.0,
            |_, row: &Row<'a>| Text(row.of.explanation.as_deref().unwrap_or("").to_owned()),
        ),
        Column::new(
            say("Giải trình đã được chấp nhận", "Accepted: why, by whom, until"),
            24.0,
            move |_, row: &Row<'a>| {
                let accepted = row.of.accepted.as_ref();
                Text(accepted.map_or_else(String::new, |accepted| why(accepted, lang)))
            },
        ),
        Column::new(say("Tệp", "File"), 24.0, |_, row: &Row<'a>| {
            Text(row.of.problem.place.file.as_deref().unwrap_or("").to_owned())
        }),
    ])
}

/// The place, leading to it where a file is known.
fn link(book: &Book<'_>, of: &Finding) -> Value {
    let at = &of.problem.place;
    let Some(file) = at.file.as_deref() else { return Value::Blank };
    let text = match place(at) {
        none if none.is_empty() => book.say(Say { vi: "cả tệp", en: "the whole file" }).to_owned(),
        place => place,
    };
    let sheet = at.sheet.as_deref().map(str::to_owned);
    Value::Link { text, file: file.to_owned(), sheet, cell: at.cell }
}

/// `Lỗi`, `Lỗi (kéo theo)`, `Lỗi (đã chấp nhận)`.
fn level(of: &Finding, lang: Lang) -> String {
    let level = of.severity.label().get(lang);
    let beside = match of {
        Finding { accepted: Some(_), .. } => Say { vi: "đã chấp nhận", en: "accepted" },
        Finding { is_consequence: true, severity: Severity::Error | Severity::Warning, .. } => {
            Say { vi: "kéo theo", en: "follows" }
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
            return words!(
                "Kéo theo ô {cell} (STT {number})",
                "Follows from {cell} (No {number})";
                cell, number
            )
            .pick(book.shared.lang);
        }
        Role::Lead(consequences) => *consequences,
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
    let (by, until) =
        (Say { vi: "Người chấp nhận", en: "By" }, Say { vi: "đến hết", en: "up to and with" });
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
