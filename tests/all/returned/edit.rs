//! A form that went back as its unit handles it: looks at what is to mend, types into cells, sends it in.

use std::io::{Cursor, Read, Write};

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What is typed into a cell.
#[derive(Clone, Debug)]
pub(super) enum Typed {
    Number(f64),
    Text(&'static str),
}

/// A row of "Cần sửa" that links to a cell of the form.
#[derive(Debug)]
pub(super) struct ToMend {
    pub row: u32,
    pub level: String,
    pub code: String,
    pub sheet: String,
    pub cell: String,
    pub expected: Option<f64>,
}

/// The cells of a sheet by row, from its first row on.
pub(super) fn rows(form: &[u8], sheet: &str) -> Vec<Vec<Data>> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(form)).unwrap();
    let range = book.worksheet_range(sheet).unwrap();
    let end = range.end().unwrap();
    let range = range.range((0, 0), end);
    range.rows().map(<[Data]>::to_vec).collect()
}

/// What the form asks to mend.
pub(super) fn to_mend(form: &[u8]) -> Vec<ToMend> {
    let found = rows(form, "Cần sửa").into_iter().enumerate().filter_map(|(row, cells)| {
        let text = |at: usize| cells.get(at).map(Data::to_string).unwrap_or_default();
        let place = text(4);
        let (sheet, cell) = place.rsplit_once('!')?;
        Some(ToMend {
            row: u32::try_from(row).unwrap(),
            level: text(1),
            code: text(2),
            sheet: sheet.to_owned(),
            cell: cell.to_owned(),
            expected: match cells.get(7) {
                Some(Data::Float(number)) => Some(*number),
                Some(Data::Int(number)) => Some(*number as f64),
                _ => None,
            },
        })
    });
    found.collect()
}

/// Whether a cell of a form that we wrote holds a formula.
pub(super) fn is_formula(form: &[u8], sheet: &str, cell: &str) -> bool {
    let part = part_of(form, sheet);
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let mut text = String::new();
    archive.by_name(&part).unwrap().read_to_string(&mut text).unwrap();
    let (from, to) = cell_in(&text, cell);
    text[from..to].contains("<f>")
}

/// The notes at the cells of a form, all together.
pub(super) fn notes(form: &[u8]) -> String {
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let names: Vec<String> = archive.file_names().flatten().map(Into::into).collect();
    let parts = names.iter().filter(|name| name.starts_with("xl/comments"));
    parts.map(|name| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()).collect()
}

/// The number format of a cell of a form that we wrote.
pub(super) fn number_format(form: &[u8], sheet: &str, cell: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let mut part = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
    let (sheet, styles) = (part(&part_of(form, sheet)), part("xl/styles.xml"));
    let attribute = |element: &str, name: &str| {
        let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().to_owned()
    };
    let (from, to) = cell_in(&sheet, cell);
    let style: usize = attribute(&sheet[from..to], "s").parse().unwrap();
    let styled = styles.split_once("<cellXfs").unwrap().1;
    let number = attribute(styled.split("<xf").nth(style + 1).unwrap(), "numFmtId");
    let mut formats = styles.split("<numFmt ").map(|format| format!(" {format}"));
    let format = formats.find(|format| format.starts_with(&format!(" numFmtId=\"{number}\"")));
    attribute(&format.unwrap(), "formatCode")
}

/// The form with something typed into a cell that it has.
pub(super) fn typed(form: &[u8], sheet: &str, cell: &str, value: &Typed) -> Vec<u8> {
    let part = part_of(form, sheet);
    let mut archive = ZipArchive::new(Cursor::new(form)).unwrap();
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().into_owned();
        let mut content = Vec::new();
        file.read_to_end(&mut content).unwrap();
        if name == part {
            let mut text = String::from_utf8(content).unwrap();
            let (from, to) = cell_in(&text, cell);
            let style = text[from..to].split_once(" s=\"").unwrap().1;
            let style = style.split_once('"').unwrap().0;
            let new = match value {
                Typed::Number(number) => {
                    format!("<c r=\"{cell}\" s=\"{style}\"><v>{number}</v></c>")
                }
                Typed::Text(words) => format!(
                    "<c r=\"{cell}\" s=\"{style}\" t=\"inlineStr\"><is><t>{words}</t></is></c>"
                ),
            };
            text.replace_range(from..to, &new);
            content = without_results(&text).into_bytes();
        }
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    out.finish().unwrap().into_inner()
}

/// The sheet without what its formulas came to before: nothing here calculates anew.
fn without_results(text: &str) -> String {
    let mut out = String::new();
    for (at, piece) in text.split("</f>").enumerate() {
        let is_result = 0 < at && piece.starts_with("<v>");
        out.push_str(if 0 < at { "</f>" } else { "" });
        out.push_str(if is_result { piece.split_once("</v>").unwrap().1 } else { piece });
    }
    out
}

/// The part of the package that holds a sheet: our writer numbers them in order.
fn part_of(form: &[u8], sheet: &str) -> String {
    let book: Xlsx<_> = open_workbook_from_rs(Cursor::new(form)).unwrap();
    let at = book.sheet_names().iter().position(|name| name == sheet).unwrap();
    format!("xl/worksheets/sheet{}.xml", at + 1)
}

/// Where a cell begins and ends in the XML of its sheet.
fn cell_in(text: &str, cell: &str) -> (usize, usize) {
    let from = text.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
    let open = from + text[from..].find('>').unwrap() + 1;
    let is_empty = text[..open].ends_with("/>");
    let to = if is_empty { open } else { open + text[open..].find("</c>").unwrap() + 4 };
    (from, to)
}
