//! A worksheet in one pass: its cells, merged ranges, hidden rows and columns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use memchr::memmem;

use super::strings::{self, Strings, Text};
use super::xml::{self, Piece, Pieces, Tag};
use crate::domain::place::Cell;
use crate::read::locks::Locks;
use crate::read::serial::{self, Epoch};
use crate::read::shown::{Style, Unseen};
use crate::read::{Area, Refused, Room, Sheet, Value, each_once, text};

/// What the cells of all sheets refer to.
pub(super) struct Book {
    /// The table of strings.
    pub strings: Strings,
    /// How the cells of each style show what they hold.
    pub styles: Vec<Style>,
    /// From when days are counted.
    pub epoch: Epoch,
}

/// The rows and columns of a sheet, as Excel has them.
const ROWS: u32 = 1 << 20;
const COLUMNS: u32 = 1 << 14;
/// In a row lower than this (in points) and a column narrower than this (in digits) nobody sees anything.
const LOWEST: f64 = 1.0;
const NARROWEST: f64 = 0.3;

/// Reads the part of a sheet into it; what cannot be read to the end is kept with the sheet's failure. `left` is how
/// much more is read.
///
/// # Errors
/// More cells or text than is read of one file.
pub(super) fn read(
    part: &str,
    book: &Book,
    sheet: &mut Sheet,
    left: &mut Room,
) -> Result<(), Refused> {
    let mut pass = Pass {
        book,
        sheet,
        next: Cell::new(0, 0),
        blank: None,
        open: None,
        value: String::new(),
        formula: String::new(),
        shared: BTreeMap::new(),
        is_inside: false,
        hidden: Vec::new(),
        // That the sheet is protected is said behind its cells.
        locks: memmem::find(part.as_bytes(), b"sheetProtection").map(|_| Locks::protected()),
        is_protected: false,
    };
    let mut is_whole = false;
    let mut pieces = Pieces::of(part);
    loop {
        let piece = match pieces.next() {
            Ok(Some(piece)) => piece,
            Ok(None) => break,
            Err(error) => {
                pass.fail(error);
                break;
            }
        };
        match piece {
            Piece::Start(tag) if tag.name == "c" && pass.is_between() => {
                pass.open = pass.cell(tag);
                if let Some(value) = pieces.plain("<v>", "</v></c>") {
                    pass.close(Some(value), left)?;
                }
            }
            Piece::Start(tag) if tag.name == "f" && pass.open.is_some() => {
                pass.formula(tag);
                if let Some(text) = pieces.plain("", "</f>") {
                    pass.says(Some(text));
                    if let Some(value) = pieces.plain("<v>", "</v></c>") {
                        pass.close(Some(value), left)?;
                    }
                }
            }
            Piece::Start(tag) => pass.start(tag),
            Piece::Empty(tag) => {
                is_whole |= tag.name == "worksheet";
                pass.empty(tag);
            }
            Piece::End("c") => pass.close(None, left)?,
            Piece::End("worksheet") => is_whole = true,
            Piece::End(name) => pass.end(name),
            text => pass.text(text),
        }
    }
    if !is_whole {
        pass.fail("tệp chép thiếu (cut off)");
    }
    let Pass { sheet, hidden, locks, is_protected, .. } = pass;
    sheet.locks = locks.filter(|_| is_protected).unwrap_or_default();
    sheet.hidden_rows.sort_unstable();
    sheet.hidden_rows.dedup();
    sheet.hidden_columns = each_once(hidden);
    Ok(())
}

struct Pass<'a> {
    book: &'a Book,
    sheet: &'a mut Sheet,
    /// Where a row or cell stands that does not say it.
    next: Cell,
    /// Where the last cell stands, if it was blank.
    blank: Option<&'a str>,
    open: Option<Open>,
    /// The `v` of the open cell.
    value: String,
    /// Its `f`.
    formula: String,
    /// The formulas that cells share, by their number: which text of the sheet's formulas each is.
    shared: BTreeMap<u32, u32>,
    /// Inside the rows: elsewhere short names mean other things.
    is_inside: bool,
    /// The columns that nobody sees, from 0.
    hidden: Vec<Range<u32>>,
    /// What the sheet locks, where it may be protected.
    locks: Option<Locks>,
    is_protected: bool,
}

