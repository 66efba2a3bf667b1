//! Word-processing documents (.docx): the only door to their XML. Letters are put together of paragraphs and tables; what
//! they say and how an office lays it out is told elsewhere ([`super::letter`]).
//!
//! The same document gives the same bytes: its parts come in one order, and no clock is asked.

mod body;
mod parts;
mod xml;

use std::io::{Cursor, Write};

use anyhow::Result;
use chrono::NaiveDate;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Twentieths of a point, in which everything of a page is measured (1 mm = 56,7).
pub(crate) type Dxa = u32;

/// The text is so wide on an upright page: A4 between the margins of NĐ 30/2020/NĐ-CP (30 mm left, 20 mm right).
pub(crate) const UPRIGHT: Dxa = 9_071;

/// The same on a page that lies on its side.
pub(crate) const SIDEWAYS: Dxa = 14_003;

/// A document.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// What it is, for the list of files.
    pub title: String,
    /// Which office issues it.
    pub author: String,
    /// The day that it counts as made on.
    pub day: NaiveDate,
    /// Its properties, name and value, among them the tool's own mark.
    pub marks: Vec<(&'static str, String)>,
    /// Its parts, each beginning on a page of its own.
    pub sections: Vec<Section>,
}

/// Pages of one layout. The first page of a document bears no number.
#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// Whether its pages lie on their side.
    pub is_sideways: bool,
    /// What stands on them.
    pub blocks: Vec<Block>,
}

/// What stands below one another.
#[derive(Clone, Debug)]
pub(crate) enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}

impl From<Paragraph> for Block {
    fn from(paragraph: Paragraph) -> Block {
        Block::Paragraph(paragraph)
    }
}

impl From<Table> for Block {
    fn from(table: Table) -> Block {
        Block::Table(table)
    }
}

/// Where the lines of a paragraph begin and end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Align {
    /// At the left.
    #[default]
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
    /// At both margins.
    Both,
}

/// A paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Paragraph {
    /// Its texts.
    pub runs: Vec<Run>,
    /// Where its lines stand.
    pub align: Align,
    /// How far its first line is moved in.
    pub first_line: Dxa,
    /// How far it stands from the left and the right.
    pub sides: (Dxa, Dxa),
    /// The space above and below it.
    pub space: (Dxa, Dxa),
    /// A thin rule stands above it.
    pub is_ruled: bool,
    /// It stays on the page of what follows.
    pub keeps_next: bool,
    /// It begins a page.
    pub begins_page: bool,
}

impl Paragraph {
    /// A paragraph of one text.
    pub(crate) fn new(text: impl Into<String>) -> Paragraph {
        Paragraph::of([Run::new(text)])
    }

    /// A paragraph of several texts.
    pub(crate) fn of(runs: impl IntoIterator<Item = Run>) -> Paragraph {
        Paragraph { runs: runs.into_iter().collect(), ..Paragraph::default() }
    }

    /// All of it in bold.
    pub(crate) fn bold(mut self) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.is_bold = true);
        self
    }

    /// All of it in italics.
    pub(crate) fn italic(mut self) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.is_italic = true);
        self
    }

    /// All of it in letters of this many points.
    pub(crate) fn points(mut self, points: u32) -> Paragraph {
        self.runs.iter_mut().for_each(|run| run.points = points);
        self
    }

    /// In the middle.
    pub(crate) fn centred(self) -> Paragraph {
        Paragraph { align: Align::Centre, ..self }
    }

    /// With this space above and below.
    pub(crate) fn spaced(self, above: Dxa, below: Dxa) -> Paragraph {
        Paragraph { space: (above, below), ..self }
    }
}

/// A text of one look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Run {
    /// The text; a line break in it is one on the page.
    pub text: String,
    /// In bold.
    pub is_bold: bool,
    /// In italics.
    pub is_italic: bool,
    /// The size of its letters; 0: as the body.
    pub points: u32,
}

impl Run {
    /// A plain text.
    pub(crate) fn new(text: impl Into<String>) -> Run {
        Run { text: text.into(), ..Run::default() }
    }

    /// The same in bold.
    pub(crate) fn bold(self) -> Run {
        Run { is_bold: true, ..self }
    }
}

/// A table.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// How wide its columns are.
    pub columns: Vec<Dxa>,
    /// The rows that are repeated on each page.
    pub heading: Vec<Vec<Cell>>,
    /// The rows below them.
    pub rows: Vec<Vec<Cell>>,
    /// Whether its lines are drawn; without them it only puts things side by side.
    pub is_ruled: bool,
}

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    /// What stands in it.
    pub paragraphs: Vec<Paragraph>,
    /// Over how many more columns it reaches.
    pub more: usize,
}

