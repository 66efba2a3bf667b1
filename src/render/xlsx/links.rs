//! Where a cell leads: a file of a unit, and the place in it.

use std::borrow::Cow;

use super::text::clean;
use crate::domain::place::Cell;

/// Letters of a link: Excel takes 2,083 signs, and a letter may be written as three of them or more.
const LONGEST: usize = 500;

/// A file as seen from where the workbook stands, and a place in it.
pub(crate) struct Target {
    /// The way to the file.
    pub file: String,
    /// `'Sheet'!A12`, or nothing.
    pub place: String,
}

impl Target {
    /// The place of a cell of a file below `home`; `None` where no link can say it. A `#` parts a file from a place in it,
    /// a colon may begin a scheme, and Excel takes only so many signs.
    pub(crate) fn of(
        home: &str,
        (file, sheet, cell): (&str, Option<&str>, Option<Cell>),
    ) -> Option<Target> {
        let file = format!("{home}{file}");
        let place = sheet.map_or(String::new(), |sheet| {
            let cell = cell.unwrap_or(Cell::new(0, 0));
            format!("'{}'!{cell}", clean(sheet).replace('\'', "''"))
        });
        let long = file.chars().count() + place.chars().count();
        let is_plain = !file.contains(['#', ':', '\\', '%']) && long < LONGEST;
        is_plain.then(|| Target { file: clean(&file).into_owned(), place })
    }

    /// Both in one, as the library takes it.
    pub(crate) fn url(&self) -> String {
        let parted = if self.place.is_empty() { "" } else { "#" };
        format!("file:///{}{parted}{}", self.file, self.place)
    }

    /// The file with the signs that an address must not have as numbers, as Excel writes them.
    pub(crate) fn escaped(&self) -> Cow<'_, str> {
        const NOT: [char; 10] = ['"', ' ', '<', '>', '[', ']', '^', '`', '{', '}'];
        if !self.file.contains(NOT) {
            return Cow::Borrowed(&self.file);
        }
        let escaped = self.file.chars().map(|letter| match NOT.contains(&letter) {
            true => format!("%{:02x}", u32::from(letter)),
            false => letter.to_string(),
        });
        Cow::Owned(escaped.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_whose_name_a_link_cannot_say_has_none() {
        let target = |file| Target::of("../", (file, Some("Vốn 'A'"), Some(Cell::new(11, 0))));
        let found = target("Xã A [1].xlsx").unwrap();
        assert_eq!(found.url(), "file:///../Xã A [1].xlsx#'Vốn ''A'''!A12");
        assert_eq!(found.escaped(), "../Xã%20A%20%5b1%5d.xlsx");
        for file in ["a#b.xlsx", "a:b.xlsx", "a%20.xlsx", &"a".repeat(500)] {
            assert!(target(file).is_none(), "{file}");
        }
    }
}
