//! Text that is matched becomes a label first: composed or decomposed, old or new tone places, capitals and stray
//! line breaks all compare equal.

use std::fmt;
use std::sync::LazyLock;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// Bare lower-case words with single spaces between: letters and digits only, no diacritics.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Label(String);

impl Label {
    /// The label of a text: `"Lũy kế\nGIẢI NGÂN (*)"` is `"luy ke giai ngan"`.
    pub fn new(text: &str) -> Label {
        let mut out = String::with_capacity(text.len());
        for_folded(text, |letter| {
            if letter.is_alphanumeric() {
                out.push(letter);
            } else if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        });
        if out.ends_with(' ') {
            out.pop();
        }
        Label(out)
    }

    /// The words as one string.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The words one by one.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.split(' ').filter(|word| !word.is_empty())
    }

    /// Whether nothing is left of the text.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether `phrase` stands in it as whole words.
    pub fn has(&self, phrase: &str) -> bool {
        self.find(phrase, 0).is_some()
    }

    /// Where `phrase` begins as whole words at or after byte `from`.
    ///
    /// Word by word, because a label has few words and is asked for hundreds of phrases.
    pub fn find(&self, phrase: &str, from: usize) -> Option<usize> {
        let text = self.0.as_bytes();
        let next = |at: usize| Some(at + text[at..].iter().position(|byte| *byte == b' ')? + 1);
        let is_begin = from == 0 || text.get(from - 1) == Some(&b' ');
        let mut at = if is_begin { from } else { next(from.min(text.len()))? };
        while at < text.len() {
            let end = at + phrase.len();
            let closes = end == text.len() || text.get(end) == Some(&b' ');
            if closes && text[at..].starts_with(phrase.as_bytes()) {
                return Some(at);
            }
            at = next(at)?;
        }
        None
    }

    /// The rest after `prefix`, where it begins with these whole words.
    pub fn after(&self, prefix: &str) -> Option<Label> {
        let rest = self.0.strip_prefix(prefix)?;
        if rest.is_empty() {
            return Some(Label::default());
        }
        rest.strip_prefix(' ').map(|rest| Label(rest.into()))
    }

    /// Whether it and `other` differ by no more than a few typing errors: one edit for every eight letters.
    ///
    /// The bound is ours: "Đa dang hoá sinh kế, phát triễn mô hinh" must be found, "Tiểu dự án 1" and "2" must not
    /// become one: numbers are never a typing error.
    pub fn resembles(&self, other: &Label) -> bool {
        let (a, b) = (&*self.0, &*other.0);
        self.shape().is_near(&other.shape())
            && self.digits() == other.digits()
            && strsim::levenshtein(a, b) <= typing_errors(a.len(), b.len())
    }

    /// Its digits, one after the other: labels that resemble each other have the same.
    pub fn digits(&self) -> String {
        self.0.chars().filter(char::is_ascii_digit).collect()
    }

    /// Its letters, counted.
    pub fn shape(&self) -> Shape {
        let mut counts = [0_u8; 64];
        for byte in self.0.bytes() {
            let count = &mut counts[usize::from(byte) % 64];
            *count = count.saturating_add(1);
        }
        Shape { length: self.0.len(), counts }
    }
}

/// The bound of [`Label::resembles`] for labels of these lengths.
fn typing_errors(a: usize, b: usize) -> usize {
    a.min(b) / 8
}

/// The letters of a label, counted: most pairs of labels are told apart by that alone.
#[derive(Clone, Debug)]
pub struct Shape {
    length: usize,
    counts: [u8; 64],
}

impl Shape {
    /// Whether labels of these shapes may resemble each other.
    pub fn is_near(&self, other: &Shape) -> bool {
        let bound = typing_errors(self.length, other.length);
        if bound < self.length.abs_diff(other.length) {
            return false;
        }
        // An edit changes the count of two letters at the most.
        let pairs = self.counts.iter().zip(&other.counts);
        let differing: u32 = pairs.map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        differing as usize <= 2 * bound
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Lower case without diacritics; punctuation and digits stay, white space becomes single spaces.
///
/// `ƣ` (a look-alike of `ư` in old fonts), `Ð` and `Ɖ` (U+00D0, U+0189, typed for `Đ`) fold like what they stand for;
/// what has no width is left out.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for_folded(text, |letter| {
        if letter != ' ' || !out.ends_with(' ') {
            out.push(letter);
        }
    });
    let trimmed = out.trim_matches(' ');
    if trimmed.len() == out.len() { out } else { trimmed.to_owned() }
}

/// Hands on the letters of a text as [`fold`] leaves them, each white space as a space.
fn for_folded(text: &str, mut take: impl FnMut(char)) {
    static TABLE: LazyLock<Vec<u8>> = LazyLock::new(|| (0..TABLED).map(tabled).collect());
    let table = &**TABLE;
    let mut apart = Vec::new();
    for letter in text.chars() {
        let plain = table.get(letter as usize).copied().unwrap_or_default();
        let one = [char::from(plain)];
        let letters = if plain == 0 {
            apart.clear();
            fold_letter(letter, &mut apart);
            &apart[..]
        } else {
            &one
        };
        letters.iter().for_each(|letter| take(*letter));
    }
}

/// The letters of Vietnamese and all of Latin stand below this one.
const TABLED: u32 = 0x1f00;

