//! The screen: how wide it is, whether it shows colours, and how a long sentence is laid on it.

use unicode_width::UnicodeWidthStr;

use super::table::FIXED_SPACE;
use crate::domain::label::harmless;

/// Where a text will be read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Screen {
    /// In columns; a table that needs more for its figures alone is wider.
    pub width: usize,
    /// Whether it shows colours.
    pub colour: Colour,
}

/// Whether a screen shows colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Colour {
    /// Bare text: a file, a pipe, NO_COLOR.
    Plain,
    /// ANSI escapes.
    Ansi,
}

/// What a colour would say; the words beside it say it too.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Tone {
    /// Nothing.
    Quiet,
    /// A title, a total.
    Strong,
    /// An error; somebody is missing.
    Error,
    /// Look at it.
    Warning,
    /// As it should be.
    Good,
    /// Of less weight.
    Faint,
}

impl Tone {
    /// Its SGR parameters.
    const fn code(self) -> &'static str {
        match self {
            Tone::Quiet => "",
            Tone::Strong => "1",
            Tone::Error => "1;31",
            Tone::Warning => "33",
            Tone::Good => "32",
            Tone::Faint => "2",
        }
    }
}

impl Screen {
    /// The text in its tone.
    pub(super) fn paint(&self, tone: Tone, text: &str) -> String {
        if self.colour == Colour::Plain || tone == Tone::Quiet || text.is_empty() {
            return text.to_owned();
        }
        format!("\u{1b}[{}m{text}\u{1b}[0m", tone.code())
    }

    /// A heading above a block, set off by an empty line.
    pub(super) fn heading(&self, text: &str) -> String {
        format!("\n{}\n", self.paint(Tone::Strong, self.paragraph("", text).trim_end()))
    }

    /// A paragraph: `first` before its first line, the others indented as far; broken between words only, and not
    /// at a fixed space. Text of a unit is made harmless here.
    pub(super) fn paragraph(&self, first: &str, text: &str) -> String {
        let indent = first.width();
        let mut out = first.to_owned();
        let mut column = indent;
        for word in harmless(text).split(' ').filter(|word| !word.is_empty()) {
            let width = word.width();
            if indent < column && self.width < column + 1 + width {
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
            } else if indent < column {
                out.push(' ');
                column += 1;
            }
            out.push_str(&word.replace(FIXED_SPACE, " "));
            column += width;
        }
        out.push('\n');
        out
    }
}
