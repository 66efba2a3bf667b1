//! TCVN3 (TCVN 5712:1993, third set; "ABC", the `.Vn` fonts): one code a letter, and no capitals that bear a tone.
//!
//! Capitals with a tone are lower-case letters in a font of capitals (`.VnTimeH`). Typed in a plain font they stand as
//! lower-case letters among capitals ("UBND HUYÖN"); they are raised where the letters around them leave no doubt.

/// The letters of the codes from U+00A0 on; a space where there is none.
#[rustfmt::skip]
static LETTERS: [char; 96] = [
    ' ', 'Ă', 'Â', 'Ê', 'Ô', 'Ơ', 'Ư', 'Đ', 'ă', 'â', 'ê', 'ô', 'ơ', 'ư', 'đ', ' ', // A0
    ' ', ' ', ' ', ' ', ' ', 'à', 'ả', 'ã', 'á', 'ạ', ' ', 'ằ', 'ẳ', 'ẵ', 'ắ', ' ', // B0
    ' ', ' ', ' ', ' ', ' ', ' ', 'ặ', 'ầ', 'ẩ', 'ẫ', 'ấ', 'ậ', 'è', ' ', 'ẻ', 'ẽ', // C0
    'é', 'ẹ', 'ề', 'ể', 'ễ', 'ế', 'ệ', 'ì', 'ỉ', ' ', ' ', ' ', 'ĩ', 'í', 'ị', 'ò', // D0
    ' ', 'ỏ', 'õ', 'ó', 'ọ', 'ồ', 'ổ', 'ỗ', 'ố', 'ộ', 'ờ', 'ở', 'ỡ', 'ớ', 'ợ', 'ù', // E0
    ' ', 'ủ', 'ũ', 'ú', 'ụ', 'ừ', 'ử', 'ữ', 'ứ', 'ự', 'ỳ', 'ỷ', 'ỹ', 'ý', 'ỵ', ' ', // F0
];

/// The letter of a code.
pub(super) fn letter(code: char) -> Option<char> {
    let at = u32::from(code).checked_sub(0xA0)?;
    LETTERS.get(at as usize).copied().filter(|letter| *letter != ' ')
}

/// The text, and whether each letter beyond ASCII was a code.
///
/// Many codes are signs elsewhere. Those that stand apart from all letters stay signs ("2 × 3", "· ", "± 5"), but for
/// `«`, the first word of "ô tô", and `®`, the đồng of "5.000 đ".
pub(super) fn decode(text: &str) -> (String, bool) {
    let codes: Vec<char> = text.chars().collect();
    let mut is_explained = true;
    let is_part =
        |at: Option<&char>| at.is_some_and(|code| code.is_alphabetic() || letter(*code).is_some());
    let decoded: String = codes
        .iter()
        .enumerate()
        .map(|(at, code)| match letter(*code) {
            Some(letter) => {
                let before = at.checked_sub(1).and_then(|before| codes.get(before));
                let is_word = code.is_alphabetic() || is_part(before) || is_part(codes.get(at + 1));
                if is_word || matches!(code, '«' | '®') { letter } else { *code }
            }
            None => {
                is_explained &= code.is_ascii() || !code.is_alphabetic();
                *code
            }
        })
        .collect();
    (raised(decoded), is_explained)
}

/// The text with the capitals that the code has none for.
fn raised(text: String) -> String {
    let is_heading = text.split(|letter: char| !letter.is_alphabetic()).any(is_capitals);
    if !is_heading {
        return text;
    }
    if !text.chars().any(is_small) {
        return text.to_uppercase();
    }
    let words = text.split_inclusive(|letter: char| !letter.is_alphabetic());
    words
        .map(|word| if is_capitals(word) { word.to_uppercase() } else { word.to_owned() })
        .collect()
}

/// Two capitals at least, and no small letter that could have been typed as a capital.
fn is_capitals(word: &str) -> bool {
    1 < word.chars().filter(|letter| letter.is_uppercase()).count() && !word.chars().any(is_small)
}

fn is_small(letter: char) -> bool {
    letter.is_lowercase() && (letter.is_ascii() || "ăâđêôơư".contains(letter))
}

/// The codes of a text as a `.Vn` font shows it; a capital with a tone has none but its small letter's.
#[cfg(test)]
pub(super) fn encode(text: &str) -> String {
    let code = |wanted: char| {
        let at = LETTERS.iter().position(|letter| *letter == wanted)?;
        char::from_u32(0xA0 + at as u32)
    };
    let small = |letter: char| letter.to_lowercase().next().and_then(code);
    let coded = |letter: char| {
        if letter.is_ascii() {
            letter
        } else {
            code(letter).or_else(|| small(letter)).unwrap_or(letter)
        }
    };
    text.chars().map(coded).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::fixture::{LETTERS_WITH_MARKS, words};
    use super::*;

    #[test]
    fn a_known_sentence_is_read() {
        let (text, is_explained) = decode("Céng hoµ x· héi chñ nghÜa ViÖt Nam");
        assert_eq!((text.as_str(), is_explained), ("Cộng hoà xã hội chủ nghĩa Việt Nam", true));
        assert_eq!(decode("Dù ¸n ®Çu t\u{ad} « t«").0, "Dự án đầu tư ô tô");
        assert_eq!(decode("5.000 ®").0, "5.000 đ");
    }

    #[test]
    fn every_letter_comes_back_and_no_code_stands_for_two() {
        for letter in LETTERS_WITH_MARKS.chars() {
            let coded = encode(&format!("b{letter}"));
            assert!(coded.chars().all(|code| u32::from(code) <= 0xFF), "{letter}");
            assert_eq!(decode(&coded).0, format!("b{letter}"));
            let capital: String = letter.to_uppercase().collect();
            assert_eq!(decode(&encode(&format!("HU{capital}NG"))).0, format!("HU{capital}NG"));
        }
        assert_eq!(LETTERS.iter().filter(|letter| **letter != ' ').count(), 74);
    }

    #[test]
    fn capitals_are_raised_where_the_letters_around_them_are_capitals() {
        assert_eq!(decode("UBND X· V¢N NHAM").0, "UBND XÃ VÂN NHAM");
        assert_eq!(decode("H§ND huyÖn, §¶NG Uû x·").0, "HĐND huyện, ĐẢNG Uỷ xã");
        assert_eq!(decode("X· Vò LÔ").0, "Xã Vũ Lễ");
    }

    #[test]
    fn signs_that_stand_alone_stay() {
        for sign in ["2 × 3", "· 5", "± 5 %", "§ 1", "20 °C", "m²"] {
            assert_eq!(decode(sign), (sign.to_owned(), true));
        }
        assert!(!decode("Hà").1, "no code: it is Unicode");
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
