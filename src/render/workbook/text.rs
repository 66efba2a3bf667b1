//! Text from units made harmless: a cell shows it, nothing runs it.

use std::borrow::Cow;

/// What a cell can hold, in UTF-16 units.
const LONGEST: usize = 32_767;

/// The text without control characters, invisible marks and direction overrides, cut to what a cell can hold.
pub fn clean(text: &str) -> Cow<'_, str> {
    let is_short = text.len() <= LONGEST;
    if is_short && !text.chars().any(is_unwanted) {
        return Cow::Borrowed(text);
    }
    let mut room = LONGEST;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    Cow::Owned(
        text.chars().map(blank_for_break).filter(|c| !is_unwanted(*c)).take_while(fits).collect(),
    )
}

/// A line break or a tab is a blank: it parts words.
fn blank_for_break(letter: char) -> char {
    if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter }
}

fn is_unwanted(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many lines a text takes in a cell so many letters wide.
pub fn lines(text: &str, width: f64) -> u32 {
    let letters =
        |line: &str| (line.chars().count() as f64 / width.max(1.0)).ceil().max(1.0) as u32;
    text.split('\n').map(letters).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_mislead_a_reader_is_gone() {
        assert_eq!(clean("Xã\u{1b}[31m A\u{202e}\u{200b}\nB"), "Xã[31m A B");
        assert_eq!(clean("=1+1"), "=1+1");
    }

    #[test]
    fn a_text_is_cut_to_what_a_cell_holds_and_never_within_a_letter() {
        let long = "😀".repeat(20_000);
        assert_eq!(clean(&long).encode_utf16().count(), LONGEST - 1);
        assert_eq!(clean(&"ễ".repeat(40_000)).chars().count(), LONGEST);
    }
}
