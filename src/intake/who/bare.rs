//! The unit of a workbook of a bare folder, where no register says which units there are.

use super::names::is_organisation;
use crate::domain::code::UnitCode;
use crate::domain::label::{Label, composed};
use crate::domain::lang::Words;
use crate::domain::register::Unit;
use crate::recognise::Form;

/// The unit of a workbook where there is no register: the code it states, else the last name of its title block.
pub(super) fn unit(form: &Form, file: &str) -> Result<Unit, Words> {
    let texts = || form.titles.iter().filter(|(_, _, text)| text.len() <= 120);
    let named =
        texts().filter(|(_, cell, text)| cell.row < 6 && is_organisation(&Label::new(text)));
    // The authority stands above the unit, both at the left.
    let first_sheet = form.titles.first().map(|(sheet, ..)| *sheet);
    let mut lines: Vec<&str> = Vec::new();
    for (sheet, _, text) in named {
        if Some(*sheet) == first_sheet || lines.is_empty() {
            lines.push(text);
        }
    }
    let after = |wanted: &[&str]| {
        let mut texts = texts();
        while let Some((sheet, cell, text)) = texts.next() {
            let label = Label::new(text);
            if let Some(rest) = wanted.iter().find_map(|words| label.after(words)) {
                if !rest.is_empty() {
                    return text.split(':').nth(1).map(|rest| rest.trim().to_owned());
                }
                let beside =
                    texts.next().filter(|(at, next, _)| (at, next.row) == (sheet, cell.row));
                return beside.map(|(_, _, text)| text.trim().to_owned());
            }
        }
        None
    };
    let stem = file.rsplit('/').next().unwrap_or(file);
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    let name = after(&["ten don vi", "don vi bao cao"])
        .or_else(|| lines.last().map(|text| (*text).to_owned()));
    let name = name.map_or_else(|| stem.to_owned(), |name| plain_name(&name));
    let code = after(&["ma don vi"]).filter(|code| !code.is_empty() && code.len() <= 40);
    let code = code.unwrap_or_else(|| name.clone());
    let code = UnitCode::new(&code)
        .ok_or_else(|| Words::new("Tệp không ghi tên đơn vị", "The file names no unit"))?;
    Ok(Unit::new(code, &name))
}

/// "UBND XÃ CAI KINH" as a register would write it: "Xã Cai Kinh".
fn plain_name(text: &str) -> String {
    let text = composed(text);
    let prefixes = ["UBND ", "ỦY BAN NHÂN DÂN ", "Ủy ban nhân dân ", "Ubnd "];
    let name = prefixes.iter().find_map(|prefix| text.strip_prefix(prefix)).unwrap_or(&text).trim();
    let is_loud = !name.chars().any(char::is_lowercase);
    let mut out = String::new();
    for (at, word) in name.split_whitespace().enumerate() {
        if 0 < at {
            out.push(' ');
        }
        let mut letters = word.chars();
        let Some(first) = letters.next() else { continue };
        let rest = letters.as_str();
        if is_loud {
            out.extend(first.to_uppercase());
            out.push_str(&rest.to_lowercase());
        } else if at == 0 {
            out.extend(first.to_uppercase());
            out.push_str(rest);
        } else {
            out.push_str(word);
        }
    }
    out
}
