//! What stands on "Cần sửa": what was found, each lead before its consequences, then what has no place in the form.

use super::figures::{Left, Why};
use super::places::Places;
use super::{Faulty, is_told};
use crate::domain::consequences::folded;
use crate::domain::label::harmless;
use crate::domain::lang::Lang;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::rule::{Finding, Rule};
use crate::render::sentences;
use crate::render::template::Content;
use crate::render::template::entries::Entries;
use crate::rules;

/// A row of the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// The heading of a part.
    Part(String),
    /// Something to mend or to look at.
    Item(Box<Item>),
}

/// Something to mend, to look at, or to enter again.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Item {
    /// `1`; nothing for what follows from the one above.
    pub number: String,
    /// Lỗi, Cảnh báo.
    pub level: &'static str,
    /// The rule.
    pub code: String,
    /// Where it stands in the unit's own file.
    pub own: String,
    /// Where it stands in this form: sheet and cell.
    pub here: Option<(&'static str, Cell)>,
    /// What is wrong.
    pub words: String,
    /// What stands there.
    pub found: Option<Content>,
    /// What that is held against: what should stand there, or what it exceeds, by rule.
    pub expected: Option<Money>,
    /// How to mend it.
    pub advice: String,
    /// What the unit has said of it, where the form has no cell that says so.
    pub reason: Option<String>,
    /// Its name in the unit's to-do list.
    pub todo: String,
}

/// What was found, errors before warnings as the findings come; what follows from a fault stands below its lead.
pub(super) fn findings(faulty: &Faulty<'_>, places: &Places<'_>) -> Vec<Entry> {
    let told = faulty.findings.iter().copied().filter(|finding| is_told(finding));
    let mut entries = Vec::new();
    for (number, told) in (1..).zip(folded(told)) {
        entries.push(Entry::Item(Box::new(item(told.lead, places, format!("{number}")))));
        for finding in told.consequences {
            entries.push(Entry::Item(Box::new(item(finding, places, String::new()))));
        }
    }
    entries
}

fn item(finding: &Finding, places: &Places<'_>, number: String) -> Item {
    let problem = &finding.problem;
    let (mut words, here) = (harmless(&problem.words.vi), places.to_mend(finding));
    if let Some(lapsed) = sentences::explained(finding) {
        words.push_str(&format!(" {}", harmless(&lapsed.vi)));
    }
    let mut advice = match &finding.fault {
        Some(fault) if !finding.is_consequence => format!("Gợi ý: {} ", fault.words.vi),
        _ => String::new(),
    };
    advice.push_str(finding.rule.advice.vi);
    let asking =
        (finding.rule == &rules::LOW_RATE_WITHOUT_REASON).then(|| places.asking(&problem.place));
    if let Some(cell) = asking.flatten() {
        advice.push_str(&format!(" Trong biểu này: {}!{cell}.", Entries::DIFFICULTIES));
    }
    let is_settled = places.is_settled(finding);
    let follows = is_settled && finding.is_consequence;
    if follows {
        COMPUTED.clone_into(&mut advice);
    } else if is_settled {
        advice.push_str(&format!(" {COMPUTED}"));
    }
    // What an earlier file explains stands in no row of this one.
    let is_kept = finding.recalled.as_ref().is_some_and(|known| known.explanation.is_some());
    Item {
        level: if follows { "" } else { finding.severity.label().vi },
        code: finding.rule.code.to_string(),
        own: own(problem.place.sheet.as_deref(), problem.place.cell),
        words: if number.is_empty() { format!("↳ Kéo theo: {words}") } else { words },
        found: problem.found.map(Content::Amount),
        expected: problem.expected,
        advice: harmless(&advice),
        reason: finding.explanation.as_deref().filter(|_| here.is_none() || is_kept).map(harmless),
        here: here.filter(|_| !follows),
        todo: finding.item.as_deref().filter(|_| !number.is_empty()).unwrap_or("").to_owned(),
        number,
    }
}

/// Said of a cell that the form works out, where the fault that it follows from is known.
const COMPUTED: &str = "Biểu này tự tính ô đó, không phải sửa.";

/// What has no place in the form, with its sum.
pub(super) fn left_out(faulty: &Faulty<'_>, left: &[Left]) -> Vec<Entry> {
    if left.is_empty() {
        return Vec::new();
    }
    let part = format!(
        "SỐ LIỆU TRONG TỆP CỦA ĐƠN VỊ CHƯA ĐƯA ĐƯỢC VÀO BIỂU NÀY ({} ô): nhập lại vào đúng dòng, đúng \
         cột nếu là số liệu của kỳ báo cáo",
        left.len()
    );
    let mut entries = vec![Entry::Part(part)];
    for (number, left) in (1..).zip(left) {
        let sheet = faulty.submission.sheets.get(usize::from(left.sheet)).map(|name| &**name);
        entries.push(Entry::Item(Box::new(Item {
            number: number.to_string(),
            code: left.rule().map_or_else(String::new, |rule| rule.code.to_string()),
            own: own(sheet, Some(left.cell)),
            words: harmless(&left.label),
            found: Some(left.stated.clone()),
            advice: left.reason(faulty),
            ..Item::default()
        })));
    }
    let amounts = left.iter().filter_map(|left| left.stated.amount());
    let sum: Money = amounts.sum();
    entries.push(Entry::Item(Box::new(Item {
        words: "Cộng".to_owned(),
        found: Some(Content::Amount(sum)),
        ..Item::default()
    })));
    entries
}

impl Left {
    fn rule(&self) -> Option<&'static Rule> {
        match self.why {
            Why::Rule(rule) => Some(rule),
            Why::OtherPlan | Why::Twice | Why::NoRow => None,
        }
    }

    fn reason(&self, faulty: &Faulty<'_>) -> String {
        let text = match self.why {
            Why::Rule(rule) => {
                let found = faulty.findings.iter().find(|finding| finding.rule == rule);
                found.map_or("chưa đưa vào tổng hợp", |finding| finding.rule.title.vi)
            }
            Why::OtherPlan => {
                "Kế hoạch đơn vị ghi khác kế hoạch được giao; biểu này dùng kế hoạch được giao"
            }
            Why::Twice => "Ô khác của tệp đã có số của cùng nội dung này",
            Why::NoRow => "Lời ghi của dòng không có trong biểu này",
        };
        text.to_owned()
    }
}

/// What the note at a cell says of a finding.
pub(super) fn note(finding: &Finding, unit: MoneyUnit) -> String {
    let problem = &finding.problem;
    let level = finding.severity.label().vi.to_uppercase();
    let mut text = format!("{level} {}: {}", finding.rule.code, harmless(&problem.words.vi));
    let figures = sentences::figures(problem, unit, Lang::Vi);
    if !figures.is_empty() {
        text.push_str(&format!("\n{}", sentences::line(&figures)));
    }
    if let Some(fault) = finding.fault.as_ref().filter(|_| !finding.is_consequence) {
        text.push_str(&format!("\nGợi ý: {}", fault.words.vi));
    }
    text.push_str(&format!("\nCách sửa: {}", finding.rule.advice.vi));
    text
}

/// `Biểu 01!K12`.
fn own(sheet: Option<&str>, cell: Option<Cell>) -> String {
    match (sheet, cell) {
        (Some(sheet), Some(cell)) => format!("{}!{cell}", harmless(sheet)),
        (Some(sheet), None) => harmless(sheet),
        (None, _) => "Cả tệp".to_owned(),
    }
}
