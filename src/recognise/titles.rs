//! What stands around a table: the unit of money, and what a sheet's name and title say for all its columns.

use memchr::memmem;

use crate::domain::label::Label;
use crate::domain::mark;
use crate::domain::money::{Money, MoneyUnit};
use crate::domain::place::Cell;
use crate::domain::submission::{Below, Reach};
use crate::read::{Sheet, Value, Workbook};

/// The words before a unit; the longer ones first.
const NAMES: [&str; 6] = ["don vi tinh", "don vi tien", "dv tinh", "dvt", "don vi", "dv"];

/// The unit that "Đơn vị tính: …" states.
pub(crate) fn stated_unit(text: &str) -> Option<MoneyUnit> {
    if LONGEST < text.len() {
        return None;
    }
    unit_said(&Label::new(text))
}

/// The same of a text as a label.
fn unit_said(label: &Label) -> Option<MoneyUnit> {
    // Every row of every sheet is asked, and few speak of a unit.
    let text = label.as_str().as_bytes();
    if !["don vi", "dv"].iter().any(|name| memmem::find(text, name.as_bytes()).is_some()) {
        return None;
    }
    let (is_sure, after) = NAMES.into_iter().find_map(|name| {
        let at = label.find(name, 0)?;
        let after = Label::new(&label.as_str()[at + name.len()..]);
        Some((name != "don vi" && name != "dv", after))
    })?;
    let after = ["tien te", "tien", "tinh", "la", "theo"]
        .into_iter()
        .find_map(|word| after.after(word))
        .unwrap_or(after);
    let (unit, rest) = leading_unit(&after)?;
    // "Đơn vị: Đồng Tâm" is a commune.
    (is_sure || rest.is_empty() || unit != MoneyUnit::Dong).then_some(unit)
}

/// Whether a text is "Đơn vị tính:" with nothing behind: the unit stands in the next cell.
pub(crate) fn asks_for_unit(text: &str) -> bool {
    text.len() <= 40
        && ["don vi tinh", "dvt", "don vi tien", "dv tinh", "don vi tinh tien", "dv tien"]
            .contains(&Label::new(text).as_str())
}

/// A longer text states no unit of money: it is a sentence.
const LONGEST: usize = 200;

/// No unit of money is written with more words ("1.000 đồng Việt Nam").
const MOST_WORDS: usize = 6;

/// The unit that a heading states: "Kế hoạch vốn (triệu đồng)", "ĐVT: tỷ", "Số tiền 1.000đ".
pub(crate) fn unit_in_heading(text: &str) -> Option<MoneyUnit> {
    let bracketed = || {
        let brackets = text.split(['(', '[']).skip(1);
        let mut inside = brackets.filter_map(|rest| rest.split([')', ']']).next());
        inside.find_map(|inside| {
            let first = inside.split([',', ';', '/']).next().unwrap_or(inside);
            unit_word(&Label::new(inside)).or_else(|| unit_word(&Label::new(first)))
        })
    };
    let closing = || {
        let label = Label::new(text);
        let words: Vec<&str> = label.words().collect();
        // A bare "đồng" or "tỷ" at the end is more often another word ("cộng đồng").
        let ends =
            (words.len().saturating_sub(MOST_WORDS).max(1)..words.len()).filter_map(|from| {
                let unit = unit_word(&Label::new(&words[from..].join(" ")))?;
                let is_spelt = 2 <= words.len() - from || ["trd", "vnd"].contains(&words[from]);
                is_spelt.then_some(unit)
            });
        ends.into_iter().next()
    };
    stated_unit(text).or_else(bracketed).or_else(closing)
}

/// The unit in brackets at the end of a row's label: "Dự án 3 (đồng)". "Điểm (đ)", "(d)" are letters of a list.
pub(crate) fn unit_at_end(label: &str) -> Option<MoneyUnit> {
    let (before, inside) = label.trim().strip_suffix(')')?.rsplit_once('(')?;
    let unit = unit_word(&Label::new(inside))?;
    let before = Label::new(before);
    let lists = ["diem", "muc", "khoan", "phan", "y", "nhom", "tiet"];
    let is_listed = || before.words().last().is_none_or(|word| lists.contains(&word));
    let is_of_list = is_letter(inside) || inside.trim().chars().count() == 1 && is_listed();
    (!is_of_list).then_some(unit)
}

