//! The abbreviations of offices spelt out, so that a name in full and a name cut short compare equal.

use crate::domain::label::Label;

/// Abbreviations as folded words, those of two words first.
const SHORT: [(&str, &str); 27] = [
    ("ct mtqg", "chuong trinh muc tieu quoc gia"),
    ("ctmt qg", "chuong trinh muc tieu quoc gia"),
    ("kt xh", "kinh te xa hoi"),
    ("db dtts", "dong bao dan toc thieu so"),
    ("gn bv", "giam ngheo ben vung"),
    ("ngheo bv", "ngheo ben vung"),
    ("xd ntm", "xay dung nong thon moi"),
    ("nt moi", "nong thon moi"),
    ("ctmtqg", "chuong trinh muc tieu quoc gia"),
    ("mtqg", "muc tieu quoc gia"),
    ("ctmt", "chuong trinh muc tieu"),
    ("ktxh", "kinh te xa hoi"),
    ("dbdtts", "dong bao dan toc thieu so"),
    ("dttsmn", "dan toc thieu so mien nui"),
    ("dtts", "dan toc thieu so"),
    ("mn", "mien nui"),
    ("gnbv", "giam ngheo ben vung"),
    ("xdntm", "xay dung nong thon moi"),
    ("ntm", "nong thon moi"),
    ("xd", "xay dung"),
    ("csht", "co so ha tang"),
    ("ptsx", "phat trien san xuat"),
    ("sx", "san xuat"),
    ("gdnn", "giao duc nghe nghiep"),
    ("dbkk", "dac biet kho khan"),
    ("htx", "hop tac xa"),
    ("ubmttq", "uy ban mat tran to quoc"),
];

/// The label with its abbreviations spelt out and without "và", for which a `&` or nothing may stand.
pub(super) fn spelt_out(label: &Label) -> Label {
    let words: Vec<&str> = label.words().collect();
    let mut out: Vec<&str> = Vec::with_capacity(words.len());
    let mut at = 0;
    while at < words.len() {
        let pair = words.get(at + 1).map(|next| (words[at], *next));
        let is_pair = |short: &str| pair.is_some_and(|pair| short.split_once(' ') == Some(pair));
        match SHORT.iter().find(|(short, _)| *short == words[at] || is_pair(short)) {
            Some((short, long)) => {
                out.push(long);
                at += short.split(' ').count();
            }
            None => {
                if words[at] != "va" {
                    out.push(words[at]);
                }
                at += 1;
            }
        }
    }
    Label::new(&out.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cut_short_is_the_name_in_full() {
        let same = |short: &str, long: &str| {
            assert_eq!(spelt_out(&Label::new(short)), spelt_out(&Label::new(long)), "{short}");
        };
        same("KT-XH vùng ĐBDTTS&MN", "kinh tế - xã hội vùng đồng bào dân tộc thiểu số và miền núi");
        same("CT MTQG XD NTM", "Chương trình mục tiêu quốc gia xây dựng nông thôn mới");
        same("CTMTQG Giảm nghèo BV", "Chương trình mục tiêu quốc gia giảm nghèo bền vững");
    }
}
