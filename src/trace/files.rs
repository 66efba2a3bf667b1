//! The files that cells stand in, each read once.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use super::book::Book;
use crate::domain::digest::sha256;
use crate::domain::place::{Cell, Place};
use crate::read::{self, Value, Workbook};

/// A file, read.
pub(super) enum File {
    /// A consolidated workbook of ours.
    Book(Box<Book>),
    /// Any other.
    Other(Workbook),
}

impl File {
    /// What a cell holds; of sheets of one name, the first.
    pub(super) fn value(&self, sheet: &str, cell: Cell) -> Option<&Value> {
        self.sheet(sheet)?.get(cell)
    }

    /// A sheet.
    pub(super) fn sheet(&self, name: &str) -> Option<&read::Sheet> {
        let sheets = match self {
            File::Book(book) => &book.sheets,
            File::Other(workbook) => &workbook.sheets,
        };
        sheets.iter().find(|sheet| *sheet.name == *name)
    }
}

/// A value as it was typed.
pub(super) fn typed(value: &Value) -> String {
    match value {
        Value::Number(number) => number.to_string().replace('.', ","),
        Value::Text(text) => text.to_string(),
        Value::Bool(is) => is.to_string(),
        Value::Date(day) => day.format("%d/%m/%Y").to_string(),
        Value::Error(error) => error.to_string(),
        Value::NoResult => String::new(),
    }
}

/// The files of a workspace, and of a folder with those of offices below.
pub(super) struct Files {
    root: PathBuf,
    read: RefCell<BTreeMap<PathBuf, Option<Rc<File>>>>,
    below: Option<BTreeMap<String, PathBuf>>,
}

impl Files {
    /// Those of a workspace; `below` is the folder in which files of offices below are looked for.
    pub(super) fn new(root: &Path, below: Option<&Path>) -> Files {
        let below = below.map(|folder| {
            let mut hashes = BTreeMap::new();
            hash(folder, &mut hashes, 0);
            hashes
        });
        Files { root: root.to_owned(), read: RefCell::default(), below }
    }

    /// A file by its path from the workspace.
    pub(super) fn shown(&self, path: &str) -> Option<Rc<File>> {
        self.at(&self.root.join(path))
    }

    /// A file by its path.
    pub(super) fn at(&self, path: &Path) -> Option<Rc<File>> {
        if let Some(known) = self.read.borrow().get(path) {
            return known.clone();
        }
        let bytes = fs::read(path).ok();
        let workbook = bytes.and_then(|bytes| read::workbook(&bytes).ok());
        let file = workbook.map(|workbook| {
            Rc::new(match Book::of(workbook.clone()) {
                Some(book) => File::Book(Box::new(book)),
                None => File::Other(workbook),
            })
        });
        self.read.borrow_mut().insert(path.to_owned(), file.clone());
        file
    }

    /// What stands in a cell of a file of the workspace.
    pub(super) fn typed(&self, place: &Place) -> Option<String> {
        let file = self.shown(place.file.as_ref()?)?;
        file.value(place.sheet.as_ref()?, place.cell?).map(typed)
    }

    /// Whether a folder with the files of offices below was named.
    pub(super) fn looks_below(&self) -> bool {
        self.below.is_some()
    }

    /// The file with a SHA-256 below that folder.
    pub(super) fn with_hash(&self, sha256: &str) -> Option<&Path> {
        self.below.as_ref()?.get(sha256).map(PathBuf::as_path)
    }
}

/// No folder is looked through deeper.
const DEEPEST: usize = 16;

/// The SHA-256 of every workbook below a folder; of equal ones the first by name stands.
fn hash(folder: &Path, hashes: &mut BTreeMap<String, PathBuf>, depth: usize) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let Ok(about) = fs::symlink_metadata(&path) else { continue };
        if about.is_dir() && depth < DEEPEST {
            hash(&path, hashes, depth + 1);
        } else if about.is_file() {
            let bytes = fs::read(&path).ok().filter(|bytes| read::is_workbook(bytes));
            if let Some(bytes) = bytes {
                hashes.entry(sha256(&bytes)).or_insert(path);
            }
        }
    }
}

/// A place in a file.
pub(super) fn place(file: &Arc<str>, sheet: &Arc<str>, cell: Cell) -> Place {
    Place { file: Some(file.clone()), sheet: Some(sheet.clone()), cell: Some(cell) }
}