/// Whether a text is the letter d of a list: đồng is written with its own letter.
fn is_letter(text: &str) -> bool {
    text.trim().eq_ignore_ascii_case("d")
}

/// The unit that a text states and nothing else: "(nghìn đồng)", "ĐVT: nghìn đồng".
pub(crate) fn unit_alone(text: &str) -> Option<MoneyUnit> {
    let unit = unit_in_title(text)?;
    let label = Label::new(text);
    let rest = NAMES.into_iter().find_map(|name| label.after(name));
    (unit_word(rest.as_ref().unwrap_or(&label)) == Some(unit)).then_some(unit)
}

/// The unit that a whole title of a sheet or workbook is in: "(triệu đồng)" alone, "Số liệu tính theo nghìn đồng".
pub(crate) fn unit_in_title(text: &str) -> Option<MoneyUnit> {
    if LONGEST < text.len() {
        return None;
    }
    let label = Label::new(text);
    let closes = closes_unit(&label);
    let is_alone = || {
        let unit = unit_word(&label)?;
        let text = text.trim();
        let inside = text.trim_matches(['(', ')', '[', ']']);
        let is_bracketed = text.starts_with(['(', '[']) && text.ends_with([')', ']']);
        let is_meant = is_bracketed || inside.contains([' ', '.']);
        (is_meant && !is_letter(inside)).then_some(unit)
    };
    let told = || {
        let from = ["tinh theo", "tinh bang", "don vi la"].into_iter().find_map(|words| {
            let at = label.find(words, 0)?;
            Some(Label::new(&label.as_str()[at + words.len()..]))
        })?;
        let (unit, rest) = leading_unit(&from)?;
        (rest.is_empty() || unit != MoneyUnit::Dong).then_some(unit)
    };
    // "Số tiền dưới đây là nghìn đồng": a unit of two words that ends a sentence about the figures, and about nothing else:
    // "làm tròn theo nghìn đồng" is no unit.
    let ends = || {
        let words: Vec<&str> = label.words().collect();
        let links = ["theo", "bang", "la", "vi"];
        let from = words.iter().rposition(|word| links.contains(word))? + 1;
        if !words[..from - 1].iter().all(|word| OF_FIGURES.contains(word)) {
            return None;
        }
        let is_spelt = 2 <= words.len() - from;
        unit_word(&Label::new(&words[from..].join(" "))).filter(|_| is_spelt)
    };
    let is_alone = || closes.then(is_alone).flatten();
    let ends = || closes.then(ends).flatten();
    unit_said(&label).or_else(is_alone).or_else(told).or_else(ends)
}

/// Words that speak of the figures of a table.
const OF_FIGURES: [&str; 24] = [
    "so", "tien", "lieu", "gia", "tri", "cac", "dong", "cot", "hang", "duoi", "sau", "tren", "day",
    "nay", "trong", "bieu", "bang", "phu", "luc", "bao", "cao", "deu", "don", "tinh",
];

/// The unit that the name of a sheet says: "Biểu 01 (tr.đ)", "SN - triệu đồng".
pub(crate) fn unit_in_name(text: &str) -> Option<MoneyUnit> {
    unit_in_heading(text).or_else(|| unit_in_title(text))
}

/// The words of each unit as labels; the longer ones first.
const WORDS: [(MoneyUnit, &[&str]); 4] = [
    (
        MoneyUnit::Billion,
        &["ty dong", "ti dong", "ty vnd", "ti vnd", "ty d", "ti d", "ty", "ti", "billion vnd"],
    ),
    (
        MoneyUnit::Million,
        &[
            "trieu dong",
            "trieu vnd",
            "trieu d",
            "tr dong",
            "tr vnd",
            "tr d",
            "trdong",
            "trieu",
            "trd",
            "tr",
            "1 000 000 dong",
            "1 000 000 d",
            "1 000 000d",
            "1000000 dong",
            "1000000 d",
            "1000000d",
            "1 000 000 vnd",
            "1000000 vnd",
            "1 trieu dong",
            "million vnd",
        ],
    ),
    (
        MoneyUnit::Thousand,
        &[
            "nghin dong",
            "ngan dong",
            "nghin vnd",
            "ngan vnd",
            "nghin d",
            "ngan d",
            "ng dong",
            "ng d",
            "nghin",
            "ngan",
            "1 000 dong",
            "1 000 vnd",
            "1 000 d",
            "1 000d",
            "1000 dong",
            "1000 vnd",
            "1000 d",
            "1000d",
            "1 nghin dong",
            "1 ngan dong",
            "thousand vnd",
        ],
    ),
    (
        MoneyUnit::Dong,
        &["dong viet nam", "viet nam dong", "dong vn", "vn dong", "dong", "vnd", "vn d", "d"],
    ),
];

