//! What is wrong with a file that the office keeps: said all at once, each with its place and what to write instead.

use std::cmp::Reverse;
use std::fmt;

use crate::domain::label::{fold, harmless};
use crate::domain::lang::{Lang, Words, words};

/// How many are shown: a whole column that is wrong needs no thousand lines.
const SHOWN: usize = 100;

/// Faults of the office's own files; never empty. A clerk mends them all in one go.
///
/// It travels inside `anyhow::Error`; `downcast_ref::<Faults>()` gives it back for [`Faults::show`] in another language
/// than Vietnamese.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Faults(Vec<Words>);

impl Faults {
    /// A single fault.
    pub fn one(vi: impl Into<String>, en: impl Into<String>) -> Faults {
        Faults(vec![Words::new(vi, en)])
    }

    /// Whether there are any.
    ///
    /// # Errors
    /// All of `list`, where it is not empty.
    pub fn none_in(list: Vec<Words>) -> Result<(), Faults> {
        if list.is_empty() { Ok(()) } else { Err(Faults(list)) }
    }

    /// Each fault: where, what, and what would be right.
    pub fn list(&self) -> &[Words] {
        &self.0
    }

    /// One fault as a sentence, several as a list under their number.
    pub fn show(&self, lang: Lang) -> String {
        let count = self.0.len();
        if let [only] = &self.0[..] {
            return only.get(lang).to_owned();
        }
        let title = words!("có {count} chỗ phải sửa:", "{count} things to mend:"; count);
        let lines = self.0.iter().take(SHOWN).map(|words| format!("\n  - {}", words.get(lang)));
        let rest = match count.saturating_sub(SHOWN) {
            0 => Words::default(),
            rest => words!("\n  … và {rest} chỗ nữa", "\n  … and {rest} more"; rest),
        };
        title.get(lang).to_owned() + &lines.collect::<String>() + rest.get(lang)
    }
}

impl fmt::Display for Faults {
    /// In Vietnamese.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.show(Lang::Vi))
    }
}

impl std::error::Error for Faults {}

/// A text as it was typed, in quotes: harmless for a terminal, and not longer than a sentence can bear.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 60;
    let text = harmless(text.trim());
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}

/// The candidate that comes nearest to what was typed, if any is near: at most a third of its letters differ.
///
/// Each candidate is a text to compare with and what it stands for. Of several equally near the one that begins alike
/// for longest wins, then the longer one: a sign is left out more often than added (`gn.31` is `gn.3.1`).
pub fn nearest<T>(
    typed: &str,
    candidates: impl IntoIterator<Item = (impl AsRef<str>, T)>,
) -> Option<T> {
    let typed = fold(typed);
    let letters = typed.chars().count();
    let ranked = candidates.into_iter().filter_map(|(text, meant)| {
        let text = fold(text.as_ref());
        let length = text.chars().count();
        if letters.max(length) < 3 * letters.abs_diff(length) {
            return None;
        }
        let distance = strsim::osa_distance(&typed, &text);
        let alike = typed.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
        let is_near = distance * 3 <= length.max(letters);
        is_near.then_some(((distance, Reverse(alike), Reverse(length)), meant))
    });
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, meant)| meant)
}

/// `; có phải ý là gn.2?`, or nothing where no candidate is near.
pub fn suggestion(meant: Option<impl fmt::Display>) -> Words {
    meant.map_or_else(
        Words::default,
        |meant| words!("; có phải ý là {meant}?", "; did you mean {meant}?"; meant),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let known = ["office", "deadlines", "missing"].map(|word| (word, word));
        assert_eq!(nearest("ofice", known), Some("office"));
        assert_eq!(nearest("Deadline", known), Some("deadlines"));
        assert_eq!(nearest("colour", known), None);
        assert_eq!(nearest("gn.31", ["gn.1", "gn.3", "gn.3.1"].map(|id| (id, id))), Some("gn.3.1"));
    }

    #[test]
    fn faults_are_listed_together_in_either_language() {
        let list = vec![Words::new("một", "one"), Words::new("hai", "two")];
        let faults = Faults::none_in(list).unwrap_err();
        assert_eq!(faults.to_string(), "có 2 chỗ phải sửa:\n  - một\n  - hai");
        assert_eq!(faults.show(Lang::En), "2 things to mend:\n  - one\n  - two");
        assert_eq!(Faults::one("một", "one").to_string(), "một");
        assert_eq!(Faults::none_in(Vec::new()), Ok(()));
        let many = Faults(vec![Words::new("một", "one"); 5000]);
        assert!(many.to_string().ends_with("- một\n  … và 4900 chỗ nữa"));
    }

    #[test]
    fn a_quoted_text_is_short_and_cannot_steer_a_terminal() {
        assert_eq!(quoted("\u{1b}[31mđỏ\u{202e}"), "\"[31mđỏ\"");
        assert_eq!(quoted(&"ă".repeat(100)).chars().count(), 63);
    }
}