/// A cell while it is read.
struct Open {
    at: Cell,
    kind: Kind,
    style: usize,
    formula: Option<Formula>,
    has_value: bool,
    is_in_value: bool,
    /// Its `is`.
    inline: Option<Text>,
}

/// A formula while it is read.
#[derive(Clone, Copy, Default)]
struct Formula {
    is_open: bool,
    /// The number by which cells share it.
    shared: Option<u32>,
    /// It gives many values, or is none that anybody typed.
    is_special: bool,
    /// The number of its text.
    text: Option<u32>,
}

/// What `t` says that a cell holds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Number,
    Shared,
    Text,
    Bool,
    Error,
    Date,
}

impl<'a> Pass<'a> {
    /// The first thing that is wrong is what is told.
    fn fail(&mut self, error: impl std::fmt::Display) {
        self.sheet.failure.get_or_insert_with(|| error.to_string());
    }

    /// Between two cells.
    fn is_between(&self) -> bool {
        self.is_inside && self.open.is_none()
    }

    fn start(&mut self, tag: Tag<'_>) {
        if let Some(open) = &mut self.open {
            match tag.name {
                "v" => {
                    self.value.clear();
                    (open.has_value, open.is_in_value) = (true, true);
                }
                "is" => open.inline = Some(Text::default()),
                _ => {
                    if let Some(inline) = &mut open.inline {
                        inline.take(Piece::Start(tag));
                    }
                }
            }
            return;
        }
        match tag.name {
            "sheetData" => self.is_inside = true,
            "row" if self.is_inside => self.row(tag),
            _ => self.beside(tag),
        }
    }

    fn empty(&mut self, tag: Tag<'a>) {
        if tag.name == "f" && self.open.is_some() {
            self.formula(tag);
            self.says(None);
            return;
        }
        if let Some(open) = &mut self.open {
            match tag.name {
                "v" => {
                    self.value.clear();
                    open.has_value = true;
                }
                _ => {
                    if let Some(inline) = &mut open.inline {
                        inline.take(Piece::Empty(tag));
                    }
                }
            }
            return;
        }
        match tag.name {
            "row" if self.is_inside => {
                self.row(tag);
                self.next = Cell::new(self.next.row.saturating_add(1), 0);
            }
            // Blank but for its style: where it stands matters only to a cell that does not say it.
            "c" if self.is_inside => match tag.attributes().next() {
                Some(("r", place)) if self.locks.is_none() => self.blank = Some(place),
                _ => {
                    self.cell(tag);
                }
            },
            "sheetData" => {}
            _ => self.beside(tag),
        }
    }

    /// The formula of the open cell begins.
    fn formula(&mut self, tag: Tag<'_>) {
        let mut formula = Formula { is_open: true, ..Formula::default() };
        for (name, value) in tag.attributes() {
            match (name, value) {
                ("t", "shared" | "normal") => {}
                ("t", _) => formula.is_special = true,
                ("si", number) => formula.shared = number.trim().parse().ok(),
                _ => {}
            }
        }
        self.formula.clear();
        if let Some(open) = &mut self.open {
            open.formula = Some(formula);
        }
    }

    /// The formula of the open cell ends: its text was taken whole, or is what was read so far.
    fn says(&mut self, whole: Option<&str>) {
        let Some(Open { at, formula: Some(formula), .. }) = &mut self.open else { return };
        let text = whole.unwrap_or(&self.formula).trim();
        formula.is_open = false;
        if formula.is_special {
            return;
        }
        // Of cells that share a formula only the first one has its text.
        formula.text = match formula.shared {
            Some(number) if text.is_empty() => self.shared.get(&number).copied(),
            _ => self.sheet.formulas.keep(*at, text),
        };
        if let (Some(number), Some(text)) = (formula.shared, formula.text) {
            self.shared.entry(number).or_insert(text);
        }
    }

