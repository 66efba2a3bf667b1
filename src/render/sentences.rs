//! The sentences that an office pastes into its report, put together from a summary.

use crate::domain::lang::Lang;
use crate::domain::summary::Summary;

/// The sentences for the report, in the order in which an office writes them.
pub fn sentences(_summary: &Summary, _lang: Lang) -> Vec<String> {
    Vec::new()
}
