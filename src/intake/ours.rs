//! A consolidated workbook that the tool itself made: of the files beside it, it is nobody's report.
//!
//! One that was made elsewhere, of other files, is the report of the office that made it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::Incoming;
use crate::domain::digest::sha256;
use crate::domain::mark;
use crate::domain::place::Cell;
use crate::domain::settings::Settings;
use crate::read::{Value, Workbook};
use crate::recognise::titles;

/// Whose work a workbook is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Made {
    /// The tool made it of files that all lie here, or for this very office.
    Here,
    /// It may be: some of its sources lie here and others do not, or only the names of its sources say so, and another
    /// folder has files of those names, too.
    Perhaps,
    /// It is a report like any other.
    Elsewhere,
}

/// The files that are read together.
pub(super) struct Beside<'a> {
    files: &'a [Incoming],
    /// Their names, and the SHA-256 of each, once somebody asks.
    known: OnceLock<(BTreeSet<String>, BTreeSet<String>)>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(files: &'a [Incoming]) -> Beside<'a> {
        Beside { files, known: OnceLock::new() }
    }

    /// Whether the tool made a workbook of files that all lie here, or for this very office.
    pub(super) fn made(&self, workbook: &Workbook, settings: &Settings) -> Made {
        if titles::mark(workbook).is_none_or(|mark| !mark.is_consolidated()) {
            return Made::Elsewhere;
        }
        let (names, hashes) = self.known.get_or_init(|| {
            let names = self.files.iter().map(|file| file_name(&file.shown).to_owned());
            (names.collect(), self.files.iter().filter_map(hash).collect())
        });
        let Some(sources) = workbook.sheets.iter().find(|sheet| *sheet.name == *mark::SOURCES)
        else {
            return Made::Elsewhere;
        };
        let texts = || {
            sources.cells.iter().filter_map(|(cell, value)| match value {
                Value::Text(text) => Some((*cell, &**text)),
                _ => None,
            })
        };
        let is_office = |text: &str| [mark::OFFICE.vi, mark::OFFICE.en].contains(&text);
        let row = texts().find(|(cell, text)| cell.column == 0 && is_office(text));
        let stated = row.map_or("", |(cell, _)| sources.text(Cell::new(cell.row, 1)));
        let own = settings.office.name.as_str();
        let knows_offices = !stated.is_empty() && !own.is_empty();
        if knows_offices && stated == own {
            return Made::Here;
        }
        let listed: Vec<(Cell, &str)> = texts().filter(|(_, text)| is_sha256(text)).collect();
        let lies_here = |(_, text): &(Cell, &str)| hashes.contains(*text);
        // One that was corrected since lies here under its old name, where no other office has files of that name.
        let is_known = |of: &(Cell, &str)| {
            let path = of.0.column.checked_sub(1).map(|column| Cell::new(of.0.row, column));
            let path = path.map_or("", |cell| sources.text(cell));
            lies_here(of) || !knows_offices && names.contains(file_name(path))
        };
        if listed.iter().any(lies_here) {
            return if listed.iter().all(is_known) { Made::Here } else { Made::Perhaps };
        }
        let is_named = texts().any(|(_, text)| names.contains(file_name(text)));
        if is_named && !knows_offices { Made::Perhaps } else { Made::Elsewhere }
    }
}

/// The SHA-256 of a file as it is now.
fn hash(file: &Incoming) -> Option<String> {
    let bytes = file.obstacle.is_none().then(|| std::fs::read(&file.path).ok()).flatten()?;
    Some(sha256(&bytes))
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
