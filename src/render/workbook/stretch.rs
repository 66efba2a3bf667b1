//! The Excel tables of "Dữ liệu" over all their rows.
//!
//! The library puts every cell of a table into a map, to find tables that overlap: a gigabyte for the lines of 600 units.
//! So it is told of the first row of each table only, and the range is put right in the package.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};

use anyhow::{Result, ensure};
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

/// The workbook with these tables as they are meant.
///
/// # Errors
/// It is no package, or a table is not in it (a bug).
pub(super) fn stretched(workbook: File, tables: &[TableRange]) -> Result<File> {
    let mut archive = ZipArchive::new(BufReader::new(workbook))?;
    let mut writer = ZipWriter::new(BufWriter::new(tempfile::tempfile()?));
    let mut found = 0;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        let name = part.name()?.into_owned();
        if !name.starts_with("xl/tables/") {
            writer.raw_copy_file(part)?;
            continue;
        }
        drop(part);
        let mut part = archive.by_index(index)?;
        let mut text = String::new();
        part.read_to_string(&mut text)?;
        for table in tables {
            if text.contains(&format!(" displayName=\"{}\"", table.name)) {
                let [written, meant] =
                    [&table.written, &table.meant].map(|range| format!("ref=\"{range}\""));
                found += usize::from(text.contains(&written));
                text = text.replace(&written, &meant);
            }
        }
        let options = SimpleFileOptions::default()
            .last_modified_time(part.last_modified().unwrap_or_default());
        writer.start_file(name, options)?;
        writer.write_all(text.as_bytes())?;
    }
    ensure!(found == tables.len(), "{found} of {} tables", tables.len());
    let file = writer.finish()?.into_inner()?;
    Ok(file)
}
