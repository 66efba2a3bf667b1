//! Compound files: what .xls and encrypted packages lie in.

use std::io::{Cursor, Read};

use cfb::CompoundFile;

use super::{Refused, damaged};

/// The bytes of a sector, the unit of a compound file.
const SECTOR: usize = 512;
/// How many sectors a table of sectors describes.
const ENTRIES: usize = SECTOR / 4;
/// Where the header says how many such tables there are.
const TABLES: usize = 44;

/// An open compound file.
pub(super) type Compound = CompoundFile<Cursor<Vec<u8>>>;

/// Opens a compound file.
///
/// # Errors
/// It is damaged.
pub(super) fn open(bytes: &[u8]) -> Result<Compound, Refused> {
    let mut padded = bytes.to_vec();
    padded.resize(whole_length(bytes), 0);
    CompoundFile::open(Cursor::new(padded)).map_err(damaged)
}

/// What a stream of a file of this length holds.
///
/// # Errors
/// It is missing or damaged.
pub(super) fn stream(file: &mut Compound, name: &str, length: usize) -> Result<Vec<u8>, Refused> {
    let mut bytes = Vec::new();
    let part = file.open_stream(name).map_err(damaged)?;
    // A chain of sectors that runs in a circle is longer than the file.
    part.take(length as u64).read_to_end(&mut bytes).map_err(damaged)?;
    Ok(bytes)
}

/// The length that a compound file ought to have: some programs do not fill up the last sector, and some (SheetJS among
/// them) mark the sectors behind the end as used ones.
fn whole_length(bytes: &[u8]) -> usize {
    let length = bytes.len().next_multiple_of(SECTOR);
    let tables = bytes.get(TABLES..).and_then(<[u8]>::first_chunk);
    let tables = tables.map_or(0, |tables| u32::from_le_bytes(*tables)) as usize;
    let described = tables.saturating_mul(ENTRIES).saturating_add(1).saturating_mul(SECTOR);
    // One table of sectors is the most that may be unfilled.
    if (length..length + ENTRIES * SECTOR).contains(&described) { described } else { length }
}