/// The last words of [`WORDS`], for a quick look at a text.
const LAST: [&str; 16] = [
    "dong", "vnd", "d", "ty", "ti", "trieu", "tr", "trd", "trdong", "nghin", "ngan", "000d",
    "1000d", "1000000d", "nam", "vn",
];

/// Whether a text ends like the name of a unit.
fn closes_unit(label: &Label) -> bool {
    label.as_str().rsplit(' ').next().is_some_and(|last| LAST.contains(&last))
}

/// The unit that a text is as a whole: `triệu đồng`, `tr.đ`, `1.000 đ`, `tỷ`.
pub(crate) fn unit_word(label: &Label) -> Option<MoneyUnit> {
    let is_it = |(_, words): &&(MoneyUnit, &[&str])| words.contains(&label.as_str());
    WORDS.iter().find(is_it).map(|(unit, _)| *unit)
}

/// The unit that a text begins with, and what stands behind it.
fn leading_unit(label: &Label) -> Option<(MoneyUnit, Label)> {
    WORDS.iter().find_map(|(unit, words)| {
        let rest = words.iter().find_map(|word| label.after(word))?;
        // "Tỷ lệ" is a rate.
        rest.after("le").is_none().then_some((*unit, rest))
    })
}

/// Whether a text is a figure that was typed: no words, and separators, a `%` or many digits ("2024" may be a heading).
pub(crate) fn is_typed_figure(text: &str) -> bool {
    let text = text.trim();
    let begins =
        text.starts_with(|letter: char| letter.is_ascii_digit() || "-−–('".contains(letter));
    let is_plain = |letter: char| {
        letter.is_ascii_digit() || letter.is_whitespace() || ".,'%()-−–đ₫".contains(letter)
    };
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let is_written = 4 < digits || 0 < digits && text.contains(['.', ',', '%', 'đ', '₫']);
    begins && is_written && text.chars().all(is_plain)
}

/// The texts of a sheet in rows up to (not including) `end`.
pub(crate) fn texts_above(sheet: &Sheet, end: u32) -> impl Iterator<Item = (Cell, &str)> {
    let cells = sheet.cells.iter().take_while(move |(cell, _)| cell.row < end);
    cells.filter_map(|(cell, value)| match value {
        Value::Text(text) => Some((*cell, &**text)),
        _ => None,
    })
}

/// The hidden mark of what the tool wrote.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mark {
    /// [`mark::FORM`] or [`mark::CONSOLIDATED`].
    pub kind: String,
    /// The unit's code.
    pub unit: String,
    /// The period's id.
    pub period: String,
    /// SHA-256 of the register.
    pub register: String,
    /// The unit of its money.
    pub money_unit: Option<MoneyUnit>,
    /// The sheets that are the submission.
    pub parts: Vec<String>,
    /// Of a consolidated workbook: what it says of those that it sums up.
    pub below: Option<Below>,
}

impl Mark {
    /// Whether it is that of a consolidated workbook, of whatever version of the tool.
    pub fn is_consolidated(&self) -> bool {
        self.kind.starts_with(mark::CONSOLIDATED_BY)
    }

    /// The same of an issued form.
    pub fn is_form(&self) -> bool {
        self.kind.starts_with(mark::FORM_BY)
    }

    /// Whether a version of the tool wrote it that says what this one does not know.
    pub fn is_newer(&self) -> bool {
        ![mark::CONSOLIDATED, mark::FORM].contains(&self.kind.as_str())
    }
}

