//! Paragraphs, tables and sections as `word/document.xml` has them. The order of elements is that of the schema.

use super::xml::{Attribute, Xml};
use super::{Align, Block, Cell, Document, Dxa, Paragraph, Run, Section, Table};

/// The names that the elements come from.
pub(super) const WORDS: Attribute<'static> =
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");
pub(super) const LINKS: Attribute<'static> =
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");

/// A4, upright.
const PAPER: (Dxa, Dxa) = (11_906, 16_838);

/// What stands on the pages.
pub(super) fn document(document: &Document) -> String {
    Xml::part("w:document", &[WORDS, LINKS], |xml| {
        xml.element("w:body", &[], |xml| {
            for (index, part) in document.sections.iter().enumerate() {
                section(xml, part, index == 0, index + 1 == document.sections.len());
            }
        });
    })
}

fn section(xml: &mut Xml, section: &Section, is_first: bool, is_last: bool) {
    for block in &section.blocks {
        match block {
            Block::Paragraph(content) => paragraph(xml, content),
            Block::Table(content) => table(xml, content),
        }
    }
    let end = |xml: &mut Xml| properties(xml, section, is_first);
    let is_open = matches!(section.blocks.last(), Some(Block::Table(_)) | None);
    if !is_last || is_open {
        // A section ends in a paragraph, and so does what follows a table: one that takes no room.
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                let line = [("w:before", "0"), ("w:after", "0"), ("w:line", "20")];
                xml.empty("w:spacing", &[&line[..], &[("w:lineRule", "exact")]].concat());
                xml.element("w:rPr", &[], |xml| size(xml, 1));
                if !is_last {
                    end(xml);
                }
            });
        });
    }
    if is_last {
        end(xml);
    }
}

/// The page of a section: 20 mm above and below, 30 at the left, 20 at the right; the number stands in the upper margin.
fn properties(xml: &mut Xml, section: &Section, is_first: bool) {
    let number = |size: Dxa| size.to_string();
    let (wide, high) = if section.is_sideways { (PAPER.1, PAPER.0) } else { PAPER };
    let (wide, high) = (number(wide), number(high));
    xml.element("w:sectPr", &[], |xml| {
        xml.empty("w:headerReference", &[("w:type", "default"), ("r:id", "rId1")]);
        xml.empty("w:type", &[("w:val", "nextPage")]);
        let paper = [("w:w", &*wide), ("w:h", &*high)];
        let sideways = [("w:orient", "landscape")];
        let turned = &sideways[..usize::from(section.is_sideways)];
        xml.empty("w:pgSz", &[&paper[..], turned].concat());
        let margins = [
            ("w:top", "1134"),
            ("w:right", "1134"),
            ("w:bottom", "1134"),
            ("w:left", "1701"),
            ("w:header", "567"),
            ("w:footer", "567"),
            ("w:gutter", "0"),
        ];
        xml.empty("w:pgMar", &margins);
        if is_first {
            xml.empty("w:titlePg", &[]);
        }
    });
}

/// A paragraph.
pub(super) fn paragraph(xml: &mut Xml, paragraph: &Paragraph) {
    xml.element("w:p", &[], |xml| {
        layout(xml, paragraph);
        paragraph.runs.iter().for_each(|part| run(xml, part));
    });
}

fn layout(xml: &mut Xml, paragraph: &Paragraph) {
    let Paragraph { align, first_line, sides, space, .. } = *paragraph;
    xml.element("w:pPr", &[], |xml| {
        if paragraph.keeps_next {
            xml.empty("w:keepNext", &[]);
        }
        if paragraph.begins_page {
            xml.empty("w:pageBreakBefore", &[]);
        }
        if paragraph.is_ruled {
            xml.element("w:pBdr", &[], |xml| border(xml, "w:top"));
        }
        let (above, below) = (space.0.to_string(), space.1.to_string());
        xml.empty("w:spacing", &[("w:before", &above), ("w:after", &below)]);
        let (left, right) = (sides.0.to_string(), sides.1.to_string());
        let first_line = first_line.to_string();
        let in_from = [("w:left", &*left), ("w:right", &*right), ("w:firstLine", &*first_line)];
        xml.empty("w:ind", &in_from);
        let align = match align {
            Align::Left => "left",
            Align::Centre => "center",
            Align::Right => "right",
            Align::Both => "both",
        };
        xml.empty("w:jc", &[("w:val", align)]);
    });
}

