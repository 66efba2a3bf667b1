//! Rows whose XML is written here, for the one sheet that has hundreds of thousands of them.
//!
//! The library keeps each cell of a row in a map, looks up its format and its text behind locks, and a relation and a link
//! for each cell that leads to a file. The lines of 600 units are 15 million cells: written so, they took as long as reading
//! and checking all reports. So the library writes the sheet with a sample of each cell below its headings, and the rows
//! come in here, in the formats of the samples.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, Write};

use anyhow::Context;
use quick_xml::escape::{escape, partial_escape};
use rust_xlsxwriter::{ColNum, RowNum};

use super::links::Target;
use super::text::clean;
use crate::domain::place::column_letters;

/// The texts of such rows in the table of texts of the workbook, behind those that only other sheets have.
pub(crate) struct Strings {
    /// By what stands between the marks of XML.
    numbers: HashMap<Box<str>, u32>,
    /// How many there are.
    count: u32,
    /// How many cells of ours hold one.
    uses: u64,
    /// Those that the library does not have.
    own: String,
    table: String,
}

/// What begins a text whose blanks at its ends count.
const SPACE: &str = " xml:space=\"preserve\"";

impl Strings {
    /// Those that the library wrote.
    pub(crate) fn of(table: String) -> Strings {
        let (mut numbers, mut count) = (HashMap::new(), 0);
        for (number, item) in (0..).zip(table.split("<si>").skip(1)) {
            count = number + 1;
            let text = item.strip_prefix("<t").and_then(|rest| rest.split_once("</t></si>"));
            if let Some((text, _)) = text {
                let text = text.strip_prefix(SPACE).unwrap_or(text);
                numbers.insert(text[1..].into(), number);
            }
        }
        Strings { numbers, count, uses: 0, own: String::new(), table }
    }

    /// The number of a text.
    fn number(&mut self, text: &str) -> u32 {
        self.uses += 1;
        let literal = literal(text);
        let xml = partial_escape(&*literal);
        if let Some(number) = self.numbers.get(&*xml) {
            return *number;
        }
        let number = self.count;
        self.count += 1;
        let space = if text.trim() == text { "" } else { SPACE };
        write!(self.own, "<si><t{space}>{xml}</t></si>").expect("a string takes all");
        self.numbers.insert(xml.into(), number);
        number
    }

    /// The whole table.
    ///
    /// # Errors
    /// The library wrote no such table (a bug).
    pub(crate) fn table(&self) -> anyhow::Result<String> {
        let uses = attribute(&self.table, "count")? + self.uses;
        let (head, texts) = self.table.split_once("<si>").context("a workbook has texts")?;
        let (head, _) = head.split_once(" count=").context("texts are counted")?;
        let texts = texts.strip_suffix("</sst>").context("the end of the texts")?;
        let (unique, own) = (self.count, &self.own);
        Ok(format!("{head} count=\"{uses}\" uniqueCount=\"{unique}\"><si>{texts}{own}</sst>"))
    }
}

/// A number in the first element that has it: ` count="12"`.
fn attribute(xml: &str, name: &str) -> anyhow::Result<u64> {
    let rest = xml.split_once(&format!(" {name}=\"")).map(|(_, rest)| rest);
    let number = rest.and_then(|rest| rest.split_once('"')).map(|(number, _)| number);
    Ok(number.with_context(|| format!("{name} is not told"))?.parse()?)
}

/// Excel takes `_x0041_` for the letter of that number: what a unit wrote stays as it is.
fn literal(text: &str) -> Cow<'_, str> {
    let is_escape = |at: usize| {
        let letters = text.as_bytes().get(at + 2..at + 7);
        letters.is_some_and(|of| of[..4].iter().all(u8::is_ascii_hexdigit) && of[4] == b'_')
    };
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices("_x").filter(|(at, _)| is_escape(*at)) {
        out.push_str(&text[done..at]);
        out.push_str("_x005F");
        done = at;
    }
    if done == 0 && out.is_empty() {
        return Cow::Borrowed(text);
    }
    Cow::Owned(out + &text[done..])
}

/// The links of such rows: a relation for each file, and the place in it at each cell.
#[derive(Default)]
pub(crate) struct Links {
    files: HashMap<String, usize>,
    relations: String,
    cells: String,
    /// How many there are.
    pub count: usize,
}

impl Links {
    fn add(&mut self, cell: &str, target: &Target) {
        let next = self.files.len() + 1;
        let number = *self.files.entry(target.file.clone()).or_insert(next);
        if number == next {
            let kind =
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
            let file = target.escaped();
            let file = escape(&*file);
            write!(
                self.relations,
                "<Relationship Id=\"rIdTep{number}\" Type=\"{kind}\" Target=\"{file}\" TargetMode=\"External\"/>"
            )
            .expect("a string takes all");
        }
        let place = escape(&*target.place);
        write!(
            self.cells,
            "<hyperlink ref=\"{cell}\" r:id=\"rIdTep{number}\" location=\"{place}\"/>"
        )
        .expect("a string takes all");
        self.count += 1;
    }

    /// What stands behind the rows of a sheet, with the links.
    ///
    /// # Errors
    /// It is not how the library ends a sheet (a bug).
    pub(crate) fn sheet(&self, behind: &str) -> anyhow::Result<String> {
        if self.count == 0 {
            return Ok(behind.to_owned());
        }
        let at = behind.find("<printOptions").context("a sheet is printed")?;
        let (before, after) = behind.split_at(at);
        Ok(format!("{before}<hyperlinks>{}</hyperlinks>{after}", self.cells))
    }

