//! VNI-Windows (the `VNI-` fonts): a base letter, then a second code for the marks above and below it.

use unicode_normalization::char::compose;

const ACUTE: char = '\u{301}';
const GRAVE: char = '\u{300}';
const HOOK: char = '\u{309}';
const TILDE: char = '\u{303}';
const DOT: char = '\u{323}';
const CIRCUMFLEX: char = '\u{302}';
const BREVE: char = '\u{306}';

/// The codes that are a letter of their own.
const LETTERS: [(char, char); 9] = [
    ('đ', 'ñ'),
    ('ơ', 'ô'),
    ('ư', 'ö'),
    ('í', 'í'),
    ('ì', 'ì'),
    ('ỉ', 'æ'),
    ('ĩ', 'ó'),
    ('ị', 'ò'),
    ('ỵ', 'î'),
];

/// The codes of marks: behind which letters, and what they add.
const MARKS: [(char, &str, &[char]); 17] = [
    ('ù', "aeouyơư", &[ACUTE]),
    ('ø', "aeouyơư", &[GRAVE]),
    ('û', "aeouyơư", &[HOOK]),
    ('õ', "aeouyơư", &[TILDE]),
    ('ï', "aeouyơư", &[DOT]),
    ('â', "aeo", &[CIRCUMFLEX]),
    ('á', "aeo", &[CIRCUMFLEX, ACUTE]),
    ('à', "aeo", &[CIRCUMFLEX, GRAVE]),
    ('å', "aeo", &[CIRCUMFLEX, HOOK]),
    ('ã', "aeo", &[CIRCUMFLEX, TILDE]),
    ('ä', "aeo", &[DOT, CIRCUMFLEX]),
    ('ê', "a", &[BREVE]),
    ('é', "a", &[BREVE, ACUTE]),
    ('è', "a", &[BREVE, GRAVE]),
    ('ú', "a", &[BREVE, HOOK]),
    ('ü', "a", &[BREVE, TILDE]),
    ('ë', "a", &[DOT, BREVE]),
];

/// The text, and whether each letter beyond ASCII was a code in a place where it can stand.
///
/// Keyboards gave small marks behind capitals; behind a small letter no mark is a capital.
pub(super) fn decode(text: &str) -> (String, bool) {
    let mut decoded = String::with_capacity(text.len());
    let mut is_explained = true;
    let mut codes = text.chars().peekable();
    while let Some(code) = codes.next() {
        let base = letter(code).unwrap_or(code);
        let marked = codes.peek().and_then(|mark| marked(base, *mark));
        if let Some(marked) = marked {
            codes.next();
            decoded.push(marked);
            continue;
        }
        is_explained &= base != code || code.is_ascii() || !code.is_alphabetic() || is_i(code);
        decoded.push(base);
    }
    (decoded, is_explained)
}

/// `í` and `ì` stand for themselves.
fn is_i(code: char) -> bool {
    matches!(code, 'í' | 'ì' | 'Í' | 'Ì')
}

/// The letter that a code is by itself, in the code's case.
fn letter(code: char) -> Option<char> {
    let small = lower(code);
    let (letter, _) = LETTERS.iter().find(|(_, own)| *own == small)?;
    Some(if code == small { *letter } else { upper(*letter) })
}

/// The letter with the marks of a code, where it can bear them.
fn marked(base: char, mark: char) -> Option<char> {
    if mark.is_uppercase() && base.is_lowercase() {
        return None;
    }
    let mark = lower(mark);
    let (.., marks) =
        MARKS.iter().find(|(code, bases, _)| *code == mark && bases.contains(lower(base)))?;
    // The dot below is composed first: ộ is ọ with a circumflex.
    marks.iter().try_fold(base, |letter, mark| compose(letter, *mark))
}

fn lower(letter: char) -> char {
    letter.to_lowercase().next().unwrap_or(letter)
}

fn upper(letter: char) -> char {
    letter.to_uppercase().next().unwrap_or(letter)
}

/// The codes of a text.
#[cfg(test)]
pub(super) fn encode(text: &str) -> String {
    let cased = |like: char, code: char| if like.is_uppercase() { upper(code) } else { code };
    let mut codes = String::new();
    for wanted in text.chars() {
        let small = lower(wanted);
        if let Some((_, code)) = LETTERS.iter().find(|(letter, _)| *letter == small) {
            codes.push(cased(wanted, *code));
            continue;
        }
        let pairs = "aeouyơư".chars().flat_map(|base| MARKS.map(|(mark, ..)| (base, mark)));
        match pairs.into_iter().find(|(base, mark)| marked(*base, *mark) == Some(small)) {
            Some((base, mark)) => {
                let own = LETTERS.iter().find(|(letter, _)| *letter == base);
                codes.push(cased(wanted, own.map_or(base, |(_, code)| *code)));
                codes.push(cased(wanted, mark));
            }
            None => codes.push(wanted),
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{LETTERS_WITH_MARKS, words};
    use super::*;

    #[test]
    fn a_known_sentence_is_read() {
        let (text, is_explained) = decode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam");
        assert_eq!((text.as_str(), is_explained), ("Cộng hòa xã hội chủ nghĩa Việt Nam", true));
        assert_eq!(decode("ÑOÄC LAÄP - TÖÏ DO - HAÏNH PHUÙC").0, "ĐỘC LẬP - TỰ DO - HẠNH PHÚC");
        assert_eq!(
            decode("Xaõ Ñöùc Myõ, ñöôøng Lyù Thöôøng Kieät").0,
            "Xã Đức Mỹ, đường Lý Thường Kiệt"
        );
        assert_eq!(decode("VAâN TæNH").0, "VÂN TỉNH");
    }

    #[test]
    fn every_letter_comes_back_in_both_cases() {
        for letter in LETTERS_WITH_MARKS.chars().flat_map(|small| [small, upper(small)]) {
            let coded = encode(&letter.to_string());
            assert!(coded.chars().all(|code| u32::from(code) <= 0xFF), "{letter}");
            assert_eq!(decode(&coded), (letter.to_string(), true));
        }
    }

    #[test]
    fn a_mark_without_its_letter_is_no_code() {
        for text in ["Café", "für", "Müller", "à", "Tổng", "huÕ"] {
            assert!(!decode(text).1, "{text}");
        }
    }

    proptest! {
        #[test]
        fn words_come_back(words in words()) {
            prop_assert_eq!(decode(&encode(&words)), (words, true));
        }

        #[test]
        fn no_text_panics_it(text: String) {
            let _ = decode(&text);
        }
    }
}
