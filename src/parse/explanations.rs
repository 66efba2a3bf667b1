//! The explanations that a unit writes beside its figures, under "Giải trình" and "Ghi chú", row by row.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::label::Label;
use crate::domain::place::{Area, Cell};
use crate::domain::submission::{Said, Table};
use crate::read::Sheet;
use crate::recognise::Framed;

/// The words by which a note says that money came back, which explains a negative or falling figure just as well under
/// "Ghi chú": thu hồi tạm ứng, nộp trả (the field's own two), and how else people write them.
const RECOVERED: [&str; 6] =
    ["thu hoi", "nop tra", "hoan tra", "hoan ung", "nop lai", "hoan tam ung"];

/// What the rows of a table say.
#[derive(Default)]
pub(super) struct Beside {
    /// Why figures are what they are.
    pub explanations: Vec<Said>,
    /// What else is to be known of them.
    pub notes: Vec<Said>,
}

/// The texts beside the rows of a table.
pub(super) fn texts(sheet: &Sheet, framed: &Framed, table: &Table) -> Beside {
    let heading = &framed.heading;
    let of = |column: &u32| column_of(sheet, framed.sheet, *column, table);
    let mut explanations: Vec<Said> = heading.reason.iter().flat_map(of).collect();
    let mut known: BTreeMap<Arc<str>, bool> = BTreeMap::new();
    let mut is_recovered = |said: &Said| {
        *known.entry(said.text.clone()).or_insert_with(|| tells_of_recovery(&said.text))
    };
    let (recovered, notes): (Vec<Said>, Vec<Said>) =
        heading.notes.iter().flat_map(of).partition(&mut is_recovered);
    explanations.extend(recovered);
    Beside { explanations, notes }
}

fn tells_of_recovery(text: &str) -> bool {
    let label = Label::new(text);
    RECOVERED.iter().any(|words| label.as_str().contains(words))
}

fn column_of(sheet: &Sheet, number: u16, column: u32, table: &Table) -> Vec<Said> {
    let over_rows = |area: &&Area| area.from.column == column && area.from.row < area.to.row;
    // One text for several rows: it stands in the first cell of the merged ones.
    let spans: Vec<&Area> = sheet.merges.iter().filter(over_rows).collect();
    let text = |row: u32| {
        let cell = Cell::new(row, column);
        let span = spans.iter().find(|area| area.contains(cell));
        sheet.text(span.map_or(cell, |area| area.from)).trim()
    };
    let texts = table.rows.iter().map(|row| (row.index, text(row.index)));
    // The same few remarks stand in many rows.
    let mut known: BTreeMap<&str, Option<Arc<str>>> = BTreeMap::new();
    let said = texts.filter_map(|(row, text)| {
        let said = known.entry(text).or_insert_with(|| says_something(text).then(|| text.into()));
        Some(Said { sheet: number, row, text: said.clone()? })
    });
    said.collect()
}

/// A dash, a full stop, "x" or "không" is how people leave a cell empty.
fn says_something(text: &str) -> bool {
    !text.is_empty() && !matches!(Label::new(text).as_str(), "" | "x" | "khong" | "khong co")
}
