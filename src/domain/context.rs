//! What stands beside every report: the programs, the register, the settings, the period.

use super::catalogue::Catalogue;
use super::period::Period;
use super::register::Register;
use super::settings::Settings;

/// What every rule may look at.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// The programs.
    pub catalogue: &'a Catalogue,
    /// Units and plan journal.
    pub register: &'a Register,
    /// The office's settings.
    pub settings: &'a Settings,
    /// The period that is reported.
    pub period: Period,
}

impl Context<'_> {
    /// The budget year.
    pub fn year(&self) -> i32 {
        self.settings.budget_year(self.period)
    }
}
