//! Figures that nobody sees count like all others, and are told (GN206) with what hides them.

use std::collections::BTreeMap;

use super::lines::{Taken, Taker};
use super::table::Grid;
use crate::domain::lang::{Text, Words};
use crate::domain::place::Cell;
use crate::read::shown::Unseen;
use crate::rules;

/// What hides a figure.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Hidden {
    /// Its row, column or sheet is hidden, or drawn in to nothing.
    Place,
    /// The cell itself.
    Cell(Unseen),
}

impl Hidden {
    fn text(self) -> Text {
        match self {
            Hidden::Place => Text {
                vi: "nằm ở dòng, cột hoặc trang bị ẩn",
                en: "stand in hidden rows, columns or sheets",
            },
            Hidden::Cell(Unseen::Format) => Text {
                vi: "bị định dạng ô che đi (như ;;;)",
                en: "are hidden by their format (;;;)",
            },
            Hidden::Cell(Unseen::Colour) => Text {
                vi: "có màu chữ trùng màu nền",
                en: "have the colour of their ground",
            },
            Hidden::Cell(Unseen::Struck) => {
                Text { vi: "bị gạch ngang", en: "are struck through" }
            }
        }
    }
}

impl Taker<'_> {
    /// Tells of the figures that nobody sees.
    pub(super) fn tell_hidden(&self, grid: &Grid, taken: &mut Taken) {
        let table = &grid.table;
        let width = table.columns.len();
        let figures = (0..grid.lowest.figures.len()).filter(|&index| grid.lowest.figures[index]);
        let mut first: Option<Cell> = None;
        let mut counts: BTreeMap<Hidden, usize> = BTreeMap::new();
        for cell in figures.map(|index| table.cell(index / width, index % width)) {
            let Some(hidden) = self.hidden(cell) else { continue };
            first.get_or_insert(cell);
            *counts.entry(hidden).or_default() += 1;
        }
        let Some(first) = first else { return };
        let all: usize = counts.values().sum();
        let (vi, en): (Vec<String>, Vec<String>) = counts
            .iter()
            .map(|(hidden, count)| {
                let text = hidden.text();
                (format!("{count} ô {}", text.vi), format!("{count} {}", text.en))
            })
            .unzip();
        let words = match vi.len() {
            1 => Words::new(
                format!("{}; vẫn được tính", vi[0].replacen("ô", "ô số liệu", 1)),
                format!("{}; they count", en[0].replacen(' ', " figures ", 1)),
            ),
            _ => Words::new(
                format!("{all} ô số liệu không ai nhìn thấy ({}); vẫn được tính", vi.join(", ")),
                format!("{all} figures that nobody sees ({}); they count", en.join(", ")),
            ),
        };
        taken.problems.push(self.problem(&rules::HIDDEN_FIGURES, first, words));
    }

    fn hidden(&self, cell: Cell) -> Option<Hidden> {
        let sheet = self.sheet;
        let is_in = |list: &[u32], index: u32| list.binary_search(&index).is_ok();
        let is_hidden = sheet.is_hidden
            || is_in(&sheet.hidden_rows, cell.row)
            || is_in(&sheet.hidden_columns, cell.column);
        match is_hidden {
            true => Some(Hidden::Place),
            false => sheet.look(cell).unseen.map(Hidden::Cell),
        }
    }
}
