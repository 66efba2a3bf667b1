//! How the cells and letters of each style look: the styles of an .ods stand before its sheets.

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::events::BytesStart;

use super::attribute;
use crate::read::colour::{self, Colour, WHITE};
use crate::read::shown::{Code, Style};

/// The styles by their names.
#[derive(Default)]
pub(super) struct Styles {
    /// Those of hidden sheets.
    hidden: BTreeSet<String>,
    cells: BTreeMap<String, Style>,
    /// Those of letters above the line, and of letters struck through.
    raised: BTreeSet<String>,
    struck: BTreeSet<String>,
    codes: BTreeMap<String, Code>,
    /// What each style says, for those that build on it.
    letters: BTreeMap<String, Letters>,
    open: Option<(String, Letters)>,
    code: Option<OpenCode>,
}

/// What a style says of a number and of letters.
#[derive(Clone)]
struct Letters {
    code: Code,
    text: Colour,
    behind: Colour,
    is_struck: bool,
    is_raised: bool,
    /// Its cells may be typed into where the sheet is protected.
    is_open: bool,
}

/// A number format while it is read.
struct OpenCode {
    name: String,
    code: Option<Code>,
    is_percentage: bool,
    /// The formats of some numbers, each with its condition.
    others: Vec<(String, Code)>,
}

/// What a stretch of letters is to the text that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Run {
    /// A part of it.
    Text,
    /// The number of a footnote.
    Footnote,
    /// Taken back.
    Struck,
}

impl Styles {
    /// Whether a sheet of this style is hidden.
    pub(super) fn is_hidden(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }

    pub(super) fn of_cell(&self, name: &str) -> Option<&Style> {
        self.cells.get(name)
    }

    /// What letters of this style are.
    pub(super) fn run(&self, name: &str) -> Run {
        match () {
            () if self.struck.contains(name) => Run::Struck,
            () if self.raised.contains(name) => Run::Footnote,
            () => Run::Text,
        }
    }

    /// An element outside of the sheets begins.
    pub(super) fn begin(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "style" => {
                let parent = attribute(element, "parent-style-name");
                let parent = parent.and_then(|parent| self.letters.get(&parent).cloned());
                let mut letters = parent.unwrap_or(Letters::PLAIN);
                if let Some(code) = attribute(element, "data-style-name") {
                    letters.code = self.codes.get(&code).cloned().unwrap_or_default();
                }
                self.open = attribute(element, "name").map(|name| (name, letters));
            }
            "number-style" | "currency-style" | "percentage-style" | "text-style" => {
                self.code = attribute(element, "name").map(|code_name| OpenCode {
                    name: code_name,
                    code: None,
                    is_percentage: name == "percentage-style",
                    others: Vec::new(),
                });
            }
            "number" | "scientific-number" | "fraction" => {
                if let Some(open) = &mut self.code {
                    open.code = Some(open.number(element));
                }
            }
            "text-content" => {
                if let Some(open) = &mut self.code {
                    open.code = Some(Code::PLAIN);
                }
            }
            "map" => {
                let condition = attribute(element, "condition");
                let other = attribute(element, "apply-style-name")
                    .and_then(|other| self.codes.get(&other).cloned());
                if let (Some(open), Some(condition), Some(other)) =
                    (&mut self.code, condition, other)
                {
                    open.others.push((condition.replace("value()", ""), other));
                }
            }
            _ => {
                if let Some((style, letters)) = &mut self.open {
                    let is_hidden = name == "table-properties"
                        && is(element, "display", |shown| shown == "false");
                    self.hidden.extend(is_hidden.then(|| style.clone()));
                    letters.take(name, element);
                }
            }
        }
    }

    /// An element outside of the sheets ends.
    pub(super) fn end(&mut self, name: &str) {
        match name {
            "style" => {
                let Some((name, letters)) = self.open.take() else { return };
                self.raised.extend(letters.is_raised.then(|| name.clone()));
                self.struck.extend(letters.is_struck.then(|| name.clone()));
                let unseen = colour::unseen(letters.text, letters.behind, letters.is_struck);
                let (code, is_open) = (letters.code.clone(), letters.is_open);
                let style = Style { code, unseen, is_open };
                if style.says_something() || is_open {
                    self.cells.insert(name.clone(), style);
                }
                self.letters.insert(name, letters);
            }
            "number-style" | "currency-style" | "percentage-style" | "text-style" => {
                let Some(open) = self.code.take() else { return };
                let code = open.code.unwrap_or_else(Code::wordy);
                self.codes.insert(open.name, Code::by_condition(open.others, code));
            }
            _ => {}
        }
    }
}

impl Letters {
    const PLAIN: Letters = Letters {
        code: Code::PLAIN,
        text: Colour::Automatic,
        behind: WHITE,
        is_struck: false,
        is_raised: false,
        is_open: false,
    };

    fn take(&mut self, name: &str, element: &BytesStart<'_>) {
        match name {
            "text-properties" => {
                let colour = attribute(element, "color");
                self.text = colour.map_or(self.text, |colour| Colour::hexadecimal(&colour));
                if is(element, "use-window-font-color", |yes| yes == "true") {
                    self.text = Colour::Automatic;
                }
                // Either says that there is a line.
                for line in ["text-line-through-style", "text-line-through-type"] {
                    let line = attribute(element, line);
                    self.is_struck = line.map_or(self.is_struck, |line| line != "none");
                }
                // "super 58%" or how far above the line.
                self.is_raised |= is(element, "text-position", |position| {
                    let height = position.split(['%', ' ']).next().unwrap_or_default();
                    height == "super" || height.parse().is_ok_and(|height: f64| 0.0 < height)
                });
            }
            "table-cell-properties" => {
                let behind = attribute(element, "background-color");
                if let Some(behind) = behind.filter(|behind| behind != "transparent") {
                    self.behind = Colour::hexadecimal(&behind);
                }
                let protects = attribute(element, "cell-protect");
                self.is_open =
                    protects.map_or(self.is_open, |protects| !protects.contains("protected"));
            }
            _ => {}
        }
    }
}

impl OpenCode {
    /// What an element shows of a number.
    fn number(&self, element: &BytesStart<'_>) -> Code {
        if self.is_percentage {
            return Code::percent();
        }
        let number =
            |name| attribute(element, name).and_then(|text| text.trim().parse::<f64>().ok());
        let factor = number("display-factor").unwrap_or(1.0);
        let thousands = (factor.log10() / 3.0).round().clamp(0.0, 15.0);
        let decimals = number("decimal-places").unwrap_or(0.0).clamp(0.0, 15.0);
        Code::divided(thousands as u8, decimals as u8)
    }
}

/// Whether an attribute is there and says so.
fn is(element: &BytesStart<'_>, name: &str, says: impl Fn(&str) -> bool) -> bool {
    attribute(element, name).is_some_and(|value| says(&value))
}
