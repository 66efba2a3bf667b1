//! The lines of the tables by program: each funding type with its programs below it, then the whole.

use std::collections::BTreeSet;

use crate::domain::code::ComponentId;
use crate::domain::key::Funding;
use crate::domain::lang::Text;
use crate::render::xlsx::style::Look;

use super::{Book, program_name};

/// A line of a table by program.
pub(super) struct Line {
    /// Its place among them.
    pub place: usize,
    /// How it is numbered.
    pub number: String,
    /// What it is called.
    pub label: String,
    /// How it looks.
    pub look: Look,
    /// The programs whose money it is.
    pub parts: Vec<(ComponentId, Funding)>,
    /// The lines that it sums, by their places; none for a program.
    pub sums: Vec<usize>,
}

/// The funding types with their programs, then the whole.
pub(super) fn lines(book: &Book<'_>, programs: &BTreeSet<(ComponentId, Funding)>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut groups = Vec::new();
    let occurs = |funding: &Funding| programs.iter().any(|(_, of)| of == funding);
    let fundings = Funding::ALL.into_iter().filter(occurs);
    for (number, funding) in ["I", "II"].into_iter().zip(fundings) {
        let parts: Vec<(ComponentId, Funding)> =
            programs.iter().filter(|(_, of)| *of == funding).cloned().collect();
        groups.push(lines.len());
        let first = lines.len() + 1;
        lines.push(Line {
            place: lines.len(),
            number: number.to_owned(),
            label: book.say(funding.label()).to_owned(),
            look: Look::Strong,
            parts: parts.clone(),
            sums: (first..first + parts.len()).collect(),
        });
        for (number, part) in (1..).zip(parts) {
            lines.push(Line {
                place: lines.len(),
                number: number.to_string(),
                label: program_name(book, &part.0),
                look: Look::Plain,
                parts: vec![part],
                sums: Vec::new(),
            });
        }
    }
    let parts = programs.iter().cloned().collect();
    let label = book.say(Text { vi: "TỔNG CỘNG", en: "TOTAL" }).to_owned();
    let (place, number) = (lines.len(), String::new());
    lines.push(Line { place, number, label, look: Look::Total, parts, sums: groups });
    lines
}
