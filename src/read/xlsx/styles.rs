//! Which cell styles show a number as a date.

use std::collections::BTreeMap;

use super::xml::{self, Piece};

/// Whether the cells of each style show dates or times; `None` where the part is cut off.
pub fn read(part: &str) -> Option<Vec<bool>> {
    let mut own: BTreeMap<u32, bool> = BTreeMap::new();
    let mut styles = Vec::new();
    let (mut is_inside, mut is_open) = (false, false);
    xml::each(part, |piece| match piece {
        Piece::Start(tag) | Piece::Empty(tag) => match tag.name {
            "styleSheet" => is_open = matches!(piece, Piece::Start(_)),
            "numFmt" => {
                let code = tag.attribute("formatCode");
                if let (Some(id), Some(code)) = (tag.number("numFmtId"), code) {
                    own.insert(id, is_date(&code));
                }
            }
            "cellXfs" => is_inside = matches!(piece, Piece::Start(_)),
            "xf" if is_inside => {
                let id = tag.number("numFmtId").unwrap_or(0);
                styles.push(own.get(&id).copied().unwrap_or_else(|| is_built_in_date(id)));
            }
            _ => {}
        },
        Piece::End("cellXfs") => is_inside = false,
        Piece::End("styleSheet") => is_open = false,
        _ => {}
    });
    (!is_open).then_some(styles)
}

/// The formats of ECMA-376 part 1, 18.8.30 that show dates and times, those of East Asian editions among them.
fn is_built_in_date(id: u32) -> bool {
    matches!(id, 14..=22 | 27..=36 | 45..=47 | 50..=58)
}

/// Whether a format shows a part of a date or time: a letter of one that is no quoted text, no colour and no locale.
fn is_date(code: &str) -> bool {
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => while letters.next().is_some_and(|inside| inside != '"') {},
            '\\' | '_' | '*' => {
                letters.next();
            }
            '[' => {
                let inside: String = letters.by_ref().take_while(|inside| *inside != ']').collect();
                let is_elapsed =
                    !inside.is_empty() && inside.chars().all(|letter| "hmsHMS".contains(letter));
                if is_elapsed {
                    return true;
                }
            }
            // "General", which is no date, has no letter of one but "e" (an era) and "a".
            'd' | 'D' | 'm' | 'M' | 'y' | 'Y' | 'h' | 'H' | 's' | 'S' => return true,
            // Only the first section says what a positive number looks like.
            ';' => return false,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_of_dates_are_told_from_those_of_money() {
        for code in ["dd/mm/yyyy", "[$-42A]d mmmm yyyy;@", "h:mm", "[h]:mm:ss", "\"ngày\" d"] {
            assert!(is_date(code), "{code}");
        }
        let money = [
            "General",
            "#,##0.00",
            "#,##0 \"đồng\"",
            "[Red]-#,##0",
            "_(* #,##0_);_(* (#,##0);_(@_)",
            "[$-42A]#,##0",
            "0.00%",
            "#,##0\\d",
            "0;\"thiếu\"d",
        ];
        for code in money {
            assert!(!is_date(code), "{code}");
        }
    }

    #[test]
    fn a_style_has_the_format_of_its_number() {
        let part = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm"/><numFmt numFmtId="165"
            formatCode="#,##0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf
            numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"><alignment/></xf><xf/></cellXfs></styleSheet>"##;
        assert_eq!(read(part).unwrap(), [false, true, false, true, false]);
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(read(&part[..part.len() / 2]), None);
    }
}
