//! Text from units made harmless for workbooks: a cell shows it, nothing runs it, and it fits.

use std::borrow::Cow;

/// What a cell can hold, in UTF-16 units.
const LONGEST: usize = 32_767;

/// The text on one line, without control characters, invisible marks and direction overrides, cut to what a cell or a note
/// can hold: one long text must not keep all the others from being written.
pub(crate) fn clean(text: &str) -> Cow<'_, str> {
    fitted(text, |letter| if matches!(letter, '\n' | '\r' | '\t') { ' ' } else { letter })
}

/// The same with its lines as they are.
pub(crate) fn clean_lines(text: &str) -> Cow<'_, str> {
    fitted(text, |letter| if letter == '\t' { ' ' } else { letter })
}

fn fitted(text: &str, meant: impl Fn(char) -> char) -> Cow<'_, str> {
    let is_unwanted = |letter: char| letter != '\n' && is_unwanted(letter);
    if text.len() <= LONGEST && text.chars().all(|c| meant(c) == c && !is_unwanted(c)) {
        return Cow::Borrowed(text);
    }
    let mut room = LONGEST;
    let fits = |letter: &char| {
        let left = room.checked_sub(letter.len_utf16());
        room = left.unwrap_or(0);
        left.is_some()
    };
    let kept = text.chars().map(meant).filter(|letter| !is_unwanted(*letter));
    Cow::Owned(kept.take_while(fits).collect())
}

fn is_unwanted(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
            | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// The first letter as a capital.
pub(crate) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many lines a text takes in a cell so many letters wide, broken between words as a spreadsheet does.
///
/// Widths are in digits; letters of a sentence are a little narrower, so that the rest is a margin.
pub(crate) fn lines(text: &str, width: f64) -> u32 {
    let width = width.max(1.0) as usize;
    text.split('\n').map(|line| lines_of(line, width)).sum()
}

fn lines_of(line: &str, width: usize) -> u32 {
    let mut lines = 1;
    let mut used = 0;
    for word in line.split(' ') {
        let mut letters = word.chars().count();
        let needed = letters + usize::from(0 < used);
        if used + needed <= width {
            used += needed;
            continue;
        }
        lines += u32::from(0 < used);
        // A word longer than the cell is broken.
        while width < letters {
            letters -= width;
            lines += 1;
        }
        used = letters;
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_mislead_a_reader_is_gone() {
        assert_eq!(clean("Xã\u{1b}[31m A\u{202e}\u{200b}\nB"), "Xã[31m A B");
        assert_eq!(clean("=1+1"), "=1+1");
        assert_eq!(clean_lines("a\u{1b}\r\n\tb"), "a\n b");
    }

    #[test]
    fn a_text_is_cut_to_what_a_cell_holds_and_never_within_a_letter() {
        let long = "😀".repeat(20_000);
        assert_eq!(clean(&long).encode_utf16().count(), LONGEST - 1);
        assert_eq!(clean(&"ễ".repeat(40_000)).chars().count(), LONGEST);
    }

    #[test]
    fn lines_break_between_words() {
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines("Dự án 1: Giảm nghèo", 10.0), 2);
        assert_eq!(lines("0123456789abcdef", 10.0), 2);
        assert_eq!(lines("a\nb", 10.0), 2);
    }
}
