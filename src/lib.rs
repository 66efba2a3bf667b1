//! giaingan
pub mod domain;
