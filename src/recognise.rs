//! Sheet → form: where the tables are, what their headings say, what their rows stand for.
//!
//! No layout is coded. A heading is a sentence about a number ([`heading`], with the words in [`lexicon`]); a row's
//! label is a node of the catalogue ([`rows`]); what stands around the table says who, when and in which unit of
//! money ([`titles`]).

pub mod lexicon;
pub mod heading;
pub mod rows;
pub mod titles;
