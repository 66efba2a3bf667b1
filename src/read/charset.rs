//! Old Vietnamese encodings: text typed in `.Vn` and `VNI-` fonts arrives as Latin letters that only those fonts show right.
//!
//! A font that says so decides; where it says nothing (.xls, a cell pasted as values) the text itself does: each of its
//! words must become one that Vietnamese can have, and the workbook must hold words of the field that way. What is
//! Unicode already, and what is neither, is left alone.

mod tcvn3;
mod vni;
mod syllable;
mod words;
mod reading;
mod face;
mod seen;

use std::collections::BTreeMap;

use self::face::ENCODINGS;
pub(super) use self::face::{Case, Encoding, Face, Faces, Run};
use self::reading::{Glance, glance};
use self::seen::Seen;
use super::{About, Remark, Sheet, Value, Workbook};
use crate::domain::lang::Words;
use crate::domain::place::Cell;

/// Converts what a workbook holds in an old encoding, and remarks on each sheet where that was so.
///
/// `faces` is asked only where the letters of the texts leave a doubt: reading fonts takes time.
pub(super) fn convert(workbook: &mut Workbook, faces: impl FnOnce() -> Faces) {
    if !may_be_old(&workbook.sheets) {
        return;
    }
    let faces = faces();
    let none = BTreeMap::new();
    let runs_of = |sheet: &Sheet| faces.get(&*sheet.name).unwrap_or(&none);
    let seen: Vec<Seen> =
        workbook.sheets.iter().map(|sheet| Seen::on(sheet, runs_of(sheet))).collect();
    let is_used = |encoding: &Encoding| seen.iter().any(|seen| 0 < seen.of(*encoding).evidence);
    let used: Vec<Encoding> = ENCODINGS.into_iter().filter(is_used).collect();
    for (at, seen) in seen.iter().enumerate() {
        let runs = runs_of(&workbook.sheets[at]);
        let mut judge = Judge { seen, used: used.clone(), count: [0; 2], first: None };
        judge.used.sort_by_key(|encoding| seen.of(*encoding).evidence);
        let sheet = &mut workbook.sheets[at];
        for (cell, value) in &mut sheet.cells {
            let Value::Text(text) = value else { continue };
            let Some(converted) = judge.text(text, runs.get(cell)) else { continue };
            judge.first.get_or_insert_with(|| (*cell, excerpt(text), excerpt(&converted)));
            *text = converted.into();
        }
        let name = judge.name(&sheet.name);
        let is_free = |name: &String| workbook.sheets.iter().all(|sheet| *sheet.name != **name);
        let name = name.filter(is_free);
        let words = judge.words(name.as_ref().map(|_| &*workbook.sheets[at].name));
        let sheet = &mut workbook.sheets[at];
        if let Some(name) = name {
            sheet.name = name.into();
        }
        if let Some(words) = words {
            workbook.remarks.push(Remark {
                about: About::Encoding,
                sheet: Some(sheet.name.clone()),
                cell: judge.first.map(|(cell, ..)| cell),
                words,
            });
        }
    }
}

/// Whether any text has letters that Vietnamese has not, or all its letters are such as old encodings use too.
fn may_be_old(sheets: &[Sheet]) -> bool {
    let (mut has_latin, mut has_unicode) = (false, false);
    for sheet in sheets {
        for text in std::iter::once(&*sheet.name).chain(texts(sheet).map(|(_, text)| text)) {
            match glance(text) {
                Glance::Odd => return true,
                Glance::Latin => has_latin = true,
                Glance::Unicode => has_unicode = true,
                Glance::Plain => {}
            }
        }
    }
    has_latin && !has_unicode
}

fn texts(sheet: &Sheet) -> impl Iterator<Item = (Cell, &str)> {
    sheet.cells.iter().filter_map(|(cell, value)| match value {
        Value::Text(text) => Some((*cell, &**text)),
        _ => None,
    })
}

