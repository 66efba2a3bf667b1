//! One layer under all spreadsheets that are written: the page, how cells look, text made harmless, tables of columns.
//!
//! Nothing outside names a font, a number format or a `Format` of its own, and every text of a unit passes [`text`]. A sheet
//! is a [`page::Page`] with its [`letterhead`], and a [`table`] that lists its columns.

pub mod text;
pub mod number;
pub mod style;
pub mod cells;
pub mod page;
pub mod sheets;
pub mod letterhead;
pub mod heading;
pub mod table;

use crate::domain::lang::{Lang, Text};
use crate::domain::money::MoneyUnit;
use crate::domain::period::Period;
use crate::domain::settings::Settings;

use style::Styles;

/// What all sheets of a workbook share.
pub struct Shared<'a> {
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
    pub fn unit(&self) -> MoneyUnit {
        self.settings.office.money_unit
    }

    /// A sum of a formula rounded to the đồng.
    pub fn rounded(&self, sum: &str) -> String {
        format!("ROUND({sum},{})", number::precision(self.unit()))
    }

    /// A fixed text in the language of the workbook.
    pub fn say(&self, text: Text) -> &'static str {
        text.get(self.lang)
    }
}

/// Both languages of a fixed text, side by side.
pub const fn words(vi: &'static str, en: &'static str) -> Text {
    Text { vi, en }
}
