//! The table of strings that cells point into.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::styles::is_on;
use super::xml::{self, Piece, Pieces};
use crate::read::{MOST_CELLS, Refused, too_many_cells};

/// The texts by their number.
#[derive(Default)]
pub(super) struct Strings {
    /// What each says.
    pub texts: Vec<Arc<str>>,
    /// Those that are struck through from end to end.
    pub struck: BTreeSet<usize>,
}

/// The texts by their number; of a rich text the runs that count together, without the pronunciation beside them.
///
/// # Errors
/// More texts than cells are read of one file.
pub(super) fn read(part: &str) -> Result<Strings, Refused> {
    let mut strings = Strings::default();
    let texts = &mut strings.texts;
    let mut text = Text::default();
    let mut pieces = Pieces::of(part);
    while let Ok(Some(piece)) = pieces.next() {
        if MOST_CELLS < texts.len() {
            return Err(too_many_cells());
        }
        match piece {
            Piece::Start(tag) if tag.name == "si" => {
                if let Some(text) = pieces.plain("<t>", "</t></si>") {
                    texts.push(xml::settled(text, false).into());
                }
            }
            Piece::Empty(tag) if tag.name == "si" => texts.push(Arc::from("")),
            Piece::End("si") => {
                let (said, is_struck) = std::mem::take(&mut text).said();
                strings.struck.extend(is_struck.then_some(texts.len()));
                texts.push(said.into());
            }
            piece => text.take(piece),
        }
    }
    Ok(strings)
}

/// A text, plain or of several runs, while it is read.
///
/// A run set above the line is the number of a footnote, and a run that is struck through was taken back: beside others
/// neither says anything.
#[derive(Default)]
pub(super) struct Text {
    /// What was read of the runs that count.
    pub whole: String,
    /// What was read of the others.
    beside: String,
    /// The text of a `t`, and whether its spaces at the ends count, while inside it.
    open: Option<(String, bool)>,
    is_phonetic: bool,
    is_footnote: bool,
    is_struck: bool,
    /// A run that is struck through was read.
    has_struck: bool,
}

impl Text {
    /// Takes what comes next within its element.
    pub(super) fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Start(tag) if tag.name == "t" => {
                let space = tag.attribute("space");
                self.open = Some((String::new(), space.as_deref() == Some("preserve")));
            }
            Piece::Start(tag) | Piece::Empty(tag) => match tag.name {
                "rPh" => self.is_phonetic = matches!(piece, Piece::Start(_)),
                "r" => (self.is_footnote, self.is_struck) = (false, false),
                "vertAlign" => {
                    self.is_footnote = tag.attribute("val").as_deref() == Some("superscript");
                }
                "strike" => self.is_struck = is_on(tag),
                _ => {}
            },
            Piece::End("rPh") => self.is_phonetic = false,
            Piece::End("t") => {
                let Some((text, keeps_spaces)) = self.open.take() else { return };
                let text = xml::settled(&text, keeps_spaces);
                let is_beside = self.is_footnote || self.is_struck;
                match () {
                    () if self.is_phonetic => {}
                    () if is_beside => self.beside.push_str(&text),
                    () => self.whole.push_str(&text),
                }
                self.has_struck |= self.is_struck && !text.trim().is_empty();
            }
            piece => {
                if let Some((text, _)) = &mut self.open {
                    push(text, piece);
                }
            }
        }
    }

    /// What it says, and whether all of that is struck through.
    pub(super) fn said(self) -> (String, bool) {
        match self.whole.trim().is_empty() {
            true => (self.beside, self.has_struck),
            false => (self.whole, false),
        }
    }
}

/// Adds the characters of a piece.
pub(super) fn push(out: &mut String, piece: Piece<'_>) {
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
        assert_eq!(read(part).unwrap().texts, ["Dự án & vốn", "", "NSTW", "<5"].map(Arc::from));
    }

    #[test]
    fn footnotes_and_struck_runs_say_nothing_beside_others() {
        let run =
            |properties: &str, text: &str| format!("<r><rPr>{properties}</rPr><t>{text}</t></r>");
        let (above, struck) = ("<vertAlign val='superscript'/>", "<b/><strike/>");
        let part = [
            run("", "144") + &run(above, "1"),
            run(struck, "95") + &run("<strike val='0'/>", "120,5"),
            run(struck, "9") + &run(struck, "5"),
            run(above, "(1)"),
            run("", "CO") + &run("<vertAlign val='subscript'/>", "2"),
        ];
        let part: String = part.iter().map(|text| format!("<si>{text}</si>")).collect();
        let strings = read(&format!("<sst>{part}</sst>")).unwrap();
        assert_eq!(strings.texts, ["144", "120,5", "95", "(1)", "CO2"].map(Arc::from));
        assert_eq!(strings.struck, BTreeSet::from([2]));
    }
}
