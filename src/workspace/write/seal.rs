//! The seal of a workbook, a letter or a page that we write: a digest of all it holds, in its very hidden sheet, among its
//! properties or in a comment. A file of ours that somebody changed since then is somebody's work.
//!
//! The digest is over the parts as the package lists them, so that a file that was only saved again in Excel counts as
//! changed, too: what a clerk sees no difference in may still be a comment, a colour or a filter of hers.

mod page;

use std::collections::BTreeMap;
use std::io::{BufReader, BufWriter, Read, Seek, Write};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use zip::read::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::domain::digest::hexadecimal;
use crate::domain::mark::{SEALED, SHEET, UNSEALED};

/// The part in which the texts of a workbook stand, and so the seal.
const TEXTS: &str = "xl/sharedStrings.xml";

/// The part in which the properties of a letter stand, and so the seal.
const PROPERTIES: &str = "docProps/custom.xml";

/// The most bytes of a part that is looked through.
const LARGEST: u64 = 256 << 20;

/// Writes a workbook, a letter or a page that holds [`UNSEALED`] in the place for it once more, with the seal there.
///
/// # Errors
/// It holds no such text (a bug), or is neither a package nor a page; `into` cannot be written (a full disk).
pub(super) fn seal(mut file: impl Read + Seek, mut into: impl Write + Seek) -> Result<()> {
    if let Some(page) = page::read(&mut file)? {
        into.write_all(&page.sealed().context("a page without a place for its seal")?)?;
        return Ok(into.flush()?);
    }
    seal_package(file, into)
}

fn seal_package(package: impl Read + Seek, into: impl Write + Seek) -> Result<()> {
    let mut archive = ZipArchive::new(BufReader::new(package))?;
    let is_there = |name: &&str| part(&mut archive, name).is_ok();
    let home = [TEXTS, PROPERTIES].into_iter().find(is_there);
    let home = home.context("a package without a place for its seal")?;
    let texts = part(&mut archive, home)?;
    let digest = digest(&mut archive, home, &texts)?;
    let before = texts.find(UNSEALED).context("a package without a place for its seal")?;
    let mut writer = ZipWriter::new(BufWriter::new(into));
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        if part.name()? != home {
            writer.raw_copy_file(part)?;
            continue;
        }
        let options = SimpleFileOptions::default()
            .last_modified_time(part.last_modified().unwrap_or_default());
        writer.start_file(home, options)?;
        writer.write_all(&texts.as_bytes()[..before])?;
        writer.write_all(format!("{SEALED}{digest}").as_bytes())?;
        writer.write_all(&texts.as_bytes()[before + UNSEALED.len()..])?;
    }
    Ok(writer.finish()?.flush()?)
}

/// Whether a file is a workbook, a letter or a page of ours as we wrote it. `None`: it is none of ours.
pub(super) fn is_whole(mut file: impl Read + Seek) -> Option<bool> {
    if let Some(page) = page::read(&mut file).ok()? {
        return Some(page.is_whole());
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).ok()?;
    // Some programs keep texts elsewhere when they save it: then only the name of its hidden sheet says whose it was.
    let bears = |archive: &mut ZipArchive<_>, name: &str| {
        part(archive, name).is_ok_and(|list| list.contains(&format!("name=\"{SHEET}\"")))
    };
    let homes = [("xl/workbook.xml", TEXTS), (PROPERTIES, PROPERTIES)];
    let (_, home) = homes.into_iter().find(|(list, _)| bears(&mut archive, list))?;
    Some(holds(&mut archive, home).unwrap_or(false))
}

/// What the properties of a letter of ours say, by their names. `None`: it is no letter of ours.
pub(super) fn properties(file: impl Read + Seek) -> Option<BTreeMap<String, String>> {
    let text = part(&mut ZipArchive::new(BufReader::new(file)).ok()?, PROPERTIES).ok()?;
    let property = |text: &str| {
        let name = text.split_once("name=\"")?.1.split_once('"')?.0;
        let value = text.split_once("<vt:lpwstr>")?.1.split_once("</vt:lpwstr>")?.0;
        Some((name.to_owned(), value.to_owned()))
    };
    let all: BTreeMap<_, _> = text.split("<property ").skip(1).filter_map(property).collect();
    all.contains_key(SHEET).then_some(all)
}

