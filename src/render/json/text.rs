//! Text in JSON: composed, and without a raw character that a terminal would obey.

use std::io;

use serde::{Serialize, Serializer};
use serde_json::ser::Formatter;
use unicode_normalization::UnicodeNormalization;

use crate::domain::label::is_composed;

/// A text as it was typed, in composed letters (NFC).
pub(super) struct Nfc<'a>(pub(super) &'a str);

impl Serialize for Nfc<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if is_composed(self.0) {
            return serializer.serialize_str(self.0);
        }
        serializer.collect_str(&self.0.nfc())
    }
}

/// Compact JSON that escapes, beside what JSON itself asks for, DEL, the C1 controls and marks of direction: read by a
/// program nothing changes, read on a terminal nothing happens.
pub(super) struct Harmless;

impl Formatter for Harmless {
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: ?Sized + io::Write,
    {
        // Names of fields and most values are plain ASCII; most other text, Vietnamese too, has none of the bytes that such
        // a character begins with. Without a way out in the middle a loop looks at many bytes at once.
        let is_suspect = |found, byte| found | matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef);
        let is_plain = fragment.is_ascii() && memchr::memchr(0x7f, fragment.as_bytes()).is_none();
        if is_plain || !fragment.bytes().fold(false, is_suspect) {
            return writer.write_all(fragment.as_bytes());
        }
        let mut done = 0;
        for (at, letter) in fragment.char_indices().filter(|(_, letter)| is_obeyed(*letter)) {
            writer.write_all(&fragment.as_bytes()[done..at])?;
            write!(writer, "\\u{:04x}", u32::from(letter))?;
            done = at + letter.len_utf8();
        }
        writer.write_all(&fragment.as_bytes()[done..])
    }
}

/// Whether a terminal may act on it; all of them lie in the first plane, where one escape is enough.
fn is_obeyed(letter: char) -> bool {
    matches!(
        letter,
        '\u{7f}'..='\u{9f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}