/// Reads the mark, where the workbook has one.
pub(crate) fn mark(workbook: &Workbook) -> Option<Mark> {
    let sheet =
        workbook.sheets.iter().find(|sheet| sheet.is_hidden && *sheet.name == *mark::SHEET)?;
    let mut found = Mark::default();
    for (cell, value) in sheet.cells.iter().filter(|(cell, _)| cell.column == 0) {
        let Value::Text(name) = value else { continue };
        let text = sheet.text(Cell::new(cell.row, 1)).to_owned();
        match &**name {
            mark::KIND => found.kind = text,
            mark::UNIT => found.unit = text,
            mark::PERIOD => found.period = text,
            mark::REGISTER => found.register = text,
            mark::MONEY_UNIT => {
                found.money_unit = MoneyUnit::ALL.into_iter().find(|unit| unit.label() == text);
            }
            mark::PART => found.parts.push(text),
            mark::REACH => found.below.get_or_insert_default().coverage = reach(&text),
            mark::ROOM => found.below.get_or_insert_default().room = room(&text),
            mark::DOUBTED => found.below.get_or_insert_default().is_doubted = text == mark::YES,
            _ => {}
        }
    }
    (!found.kind.is_empty()).then_some(found)
}

/// Four counts, as the mark writes them; nobody where it says anything else.
fn reach(text: &str) -> Reach {
    let counts: Vec<usize> = text.split(' ').filter_map(|count| count.parse().ok()).collect();
    match *counts {
        [expected, received, missing, rejected] => Reach { expected, received, missing, rejected },
        _ => Reach::default(),
    }
}

