//! A consolidated workbook that the tool itself made: of the files beside it, it is nobody's report.
//!
//! One that was made elsewhere, of other files, is the report of the office that made it.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::Incoming;
use crate::domain::digest::sha256;
use crate::domain::mark;
use crate::domain::settings::Settings;
use crate::read::{Value, Workbook};
use crate::recognise::titles;

/// The files that are read together.
pub(super) struct Beside<'a> {
    files: &'a [Incoming],
    /// Their names and SHA-256, once somebody asks.
    known: OnceLock<BTreeSet<String>>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(files: &'a [Incoming]) -> Beside<'a> {
        Beside { files, known: OnceLock::new() }
    }

    /// Whether the tool made a workbook of files that lie here, as they are or as they were, or for this very office.
    pub(super) fn made(&self, workbook: &Workbook, settings: &Settings) -> bool {
        if titles::mark(workbook).is_none_or(|mark| mark.kind != mark::CONSOLIDATED) {
            return false;
        }
        let known = self.known.get_or_init(|| self.files.iter().flat_map(names).collect());
        let sources = workbook.sheets.iter().filter(|sheet| *sheet.name == *mark::SOURCES);
        let mut texts =
            sources.flat_map(|sheet| &sheet.cells).filter_map(|(_, value)| match value {
                Value::Text(text) => Some(&**text),
                _ => None,
            });
        let office = settings.office.name.as_str();
        texts.any(|text| known.contains(file_name(text)) || !office.is_empty() && text == office)
    }
}

/// A file that was moved since keeps its name, one that was renamed its content.
fn names(file: &Incoming) -> Vec<String> {
    let hash = file.obstacle.is_none().then(|| std::fs::read(&file.path).ok()).flatten();
    let hash = hash.map(|bytes| sha256(&bytes));
    hash.into_iter().chain([file_name(&file.shown).to_owned()]).collect()
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
