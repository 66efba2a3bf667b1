//! The seal of a page: a digest of all its bytes, in the comment that says whose it is.

use std::io::{Read, Result, Seek};

use crate::domain::digest::sha256;
use crate::domain::mark::{PAGE, SEALED, UNSEALED};

/// A page is some ten thousand bytes; whatever is longer than this is none.
const LARGEST: u64 = 1 << 20;

/// A page of ours: its bytes, and where its seal stands in them.
pub(super) struct Page {
    bytes: Vec<u8>,
    seal: usize,
}

/// The page that a file is; `None` where it does not bear the comment of one.
///
/// # Errors
/// It cannot be read.
pub(super) fn read(file: &mut (impl Read + Seek)) -> Result<Option<Page>> {
    let mut bytes = Vec::new();
    file.rewind()?;
    file.by_ref().take(LARGEST).read_to_end(&mut bytes)?;
    file.rewind()?;
    // A package is compressed: that it holds this text by chance nobody has to fear, that it begins like one decides.
    if bytes.starts_with(b"PK") {
        return Ok(None);
    }
    let found = bytes.windows(PAGE.len()).rposition(|part| part == PAGE.as_bytes());
    Ok(found.map(|at| Page { seal: at + PAGE.len(), bytes }))
}

impl Page {
    /// The bytes with the seal in the place that was left for it; `None` where there is none.
    pub(super) fn sealed(&self) -> Option<Vec<u8>> {
        let seal = || self.with(format!("{SEALED}{}", sha256(&self.bytes)).as_bytes());
        self.bytes[self.seal..].starts_with(UNSEALED.as_bytes()).then(seal)
    }

    /// Whether the seal is that of all the rest.
    pub(super) fn is_whole(&self) -> bool {
        let unsealed = Page { bytes: self.with(UNSEALED.as_bytes()), seal: self.seal };
        unsealed.sealed().is_some_and(|sealed| sealed == self.bytes)
    }

    /// The bytes with this in the place of the seal.
    fn with(&self, seal: &[u8]) -> Vec<u8> {
        let (before, rest) = self.bytes.split_at(self.seal);
        let after = rest.get(UNSEALED.len()..).unwrap_or_default();
        [before, seal, after].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{is_whole, seal};
    use crate::domain::mark::{PAGE, UNSEALED};
    use std::io::Cursor;

    fn sealed(text: &str) -> String {
        let page = format!("<!doctype html><p>{text}</p>{PAGE}{UNSEALED} -->\n");
        let mut into = Cursor::new(Vec::new());
        seal(Cursor::new(page), &mut into).unwrap();
        String::from_utf8(into.into_inner()).unwrap()
    }

    fn whole(page: &str) -> Option<bool> {
        is_whole(Cursor::new(page))
    }

    #[test]
    fn a_sealed_page_is_whole_until_a_byte_of_it_changes() {
        let ours = sealed("Xã Hòa Sơn");
        assert_eq!(whole(&ours), Some(true));
        assert_eq!(whole(&ours.replace("Sơn", "Son")), Some(false));
        // As a browser saves it, and cut short.
        assert_eq!(whole(&format!("<!-- saved from url -->{ours}")), Some(false));
        assert_eq!(whole(&ours[..ours.len() - 20]), Some(false));
        assert_eq!(whole(&ours.replace("sha256:", "sha256:0")), Some(false));
    }

    #[test]
    fn a_page_of_others_bears_no_seal() {
        assert_eq!(whole("<!doctype html><p>sha256:</p>"), None);
        assert_eq!(whole(""), None);
    }
}
