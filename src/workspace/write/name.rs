//! File names from texts such as a unit's name, under which every system takes a file.

use unicode_normalization::UnicodeNormalization;

/// The most letters of a name.
const LONGEST: usize = 120;

/// The most bytes of a name: systems take 255, and an ending and a period are still to come.
const LARGEST: usize = 200;

/// A file name from a text such as a unit's name, without an extension: no `\ / : * ? " < > |`, no controls, no name
/// that Windows keeps for itself, composed Unicode, at most 120 letters. Never empty.
pub fn file_name(text: &str) -> String {
    let safe: String = text
        .chars()
        .filter_map(|letter| match letter {
            '\\' | '/' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => Some('-'),
            letter if letter.is_whitespace() => Some(' '),
            '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}' => None,
            letter if letter.is_control() => None,
            letter => Some(letter),
        })
        .nfc()
        .collect();
    let words: Vec<&str> = safe.split_whitespace().collect();
    let mut name = words.join(" ");
    // A leading dot hides a file, a leading "~$" says that it is a lock.
    let begin = name.trim_start_matches(['.', '~', ' ']).len();
    name.drain(..name.len() - begin);
    if is_reserved(&name) {
        name.insert(0, '_');
    }
    let mut bytes = 0;
    let fits = |letter: &char| {
        bytes += letter.len_utf8();
        bytes <= LARGEST
    };
    let name: String = name.chars().take(LONGEST).take_while(fits).collect();
    let name = name.trim_end_matches(['.', ' ']);
    if name.is_empty() { "khong-ten".to_owned() } else { name.to_owned() }
}

/// Whether Windows takes the name for a device, whatever its extension.
fn is_reserved(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    if ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"].contains(&stem.as_str()) {
        return true;
    }
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let mut digits = number.unwrap_or_default().chars();
    matches!((digits.next(), digits.next()), (Some('0'..='9' | '¹' | '²' | '³'), None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_of_units_become_names_of_files() {
        assert_eq!(file_name("Phòng LĐ-TB&XH / Dân tộc: \"A\""), "Phòng LĐ-TB&XH - Dân tộc- -A-");
        assert_eq!(file_name("Xa\u{303} A\n"), "Xã A");
        assert_eq!(file_name("../../etc/passwd"), "-..-etc-passwd");
        assert_eq!(file_name("con.2024"), "_con.2024");
        assert_eq!(file_name("LPT¹"), "_LPT¹");
        assert_eq!(file_name("Công ty"), "Công ty");
        assert_eq!(file_name("~$ a ."), "$ a");
        assert_eq!(file_name(" ... "), "khong-ten");
        assert_eq!(file_name(&"ă".repeat(500)).chars().count(), 100);
        assert_eq!(file_name(&"a".repeat(500)).len(), 120);
    }

    proptest! {
        #[test]
        fn any_text_gives_a_safe_name_and_a_safe_name_stays(
            text in prop_oneof![any::<String>(), "(con|NUL|com[0-9¹]|[. ~$/:<a-z\u{300}-\u{303}])*\\.?.{0,130}"]
        ) {
            let name = file_name(&text);
            prop_assert!(!name.is_empty() && name.chars().count() <= LONGEST && name.len() <= LARGEST);
            prop_assert!(!name.contains(['\\', '/', ':', '*', '?', '"', '<', '>', '|']));
            prop_assert!(!name.chars().any(char::is_control));
            prop_assert!(!is_reserved(&name) && !name.ends_with(['.', ' ']));
            prop_assert!(!name.starts_with(['.', ' ', '~']));
            prop_assert_eq!(name.nfc().collect::<String>(), name.clone());
            prop_assert_eq!(file_name(&name), name);
        }
    }
}
