//! One text, read as it stands and as each old encoding reads it, and which reading is the right one.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::{Encoding, syllable, tcvn3, vni, words};

/// What a look at the letters of a text says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Glance {
    /// No letter that an old encoding uses.
    Plain,
    /// Letters of Vietnamese that old encodings use as well.
    Latin,
    /// Letters and signs that Vietnamese has not.
    Odd,
    /// Letters that no old encoding has: it is Unicode.
    Unicode,
}

/// Looks at a text; most end at their first Vietnamese letter.
pub(super) fn glance(text: &str) -> Glance {
    let mut seen = Glance::Plain;
    if text.is_ascii() {
        return seen;
    }
    for letter in text.chars() {
        let found = match letter {
            // Signs that everybody uses: they are no codes, or stand alone.
            '\0'..='\u{a0}' | '°' | '²' | '³' => continue,
            'À'..='Ã' | 'È'..='Ê' | 'Ì' | 'Í' | 'Ò'..='Õ' | 'Ù' | 'Ú' | 'Ý' | 'Ð' => {
                Glance::Latin
            }
            'à'..='ã' | 'è'..='ê' | 'ì' | 'í' | 'ò'..='õ' | 'ù' | 'ú' | 'ý' => {
                Glance::Latin
            }
            '\u{a1}'..='\u{ff}' => Glance::Odd,
            letter if letter.is_alphabetic() || is_combining_mark(letter) => {
                return Glance::Unicode;
            }
            _ => continue,
        };
        seen = seen.max(found);
    }
    seen
}

/// A text in one of its readings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Reading {
    /// The text, in Unicode.
    pub text: String,
    /// Whether each letter beyond ASCII is a code.
    pub is_explained: bool,
    /// Whether each word with such letters can be Vietnamese.
    pub is_vietnamese: bool,
    /// How many phrases of the field it holds that have such letters.
    pub known: usize,
}

impl Reading {
    /// The text as it stands.
    pub(super) fn unicode(text: &str) -> Reading {
        Reading::new(text.to_owned(), true)
    }

    /// The text as the encoding reads it.
    pub(super) fn of(text: &str, encoding: Encoding) -> Reading {
        let (decoded, is_explained) = match encoding {
            Encoding::Tcvn3 => tcvn3::decode(text),
            Encoding::Vni => vni::decode(text),
        };
        Reading::new(decoded.chars().map(punctuation).nfc().collect(), is_explained)
    }

    fn new(text: String, is_explained: bool) -> Reading {
        let is_apart = |letter: char| letter.is_whitespace() || letter.is_ascii_punctuation();
        let mut is_vietnamese = is_explained;
        let mut found = Vec::new();
        for chunk in text.split(|letter: char| is_apart(letter) || !is_glued(letter)) {
            let is_odd = !chunk.is_ascii();
            is_vietnamese &= !is_odd || syllable::is_vietnamese(chunk);
            if !chunk.is_empty() {
                found.push((chunk.to_lowercase(), is_odd));
            }
        }
        // A sign between letters is a letter that was not understood.
        is_vietnamese &= !has_sign_in_word(&text);
        let known = words::known(&found);
        Reading { text, is_explained, is_vietnamese, known }
    }
}

fn is_glued(letter: char) -> bool {
    letter.is_alphabetic()
}

/// Whether a sign that TCVN3 uses as a letter touches a letter, or stands for one by itself: the đồng of "5.000 ®".
fn has_sign_in_word(text: &str) -> bool {
    let is_sign = |letter: char| !letter.is_alphabetic() && tcvn3::letter(letter).is_some();
    let mut before = ' ';
    text.chars().any(|letter| {
        let is_in_word = letter == '®'
            || (is_sign(letter) && before.is_alphabetic())
            || (is_sign(before) && letter.is_alphabetic())
            || (is_sign(before) && is_sign(letter));
        before = letter;
        is_in_word
    })
}

/// What is typed between 0x80 and 0x9F is punctuation in these fonts; some programs keep the bare code.
fn punctuation(letter: char) -> char {
    const SIGNS: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž',
        '\u{8f}', '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}',
        'ž', 'Ÿ',
    ];
    let at = u32::from(letter).wrapping_sub(0x80) as usize;
    SIGNS.get(at).copied().unwrap_or(letter)
}

/// The reading that a text has in a font of this encoding; `None` where it was pasted there in Unicode.
pub(super) fn by_font(text: &str, encoding: Encoding) -> Option<Reading> {
    let (own, decoded) = (Reading::unicode(text), Reading::of(text, encoding));
    let is_pasted = own.is_vietnamese && (!decoded.is_vietnamese || decoded.known < own.known);
    (!is_pasted).then_some(decoded)
}

/// The reading of a text whose font says nothing, among the encodings that the workbook is known to use; of equals the
/// later one. A text that can be Unicode as well stays as it is where the sheet holds Unicode.
pub(super) fn by_content(
    text: &str,
    encodings: &[Encoding],
    sheet: Company,
) -> Option<(Encoding, Reading)> {
    let own = Reading::unicode(text);
    let (encoding, best) = encodings
        .iter()
        .map(|encoding| (*encoding, Reading::of(text, *encoding)))
        .filter(|(_, reading)| reading.is_explained)
        .max_by_key(|(_, reading)| (reading.is_vietnamese, reading.known))?;
    let is_better = if own.is_vietnamese {
        best.is_vietnamese
            && (own.known < best.known || (own.known == best.known && sheet == Company::Legacy))
    } else {
        best.is_vietnamese || is_unnatural(text)
    };
    is_better.then_some((encoding, best))
}

/// What else stands on the sheet of a text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Company {
    /// No text in Unicode.
    Legacy,
    /// Some texts in Unicode.
    Mixed,
}

/// Whether no language writes so: a sign within a word, or a capital behind a small letter.
fn is_unnatural(text: &str) -> bool {
    let is_humped =
        |pair: (char, char)| pair.0.is_lowercase() && pair.1.is_uppercase() && !pair.1.is_ascii();
    has_sign_in_word(text) || text.chars().zip(text.chars().skip(1)).any(is_humped)
}
