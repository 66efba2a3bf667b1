//! The fonts of an .xlsx where they show an old encoding: by cell, and by run where a text has several.
//!
//! Asked for seldom (see [`crate::read::charset`]), so it reads the parts on its own and asks nothing of the other readers.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use crate::domain::place::Cell;
use crate::read::MOST_BYTES;
use crate::read::charset::{Face, Faces, Run};

/// The cells of all sheets whose text is set in a font of an old encoding, all of it or a run of it.
pub fn faces(bytes: &[u8]) -> Faces {
    let mut faces = Faces::new();
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return faces };
    let mut part = |name: &str| part(&mut archive, name);
    let styles = part("xl/styles.xml").map_or_else(Vec::new, |xml| styles(&xml));
    let strings = part("xl/sharedStrings.xml").map_or_else(BTreeMap::new, |xml| strings(&xml));
    let is_old = |found: &Option<Face>| found.is_some();
    let (workbook, relations) = (part("xl/workbook.xml"), part("xl/_rels/workbook.xml.rels"));
    for (name, path) in sheets(&workbook.unwrap_or_default(), &relations.unwrap_or_default()) {
        let Some(xml) = part(&path) else { continue };
        if styles.iter().any(is_old) || !strings.is_empty() || xml.contains("rFont") {
            faces.entry(name).or_insert_with(|| cells(&xml, &styles, &strings));
        }
    }
    faces
}

fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Option<String> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

/// The sheets: their names and parts.
fn sheets(workbook: &str, relations: &str) -> Vec<(String, String)> {
    let mut targets = BTreeMap::new();
    each(relations, |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && let (Some(id), Some(target)) =
                (attribute(element, "Id"), attribute(element, "Target"))
        {
            let path = match target.strip_prefix('/') {
                Some(absolute) => absolute.to_owned(),
                None => format!("xl/{}", target.trim_start_matches("./")),
            };
            targets.insert(id, path);
        }
    });
    let mut sheets = Vec::new();
    each(workbook, |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "sheet"
            && let Some(name) = attribute(element, "name")
            && let Some(path) = attribute(element, "id").and_then(|id| targets.get(&id))
        {
            sheets.push((name, path.clone()));
        }
    });
    sheets
}

/// What the font of each cell style says.
fn styles(xml: &str) -> Vec<Option<Face>> {
    let (mut fonts, mut styles) = (Vec::new(), Vec::new());
    let mut section = String::new();
    each(xml, |event| match event {
        Event::Start(element) | Event::Empty(element) => {
            match (section.as_str(), element.local_name().as_ref()) {
                (_, name @ ("fonts" | "cellXfs" | "cellStyleXfs" | "dxfs")) => {
                    section = name.to_owned();
                }
                ("fonts", "font") => fonts.push(None),
                ("fonts", "name") => {
                    if let Some(font) = fonts.last_mut() {
                        *font = attribute(element, "val").and_then(|name| Face::named(&name));
                    }
                }
                ("cellXfs", "xf") => {
                    let font = attribute(element, "fontId").and_then(|id| id.parse().ok());
                    styles.push(font.and_then(|id: usize| fonts.get(id).copied().flatten()));
                }
                _ => {}
            }
        }
        Event::End(element) if element.local_name().as_ref() == section => section.clear(),
        _ => {}
    });
    styles
}

/// A stretch of a rich text: its length in bytes, and its own font where it has one.
type Stretch = (usize, Option<Option<Face>>);

/// The texts of the table of strings that have runs in fonts of their own, by their number.
fn strings(xml: &str) -> BTreeMap<usize, Vec<Stretch>> {
    let mut rich = BTreeMap::new();
    if !xml.contains("rFont") {
        return rich;
    }
    let (mut number, mut text) = (0, RichText::default());
    each(xml, |event| match event {
        Event::End(element) if element.local_name().as_ref() == "si" => {
            let done = std::mem::take(&mut text);
            if done.has_fonts() {
                rich.insert(number, done.stretches);
            }
            number += 1;
        }
        Event::Empty(element) if element.local_name().as_ref() == "si" => number += 1,
        event => text.take(event),
    });
    rich
}

