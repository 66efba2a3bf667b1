//! Which words can be Vietnamese: a wrong reading of an old encoding hardly ever makes syllables.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

const ACUTE: char = '\u{301}';
const DOT: char = '\u{323}';

/// What a syllable begins with; the last rows are of names of the highlands ("Krông", "Đrây").
const ONSETS: [&str; 35] = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh",
    "nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x", //
    "br", "đr", "kl", "kr", "pl", "pr", "bl",
];

/// What a syllable ends with, without its tone: vowels and the consonants behind them.
const RIMES: &str = " a ac ach ai am an ang anh ao ap at au ay \
    ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây \
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êc \
    i ia ich im in inh ip it iu ic iêc iêm iên iêng iêp iêt iêu \
    o oc oi om on ong oong ooc op ot oa oac oach oai oam oan oang oanh oao oap oat oay \
    oăc oăm oăn oăng oăt oe oen oeo oet \
    ô ôc ôi ôm ôn ông ôp ôt ôông ơ ơi ơm ơn ơp ơt ơu \
    u ua uc ui um un ung up ut uân uâng uât uây uê uêch uên uênh uêt uêu uơ uơt uya uy uych uyên uyêt uynh uyp uyt uyu \
    uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu \
    y yêm yên yêng yêt yêu ";

/// Whether the word can be Vietnamese: a syllable with its tone in a place where it is written, or an abbreviation with
/// a Đ in it ("HĐND", "trđ"). `Ð` (U+00D0) is typed for Đ.
pub(super) fn is_vietnamese(word: &str) -> bool {
    let is_initial = |letter: char| {
        matches!(letter, 'đ' | 'Đ' | 'Ð') || (letter.is_ascii() && !"aeiouyAEIOUY".contains(letter))
    };
    let is_capital = |letter: char| matches!(letter, 'Đ' | 'Ð') || letter.is_ascii_uppercase();
    if word.chars().all(is_initial) || word.chars().all(is_capital) {
        return true;
    }
    let Some((mut letters, tone)) = is_cased(word).then(|| taken_apart(word)).flatten() else {
        return false;
    };
    // "Đắk", "Lắk": names keep a k where other words have c.
    if let Some(rest) = letters.strip_suffix('k').filter(|rest| !rest.is_empty()) {
        letters = format!("{rest}c");
    }
    ONSETS.iter().any(|onset| {
        let Some(rime) = letters.strip_prefix(onset).filter(|rime| is_rime(rime)) else {
            return false;
        };
        let begin = onset.chars().count();
        tone.is_none_or(|(tone, at)| at.checked_sub(begin).is_some_and(|at| bears(rime, tone, at)))
    })
}

/// The word without its tone, in small letters, and the tone with the number of its letter; `None` for two tones.
fn taken_apart(word: &str) -> Option<(String, Option<(char, usize)>)> {
    let (mut letters, mut tone) = (String::new(), None);
    for letter in word.to_lowercase().nfd() {
        match letter {
            ACUTE | '\u{300}' | '\u{303}' | '\u{309}' | DOT => {
                let at = letters.chars().count().checked_sub(1)?;
                if tone.replace((letter, at)).is_some() {
                    return None;
                }
            }
            '\u{302}' | '\u{306}' | '\u{31b}' => {
                let marked = compose(letters.pop()?, letter)?;
                letters.push(marked);
            }
            'ð' => letters.push('đ'),
            letter => letters.push(letter),
        }
    }
    Some((letters, tone))
}

fn is_rime(rest: &str) -> bool {
    let mut found = RIMES.match_indices(rest);
    !rest.is_empty()
        && found
            .any(|(at, _)| RIMES[..at].ends_with(' ') && RIMES[at + rest.len()..].starts_with(' '))
}

/// Whether the rime is written with this tone on its letter `at`.
fn bears(rime: &str, tone: char, at: usize) -> bool {
    let vowels = rime.chars().take_while(|letter| "aăâeêioôơuưy".contains(*letter)).count();
    let is_open = vowels == rime.chars().count();
    let is_stopped = rime.ends_with(['p', 't', 'c']) || rime.ends_with("ch");
    let is_placed = match (vowels, rime) {
        // The old place and the new one.
        (2, "oa" | "oe" | "uy") => at < 2,
        (2, "uê" | "uơ") => at == 1,
        (2, _) if is_open => at == 0,
        (3, _) if is_open => at == 1,
        _ => at + 1 == vowels,
    };
    is_placed && (!is_stopped || matches!(tone, ACUTE | DOT))
}

/// All small, all capitals, or one capital first.
fn is_cased(word: &str) -> bool {
    let mut rest = word.chars().skip(1);
    let begins_small = word.chars().next().is_some_and(char::is_lowercase);
    let all_small = rest.clone().all(|letter| !letter.is_uppercase());
    all_small || (!begins_small && rest.all(|letter| !letter.is_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_reports_can_be_vietnamese() {
        let text = "Ủy ban nhân dân huyện Hữu Lũng Tình hình giải ngân vốn đầu tư phát triển thực hiện các chương trình \
            mục tiêu quốc gia Luỹ kế từ đầu năm đến hết kỳ Tiểu dự án Đa dạng hoá sinh kế Thuý Quý khuyết tật giường \
            Nghĩa Đắk Lắk Krông Nguyễn ngoằn ngoèo gì giếng quốc xuống khuỷu HĐND NSĐP NSÐP Ðà trđ BQLDAĐTXD ĐẠT XÃ yếu kém phụ nữ tộc thiểu \
            số quyết định rượu hươu cừu ướp mượt thuở Chí Linh Pắc Nặm Mường Lò Yên Bái hòa hoà thúy thuý gì già của mía quế quy quỹ oái";
        for word in text.split_whitespace() {
            assert!(is_vietnamese(word), "{word}");
        }
    }

    #[test]
    fn words_of_elsewhere_cannot() {
        for word in [
            "Café", "Señor", "Cafộ", "Seđor", "Bỡnh", "huyÖn", "Müller", "hỉp", "ếế", "nghĩá",
            "Maõ", "tíêu",
        ] {
            assert!(!is_vietnamese(word), "{word}");
        }
    }
}
