//! Tables on the screen, the only door to comfy-table: figures are never broken, words wrap, pictures give way.

use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle,
    TableStyle, Width,
};
use unicode_width::UnicodeWidthStr;

use super::screen::{Colour, Screen, Tone};
use crate::domain::label::harmless;

/// No lines but one below the heading.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle { fill: Some('─'), ..LineStyle::none() });

/// How a column behaves where the screen is narrow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Fit {
    /// Words, to the left: they wrap, down to this width.
    Words(u16),
    /// Figures, to the right: never broken.
    Figure,
    /// Repeats a figure of the row: left out where there is no room.
    Picture,
}

/// A column of a table; a line break in its heading stays.
pub(super) struct Column {
    heading: String,
    fit: Fit,
}

impl Column {
    /// A column of words.
    pub(super) fn words(heading: &str) -> Column {
        Column { heading: heading.to_owned(), fit: Fit::Words(LEAST_WORDS) }
    }

    /// A column of words that goes before the other words where room is short.
    pub(super) fn names(heading: &str) -> Column {
        Column { heading: heading.to_owned(), fit: Fit::Words(LEAST_NAME) }
    }

    /// A column of figures.
    pub(super) fn figure(heading: &str) -> Column {
        Column { heading: heading.to_owned(), fit: Fit::Figure }
    }

    /// A column of bars, which repeat a figure.
    pub(super) fn picture(heading: &str) -> Column {
        Column { heading: heading.to_owned(), fit: Fit::Picture }
    }
}

struct Row {
    cells: Vec<String>,
    tone: Tone,
}

/// A table: columns, and rows with a cell for each.
pub(super) struct Table {
    columns: Vec<Column>,
    rows: Vec<Row>,
}

/// The gap between two columns.
const GAP: u16 = 2;
/// Words are not made narrower than this for the sake of a picture.
const ROOM_FOR_WORDS: usize = 22;
/// Words are not made narrower than this for anything.
const LEAST_WORDS: u16 = 13;
/// Nor names.
const LEAST_NAME: u16 = 22;
/// Marks a row that has a rule above it: a character without width, which no cell can bring.
const RULE_ABOVE: char = '\u{2063}';
/// An indent that is no place to wrap at; it becomes a space in the end.
pub(super) const FIXED_SPACE: char = '\u{a0}';

impl Table {
    /// An empty table.
    pub(super) fn new(columns: Vec<Column>) -> Table {
        Table { columns, rows: Vec::new() }
    }

    /// Whether it has no rows yet.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds a row. The cells are made harmless here.
    pub(super) fn row(&mut self, tone: Tone, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.columns.len(), "a cell for each column");
        let cells = cells.iter().map(|cell| safe(cell)).collect();
        self.rows.push(Row { cells, tone });
    }

    /// Adds a row below a rule.
    pub(super) fn ruled_row(&mut self, tone: Tone, cells: Vec<String>) {
        self.row(tone, cells);
        let row = self.rows.last_mut().expect("it was just added");
        row.cells[0].insert(0, RULE_ABOVE);
    }

    /// As text, a line a row or more; nothing stands after the last word of a line.
    pub(super) fn show(&self, screen: &Screen) -> String {
        let mut out = String::new();
        for line in self.lines(screen) {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        out
    }

    /// The lines of the table, all of one width.
    pub(super) fn lines(&self, screen: &Screen) -> Vec<String> {
        let shown = self.shown(screen.width);
        let table = self.laid_out(&shown, screen);
        let mut lines = Vec::new();
        let mut rule = None;
        for line in table.lines() {
            if line.starts_with('─') {
                rule = Some(line.clone());
            }
            if line.contains(RULE_ABOVE) {
                lines.extend(rule.clone());
            }
            lines.push(line.replace(RULE_ABOVE, "").replace(FIXED_SPACE, " "));
        }
        lines
    }

    /// The columns for which there is room.
    fn shown(&self, width: usize) -> Vec<usize> {
        let needed = |index: usize| match self.columns[index].fit {
            Fit::Words(_) => self.width(index).min(ROOM_FOR_WORDS),
            Fit::Figure | Fit::Picture => self.width(index),
        };
        let all = 0..self.columns.len();
        let gaps = usize::from(GAP) * self.columns.len().saturating_sub(1);
        let has_room = all.clone().map(needed).sum::<usize>() + gaps <= width;
        all.filter(|&index| has_room || self.columns[index].fit != Fit::Picture).collect()
    }

    /// How wide a column is where nothing wraps.
    fn width(&self, index: usize) -> usize {
        let cells = self.rows.iter().map(|row| &row.cells[index]);
        let texts = cells.chain([&self.columns[index].heading]);
        texts.flat_map(|text| text.split('\n')).map(UnicodeWidthStr::width).max().unwrap_or(0)
    }

    fn laid_out(&self, shown: &[usize], screen: &Screen) -> comfy_table::Table {
        let mut table = comfy_table::Table::new();
        table
            .load_style(STYLE)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(u16::try_from(screen.width).unwrap_or(u16::MAX))
            .style_text_only();
        match screen.colour {
            Colour::Plain => table.force_no_tty(),
            Colour::Ansi => table.enforce_styling(),
        };
        let heading = |&index: &usize| toned(&self.columns[index].heading, Tone::Faint);
        table.set_header(shown.iter().map(heading));
        for row in &self.rows {
            table.add_row(shown.iter().map(|&index| toned(&row.cells[index], row.tone)));
        }
        for (position, &index) in shown.iter().enumerate() {
            let column = table.column_mut(position).expect("the header has every column");
            let is_last = position + 1 == shown.len();
            column.set_padding((0, if is_last { 0 } else { GAP }));
            match self.columns[index].fit {
                Fit::Words(least) => {
                    let widest = u16::try_from(self.width(index)).unwrap_or(u16::MAX);
                    let least = least.min(widest) + if is_last { 0 } else { GAP };
                    let least = ColumnConstraint::LowerBoundary(Width::Fixed(least));
                    column.set_constraint(least);
                }
                Fit::Figure => {
                    column.set_constraint(ColumnConstraint::ContentWidth);
                    column.set_cell_alignment(CellAlignment::Right);
                }
                Fit::Picture => {
                    column.set_constraint(ColumnConstraint::ContentWidth);
                }
            }
        }
        table
    }
}