    fn end(&mut self, name: &str) {
        if name == "f" {
            return self.says(None);
        }
        match (name, &mut self.open) {
            ("v", Some(open)) => open.is_in_value = false,
            (_, Some(Open { inline: Some(inline), .. })) => inline.take(Piece::End(name)),
            ("row", None) => self.next = Cell::new(self.next.row.saturating_add(1), 0),
            ("sheetData", None) => self.is_inside = false,
            _ => {}
        }
    }

    fn text(&mut self, piece: Piece<'_>) {
        let Some(open) = &mut self.open else { return };
        match &mut open.inline {
            _ if open.is_in_value => strings::push(&mut self.value, piece),
            _ if open.formula.is_some_and(|formula| formula.is_open) => {
                strings::push(&mut self.formula, piece);
            }
            Some(inline) => inline.take(piece),
            None => {}
        }
    }

    fn row(&mut self, tag: Tag<'_>) {
        self.blank = None;
        let row = tag.attribute("r");
        match row.as_deref().map(|row| row.trim().parse::<u32>()) {
            Some(Ok(row)) if (1..=ROWS).contains(&row) => self.next = Cell::new(row - 1, 0),
            Some(_) => self.fail(format!("row {}", row.unwrap_or_default())),
            None => {}
        }
        if tag.is_set("hidden") || tag.number("ht").is_some_and(|height: f64| height < LOWEST) {
            self.sheet.hidden_rows.push(self.next.row);
        }
        if self.locks.is_some() && tag.is_set("customFormat") {
            let is_open = self.is_open(tag.number("s"));
            let row = self.next.row;
            self.locks.iter_mut().for_each(|locks| locks.row(row, is_open));
        }
    }

    /// The cell that an element opens; `None` where no sheet has such a cell.
    fn cell(&mut self, tag: Tag<'_>) -> Option<Open> {
        let (mut at, mut kind, mut style) = (None, Kind::Number, 0);
        let mut says_place = false;
        for (name, value) in tag.attributes() {
            match name {
                "r" => {
                    says_place = true;
                    at = place(value);
                    if at.is_none() {
                        self.fail(format!("cell {value}"));
                    }
                }
                "s" => style = value.trim().parse().unwrap_or(0),
                "t" => {
                    kind = match value {
                        "s" => Kind::Shared,
                        "b" => Kind::Bool,
                        "e" => Kind::Error,
                        "d" => Kind::Date,
                        "n" => Kind::Number,
                        _ => Kind::Text,
                    }
                }
                _ => {}
            }
        }
        if !says_place {
            at = Some(self.following());
        }
        self.blank = None;
        let at = at?;
        if ROWS <= at.row || COLUMNS <= at.column {
            self.fail(format!("cell behind {at}"));
            return None;
        }
        self.next = Cell::new(at.row, at.column + 1);
        let is_open = self.is_open(Some(style));
        if let Some(locks) = &mut self.locks {
            locks.cell(at, is_open);
        }
        Some(Open {
            at,
            kind,
            style,
            formula: None,
            has_value: false,
            is_in_value: false,
            inline: None,
        })
    }

    /// Whether cells of this style may be typed into.
    fn is_open(&self, style: Option<usize>) -> bool {
        style.and_then(|style| self.book.styles.get(style)).is_some_and(|style| style.is_open)
    }

    /// The place behind the cell before.
    fn following(&self) -> Cell {
        let blank = self.blank.and_then(place);
        blank.map_or(self.next, |at| Cell::new(at.row, at.column + 1))
    }

    /// Closes the open cell: keeps it where it is not blank. `value` is its `v` where that was taken whole.
    fn close(&mut self, value: Option<&str>, left: &mut Room) -> Result<(), Refused> {
        let Some(open) = self.open.take() else { return Ok(()) };
        let taken = std::mem::take(&mut self.value);
        let value = value.or_else(|| open.has_value.then_some(&*taken));
        let (at, style) = (open.at, self.book.styles.get(open.style));
        let formula = open.formula;
        let (held, is_struck) = self.held(open, style, value);
        self.value = taken;
        if let Some(held) = held {
            left.take(&held)?;
            let mut look = style.and_then(|style| style.look(&held));
            if is_struck {
                look.get_or_insert_default().unseen.get_or_insert(Unseen::Struck);
            }
            self.sheet.looks.extend(look.map(|look| (at, look)));
            if let Some(formula) = formula {
                self.sheet.formulas.push(at, formula.text);
            }
            self.sheet.cells.push((at, held));
        }
        Ok(())
    }

