//! Tables as serde reads them, one line after the other: a slip in one line does not hide the next.

use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeValue, Error, ValueDeserializer};

/// A table with what is right in it; `None` where what is left of it is no `T`. Each entry that is not of its form is
/// told.
pub(super) fn table<'a, T: Deserialize<'a>>(
    written: &Spanned<DeValue<'a>>,
    mut tell: impl FnMut(&Error),
) -> Option<T> {
    let mut written = written.clone();
    let mut removed: Vec<String> = Vec::new();
    loop {
        let error = match T::deserialize(ValueDeserializer::from(written.clone())) {
            Ok(read) => return Some(read),
            Err(error) => error,
        };
        let is_told = |name: &String| error.message() == format!("missing field `{name}`");
        if removed.iter().any(is_told) {
            return None;
        }
        tell(&error);
        let at = error.span()?.start;
        let DeValue::Table(entries) = written.get_mut() else { return None };
        let holds = |span: std::ops::Range<usize>| span.contains(&at);
        let slip = entries.iter().find(|(name, value)| holds(name.span()) || holds(value.span()));
        let name = slip?.0.get_ref().to_string();
        entries.remove(name.as_str());
        removed.push(name);
    }
}

/// The tables of a list (`[[deadline]]`), each with its number.
pub(super) fn list<'v, 'a>(
    written: &'v Spanned<DeValue<'a>>,
    tell: impl FnMut(&Error),
) -> Vec<&'v Spanned<DeValue<'a>>> {
    match written.get_ref() {
        DeValue::Array(entries) => entries.iter().collect(),
        _ => {
            table::<Vec<IgnoredAny>>(written, tell);
            Vec::new()
        }
    }
}

/// The tables below a table (`[rules.GN402]`), each with its name.
pub(super) fn named<'v, 'a>(
    written: &'v Spanned<DeValue<'a>>,
    tell: impl FnMut(&Error),
) -> Vec<(&'v str, &'v Spanned<DeValue<'a>>)> {
    match written.get_ref() {
        DeValue::Table(entries) => {
            entries.iter().map(|(name, value)| (name.get_ref().as_ref(), value)).collect()
        }
        _ => {
            table::<BTreeMap<String, IgnoredAny>>(written, tell);
            Vec::new()
        }
    }
}
