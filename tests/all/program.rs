//! The program as a person runs it: in a folder, with words; and what it answers.

use std::ffi::OsStr;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use giaingan::read::worker::{self, Containment};
use serde_json::Value;

/// The program that was built for the tests.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_giaingan");

/// The options of a run for June 2024, after which nothing more is received.
pub(crate) const JUNE: [&str; 4] = ["-p", "2024-06", "--today", "2024-07-06"];

/// How long one file may take on a machine that does much beside it: hung is what takes longer.
pub(crate) const LONGEST: Duration = Duration::from_secs(60);

/// What a run answered.
#[derive(Debug)]
pub(crate) struct Ran {
    /// The exit status; `None` where it was killed.
    pub code: Option<i32>,
    /// What it wrote to stdout.
    pub shown: String,
    /// What it wrote to stderr.
    pub told: String,
}

impl Ran {
    /// Runs a command.
    pub(crate) fn of(command: &mut Command) -> Ran {
        let done = command.output().unwrap();
        Ran {
            code: done.status.code(),
            shown: String::from_utf8_lossy(&done.stdout).into_owned(),
            told: String::from_utf8_lossy(&done.stderr).into_owned(),
        }
    }

    /// The report, which was asked for as JSON.
    pub(crate) fn report(&self) -> Value {
        serde_json::from_str(&self.shown)
            .unwrap_or_else(|error| panic!("{:?} {error}: {}", self.code, self.told))
    }

    /// The findings of the report.
    pub(crate) fn findings(&self) -> Vec<Value> {
        rows(&self.report(), "findings").to_vec()
    }
}

/// The program in a folder, on a screen of 100 columns.
pub(crate) fn command(program: impl AsRef<OsStr>, folder: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env("COLUMNS", "100");
    command
}

/// Runs the program in a folder.
pub(crate) fn giaingan(folder: &Path, words: &[&str]) -> Ran {
    Ran::of(command(PROGRAM, folder).args(words))
}

/// What a check of June finds and says of each file.
pub(crate) fn check_june(folder: &Path) -> Ran {
    giaingan(folder, &[&["check", "--format", "json"][..], &JUNE].concat())
}

/// A list of a report.
pub(crate) fn rows<'a>(report: &'a Value, list: &str) -> &'a [Value] {
    report[list].as_array().unwrap_or_else(|| panic!("the report has no list {list}"))
}

/// Has the old formats read in children, as the program does, wherever this process reads a file itself: that is settled
/// once for the whole process, and must not hang on which test comes first.
pub(crate) fn contained() {
    let (program, variables) = (PROGRAM.into(), worker::ASKS_FOR_LESS);
    worker::contain(Containment { program, variables, hold: |_| {}, longest: LONGEST });
}
