//! How the cells of each style show what they hold.

use std::collections::BTreeMap;

use super::xml::{self, Piece, Tag};
use crate::read::colour::{self, Colour, WHITE};
use crate::read::shown::{Code, Style};

/// The styles of cells by their numbers; `None` where the part is cut off.
pub(super) fn read(part: &str) -> Option<Vec<Style>> {
    let mut styles = Styles::default();
    xml::each(part, |piece| styles.take(piece));
    (!styles.is_open).then_some(styles.all)
}

/// The styles while they are read.
#[derive(Default)]
struct Styles {
    all: Vec<Style>,
    /// The number formats that are written out.
    codes: BTreeMap<u16, Code>,
    fonts: Vec<Font>,
    /// The colour behind the text, by fill.
    fills: Vec<Colour>,
    section: Section,
    /// The part is not at its end.
    is_open: bool,
}

#[derive(Default)]
struct Font {
    colour: Colour,
    is_struck: bool,
}

/// The list that is read: elsewhere the same elements mean other things.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum Section {
    #[default]
    Other,
    Fonts,
    Fills,
    Cells,
}

impl Styles {
    fn take(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Start(tag) | Piece::Empty(tag) => {
                if tag.name == "styleSheet" {
                    self.is_open = matches!(piece, Piece::Start(_));
                }
                self.begin(tag);
            }
            Piece::End("styleSheet") => self.is_open = false,
            Piece::End("fonts" | "fills" | "cellXfs") => self.section = Section::Other,
            _ => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>) {
        match (self.section, tag.name) {
            (_, "numFmt") => {
                let code = tag.attribute("formatCode");
                if let (Some(id), Some(code)) = (tag.number("numFmtId"), code) {
                    self.codes.insert(id, Code::read(&code));
                }
            }
            (_, "fonts") => self.section = Section::Fonts,
            (_, "fills") => self.section = Section::Fills,
            (_, "cellXfs") => self.section = Section::Cells,
            (_, "cellStyleXfs" | "cellStyles" | "dxfs" | "borders") => {
                self.section = Section::Other
            }
            (Section::Fonts, "font") => self.fonts.push(Font::default()),
            (Section::Fonts, "color") => {
                self.fonts.last_mut().into_iter().for_each(|font| font.colour = of(tag));
            }
            (Section::Fonts, "strike") => {
                self.fonts.last_mut().into_iter().for_each(|font| font.is_struck = is_on(tag));
            }
            (Section::Fills, "fill") => self.fills.push(WHITE),
            (Section::Fills, "patternFill") => {
                let is_solid = tag.attribute("patternType").is_some_and(|kind| kind != "none");
                if let (true, Some(fill)) = (is_solid, self.fills.last_mut()) {
                    *fill = Colour::Automatic;
                }
            }
            (Section::Fills, "fgColor") => {
                let fill = self.fills.last_mut().filter(|fill| **fill == Colour::Automatic);
                fill.into_iter().for_each(|fill| *fill = of(tag));
            }
            (Section::Fills, "gradientFill") => {
                self.fills.last_mut().into_iter().for_each(|fill| *fill = Colour::Automatic);
            }
            (Section::Cells, "xf") => self.cell(tag),
            (Section::Cells, "protection") => {
                let is_open = tag.attribute("locked").is_some_and(|locked| !is_yes(&locked));
                self.all.last_mut().into_iter().for_each(|style| style.is_open = is_open);
            }
            _ => {}
        }
    }

    fn cell(&mut self, tag: Tag<'_>) {
        let id = tag.number("numFmtId").unwrap_or(0);
        let code = self.codes.get(&id).cloned().unwrap_or_else(|| Code::built_in(id));
        let number = |name| tag.number::<usize>(name).unwrap_or(0);
        let behind = self.fills.get(number("fillId")).copied().unwrap_or(WHITE);
        let font = self.fonts.get(number("fontId"));
        let unseen = font.and_then(|font| colour::unseen(font.colour, behind, font.is_struck));
        self.all.push(Style { code, unseen, is_open: false });
    }
}

/// The colour that an element names.
fn of(tag: Tag<'_>) -> Colour {
    if let Some(rgb) = tag.attribute("rgb") {
        return Colour::hexadecimal(&rgb);
    }
    if let Some(theme) = tag.number("theme") {
        return Colour::theme(theme, tag.number("tint").unwrap_or(0.0));
    }
    tag.number("indexed").map_or(Colour::Automatic, Colour::indexed)
}

/// Whether an element such as `<strike/>` or `<strike val="1"/>` says yes.
pub(super) fn is_on(tag: Tag<'_>) -> bool {
    tag.attribute("val").is_none_or(|value| is_yes(&value))
}

fn is_yes(value: &str) -> bool {
    value != "0" && value != "false"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::shown::Unseen;

    #[test]
    fn a_style_has_the_format_of_its_number() {
        let part = r##"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm"/><numFmt numFmtId="165"
            formatCode="#,##0"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf
            numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"><alignment/></xf><xf/></cellXfs></styleSheet>"##;
        let days: Vec<bool> = read(part).unwrap().iter().map(|style| style.code.is_day).collect();
        assert_eq!(days, [false, true, false, true, false]);
        assert_eq!(read(""), Some(vec![]));
        assert_eq!(read(&part[..part.len() / 2]), None);
    }

    #[test]
    fn a_style_that_is_not_locked_is_open() {
        let part = r##"<styleSheet><cellStyleXfs><xf><protection locked="0"/></xf></cellStyleXfs><cellXfs><xf/><xf><protection
            locked="0"/></xf><xf><protection hidden="1"/></xf><xf><protection locked="true"/></xf></cellXfs></styleSheet>"##;
        let open: Vec<bool> = read(part).unwrap().iter().map(|style| style.is_open).collect();
        assert_eq!(open, [false, true, false, false]);
    }

    #[test]
    fn a_style_nobody_sees_is_known() {
        let part = r##"<styleSheet><fonts><font><color theme="1"/></font><font><color rgb="FFFFFFFF"/></font><font><strike/>
            </font><font><strike val="0"/><color theme="4" tint="0.5"/></font></fonts><fills><fill><patternFill/></fill>
            <fill><patternFill patternType="solid"><fgColor theme="4" tint="0.5"/><bgColor rgb="FFFFFFFF"/></patternFill></fill>
            <fill><patternFill patternType="none"><fgColor rgb="FF000000"/></patternFill></fill></fills>
            <cellXfs><xf/><xf fontId="1"/><xf fontId="1" fillId="1"/><xf fontId="2"/><xf fontId="3"/><xf fontId="3" fillId="1"/>
            <xf fontId="1" fillId="2"/></cellXfs><dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>"##;
        let unseen: Vec<_> = read(part).unwrap().iter().map(|style| style.unseen).collect();
        let (colour, struck) = (Some(Unseen::Colour), Some(Unseen::Struck));
        assert_eq!(unseen, [None, colour, None, struck, None, colour, colour]);
    }
}
