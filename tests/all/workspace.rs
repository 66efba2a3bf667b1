//! Folders that tests run in or change: copies of fixtures and examples.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

/// The folder of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The folder or file of this name in `fixtures/`.
pub(crate) fn fixture(name: &str) -> PathBuf {
    root().join("fixtures").join(name)
}

/// A copy of a folder to run in.
pub(crate) fn copied(from: &Path) -> TempDir {
    let temp = tempfile::tempdir().unwrap();
    copy(from, temp.path());
    temp
}

/// Copies a folder; what an earlier run by hand wrote there is no part of it, nor is what mends a fixture.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for path in entries(from) {
        let name = path.file_name().unwrap();
        let is_written =
            ["ket-qua", "bieu-mau", "tra-lai", "mended"].iter().any(|own| name == *own);
        match path.is_dir() {
            true if is_written => {}
            true => copy(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}

/// A copy of an example to run in.
pub(crate) fn example(name: &str) -> TempDir {
    copied(&root().join("examples").join(name))
}

/// A workspace of two communes that expects reports for June, and the folder for them.
pub(crate) fn expecting_june() -> (TempDir, PathBuf) {
    let temp = tempfile::tempdir().unwrap();
    let june = temp.path().join("nop/2024-06");
    fs::create_dir_all(&june).unwrap();
    for name in ["giaingan.toml", "danh-muc.xlsx"] {
        fs::copy(fixture("clean-xls").join(name), temp.path().join(name)).unwrap();
    }
    (temp, june)
}

/// What stands in a folder, in the order of the names.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths
}

/// Every file below a folder with its bytes, by its path from there.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    fn look(root: &Path, folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for path in entries(folder) {
            if path.is_dir() {
                look(root, &path, found);
            } else {
                let content = fs::read(&path).unwrap();
                found.insert(path.strip_prefix(root).unwrap().to_owned(), content);
            }
        }
    }
    let mut found = BTreeMap::new();
    look(folder, folder, &mut found);
    found
}
