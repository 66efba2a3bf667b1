//! The last block of a run: where the files are and what to do next.

use unicode_width::UnicodeWidthStr;

use crate::domain::label::harmless;
use crate::domain::lang::{Lang, Text};

/// What is where and what comes next: pairs of what it is and its path or command, a line each.
///
/// Paths and commands are not wrapped, so that they can be copied.
pub(crate) fn next_steps(steps: &[(String, String)], lang: Lang) -> String {
    if steps.is_empty() {
        return String::new();
    }
    let widest = steps.iter().map(|(what, _)| what.width()).max().unwrap_or(0);
    let mut out = format!("\n{}\n", HEADING.get(lang));
    for (what, place) in steps {
        let gap = " ".repeat(widest - what.width());
        out.push_str(&format!("  {what}{gap}  {}\n", harmless(place)));
    }
    out
}

const HEADING: Text =
    Text { vi: "Kết quả và việc tiếp theo", en: "Results and next steps" };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stand_below_each_other() {
        let steps = [("Bảng tổng hợp", "ket-qua/2024-06/a.xlsx"), ("Đôn đốc", "giaingan don-doc")];
        let steps = steps.map(|(what, place)| (what.to_owned(), place.to_owned()));
        let text = next_steps(&steps, Lang::Vi);
        let column = |line: &str, place: &str| line[..line.find(place).unwrap()].width();
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(column(lines[2], "ket-qua"), column(lines[3], "giaingan"));
    }
}
