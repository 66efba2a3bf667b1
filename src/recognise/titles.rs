//! What stands around a table: the unit of money, and what a sheet's name and title say for all its columns.

use crate::domain::label::{Label, fold};
use crate::domain::mark;
use crate::domain::money::MoneyUnit;
use crate::domain::place::Cell;
use crate::read::{Sheet, Value, Workbook};

/// The unit that "Đơn vị tính: …" states.
pub fn stated_unit(text: &str) -> Option<MoneyUnit> {
    let label = Label::new(text);
    let after =
        ["don vi tinh", "dvt", "don vi", "dv tinh", "dv"].into_iter().find_map(|words| {
            let at = label.find(words, 0)?;
            Some(Label::new(&label.as_str()[at + words.len()..]))
        })?;
    unit_of(&after)
}

/// The unit that a heading states: "Kế hoạch vốn (triệu đồng)", "ĐVT: tỷ".
pub fn unit_in_heading(text: &str) -> Option<MoneyUnit> {
    let bracket = || {
        let (_, rest) = text.rsplit_once('(')?;
        let (inside, _) = rest.split_once(')')?;
        unit_of(&Label::new(inside))
    };
    let named = || {
        let folded = fold(text);
        let of = |words: &str| folded.ends_with(words);
        let units = [
            ("trieu dong", MoneyUnit::Million),
            ("ty dong", MoneyUnit::Billion),
            ("nghin dong", MoneyUnit::Thousand),
        ];
        units.into_iter().find(|(words, _)| of(words)).map(|(_, unit)| unit)
    };
    stated_unit(text).or_else(bracket).or_else(named)
}

/// The unit that a text is as a whole: `triệu đồng`, `tr.đ`, `1.000 đ`, `tỷ`.
pub fn unit_of(label: &Label) -> Option<MoneyUnit> {
    let begins = |words: &[&str]| words.iter().any(|word| label.after(word).is_some());
    if begins(&["ty", "ti"]) {
        Some(MoneyUnit::Billion)
    } else if begins(&["trieu", "tr d", "trd", "tr dong", "tr"]) {
        Some(MoneyUnit::Million)
    } else if begins(&[
        "nghin",
        "ngan",
        "1 000 d",
        "1 000 dong",
        "1000 d",
        "1000 dong",
        "1000d",
        "1 000d",
    ]) {
        Some(MoneyUnit::Thousand)
    } else if begins(&["dong", "d", "vnd"]) {
        Some(MoneyUnit::Dong)
    } else {
        None
    }
}

/// The texts of a sheet in rows up to (not including) `end`.
pub fn texts_above(sheet: &Sheet, end: u32) -> impl Iterator<Item = (Cell, &str)> {
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
}

/// Reads the mark, where the workbook has one.
pub fn mark(workbook: &Workbook) -> Option<Mark> {
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
            _ => {}
        }
    }
    (!found.kind.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        ] {
            assert_eq!(stated_unit(text), want, "{text}");
        }
        assert_eq!(unit_in_heading("Kế hoạch vốn (tỷ đồng)"), Some(MoneyUnit::Billion));
        assert_eq!(unit_in_heading("Kế hoạch vốn, triệu đồng"), Some(MoneyUnit::Million));
        assert_eq!(unit_in_heading("Tỷ lệ (%)"), None);
        assert_eq!(unit_in_heading("Lũy kế (đến 30/6)"), None);
    }
}