/// The stretches of a text, each in one font.
fn stretches<'t>(text: &'t str, runs: Option<&Vec<Run>>) -> Vec<(&'t str, Option<Face>)> {
    let Some(runs) = runs else { return vec![(text, None)] };
    let (mut found, mut rest) = (Vec::new(), text);
    for run in runs {
        let Some((head, tail)) = rest.split_at_checked(run.length.unwrap_or(rest.len())) else {
            break;
        };
        found.push((head, run.face));
        rest = tail;
    }
    if rest.is_empty() {
        return found;
    }
    // The runs are of another text than the cell's: they say something only where they agree.
    let first = runs.first().and_then(|run| run.face);
    vec![(text, first.filter(|_| runs.iter().all(|run| run.face == first)))]
}

/// Converts the texts of one sheet, and counts them.
struct Judge<'a> {
    seen: &'a Seen,
    /// The encodings of the workbook, that of this sheet last.
    used: Vec<Encoding>,
    count: [usize; 2],
    /// The first cell, what it held and what it holds.
    first: Option<(Cell, String, String)>,
}

impl Judge<'_> {
    /// The text converted; `None` where it stays as it is.
    fn text(&mut self, text: &str, runs: Option<&Vec<Run>>) -> Option<String> {
        if matches!(glance(text), Glance::Plain)
            || (runs.is_none() && glance(text) == Glance::Unicode)
        {
            return None;
        }
        let mut encodings = [false; 2];
        let mut converted = String::with_capacity(text.len());
        for (stretch, face) in stretches(text, runs) {
            match self.stretch(stretch, face) {
                Some((encoding, read)) => {
                    encodings[encoding as usize] |= read != stretch;
                    converted.push_str(&read);
                }
                None => converted.push_str(stretch),
            }
        }
        for (count, is_found) in self.count.iter_mut().zip(encodings) {
            *count += usize::from(is_found);
        }
        (converted != text).then_some(converted)
    }

    /// The name of the sheet converted.
    fn name(&self, name: &str) -> Option<String> {
        self.stretch(name, None).map(|(_, read)| read).filter(|read| read != name)
    }

    fn stretch(&self, text: &str, face: Option<Face>) -> Option<(Encoding, String)> {
        if matches!(glance(text), Glance::Plain | Glance::Unicode) {
            return None;
        }
        if let Some(face) = face.filter(|face| self.seen.of(face.encoding).is_font_believed()) {
            let read = reading::by_font(text, face.encoding)?.text;
            return Some(match face.case {
                Case::AsTyped => (face.encoding, read),
                Case::Capitals => (face.encoding, read.to_uppercase()),
            });
        }
        if !self.seen.is_readable() {
            return None;
        }
        let (encoding, reading) = reading::by_content(text, &self.used, self.seen.company())?;
        Some((encoding, reading.text))
    }

    /// What is to be said of the sheet, with the name it had if that was converted; `None` where nothing was.
    fn words(&self, renamed: Option<&str>) -> Option<Words> {
        let (mut vi, mut en) = (Vec::new(), Vec::new());
        for (encoding, count) in ENCODINGS.into_iter().zip(self.count) {
            let name = encoding.name();
            match count {
                0 => {}
                1 => {
                    vi.push(format!("1 ô theo bảng mã {name}"));
                    en.push(format!("1 cell in {name}"));
                }
                count => {
                    vi.push(format!("{count} ô theo bảng mã {name}"));
                    en.push(format!("{count} cells in {name}"));
                }
            }
        }
        if let Some(name) = renamed {
            vi.push(format!("tên trang tính (trong tệp là “{name}”)"));
            en.push(format!("the name of the sheet (“{name}” in the file)"));
        }
        if vi.is_empty() {
            return None;
        }
        let example = |word: &str| match &self.first {
            Some((_, from, to)) => format!("; {word} “{from}” → “{to}”"),
            None => String::new(),
        };
        Some(Words::new(
            format!("Đã chuyển sang Unicode: {}{}", vi.join(", "), example("ví dụ")),
            format!("Converted to Unicode: {}{}", en.join(", "), example("such as")),
        ))
    }
}

/// The beginning of a text, for an example.
fn excerpt(text: &str) -> String {
    const LONGEST: usize = 40;
    let line = text.trim().lines().next().unwrap_or_default();
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line.to_owned(),
    }
}

#[cfg(test)]
mod fixture;
#[cfg(test)]
mod tests;
