//! The parts of a package, each inflated when it is asked for, and what the workbook lists.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::sync::{Mutex, MutexGuard, PoisonError};

use memchr::memmem;
use zip::ZipArchive;

use super::super::{Refused, damaged, package};
use super::xml::{self, Piece};

/// How much is read of a part that is no UTF-8: as a text it takes up to three times the room.
const LARGEST_DAMAGED: usize = 32 << 20;
/// How much of a part is inflated before it is looked at.
const STEP: u64 = 1 << 20;

/// An open package.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The number of each part, by its name in lower case; of two of one name the later one, as Excel reads.
    parts: BTreeMap<String, usize>,
    /// The targets of the workbook's relations: by id, the kind of each and its part.
    relations: BTreeMap<String, (String, String)>,
    /// How many parts stand in the file twice.
    pub repeated: usize,
    /// A large package has the memory for itself: half a gigabyte a thread is more than an office's machine has.
    _turn: Option<MutexGuard<'static, ()>>,
}

/// A package larger than this, inflated, waits until no other large one is open.
const LARGE: u64 = 64 << 20;
static TURN: Mutex<()> = Mutex::new(());

/// What the workbook lists.
pub(super) struct Contents {
    /// Its worksheets.
    pub sheets: Vec<Listed>,
    /// Whether days are counted from 1904.
    pub is_1904: bool,
}

/// A worksheet of the list.
pub(super) struct Listed {
    /// Its name.
    pub name: String,
    /// The name of its part.
    pub part: String,
    /// Whether it is hidden (or very hidden).
    pub is_hidden: bool,
}

impl<'a> Package<'a> {
    /// Opens a package.
    ///
    /// # Errors
    /// It is damaged, or expands to more than is read.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Package<'a>, Refused> {
        let mut archive = package(bytes)?;
        let (mut parts, mut size) = (BTreeMap::new(), 0_u64);
        for index in 0..archive.len() {
            let part = archive.by_index_raw(index).map_err(|_| damaged("zip"))?;
            size = size.saturating_add(part.size());
            parts.insert(plain(&part.name().map_err(|_| damaged("zip"))?), index);
        }
        let repeated = entries(bytes).map_or(0, |count| count.saturating_sub(parts.len()));
        let turn = (LARGE < size).then(|| TURN.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(Package { archive, parts, relations: BTreeMap::new(), repeated, _turn: turn })
    }

    /// The text of a part.
    ///
    /// # Errors
    /// It is missing or damaged; in words for a finding.
    pub(super) fn part(&mut self, name: &str) -> Result<String, String> {
        let index = *self.parts.get(&plain(name)).ok_or_else(|| format!("{name}: missing"))?;
        let mut part = self.archive.by_index(index).map_err(|error| format!("{name}: {error}"))?;
        let size = part.size();
        inflated(&mut part, size).map(decoded).map_err(|error| format!("{name}: {error}"))
    }

    /// The part that the workbook is related to as this kind (`styles`, `sharedStrings`); empty where there is none.
    ///
    /// # Errors
    /// It is damaged: without it a day would pass for a number; in words for a finding.
    pub(super) fn related(&mut self, kind: &str) -> Result<String, String> {
        let target =
            self.relations.values().find(|(of, _)| of == kind).map(|(_, part)| part.clone());
        match target.filter(|part| self.parts.contains_key(&plain(part))) {
            Some(part) => self.part(&part),
            None => Ok(String::new()),
        }
    }

    /// What the workbook lists; `None` where there is no workbook.
    pub(super) fn contents(&mut self) -> Option<Contents> {
        let root = self.part("_rels/.rels").unwrap_or_default();
        let main = relations(&root, "").into_values().find(|(kind, _)| kind == "officeDocument");
        let main = main.map_or_else(|| "xl/workbook.xml".to_owned(), |(_, target)| target);
        let workbook = self.part(&main).or_else(|_| self.part("xl/workbook.xml")).ok()?;
        let (folder, file) = main.rsplit_once('/').unwrap_or(("", &main));
        let of_workbook = self.part(&format!("{folder}/_rels/{file}.rels")).unwrap_or_default();
        self.relations = relations(&of_workbook, folder);
        let mut contents = Contents { sheets: Vec::new(), is_1904: false };
        xml::each(&workbook, |piece| {
            let (Piece::Start(tag) | Piece::Empty(tag)) = piece else { return };
            match tag.name {
                "workbookPr" => contents.is_1904 = tag.is_set("date1904"),
                "sheet" => {
                    let Some(name) = tag.attribute("name") else { return };
                    let id = tag.attribute("id").unwrap_or_default();
                    // A sheet without a part is told when it is read; a chart sheet holds no cells, nor does what old
                    // macros left in the list, which points nowhere.
                    let related = self.relations.get(&*id);
                    if id.is_empty() || related.is_some_and(|(kind, _)| kind != "worksheet") {
                        return;
                    }
                    contents.sheets.push(Listed {
                        part: related
                            .map_or_else(|| format!("{name} ({id})"), |(_, part)| part.clone()),
                        is_hidden: tag.attribute("state").is_some_and(|state| state != "visible"),
                        name: name.into_owned(),
                    });
                }
                _ => {}
            }
        });
        Some(contents)
    }
}

