//! What a cell of an .ods holds: its attributes say the value, its paragraphs what is shown.

use chrono::{NaiveDate, NaiveDateTime};
use quick_xml::events::BytesStart;

use super::styles::{Run, Styles};
use super::{attribute, count};
use crate::read::{Value, text};

/// A cell while it is read.
pub(super) struct Held {
    /// How many columns hold the same.
    pub repeats: u32,
    /// The rows and columns that it is merged over; 1 and 1 where it is not.
    pub spans: (u32, u32),
    kind: Option<String>,
    /// The value as it is stored.
    stored: Option<String>,
    /// Its formula, as Excel would have it where it is a sum.
    pub formula: Option<String>,
    is_error: bool,
    /// Its own style, where it names one.
    pub style: Option<String>,
    shown: String,
    /// What is set as a footnote or struck through: beside other text it says nothing.
    beside: String,
    has_struck: bool,
    /// The runs that are open, one within the other.
    runs: Vec<Run>,
    paragraphs: usize,
    is_in_paragraph: bool,
}

impl Held {
    /// From the attributes of the cell.
    pub(super) fn new(element: &BytesStart<'_>) -> Held {
        let mut kinds = element.attributes();
        let is_error = kinds.with_checks(false).flatten().any(|attribute| {
            attribute.key.as_ref() == "calcext:value-type" && attribute.value.as_ref() == "error"
        });
        let kind = office_attribute(element, "office:value-type");
        let stored = match kind.as_deref() {
            Some("float" | "percentage" | "currency") => attribute(element, "value"),
            Some("date") => attribute(element, "date-value"),
            Some("time") => attribute(element, "time-value"),
            Some("boolean") => attribute(element, "boolean-value"),
            _ => attribute(element, "string-value"),
        };
        Held {
            repeats: count(element, "number-columns-repeated"),
            spans: (
                count(element, "number-rows-spanned"),
                count(element, "number-columns-spanned"),
            ),
            kind,
            stored,
            formula: attribute(element, "formula").map(|formula| plain(&formula)),
            is_error,
            style: attribute(element, "style-name"),
            shown: String::new(),
            beside: String::new(),
            has_struck: false,
            runs: Vec::new(),
            paragraphs: 0,
            is_in_paragraph: false,
        }
    }

    /// A table stands inside the cell; it is not read.
    pub(super) fn hold_table(&mut self) {
        self.is_error = true;
        self.shown = "bảng lồng trong ô".to_owned();
    }

    /// An element inside the cell begins.
    pub(super) fn begin(&mut self, name: &str, element: &BytesStart<'_>, styles: &Styles) {
        match name {
            "span" => {
                let own = attribute(element, "style-name");
                let own = own.map_or(Run::Text, |style| styles.run(&style));
                let outer = self.runs.last().copied().unwrap_or(Run::Text);
                self.runs.push(if own == Run::Text { outer } else { own });
            }
            "p" | "h" => {
                if 0 < self.paragraphs {
                    self.shown.push('\n');
                }
                self.paragraphs += 1;
                self.is_in_paragraph = true;
            }
            // A damaged count must not fill the memory with blanks.
            "s" => self.shown.extend((0..count(element, "c").min(1000)).map(|_| ' ')),
            "tab" => self.shown.push('\t'),
            "line-break" => self.shown.push('\n'),
            _ => {}
        }
    }

    /// An element inside the cell ends.
    pub(super) fn end(&mut self, name: &str) {
        if name == "span" {
            self.runs.pop();
        }
        self.is_in_paragraph &= !["p", "h"].contains(&name);
    }

    /// Text inside the cell; between its paragraphs there is only layout.
    pub(super) fn text(&mut self, text: &str) {
        if !self.is_in_paragraph {
            return;
        }
        match self.runs.last().copied().unwrap_or(Run::Text) {
            Run::Text => self.shown.push_str(text),
            run => {
                self.beside.push_str(text);
                self.has_struck |= run == Run::Struck && !text.trim().is_empty();
            }
        }
    }

    /// All was read: a text of nothing but footnotes or struck runs says what these say. Tells whether it is struck.
    pub(super) fn settle(&mut self) -> bool {
        if !self.shown.trim().is_empty() || self.beside.is_empty() {
            return false;
        }
        self.shown = std::mem::take(&mut self.beside);
        self.has_struck
    }

    /// What the cell holds; `None` for a blank one.
    pub(super) fn value(self) -> Option<Value> {
        let is_error = self.is_error || self.formula.is_some() && is_error(&self.shown);
        if is_error {
            return Some(Value::Error(self.shown.into()));
        }
        let stored = self.stored.as_deref();
        match self.kind.as_deref() {
            Some("float" | "percentage" | "currency") => {
                let number = stored.and_then(|stored| stored.trim().parse().ok());
                let shown = || text(&self.shown).unwrap_or(Value::Error("thiếu giá trị".into()));
                Some(number.map_or_else(shown, Value::Number))
            }
            Some("date") => stored.and_then(day).map(Value::Date).or_else(|| text(&self.shown)),
            Some("boolean") => Some(Value::Bool(stored == Some("true"))),
            Some("time") => text(if self.shown.is_empty() { stored? } else { &self.shown }),
            // LibreOffice shows an empty result as an empty paragraph; a formula that was never calculated has none.
            None if self.formula.is_some() && self.paragraphs == 0 => Some(Value::NoResult),
            _ => text(stored.unwrap_or(&self.shown)),
        }
    }
}

/// An attribute of which LibreOffice writes a second one of the same local name (`calcext:value-type`).
fn office_attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let mut all = attributes.with_checks(false).flatten();
    let found = all.find(|attribute| attribute.key.as_ref() == name)?;
    Some(found.value.as_ref().to_owned())
}

/// `of:=SUM([.C4:.C10])` without what Excel does not write: `SUM(C4:C10)`.
fn plain(formula: &str) -> String {
    let formula = formula.split_once('=').map_or(formula, |(_, formula)| formula);
    formula.replace("[.", "").replace(":.", ":").replace(']', "")
}

/// Whether a formula shows an error: `#REF!`, `#N/A`, `Err:502`. OpenOffice stores a 0 beside it.
fn is_error(shown: &str) -> bool {
    let is_named = shown.starts_with('#')
        && (shown.ends_with(['!', '?']) || shown == "#N/A")
        && !shown.contains(' ');
    let number = shown.strip_prefix("Err:");
    is_named || number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// `2024-06-30`, perhaps with a time.
fn day(stored: &str) -> Option<NaiveDateTime> {
    let midnight = |day: NaiveDate| day.and_hms_opt(0, 0, 0);
    let stored = stored.trim_end_matches('Z');
    stored.parse().ok().or_else(|| stored.parse().ok().and_then(midnight))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_sum_reads_as_excel_writes_it() {
        assert_eq!(plain("of:=SUM([.C4:.C10];[.$C$12])"), "SUM(C4:C10;$C$12)");
        assert_eq!(plain("oooc:=[.C4]+[.C5]"), "C4+C5");
        // Of another sheet: what is left of it is no reference.
        assert_eq!(plain("of:=[$Biểu2.C4]"), "[$Biểu2.C4");
    }
}
