//! Texts as pages of the consolidated workbook lay them out.

/// The first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// How many lines a text takes in a cell so many letters wide, broken between words as a spreadsheet does.
///
/// Widths are in digits; letters of a sentence are a little narrower, so that the rest is a margin.
pub fn lines(text: &str, width: f64) -> u32 {
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
    fn lines_break_between_words() {
        assert_eq!(lines("", 10.0), 1);
        assert_eq!(lines("Dự án 1: Giảm nghèo", 10.0), 2);
        assert_eq!(lines("0123456789abcdef", 10.0), 2);
        assert_eq!(lines("a\nb", 10.0), 2);
    }
}
