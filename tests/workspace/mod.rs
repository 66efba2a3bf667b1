//! Copies of workspaces, for tests that run or change them.

use std::fs;
use std::path::Path;

/// Copies a folder; what an earlier run by hand wrote there is no part of it, nor is what mends a fixture.
pub fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap();
        match path.is_dir() {
            true if ["ket-qua", "bieu-mau", "tra-lai", "mended"]
                .iter()
                .any(|written| name == *written) => {}
            true => copy(&path, &to.join(name)),
            false => drop(fs::copy(&path, to.join(name)).unwrap()),
        }
    }
}
