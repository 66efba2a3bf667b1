//! The table of strings that cells point into, and texts of several runs.

use std::collections::BTreeSet;

use super::records::{Record, Records};
use super::styles::Styles;
use crate::read::{MOST_CELLS, Refused, too_many_cells};

/// The texts by their number.
#[derive(Default)]
pub(super) struct Strings {
    /// What each says.
    pub texts: Vec<Box<str>>,
    /// Those that are struck through from end to end.
    pub struck: BTreeSet<usize>,
}

/// Reads the part.
///
/// # Errors
/// More texts than cells are read of one file.
pub(super) fn read(part: &[u8], styles: &Styles) -> Result<Strings, Refused> {
    let mut strings = Strings::default();
    for item in Records::new(part).flatten().filter(|record| record.kind == 0x13) {
        let (said, is_struck) = rich(&item, 0, styles).unwrap_or_default();
        strings.struck.extend(is_struck.then_some(strings.texts.len()));
        strings.texts.push(said.into());
        if MOST_CELLS < strings.texts.len() {
            return Err(too_many_cells());
        }
    }
    Ok(strings)
}

/// The text at this place, perhaps of several runs: what it says, and whether all of that is struck through.
///
/// A run set above the line is the number of a footnote, and one that is struck through was taken back: beside others
/// neither says anything.
pub(super) fn rich(record: &Record<'_>, at: usize, styles: &Styles) -> Option<(String, bool)> {
    let text = record.text(at + 1)?;
    if record.byte(at)? & 1 == 0 {
        return Some((text, false));
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let runs = at + 5 + 2 * units.len();
    let count = record.long(runs)? as usize;
    let run = |number: usize| {
        let at = runs.checked_add(4)?.checked_add(number.checked_mul(4)?)?;
        Some((usize::from(record.short(at)?), styles.font(record.short(at + 2)?)))
    };
    // In front of the first run the font is that of the cell.
    let runs = (0..count).map_while(run);
    let starts: Vec<_> = std::iter::once((0, Default::default())).chain(runs).collect();
    let ends = starts.iter().skip(1).map(|(from, _)| *from).chain([units.len()]);
    let (mut whole, mut beside, mut has_struck) = (String::new(), String::new(), false);
    for ((from, font), to) in starts.iter().zip(ends) {
        // A damaged run may begin behind the end.
        let to = to.min(units.len());
        let run = String::from_utf16_lossy(&units[(*from).min(to)..to]);
        has_struck |= font.is_struck && !run.trim().is_empty();
        let is_beside = font.is_struck || font.is_raised;
        if is_beside { &mut beside } else { &mut whole }.push_str(&run);
    }
    Some(if whole.trim().is_empty() { (beside, has_struck) } else { (whole, false) })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An item of the table: a text and where its fonts change.
    fn item(text: &str, runs: &[(u16, u16)]) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend((text.len() as u32).to_le_bytes());
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes.extend((runs.len() as u32).to_le_bytes());
        bytes.extend(
            runs.iter().flat_map(|(at, font)| [at.to_le_bytes(), font.to_le_bytes()]).flatten(),
        );
        [&[0x13, bytes.len() as u8], &*bytes].concat()
    }

    /// A font: struck through or not, above the line or not.
    fn font(struck: u8, raised: u8) -> Vec<u8> {
        let mut bytes = vec![0; 25];
        (bytes[2], bytes[6]) = (struck << 3, raised);
        [&[0x2B, 25], &*bytes].concat()
    }

    #[test]
    fn footnotes_and_struck_runs_say_nothing_beside_others() {
        let styles = [font(0, 0), font(0, 1), font(1, 0)].concat();
        let styles = super::super::styles::read(&styles);
        let part = [
            item("1441", &[(3, 1)]),
            item("95120", &[(0, 2), (2, 0)]),
            item("95", &[(0, 2)]),
            item("95", &[(7, 2)]),
        ];
        let strings = read(&part.concat(), &styles).unwrap();
        assert_eq!(strings.texts, ["144", "120", "95", "95"].map(Box::from));
        assert_eq!(strings.struck, BTreeSet::from([2]));
    }
}
