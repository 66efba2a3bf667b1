//! One layer under all spreadsheets that are written: the page, how cells look, text made harmless, tables of columns.
//!
//! Nothing outside names a font, a number format or a `Format` of its own, and every text of a unit passes [`text`]. A sheet
//! is a [`page::Page`] with its [`letterhead`], and a [`table`] that lists its columns.

pub(crate) mod text;
pub(crate) mod number;
pub(crate) mod style;
pub(crate) mod cells;
pub(crate) mod links;
pub(crate) mod raw;
pub(crate) mod page;
pub(crate) mod sheets;
pub(crate) mod letterhead;
pub(crate) mod heading;
pub(crate) mod table;

use crate::domain::lang::{Lang, Text};
use crate::domain::money::MoneyUnit;
use crate::domain::period::Period;
use crate::domain::settings::Settings;

use style::Styles;

/// What all sheets of a workbook share.
pub(super) struct Shared<'a> {
    /// The office's settings.
    pub settings: &'a Settings,
    /// The period that the workbook speaks of.
    pub period: Period,
    /// Its language.
    pub lang: Lang,
    /// The way from where it will stand to the folder of the units' files.
    pub home: &'a str,
    /// What stands at the left of the foot of every page.
    pub footer: String,
    /// Whether rates can be told: not on a plan that is doubted.
    pub has_rates: bool,
    /// How cells look.
    pub styles: Styles,
}

impl Shared<'_> {
    /// The unit of the money that is written.
    pub(super) fn unit(&self) -> MoneyUnit {
        self.settings.office.money_unit
    }

    /// A sum of a formula rounded to the đồng.
    pub(super) fn rounded(&self, sum: &str) -> String {
        format!("ROUND({sum},{})", number::precision(self.unit()))
    }

    /// A fixed text in the language of the workbook.
    pub(super) fn say(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }
}
