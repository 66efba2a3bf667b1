//! What stood before a report: what a unit had disbursed and how each figure of the report is known, the difficulties that
//! it follows, the results that it had reached.
//!
//! A report may state the cumulative figure, the figure of its period, or both; in more or less detail than the report
//! before; with months missing between. Rules and totals both ask here what follows from that, so that they never print
//! two answers. Nothing is invented: what nobody stated and nothing gives is [`Known::AtLeast`], and what only a coarser
//! report told stays under the key of that report ([`Known::Group`]), never under a source that no report named. What an
//! office below hands up says itself how it is known; a difficulty that a report leaves out is still open.
//!
//! [`Known::AtLeast`]: crate::domain::known::Known::AtLeast
//! [`Known::Group`]: crate::domain::known::Known::Group

mod obstacles;
mod position;
mod reports;
mod results;
mod statement;
#[cfg(test)]
mod laws;

pub use self::obstacles::{Followed, obstacles};
pub use self::position::resolve;
pub use self::reports::{before, earlier_units, first_day, follows, merged_into};
pub use self::results::{InPeriod, Reached, in_period, results};
pub use self::statement::{Statement, statements};
