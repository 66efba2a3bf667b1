//! What the library cannot be told to write, put right in the package that it wrote.
//!
//! - The Excel tables of "Dữ liệu" over all their rows. The library puts every cell of a table into a map, to find tables that
//!   overlap: a gigabyte for the lines of 600 units. So it is told of the first row of each table only.
//! - Rows that can be folded. The library forgets how deep a row stands where rows go out as they are made.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};

use anyhow::{Context, Result, ensure};
use rust_xlsxwriter::RowNum;
use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

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
    /// Tables.
    pub tables: Vec<TableRange>,
    /// Outlines, by the place of their sheet in the workbook.
    pub outlines: BTreeMap<usize, Outline>,
}

/// The workbook with all of that as it is meant.
///
/// # Errors
/// It is no package, or what should be put right is not in it (a bug).
pub(super) fn amended(workbook: File, amendments: &Amendments, level: u8) -> Result<File> {
    let mut archive = ZipArchive::new(BufReader::new(workbook))?;
    let mut writer = ZipWriter::new(BufWriter::new(tempfile::tempfile()?));
    let (mut tables, mut outlines) = (0, 0);
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        let name = part.name()?.into_owned();
        let outline = outline_of(&name, amendments);
        let is_table = name.starts_with("xl/tables/");
        if !is_table && outline.is_none() {
            writer.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut part = archive.by_index(index)?;
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        let options = SimpleFileOptions::default()
            .compression_level(Some(level.into()))
            .last_modified_time(part.last_modified().unwrap_or_default());
        writer.start_file(name, options)?;
        if let Some(outline) = outline {
            folded(&text, outline, &mut writer)?;
            outlines += 1;
            continue;
        }
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
    let meant = (amendments.tables.len(), amendments.outlines.len());
    ensure!((tables, outlines) == meant, "{tables} tables, {outlines} outlines of {meant:?}");
    let file = writer.finish()?.into_inner()?;
    Ok(file)
}

/// The outline of the sheet in this part of the package.
fn outline_of<'a>(name: &str, amendments: &'a Amendments) -> Option<&'a Outline> {
    let number = name.strip_prefix("xl/worksheets/sheet")?.strip_suffix(".xml")?;
    amendments.outlines.get(&number.parse::<usize>().ok()?.checked_sub(1)?)
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