/// A text indented by so many steps, for a row that is a part of the one above.
pub(super) fn indented(steps: usize, text: &str) -> String {
    let indent = String::from(FIXED_SPACE).repeat(2 * steps);
    format!("{indent}{text}")
}

/// A text that is broken nowhere: a telephone number.
pub(super) fn whole(text: &str) -> String {
    text.replace(' ', &String::from(FIXED_SPACE))
}

/// A text of a unit as one cell.
fn safe(text: &str) -> String {
    harmless(text).replace(RULE_ABOVE, "")
}

fn toned(text: &str, tone: Tone) -> Cell {
    let cell = Cell::new(text);
    match tone {
        _ if text.is_empty() => cell,
        Tone::Quiet => cell,
        Tone::Strong => cell.add_attribute(Attribute::Bold),
        Tone::Error => cell.add_attribute(Attribute::Bold).fg(Color::DarkRed),
        Tone::Warning => cell.fg(Color::DarkYellow),
        Tone::Good => cell.fg(Color::DarkGreen),
        Tone::Faint => cell.add_attribute(Attribute::Dim),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Table {
        let mut table = Table::new(vec![
            Column::words("Đơn vị"),
            Column::figure("Lũy kế\ngiải ngân"),
            Column::picture(""),
        ]);
        let name = "Trung tâm Dịch vụ nông nghiệp và Phát triển quỹ đất huyện Hữu Lũng";
        table.row(Tone::Quiet, vec![name.into(), "1.234.567,8".into(), "████▌░░░░░".into()]);
        table.row(Tone::Error, vec!["Xã Yên\u{202e} Bình\u{1b}[31m".into(), "0".into(), "".into()]);
        table.ruled_row(Tone::Strong, vec!["Tổng cộng".into(), "9".into(), "".into()]);
        table
    }

    #[test]
    fn all_lines_of_a_table_are_equally_wide_and_fit() {
        for width in [40, 80, 120] {
            let lines = sample().lines(&Screen { width, colour: Colour::Plain });
            for line in &lines {
                assert_eq!(line.width(), lines[0].width(), "{width}: {line:?}");
                assert!(line.width() <= width, "{width}: {line:?}");
            }
        }
    }

    #[test]
    fn a_figure_is_whole_on_any_screen_and_a_picture_gives_way() {
        for width in [1, 20, 30, 80] {
            let text = sample().show(&Screen { width, colour: Colour::Plain });
            assert!(text.contains("1.234.567,8"), "{width}");
            assert_eq!(text.contains("████▌░░░░░"), width == 80, "{width}");
        }
    }

    #[test]
    fn text_of_a_unit_cannot_steer_the_terminal() {
        let text = sample().show(&Screen { width: 80, colour: Colour::Plain });
        assert!(!text.contains(['\u{1b}', '\u{202e}', RULE_ABOVE]), "{text}");
        let painted = sample().show(&Screen { width: 80, colour: Colour::Ansi });
        assert!(painted.contains("\u{1b}[1m"));
    }
}
