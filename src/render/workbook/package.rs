//! What the library cannot be told to write, put right in the package that it wrote.
//!
//! - The rows of "Dữ liệu", which we write ourselves ([`crate::render::xlsx::raw`]), with their texts and links.
//! - Its Excel tables over all these rows. The library puts every cell of a table into a map, to find tables that overlap: a
//!   gigabyte for the lines of 600 units. So it is told of the first row of each table only.
//! - Rows that can be folded. The library forgets how deep a row stands where rows go out as they are made.

mod pipe;

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};

use anyhow::{Context, Result, ensure};
use rust_xlsxwriter::RowNum;
use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use self::pipe::piped;
use super::lines::HEADING;
use crate::render::xlsx::raw::{Links, RawRows, Samples, Strings};

/// The texts of all sheets.
const STRINGS: &str = "xl/sharedStrings.xml";

/// A table, its range as it was written and as it should be.
pub(super) struct TableRange {
    /// Its name in formulas.
    pub name: String,
    /// `A4:AE5`.
    pub written: String,
    /// `A4:AE480004`.
    pub meant: String,
}

/// How deep the rows of a sheet stand, from a first one on.
pub(super) struct Outline {
    /// The first row.
    pub first: RowNum,
    /// 0 for what always shows.
    pub depths: Vec<u8>,
}

impl Outline {
    fn depth(&self, row: RowNum) -> u8 {
        let at = row.checked_sub(self.first).and_then(|at| self.depths.get(at as usize));
        at.copied().unwrap_or(0)
    }
}

/// What is put right in a workbook.
pub(super) struct Amendments {
    /// Tables, each of a sheet of "Dữ liệu" in turn.
    pub tables: Vec<TableRange>,
    /// The place of the first of these sheets in the workbook.
    pub lines: usize,
    /// Outlines, by the place of their sheet in the workbook.
    pub outlines: BTreeMap<usize, Outline>,
}

/// What a part of the package is, where something in it is put right.
enum Part<'a> {
    Lines(usize),
    LinksOf(usize),
    Folded(&'a Outline),
    Table,
    Strings,
}

impl Amendments {
    fn part(&self, name: &str) -> Option<Part<'_>> {
        let sheet = |name: &str| -> Option<usize> { name.parse::<usize>().ok()?.checked_sub(1) };
        let lines =
            |sheet: usize| sheet.checked_sub(self.lines).filter(|part| *part < self.tables.len());
        let name = name.strip_prefix("xl/")?;
        if let Some(number) = name.strip_prefix("worksheets/sheet") {
            let at = sheet(number.strip_suffix(".xml")?)?;
            return match lines(at) {
                Some(part) => Some(Part::Lines(part)),
                None => self.outlines.get(&at).map(Part::Folded),
            };
        }
        if let Some(number) = name.strip_prefix("worksheets/_rels/sheet") {
            return lines(sheet(number.strip_suffix(".xml.rels")?)?).map(Part::LinksOf);
        }
        match name {
            "sharedStrings.xml" => Some(Part::Strings),
            name => name.starts_with("tables/").then_some(Part::Table),
        }
    }
}

