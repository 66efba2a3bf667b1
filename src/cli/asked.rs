//! The period that somebody asks for, as it is typed: the year may be that of the workspace.

use std::str::FromStr;

use anyhow::{Result, bail};

use crate::domain::lang::{Lang, words};
use crate::domain::period::{Part, Period};
use crate::workspace::Workspace;

/// What stands after `-p`.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asked {
    /// A period with its year.
    Whole(Period),
    /// One of the workspace's year.
    Part(Part),
}

impl FromStr for Asked {
    type Err = String;

    fn from_str(text: &str) -> Result<Asked, String> {
        match text.parse() {
            Ok(part) => Ok(Asked::Part(part)),
            Err(()) => text.parse().map(Asked::Whole),
        }
    }
}

impl Asked {
    /// The period that is meant in a folder.
    ///
    /// # Errors
    /// The year is not said, and the folder has none.
    pub(super) fn of(self, workspace: &Workspace, lang: Lang) -> Result<Period> {
        match (self, workspace.settings.office.year) {
            (Asked::Whole(period), _) => Ok(period),
            (Asked::Part(part), Some(year)) => Ok(part.of(year)),
            (Asked::Part(part), None) => {
                let example = part.of(2024);
                let words = words!(
                    "thư mục này không có giaingan.toml nên không rõ năm; ghi cả năm, ví dụ: -p {example}",
                    "this folder has no giaingan.toml, and so no year is known; write the year too, for example: -p {example}";
                    example
                );
                bail!("{}", words.get(lang))
            }
        }
    }
}
