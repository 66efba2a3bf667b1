//! Which line of `giaingan.toml` a value stands on, so that a clerk finds it.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::super::faults::Faults;
use super::wording;

/// The text with the places of its values.
pub(super) struct Lines<'a> {
    pub(super) text: &'a str,
    root: Spanned<DeTable<'a>>,
}

impl<'a> Lines<'a> {
    /// Reads the text as TOML.
    ///
    /// # Errors
    /// Every line that is not TOML.
    pub(super) fn parse(text: &'a str) -> Result<Lines<'a>, Faults> {
        let (root, errors) = DeTable::parse_recoverable(text);
        Faults::none_in(wording::of_syntax(&errors, text))?;
        Ok(Lines { text, root })
    }

    /// The names of the tables.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.root.get_ref().keys().map(|name| name.get_ref().as_ref())
    }

    /// What stands under a name.
    pub(super) fn table(&self, name: &str) -> Option<&Spanned<DeValue<'a>>> {
        self.root.get_ref().get(name)
    }

    /// The line, from 1, of a path such as `deadline.0.due`; of what is above it where that is not written.
    pub(super) fn line_of(&self, path: &str) -> usize {
        let mut at = self.root.span().start;
        let mut here: Option<&Spanned<DeValue<'a>>> = None;
        for part in path.split('.') {
            let next = match here {
                None => self.table(part),
                Some(value) => below(value, part),
            };
            let Some(next) = next else { break };
            at = next.span().start;
            here = Some(next);
        }
        self.line_at(at)
    }

    /// The line, from 1, on which the byte stands.
    pub(super) fn line_at(&self, byte: usize) -> usize {
        line_at(self.text, byte)
    }
}

fn below<'v, 'a>(value: &'v Spanned<DeValue<'a>>, part: &str) -> Option<&'v Spanned<DeValue<'a>>> {
    match part.parse::<usize>() {
        Ok(index) => value.get_ref().get(index),
        Err(_) => value.get_ref().get(part),
    }
}

/// The line, from 1, on which the byte stands.
pub(super) fn line_at(text: &str, byte: usize) -> usize {
    1 + text.bytes().take(byte).filter(|byte| *byte == b'\n').count()
}
