//! Fonts of old encodings, as the readers of files name them.

use std::collections::BTreeMap;

use crate::domain::place::Cell;

/// An encoding of before Unicode.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Encoding {
    /// TCVN3, also called ABC.
    Tcvn3,
    /// VNI-Windows.
    Vni,
}

/// All of them.
pub(super) const ENCODINGS: [Encoding; 2] = [Encoding::Tcvn3, Encoding::Vni];

impl Encoding {
    /// Its name, the same in both languages.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Tcvn3 => "TCVN3 (ABC)",
            Encoding::Vni => "VNI-Windows",
        }
    }
}

/// A font that shows the letters of an old encoding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Face {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it shows small letters as capitals, or as what they are.
    pub case: Case,
}

/// How a font shows small letters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Case {
    /// As small letters.
    AsTyped,
    /// As capitals (`.VnTimeH`).
    Capitals,
}

impl Face {
    /// What the name of a font says; `None` for a font of Unicode.
    pub(crate) fn named(font: &str) -> Option<Face> {
        let font = font.trim();
        let begins = |prefix: &str| {
            font.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix))
        };
        if begins(".Vn") {
            let case = if font.ends_with('H') { Case::Capitals } else { Case::AsTyped };
            return Some(Face { encoding: Encoding::Tcvn3, case });
        }
        let is_vni = begins("VNI-") || begins("VNI ");
        is_vni.then_some(Face { encoding: Encoding::Vni, case: Case::AsTyped })
    }
}

/// A stretch of a cell's text in one font.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Run {
    /// Its length in bytes; `None` where it is the whole text.
    pub length: Option<usize>,
    /// What its font says.
    pub face: Option<Face>,
}

/// The fonts of the texts of a workbook where they are of an old encoding: by sheet, and by cell.
pub(crate) type Faces = BTreeMap<String, BTreeMap<Cell, Vec<Run>>>;
