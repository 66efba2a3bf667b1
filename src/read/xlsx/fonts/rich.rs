//! A text of several runs, each perhaps in a font of its own.

use quick_xml::events::Event;

use super::attribute;
use crate::read::charset::Face;

/// A stretch of a rich text: its length in bytes, and its own font where it has one.
pub type Stretch = (usize, Option<Option<Face>>);

/// A text of several runs while it is read.
#[derive(Default)]
pub struct RichText {
    /// Its stretches so far.
    pub stretches: Vec<Stretch>,
    face: Option<Option<Face>>,
    /// The text of a `t` and whether its spaces at the ends count, while inside it.
    open: Option<(String, Spaces)>,
    is_phonetic: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Spaces {
    Kept,
    Trimmed,
}

impl RichText {
    /// Whether a run names a font of its own.
    pub fn has_fonts(&self) -> bool {
        self.stretches.iter().any(|(_, own)| own.is_some())
    }

    /// Takes what comes next within its element.
    pub fn take(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "r" => self.face = None,
                "rPh" => self.is_phonetic = true,
                "rFont" => self.face = attribute(element, "val").map(|name| Face::named(&name)),
                "t" if matches!(event, Event::Start(_)) => {
                    let is_kept = attribute(element, "space").as_deref() == Some("preserve");
                    let spaces = if is_kept { Spaces::Kept } else { Spaces::Trimmed };
                    self.open = Some((String::new(), spaces));
                }
                _ => {}
            },
            Event::Text(text) => self.push(&text.xml10_content()),
            Event::CData(text) => self.push(&text.xml10_content()),
            Event::GeneralRef(reference) => match reference.resolve_char_ref() {
                Ok(Some(letter)) => self.push(letter.encode_utf8(&mut [0; 4])),
                // The others stand for one ASCII letter; only the length of the text counts here.
                Ok(None) | Err(_) => self.push("&"),
            },
            Event::End(element) if element.local_name().as_ref() == "rPh" => {
                self.is_phonetic = false;
            }
            Event::End(element) if element.local_name().as_ref() == "t" => {
                let Some((text, spaces)) = self.open.take() else { return };
                let length = match spaces {
                    Spaces::Kept => text.len(),
                    Spaces::Trimmed => text.trim_matches([' ', '\t', '\r', '\n']).len(),
                };
                if !self.is_phonetic {
                    self.stretches.push((length, self.face));
                }
            }
            _ => {}
        }
    }

    fn push(&mut self, more: &str) {
        if let Some((text, _)) = &mut self.open {
            text.push_str(more);
        }
    }
}