    /// The relations of a sheet with theirs.
    pub(crate) fn relations(&self, relations: &str) -> String {
        const END: &str = "</Relationships>";
        relations.replace(END, &format!("{}{END}", self.relations))
    }
}

/// The number of the format of each column, for what it mostly holds and for what stands out.
#[derive(Default)]
pub(crate) struct Samples {
    plain: Vec<u32>,
    special: Vec<u32>,
}

impl Samples {
    /// The formats of the two rows of samples of a sheet.
    ///
    /// # Errors
    /// They are not there (a bug).
    pub(crate) fn read(rows: &str) -> anyhow::Result<Samples> {
        let (plain, special) = rows.split_once("</row>").context("two rows of samples")?;
        let formats = |row: &str| {
            let cells = row.split("<c r=\"").skip(1);
            cells.map(|cell| Ok(attribute(cell, "s")? as u32)).collect::<anyhow::Result<Vec<_>>>()
        };
        Ok(Samples { plain: formats(plain)?, special: formats(special)? })
    }
}

/// What the cells of a column share.
struct Column {
    /// `<c r="K`, then comes the row.
    begin: String,
    letters: String,
    /// `" s="12"`, for what it mostly holds and for what stands out.
    formats: [String; 2],
    /// Its last text and the number of that: a unit, a file, a program go on for many rows.
    last: (String, u32),
}

/// Which format of its column a cell has.
#[derive(Clone, Copy)]
enum Format {
    Plain,
    Special,
}

/// The rows of a sheet, written from top to bottom and each from left to right.
pub(crate) struct RawRows<'a> {
    out: &'a mut dyn Write,
    columns: Vec<Column>,
    strings: &'a mut Strings,
    /// The links.
    pub links: Links,
    /// The number of the row that is written, from 1.
    row: String,
    line: Vec<u8>,
}

impl<'a> RawRows<'a> {
    /// No row yet.
    pub(crate) fn new(
        out: &'a mut dyn Write,
        samples: &Samples,
        strings: &'a mut Strings,
    ) -> RawRows<'a> {
        let column = |(at, (plain, special)): (u32, (&u32, &u32))| {
            let letters = column_letters(at);
            let begin = format!("<c r=\"{letters}");
            let formats = [plain, special].map(|format| format!("\" s=\"{format}\""));
            Column { begin, letters, formats, last: (String::new(), 0) }
        };
        let columns = (0..).zip(samples.plain.iter().zip(&samples.special)).map(column).collect();
        let (row, line) = (String::new(), Vec::new());
        RawRows { out, columns, strings, links: Links::default(), row, line }
    }

    /// Writes a row with the cells that `cells` adds.
    pub(crate) fn row(
        &mut self,
        row: RowNum,
        cells: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        self.row = (row + 1).to_string();
        self.line.clear();
        write!(self.line, "<row r=\"{}\">", self.row)?;
        cells(self)?;
        self.line.extend_from_slice(b"</row>");
        self.out.write_all(&self.line)
    }

    /// A text, as far as there is one.
    pub(crate) fn text(&mut self, column: ColNum, text: &str) {
        if !text.is_empty() {
            self.string(column, text, Format::Plain);
        }
    }

    /// A number.
    pub(crate) fn number(&mut self, column: ColNum, number: f64) -> io::Result<()> {
        self.cell(column, Format::Plain);
        write!(self.line, "><v>{number}</v></c>")
    }

    /// A number in the format that stands out.
    pub(crate) fn special(&mut self, column: ColNum, number: f64) -> io::Result<()> {
        self.cell(column, Format::Special);
        write!(self.line, "><v>{number}</v></c>")
    }

    /// A text that leads somewhere, in the format that stands out.
    pub(crate) fn link(&mut self, column: ColNum, text: &str, target: &Target) {
        let cell = format!("{}{}", self.columns[usize::from(column)].letters, self.row);
        self.links.add(&cell, target);
        self.string(column, text, Format::Special);
    }

    fn string(&mut self, column: ColNum, text: &str, format: Format) {
        let last = &mut self.columns[usize::from(column)].last;
        if last.0 != text {
            last.0.clear();
            last.0.push_str(text);
            last.1 = self.strings.number(&clean(text));
        } else {
            self.strings.uses += 1;
        }
        let number = last.1;
        self.cell(column, format);
        self.line.extend_from_slice(b" t=\"s\"><v>");
        self.line.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
        self.line.extend_from_slice(b"</v></c>");
    }

    fn cell(&mut self, column: ColNum, format: Format) {
        let column = &self.columns[usize::from(column)];
        for piece in [&column.begin, &self.row, &column.formats[format as usize]] {
            self.line.extend_from_slice(piece.as_bytes());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_units_stay_as_they_are_between_the_marks_of_xml() {
        let table = "<?xml?>\n<sst xmlns=\"…\" count=\"7\" uniqueCount=\"2\"><si><t>1</t></si>\
                     <si><t xml:space=\"preserve\"> &lt; </t></si></sst>";
        let mut strings = Strings::of(table.to_owned());
        let texts = ["a<b>&c", " x ", "_x0041_ _x00", "a<b>&c", " < ", "1"];
        assert_eq!(texts.map(|text| strings.number(text)), [2, 3, 4, 2, 1, 0]);
        assert_eq!(
            strings.table().unwrap(),
            "<?xml?>\n<sst xmlns=\"…\" count=\"13\" uniqueCount=\"5\"><si><t>1</t></si>\
             <si><t xml:space=\"preserve\"> &lt; </t></si><si><t>a&lt;b&gt;&amp;c</t></si>\
             <si><t xml:space=\"preserve\"> x </t></si><si><t>_x005F_x0041_ _x00</t></si></sst>"
        );
    }
}