/// The relations of a part in `folder`: by id, the kind and the target.
fn relations(part: &str, folder: &str) -> BTreeMap<String, (String, String)> {
    let mut relations = BTreeMap::new();
    xml::each(part, |piece| {
        if let Piece::Start(tag) | Piece::Empty(tag) = piece
            && let (Some(id), Some(target)) = (tag.attribute("Id"), tag.attribute("Target"))
        {
            // The same word ends the kinds of transitional and strict files.
            let kind = tag.attribute("Type").unwrap_or_default();
            let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
            relations.insert(id.into_owned(), (kind, resolved(folder, &target)));
        }
    });
    relations
}

/// The name of the part that a target in `folder` means.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let whole = match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// A part's name as names are compared: some writers separate folders as Windows does, and case does not count.
fn plain(name: &str) -> String {
    name.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// The bytes of a part that claims this size; of one that is no UTF-8 only the first [`LARGEST_DAMAGED`], which are damaged wherever they end.
fn inflated(part: &mut impl Read, size: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(size.min(STEP) as usize);
    let mut checked = 0;
    while part.by_ref().take(STEP).read_to_end(&mut bytes)? != 0 {
        match str::from_utf8(&bytes[checked..]) {
            Ok(_) => checked = bytes.len(),
            // A letter may go on in the next step.
            Err(error) if error.error_len().is_none() => checked += error.valid_up_to(),
            Err(_) => {
                let left = LARGEST_DAMAGED.saturating_sub(bytes.len());
                part.take(left as u64).read_to_end(&mut bytes)?;
                return Ok(bytes);
            }
        }
    }
    Ok(bytes)
}

/// The text of a part: UTF-8, or UTF-16 where a mark says so. What is neither stays readable as far as it can be.
fn decoded(bytes: Vec<u8>) -> String {
    let wide = |of: fn([u8; 2]) -> u16| {
        let (pairs, _) = bytes[2..].as_chunks::<2>();
        String::from_utf16_lossy(&pairs.iter().map(|pair| of(*pair)).collect::<Vec<_>>())
    };
    match bytes.get(..2) {
        Some(b"\xFF\xFE") => wide(u16::from_le_bytes),
        Some(b"\xFE\xFF") => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// How many entries the end of the central directory counts: more than there are names where some stand twice.
fn entries(bytes: &[u8]) -> Option<usize> {
    let end = memmem::rfind(bytes, b"PK\x05\x06")?;
    let count = bytes.get(end + 10..end + 12)?;
    Some(usize::from(u16::from_le_bytes([count[0], count[1]])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_however_they_are_written() {
        for target in
            ["worksheets/sheet1.xml", "/xl/worksheets/sheet1.xml", "./worksheets\\sheet1.xml"]
        {
            assert_eq!(resolved("xl", target), "xl/worksheets/sheet1.xml");
        }
        assert_eq!(resolved("xl", "../../../x.xml"), "x.xml");
    }

    #[test]
    fn of_what_is_no_text_no_more_is_inflated_than_is_kept() {
        let mut noise = io::repeat(0xFF).take(200 << 20);
        assert_eq!(inflated(&mut noise, 200 << 20).unwrap().len(), LARGEST_DAMAGED);
        assert!((160 << 20) < noise.limit(), "the rest was not read");
        // A letter on the border of two steps is none the worse for it.
        let text = format!("{}ế", "a".repeat(STEP as usize - 1)).repeat(3);
        assert!(inflated(&mut text.as_bytes(), 0).unwrap() == text.as_bytes());
    }

    #[test]
    fn parts_are_utf_8_or_16() {
        let wide: Vec<u8> = "\u{feff}<a>ế</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(wide), "<a>ế</a>");
        assert_eq!(decoded("<a>ế</a>".into()), "<a>ế</a>");
        assert_eq!(decoded(vec![0xff]), "\u{fffd}");
    }
}
