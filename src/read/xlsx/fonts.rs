//! The fonts of an .xlsx where they show an old encoding: by cell, and by run where a text has several.
//!
//! Asked for seldom (see [`crate::read::charset`]), so it reads the parts on its own and asks nothing of the other readers.

mod rich;

use std::collections::BTreeMap;

use self::rich::{RichText, Stretch};
use super::package::Package;
use super::xml::{Piece, each};
use crate::domain::place::Cell;
use crate::read::charset::{Face, Faces, Run};

/// The cells of all sheets whose text is set in a font of an old encoding, all of it or a run of it.
pub(crate) fn faces(bytes: &[u8]) -> Faces {
    let mut faces = Faces::new();
    let Ok(mut package) = Package::open(bytes) else { return faces };
    let Some(contents) = package.contents() else { return faces };
    let styles = package.related("styles").map_or_else(|_| Vec::new(), |part| styles(&part));
    let strings =
        package.related("sharedStrings").map_or_else(|_| BTreeMap::new(), |part| strings(&part));
    let is_old = |found: &Option<Face>| found.is_some();
    for sheet in contents.sheets {
        let Ok(part) = package.part(&sheet.part) else { continue };
        if styles.iter().any(is_old) || !strings.is_empty() || part.contains("rFont") {
            faces.entry(sheet.name).or_insert_with(|| cells(&part, &styles, &strings));
        }
    }
    faces
}

/// What the font of each cell style says.
fn styles(xml: &str) -> Vec<Option<Face>> {
    let (mut fonts, mut styles) = (Vec::new(), Vec::new());
    let mut section = String::new();
    each(xml, |piece| match piece {
        Piece::Start(tag) | Piece::Empty(tag) => match (section.as_str(), tag.name) {
            (_, name @ ("fonts" | "cellXfs" | "cellStyleXfs" | "dxfs")) => {
                section = name.to_owned();
            }
            ("fonts", "font") => fonts.push(None),
            ("fonts", "name") => {
                if let Some(font) = fonts.last_mut() {
                    *font = tag.attribute("val").and_then(|name| Face::named(&name));
                }
            }
            ("cellXfs", "xf") => {
                let font = tag.attribute("fontId").and_then(|id| id.parse().ok());
                styles.push(font.and_then(|id: usize| fonts.get(id).copied().flatten()));
            }
            _ => {}
        },
        Piece::End(name) if name == section => section.clear(),
        _ => {}
    });
    styles
}

/// The texts of the table of strings that have runs in fonts of their own, by their number.
fn strings(xml: &str) -> BTreeMap<usize, Vec<Stretch>> {
    let mut rich = BTreeMap::new();
    if !xml.contains("rFont") {
        return rich;
    }
    let (mut number, mut text) = (0, RichText::default());
    each(xml, |piece| match piece {
        Piece::End("si") => {
            let done = std::mem::take(&mut text);
            if done.has_fonts() {
                rich.insert(number, done.stretches);
            }
            number += 1;
        }
        Piece::Empty(tag) if tag.name == "si" => number += 1,
        piece => text.take(piece),
    });
    rich
}

/// The cells of a sheet that have text in an old font.
fn cells(
    xml: &str,
    styles: &[Option<Face>],
    strings: &BTreeMap<usize, Vec<Stretch>>,
) -> BTreeMap<Cell, Vec<Run>> {
    let mut found = BTreeMap::new();
    let mut next = Cell::new(0, 0);
    let mut open: Option<OpenCell> = None;
    each(xml, |piece| match piece {
        Piece::Start(tag) if tag.name == "row" => {
            let row = tag.attribute("r").and_then(|row| row.parse::<u32>().ok());
            next = Cell::new(row.map_or(next.row, |row| row.saturating_sub(1)), 0);
        }
        Piece::End("row") => {
            next = Cell::new(next.row.saturating_add(1), 0);
        }
        Piece::Start(tag) | Piece::Empty(tag) if tag.name == "c" => {
            let at = tag.attribute("r").and_then(|text| text.parse().ok()).unwrap_or(next);
            next = Cell::new(at.row, at.column.saturating_add(1));
            let style = tag.attribute("s").and_then(|style| style.parse().ok()).unwrap_or(0);
            open = Some(OpenCell {
                at,
                face: styles.get(style).copied().flatten(),
                kind: tag.attribute("t").unwrap_or_default().into_owned(),
                value: None,
                text: RichText::default(),
            });
        }
        Piece::Start(tag) if tag.name == "v" => {
            if let Some(cell) = &mut open {
                cell.value = Some(String::new());
            }
        }
        Piece::End("c") => {
            let runs = open.take().and_then(|cell| Some((cell.at, cell.runs(strings)?)));
            found.extend(runs);
        }
        piece => {
            if let Some(cell) = &mut open {
                if let (Some(value), Piece::Text(text)) = (&mut cell.value, piece) {
                    value.push_str(text);
                }
                cell.text.take(piece);
            }
        }
    });
    found
}