    /// What a cell holds whose `v` is `value`, and whether all its runs are struck through.
    fn held(
        &mut self,
        open: Open,
        style: Option<&Style>,
        value: Option<&str>,
    ) -> (Option<Value>, bool) {
        if let Some(inline) = open.inline {
            let (said, is_struck) = inline.said();
            return (text(&said), is_struck);
        }
        let struck = &self.book.strings.struck;
        let is_struck = open.kind == Kind::Shared
            && !struck.is_empty()
            && value
                .and_then(|value| value.trim().parse().ok())
                .is_some_and(|at| struck.contains(&at));
        (self.plain(&open, style, value), is_struck)
    }

    /// What a cell holds that has no text of its own; `None` where it is blank.
    fn plain(&mut self, open: &Open, style: Option<&Style>, value: Option<&str>) -> Option<Value> {
        let no_result = || open.formula.is_some().then_some(Value::NoResult);
        let Some(value) = value else { return no_result() };
        if open.kind == Kind::Text {
            // The empty text is a result, and shows as a blank.
            return text(&xml::settled(value, true));
        }
        let value = value.trim();
        if value.is_empty() {
            return no_result();
        }
        match open.kind {
            Kind::Shared => {
                let texts = &self.book.strings.texts;
                let string = value.parse().ok().and_then(|at: usize| texts.get(at));
                if string.is_none() {
                    self.fail(format!("{}: string {value}", open.at));
                }
                string
                    .filter(|string| !string.trim().is_empty())
                    .map(|string| Value::Text(Arc::clone(string)))
            }
            Kind::Bool => Some(Value::Bool(value != "0" && value != "false")),
            Kind::Error => Some(Value::Error(value.into())),
            Kind::Date => match value.parse().or_else(|_| format!("{value}T00:00:00").parse()) {
                Ok(date) => Some(Value::Date(date)),
                Err(_) => text(value),
            },
            Kind::Number | Kind::Text => match value.parse::<f64>() {
                Ok(number) if style.is_some_and(|style| style.code.is_day) => {
                    Some(serial::day(number, self.book.epoch))
                }
                Ok(number) => Some(Value::Number(number)),
                Err(_) => text(value),
            },
        }
    }

    /// What stands beside the rows and says what is locked.
    fn lock(&mut self, tag: Tag<'_>) {
        let is_open = self.is_open(tag.number("style"));
        let Some(locks) = &mut self.locks else { return };
        match tag.name {
            "sheetProtection" => self.is_protected = tag.is_set("sheet"),
            "col" => {
                let ends = tag.number("min").zip(tag.number("max"));
                if let Some((from, to)) = ends.filter(|(from, _): &(u32, u32)| 0 < *from) {
                    locks.columns(from - 1, to.saturating_sub(1), is_open);
                }
            }
            "protectedRange" => {
                let ranges = tag.attribute("sqref").unwrap_or_default();
                for range in ranges.split_ascii_whitespace() {
                    let one = || place(range).map(|at| Area { from: at, to: at });
                    area(range).or_else(one).into_iter().for_each(|area| locks.open(area));
                }
            }
            _ => {}
        }
    }

    /// What stands beside the rows.
    fn beside(&mut self, tag: Tag<'_>) {
        if self.locks.is_some() {
            self.lock(tag);
        }
        match tag.name {
            "mergeCell" => {
                let area = tag.attribute("ref").and_then(|text| area(&text));
                self.sheet.merges.extend(area);
            }
            "col"
                if tag.is_set("hidden")
                    || tag.number("width").is_some_and(|width: f64| width < NARROWEST) =>
            {
                let ends = tag.number("min").zip(tag.number("max"));
                let (from, to): (u32, u32) = ends.unwrap_or((1, 0));
                self.hidden.push(from.saturating_sub(1)..to.min(COLUMNS));
            }
            _ => {}
        }
    }
}

