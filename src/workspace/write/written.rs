//! `.giaingan/written`: the SHA-256 of what the tool wrote that can bear no mark of its own (texts). A file that is none of
//! those contents was changed since.
//!
//! It lies in the workspace, and for what is written elsewhere (`-o`) in that folder: a run whose outputs go elsewhere writes
//! nothing into the workspace, which it may have no leave to write.
//!
//! A line is added before the file is written, and none is taken away: whatever a killed run left of a file is known.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;

use super::whole::{Act, refused};
use crate::domain::digest;

/// Where it lies in a folder.
const PLACE: [&str; 2] = [".giaingan", "written"];

/// What was written by the runs of a workspace.
#[derive(Clone, Debug)]
pub(super) struct Written {
    root: PathBuf,
}

impl Written {
    /// That of the workspace at `root`.
    pub(super) fn at(root: &Path) -> Written {
        Written { root: std::path::absolute(root).unwrap_or_else(|_| root.to_owned()) }
    }

    /// Whether a file is as it was written; `None` where none was ever written there.
    pub(super) fn is_whole(&self, path: &Path) -> Option<bool> {
        let (file, name) = self.place(path);
        let known = fs::read_to_string(file).unwrap_or_default();
        let of_path = || known.lines().filter_map(|line| line.split_once("  "));
        let hashes = || of_path().filter(|(_, written)| *written == name).map(|(hash, _)| hash);
        hashes().next()?;
        let hash = digest::of(fs::File::open(path).ok()?).ok()?;
        Some(hashes().any(|written| written == hash))
    }

    /// Notes that a file of this SHA-256 is about to be written.
    ///
    /// # Errors
    /// The note cannot be written.
    pub(super) fn note(&self, path: &Path, hash: &str) -> Result<()> {
        let (file, name) = self.place(path);
        let line = format!("{hash}  {name}\n");
        if fs::read_to_string(&file).unwrap_or_default().contains(&line) {
            return Ok(());
        }
        let folder = file.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).map_err(|error| refused(folder, &error, Act::Create))?;
        let opened = fs::OpenOptions::new().create(true).append(true).open(&file);
        let added = opened.and_then(|mut opened| opened.write_all(line.as_bytes()));
        added.map_err(|error| refused(&file, &error, Act::Replace).into())
    }

    /// Where a file is noted, and by what name: its way from there, with `/`.
    fn place(&self, path: &Path) -> (PathBuf, String) {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let is_inside = path.starts_with(&self.root);
        let home = if is_inside { &self.root } else { path.parent().unwrap_or(&self.root) };
        let way = path.strip_prefix(home).unwrap_or(&path);
        (home.join(PLACE[0]).join(PLACE[1]), way.to_string_lossy().replace('\\', "/"))
    }
}
