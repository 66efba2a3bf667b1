//! The table of strings that cells point into.

use super::xml::{self, Piece, Pieces};

/// The texts by their number; of a rich text all runs together, without the pronunciation beside them.
pub fn read(part: &str) -> Vec<Box<str>> {
    let mut strings: Vec<Box<str>> = Vec::new();
    let mut text = Text::default();
    let mut pieces = Pieces::of(part);
    while let Ok(Some(piece)) = pieces.next() {
        match piece {
            Piece::Start(tag) if tag.name == "si" => {
                if let Some(text) = pieces.plain("<t>", "</t></si>") {
                    strings.push(xml::settled(text, false).into());
                }
            }
            Piece::Empty(tag) if tag.name == "si" => strings.push("".into()),
            Piece::End("si") => strings.push(std::mem::take(&mut text).whole.into()),
            piece => text.take(piece),
        }
    }
    strings
}

/// A text, plain or of several runs, while it is read.
#[derive(Default)]
pub struct Text {
    /// What was read of it.
    pub whole: String,
    /// The text of a `t`, and whether its spaces at the ends count, while inside it.
    open: Option<(String, bool)>,
    is_phonetic: bool,
}

impl Text {
    /// Takes what comes next within its element.
    pub fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Start(tag) if tag.name == "rPh" => self.is_phonetic = true,
            Piece::Start(tag) if tag.name == "t" => {
                let space = tag.attribute("space");
                self.open = Some((String::new(), space.as_deref() == Some("preserve")));
            }
            Piece::End("rPh") => self.is_phonetic = false,
            Piece::End("t") => {
                let Some((text, keeps_spaces)) = self.open.take() else { return };
                if !self.is_phonetic {
                    self.whole.push_str(&xml::settled(&text, keeps_spaces));
                }
            }
            piece => {
                if let Some((text, _)) = &mut self.open {
                    push(text, piece);
                }
            }
        }
    }
}

/// Adds the characters of a piece.
pub fn push(out: &mut String, piece: Piece<'_>) {
    match piece {
        Piece::Text(text) => xml::push_text(out, text),
        Piece::CData(text) => out.push_str(text),
        Piece::Start(_) | Piece::Empty(_) | Piece::End(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_are_read_with_all_their_runs() {
        let part = r#"<sst uniqueCount="4294967295"><si><t>Dự án &amp; vốn</t></si><si/>
            <si><r><t xml:space="preserve">NST</t></r><r><rPr><b/></rPr><t>W </t></r><rPh><t>x</t></rPh></si>
            <si><t><![CDATA[<5]]></t></si></sst>"#;
        assert_eq!(read(part), ["Dự án & vốn", "", "NSTW", "<5"].map(Box::from));
    }
}