/// Two amounts, as the mark writes them.
fn room(text: &str) -> [Money; 2] {
    let amount = |digits: &str| Money::from_decimal(digits, MoneyUnit::Dong).map(|of| of.money);
    let amounts: Vec<Money> = text.split(' ').filter_map(amount).collect();
    <[Money; 2]>::try_from(amounts).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_of_a_unit_is_seen_by_its_last_word() {
        for name in WORDS.iter().flat_map(|(_, names)| *names) {
            assert!(closes_unit(&Label::new(&format!("Số tiền bằng {name}"))), "{name}");
        }
    }

    #[test]
    fn a_typed_figure_is_no_heading() {
        for text in
            ["5,47%", "3.030,8", " 1,813.7\u{a0}", "8\u{a0}086\u{a0}900 đ", "(12,5)", "15000"]
        {
            assert!(is_typed_figure(text), "{text}");
        }
        for text in ["2024", "(1)", "3=4+5", "Năm 2024", "1", "-", "30/6/2024", "Tỷ lệ (%)", ""]
        {
            assert!(!is_typed_figure(text), "{text}");
        }
    }

    #[test]
    fn the_unit_of_money_is_read_as_offices_write_it() {
        for (text, want) in [
            ("Đơn vị tính: Triệu đồng", Some(MoneyUnit::Million)),
            ("ĐVT: 1.000 đ", Some(MoneyUnit::Thousand)),
            ("Đvt: tr.đ", Some(MoneyUnit::Million)),
            ("Đơn vị: tỷ đồng", Some(MoneyUnit::Billion)),
            ("Đơn vị tính: Đồng", Some(MoneyUnit::Dong)),
            ("(ĐVT: nghìn đồng)", Some(MoneyUnit::Thousand)),
            ("Đơn vị báo cáo", None),
            ("Mã đơn vị: DV00001", None),
            ("UBND xã Đồng Tâm", None),
            ("Đơn vị: Đồng Tâm", None),
            ("Đơn vị: Xã Tỷ Đồng", None),
            ("Đơn vị : tỉ đồng", Some(MoneyUnit::Billion)),
            ("Đvt: ngàn đồng", Some(MoneyUnit::Thousand)),
            ("ĐVT: Triệu VNĐ", Some(MoneyUnit::Million)),
            ("Đơn vị tính: triệu đồng; tỷ lệ: %", Some(MoneyUnit::Million)),
            ("ĐVT:1000đ", Some(MoneyUnit::Thousand)),
            ("Đơn vị tính: 1.000.000 đ", Some(MoneyUnit::Million)),
            ("ĐVT: VNĐ", Some(MoneyUnit::Dong)),
            ("Đơn vị tính là tr. đồng", Some(MoneyUnit::Million)),
            ("Đơn vị tính: Tr đồng", Some(MoneyUnit::Million)),
            ("(Đơn vị tính: triệu)", Some(MoneyUnit::Million)),
            ("ĐV tính: Triệu đồng", Some(MoneyUnit::Million)),
            ("ĐVT: đ", Some(MoneyUnit::Dong)),
            ("Đơn vị tính: Đồng Việt Nam", Some(MoneyUnit::Dong)),
            ("Đơn vị: tr.đ", Some(MoneyUnit::Million)),
            ("ĐVT: Tr.đồng", Some(MoneyUnit::Million)),
            ("đvt: 1.000 đồng", Some(MoneyUnit::Thousand)),
            ("Đơn vị tiền: nghìn", Some(MoneyUnit::Thousand)),
            ("Đơn vị tính (triệu đồng)", Some(MoneyUnit::Million)),
            ("ĐƠN VỊ TÍNH : NGÀN ĐỒNG", Some(MoneyUnit::Thousand)),
            ("ĐVT: 1 triệu đồng", Some(MoneyUnit::Million)),
            ("Đơn vị tính: 1.000.000 VNĐ", Some(MoneyUnit::Million)),
            ("Đơn vị tính: triệu đồng/%", Some(MoneyUnit::Million)),
        ] {
            assert_eq!(stated_unit(text), want, "{text}");
        }
        assert_eq!(unit_in_heading("Kế hoạch vốn (tỷ đồng)"), Some(MoneyUnit::Billion));
        assert_eq!(unit_in_heading("Kế hoạch vốn, triệu đồng"), Some(MoneyUnit::Million));
        assert_eq!(unit_in_heading("Lũy kế giải ngân\n1.000 đồng"), Some(MoneyUnit::Thousand));
        assert_eq!(unit_in_heading("Kế hoạch [tr.đ] năm (2024)"), Some(MoneyUnit::Million));
        assert_eq!(unit_in_heading("Dự toán giao ĐVT: trđ"), Some(MoneyUnit::Million));
        for text in ["Đóng góp của cộng đồng", "Vốn huy động cộng đồng", "Hội đồng", "Đợt 1"]
        {
            assert_eq!(unit_in_heading(text), None, "{text}");
        }
        assert_eq!(unit_in_heading("Tỷ lệ (%)"), None);
        assert_eq!(unit_in_heading("Lũy kế (đến 30/6)"), None);
        assert_eq!(unit_in_heading("Tỷ lệ giải ngân (tỷ lệ %)"), None);
        assert_eq!(unit_in_name("Biểu 02 - triệu đồng"), Some(MoneyUnit::Million));
        assert_eq!(unit_in_name("Vốn SN (tr.đ)"), Some(MoneyUnit::Million));
        for name in ["Xã Đồng Tân", "Vốn sự nghiệp", "Tỷ", "T6"] {
            assert_eq!(unit_in_name(name), None, "{name}");
        }
        for (text, want) in [
            ("(triệu đồng)", Some(MoneyUnit::Million)),
            ("Nghìn đồng", Some(MoneyUnit::Thousand)),
            ("Số liệu trong báo cáo tính theo đồng", Some(MoneyUnit::Dong)),
            ("(Số liệu tính đến ngày 30/6/2024)", None),
            ("Đồng", None),
            ("Tr.đ", Some(MoneyUnit::Million)),
            ("(đ)", Some(MoneyUnit::Dong)),
            ("Số tiền dưới đây là nghìn đồng", Some(MoneyUnit::Thousand)),
            ("Các dòng sau theo đơn vị tr.đ", Some(MoneyUnit::Million)),
            ("Số liệu làm tròn đến triệu đồng", None),
            ("Số liệu được làm tròn theo nghìn đồng", None),
            ("Các mức hỗ trợ trong biểu quy định theo nghìn đồng", None),
            ("Vốn vay theo 5 tỷ đồng", None),
            ("d)", None),
            ("(d)", None),
            ("Đơn vị tính theo tỷ lệ %", None),
            ("ĐVT: tỷ lệ %", None),
            ("Số liệu tính theo đồng thuận của thôn", None),
        ] {
            assert_eq!(unit_in_title(text), want, "{text}");
        }
        for (text, want) in [
            ("Dự án 3 (đồng)", Some(MoneyUnit::Dong)),
            ("Mua sắm thiết bị (đ)", Some(MoneyUnit::Dong)),
            ("Hỗ trợ theo điểm (đ)", None),
            ("Hỗ trợ theo khoản 2 điểm (d)", None),
            ("Hạng mục (d)", None),
        ] {
            assert_eq!(unit_at_end(text), want, "{text}");
        }
    }
}
