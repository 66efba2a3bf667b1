//! All integration tests, in one binary: each that stood alone would be linked with the whole library once more.
//!
//! `cargo test --test all golden::` runs those of one file.

#![allow(clippy::unwrap_used, reason = "a test that cannot read its own files has failed")]

// What they stand on: the program run in a folder, folders to run it in, workbooks to put there.
mod program;
mod workspace;
mod book;

// What the library promises.
mod rules;
mod formats;
mod difficulties;
mod closing;
mod export;
mod conservation;

// What whole runs promise.
mod golden;
mod mended;
mod clean;
mod losses;
mod proposals;
mod locate;
mod returned;
mod outlives;
mod pipeline;
mod receive;
mod status;
mod readme;

// What happens to files, and what they may do.
mod writing;
mod last_year;
mod upward;
mod trace;
mod letters;
mod scripts;
mod odd_files;
mod hostile;
mod mutation;
mod offline;
#[cfg(target_os = "linux")]
mod kills;
#[cfg(windows)]
mod windows;
