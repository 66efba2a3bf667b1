//! What the texts around numbers outside of every table say: money, a count, the name of a component, a number's name.

use std::collections::BTreeMap;

use crate::domain::code::ComponentId;
use crate::domain::label::{Label, composed};
use crate::parse::Known;
use crate::recognise::lexicon::{KeyColumn, Said, heading_label, names_money};
use crate::recognise::rows::{RowReader, Seen, is_counted, is_quantity};
use crate::recognise::{is_signature, titles};

/// A longer text, in bytes, is a title or a note.
const LONGEST: usize = 120;
/// A longer text names no component.
const LONGEST_LABEL: usize = 500;
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Plan, allocated, disbursed.
    Money,
    /// STT, a code, a rate, a count.
    NoMoney,
}

/// What texts say, each asked once.
pub(crate) struct Says<'a> {
    known: &'a Known<'a>,
    known_texts: BTreeMap<Box<str>, Option<Kind>>,
    names: BTreeMap<Box<str>, Vec<ComponentId>>,
}

impl<'a> Says<'a> {
    /// Nothing was asked yet.
    pub(crate) fn new(known: &'a Known<'a>) -> Says<'a> {
        Says { known, known_texts: BTreeMap::new(), names: BTreeMap::new() }
    }

    /// Whether a label names a component of any program.
    pub(crate) fn names_component(&mut self, text: &str) -> bool {
        !self.components(text).is_empty()
    }

    /// The components that a label may name: "Dự án 5" is one of each program that has so many.
    pub(crate) fn components(&mut self, text: &str) -> &[ComponentId] {
        if LONGEST_LABEL < text.len() {
            return &[];
        }
        let known = self.known;
        let node = |program| match RowReader::new(known.names, program).read("", "", text) {
            Some(Seen::Item(id, None)) => Some(id),
            _ => None,
        };
        self.names.entry(text.into()).or_insert_with(|| {
            let programs = known.names.programs().map(Some);
            std::iter::once(None).chain(programs).filter_map(node).collect()
        })
    }

    /// What a heading says.
    pub(crate) fn of(&mut self, text: &str) -> Option<Kind> {
        if let Some(kind) = self.known_texts.get(text) {
            return *kind;
        }
        let label = heading_label(text);
        let lexicon = self.known.lexicon;
        let kind = match (lexicon.measure(&label), lexicon.key_column(&label)) {
            _ if LONGEST < text.len() || is_signature(text) => None,
            (Some(Said::NotMoney), _) | (None, Some(KeyColumn::Number | KeyColumn::Code)) => {
                Some(Kind::NoMoney)
            }
            (Some(Said::Measure(measure)), _) if !measure.is_money() => Some(Kind::NoMoney),
            (Some(Said::Measure(_)), _) => Some(Kind::Money),
            _ => None,
        };
        self.known_texts.insert(text.into(), kind);
        kind
    }
}

/// Whether a row counts something: "Số hộ nghèo", a unit of measure "hộ".
pub(super) fn counts(text: &str) -> bool {
    is_quantity(text) || is_counted(&Label::new(text))
}

/// Whether a text speaks of money: it names it, or says what is done with it.
pub(super) fn speaks_of_money(text: &str) -> bool {
    let label = Label::new(text);
    // "Tiến độ" is no money.
    let is_spelt = || composed(text).to_lowercase().contains("tiền");
    let acts = ["giai ngan", "thanh toan", "ke hoach"];
    names_money(&label) || acts.iter().any(|words| label.has(words)) || is_spelt()
}

/// Whether the titles above some money say that it is what we read: disbursement, the money of a program, or a report in a
/// unit of money. A list of households of a program is an annex.
pub(super) fn say_report(known: &Known<'_>, titles: &[&str]) -> bool {
    let national = ["muc tieu quoc gia", "mtqg", "ctmtqg"];
    let is_in_money = titles.iter().any(|title| titles::unit_in_name(title).is_some());
    titles.iter().any(|title| {
        let label = Label::new(title);
        let is_of_program = || {
            national.iter().any(|words| label.has(words))
                || known.names.program_in(&label).is_some()
        };
        let is_report = || label.has("bao cao") || is_of_program();
        // What a chart shows stands elsewhere.
        label.has("giai ngan") && !label.has("bieu do")
            || names_money(&label) && is_of_program()
            || is_in_money && is_report()
    })
}

/// Whether a text asks for a number that names something and says nothing else: a telephone, a decision, a year. "Năm 2023
/// chuyển sang" and "Trang thiết bị" begin with such words, and are money.
pub(super) fn is_reference(text: &str) -> bool {
    let label = Label::new(text);
    let names = [
        "dien thoai",
        "sdt",
        "so dt",
        "so dien thoai",
        "di dong",
        "fax",
        "ma so",
        "ma don vi",
        "mst",
        "so qd",
        "so quyet dinh",
        "quyet dinh so",
        "so hieu",
        "so cong van",
        "so van ban",
        "so tai khoan",
        "tai khoan",
        "stk",
        "bieu so",
        "mau so",
        "phien ban",
        "phan tram",
        "ty le",
        "so",
        "ma",
        "nam",
        "thang",
        "ngay",
        "trang",
    ];
    // "Quỹ" holds money, "quý" has a number.
    let is_quarter = composed(text).to_lowercase().trim().starts_with("quý");
    let says_nothing_else = |rest: &str| rest.bytes().all(|byte| !byte.is_ascii_alphabetic());
    let is_name = |words: &str| label.as_str().strip_prefix(words).is_some_and(says_nothing_else);
    names.iter().any(|words| is_name(words)) || is_quarter && is_name("quy")
}
