//! What a sheet holds before anything of it is converted: which encodings, and whether fonts and words may be believed.

use std::collections::BTreeMap;

use super::face::{ENCODINGS, Encoding, Face, Run};
use super::reading::{Company, Glance, Reading, glance};
use super::{stretches, texts};
use crate::domain::place::Cell;
use crate::read::Sheet;

/// What was seen on a sheet before anything of it is converted.
#[derive(Default)]
pub(super) struct Seen {
    /// Texts in Unicode, in whatever font.
    unicode: usize,
    /// Texts that are no Vietnamese as they stand.
    foreign: usize,
    /// Those of them that are Vietnamese in one of the encodings.
    readable: usize,
    encodings: [Signs; 2],
}

/// What speaks for one encoding on a sheet.
#[derive(Clone, Copy, Default)]
pub(super) struct Signs {
    /// Phrases of the field that are there only in this encoding, and texts in a font of it.
    pub evidence: usize,
    /// Texts in a font of it that are no Vietnamese as they stand.
    in_font: usize,
    /// Texts in a font of it that are Unicode all the same.
    pasted: usize,
}

impl Signs {
    /// Whether the fonts of this encoding mean it: a sheet may keep them under texts that were typed in Unicode.
    pub(super) fn is_font_believed(self) -> bool {
        self.pasted == 0 || self.pasted < self.in_font
    }
}

impl Seen {
    /// Looks at the name and the texts of a sheet.
    pub(super) fn on(sheet: &Sheet, runs: &BTreeMap<Cell, Vec<Run>>) -> Seen {
        let mut seen = Seen::default();
        seen.look(&sheet.name, None);
        for (cell, text) in texts(sheet).filter(|(_, text)| glance(text) != Glance::Plain) {
            for (stretch, face) in stretches(text, runs.get(&cell)) {
                seen.look(stretch, face);
            }
        }
        for signs in &mut seen.encodings {
            signs.evidence += if signs.is_font_believed() { signs.in_font } else { 0 };
        }
        seen
    }

    fn look(&mut self, text: &str, face: Option<Face>) {
        let glance = glance(text);
        if glance == Glance::Plain {
            return;
        }
        let mut in_font = face.map(|face| &mut self.encodings[face.encoding as usize]);
        if glance == Glance::Unicode {
            self.unicode += 1;
            in_font.iter_mut().for_each(|signs| signs.pasted += 1);
            return;
        }
        if Reading::unicode(text).is_vietnamese {
            return;
        }
        in_font.iter_mut().for_each(|signs| signs.in_font += 1);
        let readings = ENCODINGS.map(|encoding| Reading::of(text, encoding));
        self.foreign += 1;
        self.readable += usize::from(readings.iter().any(|reading| reading.is_vietnamese));
        for (signs, reading) in self.encodings.iter_mut().zip(&readings) {
            signs.evidence += if reading.is_vietnamese { reading.known } else { 0 };
        }
    }

    /// What speaks for this encoding.
    pub(super) fn of(&self, encoding: Encoding) -> Signs {
        self.encodings[encoding as usize]
    }

    /// Whether texts may be converted for what they say: most of what is strange here becomes Vietnamese.
    pub(super) fn is_readable(&self) -> bool {
        0 < self.readable && self.foreign <= 2 * self.readable
    }

    /// In which company a text stands here.
    pub(super) fn company(&self) -> Company {
        if self.unicode == 0 { Company::Legacy } else { Company::Mixed }
    }
}