fn run(xml: &mut Xml, run: &Run) {
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            let looks = [(run.is_bold, ["w:b", "w:bCs"]), (run.is_italic, ["w:i", "w:iCs"])];
            for name in looks.iter().filter(|(is_so, _)| *is_so).flat_map(|(_, names)| names) {
                xml.empty(name, &[]);
            }
            if 0 < run.points {
                size(xml, run.points);
            }
        });
        for (index, line) in run.text.split('\n').enumerate() {
            if 0 < index {
                xml.empty("w:br", &[]);
            }
            xml.element("w:t", &[("xml:space", "preserve")], |xml| xml.text(line));
        }
    });
}

fn size(xml: &mut Xml, points: u32) {
    let half_points = (2 * points).to_string();
    xml.empty("w:sz", &[("w:val", &half_points)]);
    xml.empty("w:szCs", &[("w:val", &half_points)]);
}

fn border(xml: &mut Xml, name: &str) {
    let thin = [("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")];
    xml.empty(name, &thin);
}

fn table(xml: &mut Xml, table: &Table) {
    let whole = table.columns.iter().sum::<Dxa>();
    xml.element("w:tbl", &[], |xml| {
        xml.element("w:tblPr", &[], |xml| {
            width(xml, "w:tblW", whole);
            if table.is_ruled {
                xml.element("w:tblBorders", &[], |xml| {
                    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                        border(xml, &format!("w:{side}"));
                    }
                });
            }
            xml.empty("w:tblLayout", &[("w:type", "fixed")]);
            xml.element("w:tblCellMar", &[], |xml| {
                for side in ["w:left", "w:right"] {
                    width(xml, side, 70);
                }
            });
        });
        xml.element("w:tblGrid", &[], |xml| {
            for wide in &table.columns {
                xml.empty("w:gridCol", &[("w:w", &wide.to_string())]);
            }
        });
        let heading = table.heading.iter().map(|cells| (cells, true));
        for (cells, is_heading) in heading.chain(table.rows.iter().map(|cells| (cells, false))) {
            row(xml, table, cells, is_heading);
        }
    });
}

fn row(xml: &mut Xml, table: &Table, cells: &[Cell], is_heading: bool) {
    xml.element("w:tr", &[], |xml| {
        xml.element("w:trPr", &[], |xml| {
            xml.empty("w:cantSplit", &[]);
            if is_heading {
                xml.empty("w:tblHeader", &[]);
            }
        });
        let mut columns = table.columns.iter();
        for content in cells {
            let wide = columns.by_ref().take(1 + content.more).sum::<Dxa>();
            xml.element("w:tc", &[], |xml| {
                xml.element("w:tcPr", &[], |xml| {
                    width(xml, "w:tcW", wide);
                    if 0 < content.more {
                        let span = (1 + content.more).to_string();
                        xml.empty("w:gridSpan", &[("w:val", &span)]);
                    }
                    if table.is_ruled {
                        xml.empty("w:vAlign", &[("w:val", "center")]);
                    }
                });
                content.paragraphs.iter().for_each(|part| paragraph(xml, part));
                if content.paragraphs.is_empty() {
                    xml.empty("w:p", &[]);
                }
            });
        }
    });
}

fn width(xml: &mut Xml, name: &str, wide: Dxa) {
    xml.empty(name, &[("w:w", &wide.to_string()), ("w:type", "dxa")]);
}
