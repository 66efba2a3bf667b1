//! The headings above a column, from top to bottom, in one text.

/// What stands between two of them.
const BETWEEN: &str = " › ";

/// The text of some headings.
pub(crate) fn joined(headings: &[String]) -> String {
    headings.join(BETWEEN)
}

/// The headings of a text.
pub(crate) fn levels(path: &str) -> std::str::Split<'_, &'static str> {
    path.split(BETWEEN)
}

/// The deepest heading, and those above it where there are any.
pub(crate) fn parted(path: &str) -> (Option<&str>, &str) {
    path.rsplit_once(BETWEEN).map_or((None, path), |(group, own)| (Some(group), own))
}

/// The headings above the deepest one.
pub(crate) fn group(path: &str) -> Option<&str> {
    parted(path).0
}

/// Whether a column stands below these headings.
pub(crate) fn is_below(path: &str, group: &str) -> bool {
    path.strip_prefix(group).is_some_and(|rest| rest.starts_with(BETWEEN))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_that_begins_like_a_group_is_not_below_it() {
        let path = joined(&["Kế hoạch vốn".to_owned(), "NSTW".to_owned()]);
        assert_eq!(parted(&path), (Some("Kế hoạch vốn"), "NSTW"));
        assert!(is_below(&path, "Kế hoạch vốn") && !is_below(&path, "Kế hoạch"));
        assert_eq!((group("NSTW"), levels(&path).count()), (None, 2));
    }
}
