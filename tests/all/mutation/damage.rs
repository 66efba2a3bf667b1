//! Damage done to a workbook at random, with a fixed seed: to its bytes, to the XML in its parts, to its records.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// Numbers that look random and are the same on every run (xorshift).
pub(super) struct Dice(pub u64);

impl Dice {
    /// A number below `most`.
    pub(super) fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % most.max(1) as u64) as usize
    }
}

/// Damages a file as it lies on the disk or, where it is a package, inside one of its parts or streams.
pub(super) fn mutant(original: &[u8], dice: &mut Dice) -> Vec<u8> {
    if dice.below(4) == 0 {
        let mut bytes = original.to_vec();
        scratch(&mut bytes, dice);
        return bytes;
    }
    if original.starts_with(b"PK") { in_part(original, dice) } else { in_stream(original, dice) }
}

/// Damages bytes: flipped, wiped, overstated, repeated, cut off.
pub(super) fn scratch(bytes: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(4) {
        let at = dice.below(bytes.len());
        let to = (at + 1 + dice.below(64)).min(bytes.len());
        match dice.below(6) {
            0 | 1 => bytes.iter_mut().skip(at).take(1).for_each(|byte| *byte ^= 1 << dice.below(8)),
            2 => bytes[at.min(to)..to].fill(0),
            3 => bytes.iter_mut().skip(at).take(4).for_each(|byte| *byte = 0xFF),
            4 => drop(bytes.splice(at..at, bytes[at..to].to_vec()).collect::<Vec<_>>()),
            _ => bytes.truncate(at.max(16)),
        }
    }
}

fn in_part(original: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(original)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        parts.push((part.name().unwrap().into_owned(), content));
    }
    // Most of a package is of no interest: the parts with figures, texts and names are struck more often.
    let is_core = |name: &str| {
        ["sheet", "sharedStrings", "workbook.", "content.xml"]
            .iter()
            .any(|word| name.contains(word))
    };
    let core: Vec<usize> = (0..parts.len()).filter(|at| is_core(&parts[*at].0)).collect();
    let chosen = match dice.below(4) {
        0 => dice.below(parts.len()),
        _ => core[dice.below(core.len())],
    };
    let (name, content) = &mut parts[chosen];
    match dice.below(3) {
        0 => scratch(content, dice),
        _ if name.ends_with(".bin") => in_records(content, dice, varying),
        _ => in_xml(content, dice),
    }
    if dice.below(40) == 0 {
        parts.remove(chosen);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Takes tags away, doubles them, changes a letter or a digit in them.
fn in_xml(content: &mut Vec<u8>, dice: &mut Dice) {
    for _ in 0..=dice.below(2) {
        let starts: Vec<usize> = (0..content.len()).filter(|at| content[*at] == b'<').collect();
        if starts.is_empty() {
            return;
        }
        let from = starts[dice.below(starts.len())];
        let end = content[from..].iter().position(|byte| *byte == b'>');
        let to = end.map_or(content.len(), |end| from + end + 1);
        let tag = content[from..to].to_vec();
        match dice.below(6) {
            0 => drop(content.drain(from..to)),
            1 => drop(content.splice(from..from, tag)),
            2 => drop(content.splice(from..to, [tag, b"<x/>".to_vec()].concat())),
            3 => {
                // A whole element, or as much of it as the next hundred bytes.
                let last = (to + dice.below(100)).min(content.len());
                content.drain(from..last);
            }
            _ => {
                let at = from + 1 + dice.below(tag.len());
                if let Some(byte) = content.get_mut(at) {
                    *byte = b"0123456789-.\"'<>&aZ"[dice.below(19)];
                }
            }
        }
    }
}

/// Where each record of a stream begins and ends: kind and length of two bytes each.
fn fixed(content: &[u8]) -> Vec<(usize, usize)> {
    let mut records = Vec::new();
    let mut at = 0;
    while let Some(&[_, _, low, high]) = content.get(at..at + 4).and_then(|head| head.first_chunk())
    {
        let to = at + 4 + usize::from(u16::from_le_bytes([low, high]));
        if content.len() < to {
            break;
        }
        records.push((at, to));
        at = to;
    }
    records
}

/// The same where kind and length are of seven bits a byte.
fn varying(content: &[u8]) -> Vec<(usize, usize)> {
    let mut records = Vec::new();
    let mut at = 0;
    loop {
        let from = at;
        let mut number = |most: u32| {
            let mut number = 0_usize;
            for place in 0..most {
                let byte = *content.get(at)?;
                at += 1;
                number |= usize::from(byte & 0x7F) << (7 * place);
                if byte & 0x80 == 0 {
                    break;
                }
            }
            Some(number)
        };
        let length = number(2).and_then(|_| number(4));
        let to = length.map(|length| at + length).filter(|to| *to <= content.len());
        let Some(to) = to else { return records };
        records.push((from, to));
        at = to;
    }
}

/// Takes records away, doubles them, changes what is in them.
fn in_records(content: &mut Vec<u8>, dice: &mut Dice, records: fn(&[u8]) -> Vec<(usize, usize)>) {
    for _ in 0..=dice.below(2) {
        let places = records(content);
        if places.is_empty() {
            return;
        }
        let (from, to) = places[dice.below(places.len())];
        match dice.below(5) {
            0 => drop(content.drain(from..to)),
            1 => {
                let again = content[from..to].to_vec();
                content.splice(from..from, again);
            }
            2 => content[from..to].fill(0xFF),
            _ => content[from + dice.below(to - from)] ^= 1 << dice.below(8),
        }
    }
}

/// Damages the records of the workbook of an .xls.
fn in_stream(original: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut file = cfb::CompoundFile::open(Cursor::new(original.to_vec())).unwrap();
    let name = ["/Workbook", "/Book"].into_iter().find(|name| file.is_stream(name)).unwrap();
    let mut content = Vec::new();
    file.open_stream(name).unwrap().read_to_end(&mut content).unwrap();
    match dice.below(3) {
        0 => scratch(&mut content, dice),
        _ => in_records(&mut content, dice, fixed),
    }
    file.create_stream(name).unwrap().write_all(&content).unwrap();
    file.flush().unwrap();
    file.into_inner().into_inner()
}

/// An .xlsx as .xlsm: with macros that are none.
pub(super) fn with_macros(workbook: &[u8]) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        writer.raw_copy_file(archive.by_index_raw(index).unwrap()).unwrap();
    }
    writer.start_file("xl/vbaProject.bin", SimpleFileOptions::default()).unwrap();
    writer.write_all(&[0xFF; 500]).unwrap();
    writer.finish().unwrap().into_inner()
}