/// `B12` as a cell; `None` where it is no place of a sheet.
fn place(text: &str) -> Option<Cell> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in text.trim_ascii().bytes() {
        match byte {
            b'0'..=b'9' if 0 < column => row = 10 * row + u32::from(byte - b'0'),
            b'A'..=b'Z' if row == 0 => column = 26 * column + u32::from(byte - b'A') + 1,
            b'a'..=b'z' if row == 0 => column = 26 * column + u32::from(byte - b'a') + 1,
            _ => return None,
        }
        if ROWS < row || COLUMNS < column {
            return None;
        }
    }
    (0 < row).then(|| Cell::new(row - 1, column - 1))
}

/// `A6:B8` as an area.
fn area(text: &str) -> Option<Area> {
    let (from, to) = text.split_once(':')?;
    let (a, b) = (place(from)?, place(to)?);
    Some(Area {
        from: Cell::new(a.row.min(b.row), a.column.min(b.column)),
        to: Cell::new(a.row.max(b.row), a.column.max(b.column)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::shown::{Code, Look, Scale};

    fn sheet(data: &str) -> Sheet {
        let day = Style { code: Code::built_in(14), ..Style::default() };
        let millions = Style { code: Code::read("#,##0.0,,"), ..Style::default() };
        let texts = vec!["Dự án 1".into(), " ".into(), "95".into()];
        let book = Book {
            strings: Strings { texts, struck: [2].into() },
            styles: vec![Style::default(), day, millions],
            epoch: Epoch::Y1900,
        };
        let mut sheet = Sheet::default();
        let part = format!("<worksheet xmlns:x=\"y\">{data}</worksheet>");
        read(&part, &book, &mut sheet, &mut Room::default()).unwrap();
        sheet
    }

    fn cells(rows: &str) -> Vec<(String, Value)> {
        let sheet = sheet(&format!("<sheetData>{rows}</sheetData>"));
        assert_eq!(sheet.failure, None);
        sheet.cells.into_iter().map(|(cell, value)| (cell.to_string(), value)).collect()
    }

    #[test]
    fn every_kind_of_cell_is_read() {
        let one = |cell: &str| cells(&format!("<row>{cell}</row>")).pop().map(|(_, value)| value);
        let text = |text: &str| Some(Value::Text(text.into()));
        assert_eq!(one("<c><v> 1.5E3 </v></c>"), Some(Value::Number(1500.0)));
        assert_eq!(one("<c t='s'><v>0</v></c>"), text("Dự án 1"));
        assert_eq!(one("<c t='s'><v>1</v></c>"), None);
        assert_eq!(one("<c t='str'><f>A1</f><v>a&amp;b</v></c>"), text("a&b"));
        assert_eq!(one("<c t='str'><f>A1</f><v></v></c>"), None);
        assert_eq!(one("<c t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r></is></c>"), text("ab"));
        assert_eq!(one("<c t='b'><v>2</v></c>"), Some(Value::Bool(true)));
        assert_eq!(one("<c t='e'><v>#SPILL!</v></c>"), Some(Value::Error("#SPILL!".into())));
        assert_eq!(one("<c><f>A1</f></c>"), Some(Value::NoResult));
        assert_eq!(one("<c><f>A1</f><v/></c>"), Some(Value::NoResult));
        assert_eq!(one("<c><f>A1</f><v>0</v></c>"), Some(Value::Number(0.0)));
        assert_eq!(one("<c/>"), None);
        assert_eq!(one("<c><v></v></c>"), None);
        assert_eq!(one("<c><v>1,5</v></c>"), text("1,5"));
        let day = "2024-06-30T00:00:00".parse().unwrap();
        assert_eq!(one("<c s='1'><v>45473</v></c>"), Some(Value::Date(day)));
        assert_eq!(one("<c t='d'><v>2024-06-30</v></c>"), Some(Value::Date(day)));
        assert_eq!(one("<c s='1'><v>-5</v></c>"), Some(Value::Number(-5.0)));
        assert!(matches!(one("<c><v>NaN</v></c>"), Some(Value::Number(number)) if number.is_nan()));
    }

    #[test]
    fn what_formulas_say_is_kept_where_it_may_be_a_sum() {
        let sheet = sheet(
            "<sheetData><row r='2'><c r='A2'><f>SUM(A3:A9)</f><v>1</v></c>
            <c r='B2'><f t='shared' ref='B2:D2' si='7'>B3+B4</f><v>1</v></c>
            <c r='C2'><f t='shared' si='7'/><v>1</v></c>
            <c r='D2'><f t='shared' si='7'></f><v>1</v></c>
            <c r='E2'><f>IF(A1&gt;0,SUM(A3),0)</f><v>1</v></c>
            <x:c r='F2'><x:f>F3+F4</x:f><x:v>1</x:v></x:c>
            <c r='G2'><f t='array' ref='G2:G3'>SUM(A3:A9)</f><v>1</v></c>
            <c r='H2'><v>1</v></c></row></sheetData>",
        );
        let says = |cell: &str| {
            let said = sheet.formulas.says(cell.parse().unwrap())?;
            Some(format!("{} {}", said.1, said.0))
        };
        assert_eq!(says("A2").as_deref(), Some("A2 SUM(A3:A9)"));
        assert_eq!(["B2", "C2", "D2"].map(says), ["B2 B3+B4"; 3].map(|of| Some(of.to_owned())));
        assert_eq!(says("F2").as_deref(), Some("F2 F3+F4"));
        assert_eq!(says("E2").as_deref(), Some("E2 IF(A1>0,SUM(A3),0)"));
        assert_eq!(["G2", "H2"].map(says), [None, None]);
        assert_eq!(sheet.cells.len(), 8);
        let is_formula = |cell: &str| sheet.formulas.contains(cell.parse().unwrap());
        assert_eq!(["E2", "G2", "H2"].map(is_formula), [true, true, false]);
    }

    #[test]
    fn how_a_cell_looks_is_kept_where_that_is_not_what_it_holds() {
        let strikes = "<is><r><rPr><strike/></rPr><t>9</t></r></is>";
        let sheet = sheet(&format!(
            "<sheetData><row ht='0'><c s='2'><v>5000000</v></c><c s='2'/><c><v>5</v></c><c t='s'><v>2</v></c>
            <c t='inlineStr'>{strikes}</c></row><row ht='15'/></sheetData><cols><col min='2' max='2' width='0'/></cols>",
        ));
        let millions = Scale::Thousands { times: 2, shows_zero: false };
        let struck = Look { scale: Scale::One, unseen: Some(Unseen::Struck) };
        assert_eq!(
            sheet.looks,
            [
                (Cell::new(0, 0), Look { scale: millions, unseen: None }),
                (Cell::new(0, 3), struck),
                (Cell::new(0, 4), struck),
            ]
        );
        assert_eq!((sheet.hidden_rows, sheet.hidden_columns), (vec![0], vec![1]));
    }

    #[test]
    fn cells_without_a_place_follow_each_other() {
        let rows =
            "<row><c><v>1</v></c><c r='D1'/><c><v>2</v></c></row><row/><row><c><v>3</v></c></row>
            <row r='9'><c r='$B$9'/><x:c r='B9'><x:v>4</x:v></x:c></row>";
        let rows = rows.replace("<c r='$B$9'/>", "");
        let places: Vec<String> = cells(&rows).into_iter().map(|(cell, _)| cell).collect();
        assert_eq!(places, ["A1", "E1", "A3", "B9"]);
    }

    #[test]
    fn what_is_wrong_with_a_sheet_is_told_and_the_rest_is_read() {
        let cells = "<c r='A1'><v>1</v></c>";
        for fault in [
            "<row><c r='XFE1'><v>5</v></c></row>",
            "<row><c r='A1048577'><v>5</v></c></row>",
            "<row><c t='s'><v>7</v></c></row>",
            "<row><c r='XFD1'/><c><v>5</v></c></row>",
            "<row r='4294967296'/>",
        ] {
            let sheet = sheet(&format!("<sheetData>{fault}<row r='1'>{cells}</row></sheetData>"));
            assert_eq!(sheet.cells.len(), 1, "{fault}");
            assert!(sheet.failure.is_some(), "{fault}");
        }
        let mut cut = Sheet::default();
        let book = Book { strings: Strings::default(), styles: vec![], epoch: Epoch::Y1900 };
        read(&format!("<worksheet><sheetData><row>{cells}"), &book, &mut cut, &mut Room::default())
            .unwrap();
        assert_eq!((cut.cells.len(), cut.failure.is_some()), (1, true));
    }

    #[test]
    fn what_stands_beside_the_cells_is_read_in_the_same_pass() {
        let sheet = sheet(
            "<cols><col min='2' max='3' hidden='1'/><col min='5' max='5'/></cols><sheetData><row r='4' hidden='true'>
            <c><v>1</v></c></row></sheetData><mergeCells><mergeCell ref='B2:A1'/></mergeCells>",
        );
        assert_eq!((sheet.hidden_columns, sheet.hidden_rows), (vec![1, 2], vec![3]));
        assert_eq!(sheet.merges, [Area { from: Cell::new(0, 0), to: Cell::new(1, 1) }]);
    }

    #[test]
    fn cells_share_the_texts_of_the_table_and_their_text_is_counted() {
        let long: Arc<str> = "x".repeat(1000).into();
        let strings = Strings { texts: vec![Arc::clone(&long)], ..Strings::default() };
        let book = Book { strings, styles: vec![], epoch: Epoch::Y1900 };
        let part = format!(
            "<worksheet><sheetData><row>{}</row></sheetData></worksheet>",
            "<c t='s'><v>0</v></c>".repeat(3)
        );
        let mut sheet = Sheet::default();
        read(&part, &book, &mut sheet, &mut Room { cells: 3, text: 3000 }).unwrap();
        let is_shared =
            |value: &Value| matches!(value, Value::Text(text) if Arc::ptr_eq(text, &long));
        assert!(sheet.cells.iter().all(|(_, value)| is_shared(value)));
        assert!(read(&part, &book, &mut sheet, &mut Room { cells: 3, text: 2999 }).is_err());
    }

    #[test]
    fn cells_are_locked_where_the_sheet_is_protected_and_nothing_opens_them() {
        let locked = |protection: &str| {
            let open = Style { is_open: true, ..Style::default() };
            let strings = Strings::default();
            let book = Book { strings, styles: vec![Style::default(), open], epoch: Epoch::Y1900 };
            let part = format!(
                "<worksheet><cols><col min='4' max='5' style='1'/></cols><sheetData><row r='1'><c r='A1'><v>1</v></c>
                <c r='B1' s='1'/><c s='1'/><c r='D1' s='0'/></row><row r='2' s='1' customFormat='1'/></sheetData>
                {protection}</worksheet>"
            );
            let mut sheet = Sheet::default();
            read(&part, &book, &mut sheet, &mut Room::default()).unwrap();
            assert_eq!((sheet.failure, sheet.cells.len()), (None, 1));
            let places = ["A1", "B1", "C1", "D1", "E1", "F1", "F2", "A3"];
            let is_locked = |place: &&str| sheet.locks.contains(place.parse().unwrap());
            places.into_iter().filter(is_locked).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(locked("<sheetProtection sheet='1'/>"), "A1 D1 F1 A3");
        let ranges =
            "<protectedRanges><protectedRange sqref='A3:B4 F1' name='a'/></protectedRanges>";
        assert_eq!(locked(&format!("<sheetProtection sheet='true'/>{ranges}")), "A1 D1");
        assert_eq!(locked("<sheetProtection sheet='0'/>"), "");
        assert_eq!(locked(""), "");
    }

    #[test]
    fn too_many_cells_are_refused() {
        let book = Book { strings: Strings::default(), styles: vec![], epoch: Epoch::Y1900 };
        let part = "<worksheet><sheetData><row><c><v>1</v></c><c><v>1</v></c></row></sheetData></worksheet>";
        assert!(read(part, &book, &mut Sheet::default(), &mut Room { cells: 1, text: 9 }).is_err());
    }
}
