//! What things are. Imports nothing of ours and does no I/O, but for what `shelf` puts away.

pub mod lang;
pub mod money;
pub mod tally;
pub mod label;
pub mod place;
pub mod position;
pub mod period;
pub mod code;
pub mod key;
pub mod catalogue;
pub mod settings;
pub mod register;
pub mod mark;
pub mod difficulty;
pub mod facts;
pub mod known;
pub mod submission;
pub mod homeless;
pub mod same_money;
pub mod obligation;
pub mod spot;
pub mod works;
pub mod rule;
pub mod cascade;
pub mod summary;
pub mod shelf;
mod packed;