impl Cell {
    /// A cell of one column.
    pub(crate) fn new(paragraphs: impl IntoIterator<Item = Paragraph>) -> Cell {
        Cell { paragraphs: paragraphs.into_iter().collect(), more: 0 }
    }
}

impl Document {
    /// The file.
    ///
    /// # Errors
    /// It cannot be put together.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let options = SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        for (name, text) in parts::of(self) {
            writer.start_file(name, options)?;
            writer.write_all(text.as_bytes())?;
        }
        Ok(writer.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn document(text: &str) -> Document {
        let cells = |words: [&str; 2]| words.map(|word| Cell::new([Paragraph::new(word)])).to_vec();
        let table = Table {
            columns: vec![3_000, 6_071],
            heading: vec![cells(["STT", "Đơn vị"])],
            rows: vec![cells(["1", text])],
            is_ruled: true,
        };
        let upright = vec![Paragraph::new(text).bold().into(), table.clone().into()];
        Document {
            title: text.to_owned(),
            author: "UBND huyện & xã".to_owned(),
            day: "2024-07-06".parse().unwrap(),
            marks: vec![("giaingan", "cong-van/1".to_owned())],
            sections: vec![
                Section { is_sideways: false, blocks: upright },
                Section { is_sideways: true, blocks: vec![table.into()] },
            ],
        }
    }

    /// A part of the package.
    fn part(bytes: &[u8], name: &str) -> String {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut text = String::new();
        archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn the_same_document_gives_the_same_bytes() {
        assert_eq!(document("Xã A").to_bytes().unwrap(), document("Xã A").to_bytes().unwrap());
    }

    #[test]
    fn every_part_is_well_formed_whatever_a_text_holds() {
        let hostile = "<w:t>&amp;\u{0}\u{b}\u{fffe}\u{202e}\"'Xa\u{303} ]]>\nhai";
        let bytes = document(hostile).to_bytes().unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(&bytes)).unwrap();
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let (name, mut text) = (part.name().unwrap().to_string(), String::new());
            part.read_to_string(&mut text).unwrap();
            let mut reader = quick_xml::Reader::from_str(&text);
            reader.config_mut().check_end_names = true;
            let mut depth = 0;
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                    quick_xml::events::Event::Start(_) => depth += 1,
                    quick_xml::events::Event::End(_) => depth -= 1,
                    quick_xml::events::Event::Eof => break,
                    _ => {}
                }
            }
            assert_eq!(depth, 0, "{name}");
            let is_bad = |letter: char| {
                letter.is_control() && letter != '\n' || "\u{fffe}\u{202e}".contains(letter)
            };
            assert!(!text.contains(is_bad), "{name}");
        }
        let body = part(&bytes, "word/document.xml");
        assert!(body.contains("&lt;w:t&gt;&amp;amp;") && body.contains("Xã ]]&gt;"), "{body}");
        assert!(body.contains("<w:br/>"), "{body}");
    }

    #[test]
    fn a_heading_repeats_and_widths_are_in_twentieths_of_a_point() {
        let body = part(&document("Xã A").to_bytes().unwrap(), "word/document.xml");
        assert_eq!(body.matches("<w:tblHeader/>").count(), 2);
        assert!(body.contains(r#"<w:tblW w:w="9071" w:type="dxa"/>"#), "{body}");
        assert!(body.contains(r#"<w:gridCol w:w="3000"/><w:gridCol w:w="6071"/>"#), "{body}");
        assert!(body.contains(r#"<w:tcW w:w="6071" w:type="dxa"/>"#), "{body}");
    }

    #[test]
    fn all_pages_but_the_first_are_numbered_and_each_has_all_margins() {
        let bytes = document("Xã A").to_bytes().unwrap();
        let body = part(&bytes, "word/document.xml");
        assert_eq!(
            (body.matches("<w:titlePg/>").count(), body.matches("<w:sectPr>").count()),
            (1, 2)
        );
        for margins in body.split("<w:pgMar").skip(1) {
            let margins = margins.split_once("/>").unwrap().0;
            for side in ["top", "right", "bottom", "left", "header", "footer", "gutter"] {
                assert!(margins.contains(&format!(" w:{side}=\"")), "{side}: {margins}");
            }
        }
        assert_eq!(body.matches("w:orient=\"landscape\"").count(), 1);
        let header = part(&bytes, "word/header1.xml");
        assert!(header.contains("PAGE") && header.contains("<w:t>2</w:t>"), "{header}");
    }
}