/// A text of several runs while it is read.
#[derive(Default)]
struct RichText {
    stretches: Vec<Stretch>,
    face: Option<Option<Face>>,
    /// The text of a `t` and whether its spaces at the ends count, while inside it.
    open: Option<(String, Spaces)>,
    is_phonetic: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    Kept,
    Trimmed,
}

impl RichText {
    fn has_fonts(&self) -> bool {
        self.stretches.iter().any(|(_, own)| own.is_some())
    }

    fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "r" => self.face = None,
                "rPh" => self.is_phonetic = true,
                "rFont" => self.face = attribute(element, "val").map(|name| Face::named(&name)),
                "t" if matches!(event, Event::Start(_)) => {
                    let is_kept = attribute(element, "space").as_deref() == Some("preserve");
                    let spaces = if is_kept { Spaces::Kept } else { Spaces::Trimmed };
                    self.open = Some((String::new(), spaces));
                }
                _ => {}
            },
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(letter)) => self.push(letter.encode_utf8(&mut [0; 4])),
                // The others stand for one ASCII letter; only the length of the text counts here.
                Ok(None) | Err(_) => self.push("&"),
            },
            Event::End(element) if element.local_name().as_ref() == "rPh" => {
                self.is_phonetic = false;
            }
            Event::End(element) if element.local_name().as_ref() == "t" => {
                let Some((text, spaces)) = self.open.take() else { return };
                let length = match spaces {
                    Spaces::Kept => text.len(),
                    Spaces::Trimmed => text.trim_matches([' ', '\t', '\r', '\n']).len(),
                };
                if !self.is_phonetic {
                    self.stretches.push((length, self.face));
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, more: &str) {
        if let Some((text, _)) = &mut self.open {
            text.push_str(more);
        }
    }
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
    each(xml, |event| match event {
        Event::Start(element) if element.local_name().as_ref() == "row" => {
            let row = attribute(element, "r").and_then(|row| row.parse::<u32>().ok());
            next = Cell::new(row.map_or(next.row, |row| row.saturating_sub(1)), 0);
        }
        Event::End(element) if element.local_name().as_ref() == "row" => {
            next = Cell::new(next.row.saturating_add(1), 0);
        }
        Event::Start(element) | Event::Empty(element) if element.local_name().as_ref() == "c" => {
            let at = attribute(element, "r").and_then(|text| text.parse().ok()).unwrap_or(next);
            next = Cell::new(at.row, at.column.saturating_add(1));
            let style = attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or(0);
            open = Some(OpenCell {
                at,
                face: styles.get(style).copied().flatten(),
                kind: attribute(element, "t").unwrap_or_default(),
                value: None,
                text: RichText::default(),
            });
        }
        Event::Start(element) if element.local_name().as_ref() == "v" => {
            if let Some(cell) = &mut open {
                cell.value = Some(String::new());
            }
        }
        Event::End(element) if element.local_name().as_ref() == "c" => {
            let runs = open.take().and_then(|cell| Some((cell.at, cell.runs(strings)?)));
            found.extend(runs);
        }
        event => {
            if let Some(cell) = &mut open {
                if let (Some(value), Event::Text(text)) = (&mut cell.value, event) {
                    value.push_str(text);
                }
                cell.text.take(event);
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

/// Walks through the events of a part, to its end or its first fault.
fn each(xml: &str, mut take: impl FnMut(&Event<'_>)) {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    while let Ok(event) = reader.read_event() {
        if matches!(event, Event::Eof) {
            return;
        }
        take(&event);
    }
}

/// The value of the attribute of this local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = found.normalized_value(quick_xml::XmlVersion::default()).ok()?;
    Some(value.into_owned())
}