/// Whether the seal in a part holds; `None` where it cannot be found.
fn holds<R: Read + Seek>(archive: &mut ZipArchive<R>, home: &str) -> Option<bool> {
    let texts = part(archive, home).ok()?;
    let at = texts.find(SEALED)? + SEALED.len();
    let length = UNSEALED.len() - SEALED.len();
    let seal = texts.get(at..at + length)?;
    if !seal.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let unsealed = texts.replacen(seal, &UNSEALED[SEALED.len()..], 1);
    Some(digest(archive, home, &unsealed).ok()? == seal)
}

fn part<R: Read + Seek>(archive: &mut ZipArchive<R>, name: &str) -> Result<String> {
    let mut text = String::new();
    archive.by_name(name)?.take(LARGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// The digest of a package whose part `home` is this: of each part its name, its size and its checksum.
fn digest<R: Read + Seek>(archive: &mut ZipArchive<R>, home: &str, texts: &str) -> Result<String> {
    let mut hash = Sha256::new();
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index)?;
        let name = part.name()?;
        hash.update((name.len() as u64).to_le_bytes());
        hash.update(name.as_bytes());
        if name == home {
            hash.update(texts.as_bytes());
        } else {
            hash.update(part.size().to_le_bytes());
            hash.update(part.crc32().to_le_bytes());
        }
    }
    Ok(hexadecimal(&hash.finalize()))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::mark;
    use rust_xlsxwriter::Workbook;
    use std::io::Cursor;

    /// A workbook of ours with a text, sealed or not yet.
    pub(crate) fn workbook(text: &str) -> Vec<u8> {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write_string(0, 0, text).unwrap();
        let hidden = workbook.add_worksheet();
        hidden.set_name(mark::SHEET).unwrap().set_very_hidden(true);
        hidden.write_string(0, 0, mark::SEAL).unwrap().write_string(0, 1, UNSEALED).unwrap();
        workbook.save_to_buffer().unwrap()
    }

    fn sealed(workbook: &[u8]) -> Result<Vec<u8>> {
        let mut into = Cursor::new(Vec::new());
        seal(Cursor::new(workbook), &mut into)?;
        Ok(into.into_inner())
    }

    fn is_whole(file: &[u8]) -> Option<bool> {
        super::is_whole(Cursor::new(file))
    }

    #[test]
    fn a_sealed_workbook_is_whole_until_any_part_of_it_changes() {
        let plain = workbook("a");
        let ours = sealed(&plain).unwrap();
        assert_eq!(is_whole(&ours), Some(true));
        assert_eq!(ours, sealed(&plain).unwrap());
        // Another text under the same seal.
        let mut archive = ZipArchive::new(Cursor::new(&ours[..])).unwrap();
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for index in 0..archive.len() {
            let mut part = archive.by_index(index).unwrap();
            let (name, mut text) = (part.name().unwrap().to_string(), String::new());
            part.read_to_string(&mut text).unwrap();
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(text.replace("<t>a</t>", "<t>b</t>").as_bytes()).unwrap();
        }
        let changed = writer.finish().unwrap().into_inner();
        assert_eq!(is_whole(&changed), Some(false));
    }

    #[test]
    fn a_workbook_of_ours_that_lost_its_seal_is_a_changed_one() {
        let mut saved = Workbook::new();
        saved.add_worksheet().set_name(mark::SHEET).unwrap();
        assert_eq!(is_whole(&saved.save_to_buffer().unwrap()), Some(false));
    }

    #[test]
    fn what_others_wrote_bears_no_seal() {
        let mut other = Workbook::new();
        other.add_worksheet().write_string(0, 0, "sha256:").unwrap();
        assert_eq!(is_whole(&other.save_to_buffer().unwrap()), None);
        assert_eq!(is_whole(b"no package"), None);
        assert!(sealed(&other.save_to_buffer().unwrap()).is_err());
    }
}