/// The one ASCII letter that a character folds to; 0 where it is none, or several.
///
/// A label is made of every text of every file, most of them more than once, and to take each letter apart is most of
/// what that costs.
fn tabled(code: u32) -> u8 {
    let mut folded = Vec::new();
    if let Some(letter) = char::from_u32(code) {
        fold_letter(letter, &mut folded);
    }
    match folded[..] {
        [letter] if letter.is_ascii() => letter as u8,
        _ => 0,
    }
}

/// Adds what a character folds to.
///
/// Marks are dropped whatever their order, so letters are taken apart one by one and never put in order.
fn fold_letter(letter: char, out: &mut Vec<char>) {
    unicode_normalization::char::decompose_compatible(letter, |letter| match letter {
        '!'..='~' => out.push(letter.to_ascii_lowercase()),
        '\u{300}'..='\u{36f}' => {}
        'đ' | 'Đ' | 'ð' | 'Ð' | 'ɖ' | 'Ɖ' => out.push('d'),
        'ƣ' | 'Ƣ' => out.push('u'),
        '\u{ad}'
        | '\u{61c}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}' => {}
        letter if letter.is_whitespace() || letter.is_control() => out.push(' '),
        letter if unicode_normalization::char::is_combining_mark(letter) => {}
        letter => out.extend(letter.to_lowercase()),
    });
}

/// A text as it goes on: composed Unicode (NFC), outer white space off.
pub fn composed(text: &str) -> String {
    let text = text.trim();
    if is_composed(text) { text.to_owned() } else { text.nfc().collect() }
}

/// Whether a text is composed (NFC) for certain.
pub fn is_composed(text: &str) -> bool {
    // Latin letters and the composed ones of Vietnamese need no table.
    let is_plain = |letter| matches!(letter, '\0'..'\u{300}' | '\u{1e00}'..='\u{1eff}');
    text.chars().all(is_plain) || is_nfc_quick(text.chars()) == IsNormalized::Yes
}

/// A text from a unit made harmless for a terminal: no controls, no direction marks; line breaks become spaces.
pub fn harmless(text: &str) -> String {
    text.chars()
        .filter_map(|letter| match letter {
            '\n' | '\r' | '\t' => Some(' '),
            '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}' => None,
            letter if letter.is_control() => None,
            letter => Some(letter),
        })
        .collect()
}

/// The same for a text of several lines.
pub fn harmless_lines(text: &str) -> String {
    text.split('\n').map(harmless).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_of_one_text_are_one_label() {
        let label = Label::new("Lũy kế giải ngân");
        for text in
            ["LUỸ KẾ\nGIẢI NGÂN", "lu\u{303}y ke\u{302}\u{301} giải  ngân (*)", "Luy ke giai ngan:"]
        {
            assert_eq!(Label::new(text), label, "{text}");
        }
    }

    #[test]
    fn a_letter_folds_alike_whether_it_is_looked_up_or_taken_apart() {
        for letter in (0..0x3000).filter_map(char::from_u32) {
            let (mut apart, mut folded) = (Vec::new(), Vec::new());
            fold_letter(letter, &mut apart);
            for_folded(letter.encode_utf8(&mut [0; 4]), |letter| folded.push(letter));
            assert_eq!(folded, apart, "{letter:?}");
        }
    }

    #[test]
    fn look_alikes_are_the_letters_they_are_typed_for() {
        let label = Label::new("Đầu tư: Hòa Bình, quý 2, thúy");
        for text in [
            "Ðầu tƣ: Hòa Bình, quý 2, thúy",
            "ƉẦU TƢ HOÀ BÌNH QUÝ 2 THUÝ",
            "Đầu tư: Hoà Bình, quý ２, thuý",
            "Đầu\u{a0}tư: Hòa\u{202f}Bình, quý\u{3000}2, thúy",
            "\u{feff}Đầu tư\u{200b}: Hòa\u{2060} B\u{ad}ình, \u{2066}quý\u{2069} 2, thúy",
            "D\u{335}ầu tu\u{31b}: Ho\u{300}a Bi\u{300}nh, quy\u{301} 2, thu\u{301}y",
        ] {
            assert_eq!(Label::new(text), label, "{text}");
        }
    }

    #[test]
    fn phrases_are_found_as_whole_words() {
        let label = Label::new("Vốn đầu tư phát triển");
        assert!(label.has("dau tu") && label.has("von") && label.has("phat trien"));
        assert!(!label.has("tu phat t") && !label.has("au tu"));
        assert_eq!(label.after("von dau tu").unwrap().as_str(), "phat trien");
        assert_eq!(label.after("von da"), None);
    }

    #[test]
    fn typing_errors_are_forgiven_within_a_bound() {
        let name = Label::new("Đa dạng hóa sinh kế, phát triển mô hình giảm nghèo");
        assert!(name.resembles(&Label::new("Đa dang hoá sinh kế, phát triễn mô hinh giảm ngheo")));
        assert!(name.resembles(&Label::new("Đa dạng hóa sin kế, phát triển mô hìn giảm nghèo")));
        assert!(!Label::new("Tiểu dự án 1").resembles(&Label::new("Tiểu dự án 2")));
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text: String) {
            let once = Label::new(&text);
            prop_assert_eq!(Label::new(once.as_str()), once);
        }

        #[test]
        fn the_normal_form_of_a_text_does_not_matter(text: String) {
            let composed: String = text.nfc().collect();
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(Label::new(&composed), Label::new(&decomposed));
        }

        #[test]
        fn no_text_panics_a_search(text: String, phrase: String) {
            let _ = Label::new(&text).has(&phrase);
            let _ = harmless(&text);
        }
    }
}
