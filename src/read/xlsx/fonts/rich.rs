//! A text of several runs, each perhaps in a font of its own.

use crate::read::charset::Face;
use crate::read::xlsx::strings::Text;
use crate::read::xlsx::xml::Piece;

/// A stretch of a rich text: its length in bytes, and its own font where it has one.
pub(super) type Stretch = (usize, Option<Option<Face>>);

/// A text of several runs while it is read.
#[derive(Default)]
pub(super) struct RichText {
    /// Its stretches so far.
    pub stretches: Vec<Stretch>,
    face: Option<Option<Face>>,
    text: Text,
}

impl RichText {
    /// Whether a run names a font of its own.
    pub(super) fn has_fonts(&self) -> bool {
        self.stretches.iter().any(|(_, own)| own.is_some())
    }

    /// Takes what comes next within its element.
    pub(super) fn take(&mut self, piece: Piece<'_>) {
        if let Piece::Start(tag) | Piece::Empty(tag) = piece {
            match tag.name {
                "r" => self.face = None,
                "rFont" => self.face = tag.attribute("val").map(|name| Face::named(&name)),
                _ => {}
            }
        }
        let before = self.text.whole.len();
        self.text.take(piece);
        let added = self.text.whole.len() - before;
        if 0 < added {
            self.stretches.push((added, self.face));
        }
    }
}
