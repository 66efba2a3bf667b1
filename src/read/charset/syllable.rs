//! Which words can be Vietnamese: a wrong reading of an old encoding hardly ever makes syllables.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::compose;

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

/// Whether the word can be Vietnamese: a syllable with one tone at the most, or an abbreviation with a Đ in it ("HĐND").
pub fn is_vietnamese(word: &str) -> bool {
    if word.chars().all(|letter| letter.is_uppercase() && (letter == 'Đ' || letter.is_ascii())) {
        return true;
    }
    if !is_cased(word) {
        return false;
    }
    let (mut toneless, mut tones) = (String::new(), Vec::new());
    for letter in word.to_lowercase().nfd() {
        match letter {
            '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}' => tones.push(letter),
            '\u{302}' | '\u{306}' | '\u{31b}' => {
                let Some(marked) = toneless.pop().and_then(|base| compose(base, letter)) else {
                    return false;
                };
                toneless.push(marked);
            }
            letter => toneless.push(letter),
        }
    }
    // "Đắk", "Lắk": names keep a k where other words have c.
    if let Some(rest) = toneless.strip_suffix('k').filter(|rest| !rest.is_empty()) {
        toneless = format!("{rest}c");
    }
    let is_closed = toneless.ends_with(['p', 't', 'c']) || toneless.ends_with("ch");
    let is_toned = match tones[..] {
        [] => true,
        [tone] => !is_closed || matches!(tone, '\u{301}' | '\u{323}'),
        _ => false,
    };
    is_toned && ONSETS.iter().any(|onset| toneless.strip_prefix(onset).is_some_and(is_rime))
}

fn is_rime(rest: &str) -> bool {
    let mut found = RIMES.match_indices(rest);
    !rest.is_empty()
        && found
            .any(|(at, _)| RIMES[..at].ends_with(' ') && RIMES[at + rest.len()..].starts_with(' '))
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
            Nghĩa Đắk Lắk Krông Nguyễn ngoằn ngoèo gì giếng quốc xuống khuỷu HĐND NSĐP ĐẠT XÃ yếu kém phụ nữ tộc thiểu \
            số quyết định rượu hươu cừu ướp mượt thuở Chí Linh Pắc Nặm Mường Lò Yên Bái";
        for word in text.split_whitespace() {
            assert!(is_vietnamese(word), "{word}");
        }
    }

    #[test]
    fn words_of_elsewhere_cannot() {
        for word in
            ["Café", "Señor", "Cafộ", "Seđor", "Bỡnh", "huyÖn", "Müller", "hỉp", "ếế", "nghĩá"]
        {
            assert!(!is_vietnamese(word), "{word}");
        }
    }
}
