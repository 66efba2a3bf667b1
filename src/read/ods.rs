//! .ods: `content.xml` as a stream of rows. Read here and not by calamine, which lays repeated cells out one by one and tells
//! neither merged and hidden cells, nor errors, nor formulas without a result, nor the second of two sheets of one name.

mod cell;
mod styles;
mod table;

use std::io::{BufRead, BufReader, Read};

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use self::styles::Styles;
use self::table::Table;
use super::{Refused, Room, Workbook, damaged, package};

/// Reads an .ods.
///
/// # Errors
/// Why nothing of it could be read.
pub(super) fn workbook(bytes: &[u8]) -> Result<Workbook, Refused> {
    let mut archive = package(bytes)?;
    let mut manifest = String::new();
    if let Ok(part) = archive.by_name("META-INF/manifest.xml") {
        // One that cannot be read says nothing of encryption.
        let _ = part.take(1 << 20).read_to_string(&mut manifest);
    }
    if manifest.contains(":encryption-data") {
        return Err(Refused::Password);
    }
    let mut tables = Tables::default();
    if let Ok(part) = archive.by_name("styles.xml") {
        // Without them cells look as they stand.
        let _ = tables.read(Reader::from_reader(BufReader::new(part)));
        tables = Tables { styles: tables.styles, ..Tables::default() };
    }
    let content = archive.by_name("content.xml").map_err(damaged)?;
    let ended = tables.read(Reader::from_reader(BufReader::new(content)))?;
    let failure = match ended {
        Ended::Whole => None,
        Ended::Early(error) => Some(error),
    };
    if let Some(mut sheet) = tables.open.take().map(Table::into_sheet) {
        sheet.failure = failure;
        tables.workbook.sheets.push(sheet);
    } else if let Some(error) = failure {
        // Which sheets should have followed nobody knows.
        return Err(damaged(error));
    }
    Ok(tables.workbook)
}

/// How the content ended.
enum Ended {
    /// With its last element.
    Whole,
    /// Inside an element, or at something that is no XML.
    Early(String),
}

/// The sheets that were read, and the one that is open.
#[derive(Default)]
struct Tables {
    workbook: Workbook,
    open: Option<Table>,
    styles: Styles,
    /// What may still be read.
    left: Room,
}

impl Tables {
    fn read(&mut self, mut reader: Reader<impl BufRead>) -> Result<Ended, Refused> {
        let mut buffer = Vec::new();
        let mut depth = 0_usize;
        // What stands in a remark or a drawing is no cell; the depth below which all is passed over.
        let mut passed: Option<usize> = None;
        loop {
            buffer.clear();
            let event = match reader.read_event_into(&mut buffer) {
                Ok(event) => event,
                Err(error) => return Ok(Ended::Early(error.to_string())),
            };
            match event {
                Event::Start(element) => {
                    depth += 1;
                    if passed.is_none() {
                        match self.is_passed(&element) {
                            true => {
                                passed = Some(depth);
                                self.pass(&element);
                            }
                            false => self.begin(&element),
                        }
                    }
                }
                Event::Empty(element) if passed.is_none() && !self.is_passed(&element) => {
                    self.begin(&element);
                    self.end(element.local_name().as_ref())?;
                }
                Event::End(element) => {
                    if passed.is_none() {
                        self.end(element.local_name().as_ref())?;
                    }
                    passed = passed.filter(|from| *from != depth);
                    depth = depth.saturating_sub(1);
                }
                Event::Text(text) if passed.is_none() => self.text(&text.xml10_content()),
                Event::CData(text) if passed.is_none() => self.text(&text),
                Event::GeneralRef(reference) if passed.is_none() => {
                    let named = quick_xml::escape::resolve_xml_entity(&reference);
                    match (reference.resolve_char_ref(), named) {
                        (Ok(Some(letter)), _) => self.text(letter.encode_utf8(&mut [0; 4])),
                        (_, Some(text)) => self.text(text),
                        _ => {}
                    }
                }
                Event::Eof if depth == 0 => return Ok(Ended::Whole),
                Event::Eof => return Ok(Ended::Early("content.xml".to_owned())),
                _ => {}
            }
        }
    }

    /// Whether an element and all in it is no content of a cell: remarks, drawings, what was changed, tables in cells.
    fn is_passed(&self, element: &BytesStart<'_>) -> bool {
        let name = element.name();
        let name = name.as_ref();
        let is_drawing = name.starts_with("draw:") || name == "table:shapes";
        is_drawing
            || ["office:annotation", "table:tracked-changes", "table:dde-links"].contains(&name)
            || name == "table:table" && self.open.is_some()
    }

    /// What is passed over and may hold figures is told of.
    fn pass(&mut self, element: &BytesStart<'_>) {
        if let (Some(table), true) = (&mut self.open, element.name().as_ref() == "table:table") {
            table.hold_table();
        }
    }

    fn begin(&mut self, element: &BytesStart<'_>) {
        match (element.local_name().as_ref(), &mut self.open) {
            ("table", None) => {
                let style = attribute(element, "style-name").unwrap_or_default();
                let name = attribute(element, "name").unwrap_or_default();
                let is_protected = attribute(element, "protected").is_some_and(|yes| yes == "true");
                let is_hidden = self.styles.is_hidden(&style);
                self.open = Some(Table::new(&name, is_hidden, is_protected));
            }
            (name, Some(table)) => table.begin(name, element, &self.styles),
            (name, None) => self.styles.begin(name, element),
        }
    }

    fn end(&mut self, name: &str) -> Result<(), Refused> {
        let Some(table) = &mut self.open else {
            self.styles.end(name);
            return Ok(());
        };
        if name != "table" {
            return table.end(name, &self.styles, &mut self.left);
        }
        self.workbook.sheets.extend(self.open.take().map(Table::into_sheet));
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(table) = &mut self.open {
            table.text(text);
        }
    }
}

/// The value of the attribute of this local name.
fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let attribute = attributes
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = attribute.normalized_value(XmlVersion::default()).ok()?;
    Some(value.into_owned())
}

/// A number of repetitions; 1 where none is given.
fn count(element: &BytesStart<'_>, name: &str) -> u32 {
    let number = attribute(element, name).and_then(|text| text.parse::<u64>().ok());
    number.map_or(1, |number| u32::try_from(number).unwrap_or(u32::MAX))
}