/// A cell while it is read.
struct OpenCell {
    at: Cell,
    face: Option<Face>,
    kind: String,
    value: Option<String>,
    text: RichText,
}

impl OpenCell {
    /// The runs of its text; `None` where none is in an old font, or where it holds no text.
    fn runs(self, strings: &BTreeMap<usize, Vec<Stretch>>) -> Option<Vec<Run>> {
        let stretches = match self.kind.as_str() {
            "s" => strings.get(&self.value?.trim().parse().ok()?),
            "inlineStr" if self.text.has_fonts() => Some(&self.text.stretches),
            "inlineStr" | "str" => None,
            _ => return None,
        };
        let run =
            |(length, own): &Stretch| Run { length: Some(*length), face: own.unwrap_or(self.face) };
        let runs: Vec<Run> = match stretches {
            Some(stretches) => stretches.iter().map(run).collect(),
            None => vec![Run { length: None, face: self.face }],
        };
        runs.iter().any(|run| run.face.is_some()).then_some(runs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::charset::{Case, Encoding};

    const VN_TIME: Option<Face> = Some(Face { encoding: Encoding::Tcvn3, case: Case::AsTyped });
    const STYLES: &str = r#"<styleSheet><fonts><font><name val="Arial"/></font><font><sz val="9"/>
        <name val=".VnTime"/></font></fonts><cellStyleXfs><xf fontId="1"/></cellStyleXfs><cellXfs><xf fontId="0"/>
        <xf fontId="1"/><xf fontId="9"/></cellXfs><dxfs><dxf><font><name val=".VnTime"/></font></dxf></dxfs></styleSheet>"#;

    #[test]
    fn a_style_has_the_face_of_its_font() {
        assert_eq!(styles(STYLES), [None, VN_TIME, None]);
    }

    #[test]
    fn texts_of_cells_have_the_font_of_their_style_or_run() {
        let strings = strings(
            r#"<sst><si><t>a</t></si><si/><si><r><t>1 &lt; 2 </t></r><r><rPr><rFont val=".VnTime"/></rPr>
            <t xml:space="preserve"> x·</t></r><rPh><t>?</t></rPh></si></sst>"#,
        );
        let sheet = r#"<sheetData><row r="3"><c r="B3" s="1" t="s"><v>0</v></c><c t="s"><v>2</v></c><c s="1"><v>7</v></c>
            </row><row><c s="1" t="inlineStr"><is><r><rPr><rFont val="Arial"/></rPr><t>b</t></r></is></c>
            <c s="1" t="str"><v>c</v></c></row></sheetData>"#;
        let run = |length, face| Run { length, face };
        assert_eq!(
            cells(sheet, &styles(STYLES), &strings),
            BTreeMap::from([
                (Cell::new(2, 1), vec![run(None, VN_TIME)]),
                (Cell::new(2, 2), vec![run(Some(5), None), run(Some(4), VN_TIME)]),
                (Cell::new(3, 1), vec![run(None, VN_TIME)]),
            ])
        );
    }

    #[test]
    fn what_is_no_package_has_no_fonts() {
        assert!(faces(b"PK\x03\x04").is_empty());
    }
}