/// The workbook with all of that as it is meant, each part compressed at a level. `rows` writes the rows of a sheet of
/// "Dữ liệu"; it is called for each of them, in their order.
///
/// # Errors
/// It is no package, or what should be put right is not in it (a bug).
pub(super) fn amended(
    workbook: File,
    amendments: &Amendments,
    level: u8,
    mut rows: impl FnMut(usize, &mut RawRows<'_>) -> std::io::Result<()>,
) -> Result<File> {
    let mut archive = ZipArchive::new(BufReader::new(workbook))?;
    let mut writer = ZipWriter::new(BufWriter::new(tempfile::tempfile()?));
    let mut strings = String::new();
    archive.by_name(STRINGS)?.read_to_string(&mut strings)?;
    let mut strings = Strings::of(strings);
    let mut links: BTreeMap<usize, Links> = BTreeMap::new();
    let (mut tables, mut outlines) = (0, 0);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        let name = part.name()?.into_owned();
        let Some(of) = amendments.part(&name) else {
            writer.raw_copy_file(part)?;
            continue;
        };
        drop(part);
        let mut part = archive.by_index(index)?;
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let options = SimpleFileOptions::default()
            .compression_level(Some(level.into()))
            .last_modified_time(part.last_modified().unwrap_or_default());
        writer.start_file(name, options)?;
        match of {
            Part::Lines(of) => {
                let table = &amendments.tables[of];
                let of_sheet = piped(&mut writer, |out| {
                    filled(&text, table, out, &mut strings, |out| rows(of, out))
                })?;
                links.insert(of, of_sheet);
            }
            Part::LinksOf(of) => {
                let links = links.get(&of).context("relations follow their sheet")?;
                writer.write_all(links.relations(&text).as_bytes())?;
            }
            Part::Folded(outline) => {
                folded(&text, outline, &mut writer)?;
                outlines += 1;
            }
            Part::Table => {
                for table in &amendments.tables {
                    if text.contains(&format!(" displayName=\"{}\"", table.name)) {
                        let [written, meant] =
                            [&table.written, &table.meant].map(|range| format!("ref=\"{range}\""));
                        tables += usize::from(text.contains(&written));
                        text = text.replace(&written, &meant);
                    }
                }
                writer.write_all(text.as_bytes())?;
            }
            Part::Strings => writer.write_all(strings.table()?.as_bytes())?,
        }
    }
    let meant = (amendments.tables.len(), amendments.outlines.len());
    ensure!((tables, outlines) == meant, "{tables} tables, {outlines} outlines of {meant:?}");
    ensure!(links.len() == tables, "{} sheets of lines", links.len());
    let file = writer.finish()?.into_inner()?;
    Ok(file)
}

/// Writes a sheet of "Dữ liệu" with its rows in place of its samples; gives the links in them.
fn filled(
    sheet: &str,
    table: &TableRange,
    out: &mut impl Write,
    strings: &mut Strings,
    rows: impl FnOnce(&mut RawRows<'_>) -> std::io::Result<()>,
) -> Result<Links> {
    let first = format!("<row r=\"{}\"", HEADING + 2);
    let (head, rest) = sheet.split_once(&first).context("a sheet has samples")?;
    let (samples, behind) = rest.split_once("</sheetData>").context("a sheet has an end")?;
    let (before, after) = head.split_once("<dimension ref=\"").context("a sheet has cells")?;
    let (_, after) = after.split_once('"').context("a range ends")?;
    let reach = table.meant.split_once(':').context("a range has two ends")?.1;
    write!(out, "{before}<dimension ref=\"A1:{reach}\"{after}")?;
    let mut raw = RawRows::new(out, &Samples::read(samples)?, strings);
    rows(&mut raw)?;
    let links = raw.links;
    write!(out, "</sheetData>{}", links.sheet(behind)?)?;
    Ok(links)
}

/// Writes a sheet whose rows stand as deep as they should.
fn folded(sheet: &str, outline: &Outline, out: &mut impl Write) -> Result<()> {
    const ROW: &str = "<row r=\"";
    let mut pieces = sheet.split(ROW);
    out.write_all(pieces.next().unwrap_or_default().as_bytes())?;
    for piece in pieces {
        let (number, rest) = piece.split_once('"').context("a row has a number")?;
        write!(out, "{ROW}{number}\"")?;
        match outline.depth(number.parse::<RowNum>()? - 1) {
            0 => {}
            depth => write!(out, " outlineLevel=\"{depth}\"")?,
        }
        out.write_all(rest.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stand_as_deep_as_they_should_and_the_rest_of_the_sheet_as_it_was() {
        let sheet =
            "<a/><row r=\"3\" ht=\"18\"><c r=\"A3\"/></row><row r=\"4\"/><row r=\"9\"/><b/>";
        let outline = Outline { first: 2, depths: vec![0, 2] };
        let mut out = Vec::new();
        folded(sheet, &outline, &mut out).unwrap();
        let meant = sheet.replace("<row r=\"4\"/>", "<row r=\"4\" outlineLevel=\"2\"/>");
        assert_eq!(String::from_utf8(out).unwrap(), meant);
    }
}
