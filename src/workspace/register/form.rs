//! How a table of `danh-muc.xlsx` is recognised: its sheet and its headings.

use crate::domain::label::Label;
use crate::read::Value;

/// A column of a table, as the office calls it.
pub(super) struct Heading<C> {
    pub(super) column: C,
    /// As the contract writes it.
    pub(super) name: &'static str,
    /// The labels that it is known by, first that of its name.
    pub(super) labels: &'static [&'static str],
    pub(super) need: Need,
    /// What only this column holds, where its cells tell it from others.
    pub(super) holds: Option<fn(&Value) -> bool>,
}

impl<C> Heading<C> {
    /// A column without which there is no table.
    pub(super) const fn required(
        column: C,
        name: &'static str,
        labels: &'static [&'static str],
    ) -> Heading<C> {
        Heading { column, name, labels, need: Need::Required, holds: None }
    }

    /// A column that a table may lack.
    pub(super) const fn optional(
        column: C,
        name: &'static str,
        labels: &'static [&'static str],
    ) -> Heading<C> {
        Heading { column, name, labels, need: Need::Optional, holds: None }
    }

    /// The same, where its cells tell it from other columns.
    pub(super) const fn telling(
        column: C,
        name: &'static str,
        labels: &'static [&'static str],
        holds: fn(&Value) -> bool,
    ) -> Heading<C> {
        Heading { column, name, labels, need: Need::Optional, holds: Some(holds) }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    Required,
    Optional,
}

/// What a table is called and how its columns are.
pub(super) struct Form<C: 'static> {
    /// The name of its sheet.
    pub(super) sheet: &'static str,
    pub(super) headings: &'static [Heading<C>],
    /// Whether its headings say enough to find it in a sheet of another name.
    pub(super) known_by: KnownBy,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum KnownBy {
    /// Its sheet's name only.
    Name,
    /// The name, else the headings.
    Headings,
}

/// How a heading says its column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// As the contract does.
    Own,
    /// As offices do.
    Other,
}

/// The label of a heading; what stands in brackets behind it only explains it.
pub(super) fn heading_label(text: &str) -> Label {
    Label::new(text.split('(').next().unwrap_or_default())
}

impl<C: Copy> Form<C> {
    /// The column that a heading names.
    pub(super) fn column(&self, label: &Label, wording: Wording) -> Option<C> {
        let is_named = |heading: &&Heading<C>| match wording {
            Wording::Own => heading.labels.first() == Some(&label.as_str()),
            Wording::Other => heading.labels.iter().skip(1).any(|other| *other == label.as_str()),
        };
        self.headings.iter().find(is_named).map(|heading| heading.column)
    }

    /// The columns without which there is no table.
    pub(super) fn required(&self) -> impl Iterator<Item = &Heading<C>> {
        self.headings.iter().filter(|heading| heading.need == Need::Required)
    }
}

#[cfg(test)]
impl<C: Copy + PartialEq + std::fmt::Debug> Form<C> {
    /// Every column is found by the name that we call it, and no other column is.
    pub(super) fn assert_sound(&self) {
        for heading in self.headings {
            let label = heading_label(heading.name);
            assert_eq!(self.column(&label, Wording::Own), Some(heading.column));
        }
    }
}
